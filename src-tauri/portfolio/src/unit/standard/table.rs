//! Standards from a table with delimiters: one row a point, headings as people write them; a blank cell says what the row
//! above said. Pure.

use super::{Kind, Point, Standard, refused};
use crate::error::Result;
use crate::unit::import::delimited::{self, Record, unguarded};

/// What a column may be called, in small letters.
const COLUMNS: [&[&str]; COUNT] = [
    &[
        "standard",
        "standard code",
        "nos",
        "nos code",
        "nos reference",
        "nos ref",
        "standard id",
        "urn",
        "unit",
    ],
    &["title", "standard title", "nos title", "unit title", "name"],
    &[
        "developed by",
        "developer",
        "body",
        "standards setting body",
        "standards setting organisation",
        "owner",
    ],
    &["version", "issue", "version number"],
    &["overview", "aim", "summary", "about this standard"],
    &["kind", "type", "section", "category", "part"],
    &["point", "point code", "code", "ref", "reference", "number", "no", "no.", "point number", "id"],
    &[
        "text",
        "statement",
        "wording",
        "words",
        "description",
        "point text",
        "performance criteria",
        "criterion",
    ],
];
const COUNT: usize = 8;
const CODE: usize = 0;
const TITLE: usize = 1;
const BODY: usize = 2;
const VERSION: usize = 3;
const OVERVIEW: usize = 4;
const KIND: usize = 5;
const POINT: usize = 6;
const TEXT: usize = 7;

/// Reads the standards of a table, in the order in which they begin.
pub(super) fn standards(bytes: &[u8]) -> Result<Vec<Standard>> {
    let records = delimited::records(bytes)?;
    let Some((head, rows)) = records.rows.split_first() else { return Err(refused("it is empty".into())) };
    let at = places(head);
    if at[TEXT].is_none() {
        return Err(refused(missing("the words of a point", TEXT)));
    }
    if at[CODE].is_none() {
        return Err(refused(missing("the code of the standard", CODE)));
    }
    let mut out: Vec<Standard> = Vec::new();
    let mut kind = None;
    for row in rows {
        let cell = |column: usize| {
            let found = at[column].and_then(|place| row.cells.get(place));
            found.map_or("", |cell| unguarded(cell)).trim().to_owned()
        };
        let code = cell(CODE);
        if !code.is_empty() && out.last().is_none_or(|s| !s.code.eq_ignore_ascii_case(&code)) {
            kind = None;
            out.push(Standard { code, title: cell(TITLE), ..Standard::default() });
        }
        let line = row.line;
        let standard =
            out.last_mut().ok_or_else(|| refused(format!("line {line}: no standard is named yet")))?;
        for (field, said) in [
            (&mut standard.title, cell(TITLE)),
            (&mut standard.developed_by, cell(BODY)),
            (&mut standard.version, cell(VERSION)),
            (&mut standard.overview, cell(OVERVIEW)),
        ] {
            if field.is_empty() {
                *field = said;
            }
        }
        let said = cell(KIND);
        if !said.is_empty() {
            kind = Some(kind_of(&said).ok_or_else(|| {
                refused(format!("line {line}: {said:?} is neither performance nor knowledge"))
            })?);
        }
        standard.points.push(Point { code: cell(POINT), kind, text: cell(TEXT) });
    }
    Ok(out)
}

fn missing(what: &str, column: usize) -> String {
    let names = COLUMNS.get(column).map(|names| names.join(", ")).unwrap_or_default();
    format!("its first row has no column for {what}; it may be called {names}")
}

/// Where each column stands.
fn places(head: &Record) -> [Option<usize>; COUNT] {
    let plain = |cell: &String| cell.trim().to_lowercase().replace('_', " ");
    let cells: Vec<String> = head.cells.iter().map(plain).collect();
    COLUMNS.map(|names| names.iter().find_map(|name| cells.iter().position(|cell| cell == name)))
}

/// "You must be able to" and "You need to know and understand" are how the parts are headed in print.
fn kind_of(said: &str) -> Option<Kind> {
    let said = said.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| said.contains(word));
    if said == "k" || has(&["know", "understand"]) {
        Some(Kind::Knowledge)
    } else if said == "p" || has(&["perform", "able to", "behaviour", "outcome"]) {
        Some(Kind::Performance)
    } else {
        None
    }
}
