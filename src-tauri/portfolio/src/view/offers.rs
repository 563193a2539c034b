//! What other units of the same learner could use of the evidence mapped to a criterion. Offers follow links that stand and
//! are in no dispute; taking one up is an ordinary `map` with the same evidence and place, and decides nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::coverage;
use crate::error::Result;
use crate::evidence::item::{self, Item};
use crate::journal::id::Id;
use crate::journal::rows::MappingRow;
use crate::journal::state::BookState;
use crate::learner;
use crate::links::{self, SideText, Standing};
use crate::mapping;
use crate::portfolio::Workspace;
use crate::unit::codes;
use crate::unit::link::{Relation, Side};
use crate::unit::spec::{Shelf, UnitSpec};
use crate::view::board_links::level;
use crate::view::links::{HereView, OfferView};

/// A link seen from one of its sides.
struct Turned<'a> {
    link: &'a Standing,
    here: &'a Side,
    there: &'a Side,
    relation: Relation,
    this_asks: &'a str,
    other_asks: &'a str,
}

/// Offers for items mapped to rows of a unit: closest relation first.
pub fn offers(
    workspace: &mut Workspace,
    book: Id,
    unit: &str,
    typed: &str,
    evidence: &[String],
) -> Result<Vec<OfferView>> {
    let (_, spec) = learner::unit_of(workspace, book, unit)?;
    let rows: BTreeSet<String> = codes::rows(&spec, typed)?.into_iter().collect();
    let standing = links::standing(workspace.centre_book()?);
    let shelf = workspace.shelf().clone();
    let state = workspace.book(book)?;
    let items = item::items(state);
    let items: Vec<&Item> =
        evidence.iter().map(|name| item::find(state, &items, name)).collect::<Result<_>>()?;
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    for link in standing.iter().filter(|s| s.dispute.is_none()) {
        let Some(turned) = turned(link, &spec.text.id).filter(|t| rows.contains(&t.here.row)) else {
            continue;
        };
        // Two desks may have made the same link apart; one offer is enough.
        if !seen.insert((turned.here.row.as_str(), turned.there.row.as_str())) {
            continue;
        }
        let Some(there) = open_unit(state, &shelf, &turned.there.unit) else { continue };
        let (Some(here), Some(there)) = (taken(turned.here, &spec), taken(turned.there, &there)) else {
            continue;
        };
        for item in &items {
            out.extend(of_item(state, &turned, &here, &there, item));
        }
    }
    out.sort_by(|a, b| {
        (a.relation, &a.unit_title, &a.code, &a.reference, &a.place).cmp(&(
            b.relation,
            &b.unit_title,
            &b.code,
            &b.reference,
            &b.place,
        ))
    });
    Ok(out)
}

fn turned<'a>(link: &'a Standing, unit: &str) -> Option<Turned<'a>> {
    let row = &link.row;
    if row.from.unit == unit {
        return Some(Turned {
            link,
            here: &row.from,
            there: &row.to,
            relation: row.relation,
            this_asks: &row.beyond_from,
            other_asks: &row.beyond_to,
        });
    }
    (row.to.unit == unit).then(|| Turned {
        link,
        here: &row.to,
        there: &row.from,
        relation: row.relation.turned(),
        this_asks: &row.beyond_to,
        other_asks: &row.beyond_from,
    })
}

/// The text under which the learner has the other unit, where they have it and it can be mapped to now.
fn open_unit(state: &BookState, shelf: &Shelf, unit: &str) -> Option<Arc<UnitSpec>> {
    let row = coverage::unit_in_force(state, unit)?;
    let spec = shelf.get(row.spec)?;
    mapping::open_for_change(state, row, spec).ok()?;
    Some(Arc::clone(spec))
}

/// A side of a link against the text under which the learner has the unit.
fn taken(side: &Side, spec: &Arc<UnitSpec>) -> Option<SideText> {
    let row = spec.row(&side.row)?.clone();
    Some(SideText::of(side, spec, row))
}

/// One offer for each place at which the item is mapped here; one without a place where it is not mapped yet.
fn of_item(
    state: &BookState,
    turned: &Turned<'_>,
    here: &SideText,
    there: &SideText,
    item: &Item,
) -> Vec<OfferView> {
    let mapped = |row: &str| -> Vec<&MappingRow> {
        let links = state.links_of_row.get(row).into_iter().flatten();
        links.filter_map(|h| state.mappings.get(h)).filter(|m| m.evidence == item.id).collect()
    };
    let (from, already) = (mapped(&here.row.id), mapped(&there.row.id));
    let why_not_one_key = links::why_not_one_key(turned.link, here, there);
    let text = &there.spec.text;
    let mut places: Vec<_> = from.iter().map(|m| (m.place.clone(), m.method)).collect();
    places.dedup();
    if places.is_empty() {
        places.push((None, item.method));
    }
    let offer = |(place, method)| OfferView {
        link: turned.link.row.link.to_string(),
        relation: turned.relation,
        unit: text.id.clone(),
        handle: text.handle.clone(),
        unit_title: text.unit.title.clone(),
        board: there.spec.board().to_owned(),
        board_confirmed: there.spec.board_confirmed(),
        level: level(&there.spec),
        source: there.spec.source_words().to_owned(),
        row: there.row.id.clone(),
        code: there.row.code.clone(),
        text: there.row.text.clone(),
        here: here_view(here),
        other_asks: turned.other_asks.to_owned(),
        this_asks: turned.this_asks.to_owned(),
        one_key: why_not_one_key.is_none(),
        why_not_one_key: why_not_one_key.clone(),
        evidence: item.id.clone(),
        reference: item.reference.clone().unwrap_or_default(),
        evidence_title: item.title.clone(),
        mapped: already.iter().any(|m| m.place == place && m.method == method && m.files == item.files),
        place: place.map(|p| p.text().to_owned()),
        method,
    };
    places.into_iter().map(offer).collect()
}

fn here_view(here: &SideText) -> HereView {
    HereView {
        board: here.spec.board().to_owned(),
        board_confirmed: here.spec.board_confirmed(),
        level: level(&here.spec),
        source: here.spec.source_words().to_owned(),
        code: here.row.code.clone(),
        text: here.row.text.clone(),
    }
}
