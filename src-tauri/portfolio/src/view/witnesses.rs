//! The centre's witnesses and how old evidence may be, as shown. Pure.

use serde::Serialize;
use ts_rs::TS;

use crate::journal::state::BookState;
use crate::witness::{self, Witness};

/// What the centre says about witnesses and currency.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WitnessListView {
    /// Witnesses by name, those no longer chosen last.
    pub witnesses: Vec<WitnessView>,
    /// How old evidence may be, whole months; null = no limit. The strictest where desks said different ones.
    pub currency_months: Option<i64>,
    /// Every limit that stands, in words, where desks said different ones; empty otherwise.
    pub currency_disputed: String,
}

/// One witness.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WitnessView {
    /// Id.
    pub id: String,
    /// What is recorded.
    pub says: Witness,
    /// What another desk said, where it said something else: both stand until one of them is said again.
    pub or: Vec<Witness>,
}

/// All of it.
#[must_use]
pub fn list(centre: &BookState) -> WitnessListView {
    let view = |(id, mut rows): (_, Vec<&crate::journal::rows::WitnessRow>)| {
        rows.sort_by_key(|row| row.hash);
        let mut says: Vec<Witness> = rows.into_iter().map(|row| row.says.clone()).collect();
        says.dedup();
        let first = says.remove(0);
        WitnessView { id: ToString::to_string(&id), says: first, or: says }
    };
    let mut witnesses: Vec<WitnessView> = witness::standing(centre).into_iter().map(view).collect();
    witnesses.sort_by(|a, b| {
        (a.says.inactive, a.says.name.to_lowercase(), &a.id).cmp(&(
            b.says.inactive,
            b.says.name.to_lowercase(),
            &b.id,
        ))
    });
    let standing = centre.currency_limits.iter().filter(|row| row.standing);
    let mut limits: Vec<Option<i64>> = standing.map(|row| row.months).collect();
    limits.sort_unstable();
    limits.dedup();
    let word = |months: &Option<i64>| months.map_or_else(|| "no limit".into(), |m| format!("{m} months"));
    let several = limits.len() > 1;
    WitnessListView {
        witnesses,
        currency_months: witness::currency_limit(centre),
        currency_disputed: if several {
            limits.iter().map(word).collect::<Vec<_>>().join(" / ")
        } else {
            String::new()
        },
    }
}
