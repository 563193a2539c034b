//! What no longer rests on what it rested on. Decisions, sign-offs, comments and signed sampling records name the hash
//! of what they judge: they can become stale, never wrong. Pure; refuses to know the disk.

use std::collections::BTreeMap;

use crate::coverage;
use crate::evidence::item::Item;
use crate::journal::id::Hash;
use crate::journal::rows::{DecisionRow, FindingRow, SignOffRow, VerificationRow};
use crate::journal::state::BookState;
use crate::unit::spec::UnitSpec;

/// Why a decision no longer rests on what it rested on.
#[must_use]
pub fn decision(
    state: &BookState,
    items: &BTreeMap<String, Item>,
    spec: &UnitSpec,
    decision: &DecisionRow,
) -> Option<String> {
    if decision.outcome.needs_evidence() && decision.relied_on.is_empty() {
        return Some("it relied on no evidence".into());
    }
    for relied in &decision.relied_on {
        let Some(link) = state.mappings.get(&relied.mapping) else {
            return Some("it relied on a link that is not in this history".into());
        };
        let item = items.get(&link.evidence);
        let name = item.map_or("its evidence", |i| i.reference.as_deref().unwrap_or(&i.title));
        if !link.standing && !replaced(state, decision, link) {
            return Some(format!("it relied on a link to {name} that was withdrawn"));
        }
        if item.is_some_and(|i| i.files != relied.files) {
            return Some(format!("{name} has a newer version than the one judged"));
        }
    }
    let text = spec.row(&decision.row).map(|r| Hash::of(r.text.as_bytes()));
    (text != Some(decision.text)).then(|| "the text of the criterion is not the one judged".into())
}

/// A link whose place was corrected stands on under another hash.
fn replaced(state: &BookState, decision: &DecisionRow, old: &crate::journal::rows::MappingRow) -> bool {
    let links = state.links_of_row.get(&decision.row).into_iter().flatten();
    links.filter_map(|h| state.mappings.get(h)).any(|m| m.evidence == old.evidence && m.files == old.files)
}

/// Why a sign-off no longer holds as signed.
#[must_use]
pub fn sign_off(
    state: &BookState,
    items: &BTreeMap<String, Item>,
    spec: &UnitSpec,
    signed: &SignOffRow,
) -> Option<String> {
    if let Some(reason) = &signed.reopened {
        return Some(format!("reopened: {reason}"));
    }
    if coverage::unit_in_force(state, &signed.unit).is_some_and(|u| u.withdrawn_reason.is_some()) {
        return Some("the unit was withdrawn by somebody who had not seen the sign-off".into());
    }
    for judged in &signed.rows {
        let code = spec.row(&judged.row).map_or("a criterion", |r| &r.code);
        if !stands_alone(state, &judged.row, judged.decision) {
            return Some(format!("{code} was decided again by somebody who had not seen the sign-off"));
        }
        let Some(row) = state.decisions.get(&judged.decision) else { continue };
        if let Some(why) = decision(state, items, spec, row) {
            return Some(format!("{code}: {why}"));
        }
    }
    None
}

/// Whether this decision is the one and only that stands for its row.
#[must_use]
pub fn stands_alone(state: &BookState, row: &str, decision: Hash) -> bool {
    state
        .decisions_of_row
        .get(row)
        .is_some_and(|standing| standing.len() == 1 && standing.contains(&decision))
}

/// Why an IV comment no longer fits.
#[must_use]
pub fn finding(state: &BookState, finding: &FindingRow) -> Option<String> {
    (!stands_alone(state, &finding.row, finding.decision))
        .then(|| "the decision was changed after this comment".into())
}

/// Why a signed sampling record no longer holds.
#[must_use]
pub fn verification(state: &BookState, verified: &VerificationRow) -> Option<String> {
    let standing: Vec<&FindingRow> =
        state.findings.iter().filter(|f| f.standing && f.sample == verified.sample).collect();
    if standing.iter().any(|f| !verified.findings.contains(&f.hash))
        || standing.len() != verified.findings.len()
    {
        return Some("a comment of this sample was changed after it was signed".into());
    }
    standing.into_iter().find_map(|f| finding(state, f))
}
