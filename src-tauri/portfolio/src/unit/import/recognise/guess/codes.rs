//! Codes that stand elsewhere or are of another form: behind their texts, after the unit's own number, in letters. They are
//! put before their texts, spelled out as [`marker::spelled`] does. Refuses to know outcomes and criteria beyond their codes.

use std::collections::BTreeMap;

use super::super::marker::{self, Marker};
use super::super::pieces::{Piece, Shape};
use super::super::words::{begins_with_verb, without_bullet};

/// A code read from a text: the outcome's, the criterion's where it is one, and the words without it.
type Coded = (String, Option<String>, String);

/// Codes behind their texts: "state what stock is (1.1)".
pub fn from_behind(pieces: &[Piece]) -> Option<Vec<Piece>> {
    recoded(pieces, &behind)
}

fn behind(text: &str) -> Option<Coded> {
    let text = text.trim_end_matches(['.', ' ']);
    let (head, code) = if let Some(open) = text.strip_suffix([')', ']']) {
        let at = open.rfind(['(', '['])?;
        (&text[..at], &open[at + 1..])
    } else {
        let at = text.rfind(' ')?;
        (&text[..at], &text[at + 1..])
    };
    let head = head.trim_end_matches(|c: char| c.is_whitespace() || "–—-:|".contains(c));
    if head.split_whitespace().count() < 2 || marker::read(head).0.is_some() {
        return None;
    }
    match marker::read(code) {
        (Some(Marker::Pair(owner, code)), "") => Some((owner, Some(code), head.to_owned())),
        (Some(Marker::Outcome(code)), "") => Some((code, None, head.to_owned())),
        _other => None,
    }
}

/// Codes that begin with the unit's number: "204.1.1", "HG12/2.3".
pub fn of_one_prefix(pieces: &[Piece]) -> Option<Vec<Piece>> {
    let mut prefixes: BTreeMap<&str, usize> = BTreeMap::new();
    each(pieces, &mut |text| {
        if let Some((prefix, _, second)) = dotted(text)
            && second.is_some()
        {
            *prefixes.entry(prefix).or_default() += 1;
        }
    });
    let (prefix, times) = prefixes.iter().max_by_key(|(_, times)| **times)?;
    let all: usize = prefixes.values().sum();
    if *times < 3 || times * 10 < all * 9 {
        return None;
    }
    let prefix = (*prefix).to_owned();
    recoded(pieces, &|text: &str| {
        let token = text.split_whitespace().next()?;
        let rest = text[token.len()..].trim_start_matches([' ', ':', '–', '-', '.']);
        let code = token.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let (own, first, second) =
            dotted(text).filter(|(own, _, second)| second.is_some() && *own == prefix).or_else(|| {
                let first = code.strip_prefix(prefix.as_str())?.strip_prefix(['.', '/', '-'])?;
                first.chars().all(|c| c.is_ascii_digit()).then_some((&code[..prefix.len()], first, None))
            })?;
        let owner = &code[..own.len() + 1 + first.len()];
        Some((owner.to_owned(), second.map(|_| code.to_owned()), rest.to_owned()))
    })
}

/// "204.1.1 …" in its prefix, its outcome and its criterion.
fn dotted(text: &str) -> Option<(&str, &str, Option<&str>)> {
    let token = text.split_whitespace().next()?.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let digits = |part: &str| (1..=2).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit());
    let at = token.rfind(['.', '/', '-'])?;
    let (head, last) = (&token[..at], &token[at + 1..]);
    let before = head.rfind(['.', '/', '-'])?;
    let (prefix, first) = (&head[..before], &head[before + 1..]);
    let plain = prefix.contains(|c: char| c.is_ascii_digit()) || prefix.len() >= 2;
    (digits(first) && digits(last) && plain && token.len() <= 16).then_some((prefix, first, Some(last)))
}

/// Outcomes by letter or Roman number, criteria by both: "A Know …", "A1 state …", "II. Understand …".
pub fn of_letters(pieces: &[Piece]) -> Option<Vec<Piece>> {
    let mut owners: BTreeMap<String, usize> = BTreeMap::new();
    each(pieces, &mut |text| {
        if let Some((owner, Some(_), rest)) = lettered(text)
            && begins_with_verb(&rest)
        {
            *owners.entry(owner).or_default() += 1;
        }
    });
    let numerals = owners.is_empty();
    recoded(pieces, &|text: &str| {
        let (owner, code, rest) = lettered(text)?;
        let known = owners.contains_key(&owner);
        let fits = if numerals { code.is_none() && roman(&owner) } else { known };
        fits.then_some((owner, code, rest))
    })
}

fn roman(code: &str) -> bool {
    ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"].contains(&code)
}

fn lettered(text: &str) -> Option<Coded> {
    let text = text.trim();
    let token = text.split_whitespace().next()?;
    let rest = text[token.len()..].trim_start_matches([' ', ':', '–', '-', '.', ')']);
    let code = token.trim_matches(['.', ')', '(', ':']);
    let verb = begins_with_verb(rest);
    let letters = code.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &code[letters.len()..];
    let letter = letters.trim_end_matches('.');
    let one = letter.len() == 1 && letter.chars().all(|c| c.is_ascii_uppercase());
    match digits.len() {
        0 if verb && (one || roman(letter)) => Some((letter.to_owned(), None, rest.to_owned())),
        // Under a letter that is known by others a criterion may begin with any word.
        1 | 2 if one && (verb || rest.split_whitespace().count() >= 3) => {
            Some((letter.to_owned(), Some(code.to_owned()), rest.to_owned()))
        }
        _other => None,
    }
}

/// Looks at every text that may begin with a code.
fn each<'a>(pieces: &'a [Piece], look: &mut dyn FnMut(&'a str)) {
    for piece in pieces.iter().filter(|piece| !piece.furniture) {
        match &piece.shape {
            Shape::Row { cells, .. } => cells.iter().flat_map(|cell| cell.lines()).for_each(&mut *look),
            Shape::Heading | Shape::Line | Shape::Bullet(_) => look(&piece.text),
        }
    }
}

/// The pieces with their codes spelled out before their texts; `None` where fewer than three are criteria's.
fn recoded(pieces: &[Piece], read: &dyn Fn(&str) -> Option<Coded>) -> Option<Vec<Piece>> {
    let (mut criteria, mut outcomes) = (0, 0);
    let mut spell = |text: &str| {
        let (_, plain) = without_bullet(text.trim());
        let (owner, code, rest) = read(plain)?;
        *(if code.is_some() { &mut criteria } else { &mut outcomes }) += 1;
        Some(marker::spelled(&owner, code.as_deref(), &rest))
    };
    let mut out = pieces.to_vec();
    for piece in out.iter_mut().filter(|piece| !piece.furniture) {
        if let Shape::Row { cells, .. } = &mut piece.shape {
            for cell in cells {
                let lines: Vec<String> =
                    cell.lines().map(|line| spell(line).unwrap_or_else(|| line.to_owned())).collect();
                *cell = lines.join("\n");
            }
        } else if let Some(text) = spell(&piece.text) {
            piece.text = text;
            if matches!(piece.shape, Shape::Heading) {
                piece.shape = Shape::Line;
                piece.gap = true;
            }
        }
    }
    (criteria >= 3 || outcomes >= 2).then_some(out)
}
