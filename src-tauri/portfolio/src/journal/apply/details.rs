//! What statements about details of items, resubmissions, witnesses and currency do to the tables. Total, as all of `apply`.
//! Refuses to know which of them a rule would refuse.

use crate::journal::act::{CurrencyStated, DetailStated, EvidenceReplaced, WitnessStated};
use crate::journal::rows::{CurrencyRow, DetailRow, ReplacementRow, WitnessRow};
use crate::journal::state::{BookState, Logged};

pub fn witness_stated(state: &mut BookState, entry: &Logged, a: &WitnessStated) {
    for old in &a.supersedes {
        state.witnesses.change(old, |row| row.standing &= row.witness != a.witness);
    }
    let (hash, witness, says) = (entry.hash, a.witness, a.says.clone());
    state.witnesses.put(WitnessRow { hash, witness, says, standing: true });
}

pub fn currency_stated(state: &mut BookState, entry: &Logged, a: &CurrencyStated) {
    for old in &a.supersedes {
        state.currency_limits.change(old, |row| row.standing = false);
    }
    state.currency_limits.put(CurrencyRow { hash: entry.hash, months: a.months, standing: true });
}

pub fn detail_stated(state: &mut BookState, entry: &Logged, a: &DetailStated) {
    state.items.take();
    let field = a.detail.field();
    for old in &a.supersedes {
        state.details.change(old, |row| row.standing &= row.evidence != a.evidence || row.field != field);
    }
    state.details.put(DetailRow {
        hash: entry.hash,
        evidence: a.evidence.clone(),
        field,
        detail: a.detail.clone(),
        chain: entry.chain,
        standing: true,
    });
}

pub fn evidence_replaced(state: &mut BookState, entry: &Logged, a: &EvidenceReplaced) {
    state.items.take();
    for old in &a.supersedes {
        state.replacements.change(old, |row| row.standing &= row.evidence != a.evidence);
    }
    state.replacements.put(ReplacementRow {
        hash: entry.hash,
        evidence: a.evidence.clone(),
        by: a.by.clone(),
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
        standing: true,
    });
}
