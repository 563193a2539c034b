//! What a new issue of a unit text does to a learner: links follow where the words are the same and are asked about where
//! they are not; decisions hold only where an assessor says so, and never when a text that was not the board's own is
//! replaced by one that is. The text before stays for those who signed against it.

use std::sync::Arc;

use crate::coverage;
use crate::error::{Error, Refusal, Result};
use crate::evidence::item;
use crate::journal::act::{DecisionCarried, MappingWithdrawn, UnitTaken};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{DecisionRow, UnitRow};
use crate::journal::state::BookState;
use crate::mapping;
use crate::person::Role;
use crate::portfolio::{Author, Workspace};
use crate::separation;
use crate::stale;
use crate::store::across;
use crate::unit::spec::{Shelf, UnitSpec};
use crate::{learner, library};

/// What is said where a link is to be confirmed that needs no confirming.
const LINK_STANDS: &str = "It stands as it is: its criterion reads as it did when it was mapped, and its item has no newer version.";

/// What moving a learner to a text does, or did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effect {
    /// Links whose criterion is worded the same.
    pub links_kept: u32,
    /// Links whose criterion is worded differently or no longer there.
    pub links_to_confirm: u32,
    /// Decisions on criteria worded the same, which hold where an assessor says so.
    pub decisions_kept: u32,
    /// Decisions to be made again.
    pub decisions_again: u32,
}

/// What moving to `to` would do, whoever is asked and whatever they say.
#[must_use]
pub fn effect(state: &BookState, shelf: &Shelf, unit: &str, to: &UnitSpec) -> Effect {
    let mut effect = Effect::default();
    for link in state.mappings.iter().filter(|m| m.standing && m.unit == unit) {
        let kept = to.row(&link.row).is_some() && stale::link(shelf, to, link).is_none();
        *(if kept { &mut effect.links_kept } else { &mut effect.links_to_confirm }) += 1;
    }
    for decision in state.decisions.iter().filter(|d| d.standing && d.unit == unit) {
        let kept = decision.spec == to.sha256 || carriable(state, shelf, to, decision);
        *(if kept { &mut effect.decisions_kept } else { &mut effect.decisions_again }) += 1;
    }
    effect
}

/// Whether an assessor may confirm a decision under a text: it is the only one, its criterion is worded the very same, and
/// no text that was not the board's own is replaced by one that is.
#[must_use]
pub fn carriable(state: &BookState, shelf: &Shelf, to: &UnitSpec, decision: &DecisionRow) -> bool {
    stale::stands_alone(state, &decision.row, decision.hash)
        && to.row(&decision.row).is_some_and(|row| Hash::of(row.text.as_bytes()) == decision.text)
        && !stale::indicative_replaced(shelf, decision.spec, to)
}

/// Learners who have a unit now.
pub fn learners(workspace: &Workspace, unit: &str) -> Result<Vec<Id>> {
    across::learners_with(&workspace.db, unit)
}

/// Whether decisions are confirmed while learners are moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decisions {
    /// Each is made again, or confirmed later.
    Again,
    /// Those on criteria worded the very same are confirmed by the assessor at the desk.
    Confirmed,
}

/// Moves a learner to the text in force, in one deed. A learner who is on it already may have decisions confirmed.
pub fn move_learner(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    to: &Arc<UnitSpec>,
    decisions: Decisions,
) -> Result<Effect> {
    let person = match decisions {
        // A trainee's word that a decision holds would count for nothing.
        Decisions::Confirmed => author.qualified_as(&[Role::Assessor])?.0,
        Decisions::Again => author
            .acting_as(Role::Assessor)
            .or_else(|refusal| author.acting_as(Role::Administrator).map_err(|_| refusal))?,
    };
    let person = person.clone();
    let shelf = workspace.shelf().clone();
    let unit = to.text.id.clone();
    let (effect, _) = workspace.transact(author, |deed| {
        let state = deed.state(book)?;
        let not_theirs = || Refusal::NotTheirUnit {
            learner: learner::facts(state).name,
            unit: to.text.unit.title.clone(),
        };
        let row = coverage::unit_in_force(state, &unit).ok_or_else(not_theirs)?;
        mapping::open_for_change(state, row, to)?;
        let heads: Vec<&UnitRow> = state.units.iter().filter(|u| u.standing && u.unit == unit).collect();
        let there = heads.iter().all(|u| u.spec == to.sha256) && !coverage::unit_disputed(state, &unit);
        let effect = effect(state, &shelf, &unit, to);
        let confirmed =
            if decisions == Decisions::Confirmed { to_confirm(state, &shelf, to) } else { Vec::new() };
        let looked_at = confirmed.iter().map(|carried| carried.row.as_str());
        separation::refuse_sampled(state, to, looked_at, &person, "confirm it")?;
        if there && confirmed.is_empty() {
            let what = format!("{} is on {} in this portfolio already", to.text.unit.title, to.issue_words());
            return Err(
                Refusal::NothingToDo { what, way_out: "Nothing is left to move or to confirm." }.into()
            );
        }
        let supersedes = heads.iter().map(|u| u.hash).collect();
        if !there {
            deed.record(book, UnitTaken { unit: unit.clone(), spec: to.sha256, supersedes })?;
        }
        for act in confirmed {
            deed.record(book, act)?;
        }
        Ok(effect)
    })?;
    Ok(effect)
}

/// The decisions of other texts that can be confirmed under this one and are not yet.
fn to_confirm(state: &BookState, shelf: &Shelf, to: &UnitSpec) -> Vec<DecisionCarried> {
    state
        .decisions
        .iter()
        .filter(|d| d.standing && d.unit == to.text.id && d.spec != to.sha256)
        .filter(|d| carriable(state, shelf, to, d) && stale::carry(state, d, to.sha256).is_none())
        .map(|d| DecisionCarried {
            unit: d.unit.clone(),
            spec: to.sha256,
            row: d.row.clone(),
            // Carriable says that these are the words in force too.
            text: d.text,
            decision: d.hash,
            role: Role::Assessor,
        })
        .collect()
}

/// Confirms links to reworded criteria and of items with a newer version: each is withdrawn and made again under the text in force, in one deed.
pub fn confirm(workspace: &mut Workspace, author: &Author, book: Id, links: &[Hash]) -> Result<Id> {
    author.acting_as(Role::Assessor)?;
    if links.is_empty() {
        return Err(Error::Usage("no link is named".into()));
    }
    let shelf = workspace.shelf().clone();
    let ((), deed) = workspace.transact(author, |deed| {
        for hash in links {
            let state = deed.state(book)?;
            let old = mapping::standing(state, *hash)?;
            let unit = coverage::unit_in_force(state, &old.unit);
            let unit =
                unit.ok_or_else(|| Error::Integrity("a link to a unit that was never taken".into()))?;
            let spec = learner::shelved(&shelf, unit.spec)?;
            mapping::open_for_change(state, unit, &spec)?;
            let row = spec.row(&old.row).ok_or_else(|| {
                Error::Usage(
                    "the criterion of this link is not in the text in force: map the evidence anew".into(),
                )
            })?;
            let items = item::items(state);
            let item = items.get(&old.evidence);
            let newer = item.is_some_and(|i| stale::link_version(state, i, &old).is_some());
            if stale::link(&shelf, &spec, &old).is_none() && !newer {
                let what = format!("the link to {} asks for nothing", row.code);
                return Err(Refusal::NothingToDo { what, way_out: LINK_STANDS }.into());
            }
            // The item may have got a newer version since; what is put forward again is what it is now.
            let files = item.map_or_else(|| old.files.clone(), |i| i.files.clone());
            let again = mapping::again(&old, old.place.clone());
            deed.record(book, MappingWithdrawn { mapping: *hash })?;
            deed.record(book, crate::journal::act::MappingMade { spec: spec.sha256, files, ..again })?;
        }
        Ok(())
    })?;
    Ok(deed)
}

/// A learner whom a new text concerns.
#[derive(Debug, Clone)]
pub struct Concerned {
    /// The learner's book.
    pub book: Id,
    /// Name.
    pub name: String,
    /// The text that the learner is on now.
    pub on: Hash,
    /// What moving would do.
    pub effect: Effect,
    /// Why the learner cannot be moved; none = can.
    pub refused: Option<Refusal>,
}

/// The learners who have the unit and are on another text than `to`, by name.
pub fn concerned(workspace: &mut Workspace, to: &UnitSpec) -> Result<Vec<Concerned>> {
    let shelf = workspace.shelf().clone();
    let mut out = Vec::new();
    for book in learners(workspace, &to.text.id)? {
        let state = workspace.book(book)?;
        let Some(row) = coverage::unit_in_force(state, &to.text.id) else { continue };
        if row.spec == to.sha256 && !coverage::unit_disputed(state, &to.text.id) {
            continue;
        }
        out.push(Concerned {
            book,
            name: learner::facts(state).name,
            on: row.spec,
            effect: effect(state, &shelf, &to.text.id, to),
            refused: mapping::open_for_change(state, row, to).err(),
        });
    }
    out.sort_by(|a, b| (&a.name, a.book).cmp(&(&b.name, b.book)));
    Ok(out)
}

/// The text in force, and who is to be moved to it: those named, else everybody on another text.
pub fn chosen(workspace: &mut Workspace, unit: &str, names: &[String]) -> Result<(Arc<UnitSpec>, Vec<Id>)> {
    let to = library::in_force(workspace, unit)?;
    let books = if names.is_empty() {
        concerned(workspace, &to)?.into_iter().map(|c| c.book).collect()
    } else {
        names.iter().map(|name| learner::find(workspace, name)).collect::<Result<_>>()?
    };
    Ok((to, books))
}
