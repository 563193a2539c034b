//! What becomes of a unit after its sign-off: an IV releases it as not sampled, somebody claims it, the certificate comes; and
//! each of these taken back with a reason. Direct claim status too. Refuses to know what may stand in the way (see `status`).

use std::collections::BTreeMap;

use crate::clock::is_date;
use crate::coverage;
use crate::error::{Error, Refusal, Result};
use crate::evidence::item;
use crate::journal::act::{DirectClaimStated, StatusWithdrawn, UnitCertificated, UnitClaimed, UnitReleased};
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{ClaimRow, DirectClaimRow, UnitRow};
use crate::journal::state::BookState;
use crate::links::twin;
use crate::matrix::dates;
use crate::person::Role;
use crate::portfolio::{Author, Deed, Workspace};
use crate::separation;
use crate::signoff::original;
use crate::status::{self, Claiming, Obstacle};
use crate::unit::combination::{self, Figures};
use crate::unit::qualification::Qualification;
use crate::unit::spec::{Shelf, UnitSpec};
use crate::{learner, library, people, qualifications};

/// A claim as it is made.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Handles or ids of the units.
    pub units: &'a [String],
    /// The qualification that is claimed whole, by id, number or title; none = the units alone.
    pub qualification: Option<&'a str>,
    /// ISO date of the claim; today when absent.
    pub date: Option<&'a str>,
    /// Reference of the batch.
    pub batch: &'a str,
}

/// What the centre's book says that a claim has to know.
pub struct Known {
    /// As the centre's desks said them: more than one of a qualification where two said different things.
    qualifications: Vec<(Id, Qualification)>,
    figures: BTreeMap<String, Figures>,
    direct: Vec<DirectClaimRow>,
}

impl Known {
    /// Reads it.
    pub fn of(workspace: &mut Workspace) -> Result<Self> {
        let units = library::all(workspace)?;
        let figures = units.iter().filter_map(|(id, revisions)| {
            let spec = revisions.shown()?;
            let (title, credit) = (spec.text.unit.title.clone(), spec.text.unit.credit);
            Some((id.clone(), Figures { title, credit, level: spec.level().to_owned() }))
        });
        let figures = figures.collect();
        let centre = workspace.centre_book()?;
        let all = qualifications::standing(centre);
        let mut said: Vec<(Id, Qualification)> = Vec::new();
        for (id, row) in all.into_iter().flat_map(|(id, rows)| rows.into_iter().map(move |row| (id, row))) {
            if !said.iter().any(|(other, says)| *other == id && *says == row.says) {
                said.push((id, row.says.clone()));
            }
        }
        let direct = centre.direct_claims.iter().filter(|d| d.standing).cloned().collect();
        Ok(Self { qualifications: said, figures, direct })
    }

    /// The centre's qualifications that a unit belongs to, or the one that is claimed.
    fn towards(&self, unit: &str, claimed: Option<Id>) -> Vec<&(Id, Qualification)> {
        let fits =
            |(id, q): &&(Id, Qualification)| claimed.map_or_else(|| holds(q, unit), |wanted| wanted == *id);
        self.qualifications.iter().filter(fits).collect()
    }

    /// What the centre's own record of a qualification says against claiming a unit towards it: nobody picks between two desks, and
    /// what is in no group of a qualification is no part of it.
    fn against(&self, unit: &str, claimed: Option<Id>) -> Vec<Obstacle> {
        let towards = self.towards(unit, claimed);
        let twice = |id: Id| towards.iter().filter(|(other, _)| *other == id).count() > 1;
        let mut out = Vec::new();
        if let Some((_, says)) = towards.iter().find(|(id, _)| twice(*id)) {
            let text = format!("two desks recorded {} differently: record it again", says.title);
            out.push(Obstacle { name: "qualificationInDispute", text });
        }
        let outside = towards
            .iter()
            .find(|(_, says)| claimed.is_some() && !says.groups.is_empty() && !holds(says, unit));
        if let Some((_, says)) = outside {
            let text = format!("it is in no group of {}: claim it by itself", says.title);
            out.push(Obstacle { name: "notOfQualification", text });
        }
        out
    }

    /// Direct claim status of the board for a unit: held, lost, nothing recorded; the statements that say so.
    #[must_use]
    pub fn direct_claim(&self, board: &str, unit: &str) -> (Option<bool>, Vec<&DirectClaimRow>) {
        let holds = |id: Id| self.qualifications.iter().any(|(q, says)| *q == id && holds(says, unit));
        let of_board: Vec<&DirectClaimRow> = self.direct.iter().filter(|d| d.board == board).collect();
        let narrow: Vec<&DirectClaimRow> =
            of_board.iter().copied().filter(|d| d.qualification.is_some_and(holds)).collect();
        let rows = if narrow.is_empty() {
            of_board.into_iter().filter(|d| d.qualification.is_none()).collect()
        } else {
            narrow
        };
        // Where statements differ, none of them is taken for granted.
        let held = rows.first().map(|_| rows.iter().all(|d| d.holds));
        (held, rows)
    }

    /// What stands in the way of a claim of a whole qualification: units that are claimed now and those whose claims hold have
    /// to make it; none = they do.
    #[must_use]
    pub fn combination(
        &self,
        (state, shelf): (&BookState, &Shelf),
        id: Id,
        now: impl IntoIterator<Item = String>,
    ) -> Option<Obstacle> {
        let items = item::items(state);
        let holds =
            |c: &&ClaimRow| c.withdrawn.is_none() && status::claim_stale(state, &items, shelf, c).is_none();
        let before = state.claims.iter().filter(holds).map(|c| c.unit.clone());
        let chosen: Vec<String> = now.into_iter().chain(before).collect();
        self.broken(id, &chosen)
    }

    /// The rules of combination that a choice of units breaks; none = all are kept.
    fn broken(&self, id: Id, chosen: &[String]) -> Option<Obstacle> {
        let (_, says) = self.qualifications.iter().find(|(q, _)| *q == id)?;
        let (lines, _) = combination::check(says, chosen, &self.figures);
        let broken: Vec<String> = lines
            .into_iter()
            .filter(|l| !l.met)
            .map(|l| format!("{} ({} needed, {})", l.rule, l.need, l.have))
            .collect();
        (!broken.is_empty()).then(|| Obstacle {
            name: "combinationNotMet",
            text: format!("the rules of combination are not met: {}: {}", says.title, broken.join("; ")),
        })
    }
}

/// What stands in the way of a claim of one unit by itself, or towards a qualification.
#[must_use]
pub fn obstacles(
    state: &BookState,
    shelf: &Shelf,
    known: &Known,
    (unit, spec): (&UnitRow, &UnitSpec),
    (date, claimed): (&str, Option<Id>),
) -> Vec<Obstacle> {
    let items = item::items(state);
    let towards = known.towards(&unit.unit, claimed);
    let towards = towards.iter().map(|(_, q)| (q.certification_end_date.clone(), q.title.clone())).collect();
    let mut found = Claiming { state, shelf, items: &items, unit, spec, date, towards }.obstacles();
    // What is withdrawn or claimed already is not claimed again, whatever it would be claimed towards.
    if !found.iter().any(|o| ["withdrawn", "claimedAlready"].contains(&o.name)) {
        found.extend(known.against(&unit.unit, claimed));
    }
    found
}

/// Whether a unit stands in a group of a qualification.
fn holds(qualification: &Qualification, unit: &str) -> bool {
    qualification.groups.iter().any(|group| group.units.iter().any(|own| own == unit))
}

/// Releases a signed unit as not sampled under the plan. Signed by the IV.
pub fn release(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    unit: &str,
    reason: &str,
    password: &str,
) -> Result<Id> {
    let (iv, role) = author.qualified_as(&[Role::Iv, Role::LeadIv])?;
    let iv = iv.clone();
    let reason = required(reason, "releasing a unit as not sampled")?;
    let (unit, spec) = learner::unit_of(workspace, book, unit)?;
    let shelf = workspace.shelf().clone();
    let check = |state: &BookState| -> Result<UnitReleased> {
        let sign_off = releasable(state, &shelf, (&unit, &spec), iv.id)?;
        let (unit, reason) = (unit.unit.clone(), reason.clone());
        Ok(UnitReleased { unit, spec: spec.sha256, sign_off, reason, role })
    };
    check(workspace.book(book)?)?;
    let key = people::open_key(workspace, author, password)?;
    let ((), deed) = workspace.transact(author, |deed| {
        let act = check(deed.state(book)?)?;
        deed.record_signed(book, act, &key)?;
        Ok(())
    })?;
    Ok(deed)
}

/// The sign-off that a release by this IV would be of.
pub fn releasable(
    state: &BookState,
    shelf: &Shelf,
    (unit, spec): (&UnitRow, &UnitSpec),
    iv: Id,
) -> Result<Hash> {
    let title = || spec.text.unit.title.clone();
    let not = |why: String| Error::from(Refusal::NotReleasable { unit: title(), why });
    if !state.newer.is_empty() {
        return Err(Refusal::NewerEntries.into());
    }
    if unit.withdrawn_reason.is_some() {
        return Err(Refusal::UnitWithdrawn { unit: title() }.into());
    }
    let signed =
        status::signed(state, &unit.unit).ok_or_else(|| not("no assessor has signed it off".into()))?;
    let text = shelf.get(signed.spec).map_or(spec, AsRef::as_ref);
    if let Some(why) = original::stale(state, &item::items(state), shelf, signed) {
        return Err(not(format!("the sign-off no longer holds: {why}")));
    }
    let own: Vec<String> = signed
        .rows
        .iter()
        .filter(|j| separation::decided_by(state, &j.row).contains(&iv))
        .map(|j| text.row(&j.row).map_or_else(|| j.row.clone(), |r| r.code.clone()))
        .collect();
    if !own.is_empty() {
        let person = people_name(state, iv);
        return Err(Refusal::OwnDecision { codes: own.join(", "), person }.into());
    }
    if status::action_open(state, &unit.unit) {
        return Err(not("an action that an IV asked for is open".into()));
    }
    if status::verified(state, signed).is_some() {
        return Err(not("it is verified already".into()));
    }
    Ok(signed.hash)
}

fn people_name(state: &BookState, person: Id) -> String {
    let chain = state.chains.iter().find(|c| c.person == Some(person));
    chain.and_then(|c| c.person_name.clone()).unwrap_or_else(|| "this person".into())
}

/// Claims units, all or none, in one deed. Returns what the person should know, and the deed.
pub fn claim(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    request: &Request<'_>,
) -> Result<(Vec<String>, Id)> {
    let (_, role) = author.qualified_as(&[Role::Administrator, Role::LeadIv])?;
    let batch = request.batch.trim().to_owned();
    if batch.is_empty() {
        return Err(Refusal::ReferenceRequired { what: "a claim needs the reference of its batch" }.into());
    }
    let date = past(workspace, request.date, "the date of the claim")?;
    let mut units = Vec::new();
    for unit in request.units {
        let found = learner::unit_of(workspace, book, unit)?;
        if units.iter().all(|(row, _): &(UnitRow, _)| row.unit != found.0.unit) {
            units.push(found);
        }
    }
    if units.is_empty() {
        return Err(Error::Usage("no unit is named".into()));
    }
    let qualification = match request.qualification {
        Some(name) => Some(qualifications::find(workspace.centre_book()?, name)?),
        None => None,
    };
    let known = Known::of(workspace)?;
    let today = workspace.clock.now().date();
    let claiming = Making { known: &known, qualification, date: &date, today: &today, batch: &batch, role };
    let (warnings, deed) = workspace.transact(author, |deed| {
        let acts = claiming.acts(deed, book, &units)?;
        let shelf = deed.shelf().clone();
        let state = deed.state(book)?;
        let mut warnings = Vec::new();
        for (_, spec) in &units {
            warnings.extend(twin::warnings(state, &shelf, spec));
            warnings.extend(claiming.direct(spec));
        }
        warnings.sort();
        warnings.dedup();
        for act in acts {
            deed.record(book, act)?;
        }
        Ok(warnings)
    })?;
    Ok((warnings, deed))
}

struct Making<'a> {
    known: &'a Known,
    qualification: Option<Id>,
    date: &'a str,
    today: &'a str,
    batch: &'a str,
    role: Role,
}

impl Making<'_> {
    fn acts<S: AsRef<UnitSpec>>(
        &self,
        deed: &mut Deed<'_>,
        book: Id,
        units: &[(UnitRow, S)],
    ) -> Result<Vec<UnitClaimed>> {
        let shelf = deed.shelf().clone();
        let state = deed.state(book)?;
        let mut acts = Vec::new();
        for (row, spec) in units {
            let spec = spec.as_ref();
            let unit = coverage::unit_in_force(state, &row.unit).unwrap_or(row);
            let found = obstacles(state, &shelf, self.known, (unit, spec), (self.date, self.qualification));
            refuse(spec, &found)?;
            acts.push(self.act(state, unit, spec)?);
        }
        if let Some(id) = self.qualification {
            let now = units.iter().map(|(row, _)| row.unit.clone());
            let found = self.known.combination((state, &shelf), id, now);
            if let (Some(found), Some((_, spec))) = (found, units.first()) {
                refuse(spec.as_ref(), &[found])?;
            }
        }
        Ok(acts)
    }

    fn act(&self, state: &BookState, unit: &UnitRow, spec: &UnitSpec) -> Result<UnitClaimed> {
        let lost = || Error::Broken("a unit that can be claimed is signed and verified".into());
        let signed = status::signed(state, &unit.unit).ok_or_else(lost)?;
        let verified = status::verified(state, signed).ok_or_else(lost)?;
        let (at, offset) = match verified {
            status::Verified::Sampled(v) => (v.at, v.offset),
            status::Verified::Released(r) => (r.at, r.offset),
        };
        let on = Moment { at: at.max(signed.at), offset }.date();
        // What is claimed today is claimed after it was verified, whatever the clock said then.
        if self.date < on.as_str() && self.date != self.today {
            let reasons = format!(
                "it was verified on {}, after the date of the claim, {}",
                dates::short(&on),
                dates::short(self.date)
            );
            return Err(Refusal::NotClaimable { unit: spec.text.unit.title.clone(), reasons }.into());
        }
        Ok(UnitClaimed {
            unit: unit.unit.clone(),
            spec: signed.spec,
            sign_off: signed.hash,
            rests_on: verified.hash(),
            qualification: self.qualification,
            date: self.date.to_owned(),
            batch: self.batch.to_owned(),
            role: self.role,
        })
    }

    /// Without direct claim status the board's visitor comes first.
    fn direct(&self, spec: &UnitSpec) -> Option<String> {
        let board = spec.board();
        match self.known.direct_claim(board, &spec.text.id).0 {
            Some(true) => None,
            Some(false) => Some(format!("The centre has no direct claim status with {board}.")),
            None => Some(format!("No direct claim status with {board} is recorded.")),
        }
    }
}

fn refuse(spec: &UnitSpec, obstacles: &[Obstacle]) -> Result<(), Refusal> {
    if obstacles.is_empty() {
        return Ok(());
    }
    let reasons: Vec<&str> = obstacles.iter().map(|o| o.text.as_str()).collect();
    Err(Refusal::NotClaimable { unit: spec.text.unit.title.clone(), reasons: reasons.join("; ") })
}

/// Records the certificate of claimed units: number and date, one certificate for all that are named.
pub fn certify(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    names: &[String],
    (number, date): (&str, Option<&str>),
) -> Result<Id> {
    let (_, role) = author.qualified_as(&[Role::Administrator, Role::LeadIv])?;
    let number = number.trim().to_owned();
    if number.is_empty() {
        return Err(Refusal::ReferenceRequired { what: "a certificate has a number" }.into());
    }
    let (today, date) = (workspace.clock.now().date(), past(workspace, date, "the date of the certificate")?);
    if names.is_empty() {
        return Err(Error::Usage("no unit is named".into()));
    }
    let units: Vec<_> =
        names.iter().map(|name| learner::unit_of(workspace, book, name)).collect::<Result<_>>()?;
    let ((), deed) = workspace.transact(author, |deed| {
        for (unit, spec) in &units {
            let state = deed.state(book)?;
            let not = |why: String| Refusal::NotCertifiable { unit: spec.text.unit.title.clone(), why };
            let claims: Vec<_> = status::claims(state, &unit.unit).cloned().collect();
            let [claim] = claims.as_slice() else {
                let why = if claims.is_empty() { "it is not claimed" } else { "it is claimed twice" };
                return Err(not(why.into()).into());
            };
            if let Some(there) = status::certificate(state, claim) {
                return Err(not(format!("it has the certificate {}", there.number)).into());
            }
            if date < claim.date && date != today {
                return Err(
                    not(format!("it was claimed on {}, after that date", dates::short(&claim.date))).into()
                );
            }
            let act = UnitCertificated {
                unit: unit.unit.clone(),
                spec: claim.spec,
                claim: claim.hash,
                number: number.clone(),
                date: date.clone(),
                role,
            };
            deed.record(book, act)?;
        }
        Ok(())
    })?;
    Ok(deed)
}

/// Takes a release, a claim or a certificate back, with a reason; both stay in the history.
pub fn take_back(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    statement: Hash,
    reason: &str,
) -> Result<Id> {
    author.person()?;
    let reason = required(reason, "taking this back")?;
    let ((), deed) = workspace.transact(author, |deed| {
        let role = may_take_back(deed.state(book)?, author, statement)?;
        deed.record(book, StatusWithdrawn { statement, reason, role })?;
        Ok(())
    })?;
    Ok(deed)
}

fn may_take_back(state: &BookState, author: &Author, statement: Hash) -> Result<Role> {
    let not = |what, why: &str| Error::from(Refusal::CannotTakeBack { what, why: why.to_owned() });
    let again = "it was taken back already";
    if let Some(row) = state.releases.get(&statement) {
        let (_, role) = author.qualified_as(&[Role::Iv, Role::LeadIv])?;
        let claimed = state.claims.iter().any(|c| c.rests_on == statement && c.withdrawn.is_none());
        return match (&row.withdrawn, claimed) {
            (Some(_), _) => Err(not("release", again)),
            (None, true) => Err(not("release", "the unit was claimed on it: take the claim back first")),
            (None, false) => Ok(role),
        };
    }
    if let Some(row) = state.claims.get(&statement) {
        let (_, role) = author.qualified_as(&[Role::Administrator, Role::LeadIv])?;
        return match (&row.withdrawn, status::certificate(state, row)) {
            (Some(_), _) => Err(not("claim", again)),
            (None, Some(_)) => Err(not("claim", "it has a certificate: take that back first")),
            (None, None) => Ok(role),
        };
    }
    if let Some(row) = state.unit_certificates.get(&statement) {
        let (_, role) = author.qualified_as(&[Role::Administrator, Role::LeadIv])?;
        return if row.withdrawn.is_some() { Err(not("certificate", again)) } else { Ok(role) };
    }
    Err(Error::NotFound { what: "release, claim or certificate", name: statement.to_string() })
}

/// Says whether the centre holds direct claim status with a board, for everything or for one qualification.
pub fn state_direct_claim(
    workspace: &mut Workspace,
    author: &Author,
    (board, qualification): (&str, Option<&str>),
    holds: bool,
    (date, source): (Option<&str>, &str),
) -> Result<Id> {
    author.person()?;
    let board = board.trim().to_owned();
    let known = library::all(workspace)?;
    let boards = || known.values().filter_map(|r| r.shown()).map(|s| s.board().to_owned());
    if !boards().any(|b| b == board) {
        return Err(Error::NotFound { what: "board among the unit texts", name: board });
    }
    let source = required(source, "direct claim status")?;
    let date = past(workspace, date, "the date")?;
    let qualification = match qualification {
        Some(name) => Some(qualifications::find(workspace.centre_book()?, name)?),
        None => None,
    };
    let centre = workspace.centre();
    let ((), deed) = workspace.transact(author, |deed| {
        let same = |d: &&DirectClaimRow| d.standing && d.board == board && d.qualification == qualification;
        let supersedes = deed.state(centre)?.direct_claims.iter().filter(same).map(|d| d.hash).collect();
        let board = board.clone();
        deed.record(centre, DirectClaimStated { board, qualification, holds, date, source, supersedes })?;
        Ok(())
    })?;
    Ok(deed)
}

fn required(text: &str, what: &'static str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() { Err(Refusal::ReasonRequired { what }) } else { Ok(text.to_owned()) }
}

/// A date that has come; today when absent.
fn past(workspace: &Workspace, date: Option<&str>, what: &str) -> Result<String> {
    let today = workspace.clock.now().date();
    let date = date.unwrap_or(&today).to_owned();
    if !is_date(&date) {
        return Err(Error::Usage(format!("{what}, {date:?}, is not a date like 2026-09-30")));
    }
    if date > today {
        return Err(Refusal::DateAhead { date }.into());
    }
    Ok(date)
}
