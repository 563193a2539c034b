//! People of the centre and what they may do. The person signs in; their roles follow.
//! Refuses to know passwords and keys (see `key`), and which deed asks for which role (see `rights`).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Maps, decides, signs off; countersigns trainee assessors.
    Assessor,
    /// Samples decisions of others and signs the sampling record; countersigns trainees.
    Iv,
    /// Sets the centre file up: people, keys, claims.
    Administrator,
    /// An assessor whose decisions count only with a countersignature.
    TraineeAssessor,
    /// An IV whose sampling records count only with a countersignature.
    TraineeIv,
    /// An IV who answers for the others; claims too.
    LeadIv,
    /// The awarding organisation's visitor: looks at everything and changes nothing.
    Visitor,
}

impl Role {
    /// Every role, in the order in which a person chooses them.
    pub const ALL: [Self; 7] = [
        Self::Assessor,
        Self::TraineeAssessor,
        Self::Iv,
        Self::TraineeIv,
        Self::LeadIv,
        Self::Administrator,
        Self::Visitor,
    ];

    /// As written on paper.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Assessor => "assessor",
            Self::Iv => "internal verifier",
            Self::Administrator => "administrator",
            Self::TraineeAssessor => "trainee assessor",
            Self::TraineeIv => "trainee internal verifier",
            Self::LeadIv => "lead internal verifier",
            Self::Visitor => "visitor (EQA)",
        }
    }

    /// With its article, as a refusal says what is needed.
    #[must_use]
    pub const fn needed(self) -> &'static str {
        match self {
            Self::Assessor => "an assessor",
            Self::Iv => "an internal verifier",
            Self::Administrator => "an administrator",
            Self::TraineeAssessor => "a trainee assessor",
            Self::TraineeIv => "a trainee internal verifier",
            Self::LeadIv => "a lead internal verifier",
            Self::Visitor => "a visitor",
        }
    }

    /// Whether somebody in this role does what `wanted` does, be it under a countersignature.
    #[must_use]
    pub const fn serves(self, wanted: Self) -> bool {
        match wanted {
            Self::Assessor => matches!(self, Self::Assessor | Self::TraineeAssessor),
            Self::Iv => matches!(self, Self::Iv | Self::LeadIv | Self::TraineeIv),
            Self::Administrator => matches!(self, Self::Administrator),
            Self::TraineeAssessor => matches!(self, Self::TraineeAssessor),
            Self::TraineeIv => matches!(self, Self::TraineeIv),
            Self::LeadIv => matches!(self, Self::LeadIv),
            Self::Visitor => matches!(self, Self::Visitor),
        }
    }

    /// Needs a countersignature.
    #[must_use]
    pub const fn trainee(self) -> bool {
        match self {
            Self::TraineeAssessor | Self::TraineeIv => true,
            Self::Assessor | Self::Iv | Self::Administrator | Self::LeadIv | Self::Visitor => false,
        }
    }

    /// From words in any spelling: "lead-iv", "leadIv", "Lead IV", "EQA".
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        match plain.as_str() {
            "assessor" => Some(Self::Assessor),
            "iv" | "iqa" | "internalverifier" | "verifier" => Some(Self::Iv),
            "administrator" | "admin" | "centreadministrator" => Some(Self::Administrator),
            "traineeassessor" => Some(Self::TraineeAssessor),
            "traineeiv" | "traineeiqa" | "traineeinternalverifier" => Some(Self::TraineeIv),
            "leadiv" | "leadiqa" | "leadinternalverifier" => Some(Self::LeadIv),
            "visitor" | "eqa" | "ev" => Some(Self::Visitor),
            _unknown => None,
        }
    }
}

/// Why these roles cannot be one person's; none = they can.
#[must_use]
pub fn contradiction(roles: &[Role]) -> Option<&'static str> {
    let has = |role| roles.contains(&role);
    if has(Role::Visitor) && roles.iter().any(|r| *r != Role::Visitor) {
        Some("a visitor looks and changes nothing, so has no other role")
    } else if has(Role::TraineeAssessor) && has(Role::Assessor) {
        Some("an assessor is either qualified or a trainee")
    } else if has(Role::TraineeIv) && (has(Role::Iv) || has(Role::LeadIv)) {
        Some("an internal verifier is either qualified or a trainee")
    } else {
        None
    }
}

/// Initials made from a name: the first letter of its first and last word, or two letters of a single word.
#[must_use]
pub fn initials_of(name: &str) -> String {
    let words: Vec<&str> =
        name.split(|c: char| c.is_whitespace() || c == '-').filter(|w| !w.is_empty()).collect();
    let first = |word: &str| word.chars().find(|c| c.is_alphanumeric()).map(|c| c.to_uppercase().to_string());
    match words.as_slice() {
        [] => "?".to_owned(),
        [one] => one.chars().filter(|c| c.is_alphanumeric()).take(2).flat_map(char::to_uppercase).collect(),
        [head, .., tail] => [first(head), first(tail)].into_iter().flatten().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_first_and_last() {
        for (name, want) in
            [("Ada Okafor", "AO"), ("Ben", "BE"), ("", "?"), ("Mary Jane van Dyke", "MD"), ("é u", "ÉU")]
        {
            assert_eq!(initials_of(name), want);
        }
    }

    #[test]
    fn every_role_is_read_as_it_is_written() {
        for role in Role::ALL {
            let wire = serde_json::to_value(role).unwrap();
            assert_eq!(Role::parse(wire.as_str().unwrap()), Some(role));
            assert_eq!(Role::parse(role.word().split(" (").next().unwrap()), Some(role), "{}", role.word());
            assert!(role.serves(role));
        }
        assert_eq!(Role::parse("teacher"), None);
    }

    #[test]
    fn roles_that_exclude_each_other_are_told() {
        for (roles, why) in [
            (vec![Role::Assessor, Role::Iv, Role::Administrator], None),
            (vec![Role::TraineeAssessor, Role::Administrator], None),
            (vec![Role::Visitor], None),
            (vec![Role::Visitor, Role::Iv], Some("no other role")),
            (vec![Role::Assessor, Role::TraineeAssessor], Some("either qualified or a trainee")),
            (vec![Role::LeadIv, Role::TraineeIv], Some("either qualified or a trainee")),
        ] {
            let said = contradiction(&roles);
            assert_eq!(said.is_some(), why.is_some(), "{roles:?}");
            assert!(said.unwrap_or_default().contains(why.unwrap_or_default()), "{roles:?}");
        }
    }
}
