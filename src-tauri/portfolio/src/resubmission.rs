//! Resubmissions: a new item takes the place of one that was put forward before. Saying so moves nothing by itself; links
//! are taken over one by one or all, and what was decided on the earlier item stays as it was decided. Refuses to know why
//! somebody thinks that one replaces the other: see `likeness`.

pub mod kept;
pub mod likeness;

use crate::coverage::{self, Under};
use crate::error::{Error, Refusal, Result};
use crate::evidence::item::{self, Item};
use crate::evidence::verbs::{accept_one, found};
use crate::journal::act::{EvidenceReplaced, MappingMade, MappingWithdrawn};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::MappingRow;
use crate::journal::state::BookState;
use crate::learner;
use crate::mapping;
use crate::person::Role;
use crate::portfolio::{Author, Deed, Workspace};
use crate::unit::spec::Shelf;
use crate::view::portfolio::EvidenceStanding;

/// Which links of the earlier item are taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links<'a> {
    /// These.
    These(&'a [Hash]),
    /// All that can be: the others are said.
    All,
}

/// Says that `by` takes the place of `former`, and takes links over. Links are refused or, with [`Links::All`], left and
/// named where their unit is signed or withdrawn. Returns what is to be said.
pub fn replace(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    former: &str,
    by: &str,
    links: Links<'_>,
) -> Result<(Vec<String>, Id)> {
    author.acting_as(Role::Assessor)?;
    let shelf = workspace.shelf().clone();
    workspace.transact(author, |deed| {
        let (former, new) = (one(deed, book, former)?, one(deed, book, by)?);
        fits(deed.state(book)?, &former, &new)?;
        let said = state(deed, book, &former, &new)?;
        let (wanted, mut warnings) = wanted(deed.state(book)?, &shelf, &former, links)?;
        if !said && wanted.is_empty() && warnings.is_empty() {
            let what = format!("{} stands in the place of {} already", new.named(), former.named());
            return Err(Refusal::NothingToDo { what, way_out: "No link is left to take over." }.into());
        }
        let new = one(deed, book, &new.id)?;
        for link in &wanted {
            take_over(deed, book, link, &new)?;
        }
        let placed = wanted.iter().filter(|link| link.place.is_some()).count();
        if placed > 0 {
            warnings.push(if placed == 1 {
                format!("look whether the place still holds in {}", new.named())
            } else {
                format!("look whether the {placed} places still hold in {}", new.named())
            });
        }
        Ok(warnings)
    })
}

fn one(deed: &mut Deed<'_>, book: Id, name: &str) -> Result<Item> {
    let items = found(deed, book, &[name.to_owned()])?;
    items.into_iter().next().ok_or_else(|| Error::NotFound { what: "evidence", name: name.to_owned() })
}

/// Refuses what cannot be a resubmission.
fn fits(state: &BookState, former: &Item, new: &Item) -> Result<(), Refusal> {
    let refuse = |why| Err(Refusal::NoReplacement { item: new.named(), former: former.named(), why });
    if former.id == new.id {
        return refuse("they are one item (a changed file is a new version of it)");
    }
    if new.standing() == EvidenceStanding::SetAside {
        return Err(Refusal::EvidenceSetAside { title: new.title.clone() });
    }
    if former.standing() != EvidenceStanding::Accepted {
        return refuse("it was never put forward");
    }
    if replaced_in_the_end(state, &new.id, &former.id) {
        return refuse("it was itself replaced by it");
    }
    Ok(())
}

/// Whether one item was replaced, over any number of steps, by another.
fn replaced_in_the_end(state: &BookState, item: &str, by: &str) -> bool {
    let items = item::items(state);
    let mut waiting = vec![item.to_owned()];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if id == by {
            return true;
        }
        if seen.insert(id.clone()) {
            waiting.extend(items.get(&id).map(|i| i.replaced_by.clone()).unwrap_or_default());
        }
    }
    false
}

/// Says it where it does not stand already, and gives a new file its number. False = it stood already.
fn state(deed: &mut Deed<'_>, book: Id, former: &Item, new: &Item) -> Result<bool> {
    let state = deed.state(book)?;
    let heads: Vec<(Hash, Option<String>)> = state
        .replacements
        .iter()
        .filter(|r| r.standing && r.evidence == former.id)
        .map(|r| (r.hash, r.by.clone()))
        .collect();
    if new.standing() == EvidenceStanding::New {
        accept_one(deed, book, new, None, Some(former.method))?;
    }
    if !heads.is_empty() && heads.iter().all(|(_, by)| by.as_ref() == Some(&new.id)) {
        return Ok(false);
    }
    let supersedes = heads.into_iter().map(|(hash, _)| hash).collect();
    let (evidence, by) = (former.id.clone(), Some(new.id.clone()));
    deed.record(book, EvidenceReplaced { evidence, by, supersedes })?;
    Ok(true)
}

/// The links to take over, and what is said of those that stay.
fn wanted(
    state: &BookState,
    shelf: &Shelf,
    former: &Item,
    links: Links<'_>,
) -> Result<(Vec<MappingRow>, Vec<String>)> {
    match links {
        Links::These(hashes) => {
            let mut out = Vec::new();
            for hash in hashes {
                let link = mapping::standing(state, *hash)?;
                if link.evidence != former.id {
                    return Err(Error::Usage(format!("this link is not one of {}", former.named())));
                }
                open(state, shelf, &link)?;
                out.push(link);
            }
            Ok((out, Vec::new()))
        }
        Links::All => {
            let (mut out, mut warnings) = (Vec::new(), Vec::new());
            for link in state.mappings.iter().filter(|m| m.standing && m.evidence == former.id) {
                match open(state, shelf, link) {
                    Ok(()) if is_achieved(state, shelf, link) => {
                        let code = code(shelf, link);
                        warnings.push(format!(
                            "not taken over: {code} is achieved already; name the link to take it over"
                        ));
                    }
                    Ok(()) => out.push(link.clone()),
                    Err(Error::Refused(refusal)) => warnings.push(format!("not taken over: {refusal}")),
                    // A criterion that the text in force has no more: the link is history and stays where it is.
                    Err(Error::Usage(why)) => warnings.push(format!("not taken over: {why}")),
                    Err(other) => return Err(other),
                }
            }
            warnings.sort();
            warnings.dedup();
            Ok((out, warnings))
        }
    }
}

/// Whether nothing more is asked for on the criterion of a link: what was judged stays with what it was judged on.
fn is_achieved(state: &BookState, shelf: &Shelf, link: &MappingRow) -> bool {
    let unit = coverage::unit_in_force(state, &link.unit);
    let spec = unit.and_then(|unit| shelf.get(unit.spec));
    spec.is_some_and(|spec| Under { state, shelf, spec }.row_state(&link.row).achieved())
}

fn code(shelf: &Shelf, link: &MappingRow) -> String {
    let row = shelf.get(link.spec).and_then(|spec| spec.row(&link.row));
    row.map_or_else(|| link.row.clone(), |row| row.code.clone())
}

/// Why a link cannot be taken over now.
pub fn open(state: &BookState, shelf: &Shelf, link: &MappingRow) -> Result<()> {
    let unit = coverage::unit_in_force(state, &link.unit);
    let unit = unit.ok_or_else(|| Error::Integrity("a link to a unit that was never taken".into()))?;
    let spec = learner::shelved(shelf, unit.spec)?;
    mapping::open_for_change(state, unit, &spec)?;
    if spec.row(&link.row).is_none() {
        return Err(Error::Usage("the criterion of this link is not in the text in force".into()));
    }
    Ok(())
}

/// The same link with another item. Its words are those it was put forward for: where the text has moved on it still asks
/// to be confirmed.
fn take_over(deed: &mut Deed<'_>, book: Id, link: &MappingRow, new: &Item) -> Result<()> {
    let again = MappingMade {
        evidence: new.id.clone(),
        files: new.files.clone(),
        ..mapping::again(link, link.place.clone().map(|place| place.within(new.files.len())))
    };
    let state = deed.state(book)?;
    let standing = state.links_of_row.get(&link.row).into_iter().flatten();
    let same =
        |m: &&MappingRow| m.evidence == again.evidence && m.place == again.place && m.method == again.method;
    let there: Vec<&MappingRow> = standing.filter_map(|h| state.mappings.get(h)).filter(same).collect();
    let stands = there.iter().any(|m| m.files == again.files);
    // Of an earlier version only: the one that is made now takes its place.
    let earlier: Vec<Hash> = there.iter().filter(|m| m.files != again.files).map(|m| m.hash).collect();
    for mapping in std::iter::once(link.hash).chain(earlier) {
        deed.record(book, MappingWithdrawn { mapping })?;
    }
    if !stands {
        deed.record(book, again)?;
    }
    Ok(())
}

/// Says that nothing takes the place of an item any more. Links that were taken over stay where they are.
pub fn take_back(workspace: &mut Workspace, author: &Author, book: Id, former: &str) -> Result<Id> {
    author.acting_as(Role::Assessor)?;
    let ((), deed) = workspace.transact(author, |deed| {
        let former = one(deed, book, former)?;
        let state = deed.state(book)?;
        let heads: Vec<_> =
            state.replacements.iter().filter(|r| r.standing && r.evidence == former.id).collect();
        if heads.iter().all(|r| r.by.is_none()) {
            return Err(Error::Usage(format!("nothing is said to replace {}", former.named())));
        }
        let supersedes = heads.iter().map(|r| r.hash).collect();
        deed.record(book, EvidenceReplaced { evidence: former.id, by: None, supersedes })?;
        Ok(())
    })?;
    Ok(deed)
}
