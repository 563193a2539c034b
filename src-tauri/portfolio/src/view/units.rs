//! The library of unit texts.

use serde::Serialize;
use ts_rs::TS;

use crate::error::Result;
use crate::portfolio::Workspace;
use crate::unit::spec::UnitSpec;

/// One unit text in the library.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnitSummary {
    /// Id of the unit.
    pub unit: String,
    /// Short name for people.
    pub handle: String,
    /// Title.
    pub title: String,
    /// Board.
    pub board: String,
    /// False = "unconfirmed".
    pub board_confirmed: bool,
    /// Level.
    pub level: String,
    /// Qualification title.
    pub qualification: String,
    /// Where the text comes from, in words.
    pub source: String,
    /// Can be signed only as INDICATIVE.
    pub indicative: bool,
    /// Number of outcomes.
    pub outcomes: u32,
    /// Number of criteria.
    pub criteria: u32,
    /// File check of the text.
    pub sha256: String,
    /// Learners who have it now.
    pub learners: u32,
}

/// One unit text, whole.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnitTextView {
    /// As in the list.
    pub summary: UnitSummary,
    /// Notes on the source.
    pub notes: String,
    /// Outcomes with their criteria.
    pub outcomes: Vec<UnitTextOutcome>,
    /// Remarks: what the text lacks.
    pub remarks: Vec<String>,
}

/// One outcome of a unit text.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnitTextOutcome {
    /// Code.
    pub code: String,
    /// Text.
    pub text: String,
    /// Criteria.
    pub criteria: Vec<UnitTextCriterion>,
}

/// One criterion of a unit text.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnitTextCriterion {
    /// Code.
    pub code: String,
    /// Text.
    pub text: String,
    /// Place under its outcome is proposed only.
    pub proposed: bool,
}

/// Every unit text of the library, by board and title.
pub fn library(workspace: &mut Workspace) -> Result<Vec<UnitSummary>> {
    let centre = workspace.centre_book()?;
    // The text added last speaks for its unit.
    let mut newest = std::collections::BTreeMap::new();
    for row in centre.log.iter().filter_map(|l| centre.unit_texts.get(&l.hash)) {
        newest.insert(row.unit.clone(), row.spec);
    }
    let mut out = Vec::new();
    for spec in newest.into_values() {
        if let Some(spec) = workspace.shelf().get(spec).cloned() {
            out.push(summary(workspace, &spec)?);
        }
    }
    out.sort_by(|a, b| (&a.board, &a.title, &a.handle).cmp(&(&b.board, &b.title, &b.handle)));
    Ok(out)
}

/// One unit text as listed.
pub fn summary(workspace: &Workspace, spec: &UnitSpec) -> Result<UnitSummary> {
    let sql =
        "SELECT count(DISTINCT book) FROM unit WHERE unit = ?1 AND standing = 1 AND withdrawn_reason IS NULL";
    let learners = workspace.db.prepare_cached(sql)?.query_row([&spec.text.id], |row| row.get(0))?;
    let text = &spec.text;
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(UnitSummary {
        unit: text.id.clone(),
        handle: text.handle.clone(),
        title: text.unit.title.clone(),
        board: spec.board().to_owned(),
        board_confirmed: text.awarding_organisation.confirmed,
        level: spec.level().to_owned(),
        qualification: spec.qualification().to_owned(),
        source: spec.source_words().to_owned(),
        indicative: spec.indicative(),
        outcomes: count(text.outcomes.len()),
        criteria: count(text.outcomes.iter().map(|o| o.criteria.len()).sum()),
        sha256: spec.sha256.to_string(),
        learners,
    })
}

/// One unit text, whole.
pub fn text(workspace: &Workspace, spec: &UnitSpec) -> Result<UnitTextView> {
    let criterion = |c: &crate::unit::spec::Criterion| UnitTextCriterion {
        code: c.code.clone(),
        text: c.text.clone(),
        proposed: c.assignment == "proposed",
    };
    Ok(UnitTextView {
        summary: summary(workspace, spec)?,
        notes: spec.text.source.notes.clone().unwrap_or_default(),
        outcomes: spec
            .text
            .outcomes
            .iter()
            .map(|o| UnitTextOutcome {
                code: o.code.clone(),
                text: o.text.clone(),
                criteria: o.criteria.iter().map(criterion).collect(),
            })
            .collect(),
        remarks: spec.remarks(),
    })
}
