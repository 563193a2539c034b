//! Undo and redo, derived from the journal: own chain, this installation, not yet undone. There is no second stack.
//! Undo appends the inverse deed; intake, sign-off, reopening, comments and signatures have none.

use crate::coverage;
use crate::declared;
use crate::error::{Error, Refusal, Result};
use crate::evidence::detail::Detail;
use crate::evidence::item;
use crate::history::{self, Words};
use crate::journal::act::{
    Act, DecisionCleared, DecisionRestored, DeclarationWithdrawn, DeedUndone, DetailStated, EvidenceReplaced,
    EvidenceRestored, EvidenceSetAside, LearnerDeclared, MappingRestored, MappingWithdrawn, UnitTaken,
    UnitWithdrawn,
};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{DecisionRow, EvidenceRow, UnitRow};
use crate::journal::state::{BookState, Logged};
use crate::portfolio::{Author, Workspace};

/// What can be taken back and done again, by id of deed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Next {
    /// The deed that undo takes back.
    pub undo: Option<Id>,
    /// The undoing deed that redo takes back.
    pub redo: Option<Id>,
}

/// What the author can take back here.
#[must_use]
pub fn next(state: &BookState, installation: Id, author: &Author) -> Next {
    let Some(person) = author.person.as_ref().map(|p| p.id) else { return Next::default() };
    let own = |chain: &Id| {
        state.chains.get(chain).is_some_and(|c| c.installation == installation && c.person == Some(person))
    };
    let mut undo: Vec<Id> = Vec::new();
    let mut redo: Vec<Id> = Vec::new();
    for (deed, acts) in deeds(state, own) {
        match acts.iter().find_map(|act| if let Act::DeedUndone(a) = act { Some(a.undoes) } else { None }) {
            Some(undone) if redo.last() == Some(&undone) => {
                redo.pop();
                undo.push(deed);
            }
            Some(undone) => {
                undo.retain(|d| *d != undone);
                redo.push(deed);
            }
            None if undoable(&acts) => {
                undo.push(deed);
                redo.clear();
            }
            None => {}
        }
    }
    Next { undo: undo.last().copied(), redo: redo.last().copied() }
}

/// Deeds of some chains with their acts, in the order they were done.
fn deeds(state: &BookState, own: impl Fn(&Id) -> bool) -> Vec<(Id, Vec<&Act>)> {
    let mut deeds: Vec<(Id, Vec<&Act>)> = Vec::new();
    for logged in state.log.iter().filter(|l| own(&l.chain)) {
        match deeds.last_mut() {
            Some((deed, acts)) if *deed == logged.deed => acts.push(&logged.act),
            Some(_) | None => deeds.push((logged.deed, vec![&logged.act])),
        }
    }
    deeds
}

/// A deed with something to invert. One that only gave a number has no inverse: a number once given stays given.
fn undoable(acts: &[&Act]) -> bool {
    let numbered = acts.iter().any(|a| matches!(a, Act::EvidenceAccepted(a) if a.supersedes.is_empty()));
    let more = acts
        .iter()
        .any(|a| matches!(a, Act::MappingMade(_) | Act::DetailStated(_) | Act::EvidenceReplaced(_)));
    acts.iter().any(|act| invertible(act)) && (!numbered || more)
}

/// Whether an act has an inverse. A number once given stays given.
fn invertible(act: &Act) -> bool {
    match act {
        Act::MappingMade(_)
        | Act::MappingWithdrawn(_)
        | Act::DecisionMade(_)
        | Act::MappingRestored(_)
        | Act::DecisionCleared(_)
        | Act::DecisionRestored(_)
        | Act::EvidenceSetAside(_)
        | Act::EvidenceRestored(_)
        | Act::DetailStated(_)
        | Act::EvidenceReplaced(_)
        | Act::UnitTaken(_)
        | Act::UnitWithdrawn(_)
        | Act::LearnerDeclared(_)
        | Act::DeclarationWithdrawn(_)
        // Nothing is appended for it: what a deed confirmed counts no more once the deed is undone.
        | Act::DecisionCarried(_) => true,
        Act::EvidenceAccepted(a) => !a.supersedes.is_empty(),
        Act::ChainOpened(_)
        | Act::DeedUndone(_)
        | Act::CentreOpened(_)
        | Act::PersonAdded(_)
        | Act::PersonStated(_)
        | Act::KeyEnded(_)
        | Act::DirectClaimStated(_)
        // It goes with the decisions of its deed, which have an inverse of their own.
        | Act::TraineeDecided(_)
        | Act::Countersigned(_)
        | Act::SampleCountersigned(_)
        | Act::PaperCountersigned(_)
        | Act::UnitReleased(_)
        | Act::UnitClaimed(_)
        | Act::UnitCertificated(_)
        | Act::StatusWithdrawn(_)
        | Act::KeyMade(_)
        | Act::UnitTextAdded(_)
        | Act::BoardConfirmed(_)
        | Act::ConfirmationWithdrawn(_)
        | Act::QualificationStated(_)
        | Act::UnitSetSaved(_)
        | Act::PhraseSaved(_)
        | Act::LinkStated(_)
        | Act::LinkDropped(_)
        | Act::WitnessStated(_)
        | Act::CurrencyStated(_)
        | Act::LearnerEnrolled(_)
        | Act::LearnerStated(_)
        | Act::FileTakenIn(_)
        | Act::SignedOff(_)
        | Act::Reopened(_)
        | Act::PaperIssued(_)
        | Act::PaperSigned(_)
        | Act::SampleMade(_)
        | Act::FindingMade(_)
        | Act::ActionAnswered(_)
        | Act::ActionClosed(_)
        | Act::Verified(_)
        // What was told and seen goes with its decision, and comes back with it.
        | Act::DecisionTold(_)
        | Act::CertificateChecked(_)
        | Act::Newer { .. } => false,
    }
}

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Take back the last deed.
    Undo,
    /// Do the last one taken back again.
    Redo,
}

/// Takes back, or does again. Returns the deed and the name of what was taken back.
pub fn step(workspace: &mut Workspace, author: &Author, book: Id, way: Way) -> Result<(String, Id)> {
    author.person()?;
    let installation = workspace.installation();
    let shelf = workspace.shelf().clone();
    workspace.transact(author, |deed| {
        let author = deed.author().clone();
        let state = deed.state(book)?;
        let next = next(state, installation, &author);
        let (target, what) = match way {
            Way::Undo => (next.undo, "undo"),
            Way::Redo => (next.redo, "redo"),
        };
        let target = target.ok_or(Refusal::NothingToUndo { what })?;
        let items = item::items(state);
        let name = history::deed_name(&Words { state, shelf: &shelf, items: &items }, target);
        let acts = inverse(state, target, &name)?;
        deed.record(book, DeedUndone { undoes: target })?;
        for act in acts {
            deed.record(book, act)?;
        }
        Ok(name)
    })
}

/// The acts that take a deed back, last first. Refused where a later act rests on it.
fn inverse(state: &BookState, target: Id, name: &str) -> Result<Vec<Act>> {
    if !state.newer.is_empty() {
        return Err(Refusal::NewerEntries.into());
    }
    let cannot = |why: &str| Error::from(Refusal::CannotUndo { deed: name.to_owned(), why: why.to_owned() });
    let mut out = Vec::new();
    for logged in state.log.iter().filter(|l| l.deed == target).rev() {
        if let Some(why) = rests(state, logged) {
            return Err(cannot(why));
        }
        out.extend(inverse_of(state, logged).map_err(cannot)?);
    }
    out.extend(confirmed_again(state, target));
    Ok(out)
}

/// A decision confirmed under another issue counts no more once its deed is undone; done again, it is said again.
fn confirmed_again(state: &BookState, target: Id) -> Vec<Act> {
    let acts = |deed: Id| state.log.iter().filter(move |l| l.deed == deed);
    let undone =
        acts(target).find_map(|l| if let Act::DeedUndone(a) = &l.act { Some(a.undoes) } else { None });
    let carried = undone.into_iter().flat_map(acts).filter(|l| matches!(l.act, Act::DecisionCarried(_)));
    carried.map(|l| l.act.clone()).collect()
}

/// Why an act can no longer be taken back: something later rests on it.
fn rests(state: &BookState, logged: &Logged) -> Option<&'static str> {
    if let Some(unit) = unit_of(state, &logged.act) {
        if state.sign_offs.iter().any(|s| s.standing && s.unit == unit) {
            return Some("the unit has been signed since");
        }
        if coverage::unit_in_force(state, &unit).is_some_and(|u| u.withdrawn_reason.is_some()) {
            return Some("the unit was withdrawn since");
        }
    }
    // A decision made before a link was withdrawn and stood again rests on what was there then, not on this act.
    let since = || state.log.iter().skip_while(|l| l.hash != logged.hash).map(|l| l.hash);
    let relied = |link: &Hash| {
        let relies = |d: &DecisionRow| d.standing && d.relied_on.iter().any(|r| r.mapping == *link);
        since().any(|hash| state.decisions.get(&hash).is_some_and(relies))
    };
    let seen = |decision: &Hash| {
        state.findings.iter().any(|f| f.standing && f.decision == *decision)
            || state.samples.iter().any(|s| s.rows.iter().any(|j| j.decision == *decision))
    };
    let agreed = |decision: &Hash| {
        state.countersignatures.iter().any(|c| c.rows.iter().any(|j| j.decision == *decision))
    };
    #[allow(clippy::wildcard_enum_match_arm, reason = "only on these does anything rest")]
    match &logged.act {
        Act::DecisionMade(_) if agreed(&logged.hash) => Some("it has been countersigned since"),
        Act::DecisionRestored(a) if a.decisions.iter().any(agreed) => Some("it has been countersigned since"),
        Act::MappingMade(_) if relied(&logged.hash) => Some("a decision relies on it"),
        Act::MappingRestored(a) if relied(&a.mapping) => Some("a decision relies on it"),
        Act::LearnerDeclared(_) if declared::relied_on(state, logged.hash).is_some() => {
            Some("a unit has been signed since that rests on it")
        }
        Act::DecisionMade(_) if seen(&logged.hash) => Some("an IV has looked at the decision"),
        Act::DecisionRestored(a) if a.decisions.iter().any(seen) => Some("an IV has looked at the decision"),
        Act::EvidenceAccepted(a) if !a.supersedes.is_empty() || a.files.is_empty() => {
            item_rests(state, &a.evidence, &a.supersedes)
        }
        Act::DetailStated(a)
            if a.detail.field().printed() && coverage::signed_with(state, &a.evidence).is_some() =>
        {
            Some("the item stands on signed paper")
        }
        Act::EvidenceSetAside(a) => item_rests(state, &a.evidence, &a.supersedes),
        Act::EvidenceRestored(a) => item_rests(state, &a.evidence, &a.restores),
        _nothing => None,
    }
}

/// An item that links or signed paper name keeps its number and its files.
fn item_rests(state: &BookState, item: &str, back_to: &[Hash]) -> Option<&'static str> {
    let now: Vec<&EvidenceRow> = state
        .statements_of_item
        .get(item)
        .into_iter()
        .flatten()
        .filter_map(|h| state.evidence.get(h))
        .collect();
    let files: Vec<Hash> = now.iter().flat_map(|row| row.files.iter().copied()).collect();
    if state.sign_offs.iter().any(|s| s.standing && s.files.iter().any(|f| files.contains(f))) {
        return Some("the item stands on signed paper");
    }
    let links = || state.mappings.iter().filter(|m| m.standing && m.evidence == item);
    let before: Vec<&EvidenceRow> = back_to.iter().filter_map(|h| state.evidence.get(h)).collect();
    if links().next().is_some() && !before.iter().any(|row| row.number.is_some()) {
        return Some("the item is mapped");
    }
    let newer = |f: &Hash| files.contains(f) && !before.iter().any(|row| row.files.contains(f));
    let decided =
        state.decisions.iter().filter(|d| d.standing).flat_map(|d| d.relied_on.iter().flat_map(|r| &r.files));
    let mapped = links().flat_map(|m| &m.files);
    decided.chain(mapped).any(newer).then_some("something rests on the new version")
}

/// The acts that take one act back; why it cannot be where the record has gone on.
fn inverse_of(state: &BookState, logged: &Logged) -> Result<Option<Act>, &'static str> {
    let stands_as = |row: &str, wanted: &[Hash]| {
        let standing: Vec<Hash> = state.decisions_of_row.get(row).into_iter().flatten().copied().collect();
        let mut wanted = wanted.to_vec();
        wanted.sort_unstable();
        if standing == wanted { Ok(()) } else { Err("it was decided again since") }
    };
    #[allow(clippy::wildcard_enum_match_arm, reason = "`invertible` names every kind")]
    Ok(Some(match &logged.act {
        Act::MappingMade(_) => unmap(state, logged.hash)?,
        Act::MappingRestored(a) => unmap(state, a.mapping)?,
        Act::MappingWithdrawn(a) if state.mappings.get(&a.mapping).is_some_and(|m| !m.standing) => {
            MappingRestored { mapping: a.mapping }.into()
        }
        Act::MappingWithdrawn(_) => return Err("the link stands already"),
        Act::DecisionMade(a) => {
            stands_as(&a.row, &[logged.hash])?;
            back(&a.row, &a.supersedes, vec![logged.hash])
        }
        Act::DecisionCleared(a) => {
            stands_as(&a.row, &[])?;
            back(&a.row, &a.supersedes, Vec::new())
        }
        Act::DecisionRestored(a) => {
            stands_as(&a.row, &a.decisions)?;
            back(&a.row, &a.supersedes, a.decisions.clone())
        }
        // Of a file the number stays; what is nowhere in the folder is set aside, so that nothing empty is left over.
        Act::EvidenceAccepted(a) if a.supersedes.is_empty() && a.files.is_empty() => {
            let (evidence, supersedes) = (a.evidence.clone(), vec![logged.hash]);
            EvidenceSetAside { evidence, reason: "added by mistake".into(), supersedes }.into()
        }
        Act::EvidenceAccepted(a) if a.supersedes.is_empty() => return Ok(None),
        Act::DetailStated(a) => undetail(state, logged.hash, a)?,
        Act::EvidenceReplaced(a) => unreplace(state, logged.hash, a)?,
        Act::EvidenceAccepted(a) => swap(state, &a.evidence, &[logged.hash], &a.supersedes)?,
        Act::EvidenceSetAside(a) => swap(state, &a.evidence, &[logged.hash], &a.supersedes)?,
        Act::EvidenceRestored(a) => swap(state, &a.evidence, &a.restores, &a.supersedes)?,
        Act::UnitTaken(a) => untake(state, logged.hash, a)?,
        Act::UnitWithdrawn(a) if state.units.get(&logged.hash).is_some_and(|u| u.standing) => {
            UnitTaken { unit: a.unit.clone(), spec: a.spec, supersedes: vec![logged.hash] }.into()
        }
        Act::UnitWithdrawn(_) => return Err("the unit was changed since"),
        Act::LearnerDeclared(_) => undeclare(state, logged.hash)?,
        Act::DeclarationWithdrawn(a) => declare_again(state, a.declaration)?,
        _no_inverse => return Ok(None),
    }))
}

fn unit_of(state: &BookState, act: &Act) -> Option<String> {
    let of_link = |link: &Hash| state.mappings.get(link).map(|m| m.unit.clone());
    let of_decision =
        |decisions: &[Hash]| decisions.iter().find_map(|h| state.decisions.get(h)).map(|d| d.unit.clone());
    #[allow(clippy::wildcard_enum_match_arm, reason = "only these acts are changes of a unit's record")]
    match act {
        Act::MappingMade(a) => Some(a.unit.clone()),
        Act::MappingWithdrawn(a) => of_link(&a.mapping),
        Act::MappingRestored(a) => of_link(&a.mapping),
        Act::DecisionMade(a) => Some(a.unit.clone()),
        Act::DecisionCleared(a) => of_decision(&a.supersedes),
        Act::DecisionRestored(a) => of_decision(&a.decisions),
        Act::DecisionCarried(a) => Some(a.unit.clone()),
        _other => None,
    }
}

fn unmap(state: &BookState, link: Hash) -> Result<Act, &'static str> {
    let stands = state.mappings.get(&link).is_some_and(|m| m.standing);
    if stands { Ok(MappingWithdrawn { mapping: link }.into()) } else { Err("the link is withdrawn already") }
}

fn undeclare(state: &BookState, declaration: Hash) -> Result<Act, &'static str> {
    let stands = state.declarations.get(&declaration).is_some_and(|d| d.standing);
    let reason = "taken back".to_owned();
    if stands {
        Ok(DeclarationWithdrawn { declaration, reason }.into())
    } else {
        Err("the declaration is withdrawn already")
    }
}

/// A declaration that was withdrawn is recorded again as it was: nothing that stood is ever changed.
fn declare_again(state: &BookState, declaration: Hash) -> Result<Act, &'static str> {
    let row = state.declarations.get(&declaration).filter(|d| !d.standing);
    let row = row.ok_or("the declaration stands")?;
    Ok(LearnerDeclared {
        unit: row.unit.clone(),
        route: row.route,
        date: row.date.clone(),
        words: row.words.clone(),
        acknowledged: row.acknowledged.clone(),
        evidence: row.evidence.clone(),
        role: row.role,
    }
    .into())
}

/// What stood before stands again, by whoever decided it: one decision, a dispute, or nothing.
fn back(row: &str, before: &[Hash], supersedes: Vec<Hash>) -> Act {
    if before.is_empty() {
        DecisionCleared { row: row.to_owned(), supersedes }.into()
    } else {
        DecisionRestored { row: row.to_owned(), decisions: before.to_vec(), supersedes }.into()
    }
}

/// The detail as it was before; nothing recorded where nobody had said it.
fn undetail(state: &BookState, statement: Hash, a: &DetailStated) -> Result<Act, &'static str> {
    if !state.details.get(&statement).is_some_and(|row| row.standing) {
        return Err("the details were changed since");
    }
    let mut before: Vec<&Detail> =
        a.supersedes.iter().filter_map(|h| state.details.get(h)).map(|row| &row.detail).collect();
    before.sort_unstable();
    before.dedup();
    let detail = match before.as_slice() {
        [] => Detail::nothing(a.detail.field()),
        [one] => (*one).clone(),
        _several => return Err("two desks had said different things, and this settled it"),
    };
    Ok(DetailStated { evidence: a.evidence.clone(), detail, supersedes: vec![statement] }.into())
}

fn unreplace(state: &BookState, statement: Hash, a: &EvidenceReplaced) -> Result<Act, &'static str> {
    if !state.replacements.get(&statement).is_some_and(|row| row.standing) {
        return Err("what replaces the item was changed since");
    }
    let mut before: Vec<&Option<String>> =
        a.supersedes.iter().filter_map(|h| state.replacements.get(h)).map(|row| &row.by).collect();
    before.sort_unstable();
    before.dedup();
    let by = match before.as_slice() {
        [] => None,
        [one] => (*one).clone(),
        _several => return Err("two desks had said different things, and this settled it"),
    };
    Ok(EvidenceReplaced { evidence: a.evidence.clone(), by, supersedes: vec![statement] }.into())
}

fn swap(state: &BookState, item: &str, from: &[Hash], to: &[Hash]) -> Result<Act, &'static str> {
    let standing = state.statements_of_item.get(item);
    if from.iter().all(|h| standing.is_some_and(|s| s.contains(h))) {
        let (evidence, supersedes, restores) = (item.to_owned(), from.to_vec(), to.to_vec());
        Ok(EvidenceRestored { evidence, supersedes, restores }.into())
    } else {
        Err("the item was changed since")
    }
}

/// A unit taken is given up again; a move to another issue of its text goes back to the one before.
fn untake(state: &BookState, statement: Hash, taken: &UnitTaken) -> Result<Act, &'static str> {
    let row: &UnitRow =
        state.units.get(&statement).filter(|u| u.standing).ok_or("the unit was changed since")?;
    let before = || taken.supersedes.iter().filter_map(|h| state.units.get(h));
    if state.sign_offs.iter().any(|s| s.standing && s.unit == taken.unit) {
        return Err("the unit has been signed since");
    }
    let said = |u: &UnitRow| (u.spec, u.withdrawn_reason.is_some());
    if before().any(|u| before().any(|other| said(u) != said(other))) {
        return Err("two desks had said different things about the unit, and the move settled it");
    }
    if let Some(former) = before().find(|u| u.withdrawn_reason.is_none()) {
        return unmove(state, statement, taken, former.spec);
    }
    let used = state.mappings.iter().any(|m| m.standing && m.unit == taken.unit)
        || state.decisions.iter().any(|d| d.standing && d.unit == taken.unit);
    if used {
        return Err("evidence is mapped to it");
    }
    let before = before().find(|u| u.withdrawn_reason.is_some());
    let date = crate::journal::entry::Moment { at: row.at, offset: 0 }.date();
    Ok(UnitWithdrawn {
        unit: taken.unit.clone(),
        spec: taken.spec,
        reason: before.and_then(|u| u.withdrawn_reason.clone()).unwrap_or_else(|| "added by mistake".into()),
        date: before.and_then(|u| u.withdrawn_date.clone()).unwrap_or(date),
        supersedes: vec![statement],
    }
    .into())
}

/// Back to the issue before, unless something was put forward or judged under the one moved to.
fn unmove(state: &BookState, statement: Hash, taken: &UnitTaken, spec: Hash) -> Result<Act, &'static str> {
    let (unit, supersedes) = (taken.unit.clone(), vec![statement]);
    let since = state.log.iter().skip_while(|l| l.hash != statement);
    for logged in since {
        let link = state.mappings.get(&logged.hash);
        if link.is_some_and(|m| m.standing && m.unit == unit && m.spec == taken.spec) {
            return Err("evidence was mapped under the issue moved to");
        }
        let decision = state.decisions.get(&logged.hash);
        if decision.is_some_and(|d| d.standing && d.unit == unit && d.spec == taken.spec) {
            return Err("something was decided under the issue moved to");
        }
    }
    Ok(UnitTaken { unit, spec, supersedes }.into())
}
