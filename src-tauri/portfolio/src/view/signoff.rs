//! The sign-off screen: the gates, what stands in the signer's name, the declaration.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use ts_rs::TS;

use super::portfolio::SignedView;
use super::shown::Eye;
use super::workspace::HistoryLine;
use crate::error::Result;
use crate::evidence::folder::Standings;
use crate::evidence::item;
use crate::history::{self, Words};
use crate::journal::id::Id;
use crate::journal::state::Logged;
use crate::portfolio::{Author, Workspace};
use crate::{learner, papers, signoff};

/// Everything the sign-off page draws for one unit.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignOffView {
    /// Learner's name.
    pub learner_name: String,
    /// Unit title.
    pub unit_title: String,
    /// Gates in order.
    pub gates: Vec<GateView>,
    /// True when nothing blocks.
    pub ready: bool,
    /// Declaration to be signed.
    pub declaration: String,
    /// Signed as INDICATIVE only.
    pub indicative: bool,
    /// Who would sign; null when nobody is at the desk.
    pub signer: Option<String>,
    /// Whether that person has a signing password.
    pub has_signing_password: bool,
    /// What stands in the signer's name since their last signature, newest first.
    pub in_your_name: Vec<HistoryLine>,
    /// The sign-off in force.
    pub signed: Option<SignedView>,
    /// A signature that stands in the history and in no paper yet; null = none.
    pub paper_waits: Option<PaperWaitsView>,
}

/// A paper that waits for a signature which stands in the history.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaperWaitsView {
    /// In words, with the way out.
    pub text: String,
    /// Whose signature it is.
    pub signer: String,
    /// That person is at the desk and can sign the paper again.
    pub yours: bool,
}

/// One gate.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GateView {
    /// Stable name, e.g. "everyCriterionMet".
    pub gate: String,
    /// Passed.
    pub passed: bool,
    /// False = a warning only.
    pub blocks: bool,
    /// Plain words, naming what fails: "2.1, 3.1 and 4.1 are not decided".
    pub text: String,
    /// Rows to go to.
    pub rows: Vec<String>,
    /// Evidence to go to.
    pub evidence: Vec<String>,
}

/// Builds the sign-off page of one unit.
pub fn sign_off(workspace: &mut Workspace, author: &Author, book: Id, unit: &str) -> Result<SignOffView> {
    let (unit, spec) = learner::unit_of(workspace, book, unit)?;
    let standings = Standings::of(workspace, book)?;
    let shelf = workspace.shelf().clone();
    let centre = super::matrix::centre(workspace)?;
    let paper_waits = papers::waits(workspace, book, &unit.unit)?.map(|waiting| PaperWaitsView {
        text: waiting.words(),
        yours: author.person.as_ref().is_some_and(|p| p.id == waiting.person.id),
        signer: waiting.person.name,
    });
    let state = workspace.book(book)?;
    let items = item::items(state);
    let gates = signoff::gates(state, &shelf, &unit, &spec, &items, &standings);
    let eye =
        Eye { state, shelf: &shelf, items, standings: &standings, author, kept: BTreeSet::new(), centre };
    Ok(SignOffView {
        learner_name: learner::facts(state).name,
        unit_title: spec.text.unit.title.clone(),
        ready: gates.iter().all(|g| g.passed || !g.blocks),
        gates,
        declaration: signoff::declaration(&spec),
        indicative: spec.indicative(),
        signer: author.person.as_ref().map(|p| p.name.clone()),
        has_signing_password: author.key.is_some(),
        in_your_name: in_your_name(&eye, author),
        signed: eye.signed(&unit, &spec),
        paper_waits,
    })
}

/// What stands in the signer's name that no signature of theirs has seen yet, newest first: also what they did on another
/// machine and what reached this one only now.
fn in_your_name(eye: &Eye<'_>, author: &Author) -> Vec<HistoryLine> {
    let Some(person) = &author.person else { return Vec::new() };
    let own = |chain| eye.state.person_of(chain).is_some_and(|p| p.id == person.id);
    let mut covered: BTreeMap<Id, i64> = BTreeMap::new();
    for signature in eye.state.log.iter().filter(|l| l.act.needs_signature() && own(l.chain)) {
        // A signed entry names every other chain's head.
        let seen = signature.seen.iter().filter_map(|h| eye.state.place_of(*h));
        for (chain, n) in seen.chain([(signature.chain, signature.n)]) {
            let reached = covered.entry(chain).or_insert(n);
            *reached = n.max(*reached);
        }
    }
    let new = |l: &&Logged| own(l.chain) && covered.get(&l.chain).is_none_or(|n| l.n > *n);
    let deeds: BTreeSet<String> = eye.state.log.iter().filter(new).map(|l| l.deed.to_string()).collect();
    let words = Words { state: eye.state, shelf: eye.shelf, items: &eye.items };
    history::lines(&words).into_iter().filter(|line| deeds.contains(&line.deed)).collect()
}
