//! Learners: registering them, their folders and units, and finding them by name.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::clock::is_date;
use crate::coverage;
use crate::disk;
use crate::error::{Error, Refusal, Result};
use crate::evidence::name::neutral;
use crate::journal::act::{LearnerEnrolled, LearnerFacts, LearnerStated, UnitTaken, UnitWithdrawn};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{LearnerRow, UnitRow};
use crate::journal::state::BookState;
use crate::library;
use crate::portfolio::{Author, Workspace};
use crate::store::{self, across, local};
use crate::unit::spec::{Shelf, UnitSpec};

pub mod disputed;
pub mod namesakes;

/// Registers a learner with their units. Returns the id of their book.
pub fn add(
    workspace: &mut Workspace,
    author: &Author,
    facts: LearnerFacts,
    units: &[String],
    folder: Option<&Path>,
) -> Result<Id> {
    let facts = checked(facts)?;
    let specs: Vec<Arc<UnitSpec>> =
        units.iter().map(|u| library::to_take(workspace, u)).collect::<Result<_>>()?;
    if let Some(folder) = folder {
        check_folder(workspace, None, folder)?;
    }
    let (book, centre) = (Id::random()?, workspace.centre());
    workspace.transact(author, |deed| {
        namesakes::refuse_untold(deed, None, &facts, folder.is_some())?;
        deed.record(centre, LearnerEnrolled { learner: book })?;
        deed.record(book, LearnerStated { facts, supersedes: Vec::new() })?;
        let mut taken = BTreeSet::new();
        // A unit named twice, or named beside a set that holds it, is taken once.
        for spec in specs.into_iter().filter(|s| taken.insert(s.text.id.clone())) {
            let act = UnitTaken { unit: spec.text.id.clone(), spec: spec.sha256, supersedes: Vec::new() };
            deed.record(book, act)?;
        }
        Ok(())
    })?;
    if let Some(folder) = folder {
        bind(workspace, book, folder)?;
    }
    Ok(book)
}

/// Changes the learner's facts. `said` makes the new ones of those that stand; where two desks had said different things, what
/// is said now settles it.
pub fn change(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    said: impl FnOnce(LearnerFacts) -> LearnerFacts,
) -> Result<Id> {
    author.person()?;
    let ((), deed) = workspace.transact(author, |deed| {
        // Worked out inside the transaction: what another window has said meanwhile stays said.
        let state = deed.state(book)?;
        let before = facts(state);
        let new = said(before.clone());
        disputed::settled(state, &new)?;
        let new = checked(new)?;
        if new.name != before.name {
            let folder = local::folder(&deed.workspace().local, book)?.is_some();
            namesakes::refuse_untold(deed, Some(book), &new, folder)?;
        }
        let state = deed.state(book)?;
        let supersedes: Vec<Hash> = state.learners.iter().filter(|l| l.standing).map(|l| l.hash).collect();
        if supersedes.len() == 1 && before == new {
            return Err(Error::Usage(format!("nothing about {} is changed by this", new.name)));
        }
        deed.record(book, LearnerStated { facts: new, supersedes })?;
        Ok(())
    })?;
    Ok(deed)
}

fn checked(mut facts: LearnerFacts) -> Result<LearnerFacts> {
    for text in [
        &mut facts.name,
        &mut facts.uln,
        &mut facts.registration_number,
        &mut facts.registration_date,
        &mut facts.start,
        &mut facts.planned_end,
        &mut facts.employer,
        &mut facts.site,
        &mut facts.assessor,
        &mut facts.iv,
    ] {
        *text = text.trim().to_owned();
    }
    if facts.name.is_empty() {
        return Err(Error::Usage("the learner needs a name".into()));
    }
    // A ULN has 10 digits (Learning Records Service).
    if !facts.uln.is_empty() && (facts.uln.len() != 10 || !facts.uln.bytes().all(|b| b.is_ascii_digit())) {
        return Err(Error::Usage(format!(
            "the unique learner number {:?} does not have 10 digits",
            facts.uln
        )));
    }
    for (what, date) in [
        ("registration date", &facts.registration_date),
        ("start", &facts.start),
        ("planned end", &facts.planned_end),
    ] {
        if !date.is_empty() && !is_date(date) {
            return Err(Error::Usage(format!("the {what} {date:?} is not a date like 2026-09-30")));
        }
    }
    Ok(facts)
}

/// Chooses the folder on this machine where the learner's evidence arrives.
pub fn bind(workspace: &mut Workspace, book: Id, folder: &Path) -> Result<()> {
    check_folder(workspace, Some(book), folder)?;
    let folder = disk::resolved(folder)?;
    if local::folder(&workspace.local, book)?.as_ref() != Some(&folder) {
        local::forget_all(&workspace.local, book)?;
        local::bind(&workspace.local, book, &folder)?;
    }
    Ok(())
}

/// Refuses a folder in which somebody else's files lie or would lie: names and words of one learner would stand in another's
/// history for good.
fn check_folder(workspace: &mut Workspace, book: Option<Id>, folder: &Path) -> Result<()> {
    disk::stat_folder(folder)?;
    let (folder, own) = (disk::resolved(folder)?, disk::resolved(workspace.folder())?);
    if own.starts_with(&folder) || folder.starts_with(&own) {
        return Err(Error::UnsafeFolder { folder, reason: "the centre file lies in the same folder".into() });
    }
    for (other, theirs) in local::bindings(&workspace.local)? {
        let place = if folder == theirs {
            "it is the folder of"
        } else if folder.starts_with(&theirs) {
            "it lies in the folder of"
        } else if theirs.starts_with(&folder) {
            "in it lies the folder of"
        } else {
            continue;
        };
        if Some(other) != book {
            let learner = namesakes::of(workspace, other)?.said();
            let folder = neutral(&folder.to_string_lossy());
            return Err(Refusal::FolderOfAnother { folder, place, learner }.into());
        }
    }
    Ok(())
}

/// Adds units, or takes withdrawn ones up again, in one deed.
pub fn add_units(workspace: &mut Workspace, author: &Author, book: Id, units: &[String]) -> Result<Id> {
    let mut specs: Vec<Arc<UnitSpec>> = Vec::new();
    for unit in units {
        let spec = library::to_take(workspace, unit)?;
        if specs.iter().all(|s| s.text.id != spec.text.id) {
            specs.push(spec);
        }
    }
    if specs.is_empty() {
        return Err(Error::Usage("no unit is named".into()));
    }
    let ((), deed) = workspace.transact(author, |deed| {
        for spec in specs {
            let state = deed.state(book)?;
            let in_force = coverage::unit_in_force(state, &spec.text.id);
            if in_force.is_some_and(|u| u.withdrawn_reason.is_none()) {
                let what = format!("the unit {} is in this portfolio already", spec.text.unit.title);
                return Err(
                    Refusal::NothingToDo { what, way_out: "Open it there, or choose another unit." }.into()
                );
            }
            let supersedes = unit_heads(state, &spec.text.id);
            deed.record(book, UnitTaken { unit: spec.text.id.clone(), spec: spec.sha256, supersedes })?;
        }
        Ok(())
    })?;
    Ok(deed)
}

/// Withdraws a unit with a reason and a date; nothing is removed.
pub fn withdraw_unit(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    unit: &str,
    reason: &str,
    date: Option<&str>,
) -> Result<Id> {
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Refusal::ReasonRequired { what: "withdrawing a unit" }.into());
    }
    let today = workspace.clock.now().date();
    let date = date.unwrap_or(&today).to_owned();
    if !is_date(&date) {
        return Err(Error::Usage(format!("{date:?} is not a date like 2026-09-30")));
    }
    let (row, spec) = unit_of(workspace, book, unit)?;
    let ((), deed) = workspace.transact(author, |deed| {
        let state = deed.state(book)?;
        if let Some(signed) = state.sign_offs.iter().find(|s| s.standing && s.unit == row.unit) {
            let date = crate::journal::entry::Moment { at: signed.at, offset: signed.offset }.date();
            return Err(Refusal::UnitSigned { unit: spec.text.unit.title.clone(), date }.into());
        }
        let supersedes = unit_heads(state, &row.unit);
        deed.record(book, UnitWithdrawn { unit: row.unit, spec: row.spec, reason, date, supersedes })?;
        Ok(())
    })?;
    Ok(deed)
}

fn unit_heads(state: &BookState, unit: &str) -> Vec<Hash> {
    state.units.iter().filter(|u| u.standing && u.unit == unit).map(|u| u.hash).collect()
}

/// A unit text by hash, which a book that names it always has.
pub fn shelved(shelf: &Shelf, spec: Hash) -> Result<Arc<UnitSpec>> {
    shelf.get(spec).cloned().ok_or_else(|| Error::Integrity(format!("the unit text {spec} is not here")))
}

/// A unit that the learner has, by handle or id, with its text.
pub fn unit_of(workspace: &mut Workspace, book: Id, name: &str) -> Result<(UnitRow, Arc<UnitSpec>)> {
    let rows: Vec<UnitRow> = coverage::units(workspace.book(book)?).into_iter().cloned().collect();
    let mut texts = Vec::new();
    for row in rows {
        let spec = shelved(workspace.shelf(), row.spec)?;
        if row.unit == name || spec.text.handle == name || spec.text.unit.title == name {
            texts.push((row, spec));
        }
    }
    match texts.len() {
        1 => Ok(texts.remove(0)),
        0 => {
            // Naming a unit that does not exist at all is another mistake than one that the learner lacks.
            let unit = library::text(workspace, name)?;
            // A new issue may have another short name than the one that the learner is still on.
            let rows = coverage::units(workspace.book(book)?).into_iter().cloned().collect::<Vec<UnitRow>>();
            if let Some(row) = rows.into_iter().find(|row| row.unit == unit.text.id) {
                let spec = shelved(workspace.shelf(), row.spec)?;
                return Ok((row, spec));
            }
            let learner = facts(workspace.book(book)?).name;
            Err(Refusal::NotTheirUnit { learner, unit: unit.text.unit.title.clone() }.into())
        }
        _several => Err(Error::Ambiguous {
            what: "unit",
            name: name.into(),
            ids: texts.iter().map(|(row, _)| row.unit.clone()).collect(),
        }),
    }
}

/// Books of learners who are called so, or have this ULN. Where two names are in dispute a paper prints both.
pub fn named(workspace: &Workspace, name: &str, uln: Option<&str>) -> Result<BTreeSet<Id>> {
    let mut found = BTreeSet::new();
    for name in std::iter::once(name).chain(name.split(" / ")) {
        found.extend(across::learners_named(&workspace.db, name)?);
    }
    for uln in uln.into_iter().flat_map(|uln| uln.split(" / ")) {
        found.extend(store::journal::books_where(&workspace.db, "learner", "uln", uln)?);
    }
    Ok(found)
}

/// Every learner's book.
pub fn books(workspace: &Workspace) -> Result<Vec<Id>> {
    across::learners(&workspace.db)
}

/// Finds a learner by exact name or by id; a name that another desk has changed since is theirs no more. Of several of one name none is taken for the one that is meant: each is said with its
/// id and what tells it apart.
pub fn find(workspace: &mut Workspace, name: &str) -> Result<Id> {
    let mut found = Vec::new();
    for book in across::learners_named(&workspace.db, name)? {
        let alone = store::journal::learner_names(&workspace.db, book)?.len() == 1;
        if alone || disputed::names(workspace.book(book)?).contains(name) {
            found.push(book);
        }
    }
    if let Ok(id) = name.parse::<Id>() {
        found.extend(books(workspace)?.into_iter().filter(|b| *b == id));
    }
    match found.as_slice() {
        [one] => Ok(*one),
        [] => Err(Error::NotFound { what: "learner", name: name.into() }),
        many => {
            let mut known = namesakes::all(workspace)?;
            let words = |id: &Id| {
                let named = known.remove(id).unwrap_or_default();
                format!("{id} ({})", named.apart.unwrap_or(named.name))
            };
            Err(Error::Ambiguous {
                what: "learner",
                name: name.into(),
                ids: many.iter().map(words).collect(),
            })
        }
    }
}

/// The learner's facts. What two desks changed apart holds together; a fact that both changed shows both values.
#[must_use]
pub fn facts(state: &BookState) -> LearnerFacts {
    let stated = disputed::stated(state);
    let join = |pick: fn(&LearnerRow) -> &String| {
        let texts: Vec<&str> = stated.values(pick).into_iter().map(String::as_str).collect();
        texts.join(" / ")
    };
    LearnerFacts {
        name: join(|r| &r.name),
        uln: join(|r| &r.uln),
        registration_number: join(|r| &r.registration_number),
        registration_date: join(|r| &r.registration_date),
        start: join(|r| &r.start),
        planned_end: join(|r| &r.planned_end),
        employer: join(|r| &r.employer),
        site: join(|r| &r.site),
        assessor: join(|r| &r.assessor),
        iv: join(|r| &r.iv),
    }
}
