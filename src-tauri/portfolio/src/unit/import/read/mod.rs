//! The readers: the bytes of a file become a [`Document`]. What kind of file it is is told by its content before its
//! name. Pure; refuses to know what a block means, and never fetches anything.

mod blocks;
mod docx;
mod grid;
mod html;
mod markers;
mod odt;
pub(crate) mod parts;
mod pdf;
mod sniff;
mod text;
pub(crate) mod xml;

pub use sniff::{Kind, sniff};

use super::document::{Block, BlockKind, Document};
use crate::error::Error;

/// Why a file could not be read: where, what, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// Line, page, part or cell; empty where it is the file as a whole.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub hint: String,
}

impl ReadError {
    /// An error with its place and the way out.
    pub fn new(place: impl Into<String>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into(), hint: hint.into() }
    }
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let colon = if self.place.is_empty() { "" } else { ": " };
        write!(f, "{}{colon}{}. {}", self.place, self.message, self.hint)
    }
}

impl From<ReadError> for Error {
    fn from(error: ReadError) -> Self {
        Self::UnitText(error.to_string().trim_end_matches(['.', ' ']).to_owned())
    }
}

/// Reads pasted text.
pub fn pasted(text: &str) -> Result<Document, ReadError> {
    text::read(text.as_bytes())
}

/// Most bytes of a file.
pub const MOST_BYTES: usize = 100 << 20;

/// Reads a document of a kind. Kinds that are tables or packages are no documents and have importers of their own.
pub fn document(kind: Kind, bytes: &[u8]) -> Result<Document, ReadError> {
    if bytes.len() > MOST_BYTES {
        return Err(ReadError::new(
            "",
            format!("the file has more than {} MB", MOST_BYTES >> 20),
            "No unit text is so large. Save only the unit's pages, or copy the text and paste it.",
        ));
    }
    match kind {
        Kind::Text => text::read(bytes),
        Kind::Html => html::read(bytes),
        Kind::Docx => docx::read(bytes),
        Kind::Odt => odt::read(bytes),
        Kind::Pdf => pdf::read(bytes),
        Kind::Rtf | Kind::Doc => Err(ReadError::new(
            "",
            format!("it is a {}, which is not read", kind.words()),
            "Open it in a word processor and save it as .docx, or copy the text and paste it.",
        )),
        Kind::Json
        | Kind::Csv
        | Kind::Tsv
        | Kind::Xlsx
        | Kind::Xls
        | Kind::Ods
        | Kind::Case
        | Kind::Matrix
        | Kind::Moodle
        | Kind::Ofqual
        | Kind::Unknown => Err(ReadError::new(
            "",
            format!("a document cannot be read from this {}", kind.words()),
            "Units are read from text, web pages, Word documents, OpenDocument, PDF, sheets and JSON.",
        )),
    }
}

/// A block as a line of a cell.
fn cell_line(block: &Block) -> String {
    match &block.kind {
        BlockKind::Bullet { marker, text, .. } if marker.is_empty() => format!("• {text}"),
        BlockKind::Row { cells, .. } => {
            cells.iter().filter(|cell| !cell.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
        }
        BlockKind::Heading { .. }
        | BlockKind::Paragraph { .. }
        | BlockKind::Bullet { .. }
        | BlockKind::Gap
        | BlockKind::Page => block.text(),
    }
}

#[cfg(test)]
fn shown(block: &Block) -> String {
    match &block.kind {
        BlockKind::Heading { level, text } => format!("h{level} {text}"),
        BlockKind::Paragraph { text, indent } => format!("p{indent} {text}"),
        BlockKind::Bullet { marker, depth, text } => format!("b{depth} {marker} {text}"),
        BlockKind::Row { cells, header } => {
            format!("{} {}", if *header { "R" } else { "r" }, cells.join("|"))
        }
        BlockKind::Gap => "gap".into(),
        BlockKind::Page => "page".into(),
    }
}
