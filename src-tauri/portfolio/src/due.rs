//! What is due by a day: resubmissions that the learner was asked for, and actions that an IV asked for. Pure; refuses to know
//! what day it is, so that the same answer serves lists, roll-ups and tests.

use std::collections::{BTreeMap, BTreeSet};

use crate::attempts::{self, How};
use crate::coverage::{self, Under};
use crate::evidence::item::Item;
use crate::journal::rows::{DecisionRow, FindingRow, MappingRow, TellingRow};
use crate::journal::state::BookState;
use crate::unit::spec::UnitSpec;
use crate::view::portfolio::RowState;

/// Links to what was brought since the last decision on a row and nobody has decided on: another item or another version, not
/// another place, and not what that decision left out.
#[must_use]
pub fn come<'a>(
    state: &'a BookState,
    items: &BTreeMap<String, Item>,
    unit: &str,
    row: &str,
) -> Vec<&'a MappingRow> {
    let attempts = attempts::attempts(state, items, unit, row);
    let waits = attempts.last().filter(|last| last.decisions.is_empty());
    let fresh: BTreeSet<&str> = waits
        .iter()
        .flat_map(|last| &last.brought)
        .filter(|brought| !matches!(brought.how, How::Again | How::LeftOut))
        .map(|brought| brought.evidence.as_str())
        .collect();
    let links = state.links_of_row.get(row).into_iter().flatten();
    links
        .filter_map(|hash| state.mappings.get(hash))
        .filter(|link| fresh.contains(link.evidence.as_str()))
        .collect()
}

/// What the learner was asked to bring with a decision, where a day was named.
#[must_use]
pub fn asked<'a>(state: &'a BookState, decision: &DecisionRow) -> Option<(&'a TellingRow, &'a str)> {
    let told = state.tellings.get(&decision.hash)?;
    Some((told, told.due.as_deref()?))
}

/// The days of the resubmissions that one unit waits for, the next first. A unit that is signed waits for none.
#[must_use]
pub fn resubmissions(under: Under<'_>, items: &BTreeMap<String, Item>, spec: &UnitSpec) -> Vec<String> {
    let state = under.state;
    let mut days: Vec<String> = Vec::new();
    for row in &spec.rows {
        let standing = state.decisions_of_row.get(&row.id).into_iter().flatten();
        let decision = standing.filter_map(|hash| state.decisions.get(hash)).next();
        let Some((_, day)) = decision.and_then(|d| asked(state, d)) else { continue };
        let open = match under.row_state(&row.id) {
            RowState::PartiallyMet | RowState::NotYetMet => true,
            RowState::Gap
            | RowState::Mapped
            | RowState::Met
            | RowState::Rpl
            | RowState::CreditTransfer
            | RowState::InDispute => false,
        };
        if open && come(state, items, &spec.text.id, &row.id).is_empty() {
            days.push(day.to_owned());
        }
    }
    days.sort_unstable();
    days
}

/// Actions that ask for something and have a day, the next first, with the unit that each is about.
#[must_use]
pub fn actions(state: &BookState) -> Vec<(&str, &str, &FindingRow)> {
    let named = |finding| -> Option<(&str, &str, &FindingRow)> {
        let finding: &FindingRow = finding;
        let sample = state.samples.get(&finding.sample)?;
        Some((finding.due.as_deref()?, sample.unit.as_str(), finding))
    };
    let mut all: Vec<_> = coverage::asked_actions(state).filter_map(named).collect();
    all.sort_by_key(|(day, _, finding)| (*day, finding.hash));
    all
}
