//! Papers that were signed: handing out the one that was issued, drawing one that no longer counts, and where a paper that the
//! window asks for lies. Refuses to know what a paper says.

use std::path::Path;

use super::{file_name, gather_matrix};
use crate::api::Session;
use crate::api::request::{MatrixPaper, PaperPath};
use crate::disk;
use crate::drawn;
use crate::error::{Error, Refusal, Result};
use crate::journal::id::{Hash, Id};
use crate::journal::state::BookState;
use crate::learner;
use crate::matrix::Matrix;
use crate::portfolio::Workspace;
use crate::view::paper::PaperView;
use crate::{inked, papers, signoff};

pub fn matrix_paper(session: &mut Session, request: MatrixPaper) -> Result<PaperView> {
    match gather_matrix(session, &request)? {
        Some(gathered) => gathered.print(),
        None => signed(session, &request),
    }
}

/// The signed original, or the one with the IV's signature.
fn signed(session: &mut Session, request: &MatrixPaper) -> Result<PaperView> {
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let (unit, spec) = learner::unit_of(workspace, book, &request.unit)?;
    let state = workspace.book(book)?;
    let name = file_name(&learner::facts(state).name, &format!("{} matrix", spec.text.handle));
    let signed = state.sign_offs.iter().filter(|s| s.standing && s.unit == unit.unit).min_by_key(|s| s.hash);
    let signed = signed
        .map(|s| s.hash)
        .ok_or_else(|| Refusal::NothingSigned { unit: spec.text.unit.title.clone() })?;
    let weighed = papers::issued(workspace, book, signed)?;
    let with_iv =
        weighed.as_ref().filter(|_| request.verified == Some(true)).and_then(papers::Issued::with_iv);
    if request.verified == Some(true) && with_iv.is_none() {
        return Err(Refusal::NoPaperOfIv { unit: spec.text.unit.title.clone() }.into());
    }
    let issued = with_iv.or_else(|| weighed.and_then(|weighed| weighed.assessed()));
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let paper = issued.map_or_else(|| signoff::issue(workspace, &author, book, signed, None), Ok)?;
    if !disk::is_file(&papers::path(workspace, paper)) {
        return Err(Refusal::PaperElsewhere { unit: spec.text.unit.title.clone() }.into());
    }
    let bytes = papers::read(workspace, paper)?;
    hand_out(request.out.as_deref(), &bytes, name, paper)
}

/// The word for the sign-off that was opened again last.
const LATEST: &str = "latest";

/// The sign-off that is meant: of those that were opened again the last, or any of the unit by its hash. One that stands is found
/// too, so that it is refused for what it is.
fn which_superseded(state: &BookState, unit: &str, which: &str) -> Option<Hash> {
    if which == LATEST {
        return signoff::original::reopened(state, unit).first().map(|s| s.hash);
    }
    let named = state.sign_offs.get(&which.parse().ok()?).filter(|s| s.unit == unit);
    named.map(|s| s.hash)
}

/// An original that no longer counts, with a name for its file, and the name that it is drawn under for the screen: as of every
/// paper that is drawn there, for the host asks for no other.
pub fn superseded(
    workspace: &mut Workspace,
    book: Id,
    request: &MatrixPaper,
    which: &str,
) -> Result<((Matrix, String), String)> {
    let (unit, spec) = learner::unit_of(workspace, book, &request.unit)?;
    let state = workspace.book(book)?;
    let name = file_name(&learner::facts(state).name, &format!("{} superseded", spec.text.handle));
    let found = which_superseded(state, &unit.unit, which);
    let sign_off =
        found.ok_or_else(|| Error::NotFound { what: "superseded sign-off", name: which.to_owned() })?;
    let matrix = signoff::original::superseded(workspace, book, sign_off)?;
    Ok(((matrix, name), format!("drawn-{sign_off}")))
}

/// A paper that was issued, as it is kept.
fn hand_out(out: Option<&str>, bytes: &[u8], name: String, issued: Hash) -> Result<PaperView> {
    let paper = if out.is_none() { Some(issued.to_string()) } else { None };
    if let Some(out) = out {
        disk::write_whole(Path::new(out), bytes)?;
    }
    Ok(PaperView { paper, pages: 0, name, missing: Vec::new(), sha256: Hash::of(bytes).to_string() })
}

pub fn paper_path(session: &mut Session, request: PaperPath) -> Result<String> {
    let workspace = session.workspace()?;
    let not_found = || Error::NotFound { what: "paper", name: request.paper.clone() };
    let plain = |c: char| c.is_ascii_hexdigit() || c == '-';
    if let Some(page) = request.paper.strip_prefix("inked-") {
        let page = page.parse::<Hash>().map_err(|_| not_found())?;
        let kept = inked::copy_of(workspace, page).ok_or_else(not_found)?;
        return Ok(kept.display().to_string());
    }
    let path = match (request.paper.parse::<Hash>(), request.paper.strip_prefix("drawn-")) {
        (Ok(hash), _) => papers::path(workspace, hash),
        (Err(_), Some(rest)) if rest.chars().all(plain) => {
            drawn::folder(workspace)?.join(format!("{}.pdf", request.paper))
        }
        (Err(_), Some(_) | None) => return Err(not_found()),
    };
    if disk::is_file(&path) { Ok(path.display().to_string()) } else { Err(not_found()) }
}
