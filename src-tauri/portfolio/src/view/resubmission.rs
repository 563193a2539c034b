//! A resubmission as shown: what it replaces, what it may replace and why that is offered, and the links that wait to be
//! taken over. Records nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use ts_rs::TS;

use crate::coverage::{self, Under};
use crate::error::Result;
use crate::evidence::item::{self, Item};
use crate::evidence::method::Method;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::MappingRow;
use crate::journal::state::BookState;
use crate::portfolio::Workspace;
use crate::resubmission::{self, likeness};
use crate::unit::spec::Shelf;
use crate::view::portfolio::{EvidenceStanding, ItemRef, RowState};

/// Most items that are offered.
const MOST_OFFERS: usize = 5;

/// What stands about an item that replaces others, or is replaced.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReplacementView {
    /// The item asked about.
    pub item: ItemRef,
    /// Items whose place it takes.
    pub replaces: Vec<ItemRef>,
    /// Items that take its place.
    pub replaced_by: Vec<ItemRef>,
    /// Two desks say different things of that: another item, or that none does.
    pub replacement_disputed: bool,
    /// Items whose place it may take, the likeliest first.
    pub offers: Vec<ReplacementOffer>,
    /// Links of the items that it replaces, which can be taken over.
    pub links: Vec<TakeOverView>,
    /// Links of the item that was asked about besides.
    pub others: Vec<TakeOverView>,
}

/// An item that this one may replace.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReplacementOffer {
    /// The item put forward before.
    pub item: ItemRef,
    /// Why it is offered, a sentence each.
    pub why: Vec<String>,
    /// Criteria on which more is asked for, by code.
    pub asked: Vec<String>,
    /// Links that could be taken over.
    pub links: Vec<TakeOverView>,
}

/// A link that can be taken over.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TakeOverView {
    /// Id of the link.
    pub mapping: String,
    /// Reference of the item that it belongs to.
    pub from: String,
    /// Title of the unit.
    pub unit: String,
    /// Code of the criterion.
    pub code: String,
    /// Words of the criterion.
    pub text: String,
    /// Place in the earlier item; null = not given.
    pub place: Option<String>,
    /// By which method.
    pub method: Method,
    /// How the criterion stands.
    pub state: RowState,
    /// What was said to the learner about it.
    pub feedback: Option<String>,
    /// Why it cannot be taken over now; null = it can.
    pub closed: Option<String>,
    /// Taken over unless somebody says otherwise: what is achieved on the earlier item stays with it.
    pub ticked: bool,
}

/// What stands and what is offered about one item.
pub fn replacement(
    workspace: &mut Workspace,
    book: Id,
    evidence: &str,
    former: Option<&str>,
) -> Result<ReplacementView> {
    let shelf = workspace.shelf().clone();
    let state = workspace.book(book)?;
    let items = item::items(state);
    let item = item::find(state, &items, evidence)?.clone();
    let refs = |ids: &[String]| ids.iter().filter_map(|id| items.get(id)).map(ItemRef::of).collect();
    let links = item.replaces.iter().filter_map(|id| items.get(id));
    let view = ReplacementView {
        replaces: refs(&item.replaces),
        replaced_by: refs(&item.replaced_by),
        replacement_disputed: item.replacement_disputed,
        offers: Vec::new(),
        links: links.flat_map(|former| take_overs(state, &shelf, former)).collect(),
        others: match former {
            Some(former) => take_overs(state, &shelf, item::find(state, &items, former)?),
            None => Vec::new(),
        },
        item: ItemRef::of(&item),
    };
    let open = item.standing() != EvidenceStanding::SetAside
        && item.replaces.is_empty()
        && item.replaced_by.is_empty();
    if !open || is_decided(state, &item) {
        return Ok(view);
    }
    Ok(ReplacementView { offers: offers(workspace, book, &shelf, &item)?, ..view })
}

/// Whether a decision that stands relies on an item: from then on it is evidence in its own right.
fn is_decided(state: &BookState, item: &Item) -> bool {
    let relied = state.decisions.iter().filter(|d| d.standing).flat_map(|d| &d.relied_on);
    relied.filter_map(|relied| state.mappings.get(&relied.mapping)).any(|link| link.evidence == item.id)
}

/// Items that were put forward before this one and are close to it by name or by words.
fn offers(workspace: &mut Workspace, book: Id, shelf: &Shelf, new: &Item) -> Result<Vec<ReplacementOffer>> {
    let state = workspace.book(book)?;
    let items = item::items(state);
    let links = |i: &Item| state.mappings.iter().any(|m| m.standing && m.evidence == i.id);
    let before = |i: &&Item| {
        i.id != new.id
            && i.standing() == EvidenceStanding::Accepted
            && i.replaced_by.is_empty()
            && i.added.at <= new.added.at
            && !i.is_in_situ()
            && links(i)
    };
    let former: Vec<Item> = items.values().filter(before).cloned().collect();
    let names = names(state, new);
    let words = runs(workspace, new)?;
    let mut out = Vec::new();
    for item in former {
        let mut why = Vec::new();
        let state = workspace.book(book)?;
        if let Some((mine, theirs)) = alike(&names, &self::names(state, &item)) {
            why.push(format!("Their names are close: “{mine}” and “{theirs}”."));
        }
        let theirs = runs(workspace, &item)?;
        let share = likeness::texts(&words, &theirs);
        if let Some(share) = share {
            why.push(format!("{share}% of the words of {} stand in it in the same order.", reference(&item)));
        }
        if why.is_empty() {
            continue;
        }
        let links = take_overs(workspace.book(book)?, shelf, &item);
        let asks = |l: &&TakeOverView| matches!(l.state, RowState::PartiallyMet | RowState::NotYetMet);
        let mut asked: Vec<String> = links.iter().filter(asks).map(|l| l.code.clone()).collect();
        asked.dedup();
        if !asked.is_empty() {
            why.push(format!("More was asked for on {}.", asked.join(", ")));
        }
        let rank = (asked.is_empty(), std::cmp::Reverse(why.len()), std::cmp::Reverse(share), item.number);
        out.push((rank, ReplacementOffer { item: ItemRef::of(&item), why, asked, links }));
    }
    out.sort_by_key(|(rank, _)| *rank);
    Ok(out.into_iter().take(MOST_OFFERS).map(|(_, offer)| offer).collect())
}

fn reference(item: &Item) -> String {
    item.reference.clone().unwrap_or_else(|| item.title.clone())
}

/// The title of an item and the names of its files.
fn names(state: &BookState, item: &Item) -> Vec<String> {
    let files = item.files.iter().filter_map(|f| state.files.get(f));
    let mut names = vec![item.title.clone()];
    names.extend(files.map(|f| crate::evidence::name::neutral(f.path.last())));
    names
}

fn alike(mine: &[String], theirs: &[String]) -> Option<(String, String)> {
    let pairs = mine.iter().flat_map(|one| theirs.iter().map(move |other| (one, other)));
    pairs
        .into_iter()
        .find(|(one, other)| likeness::names(one, other).is_some())
        .map(|(a, b)| (a.clone(), b.clone()))
}

/// The words of an item, where its files have been read. Kept from one question to the next: each asks for those of every
/// item that was put forward.
fn runs(workspace: &mut Workspace, item: &Item) -> Result<Arc<likeness::Runs>> {
    if let Some(kept) = workspace.runs.get(&item.files) {
        return Ok(kept);
    }
    let texts = workspace.texts()?;
    let (mut pieces, mut whole) = (Vec::new(), true);
    for file in &item.files {
        match texts.get(*file)? {
            Some(Ok(text)) => pieces.extend(text.passages.into_iter().map(|p| p.text)),
            Some(Err(_)) => {}
            // Still to be read.
            None => whole = false,
        }
    }
    let runs = Arc::new(likeness::Runs::of(pieces.iter().map(String::as_str)));
    if whole {
        workspace.runs.keep(item.files.clone(), &runs);
    }
    Ok(runs)
}

/// The standing links of an item, by unit and code.
fn take_overs(state: &BookState, shelf: &Shelf, former: &Item) -> Vec<TakeOverView> {
    let order: BTreeMap<String, usize> =
        coverage::units(state).iter().enumerate().map(|(i, u)| (u.unit.clone(), i)).collect();
    let mut links: Vec<&MappingRow> =
        state.mappings.iter().filter(|m| m.standing && m.evidence == former.id).collect();
    let position = |m: &MappingRow| {
        let spec = coverage::unit_in_force(state, &m.unit).and_then(|u| shelf.get(u.spec));
        spec.and_then(|s| s.place(&m.row))
    };
    links.sort_by_key(|m| (order.get(&m.unit).copied(), position(m), m.hash));
    links.into_iter().filter_map(|link| take_over(state, shelf, former, link)).collect()
}

fn take_over(state: &BookState, shelf: &Shelf, former: &Item, link: &MappingRow) -> Option<TakeOverView> {
    let unit = coverage::unit_in_force(state, &link.unit)?;
    let spec = shelf.get(unit.spec)?;
    let row = spec.row(&link.row)?;
    let said = |hash: &Hash| {
        let decision = state.decisions.get(hash)?;
        let told = state.tellings.get(hash);
        let told = told.into_iter().flat_map(|told| [told.feedback.as_str(), told.needed.as_str()]);
        let words: Vec<&str> = told.filter(|words| !words.is_empty()).collect();
        let words = if words.is_empty() { decision.reason.clone() } else { words.join(" ") };
        Some(words).filter(|words| !words.is_empty())
    };
    let feedback = state.decisions_of_row.get(&link.row).into_iter().flatten().find_map(said);
    let closed = resubmission::open(state, shelf, link).err();
    let stands = Under { state, shelf, spec }.row_state(&link.row);
    Some(TakeOverView {
        mapping: link.hash.to_string(),
        from: reference(former),
        unit: spec.text.unit.title.clone(),
        code: row.code.clone(),
        text: row.text.clone(),
        place: link.place.as_ref().map(|p| p.text().to_owned()),
        method: link.method,
        state: stands,
        ticked: closed.is_none() && !stands.achieved(),
        feedback,
        closed: closed.map(|e| format!("{e}.")),
    })
}
