//! Chains as JSON lines, the file that `journal export` writes and `journal admit` reads: a header, unit texts,
//! entries with their signatures in replay order, and the heads. Refuses to know where the lines are kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::entry::{BadEntry, Entry};
use super::id::{Hash, Id};

/// Name of the format, in the header line.
pub const FORMAT: &str = "portfolio-journal";
/// Version of the format.
pub const VERSION: i64 = 1;

/// A signature beside an entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Signature {
    /// SHA-256 of the public key (SPKI, DER).
    pub fingerprint: Hash,
    /// `ecdsa-p256-sha256`.
    pub alg: String,
    /// ASN.1 DER, base64.
    pub sig: String,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", untagged)]
pub enum Line {
    /// First line.
    Header(Header),
    /// A unit text.
    UnitText(UnitTextLine),
    /// An entry.
    Entry(EntryLine),
    /// Last line.
    Heads(HeadsLine),
}

/// First line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Header {
    /// Always [`FORMAT`].
    pub format: String,
    /// Always [`VERSION`].
    pub version: i64,
}

/// A unit text, its canonical JSON as one string.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UnitTextLine {
    /// SHA-256 of the text.
    pub sha256: Hash,
    /// The text.
    pub text: String,
}

/// An entry, its canonical body as one string.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EntryLine {
    /// Hash, so that a damaged line is named.
    pub hash: Hash,
    /// Body.
    pub body: String,
    /// Signatures beside it.
    pub signatures: Vec<Signature>,
}

/// Book → chain → position and hash of its last entry.
pub type Heads = BTreeMap<Id, BTreeMap<Id, (i64, Hash)>>;

/// Last line: book → chain → position and hash of its last entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HeadsLine {
    /// Heads.
    pub heads: Heads,
}

impl std::str::FromStr for Line {
    type Err = serde_json::Error;

    /// Reads a line by the field that only its sort has; anything else in it is refused.
    fn from_str(line: &str) -> Result<Self, serde_json::Error> {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let has = |field: &str| value.get(field).is_some();
        if has("format") {
            serde_json::from_str(line).map(Self::Header)
        } else if has("body") {
            serde_json::from_str(line).map(Self::Entry)
        } else if has("heads") {
            serde_json::from_str(line).map(Self::Heads)
        } else {
            serde_json::from_str(line).map(Self::UnitText)
        }
    }
}

impl Line {
    /// The line of an entry.
    #[must_use]
    pub fn entry(entry: &Entry, signatures: Vec<Signature>) -> Self {
        // A canonical body is UTF-8 by construction.
        Self::Entry(EntryLine {
            hash: entry.hash,
            body: String::from_utf8_lossy(&entry.body).into_owned(),
            signatures,
        })
    }

    /// Reads the entry out of its line; the hash must fit.
    pub fn read_entry(hash: Hash, body: String) -> Result<Entry, BadEntry> {
        let entry = Entry::from_body(body.into_bytes())?;
        if entry.hash == hash {
            Ok(entry)
        } else {
            Err(BadEntry::Shape(format!("hash {hash} does not fit its body")))
        }
    }
}
