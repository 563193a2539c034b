//! The document laid out for recognition: one piece for each block with words, rows made of pasted tables, and what is
//! mere furniture (running heads, page numbers, signature lines) known beforehand. Refuses to know what a piece means.

use std::collections::BTreeMap;

use super::blanks;
use super::marker::{self, Marker};
use super::section;
use super::words::{count, key, tidy, without_bullet};
use crate::unit::import::document::{Block, BlockKind, Document};

/// One block with words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Position among the raw lines.
    pub line: usize,
    /// Place in words.
    pub place: String,
    /// Words, white space made single.
    pub text: String,
    /// What the reader says it is.
    pub shape: Shape,
    /// A blank line or a page stands before it.
    pub gap: bool,
    /// Running head, page number, signature line.
    pub furniture: bool,
}

/// What the reader says a piece is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A heading.
    Heading,
    /// A line or paragraph.
    Line,
    /// A bullet, with how deep it stands.
    Bullet(u16),
    /// A row of a table: table, cells, heading row by the format's own word.
    Row {
        /// Table, where the format counts them.
        table: Option<u32>,
        /// Cells.
        cells: Vec<String>,
        /// A heading row by the format's own word.
        header: bool,
    },
}

/// Lays a document out.
#[must_use]
pub fn lay(document: &Document) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(document.blocks.len());
    let (mut gap, mut page, mut line) = (true, 0_usize, 0_usize);
    let mut pages = Vec::new();
    for block in &document.blocks {
        match &block.kind {
            BlockKind::Gap => gap = true,
            BlockKind::Page => {
                page += 1;
                gap = true;
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph { .. }
            | BlockKind::Bullet { .. }
            | BlockKind::Row { .. } => {
                let mut piece = piece(block, line);
                piece.gap = gap;
                // A quoted line without words is the blank line that it was.
                gap = piece.text.is_empty() && block.text().trim().starts_with('>');
                line += 1;
                pages.push(block.place.page.map_or(page, |p| p as usize));
                pieces.push(piece);
            }
        }
    }
    mark_furniture(&mut pieces, &pages);
    super::forms::mark(&mut pieces);
    pieces
}

fn piece(block: &Block, line: usize) -> Piece {
    let raw = block.text();
    let (shape, text) = match &block.kind {
        BlockKind::Heading { text, .. } => (Shape::Heading, tidy(blanks::without(text))),
        BlockKind::Bullet { marker, depth, text } => bullet(marker, *depth, blanks::without(text)),
        BlockKind::Row { cells, header } => {
            let cells: Vec<String> = cells.iter().map(|cell| blanks::cell(cell)).collect();
            let only: Vec<&String> = cells.iter().filter(|c| !c.trim().is_empty()).collect();
            // A table of one cell is a frame around a paragraph.
            if cells.len() == 1 && !only.is_empty() && !cells[0].contains('\n') {
                (Shape::Line, tidy(&cells[0]))
            } else {
                (Shape::Row { table: block.place.table, cells, header: *header }, tidy(&raw))
            }
        }
        BlockKind::Paragraph { text, indent } => paragraph(blanks::without(text), *indent),
        BlockKind::Gap | BlockKind::Page => (Shape::Line, String::new()),
    };
    Piece { line, place: block.place.to_string(), text, shape, gap: false, furniture: false }
}

fn bullet(marker: &str, depth: u16, text: &str) -> (Shape, String) {
    let (_, plain) = without_bullet(text);
    let says = marker.contains(char::is_alphanumeric) && marker.trim() != "o";
    let text = if says { tidy(&format!("{marker} {plain}")) } else { tidy(plain) };
    (Shape::Bullet(depth), text)
}

/// A pasted table keeps its cells apart by bars, tabs or wide spaces.
fn paragraph(text: &str, indent: u16) -> (Shape, String) {
    // An answer to a letter quotes its lines.
    let text = text.trim_start().strip_prefix('>').map_or(text, |rest| rest.trim_start_matches(['>', ' ']));
    let dotted = dotted_label(text.trim());
    let trimmed = dotted.as_deref().unwrap_or(text.trim());
    let (glyph, plain) = without_bullet(trimmed);
    if glyph {
        return (Shape::Bullet(indent), tidy(plain));
    }
    let row = |cells: Vec<String>| Shape::Row { table: None, cells, header: false };
    let bars = trimmed.matches(" | ").count();
    if trimmed.starts_with('|') || bars >= 2 || bars == 1 && trimmed.ends_with(" |") {
        let inner = trimmed.trim_start_matches('|');
        let inner = inner.strip_suffix('|').unwrap_or(inner);
        return (row(inner.split('|').map(tidy).collect()), tidy(trimmed));
    }
    let tabbed = text.trim_end_matches(['\r', '\n']);
    if trimmed.contains('\t') || (tabbed.starts_with('\t') && tabbed.trim_start_matches('\t').contains('\t'))
    {
        return (row(tabbed.split('\t').map(tidy).collect()), tidy(trimmed));
    }
    if trimmed.contains("   ") {
        let cells: Vec<String> = trimmed.split("   ").map(tidy).filter(|c| !c.is_empty()).collect();
        return (row(cells), tidy(trimmed));
    }
    (Shape::Line, tidy(trimmed))
}

/// "Level ........ 3": a label led to its value by dots. `None` where the words before the dots are no label.
fn dotted_label(text: &str) -> Option<String> {
    let at = text.find("...").or_else(|| text.find(". . ."))?;
    let value = text[at..].trim_start_matches(['.', ' ']);
    super::facts::label(&text[..at]).filter(|_| !value.is_empty())?;
    Some(format!("{}: {value}", text[..at].trim_end()))
}

fn mark_furniture(pieces: &mut [Piece], pages: &[usize]) {
    // A line that recurs on several pages at their heads or feet.
    let mut seen: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let last = pieces.len().saturating_sub(1);
    let edge = |at: usize| {
        let near = |other: usize| pages.get(other) != pages.get(at);
        at < 2 || at + 2 > last || near(at - 1) || near(at - 2) || near(at + 1) || near(at + 2)
    };
    let paged = pages.last().copied().unwrap_or_default() > pages.first().copied().unwrap_or_default();
    let candidate = |at: usize, piece: &Piece| {
        let bar = |marker: &Marker| !matches!(marker, Marker::Unit(_) | Marker::Bare(_));
        let plain = !matches!(piece.shape, Shape::Bullet(_)) && count(&piece.text) <= 20;
        let (marker, rest) = marker::read(&piece.text);
        let outcome = matches!(marker, Some(Marker::Bare(_))) && super::words::begins_as_outcome(rest);
        let own = outcome || marker.is_some_and(|marker| bar(&marker));
        let heading = section::heading(&piece.text).is_some() || section::column(&piece.text).is_some();
        plain && !own && !heading && (!paged || edge(at))
    };
    for (at, piece) in pieces.iter().enumerate() {
        if candidate(at, piece) && piece.text.contains(char::is_alphabetic) {
            let entry = seen.entry(without_digits(&piece.text)).or_insert((0, usize::MAX));
            if entry.1 != pages[at] || !paged {
                *entry = (entry.0 + 1, pages[at]);
            }
        }
    }
    let mut met: BTreeMap<String, usize> = BTreeMap::new();
    let least = |text: &str| if paged || super::boards::is_qualification(text) { 2 } else { 3 };
    let recurring = |(at, piece): (usize, &Piece)| {
        if !candidate(at, piece) || !piece.text.contains(char::is_alphabetic) {
            return false;
        }
        let words = without_digits(&piece.text);
        let times = seen.get(&words).map_or(0, |(times, _)| *times);
        let before = met.entry(words).or_insert(0);
        *before += 1;
        // The first stands: a title or a board may be nowhere else.
        times >= least(&piece.text) && *before > 1
    };
    let recurring: Vec<bool> = pieces.iter().enumerate().map(recurring).collect();
    let foot: Vec<bool> = (0..pieces.len()).map(|at| numbered_edge(pieces, pages, at)).collect();
    for ((piece, recurs), foot) in pieces.iter_mut().zip(recurring).zip(foot) {
        piece.furniture = recurs || foot || is_furniture(&piece.text) || is_rule(piece);
    }
}

/// A line at the very head or foot of a page whose words stand far from a lone number: a running line.
fn numbered_edge(pieces: &[Piece], pages: &[usize], at: usize) -> bool {
    let Shape::Row { table: None, cells, .. } = &pieces[at].shape else { return false };
    let number = |cell: &String| {
        let digits = |part: &str| !part.trim().is_empty() && part.trim().chars().all(|c| c.is_ascii_digit());
        cell.len() <= 12 && cell.replace("of", "/").split('/').all(digits)
    };
    let (Some(first), Some(last)) = (cells.first(), cells.last()) else { return false };
    let head = at == 0 || pages[at - 1] != pages[at];
    let foot = at + 1 == pieces.len() || pages[at + 1] != pages[at];
    let states = super::facts::label(first).is_some() || marker::read(&pieces[at].text).0.is_some();
    (head || foot) && cells.len() >= 2 && number(last) && !states && !super::rows::inner_codes(&pieces[at])
}

fn without_digits(text: &str) -> String {
    key(text)
        .chars()
        .filter(|c| !c.is_ascii_digit())
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_rule(piece: &Piece) -> bool {
    !piece.text.is_empty() && !piece.text.contains(char::is_alphanumeric)
}

/// Page numbers, copyright, signature lines: by their words.
fn is_furniture(text: &str) -> bool {
    if text.len() > 260 {
        return false;
    }
    let words = key(text);
    let form = words.contains("date") || words.contains("signature") || words.contains("initials");
    if !form && (text.contains("....") || text.contains(". . . .") || text.contains("……")) {
        return text.trim_end().ends_with(|c: char| c.is_ascii_digit());
    }
    let page = words.strip_prefix("page ").unwrap_or("x");
    let page_number = page.split(' ').all(|w| w == "of" || w.chars().all(|c| c.is_ascii_digit()));
    let page_end = words.rsplit_once(" page ").is_some_and(|(head, tail)| {
        head.split(' ').count() <= 14
            && tail.split(' ').all(|w| w == "of" || w.chars().all(|c| c.is_ascii_digit()))
    });
    let copyright = (text.starts_with('©')
        || words.starts_with("copyright ")
        || text.to_lowercase().starts_with("(c) copyright"))
        && words.split(' ').count() <= 20;
    let post = ["from:", "to:", "sent:", "cc:", "subject:", "reply-to:"];
    let lower = text.trim_start().get(..9).unwrap_or(text).to_lowercase();
    let sent = lower.starts_with("date:") && text.matches(':').count() >= 2;
    let letter_head = sent || post.iter().any(|head| lower.starts_with(head));
    letter_head
        || is_sign_off(text, &words)
        || is_printed(text)
        || page_number
        || page_end
        || copyright
        || is_version(&words)
        || is_form_line(text, &words)
}

/// "LO1 complete Assessor signature: Date:": labels with nothing behind them, for a hand to sign.
fn is_sign_off(text: &str, words: &str) -> bool {
    let text = text.trim_end_matches(['_', '.', '…', '/', ' ', '|']);
    if text.contains('|') {
        return false;
    }
    let signed = [
        "signature",
        "signed",
        "initials",
        "iqa",
        "iv",
        "assessor",
        "date",
        "verifier",
        "witness",
        "seen by",
    ];
    let named = signed.iter().filter(|name| format!(" {words} ").contains(&format!(" {name} "))).count();
    let (marker, rest) = marker::read(text);
    let criterion = !matches!(marker, None | Some(Marker::Outcome(_) | Marker::Bare(_) | Marker::Unit(_)));
    let said = [
        "i confirm that ",
        "i certify that ",
        "i declare that ",
        "end of lo",
        "end of outcome",
        "end of unit",
    ];
    if said.iter().any(|start| words.starts_with(start)) && count(text) <= 24 {
        return true;
    }
    let labels = text.matches(':').count();
    let other = section::heading(text).is_some() || super::words::begins_as_outcome(rest);
    let verb = super::words::begins_with_verb(rest) && !rest.to_lowercase().starts_with("sign");
    text.ends_with(':') && labels >= 2 && named >= 2 && !criterion && !other && count(text) <= 16
        || text.ends_with(':')
            && named >= 1
            && words.contains("sign")
            && !criterion
            && !other
            && !verb
            && count(text) <= 10
}

/// "14/03/2025, 16:42   Unit details": what a browser prints above a page, and the path to it.
fn is_printed(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let date = words.next().unwrap_or_default().trim_end_matches(',');
    let time = words.next().unwrap_or_default();
    let numbers = |text: &str, mark: char, parts: usize| {
        let all: Vec<&str> = text.split(mark).collect();
        all.len() == parts
            && all.iter().all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
    };
    let lower = text.trim_start().to_lowercase();
    let path =
        [" > ", " › ", " » "].iter().any(|mark| text.matches(mark).count() >= 2 && lower.starts_with("home"));
    let address =
        (lower.starts_with("http://") || lower.starts_with("https://")) && words.clone().count() <= 2;
    path || address || numbers(date, '/', 3) && numbers(time, ':', 2)
}

/// "Version 2.1 March 2024", "Issue 3 – May 2024": what a page's foot says of the whole document.
fn is_version(words: &str) -> bool {
    let mut all = words.split(' ');
    let opens = all.next().is_some_and(|w| ["version", "issue", "edition"].contains(&w));
    let numbered = all.next().is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()));
    let dated = |w: &str| w.len() == 4 && (w.starts_with("20") || w.starts_with("19"));
    opens
        && numbered
        && words.split(' ').count() <= 7
        && (all.clone().next().is_none() || words.split(' ').any(dated))
}

/// "Learner signature: ______ Date: ____".
fn is_form_line(text: &str, words: &str) -> bool {
    let text = text.trim_start_matches([' ', '|']);
    let short = words.split(' ').count() <= 14;
    let blank = text.contains("___") || text.contains("…………") || text.contains("....");
    let signature = words.contains("signature") || words.starts_with("signed");
    let names = [
        "learner name",
        "candidate name",
        "assessor name",
        "centre name",
        "centre number",
        "candidate number",
        "date",
        "iqa name",
        "internal verifier name",
        "iv name",
        "learner registration number",
        "candidate no",
        "centre no",
        "learner number",
        "internal verifier initials",
        "sampled by",
        "assessor initials",
        "name of learner",
        "name of assessor",
        "pin",
        "uln",
    ];
    let empty_field = text.trim_end().ends_with(':') && names.contains(&words);
    short
        && (blank || signature && !words.starts_with("explain") || empty_field || words == "if sampled")
        && marker::read(text).0.is_none()
        && !super::words::begins_with_verb(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_is_known_by_its_words() {
        for (text, want) in [
            ("Page 3 of 12", true),
            ("© Harbour Awards 2024 Page 41 of 64", true),
            ("Learner signature: ________ Date: ____", true),
            ("Internal verifier signature (if sampled):", true),
            ("Unit 1 Keep stock ........ 14", true),
            ("1.1 Explain why a signature is asked for", false),
            ("Explain the date", false),
            ("Use the page", false),
            ("14/03/2025, 16:42 Unit details - Register", true),
            ("Home > Search > Units > Unit details", true),
            ("Unit signed off by: IQA (if sampled):", true),
            ("LO1 complete Assessor signature: Date:", true),
            ("Assessor: J. Hale Level: 3", false),
            ("1.1 State who signs: the learner and the assessor:", false),
        ] {
            assert_eq!(is_furniture(text), want, "{text}");
        }
    }

    #[test]
    fn pasted_tables_keep_their_cells() {
        let cells = |text: &str| match paragraph(text, 0).0 {
            Shape::Row { cells, .. } => cells,
            Shape::Heading | Shape::Line | Shape::Bullet(_) => Vec::new(),
        };
        assert_eq!(cells("| 1 | know | 1.1 | state |"), ["1", "know", "1.1", "state"]);
        assert_eq!(cells("\t1.2 explain\t\t"), ["", "1.2 explain", "", ""]);
        assert_eq!(cells("The learner will      The learner can"), ["The learner will", "The learner can"]);
        assert!(cells("one line").is_empty());
    }
}
