//! Counts that a page states about itself: "4 | Learning Outcomes | 3 | Assessment Criteria". They check an import.

use std::collections::BTreeMap;

use super::marker::{self, Marker};
use super::pieces::{Piece, Shape};
use super::section::{self, Section};

/// For each piece that is part of a count: the section and number where it closes one, `None` where it opens one.
#[must_use]
pub fn find(pieces: &[Piece]) -> BTreeMap<usize, Option<(Section, usize)>> {
    let mut found = BTreeMap::new();
    let mut at = 0;
    while at < pieces.len() {
        let mut end = at;
        let mut run = BTreeMap::new();
        while let Some((length, section, number)) = count_at(pieces, end) {
            if length == 2 {
                run.insert(end, None);
            }
            run.insert(end + length - 1, Some((section, number)));
            end += length;
        }
        // One number before one heading may be an outcome's; two such pairs are counts.
        if run.values().flatten().count() >= 2 {
            found.extend(run);
        }
        at = end.max(at + 1);
    }
    found
}

/// How many pieces the count at a position takes.
fn count_at(pieces: &[Piece], at: usize) -> Option<(usize, Section, usize)> {
    let piece = pieces.get(at)?;
    if matches!(piece.shape, Shape::Row { .. }) {
        return None;
    }
    let text = piece.text.trim();
    if let Ok(number) = text.parse::<usize>() {
        let next = pieces.get(at + 1).filter(|_| number < 1000)?;
        return Some((2, section::heading(&next.text)?, number));
    }
    let (marker, rest) = marker::read(text);
    match marker {
        Some(Marker::Bare(number)) if !text.contains(['.', ')']) => {
            Some((1, section::heading(rest)?, usize::try_from(number).ok()?))
        }
        _other => {
            // "4Learning Outcomes": two boxes of a page that ran together.
            let end = text.find(|c: char| !c.is_ascii_digit()).filter(|end| (1..=3).contains(end))?;
            Some((1, section::heading(&text[end..])?, text[..end].parse().ok()?))
        }
    }
}
