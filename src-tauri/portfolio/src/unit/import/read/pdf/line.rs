//! Lines of a page or a cell: made of characters by their heights, parted at wide gaps, joined to paragraphs. Knows numbers,
//! letters and bullets by their form alone; refuses to know tables.

use super::super::blocks::squeeze;
use super::Glyph;
use super::region::column;

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
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| squeeze(&piece.text)).collect::<Vec<_>>().join("   ")
    }

    /// The same line with its words taken apart where a column begins, though the gap before it is narrow.
    pub fn parted(&self, starts: &[f32]) -> Self {
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
    pub fn bold_alone(&self, before: &[Self]) -> bool {
        self.bold && before.iter().skip(1).any(|line| line.bold && line.pieces.len() == 1)
    }

    /// Whether only wide gaps between words of one column, as in justified text, part what does not begin at a column.
    pub fn justified(&self, starts: &[f32]) -> bool {
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
                // A hyphen that may be left out and yet is drawn within a line is one: many fonts know but that hyphen.
                if piece.text.ends_with('\u{ad}') && glyph.text.starts_with(char::is_alphanumeric) {
                    piece.text.pop();
                    piece.text.push('-');
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
pub(super) fn whole_words(lines: &[Line], pitch: f32) -> Vec<Line> {
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
