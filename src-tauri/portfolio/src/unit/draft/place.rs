//! Accepting what an import proposes about places, all at once: for the command line's `--accept` and the editor's one key.
//! Nothing is hidden by it: a place that was only proposed stays marked as proposed. Pure.

use super::{DraftCriterion, DraftOutcome, UnitDraft};

/// Puts every criterion whose place is proposed there. Where the source states no outcome at all, one is inferred from the
/// title, so that the criteria have a place. Criteria for which nothing is proposed stay without one.
pub fn place_proposed(draft: &mut UnitDraft) {
    let inferred = draft.outcomes.is_empty() && !draft.unassigned.is_empty();
    if inferred {
        draft.outcomes.push(DraftOutcome {
            code: "1".into(),
            code_origin: "generated".into(),
            text: draft.named().to_owned(),
            inferred: true,
            ..DraftOutcome::default()
        });
    }
    let waiting = std::mem::take(&mut draft.unassigned);
    for criterion in waiting {
        let wanted = criterion.proposed_outcome.as_deref().or(inferred.then_some("1"));
        let used = |draft: &UnitDraft, code: &str| {
            draft.outcomes.iter().any(|o| o.code == code || o.criteria.iter().any(|c| c.code == code))
        };
        let Some(at) = wanted.and_then(|code| draft.outcomes.iter().position(|o| o.code == code)) else {
            draft.unassigned.push(criterion);
            continue;
        };
        let outcome = draft.outcomes[at].code.clone();
        let said = criterion.proposed_code.clone().filter(|code| !code.is_empty());
        let counted = (1..).map(|n| format!("{outcome}.{n}"));
        let Some(code) = said.into_iter().chain(counted).find(|code| !used(draft, code)) else { continue };
        draft.outcomes[at].criteria.push(DraftCriterion {
            id: criterion.id,
            code,
            code_origin: "generated".into(),
            assignment: "proposed".into(),
            text: criterion.text,
            amplification: None,
        });
    }
    // What was proposed in the order of the source stands in the order of its numbers.
    for outcome in &mut draft.outcomes {
        outcome.criteria.sort_by_key(|c| numbers(&c.code));
    }
}

/// The numbers of a code, so that 1.10 comes after 1.9; letters keep the order in which they stood.
fn numbers(code: &str) -> Vec<u32> {
    code.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::DraftUnassigned;
    use super::*;

    fn waiting(text: &str, outcome: Option<&str>, code: Option<&str>) -> DraftUnassigned {
        let own = |t: Option<&str>| t.map(str::to_owned);
        DraftUnassigned {
            text: text.into(),
            proposed_outcome: own(outcome),
            proposed_code: own(code),
            id: None,
        }
    }

    fn shown(draft: &UnitDraft) -> String {
        let criteria = draft.outcomes.iter().flat_map(|o| &o.criteria);
        let placed: Vec<String> =
            criteria.map(|c| format!("{} {} {}", c.code, c.text, c.assignment)).collect();
        format!("{} | {} left", placed.join(", "), draft.unassigned.len())
    }

    #[test]
    fn proposed_places_are_taken_and_stay_marked() {
        let outcome = |code: &str| DraftOutcome {
            code: code.into(),
            text: format!("outcome {code}"),
            ..DraftOutcome::default()
        };
        let mut draft = UnitDraft {
            outcomes: vec![outcome("1"), outcome("2")],
            unassigned: vec![
                waiting("b", Some("2"), Some("2.2")),
                waiting("a", Some("2"), Some("2.1")),
                waiting("twice", Some("2"), Some("2.1")),
                waiting("nowhere", None, None),
                waiting("gone", Some("7"), Some("7.1")),
            ],
            ..UnitDraft::default()
        };
        place_proposed(&mut draft);
        assert_eq!(shown(&draft), "2.1 a proposed, 2.2 b proposed, 2.3 twice proposed | 2 left");
    }

    #[test]
    fn where_no_outcome_is_stated_one_is_inferred_and_says_so() {
        let mut draft = UnitDraft {
            unassigned: vec![waiting("a", None, None), waiting("b", None, None)],
            ..UnitDraft::default()
        };
        draft.facts.title = "Plan the work".into();
        place_proposed(&mut draft);
        assert_eq!(shown(&draft), "1.1 a proposed, 1.2 b proposed | 0 left");
        assert!(draft.outcomes[0].inferred);
    }
}
