//! Fingerprints: the SHA-256 of a file's bytes, taken only when the file held still while it was read.
//!
//! It reads with `read()` and never maps a file, never writes, and refuses to know what the bytes mean or
//! whether they are known.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::thread;

use sha2::{Digest, Sha256};

use crate::disk::{self, BUFFER, DiskError, Opened, Stat};
use crate::evidence::name::FileName;

/// What a file is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    /// The SHA-256 of all its bytes.
    pub sha256: [u8; 32],
    /// How many bytes there were.
    pub size: u64,
    /// The stat of the open file, the same before and after. Record the listing's beside the hash
    /// (`rows_to_record` does): on Windows a listing may lag behind, and the next walk compares listing with
    /// listing.
    pub stat: Stat,
}

/// How reading a file ended.
#[derive(Debug)]
pub enum Reading {
    /// It held still.
    Whole(Fingerprint),
    /// It changed, or was replaced, while it was read: start over when it has settled.
    Moving,
    /// It went away.
    Gone,
    /// Somebody asked to stop.
    Stopped,
    /// It could not be read.
    Failed(DiskError),
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files that are done, in whatever way.
    pub files: usize,
    /// Of how many.
    pub of: usize,
    /// Bytes read so far.
    pub bytes: u64,
}

/// Reads the file at `path` and says what it holds, unless `stop` is set meanwhile.
pub fn fingerprint(path: &Path, stop: &AtomicBool) -> Reading {
    fingerprint_counting(path, stop, &mut |_| {})
}

/// Reads many files of `root` with two to eight threads, and gives the readings in the order of `paths`.
/// `progress` is called from those threads, after each file and every few megabytes.
pub fn fingerprint_all(
    root: &Path,
    paths: &[FileName],
    stop: &AtomicBool,
    progress: &(dyn Fn(Progress) + Sync),
) -> Vec<Reading> {
    let (next, files, bytes) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicU64::new(0));
    let report = |files: usize| {
        progress(Progress { files, of: paths.len(), bytes: bytes.load(Ordering::Relaxed) });
    };
    let work = || {
        let mut done = Vec::new();
        while let Some((at, name)) = take(&next, paths) {
            let reading = read_one(root, name, stop, &mut |read| {
                bytes.fetch_add(read, Ordering::Relaxed);
                report(files.load(Ordering::Relaxed));
            });
            report(files.fetch_add(1, Ordering::Relaxed) + 1);
            done.push((at, reading));
        }
        done
    };
    let mut readings: Vec<Reading> = paths.iter().map(|_| Reading::Stopped).collect();
    thread::scope(|scope| {
        let threads: Vec<_> = (0..workers(paths.len())).map(|_| scope.spawn(work)).collect();
        for (at, reading) in threads.into_iter().filter_map(|thread| thread.join().ok()).flatten() {
            readings[at] = reading;
        }
    });
    readings
}

fn take<'a>(next: &AtomicUsize, paths: &'a [FileName]) -> Option<(usize, &'a FileName)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    paths.get(at).map(|name| (at, name))
}

/// Two at least, since a cold disk answers several readers faster than one; eight at most (TARGETS.md).
fn workers(files: usize) -> usize {
    thread::available_parallelism().map_or(2, usize::from).clamp(2, 8).min(files)
}

fn read_one(root: &Path, name: &FileName, stop: &AtomicBool, on_bytes: &mut dyn FnMut(u64)) -> Reading {
    match name.under(root) {
        Some(path) => fingerprint_counting(&path, stop, on_bytes),
        // A name that this platform cannot spell is not here.
        None => Reading::Gone,
    }
}

fn fingerprint_counting(path: &Path, stop: &AtomicBool, on_bytes: &mut dyn FnMut(u64)) -> Reading {
    read_still(path, stop, on_bytes)
        .unwrap_or_else(|error| if error.is_missing() { Reading::Gone } else { Reading::Failed(error) })
}

/// Stat, hash, stat again: the open file tells a write in place, the path tells a file put in its place.
fn read_still(path: &Path, stop: &AtomicBool, on_bytes: &mut dyn FnMut(u64)) -> Result<Reading, DiskError> {
    let mut opened = disk::open_evidence(path)?;
    let before = opened.stat;
    let Some((sha256, size)) = digest(&mut opened, stop, on_bytes)? else { return Ok(Reading::Stopped) };
    let still = size == before.size && opened.stat_again()? == before && disk::stat(path)?.1 == before;
    Ok(if still { Reading::Whole(Fingerprint { sha256, size, stat: before }) } else { Reading::Moving })
}

/// The hash and length of what is left to read; `None` when stopped.
fn digest(
    opened: &mut Opened,
    stop: &AtomicBool,
    on_bytes: &mut dyn FnMut(u64),
) -> Result<Option<([u8; 32], u64)>, DiskError> {
    const TELL_AFTER: u64 = 8 * 1024 * 1024;
    let mut hasher = Sha256::new();
    // A small file needs no large buffer; one byte more than its size lets the second read say that it has
    // ended.
    let room = usize::try_from(opened.stat.size).unwrap_or(BUFFER).saturating_add(1).clamp(4096, BUFFER);
    let mut buffer = vec![0; room];
    let (mut size, mut told) = (0, 0);
    loop {
        if stop.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let read = opened.read(&mut buffer)?;
        hasher.update(&buffer[..read]);
        size += read as u64;
        if read == 0 || size - told >= TELL_AFTER {
            on_bytes(size - told);
            told = size;
        }
        // A file that grows as fast as we read would never end.
        if read == 0 || size > opened.stat.size {
            return Ok(Some((hasher.finalize().into(), size)));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    static GO: AtomicBool = AtomicBool::new(false);

    fn sha(bytes: &[u8]) -> [u8; 32] {
        Sha256::digest(bytes).into()
    }

    #[test]
    fn a_still_file_has_its_sha_256_and_size() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        for size in [0, 1, 4095, 4096, BUFFER - 1, BUFFER, BUFFER + 1, 3 * BUFFER] {
            let bytes = vec![7; size];
            fs::write(&path, &bytes).unwrap();
            let reading = fingerprint(&path, &GO);
            let Reading::Whole(whole) = reading else { panic!("{size}: {reading:?}") };
            assert_eq!((whole.sha256, whole.size), (sha(&bytes), size as u64));
            assert_eq!(whole.stat, disk::stat(&path).unwrap().1);
        }
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_has_no_fingerprint() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        let other = dir.path().join("b");
        let changes: [&dyn Fn(); 4] = [
            &|| fs::write(&path, b"shorter").unwrap(),
            &|| {
                use std::io::Write;
                fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b"more").unwrap();
            },
            &|| fs::write(&path, vec![8; 9 << 20]).unwrap(),
            &|| {
                fs::write(&other, vec![7; 9 << 20]).unwrap();
                fs::rename(&other, &path).unwrap();
            },
        ];
        for (at, change) in changes.into_iter().enumerate() {
            fs::write(&path, vec![7; 9 << 20]).unwrap();
            let mut pending = Some(change);
            let reading = fingerprint_counting(&path, &GO, &mut |_| {
                if let Some(change) = pending.take() {
                    change();
                }
            });
            assert!(matches!(reading, Reading::Moving), "change {at}: {reading:?}");
        }
    }

    #[test]
    fn absent_files_stops_and_failures_are_told_apart() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        fs::write(&path, b"x").unwrap();
        assert!(matches!(fingerprint(&path, &AtomicBool::new(true)), Reading::Stopped));
        assert!(matches!(fingerprint(dir.path(), &GO), Reading::Failed(_)));
        assert!(matches!(fingerprint(&dir.path().join("b"), &GO), Reading::Gone));
        assert!(matches!(fingerprint(&path.join("c"), &GO), Reading::Gone));
    }

    #[test]
    fn many_files_are_read_in_order_and_counted() {
        let dir = tempfile::tempdir().unwrap();
        let names: Vec<FileName> = (0..50).map(|n| FileName::new(&format!("f{n}")).unwrap()).collect();
        for (n, name) in names.iter().enumerate().filter(|(n, _)| *n != 20) {
            fs::write(name.under(dir.path()).unwrap(), vec![1; n]).unwrap();
        }
        let most = AtomicU64::new(0);
        let all = AtomicUsize::new(0);
        let readings = fingerprint_all(dir.path(), &names, &GO, &|progress| {
            most.fetch_max(progress.bytes, Ordering::Relaxed);
            all.fetch_max(progress.files, Ordering::Relaxed);
        });
        for (n, reading) in readings.iter().enumerate() {
            let right = match reading {
                Reading::Whole(whole) => whole.sha256 == sha(&vec![1; n]),
                Reading::Gone => n == 20,
                Reading::Moving | Reading::Stopped | Reading::Failed(_) => false,
            };
            assert!(right, "{n}: {reading:?}");
        }
        assert_eq!(most.into_inner(), (0..50).sum::<u64>() - 20);
        assert_eq!(all.into_inner(), 50);
        let stopped = fingerprint_all(dir.path(), &names, &AtomicBool::new(true), &|_| {});
        assert!(stopped.iter().all(|reading| matches!(reading, Reading::Stopped | Reading::Gone)));
        assert!(fingerprint_all(dir.path(), &[], &GO, &|_| {}).is_empty());
    }
}
