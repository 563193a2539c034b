//! What this machine knows by itself, in `local.db`: folders, observations of files, the last reading of a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rusqlite::types::FromSqlError;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::disk::Stat;
use crate::error::{Error, Result};
use crate::evidence::compare;
use crate::evidence::name::FileName;
use crate::evidence::settle;
use crate::journal::id::{Hash, Id};

/// A file of a learner's folder as it was last seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// Path below the folder.
    pub path: FileName,
    /// Size, times, number.
    pub stat: Stat,
    /// SHA-256 of its bytes then.
    pub sha256: Hash,
    /// What is on record for this path, where the bytes have changed since.
    pub was: Option<Hash>,
    /// Whether the last reading found it.
    pub present: bool,
}

/// The last reading of a folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// ISO 8601.
    pub at: String,
    /// Why the folder could not be read.
    pub problem: Option<String>,
    /// One line a rule.
    pub ignored: Vec<String>,
    /// One line a thing.
    pub refused: Vec<String>,
    /// How far the record had come then: the installation and its count of the book's entries.
    pub record: String,
}

/// Binds a learner to a folder on this machine.
pub fn bind(db: &Connection, book: Id, folder: &Path) -> Result<()> {
    db.execute(
        "INSERT OR REPLACE INTO binding (book, folder) VALUES (?1, ?2)",
        params![book.to_string(), folder.as_os_str().as_encoded_bytes()],
    )?;
    Ok(())
}

/// The learner's folder here.
pub fn folder(db: &Connection, book: Id) -> Result<Option<PathBuf>> {
    let sql = "SELECT folder FROM binding WHERE book = ?1";
    let bytes: Option<Vec<u8>> =
        db.prepare_cached(sql)?.query_row([book.to_string()], |row| row.get(0)).optional()?;
    Ok(bytes.and_then(|b| crate::disk::path_from_bytes(&b)))
}

/// All bindings.
pub fn bindings(db: &Connection) -> Result<Vec<(Id, PathBuf)>> {
    let mut statement = db.prepare_cached("SELECT book, folder FROM binding ORDER BY book")?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let (book, folder): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
        if let Some(folder) = crate::disk::path_from_bytes(&folder) {
            out.push((book.parse().map_err(Error::Integrity)?, folder));
        }
    }
    Ok(out)
}

/// The columns of an observation in the order in which [`observation`] reads them.
const COLUMNS: &str = "raw, path, size, modified_ns, changed_ns, inode, device, present, sha256, was";

fn stat(row: &Row<'_>, first: usize) -> Result<Stat> {
    let unsigned = |i: usize| row.get::<_, i64>(i).map(i64::cast_unsigned);
    Ok(Stat {
        size: unsigned(first)?,
        modified_ns: row.get(first + 1)?,
        changed_ns: row.get(first + 2)?,
        inode: unsigned(first + 3)?,
        device: unsigned(first + 4)?,
    })
}

fn observation(row: &Row<'_>) -> Result<Observation> {
    let (raw, path) = (row.get(0)?, row.get_ref(1)?.as_blob().map_err(shape)?);
    let path = FileName::from_bytes(raw, path)
        .ok_or_else(|| Error::Integrity("local.db names a file in a way that no folder does".into()))?;
    Ok(Observation {
        path,
        stat: stat(row, 2)?,
        present: row.get(7)?,
        sha256: Hash::from_bytes(row.get(8)?),
        was: row.get::<_, Option<[u8; 32]>>(9)?.map(Hash::from_bytes),
    })
}

fn shape(error: FromSqlError) -> Error {
    Error::Integrity(format!("local.db: {error}"))
}

/// Everything seen in a learner's folder.
pub fn observations(db: &Connection, book: Id) -> Result<Vec<Observation>> {
    let mut out = Vec::new();
    each_observation(db, book, &mut |seen| out.push(seen))?;
    Ok(out)
}

/// The same, one after the other.
pub fn each_observation(db: &Connection, book: Id, take: &mut dyn FnMut(Observation)) -> Result<()> {
    let sql = format!("SELECT {COLUMNS} FROM observation WHERE book = ?1 ORDER BY raw, path");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query([book.to_string()])?;
    while let Some(row) = rows.next()? {
        take(observation(row)?);
    }
    Ok(())
}

/// What a comparison with the folder needs of each row, in the order that it asks for; nothing is kept.
pub fn each_row(db: &Connection, book: Id, take: &mut dyn FnMut(compare::Row<'_>)) -> Result<()> {
    let sql = "SELECT raw, path, size, modified_ns, changed_ns, inode, device, present
               FROM observation WHERE book = ?1 ORDER BY raw, path";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([book.to_string()])?;
    while let Some(row) = rows.next()? {
        let path = row.get_ref(1)?.as_blob().map_err(shape)?;
        take(compare::Row { raw: row.get(0)?, path, stat: stat(row, 2)?, present: row.get(7)? });
    }
    Ok(())
}

/// What was seen at a name.
pub fn observation_at(db: &Connection, book: Id, path: &FileName) -> Result<Option<Observation>> {
    let sql = format!("SELECT {COLUMNS} FROM observation WHERE book = ?1 AND raw = ?2 AND path = ?3");
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params![book.to_string(), path.is_raw(), path.bytes()])?;
    rows.next()?.map(observation).transpose()
}

/// Every name at which this content was seen.
pub fn observations_of(db: &Connection, book: Id, sha256: Hash) -> Result<Vec<Observation>> {
    // Without a hint the planner takes the primary key for its order and reads every row of the learner.
    let sql = format!(
        "SELECT {COLUMNS} FROM observation INDEXED BY observation_of_content
         WHERE book = ?1 AND sha256 = ?2 ORDER BY raw, path"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params![book.to_string(), sha256.bytes()])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.push(observation(row)?);
    }
    Ok(out)
}

/// Every file that took the place of earlier bytes, in the order of the names.
pub fn changed(db: &Connection, book: Id) -> Result<Vec<Observation>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM observation INDEXED BY observation_that_changed
         WHERE book = ?1 AND was IS NOT NULL ORDER BY raw, path"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query([book.to_string()])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.push(observation(row)?);
    }
    Ok(out)
}

/// Bytes that went where others took their place and that lie nowhere else, by learner.
pub fn changed_of_all(db: &Connection) -> Result<BTreeMap<Id, BTreeSet<Hash>>> {
    let sql = "SELECT o.book, o.was FROM observation o INDEXED BY observation_that_changed
               WHERE o.was IS NOT NULL AND o.present = 1 AND NOT EXISTS (
                   SELECT 1 FROM observation x INDEXED BY observation_of_content
                   WHERE x.book = o.book AND x.sha256 = o.was AND x.present = 1)";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut out: BTreeMap<Id, BTreeSet<Hash>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let book = row.get::<_, String>(0)?.parse().map_err(Error::Integrity)?;
        out.entry(book).or_default().insert(Hash::from_bytes(row.get(1)?));
    }
    Ok(out)
}

/// Writes an observation.
pub fn observe(db: &Connection, book: Id, seen: &Observation) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO observation
               (book, raw, path, size, modified_ns, changed_ns, inode, device, present, sha256, was)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    db.prepare_cached(sql)?.execute(params![
        book.to_string(),
        seen.path.is_raw(),
        seen.path.bytes(),
        seen.stat.size.cast_signed(),
        seen.stat.modified_ns,
        seen.stat.changed_ns,
        seen.stat.inode.cast_signed(),
        seen.stat.device.cast_signed(),
        seen.present,
        seen.sha256.bytes(),
        seen.was.as_ref().map(Hash::bytes)
    ])?;
    Ok(())
}

/// Notes that nothing is at a name now. What was there is kept, so that it is recognised when it comes back.
pub fn miss(db: &Connection, book: Id, path: &FileName) -> Result<()> {
    db.prepare_cached("UPDATE observation SET present = 0 WHERE book = ?1 AND raw = ?2 AND path = ?3")?
        .execute(params![book.to_string(), path.is_raw(), path.bytes()])?;
    Ok(())
}

/// Notes that a file does not hold what was noted of it, though size and times say so: the next reading of its folder reads it.
pub fn doubt(db: &Connection, book: Id, path: &FileName) -> Result<()> {
    let Some(mut seen) = observation_at(db, book, path)? else { return Ok(()) };
    seen.stat = settle::in_doubt(&seen.stat);
    observe(db, book, &seen)
}

/// Forgets an observation: the file went elsewhere.
pub fn forget(db: &Connection, book: Id, path: &FileName) -> Result<()> {
    db.prepare_cached("DELETE FROM observation WHERE book = ?1 AND raw = ?2 AND path = ?3")?
        .execute(params![book.to_string(), path.is_raw(), path.bytes()])?;
    Ok(())
}

/// Forgets everything seen for a learner: another folder was chosen.
pub fn forget_all(db: &Connection, book: Id) -> Result<()> {
    db.execute("DELETE FROM observation WHERE book = ?1", [book.to_string()])?;
    db.execute("DELETE FROM reading WHERE book = ?1", [book.to_string()])?;
    Ok(())
}

/// Writes how the last reading went.
pub fn note_reading(db: &Connection, book: Id, reading: &Reading) -> Result<()> {
    db.prepare_cached(
        r#"INSERT OR REPLACE INTO reading (book, "at", problem, ignored, refused, record) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"#,
    )?
    .execute(params![
        book.to_string(),
        reading.at,
        reading.problem,
        serde_json::to_string(&reading.ignored)?,
        serde_json::to_string(&reading.refused)?,
        reading.record
    ])?;
    Ok(())
}

/// How the last reading went.
pub fn reading(db: &Connection, book: Id) -> Result<Option<Reading>> {
    let sql = r#"SELECT "at", problem, ignored, refused, record FROM reading WHERE book = ?1"#;
    let found = db
        .prepare_cached(sql)?
        .query_row([book.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?, row.get(4)?))
        })
        .optional()?;
    let Some((at, problem, ignored, refused, record)) = found else { return Ok(None) };
    let (ignored, refused) = (serde_json::from_str(&ignored)?, serde_json::from_str(&refused)?);
    Ok(Some(Reading { at, problem, ignored, refused, record }))
}

/// A setting of this machine.
pub fn setting(db: &Connection, name: &str) -> Result<Option<String>> {
    let sql = "SELECT value FROM setting WHERE name = ?1";
    Ok(db.prepare_cached(sql)?.query_row([name], |row| row.get(0)).optional()?)
}

/// Settings whose names begin so, by name.
pub fn settings(db: &Connection, beginning: &str) -> Result<Vec<(String, String)>> {
    let sql = "SELECT name, value FROM setting WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([beginning], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Changes a setting of this machine.
pub fn set(db: &Connection, name: &str, value: Option<&str>) -> Result<()> {
    match value {
        Some(value) => {
            db.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)", [name, value])?
        }
        None => db.execute("DELETE FROM setting WHERE name = ?1", [name])?,
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{self, Durability};

    fn stat(n: u64) -> Stat {
        Stat { size: n, modified_ns: -5, changed_ns: i64::MAX, inode: u64::MAX, device: 7 }
    }

    #[test]
    fn what_an_older_program_noted_is_kept_under_the_same_names() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("local.db");
        let book = Id::from_bytes([3; 16]);
        let names = [
            serde_json::from_str(r#"{"text":"a/�x","hex":"612fff78"}"#).unwrap(),
            FileName::new("letters/two\nlines \"quoted\" ü.pdf").unwrap(),
            FileName::new("a!").unwrap(),
        ];
        let old = store::open(&path, &store::LOCAL[..1], Durability::Normal).unwrap();
        for (n, name) in (1..).zip(&names) {
            let sql = "INSERT INTO observation VALUES (?1, ?2, ?3, -5, ?4, -1, 7, ?5, ?6, 1)";
            let (hash, was) = (Hash::from_bytes([n; 32]), (n == 2).then(|| Hash::from_bytes([9; 32])));
            let name = serde_json::to_vec(name).unwrap();
            let was = was.map(|w| w.to_string());
            old.execute(sql, params![book.to_string(), name, n, i64::MAX, hash.to_string(), was]).unwrap();
        }
        drop(old);
        let db = store::open(&path, &store::LOCAL, Durability::Normal).unwrap();
        let seen = observations(&db, book).unwrap();
        let mut wanted: Vec<Observation> = (1..)
            .zip(names)
            .map(|(n, path)| Observation {
                path,
                stat: stat(u64::from(n)),
                sha256: Hash::from_bytes([n; 32]),
                was: (n == 2).then(|| Hash::from_bytes([9; 32])),
                present: true,
            })
            .collect();
        wanted.sort_by(|a, b| (a.path.is_raw(), a.path.bytes()).cmp(&(b.path.is_raw(), b.path.bytes())));
        assert_eq!(seen, wanted, "and they come in the order in which a walk meets them");
        for one in wanted {
            assert_eq!(observation_at(&db, book, &one.path).unwrap().as_ref(), Some(&one));
            assert_eq!(
                observations_of(&db, book, one.sha256).unwrap().as_slice(),
                std::slice::from_ref(&one)
            );
            miss(&db, book, &one.path).unwrap();
            assert!(!observation_at(&db, book, &one.path).unwrap().unwrap().present);
            forget(&db, book, &one.path).unwrap();
        }
        assert_eq!(observations(&db, book).unwrap(), []);
    }
}
