//! What no state of a book may say, read from the records alone: the rules of `rules.rs`, by their numbers. Asks the program for
//! nothing but what an entry says, who wrote it, what verifies a unit, and, of what was done without having seen all that is here
//! now, whether it is shown as no longer holding.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use portfolio::countersign;
use portfolio::coverage::{self, Signature};
use portfolio::evidence::item::{self, Item};
use portfolio::journal::act::{Act, Judged, LearnerFacts};
use portfolio::journal::entry::Moment;
use portfolio::journal::id::{Hash, Id};
use portfolio::journal::rows::{ClaimRow, FindingRow, SignOffRow};
use portfolio::journal::state::BookState;
use portfolio::learner;
use portfolio::person::Role;
use portfolio::sampling::Judgement;
use portfolio::signoff::original;
use portfolio::status;
use portfolio::unit::spec::Shelf;

/// A book, read for what it must never say.
pub struct Rules<'a> {
    /// The learner's book.
    pub state: &'a BookState,
    /// Unit texts.
    pub shelf: &'a Shelf,
    /// The centre's book.
    pub centre: &'a BookState,
    /// Where scans are kept, at one desk or another.
    pub kept: &'a [PathBuf],
    /// Entries from this place in the one order had seen all before them. What came earlier may have been done at another desk
    /// at the same time as something else: it holds every rule, or is shown as no longer holding.
    pub fresh: usize,
    /// Whether somebody was an administrator before the last act.
    pub managed: bool,
}

impl Rules<'_> {
    /// The first rule that is broken, by its number.
    pub fn hold(&self) -> Result<(), String> {
        self.roles()?;
        self.signed()?;
        self.declared()?;
        self.separate()?;
        self.verified()?;
        self.claimed()?;
        self.certificated()?;
        self.inked()?;
        self.rolled_up()?;
        self.merged()?;
        self.managed()
    }

    /// What is kept for the caseload calls signed what the unit's page calls signed.
    fn rolled_up(&self) -> Result<(), String> {
        let items: &BTreeMap<String, Item> = &item::items(self.state);
        for unit in coverage::units(self.state) {
            let Some(spec) = self.shelf.get(unit.spec) else { continue };
            let shown = status::signed(self.state, &unit.unit)
                .map(|signed| original::stale(self.state, items, self.shelf, signed));
            let wanted = match shown {
                None => Signature::None,
                Some(None) => Signature::Holds,
                Some(Some(_)) => Signature::Overtaken,
            };
            let kept = Signature::of(self.state, &unit.unit, spec);
            if kept != wanted {
                return Err(format!("10. the roll-up of {} says {kept:?}, its page {wanted:?}", unit.unit));
            }
        }
        Ok(())
    }

    /// Whether a unit stands signed, verified, claimed, certificated.
    pub fn stands(&self) -> [bool; 4] {
        let signed: Vec<_> = self.state.sign_offs.iter().filter(|s| s.standing).collect();
        let verified = signed.iter().any(|s| status::verified(self.state, s).is_some());
        let claimed = self.state.claims.iter().any(|c| c.withdrawn.is_none());
        let certificated = self.state.unit_certificates.iter().any(|c| c.withdrawn.is_none());
        [!signed.is_empty(), verified, claimed, certificated]
    }

    fn person(&self, chain: Id) -> Option<Id> {
        self.state.person_of(chain).map(|p| p.id)
    }

    /// Whether this was done by somebody who had seen everything that is here now, or not long ago.
    fn is_fresh(&self, hash: Hash) -> bool {
        self.at(hash) >= self.fresh
    }

    /// The sign-offs that stand, but for those that another desk's acts reached and that are shown as no longer holding.
    fn in_force(&self) -> Vec<&SignOffRow> {
        let items: &BTreeMap<String, Item> = &item::items(self.state);
        let holds = |s: &&SignOffRow| {
            self.is_fresh(s.hash) || original::stale(self.state, items, self.shelf, s).is_none()
        };
        self.state.sign_offs.iter().filter(|s| s.standing).filter(holds).collect()
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
                "sample.made" | "finding.made" | "finding.withdrawn" | "action.closed"
                | "sample.verified" => one(&[Role::Iv, Role::LeadIv, Role::TraineeIv]),
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
        for signed in self.in_force() {
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
            if signed.role.trainee() && countersign::of_rows(self.state, &signed.rows).is_empty() {
                return Err("4. a trainee signed off and nobody countersigned anything in it".into());
            }
            let unit = coverage::unit_in_force(self.state, &signed.unit).ok_or("3. of a unit never taken")?;
            if unit.withdrawn_reason.is_some() {
                return Err("3. a withdrawn unit stands signed".into());
            }
        }
        Ok(())
    }

    /// What the learner declared stood when it was signed over, and stands as long as that does. Indicative paper needs none.
    fn declared(&self) -> Result<(), String> {
        for signed in self.in_force().into_iter().filter(|s| !s.indicative) {
            let at = self.at(signed.hash);
            let withdrawn: BTreeSet<Hash> = self
                .state
                .log
                .iter()
                .filter_map(|l| match &l.act {
                    Act::DeclarationWithdrawn(a) => Some(a.declaration),
                    _other => None,
                })
                .collect();
            let stood = self.state.log.iter().take(at).any(|l| match &l.act {
                Act::LearnerDeclared(a) => {
                    a.unit.as_ref().is_none_or(|unit| *unit == signed.unit) && !withdrawn.contains(&l.hash)
                }
                _other => false,
            });
            if !stood {
                return Err("3. signed, and the learner's declaration does not stand under it".into());
            }
        }
        Ok(())
    }

    /// Position of an entry in the one order. At one desk who came later had seen it.
    fn at(&self, hash: Hash) -> usize {
        self.state.log.iter().position(|l| l.hash == hash).unwrap_or(usize::MAX)
    }

    /// Who commented on a decision before an entry, or signed a record with such a comment.
    fn looked_at(&self, judged: &Judged, entry: usize) -> BTreeSet<Id> {
        let said = |hash: &Hash| self.state.findings.get(hash).is_some_and(|f| f.decision == judged.decision);
        let of_record =
            |hash: &Hash| self.state.verifications.get(hash).is_some_and(|v| v.findings.iter().any(said));
        let looked = self.state.log.iter().take(entry).filter(|logged| match &logged.act {
            Act::FindingMade(a) => a.decision == judged.decision,
            Act::Verified(a) => a.findings.iter().any(said),
            Act::SampleCountersigned(a) => of_record(&a.verification),
            _other => false,
        });
        looked.filter_map(|logged| self.person(logged.chain)).collect()
    }

    /// Who decided, countersigned or signed off a row before an entry.
    fn before(&self, row: &str, entry: usize, countersigned: bool) -> BTreeSet<Id> {
        let mut people = BTreeSet::new();
        for (i, logged) in self.state.log.iter().enumerate() {
            if i >= entry {
                break;
            }
            let theirs = match &logged.act {
                Act::DecisionMade(a) => a.row == row,
                Act::Countersigned(a) => countersigned && a.rows.iter().any(|j| j.row == row),
                Act::SignedOff(a) => a.rows.iter().any(|j| j.row == row),
                _other => false,
            };
            if theirs {
                people.extend(self.person(logged.chain));
            }
        }
        people
    }

    fn separate(&self) -> Result<(), String> {
        for (i, logged) in self.state.log.iter().enumerate().skip(self.fresh) {
            let Some(person) = self.person(logged.chain) else { continue };
            let rows: Vec<&String> = match &logged.act {
                Act::Countersigned(a) => {
                    let own = |j: &Judged| {
                        let decided = self.state.decisions.get(&j.decision);
                        decided.and_then(|d| self.person(d.chain)) == Some(person)
                    };
                    if a.rows.iter().any(own) {
                        return Err("5. somebody countersigned their own decision".into());
                    }
                    if a.rows.iter().any(|j| self.looked_at(j, i).contains(&person)) {
                        return Err("5. somebody countersigned what they had looked at as an IV".into());
                    }
                    continue;
                }
                Act::SignedOff(a) => {
                    if a.rows.iter().any(|j| self.looked_at(j, i).contains(&person)) {
                        return Err("5. somebody signed off what they had looked at as an IV".into());
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
        for signed in self.in_force() {
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
            // Whoever looked had no part in it, neither before nor since.
            let chain = match verified {
                status::Verified::Released(r) => r.chain,
                status::Verified::Sampled(v) => v.chain,
            };
            let part = |j: &Judged| {
                self.person(chain).is_none_or(|p| self.before(&j.row, usize::MAX, true).contains(&p))
            };
            if signed.rows.iter().any(part) {
                return Err("6. verified by somebody who had a part in it".into());
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
        let items: &BTreeMap<String, Item> = &item::items(self.state);
        let mut units = BTreeSet::new();
        for claim in self.state.claims.iter().filter(|c| c.withdrawn.is_none()) {
            let fresh = self.is_fresh(claim.hash);
            if !fresh && status::claim_stale(self.state, items, self.shelf, claim).is_some() {
                continue;
            }
            if !units.insert(&claim.unit) {
                return Err("7. a unit is claimed twice".into());
            }
            let signed = self.state.sign_offs.get(&claim.sign_off).ok_or("7. a claim without a sign-off")?;
            let spec = self.shelf.get(signed.spec).ok_or("7. a claim without a text")?;
            // In the history: the paper may lie on another computer than the one at which it is claimed.
            let behind = countersign::of_rows(self.state, &signed.rows);
            let at = self.at(claim.hash);
            if signed.role.trainee() && !behind.iter().any(|row| self.at(row.hash) < at) {
                return Err("7. claimed on a trainee's sign-off that nobody put their name behind".into());
            }
            if !signed.standing || spec.indicative() || !spec.says_boards_own() {
                return Err("7. claimed on what is not signed, or not on a board's own text".into());
            }
            let released = self.state.releases.get(&claim.rests_on).is_some_and(|r| r.withdrawn.is_none());
            if !released && self.state.verifications.get(&claim.rests_on).is_none() {
                return Err("7. a claim rests on nothing".into());
            }
            if !fresh {
                continue;
            }
            let mut registered = "";
            for (word, fact) in CLAIMED {
                let said: Vec<&str> = self.said_before(self.at(claim.hash), fact).into_iter().collect();
                let [one] = said.as_slice() else {
                    return Err(format!("7. claimed with the {word} {:?}", said.join(" / ")));
                };
                if one.is_empty() {
                    return Err(format!("7. claimed for a learner without a {word}"));
                }
                registered = one;
            }
            self.claimable(claim, registered)?;
        }
        Ok(())
    }

    /// What holds of one fact of the learner before an entry: each value by which somebody changed it whom nobody changed it after,
    /// having seen that. Whoever says what held as far as they had seen changes nothing.
    fn said_before(&self, at: usize, fact: Fact) -> BTreeSet<&str> {
        let mut seen: BTreeMap<Hash, BTreeSet<Hash>> = BTreeMap::new();
        let mut changes: Vec<(Hash, &str)> = Vec::new();
        for logged in self.state.log.iter().take(at) {
            let Act::LearnerStated(act) = &logged.act else { continue };
            let mut behind: BTreeSet<Hash> = act.supersedes.iter().copied().collect();
            behind.extend(act.supersedes.iter().filter_map(|old| seen.get(old)).flatten());
            let known = changes.iter().filter(|(hash, _)| behind.contains(hash)).copied();
            let known: Vec<(Hash, &str)> = known.collect();
            if last(&known, &seen) != BTreeSet::from([fact(&act.facts)]) {
                changes.push((logged.hash, fact(&act.facts)));
            }
            seen.insert(logged.hash, behind);
        }
        last(&changes, &seen)
    }

    /// The portfolio shows of the learner what holds, of whatever was said at one desk or another.
    fn merged(&self) -> Result<(), String> {
        let shown = learner::facts(self.state);
        for (word, fact) in CLAIMED {
            let said: Vec<&str> = self.said_before(usize::MAX, fact).into_iter().collect();
            if fact(&shown) != said.join(" / ") {
                return Err(format!("10. the {word} {said:?} is shown as {:?}", fact(&shown)));
            }
        }
        Ok(())
    }

    /// What a claim says of the time before it: nothing was decided before the registration, no action was open, and what verified
    /// the unit counts by itself.
    fn claimable(&self, claim: &ClaimRow, registered: &str) -> Result<(), String> {
        let at = self.at(claim.hash);
        let undone = |deed: Id| self.state.deeds.get(&deed).is_some_and(|d| d.undone);
        for logged in self.state.log.iter().take(at) {
            let Act::DecisionMade(made) = &logged.act else { continue };
            if made.unit == claim.unit && !undone(logged.deed) && made.date.as_str() < registered {
                return Err(format!(
                    "7. claimed with a decision of {}, for a learner registered on {registered}",
                    made.date
                ));
            }
        }
        // Whatever was taken back and done again meanwhile: what was signed is of a day after the registration.
        let signed = self.state.sign_offs.get(&claim.sign_off).into_iter().flat_map(|s| &s.rows);
        let mut judged = signed.filter_map(|j| self.state.decisions.get(&j.decision));
        if judged.any(|d| d.date.as_str() < registered) {
            return Err("7. claimed on a decision of a day before the registration".into());
        }
        let open = |f: &&FindingRow| {
            let of_unit = self.state.samples.get(&f.sample).is_some_and(|s| s.unit == claim.unit);
            let mut notes = self.state.notes.iter().filter(|n| n.closes && n.finding == f.hash);
            of_unit
                && f.standing
                && f.judgement != Judgement::Agree
                && self.at(f.hash) < at
                && !notes.any(|n| self.at(n.hash) < at)
        };
        if self.state.findings.iter().any(|f| open(&f)) {
            return Err("7. claimed while an action was open".into());
        }
        self.rests(claim)
    }

    fn rests(&self, claim: &ClaimRow) -> Result<(), String> {
        let signed = self.state.sign_offs.get(&claim.sign_off).ok_or("7. a claim without a sign-off")?;
        let own = |chain: Id| {
            let person = self.person(chain);
            let before = |j: &Judged| self.before(&j.row, usize::MAX, true);
            signed.rows.iter().any(|j| person.is_none_or(|p| before(j).contains(&p)))
        };
        if let Some(release) = self.state.releases.get(&claim.rests_on) {
            let counts = release.sign_off == claim.sign_off && release.withdrawn.is_none();
            let good = counts && !release.role.trainee() && !own(release.chain);
            return if good {
                Ok(())
            } else {
                Err("7. a claim rests on a release that does not count".into())
            };
        }
        let record = self.state.verifications.get(&claim.rests_on).ok_or("7. a claim rests on nothing")?;
        let mut under = self.state.sample_countersignatures.iter().filter(|c| c.verification == record.hash);
        let qualified = !record.role.trainee()
            || under.any(|c| !c.role.trainee() && self.at(c.hash) < self.at(claim.hash));
        let sample = self.state.samples.get(&record.sample).ok_or("7. a record of no sample")?;
        // Each word of the record is on a decision that was signed.
        let same = record
            .findings
            .iter()
            .filter_map(|hash| self.state.findings.get(hash))
            .filter(|f| signed.rows.iter().any(|s| s.row == f.row && s.decision == f.decision));
        let all = same.count() == record.findings.len() && !record.findings.is_empty();
        if qualified && all && !own(record.chain) && sample.unit == claim.unit {
            return Ok(());
        }
        Err("7. a claim rests on a sampling record that does not count".into())
    }

    fn certificated(&self) -> Result<(), String> {
        for row in self.state.unit_certificates.iter().filter(|c| c.withdrawn.is_none()) {
            let claim = self.state.claims.get(&row.claim).ok_or("8. a certificate without a claim")?;
            if self.is_fresh(row.hash) && (claim.withdrawn.is_some() || row.date < claim.date) {
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
            if row.carries.is_empty() || row.withdrawn.as_ref().is_some_and(|why| why.trim().is_empty()) {
                return Err(
                    "11. a page that carries nobody's signature, or is withdrawn without a reason".into()
                );
            }
            let counts = row.withdrawn.is_none();
            // Two desks may each have received the same page.
            if counts && !counting.insert((row.sign_off, row.page)) && self.is_fresh(row.hash) {
                return Err("11. one page counts twice for one sign-off".into());
            }
            let name = format!("{}.png", row.page);
            let mut kept = self.kept.iter().filter_map(|folder| fs::read(folder.join(&name)).ok());
            if !kept.any(|bytes| Hash::of(&bytes) == row.page) {
                return Err("11. a page that is not kept as it came".into());
            }
        }
        Ok(())
    }

    fn managed(&self) -> Result<(), String> {
        let any = has_administrator(self.centre);
        if any || !self.managed { Ok(()) } else { Err("9. nobody is an administrator any more".into()) }
    }
}

/// A fact of a learner.
type Fact = fn(&LearnerFacts) -> &str;

/// The facts that a claim names; the date of registration last.
const CLAIMED: [(&str, Fact); 4] = [
    ("name", |facts| &facts.name),
    ("ULN", |facts| &facts.uln),
    ("registration number", |facts| &facts.registration_number),
    ("date of registration", |facts| &facts.registration_date),
];

/// The values of those changes that nobody who made another of them had seen.
fn last<'a>(changes: &[(Hash, &'a str)], seen: &BTreeMap<Hash, BTreeSet<Hash>>) -> BTreeSet<&'a str> {
    let overtaken = |hash: &Hash| changes.iter().any(|(by, _)| seen[by].contains(hash));
    changes.iter().filter(|(hash, _)| !overtaken(hash)).map(|(_, said)| *said).collect()
}

/// Whether somebody is an administrator.
pub fn has_administrator(centre: &BookState) -> bool {
    let serves = |p: &portfolio::people::Person| p.active && p.roles.contains(&Role::Administrator);
    portfolio::people::everyone(centre).iter().any(serves)
}
