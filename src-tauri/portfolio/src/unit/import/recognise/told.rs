//! Facts that stand in running words or behind their numbers: "a level 3 unit worth 4 credits", "2 credits · 20 GLH", and
//! what a title carries with it: "HC31: Lunge a horse (Level 2)". Refuses to know sections and tables.

use super::boards;
use super::facts::Fact;
use super::words::count;
use crate::unit::import::checks::is_urn;

/// Names of qualifications: a level before them is not the unit's.
const SORTS: [&str; 9] = [
    "award",
    "certificate",
    "diploma",
    "nvq",
    "svq",
    "extended",
    "apprenticeship",
    "qualification",
    "technical",
];

/// Facts in words, in the order in which they stand, each kind once.
#[must_use]
pub fn told(text: &str) -> Vec<(Fact, String)> {
    let words: Vec<&str> =
        text.split([' ', '\t', '\u{a0}', '|']).map(bare).filter(|w| !w.is_empty()).collect();
    if words.len() > 60 {
        return Vec::new();
    }
    let lower: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
    let mut found: Vec<(Fact, String)> = Vec::new();
    // A label that a number before it has taken, as in "5 credits 40 GLH", announces no number behind it.
    let mut taken = 0;
    for at in 0..words.len() {
        let ahead = |n: usize| lower.get(at + n).map_or("", String::as_str);
        let stated = if is_urn(words[at]) {
            Some((Fact::Urn, words[at].to_owned()))
        } else if lower[at] == "level" {
            level(&lower, &words, at)
        } else if let Some(number) = number(&lower[at]) {
            let before = at.checked_sub(1);
            let spent = |before: &usize| taken == 0 || *before > taken;
            let labelled = before.filter(spent).and_then(|at| lower.get(at)).is_some_and(|w| is_label(w));
            let stated = if labelled { None } else { behind(number, ahead(1), ahead(2)) };
            if let Some((_, _, words)) = stated {
                taken = at + words;
            }
            stated.map(|(fact, value, _)| (fact, value))
        } else if at > 0 && at <= taken {
            None
        } else {
            before(&lower, at).or_else(|| unit(&words, &lower, at))
        };
        if let Some((fact, value)) = stated
            && found.iter().all(|(known, _)| *known != fact)
        {
            found.push((fact, value));
        }
    }
    // "SQA FN/04 M/650/5512": a code beside the reference is the board's number.
    let lone = found.len() == 1 && found[0].0 == Fact::Urn && words.len() <= 6;
    if let Some((code, _)) = (0..words.len()).filter(|_| lone).find_map(|at| code(&words[at..], false)) {
        found.push((Fact::Number, code));
    }
    found
}

/// Words of documents about units: "My logbook", "Assignment brief". They are no unit's title.
const PAPERS: [&str; 27] = [
    "unit information",
    "unit details",
    "unit facts",
    "key facts",
    "at a glance",
    "key information",
    "unit data",
    "logbook",
    "log book",
    "brief",
    "portfolio",
    "handbook",
    "specification",
    "checklist",
    "tracker",
    "workbook",
    "handout",
    "tracking sheet",
    "notes for",
    "privacy",
    "cookies",
    "record of evidence",
    "evidence record",
    "our units",
    "all units",
    "contents",
    "home",
];

/// Whether words name a paper and no unit.
#[must_use]
pub fn is_paper(text: &str) -> bool {
    let words = format!(" {} ", super::words::key(text));
    count(text) <= 5 && PAPERS.iter().any(|paper| words.contains(&format!(" {paper} ")))
}

/// Whether words that stand alone may be a unit's title: an imperative of some length, no sentence and no paper's name.
#[must_use]
pub fn is_title(text: &str) -> bool {
    let open = text.starts_with(char::is_uppercase) && !text.trim_end().ends_with(['.', ':', ';', ',', '?']);
    (3..=16).contains(&count(text)) && open && super::words::begins_with_verb(text) && !is_paper(text)
}

/// Words that may be a title's: no label's and no codes.
fn names(text: &str) -> usize {
    const LABELS: [&str; 11] = [
        "unit",
        "module",
        "mandatory",
        "optional",
        "core",
        "compulsory",
        "elective",
        "number",
        "no",
        "code",
        "ref",
    ];
    let word = |w: &&str| w.chars().all(char::is_alphabetic) && !LABELS.contains(&w.to_lowercase().as_str());
    text.split_whitespace().map(bare).filter(|w| !w.is_empty()).filter(word).count()
}

/// A title that opens a line of facts: "Make a hard cheese (NCFE, Level 3). Credit: 8." → title, rest.
#[must_use]
pub fn lead(text: &str) -> Option<(&str, &str)> {
    let all = told(text);
    if all.len() < 2 {
        return None;
    }
    let mut seams: Vec<usize> = [" (", " – ", " - ", " — ", ". ", ", ", " · ", " | ", "; "]
        .iter()
        .flat_map(|seam| text.match_indices(seam).map(|(at, _)| at))
        .collect();
    seams.sort_unstable();
    seams.into_iter().find_map(|at| {
        let (head, tail) = (text[..at].trim(), &text[at..]);
        let own = told(head).iter().all(|(fact, _)| *fact == Fact::Number);
        (names(title(head).0) >= 2 && own && told(tail).len() + 1 >= all.len()).then_some((head, tail))
    })
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn number(word: &str) -> Option<&str> {
    (word.len() <= 4 && word.chars().all(|c| c.is_ascii_digit())).then_some(word)
}

/// "level 3", "Level: Entry 2"; never the level of a qualification.
fn level(lower: &[String], words: &[&str], at: usize) -> Option<(Fact, String)> {
    let next = lower.get(at + 1)?;
    let (value, after) = if next == "entry" && lower.get(at + 2).is_some_and(|w| number(w).is_some()) {
        (format!("{} {}", words[at + 1], words[at + 2]), at + 3)
    } else {
        (number(next).filter(|n| n.len() == 1)?.to_owned(), at + 2)
    };
    let other = lower.iter().skip(after).take(3).any(|w| SORTS.contains(&w.as_str()));
    (!other).then_some((Fact::Level, value))
}

/// "4 credits", "30 GLH", "30 guided learning hours", "30 hours of guided learning".
fn behind(number: &str, one: &str, two: &str) -> Option<(Fact, String, usize)> {
    let (fact, words) = match (one, two) {
        ("credits" | "credit" | "cr", _) => (Fact::Credit, 1),
        ("glh", _) => (Fact::Glh, 1),
        ("guided", _) => (Fact::Glh, 3),
        ("hours", "guided") => (Fact::Glh, 3),
        ("tqt", _) => (Fact::Tqt, 1),
        _other => return None,
    };
    Some((fact, number.to_owned(), words))
}

fn is_label(word: &str) -> bool {
    matches!(word, "level" | "credit" | "credits" | "value" | "points" | "glh" | "hours" | "learning" | "tqt")
}

/// "credit value of 4", "GLH 30", "guided learning hours: 30".
fn before(lower: &[String], at: usize) -> Option<(Fact, String)> {
    let names: [(&[&str], Fact); 9] = [
        (&["credit", "value"], Fact::Credit),
        (&["credit", "points"], Fact::Credit),
        (&["credits"], Fact::Credit),
        (&["credit"], Fact::Credit),
        (&["guided", "learning", "hours"], Fact::Glh),
        (&["guided", "learning"], Fact::Glh),
        (&["guided", "hours"], Fact::Glh),
        (&["glh"], Fact::Glh),
        (&["tqt"], Fact::Tqt),
    ];
    let (name, fact) = names
        .iter()
        .find(|(name, _)| name.iter().enumerate().all(|(n, w)| lower.get(at + n).is_some_and(|l| l == w)))?;
    let from = at + name.len();
    let small = |w: &&String| matches!(w.as_str(), "of" | "is" | "are" | "value" | "glh" | "at");
    let skipped = lower.iter().skip(from).take_while(small).count();
    let value = number(lower.get(from + skipped)?)?;
    Some((*fact, value.to_owned()))
}

/// "unit CB7", "Unit no. ADC 31".
fn unit(words: &[&str], lower: &[String], at: usize) -> Option<(Fact, String)> {
    if !matches!(lower[at].as_str(), "unit" | "module") {
        return None;
    }
    let named = lower.get(at + 1).is_some_and(|w| matches!(w.as_str(), "no" | "number" | "code" | "ref"));
    let rest = words.get(at + 1 + usize::from(named)..)?;
    let (code, _) = code(rest, true)?;
    Some((Fact::Number, code))
}

/// The code that words begin with, and how many of them it takes: "HC31", "ADC 31", "PL/08", "2FPC3". `plain`: a number
/// without letters is one too.
#[must_use]
pub fn code(words: &[&str], plain: bool) -> Option<(String, usize)> {
    let first = words.first()?.trim_end_matches([':', ',', '.', ';', ')']);
    let capitals = |w: &str| w.chars().all(|c| c.is_ascii_uppercase());
    let digits = |w: &str| !w.is_empty() && w.chars().all(|c| c.is_ascii_digit());
    if (2..=5).contains(&first.len()) && capitals(first) && !NO_CODES.contains(&first) {
        let second = words.get(1)?.trim_end_matches([':', ',', '.', ';', ')']);
        let number = second.trim_end_matches(|c: char| c.is_ascii_lowercase());
        return (digits(number) && second.len() <= 5 && second.len() - number.len() <= 1)
            .then(|| (format!("{first} {second}"), 2));
    }
    let shaped = (2..=12).contains(&first.len())
        && first
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '/' | '-' | '.'))
        && first.contains(|c: char| c.is_ascii_uppercase())
        && first.ends_with(|c: char| c.is_ascii_digit())
        && !is_urn(first);
    let number = plain && digits(first) && first.len() <= 4;
    // "2850-311": qualification and unit.
    let double = first.split_once(['-', '/']).is_some_and(|(a, b)| {
        digits(a) && digits(b) && (3..=5).contains(&a.len()) && (2..=4).contains(&b.len())
    });
    let shaped = shaped || double;
    (shaped || number).then(|| (first.to_owned(), 1))
}

/// Capitals that go before numbers without being a unit's code.
const NO_CODES: [&str; 12] =
    ["LO", "AC", "PC", "GLH", "TQT", "NVQ", "QCF", "RQF", "UK", "LEVEL", "UNIT", "PAGE"];

/// A title without what goes before and after it, and the facts in that.
#[must_use]
pub fn title(text: &str) -> (&str, Vec<(Fact, String)>) {
    let mut found = Vec::new();
    let mut rest = front(text.trim(), &mut found);
    for _ in 0..3 {
        let Some(cut) = back(rest, &mut found) else { break };
        rest = cut;
    }
    (rest, found)
}

/// "NCFE Unit LIB 3 – Help people …".
fn front<'a>(text: &'a str, found: &mut Vec<(Fact, String)>) -> &'a str {
    // "Candidate logbook - FS/6 Prepare …": the paper's name stands before.
    let text = [": ", " - ", " – ", " — "]
        .iter()
        .filter_map(|seam| text.split_once(seam))
        .filter(|(paper, rest)| is_paper(paper) && count(rest) >= 2)
        .map(|(_, rest)| rest.trim())
        .next()
        .unwrap_or(text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let board = boards::at_start(text).map_or(0, |(_, _, taken)| taken).min(words.len());
    let sort = |w: &&str| {
        ["mandatory", "optional", "core", "compulsory", "elective"].contains(&bare(w).to_lowercase().as_str())
    };
    let board = board
        + usize::from(
            words.get(board).is_some_and(sort)
                && words.get(board + 1).is_some_and(|w| w.eq_ignore_ascii_case("unit")),
        );
    let named =
        words.get(board).is_some_and(|w| w.eq_ignore_ascii_case("unit") || w.eq_ignore_ascii_case("module"));
    let from = board + usize::from(named);
    const NUMBERS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if named
        && let Some((head, title)) = text.split_once([':', '–', '—'])
        && head.split_whitespace().last().is_some_and(|w| NUMBERS.contains(&w.to_lowercase().as_str()))
        && count(title) >= 2
    {
        return title.trim();
    }
    let Some((code, taken)) = words.get(from..).and_then(|words| code(words, true)) else { return text };
    // "204 Repair wheels" carries a number; "24 hours in a hotel" does not.
    if !named && code.chars().all(|c| c.is_ascii_digit()) && code.len() != 3 {
        return text;
    }
    let Some(word) = words.get(from + taken..).and_then(|rest| rest.iter().find(|w| !bare(w).is_empty()))
    else {
        return text;
    };
    let start = word.as_ptr().addr().saturating_sub(text.as_ptr().addr());
    let title = text[start..].trim_start_matches(|c: char| !c.is_alphanumeric() && !"'‘“\"(".contains(c));
    if !title.starts_with(|c: char| c.is_uppercase() || "'‘“\"".contains(c)) || count(title) < 2 {
        return text;
    }
    found.push((Fact::Number, code));
    title
}

/// "… (Unit 204, D/503/7781)", "… – HG12 – L2".
fn back<'a>(text: &'a str, found: &mut Vec<(Fact, String)>) -> Option<&'a str> {
    let text = text.trim_end();
    let (head, tail) = if let Some(open) = text.strip_suffix([')', ']']) {
        let at = open.rfind(['(', '['])?;
        (&text[..at], &open[at + 1..])
    } else {
        let at = [" – ", " - ", " — ", " | ", ", "].iter().filter_map(|sep| text.rfind(sep)).max()?;
        (&text[..at], text[at..].trim_start_matches(|c: char| !c.is_alphanumeric()))
    };
    let head = head.trim_end_matches(|c: char| c.is_whitespace() || ",–—-|".contains(c));
    if count(head) < 2 || count(tail) > 12 {
        return None;
    }
    let mut said = told(tail);
    let parts: Vec<&str> = tail.split([',', ';', '|', '/']).map(str::trim).collect();
    for part in parts {
        let words: Vec<&str> = part.split_whitespace().collect();
        let level = part.strip_prefix('L').filter(|n| n.len() == 1 && n.chars().all(|c| c.is_ascii_digit()));
        if let Some(level) = level {
            said.push((Fact::Level, level.to_owned()));
        } else if said.iter().all(|(fact, _)| *fact != Fact::Number)
            && let Some((code, _)) = code(&words, false).filter(|(_, taken)| *taken == words.len())
        {
            said.push((Fact::Number, code));
        }
    }
    if said.is_empty() {
        return None;
    }
    found.extend(said);
    Some(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_told_in_running_words() {
        let said = |text: &str| {
            told(text).iter().map(|(fact, value)| format!("{fact:?} {value}")).collect::<Vec<_>>().join(", ")
        };
        for (text, want) in [
            ("A level 3 unit worth 4 credits, with 30 guided learning hours.", "Level 3, Credit 4, Glh 30"),
            ("HG12 | R/650/1188 | Level 2 | 5 credits | 40 GLH", "Urn R/650/1188, Level 2, Credit 5, Glh 40"),
            ("Harbour Awards, unit CB7 (L/617/4450)", "Number CB7, Urn L/617/4450"),
            ("It has a credit value of 6 and guided learning hours of 48", "Credit 6, Glh 48"),
            ("Level 3 Diploma in Trading", ""),
            ("explain the level of stock", ""),
        ] {
            assert_eq!(said(text), want, "{text}");
        }
    }

    #[test]
    fn a_title_comes_apart_from_its_code() {
        type Case = (&'static str, &'static str, &'static [(Fact, &'static str)]);
        let cases: [Case; 9] = [
            ("HC31: Lunge a horse", "Lunge a horse", &[(Fact::Number, "HC31")]),
            ("ADC 31 Support people", "Support people", &[(Fact::Number, "ADC 31")]),
            ("OCR Unit 22: Welcome visitors", "Welcome visitors", &[(Fact::Number, "22")]),
            ("204 Repair bicycle wheels", "Repair bicycle wheels", &[(Fact::Number, "204")]),
            ("24 hours in a hotel", "24 hours in a hotel", &[]),
            (
                "Repair wheels (Unit 204, D/503/7781)",
                "Repair wheels",
                &[(Fact::Number, "204"), (Fact::Urn, "D/503/7781")],
            ),
            (
                "Keep a greenhouse – HG12 – L2",
                "Keep a greenhouse",
                &[(Fact::Level, "2"), (Fact::Number, "HG12")],
            ),
            ("Climb trees (TR6)", "Climb trees", &[(Fact::Number, "TR6")]),
            ("Use a computer (advanced)", "Use a computer (advanced)", &[]),
        ];
        for (text, want, facts) in cases {
            let (title, found) = title(text);
            let found: Vec<(Fact, &str)> =
                found.iter().map(|(fact, value)| (*fact, value.as_str())).collect();
            assert_eq!((title, found.as_slice()), (want, facts), "{text}");
        }
    }
}
