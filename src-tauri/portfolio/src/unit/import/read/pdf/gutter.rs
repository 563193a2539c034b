//! Text that runs down one column of a page and on at the head of the next: found by the blank strip between them. A table
//! has such strips too; numbers of criteria on both sides, on lines that do not stand level, tell the one from the other.
//! Refuses to know rules and tables.

use super::Glyph;
use super::line::{code_of_criterion, lines};

/// Fewest lines beside the strip.
const LEAST: usize = 8;

/// The parts of a page in reading order: above the columns, the columns, below them. `None` where the page has one column.
pub fn columns<'a>(glyphs: &[&'a Glyph]) -> Option<Vec<Vec<&'a Glyph>>> {
    let inked: Vec<&Glyph> = glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty()).copied().collect();
    let left = inked.iter().map(|glyph| glyph.x).fold(f32::MAX, f32::min);
    let right = inked.iter().map(|glyph| glyph.end).fold(f32::MIN, f32::max);
    let rows = levels(&inked);
    if rows.len() < LEAST || right - left < 150.0 {
        return None;
    }
    let width = right - left;
    let steps = (0_u8..=60).map(|step| left + width * (0.3 + 0.4 * f32::from(step) / 60.0));
    let mut best: Option<(usize, usize, usize, f32)> = None;
    for x in steps {
        let (from, to) = run(&rows, x);
        if best.is_none_or(|(length, ..)| to - from > length) {
            best = Some((to - from, from, to, x));
        }
    }
    let (length, from, to, x) = best?;
    if length < LEAST {
        return None;
    }
    let (top, bottom) = (rows[from].0 + 0.5, rows[to - 1].0 - 0.5);
    let part = |keep: &dyn Fn(&Glyph) -> bool| -> Vec<&'a Glyph> {
        glyphs.iter().filter(|glyph| keep(glyph)).copied().collect()
    };
    let within = |glyph: &Glyph| glyph.y <= top && glyph.y >= bottom;
    let parts = vec![
        part(&|glyph| glyph.y > top),
        part(&|glyph| within(glyph) && glyph.x < x),
        part(&|glyph| within(glyph) && glyph.x >= x),
        part(&|glyph| glyph.y < bottom),
    ];
    runs_on(&parts[1], &parts[2]).then_some(parts)
}

/// Baselines from top to bottom, each with the places that its characters take.
fn levels(glyphs: &[&Glyph]) -> Vec<(f32, Vec<(f32, f32)>)> {
    let mut glyphs = glyphs.to_vec();
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<(f32, Vec<(f32, f32)>)> = Vec::new();
    for glyph in glyphs {
        match rows.last_mut().filter(|(y, _)| y - glyph.y <= 0.5) {
            Some((_, places)) => places.push((glyph.x, glyph.end)),
            None => rows.push((glyph.y, vec![(glyph.x, glyph.end)])),
        }
    }
    rows
}

/// The longest run of baselines that leave a strip around `x` blank.
fn run(rows: &[(f32, Vec<(f32, f32)>)], x: f32) -> (usize, usize) {
    let blank =
        |places: &Vec<(f32, f32)>| places.iter().all(|(start, end)| *end <= x - 3.0 || *start >= x + 3.0);
    let (mut best, mut from) = ((0, 0), 0);
    for (at, (_, places)) in rows.iter().enumerate() {
        if !blank(places) {
            from = at + 1;
        } else if at + 1 - from > best.1 - best.0 {
            best = (from, at + 1);
        }
    }
    best
}

/// Whether both sides hold criteria of their own: numbered on both, and not the same outcome's beside each other.
fn runs_on(left: &[&Glyph], right: &[&Glyph]) -> bool {
    let codes = |side: &[&Glyph]| -> Vec<(f32, String)> {
        lines(side)
            .iter()
            .filter_map(|line| {
                let text = line.pieces.first()?.text.trim();
                let code = text.split(' ').next()?.trim_start_matches("AC").trim_end_matches(['.', ')', ':']);
                code_of_criterion(text).then(|| (line.y, code.to_owned()))
            })
            .collect()
    };
    let (left, right) = (codes(left), codes(right));
    left.len() >= 2 && right.len() >= 2
}
