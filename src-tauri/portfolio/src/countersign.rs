//! Countersignature: a qualified person agrees with what a trainee decided or sampled. An act of its own, signed; a trainee's
//! decision counts for a sign-off, and a trainee's sampling record for a verification, only with it. Refuses to know paper.

use std::collections::BTreeSet;

use crate::error::{Error, Refusal, Result};
use crate::house::House;
use crate::journal::act::{Countersigned, Judged, PersonName, SampleCountersigned, TraineeDecided};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{CountersignRow, SampleCountersignRow, SignOffRow, UnitRow, VerificationRow};
use crate::journal::state::BookState;
use crate::person::Role;
use crate::portfolio::{Author, Deed, Workspace};
use crate::profile::Declares;
use crate::sampling::verbs as sampling;
use crate::separation;
use crate::unit::codes;
use crate::unit::spec::UnitSpec;
use crate::{coverage, learner, mapping, papers, people, stale};

/// Who countersigns a trainee's decisions.
pub const COUNTERSIGNERS: [Role; 3] = [Role::Assessor, Role::Iv, Role::LeadIv];
/// Who countersigns a trainee's sampling record.
pub const COUNTERSIGNING_VERIFIERS: [Role; 2] = [Role::Iv, Role::LeadIv];

/// Says, in the deed that makes them, that decisions are a trainee's.
pub fn note_trainee(deed: &mut Deed<'_>, book: Id, decisions: Vec<Hash>) -> Result<()> {
    let role = deed.author().role_for(Role::Assessor)?;
    if role.trainee() && !decisions.is_empty() {
        deed.record(book, TraineeDecided { decisions, role })?;
    }
    Ok(())
}

/// Whether a trainee made this decision.
#[must_use]
pub fn by_trainee(state: &BookState, decision: Hash) -> bool {
    state.trainee_decisions.get(&decision).is_some()
}

/// The countersignatures under a decision, none of them by whoever made it.
pub fn of_decision(state: &BookState, decision: Hash) -> impl Iterator<Item = &CountersignRow> {
    let decided = state.decisions.get(&decision).and_then(|d| state.person_of(d.chain)).map(|p| p.id);
    state.countersignatures.iter().filter(move |c| {
        c.rows.iter().any(|j| j.decision == decision)
            && !c.role.trainee()
            && state.person_of(c.chain).map(|p| p.id) != decided
    })
}

/// The rows of a unit whose standing decision is a trainee's and not countersigned.
#[must_use]
pub fn open(state: &BookState, spec: &UnitSpec) -> Vec<Judged> {
    let standing = |row: &str| state.decisions_of_row.get(row).into_iter().flatten().copied();
    let waits =
        |decision: &Hash| by_trainee(state, *decision) && of_decision(state, *decision).next().is_none();
    let of_row = |row: &crate::unit::spec::SpecRow| {
        let id = row.id.clone();
        standing(&row.id).filter(waits).map(move |decision| Judged { row: id.clone(), decision }).collect()
    };
    spec.rows.iter().flat_map(|row| -> Vec<Judged> { of_row(row) }).collect()
}

/// Trainees whose decisions these are, by name.
#[must_use]
pub fn trainees(state: &BookState, rows: &[Judged]) -> BTreeSet<String> {
    let person = |j: &Judged| state.decisions.get(&j.decision).and_then(|d| state.person_of(d.chain));
    rows.iter().filter_map(person).map(|p| p.name).collect()
}

/// The countersignatures under decisions that a sign-off froze, in key order; empty where no trainee decided.
#[must_use]
pub fn of_rows<'a>(state: &'a BookState, rows: &[Judged]) -> Vec<&'a CountersignRow> {
    let theirs = rows.iter().filter(|j| by_trainee(state, j.decision));
    let under: BTreeSet<Hash> = theirs.flat_map(|j| of_decision(state, j.decision).map(|c| c.hash)).collect();
    under.iter().filter_map(|hash| state.countersignatures.get(hash)).collect()
}

/// Somebody who stands behind decisions of trainees with their countersignature.
#[derive(Debug, Clone)]
pub struct Behind<'a> {
    /// Who.
    pub person: PersonName,
    /// Their countersignature; of several the last in the order of the history.
    pub row: &'a CountersignRow,
    /// Ids of the rows that they stand behind.
    pub rows: Vec<String>,
    /// Where the first of their countersignatures stands in the history.
    first: usize,
    last: usize,
}

/// Everyone whose countersignature stands under trainees' decisions, whoever stands behind most of them first; of two behind as many,
/// whoever came first in the order of the history, which no clock decides. The paper has a block for
/// each; the digital signature in the file is that of the first of them.
pub fn behind<'a>(state: &'a BookState, rows: &[Judged], counts: &dyn Fn(Hash) -> bool) -> Vec<Behind<'a>> {
    let place = |hash: Hash| state.log.iter().position(|l| l.hash == hash).unwrap_or(usize::MAX);
    let mut all: Vec<Behind<'a>> = Vec::new();
    for judged in rows.iter().filter(|j| by_trainee(state, j.decision)) {
        for row in of_decision(state, judged.decision).filter(|c| counts(c.hash)) {
            let Some(person) = state.person_of(row.chain) else { continue };
            let at = place(row.hash);
            let known = all.iter().position(|one| one.person.id == person.id);
            let Some(one) = known.and_then(|i| all.get_mut(i)) else {
                all.push(Behind { person, row, rows: vec![judged.row.clone()], first: at, last: at });
                continue;
            };
            if !one.rows.contains(&judged.row) {
                one.rows.push(judged.row.clone());
            }
            one.first = one.first.min(at);
            if at > one.last {
                (one.row, one.last) = (row, at);
            }
        }
    }
    all.sort_by_key(|one| (std::cmp::Reverse(one.rows.len()), one.first));
    all
}

/// Everyone behind the decisions of a sign-off whose countersignature its signer had seen, in the order of [`behind`]: the first is
/// whom the box on its paper names, whatever is countersigned later.
#[must_use]
pub fn of_sign_off<'a>(state: &'a BookState, signed: &SignOffRow) -> Vec<Behind<'a>> {
    let Some(entry) = state.log.iter().find(|l| l.hash == signed.hash) else { return Vec::new() };
    behind(state, &signed.rows, &|hash| state.had_seen(entry, hash))
}

/// Whether a sign-off by a trainee has somebody qualified behind it, who countersigned in the unit. Their signature in the paper
/// is not asked for: it can be given only on the machine that holds the paper, and what they signed stands in the history.
#[must_use]
pub fn covers_sign_off(state: &BookState, signed: &SignOffRow) -> bool {
    !signed.role.trainee() || !of_rows(state, &signed.rows).is_empty()
}

/// Refuses to let a trainee sign a unit off in which nobody qualified countersigned anything: then nobody would stand behind them.
///
/// # Errors
/// [`Refusal::TraineeAlone`].
pub fn refuse_alone(
    state: &BookState,
    spec: &UnitSpec,
    (person, role): (&PersonName, Role),
) -> Result<(), Refusal> {
    let standing = |row: &crate::unit::spec::SpecRow| {
        let decisions = state.decisions_of_row.get(&row.id).into_iter().flatten().copied();
        let id = row.id.clone();
        decisions.map(move |decision| Judged { row: id.clone(), decision }).collect::<Vec<_>>()
    };
    let rows: Vec<Judged> = spec.rows.iter().flat_map(standing).collect();
    if !role.trainee() || !of_rows(state, &rows).is_empty() {
        return Ok(());
    }
    Err(Refusal::TraineeAlone { unit: spec.text.unit.title.clone(), person: person.name.clone() })
}

/// Countersigns a trainee's decisions: those named, else all of the unit that wait. Returns the deed.
pub fn sign(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    (unit, typed): (&str, Option<&str>),
    password: &str,
) -> Result<Id> {
    author.qualified_as(&COUNTERSIGNERS)?;
    let (unit, spec) = learner::unit_of(workspace, book, unit)?;
    let wanted = typed.map(|typed| codes::rows(&spec, typed)).transpose()?;
    let declaration =
        House::of(workspace.centre_book()?).of_unit(&spec).text(Declares::CountersigningAssessor).to_owned();
    let check = |state: &BookState| -> Result<Countersigned> {
        mapping::same_text(coverage::unit_in_force(state, &unit.unit).unwrap_or(&unit), &spec)?;
        let (rows, role) = may_sign(state, (&unit, &spec), wanted.as_deref(), author)?;
        let declaration = declaration.clone();
        Ok(Countersigned { unit: unit.unit.clone(), spec: spec.sha256, rows, declaration, role })
    };
    check(workspace.book(book)?)?;
    let key = people::open_key(workspace, author, password)?;
    let ((), deed) = workspace.transact(author, |deed| {
        let act = check(deed.state(book)?)?;
        deed.record_signed(book, act, &key)?;
        Ok(())
    })?;
    Ok(deed)
}

/// The decisions that somebody would countersign, and in which role: of the rows wanted, else all of the unit that wait. The page
/// asks it before a password is typed, and the countersignature again inside its transaction.
///
/// # Errors
/// The refusals of roles and closed units, [`Refusal::NothingToCountersign`], [`Refusal::OwnCountersignature`],
/// [`Refusal::OwnSample`].
pub fn may_sign(
    state: &BookState,
    (unit, spec): (&UnitRow, &UnitSpec),
    wanted: Option<&[String]>,
    author: &Author,
) -> Result<(Vec<Judged>, Role), Refusal> {
    let (person, role) = author.qualified_as(&COUNTERSIGNERS)?;
    mapping::open_for_change(state, unit, spec)?;
    let rows = wanted_rows(state, spec, wanted)?;
    refuse_own(state, spec, &rows, person)?;
    let looked_at = rows.iter().map(|judged| judged.row.as_str());
    separation::refuse_sampled(state, spec, looked_at, person, "countersign it")?;
    Ok((rows, role))
}

/// Of a trainee's decisions that wait, the rows that somebody may countersign where not all of them are theirs to.
#[must_use]
pub fn theirs(state: &BookState, unit: (&UnitRow, &UnitSpec), author: &Author) -> Vec<Judged> {
    let may =
        |judged: &Judged| may_sign(state, unit, Some(std::slice::from_ref(&judged.row)), author).is_ok();
    open(state, unit.1).into_iter().filter(may).collect()
}

fn wanted_rows(
    state: &BookState,
    spec: &UnitSpec,
    wanted: Option<&[String]>,
) -> Result<Vec<Judged>, Refusal> {
    let rows: Vec<Judged> =
        open(state, spec).into_iter().filter(|j| wanted.is_none_or(|w| w.contains(&j.row))).collect();
    let disputed: Vec<&Judged> =
        rows.iter().filter(|j| !stale::stands_alone(state, &j.row, j.decision)).collect();
    if rows.is_empty() || !disputed.is_empty() {
        let what = spec.text.unit.title.clone();
        return Err(Refusal::NothingToCountersign { what });
    }
    Ok(rows)
}

fn refuse_own(
    state: &BookState,
    spec: &UnitSpec,
    rows: &[Judged],
    person: &PersonName,
) -> Result<(), Refusal> {
    let decided = |j: &Judged| {
        let by = state.decisions.get(&j.decision).and_then(|d| state.person_of(d.chain));
        by.is_some_and(|p| p.id == person.id)
    };
    let own: Vec<&str> = rows
        .iter()
        .filter(|j| decided(j))
        .map(|j| spec.row(&j.row).map_or(j.row.as_str(), |r| r.code.as_str()))
        .collect();
    if own.is_empty() {
        Ok(())
    } else {
        Err(Refusal::OwnCountersignature { codes: own.join(", "), person: person.name.clone() })
    }
}

/// The countersignatures under a trainee's sampling record: none by whoever signed it, nor by somebody who had a part in a
/// decision that it judges.
pub fn under_record<'a>(
    state: &'a BookState,
    record: &VerificationRow,
) -> impl Iterator<Item = &'a SampleCountersignRow> {
    let signed = state.person_of(record.chain).map(|p| p.id);
    let (own, record) = (separation::judged_in(state, record), record.hash);
    state.sample_countersignatures.iter().filter(move |c| {
        let person = state.person_of(c.chain).map(|p| p.id);
        c.verification == record
            && !c.role.trainee()
            && person != signed
            && person.is_some_and(|person| !own.contains(&person))
    })
}

/// The first of them.
#[must_use]
pub fn of_record<'a>(state: &'a BookState, record: &VerificationRow) -> Option<&'a SampleCountersignRow> {
    under_record(state, record).next()
}

/// Whether a signed sampling record counts: a qualified IV's does, a trainee's once it is countersigned.
#[must_use]
pub fn counts(state: &BookState, record: &VerificationRow) -> bool {
    !record.role.trainee() || of_record(state, record).is_some()
}

/// Countersigns a trainee's sampling record, and puts the signature into the IV's box of the unit's paper.
pub fn sign_sample(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    sample: Id,
    password: &str,
) -> Result<Id> {
    may_sign_sample(workspace.book(book)?, sample, author)?;
    let key = people::open_key(workspace, author, password)?;
    let declaration = sampling::declared(workspace, book, sample, Declares::CountersigningVerifier)?;
    let (verification, deed) = workspace.transact(author, |deed| {
        let (verification, role) = may_sign_sample(deed.state(book)?, sample, author)?;
        deed.record_signed(book, SampleCountersigned { verification, declaration, role }, &key)?;
        Ok(verification)
    })?;
    // Signed by now; a paper that cannot be written waits for its signature.
    let now = workspace.clock.now();
    drop(papers::issue_with_iv(workspace, author, (&key, Some(now)), book, verification));
    Ok(deed)
}

/// The trainee's record of a sample that somebody would countersign, and in which role: asked by the page as by the signature.
///
/// # Errors
/// The refusals of roles, [`Refusal::SampleState`], [`Refusal::OwnCountersignature`].
pub fn may_sign_sample(state: &BookState, sample: Id, author: &Author) -> Result<(Hash, Role)> {
    let (person, role) = author.qualified_as(&COUNTERSIGNING_VERIFIERS)?;
    Ok((waiting_record(state, sample, person)?, role))
}

/// The trainee's record of a sample that waits for a countersignature by this person.
fn waiting_record(state: &BookState, sample: Id, person: &PersonName) -> Result<Hash> {
    let row = state.samples.get(&sample);
    let row = row.ok_or_else(|| Error::NotFound { what: "sample", name: sample.to_string() })?;
    let number = sampling::number(row);
    let not = |why: &str| Refusal::SampleState { sample: number.clone(), why: why.to_owned() };
    if !state.newer.is_empty() {
        return Err(Refusal::NewerEntries.into());
    }
    let records: Vec<&VerificationRow> = state.verifications.iter().filter(|v| v.sample == sample).collect();
    if records.is_empty() {
        return Err(not("is not signed by its maker yet").into());
    }
    let holds = records.into_iter().find(|v| stale::verification(state, v).is_none());
    let record = holds.ok_or_else(|| not("no longer holds: the trainee has to look again"))?;
    if !record.role.trainee() {
        return Err(not("was signed by a qualified internal verifier and needs no countersignature").into());
    }
    if of_record(state, record).is_some() {
        return Err(not("is countersigned already").into());
    }
    let own = |row: &str| separation::decided_by(state, row).contains(&person.id);
    if state.person_of(record.chain).is_some_and(|p| p.id == person.id)
        || row.rows.iter().any(|j| own(&j.row))
    {
        return Err(Refusal::OwnCountersignature { codes: number, person: person.name.clone() }.into());
    }
    Ok(record.hash)
}
