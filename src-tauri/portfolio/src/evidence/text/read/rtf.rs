//! Rich text: its words, paragraphs and rows. What is no text (fonts, styles, pictures, instructions of fields) is passed
//! over. Written here because the crates for it know neither code pages nor binary data. Refuses to know how it looks.

use encoding_rs::Encoding;

use super::blocks::paragraph;
use crate::evidence::text::passage::{Gathered, NoText, Shape, Why};

/// Groups inside groups that are followed.
const DEEPEST: usize = 2_000;

/// Groups that hold no text of the document. Headers and footers would stand on every page.
const PASSED_OVER: [&str; 26] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "themedata",
    "colorschememapping",
    "datastore",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "xmlnstbl",
    "fldinst",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "latentstyles",
    "revtbl",
    "filetbl",
];

/// Reads the text.
pub fn read(bytes: &[u8]) -> Result<Gathered, NoText> {
    let mut reader = Reader { bytes, at: 0, ..Reader::default() };
    reader.groups.push(Group { skip: 1, ..Group::default() });
    while reader.at < bytes.len() && !reader.gathered.is_full() {
        reader.step()?;
    }
    reader.end_paragraph();
    if reader.groups.len() > 1 {
        reader.gathered.note("the file breaks off before its end");
    }
    Ok(reader.gathered)
}

#[derive(Debug, Clone, Copy, Default)]
struct Group {
    passed_over: bool,
    /// Characters that stand in for one of Unicode, for older programs.
    skip: usize,
    /// A table's cells are being written.
    in_row: bool,
}

#[derive(Default)]
struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    groups: Vec<Group>,
    encoding: Option<&'static Encoding>,
    /// Characters of the document's code page that are not decoded yet.
    raw: Vec<u8>,
    /// Halves of characters beyond 16 bits.
    wide: Vec<u16>,
    /// Stand-ins that are still to be passed over.
    to_skip: usize,
    line: String,
    cells: Vec<String>,
    gathered: Gathered,
}

impl Reader<'_> {
    fn group(&self) -> Group {
        self.groups.last().copied().unwrap_or_default()
    }

    fn step(&mut self) -> Result<(), NoText> {
        let byte = self.bytes[self.at];
        self.at += 1;
        match byte {
            b'{' => {
                if self.groups.len() > DEEPEST {
                    return Err(NoText::new(
                        Why::Damaged,
                        format!(
                            "this rich text cannot be read: its groups are nested more than {DEEPEST} deep"
                        ),
                    ));
                }
                self.to_skip = 0;
                self.groups.push(self.group());
            }
            b'}' => {
                self.flush();
                self.to_skip = 0;
                if self.groups.len() > 1 {
                    self.groups.pop();
                }
            }
            b'\\' => self.control(),
            b'\r' | b'\n' => {}
            byte => self.byte(byte),
        }
        Ok(())
    }

    /// A character as it stands.
    fn byte(&mut self, byte: u8) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
        } else if !self.group().passed_over {
            self.flush_wide();
            self.raw.push(byte);
        }
    }

    fn control(&mut self) {
        let Some(first) = self.bytes.get(self.at).copied() else { return };
        if first.is_ascii_alphabetic() {
            let (word, number) = self.word();
            self.told(&word, number);
            return;
        }
        self.at += 1;
        match first {
            b'\'' => {
                let hex =
                    self.bytes.get(self.at..self.at + 2).and_then(|pair| std::str::from_utf8(pair).ok());
                if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    self.at += 2;
                    self.byte(byte);
                }
            }
            b'*' => self.pass_over(),
            b'\\' | b'{' | b'}' => self.byte(first),
            b'~' => self.say(" "),
            b'_' => self.say("-"),
            b'\r' | b'\n' => self.end_paragraph(),
            _formatting => {}
        }
    }

    /// A control word, its number, and one space after it.
    fn word(&mut self) -> (String, Option<i64>) {
        let rest = &self.bytes[self.at..];
        let letters = rest.iter().take(32).take_while(|b| b.is_ascii_alphabetic()).count();
        let word = String::from_utf8_lossy(&rest[..letters]).into_owned();
        let sign = usize::from(rest.get(letters) == Some(&b'-'));
        let digits = rest.iter().skip(letters + sign).take(10).take_while(|b| b.is_ascii_digit()).count();
        let mut end = letters;
        let mut number = None;
        if digits > 0 {
            end = letters + sign + digits;
            number = std::str::from_utf8(&rest[letters..end]).ok().and_then(|n| n.parse().ok());
        }
        if rest.get(end) == Some(&b' ') {
            end += 1;
        }
        self.at += end;
        (word, number)
    }

    fn told(&mut self, word: &str, number: Option<i64>) {
        match word {
            "par" | "sect" | "page" | "line" if self.group().in_row => self.say(" "),
            "par" | "sect" | "page" => self.end_paragraph(),
            "line" | "tab" => self.say(" "),
            "cell" | "nestcell" => self.end_cell(),
            "row" | "nestrow" => self.end_row(),
            "intbl" => self.change(|group| group.in_row = true),
            "pard" => self.change(|group| group.in_row = false),
            "emdash" => self.say("—"),
            "endash" => self.say("–"),
            "bullet" => self.say("•"),
            "lquote" => self.say("‘"),
            "rquote" => self.say("’"),
            "ldblquote" => self.say("“"),
            "rdblquote" => self.say("”"),
            "uc" => {
                let skip = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(1).min(16);
                self.change(|group| group.skip = skip);
            }
            "u" => self.unicode(number.unwrap_or(0)),
            "ansicpg" => self.encoding = number.and_then(code_page),
            "bin" => {
                let length = number.and_then(|n| usize::try_from(n).ok()).unwrap_or(0);
                self.at = self.at.saturating_add(length).min(self.bytes.len());
            }
            word if PASSED_OVER.contains(&word) => self.pass_over(),
            _formatting => {}
        }
    }

    fn change(&mut self, change: impl FnOnce(&mut Group)) {
        if let Some(group) = self.groups.last_mut() {
            change(group);
        }
    }

    fn pass_over(&mut self) {
        self.flush();
        self.change(|group| group.passed_over = true);
    }

    /// A character by its number; negative ones are above 32767.
    fn unicode(&mut self, number: i64) {
        let group = self.group();
        if !group.passed_over {
            self.flush_raw();
            self.wide.push((number & 0xffff) as u16);
        }
        self.to_skip = group.skip;
    }

    fn say(&mut self, words: &str) {
        self.flush();
        if !self.group().passed_over {
            self.line.push_str(words);
        }
    }

    fn flush(&mut self) {
        self.flush_raw();
        self.flush_wide();
    }

    fn flush_raw(&mut self) {
        if !self.raw.is_empty() {
            let raw = std::mem::take(&mut self.raw);
            let encoding = self.encoding.unwrap_or(encoding_rs::WINDOWS_1252);
            self.line.push_str(&encoding.decode_without_bom_handling(&raw).0);
        }
    }

    fn flush_wide(&mut self) {
        if !self.wide.is_empty() {
            let wide = std::mem::take(&mut self.wide);
            self.line.push_str(&String::from_utf16_lossy(&wide));
        }
    }

    fn end_cell(&mut self) {
        self.flush();
        let cell = std::mem::take(&mut self.line);
        self.cells.push(cell.trim().to_owned());
    }

    fn end_row(&mut self) {
        self.flush();
        let cells: Vec<String> = std::mem::take(&mut self.cells);
        let words: Vec<&str> = cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
        let place = paragraph(self.gathered.count() + 1);
        self.gathered.put(Shape::Row, place.as_ref(), &words.join(" | "));
    }

    fn end_paragraph(&mut self) {
        self.flush();
        if self.group().passed_over {
            return;
        }
        if !self.cells.is_empty() {
            self.end_row();
        }
        let line = std::mem::take(&mut self.line);
        let place = paragraph(self.gathered.count() + 1);
        self.gathered.put(Shape::Paragraph, place.as_ref(), &line);
    }
}

/// The encoding of a Windows code page.
fn code_page(number: i64) -> Option<&'static Encoding> {
    let label = match number {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        10000 => "macintosh".to_owned(),
        65001 => "utf-8".to_owned(),
        other => format!("windows-{other}"),
    };
    Encoding::for_label(label.as_bytes())
}
