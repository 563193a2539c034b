//! What links, decisions and statements mean after a merge, told from the entries and what each links to alone: a thing stands
//! where everything that withdrew or superseded it was taken back by somebody who had seen that very act. Knows no replay.

use std::collections::{BTreeMap, BTreeSet};

use portfolio::journal::act::Act;
use portfolio::journal::entry::Entry;
use portfolio::journal::id::Hash;
use portfolio::journal::state::BookState;

use journeys::story;

use super::{History, Writer, closed};

#[derive(Default)]
struct Thing {
    closed_by: BTreeSet<Hash>,
    restored_by: BTreeSet<Hash>,
}

/// What an act speaks of: a row, an item or a link.
#[allow(clippy::wildcard_enum_match_arm, reason = "only these acts speak of links, decisions and statements")]
fn subject(act: &Act) -> Option<String> {
    match act {
        Act::MappingMade(_) => Some("link".into()),
        Act::DecisionMade(a) => Some(a.row.clone()),
        Act::EvidenceAccepted(a) => Some(a.evidence.clone()),
        Act::EvidenceSetAside(a) => Some(a.evidence.clone()),
        _other => None,
    }
}

/// The things that an act closes and those that it lets stand again, with what they have to be about.
#[allow(clippy::wildcard_enum_match_arm, reason = "only these acts speak of links, decisions and statements")]
fn turned(act: &Act) -> Option<(String, &[Hash], &[Hash])> {
    match act {
        Act::MappingWithdrawn(a) => Some(("link".into(), std::slice::from_ref(&a.mapping), &[])),
        Act::MappingRestored(a) => Some(("link".into(), &[], std::slice::from_ref(&a.mapping))),
        Act::DecisionMade(a) => Some((a.row.clone(), &a.supersedes, &[])),
        Act::DecisionCleared(a) => Some((a.row.clone(), &a.supersedes, &[])),
        Act::DecisionRestored(a) => Some((a.row.clone(), &a.supersedes, &a.decisions)),
        Act::EvidenceAccepted(a) => Some((a.evidence.clone(), &a.supersedes, &[])),
        Act::EvidenceSetAside(a) => Some((a.evidence.clone(), &a.supersedes, &[])),
        Act::EvidenceRestored(a) => Some((a.evidence.clone(), &a.supersedes, &a.restores)),
        _other => None,
    }
}

/// Holds a merged state against it. Returns how many things stayed closed although somebody had let them stand again.
pub fn holds(entries: &[Entry], state: &BookState) -> usize {
    let subjects: BTreeMap<Hash, String> =
        entries.iter().filter_map(|e| Some((e.hash, subject(&e.act)?))).collect();
    let mut things: BTreeMap<Hash, Thing> = subjects.keys().map(|hash| (*hash, Thing::default())).collect();
    let mut past: BTreeMap<Hash, BTreeSet<Hash>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        let Some((about, closes, restores)) = turned(&entry.act) else { continue };
        let own = |hash: &&Hash| subjects.get(*hash) == Some(&about);
        for hash in closes.iter().filter(own) {
            things.get_mut(hash).unwrap().closed_by.insert(entry.hash);
        }
        for hash in restores.iter().filter(own) {
            things.get_mut(hash).unwrap().restored_by.insert(entry.hash);
            past.entry(entry.hash).or_insert_with(|| {
                closed(entries, BTreeSet::from([at])).into_iter().map(|e| e.hash).collect()
            });
        }
    }
    let mut kept_closed = 0;
    for (hash, thing) in &things {
        let back = |closing: &Hash| thing.restored_by.iter().any(|by| past[by].contains(closing));
        let stands = thing.closed_by.iter().all(back);
        kept_closed += usize::from(!stands && !thing.restored_by.is_empty());
        let shown = state.mappings.get(hash).map(|m| m.standing);
        let shown = shown.or_else(|| state.decisions.get(hash).map(|d| d.standing));
        let shown = shown.or_else(|| state.evidence.get(hash).map(|e| e.standing));
        assert_eq!(shown, Some(stands), "{hash}: {}", subjects[hash]);
    }
    kept_closed
}

impl History {
    /// A few links and decisions that everybody knows, which two desks then withdraw, decide again and take back at once.
    fn quarrel(&mut self) {
        for round in 0..9 {
            let act = match round % 3 {
                0 => self.accept(0),
                1 => self.map(0),
                _decision => self.decide(0),
            };
            if let Some(act) = act {
                self.deed(0, Writer::Person, vec![act]);
            }
        }
        (1..self.desks.len()).for_each(|other| self.takes_all(other, 0));
        for _ in 0..25 {
            let (desk, from) = (self.rng.usize(..self.desks.len()), self.rng.usize(..self.desks.len()));
            let acts: Vec<Act> = match self.rng.u8(..6) {
                0 => self.withdraw(desk).into_iter().collect(),
                1 => self.decide(desk).into_iter().collect(),
                2 => self.set_aside(desk).into_iter().collect(),
                3 | 4 => self.undo(desk),
                _meets => {
                    self.takes_some(desk, from);
                    Vec::new()
                }
            };
            if !acts.is_empty() {
                self.deed(desk, Writer::Person, acts);
            }
        }
    }
}

#[test]
fn what_one_desk_takes_back_and_another_closes_stays_closed_in_any_order() {
    let seed = story::seed();
    story::aloud(&format!("meaning: PORTFOLIO_SEED={seed}"));
    let mut kept_closed = 0;
    for n in 0..60 {
        // Never of a centre, which every fourth is.
        let mut history = History::begin(seed.wrapping_add(n).wrapping_mul(4).wrapping_add(1));
        history.quarrel();
        let state = history.merge();
        kept_closed += holds(&history.everything(), &state);
    }
    assert!(kept_closed > 0, "no history held what this is about");
    story::aloud(&format!(
        "meaning: {kept_closed} things were let stand again at one desk and closed at another"
    ));
}
