//! The acts that take one act back, from what stood before it. Pure; refuses to know whether anything rests on it.

use crate::evidence::detail::Detail;
use crate::house;
use crate::journal::act::{
    Act, DecisionCleared, DecisionRestored, DeclarationWithdrawn, DetailStated, EvidenceReplaced,
    EvidenceRestored, EvidenceSetAside, InkedPageReceived, InkedPageWithdrawn, LearnerDeclared,
    MappingRestored, MappingWithdrawn, UnitTaken, UnitWithdrawn,
};
use crate::journal::id::Hash;
use crate::journal::rows::{InkedRow, UnitRow};
use crate::journal::state::{BookState, Logged};

/// The acts that take one act back; why it cannot be where the record has gone on.
pub(super) fn inverse_of(state: &BookState, logged: &Logged) -> Result<Option<Act>, &'static str> {
    let only_this = |before: &[Hash]| only_this(state, logged, before);
    #[allow(clippy::wildcard_enum_match_arm, reason = "`invertible` names every kind")]
    Ok(Some(match &logged.act {
        Act::MappingMade(_) => unmap(state, logged.hash)?,
        Act::MappingRestored(a) => unmap(state, a.mapping)?,
        Act::MappingWithdrawn(a) if state.mappings.get(&a.mapping).is_some_and(|m| !m.standing) => {
            alone(state, logged, &[a.mapping]).map_err(|()| "somebody else has withdrawn the link too")?;
            MappingRestored { mapping: a.mapping }.into()
        }
        Act::MappingWithdrawn(_) => return Err("the link stands already"),
        Act::DecisionMade(a) => undecide(state, logged, &a.row, &a.supersedes, vec![logged.hash])?,
        Act::DecisionCleared(a) => undecide(state, logged, &a.row, &a.supersedes, Vec::new())?,
        Act::DecisionRestored(a) => undecide(state, logged, &a.row, &a.supersedes, a.decisions.clone())?,
        // Of a file the number stays; what is nowhere in the folder is set aside, so that nothing empty is left over.
        Act::EvidenceAccepted(a) if a.supersedes.is_empty() && a.files.is_empty() => {
            let (evidence, supersedes) = (a.evidence.clone(), vec![logged.hash]);
            EvidenceSetAside { evidence, reason: "added by mistake".into(), supersedes }.into()
        }
        Act::EvidenceAccepted(a) if a.supersedes.is_empty() => return Ok(None),
        Act::DetailStated(a) => undetail(state, logged.hash, a)?,
        Act::EvidenceReplaced(a) => unreplace(state, logged.hash, a)?,
        Act::EvidenceAccepted(a) => {
            only_this(&a.supersedes)?;
            swap(state, &a.evidence, &[logged.hash], &a.supersedes)?
        }
        Act::EvidenceSetAside(a) => {
            only_this(&a.supersedes)?;
            swap(state, &a.evidence, &[logged.hash], &a.supersedes)?
        }
        Act::EvidenceRestored(a) => {
            only_this(&a.supersedes)?;
            swap(state, &a.evidence, &a.restores, &a.supersedes)?
        }
        Act::UnitTaken(a) => untake(state, logged.hash, a)?,
        Act::UnitWithdrawn(a) if state.units.get(&logged.hash).is_some_and(|u| u.standing) => {
            UnitTaken { unit: a.unit.clone(), spec: a.spec, supersedes: vec![logged.hash] }.into()
        }
        Act::UnitWithdrawn(_) => return Err("the unit was changed since"),
        Act::LearnerDeclared(_) => undeclare(state, logged.hash)?,
        Act::DeclarationWithdrawn(a) => declare_again(state, a.declaration)?,
        Act::InkedPageReceived(_) => unreceive(state, logged.hash)?,
        Act::InkedPageWithdrawn(a) => receive_again(state, a.attached)?,
        Act::BoardProfileStated(_)
        | Act::PartiallyMetStated(_)
        | Act::LogoStated(_)
        | Act::SpecimenStated(_) => house::unsaid(state, logged)?,
        _no_inverse => return Ok(None),
    }))
}

/// What an act replaced stands again only where nobody else has replaced it too.
fn only_this(state: &BookState, logged: &Logged, before: &[Hash]) -> Result<(), &'static str> {
    alone(state, logged, before).map_err(|()| "somebody else has replaced what stood before it too")
}

/// Takes decisions of a row back, so that those before stand again; refused where others stand there by now.
fn undecide(
    state: &BookState,
    logged: &Logged,
    row: &str,
    before: &[Hash],
    standing: Vec<Hash>,
) -> Result<Act, &'static str> {
    let now: Vec<Hash> = state.decisions_of_row.get(row).into_iter().flatten().copied().collect();
    let mut wanted = standing.clone();
    wanted.sort_unstable();
    if now != wanted {
        return Err("it was decided again since");
    }
    only_this(state, logged, before)?;
    Ok(back(row, before, standing))
}

/// Whether it is this act alone that keeps things from standing. What another desk withdrew or replaced as well is not this
/// act's to take back.
fn alone(state: &BookState, logged: &Logged, things: &[Hash]) -> Result<(), ()> {
    let others = |thing: &Hash| state.closings.open(*thing).any(|closing| closing != logged.hash);
    if things.iter().any(others) { Err(()) } else { Ok(()) }
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

fn unreceive(state: &BookState, attached: Hash) -> Result<Act, &'static str> {
    let counts = state.inked_pages.get(&attached).is_some_and(|row| row.withdrawn.is_none());
    let reason = "taken back".to_owned();
    if counts {
        Ok(InkedPageWithdrawn { attached, reason }.into())
    } else {
        Err("the page is withdrawn already")
    }
}

/// A page that was withdrawn is attached again as it was, unless it has been meanwhile.
fn receive_again(state: &BookState, attached: Hash) -> Result<Act, &'static str> {
    let row = state.inked_pages.get(&attached).filter(|row| row.withdrawn.is_some());
    let row = row.ok_or("the page counts")?;
    let same = |other: &&InkedRow| {
        other.page == row.page && other.sign_off == row.sign_off && other.withdrawn.is_none()
    };
    if state.inked_pages.iter().any(|other| same(&other)) {
        return Err("the page was attached again since");
    }
    Ok(InkedPageReceived {
        sign_off: row.sign_off,
        page: row.page,
        size: row.size,
        media: row.media,
        carries: row.carries.clone(),
        received: row.received.clone(),
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
    let said = state.log.iter().find(|logged| logged.hash == statement);
    let date = said.map(|logged| logged.moment.date()).ok_or("the unit was changed since")?;
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
