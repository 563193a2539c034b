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
/// Version of the readers. What an older one has read is read again where [`CHANGES`] names it.
pub const READERS: i64 = 2;
/// What each version of the readers reads otherwise than the one before it. Whoever changes what a reader gives adds a line.
const CHANGES: [Change; 1] = [Change {
    version: 2,
    // Columns and tables without rules; dates as dates; both also where they are attached to an e-mail.
    kinds: &["PDF", "Excel workbook", "Excel 97 workbook", "e-mail"],
    // Outlook messages are read, and documents that were too much for the reader of before.
    whys: &[Why::Empty, Why::Damaged, Why::Unknown],
}];
/// Whether a text may stand in until it is read again: one that was found does, that none was found does not. `?1` is
/// [`READERS`].
pub(super) const STANDS: &str = "(t.readers = ?1 OR t.body IS NOT NULL)";
/// Migrations of `text.db`.
const MIGRATIONS: [&str; 1] = [include_str!("migrations/text_0001.sql")];

/// The open database.
pub struct Texts {
    pub(super) db: Connection,
    /// The texts of one learner, until somebody writes: one search follows another.
    pub(super) of_one: RefCell<Option<OfOne>>,
}

/// What a version of the readers reads otherwise than the one before it.
struct Change {
    version: i64,
    /// Files with text, by their kind in words.
    kinds: &'static [&'static str],
    /// Files without text, by the reason.
    whys: &'static [Why],
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
        let texts = Self { db, of_one: RefCell::default() };
        match texts.keep_what_reads_the_same() {
            // Another program writes just now, or nothing can be written. It is done at the next start; until then more is read
            // than need be.
            Err(Error::Busy { .. } | Error::DiskFull) => Ok(texts),
            kept => kept.map(|()| texts),
        }
    }

    /// What older readers have read and these read the same is theirs from now on; the rest waits to be read again.
    fn keep_what_reads_the_same(&self) -> Result<()> {
        let sql = "SELECT EXISTS (SELECT 1 FROM text WHERE readers < ?1)";
        if !self.db.query_row(sql, [READERS], |row| row.get(0))? {
            return Ok(());
        }
        for Change { version, kinds, whys } in &CHANGES {
            let listed = |names: Vec<&str>| serde_json::to_string(&names);
            let whys = whys.iter().map(|why| why.name()).collect();
            let sql = "UPDATE text SET readers = ?1 WHERE readers = ?1 - 1 AND CASE WHEN why IS NULL
                           THEN kind NOT IN (SELECT value FROM json_each(?2))
                           ELSE why NOT IN (SELECT value FROM json_each(?3)) END";
            self.db.execute(sql, params![version, listed(kinds.to_vec())?, listed(whys)?])?;
        }
        Ok(())
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

    /// What is known of a file; nothing where it has not been read. A text that older readers have found stands in until the
    /// file is read again.
    pub fn get(&self, file: Hash) -> Result<Option<Outcome>> {
        let sql = format!("SELECT kind, why, reason, notes, body FROM text t WHERE t.file = ?2 AND {STANDS}");
        let row = self
            .db
            .prepare_cached(&sql)?
            .query_row(params![READERS, file.to_string()], |row| {
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

    /// Files that need not be read: what they hold is known as these readers read it.
    pub fn known(&self) -> Result<BTreeSet<Hash>> {
        let mut statement = self.db.prepare_cached("SELECT file FROM text WHERE readers = ?1")?;
        let rows = statement.query_map([READERS], |row| row.get::<_, String>(0))?;
        rows.map(|file| file?.parse().map_err(Error::Integrity)).collect()
    }

    /// Files of which anything is kept, whichever readers have read it.
    pub fn stored(&self) -> Result<BTreeSet<Hash>> {
        let mut statement = self.db.prepare_cached("SELECT file FROM text")?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::evidence::text::passage::{Passage, Shape};
    use crate::store::words::Counts;

    fn file(n: u8) -> Hash {
        Hash::from_bytes([n; 32])
    }

    fn text(kind: &str) -> Outcome {
        let passage = Passage { shape: Shape::Paragraph, place: None, text: format!("words of a {kind}") };
        Ok(Text { kind: kind.to_owned(), passages: vec![passage], notes: Vec::new() })
    }

    fn none(why: Why) -> Outcome {
        Err(NoText::new(why, "as the readers of before said"))
    }

    /// Texts of one learner as the first readers left them.
    fn of_before(folder: &Path, read: &[Outcome]) {
        let texts = Texts::open(folder).unwrap();
        let read: Vec<(Hash, Outcome)> = (1..).map(file).zip(read.iter().cloned()).collect();
        texts.put(&read).unwrap();
        let book = BTreeSet::from([Id::from_bytes([7; 16])]);
        let owners: BTreeMap<Hash, BTreeSet<Id>> =
            read.iter().map(|(file, _)| (*file, book.clone())).collect();
        texts.settle(&owners).unwrap();
        texts.db.execute("UPDATE text SET readers = 1", []).unwrap();
    }

    #[test]
    fn of_what_older_readers_have_read_only_what_reads_otherwise_now_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let (kept, again) = (
            [text("text"), text("Word document"), text("rich text"), none(Why::Media), none(Why::Locked)],
            [text("PDF"), text("Excel workbook"), none(Why::Damaged), none(Why::Unknown), none(Why::Empty)],
        );
        let all: Vec<Outcome> = kept.iter().chain(&again).cloned().collect();
        of_before(folder.path(), &all);
        let texts = Texts::open(folder.path()).unwrap();
        assert_eq!(texts.known().unwrap(), (1..=5).map(file).collect());
        // A text stands in until it is read again; a reason why there is none does not.
        for (n, outcome) in (1..).zip(&all) {
            let stands = if n < 8 { Some(outcome) } else { None };
            assert_eq!(texts.get(file(n)).unwrap().as_ref(), stands, "{n}");
        }
        let counts = Counts { read: 5, without: 2, waiting: 3 };
        let book = Id::from_bytes([7; 16]);
        assert_eq!(texts.counts(None).unwrap(), counts);
        assert_eq!(texts.counts(Some(book)).unwrap(), counts);
        let without = texts.without(book).unwrap();
        let told: Vec<Hash> =
            without.iter().filter(|(_, none)| none.is_some()).map(|(file, _)| *file).collect();
        assert_eq!((without.len(), told), (5, vec![file(4), file(5)]), "three are not read yet");
        assert_eq!(texts.ranked("words", Some(book)).unwrap().len(), 5, "all that was found is still found");
    }

    #[test]
    fn what_was_read_again_is_known_from_then_on() {
        let folder = tempfile::tempdir().unwrap();
        of_before(folder.path(), &[none(Why::Damaged), text("PDF")]);
        let texts = Texts::open(folder.path()).unwrap();
        assert!(texts.known().unwrap().is_empty());
        texts.put(&[(file(1), text("PDF")), (file(2), none(Why::Damaged))]).unwrap();
        drop(texts);
        let texts = Texts::open(folder.path()).unwrap();
        assert_eq!(texts.known().unwrap(), BTreeSet::from([file(1), file(2)]));
        assert_eq!(texts.get(file(2)).unwrap(), Some(none(Why::Damaged)), "as these readers said");
    }

    /// Without its line a new version would have everything read again, or nothing.
    #[test]
    fn every_version_up_to_this_one_says_what_it_changed() {
        let versions: Vec<i64> = CHANGES.iter().map(|change| change.version).collect();
        assert_eq!(versions, (2..=READERS).collect::<Vec<_>>());
    }
}
