//! Numbers and letters before an outcome or a criterion: "1", "LO1:", "1.1", "AC 2.3", "P1", "1a", "(b)". One look at
//! the front of a line; whether the number fits the sequence is for the caller to say.

use super::words;

/// What stands before a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Marker {
    /// "LO1", "Outcome 1", "Learning aim A".
    Outcome(String),
    /// "1", "1.", "(1)".
    Bare(u32),
    /// "1.1", "AC1.1", "1a": outcome, code as written.
    Pair(String, String),
    /// "AC1", "Criterion 2": a criterion, outcome unsaid.
    Criterion(u32),
    /// "P1", "M2", "A.P1": a graded criterion, with its outcome where that is said.
    Grade(Option<String>, String),
    /// "a)", "(b)", "iv)".
    Letter(String),
    /// "1.1.1", "1.1a": below a criterion.
    Sub(String),
    /// "Unit 4", with what the source calls it.
    Unit(String),
}

/// Opens and parts a code that is spelled out; a character that no document uses for words.
pub const SPELLED: char = '\u{f8f0}';

/// Stands for a criterion's code that counts within its outcome alone: it is none of its own.
pub const UNCODED: &str = "?";

/// A text with its code spelled out before it, whatever form the code has: of an outcome, or of a criterion of it.
#[must_use]
pub fn spelled(outcome: &str, criterion: Option<&str>, text: &str) -> String {
    format!("{SPELLED}{outcome}{SPELLED}{}{SPELLED} {text}", criterion.unwrap_or_default())
}

fn spelled_out(text: &str) -> Option<(Marker, &str)> {
    let mut parts = text.strip_prefix(SPELLED)?.splitn(3, SPELLED);
    let (outcome, criterion, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let marker = if criterion.is_empty() {
        Marker::Outcome(outcome.to_owned())
    } else if criterion == UNCODED {
        Marker::Criterion(0)
    } else {
        Marker::Pair(outcome.to_owned(), criterion.to_owned())
    };
    Some((marker, rest.trim()))
}

/// The marker of a line and the words after it.
#[must_use]
pub fn read(text: &str) -> (Option<Marker>, &str) {
    let text = text.trim();
    if let Some((marker, rest)) = spelled_out(text) {
        return (Some(marker), rest);
    }
    for look in [unit, outcome, criterion, numbers, graded, letters] {
        if let Some((marker, rest)) = look(text) {
            return (Some(marker), rest);
        }
    }
    (None, text)
}

/// What follows a marker: separators off, and it must be words or nothing.
fn close(rest: &str) -> Option<&str> {
    let cut = rest.trim_start_matches([':', '.', ')', ']', '–', '—', '-', '|', '\t', ' ', '\u{a0}']);
    let stands_apart = rest.is_empty() || cut.len() < rest.len();
    let words = cut.is_empty() || cut.starts_with(|c: char| c.is_alphabetic() || "'\"‘“([*".contains(c));
    (stands_apart && words).then_some(cut)
}

fn after_word<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| {
        let head = text.get(..word.len())?;
        let rest = &text[word.len()..];
        (head.eq_ignore_ascii_case(word) && !rest.starts_with(char::is_alphabetic))
            .then(|| rest.trim_start_matches([' ', '\u{a0}', '\t', ':', '.', '#']))
    })
}

fn digits(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number = text[..end].parse().ok().filter(|_| (1..=2).contains(&end))?;
    Some((number, &text[end..]))
}

fn unit(text: &str) -> Option<(Marker, &str)> {
    let rest = after_word(text, &["unit", "module"])?;
    let end = rest.find([' ', ':', '\t', '–', '—', '\u{a0}']).unwrap_or(rest.len());
    let code = rest[..end].trim_end_matches(['.', '-']);
    let is_code = code.contains(|c: char| c.is_ascii_digit())
        && code.len() <= 12
        && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.'));
    // "Unit 4 of 12" and "unit 4 is about" are not headings.
    if is_code {
        let after = close(&rest[end..])?;
        return (!words::begins_lower(after)).then(|| (Marker::Unit(code.to_owned()), after));
    }
    // "Unit TT 41 …": a code of two words.
    let words: Vec<&str> = rest.split_whitespace().take(3).collect();
    let (code, _) = super::told::code(&words, false).filter(|(_, taken)| *taken == 2)?;
    let second = words.get(1)?;
    let end = second.as_ptr().addr().saturating_sub(rest.as_ptr().addr())
        + second.trim_end_matches([':', '.', ',']).len();
    let after = close(rest.get(end..)?)?;
    (!words::begins_lower(after)).then_some((Marker::Unit(code), after))
}

fn outcome(text: &str) -> Option<(Marker, &str)> {
    const WORDS: [&str; 9] = [
        "learning outcome number",
        "learning outcome",
        "learning objective",
        "learning aim",
        "performance outcome",
        "unit outcome",
        "outcome",
        "elo",
        "lo",
    ];
    let words = after_word(text, &WORDS).or_else(|| after_word(text, &["element"]));
    let glued = || {
        let rest = text.strip_prefix("LO").or_else(|| text.strip_prefix("Lo"))?;
        rest.starts_with(|c: char| c.is_ascii_digit()).then_some(rest)
    };
    let rest = words.or_else(glued)?;
    if let Some((first, rest)) = digits(rest) {
        if let Some((second, rest)) = rest.strip_prefix('.').and_then(digits) {
            let code = format!("{first}.{second}");
            return Some((Marker::Pair(first.to_string(), code), close(rest)?));
        }
        return Some((Marker::Outcome(first.to_string()), close(rest)?));
    }
    let letter = rest.chars().next().filter(|c| ('A'..='H').contains(c))?;
    let after = &rest[1..];
    (!after.starts_with(char::is_alphanumeric)).then_some(())?;
    // "Outcome A …" is a number, "Learning outcome A learner can …" is not.
    let after_words = close(after)?;
    (!words::begins_lower(after_words)).then(|| (Marker::Outcome(letter.to_string()), after_words))
}

fn criterion(text: &str) -> Option<(Marker, &str)> {
    const WORDS: [&str; 7] = [
        "assessment criterion",
        "assessment criteria",
        "performance criterion",
        "criterion",
        "criteria",
        "ac",
        "pc",
    ];
    let glued = || {
        let rest = text.strip_prefix("AC").or_else(|| text.strip_prefix("PC"))?;
        rest.starts_with(|c: char| c.is_ascii_digit()).then_some(rest)
    };
    let rest = after_word(text, &WORDS).or_else(glued)?;
    let plural =
        text.get(..text.len() - rest.len()).is_some_and(|head| head.to_lowercase().contains("criteria"));
    if let Some((marker, words)) = numbers(rest) {
        // "Assessment criteria 3" alone in its line counts them.
        if plural && words.is_empty() && matches!(marker, Marker::Bare(_)) {
            return None;
        }
        let marker = if let Marker::Bare(number) = marker { Marker::Criterion(number) } else { marker };
        return Some((marker, words));
    }
    graded(rest)
}

fn numbers(text: &str) -> Option<(Marker, &str)> {
    let inner = text.strip_prefix(['(', '[']);
    let (first, rest) = digits(inner.unwrap_or(text))?;
    if let Some((second, rest)) = rest.strip_prefix(['.', '·']).and_then(digits) {
        return below(first, second, rest);
    }
    let dotted = rest.strip_prefix(['.', '(']).unwrap_or(rest);
    if dotted.starts_with(|c: char| c.is_ascii_lowercase())
        && let after = &dotted[1..]
        && !after.starts_with(char::is_alphanumeric)
        && let Some(words) = close(after)
    {
        let end = text.len() - after.len();
        let whole = after.starts_with(')') && text[..end].contains('(');
        let code = &text[..end + usize::from(whole)];
        // "1 a learner" is a number and an article.
        return Some((Marker::Pair(first.to_string(), code.to_owned()), words));
    }
    if rest.starts_with('%') {
        return None;
    }
    Some((Marker::Bare(first), close(rest)?))
}

fn below(first: u32, second: u32, rest: &str) -> Option<(Marker, &str)> {
    if let Some((third, rest)) = rest.strip_prefix('.').and_then(digits) {
        return Some((Marker::Sub(format!("{first}.{second}.{third}")), close(rest)?));
    }
    if let Some(letter) = rest.chars().next().filter(char::is_ascii_lowercase)
        && !rest[1..].starts_with(char::is_alphanumeric)
    {
        return Some((Marker::Sub(format!("{first}.{second}{letter}")), close(&rest[1..])?));
    }
    let letters = rest.chars().take(4).take_while(|c| c.is_alphabetic()).count();
    // "1.2Put out signs", never "2.5mm".
    let glued = letters >= 3 || letters == 2 && rest.starts_with(char::is_uppercase);
    let words = close(rest).or_else(|| glued.then_some(rest))?;
    if second == 0 {
        return Some((Marker::Outcome(first.to_string()), words));
    }
    Some((Marker::Pair(first.to_string(), format!("{first}.{second}")), words))
}

fn graded(text: &str) -> Option<(Marker, &str)> {
    let mut rest = text.trim_start_matches(['*', '(']);
    let mut owner = None;
    if let Some(letter) = rest.chars().next().filter(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        && let Some(after) = rest[1..].strip_prefix('.')
        && after.starts_with(['P', 'M', 'D'])
    {
        owner = Some(letter.to_string());
        rest = after;
    }
    let letter = rest.chars().next().filter(|c| matches!(c, 'P' | 'M' | 'D' | 'K'))?;
    let (number, after) = digits(&rest[1..])?;
    let code = match &owner {
        Some(owner) => format!("{owner}.{letter}{number}"),
        None => format!("{letter}{number}"),
    };
    Some((Marker::Grade(owner, code), close(after)?))
}

fn letters(text: &str) -> Option<(Marker, &str)> {
    let open = text.strip_prefix('(');
    let rest = open.unwrap_or(text);
    let end = rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len());
    let letters = &rest[..end];
    let roman = letters.len() <= 4 && letters.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    let after = &rest[end..];
    let closed = after.starts_with(')') || (open.is_none() && after.starts_with('.'));
    let fits = closed && !letters.is_empty() && (letters.len() == 1 || roman);
    // "e.g." is an abbreviation.
    let apart = after.get(1..).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\u{a0}']));
    if !fits || !apart {
        return None;
    }
    Some((Marker::Letter(letters.to_owned()), close(after)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_are_read() {
        let pair = |o: &str, c: &str| Some(Marker::Pair(o.into(), c.into()));
        let outcome = |o: &str| Some(Marker::Outcome(o.into()));
        let cases: [(&str, Option<Marker>, &str); 32] = [
            ("1 Understand stock", Some(Marker::Bare(1)), "Understand stock"),
            ("1. Understand stock", Some(Marker::Bare(1)), "Understand stock"),
            ("(2) Know", Some(Marker::Bare(2)), "Know"),
            ("12", Some(Marker::Bare(12)), ""),
            ("LO1 Understand", outcome("1"), "Understand"),
            ("LO 2: Know", outcome("2"), "Know"),
            ("LO3", outcome("3"), ""),
            ("Learning outcome 1: Know", outcome("1"), "Know"),
            ("Learning Outcome 4 – Be able", outcome("4"), "Be able"),
            ("Outcome 2 Know", outcome("2"), "Know"),
            ("Learning aim A: Explore stock", outcome("A"), "Explore stock"),
            ("Learning outcome A learner can", None, "Learning outcome A learner can"),
            ("Learning outcomes", None, "Learning outcomes"),
            ("1.1 Explain", pair("1", "1.1"), "Explain"),
            ("1.1. Explain", pair("1", "1.1"), "Explain"),
            ("2.10\tState", pair("2", "2.10"), "State"),
            ("AC1.2 State", pair("1", "1.2"), "State"),
            ("AC 1.2: State", pair("1", "1.2"), "State"),
            ("Assessment criterion 3.1 State", pair("3", "3.1"), "State"),
            ("AC3 State", Some(Marker::Criterion(3)), "State"),
            ("1a State", pair("1", "1a"), "State"),
            ("1.a State", pair("1", "1.a"), "State"),
            ("1(a) State", pair("1", "1(a)"), "State"),
            ("P1 Explain", Some(Marker::Grade(None, "P1".into())), "Explain"),
            ("A.P1 Explain", Some(Marker::Grade(Some("A".into()), "A.P1".into())), "Explain"),
            ("a) state", Some(Marker::Letter("a".into())), "state"),
            ("(iv) state", Some(Marker::Letter("iv".into())), "state"),
            ("e.g. this", None, "e.g. this"),
            ("1.1.2 State", Some(Marker::Sub("1.1.2".into())), "State"),
            ("Unit 4: Keep stock", Some(Marker::Unit("4".into())), "Keep stock"),
            ("2018 Act", None, "2018 Act"),
            ("3.5% of stock", None, "3.5% of stock"),
        ];
        for (text, want, rest) in cases {
            assert_eq!(read(text), (want, rest), "{text}");
        }
    }
}
