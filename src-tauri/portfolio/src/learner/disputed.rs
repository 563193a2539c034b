//! The facts of a learner, and those of them that two desks changed, each to another value. Pure; refuses to know which of two
//! values is right.

use std::collections::BTreeSet;

use crate::error::{Error, Result};
use crate::journal::act::{Act, LearnerFacts};
use crate::journal::rows::LearnerRow;
use crate::journal::state::BookState;
use crate::journal::statements::Statements;
use crate::matrix::dates;

/// A fact of the learner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
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
    /// Planned end.
    PlannedEnd,
    /// Employer.
    Employer,
    /// Assessment site.
    Site,
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
            Self::PlannedEnd => &$of.planned_end,
            Self::Employer => &$of.employer,
            Self::Site => &$of.site,
            Self::Assessor => &$of.assessor,
            Self::Iv => &$of.iv,
        }
    };
}

impl Fact {
    /// In the order of the form.
    pub const ALL: [Self; 10] = [
        Self::Name,
        Self::Uln,
        Self::RegistrationNumber,
        Self::RegistrationDate,
        Self::Start,
        Self::PlannedEnd,
        Self::Employer,
        Self::Site,
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
            Self::PlannedEnd => "planned end",
            Self::Employer => "employer",
            Self::Site => "assessment site",
            Self::Assessor => "assessor",
            Self::Iv => "internal verifier",
        }
    }

    /// As a command takes it: "plannedEnd".
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Uln => "uln",
            Self::RegistrationNumber => "registrationNumber",
            Self::RegistrationDate => "registrationDate",
            Self::Start => "start",
            Self::PlannedEnd => "plannedEnd",
            Self::Employer => "employer",
            Self::Site => "site",
            Self::Assessor => "assessor",
            Self::Iv => "iv",
        }
    }

    /// Whether it stands on the paper of every unit.
    #[must_use]
    pub const fn printed(self) -> bool {
        match self {
            Self::Name
            | Self::Uln
            | Self::RegistrationNumber
            | Self::RegistrationDate
            | Self::Start
            | Self::Assessor
            | Self::Iv => true,
            Self::PlannedEnd | Self::Employer | Self::Site => false,
        }
    }

    /// Whether a claim names it too.
    #[must_use]
    pub const fn claimed(self) -> bool {
        match self {
            Self::Name | Self::Uln | Self::RegistrationNumber | Self::RegistrationDate => true,
            Self::Start | Self::PlannedEnd | Self::Employer | Self::Site | Self::Assessor | Self::Iv => false,
        }
    }

    const fn day(self) -> bool {
        matches!(self, Self::RegistrationDate | Self::Start | Self::PlannedEnd)
    }

    const fn of(self, row: &LearnerRow) -> &String {
        named!(self, row)
    }

    const fn shown(self, facts: &LearnerFacts) -> &String {
        named!(self, facts)
    }
}

/// A fact that two desks changed, each to another value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disputed {
    /// Which.
    pub fact: Fact,
    /// What is said of it, each once; empty = that it is not recorded.
    pub said: Vec<String>,
}

impl Disputed {
    /// "ULN 1111111111 / 2222222222".
    fn words(&self) -> String {
        let word = |said: &String| match said.as_str() {
            "" => "nothing".to_owned(),
            day if self.fact.day() => dates::short(day),
            text => text.to_owned(),
        };
        let said: Vec<String> = self.said.iter().map(word).collect();
        format!("{} {}", self.fact.word(), said.join(" / "))
    }
}

/// The statements of the learner's facts. Where one stands alone, nothing before it says anything.
pub(super) fn stated(state: &BookState) -> Statements<'_, LearnerRow> {
    let mut standing = state.learners.iter().filter(|row| row.standing);
    if let (Some(alone), None) = (standing.next(), standing.next()) {
        return Statements::of(std::iter::once((alone.hash, alone, [].as_slice())));
    }
    Statements::of(state.log.iter().filter_map(|logged| {
        let Act::LearnerStated(act) = &logged.act else { return None };
        Some((logged.hash, state.learners.get(&logged.hash)?, act.supersedes.as_slice()))
    }))
}

/// What the learner is called: every name where two desks gave different ones, and none that was changed since.
pub(super) fn names(state: &BookState) -> BTreeSet<&str> {
    stated(state).values(|row| row.name.as_str())
}

/// Every fact in dispute, in the order of the form.
#[must_use]
pub fn facts(state: &BookState) -> Vec<Disputed> {
    let stated = stated(state);
    let both = |fact: &Fact| {
        let said: Vec<String> = stated.values(|row| fact.of(row)).into_iter().cloned().collect();
        (said.len() > 1).then_some(Disputed { fact: *fact, said })
    };
    Fact::ALL.iter().filter_map(both).collect()
}

/// Those in dispute that stand on the paper of every unit.
#[must_use]
pub fn printed(state: &BookState) -> Vec<Disputed> {
    facts(state).into_iter().filter(|one| one.fact.printed()).collect()
}

/// Those in dispute that a claim names.
#[must_use]
pub fn claimed(state: &BookState) -> Vec<Disputed> {
    facts(state).into_iter().filter(|one| one.fact.claimed()).collect()
}

/// "ULN 1111111111 / 2222222222; start 01/09/2026 / 02/09/2026".
#[must_use]
pub fn in_words(disputed: &[Disputed]) -> String {
    disputed.iter().map(Disputed::words).collect::<Vec<_>>().join("; ")
}

/// Whether new facts settle what is in dispute: whoever changes another fact would otherwise record both as if they were one.
///
/// # Errors
/// [`Error::Usage`] names what has to be said too.
pub fn settled(state: &BookState, new: &LearnerFacts) -> Result<()> {
    let now = super::facts(state);
    let as_shown = |fact: Fact| fact.shown(new).trim() == fact.shown(&now).trim();
    let open: Vec<Disputed> = facts(state).into_iter().filter(|one| as_shown(one.fact)).collect();
    if open.is_empty() {
        return Ok(());
    }
    Err(Error::Usage(format!(
        "two desks recorded different facts: {}. Say in the same change which holds",
        in_words(&open)
    )))
}
