//! Reading the texts of evidence in the background while a program runs: one reader a centre file, held by a lock of the
//! operating system. It waits for the folders to be read, never the other way round, and can be stopped and sent on.

use std::collections::{BTreeSet, VecDeque};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::clock::Clock;
use crate::disk::Lock;
use crate::error::{Error, Result};
use crate::evidence::text::queue::{self, Waiting};
use crate::extract::texts::TextReader;
use crate::journal::id::Hash;
use crate::portfolio::Workspace;
use crate::store;

/// How often it looks whether folders were read meanwhile.
const LOOK: Duration = Duration::from_secs(1);
/// Files read between two looks whether folders were read meanwhile, so that the newest come first.
const STRETCH: usize = 64;

/// The running reader. Dropping it ends it and frees the lock.
pub struct TextReading {
    sender: Sender<()>,
    thread: Option<JoinHandle<()>>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// A person stopped it.
    stopped: AtomicBool,
    /// Set while the current file is to be left: by a person or at the end.
    leave: AtomicBool,
    /// Files that are still to be read; 0 = at rest.
    left: AtomicUsize,
}

impl TextReading {
    /// Starts reading, unless another program already does for this centre file.
    pub fn start(folder: &Path, clock: Clock) -> Result<Option<Self>> {
        let Some(lock) = Lock::take(&folder.join("text.lock"))? else { return Ok(None) };
        let workspace = Workspace::open(folder, clock)?;
        let (sender, messages) = mpsc::channel();
        let shared = Arc::new(Shared::default());
        let mut worker = Worker {
            workspace,
            reader: TextReader::default(),
            passed_over: BTreeSet::new(),
            queue: None,
            shared: Arc::clone(&shared),
        };
        let thread = std::thread::Builder::new().name("text reading".into()).spawn(move || {
            let _lock = lock;
            worker.run(&messages);
        });
        let thread = thread.map_err(|e| Error::Broken(format!("no thread could be started: {e}")))?;
        Ok(Some(Self { sender, thread: Some(thread), shared }))
    }

    /// Files that are still to be read; 0 = at rest.
    #[must_use]
    pub fn left(&self) -> usize {
        self.shared.left.load(Ordering::Relaxed)
    }

    /// Whether a person stopped it.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.shared.stopped.load(Ordering::Relaxed)
    }

    /// Stops: the file that is being read is left and waits. Or sends on.
    pub fn stop(&self, stopped: bool) {
        self.shared.stopped.store(stopped, Ordering::Relaxed);
        self.shared.leave.store(stopped, Ordering::Relaxed);
    }
}

impl Drop for TextReading {
    fn drop(&mut self) {
        self.shared.leave.store(true, Ordering::Relaxed);
        // A thread that has ended needs no word.
        let _ = self.sender.send(());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Worker {
    workspace: Workspace,
    reader: TextReader,
    /// Files that could not be read since the folders were last read: they must not hold up those behind them.
    passed_over: BTreeSet<Hash>,
    /// What is left of the queue, and the state of the folders that it was worked out from: a large centre is not gone
    /// through again for every stretch.
    queue: Option<(i64, VecDeque<Waiting>)>,
    shared: Arc<Shared>,
}

impl Worker {
    fn run(&mut self, messages: &Receiver<()>) {
        let (mut seen, mut more) = (None, false);
        loop {
            let now = store::data_version(&self.workspace.local).ok();
            if seen != now {
                self.passed_over.clear();
            }
            let stopped = self.shared.stopped.load(Ordering::Relaxed);
            let idle = stopped || (!more && seen == now && seen.is_some());
            // Sent on, it begins anew.
            seen = if stopped { None } else { now };
            // A disk that is full, or a program that is writing, waits for the next change of the folders.
            more = !idle && self.stretch(now).unwrap_or(false);
            if !more {
                self.shared.left.store(0, Ordering::Relaxed);
            }
            let pause = if more { Duration::ZERO } else { LOOK };
            match messages.recv_timeout(pause) {
                Ok(()) | Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Reads a stretch of the queue as the folders are in state `now`; whether more waits that can be read.
    fn stretch(&mut self, now: Option<i64>) -> Result<bool> {
        let mut left = match (self.queue.take(), now) {
            (Some((then, left)), Some(now)) if then == now && !left.is_empty() => left,
            _worked_out_anew => {
                let list = queue::waiting(&mut self.workspace)?;
                list.into_iter().filter(|one| !self.passed_over.contains(&one.file)).collect()
            }
        };
        let all = left.len();
        let next: Vec<Waiting> = left.drain(..all.min(STRETCH)).collect();
        self.shared.left.store(all, Ordering::Relaxed);
        let shared = Arc::clone(&self.shared);
        let mut tell = |done: usize| shared.left.store(all.saturating_sub(done), Ordering::Relaxed);
        let done = queue::run(&mut self.workspace, &next, &mut self.reader, &self.shared.leave, &mut tell)?;
        if !self.shared.leave.load(Ordering::Relaxed) {
            self.passed_over.extend(done.passed_over);
            self.queue = now.map(|now| (now, left));
        }
        Ok(all > next.len())
    }
}
