//! The commands about National Occupational Standards: what each takes and what it does. Links to points are stated and
//! given up with the commands about links.

use std::path::Path;

use serde::Deserialize;
use ts_rs::TS;

use super::Session;
use super::request::Nothing;
use crate::disk;
use crate::error::Result;
use crate::learner;
use crate::standards as verbs;
use crate::unit::standard::LARGEST;
use crate::view::point_coverage::{self, StandardCoverageView};
use crate::view::standards::{self, StandardsTakenView, StandardsView};

requests! {
    /// Standards from a file: our JSON, or a table with delimiters.
    StandardImport {
        /// File, put in by the host.
        file: String,
    }
    /// A standard against a learner's units.
    StandardCoverage {
        /// Learner.
        learner: String,
        /// Code, short name or id.
        standard: String,
    }
}

pub fn list(session: &mut Session, _request: Nothing) -> Result<StandardsView> {
    standards::list(session.workspace()?)
}

pub fn import(session: &mut Session, request: StandardImport) -> Result<StandardsTakenView> {
    let author = session.author.clone();
    let bytes = disk::read_small(Path::new(&request.file), LARGEST)?;
    let workspace = session.workspace()?;
    let came = verbs::bring_in(workspace, &author, &bytes)?;
    standards::taken(workspace, &came)
}

pub fn coverage(session: &mut Session, request: StandardCoverage) -> Result<StandardCoverageView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    point_coverage::coverage(workspace, &author, book, &request.standard)
}
