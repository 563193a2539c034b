//! Evidence types, which assessors call methods. The letters are the trade's own (DOMAIN words in the README).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How evidence came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub enum Method {
    /// Observation.
    O,
    /// Work product.
    #[serde(rename = "WP")]
    Wp,
    /// Witness testimony.
    #[serde(rename = "WT")]
    Wt,
    /// Expert witness.
    #[serde(rename = "EW")]
    Ew,
    /// Professional discussion.
    #[serde(rename = "PD")]
    Pd,
    /// Questions.
    Q,
    /// Reflective account.
    #[serde(rename = "RA")]
    Ra,
    /// Case study, assignment, project.
    #[serde(rename = "CS")]
    Cs,
    /// Simulation.
    S,
    /// Recognition of prior learning.
    #[serde(rename = "RPL")]
    Rpl,
}

impl Method {
    /// Every method, in the order in which they are listed.
    pub const ALL: [Self; 10] =
        [Self::O, Self::Wp, Self::Wt, Self::Ew, Self::Pd, Self::Q, Self::Ra, Self::Cs, Self::S, Self::Rpl];

    /// Letters as printed.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::O => "O",
            Self::Wp => "WP",
            Self::Wt => "WT",
            Self::Ew => "EW",
            Self::Pd => "PD",
            Self::Q => "Q",
            Self::Ra => "RA",
            Self::Cs => "CS",
            Self::S => "S",
            Self::Rpl => "RPL",
        }
    }

    /// Words as printed.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::O => "observation",
            Self::Wp => "work product",
            Self::Wt => "witness testimony",
            Self::Ew => "expert witness",
            Self::Pd => "professional discussion",
            Self::Q => "questions",
            Self::Ra => "reflective account",
            Self::Cs => "case study, assignment or project",
            Self::S => "simulation",
            Self::Rpl => "recognition of prior learning",
        }
    }

    /// From letters, in any case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|m| m.code().eq_ignore_ascii_case(text.trim()))
    }

    /// The likeliest method of a file by its name: recordings are discussions, everything else a work product.
    #[must_use]
    pub fn guess(file_name: &str) -> Self {
        let name = file_name.to_lowercase();
        let holds = |words: &[&str]| words.iter().any(|w| name.contains(w));
        if holds(&["observation", "observed"]) {
            Self::O
        } else if holds(&["testimony", "witness"]) {
            Self::Wt
        } else if holds(&["reflective", "reflection"]) {
            Self::Ra
        } else if holds(&["question"]) {
            Self::Q
        } else if holds(&["discussion", ".wav", ".mp3", ".m4a"]) {
            Self::Pd
        } else {
            Self::Wp
        }
    }
}
