//! Outcomes and criteria without numbers, sections or tables: lines that begin as outcomes do, each with lines that begin
//! with verbs below it. They are put as rows. Refuses to know codes.

use super::super::marker::{self, Marker};
use super::super::pieces::{Piece, Shape};
use super::super::section::{self, Section};
use super::super::words::{begins_as_outcome, begins_lower, begins_with_verb, count, ended, without_bullet};
use super::table::NOWHERE;

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Is {
    Outcome(String),
    Criteria(Vec<String>),
    More(String),
    Other,
}

/// The pieces with the outline as rows; `None` where there is none.
pub fn read(pieces: &[Piece]) -> Option<Vec<Piece>> {
    let found = lines(pieces);
    let outcomes = found.iter().filter(|is| matches!(is, Is::Outcome(_))).count();
    let mut led = 0;
    let mut last = None;
    for is in &found {
        match is {
            Is::Outcome(_) => last = Some(false),
            Is::Criteria(_) if last == Some(false) => {
                last = Some(true);
                led += 1;
            }
            Is::Criteria(_) | Is::More(_) | Is::Other => {}
        }
    }
    (outcomes >= 2 && led * 10 >= outcomes * 7).then(|| put(pieces, &found))
}

fn lines(pieces: &[Piece]) -> Vec<Is> {
    let mut found: Vec<Is> = Vec::with_capacity(pieces.len());
    let mut open: Option<String> = None;
    let mut inside = false;
    let mut after_outcome = false;
    for piece in pieces {
        let is = if piece.furniture || piece.text.is_empty() || matches!(piece.shape, Shape::Row { .. }) {
            inside &= piece.furniture || piece.text.is_empty();
            Is::Other
        } else {
            line(piece, inside, open.as_deref().filter(|_| !after_outcome))
        };
        after_outcome = matches!(is, Is::Outcome(_));
        match &is {
            Is::Outcome(text) => (inside, open) = (true, Some(text.clone())),
            Is::Criteria(texts) => open = texts.last().cloned(),
            Is::More(text) => open = Some(text.clone()),
            Is::Other => {
                // Another section ends the outline until the next outcome.
                let opened = section::heading(&piece.text);
                let stem = matches!(opened, Some(Section::Criteria | Section::Both | Section::Outcomes));
                let other = matches!(piece.shape, Shape::Heading) || opened.is_some();
                inside &= stem || !other || piece.furniture;
                open = None;
            }
        }
        found.push(is);
    }
    found
}

fn line(piece: &Piece, inside: bool, open: Option<&str>) -> Is {
    let text = plain(&piece.text);
    if section::heading(&text).is_some() && !begins_with_verb(&text) {
        return Is::Other;
    }
    if begins_as_outcome(&text) && count(&text) <= 40 {
        return Is::Outcome(text.trim_end_matches(':').to_owned());
    }
    if !inside {
        return Is::Other;
    }
    let goes_on = open.is_some_and(|open| !ended(open))
        && begins_lower(&text)
        && !matches!(piece.shape, Shape::Bullet(_));
    // Beside criteria in capitals a small letter goes on, whatever word it begins.
    let wrapped =
        goes_on && !piece.gap && open.is_some_and(|open| !begins_lower(open)) && !within_list(piece);
    if begins_with_verb(&text) && !wrapped {
        return Is::Criteria(sentences(&text));
    }
    if goes_on && !piece.gap { Is::More(text) } else { Is::Other }
}

fn within_list(piece: &Piece) -> bool {
    matches!(piece.shape, Shape::Bullet(_)) || !piece.text.starts_with(char::is_alphabetic)
}

/// A line without its glyph and without the word for what it is: "Learning outcome: Know stock", "» state".
fn plain(text: &str) -> String {
    let (_, text) = without_bullet(text);
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && !"'\"‘“([".contains(c));
    // Numbers that count within a list alone.
    let text = match marker::read(text) {
        (Some(Marker::Bare(_) | Marker::Letter(_) | Marker::Criterion(_)), rest)
            if begins_with_verb(rest) =>
        {
            rest
        }
        _other => text,
    };
    match text.split_once(": ") {
        Some((name, rest))
            if matches!(section::heading(name), Some(Section::Outcomes | Section::Criteria))
                && begins_with_verb(rest) =>
        {
            rest.trim().to_owned()
        }
        _other => text.to_owned(),
    }
}

/// Several criteria as sentences of one paragraph.
fn sentences(text: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split(". ").map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() >= 2 && parts.iter().all(|part| begins_with_verb(part) && !begins_lower(part)) {
        parts.iter().map(|part| (*part).to_owned()).collect()
    } else {
        vec![text.to_owned()]
    }
}

fn put(pieces: &[Piece], found: &[Is]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len() + 1);
    let mut headed = false;
    for (piece, is) in pieces.iter().zip(found) {
        let row = |cells: Vec<String>, line: usize| Piece {
            line,
            place: piece.place.clone(),
            text: cells.join(" | "),
            shape: Shape::Row { table: Some(u32::MAX), cells, header: line == NOWHERE },
            gap: false,
            furniture: false,
        };
        let rows = match is {
            Is::Outcome(text) => vec![vec![text.clone(), String::new()]],
            Is::Criteria(texts) => texts.iter().map(|text| vec![String::new(), text.clone()]).collect(),
            Is::More(text) => {
                let last = out.iter_mut().rev().find(|piece| !piece.furniture);
                if let Some(Piece { shape: Shape::Row { cells, .. }, text: whole, .. }) = last
                    && let Some(cell) = cells.iter_mut().rev().find(|cell| !cell.is_empty())
                {
                    cell.push(' ');
                    cell.push_str(text);
                    *whole = cells.join(" | ");
                    // The line is shown with the row that it went to.
                    out.push(Piece { furniture: true, ..row(vec![text.clone()], piece.line) });
                    continue;
                }
                Vec::new()
            }
            Is::Other => Vec::new(),
        };
        if rows.is_empty() {
            out.push(piece.clone());
            continue;
        }
        if !headed {
            out.push(row(vec!["Learning outcomes".into(), "Assessment criteria".into()], NOWHERE));
            headed = true;
        }
        out.extend(rows.into_iter().map(|cells| row(cells, piece.line)));
    }
    out
}
