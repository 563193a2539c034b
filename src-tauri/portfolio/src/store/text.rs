//! Texts of evidence files in a database of their own, `text.db`: each file's passages compressed, and the index of their
//! words. It is a cache: where it is damaged or of another program it is thrown away and filled again. SQL, no rules.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashSet};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use rusqlite::types::Null;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use crate::disk;
use crate::error::{Error, Result};
use crate::evidence::text::passage::{MOST_OF_A_FILE, NoText, Outcome, Text, Why, parsed, written};
use crate::journal::id::{Hash, Id};
use crate::store::words::Counts;
use crate::store::{self, Durability};

/// Name of the database in the centre file's folder.
pub const TEXTS: &str = "text.db";
/// Version of the readers. Texts read by older ones are read again.
pub const READERS: i64 = 1;
/// Migrations of `text.db`.
const MIGRATIONS: [&str; 1] = [include_str!("migrations/text_0001.sql")];

/// The open database.
pub struct Texts {
    pub(super) db: Connection,
    /// The texts of one learner, until somebody writes: one search follows another.
    pub(super) of_one: RefCell<Option<OfOne>>,
}

/// The texts of one learner.
#[derive(Debug, Clone)]
pub(super) struct OfOne {
    pub(super) book: Id,
    /// What [`Texts::version`] said; our own writing forgets it.
    pub(super) version: i64,
    pub(super) ids: Arc<HashSet<i64>>,
    pub(super) counts: Counts,
}

impl Texts {
    /// Opens the texts beside the centre file. A database that cannot be used is thrown away.
    pub fn open(folder: &Path) -> Result<Self> {
        let path = folder.join(TEXTS);
        match Self::open_there(&path) {
            Ok(texts) => Ok(texts),
            Err(Error::Integrity(_) | Error::Newer { .. } | Error::Store(_)) => {
                for ending in ["", "-wal", "-shm"] {
                    disk::remove(&folder.join(format!("{TEXTS}{ending}")))?;
                }
                Self::open_there(&path)
            }
            Err(other) => Err(other),
        }
    }

    fn open_there(path: &Path) -> Result<Self> {
        let db = store::open(path, &MIGRATIONS, Durability::Normal)?;
        db.pragma_update(None, "temp_store", "MEMORY")?;
        // What is forgotten is to be gone from the disk.
        db.pragma_update(None, "secure_delete", true)?;
        Ok(Self { db, of_one: RefCell::default() })
    }

    /// Keeps what was read, in one commit.
    pub fn put(&self, read: &[(Hash, Outcome)]) -> Result<()> {
        self.of_one.take();
        let tx = self.db.unchecked_transaction()?;
        for (file, outcome) in read {
            self.remove(*file)?;
            self.insert(*file, outcome)?;
        }
        tx.commit()?;
        Ok(())
    }

    /// The same, of files that are somebody's still: reading takes time, and their learner may be erased meanwhile.
    pub fn put_owned(&self, read: &[(Hash, Outcome)]) -> Result<()> {
        self.of_one.take();
        let tx = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
        for (file, outcome) in read {
            if self.is_owned(*file)? {
                self.remove(*file)?;
                self.insert(*file, outcome)?;
            }
        }
        tx.commit()?;
        Ok(())
    }

    fn insert(&self, file: Hash, outcome: &Outcome) -> Result<()> {
        let sql = "INSERT INTO text (file, readers, kind, why, reason, notes, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let mut statement = self.db.prepare_cached(sql)?;
        match outcome {
            Ok(text) => {
                let body = packed(&written(&text.passages))?;
                let notes = serde_json::to_string(&text.notes)?;
                statement.execute(params![file.to_string(), READERS, text.kind, Null, Null, notes, body])?;
                let words: Vec<&str> = text.passages.iter().map(|p| p.text.as_str()).collect();
                self.db
                    .prepare_cached("INSERT INTO word (rowid, body) VALUES (?1, ?2)")?
                    .execute(params![self.db.last_insert_rowid(), words.join("\n")])?;
            }
            Err(none) => {
                let (why, reason) = (none.why.name(), &none.reason);
                statement.execute(params![file.to_string(), READERS, "", why, reason, "[]", Null])?;
            }
        }
        Ok(())
    }

    /// Forgets a text and its words.
    pub(super) fn remove(&self, file: Hash) -> Result<()> {
        let sql = "DELETE FROM text WHERE file = ?1 RETURNING id, body IS NOT NULL";
        let gone = self
            .db
            .prepare_cached(sql)?
            .query_row([file.to_string()], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?)))
            .optional()?;
        if let Some((id, true)) = gone {
            self.db.prepare_cached("DELETE FROM word WHERE rowid = ?1")?.execute([id])?;
        }
        Ok(())
    }

    /// What is known of a file; nothing where it has not been read.
    pub fn get(&self, file: Hash) -> Result<Option<Outcome>> {
        let sql = "SELECT kind, why, reason, notes, body FROM text WHERE file = ?1";
        let row = self
            .db
            .prepare_cached(sql)?
            .query_row([file.to_string()], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, Option<String>>(1)?,
                    row.get::<_, Option<String>>(2)?,
                    row.get::<_, String>(3)?,
                    row.get::<_, Option<Vec<u8>>>(4)?,
                ))
            })
            .optional()?;
        let Some((kind, why, reason, notes, body)) = row else { return Ok(None) };
        Ok(Some(match body {
            Some(body) => {
                Ok(Text { kind, passages: parsed(&unpacked(&body)?), notes: serde_json::from_str(&notes)? })
            }
            None => Err(no_text(why.as_deref(), reason)),
        }))
    }

    /// Files that the readers of this version have read.
    pub fn known(&self) -> Result<BTreeSet<Hash>> {
        let mut statement = self.db.prepare_cached("SELECT file FROM text WHERE readers = ?1")?;
        let rows = statement.query_map([READERS], |row| row.get::<_, String>(0))?;
        rows.map(|file| file?.parse().map_err(Error::Integrity)).collect()
    }
}

/// The reason as it was stored.
pub(super) fn no_text(why: Option<&str>, reason: Option<String>) -> NoText {
    let why = Why::ALL.into_iter().find(|known| Some(known.name()) == why).unwrap_or(Why::Unknown);
    NoText { why, reason: reason.unwrap_or_default() }
}

/// Compressed.
pub(super) fn packed(text: &str) -> Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(6));
    let written = encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish());
    written.map_err(|e| Error::Broken(format!("a text could not be compressed: {e}")))
}

/// As it was before; places and marks come on top of the words, so a text may be several times as long.
pub(super) fn unpacked(body: &[u8]) -> Result<String> {
    let mut text = String::new();
    let most = 8 * MOST_OF_A_FILE as u64;
    let read = ZlibDecoder::new(body).take(most).read_to_string(&mut text);
    read.map_err(|e| Error::Integrity(format!("a kept text is damaged: {e}")))?;
    Ok(text)
}
