//! The commands of the unit library: units, their revisions, qualifications, sets of units, and learners on a new issue.

use std::path::Path;
use std::sync::Arc;

use super::Session;
use super::request as r;
use super::request::library as u;
use crate::disk;
use crate::error::{Error, Refusal, Result};
use crate::journal::id::{Hash, Id};
use crate::learner::{self, namesakes};
use crate::links::twin;
use crate::portfolio::Workspace;
use crate::reading::{self, Options, Read, Source};
use crate::reissue::{self, Decisions};
use crate::unit::draft::{self, UnitDraft};
use crate::unit::export::links::LinkRow;
use crate::unit::export::{self, Material};
use crate::unit::import::proposal::{Defect, QualificationFacts};
use crate::unit::qualification::Qualification;
use crate::unit::spec::UnitSpec;
use crate::view::board_links;
use crate::view::library::{
    CombinationView, DiffLearnerView, DiffView, ExportView, QualificationView, ReadingView, RefusedView,
    ReissueView, RevisionView, UnitSetView, format_words, losses,
};
use crate::view::qualifications as qualifications_view;
use crate::view::revisions::{self as revisions_view, Compared};
use crate::view::units::{self, UnitSummary, UnitTextView};
use crate::view::workspace::DeedView;
use crate::{board, library, qualifications};

pub(super) fn unit_list(session: &mut Session, _request: r::Nothing) -> Result<Vec<UnitSummary>> {
    units::library(session.workspace()?)
}

pub(super) fn unit_show(session: &mut Session, request: r::UnitShow) -> Result<UnitTextView> {
    let workspace = session.workspace()?;
    let spec = library::text(workspace, &request.unit)?;
    units::text(workspace, &spec)
}

pub(super) fn unit_import(session: &mut Session, request: r::UnitImport) -> Result<UnitSummary> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let spec = library::import(workspace, &author, &request.text)?;
    units::summary(workspace, &spec.text.id)
}

pub(super) fn unit_read(session: &mut Session, request: u::UnitRead) -> Result<ReadingView> {
    let read = read_ahead(&request)?;
    reading::shown(session.workspace.as_mut(), read)
}

/// Reads what a request names, without a session.
pub(super) fn read_ahead(request: &u::UnitRead) -> Result<Read> {
    let source = match (&request.text, &request.file) {
        (Some(text), None) => Source::Text(text),
        (None, Some(file)) => Source::File(Path::new(file)),
        (Some(_), Some(_)) | (None, None) => {
            return Err(Error::Usage("name a file, or paste a text".into()));
        }
    };
    let options = Options {
        name: request.name.clone(),
        sheet: reading::sheet_options(request.sheet.clone(), request.columns.clone()),
        number: request.number.clone(),
        ticket: request.ticket.clone(),
    };
    reading::read(source, &options)
}

pub(super) fn unit_check(_session: &mut Session, request: u::UnitCheck) -> Result<Vec<Defect>> {
    Ok(draft::check(&request.draft))
}

pub(super) fn unit_save(session: &mut Session, request: u::UnitSave) -> Result<UnitSummary> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let spec = library::save(workspace, &author, &request.draft)?;
    units::summary(workspace, &spec.text.id)
}

pub(super) fn unit_confirm(session: &mut Session, request: u::UnitConfirm) -> Result<UnitTextView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let which = (request.unit.as_str(), request.revision.as_deref());
    board::confirm(workspace, &author, which, &request.source, request.date.as_deref())?;
    shown_text(workspace, which)
}

pub(super) fn unit_unconfirm(session: &mut Session, request: u::UnitUnconfirm) -> Result<UnitTextView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let which = (request.unit.as_str(), request.revision.as_deref());
    board::withdraw(workspace, &author, which, &request.reason)?;
    shown_text(workspace, which)
}

fn shown_text(workspace: &mut Workspace, (unit, revision): (&str, Option<&str>)) -> Result<UnitTextView> {
    let revisions = library::revisions(workspace, unit)?;
    let spec = library::revision(&revisions, revision)?;
    units::text(workspace, &spec)
}

pub(super) fn unit_draft(session: &mut Session, request: u::UnitDraftOf) -> Result<UnitDraft> {
    library::draft_of(session.workspace()?, &request.unit, request.revision.as_deref())
}

pub(super) fn unit_match(session: &mut Session, request: u::UnitMatch) -> Result<UnitDraft> {
    library::as_reissue(session.workspace()?, &request.unit, &request.draft)
}

pub(super) fn unit_revisions(session: &mut Session, request: r::UnitShow) -> Result<Vec<RevisionView>> {
    revisions_view::revisions(session.workspace()?, &request.unit)
}

pub(super) fn unit_diff(session: &mut Session, request: u::UnitDiff) -> Result<DiffView> {
    let compared = match &request.draft {
        Some(draft) => Compared::Draft(draft),
        None => Compared::Texts { from: request.from.as_deref(), to: request.to.as_deref() },
    };
    revisions_view::compare(session.workspace()?, &request.unit, &compared)
}

/// One deed for each learner: what is refused to one stops nobody else.
pub(super) fn unit_reissue(session: &mut Session, request: u::UnitReissue) -> Result<ReissueView> {
    let author = session.author.clone();
    author.person()?;
    let workspace = session.workspace()?;
    let decisions =
        if request.keep_decisions == Some(true) { Decisions::Confirmed } else { Decisions::Again };
    let names = request.learners.unwrap_or_default();
    let (to, books) = reissue::chosen(workspace, &request.unit, &names)?;
    let mut view = ReissueView { done: Vec::new(), refused: Vec::new() };
    let known = namesakes::all(workspace)?;
    for book in books {
        let named = known.get(&book).cloned().unwrap_or_default();
        match reissue::move_learner(workspace, &author, book, &to, decisions) {
            Ok(effect) => view.done.push(DiffLearnerView {
                learner: book.to_string(),
                apart: named.apart,
                now_on: to.issue_words(),
                ..revisions_view::learner_view(named.name, &effect)
            }),
            // Who may not do this at all may not do it for anybody.
            Err(Error::Refused(refusal @ (Refusal::NotYourRole { .. } | Refusal::NobodyAtDesk))) => {
                return Err(refusal.into());
            }
            Err(Error::Refused(refusal)) => {
                let why = format!("{refusal}. {}", refusal.hint());
                view.refused.push(RefusedView { name: named.said(), why });
            }
            Err(error) => return Err(error),
        }
    }
    Ok(view)
}

pub(super) fn unit_export(session: &mut Session, request: u::UnitExport) -> Result<ExportView> {
    let workspace = session.workspace()?;
    let now = workspace.clock.now();
    let units = export_units(workspace, &request.units)?;
    let qualification = match &request.qualification {
        Some(name) => {
            let centre = workspace.centre_book()?;
            let id = qualifications::find(centre, name)?;
            qualifications::standing(centre).get(&id).and_then(|rows| rows.first()).map(|q| facts(&q.says))
        }
        None => None,
    };
    let ids: Vec<&str> = units.iter().map(|s| s.text.id.as_str()).collect();
    let links: Vec<LinkRow> = board_links::rows(workspace, None, None)?
        .0
        .into_iter()
        .filter(|l| ids.contains(&l.from.unit.as_str()) && ids.contains(&l.to.unit.as_str()))
        .collect();
    let material = Material { units: &units, qualification: qualification.as_ref(), links: &links };
    let bytes = export::export(&material, request.format, now)?;
    disk::write_whole(Path::new(&request.file), &bytes)?;
    let what = if units.len() == 1 { "1 unit".to_owned() } else { format!("{} units", units.len()) };
    Ok(ExportView {
        label: format!("{what} written as {}", format_words(request.format)),
        bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        losses: losses(request.format).iter().map(|l| (*l).to_owned()).collect(),
        notes: Vec::new(),
    })
}

/// The texts in force of the units named, each once; of every unit where none is.
fn export_units(workspace: &mut Workspace, names: &[String]) -> Result<Vec<Arc<UnitSpec>>> {
    if names.is_empty() {
        return Ok(library::all(workspace)?.values().filter_map(|r| r.shown().cloned()).collect());
    }
    let all = library::everything(workspace)?;
    let mut out: Vec<Arc<UnitSpec>> = Vec::new();
    for name in names {
        let id = library::named(&all, name)?;
        let shown = all.get(&id).and_then(|r| r.shown().cloned());
        out.extend(shown.filter(|s| out.iter().all(|o| o.sha256 != s.sha256)));
    }
    Ok(out)
}

/// A qualification of the centre as a file states it.
fn facts(says: &Qualification) -> QualificationFacts {
    let stated = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    QualificationFacts {
        number: stated(&says.number),
        title: stated(&says.title),
        level: stated(&says.level),
        framework: stated(&says.framework),
        owner: stated(&says.awarding_organisation),
        status: stated(&says.status),
        credits: says.credits,
        glh: says.glh,
        tqt: says.tqt,
        operational_start_date: stated(&says.operational_start_date),
        operational_end_date: stated(&says.operational_end_date),
        certification_end_date: stated(&says.certification_end_date),
        ..QualificationFacts::default()
    }
}

pub(super) fn link_confirm(session: &mut Session, request: u::LinkConfirm) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let link = |m: &String| m.parse().map_err(|_| Error::NotFound { what: "link", name: m.clone() });
    let links: Vec<Hash> = request.mappings.iter().map(link).collect::<Result<_>>()?;
    let deed = reissue::confirm(workspace, &author, book, &links)?;
    super::commands::deed_view(session, book, deed, Vec::new())
}

pub(super) fn qualification_list(
    session: &mut Session,
    _request: r::Nothing,
) -> Result<Vec<QualificationView>> {
    qualifications_view::list(session.workspace()?)
}

pub(super) fn qualification_show(
    session: &mut Session,
    request: u::QualificationOnly,
) -> Result<QualificationView> {
    let workspace = session.workspace()?;
    let id = qualifications::find(workspace.centre_book()?, &request.qualification)?;
    qualifications_view::show(workspace, id)
}

pub(super) fn qualification_save(
    session: &mut Session,
    request: u::QualificationSave,
) -> Result<QualificationView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let id = qualifications::save(workspace, &author, request.qualification.as_deref(), request.says)?;
    qualifications_view::show(workspace, id)
}

pub(super) fn qualification_check(
    session: &mut Session,
    request: u::QualificationCheck,
) -> Result<CombinationView> {
    qualifications_view::check(session.workspace()?, &request.qualification, &request.units)
}

pub(super) fn unit_set_list(session: &mut Session, _request: r::Nothing) -> Result<Vec<UnitSetView>> {
    qualifications_view::sets(session.workspace()?)
}

pub(super) fn unit_set_save(session: &mut Session, request: u::UnitSetSave) -> Result<UnitSetView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let (set, qualification) = (request.set.as_deref(), request.qualification.as_deref());
    let id = qualifications::save_set(workspace, &author, set, &request.name, qualification, &request.units)?;
    qualifications_view::set(workspace, id)
}

/// Gives a set up; answers with those that are left.
pub(super) fn unit_set_drop(session: &mut Session, request: u::UnitSetOnly) -> Result<Vec<UnitSetView>> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    qualifications::drop_set(workspace, &author, &request.set)?;
    qualifications_view::sets(workspace)
}

pub(super) fn learner_unit_add(session: &mut Session, request: u::LearnerUnitAdd) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let mut units: Vec<String> = request.unit.into_iter().chain(request.units.unwrap_or_default()).collect();
    if let Some(set) = &request.unit_set {
        units.extend(lacking(session, book, set)?);
    }
    let workspace = session.workspace()?;
    let deed = learner::add_units(workspace, &author, book, &units)?;
    let mut warnings: Vec<String> = Vec::new();
    for unit in &units {
        let spec = library::text(workspace, unit)?;
        let shelf = workspace.shelf().clone();
        for warning in twin::warnings(workspace.book(book)?, &shelf, &spec) {
            // Two units of one pair say the same about each other.
            if !warnings.contains(&warning) {
                warnings.push(warning);
            }
        }
    }
    super::commands::deed_view(session, book, deed, warnings)
}

/// The units of a set that a learner does not have now.
fn lacking(session: &mut Session, book: Id, set: &str) -> Result<Vec<String>> {
    let workspace = session.workspace()?;
    let units = qualifications::units_of(workspace.centre_book()?, set)?;
    let state = workspace.book(book)?;
    let has = |unit: &String| {
        crate::coverage::unit_in_force(state, unit).is_some_and(|u| u.withdrawn_reason.is_none())
    };
    let lacking: Vec<String> = units.into_iter().filter(|unit| !has(unit)).collect();
    if lacking.is_empty() {
        let what = format!("every unit of the set {set} is in this portfolio already");
        return Err(Refusal::NothingToDo { what, way_out: "Choose another set, or single units." }.into());
    }
    Ok(lacking)
}
