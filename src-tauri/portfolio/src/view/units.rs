//! The library of unit texts.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

use crate::board;
use crate::error::{Error, Result};
use crate::journal::entry::Moment;
use crate::journal::rows::BoardRow;
use crate::journal::state::BookState;
use crate::library;
use crate::matrix::dates;
use crate::portfolio::Workspace;
use crate::qualifications;
use crate::store::across;
use crate::unit::combination;
use crate::unit::qualification::Qualification;
use crate::unit::revisions::Revisions;
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
    /// AO unit number; empty where none is recorded.
    pub number: String,
    /// Unit reference number; empty where none is recorded.
    pub urn: String,
    /// Credit.
    pub credit: Option<i64>,
    /// The issue in force, in words.
    pub revision: String,
    /// How many texts of it there are.
    pub revisions: u32,
    /// Two desks made a next revision each: no learner takes it until one is chosen.
    pub in_dispute: bool,
    /// What an end date or the register says; null = nothing.
    pub status_warning: Option<String>,
    /// Titles of the centre's qualifications that hold it.
    pub qualifications: Vec<String>,
}

/// One unit text, whole.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnitTextView {
    /// As in the list.
    pub summary: UnitSummary,
    /// Whether the text says that it is the board's own, so that a person may confirm it.
    pub confirmable: bool,
    /// Who confirmed it, when, against what; null = nobody, and it counts as indicative where it says it is the board's.
    pub confirmation: Option<ConfirmationView>,
    /// Why it does not stand confirmed although somebody confirmed it; null = nobody did, or it stands.
    pub doubt: Option<String>,
    /// The document that it names as its source, to start from when it is confirmed.
    pub document: String,
    /// Notes on the source.
    pub notes: String,
    /// Outcomes with their criteria.
    pub outcomes: Vec<UnitTextOutcome>,
    /// Remarks: what the text lacks.
    pub remarks: Vec<String>,
}

/// A person's word that a unit text is the board's own.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConfirmationView {
    /// Who said so.
    pub by: String,
    /// ISO date of the check, as stated.
    pub date: String,
    /// ISO date on which it was recorded.
    pub recorded: String,
    /// The document that it was checked against.
    pub source: String,
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

/// Every unit of the library, by board and title.
pub fn library(workspace: &mut Workspace) -> Result<Vec<UnitSummary>> {
    let shelf = Shelf::of(workspace)?;
    let units = shelf.units.values().filter(|texts| texts.shown().is_some_and(|s| !s.is_standard()));
    let mut out: Vec<UnitSummary> = units.filter_map(|unit| shelf.summary(unit)).collect();
    out.sort_by(|a, b| (&a.board, &a.title, &a.handle).cmp(&(&b.board, &b.title, &b.handle)));
    Ok(out)
}

/// One unit as listed.
pub fn summary(workspace: &mut Workspace, unit: &str) -> Result<UnitSummary> {
    let shelf = Shelf::of(workspace)?;
    let found = shelf.units.get(unit).and_then(|unit| shelf.summary(unit));
    found.ok_or_else(|| Error::NotFound { what: "unit", name: unit.into() })
}

/// What summaries are made from, read once for all of them.
struct Shelf {
    units: BTreeMap<String, Revisions>,
    learners: BTreeMap<String, u32>,
    /// Titles of qualifications and what their dates say, by unit.
    qualifications: BTreeMap<String, Vec<(String, Option<String>)>>,
    today: String,
}

impl Shelf {
    fn of(workspace: &mut Workspace) -> Result<Self> {
        let today = workspace.clock.now().date();
        let units = library::everything(workspace)?;
        let learners = across::learners_of_units(&workspace.db)?;
        let mut qualifications: BTreeMap<String, Vec<(String, Option<String>)>> = BTreeMap::new();
        for rows in qualifications::standing(workspace.centre_book()?).into_values() {
            for says in rows.into_iter().map(|row| &row.says) {
                let warning = combination::warnings(says, &today).into_iter().next();
                for unit in says.groups.iter().flat_map(|g| &g.units) {
                    qualifications
                        .entry(unit.clone())
                        .or_default()
                        .push((says.title.clone(), warning.clone()));
                }
            }
        }
        Ok(Self { units, learners, qualifications, today })
    }

    fn summary(&self, revisions: &Revisions) -> Option<UnitSummary> {
        let spec = revisions.shown()?;
        let text = &spec.text;
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let held = self.qualifications.get(&text.id);
        let warned = held
            .into_iter()
            .flatten()
            .find_map(|(title, warning)| Some(format!("{title}: {}", warning.as_ref()?)));
        Some(UnitSummary {
            unit: text.id.clone(),
            handle: text.handle.clone(),
            title: text.unit.title.clone(),
            board: spec.board().to_owned(),
            board_confirmed: spec.board_confirmed(),
            level: spec.level().to_owned(),
            qualification: spec.qualification().to_owned(),
            source: spec.source_words().to_owned(),
            indicative: spec.indicative(),
            outcomes: count(text.outcomes.len()),
            criteria: count(text.outcomes.iter().map(|o| o.criteria.len()).sum()),
            sha256: spec.sha256.to_string(),
            learners: self.learners.get(&text.id).copied().unwrap_or(0),
            number: text.unit.number.clone().unwrap_or_default(),
            urn: text.unit.urn.clone().unwrap_or_default(),
            credit: text.unit.credit,
            revision: spec.issue_words(),
            revisions: count(revisions.all.len()),
            in_dispute: revisions.disputed(),
            status_warning: warned.or_else(|| self.own_dates(spec)),
            qualifications: held.into_iter().flatten().map(|(title, _)| title.clone()).collect(),
        })
    }

    /// What the dates that the text itself gives for its qualification say.
    fn own_dates(&self, spec: &UnitSpec) -> Option<String> {
        let stated = spec.text.qualifications.first()?;
        let says = Qualification {
            operational_end_date: stated.operational_end_date.clone().unwrap_or_default(),
            certification_end_date: stated.certification_end_date.clone().unwrap_or_default(),
            ..Qualification::default()
        };
        combination::warnings(&says, &self.today).into_iter().next()
    }
}

/// One unit text, whole.
pub fn text(workspace: &mut Workspace, spec: &UnitSpec) -> Result<UnitTextView> {
    let criterion = |c: &crate::unit::spec::Criterion| UnitTextCriterion {
        code: c.code.clone(),
        text: c.text.clone(),
        proposed: c.assignment == "proposed",
    };
    let summary = summary(workspace, &spec.text.id)?;
    let centre = workspace.centre_book()?;
    let origin = &spec.text.source;
    let document = [origin.title.as_deref(), origin.issue.as_deref()];
    Ok(UnitTextView {
        summary,
        confirmable: spec.says_boards_own(),
        confirmation: confirmation(centre, spec),
        doubt: doubt(centre, spec),
        document: document
            .into_iter()
            .flatten()
            .filter(|s| !s.trim().is_empty())
            .collect::<Vec<_>>()
            .join(", "),
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

/// The word that stands for a text; of two, the one that sorts first.
fn confirmation(centre: &BookState, spec: &UnitSpec) -> Option<ConfirmationView> {
    let rows = board::statements(centre, spec.sha256);
    let row = rows.first().filter(|_| spec.confirmed)?;
    Some(ConfirmationView {
        by: person(centre, row),
        date: row.date.clone().unwrap_or_default(),
        recorded: Moment { at: row.at, offset: row.offset }.date(),
        source: row.words.clone(),
    })
}

/// Who took a confirmation back and why; where another was made without having seen that, both are said.
fn doubt(centre: &BookState, spec: &UnitSpec) -> Option<String> {
    let rows = board::statements(centre, spec.sha256);
    let back = rows.iter().find(|row| !row.confirms)?;
    let on = dates::short(&Moment { at: back.at, offset: back.offset }.date());
    let said = format!("{} took the confirmation back on {on}: {}", person(centre, back), back.words);
    Some(match rows.iter().find(|row| row.confirms) {
        Some(other) => format!(
            "In dispute: {said}. {} confirmed it against {} without having seen that. Confirm it again, or take it back, to \
             settle it.",
            person(centre, other),
            other.words
        ),
        None => format!("{said}."),
    })
}

fn person(centre: &BookState, row: &BoardRow) -> String {
    centre.person_of(row.chain).map_or_else(|| "somebody".into(), |p| p.name)
}
