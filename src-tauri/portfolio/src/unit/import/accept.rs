//! A proposal that a person has accepted becomes a unit text in our own format. What the source did not place stays
//! "proposed"; what nobody can say for the person (the title) is asked for. Pure but for fresh ids; changes nothing.

use serde_json::{Value, json};
use uuid::Uuid;

use super::proposal::{Proposal, ProposedCriterion, UnassignedCriterion};
use crate::error::{Error, Result};

/// Builds the `assessor-spec/1` JSON of a proposal. Without a `handle` one is made of board and title.
pub fn accept(proposal: &Proposal, handle: Option<&str>) -> Result<Value> {
    let title = proposal.unit.title.trim();
    if title.is_empty() {
        return Err(Error::UnitText(
            "the source states no unit title: type the title, then take the unit in".into(),
        ));
    }
    let outcomes = outcomes(proposal);
    if outcomes.is_empty() {
        return Err(Error::UnitText(
            "it has neither learning outcomes nor criteria: type at least one, then take the unit in".into(),
        ));
    }
    let kind = Some(proposal.source.kind.as_str()).filter(|kind| !kind.is_empty()).unwrap_or("unknown");
    let source = &proposal.source;
    let board = &proposal.awarding_organisation;
    let unit = &proposal.unit;
    let made = slug(board.brand.as_deref().unwrap_or(&board.name), title);
    Ok(json!({
        "format": "assessor-spec",
        "formatVersion": 1,
        "id": Uuid::new_v4().to_string(),
        "handle": handle.unwrap_or(&made),
        "revision": "1",
        "previous": [],
        "language": "en-GB",
        "source": {
            "kind": kind, "title": source.title, "issue": source.issue, "publishedOn": source.published_on,
            "uri": null, "sha256": null, "notes": source.notes,
        },
        "awardingOrganisation": {
            "name": if board.name.is_empty() { "not stated" } else { &board.name },
            "brand": board.brand, "recognitionNumber": board.recognition_number, "confirmed": false,
        },
        "qualifications": qualifications(proposal),
        "unit": {
            "number": unit.number, "urn": unit.urn, "title": title, "level": unit.level, "credit": unit.credit,
            "glh": unit.glh, "tqt": unit.tqt, "aim": unit.aim, "nos": unit.nos,
            "assessmentRequirements": unit.assessment_requirements,
        },
        "outcomes": outcomes,
        "unassignedCriteria": unplaced(proposal),
        "guidance": proposal.guidance.iter().map(|g| json!({"kind": g.kind, "text": g.text})).collect::<Vec<_>>(),
        "keyTerms": proposal
            .key_terms
            .iter()
            .map(|t| json!({"term": t.term, "definition": t.definition}))
            .collect::<Vec<_>>(),
    }))
}

fn qualifications(proposal: &Proposal) -> Vec<Value> {
    let facts = &proposal.qualification;
    if facts.title.is_none() && facts.number.is_none() {
        return Vec::new();
    }
    vec![json!({
        "number": facts.number, "title": facts.title, "level": facts.level, "framework": facts.framework,
        "group": facts.group, "status": facts.status.as_deref().unwrap_or("not checked"),
        "operationalEndDate": facts.operational_end_date, "certificationEndDate": facts.certification_end_date,
    })]
}

/// Stated outcomes with their criteria and those proposed for them; where none is stated, the inferred one.
fn outcomes(proposal: &Proposal) -> Vec<Value> {
    let mut made: Vec<Value> = proposal
        .outcomes
        .iter()
        .map(|outcome| {
            let stated = outcome.criteria.iter().map(stated);
            let offered = proposal
                .unassigned_criteria
                .iter()
                .filter(|c| c.proposed_outcome.as_ref() == Some(&outcome.code));
            json!({
                "id": id(outcome.id.as_deref()), "code": outcome.code, "codeOrigin": outcome.code_origin,
                "text": outcome.text, "inferred": outcome.inferred,
                "criteria": stated.chain(offered.map(offered_row)).collect::<Vec<_>>(),
            })
        })
        .collect();
    let homeless = |c: &&UnassignedCriterion| {
        c.proposed_outcome.is_some()
            && !proposal.outcomes.iter().any(|o| Some(&o.code) == c.proposed_outcome.as_ref())
    };
    if proposal.outcomes.is_empty() && proposal.unassigned_criteria.iter().any(|c| homeless(&c)) {
        let rows: Vec<Value> =
            proposal.unassigned_criteria.iter().filter(homeless).map(offered_row).collect();
        made.push(json!({
            "id": id(None), "code": "1", "codeOrigin": "generated", "text": proposal.unit.title.trim(),
            "inferred": true, "criteria": rows,
        }));
    }
    made
}

fn stated(criterion: &ProposedCriterion) -> Value {
    let assignment = if criterion.assignment.is_empty() { "published" } else { &criterion.assignment };
    json!({
        "id": id(criterion.id.as_deref()), "code": criterion.code, "codeOrigin": criterion.code_origin,
        "assignment": assignment, "text": criterion.text, "amplification": criterion.amplification,
    })
}

fn offered_row(criterion: &UnassignedCriterion) -> Value {
    json!({
        "id": id(None), "code": criterion.proposed_code, "codeOrigin": "generated", "assignment": "proposed",
        "text": criterion.text, "amplification": null,
    })
}

/// Criteria for which not even a place is proposed.
fn unplaced(proposal: &Proposal) -> Vec<Value> {
    let left = proposal.unassigned_criteria.iter().filter(|c| c.proposed_outcome.is_none());
    left.enumerate()
        .map(|(at, c)| {
            json!({
                "id": id(None), "code": format!("U{}", at + 1), "codeOrigin": "generated", "assignment": "proposed",
                "text": c.text, "amplification": null,
            })
        })
        .collect()
}

/// An id of the source where it is one, else a fresh one.
fn id(own: Option<&str>) -> String {
    own.filter(|id| id.parse::<Uuid>().is_ok()).map_or_else(|| Uuid::new_v4().to_string(), str::to_owned)
}

/// "Pearson EDI", "Plan, organise …" → "pearson-edi-plan-organise".
fn slug(board: &str, title: &str) -> String {
    const MOST: usize = 60;
    let mut slug = String::new();
    for c in format!("{board} {title}").chars() {
        if slug.len() >= MOST {
            break;
        }
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches('-');
    if slug.is_empty() { "unit".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::spec::UnitSpec;

    fn proposal() -> Proposal {
        let mut proposal = Proposal::default();
        proposal.unit.title = "Run a market stall".into();
        proposal.unassigned_criteria = ["Set up the stall", "Close the stall"]
            .iter()
            .enumerate()
            .map(|(at, text)| UnassignedCriterion {
                text: (*text).into(),
                proposed_outcome: Some("1".into()),
                proposed_code: Some(format!("1.{}", at + 1)),
                ..Default::default()
            })
            .collect();
        proposal
    }

    #[test]
    fn criteria_without_outcomes_go_under_an_inferred_one() {
        let json = accept(&proposal(), None).unwrap();
        let spec = UnitSpec::parse(&json.to_string()).unwrap();
        assert_eq!(spec.text.handle, "run-a-market-stall");
        assert!(spec.text.outcomes[0].inferred);
        let rows: Vec<(&str, bool)> = spec.rows.iter().map(|r| (r.code.as_str(), r.proposed)).collect();
        assert_eq!(rows, [("1.1", true), ("1.2", true)]);
        assert!(spec.indicative(), "nobody has said where the text comes from");
    }

    #[test]
    fn what_a_person_must_type_is_asked_for() {
        let mut untitled = proposal();
        untitled.unit.title.clear();
        assert!(accept(&untitled, None).unwrap_err().to_string().contains("type the title"));
        let mut bare = proposal();
        bare.unassigned_criteria.clear();
        assert!(accept(&bare, None).is_err());
        let mut unplaced = proposal();
        unplaced.unassigned_criteria[1].proposed_outcome = None;
        let spec = UnitSpec::parse(&accept(&unplaced, Some("own-name")).unwrap().to_string()).unwrap();
        assert_eq!((spec.text.handle.as_str(), spec.text.unassigned_criteria.len()), ("own-name", 1));
    }
}
