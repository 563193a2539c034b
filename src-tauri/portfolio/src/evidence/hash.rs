//! Fingerprints: the SHA-256 of a file's bytes, taken only when the file held still while it was read.
//!
//! It reads with `read()` and never maps a file, never writes, and refuses to know what the bytes mean or
//! whether they are known.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{self, SyncSender};
use std::thread::{self, Scope};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use crate::disk::{self, BUFFER, DiskError, Opened, Stat};
use crate::evidence::name::FileName;
use crate::evidence::task::Task;

/// Readers to begin with: with a warm cache two keep as many cores busy as a desk can spare.
const WARM: usize = 2;
/// Readers at most: a cold disk answers several faster than one (TARGETS.md).
const COLD: usize = 8;
/// Bytes after which a reader says how far it is, and after which waiting is weighed against working.
const TELL_AFTER: u64 = 8 * 1024 * 1024;
/// Readings that a reader hands over at a time: whoever takes them is woken for each handful.
const HANDFUL: usize = 32;
/// How long a reader keeps a reading back.
const KEPT_BACK: Duration = Duration::from_millis(25);
/// Handfuls that may wait to be taken.
const QUEUE: usize = 2;

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
    /// When reading it began: whatever is written later than this may not be in it.
    pub begun: Instant,
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

/// Reads the file at `path` on the calling thread and says what it holds, unless `is_over` says so meanwhile.
pub fn fingerprint(path: &Path, is_over: &dyn Fn() -> bool) -> Reading {
    let mut reader = Reader { buffer: Vec::new(), waited: Duration::ZERO };
    let open = || disk::open_evidence(path);
    reader.fingerprint(path, &open, is_over, &mut |_| {})
}

/// The same for a file of a learner's folder, which no link on the way to it can lead out of.
pub fn fingerprint_in(root: &Path, name: &FileName, is_over: &dyn Fn() -> bool) -> Reading {
    let mut reader = Reader { buffer: Vec::new(), waited: Duration::ZERO };
    reader.fingerprint_in(root, name, is_over, &mut |_| {})
}

/// Reads many files of `root` with several threads and hands each reading to `take` with a few others, at the latest when
/// [`TELL_AFTER`] bytes of the next file are read, with the file's place in `files`, in no order. `take` runs on the calling
/// thread; `Break` ends the run, as `task` may. Every file that was not reached comes as `Stopped` unless `take` broke.
/// `on_bytes` hears how many more bytes were read, from any thread.
pub fn fingerprint_each<T: AsRef<FileName> + Sync>(
    root: &Path,
    files: &[T],
    task: &Task,
    on_bytes: &(dyn Fn(u64) + Sync),
    take: &mut dyn FnMut(usize, Reading) -> ControlFlow<()>,
) {
    let run = Run {
        root,
        files,
        task,
        on_bytes,
        halt: AtomicBool::new(false),
        next: AtomicUsize::new(0),
        gauge: Gauge::default(),
    };
    thread::scope(|scope| {
        let (sender, handfuls) = mpsc::sync_channel(QUEUE);
        let mut begun = 0;
        while begun < WARM.min(files.len()) {
            run.begin(scope, &sender);
            begun += 1;
        }
        let mut reading = begun;
        while reading > 0 {
            let Ok(handful) = handfuls.recv() else { break };
            if handful.is_empty() {
                reading -= 1;
                continue;
            }
            if handful.into_iter().any(|(at, reading)| take(at, reading).is_break()) {
                run.halt.store(true, Ordering::Relaxed);
                break;
            }
            while begun < COLD && run.gauge.is_cold() && run.next.load(Ordering::Relaxed) < files.len() {
                run.begin(scope, &sender);
                (begun, reading) = (begun + 1, reading + 1);
            }
        }
    });
}

/// Time that the readers have spent in waiting for the disk, and in all.
#[derive(Debug, Default)]
struct Gauge {
    waited: AtomicU64,
    all: AtomicU64,
}

impl Gauge {
    fn add(&self, waited: Duration, all: Duration) {
        let nanoseconds = |time: Duration| u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        self.waited.fetch_add(nanoseconds(waited), Ordering::Relaxed);
        self.all.fetch_add(nanoseconds(all), Ordering::Relaxed);
    }

    /// Whether reading takes far longer than copying from memory would: more readers then help.
    fn is_cold(&self) -> bool {
        const WEIGHED: u64 = 20_000_000;
        let all = self.all.load(Ordering::Relaxed);
        all > WEIGHED && self.waited.load(Ordering::Relaxed) > all / 5 * 3
    }
}

/// What the readers share.
struct Run<'a, T> {
    root: &'a Path,
    files: &'a [T],
    task: &'a Task,
    on_bytes: &'a (dyn Fn(u64) + Sync),
    halt: AtomicBool,
    next: AtomicUsize,
    gauge: Gauge,
}

impl<T: AsRef<FileName> + Sync> Run<'_, T> {
    fn begin<'s>(&'s self, scope: &'s Scope<'s, '_>, sender: &SyncSender<Handful>) {
        let sender = sender.clone();
        scope.spawn(move || {
            let mut reader = Reader { buffer: Vec::new(), waited: Duration::ZERO };
            let mut hands = Hands { sender, handful: Vec::new(), since: Instant::now() };
            loop {
                let at = self.next.fetch_add(1, Ordering::Relaxed);
                let Some(file) = self.files.get(at) else { return };
                let begun = Instant::now();
                let reading = self.read(&mut reader, file.as_ref(), &mut hands);
                self.gauge.add(std::mem::take(&mut reader.waited), begun.elapsed());
                // A taker that broke takes no more.
                if self.halt.load(Ordering::Relaxed) || hands.take(at, reading).is_break() {
                    return;
                }
            }
        });
    }

    fn is_over(&self) -> bool {
        self.task.is_stopped() || self.halt.load(Ordering::Relaxed)
    }

    fn read(&self, reader: &mut Reader, name: &FileName, hands: &mut Hands) -> Reading {
        if self.is_over() {
            return Reading::Stopped;
        }
        reader.fingerprint_in(self.root, name, &|| self.is_over(), &mut |bytes| {
            (self.on_bytes)(bytes);
            // In the middle of a film: what was read before it does not wait for its end.
            if bytes >= TELL_AFTER {
                let _next = hands.hand_over();
            }
        })
    }
}

/// Readings with the places of their files; none = this reader reads no more.
type Handful = Vec<(usize, Reading)>;

/// What one reader has read and not handed over yet.
struct Hands {
    sender: SyncSender<Handful>,
    handful: Handful,
    /// When the first of the handful was read.
    since: Instant,
}

impl Hands {
    /// Takes a reading. `Break` = nobody wants any more.
    fn take(&mut self, at: usize, reading: Reading) -> ControlFlow<()> {
        if self.handful.is_empty() {
            self.since = Instant::now();
        }
        self.handful.push((at, reading));
        if self.handful.len() < HANDFUL && self.since.elapsed() < KEPT_BACK {
            return ControlFlow::Continue(());
        }
        self.hand_over()
    }

    fn hand_over(&mut self) -> ControlFlow<()> {
        if self.handful.is_empty() {
            return ControlFlow::Continue(());
        }
        let handful = std::mem::replace(&mut self.handful, Vec::with_capacity(HANDFUL));
        match self.sender.send(handful) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_nobody) => ControlFlow::Break(()),
        }
    }
}

/// A reader that ends, however it does, hands over what it has and says so: nobody waits for it.
impl Drop for Hands {
    fn drop(&mut self) {
        if self.hand_over().is_continue() {
            let _nobody = self.sender.send(Vec::new());
        }
    }
}

/// One thread's reading: its buffer, and how long it has waited for the disk.
struct Reader {
    buffer: Vec<u8>,
    waited: Duration,
}

impl Reader {
    fn fingerprint_in(
        &mut self,
        root: &Path,
        name: &FileName,
        is_over: &dyn Fn() -> bool,
        on_bytes: &mut dyn FnMut(u64),
    ) -> Reading {
        // A name that this platform cannot spell is not here.
        let Some(name) = name.under(Path::new("")) else { return Reading::Gone };
        let open = || disk::open_evidence_in(root, &name);
        self.fingerprint(&root.join(&name), &open, is_over, on_bytes)
    }

    /// What comes from memory comes sooner than this, and does not count as waiting.
    fn wait(&mut self, time: Duration) {
        if time > Duration::from_micros(150) {
            self.waited += time;
        }
    }

    fn fingerprint(
        &mut self,
        path: &Path,
        open: &dyn Fn() -> Result<Opened, DiskError>,
        is_over: &dyn Fn() -> bool,
        on_bytes: &mut dyn FnMut(u64),
    ) -> Reading {
        self.read_still(path, open, is_over, on_bytes)
            .unwrap_or_else(|error| if error.is_missing() { Reading::Gone } else { Reading::Failed(error) })
    }

    /// Stat, hash, stat again: the open file tells a write in place, the path tells a file put in its place.
    fn read_still(
        &mut self,
        path: &Path,
        open: &dyn Fn() -> Result<Opened, DiskError>,
        is_over: &dyn Fn() -> bool,
        on_bytes: &mut dyn FnMut(u64),
    ) -> Result<Reading, DiskError> {
        let begun = Instant::now();
        let mut opened = open()?;
        self.wait(begun.elapsed());
        let before = opened.stat;
        let begun = Instant::now();
        let Some((sha256, size)) = self.digest(&mut opened, is_over, on_bytes)? else {
            return Ok(Reading::Stopped);
        };
        let still = size == before.size && opened.stat_again()? == before && disk::stat(path)?.1 == before;
        let whole = Fingerprint { sha256, size, stat: before, begun };
        Ok(if still { Reading::Whole(whole) } else { Reading::Moving })
    }

    /// The hash and length of what is left to read; `None` when stopped.
    fn digest(
        &mut self,
        opened: &mut Opened,
        is_over: &dyn Fn() -> bool,
        on_bytes: &mut dyn FnMut(u64),
    ) -> Result<Option<([u8; 32], u64)>, DiskError> {
        let mut hasher = Sha256::new();
        self.buffer.resize(BUFFER, 0);
        let (mut size, mut told) = (0, 0);
        loop {
            if is_over() {
                return Ok(None);
            }
            let begun = Instant::now();
            let read = opened.read(&mut self.buffer)?;
            self.wait(begun.elapsed());
            hasher.update(&self.buffer[..read]);
            size += read as u64;
            // A file that grows as fast as we read would never end.
            let is_all = read == 0 || size > opened.stat.size;
            if is_all || size - told >= TELL_AFTER {
                on_bytes(size - told);
                told = size;
            }
            if is_all {
                return Ok(Some((hasher.finalize().into(), size)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::sync::{Condvar, Mutex};

    use super::*;

    const GO: &dyn Fn() -> bool = &|| false;

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
            let reading = fingerprint(&path, GO);
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
            let mut reader = Reader { buffer: Vec::new(), waited: Duration::ZERO };
            let reading = reader.fingerprint(&path, &|| disk::open_evidence(&path), &|| false, &mut |_| {
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
        assert!(matches!(fingerprint(&path, &|| true), Reading::Stopped));
        assert!(matches!(fingerprint(dir.path(), GO), Reading::Failed(_)));
        assert!(matches!(fingerprint(&dir.path().join("b"), GO), Reading::Gone));
        assert!(matches!(fingerprint(&path.join("c"), GO), Reading::Gone));
    }

    #[test]
    fn every_file_of_many_is_read_once_and_its_bytes_are_told() {
        let dir = tempfile::tempdir().unwrap();
        let names: Vec<FileName> = (0..50).map(|n| FileName::new(&format!("f{n}")).unwrap()).collect();
        for (n, name) in names.iter().enumerate().filter(|(n, _)| *n != 20) {
            fs::write(name.under(dir.path()).unwrap(), vec![1; n]).unwrap();
        }
        let told = AtomicU64::new(0);
        let count = |bytes| {
            told.fetch_add(bytes, Ordering::Relaxed);
        };
        let mut seen = vec![0; 50];
        fingerprint_each(dir.path(), &names, &Task::default(), &count, &mut |n, reading| {
            seen[n] += 1;
            let right = match &reading {
                Reading::Whole(whole) => whole.sha256 == sha(&vec![1; n]),
                Reading::Gone => n == 20,
                Reading::Moving | Reading::Stopped | Reading::Failed(_) => false,
            };
            assert!(right, "{n}: {reading:?}");
            ControlFlow::Continue(())
        });
        assert_eq!(seen, vec![1; 50]);
        assert_eq!(told.load(Ordering::Relaxed), (0..50).sum::<u64>() - 20);
    }

    /// Who stops while a film is read has what was read before it.
    #[test]
    fn what_was_read_before_a_long_file_does_not_wait_for_its_end() {
        const FILM: usize = 3 * TELL_AFTER as usize;
        let dir = tempfile::tempdir().unwrap();
        let names = ["a", "b", "film", "other film"].map(|name| FileName::new(name).unwrap());
        for (name, size) in names.iter().zip([1, 1, FILM, FILM]) {
            fs::write(name.under(dir.path()).unwrap(), vec![1; size]).unwrap();
        }
        let (told, taken, comes) = (Mutex::new(BTreeMap::new()), Mutex::new(0), Condvar::new());
        let late = AtomicBool::new(false);
        // Each reader goes on in its film only when both letters have come.
        let on_bytes = |bytes| {
            let mut told = told.lock().unwrap();
            let parts = told.entry(format!("{:?}", thread::current().id())).or_insert(0);
            *parts += u64::from(bytes >= TELL_AFTER);
            let waits = *parts == 2 && bytes >= TELL_AFTER;
            drop(told);
            if waits {
                let letters = taken.lock().unwrap();
                let long = Duration::from_secs(20);
                let (_letters, waited) = comes.wait_timeout_while(letters, long, |n| *n < 2).unwrap();
                late.fetch_or(waited.timed_out(), Ordering::Relaxed);
            }
        };
        fingerprint_each(dir.path(), &names, &Task::default(), &on_bytes, &mut |at, _| {
            *taken.lock().unwrap() += usize::from(at < 2);
            comes.notify_all();
            ControlFlow::Continue(())
        });
        assert!(!late.load(Ordering::Relaxed) && *taken.lock().unwrap() == 2);
    }

    #[test]
    fn a_run_ends_when_its_task_is_stopped_and_when_its_taker_breaks() {
        let dir = tempfile::tempdir().unwrap();
        let names: Vec<FileName> = (0..500).map(|n| FileName::new(&format!("f{n}")).unwrap()).collect();
        names.iter().for_each(|name| fs::write(name.under(dir.path()).unwrap(), b"x").unwrap());
        let task = Task::default();
        let (mut taken, mut stopped) = (0, 0);
        fingerprint_each(dir.path(), &names, &task, &|_| {}, &mut |_, reading| {
            taken += 1;
            stopped += usize::from(matches!(reading, Reading::Stopped));
            task.stop();
            ControlFlow::Continue(())
        });
        assert!(taken == 500 && stopped > 300, "{stopped} of {taken}");
        task.go();
        let mut taken = 0;
        fingerprint_each(dir.path(), &names, &task, &|_| {}, &mut |_, _| {
            taken += 1;
            ControlFlow::Break(())
        });
        assert_eq!(taken, 1);
        fingerprint_each::<FileName>(dir.path(), &[], &task, &|_| {}, &mut |_, _| ControlFlow::Break(()));
    }

    /// Somebody swaps a folder for a link after it was listed: what lies behind it is not read.
    #[cfg(unix)]
    #[test]
    fn a_folder_that_became_a_link_since_it_was_listed_is_not_read_through() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::create_dir_all(at("in/sub")).unwrap();
        fs::create_dir(at("private")).unwrap();
        for file in ["in/sub/a", "in/b", "private/a"] {
            fs::write(at(file), file).unwrap();
        }
        let listed = ["sub/a", "b"].map(|name| FileName::new(name).unwrap());
        fs::rename(at("in/sub"), at("away")).unwrap();
        std::os::unix::fs::symlink(at("private"), at("in/sub")).unwrap();
        let mut whole = Vec::new();
        fingerprint_each(&at("in"), &listed, &Task::default(), &|_| {}, &mut |at, reading| {
            whole.extend(matches!(reading, Reading::Whole(_)).then_some(at));
            ControlFlow::Continue(())
        });
        assert_eq!(whole, [1]);
    }

    #[test]
    fn a_disk_that_lets_wait_gets_more_readers() {
        let ms = Duration::from_millis;
        for (waited, all, cold) in [(ms(1), ms(2), false), (ms(90), ms(100), true), (ms(20), ms(100), false)]
        {
            let gauge = Gauge::default();
            gauge.add(waited, all);
            assert_eq!(gauge.is_cold(), cold, "{waited:?} of {all:?}");
        }
    }
}
