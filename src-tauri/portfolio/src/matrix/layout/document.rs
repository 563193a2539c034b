//! Any paper beside the matrix: title, facts, the line in large type, then its blocks one after another.

use super::clean::{cut, line, prose};
use super::composer::{Composer, MARGIN, TOP};
use super::furniture::{RUNNING, Running, WORD};
use super::glyphs::Sign;
use super::head::{self, ABSENT, LABEL, LARGE, TITLE, VALUE};
use super::lists::{HEADING, SMALL};
use super::rows::{ALARM, ASIDE, BODY, QUIET, STRONG, judged, signed};
use super::setting::{Lead, Line, Span, Style, height};
use super::table::{Column, HEADER, Table};
use super::{Face, Ink, Role, Shape, grid, logo};
use crate::matrix::document::{Block, Cell, Document, Fact, Look, Piece, TableColumn, TableRow};
use crate::matrix::{dates, words};

const SUBHEADING: Style = Style::new(Face::Bold, 10.5, Ink::Text);
const GUTTER: f32 = 9.0;
/// As many lines as a fact of the head may take.
const FACT_LINES: usize = 5;
/// The band of a row is never split, so its text has an end.
const BAND_LIMIT: usize = 1_500;

/// Sets the paper from the top of the current page, and gives what stands on each of its pages.
pub fn set(composer: &mut Composer, document: &Document) -> Running {
    composer.y = 13.0;
    composer.bookmark(line(&document.name), 0);
    title(composer, document);
    facts(composer, &document.facts);
    summary(composer, document);
    let mut rest = document.blocks.as_slice();
    while let Some((block, after)) = rest.split_first() {
        if let Block::Heading { .. } = block {
            keep_together(composer, after);
        }
        set_block(composer, block);
        rest = after;
    }
    super::lists::unprintable(composer);
    Running {
        left: line(&document.about),
        status: String::new(),
        word: line(&document.word),
        form: line(&format!("{} · version {}", document.form.title, document.form.version)),
        foot: line(&printed(document)),
        notice: line(&document.notice),
        across: Vec::new(),
    }
}

fn printed(document: &Document) -> String {
    format!("Printed on {}", dates::prose(&document.printed_at))
}

/// The table of contents.
pub fn contents(composer: &mut Composer, columns: &[TableColumn], rows: &[TableRow]) {
    // A list that one page holds is not parted for a few lines.
    let set = columns_of(composer, columns);
    let wanted = 16.0 + HEADER + rows.iter().map(|row| tall(composer, &set, row)).sum::<f32>();
    if composer.room() < wanted && wanted <= composer.bottom() - TOP {
        composer.turn();
    }
    set_block(composer, &Block::Heading { text: "Contents".to_owned() });
    let mut table = Table::start(composer, &set, 1);
    for (at, own) in rows.iter().enumerate() {
        // The last line of a list stands on no page alone: the one before it goes along.
        if let [before, last] = rows.get(at..).unwrap_or_default() {
            let (one, two) = (tall(composer, &set, before), tall(composer, &set, last));
            if table.begun() && (one..one + two).contains(&composer.room()) {
                table.turn(composer);
            }
        }
        row(composer, &mut table, (&set, rows), (at, own));
    }
    composer.y += 2.0;
}

fn title(composer: &mut Composer, document: &Document) {
    let (top, measure) = (composer.y, composer.measure());
    let part = composer.part(Role::Title, None);
    let right = composer.setter.fit(&line(&document.word), WORD, measure / 2.5);
    let named = line(&document.form.title);
    let taken = composer.setter.fit(&named, TITLE, measure).width + right.width + 10.0;
    let edge = logo::set(composer, document.logo.as_ref(), (MARGIN, MARGIN + measure), taken);
    let left = composer.setter.fit(&named, TITLE, edge - MARGIN - right.width - 10.0);
    let below = top + left.height;
    composer.lines(Some(part), MARGIN, top, &[left]);
    if !right.runs.is_empty() {
        let part = composer.part(Role::Paragraph, None);
        composer.lines(Some(part), edge - right.width, top + 1.4, &[right]);
    }
    let part = composer.part(Role::Paragraph, None);
    let printed = composer.setter.fit(&printed(document), Style { size: 9.0, ..RUNNING }, edge - MARGIN);
    composer.y = composer.lines(Some(part), MARGIN, below + 0.6, &[printed]) + 2.6;
    composer.rule(composer.y, 0.6, Ink::Text);
    composer.y += 3.4;
}

/// Row by row, as many columns as the page has room for, so that the columns' lines stand level.
fn facts(composer: &mut Composer, facts: &[Fact]) {
    if facts.is_empty() {
        return;
    }
    let columns: usize = if composer.measure() > 220.0 { 4 } else { 3 };
    let gaps = GUTTER * f32::from(u8::try_from(columns - 1).unwrap_or(u8::MAX));
    let width = (composer.measure() - gaps) / f32::from(u8::try_from(columns).unwrap_or(u8::MAX));
    let part = composer.part(Role::Facts, None);
    for row in facts.chunks(columns) {
        let top = composer.y;
        let mut end = top;
        for (at, fact) in row.iter().enumerate() {
            let x = MARGIN + (width + GUTTER) * f32::from(u8::try_from(at).unwrap_or(u8::MAX));
            let own = composer.part(Role::Fact, Some(part));
            let label_part = composer.part(Role::Label, Some(own));
            let label = composer.setter.fit(&line(&fact.label), LABEL, width);
            let below = composer.lines(Some(label_part), x, top, &[label]);
            let value_part = composer.part(Role::Value, Some(own));
            let stated = fact.value.as_deref().map(line).filter(|value| !value.is_empty());
            let (text, style) =
                stated.map_or((words::NOT_RECORDED.to_owned(), ABSENT), |value| (value, VALUE));
            let mut lines = composer.setter.at_most(FACT_LINES, &text, style, width);
            lines.iter_mut().for_each(|line| line.height = VALUE.leading());
            end = end.max(composer.lines(Some(value_part), x, below, &lines));
        }
        composer.y = end + 2.0;
    }
    composer.rule(composer.y + 0.4, 0.12, Ink::Frame);
    composer.y += 0.4;
}

fn summary(composer: &mut Composer, document: &Document) {
    if document.summary.is_empty() {
        composer.y += 3.0;
        return;
    }
    let part = composer.part(Role::Paragraph, None);
    let lines = composer.setter.text(&line(&document.summary), LARGE, composer.measure());
    composer.y = composer.lines(Some(part), MARGIN, composer.y + 3.2, &lines) + 3.2;
}

fn set_block(composer: &mut Composer, block: &Block) {
    match block {
        Block::Heading { text } => {
            composer.y += 4.0;
            heading(composer, text, (Role::Heading, HEADING, 1));
        }
        Block::Subheading { text } => {
            composer.y += 2.0;
            heading(composer, text, (Role::Subheading, SUBHEADING, 2));
        }
        Block::Text { text, look } => sentences(composer, text, *look),
        Block::Table { columns, rows, of } => table(composer, columns, rows, of),
        Block::Files { files } => super::lists::files(composer, files),
        Block::Signs => {
            head::signs(composer);
            composer.y += 0.8;
        }
        Block::Grid(own) => grid::set(composer, own),
        Block::Lines { label, count } => pen_lines(composer, label, *count),
        Block::Signatures { people } => signatures(composer, people),
    }
}

/// Turns the page where a heading stands and what it heads has no room here, if a page has: all who sign below it, or the
/// beginning of its table.
fn keep_together(composer: &mut Composer, after: &[Block]) {
    let mut wanted = 12.0;
    for block in after {
        match block {
            Block::Text { text, look } => {
                let lines = composer.setter.text(&prose(text), style(*look), composer.measure());
                wanted += height(&lines) + 1.6;
            }
            Block::Signatures { people } => {
                let person = |wanted: f32, _: &Fact| wanted + SIGNED;
                let (all, two) =
                    (people.iter().fold(wanted, person), people.iter().take(2).fold(wanted, person));
                let page = composer.bottom() - TOP;
                let wanted = if all <= page { all } else { two };
                if composer.room() < wanted && wanted <= page {
                    composer.turn();
                }
                return;
            }
            Block::Table { columns, rows, .. } => {
                let set = columns_of(composer, columns);
                let bands = rows.iter().take_while(|row| matches!(row, TableRow::Band { .. })).count();
                let first: f32 = rows.iter().take(bands + 1).map(|row| tall(composer, &set, row)).sum();
                let page = composer.bottom() - TOP;
                // A row that is taller than this begins anywhere.
                let wanted = wanted + HEADER + first.min(page / 3.0);
                if composer.room() < wanted && wanted <= page {
                    composer.turn();
                }
                return;
            }
            Block::Heading { .. }
            | Block::Subheading { .. }
            | Block::Files { .. }
            | Block::Signs
            | Block::Grid(_)
            | Block::Lines { .. } => return,
        }
    }
}

/// Boxes to sign, of which none stands alone on a page where others do not.
fn signatures(composer: &mut Composer, people: &[Fact]) {
    for (at, person) in people.iter().enumerate() {
        let wanted = if people.len() - at == 2 { 2.0 * SIGNED } else { SIGNED };
        if composer.room() < wanted {
            composer.turn();
        }
        signature(composer, person);
    }
}

fn heading(composer: &mut Composer, text: &str, (role, style, level): (Role, Style, u8)) {
    if composer.room() < 34.0 {
        composer.turn();
    }
    let text = cut(&line(text), 400);
    composer.bookmark(cut(&text, 80), level);
    let part = composer.part(role, None);
    let lines = composer.setter.text(&text, style, composer.measure());
    composer.y = composer.lines(Some(part), MARGIN, composer.y, &lines) + 1.6;
}

/// Line by line, so that a long text goes over as many pages as it needs.
fn sentences(composer: &mut Composer, text: &str, look: Look) {
    let part = composer.part(Role::Paragraph, None);
    let lines = composer.setter.text(&prose(text), style(look), composer.measure());
    for line in lines {
        if composer.room() < line.height {
            composer.turn();
        }
        composer.y = composer.lines(Some(part), MARGIN, composer.y, &[line]);
    }
    composer.y += 1.6;
}

/// How a look is set.
pub fn style(look: Look) -> Style {
    match look {
        Look::Plain => BODY,
        Look::Strong => STRONG,
        Look::Quiet => QUIET,
        Look::Aside => ASIDE,
        Look::Alarm => ALARM,
        Look::Judged(outcome) => judged(outcome, true).0,
        Look::Met => Style { ink: Ink::Met, ..BODY },
        Look::Partial => Style { ink: Ink::Partial, ..BODY },
        Look::NotYet => Style { ink: Ink::Gap, ..BODY },
        Look::Small => SMALL,
    }
}

/// The sign that stands behind a word of this look.
pub fn sign(look: Look) -> Option<Sign> {
    match look {
        Look::Judged(outcome) => judged(outcome, true).1,
        Look::Met => Some(Sign::Met),
        Look::Partial => Some(Sign::Partial),
        Look::Alarm => Some(Sign::Gap),
        // What needs attention is no judgement: the ring with a cross would say that a criterion is not yet met.
        Look::NotYet | Look::Plain | Look::Strong | Look::Quiet | Look::Aside | Look::Small => None,
    }
}

fn columns_of<'a>(composer: &Composer, columns: &'a [TableColumn]) -> Vec<Column<'a>> {
    let whole: f32 = columns.iter().map(|column| f32::from(column.share)).sum::<f32>().max(1.0);
    let measure = composer.measure();
    let column =
        |column: &'a TableColumn| Column::new(&column.label, measure * f32::from(column.share) / whole, 3.0);
    columns.iter().map(column).collect()
}

fn table(composer: &mut Composer, columns: &[TableColumn], rows: &[TableRow], of: &str) {
    let set = columns_of(composer, columns);
    let telling = usize::from(columns.len() > 1);
    let mut table = Table::start(composer, &set, telling).of(cut(&line(of), BAND_LIMIT));
    for (at, own) in rows.iter().enumerate() {
        row(composer, &mut table, (&set, rows), (at, own));
    }
    composer.y += 2.0;
}

/// One row of these rows, in these columns.
fn row(
    composer: &mut Composer,
    table: &mut Table<'_>,
    (columns, rows): (&[Column<'_>], &[TableRow]),
    (at, own): (usize, &TableRow),
) {
    match own {
        TableRow::Band { left, right } => {
            let follows = rows.get(at + 1).map_or(0.0, |next| tall(composer, columns, next));
            let room = composer.measure() - 44.0;
            let says = cut(&line(left), BAND_LIMIT);
            let left = composer.setter.text(&says, STRONG, room);
            let right = composer.setter.fit(&line(right), STRONG, 38.0);
            table.band(composer, (says, left), right, follows);
        }
        TableRow::Cells { cells, marked, anchor } => {
            let lines = cell_lines(composer, columns, cells);
            let place = table.row(composer, lines, marked.then_some(Ink::Gap));
            if !anchor.is_empty() {
                composer.anchor(anchor, place);
            }
        }
    }
}

fn tall(composer: &mut Composer, columns: &[Column<'_>], row: &TableRow) -> f32 {
    match row {
        TableRow::Band { .. } => 8.0,
        TableRow::Cells { cells, .. } => super::table::row_height(&cell_lines(composer, columns, cells)),
    }
}

fn cell_lines(composer: &mut Composer, columns: &[Column<'_>], cells: &[Cell]) -> Vec<Vec<Line>> {
    let none = Cell::default();
    let all =
        columns.iter().enumerate().map(|(at, column)| (cells.get(at).unwrap_or(&none), column.measure()));
    all.map(|(cell, width)| lines_of(composer, cell, width)).collect()
}

fn lines_of(composer: &mut Composer, cell: &Cell, width: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut rest = cell.pieces.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let end = after.iter().position(|piece| piece.breaks).unwrap_or(after.len());
        let (own, next) = after.split_at(end);
        let mut set = piece_lines(composer, first, own, width);
        if !lines.is_empty() {
            lines.push(Line::space(0.7));
        }
        lines.append(&mut set);
        rest = next;
    }
    lines
}

/// A piece with those that go on in its line. A judgement that stands alone has its sign behind its word, in whatever cell.
fn piece_lines(composer: &mut Composer, first: &Piece, own: &[Piece], width: f32) -> Vec<Line> {
    if let Some(sign) = sign(first.look).filter(|_| own.is_empty() && first.leads_to.is_empty()) {
        return signed(composer, &line(&first.text), style(first.look), Some(sign), width);
    }
    let span = |piece: &Piece| {
        let (text, look) = (prose_of(&piece.text), style(piece.look));
        if piece.holds { Span::together(text, look) } else { Span::new(text, look) }
    };
    let spans: Vec<Span> = std::iter::once(first).chain(own).map(span).collect();
    let mut lines = composer.setter.wrap(&spans, width);
    if !first.leads_to.is_empty()
        && let Some(line) = lines.first_mut()
    {
        let label = composer.setter.fit(&prose_of(&first.text), style(first.look), width);
        let (runs, width) = (label.runs.len().min(line.runs.len()), label.width);
        let says = format!("{} in this paper", super::clean::line(&first.text));
        line.link = Some(Lead { to: first.leads_to.clone(), far: false, runs, width, says });
    }
    lines
}

/// Cleaned, with the space at its end that parts it from the next piece.
fn prose_of(text: &str) -> String {
    let clean = prose(text);
    let (before, after) = (text.starts_with(' '), text.ends_with(' ') && !clean.is_empty());
    format!("{}{clean}{}", if before && !clean.is_empty() { " " } else { "" }, if after { " " } else { "" })
}

/// Rules to write on.
fn pen_lines(composer: &mut Composer, label: &str, count: u8) {
    const APART: f32 = 8.0;
    if composer.room() < 6.0 + APART * f32::from(count) {
        composer.turn();
    }
    let part = composer.part(Role::Paragraph, None);
    let label = composer.setter.text(&line(label), STRONG, composer.measure());
    composer.y = composer.lines(Some(part), MARGIN, composer.y + 2.0, &label);
    for _line in 0..count {
        composer.y += APART;
        composer.rule(composer.y, 0.12, Ink::Frame);
    }
    composer.y += 3.0;
}

/// The height of a box to sign, and with the air around it.
const TALL: f32 = 15.0;
const SIGNED: f32 = TALL + 4.0;

/// Who signs, a box for the pen, and a line for the date.
fn signature(composer: &mut Composer, person: &Fact) {
    let (top, measure) = (composer.y + 2.0, composer.measure());
    let words = measure * 0.34;
    let part = composer.part(Role::Paragraph, None);
    let mut lines = composer.setter.at_most(2, &line(&person.label), STRONG, words - 4.0);
    let name = person.value.as_deref().map(line).filter(|name| !name.is_empty());
    let (name, look) = name.map_or_else(|| ("name:".to_owned(), QUIET), |name| (name, BODY));
    lines.extend(composer.setter.at_most(1, &name, look, words - 4.0));
    composer.lines(Some(part), MARGIN, top, &lines);
    let boxes =
        [(MARGIN + words, measure * 0.42, "Signature"), (MARGIN + measure * 0.8, measure * 0.2, "Date")];
    for (x, width, label) in boxes {
        for (from, to) in [
            ((x, top), (x + width, top)),
            ((x, top + TALL), (x + width, top + TALL)),
            ((x, top), (x, top + TALL)),
            ((x + width, top), (x + width, top + TALL)),
        ] {
            composer.draw(None, Shape::Rule { from, to, weight: 0.2, ink: Ink::Frame });
        }
        let label = composer.setter.fit(label, LABEL, width - 3.0);
        composer.lines(Some(part), x + 1.5, top + 0.6, &[label]);
    }
    composer.y = top + TALL + 2.0;
}
