//! Drafts from what there is: a text of the library, or what an import proposes. Pure.

use serde::Deserialize;
use serde_json::Value;

use super::{DraftCriterion, DraftOutcome, DraftUnassigned, UnitDraft};
use crate::error::{Error, Result};
use crate::unit::import::proposal::{
    BoardFacts, GuidanceText, Proposal, QualificationFacts, SourceFacts, TermText, UnitFacts,
};
use crate::unit::spec::UnitSpec;

/// Our JSON as far as the editor shows it.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Shown {
    id: String,
    handle: String,
    revision: String,
    language: String,
    unit: UnitFacts,
    awarding_organisation: Board,
    qualifications: Vec<QualificationFacts>,
    source: SourceFacts,
    outcomes: Vec<DraftOutcome>,
    unassigned_criteria: Vec<DraftUnassigned>,
    guidance: Vec<GuidanceText>,
    key_terms: Vec<TermText>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Board {
    name: String,
    brand: Option<String>,
    recognition_number: Option<String>,
}

/// The draft of a text as it stands.
pub fn of_text(spec: &UnitSpec) -> Result<UnitDraft> {
    let value: Value = serde_json::from_slice(&spec.canonical)?;
    let shown: Shown = serde_json::from_value(without_nulls(value))
        .map_err(|e| Error::UnitText(format!("a field is not what it should be: {e}")))?;
    let board = shown.awarding_organisation;
    Ok(UnitDraft {
        unit: Some(shown.id),
        base: Some(spec.sha256.to_string()),
        handle: shown.handle,
        revision: shown.revision,
        language: shown.language,
        facts: shown.unit,
        board: BoardFacts {
            name: board.name,
            brand: board.brand,
            recognition_number: board.recognition_number,
        },
        qualification: shown.qualifications.into_iter().next().unwrap_or_default(),
        source: shown.source,
        outcomes: shown.outcomes,
        unassigned: shown.unassigned_criteria,
        guidance: shown.guidance,
        key_terms: shown.key_terms,
        raw: None,
    })
}

/// Absent and null are the same to a reader.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(name, value)| (name, without_nulls(value))).collect())
        }
        Value::Array(all) => Value::Array(all.into_iter().map(without_nulls).collect()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => value,
    }
}

/// The draft of what an import proposes, as it stands: criteria without a place stay without one until a person places
/// them.
#[must_use]
pub fn of_proposal(proposal: &Proposal) -> UnitDraft {
    let identity = proposal.identity.clone().unwrap_or_default();
    let or = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
    UnitDraft {
        unit: Some(identity.unit).filter(|unit| !unit.is_empty()),
        base: None,
        handle: identity.handle,
        revision: or(identity.revision, "1"),
        language: or(identity.language, "en-GB"),
        facts: proposal.unit.clone(),
        board: proposal.awarding_organisation.clone(),
        qualification: proposal.qualification.clone(),
        source: SourceFacts { kind: or(proposal.source.kind.clone(), "unknown"), ..proposal.source.clone() },
        outcomes: proposal
            .outcomes
            .iter()
            .map(|o| DraftOutcome {
                id: o.id.clone(),
                code: o.code.clone(),
                code_origin: or(o.code_origin.clone(), "generated"),
                text: o.text.clone(),
                inferred: o.inferred,
                criteria: o
                    .criteria
                    .iter()
                    .map(|c| DraftCriterion {
                        id: c.id.clone(),
                        code: c.code.clone(),
                        code_origin: or(c.code_origin.clone(), "generated"),
                        assignment: or(c.assignment.clone(), "published"),
                        text: c.text.clone(),
                        amplification: c.amplification.clone(),
                    })
                    .collect(),
            })
            .collect(),
        unassigned: proposal
            .unassigned_criteria
            .iter()
            .map(|c| DraftUnassigned {
                id: None,
                text: c.text.clone(),
                proposed_outcome: c.proposed_outcome.clone(),
                proposed_code: c.proposed_code.clone(),
            })
            .collect(),
        guidance: proposal.guidance.clone(),
        key_terms: proposal.key_terms.clone(),
        raw: None,
    }
}
