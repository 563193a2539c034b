//! A piece of work that takes its time: how far it has come, and a word to stop it. What is done stays done.
//! Refuses to know what the work is.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;
use ts_rs::TS;

/// How far a reading of a folder has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Files that the walk has met; the folder may hold more.
    pub met: u64,
    /// Files that are read, in whatever way.
    pub files: u64,
    /// Of how many that must be read; 0 while the walk goes on.
    pub of: u64,
    /// Bytes read so far.
    pub bytes: u64,
    /// Of how many.
    pub of_bytes: u64,
}

/// The one who waits for the work. Clones are the same one.
#[derive(Clone)]
pub struct Task {
    stop: Arc<AtomicBool>,
    tell: Arc<dyn Fn(Progress) + Send + Sync>,
}

impl Default for Task {
    /// Nobody listens and nobody stops it.
    fn default() -> Self {
        Self::new(|_| {})
    }
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task").field("stop", &self.stop).finish_non_exhaustive()
    }
}

impl Task {
    /// Work that tells `tell`, from any thread, a few times a second at most for each thread.
    pub fn new(tell: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self { stop: Arc::new(AtomicBool::new(false)), tell: Arc::new(tell) }
    }

    /// Asks the work to stop soon.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Forgets that anybody asked: the next work goes on.
    pub fn go(&self) {
        self.stop.store(false, Ordering::Relaxed);
    }

    /// Whether somebody asked the work to stop.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Says how far it has come.
    pub fn tell(&self, progress: Progress) {
        (self.tell)(progress);
    }
}
