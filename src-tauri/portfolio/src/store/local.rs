//! What this machine knows by itself, in `local.db`: folders, observations of files, the last reading of a folder.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, params};

use crate::disk::Stat;
use crate::error::{Error, Result};
use crate::evidence::name::FileName;
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

/// Everything seen in a learner's folder.
pub fn observations(db: &Connection, book: Id) -> Result<Vec<Observation>> {
    let sql = "SELECT path, size, modified_ns, changed_ns, inode, device, sha256, was, present
               FROM observation WHERE book = ?1 ORDER BY path";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([book.to_string()])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let unsigned = |i: usize| row.get::<_, i64>(i).map(i64::cast_unsigned);
        let stat = Stat {
            size: unsigned(1)?,
            modified_ns: row.get(2)?,
            changed_ns: row.get(3)?,
            inode: unsigned(4)?,
            device: unsigned(5)?,
        };
        let path: Vec<u8> = row.get(0)?;
        let path = serde_json::from_slice(&path)?;
        let sha256 = row.get::<_, String>(6)?.parse().map_err(Error::Integrity)?;
        let was: Option<String> = row.get(7)?;
        let was = was.map(|w| w.parse()).transpose().map_err(Error::Integrity)?;
        out.push(Observation { path, stat, sha256, was, present: row.get(8)? });
    }
    Ok(out)
}

/// Writes an observation.
pub fn observe(db: &Connection, book: Id, seen: &Observation) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO observation
               (book, path, size, modified_ns, changed_ns, inode, device, sha256, was, present)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
    db.prepare_cached(sql)?.execute(params![
        book.to_string(),
        serde_json::to_vec(&seen.path)?,
        seen.stat.size.cast_signed(),
        seen.stat.modified_ns,
        seen.stat.changed_ns,
        seen.stat.inode.cast_signed(),
        seen.stat.device.cast_signed(),
        seen.sha256.to_string(),
        seen.was.map(|w| w.to_string()),
        seen.present
    ])?;
    Ok(())
}

/// Forgets an observation: the file went elsewhere.
pub fn forget(db: &Connection, book: Id, path: &FileName) -> Result<()> {
    db.prepare_cached("DELETE FROM observation WHERE book = ?1 AND path = ?2")?
        .execute(params![book.to_string(), serde_json::to_vec(path)?])?;
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
        r#"INSERT OR REPLACE INTO reading (book, "at", problem, ignored, refused) VALUES (?1, ?2, ?3, ?4, ?5)"#,
    )?
    .execute(params![
        book.to_string(),
        reading.at,
        reading.problem,
        serde_json::to_string(&reading.ignored)?,
        serde_json::to_string(&reading.refused)?
    ])?;
    Ok(())
}

/// How the last reading went.
pub fn reading(db: &Connection, book: Id) -> Result<Option<Reading>> {
    let sql = r#"SELECT "at", problem, ignored, refused FROM reading WHERE book = ?1"#;
    let found = db
        .prepare_cached(sql)?
        .query_row([book.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
        })
        .optional()?;
    let Some((at, problem, ignored, refused)) = found else { return Ok(None) };
    let (ignored, refused) = (serde_json::from_str(&ignored)?, serde_json::from_str(&refused)?);
    Ok(Some(Reading { at, problem, ignored, refused }))
}

/// A setting of this machine.
pub fn setting(db: &Connection, name: &str) -> Result<Option<String>> {
    let sql = "SELECT value FROM setting WHERE name = ?1";
    Ok(db.prepare_cached(sql)?.query_row([name], |row| row.get(0)).optional()?)
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
