//! The IV's marks on rows and units, in words. Pure.

use crate::journal::entry::Moment;
use crate::journal::id::Hash;
use crate::journal::rows::{FindingRow, VerificationRow};
use crate::journal::state::BookState;
use crate::sampling::Judgement;
use crate::stale;

/// "agreed BK 12/11", "action open BK 12/11", ...; none when the row was never sampled.
#[must_use]
pub fn of_row(state: &BookState, row: &str) -> Option<String> {
    let newest =
        state.findings.iter().filter(|f| f.standing && f.row == row).max_by_key(|f| (f.at, f.hash))?;
    let initials = state.person_of(newest.chain).map_or_else(|| "IV".into(), |p| p.initials);
    let on = short(Moment { at: newest.at, offset: newest.offset });
    let mut words = format!("{} {initials} {on}", word(state, newest));
    if stale::finding(state, newest).is_some() {
        words.push_str(" (decision changed since)");
    }
    Some(words)
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

/// Day and month: "12/11".
#[must_use]
pub fn short(moment: Moment) -> String {
    let date = moment.date();
    format!("{}/{}", date.get(8..10).unwrap_or("??"), date.get(5..7).unwrap_or("??"))
}

/// The signed sampling record that covers a sign-off: its sample is of the unit and looked at decisions that the
/// sign-off froze. The latest where there are several; a stale one does not count.
#[must_use]
pub fn verified<'a>(state: &'a BookState, unit: &str, sign_off: Hash) -> Option<&'a VerificationRow> {
    let frozen = state.sign_offs.get(&sign_off)?;
    let covers = |v: &&VerificationRow| {
        let sample = state.samples.get(&v.sample);
        let looked_at_frozen =
            |s: &crate::journal::rows::SampleRow| s.rows.iter().all(|j| frozen.rows.contains(j));
        sample.is_some_and(|s| s.unit == unit && looked_at_frozen(s))
            && stale::verification(state, v).is_none()
    };
    state.verifications.iter().filter(covers).max_by_key(|v| (v.at, v.hash))
}

/// "Seen by IV B. King on 12/11", or that nobody else has seen it.
#[must_use]
pub fn seen(state: &BookState) -> String {
    let newest = state.findings.iter().max_by_key(|f| (f.at, f.hash));
    let Some((finding, person)) = newest.and_then(|f| Some((f, state.person_of(f.chain)?))) else {
        return "not yet seen by anyone else".into();
    };
    format!("Seen by IV {} on {}", person.name, short(Moment { at: finding.at, offset: finding.offset }))
}
