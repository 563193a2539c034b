//! A printed paper as another program reads it: poppler's words with their places on the page. A reader goes through them in
//! order and is told what must come next; whatever differs, stands in another column or is left over stops the test.
//! Refuses to know records, and knows nothing of how the program sets a page but the form itself: columns stand where their
//! heads stand, a running line at the top, a foot at the bottom.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use unicode_normalization::UnicodeNormalization;

/// Above this height (points) stands the running line of every page but the first.
const RUNNING: f64 = 46.0;
/// The foot's distance from the lower edge (points).
const FOOT: f64 = 32.0;
/// What a font's height may shift the first line of a cell (points).
const LEVEL: f64 = 4.0;
/// A word belongs to a column from a little before its head on (points).
const EDGE: f64 = 1.5;
/// What stands for a character that no typeface has.
const BOX: char = '□';

/// A word and where it stands, in points from the upper left corner.
#[derive(Debug, Clone)]
pub struct Word {
    /// Page, from 0.
    pub page: usize,
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Lower edge.
    pub low: f64,
    /// Its letters.
    pub text: String,
}

/// A paper that is being read.
pub struct Printed {
    name: String,
    words: Vec<Word>,
    at: usize,
    inside: usize,
    labels: Vec<String>,
    /// What stands above the heads where they are repeated.
    above: String,
    /// What the rows of the table are of: said again, once its heads are, where they go on on a new page.
    of: String,
    columns: Vec<f64>,
    bottom: (usize, f64),
    boxes: BTreeSet<char>,
    cut: Option<usize>,
    /// The running line of every page after the first, and the foot of every page.
    pub margins: Vec<(String, String)>,
}

impl Printed {
    /// Reads a PDF with poppler. `None` where poppler is not installed.
    pub fn read(file: &Path, name: &str) -> Option<Printed> {
        let done = Command::new("pdftotext").args(["-raw", "-bbox"]).arg(file).arg("-").output().ok()?;
        assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(said.trim().is_empty(), "{name}: poppler warns: {said}");
        // Only the title in the head may be no UTF-8: poppler 22 writes pictographs as two surrogates there. A word that is none would not be equal.
        let text = String::from_utf8_lossy(&done.stdout);
        let (words, heights) = words(&text);
        let mut paper = Printed {
            name: name.to_owned(),
            words: Vec::new(),
            at: 0,
            inside: 0,
            labels: Vec::new(),
            above: String::new(),
            of: String::new(),
            columns: Vec::new(),
            bottom: (0, 0.0),
            boxes: BTreeSet::new(),
            cut: None,
            margins: vec![(String::new(), String::new()); heights.len()],
        };
        for word in words {
            let (head, foot) = &mut paper.margins[word.page];
            if word.y > heights[word.page] - FOOT {
                foot.push_str(&word.text);
            } else if word.page > 0 && word.low < RUNNING {
                head.push_str(&word.text);
            } else {
                paper.words.push(word);
            }
        }
        Some(paper)
    }

    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.margins.len()
    }

    /// This text must come next, with line breaks where they fall.
    pub fn says(&mut self, text: &str) {
        let wanted: Vec<char> = letters(&shown(text)).collect();
        for (at, letter) in wanted.iter().enumerate() {
            let got = self.letter();
            if !self.is(*letter, got) {
                let missing: String = wanted[at..].iter().collect();
                self.stop(&format!("{text:?} should come, from {missing:?} on; there is {got:?}"));
            }
        }
    }

    /// One line of text must come next.
    pub fn line(&mut self, text: &str) {
        self.says(&one_line(text));
    }

    /// The beginning of this line must come next: the whole of it, or up to an ellipsis.
    pub fn begins(&mut self, text: &str) {
        let wanted: Vec<char> = letters(&shown(&one_line(text))).collect();
        for letter in &wanted {
            let got = self.letter();
            if got == Some('…') && *letter != '…' {
                return;
            }
            if !self.is(*letter, got) {
                self.stop(&format!("{text:?} should come, or its beginning; there is {got:?}"));
            }
        }
        // What was as long as there is room may end in an ellipsis where only a space was cut.
        if self.peek() == Some('…') && !wanted.is_empty() {
            self.letter();
        }
    }

    /// So many hexadecimal digits must come next.
    pub fn digits(&mut self, count: usize) {
        for _ in 0..count {
            let got = self.letter();
            if !got.is_some_and(|letter| letter.is_ascii_hexdigit()) {
                self.stop(&format!("a hexadecimal digit should come; there is {got:?}"));
            }
        }
    }

    /// A table begins here with these heads.
    pub fn table(&mut self, labels: &[&str]) {
        self.labels = labels.iter().map(|label| (*label).to_owned()).collect();
        self.of.clear();
        self.columns.clear();
        for label in labels {
            let x = self.next_word().map_or(0.0, |word| word.x);
            self.columns.push(x);
            self.begins(label);
        }
        self.bottom = (usize::MAX, 0.0);
    }

    /// The rows of the table that has begun are all of this.
    pub fn rows_are_of(&mut self, of: &str) {
        of.clone_into(&mut self.of);
    }

    /// On each page on which the next table goes on, these words stand above its heads.
    pub fn repeats(&mut self, above: &str) {
        above.clone_into(&mut self.above);
    }

    /// The same with heads that may be cut, some of which stand upright: their columns stand where the letters stand.
    pub fn upright_table(&mut self, labels: &[String]) {
        self.table(&labels.iter().map(String::as_str).collect::<Vec<_>>());
    }

    /// A row of which the text in one column may end early with an ellipsis.
    pub fn row_cut(&mut self, cells: &[String], cut: usize) {
        self.cut = Some(cut);
        self.row(cells);
        self.cut = None;
    }

    /// A band over all columns must come next: its words and, at its right end, the words there.
    pub fn band(&mut self, left: &str, right: &str) {
        self.of.clear();
        self.turned(None);
        self.begins(left);
        self.begins(right);
        left.clone_into(&mut self.of);
        self.keeps_below();
    }

    /// A row of the table must come next: each word in its own column, nothing missing, nothing more. The row is read as far
    /// as its texts go, also over the end of a page.
    pub fn row(&mut self, cells: &[String]) {
        let mut rest: Vec<Vec<char>> = cells.iter().map(|cell| letters(&shown(cell)).collect()).collect();
        let whole = rest.clone();
        self.turned(None);
        let top = self.next_word().map(|word| (word.page, word.y));
        if let Some((page, y)) = top
            && self.bottom.0 == page
            && y < self.bottom.1 - 1.0
        {
            self.stop(&format!("the row {cells:?} begins above the end of what stands before it"));
        }
        let mut lowest = (usize::MAX, 0.0);
        while rest.iter().any(|cell| !cell.is_empty()) {
            self.turned(Some(top.map_or(0, |top| top.0)));
            let Some(word) = self.next_word() else {
                self.stop(&format!("the row {cells:?} ends too early: {rest:?}"))
            };
            let column = self.columns.iter().rposition(|x| word.x >= x - EDGE).unwrap_or(0);
            let first = rest[column].len() == whole[column].len();
            if first && top.is_some_and(|(page, y)| page == word.page && (word.y - y).abs() > LEVEL) {
                self.stop(&format!("{:?} does not stand on the first line of the row {cells:?}", word.text));
            }
            for got in letters(&word.text) {
                let Some(wanted) = rest[column].first().copied() else {
                    self.stop(&format!("{:?} is too much in column {column} of the row {cells:?}", word.text))
                };
                if self.cut == Some(column) && got == '…' && wanted != '…' {
                    rest[column].clear();
                    break;
                }
                if !self.is(wanted, Some(got)) {
                    let rest: String = rest[column].iter().collect();
                    self.stop(&format!(
                        "in column {column} of the row {cells:?} {rest:?} should come, there is {:?}",
                        word.text
                    ));
                }
                rest[column].remove(0);
            }
            lowest = if lowest.0 == word.page {
                (word.page, word.low.max(lowest.1))
            } else {
                (word.page, word.low)
            };
            self.at += 1;
        }
        self.bottom = lowest;
    }

    /// Nothing may be left but the sentence about characters that no typeface has; each of them must be named in it.
    pub fn ends(mut self) {
        let listed = self.missing();
        if self.peek().is_some() {
            self.stop("there is more than the records hold");
        }
        let unsaid: Vec<char> =
            self.boxes.iter().copied().filter(|letter| !listed.contains(letter)).collect();
        if !unsaid.is_empty() && listed.len() < 60 {
            self.stop(&format!("{unsaid:?} are printed as {BOX} and not listed"));
        }
    }

    /// Reads the sentence about characters that no typeface has, where it stands, and gives what it lists.
    pub fn missing(&mut self) -> BTreeSet<char> {
        const BEFORE: &str = "Printed as □, since no typeface of this program has them: ";
        let rest: String = self.words[self.at..].iter().flat_map(|word| word.text.chars()).take(40).collect();
        let mut listed = BTreeSet::new();
        if !rest.starts_with("Printedas□") {
            return listed;
        }
        self.says(BEFORE);
        let mut text = String::new();
        while let Some(letter) = self.letter() {
            text.push(letter);
            if letter == '.' {
                break;
            }
        }
        let codes = text.trim_end_matches('.').trim_end_matches("andothers");
        for code in codes.split(',') {
            let number = code.strip_prefix("U+").and_then(|hex| u32::from_str_radix(hex, 16).ok());
            listed.extend(number.and_then(char::from_u32));
        }
        listed
    }

    /// Pages (from 1) on which one of these titles stands in large type at the top.
    pub fn beginnings(&self, titles: &[&str]) -> Vec<usize> {
        let mut found = Vec::new();
        for page in 1..self.pages() {
            let top = self
                .words
                .iter()
                .filter(|word| word.page == page && word.y < 50.0 && word.low - word.y > 20.0);
            let title: String = top.map(|word| word.text.as_str()).collect();
            if titles.iter().any(|wanted| letters(wanted).eq(title.chars())) {
                found.push(page + 1);
            }
        }
        found
    }

    /// Whether this text stands anywhere.
    pub fn holds(&self, text: &str) -> bool {
        let wanted: String = letters(&shown(text)).collect();
        let all: String = self.words.iter().map(|word| word.text.as_str()).collect();
        all.contains(&wanted)
    }

    /// Those of these texts that stand nowhere, boxes being taken for any letter.
    pub fn lacks<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Vec<&'t str> {
        let all: Vec<char> = self.words.iter().flat_map(|word| word.text.chars()).collect();
        let stands = |text: &str| {
            let wanted: Vec<char> = letters(&shown(text)).collect();
            let fits =
                |window: &[char]| wanted.iter().zip(window).all(|(want, got)| got == want || *got == BOX);
            wanted.is_empty() || all.windows(wanted.len()).any(fits)
        };
        texts.into_iter().filter(|text| !stands(text)).collect()
    }

    /// Whether this text comes next, or the boxes that stand for its letters.
    pub fn would_say(&self, text: &str) -> bool {
        let mut rest = self.words[self.at..].iter().flat_map(|word| word.text.chars()).skip(self.inside);
        letters(&shown(text)).all(|wanted| rest.next().is_some_and(|got| got == wanted || got == BOX))
    }

    /// Reads the heads of the table once more where its next row stands on a new page.
    pub fn goes_on(&mut self) {
        self.turned(None);
    }

    /// A new page repeats the heads of the table that goes on, and says so where a row goes on.
    fn turned(&mut self, row: Option<usize>) {
        let Some(word) = self.next_word() else { return };
        let begins = self.at == 0 || self.words[self.at - 1].page != word.page;
        if !begins || self.at == 0 || word.y > 200.0 {
            return;
        }
        let (labels, above) = (self.labels.clone(), self.above.clone());
        if !above.is_empty() && self.would_say(&above) {
            self.says(&above);
        }
        let heads: String = labels.iter().take(2).flat_map(|label| letters(label)).collect();
        if !self.would_say(&heads) {
            return;
        }
        for label in &labels {
            self.begins(label);
        }
        if !self.of.is_empty() {
            let of = self.of.clone();
            self.begins(&of);
            self.says("(continued)");
        }
        let goes_on = row.is_some_and(|page| page < word.page) && self.bottom.0 != word.page;
        if goes_on && self.would_say("(continued)") {
            self.says("(continued)");
        } else if goes_on {
            // The word stands in the second column; what is left of the first comes before it.
            self.skip_continued(word.page);
        }
        self.bottom = (word.page, 0.0);
    }

    fn skip_continued(&mut self, page: usize) {
        let found = self.words.iter().skip(self.at).take_while(|word| word.page == page);
        let place = found.take(80).position(|word| word.text == "(continued)");
        if let Some(place) = place {
            self.words.remove(self.at + place);
        }
    }

    fn keeps_below(&mut self) {
        if let Some(word) = self.words.get(self.at.saturating_sub(1)) {
            self.bottom = (word.page, word.low);
        }
    }

    fn next_word(&mut self) -> Option<Word> {
        self.words.get(self.at).cloned()
    }

    fn peek(&self) -> Option<char> {
        let word = self.words.get(self.at)?;
        word.text.chars().nth(self.inside)
    }

    fn letter(&mut self) -> Option<char> {
        let word = self.words.get(self.at)?;
        let letter = word.text.chars().nth(self.inside);
        self.inside += 1;
        if self.inside >= word.text.chars().count() {
            (self.at, self.inside) = (self.at + 1, 0);
        }
        letter
    }

    /// The letter itself, or the box that stands for it.
    fn is(&mut self, wanted: char, got: Option<char>) -> bool {
        if got == Some(BOX) && wanted != BOX {
            self.boxes.insert(wanted);
            return true;
        }
        got == Some(wanted)
    }

    fn stop(&self, why: &str) -> ! {
        let from = self.at.saturating_sub(12);
        let mut near = String::new();
        for (at, word) in self.words.iter().enumerate().skip(from).take(30) {
            let mark = if at == self.at { "»" } else { "" };
            let _ = write!(near, "{mark}{} ", word.text);
        }
        let page = self.words.get(self.at).map_or(self.pages(), |word| word.page + 1);
        panic!("{}, page {page}: {why}\nThe paper says: … {near}…", self.name)
    }
}

/// Everything but white space.
fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|letter| !letter.is_whitespace())
}

/// A text as a paper must show it: composed; what steers made visible, what draws nothing left out.
pub fn shown(text: &str) -> String {
    let mut out = String::new();
    for letter in text.nfc() {
        match u32::from(letter) {
            0xAD | 0x200B..=0x200D | 0x2060..=0x2064 | 0xFEFF | 0xFE00..=0xFE0F | 0xE0000..=0xE01EF => {}
            0x61C | 0x200E | 0x200F | 0x202A..=0x202E | 0x2066..=0x206F => {
                let _ = write!(out, "‹U+{:04X}›", u32::from(letter));
            }
            0x0..=0x8 | 0xE..=0x1F | 0x7F..=0x84 | 0x86..=0x9F => {
                let _ = write!(out, "‹U+{:04X}›", u32::from(letter));
            }
            _ordinary => out.push(letter),
        }
    }
    out
}

/// A text in one line: its breaks are shown.
pub fn one_line(text: &str) -> String {
    text.trim()
        .replace("\r\n", "\n")
        .replace(['\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'], " ↵ ")
}

/// The first characters of a text, the last an ellipsis where something is left out.
pub fn cut(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let kept: String = text.chars().take(limit - 1).collect();
    format!("{}…", kept.trim_end())
}

/// The words of poppler's `-bbox` with their places, and the height of each page.
fn words(text: &str) -> (Vec<Word>, Vec<f64>) {
    let (mut words, mut heights) = (Vec::new(), Vec::new());
    for line in text.lines() {
        let line = line.trim();
        if line.starts_with("<page ") {
            heights.push(number(line, "height"));
        } else if line.starts_with("<word ") {
            let inner = line.split_once('>').and_then(|(_, rest)| rest.strip_suffix("</word>"));
            let plain = plain(inner.expect("a word on one line"));
            if letters(&plain).next().is_none() {
                continue;
            }
            let page = heights.len() - 1;
            words.push(Word {
                page,
                x: number(line, "xMin"),
                y: number(line, "yMin"),
                low: number(line, "yMax"),
                text: plain.nfc().filter(|letter| !letter.is_whitespace()).collect(),
            });
        }
    }
    (words, heights)
}

fn number(line: &str, name: &str) -> f64 {
    let from = line.split_once(&format!("{name}=\"")).map_or("", |(_, rest)| rest);
    from.split('"').next().and_then(|digits| digits.parse().ok()).expect("a number")
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_with_their_places() {
        let text = "<page width=\"841.8\" height=\"595.2\">\n<word xMin=\"42.5\" yMin=\"38.1\" xMax=\"80.3\" yMax=\"61.2\">a&amp;lt;b</word>\n";
        let (words, heights) = words(text);
        assert_eq!((words.len(), heights), (1, vec![595.2]));
        assert_eq!((words[0].text.as_str(), words[0].x, words[0].low), ("a&lt;b", 42.5, 61.2));
    }

    #[test]
    fn what_steers_is_expected_to_be_shown() {
        assert_eq!(shown("a\u{202E}b\u{200D}c e\u{301}\u{7}"), "a‹U+202E›bc é‹U+0007›");
        assert_eq!(one_line(" a\r\nb "), "a ↵ b");
        assert_eq!(cut("a word and then more", 8), "a word…");
    }
}
