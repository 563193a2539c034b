//! Links between boards: a typed relation between a criterion of one unit text and one of another, with what each side asks
//! beyond the other. A link never decides anything: evidence may serve both sides, a decision never copies.
//! Refuses to know learners.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::journal::id::Hash;

/// How the first side stands to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Relation {
    /// Both boards ask the very same: both texts are the boards' own and the levels are the same.
    Exact,
    /// Nearly the same; each may ask a little beyond.
    Close,
    /// The first asks all that the second asks, and more.
    Broader,
    /// The first asks part of what the second asks.
    Narrower,
    /// About the same matter.
    Related,
}

/// One side of a link.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Side {
    /// Unit id.
    pub unit: String,
    /// Unit text in which it was read.
    pub spec: Hash,
    /// Criterion or outcome id.
    pub row: String,
    /// SHA-256 of the row's text as read.
    pub text: Hash,
}

impl Relation {
    /// In words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Close => "close",
            Self::Broader => "broader",
            Self::Narrower => "narrower",
            Self::Related => "related",
        }
    }

    /// From words, in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let all = [Self::Exact, Self::Close, Self::Broader, Self::Narrower, Self::Related];
        all.into_iter().find(|r| r.word().eq_ignore_ascii_case(text.trim()))
    }

    /// The same relation seen from the second side.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::Broader => Self::Narrower,
            Self::Narrower => Self::Broader,
            Self::Exact | Self::Close | Self::Related => self,
        }
    }
}
