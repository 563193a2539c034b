//! A document of the readers of unit texts as passages: lines that belong to one paragraph joined, places counted as a
//! person counts them. Refuses to know what a paragraph means.

use crate::evidence::locator::Place;
use crate::evidence::text::kind::Kind;
use crate::evidence::text::passage::{Gathered, Outcome, Shape};
use crate::unit::import::document::{Block, BlockKind, Document};

/// Most characters that lines are joined to.
const MOST_JOINED: usize = 1_200;

/// The passages of a document. Places are pages in a PDF, else paragraphs: every heading, paragraph, item and row that
/// holds words counts as one.
pub fn passages(kind: Kind, document: Document) -> Outcome {
    let mut walk = Walk { kind, gathered: Gathered::default(), open: String::new(), page: None };
    document.notes.iter().for_each(|note| walk.gathered.note(plain(note)));
    for block in &document.blocks {
        walk.block(block);
        if walk.gathered.is_full() {
            break;
        }
    }
    walk.close();
    walk.gathered.done(kind.words())
}

/// A reader's note without its way out, which is about bringing a unit in.
fn plain(note: &str) -> &str {
    let ways_out = [". Open it in a program", ". Compare with the page"];
    ways_out.iter().filter_map(|way| note.split_once(way)).map(|(what, _)| what).next().unwrap_or(note)
}

struct Walk {
    kind: Kind,
    gathered: Gathered,
    /// Lines of the paragraph that is being gathered.
    open: String,
    /// Page that they stand on.
    page: Option<u32>,
}

impl Walk {
    fn block(&mut self, block: &Block) {
        if block.place.page != self.page {
            self.close();
            self.page = block.place.page;
        }
        match &block.kind {
            BlockKind::Gap | BlockKind::Page => self.close(),
            BlockKind::Paragraph { text, .. } if self.joins() => self.line(text),
            BlockKind::Paragraph { text, .. } => self.put(Shape::Paragraph, text),
            BlockKind::Heading { text, .. } => self.put(Shape::Heading, text),
            BlockKind::Bullet { .. } => self.put(Shape::Item, &block.text()),
            BlockKind::Row { cells, .. } => {
                let cells: Vec<&str> = cells.iter().map(String::as_str).filter(|c| !c.is_empty()).collect();
                self.put(Shape::Row, &cells.join(" | "));
            }
        }
    }

    /// In these a paragraph stands on several lines, with a gap after it.
    const fn joins(&self) -> bool {
        matches!(self.kind, Kind::Pdf | Kind::Text)
    }

    fn line(&mut self, text: &str) {
        // A list typed by hand has an item on each line.
        let listed = text.trim_start().starts_with(['-', '•', '*', '–', '▪', '·']);
        if listed || self.open.len() + text.len() > MOST_JOINED {
            self.close();
        }
        // A word parted at the end of a line is one word again.
        let parted = self.open.ends_with('-')
            && self.open.chars().rev().nth(1).is_some_and(char::is_alphabetic)
            && text.starts_with(char::is_lowercase);
        if parted {
            self.open.pop();
        } else if !self.open.is_empty() {
            self.open.push(' ');
        }
        self.open.push_str(text.trim_end());
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            let text = std::mem::take(&mut self.open);
            self.gather(Shape::Paragraph, &text);
        }
    }

    fn put(&mut self, shape: Shape, text: &str) {
        self.close();
        self.gather(shape, text);
    }

    fn gather(&mut self, shape: Shape, text: &str) {
        let place = match (self.kind, self.page) {
            (Kind::Pdf, Some(page)) => Some(Place::page(page)),
            (_other, _) => paragraph(self.gathered.count() + 1),
        };
        self.gathered.put(shape, place.as_ref(), text);
    }
}

/// The place of the n-th paragraph, from 1.
pub fn paragraph(n: usize) -> Option<Place> {
    Place::parse(&format!("para {n}"))
}
