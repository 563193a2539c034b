//! One unit taken with two boards: the same reference number, or the same title. It is said wherever the unit shows, and
//! refused nowhere: a person may have reasons. Pure.

use crate::coverage;
use crate::journal::state::BookState;
use crate::unit::spec::{Shelf, UnitSpec};

/// What a person should know before claiming `spec` beside the learner's other units.
#[must_use]
pub fn warnings(state: &BookState, shelf: &Shelf, spec: &UnitSpec) -> Vec<String> {
    let others = coverage::units(state).into_iter().filter(|u| u.withdrawn_reason.is_none());
    let others = others.filter(|u| u.unit != spec.text.id).filter_map(|u| shelf.get(u.spec));
    others.filter_map(|other| twin(spec, other)).collect()
}

fn twin(spec: &UnitSpec, other: &UnitSpec) -> Option<String> {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let urn = |spec: &UnitSpec| spec.text.unit.urn.as_deref().map(plain).filter(|u| !u.is_empty());
    let confirmed = if other.board_confirmed() { "" } else { ", unconfirmed" };
    let with = format!("{} ({}{confirmed})", other.board(), other.source_words());
    if let Some(number) = urn(spec).filter(|n| urn(other).as_ref() == Some(n)) {
        let number = number.to_uppercase();
        return Some(format!(
            "The learner takes the unit {number} with {with} too. Once one board has certificated it, record credit \
             transfer for the other, not a second assessment."
        ));
    }
    (plain(&spec.text.unit.title) == plain(&other.text.unit.title)).then(|| {
        format!(
            "The learner takes a unit of this title with {with} too. Evidence may serve both, but each is decided by \
             itself, and one unit is not claimed with two boards: where the unit reference numbers are the same and one \
             is certificated, record credit transfer for the other."
        )
    })
}
