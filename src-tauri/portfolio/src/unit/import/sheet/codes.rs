//! Numbers of outcomes and criteria as people type them into cells: "LO1", "AC 1.1", "1.1.", "P1", and what a spreadsheet
//! makes of them. Pure; refuses to know units.

const PREFIXES: [&str; 9] =
    ["learning outcome", "assessment criterion", "outcome", "criterion", "element", "lo", "ac", "pc", "no"];

/// Is the whole cell a number of an outcome or criterion?
#[must_use]
pub fn is_code(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 30 && bare(text).is_some_and(|(code, rest)| !code.is_empty() && rest.is_empty())
}

/// The number without "LO", "AC", "Outcome" before and stops or brackets after it; the text itself where it is no number.
#[must_use]
pub fn tidy(text: &str) -> String {
    let text = text.trim();
    match bare(text) {
        Some((code, "")) => code.to_owned(),
        Some(_) | None => text.to_owned(),
    }
}

/// A number that stands before words: "1.1 Describe …", "LO2: Be able …", "2) Plan …". What could as well be the first words
/// of a sentence ("3 types of glue are named") is not cut off, unless `whole` numbers are expected here, as for outcomes.
#[must_use]
pub fn cut(text: &str, whole: bool) -> Option<(String, &str)> {
    let text = text.trim();
    let (code, rest) = bare(text)?;
    let between = &text[..text.len() - rest.len()];
    let words = rest.trim_start();
    if words.is_empty()
        || (!between.ends_with([')', ':', '.', ']']) && !rest.starts_with(char::is_whitespace))
    {
        return None;
    }
    let plain_number = code.len() == between.len() && code.bytes().all(|b| b.is_ascii_digit());
    let sure = !plain_number || (whole && words.starts_with(char::is_uppercase));
    sure.then(|| (code.to_owned(), words.trim_start_matches(['-', '–', '—', ':']).trim_start()))
}

/// Splits off a number with its prefix and punctuation: (number, what follows).
fn bare(text: &str) -> Option<(&str, &str)> {
    let mut start = text.trim_start_matches(['(', '[']);
    // Lower-casing may change lengths outside ASCII; the prefixes are ASCII, so bytes are compared.
    for prefix in PREFIXES {
        let head = start.as_bytes().get(..prefix.len());
        if head.is_some_and(|h| h.eq_ignore_ascii_case(prefix.as_bytes())) {
            start = start[prefix.len()..].trim_start_matches([' ', '.', ':', '\u{a0}']);
            break;
        }
    }
    let bytes = start.as_bytes();
    // One letter may stand before the digits (P1, M2, D1) and one after them (1a, 1.1b).
    let mut at = usize::from(bytes.first().is_some_and(u8::is_ascii_uppercase));
    let digits = at;
    while at < bytes.len()
        && (bytes[at].is_ascii_digit() || (bytes[at] == b'.' && at > digits && more(bytes, at)))
    {
        at += 1;
    }
    if at == digits || at > 14 {
        return None;
    }
    if bytes.get(at).is_some_and(u8::is_ascii_lowercase)
        && bytes.get(at + 1).is_none_or(|b| !b.is_ascii_alphanumeric())
    {
        at += 1;
    }
    let rest = start[at..].trim_start_matches([')', ']', '.', ':']);
    Some((&start[..at], rest))
}

/// A stop inside a number is followed by a digit, or by one letter: "1.1", "1.a".
fn more(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at + 1) {
        Some(b) if b.is_ascii_digit() => true,
        Some(b) if b.is_ascii_lowercase() => bytes.get(at + 2).is_none_or(|b| !b.is_ascii_alphanumeric()),
        Some(_) | None => false,
    }
}

/// Spreadsheets turn 1.10 into 1.1. Where 1.1 is taken and the criterion before is 1.9, 1.10 was meant.
#[must_use]
pub fn lost_zero(before: &str, code: &str) -> Option<String> {
    let (stem, last) = before.rsplit_once('.')?;
    let (same, number) = code.rsplit_once('.')?;
    let next = last.parse::<u32>().ok()?.checked_add(1)?;
    let number = number.parse::<u32>().ok()?;
    (stem == same && next % 10 == 0 && number.checked_mul(10) == Some(next)).then(|| format!("{stem}.{next}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_words() {
        for text in [
            "1",
            "1.1",
            "LO1",
            "lo 1",
            "AC1.1",
            "1.1.",
            "1)",
            "(2)",
            "P1",
            "M12",
            "1.a",
            "1a",
            "Outcome 3",
            "1.1.2",
            "Learning outcome 2:",
        ] {
            assert!(is_code(text), "{text}");
        }
        for text in ["", "Plan", "1 Plan", "LO", "A", "3rd party", "É1", "12345678901234567890", "P1 and P2"]
        {
            assert!(!is_code(text), "{text}");
        }
        for (text, want) in [
            ("LO1", "1"),
            ("AC 1.1.", "1.1"),
            ("P1", "P1"),
            ("1.a)", "1.a"),
            ("Plan it", "Plan it"),
            ("Level", "Level"),
        ] {
            assert_eq!(tidy(text), want);
        }
    }

    #[test]
    fn a_number_before_words_is_cut_off() {
        let cases = [
            ("1.1 Describe a wall", false, Some(("1.1", "Describe a wall"))),
            ("LO2: Be able to plan", true, Some(("2", "Be able to plan"))),
            ("1 Be able to plan", true, Some(("1", "Be able to plan"))),
            ("1. Be able to plan", true, Some(("1", "Be able to plan"))),
            ("3 types of glue are named", false, None),
            ("3 types of glue are named", true, None),
            ("2) Plan", false, Some(("2", "Plan"))),
            ("P1 Explain", false, Some(("P1", "Explain"))),
            ("1.1 – Say", false, Some(("1.1", "Say"))),
            ("A 4 by 2 beam is cut", false, None),
            ("Use 2 tools", false, None),
            ("1.1", false, None),
            ("", false, None),
        ];
        for (text, whole, want) in cases {
            let got = cut(text, whole);
            assert_eq!(got.as_ref().map(|(c, t)| (c.as_str(), *t)), want, "{text}");
        }
    }

    #[test]
    fn a_lost_zero_is_found() {
        let cases = [
            ("1.9", "1.1", Some("1.10")),
            ("2.19", "2.2", Some("2.20")),
            ("1.8", "1.1", None),
            ("1.9", "2.1", None),
            ("1.9", "1.2", None),
            ("9", "1", None),
        ];
        for (before, code, want) in cases {
            assert_eq!(lost_zero(before, code).as_deref(), want, "{before} {code}");
        }
    }
}
