//! The commands about the text of evidence: searching it, reading what waits, and showing it. They record nothing.

use std::sync::atomic::AtomicBool;

use serde::Deserialize;
use ts_rs::TS;

use super::Session;
use crate::error::Result;
use crate::evidence::item;
use crate::evidence::text;
use crate::evidence::text::queue::{self, Waiting};
use crate::evidence::text::search as searching;
use crate::extract::texts::TextReader;
use crate::journal::id::Id;
use crate::learner::{self, namesakes};
use crate::portfolio::Workspace;
use crate::view::search::{FileTextView, NoTextView, SearchView, TextStatusView};

/// Items answered where nothing else is said, and at most.
const MOST: (u32, u32) = (20, 200);
/// Files read by one command where nothing else is said.
const STRETCH: u32 = 50;

requests! {
    /// Looks for words in the text of evidence.
    Search {
        /// Only in this learner's portfolio; absent = in all.
        learner: Option<String>,
        /// Words, "phrases", beginnings* and -not.
        query: String,
        /// Items passed over, for the next page of the answer.
        from: Option<u32>,
        /// Items answered at most; 20 when absent.
        most: Option<u32>,
    }
    /// How far the reading of texts has come.
    TextStatus {
        /// Of this learner, with the items that have no text; absent = of all.
        learner: Option<String>,
    }
    /// Reads texts that wait, here and now.
    TextRead {
        /// Files at most; 50 when absent.
        most: Option<u32>,
    }
    /// Stops the reading in the background, or sends it on.
    TextStop {
        /// True = stop.
        stopped: bool,
    }
    /// The text of an item. Where it waits it is read first.
    TextShow {
        /// Learner.
        learner: String,
        /// Item.
        evidence: String,
    }
}

pub(super) fn search(session: &mut Session, request: Search) -> Result<SearchView> {
    let workspace = session.workspace()?;
    let book = request.learner.as_deref().map(|name| learner::find(workspace, name)).transpose()?;
    let (from, most) = (request.from.unwrap_or(0), request.most.unwrap_or(MOST.0).min(MOST.1));
    let answer = searching::search(workspace, book, &request.query, from as usize, most as usize)?;
    let counts = workspace.texts()?.counts(book)?;
    let names = namesakes::all(workspace)?;
    Ok(SearchView::of(answer, counts, &names))
}

pub(super) fn text_status(session: &mut Session, request: TextStatus) -> Result<TextStatusView> {
    let background = session.text_reading().map(|reading| (reading.left(), reading.is_stopped()));
    let workspace = session.workspace()?;
    let book = request.learner.as_deref().map(|name| learner::find(workspace, name)).transpose()?;
    let counts = workspace.texts()?.counts(book)?;
    let items = book.map(|book| without(workspace, book)).transpose()?.unwrap_or_default();
    let (left, stopped) = background.unwrap_or_default();
    let left = u32::try_from(left).unwrap_or(u32::MAX);
    Ok(TextStatusView {
        read: counts.read,
        without: counts.without,
        waiting: counts.waiting,
        left,
        stopped,
        items,
    })
}

/// Items with a file that has no text.
fn without(workspace: &mut Workspace, book: Id) -> Result<Vec<NoTextView>> {
    let files = workspace.texts()?.without(book)?;
    let items = item::items(workspace.book(book)?);
    let mut found = Vec::new();
    for item in items.values() {
        for (part, file) in (0_u32..).zip(&item.files) {
            let Some(none) = files.get(file) else { continue };
            found.push(NoTextView {
                evidence: item.id.clone(),
                name: item.named(),
                part,
                why: none.as_ref().map(|none| none.why),
                reason: none.as_ref().map(|none| none.reason.clone()).unwrap_or_default(),
            });
        }
    }
    Ok(found)
}

pub(super) fn text_read(session: &mut Session, request: TextRead) -> Result<TextStatusView> {
    let workspace = session.workspace()?;
    let list = queue::waiting(workspace)?;
    let most = list.len().min(request.most.unwrap_or(STRETCH) as usize);
    read(workspace, &list[..most])?;
    text_status(session, TextStatus { learner: None })
}

fn read(workspace: &mut Workspace, list: &[Waiting]) -> Result<()> {
    if !list.is_empty() {
        queue::run(workspace, list, &mut TextReader::default(), &AtomicBool::new(false), &mut |_| {})?;
    }
    Ok(())
}

pub(super) fn text_stop(session: &mut Session, request: TextStop) -> Result<TextStatusView> {
    if let Some(reading) = session.text_reading() {
        reading.stop(request.stopped);
    }
    text_status(session, TextStatus { learner: None })
}

pub(super) fn text_show(session: &mut Session, request: TextShow) -> Result<Vec<FileTextView>> {
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let mut files = text::passages(workspace, book, &request.evidence)?;
    if files.iter().any(|file| file.outcome.is_none()) {
        let mut list = queue::waiting(workspace)?;
        list.retain(|one| files.iter().any(|file| file.file == one.file));
        read(workspace, &list)?;
        files = text::passages(workspace, book, &request.evidence)?;
    }
    Ok(files.into_iter().map(FileTextView::of).collect())
}
