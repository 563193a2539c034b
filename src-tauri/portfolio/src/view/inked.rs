//! Inked pages as shown beside the sign-off they belong to.

use serde::Serialize;
use ts_rs::TS;

use crate::error::Result;
use crate::inked;
use crate::inked::page::{self, Hand, ScanKind};
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::InkedRow;
use crate::journal::state::BookState;
use crate::matrix::dates;
use crate::portfolio::Workspace;
use crate::signoff;

/// A scan of a page signed in ink.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InkedPageView {
    /// Id, for withdrawing and saving.
    pub attached: String,
    /// What opens it; null where its copy is kept on another machine.
    pub paper: Option<String>,
    /// Whose signatures it carries.
    pub carries: Vec<Hand>,
    /// ISO date on which it was received.
    pub received: String,
    /// Who received and attached it.
    pub by: String,
    /// When it was attached, ISO 8601.
    pub recorded: String,
    /// Kind of file.
    pub media: ScanKind,
    /// Bytes.
    pub size: u32,
    /// Beginning of its SHA-256.
    pub digest: String,
    /// One line: "received 12/11/2026 by May Poole, with the signatures of learner and assessor".
    pub line: String,
    /// Why it counts no more; null = it counts.
    pub withdrawn: Option<String>,
}

/// What the host opens a kept page by.
#[must_use]
pub fn paper_of(page: Hash) -> String {
    format!("inked-{page}")
}

/// The pages of the sign-off in force of a unit, also those withdrawn; none where it is not signed.
pub fn of_unit(workspace: &mut Workspace, book: Id, unit: &str) -> Result<Vec<InkedPageView>> {
    match inked::standing(workspace.book(book)?, unit).map(|signed| signed.hash) {
        Some(sign_off) => of_sign_off(workspace, book, sign_off),
        None => Ok(Vec::new()),
    }
}

/// The pages of a sign-off, also those withdrawn.
pub fn of_sign_off(workspace: &mut Workspace, book: Id, sign_off: Hash) -> Result<Vec<InkedPageView>> {
    let rows: Vec<InkedRow> = inked::pages(workspace.book(book)?, sign_off).cloned().collect();
    let kept: Vec<bool> = rows.iter().map(|row| inked::copy_of(workspace, row.page).is_some()).collect();
    let state = workspace.book(book)?;
    Ok(rows.iter().zip(kept).map(|(row, kept)| view(state, row, kept)).collect())
}

fn view(state: &BookState, row: &InkedRow, kept: bool) -> InkedPageView {
    InkedPageView {
        attached: row.hash.to_string(),
        paper: kept.then(|| paper_of(row.page)),
        carries: row.carries.clone(),
        received: row.received.clone(),
        by: by(state, row),
        recorded: Moment { at: row.at, offset: row.offset }.iso(),
        media: row.media,
        size: u32::try_from(row.size).unwrap_or(u32::MAX),
        digest: row.page.short(),
        line: line(state, row),
        withdrawn: row.withdrawn.clone(),
    }
}

fn by(state: &BookState, row: &InkedRow) -> String {
    state.person_of(row.chain).map_or_else(|| "somebody".into(), |p| p.name)
}

/// "received 12/11/2026 by May Poole, with the signatures of learner and assessor".
#[must_use]
pub fn line(state: &BookState, row: &InkedRow) -> String {
    let signatures = if row.carries.len() == 1 { "signature" } else { "signatures" };
    let hands = page::hands(&row.carries, signoff::spoken(state, row.sign_off).1);
    format!(
        "received {} by {}, with the {signatures} of {hands}",
        dates::short(&row.received),
        by(state, row)
    )
}
