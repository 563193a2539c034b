//! The passage of a text that answers a query best, and the part of it that is shown, hits marked. Which spellings a word of
//! the query stands for is asked of the index itself, so that what is marked is what was found. Pure; refuses to know
//! where texts are kept.

use std::collections::{BTreeSet, HashMap};

use super::passage::{Shape, parts};
use super::query::{Query, fold, words};

/// Bytes of a passage that are shown.
const SHOWN: usize = 240;
/// Bytes before the first hit that are shown.
const BEFORE: usize = 60;
/// Hits of one passage that are looked at.
const MOST_HITS: usize = 200;

/// A piece of what is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Words as they stand.
    pub text: String,
    /// Whether the query asks for them.
    pub hit: bool,
}

/// The passage found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its position in the text, from 0.
    pub passage: usize,
    /// Its place in words; empty where it has none.
    pub place: String,
    /// What is shown of it.
    pub pieces: Vec<Piece>,
    /// Further passages with hits.
    pub more: usize,
}

/// Which spellings each word of the query's wanted terms stands for.
#[derive(Debug, Default)]
pub struct Spellings {
    /// Spelling → words of the query, as (term, position in the term).
    of: HashMap<String, Vec<(usize, usize)>>,
    /// Length of each term.
    lengths: Vec<usize>,
}

impl Spellings {
    /// Of a query; `alike` tells which of the spellings the index takes for a word of the query (with whether it is a
    /// beginning).
    pub fn new<E>(
        query: &Query,
        spellings: &BTreeSet<String>,
        mut alike: impl FnMut(&str, bool) -> Result<Vec<String>, E>,
    ) -> Result<Self, E> {
        let mut made =
            Self { of: HashMap::new(), lengths: query.wanted.iter().map(|t| t.words.len()).collect() };
        if spellings.is_empty() {
            return Ok(made);
        }
        for (term, wanted) in query.wanted.iter().enumerate() {
            for (at, word) in wanted.words.iter().enumerate() {
                let begins = wanted.begins && at + 1 == wanted.words.len();
                for spelling in alike(word, begins)? {
                    made.of.entry(spelling).or_default().push((term, at));
                }
            }
        }
        Ok(made)
    }
}

/// Adds to `found` the spellings in a text that may be forms of a word of the query: they begin with the same letters.
pub fn candidates(kept: &str, query: &Query, found: &mut BTreeSet<String>) {
    let heads: BTreeSet<String> =
        query.wanted.iter().flat_map(|term| &term.words).map(|word| head(word)).collect();
    for line in kept.lines() {
        let (_, _, text) = parts(line);
        for (from, to) in words(text) {
            let word = &text[from..to];
            // Nearly all words are told apart by their first letter, without being folded.
            let first = word.as_bytes()[0].to_ascii_lowercase();
            if word.is_ascii() && !heads.iter().any(|head| head.as_bytes().first() == Some(&first)) {
                continue;
            }
            let folded = fold(word);
            if heads.iter().any(|head| folded.starts_with(head.as_str())) {
                found.insert(folded);
            }
        }
    }
}

/// A stem keeps the first two letters of its word; a word of one letter is its own.
fn head(word: &str) -> String {
    word.chars().take(2).collect()
}

/// A hit in a passage: first and last byte, and the term.
type Hit = (usize, usize, usize);

/// A passage with hits: how well it answers, its number, place and words, and the hits.
type Candidate<'a> = ((usize, usize, usize, usize), usize, &'a str, &'a str, Vec<Hit>);

/// The passage with the most terms, then the most hits, then the first. None where no passage has any.
#[must_use]
pub fn best(kept: &str, spellings: &Spellings) -> Option<Found> {
    let mut best: Option<Candidate<'_>> = None;
    // Passages in which a term stands whole, and those that hold but words of a phrase.
    let (mut with_whole, mut with_words) = (0_usize, 0_usize);
    for (number, line) in kept.lines().enumerate() {
        let (shape, place, text) = parts(line);
        let (hits, whole) = hits(text, spellings);
        if hits.is_empty() {
            continue;
        }
        if whole > 0 {
            with_whole += 1;
        } else {
            with_words += 1;
        }
        let terms = hits.iter().map(|(_, _, term)| term).collect::<BTreeSet<_>>().len();
        // A heading names what its passage says; a passage shows it.
        let score = (whole, terms, hits.len().min(9), usize::from(shape != Shape::Heading));
        if best.as_ref().is_none_or(|(other, ..)| score > *other) {
            best = Some((score, number, place, text, hits));
        }
    }
    let with_hits = if with_whole > 0 { with_whole } else { with_words };
    let (_, passage, place, text, hits) = best?;
    Some(Found { passage, place: place.to_owned(), pieces: shown(text, &hits), more: with_hits - 1 })
}

/// Hits of a passage in order, and how many terms stand in it whole. Where a phrase does not, its words count alone: it
/// may run over the end of a passage.
fn hits(text: &str, spellings: &Spellings) -> (Vec<Hit>, usize) {
    let mut found: Vec<Hit> = Vec::new();
    // For each term, how many words of it have just been met, and where it began.
    let mut open: Vec<(usize, usize)> = vec![(0, 0); spellings.lengths.len()];
    let mut whole = BTreeSet::new();
    let mut alone: Vec<Hit> = Vec::new();
    let mut buffer = String::new();
    for (from, to) in words(text) {
        let word = &text[from..to];
        let folded: &str = if word.is_ascii() {
            buffer.clear();
            buffer.push_str(word);
            buffer.make_ascii_lowercase();
            &buffer
        } else {
            buffer = fold(word);
            &buffer
        };
        let met: &[(usize, usize)] = spellings.of.get(folded).map_or(&[], Vec::as_slice);
        for (term, length) in spellings.lengths.iter().enumerate() {
            let (so_far, began) = open[term];
            let follows = met.contains(&(term, so_far));
            open[term] = match (follows, met.contains(&(term, 0))) {
                (true, _) => (so_far + 1, if so_far == 0 { from } else { began }),
                (false, true) => (1, from),
                (false, false) => (0, 0),
            };
            if open[term].0 == *length && *length > 0 {
                if found.len() < MOST_HITS {
                    found.push((open[term].1, to, term));
                }
                whole.insert(term);
                open[term] = (0, 0);
            } else if *length > 1 && alone.len() < MOST_HITS && met.iter().any(|(own, _)| *own == term) {
                alone.push((from, to, term));
            }
        }
    }
    if found.is_empty() {
        found = alone;
    }
    found.sort_unstable();
    (found, whole.len())
}

/// What is shown: about as many words as fit around the hits that hold the most terms.
fn shown(text: &str, hits: &[Hit]) -> Vec<Piece> {
    let within = |from: usize| {
        let near = hits.iter().filter(|(start, end, _)| *start >= from && *end <= from + SHOWN - BEFORE);
        near.map(|(_, _, term)| term).collect::<BTreeSet<_>>().len()
    };
    let mut first = hits.first().map_or(0, |(from, ..)| *from);
    for (from, ..) in hits {
        if within(*from) > within(first) {
            first = *from;
        }
    }
    let from = if first <= BEFORE { 0 } else { word_start(text, first - BEFORE) };
    let to = word_end(text, from + SHOWN);
    let mut pieces = Vec::new();
    let mut say = |words: &str, hit: bool| {
        if !words.is_empty() {
            pieces.push(Piece { text: words.to_owned(), hit });
        }
    };
    let mut at = from;
    if from > 0 {
        say("… ", false);
    }
    for (start, end, _) in hits.iter().filter(|(start, end, _)| *start >= from && *end <= to) {
        if *start < at {
            continue;
        }
        say(&text[at..*start], false);
        say(&text[*start..*end], true);
        at = *end;
    }
    say(&text[at..to], false);
    if to < text.len() {
        say(" …", false);
    }
    pieces
}

/// The beginning of the word at or after a byte.
fn word_start(text: &str, at: usize) -> usize {
    let at = (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    text[at..].find(' ').map_or(at, |space| at + space + 1)
}

/// The end of the word before a byte.
fn word_end(text: &str, at: usize) -> usize {
    if at >= text.len() {
        return text.len();
    }
    let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text[..at].rfind(' ').unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    /// The index in small: a word stands for all spellings that begin as it does without its ending.
    fn found(typed: &str, kept: &str) -> Option<Found> {
        let query = Query::parse(typed);
        let mut spellings = BTreeSet::new();
        candidates(kept, &query, &mut spellings);
        let alike = |word: &str, _begins: bool| {
            let stem = word.trim_end_matches("ing").trim_end_matches('s').to_owned();
            Ok::<_, Infallible>(spellings.iter().filter(|own| own.starts_with(&stem)).cloned().collect())
        };
        let Ok(made) = Spellings::new(&query, &spellings, alike);
        best(kept, &made)
    }

    fn marked(found: &Found) -> String {
        found.pieces.iter().map(|p| if p.hit { format!("[{}]", p.text) } else { p.text.clone() }).collect()
    }

    #[test]
    fn the_passage_with_the_most_terms_is_shown() {
        let kept = "h\tp. 1\tClosing tills\np\tp. 1\tThe stock was counted.\np\tp. 2\tShe closed the Till and counted the stock.\np\tp. 3\tTills, tills.\n";
        let found = found("tills stock", kept).unwrap();
        assert_eq!((found.passage, found.place.as_str(), found.more), (2, "p. 2", 3));
        assert_eq!(marked(&found), "She closed the [Till] and counted the [stock].");
    }

    #[test]
    fn a_phrase_is_marked_whole_and_its_words_where_it_is_broken() {
        let kept = "p\t\tclose nothing, the till\np\t\tplease close the till now\n";
        let whole = found("\"close the till\"", kept).unwrap();
        assert_eq!((whole.passage, marked(&whole).as_str()), (1, "please [close the till] now"));
        let broken = found("\"close the till\"", "p\tpara 1\twe close\np\tpara 2\tthe till\n").unwrap();
        assert_eq!(broken.place, "para 2");
        assert_eq!(marked(&broken), "[the] [till]");
    }

    #[test]
    fn a_long_passage_is_cut_at_words_around_the_hits() {
        let long = format!("p\t\t{} café counting {}", "filler ".repeat(100), "after ".repeat(100));
        let found = found("CAFE count", &long).unwrap();
        let shown = marked(&found);
        assert!(
            shown.starts_with("… filler")
                && shown.contains("[café] [counting]")
                && shown.ends_with("after …"),
            "{shown}"
        );
        assert!(shown.len() < SHOWN + 40);
    }

    #[test]
    fn characters_of_many_bytes_are_never_cut() {
        let kept = format!("p\t\t{}", "日本語ŵŷ— 𝒯 ".repeat(60));
        for typed in ["日本語ŵŷ", "𝒯", "wy", "\u{301}", "x \u{301}*"] {
            let _shown = found(typed, &kept);
        }
        assert_eq!(found("absent", &kept), None);
    }
}
