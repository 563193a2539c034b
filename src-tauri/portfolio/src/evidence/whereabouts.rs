//! Where the bytes of a file on record can be had now, and the one way to them: our own kept copy, or the file in the learner's
//! folder where it is still the one that was read. Refuses to hand out anything else that lies under its name since: a link, a
//! pipe, another file, a file of which the content is only in a cloud.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::disk::{self, DiskError, Opened, Stat};
use crate::error::{Refusal, Result};
use crate::evidence::judged;
use crate::evidence::name::FileName;
use crate::evidence::settle;
use crate::journal::id::{Hash, Id};
use crate::portfolio::Workspace;
use crate::store::local;

/// One place where bytes on record lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whereabouts {
    /// Our own read-only copy, named by what it holds.
    Kept(PathBuf),
    /// A file of a learner's folder.
    InFolder {
        /// The learner's folder on this machine.
        folder: Arc<Path>,
        /// The file in it.
        name: FileName,
        /// What was noted of it when it was read.
        noted: Stat,
    },
}

/// Why bytes on record cannot be had at a place.
#[derive(Debug)]
pub enum NotHad {
    /// Something else lies there now, or it is being written.
    Changed,
    /// It cannot be opened: not there, a link, only in a cloud, not allowed.
    Disk(DiskError),
}

impl Whereabouts {
    /// Every place where a file's bytes may be had, the kept copy first. None = neither copy nor file is known of here.
    pub fn of(workspace: &Workspace, book: Id, file: Hash) -> Result<Vec<Self>> {
        let mut all: Vec<Self> = judged::copy_of(workspace, file).map(Self::Kept).into_iter().collect();
        all.extend(Self::in_folder(workspace, book, file)?);
        Ok(all)
    }

    /// The same without the kept copy.
    pub fn in_folder(workspace: &Workspace, book: Id, file: Hash) -> Result<Vec<Self>> {
        let Some(folder) = local::folder(&workspace.local, book)? else { return Ok(Vec::new()) };
        let folder: Arc<Path> = folder.into();
        let seen = local::observations_of(&workspace.local, book, file)?;
        let here = seen.into_iter().filter(|seen| seen.present);
        Ok(here
            .map(|seen| Self::InFolder { folder: Arc::clone(&folder), name: seen.path, noted: seen.stat })
            .collect())
    }

    /// Whether it is our own copy.
    #[must_use]
    pub const fn is_kept(&self) -> bool {
        matches!(self, Self::Kept(_))
    }

    /// Whether it is in the folder under this name.
    #[must_use]
    pub fn is_at(&self, path: &FileName) -> bool {
        matches!(self, Self::InFolder { name, .. } if name == path)
    }

    /// Where that is; none where this platform cannot spell the name.
    #[must_use]
    pub fn path(&self) -> Option<PathBuf> {
        match self {
            Self::Kept(path) => Some(path.clone()),
            Self::InFolder { folder, name, .. } => name.under(folder),
        }
    }

    /// Opens it: of a folder only what has not been touched since it was read.
    pub fn open(&self) -> Result<Opened, NotHad> {
        let (opened, noted) = match self {
            Self::Kept(path) => return disk::open_evidence(path).map_err(NotHad::Disk),
            Self::InFolder { folder, name, noted } => (open_in(folder, name), noted),
        };
        let opened = opened.map_err(NotHad::of)?;
        if settle::is_as_noted(&opened.stat, noted) { Ok(opened) } else { Err(NotHad::Changed) }
    }

    /// Opens it whatever it holds now, for whoever looks at every byte.
    pub fn open_unread(&self) -> Result<Opened, DiskError> {
        match self {
            Self::Kept(path) => disk::open_evidence(path),
            Self::InFolder { folder, name, .. } => open_in(folder, name),
        }
    }
}

impl NotHad {
    /// What was read there is not there any more, or something keeps us from opening it.
    fn of(error: DiskError) -> Self {
        if error.is_missing() { Self::Changed } else { Self::Disk(error) }
    }

    /// As a refusal that names the file and the way out.
    #[must_use]
    pub fn refusal(self, file: &str) -> Refusal {
        let why = match self {
            Self::Changed => "it was changed, moved or replaced since its folder was last read".to_owned(),
            Self::Disk(error) => error.source.to_string(),
        };
        Refusal::EvidenceNotAsRead { file: file.to_owned(), why }
    }
}

fn open_in(folder: &Path, name: &FileName) -> Result<Opened, DiskError> {
    // A name that this platform cannot spell leads to nothing here.
    disk::open_evidence_in(folder, &name.under(Path::new("")).unwrap_or_default())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;
    use std::time::{Duration, SystemTime};

    use super::*;

    struct Case {
        dir: tempfile::TempDir,
        lies: Whereabouts,
    }

    impl Case {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            fs::create_dir_all(dir.path().join("in/sub")).unwrap();
            fs::write(dir.path().join("in/sub/a.txt"), "as read").unwrap();
            let noted = disk::stat(&dir.path().join("in/sub/a.txt")).unwrap().1;
            let folder: Arc<Path> = dir.path().join("in").into();
            let lies = Whereabouts::InFolder { folder, name: FileName::new("sub/a.txt").unwrap(), noted };
            Self { dir, lies }
        }

        fn at(&self, name: &str) -> PathBuf {
            self.dir.path().join(name)
        }
    }

    #[test]
    fn only_what_was_read_is_opened() {
        let case = Case::new();
        assert_eq!(case.lies.open().unwrap().whole(100).unwrap(), b"as read");
        assert_eq!(case.lies.path().unwrap(), case.at("in/sub/a.txt"));
    }

    type Deed = fn(&Case);

    #[test]
    fn whatever_took_its_place_is_not_opened() {
        let deeds: [(&str, Deed); 7] = [
            ("gone", |case| fs::remove_file(case.at("in/sub/a.txt")).unwrap()),
            ("written over", |case| fs::write(case.at("in/sub/a.txt"), "another, longer").unwrap()),
            ("replaced by one of the same size and time", |case| {
                let time = fs::metadata(case.at("in/sub/a.txt")).unwrap().modified().unwrap();
                fs::write(case.at("new"), "as reaD").unwrap();
                fs::File::options().write(true).open(case.at("new")).unwrap().set_modified(time).unwrap();
                fs::rename(case.at("new"), case.at("in/sub/a.txt")).unwrap();
            }),
            ("touched", |case| {
                let file = fs::File::options().write(true).open(case.at("in/sub/a.txt")).unwrap();
                file.set_modified(SystemTime::now() - Duration::from_secs(9)).unwrap();
            }),
            ("a link to the very file", |case| {
                fs::rename(case.at("in/sub/a.txt"), case.at("away")).unwrap();
                symlink(case.at("away"), case.at("in/sub/a.txt")).unwrap();
            }),
            ("a pipe, which must not wait for a writer", |case| {
                fs::remove_file(case.at("in/sub/a.txt")).unwrap();
                let made = std::process::Command::new("mkfifo").arg(case.at("in/sub/a.txt")).status();
                assert!(made.unwrap().success());
            }),
            ("a link for its folder, which leads to the very file", |case| {
                fs::rename(case.at("in/sub"), case.at("elsewhere")).unwrap();
                symlink(case.at("elsewhere"), case.at("in/sub")).unwrap();
            }),
        ];
        for (what, deed) in deeds {
            let case = Case::new();
            deed(&case);
            let refusal = case.lies.open().err().unwrap_or_else(|| panic!("{what}")).refusal("a.txt");
            assert_eq!(refusal.code(), "evidenceNotAsRead", "{what}");
        }
    }

    /// What was noted within the tick of the clock in which it was written has no time to compare by.
    #[test]
    fn a_file_read_as_soon_as_it_was_written_is_opened_by_what_else_is_known_of_it() {
        let case = Case::new();
        let Whereabouts::InFolder { folder, name, noted } = case.lies.clone() else { panic!() };
        let noted = settle::kept(&noted, noted.changed_ns);
        let lies = Whereabouts::InFolder { folder, name, noted };
        assert!(lies.open().is_ok());
        fs::write(case.at("in/sub/a.txt"), "another").unwrap();
        assert!(lies.open().is_err());
    }
}
