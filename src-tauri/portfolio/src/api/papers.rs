//! The commands about papers: drawing the current record and every other paper, the same matrix for other programs. What was
//! signed is handed out in `papers/issued.rs`.

mod issued;

pub use issued::{matrix_paper, paper_path};

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Session;
use super::request::MatrixPaper;
use crate::clock::is_date;
use crate::coverage;
use crate::disk;
use crate::drawn;
use crate::error::{Error, Refusal, Result};
use crate::journal::id::{Hash, Id};
use crate::learner;
use crate::matrix::document::Record;
use crate::matrix::out::Format;
use crate::matrix::papers::{self as made, Days, Portfolio};
use crate::matrix::{Matrix, dates};
use crate::portfolio::Workspace;
use crate::printing::{Gathered, What};
use crate::store::local;
use crate::view::claim_sheet;
use crate::view::library::ExportView;
use crate::view::matrix as fill;
use crate::view::paper::PaperView;
use crate::view::print;

requests! {
    /// The current record of a unit for another program.
    MatrixExport {
        /// Learner.
        learner: String,
        /// Unit.
        unit: String,
        /// Format.
        format: Format,
        /// Under which it can be stopped.
        ticket: Option<String>,
        /// File to write, put in by the host.
        out: String,
    }
    /// Any paper beside the matrix.
    PaperPrint {
        /// Which.
        kind: PaperKind,
        /// Learner; a claim sheet may be of everybody.
        learner: Option<String>,
        /// Claim sheet of everybody: the reference of the batch; none = what is signed off and not claimed yet.
        batch: Option<String>,
        /// Unit: the grid is of one; the gap list, the decisions and the sampling record may be.
        unit: Option<String>,
        /// Decisions: the first day; none = the day of the last decision.
        from: Option<String>,
        /// Decisions: the last day; none = the first day alone.
        to: Option<String>,
        /// Under which it can be stopped.
        ticket: Option<String>,
        /// File to write, put in by the host; none = drawn for the screen.
        out: Option<String>,
    }
}

/// The papers beside the coverage matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PaperKind {
    /// What the learner brings next.
    Gaps,
    /// Decisions and feedback of a visit or submission.
    Decisions,
    /// All evidence.
    Evidence,
    /// Evidence across, criteria down, of one unit.
    Grid,
    /// Each unit on its way to the awarding organisation.
    Claim,
    /// What IVs looked at, and their word on it.
    Sampling,
    /// Who vouches for what.
    Witnesses,
    /// Everything as one paper.
    Whole,
}

impl PaperKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Gaps => "what to bring next",
            Self::Decisions => "decisions and feedback",
            Self::Evidence => "evidence index",
            Self::Grid => "evidence grid",
            Self::Claim => "claim sheet",
            Self::Sampling => "IV sampling record",
            Self::Witnesses => "witness status list",
            Self::Whole => "portfolio",
        }
    }
}

impl PaperKind {
    /// Whether it can be of one unit alone. The others speak of everything that the learner has: less would be untrue.
    const fn may_be_of_a_unit(self) -> bool {
        match self {
            Self::Gaps | Self::Decisions | Self::Grid | Self::Sampling => true,
            Self::Evidence | Self::Claim | Self::Witnesses | Self::Whole => false,
        }
    }
}

pub fn paper_print(session: &mut Session, request: PaperPrint) -> Result<PaperView> {
    gather(session, request)?.print()
}

/// Everything about a paper that needs the session; [`Gathered::print`] needs it no more.
pub fn gather(session: &mut Session, request: PaperPrint) -> Result<Gathered> {
    let workspace = session.workspace()?;
    let Some(named) = &request.learner else { return claims_of_all(workspace, request) };
    let book = learner::find(workspace, named)?;
    if request.batch.is_some() {
        return Err(Error::Usage(
            "a batch is printed of everybody: name a learner or a batch, not both".into(),
        ));
    }
    if request.unit.is_some() && !request.kind.may_be_of_a_unit() {
        return Err(Error::Usage(format!(
            "the {} is of the whole portfolio: leave the unit out, or print its coverage matrix or evidence grid",
            request.kind.name()
        )));
    }
    let mut all = print::portfolio(workspace, book)?;
    let named = request.unit.as_deref().map(|unit| learner::unit_of(workspace, book, unit)).transpose()?;
    if let Some((unit, _)) = &named {
        let shelf = workspace.shelf().clone();
        let rows = coverage::units(workspace.book(book)?);
        let mut printed = rows.iter().filter(|row| shelf.get(row.spec).is_some());
        let at = printed.position(|row| row.unit == unit.unit);
        all.keep_unit(at.unwrap_or(usize::MAX));
    }
    let record = match request.kind {
        PaperKind::Gaps => Record::Document(Box::new(made::gap_list(&all))),
        PaperKind::Decisions => Record::Document(Box::new(made::decisions(&all, &days(&all, &request)?))),
        PaperKind::Evidence => Record::Document(Box::new(made::evidence_index(&all))),
        PaperKind::Grid => {
            let one = all.units.first().filter(|_| named.is_some());
            let unit =
                one.ok_or_else(|| Error::Usage("say of which unit the evidence grid is".to_owned()))?;
            Record::Document(Box::new(made::grid(&all, unit)))
        }
        PaperKind::Claim => Record::Document(Box::new(made::claim(&all.claims))),
        PaperKind::Sampling => Record::Document(Box::new(made::sampling(&all))),
        PaperKind::Witnesses => Record::Document(Box::new(made::witnesses(&all))),
        PaperKind::Whole => Record::Pack(Box::new(made::pack(&all))),
    };
    let handle = named.map_or_else(String::new, |(_, spec)| format!("{} ", spec.text.handle));
    let name = file_name(&all.learner.name, &format!("{handle}{}", request.kind.name()));
    gathered(workspace, book, (record, name), request)
}

/// The matrix as it is now, or a signed one that was opened again; none where a paper that was signed is asked for, which is not
/// drawn.
pub fn gather_matrix(session: &mut Session, request: &MatrixPaper) -> Result<Option<Gathered>> {
    if asks_signed(request) {
        return Ok(None);
    }
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let ((matrix, name), drawn) = match &request.superseded {
        Some(which) => issued::superseded(workspace, book, request, which)?,
        None => {
            let (unit, _) = learner::unit_of(workspace, book, &request.unit)?;
            (current(workspace, book, &request.unit)?, format!("drawn-{book}-{}", unit.unit))
        }
    };
    let (to, paper) = place(workspace, request.out.as_deref(), drawn)?;
    let (what, ticket) = (What::Matrix(Box::new(matrix)), request.ticket.clone());
    Ok(Some(Gathered { what, name, to, paper, ticket, evidence_of: None }))
}

/// The matrix as it is now, for another program.
pub fn gather_export(session: &mut Session, request: MatrixExport) -> Result<Gathered> {
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let (matrix, name) = current(workspace, book, &request.unit)?;
    let what = What::Export(Box::new(matrix), request.format);
    let to = PathBuf::from(request.out);
    let evidence_of = evidence_of(workspace, &to)?;
    Ok(Gathered { what, name, to, paper: None, ticket: request.ticket, evidence_of })
}

/// Whose evidence arrives where the file goes.
fn evidence_of(workspace: &mut Workspace, file: &Path) -> Result<Option<String>> {
    // A folder that is not there is refused, by its name, when the file is written.
    let Some(folder) = file.parent().and_then(|folder| disk::resolved(folder).ok()) else { return Ok(None) };
    let bound = local::bindings(&workspace.local)?;
    let Some((book, _)) = bound.into_iter().find(|(_, own)| folder.starts_with(own)) else { return Ok(None) };
    Ok(Some(learner::facts(workspace.book(book)?).name))
}

/// The claim sheet of a batch, or of everything that is not claimed yet.
fn claims_of_all(workspace: &mut Workspace, request: PaperPrint) -> Result<Gathered> {
    if request.kind != PaperKind::Claim {
        return Err(Error::Usage(format!("say whose {} it is", request.kind.name())));
    }
    let claims = claim_sheet::of_centre(workspace, request.batch.as_deref())?;
    let of = match &claims.of {
        made::ClaimsOf::Batch(batch) => format!("batch {batch}"),
        made::ClaimsOf::Learner { .. } | made::ClaimsOf::Open => "not claimed yet".to_owned(),
    };
    let name = file_name(&of, request.kind.name());
    let record = Record::Document(Box::new(made::claim(&claims)));
    let centre = workspace.centre();
    gathered(workspace, centre, (record, name), request)
}

/// Where a paper goes: to the place that was chosen, or to be drawn for the screen.
fn gathered(
    workspace: &Workspace,
    book: Id,
    (record, name): (Record, String),
    request: PaperPrint,
) -> Result<Gathered> {
    let asked =
        serde_json::to_vec(&(request.kind, &request.unit, &request.from, &request.to, &request.batch))?;
    let (to, paper) = place(workspace, request.out.as_deref(), format!("drawn-{book}-{}", Hash::of(&asked)))?;
    Ok(Gathered { what: What::Record(record), name, to, paper, ticket: request.ticket, evidence_of: None })
}

/// Where it is written: the place that was chosen, or among what is drawn for the screen, to be opened by that name.
fn place(workspace: &Workspace, out: Option<&str>, drawn: String) -> Result<(PathBuf, Option<String>)> {
    if let Some(out) = out {
        return Ok((PathBuf::from(out), None));
    }
    let folder = drawn::folder(workspace)?;
    Ok((folder.join(format!("{drawn}.pdf")), Some(drawn)))
}

/// The days that a record of decisions is of.
fn days(all: &Portfolio, request: &PaperPrint) -> Result<Days> {
    for day in [&request.from, &request.to].into_iter().flatten() {
        if !is_date(day) {
            return Err(Error::Usage(format!("{day:?} is not a date; write it as 2026-11-21")));
        }
    }
    match (request.from.clone(), request.to.clone()) {
        (Some(from), Some(to)) if to < from => Err(Error::Usage(format!(
            "the last day ({}) is before the first ({})",
            dates::short(&to),
            dates::short(&from)
        ))),
        (Some(from), Some(to)) => Ok(Days { from, to }),
        (Some(from), None) => Ok(Days { to: from.clone(), from }),
        (None, Some(_)) => Err(Error::Usage("say the first day as well".to_owned())),
        (None, None) => Days::last(all)
            .ok_or_else(|| Refusal::NothingDecided { learner: all.learner.name.clone() }.into()),
    }
}

/// Whether what is asked for is a paper that was signed.
fn asks_signed(request: &MatrixPaper) -> bool {
    request.original == Some(true) || request.verified == Some(true)
}

/// The current record of a unit, and a name for its file.
fn current(workspace: &mut Workspace, book: Id, unit: &str) -> Result<(Matrix, String)> {
    let (unit, spec) = learner::unit_of(workspace, book, unit)?;
    let now = workspace.clock.now();
    let ground = fill::Ground::of(workspace, book)?;
    let name = file_name(&learner::facts(ground.state).name, &format!("{} matrix", spec.text.handle));
    let edition = fill::Edition::Current { moment: now };
    Ok((fill::matrix(&ground.source(&unit, &spec), &edition), name))
}

pub fn matrix_export(session: &mut Session, request: MatrixExport) -> Result<ExportView> {
    gather_export(session, request)?.export()
}

/// A name that every platform can keep: letters, digits, spaces and hyphens.
fn file_name(learner: &str, what: &str) -> String {
    let plain: String =
        learner.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { ' ' }).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let learner: String = words.join(" ").chars().take(60).collect();
    format!("{learner} {what}.pdf")
}
