//! Commands about versions of items, attempts at criteria, and the same bytes in two portfolios.

use serde::Deserialize;
use ts_rs::TS;

use super::commands::deed_view;
use super::details::EvidenceOnly;
use super::{Session, request};
use crate::error::Result;
use crate::evidence::verbs;
use crate::learner;
use crate::view::same::{self, SameView};
use crate::view::submissions::{self, AttemptView};
use crate::view::versions::{self, CompareView, VersionsView};
use crate::view::workspace::DeedView;

requests! {
    /// Names two versions of one file of an item.
    EvidenceCompare {
        /// Name or id.
        learner: String,
        /// Evidence id, reference or file name.
        evidence: String,
        /// Which of its files, from 0; the first when absent.
        part: Option<u32>,
        /// Number of the earlier version, or SHA-256 of its file.
        from: String,
        /// Number of the later version, or SHA-256 of its file.
        to: String,
    }
    /// Says which version of an item holds.
    EvidenceSettleVersion {
        /// Name or id.
        learner: String,
        /// Evidence id, reference or file name.
        evidence: String,
        /// Number of the version, or SHA-256 of its file.
        version: String,
    }
    /// Names one criterion of a learner.
    CriterionOnly {
        /// Name or id.
        learner: String,
        /// Handle or id.
        unit: String,
        /// Code or id of the criterion.
        code: String,
    }
}

pub(super) fn list(session: &mut Session, request: EvidenceOnly) -> Result<VersionsView> {
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    versions::versions(workspace, book, &request.evidence)
}

pub(super) fn compare(session: &mut Session, request: EvidenceCompare) -> Result<CompareView> {
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let part = request.part.map_or(0, |n| usize::try_from(n).unwrap_or(usize::MAX));
    versions::compare(workspace, book, &request.evidence, part, &request.from, &request.to)
}

pub(super) fn settle(session: &mut Session, request: EvidenceSettleVersion) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let deed = verbs::settle_version(workspace, &author, book, &request.evidence, &request.version)?;
    deed_view(session, book, deed, Vec::new())
}

pub(super) fn attempts_at(session: &mut Session, request: CriterionOnly) -> Result<Vec<AttemptView>> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    submissions::attempts(workspace, &author, book, &request.unit, &request.code)
}

pub(super) fn same_bytes(session: &mut Session, request: request::LearnerOnly) -> Result<Vec<SameView>> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    same::same(workspace, &author, book)
}
