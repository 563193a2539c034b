//! What a witness counts as: what the witness status list is named after. Words only; refuses to know who said so and what
//! an awarding organisation makes of it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::evidence::method::Method;

/// Status of a witness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum WitnessStatus {
    /// Knows the occupation and the standard, and the centre takes their word as an expert's.
    ExpertWitness,
    /// Knows the occupation, not the standard.
    OccupationalExpert,
    /// Saw the work done: a customer, a colleague.
    Other,
}

impl WitnessStatus {
    /// Every status, in the order in which they are listed.
    pub const ALL: [Self; 3] = [Self::ExpertWitness, Self::OccupationalExpert, Self::Other];

    /// As printed.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ExpertWitness => "expert witness",
            Self::OccupationalExpert => "occupational expert",
            Self::Other => "other witness",
        }
    }

    /// From a word, in any case: "expert witness", "occupational expert", "other".
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        match plain.as_str() {
            "expertwitness" | "expert" => Some(Self::ExpertWitness),
            "occupationalexpert" | "occupational" => Some(Self::OccupationalExpert),
            "otherwitness" | "other" => Some(Self::Other),
            _unknown => None,
        }
    }

    /// Whether testimony of this type asks for more than this status: expert witness testimony is that of an expert witness.
    #[must_use]
    pub fn falls_short_of(status: Option<Self>, method: Method) -> bool {
        method == Method::Ew && status != Some(Self::ExpertWitness)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_read_from_the_word_it_is_written_with() {
        for status in WitnessStatus::ALL {
            let name = serde_json::to_value(status).unwrap();
            assert_eq!(WitnessStatus::parse(name.as_str().unwrap()), Some(status));
            assert_eq!(WitnessStatus::parse(&status.word().to_uppercase()), Some(status));
        }
        assert_eq!(WitnessStatus::parse("friend"), None);
    }

    #[test]
    fn expert_witness_testimony_is_that_of_an_expert_witness() {
        let short = |status| WitnessStatus::falls_short_of(status, Method::Ew);
        assert!(!short(Some(WitnessStatus::ExpertWitness)));
        assert!(
            short(Some(WitnessStatus::OccupationalExpert))
                && short(Some(WitnessStatus::Other))
                && short(None)
        );
        let others = Method::ALL.into_iter().filter(|method| *method != Method::Ew);
        for method in others {
            assert!(!WitnessStatus::falls_short_of(None, method), "{method:?}");
        }
    }
}
