//! The versions of an item: a changed file that somebody accepted is the next version of the same item. Pure; refuses to
//! know what lies in the folder now.

pub mod diff;

use std::collections::BTreeMap;

use crate::evidence::item::Item;
use crate::journal::act::Act;
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::DecisionRow;
use crate::journal::state::BookState;
use crate::matrix::dates;

/// One version of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// SHA-256 of each file, in order.
    pub files: Vec<Hash>,
    /// When it was accepted.
    pub at: Moment,
    /// Chain of whoever accepted it.
    pub chain: Id,
}

/// The versions of an item, the first one first. Files that were there before are no further version.
#[must_use]
pub fn of(state: &BookState, item: &str) -> Vec<Version> {
    let mut versions: Vec<Version> = Vec::new();
    for logged in &state.log {
        if let Act::EvidenceAccepted(a) = &logged.act
            && a.evidence == item
            && !versions.iter().any(|v| v.files == a.files)
        {
            versions.push(Version { files: a.files.clone(), at: logged.moment, chain: logged.chain });
        }
    }
    versions
}

/// The versions in dispute of an item by number, with who accepted each and when: "2 by Ada Okafor of 14/09/2026 / 3 by Cleo
/// Marsh of 15/09/2026"; none = nobody disputes which one holds.
#[must_use]
pub fn in_dispute(state: &BookState, item: &Item) -> Option<String> {
    if item.disputed_versions.is_empty() {
        return None;
    }
    let name = |(number, version): (u32, &Version)| {
        let by = state.person_of(version.chain).map_or_else(|| "set-up".into(), |person| person.name);
        let on = dates::short(&version.at.date());
        format!("{number} by {by} of {on}")
    };
    let all = of(state, &item.id);
    let disputed = (1..).zip(&all).filter(|(_, version)| item.disputed_versions.contains(&version.files));
    Some(disputed.map(name).collect::<Vec<_>>().join(" / "))
}

/// How many versions each item had, by id; those that never changed are left out.
#[must_use]
pub fn counts(state: &BookState) -> BTreeMap<&str, usize> {
    let mut files: BTreeMap<&str, Vec<&[Hash]>> = BTreeMap::new();
    for row in state.evidence.iter().filter(|row| row.number.is_some()) {
        let seen = files.entry(&row.evidence).or_default();
        if !seen.contains(&row.files.as_slice()) {
            seen.push(&row.files);
        }
    }
    files.into_iter().map(|(id, seen)| (id, seen.len())).filter(|(_, n)| *n > 1).collect()
}

/// The decisions that relied on a version of an item, in the order in which they were made.
#[must_use]
pub fn judged<'a>(state: &'a BookState, item: &str, files: &[Hash]) -> Vec<&'a DecisionRow> {
    let relies = |d: &&DecisionRow| {
        d.relied_on
            .iter()
            .any(|r| r.files == files && state.mappings.get(&r.mapping).is_some_and(|m| m.evidence == item))
    };
    state.log.iter().filter_map(|logged| state.decisions.get(&logged.hash)).filter(relies).collect()
}
