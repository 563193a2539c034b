//! Routes of authenticity: how it is known that the work is the learner's own. Words only; refuses to know who said so.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a learner declared that the work is their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Route {
    /// A declaration signed on paper or on screen.
    Signed,
    /// An e-mail from the learner's own address.
    Email,
    /// Said on a recording.
    Recording,
    /// Said in a professional discussion.
    Discussion,
    /// The assessor saw the work being done.
    Observed,
    /// A witness vouches for it.
    Witness,
}

impl Route {
    /// Every route, in the order in which they are listed.
    pub const ALL: [Self; 6] =
        [Self::Signed, Self::Email, Self::Recording, Self::Discussion, Self::Observed, Self::Witness];

    /// In words, after "declared": "by e-mail".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Signed => "by a signed declaration",
            Self::Email => "by e-mail",
            Self::Recording => "on a recording",
            Self::Discussion => "in a professional discussion",
            Self::Observed => "while the work was observed",
            Self::Witness => "through a witness",
        }
    }

    /// Stable name, as it stands in entries.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::Email => "email",
            Self::Recording => "recording",
            Self::Discussion => "discussion",
            Self::Observed => "observed",
            Self::Witness => "witness",
        }
    }

    /// In words, by itself: "signed declaration".
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Signed => "signed declaration",
            Self::Email => "e-mail",
            Self::Recording => "recording",
            Self::Discussion => "discussion",
            Self::Observed => "observed",
            Self::Witness => "witness",
        }
    }

    /// From a word, in any case: signed, email, recording, discussion, observed, witness.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        match plain.as_str() {
            "signed" | "signature" | "declaration" | "signeddeclaration" => Some(Self::Signed),
            "email" | "mail" => Some(Self::Email),
            "recording" | "recorded" => Some(Self::Recording),
            "discussion" | "pd" => Some(Self::Discussion),
            "observed" | "observation" => Some(Self::Observed),
            "witness" => Some(Self::Witness),
            _unknown => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_is_read_from_the_word_it_is_written_with() {
        for route in Route::ALL {
            let word = serde_json::to_value(route).unwrap();
            assert_eq!(Route::parse(word.as_str().unwrap()), Some(route));
            assert_eq!(Route::parse(route.word()), Some(route));
        }
        assert_eq!(Route::parse("E-mail"), Some(Route::Email));
        assert_eq!(Route::parse("hearsay"), None);
    }
}
