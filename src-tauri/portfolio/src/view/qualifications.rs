//! Qualifications and saved sets of units, as shown.

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::journal::id::Id;
use crate::library;
use crate::portfolio::Workspace;
use crate::qualifications;
use crate::unit::combination::{self, Figures};
use crate::unit::qualification::Qualification;
use crate::unit::revisions::Revisions;
use crate::view::library::{
    CombinationLine, CombinationView, GroupUnitView, QualificationView, UnitGroupView, UnitSetView,
    group_rule,
};

type Units = BTreeMap<String, Revisions>;

/// Every qualification, by title.
pub fn list(workspace: &mut Workspace) -> Result<Vec<QualificationView>> {
    let today = workspace.clock.now().date();
    let units = library::all(workspace)?;
    let mut out: Vec<QualificationView> = qualifications::standing(workspace.centre_book()?)
        .into_iter()
        .filter_map(|(id, rows)| view(id, rows.into_iter().map(|r| r.says.clone()).collect(), &units, &today))
        .collect();
    out.sort_by(|a, b| (&a.says.title, &a.id).cmp(&(&b.says.title, &b.id)));
    Ok(out)
}

/// One qualification.
pub fn show(workspace: &mut Workspace, id: Id) -> Result<QualificationView> {
    let wanted = id.to_string();
    let found = list(workspace)?.into_iter().find(|q| q.id == wanted);
    found.ok_or(Error::NotFound { what: "qualification", name: wanted })
}

fn view(id: Id, mut said: Vec<Qualification>, units: &Units, today: &str) -> Option<QualificationView> {
    if said.is_empty() {
        return None;
    }
    let says = said.remove(0);
    let others: Vec<Qualification> = said.into_iter().filter(|other| *other != says).collect();
    let groups: Vec<UnitGroupView> = says
        .groups
        .iter()
        .map(|g| UnitGroupView {
            name: g.name.clone(),
            mandatory: g.mandatory,
            rule: group_rule(g),
            units: g.units.iter().map(|u| unit(units, u)).collect(),
        })
        .collect();
    let mut warnings = combination::warnings(&says, today);
    let missing = groups.iter().flat_map(|g| &g.units).filter(|u| u.missing).count();
    if missing > 0 {
        let words = if missing == 1 { "1 unit has".to_owned() } else { format!("{missing} units have") };
        warnings.push(format!("{words} no text in the library yet."));
    }
    if !others.is_empty() {
        warnings.push("Two desks said different things about it: save it again to settle that.".into());
    }
    Some(QualificationView {
        id: id.to_string(),
        disputed: !others.is_empty(),
        says,
        groups,
        warnings,
        others,
    })
}

fn unit(units: &Units, id: &str) -> GroupUnitView {
    let shown = units.get(id).and_then(Revisions::shown);
    GroupUnitView {
        unit: id.to_owned(),
        handle: shown.map(|s| s.text.handle.clone()).unwrap_or_default(),
        title: shown.map_or_else(|| "not in the library".into(), |s| s.text.unit.title.clone()),
        level: shown.map(|s| s.level().to_owned()).unwrap_or_default(),
        credit: shown.and_then(|s| s.text.unit.credit),
        missing: shown.is_none(),
    }
}

/// A choice of units against the rules of combination.
pub fn check(workspace: &mut Workspace, name: &str, chosen: &[String]) -> Result<CombinationView> {
    let units = library::all(workspace)?;
    let chosen: Vec<String> = chosen.iter().map(|u| library::named(&units, u)).collect::<Result<_>>()?;
    let centre = workspace.centre_book()?;
    let id = qualifications::find(centre, name)?;
    let standing = qualifications::standing(centre);
    let says =
        standing.get(&id).and_then(|rows| rows.first()).map(|row| row.says.clone()).unwrap_or_default();
    let figures = units.iter().filter_map(|(id, revisions)| {
        let spec = revisions.shown()?;
        let (title, credit) = (spec.text.unit.title.clone(), spec.text.unit.credit);
        Some((id.clone(), Figures { title, credit, level: spec.level().to_owned() }))
    });
    let (lines, mut remarks) = combination::check(&says, &chosen, &figures.collect());
    if lines.is_empty() {
        remarks.push("No rules of combination are recorded for this qualification.".into());
    }
    Ok(CombinationView {
        ok: lines.iter().all(|l| l.met),
        lines: lines
            .into_iter()
            .map(|l| CombinationLine { rule: l.rule, need: l.need, have: l.have, met: l.met })
            .collect(),
        remarks,
    })
}

/// Every saved set of units, by name.
pub fn sets(workspace: &mut Workspace) -> Result<Vec<UnitSetView>> {
    let units = library::all(workspace)?;
    let centre = workspace.centre_book()?;
    let titles: BTreeMap<Id, String> = qualifications::standing(centre)
        .into_iter()
        .filter_map(|(id, rows)| Some((id, rows.first()?.says.title.clone())))
        .collect();
    let mut out = Vec::new();
    for (id, rows) in qualifications::sets(centre) {
        let Some(first) = rows.first() else { continue };
        let mut names: Vec<&str> = rows.iter().map(|r| r.name.as_str()).collect();
        names.dedup();
        let of_set: Vec<GroupUnitView> =
            qualifications::units_of(centre, &id.to_string())?.iter().map(|u| unit(&units, u)).collect();
        let differ =
            |r: &&crate::journal::rows::UnitSetRow| (&r.name, &r.units) != (&first.name, &first.units);
        out.push(UnitSetView {
            id: id.to_string(),
            name: names.join(" / "),
            qualification: first.qualification.map(|q| q.to_string()),
            qualification_title: first
                .qualification
                .and_then(|q| titles.get(&q).cloned())
                .unwrap_or_default(),
            missing: u32::try_from(of_set.iter().filter(|u| u.missing).count()).unwrap_or(u32::MAX),
            units: of_set,
            disputed: rows.iter().any(differ),
        });
    }
    out.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(out)
}

/// One set.
pub fn set(workspace: &mut Workspace, id: Id) -> Result<UnitSetView> {
    let wanted = id.to_string();
    let found = sets(workspace)?.into_iter().find(|s| s.id == wanted);
    found.ok_or(Error::NotFound { what: "set of units", name: wanted })
}
