//! Tables found among the pieces, and put back as rows of "outcome | criterion" under headings of our own. Refuses to know
//! how a table is read.

use super::super::pieces::{Piece, Shape};

/// A table: the pieces that are its rows, its cells made equally many.
#[derive(Debug)]
pub struct Table<'a> {
    /// Rows.
    pub rows: Vec<(&'a Piece, Vec<String>)>,
    /// Cells of each.
    pub width: usize,
}

/// A row as it is put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// As it was.
    Kept(usize),
    /// Outcome, criteria and what stands beside them, from a row.
    Read(usize, String, String, String),
}

/// Line of a piece that stands in no source.
pub const NOWHERE: usize = usize::MAX;

/// The pieces with every table laid anew that `read` can read; `None` where it reads none.
#[must_use]
pub fn laid(pieces: &[Piece], read: fn(&Table<'_>) -> Option<Vec<Row>>) -> Option<Vec<Piece>> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut changed = false;
    let mut at = 0;
    while at < pieces.len() {
        let length = run(&pieces[at..]);
        let table = table(&pieces[at..at + length]);
        match table.as_ref().and_then(|table| Some((table, read(table)?))) {
            Some((table, rows)) => {
                put(table, &rows, at, &mut out);
                changed = true;
            }
            None => out.extend_from_slice(&pieces[at..at + length]),
        }
        at += length;
    }
    changed.then_some(out)
}

/// How many pieces from the first are one table; 1 for what is none.
fn run(pieces: &[Piece]) -> usize {
    let Some(Shape::Row { table, .. }) = pieces.first().map(|piece| &piece.shape) else { return 1 };
    let same = |piece: &&Piece| {
        piece.furniture || matches!(&piece.shape, Shape::Row { table: other, .. } if other == table)
    };
    let mut length = pieces.iter().take_while(same).count().max(1);
    while length > 1 && !matches!(pieces[length - 1].shape, Shape::Row { .. }) {
        length -= 1;
    }
    length
}

fn table(pieces: &[Piece]) -> Option<Table<'_>> {
    let mut rows = Vec::new();
    for piece in pieces.iter().filter(|piece| !piece.furniture) {
        if let Shape::Row { cells, .. } = &piece.shape {
            rows.push((piece, cells.clone()));
        }
    }
    let width = rows.iter().map(|(_, cells)| cells.len()).max()?;
    for (_, cells) in &mut rows {
        cells.resize(width, String::new());
    }
    (rows.len() >= 2 && (2..=12).contains(&width)).then_some(Table { rows, width })
}

fn put(table: &Table<'_>, rows: &[Row], number: usize, out: &mut Vec<Piece>) {
    let mut headed = false;
    // A number that no reader gives: the roles of the table before do not hold for this one.
    let number = u32::try_from(number).unwrap_or(u32::MAX / 4).saturating_add(u32::MAX / 2);
    for row in rows {
        let (at, cells) = match row {
            Row::Kept(at) => {
                if let Some((piece, _)) = table.rows.get(*at) {
                    out.push((*piece).clone());
                }
                continue;
            }
            Row::Read(at, outcome, criteria, beside) => {
                (*at, vec![outcome.clone(), criteria.clone(), beside.clone()])
            }
        };
        let Some((piece, _)) = table.rows.get(at) else { continue };
        let as_row = |cells: Vec<String>, line: usize| Piece {
            line,
            place: piece.place.clone(),
            text: cells.join(" | "),
            shape: Shape::Row { table: Some(number), cells, header: line == NOWHERE },
            gap: false,
            furniture: false,
        };
        if !headed {
            let heads = ["Learning outcomes", "Assessment criteria", "Notes"];
            out.push(as_row(heads.map(str::to_owned).to_vec(), NOWHERE));
            headed = true;
        }
        out.push(as_row(cells, piece.line));
    }
}
