//! The commands about scans of papers signed in ink.

use std::path::Path;

use serde::Deserialize;
use ts_rs::TS;

use super::Session;
use super::commands::{deed_view, hash};
use super::request::LearnerUnit;
use crate::error::Result;
use crate::inked::page::Hand;
use crate::view::inked::{self as view, InkedPageView};
use crate::view::library::ExportView;
use crate::view::workspace::DeedView;
use crate::{inked, learner};

requests! {
    /// Attaches a scan to the sign-off that stands.
    InkedAttach {
        /// Name or id.
        learner: String,
        /// Handle or id.
        unit: String,
        /// The scan, put in by the host.
        file: String,
        /// Whose signatures it carries.
        carries: Vec<Hand>,
        /// ISO date on which it was received; today when absent.
        received: Option<String>,
    }
    /// Withdraws an inked page.
    InkedWithdraw {
        /// Name or id.
        learner: String,
        /// Id of the page.
        attached: String,
        /// Why.
        reason: String,
    }
    /// Writes a kept page to another place.
    InkedSave {
        /// Name or id.
        learner: String,
        /// Id of the page.
        attached: String,
        /// File to write, put in by the host.
        out: String,
    }
}

pub fn attach(session: &mut Session, request: InkedAttach) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let wanted = inked::Request {
        unit: &request.unit,
        file: Path::new(&request.file),
        carries: &request.carries,
        received: request.received.as_deref(),
    };
    let deed = inked::attach(workspace, &author, book, &wanted)?;
    deed_view(session, book, deed, Vec::new())
}

pub fn withdraw(session: &mut Session, request: InkedWithdraw) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let attached = hash(&request.attached, "inked page")?;
    let deed = inked::withdraw(workspace, &author, book, attached, &request.reason)?;
    deed_view(session, book, deed, Vec::new())
}

pub fn list(session: &mut Session, request: LearnerUnit) -> Result<Vec<InkedPageView>> {
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let (unit, _) = learner::unit_of(workspace, book, &request.unit)?;
    view::of_unit(workspace, book, &unit.unit)
}

pub fn save(session: &mut Session, request: InkedSave) -> Result<ExportView> {
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let attached = hash(&request.attached, "inked page")?;
    let bytes = inked::save(workspace, book, attached, Path::new(&request.out))?;
    Ok(ExportView { label: "Inked page written".into(), bytes, losses: Vec::new(), notes: Vec::new() })
}
