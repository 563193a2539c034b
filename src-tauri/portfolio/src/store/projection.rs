//! Projection tables: written from row structs, dumped for comparison. Generic over all tables: a column is named
//! like the field; lists and objects stand as canonical JSON text.

use std::collections::BTreeMap;

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::journal::canonical;
use crate::journal::id::Id;
use crate::journal::state::BookState;

/// Books of learners where no book has a roll-up: a migration has emptied the table. One that is missing among others is a fault
/// that `check` tells, and not made good in silence.
pub fn without_tally(db: &Connection) -> Result<Vec<Id>> {
    let sql = "SELECT DISTINCT book FROM learner WHERE NOT EXISTS (SELECT 1 FROM tally)";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut books = Vec::new();
    while let Some(row) = rows.next()? {
        books.push(row.get::<_, String>(0)?.parse().map_err(Error::Integrity)?);
    }
    Ok(books)
}

/// Books in whose tables an act stands as one that only a newer program knows, with its kind.
pub fn newer_kinds(db: &Connection) -> Result<Vec<(Id, String)>> {
    let mut statement = db.prepare_cached("SELECT DISTINCT book, kind FROM newer_act")?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        out.push((row.get::<_, String>(0)?.parse().map_err(Error::Integrity)?, row.get(1)?));
    }
    Ok(out)
}

/// Writes what changed in a book's state since it was last written.
pub fn write(db: &Connection, book: Id, state: &mut BookState) -> Result<()> {
    for (table, rows) in state.take_dirty()? {
        for row in rows {
            let cells = cells(book, &row);
            let names: Vec<String> = cells.iter().map(|(name, _)| format!("\"{name}\"")).collect();
            let marks: Vec<String> = (1..=cells.len()).map(|i| format!("?{i}")).collect();
            let sql = format!(
                "INSERT OR REPLACE INTO {table} ({}) VALUES ({})",
                names.join(", "),
                marks.join(", ")
            );
            db.prepare_cached(&sql)?.execute(params_from_iter(cells.into_iter().map(|(_, value)| value)))?;
        }
    }
    Ok(())
}

/// Empties a book's projection, before it is written anew.
pub fn clear(db: &Connection, book: Id) -> Result<()> {
    for (table, ..) in BookState::default().dump()? {
        db.execute(&format!("DELETE FROM {table} WHERE book = ?1"), [book.to_string()])?;
    }
    Ok(())
}

/// Whether the sign-off of each signed unit of a book holds, as it was kept; empty where a migration has emptied the roll-ups.
pub fn holding(db: &Connection, book: Id) -> Result<BTreeMap<String, bool>> {
    let mut statement =
        db.prepare_cached("SELECT unit, holds FROM progress WHERE book = ?1 AND signed = 1")?;
    let rows = statement.query_map([book.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Compares a book's tables with a replay. Returns the first difference in words.
pub fn compare(db: &Connection, book: Id, state: &BookState) -> Result<Option<String>> {
    for (table, key, rows) in state.dump()? {
        let mut wanted: Vec<Vec<(String, Sql)>> = rows.iter().map(|row| cells(book, row)).collect();
        wanted.iter_mut().for_each(|row| row.sort_by(|a, b| a.0.cmp(&b.0)));
        let mut found = stored(db, table, key, book)?;
        found.iter_mut().for_each(|row| row.sort_by(|a, b| a.0.cmp(&b.0)));
        if wanted.len() != found.len() {
            return Ok(Some(format!(
                "table {table} has {} rows, the history says {}",
                found.len(),
                wanted.len()
            )));
        }
        if let Some((want, _)) = wanted.iter().zip(&found).find(|(want, found)| want != found) {
            let name = want.iter().find(|(name, _)| name == key).map(|(_, value)| format!("{value:?}"));
            return Ok(Some(format!(
                "table {table}, {key} {}: not what the history says",
                name.unwrap_or_default()
            )));
        }
    }
    Ok(None)
}

/// Rows over all books, so that rows of a book that the journal does not have are noticed.
pub fn total(db: &Connection, table: &str) -> Result<usize> {
    let count: i64 = db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or(usize::MAX))
}

fn stored(db: &Connection, table: &str, key: &str, book: Id) -> Result<Vec<Vec<(String, Sql)>>> {
    let mut statement = db.prepare(&format!("SELECT * FROM {table} WHERE book = ?1 ORDER BY \"{key}\""))?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = statement.query([book.to_string()])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let mut cells = Vec::with_capacity(names.len());
        for (i, name) in names.iter().enumerate() {
            cells.push((name.clone(), row.get::<_, Sql>(i)?));
        }
        out.push(cells);
    }
    Ok(out)
}

fn cells(book: Id, row: &Value) -> Vec<(String, Sql)> {
    let mut cells = vec![("book".to_owned(), Sql::Text(book.to_string()))];
    if let Value::Object(map) = row {
        cells.extend(
            map.iter().filter(|(name, _)| *name != "book").map(|(name, value)| (name.clone(), cell(value))),
        );
    }
    cells
}

fn cell(value: &Value) -> Sql {
    match value {
        Value::Null => Sql::Null,
        Value::Bool(b) => Sql::Integer(i64::from(*b)),
        Value::Number(n) => n.as_i64().map_or(Sql::Null, Sql::Integer),
        Value::String(s) => Sql::Text(s.clone()),
        Value::Array(_) | Value::Object(_) => {
            let text = canonical::write(value).unwrap_or_default();
            Sql::Text(String::from_utf8(text).unwrap_or_default())
        }
    }
}
