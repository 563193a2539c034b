//! `check`: chains hold, signatures verify, tables equal a replay, kept copies and papers equal their names.
//! Reads everything, changes nothing.

use std::collections::BTreeSet;

use crate::coverage;
use crate::disk;
use crate::error::{Error, Result};
use crate::evidence::hash::{self, Reading};
use crate::exchange;
use crate::journal::state::BookState;
use crate::portfolio::Workspace;
use crate::store;

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
    store::journal::specs(db)?;
    let signatures = store::journal::signatures(db)?;
    let mut known = BTreeSet::new();
    let mut rows: Vec<(&str, usize)> =
        BookState::default().dump()?.into_iter().map(|(t, ..)| (t, 0)).collect();
    for book in store::journal::books(db)? {
        let entries = store::journal::book(db, book)?;
        report.books += 1;
        report.entries += entries.len();
        known.extend(entries.iter().map(|e| e.hash));
        report.faults.extend(exchange::signature_fault(&entries, &signatures));
        let mut state = BookState::replay(book, &entries)?;
        coverage::refresh(book, &mut state, workspace.shelf());
        report.faults.extend(store::projection::compare(db, book, &state)?);
        for (sum, (_, _, dumped)) in rows.iter_mut().zip(state.dump()?) {
            sum.1 += dumped.len();
        }
    }
    for (table, wanted) in rows {
        let found = store::projection::total(db, table)?;
        if found != wanted {
            report.faults.push(format!("table {table} has {found} rows, the journal says {wanted}"));
        }
    }
    if let Some((entry, _)) = signatures.iter().find(|(entry, _)| !known.contains(entry)) {
        report.faults.push(format!("a signature stands beside {entry}, which is no entry"));
    }
    Ok(())
}

/// Copies that decisions relied on and issued papers lie under their SHA-256.
fn kept(workspace: &Workspace, report: &mut Report) -> Result<()> {
    let stop = std::sync::atomic::AtomicBool::new(false);
    for folder in ["judged", "papers"] {
        let folder = workspace.folder().join(folder);
        let Ok(entries) = disk::list(&folder) else { continue };
        for entry in entries {
            let name = entry.name.to_string_lossy().into_owned();
            let Some(wanted) = name.get(..64).and_then(|hex| hex.parse::<crate::journal::id::Hash>().ok())
            else {
                continue;
            };
            report.files += 1;
            match hash::fingerprint(&folder.join(&entry.name), &stop) {
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

/// Every issued paper must still be there.
fn papers(workspace: &Workspace, report: &mut Report) -> Result<()> {
    let mut statement = workspace.db.prepare("SELECT paper FROM paper ORDER BY paper")?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    for name in names {
        let name = name?;
        if !disk::is_file(&workspace.folder().join("papers").join(format!("{name}.pdf"))) {
            report.faults.push(format!("the issued paper {name} is not in the centre file"));
        }
    }
    Ok(())
}
