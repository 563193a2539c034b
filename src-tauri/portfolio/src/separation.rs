//! Who had a part in a decision, and who looked at it as an internal verifier: nobody is both, in whichever order they came to it
//! and whichever desk said so. Pure; refuses to know roles, unit texts and who is at the desk.

use std::collections::BTreeSet;

use crate::error::Refusal;
use crate::journal::act::PersonName;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{FindingRow, SignOffRow, VerificationRow};
use crate::journal::state::BookState;
use crate::unit::spec::UnitSpec;

/// Everyone who ever decided a row, confirmed a decision on it under another issue, countersigned one, or signed the unit off, so
/// that an IV cannot judge what they had a part in themselves. What was taken back since counts too.
#[must_use]
pub fn decided_by(state: &BookState, row: &str) -> BTreeSet<Id> {
    persons(state, assessing(state, &|other| other == row))
}

/// Whether somebody had such a part in a row that was signed.
#[must_use]
pub fn had_part(state: &BookState, chain: Id, signed: &SignOffRow) -> bool {
    // A chain without a person is nobody's, so nobody can say that it had no part.
    let Some(person) = state.person_of(chain) else { return true };
    let frozen: BTreeSet<&str> = signed.rows.iter().map(|judged| judged.row.as_str()).collect();
    let of_person = |chain: Id| state.person_of(chain).is_some_and(|other| other.id == person.id);
    assessing(state, &|row| frozen.contains(row)).any(of_person)
}

/// Everyone who had such a part in a decision that a sampling record judges.
#[must_use]
pub fn judged_in(state: &BookState, record: &VerificationRow) -> BTreeSet<Id> {
    let judged = record.findings.iter().filter_map(|finding| state.findings.get(finding));
    judged.flat_map(|finding| decided_by(state, &finding.row)).collect()
}

/// The chains of those who had a part in rows.
fn assessing<'a>(state: &'a BookState, of_rows: &'a dyn Fn(&str) -> bool) -> impl Iterator<Item = Id> + 'a {
    let decided = state.decisions.iter().filter(|d| of_rows(&d.row)).map(|d| d.chain);
    let confirmed = state.carries.iter().filter(|c| of_rows(&c.row)).map(|c| c.chain);
    let agreed = state.countersignatures.iter().filter(|c| c.rows.iter().any(|j| of_rows(&j.row)));
    let signed = state.sign_offs.iter().filter(|s| s.rows.iter().any(|j| of_rows(&j.row)));
    let chains = decided.chain(confirmed).chain(agreed.map(|c| c.chain)).chain(signed.map(|s| s.chain));
    chains.collect::<BTreeSet<Id>>().into_iter()
}

/// Everyone who commented as an IV on a decision that stands on a row, or countersigned a sampling record with such a comment.
/// Who looked at an earlier decision and made another since has looked at nobody's work that is signed now.
#[must_use]
pub fn sampled_by(state: &BookState, row: &str) -> BTreeSet<Id> {
    let standing = state.decisions_of_row.get(row);
    let stands = |decision: &Hash| standing.is_some_and(|all| all.iter().any(|one| one == decision));
    let said: Vec<&FindingRow> =
        state.findings.iter().filter(|f| f.row == row && stands(&f.decision)).collect();
    let about = |finding: &Hash| said.iter().any(|f| f.hash == *finding);
    let records: Vec<&VerificationRow> =
        state.verifications.iter().filter(|v| v.findings.iter().any(about)).collect();
    let under = |record: Hash| records.iter().any(|v| v.hash == record);
    let agreed = state.sample_countersignatures.iter().filter(|c| under(c.verification));
    let chains = said.iter().map(|f| f.chain).chain(records.iter().map(|v| v.chain));
    persons(state, chains.chain(agreed.map(|c| c.chain)))
}

/// Refuses to let somebody have a part in decisions that they looked at as an IV. `deed` is what they cannot do: "countersign it".
///
/// # Errors
/// [`Refusal::OwnSample`] with the codes of those rows.
pub fn refuse_sampled<'a>(
    state: &BookState,
    spec: &UnitSpec,
    rows: impl IntoIterator<Item = &'a str>,
    person: &PersonName,
    deed: &'static str,
) -> Result<(), Refusal> {
    let own: Vec<String> = rows
        .into_iter()
        .filter(|row| sampled_by(state, row).contains(&person.id))
        .map(|row| spec.row(row).map_or_else(|| row.to_owned(), |r| r.code.clone()))
        .collect();
    if own.is_empty() {
        return Ok(());
    }
    Err(Refusal::OwnSample { codes: own.join(", "), person: person.name.clone(), deed })
}

fn persons(state: &BookState, chains: impl Iterator<Item = Id>) -> BTreeSet<Id> {
    let chains: BTreeSet<Id> = chains.collect();
    chains.into_iter().filter_map(|chain| state.person_of(chain)).map(|person| person.id).collect()
}
