//! Where columns set by gaps begin and end on a page, by where their pieces stand. Refuses to know rules, and what a row is.

use super::line::{Line, Piece, lone_marker, marker};

/// The usual distance of lines: of those that begin at the same place, as lines of columns beside each other may stand
/// between each other.
pub fn pitch(lines: &[Line]) -> f32 {
    let mut steps: Vec<f32> = Vec::new();
    let mut last: Vec<(f32, f32)> = Vec::new();
    for line in lines {
        for piece in &line.pieces {
            let room = last.len() < 64;
            match last.iter_mut().find(|(x, _)| (*x - piece.x).abs() < 2.0) {
                Some((_, y)) => {
                    steps.push(*y - line.y);
                    *y = line.y;
                }
                None if room => last.push((piece.x, line.y)),
                None => {}
            }
        }
    }
    if steps.len() < 3 {
        steps = lines.windows(2).map(|pair| pair[0].y - pair[1].y).collect();
    }
    steps.sort_by(f32::total_cmp);
    let size = lines.first().map_or(10.0, |line| line.size);
    steps.get(steps.len() / 4).copied().unwrap_or(size * 1.3).clamp(size * 0.9, size * 1.9)
}

/// Numbers and the texts that they number on one line, where the number stands a little higher or lower than its text.
pub fn level(lines: &[Line]) -> Vec<Line> {
    let mut lines = lines.to_vec();
    for at in 0..lines.len() {
        for other in
            [at.checked_sub(1), at.checked_sub(2), at.checked_add(1), at.checked_add(2)].into_iter().flatten()
        {
            let Some((number, text)) = numbers(&lines, at, other) else { continue };
            let mut taken = lines[other].pieces.remove(text);
            let piece = &mut lines[at].pieces[number];
            let from = piece.text.trim_end().len() + 1;
            piece.text = format!("{} {}", piece.text.trim_end(), taken.text);
            piece.words.retain(|(_, byte)| *byte < from);
            piece.words.push((taken.x, from));
            piece.words.extend(taken.words.drain(..).map(|(x, byte)| (x, byte + from)));
            piece.end = taken.end;
        }
    }
    lines.retain(|line| !line.pieces.is_empty());
    lines
}

/// The piece of a line that is a lone number, and the piece of the line beside it that it numbers.
fn numbers(lines: &[Line], at: usize, other: usize) -> Option<(usize, usize)> {
    let (line, beside) = (lines.get(at)?, lines.get(other)?);
    if (line.y - beside.y).abs() > line.size * 0.75 {
        return None;
    }
    line.pieces.iter().enumerate().find_map(|(number, piece)| {
        let code = lone_marker(piece.text.trim()) && piece.text.trim().contains(|c: char| c.is_ascii_digit());
        let near = |x: f32| x > piece.end && x - piece.end < line.size * 8.0;
        let own = line.pieces.get(number + 1).is_some_and(|next| near(next.x));
        let text = beside.pieces.iter().position(|text| near(text.x) && marker(&text.text).is_none());
        text.filter(|_| code && !own).map(|text| (number, text))
    })
}

/// How many lines from the first are columns set by gaps; 0 where there are none.
pub fn region(lines: &[Line], pitch: f32) -> usize {
    let Some((above, first)) = heads(lines, pitch) else { return 0 };
    let starts = starts(first);
    let (mut end, mut several) = (0, 0);
    for (at, line) in lines.iter().enumerate() {
        let line = &line.parted(&starts);
        let step = if at > 0 { lines[at - 1].y - line.y } else { 0.0 };
        // A bold line that stands apart opens what follows the table.
        let opens =
            line.bold && !first.bold_alone(&lines[..at]) && line.pieces.len() == 1 && step > pitch * 1.35;
        let outer = opens
            && column(&starts, &line.pieces[0], line.size) == Some(0)
            && marker(&line.pieces[0].text).is_none();
        let first_fits = |piece: &Piece| column(&starts, piece, line.size).is_some();
        if step > pitch * 4.0
            || outer && at > above
            || !line.pieces.iter().all(first_fits) && !line.justified(&starts)
        {
            break;
        }
        several += usize::from(line.pieces.len() > 1);
        // A last line of one column that stands apart is text again.
        end = at + 1;
    }
    while end > 0
        && lines[end - 1].pieces.len() == 1
        && (end < 2 || lines[end - 2].y - lines[end - 1].y > pitch * 1.35)
    {
        end -= 1;
    }
    if several >= 2 && end >= 2 { end } else { 0 }
}

/// The line whose pieces are the columns' starts, and how many lines of an inner column stand above it: a cell beside them
/// is centred. Labels of a form are no columns.
fn heads(lines: &[Line], pitch: f32) -> Option<(usize, &Line)> {
    let at = lines.iter().take(4).position(|line| line.pieces.len() > 1)?;
    let line = &lines[at];
    let form = line.pieces.iter().all(|piece| piece.text.trim_end().ends_with(':') && piece.text.len() < 20);
    let learner = |piece: &Piece| piece.text.to_lowercase().contains("learner");
    if form && !line.pieces.iter().any(learner) {
        return None;
    }
    let starts = starts(line);
    let inner = |above: &Line| matches!(above.pieces.as_slice(), [only] if column(&starts, only, above.size).is_some_and(|at| at > 0) && !above.bold);
    let near = lines[..=at].windows(2).all(|pair| pair[0].y - pair[1].y <= pitch * 2.0);
    (at == 0 || near && lines[..at].iter().all(inner)).then_some((at, line))
}

pub(super) fn starts(line: &Line) -> Vec<f32> {
    line.pieces.iter().map(|piece| piece.x).collect()
}

/// The column that a piece stands in: it begins there and does not reach into the next.
pub(super) fn column(starts: &[f32], piece: &Piece, size: f32) -> Option<usize> {
    let at = starts.iter().rposition(|start| piece.x >= start - size * 0.8)?;
    let ends = starts.get(at + 1).is_none_or(|next| piece.end <= next - size * 0.2);
    (ends && piece.x - starts[at] < size * 12.0).then_some(at)
}
