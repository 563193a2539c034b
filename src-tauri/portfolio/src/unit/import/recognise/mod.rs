//! A document is recognised into units: outcomes, criteria, facts, guidance, each with where it stands and how sure we are.
//! Pure and linear; never refuses a document: what is not understood is left over and shown. Rules, not documents: nothing
//! here knows a particular page. Refuses to know formats, files and the library.

mod blanks;
mod boards;
mod coded;
mod counters;
mod draft;
pub(super) mod facts;
mod finish;
mod forms;
mod guess;
mod inline;
mod join;
mod judge;
mod lines;
mod marker;
mod pieces;
mod places;
mod plain;
mod rows;
mod scribe;
mod section;
mod stated;
#[cfg(test)]
mod tests;
pub(super) mod told;
mod words;

use super::checks::defect;
use super::document::{BlockKind, Document};
use super::proposal::{DefectKind, LineUse, Reading};

/// Recognises a document. `format` is what it is in words: "pasted text", "Word document", "PDF".
///
/// The first reading takes the document as it stands. Where that hangs together badly, the document is laid out in other
/// ways and read again; another way is kept only where it leaves far fewer doubts.
#[must_use]
pub fn recognise(document: &Document, format: &str) -> Reading {
    let pieces = pieces::lay(document);
    let texts: Vec<String> = document
        .blocks
        .iter()
        .filter(|block| !matches!(block.kind, BlockKind::Gap | BlockKind::Page))
        .map(super::document::Block::text)
        .collect();
    let mut best = read(&pieces, &pieces, texts.clone(), format);
    let mut least = judge::doubts(&best);
    if least >= DOUBTFUL {
        for way in guess::all(&pieces) {
            let other = read(&way, &pieces, texts.clone(), format);
            let doubts = judge::doubts(&other);
            let coded = judge::published(&other) * 10 >= judge::published(&best) * 8;
            if doubts * 3 <= least * 2 && coded && judge::rows(&other) >= 3 && !judge::leaks(&other) {
                (best, least) = (other, doubts);
            }
        }
    }
    best.defects.extend(document.notes.iter().map(|note| defect(DefectKind::Other, note.clone(), "")));
    best
}

/// Doubts from which on other ways are tried.
const DOUBTFUL: u32 = 25;

/// One reading of the pieces as they are laid; `raw` are the pieces as the document has them.
fn read(pieces: &[pieces::Piece], raw: &[pieces::Piece], texts: Vec<String>, format: &str) -> Reading {
    let counted = counters::find(pieces);
    let mut scribe = scribe::Scribe::new(pieces);
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
    let mut drafts = std::mem::take(&mut scribe.drafts);
    name_boards(&mut drafts, raw);
    finish::finish(drafts, raw, texts, format)
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
