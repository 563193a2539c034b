//! Work lists: gaps, criteria that wait for a decision, links without a place, resubmissions and actions due and overdue. Over one learner
//! or over all. Built from the records and today's date; refuses to know how a list is drawn.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

use super::portfolio::RowState;
use crate::clock::days_between;
use crate::coverage::{self, Signature, Under};
use crate::due;
use crate::error::Result;
use crate::evidence::item::{self, Item};
use crate::journal::entry::Moment;
use crate::journal::id::Id;
use crate::journal::rows::{DecisionRow, FindingRow, MappingRow};
use crate::journal::state::BookState;
use crate::learner::{self, namesakes};
use crate::portfolio::Workspace;
use crate::sampling::Judgement;
use crate::stale;
use crate::unit::spec::{Shelf, SpecRow, UnitSpec};

/// The work lists.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WorkView {
    /// ISO date of today.
    pub today: String,
    /// Criteria without evidence and without a decision, in the order of learners and units.
    pub gaps: Vec<WorkRow>,
    /// Criteria with evidence that wait for a decision, the longest waiting first: nobody has decided, two decisions stand, or
    /// evidence has come since the last decision.
    pub undecided: Vec<WorkRow>,
    /// Links without a place.
    pub no_place: Vec<WorkRow>,
    /// Resubmissions and IV actions that are still to come, the next first.
    pub due: Vec<WorkRow>,
    /// Resubmissions and IV actions whose day is past, the longest past first.
    pub overdue: Vec<WorkRow>,
    /// Everything that an IV has asked for and nobody has closed, whether it has a day or not: the next first, then those without.
    pub actions: Vec<WorkRow>,
}

/// One line of work.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WorkRow {
    /// Id of the learner's portfolio.
    pub learner: String,
    /// Name.
    pub learner_name: String,
    /// What tells them from others of the name; null = nobody else is called so.
    pub learner_apart: Option<String>,
    /// Unit id.
    pub unit: String,
    /// Short name of the unit.
    pub handle: String,
    /// Title of the unit.
    pub unit_title: String,
    /// Criterion or outcome id.
    pub row: String,
    /// "2.3".
    pub code: String,
    /// Its words.
    pub text: String,
    /// How it stands.
    pub state: RowState,
    /// What is to be done, in words: "evidence since 12/11/2026", "E004 · WP", "the dates are missing".
    pub what: String,
    /// Evidence to go to; null = none in particular.
    pub evidence: Option<String>,
    /// ISO date since when it waits, or by which it is due; null = neither.
    pub day: Option<String>,
    /// Days it has waited, days past where it is overdue, days left where it is due.
    pub days: u32,
    /// An IV asked for it: it is answered and closed where the sample is.
    pub asked: bool,
}

/// Which list a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum List {
    Gaps,
    Undecided,
    NoPlace,
    Due,
    Overdue,
    Actions,
}

/// The lines of a learner, with their name and id.
type Named = (String, Id, Vec<(List, WorkRow)>);

/// The lists over some learners.
pub fn lists(workspace: &mut Workspace, books: &[Id]) -> Result<WorkView> {
    let today = workspace.clock.now().date();
    let shelf = workspace.shelf().clone();
    let mut view = WorkView { today: today.clone(), ..WorkView::default() };
    // Each book once: of a whole centre not all are held at a time.
    let mut named: Vec<Named> = Vec::new();
    for book in books {
        let state = workspace.book(*book)?;
        let name = learner::facts(state).name;
        let items = item::items(state);
        let desk = Desk { state, shelf: &shelf, items: &items, today: &today };
        let lines = desk.lines(*book, &name);
        named.push((name, *book, lines));
    }
    named.sort_by(|(one, id, _), (other, other_id, _)| (one, id).cmp(&(other, other_id)));
    let mut known = namesakes::all(workspace)?;
    for (_, book, lines) in named {
        let apart = known.remove(&book).and_then(|named| named.apart);
        for (list, row) in lines {
            let row = WorkRow { learner_apart: apart.clone(), ..row };
            match list {
                List::Gaps => view.gaps.push(row),
                List::Undecided => view.undecided.push(row),
                List::NoPlace => view.no_place.push(row),
                List::Due => view.due.push(row),
                List::Overdue => view.overdue.push(row),
                List::Actions => view.actions.push(row),
            }
        }
    }
    view.undecided.sort_by(|a, b| a.day.cmp(&b.day));
    view.due.sort_by(|a, b| a.day.cmp(&b.day));
    view.overdue.sort_by(|a, b| a.day.cmp(&b.day));
    let next = |row: &WorkRow| {
        (row.day.is_none(), row.day.clone(), row.learner_name.clone(), row.handle.clone(), row.code.clone())
    };
    view.actions.sort_by_cached_key(next);
    Ok(view)
}

/// One learner's book on one day.
struct Desk<'a> {
    state: &'a BookState,
    shelf: &'a Shelf,
    items: &'a BTreeMap<String, Item>,
    today: &'a str,
}

impl<'a> Desk<'a> {
    /// Every line of work in the units that are open: neither withdrawn nor signed by a sign-off that holds; and every action of an IV.
    fn lines(&self, book: Id, name: &str) -> Vec<(List, WorkRow)> {
        let mut lines = Vec::new();
        for unit in coverage::units(self.state) {
            let Some(spec) = self.shelf.get(unit.spec) else { continue };
            // Another desk may have decided again without having seen the sign-off, and that work is nobody's if it is on no list.
            let signed = Signature::of(self.state, &unit.unit, spec) == Signature::Holds;
            if signed || unit.withdrawn_reason.is_some() {
                continue;
            }
            let under = Under { state: self.state, shelf: self.shelf, spec };
            for row in &spec.rows {
                let line = Line { book, name, spec, row, state: under.row_state(&row.id) };
                lines.extend(self.of_row(&line));
                lines.extend(self.placeless(&line));
            }
        }
        lines.extend(self.actions_by_day(book, name));
        lines.extend(self.actions(book, name));
        lines
    }

    fn links(&self, row: &str) -> impl Iterator<Item = &'a MappingRow> + use<'a> {
        let state = self.state;
        state.links_of_row.get(row).into_iter().flatten().filter_map(|hash| state.mappings.get(hash))
    }

    fn of_row(&self, line: &Line<'_>) -> Option<(List, WorkRow)> {
        let waits = |links: Vec<&MappingRow>, what: &str| {
            let first = links.iter().min_by_key(|m| m.at);
            let (at, offset) = first.map_or((0, 0), |m| (m.at, m.offset));
            let day = Moment { at, offset }.date();
            let evidence = links.first().map(|m| m.evidence.clone());
            Some((List::Undecided, line.view(what.to_owned(), evidence, Some(day), self.today)))
        };
        match line.state {
            RowState::Gap => Some((List::Gaps, line.view(String::new(), None, None, self.today))),
            RowState::Mapped => waits(self.links(&line.row.id).collect(), "not decided"),
            RowState::InDispute => waits(self.links(&line.row.id).collect(), "two decisions stand"),
            RowState::PartiallyMet | RowState::NotYetMet => {
                let come = due::come(self.state, self.items, &line.spec.text.id, &line.row.id);
                if come.is_empty() {
                    self.resubmission(line, self.decision(&line.row.id)?)
                } else {
                    waits(come, "evidence since the decision")
                }
            }
            RowState::Met | RowState::Rpl | RowState::CreditTransfer => {
                let decision = self.decision(&line.row.id)?;
                let why = stale::decision(self.state, self.items, self.shelf, line.spec, decision)?;
                waits(self.links(&line.row.id).collect(), &why)
            }
        }
    }

    fn decision(&self, row: &str) -> Option<&'a DecisionRow> {
        let standing = self.state.decisions_of_row.get(row)?;
        standing.iter().find_map(|hash| self.state.decisions.get(hash))
    }

    /// What was asked for by a day and has not come.
    fn resubmission(&self, line: &Line<'_>, decision: &DecisionRow) -> Option<(List, WorkRow)> {
        let (told, day) = due::asked(self.state, decision)?;
        let what = if told.needed.is_empty() { decision.reason.clone() } else { told.needed.clone() };
        Some((self.by_day(day), line.view(what, None, Some(day.to_owned()), self.today)))
    }

    fn by_day(&self, day: &str) -> List {
        if day < self.today { List::Overdue } else { List::Due }
    }

    /// Actions that an IV asked for by a day, also in a unit that is signed: they stand in the way of a claim.
    fn actions_by_day(&self, book: Id, name: &str) -> Vec<(List, WorkRow)> {
        let mut lines = Vec::new();
        for (day, unit, finding) in due::actions(self.state) {
            let taken = coverage::unit_in_force(self.state, unit);
            let Some(spec) = taken.and_then(|u| self.shelf.get(u.spec)) else { continue };
            let Some(row) = spec.row(&finding.row) else { continue };
            let under = Under { state: self.state, shelf: self.shelf, spec };
            let line = Line { book, name, spec, row, state: under.row_state(&row.id) };
            let what = format!("IV action: {}", finding.reason);
            let view = line.view(what, None, Some(day.to_owned()), self.today);
            lines.push((self.by_day(day), WorkRow { asked: true, ..view }));
        }
        lines
    }

    /// Every action that stands in the way of a claim of a unit that is taken, with who asks: also one without a day, and one on a
    /// criterion that the text in force has no more.
    fn actions(&self, book: Id, name: &str) -> Vec<(List, WorkRow)> {
        let mut lines = Vec::new();
        for finding in coverage::asked_actions(self.state) {
            let Some(sample) = self.state.samples.get(&finding.sample) else { continue };
            let in_force = coverage::unit_in_force(self.state, &sample.unit).map(|unit| unit.spec);
            let texts = in_force.into_iter().chain([sample.spec]).filter_map(|text| self.shelf.get(text));
            let found = texts.filter_map(|spec| Some((spec, spec.row(&finding.row)?))).next();
            let Some((spec, row)) = found else { continue };
            let under = Under { state: self.state, shelf: self.shelf, spec };
            let line = Line { book, name, spec, row, state: under.row_state(&row.id) };
            let view = line.view(self.asked_by(finding), None, finding.due.clone(), self.today);
            lines.push((List::Actions, WorkRow { asked: true, ..view }));
        }
        lines
    }

    /// "Ben King asks: Say where."
    fn asked_by(&self, finding: &FindingRow) -> String {
        let iv = self.state.person_of(finding.chain).map_or_else(|| "an IV".to_owned(), |person| person.name);
        let reason = &finding.reason;
        let answered = self.state.notes.iter().any(|note| !note.closes && note.finding == finding.hash);
        match (answered, finding.judgement) {
            (true, _) => format!("answered, waits for {iv}: {reason}"),
            (false, Judgement::Disagree) => format!("{iv} disagrees: {reason}"),
            (false, Judgement::Action | Judgement::Agree) => format!("{iv} asks: {reason}"),
        }
    }

    fn placeless(&self, line: &Line<'_>) -> Vec<(List, WorkRow)> {
        let bare = self.links(&line.row.id).filter(|m| m.place.is_none());
        let view = |m: &MappingRow| {
            let item = self.items.get(&m.evidence).map(Item::named);
            let what = format!("{} · {}", item.unwrap_or_else(|| "not on record".into()), m.method.code());
            (List::NoPlace, line.view(what, Some(m.evidence.clone()), None, self.today))
        };
        bare.map(view).collect()
    }
}

/// A criterion of a learner.
struct Line<'a> {
    book: Id,
    name: &'a str,
    spec: &'a UnitSpec,
    row: &'a SpecRow,
    state: RowState,
}

impl Line<'_> {
    fn view(&self, what: String, evidence: Option<String>, day: Option<String>, today: &str) -> WorkRow {
        let days = day.as_deref().and_then(|day| days_between(day, today)).map_or(0, i64::unsigned_abs);
        WorkRow {
            learner: self.book.to_string(),
            learner_name: self.name.to_owned(),
            learner_apart: None,
            unit: self.spec.text.id.clone(),
            handle: self.spec.text.handle.clone(),
            unit_title: self.spec.text.unit.title.clone(),
            row: self.row.id.clone(),
            code: self.row.code.clone(),
            text: self.row.text.clone(),
            state: self.state,
            what,
            evidence,
            day,
            days: u32::try_from(days).unwrap_or(u32::MAX),
            asked: false,
        }
    }
}
