//! What every reader of a document makes of it: blocks in reading order, each with its place in the source. The same
//! shape for pasted text, HTML, DOCX, ODT and PDF, so that one recogniser serves all. Serialised as JSON lines by the
//! extractor process. Refuses to know what a block means.

use serde::{Deserialize, Serialize};

/// A document as read: blocks in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// What the reader could not do or had to guess, in words for a person ("2 pages hold no text: scans").
    pub notes: Vec<String>,
}

/// One paragraph, bullet or table row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Block {
    /// Where it stands in the source.
    pub place: Place,
    /// What it is.
    pub kind: BlockKind,
}

/// Where a block stands. Counted from 1; what a format does not have is absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Page.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub page: Option<u32>,
    /// Line of the text, or paragraph of the document.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub line: Option<u32>,
    /// Table of the document.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub table: Option<u32>,
    /// Row of the table or sheet.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub row: Option<u32>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "is")]
pub enum BlockKind {
    /// A heading by the format's own word (a style, `<h2>`), or by its type in a PDF. Level 1 is the highest.
    #[serde(rename_all = "camelCase")]
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its words.
        text: String,
    },
    /// A paragraph, or a line of plain text. Leading white space is kept in `indent`.
    #[serde(rename_all = "camelCase")]
    Paragraph {
        /// Its words; no line feeds.
        text: String,
        /// Columns (text) or levels (documents) of indentation.
        indent: u16,
    },
    /// An item of a list.
    #[serde(rename_all = "camelCase")]
    Bullet {
        /// Marker as shown: "•", "-", "a)", "1.1"; empty where the format keeps it to itself and it is a plain bullet.
        marker: String,
        /// Level from 0.
        depth: u16,
        /// Its words without the marker.
        text: String,
    },
    /// A row of a table. Cells of merged areas stand in the first cell; the others are empty.
    #[serde(rename_all = "camelCase")]
    Row {
        /// Cells from left to right; line feeds inside a cell separate its paragraphs.
        cells: Vec<String>,
        /// The format itself says that this is a heading row (`<th>`, "repeat header").
        header: bool,
    },
    /// Blank line or other break that separates paragraphs.
    Gap,
    /// A new page begins.
    Page,
}

impl Block {
    /// All words of the block, cells separated by " | ".
    #[must_use]
    pub fn text(&self) -> String {
        match &self.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph { text, .. } => text.clone(),
            BlockKind::Bullet { marker, text, .. } if marker.is_empty() => text.clone(),
            BlockKind::Bullet { marker, text, .. } => format!("{marker} {text}"),
            BlockKind::Row { cells, .. } => cells.join(" | "),
            BlockKind::Gap | BlockKind::Page => String::new(),
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [("page", self.page), ("table", self.table), ("row", self.row), ("line", self.line)];
        let words: Vec<String> =
            parts.iter().filter_map(|(word, n)| Some(format!("{word} {}", (*n)?))).collect();
        f.write_str(&words.join(", "))
    }
}
