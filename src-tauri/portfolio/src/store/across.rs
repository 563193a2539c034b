//! Questions that go across the books of a centre file: who has what, how many, and how far they are. SQL and row mapping,
//! no rules.

use std::collections::BTreeMap;

use rusqlite::{Connection, Params};

use crate::error::{Error, Result};
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};

/// Books of learners.
pub fn learners(db: &Connection) -> Result<Vec<Id>> {
    ids(db, "SELECT DISTINCT book FROM learner ORDER BY book", [])
}

/// Books of learners with exactly this name.
pub fn learners_named(db: &Connection, name: &str) -> Result<Vec<Id>> {
    let sql = "SELECT DISTINCT book FROM learner WHERE standing = 1 AND name = ?1 ORDER BY book";
    ids(db, sql, [name])
}

/// Books of learners who have a unit now.
pub fn learners_with(db: &Connection, unit: &str) -> Result<Vec<Id>> {
    let sql = "SELECT DISTINCT book FROM unit WHERE unit = ?1 AND standing = 1 AND withdrawn_reason IS NULL \
               ORDER BY book";
    ids(db, sql, [unit])
}

/// Books of centres; a sound file has at most one.
pub fn centres(db: &Connection) -> Result<Vec<Id>> {
    ids(db, "SELECT DISTINCT book FROM centre ORDER BY book", [])
}

/// What a statement of a learner's facts calls them.
#[derive(Debug, Clone)]
pub struct Called {
    /// Name.
    pub name: String,
    /// Unique learner number; empty = not recorded.
    pub uln: String,
    /// Registration number; empty = not recorded.
    pub registration_number: String,
}

/// What the statements that stand call each learner, with the book, in the order of the books: what several say alike once.
pub fn called(db: &Connection) -> Result<Vec<(Id, Called)>> {
    let sql =
        "SELECT DISTINCT book, name, uln, registration_number FROM learner WHERE standing = 1 ORDER BY book";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let called = Called { name: row.get(1)?, uln: row.get(2)?, registration_number: row.get(3)? };
        out.push((id(row.get(0)?)?, called));
    }
    Ok(out)
}

/// Items of a learner with a number that a file stands in.
pub fn numbered_with(db: &Connection, book: Id, file: Hash) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT evidence FROM evidence
               WHERE book = ?1 AND standing = 1 AND number IS NOT NULL AND instr(files, ?2) > 0";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([book.to_string(), file.to_string()], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many learners have each unit now, by the unit's id.
pub fn learners_of_units(db: &Connection) -> Result<BTreeMap<String, u32>> {
    let sql = "SELECT unit, count(DISTINCT book) FROM unit WHERE standing = 1 AND withdrawn_reason IS NULL GROUP BY unit";
    counts(db, sql)
}

/// How many learners have each unit text now, by its hash.
pub fn learners_of_texts(db: &Connection) -> Result<BTreeMap<String, u32>> {
    let sql = "SELECT spec, count(DISTINCT book) FROM unit WHERE standing = 1 AND withdrawn_reason IS NULL GROUP BY spec";
    counts(db, sql)
}

/// For how many learners each unit text is signed off and holds as signed, as far as their books say; by its hash and whether it
/// was signed as on the board's own text.
pub fn signed_of_texts(db: &Connection) -> Result<BTreeMap<(String, bool), u32>> {
    let sql = "SELECT u.spec, p.boards_own, count(DISTINCT p.book) FROM progress p
               JOIN unit u ON u.book = p.book AND u.unit = p.unit AND u.standing = 1
               WHERE p.signed = 1 AND p.holds = 1 GROUP BY u.spec, p.boards_own";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many unit texts there are.
pub fn texts(db: &Connection) -> Result<usize> {
    let count: i64 = db.prepare_cached("SELECT count(*) FROM spec")?.query_row([], |row| row.get(0))?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// What is kept of each learner as a whole.
#[derive(Debug)]
pub struct Tally {
    /// The learner's book.
    pub book: Id,
    /// Files that nobody has accepted, mapped or set aside.
    pub new_files: u32,
    /// Open actions of an IV.
    pub iv_actions: u32,
    /// Of the last act.
    pub last: Moment,
    /// Days by which actions are due, as stored.
    pub dues: String,
}

/// The tally of every learner, one after the other.
pub fn each_tally(db: &Connection, take: &mut dyn FnMut(Tally) -> Result<()>) -> Result<()> {
    let mut statement = db
        .prepare_cached("SELECT book, new_files, iv_actions, last_at, last_offset, action_dues FROM tally")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take(Tally {
            book: id(row.get(0)?)?,
            new_files: row.get(1)?,
            iv_actions: row.get(2)?,
            last: Moment { at: row.get(3)?, offset: row.get(4)? },
            dues: row.get(5)?,
        })?;
    }
    Ok(())
}

/// How far a learner is with a unit being worked on.
#[derive(Debug)]
pub struct Progress {
    /// The learner's book.
    pub book: Id,
    /// Criteria of the unit.
    pub rows: u32,
    /// Criteria met, RPL or credit transfer.
    pub met: u32,
    /// Criteria partially met.
    pub partially_met: u32,
    /// Criteria without evidence.
    pub gaps: u32,
    /// Criteria with evidence and no decision.
    pub undecided: u32,
    /// Whether the unit is signed off.
    pub signed: bool,
    /// Whether that holds as signed, as far as the learner's book says.
    pub holds: bool,
    /// Whether it was signed as on the board's own text.
    pub boards_own: bool,
    /// Hash of the unit text.
    pub spec: String,
    /// Days by which resubmissions are due, as stored.
    pub dues: String,
}

/// How far each learner is with each unit that stands, one after the other.
pub fn each_progress(db: &Connection, take: &mut dyn FnMut(Progress) -> Result<()>) -> Result<()> {
    let sql = r#"SELECT p.book, p."rows", p.met, p.partially_met, p.gaps, p.mapped, p.signed, u.spec, p.dues,
                        p.holds, p.boards_own
                 FROM progress p JOIN unit u ON u.book = p.book AND u.unit = p.unit AND u.standing = 1
                 WHERE p.withdrawn = 0 AND u.withdrawn_reason IS NULL"#;
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        take(Progress {
            book: id(row.get(0)?)?,
            rows: row.get(1)?,
            met: row.get(2)?,
            partially_met: row.get(3)?,
            gaps: row.get(4)?,
            undecided: row.get(5)?,
            signed: row.get(6)?,
            spec: row.get(7)?,
            dues: row.get(8)?,
            holds: row.get(9)?,
            boards_own: row.get(10)?,
        })?;
    }
    Ok(())
}

/// Criteria met and criteria with evidence and no decision of every learner, counted from the acts themselves: what
/// [`each_progress`] keeps, for comparison.
pub fn counted_anew(db: &Connection) -> Result<BTreeMap<Id, (u32, u32)>> {
    let sql = r#"SELECT e.book, coalesce(sum(d.outcome = 'met'), 0), sum(d.outcome IS NULL)
                 FROM (SELECT DISTINCT book, unit, "row" FROM mapping WHERE standing = 1) e
                 LEFT JOIN (SELECT book, unit, "row", max(outcome) AS outcome FROM decision WHERE standing = 1
                            GROUP BY book, unit, "row") d
                   ON d.book = e.book AND d.unit = e.unit AND d."row" = e."row"
                 GROUP BY e.book"#;
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut out = BTreeMap::new();
    while let Some(row) = rows.next()? {
        out.insert(id(row.get(0)?)?, (row.get(1)?, row.get(2)?));
    }
    Ok(out)
}

fn ids(db: &Connection, sql: &str, params: impl Params) -> Result<Vec<Id>> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map(params, |row| row.get::<_, String>(0))?;
    rows.map(|text| id(text?)).collect()
}

fn id(text: String) -> Result<Id> {
    text.parse().map_err(Error::Integrity)
}

fn counts(db: &Connection, sql: &str) -> Result<BTreeMap<String, u32>> {
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
