//! Undoings that go round in a circle: a deed takes back another that takes it back in turn. Whoever takes a deed back has seen it, so
//! no desk ever records that, and whether any of them counts nobody could say. Pure; refuses to know where records came from.

use std::collections::{BTreeMap, BTreeSet};

use crate::journal::act::Act;
use crate::journal::entry::Entry;
use crate::journal::id::Id;

/// The first undoing of a book that is part of a circle, in words; none = every undoing leads back to a deed that undid nothing.
#[must_use]
pub fn round(entries: &[Entry]) -> Option<String> {
    let undoing = |e: &Entry| if let Act::DeedUndone(a) = &e.act { Some((e.deed, a.undoes)) } else { None };
    let circled = circled(entries.iter().filter_map(undoing));
    let first = entries.iter().find(|e| undoing(e).is_some_and(|(deed, _)| circled.contains(&deed)))?;
    let opening = |e: &Entry| {
        let Act::ChainOpened(opened) = &e.act else { return None };
        opened.person.as_ref().filter(|_| e.chain == first.chain).map(|person| person.name.clone())
    };
    let name = entries.iter().find_map(opening).map(|name| format!(", in the name of {name},"));
    Some(format!(
        "entry {} of chain {}{} takes back a deed that takes it back in turn: undoings that go round in a circle are made up",
        first.n,
        first.chain,
        name.unwrap_or_default()
    ))
}

/// Deeds that lie on a circle. Deeds that nothing takes back are left out one after the other, with what they took back; what is left
/// goes round. Made-up entries may say that a hundred thousand deeds undo each other in a row, so nothing here calls itself.
fn circled(undoings: impl Iterator<Item = (Id, Id)>) -> BTreeSet<Id> {
    let mut targets: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
    for (deed, undoes) in undoings {
        targets.entry(deed).or_default().insert(undoes);
    }
    let mut taken_back: BTreeMap<Id, usize> = BTreeMap::new();
    targets.values().flatten().for_each(|target| *taken_back.entry(*target).or_default() += 1);
    let mut free: Vec<Id> = targets.keys().filter(|deed| !taken_back.contains_key(*deed)).copied().collect();
    while let Some(deed) = free.pop() {
        for target in targets.remove(&deed).into_iter().flatten() {
            let Some(left) = taken_back.get_mut(&target) else { continue };
            *left -= 1;
            if *left == 0 {
                free.push(target);
            }
        }
    }
    targets.into_keys().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u32) -> Id {
        Id::from_bytes(u128::from(n).to_be_bytes())
    }

    /// Which deed takes back which.
    type Undoings<'a> = &'a [(u32, u32)];

    #[test]
    fn what_goes_round_is_told_from_what_is_undone_and_done_again() {
        let cases: [(Undoings<'_>, &[u32]); 7] = [
            (&[], &[]),
            (&[(2, 1)], &[]),
            (&[(2, 1), (3, 2), (4, 3), (5, 1)], &[]),
            (&[(1, 1)], &[1]),
            (&[(1, 2), (2, 1)], &[1, 2]),
            // What hangs on a circle is no part of it; a made-up deed may take back two.
            (&[(1, 2), (2, 3), (3, 1), (4, 1), (6, 5)], &[1, 2, 3]),
            (&[(2, 1), (2, 3), (3, 2)], &[2, 3]),
        ];
        for (undoings, want) in cases {
            let found = circled(undoings.iter().map(|(deed, undoes)| (id(*deed), id(*undoes))));
            assert_eq!(found, want.iter().map(|n| id(*n)).collect(), "{undoings:?}");
        }
    }

    #[test]
    fn a_row_without_end_goes_nowhere_round() {
        assert!(circled((1..100_001).map(|n| (id(n), id(n - 1)))).is_empty());
        assert_eq!(circled((1..100_001).map(|n| (id(n), id(n % 100_000 + 1)))).len(), 100_000);
    }
}
