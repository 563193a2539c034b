//! One entry of a chain: canonical body, hash, and what it links to. See ARCHITECTURE.md, "The entry format".
//! Refuses to know what the acts mean; that is `state`'s.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use thiserror::Error;

use super::act::Act;
use super::canonical::{self, NotCanonical};
use super::id::{Hash, Id};

/// Version of the body's outer shape.
pub const BODY_VERSION: i64 = 1;
/// Put before the body when hashing, so that no other hash of ours can be mistaken for an entry's.
pub const HASH_DOMAIN: &[u8] = b"portfolio-entry/1\n";

/// Ends the kind of an entry that somebody signed though its act counts without: whoever takes that signature away is told on.
const SIGNED: &str = "+signed";

/// Highest number of an item or a sample: one crafted number must not use all others up.
pub const HIGHEST_NUMBER: i64 = 999_999;

/// When something was recorded: milliseconds since 1970 UTC and the desk's offset from UTC in minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// Minutes east of UTC.
    pub offset: i32,
}

/// An entry as it stands in a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Canonical body: the truth. Never re-serialised.
    pub body: Vec<u8>,
    /// SHA-256 of domain and body.
    pub hash: Hash,
    /// Book it belongs to.
    pub book: Id,
    /// Chain it belongs to.
    pub chain: Id,
    /// Position in the chain, from 0.
    pub n: i64,
    /// Hash of entry `n - 1`; none for entry 0.
    pub prev: Option<Hash>,
    /// Heads of other chains that changed since this chain's last entry, ascending.
    pub seen: Vec<Hash>,
    /// Deed it is part of.
    pub deed: Id,
    /// When it was recorded. No rule reads it.
    pub moment: Moment,
    /// What was done.
    pub act: Act,
    /// A signature stands beside it though its act needs none. Entries of older programs do not say.
    pub signed: bool,
}

/// Why bytes are not an entry.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadEntry {
    /// Not canonical JSON.
    #[error(transparent)]
    NotCanonical(#[from] NotCanonical),
    /// A field is missing, of a wrong kind, or not known.
    #[error("the entry's {0}")]
    Shape(String),
}

/// Everything that goes into a new entry besides its body bytes.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Book.
    pub book: Id,
    /// Chain.
    pub chain: Id,
    /// Position.
    pub n: i64,
    /// Hash before.
    pub prev: Option<Hash>,
    /// Other chains' heads; sorted and made unique here.
    pub seen: BTreeSet<Hash>,
    /// Deed.
    pub deed: Id,
    /// When.
    pub moment: Moment,
    /// What.
    pub act: Act,
    /// Whether it is signed though its act needs no signature.
    pub signed: bool,
}

impl Entry {
    /// Makes the entry: canonical body and hash.
    pub fn new(draft: Draft) -> Result<Self, BadEntry> {
        let seen: Vec<Hash> = draft.seen.into_iter().collect();
        let (kind, data) = wire(&draft.act, draft.signed).map_err(BadEntry::Shape)?;
        let body = canonical::write(&json!({
            "v": BODY_VERSION, "book": draft.book, "chain": draft.chain, "n": draft.n, "prev": draft.prev,
            "seen": seen, "deed": draft.deed, "kind": kind, "at": draft.moment.at,
            "offset": draft.moment.offset, "data": data,
        }))?;
        Ok(Self {
            hash: hash_of(&body),
            body,
            book: draft.book,
            chain: draft.chain,
            n: draft.n,
            prev: draft.prev,
            seen,
            deed: draft.deed,
            moment: draft.moment,
            act: draft.act,
            signed: draft.signed,
        })
    }

    /// Reads an entry from its body. Refuses anything but the very bytes that writing it gives: canonical form, exactly
    /// our fields, none left out.
    pub fn from_body(body: Vec<u8>) -> Result<Self, BadEntry> {
        let value = canonical::read(&body)?;
        let entry = Self::from_stored(body)?;
        // A body with a field left out that may be null reads the same and is another body.
        let again = entry.value().map_err(BadEntry::Shape)?;
        if again == value { Ok(entry) } else { Err(BadEntry::Shape("fields are not all there".into())) }
    }

    fn value(&self) -> Result<Value, String> {
        let (kind, data) = wire(&self.act, self.signed)?;
        Ok(json!({
            "v": BODY_VERSION, "book": self.book, "chain": self.chain, "n": self.n, "prev": self.prev,
            "seen": self.seen, "deed": self.deed, "kind": kind, "at": self.moment.at,
            "offset": self.moment.offset, "data": data,
        }))
    }

    /// Reads an entry whose body was proven canonical when it came in; its hash is made anew all the same.
    pub fn from_stored(body: Vec<u8>) -> Result<Self, BadEntry> {
        let wire: Wire = serde_json::from_slice(&body).map_err(|e| BadEntry::Shape(format!("shape: {e}")))?;
        if wire.v != BODY_VERSION {
            return Err(BadEntry::Shape(format!("version {} is not known to this program", wire.v)));
        }
        if wire.n < 0 || (wire.n == 0) != wire.prev.is_none() {
            return Err(BadEntry::Shape("place in its chain does not fit its link".into()));
        }
        if wire.seen.windows(2).any(|pair| pair[0] >= pair[1]) {
            return Err(BadEntry::Shape("list of other chains' heads is not in order".into()));
        }
        // Of an act that this program does not know the ending is a part of the kind.
        let bare = wire.kind.strip_suffix(SIGNED).filter(|kind| Act::knows(kind)).map(str::to_owned);
        let (signed, kind) = (bare.is_some(), bare.unwrap_or(wire.kind));
        let act = Act::from_wire(kind, wire.data).map_err(BadEntry::Shape)?;
        if signed && act.needs_signature() {
            return Err(BadEntry::Shape("kind says twice that it is signed".into()));
        }
        if act.number().is_some_and(|n| !(1..=HIGHEST_NUMBER).contains(&n)) {
            return Err(BadEntry::Shape(format!("number is not between 1 and {HIGHEST_NUMBER}")));
        }
        Ok(Self {
            hash: hash_of(&body),
            body,
            book: wire.book,
            chain: wire.chain,
            n: wire.n,
            prev: wire.prev,
            seen: wire.seen,
            deed: wire.deed,
            moment: Moment { at: wire.at, offset: wire.offset },
            act,
            signed,
        })
    }

    /// What this entry comes after: its predecessor and the heads it had seen.
    pub fn links(&self) -> impl Iterator<Item = Hash> + '_ {
        self.prev.into_iter().chain(self.seen.iter().copied())
    }
}

fn wire(act: &Act, signed: bool) -> Result<(String, Value), String> {
    let (kind, data) = act.to_wire()?;
    Ok((if signed { kind + SIGNED } else { kind }, data))
}

/// Whether this program knows what an entry of a kind says.
#[must_use]
pub fn knows(kind: &str) -> bool {
    Act::knows(kind.strip_suffix(SIGNED).unwrap_or(kind))
}

/// Hash of a body.
#[must_use]
pub fn hash_of(body: &[u8]) -> Hash {
    let mut bytes = Vec::with_capacity(HASH_DOMAIN.len() + body.len());
    bytes.extend_from_slice(HASH_DOMAIN);
    bytes.extend_from_slice(body);
    Hash::of(&bytes)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    v: i64,
    book: Id,
    chain: Id,
    n: i64,
    prev: Option<Hash>,
    seen: Vec<Hash>,
    deed: Id,
    kind: String,
    at: i64,
    offset: i32,
    data: Value,
}
