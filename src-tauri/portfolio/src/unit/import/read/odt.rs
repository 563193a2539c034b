//! OpenDocument texts: paragraphs, headings, lists with the numbers that are shown, tables. Refuses to know what a
//! paragraph means.

mod lists;
#[cfg(test)]
mod tests;

use self::lists::Lists;
use super::ReadError;
use super::blocks::Blocks;
use super::grid::Grid;
use super::parts::Parts;
use super::xml::{Element, Node, parse};
use crate::unit::import::document::{BlockKind, Document};

/// Rows and cells that a file says to stand again and again are taken so often at most.
const MOST_REPEATS: usize = 256;

/// Reads a document.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let mut parts = Parts::open(bytes)?;
    let content = parts.need("content.xml")?;
    if parts
        .get("META-INF/manifest.xml")?
        .is_some_and(|m| m.windows(15).any(|part| part == b"encryption-data"))
    {
        return Err(ReadError::new(
            "",
            "the document asks for a password",
            "Save it without a password, or copy the text and paste it.",
        ));
    }
    let tree = parse(&content, "content.xml")?;
    let styles = parts.get("styles.xml")?.map(|bytes| parse(&bytes, "styles.xml")).transpose()?;
    let mut walk = Walk { lists: Lists::read([styles.as_ref(), Some(&tree)]), ..Walk::default() };
    let Some(body) = tree.find("body").and_then(|body| body.child("text")) else {
        return Err(ReadError::new(
            "part content.xml",
            "it holds no text",
            "Save it as a text document, or copy the text and paste it.",
        ));
    };
    walk.body(body)?;
    Ok(walk.blocks.done())
}

#[derive(Default)]
struct Walk {
    lists: Lists,
    blocks: Blocks,
    paragraph: u32,
    tables: u32,
    /// Depth of the open lists, and the marker that the next paragraph carries.
    depth: usize,
    style: Option<String>,
    marker: Option<String>,
}

impl Walk {
    fn body(&mut self, parent: &Element) -> Result<(), ReadError> {
        for element in parent.elements() {
            match &*element.name {
                "p" | "h" => self.paragraph(element)?,
                "list" => self.list(element)?,
                "table" => self.table(element)?,
                "tracked-changes" | "sequence-decls" | "forms" | "annotation" => {}
                _container => self.body(element)?,
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, p: &Element) -> Result<(), ReadError> {
        self.paragraph = self.paragraph.saturating_add(1);
        self.blocks.place.line = Some(self.paragraph);
        let mut words = String::new();
        let mut frames = Vec::new();
        self.runs(p, &mut words, &mut frames);
        let style = p.get("style-name").unwrap_or_default();
        if self.lists.breaks(style) {
            self.blocks.put(BlockKind::Page)?;
        }
        if words.trim().is_empty() {
            self.blocks.gap()?;
        } else if &*p.name == "h" {
            let level = p.get("outline-level").and_then(|n| n.parse().ok()).unwrap_or(1);
            let marker =
                self.marker.take().filter(|marker| marker != "•").or_else(|| self.lists.outline(level));
            self.blocks.heading(&format!("{} {words}", marker.unwrap_or_default()), level)?;
        } else if let Some(marker) = self.marker.take() {
            self.blocks.bullet(&marker, u16::try_from(self.depth.saturating_sub(1)).unwrap_or(8), &words)?;
        } else if self.depth > 0 {
            self.blocks.paragraph(&words, u16::try_from(self.depth).unwrap_or(8))?;
        } else if self.lists.title(style) {
            self.blocks.heading(&words, 1)?;
        } else {
            self.blocks.paragraph(&words, 0)?;
            self.blocks.gap()?;
        }
        for frame in frames {
            self.body(frame)?;
        }
        Ok(())
    }

    fn runs<'a>(&mut self, parent: &'a Element, words: &mut String, frames: &mut Vec<&'a Element>) {
        for node in &parent.children {
            let element = match node {
                Node::Words(text) => {
                    words.push_str(&text.replace(['\n', '\r', '\t'], " "));
                    continue;
                }
                Node::Element(element) => element,
            };
            match &*element.name {
                "s" => words.push(' '),
                "tab" => words.push('\t'),
                "line-break" => words.push('\n'),
                "note" => self.blocks.note("footnotes of the document were not read"),
                "annotation" | "annotation-end" | "ruby-text" => {}
                "text-box" => frames.push(element),
                _inline => self.runs(element, words, frames),
            }
        }
    }

    fn list(&mut self, list: &Element) -> Result<(), ReadError> {
        let outer = self.style.clone();
        if let Some(style) = list.get("style-name") {
            self.style = Some(style.to_owned());
        }
        self.depth += 1;
        let style = self.style.clone().unwrap_or_default();
        let goes_on = list.get("continue-numbering") == Some("true") || list.get("continue-list").is_some();
        if !goes_on {
            self.lists.begin(&style, self.depth);
        }
        for item in list.elements() {
            match &*item.name {
                "list-item" => {
                    let start = item.get("start-value").and_then(|n| n.parse().ok());
                    // An item that holds only a list is there for its level.
                    let words = item.elements().any(|e| matches!(&*e.name, "p" | "h"));
                    self.marker = words.then(|| self.lists.next(&style, self.depth, start));
                    self.body(item)?;
                    self.marker = None;
                }
                "list-header" => self.body(item)?,
                _other => {}
            }
        }
        self.depth -= 1;
        self.style = outer;
        if self.depth == 0 {
            self.blocks.gap()?;
        }
        Ok(())
    }

    fn table(&mut self, table: &Element) -> Result<(), ReadError> {
        let mut rows = Vec::new();
        gather(table, false, &mut rows);
        if let [(only, _)] = rows.as_slice() {
            let cells: Vec<&Element> = only.elements().filter(|e| &*e.name == "table-cell").collect();
            if let [cell] = cells.as_slice() {
                return self.body(cell);
            }
        }
        self.tables = self.tables.saturating_add(1);
        let number = self.tables;
        let mut grid = Grid::default();
        for (at, (row, header)) in rows.iter().enumerate() {
            for cell in row.elements() {
                let times = |name| cell.get(name).and_then(|n| n.parse::<usize>().ok()).unwrap_or(1);
                match &*cell.name {
                    "table-cell" => {
                        let words = self.cell(cell)?;
                        for _ in 0..times("number-columns-repeated").clamp(1, MOST_REPEATS) {
                            // Covered cells stand in the file themselves.
                            grid.cell(words.clone(), 1, 1);
                        }
                    }
                    "covered-table-cell" => {
                        for _ in 0..times("number-columns-repeated").clamp(1, MOST_REPEATS) {
                            grid.cell(String::new(), 1, 1);
                        }
                    }
                    _other => {}
                }
            }
            self.blocks.place.line = Some(self.paragraph);
            (self.blocks.place.table, self.blocks.place.row) = (Some(number), u32::try_from(at + 1).ok());
            self.blocks.row(&grid.row(), *header)?;
            (self.blocks.place.table, self.blocks.place.row) = (None, None);
        }
        self.blocks.gap()
    }

    fn cell(&mut self, cell: &Element) -> Result<String, ReadError> {
        let outer = (
            std::mem::take(&mut self.blocks),
            std::mem::take(&mut self.depth),
            self.style.take(),
            self.marker.take(),
        );
        let done = self.body(cell);
        let read = std::mem::take(&mut self.blocks).done();
        (self.blocks, self.depth, self.style, self.marker) = outer;
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

/// Rows of a table with whether they are heading rows; not those of tables inside.
fn gather<'a>(parent: &'a Element, header: bool, rows: &mut Vec<(&'a Element, bool)>) {
    for element in parent.elements() {
        match &*element.name {
            "table-row" => rows.push((element, header)),
            "table-header-rows" => gather(element, true, rows),
            "table-rows" | "table-row-group" => gather(element, header, rows),
            _other => {}
        }
    }
}
