//! Sampling: the IV looks at decisions of others, says a word on each, and signs the record.
//! Refuses to know plans and draws; those come with the sampling plan.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub mod verbs;

/// The IV's word on a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Judgement {
    /// Agrees with the assessor's decision.
    Agree,
    /// Asks for something to be done by a date.
    Action,
    /// Disagrees with the decision.
    Disagree,
}

impl Judgement {
    /// In words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agree => "agreed",
            Self::Action => "action required",
            Self::Disagree => "disagreed",
        }
    }
}
