//! Links between boards of the library, and proposals for new ones, as shown. Refuses to know learners.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::{Error, Result};
use crate::journal::act::Act;
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::library;
use crate::links::{self, SideText, Standing, hub};
use crate::portfolio::Workspace;
use crate::unit::export::links::{LinkEnd, LinkRow};
use crate::unit::link::Relation;
use crate::unit::propose;
use crate::unit::spec::{SpecRow, UnitSpec};
use crate::view::links::{BoardLinkView, LinkProposalView, LinkSideView, ThroughView};

/// Links of the library by unit and code; only those of `unit` and, on the other side, of `other`, where named. Links to
/// points of a standard are listed only where the standard is named.
pub fn list(
    workspace: &mut Workspace,
    unit: Option<&str>,
    other: Option<&str>,
) -> Result<Vec<BoardLinkView>> {
    let mut of_standard = false;
    for name in [unit, other].into_iter().flatten() {
        of_standard |= library::text(workspace, name)?.is_standard();
    }
    let mut found = placed(workspace, unit, other)?;
    found.retain(|(_, from, to)| of_standard || !(from.spec.is_standard() || to.spec.is_standard()));
    views(workspace, found)
}

/// One link as shown, also where a side is a point of a standard.
pub fn one(workspace: &mut Workspace, link: Id) -> Result<BoardLinkView> {
    let mut found = placed(workspace, None, None)?;
    found.retain(|(standing, _, _)| standing.row.link == link);
    let view = views(workspace, found)?.into_iter().next();
    view.ok_or_else(|| Error::NotFound { what: "link between boards", name: link.to_string() })
}

fn views(workspace: &mut Workspace, mut found: Vec<Placed>) -> Result<Vec<BoardLinkView>> {
    found.sort_by(|a, b| order(a).cmp(&order(b)));
    let centre = workspace.centre_book()?;
    // The day is the one at the desk where it was recorded; what is shipped has no entry.
    let recorded: BTreeMap<Hash, Moment> = centre
        .log
        .iter()
        .filter(|l| matches!(l.act, Act::LinkStated(_)))
        .map(|l| (l.hash, l.moment))
        .collect();
    let when = |link: &Standing| {
        recorded.get(&link.row.hash).copied().unwrap_or(Moment { at: link.row.at, offset: 0 })
    };
    let by = |link: &Standing| {
        centre.person_of(link.row.chain).map_or_else(|| links::SHIPPED.to_owned(), |p| p.name)
    };
    Ok(found
        .iter()
        .map(|(link, from, to)| {
            let why_not_one_key = links::why_not_one_key(link, from, to);
            BoardLinkView {
                link: link.row.link.to_string(),
                from: side_view(from),
                to: side_view(to),
                relation: link.row.relation,
                beyond_from: link.row.beyond_from.clone(),
                beyond_to: link.row.beyond_to.clone(),
                source: link.row.source.clone(),
                by: by(link),
                at: when(link).date(),
                one_key: why_not_one_key.is_none(),
                why_not_one_key,
                disputed: link.dispute.is_some(),
                dispute: link.dispute.clone(),
            }
        })
        .collect())
}

type Placed = (Standing, SideText, SideText);

fn order((link, from, to): &Placed) -> (&str, Vec<u32>, &str, Vec<u32>, String) {
    let place = |side: &SideText| numbers(&side.row.code);
    (&from.spec.text.handle, place(from), &to.spec.text.handle, place(to), link.row.hash.to_string())
}

/// The numbers of a code, so that 1.10 comes after 1.9.
fn numbers(code: &str) -> Vec<u32> {
    code.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect()
}

fn placed(workspace: &mut Workspace, unit: Option<&str>, other: Option<&str>) -> Result<Vec<Placed>> {
    let mut id = |name: Option<&str>| -> Result<Option<String>> {
        name.map(|name| Ok(library::text(workspace, name)?.text.id.clone())).transpose()
    };
    let (unit, other) = (id(unit)?, id(other)?);
    let texts = links::texts(workspace)?;
    let standing = links::standing(workspace.centre_book()?);
    let shelf = workspace.shelf();
    let wanted = |link: &Standing| {
        let (from, to) = (&link.row.from.unit, &link.row.to.unit);
        let has = |side: &Option<String>| side.as_ref().is_none_or(|u| u == from || u == to);
        has(&unit) && has(&other)
    };
    let place = |link: Standing| {
        let from = links::side_text(&link.row.from, &texts, shelf)?;
        let to = links::side_text(&link.row.to, &texts, shelf)?;
        Some((link, from, to))
    };
    Ok(standing.into_iter().filter(wanted).filter_map(place).collect())
}

/// Links as they go into a file, and those left out because they are in dispute.
pub fn rows(
    workspace: &mut Workspace,
    unit: Option<&str>,
    other: Option<&str>,
) -> Result<(Vec<LinkRow>, Vec<String>)> {
    let mut found = placed(workspace, unit, other)?;
    found.sort_by(|a, b| order(a).cmp(&order(b)));
    let (mut rows, mut left_out) = (Vec::new(), Vec::new());
    for (link, from, to) in found {
        let end = |side: &SideText, text: Hash| LinkEnd {
            unit: side.spec.text.id.clone(),
            handle: side.spec.text.handle.clone(),
            criterion: side.row.id.clone(),
            code: side.row.code.clone(),
            text_sha256: if text == links::unrecorded() { String::new() } else { text.to_string() },
        };
        let (from, to) = (end(&from, link.row.from.text), end(&to, link.row.to.text));
        if let Some(dispute) = link.dispute {
            left_out.push(format!("{} {} to {} {}: {dispute}", from.handle, from.code, to.handle, to.code));
            continue;
        }
        rows.push(LinkRow {
            from,
            to,
            relation: link.row.relation,
            beyond_from: link.row.beyond_from,
            beyond_to: link.row.beyond_to,
            source: link.row.source,
        });
    }
    Ok((rows, left_out))
}

/// Proposals from one unit to another: first what both speak to the same point of a standard, then the likeliest by words.
pub fn proposals(workspace: &mut Workspace, from: &str, to: &str) -> Result<Vec<LinkProposalView>> {
    let (from, to) = (library::text(workspace, from)?, library::text(workspace, to)?);
    let texts = links::texts(workspace)?;
    let standing = links::standing(workspace.centre_book()?);
    let shelf = workspace.shelf();
    let ties = |unit: &UnitSpec| hub::ties(&standing, &texts, shelf, &unit.text.id);
    let shared = hub::shared(&ties(&from), &ties(&to));
    let pairs = shared.keys().filter_map(|(a, b)| Some((from.place(a)?, to.place(b)?))).collect();
    let side = |spec: &Arc<UnitSpec>, row: &SpecRow| {
        side_view(&SideText { spec: Arc::clone(spec), row: row.clone(), changed: false, unrecorded: false })
    };
    let view = |p: propose::Proposed| {
        let (a, b) = (&from.rows[p.from], &to.rows[p.to]);
        let existing = standing.iter().find(|s| links::is_pair(&s.row, &a.id, &b.id));
        let shared = shared.get(&(a.id.clone(), b.id.clone()));
        // What persons wrote about the points counts for more than what the words let guess.
        let said =
            |wrote: Option<&String>, words: String| wrote.filter(|w| !w.is_empty()).cloned().unwrap_or(words);
        LinkProposalView {
            from: side(&from, a),
            to: side(&to, b),
            relation: shared.map(|s| s.relation).filter(|r| *r != Relation::Related).unwrap_or(p.relation),
            score: p.score,
            why: p.why,
            through: shared.into_iter().flat_map(|s| &s.through).map(through_view).collect(),
            beyond_from: said(shared.map(|s| &s.beyond_from), p.beyond_from),
            beyond_to: said(shared.map(|s| &s.beyond_to), p.beyond_to),
            existing: existing.map(|s| s.row.link.to_string()),
        }
    };
    let mut out: Vec<LinkProposalView> =
        propose::propose_with(&from, &to, &pairs).into_iter().map(view).collect();
    // The order by words stays among those that share as many points.
    out.sort_by_key(|p| std::cmp::Reverse(p.through.len()));
    Ok(out)
}

fn through_view(through: &hub::Through) -> ThroughView {
    let text = &through.standard.text;
    ThroughView {
        standard: text.unit.number.clone().unwrap_or_else(|| text.handle.clone()),
        title: text.unit.title.clone(),
        point: through.point.code.clone(),
        text: through.point.text.clone(),
        from: through.from,
        to: through.to,
    }
}

/// One side as shown.
#[must_use]
pub fn side_view(side: &SideText) -> LinkSideView {
    let text = &side.spec.text;
    LinkSideView {
        unit: text.id.clone(),
        handle: text.handle.clone(),
        title: text.unit.title.clone(),
        // A standard is known by its code, whoever developed it.
        board: text
            .unit
            .number
            .clone()
            .filter(|_| side.spec.is_standard())
            .unwrap_or_else(|| side.spec.board().to_owned()),
        board_confirmed: side.spec.board_confirmed(),
        level: level(&side.spec),
        source: side.spec.source_words().to_owned(),
        row: side.row.id.clone(),
        code: side.row.code.clone(),
        text: side.row.text.clone(),
        text_changed: side.changed,
        text_unrecorded: side.unrecorded,
    }
}

/// The level, and whose it is where it is not the unit's own.
#[must_use]
pub fn level(spec: &UnitSpec) -> String {
    match (spec.text.unit.level.as_deref(), spec.level()) {
        (Some(own), _) => own.to_owned(),
        (None, "") => String::new(),
        (None, level) => format!("{level} (of the qualification)"),
    }
}
