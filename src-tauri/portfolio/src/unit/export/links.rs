//! Links between boards as a file of their own: JSON `assessor-links/1`, and the same as CSV. Both ways, nothing lost.
//! Refuses to know the journal and whether the units are in the library: who takes a file in checks that.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::unit::import::delimited::{self, guarded, unguarded};
use crate::unit::link::Relation;

/// Name of the format.
pub const FORMAT: &str = "assessor-links";

/// Largest file taken in, in bytes.
pub const LARGEST: usize = 16 << 20;

/// One relation between a criterion of one unit and a criterion of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LinkRow {
    /// The first side.
    pub from: LinkEnd,
    /// The second side.
    pub to: LinkEnd,
    /// How the first side stands to the second: exact, close, broader, narrower, related.
    #[schemars(with = "RelationName")]
    pub relation: Relation,
    /// What the first side asks beyond the second.
    #[serde(default)]
    pub beyond_from: String,
    /// What the second side asks beyond the first.
    #[serde(default)]
    pub beyond_to: String,
    /// Where the link comes from: "worked from third-party text".
    #[serde(default)]
    pub source: String,
}

/// One side: a criterion, or an outcome that has none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LinkEnd {
    /// Unit id, a uuid.
    pub unit: String,
    /// Short name of the unit, for people.
    #[serde(default)]
    pub handle: String,
    /// Id of the criterion or outcome, a uuid.
    pub criterion: String,
    /// Its code, for people: "2.3".
    #[serde(default)]
    pub code: String,
    /// SHA-256 of the criterion's text when the link was made, 64 hex characters; empty = not recorded.
    #[serde(default)]
    pub text_sha256: String,
}

/// The words of a relation, for the schema.
#[derive(JsonSchema)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "only its schema is used: the type itself stands with the links")]
enum RelationName {
    Exact,
    Close,
    Broader,
    Narrower,
    Related,
}

/// The file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LinkFile {
    /// Always "assessor-links".
    pub format: String,
    /// Always 1.
    pub format_version: i64,
    /// The links.
    pub links: Vec<LinkRow>,
}

/// Columns of the CSV, in order.
const COLUMNS: [&str; 14] = [
    "Relation",
    "From unit",
    "From unit id",
    "From code",
    "From criterion id",
    "From text SHA-256",
    "To unit",
    "To unit id",
    "To code",
    "To criterion id",
    "To text SHA-256",
    "Beyond from",
    "Beyond to",
    "Source",
];

/// Reads a file of links, JSON or CSV by its content. Errors name the link or the row.
pub fn read_links(bytes: &[u8]) -> Result<Vec<LinkRow>> {
    if bytes.len() > LARGEST {
        return Err(refused(format!("it is larger than {} MB", LARGEST >> 20)));
    }
    let (text, _) = delimited::decode(bytes);
    let links = if text.trim_start().starts_with(['{', '[']) {
        from_json(text.trim())
    } else {
        from_csv(text.as_bytes())
    }?;
    for (i, link) in links.iter().enumerate() {
        check(link).map_err(|why| refused(format!("link {}: {why}", i + 1)))?;
    }
    Ok(links)
}

/// Writes the file as JSON, in the order given.
pub fn write_links(links: &[LinkRow]) -> Result<Vec<u8>> {
    let file = LinkFile { format: FORMAT.into(), format_version: 1, links: links.to_vec() };
    let mut bytes = serde_json::to_vec_pretty(&file)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Writes the same as CSV: UTF-8 with byte order mark, CRLF, no cell that a spreadsheet would run.
pub fn write_links_csv(links: &[LinkRow]) -> Result<Vec<u8>> {
    let mut rows = vec![COLUMNS.map(str::to_owned)];
    for link in links {
        let (from, to) = (&link.from, &link.to);
        rows.push([
            link.relation.word().to_owned(),
            guarded(&from.handle),
            guarded(&from.unit),
            guarded(&from.code),
            guarded(&from.criterion),
            guarded(&from.text_sha256),
            guarded(&to.handle),
            guarded(&to.unit),
            guarded(&to.code),
            guarded(&to.criterion),
            guarded(&to.text_sha256),
            guarded(&link.beyond_from),
            guarded(&link.beyond_to),
            guarded(&link.source),
        ]);
    }
    Ok(super::csv::write(&rows))
}

fn from_json(text: &str) -> Result<Vec<LinkRow>> {
    let value: Value = serde_json::from_str(text).map_err(|e| refused(format!("it is not JSON: {e}")))?;
    let (format, version) = (value.get("format").and_then(Value::as_str), value.get("formatVersion"));
    if format != Some(FORMAT) || version.and_then(Value::as_i64) != Some(1) {
        return Err(refused("it does not say \"format\": \"assessor-links\", \"formatVersion\": 1".into()));
    }
    let links = value.get("links").and_then(Value::as_array);
    let links = links.ok_or_else(|| refused("it has no list called \"links\"".into()))?;
    let read = |(i, link): (usize, &Value)| {
        serde_json::from_value(link.clone()).map_err(|e| refused(format!("link {}: {e}", i + 1)))
    };
    links.iter().enumerate().map(read).collect()
}

fn from_csv(bytes: &[u8]) -> Result<Vec<LinkRow>> {
    let records = delimited::records(bytes)?;
    let Some((head, rows)) = records.rows.split_first() else { return Err(refused("it is empty".into())) };
    let plain = |text: &str| text.trim().to_lowercase();
    let mut at = [0; COLUMNS.len()];
    for (place, name) in at.iter_mut().zip(COLUMNS) {
        *place = head.cells.iter().position(|cell| plain(cell) == plain(name)).ok_or_else(|| {
            refused(format!("its first row has no column {name:?}; the columns are {}", COLUMNS.join(", ")))
        })?;
    }
    let row = |record: &delimited::Record| {
        let cell = |n: usize| record.cells.get(at[n]).map_or("", |c| unguarded(c)).to_owned();
        let relation = Relation::parse(&cell(0)).ok_or_else(|| {
            let found = cell(0);
            refused(format!(
                "line {}: the relation {found:?} is none of exact, close, broader, narrower, related",
                record.line
            ))
        })?;
        let end = |n: usize| LinkEnd {
            handle: cell(n),
            unit: cell(n + 1),
            code: cell(n + 2),
            criterion: cell(n + 3),
            text_sha256: cell(n + 4),
        };
        Ok(LinkRow {
            from: end(1),
            to: end(6),
            relation,
            beyond_from: cell(11),
            beyond_to: cell(12),
            source: cell(13),
        })
    };
    rows.iter().map(row).collect()
}

fn check(link: &LinkRow) -> Result<(), String> {
    for end in [&link.from, &link.to] {
        for (what, id) in [("unit", &end.unit), ("criterion", &end.criterion)] {
            if id.parse::<uuid::Uuid>().is_err() {
                return Err(format!("the {what} id {id:?} of {} {} is not a uuid", end.handle, end.code));
            }
        }
        let hex = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
        if !end.text_sha256.is_empty() && (end.text_sha256.len() != 64 || !end.text_sha256.bytes().all(hex)) {
            return Err(format!("{:?} is not a SHA-256 in lower-case hex", end.text_sha256));
        }
    }
    if link.from.criterion == link.to.criterion {
        return Err(format!("both sides are the criterion {}", link.from.criterion));
    }
    Ok(())
}

fn refused(why: String) -> Error {
    Error::Usage(format!("these links cannot be read: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::id::Hash;

    fn end(n: u32, code: &str) -> LinkEnd {
        LinkEnd {
            unit: format!("00000000-0000-4000-8000-{n:012}"),
            handle: format!("unit-{n}"),
            criterion: format!("00000000-0000-4000-9000-{n:012}"),
            code: code.into(),
            text_sha256: Hash::of(code.as_bytes()).to_string(),
        }
    }

    fn links() -> Vec<LinkRow> {
        vec![
            LinkRow {
                from: end(1, "1.1"),
                to: end(2, "1.1"),
                relation: Relation::Close,
                beyond_from: "indicators; \"targets\"".into(),
                beyond_to: "=contingency,\nand alignment".into(),
                source: "worked from third-party text".into(),
            },
            LinkRow {
                from: LinkEnd { text_sha256: String::new(), ..end(3, "2") },
                to: end(4, "P1"),
                relation: Relation::Broader,
                beyond_from: String::new(),
                beyond_to: String::new(),
                source: String::new(),
            },
        ]
    }

    #[test]
    fn both_forms_come_back_the_same() {
        for bytes in [write_links(&links()).unwrap(), write_links_csv(&links()).unwrap()] {
            assert_eq!(read_links(&bytes).unwrap(), links());
        }
        assert!(write_links_csv(&links()).unwrap().starts_with(b"\xef\xbb\xbfRelation,From unit"));
    }

    #[test]
    fn bad_links_are_named() {
        let spoil = |from: &str, to: &str| {
            String::from_utf8(write_links(&links()).unwrap()).unwrap().replacen(from, to, 1)
        };
        let csv = String::from_utf8(write_links_csv(&links()).unwrap()).unwrap();
        let cases = [
            (spoil("\"close\"", "\"similar\""), "link 1"),
            (spoil("00000000-0000-4000-8000-000000000003", "3"), "link 2: the unit id \"3\" of unit-3 2"),
            (spoil("\"formatVersion\": 1", "\"formatVersion\": 2"), "formatVersion"),
            (spoil("\"links\"", "\"lonks\""), "no list"),
            (
                spoil("00000000-0000-4000-9000-000000000001", "00000000-0000-4000-9000-000000000002"),
                "both sides",
            ),
            (csv.replace("broader", "wider"), "line 4: the relation \"wider\""),
            (csv.replacen("From code", "Code", 1), "no column \"From code\""),
            ("{".into(), "not JSON"),
            (String::new(), "empty"),
        ];
        for (text, want) in cases {
            let said = read_links(text.as_bytes()).unwrap_err().to_string();
            assert!(said.contains(want), "{said} does not say {want}");
        }
    }
}
