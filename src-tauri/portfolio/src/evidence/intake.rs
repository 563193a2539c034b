//! Brings the record of one learner up to what a comparison of folder and record has found: reads the files that may hold
//! something new, takes in content that nobody has seen, and notes what lies where. It records in deeds of a few hundred
//! files while it reads, so that stopping loses nothing that was read.
//! Refuses to walk, and to decide what becomes of an item.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::coverage::Dealt;
use crate::error::Result;
use crate::evidence::compare::Delta;
use crate::evidence::folder::{self, Read};
use crate::evidence::hash::{self, Reading};
use crate::evidence::item;
use crate::evidence::name::FileName;
use crate::evidence::parted;
use crate::evidence::reconcile::{self, Finding, Known};
use crate::evidence::settle;
use crate::evidence::task::{Progress, Task};
use crate::evidence::walk::{Found, Listing, Walked};
use crate::journal::act::FileTakenIn;
use crate::journal::id::{Hash, Id};
use crate::journal::state::BookState;
use crate::portfolio::{Author, Workspace};
use crate::store;
use crate::store::local::{self, Observation};

/// Most items that one deed of a reading takes in.
const DEED_LIMIT: usize = 500;
/// How long files that are read wait for others before they are recorded.
const DEED_REST: Duration = Duration::from_secs(1);
/// How often a waiting person is told how far it is.
const TELL: Duration = Duration::from_millis(100);

/// What a walk has found beside the files that differ.
#[derive(Clone, Copy)]
pub struct Walk<'a> {
    /// The learner's folder.
    pub folder: &'a Path,
    /// What was passed over and refused.
    pub walked: &'a Walked,
    /// Files that may still be written and are not read now.
    pub warm: &'a BTreeSet<FileName>,
}

/// A reading being brought into the record.
pub struct Intake<'a> {
    workspace: &'a mut Workspace,
    book: Id,
    walk: Walk<'a>,
    task: &'a Task,
    done: &'a mut Read,
    /// Entries that this reading has written.
    entries: i64,
    /// What was last noted of reading the folder, where it is to be noted anew together with what this reading finds.
    last: Option<local::Reading>,
    /// When files were read that are not noted yet: when reading each began, in nanoseconds since 1970.
    read_at: BTreeMap<FileName, i64>,
}

/// What is to be written about the folder.
#[derive(Default)]
struct Notes {
    rows: Vec<Observation>,
    moved: Vec<FileName>,
    missed: Vec<FileName>,
}

impl Notes {
    /// Whether something is to be written about this name.
    fn are_about(&self, path: &FileName) -> bool {
        self.rows.iter().any(|row| row.path == *path)
            || self.moved.contains(path)
            || self.missed.contains(path)
    }

    /// The names about which something is to be written, where many are asked for.
    fn names(&self) -> BTreeSet<&FileName> {
        self.rows.iter().map(|row| &row.path).chain(&self.moved).chain(&self.missed).collect()
    }
}

impl<'a> Intake<'a> {
    /// Prepares it.
    pub fn new(
        workspace: &'a mut Workspace,
        book: Id,
        walk: Walk<'a>,
        task: &'a Task,
        done: &'a mut Read,
    ) -> Self {
        Self { workspace, book, walk, task, done, entries: 0, last: None, read_at: BTreeMap::new() }
    }

    /// Reads and records what differs. `thorough` looks at every file that is there, also where nothing differs, for the
    /// record has changed. Returns how many entries were written.
    pub fn run(&mut self, delta: Delta, due: &BTreeSet<FileName>, thorough: bool) -> Result<i64> {
        let Delta { fresh, touched, back, gone, unchanged: _ } = delta;
        let before = self
            .before(gone.iter().map(|(name, _)| name).chain(touched.iter().chain(&back).map(|f| &f.path)))?;
        // Content that lay elsewhere has the size that it had there: whatever has another size cannot have moved, and is
        // recorded while the rest is still being read. A copy of what a file was changed to has the size of that file now.
        let sizes: BTreeSet<u64> =
            before.values().map(|o| o.stat.size).chain(touched.iter().map(|f| f.stat.size)).collect();
        let (mut rest, plain): (Vec<Found>, Vec<Found>) =
            fresh.into_iter().partition(|found| sizes.contains(&found.stat.size));
        let known: Vec<Known> = gone.iter().filter_map(|(name, _)| before.get(name).map(known)).collect();
        let mut hashes = reconcile::moved_unread(&known, &rest);
        hashes.retain(|path, _| !due.contains(path));
        rest.extend(touched);
        let told = Told::new(self.task, plain.len() + rest.len() - hashes.len(), plain.iter().chain(&rest));
        self.stream(plain, &told)?;
        if !self.done.stopped {
            self.read_all(&rest, &mut hashes, &told);
        }
        if self.done.stopped {
            return Ok(self.entries);
        }
        rest.extend(back);
        let missed = gone.into_iter().filter(|(_, present)| *present).map(|(name, _)| name).collect();
        self.settle(rest, &hashes, &before, missed)?;
        if thorough {
            self.look_at_all()?;
        }
        self.part()?;
        Ok(self.entries)
    }

    /// Reads and records files at names without a row, none of which may hold what another holds or held. `None`, with
    /// nothing recorded, where one does or cannot be read: that is for a reading of the whole folder. `last` = what is noted of
    /// reading the folder then, in the same transaction as the files; its record is as it was before.
    pub fn arrivals(&mut self, files: Vec<Found>, last: local::Reading) -> Result<Option<()>> {
        let mut hashes = BTreeMap::new();
        for found in &files {
            match hash::fingerprint_in(self.walk.folder, &found.path, &|| self.task.is_stopped()) {
                Reading::Whole(whole) if whole.stat == found.stat => {
                    let seen = local::observations_of(
                        &self.workspace.local,
                        self.book,
                        Hash::from_bytes(whole.sha256),
                    )?;
                    if !seen.is_empty() || hashes.values().any(|other| *other == whole.sha256) {
                        return Ok(None);
                    }
                    hashes.insert(found.path.clone(), whole.sha256);
                    self.remember(&found.path, whole.begun);
                }
                Reading::Whole(_)
                | Reading::Moving
                | Reading::Gone
                | Reading::Stopped
                | Reading::Failed(_) => return Ok(None),
            }
        }
        self.last = Some(last);
        self.settle(files, &hashes, &BTreeMap::new(), Vec::new())?;
        // What has just come may be the earlier bytes of a file that was changed.
        self.part()?;
        Ok(Some(()))
    }

    /// The rows at these names.
    fn before<'n>(
        &self,
        names: impl Iterator<Item = &'n FileName>,
    ) -> Result<BTreeMap<FileName, Observation>> {
        let mut before = BTreeMap::new();
        for name in names {
            if let Some(seen) = local::observation_at(&self.workspace.local, self.book, name)? {
                before.insert(name.clone(), seen);
            }
        }
        Ok(before)
    }

    /// Reads files that cannot have moved, and records them by the hundreds as they are read.
    fn stream(&mut self, mut files: Vec<Found>, told: &Told<'_>) -> Result<()> {
        files.retain(|found| !self.walk.warm.contains(&found.path));
        let (mut batch, mut hashes) = (Vec::new(), BTreeMap::new());
        let (mut begun, mut failed) = (Instant::now(), Ok(()));
        hash::fingerprint_each(
            self.walk.folder,
            &files,
            self.task,
            &|bytes| told.bytes(bytes),
            &mut |at, reading| {
                told.file();
                if let Some(sha256) = self.content(&files[at], reading) {
                    hashes.insert(files[at].path.clone(), sha256);
                    batch.push(files[at].clone());
                }
                if batch.len() < DEED_LIMIT && begun.elapsed() < DEED_REST {
                    return ControlFlow::Continue(());
                }
                failed = self.settle(std::mem::take(&mut batch), &hashes, &BTreeMap::new(), Vec::new());
                hashes.clear();
                begun = Instant::now();
                if failed.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            },
        );
        failed?;
        self.settle(batch, &hashes, &BTreeMap::new(), Vec::new())
    }

    /// Reads files among which some may have moved, changed or been replaced: they are judged together.
    fn read_all(&mut self, files: &[Found], hashes: &mut BTreeMap<FileName, [u8; 32]>, told: &Told<'_>) {
        let wanted: Vec<&Found> = files
            .iter()
            .filter(|found| !hashes.contains_key(&found.path) && !self.walk.warm.contains(&found.path))
            .collect();
        hash::fingerprint_each(
            self.walk.folder,
            &wanted,
            self.task,
            &|bytes| told.bytes(bytes),
            &mut |at, reading| {
                told.file();
                if let Some(sha256) = self.content(wanted[at], reading) {
                    hashes.insert(wanted[at].path.clone(), sha256);
                }
                ControlFlow::Continue(())
            },
        );
    }

    /// The machine's time in nanoseconds since 1970.
    fn now(&self) -> i64 {
        self.workspace.clock.now().at.saturating_mul(1_000_000)
    }

    /// Keeps in mind when reading a file began: it may be noted only seconds later, with hundreds of others.
    fn remember(&mut self, path: &FileName, begun: Instant) {
        let ago = i64::try_from(begun.elapsed().as_nanos()).unwrap_or(i64::MAX);
        self.read_at.insert(path.clone(), self.now().saturating_sub(ago));
    }

    /// The content of a file, or a note of why there is none.
    fn content(&mut self, found: &Found, reading: Reading) -> Option<[u8; 32]> {
        let shown = || found.path.shown();
        match reading {
            // What was read is what the walk saw, or it changed in between. Where files have no number a listing may lag behind
            // for as long as it likes; what was read lay under its name and behind no link, and the next walk compares again.
            Reading::Whole(whole) if whole.stat.unchanged_since(&found.stat) || whole.stat.inode == 0 => {
                self.remember(&found.path, whole.begun);
                return Some(whole.sha256);
            }
            Reading::Whole(_) | Reading::Moving => {
                self.done.again = true;
                self.done.unread.push(format!("{}: being written, read again soon", shown()));
            }
            Reading::Failed(error) => self.done.unread.push(format!("{}: {error}", shown())),
            Reading::Gone => self.done.again = true,
            Reading::Stopped => self.done.stopped = true,
        }
        None
    }

    /// Judges files whose content is known, together with what is on record for them; takes in and notes.
    fn settle(
        &mut self,
        found: Vec<Found>,
        hashes: &BTreeMap<FileName, [u8; 32]>,
        before: &BTreeMap<FileName, Observation>,
        missed: Vec<FileName>,
    ) -> Result<()> {
        if found.is_empty() && before.is_empty() {
            return Ok(());
        }
        let Walked { root, ignored, refused, .. } = self.walk.walked;
        let mut listing = Listing { root: root.clone(), found, ignored: Vec::new(), refused: Vec::new() };
        // Only what is on record can be hidden.
        if !before.is_empty() {
            (listing.ignored, listing.refused) = (ignored.clone(), refused.clone());
        }
        // What was read of a folder that is not the learner's any more is nobody's.
        if local::folder(&self.workspace.local, self.book)?.as_deref() != Some(self.walk.folder) {
            self.done.stopped = true;
            return Ok(());
        }
        let mut rows: Vec<Known> = before.values().map(known).collect();
        self.with_same_content(hashes, before, &mut rows, &mut listing.found)?;
        let findings = reconcile::reconcile(&rows, &listing, hashes);
        let fresh = reconcile::rows_to_record(&rows, &listing, hashes);
        let notes = self.notes(&fresh, &findings, before, missed, &listing)?;
        self.done.findings.extend(findings);
        let mut rows = notes.rows.clone();
        rows.extend(self.released(before, &notes)?);
        self.record(&rows, &notes)?;
        self.note(&notes)
    }

    /// Copies of bytes that waited as the next version of an item until now, and may wait no more: see [`parted::versions`].
    fn released(&self, before: &BTreeMap<FileName, Observation>, notes: &Notes) -> Result<Vec<Observation>> {
        let mut copies = Vec::new();
        for left in before.values().filter(|seen| seen.present && seen.was.is_some()) {
            copies.extend(local::observations_of(&self.workspace.local, self.book, left.sha256)?);
        }
        if !copies.is_empty() {
            let about = notes.names();
            copies.retain(|seen| seen.present && !about.contains(&seen.path));
        }
        Ok(copies)
    }

    /// Rows of files that are as they were and hold what one of these files holds: the one is a copy of the other.
    fn with_same_content(
        &self,
        hashes: &BTreeMap<FileName, [u8; 32]>,
        before: &BTreeMap<FileName, Observation>,
        rows: &mut Vec<Known>,
        found: &mut Vec<Found>,
    ) -> Result<()> {
        let contents: BTreeSet<&[u8; 32]> = hashes.values().collect();
        for sha256 in contents {
            for seen in local::observations_of(&self.workspace.local, self.book, Hash::from_bytes(*sha256))? {
                if !before.contains_key(&seen.path) && !hashes.contains_key(&seen.path) {
                    rows.push(known(&seen));
                    found.push(Found { path: seen.path, stat: seen.stat });
                }
            }
        }
        Ok(())
    }

    /// The observations after this reading. A changed file remembers what is on record for it, also when it moves.
    fn notes(
        &mut self,
        fresh: &[Known],
        findings: &[Finding],
        before: &BTreeMap<FileName, Observation>,
        missed: Vec<FileName>,
        listing: &Listing,
    ) -> Result<Notes> {
        let mut from: BTreeMap<&FileName, &FileName> = BTreeMap::new();
        let mut changed: BTreeSet<&FileName> = BTreeSet::new();
        for finding in findings {
            match finding {
                Finding::Moved { from: was, to } => drop(from.insert(to, was)),
                Finding::Changed { path, .. } => drop(changed.insert(path)),
                Finding::Missing { .. } | Finding::New { .. } | Finding::SameContent { .. } => {}
            }
        }
        // Files that went long ago come up at every reading; where nothing else differs, the book need not be read.
        let asks = !before.is_empty() && !fresh.is_empty();
        let recorded = if asks { accepted(self.workspace.book(self.book)?) } else { BTreeSet::new() };
        let now = self.now();
        let mut notes = Notes::default();
        for row in fresh {
            let sha256 = Hash::from_bytes(row.sha256);
            let came = from.get(&row.path).and_then(|was| before.get(*was));
            let was = came.and_then(|o| o.was).or_else(|| {
                let old =
                    before.get(&row.path).filter(|o| changed.contains(&row.path) || o.sha256 == sha256)?;
                replaced(old, sha256, &recorded)
            });
            let read_at = self.read_at.remove(&row.path).unwrap_or(now);
            let (path, stat) = (row.path.clone(), settle::kept(&row.stat, read_at));
            notes.rows.push(Observation {
                path,
                stat,
                sha256,
                was: was.filter(|w| *w != sha256),
                present: true,
            });
        }
        let written: BTreeSet<&FileName> = fresh.iter().map(|row| &row.path).collect();
        // A file that came back as it was.
        let returned =
            listing.found.iter().filter_map(|found| before.get(&found.path).filter(|o| !o.present));
        for seen in returned.filter(|o| !written.contains(&o.path)) {
            notes.rows.push(Observation { present: true, ..seen.clone() });
        }
        notes.moved = from.values().filter(|was| !written.contains(*was)).map(|was| (*was).clone()).collect();
        // What cannot be seen is not missing.
        let hidden = reconcile::hidden(listing);
        notes.missed = missed.into_iter().filter(|name| !reconcile::lies_in(&hidden, name)).collect();
        Ok(notes)
    }

    /// Takes in content that no record has, at most [`DEED_LIMIT`] items a deed.
    fn record(&mut self, rows: &[Observation], notes: &Notes) -> Result<()> {
        let acts = self.wanted(rows, notes)?;
        self.done.taken_in += acts.len();
        let book = self.book;
        for chunk in acts.chunks(DEED_LIMIT) {
            let before = store::journal::length(&self.workspace.db, book)?;
            self.workspace.transact(&Author::nobody(), |deed| {
                let state = deed.state(book)?;
                let dealt = Dealt::of(state);
                // Another process may have taken it in meanwhile.
                let waits =
                    |act: &&FileTakenIn| state.files.get(&act.file).is_none() || !dealt.waits(&act.file);
                let acts: Vec<FileTakenIn> = chunk.iter().filter(waits).cloned().collect();
                for act in acts {
                    deed.record(book, act)?;
                }
                Ok(())
            })?;
            self.entries += store::journal::length(&self.workspace.db, book)? - before;
        }
        Ok(())
    }

    /// What is to be taken in, in the order of the paths. Changed bytes of an accepted item are not a new item, wherever they
    /// lie: they wait until a person accepts the new version.
    fn wanted(&mut self, rows: &[Observation], notes: &Notes) -> Result<Vec<FileTakenIn>> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let changed = self.changed_after(rows, notes)?;
        let state = self.workspace.book(self.book)?;
        let versions = match changed.as_slice() {
            [] => BTreeSet::new(),
            changed => parted::versions(changed, &accepted(state)),
        };
        let dealt = Dealt::of(state);
        let ever_stated: BTreeSet<Hash> =
            state.evidence.iter().flat_map(|row| row.files.iter().copied()).collect();
        // Known and on the list, known as an item, or once known as the version of one: nothing to take in. A file whose
        // place another took and that is back is taken in again.
        let is_known = |file: &Hash| {
            state.files.get(file).is_some() && (dealt.waits(file) || ever_stated.contains(file))
        };
        let waits =
            |seen: &&Observation| seen.present && !is_known(&seen.sha256) && !versions.contains(&seen.sha256);
        let mut wanted: BTreeMap<Hash, &Observation> = BTreeMap::new();
        for seen in rows.iter().filter(waits) {
            let first = wanted.entry(seen.sha256).or_insert(seen);
            if seen.path < first.path {
                *first = seen;
            }
        }
        let mut acts = Vec::with_capacity(wanted.len());
        for (file, seen) in wanted {
            // Bytes that still lie elsewhere in the folder are not replaced.
            let replaces = match seen.was {
                Some(was) if !self.still_lies(was, notes)? => Some(was),
                Some(_) | None => None,
            };
            let size = i64::try_from(seen.stat.size).unwrap_or(i64::MAX);
            acts.push(FileTakenIn { file, size, path: seen.path.clone(), replaces });
        }
        acts.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(acts)
    }

    /// Every file that took the place of earlier bytes, as will be noted once these rows are written.
    fn changed_after(&self, rows: &[Observation], notes: &Notes) -> Result<Vec<Observation>> {
        let mut all = local::changed(&self.workspace.local, self.book)?;
        if !all.is_empty() {
            let written: BTreeSet<&FileName> =
                rows.iter().map(|row| &row.path).chain(&notes.moved).chain(&notes.missed).collect();
            all.retain(|seen| !written.contains(&seen.path));
        }
        all.extend(rows.iter().filter(|row| row.was.is_some()).cloned());
        Ok(all)
    }

    fn still_lies(&self, sha256: Hash, notes: &Notes) -> Result<bool> {
        if notes.rows.iter().any(|row| row.sha256 == sha256) {
            return Ok(true);
        }
        let elsewhere = |seen: &Observation| seen.present && !notes.are_about(&seen.path);
        Ok(local::observations_of(&self.workspace.local, self.book, sha256)?.iter().any(elsewhere))
    }

    /// Takes in what lies in the folder and is not on the record, though nothing in the folder has changed.
    fn look_at_all(&mut self) -> Result<()> {
        let mut rows = Vec::new();
        local::each_observation(&self.workspace.local, self.book, &mut |seen| {
            if seen.present {
                rows.push(seen);
            }
        })?;
        self.record(&rows, &Notes::default())
    }

    /// Takes in changed files that stand for no item: see [`parted`].
    fn part(&mut self) -> Result<()> {
        let changed = local::changed(&self.workspace.local, self.book)?;
        if changed.is_empty() {
            return Ok(());
        }
        let mut lies = BTreeSet::new();
        for was in changed.iter().filter_map(|seen| seen.was) {
            if self.still_lies(was, &Notes::default())? {
                lies.insert(was);
            }
        }
        let mut homes = BTreeMap::new();
        // The book is read only where it has a say.
        if parted::are_rivals(&changed) {
            let state = self.workspace.book(self.book)?;
            let files = changed.iter().filter_map(|seen| state.files.get(&seen.was?));
            homes.extend(files.map(|file| (file.file, file.path.clone())));
        }
        let rows = parted::of_their_own(&changed, &lies, &homes);
        if rows.is_empty() {
            return Ok(());
        }
        let notes = Notes::default();
        self.record(&rows, &notes)?;
        self.note(&Notes { rows, ..notes })
    }

    /// Notes it in one transaction, after what it says is on record.
    fn note(&self, notes: &Notes) -> Result<()> {
        let tx = self.workspace.local.unchecked_transaction()?;
        for name in &notes.missed {
            local::miss(&tx, self.book, name)?;
        }
        for name in &notes.moved {
            local::forget(&tx, self.book, name)?;
        }
        for row in &notes.rows {
            local::observe(&tx, self.book, row)?;
        }
        if let Some(last) = &self.last {
            let record = folder::later(&last.record, self.entries);
            local::note_reading(&tx, self.book, &local::Reading { record, ..last.clone() })?;
        }
        tx.commit()?;
        Ok(())
    }
}

/// What a changed file is to be compared with: what an item is recorded with stays that, however often the file changes.
fn replaced(old: &Observation, now: Hash, recorded: &BTreeSet<Hash>) -> Option<Hash> {
    match (old.sha256 == now, old.was) {
        (true, was) => was,
        (false, Some(was)) if recorded.contains(&was) => Some(was),
        (false, _) => Some(old.sha256),
    }
}

fn known(seen: &Observation) -> Known {
    Known { path: seen.path.clone(), sha256: *seen.sha256.bytes(), stat: seen.stat }
}

/// Files of items that somebody has accepted. What was set aside is not among them: the blank form that was put away is
/// evidence once the learner has filled it in, and comes as a new file.
fn accepted(state: &BookState) -> BTreeSet<Hash> {
    item::items(state).values().filter(|i| i.number.is_some()).flat_map(|i| i.files.clone()).collect()
}

/// Tells how far a reading is, now and then.
struct Told<'a> {
    task: &'a Task,
    of: u64,
    of_bytes: u64,
    files: AtomicU64,
    bytes: AtomicU64,
    begun: Instant,
    last: AtomicU64,
}

impl<'a> Told<'a> {
    fn new<'f>(task: &'a Task, of: usize, files: impl Iterator<Item = &'f Found>) -> Self {
        let of_bytes = files.map(|found| found.stat.size).sum();
        let (files, bytes, last) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
        Self { task, of: of as u64, of_bytes, files, bytes, begun: Instant::now(), last }
    }

    fn file(&self) {
        let done = self.files.fetch_add(1, Ordering::Relaxed) + 1;
        self.now_and_then(done == self.of);
    }

    fn bytes(&self, more: u64) {
        self.bytes.fetch_add(more, Ordering::Relaxed);
        self.now_and_then(false);
    }

    fn now_and_then(&self, at_once: bool) {
        let now = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let last = self.last.load(Ordering::Relaxed);
        if !at_once && now.saturating_sub(last) < TELL.as_millis() as u64 {
            return;
        }
        self.last.store(now, Ordering::Relaxed);
        self.task.tell(Progress {
            met: 0,
            files: self.files.load(Ordering::Relaxed),
            of: self.of,
            bytes: self.bytes.load(Ordering::Relaxed),
            of_bytes: self.of_bytes,
        });
    }
}
