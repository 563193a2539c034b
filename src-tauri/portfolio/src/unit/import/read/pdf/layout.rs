//! Characters of a page laid out: lines, cells, rows, headings, in reading order. Refuses to know fonts and drawing.

use std::collections::BTreeMap;

use super::super::ReadError;
use super::super::blocks::{Blocks, squeeze};
use super::ruled::{self, Table};
use super::{Glyph, Rule};
use super::{gutter, rows};
use crate::unit::import::document::BlockKind;

/// What is known over the pages.
#[derive(Debug, Default)]
pub struct Layout {
    /// Characters of each type size, in tenths of a point.
    sizes: BTreeMap<u32, usize>,
    tables: u32,
    row: u32,
    /// Columns of the last ruled table.
    columns: Vec<f32>,
}

/// Words that stand together on a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// Left end.
    pub x: f32,
    /// Right end.
    pub end: f32,
    /// Words.
    pub text: String,
    /// Where words after the first begin: position, and bytes of the text before them.
    pub words: Vec<(f32, usize)>,
}

/// A line of a page or a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Baseline.
    pub y: f32,
    /// Largest type.
    pub size: f32,
    /// Most of it is bold.
    pub bold: bool,
    /// Words that stand together.
    pub pieces: Vec<Piece>,
}

impl Line {
    fn text(&self) -> String {
        self.pieces.iter().map(|piece| squeeze(&piece.text)).collect::<Vec<_>>().join("   ")
    }

    /// The same line with its words taken apart where a column begins, though the gap before it is narrow.
    pub(super) fn parted(&self, starts: &[f32]) -> Self {
        let mut pieces = Vec::new();
        for piece in &self.pieces {
            let mut rest = piece.clone();
            for start in starts {
                let near =
                    |(x, at): &&(f32, usize)| (x - start).abs() <= self.size * 0.25 && *at < rest.text.len();
                let Some((x, at)) = rest.words.iter().find(near).copied() else { continue };
                let tail = rest.text.split_off(at);
                let words = rest
                    .words
                    .iter()
                    .filter(|(_, byte)| *byte > at)
                    .map(|(x, byte)| (*x, byte - at))
                    .collect();
                let end = std::mem::replace(&mut rest.end, x - self.size * 0.25);
                rest.words.retain(|(_, byte)| *byte < at);
                pieces.push(std::mem::replace(&mut rest, Piece { x, end, text: tail, words }));
            }
            pieces.push(rest);
        }
        Self { pieces, ..self.clone() }
    }
}

impl Line {
    /// Whether bold lines of one piece stand among lines already: bold is then no sign.
    fn bold_alone(&self, before: &[Self]) -> bool {
        self.bold && before.iter().skip(1).any(|line| line.bold && line.pieces.len() == 1)
    }

    /// Whether only wide gaps between words of one column, as in justified text, part what does not begin at a column.
    fn justified(&self, starts: &[f32]) -> bool {
        let home = |piece: &Piece| starts.iter().rposition(|start| piece.x >= start - self.size * 0.8);
        let ends = |piece: &Piece, at: usize| {
            starts.get(at + 1).is_none_or(|next| piece.end <= next - self.size * 0.2)
        };
        let mut last = None;
        self.pieces.iter().all(|piece| {
            let Some(at) = home(piece) else { return false };
            let fits = ends(piece, at) && (last == Some(at) || column(starts, piece, self.size).is_some());
            last = Some(at);
            fits
        })
    }
}

impl Layout {
    /// Puts a page's words into blocks.
    pub fn page(&mut self, glyphs: &[Glyph], rules: &[Rule], blocks: &mut Blocks) -> Result<(), ReadError> {
        for glyph in glyphs {
            *self.sizes.entry((glyph.size * 10.0) as u32).or_default() += 1;
        }
        let tables = ruled::tables(rules);
        let mut cells: Vec<BTreeMap<(usize, usize), Vec<&Glyph>>> = vec![BTreeMap::new(); tables.len()];
        let mut loose = Vec::new();
        for glyph in glyphs {
            let (x, y) = (f32::midpoint(glyph.x, glyph.end), glyph.y + glyph.size * 0.25);
            let home = tables.iter().enumerate().find_map(|(at, table)| Some((at, table.cell(x, y)?)));
            match home {
                Some((at, cell)) => cells[at].entry(cell).or_default().push(glyph),
                None => loose.push(glyph),
            }
        }
        if tables.is_empty()
            && let Some(columns) = gutter::columns(&loose)
        {
            for part in columns {
                self.flow(&lines(&part), blocks)?;
                blocks.gap()?;
            }
            return Ok(());
        }
        let mut lines = lines(&loose);
        for (table, cells) in tables.iter().zip(&cells) {
            let below = lines.iter().position(|line| line.y < table.ys[0]).unwrap_or(lines.len());
            let above: Vec<Line> = lines.drain(..below).collect();
            self.flow(&above, blocks)?;
            self.table(table, cells, blocks)?;
        }
        self.flow(&lines, blocks)
    }

    fn table(
        &mut self,
        table: &Table,
        cells: &BTreeMap<(usize, usize), Vec<&Glyph>>,
        blocks: &mut Blocks,
    ) -> Result<(), ReadError> {
        if !table.goes_on(&self.columns) {
            self.tables += 1;
            self.row = 0;
            self.columns.clone_from(&table.xs);
        }
        for row in 0..table.ys.len() - 1 {
            let words = |column| {
                cells.get(&(row, column)).map(|glyphs| paragraphs(&lines(glyphs))).unwrap_or_default()
            };
            let texts: Vec<String> = (0..table.xs.len() - 1).map(words).collect();
            self.put_row(&texts, blocks)?;
        }
        blocks.gap()
    }

    fn put_row(&mut self, cells: &[String], blocks: &mut Blocks) -> Result<(), ReadError> {
        self.row += 1;
        let line = blocks.place.line.take();
        (blocks.place.table, blocks.place.row) = (Some(self.tables), Some(self.row));
        blocks.row(cells, false)?;
        (blocks.place.table, blocks.place.row, blocks.place.line) = (None, None, line);
        Ok(())
    }

    fn usual_size(&self) -> f32 {
        self.sizes.iter().max_by_key(|(_, times)| **times).map_or(10.0, |(tenths, _)| *tenths as f32 / 10.0)
    }

    /// Lines outside ruled tables: columns set by gaps become rows, the others stay lines.
    fn flow(&mut self, lines: &[Line], blocks: &mut Blocks) -> Result<(), ReadError> {
        let lines = &level(lines);
        let pitch = pitch(lines);
        let lines = &whole_words(lines, pitch);
        let mut at = 0;
        while at < lines.len() {
            let end = region(&lines[at..], pitch) + at;
            if end > at && self.running_columns(&lines[at..end], blocks, pitch)? {
                at = end;
                continue;
            }
            if end > at {
                self.columns.clear();
                self.tables += 1;
                self.row = 0;
                blocks.gap()?;
                for row in rows::rows(&lines[at..end], pitch) {
                    self.put_row(&row, blocks)?;
                }
                blocks.gap()?;
                at = end;
                continue;
            }
            at += self.line(
                &lines[at..],
                at.checked_sub(1).and_then(|before| lines.get(before)),
                pitch,
                blocks,
            )?;
        }
        Ok(())
    }

    /// Text that runs down one column and on at the head of the next: numbers such as 1.1 stand in both. Gives whether it
    /// was such text.
    fn running_columns(
        &mut self,
        lines: &[Line],
        blocks: &mut Blocks,
        pitch: f32,
    ) -> Result<bool, ReadError> {
        let Some(starts) = lines.first().map(starts).filter(|starts| starts.len() == 2) else {
            return Ok(false);
        };
        let mut columns: [Vec<Line>; 2] = [Vec::new(), Vec::new()];
        for line in lines {
            for piece in &line.parted(&starts).pieces {
                let Some(home) = column(&starts, piece, line.size) else { return Ok(false) };
                columns[home].push(Line { pieces: vec![piece.clone()], ..line.clone() });
            }
        }
        let numbered = |lines: &Vec<Line>| {
            let coded = |line: &&Line| code_of_criterion(line.pieces.first().map_or("", |p| p.text.trim()));
            lines.iter().filter(coded).count() >= 2
        };
        if !columns.iter().all(numbered) {
            return Ok(false);
        }
        for column in &columns {
            let column = &whole_words(column, pitch);
            let mut at = 0;
            while at < column.len() {
                let before = at.checked_sub(1).and_then(|before| column.get(before));
                at += self.line(&column[at..], before, pitch, blocks)?;
            }
            blocks.gap()?;
        }
        Ok(true)
    }

    /// One line, or the lines of one heading; gives how many.
    fn line(
        &self,
        lines: &[Line],
        before: Option<&Line>,
        pitch: f32,
        blocks: &mut Blocks,
    ) -> Result<usize, ReadError> {
        let Some(line) = lines.first() else { return Ok(1) };
        if before.is_some_and(|before| before.y - line.y > pitch * 1.35) {
            blocks.gap()?;
        }
        blocks.place.line = Some(blocks.place.line.unwrap_or(0).saturating_add(1));
        if let Some(level) = self.heading(line) {
            let alike = |pair: &[Line]| {
                self.heading(&pair[1]) == Some(level)
                    && (pair[0].size - pair[1].size).abs() < 0.3
                    && pair[0].y - pair[1].y < line.size * 1.5
                    && marker(&pair[1].text()).is_none()
            };
            let count = 1 + lines.windows(2).take(3).take_while(|pair| alike(pair)).count();
            let words: Vec<String> = lines[..count].iter().map(Line::text).collect();
            blocks.gap()?;
            blocks.heading(&words.join(" "), level)?;
            return Ok(count);
        }
        let left = lines
            .iter()
            .map(|line| line.pieces.first().map_or(0.0, |piece| piece.x))
            .fold(f32::MAX, f32::min);
        let x = line.pieces.first().map_or(left, |piece| piece.x);
        let indent = ((x - left) / (line.size * 0.5).max(1.0)).clamp(0.0, 200.0) as u16;
        blocks.put(BlockKind::Paragraph { text: line.text(), indent })?;
        Ok(1)
    }

    /// A heading by its type: larger than most, or bold and short.
    fn heading(&self, line: &Line) -> Option<usize> {
        let usual = self.usual_size().max(1.0);
        let text = line.text();
        if text.chars().count() > 160 || !text.contains(char::is_alphabetic) || line.pieces.len() > 2 {
            return None;
        }
        match line.size / usual {
            ratio if ratio >= 1.7 => Some(1),
            ratio if ratio >= 1.35 => Some(2),
            ratio if ratio >= 1.15 => Some(3),
            ratio if ratio >= 0.95 && line.bold && text.chars().count() <= 100 => Some(4),
            _text => None,
        }
    }
}

/// Characters as lines from top to bottom.
pub(super) fn lines(glyphs: &[&Glyph]) -> Vec<Line> {
    let mut glyphs: Vec<&Glyph> = glyphs.iter().filter(|glyph| !glyph.text.is_empty()).copied().collect();
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut found = Vec::new();
    let mut row: Vec<&Glyph> = Vec::new();
    for glyph in glyphs {
        let same = row.last().is_none_or(|last| last.y - glyph.y <= last.size.max(glyph.size) * 0.35);
        if !same {
            found.extend(line(&std::mem::take(&mut row)));
        }
        row.push(glyph);
    }
    found.extend(line(&row));
    found
}

fn line(row: &[&Glyph]) -> Option<Line> {
    let mut row = row.to_vec();
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut count, mut bold, mut size, mut y) = (0_usize, 0_usize, 0.0_f32, f32::MIN);
    let mut last: Option<&Glyph> = None;
    for glyph in row {
        // The same character drawn again beside itself makes it look bold.
        if last.is_some_and(|last| {
            last.text == glyph.text
                && (last.x - glyph.x).abs() < glyph.size * 0.08
                && !glyph.text.trim().is_empty()
        }) {
            bold += 1;
            continue;
        }
        if glyph.text.chars().all(char::is_whitespace) {
            if let Some(piece) = pieces.last_mut().filter(|piece| !piece.text.ends_with(' ')) {
                piece.text.push(' ');
            }
            continue;
        }
        count += 1;
        bold += usize::from(glyph.bold);
        size = size.max(glyph.size);
        y = if count == 1 { glyph.y } else { y.min(glyph.y) };
        let gap = pieces.last().map_or(f32::MAX, |piece| glyph.x - piece.end);
        // A number stands apart from its text and belongs to it.
        let wide = if pieces.last().is_some_and(|piece| lone_marker(piece.text.trim())) { 8.0 } else { 1.8 };
        match pieces.last_mut() {
            Some(piece) if gap <= glyph.size * wide => {
                if gap > glyph.size * 0.15 && !piece.text.ends_with(' ') {
                    piece.text.push(' ');
                }
                if piece.text.ends_with(' ') {
                    piece.words.push((glyph.x, piece.text.len()));
                }
                piece.text.push_str(&glyph.text);
                piece.end = glyph.end;
            }
            Some(_) | None => {
                let (x, end, text) = (glyph.x, glyph.end, glyph.text.clone());
                pieces.push(Piece { x, end, text, words: Vec::new() });
            }
        }
        last = Some(glyph);
    }
    pieces.retain(|piece| !piece.text.trim().is_empty());
    (!pieces.is_empty()).then(|| Line { y, size, bold: bold * 10 >= count * 7, pieces })
}

/// The usual distance of lines: of those that begin at the same place, as lines of columns beside each other may stand
/// between each other.
fn pitch(lines: &[Line]) -> f32 {
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
fn level(lines: &[Line]) -> Vec<Line> {
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
fn region(lines: &[Line], pitch: f32) -> usize {
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

/// Lines of a cell as paragraphs: wrapped lines are one.
pub(super) fn paragraphs(lines: &[Line]) -> String {
    let steps = lines.windows(2).map(|pair| pair[0].y - pair[1].y).fold(f32::MAX, f32::min);
    let mut said = String::new();
    let mut before: Option<&Line> = None;
    for line in lines {
        let text = line.pieces.iter().map(|piece| squeeze(&piece.text)).collect::<Vec<_>>().join(" ");
        match before {
            None => said.push_str(&text),
            Some(before) if marker(&text).is_some() || before.y - line.y > steps * 1.35 + 0.5 => {
                said.push('\n');
                said.push_str(&text);
            }
            Some(_) => join(&mut said, &text),
        }
        before = Some(line);
    }
    said
}

/// Adds a wrapped line; a word parted by a hyphen is one word again.
fn join(said: &mut String, text: &str) {
    let parted = said.ends_with(['-', '\u{2010}', '\u{ad}']) && text.starts_with(char::is_lowercase);
    let word = said.trim_end_matches(['-', '\u{2010}', '\u{ad}']);
    if parted && word.ends_with(char::is_lowercase) {
        said.truncate(word.len());
    } else if !said.is_empty() {
        said.push(' ');
    }
    said.push_str(text);
}

/// Where the number, letter or bullet at the front of a text ends.
pub(super) fn marker(text: &str) -> Option<usize> {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    if first.chars().all(|c| "•●○◦▪■‣–-*\u{2022}\u{f0b7}".contains(c)) {
        return Some(first.len());
    }
    let core = first.trim_matches(['(', ')', '.', ':']);
    let dotted = core.contains('.')
        && core
            .split('.')
            .all(|part| !part.is_empty() && part.len() <= 2 && part.chars().all(|c| c.is_ascii_digit()));
    let closed = first.len() > core.len()
        && (core.chars().all(|c| c.is_ascii_digit()) && core.len() <= 2 || core.len() == 1);
    let number =
        core.chars().all(|c| c.is_ascii_digit()) && core.len() <= 2 && rest.starts_with(char::is_uppercase);
    let named = (core.starts_with("LO")
        || core.starts_with("AC")
        || "PMD".contains(core.chars().next().unwrap_or(' ')))
        && core.ends_with(|c: char| c.is_ascii_digit())
        && core.len() <= 6;
    let graded = core.split_once('.').is_some_and(|(aim, grade)| {
        aim.len() == 1 && grade.starts_with(['P', 'M', 'D']) && grade[1..].parse::<u8>().is_ok()
    });
    (!core.is_empty() && (dotted || closed || number || named || graded)).then_some(first.len())
}

/// Lines of one column with the words whole that a hyphen parts at a line's end: the rest comes up from the line below.
fn whole_words(lines: &[Line], pitch: f32) -> Vec<Line> {
    let mut lines = lines.to_vec();
    for at in 1..lines.len() {
        let (above, below) = lines.split_at_mut(at);
        let (Some(above), Some(below)) = (above.last_mut(), below.first_mut()) else { continue };
        let near = above.y - below.y <= pitch * 1.35;
        let ([first], [second]) = (above.pieces.as_mut_slice(), below.pieces.as_mut_slice()) else {
            continue;
        };
        let word = first.text.trim_end().trim_end_matches(['-', '\u{2010}', '\u{ad}']).len();
        let parted = word < first.text.trim_end().len()
            && first.text[..word].ends_with(char::is_lowercase)
            && second.text.starts_with(char::is_lowercase);
        if !near || !parted {
            continue;
        }
        let end = second.text.find(' ').map_or(second.text.len(), |at| at + 1);
        first.text.truncate(word);
        first.text.push_str(second.text[..end].trim_end());
        second.text.drain(..end);
        second.words =
            second.words.iter().filter(|(_, byte)| *byte >= end).map(|(x, byte)| (*x, byte - end)).collect();
    }
    lines.retain(|line| line.pieces.iter().any(|piece| !piece.text.trim().is_empty()));
    lines
}

/// "1.1 …", "AC2.3 …".
pub(super) fn code_of_criterion(text: &str) -> bool {
    let first =
        text.split(' ').next().unwrap_or_default().trim_start_matches("AC").trim_end_matches(['.', ')', ':']);
    first.split_once('.').is_some_and(|(a, b)| {
        [a, b].iter().all(|part| (1..=2).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit()))
    })
}

/// Nothing but a number, letter or bullet.
pub(super) fn lone_marker(text: &str) -> bool {
    let digits = !text.is_empty()
        && text.len() <= 6
        && text.chars().all(|c| c.is_ascii_digit() || ".()".contains(c))
        && text.len() < 5;
    digits || (!text.contains(' ') && marker(text) == Some(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_told_from_words() {
        for (text, is) in [
            ("1.1 Identify", true),
            ("1 Understand", true),
            ("2 examples of", false),
            ("a) x", true),
            ("• x", true),
            ("(iv) x", false),
            ("P1 x", true),
            ("well", false),
            ("", true),
        ] {
            assert_eq!(marker(text).is_some(), is, "{text}");
        }
    }

    fn at(x: f32, y: f32, text: &str) -> Line {
        let words = text.match_indices(' ').map(|(at, _)| (x + at as f32 * 5.0 + 5.0, at + 1)).collect();
        let piece = Piece { x, end: x + text.len() as f32 * 5.0, text: text.into(), words };
        Line { y, size: 10.0, bold: false, pieces: vec![piece] }
    }

    #[test]
    fn a_column_begins_where_its_heading_does_though_the_gap_is_narrow() {
        let line = at(0.0, 0.0, "1 Understand the 1.1 describe").parted(&[0.0, 85.0]);
        let texts: Vec<&str> = line.pieces.iter().map(|piece| piece.text.trim()).collect();
        assert_eq!(texts, ["1 Understand the", "1.1 describe"]);
    }

    #[test]
    fn a_word_parted_at_the_end_of_a_line_is_whole() {
        let lines = whole_words(&[at(0.0, 24.0, "1.1 name con-"), at(0.0, 12.0, "denser types")], 12.0);
        let texts: Vec<String> = lines.iter().map(Line::text).collect();
        assert_eq!(texts, ["1.1 name condenser", "types"]);
        let apart = whole_words(&[at(0.0, 24.0, "1.1 well-"), at(0.0, 12.0, "Known")], 12.0);
        assert_eq!(apart.len(), 2);
    }

    #[test]
    fn a_parted_word_is_one_again() {
        let mut said = "under organ-".to_owned();
        join(&mut said, "isation rules");
        join(&mut said, "and more");
        assert_eq!(said, "under organisation rules and more");
    }
}
