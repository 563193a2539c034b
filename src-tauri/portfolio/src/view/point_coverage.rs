//! Which points of a standard a learner's evidence covers, through which criteria. Worked out each time from links and
//! decisions; nothing about a point is ever decided or recorded.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use ts_rs::TS;

use crate::coverage;
use crate::error::{Error, Result};
use crate::evidence::folder::Standings;
use crate::evidence::item;
use crate::house::House;
use crate::journal::id::{Hash, Id};
use crate::library;
use crate::links::{self, Standing, Texts, hub};
use crate::portfolio::{Author, Workspace};
use crate::unit::link::Relation;
use crate::unit::spec::{Shelf, SpecRow, UnitSpec};
use crate::view::details::Currency;
use crate::view::portfolio::{LinkView, RowState};
use crate::view::shown::Eye;
use crate::view::standards::{PointView, StandardView, list, point};

/// How a point stands for a learner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PointState {
    /// A criterion that asks at least what the point asks is achieved.
    Covered,
    /// Criteria that ask part of it are achieved.
    Partly,
    /// Evidence is mapped to a criterion that speaks to it; none of them is achieved.
    Evidence,
    /// Criteria of the learner's units speak to it, without evidence.
    Empty,
    /// No criterion of the learner's units speaks to it.
    Unlinked,
}

/// A standard against one learner's units.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StandardCoverageView {
    /// The standard.
    pub standard: StandardView,
    /// Its points in order.
    pub points: Vec<PointCoverageView>,
    /// In words: how many are covered, partly covered, and not linked.
    pub summary: String,
}

/// One point against one learner's units.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PointCoverageView {
    /// The point.
    pub point: PointView,
    /// How it stands.
    pub state: PointState,
    /// Criteria of the learner's units that speak to it.
    pub criteria: Vec<PointCriterionView>,
}

/// A criterion that speaks to a point.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PointCriterionView {
    /// Unit id.
    pub unit: String,
    /// Its short name.
    pub handle: String,
    /// Its title.
    pub unit_title: String,
    /// Its board.
    pub board: String,
    /// Criterion or outcome id.
    pub row: String,
    /// Code.
    pub code: String,
    /// Text.
    pub text: String,
    /// How the criterion stands to the point.
    pub relation: Relation,
    /// What the point asks beyond the criterion.
    pub point_asks: String,
    /// How the criterion stands for the learner.
    pub state: RowState,
    /// Evidence mapped to it.
    pub links: Vec<LinkView>,
    /// Why the link does not count, in words; none = it counts.
    pub not_counted: Option<String>,
}

/// Which points of a standard a learner's evidence covers, through which criteria.
pub fn coverage(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    name: &str,
) -> Result<StandardCoverageView> {
    let spec = library::text(workspace, name)?;
    if !spec.is_standard() {
        return Err(Error::NotFound { what: "standard", name: name.to_owned() });
    }
    let shown = list(workspace)?.standards.into_iter().find(|s| s.standard == spec.text.id);
    let shown = shown.ok_or_else(|| Error::NotFound { what: "standard", name: name.to_owned() })?;
    let texts = links::texts(workspace)?;
    let standing = links::standing(workspace.centre_book()?);
    let standings = Standings::of(workspace, book)?;
    let shelf = workspace.shelf().clone();
    let house = House::of(workspace.centre_book()?);
    let state = workspace.book(book)?;
    let eye = Eye {
        house,
        state,
        shelf: &shelf,
        items: item::items(state),
        standings: &standings,
        author,
        kept: BTreeSet::new(),
        currency: Currency::default(),
    };
    let criteria = criteria(&eye, &standing, &texts, &shelf, &spec);
    let cover = |row: &SpecRow| {
        let criteria = criteria.get(row.id.as_str()).cloned().unwrap_or_default();
        PointCoverageView { point: point(&spec, row), state: state_of(&criteria), criteria }
    };
    let points: Vec<PointCoverageView> = spec.rows.iter().map(cover).collect();
    Ok(StandardCoverageView { summary: summary(&points), points, standard: shown })
}

/// Criteria of the learner's units by the point that they speak to, in the order of units and rows.
fn criteria(
    eye: &Eye<'_>,
    standing: &[Standing],
    texts: &Texts,
    shelf: &Shelf,
    standard: &UnitSpec,
) -> BTreeMap<String, Vec<PointCriterionView>> {
    let mut out: BTreeMap<String, Vec<PointCriterionView>> = BTreeMap::new();
    let units = coverage::units(eye.state).into_iter().filter(|u| u.withdrawn_reason.is_none());
    let seen: Vec<(&Standing, hub::Seen<'_>)> = standing
        .iter()
        .filter_map(|link| Some((link, hub::seen(link, texts, shelf)?)))
        .filter(|(_, s)| s.point.unit == standard.text.id)
        .collect();
    for spec in units.filter_map(|u| shelf.get(u.spec)) {
        for row in &spec.rows {
            for (link, seen) in seen.iter().filter(|(_, s)| s.criterion.row == row.id) {
                let changed = Hash::of(row.text.as_bytes()) != seen.criterion.text
                    || standard
                        .row(&seen.point.row)
                        .is_none_or(|p| Hash::of(p.text.as_bytes()) != seen.point.text);
                let not_counted = match &link.dispute {
                    Some(why) => Some(format!("in dispute: {why}")),
                    None => changed
                        .then(|| "a text has changed since the link was made: look at it again".to_owned()),
                };
                out.entry(seen.point.row.clone()).or_default().push(PointCriterionView {
                    unit: spec.text.id.clone(),
                    handle: spec.text.handle.clone(),
                    unit_title: spec.text.unit.title.clone(),
                    board: spec.board().to_owned(),
                    row: row.id.clone(),
                    code: row.code.clone(),
                    text: row.text.clone(),
                    relation: seen.relation,
                    point_asks: seen.beyond_point.to_owned(),
                    state: eye.under(spec).row_state(&row.id),
                    links: eye.links(&row.id),
                    not_counted,
                });
            }
        }
    }
    out
}

/// How a point stands: by the best that a criterion which counts does for it.
fn state_of(criteria: &[PointCriterionView]) -> PointState {
    let one = |c: &PointCriterionView| {
        let whole = matches!(c.relation, Relation::Exact | Relation::Close | Relation::Broader);
        match (c.state.achieved(), whole) {
            (true, true) => PointState::Covered,
            (true, false) => PointState::Partly,
            (false, _) if !c.links.is_empty() => PointState::Evidence,
            (false, _) => PointState::Empty,
        }
    };
    criteria.iter().filter(|c| c.not_counted.is_none()).map(one).min().unwrap_or(PointState::Unlinked)
}

/// "3 of 12 points covered, 2 partly; evidence without a decision for 1; 6 that no criterion of these units speaks to".
fn summary(points: &[PointCoverageView]) -> String {
    let of = |state: PointState| points.iter().filter(|p| p.state == state).count();
    let mut said = format!("{} of {} points covered", of(PointState::Covered), points.len());
    for (state, words) in [
        (PointState::Partly, "in part"),
        (PointState::Evidence, "with evidence and no decision"),
        (PointState::Empty, "without evidence"),
        (PointState::Unlinked, "that no criterion of these units is linked to"),
    ] {
        if of(state) > 0 {
            said.push_str(&format!(", {} {words}", of(state)));
        }
    }
    said
}
