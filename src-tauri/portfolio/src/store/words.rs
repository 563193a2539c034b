//! The index of words over the texts of evidence, and whose texts they are. SQL, no rules: what a query means is said by
//! `evidence::text::query`, what is shown by `evidence::text::snippet`.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use rusqlite::{OptionalExtension, params};

use super::text::{OfOne, READERS, STANDS, Texts, unpacked};
use crate::error::{Error, Result};
use crate::evidence::text::passage::NoText;
use crate::journal::id::{Hash, Id};

/// How many files are read, have no text, and wait.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files with text.
    pub read: u32,
    /// Files without, pictures and recordings among them.
    pub without: u32,
    /// Files not read yet.
    pub waiting: u32,
}

/// A kept text as a search needs it.
#[derive(Debug)]
pub struct Kept {
    /// The file.
    pub file: Hash,
    /// Learners' books that it belongs to.
    pub books: Vec<Id>,
    /// Its passages as they are kept, a line each.
    pub body: String,
}

/// Parts words as the index of texts does.
const SPELLING: &str = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.spelling USING fts5(
    word, content='', contentless_delete=1, tokenize=\"porter unicode61 remove_diacritics 2\")";

impl Texts {
    /// Writes down whose files there are and forgets the texts of all others. Returns how many texts were forgotten.
    pub fn settle(&self, owners: &BTreeMap<Hash, BTreeSet<Id>>) -> Result<usize> {
        let stored = self.owners()?;
        let wanted: BTreeSet<(Hash, Id)> =
            owners.iter().flat_map(|(file, books)| books.iter().map(|book| (*file, *book))).collect();
        if stored == wanted && self.strays()?.is_empty() {
            return Ok(0);
        }
        self.of_one.take();
        let tx = self.db.unchecked_transaction()?;
        for (file, book) in stored.difference(&wanted) {
            let sql = "DELETE FROM owner WHERE file = ?1 AND book = ?2";
            self.db.prepare_cached(sql)?.execute(params![file.to_string(), book.to_string()])?;
        }
        for (file, book) in wanted.difference(&stored) {
            let sql = "INSERT INTO owner (file, book) VALUES (?1, ?2)";
            self.db.prepare_cached(sql)?.execute(params![file.to_string(), book.to_string()])?;
        }
        let strays = self.strays()?;
        for file in &strays {
            self.remove(*file)?;
        }
        tx.commit()?;
        Ok(strays.len())
    }

    fn owners(&self) -> Result<BTreeSet<(Hash, Id)>> {
        let mut statement = self.db.prepare_cached("SELECT file, book FROM owner")?;
        let mut rows = statement.query([])?;
        let mut found = BTreeSet::new();
        while let Some(row) = rows.next()? {
            let (file, book): (String, String) = (row.get(0)?, row.get(1)?);
            found.insert((file.parse().map_err(Error::Integrity)?, book.parse().map_err(Error::Integrity)?));
        }
        Ok(found)
    }

    /// Texts that are nobody's any more.
    fn strays(&self) -> Result<Vec<Hash>> {
        let sql = "SELECT file FROM text WHERE file NOT IN (SELECT file FROM owner)";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        rows.map(|file| file?.parse().map_err(Error::Integrity)).collect()
    }

    /// Makes what was forgotten leave no words behind: the index is written anew without them, and the log is emptied. False =
    /// somebody reads the texts just now, so that the log still holds pages of before.
    pub fn scrub(&self) -> Result<bool> {
        self.db.execute("INSERT INTO word (word) VALUES ('optimize')", [])?;
        let busy: i64 = self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        Ok(busy == 0)
    }

    /// Whether a file is anybody's: it may have been erased with its learner since it was put in line.
    pub(super) fn is_owned(&self, file: Hash) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM owner WHERE file = ?1)";
        Ok(self.db.prepare_cached(sql)?.query_row([file.to_string()], |row| row.get(0))?)
    }

    /// How many files are read and wait, of one learner or of all.
    pub fn counts(&self, book: Option<Id>) -> Result<Counts> {
        if let Some(book) = book {
            return Ok(self.of_one(book)?.counts);
        }
        // Texts of nobody are forgotten, so over all learners the two tables can be counted apart, by their indexes alone.
        let all = "SELECT (SELECT count(*) FROM (SELECT DISTINCT file FROM owner)), count(*), count(why)
                   FROM text WHERE readers = ?1 OR why IS NULL";
        Ok(self.db.prepare_cached(all)?.query_row([READERS], |row| {
            let (all, known, without): (u32, u32, u32) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(Counts { read: known.saturating_sub(without), without, waiting: all.saturating_sub(known) })
        })?)
    }

    /// The texts of a learner. A thousand look-ups, which a person who searches should not wait for at every word.
    fn of_one(&self, book: Id) -> Result<OfOne> {
        let version = self.version()?;
        if let Some(known) = self.of_one.borrow().as_ref().filter(|o| o.book == book && o.version == version)
        {
            return Ok(known.clone());
        }
        let sql = format!(
            "SELECT t.id, t.id IS NOT NULL AND {STANDS}, t.why IS NOT NULL FROM owner o
             LEFT JOIN text t ON t.file = o.file WHERE o.book = ?2"
        );
        let (mut ids, mut counts) = (HashSet::new(), Counts::default());
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(params![READERS, book.to_string()])?;
        while let Some(row) = rows.next()? {
            ids.extend(row.get::<_, Option<i64>>(0)?);
            match (row.get(1)?, row.get(2)?) {
                (true, true) => counts.without += 1,
                (true, false) => counts.read += 1,
                (false, _) => counts.waiting += 1,
            }
        }
        let made = OfOne { book, version, ids: Arc::new(ids), counts };
        *self.of_one.borrow_mut() = Some(made.clone());
        Ok(made)
    }

    /// Files of a learner that have no text, with the reason; nothing where they have not been read yet.
    pub fn without(&self, book: Id) -> Result<BTreeMap<Hash, Option<NoText>>> {
        let sql = format!(
            "SELECT o.file, t.why, t.reason FROM owner o
             LEFT JOIN text t ON t.file = o.file AND {STANDS}
             WHERE o.book = ?2 AND (t.why IS NOT NULL OR t.file IS NULL)"
        );
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(params![READERS, book.to_string()])?;
        let mut found = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let (file, why): (String, Option<String>) = (row.get(0)?, row.get(1)?);
            let none =
                why.map(|why| Ok::<_, Error>(super::text::no_text(Some(&why), row.get(2)?))).transpose()?;
            found.insert(file.parse().map_err(Error::Integrity)?, none);
        }
        Ok(found)
    }

    /// Texts that answer an expression, the best first, of one learner or of all. The index ranks all that answer, whoever
    /// asks: how rare a word is does not depend on whose texts are wanted.
    pub fn ranked(&self, expression: &str, book: Option<Id>) -> Result<Vec<i64>> {
        let mut statement =
            self.db.prepare_cached("SELECT rowid FROM word WHERE word MATCH ?1 ORDER BY rank")?;
        let mut ids =
            statement.query_map([expression], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        if let Some(book) = book {
            let own = self.of_one(book)?.ids;
            ids.retain(|id| own.contains(id));
        }
        Ok(ids)
    }

    /// A kept text; nothing where it was forgotten meanwhile.
    pub fn kept(&self, id: i64) -> Result<Option<Kept>> {
        let row: Option<(String, Vec<u8>)> = self
            .db
            .prepare_cached("SELECT file, body FROM text WHERE id = ?1 AND body IS NOT NULL")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((file, body)) = row else { return Ok(None) };
        let mut statement = self.db.prepare_cached("SELECT book FROM owner WHERE file = ?1 ORDER BY book")?;
        let books = statement.query_map([&file], |row| row.get::<_, String>(0))?;
        let books = books.map(|book| book?.parse().map_err(Error::Integrity)).collect::<Result<_>>()?;
        Ok(Some(Kept { file: file.parse().map_err(Error::Integrity)?, books, body: unpacked(&body)? }))
    }

    /// Makes ready to ask which of some spellings the index takes for a word: [`Texts::alike`].
    pub fn spell(&self, spellings: &BTreeSet<String>) -> Result<()> {
        self.db.execute_batch(SPELLING)?;
        let tx = self.db.unchecked_transaction()?;
        self.db.execute("INSERT INTO temp.spelling (spelling) VALUES ('delete-all')", [])?;
        let mut statement =
            self.db.prepare_cached("INSERT INTO temp.spelling (rowid, word) VALUES (?1, ?2)")?;
        for (number, spelling) in (0_i64..).zip(spellings) {
            statement.execute(params![number, spelling])?;
        }
        drop(statement);
        tx.commit()?;
        Ok(())
    }

    /// Which of the spellings made ready the index takes for a word, or for one that begins so.
    pub fn alike(&self, word: &str, begins: bool, spellings: &[&String]) -> Result<Vec<String>> {
        let expression = format!("\"{word}\"{}", if begins { " *" } else { "" });
        let sql = "SELECT rowid FROM temp.spelling WHERE spelling MATCH ?1";
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query([expression])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let number = usize::try_from(row.get::<_, i64>(0)?).unwrap_or(usize::MAX);
            found.extend(spellings.get(number).map(|spelling| (*spelling).clone()));
        }
        Ok(found)
    }

    /// Differs whenever another connection has committed.
    pub fn version(&self) -> Result<i64> {
        super::data_version(&self.db)
    }
}
