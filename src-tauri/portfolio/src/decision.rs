//! Decisions: the assessor's judgement on a criterion. *Mapped* and *met* are two different things.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::clock::is_date;
use crate::coverage;
use crate::error::{Error, Refusal, Result};
use crate::evidence::item::{self, Item};
use crate::evidence::judged::{self, Kept};
use crate::journal::act::{DecisionMade, Relied};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::UnitRow;
use crate::journal::state::BookState;
use crate::person::Role;
use crate::portfolio::{Author, Workspace};
use crate::unit::codes;
use crate::unit::spec::UnitSpec;
use crate::{learner, mapping};

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// Met.
    Met,
    /// Partially met: progress only, never counted with met.
    PartiallyMet,
    /// Not yet met.
    NotYetMet,
    /// Recognition of prior learning: assessed now against the criterion from earlier learning.
    Rpl,
    /// Credit transfer: certificated inside the framework elsewhere.
    CreditTransfer,
}

impl Outcome {
    /// In words, as printed.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::PartiallyMet => "partially met",
            Self::NotYetMet => "not yet met",
            Self::Rpl => "RPL",
            Self::CreditTransfer => "credit transfer",
        }
    }

    /// Counts as achieved at sign-off.
    #[must_use]
    pub const fn achieved(self) -> bool {
        match self {
            Self::Met | Self::Rpl | Self::CreditTransfer => true,
            Self::PartiallyMet | Self::NotYetMet => false,
        }
    }

    /// Must say why.
    #[must_use]
    pub const fn needs_reason(self) -> bool {
        match self {
            Self::PartiallyMet | Self::NotYetMet => true,
            Self::Met | Self::Rpl | Self::CreditTransfer => false,
        }
    }

    /// Rests on evidence in this portfolio.
    #[must_use]
    pub const fn needs_evidence(self) -> bool {
        match self {
            Self::Met => true,
            Self::PartiallyMet | Self::NotYetMet | Self::Rpl | Self::CreditTransfer => false,
        }
    }

    /// From words or camelCase, in any case: "met", "partially-met", "partiallyMet", "partial", "nyr" is not known.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        match plain.as_str() {
            "met" | "m" => Some(Self::Met),
            "partiallymet" | "partial" | "p" => Some(Self::PartiallyMet),
            "notyetmet" | "notyet" | "n" => Some(Self::NotYetMet),
            "rpl" | "r" => Some(Self::Rpl),
            "credittransfer" | "transfer" | "t" => Some(Self::CreditTransfer),
            _unknown => None,
        }
    }
}

/// What is decided.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Handle or id of the unit.
    pub unit: &'a str,
    /// Codes as typed.
    pub codes: &'a str,
    /// Judgement.
    pub outcome: Outcome,
    /// Reason or feedback.
    pub reason: &'a str,
    /// ISO date of judgement; today when absent.
    pub date: Option<&'a str>,
}

/// Decides rows, all in one deed. Each decision relies on every standing link of its row, names all that it supersedes,
/// and the versions of the files as they are now; a copy of each is kept.
pub fn decide(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    request: &Request<'_>,
) -> Result<(Vec<String>, Id)> {
    author.acting_as(Role::Assessor)?;
    let today = workspace.clock.now().date();
    let date = request.date.unwrap_or(&today).to_owned();
    if !is_date(&date) {
        return Err(Error::Usage(format!("{date:?} is not a date like 2026-09-30")));
    }
    let reason = request.reason.trim();
    if request.outcome.needs_reason() && reason.is_empty() {
        return Err(Refusal::ReasonRequired { what: request.outcome.word() }.into());
    }
    let (unit, spec) = learner::unit_of(workspace, book, request.unit)?;
    let rows = codes::rows(&spec, request.codes)?;
    mapping::open_for_change(workspace.book(book)?, &unit, &spec)?;
    if request.outcome.needs_evidence() {
        refuse_unmapped(workspace.book(book)?, &spec, &rows)?;
    }
    // Links may change while copies are kept; then there are others to keep.
    for _ in 0..ATTEMPTS {
        let held = judged::hold(workspace, book, &rows)?;
        match record(
            workspace,
            author,
            book,
            &Judging { unit: &unit, spec: &spec, rows: &rows, held: &held, request, date: &date },
        ) {
            Err(Error::Busy { holder }) if holder == CHANGED => {}
            done => return Ok((held.warnings, done?)),
        }
    }
    Err(Error::Busy { holder: CHANGED.into() })
}

/// How often a decision is tried while links of its criteria are changed by somebody else.
const ATTEMPTS: usize = 5;
/// What is said when that was not enough.
const CHANGED: &str = "links of this criterion were changed at this very moment";

/// What is decided, and what was made ready for it.
struct Judging<'a> {
    unit: &'a UnitRow,
    spec: &'a UnitSpec,
    rows: &'a [String],
    held: &'a Kept,
    request: &'a Request<'a>,
    date: &'a str,
}

fn record(workspace: &mut Workspace, author: &Author, book: Id, judging: &Judging<'_>) -> Result<Id> {
    let ((), deed) = workspace.transact(author, |deed| {
        for act in judging.acts(deed.state(book)?)? {
            deed.record(book, act)?;
        }
        Ok(())
    })?;
    Ok(deed)
}

impl Judging<'_> {
    /// Everything is asked again inside the transaction: the copies were kept before it, and time has passed.
    fn acts(&self, state: &BookState) -> Result<Vec<DecisionMade>> {
        let unit = coverage::unit_in_force(state, &self.unit.unit).unwrap_or(self.unit);
        mapping::open_for_change(state, unit, self.spec)?;
        mapping::same_text(unit, self.spec)?;
        if self.request.outcome.needs_evidence() {
            refuse_unmapped(state, self.spec, self.rows)?;
        }
        let items = item::items(state);
        let mut acts = Vec::new();
        for row in self.rows {
            let relied_on = relied_on(state, &items, row);
            if relied_on.iter().flat_map(|r| &r.files).any(|file| !self.held.files.contains(file)) {
                return Err(Error::Busy { holder: CHANGED.into() });
            }
            acts.push(DecisionMade {
                unit: unit.unit.clone(),
                spec: self.spec.sha256,
                row: row.clone(),
                text: Hash::of(self.spec.row(row).map_or("", |r| &r.text).as_bytes()),
                outcome: self.request.outcome,
                reason: self.request.reason.trim().to_owned(),
                date: self.date.to_owned(),
                relied_on,
                // Only of this unit: nothing that is decided here may touch another unit's record.
                supersedes: state
                    .decisions_of_row
                    .get(row)
                    .into_iter()
                    .flatten()
                    .filter(|hash| state.decisions.get(hash).is_some_and(|d| d.unit == unit.unit))
                    .copied()
                    .collect(),
            });
        }
        Ok(acts)
    }
}

fn refuse_unmapped(state: &BookState, spec: &UnitSpec, rows: &[String]) -> Result<(), Refusal> {
    let bare: Vec<&str> = rows
        .iter()
        .filter(|row| state.links_of_row.get(*row).is_none_or(|links| links.is_empty()))
        .filter_map(|row| spec.row(row).map(|r| r.code.as_str()))
        .collect();
    if bare.is_empty() { Ok(()) } else { Err(Refusal::NothingMapped { codes: bare.join(", ") }) }
}

/// Every standing link of a row with the present version of its item.
fn relied_on(state: &BookState, items: &BTreeMap<String, Item>, row: &str) -> Vec<Relied> {
    let links = state.links_of_row.get(row).into_iter().flatten();
    let relied = links.filter_map(|hash| {
        let link = state.mappings.get(hash)?;
        let files = items.get(&link.evidence).map_or_else(|| link.files.clone(), |item| item.files.clone());
        Some(Relied { mapping: *hash, files })
    });
    relied.collect()
}
