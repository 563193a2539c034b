//! A projection table in memory: rows by key, and which of them changed since they were last written down.
//! Refuses to know what is in the rows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use serde::Serialize;
use serde_json::Value;

/// One row of a projection table.
pub trait Row: Serialize + Clone + PartialEq {
    /// Key: an id or a hash, never a rowid.
    type Key: Ord + Clone + Display;
    /// Name of the SQL table.
    const TABLE: &'static str;
    /// Name of the key column.
    const KEY: &'static str;
    /// This row's key.
    fn key(&self) -> Self::Key;
}

/// Rows in key order.
#[derive(Debug, Clone)]
pub struct Table<R: Row> {
    rows: BTreeMap<R::Key, R>,
    dirty: BTreeSet<R::Key>,
}

impl<R: Row> Default for Table<R> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), dirty: BTreeSet::new() }
    }
}

impl<R: Row> Table<R> {
    /// The row, if there.
    pub fn get(&self, key: &R::Key) -> Option<&R> {
        self.rows.get(key)
    }

    /// All rows in key order.
    pub fn iter(&self) -> impl Iterator<Item = &R> {
        self.rows.values()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// None at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Puts a row, new or in place of the one with its key.
    pub fn put(&mut self, row: R) {
        let key = row.key();
        if self.rows.get(&key) != Some(&row) {
            self.dirty.insert(key.clone());
            self.rows.insert(key, row);
        }
    }

    /// Puts a row only where its key is free.
    pub fn put_new(&mut self, row: R) {
        if !self.rows.contains_key(&row.key()) {
            self.put(row);
        }
    }

    /// Changes a row that is there.
    pub fn change(&mut self, key: &R::Key, change: impl FnOnce(&mut R)) {
        if let Some(row) = self.rows.get_mut(key) {
            change(row);
            self.dirty.insert(key.clone());
        }
    }

    /// Rows as JSON objects in key order, for the canonical dump.
    pub fn dump(&self) -> Result<Vec<Value>, serde_json::Error> {
        self.rows.values().map(serde_json::to_value).collect()
    }

    /// Forgets what changed: the rows are written down already.
    pub fn settle(&mut self) {
        self.dirty.clear();
    }

    /// Takes the rows changed since the last call, as JSON objects.
    pub fn take_dirty(&mut self) -> Result<Vec<Value>, serde_json::Error> {
        let dirty = std::mem::take(&mut self.dirty);
        dirty.iter().filter_map(|key| self.rows.get(key)).map(serde_json::to_value).collect()
    }
}
