//! The IV's deeds: picking decisions, a word on each, answers and closings, signing the record. Nobody samples what they
//! decided.

use crate::clock::is_date;
use crate::coverage;
use crate::error::{Error, Refusal, Result};
use crate::house::House;
use crate::journal::act::{
    ActionAnswered, ActionClosed, FindingMade, FindingWithdrawn, Judged, SampleMade, Verified,
};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{FindingRow, SampleRow};
use crate::journal::state::BookState;
use crate::learner;
use crate::papers;
use crate::people;
use crate::person::Role;
use crate::portfolio::{Author, Workspace};
use crate::profile::Declares;
use crate::sampling::Judgement;
use crate::separation;
use crate::stale;
use crate::unit::codes;
use crate::unit::spec::{Shelf, UnitSpec};

/// Those who verify.
const VERIFIERS: [Role; 3] = [Role::Iv, Role::LeadIv, Role::TraineeIv];
/// Those of them who need nobody's countersignature.
const QUALIFIED: [Role; 2] = [Role::Iv, Role::LeadIv];

/// What is declared with a sampling record: the words that stand on the signed paper of its unit, which waits for that
/// signature, else the words of the unit's board as the centre has them now.
pub fn declared(workspace: &mut Workspace, book: Id, sample: Id, who: Declares) -> Result<String> {
    let house = House::of(workspace.centre_book()?);
    let shelf = workspace.shelf().clone();
    let state = workspace.book(book)?;
    let row = state.samples.get(&sample);
    let row = row.ok_or_else(|| Error::NotFound { what: "sample", name: sample.to_string() })?;
    let standing = state.sign_offs.iter().filter(|s| s.standing && s.unit == row.unit).min_by_key(|s| s.hash);
    let on_paper = standing.and_then(|s| s.form.as_ref()?.declarations.get(&who));
    Ok(match on_paper {
        Some(text) => text.clone(),
        None => house.of_unit(text(&shelf, row)?).text(who).to_owned(),
    })
}

/// Makes a sample of decided rows, signed off or not. Rows that the IV decided are refused by name.
pub fn make(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    unit: &str,
    typed: Option<&str>,
) -> Result<Id> {
    let iv = author.acting_as(Role::Iv)?.clone();
    let role = author.role_for(Role::Iv)?;
    let (unit, spec) = learner::unit_of(workspace, book, unit)?;
    let rows = match typed {
        Some(typed) => codes::rows(&spec, typed)?,
        None => decided(workspace.book(book)?, &spec),
    };
    let sample = Id::random()?;
    workspace.transact(author, |deed| {
        let state = deed.state(book)?;
        let judged = judged(state, &spec, &rows)?;
        refuse_own(state, &spec, &judged, &iv)?;
        let number = state.samples.iter().map(|s| s.number).max().unwrap_or(0) + 1;
        let summative = state.sign_offs.iter().any(|s| s.standing && s.unit == unit.unit);
        let (unit, spec) = (unit.unit.clone(), unit.spec);
        deed.record(book, SampleMade { sample, number, unit, spec, rows: judged, summative, role })?;
        Ok(())
    })?;
    Ok(sample)
}

fn decided(state: &BookState, spec: &UnitSpec) -> Vec<String> {
    let has = |id: &String| state.decisions_of_row.get(id).is_some_and(|d| d.len() == 1);
    spec.rows.iter().map(|r| r.id.clone()).filter(has).collect()
}

fn judged(state: &BookState, spec: &UnitSpec, rows: &[String]) -> Result<Vec<Judged>> {
    let mut judged = Vec::new();
    let mut missing = Vec::new();
    for row in rows {
        let standing: Vec<Hash> = state.decisions_of_row.get(row).into_iter().flatten().copied().collect();
        match standing.as_slice() {
            [decision] => judged.push(Judged { row: row.clone(), decision: *decision }),
            _none_or_disputed => missing.push(code(spec, row)),
        }
    }
    if !missing.is_empty() {
        return Err(Refusal::NotDecided { codes: missing.join(", ") }.into());
    }
    if judged.is_empty() {
        return Err(Refusal::NotDecided { codes: spec.text.unit.title.clone() }.into());
    }
    Ok(judged)
}

fn refuse_own(
    state: &BookState,
    spec: &UnitSpec,
    judged: &[Judged],
    iv: &crate::journal::act::PersonName,
) -> Result<(), Refusal> {
    let own: Vec<String> = judged
        .iter()
        .filter(|j| separation::decided_by(state, &j.row).contains(&iv.id))
        .map(|j| code(spec, &j.row))
        .collect();
    if own.is_empty() {
        Ok(())
    } else {
        Err(Refusal::OwnDecision { codes: own.join(", "), person: iv.name.clone() })
    }
}

fn code(spec: &UnitSpec, row: &str) -> String {
    spec.row(row).map_or_else(|| row.to_owned(), |r| r.code.clone())
}

/// The IV's word on a decision.
#[derive(Debug, Clone, Copy)]
pub struct Word<'a> {
    /// Judgement.
    pub judgement: Judgement,
    /// Reason; required unless agreed.
    pub reason: &'a str,
    /// ISO date by which an action is due.
    pub due: Option<&'a str>,
}

/// The IV's word on sampled decisions. A new word supersedes the earlier one.
pub fn find_on(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    sample: Id,
    typed: &str,
    word: &Word<'_>,
) -> Result<Id> {
    let iv = author.acting_as(Role::Iv)?.clone();
    let Word { judgement, due, .. } = *word;
    let reason = word.reason.trim().to_owned();
    if judgement != Judgement::Agree && reason.is_empty() {
        return Err(Refusal::ReasonRequired { what: judgement.word() }.into());
    }
    if let Some(due) = due.filter(|d| !is_date(d)) {
        return Err(Error::Usage(format!("{due:?} is not a date like 2026-09-30")));
    }
    if due.is_some() && judgement == Judgement::Agree {
        return Err(Error::Usage("whoever agrees asks for nothing, so nothing is due by a day".into()));
    }
    let today = workspace.clock.now().date();
    let shelf = workspace.shelf().clone();
    let ((), deed) = workspace.transact(author, |deed| {
        let state = deed.state(book)?;
        let row = own_open_sample(state, sample, &iv.id)?;
        let spec = text(&shelf, row)?;
        let rows = codes::rows(spec, typed)?;
        let mut acts = Vec::new();
        for wanted in rows {
            let name = || format!("{} in sample {}", code(spec, &wanted), number(row));
            let sampled = row.rows.iter().find(|j| j.row == wanted);
            let sampled =
                sampled.ok_or_else(|| Error::NotFound { what: "sampled decision", name: name() })?;
            refuse_own(state, spec, std::slice::from_ref(sampled), &iv)?;
            // What is judged is the decision that stands now; where it changed since sampling, the new one is looked at.
            let standing = judged(state, spec, std::slice::from_ref(&wanted))?;
            let decision = standing.first().map_or(sampled.decision, |j| j.decision);
            let before: Vec<&FindingRow> = state
                .findings
                .iter()
                .filter(|f| f.standing && f.sample == sample && f.row == wanted)
                .collect();
            // Whoever only puts the words right keeps the day, also where it has passed by now.
            let kept = |due: &str| before.iter().any(|f| f.due.as_deref() == Some(due));
            if let Some(due) = due.filter(|due| *due < today.as_str() && !kept(due)) {
                return Err(Refusal::DueTooEarly { due: due.to_owned(), date: today.clone() }.into());
            }
            let supersedes = before.iter().map(|f| f.hash).collect();
            let (reason, due) = (reason.clone(), due.map(str::to_owned));
            acts.push(FindingMade { sample, row: wanted, decision, judgement, reason, due, supersedes });
        }
        for act in acts {
            deed.record(book, act)?;
        }
        Ok(())
    })?;
    Ok(deed)
}

/// The IV takes a comment of their own back, with a reason: it was said of the wrong decision, or too soon. It stays in the history.
pub fn withdraw(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    finding: Hash,
    reason: &str,
) -> Result<Id> {
    let iv = author.acting_as(Role::Iv)?.clone();
    let reason = required(reason, "taking a comment back")?;
    let shelf = workspace.shelf().clone();
    let ((), deed) = workspace.transact(author, |deed| {
        let state = deed.state(book)?;
        let row = state.findings.get(&finding).cloned();
        let row = row.ok_or_else(|| Error::NotFound { what: "comment", name: finding.to_string() })?;
        let sample = own_open_sample(state, row.sample, &iv.id)?;
        let spec = text(&shelf, sample)?;
        // Whoever has decided the row since has no say about it any more, as they have none in closing an action.
        let judged = Judged { row: row.row.clone(), decision: row.decision };
        refuse_own(state, spec, std::slice::from_ref(&judged), &iv)?;
        let gone = |why| Refusal::CommentGone { code: code(spec, &row.row), why };
        match (row.standing, &row.withdrawn) {
            (true, _) => {}
            (false, Some(_)) => return Err(gone("was taken back already").into()),
            (false, None) => return Err(gone("was replaced by a later one").into()),
        }
        deed.record(book, FindingWithdrawn { finding, reason })?;
        Ok(())
    })?;
    Ok(deed)
}

fn own_open_sample<'a>(state: &'a BookState, sample: Id, iv: &Id) -> Result<&'a SampleRow> {
    let row = state.samples.get(&sample);
    let row = row.ok_or_else(|| Error::NotFound { what: "sample", name: sample.to_string() })?;
    let owner = state.person_of(row.chain);
    if owner.as_ref().map(|p| &p.id) != Some(iv) {
        let person = owner.map_or_else(|| "somebody else".into(), |p| p.name);
        return Err(Refusal::NotYourSample { sample: number(row), person }.into());
    }
    if state.verifications.iter().any(|v| v.sample == sample && stale::verification(state, v).is_none()) {
        return Err(Refusal::SampleSigned { sample: number(row) }.into());
    }
    Ok(row)
}

fn text<'a>(shelf: &'a Shelf, row: &SampleRow) -> Result<&'a UnitSpec> {
    let spec = shelf.get(row.spec).map(AsRef::as_ref);
    spec.ok_or_else(|| Error::Integrity(format!("the unit text {} is not here", row.spec)))
}

/// "S001".
#[must_use]
pub fn number(row: &SampleRow) -> String {
    format!("S{:03}", row.number)
}

/// The assessor says what was done.
pub fn answer(workspace: &mut Workspace, author: &Author, book: Id, action: Hash, note: &str) -> Result<Id> {
    author.acting_as(Role::Assessor)?;
    let note = required(note, "an answer")?;
    let shelf = workspace.shelf().clone();
    let ((), deed) = workspace.transact(author, |deed| {
        open_action(deed.state(book)?, &shelf, action)?;
        deed.record(book, ActionAnswered { finding: action, note })?;
        Ok(())
    })?;
    Ok(deed)
}

/// The IV closes the action; where they verify here no more or have decided the row since, another one who is qualified does.
pub fn close(workspace: &mut Workspace, author: &Author, book: Id, action: Hash, note: &str) -> Result<Id> {
    let iv = author.acting_as(Role::Iv)?.clone();
    let note = required(note, "closing an action")?;
    let shelf = workspace.shelf().clone();
    let centre = workspace.centre();
    let ((), deed) = workspace.transact(author, |deed| {
        let people = people::everyone(deed.state(centre)?);
        let state = deed.state(book)?;
        let finding = open_action(state, &shelf, action)?;
        let own = own_open_sample(state, finding.sample, &iv.id).map(|_sample| ());
        if matches!(own, Err(Error::Refused(Refusal::NotYourSample { .. }))) {
            in_place(state, &people, &finding, author)?;
        } else {
            own?;
        }
        if separation::decided_by(state, &finding.row).contains(&iv.id) {
            let spec = state.samples.get(&finding.sample).and_then(|s| shelf.get(s.spec));
            let codes = spec.map_or_else(|| finding.row.clone(), |s| code(s, &finding.row));
            return Err(Refusal::OwnDecision { codes, person: iv.name.clone() }.into());
        }
        deed.record(book, ActionClosed { finding: action, note })?;
        Ok(())
    })?;
    Ok(deed)
}

/// Whether somebody may close an action in the place of the IV who asked for it: a qualified IV, where that one verifies here no more
/// or has decided the row since and so has no say about it. Else it would stand in the way of a claim for good. Whether they
/// had a part in the decision themselves is asked besides.
///
/// # Errors
/// [`Refusal::NotYourSample`] where the IV still verifies here; the refusals of roles.
pub fn in_place(
    state: &BookState,
    people: &[people::Person],
    action: &FindingRow,
    author: &Author,
) -> Result<(), Refusal> {
    let asked = state.person_of(action.chain);
    let verifies = |other: &people::Person| {
        other.active
            && other.roles.iter().any(|role| VERIFIERS.contains(role))
            && asked.as_ref().is_some_and(|asked| asked.id == other.id)
    };
    let is_barred =
        asked.as_ref().is_some_and(|asked| separation::decided_by(state, &action.row).contains(&asked.id));
    if !is_barred && people.iter().any(verifies) {
        let sample = state.samples.get(&action.sample).map(number).unwrap_or_default();
        let person = asked.map_or_else(|| "somebody else".into(), |p| p.name);
        return Err(Refusal::NotYourSample { sample, person });
    }
    author.qualified_as(&QUALIFIED)?;
    Ok(())
}

fn required(note: &str, what: &'static str) -> Result<String, Refusal> {
    let note = note.trim();
    if note.is_empty() { Err(Refusal::ReasonRequired { what }) } else { Ok(note.to_owned()) }
}

fn open_action(state: &BookState, shelf: &Shelf, action: Hash) -> Result<FindingRow> {
    let finding = state.findings.get(&action);
    let finding = finding.ok_or_else(|| Error::NotFound { what: "action", name: action.to_string() })?;
    let spec = state.samples.get(&finding.sample).and_then(|s| shelf.get(s.spec));
    let code = spec.map_or_else(|| finding.row.clone(), |s| code(s, &finding.row));
    if finding.judgement == Judgement::Agree {
        return Err(Refusal::ActionState { code, why: "asks for nothing: the IV agreed" }.into());
    }
    if !finding.standing {
        return Err(Refusal::ActionState { code, why: "was replaced by a later comment" }.into());
    }
    if !coverage::open_actions(state).any(|f| f.hash == action) {
        return Err(Refusal::ActionState { code, why: "is closed already" }.into());
    }
    Ok(finding.clone())
}

/// Why a sampling record cannot be signed yet, in words; empty when it can.
#[must_use]
pub fn blocks(state: &BookState, spec: &UnitSpec, sample: &SampleRow) -> Vec<String> {
    let mut blocks = Vec::new();
    let findings: Vec<&FindingRow> =
        state.findings.iter().filter(|f| f.standing && f.sample == sample.sample).collect();
    let without: Vec<String> = sample
        .rows
        .iter()
        .filter(|j| !findings.iter().any(|f| f.row == j.row))
        .map(|j| code(spec, &j.row))
        .collect();
    if !without.is_empty() {
        blocks.push(format!("{} not judged yet", without.join(", ")));
    }
    let open = |judgement: Judgement| {
        let own = coverage::open_actions(state).filter(|f| f.sample == sample.sample);
        let codes = own.filter(|f| f.judgement == judgement).map(|f| code(spec, &f.row));
        codes.collect::<Vec<String>>().join(", ")
    };
    let (asked, disagreed) = (open(Judgement::Action), open(Judgement::Disagree));
    if !asked.is_empty() {
        blocks.push(format!("action open on {asked}"));
    }
    if !disagreed.is_empty() {
        blocks.push(format!("disagreement open on {disagreed}: once it is settled, say another word"));
    }
    let stale: Vec<String> =
        findings.iter().filter(|f| stale::finding(state, f).is_some()).map(|f| code(spec, &f.row)).collect();
    if !stale.is_empty() {
        blocks.push(format!("{} decided again since the comment: look again", stale.join(", ")));
    }
    blocks
}

/// The sample that somebody would sign; refused where this person may not, whatever is still to be judged. Asked by the page as by
/// the signature.
///
/// # Errors
/// The refusals of roles, [`Refusal::NotYourSample`], [`Refusal::SampleSigned`], [`Refusal::NewerEntries`],
/// [`Refusal::OwnDecision`].
pub fn signer<'a>(state: &'a BookState, shelf: &Shelf, sample: Id, author: &Author) -> Result<&'a SampleRow> {
    let iv = author.acting_as(Role::Iv)?;
    let row = own_open_sample(state, sample, &iv.id)?;
    if !state.newer.is_empty() {
        return Err(Refusal::NewerEntries.into());
    }
    refuse_own(state, text(shelf, row)?, &row.rows, iv)?;
    Ok(row)
}

/// Signs the sampling record.
pub fn verify(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    sample: Id,
    password: &str,
) -> Result<Id> {
    let role = author.role_for(Role::Iv)?;
    let shelf = workspace.shelf().clone();
    let check = |state: &BookState| -> Result<Vec<Hash>> {
        let row = signer(state, &shelf, sample, author)?;
        let spec = text(&shelf, row)?;
        let blocks = blocks(state, spec, row);
        if !blocks.is_empty() {
            return Err(Refusal::SampleOpen { sample: number(row), reasons: blocks.join("; ") }.into());
        }
        Ok(state.findings.iter().filter(|f| f.standing && f.sample == sample).map(|f| f.hash).collect())
    };
    check(workspace.book(book)?)?;
    let key = people::open_key(workspace, author, password)?;
    let declaration = declared(workspace, book, sample, Declares::Verifier)?;
    let (verification, deed) = workspace.transact(author, |deed| {
        let findings = check(deed.state(book)?)?;
        let verified = Verified { sample, findings, declaration, role };
        deed.record_signed(book, verified, &key)
    })?;
    // The record is signed by now. A paper that cannot be written changes nothing of that: it waits (`papers::waiting`).
    // A trainee's record counts once it is countersigned; whoever does that signs the paper.
    if !role.trainee() {
        drop(papers::issue_with_iv(workspace, author, (&key, None), book, verification));
    }
    Ok(deed)
}
