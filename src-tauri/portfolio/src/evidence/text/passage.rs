//! What is read out of a file of evidence: passages, each with its place in the words that an assessor would type, or the
//! reason why there are none. Pure; refuses to know formats, learners and where texts are kept.

use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::evidence::locator::Place;

/// Most characters of one passage; a longer one is parted.
pub const LONGEST: usize = 4_000;
/// Most bytes of text that are kept of one file. What is beyond is left out, and that is said.
pub const MOST_OF_A_FILE: usize = 8 << 20;

/// A paragraph, a heading, an item of a list or a row, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Passage {
    /// What it is.
    pub shape: Shape,
    /// Where it stands: page, paragraph, slide, cells; none where the file has no such places.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Its words on one line, white space made single.
    pub text: String,
}

/// What a passage is in the file that it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Shape {
    /// A heading.
    Heading,
    /// A paragraph, or a line of plain text.
    Paragraph,
    /// An item of a list, its marker first.
    Item,
    /// A row of a table or sheet; cells parted by " | ".
    Row,
}

impl Shape {
    /// The letter under which it is kept.
    const fn letter(self) -> char {
        match self {
            Self::Heading => 'h',
            Self::Paragraph => 'p',
            Self::Item => 'i',
            Self::Row => 'r',
        }
    }

    fn of(letter: &str) -> Self {
        match letter {
            "h" => Self::Heading,
            "i" => Self::Item,
            "r" => Self::Row,
            _paragraph => Self::Paragraph,
        }
    }
}

/// The text of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Text {
    /// Kind of file in words, as its bytes tell it: "PDF", "Word document".
    pub kind: String,
    /// Passages in reading order; never none.
    pub passages: Vec<Passage>,
    /// What could not be read or had to be guessed, in words for a person.
    pub notes: Vec<String>,
}

/// Why a file has no text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NoText {
    /// Sort of reason.
    pub why: Why,
    /// In words: what, and the way out.
    pub reason: String,
}

/// Sorts of reason why a file has no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Why {
    /// A picture or a recording: there is nothing to read.
    Media,
    /// It could hold text and none was found: a scan, or an empty file.
    Empty,
    /// It asks for a password.
    Locked,
    /// It is larger than what is read.
    TooLarge,
    /// It is damaged, or defeats the reader.
    Damaged,
    /// A kind of file that is not read: open it in its program.
    Unknown,
}

impl Why {
    /// Every sort.
    pub const ALL: [Self; 6] =
        [Self::Media, Self::Empty, Self::Locked, Self::TooLarge, Self::Damaged, Self::Unknown];

    /// Its name, as it is stored and sent.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Media => "media",
            Self::Empty => "empty",
            Self::Locked => "locked",
            Self::TooLarge => "tooLarge",
            Self::Damaged => "damaged",
            Self::Unknown => "unknown",
        }
    }
}

impl NoText {
    /// A reason in words.
    pub fn new(why: Why, reason: impl Into<String>) -> Self {
        Self { why, reason: reason.into() }
    }
}

impl fmt::Display for NoText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

/// What reading a file gives.
pub type Outcome = Result<Text, NoText>;

/// Passages being gathered, within the limits.
#[derive(Debug, Default)]
pub struct Gathered {
    passages: Vec<Passage>,
    notes: Vec<String>,
    bytes: usize,
    full: bool,
}

impl Gathered {
    /// Takes a passage; white space is made single, what hides or turns the reading direction stays: it is text.
    /// Nothing where there are no words.
    pub fn put(&mut self, shape: Shape, place: Option<&Place>, text: &str) {
        let text = line(text);
        let mut rest = text.as_str();
        while !rest.is_empty() && !self.full {
            let (head, tail) = cut(rest);
            rest = tail;
            if self.bytes + head.len() > MOST_OF_A_FILE {
                self.full = true;
                self.note(format!("only the first {} MB of its text were read", MOST_OF_A_FILE >> 20));
            } else if !head.is_empty() {
                self.bytes += head.len();
                self.passages.push(Passage { shape, place: place.cloned(), text: head.to_owned() });
            }
        }
    }

    /// A note for a person; said once.
    pub fn note(&mut self, words: impl Into<String>) {
        let words = words.into();
        if self.notes.len() < 50 && !self.notes.contains(&words) {
            self.notes.push(words);
        }
    }

    /// Whether no more is taken.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.full
    }

    /// How many passages there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.passages.len()
    }

    /// Takes over what was gathered elsewhere; `place` makes each place one of this file.
    pub fn take(&mut self, other: Text, place: impl Fn(Option<&Place>) -> Option<Place>) {
        other.notes.into_iter().for_each(|note| self.note(note));
        for passage in other.passages {
            self.put(passage.shape, place(passage.place.as_ref()).as_ref(), &passage.text);
        }
    }

    /// The text, or that there is none.
    pub fn done(self, kind: &str) -> Outcome {
        if self.passages.is_empty() {
            let mut reason = format!("no text was found in this {kind}");
            for note in &self.notes {
                reason.push_str(": ");
                reason.push_str(note);
            }
            return Err(NoText::new(Why::Empty, reason));
        }
        Ok(Text { kind: kind.to_owned(), passages: self.passages, notes: self.notes })
    }
}

/// One line: white space and control characters made single spaces.
fn line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// At most [`LONGEST`] characters, parted at a space where there is one.
fn cut(text: &str) -> (&str, &str) {
    let Some((end, _)) = text.char_indices().nth(LONGEST) else { return (text, "") };
    let at = text[..end].rfind(' ').filter(|at| *at > end / 2).unwrap_or(end);
    (&text[..at], text[at..].trim_start())
}

/// The passages as they are kept: a line each, of shape, place and words parted by tabs.
#[must_use]
pub fn written(passages: &[Passage]) -> String {
    let mut out = String::new();
    for passage in passages {
        out.push(passage.shape.letter());
        out.push('\t');
        out.push_str(passage.place.as_ref().map_or("", Place::text));
        out.push('\t');
        out.push_str(&passage.text);
        out.push('\n');
    }
    out
}

/// A kept line: shape, place and words as they stand, not yet parsed.
#[must_use]
pub fn parts(line: &str) -> (Shape, &str, &str) {
    let mut parts = line.splitn(3, '\t');
    let shape = Shape::of(parts.next().unwrap_or_default());
    (shape, parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
}

/// The passages of what was kept.
#[must_use]
pub fn parsed(kept: &str) -> Vec<Passage> {
    let passage = |line: &str| {
        let (shape, place, text) = parts(line);
        Passage { shape, place: Place::parse(place), text: text.to_owned() }
    };
    kept.lines().map(passage).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_reads_back_the_same() {
        let mut gathered = Gathered::default();
        let places = ["p. 3", "para 12", "slide 4", "'My sheet'!A1:C1", "p. 2 of attachment \"x\""];
        for (shape, typed) in [Shape::Heading, Shape::Paragraph, Shape::Item, Shape::Row, Shape::Paragraph]
            .into_iter()
            .zip(places)
        {
            gathered.put(shape, Place::parse(typed).as_ref(), " two\twords\nand\u{0}more ");
        }
        gathered.put(Shape::Paragraph, None, "no place");
        let text = gathered.done("text").unwrap();
        assert_eq!(text.passages[0].text, "two words and more");
        assert_eq!(parsed(&written(&text.passages)), text.passages);
    }

    #[test]
    fn a_passage_has_a_longest_length_and_a_file_a_most() {
        let mut gathered = Gathered::default();
        gathered.put(Shape::Paragraph, None, &"word ".repeat(2000));
        let text = gathered.done("text").unwrap();
        assert!(text.passages.len() > 1 && text.passages.iter().all(|p| p.text.chars().count() <= LONGEST));
        assert_eq!(text.passages.iter().map(|p| p.text.split(' ').count()).sum::<usize>(), 2000);
        let mut gathered = Gathered::default();
        (0..3000).for_each(|_| gathered.put(Shape::Paragraph, None, &"é".repeat(LONGEST)));
        let text = gathered.done("text").unwrap();
        assert!(text.passages.iter().map(|p| p.text.len()).sum::<usize>() <= MOST_OF_A_FILE);
        assert_eq!(text.notes, ["only the first 8 MB of its text were read"]);
    }

    #[test]
    fn nothing_read_is_a_reason() {
        let mut gathered = Gathered::default();
        gathered.put(Shape::Paragraph, None, " \n ");
        gathered.note("2 pages hold no text: scans or pictures");
        let none = gathered.done("PDF").unwrap_err();
        assert_eq!(
            (none.why, none.reason.as_str()),
            (Why::Empty, "no text was found in this PDF: 2 pages hold no text: scans or pictures")
        );
    }

    #[test]
    fn every_reason_has_a_name_of_its_own() {
        for why in Why::ALL {
            assert_eq!(serde_json::to_value(why).unwrap(), why.name());
        }
    }
}
