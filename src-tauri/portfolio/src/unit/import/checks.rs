//! What is wrong with a proposal, whichever format it came from: missing title or board, numbers twice or left out,
//! outcomes without criteria, references of a wrong form. Only looks; changes no text and no number.

use std::collections::BTreeMap;

use super::proposal::{Defect, DefectKind, Proposal};

/// A defect.
#[must_use]
pub fn defect(kind: DefectKind, message: impl Into<String>, place: impl Into<String>) -> Defect {
    Defect { kind, message: message.into(), place: place.into() }
}

/// Looks a proposal over and adds what it finds to its defects.
pub fn look_over(proposal: &mut Proposal) {
    let mut found = Vec::new();
    facts(proposal, &mut found);
    structure(proposal, &mut found);
    numbering(proposal, &mut found);
    proposal.defects.append(&mut found);
}

fn facts(proposal: &Proposal, found: &mut Vec<Defect>) {
    let title = &proposal.unit.title;
    if title.trim().is_empty() {
        found.push(defect(DefectKind::MissingTitle, "the source states no unit title: type one", ""));
    }
    if proposal.awarding_organisation.name.trim().is_empty() && proposal.awarding_organisation.brand.is_none()
    {
        found.push(defect(DefectKind::MissingBoard, "the source names no awarding organisation", ""));
    }
    if let Some(urn) = proposal.unit.urn.as_deref().filter(|urn| !is_urn(urn)) {
        let message = format!("the unit reference {urn:?} is not of the form A/123/4567");
        found.push(defect(DefectKind::BadReference, message, ""));
    }
    if let Some(number) = proposal.qualification.number.as_deref().filter(|n| with_obliques(n).is_none()) {
        let message = format!("the qualification number {number:?} is not of the form 123/4567/8");
        found.push(defect(DefectKind::BadReference, message, ""));
    }
}

fn structure(proposal: &Proposal, found: &mut Vec<Defect>) {
    let placed: usize = proposal.outcomes.iter().map(|o| o.criteria.len()).sum();
    if proposal.outcomes.is_empty() {
        found.push(defect(DefectKind::NoOutcomes, "the source states no learning outcome", ""));
    }
    if placed + proposal.unassigned_criteria.len() == 0 {
        found.push(defect(DefectKind::NoCriteria, "the source states no assessment criterion", ""));
    } else {
        let offered = |code: &str| {
            proposal.unassigned_criteria.iter().any(|c| c.proposed_outcome.as_deref() == Some(code))
        };
        for outcome in proposal.outcomes.iter().filter(|o| o.criteria.is_empty() && !offered(&o.code)) {
            let message = format!("outcome {} has no criterion: {}", outcome.code, short(&outcome.text));
            found.push(defect(DefectKind::OutcomeWithoutCriterion, message, outcome.place.clone()));
        }
    }
    for criterion in &proposal.unassigned_criteria {
        let message = format!("no outcome is stated for the criterion: {}", short(&criterion.text));
        found.push(defect(DefectKind::CriterionWithoutOutcome, message, criterion.place.clone()));
    }
}

fn numbering(proposal: &Proposal, found: &mut Vec<Defect>) {
    let outcomes = proposal.outcomes.iter().map(|o| (&o.code, &o.code_origin, &o.text, &o.place));
    let criteria = proposal.outcomes.iter().flat_map(|o| &o.criteria);
    let criteria = criteria.map(|c| (&c.code, &c.code_origin, &c.text, &c.place));
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let mut series: BTreeMap<String, u32> = BTreeMap::new();
    // A criterion called "2" beside an outcome "2" is not the same series, but it is the same code.
    for (kind, code, text, place) in
        outcomes.map(|(c, _, t, p)| ("outcome ", c, t, p)).chain(criteria.map(|(c, _, t, p)| ("", c, t, p)))
    {
        if let Some(before) = first.insert(code, text) {
            let message = format!("the number {code} stands twice: {} and {}", short(before), short(text));
            found.push(defect(DefectKind::DuplicateCode, message, place.clone()));
            continue;
        }
        let Some((prefix, number)) = cut(code) else { continue };
        let last = series.entry(format!("{kind}{prefix}")).or_insert(0);
        if number > last.saturating_add(1) {
            let message = format!("{kind}{prefix}{} is missing before {code}", last.saturating_add(1));
            found.push(defect(DefectKind::GapInNumbering, message, place.clone()));
        }
        *last = number.max(*last);
    }
}

/// A code in two: what stands before the last number, and that number. "2.10" → ("2.", 10).
fn cut(code: &str) -> Option<(&str, u32)> {
    let start = code.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    Some((&code[..start], code[start..].parse().ok()?))
}

/// Unit reference number of the Regulated Qualifications Framework: `^[A-Z]/\d{3}/\d{4}$`.
#[must_use]
pub fn is_urn(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| match i {
            0 => b.is_ascii_uppercase(),
            1 | 5 => *b == b'/',
            _digit => b.is_ascii_digit(),
        })
}

/// A qualification number in its 10 characters, whether it was written with or without obliques; `None` where it is none.
#[must_use]
pub fn with_obliques(text: &str) -> Option<String> {
    let plain: String =
        text.trim().chars().filter(|c| !matches!(c, '/' | ' ')).collect::<String>().to_uppercase();
    let bytes = plain.as_bytes();
    let whole = bytes.len() == 8
        && bytes[..7].iter().all(u8::is_ascii_digit)
        && (bytes[7].is_ascii_digit() || bytes[7] == b'X');
    whole.then(|| format!("{}/{}/{}", &plain[..3], &plain[3..7], &plain[7..]))
}

/// The first words of a text, for a message.
#[must_use]
pub fn short(text: &str) -> String {
    const MOST: usize = 60;
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(MOST) {
        Some((at, _)) => format!("\"{}…\"", words[..at].trim_end()),
        None => format!("\"{words}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::import::proposal::{ProposedCriterion, ProposedOutcome};

    fn unit(outcomes: &[(&str, &[&str])]) -> Proposal {
        let mut proposal = Proposal::default();
        proposal.unit.title = "Keep stock".into();
        proposal.awarding_organisation.name = "Example Board".into();
        proposal.outcomes = outcomes
            .iter()
            .map(|(code, criteria)| ProposedOutcome {
                code: (*code).into(),
                text: format!("outcome {code}"),
                criteria: criteria
                    .iter()
                    .map(|c| ProposedCriterion {
                        code: (*c).into(),
                        text: format!("do {c}"),
                        ..Default::default()
                    })
                    .collect(),
                ..Default::default()
            })
            .collect();
        proposal
    }

    #[test]
    fn numbers_are_looked_over() {
        type Outcomes = &'static [(&'static str, &'static [&'static str])];
        let cases: [(Outcomes, &[&str]); 6] = [
            (&[("1", &["1.1", "1.2"]), ("2", &["2.1"])], &[]),
            (&[("1", &["1.1", "1.3"])], &["1.2 is missing before 1.3"]),
            (&[("1", &["1.1", "1.1"])], &["the number 1.1 stands twice: \"do 1.1\" and \"do 1.1\""]),
            (&[("1", &["1.1"]), ("3", &["3.1"])], &["outcome 2 is missing before 3"]),
            (&[("1", &["P1", "M1"]), ("2", &["P2", "P3", "M3"])], &["M2 is missing before M3"]),
            (&[("1", &["1.1"]), ("2", &[])], &["outcome 2 has no criterion: \"outcome 2\""]),
        ];
        for (outcomes, want) in cases {
            let mut proposal = unit(outcomes);
            look_over(&mut proposal);
            let said: Vec<&str> = proposal.defects.iter().map(|d| d.message.as_str()).collect();
            assert_eq!(said, want);
        }
    }

    #[test]
    fn what_is_not_there_is_said() {
        let mut proposal = Proposal::default();
        proposal.unit.urn = Some("CFACSB13".into());
        proposal.qualification.number = Some("12/34".into());
        look_over(&mut proposal);
        let kinds: Vec<DefectKind> = proposal.defects.iter().map(|d| d.kind).collect();
        let want = [
            DefectKind::MissingTitle,
            DefectKind::MissingBoard,
            DefectKind::BadReference,
            DefectKind::BadReference,
            DefectKind::NoOutcomes,
            DefectKind::NoCriteria,
        ];
        assert_eq!(kinds, want);
    }

    #[test]
    fn references_have_their_forms() {
        for (text, want) in [
            ("M/601/1511", true),
            ("m/601/1511", false),
            ("M6011511", false),
            ("INSCS042", false),
            ("", false),
        ] {
            assert_eq!(is_urn(text), want, "{text}");
        }
        for (text, want) in [
            ("603/2476/0", Some("603/2476/0")),
            ("60324760", Some("603/2476/0")),
            ("500/1234/x", Some("500/1234/X")),
            ("603/2476", None),
            ("é0324760", None),
        ] {
            assert_eq!(with_obliques(text).as_deref(), want, "{text}");
        }
    }
}
