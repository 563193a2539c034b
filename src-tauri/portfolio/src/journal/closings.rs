//! What withdrew or superseded each link, decision and statement, and what took that back. A thing stands where each act that
//! closed it was taken back by somebody who had seen that very act: what another desk withdrew meanwhile stays withdrawn,
//! whichever of the two a merge replays first. Pure; refuses to know what a thing is.

use std::collections::{BTreeMap, BTreeSet};

use super::id::Hash;

/// By thing, by the act that closed it: the acts that took that back.
#[derive(Debug, Clone, Default)]
pub struct Closings(BTreeMap<Hash, BTreeMap<Hash, BTreeSet<Hash>>>);

impl Closings {
    /// An act withdraws or supersedes a thing.
    pub(super) fn close(&mut self, thing: Hash, by: Hash) {
        self.0.entry(thing).or_default().entry(by).or_default();
    }

    /// An act lets a thing stand again: it takes back what it had seen of what closed it. Whether the thing stands now.
    pub(super) fn restore(&mut self, thing: Hash, by: Hash, had_seen: impl Fn(Hash) -> bool) -> bool {
        for (closing, back) in self.0.get_mut(&thing).into_iter().flatten() {
            if had_seen(*closing) {
                back.insert(by);
            }
        }
        self.open(thing).next().is_none()
    }

    /// The acts that keep a thing closed.
    pub fn open(&self, thing: Hash) -> impl Iterator<Item = Hash> {
        self.of(thing).filter(|(_, back)| back.is_empty()).map(|(by, _)| by)
    }

    /// Whether a thing stood as far as somebody had seen.
    pub fn stood(&self, thing: Hash, had_seen: impl Fn(Hash) -> bool) -> bool {
        let back = |back: &BTreeSet<Hash>| back.iter().any(|by| had_seen(*by));
        !self.of(thing).any(|(by, taken)| had_seen(by) && !back(taken))
    }

    fn of(&self, thing: Hash) -> impl Iterator<Item = (Hash, &BTreeSet<Hash>)> {
        self.0.get(&thing).into_iter().flatten().map(|(by, back)| (*by, back))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn h(name: &str) -> Hash {
        Hash::of(name.as_bytes())
    }

    #[test]
    fn what_another_desk_withdrew_stays_withdrawn_whichever_comes_first() {
        let ada_had_seen = |closing: Hash| closing == h("ada withdraws");
        for ben_first in [true, false] {
            let mut closings = Closings::default();
            closings.close(h("link"), h("ada withdraws"));
            if ben_first {
                closings.close(h("link"), h("ben withdraws"));
            }
            let stands = closings.restore(h("link"), h("ada takes it back"), ada_had_seen);
            assert_eq!(stands, !ben_first);
            closings.close(h("link"), h("ben withdraws"));
            assert_eq!(closings.open(h("link")).collect::<Vec<_>>(), [h("ben withdraws")]);
            assert!(closings.restore(h("link"), h("ben takes it back"), |by| by == h("ben withdraws")));
        }
    }

    #[test]
    fn what_stood_is_told_from_what_somebody_had_seen() {
        let mut closings = Closings::default();
        closings.close(h("link"), h("withdraws"));
        closings.restore(h("link"), h("takes it back"), |_| true);
        for (seen, stood) in [
            (&["withdraws", "takes it back"][..], true),
            (&["withdraws"][..], false),
            (&["takes it back"][..], true),
            (&[][..], true),
        ] {
            let seen: Vec<Hash> = seen.iter().map(|name| h(name)).collect();
            assert_eq!(closings.stood(h("link"), |act| seen.contains(&act)), stood);
        }
        assert!(closings.stood(h("another link"), |_| true));
    }
}
