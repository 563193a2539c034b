//! Listing a folder on Linux: each name is looked at relative to the open folder. The standard library goes the whole way to each,
//! and keeps the folder alive for it.
//! Refuses to follow links, and to know what a name means.

use std::ffi::{CStr, CString, OsString};
use std::io;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;

use rustix::fd::OwnedFd;
use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, RawDir, openat, statat};

use super::{DiskError, Entry, Kind, Stat, doing};

/// Bytes of names that the kernel hands on at a time.
const BUFFER: usize = 64 * 1024;

/// The entries of `folder` in no order. They are looked at in the order of their numbers, in which a file system keeps what it
/// says of them: from a disk that is one sweep, and in memory one neighbour after the other.
pub fn list(folder: &Path) -> Result<Vec<Entry>, DiskError> {
    let failed = |error: rustix::io::Errno| doing("list the folder", folder)(error.into());
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let open = openat(CWD, folder, flags, Mode::empty()).map_err(failed)?;
    let mut buffer = Vec::with_capacity(BUFFER);
    let mut listing = RawDir::new(&open, buffer.spare_capacity_mut());
    let mut names: Vec<(u64, CString)> = Vec::new();
    while let Some(name) = listing.next() {
        let name = name.map_err(failed)?;
        if !matches!(name.file_name().to_bytes(), b"." | b"..") {
            names.push((name.ino(), name.file_name().to_owned()));
        }
    }
    names.sort_unstable_by_key(|(number, _)| *number);
    let entry = |(_, name): (u64, CString)| {
        let looked = look(&open, &name);
        let name = OsString::from_vec(name.into_bytes());
        Entry { looked: looked.map_err(|source| doing("look at", &folder.join(&name))(source)), name }
    };
    Ok(names.into_iter().map(entry).collect())
}

fn look(folder: &OwnedFd, name: &CStr) -> io::Result<(Kind, Stat)> {
    let stat = statat(folder, name, AtFlags::SYMLINK_NOFOLLOW)?;
    let kind = match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Folder,
        FileType::Symlink => Kind::Symlink,
        FileType::Fifo => Kind::Fifo,
        FileType::Socket => Kind::Socket,
        FileType::CharacterDevice | FileType::BlockDevice | FileType::Unknown => Kind::Device,
    };
    let nanoseconds = |seconds: i64, rest: u64| {
        seconds.saturating_mul(1_000_000_000).saturating_add(i64::try_from(rest).unwrap_or(0))
    };
    let stat = Stat {
        size: u64::try_from(stat.st_size).unwrap_or(0),
        modified_ns: nanoseconds(stat.st_mtime, stat.st_mtime_nsec),
        changed_ns: nanoseconds(stat.st_ctime, stat.st_ctime_nsec),
        inode: stat.st_ino,
        device: stat.st_dev,
    };
    Ok((kind, stat))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::fs;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    use super::*;

    /// What a walk records must be what a later look at the one file says, or every file would seem changed.
    #[test]
    fn a_listing_says_of_each_name_what_looking_at_it_says() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("inner")).unwrap();
        for n in 0..3_000 {
            fs::write(
                dir.path().join(format!("a rather long name of evidence number {n}.txt")),
                n.to_string(),
            )
            .unwrap();
        }
        fs::write(dir.path().join(OsStr::from_bytes(b"not \xff unicode")), "x").unwrap();
        symlink("nowhere", dir.path().join("link")).unwrap();
        let entries = list(dir.path()).unwrap();
        assert_eq!(entries.len(), 3_003);
        for entry in entries {
            let path = dir.path().join(&entry.name);
            assert_eq!(entry.looked.unwrap(), super::super::stat(&path).unwrap(), "{path:?}");
        }
    }

    #[test]
    fn a_file_and_what_is_not_there_are_no_folders() {
        let dir = tempfile::tempdir().unwrap();
        assert!(list(&dir.path().join("gone")).unwrap_err().is_missing());
        fs::write(dir.path().join("file"), "").unwrap();
        assert!(list(&dir.path().join("file")).is_err());
    }
}
