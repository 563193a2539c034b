//! Codes of whatever form, told by their likeness: what stands before the verbs of many lines and differs by its numbers
//! alone. One likeness goes before outcomes, the other before the criteria that follow each. Refuses to know any form of
//! code beforehand.

use std::collections::BTreeMap;

use super::super::marker;
use super::super::pieces::{Piece, Shape};
use super::super::words::{begins_as_outcome, begins_with_verb, key};

/// A line with a code before its words.
#[derive(Debug)]
struct Coded {
    at: usize,
    shape: String,
    code: String,
    words: String,
}

const NUMBERS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// The pieces with codes of a likeness spelled out; `None` where no two likenesses take turns.
pub fn by_likeness(pieces: &[Piece]) -> Option<Vec<Piece>> {
    let coded: Vec<Coded> = pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| !piece.furniture && !matches!(piece.shape, Shape::Row { .. }))
        .filter_map(|(at, piece)| coded(at, &piece.text))
        .collect();
    let (outcomes, criteria) = turns(&coded)?;
    let compound = coded
        .iter()
        .filter(|line| line.shape == criteria)
        .all(|line| line.code.len() >= 3 || is_pair(&line.code));
    let mut out = pieces.to_vec();
    let mut owner = String::new();
    for line in &coded {
        let text = if line.shape == outcomes {
            owner.clone_from(&line.code);
            marker::spelled(&line.code, None, &line.words)
        } else if line.shape == criteria && !owner.is_empty() {
            let code = if compound { line.code.as_str() } else { marker::UNCODED };
            marker::spelled(&owner, Some(code), &line.words)
        } else {
            continue;
        };
        if let Some(piece) = out.get_mut(line.at) {
            piece.text = text;
            piece.shape = Shape::Line;
        }
    }
    Some(out)
}

fn is_pair(code: &str) -> bool {
    code.len() == 2
        && code.chars().next().is_some_and(char::is_alphanumeric)
        && code.chars().nth(1).is_some_and(char::is_alphanumeric)
        && code.chars().any(|c| c.is_alphabetic())
        && code.chars().any(|c| c.is_ascii_digit())
}

/// What stands before the first verb, where that may be a code.
fn coded(at: usize, text: &str) -> Option<Coded> {
    let text = text.trim();
    let mut ends = text.match_indices(char::is_whitespace).map(|(at, _)| at).filter(|at| *at <= 36);
    let cut = ends.by_ref().take(7).find(|end| {
        let rest = text[*end..].trim_start();
        begins_with_verb(rest) && rest.starts_with(char::is_alphabetic)
    })?;
    let (prefix, words) = (text[..cut].trim(), text[cut..].trim());
    let (shape, counted) = shape(prefix);
    counted.then(|| Coded { at, shape, code: code(prefix), words: words.to_owned() })
}

/// The likeness of a prefix, and whether it counts at all.
fn shape(prefix: &str) -> (String, bool) {
    let mut out = String::new();
    let mut counted = false;
    for token in prefix.split(|c: char| !c.is_alphanumeric()) {
        let word = token.to_lowercase();
        if token.is_empty() {
            continue;
        }
        if NUMBERS.contains(&word.as_str()) || roman(token) && token.len() > 1 {
            out.push('9');
            counted = true;
        } else if token.len() == 1 && token.chars().all(char::is_alphabetic) {
            out.push(if token.chars().all(char::is_uppercase) { 'A' } else { 'a' });
            counted = true;
        } else {
            for c in word.chars() {
                if c.is_ascii_digit() {
                    counted = true;
                    if !out.ends_with('9') {
                        out.push('9');
                    }
                } else {
                    out.push(c);
                }
            }
        }
        out.push(' ');
    }
    let marks: String = prefix.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).collect();
    (format!("{out}{marks}"), counted)
}

fn roman(token: &str) -> bool {
    token.len() <= 4 && token.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

/// The code as printed, without the words before it: "Objective 1:" is "1", "A.C. 1.2" is "1.2".
fn code(prefix: &str) -> String {
    let prefix = prefix.split(" of ").next().unwrap_or(prefix);
    let tokens: Vec<&str> = prefix.split_whitespace().collect();
    let counts = |token: &&&str| {
        let bare = token.trim_matches(|c: char| !c.is_alphanumeric());
        bare.contains(|c: char| c.is_ascii_digit())
            || bare.len() == 1
            || roman(bare)
            || NUMBERS.contains(&key(bare).as_str())
    };
    let from = tokens.iter().position(|token| counts(&token)).unwrap_or(0);
    let joined: String = tokens[from..].concat();
    let bare = joined.trim_matches(|c: char| !c.is_alphanumeric());
    // "AC1.2", "LO3": the letters are words.
    let letters = bare.len() - bare.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let plain = if letters >= 2 && letters < bare.len() { &bare[letters..] } else { bare };
    plain.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// The likenesses of outcomes and of criteria: criteria follow each outcome.
fn turns(coded: &[Coded]) -> Option<(String, String)> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for line in coded {
        let entry = counts.entry(&line.shape).or_default();
        entry.0 += 1;
        entry.1 += usize::from(begins_as_outcome(&line.words));
    }
    // A document has a handful of likenesses; those that stand most often are looked at.
    let mut often: Vec<(&str, (usize, usize))> = counts.into_iter().collect();
    often.sort_by(|a, b| b.1.0.cmp(&a.1.0).then(a.0.cmp(b.0)));
    often.truncate(12);
    let counts: BTreeMap<&str, (usize, usize)> = often.into_iter().collect();
    let mut best: Option<(usize, &str, &str)> = None;
    for (outcomes, (many, said)) in &counts {
        if *many < 2 || said * 2 < *many {
            continue;
        }
        for (criteria, (rows, as_outcomes)) in &counts {
            if criteria == outcomes || rows < many || as_outcomes * 3 > *rows {
                continue;
            }
            let both: Vec<bool> = coded
                .iter()
                .filter(|line| line.shape == *outcomes || line.shape == *criteria)
                .map(|line| line.shape == *outcomes)
                .collect();
            let alone = both.windows(2).filter(|pair| pair[0] && pair[1]).count();
            let led = both.first() == Some(&true);
            if led && alone * 4 <= *many && best.is_none_or(|(covered, ..)| both.len() > covered) {
                best = Some((both.len(), outcomes, criteria));
            }
        }
    }
    best.map(|(_, outcomes, criteria)| (outcomes.to_owned(), criteria.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_whatever_their_form() {
        for (prefix, want) in [
            ("Objective 1:", "1"),
            ("A.C. 1.2", "1.2"),
            ("Criterion 2 of 3:", "2"),
            ("1-1", "1-1"),
            ("1 . 2", "1.2"),
            ("Learning Outcome Two –", "Two"),
            ("[LO3]", "3"),
            ("C2.1", "C2.1"),
        ] {
            assert_eq!(code(prefix), want, "{prefix}");
        }
        assert_eq!(shape("Topic 1."), shape("Topic 12."));
        assert!(!shape("Notes for").1);
    }
}
