//! Pairs the rows of a new issue with those of the text in force, so that links and decisions follow: equal text first, then
//! the same number with similar text, then similar text. What cannot be paired stays new. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::UnitDraft;
use super::spec::UnitSpec;

/// How much alike two texts of one number must be.
const WITH_CODE: f64 = 0.5;
/// How much alike two texts must be where the number says nothing.
const WITHOUT_CODE: f64 = 0.65;

/// Gives the draft's rows the ids of the rows of `spec` that they are a new issue of. Ids that `spec` does not know go.
pub fn pair(draft: &mut UnitDraft, spec: &UnitSpec) {
    let outcomes: Vec<Row> = spec.text.outcomes.iter().map(|o| Row::of(&o.id, &o.code, &o.text)).collect();
    let criteria: Vec<Row> = spec
        .text
        .outcomes
        .iter()
        .flat_map(|o| &o.criteria)
        .map(|c| Row::of(&c.id, &c.code, &c.text))
        .collect();
    let wanted: Vec<Row> =
        draft.outcomes.iter().map(|o| Row::of(o.id.as_deref().unwrap_or(""), &o.code, &o.text)).collect();
    for (outcome, id) in draft.outcomes.iter_mut().zip(pairs(&outcomes, &wanted)) {
        outcome.id = id;
    }
    let placed = draft.outcomes.iter().flat_map(|o| &o.criteria);
    let mut wanted: Vec<Row> =
        placed.map(|c| Row::of(c.id.as_deref().unwrap_or(""), &c.code, &c.text)).collect();
    wanted.extend(
        draft.unassigned.iter().map(|c| {
            Row::of(c.id.as_deref().unwrap_or(""), c.proposed_code.as_deref().unwrap_or(""), &c.text)
        }),
    );
    let mut ids = pairs(&criteria, &wanted).into_iter();
    for criterion in draft.outcomes.iter_mut().flat_map(|o| &mut o.criteria) {
        criterion.id = ids.next().flatten();
    }
    for criterion in &mut draft.unassigned {
        criterion.id = ids.next().flatten();
    }
}

struct Row {
    id: String,
    code: String,
    words: Vec<String>,
}

impl Row {
    fn of(id: &str, code: &str, text: &str) -> Self {
        Self { id: id.to_owned(), code: code.trim().to_owned(), words: plain(text) }
    }
}

/// Words without case and punctuation.
fn plain(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace(['\u{2019}', '\''], "");
    lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// For each wanted row the id of its partner.
fn pairs(old: &[Row], wanted: &[Row]) -> Vec<Option<String>> {
    let mut partner: Vec<Option<usize>> = vec![None; wanted.len()];
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    // An id that is known already is a pair by itself: the draft was made from this very unit.
    for (i, row) in wanted.iter().enumerate().filter(|(_, row)| !row.id.is_empty()) {
        if let Some(at) = old.iter().position(|o| o.id == row.id).filter(|at| !taken.contains(at)) {
            taken.insert(at);
            partner[i] = Some(at);
        }
    }
    // The outcome that a row stands under, by its number: the same sentence may stand under two outcomes.
    let outcome = |row: &Row| row.code.split('.').next().unwrap_or_default().to_owned();
    let mut candidates: Vec<(u8, bool, f64, usize, usize)> = Vec::new();
    for (i, row) in wanted.iter().enumerate().filter(|(i, _)| partner[*i].is_none()) {
        for (at, other) in old.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
            let (same_code, alike) = (row.code == other.code, likeness(&row.words, &other.words));
            let elsewhere = outcome(row) != outcome(other);
            let several = || old.iter().filter(|o| o.words == row.words).count() > 1;
            if row.words == other.words && elsewhere && several() {
                // Which of the two it was cannot be told: a person pairs them.
                continue;
            }
            let rank = match (row.words == other.words, same_code) {
                (true, true) => 0,
                (true, false) => 1,
                (false, true) if alike >= WITH_CODE => 2,
                (false, _) if alike >= WITHOUT_CODE => 3,
                (false, _) => continue,
            };
            candidates.push((rank, elsewhere, alike, i, at));
        }
    }
    candidates.sort_by(|a, b| {
        (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)).then((a.3, a.4).cmp(&(b.3, b.4)))
    });
    for (_, _, _, i, at) in candidates {
        if partner[i].is_none() && taken.insert(at) {
            partner[i] = Some(at);
        }
    }
    partner.into_iter().map(|at| at.and_then(|at| old.get(at)).map(|row| row.id.clone())).collect()
}

/// Words in common against words in all, each word as often as it stands (Dice).
fn likeness(one: &[String], other: &[String]) -> f64 {
    let mut counts: BTreeMap<&str, i32> = BTreeMap::new();
    one.iter().for_each(|w| *counts.entry(w).or_default() += 1);
    let mut common = 0_u32;
    for word in other {
        if let Some(left) = counts.get_mut(word.as_str()).filter(|left| **left > 0) {
            *left -= 1;
            common += 1;
        }
    }
    let all = u32::try_from(one.len() + other.len()).unwrap_or(u32::MAX);
    if all == 0 { 0.0 } else { 2.0 * f64::from(common) / f64::from(all) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::draft::{DraftCriterion, DraftOutcome};
    use crate::unit::starter;

    /// Code, text, and its criteria: code and text each.
    type Outcome<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

    fn draft(outcomes: &[Outcome<'_>]) -> UnitDraft {
        let criterion = |(code, text): &(&str, &str)| DraftCriterion {
            code: (*code).into(),
            text: (*text).into(),
            ..DraftCriterion::default()
        };
        let outcome = |(code, text, criteria): &Outcome<'_>| DraftOutcome {
            code: (*code).into(),
            text: (*text).into(),
            criteria: criteria.iter().map(criterion).collect(),
            ..DraftOutcome::default()
        };
        UnitDraft { outcomes: outcomes.iter().map(outcome).collect(), ..UnitDraft::default() }
    }

    /// The centre's own unit read again from paper: no ids, criteria in another order, some reworded, one new.
    #[test]
    fn rows_of_a_new_issue_find_their_own() {
        let spec = UnitSpec::parse(starter::UNITS[5]).unwrap();
        let o = &spec.text.outcomes[0];
        let text = |i: usize| o.criteria[i].text.clone();
        let reworded = text(1).replace("Describe", "Set out").replace("team", "whole team");
        let shouted = text(0).to_uppercase();
        let (third, fresh) = (text(2), "Name the colours of the flag of the town.".to_owned());
        let mut draft = draft(&[(
            "1",
            &o.text,
            &[("1.1", &third), ("1.2", &reworded), ("1.3", &shouted), ("1.4", &fresh)],
        )]);
        pair(&mut draft, &spec);
        let ids: Vec<Option<&str>> = draft.outcomes[0].criteria.iter().map(|c| c.id.as_deref()).collect();
        assert_eq!(draft.outcomes[0].id.as_deref(), Some(o.id.as_str()));
        let want =
            [Some(2), Some(1), Some(0), None].map(|i: Option<usize>| i.map(|i| o.criteria[i].id.as_str()));
        assert_eq!(ids, want);
    }

    #[test]
    fn ids_of_another_unit_go_and_known_ones_stay_whatever_the_text_says() {
        let spec = UnitSpec::parse(starter::UNITS[4]).unwrap();
        let known = spec.text.outcomes[0].criteria[0].id.clone();
        let mut draft =
            draft(&[("1", "Something else altogether", &[("1.1", "Written quite anew by somebody")])]);
        draft.outcomes[0].id = Some("00000000-0000-4000-8000-000000000001".into());
        draft.outcomes[0].criteria[0].id = Some(known.clone());
        pair(&mut draft, &spec);
        assert_eq!(draft.outcomes[0].id, None);
        assert_eq!(draft.outcomes[0].criteria[0].id, Some(known));
    }

    /// One sentence under two outcomes: told apart by the outcome, and by nothing else where the outcomes have changed.
    #[test]
    fn a_sentence_that_stands_under_two_outcomes_is_paired_only_within_its_own() {
        let id = |n: u32| format!("00000000-0000-4000-8000-{n:012}");
        let criterion =
            |n: u32, code: &str, text: &str| serde_json::json!({ "id": id(n), "code": code, "text": text });
        let (same, other) = ("Explain how records are kept", "Greet each caller by name");
        let spec = serde_json::json!({
            "format": "assessor-spec", "formatVersion": 1, "id": id(0), "handle": "invented", "unit": { "title": "Invented" },
            "outcomes": [
                { "id": id(1), "code": "1", "text": "Understand counters", "criteria": [criterion(11, "1.1", same), criterion(12, "1.2", other)] },
                { "id": id(2), "code": "2", "text": "Understand stores", "criteria": [criterion(21, "2.1", same)] },
            ],
        });
        let spec = UnitSpec::parse(&spec.to_string()).unwrap();
        let ids = |draft: &UnitDraft| -> Vec<Option<String>> {
            draft.outcomes.iter().flat_map(|o| &o.criteria).map(|c| c.id.clone()).collect()
        };
        // Renumbered within each outcome: each finds its own.
        let mut moved = draft(&[
            ("1", "Understand counters", &[("1.1", other), ("1.2", same)]),
            ("2", "Understand stores", &[("2.1", "Name three stores of the town"), ("2.2", same)]),
        ]);
        pair(&mut moved, &spec);
        assert_eq!(ids(&moved), [Some(id(12)), Some(id(11)), None, Some(id(21))]);
        // Under a third outcome nobody can tell which of the two it was; what stands once is found wherever it went.
        let mut third = draft(&[("3", "Understand records", &[("3.1", same), ("3.2", other)])]);
        pair(&mut third, &spec);
        assert_eq!(ids(&third), [None, Some(id(12))]);
    }
}
