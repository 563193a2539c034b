//! Undo and redo, derived from the journal: own chain, this installation, not yet undone. There is no second stack.
//! Undo appends the inverse deed; intake, sign-off, reopening, comments and signatures have none.

mod inverse;
mod rests;

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Refusal, Result};
use crate::evidence::item;
use crate::history::{self, Words};
use crate::journal::act::{Act, DeedUndone};
use crate::journal::id::Id;
use crate::journal::rows::DeedRow;
use crate::journal::state::BookState;
use crate::portfolio::{Author, Workspace};
use crate::unit::spec::Shelf;
use inverse::inverse_of;
use rests::rests;

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

/// Deeds that are taken back as things stand: undone, and not done again since. An undoing that was itself taken back, as doing
/// again does, counts no more. Worked out from the last undoings backwards, for made-up entries may say that a hundred
/// thousand deeds undo each other in a row; where they go round in a circle, none of them counts.
#[must_use]
pub fn taken_back(state: &BookState) -> BTreeSet<Id> {
    let undoings = undoings(state);
    let mut open: BTreeMap<Id, usize> = BTreeMap::new();
    for target in undoings.values() {
        *open.entry(*target).or_default() += 1;
    }
    let mut known: Vec<Id> = undoings.keys().filter(|deed| !open.contains_key(*deed)).copied().collect();
    let mut back = BTreeSet::new();
    while let Some(deed) = known.pop() {
        let Some(target) = undoings.get(&deed) else { continue };
        if !back.contains(&deed) {
            back.insert(*target);
        }
        if let Some(left) = open.get_mut(target) {
            *left -= 1;
            if *left == 0 {
                known.push(*target);
            }
        }
    }
    back
}

/// Whether one deed is taken back as things stand.
#[must_use]
pub fn is_taken_back(state: &BookState, deed: Id) -> bool {
    taken_back(state).contains(&deed)
}

/// What each deed undid. Only its own desk takes a deed back.
fn undoings(state: &BookState) -> BTreeMap<Id, Id> {
    let desk = |chain: &Id| state.chains.get(chain).map(|c| (c.installation, c.person));
    let undid = |row: &DeedRow| {
        let target = row.undoes.and_then(|undone| state.deeds.get(&undone))?;
        (target.undone && desk(&target.chain) == desk(&row.chain)).then_some((row.deed, target.deed))
    };
    state.deeds.iter().filter_map(undid).collect()
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

/// A deed with something to invert. One that only gave a number has no inverse: a number once given stays given. Nor has one that
/// registered a learner: taking back the units that came with it would leave the learner there.
fn undoable(acts: &[&Act]) -> bool {
    if acts.iter().any(|a| matches!(a, Act::LearnerStated(a) if a.supersedes.is_empty())) {
        return false;
    }
    let numbered = acts.iter().any(|a| matches!(a, Act::EvidenceAccepted(a) if a.supersedes.is_empty()));
    let more = acts
        .iter()
        .any(|a| matches!(a, Act::MappingMade(_) | Act::DetailStated(_) | Act::EvidenceReplaced(_)));
    acts.iter().any(|act| invertible(act)) && (!numbered || more)
}

/// Whether an act has an inverse. A number once given stays given.
#[allow(
    clippy::too_many_lines,
    reason = "one line for each kind of act, so that a new one cannot be forgotten"
)]
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
        | Act::InkedPageReceived(_)
        | Act::InkedPageWithdrawn(_)
        | Act::BoardProfileStated(_)
        | Act::PartiallyMetStated(_)
        | Act::LogoStated(_)
        | Act::SpecimenStated(_)
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
        | Act::RootMade(_)
        | Act::CertificateIssued(_)
        | Act::CertificateImported(_)
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
        | Act::LearnerErased(_)
        | Act::LearnerStated(_)
        | Act::FileTakenIn(_)
        | Act::SignedOff(_)
        | Act::Reopened(_)
        | Act::PaperIssued(_)
        | Act::PaperSigned(_)
        | Act::SampleMade(_)
        | Act::FindingMade(_)
        | Act::ActionAnswered(_)
        | Act::FindingWithdrawn(_)
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

/// Takes back, or does again. Returns the deed and the name of what was taken back. Where somebody saw one deed by name and
/// pressed Undo beside it, `only` is that deed, and nothing else is taken back in its place.
pub fn step(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    way: Way,
    only: Option<Id>,
) -> Result<(String, Id)> {
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
        let items = item::items(state);
        let words = Words { state, shelf: &shelf, items: &items };
        if let Some(only) = only.filter(|only| target != Some(*only)) {
            return Err(not_next(&words, only, target, what));
        }
        let target = target.ok_or(Refusal::NothingToUndo { what })?;
        let name = history::deed_name(&words, target);
        let acts = inverse(state, &shelf, target, &name)?;
        deed.record(book, DeedUndone { undoes: target })?;
        for act in acts {
            deed.record(book, act)?;
        }
        Ok(name)
    })
}

/// Why the deed that was meant is not the one that is next.
fn not_next(words: &Words<'_>, meant: Id, next: Option<Id>, what: &'static str) -> Error {
    if words.state.deeds.get(&meant).is_none() {
        return Error::NotFound { what: "deed", name: meant.to_string() };
    }
    let next = next.map_or_else(
        || format!("there is nothing of yours to {what} here"),
        |deed| format!("that is \"{}\"", history::root_name(words, deed)),
    );
    Refusal::NotNextToUndo { what, deed: history::root_name(words, meant), next }.into()
}

/// The acts that take a deed back, last first. Refused where a later act rests on it.
fn inverse(state: &BookState, shelf: &Shelf, target: Id, name: &str) -> Result<Vec<Act>> {
    if !state.newer.is_empty() {
        return Err(Refusal::NewerEntries.into());
    }
    let cannot = |why: &str| Error::from(Refusal::CannotUndo { deed: name.to_owned(), why: why.to_owned() });
    let mut out = Vec::new();
    for logged in state.log.iter().filter(|l| l.deed == target).rev() {
        if let Some(why) = rests(state, shelf, logged) {
            return Err(cannot(&why));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::id::Hash;
    use crate::journal::rows::ChainRow;

    fn id(n: u32) -> Id {
        let [a, b, c, d] = n.to_be_bytes();
        Id::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, a, b, c, d])
    }

    const CHAIN: u32 = u32::MAX;

    fn row(deed: u32, undoes: Option<u32>, undone: bool) -> DeedRow {
        DeedRow { deed: id(deed), chain: id(CHAIN), at: 0, offset: 0, undoes: undoes.map(id), undone }
    }

    /// Deeds of one desk by number, with what each undid.
    type Deeds<'a> = &'a [(u32, Option<u32>)];

    fn state(deeds: Deeds<'_>) -> BookState {
        let mut state = BookState::default();
        state.chains.put(ChainRow {
            chain: id(CHAIN),
            installation: id(1),
            person: None,
            person_name: None,
            initials: None,
            key: None,
            head_n: 0,
            head: Hash::of(b""),
        });
        for (deed, undoes) in deeds {
            let undone = deeds.iter().any(|(_, other)| *other == Some(*deed));
            state.deeds.put(row(*deed, *undoes, undone));
        }
        state
    }

    #[test]
    fn an_undoing_that_is_taken_back_counts_no_more() {
        let cases: [(Deeds<'_>, &[u32]); 6] = [
            (&[(1, None)], &[]),
            (&[(1, None), (2, Some(1))], &[1]),
            (&[(1, None), (2, Some(1)), (3, Some(2))], &[2]),
            (&[(1, None), (2, Some(1)), (3, Some(2)), (4, Some(3))], &[1, 3]),
            // Undone again by a second undoing.
            (&[(1, None), (2, Some(1)), (3, Some(2)), (4, Some(1))], &[1, 2]),
            // Made up.
            (&[(1, Some(1)), (2, Some(3)), (3, Some(2))], &[]),
        ];
        for (deeds, want) in cases {
            let want: BTreeSet<Id> = want.iter().map(|n| id(*n)).collect();
            assert_eq!(taken_back(&state(deeds)), want, "{deeds:?}");
        }
    }

    #[test]
    fn a_row_of_undoings_without_end_holds_nobody_up() {
        let mut state = state(&[]);
        for n in 0..100_001 {
            state.deeds.put(row(n, n.checked_sub(1), n < 100_000));
        }
        assert_eq!(taken_back(&state).len(), 50_000);
    }
}
