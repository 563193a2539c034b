//! Coverage: how the rows of a unit stand, and the roll-ups that the caseload reads. Pure.
//! Refuses to know who is at the desk and what is on disk.

use std::collections::{BTreeMap, BTreeSet};

use crate::decision::Outcome;
use crate::due;
use crate::evidence::item;
use crate::journal::act::Act;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{DecisionRow, ProgressRow, SignOffRow, TallyRow, UnitRow};
use crate::journal::state::BookState;
use crate::sampling::Judgement;
use crate::signoff::original;
use crate::unit::spec::{Shelf, SpecRow, UnitSpec};
use crate::view::portfolio::{Counts, EvidenceStanding, RowState};
use crate::{stale, status};

/// A learner's book seen under one text of a unit.
#[derive(Clone, Copy)]
pub struct Under<'a> {
    /// The learner's book.
    pub state: &'a BookState,
    /// Unit texts.
    pub shelf: &'a Shelf,
    /// The unit text in force.
    pub spec: &'a UnitSpec,
}

impl Under<'_> {
    /// How a row stands. A decision made under another text counts only where an assessor confirmed it under this one:
    /// nothing is met because it once was.
    #[must_use]
    pub fn row_state(&self, row: &str) -> RowState {
        let standing = self.state.decisions_of_row.get(row);
        let mut decisions = standing.into_iter().flatten().filter_map(|hash| self.state.decisions.get(hash));
        match (decisions.next(), decisions.next()) {
            (None, _) => self.undecided(row),
            (Some(_), Some(_)) => RowState::InDispute,
            (Some(decision), None) if self.other_text(decision).is_some() => self.undecided(row),
            (Some(decision), None) => match decision.outcome {
                Outcome::Met => RowState::Met,
                Outcome::PartiallyMet => RowState::PartiallyMet,
                Outcome::NotYetMet => RowState::NotYetMet,
                Outcome::Rpl => RowState::Rpl,
                Outcome::CreditTransfer => RowState::CreditTransfer,
            },
        }
    }

    /// Why a decision does not hold under this text; none = it does.
    #[must_use]
    pub fn other_text(&self, decision: &DecisionRow) -> Option<String> {
        stale::other_text(self.state, self.shelf, self.spec, decision)
    }

    fn undecided(&self, row: &str) -> RowState {
        let mapped = self.state.links_of_row.get(row).is_some_and(|links| !links.is_empty());
        if mapped { RowState::Mapped } else { RowState::Gap }
    }

    /// Counts over some rows.
    #[must_use]
    pub fn counts<'r>(&self, rows: impl IntoIterator<Item = &'r SpecRow>) -> Counts {
        let mut counts = Counts::default();
        for row in rows {
            counts.rows += 1;
            match self.row_state(&row.id) {
                RowState::Gap => counts.gaps += 1,
                RowState::Mapped => counts.mapped += 1,
                RowState::Met | RowState::Rpl | RowState::CreditTransfer => counts.met += 1,
                RowState::PartiallyMet => counts.partially_met += 1,
                RowState::NotYetMet => counts.not_yet_met += 1,
                RowState::InDispute => counts.in_dispute += 1,
            }
            let links = self.state.links_of_row.get(&row.id).into_iter().flatten();
            let placeless =
                links.filter(|l| self.state.mappings.get(l).is_some_and(|m| m.place.is_none())).count();
            counts.without_place += u32::try_from(placeless).unwrap_or(u32::MAX);
        }
        counts
    }
}

impl RowState {
    /// Counts as achieved at sign-off.
    #[must_use]
    pub const fn achieved(self) -> bool {
        match self {
            Self::Met | Self::Rpl | Self::CreditTransfer => true,
            Self::Gap | Self::Mapped | Self::PartiallyMet | Self::NotYetMet | Self::InDispute => false,
        }
    }

    /// In words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Mapped => "mapped, not judged",
            Self::Met => "met",
            Self::PartiallyMet => "partially met",
            Self::NotYetMet => "not yet met",
            Self::Rpl => "RPL",
            Self::CreditTransfer => "credit transfer",
            Self::InDispute => "in dispute",
        }
    }
}

/// The statement in force about each unit, in the order in which the units were first taken.
#[must_use]
pub fn units(state: &BookState) -> Vec<&UnitRow> {
    let mut order: Vec<&str> = Vec::new();
    for row in state.log.iter().filter_map(|logged| state.units.get(&logged.hash)) {
        if !order.contains(&row.unit.as_str()) {
            order.push(&row.unit);
        }
    }
    order.into_iter().filter_map(|unit| unit_in_force(state, unit)).collect()
}

/// The statement in force about a unit. Where two stand, the one that keeps the unit: nothing is lost by it.
#[must_use]
pub fn unit_in_force<'a>(state: &'a BookState, unit: &str) -> Option<&'a UnitRow> {
    let standing = || state.units.iter().filter(|row| row.standing && row.unit == unit);
    standing().find(|row| row.withdrawn_reason.is_none()).or_else(|| standing().next())
}

/// Whether desks said different things about a unit: withdrawn and taken, or taken on different texts.
#[must_use]
pub fn unit_disputed(state: &BookState, unit: &str) -> bool {
    let said = |row: &UnitRow| row.withdrawn_reason.is_none().then_some(row.spec);
    let all: BTreeSet<Option<Hash>> =
        state.units.iter().filter(|row| row.standing && row.unit == unit).map(said).collect();
    all.len() > 1
}

/// How a unit stands with its assessor's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// Nobody has signed it off.
    None,
    /// It is signed off, and holds as signed.
    Holds,
    /// It is signed off, and the record no longer says what was signed, or nobody stands for the text any more.
    Overtaken,
}

impl Signature {
    /// What the roll-up of a unit keeps, seen with the unit text as the centre stands for it now; none = it is not here.
    #[must_use]
    pub fn of_kept(signed: bool, holds: bool, boards_own: bool, spec: Option<&UnitSpec>) -> Self {
        let unconfirmed = boards_own && spec.is_none_or(UnitSpec::indicative);
        match (signed, holds && !unconfirmed) {
            (false, _) => Self::None,
            (true, true) => Self::Holds,
            (true, false) => Self::Overtaken,
        }
    }

    /// Of a unit of a learner's book, as its roll-up has it: the same that the unit's page says, without drawing anything.
    #[must_use]
    pub fn of(state: &BookState, unit: &str, spec: &UnitSpec) -> Self {
        let kept = state.progress.get(&unit.to_owned());
        kept.map_or(Self::None, |row| Self::of_kept(row.signed, row.holds, row.boards_own, Some(spec)))
    }
}

/// Files that nobody has accepted or set aside.
#[must_use]
pub fn new_files(state: &BookState) -> Vec<Hash> {
    let dealt = Dealt::of(state);
    state.files.iter().map(|f| f.file).filter(|file| dealt.waits(file)).collect()
}

/// What has become of files, apart from those that wait for somebody to deal with them.
pub struct Dealt {
    with: BTreeSet<Hash>,
    replaced: BTreeSet<Hash>,
}

impl Dealt {
    /// Works it out for a book.
    #[must_use]
    pub fn of(state: &BookState) -> Self {
        let stated_again =
            |item: &str| state.statements_of_item.get(item).is_some_and(|statements| !statements.is_empty());
        // A version that a newer one of the same item replaced is no new file either.
        let with = state.evidence.iter().filter(|row| row.standing || stated_again(&row.evidence));
        Self {
            with: with.flat_map(|row| row.files.iter().copied()).collect(),
            replaced: replaced_files(state),
        }
    }

    /// Whether a file on record waits for somebody to accept it or set it aside.
    #[must_use]
    pub fn waits(&self, file: &Hash) -> bool {
        !self.with.contains(file) && !self.replaced.contains(file)
    }
}

/// How many items nobody has dealt with: each is one new file.
fn new_items(state: &BookState) -> usize {
    // In a folder that is read for the first time every file is an item, and working the items out anew for each deed
    // would take longer than all the rest.
    if state.statements_of_item.values().all(BTreeSet::is_empty) {
        return new_files(state).len();
    }
    item::items(state).values().filter(|i| i.standing() == EvidenceStanding::New).count()
}

/// Files whose place another one took before anybody accepted them. A file that came back is there again.
fn replaced_files(state: &BookState) -> BTreeSet<Hash> {
    let mut replaced = BTreeSet::new();
    for logged in &state.log {
        if let Act::FileTakenIn(taken) = &logged.act {
            replaced.remove(&taken.file);
            replaced.extend(taken.replaces);
        }
    }
    replaced
}

/// The sign-offs in force on whose paper an item stands, in key order: it is put forward for a row of the unit, whether the decision
/// relies on it or left it out, or a decision that was signed relies on it.
#[must_use]
pub fn printed_on_signed<'a>(state: &'a BookState, item: &str) -> Vec<&'a SignOffRow> {
    let links: BTreeSet<Hash> =
        state.mappings.iter().filter(|m| m.evidence == item).map(|m| m.hash).collect();
    let units: BTreeSet<&str> = links
        .iter()
        .filter_map(|link| state.mappings.get(link))
        .filter(|m| m.standing)
        .map(|m| m.unit.as_str())
        .collect();
    let relies = |decision: &Hash| {
        let relied = state.decisions.get(decision).map(|d| d.relied_on.as_slice()).unwrap_or_default();
        relied.iter().any(|r| links.contains(&r.mapping))
    };
    let printed =
        |s: &&SignOffRow| units.contains(s.unit.as_str()) || s.rows.iter().any(|j| relies(&j.decision));
    state.sign_offs.iter().filter(|s| s.standing).filter(printed).collect()
}

/// Findings that ask for an action nobody has closed.
pub fn open_actions(state: &BookState) -> impl Iterator<Item = &crate::journal::rows::FindingRow> {
    state.findings.iter().filter(move |f| {
        f.standing
            && f.judgement != Judgement::Agree
            && !state.notes.iter().any(|note| note.closes && note.finding == f.hash)
    })
}

/// Those that ask for something: the learner takes the unit. A unit that was withdrawn keeps its open actions in its history, and they
/// ask again where it is taken again.
pub fn asked_actions(state: &BookState) -> impl Iterator<Item = &crate::journal::rows::FindingRow> {
    let taken = |unit: &str| unit_in_force(state, unit).is_some_and(|u| u.withdrawn_reason.is_none());
    open_actions(state).filter(move |f| state.samples.get(&f.sample).is_some_and(|s| taken(&s.unit)))
}

/// Brings the roll-ups up to date after acts were applied.
pub fn refresh(book: Id, state: &mut BookState, shelf: &Shelf) {
    refresh_knowing(book, state, shelf, &BTreeMap::new());
}

/// The same for a book that was read anew and has not changed: which sign-offs hold, by unit, is known from when it was written.
pub fn refresh_knowing(book: Id, state: &mut BookState, shelf: &Shelf, known: &BTreeMap<String, bool>) {
    let (behind, stirred) = (state.behind.take(), std::mem::take(&mut state.stirred));
    let wanted = |unit: &str| {
        behind.as_ref().is_none_or(|units| units.contains(unit))
            || stirred && status::signed(state, unit).is_some()
    };
    let progress: Vec<ProgressRow> = units(state)
        .into_iter()
        .filter(|unit| wanted(&unit.unit))
        .filter_map(|unit| {
            let under = Under { state, shelf, spec: shelf.get(unit.spec)? };
            Some(progress(under, unit, known.get(&unit.unit).copied()))
        })
        .collect();
    progress.into_iter().for_each(|row| state.progress.put(row));
    state.behind = Some(BTreeSet::new());
    if state.learners.is_empty() {
        return;
    }
    let tally = TallyRow {
        book,
        new_files: i64::try_from(new_items(state)).unwrap_or(i64::MAX),
        iv_actions: i64::try_from(asked_actions(state).count()).unwrap_or(i64::MAX),
        action_dues: due::actions(state).iter().map(|(day, ..)| (*day).to_owned()).collect(),
        last_at: state.log.last().map_or(0, |l| l.moment.at),
        last_offset: state.log.last().map_or(0, |l| l.moment.offset),
    };
    state.tally.put(tally);
}

/// The days of the resubmissions that a unit waits for; worked out only where somebody was asked for one.
fn dues(under: Under<'_>, unit: &UnitRow, holds: bool) -> Vec<String> {
    let asked = under.state.tellings.iter().any(|told| told.due.is_some());
    if !asked || holds || unit.withdrawn_reason.is_some() {
        return Vec::new();
    }
    due::resubmissions(under, &item::items(under.state), under.spec)
}

fn progress(under: Under<'_>, unit: &UnitRow, known: Option<bool>) -> ProgressRow {
    let (c, state) = (under.counts(&under.spec.rows), under.state);
    let signed = status::signed(state, &unit.unit);
    let stands = |signed| original::stale_in_book(state, &item::items(state), under.shelf, signed).is_none();
    let holds = signed.is_some_and(|signed| known.unwrap_or_else(|| stands(signed)));
    ProgressRow {
        unit: unit.unit.clone(),
        rows: c.rows.into(),
        met: c.met.into(),
        partially_met: c.partially_met.into(),
        not_yet_met: c.not_yet_met.into(),
        mapped: c.mapped.into(),
        gaps: c.gaps.into(),
        in_dispute: c.in_dispute.into(),
        without_place: c.without_place.into(),
        signed: signed.is_some(),
        holds,
        boards_own: signed.is_some_and(|signed| !signed.indicative),
        withdrawn: unit.withdrawn_reason.is_some(),
        dues: dues(under, unit, holds),
    }
}
