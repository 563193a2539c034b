//! `check`: chains hold, signatures verify, tables equal a replay, kept copies and papers equal their names.
//! Reads everything, changes nothing.

use std::collections::BTreeSet;

use crate::coverage;
use crate::disk;
use crate::error::{Error, Result};
use crate::evidence::hash::{self, Reading};
use crate::evidence::judged;
use crate::exchange;
use crate::inked;
use crate::journal::act::Act;
use crate::journal::id::Id;
use crate::journal::state::BookState;
use crate::papers;
use crate::portfolio::Workspace;
use crate::store;
use crate::unit::spec::Shelf;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Books read.
    pub books: usize,
    /// Entries read.
    pub entries: usize,
    /// Kept copies and papers read.
    pub files: usize,
    /// What is wrong, in words; empty when all is well.
    pub faults: Vec<String>,
}

/// Checks the whole centre file.
pub fn check(workspace: &Workspace) -> Result<Report> {
    let mut report = Report::default();
    // One snapshot, so that a deed committed meanwhile is seen whole or not at all.
    workspace.db.execute_batch("BEGIN")?;
    let done = database(workspace, &mut report);
    workspace.db.execute_batch("COMMIT")?;
    fold(&mut report, done)?;
    let done = kept(workspace, &mut report);
    fold(&mut report, done)?;
    Ok(report)
}

/// An integrity error is what check is there to report; anything else stops it.
fn fold(report: &mut Report, done: Result<()>) -> Result<()> {
    match done {
        Err(Error::Integrity(fault)) => {
            report.faults.push(fault);
            Ok(())
        }
        other => other,
    }
}

fn database(workspace: &Workspace, report: &mut Report) -> Result<()> {
    let db = &workspace.db;
    if let Some(complaint) = store::integrity(db)? {
        report.faults.push(format!("the database is damaged: {complaint}"));
    }
    if store::schema(db)? != store::schema(&store::in_memory(&store::PORTFOLIO)?)? {
        report.faults.push("the tables themselves have been changed".into());
    }
    let shelf: Shelf = store::journal::specs(db)?.into_iter().collect();
    report.faults.extend(exchange::fits::shared_row(&shelf).map(|shared| shared.to_string()));
    let signatures = exchange::signatures_by_entry(db)?;
    let keys = exchange::known_keys(workspace)?;
    let (mut enrolled, mut erased) = (BTreeSet::new(), BTreeSet::new());
    let mut books = BTreeSet::new();
    let mut known = BTreeSet::new();
    let mut rows: Vec<(&str, usize)> =
        BookState::default().dump()?.into_iter().map(|(t, ..)| (t, 0)).collect();
    for book in store::journal::books(db)? {
        let entries = store::journal::book_proven(db, book)?;
        report.books += 1;
        report.entries += entries.len();
        known.extend(entries.iter().map(|e| e.hash));
        books.insert(book);
        report.faults.extend(exchange::signature_fault(&entries, &signatures, &keys).map(|f| f.to_string()));
        report.faults.extend(exchange::rounds::round(&entries));
        for entry in &entries {
            if let Some(spec) = exchange::belongs::spec_of(&entry.act).filter(|s| shelf.get(*s).is_none()) {
                report.faults.push(format!("the unit text {spec} is named and not kept"));
            }
            report.faults.extend(exchange::fits::misfit(&shelf, &entry.act));
            if let Act::LearnerEnrolled(act) = &entry.act {
                enrolled.insert(act.learner);
            }
            if let Act::LearnerErased(act) = &entry.act {
                erased.insert(act.learner);
            }
        }
        let mut state = BookState::replay(book, &entries)?;
        coverage::refresh(book, &mut state, &shelf);
        report.faults.extend(store::projection::compare(db, book, &state)?);
        for (sum, (_, _, dumped)) in rows.iter_mut().zip(state.dump()?) {
            sum.1 += dumped.len();
        }
    }
    for (table, wanted) in rows {
        let found = store::projection::total(db, table)?;
        if found != wanted {
            report.faults.push(format!("table {table} has {found} rows, the history says {wanted}"));
        }
    }
    for gone in enrolled.difference(&books).filter(|learner| !erased.contains(*learner)) {
        report.faults.push(format!("the portfolio {gone} of an enrolled learner is not here"));
    }
    if let Some(entry) = signatures.keys().find(|entry| !known.contains(entry)) {
        report.faults.push(format!("a signature stands beside {entry}, which is no entry"));
    }
    Ok(())
}

/// Copies that decisions relied on, issued papers and inked pages lie under their SHA-256.
fn kept(workspace: &Workspace, report: &mut Report) -> Result<()> {
    for folder in [judged::JUDGED, papers::PAPERS, inked::INKED] {
        let folder = workspace.folder().join(folder);
        let Ok(entries) = disk::list(&folder) else { continue };
        for entry in entries {
            let name = entry.name.to_string_lossy().into_owned();
            let Some(wanted) = name.get(..64).and_then(|hex| hex.parse::<crate::journal::id::Hash>().ok())
            else {
                continue;
            };
            report.files += 1;
            match hash::fingerprint(&folder.join(&entry.name), &|| false) {
                Reading::Whole(found) if found.sha256 == *wanted.bytes() => {}
                Reading::Whole(_)
                | Reading::Moving
                | Reading::Gone
                | Reading::Stopped
                | Reading::Failed(_) => {
                    report.faults.push(format!("the kept file {name} is not what its name says"));
                }
            }
        }
    }
    papers(workspace, report)
}

/// Every paper issued and every page attached by this installation must still be there; those of other desks are held where they were issued.
fn papers(workspace: &Workspace, report: &mut Report) -> Result<()> {
    for book in store::journal::books(&workspace.db)? {
        let entries = store::journal::book(&workspace.db, book)?;
        let own: BTreeSet<Id> = entries
            .iter()
            .filter_map(
                |e| if let Act::ChainOpened(o) = &e.act { Some((e.chain, o.installation)) } else { None },
            )
            .filter(|(_, installation)| *installation == workspace.installation())
            .map(|(chain, _)| chain)
            .collect();
        for entry in entries.iter().filter(|e| own.contains(&e.chain)) {
            if let Act::InkedPageReceived(act) = &entry.act
                && inked::copy_of(workspace, act.page).is_none()
            {
                report.faults.push(format!("the inked page {} is not in the centre file", act.page));
            }
            let Some(paper) = papers::issued_by(&entry.act) else { continue };
            if !disk::is_file(&papers::path(workspace, paper)) {
                report.faults.push(format!("the issued paper {paper} is not in the centre file"));
            }
        }
    }
    Ok(())
}
