//! Of which sign-off the history names a file as a paper. Whoever writes a history file can name any bytes for any sign-off, so this
//! proves nothing: what the bytes say is held against what was signed. Refuses to judge the file; `matrix::verify` does.

use crate::error::Result;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::SignOffRow;
use crate::journal::state::BookState;
use crate::portfolio::Workspace;
use crate::store;

/// A sign-off as the paper of which the history names a file.
#[derive(Debug, Clone, Copy)]
pub struct Named {
    /// The learner's book.
    pub book: Id,
    /// The sign-off.
    pub sign_off: Hash,
    /// Digest of the matrix that was signed.
    pub matrix: Hash,
}

/// Of which sign-off the history names these very bytes as a paper: of several the one whose matrix they print.
pub fn paper_of(workspace: &mut Workspace, paper: Hash, printed: Option<Hash>) -> Result<Option<Named>> {
    let wanted = paper.to_string();
    let mut books = store::journal::books_where(&workspace.db, "paper", "paper", &wanted)?;
    books.extend(store::journal::books_where(&workspace.db, "signed_paper", "paper", &wanted)?);
    books.extend(store::journal::books_where(&workspace.db, "countersigned_paper", "paper", &wanted)?);
    let mut found = Vec::new();
    for book in books {
        let signed = sign_off(workspace.book(book)?, paper, printed);
        found.extend(signed.map(|own| Named { book, sign_off: own.hash, matrix: own.matrix }));
    }
    // Whoever names these bytes for another learner takes nothing from the one whose paper they are.
    Ok(found.into_iter().min_by_key(|own| Some(own.matrix) != printed))
}

/// The sign-off that a paper belongs to; of several the one whose matrix it prints, and of these the one in force, since the same
/// bytes may have been issued for a unit that was reopened and signed again unchanged.
fn sign_off(state: &BookState, paper: Hash, printed: Option<Hash>) -> Option<&SignOffRow> {
    let issued =
        state.papers.iter().filter(|p| p.paper == paper).filter_map(|p| state.sign_offs.get(&p.sign_off));
    let countersigned = state.countersigned_papers.iter().filter(|p| p.paper == paper);
    let countersigned = countersigned.filter_map(|p| state.sign_offs.get(&p.sign_off));
    let of_record = |verification: &Hash| {
        let record = state.verifications.get(verification)?;
        let unit = &state.samples.get(&record.sample)?.unit;
        let signed = state.log.iter().find(|l| l.hash == record.hash)?;
        // The last that the IV had seen: the order of the history says which, and no clock.
        let seen = |s: &&SignOffRow| s.unit == *unit && state.had_seen(signed, s.hash);
        state.log.iter().rev().filter_map(|l| state.sign_offs.get(&l.hash)).find(seen)
    };
    let signed = state.signed_papers.iter().filter(|p| p.paper == paper);
    let found = issued.chain(countersigned).chain(signed.filter_map(|p| of_record(&p.verification)));
    found.min_by_key(|signed| (Some(signed.matrix) != printed, !signed.standing))
}
