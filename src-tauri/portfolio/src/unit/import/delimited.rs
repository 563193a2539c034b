//! Text with delimiters (CSV, TSV, semicolons): which characters, which delimiter, which records on which line.
//! Refuses to know what a column means.

use crate::error::{Error, Result};

/// Most records taken from one file.
pub const MOST_RECORDS: usize = 200_000;

/// Records with the line of the file on which each begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Records {
    /// The records.
    pub rows: Vec<Record>,
    /// Delimiter found.
    pub delimiter: u8,
    /// What had to be guessed, in words.
    pub notes: Vec<String>,
}

/// One record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    /// Line of the file, from 1.
    pub line: u32,
    /// Its fields.
    pub cells: Vec<String>,
    /// A quotation mark was opened and the file ended before it was closed.
    pub open: bool,
}

/// The characters of the bytes: by byte order mark, else UTF-8, else by their frequency, with a note when guessed.
#[must_use]
pub fn decode(bytes: &[u8]) -> (String, Option<String>) {
    if let Some((encoding, length)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, damaged) = encoding.decode_without_bom_handling(&bytes[length..]);
        let note = damaged.then(|| "some characters could not be decoded and show as \u{fffd}".to_owned());
        return (text.into_owned(), note);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), None);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    let encoding = detector.guess(Some(b"uk"), chardetng::Utf8Detection::Deny);
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let mut note = format!("the file is not UTF-8; it was read as {}", encoding.name());
    if damaged {
        note.push_str(", and some characters could not be decoded");
    }
    (text.into_owned(), Some(note))
}

/// Reads records. Blank lines are left out. More than [`MOST_RECORDS`] is an error, not a cut.
pub fn records(bytes: &[u8]) -> Result<Records> {
    let (text, note) = decode(bytes);
    let mut body = text.as_str();
    let mut told = None;
    if let Some(rest) = body.strip_prefix("sep=")
        && let Some((mark, after)) = rest.split_once('\n')
    {
        told = mark.trim_end_matches('\r').bytes().next().filter(u8::is_ascii);
        body = after;
    }
    let delimiter = told.unwrap_or_else(|| guess(body));
    let skipped = u32::from(told.is_some());
    let mut found = Records { delimiter, notes: note.into_iter().collect(), ..Records::default() };
    for record in split(body, delimiter) {
        if record.open {
            found.notes.push(format!(
                "a quotation mark is opened in the row of line {} and never closed: all that follows was read as one cell",
                record.line
            ));
        }
        if record.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if found.rows.len() == MOST_RECORDS {
            return Err(Error::UnitText(format!(
                "it has more than {MOST_RECORDS} rows. Keep only the units that you need in the file, or split it"
            )));
        }
        found.rows.push(Record { line: record.line.saturating_add(skipped), ..record });
    }
    Ok(found)
}

/// Records by RFC 4180, leniently: a quotation mark means something only where a cell begins.
fn split(text: &str, delimiter: u8) -> Split<'_> {
    Split { rest: text, delimiter: char::from(delimiter), line: 1 }
}

struct Split<'a> {
    rest: &'a str,
    delimiter: char,
    line: u32,
}

impl Iterator for Split<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        if self.rest.is_empty() {
            return None;
        }
        let mut record = Record { line: self.line, ..Record::default() };
        loop {
            let mut cell = String::new();
            if let Some(inside) = self.rest.strip_prefix('"') {
                self.rest = inside;
                record.open = !self.quoted(&mut cell);
            }
            let end = self.rest.find([self.delimiter, '\n', '\r']).unwrap_or(self.rest.len());
            cell.push_str(&self.rest[..end]);
            record.cells.push(cell);
            self.rest = &self.rest[end..];
            if let Some(more) = self.rest.strip_prefix(self.delimiter) {
                self.rest = more;
                continue;
            }
            self.rest = self.rest.strip_prefix("\r\n").or_else(|| self.rest.get(1..)).unwrap_or_default();
            self.line = self.line.saturating_add(1);
            return Some(record);
        }
    }
}

impl Split<'_> {
    /// Takes what stands up to the closing quotation mark; false where there is none.
    fn quoted(&mut self, cell: &mut String) -> bool {
        loop {
            let end = self.rest.find('"');
            let part = &self.rest[..end.unwrap_or(self.rest.len())];
            self.line =
                self.line.saturating_add(u32::try_from(part.matches('\n').count()).unwrap_or(u32::MAX));
            cell.push_str(part);
            let Some(end) = end else {
                self.rest = "";
                return false;
            };
            self.rest = &self.rest[end + 1..];
            let Some(more) = self.rest.strip_prefix('"') else { return true };
            cell.push('"');
            self.rest = more;
        }
    }
}

/// The delimiter that stands most often in the lower median of the first lines, counted outside quotation marks: what stands in
/// somebody's words does not stand in most lines.
fn guess(text: &str) -> u8 {
    const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];
    let mut lines: Vec<[usize; 4]> = vec![[0; 4]];
    let mut quoted = false;
    for byte in text.bytes().take(1 << 18) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted && lines.len() == 40 => break,
            b'\n' if !quoted => lines.push([0; 4]),
            other if !quoted => {
                if let (Some(at), Some(line)) =
                    (CANDIDATES.iter().position(|c| *c == other), lines.last_mut())
                {
                    line[at] += 1;
                }
            }
            _inside => {}
        }
    }
    lines.retain(|line| line.iter().any(|count| *count > 0));
    let median = |at: usize| {
        let mut counts: Vec<usize> = lines.iter().map(|line| line[at]).collect();
        counts.sort_unstable();
        counts.get(counts.len().saturating_sub(1) / 2).copied().unwrap_or_default()
    };
    // The first of equals wins: the comma is the standard.
    let mut best = (0, median(0));
    for at in 1..CANDIDATES.len() {
        let count = median(at);
        if count > best.1 {
            best = (at, count);
        }
    }
    CANDIDATES[best.0]
}

/// A text cell as it may stand in a CSV file: a spreadsheet must not take it for a formula.
#[must_use]
pub fn guarded(text: &str) -> String {
    if formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text without the guard.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| formula(rest)).unwrap_or(cell)
}

/// Would a spreadsheet run it? A guard before it counts too, so that guarding and taking off are exact opposites.
fn formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_found() {
        let cases: [(&str, u8, usize); 8] = [
            ("a,b,c\n1,2,3\n", b',', 3),
            ("a;b;c\n\"1,5\";2;\"x,y,z,w\"\n", b';', 3),
            ("a\tb\n1\t2, 3\n", b'\t', 2),
            ("sep=;\r\na,b;c\r\n", b';', 2),
            ("one column\nonly\n", b',', 1),
            ("a|b|c\n1|2|3\n", b'|', 3),
            ("a,b,c\n1;1;1;1;1,\"x;y;z;w;q\",3\n", b',', 3),
            ("pipe,5\" wide,b\nx,y;y;y;y;y,z\nx,y,z\n", b',', 3),
        ];
        for (text, delimiter, cells) in cases {
            let found = records(text.as_bytes()).unwrap();
            assert_eq!((found.delimiter, found.rows[0].cells.len()), (delimiter, cells), "{text:?}");
        }
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let found = records(b"\xef\xbb\xbfa,b\r\n\"two\r\nlines\",x\r\n\r\nlast,y\r\n").unwrap();
        let lines: Vec<u32> = found.rows.iter().map(|r| r.line).collect();
        assert_eq!(lines, [1, 2, 5]);
        assert_eq!(found.rows[1].cells[0], "two\r\nlines");
    }

    #[test]
    fn other_encodings_are_read_with_a_note() {
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("é,b".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let cases: [(&[u8], &str, bool); 3] = [
            ("é,b".as_bytes(), "é", false),
            (&utf16, "é", false),
            (b"caf\xe9 \x96 \x93x\x94,b", "café – “x”", true),
        ];
        for (bytes, cell, noted) in cases {
            let found = records(bytes).unwrap();
            assert_eq!((found.rows[0].cells[0].as_str(), found.notes.is_empty()), (cell, !noted));
        }
    }

    #[test]
    fn a_quotation_mark_left_open_is_told() {
        let found = records(b"a,b\n1,\"never closed\nc\nd\ne\nf,g\n").unwrap();
        assert!(found.notes[0].contains("line 2"), "{:?}", found.notes);
        assert!(records(b"pipe,5\" wide\n").unwrap().notes.is_empty());
    }

    #[test]
    fn guard_and_taking_off_are_opposites() {
        for text in ["=1+1", "'=1", "-x", "+", "@a", "plain", "'plain", "", "'", "''-", "don't"] {
            assert_eq!(unguarded(&guarded(text)), text, "{text}");
        }
        assert_eq!(guarded("=1+1"), "'=1+1");
        assert_eq!(guarded("plain"), "plain");
    }

    #[test]
    fn too_many_rows_are_an_error() {
        let long = "a,b\n".repeat(MOST_RECORDS + 1);
        assert!(records(long.as_bytes()).unwrap_err().to_string().contains("more than 200000 rows"));
    }
}
