//! The readers of evidence: the bytes of a file become passages, or a reason why there are none. Documents and sheets go
//! through the readers of unit texts, so that a format is read in one way. Pure, for the extractor process; refuses to know
//! whose file it is, and never fetches, runs or renders anything.

mod blocks;
mod mail;
mod msg;
mod rtf;
mod sheets;
mod slides;
#[cfg(test)]
mod tests;

use super::kind::{self, Kind};
use super::passage::{Gathered, NoText, Outcome, Why};
use crate::error::Error;
use crate::unit::import::read::{self as documents, Kind as UnitKind, ReadError};

/// Most bytes of a file that is read for its text.
pub const MOST_BYTES: usize = 100 << 20;
/// Mails and attachments inside each other that are followed.
const DEEPEST: usize = 4;

/// Reads a file; `ending` is that of its name, in lower case, without the dot.
pub fn read(bytes: &[u8], ending: &str) -> Outcome {
    within(bytes, ending, 0)
}

/// Reads a file that lies `depth` files deep in others.
fn within(bytes: &[u8], ending: &str, depth: usize) -> Outcome {
    if bytes.is_empty() {
        return Err(NoText::new(Why::Empty, "the file is empty"));
    }
    if bytes.len() > MOST_BYTES {
        return Err(too_large());
    }
    let kind = kind::of(bytes, ending);
    let words = kind.words();
    let document = |unit: UnitKind| {
        documents::document(unit, bytes)
            .map_err(|e| broken(&e, words))
            .and_then(|d| blocks::passages(kind, d))
    };
    match kind {
        Kind::Pdf => document(UnitKind::Pdf),
        Kind::Docx => document(UnitKind::Docx),
        Kind::Odt => document(UnitKind::Odt),
        Kind::Html => document(UnitKind::Html),
        Kind::Text => document(UnitKind::Text),
        Kind::Sheets(_) | Kind::Csv => sheets::read(bytes, words),
        Kind::Pptx => slides::pptx(bytes).map_err(|e| broken(&e, words)).and_then(|g| g.done(words)),
        Kind::Odp => slides::odp(bytes).map_err(|e| broken(&e, words)).and_then(|g| g.done(words)),
        Kind::Rtf => rtf::read(bytes).and_then(|g: Gathered| g.done(words)),
        Kind::Mail => mail::read(bytes, depth),
        Kind::Msg => msg::read(bytes, depth),
        Kind::Media(_) | Kind::Locked(_) | Kind::Other(_) => Err(none_of(kind)),
    }
}

/// Why a kind of file has no text at all.
#[must_use]
pub fn none_of(kind: Kind) -> NoText {
    let words = kind.words();
    match kind {
        Kind::Media(_) => NoText::new(Why::Media, format!("it is a {words}: there is no text to read")),
        Kind::Locked(_) => NoText::new(
            Why::Locked,
            format!(
                "this {words} asks for a password. Ask for a copy without one, or open it in its program"
            ),
        ),
        Kind::Pdf
        | Kind::Docx
        | Kind::Odt
        | Kind::Sheets(_)
        | Kind::Csv
        | Kind::Pptx
        | Kind::Odp
        | Kind::Mail
        | Kind::Msg
        | Kind::Html
        | Kind::Rtf
        | Kind::Text
        | Kind::Other(_) => NoText::new(
            Why::Unknown,
            format!("it is {} {words}, which is not read here. Open it in its program", article(words)),
        ),
    }
}

/// The reason for a file above [`MOST_BYTES`].
#[must_use]
pub fn too_large() -> NoText {
    NoText::new(
        Why::TooLarge,
        format!("it has more than {} MB: its text is not read. Open it in its program", MOST_BYTES >> 20),
    )
}

fn article(words: &str) -> &'static str {
    if words.starts_with(['E', 'O', 'a', 'e', 'i', 'o']) || words.starts_with("RAR") { "an" } else { "a" }
}

/// A reader's error as the reason; its way out is about unit texts and is not said.
fn broken(error: &ReadError, words: &str) -> NoText {
    let colon = if error.place.is_empty() { "" } else { ": " };
    reason(&format!("{}{colon}{}", error.place, error.message), words)
}

/// An importer's error as the reason.
fn failed(error: &Error, words: &str) -> NoText {
    let text = error.to_string();
    reason(text.strip_prefix("this unit text cannot be used: ").unwrap_or(&text), words)
}

fn reason(what: &str, words: &str) -> NoText {
    if what.contains("password") {
        return none_of(Kind::Locked(match words {
            "PDF" => "PDF",
            "Excel workbook" => "Excel workbook",
            _document => "document",
        }));
    }
    NoText::new(Why::Damaged, format!("this {words} cannot be read: {what}"))
}
