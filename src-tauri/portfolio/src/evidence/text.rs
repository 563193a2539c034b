//! The text of evidence: what is read out of the files, as passages with their places, and where it is kept. What an item
//! says is asked for here ([`passages`]); reading goes through the extractor process. Texts are known by the SHA-256 of
//! the file, so the same bytes are read once for all learners. Refuses to know what a text means for a criterion.

pub mod kind;
pub mod passage;
pub mod query;
pub mod queue;
pub mod read;
pub mod search;
pub mod snippet;

pub use passage::{NoText, Outcome, Passage, Shape, Text, Why};

use crate::error::Result;
use crate::evidence::item;
use crate::journal::id::{Hash, Id};
use crate::portfolio::Workspace;

/// What is known of the text of one file of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileText {
    /// Position of the file in the item, from 0.
    pub part: usize,
    /// The file.
    pub file: Hash,
    /// Its text, or why it has none; nothing where it has not been read yet.
    pub outcome: Option<Outcome>,
}

impl FileText {
    /// Its passages; none where there is no text, or not yet.
    #[must_use]
    pub fn passages(&self) -> &[Passage] {
        match &self.outcome {
            Some(Ok(text)) => &text.passages,
            Some(Err(_)) | None => &[],
        }
    }
}

/// The text of an item, file by file in order. `evidence` is an id, a reference ("E007"), a file's name or a title.
pub fn passages(workspace: &mut Workspace, book: Id, evidence: &str) -> Result<Vec<FileText>> {
    let state = workspace.book(book)?;
    let items = item::items(state);
    let files = item::find(state, &items, evidence)?.files.clone();
    let texts = workspace.texts()?;
    let one = |(part, file): (usize, Hash)| Ok(FileText { part, file, outcome: texts.get(file)? });
    files.into_iter().enumerate().map(one).collect()
}
