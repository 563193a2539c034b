//! What no longer rests on what it rested on. Decisions, sign-offs, comments and signed sampling records name the hash
//! of what they judge: they can become stale, never wrong. Pure; refuses to know the disk.

use std::collections::{BTreeMap, BTreeSet};

use crate::coverage;
use crate::declared;
use crate::evidence::item::Item;
use crate::journal::act::Act;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{CarryRow, DecisionRow, FindingRow, MappingRow, SignOffRow, VerificationRow};
use crate::journal::state::{BookState, Logged};
use crate::person::Role;
use crate::unit::spec::{Shelf, UnitSpec};

/// Why a decision no longer rests on what it rested on. `spec` is the unit text in force.
#[must_use]
pub fn decision(
    state: &BookState,
    items: &BTreeMap<String, Item>,
    shelf: &Shelf,
    spec: &UnitSpec,
    decision: &DecisionRow,
) -> Option<String> {
    if let Some(why) = other_text(state, shelf, spec, decision) {
        return Some(why);
    }
    if decision.outcome.needs_evidence() && decision.relied_on.is_empty() {
        return Some("it relied on no evidence".into());
    }
    for relied in &decision.relied_on {
        let Some(link) = state.mappings.get(&relied.mapping) else {
            return Some("it relied on a link that is not in this history".into());
        };
        let item = items.get(&link.evidence);
        let name = item.map_or("its evidence", |i| i.reference.as_deref().unwrap_or(&i.title));
        if item.is_some_and(|i| i.disputed_versions.contains(&relied.files)) {
            return Some(format!("two desks accepted different versions of {name}"));
        }
        if item.is_some_and(|i| i.files != relied.files) {
            return Some(format!("{name} has a newer version than the one judged"));
        }
        if !link.standing && in_its_place(state, link).is_empty() {
            let resubmitted = item.and_then(|i| resubmitted(state, items, &decision.row, i));
            return Some(match resubmitted {
                Some(by) => format!("{name} was resubmitted as {by}"),
                None => format!("it relied on a link to {name} that was withdrawn"),
            });
        }
    }
    None
}

/// Why a decision does not hold under the text in force; none = it was made under it, or confirmed.
#[must_use]
pub fn other_text(
    state: &BookState,
    shelf: &Shelf,
    spec: &UnitSpec,
    decision: &DecisionRow,
) -> Option<String> {
    let text = spec.row(&decision.row).map(|r| Hash::of(r.text.as_bytes()));
    if decision.spec == spec.sha256 {
        return (text != Some(decision.text))
            .then(|| "the text of the criterion is not the one judged".into());
    }
    let made_under = shelf.get(decision.spec);
    let issue = made_under.map_or_else(|| "another issue".into(), |s| s.issue_words());
    let against = format!("decided against {issue} of the unit text");
    if text.is_none() {
        Some(format!("{against}; the criterion is not in the text in force"))
    } else if text != Some(decision.text) {
        Some(format!("{against}, which words the criterion differently"))
    } else if foreign_replaced(shelf, decision.spec, spec) {
        Some(format!("{against}, which was indicative: what is in force now has to be judged anew"))
    } else if carry(state, decision, spec.sha256).is_some() {
        None
    } else if indicative_replaced(shelf, decision.spec, spec) {
        Some(format!("{against}, which was indicative: what is in force now has to be judged anew"))
    } else {
        Some(format!("{against}; the criterion reads the same now: confirm the decision or make it again"))
    }
}

/// A text that does not even say that it is the board's own, nor the centre's, is replaced by one that does. It is a
/// property of the two texts alone, so that what a decision counts for never turns with a later confirmation.
fn foreign_replaced(shelf: &Shelf, from: Hash, to: &UnitSpec) -> bool {
    !to.foreign() && shelf.get(from).is_none_or(|s| s.foreign())
}

/// An indicative text is replaced by one that is not: decisions made under it are made again, not confirmed.
#[must_use]
pub fn indicative_replaced(shelf: &Shelf, from: Hash, to: &UnitSpec) -> bool {
    foreign_replaced(shelf, from, to) || !to.indicative() && shelf.get(from).is_none_or(|s| s.indicative())
}

/// The word of an assessor who confirmed a decision under a text and has not taken that back. It counts only where it was
/// said of the very words that were judged, by somebody who said so as an assessor.
#[must_use]
pub fn carry<'a>(state: &'a BookState, decision: &DecisionRow, spec: Hash) -> Option<&'a CarryRow> {
    let undone = |deed| state.deeds.get(deed).is_some_and(|d| d.undone);
    let of_it = |c: &&CarryRow| c.decision == decision.hash && c.row == decision.row && c.spec == spec;
    let words = |c: &&CarryRow| c.text == decision.text && c.role == Role::Assessor;
    // Two may have confirmed it at once; which is named no clock decides.
    state.carries.iter().filter(of_it).filter(words).filter(|c| !undone(&c.deed)).min_by_key(|c| c.hash)
}

/// Why a link asks to be confirmed again: it was put forward for other words than those in force. Links to rows that are
/// not in the text in force ask for nothing: they are history.
#[must_use]
pub fn link(shelf: &Shelf, spec: &UnitSpec, link: &MappingRow) -> Option<String> {
    if link.spec == spec.sha256 {
        return None;
    }
    let now = spec.row(&link.row)?;
    let Some(before) = shelf.get(link.spec) else {
        return Some("the unit text that it was put forward under is not here".into());
    };
    let same = before.row(&link.row).is_some_and(|row| row.text == now.text);
    (!same).then(|| format!("{} is worded differently in {}", now.code, spec.issue_words()))
}

/// Why a link asks to be looked at again: a newer version of its item was accepted since, and no decision that stands has
/// relied on that version through it. `item` is the link's item.
#[must_use]
pub fn link_version(state: &BookState, item: &Item, link: &MappingRow) -> Option<String> {
    if link.files == item.files || item.disputed_versions.contains(&link.files) {
        return None;
    }
    let judged = state.decisions_of_row.get(&link.row).into_iter().flatten().any(|hash| {
        let relied = state.decisions.get(hash).map(|d| d.relied_on.as_slice()).unwrap_or_default();
        relied.iter().any(|r| r.mapping == link.hash && r.files == item.files)
    });
    let name = item.reference.as_deref().unwrap_or(&item.title);
    (!judged).then(|| format!("{name} has a newer version than the one that was put forward"))
}

/// A link whose place was corrected stands on under another hash: the same files of the same item for the same row, put
/// forward by the very deed that withdrew the one before, however often. Another link of the same item is not it: a
/// decision may have left that one out.
#[must_use]
pub fn in_its_place(state: &BookState, old: &MappingRow) -> Vec<Hash> {
    let (mut found, mut open) = (Vec::new(), vec![old.hash]);
    let mut met: BTreeSet<Hash> = BTreeSet::from([old.hash]);
    while let Some(link) = open.pop() {
        let withdrew = |l: &&Logged| matches!(&l.act, Act::MappingWithdrawn(a) if a.mapping == link);
        let deeds: BTreeSet<Id> = state.log.iter().filter(withdrew).map(|l| l.deed).collect();
        let made = |l: &&Logged| matches!(l.act, Act::MappingMade(_)) && deeds.contains(&l.deed);
        for next in state.log.iter().filter(made).filter_map(|l| state.mappings.get(&l.hash)) {
            let same = next.row == old.row && next.evidence == old.evidence && next.files == old.files;
            if same && met.insert(next.hash) {
                if next.standing {
                    found.push(next.hash);
                }
                open.push(next.hash);
            }
        }
    }
    found
}

/// The item that took the place of one and is put forward for the row now.
fn resubmitted(
    state: &BookState,
    items: &BTreeMap<String, Item>,
    row: &str,
    former: &Item,
) -> Option<String> {
    let links = || state.links_of_row.get(row).into_iter().flatten().filter_map(|h| state.mappings.get(h));
    let by = former.replaced_by.iter().filter_map(|id| items.get(id));
    let found = by.into_iter().find(|new| links().any(|m| m.evidence == new.id))?;
    Some(found.reference.clone().unwrap_or_else(|| found.title.clone()))
}

/// Why a sign-off no longer holds as far as the centre's word about the text goes.
#[must_use]
pub fn unconfirmed(spec: &UnitSpec, signed: &SignOffRow) -> Option<String> {
    (!signed.indicative && spec.indicative()).then(|| {
        "it was signed as on the board's own text, and nobody in this centre file stands for that".into()
    })
}

/// Why a sign-off no longer holds as signed, as far as the learner's book says. `spec` is the text that it was signed against.
#[must_use]
pub fn sign_off(
    state: &BookState,
    items: &BTreeMap<String, Item>,
    shelf: &Shelf,
    spec: &UnitSpec,
    signed: &SignOffRow,
) -> Option<String> {
    if let Some(reason) = &signed.reopened {
        return Some(format!("opened again with the reason “{}”", reason.trim().trim_end_matches('.')));
    }
    let in_force = coverage::unit_in_force(state, &signed.unit);
    if in_force.is_some_and(|u| u.withdrawn_reason.is_some()) {
        return Some("the unit was withdrawn by somebody who had not seen the sign-off".into());
    }
    let moved =
        |u: &crate::journal::rows::UnitRow| u.standing && u.unit == signed.unit && u.spec != signed.spec;
    if state.units.iter().any(moved) {
        return Some(
            "another issue of the unit text was put in force by somebody who had not seen the sign-off"
                .into(),
        );
    }
    if declared::of_sign_off(state, signed).is_some_and(|d| !d.standing) {
        return Some(
            "the declaration of own work was withdrawn by somebody who had not seen the sign-off".into(),
        );
    }
    for judged in &signed.rows {
        let code = spec.row(&judged.row).map_or("a criterion", |r| &r.code);
        if !stands_alone(state, &judged.row, judged.decision) {
            return Some(format!("{code} was decided again by somebody who had not seen the sign-off"));
        }
        let Some(row) = state.decisions.get(&judged.decision) else { continue };
        if let Some(why) = decision(state, items, shelf, spec, row) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::Outcome;
    use crate::journal::id::Id;

    fn decided() -> DecisionRow {
        DecisionRow {
            hash: Hash::of(b"decision"),
            unit: "unit".into(),
            spec: Hash::of(b"issue 1"),
            row: "row".into(),
            text: Hash::of(b"Plan the work."),
            outcome: Outcome::Met,
            reason: String::new(),
            date: "2026-11-14".into(),
            relied_on: Vec::new(),
            chain: Id::random().unwrap(),
            at: 0,
            offset: 0,
            standing: true,
        }
    }

    #[test]
    fn a_confirmation_counts_only_for_the_words_judged_and_from_an_assessor() {
        let decision = decided();
        let good = CarryRow {
            hash: Hash::of(b"carry"),
            unit: decision.unit.clone(),
            spec: Hash::of(b"issue 2"),
            row: decision.row.clone(),
            text: decision.text,
            decision: decision.hash,
            role: Role::Assessor,
            deed: Id::random().unwrap(),
            chain: decision.chain,
            at: 1,
            offset: 0,
        };
        let cases = [
            (good.clone(), true),
            (CarryRow { text: Hash::of(b"Plan all the work."), ..good.clone() }, false),
            (CarryRow { role: Role::Iv, ..good.clone() }, false),
            (CarryRow { role: Role::Administrator, ..good.clone() }, false),
            (CarryRow { spec: Hash::of(b"issue 3"), ..good.clone() }, false),
            (CarryRow { decision: Hash::of(b"another"), ..good }, false),
        ];
        for (row, counts) in cases {
            let mut state = BookState::default();
            state.carries.put(row.clone());
            assert_eq!(carry(&state, &decision, Hash::of(b"issue 2")).is_some(), counts, "{row:?}");
        }
    }
}
