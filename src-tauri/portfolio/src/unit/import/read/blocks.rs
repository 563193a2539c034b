//! Blocks gathered in reading order, with the limits that hold for every reader. Refuses to know any format.

use super::ReadError;
use crate::unit::import::document::{Block, BlockKind, Document, Place};

/// Most blocks of one document: above it the file is no unit text.
pub const MOST_BLOCKS: usize = 1_000_000;

/// A document being read.
#[derive(Debug, Default)]
pub struct Blocks {
    document: Document,
    /// Where the next block stands.
    pub place: Place,
}

impl Blocks {
    /// Takes a block.
    pub fn put(&mut self, kind: BlockKind) -> Result<(), ReadError> {
        if self.document.blocks.len() >= MOST_BLOCKS {
            return Err(ReadError::new(
                self.place.to_string(),
                format!("it holds more than {MOST_BLOCKS} lines and rows"),
                "Keep only the units that you need in the file, or split it.",
            ));
        }
        self.document.blocks.push(Block { place: self.place, kind });
        Ok(())
    }

    /// A paragraph's lines; nothing where there are no words.
    pub fn paragraph(&mut self, text: &str, indent: u16) -> Result<(), ReadError> {
        for line in text.split('\n') {
            let text = squeeze(line);
            if !text.is_empty() {
                self.put(BlockKind::Paragraph { text, indent })?;
            }
        }
        Ok(())
    }

    /// A heading of level 1 to 6; lines of it are one heading.
    pub fn heading(&mut self, text: &str, level: usize) -> Result<(), ReadError> {
        let text = squeeze(text);
        let level = u8::try_from(level.clamp(1, 6)).unwrap_or(6);
        if text.is_empty() { Ok(()) } else { self.put(BlockKind::Heading { level, text }) }
    }

    /// An item of a list; further lines of it follow as paragraphs one level deeper.
    pub fn bullet(&mut self, marker: &str, depth: u16, text: &str) -> Result<(), ReadError> {
        let (first, rest) = text.trim_start().split_once('\n').unwrap_or((text, ""));
        let first = squeeze(first);
        if !first.is_empty() {
            self.put(BlockKind::Bullet { marker: marker.to_owned(), depth, text: first })?;
        }
        self.paragraph(rest, depth.saturating_add(1))
    }

    /// A row; nothing where every cell is empty.
    pub fn row(&mut self, cells: &[String], header: bool) -> Result<(), ReadError> {
        let cells: Vec<String> = cells.iter().map(|cell| lines(cell)).collect();
        if cells.iter().all(String::is_empty) { Ok(()) } else { self.put(BlockKind::Row { cells, header }) }
    }

    /// A break between paragraphs; one where several follow each other, none at the front.
    pub fn gap(&mut self) -> Result<(), ReadError> {
        match self.document.blocks.last().map(|block| &block.kind) {
            None | Some(BlockKind::Gap | BlockKind::Page) => Ok(()),
            Some(_words) => self.put(BlockKind::Gap),
        }
    }

    /// A note for the person; said once.
    pub fn note(&mut self, words: impl Into<String>) {
        let words = words.into();
        if !self.document.notes.contains(&words) {
            self.document.notes.push(words);
        }
    }

    /// The document as read.
    #[must_use]
    pub fn done(mut self) -> Document {
        if matches!(self.document.blocks.last().map(|block| &block.kind), Some(BlockKind::Gap)) {
            self.document.blocks.pop();
        }
        self.document
    }
}

/// White space made single, ends cut.
#[must_use]
pub fn squeeze(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The lines of a cell, each squeezed, empty ones left out.
#[must_use]
pub fn lines(text: &str) -> String {
    text.split('\n').map(squeeze).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}
