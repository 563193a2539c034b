//! The attempts at a criterion, in order: what was brought, what was decided on it, and what was brought after that. Worked
//! out from decisions and links when asked, never recorded. Pure; refuses to know units' texts and the disk.

use std::collections::{BTreeMap, BTreeSet};

use crate::evidence::item::Item;
use crate::journal::act::Act;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::DecisionRow;
use crate::journal::state::BookState;

/// What was brought: an item in one of its versions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Brought {
    /// Item.
    pub evidence: String,
    /// Its files then.
    pub files: Vec<Hash>,
    /// How it comes after what was brought before.
    pub how: How,
}

/// How something comes after what was brought before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// It was there before, just so.
    Again,
    /// Nothing was there before, or it stands beside it.
    First,
    /// It is a newer version of an item that was there before.
    NewerVersion,
    /// It takes the place of an item that was there before.
    InPlaceOf(String),
    /// It was there when the last decision was made, which left it out: nobody has brought it since.
    LeftOut,
}

/// One attempt.
#[derive(Debug, Clone)]
pub struct Attempt<'a> {
    /// What was brought, by item.
    pub brought: Vec<Brought>,
    /// What was decided on it, in order: more than one where it was decided again with nothing new.
    pub decisions: Vec<&'a DecisionRow>,
}

/// The attempts at a row of a unit. What waits for a decision is the last one.
#[must_use]
pub fn attempts<'a>(
    state: &'a BookState,
    items: &BTreeMap<String, Item>,
    unit: &str,
    row: &str,
) -> Vec<Attempt<'a>> {
    let mut out: Vec<Attempt<'a>> = Vec::new();
    for decision in counted(state, unit, row) {
        let pieces = relied(state, decision);
        match out.last_mut() {
            Some(last) if same(&last.brought, &pieces) => last.decisions.push(decision),
            Some(_) | None => {
                let brought = after(&out, items, pieces);
                out.push(Attempt { brought, decisions: vec![decision] });
            }
        }
    }
    let pieces = put_forward(state, items, unit, row);
    let left_out = out.last().and_then(|last| last.decisions.last()).map(|d| there_then(state, d));
    let left_out = left_out.unwrap_or_default();
    let known = |piece: &(String, Vec<Hash>)| {
        let judged = out.last().into_iter().flat_map(|last| &last.brought);
        left_out.contains(piece) || judged.into_iter().any(|b| b.evidence == piece.0 && b.files == piece.1)
    };
    if !pieces.iter().all(known) {
        let mut brought = after(&out, items, pieces);
        for piece in brought.iter_mut().filter(|piece| piece.how != How::Again) {
            if left_out.contains(&(piece.evidence.clone(), piece.files.clone())) {
                piece.how = How::LeftOut;
            }
        }
        out.push(Attempt { brought, decisions: Vec::new() });
    }
    out
}

/// What was put forward for a row when a decision on it was made, whether the decision relied on it or left it out: as far as
/// whoever decided had seen.
fn there_then(state: &BookState, decision: &DecisionRow) -> Pieces {
    let Some(seen) = Seen::by(state, decision.hash) else { return Pieces::new() };
    let mut pieces = Pieces::new();
    let own = state.mappings.iter().filter(|m| m.row == decision.row && m.unit == decision.unit);
    for link in own.filter(|link| seen.holds(state, link.hash)) {
        if !state.closings.stood(link.hash, |act| seen.holds(state, act)) {
            continue;
        }
        pieces.insert((link.evidence.clone(), link.files.clone()));
        // A version that was accepted by then was there under the same link.
        let accepted = state.evidence.iter().filter(|e| e.evidence == link.evidence);
        let accepted = accepted.filter(|e| seen.holds(state, e.hash));
        pieces.extend(accepted.map(|e| (e.evidence.clone(), e.files.clone())));
    }
    pieces
}

/// How much of each chain whoever wrote an entry had seen. An entry names only the heads that are new to its chain.
struct Seen {
    chain: Id,
    n: i64,
    reached: BTreeMap<Id, i64>,
}

impl Seen {
    fn by(state: &BookState, entry: Hash) -> Option<Self> {
        let (chain, n) = state.place_of(entry)?;
        let before = state.log.iter().filter(|l| l.chain == chain && l.n <= n);
        let reached = before.flat_map(|l| &l.seen).filter_map(|head| state.place_of(*head)).collect();
        Some(Self { chain, n, reached })
    }

    fn holds(&self, state: &BookState, entry: Hash) -> bool {
        state.place_of(entry).is_some_and(|(chain, n)| {
            chain == self.chain && n < self.n || self.reached.get(&chain).is_some_and(|reached| n <= *reached)
        })
    }
}

type Pieces = BTreeSet<(String, Vec<Hash>)>;

/// Decisions of a row in the order in which they were made, without those that were taken back.
fn counted<'a>(state: &'a BookState, unit: &str, row: &str) -> Vec<&'a DecisionRow> {
    let mut made = Vec::new();
    for logged in &state.log {
        if let Act::DecisionMade(a) = &logged.act
            && a.row == row
            && a.unit == unit
            && let Some(decision) = state.decisions.get(&logged.hash)
        {
            made.push((decision, &a.supersedes));
        }
    }
    // One that does not stand counts where a later one that counts came in its place.
    let mut followed: BTreeSet<Hash> = BTreeSet::new();
    let mut out = Vec::new();
    for (decision, supersedes) in made.into_iter().rev() {
        if decision.standing || followed.contains(&decision.hash) {
            followed.extend(supersedes.iter().copied());
            out.push(decision);
        }
    }
    out.reverse();
    out
}

fn relied(state: &BookState, decision: &DecisionRow) -> Pieces {
    let piece = |r: &crate::journal::act::Relied| {
        Some((state.mappings.get(&r.mapping)?.evidence.clone(), r.files.clone()))
    };
    decision.relied_on.iter().filter_map(piece).collect()
}

fn put_forward(state: &BookState, items: &BTreeMap<String, Item>, unit: &str, row: &str) -> Pieces {
    let links = state.links_of_row.get(row).into_iter().flatten().filter_map(|h| state.mappings.get(h));
    let files = |evidence: &str, files: &[Hash]| {
        items.get(evidence).map_or_else(|| files.to_vec(), |item| item.files.clone())
    };
    links.filter(|m| m.unit == unit).map(|m| (m.evidence.clone(), files(&m.evidence, &m.files))).collect()
}

fn same(brought: &[Brought], pieces: &Pieces) -> bool {
    brought.len() == pieces.len()
        && brought.iter().all(|b| pieces.contains(&(b.evidence.clone(), b.files.clone())))
}

/// How each piece comes after all that was brought before.
fn after(before: &[Attempt<'_>], items: &BTreeMap<String, Item>, pieces: Pieces) -> Vec<Brought> {
    let earlier: BTreeSet<(&str, &[Hash])> =
        before.iter().flat_map(|a| &a.brought).map(|b| (b.evidence.as_str(), b.files.as_slice())).collect();
    let was = |id: &str| earlier.iter().any(|(evidence, _)| *evidence == id);
    let how = |id: &str, files: &[Hash]| {
        if earlier.contains(&(id, files)) {
            return How::Again;
        }
        if was(id) {
            return How::NewerVersion;
        }
        let former = items.get(id).and_then(|item| item.replaces.iter().find(|former| was(former)));
        former.map_or(How::First, |former| How::InPlaceOf(former.clone()))
    };
    pieces
        .into_iter()
        .map(|(evidence, files)| Brought { how: how(&evidence, &files), evidence, files })
        .collect()
}
