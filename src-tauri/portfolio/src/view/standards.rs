//! National Occupational Standards as shown: which there are, with their points, and what a file brought in.
//! Refuses to know learners.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use ts_rs::TS;

use crate::error::Result;
use crate::journal::id::Id;
use crate::library;
use crate::links::{self, hub};
use crate::portfolio::Workspace;
use crate::standards::Came;
use crate::unit::revisions::Revisions;
use crate::unit::spec::{SpecRow, UnitSpec};

/// The standards of the library, and those that units name and the library lacks.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StandardsView {
    /// By code.
    pub standards: Vec<StandardView>,
    /// By code.
    pub lacking: Vec<LackingView>,
}

/// One standard.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StandardView {
    /// Id.
    pub standard: String,
    /// Short name, as links name it.
    pub handle: String,
    /// Code as published.
    pub code: String,
    /// Title.
    pub title: String,
    /// Who developed it; empty = not stated.
    pub developed_by: String,
    /// The issue in force, in words.
    pub issue: String,
    /// Two desks brought different next issues in: no link is made until one is brought in again.
    pub in_dispute: bool,
    /// Points in order.
    pub points: Vec<PointView>,
    /// Standing links between criteria and its points.
    pub links: u32,
    /// Units of the library that name its code, by title.
    pub named_by: Vec<String>,
}

/// One point.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PointView {
    /// Id.
    pub row: String,
    /// "P3".
    pub code: String,
    /// Words.
    pub text: String,
    /// Heading of its part.
    pub part: String,
}

/// A code that units name and the library has no standard for.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LackingView {
    /// Code.
    pub code: String,
    /// Titles of the units.
    pub named_by: Vec<String>,
}

/// What a file brought in.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StandardsTakenView {
    /// Standards that were new.
    pub new: Vec<StandardView>,
    /// Standards of which it held the next issue.
    pub next: Vec<StandardView>,
    /// Standards that the library had as they are.
    pub known: Vec<StandardView>,
}

/// Every standard of the library.
pub fn list(workspace: &mut Workspace) -> Result<StandardsView> {
    let named = named(workspace)?;
    let (standards, counts) = (library::standards(workspace)?, counts(workspace)?);
    let mut out: Vec<StandardView> = standards.values().filter_map(|s| view(s, &named, &counts)).collect();
    out.sort_by(|a, b| (&a.code, &a.standard).cmp(&(&b.code, &b.standard)));
    let has = |code: &str| out.iter().any(|s| s.code.eq_ignore_ascii_case(code));
    let lacking = named.into_iter().filter(|(code, _)| !has(code));
    Ok(StandardsView {
        lacking: lacking.map(|(code, named_by)| LackingView { code, named_by }).collect(),
        standards: out,
    })
}

/// What a file brought in, as shown.
pub fn taken(workspace: &mut Workspace, came: &[(String, Came)]) -> Result<StandardsTakenView> {
    let all = list(workspace)?.standards;
    let of = |wanted: Came| {
        let ids: BTreeSet<&str> =
            came.iter().filter(|(_, came)| *came == wanted).map(|(id, _)| id.as_str()).collect();
        all.iter().filter(|s| ids.contains(s.standard.as_str())).cloned().collect()
    };
    Ok(StandardsTakenView { new: of(Came::New), next: of(Came::NextIssue), known: of(Came::Known) })
}

/// Codes that units of the library name, in capitals, with the titles of those units.
fn named(workspace: &mut Workspace) -> Result<BTreeMap<String, Vec<String>>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for spec in library::all(workspace)?.values().filter_map(Revisions::shown) {
        for code in spec.text.unit.nos.iter().flatten().map(|code| code.trim()).filter(|c| !c.is_empty()) {
            out.entry(code.to_uppercase()).or_default().push(spec.text.unit.title.clone());
        }
    }
    Ok(out)
}

/// Standing links to points, by standard.
fn counts(workspace: &mut Workspace) -> Result<BTreeMap<String, BTreeSet<Id>>> {
    let texts = links::texts(workspace)?;
    let standing = links::standing(workspace.centre_book()?);
    let mut out: BTreeMap<String, BTreeSet<Id>> = BTreeMap::new();
    for link in &standing {
        if let Some(seen) = hub::seen(link, &texts, workspace.shelf()) {
            out.entry(seen.point.unit.clone()).or_default().insert(link.row.link);
        }
    }
    Ok(out)
}

fn view(
    texts: &Revisions,
    named: &BTreeMap<String, Vec<String>>,
    counts: &BTreeMap<String, BTreeSet<Id>>,
) -> Option<StandardView> {
    let spec = texts.shown()?;
    let code = spec.text.unit.number.clone().unwrap_or_else(|| spec.text.handle.clone());
    Some(StandardView {
        standard: spec.text.id.clone(),
        handle: spec.text.handle.clone(),
        title: spec.text.unit.title.clone(),
        developed_by: spec.text.awarding_organisation.name.clone(),
        issue: spec.issue_words(),
        in_dispute: texts.disputed(),
        points: spec.rows.iter().map(|row| point(spec, row)).collect(),
        links: counts.get(&spec.text.id).map_or(0, |l| u32::try_from(l.len()).unwrap_or(u32::MAX)),
        named_by: named.get(&code.to_uppercase()).cloned().unwrap_or_default(),
        code,
    })
}

/// A point of a standard.
#[must_use]
pub fn point(spec: &UnitSpec, row: &SpecRow) -> PointView {
    let part = spec.text.outcomes.get(row.outcome).map(|o| o.text.clone()).unwrap_or_default();
    PointView { row: row.id.clone(), code: row.code.clone(), text: row.text.clone(), part }
}
