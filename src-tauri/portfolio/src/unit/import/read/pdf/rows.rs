//! The rows of a region whose columns are set by gaps alone. Cells that begin at the top of their row go on line by line;
//! cells that are centred beside each other are matched by their middles. Refuses to know rules.

use super::line::{Line, Piece, marker, paragraphs};
use super::region::{column, starts};

/// A cell's lines in one column.
#[derive(Debug, Default)]
struct Block {
    lines: Vec<Line>,
}

impl Block {
    fn top(&self) -> f32 {
        self.lines.first().map_or(0.0, |line| line.y + line.size)
    }

    fn bottom(&self) -> f32 {
        self.lines.last().map_or(0.0, |line| line.y)
    }
}

/// The rows of a region.
pub fn rows(lines: &[Line], pitch: f32) -> Vec<Vec<String>> {
    let Some(first) = lines.iter().find(|line| line.pieces.len() > 1) else { return Vec::new() };
    let starts = starts(first);
    let columns = cells(lines, &starts);
    let step = step(&columns, pitch);
    let rows = centred(&columns, step).unwrap_or_else(|| from_the_top(lines, &starts, step));
    rows.iter().map(|row| row.iter().map(|lines| paragraphs(lines)).collect()).collect()
}

/// The lines of each column.
fn cells(lines: &[Line], starts: &[f32]) -> Vec<Vec<Line>> {
    let mut columns = vec![Vec::new(); starts.len()];
    for line in lines {
        for (at, pieces) in homes(line, starts) {
            columns[at].push(Line { pieces, ..line.clone() });
        }
    }
    columns
}

/// The pieces of a line by column; wide gaps between words of one column stay within it.
fn homes(line: &Line, starts: &[f32]) -> Vec<(usize, Vec<Piece>)> {
    let line = line.parted(starts);
    let mut homes: Vec<(usize, Vec<Piece>)> = Vec::new();
    for piece in &line.pieces {
        let loose = starts.iter().rposition(|start| piece.x >= start - line.size * 0.8);
        let Some(at) = column(starts, piece, line.size).or(loose) else { continue };
        match homes.last_mut() {
            Some((last, pieces)) if *last == at => pieces.push(piece.clone()),
            Some(_) | None => homes.push((at, vec![piece.clone()])),
        }
    }
    homes
}

/// The most that lines of one cell stand apart; where no line goes on, as all cells hold one, less than any step.
fn step(columns: &[Vec<Line>], pitch: f32) -> f32 {
    let steps =
        columns.iter().flat_map(|lines| lines.windows(2).map(|pair| (pair[0].y - pair[1].y, pair[0].size)));
    let least = steps
        .filter(|(step, size)| *step > size * 0.8)
        .fold((f32::MAX, 10.0), |a, b| if b.0 < a.0 { b } else { a });
    if least.0 < f32::MAX && least.0 > least.1 * 1.62 {
        least.0 * 0.5
    } else {
        pitch.min(least.0.max(1.0) * 1.05) * 1.3
    }
}

/// Rows whose cells begin level. A cell goes on while lines follow at the usual distance without a number of their own.
fn from_the_top(lines: &[Line], starts: &[f32], step: f32) -> Vec<Vec<Vec<Line>>> {
    let mut rows: Vec<Vec<Vec<Line>>> = Vec::new();
    // Row and height of the last line of each column.
    let mut open: Vec<Option<(usize, f32)>> = vec![None; starts.len()];
    let mut numbered = false;
    for line in lines {
        let homes = homes(line, starts);
        let marked = |pieces: &[Piece]| pieces.first().is_some_and(|piece| marker(&piece.text).is_some());
        numbered |= homes.iter().any(|(_, pieces)| marked(pieces));
        let whole = !numbered && homes.len() == starts.len();
        let goes_on = |at: usize, pieces: &[Piece]| {
            open[at].filter(|(_, y)| !whole && y - line.y <= step && !marked(pieces))
        };
        let targets: Vec<Option<usize>> =
            homes.iter().map(|(at, pieces)| goes_on(*at, pieces).map(|(row, _)| row)).collect();
        if targets.iter().any(Option::is_none) {
            rows.push(vec![Vec::new(); starts.len()]);
        }
        let newest = rows.len().saturating_sub(1);
        for ((at, pieces), target) in homes.into_iter().zip(targets) {
            let row = target.unwrap_or(newest);
            rows[row][at].push(Line { pieces, ..line.clone() });
            open[at] = Some((row, line.y));
        }
    }
    rows
}

/// Rows whose cells are centred beside each other; `None` where they begin level.
fn centred(columns: &[Vec<Line>], step: f32) -> Option<Vec<Vec<Vec<Line>>>> {
    let blocks: Vec<Vec<Block>> = columns.iter().map(|lines| parted(lines, step)).collect();
    let many = (0..blocks.len()).max_by_key(|at| (blocks[*at].len(), *at))?;
    let headed = usize::from(blocks.iter().all(|column| level(column.first(), blocks[many].first())));
    let first = blocks.first()?.get(headed)?;
    let cells: Vec<&Block> = blocks[many].iter().skip(headed).collect();
    // A cell of the inner column that begins above the first of the outer one: no table from the top has that.
    let size = first.lines.first().map_or(10.0, |line| line.size);
    if many == 0 || cells.len() < 2 || cells[0].top() <= first.top() + size * 0.3 {
        return None;
    }
    let mut rows: Vec<Vec<Vec<Line>>> = vec![vec![Vec::new(); columns.len()]; cells.len() + headed];
    for (at, column) in blocks.iter().enumerate() {
        let own: Vec<&Block> = column.iter().skip(headed).collect();
        if headed == 1
            && let Some(head) = column.first()
        {
            rows[0][at].clone_from(&head.lines);
        }
        for (block, row) in own.iter().zip(matched(&own, &cells)) {
            rows[row + headed][at].extend(block.lines.iter().cloned());
        }
    }
    Some(rows)
}

fn level(a: Option<&Block>, b: Option<&Block>) -> bool {
    let top =
        |block: Option<&Block>| block.and_then(|block| block.lines.first()).map(|line| (line.y, line.size));
    matches!((top(a), top(b)), (Some((a, size)), Some((b, _))) if (a - b).abs() <= size * 0.35)
}

/// A column's lines as cells: parted by numbers and by wider steps.
fn parted(lines: &[Line], step: f32) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for line in lines {
        let numbered = line.pieces.first().is_some_and(|piece| marker(&piece.text).is_some());
        let near =
            blocks.last().and_then(|block| block.lines.last()).is_some_and(|last| last.y - line.y <= step);
        match blocks.last_mut() {
            Some(block) if near && !numbered => block.lines.push(line.clone()),
            Some(_) | None => blocks.push(Block { lines: vec![line.clone()] }),
        }
    }
    blocks
}

/// For each block the first of the cells beside it: runs of cells are given to the blocks so that their middles lie as near
/// as they can.
fn matched(blocks: &[&Block], cells: &[&Block]) -> Vec<usize> {
    let (n, m) = (cells.len(), blocks.len());
    let middle = |block: &Block| f32::midpoint(block.top(), block.bottom());
    if m == n {
        return (0..n).collect();
    }
    if m > n || m == 0 {
        let nearest = |block: &&Block| {
            (0..n).min_by(|a, b| {
                let far = |at: &usize| (middle(cells[*at]) - middle(block)).abs();
                far(a).total_cmp(&far(b))
            })
        };
        return blocks.iter().map(|block| nearest(block).unwrap_or(0)).collect();
    }
    // least[b][c]: least distance where the first b blocks have the first c cells.
    let mut least = vec![vec![(f32::MAX, 0_usize); n + 1]; m + 1];
    least[0][0] = (0.0, 0);
    for block in 1..=m {
        for end in block..=n {
            for from in block - 1..end {
                let group = f32::midpoint(cells[from].top(), cells[end - 1].bottom());
                let far = least[block - 1][from].0 + (group - middle(blocks[block - 1])).abs();
                if least[block - 1][from].0 < f32::MAX && far < least[block][end].0 {
                    least[block][end] = (far, from);
                }
            }
        }
    }
    let mut firsts = vec![0; m];
    let mut end = n;
    for block in (1..=m).rev() {
        end = least[block][end].1;
        firsts[block - 1] = end;
    }
    firsts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(y: f32, pieces: &[(f32, &str)]) -> Line {
        let piece = |(x, text): &(f32, &str)| Piece {
            x: *x,
            end: x + text.len() as f32 * 5.0,
            text: (*text).into(),
            words: Vec::new(),
        };
        Line { y, size: 10.0, bold: false, pieces: pieces.iter().map(piece).collect() }
    }

    #[test]
    fn cells_that_are_centred_find_their_rows() {
        let lines = [
            line(200.0, &[(0.0, "Outcome"), (150.0, "Criterion")]),
            line(180.0, &[(150.0, "state one")]),
            line(160.0, &[(0.0, "Know it"), (150.0, "state two")]),
            line(140.0, &[(150.0, "state three")]),
            line(120.0, &[(150.0, "do one")]),
            line(110.0, &[(0.0, "Be able")]),
            line(100.0, &[(150.0, "do two")]),
        ];
        let want = [
            ["Outcome", "Criterion"],
            ["Know it", "state one"],
            ["", "state two"],
            ["", "state three"],
            ["Be able", "do one"],
            ["", "do two"],
        ];
        assert_eq!(rows(&lines, 19.0), want);
    }
}
