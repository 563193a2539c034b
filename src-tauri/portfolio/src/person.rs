//! People of the centre and what they may do. The person signs in; their roles follow.
//! Refuses to know passwords and keys (see `key`).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Maps, decides, signs off.
    Assessor,
    /// Samples decisions of others and signs the sampling record.
    Iv,
    /// Sets the centre file up.
    Administrator,
}

impl Role {
    /// As written on paper.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Assessor => "assessor",
            Self::Iv => "internal verifier",
            Self::Administrator => "administrator",
        }
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
}
