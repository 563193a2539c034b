//! Mapping: this item, at this place, by this method, is put forward for this criterion. Only put forward: the judgement
//! is on the criterion.

use std::sync::Arc;

use crate::coverage;
use crate::error::{Error, Refusal, Result};
use crate::evidence::item::Item;
use crate::evidence::locator::Place;
use crate::evidence::method::Method;
use crate::evidence::verbs::{accept_one, found};
use crate::journal::act::{MappingMade, MappingWithdrawn};
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{MappingRow, UnitRow};
use crate::journal::state::BookState;
use crate::learner;
use crate::person::Role;
use crate::portfolio::{Author, Deed, Workspace};
use crate::unit::codes;
use crate::unit::spec::UnitSpec;
use crate::view::portfolio::EvidenceStanding;

/// Which criteria of one unit.
#[derive(Debug, Clone)]
pub struct Criteria<'a> {
    /// Handle or id of the unit.
    pub unit: &'a str,
    /// Codes as typed.
    pub codes: &'a str,
}

/// What is mapped where.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The criteria, unit by unit.
    pub criteria: &'a [Criteria<'a>],
    /// Items.
    pub evidence: &'a [String],
    /// Place as typed.
    pub place: Option<&'a str>,
    /// The one item that the place is in; all of them when absent.
    pub place_of: Option<&'a str>,
    /// Method, else the item's own.
    pub method: Option<Method>,
}

/// Criteria of one unit, found.
struct InUnit {
    unit: UnitRow,
    spec: Arc<UnitSpec>,
    rows: Vec<String>,
}

/// Maps, to criteria of several units too, all in one deed. Items without a number get one in the same deed. The same link
/// again changes nothing and is said.
pub fn map(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    request: &Request<'_>,
) -> Result<(Vec<String>, Id)> {
    author.acting_as(Role::Assessor)?;
    let mut units = Vec::new();
    for criteria in request.criteria {
        let (unit, spec) = learner::unit_of(workspace, book, criteria.unit)?;
        let rows = codes::rows(&spec, criteria.codes)?;
        units.push(InUnit { unit, spec, rows });
    }
    let place = request.place.and_then(Place::parse);
    workspace.transact(author, |deed| {
        let state = deed.state(book)?;
        for of in &mut units {
            if let Some(unit) = coverage::unit_in_force(state, &of.unit.unit) {
                of.unit = unit.clone();
            }
            open_for_change(state, &of.unit, &of.spec)?;
            same_text(&of.unit, &of.spec)?;
        }
        let mut warnings = Vec::new();
        let mut without_place = 0;
        let items = found(deed, book, request.evidence)?;
        let named = request.place_of.map(|name| found(deed, book, &[name.to_owned()])).transpose()?;
        for item in items {
            accept_if_new(deed, book, &item, request.method)?;
            let here = named.as_ref().is_none_or(|of| of.iter().any(|o| o.id == item.id));
            let place = place.clone().filter(|_| here).map(|place| place.within(item.files.len()));
            let method = request.method.unwrap_or(item.method);
            let (made, stood) = link_all(deed, book, &units, &item, &place, method)?;
            warnings.extend(stood);
            without_place += if place.is_none() { made } else { 0 };
        }
        match without_place {
            0 => {}
            1 => warnings.push("1 link without a place".into()),
            n => warnings.push(format!("{n} links without a place")),
        }
        Ok(warnings)
    })
}

/// A number for an item that has none yet; one that was set aside is refused.
fn accept_if_new(deed: &mut Deed<'_>, book: Id, item: &Item, method: Option<Method>) -> Result<()> {
    match item.standing() {
        EvidenceStanding::Accepted => {}
        EvidenceStanding::New => {
            accept_one(deed, book, item, None, method)?;
        }
        EvidenceStanding::SetAside => {
            return Err(Refusal::EvidenceSetAside { title: item.title.clone() }.into());
        }
    }
    Ok(())
}

/// Links one item to every row; how many links were made, and which stood already.
fn link_all(
    deed: &mut Deed<'_>,
    book: Id,
    units: &[InUnit],
    item: &Item,
    place: &Option<Place>,
    method: Method,
) -> Result<(usize, Vec<String>)> {
    let (mut made, mut stood) = (0, Vec::new());
    for (of, row) in units.iter().flat_map(|of| of.rows.iter().map(move |row| (of, row))) {
        let link = link(&of.unit, row, item, place.clone(), method);
        if stands(deed.state(book)?, &link) {
            let code = of.spec.row(row).map_or("?", |r| &r.code);
            stood.push(format!("{} is already mapped to {code} at that place", item.named()));
        } else {
            deed.record(book, link)?;
            made += 1;
        }
    }
    Ok((made, stood))
}

fn link(unit: &UnitRow, row: &str, item: &Item, place: Option<Place>, method: Method) -> MappingMade {
    MappingMade {
        unit: unit.unit.clone(),
        spec: unit.spec,
        row: row.to_owned(),
        evidence: item.id.clone(),
        files: item.files.clone(),
        place,
        method,
    }
}

fn stands(state: &BookState, link: &MappingMade) -> bool {
    state.links_of_row.get(&link.row).into_iter().flatten().filter_map(|h| state.mappings.get(h)).any(|m| {
        m.evidence == link.evidence
            && m.place == link.place
            && m.method == link.method
            && m.files == link.files
    })
}

/// Withdraws links. Decisions that relied on them show that they did.
pub fn unmap(workspace: &mut Workspace, author: &Author, book: Id, links: &[Hash]) -> Result<Id> {
    author.acting_as(Role::Assessor)?;
    let ((), deed) = workspace.transact(author, |deed| {
        for link in links {
            let row = standing(deed.state(book)?, *link)?;
            refuse_closed_unit(deed, book, &row)?;
            deed.record(book, MappingWithdrawn { mapping: *link })?;
        }
        Ok(())
    })?;
    Ok(deed)
}

/// Corrects the place of a link: the old link is withdrawn, a new one made, in one deed.
pub fn place(workspace: &mut Workspace, author: &Author, book: Id, link: Hash, place: &str) -> Result<Id> {
    author.acting_as(Role::Assessor)?;
    let ((), deed) = workspace.transact(author, |deed| {
        let old = standing(deed.state(book)?, link)?;
        refuse_closed_unit(deed, book, &old)?;
        deed.record(book, MappingWithdrawn { mapping: link })?;
        let place = Place::parse(place).map(|place| place.within(old.files.len()));
        deed.record(book, again(&old, place))?;
        Ok(())
    })?;
    Ok(deed)
}

/// The same link with another place.
#[must_use]
pub fn again(old: &MappingRow, place: Option<Place>) -> MappingMade {
    MappingMade {
        unit: old.unit.clone(),
        spec: old.spec,
        row: old.row.clone(),
        evidence: old.evidence.clone(),
        files: old.files.clone(),
        place,
        method: old.method,
    }
}

/// A link that stands.
pub fn standing(state: &BookState, link: Hash) -> Result<MappingRow> {
    let row = state.mappings.get(&link).filter(|m| m.standing);
    row.cloned().ok_or_else(|| Error::NotFound { what: "link", name: link.to_string() })
}

/// Asks [`open_for_change`] for the unit of a link.
fn refuse_closed_unit(deed: &mut Deed<'_>, book: Id, link: &MappingRow) -> Result<()> {
    let missing = || Error::Integrity(format!("the unit text {} is not here", link.spec));
    let spec = deed.shelf().get(link.spec).cloned().ok_or_else(missing)?;
    let state = deed.state(book)?;
    match coverage::unit_in_force(state, &link.unit) {
        Some(unit) => Ok(open_for_change(state, unit, &spec)?),
        None => Err(Error::Integrity("a link to a unit that was never taken".into())),
    }
}

/// What was read before the transaction must be the text that the learner is on inside it.
pub fn same_text(unit: &UnitRow, spec: &UnitSpec) -> Result<()> {
    if unit.spec == spec.sha256 {
        return Ok(());
    }
    Err(Error::Busy {
        holder: "the portfolio was moved to another issue of the unit text at this very moment".into(),
    })
}

/// Refuses to change a unit that is signed, withdrawn, or holds acts that this program does not understand.
pub fn open_for_change(state: &BookState, unit: &UnitRow, spec: &UnitSpec) -> Result<(), Refusal> {
    let title = || spec.text.unit.title.clone();
    if !state.newer.is_empty() {
        return Err(Refusal::NewerEntries);
    }
    if unit.withdrawn_reason.is_some() {
        return Err(Refusal::UnitWithdrawn { unit: title() });
    }
    if let Some(signed) = state.sign_offs.iter().find(|s| s.standing && s.unit == unit.unit) {
        let date = Moment { at: signed.at, offset: signed.offset }.date();
        return Err(Refusal::UnitSigned { unit: title(), date });
    }
    Ok(())
}
