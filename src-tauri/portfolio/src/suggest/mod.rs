//! Suggestions: which criteria a piece of evidence may speak to, and what may fill a gap. Worked out here from the texts, offline,
//! by words and ideas that both share and by sentences that tell of the same. Nothing is recorded and nothing maps itself: a
//! suggestion is taken by a person, as an ordinary mapping with its place filled, or put away on this machine.

mod asks;
mod examples;
pub mod form;
mod ideas;
mod index;
mod kept;
mod prepared;
mod ranker;
mod reason;
pub mod score;
mod terms;
mod vectors;

pub use index::Target;
pub use kept::{ItemKey, Kept};
pub use prepared::Passage;
pub use ranker::{Ranked, Ranker};
pub use reason::Reason;

use crate::unit::spec::{SpecRow, UnitSpec};

/// The rows of a unit text as the ranker reads them, in order.
#[must_use]
pub fn targets<'a>(spec: &'a UnitSpec) -> Vec<Target<'a>> {
    let terms: Vec<(&'a str, &'a str)> = spec
        .text
        .key_terms
        .iter()
        .map(|t| (t.term.as_str(), t.definition.as_deref().unwrap_or_default()))
        .filter(|(term, _)| !term.trim().is_empty())
        .collect();
    let target = |row: &'a SpecRow| Target {
        text: &row.text,
        amplification: row.amplification.as_deref().unwrap_or_default(),
        outcome: match spec.text.outcomes.get(row.outcome) {
            Some(outcome) if !row.outcome_level => &outcome.text,
            Some(_) | None => "",
        },
        terms: terms.clone(),
    };
    spec.rows.iter().map(target).collect()
}

/// Suggestions for one item at most.
pub const MOST: usize = 5;
/// A suggestion has at least this share of the best one's score …
const BESIDE_BEST: f32 = 0.6;
/// … and names at least so many words and ideas.
const LEAST_SHARED: usize = 2;

/// Which of these are worth showing: the best, those not far behind, and none that rests on one word. At most five.
#[must_use]
pub fn shown(ranked: &[Ranked]) -> usize {
    ranked.iter().take(MOST).take_while(|r| worth_showing(r, ranked)).count()
}

/// Whether one of an item's rankings is worth showing beside the best of them.
#[must_use]
pub fn worth_showing(one: &Ranked, ranked: &[Ranked]) -> bool {
    let best = ranked.first().map_or(0.0, |r| r.score);
    let shared =
        one.reason.words.len() + one.reason.ideas.iter().map(|(_, phrases)| phrases.len()).sum::<usize>();
    one.score >= best * BESIDE_BEST && shared >= LEAST_SHARED
}
