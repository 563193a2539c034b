//! Decisions: the assessor's judgement on a criterion. *Mapped* and *met* are two different things.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub mod said;

use crate::coverage::{self, Under};
use crate::error::{Error, Refusal, Result};
use crate::evidence::item::{self, Item};
use crate::evidence::judged::{self, Kept};
use crate::journal::act::{CertificateChecked, DecisionMade, DecisionTold, Relied};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::UnitRow;
use crate::journal::state::BookState;
use crate::person::Role;
use crate::portfolio::{Author, Workspace};
use crate::unit::codes;
use crate::unit::spec::{Shelf, UnitSpec};
use crate::view::portfolio::RowState;
use crate::{countersign, house, learner, mapping};
use said::Said;

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

/// Which criteria of one unit.
#[derive(Debug, Clone)]
pub struct Criteria<'a> {
    /// Handle or id of the unit.
    pub unit: &'a str,
    /// Codes as typed; [`MAPPED`] for every criterion that is mapped and not decided.
    pub codes: &'a str,
}

/// Stands for every criterion of a unit that has evidence and no decision. One without evidence is never among them.
pub const MAPPED: &str = "mapped";

/// What is decided.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The criteria, unit by unit.
    pub criteria: &'a [Criteria<'a>],
    /// The links relied on; every link of the criteria when absent.
    pub relied_on: Option<&'a [Hash]>,
    /// What is said with it.
    pub said: said::Request<'a>,
}

/// Decides rows, of several units too, all in one deed with one date and one feedback. Each decision relies on the links of
/// its row, names all that it supersedes, and the versions of the files as they are now; a copy of each is kept.
pub fn decide(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    request: &Request<'_>,
) -> Result<(Vec<String>, Id)> {
    let person = author.acting_as(Role::Assessor)?;
    let said = Said::checked(&request.said, &workspace.clock.now().date(), &person.name)?;
    let mut units = Vec::new();
    for criteria in request.criteria {
        gather(&mut units, in_unit(workspace, book, criteria)?);
    }
    if units.is_empty() {
        return Err(Error::Usage("no criterion is named".into()));
    }
    let judging = Judging { units: &units, said: &said, only: request.relied_on };
    judging.refuse(workspace.book(book)?)?;
    // Links may change while copies are kept; then there are others to keep.
    for _ in 0..ATTEMPTS {
        let links = judging.links(workspace.book(book)?);
        let held = judged::hold(workspace, book, &links)?;
        match record(workspace, author, book, &judging, &held) {
            Err(Error::Busy { holder }) if holder == CHANGED => {}
            done => return Ok((held.warnings, done?)),
        }
    }
    Err(Error::Busy { holder: CHANGED.into() })
}

/// A criterion that is named twice, by the unit's handle and by its id, is decided once.
fn gather(units: &mut Vec<InUnit>, of: InUnit) {
    match units.iter_mut().find(|known| known.unit.unit == of.unit.unit) {
        Some(known) => {
            let fresh: Vec<String> = of.rows.into_iter().filter(|row| !known.rows.contains(row)).collect();
            known.rows.extend(fresh);
        }
        None => units.push(of),
    }
}

fn in_unit(workspace: &mut Workspace, book: Id, criteria: &Criteria<'_>) -> Result<InUnit> {
    let (unit, spec) = learner::unit_of(workspace, book, criteria.unit)?;
    let rows = if criteria.codes.trim().eq_ignore_ascii_case(MAPPED) {
        let shelf = workspace.shelf().clone();
        mapped(workspace.book(book)?, &shelf, &spec)?
    } else {
        codes::rows(&spec, criteria.codes)?
    };
    Ok(InUnit { unit, spec, rows })
}

/// Every row with evidence and without a decision.
fn mapped(state: &BookState, shelf: &Shelf, spec: &UnitSpec) -> Result<Vec<String>> {
    let under = Under { state, shelf, spec };
    let waits = |row: &&crate::unit::spec::SpecRow| under.row_state(&row.id) == RowState::Mapped;
    let rows: Vec<String> = spec.rows.iter().filter(waits).map(|row| row.id.clone()).collect();
    if rows.is_empty() {
        let title = &spec.text.unit.title;
        return Err(Error::Usage(format!("no criterion of {title:?} is mapped and waits for a decision")));
    }
    Ok(rows)
}

/// How often a decision is tried while links of its criteria are changed by somebody else.
const ATTEMPTS: usize = 5;
/// What is said when that was not enough.
const CHANGED: &str = "links of this criterion were changed at this very moment";

/// Criteria of one unit, found.
struct InUnit {
    unit: UnitRow,
    spec: Arc<UnitSpec>,
    rows: Vec<String>,
}

/// What is decided, and what was made ready for it.
struct Judging<'a> {
    units: &'a [InUnit],
    said: &'a Said,
    only: Option<&'a [Hash]>,
}

fn record(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    judging: &Judging<'_>,
    held: &Kept,
) -> Result<Id> {
    let ((), deed) = workspace.transact(author, |deed| {
        let centre = deed.workspace().centre();
        if judging.said.outcome == Outcome::PartiallyMet && !house::partially_met(deed.state(centre)?) {
            return Err(Refusal::PartiallyMetOff.into());
        }
        let acts = judging.acts(deed.state(book)?, held)?;
        let mut decisions = Vec::new();
        for act in acts {
            decisions.push(deed.record(book, act)?);
        }
        let said = judging.said;
        if let Some(checked) = said.certificate.clone() {
            deed.record(book, CertificateChecked { decisions: decisions.clone(), ..checked })?;
        }
        if said.tells() {
            let (feedback, needed, due) = (said.feedback.clone(), said.needed.clone(), said.due.clone());
            deed.record(book, DecisionTold { decisions: decisions.clone(), feedback, needed, due })?;
        }
        countersign::note_trainee(deed, book, decisions)
    })?;
    Ok(deed)
}

impl Judging<'_> {
    /// Everything is asked again inside the transaction: the copies were kept before it, and time has passed.
    fn acts(&self, state: &BookState, held: &Kept) -> Result<Vec<DecisionMade>> {
        self.refuse(state)?;
        let items = item::items(state);
        let mut acts = Vec::new();
        for of in self.units {
            let unit = coverage::unit_in_force(state, &of.unit.unit).unwrap_or(&of.unit);
            mapping::same_text(unit, &of.spec)?;
            for row in &of.rows {
                let relied_on = self.relied_on(state, &items, row);
                if relied_on.iter().flat_map(|r| &r.files).any(|file| !held.files.contains(file)) {
                    return Err(Error::Busy { holder: CHANGED.into() });
                }
                acts.push(self.act(state, unit, &of.spec, row, relied_on));
            }
        }
        Ok(acts)
    }

    fn act(
        &self,
        state: &BookState,
        unit: &UnitRow,
        spec: &UnitSpec,
        row: &str,
        relied_on: Vec<Relied>,
    ) -> DecisionMade {
        let of_unit = |hash: &&Hash| state.decisions.get(hash).is_some_and(|d| d.unit == unit.unit);
        DecisionMade {
            unit: unit.unit.clone(),
            spec: spec.sha256,
            row: row.to_owned(),
            text: Hash::of(spec.row(row).map_or("", |r| &r.text).as_bytes()),
            outcome: self.said.outcome,
            reason: self.said.reason.clone(),
            date: self.said.date.clone(),
            relied_on,
            // Only of this unit: nothing that is decided here may touch another unit's record.
            supersedes: state
                .decisions_of_row
                .get(row)
                .into_iter()
                .flatten()
                .filter(of_unit)
                .copied()
                .collect(),
        }
    }

    fn refuse(&self, state: &BookState) -> Result<()> {
        for of in self.units {
            let unit = coverage::unit_in_force(state, &of.unit.unit).unwrap_or(&of.unit);
            mapping::open_for_change(state, unit, &of.spec)?;
        }
        let links: BTreeSet<Hash> = self.rows().flat_map(|row| standing(state, row)).collect();
        if let Some(stray) = self.only.into_iter().flatten().find(|link| !links.contains(link)) {
            return Err(Error::NotFound { what: "link to these criteria", name: stray.to_string() });
        }
        if self.said.outcome == Outcome::Rpl && self.said.reason.is_empty() {
            let bare = self.codes_where(|row| self.of_row(state, row).is_empty());
            if !bare.is_empty() {
                return Err(Refusal::RplUnsupported { codes: bare.join(", ") }.into());
            }
        }
        if !self.said.outcome.needs_evidence() {
            return Ok(());
        }
        let bare = self.codes_where(|row| standing(state, row).next().is_none());
        if !bare.is_empty() {
            return Err(Refusal::NothingMapped { codes: bare.join(", ") }.into());
        }
        let unused = self.codes_where(|row| self.of_row(state, row).is_empty());
        if unused.is_empty() {
            Ok(())
        } else {
            Err(Refusal::NothingReliedOn { codes: unused.join(", ") }.into())
        }
    }

    fn rows(&self) -> impl Iterator<Item = &String> {
        self.units.iter().flat_map(|of| &of.rows)
    }

    fn codes_where(&self, wanted: impl Fn(&str) -> bool) -> Vec<&str> {
        let rows = self.units.iter().flat_map(|of| of.rows.iter().filter_map(|row| of.spec.row(row)));
        rows.filter(|row| wanted(&row.id)).map(|row| row.code.as_str()).collect()
    }

    /// The links of a row that the decision relies on.
    fn of_row(&self, state: &BookState, row: &str) -> Vec<Hash> {
        let chosen = |link: &Hash| self.only.is_none_or(|only| only.contains(link));
        standing(state, row).filter(chosen).collect()
    }

    fn links(&self, state: &BookState) -> Vec<Hash> {
        self.rows().flat_map(|row| self.of_row(state, row)).collect()
    }

    /// The links relied on, with the present version of each item.
    fn relied_on(&self, state: &BookState, items: &BTreeMap<String, Item>, row: &str) -> Vec<Relied> {
        let relied = self.of_row(state, row).into_iter().filter_map(|hash| {
            let link = state.mappings.get(&hash)?;
            let files =
                items.get(&link.evidence).map_or_else(|| link.files.clone(), |item| item.files.clone());
            Some(Relied { mapping: hash, files })
        });
        relied.collect()
    }
}

/// Every standing link of a row.
fn standing<'a>(state: &'a BookState, row: &str) -> impl Iterator<Item = Hash> + use<'a> {
    state.links_of_row.get(row).into_iter().flatten().copied()
}
