//! The learner's declaration: own work, with help, sources and AI use acknowledged. An assessor records that it was made and
//! by which route; one for the portfolio will do for every unit. Refuses to know what stands on paper.

use crate::clock::is_date;
use crate::coverage;
use crate::error::{Error, Refusal, Result};
use crate::evidence::item;
use crate::evidence::route::Route;
use crate::house::House;
use crate::journal::act::{Act, DeclarationWithdrawn, LearnerDeclared};
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{DeclarationRow, SignOffRow};
use crate::journal::state::{BookState, Logged};
use crate::learner;
use crate::person::Role;
use crate::portfolio::{Author, Workspace};
use crate::profile::Declares;

/// What is recorded.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Handle or id of the unit; none = for the whole portfolio.
    pub unit: Option<&'a str>,
    /// How it was declared.
    pub route: Route,
    /// ISO date; today when absent.
    pub date: Option<&'a str>,
    /// The words declared; the words of the form when absent.
    pub words: Option<&'a str>,
    /// Help, sources and AI use.
    pub acknowledged: &'a str,
    /// Reference or id of the item that holds it.
    pub evidence: Option<&'a str>,
}

/// Records that the learner declared. Returns the deed.
pub fn declare(workspace: &mut Workspace, author: &Author, book: Id, request: &Request<'_>) -> Result<Id> {
    author.acting_as(Role::Assessor)?;
    let today = workspace.clock.now().date();
    let date = request.date.unwrap_or(&today).to_owned();
    if !is_date(&date) {
        return Err(Error::Usage(format!("{date:?} is not a date like 2026-09-30")));
    }
    if date > today {
        return Err(Refusal::DateAhead { date }.into());
    }
    let unit = request.unit.map(|unit| learner::unit_of(workspace, book, unit)).transpose()?;
    let house = House::of(workspace.centre_book()?);
    let words = request.words.map(str::trim).filter(|words| !words.is_empty());
    let words = match (words, &unit) {
        (Some(words), _) => words.to_owned(),
        (None, Some((_, spec))) => house.of_unit(spec).text(Declares::Learner).to_owned(),
        (None, None) => {
            let shelf = workspace.shelf().clone();
            let specs = coverage::units(workspace.book(book)?).into_iter().filter_map(|u| shelf.get(u.spec));
            house.of_units(specs.map(AsRef::as_ref)).text(Declares::Learner).to_owned()
        }
    };
    let acknowledged = request.acknowledged.trim().to_owned();
    let ((), deed) = workspace.transact(author, |deed| {
        let state = deed.state(book)?;
        if !state.newer.is_empty() {
            return Err(Refusal::NewerEntries.into());
        }
        let evidence = request.evidence.map(|name| held_by(state, name)).transpose()?;
        let unit = unit.map(|(row, _)| row.unit);
        let (route, role) = (request.route, Role::Assessor);
        deed.record(book, LearnerDeclared { unit, route, date, words, acknowledged, evidence, role })?;
        Ok(())
    })?;
    Ok(deed)
}

/// The item that holds a declaration, by its number or id.
fn held_by(state: &BookState, name: &str) -> Result<String> {
    let items = item::items(state);
    let named = |i: &&item::Item| {
        i.id == name || i.reference.as_deref().is_some_and(|r| r.eq_ignore_ascii_case(name))
    };
    let found = items.values().find(named);
    found.map(|i| i.id.clone()).ok_or_else(|| Error::NotFound { what: "item of evidence", name: name.into() })
}

/// Withdraws a declaration, with a reason. Refused while signed paper rests on it.
pub fn withdraw(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    declaration: Hash,
    reason: &str,
) -> Result<Id> {
    author.acting_as(Role::Assessor)?;
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Refusal::ReasonRequired { what: "withdrawing a declaration" }.into());
    }
    let shelf = workspace.shelf().clone();
    let ((), deed) = workspace.transact(author, |deed| {
        let state = deed.state(book)?;
        if !state.declarations.get(&declaration).is_some_and(|d| d.standing) {
            return Err(Error::NotFound { what: "declaration", name: declaration.to_string() });
        }
        if let Some(signed) = relied_on(state, declaration) {
            let unit = shelf.get(signed.spec).map_or_else(|| "a unit".into(), |s| s.text.unit.title.clone());
            let date = Moment { at: signed.at, offset: signed.offset }.date();
            return Err(Refusal::UnitSigned { unit, date }.into());
        }
        deed.record(book, DeclarationWithdrawn { declaration, reason })?;
        Ok(())
    })?;
    Ok(deed)
}

/// The declaration that counts for a unit now: its own before the portfolio's.
#[must_use]
pub fn for_unit<'a>(state: &'a BookState, unit: &str) -> Option<&'a DeclarationRow> {
    best(state.declarations.iter().filter(|d| d.standing), unit)
}

/// The declaration that counts for the whole portfolio now.
#[must_use]
pub fn for_portfolio(state: &BookState) -> Option<&DeclarationRow> {
    best(state.declarations.iter().filter(|d| d.standing && d.unit.is_none()), "")
}

/// The declaration that a sign-off rested on: of those that it had seen, and that it had not seen withdrawn.
#[must_use]
pub fn of_sign_off<'a>(state: &'a BookState, sign_off: &SignOffRow) -> Option<&'a DeclarationRow> {
    if state.declarations.is_empty() {
        return None;
    }
    let signed = state.log.iter().find(|l| l.hash == sign_off.hash)?;
    let withdrawal = |l: &Logged| {
        if let Act::DeclarationWithdrawn(a) = &l.act { Some((l.hash, a.declaration)) } else { None }
    };
    let withdrawn: Vec<Hash> = state
        .log
        .iter()
        .filter_map(withdrawal)
        .filter(|(entry, _)| state.had_seen(signed, *entry))
        .map(|(_, declaration)| declaration)
        .collect();
    let known = |d: &&DeclarationRow| state.had_seen(signed, d.hash) && !withdrawn.contains(&d.hash);
    best(state.declarations.iter().filter(known), &sign_off.unit)
}

/// The sign-off in force that rests on a declaration.
#[must_use]
pub fn relied_on(state: &BookState, declaration: Hash) -> Option<&SignOffRow> {
    let rests = |s: &&SignOffRow| of_sign_off(state, s).is_some_and(|d| d.hash == declaration);
    state.sign_offs.iter().filter(|s| s.standing).find(rests)
}

/// Of several any will do; which is named no clock decides.
fn best<'a>(rows: impl Iterator<Item = &'a DeclarationRow>, unit: &str) -> Option<&'a DeclarationRow> {
    rows.filter(|d| d.role == Role::Assessor && d.unit.as_deref().is_none_or(|of| of == unit))
        .min_by_key(|d| (d.unit.is_none(), d.date.clone(), d.hash))
}
