//! The commands about papers: drawing the current record, handing out the signed original, the same matrix for other programs.

use std::path::Path;

use serde::Deserialize;
use ts_rs::TS;

use super::Session;
use super::request::{MatrixPaper, PaperPath};
use crate::disk;
use crate::error::{Error, Result};
use crate::evidence::folder::Standings;
use crate::evidence::item;
use crate::journal::id::{Hash, Id};
use crate::learner;
use crate::matrix::out::{self, Format};
use crate::matrix::{self, Matrix};
use crate::portfolio::Workspace;
use crate::view::library::ExportView;
use crate::view::matrix as fill;
use crate::view::paper::PaperView;
use crate::{papers, signoff};

requests! {
    /// The current record of a unit for another program.
    MatrixExport {
        /// Learner.
        learner: String,
        /// Unit.
        unit: String,
        /// Format.
        format: Format,
        /// File to write, put in by the host.
        out: String,
    }
}

pub fn matrix_paper(session: &mut Session, request: MatrixPaper) -> Result<PaperView> {
    if request.original == Some(true) || request.verified == Some(true) {
        return signed(session, &request);
    }
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    if let Some(which) = &request.superseded {
        return superseded(workspace, book, &request, which);
    }
    let (matrix, name) = current(workspace, book, &request.unit)?;
    let paper = matrix::paper(&matrix).map_err(|e| Error::Broken(e.to_string()))?;
    let pages = u32::try_from(paper.pages).unwrap_or(u32::MAX);
    let missing = paper.missing.iter().map(|c| format!("{c} (U+{:04X})", u32::from(*c))).collect();
    let (unit, _) = learner::unit_of(workspace, book, &request.unit)?;
    let drawn = format!("drawn-{book}-{}", unit.unit);
    hand_out(workspace, request.out.as_deref(), &paper.bytes, pages, missing, name, drawn)
}

/// The current record of a unit, and a name for its file.
fn current(workspace: &mut Workspace, book: Id, unit: &str) -> Result<(Matrix, String)> {
    let (unit, spec) = learner::unit_of(workspace, book, unit)?;
    let (centre, standings, now) =
        (fill::centre(workspace)?, Standings::of(workspace, book)?, workspace.clock.now());
    let shelf = workspace.shelf().clone();
    let state = workspace.book(book)?;
    let items = item::items(state);
    let source = fill::Source {
        state,
        shelf: &shelf,
        unit: &unit,
        spec: &spec,
        items: &items,
        standings: &standings,
        centre: &centre,
    };
    let name = file_name(&learner::facts(state).name, &spec.text.handle);
    Ok((fill::matrix(&source, &fill::Edition::Current { moment: now }), name))
}

/// The signed original, or the one with the IV's signature.
fn signed(session: &mut Session, request: &MatrixPaper) -> Result<PaperView> {
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let (unit, spec) = learner::unit_of(workspace, book, &request.unit)?;
    let state = workspace.book(book)?;
    let name = file_name(&learner::facts(state).name, &spec.text.handle);
    let signed = state.sign_offs.iter().filter(|s| s.standing && s.unit == unit.unit).min_by_key(|s| s.hash);
    let signed = signed
        .map(|s| s.hash)
        .ok_or_else(|| Error::Usage(format!("{} is not signed", spec.text.unit.title)))?;
    let row = state.sign_offs.get(&signed);
    let with_iv = row.filter(|_| request.verified == Some(true)).and_then(|row| papers::with_iv(state, row));
    if request.verified == Some(true) && with_iv.is_none() {
        let title = &spec.text.unit.title;
        return Err(Error::Usage(format!(
            "no paper of {title} carries the signature of an IV on this machine"
        )));
    }
    let issued = with_iv.or_else(|| papers::original(state, signed));
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let paper = issued.map_or_else(|| signoff::issue(workspace, &author, book, signed, None), Ok)?;
    let bytes = papers::read(workspace, paper)?;
    hand_out(workspace, request.out.as_deref(), &bytes, 0, Vec::new(), name, paper.to_string())
}

/// The word for the sign-off that was opened again last.
const LATEST: &str = "latest";

/// An original that no longer counts.
fn superseded(workspace: &mut Workspace, book: Id, request: &MatrixPaper, which: &str) -> Result<PaperView> {
    let (unit, spec) = learner::unit_of(workspace, book, &request.unit)?;
    let state = workspace.book(book)?;
    let name = file_name(&learner::facts(state).name, &format!("{} superseded", spec.text.handle));
    let mut gone: Vec<(i64, Hash)> = state
        .sign_offs
        .iter()
        .filter(|s| !s.standing && s.unit == unit.unit)
        .map(|s| (s.at, s.hash))
        .collect();
    gone.sort_unstable();
    let named = |(_, hash): &&(i64, Hash)| which == LATEST || hash.to_string() == which;
    let found = gone.iter().rev().find(named).map(|(_, hash)| *hash);
    let sign_off =
        found.ok_or_else(|| Error::NotFound { what: "superseded sign-off", name: which.to_owned() })?;
    let matrix = signoff::superseded(workspace, book, sign_off)?;
    let paper = matrix::paper(&matrix).map_err(|e| Error::Broken(e.to_string()))?;
    let pages = u32::try_from(paper.pages).unwrap_or(u32::MAX);
    let missing = paper.missing.iter().map(|c| format!("{c} (U+{:04X})", u32::from(*c))).collect();
    let drawn = format!("superseded-{sign_off}");
    hand_out(workspace, request.out.as_deref(), &paper.bytes, pages, missing, name, drawn)
}

pub fn matrix_export(session: &mut Session, request: MatrixExport) -> Result<ExportView> {
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let (matrix, _) = current(workspace, book, &request.unit)?;
    let bytes = out::write(&matrix, request.format)?;
    disk::write_whole(Path::new(&request.out), &bytes)?;
    Ok(ExportView {
        label: format!("Coverage matrix written as {}", request.format.words()),
        bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        losses: Vec::new(),
    })
}

/// Folder of current records drawn for the screen, in the centre file's folder.
const DRAWN: &str = "drawn";

fn hand_out(
    workspace: &Workspace,
    out: Option<&str>,
    bytes: &[u8],
    pages: u32,
    missing: Vec<String>,
    name: String,
    paper: String,
) -> Result<PaperView> {
    let sha256 = Hash::of(bytes).to_string();
    if let Some(out) = out {
        disk::write_whole(Path::new(out), bytes)?;
        return Ok(PaperView { paper: None, pages, name, missing, sha256 });
    }
    if paper.starts_with("drawn-") {
        let folder = workspace.folder().join(DRAWN);
        disk::create_private_folder(&folder)?;
        disk::write_whole(&folder.join(format!("{paper}.pdf")), bytes)?;
    }
    Ok(PaperView { paper: Some(paper), pages, name, missing, sha256 })
}

/// A name that every platform can keep: letters, digits, spaces and hyphens.
fn file_name(learner: &str, handle: &str) -> String {
    let plain: String =
        learner.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { ' ' }).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let learner: String = words.join(" ").chars().take(60).collect();
    format!("{learner} {handle} matrix.pdf")
}

pub fn paper_path(session: &mut Session, request: PaperPath) -> Result<String> {
    let workspace = session.workspace()?;
    let not_found = || Error::NotFound { what: "paper", name: request.paper.clone() };
    let plain = |c: char| c.is_ascii_hexdigit() || c == '-';
    let path = match (request.paper.parse::<Hash>(), request.paper.strip_prefix("drawn-")) {
        (Ok(hash), _) => papers::path(workspace, hash),
        (Err(_), Some(rest)) if rest.chars().all(plain) => {
            workspace.folder().join(DRAWN).join(format!("{}.pdf", request.paper))
        }
        (Err(_), Some(_) | None) => return Err(not_found()),
    };
    if disk::is_file(&path) { Ok(path.display().to_string()) } else { Err(not_found()) }
}
