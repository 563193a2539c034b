//! The same bytes in the portfolios of two learners, as shown: whose it is besides, to those who may know. Records nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use ts_rs::TS;

use crate::error::Result;
use crate::evidence::item::{self, Item};
use crate::journal::id::{Hash, Id};
use crate::learner::namesakes::{self, Named};
use crate::person::Role;
use crate::portfolio::{Author, Workspace};
use crate::store;
use crate::view::portfolio::{EvidenceStanding, ItemRef};

/// A file that another learner of the centre has too.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SameView {
    /// The item that it belongs to here.
    pub item: ItemRef,
    /// Which of its files, from 0.
    pub part: u32,
    /// How many other learners have it.
    pub others: u32,
    /// Their names; empty where the person at the desk may not know them.
    pub names: Vec<String>,
    /// In words, as a warning.
    pub line: String,
}

/// Every file of a learner that another one has too. Empty files and files set aside are left out.
pub fn same(workspace: &mut Workspace, author: &Author, book: Id) -> Result<Vec<SameView>> {
    let shared = store::journal::shared_files(&workspace.db, book)?;
    told(workspace, author, book, &shared, |_| true)
}

/// The warnings about some items, where they are put forward.
pub fn warnings(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    names: &[String],
) -> Result<Vec<String>> {
    let state = workspace.book(book)?;
    let items = item::items(state);
    let chosen: BTreeSet<String> =
        names.iter().filter_map(|name| item::find(state, &items, name).ok()).map(|i| i.id.clone()).collect();
    let files: BTreeSet<Hash> =
        chosen.iter().filter_map(|id| items.get(id)).flat_map(|i| i.files.clone()).collect();
    let shared = store::journal::others_with(&workspace.db, book, &files)?;
    let views = told(workspace, author, book, &shared, |item| chosen.contains(&item.id))?;
    Ok(views.into_iter().map(|view| view.line).collect())
}

fn told(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    shared: &BTreeMap<Hash, BTreeSet<Id>>,
    wanted: impl Fn(&Item) -> bool,
) -> Result<Vec<SameView>> {
    if shared.is_empty() {
        return Ok(Vec::new());
    }
    let mut names: BTreeMap<Id, String> = BTreeMap::new();
    if may_know(author) {
        let known = namesakes::all(workspace)?;
        for other in shared.values().flatten() {
            names.insert(*other, known.get(other).map(Named::said).unwrap_or_default());
        }
    }
    let items = item::items(workspace.book(book)?);
    let mut out = Vec::new();
    for item in items.values().filter(|i| i.standing() != EvidenceStanding::SetAside && wanted(i)) {
        for (part, file) in (0_u32..).zip(&item.files) {
            if let Some(others) = shared.get(file) {
                let known = others.iter().filter_map(|id| names.get(id).cloned()).collect();
                out.push(view(item, part, others.len(), known));
            }
        }
    }
    out.sort_by(|a, b| (&a.item.reference, a.part).cmp(&(&b.item.reference, b.part)));
    Ok(out)
}

/// Whose portfolio it is besides is told to those who work in the centre's portfolios, not to somebody who only looks.
fn may_know(author: &Author) -> bool {
    author.person().is_ok()
        && author.roles.iter().any(|role| matches!(role, Role::Assessor | Role::Iv | Role::Administrator))
}

fn view(item: &Item, part: u32, others: usize, mut names: Vec<String>) -> SameView {
    names.sort();
    let item = ItemRef::of(item);
    let whose = match (names.as_slice(), others) {
        ([], 1) => "another learner".to_owned(),
        ([], n) => format!("{n} other learners"),
        (names, _) => names.join(", "),
    };
    let line = format!("{}: the very same file is in the portfolio of {whose}", item.reference);
    let others = u32::try_from(others).unwrap_or(u32::MAX);
    SameView { item, part, others, names, line }
}
