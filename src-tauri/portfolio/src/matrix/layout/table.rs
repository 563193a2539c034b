//! Tables with a header row that comes again on every page, hairlines between rows and no vertical rules. A
//! row is never cut over two pages, except one that is taller than a whole page: that one goes on with the
//! word "(continued)".

use super::composer::{Composer, MARGIN, TOP};
use super::setting::{Line, Style, height};
use super::{Face, Ink, PartId, Role, Shape};

/// Air above and below the text of a row.
pub const PAD: f32 = 1.7;

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    /// What the header row says.
    pub label: &'a str,
    /// Width in millimetres with the gap to the next column.
    pub width: f32,
    /// The gap to the next column.
    pub gap: f32,
    /// Where its text starts, from its left edge.
    pub inset: f32,
}

impl<'a> Column<'a> {
    /// A column.
    pub const fn new(label: &'a str, width: f32, gap: f32) -> Self {
        Self { label, width, gap, inset: 0.0 }
    }

    /// The same column with its text moved to the right.
    pub const fn inset(self, inset: f32) -> Self {
        Self { inset, ..self }
    }

    /// The width that text may fill.
    pub fn measure(self) -> f32 {
        self.width - self.gap - self.inset
    }
}

/// A table that is being set.
pub struct Table<'a> {
    part: PartId,
    columns: Vec<Column<'a>>,
    /// The column that says "(continued)".
    telling: usize,
    /// Whether the first header row stands; it waits for the first row, so that it never stands alone.
    begun: bool,
    /// The bookmark that leads to it.
    bookmark: Option<&'static str>,
    /// What its rows are of: said again where it goes on to another page. Empty = nothing.
    of: String,
}

const LABEL: Style = Style::new(Face::Bold, 7.2, Ink::Second);
const OF: Style = Style::new(Face::Bold, 9.0, Ink::Text);
const CONTINUED: Style = Style::new(Face::Italic, 9.0, Ink::Third);

impl<'a> Table<'a> {
    /// A table that starts where the next thing stands; its header row comes with its first row.
    pub fn start(composer: &mut Composer, columns: &[Column<'a>], telling: usize) -> Self {
        let part = composer.part(Role::Table, None);
        Self { part, columns: columns.to_vec(), telling, begun: false, bookmark: None, of: String::new() }
    }

    /// The same table with what all its rows are of.
    pub fn of(self, of: String) -> Self {
        Self { of, ..self }
    }

    /// The same table with a bookmark at its header row.
    pub fn bookmarked(self, title: &'static str) -> Self {
        Self { bookmark: Some(title), ..self }
    }

    /// Whether its header row stands.
    pub const fn begun(&self) -> bool {
        self.begun
    }

    /// The header row, where there is none yet, on a page that has room for what follows it.
    fn begin(&mut self, composer: &mut Composer, follows: f32) {
        if self.begun {
            return;
        }
        self.begun = true;
        if composer.room() < HEADER + follows.min(full(composer) / 3.0) {
            composer.turn();
        }
        if let Some(title) = self.bookmark {
            composer.bookmark(title, 0);
        }
        let row = composer.part(Role::HeaderRow, Some(self.part));
        self.header(composer, Some(row));
    }

    /// The header row. Only the first one is part of the structure; its repetitions are furniture.
    fn header(&self, composer: &mut Composer, row: Option<PartId>) {
        let top = composer.y;
        let mut x = MARGIN;
        for column in &self.columns {
            let cell = row.map(|row| composer.part(Role::HeaderCell, Some(row)));
            let label = composer.setter.fit(column.label, LABEL, column.measure());
            composer.lines(cell, x + column.inset, top + 0.9, &[label]);
            x += column.width;
        }
        composer.y = top + HEADER;
        composer.rule(composer.y, 0.35, Ink::Second);
    }

    /// A page on which this table goes on. Whoever holds it alone must know what its rows are of.
    pub fn turn(&self, composer: &mut Composer) {
        composer.turn();
        self.header(composer, None);
        if !self.of.is_empty() {
            let width = composer.measure();
            again(composer, &self.of, width);
        }
    }

    /// What a whole page holds of its rows.
    fn full(&self, composer: &Composer<'_>) -> f32 {
        full(composer) - if self.of.is_empty() { 0.0 } else { again_tall() }
    }

    /// A band over all columns, which says this. `follows` is the height of what must stand below it on the same page.
    pub fn band(
        &mut self,
        composer: &mut Composer,
        (says, left): (String, Vec<Line>),
        right: Line,
        follows: f32,
    ) {
        let tall = height(&left).max(right.height) + 2.0 * BAND_PAD;
        let wanted = (tall + follows).min(full(composer));
        self.begin(composer, wanted);
        if composer.room() < wanted {
            composer.turn();
            self.header(composer, None);
        }
        self.of = says;
        let row = composer.part(Role::Band, Some(self.part));
        let columns = u8::try_from(self.columns.len()).unwrap_or(u8::MAX);
        let part = composer.part(Role::BandCell(columns), Some(row));
        let top = composer.y;
        // A little below its edge, so that the rule of a header row above it stays whole.
        let (y, height, width) = (top + 0.2, tall - 0.2, composer.measure());
        composer.draw(None, Shape::Box { x: MARGIN, y, width, height, ink: Ink::Band });
        composer.lines(Some(part), MARGIN + 1.5, top + BAND_PAD, &left);
        let x = MARGIN + composer.measure() - 1.5 - right.width;
        composer.lines(Some(part), x, top + BAND_PAD, &[right]);
        composer.y = top + tall;
    }

    /// A row. `mark` draws a short bar at its left, for a gap.
    /// Gives the page and the height where it begins.
    pub fn row(&mut self, composer: &mut Composer, cells: Vec<Vec<Line>>, mark: Option<Ink>) -> (usize, f32) {
        let tall = row_height(&cells);
        self.begin(composer, tall);
        let part = composer.part(Role::Row, Some(self.part));
        let role = |at| if at == 0 { Role::RowHeader } else { Role::Cell };
        let cells: Vec<(PartId, Vec<Line>)> = cells
            .into_iter()
            .enumerate()
            .map(|(at, lines)| (composer.part(role(at), Some(part)), lines))
            .collect();
        let full = self.full(composer);
        let whole = tall <= full;
        if (whole && tall > composer.room()) || (!whole && composer.room() < full / 3.0) {
            self.turn(composer);
        }
        let place = (composer.pages() - 1, composer.y);
        if tall <= composer.room() {
            self.piece(composer, &cells, mark);
        } else {
            self.pieces(composer, cells, mark);
        }
        place
    }

    fn piece(&self, composer: &mut Composer, cells: &[(PartId, Vec<Line>)], mark: Option<Ink>) {
        let top = composer.y;
        let tall = cells.iter().map(|(_, lines)| height(lines)).fold(0.0, f32::max) + 2.0 * PAD;
        let mut x = MARGIN;
        for ((part, lines), column) in cells.iter().zip(&self.columns) {
            composer.lines(Some(*part), x + column.inset, top + PAD, lines);
            x += column.width;
        }
        if let Some(ink) = mark {
            composer.draw(
                None,
                Shape::Box { x: MARGIN - 3.0, y: top + 0.6, width: 0.9, height: tall - 1.2, ink },
            );
        }
        composer.y = top + tall;
        composer.rule(composer.y, 0.12, Ink::Hairline);
    }

    /// A row taller than a page: as many lines of each cell as fit, then the next page.
    fn pieces(&self, composer: &mut Composer, mut rest: Vec<(PartId, Vec<Line>)>, mark: Option<Ink>) {
        loop {
            let room = composer.room() - 2.0 * PAD;
            let now: Vec<_> = rest.iter_mut().map(|(part, lines)| (*part, take(lines, room))).collect();
            self.piece(composer, &now, mark);
            if rest.iter().all(|(_, lines)| lines.is_empty()) {
                return;
            }
            self.turn(composer);
            if let Some((_, lines)) = rest.get_mut(self.telling) {
                let measure = composer.measure();
                let word = composer.setter.text("(continued)", CONTINUED, measure);
                drop(lines.splice(0..0, word));
            }
        }
    }
}

/// A band said again on a page on which its rows go on: furniture, for it is said already.
pub fn again(composer: &mut Composer, of: &str, width: f32) {
    let word = composer.setter.fit("(continued)", CONTINUED, width / 4.0);
    let named = composer.setter.fit(of, OF, width - word.width - 6.0);
    let (top, x) = (composer.y, MARGIN + 1.5);
    let height = again_tall() - 0.2;
    composer.draw(None, Shape::Box { x: MARGIN, y: top + 0.2, width, height, ink: Ink::Band });
    let after = x + named.width + 2.0;
    composer.lines(None, x, top + BAND_PAD, &[named]);
    composer.lines(None, after, top + BAND_PAD, &[word]);
    composer.y = top + again_tall();
}

/// The height of a band that is said again.
pub fn again_tall() -> f32 {
    OF.leading() + 2.0 * BAND_PAD
}

/// The height of the header row.
pub const HEADER: f32 = 6.0;
const BAND_PAD: f32 = 1.3;
/// What a whole page holds below a header row.
fn full(composer: &Composer<'_>) -> f32 {
    composer.bottom() - TOP - HEADER
}

/// The height of a row of these cells.
pub fn row_height(cells: &[Vec<Line>]) -> f32 {
    cells.iter().map(|lines| height(lines)).fold(0.0, f32::max) + 2.0 * PAD
}

/// Takes the lines that fit; always at least one, so that setting ends.
fn take(lines: &mut Vec<Line>, room: f32) -> Vec<Line> {
    let mut used = 0.0;
    let fitting = lines.iter().take_while(|line| {
        used += line.height;
        used <= room
    });
    let count = fitting.count().max(1).min(lines.len());
    lines.drain(..count).collect()
}
