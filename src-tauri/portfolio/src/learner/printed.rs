//! The facts of a learner that stand on the paper of every unit, and those of them that are in dispute. Pure; refuses to know
//! which of two statements is right.

use std::collections::BTreeSet;

use crate::error::{Error, Result};
use crate::journal::act::LearnerFacts;
use crate::journal::rows::LearnerRow;
use crate::journal::state::BookState;

/// A fact of the learner that stands on the paper of every unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Printed {
    /// Full name.
    Name,
    /// Unique learner number.
    Uln,
    /// Registration number with the board.
    RegistrationNumber,
    /// Date of registration.
    RegistrationDate,
    /// Start of the assessment.
    Start,
    /// Assessor.
    Assessor,
    /// Internal verifier.
    Iv,
}

/// The field of this fact; a statement and what is shown of all statements name them alike.
macro_rules! named {
    ($fact:expr, $of:expr) => {
        match $fact {
            Self::Name => &$of.name,
            Self::Uln => &$of.uln,
            Self::RegistrationNumber => &$of.registration_number,
            Self::RegistrationDate => &$of.registration_date,
            Self::Start => &$of.start,
            Self::Assessor => &$of.assessor,
            Self::Iv => &$of.iv,
        }
    };
}

impl Printed {
    /// In the order of the form.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::Uln,
        Self::RegistrationNumber,
        Self::RegistrationDate,
        Self::Start,
        Self::Assessor,
        Self::Iv,
    ];

    /// In the middle of a sentence.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Uln => "ULN",
            Self::RegistrationNumber => "registration number",
            Self::RegistrationDate => "date of registration",
            Self::Start => "start",
            Self::Assessor => "assessor",
            Self::Iv => "internal verifier",
        }
    }

    /// Whether a claim names it too.
    #[must_use]
    pub const fn claimed(self) -> bool {
        match self {
            Self::Name | Self::Uln | Self::RegistrationNumber | Self::RegistrationDate => true,
            Self::Start | Self::Assessor | Self::Iv => false,
        }
    }

    const fn of(self, row: &LearnerRow) -> &String {
        named!(self, row)
    }

    const fn shown(self, facts: &LearnerFacts) -> &String {
        named!(self, facts)
    }
}

/// Facts of which two statements say different things, each with both: of those that a unit's paper or a claim prints.
#[must_use]
pub fn disputed(state: &BookState) -> Vec<(Printed, String)> {
    let standing = || state.learners.iter().filter(|l| l.standing);
    let both = |fact: &Printed| {
        let said: BTreeSet<&str> = standing().map(|row| fact.of(row).as_str()).collect();
        let words: Vec<&str> = said.iter().map(|one| if one.is_empty() { "nothing" } else { one }).collect();
        (said.len() > 1).then(|| (*fact, words.join(" / ")))
    };
    Printed::ALL.iter().filter_map(both).collect()
}

/// "ULN 1111111111 / 2222222222; start 2026-09-01 / 2026-09-02".
#[must_use]
pub fn in_words<'a>(disputed: impl IntoIterator<Item = &'a (Printed, String)>) -> String {
    let said: Vec<String> =
        disputed.into_iter().map(|(fact, both)| format!("{} {both}", fact.word())).collect();
    said.join("; ")
}

/// Whether new facts settle what is in dispute: whoever changes another fact would otherwise record both as if they were one.
///
/// # Errors
/// [`Error::Usage`] names what has to be said too.
pub fn settled(state: &BookState, new: &LearnerFacts) -> Result<()> {
    let now = super::facts(state);
    let open: Vec<(Printed, String)> =
        disputed(state).into_iter().filter(|(fact, _)| fact.shown(new) == fact.shown(&now)).collect();
    if open.is_empty() {
        return Ok(());
    }
    Err(Error::Usage(format!(
        "two desks recorded different facts: {}. Say in the same change which holds",
        in_words(&open)
    )))
}
