//! Who this installation is. The random id is kept outside the centre file's folder, so that a copied, restored or
//! moved centre file is noticed: it then continues on new chains and never appends to the old ones.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::disk;
use crate::error::Result;
use crate::journal::id::{Hash, Id};

/// Variable that moves the program's own folder, for tests and support.
pub const HOME: &str = "PORTFOLIO_MAPPER_HOME";

/// The program's own folder on this machine: installation records and the default centre file.
#[must_use]
pub fn home() -> PathBuf {
    std::env::var_os(HOME)
        .map(PathBuf::from)
        // The local folder of a Windows account: its roaming one is carried to other computers, and a record of this
        // installation that is on two of them tells nothing.
        .or_else(|| dirs::data_local_dir().map(|d| d.join("portfolio-mapper")))
        .unwrap_or_else(|| PathBuf::from("portfolio-mapper"))
}

/// What stands outside the centre file about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    installation: Id,
    /// Number of the database file: a copy has another. The number of its device is no help: it may differ after every start of
    /// the machine.
    inode: u64,
    /// When it began, in milliseconds since 1970.
    #[serde(default)]
    began: i64,
    /// The last entries of this installation in the centre's book when last written. A backup from before an erasure lacks them,
    /// whatever its count.
    #[serde(default)]
    heads: BTreeSet<Hash>,
    /// Entries of this installation when last written. A restored backup has fewer.
    entries: i64,
    /// How often entries were erased: counts from before the last time are too high.
    #[serde(default)]
    erasures: u64,
}

/// This installation, for one centre file.
#[derive(Debug)]
pub struct Installation {
    record: Record,
    path: PathBuf,
    /// Whether the count has changed and is not yet written.
    unwritten: bool,
}

impl Drop for Installation {
    fn drop(&mut self) {
        self.settle();
    }
}

impl Installation {
    /// Finds this installation's id for the centre file, or makes a new one where the file is another than before.
    /// `own_entries` counts the entries that an installation has in it, `holds` says whether an entry is in it.
    pub fn find(
        folder: &Path,
        database: &Path,
        own_entries: &dyn Fn(Id) -> Result<i64>,
        holds: &dyn Fn(Hash) -> Result<bool>,
    ) -> Result<Self> {
        let place = disk::resolved(folder)?;
        let name = Hash::of(place.as_os_str().as_encoded_bytes());
        let records = home().join("installations");
        disk::create_private_folder(&records)?;
        let path = records.join(format!("{name}.json"));
        let (_, stat) = disk::stat(database)?;
        let known = read(&path);
        if let Some(record) = known.filter(|r| r.inode == stat.inode) {
            let here = own_entries(record.installation)?;
            let mut whole = here >= record.entries;
            for head in &record.heads {
                whole = whole && holds(*head)?;
            }
            if whole {
                return Ok(Self { record: Record { entries: here, ..record }, path, unwritten: false });
            }
        }
        let fresh = Record {
            installation: Id::random()?,
            inode: stat.inode,
            began: Clock::Machine.now().at,
            heads: BTreeSet::new(),
            entries: 0,
            erasures: 0,
        };
        let installation = Self { record: fresh, path, unwritten: false };
        installation.write()?;
        Ok(installation)
    }

    /// When it began, in milliseconds since 1970.
    #[must_use]
    pub const fn began(&self) -> i64 {
        self.record.began
    }

    /// The id.
    #[must_use]
    pub const fn id(&self) -> Id {
        self.record.installation
    }

    /// Notes how many entries this installation has in the centre file now. Several programs note side by side, so the
    /// highest count stays. Behind after a crash, never ahead: called after the commit.
    /// `heads` = its last entries in the centre's book now.
    pub fn note(&mut self, own_now: i64, heads: BTreeSet<Hash>) {
        self.note_soon(own_now);
        self.write_noted(Some(heads));
    }

    /// The same, written when there is time: the caller promises to [`settle`](Self::settle), which dropping does too.
    pub fn note_soon(&mut self, own_now: i64) {
        self.record.entries = own_now.max(self.record.entries);
        self.unwritten = true;
    }

    /// Writes what was noted and is not yet written.
    pub fn settle(&mut self) {
        if self.unwritten {
            self.write_noted(None);
        }
    }

    fn write_noted(&mut self, heads: Option<BTreeSet<Hash>>) {
        self.unwritten = false;
        if let Some(beside) = self.beside() {
            // Another program may have noted later ones meanwhile.
            self.record.heads = beside.heads;
            // What was counted here before another program erased would make the centre file look like an old copy.
            let counted = if beside.erasures > self.record.erasures { 0 } else { self.record.entries };
            self.record.entries = beside.entries.max(counted);
            self.record.erasures = beside.erasures.max(self.record.erasures);
        }
        self.record.heads = heads.unwrap_or_else(|| std::mem::take(&mut self.record.heads));
        // A lost note only weakens the check for a restored backup; it must not fail a deed that is committed.
        let _ = disk::overwrite_unsynced(&self.path, &serde_json::to_vec(&self.record).unwrap_or_default());
    }

    /// Notes a lower count: entries were erased. `heads` = its last entries in the centre's book, where that is written.
    pub fn count_anew(&mut self, own_now: i64, heads: BTreeSet<Hash>) {
        self.unwritten = false;
        self.record.heads = heads;
        self.record.entries = own_now;
        self.record.erasures =
            self.beside().map_or(0, |beside| beside.erasures).max(self.record.erasures) + 1;
        let _ = disk::overwrite_unsynced(&self.path, &serde_json::to_vec(&self.record).unwrap_or_default());
    }

    /// The record as another program may have left it.
    fn beside(&self) -> Option<Record> {
        read(&self.path).filter(|record| record.installation == self.record.installation)
    }

    fn write(&self) -> Result<()> {
        Ok(disk::write_whole(&self.path, &serde_json::to_vec(&self.record)?)?)
    }
}

fn read(path: &Path) -> Option<Record> {
    serde_json::from_slice(&disk::read_small(path, 64 << 10).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_from_before_an_erasure_is_not_written_after_it() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("record.json");
        let record = Record {
            installation: Id::random().unwrap(),
            inode: 1,
            began: 0,
            heads: BTreeSet::new(),
            entries: 0,
            erasures: 0,
        };
        let after_the_erasure = BTreeSet::from([Hash::of(b"erased")]);
        let of = || Installation { record: record.clone(), path: path.clone(), unwritten: false };
        let (mut watcher, mut window) = (of(), of());
        let written = || read(&path).unwrap().entries;
        watcher.note(5_000, BTreeSet::new());
        window.count_anew(1_000, after_the_erasure.clone());
        watcher.note_soon(5_000);
        watcher.settle();
        assert_eq!(written(), 1_000);
        assert_eq!(read(&path).unwrap().heads, after_the_erasure, "what the window noted stays");
        watcher.note(1_001, after_the_erasure.clone());
        window.note(1_002, after_the_erasure);
        drop(watcher);
        assert_eq!(written(), 1_002);
    }
}
