//! The commands about suggestions: what each takes and what it does. None of them records anything.

use serde::Deserialize;
use ts_rs::TS;

use super::Session;
use crate::error::Result;
use crate::learner;
use crate::view::suggested;
use crate::view::suggestions::{GapSuggestionsView, ItemSuggestionsView, SuggestionsSwitchView};

requests! {
    /// Criteria that an item may speak to.
    SuggestForItem {
        /// Learner.
        learner: String,
        /// Item.
        evidence: String,
    }
    /// Items that may fill a gap.
    SuggestForGap {
        /// Learner.
        learner: String,
        /// Unit.
        unit: String,
        /// Code or row id; several find what may fill any of them.
        codes: String,
    }
    /// Puts a suggestion away on this machine.
    SuggestPutAway {
        /// Learner.
        learner: String,
        /// Item.
        evidence: String,
        /// Row id.
        row: String,
    }
    /// Brings back what was put away on this machine: of an item, of a row, or everything of the learner.
    SuggestBringBack {
        /// Learner.
        learner: String,
        /// Only of this item.
        evidence: Option<String>,
        /// Only of this row.
        row: Option<String>,
    }
    /// Turns suggestions on or off on this machine; says how it is where nothing is wanted.
    SuggestSwitch {
        /// On or off.
        on: Option<bool>,
    }
}

pub fn for_item(session: &mut Session, request: SuggestForItem) -> Result<ItemSuggestionsView> {
    let mut kept = std::mem::take(&mut session.suggesting);
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let view = suggested::for_item(workspace, &mut kept, book, &request.evidence);
    session.suggesting = kept;
    view
}

pub fn for_gap(session: &mut Session, request: SuggestForGap) -> Result<GapSuggestionsView> {
    let mut kept = std::mem::take(&mut session.suggesting);
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let view = suggested::for_gap(workspace, &mut kept, book, &request.unit, &request.codes);
    session.suggesting = kept;
    view
}

pub fn put_away(session: &mut Session, request: SuggestPutAway) -> Result<SuggestionsSwitchView> {
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    suggested::put_away(workspace, book, &request.evidence, &request.row)?;
    Ok(SuggestionsSwitchView { on: suggested::on(workspace)? })
}

pub fn bring_back(session: &mut Session, request: SuggestBringBack) -> Result<SuggestionsSwitchView> {
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    suggested::bring_back(workspace, book, request.evidence.as_deref(), request.row.as_deref())?;
    Ok(SuggestionsSwitchView { on: suggested::on(workspace)? })
}

pub fn switch(session: &mut Session, request: SuggestSwitch) -> Result<SuggestionsSwitchView> {
    let workspace = session.workspace()?;
    if let Some(on) = request.on {
        suggested::switch(workspace, on)?;
    }
    Ok(SuggestionsSwitchView { on: suggested::on(workspace)? })
}
