//! Issued papers and the signatures inside them: where they lie, the assessor's signature at sign-off, the IV's when the
//! sampling record is signed. Every issued paper stays as it is; one more signature is one more paper.

use std::path::PathBuf;

use crate::certificate::{self, Holder};
use crate::coverage;
use crate::disk;
use crate::error::{Error, Result};
use crate::journal::act::{Act, PaperSigned};
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::SignOffRow;
use crate::journal::state::BookState;
use crate::key::OpenKey;
use crate::matrix::sign::{self, Signatory};
use crate::matrix::{DeclarationKind, PaperError};
use crate::portfolio::{Author, Workspace};
use crate::store;
use crate::view::marks;
use crate::view::matrix::centre;

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

/// Puts a person's signature into their box of a paper. The same paper, key and moment give the same bytes.
pub fn sign(
    workspace: &mut Workspace,
    author: &Author,
    key: &OpenKey,
    paper: &[u8],
    (kind, reason): (DeclarationKind, &str),
    moment: Moment,
) -> Result<Vec<u8>> {
    let name = author.person()?.name.clone();
    let since = key_made(workspace, key)?.unwrap_or(moment.at).min(moment.at);
    let centre = centre(workspace)?;
    let certificate = certificate::of(key, &Holder { name: &name, centre: &centre.name, since })?;
    let signs = |message: &[u8]| key.sign_bytes(message);
    let at = moment.iso();
    let signatory = Signatory { name: &name, reason, at: &at, certificate: &certificate, sign: &signs };
    sign::sign(paper, kind, &signatory).map_err(broken)
}

/// When a key was made, as the centre's history says.
fn key_made(workspace: &Workspace, key: &OpenKey) -> Result<Option<i64>> {
    let public = key.public()?;
    let entries = store::journal::book(&workspace.db, workspace.centre())?;
    let made = entries.iter().filter(|e| matches!(&e.act, Act::KeyMade(made) if made.key == public));
    Ok(made.map(|e| e.moment.at).min())
}

/// The newest paper of a sign-off that carries the signature of the IV as well.
#[must_use]
pub fn with_iv(state: &BookState, sign_off: &SignOffRow) -> Option<Hash> {
    let verified = marks::verified(state, &sign_off.unit, sign_off.hash)?.hash;
    state.signed_papers.iter().find(|p| p.verification == verified).map(|p| p.paper)
}

/// The signed original of a sign-off.
#[must_use]
pub fn original(state: &BookState, sign_off: Hash) -> Option<Hash> {
    state.papers.iter().find(|p| p.sign_off == sign_off).map(|p| p.paper)
}

/// Puts the IV's signature into the paper of the unit that this sampling record verifies, and issues it as a paper of its
/// own. `None` where there is nothing to put it into: the unit is not signed, its paper is kept on another machine, or
/// an IV has signed it already.
pub fn issue_with_iv(
    workspace: &mut Workspace,
    author: &Author,
    key: &OpenKey,
    book: Id,
    verification: Hash,
) -> Result<Option<Hash>> {
    let state = workspace.book(book)?;
    let Some(row) = state.verifications.get(&verification).cloned() else { return Ok(None) };
    let unit = state.samples.get(&row.sample).map(|sample| sample.unit.clone()).unwrap_or_default();
    let signed = coverage::unit_in_force(state, &unit).and_then(|_| {
        let standing =
            state.sign_offs.iter().filter(|s| s.standing && s.unit == unit).min_by_key(|s| s.hash)?;
        let own = marks::verified(state, &unit, standing.hash)?;
        (own.hash == verification).then(|| original(state, standing.hash))?
    });
    let Some(paper) = signed.filter(|paper| disk::is_file(&path(workspace, *paper))) else { return Ok(None) };
    let bytes = read(workspace, paper)?;
    let moment = Moment { at: row.at, offset: row.offset };
    let box_ = (DeclarationKind::Verifier, "Sampled and verified by the internal verifier");
    let signed = sign(workspace, author, key, &bytes, box_, moment)?;
    let paper = keep(workspace, &signed)?;
    workspace.transact(author, |deed| {
        deed.record(book, PaperSigned { verification, paper })?;
        Ok(())
    })?;
    Ok(Some(paper))
}

/// A paper that cannot be drawn or signed means a damaged program, never a wrong record.
pub fn broken(error: PaperError) -> Error {
    Error::Broken(error.to_string())
}
