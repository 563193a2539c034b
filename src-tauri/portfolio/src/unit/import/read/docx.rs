//! Word documents: paragraphs, headings, lists with the numbers that Word shows, tables. Insertions count, deletions do
//! not. Refuses to know what a paragraph means.

mod numbering;
mod styles;
#[cfg(test)]
mod tests;

use self::numbering::Numbering;
use self::styles::Styles;
use super::ReadError;
use super::blocks::Blocks;
use super::grid::Grid;
use super::parts::Parts;
use super::xml::{Element, Node, parse, parse_without};
use crate::unit::import::document::{BlockKind, Document};

/// Reads a document.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let mut parts = Parts::open(bytes)?;
    let main = parts.need("word/document.xml")?;
    let tree = parse(&main, "word/document.xml")?;
    let mut optional = |name: &str, unasked: &[&str]| {
        let part = parts.get(name)?;
        part.map(|bytes| parse_without(&bytes, name, unasked)).transpose()
    };
    let styles = optional("word/styles.xml", &styles::UNASKED)?;
    let numbers = optional("word/numbering.xml", &[])?;
    let mut walk = Walk {
        styles: styles.as_ref().map(Styles::read).unwrap_or_default(),
        numbering: numbers.as_ref().map(Numbering::read).unwrap_or_default(),
        ..Walk::default()
    };
    let Some(body) = tree.find("body") else {
        return Err(ReadError::new(
            "part word/document.xml",
            "it holds no body",
            "Open the file in Word and save it again.",
        ));
    };
    walk.body(body)?;
    Ok(walk.blocks.done())
}

#[derive(Default)]
struct Walk {
    styles: Styles,
    numbering: Numbering,
    blocks: Blocks,
    paragraph: u32,
    tables: u32,
}

/// A paragraph as gathered from its runs.
#[derive(Default)]
struct Line<'a> {
    words: String,
    /// Text boxes anchored in it.
    boxes: Vec<&'a Element>,
    page: bool,
}

/// What a paragraph is by its styles and lists.
struct Look {
    heading: Option<usize>,
    marker: Option<(String, u16)>,
    indent: u16,
}

impl Walk {
    fn body(&mut self, parent: &Element) -> Result<(), ReadError> {
        for element in parent.elements() {
            match &*element.name {
                "p" => self.paragraph(element)?,
                "tbl" => self.table(element)?,
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" | "txbxContent" => {
                    self.body(element)?
                }
                "AlternateContent" => {
                    if let Some(chosen) = element.child("Choice").or_else(|| element.child("Fallback")) {
                        self.body(chosen)?;
                    }
                }
                _other => {}
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, p: &Element) -> Result<(), ReadError> {
        self.paragraph = self.paragraph.saturating_add(1);
        self.blocks.place.line = Some(self.paragraph);
        let mut line = Line::default();
        self.runs(p, &mut line);
        if line.page || p.child("pPr").is_some_and(|look| look.on("pageBreakBefore")) {
            self.blocks.put(BlockKind::Page)?;
        }
        if line.words.trim().is_empty() {
            self.blocks.gap()?;
        } else {
            let look = self.look(p);
            match (look.heading, look.marker) {
                (Some(level), marker) => {
                    let marker =
                        marker.map(|(marker, _)| marker).filter(|marker| marker != "•").unwrap_or_default();
                    self.blocks.heading(&format!("{marker} {}", line.words), level)?;
                }
                (None, Some((marker, depth))) => self.blocks.bullet(&marker, depth, &line.words)?,
                (None, None) => {
                    self.blocks.paragraph(&line.words, look.indent)?;
                    self.blocks.gap()?;
                }
            }
        }
        for inner in line.boxes {
            self.body(inner)?;
        }
        Ok(())
    }

    /// The words of a paragraph's runs, and what is anchored in them.
    fn runs<'a>(&mut self, parent: &'a Element, line: &mut Line<'a>) {
        for element in parent.elements() {
            match &*element.name {
                "del" | "moveFrom" | "instrText" | "delText" | "pPr" | "rPr" | "rt" => {}
                "r" if element.child("rPr").is_some_and(|look| look.on("vanish")) => {
                    self.blocks.note("hidden words of the document were left out");
                }
                "t" => {
                    for node in &element.children {
                        if let Node::Words(words) = node {
                            line.words.push_str(&words.replace(['\n', '\r'], " "));
                        }
                    }
                }
                "tab" | "ptab" => line.words.push('\t'),
                "br" if element.get("type") == Some("page") => {
                    line.page |= line.words.trim().is_empty();
                    line.words.push('\n');
                }
                "br" | "cr" => line.words.push('\n'),
                "noBreakHyphen" => line.words.push('-'),
                "sym" => line.words.push('•'),
                "footnoteReference" | "endnoteReference" => {
                    self.blocks.note("footnotes of the document were not read");
                }
                "AlternateContent" => {
                    if let Some(chosen) = element.child("Choice").or_else(|| element.child("Fallback")) {
                        self.runs(chosen, line);
                    }
                }
                "txbxContent" => line.boxes.push(element),
                _container => self.runs(element, line),
            }
        }
    }

    fn look(&mut self, p: &Element) -> Look {
        let own = p.child("pPr");
        let style = own.and_then(|look| look.val("pStyle")).unwrap_or_default();
        let style = self.styles.resolved(style);
        let told = own
            .and_then(|look| look.val("outlineLvl"))
            .and_then(|n| n.parse::<usize>().ok())
            .filter(|n| *n < 9);
        let numbered = own.and_then(|look| look.child("numPr"));
        let list = numbered.and_then(|n| n.val("numId")).map(str::to_owned).or(style.list.clone());
        let level =
            numbered.and_then(|n| n.val("ilvl")).and_then(|n| n.parse().ok()).or(style.level).unwrap_or(0);
        let marker = list.filter(|id| id != "0").and_then(|id| self.numbering.next(&id, level));
        let indent = own.and_then(|look| look.child("ind")).and_then(|i| i.get("left").or(i.get("start")));
        let twips = indent.and_then(|n| n.parse::<i32>().ok()).unwrap_or(0);
        Look {
            heading: told.map(|n| n + 1).or(style.heading),
            marker: marker.map(|marker| (marker, u16::try_from(level).unwrap_or(8))),
            // Half an inch is a level.
            indent: u16::try_from((twips + 360).div_euclid(720)).unwrap_or(0),
        }
    }

    fn table(&mut self, table: &Element) -> Result<(), ReadError> {
        let mut rows = Vec::new();
        gather(table, "tr", &mut rows);
        rows.retain(|row| row.child("trPr").is_none_or(|look| look.child("del").is_none()));
        let mut first = Vec::new();
        if let [only] = rows.as_slice() {
            gather(only, "tc", &mut first);
        }
        // One cell is a frame around paragraphs.
        if let [cell] = first.as_slice() {
            return self.body(cell);
        }
        self.tables = self.tables.saturating_add(1);
        let number = self.tables;
        let mut grid = Grid::default();
        for (at, row) in rows.iter().enumerate() {
            let look = row.child("trPr");
            let skipped =
                look.and_then(|look| look.val("gridBefore")).and_then(|n| n.parse().ok()).unwrap_or(0_usize);
            for _ in 0..skipped.min(64) {
                grid.cell(String::new(), 1, 1);
            }
            let mut cells = Vec::new();
            gather(row, "tc", &mut cells);
            for cell in cells {
                let look = cell.child("tcPr");
                let span =
                    look.and_then(|look| look.val("gridSpan")).and_then(|n| n.parse().ok()).unwrap_or(1);
                let merge = look.and_then(|look| look.child("vMerge"));
                let words = self.cell(cell)?;
                let covered = merge.is_some_and(|merge| merge.get("val") != Some("restart"));
                grid.cell(if covered { String::new() } else { words }, span, 1);
            }
            self.blocks.place.line = Some(self.paragraph);
            (self.blocks.place.table, self.blocks.place.row) = (Some(number), u32::try_from(at + 1).ok());
            self.blocks.row(&grid.row(), look.is_some_and(|look| look.on("tblHeader")))?;
            (self.blocks.place.table, self.blocks.place.row) = (None, None);
        }
        self.blocks.gap()
    }

    /// The words of a cell, a line for each paragraph, item and row of a table in it.
    fn cell(&mut self, cell: &Element) -> Result<String, ReadError> {
        let outer = std::mem::take(&mut self.blocks);
        let done = self.body(cell);
        let read = std::mem::replace(&mut self.blocks, outer).done();
        done?;
        read.notes.into_iter().for_each(|note| self.blocks.note(note));
        Ok(read
            .blocks
            .iter()
            .map(super::cell_line)
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n"))
    }
}

/// Elements of a name, also within content controls and insertions, not within each other.
fn gather<'a>(parent: &'a Element, name: &str, found: &mut Vec<&'a Element>) {
    for element in parent.elements() {
        match &*element.name {
            own if own == name => found.push(element),
            "sdt" | "sdtContent" | "customXml" | "ins" => gather(element, name, found),
            _other => {}
        }
    }
}
