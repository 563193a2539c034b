//! What a person should look at in a draft, live while they type. Pure: it only looks.

use super::{Stamp, UnitDraft, json, slug};
use crate::unit::import::checks::{defect, look_over};
use crate::unit::import::proposal::{
    Defect, DefectKind, Proposal, ProposedCriterion, ProposedOutcome, UnassignedCriterion,
};
use crate::unit::spec::UnitSpec;

/// Every defect of a draft. The last ones, "cannot be saved: …", stand in the way of saving; the others do not.
#[must_use]
pub fn check(draft: &UnitDraft) -> Vec<Defect> {
    let mut proposal = proposal(draft);
    look_over(&mut proposal);
    let mut defects = proposal.defects;
    empty_texts(draft, &mut defects);
    if let Some(why) = unsaveable(draft) {
        defects.push(defect(DefectKind::Other, format!("cannot be saved: {why}"), ""));
    }
    defects
}

fn proposal(draft: &UnitDraft) -> Proposal {
    let criterion = |c: &super::DraftCriterion| ProposedCriterion {
        code: c.code.clone(),
        code_origin: c.code_origin.clone(),
        text: c.text.clone(),
        place: c.code.clone(),
        ..ProposedCriterion::default()
    };
    Proposal {
        unit: draft.facts.clone(),
        awarding_organisation: draft.board.clone(),
        qualification: draft.qualification.clone(),
        source: draft.source.clone(),
        outcomes: draft
            .outcomes
            .iter()
            .map(|o| ProposedOutcome {
                code: o.code.clone(),
                code_origin: o.code_origin.clone(),
                text: o.text.clone(),
                place: o.code.clone(),
                criteria: o.criteria.iter().map(criterion).collect(),
                ..ProposedOutcome::default()
            })
            .collect(),
        unassigned_criteria: draft
            .unassigned
            .iter()
            .map(|c| UnassignedCriterion { text: c.text.clone(), ..UnassignedCriterion::default() })
            .collect(),
        ..Proposal::default()
    }
}

fn empty_texts(draft: &UnitDraft, defects: &mut Vec<Defect>) {
    for outcome in &draft.outcomes {
        let rows = std::iter::once(("outcome", &outcome.code, &outcome.text))
            .chain(outcome.criteria.iter().map(|c| ("criterion", &c.code, &c.text)));
        for (what, code, text) in rows {
            if text.trim().is_empty() {
                let message = format!("{what} {code} has no text: write it or take the line out");
                defects.push(defect(DefectKind::Other, message, code.clone()));
            }
            if code.trim().is_empty() {
                let message = format!("the {what} {:?} has no number", text.trim());
                defects.push(defect(DefectKind::NoNumbering, message, ""));
            }
        }
    }
}

/// Why the draft makes no unit text; none = it does.
fn unsaveable(draft: &UnitDraft) -> Option<String> {
    let handle =
        if draft.handle.trim().is_empty() { slug(draft.named()) } else { draft.handle.trim().into() };
    let unit = draft.unit.clone().filter(|u| !u.is_empty());
    let unit = unit.unwrap_or_else(|| uuid::Uuid::nil().to_string());
    let stamp = Stamp { unit, handle, revision: "1".into(), previous: Vec::new() };
    let text = json(draft, None, &stamp).and_then(|value| UnitSpec::parse(&value.to_string()));
    text.err().map(|e| e.to_string().trim_start_matches("this unit text cannot be used: ").to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::of_text;
    use super::*;
    use crate::unit::starter;

    #[test]
    fn what_stands_in_the_way_of_saving_is_said_last() {
        let spec = UnitSpec::parse(starter::UNITS[4]).unwrap();
        let draft = of_text(&spec).unwrap();
        assert_eq!(check(&draft), Vec::new());
        type Spoil = fn(&mut UnitDraft);
        let cases: [(Spoil, &str); 4] = [
            (|d| d.facts.title.clear(), "it has no unit title"),
            (|d| d.outcomes.clear(), "it has no learning outcome"),
            (|d| d.outcomes[1].criteria[0].text.clear(), "\"2.1\" has no code or no text"),
            (|d| d.outcomes[1].code = "1".into(), "the code 1 stands twice"),
        ];
        for (spoil, why) in cases {
            let mut spoilt = draft.clone();
            spoil(&mut spoilt);
            let last = check(&spoilt).pop().unwrap();
            assert!(last.message.starts_with("cannot be saved: ") && last.message.contains(why), "{last:?}");
        }
    }
}
