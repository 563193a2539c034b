//! Papers and exports that are being made: what was asked for, how far each is, and stopping one from another thread. Each is
//! gathered with the session at hand and drawn without it, so that nobody waits for the drawing. Refuses to know what it says.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use crate::disk;
use crate::drawn;
use crate::error::{Error, Result};
use crate::journal::id::Hash;
use crate::matrix::document::Record;
use crate::matrix::out::{self, Format};
use crate::matrix::{self, Matrix, Paper, PaperError, Watch};
use crate::papers;
use crate::view::library::ExportView;
use crate::view::paper::PaperView;

/// What is gathered.
#[derive(Debug)]
pub enum What {
    /// Any paper beside the matrix.
    Record(Record),
    /// The matrix of a unit, as it is now or as it was signed.
    Matrix(Box<Matrix>),
    /// The matrix for another program.
    Export(Box<Matrix>, Format),
}

/// What was made.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Made {
    /// A paper.
    Paper(PaperView),
    /// A file for another program.
    Export(ExportView),
}

/// A paper or export that is gathered and not yet drawn.
#[derive(Debug)]
pub struct Gathered {
    /// What it says.
    pub what: What,
    /// A name for its file.
    pub name: String,
    /// Where it is written.
    pub to: PathBuf,
    /// To open it by, where it was written for the screen.
    pub paper: Option<String>,
    /// Under which it can be stopped.
    pub ticket: Option<String>,
    /// Whose evidence arrives in the folder where an export goes: what is put there is listed as evidence.
    pub evidence_of: Option<String>,
}

#[derive(Default)]
struct Job {
    done: AtomicU8,
    stopped: AtomicBool,
}

static JOBS: Mutex<BTreeMap<String, Arc<Job>>> = Mutex::new(BTreeMap::new());
/// So many tickets are remembered that were stopped before anything began under them.
const REMEMBERED: usize = 64;
/// Largest file that is compared with the schema, in bytes; ours is far smaller.
const SCHEMA_LIMIT: usize = 1 << 20;

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
    /// Draws it and writes it, whole or not at all.
    ///
    /// # Errors
    /// When it was stopped or cannot be written; nothing is changed then.
    pub fn make(&self) -> Result<Made> {
        let job = self.ticket.as_ref().map(|ticket| jobs().entry(ticket.clone()).or_default().clone());
        let made = self.made(job.as_deref());
        if let Some(ticket) = &self.ticket {
            jobs().remove(ticket);
        }
        made
    }

    /// Draws a paper, as [`Self::make`] does.
    ///
    /// # Errors
    /// As [`Self::make`].
    pub fn print(&self) -> Result<PaperView> {
        match self.make()? {
            Made::Paper(view) => Ok(view),
            Made::Export(_) => Err(Error::Broken("an export is no paper".into())),
        }
    }

    /// Writes the matrix for another program, as [`Self::make`] does.
    ///
    /// # Errors
    /// As [`Self::make`].
    pub fn export(&self) -> Result<ExportView> {
        match self.make()? {
            Made::Export(view) => Ok(view),
            Made::Paper(_) => Err(Error::Broken("a paper is no export".into())),
        }
    }

    fn made(&self, job: Option<&Job>) -> Result<Made> {
        let told = |hundredths: u8| {
            let Some(job) = job else { return true };
            job.done.store(hundredths, Ordering::Relaxed);
            !job.stopped.load(Ordering::Relaxed)
        };
        let watch = Watch::new(&told);
        match &self.what {
            What::Record(record) => self.paper(matrix::print(record, &watch), &told).map(Made::Paper),
            What::Matrix(matrix) => self.paper(matrix::watched(matrix, &watch), &told).map(Made::Paper),
            What::Export(matrix, format) => self.exported(matrix, *format, &told).map(Made::Export),
        }
    }

    fn paper(&self, drawn: Result<Paper, PaperError>, told: &dyn Fn(u8) -> bool) -> Result<PaperView> {
        let paper = drawn.map_err(|error| match error {
            PaperError::Stopped => stopped(),
            PaperError::NoLogo
            | PaperError::Font { .. }
            | PaperError::NotSignable(_)
            | PaperError::Writer(_) => papers::broken(error),
        })?;
        if !told(99) {
            return Err(stopped());
        }
        let written = disk::write_whole(&self.to, &paper.bytes);
        if self.paper.is_some() {
            written.map_err(drawn::not_written)?;
        } else {
            written?;
        }
        Ok(PaperView {
            paper: self.paper.clone(),
            pages: u32::try_from(paper.pages).unwrap_or(u32::MAX),
            name: self.name.clone(),
            missing: paper.missing.iter().map(|c| format!("{c} (U+{:04X})", u32::from(*c))).collect(),
            sha256: Hash::of(&paper.bytes).to_string(),
        })
    }

    fn exported(&self, matrix: &Matrix, format: Format, told: &dyn Fn(u8) -> bool) -> Result<ExportView> {
        if !told(10) {
            return Err(stopped());
        }
        let bytes = out::write(matrix, format)?;
        if !told(99) {
            return Err(stopped());
        }
        disk::write_whole(&self.to, &bytes)?;
        Ok(ExportView {
            label: format!("{} written as {}", matrix.form.title, format.words()),
            bytes: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            losses: Vec::new(),
            notes: self.notes(format),
        })
    }

    /// What is good to know of the file that was written. An evidence folder gets what was asked for and nothing else.
    fn notes(&self, format: Format) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(learner) = &self.evidence_of {
            notes
                .push(format!("evidence of {learner} arrives in this folder: the file will be listed there"));
            if format == Format::Json {
                let name = out::SCHEMA_NAME;
                notes.push(format!(
                    "its schema {name} was not put there; it is written beside a file that is saved elsewhere"
                ));
            }
        } else if format == Format::Json {
            notes.push(schema_beside(&self.to));
        }
        notes
    }
}

fn stopped() -> Error {
    Error::Stopped(PaperError::Stopped.to_string())
}

/// The schema that a JSON file names goes beside it. What lies there under that name and says something else is not ours to write over;
/// the export stands whatever becomes of this.
fn schema_beside(export: &Path) -> String {
    let name = out::SCHEMA_NAME;
    let place = export.with_file_name(name);
    let schema = format!("{:#}\n", out::schema());
    let there = disk::read_small(&place, SCHEMA_LIMIT);
    let said = match there {
        Ok(bytes) if bytes == schema.as_bytes() => Ok(()),
        Ok(_other) => Err("another file of that name lies there and was left as it is".to_owned()),
        Err(error) if error.is_missing() => {
            disk::write_whole(&place, schema.as_bytes()).map_err(|error| error.to_string())
        }
        Err(error) => Err(error.to_string()),
    };
    match said {
        Ok(()) => format!("its schema {name} lies beside it"),
        Err(why) => format!("its schema {name} was not written beside it: {why}"),
    }
}
