//! The pages while they are being set: where the next thing stands, and what it belongs to.

use super::faces::millimetres;
use super::glyphs::SIGN;
use super::setting::{Lead, Line, Setter};
use super::{Area, Bookmark, Faces, Field, Ink, Item, Link, Page, Part, PartId, Role, Shape, Sheets};
use crate::matrix::DeclarationKind;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A4 landscape.
pub const WIDTH: f32 = 297.0;
/// A4 landscape.
pub const HEIGHT: f32 = 210.0;
/// Left and right margin; what is between them is the 267 mm of the form's columns.
pub const MARGIN: f32 = 15.0;
/// The width between the margins.
pub const MEASURE: f32 = WIDTH - 2.0 * MARGIN;
/// Where the content of a page starts.
pub const TOP: f32 = 21.0;
/// Where the content of a page ends.
pub const BOTTOM: f32 = 195.0;

/// The size of a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    width: f32,
    height: f32,
}

impl Frame {
    /// A4 on its long side.
    pub const LANDSCAPE: Self = Self { width: WIDTH, height: HEIGHT };
    /// A4 upright.
    pub const PORTRAIT: Self = Self { width: HEIGHT, height: WIDTH };

    fn page(self) -> Page {
        Page { width: self.width, height: self.height, items: Vec::new() }
    }
}

/// Words that lead somewhere, as long as nobody knows whether there is such a place.
struct Leading {
    part: PartId,
    area: Area,
    scope: Rc<str>,
    to: String,
    says: String,
}

/// Sets things onto pages.
pub struct Composer<'a> {
    /// Makes lines of text.
    pub setter: Setter<'a>,
    /// How far down the current page is filled.
    pub y: f32,
    frame: Frame,
    /// Before the names of anchors: each part of a whole portfolio has its own.
    scope: Rc<str>,
    /// Where what leads to no place of its own part comes: the evidence index of a whole portfolio.
    index: Option<Rc<str>>,
    /// How far bookmarks stand below their own level.
    deeper: u8,
    pages: Vec<Page>,
    parts: Vec<Part>,
    outline: Vec<Bookmark>,
    fields: Vec<Field>,
    leads: Vec<Leading>,
    /// Where each place stands that others lead to.
    anchors: BTreeMap<String, (usize, f32)>,
}

impl<'a> Composer<'a> {
    /// A composer with one empty page on its long side.
    pub fn new(faces: &'a Faces) -> Self {
        Self::lying(faces, Frame::LANDSCAPE)
    }

    /// A composer with one empty page.
    pub fn lying(faces: &'a Faces, frame: Frame) -> Self {
        Self {
            frame,
            scope: Rc::from(""),
            index: None,
            deeper: 0,
            setter: Setter::new(faces),
            y: TOP,
            pages: vec![frame.page()],
            parts: Vec::new(),
            outline: Vec::new(),
            fields: Vec::new(),
            leads: Vec::new(),
            anchors: BTreeMap::new(),
        }
    }

    /// Starts a new page.
    pub fn turn(&mut self) {
        self.pages.push(self.frame.page());
        self.y = TOP;
    }

    /// Starts a new page that lies this way, and so do those after it.
    pub fn begin(&mut self, frame: Frame) {
        self.frame = frame;
        self.turn();
    }

    /// What is anchored and led to from now on is so within this scope.
    pub fn scope(&mut self, scope: String) {
        self.scope = scope.into();
    }

    /// What leads to no place of its own scope comes to this one.
    pub fn index(&mut self, scope: Option<String>) {
        self.index = scope.map(Rc::from);
    }

    /// Whether there is a part that lists all evidence.
    pub fn has_index(&self) -> bool {
        self.index.is_some()
    }

    /// Bookmarks stand so many levels below their own from now on.
    pub fn deeper(&mut self, levels: u8) {
        self.deeper = levels;
    }

    /// The width between the margins.
    pub fn measure(&self) -> f32 {
        self.frame.width - 2.0 * MARGIN
    }

    /// Where the content of a page ends.
    pub fn bottom(&self) -> f32 {
        self.frame.height - (HEIGHT - BOTTOM)
    }

    /// Width and height of a page.
    pub fn size_of(&self, page: usize) -> (f32, f32) {
        self.pages.get(page).map_or((WIDTH, HEIGHT), |page| (page.width, page.height))
    }

    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.pages.len()
    }

    /// What is left of this page.
    pub fn room(&self) -> f32 {
        self.bottom() - self.y
    }

    /// A new part of the logical structure.
    pub fn part(&mut self, role: Role, parent: Option<PartId>) -> PartId {
        self.parts.push(Part { role, parent });
        PartId(self.parts.len() - 1)
    }

    /// A bookmark at the current place.
    pub fn bookmark(&mut self, title: impl Into<String>, level: u8) {
        let level = level.saturating_add(self.deeper);
        self.outline.push(Bookmark { title: title.into(), level, page: self.pages.len() - 1, y: self.y });
    }

    /// Draws on the current page.
    pub fn draw(&mut self, part: Option<PartId>, shape: Shape) {
        if let Some(page) = self.pages.last_mut() {
            page.items.push(Item { part, shape });
        }
    }

    /// Sets lines under each other and gives the height where they end.
    pub fn lines(&mut self, part: Option<PartId>, x: f32, top: f32, lines: &[Line]) -> f32 {
        let mut y = top;
        for line in lines {
            let lead = line.link.as_ref().filter(|_| part.is_some());
            let led = lead.map(|lead| self.lead(part, lead, (x, y, line.height)));
            let runs = lead.map_or(0, |lead| lead.runs);
            for (at, shape) in shapes(line, x, y).enumerate() {
                // A sign only repeats the word before it, so it is furniture: read aloud it would say nothing.
                let words = matches!(shape, Shape::Text { .. });
                self.draw(if at < runs { led } else { part.filter(|_| words) }, shape);
            }
            y += line.height;
        }
        y
    }

    fn lead(&mut self, part: Option<PartId>, lead: &Lead, (x, y, height): (f32, f32, f32)) -> PartId {
        let led = self.leads_to(part, &lead.to, &lead.says, [x, y, lead.width, height]);
        if let (Some(leading), Some(index)) = (self.leads.last_mut().filter(|_| lead.far), &self.index) {
            leading.scope.clone_from(index);
        }
        led
    }

    /// A part whose content leads to what is called this, from this area of the current page.
    pub fn leads_to(&mut self, part: Option<PartId>, to: &str, says: &str, at: [f32; 4]) -> PartId {
        let own = self.part(Role::Link, part);
        let [x, y, width, height] = at;
        let area = Area { page: self.pages.len() - 1, x, y, width, height };
        let scope = Rc::clone(&self.scope);
        self.leads.push(Leading { part: own, area, scope, to: to.to_owned(), says: says.to_owned() });
        own
    }

    /// What is called this stands here; what leads to it comes here.
    pub fn anchor(&mut self, item: &str, place: (usize, f32)) {
        self.anchors.entry(format!("{}{item}", self.scope)).or_insert(place);
    }

    /// A box on the current page that a digital signature may fill.
    pub fn field(&mut self, part: PartId, kind: DeclarationKind, says: &'static str, at: [f32; 4]) {
        let [x, y, width, height] = at;
        let area = Area { page: self.pages.len() - 1, x, y, width, height };
        let part = self.part(Role::Field, Some(part));
        self.fields.push(Field { part, area, kind, says });
    }

    /// A horizontal rule over the measure.
    pub fn rule(&mut self, y: f32, weight: f32, ink: Ink) {
        self.draw(None, Shape::Rule { from: (MARGIN, y), to: (MARGIN + self.measure(), y), weight, ink });
    }

    /// Puts furniture onto a page that is already set: under everything, or over it.
    pub fn furnish(&mut self, page: usize, depth: Depth, shapes: Vec<Shape>) {
        let Some(page) = self.pages.get_mut(page) else { return };
        let items = shapes.into_iter().map(|shape| Item { part: None, shape });
        match depth {
            Depth::Under => drop(page.items.splice(0..0, items)),
            Depth::Over => page.items.extend(items),
        }
    }

    /// Takes the first pages from another composer that set the same things in other words: parts and places stay.
    pub fn replace_front(&mut self, other: Composer<'_>) {
        for (page, again) in self.pages.iter_mut().zip(other.pages) {
            *page = again;
        }
    }

    /// The sheets.
    pub fn finish(mut self) -> Sheets {
        let (mut links, mut nowhere) = (Vec::new(), BTreeSet::new());
        for Leading { part, area, scope, to, says } in std::mem::take(&mut self.leads) {
            let scopes = [Some(&scope), self.index.as_ref()];
            let mut places = scopes.iter().flatten().map(|scope| self.anchors.get(&format!("{scope}{to}")));
            match places.find_map(|place| place) {
                Some(place) => links.push(Link { part, area, to: *place, says }),
                None => drop(nowhere.insert(part)),
            }
        }
        self.plain(&nowhere);
        Sheets {
            links,
            fields: self.fields,
            pages: self.pages,
            parts: self.parts,
            outline: self.outline,
            missing: self.setter.missing.into_iter().collect(),
        }
    }

    /// What leads nowhere is no link, for whoever has it read aloud too: its words are those of the part that holds it.
    fn plain(&mut self, nowhere: &BTreeSet<PartId>) {
        if nowhere.is_empty() {
            return;
        }
        for item in self.pages.iter_mut().flat_map(|page| &mut page.items) {
            if let Some(part) = item.part.filter(|part| nowhere.contains(part)) {
                item.part = self.parts.get(part.0).and_then(|part| part.parent);
            }
        }
    }
}

/// Whether furniture lies under or over what a page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Under everything.
    Under,
    /// Over everything.
    Over,
}

/// The shapes of a line whose upper left corner is here.
pub fn shapes(line: &Line, x: f32, top: f32) -> impl Iterator<Item = Shape> {
    let middle = top + line.height / 2.0;
    let runs = line.runs.iter().map(move |run| Shape::Text {
        x: x + run.x,
        baseline: middle + millimetres(run.style.size) * 0.36,
        size: run.style.size,
        face: run.style.face,
        ink: run.style.ink,
        text: run.text.clone(),
    });
    let sign = line.sign.map(|(sign, left)| Shape::Sign { x: x + left, y: middle - SIGN / 2.0, sign });
    runs.chain(sign)
}
