//! Undo and redo, derived from the journal: own chain, this installation, not yet undone. There is no second stack.
//! Undo appends the inverse deed; intake, sign-off, reopening, comments and signatures have none.

use crate::error::{Error, Refusal, Result};
use crate::evidence::item;
use crate::history::{self, Words};
use crate::journal::act::{
    Act, DecisionCleared, DecisionMade, DeedUndone, EvidenceAccepted, EvidenceRestored, EvidenceSetAside,
    MappingMade, MappingWithdrawn, UnitTaken, UnitWithdrawn,
};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{DecisionRow, UnitRow};
use crate::journal::state::{BookState, Logged};
use crate::mapping;
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
    let person = author.person.as_ref().map(|p| p.id);
    let own = |chain: Id| {
        state
            .chains
            .get(&chain)
            .is_some_and(|c| c.installation == installation && c.person == person && person.is_some())
    };
    let mut undo: Vec<Id> = Vec::new();
    let mut redo: Vec<Id> = Vec::new();
    let mut last = None;
    for logged in state.log.iter().filter(|l| own(l.chain)) {
        if let Act::DeedUndone(undone) = &logged.act {
            let redoes = redo.last() == Some(&undone.undoes);
            if redoes {
                redo.pop();
                undo.push(logged.deed);
            } else {
                undo.retain(|d| *d != undone.undoes);
                redo.push(logged.deed);
            }
            last = Some(logged.deed);
        } else if last != Some(logged.deed) && invertible(&logged.act) {
            undo.push(logged.deed);
            redo.clear();
            last = Some(logged.deed);
        }
    }
    Next { undo: undo.last().copied(), redo: redo.last().copied() }
}

/// Whether an act has an inverse. A number once given stays given.
fn invertible(act: &Act) -> bool {
    match act {
        Act::MappingMade(_)
        | Act::MappingWithdrawn(_)
        | Act::DecisionMade(_)
        | Act::DecisionCleared(_)
        | Act::EvidenceSetAside(_)
        | Act::EvidenceRestored(_)
        | Act::UnitTaken(_)
        | Act::UnitWithdrawn(_) => true,
        Act::EvidenceAccepted(a) => !a.supersedes.is_empty(),
        Act::ChainOpened(_)
        | Act::DeedUndone(_)
        | Act::CentreOpened(_)
        | Act::PersonAdded(_)
        | Act::KeyMade(_)
        | Act::UnitTextAdded(_)
        | Act::LearnerEnrolled(_)
        | Act::LearnerStated(_)
        | Act::FileTakenIn(_)
        | Act::SignedOff(_)
        | Act::Reopened(_)
        | Act::PaperIssued(_)
        | Act::SampleMade(_)
        | Act::FindingMade(_)
        | Act::ActionAnswered(_)
        | Act::ActionClosed(_)
        | Act::Verified(_)
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
#[allow(clippy::wildcard_enum_match_arm, reason = "`invertible` above names every kind")]
fn inverse(state: &BookState, target: Id, name: &str) -> Result<Vec<Act>> {
    let acts: Vec<&Logged> = state.log.iter().filter(|l| l.deed == target).collect();
    let cannot = |why: &str| Error::from(Refusal::CannotUndo { deed: name.to_owned(), why: why.to_owned() });
    let signed = |unit: &str| state.sign_offs.iter().any(|s| s.standing && s.unit == unit);
    let mut out = Vec::new();
    for logged in acts.iter().rev() {
        let unit = unit_of(state, &logged.act);
        if unit.is_some_and(|u| signed(&u)) {
            return Err(cannot("the unit has been signed since"));
        }
        match &logged.act {
            Act::MappingMade(_) => {
                out.push(unmap(state, logged.hash).ok_or_else(|| cannot("the link is withdrawn already"))?)
            }
            Act::MappingWithdrawn(a) => {
                out.push(remap(state, a.mapping).ok_or_else(|| cannot("the link is not on record"))?)
            }
            Act::DecisionMade(a) => {
                out.push(
                    undecide(state, logged.hash, a).ok_or_else(|| cannot("it was decided again since"))?,
                );
            }
            Act::DecisionCleared(a) => {
                out.push(redecide(state, a).ok_or_else(|| cannot("it was decided again since"))?);
            }
            Act::EvidenceSetAside(a) => {
                let supersedes = standing(state, &a.evidence, logged.hash)
                    .ok_or_else(|| cannot("it was accepted since"))?;
                out.push(EvidenceRestored { evidence: a.evidence.clone(), supersedes }.into());
            }
            Act::EvidenceRestored(a) => {
                let reason = a
                    .supersedes
                    .iter()
                    .filter_map(|h| state.evidence.get(h))
                    .find_map(|e| e.set_aside_reason.clone());
                let reason = reason.ok_or_else(|| cannot("nothing was set aside"))?;
                out.push(
                    EvidenceSetAside { evidence: a.evidence.clone(), reason, supersedes: Vec::new() }.into(),
                );
            }
            Act::EvidenceAccepted(a) if !a.supersedes.is_empty() => {
                out.push(restate(state, logged.hash, a).ok_or_else(|| cannot("the item was changed since"))?);
            }
            Act::UnitTaken(a) => {
                out.push(untake(state, logged.hash, a).ok_or_else(|| cannot("evidence is mapped to it"))?)
            }
            Act::UnitWithdrawn(a) => {
                let stands = state.units.get(&logged.hash).is_some_and(|u| u.standing);
                if !stands {
                    return Err(cannot("the unit was changed since"));
                }
                let act = UnitTaken { unit: a.unit.clone(), spec: a.spec, supersedes: vec![logged.hash] };
                out.push(act.into());
            }
            _no_inverse => {}
        }
    }
    Ok(out)
}

fn unit_of(state: &BookState, act: &Act) -> Option<String> {
    #[allow(clippy::wildcard_enum_match_arm, reason = "only these acts are changes of a unit's record")]
    match act {
        Act::MappingMade(a) => Some(a.unit.clone()),
        Act::MappingWithdrawn(a) => state.mappings.get(&a.mapping).map(|m| m.unit.clone()),
        Act::DecisionMade(a) => Some(a.unit.clone()),
        Act::DecisionCleared(a) => {
            a.supersedes.first().and_then(|h| state.decisions.get(h)).map(|d| d.unit.clone())
        }
        _other => None,
    }
}

fn unmap(state: &BookState, link: Hash) -> Option<Act> {
    state.mappings.get(&link).filter(|m| m.standing).map(|_| MappingWithdrawn { mapping: link }.into())
}

fn remap(state: &BookState, link: Hash) -> Option<Act> {
    let old = state.mappings.get(&link)?;
    let again: MappingMade = mapping::again(old, old.place.clone());
    Some(again.into())
}

fn undecide(state: &BookState, decision: Hash, made: &DecisionMade) -> Option<Act> {
    let standing = state.decisions_of_row.get(&made.row)?;
    if !standing.contains(&decision) || standing.len() != 1 {
        return None;
    }
    let before: Vec<&DecisionRow> = made.supersedes.iter().filter_map(|h| state.decisions.get(h)).collect();
    match before.as_slice() {
        [one] => Some(same(one, vec![decision]).into()),
        // Nothing stood before, or a dispute did: both mean that no single decision can be put back.
        _none_or_disputed => {
            Some(DecisionCleared { row: made.row.clone(), supersedes: vec![decision] }.into())
        }
    }
}

fn redecide(state: &BookState, cleared: &DecisionCleared) -> Option<Act> {
    let nothing_since = state.decisions_of_row.get(&cleared.row).is_none_or(|d| d.is_empty());
    let old = cleared.supersedes.first().and_then(|h| state.decisions.get(h)).filter(|_| nothing_since)?;
    Some(same(old, Vec::new()).into())
}

fn same(old: &DecisionRow, supersedes: Vec<Hash>) -> DecisionMade {
    DecisionMade {
        unit: old.unit.clone(),
        spec: old.spec,
        row: old.row.clone(),
        text: old.text,
        outcome: old.outcome,
        reason: old.reason.clone(),
        date: old.date.clone(),
        relied_on: old.relied_on.clone(),
        supersedes,
    }
}

fn standing(state: &BookState, item: &str, statement: Hash) -> Option<Vec<Hash>> {
    let statements = state.statements_of_item.get(item)?;
    statements.contains(&statement).then(|| statements.iter().copied().collect())
}

fn restate(state: &BookState, statement: Hash, made: &EvidenceAccepted) -> Option<Act> {
    let supersedes = standing(state, &made.evidence, statement)?;
    let before = made.supersedes.iter().filter_map(|h| state.evidence.get(h)).next()?;
    Some(match (&before.set_aside_reason, before.number) {
        (Some(reason), _) => {
            EvidenceSetAside { evidence: made.evidence.clone(), reason: reason.clone(), supersedes }.into()
        }
        (None, number) => EvidenceAccepted {
            evidence: made.evidence.clone(),
            number: number?,
            title: before.title.clone(),
            method: before.method,
            files: before.files.clone(),
            supersedes,
        }
        .into(),
    })
}

fn untake(state: &BookState, statement: Hash, taken: &UnitTaken) -> Option<Act> {
    let used = state.mappings.iter().any(|m| m.standing && m.unit == taken.unit)
        || state.decisions.iter().any(|d| d.standing && d.unit == taken.unit);
    let row: &UnitRow = state.units.get(&statement).filter(|u| u.standing && !used)?;
    let date = crate::journal::entry::Moment { at: row.at, offset: 0 }.date();
    Some(
        UnitWithdrawn {
            unit: taken.unit.clone(),
            spec: taken.spec,
            reason: "added by mistake".into(),
            date,
            supersedes: vec![statement],
        }
        .into(),
    )
}
