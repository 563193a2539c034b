//! The frame around every screen: which centre, who is at the desk, what the program is watching.

use serde::Serialize;
use ts_rs::TS;

use crate::evidence::task::Progress;
use crate::view::people::PersonView;

/// The open centre file and who sits at the desk.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceView {
    /// Null until `centre.init` has made the centre file.
    pub centre: Option<CentreView>,
    /// Everyone of the centre, in order of name.
    pub people: Vec<PersonView>,
    /// Id of the person at the desk.
    pub at_desk: Option<String>,
    /// Where the centre file lies, for the eyes of a person only.
    pub folder: String,
    /// Version of the program.
    pub version: String,
    /// What is watched now.
    pub watching: WatchingView,
}

/// The approved centre.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CentreView {
    /// Name as it stands on paper.
    pub name: String,
    /// Centre number, empty when not recorded.
    pub number: String,
    /// *Partially met* may be decided.
    pub partially_met: bool,
}

/// What is watched for new files.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WatchingView {
    /// True when this window watches; false when another program of this workspace does or nothing is bound.
    pub active: bool,
    /// One plain line, e.g. "watching 3 folders" or the reason why not.
    pub line: String,
    /// A reading that takes its time.
    pub reading: Option<FolderReadingView>,
    /// Folders whose reading somebody stopped.
    pub stopped: usize,
}

/// A folder that is being read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FolderReadingView {
    /// The learner's id.
    pub learner: String,
    /// How far it is.
    pub progress: Progress,
    /// How many folders wait behind it.
    pub waiting: usize,
}

/// What a deed did, for the toast and the undo button.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeedView {
    /// Id of the deed.
    pub deed: String,
    /// Id of the book it was done in: the learner, whoever is on screen by now.
    pub learner: String,
    /// Named in the user's words: "map E007 → 2.3".
    pub label: String,
    /// Undo would take back this deed, and no other.
    pub undoable: bool,
    /// Things done that the person should know, e.g. "1 link without a place".
    pub warnings: Vec<String>,
}

/// One line of the history, newest first.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryLine {
    /// Id of the deed.
    pub deed: String,
    /// What was done, in words.
    pub what: String,
    /// By whom; "set-up" for deeds without a person.
    pub by: String,
    /// When, ISO 8601 with the offset of the desk it was done at.
    pub at: String,
    /// Whether the deed has been undone since.
    pub undone: bool,
    /// Rows (criteria or outcomes) that it speaks of.
    pub rows: Vec<String>,
}
