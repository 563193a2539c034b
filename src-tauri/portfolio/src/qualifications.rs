//! Qualifications of the centre and saved sets of units: saying them, changing them, finding them. Two desks that said
//! different things are both shown until one of them says it again. Refuses to know learners.

use std::collections::{BTreeMap, BTreeSet};

use crate::clock::is_date;
use crate::error::{Error, Refusal, Result};
use crate::journal::act::{QualificationStated, UnitSetSaved};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{QualificationRow, UnitSetRow};
use crate::journal::state::BookState;
use crate::library;
use crate::portfolio::{Author, Workspace};
use crate::unit::import::checks::with_obliques;
use crate::unit::qualification::Qualification;

/// The statements in force about each qualification, by id.
#[must_use]
pub fn standing(centre: &BookState) -> BTreeMap<Id, Vec<&QualificationRow>> {
    let mut by_id: BTreeMap<Id, Vec<&QualificationRow>> = BTreeMap::new();
    for row in centre.qualifications.iter().filter(|q| q.standing) {
        by_id.entry(row.qualification).or_default().push(row);
    }
    by_id
}

/// Id of the qualification of this id, number or title.
pub fn find(centre: &BookState, name: &str) -> Result<Id> {
    let wanted = name.trim();
    let number = with_obliques(wanted);
    let fits = |row: &&QualificationRow| {
        row.qualification.to_string() == wanted
            || row.says.title.eq_ignore_ascii_case(wanted)
            || (!row.says.number.is_empty()
                && (row.says.number == wanted || Some(&row.says.number) == number.as_ref()))
    };
    let found: BTreeSet<Id> =
        centre.qualifications.iter().filter(|q| q.standing).filter(fits).map(|q| q.qualification).collect();
    one(found, "qualification", name)
}

fn one(found: BTreeSet<Id>, what: &'static str, name: &str) -> Result<Id> {
    match found.iter().collect::<Vec<_>>().as_slice() {
        [one] => Ok(**one),
        [] => Err(Error::NotFound { what, name: name.into() }),
        many => Err(Error::Ambiguous {
            what,
            name: name.into(),
            ids: many.iter().map(ToString::to_string).collect(),
        }),
    }
}

/// Says a qualification, anew or again. Units may be named by their short names.
pub fn save(
    workspace: &mut Workspace,
    author: &Author,
    changed: Option<&str>,
    says: Qualification,
) -> Result<Id> {
    author.person()?;
    let says = checked(workspace, says)?;
    let centre = workspace.centre();
    let fresh = Id::random()?;
    let (id, _) = workspace.transact(author, |deed| {
        let state = deed.state(centre)?;
        let id = changed.map(|name| find(state, name)).transpose()?;
        let namesake = state.qualifications.iter().find(|q| {
            q.standing
                && Some(q.qualification) != id
                && (q.says.title == says.title && q.says.number == says.number)
        });
        if namesake.is_some() {
            return Err(
                Refusal::AlreadyThere { what: format!("a qualification called {}", says.title) }.into()
            );
        }
        let heads: Vec<&QualificationRow> =
            state.qualifications.iter().filter(|q| q.standing && Some(q.qualification) == id).collect();
        if matches!(heads.as_slice(), [only] if only.says == says) {
            let what = format!("this very record of {}: nothing is changed, so it", says.title);
            return Err(Refusal::AlreadyThere { what }.into());
        }
        let supersedes: Vec<Hash> = heads.iter().map(|q| q.hash).collect();
        let qualification = id.unwrap_or(fresh);
        deed.record(centre, QualificationStated { qualification, says, supersedes })?;
        Ok(qualification)
    })?;
    Ok(id)
}

fn checked(workspace: &mut Workspace, mut says: Qualification) -> Result<Qualification> {
    for text in [
        &mut says.number,
        &mut says.title,
        &mut says.level,
        &mut says.awarding_organisation,
        &mut says.status,
        &mut says.operational_start_date,
        &mut says.operational_end_date,
        &mut says.certification_end_date,
    ] {
        *text = text.trim().to_owned();
    }
    if says.title.is_empty() {
        return Err(Error::Usage("the qualification needs a title".into()));
    }
    if !says.number.is_empty() {
        says.number = with_obliques(&says.number).ok_or_else(|| {
            Error::Usage(format!("the qualification number {:?} is not of the form 123/4567/8", says.number))
        })?;
    }
    for (what, date) in [
        ("first day for learners", &says.operational_start_date),
        ("last day for learners", &says.operational_end_date),
        ("end of certification", &says.certification_end_date),
    ] {
        if !date.is_empty() && !is_date(date) {
            return Err(Error::Usage(format!("the {what} {date:?} is not a date like 2026-09-30")));
        }
    }
    if let Some(negative) = figures(&says).find(|n| *n < 0) {
        return Err(Error::Usage(format!("{negative} is no number of credits, hours or units")));
    }
    let units = library::all(workspace)?;
    let mut placed = BTreeSet::new();
    for unit in says.groups.iter_mut().flat_map(|g| &mut g.units) {
        // A unit whose text is not here yet may be named by its id all the same; it is shown as missing.
        match library::named(&units, unit) {
            Ok(id) => *unit = id,
            Err(_) if unit.parse::<uuid::Uuid>().is_ok() => {}
            Err(error) => return Err(error),
        }
        if !placed.insert(unit.clone()) {
            let title = units.get(unit).and_then(|r| r.shown()).map_or("a unit", |s| &s.text.unit.title);
            return Err(Error::Usage(format!("{title} stands twice in the groups")));
        }
    }
    Ok(says)
}

fn figures(says: &Qualification) -> impl Iterator<Item = i64> {
    let whole = [says.credits, says.glh, says.tqt, says.minimum_credits].into_iter().flatten();
    let groups =
        says.groups.iter().flat_map(|g| [g.minimum_credits, g.maximum_credits, g.minimum_units]).flatten();
    whole.chain(groups).chain(says.level_rules.iter().map(|r| r.minimum_credits))
}

/// The versions in force of each set that is not given up, by id.
#[must_use]
pub fn sets(centre: &BookState) -> BTreeMap<Id, Vec<&UnitSetRow>> {
    let mut by_id: BTreeMap<Id, Vec<&UnitSetRow>> = BTreeMap::new();
    for row in centre.unit_sets.iter().filter(|s| s.standing && !s.units.is_empty()) {
        by_id.entry(row.set).or_default().push(row);
    }
    by_id
}

/// Id of the set of this name or id.
pub fn find_set(centre: &BookState, name: &str) -> Result<Id> {
    let fits = |row: &&&UnitSetRow| row.set.to_string() == name || row.name.eq_ignore_ascii_case(name.trim());
    let found = sets(centre).values().flatten().filter(fits).map(|s| s.set).collect();
    one(found, "set of units", name)
}

/// The units of a set in order. Where two versions stand, both their units: nothing is left out by it.
pub fn units_of(centre: &BookState, set: &str) -> Result<Vec<String>> {
    let id = find_set(centre, set)?;
    let mut units = Vec::new();
    for unit in sets(centre).get(&id).into_iter().flatten().flat_map(|row| &row.units) {
        if !units.contains(unit) {
            units.push(unit.clone());
        }
    }
    Ok(units)
}

/// Saves a set, anew or again.
pub fn save_set(
    workspace: &mut Workspace,
    author: &Author,
    changed: Option<&str>,
    name: &str,
    qualification: Option<&str>,
    units: &[String],
) -> Result<Id> {
    author.person()?;
    let name = name.trim().to_owned();
    if name.is_empty() {
        return Err(Error::Usage("the set of units needs a name".into()));
    }
    let known = library::all(workspace)?;
    let mut ids: Vec<String> = Vec::new();
    for unit in units {
        let id = library::named(&known, unit)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    if ids.is_empty() {
        return Err(Error::Usage("the set holds no unit: name at least one".into()));
    }
    let (centre, fresh) = (workspace.centre(), Id::random()?);
    let (id, _) = workspace.transact(author, |deed| {
        let state = deed.state(centre)?;
        let id = changed.map(|set| find_set(state, set)).transpose()?;
        let taken = sets(state).into_iter().any(|(other, rows)| {
            Some(other) != id && rows.iter().any(|r| r.name.eq_ignore_ascii_case(&name))
        });
        if taken {
            return Err(Refusal::AlreadyThere { what: format!("a set of units called {name}") }.into());
        }
        let qualification = qualification.map(|q| find(state, q)).transpose()?;
        let supersedes =
            state.unit_sets.iter().filter(|s| s.standing && Some(s.set) == id).map(|s| s.hash).collect();
        let set = id.unwrap_or(fresh);
        deed.record(centre, UnitSetSaved { set, name, qualification, units: ids, supersedes })?;
        Ok(set)
    })?;
    Ok(id)
}

/// Gives a set up. Learners who were registered with it keep their units.
pub fn drop_set(workspace: &mut Workspace, author: &Author, name: &str) -> Result<Id> {
    author.person()?;
    let centre = workspace.centre();
    let (id, _) = workspace.transact(author, |deed| {
        let state = deed.state(centre)?;
        let set = find_set(state, name)?;
        let rows: Vec<&UnitSetRow> = state.unit_sets.iter().filter(|s| s.standing && s.set == set).collect();
        let called = rows.first().map(|r| r.name.clone()).unwrap_or_default();
        let supersedes = rows.iter().map(|s| s.hash).collect();
        let given_up = UnitSetSaved { set, name: called, qualification: None, units: Vec::new(), supersedes };
        deed.record(centre, given_up)?;
        Ok(set)
    })?;
    Ok(id)
}
