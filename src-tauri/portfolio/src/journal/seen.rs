//! What a signed entry had seen: it names every other chain's head, so the book as its signer knew it can be told from the
//! whole of it. Pure; refuses to know what was signed.

use std::collections::BTreeMap;

use super::id::{Hash, Id};
use super::state::{BookState, Logged};

impl BookState {
    /// Whether a signed entry had seen another: it names every other chain's head, and its own chain up to itself.
    #[must_use]
    pub fn had_seen(&self, signed: &Logged, entry: Hash) -> bool {
        let Some((chain, n)) = self.place_of(entry) else { return false };
        if chain == signed.chain {
            return n < signed.n;
        }
        let heads = signed.seen.iter().filter_map(|head| self.place_of(*head));
        heads.into_iter().any(|(other, reached)| other == chain && n <= reached)
    }

    /// The book as whoever signed had seen it, the signed entry included; none where the entry is not in it.
    ///
    /// What a signer had seen holds everything that any of it links to, so the log without the rest is in the order in which
    /// a replay of those entries alone would bring them.
    #[must_use]
    pub fn as_seen(&self, signed: Hash) -> Option<Self> {
        let signed = self.log.iter().find(|l| l.hash == signed)?;
        let mut reached: BTreeMap<Id, i64> =
            signed.seen.iter().filter_map(|head| self.place_of(*head)).collect();
        reached.insert(signed.chain, signed.n);
        let mut then = Self::default();
        for logged in self.log.iter().filter(|l| reached.get(&l.chain).is_some_and(|n| l.n <= *n)) {
            then.take(logged.clone());
        }
        Some(then)
    }
}
