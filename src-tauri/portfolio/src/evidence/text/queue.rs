//! Files whose text is still to be read: worked out from the folders as last read, the newest first. Nothing is kept of the
//! queue itself, so it survives whatever happens to the program. A file is read once for all learners, and only where its
//! bytes are still those on record. Evidence is only ever read.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::Result;
use crate::evidence::judged;
use crate::evidence::text::kind::{self, Kind};
use crate::evidence::text::passage::Outcome;
use crate::evidence::text::read::{MOST_BYTES, none_of, too_large};
use crate::evidence::whereabouts::Whereabouts;
use crate::extract::texts::TextReader;
use crate::journal::id::{Hash, Id};
use crate::portfolio::Workspace;
use crate::store::{self, local};

/// Texts that are committed together.
const TOGETHER: usize = 16;
/// Bytes of a file's beginning by which media are told.
const HEAD: u64 = 512;

/// A file that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its content, as on record.
    pub file: Hash,
    /// Where the bytes lie.
    pub lies: Whereabouts,
    /// Its name, by the ending of which a text may be more than a text. Of a kept copy the one that is on record.
    pub name: String,
    /// Nanoseconds since 1970.
    pub modified: i64,
}

/// Files that wait, the newest first. Brings up to date whose files there are; the texts of those that nobody has any more
/// are forgotten.
pub fn waiting(workspace: &mut Workspace) -> Result<Vec<Waiting>> {
    let mut owners: BTreeMap<Hash, BTreeSet<Id>> = BTreeMap::new();
    let mut places: BTreeMap<Hash, Waiting> = BTreeMap::new();
    for (book, folder) in local::bindings(&workspace.local)? {
        let folder: Arc<Path> = folder.into();
        for seen in local::observations(&workspace.local, book)? {
            for file in std::iter::once(seen.sha256).chain(seen.was) {
                owners.entry(file).or_default().insert(book);
            }
            if !seen.present {
                continue;
            }
            let (file, name, modified) = (seen.sha256, seen.path.last().to_owned(), seen.stat.modified_ns);
            let folder = Arc::clone(&folder);
            let lies = Whereabouts::InFolder { folder, name: seen.path, noted: seen.stat };
            let there = Waiting { file, lies, name, modified };
            let older = places.get(&file).is_none_or(|other| other.modified < there.modified);
            if older {
                places.insert(file, there);
            }
        }
    }
    kept_copies(workspace, &mut owners, &mut places)?;
    let texts = workspace.texts()?;
    // Earlier bytes that are nowhere any more and were never read wait for nothing.
    let stored = texts.stored()?;
    owners.retain(|file, _| places.contains_key(file) || stored.contains(file));
    if texts.settle(&owners)? > 0 {
        // Where somebody reads the log it is emptied another time; an erasure asks whether it was.
        let _emptied = texts.scrub()?;
    }
    let known = texts.known()?;
    let mut list: Vec<Waiting> = places.into_values().filter(|one| !known.contains(&one.file)).collect();
    for copy in list.iter_mut().filter(|one| one.lies.is_kept()) {
        let path = store::journal::path_of_file(&workspace.db, copy.file)?.unwrap_or_default();
        copy.name = path.rsplit('/').next().unwrap_or_default().to_owned();
    }
    list.sort_by(|a, b| b.modified.cmp(&a.modified).then_with(|| a.lies.path().cmp(&b.lies.path())));
    Ok(list)
}

/// Versions that decisions relied on are kept beside the centre file, and can be read where the folder has them no more.
fn kept_copies(
    workspace: &mut Workspace,
    owners: &mut BTreeMap<Hash, BTreeSet<Id>>,
    places: &mut BTreeMap<Hash, Waiting>,
) -> Result<()> {
    for file in judged::all(workspace) {
        if places.contains_key(&file) {
            continue;
        }
        if let Entry::Vacant(unknown) = owners.entry(file) {
            unknown.insert(store::journal::books_of_file(&workspace.db, file)?);
        }
        let path = workspace.folder().join(judged::JUDGED).join(file.to_string());
        let lies = Whereabouts::Kept(path);
        places.insert(file, Waiting { file, lies, name: String::new(), modified: 0 });
    }
    Ok(())
}

/// What came of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    /// Files read, with or without text.
    pub read: usize,
    /// Files passed over: they have changed, or cannot be reached now. They wait for the next reading of their folder.
    pub passed_over: Vec<Hash>,
}

/// Reads the files of a list until it is empty or `stop` is set; `tell` hears after each file how many have been done. What
/// is read is committed a few at a time: a crash loses those, and they wait again.
pub fn run(
    workspace: &mut Workspace,
    list: &[Waiting],
    reader: &mut TextReader,
    stop: &AtomicBool,
    tell: &mut dyn FnMut(usize),
) -> Result<Done> {
    let mut done = Done::default();
    let mut read: Vec<(Hash, Outcome)> = Vec::new();
    let mut bytes = 0;
    for (number, one) in list.iter().enumerate() {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        match read_one(one, reader, stop)? {
            Some(outcome) => {
                bytes += outcome.as_ref().map_or(0, |text| text.passages.iter().map(|p| p.text.len()).sum());
                read.push((one.file, outcome));
                done.read += 1;
            }
            None => done.passed_over.push(one.file),
        }
        if read.len() >= TOGETHER || bytes > MOST_BYTES / 8 {
            workspace.texts()?.put_owned(&read)?;
            read.clear();
            bytes = 0;
        }
        tell(number + 1);
    }
    workspace.texts()?.put_owned(&read)?;
    Ok(done)
}

/// Reads one file. Nothing where its bytes are not those on record, where it cannot be opened without waiting for a network
/// or a cloud, or where it was to stop.
pub fn read_one(one: &Waiting, reader: &mut TextReader, stop: &AtomicBool) -> Result<Option<Outcome>> {
    let Ok(mut opened) = one.lies.open() else { return Ok(None) };
    let size = opened.stat.size;
    let Ok(head) = opened.bytes(0, size.min(HEAD)) else { return Ok(None) };
    let told = kind::by_start(&head).filter(|kind| matches!(kind, Kind::Media(_) | Kind::Other(_)));
    if told.is_some() || size > MOST_BYTES as u64 {
        // Not hashed: what was opened is what was noted when it was, and still is.
        let unchanged = opened.stat_again().is_ok_and(|now| now == opened.stat);
        let none = told.map_or_else(too_large, none_of);
        return Ok(unchanged.then_some(Err(none)));
    }
    let Ok(bytes) = opened.whole(MOST_BYTES) else { return Ok(None) };
    if Hash::of(&bytes) != one.file {
        return Ok(None);
    }
    reader.read(&bytes, &one.name, stop)
}
