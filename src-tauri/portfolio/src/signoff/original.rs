//! The signed original: what a paper says that was signed, drawn from the history as far as its signer had seen it. Nothing that is
//! recorded later, of learner, centre, people or evidence, changes a word of it. Refuses to know where papers lie.

use std::collections::BTreeMap;

use crate::coverage;
use crate::error::{Error, Refusal, Result};
use crate::evidence::folder::Standings;
use crate::evidence::item::{self, Item};
use crate::journal::act::{Act, CentreNamed};
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::SignOffRow;
use crate::journal::state::BookState;
use crate::learner;
use crate::matrix::{Matrix, Status};
use crate::portfolio::Workspace;
use crate::signoff::{digest, sign_off_row};
use crate::stale;
use crate::unit::spec::{Shelf, UnitSpec};
use crate::view::matrix::{self as fill, Centre, Edition};

/// A book with everything that a paper of it needs.
struct Book<'a> {
    state: &'a BookState,
    items: &'a BTreeMap<String, Item>,
    shelf: &'a Shelf,
}

/// What somebody signed, drawn from what they had seen. `now` is the centre's name of today, for a sign-off that does not
/// carry the one of its day.
fn as_signed(state: &BookState, shelf: &Shelf, signed: &SignOffRow, now: &Centre) -> Result<Matrix> {
    let missing = || Error::Integrity("a sign-off that is not in its history".into());
    let then = state.as_seen(signed.hash).ok_or_else(missing)?;
    let items = item::items(&then);
    let centre = named(&then, signed.hash).map_or_else(
        || now.clone(),
        |said| Centre { name: said.name, number: said.number, house: now.house.clone() },
    );
    drawn(&Book { state: &then, items: &items, shelf }, signed, &centre)
}

/// The centre as the sign-off names it.
fn named(state: &BookState, sign_off: Hash) -> Option<CentreNamed> {
    let act = state.log.iter().rev().find(|l| l.hash == sign_off).map(|l| &l.act);
    if let Some(Act::SignedOff(act)) = act { act.centre.clone() } else { None }
}

/// The signed original as one state of the book has it.
fn drawn(book: &Book<'_>, signed: &SignOffRow, centre: &Centre) -> Result<Matrix> {
    let signer = book.state.person_of(signed.chain);
    let signer = signer.ok_or_else(|| Error::Integrity("a sign-off without a person".into()))?;
    let edition = Edition::Original {
        signer,
        moment: Moment { at: signed.at, offset: signed.offset },
        declaration: signed.declaration.clone(),
        feedback: signed.feedback.clone(),
        role: signed.role,
        form: signed.form.clone().map(Box::new),
    };
    let unit = coverage::unit_in_force(book.state, &signed.unit)
        .ok_or_else(|| Error::Integrity("a sign-off of a unit that was never taken".into()))?;
    let text = learner::shelved(book.shelf, signed.spec)?;
    // What somebody confirms or takes back later never alters what was signed.
    let mut spec = UnitSpec::clone(&text);
    spec.confirmed = !signed.indicative;
    let source = fill::Source {
        state: book.state,
        shelf: book.shelf,
        unit,
        spec: &spec,
        items: book.items,
        standings: &Standings::default(),
        centre,
    };
    Ok(fill::matrix(&source, &edition))
}

/// The sign-offs of a unit that were opened again, the one opened last first: in the order of the history, which no clock decides.
#[must_use]
pub fn reopened<'a>(state: &'a BookState, unit: &str) -> Vec<&'a SignOffRow> {
    let mut gone: Vec<&SignOffRow> = Vec::new();
    for logged in state.log.iter().rev() {
        let Act::Reopened(act) = &logged.act else { continue };
        let row = state.sign_offs.get(&act.sign_off).filter(|s| !s.standing && s.unit == unit);
        gone.extend(row.filter(|row| gone.iter().all(|s| s.hash != row.hash)));
    }
    gone
}

/// Why a sign-off no longer holds as signed; none = it does. What it rests on has changed, or its rows and its evidence say
/// other things than those that its signer had seen. Names and numbers of learner, centre and people are no part of that.
#[must_use]
pub fn stale(
    state: &BookState,
    items: &BTreeMap<String, Item>,
    shelf: &Shelf,
    signed: &SignOffRow,
) -> Option<String> {
    let confirmed = || shelf.get(signed.spec).and_then(|spec| stale::unconfirmed(spec, signed));
    stale_in_book(state, items, shelf, signed).or_else(confirmed)
}

/// The same as far as the learner's book and the unit texts say: what the roll-up keeps of a sign-off. Whether somebody in the
/// centre stands for a text is another book's matter, and no part of it.
#[must_use]
pub fn stale_in_book(
    state: &BookState,
    items: &BTreeMap<String, Item>,
    shelf: &Shelf,
    signed: &SignOffRow,
) -> Option<String> {
    let gone = || Some(format!("the unit text {} is not here", signed.spec));
    // What was signed is judged by the text that it was signed against, whatever is in force now.
    let Some(spec) = shelf.get(signed.spec) else { return gone() };
    stale::sign_off(state, items, shelf, spec, signed).or_else(|| {
        let nameless = Centre::default();
        let now = drawn(&Book { state, items, shelf }, signed, &nameless).and_then(|now| record(&now));
        let same = now.and_then(|now| Ok(now == frozen_record(state, shelf, signed)?));
        (!same.unwrap_or(false)).then(|| "the record no longer says what was signed".into())
    })
}

/// What was signed of the record. Worked out once: what a signer had seen never changes.
fn frozen_record(state: &BookState, shelf: &Shelf, signed: &SignOffRow) -> Result<Hash> {
    if let Some(known) = state.frozen.borrow().get(&signed.hash) {
        return Ok(*known);
    }
    let nameless = Centre::default();
    let frozen = record(&as_signed(state, shelf, signed, &nameless)?)?;
    state.frozen.borrow_mut().insert(signed.hash, frozen);
    Ok(frozen)
}

/// Digest of what a paper says of rows and evidence.
fn record(matrix: &Matrix) -> Result<Hash> {
    let said = (&matrix.outcomes, &matrix.evidence, &matrix.annex);
    Ok(Hash::of(&serde_json::to_vec(&said)?))
}

/// The matrix that was frozen. Refused where another version of this program, which draws otherwise, had signed it.
pub fn frozen(workspace: &mut Workspace, book: Id, sign_off: Hash) -> Result<Matrix> {
    let signed = sign_off_row(workspace, book, sign_off)?;
    let centre = fill::centre(workspace)?;
    let shelf = workspace.shelf().clone();
    let matrix = as_signed(workspace.book(book)?, &shelf, &signed, &centre)?;
    if digest(&matrix)? == signed.matrix {
        return Ok(matrix);
    }
    let what =
        "this was signed with another version of this program, and only the paper issued then shows it"
            .into();
    Err(Refusal::NothingToDo { what, way_out: "Open that paper, or print the current record." }.into())
}

/// A signed original that no longer counts, marked as superseded. The issued paper keeps its bytes; this one says what became
/// of it.
///
/// # Errors
/// [`Refusal::SignOffStands`] where it does.
pub fn superseded(workspace: &mut Workspace, book: Id, sign_off: Hash) -> Result<Matrix> {
    let signed = sign_off_row(workspace, book, sign_off)?;
    let Some(why) = signed.reopened.clone() else {
        let title = workspace.shelf().get(signed.spec).map(|spec| spec.text.unit.title.clone());
        return Err(Refusal::SignOffStands { unit: title.unwrap_or(signed.unit) }.into());
    };
    let matrix = frozen(workspace, book, sign_off)?;
    let on = Moment { at: signed.at, offset: signed.offset }.date();
    Ok(Matrix { status: Status::Superseded { on, why }, ..matrix })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::act::{ChainOpened, LearnerFacts, LearnerStated, PersonName, SignedOff, UnitTaken};
    use crate::journal::entry::{Draft, Entry};
    use crate::journal::state::AllHeads;
    use crate::matrix::{Declaration, DeclarationKind};
    use crate::person::Role;
    use crate::unit::starter;

    /// One person's chain of one book, written as the program writes it.
    struct Desk {
        book: Id,
        chain: Id,
        state: BookState,
    }

    impl Desk {
        fn of(name: &str) -> Self {
            let id = || Id::random().unwrap();
            let mut desk = Self { book: id(), chain: id(), state: BookState::default() };
            let person = PersonName { id: id(), name: name.into(), initials: "AO".into() };
            desk.says(ChainOpened { installation: id(), person: Some(person), key: None });
            desk
        }

        fn says(&mut self, act: impl Into<Act>) -> Hash {
            let head = self.state.chains.get(&self.chain).map(|c| (c.head_n, c.head));
            let entry = Entry::new(Draft {
                book: self.book,
                chain: self.chain,
                n: head.map_or(0, |(n, _)| n + 1),
                prev: head.map(|(_, hash)| hash),
                seen: self.state.unseen_by(self.chain, AllHeads::Yes),
                deed: Id::random().unwrap(),
                moment: Moment { at: 1_789_374_600_000, offset: 60 },
                act: act.into(),
                signed: false,
            });
            let entry = entry.unwrap();
            // What goes into a history file comes out of it the same.
            assert_eq!(Entry::from_body(entry.body.clone()).unwrap(), entry);
            self.state.apply(&entry);
            entry.hash
        }
    }

    fn learner(name: &str, supersedes: Vec<Hash>) -> LearnerStated {
        LearnerStated { facts: LearnerFacts { name: name.into(), ..LearnerFacts::default() }, supersedes }
    }

    #[test]
    fn what_was_signed_names_learner_and_centre_as_they_were() {
        let text = UnitSpec::parse(starter::UNITS[0]).unwrap();
        let shelf: Shelf = [text.clone()].into_iter().collect();
        let centre = |name: &str| Centre { name: name.into(), number: "12345".into(), ..Centre::default() };
        for (carried, shown) in [(true, "Northgate College"), (false, "Eastgate College")] {
            let mut ada = Desk::of("Ada Okafor");
            let named = ada.says(learner("Rowan Hartley", Vec::new()));
            let (unit, spec) = (text.text.id.clone(), text.sha256);
            ada.says(UnitTaken { unit: unit.clone(), spec, supersedes: Vec::new() });
            let centre_then = CentreNamed { name: "Northgate College".into(), number: "12345".into() };
            let signed = ada.says(SignedOff {
                unit,
                spec,
                rows: Vec::new(),
                files: Vec::new(),
                matrix: Hash::of(b"not asked here"),
                declaration: "Seen.".into(),
                feedback: String::new(),
                indicative: true,
                role: Role::Assessor,
                centre: carried.then_some(centre_then),
                form: None,
            });
            let row = ada.state.sign_offs.get(&signed).unwrap().clone();
            let before = as_signed(&ada.state, &shelf, &row, &centre("Northgate College")).unwrap();
            // It was signed before a form was kept with it: what it names is what such papers named.
            let role = |own: &Declaration| own.role.is_some() && own.kind != DeclarationKind::Assessor;
            assert!(before.people.initials.is_empty() && !before.declarations.iter().any(role));
            ada.says(learner("Rowan Hartley-Reed", vec![named]));
            let after = as_signed(&ada.state, &shelf, &row, &centre("Eastgate College")).unwrap();
            assert_eq!(after.centre.name.as_deref(), Some(shown));
            assert_eq!((&*after.learner.name, before == after), ("Rowan Hartley", carried));
            assert_eq!(stale(&ada.state, &BTreeMap::new(), &shelf, &row), None);
        }
    }
}
