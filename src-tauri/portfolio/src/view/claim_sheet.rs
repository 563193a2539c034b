//! Gathers what stands on a claim sheet: of one learner, of a batch, or of everything that is not claimed yet. Refuses to know
//! how it looks.

use std::collections::BTreeMap;

use super::portfolio::UnitStatus;
use super::status::{self as standing, UnitStandingView};
use crate::claims::Known;
use crate::countersign;
use crate::coverage;
use crate::error::{Error, Result};
use crate::house::House;
use crate::journal::entry::Moment;
use crate::journal::id::Id;
use crate::journal::rows::{ReleaseRow, VerificationRow};
use crate::journal::state::BookState;
use crate::learner;
use crate::matrix::Learner;
use crate::matrix::dates;
use crate::matrix::papers::{ClaimFacts, ClaimMade, Claims, ClaimsOf};
use crate::portfolio::{Author, Workspace};
use crate::profile::Declares;
use crate::sampling::verbs as sampling;
use crate::status::{self, Verified};
use crate::store;
use crate::view::matrix as fill;

/// Every unit of a learner.
pub fn of_learner(workspace: &mut Workspace, book: Id) -> Result<Claims> {
    let known = Known::of(workspace)?;
    let lines = lines(workspace, &known, book)?.into_iter().map(|(_, facts)| facts).collect();
    let facts = learner::facts(workspace.book(book)?);
    let learner = person(workspace, book)?;
    let of = ClaimsOf::Learner { learner, assessor: some(&facts.assessor), verifier: some(&facts.iv) };
    sheet(workspace, of, lines)
}

/// The units of every learner that were claimed in a batch; without a batch those that are signed off and not claimed.
///
/// # Errors
/// Where nothing was claimed in that batch.
pub fn of_centre(workspace: &mut Workspace, batch: Option<&str>) -> Result<Claims> {
    let known = Known::of(workspace)?;
    let batch = batch.map(str::trim).filter(|batch| !batch.is_empty());
    let mut named: Vec<(String, String, Vec<ClaimFacts>)> = Vec::new();
    for book in store::journal::books_where(&workspace.db, "sign_off", "hash", "%")? {
        let wanted = |status: UnitStatus, facts: &ClaimFacts| match batch {
            Some(batch) => facts.claims.iter().any(|claim| claim.batch == batch),
            None => matches!(status, UnitStatus::Assessed | UnitStatus::Verified),
        };
        let own: Vec<ClaimFacts> = lines(workspace, &known, book)?
            .into_iter()
            .filter(|(status, facts)| wanted(*status, facts))
            .map(|(_, facts)| facts)
            .collect();
        if let Some(first) = own.first() {
            named.push((first.learner.name.to_lowercase(), book.to_string(), own));
        }
    }
    named.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    let lines: Vec<ClaimFacts> = named.into_iter().flat_map(|(_, _, own)| own).collect();
    match batch {
        Some(batch) if lines.is_empty() => {
            Err(Error::NotFound { what: "batch that anything was claimed in", name: batch.to_owned() })
        }
        Some(batch) => sheet(workspace, ClaimsOf::Batch(batch.to_owned()), lines),
        None => sheet(workspace, ClaimsOf::Open, lines),
    }
}

fn sheet(workspace: &mut Workspace, of: ClaimsOf, lines: Vec<ClaimFacts>) -> Result<Claims> {
    let centre = fill::centre(workspace)?;
    Ok(Claims {
        printed_at: workspace.clock.now().iso().chars().take(16).collect(),
        centre: centre.now(),
        of,
        lines,
    })
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.trim().is_empty())
}

/// The learner, in the words of their boards: of those whose units are still assessed, where there are any.
fn person(workspace: &mut Workspace, book: Id) -> Result<Learner> {
    let shelf = workspace.shelf().clone();
    let house = House::of(workspace.centre_book()?);
    let state = workspace.book(book)?;
    let facts = learner::facts(state);
    let mut units = coverage::units(state);
    if units.iter().any(|unit| unit.withdrawn_reason.is_none()) {
        units.retain(|unit| unit.withdrawn_reason.is_none());
    }
    let specs = units.into_iter().filter_map(|unit| Some(shelf.get(unit.spec)?.as_ref()));
    Ok(Learner {
        word: house.of_units(specs).learner,
        name: facts.name,
        uln: some(&facts.uln),
        registration_number: some(&facts.registration_number),
        registration_date: some(&facts.registration_date),
    })
}

/// The units of a book, in the order in which they were taken.
fn lines(workspace: &mut Workspace, known: &Known, book: Id) -> Result<Vec<(UnitStatus, ClaimFacts)>> {
    let shown = standing::one(workspace, &Author::nobody(), book, known)?.units;
    let shown: BTreeMap<String, UnitStandingView> = shown.into_iter().map(|u| (u.unit.clone(), u)).collect();
    let learner = person(workspace, book)?;
    let ground = fill::Ground::of(workspace, book)?;
    let state = ground.state;
    let mut out = Vec::new();
    for unit in coverage::units(state) {
        let (Some(spec), Some(own)) = (ground.shelf.get(unit.spec), shown.get(&unit.unit)) else { continue };
        let source = ground.source(unit, spec);
        let signed = status::signed(state, &unit.unit);
        let withdrawn = own.status == UnitStatus::Withdrawn;
        let facts = ClaimFacts {
            learner: Learner { word: ground.centre.house.of_unit(spec).learner, ..learner.clone() },
            qualification: source.qualification(),
            unit: source.unit_facts(),
            indicative: spec.indicative(),
            status: match &unit.withdrawn_date {
                Some(date) => format!("withdrawn on {}", dates::short(date)),
                None => word(own.status).to_owned(),
            },
            verified: signed.and_then(|row| verified(state, &status::verified(state, row)?)),
            claims: own.claims.iter().map(made).collect(),
            direct_claim: own.direct_claim_words.clone(),
            obstacles: own.obstacles.iter().map(|o| o.text.clone()).collect(),
            withdrawn,
            declares: ground.centre.house.of_unit(spec).text(Declares::Claim).to_owned(),
        };
        out.push((own.status, facts));
    }
    Ok(out)
}

const fn word(status: UnitStatus) -> &'static str {
    match status {
        UnitStatus::InProgress => "in progress",
        UnitStatus::Assessed => "assessed",
        UnitStatus::Verified => "verified",
        UnitStatus::Claimed => "claimed",
        UnitStatus::Certificated => "certificated",
        UnitStatus::Withdrawn => "withdrawn",
    }
}

fn made(claim: &standing::ClaimView) -> ClaimMade {
    ClaimMade {
        batch: claim.batch.clone(),
        on: claim.date.clone(),
        by: claim.by.clone(),
        whole: claim.whole,
        stale: claim.stale.clone(),
        certificate: claim.certificate.as_ref().map(|c| (c.number.clone(), c.date.clone())),
    }
}

/// "Sample S003, signed by Ben King on 20/11/2026", or the release with its reason.
fn verified(state: &BookState, verified: &Verified<'_>) -> Option<String> {
    match verified {
        Verified::Sampled(row) => sampled(state, row),
        Verified::Released(row) => released(state, row),
    }
}

fn sampled(state: &BookState, row: &VerificationRow) -> Option<String> {
    let sample = state.samples.get(&row.sample)?;
    let by = state.person_of(row.chain)?.name;
    let on = dates::short(&Moment { at: row.at, offset: row.offset }.date());
    let behind = countersign::of_record(state, row).filter(|_| row.role.trainee());
    let behind =
        behind.and_then(|c| state.person_of(c.chain)).map(|p| format!(", countersigned by {}", p.name));
    Some(format!("Sample {}, signed by {by} on {on}{}", sampling::number(sample), behind.unwrap_or_default()))
}

fn released(state: &BookState, row: &ReleaseRow) -> Option<String> {
    let by = state.person_of(row.chain)?.name;
    let on = dates::short(&Moment { at: row.at, offset: row.offset }.date());
    Some(format!("Released as not sampled by {by} on {on}: {}", row.reason))
}
