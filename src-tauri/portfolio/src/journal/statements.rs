//! What statements say together, where each says a thing whole and names those that it supersedes. Of each fact the last change
//! holds: where two desks changed different facts both changes hold, and where both changed one fact, each to another value, both
//! values do. Pure; refuses to know what the facts are.

use std::collections::{BTreeMap, BTreeSet};

use super::id::Hash;

/// Every statement about one thing, in the order of the history.
#[derive(Debug, Clone)]
pub struct Statements<'a, S> {
    all: Vec<Statement<'a, S>>,
    /// Those that no other supersedes.
    heads: BTreeSet<usize>,
}

#[derive(Debug, Clone)]
struct Statement<'a, S> {
    says: &'a S,
    /// Those that it supersedes, by place.
    before: BTreeSet<usize>,
}

impl<'a, S> Statements<'a, S> {
    /// From the statements in the order of the history: the hash, what is said, what it supersedes. What is superseded and not
    /// among those that came earlier counts for nothing.
    pub fn of(history: impl Iterator<Item = (Hash, &'a S, &'a [Hash])>) -> Self {
        let mut places: BTreeMap<Hash, usize> = BTreeMap::new();
        let (mut all, mut heads) = (Vec::new(), BTreeSet::new());
        for (place, (hash, says, supersedes)) in history.enumerate() {
            let before: BTreeSet<usize> =
                supersedes.iter().filter_map(|old| places.get(old).copied()).collect();
            heads.retain(|head| !before.contains(head));
            heads.insert(place);
            places.insert(hash, place);
            all.push(Statement { says, before });
        }
        Self { all, heads }
    }

    /// The values of a fact that hold, each once: one, or every one where two desks changed it, each to another value.
    pub fn values<V: Ord + ?Sized>(&self, fact: impl Fn(&'a S) -> &'a V) -> BTreeSet<&'a V> {
        let value = |place: usize| fact(self.all[place].says);
        // By statement: the changes of this fact that hold as far as its author had seen. Saying again what holds is no change;
        // saying which of two holds is one.
        let mut changes: Vec<BTreeSet<usize>> = Vec::new();
        for (place, statement) in self.all.iter().enumerate() {
            let known = self.latest(&changes, &statement.before);
            let again = !known.is_empty() && known.iter().all(|change| value(*change) == value(place));
            changes.push(if again { known } else { BTreeSet::from([place]) });
        }
        self.latest(&changes, &self.heads).into_iter().map(value).collect()
    }

    /// Of the changes behind some statements those whose author had seen none of the others superseded.
    fn latest(&self, changes: &[BTreeSet<usize>], statements: &BTreeSet<usize>) -> BTreeSet<usize> {
        let all: BTreeSet<usize> = statements.iter().flat_map(|place| &changes[*place]).copied().collect();
        let mut latest = all.clone();
        for change in all.iter().filter(|_| all.len() > 1) {
            let before = self.before(*change);
            latest.retain(|other| !before.contains(other));
        }
        latest
    }

    /// Everything that a statement supersedes, and what that superseded.
    fn before(&self, place: usize) -> BTreeSet<usize> {
        let (mut before, mut open) = (BTreeSet::new(), vec![place]);
        while let Some(place) = open.pop() {
            open.extend(self.all[place].before.iter().filter(|earlier| before.insert(**earlier)));
        }
        before
    }
}

#[cfg(test)]
mod tests {
    use fastrand::Rng;

    use super::*;

    /// A learner's facts in two words: ULN and employer.
    type Facts = [&'static str; 2];

    struct Made {
        hash: Hash,
        facts: Facts,
        supersedes: Vec<Hash>,
    }

    fn h(name: &str) -> Hash {
        Hash::of(name.as_bytes())
    }

    fn said(name: &str, facts: Facts, supersedes: &[&str]) -> Made {
        Made { hash: h(name), facts, supersedes: supersedes.iter().map(|name| h(name)).collect() }
    }

    /// The values of both facts: "1 / 2, Bakery".
    fn together(history: &[Made]) -> String {
        let one = |made: &Made| (made.hash, made.facts, made.supersedes.clone());
        let kept: Vec<_> = history.iter().map(one).collect();
        let all = Statements::of(kept.iter().map(|(hash, facts, old)| (*hash, facts, old.as_slice())));
        let words = |fact: usize| {
            let values: Vec<&str> = all.values(|facts| &facts[fact]).into_iter().copied().collect();
            values.join(" / ")
        };
        [0, 1].map(words).join(", ")
    }

    #[test]
    fn what_two_desks_changed_apart_holds_together_and_only_what_both_changed_is_said_both_ways() {
        let (a, b) =
            (|facts: Facts| said("a", facts, &["first"]), |facts: Facts| said("b", facts, &["first"]));
        let cases: [(&str, Vec<Made>, &str); 7] = [
            ("the ULN, the employer", vec![a(["2", ""]), b(["1", "Bakery"])], "2, Bakery"),
            ("both the ULN", vec![a(["2", ""]), b(["3", "Bakery"])], "2 / 3, Bakery"),
            ("both the ULN, to the same", vec![a(["2", ""]), b(["2", ""])], "2, "),
            ("one took the ULN away", vec![a(["", ""]), b(["1", "Bakery"])], ", Bakery"),
            (
                "one back to what it was",
                vec![a(["2", ""]), said("c", ["1", ""], &["a"]), b(["3", ""])],
                "1 / 3, ",
            ),
            ("said again", vec![a(["2", ""]), b(["3", ""]), said("c", ["3", ""], &["a", "b"])], "3, "),
            (
                "who brings two together changes neither",
                vec![
                    a(["2", ""]),
                    b(["1", "Bakery"]),
                    said("c", ["2", "Bakery"], &["a", "b"]),
                    said("d", ["4", ""], &["a"]),
                ],
                "4, Bakery",
            ),
        ];
        for (what, mut history, words) in cases {
            history.insert(0, said("first", ["1", ""], &[]));
            assert_eq!(together(&history), words, "{what}");
        }
        let strangers = [said("a", ["1", "Bakery"], &[]), said("b", ["2", "Bakery"], &[])];
        assert_eq!(together(&strangers), "1 / 2, Bakery", "no statement that both supersede");
    }

    /// A history of a few desks that take each other's statements now and then.
    fn random(rng: &mut Rng) -> Vec<Made> {
        let mut history: Vec<Made> = Vec::new();
        let mut desks: Vec<Vec<Hash>> = vec![Vec::new(); 3];
        for n in 0..rng.usize(1..12) {
            let (desk, other) = (rng.usize(..3), rng.usize(..3));
            if rng.bool() {
                let theirs = desks[other].clone();
                let own = &mut desks[desk];
                own.extend(theirs);
                own.sort_unstable();
                own.dedup();
            }
            let mut word = || ["", "1", "2", "3"][rng.usize(..4)];
            let facts = [word(), word()];
            let supersedes = std::mem::replace(&mut desks[desk], vec![h(&n.to_string())]);
            history.push(Made { hash: h(&n.to_string()), facts, supersedes });
        }
        history
    }

    #[test]
    fn no_value_is_invented_none_is_lost_and_no_order_decides() {
        let (mut merged, mut disputed) = (0, 0);
        for seed in 0..2_000 {
            let mut rng = Rng::with_seed(seed);
            let mut history = random(&mut rng);
            let words = together(&history);
            let superseded: BTreeSet<Hash> =
                history.iter().flat_map(|made| made.supersedes.iter().copied()).collect();
            let heads: Vec<Facts> = history
                .iter()
                .filter(|made| !superseded.contains(&made.hash))
                .map(|made| made.facts)
                .collect();
            for (fact, words) in words.split(", ").enumerate() {
                let stated: BTreeSet<&str> = heads.iter().map(|facts| facts[fact]).collect();
                let values: BTreeSet<&str> = words.split(" / ").collect();
                assert!(!values.is_empty() && values.is_subset(&stated), "{seed}: {words} of {stated:?}");
                merged += usize::from(stated.len() > 1 && values.len() == 1);
                disputed += usize::from(values.len() > 1);
            }
            // Any order in which what is superseded comes first says the same.
            for _ in 0..20 {
                let at = rng.usize(..history.len());
                let next = history.get(at + 1).map(|next| next.supersedes.contains(&history[at].hash));
                if next == Some(false) {
                    history.swap(at, at + 1);
                }
            }
            assert_eq!(together(&history), words, "{seed}");
            // Whoever says again what holds changes nothing; a fact in dispute is left as one desk has it.
            if !words.contains('/') {
                let one: Vec<&str> = words.split(", ").collect();
                let facts = heads.iter().flatten().copied();
                let known: Vec<&'static str> = facts.collect();
                let kept = |word: &str| known.iter().copied().find(|k| *k == word).unwrap();
                let facts = [kept(one[0]), kept(one[1])];
                let heads = history.iter().map(|made| made.hash).filter(|hash| !superseded.contains(hash));
                let supersedes = heads.collect();
                history.push(Made { hash: h("again"), facts, supersedes });
                assert_eq!(together(&history), words, "{seed}");
            }
        }
        assert!(merged > 100 && disputed > 100, "{merged} merged, {disputed} in dispute");
    }
}
