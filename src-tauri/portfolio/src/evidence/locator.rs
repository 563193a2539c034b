//! The place in an item of evidence, as a person types it: a page, a paragraph, a slide, cells, a time, an area of a
//! picture, or the whole item; and, after it, the words that stand there or a one-line note.
//!
//! Pure. It never refuses what a person typed: what it cannot read stays as their own words. It refuses to
//! know whether the item has such a place.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::evidence::name::is_treacherous;

/// How much of what a person typed is kept, in characters.
pub const LONGEST: usize = 200;

/// A place in an item of evidence. Its words are what is shown, printed and signed.
///
/// On the wire: `{"kind": "page", "text": "p. 2–3", "spans": [[2, 3]]}`, with `words` where some were given:
/// `p. 2: “checked the float”`. Where text and numbers disagree the text stands, since that is what people saw, and
/// the place becomes plain words. Where the item has several files, `part` says which: `part 4, p. 2`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Wire", into = "Wire")]
pub struct Place {
    part: Option<u32>,
    text: String,
    reading: Reading,
    words: Option<String>,
}

/// What a place says, where the program could read it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Reading {
    /// Pages, first and last of each run, counted from 1.
    Page(Vec<(u32, u32)>),
    /// Paragraphs as they are numbered in the text (`7`, `3.2`), first and last of each run.
    Paragraph(Vec<(String, String)>),
    /// Slides, first and last of each run, counted from 1.
    Slide(Vec<(u32, u32)>),
    /// Cells of a sheet: its name and `A1`, `A1:C9`, `A:C` or `1:9`.
    Sheet {
        /// The sheet's name.
        sheet: String,
        /// The cells; `None` for the whole sheet.
        range: Option<String>,
    },
    /// A moment or a stretch of a recording, in seconds from its beginning.
    Time {
        /// The beginning.
        from: u32,
        /// The end; the same as the beginning for a moment.
        to: u32,
    },
    /// An area of a picture, in whole per cent of its width and height, counted from the top left corner as a person
    /// sees it: (from, to) across, (from, to) down.
    Area {
        /// From the left edge.
        across: (u32, u32),
        /// From the top edge.
        down: (u32, u32),
    },
    /// The whole item, as a deliberate choice.
    Whole,
    /// A person's own words.
    Other,
}

impl Place {
    /// The place that `typed` names; `None` when nothing was typed.
    pub fn parse(typed: &str) -> Option<Self> {
        let words = tidy(typed);
        if words.is_empty() {
            return None;
        }
        let (part, words) = match part_of(&words) {
            Some((part, "")) => return Some(Self::of(Some(part), Reading::Whole)),
            Some((part, rest)) => (Some(part), rest),
            None => (None, words.as_str()),
        };
        if let Some(reading) = read(words) {
            return Some(Self::of(part, reading));
        }
        for (colon, _) in words.match_indices(": ") {
            if let Some(reading) = read(&words[..colon]) {
                return Some(Self::with_words(part, reading, &words[colon + 2..]));
            }
        }
        let text = part.map_or_else(|| words.to_owned(), |part| tidy(&format!("part {part}, {words}")));
        Some(Self { part, text, reading: Reading::Other, words: None })
    }

    fn of(part: Option<u32>, reading: Reading) -> Self {
        let text = match (part, &reading) {
            (None, reading) => reading.to_string(),
            (Some(part), Reading::Whole) => format!("part {part}"),
            (Some(part), reading) => format!("part {part}, {reading}"),
        };
        Self { part, text, reading, words: None }
    }

    /// A place and what stands there; kept so short that its text is one that can be typed.
    fn with_words(part: Option<u32>, reading: Reading, said: &str) -> Self {
        let place = Self::of(part, reading);
        let head = &place.text;
        let room = LONGEST.saturating_sub(head.chars().count() + 2);
        let said: String = said.chars().take(room).collect();
        let said = said.trim_end();
        if said.is_empty() {
            return place;
        }
        Self { text: format!("{head}: {said}"), words: Some(said.to_owned()), ..place }
    }

    /// The same in an item of so many files: a part that it does not have is a person's own words.
    #[must_use]
    pub fn within(self, files: usize) -> Self {
        let has = |part: u32| files > 1 && usize::try_from(part).is_ok_and(|part| part <= files);
        if self.part.is_none_or(has) {
            return self;
        }
        Self { part: None, text: self.text, reading: Reading::Other, words: None }
    }

    /// The words for a place in the file at this position, from 0, of an item of so many files: of several they say which.
    #[must_use]
    pub fn words_in(part: usize, files: usize, place: Option<&str>) -> Option<String> {
        match (files, place) {
            (0 | 1, place) => place.map(str::to_owned),
            (_several, Some(place)) => Some(format!("part {}, {place}", part + 1)),
            (_several, None) => Some(format!("part {}", part + 1)),
        }
    }

    /// Which file of the item, counted from 1; none where that is not said.
    #[must_use]
    pub const fn part(&self) -> Option<u32> {
        self.part
    }

    /// The whole item.
    pub fn whole() -> Self {
        Self::of(None, Reading::Whole)
    }

    /// One page, counted from 1: what the preview offers while mapping.
    pub fn page(number: u32) -> Self {
        Self::of(None, Reading::Page(vec![(number, number)]))
    }

    /// The words for it: `p. 2–3`, `00:04:12–00:05:00`, `whole item`.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What the program could read in them.
    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// What stands after the place: words of the file between “ ”, or a note on it.
    pub fn words(&self) -> Option<&str> {
        self.words.as_deref()
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The canonical words; for [`Reading::Other`] there are none but a person's own.
impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page(spans) => write!(f, "p. {}", runs(spans)),
            Self::Paragraph(spans) => write!(f, "para {}", runs(spans)),
            Self::Slide(spans) => {
                let many = !matches!(spans.as_slice(), [(first, last)] if first == last);
                write!(f, "slide{} {}", if many { "s" } else { "" }, runs(spans))
            }
            Self::Sheet { sheet, range: Some(range) } if sheet.contains(' ') => {
                write!(f, "'{sheet}'!{range}")
            }
            Self::Sheet { sheet, range: Some(range) } => write!(f, "{sheet}!{range}"),
            Self::Sheet { sheet, range: None } => write!(f, "sheet {sheet}"),
            Self::Time { from, to } if from == to => f.write_str(&clock(*from)),
            Self::Time { from, to } => write!(f, "{}–{}", clock(*from), clock(*to)),
            Self::Area { across, down } => {
                write!(f, "area {}–{}% across, {}–{}% down", across.0, across.1, down.0, down.1)
            }
            Self::Whole => f.write_str("whole item"),
            Self::Other => Ok(()),
        }
    }
}

fn runs<T: fmt::Display + PartialEq>(spans: &[(T, T)]) -> String {
    let one = |(first, last): &(T, T)| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    spans.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn clock(seconds: u32) -> String {
    format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// One line, single spaces, nothing that hides or turns the reading direction, not endless.
fn tidy(typed: &str) -> String {
    let visible: String = typed
        .chars()
        .filter(|c| c.is_whitespace() || c.is_control() || !is_treacherous(*c))
        .map(|c| if c.is_whitespace() || c.is_control() { ' ' } else { c })
        .collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(LONGEST).collect::<String>().trim_end().to_owned()
}

/// `part 4, p. 2`, `Part 4`: which file of the item, and what is said of the place in it.
fn part_of(words: &str) -> Option<(u32, &str)> {
    let rest = after(words, &["part"])?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = rest.split_at(digits);
    let part = number.parse().ok().filter(|part| *part > 0 && digits <= 4)?;
    let rest = if rest.is_empty() { rest } else { rest.trim_start().strip_prefix(',')? };
    Some((part, rest.trim()))
}

fn read(words: &str) -> Option<Reading> {
    [whole, pages, paragraphs, slides, time, area, cells].iter().find_map(|read| read(words))
}

fn whole(words: &str) -> Option<Reading> {
    let known =
        ["whole item", "whole", "whole document", "whole file", "whole recording", "entire item", "all"];
    known.contains(&&*words.to_lowercase()).then_some(Reading::Whole)
}

fn pages(words: &str) -> Option<Reading> {
    let rest = after(words, &["pages", "page", "pgs.", "pgs", "pg.", "pg", "pp.", "pp", "p.", "p"])?;
    numbers(rest).map(Reading::Page)
}

fn slides(words: &str) -> Option<Reading> {
    let rest = after(words, &["slides", "slide"])?;
    numbers(rest).map(Reading::Slide)
}

fn paragraphs(words: &str) -> Option<Reading> {
    let marks = ["paragraphs", "paragraph", "paras.", "paras", "para.", "para", "¶¶", "¶", "#"];
    spans(after(words, &marks)?, section).map(Reading::Paragraph)
}

/// `4:12`, `00:04:12-00:05:00`, `at 4:12`.
fn time(words: &str) -> Option<Reading> {
    let lower = words.to_lowercase();
    let rest = lower.strip_prefix("at ").unwrap_or(&lower);
    match spans(rest, seconds)?.as_slice() {
        [(from, to)] if from <= to => Some(Reading::Time { from: *from, to: *to }),
        _ => None,
    }
}

/// `area 10–50% across, 20–40% down`: not empty, and inside the picture.
fn area(words: &str) -> Option<Reading> {
    let plain = words.to_lowercase().replace(['%', ' '], "");
    let (across, down) = plain.strip_prefix("area")?.split_once(',')?;
    let run = |text: &str| match *numbers_from_0(text)?.as_slice() {
        [(from, to)] if from < to && to <= 100 => Some((from, to)),
        _ => None,
    };
    Some(Reading::Area {
        across: run(across.strip_suffix("across")?)?,
        down: run(down.strip_suffix("down")?)?,
    })
}

/// `Sheet1!A1:C9`, `'My sheet'!A1`, `sheet Budget`.
fn cells(words: &str) -> Option<Reading> {
    let Some((sheet, range)) = words.rsplit_once('!') else {
        let name = after(words, &["worksheet ", "sheet "])?;
        return Some(Reading::Sheet { sheet: name.to_owned(), range: None });
    };
    let sheet = sheet.trim().trim_matches('\'').trim();
    let range = range.trim().replace('$', "").to_uppercase();
    (!sheet.is_empty() && is_range(&range))
        .then(|| Reading::Sheet { sheet: sheet.to_owned(), range: Some(range) })
}

fn is_range(range: &str) -> bool {
    let corner = |text: &str| {
        let digits = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
        let columns = text.len() - digits.len();
        let plain = columns <= 3 && digits.len() <= 7 && digits.bytes().all(|c| c.is_ascii_digit());
        (plain && !text.is_empty()).then_some((columns > 0, !digits.is_empty()))
    };
    match range.split_once(':') {
        Some((a, b)) => corner(a).is_some() && corner(a) == corner(b),
        None => corner(range) == Some((true, true)),
    }
}

/// What follows one of `marks`, which must not run on into a longer word.
fn after<'a>(words: &'a str, marks: &[&str]) -> Option<&'a str> {
    marks.iter().find_map(|mark| {
        let head = words.get(..mark.len()).filter(|head| head.to_lowercase() == *mark)?;
        let rest = words[head.len()..].trim_start();
        let starts = rest.starts_with(|c: char| c.is_ascii_digit()) || mark.ends_with(' ');
        (starts && !rest.is_empty()).then_some(rest)
    })
}

fn numbers(rest: &str) -> Option<Vec<(u32, u32)>> {
    let spans = spans(rest, |text| text.parse().ok().filter(|number| *number > 0))?;
    spans.iter().all(|(first, last)| first <= last).then_some(spans)
}

fn numbers_from_0(rest: &str) -> Option<Vec<(u32, u32)>> {
    spans(rest, |text| text.parse().ok())
}

/// Runs parted by commas or "and", each of one or two parts; `None` when any part cannot be read.
fn spans<T: Clone>(rest: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<(T, T)>> {
    let rest = rest.to_lowercase().replace(" and ", ",").replace(" to ", "-");
    let run = |run: &str| {
        let mut ends = run.split(['-', '–', '—', '\u{2011}', '\u{2212}']).map(|end| read(end.trim()));
        let first = ends.next()??;
        let last = ends.next().unwrap_or_else(|| Some(first.clone()))?;
        ends.next().is_none().then_some((first, last))
    };
    rest.split([',', '&', ';']).map(run).collect()
}

/// `7`, `3.2`, `3.2.1`.
fn section(text: &str) -> Option<String> {
    let digits = |part: &str| (1..=4).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_digit());
    let parts = text.split('.').count();
    (parts <= 6 && text.split('.').all(digits)).then(|| text.to_owned())
}

/// `m:ss` or `h:mm:ss`, in seconds.
fn seconds(text: &str) -> Option<u32> {
    let digits = |part: &str, most: u32| {
        let plain = (1..=3).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_digit());
        part.parse::<u32>().ok().filter(|number| plain && *number <= most)
    };
    match text.split(':').collect::<Vec<_>>().as_slice() {
        [m, s] if s.len() == 2 => Some(digits(m, 999)? * 60 + digits(s, 59)?),
        [h, m, s] if m.len() == 2 && s.len() == 2 => {
            Some(digits(h, 99)? * 3600 + digits(m, 59)? * 60 + digits(s, 59)?)
        }
        _ => None,
    }
}

/// The wire form: the kind, the text, the numbers that belong to the kind, and the words after it.
#[derive(Serialize, Deserialize)]
struct Wire {
    #[serde(flatten)]
    kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    part: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Kind {
    Page {
        text: String,
        spans: Vec<(u32, u32)>,
    },
    Paragraph {
        text: String,
        spans: Vec<(String, String)>,
    },
    Slide {
        text: String,
        spans: Vec<(u32, u32)>,
    },
    Sheet {
        text: String,
        sheet: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        range: Option<String>,
    },
    Time {
        text: String,
        from: u32,
        to: u32,
    },
    Area {
        text: String,
        across: (u32, u32),
        down: (u32, u32),
    },
    Whole {
        text: String,
    },
    Other {
        text: String,
    },
}

impl From<Place> for Wire {
    fn from(Place { part, text, reading, words }: Place) -> Self {
        let kind = match reading {
            Reading::Page(spans) => Kind::Page { text, spans },
            Reading::Paragraph(spans) => Kind::Paragraph { text, spans },
            Reading::Slide(spans) => Kind::Slide { text, spans },
            Reading::Sheet { sheet, range } => Kind::Sheet { text, sheet, range },
            Reading::Time { from, to } => Kind::Time { text, from, to },
            Reading::Area { across, down } => Kind::Area { text, across, down },
            Reading::Whole => Kind::Whole { text },
            Reading::Other => Kind::Other { text },
        };
        Self { kind, part, words }
    }
}

impl From<Wire> for Place {
    fn from(Wire { kind, part, words }: Wire) -> Self {
        let (text, reading) = match kind {
            Kind::Page { text, spans } => (text, Reading::Page(spans)),
            Kind::Paragraph { text, spans } => (text, Reading::Paragraph(spans)),
            Kind::Slide { text, spans } => (text, Reading::Slide(spans)),
            Kind::Sheet { text, sheet, range } => (text, Reading::Sheet { sheet, range }),
            Kind::Time { text, from, to } => (text, Reading::Time { from, to }),
            Kind::Area { text, across, down } => (text, Reading::Area { across, down }),
            Kind::Whole { text } => (text, Reading::Whole),
            Kind::Other { text } => (text, Reading::Other),
        };
        // What the numbers say must be what the text says, and be something that could have been typed.
        match Self::parse(&text) {
            Some(place)
                if place.text == text
                    && place.part == part
                    && place.reading == reading
                    && place.words == words =>
            {
                place
            }
            _ => Self { part: None, text: tidy(&text), reading: Reading::Other, words: None },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(place: &Place) -> String {
        let wire = serde_json::to_value(place).unwrap();
        wire["kind"].as_str().unwrap().to_owned()
    }

    #[test]
    fn places_are_read_as_assessors_type_them() {
        for (typed, want_kind, want) in [
            ("p. 2-3", "page", "p. 2–3"),
            ("pp 2–3", "page", "p. 2–3"),
            ("p2", "page", "p. 2"),
            ("page 4", "page", "p. 4"),
            ("Pages 4 to 6", "page", "p. 4–6"),
            ("pp. 1, 3-4 and 9", "page", "p. 1, 3–4, 9"),
            ("P.7 & 8", "page", "p. 7, 8"),
            ("  page\t 4\n", "page", "p. 4"),
            ("para 7", "paragraph", "para 7"),
            ("paragraphs 3.2-3.4", "paragraph", "para 3.2–3.4"),
            ("#3.2", "paragraph", "para 3.2"),
            ("¶ 4", "paragraph", "para 4"),
            ("slide 5", "slide", "slide 5"),
            ("Slides 5-7", "slide", "slides 5–7"),
            ("Sheet1!A1:C9", "sheet", "Sheet1!A1:C9"),
            ("Sheet1!$a$1:$c$9", "sheet", "Sheet1!A1:C9"),
            ("'My sheet'!B2", "sheet", "'My sheet'!B2"),
            ("Costs!A:C", "sheet", "Costs!A:C"),
            ("sheet Budget", "sheet", "sheet Budget"),
            ("00:04:12-00:05:00", "time", "00:04:12–00:05:00"),
            ("4:12", "time", "00:04:12"),
            ("at 4:12 to 5:00", "time", "00:04:12–00:05:00"),
            ("75:10", "time", "01:15:10"),
            ("1:02:03", "time", "01:02:03"),
            ("whole item", "whole", "whole item"),
            ("WHOLE", "whole", "whole item"),
            ("Area 10-52% across, 20–40 % down", "area", "area 10–52% across, 20–40% down"),
            ("area 0-100 across, 0-5 down", "area", "area 0–100% across, 0–5% down"),
            ("area 52-10% across, 20-40% down", "other", "area 52-10% across, 20-40% down"),
            ("area 10-101% across, 20-40% down", "other", "area 10-101% across, 20-40% down"),
            ("area 10-52% across", "other", "area 10-52% across"),
            ("the photo on the left", "other", "the photo on the left"),
            ("3", "other", "3"),
            ("page 0", "other", "page 0"),
            ("p. 5-3", "other", "p. 5-3"),
            ("p. 2-3-4", "other", "p. 2-3-4"),
            ("page 4, para 2", "other", "page 4, para 2"),
            ("page 4294967296", "other", "page 4294967296"),
            ("print 3", "other", "print 3"),
            ("parade 7", "other", "parade 7"),
            ("slide", "other", "slide"),
            ("5:00-4:00", "other", "5:00-4:00"),
            ("4:60", "other", "4:60"),
            ("Hello!", "other", "Hello!"),
            ("Sheet1!hello", "other", "Sheet1!hello"),
            ("p\u{e9}. 3", "other", "p\u{e9}. 3"),
            ("top\u{202e}left\u{0}x", "other", "topleft x"),
        ] {
            let place = Place::parse(typed).unwrap();
            assert_eq!((kind(&place).as_str(), place.text()), (want_kind, want), "{typed:?}");
            assert_eq!(Place::parse(place.text()).unwrap(), place, "what is shown reads back the same");
            let wire = serde_json::to_string(&place).unwrap();
            assert_eq!(serde_json::from_str::<Place>(&wire).unwrap(), place, "{wire}");
        }
    }

    #[test]
    fn words_may_follow_a_place() {
        for (typed, want_kind, want) in [
            ("p 3: “I checked the float”", "page", "p. 3: “I checked the float”"),
            ("page 4: table 2", "page", "p. 4: table 2"),
            ("4:12-5:00: offers the form: twice", "time", "00:04:12–00:05:00: offers the form: twice"),
            ("costs!a1: total", "sheet", "costs!A1: total"),
            ("para 2: p. 3", "paragraph", "para 2: p. 3"),
            ("sheet a: b", "sheet", "sheet a: b"),
            ("p. 3:", "other", "p. 3:"),
            ("in short: p. 3", "other", "in short: p. 3"),
        ] {
            let place = Place::parse(typed).unwrap();
            assert_eq!((kind(&place).as_str(), place.text()), (want_kind, want), "{typed:?}");
            assert_eq!(Place::parse(place.text()).unwrap(), place, "what is shown reads back the same");
            let wire = serde_json::to_string(&place).unwrap();
            assert_eq!(serde_json::from_str::<Place>(&wire).unwrap(), place, "{wire}");
        }
        assert_eq!(Place::parse("p 3: “I checked”").unwrap().words(), Some("“I checked”"));
        assert_eq!(Place::parse("p 3").unwrap().words(), None);
    }

    #[test]
    fn a_place_may_be_in_one_file_of_several() {
        for (typed, want_kind, want, part) in [
            ("part 4, p. 2-3", "page", "part 4, p. 2–3", Some(4)),
            ("Part 4,page 2: “seen”", "page", "part 4, p. 2: “seen”", Some(4)),
            ("part 12", "whole", "part 12", Some(12)),
            ("part 2, whole item", "whole", "part 2", Some(2)),
            ("part 2,", "whole", "part 2", Some(2)),
            ("part 2, top left", "other", "part 2, top left", Some(2)),
            ("part 2, part 3", "other", "part 2, part 3", Some(2)),
            ("part 0, p. 2", "other", "part 0, p. 2", None),
            ("part 4 of 6", "other", "part 4 of 6", None),
            ("part B, p. 2", "other", "part B, p. 2", None),
            ("part 4: seen", "other", "part 4: seen", None),
            ("part 12345, p. 2", "other", "part 12345, p. 2", None),
            ("partly 4, p. 2", "other", "partly 4, p. 2", None),
        ] {
            let place = Place::parse(typed).unwrap();
            assert_eq!(
                (kind(&place).as_str(), place.text(), place.part()),
                (want_kind, want, part),
                "{typed:?}"
            );
            assert_eq!(Place::parse(place.text()).unwrap(), place, "what is shown reads back the same");
            let wire = serde_json::to_string(&place).unwrap();
            assert_eq!(serde_json::from_str::<Place>(&wire).unwrap(), place, "{wire}");
            let alone = place.clone().within(1);
            assert_eq!((alone.text(), alone.part()), (want, None), "an item of one file has no parts");
            let wire = serde_json::to_string(&alone).unwrap();
            assert_eq!(serde_json::from_str::<Place>(&wire).unwrap(), alone, "{wire}");
            assert!(!wire.contains("\"part\":"), "{wire}");
            assert_eq!(place.clone().within(12), place);
        }
        let place = Place::parse("part 4, p. 2").unwrap();
        let wire = r#"{"kind":"page","text":"part 4, p. 2","spans":[[2,2]],"part":4}"#;
        assert_eq!(serde_json::to_string(&place).unwrap(), wire);
        assert_eq!(place.within(3).reading(), &Reading::Other, "a part that the item does not have");
        let kept = r#"{"kind":"other","text":"part 4, p. 2"}"#;
        let old: Place = serde_json::from_str(kept).unwrap();
        assert_eq!((old.reading(), old.part()), (&Reading::Other, None), "as it was recorded");
        assert_eq!(serde_json::to_string(&old).unwrap(), kept);
        let long = Place::parse(&format!("part 3, {}", "é".repeat(5000))).unwrap();
        assert!(long.text().chars().count() <= LONGEST);
        assert_eq!(Place::parse(long.text()).unwrap(), long);
    }

    #[test]
    fn nothing_typed_is_no_place() {
        for typed in ["", "  ", "\n\t", "\u{200b}"] {
            assert_eq!(Place::parse(typed), None);
        }
        assert_eq!(Place::parse(&"é".repeat(5000)).unwrap().text().chars().count(), LONGEST);
        let long = Place::parse(&format!("page 3: {}", "é".repeat(5000))).unwrap();
        assert_eq!((kind(&long).as_str(), long.text().chars().count() <= LONGEST), ("page", true));
        assert_eq!(Place::parse(long.text()).unwrap(), long);
    }

    #[test]
    fn the_wire_form_carries_words_and_numbers() {
        for (typed, want) in [
            ("p. 2-3", r#"{"kind":"page","text":"p. 2–3","spans":[[2,3]]}"#),
            ("para 3.2", r#"{"kind":"paragraph","text":"para 3.2","spans":[["3.2","3.2"]]}"#),
            ("slide 5", r#"{"kind":"slide","text":"slide 5","spans":[[5,5]]}"#),
            ("S!A1", r#"{"kind":"sheet","text":"S!A1","sheet":"S","range":"A1"}"#),
            ("sheet S", r#"{"kind":"sheet","text":"sheet S","sheet":"S"}"#),
            ("4:12", r#"{"kind":"time","text":"00:04:12","from":252,"to":252}"#),
            ("whole", r#"{"kind":"whole","text":"whole item"}"#),
            ("left", r#"{"kind":"other","text":"left"}"#),
            (
                "area 1-2% across, 3-4% down",
                r#"{"kind":"area","text":"area 1–2% across, 3–4% down","across":[1,2],"down":[3,4]}"#,
            ),
            ("p. 2: seen", r#"{"kind":"page","text":"p. 2: seen","spans":[[2,2]],"words":"seen"}"#),
        ] {
            assert_eq!(serde_json::to_string(&Place::parse(typed).unwrap()).unwrap(), want);
        }
        assert_eq!(Place::parse("p 3").unwrap(), Place::page(3));
        assert_eq!(Place::parse("all").unwrap(), Place::whole());
    }

    #[test]
    fn where_words_and_numbers_disagree_the_words_stand() {
        for wire in [
            r#"{"kind":"page","text":"p. 2","spans":[[9,9]]}"#,
            r#"{"kind":"page","text":"p. 2","spans":[]}"#,
            r#"{"kind":"whole","text":"p. 2"}"#,
            r#"{"kind":"page","text":"p. 2","spans":[[2,2]],"words":"seen"}"#,
            r#"{"kind":"other","text":"p. 2"}"#,
        ] {
            let place: Place = serde_json::from_str(wire).unwrap();
            assert_eq!((place.text(), place.reading()), ("p. 2", &Reading::Other), "{wire}");
        }
    }
}
