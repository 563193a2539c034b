//! The status of a unit: in progress, assessed, verified, claimed, certificated, withdrawn; what stands in the way of a
//! claim; how long its records are kept. Pure: refuses to know the disk, the clock and who is at the desk.

use std::collections::BTreeMap;

use crate::countersign;
use crate::coverage;
use crate::evidence::item::Item;
use crate::journal::act::LearnerFacts;
use crate::journal::id::Hash;
use crate::journal::rows::{
    ClaimRow, DecisionRow, ReleaseRow, SignOffRow, UnitCertificateRow, UnitRow, VerificationRow,
};
use crate::journal::state::BookState;
use crate::learner::{self, disputed};
use crate::matrix::dates;
use crate::profile::Keeping;
use crate::separation;
use crate::signoff::original;
use crate::stale;
use crate::undo;
use crate::unit::spec::{Shelf, UnitSpec};
use crate::view::marks;
use crate::view::portfolio::UnitStatus;

/// The sign-off of a unit that stands.
#[must_use]
pub fn signed<'a>(state: &'a BookState, unit: &str) -> Option<&'a SignOffRow> {
    state.sign_offs.iter().filter(|s| s.standing && s.unit == unit).min_by_key(|s| s.hash)
}

/// What makes an assessed unit a verified one.
#[derive(Debug, Clone, Copy)]
pub enum Verified<'a> {
    /// A signed sampling record.
    Sampled(&'a VerificationRow),
    /// An IV said that the plan leaves it out.
    Released(&'a ReleaseRow),
}

impl Verified<'_> {
    /// The entry that says so.
    #[must_use]
    pub const fn hash(&self) -> Hash {
        match self {
            Self::Sampled(row) => row.hash,
            Self::Released(row) => row.hash,
        }
    }
}

/// What verifies a sign-off: a sampling record that covers it, else a release that stands. An open action outweighs both.
#[must_use]
pub fn verified<'a>(state: &'a BookState, signed: &SignOffRow) -> Option<Verified<'a>> {
    if let Some(record) = marks::verified(state, &signed.unit, signed.hash) {
        return Some(Verified::Sampled(record));
    }
    if action_open(state, &signed.unit) {
        return None;
    }
    let of_it = |r: &&ReleaseRow| r.sign_off == signed.hash && r.withdrawn.is_none() && !own(state, r);
    state.releases.iter().filter(of_it).min_by_key(|r| r.hash).map(Verified::Released)
}

/// A release by somebody who had a part in what was signed off counts for nothing, wherever it comes from.
fn own(state: &BookState, release: &ReleaseRow) -> bool {
    let signed = state.sign_offs.get(&release.sign_off);
    release.role.trainee() || signed.is_none_or(|signed| separation::had_part(state, release.chain, signed))
}

/// An IV's action on the unit is open.
#[must_use]
pub fn action_open(state: &BookState, unit: &str) -> bool {
    coverage::open_actions(state).any(|f| state.samples.get(&f.sample).is_some_and(|s| s.unit == unit))
}

/// The claims of a unit that stand. More than one stands only where two desks claimed without knowing of each other.
pub fn claims<'a>(state: &'a BookState, unit: &str) -> impl Iterator<Item = &'a ClaimRow> {
    state.claims.iter().filter(move |c| c.unit == unit && c.withdrawn.is_none())
}

/// The certificate of a claim that stands.
#[must_use]
pub fn certificate<'a>(state: &'a BookState, claim: &ClaimRow) -> Option<&'a UnitCertificateRow> {
    let of_it = |c: &&UnitCertificateRow| c.claim == claim.hash && c.withdrawn.is_none();
    state.unit_certificates.iter().filter(of_it).min_by_key(|c| c.hash)
}

/// Where a unit stands; `stale` = its sign-off no longer holds as signed, so that the unit is being worked on again.
#[must_use]
pub fn of(state: &BookState, unit: &UnitRow, stale: bool) -> UnitStatus {
    let claims: Vec<&ClaimRow> = claims(state, &unit.unit).collect();
    if unit.withdrawn_reason.is_some() {
        UnitStatus::Withdrawn
    } else if claims.iter().any(|c| certificate(state, c).is_some()) {
        UnitStatus::Certificated
    } else if !claims.is_empty() {
        UnitStatus::Claimed
    } else {
        match signed(state, &unit.unit) {
            Some(row) if !stale && verified(state, row).is_some() => UnitStatus::Verified,
            Some(_) if !stale => UnitStatus::Assessed,
            Some(_) | None => UnitStatus::InProgress,
        }
    }
}

/// Why a claim no longer rests on what it rested on; none = it does.
#[must_use]
pub fn claim_stale(
    state: &BookState,
    items: &BTreeMap<String, Item>,
    shelf: &Shelf,
    claim: &ClaimRow,
) -> Option<String> {
    let Some(row) = state.sign_offs.get(&claim.sign_off) else {
        return Some("it rests on a sign-off that is not in this history".into());
    };
    if claims(state, &claim.unit).any(|other| other.hash != claim.hash) {
        return Some("two desks claimed this unit: take one of the claims back".into());
    }
    if let Some(why) = original::stale(state, items, shelf, row) {
        return Some(format!("the sign-off that it rests on no longer holds: {why}"));
    }
    unverified(state, row, claim.rests_on)
}

/// Why the very thing that verified a sign-off when it was claimed verifies it no more; none = it does. What else verifies it since
/// is no matter.
fn unverified(state: &BookState, signed: &SignOffRow, rests_on: Hash) -> Option<String> {
    let no_longer = |why: &str| Some(format!("what verified it no longer counts: {why}"));
    if action_open(state, &signed.unit) {
        return no_longer("an action that an IV asked for is open");
    }
    if let Some(record) = state.verifications.get(&rests_on) {
        if !marks::separate(state, record) {
            return no_longer(OWN_RECORD);
        }
        let stale = stale::verification(state, record);
        return match stale {
            None if marks::covers(state, signed, record) => None,
            None => no_longer("the sampling record is of other decisions, or not countersigned"),
            Some(why) => no_longer(&why),
        };
    }
    let Some(release) = state.releases.get(&rests_on).filter(|r| r.sign_off == signed.hash) else {
        return no_longer("it is not in this history");
    };
    match &release.withdrawn {
        Some(why) => no_longer(&format!("the release was taken back: {why}")),
        None if own(state, release) => {
            no_longer("who released it decided, countersigned or signed off in the unit")
        }
        None => None,
    }
}

/// What is wrong with a record of somebody who had a part in what it verifies.
const OWN_RECORD: &str = "who signed the sampling record decided, countersigned or signed off in the unit";

/// What stands in the way of a claim (DOMAIN.md §5). The name is stable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// Stable name: "ulnMissing".
    pub name: &'static str,
    /// In words, with the way out where it is not plain.
    pub text: String,
}

/// Every name that an obstacle has.
pub const OBSTACLES: [&str; 19] = [
    "withdrawn",
    "newerEntries",
    "notAssessed",
    "signOffStale",
    "indicative",
    "centresOwn",
    "notCountersigned",
    "actionOpen",
    "notVerified",
    "factsInDispute",
    "ulnMissing",
    "registrationMissing",
    "registrationDateMissing",
    "decidedBeforeRegistration",
    "certificationEnded",
    "qualificationInDispute",
    "notOfQualification",
    "combinationNotMet",
    "claimedAlready",
];

/// What is asked about a claim.
pub struct Claiming<'a> {
    /// The learner's book.
    pub state: &'a BookState,
    /// Unit texts.
    pub shelf: &'a Shelf,
    /// Items.
    pub items: &'a BTreeMap<String, Item>,
    /// The unit.
    pub unit: &'a UnitRow,
    /// Its text in force.
    pub spec: &'a UnitSpec,
    /// ISO date of the claim.
    pub date: &'a str,
    /// The centre's own record of the qualifications that it is claimed towards: last day of certification, and title.
    pub towards: Vec<(String, String)>,
}

impl Claiming<'_> {
    /// Everything that stands in the way, in order; empty = the unit can be claimed.
    #[must_use]
    pub fn obstacles(&self) -> Vec<Obstacle> {
        let mut out = Vec::new();
        let mut say = |name: &'static str, text: String| out.push(Obstacle { name, text });
        if self.unit.withdrawn_reason.is_some() {
            say("withdrawn", "the unit was withdrawn".into());
            return out;
        }
        if let Some(claim) = claims(self.state, &self.unit.unit).next() {
            say(
                "claimedAlready",
                format!("it was claimed on {} in batch {}", dates::short(&claim.date), claim.batch),
            );
            return out;
        }
        if !self.state.newer.is_empty() {
            say("newerEntries", "this portfolio holds entries made by a newer program".into());
        }
        self.assessment(&mut say);
        self.learner(&mut say);
        let of_text = self.spec.text.qualifications.iter().map(|q| {
            let title = q.title.clone().unwrap_or_else(|| "the qualification".into());
            (q.certification_end_date.clone().unwrap_or_default(), title)
        });
        let of_text: Vec<(String, String)> = of_text.collect();
        if let Some((end, title)) = ended(&of_text, self.date).or_else(|| ended(&self.towards, self.date)) {
            say("certificationEnded", format!("certification of {title} ended on {}", dates::short(end)));
        }
        out
    }

    fn assessment(&self, say: &mut impl FnMut(&'static str, String)) {
        let Some(row) = signed(self.state, &self.unit.unit) else {
            say("notAssessed", "no assessor has signed it off".into());
            return;
        };
        let spec = self.shelf.get(row.spec).map_or(self.spec, AsRef::as_ref);
        if let Some(why) = original::stale(self.state, self.items, self.shelf, row) {
            say("signOffStale", format!("the sign-off no longer holds: {why}"));
        }
        if row.indicative || spec.indicative() {
            say(
                "indicative",
                "its text is indicative, not confirmed as the awarding organisation's own".into(),
            );
        }
        if spec.text.source.kind == "centre" {
            say(
                "centresOwn",
                "it is the centre's own unit, which no awarding organisation certificates".into(),
            );
        }
        let bare = |j: &&crate::journal::act::Judged| {
            countersign::by_trainee(self.state, j.decision)
                && countersign::of_decision(self.state, j.decision).next().is_none()
        };
        let codes: Vec<&str> = row
            .rows
            .iter()
            .filter(bare)
            .map(|j| spec.row(&j.row).map_or("a criterion", |r| r.code.as_str()))
            .collect();
        if !codes.is_empty() {
            say("notCountersigned", format!("{}: a trainee's, and not countersigned", codes.join(", ")));
        }
        if !countersign::covers_sign_off(self.state, row) {
            let by = self.state.person_of(row.chain).map_or_else(|| "somebody".into(), |p| p.name);
            let text =
                format!("signed off by {by}, a trainee, and nobody qualified has countersigned in the unit");
            say("notCountersigned", text);
        }
        if action_open(self.state, &self.unit.unit) {
            say("actionOpen", "an action that an IV asked for is open".into());
        } else if verified(self.state, row).is_none() {
            self.unverified(say);
        }
    }

    fn unverified(&self, say: &mut impl FnMut(&'static str, String)) {
        let of_unit = |v: &&VerificationRow| {
            self.state.samples.get(&v.sample).is_some_and(|s| s.unit == self.unit.unit)
        };
        let waits = |v: &&VerificationRow| {
            stale::verification(self.state, v).is_none() && !countersign::counts(self.state, v)
        };
        let own = |v: &&VerificationRow| {
            signed(self.state, &self.unit.unit)
                .is_some_and(|s| marks::covers(self.state, s, v) && !marks::separate(self.state, v))
        };
        let records: Vec<&VerificationRow> = self.state.verifications.iter().filter(of_unit).collect();
        if records.iter().any(waits) {
            say("notCountersigned", "the sampling record is a trainee's, and not countersigned".into());
        } else if records.iter().any(own) {
            say("notVerified", format!("{OWN_RECORD}: another IV has to look at it"));
        } else {
            let text = "no IV has signed a sampling record that covers it, nor released it as not sampled";
            say("notVerified", text.into());
        }
    }

    fn learner(&self, say: &mut impl FnMut(&'static str, String)) {
        let facts = learner::facts(self.state);
        let disputed = disputed::claimed(self.state);
        if !disputed.is_empty() {
            let text = format!(
                "two desks recorded different details of the person ({}): record them again",
                disputed::in_words(&disputed)
            );
            say("factsInDispute", text);
            return;
        }
        if facts.uln.is_empty() {
            say("ulnMissing", "the unique learner number is not recorded".into());
        }
        if facts.registration_number.is_empty() {
            say("registrationMissing", "the registration number is not recorded".into());
        }
        self.dates(&facts, say);
    }

    /// Where a row stands in the unit, and its code.
    fn code(&self, row: &str) -> (usize, &str) {
        let place = self.spec.place(row).unwrap_or(usize::MAX);
        (place, self.spec.row(row).map_or("a criterion of an earlier issue", |r| r.code.as_str()))
    }

    fn dates(&self, facts: &LearnerFacts, say: &mut impl FnMut(&'static str, String)) {
        if facts.registration_date.is_empty() {
            say("registrationDateMissing", "the date of registration is not recorded".into());
            return;
        }
        let registered = facts.registration_date.as_str();
        let of_unit = self.state.decisions.iter().filter(|d| d.unit == self.unit.unit);
        let early: Vec<&DecisionRow> =
            of_unit.filter(|d| d.date.as_str() < registered && !undone(self.state, d.hash)).collect();
        if let Some(first) = early.iter().map(|d| d.date.as_str()).min() {
            let mut rows: Vec<(usize, &str)> = early.iter().map(|d| self.code(&d.row)).collect();
            rows.sort_unstable();
            rows.dedup();
            let codes: Vec<&str> = rows.into_iter().map(|(_, code)| code).collect();
            let text = format!(
                "the first decision is dated {}, before the registration on {}: look at {}, or at the date of \
                 registration",
                dates::short(first),
                dates::short(registered),
                codes.join(", ")
            );
            say("decidedBeforeRegistration", text);
        }
    }
}

/// The qualification that stayed open longest, where every one of them has ended; one without an end is open.
fn ended<'a>(qualifications: &'a [(String, String)], date: &str) -> Option<&'a (String, String)> {
    let open = |(end, _): &(String, String)| end.is_empty() || end.as_str() >= date;
    if qualifications.iter().any(open) { None } else { qualifications.iter().max() }
}

/// Whether the deed that made a decision was taken back, and not done again since.
fn undone(state: &BookState, decision: Hash) -> bool {
    let logged = state.log.iter().find(|l| l.hash == decision);
    logged.is_some_and(|l| undo::is_taken_back(state, l.deed))
}

/// How long what belongs to a certificated unit is kept, as ISO dates, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    /// The learner's evidence; none = the board says nothing here.
    pub evidence_until: Option<String>,
    /// Assessment and verification records.
    pub records_until: Option<String>,
    /// The rule in words, with its source.
    pub rule: String,
}

/// Counts from the certificate, by the rule that the centre has for the unit's board.
#[must_use]
pub fn retention(keeping: &Keeping, certificated: &str) -> Retention {
    let after = |months: i64, weeks: i64| crate::clock::later(certificated, months, 7 * weeks);
    let none = "No rule is recorded for this board: ask it how long records are kept.";
    Retention {
        evidence_until: keeping.evidence_weeks.and_then(|weeks| after(0, weeks)),
        records_until: keeping.records_months.and_then(|months| after(months, 0)),
        rule: if keeping.source.is_empty() { none.to_owned() } else { keeping.source.clone() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Profile, Wording};

    #[test]
    fn certification_has_ended_where_every_qualification_has() {
        let q = |end: &str| (end.to_owned(), format!("ends {end}"));
        for (ends, date, want) in [
            (vec![], "2026-09-14", None),
            (vec![""], "2026-09-14", None),
            (vec!["2026-09-14"], "2026-09-14", None),
            (vec!["2026-09-13"], "2026-09-14", Some("2026-09-13")),
            (vec!["2026-09-13", "2025-01-01"], "2026-09-14", Some("2026-09-13")),
            (vec!["2026-09-13", "2027-01-01"], "2026-09-14", None),
            (vec!["2026-09-13", ""], "2026-09-14", None),
        ] {
            let list: Vec<_> = ends.iter().map(|end| q(end)).collect();
            assert_eq!(ended(&list, date).map(|(end, _)| end.as_str()), want, "{ends:?}");
        }
    }

    #[test]
    fn records_are_kept_from_the_certificate_on() {
        let cases = [
            ("OCR", "2026-11-21", None, Some("2029-11-21")),
            ("Pearson EDI", "2026-11-21", Some("2027-02-13"), Some("2029-11-21")),
            ("Pearson Edexcel", "2028-02-29", Some("2028-05-23"), Some("2031-02-28")),
            ("NCFE", "2026-11-21", None, None),
            ("OCR", "not a date", None, None),
        ];
        for (board, date, evidence, records) in cases {
            let kept = retention(&Wording::shipped(Profile::of_board(board)).keeping, date);
            let said = (kept.evidence_until.as_deref(), kept.records_until.as_deref());
            assert_eq!(said, (evidence, records), "{board} {date}");
        }
    }
}
