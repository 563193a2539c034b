//! A state machine of assessment: random acts by random people, and after every act the rules that no state may break.
//! What the program refuses is part of the game; what it lets happen is judged here by a reading of the records alone.
//!
//! The rules, in short:
//!
//! 1. A refusal records nothing.
//! 2. A visitor and whoever no longer works here record nothing; every act is by somebody in a role for it.
//! 3. What stands signed has, for every row, the one decision that stands, achieved, by evidence where met asks for it.
//! 4. What stands signed has no decision of a trainee that nobody else qualified countersigned.
//! 5. Nobody countersigns, samples, comments on, verifies or releases what they decided or countersigned themselves.
//! 6. A unit is verified by a qualified IV's word or a countersigned one, and never while an action on it is open.
//! 7. A claim that stands rests on a sign-off that stands, on a board's own text, for a learner who is registered, and on what
//!    verified it; no unit is claimed twice at one desk.
//! 8. A certificate that stands is of a claim that stands, and not older than it.
//! 9. While an administrator works here people are theirs to record, and there is always one.
//! 10. Records, tables and a replay say the same.
//! 11. A page signed with a pen is of a sign-off, came on a day between it and the day it was recorded, counts once while it counts,
//!     is kept by its content, and is withdrawn with a reason. It signs, verifies and claims nothing.
//!
//! At most 30 seconds where nobody says how long: `PORTFOLIO_SECONDS=600 cargo test --workspace --test rules`. The seed is printed;
//! `PORTFOLIO_SEED` plays the same game again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]
#![allow(clippy::wildcard_enum_match_arm, reason = "a few kinds of act are looked for among all")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use fastrand::Rng;
use journeys::files::scan;
use journeys::people::{BOARDS, LEARNER, OCR, PASSWORD, Story, each, text};
use journeys::story::{self, aloud};
use portfolio::countersign;
use portfolio::coverage;
use portfolio::error::Sort;
use portfolio::journal::act::Act;
use portfolio::journal::entry::Moment;
use portfolio::journal::id::{Hash, Id};
use portfolio::journal::state::BookState;
use portfolio::person::Role;
use portfolio::portfolio::Workspace;
use portfolio::sampling::Judgement;
use portfolio::status;
use portfolio::unit::spec::Shelf;
use serde_json::{Value, json};

/// How long the game goes on when nobody says so.
const TIME: u64 = 25;
/// Who plays, and as what they begin.
const PEOPLE: [(&str, &[&str], &str); 9] = [
    ("Ada Okafor", &["assessor"], ""),
    ("Cleo Marsh", &["assessor", "iv"], ""),
    ("Ben King", &["iv"], ""),
    ("Dana Hill", &["iv"], ""),
    ("Lea Park", &["leadIv"], ""),
    ("Tia Lund", &["traineeAssessor"], "Ada Okafor"),
    ("Vic Rowe", &["traineeIv"], "Ben King"),
    ("Eli Quist", &["visitor"], ""),
    ("May Poole", &["administrator"], ""),
];
const CODES: [&str; 6] = ["1.1", "1.2", "2.1", "1.1-2.1", "1.1-2.1", "1.1-2.1"];

struct Game {
    rng: Rng,
    story: Story,
    records: Workspace,
    book: Id,
    counts: BTreeMap<String, (usize, usize)>,
}

impl Game {
    fn begin(seed: u64) -> Game {
        let mut story = Story::with_evidence();
        story.takes_a_boards_unit();
        story.ada().does(
            "learner.change",
            json!({ "uln": "1234567890", "registrationNumber": "N-1", "registrationDate": "2026-09-01" }),
        );
        story.call("person.change", json!({ "person": "Cleo Marsh", "roles": ["assessor", "iv"] }));
        for (name, roles, countersigner) in &PEOPLE[4..] {
            let person =
                json!({ "name": name, "roles": roles, "countersigner": countersigner, "password": PASSWORD });
            story.call("person.add", person);
        }
        let records = Workspace::open(&story.workspace(), portfolio::clock::Clock::Machine).unwrap();
        let book = text(&story.show()["learner"]["id"]).parse().unwrap();
        Game { rng: Rng::with_seed(seed), story, records, book, counts: BTreeMap::new() }
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.rng.usize(..of.len())]
    }

    /// One act by somebody: as often by whoever would do it as by anybody.
    fn act(&mut self) -> String {
        let (name, request, likely) = self.request();
        let person =
            if self.rng.u8(..) < 180 { self.one(likely) } else { PEOPLE[self.rng.usize(..PEOPLE.len())].0 };
        if self.rng.u8(..) < 20 {
            self.story.days_pass(1);
        }
        let before = self.length();
        let who = format!("{person}: {name} {request}");
        if let Err(failure) = self.story.session().act_as(person) {
            assert_eq!((failure.code.as_str(), failure.sort), ("notHere", Sort::Refused), "{who}");
            return who;
        }
        let answer = self.story.try_on(name, request);
        let count = self.counts.entry(name.to_owned()).or_default();
        match answer {
            Ok(_) => count.0 += 1,
            Err(failure) => {
                count.1 += 1;
                let expected = [Sort::Refused, Sort::Usage].contains(&failure.sort);
                assert!(expected, "{who}: {} ({})", failure.message, failure.code);
                assert!(failure.sort != Sort::Refused || failure.hint.is_some(), "{who}: no way out");
                assert_eq!(self.length(), before, "1. {who} was refused and recorded something");
            }
        }
        who
    }

    fn length(&mut self) -> usize {
        let centre = self.records.centre_book().unwrap().log.len();
        centre + self.records.book(self.book).unwrap().log.len()
    }

    /// What is done, and who would do it.
    fn request(&mut self) -> (&'static str, Value, &'static [&'static str]) {
        let assessors: &[&str] = &["Ada Okafor", "Cleo Marsh", "Tia Lund", "Tia Lund"];
        let verifiers: &[&str] = &["Ben King", "Dana Hill", "Cleo Marsh", "Vic Rowe", "Lea Park"];
        let qualified: &[&str] = &["Ada Okafor", "Ben King", "Cleo Marsh", "Lea Park"];
        let claimants: &[&str] = &["May Poole", "Lea Park"];
        let unit = if self.rng.u8(..) < 200 { BOARDS } else { OCR };
        let (codes, evidence) = (self.one(&CODES), self.one(&["E001", "E002", "E003"]));
        let signed = json!({ "unit": unit, "password": PASSWORD });
        match self.rng.u8(..100) {
            0..6 => (
                "map",
                json!({ "unit": unit, "evidence": [evidence], "codes": codes, "place": "p. 1" }),
                assessors,
            ),
            6..9 => self.unmap(),
            9..24 => {
                let outcome = self.one(&["met", "rpl", "rpl", "rpl", "rpl", "met", "rpl", "notYetMet"]);
                let reason = if self.rng.u8(..) < 30 { "" } else { "Seen." };
                let wanted = json!({ "unit": unit, "codes": codes, "outcome": outcome, "reason": reason });
                ("decide", wanted, assessors)
            }
            24..32 => ("countersign", signed, qualified),
            32..42 => {
                let vacsr = self.rng.u8(..) < 230;
                ("signOff.sign", json!({ "unit": unit, "password": PASSWORD, "vacsr": vacsr }), assessors)
            }
            42..45 => ("signOff.reopen", json!({ "unit": unit, "reason": "Once more." }), assessors),
            45..48 => ("paper.sign", signed, qualified),
            48..56 => ("sample.make", json!({ "unit": unit, "codes": codes }), verifiers),
            56..64 => self.finding(verifiers),
            64..67 => self.note("action.answer", assessors),
            67..70 => self.note("action.close", verifiers),
            70..75 => self.of_sample("sample.verify", verifiers),
            75..79 => self.of_sample("sample.countersign", qualified),
            79..83 => {
                let request = json!({ "unit": unit, "reason": "Not in the plan.", "password": PASSWORD });
                ("unit.release", request, verifiers)
            }
            83..88 => ("claim.make", json!({ "units": [unit], "batch": "B-1" }), claimants),
            88..90 => ("certificate.record", json!({ "units": [unit], "number": "C-1" }), claimants),
            90..92 => self.take_back(),
            92..94 => (self.one(&["undo", "redo"]), json!({}), assessors),
            94 => ("learner.unitWithdraw", json!({ "unit": unit, "reason": "Left." }), assessors),
            95 => ("learner.unitAdd", json!({ "unit": unit }), assessors),
            97 => self.ink(unit),
            96 => {
                ("learner.change", json!({ "uln": self.one(&["", "1234567890", "1234567890"]) }), assessors)
            }
            _person => self.person(),
        }
    }

    fn unmap(&mut self) -> (&'static str, Value, &'static [&'static str]) {
        let links: Vec<String> =
            self.records.book(self.book).unwrap().mappings.iter().map(|m| m.hash.to_string()).collect();
        let mappings =
            if links.is_empty() { Vec::new() } else { vec![links[self.rng.usize(..links.len())].clone()] };
        ("unmap", json!({ "mappings": mappings }), &["Ada Okafor", "Cleo Marsh", "Tia Lund"])
    }

    fn finding(&mut self, who: &'static [&'static str]) -> (&'static str, Value, &'static [&'static str]) {
        let (sample, code) = (self.sample(), self.one(&CODES));
        let judgement = self.one(&["agree", "agree", "agree", "action", "disagree"]);
        (
            "finding.make",
            json!({ "sample": sample, "code": code, "judgement": judgement, "reason": "Look." }),
            who,
        )
    }

    fn note(
        &mut self,
        name: &'static str,
        who: &'static [&'static str],
    ) -> (&'static str, Value, &'static [&'static str]) {
        let all: Vec<String> =
            self.records.book(self.book).unwrap().findings.iter().map(|f| f.hash.to_string()).collect();
        let action = if all.is_empty() { "0".repeat(64) } else { all[self.rng.usize(..all.len())].clone() };
        (name, json!({ "action": action, "note": "Done." }), who)
    }

    fn of_sample(
        &mut self,
        name: &'static str,
        who: &'static [&'static str],
    ) -> (&'static str, Value, &'static [&'static str]) {
        let sample = self.sample();
        (name, json!({ "sample": sample, "password": PASSWORD }), who)
    }

    /// A page comes back signed with a pen, or one that came is withdrawn. Anybody of the staff opens the post.
    fn ink(&mut self, unit: &str) -> (&'static str, Value, &'static [&'static str]) {
        let staff: &[&str] = &["Ada Okafor", "Ben King", "May Poole", "Tia Lund"];
        let all: Vec<String> =
            self.records.book(self.book).unwrap().inked_pages.iter().map(|p| p.hash.to_string()).collect();
        if !all.is_empty() && self.rng.u8(..) < 80 {
            let attached = all[self.rng.usize(..all.len())].clone();
            let reason = self.one(&["Another learner's page.", "Too pale to read.", ""]);
            return ("inkedPage.withdraw", json!({ "attached": attached, "reason": reason }), staff);
        }
        let name = self.one(&["page-a.png", "page-b.png", "page-c.png", "no-page.png"]);
        let file = self.story.home().join(name);
        let bytes = if name == "no-page.png" { b"GIF89a".to_vec() } else { scan(name) };
        fs::write(&file, bytes).unwrap();
        let hands = ["learner", "assessor", "countersigner", "verifier", "visitor"];
        let carries: Vec<&str> = hands.into_iter().filter(|_| self.rng.u8(..) < 100).collect();
        let mut request = json!({ "unit": unit, "file": file, "carries": carries });
        if self.rng.u8(..) < 128 {
            let day = self.one(&["2026-09-13", "2026-09-14", "2026-09-20", "2026-10-10", "2099-01-01"]);
            request["received"] = json!(day);
        }
        ("inkedPage.attach", request, staff)
    }

    fn sample(&mut self) -> String {
        let all: Vec<String> =
            self.records.book(self.book).unwrap().samples.iter().map(|s| s.sample.to_string()).collect();
        if all.is_empty() { "S001".into() } else { all[self.rng.usize(..all.len())].clone() }
    }

    fn take_back(&mut self) -> (&'static str, Value, &'static [&'static str]) {
        let state = self.records.book(self.book).unwrap();
        let releases = state.releases.iter().map(|r| r.hash);
        let later = state.claims.iter().map(|c| c.hash).chain(state.unit_certificates.iter().map(|c| c.hash));
        let all: Vec<String> = releases.chain(later).map(|h| h.to_string()).collect();
        let statement =
            if all.is_empty() { "0".repeat(64) } else { all[self.rng.usize(..all.len())].clone() };
        (
            "status.takeBack",
            json!({ "statement": statement, "reason": "A mistake." }),
            &["May Poole", "Lea Park", "Ben King"],
        )
    }

    /// People change, come and go; `learner` is no field of such a request.
    fn person(&mut self) -> (&'static str, Value, &'static [&'static str]) {
        let (name, roles, countersigner) = PEOPLE[self.rng.usize(..PEOPLE.len())];
        let said = match self.rng.u8(..4) {
            0 => json!({ "person": name, "active": false }),
            1 => json!({ "person": name, "active": true }),
            2 => json!({ "person": name, "roles": roles, "countersigner": countersigner, "active": true }),
            _other => {
                json!({ "person": name, "roles": [self.one(&["assessor", "iv", "administrator", "visitor"])] })
            }
        };
        let managers: &[&str] = &["May Poole"];
        let manager = if self.rng.bool() { "May Poole" } else { PEOPLE[self.rng.usize(..PEOPLE.len())].0 };
        if self.story.session().act_as(manager).is_ok() {
            let answer = self.story.try_call("person.change", said.clone());
            let count = self.counts.entry("person.change".into()).or_default();
            if answer.is_ok() {
                count.0 += 1
            } else {
                count.1 += 1
            }
            if let Err(failure) = answer {
                assert!([Sort::Refused, Sort::Usage].contains(&failure.sort), "{said}: {}", failure.message);
            }
        }
        ("learner.show", json!({}), managers)
    }

    /// Every rule, by the records alone.
    fn judge(&mut self, after: &str) {
        let shelf = self.records.shelf().clone();
        let centre = self.records.centre_book().unwrap().clone();
        let state = self.records.book(self.book).unwrap();
        let kept = self.story.workspace().join("inked");
        let rules = Rules { state, shelf: &shelf, centre: &centre, kept: &kept };
        if let Err(broken) = rules.hold() {
            panic!("after {after}\n{broken}");
        }
    }
}

/// A book, read for what it must never say.
struct Rules<'a> {
    state: &'a BookState,
    shelf: &'a Shelf,
    centre: &'a BookState,
    /// Where scans are kept.
    kept: &'a Path,
}

impl Rules<'_> {
    fn hold(&self) -> Result<(), String> {
        self.roles()?;
        self.signed()?;
        self.separate()?;
        self.verified()?;
        self.claimed()?;
        self.inked()?;
        self.managed()
    }

    fn person(&self, chain: Id) -> Option<Id> {
        self.state.person_of(chain).map(|p| p.id)
    }

    /// The roles that somebody had when the learner's book was as long as at an entry cannot be had again, so each act is held
    /// against every role its author ever had; a visitor of the beginning who was never anything else has none.
    fn roles(&self) -> Result<(), String> {
        let ever = |person: Id| -> BTreeSet<Role> {
            self.centre.people.iter().filter(|p| p.person == person).flat_map(|p| p.roles.clone()).collect()
        };
        for logged in &self.state.log {
            let Some(person) = self.person(logged.chain) else { continue };
            let had = ever(person);
            let one = |roles: &[Role]| roles.iter().any(|r| had.contains(r));
            let kind = logged.act.kind();
            let may = match kind.split('/').next().unwrap_or_default() {
                "chain.opened" => true,
                "mapping.made" | "mapping.withdrawn" | "mapping.restored" | "decision.made"
                | "decision.cleared" | "decision.restored" | "unit.signed-off" | "unit.reopened"
                | "action.answered" => one(&[Role::Assessor, Role::TraineeAssessor]),
                "trainee.decided" => one(&[Role::TraineeAssessor]),
                "decisions.countersigned" | "paper.countersigned" => {
                    one(&[Role::Assessor, Role::Iv, Role::LeadIv])
                }
                "sample.made" | "finding.made" | "action.closed" | "sample.verified" => {
                    one(&[Role::Iv, Role::LeadIv, Role::TraineeIv])
                }
                "sample.countersigned" | "unit.released" | "paper.signed" => one(&[Role::Iv, Role::LeadIv]),
                "unit.claimed" | "unit.certificated" => one(&[Role::Administrator, Role::LeadIv]),
                _staff => had.iter().any(|r| *r != Role::Visitor),
            };
            if !may {
                return Err(format!("2. {kind} by somebody who was only ever {had:?}"));
            }
        }
        Ok(())
    }

    fn signed(&self) -> Result<(), String> {
        for signed in self.state.sign_offs.iter().filter(|s| s.standing) {
            let spec = self.shelf.get(signed.spec).ok_or("a sign-off without its text")?;
            let rows: BTreeSet<&String> = signed.rows.iter().map(|j| &j.row).collect();
            if spec.rows.iter().any(|r| !rows.contains(&r.id)) {
                return Err("3. a row was signed without a decision".into());
            }
            for judged in &signed.rows {
                let standing = self.state.decisions_of_row.get(&judged.row);
                if standing.is_none_or(|all| all.len() != 1 || !all.contains(&judged.decision)) {
                    return Err("3. a signed decision does not stand alone".into());
                }
                let row = self.state.decisions.get(&judged.decision).ok_or("3. a decision is missing")?;
                if !row.outcome.achieved() || row.outcome.needs_evidence() && row.relied_on.is_empty() {
                    return Err(format!("3. signed with {:?}", row.outcome));
                }
                let mut under = countersign::of_decision(self.state, judged.decision);
                if countersign::by_trainee(self.state, judged.decision) && under.next().is_none() {
                    return Err("4. a trainee's decision was signed and nobody countersigned it".into());
                }
            }
            let unit = coverage::unit_in_force(self.state, &signed.unit).ok_or("3. of a unit never taken")?;
            if unit.withdrawn_reason.is_some() {
                return Err("3. a withdrawn unit stands signed".into());
            }
        }
        Ok(())
    }

    /// Position of an entry in the one order: who came later had seen it, for all sit at one desk.
    fn at(&self, hash: Hash) -> usize {
        self.state.log.iter().position(|l| l.hash == hash).unwrap_or(usize::MAX)
    }

    /// Who decided or countersigned a row before an entry.
    fn before(&self, row: &str, entry: usize, countersigned: bool) -> BTreeSet<Id> {
        let mut people = BTreeSet::new();
        for (i, logged) in self.state.log.iter().enumerate() {
            if i >= entry {
                break;
            }
            let theirs = match &logged.act {
                Act::DecisionMade(a) => a.row == row,
                Act::Countersigned(a) => countersigned && a.rows.iter().any(|j| j.row == row),
                _other => false,
            };
            if theirs {
                people.extend(self.person(logged.chain));
            }
        }
        people
    }

    fn separate(&self) -> Result<(), String> {
        for (i, logged) in self.state.log.iter().enumerate() {
            let Some(person) = self.person(logged.chain) else { continue };
            let rows: Vec<&String> = match &logged.act {
                Act::Countersigned(a) => {
                    let own = |j: &portfolio::journal::act::Judged| {
                        let decided = self.state.decisions.get(&j.decision);
                        decided.and_then(|d| self.person(d.chain)) == Some(person)
                    };
                    if a.rows.iter().any(own) {
                        return Err("5. somebody countersigned their own decision".into());
                    }
                    continue;
                }
                Act::SampleMade(a) => a.rows.iter().map(|j| &j.row).collect(),
                Act::FindingMade(a) => vec![&a.row],
                Act::Verified(a) => self.sampled(a.sample),
                Act::SampleCountersigned(a) => {
                    let record = self.state.verifications.get(&a.verification).ok_or("5. no record")?;
                    if self.person(record.chain) == Some(person) {
                        return Err("5. somebody countersigned their own sampling record".into());
                    }
                    self.sampled(record.sample)
                }
                Act::UnitReleased(a) => {
                    let signed = self.state.sign_offs.get(&a.sign_off).ok_or("5. no sign-off")?;
                    signed.rows.iter().map(|j| &j.row).collect()
                }
                _other => continue,
            };
            if rows.iter().any(|row| self.before(row, i, true).contains(&person)) {
                return Err(format!("5. {} of what that person had decided", logged.act.kind()));
            }
        }
        Ok(())
    }

    fn sampled(&self, sample: Id) -> Vec<&String> {
        self.state.samples.get(&sample).into_iter().flat_map(|s| &s.rows).map(|j| &j.row).collect()
    }

    fn verified(&self) -> Result<(), String> {
        for signed in self.state.sign_offs.iter().filter(|s| s.standing) {
            let Some(verified) = status::verified(self.state, signed) else { continue };
            let open = self.state.findings.iter().any(|f| {
                f.standing
                    && f.judgement != Judgement::Agree
                    && self.state.samples.get(&f.sample).is_some_and(|s| s.unit == signed.unit)
                    && !self.state.notes.iter().any(|n| n.closes && n.finding == f.hash)
            });
            if open {
                return Err("6. a unit is verified while an action on it is open".into());
            }
            match verified {
                status::Verified::Released(r) if r.withdrawn.is_some() || r.role.trainee() => {
                    return Err("6. verified by a release that does not stand".into());
                }
                status::Verified::Sampled(v) if v.role.trainee() => {
                    let mut under = self.state.sample_countersignatures.iter();
                    if !under.any(|c| c.verification == v.hash && !c.role.trainee()) {
                        return Err("6. verified by a trainee alone".into());
                    }
                }
                status::Verified::Released(_) | status::Verified::Sampled(_) => {}
            }
        }
        Ok(())
    }

    fn claimed(&self) -> Result<(), String> {
        let mut units = BTreeSet::new();
        for claim in self.state.claims.iter().filter(|c| c.withdrawn.is_none()) {
            if !units.insert(&claim.unit) {
                return Err("7. a unit is claimed twice".into());
            }
            let signed = self.state.sign_offs.get(&claim.sign_off).ok_or("7. a claim without a sign-off")?;
            let spec = self.shelf.get(signed.spec).ok_or("7. a claim without a text")?;
            if !signed.standing || spec.indicative() || !spec.says_boards_own() {
                return Err("7. claimed on what is not signed, or not on a board's own text".into());
            }
            let released = self.state.releases.get(&claim.rests_on).is_some_and(|r| r.withdrawn.is_none());
            if !released && self.state.verifications.get(&claim.rests_on).is_none() {
                return Err("7. a claim rests on nothing".into());
            }
            let at = self.at(claim.hash);
            let facts = self.state.log.iter().take(at).rev().find_map(|l| match &l.act {
                Act::LearnerStated(a) => Some(&a.facts),
                _other => None,
            });
            let facts = facts.ok_or("7. claimed for nobody")?;
            if facts.uln.is_empty() || facts.registration_number.is_empty() {
                return Err("7. claimed for a learner without a number".into());
            }
        }
        for row in self.state.unit_certificates.iter().filter(|c| c.withdrawn.is_none()) {
            let claim = self.state.claims.get(&row.claim).ok_or("8. a certificate without a claim")?;
            if claim.withdrawn.is_some() || row.date < claim.date {
                return Err("8. a certificate of a claim that does not stand, or older than it".into());
            }
        }
        Ok(())
    }

    fn inked(&self) -> Result<(), String> {
        let day = |at, offset| Moment { at, offset }.date();
        let mut counting = BTreeSet::new();
        for row in self.state.inked_pages.iter() {
            let signed = self.state.sign_offs.get(&row.sign_off).ok_or("11. a page of no sign-off")?;
            let (from, to) = (day(signed.at, signed.offset), day(row.at, row.offset));
            if row.received < from || row.received > to {
                return Err(format!(
                    "11. a page of {from} that was recorded on {to} came on {}",
                    row.received
                ));
            }
            if row.carries.is_empty() {
                return Err("11. a page that carries nobody's signature".into());
            }
            match &row.withdrawn {
                Some(why) if why.trim().is_empty() => return Err("11. withdrawn without a reason".into()),
                Some(_) => {}
                None if !counting.insert((row.sign_off, row.page)) => {
                    return Err("11. one page counts twice for one sign-off".into());
                }
                None => {}
            }
            let kept = fs::read(self.kept.join(format!("{}.png", row.page))).unwrap_or_default();
            if Hash::of(&kept) != row.page {
                return Err("11. a page that is not kept as it came".into());
            }
        }
        Ok(())
    }

    fn managed(&self) -> Result<(), String> {
        let serves = |p: &portfolio::people::Person| p.active && p.roles.contains(&Role::Administrator);
        let any = portfolio::people::everyone(self.centre).iter().any(serves);
        if any { Ok(()) } else { Err("9. nobody is an administrator any more".into()) }
    }
}

#[test]
fn random_acts_by_random_people_never_reach_a_state_that_the_rules_forbid() {
    let (seed, time) = (story::seed(), story::number("PORTFOLIO_SECONDS").unwrap_or(TIME));
    aloud(&format!("rules: PORTFOLIO_SEED={seed}, {time} s (PORTFOLIO_SECONDS)"));
    let (start, time) = (Instant::now(), Duration::from_secs(time));
    let mut game = Game::begin(seed);
    game.judge("the beginning");
    let mut acts = 0;
    while start.elapsed() < time {
        let what = game.act();
        game.judge(&what);
        acts += 1;
    }
    game.story.checks_clean();
    let reached: BTreeSet<String> =
        each(&game.story.call("status.show", json!({ "learner": LEARNER }))["units"])
            .map(|u| text(&u["status"]))
            .collect();
    let kinds: BTreeSet<String> =
        game.records.book(game.book).unwrap().log.iter().map(|l| l.act.kind().to_owned()).collect();
    let done: usize = game.counts.values().map(|(done, _)| done).sum();
    let counts: Vec<String> =
        game.counts.iter().map(|(name, (done, refused))| format!("{name} {done}/{refused}")).collect();
    aloud(&format!(
        "rules: {acts} acts, {done} done, {:.1?}; {}; at the end {reached:?}",
        start.elapsed(),
        counts.join(", ")
    ));
    // A game that reaches nothing would hold every rule. What is deep in it is reached by a long game (`PORTFOLIO_SECONDS`),
    // and not by every short one.
    for kind in ["decision.made/1", "sample.made/1"] {
        assert!(acts < 3_000 || kinds.contains(kind), "{acts} acts, and never {kind}");
    }
    for kind in [
        "unit.signed-off/1",
        "decisions.countersigned/1",
        "unit.released/1",
        "unit.claimed/1",
        "unit.certificated/1",
        "sample.countersigned/1",
        "inked-page.received/1",
        "inked-page.withdrawn/1",
    ] {
        assert!(acts < 40_000 || kinds.contains(kind), "{acts} acts, and never {kind}");
    }
}
