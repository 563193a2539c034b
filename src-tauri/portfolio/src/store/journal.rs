//! Entries, signatures and unit texts in `portfolio.db`.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};

use crate::error::{Error, Result};
use crate::journal::entry::{BadEntry, Entry};
use crate::journal::id::{Hash, Id};
use crate::journal::lines::Signature;
use crate::unit::spec::UnitSpec;

/// Appends an entry.
pub fn insert(db: &Connection, entry: &Entry) -> Result<()> {
    db.prepare_cached("INSERT INTO entry (hash, book, chain, n, body) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![
            entry.hash.to_string(),
            entry.book.to_string(),
            entry.chain.to_string(),
            entry.n,
            entry.body
        ])?;
    Ok(())
}

/// Puts a signature beside an entry; the same one again changes nothing.
pub fn sign(db: &Connection, entry: Hash, signature: &Signature) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO signature (entry, fingerprint, alg, sig) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )?
    .execute(params![
        entry.to_string(),
        signature.fingerprint.to_string(),
        signature.alg,
        signature.sig
    ])?;
    Ok(())
}

/// Whether a signature stands beside an entry, or beside a later one of its chain, which it stands for as well.
pub fn signed_from(db: &Connection, chain: Id, n: i64) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM entry e JOIN signature s ON s.entry = e.hash WHERE e.chain = ?1 AND e.n >= ?2)";
    Ok(db.prepare_cached(sql)?.query_row(params![chain.to_string(), n], |row| row.get(0))?)
}

/// The entries of a book beside which a signature stands.
pub fn signed_entries(db: &Connection, book: Id) -> Result<BTreeSet<Hash>> {
    // From the few entries of the book to their signatures, never from all signatures.
    let sql =
        "SELECT DISTINCT e.hash FROM entry e CROSS JOIN signature s ON s.entry = e.hash WHERE e.book = ?1";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([book.to_string()], |row| row.get::<_, String>(0))?;
    rows.map(|entry| parse(&entry?)).collect()
}

/// Books whose record names a file.
pub fn books_of_file(db: &Connection, file: Hash) -> Result<BTreeSet<Id>> {
    let mut statement = db.prepare_cached("SELECT DISTINCT book FROM file WHERE file = ?1")?;
    let rows = statement.query_map([file.to_string()], |row| row.get::<_, String>(0))?;
    rows.map(|book| book?.parse().map_err(Error::Integrity)).collect()
}

/// The path under which a record first met a file, as it is stored: one that is not Unicode stands in its spelling of the wire.
pub fn path_of_file(db: &Connection, file: Hash) -> Result<Option<String>> {
    let mut statement = db.prepare_cached("SELECT path FROM file WHERE file = ?1 LIMIT 1")?;
    Ok(statement.query_row([file.to_string()], |row| row.get(0)).optional()?)
}

/// The files of a learner that other learners have too, and whose they are. Empty files say nothing.
pub fn shared_files(db: &Connection, book: Id) -> Result<BTreeMap<Hash, BTreeSet<Id>>> {
    // From all rows to this learner's few: each is looked up by its key, and no index more is kept for it.
    let sql = "SELECT o.file, o.book FROM file o CROSS JOIN file f ON f.book = ?1 AND f.file = o.file \
               WHERE o.book <> ?1 AND o.size > 0";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([book.to_string()], pair)?;
    without_set_aside(db, gathered(rows)?)
}

/// Which of some files other learners have, and whose they are.
pub fn others_with(
    db: &Connection,
    book: Id,
    files: &BTreeSet<Hash>,
) -> Result<BTreeMap<Hash, BTreeSet<Id>>> {
    let sql = "SELECT f.file, f.book FROM tally t CROSS JOIN file f ON f.book = t.book AND f.file = ?2 \
               WHERE t.book <> ?1 AND f.size > 0";
    let mut statement = db.prepare_cached(sql)?;
    let mut out = BTreeMap::new();
    for file in files {
        let rows = statement.query_map([book.to_string(), file.to_string()], pair)?;
        out.extend(gathered(rows)?);
    }
    without_set_aside(db, out)
}

/// Leaves those learners out of whose evidence a file was set aside: it is not in their portfolio.
fn without_set_aside(
    db: &Connection,
    mut shared: BTreeMap<Hash, BTreeSet<Id>>,
) -> Result<BTreeMap<Hash, BTreeSet<Id>>> {
    let books: BTreeSet<Id> = shared.values().flatten().copied().collect();
    for book in books {
        for file in set_aside(db, book)? {
            if let Some(others) = shared.get_mut(&file) {
                others.remove(&book);
            }
        }
    }
    shared.retain(|_, others| !others.is_empty());
    Ok(shared)
}

/// Files of items that are set aside. A number that another desk gave meanwhile outweighs that.
fn set_aside(db: &Connection, book: Id) -> Result<BTreeSet<Hash>> {
    let sql = "SELECT e.files FROM evidence e WHERE e.book = ?1 AND e.standing AND e.set_aside_reason IS NOT NULL \
               AND NOT EXISTS (SELECT 1 FROM evidence n WHERE n.book = e.book AND n.evidence = e.evidence \
               AND n.standing AND n.number IS NOT NULL)";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([book.to_string()], |row| row.get::<_, String>(0))?;
    let mut files = BTreeSet::new();
    for row in rows {
        files.extend(serde_json::from_str::<Vec<Hash>>(&row?)?);
    }
    Ok(files)
}

fn pair(row: &rusqlite::Row<'_>) -> rusqlite::Result<(String, String)> {
    Ok((row.get(0)?, row.get(1)?))
}

fn gathered(
    rows: impl Iterator<Item = rusqlite::Result<(String, String)>>,
) -> Result<BTreeMap<Hash, BTreeSet<Id>>> {
    let mut out: BTreeMap<Hash, BTreeSet<Id>> = BTreeMap::new();
    for row in rows {
        let (file, book) = row?;
        out.entry(file.parse().map_err(Error::Integrity)?).or_default().insert(parse(&book)?);
    }
    Ok(out)
}

/// Names of a learner: more than one where two desks said different ones.
pub fn learner_names(db: &Connection, book: Id) -> Result<Vec<String>> {
    let sql = "SELECT DISTINCT name FROM learner WHERE book = ?1 AND standing ORDER BY name";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([book.to_string()], |row| row.get(0))?;
    rows.map(|name| name.map_err(Error::from)).collect()
}

/// All books that have entries.
pub fn books(db: &Connection) -> Result<Vec<Id>> {
    let mut statement = db.prepare_cached("SELECT DISTINCT book FROM entry ORDER BY book")?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    rows.map(|book| parse(&book?)).collect()
}

/// One book's entries, read from their bodies. A stored column that does not fit its body is an integrity error.
pub fn book(db: &Connection, book: Id) -> Result<Vec<Entry>> {
    read(db, book, Entry::from_stored)
}

/// The same, and every body proven canonical again.
pub fn book_proven(db: &Connection, book: Id) -> Result<Vec<Entry>> {
    read(db, book, Entry::from_body)
}

fn read(db: &Connection, book: Id, entry: impl Fn(Vec<u8>) -> Result<Entry, BadEntry>) -> Result<Vec<Entry>> {
    let sql = "SELECT hash, chain, n, body FROM entry WHERE book = ?1 ORDER BY chain, n";
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query([book.to_string()])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let (hash, chain, n): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let entry =
            entry(row.get(3)?).map_err(|e| Error::Integrity(format!("entry {n} of chain {chain}: {e}")))?;
        let fits = entry.hash.to_string() == hash && entry.chain.to_string() == chain && entry.n == n;
        if !fits || entry.book != book {
            return Err(Error::Integrity(format!("entry {n} of chain {chain} is not what its index says")));
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// Books in whose table a row has this value in this column. Names come from this program, never from a request.
pub fn books_where(db: &Connection, table: &str, column: &str, value: &str) -> Result<Vec<Id>> {
    let mut statement = db
        .prepare_cached(&format!("SELECT DISTINCT book FROM {table} WHERE {column} LIKE ?1 ORDER BY book"))?;
    let rows = statement.query_map([value], |row| row.get::<_, String>(0))?;
    rows.map(|book| parse(&book?)).collect()
}

/// How many entries a book has here.
pub fn count(db: &Connection, book: Id) -> Result<i64> {
    let sql = "SELECT count(*) FROM entry WHERE book = ?1";
    Ok(db.prepare_cached(sql)?.query_row([book.to_string()], |row| row.get(0))?)
}

/// The same from the heads of its chains, whatever its size.
pub fn length(db: &Connection, book: Id) -> Result<i64> {
    let sql = "SELECT coalesce(sum(head_n + 1), 0) FROM chain WHERE book = ?1";
    Ok(db.prepare_cached(sql)?.query_row([book.to_string()], |row| row.get(0))?)
}

/// Whether every act here is of a kind that this program knows.
pub fn all_known(db: &Connection) -> Result<bool> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM newer_act)";
    Ok(db.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Every kept file that some book names: judged versions, else papers and the scans of papers. One pass over the tables, for no
/// index by file is kept.
pub fn named(db: &Connection, judged: bool) -> Result<BTreeSet<Hash>> {
    let sql = if judged {
        "SELECT DISTINCT file FROM file"
    } else {
        "SELECT paper FROM paper UNION SELECT paper FROM signed_paper UNION SELECT paper FROM countersigned_paper \
         UNION SELECT page FROM inked_page"
    };
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    rows.map(|file| parse(&file?)).collect()
}

/// Whether an entry is here.
pub fn holds(db: &Connection, entry: Hash) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM entry WHERE hash = ?1)";
    Ok(db.prepare_cached(sql)?.query_row([entry.to_string()], |row| row.get(0))?)
}

/// The last entry of each chain that an installation has in a book.
pub fn own_heads(db: &Connection, book: Id, installation: Id) -> Result<BTreeSet<Hash>> {
    let sql = "SELECT head FROM chain WHERE book = ?1 AND installation = ?2";
    let mut statement = db.prepare_cached(sql)?;
    let rows =
        statement.query_map([book.to_string(), installation.to_string()], |row| row.get::<_, String>(0))?;
    rows.map(|head| parse(&head?)).collect()
}

/// How many entries an installation has in this centre file.
pub fn own_entries(db: &Connection, installation: Id) -> Result<i64> {
    let sql = "SELECT coalesce(sum(head_n + 1), 0) FROM chain WHERE installation = ?1";
    Ok(db.prepare_cached(sql)?.query_row([installation.to_string()], |row| row.get(0))?)
}

/// The entry at a place of a chain, by its hash.
pub fn at(db: &Connection, chain: Id, n: i64) -> Result<Option<Hash>> {
    let sql = "SELECT hash FROM entry WHERE chain = ?1 AND n = ?2";
    let hash: Option<String> =
        db.prepare_cached(sql)?.query_row(params![chain.to_string(), n], |row| row.get(0)).optional()?;
    hash.map(|h| parse(&h)).transpose()
}

/// All signatures, with the entry each stands beside.
pub fn signatures(db: &Connection) -> Result<Vec<(Hash, Signature)>> {
    let mut statement =
        db.prepare("SELECT entry, fingerprint, alg, sig FROM signature ORDER BY entry, fingerprint")?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let fingerprint: String = row.get(1)?;
        let signature = Signature { fingerprint: parse(&fingerprint)?, alg: row.get(2)?, sig: row.get(3)? };
        out.push((parse(&row.get::<_, String>(0)?)?, signature));
    }
    Ok(out)
}

/// Whether a signature stands beside an entry.
pub fn signed(db: &Connection, entry: Hash) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM signature WHERE entry = ?1)";
    Ok(db.prepare_cached(sql)?.query_row([entry.to_string()], |row| row.get(0))?)
}

/// Keeps a unit text; the same one again changes nothing.
pub fn keep_spec(db: &Connection, spec: &UnitSpec) -> Result<()> {
    db.prepare_cached("INSERT INTO spec (sha256, body) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute(params![spec.sha256.to_string(), spec.canonical])?;
    Ok(())
}

/// All unit texts. One whose bytes do not fit its hash is an integrity error.
pub fn specs(db: &Connection) -> Result<Vec<UnitSpec>> {
    let mut statement = db.prepare("SELECT sha256, body FROM spec ORDER BY sha256")?;
    let mut rows = statement.query([])?;
    let mut out = Vec::new();
    while let Some(row) = rows.next()? {
        let (sha256, body): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
        let text = String::from_utf8(body).map_err(|_| damaged(&sha256))?;
        let spec = UnitSpec::parse(&text).map_err(|_| damaged(&sha256))?;
        if spec.sha256.to_string() != sha256 || spec.canonical != text.as_bytes() {
            return Err(damaged(&sha256));
        }
        out.push(spec);
    }
    Ok(out)
}

fn damaged(sha256: &str) -> Error {
    Error::Integrity(format!("the unit text {sha256} is not what its hash says"))
}

fn parse<T: std::str::FromStr<Err = String>>(text: &str) -> Result<T> {
    text.parse().map_err(Error::Integrity)
}
