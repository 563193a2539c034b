//! A document is recognised into units: outcomes, criteria, facts, guidance, each with where it stands and how sure we are.
//! Pure and linear; never refuses a document: what is not understood is left over and shown. Rules, not documents: nothing
//! here knows a particular page. Refuses to know formats, files and the library.

mod boards;
mod counters;
mod draft;
mod facts;
mod finish;
mod inline;
mod join;
mod lines;
mod marker;
mod pieces;
mod places;
mod plain;
mod rows;
mod scribe;
mod section;
#[cfg(test)]
mod tests;
mod told;
mod words;

use super::checks::defect;
use super::document::{BlockKind, Document};
use super::proposal::{DefectKind, LineUse, Reading};

/// Recognises a document. `format` is what it is in words: "pasted text", "Word document", "PDF".
#[must_use]
pub fn recognise(document: &Document, format: &str) -> Reading {
    let pieces = pieces::lay(document);
    let counted = counters::find(&pieces);
    let mut scribe = scribe::Scribe::new(&pieces);
    for (at, piece) in pieces.iter().enumerate() {
        if let Some(count) = counted.get(&at) {
            scribe.mark(piece, LineUse::Fact, None);
            scribe.enter(None);
            if let Some((section, number)) = count {
                scribe.draft().counters.push((*section, *number, piece.place.clone()));
            }
        } else if piece.furniture || piece.text.is_empty() {
            scribe.mark(piece, LineUse::Furniture, None);
        } else if matches!(piece.shape, pieces::Shape::Row { .. }) {
            scribe.row(piece, at);
        } else {
            scribe.line(piece, at);
        }
    }
    let texts = document
        .blocks
        .iter()
        .filter(|block| !matches!(block.kind, BlockKind::Gap | BlockKind::Page))
        .map(super::document::Block::text)
        .collect();
    let mut drafts = std::mem::take(&mut scribe.drafts);
    name_boards(&mut drafts, &pieces);
    let mut reading = finish::finish(drafts, &pieces, texts, format);
    reading.defects.extend(document.notes.iter().map(|note| defect(DefectKind::Other, note.clone(), "")));
    reading
}

/// A board that is named only in passing ("This Pearson unit …") is still named.
fn name_boards(drafts: &mut [draft::Draft], pieces: &[pieces::Piece]) {
    if drafts.iter().all(|draft| !draft.proposal.awarding_organisation.name.is_empty()) {
        return;
    }
    let found = pieces
        .iter()
        .take(5_000)
        .filter(|piece| piece.furniture || words::count(&piece.text) <= 14)
        .find_map(|piece| boards::within(&piece.text));
    if let Some((brand, legal)) = found {
        for draft in drafts.iter_mut().filter(|draft| draft.proposal.awarding_organisation.name.is_empty()) {
            draft.proposal.awarding_organisation.name = legal.to_owned();
            draft.proposal.awarding_organisation.brand = Some(brand.to_owned());
        }
    }
}
