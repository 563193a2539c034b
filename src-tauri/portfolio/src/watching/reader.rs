//! A thread that reads one folder after the other, and for how long the disk has given it no sign: a network drive that is gone
//! holds a thread for minutes, whatever anybody wants. Refuses to know which folder is to be read, and what becomes of one that
//! does not answer.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::held;
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::evidence::folder::{self, How, Patience, Read};
use crate::evidence::name::FileName;
use crate::evidence::task::{Progress, Task};
use crate::journal::id::Id;
use crate::portfolio::Workspace;

/// One reading of one folder.
#[derive(Debug)]
pub struct Job {
    /// Whose folder.
    pub book: Id,
    /// Names that were closed by their writers or went.
    pub names: BTreeSet<FileName>,
    /// Whether the whole folder is to be read, whatever the names say.
    pub is_whole: bool,
    /// What to do about files that may still be written.
    pub patience: Patience,
    /// How long such a file must have been left alone.
    pub quiet: Duration,
}

/// How a folder is read.
pub type Reading = Arc<dyn Fn(&mut Workspace, &Job, &Task) -> Result<Read> + Send + Sync>;

/// The way of reading outside of tests.
pub fn by_disk(workspace: &mut Workspace, job: &Job, task: &Task) -> Result<Read> {
    if !job.is_whole
        && let Some(read) = folder::read_arrivals(workspace, job.book, &job.names, task)?
    {
        return Ok(read);
    }
    let how = How { due: &job.names, patience: job.patience, quiet: job.quiet, task };
    folder::read(workspace, job.book, &how)
}

/// The running thread. Dropping it stops what it reads and lets it end by itself, however long the disk holds it.
pub struct Reader {
    jobs: Sender<Job>,
    done: Receiver<Result<Read>>,
    task: Task,
    sign: Arc<Mutex<Instant>>,
    is_left: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Reader {
    /// Starts it on the centre file in `workspace_folder`; `tell` hears how far a reading has come.
    pub fn start(
        workspace_folder: &Path,
        clock: Clock,
        reading: Reading,
        tell: impl Fn(Progress) + Send + Sync + 'static,
    ) -> Result<Self> {
        let mut workspace = Workspace::open(workspace_folder, clock)?;
        let (jobs, wanted) = mpsc::channel::<Job>();
        let (sender, done) = mpsc::channel();
        let sign = Arc::new(Mutex::new(Instant::now()));
        let is_left = Arc::new(AtomicBool::new(false));
        let (heard, left) = (Arc::clone(&sign), Arc::clone(&is_left));
        let task = Task::new(move |progress| {
            *held(&heard) = Instant::now();
            if !left.load(Ordering::Relaxed) {
                tell(progress);
            }
        });
        let at_work = task.clone();
        let thread = std::thread::Builder::new().name("reading".into()).spawn(move || {
            for job in wanted {
                let read = reading(&mut workspace, &job, &at_work);
                if sender.send(read).is_err() {
                    return;
                }
                // What was put off is done while nobody waits.
                workspace.rest();
            }
        });
        let thread = thread.map_err(|e| Error::Broken(format!("no thread could be started: {e}")))?;
        Ok(Self { jobs, done, task, sign, is_left, thread })
    }

    /// Begins a reading; its answer is fetched before the next begins.
    pub fn begin(&self, job: Job) {
        *held(&self.sign) = Instant::now();
        // A thread that has ended is noticed where its answer is fetched.
        let _ = self.jobs.send(job);
    }

    /// What the reading found, as soon as it is over; none where it still goes on after `within`.
    pub fn answer(&self, within: Duration) -> Option<Result<Read>> {
        match self.done.recv_timeout(within) {
            Ok(read) => Some(read),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => {
                Some(Err(Error::Broken("the reading of the folder broke off".into())))
            }
        }
    }

    /// For how long nothing has been heard of the reading.
    pub fn silent_for(&self) -> Duration {
        held(&self.sign).elapsed()
    }

    /// Whether the thread has come to its end, which it does by itself only where reading a folder defeated it.
    pub fn has_ended(&self) -> bool {
        self.thread.is_finished()
    }

    /// Nobody is shown any more how far it has come.
    pub fn leave(&self) {
        self.is_left.store(true, Ordering::Relaxed);
    }

    /// Stops the reading, and lets the next go on.
    pub const fn task(&self) -> &Task {
        &self.task
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.task.stop();
    }
}
