//! Sign-off: the declaration, freezing the matrix, reopening; what must be so before it stands in `gates`. *Met* on every row is what a signature says.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub mod gates;
pub mod original;

pub use crate::profile::VACSR;

use crate::countersign;
use crate::coverage;
use crate::error::{Error, Refusal, Result};
use crate::evidence::folder;
use crate::evidence::folder::Standings;
use crate::evidence::hash::{self, Reading};
use crate::evidence::item::{self, Item};
use crate::evidence::task::Task;
use crate::house::House;
use crate::journal::act::{CentreNamed, Judged, PaperIssued, PersonName, Reopened, SignedOff};
use crate::journal::canonical;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{SignOffRow, UnitRow};
use crate::journal::state::BookState;
use crate::key::OpenKey;
use crate::matrix::{self, DeclarationKind, LearnerWord, Matrix};
use crate::person::Role;
use crate::portfolio::{Author, Deed, Workspace};
use crate::profile::{PaperForm, Profile};
use crate::separation;
use crate::unit::spec::{SpecRow, UnitSpec};
use crate::view::details::Currency;
use crate::view::matrix::{self as fill, Edition};
use crate::view::signoff::GateView;
use crate::{learner, mapping, papers, people, status, store};
use gates::{Asked, gates, relied_items};

/// What the assessor declares, in the words of the unit's board as the centre has them now.
#[must_use]
pub fn declaration(house: &House, spec: &UnitSpec) -> String {
    house.of_unit(spec).signed_by_assessor(spec.indicative())
}

/// What a sign-off gave.
pub struct Signed {
    /// Its hash.
    pub sign_off: Hash,
    /// The issued paper, if it could be made at once.
    pub paper: Option<Hash>,
}

/// What the assessor gives with a signature.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Handle or id of the unit.
    pub unit: &'a str,
    /// Signing password.
    pub password: &'a str,
    /// Summary feedback to the learner.
    pub feedback: &'a str,
    /// Whether [`VACSR`] is confirmed.
    pub vacsr: Vacsr,
}

/// Whether the assessor confirms [`VACSR`] for the unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vacsr {
    /// Confirmed.
    Confirmed,
    /// Not confirmed: nothing is signed.
    Open,
}

/// What the paper of a sign-off is called, and its word for whoever is assessed.
#[must_use]
pub fn spoken(state: &BookState, sign_off: Hash) -> (String, LearnerWord) {
    let form = state.sign_offs.get(&sign_off).and_then(|signed| signed.form.clone());
    let form = form.unwrap_or_else(|| PaperForm::of_before(Profile::Generic));
    (form.title, form.learner)
}

/// Signs a unit off: reads every file relied on again, asks the gates, freezes the matrix, signs, issues the paper.
pub fn sign_off(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    request: &Request<'_>,
) -> Result<Signed> {
    author.acting_as(Role::Assessor)?;
    let (unit, spec) = learner::unit_of(workspace, book, request.unit)?;
    signer(workspace.book(book)?, (&unit, &spec), author)?;
    // The folder is read first, so that the gates speak of what is there now and not of an old reading.
    if store::local::folder(&workspace.local, book)?.is_some() {
        folder::read_now(workspace, book, &Task::default())?;
    }
    refuse_now(workspace, author, book, (&unit, &spec))?;
    if request.vacsr == Vacsr::Open {
        return Err(Refusal::VacsrNotConfirmed { unit: spec.text.unit.title.clone() }.into());
    }
    let key = people::open_key(workspace, author, request.password)?;
    hash_again(workspace, book, &spec)?;
    let centre = fill::centre(workspace)?;
    let word = centre.house.of_unit(&spec).learner;
    let standings = Standings::of(workspace, book)?;
    let currency = Currency::of(workspace)?;
    let feedback = request.feedback.trim().to_owned();
    let (sign_off, _) = workspace.transact(author, |deed| {
        let items = item::items(deed.state(book)?);
        let state = deed.state(book)?;
        let unit = coverage::unit_in_force(state, &unit.unit).cloned().unwrap_or_else(|| unit.clone());
        mapping::same_text(&unit, &spec)?;
        let shelf = deed.shelf().clone();
        let (state, text, known) = (deed.state(book)?, spec.as_ref(), &standings);
        let (unit_row, currency) = (&unit, &currency);
        let asked = Asked {
            state,
            shelf: &shelf,
            unit: unit_row,
            spec: text,
            items: &items,
            standings: known,
            currency,
            word,
        };
        may_sign(&asked, &gates(&asked), author)?;
        let signing = Signing { author, feedback: &feedback, unit: &unit, spec: &spec, items: &items };
        let act = signing.act(deed, book, &centre, &standings)?;
        deed.record_signed(book, act, &key)
    })?;
    // The signature stands by now. A paper that cannot be written at once waits for its signature (`papers::waiting`).
    let signed = sign_off_row(workspace, book, sign_off)?;
    let moment = crate::journal::entry::Moment { at: signed.at, offset: signed.offset };
    let paper = issue(workspace, author, book, sign_off, Some((&key, moment))).ok();
    Ok(Signed { sign_off, paper })
}

/// Who would sign a unit off, and in which role; refused where this person never may, whatever is put right in the unit.
fn signer(
    state: &BookState,
    (unit, spec): (&UnitRow, &UnitSpec),
    author: &Author,
) -> Result<(PersonName, Role), Refusal> {
    let person = author.acting_as(Role::Assessor)?;
    let role = author.role_for(Role::Assessor)?;
    mapping::open_for_change(state, unit, spec)?;
    let rows = spec.rows.iter().map(|row| row.id.as_str());
    separation::refuse_sampled(state, spec, rows, person, "sign it off")?;
    Ok((person.clone(), role))
}

/// Refuses whoever may not sign a unit off as it stands, for the reason that comes first: the person, the gates, then a trainee who
/// would stand there alone. The page asks it before a password is typed, and the signature again inside its transaction.
///
/// # Errors
/// The refusals of roles and closed units, [`Refusal::OwnSample`], [`Refusal::GatesShut`], [`Refusal::TraineeAlone`].
pub fn may_sign(asked: &Asked<'_>, gates: &[GateView], author: &Author) -> Result<(), Refusal> {
    let (person, role) = signer(asked.state, (asked.unit, asked.spec), author)?;
    refuse(asked.spec, gates)?;
    countersign::refuse_alone(asked.state, asked.spec, (&person, role))
}

fn refuse_now(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    (unit, spec): (&UnitRow, &UnitSpec),
) -> Result<()> {
    let standings = Standings::of(workspace, book)?;
    let currency = Currency::of(workspace)?;
    let shelf = workspace.shelf().clone();
    let word = House::of(workspace.centre_book()?).of_unit(spec).learner;
    let state = workspace.book(book)?;
    let items = item::items(state);
    let (known, currency) = (&standings, &currency);
    let asked = Asked { state, shelf: &shelf, unit, spec, items: &items, standings: known, currency, word };
    Ok(may_sign(&asked, &gates(&asked), author)?)
}

fn refuse(spec: &UnitSpec, gates: &[GateView]) -> Result<(), Refusal> {
    let shut: Vec<&str> =
        gates.iter().filter(|g| g.blocks && !g.passed).map(|g| g.text.trim_end_matches('.')).collect();
    if shut.is_empty() {
        return Ok(());
    }
    Err(Refusal::GatesShut { unit: spec.text.unit.title.clone(), reasons: shut.join("; ") })
}

/// Reads every file relied on from the first byte to the last: times and sizes are not enough for a signature.
fn hash_again(workspace: &mut Workspace, book: Id, spec: &UnitSpec) -> Result<()> {
    let standings = Standings::of(workspace, book)?;
    let state = workspace.book(book)?;
    let items = item::items(state);
    for item in relied_items(state, spec, &items) {
        for file in &item.files {
            let missing = || Refusal::EvidenceMissing { reference: item.named() };
            let (folder, name) = standings.lies(*file).ok_or_else(missing)?;
            let found = hash::fingerprint_in(folder, name, &|| false);
            let checked = as_recorded(&found, *file, &item.named());
            if matches!(checked, Err(Refusal::EvidenceChanged { .. })) {
                // Or size and times would go on saying that nothing has changed, and nobody could accept the version.
                store::local::doubt(&workspace.local, book, name)?;
            }
            checked?;
        }
    }
    Ok(())
}

/// Whether a file read just now holds the bytes on record.
fn as_recorded(found: &Reading, recorded: Hash, reference: &str) -> Result<(), Refusal> {
    let reference = reference.to_owned();
    match found {
        Reading::Whole(found) if found.sha256 == *recorded.bytes() => Ok(()),
        Reading::Whole(_) | Reading::Moving => Err(Refusal::EvidenceChanged { reference }),
        Reading::Gone | Reading::Stopped | Reading::Failed(_) => Err(Refusal::EvidenceMissing { reference }),
    }
}

struct Signing<'a> {
    author: &'a Author,
    feedback: &'a str,
    unit: &'a UnitRow,
    spec: &'a Arc<UnitSpec>,
    items: &'a BTreeMap<String, Item>,
}

impl Signing<'_> {
    fn act(
        &self,
        deed: &mut Deed<'_>,
        book: Id,
        centre: &fill::Centre,
        standings: &Standings,
    ) -> Result<SignedOff> {
        let signer = self.author.person()?.clone();
        let moment = deed.moment();
        let shelf = deed.shelf().clone();
        let state = deed.state(book)?;
        let rows = self.rows(state);
        let files: BTreeSet<Hash> = rows
            .iter()
            .filter_map(|j| state.decisions.get(&j.decision))
            .flat_map(|d| d.relied_on.iter().flat_map(|r| r.files.iter().copied()))
            .collect();
        let declaration = declaration(&centre.house, self.spec);
        let form = centre.form(self.spec).to_freeze();
        let edition = Edition::Original {
            signer,
            moment,
            declaration: declaration.clone(),
            feedback: self.feedback.into(),
            role: self.author.role_for(Role::Assessor)?,
            form: Some(Box::new(form.clone())),
        };
        let source = fill::Source {
            state,
            shelf: &shelf,
            unit: self.unit,
            spec: self.spec,
            items: self.items,
            standings,
            centre,
        };
        let matrix = digest(&fill::matrix(&source, &edition))?;
        Ok(SignedOff {
            unit: self.unit.unit.clone(),
            spec: self.unit.spec,
            rows,
            files: files.into_iter().collect(),
            matrix,
            declaration,
            feedback: self.feedback.to_owned(),
            indicative: self.spec.indicative(),
            role: self.author.role_for(Role::Assessor)?,
            centre: Some(CentreNamed { name: centre.name.clone(), number: centre.number.clone() }),
            form: Some(form),
        })
    }

    fn rows(&self, state: &BookState) -> Vec<Judged> {
        let decision = |row: &SpecRow| state.decisions_of_row.get(&row.id).and_then(|s| s.first()).copied();
        let judged = |r: &SpecRow| decision(r).map(|decision| Judged { row: r.id.clone(), decision });
        self.spec.rows.iter().filter_map(judged).collect()
    }
}

/// SHA-256 of the canonical JSON of what the paper says.
pub fn digest(matrix: &Matrix) -> Result<Hash> {
    Ok(Hash::of(&canonical::of(matrix).map_err(|e| Error::Broken(e.to_string()))?))
}

/// The signed original of a sign-off, drawn from what was frozen; kept, and its hash recorded. The same bytes each time.
/// With the signer's key it carries their signature of that moment; without, it says that the record is signed. One that was
/// issued without is signed as it is, whatever the record says by now.
pub fn issue(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    sign_off: Hash,
    signature: Option<(&OpenKey, crate::journal::entry::Moment)>,
) -> Result<Hash> {
    let mut bytes = match papers::unsigned_original(workspace, book, sign_off)? {
        Some(issued) => issued,
        None => matrix::paper(&original::frozen(workspace, book, sign_off)?).map_err(papers::broken)?.bytes,
    };
    if let Some((key, moment)) = signature {
        let box_ = (DeclarationKind::Assessor, "Sign-off of the unit by the assessor");
        bytes = papers::sign(workspace, author, key, &bytes, box_, moment)?;
    }
    let hash = papers::keep(workspace, &bytes)?;
    workspace.transact(author, |deed| {
        if !deed.state(book)?.papers.iter().any(|p| p.paper == hash && p.sign_off == sign_off) {
            let issued = PaperIssued { sign_off, paper: hash, signed: signature.is_some() };
            match signature {
                Some((key, _)) => deed.record_signed(book, issued, key)?,
                None => deed.record(book, issued)?,
            };
        }
        Ok(())
    })?;
    Ok(hash)
}

/// A sign-off by its hash.
pub fn sign_off_row(workspace: &mut Workspace, book: Id, sign_off: Hash) -> Result<SignOffRow> {
    let row = workspace.book(book)?.sign_offs.get(&sign_off).cloned();
    row.ok_or_else(|| Error::NotFound { what: "sign-off", name: sign_off.to_string() })
}

/// Opens a signed unit again, with a reason.
pub fn reopen(workspace: &mut Workspace, author: &Author, book: Id, unit: &str, reason: &str) -> Result<Id> {
    author.acting_as(Role::Assessor)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonRequired { what: "reopening a unit" }.into());
    }
    let (unit, spec) = learner::unit_of(workspace, book, unit)?;
    let ((), deed) = workspace.transact(author, |deed| {
        let signed: Vec<Hash> = deed
            .state(book)?
            .sign_offs
            .iter()
            .filter(|s| s.standing && s.unit == unit.unit)
            .map(|s| s.hash)
            .collect();
        if signed.is_empty() {
            return Err(Refusal::NothingSigned { unit: spec.text.unit.title.clone() }.into());
        }
        if let Some(claim) = status::claims(deed.state(book)?, &unit.unit).next() {
            let (unit, batch) = (spec.text.unit.title.clone(), claim.batch.clone());
            return Err(Refusal::UnitClaimed { unit, batch }.into());
        }
        for sign_off in signed {
            deed.record(book, Reopened { sign_off, reason: reason.into() })?;
        }
        Ok(())
    })?;
    Ok(deed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_goes_or_moves_while_it_is_read_for_the_signature_is_told_apart() {
        let recorded = Hash::of(b"as recorded");
        let cases = [
            (Reading::Moving, "evidenceChanged"),
            (Reading::Gone, "evidenceMissing"),
            (Reading::Stopped, "evidenceMissing"),
        ];
        for (found, code) in cases {
            let refusal = as_recorded(&found, recorded, "E001 plan").unwrap_err();
            assert_eq!(refusal.code(), code);
            assert!(refusal.to_string().starts_with("E001 plan "), "{refusal}");
        }
    }
}
