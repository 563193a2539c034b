//! Lines that a form says again and again: "What I did:", "Signed / date", "Evidence no. .... Date ....". They are for a person
//! to write on and no unit's words, on their own lines, within cells, and at the end of a line. Refuses to know units.

use std::collections::BTreeMap;

use super::marker;
use super::pieces::{Piece, Shape};
use super::section::{self, Section};
use super::words::{begins_with_verb, count, key};
use super::{boards, facts, told};

/// How often a line must stand to be a form's.
const OFTEN: usize = 3;

/// Marks what a form says again as furniture, and takes it out of cells that hold other words.
pub fn mark(pieces: &mut [Piece]) {
    let said = often(pieces);
    let first = pieces.iter().position(|piece| super::rows::first_marker(piece).is_some());
    let mut open = false;
    for (at, piece) in pieces.iter_mut().enumerate() {
        let below = first.is_some_and(|first| at > first);
        match &mut piece.shape {
            Shape::Row { cells, .. } => {
                let forms = |cell: &String| {
                    cell.trim().is_empty()
                        || cell.lines().all(|line| said.contains_key(&key(line)) || blank(line))
                };
                if below && cells.iter().all(forms) && !cells.iter().all(|cell| is_mark(cell)) {
                    piece.furniture = true;
                } else {
                    cells.iter_mut().for_each(|cell| without(cell, &said));
                }
            }
            Shape::Heading | Shape::Line | Shape::Bullet(_) => {
                let form = said.contains_key(&key(&piece.text)) || blank(&piece.text);
                // What a form says may go on in the next line.
                let goes_on = open
                    && !piece.gap
                    && super::words::begins_lower(&piece.text)
                    && marker::read(&piece.text).0.is_none()
                    && count(&piece.text) <= 8;
                if below && (form || goes_on) && !piece.text.is_empty() {
                    piece.furniture = true;
                }
                open = below && form && piece.text.contains(':') && !super::words::ended(&piece.text);
            }
        }
    }
}

/// Cells of ticks and dashes alone: columns, no form's line.
fn is_mark(cell: &str) -> bool {
    count(cell) <= 1
}

/// Lines for a hand: dots or strokes to write on, with words of a form.
fn blank(line: &str) -> bool {
    let empty = ["....", "____", "……", ". . . ."].iter().any(|run| line.contains(run));
    let words = key(line);
    let form = [
        "date",
        "initials",
        "signature",
        "signed",
        "evidence",
        "assessor",
        "seen by",
        "witness",
        "page",
        "ref",
    ];
    empty
        && count(&words) <= 14
        && form.iter().any(|word| words.contains(word))
        && marker::read(line).0.is_none()
}

fn often(pieces: &[Piece]) -> BTreeMap<String, usize> {
    let mut said: BTreeMap<String, usize> = BTreeMap::new();
    let mut note = |line: &str, after: bool| {
        if after && may_be_form(line) {
            *said.entry(key(line)).or_default() += 1;
        }
    };
    for piece in pieces {
        match &piece.shape {
            Shape::Row { cells, .. } => {
                for cell in cells {
                    // A whole cell that is said again may be an outcome or a kind of evidence; several lines are a form.
                    let lines: Vec<&str> = cell.lines().filter(|line| !line.trim().is_empty()).collect();
                    let ends = |line: &str| line.trim_end().ends_with(':');
                    lines.iter().for_each(|line| note(line, lines.len() > 1 || ends(line) || looks(line)));
                }
            }
            Shape::Heading | Shape::Bullet(_) => {}
            Shape::Line => note(&piece.text, true),
        }
    }
    said.retain(|words, times| *times >= OFTEN && !words.is_empty());
    said
}

fn looks(line: &str) -> bool {
    let words = key(line);
    line.starts_with(['☐', '□', '❏'])
        || words.contains("signed")
        || words.contains("signature")
        || words.contains("initials")
}

fn may_be_form(line: &str) -> bool {
    let line = line.trim();
    let plain = super::words::without_bullet(line).1;
    let other = section::heading(plain).is_some_and(|section| section != Section::Form)
        || section::column(plain).is_some_and(|section| section != Section::Form)
        || facts::in_line(plain).is_some_and(|found| !found.is_empty())
        || facts::label(plain).is_some()
        || boards::is_name(plain)
        || !told::told(plain).is_empty();
    count(line) <= 12
        && !other
        && marker::read(plain).0.is_none()
        && (!begins_with_verb(plain) || looks(line))
}

/// Takes a form's lines off a cell that holds other words.
fn without(cell: &mut String, said: &BTreeMap<String, usize>) {
    if !cell.contains('\n') {
        return;
    }
    let kept: Vec<&str> =
        cell.lines().filter(|line| !said.contains_key(&key(line)) && !blank(line)).collect();
    if kept.iter().any(|line| !line.trim().is_empty()) {
        *cell = kept.join("\n");
    }
}
