//! Pasted or opened text: characters, lines, rows made of bars or tabs, markdown's headings. Refuses to know what a line means.

use super::ReadError;
use super::blocks::{Blocks, squeeze};
use crate::unit::import::delimited;
use crate::unit::import::document::{BlockKind, Document};

/// Columns that a tab goes on to.
const TAB: u16 = 8;

/// Reads text.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    let (text, note) = characters(bytes);
    let mut blocks = Blocks::default();
    if let Some(note) = note {
        blocks.note(note);
    }
    lines(&text, &mut blocks)?;
    Ok(blocks.done())
}

/// The characters of the bytes, with a note where they were guessed or lost. UTF-16 without a byte order mark is told by
/// its zero bytes.
#[must_use]
pub fn characters(bytes: &[u8]) -> (String, Option<String>) {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let many = sample.len() / 5;
    let marked = encoding_rs::Encoding::for_bom(bytes).is_some();
    if !marked && sample.len() >= 4 && (zeros(1) > many) != (zeros(0) > many) {
        let encoding = if zeros(1) > many { encoding_rs::UTF_16LE } else { encoding_rs::UTF_16BE };
        let (text, _damaged) = encoding.decode_without_bom_handling(bytes);
        return (
            text.into_owned(),
            Some(format!("the file has no mark of its characters; it was read as {}", encoding.name())),
        );
    }
    delimited::decode(bytes)
}

/// The lines of a text as blocks.
pub fn lines(text: &str, blocks: &mut Blocks) -> Result<(), ReadError> {
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let lines: Vec<&str> = text.split('\n').collect();
    let (mut table, mut row, mut in_table) = (0_u32, 0_u32, false);
    for (at, line) in lines.iter().enumerate() {
        blocks.place.line = u32::try_from(at + 1).ok();
        for (part, piece) in line.split('\u{c}').enumerate() {
            if part > 0 {
                blocks.put(BlockKind::Page)?;
            }
            if let Some(cells) = cells(piece, &lines, at) {
                if !in_table {
                    (table, row) = (table + 1, 0);
                }
                in_table = true;
                if rule(&cells) {
                    continue;
                }
                row += 1;
                (blocks.place.table, blocks.place.row) = (Some(table), Some(row));
                let header = row == 1
                    && lines.get(at + 1).is_some_and(|next| bars(next).is_some_and(|cells| rule(&cells)));
                blocks.row(&cells, header)?;
                (blocks.place.table, blocks.place.row) = (None, None);
            } else {
                in_table = false;
                plain(piece, blocks)?;
            }
        }
    }
    Ok(())
}

fn plain(line: &str, blocks: &mut Blocks) -> Result<(), ReadError> {
    let text = line.trim_end().trim_start_matches('\u{feff}');
    let words = text.trim_start();
    if words.is_empty() {
        return blocks.gap();
    }
    let marks = words.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&marks) && words[marks..].starts_with(' ') {
        return blocks.heading(words[marks..].trim_end_matches('#'), marks);
    }
    let indent = text[..text.len() - words.len()].chars().fold(0_u16, |column, c| match c {
        '\t' => (column / TAB).saturating_add(1).saturating_mul(TAB),
        _space => column.saturating_add(1),
    });
    // White space inside is kept: columns pasted as text are told by it.
    let text: String = words.chars().map(|c| if c.is_control() && c != '\t' { ' ' } else { c }).collect();
    blocks.put(BlockKind::Paragraph { text, indent })
}

/// Cells where the line is a row: by its bars, or by tabs that the line before or after has too.
fn cells(line: &str, lines: &[&str], at: usize) -> Option<Vec<String>> {
    if let Some(cells) = bars(line) {
        return Some(cells);
    }
    let own = tabs(line)?;
    let beside = [at.checked_sub(1), at.checked_add(1)];
    let repeated =
        beside.into_iter().flatten().filter_map(|at| lines.get(at)).any(|line| tabs(line).is_some());
    repeated.then_some(own)
}

/// `| a | b |`, or `a | b | c` without the outer bars.
fn bars(line: &str) -> Option<Vec<String>> {
    let line = line.trim();
    let outer = line.len() > 1 && line.starts_with('|') && line[1..].contains('|');
    if !outer && line.matches(" | ").count() < 2 {
        return None;
    }
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = if inner.ends_with("\\|") { inner } else { inner.strip_suffix('|').unwrap_or(inner) };
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in inner.chars() {
        match (c, escaped) {
            ('|', false) => cells.push(String::new()),
            ('\\', false) => escaped = true,
            (c, was) => {
                if let Some(cell) = cells.last_mut() {
                    if was && c != '|' {
                        cell.push('\\');
                    }
                    cell.push(c);
                }
                escaped = false;
            }
        }
    }
    let breaks = |cell: &String| {
        ["<br>", "<br/>", "<br />"].iter().fold(cell.clone(), |cell, tag| cell.replace(tag, "\n"))
    };
    Some(cells.iter().map(breaks).collect())
}

/// Two cells or more with words, or one that a tab sets off from an empty first.
fn tabs(line: &str) -> Option<Vec<String>> {
    let cells: Vec<String> = line.trim_end_matches([' ', '\r']).split('\t').map(squeeze).collect();
    let words = cells.iter().filter(|cell| !cell.is_empty()).count();
    (words >= 2 || (words == 1 && cells.len() > 2 && cells[0].is_empty() && !cells[1].is_empty()))
        .then_some(cells)
}

/// The line of dashes under a table's heading.
fn rule(cells: &[String]) -> bool {
    let dashes = |cell: &String| {
        !cell.trim().is_empty() && cell.trim().chars().all(|c| matches!(c, '-' | ':' | '=' | '+' | ' '))
    };
    !cells.is_empty() && cells.iter().all(dashes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &[u8]) -> Vec<String> {
        let document = read(text).unwrap();
        let show = |kind: &BlockKind| match kind {
            BlockKind::Heading { level, text } => format!("h{level} {text}"),
            BlockKind::Paragraph { text, indent } => format!("p{indent} {text}"),
            BlockKind::Bullet { marker, depth, text } => format!("b{depth} {marker} {text}"),
            BlockKind::Row { cells, header } => {
                format!("{} {}", if *header { "R" } else { "r" }, cells.join("|"))
            }
            BlockKind::Gap => "gap".into(),
            BlockKind::Page => "page".into(),
        };
        document.blocks.iter().map(|block| show(&block.kind)).collect()
    }

    #[test]
    fn lines_gaps_and_headings_are_told_apart() {
        let said = shown(b"## Aim\r\n\r\n\r\n  - one\r\n\tdeep\x0clast\n\n");
        assert_eq!(said, ["h2 Aim", "gap", "p2 - one", "p8 deep", "page", "p0 last"]);
        assert_eq!(shown(b"#hash\n"), ["p0 #hash"]);
    }

    #[test]
    fn bars_make_rows_and_the_dashes_make_the_heading() {
        let said = shown(
            b"| LO | AC |\n|----|:---|\n| 1 Plan | 1.1 a \\| b |\n\none | bar only\n1 | Plan | 1.1 | Do\n",
        );
        assert_eq!(said, ["R LO|AC", "r 1 Plan|1.1 a | b", "gap", "p0 one | bar only", "r 1|Plan|1.1|Do"]);
    }

    #[test]
    fn tabs_make_rows_where_they_are_repeated() {
        let said = shown(b"one\ttab\n\nLO\tAC\tDate\n1 Plan\t1.1 a\t\n\t1.2 b\t\n");
        assert_eq!(said, ["p0 one\ttab", "gap", "r LO|AC|Date", "r 1 Plan|1.1 a|", "r |1.2 b|"]);
    }

    #[test]
    fn every_encoding_reads_the_same() {
        let words = "Café – “tills”";
        let le: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked: Vec<u8> = [0xfe, 0xff].into_iter().chain(be.iter().copied()).collect();
        let cases: [(&[u8], bool); 5] = [
            (words.as_bytes(), false),
            (&le, true),
            (&be, true),
            (&marked, false),
            (b"Caf\xe9 \x96 \x93tills\x94", true),
        ];
        for (bytes, noted) in cases {
            let document = read(bytes).unwrap();
            assert_eq!((document.blocks[0].text(), document.notes.is_empty()), (words.to_owned(), !noted));
        }
        let broken = read(b"\xef\xbb\xbfgood \xff bad").unwrap();
        assert!(broken.blocks[0].text().contains('\u{fffd}') && broken.notes.len() == 1);
    }

    #[test]
    fn a_line_keeps_its_number() {
        let document = read(b"a\n\nb").unwrap();
        assert_eq!(document.blocks[2].place.to_string(), "line 3");
    }

    #[test]
    fn a_million_lines_is_an_error_that_names_the_line() {
        let error = read("x\n".repeat(1_000_001).as_bytes()).unwrap_err();
        assert_eq!(error.place, "line 1000001");
    }
}
