//! Our own unit texts: `assessor-spec/1`, one or a list. [`texts`] takes them to the letter, so that fields which this
//! program does not know survive; [`read`] shows the same as proposals, for a person to look at.

use serde_json::Value;

use super::checks::{defect, look_over};
use super::proposal::{
    BoardFacts, Defect, DefectKind, GuidanceText, Identity, Proposal, ProposedCriterion, ProposedOutcome,
    QualificationFacts, Reading, SourceFacts, TermText, UnassignedCriterion, UnitFacts,
};
use crate::error::{Error, Result};
use crate::unit::format::{Criterion, Outcome, SpecFile};
use crate::unit::spec::UnitSpec;

/// Largest file of several units, in bytes.
pub const LARGEST: usize = 64 << 20;

/// The texts themselves, unchanged: same bytes in canonical form, same hash.
pub fn texts(bytes: &[u8]) -> Result<Vec<UnitSpec>> {
    values(bytes)?.iter().map(|value| UnitSpec::parse(&value.to_string())).collect()
}

/// The texts as proposals.
pub fn read(bytes: &[u8]) -> Result<Reading> {
    let values = values(bytes)?;
    let mut reading = Reading { format: "unit text (JSON)".into(), ..Reading::default() };
    for (at, value) in values.iter().enumerate() {
        let file =
            file(value).map_err(|e| Error::UnitText(format!("unit {} of {}: {e}", at + 1, values.len())))?;
        if file.format != "assessor-spec" || file.format_version != 1 {
            return Err(Error::UnitText("it is not an assessor-spec of version 1".into()));
        }
        let mut unit = proposal(&file);
        unit.defects.extend(unshown(value, &file));
        look_over(&mut unit);
        reading.units.push(unit);
    }
    Ok(reading)
}

fn values(bytes: &[u8]) -> Result<Vec<Value>> {
    if bytes.len() > LARGEST {
        return Err(Error::UnitText(format!("it is larger than {} MB", LARGEST >> 20)));
    }
    let (text, _) = super::delimited::decode(bytes);
    match serde_json::from_str(&text).map_err(|e| Error::UnitText(format!("it is not JSON: {e}")))? {
        Value::Array(values) if values.is_empty() => Err(Error::UnitText("it is an empty list".into())),
        Value::Array(values) => Ok(values),
        Value::Object(map) => Ok(vec![Value::Object(map)]),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            Err(Error::UnitText("it is JSON, but not a unit text".into()))
        }
    }
}

/// A text as types, with what it may leave out filled in.
pub fn file(value: &Value) -> Result<SpecFile, serde_json::Error> {
    let mut file = value.clone();
    fill(&mut file);
    serde_json::from_value(file)
}

/// What a text may leave out although our own writing never does.
fn fill(value: &mut Value) {
    let Some(map) = value.as_object_mut() else { return };
    let text = || Value::String(String::new());
    for key in ["id", "handle", "format"] {
        map.entry(key).or_insert_with(text);
    }
    map.entry("formatVersion").or_insert(Value::from(0));
    map.entry("outcomes").or_insert(Value::Array(Vec::new()));
    let unit = map.entry("unit").or_insert_with(|| serde_json::json!({}));
    if let Some(unit) = unit.as_object_mut() {
        unit.entry("title").or_insert_with(text);
    }
    for (key, field) in [("source", "kind"), ("awardingOrganisation", "name")] {
        if let Some(inner) = map.get_mut(key).and_then(Value::as_object_mut) {
            inner.entry(field).or_insert_with(text);
        }
    }
    for outcome in map.get_mut("outcomes").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(outcome) = outcome.as_object_mut() {
            outcome.entry("criteria").or_insert(Value::Array(Vec::new()));
            for key in ["id", "code", "text"] {
                outcome.entry(key).or_insert_with(text);
            }
        }
    }
    let outcomes = map.get_mut("outcomes").and_then(Value::as_array_mut).into_iter().flatten();
    let criteria = outcomes.filter_map(|o| o.get_mut("criteria")).filter_map(Value::as_array_mut).flatten();
    for criterion in criteria.filter_map(Value::as_object_mut) {
        for key in ["id", "code", "text"] {
            criterion.entry(key).or_insert_with(text);
        }
    }
}

/// A text as a proposal.
#[must_use]
pub fn proposal(file: &SpecFile) -> Proposal {
    let mut unit = head(file);
    unit.outcomes = file.outcomes.iter().map(outcome).collect();
    for criterion in &file.unassigned_criteria {
        unit.unassigned_criteria.push(UnassignedCriterion {
            text: criterion.text.clone(),
            proposed_outcome: None,
            proposed_code: (!criterion.code.is_empty()).then(|| criterion.code.clone()),
            confidence: 1.0,
            place: String::new(),
        });
    }
    unit
}

/// Everything but outcomes and criteria.
#[must_use]
pub fn head(file: &SpecFile) -> Proposal {
    let (source, board, facts) = (&file.source, &file.awarding_organisation, &file.unit);
    Proposal {
        unit: UnitFacts {
            title: facts.title.clone(),
            title_inferred: false,
            number: facts.number.clone(),
            urn: facts.urn.clone(),
            level: facts.level.clone(),
            credit: facts.credit,
            glh: facts.glh,
            tqt: facts.tqt,
            aim: facts.aim.clone(),
            assessment_requirements: facts.assessment_requirements.clone(),
            nos: facts.nos.clone(),
        },
        awarding_organisation: BoardFacts {
            name: board.name.clone(),
            brand: board.brand.clone(),
            recognition_number: board.recognition_number.clone(),
        },
        qualification: file.qualifications.first().map(qualification).unwrap_or_default(),
        source: SourceFacts {
            kind: source.kind.clone(),
            title: source.title.clone(),
            issue: source.issue.clone(),
            published_on: source.published_on.clone(),
            notes: source.notes.clone(),
        },
        guidance: file
            .guidance
            .iter()
            .map(|g| GuidanceText { kind: g.kind.clone(), text: g.text.clone() })
            .collect(),
        key_terms: file
            .key_terms
            .iter()
            .map(|t| TermText { term: t.term.clone(), definition: t.definition.clone() })
            .collect(),
        identity: (!file.id.is_empty()).then(|| Identity {
            unit: file.id.clone(),
            handle: file.handle.clone(),
            revision: file.revision.clone(),
            previous: file.previous.clone(),
            language: file.language.clone(),
        }),
        ..Proposal::default()
    }
}

fn qualification(q: &crate::unit::format::Qualification) -> QualificationFacts {
    QualificationFacts {
        number: q.number.clone(),
        title: q.title.clone(),
        level: q.level.clone(),
        framework: q.framework.clone(),
        group: q.group.clone(),
        status: q.status.clone(),
        operational_end_date: q.operational_end_date.clone(),
        certification_end_date: q.certification_end_date.clone(),
        ..QualificationFacts::default()
    }
}

fn outcome(o: &Outcome) -> ProposedOutcome {
    ProposedOutcome {
        code: o.code.clone(),
        code_origin: o.code_origin.clone(),
        text: o.text.clone(),
        inferred: o.inferred,
        confidence: 1.0,
        place: String::new(),
        criteria: o.criteria.iter().map(criterion).collect(),
        id: Some(o.id.clone()).filter(|id| !id.is_empty()),
    }
}

fn criterion(c: &Criterion) -> ProposedCriterion {
    ProposedCriterion {
        code: c.code.clone(),
        code_origin: c.code_origin.clone(),
        text: c.text.clone(),
        assignment: c.assignment.clone(),
        confidence: 1.0,
        place: String::new(),
        amplification: c.amplification.clone(),
        id: Some(c.id.clone()).filter(|id| !id.is_empty()),
    }
}

/// What a proposal cannot show; it is kept where the text is taken in unchanged.
fn unshown(value: &Value, file: &SpecFile) -> Vec<Defect> {
    let mut names = std::collections::BTreeSet::new();
    if let Ok(mut known) = serde_json::to_value(file) {
        known["$schema"] = Value::Null;
        unknown(value, &known, String::new(), &mut names);
    }
    let criteria = || file.outcomes.iter().flat_map(|o| &o.criteria);
    let also = [
        ("source.uri", file.source.uri.is_some()),
        ("source.sha256", file.source.sha256.is_some()),
        ("qualifications after the first", file.qualifications.len() > 1),
        ("outcomes[].kind", file.outcomes.iter().any(|o| o.kind.is_some())),
        ("outcomes[].criteria[].kind", criteria().any(|c| c.kind.is_some())),
        (
            "outcomes[].criteria[].evidenceRequirements",
            criteria().any(|c| !c.evidence_requirements.is_empty()),
        ),
        ("outcomes[].criteria[].simulationAllowed", criteria().any(|c| c.simulation_allowed.is_some())),
    ];
    names.extend(also.iter().filter(|(_, there)| *there).map(|(name, _)| (*name).to_owned()));
    if names.is_empty() {
        return Vec::new();
    }
    let list = names.into_iter().take(30).collect::<Vec<_>>().join(", ");
    let message = format!("not shown here, and kept only when the text is taken in unchanged: {list}");
    vec![defect(DefectKind::NotKept, message, "")]
}

/// Names of the fields that `known` does not have.
fn unknown(value: &Value, known: &Value, path: String, names: &mut std::collections::BTreeSet<String>) {
    match (value, known) {
        (Value::Object(map), Value::Object(ours)) => {
            for (key, inner) in map {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                match ours.get(key) {
                    Some(known) => unknown(inner, known, path, names),
                    None => drop(names.insert(path)),
                }
            }
        }
        (Value::Array(items), Value::Array(ours)) => {
            let path = format!("{path}[]");
            items.iter().zip(ours).for_each(|(item, known)| unknown(item, known, path.clone(), names));
        }
        _same => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::starter;
    use serde_json::json;

    #[test]
    fn the_starter_library_is_read_to_the_letter() {
        for text in starter::UNITS {
            let spec = UnitSpec::parse(text).unwrap();
            assert_eq!(texts(text.as_bytes()).unwrap()[0].sha256, spec.sha256);
            let reading = read(text.as_bytes()).unwrap();
            let unit = &reading.units[0];
            assert_eq!(unit.identity.as_ref().unwrap().unit, spec.text.id);
            assert_eq!(unit.outcomes.len(), spec.text.outcomes.len());
            assert!(unit.defects.iter().all(|d| d.kind != DefectKind::DuplicateCode), "{:?}", unit.defects);
        }
        let list = format!("[{},{}]", starter::UNITS[0], starter::UNITS[1]);
        assert_eq!(texts(list.as_bytes()).unwrap().len(), 2);
    }

    #[test]
    fn unknown_fields_survive_and_are_named() {
        let mut value: Value = serde_json::from_str(starter::UNITS[0]).unwrap();
        value["colour"] = json!("blue");
        value["outcomes"][0]["criteria"][0]["weight"] = json!(3);
        let bytes = value.to_string().into_bytes();
        let spec = &texts(&bytes).unwrap()[0];
        let kept: Value = serde_json::from_slice(&spec.canonical).unwrap();
        assert_eq!(
            (&kept["colour"], &kept["outcomes"][0]["criteria"][0]["weight"]),
            (&json!("blue"), &json!(3))
        );
        let reading = read(&bytes).unwrap();
        let said = reading.units[0].defects.iter().find(|d| d.kind == DefectKind::NotKept).unwrap();
        assert!(
            said.message.contains("colour, ") && said.message.contains("outcomes[].criteria[].weight"),
            "{said:?}"
        );
    }

    #[test]
    fn a_text_with_holes_is_a_proposal_with_defects() {
        let reading = read(br#"{"format":"assessor-spec","formatVersion":1,"unit":{},"outcomes":[{"code":"1","text":"Plan","criteria":[{"code":"1.1","text":"Say"},{"code":"1.1","text":"Do"}]}]}"#).unwrap();
        let kinds: Vec<DefectKind> = reading.units[0].defects.iter().map(|d| d.kind).collect();
        assert_eq!(kinds, [DefectKind::MissingTitle, DefectKind::MissingBoard, DefectKind::DuplicateCode]);
    }

    #[test]
    fn other_json_is_refused_by_name() {
        let cases = [
            ("{", "not JSON"),
            ("[]", "empty list"),
            ("7", "not a unit text"),
            ("{}", "not an assessor-spec"),
            (
                r#"{"format":"assessor-spec","formatVersion":1,"unit":{"title":7}}"#,
                "unit 1 of 1: invalid type",
            ),
        ];
        for (text, want) in cases {
            let said = read(text.as_bytes()).unwrap_err().to_string();
            assert!(said.contains(want), "{said} does not say {want}");
        }
        assert!(read("[".repeat(100_000).as_bytes()).is_err());
    }
}
