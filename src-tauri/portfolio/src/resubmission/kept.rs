//! What texts are compared by, kept from one question to the next. Refuses to know what a text says.

use std::collections::HashMap;
use std::sync::Arc;

use crate::journal::id::Hash;
use crate::resubmission::likeness::Runs;

/// Runs of words that are kept at most, before all are forgotten: some ten megabytes.
const MOST: usize = 1_000_000;

/// Runs of the texts that were compared last, by the files that hold them.
#[derive(Debug, Default)]
pub struct Kept {
    runs: HashMap<Vec<Hash>, Arc<Runs>>,
    size: usize,
}

impl Kept {
    /// Those of these files.
    #[must_use]
    pub fn get(&self, files: &[Hash]) -> Option<Arc<Runs>> {
        self.runs.get(files).cloned()
    }

    /// Keeps them; all are forgotten when they have become too many.
    pub fn keep(&mut self, files: Vec<Hash>, runs: &Arc<Runs>) {
        if self.size > MOST {
            *self = Self::default();
        }
        self.size += runs.len();
        self.runs.insert(files, Arc::clone(runs));
    }
}
