//! From a draft to our JSON: laid over the text that it was made from, so that fields which the editor does not know
//! survive. Pure, but for the random ids of new rows.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{DraftOutcome, UnitDraft};
use crate::error::{Error, Result};
use crate::journal::id::Hash;

/// What the library says about the text that is made.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// Unit id.
    pub unit: String,
    /// Short name.
    pub handle: String,
    /// Label of the revision.
    pub revision: String,
    /// The texts that it follows.
    pub previous: Vec<Hash>,
}

/// The text as JSON. `base` is the JSON of the text that the draft was made from.
pub fn json(draft: &UnitDraft, base: Option<Value>, stamp: &Stamp) -> Result<Value> {
    let mut text = match base {
        Some(Value::Object(fields)) => fields,
        Some(_) | None => skeleton(),
    };
    let old = Rows::of(&text);
    text.insert("format".into(), json!("assessor-spec"));
    text.insert("formatVersion".into(), json!(1));
    text.insert("id".into(), json!(stamp.unit));
    text.insert("handle".into(), json!(stamp.handle));
    text.insert("revision".into(), json!(stamp.revision));
    put(&mut text, "previous", json!(stamp.previous));
    put(&mut text, "language", json!(draft.language));
    lay_over(&mut text, "source", &draft.source, &[])?;
    lay_over(&mut text, "unit", &draft.facts, &["titleInferred"])?;
    lay_over(&mut text, "awardingOrganisation", &draft.board, &[])?;
    qualification(&mut text, draft)?;
    let outcomes: Vec<Value> = draft.outcomes.iter().map(|o| old.outcome(o)).collect();
    text.insert("outcomes".into(), Value::Array(outcomes));
    let unassigned: Vec<Value> = draft
        .unassigned
        .iter()
        .map(|c| {
            let mut fields = old.row(c.id.as_deref());
            put(&mut fields, "text", json!(c.text));
            put(&mut fields, "proposedOutcome", json!(c.proposed_outcome));
            put(&mut fields, "proposedCode", json!(c.proposed_code));
            Value::Object(fields)
        })
        .collect();
    put(&mut text, "unassignedCriteria", Value::Array(unassigned));
    let guidance = listed(&text, "guidance", "text", &draft.guidance)?;
    put(&mut text, "guidance", guidance);
    let terms = listed(&text, "keyTerms", "term", &draft.key_terms)?;
    put(&mut text, "keyTerms", terms);
    Ok(Value::Object(text))
}

fn skeleton() -> Map<String, Value> {
    let mut text = Map::new();
    for list in ["previous", "qualifications", "unassignedCriteria", "guidance", "keyTerms"] {
        text.insert(list.into(), json!([]));
    }
    text.insert("language".into(), json!("en-GB"));
    text
}

/// Puts a field; one that says nothing is not added where the text never had it.
fn put(fields: &mut Map<String, Value>, name: &str, value: Value) {
    let says_nothing = match &value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(all) => all.is_empty(),
        Value::Bool(true) | Value::Number(_) | Value::Object(_) => false,
    };
    match fields.get_mut(name) {
        None if says_nothing => {}
        None => {
            fields.insert(name.to_owned(), value);
        }
        // "Not stated" stays written the way the text writes it.
        Some(Value::Null) if says_nothing => {}
        Some(old) => *old = value,
    }
}

fn fields_of(value: &impl Serialize) -> Result<Map<String, Value>> {
    let value = serde_json::to_value(value)?;
    value.as_object().cloned().ok_or_else(|| Error::Broken(format!("{value} has no fields")))
}

fn lay_over(
    text: &mut Map<String, Value>,
    name: &str,
    value: &impl Serialize,
    unwritten: &[&str],
) -> Result<()> {
    let slot = text.entry(name.to_owned()).or_insert_with(|| json!({}));
    if !slot.is_object() {
        *slot = json!({});
    }
    if let Value::Object(fields) = slot {
        for (field, value) in fields_of(value)?.into_iter().filter(|(f, _)| !unwritten.contains(&f.as_str()))
        {
            put(fields, &field, value);
        }
    }
    Ok(())
}

fn qualification(text: &mut Map<String, Value>, draft: &UnitDraft) -> Result<()> {
    let stated = fields_of(&draft.qualification)?;
    let slot = text.entry("qualifications").or_insert_with(|| json!([]));
    if !slot.is_array() {
        *slot = json!([]);
    }
    let Value::Array(all) = slot else { return Ok(()) };
    if all.is_empty() {
        if stated.values().all(Value::is_null) {
            return Ok(());
        }
        all.push(json!({}));
    }
    if let Some(Value::Object(first)) = all.first_mut() {
        stated.into_iter().for_each(|(field, value)| put(first, &field, value));
    }
    Ok(())
}

/// A list whose entries are told apart by one of their fields.
fn listed(text: &Map<String, Value>, name: &str, key: &str, wanted: &[impl Serialize]) -> Result<Value> {
    let old: Vec<&Map<String, Value>> =
        text.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object).collect();
    let mut out = Vec::new();
    for entry in wanted {
        let entry = fields_of(entry)?;
        let before = old.iter().find(|o| o.get(key) == entry.get(key));
        let mut fields = before.map(|o| (*o).clone()).unwrap_or_default();
        entry.into_iter().for_each(|(field, value)| put(&mut fields, &field, value));
        out.push(Value::Object(fields));
    }
    Ok(Value::Array(out))
}

/// The rows of the text before, by id.
struct Rows(BTreeMap<String, Map<String, Value>>);

impl Rows {
    fn of(text: &Map<String, Value>) -> Self {
        let list = |fields: &Map<String, Value>, name: &str| -> Vec<Value> {
            fields.get(name).and_then(Value::as_array).cloned().unwrap_or_default()
        };
        let mut rows = list(text, "unassignedCriteria");
        for outcome in list(text, "outcomes") {
            rows.extend(outcome.as_object().map(|o| list(o, "criteria")).unwrap_or_default());
            rows.push(outcome);
        }
        let by_id = rows.into_iter().filter_map(|row| {
            let Value::Object(fields) = row else { return None };
            let id = fields.get("id").and_then(Value::as_str)?.to_owned();
            Some((id, fields))
        });
        Self(by_id.collect())
    }

    /// What the text before says of a row; of a new one its fresh id.
    fn row(&self, id: Option<&str>) -> Map<String, Value> {
        let id = id.filter(|id| !id.is_empty());
        if let Some(fields) = id.and_then(|id| self.0.get(id)) {
            return fields.clone();
        }
        let id = id.map_or_else(|| uuid::Uuid::new_v4().to_string(), str::to_owned);
        Map::from_iter([("id".to_owned(), json!(id))])
    }

    fn outcome(&self, outcome: &DraftOutcome) -> Value {
        let mut fields = self.row(outcome.id.as_deref());
        put(&mut fields, "code", json!(outcome.code.trim()));
        put(&mut fields, "codeOrigin", json!(outcome.code_origin));
        put(&mut fields, "text", json!(outcome.text.trim()));
        put(&mut fields, "inferred", json!(outcome.inferred));
        let criteria = outcome.criteria.iter().map(|c| {
            let mut fields = self.row(c.id.as_deref());
            // A place that it now has is no longer only proposed.
            fields.remove("proposedOutcome");
            fields.remove("proposedCode");
            put(&mut fields, "code", json!(c.code.trim()));
            put(&mut fields, "codeOrigin", json!(c.code_origin));
            put(&mut fields, "assignment", json!(c.assignment));
            put(&mut fields, "text", json!(c.text.trim()));
            put(&mut fields, "amplification", json!(c.amplification));
            Value::Object(fields)
        });
        let criteria = Value::Array(criteria.collect());
        fields.insert("criteria".into(), criteria);
        Value::Object(fields)
    }
}

/// A short name from words: a-z, 0-9 and hyphens, at most 60 characters, cut between words.
#[must_use]
pub fn slug(words: &str) -> String {
    let plain: String =
        words.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let mut out = String::new();
    for word in plain.split_whitespace() {
        if !out.is_empty() && out.len() + 1 + word.len() > 60 {
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.extend(word.chars().take(60));
    }
    if out.is_empty() { "unit".into() } else { out }
}

#[cfg(test)]
mod tests {
    use super::super::{check, of_text};
    use super::*;
    use crate::unit::spec::UnitSpec;
    use crate::unit::starter;

    fn stamp_of(spec: &UnitSpec) -> Stamp {
        let text = &spec.text;
        Stamp {
            unit: text.id.clone(),
            handle: text.handle.clone(),
            revision: text.revision.clone(),
            previous: Vec::new(),
        }
    }

    #[test]
    fn a_draft_that_nobody_changed_is_the_very_text() {
        for starter in starter::UNITS {
            let spec = UnitSpec::parse(starter).unwrap();
            let draft = of_text(&spec).unwrap();
            let base = serde_json::from_slice(&spec.canonical).unwrap();
            let again = json(&draft, Some(base), &stamp_of(&spec)).unwrap();
            assert_eq!(
                UnitSpec::parse(&again.to_string()).unwrap().sha256,
                spec.sha256,
                "{}",
                spec.text.handle
            );
        }
    }

    #[test]
    fn fields_that_the_editor_does_not_know_survive_and_new_rows_get_ids() {
        let mut value: Value = serde_json::from_str(starter::UNITS[4]).unwrap();
        value["approvedBy"] = json!("the centre's standards meeting");
        value["outcomes"][0]["criteria"][0]["evidenceRequirements"] = json!(["two different weeks"]);
        value["guidance"][0]["audience"] = json!("assessors");
        let spec = UnitSpec::parse(&value.to_string()).unwrap();
        let mut draft = of_text(&spec).unwrap();
        draft.outcomes[0].criteria[0].text = "Show a plan that was kept to.".into();
        draft.outcomes[0].criteria.push(super::super::DraftCriterion {
            code: "1.2".into(),
            code_origin: "generated".into(),
            assignment: "published".into(),
            text: "Show how the plan was reviewed.".into(),
            ..Default::default()
        });
        let base = serde_json::from_slice(&spec.canonical).unwrap();
        let out = json(&draft, Some(base), &stamp_of(&spec)).unwrap();
        assert_eq!(out["approvedBy"], "the centre's standards meeting");
        let criteria = &out["outcomes"][0]["criteria"];
        assert_eq!(criteria[0]["evidenceRequirements"], json!(["two different weeks"]));
        assert_eq!(criteria[0]["id"], value["outcomes"][0]["criteria"][0]["id"]);
        assert_eq!(criteria[0]["text"], "Show a plan that was kept to.");
        assert_eq!(out["guidance"][0]["audience"], "assessors");
        assert_ne!(criteria[1]["id"], criteria[0]["id"]);
        UnitSpec::parse(&out.to_string()).unwrap();
    }

    #[test]
    fn a_draft_of_nothing_but_words_becomes_a_text() {
        let mut draft = UnitDraft {
            source: crate::unit::import::proposal::SourceFacts {
                kind: "centre".into(),
                ..Default::default()
            },
            ..UnitDraft::default()
        };
        draft.facts.title = "Handle a complaint".into();
        draft.board.name = "Northgate College".into();
        draft.outcomes.push(DraftOutcome {
            code: "1".into(),
            text: "Handle a complaint fairly".into(),
            ..DraftOutcome::default()
        });
        let stamp = Stamp {
            unit: uuid::Uuid::new_v4().to_string(),
            handle: slug("Northgate: Handle a complaint!"),
            revision: "1".into(),
            previous: Vec::new(),
        };
        let out = json(&draft, None, &stamp).unwrap();
        let spec = UnitSpec::parse(&out.to_string()).unwrap();
        assert_eq!((spec.text.handle.as_str(), spec.rows.len()), ("northgate-handle-a-complaint", 1));
        assert!(check(&draft).iter().any(|d| d.message.contains("no assessment criterion")));
    }
}
