//! Answers about readings of a folder and about papers.

use serde::Serialize;
use ts_rs::TS;

use super::compared::RecordView;
use super::verify::PdfSignatureView;

/// What reading a folder found.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ScanView {
    /// Files seen for the first time.
    pub new: u32,
    /// Files that went elsewhere in the folder.
    pub moved: u32,
    /// Files whose bytes differ from those recorded.
    pub changed: u32,
    /// Files that are not there now.
    pub missing: u32,
    /// Second copies of files on record.
    pub same: u32,
    /// Files as they were.
    pub unchanged: u32,
    /// Files that got a number because numbers were asked for.
    pub numbered: u32,
    /// Whether it goes on in the background: the folder is large, and the window stays usable meanwhile.
    pub goes_on: bool,
    /// Whether somebody stopped it. What was on record by then stays.
    pub stopped: bool,
    /// One line a finding, then what was passed over and refused, with reasons.
    pub lines: Vec<String>,
}

/// A paper that was drawn.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PaperView {
    /// To open or reveal it; null when it was written to a place of the person's choice.
    pub paper: Option<String>,
    /// Pages.
    pub pages: u32,
    /// A name to save it under.
    pub name: String,
    /// Characters that no font of ours has, each shown as a box on the paper.
    pub missing: Vec<String>,
    /// SHA-256 of the file.
    pub sha256: String,
}

/// What an export or admission of the history held.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JournalView {
    /// Books.
    pub books: u32,
    /// Entries written or newly admitted.
    pub entries: u32,
    /// Entries that were here already.
    pub known: u32,
    /// Portfolios of learners who were erased here: they were not taken in.
    pub erased: u32,
    /// People whose signing keys were not known here before, by name.
    pub new_keys: Vec<String>,
}

/// What `check` found.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckView {
    /// Books read.
    pub books: u32,
    /// Entries read.
    pub entries: u32,
    /// Kept files read.
    pub files: u32,
    /// Evidence files that are not as recorded, in words. No fault of the records.
    pub evidence: Vec<String>,
}

/// What is known of a PDF.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VerifyView {
    /// The file is byte for byte a paper that this centre file issued.
    pub issued: bool,
    /// Learner, as the paper says or the history knows.
    pub learner: Option<String>,
    /// Unit, likewise.
    pub unit: Option<String>,
    /// Who signed the unit off.
    pub signed_by: Option<String>,
    /// When.
    pub signed_at: Option<String>,
    /// The signature in the history verifies.
    pub signature_holds: bool,
    /// Why it no longer holds as signed; null = it does.
    pub stale: Option<String>,
    /// One line for a person.
    pub line: String,
    /// The signatures inside the file, in the order in which they were made.
    pub signatures: Vec<PdfSignatureView>,
    /// Scans of this paper signed in ink, in words, a line each.
    pub inked: Vec<String>,
    /// How the printed matrix stands to the history; null = the file prints none, or not as it was
    /// drawn, or there is no centre file.
    pub record: Option<RecordView>,
    /// What became of the facts inside the file, in words; empty where it cannot be read.
    pub facts: String,
    /// False where a signature does not hold, something was changed after signing, the facts were tampered with, or what was
    /// signed no longer counts.
    pub good: bool,
}
