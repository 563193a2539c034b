//! The history of one criterion at a glance, the oldest first: what was put forward, each decision with what the learner was
//! told, what was taken back, what an IV said. Read from the journal; refuses to judge.

use std::collections::BTreeSet;

use serde::Serialize;
use ts_rs::TS;

use super::details::Currency;
use super::portfolio::DecisionView;
use super::shown::Eye;
use crate::error::{Error, Result};
use crate::evidence::folder::Standings;
use crate::evidence::item;
use crate::house::House;
use crate::journal::act::Act;
use crate::journal::id::{Hash, Id};
use crate::journal::state::Logged;
use crate::learner;
use crate::matrix::dates;
use crate::portfolio::{Author, Workspace};
use crate::undo;
use crate::unit::codes;

/// A criterion and everything that was done about it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CriterionHistoryView {
    /// Id of the criterion or outcome.
    pub row: String,
    /// "2.3".
    pub code: String,
    /// Its words.
    pub text: String,
    /// What was done, the oldest first.
    pub steps: Vec<StepView>,
}

/// What sort of thing was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum StepSort {
    /// Evidence was put forward.
    PutForward,
    /// A link was withdrawn.
    Withdrawn,
    /// A decision was made.
    Decided,
    /// A decision was taken back, or an earlier one stands again.
    TakenBack,
    /// A decision was confirmed under another issue of the unit text.
    Confirmed,
    /// An IV said a word on it.
    Verified,
    /// The assessor answered what an IV asked for.
    Answered,
    /// An IV closed what was asked for.
    Closed,
}

/// One thing that was done.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StepView {
    /// What sort.
    pub sort: StepSort,
    /// In words: "E001 · p. 2", "action required: Say where."
    pub what: String,
    /// When it was recorded, ISO 8601.
    pub at: String,
    /// Who did it.
    pub by: String,
    /// Initials.
    pub initials: String,
    /// It was taken back since.
    pub undone: bool,
    /// The decision, where one was made.
    pub decision: Option<DecisionView>,
}

/// Reads the history of one criterion.
pub fn history(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    unit: &str,
    code: &str,
) -> Result<CriterionHistoryView> {
    let (_, spec) = learner::unit_of(workspace, book, unit)?;
    let rows = codes::rows(&spec, code)?;
    let [row] = rows.as_slice() else {
        return Err(Error::Usage(format!("{code:?} names {} criteria; name one", rows.len())));
    };
    let row = spec.row(row).ok_or_else(|| Error::Broken("a row that is not in its text".into()))?;
    let standings = Standings::of(workspace, book)?;
    let shelf = workspace.shelf().clone();
    let house = House::of(workspace.centre_book()?);
    let state = workspace.book(book)?;
    let (items, kept) = (item::items(state), BTreeSet::new());
    let eye = Eye {
        house,
        state,
        shelf: &shelf,
        items,
        standings: &standings,
        author,
        kept,
        currency: Currency::default(),
    };
    Ok(CriterionHistoryView {
        row: row.id.clone(),
        code: row.code.clone(),
        text: row.text.clone(),
        steps: {
            let back = undo::taken_back(state);
            state.log.iter().filter_map(|logged| eye.step(&row.id, logged, &back)).collect()
        },
    })
}

impl Eye<'_> {
    /// What an act did about a row; none = nothing.
    fn step(&self, row: &str, logged: &Logged, back: &BTreeSet<Id>) -> Option<StepView> {
        let (sort, what, decision) = self.what(row, logged)?;
        let person = self.state.person_of(logged.chain);
        Some(StepView {
            sort,
            what,
            at: logged.moment.iso(),
            by: person.as_ref().map_or_else(|| "unknown".into(), |p| p.name.clone()),
            initials: person.map_or_else(|| "–".into(), |p| p.initials),
            undone: back.contains(&logged.deed),
            decision,
        })
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "only these acts speak of one criterion")]
    fn what(&self, row: &str, logged: &Logged) -> Option<(StepSort, String, Option<DecisionView>)> {
        let step = |sort: StepSort, what: String| Some((sort, what, None));
        match &logged.act {
            Act::MappingMade(a) if a.row == row => step(StepSort::PutForward, self.link_words(logged.hash)?),
            Act::MappingRestored(a) if self.is_of(row, a.mapping) => {
                step(StepSort::PutForward, format!("{}, again", self.link_words(a.mapping)?))
            }
            Act::MappingWithdrawn(a) if self.is_of(row, a.mapping) => {
                step(StepSort::Withdrawn, self.link_words(a.mapping)?)
            }
            Act::DecisionMade(a) if a.row == row => {
                let decision = self.state.decisions.get(&logged.hash).map(|d| self.decision(d));
                Some((StepSort::Decided, a.outcome.word().into(), decision))
            }
            Act::DecisionCleared(a) if a.row == row => step(StepSort::TakenBack, "no decision stands".into()),
            Act::DecisionRestored(a) if a.row == row => {
                let words: Vec<&str> = a
                    .decisions
                    .iter()
                    .filter_map(|hash| self.state.decisions.get(hash))
                    .map(|d| d.outcome.word())
                    .collect();
                step(StepSort::TakenBack, format!("{} stands again", words.join(" and ")))
            }
            Act::DecisionCarried(a) if a.row == row => {
                let issue = self.shelf.get(a.spec).map(|s| s.issue_words());
                step(StepSort::Confirmed, issue.unwrap_or_else(|| "another issue".into()))
            }
            Act::FindingMade(a) if a.row == row => {
                let reason = if a.reason.is_empty() { String::new() } else { format!(": {}", a.reason) };
                let gone = self.state.findings.get(&logged.hash).is_some_and(|f| f.withdrawn.is_some());
                let gone = if gone { ", taken back since" } else { "" };
                let due =
                    a.due.as_deref().map(|day| format!(" (due {})", dates::short(day))).unwrap_or_default();
                step(StepSort::Verified, format!("{}{reason}{due}{gone}", a.judgement.word()))
            }
            Act::ActionAnswered(a) if self.is_about(row, a.finding) => {
                step(StepSort::Answered, a.note.clone())
            }
            Act::ActionClosed(a) if self.is_about(row, a.finding) => step(StepSort::Closed, a.note.clone()),
            Act::FindingWithdrawn(a) if self.is_about(row, a.finding) => {
                step(StepSort::TakenBack, format!("the IV's comment: {}", a.reason))
            }
            _other => None,
        }
    }

    fn is_about(&self, row: &str, finding: Hash) -> bool {
        self.state.findings.get(&finding).is_some_and(|f| f.row == row)
    }

    fn is_of(&self, row: &str, link: Hash) -> bool {
        self.state.mappings.get(&link).is_some_and(|m| m.row == row)
    }

    /// "E001 · p. 2", or only the number where no place is given.
    #[must_use]
    pub fn link_words(&self, link: Hash) -> Option<String> {
        let link = self.state.mappings.get(&link)?;
        let item = self.items.get(&link.evidence);
        let name = item.map_or_else(
            || "not on record".into(),
            |i| i.reference.clone().unwrap_or_else(|| i.title.clone()),
        );
        Some(link.place.as_ref().map_or_else(|| name.clone(), |place| format!("{name} · {}", place.text())))
    }
}
