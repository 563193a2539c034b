//! The IV's marks on rows and units, in words. Pure.

use crate::countersign;
use crate::coverage;
use crate::journal::entry::Moment;
use crate::journal::id::Hash;
use crate::journal::rows::{FindingRow, SignOffRow, VerificationRow};
use crate::journal::state::BookState;
use crate::matrix::dates;
use crate::sampling::Judgement;
use crate::separation;
use crate::stale;

/// "agreed BK 12/11/2026", "action open BK 12/11/2026", ...; none when the row was never sampled.
#[must_use]
pub fn of_row(state: &BookState, row: &str) -> Option<String> {
    // Several IVs may have sampled the row. No clock picks between them: each stands, the gravest first.
    let mut findings: Vec<&FindingRow> =
        state.findings.iter().filter(|f| f.standing && f.row == row).collect();
    findings.sort_by_key(|f| (std::cmp::Reverse(gravity(state, f)), f.hash));
    let words: Vec<String> = findings.into_iter().map(|f| one(state, f)).collect();
    (!words.is_empty()).then(|| words.join("; "))
}

fn gravity(state: &BookState, finding: &FindingRow) -> u8 {
    let open = coverage::open_actions(state).any(|f| f.hash == finding.hash);
    match (finding.judgement, open) {
        (Judgement::Disagree, true) => 4,
        (Judgement::Action, true) => 3,
        (Judgement::Disagree, false) => 2,
        (Judgement::Action, false) => 1,
        (Judgement::Agree, _) => 0,
    }
}

fn one(state: &BookState, finding: &FindingRow) -> String {
    let initials = state.person_of(finding.chain).map_or_else(|| "IV".into(), |p| p.initials);
    let on = short(Moment { at: finding.at, offset: finding.offset });
    let mut words = format!("{} {initials} {on}", word(state, finding));
    if stale::finding(state, finding).is_some() {
        words.push_str(" (decision changed since)");
    }
    words
}

fn word(state: &BookState, finding: &FindingRow) -> &'static str {
    let closed = state.notes.iter().any(|n| n.closes && n.finding == finding.hash);
    match (finding.judgement, closed) {
        (Judgement::Agree, _) => "agreed",
        (Judgement::Action, false) => "action open",
        (Judgement::Action, true) => "action closed",
        (Judgement::Disagree, false) => "disagreed",
        (Judgement::Disagree, true) => "disagreed, closed",
    }
}

/// The day, with its year: "12/11/2026". What an IV looked at is read years later.
#[must_use]
pub fn short(moment: Moment) -> String {
    dates::short(&moment.date())
}

/// The signed sampling record that covers a sign-off. The latest where there are several; none counts while an action on the
/// unit is open.
#[must_use]
pub fn verified<'a>(state: &'a BookState, unit: &str, sign_off: Hash) -> Option<&'a VerificationRow> {
    let frozen = state.sign_offs.get(&sign_off)?;
    // Another IV's open action on the unit outweighs every signed record.
    if coverage::open_actions(state).any(|f| state.samples.get(&f.sample).is_some_and(|s| s.unit == unit)) {
        return None;
    }
    let records = state.verifications.iter().filter(|v| covers(state, frozen, v) && separate(state, v));
    records.max_by_key(|v| (v.at, v.hash))
}

/// Whether a signed sampling record speaks of a sign-off: its comments judge decisions that the sign-off froze, and it is neither
/// stale nor a trainee's alone.
#[must_use]
pub fn covers(state: &BookState, frozen: &SignOffRow, record: &VerificationRow) -> bool {
    let judged_frozen = |hash: &Hash| {
        let finding = state.findings.get(hash);
        finding.is_some_and(|f| frozen.rows.iter().any(|j| j.row == f.row && j.decision == f.decision))
    };
    state.samples.get(&record.sample).is_some_and(|s| s.unit == frozen.unit)
        && record.findings.iter().all(judged_frozen)
        && stale::verification(state, record).is_none()
        && countersign::counts(state, record)
}

/// Whether those who signed a sampling record had no part in the decisions that it judges, then or since: a record says that
/// somebody else has looked. Other rows of the unit may be theirs, as when they were sampled: nobody verifies a decision that they
/// made or countersigned, and whoever signed the unit off had a part in all of it.
#[must_use]
pub fn separate(state: &BookState, record: &VerificationRow) -> bool {
    let own = separation::judged_in(state, record);
    // A chain without a person is nobody's, so nobody can say that it had no part.
    state.person_of(record.chain).is_some_and(|person| !own.contains(&person.id))
        && countersign::counts(state, record)
}

/// "Seen by IV B. King on 12/11/2026", or that nobody else has seen it.
#[must_use]
pub fn seen(state: &BookState) -> String {
    let told = state.findings.iter().filter(|f| f.withdrawn.is_none());
    let newest = told.max_by_key(|f| (f.at, f.hash));
    let Some((finding, person)) = newest.and_then(|f| Some((f, state.person_of(f.chain)?))) else {
        return "not yet seen by anyone else".into();
    };
    format!("Seen by IV {} on {}", person.name, short(Moment { at: finding.at, offset: finding.offset }))
}
