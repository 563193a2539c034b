//! Why a deed can no longer be taken back: something later rests on it, in the record or on signed paper. Pure; refuses to know
//! how anything is taken back.

use crate::coverage;
use crate::declared;
use crate::evidence::verbs::needed;
use crate::journal::act::Act;
use crate::journal::id::Hash;
use crate::journal::rows::{DecisionRow, EvidenceRow, SignOffRow};
use crate::journal::state::{BookState, Logged};
use crate::unit::spec::Shelf;

/// Why an act can no longer be taken back: something later rests on it.
pub(super) fn rests(state: &BookState, shelf: &Shelf, logged: &Logged) -> Option<String> {
    paper(state, shelf, logged)
        .or_else(|| record(state, logged).map(str::to_owned))
        .or_else(|| item(state, logged))
}

/// A signer had seen it, and the item stands on their paper. What came after a signature can be taken back: that is the way
/// back to what was signed.
fn paper(state: &BookState, shelf: &Shelf, logged: &Logged) -> Option<String> {
    #[allow(clippy::wildcard_enum_match_arm, reason = "only these change what a paper says of an item")]
    let item = match &logged.act {
        Act::EvidenceAccepted(a) if !a.supersedes.is_empty() || a.files.is_empty() => &a.evidence,
        Act::DetailStated(a) if a.detail.field().printed() => &a.evidence,
        Act::EvidenceSetAside(a) => &a.evidence,
        Act::EvidenceRestored(a) => &a.evidence,
        _other => return None,
    };
    let seen = |s: &&SignOffRow| {
        let signed = state.log.iter().find(|l| l.hash == s.hash);
        signed.is_some_and(|signed| state.had_seen(signed, logged.hash))
    };
    let signed: Vec<&SignOffRow> =
        coverage::printed_on_signed(state, item).into_iter().filter(seen).collect();
    (!signed.is_empty())
        .then(|| format!("it stands on the signed paper of {}", shelf.titles(signed.iter().map(|s| s.spec))))
}

/// Something in the record rests on it.
fn record(state: &BookState, logged: &Logged) -> Option<&'static str> {
    if let Some(unit) = unit_of(state, &logged.act) {
        if state.sign_offs.iter().any(|s| s.standing && s.unit == unit) {
            return Some("the unit has been signed since");
        }
        if coverage::unit_in_force(state, &unit).is_some_and(|u| u.withdrawn_reason.is_some()) {
            return Some("the unit was withdrawn since");
        }
    }
    // A decision made before a link was withdrawn and stood again rests on what was there then, not on this act.
    let since = || state.log.iter().skip_while(|l| l.hash != logged.hash).map(|l| l.hash);
    let relied = |link: &Hash| {
        let relies = |d: &DecisionRow| d.standing && d.relied_on.iter().any(|r| r.mapping == *link);
        since().any(|hash| state.decisions.get(&hash).is_some_and(relies))
    };
    let seen = |decision: &Hash| {
        state.findings.iter().any(|f| f.standing && f.decision == *decision)
            || state.samples.iter().any(|s| s.rows.iter().any(|j| j.decision == *decision))
    };
    let agreed = |decision: &Hash| {
        state.countersignatures.iter().any(|c| c.rows.iter().any(|j| j.decision == *decision))
    };
    #[allow(clippy::wildcard_enum_match_arm, reason = "only on these does anything rest")]
    match &logged.act {
        Act::DecisionMade(_) if agreed(&logged.hash) => Some("it has been countersigned since"),
        Act::DecisionRestored(a) if a.decisions.iter().any(agreed) => Some("it has been countersigned since"),
        Act::MappingMade(_) if relied(&logged.hash) => Some("a decision relies on it"),
        Act::MappingRestored(a) if relied(&a.mapping) => Some("a decision relies on it"),
        Act::LearnerDeclared(_) if declared::relied_on(state, logged.hash).is_some() => {
            Some("a unit has been signed since that rests on it")
        }
        Act::DecisionMade(_) if seen(&logged.hash) => Some("an IV has looked at the decision"),
        Act::DecisionRestored(a) if a.decisions.iter().any(seen) => Some("an IV has looked at the decision"),
        _nothing => None,
    }
}

/// An item that links name keeps its number and its files; one that anything else rests on is not set aside.
fn item(state: &BookState, logged: &Logged) -> Option<String> {
    #[allow(clippy::wildcard_enum_match_arm, reason = "only these state an item")]
    let (item, back_to) = match &logged.act {
        Act::EvidenceAccepted(a) if !a.supersedes.is_empty() || a.files.is_empty() => {
            (&a.evidence, &a.supersedes)
        }
        Act::EvidenceSetAside(a) => (&a.evidence, &a.supersedes),
        Act::EvidenceRestored(a) => (&a.evidence, &a.restores),
        _other => return None,
    };
    let now: Vec<&EvidenceRow> = state
        .statements_of_item
        .get(item.as_str())
        .into_iter()
        .flatten()
        .filter_map(|h| state.evidence.get(h))
        .collect();
    let files: Vec<Hash> = now.iter().flat_map(|row| row.files.iter().copied()).collect();
    let links = || state.mappings.iter().filter(|m| m.standing && m.evidence == *item);
    let before: Vec<&EvidenceRow> = back_to.iter().filter_map(|h| state.evidence.get(h)).collect();
    if !before.iter().any(|row| row.number.is_some()) {
        if links().next().is_some() {
            return Some("the item is mapped".into());
        }
        if let Some(why) = needed(state, item) {
            return Some(why);
        }
    }
    let newer = |f: &Hash| files.contains(f) && !before.iter().any(|row| row.files.contains(f));
    let decided =
        state.decisions.iter().filter(|d| d.standing).flat_map(|d| d.relied_on.iter().flat_map(|r| &r.files));
    let mapped = links().flat_map(|m| &m.files);
    decided.chain(mapped).any(newer).then(|| "something rests on the new version".into())
}

fn unit_of(state: &BookState, act: &Act) -> Option<String> {
    let of_link = |link: &Hash| state.mappings.get(link).map(|m| m.unit.clone());
    let of_decision =
        |decisions: &[Hash]| decisions.iter().find_map(|h| state.decisions.get(h)).map(|d| d.unit.clone());
    #[allow(clippy::wildcard_enum_match_arm, reason = "only these acts are changes of a unit's record")]
    match act {
        Act::MappingMade(a) => Some(a.unit.clone()),
        Act::MappingWithdrawn(a) => of_link(&a.mapping),
        Act::MappingRestored(a) => of_link(&a.mapping),
        Act::DecisionMade(a) => Some(a.unit.clone()),
        Act::DecisionCleared(a) => of_decision(&a.supersedes),
        Act::DecisionRestored(a) => of_decision(&a.decisions),
        Act::DecisionCarried(a) => Some(a.unit.clone()),
        _other => None,
    }
}
