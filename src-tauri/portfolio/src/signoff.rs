//! Sign-off: the gates, the declaration, freezing the matrix, reopening. *Met* on every row is what a signature says.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::coverage::{self, Under};
use crate::error::{Error, Refusal, Result};
use crate::evidence::folder;
use crate::evidence::folder::Standings;
use crate::evidence::hash::{self, Reading};
use crate::evidence::item::{self, Item};
use crate::evidence::task::Task;
use crate::journal::act::{Judged, PaperIssued, Reopened, SignedOff};
use crate::journal::canonical;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{SignOffRow, UnitRow};
use crate::journal::state::BookState;
use crate::key::OpenKey;
use crate::matrix::{self, DeclarationKind, Matrix};
use crate::person::Role;
use crate::portfolio::{Author, Deed, Workspace};
use crate::unit::spec::{Shelf, SpecRow, UnitSpec};
use crate::view::matrix::{self as fill, Edition};
use crate::view::portfolio::{FileStanding, RowState};
use crate::view::signoff::GateView;
use crate::{learner, papers, people, stale};

/// What the assessor declares.
#[must_use]
pub fn declaration(spec: &UnitSpec) -> String {
    let base = "I have judged the evidence against every criterion of this unit. It is valid, authentic, current, \
                sufficient and reliable, and every criterion is met, by RPL or by credit transfer.";
    if spec.indicative() {
        format!(
            "{base} The unit text is indicative and not the awarding organisation's own: this is no claim for certification."
        )
    } else {
        base.to_owned()
    }
}

/// The gates of a unit, in order. Pure but for what `standings` already knows of the folder.
#[must_use]
pub fn gates(
    state: &BookState,
    shelf: &Shelf,
    unit: &UnitRow,
    spec: &UnitSpec,
    items: &BTreeMap<String, Item>,
    standings: &Standings,
) -> Vec<GateView> {
    let under = Under { state, shelf, spec };
    let undecided = |outcome_level: bool| {
        let open = |r: &&SpecRow| {
            let row = under.row_state(&r.id);
            r.outcome_level == outcome_level && !row.achieved() && row != RowState::InDispute
        };
        spec.rows.iter().filter(open).collect()
    };
    let mut gates = vec![
        decided_gate(
            "everyCriterionMet",
            "Every criterion is met, by RPL or by credit transfer",
            under,
            &undecided(false),
        ),
        decided_gate(
            "everyOutcomeMet",
            "Every outcome without a criterion is decided in its own row",
            under,
            &undecided(true),
        ),
        dispute_gate(under),
        stale_gate(state, items, shelf, spec),
        confirm_gate(state, shelf, spec),
        files_gate(state, spec, items, standings),
        places_gate(state, spec),
    ];
    if !state.newer.is_empty() {
        gates.push(gate(
            "nothingNewer",
            false,
            true,
            "This portfolio holds entries made by a newer program.".into(),
        ));
    }
    if coverage::unit_disputed(state, &unit.unit) {
        let text = "Two desks said different things about this unit (taken, withdrawn, moved to another issue of its text). \
                    Move the learner to the text in force, withdraw the unit, or add it again.";
        gates.push(gate("unitNotInDispute", false, true, text.into()));
    }
    if unit.withdrawn_reason.is_some() {
        gates.push(gate("notWithdrawn", false, true, "The unit was withdrawn.".into()));
    }
    gates
}

fn gate(name: &str, passed: bool, blocks: bool, text: String) -> GateView {
    GateView { gate: name.into(), passed, blocks, text, rows: Vec::new(), evidence: Vec::new() }
}

fn decided_gate(name: &str, passed: &str, under: Under<'_>, open: &Vec<&SpecRow>) -> GateView {
    if open.is_empty() {
        return gate(name, true, true, format!("{passed}."));
    }
    let mut by_state: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in open {
        let word = match under.row_state(&row.id) {
            RowState::Gap => "no evidence and not decided",
            RowState::Mapped => "not decided",
            state @ (RowState::Met
            | RowState::PartiallyMet
            | RowState::NotYetMet
            | RowState::Rpl
            | RowState::CreditTransfer
            | RowState::InDispute) => state.word(),
        };
        by_state.entry(word).or_default().push(&row.code);
    }
    let parts: Vec<String> =
        by_state.iter().map(|(word, codes)| format!("{} {word}", codes.join(", "))).collect();
    let rows = open.iter().map(|r| r.id.clone()).collect();
    GateView { rows, ..gate(name, false, true, format!("{}.", parts.join("; "))) }
}

fn dispute_gate(under: Under<'_>) -> GateView {
    let open: Vec<&SpecRow> =
        under.spec.rows.iter().filter(|r| under.row_state(&r.id) == RowState::InDispute).collect();
    if open.is_empty() {
        return gate("nothingInDispute", true, true, "Nothing is in dispute.".into());
    }
    let codes: Vec<&str> = open.iter().map(|r| r.code.as_str()).collect();
    let text =
        format!("{} in dispute: more than one decision stands. Decide again to settle it.", codes.join(", "));
    GateView {
        rows: open.iter().map(|r| r.id.clone()).collect(),
        ..gate("nothingInDispute", false, true, text)
    }
}

fn stale_gate(state: &BookState, items: &BTreeMap<String, Item>, shelf: &Shelf, spec: &UnitSpec) -> GateView {
    let mut texts = Vec::new();
    let mut rows = Vec::new();
    for row in &spec.rows {
        let decisions = state.decisions_of_row.get(&row.id).into_iter().flatten();
        let why = decisions
            .filter_map(|h| state.decisions.get(h))
            .find_map(|d| stale::decision(state, items, shelf, spec, d));
        if let Some(why) = why {
            texts.push(format!("{}: {why}", row.code));
            rows.push(row.id.clone());
        }
    }
    if texts.is_empty() {
        return gate(
            "decisionsRest",
            true,
            true,
            "Every decision rests on links and versions that stand.".into(),
        );
    }
    GateView { rows, ..gate("decisionsRest", false, true, format!("{}. Decide again.", texts.join("; "))) }
}

/// Links that a decision relies on and that were put forward for other words than those in force.
fn confirm_gate(state: &BookState, shelf: &Shelf, spec: &UnitSpec) -> GateView {
    let open: Vec<&SpecRow> =
        spec.rows.iter().filter(|row| relies_on_unconfirmed(state, shelf, spec, row)).collect();
    if open.is_empty() {
        return gate("linksConfirmed", true, true, "Every link was made for the words in force.".into());
    }
    let codes: Vec<&str> = open.iter().map(|r| r.code.as_str()).collect();
    let text = format!(
        "{}: worded differently since the evidence was mapped. Look again and confirm the links.",
        codes.join(", ")
    );
    GateView {
        rows: open.iter().map(|r| r.id.clone()).collect(),
        ..gate("linksConfirmed", false, true, text)
    }
}

fn relies_on_unconfirmed(state: &BookState, shelf: &Shelf, spec: &UnitSpec, row: &SpecRow) -> bool {
    let decisions = state.decisions_of_row.get(&row.id).into_iter().flatten();
    let relied: BTreeSet<Hash> = decisions
        .filter_map(|h| state.decisions.get(h))
        .flat_map(|d| d.relied_on.iter().map(|r| r.mapping))
        .collect();
    let links = state.links_of_row.get(&row.id).into_iter().flatten();
    links
        .filter(|link| relied.contains(link))
        .filter_map(|link| state.mappings.get(link))
        .any(|link| stale::link(shelf, spec, link).is_some())
}

fn files_gate(
    state: &BookState,
    spec: &UnitSpec,
    items: &BTreeMap<String, Item>,
    standings: &Standings,
) -> GateView {
    let mut texts = Vec::new();
    let mut evidence = Vec::new();
    for item in relied_items(state, spec, items) {
        let word = match standings.worst(&item.files) {
            FileStanding::Present => continue,
            FileStanding::Changed => "changed after it was recorded",
            FileStanding::Missing => "is not in the folder",
            FileStanding::Unknown => "cannot be checked: the folder is not reachable",
        };
        texts.push(format!("{} {word}", item.named()));
        evidence.push(item.id.clone());
    }
    if texts.is_empty() {
        return gate(
            "filesAsRecorded",
            true,
            true,
            "Every file relied on is in the folder as recorded.".into(),
        );
    }
    GateView { evidence, ..gate("filesAsRecorded", false, true, format!("{}.", texts.join("; "))) }
}

fn places_gate(state: &BookState, spec: &UnitSpec) -> GateView {
    let without = |r: &&SpecRow| {
        let links = state.links_of_row.get(&r.id).into_iter().flatten();
        links.filter_map(|h| state.mappings.get(h)).any(|m| m.place.is_none())
    };
    let open: Vec<&SpecRow> = spec.rows.iter().filter(without).collect();
    if open.is_empty() {
        return gate("placesGiven", true, false, "Every link says the place.".into());
    }
    let codes: Vec<&str> = open.iter().map(|r| r.code.as_str()).collect();
    let text = format!("{}: a link without a place. An IV cannot follow it to the page.", codes.join(", "));
    GateView { rows: open.iter().map(|r| r.id.clone()).collect(), ..gate("placesGiven", false, false, text) }
}

fn relied_items<'a>(state: &BookState, spec: &UnitSpec, items: &'a BTreeMap<String, Item>) -> Vec<&'a Item> {
    let decisions = spec.rows.iter().filter_map(|r| state.decisions_of_row.get(&r.id)).flatten();
    let links = decisions.filter_map(|h| state.decisions.get(h)).flat_map(|d| &d.relied_on);
    let ids: BTreeSet<&str> =
        links.filter_map(|r| state.mappings.get(&r.mapping)).map(|m| m.evidence.as_str()).collect();
    ids.into_iter().filter_map(|id| items.get(id)).collect()
}

/// What a sign-off gave.
pub struct Signed {
    /// Its hash.
    pub sign_off: Hash,
    /// The issued paper, if it could be made at once.
    pub paper: Option<Hash>,
}

/// Signs a unit off: reads every file relied on again, asks the gates, freezes the matrix, signs, issues the paper.
pub fn sign_off(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    unit: &str,
    password: &str,
    feedback: &str,
) -> Result<Signed> {
    author.acting_as(Role::Assessor)?;
    let (unit, spec) = learner::unit_of(workspace, book, unit)?;
    crate::mapping::open_for_change(workspace.book(book)?, &unit, &spec)?;
    // The folder is read first, so that the gates speak of what is there now and not of an old reading.
    if crate::store::local::folder(&workspace.local, book)?.is_some() {
        folder::read_now(workspace, book, &Task::default())?;
    }
    refuse_shut(workspace, book, &unit, &spec)?;
    let key = people::open_key(workspace, author, password)?;
    hash_again(workspace, book, &spec)?;
    let centre = fill::centre(workspace)?;
    let standings = Standings::of(workspace, book)?;
    let feedback = feedback.trim().to_owned();
    let (sign_off, _) = workspace.transact(author, |deed| {
        let items = item::items(deed.state(book)?);
        let state = deed.state(book)?;
        let unit = coverage::unit_in_force(state, &unit.unit).cloned().unwrap_or_else(|| unit.clone());
        crate::mapping::open_for_change(state, &unit, &spec)?;
        crate::mapping::same_text(&unit, &spec)?;
        let shelf = deed.shelf().clone();
        refuse(&spec, &gates(deed.state(book)?, &shelf, &unit, &spec, &items, &standings))?;
        let signing = Signing { author, feedback: &feedback, unit: &unit, spec: &spec, items: &items };
        let act = signing.act(deed, book, &centre, &standings)?;
        deed.record_signed(book, act, &key)
    })?;
    // The signature stands by now. A paper that cannot be written at once waits for its signature (`papers::waiting`).
    let signed = sign_off_row(workspace, book, sign_off)?;
    let moment = crate::journal::entry::Moment { at: signed.at, offset: signed.offset };
    let paper = issue(workspace, author, book, sign_off, Some((&key, moment))).ok();
    Ok(Signed { sign_off, paper })
}

fn refuse_shut(workspace: &mut Workspace, book: Id, unit: &UnitRow, spec: &UnitSpec) -> Result<()> {
    let standings = Standings::of(workspace, book)?;
    let shelf = workspace.shelf().clone();
    let state = workspace.book(book)?;
    Ok(refuse(spec, &gates(state, &shelf, unit, spec, &item::items(state), &standings))?)
}

fn refuse(spec: &UnitSpec, gates: &[GateView]) -> Result<(), Refusal> {
    let shut: Vec<&str> =
        gates.iter().filter(|g| g.blocks && !g.passed).map(|g| g.text.trim_end_matches('.')).collect();
    if shut.is_empty() {
        return Ok(());
    }
    Err(Refusal::GatesShut { unit: spec.text.unit.title.clone(), reasons: shut.join("; ") })
}

/// Reads every file relied on from the first byte to the last: times and sizes are not enough for a signature.
fn hash_again(workspace: &mut Workspace, book: Id, spec: &UnitSpec) -> Result<()> {
    let standings = Standings::of(workspace, book)?;
    let state = workspace.book(book)?;
    let items = item::items(state);
    let stop = AtomicBool::new(false);
    for item in relied_items(state, spec, &items) {
        for file in &item.files {
            let reference = || item.named();
            let path =
                standings.path(*file).ok_or_else(|| Refusal::EvidenceMissing { reference: reference() })?;
            match hash::fingerprint(&path, &stop) {
                Reading::Whole(found) if found.sha256 == *file.bytes() => {}
                Reading::Whole(_) | Reading::Moving => {
                    return Err(Refusal::EvidenceChanged { reference: reference() }.into());
                }
                Reading::Gone | Reading::Stopped | Reading::Failed(_) => {
                    return Err(Refusal::EvidenceMissing { reference: reference() }.into());
                }
            }
        }
    }
    Ok(())
}

struct Signing<'a> {
    author: &'a Author,
    feedback: &'a str,
    unit: &'a UnitRow,
    spec: &'a Arc<UnitSpec>,
    items: &'a BTreeMap<String, Item>,
}

impl Signing<'_> {
    fn act(
        &self,
        deed: &mut Deed<'_>,
        book: Id,
        centre: &fill::Centre,
        standings: &Standings,
    ) -> Result<SignedOff> {
        let signer = self.author.person()?.clone();
        let moment = deed.moment();
        let shelf = deed.shelf().clone();
        let state = deed.state(book)?;
        let rows = self.rows(state);
        let files: BTreeSet<Hash> = rows
            .iter()
            .filter_map(|j| state.decisions.get(&j.decision))
            .flat_map(|d| d.relied_on.iter().flat_map(|r| r.files.iter().copied()))
            .collect();
        let declaration = declaration(self.spec);
        let edition = Edition::Original {
            signer,
            moment,
            declaration: declaration.clone(),
            feedback: self.feedback.into(),
        };
        let source = fill::Source {
            state,
            shelf: &shelf,
            unit: self.unit,
            spec: self.spec,
            items: self.items,
            standings,
            centre,
        };
        let matrix = digest(&fill::matrix(&source, &edition))?;
        Ok(SignedOff {
            unit: self.unit.unit.clone(),
            spec: self.unit.spec,
            rows,
            files: files.into_iter().collect(),
            matrix,
            declaration,
            feedback: self.feedback.to_owned(),
            indicative: self.spec.indicative(),
            role: Role::Assessor,
        })
    }

    fn rows(&self, state: &BookState) -> Vec<Judged> {
        let decision = |row: &SpecRow| state.decisions_of_row.get(&row.id).and_then(|s| s.first()).copied();
        let judged = |r: &SpecRow| decision(r).map(|decision| Judged { row: r.id.clone(), decision });
        self.spec.rows.iter().filter_map(judged).collect()
    }
}

/// SHA-256 of the canonical JSON of what the paper says.
pub fn digest(matrix: &Matrix) -> Result<Hash> {
    let value = serde_json::to_value(matrix)?;
    Ok(Hash::of(&canonical::write(&value).map_err(|e| Error::Broken(e.to_string()))?))
}

/// The signed original of a sign-off, drawn from what was frozen; kept, and its hash recorded. The same bytes each time.
/// With the signer's key it carries their signature of that moment; without, it says that the record is signed. One that was
/// issued without is signed as it is, whatever the record says by now.
pub fn issue(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    sign_off: Hash,
    signature: Option<(&OpenKey, crate::journal::entry::Moment)>,
) -> Result<Hash> {
    let mut bytes = match papers::unsigned_original(workspace, book, sign_off)? {
        Some(issued) => issued,
        None => matrix::paper(&frozen(workspace, book, sign_off)?).map_err(papers::broken)?.bytes,
    };
    if let Some((key, moment)) = signature {
        let box_ = (DeclarationKind::Assessor, "Sign-off of the unit by the assessor");
        bytes = papers::sign(workspace, author, key, &bytes, box_, moment)?;
    }
    let hash = papers::keep(workspace, &bytes)?;
    workspace.transact(author, |deed| {
        if !deed.state(book)?.papers.iter().any(|p| p.paper == hash && p.sign_off == sign_off) {
            deed.record(book, PaperIssued { sign_off, paper: hash, signed: signature.is_some() })?;
        }
        Ok(())
    })?;
    Ok(hash)
}

/// What the signed original says, drawn from the record as it is now.
pub fn original(source: &fill::Source<'_>, signed: &SignOffRow) -> Result<Matrix> {
    let signer = source.state.person_of(signed.chain);
    let signer = signer.ok_or_else(|| Error::Integrity("a sign-off without a person".into()))?;
    let edition = Edition::Original {
        signer,
        moment: crate::journal::entry::Moment { at: signed.at, offset: signed.offset },
        declaration: signed.declaration.clone(),
        feedback: signed.feedback.clone(),
    };
    // What somebody confirms or takes back later never alters what was signed.
    let spec = UnitSpec { confirmed: !signed.indicative, ..source.spec.clone() };
    Ok(fill::matrix(&fill::Source { spec: &spec, ..*source }, &edition))
}

/// The matrix that was frozen. Refused when the record no longer says it.
fn frozen(workspace: &mut Workspace, book: Id, sign_off: Hash) -> Result<Matrix> {
    let signed = sign_off_row(workspace, book, sign_off)?;
    let spec = workspace.shelf().get(signed.spec).cloned();
    let spec = spec.ok_or_else(|| Error::Integrity(format!("the unit text {} is not here", signed.spec)))?;
    let centre = fill::centre(workspace)?;
    let standings = Standings::of(workspace, book)?;
    let shelf = workspace.shelf().clone();
    let state = workspace.book(book)?;
    let unit = coverage::unit_in_force(state, &signed.unit)
        .ok_or_else(|| Error::Integrity("a sign-off of a unit that was never taken".into()))?;
    let items = item::items(state);
    let source = fill::Source {
        state,
        shelf: &shelf,
        unit,
        spec: &spec,
        items: &items,
        standings: &standings,
        centre: &centre,
    };
    let matrix = original(&source, &signed)?;
    if digest(&matrix)? == signed.matrix {
        Ok(matrix)
    } else {
        let what = "a later state of this unit: only the paper issued then shows what was signed".into();
        Err(Refusal::AlreadyThere { what }.into())
    }
}

/// A sign-off by its hash.
pub fn sign_off_row(workspace: &mut Workspace, book: Id, sign_off: Hash) -> Result<SignOffRow> {
    let row = workspace.book(book)?.sign_offs.get(&sign_off).cloned();
    row.ok_or_else(|| Error::NotFound { what: "sign-off", name: sign_off.to_string() })
}

/// Opens a signed unit again, with a reason.
pub fn reopen(workspace: &mut Workspace, author: &Author, book: Id, unit: &str, reason: &str) -> Result<Id> {
    author.acting_as(Role::Assessor)?;
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonRequired { what: "reopening a unit" }.into());
    }
    let (unit, spec) = learner::unit_of(workspace, book, unit)?;
    let ((), deed) = workspace.transact(author, |deed| {
        let signed: Vec<Hash> = deed
            .state(book)?
            .sign_offs
            .iter()
            .filter(|s| s.standing && s.unit == unit.unit)
            .map(|s| s.hash)
            .collect();
        if signed.is_empty() {
            return Err(Error::Usage(format!("{} is not signed", spec.text.unit.title)));
        }
        for sign_off in signed {
            deed.record(book, Reopened { sign_off, reason: reason.into() })?;
        }
        Ok(())
    })?;
    Ok(deed)
}
