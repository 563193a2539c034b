//! A learner's folder on this machine: reading it, and how recorded files stand against it.
//! The folder is only ever read.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use crate::disk::{self, Kind};
use crate::error::{Error, Result};
use crate::evidence::compare::{Comparing, Delta};
use crate::evidence::ignore;
use crate::evidence::intake::{Intake, Walk};
use crate::evidence::name::FileName;
use crate::evidence::reconcile::Finding;
use crate::evidence::settle::{self, Rule};
use crate::evidence::task::{Progress, Task};
use crate::evidence::walk::{self, Found, RootState, Walked};
use crate::journal::id::{Hash, Id};
use crate::portfolio::Workspace;
use crate::store;
use crate::store::local::{self, Observation};
use crate::view::portfolio::FileStanding;

/// Most lines of one sort that a reading keeps: nobody reads more, and a hostile folder could give a million.
const LINES: usize = 200;
/// Most files that are taken in one by one; more are a copy under way, and one walk meets them all.
const ARRIVALS: usize = 16;
/// The most bytes of such a file. Reading a larger one takes far longer than a walk, which may show that it only moved.
const AT_ONCE: u64 = 16 << 20;

/// What a reading of the folder found.
#[derive(Debug, Clone, Default)]
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
    /// Whether some of them may have settled soon, so that the folder should be read again.
    pub again: bool,
    /// Whether somebody stopped the reading. What was on record by then stays.
    pub stopped: bool,
    /// Passed over by a rule, one line a rule.
    pub ignored: Vec<String>,
    /// Not evidence files, with the reason.
    pub refused: Vec<String>,
}

/// What to do about files that were modified in the last moment and may still be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Patience {
    /// Wait until they have settled: somebody asked for the folder as it is now.
    Wait,
    /// Leave them, and say so: whoever asks comes again.
    Leave,
}

/// How a folder is to be read.
#[derive(Debug, Clone)]
pub struct How<'a> {
    /// Files that have just been closed by their writer: they are read even where size and times are as recorded, for a
    /// write within one clock tick leaves them equal.
    pub due: &'a BTreeSet<FileName>,
    /// What to do about files that may still be written.
    pub patience: Patience,
    /// How long such a file must have been left alone.
    pub quiet: Duration,
    /// Who waits for it.
    pub task: &'a Task,
}

/// Reads the whole folder of a learner, as it is now, and brings the records up to it.
pub fn read_now(workspace: &mut Workspace, book: Id, task: &Task) -> Result<Read> {
    read(
        workspace,
        book,
        &How { due: &BTreeSet::new(), patience: Patience::Wait, quiet: settle::QUIET, task },
    )
}

/// Reads the whole folder of a learner and brings the records up to it. What is on record when the task is stopped stays;
/// the rest is read the next time.
pub fn read(workspace: &mut Workspace, book: Id, how: &How<'_>) -> Result<Read> {
    let folder = local::folder(&workspace.local, book)?
        .ok_or_else(|| Error::Usage("no folder is chosen for this portfolio on this computer".into()))?;
    let last = local::reading(&workspace.local, book)?.unwrap_or_default();
    let record = record(workspace, book)?;
    let (delta, walked) = look(workspace, book, &folder, how)?;
    let (refused, ignored) = told(&walked);
    let mut done = Read { ignored, refused, ..Read::default() };
    let mut as_of = last.record.clone();
    if walked.cut_short || how.task.is_stopped() {
        done.stopped = true;
    } else if let RootState::Missing(reason) = &walked.root {
        done.problem = Some(reason.clone());
    } else {
        done.unchanged = delta.unchanged;
        let now = workspace.clock.now().at.saturating_mul(1_000_000);
        let warm = warm(&folder, &delta, now, how, &mut done);
        let walk = Walk { folder: &folder, walked: &walked, warm: &warm };
        let mut intake = Intake::new(workspace, book, walk, how.task, &mut done);
        let entries = intake.run(delta, how.due, last.record != record)?;
        if !done.stopped {
            as_of = later(&record, entries);
        }
    }
    // Given up while it was being read: the learner was erased, or their folder chosen anew. Nothing is noted of it.
    match local::folder(&workspace.local, book)? {
        Some(bound) if bound == folder => {}
        Some(_another) => return Ok(Read { stopped: false, again: true, ..done }),
        None => {
            local::forget_all(&workspace.local, book)?;
            return Ok(done);
        }
    }
    let mut refused = done.refused.clone();
    refused.extend(done.unread.iter().take(LINES).cloned());
    let at = workspace.clock.now().iso();
    let problem = done.problem.clone();
    let reading = local::Reading { at, problem, ignored: done.ignored.clone(), refused, record: as_of };
    local::note_reading(&workspace.local, book, &reading)?;
    Ok(done)
}

/// Takes in files that their writers have just closed, at names where nothing was before, and looks at nothing else: a
/// folder of thousands is not read for each file that is saved into it. `None`, with nothing done, where only the whole
/// folder tells what such a file is: it may have moved, been copied or come back, or the folder's last reading is not
/// what the record was compared with.
pub fn read_arrivals(
    workspace: &mut Workspace,
    book: Id,
    names: &BTreeSet<FileName>,
    task: &Task,
) -> Result<Option<Read>> {
    // Elsewhere an event may spell a name otherwise than the folder does, and does not tell of a close.
    if Rule::here() != Rule::CloseTells || names.len() > ARRIVALS {
        return Ok(None);
    }
    let Some(folder) = local::folder(&workspace.local, book)? else { return Ok(None) };
    let Some(mut last) = local::reading(&workspace.local, book)? else { return Ok(None) };
    if last.problem.is_some() || last.record != record(workspace, book)? {
        return Ok(None);
    }
    let (mut root, mut found) = (None, Vec::new());
    for name in names {
        let part = walk::walk_part(&folder, name);
        let is_file = |one: &Found| one.path == *name && one.stat.size <= AT_ONCE;
        let is_new = part.found.first().is_some_and(is_file)
            && local::observation_at(&workspace.local, book, name)?.is_none()
            && is_spelt_so(&folder, name);
        if !is_new {
            return Ok(None);
        }
        found.extend(part.found);
        root = Some(part.root);
    }
    let Some(root) = root else { return Ok(None) };
    let walked = Walked { root, ignored: Vec::new(), refused: Vec::new(), cut_short: false };
    let mut done = Read::default();
    let walk = Walk { folder: &folder, walked: &walked, warm: &BTreeSet::new() };
    // What was said of these names no longer holds.
    last.refused.retain(|line| !names.iter().any(|name| is_about(line, name)));
    last.at = workspace.clock.now().iso();
    if Intake::new(workspace, book, walk, task, &mut done).arrivals(found, last)?.is_none() {
        return Ok(None);
    }
    match local::folder(&workspace.local, book)? {
        Some(bound) if bound == folder => {}
        Some(_another) => done.again = true,
        None => local::forget_all(&workspace.local, book)?,
    }
    Ok(Some(done))
}

/// Whether a line that a reading kept is about this name.
fn is_about(line: &str, name: &FileName) -> bool {
    line.strip_prefix(&*name.shown()).is_some_and(|rest| rest.starts_with(": "))
}

/// Whether the folder itself has this name: where upper and lower case are one, an event tells how somebody wrote it.
fn is_spelt_so(folder: &Path, name: &FileName) -> bool {
    let Some(path) = name.under(folder) else { return false };
    let (Some(above), Some(last)) = (path.parent(), path.file_name()) else { return false };
    // Where another case of it leads nowhere, a name is what it says.
    let flipped =
        last.to_str().filter(|text| text.is_ascii()).map(flip_case).filter(|other| OsStr::new(other) != last);
    if flipped.is_some_and(|other| disk::stat(&above.join(other)).is_err_and(|e| e.is_missing())) {
        return true;
    }
    disk::names(above).is_ok_and(|names| names.iter().any(|one| one == last))
}

fn flip_case(name: &str) -> String {
    let flip = |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    name.chars().map(flip).collect()
}

/// How far the record has come: while this is as it was, nobody has changed what the folder is compared with.
fn record(workspace: &Workspace, book: Id) -> Result<String> {
    Ok(format!("{} {}", workspace.installation(), store::journal::length(&workspace.db, book)?))
}

/// The same after so many more entries of our own. Had somebody else written meanwhile, it would not fit, and the next
/// reading looks at every file.
pub(super) fn later(record: &str, entries: i64) -> String {
    let (installation, length) = record.split_once(' ').unwrap_or((record, "0"));
    format!("{installation} {}", length.parse::<i64>().unwrap_or(0).saturating_add(entries))
}

fn told(walked: &Walked) -> (Vec<String>, Vec<String>) {
    let line = |(name, why): &(FileName, walk::Refused)| format!("{}: {}", name.shown(), why.reason());
    let mut refused: Vec<String> = walked.refused.iter().take(LINES).map(line).collect();
    if let Some(more) = walked.refused.len().checked_sub(LINES).filter(|more| *more > 0) {
        refused.push(format!("and {more} more"));
    }
    (refused, ignore::summary(walked.ignored.iter().map(|(_, rule)| rule)).into_iter().collect())
}

/// Walks the folder on a thread of its own and compares it with the record meanwhile.
fn look(workspace: &Workspace, book: Id, folder: &Path, how: &How<'_>) -> Result<(Delta, Walked)> {
    let (sender, handfuls) = mpsc::sync_channel::<Vec<Found>>(8);
    std::thread::scope(|scope| {
        let walking = scope.spawn(move || {
            let mut met = 0;
            walk::walk_in_order(folder, &mut |handful| {
                met += handful.len() as u64;
                how.task.tell(Progress { met, ..Progress::default() });
                let goes_on = !how.task.is_stopped() && sender.send(handful).is_ok();
                if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })
        });
        let mut comparing = Comparing::new(handfuls.into_iter().flatten(), how.due);
        local::each_row(&workspace.local, book, &mut |row| comparing.row(row))?;
        let delta = comparing.finish();
        let walked = walking.join().map_err(|_| Error::Broken("the walk of the folder broke off".into()))?;
        Ok((delta, walked))
    })
}

/// Files that may still be written, as far as times tell. Where there is patience they are looked at a second time, and
/// only those that moved meanwhile are left.
fn warm(folder: &Path, delta: &Delta, now_ns: i64, how: &How<'_>, done: &mut Read) -> BTreeSet<FileName> {
    let to_read = delta.fresh.iter().chain(&delta.touched);
    let mut warm: Vec<&Found> = to_read
        .filter(|found| settle::is_warm(&found.stat, now_ns, how.quiet) && !how.due.contains(&found.path))
        .collect();
    if how.patience == Patience::Wait && !warm.is_empty() {
        // In slices, so that a word to stop is heard.
        let slice = Duration::from_millis(50);
        for _ in 0..how.quiet.as_millis().div_ceil(slice.as_millis()) {
            if !how.task.is_stopped() {
                std::thread::sleep(slice);
            }
        }
        warm.retain(|found| {
            let looked = found.path.under(folder).map(|path| disk::stat(&path));
            !matches!(looked, Some(Ok((Kind::File, stat))) if stat == found.stat)
        });
    }
    done.again = !warm.is_empty();
    done.unread
        .extend(warm.iter().map(|found| format!("{}: being written, read again soon", found.path.shown())));
    warm.into_iter().map(|found| found.path.clone()).collect()
}

/// How recorded files stand against the folder, as last read.
#[derive(Debug, Default)]
pub struct Standings {
    present: BTreeMap<Hash, FileName>,
    changed: BTreeMap<Hash, Observation>,
    folder: Option<PathBuf>,
    stats: BTreeMap<Hash, Observation>,
    /// Names beyond the first at which the same bytes lie.
    copies: BTreeMap<Hash, Vec<Observation>>,
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
            if standings.stats.contains_key(&seen.sha256) {
                standings.copies.entry(seen.sha256).or_default().push(seen);
                continue;
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
        let (folder, name) = self.lies(file)?;
        name.under(folder)
    }

    /// The same as the learner's folder and the name in it.
    #[must_use]
    pub fn lies(&self, file: Hash) -> Option<(&Path, &FileName)> {
        Some((self.folder.as_deref()?, self.present.get(&file)?))
    }

    /// Where the bytes that took a file's place lie.
    #[must_use]
    pub fn changed_to(&self, file: Hash) -> Option<&Observation> {
        self.changed.get(&file)
    }

    /// What was last seen of a file that is present: where it came on record, if its bytes lie there still, else at the first
    /// of their names.
    #[must_use]
    pub fn seen_at(&self, file: Hash, home: &FileName) -> Option<&Observation> {
        let first = self.seen(file)?;
        let copies = self.copies.get(&file).into_iter().flatten();
        Some(std::iter::once(first).chain(copies).find(|seen| seen.path == *home).unwrap_or(first))
    }

    /// What was last seen of a file that is present.
    #[must_use]
    pub fn seen(&self, file: Hash) -> Option<&Observation> {
        self.stats.get(&file)
    }
}
