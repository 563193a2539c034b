//! A learner's folder on this machine: reading it, and how recorded files stand against it.
//! The folder is only ever read.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use crate::clock::Clock;
use crate::coverage;
use crate::error::{Error, Result};
use crate::evidence::hash::{self, Reading};
use crate::evidence::ignore;
use crate::evidence::item;
use crate::evidence::name::FileName;
use crate::evidence::reconcile::{self, Finding, Known};
use crate::evidence::settle;
use crate::evidence::walk::{self, Listing, RootState};
use crate::journal::act::FileTakenIn;
use crate::journal::id::{Hash, Id};
use crate::portfolio::{Author, Workspace};
use crate::store::local::{self, Observation};
use crate::view::portfolio::FileStanding;

/// Most items that one deed of a reading takes in.
const DEED_LIMIT: usize = 500;

/// What a reading of the folder found.
#[derive(Debug, Default)]
pub struct Read {
    /// Findings.
    pub findings: Vec<Finding>,
    /// Files taken in for the first time.
    pub taken_in: usize,
    /// Files as they were.
    pub unchanged: usize,
    /// Files that are being written or cannot be read, with the reason.
    pub unread: Vec<String>,
    /// Why the folder could not be read at all.
    pub problem: Option<String>,
    /// Passed over by a rule, one line a rule.
    pub ignored: Vec<String>,
    /// Not evidence files, with the reason.
    pub refused: Vec<String>,
}

/// Reads the whole folder of a learner and brings the records up to it. Files in `due` have just been closed by their
/// writer: they are read even where size and times are as recorded, for a write within one clock tick leaves them equal.
pub fn read(workspace: &mut Workspace, book: Id, due: &BTreeSet<FileName>) -> Result<Read> {
    let folder = local::folder(&workspace.local, book)?
        .ok_or_else(|| Error::Usage("no folder is chosen for this learner on this machine".into()))?;
    let listing = settled(&folder, due, workspace.clock);
    let now = workspace.clock.now().iso();
    let lines = |texts: Vec<String>| texts.into_iter().take(200).collect::<Vec<_>>();
    let refused = lines(
        listing.refused.iter().map(|(name, why)| format!("{}: {}", name.shown(), why.reason())).collect(),
    );
    let ignored: Vec<String> =
        ignore::summary(listing.ignored.iter().map(|(_, rule)| rule)).into_iter().collect();
    let mut done = Read { ignored, refused, ..Read::default() };
    if let RootState::Missing(reason) = &listing.root {
        done.problem = Some(reason.clone());
    } else {
        take_in(workspace, book, &folder, &listing, due, &mut done)?;
    }
    let mut refused = done.refused.clone();
    refused.extend(done.unread.iter().cloned());
    let reading =
        local::Reading { at: now, problem: done.problem.clone(), ignored: done.ignored.clone(), refused };
    local::note_reading(&workspace.local, book, &reading)?;
    Ok(done)
}

/// A walk in which nothing is still being written, as far as times tell: files touched within the last moment are looked
/// at a second time after it.
fn settled(folder: &Path, due: &BTreeSet<FileName>, clock: Clock) -> Listing {
    let first = walk::walk(folder);
    let now = clock.now().at.saturating_mul(1_000_000);
    let warm = first.found.iter().any(|f| !due.contains(&f.path) && settle::is_warm(&f.stat, now));
    if !warm {
        return first;
    }
    std::thread::sleep(settle::QUIET);
    walk::walk(folder)
}

fn take_in(
    workspace: &mut Workspace,
    book: Id,
    folder: &Path,
    listing: &Listing,
    due: &BTreeSet<FileName>,
    done: &mut Read,
) -> Result<()> {
    let before = local::observations(&workspace.local, book)?;
    let known: Vec<Known> = before
        .iter()
        .map(|o| Known { path: o.path.clone(), sha256: *o.sha256.bytes(), stat: o.stat })
        .collect();
    let mut wanted = reconcile::needs_hash(&known, &listing.found);
    let closed =
        listing.found.iter().map(|f| &f.path).filter(|path| due.contains(path) && !wanted.contains(path));
    let closed: Vec<FileName> = closed.cloned().collect();
    wanted.extend(closed);
    let stop = AtomicBool::new(false);
    let mut hashes = BTreeMap::new();
    for (path, reading) in wanted.iter().zip(hash::fingerprint_all(folder, &wanted, &stop, &|_| {})) {
        match reading {
            Reading::Whole(fingerprint) => {
                hashes.insert(path.clone(), fingerprint.sha256);
            }
            Reading::Moving => done.unread.push(format!("{}: being written, read again soon", path.shown())),
            Reading::Failed(error) => done.unread.push(format!("{}: {error}", path.shown())),
            Reading::Gone | Reading::Stopped => {}
        }
    }
    done.findings = reconcile::reconcile(&known, listing, &hashes);
    done.unchanged = listing.found.len().saturating_sub(wanted.len());
    let recorded: BTreeSet<Hash> = item::items(workspace.book(book)?)
        .values()
        .filter(|i| i.number.is_some() || i.set_aside.is_some())
        .flat_map(|i| i.files.clone())
        .collect();
    let rows = reconcile::rows_to_record(&known, listing, &hashes);
    let after = observed(&before, listing, &rows, &done.findings, &recorded);
    done.taken_in = record_new(workspace, book, &after)?;
    note(workspace, book, &before, &after)
}

/// The observations after this reading, by path. A changed file remembers what is on record for it.
fn observed(
    before: &[Observation],
    listing: &Listing,
    rows: &[Known],
    findings: &[Finding],
    recorded: &BTreeSet<Hash>,
) -> BTreeMap<FileName, Observation> {
    let mut after: BTreeMap<FileName, Observation> =
        before.iter().map(|o| (o.path.clone(), Observation { present: false, ..o.clone() })).collect();
    let moved_from: BTreeSet<&FileName> = findings
        .iter()
        .filter_map(|f| match f {
            Finding::Moved { from, .. } => Some(from),
            Finding::Changed { .. }
            | Finding::New { .. }
            | Finding::SameContent { .. }
            | Finding::Missing { .. } => None,
        })
        .collect();
    moved_from.into_iter().for_each(|from| {
        after.remove(from);
    });
    let there: BTreeSet<&FileName> = listing.found.iter().map(|f| &f.path).collect();
    after.values_mut().for_each(|o| o.present = there.contains(&o.path));
    for row in rows {
        let sha256 = Hash::from_bytes(row.sha256);
        let old = before.iter().find(|o| o.path == row.path);
        let changed =
            findings.iter().any(|f| matches!(f, Finding::Changed { path, .. } if *path == row.path));
        let before_it = |o: &Observation| match (o.sha256 == sha256, o.was) {
            (true, was) => was,
            // What an item is recorded with stays the thing to compare with, however often the file changes.
            (false, Some(was)) if recorded.contains(&was) => Some(was),
            (false, _) => Some(o.sha256),
        };
        let was = old.filter(|o| changed || o.sha256 == sha256).and_then(before_it);
        let was = was.filter(|w| *w != sha256);
        let seen = Observation { path: row.path.clone(), stat: row.stat, sha256, was, present: true };
        after.insert(row.path.clone(), seen);
    }
    after
}

/// Takes in content that no record has, at most [`DEED_LIMIT`] items a deed. Changed bytes of an accepted item are not
/// a new item: they wait until a person accepts the new version.
fn record_new(workspace: &mut Workspace, book: Id, after: &BTreeMap<FileName, Observation>) -> Result<usize> {
    let state = workspace.book(book)?;
    let accepted: BTreeSet<Hash> = item::items(state)
        .values()
        .filter(|i| i.number.is_some() || i.set_aside.is_some())
        .flat_map(|i| i.files.clone())
        .collect();
    let ever_stated: BTreeSet<Hash> =
        state.evidence.iter().flat_map(|row| row.files.iter().copied()).collect();
    let waiting: BTreeSet<Hash> = coverage::new_files(state).into_iter().collect();
    let present: BTreeSet<Hash> = after.values().filter(|o| o.present).map(|o| o.sha256).collect();
    let mut fresh: BTreeMap<Hash, FileTakenIn> = BTreeMap::new();
    for seen in after.values().filter(|o| o.present) {
        // Known and on the list, known as an item, or once known as the version of one: nothing to take in. A file whose
        // place another took and that is back is taken in again.
        let known = state.files.get(&seen.sha256).is_some();
        let listed = waiting.contains(&seen.sha256) || ever_stated.contains(&seen.sha256);
        if (known && listed) || seen.was.is_some_and(|was| accepted.contains(&was)) {
            continue;
        }
        fresh.entry(seen.sha256).or_insert_with(|| FileTakenIn {
            file: seen.sha256,
            size: i64::try_from(seen.stat.size).unwrap_or(i64::MAX),
            path: seen.path.clone(),
            // Bytes that still lie elsewhere in the folder are not replaced.
            replaces: seen.was.filter(|was| !present.contains(was)),
        });
    }
    let mut acts: Vec<FileTakenIn> = fresh.into_values().collect();
    acts.sort_by(|a, b| a.path.cmp(&b.path));
    let count = acts.len();
    for chunk in acts.chunks(DEED_LIMIT) {
        workspace.transact(&Author::nobody(), |deed| {
            for act in chunk {
                // Another process may have taken it in meanwhile.
                let state = deed.state(book)?;
                if state.files.get(&act.file).is_none() || !coverage::new_files(state).contains(&act.file) {
                    deed.record(book, act.clone())?;
                }
            }
            Ok(())
        })?;
    }
    Ok(count)
}

fn note(
    workspace: &Workspace,
    book: Id,
    before: &[Observation],
    after: &BTreeMap<FileName, Observation>,
) -> Result<()> {
    let tx = workspace.local.unchecked_transaction()?;
    let old: BTreeMap<&FileName, &Observation> = before.iter().map(|o| (&o.path, o)).collect();
    for seen in after.values().filter(|o| old.get(&o.path) != Some(o)) {
        local::observe(&tx, book, seen)?;
    }
    for gone in before.iter().filter(|o| !after.contains_key(&o.path)) {
        local::forget(&tx, book, &gone.path)?;
    }
    tx.commit()?;
    Ok(())
}

/// How recorded files stand against the folder, as last read.
#[derive(Debug, Default)]
pub struct Standings {
    present: BTreeMap<Hash, FileName>,
    changed: BTreeMap<Hash, Observation>,
    folder: Option<PathBuf>,
    stats: BTreeMap<Hash, Observation>,
    reachable: bool,
}

impl Standings {
    /// Reads them for a learner.
    pub fn of(workspace: &Workspace, book: Id) -> Result<Self> {
        let folder = local::folder(&workspace.local, book)?;
        let reading = local::reading(&workspace.local, book)?;
        let mut standings = Self {
            reachable: folder.is_some() && reading.is_some_and(|r| r.problem.is_none()),
            folder,
            ..Self::default()
        };
        for seen in local::observations(&workspace.local, book)?.into_iter().filter(|o| o.present) {
            if let Some(was) = seen.was {
                standings.changed.insert(was, seen.clone());
            }
            standings.present.insert(seen.sha256, seen.path.clone());
            standings.stats.insert(seen.sha256, seen);
        }
        Ok(standings)
    }

    /// How a file stands.
    #[must_use]
    pub fn file(&self, file: Hash) -> FileStanding {
        if !self.reachable {
            FileStanding::Unknown
        } else if self.present.contains_key(&file) {
            FileStanding::Present
        } else if self.changed.contains_key(&file) {
            FileStanding::Changed
        } else {
            FileStanding::Missing
        }
    }

    /// The worst of several.
    #[must_use]
    pub fn worst(&self, files: &[Hash]) -> FileStanding {
        let all: Vec<FileStanding> = files.iter().map(|f| self.file(*f)).collect();
        [FileStanding::Missing, FileStanding::Changed, FileStanding::Unknown]
            .into_iter()
            .find(|s| all.contains(s))
            .unwrap_or(FileStanding::Present)
    }

    /// Where the file lies, when it is there.
    #[must_use]
    pub fn path(&self, file: Hash) -> Option<PathBuf> {
        self.present.get(&file)?.under(self.folder.as_deref()?)
    }

    /// Where the bytes that took a file's place lie.
    #[must_use]
    pub fn changed_to(&self, file: Hash) -> Option<&Observation> {
        self.changed.get(&file)
    }

    /// What was last seen of a file that is present.
    #[must_use]
    pub fn seen(&self, file: Hash) -> Option<&Observation> {
        self.stats.get(&file)
    }
}
