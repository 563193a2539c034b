//! PDF: characters with their places become words, lines, tables and headings. A PDF knows no paragraphs, so everything
//! here is read from where things stand. Refuses to know what a line means.

mod content;
mod font;
mod gutter;
mod layout;
mod line;
mod region;
mod rows;
mod ruled;
#[cfg(test)]
mod tests;

use lopdf::{Document as Pdf, LoadOptions, Object};

use super::ReadError;
use super::blocks::Blocks;
use crate::unit::import::document::{BlockKind, Document};

/// Most bytes that one stream may unpack to.
const MOST_OF_A_STREAM: usize = 64 << 20;
/// Most bytes that all pages' streams may unpack to together.
const MOST_OF_ALL: usize = 200 << 20;
/// Most pages that are read.
const MOST_PAGES: usize = 3_000;

/// A character as it stands on its page; points, y upwards.
#[derive(Debug, Clone, PartialEq)]
struct Glyph {
    x: f32,
    end: f32,
    y: f32,
    size: f32,
    bold: bool,
    text: String,
}

/// A drawn line, level or upright.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Rule {
    x0: f32,
    y0: f32,
    x1: f32,
    y1: f32,
}

/// Reads a document.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let pdf = load(bytes)?;
    let pages: Vec<lopdf::ObjectId> = pdf.page_iter().take(MOST_PAGES + 1).collect();
    if pages.is_empty() {
        return Err(damaged("it holds no page"));
    }
    let mut blocks = Blocks::default();
    let mut painter = content::Painter::new(&pdf);
    let mut layout = layout::Layout::default();
    let mut silent = Vec::new();
    if pages.len() > MOST_PAGES {
        blocks.note(format!("only the first {MOST_PAGES} pages were read"));
    }
    for (at, page) in pages.iter().take(MOST_PAGES).enumerate() {
        let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
        blocks.place = crate::unit::import::document::Place { page: Some(number), ..Default::default() };
        if at > 0 {
            blocks.put(BlockKind::Page)?;
        }
        let painted = painter.page(*page, number)?;
        if painted.glyphs.iter().all(|glyph| glyph.text.trim().is_empty()) {
            silent.push(number);
        }
        layout.page(&painted.glyphs, &painted.rules, &mut blocks)?;
    }
    if painter.unknown > 0 {
        blocks.note(format!(
            "{} characters have no meaning in the PDF and show as \u{fffd}. Compare with the page, or paste the text",
            painter.unknown
        ));
    }
    if !silent.is_empty() {
        let what = match silent.as_slice() {
            [one] => format!("page {one} holds no text: a scan or a picture"),
            several => format!("{} pages hold no text: scans or pictures", several.len()),
        };
        blocks.note(format!("{what}. Open it in a program that recognises text, or paste the text"));
    }
    Ok(blocks.done())
}

fn load(bytes: &[u8]) -> Result<Pdf, ReadError> {
    let options = LoadOptions { max_decompressed_size: Some(MOST_OF_A_STREAM), ..LoadOptions::default() };
    let encrypted = || {
        ReadError::new(
            "",
            "the PDF asks for a password",
            "Open it with its password and print it to a new PDF, or copy the text and paste it.",
        )
    };
    match Pdf::load_mem_with_options(bytes, options) {
        Ok(pdf) if pdf.is_encrypted() => Err(encrypted()),
        Ok(pdf) => Ok(pdf),
        Err(lopdf::Error::Decryption(_) | lopdf::Error::InvalidPassword) => Err(encrypted()),
        Err(_) if bytes.windows(8).any(|part| part == b"/Encrypt") => Err(encrypted()),
        Err(error) => Err(damaged(&error.to_string())),
    }
}

fn damaged(what: &str) -> ReadError {
    ReadError::new(
        "",
        format!("the PDF is damaged or was cut short: {what}"),
        "Fetch it once more, or open it in a PDF program and print it to a new PDF.",
    )
}

/// A number of any kind.
fn number(object: &Object) -> f32 {
    object.as_float().ok().filter(|n| n.is_finite()).unwrap_or(0.0)
}
