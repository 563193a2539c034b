//! How often words stand in what people wrote: feedback, reasons, IV comments. SQL only.

use rusqlite::Connection;

use crate::error::Result;

/// In how many pieces of writing the words stand. What one person wrote in one go counts once, over however many criteria.
pub fn uses(db: &Connection, words: &str) -> Result<u32> {
    let sql = include_str!("phrases_uses.sql");
    Ok(db.prepare_cached(sql)?.query_row([words], |row| row.get(0))?)
}
