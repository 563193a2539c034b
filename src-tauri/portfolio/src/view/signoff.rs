//! The sign-off screen: the gates, what stands in the signer's name, the declaration.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;
use ts_rs::TS;

use super::details::Currency;
use super::inked::{self, InkedPageView};
use super::portfolio::SignedView;
use super::shown::Eye;
use super::workspace::HistoryLine;
use crate::coverage;
use crate::error::{Refusal, Result};
use crate::evidence::folder::Standings;
use crate::evidence::item;
use crate::evidence::route::Route;
use crate::history::{self, Words};
use crate::house::House;
use crate::journal::act::Judged;
use crate::journal::entry::Moment;
use crate::journal::id::Id;
use crate::journal::rows::{SignOffRow, UnitRow};
use crate::journal::state::Logged;
use crate::person::Role;
use crate::portfolio::{Author, Workspace};
use crate::profile::Declares;
use crate::signoff::gates::{Asked, gates};
use crate::unit::spec::UnitSpec;
use crate::{countersign, learner, papers, people, signoff, status};

/// Everything the sign-off page draws for one unit.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignOffView {
    /// Id of the unit that this is about: what is signed is what was shown.
    pub unit: String,
    /// Learner's name.
    pub learner_name: String,
    /// Unit title.
    pub unit_title: String,
    /// Gates in order.
    pub gates: Vec<GateView>,
    /// True when nothing blocks.
    pub ready: bool,
    /// Why the person at the desk cannot sign, with the way out, where it is not the gates that say so; null = they can.
    pub may_sign: Option<String>,
    /// Who can sign where they cannot, each with the role; empty where they can.
    pub others_may: Vec<String>,
    /// Declaration to be signed.
    pub declaration: String,
    /// What is confirmed once for the unit, to be ticked.
    pub vacsr: String,
    /// The words that a learner declares, to begin with.
    pub learner_words: String,
    /// Signed as INDICATIVE only.
    pub indicative: bool,
    /// Who would sign; null when nobody is at the desk.
    pub signer: Option<String>,
    /// Whether that person has a signing password that stands, with its key on this machine.
    pub has_signing_password: bool,
    /// What stands in the signer's name since their last signature, newest first.
    pub in_your_name: Vec<HistoryLine>,
    /// The sign-off in force.
    pub signed: Option<SignedView>,
    /// A trainee's decisions that wait for a countersignature; null = none do.
    pub countersign: Option<CountersignView>,
    /// A signature that stands in the history and in no paper yet; null = none.
    pub paper_waits: Option<PaperWaitsView>,
    /// Scans of the paper signed in ink, of the sign-off in force; also those withdrawn.
    pub inked: Vec<InkedPageView>,
    /// Why the person at the desk cannot attach one; null = they can.
    pub may_attach: Option<String>,
    /// Sign-offs of this unit that were opened again, the latest first.
    pub superseded: Vec<SupersededView>,
}

/// A sign-off that was opened again.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SupersededView {
    /// Id of the sign-off.
    pub sign_off: String,
    /// Who had signed.
    pub by: String,
    /// When, ISO 8601.
    pub at: String,
    /// Why it was opened again.
    pub why: String,
    /// Scans of its paper signed in ink.
    pub inked: Vec<InkedPageView>,
}

/// A trainee's decisions that wait for somebody qualified.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CountersignView {
    /// Whose decisions they are.
    pub trainees: Vec<String>,
    /// Ids of the rows.
    pub rows: Vec<String>,
    /// Codes of the rows.
    pub codes: Vec<String>,
    /// What is declared.
    pub declaration: String,
    /// Why the person at the desk cannot countersign all of them, with the way out; null = they can.
    pub may: Option<String>,
    /// Codes of the rows that they can countersign.
    pub yours: Vec<String>,
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
    /// The paper lies on another machine, so that nobody can sign it here.
    pub elsewhere: bool,
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
    /// Where else to go; null = nowhere else.
    pub place: Option<GatePlace>,
}

/// Where a gate leads, besides rows and evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum GatePlace {
    /// The learner's declaration.
    Declaration,
    /// The details of the learner.
    Learner,
    /// The unit, in the portfolio.
    Unit,
    /// What was done.
    History,
    /// The samples.
    Sampling,
}

/// A declaration of the learner, as shown.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeclarationView {
    /// Id.
    pub declaration: String,
    /// True = for the whole portfolio, false = for one unit.
    pub whole: bool,
    /// Title of the unit; empty for the whole portfolio.
    pub unit_title: String,
    /// How it was declared.
    pub route: Route,
    /// ISO date on which it was declared.
    pub date: String,
    /// Words declared.
    pub words: String,
    /// Help, sources and AI use acknowledged; may be empty.
    pub acknowledged: String,
    /// "E012", where an item holds it.
    pub evidence: Option<String>,
    /// Who recorded it.
    pub by: String,
    /// When it was recorded, ISO 8601.
    pub recorded: String,
    /// Why it counts no more; null = it counts.
    pub withdrawn: Option<String>,
}

/// Every declaration of a learner, those that count first.
pub fn declarations(workspace: &mut Workspace, book: Id) -> Result<Vec<DeclarationView>> {
    let shelf = workspace.shelf().clone();
    let state = workspace.book(book)?;
    let items = item::items(state);
    let title = |unit: &str| {
        let spec = coverage::unit_in_force(state, unit).and_then(|u| shelf.get(u.spec));
        spec.map_or_else(|| "a unit that is not taken".into(), |s| s.text.unit.title.clone())
    };
    let mut rows: Vec<_> = state.declarations.iter().collect();
    rows.sort_by_key(|d| (!d.standing, d.unit.is_some(), std::cmp::Reverse(d.date.clone()), d.hash));
    let view = |d: &crate::journal::rows::DeclarationRow| DeclarationView {
        declaration: d.hash.to_string(),
        whole: d.unit.is_none(),
        unit_title: d.unit.as_deref().map(title).unwrap_or_default(),
        route: d.route,
        date: d.date.clone(),
        words: d.words.clone(),
        acknowledged: d.acknowledged.clone(),
        evidence: d.evidence.as_ref().and_then(|id| items.get(id)).map(|i| i.named()),
        by: state.person_of(d.chain).map_or_else(|| "unknown".into(), |p| p.name),
        recorded: Moment { at: d.at, offset: d.offset }.iso(),
        withdrawn: d.withdrawn.clone(),
    };
    Ok(rows.into_iter().map(view).collect())
}

/// Builds the sign-off page of one unit.
pub fn sign_off(workspace: &mut Workspace, author: &Author, book: Id, unit: &str) -> Result<SignOffView> {
    let (unit, spec) = learner::unit_of(workspace, book, unit)?;
    let standings = Standings::of(workspace, book)?;
    let shelf = workspace.shelf().clone();
    let paper_waits = paper_waits(workspace, author, book, &unit.unit)?;
    let paper = paper(workspace, book, &unit.unit)?;
    let superseded = superseded(workspace, book, &unit.unit)?;
    let currency = Currency::of(workspace)?;
    let inked = inked::of_unit(workspace, book, &unit.unit)?;
    let (house, people) = (House::of(workspace.centre_book()?), people::everyone(workspace.centre_book()?));
    let has_signing_password = people::holds_key(workspace, author)?;
    let state = workspace.book(book)?;
    let items = item::items(state);
    let wording = house.of_unit(&spec);
    let asked = Asked {
        state,
        shelf: &shelf,
        unit: &unit,
        spec: &spec,
        items: &items,
        standings: &standings,
        currency: &currency,
        word: wording.learner,
    };
    let gates = gates(&asked);
    let eye = Eye {
        house,
        state,
        shelf: &shelf,
        items: Arc::clone(&items),
        standings: &standings,
        author,
        kept: BTreeSet::new(),
        currency: currency.clone(),
    };
    let (may_sign, others_may) = match status::signed(state, &unit.unit) {
        None => may_sign(&asked, &gates, &people, author),
        Some(_) => (None, Vec::new()),
    };
    Ok(SignOffView {
        unit: unit.unit.clone(),
        learner_name: learner::facts(state).name,
        unit_title: spec.text.unit.title.clone(),
        ready: gates.iter().all(|g| g.passed || !g.blocks),
        may_sign,
        others_may,
        gates,
        declaration: signoff::declaration(&eye.house, &spec),
        vacsr: signoff::VACSR.into(),
        learner_words: wording.text(Declares::Learner).to_owned(),
        indicative: spec.indicative(),
        signer: author.person.as_ref().map(|p| p.name.clone()),
        has_signing_password,
        in_your_name: in_your_name(&eye, author),
        signed: eye.signed(&unit).map(|signed| SignedView { paper, ..signed }),
        countersign: countersign_view(&eye, &people, author, (&unit, &spec)),
        paper_waits,
        inked,
        may_attach: author.staff().err().map(|refusal| format!("{refusal}.")),
        superseded,
    })
}

fn paper_waits(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    unit: &str,
) -> Result<Option<PaperWaitsView>> {
    let view = |waiting: papers::Waiting| PaperWaitsView {
        text: waiting.words(),
        elsewhere: waiting.elsewhere.is_some(),
        yours: waiting.elsewhere.is_none()
            && author.person.as_ref().is_some_and(|p| p.id == waiting.person.id),
        signer: waiting.person.name,
    };
    Ok(papers::waits(workspace, book, unit)?.map(view))
}

/// The paper to open, weighed: a history file can name one that lies nowhere.
fn paper(workspace: &mut Workspace, book: Id, unit: &str) -> Result<Option<String>> {
    let Some(sign_off) = papers::standing(workspace.book(book)?, unit).map(|signed| signed.hash) else {
        return Ok(None);
    };
    let issued = papers::issued(workspace, book, sign_off)?;
    Ok(issued.and_then(|issued| issued.assessed()).map(|paper| paper.to_string()))
}

fn superseded(workspace: &mut Workspace, book: Id, unit: &str) -> Result<Vec<SupersededView>> {
    let gone = signoff::original::reopened(workspace.book(book)?, unit).into_iter();
    let gone: Vec<SignOffRow> = gone.cloned().collect();
    let mut views = Vec::new();
    for row in gone {
        let by = workspace.book(book)?.person_of(row.chain).map_or_else(|| "unknown".into(), |p| p.name);
        views.push(SupersededView {
            sign_off: row.hash.to_string(),
            by,
            at: Moment { at: row.at, offset: row.offset }.iso(),
            inked: inked::of_sign_off(workspace, book, row.hash)?,
            why: row.reopened.unwrap_or_default(),
        });
    }
    Ok(views)
}

/// Why the author cannot sign a unit off, and who can; what the gates say stands there already.
fn may_sign(
    asked: &Asked<'_>,
    gates: &[GateView],
    people: &[people::Person],
    author: &Author,
) -> (Option<String>, Vec<String>) {
    let by_person = |author: &Author| match signoff::may_sign(asked, gates, author) {
        Ok(()) | Err(Refusal::GatesShut { .. }) => None,
        Err(refusal) => Some(refusal),
    };
    let Some(refusal) = by_person(author) else { return (None, Vec::new()) };
    let can = |other: &Author| by_person(other).is_none();
    let others = people::able(people, &[Role::Assessor], &can);
    (Some(people::way_out_by(people, &refusal, &[Role::Assessor], &can)), others)
}

fn countersign_view(
    eye: &Eye<'_>,
    people: &[people::Person],
    author: &Author,
    (unit, spec): (&UnitRow, &UnitSpec),
) -> Option<CountersignView> {
    let open = countersign::open(eye.state, spec);
    if open.is_empty() {
        return None;
    }
    let trainees = countersign::trainees(eye.state, &open);
    let refused = |author: &Author| countersign::may_sign(eye.state, (unit, spec), None, author).err();
    let can = |other: &Author| refused(other).is_none();
    let way_out = |refusal| people::way_out_by(people, &refusal, &countersign::COUNTERSIGNERS, &can);
    let codes =
        |rows: &[Judged]| rows.iter().filter_map(|j| spec.row(&j.row)).map(|r| r.code.clone()).collect();
    Some(CountersignView {
        trainees: trainees.into_iter().collect(),
        codes: codes(&open),
        yours: codes(&countersign::theirs(eye.state, (unit, spec), author)),
        rows: open.into_iter().map(|j| j.row).collect(),
        declaration: eye.house.of_unit(spec).text(Declares::CountersigningAssessor).to_owned(),
        may: refused(author).map(way_out),
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
