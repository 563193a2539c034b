//! Papers that are being made: what was asked for, how far each is, and stopping one from another thread. A paper is gathered with
//! the session at hand and drawn without it, so that nobody waits for the drawing. Refuses to know what a paper says.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::disk;
use crate::error::{Error, Result};
use crate::journal::id::Hash;
use crate::matrix::document::Record;
use crate::matrix::{self, PaperError, Watch};
use crate::papers;
use crate::view::paper::PaperView;

/// A paper that is gathered and not yet drawn.
#[derive(Debug)]
pub struct Gathered {
    /// What it says.
    pub record: Record,
    /// A name for its file.
    pub name: String,
    /// Where it is written.
    pub to: PathBuf,
    /// To open it by, where it was written for the screen.
    pub paper: Option<String>,
    /// Under which it can be stopped.
    pub ticket: Option<String>,
}

#[derive(Default)]
struct Job {
    done: AtomicU8,
    stopped: AtomicBool,
}

static JOBS: Mutex<BTreeMap<String, Arc<Job>>> = Mutex::new(BTreeMap::new());
/// So many tickets are remembered that were stopped before anything began under them.
const REMEMBERED: usize = 64;

/// What stands in the map is whole after every step, so a panic elsewhere spoils nothing.
fn jobs() -> MutexGuard<'static, BTreeMap<String, Arc<Job>>> {
    JOBS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How many hundredths of a paper are done; none where none is being made under this ticket.
#[must_use]
pub fn done(ticket: &str) -> Option<u8> {
    jobs().get(ticket).map(|job| job.done.load(Ordering::Relaxed))
}

/// Stops a paper, also one that has not begun. What stands at its place stays as it is.
pub fn stop(ticket: &str) {
    let mut jobs = jobs();
    if jobs.len() >= REMEMBERED {
        jobs.retain(|_, job| Arc::strong_count(job) > 1);
    }
    jobs.entry(ticket.to_owned()).or_default().stopped.store(true, Ordering::Relaxed);
}

impl Gathered {
    /// Draws the paper and writes it, whole or not at all.
    ///
    /// # Errors
    /// When it was stopped or cannot be written; nothing is changed then.
    pub fn print(&self) -> Result<PaperView> {
        let job = self.ticket.as_ref().map(|ticket| jobs().entry(ticket.clone()).or_default().clone());
        let made = self.made(job.as_deref());
        if let Some(ticket) = &self.ticket {
            jobs().remove(ticket);
        }
        made
    }

    fn made(&self, job: Option<&Job>) -> Result<PaperView> {
        let told = |hundredths: u8| {
            let Some(job) = job else { return true };
            job.done.store(hundredths, Ordering::Relaxed);
            !job.stopped.load(Ordering::Relaxed)
        };
        let paper = matrix::print(&self.record, &Watch::new(&told)).map_err(|error| match error {
            PaperError::Stopped => Error::Stopped(error.to_string()),
            PaperError::NoLogo
            | PaperError::Font { .. }
            | PaperError::NotSignable(_)
            | PaperError::Writer(_) => papers::broken(error),
        })?;
        if !told(99) {
            return Err(Error::Stopped(PaperError::Stopped.to_string()));
        }
        disk::write_whole(&self.to, &paper.bytes)?;
        Ok(PaperView {
            paper: self.paper.clone(),
            pages: u32::try_from(paper.pages).unwrap_or(u32::MAX),
            name: self.name.clone(),
            missing: paper.missing.iter().map(|c| format!("{c} (U+{:04X})", u32::from(*c))).collect(),
            sha256: Hash::of(&paper.bytes).to_string(),
        })
    }
}
