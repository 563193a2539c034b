//! Issued papers and the signatures inside them: where they lie, the assessor's signature at sign-off, the IV's when the
//! sampling record is signed. Every issued paper stays as it is; one more signature is one more paper.

use std::path::PathBuf;

use crate::coverage;
use crate::disk;
use crate::error::{Error, Refusal, Result};
use crate::house::pictures;
use crate::journal::act::{Act, PaperCountersigned, PaperSigned};
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::SignOffRow;
use crate::key::OpenKey;
use crate::learner;
use crate::matrix::sign::{self, Signatory};
use crate::matrix::{DeclarationKind, PaperError, verify};
use crate::people;
use crate::portfolio::{Author, Workspace};
use crate::roots;
use crate::sampling::verbs as sampling;
use crate::signoff;
use crate::view::marks;

mod waiting;
mod weighed;

pub use waiting::{Elsewhere, Missing, Waiting, standing, waits};
pub use weighed::{Issued, assessed, issued};

/// Folder of issued papers in the centre file's folder.
pub const PAPERS: &str = "papers";
/// Largest paper handed out again or checked.
pub const LARGEST: usize = 256 << 20;

/// Where an issued paper lies.
#[must_use]
pub fn path(workspace: &Workspace, paper: Hash) -> PathBuf {
    workspace.folder().join(PAPERS).join(format!("{paper}.pdf"))
}

/// The paper that an act issues.
#[must_use]
pub fn issued_by(act: &Act) -> Option<Hash> {
    if let Act::PaperIssued(act) = act {
        Some(act.paper)
    } else if let Act::PaperSigned(act) = act {
        Some(act.paper)
    } else if let Act::PaperCountersigned(act) = act {
        Some(act.paper)
    } else {
        None
    }
}

/// Keeps a paper under its hash.
pub fn keep(workspace: &Workspace, bytes: &[u8]) -> Result<Hash> {
    let hash = Hash::of(bytes);
    disk::create_private_folder(&workspace.folder().join(PAPERS))?;
    disk::write_whole(&path(workspace, hash), bytes)?;
    Ok(hash)
}

/// A kept paper, which must be what its name says.
pub fn read(workspace: &Workspace, paper: Hash) -> Result<Vec<u8>> {
    let bytes = disk::read_small(&path(workspace, paper), LARGEST)?;
    if Hash::of(&bytes) == paper {
        Ok(bytes)
    } else {
        Err(Error::Integrity(format!("the kept paper {paper} is not what its name says")))
    }
}

/// The same, where it prints what was signed off: nobody signs another paper because some entry names it.
fn read_of(workspace: &Workspace, paper: Hash, matrix: Hash) -> Result<Vec<u8>> {
    let bytes = read(workspace, paper)?;
    if verify::printed(&bytes) == Some(matrix) {
        Ok(bytes)
    } else {
        Err(Error::Integrity(format!("the kept paper {paper} does not print what was signed off")))
    }
}

/// Puts a person's signature into their box of a paper, with their specimen signature drawn in it where they want that. The same
/// paper, key, moment and specimen give the same bytes.
pub fn sign(
    workspace: &mut Workspace,
    author: &Author,
    key: &OpenKey,
    paper: &[u8],
    (kind, reason): (DeclarationKind, &str),
    moment: Moment,
) -> Result<Vec<u8>> {
    let name = author.person()?.name.clone();
    people::refuse_two_names(workspace.centre_book()?, author.person()?)?;
    let (certificate, issuers) = roots::for_signing(workspace, key, &name, moment.at)?;
    let signs = |message: &[u8]| key.sign_bytes(message);
    let at = moment.iso();
    let (certificate, issuers) = (certificate.as_slice(), issuers.as_slice());
    let person = author.person()?.id;
    let specimen = pictures::specimen(workspace.centre_book()?, person).filter(|held| held.draws);
    let drawn = specimen.as_ref().map(|held| &held.picture);
    let signatory = Signatory { name: &name, reason, at: &at, certificate, issuers, drawn, sign: &signs };
    sign::sign(paper, kind, &signatory).map_err(broken)
}

/// Puts a signature that stands in the history into the paper that waits for it: asked for by whoever signed, with their
/// signing password. The signature in the paper says when it was put there.
pub fn sign_again(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    unit: &str,
    password: &str,
) -> Result<Hash> {
    let person = author.person()?.clone();
    let (unit, spec) = learner::unit_of(workspace, book, unit)?;
    let already = || Refusal::NothingToDo {
        what: format!("the paper of {} waits for no signature", spec.text.unit.title),
        way_out: "Open or print it as it is.",
    };
    let waiting = waits(workspace, book, &unit.unit)?.ok_or_else(already)?;
    if waiting.person.id != person.id {
        return Err(Refusal::NotYourSignature { signer: waiting.person.name, person: person.name }.into());
    }
    if let Some(Elsewhere { by, on }) = waiting.elsewhere {
        return Err(Refusal::PaperLiesElsewhere { unit: spec.text.unit.title.clone(), by, on }.into());
    }
    let key = people::open_key(workspace, author, password)?;
    let now = workspace.clock.now();
    match waiting.missing {
        Missing::Assessor => signoff::issue(workspace, author, book, waiting.sign_off, Some((&key, now))),
        Missing::Countersigner(row) => {
            countersign_paper(workspace, author, (&key, now), book, (waiting.sign_off, row))
        }
        Missing::Verifier(record) => issue_with_iv(workspace, author, (&key, Some(now)), book, record)?
            .ok_or_else(|| Error::Integrity("the paper that was to be signed is not here any more".into())),
    }
}

/// Puts the countersigner's signature behind the trainee's and issues that as a paper of its own.
fn countersign_paper(
    workspace: &mut Workspace,
    author: &Author,
    (key, moment): (&OpenKey, Moment),
    book: Id,
    (sign_off, countersignature): (Hash, Hash),
) -> Result<Hash> {
    let gone = || Error::Integrity("the paper that was to be countersigned is not here any more".into());
    let paper = issued(workspace, book, sign_off)?.and_then(|issued| issued.assessor.sure);
    let paper = paper.ok_or_else(gone)?.paper;
    let matrix = workspace.book(book)?.sign_offs.get(&sign_off).ok_or_else(gone)?.matrix;
    let bytes = read_of(workspace, paper, matrix)?;
    let box_ = (DeclarationKind::CountersigningAssessor, "Countersigned for the trainee assessor");
    let signed = sign(workspace, author, key, &bytes, box_, moment)?;
    let paper = keep(workspace, &signed)?;
    workspace.transact(author, |deed| {
        deed.record_signed(book, PaperCountersigned { sign_off, countersignature, paper }, key)?;
        Ok(())
    })?;
    Ok(paper)
}

/// The paper of a sign-off that was issued without a signature and is kept here: the one to be signed later.
pub fn unsigned_original(workspace: &mut Workspace, book: Id, sign_off: Hash) -> Result<Option<Vec<u8>>> {
    let state = workspace.book(book)?;
    let Some(matrix) = state.sign_offs.get(&sign_off).map(|signed| signed.matrix) else { return Ok(None) };
    let issued = state.papers.iter().filter(|p| p.sign_off == sign_off && !p.signed);
    let papers: Vec<Hash> = issued.map(|p| p.paper).collect();
    let kept = papers.into_iter().filter(|paper| disk::is_file(&path(workspace, *paper)));
    Ok(kept.filter_map(|paper| read_of(workspace, paper, matrix).ok()).next())
}

/// Puts the IV's signature into the paper of the unit that this sampling record verifies, and issues it as a paper of its
/// own. `None` where there is nothing to put it into: the unit is not signed, or its paper does not carry the assessor's
/// signature yet or is kept on another machine. Signed as of `moment`, else as of the record.
pub fn issue_with_iv(
    workspace: &mut Workspace,
    author: &Author,
    (key, moment): (&OpenKey, Option<Moment>),
    book: Id,
    verification: Hash,
) -> Result<Option<Hash>> {
    let state = workspace.book(book)?;
    let Some(row) = state.verifications.get(&verification).cloned() else { return Ok(None) };
    let unit = state.samples.get(&row.sample).map(|sample| sample.unit.clone()).unwrap_or_default();
    let own = |signed: &&SignOffRow| {
        let record = marks::verified(state, &unit, signed.hash);
        record.is_some_and(|record| record.hash == verification)
    };
    let standing = coverage::unit_in_force(state, &unit).and_then(|_| standing(state, &unit));
    let Some(signed) = standing.filter(own).cloned() else { return Ok(None) };
    let Some(issued) = issued(workspace, book, signed.hash)? else { return Ok(None) };
    let behind = issued.for_iv(workspace.book(book)?, &signed).filter(|found| found.here);
    let Some((paper, matrix)) = behind.map(|found| (found.paper, signed.matrix)) else { return Ok(None) };
    let bytes = read_of(workspace, paper, matrix)?;
    let moment = moment.unwrap_or(Moment { at: row.at, offset: row.offset });
    let by = if row.role.trainee() {
        "Sampled by a trainee internal verifier and countersigned"
    } else {
        "Sampled and verified by the internal verifier"
    };
    let state = workspace.book(book)?;
    let record = state.samples.get(&row.sample).map(|s| format!(": sampling record {}", sampling::number(s)));
    let reason = format!("{by}{}", record.unwrap_or_default());
    let box_ = (DeclarationKind::Verifier, reason.as_str());
    let signed = sign(workspace, author, key, &bytes, box_, moment)?;
    let paper = keep(workspace, &signed)?;
    workspace.transact(author, |deed| {
        deed.record_signed(book, PaperSigned { verification, paper }, key)?;
        Ok(())
    })?;
    Ok(Some(paper))
}

/// A paper that cannot be drawn or signed means a damaged program, never a wrong record; or its logo is not here.
pub fn broken(error: PaperError) -> Error {
    if let PaperError::NoLogo = error {
        Refusal::LogoElsewhere.into()
    } else {
        Error::Broken(error.to_string())
    }
}
