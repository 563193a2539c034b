//! Facts of a unit beside their labels: title, number, reference, level, credit, hours, board, qualification.
//! Says which label a text is and puts a value where it belongs; refuses to know sections and tables.

use super::boards;
use super::words::{key, tidy};
use crate::unit::import::checks::{is_urn, with_obliques};
use crate::unit::import::proposal::{DefectKind, Proposal};

/// A fact that a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// Title of the unit.
    Title,
    /// AO unit number.
    Number,
    /// Unit reference number.
    Urn,
    /// Level.
    Level,
    /// Credit value.
    Credit,
    /// Guided learning hours.
    Glh,
    /// Total qualification time.
    Tqt,
    /// Aim.
    Aim,
    /// Assessment requirements.
    Requirements,
    /// National Occupational Standards.
    Nos,
    /// Board.
    Board,
    /// Qualification title.
    Qualification,
    /// Qualification number.
    QualificationNumber,
}

const LABELS: [(Fact, &[&str]); 13] = [
    (
        Fact::Title,
        &[
            "unit title",
            "title of unit",
            "title",
            "unit name",
            "title of the unit",
            "module title",
            "unit",
            "unit number and title",
            "unit title and number",
            "unit code and title",
            "unit no and title",
        ],
    ),
    (
        Fact::Number,
        &[
            "unit number",
            "unit no",
            "unit code",
            "unit id",
            "unit num",
            "board unit number",
            "ao unit number",
            "unit identifier",
        ],
    ),
    (
        Fact::Urn,
        &[
            "unit reference number",
            "urn",
            "unit reference",
            "unit ref",
            "unit ref no",
            "unit reference no",
            "uan",
            "ofqual reference",
            "ofqual unit reference",
            "unit accreditation number",
            "ofqual unit reference number",
            "unit reference number urn",
            "ofqual unit number",
            "unit accreditation no",
            "ofqual reference number",
            "reference number",
            "reference",
            "qcf reference",
            "unit accreditation number uan",
            "ofqual unit ref",
            "regulator reference",
            "unit urn",
        ],
    ),
    (
        Fact::Level,
        &[
            "level",
            "unit level",
            "qcf level",
            "rqf level",
            "scqf level",
            "level of unit",
            "level of the unit",
        ],
    ),
    (
        Fact::Credit,
        &[
            "credit value",
            "credits",
            "credit",
            "unit credit value",
            "unit credit",
            "credit points",
            "unit credits",
            "cv",
            "number of credits",
            "credit rating",
        ],
    ),
    (
        Fact::Glh,
        &[
            "guided learning hours",
            "glh",
            "guided learning hours glh",
            "guided learning",
            "unit glh",
            "recommended glh",
            "guided learning hrs",
            "recommended guided learning hours",
            "gl",
            "guided learning hour",
            "guided hours",
            "hours of guided learning",
            "learning hours guided",
            "unit guided learning hours",
        ],
    ),
    (
        Fact::Tqt,
        &[
            "total qualification time",
            "tqt",
            "total qualification time tqt",
            "total unit time",
            "tut",
            "total unit time tut",
        ],
    ),
    (
        Fact::Aim,
        &[
            "unit aim",
            "unit aims",
            "aim",
            "unit summary",
            "purpose",
            "unit purpose",
            "unit purpose and aim",
            "unit aim and purpose",
            "purpose of the unit",
            "aim of the unit",
            "unit overview",
            "unit description",
            "unit purpose and aims",
            "unit aim s",
            "summary",
        ],
    ),
    (
        Fact::Requirements,
        &[
            "assessment requirements",
            "evidence requirements",
            "assessment strategy",
            "unit assessment requirements",
        ],
    ),
    (
        Fact::Nos,
        &[
            "nos",
            "national occupational standards",
            "national occupational standard",
            "nos reference",
            "nos ref",
            "nos code",
            "nos codes",
            "relationship to national occupational standards",
            "details of the relationship between the unit and relevant national occupational standards",
            "links to nos",
            "link to nos",
            "relationship to nos",
            "mapping to nos",
            "mapped to nos",
            "nos references",
        ],
    ),
    (
        Fact::Board,
        &[
            "awarding organisation",
            "awarding body",
            "board",
            "ao",
            "exam board",
            "awarding organization",
            "unit owner",
            "owner",
            "owner organisation",
            "awarding organisations",
        ],
    ),
    (
        Fact::Qualification,
        &[
            "qualification",
            "qualification title",
            "title of qualification",
            "award title",
            "qualification name",
        ],
    ),
    (
        Fact::QualificationNumber,
        &[
            "qualification number",
            "qn",
            "qan",
            "qualification accreditation number",
            "ofqual qualification number",
            "qualification number qn",
            "qualification no",
            "qualification ref",
            "qualification reference",
            "accreditation number",
            "qualification accreditation number qan",
        ],
    ),
];

/// The fact that these words announce.
#[must_use]
pub fn label(text: &str) -> Option<Fact> {
    if text.len() > 100 {
        return None;
    }
    let words = key(text);
    let find = |words: &str| LABELS.iter().find(|(_, names)| names.contains(&words)).map(|(fact, _)| *fact);
    // "OCR unit number" is a unit number.
    let own = || {
        let (_, _, taken) = boards::at_start(&words)?;
        find(&words.split(' ').skip(taken).collect::<Vec<_>>().join(" "))
    };
    // "GLH (guided learning hours)", "Credit value of the unit", "Level of this unit".
    let longer = || {
        let all: Vec<&str> = words.split(' ').collect();
        let of = ["of", "for", "this", "the", "unit", "s", "value"];
        let short = all.len() <= 6 && (words.ends_with(" unit") || words.contains("guided learning"));
        let kept: Vec<&str> = all.iter().filter(|w| !of.contains(w)).copied().collect();
        let glh = words.contains("guided learning")
            && kept.iter().all(|w| {
                ["guided", "learning", "hours", "hrs", "glh", "recommended", "total", "number", "minimum"]
                    .contains(w)
            });
        let found = match kept.as_slice() {
            ["level"] => Some(Fact::Level),
            ["credit" | "credits"] => Some(Fact::Credit),
            ["number" | "code"] => Some(Fact::Number),
            ["title" | "name"] => Some(Fact::Title),
            _other => glh.then_some(Fact::Glh),
        };
        found.filter(|_| short)
    };
    // "Teitl yr uned / Unit title": in two languages.
    let other = || text.split(" / ").skip(1).find_map(|part| find(&key(part)));
    find(&words).or_else(own).or_else(longer).or_else(other)
}

/// Facts written in one line: "Level: 3", "Level 3   Credits 4", "GLH 20 | Credit value: 3".
#[must_use]
pub fn in_line(text: &str) -> Option<Vec<(Fact, String)>> {
    if text.len() > 600 {
        return None;
    }
    if let Some((name, value)) = text.split_once([':', '\t'])
        && let Some(fact) = label(name)
    {
        return Some(several(fact, value));
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    // "Level 3 Credits 4": labels and numbers in turn, and nothing else.
    let parts = run(&words)?;
    (!parts.is_empty()).then_some(parts)
}

/// A value, and further facts that stand in the same line after it: "3   Credit value: 4".
fn several(fact: Fact, value: &str) -> Vec<(Fact, String)> {
    if matches!(fact, Fact::Level | Fact::Credit | Fact::Glh | Fact::Tqt | Fact::Number | Fact::Urn) {
        let words: Vec<&str> =
            value.split_whitespace().filter(|w| !matches!(*w, "|" | "," | ";" | "·" | "–" | "-")).collect();
        for cut in 1..words.len() {
            if let Some(more) = run(&words[cut..]) {
                let mut all = vec![(fact, words[..cut].join(" ").trim_end_matches([',', ';']).to_owned())];
                all.extend(more);
                return all;
            }
        }
    }
    vec![(fact, tidy(value))]
}

/// Labels and short values in turn, to the end of the words.
fn run(words: &[&str]) -> Option<Vec<(Fact, String)>> {
    let mut found = Vec::new();
    let mut rest: &[&str] = words;
    while !rest.is_empty() {
        if matches!(rest[0], "|" | "·" | "," | "-" | "–" | ";") {
            rest = &rest[1..];
            continue;
        }
        if is_urn(rest[0]) {
            found.push((Fact::Urn, rest[0].to_owned()));
            rest = &rest[1..];
            continue;
        }
        let (fact, length) =
            (1..=rest.len().min(4)).rev().find_map(|n| Some((label(&rest[..n].join(" "))?, n)))?;
        // "Unit CB7" among others names the unit by its number.
        let unit =
            fact == Fact::Title && rest.get(length).is_some_and(|w| w.contains(|c: char| c.is_ascii_digit()));
        let fact = if unit { Fact::Number } else { fact };
        if !matches!(fact, Fact::Level | Fact::Credit | Fact::Glh | Fact::Tqt | Fact::Urn | Fact::Number) {
            return None;
        }
        // "Level: Level 3", "Credit value of 4".
        let mut length = length;
        if fact == Fact::Level && rest.get(length).is_some_and(|w| w.eq_ignore_ascii_case("level")) {
            length += 1;
        }
        let value = rest.get(length)?;
        let mut taken = length + 1;
        let mut value = value.trim_end_matches([',', ';']).to_owned();
        if value.eq_ignore_ascii_case("entry") {
            value = format!("{value} {}", rest.get(taken)?);
            taken += 1;
        }
        value.contains(|c: char| c.is_ascii_digit()).then_some(())?;
        found.push((fact, value));
        rest = &rest[taken..];
        if rest.first().is_some_and(|w| w.eq_ignore_ascii_case("hours")) {
            rest = &rest[1..];
        }
    }
    Some(found)
}

/// Puts a value where it belongs. What cannot be read as what it should be becomes a defect; the first statement wins.
pub fn put(proposal: &mut Proposal, fact: Fact, value: &str, place: &str) {
    let value = tidy(value);
    if value.is_empty() {
        return;
    }
    let unit = &mut proposal.unit;
    let (slot, name) = match fact {
        Fact::Credit => (&mut unit.credit, "credit value"),
        Fact::Glh => (&mut unit.glh, "number of guided learning hours"),
        Fact::Tqt => (&mut unit.tqt, "total qualification time"),
        Fact::Title
        | Fact::Number
        | Fact::Urn
        | Fact::Level
        | Fact::Aim
        | Fact::Requirements
        | Fact::Nos
        | Fact::Board
        | Fact::Qualification
        | Fact::QualificationNumber => {
            words(proposal, fact, &value);
            return;
        }
    };
    if let Some(number) = first_number(&value) {
        slot.get_or_insert(number);
    } else {
        let message = format!("{value:?} is not a number: the {name} is left empty");
        proposal.defects.push(super::defect(DefectKind::BadValue, message, place));
    }
}

/// Facts that are words.
fn words(proposal: &mut Proposal, fact: Fact, value: &str) {
    let unit = &mut proposal.unit;
    let first = |slot: &mut Option<String>, value: &str| {
        slot.get_or_insert_with(|| value.to_owned());
    };
    match fact {
        Fact::Title => value.clone_into(&mut unit.title),
        Fact::Number if is_urn(&value.to_uppercase()) => first(&mut unit.urn, &value.to_uppercase()),
        Fact::Number => first(&mut unit.number, value.strip_prefix("Unit ").unwrap_or(value)),
        Fact::Urn => reference(proposal, value),
        Fact::Level => {
            let level = value.strip_prefix("Level ").or_else(|| value.strip_prefix("level "));
            first(&mut unit.level, level.unwrap_or(value));
        }
        Fact::Aim => first(&mut unit.aim, value),
        Fact::Requirements => first(&mut unit.assessment_requirements, value),
        Fact::Nos => unit.nos.extend(value.split([',', ';']).map(tidy).filter(|code| !code.is_empty())),
        Fact::Board => boards::put(&mut proposal.awarding_organisation, value),
        Fact::Qualification => boards::qualification(proposal, value),
        Fact::QualificationNumber => {
            let number = with_obliques(value);
            first(&mut proposal.qualification.number, number.as_deref().unwrap_or(value));
        }
        // Numbers are read in `put`.
        Fact::Credit | Fact::Glh | Fact::Tqt => {}
    }
}

/// "Unit reference number" announces a URN with some boards and the board's own number with others.
fn reference(proposal: &mut Proposal, value: &str) {
    let upper = value.to_uppercase().replace(' ', "");
    if is_urn(&upper) {
        proposal.unit.urn.get_or_insert(upper);
    } else if value.contains('/') && value.split('/').count() == 3 {
        proposal.unit.urn.get_or_insert_with(|| value.to_owned());
    } else {
        proposal.unit.number.get_or_insert_with(|| value.to_owned());
    }
}

fn first_number(value: &str) -> Option<i64> {
    let start = value.find(|c: char| c.is_ascii_digit())?;
    let rest = &value[start..];
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_state_facts() {
        let fact = |fact, value: &str| (fact, value.to_owned());
        for (line, want) in [
            ("Level: 3", Some(vec![fact(Fact::Level, "3")])),
            ("Level 2   Credits 4", Some(vec![fact(Fact::Level, "2"), fact(Fact::Credit, "4")])),
            (
                "Level: 3 Credit value: 4 GLH: 20",
                Some(vec![fact(Fact::Level, "3"), fact(Fact::Credit, "4"), fact(Fact::Glh, "20")]),
            ),
            ("Unit title: Keep stock: a start", Some(vec![fact(Fact::Title, "Keep stock: a start")])),
            ("Level of service", None),
            ("Explain: the level", None),
            ("", None),
        ] {
            assert_eq!(in_line(line), want, "{line}");
        }
    }

    #[test]
    fn a_reference_is_a_urn_or_a_number() {
        let mut proposal = Proposal::default();
        put(&mut proposal, Fact::Urn, "m/506/2898", "");
        put(&mut proposal, Fact::Urn, "B13", "");
        put(&mut proposal, Fact::Credit, "four", "line 2");
        assert_eq!(proposal.unit.urn.as_deref(), Some("M/506/2898"));
        assert_eq!(proposal.unit.number.as_deref(), Some("B13"));
        assert_eq!(proposal.defects.len(), 1);
    }
}
