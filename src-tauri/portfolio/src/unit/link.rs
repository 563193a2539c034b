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

    /// What can be guessed between two criteria of which the first stands so to a point and the point stands `to` the
    /// second. Never exact, and *related* wherever the two steps do not add up: close to what is close may be far.
    #[must_use]
    pub const fn through(self, to: Self) -> Self {
        match (self, to) {
            (Self::Exact | Self::Close, Self::Exact) | (Self::Exact, Self::Close) => Self::Close,
            (Self::Broader, Self::Broader | Self::Exact) | (Self::Exact, Self::Broader) => Self::Broader,
            (Self::Narrower, Self::Narrower | Self::Exact) | (Self::Exact, Self::Narrower) => Self::Narrower,
            (Self::Close, Self::Close | Self::Broader | Self::Narrower)
            | (Self::Broader, Self::Close | Self::Narrower)
            | (Self::Narrower, Self::Close | Self::Broader)
            | (Self::Related, _)
            | (_, Self::Related) => Self::Related,
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

#[cfg(test)]
mod tests {
    use super::Relation::{Broader, Close, Exact, Narrower, Related};

    #[test]
    fn two_steps_through_a_point_are_never_more_than_they_say() {
        let all = [Exact, Close, Broader, Narrower, Related];
        let cases = [
            (Exact, Exact, Close),
            (Exact, Close, Close),
            (Close, Close, Related),
            (Exact, Broader, Broader),
            (Broader, Broader, Broader),
            (Broader, Narrower, Related),
            (Narrower, Exact, Narrower),
            (Narrower, Narrower, Narrower),
            (Related, Exact, Related),
        ];
        for (first, second, want) in cases {
            assert_eq!(first.through(second), want, "{first:?} {second:?}");
        }
        for first in all {
            for second in all {
                let guessed = first.through(second);
                assert_ne!(guessed, Exact);
                // Seen from the other side it is the same guess, turned.
                assert_eq!(second.turned().through(first.turned()), guessed.turned());
                assert!(guessed != Related || first != Exact || second == Related);
            }
        }
    }
}
