//! Commands that erase a learner. Refuses to know what belongs to one.

use serde::Deserialize;
use ts_rs::TS;

use super::Session;
use super::request;
use crate::erasure::{self, Early, Ground, Request};
use crate::error::Result;
use crate::learner;
use crate::view::erasure::{self as view, ErasedView, ErasureView};
use crate::view::workspace::DeedView;

requests! {
    /// Erases a learner for good.
    LearnerErase {
        /// Name or id.
        learner: String,
        /// The learner's name, typed.
        name: String,
        /// Why.
        ground: Ground,
        /// True: also before the day until which the records are to be kept.
        early: Option<bool>,
    }
}

pub(super) fn asked(session: &mut Session, request: request::LearnerOnly) -> Result<ErasureView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    view::erasure(workspace, &author, book)
}

pub(super) fn erase(session: &mut Session, request: LearnerErase) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let early = if request.early == Some(true) { Early::Yes } else { Early::No };
    let said = Request { name: &request.name, ground: request.ground, early };
    let (deed, warnings) = erasure::erase(workspace, &author, book, &said)?;
    session.suggesting = Default::default();
    Ok(DeedView {
        deed: deed.to_string(),
        learner: book.to_string(),
        label: "one learner erased".into(),
        undoable: false,
        warnings,
    })
}

pub(super) fn erased(session: &mut Session, _request: request::Nothing) -> Result<Vec<ErasedView>> {
    view::erased(session.workspace()?)
}
