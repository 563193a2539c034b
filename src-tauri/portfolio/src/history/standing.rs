//! The history of people, countersignatures and the status of units, in words. Pure.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "each phrase names the few kinds of act that it speaks of"
)]

use std::collections::BTreeSet;

use super::{Words, list};
use crate::journal::act::{Act, DirectClaimStated, PersonStated, StatusWithdrawn};
use crate::journal::id::Id;
use crate::journal::rows::PersonRow;
use crate::journal::state::{BookState, Logged};
use crate::matrix::dates;

/// A person added or changed, or gone.
pub fn person(state: &BookState, a: &PersonStated) -> String {
    let before = a.supersedes.iter().filter_map(|h| state.people.get(h)).next();
    let roles: Vec<&str> = a.roles.iter().map(|r| r.word()).collect();
    let roles = roles.join(", ");
    match before {
        None => format!("add {} ({roles})", a.name),
        Some(row) if row.active && !a.active => format!("{} no longer works here", a.name),
        Some(row) if !row.active && a.active => format!("{} works here again ({roles})", a.name),
        Some(row) if row.roles != a.roles => format!("{} is now {roles}", a.name),
        Some(row) if row.name != a.name => format!("{} is now called {}", row.name, a.name),
        Some(row) if as_it_stood(row, a) => format!("state again what {} may do", a.name),
        Some(_) => format!("change what is recorded of {}", a.name),
    }
}

/// Whether a statement says nothing but what the one before it said: somebody signs it who did not then.
fn as_it_stood(row: &PersonRow, a: &PersonStated) -> bool {
    (&row.initials, &row.qualification, &row.competence) == (&a.initials, &a.qualification, &a.competence)
        && (&row.cpd, row.countersigner, a.supersedes.len()) == (&a.cpd, a.countersigner, 1)
}

/// What a person of the centre is called now.
pub fn name(state: &BookState, person: Id) -> String {
    let row = state.people.iter().find(|p| p.standing && p.person == person);
    row.map_or_else(|| "somebody".into(), |p| p.name.clone())
}

/// Direct claim status.
pub fn direct_claim(a: &DirectClaimStated) -> String {
    let held = if a.holds { "held" } else { "not held" };
    format!("direct claim status with {} {held} from {}: {}", a.board, dates::short(&a.date), a.source)
}

/// Countersignatures, releases, claims, certificates.
pub fn status(words: &Words<'_>, acts: &[&Logged]) -> Option<String> {
    acts.iter().find_map(|l| match &l.act {
        Act::Countersigned(a) => {
            let codes: BTreeSet<String> = a.rows.iter().map(|j| words.code(a.spec, &j.row)).collect();
            Some(format!("countersign {}", list(codes)))
        }
        Act::SampleCountersigned(_) => Some("countersign the sampling record".into()),
        Act::PaperCountersigned(a) => {
            Some(format!("{} issued with the countersigner's signature in it", words.paper(a.sign_off)))
        }
        Act::UnitReleased(a) => Some(format!("release {} as not sampled: {}", words.title(a.spec), a.reason)),
        Act::UnitClaimed(a) => Some(format!("claim {} in batch {}", words.title(a.spec), a.batch)),
        Act::UnitCertificated(a) => {
            Some(format!("certificate {} of {} for {}", a.number, dates::short(&a.date), words.title(a.spec)))
        }
        Act::StatusWithdrawn(a) => Some(taken_back(words, a)),
        _other => None,
    })
}

fn taken_back(words: &Words<'_>, a: &StatusWithdrawn) -> String {
    let state = words.state;
    let release = state.releases.get(&a.statement).map(|r| ("release", r.spec));
    let claim = || state.claims.get(&a.statement).map(|c| ("claim", c.spec));
    let certificate = || state.unit_certificates.get(&a.statement).map(|c| ("certificate", c.spec));
    match release.or_else(claim).or_else(certificate) {
        Some((what, spec)) => format!("take back the {what} of {}: {}", words.title(spec), a.reason),
        None => format!("take something back: {}", a.reason),
    }
}
