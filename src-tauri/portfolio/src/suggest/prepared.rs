//! A piece of evidence made ready for ranking: its words in order with the passages they come from, the signs of ideas, and
//! windows of whole sentences. Refuses to know criteria.

use super::examples::{EXAMPLES, Meaning};
use super::ideas::{Hit, IDEAS};
use super::terms::{self, Term};

/// A piece of evidence text with its place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// Its text.
    pub text: String,
    /// Where it stands, in words: "p. 2"; none for a text without places.
    pub place: Option<String>,
    /// Passages of one group (a page, a sheet, a file without pages) may be read together; others never are.
    pub group: u32,
    /// Position of the file in the item.
    pub part: usize,
}

/// A sentence is cut after so many words: lists and scans have no full stops.
const LONGEST_SENTENCE: usize = 40;

/// From where to where, in words.
pub type Span = (usize, usize);

/// A text made ready.
pub struct Prepared<'a> {
    /// Words in order.
    pub terms: Vec<Term<'a>>,
    /// For each word the passage that it stands in.
    pub passage: Vec<usize>,
    /// Signs of ideas, by position.
    pub hits: Vec<Hit>,
    /// For each word how sentences are compared by it.
    pub meanings: Vec<Meaning>,
}

impl<'a> Prepared<'a> {
    /// Reads passages in order.
    #[must_use]
    pub fn new(passages: impl Iterator<Item = &'a str>) -> Self {
        let (mut all, mut from) = (Vec::new(), Vec::new());
        for (number, text) in passages.enumerate() {
            let mut terms = terms::read(text);
            end_sentences(&mut terms);
            from.resize(all.len() + terms.len(), number);
            all.append(&mut terms);
        }
        let hits = IDEAS.hits(&all);
        let meanings = all.iter().map(|term| EXAMPLES.meaning(term)).collect();
        Self { terms: all, passage: from, hits, meanings }
    }

    /// The whole of it.
    #[must_use]
    pub fn whole(&self) -> Span {
        (0, self.terms.len())
    }

    /// Signs that lie wholly inside.
    pub fn hits_in(&self, (from, to): Span) -> impl Iterator<Item = &Hit> {
        let first = self.hits.partition_point(|h| h.at < from);
        self.hits[first..].iter().take_while(move |h| h.at < to).filter(move |h| h.at + h.words <= to)
    }

    /// Runs of whole sentences inside `within` with at least so many words, each beginning at a sentence. `apart` says
    /// which passages are never read together.
    #[must_use]
    pub fn windows(&self, within: Span, words: usize, apart: impl Fn(usize, usize) -> bool) -> Vec<Span> {
        let (begin, end) = within;
        let mut spans: Vec<Span> = Vec::new();
        let mut starts: Vec<usize> = Vec::new();
        let mut at = begin;
        while at < end {
            starts.push(at);
            at = self.sentence_end(at, end);
        }
        let mut covered = begin;
        for (n, from) in starts.iter().copied().enumerate() {
            let mut to = self.sentence_end(from, end);
            for next in starts[n + 1..].iter().copied() {
                if to - from >= words || apart(self.passage[from], self.passage[next]) {
                    break;
                }
                to = self.sentence_end(next, end);
            }
            // One that lies inside the one before says nothing new.
            if to > covered {
                spans.push((from, to));
                covered = to;
            }
        }
        spans
    }

    fn sentence_end(&self, from: usize, end: usize) -> usize {
        self.terms[from..end].iter().position(|t| t.ends).map_or(end, |n| from + n + 1)
    }
}

/// Ends the last sentence, and those that do not come to an end by themselves.
fn end_sentences(terms: &mut [Term<'_>]) {
    let last = terms.len().saturating_sub(1);
    let mut length = 0;
    for (at, term) in terms.iter_mut().enumerate() {
        length += 1;
        term.ends |= at == last || length == LONGEST_SENTENCE;
        if term.ends {
            length = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows(texts: &[&str], words: usize, apart: impl Fn(usize, usize) -> bool) -> Vec<String> {
        let prepared = Prepared::new(texts.iter().copied());
        let spans = prepared.windows(prepared.whole(), words, apart);
        let text =
            |(from, to): Span| prepared.terms[from..to].iter().map(|t| t.text).collect::<Vec<_>>().join(" ");
        spans.into_iter().map(text).collect()
    }

    #[test]
    fn windows_are_whole_sentences_and_stay_on_their_page() {
        let pages = ["One two. Three four. Five", "six seven"];
        assert_eq!(
            windows(&pages, 3, |_, _| false),
            ["One two Three four", "Three four Five", "Five six seven"]
        );
        assert_eq!(windows(&pages, 3, |a, b| a != b), ["One two Three four", "Three four Five", "six seven"]);
        assert_eq!(windows(&pages, 99, |a, b| a != b), ["One two Three four Five", "six seven"]);
        assert!(windows(&["", " "], 3, |_, _| false).is_empty());
        let endless = "word ".repeat(100);
        let lengths: Vec<usize> =
            windows(&[&endless], 1, |_, _| false).iter().map(|w| w.split(' ').count()).collect();
        assert_eq!(lengths, [40, 40, 20]);
    }
}
