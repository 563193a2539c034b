//! SQLite: opening, migrating, and one file per family of tables. SQL and row mapping, no rules.

pub mod across;
pub mod erase;
pub mod journal;
pub mod local;
pub mod phrases;
pub mod projection;
pub mod text;
pub mod words;

use std::path::Path;
use std::time::Duration;

use rusqlite::OpenFlags;
use rusqlite::config::DbConfig;
/// A connection and its errors, for those who hold or report them; only this folder talks SQL types.
pub use rusqlite::{Connection, Error as StoreError, ErrorCode};

use crate::error::{Error, Result};

/// Migrations of `portfolio.db`, in order; the position is the `user_version` after it.
pub const PORTFOLIO: [&str; 18] = [
    include_str!("migrations/portfolio_0001.sql"),
    include_str!("migrations/portfolio_0002.sql"),
    include_str!("migrations/portfolio_0003.sql"),
    include_str!("migrations/portfolio_0004.sql"),
    include_str!("migrations/portfolio_0005.sql"),
    include_str!("migrations/portfolio_0006.sql"),
    include_str!("migrations/portfolio_0007.sql"),
    include_str!("migrations/portfolio_0008.sql"),
    include_str!("migrations/portfolio_0009.sql"),
    include_str!("migrations/portfolio_0010.sql"),
    include_str!("migrations/portfolio_0011.sql"),
    include_str!("migrations/portfolio_0012.sql"),
    include_str!("migrations/portfolio_0013.sql"),
    include_str!("migrations/portfolio_0014.sql"),
    include_str!("migrations/portfolio_0015.sql"),
    include_str!("migrations/portfolio_0016.sql"),
    include_str!("migrations/portfolio_0017.sql"),
    include_str!("migrations/portfolio_0018.sql"),
];
/// Migrations of `local.db`.
pub const LOCAL: [&str; 3] = [
    include_str!("migrations/local_0001.sql"),
    include_str!("migrations/local_0002.sql"),
    include_str!("migrations/local_0003.sql"),
];
/// Marks a file as ours (SQLite `application_id`): "PfMp".
const APPLICATION_ID: i64 = 0x5066_4d70;
/// How long a writer waits for another.
const BUSY: Duration = Duration::from_secs(5);

/// How safely commits reach the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// `synchronous=FULL`: an acknowledged deed survives a power cut.
    Full,
    /// `synchronous=NORMAL`: for what can be had again by reading the folders.
    Normal,
}

/// How many statements are kept ready.
const STATEMENTS: usize = 128;

/// Opens a database, migrating it first. A newer one is refused untouched; one that is not ours too.
pub fn open(path: &Path, migrations: &[&str], durability: Durability) -> Result<Connection> {
    let mut db = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    db.busy_timeout(BUSY)?;
    let ours = i64::try_from(migrations.len()).unwrap_or(i64::MAX);
    let (found, id) = versions(&db)?;
    if found > ours {
        return Err(Error::Newer { found, ours });
    }
    if found > 0 && id != APPLICATION_ID {
        return Err(Error::Integrity(format!("{} is not one of this program's databases", path.display())));
    }
    if found == 0 && !schema(&db)?.is_empty() {
        return Err(Error::Integrity(format!(
            "{} has tables but does not say of which version",
            path.display()
        )));
    }
    set_up(&db, durability)?;
    if found < ours {
        migrate(&mut db, path, migrations)?;
    }
    Ok(db)
}

/// A database in memory with the same tables, for comparison and tests.
pub fn in_memory(migrations: &[&str]) -> Result<Connection> {
    let db = Connection::open_in_memory()?;
    for sql in migrations {
        db.execute_batch(sql)?;
    }
    Ok(db)
}

fn versions(db: &Connection) -> Result<(i64, i64)> {
    let number = |pragma: &str| db.pragma_query_value(None, pragma, |row| row.get(0));
    Ok((number("user_version")?, number("application_id")?))
}

fn set_up(db: &Connection, durability: Durability) -> Result<()> {
    // A deed writes to dozens of tables; of the usual 16 the first would be made anew each time.
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    // Else a statement with a partial index is made anew for each value that is bound to it.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", if durability == Durability::Full { "FULL" } else { "NORMAL" })?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "trusted_schema", false)?;
    // On macOS a plain fsync does not reach the disk; elsewhere these change nothing.
    db.pragma_update(None, "fullfsync", durability == Durability::Full)?;
    db.pragma_update(None, "checkpoint_fullfsync", durability == Durability::Full)?;
    Ok(())
}

/// Keeps a copy of an older database first, then brings it up in one transaction.
fn migrate(db: &mut Connection, path: &Path, migrations: &[&str]) -> Result<()> {
    let (before, _) = versions(db)?;
    if before > 0 {
        let keep = path.with_extension(format!("before-{}.db", migrations.len()));
        crate::disk::remove(&keep)?;
        db.execute("VACUUM INTO ?1", [keep.to_string_lossy()])?;
    }
    let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Exclusive)?;
    // Another process may have migrated while this one waited.
    let found: i64 = tx.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if usize::try_from(found).is_ok_and(|found| found >= migrations.len()) {
        return Ok(());
    }
    if found != before {
        return Err(Error::Busy { holder: "another program is bringing the centre file up to date".into() });
    }
    for sql in migrations.iter().skip(usize::try_from(found).unwrap_or(0)) {
        tx.execute_batch(sql)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", i64::try_from(migrations.len()).unwrap_or(i64::MAX))?;
    tx.commit()?;
    Ok(())
}

/// Every table, index and trigger as SQL, to see that nobody changed the tables themselves.
pub fn schema(db: &Connection) -> Result<Vec<String>> {
    let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*' ORDER BY type, name";
    let mut statement = db.prepare(sql)?;
    let rows = statement.query_map([], |row| row.get::<_, Option<String>>(0))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// Whether SQLite itself finds the file sound; the first complaint otherwise.
pub fn integrity(db: &Connection) -> Result<Option<String>> {
    let word: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    Ok((word != "ok").then_some(word))
}

/// Whether the disk has no room, in all the ways in which SQLite says so: the shared-memory file of the WAL cannot grow
/// before the database itself is full (SQLITE_IOERR_SHMSIZE).
#[must_use]
pub fn is_full(error: &StoreError) -> bool {
    error.sqlite_error().is_some_and(|e| e.code == ErrorCode::DiskFull || e.extended_code == 4874)
}

/// Whether a stored value is of another kind than any that this program writes.
#[must_use]
pub const fn is_misshapen(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::InvalidColumnType(..)
            | StoreError::FromSqlConversionFailure(..)
            | StoreError::IntegralValueOutOfRange(..)
            | StoreError::Utf8Error(..)
    )
}

/// Version of the SQLite that travels with the program.
#[must_use]
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

/// Differs whenever another connection has committed.
pub fn data_version(db: &Connection) -> Result<i64> {
    Ok(db.query_row("PRAGMA data_version", [], |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_is_newer_than_the_wal_reset_bug() {
        // SQLite before 3.51.3 can corrupt a database when two connections reset the WAL at once.
        assert!(rusqlite::version_number() >= 3_051_003, "{}", rusqlite::version());
    }

    #[test]
    fn a_newer_database_is_refused_untouched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        drop(open(&path, &PORTFOLIO, Durability::Full).unwrap());
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let before = crate::disk::read_small(&path, 1 << 24).unwrap();
        assert!(matches!(open(&path, &PORTFOLIO, Durability::Full), Err(Error::Newer { found: 99, .. })));
        assert_eq!(crate::disk::read_small(&path, 1 << 24).unwrap(), before);
    }

    #[test]
    fn an_older_database_is_brought_up_and_a_copy_is_kept_first() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.db");
        let steps = ["CREATE TABLE a (x INTEGER) STRICT", "CREATE TABLE b (y INTEGER) STRICT"];
        drop(open(&path, &steps[..1], Durability::Full).unwrap());
        for _again in 0..2 {
            assert_eq!(schema(&open(&path, &steps, Durability::Full).unwrap()).unwrap().len(), 2);
        }
        let kept = Connection::open(path.with_extension("before-2.db")).unwrap();
        assert_eq!(schema(&kept).unwrap(), [steps[0]]);
    }
}
