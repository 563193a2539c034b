//! Taking one book out of a database for good: the only place where the append-only triggers are lifted. What is deleted is
//! overwritten. SQL, no rules: who may, and what else goes, is said by `erasure`.

use std::path::Path;

use rusqlite::Connection;

use crate::disk;
use crate::error::Result;
use crate::journal::id::Id;

/// Takes a book out of every table, inside the caller's transaction. Of `portfolio.db` and its copies that is its entries with
/// their signatures too; the triggers stand again afterwards, word for word.
pub fn book(db: &Connection, book: Id) -> Result<()> {
    // Pages that are freed are filled with zeros.
    db.pragma_update(None, "secure_delete", true)?;
    let guards = guards(db)?;
    for (name, _) in &guards {
        db.execute_batch(&format!("DROP TRIGGER \"{name}\""))?;
    }
    let tables = tables_with(db, "book")?;
    if tables.iter().any(|table| table == "entry") {
        let sql = "DELETE FROM signature WHERE entry IN (SELECT hash FROM entry WHERE book = ?1)";
        db.execute(sql, [book.to_string()])?;
    }
    for table in tables {
        db.execute(&format!("DELETE FROM \"{table}\" WHERE book = ?1"), [book.to_string()])?;
    }
    for (_, sql) in &guards {
        db.execute_batch(sql)?;
    }
    Ok(())
}

/// The triggers that keep entries and signatures, by name and as SQL.
fn guards(db: &Connection) -> Result<Vec<(String, String)>> {
    let sql =
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name IN ('entry', 'signature')";
    let mut statement = db.prepare(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Tables that have a column of this name.
fn tables_with(db: &Connection, column: &str) -> Result<Vec<String>> {
    let sql = "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c ON c.name = ?1 \
               WHERE m.type = 'table' ORDER BY m.name";
    let mut statement = db.prepare(sql)?;
    let rows = statement.query_map([column], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Writes a database anew without anything that was deleted in it before, also by older deeds that overwrote nothing, and empties
/// its log. False = another program reads it just now, so that its log still holds pages of before.
pub fn wipe(db: &Connection) -> Result<bool> {
    db.pragma_update(None, "secure_delete", true)?;
    db.execute_batch("VACUUM")?;
    let busy: i64 = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    Ok(busy == 0)
}

/// Takes a book out of the copies that the program kept before it brought its databases up to date.
pub fn copies(folder: &Path, gone: Id) -> Result<()> {
    for entry in disk::list(folder)? {
        let name = entry.name.to_string_lossy().into_owned();
        if !name.contains(".before-") || !name.ends_with(".db") {
            continue;
        }
        let db = Connection::open(folder.join(&entry.name))?;
        let tx = db.unchecked_transaction()?;
        book(&db, gone)?;
        tx.commit()?;
        wipe(&db)?;
    }
    Ok(())
}
