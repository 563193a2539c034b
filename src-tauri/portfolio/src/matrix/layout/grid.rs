//! Evidence × criteria, paged in both directions: as many items as fit beside each other, all criteria under them; then the next
//! items with the criteria that they are mapped to, for rows without a mark would be most of a large paper. Headings of the
//! items run upwards and come again on every page.

use super::clean::{cut, line};
use super::composer::{Composer, MARGIN};
use super::document::{sign, style};
use super::rows::{STRONG, signed};
use super::setting::{Line, Style, height};
use super::table::again;
use super::{Face, Ink, PartId, Role, Shape};
use crate::matrix::document::{Grid, GridBand, GridItem, GridRow, Look};
use crate::matrix::words;

const CODE: f32 = 13.0;
const TEXT: f32 = 72.0;
const DECISION: f32 = 31.0;
/// The width of an item.
const ITEM: f32 = 8.3;
/// The height of the headings.
const HEAD: f32 = 46.0;
const PAD: f32 = 0.9;
/// The text of a criterion is cut here; in full it stands in the coverage matrix.
const TEXT_LIMIT: usize = 110;
const SHORT: Style = Style::new(Face::Regular, 8.0, Ink::Text);
const HEADING: Style = Style::new(Face::Regular, 7.5, Ink::Text);
const NUMBER: Style = Style::new(Face::Bold, 7.5, Ink::Text);
const METHOD: Style = Style::new(Face::Bold, 7.5, Ink::Text);
const HOLLOW: Style = Style::new(Face::Italic, 7.5, Ink::Text);
const LABEL: Style = Style::new(Face::Bold, 7.2, Ink::Second);

/// Sets the grid.
pub fn set(composer: &mut Composer, grid: &Grid) {
    let fits = ((composer.measure() - CODE - TEXT - DECISION) / ITEM).floor().max(1.0);
    // Never more than a page is wide.
    let fits = (1..=99_u8).rev().find(|count| f32::from(*count) <= fits).map_or(1, usize::from);
    let sheets = grid.items.len().div_ceil(fits).max(1);
    for sheet in 0..sheets {
        let first = sheet * fits;
        let items = grid.items.get(first..grid.items.len().min(first + fits)).unwrap_or_default();
        if sheet > 0 {
            composer.turn();
        }
        Sheet { first, items, which: (sheet, sheets) }.set(composer, grid);
    }
}

/// The items that stand beside each other.
struct Sheet<'a> {
    first: usize,
    items: &'a [GridItem],
    which: (usize, usize),
}

impl Sheet<'_> {
    fn set(&self, composer: &mut Composer, grid: &Grid) {
        if self.which.1 > 1 {
            composer.bookmark(self.name(), 1);
            let part = composer.part(Role::Heading, None);
            self.heading(composer, Some(part));
        }
        let table = composer.part(Role::Table, None);
        let row = composer.part(Role::HeaderRow, Some(table));
        self.head(composer, Some(row));
        for band in &grid.bands {
            let rows: Vec<&GridRow> = band.rows.iter().filter(|row| self.shows(row)).collect();
            if rows.is_empty() && !self.is_first() {
                continue;
            }
            self.band(composer, table, band);
            for row in rows {
                self.row(composer, table, row, band);
            }
        }
    }

    /// The first sheet shows every criterion, and so every gap.
    fn shows(&self, row: &GridRow) -> bool {
        let own = self.first..self.first + self.items.len();
        self.is_first() || row.links.iter().any(|link| own.contains(&link.item))
    }

    fn is_first(&self) -> bool {
        self.which.0 == 0
    }

    fn name(&self) -> String {
        let ends = self.items.first().zip(self.items.last());
        let names = ends.map_or_else(String::new, |(first, last)| {
            format!("Evidence {} to {} · ", line(&first.reference), line(&last.reference))
        });
        let (sheet, sheets) = self.which;
        format!("{names}sheet {} of {sheets}", sheet + 1)
    }

    /// Which items stand on this page, and which criteria. It comes again on every page: whoever holds one must not take it
    /// for all there is.
    fn heading(&self, composer: &mut Composer, part: Option<PartId>) {
        let rows =
            if self.is_first() { "all criteria" } else { "the criteria that these items are mapped to" };
        let text = format!("{} · {rows}", self.name());
        let set = composer.setter.fit(&text, STRONG, composer.measure());
        composer.y = composer.lines(part, MARGIN, composer.y, &[set]) + 1.0;
    }

    /// The first one is part of the structure; its repetitions are furniture.
    fn head(&self, composer: &mut Composer, row: Option<PartId>) {
        let cell = |composer: &mut Composer| row.map(|row| composer.part(Role::HeaderCell, Some(row)));
        let (top, bottom) = (composer.y, composer.y + HEAD);
        for (x, label) in [(MARGIN, "AC"), (MARGIN + CODE, "Assessment criterion")] {
            let part = cell(composer);
            let set = composer.setter.fit(label, LABEL, TEXT);
            composer.lines(part, x, bottom - set.height - 0.9, &[set]);
        }
        let mut x = MARGIN + CODE + TEXT;
        for item in self.items {
            let part = cell(composer).map(|cell| leading(composer, cell, item, [x, top, ITEM, HEAD]));
            composer.draw(
                None,
                Shape::Rule { from: (x, top), to: (x, bottom), weight: 0.12, ink: Ink::Hairline },
            );
            let number = composer.setter.fit(&line(&item.reference), NUMBER, HEAD - 4.0);
            upwards(composer, part, &number, (x + 3.4, bottom - 1.4));
            let title = composer.setter.fit(&line(&item.title), HEADING, HEAD - 2.0);
            upwards(composer, part, &title, (x + 6.7, bottom - 1.4));
            x += ITEM;
        }
        let part = cell(composer);
        let set = composer.setter.fit("Decision", LABEL, DECISION);
        composer.lines(part, x + 2.0, bottom - set.height - 0.9, &[set]);
        composer.y = bottom;
        let (from, to) = ((MARGIN, bottom), (MARGIN + self.width(), bottom));
        composer.draw(None, Shape::Rule { from, to, weight: 0.35, ink: Ink::Second });
    }

    /// Room for what is so tall; on a new page the band that it belongs to is said again.
    fn room_for(&self, composer: &mut Composer, tall: f32, of: Option<&GridBand>) {
        if composer.room() < tall {
            composer.turn();
            if self.which.1 > 1 {
                self.heading(composer, None);
            }
            self.head(composer, None);
            if let Some(band) = of {
                again(composer, &line(&band.text), self.width());
            }
        }
    }

    fn band(&self, composer: &mut Composer, table: PartId, band: &GridBand) {
        let tall = 6.6;
        // A band never stands alone at the foot of a page.
        self.room_for(composer, tall + 14.0, None);
        let columns = u8::try_from(self.items.len() + 3).unwrap_or(u8::MAX);
        let row = composer.part(Role::Band, Some(table));
        let part = composer.part(Role::BandCell(columns), Some(row));
        let (top, width) = (composer.y, self.width());
        composer
            .draw(None, Shape::Box { x: MARGIN, y: top + 0.2, width, height: tall - 0.2, ink: Ink::Band });
        let met = composer.setter.fit(&line(&band.met), STRONG, 30.0);
        let left = composer.setter.fit(&line(&band.text), STRONG, width - met.width - 8.0);
        composer.lines(Some(part), MARGIN + 1.5, top + 1.1, &[left]);
        composer.lines(Some(part), MARGIN + width - 1.5 - met.width, top + 1.1, &[met]);
        composer.y = top + tall;
    }

    fn width(&self) -> f32 {
        CODE + TEXT + DECISION + ITEM * f32::from(u8::try_from(self.items.len()).unwrap_or(u8::MAX))
    }

    fn row(&self, composer: &mut Composer, table: PartId, row: &GridRow, band: &GridBand) {
        let code = composer.setter.text(&line(&row.code), STRONG, CODE - 1.0);
        let text = composer.setter.at_most(2, &cut(&line(&row.text), TEXT_LIMIT), SHORT, TEXT - 3.0);
        let decision = decision(composer, row);
        let marks: Vec<Vec<Line>> =
            (0..self.items.len()).map(|at| marks(composer, row, self.first + at)).collect();
        let crossings = marks.iter().map(|lines| height(lines) + 0.3);
        let cells = [&code, &text, &decision].into_iter().map(|lines| height(lines));
        let tall = cells.chain(crossings).fold(5.0, f32::max) + 2.0 * PAD;
        self.room_for(composer, tall, Some(band));
        let part = composer.part(Role::Row, Some(table));
        let top = composer.y;
        let head = composer.part(Role::RowHeader, Some(part));
        composer.lines(Some(head), MARGIN, top + PAD, &code);
        let cell = composer.part(Role::Cell, Some(part));
        composer.lines(Some(cell), MARGIN + CODE, top + PAD, &text);
        let mut x = MARGIN + CODE + TEXT;
        // One cell for a run of empty ones: whoever has it read aloud need not hear each.
        let mut blank = 0;
        for (item, set) in self.items.iter().zip(marks) {
            let cell = (!set.is_empty()).then(|| {
                fill(composer, part, std::mem::take(&mut blank));
                composer.part(Role::Cell, Some(part))
            });
            blank += u8::from(set.is_empty());
            let (from, to) = ((x, top), (x, top + tall));
            composer.draw(None, Shape::Rule { from, to, weight: 0.12, ink: Ink::Hairline });
            let mut y = top + PAD + 0.3;
            let led = cell.map(|cell| leading(composer, cell, item, [x, top, ITEM, tall]));
            for one in set {
                let middle = x + ((ITEM - one.width) / 2.0).max(0.4);
                y = composer.lines(led, middle, y, &[one]);
            }
            x += ITEM;
        }
        fill(composer, part, blank);
        let cell = composer.part(Role::Cell, Some(part));
        composer.lines(Some(cell), x + 2.0, top + PAD, &decision);
        if row.gap {
            let y = top + 0.6;
            composer
                .draw(None, Shape::Box { x: MARGIN - 3.0, y, width: 0.9, height: tall - 1.2, ink: Ink::Gap });
        }
        composer.y = top + tall;
        let (from, to) = ((MARGIN, composer.y), (MARGIN + self.width(), composer.y));
        composer.draw(None, Shape::Rule { from, to, weight: 0.12, ink: Ink::Hairline });
    }
}

/// The heading of an item leads to where it is listed, and so does every cell that is crossed.
fn leading(composer: &mut Composer, cell: PartId, item: &GridItem, at: [f32; 4]) -> PartId {
    let says = format!("{} in the evidence index", line(&item.reference));
    composer.leads_to(Some(cell), &item.reference, &says, at)
}

/// Keeps the place of so many columns of a row.
fn fill(composer: &mut Composer, row: PartId, columns: u8) {
    if columns > 0 {
        composer.part(Role::Blank(columns), Some(row));
    }
}

/// What stands where a row and an item cross: the methods, with a ring where no place is given.
fn marks(composer: &mut Composer, row: &GridRow, item: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    for link in row.links.iter().filter(|link| link.item == item) {
        let look = if link.placed { METHOD } else { HOLLOW };
        let mark = if link.placed { line(&link.method) } else { format!("{}°", line(&link.method)) };
        lines.extend(composer.setter.text(&mark, look, ITEM - 0.8));
    }
    lines
}

/// A line that runs upwards from this point.
fn upwards(composer: &mut Composer, part: Option<PartId>, set: &Line, (x, y): (f32, f32)) {
    for run in &set.runs {
        let Style { face, size, ink } = run.style;
        composer.draw(part, Shape::Upwards { x, y: y - run.x, size, face, ink, text: run.text.clone() });
    }
}

fn decision(composer: &mut Composer, row: &GridRow) -> Vec<Line> {
    let width = DECISION - 3.0;
    let mut set = if row.gap {
        signed(composer, words::GAP, style(Look::Alarm), sign(Look::Alarm), width)
    } else {
        Vec::new()
    };
    set.extend(signed(composer, &line(&row.decision), style(row.look), sign(row.look), width));
    set
}
