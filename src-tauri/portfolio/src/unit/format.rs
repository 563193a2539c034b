//! The whole of our own format `assessor-spec/1` as types: what the published JSON Schema says, and what importers and
//! exporters write. The program's own reading of a stored text is [`super::spec`]; fields that neither knows are kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Name under which the schema is published beside the texts.
pub const SCHEMA_NAME: &str = "assessor-spec-1.schema.json";

/// Form of an id.
const UUID: &str = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";

macro_rules! shapes {
    ($( $(#[$doc:meta])* $name:ident { $( $(#[$fdoc:meta])* $field:ident : $ty:ty ),* $(,)? } )*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "camelCase")]
        pub struct $name { $( $(#[$fdoc])* pub $field: $ty, )* }
    )* };
}

macro_rules! words {
    ($( $(#[$doc:meta])* $name:ident { $( $word:literal $case:ident ),* $(,)? } )*) => { $(
        $(#[$doc])*
        #[derive(JsonSchema)]
        #[allow(dead_code, reason = "only its schema is used: texts with other words are still read")]
        enum $name { $( #[serde(rename = $word)] $case, )* }
    )* };
}

words! {
    /// The one format of this name.
    FormatName { "assessor-spec" AssessorSpec }
    /// Where a text comes from. An occupational standard is no unit: criteria of units are linked to its points.
    SourceKind { "awarding-organisation" Board, "third-party" ThirdParty, "centre" Centre, "unknown" Unknown, "occupational-standard" Standard }
    /// Whether a number stands in the source or was made by the program.
    CodeOrigin { "published" Published, "generated" Generated }
    /// Whether the source itself places the criterion under its outcome.
    Assignment { "published" Published, "proposed" Proposed }
    /// What an outcome or criterion asks for.
    Kind { "performance" Performance, "knowledge" Knowledge, "mixed" Mixed }
    /// Sort of a prompt.
    GuidanceKind { "assessment" Assessment, "exemplar" Exemplar, "misconception" Misconception, "skill" Skill }
}

shapes! {
    /// One unit as published or as a centre wrote it down.
    SpecFile {
        /// Always "assessor-spec".
        #[schemars(with = "FormatName")]
        format: String,
        /// Always 1.
        #[schemars(range(min = 1, max = 1))]
        format_version: i64,
        /// Id of the unit, a uuid, the same for all revisions.
        #[schemars(regex(pattern = UUID))]
        id: String,
        /// Short name for people: a-z, 0-9 and hyphens.
        #[schemars(regex(pattern = r"^[a-z0-9-]+$"))]
        handle: String,
        /// Label of the revision.
        #[serde(default)]
        revision: String,
        /// SHA-256 of the texts before this one.
        #[serde(default)]
        previous: Vec<String>,
        /// BCP 47 language tag.
        #[serde(default)]
        language: String,
        /// Where the text comes from.
        #[serde(default)]
        source: Source,
        /// The board.
        #[serde(default)]
        awarding_organisation: AwardingOrganisation,
        /// Qualifications that the unit belongs to.
        #[serde(default)]
        qualifications: Vec<Qualification>,
        /// Facts of the unit.
        unit: Unit,
        /// Outcomes in order.
        outcomes: Vec<Outcome>,
        /// Criteria that nobody has placed under an outcome yet.
        #[serde(default)]
        unassigned_criteria: Vec<Criterion>,
        /// Prompts for the assessor.
        #[serde(default)]
        guidance: Vec<Guidance>,
        /// Key terms.
        #[serde(default)]
        key_terms: Vec<KeyTerm>,
    }
    /// Where a text comes from.
    Source {
        /// Whose words they are.
        #[schemars(with = "SourceKind")]
        kind: String,
        /// Title of the source.
        #[serde(default)]
        title: Option<String>,
        /// Issue: "Issue 3".
        #[serde(default)]
        issue: Option<String>,
        /// ISO date.
        #[serde(default)]
        published_on: Option<String>,
        /// Address of the source.
        #[serde(default)]
        uri: Option<String>,
        /// SHA-256 of the source as stored.
        #[serde(default)]
        sha256: Option<String>,
        /// Remarks.
        #[serde(default)]
        notes: Option<String>,
    }
    /// The board.
    AwardingOrganisation {
        /// Legal name.
        name: String,
        /// Brand.
        #[serde(default)]
        brand: Option<String>,
        /// Ofqual recognition number.
        #[serde(default)]
        recognition_number: Option<String>,
        /// Whether the writer claims that the board is right. Readers carry it along and ask a person of their own.
        #[serde(default)]
        confirmed: bool,
    }
    /// A qualification.
    Qualification {
        /// Qualification number, 10 characters with obliques.
        #[serde(default)]
        number: Option<String>,
        /// Title.
        #[serde(default)]
        title: Option<String>,
        /// Level.
        #[serde(default)]
        level: Option<String>,
        /// QCF, RQF.
        #[serde(default)]
        framework: Option<String>,
        /// Group of units.
        #[serde(default)]
        group: Option<String>,
        /// Status on the register.
        #[serde(default)]
        status: Option<String>,
        /// ISO date after which no learner may start.
        #[serde(default)]
        operational_end_date: Option<String>,
        /// ISO date after which nothing is certificated.
        #[serde(default)]
        certification_end_date: Option<String>,
    }
    /// Facts of the unit.
    Unit {
        /// The board's unit number.
        #[serde(default)]
        number: Option<String>,
        /// Unit reference number: A/123/4567.
        #[serde(default)]
        urn: Option<String>,
        /// Title.
        #[schemars(length(min = 1))]
        title: String,
        /// "3", "Entry 1".
        #[serde(default)]
        level: Option<String>,
        /// Credit value.
        #[serde(default)]
        credit: Option<i64>,
        /// Guided learning hours.
        #[serde(default)]
        glh: Option<i64>,
        /// Total qualification time.
        #[serde(default)]
        tqt: Option<i64>,
        /// Aim or summary.
        #[serde(default)]
        aim: Option<String>,
        /// National Occupational Standard codes.
        #[serde(default)]
        nos: Vec<String>,
        /// What the board asks of assessment.
        #[serde(default)]
        assessment_requirements: Option<String>,
    }
    /// A learning outcome.
    Outcome {
        /// Id, a uuid, never used again for another outcome.
        #[schemars(regex(pattern = UUID))]
        id: String,
        /// Number: "2".
        #[schemars(length(min = 1))]
        code: String,
        /// Whether the number is the source's.
        #[serde(default)]
        #[schemars(with = "CodeOrigin")]
        code_origin: String,
        /// Words.
        #[schemars(length(min = 1))]
        text: String,
        /// Not in the source: put there so that the criteria have a place.
        #[serde(default)]
        inferred: bool,
        /// What it asks for.
        #[serde(default)]
        #[schemars(with = "Option<Kind>")]
        kind: Option<String>,
        /// Criteria in order.
        criteria: Vec<Criterion>,
    }
    /// An assessment criterion.
    Criterion {
        /// Id, a uuid, never used again for another criterion.
        #[schemars(regex(pattern = UUID))]
        id: String,
        /// Number: "2.3".
        #[schemars(length(min = 1))]
        code: String,
        /// Whether the number is the source's.
        #[serde(default)]
        #[schemars(with = "CodeOrigin")]
        code_origin: String,
        /// Whether the place under its outcome is the source's.
        #[serde(default)]
        #[schemars(with = "Assignment")]
        assignment: String,
        /// Words.
        #[schemars(length(min = 1))]
        text: String,
        /// What it asks for.
        #[serde(default)]
        #[schemars(with = "Option<Kind>")]
        kind: Option<String>,
        /// Further words of the source: range, exemplification.
        #[serde(default)]
        amplification: Option<String>,
        /// What the evidence must show.
        #[serde(default)]
        evidence_requirements: Vec<String>,
        /// Whether simulation is allowed; null = the source does not say.
        #[serde(default)]
        simulation_allowed: Option<bool>,
    }
    /// A prompt for the assessor.
    Guidance {
        /// Sort.
        #[schemars(with = "GuidanceKind")]
        kind: String,
        /// Words.
        text: String,
    }
    /// A key term.
    KeyTerm {
        /// Term.
        term: String,
        /// What it means.
        #[serde(default)]
        definition: Option<String>,
    }
}

/// The published JSON Schema of `assessor-spec/1` (Draft 2020-12).
#[must_use]
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(SpecFile);
    schema.insert("title".into(), "A unit text: assessor-spec, version 1".into());
    Value::from(schema)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::starter;
    use serde_json::json;

    /// The published file; `UPDATE_SCHEMAS=1` writes it anew.
    const PUBLISHED: &str =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/schemas/assessor-spec-1.schema.json");

    #[test]
    fn the_published_schema_is_the_one_of_the_types() {
        let ours = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            std::fs::write(PUBLISHED, &ours).unwrap();
        }
        let published = std::fs::read_to_string(PUBLISHED).unwrap();
        assert_eq!(published, ours, "make it anew with UPDATE_SCHEMAS=1");
    }

    #[test]
    fn every_text_of_the_starter_library_is_valid() {
        let validator = jsonschema::draft202012::new(&schema()).unwrap();
        for text in starter::UNITS {
            let value: Value = serde_json::from_str(text).unwrap();
            let errors: Vec<String> =
                validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(errors.is_empty(), "{}: {errors:#?}", value["handle"]);
            // Nothing in the library is outside the types: what they read is all there is.
            let read: SpecFile = serde_json::from_value(value.clone()).unwrap();
            let mut again = serde_json::to_value(&read).unwrap();
            again["$schema"] = value["$schema"].clone();
            assert_eq!(again, value, "{}", value["handle"]);
        }
    }

    #[test]
    fn what_is_wrong_is_not_valid() {
        let validator = jsonschema::draft202012::new(&schema()).unwrap();
        let good: Value = serde_json::from_str(starter::UNITS[0]).unwrap();
        assert!(validator.is_valid(&good));
        let spoil = |path: &str, value: Value| {
            let mut bad = good.clone();
            *bad.pointer_mut(path).unwrap() = value;
            assert!(!validator.is_valid(&bad), "{path}");
        };
        spoil("/format", json!("assessor-portfolio"));
        spoil("/formatVersion", json!(2));
        spoil("/handle", json!("Not a handle"));
        spoil("/unit/title", json!(""));
        spoil("/source/kind", json!("somebody"));
        spoil("/outcomes/0/criteria/0/text", json!(7));
        spoil("/outcomes/0/id", json!("1"));
        spoil("/outcomes/0/criteria/0/assignment", json!("guessed"));
    }
}
