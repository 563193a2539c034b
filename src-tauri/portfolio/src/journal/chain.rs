//! Chains: what makes a set of entries a sound book, and the one order in which every machine replays it.
//! Refuses to know what the acts mean and where the entries are kept.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use thiserror::Error;

use super::act::Act;
use super::entry::Entry;
use super::id::{Hash, Id};

/// What is wrong with a set of entries. Names the chain so that a person can ask for it again.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Broken {
    /// A position is missing or taken twice.
    #[error("chain {chain}: entry {n} is missing or stands twice")]
    Gap {
        /// Chain.
        chain: Id,
        /// First position at fault.
        n: i64,
    },
    /// An entry does not link to the one before it.
    #[error("chain {chain}: entry {n} does not link to the entry before it")]
    Link {
        /// Chain.
        chain: Id,
        /// Position.
        n: i64,
    },
    /// Entry 0 must open the chain, and only entry 0.
    #[error("chain {chain}: entry {n} may not open, or must open, the chain")]
    Opening {
        /// Chain.
        chain: Id,
        /// Position.
        n: i64,
    },
    /// An entry belongs to another book.
    #[error("chain {chain}: entry {n} belongs to another book")]
    Book {
        /// Chain.
        chain: Id,
        /// Position.
        n: i64,
    },
    /// A deed is one author's: its entries stand on one chain of a book.
    #[error("chain {chain}: entry {n} belongs to a deed of another chain")]
    Deed {
        /// Chain.
        chain: Id,
        /// Position.
        n: i64,
    },
    /// An entry saw something that is not here, or its own chain, or went back.
    #[error("chain {chain}: entry {n} refers to {seen}, which is not here or not another chain's")]
    Seen {
        /// Chain.
        chain: Id,
        /// Position.
        n: i64,
        /// What it refers to.
        seen: Hash,
    },
}

/// Checks one book's entries: positions, links, openings, what was seen. Bodies and hashes are checked when read.
pub fn verify(book: Id, entries: &[Entry]) -> Result<(), Broken> {
    let places: HashMap<Hash, (Id, i64)> = entries.iter().map(|e| (e.hash, (e.chain, e.n))).collect();
    let mut deeds: HashMap<Id, Id> = HashMap::new();
    for (chain, run) in runs(entries) {
        let mut known: BTreeMap<Id, i64> = BTreeMap::new();
        for (i, entry) in run.iter().enumerate() {
            let n = i64::try_from(i).unwrap_or(i64::MAX);
            if entry.n != n {
                return Err(Broken::Gap { chain, n });
            }
            if entry.book != book {
                return Err(Broken::Book { chain, n });
            }
            if entry.prev != i.checked_sub(1).map(|before| run[before].hash) {
                return Err(Broken::Link { chain, n });
            }
            if *deeds.entry(entry.deed).or_insert(chain) != chain {
                return Err(Broken::Deed { chain, n });
            }
            if matches!(entry.act, Act::ChainOpened(_)) != (n == 0) {
                return Err(Broken::Opening { chain, n });
            }
            let mut named: BTreeSet<Id> = BTreeSet::new();
            for seen in &entry.seen {
                let fits = places.get(seen).is_some_and(|(other, m)| {
                    *other != chain
                        && named.insert(*other)
                        && known.insert(*other, *m).is_none_or(|before| before <= *m)
                });
                if !fits {
                    return Err(Broken::Seen { chain, n, seen: *seen });
                }
            }
        }
    }
    Ok(())
}

/// The heads: last entry of each chain.
#[must_use]
pub fn heads(entries: &[Entry]) -> BTreeMap<Id, (i64, Hash)> {
    let mut heads: BTreeMap<Id, (i64, Hash)> = BTreeMap::new();
    for entry in entries {
        let head = heads.entry(entry.chain).or_insert((entry.n, entry.hash));
        if entry.n >= head.0 {
            *head = (entry.n, entry.hash);
        }
    }
    heads
}

/// The replay order: whatever an entry links to comes before it; entries that know nothing of each other by hash.
/// The same set of entries gives the same order on every machine. Entries must have passed [`verify`].
#[must_use]
pub fn replay_order(entries: &[Entry]) -> Vec<usize> {
    let index: HashMap<Hash, usize> = entries.iter().enumerate().map(|(i, e)| (e.hash, i)).collect();
    let mut waiting: Vec<usize> = vec![0; entries.len()];
    let mut unlocks: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
    for (i, entry) in entries.iter().enumerate() {
        for link in entry.links() {
            if let Some(&before) = index.get(&link) {
                waiting[i] += 1;
                unlocks[before].push(i);
            }
        }
    }
    let mut ready: BTreeSet<(Hash, usize)> =
        (0..entries.len()).filter(|i| waiting[*i] == 0).map(|i| (entries[i].hash, i)).collect();
    let mut order = Vec::with_capacity(entries.len());
    while let Some((_, i)) = ready.pop_first() {
        order.push(i);
        for &next in &unlocks[i] {
            waiting[next] -= 1;
            if waiting[next] == 0 {
                ready.insert((entries[next].hash, next));
            }
        }
    }
    order
}

/// Entries by chain, each in order of position.
fn runs(entries: &[Entry]) -> BTreeMap<Id, Vec<&Entry>> {
    let mut runs: BTreeMap<Id, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        runs.entry(entry.chain).or_default().push(entry);
    }
    for run in runs.values_mut() {
        run.sort_by_key(|e| e.n);
    }
    runs
}
