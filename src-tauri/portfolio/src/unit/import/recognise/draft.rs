//! One unit while it is being read: outcomes and criteria as they come, each with the lines that it came from.
//! Refuses to know headings and markers; numbers what the source leaves unnumbered.

use super::section::Section;
use super::words::append;
use crate::unit::import::proposal::{LineUse, Proposal};

/// Most outcomes of one unit; real ones have fewer than thirty.
pub const MOST_OUTCOMES: usize = 1_000;
/// Most criteria of one unit; real ones have fewer than two hundred.
pub const MOST_CRITERIA: usize = 10_000;

/// An outcome while it is being read.
#[derive(Debug, Clone, Default)]
pub struct DraftOutcome {
    /// Code as published.
    pub code: Option<String>,
    /// Words.
    pub text: String,
    /// Place.
    pub place: String,
    /// How sure.
    pub confidence: f32,
    /// The source states no such outcome; its criteria's numbers do.
    pub inferred: bool,
    /// Came as an unnumbered item of a list: may hold several.
    pub listed: bool,
    /// Criteria.
    pub criteria: Vec<DraftCriterion>,
}

/// A criterion while it is being read.
#[derive(Debug, Clone, Default)]
pub struct DraftCriterion {
    /// Code as published.
    pub code: Option<String>,
    /// Words.
    pub text: String,
    /// Further words.
    pub amplification: Option<String>,
    /// Place.
    pub place: String,
    /// How sure.
    pub confidence: f32,
    /// It came with a letter: the next letter is its sibling.
    pub lettered: bool,
}

impl DraftCriterion {
    /// Adds to the amplification.
    pub fn amplify(&mut self, text: &str) {
        append(self.amplification.get_or_insert_default(), text);
    }
}

/// Where words went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// Outcome by position.
    Outcome(usize),
    /// Criterion by outcome and position.
    Criterion(usize, usize),
    /// Criterion without a place.
    Loose(usize),
}

/// What a line was used for.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    /// Raw line.
    pub line: usize,
    /// Use.
    pub used: LineUse,
    /// Row that it went to.
    pub at: Option<At>,
}

/// One unit while it is being read.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Facts, guidance, terms, defects.
    pub proposal: Proposal,
    /// How the title was come by: 0 none, 1 first line, 2 heading, 3 "Unit 4: …" or glued, 4 labelled.
    pub title_rank: u8,
    /// Outcomes.
    pub outcomes: Vec<DraftOutcome>,
    /// Criteria without a place.
    pub loose: Vec<DraftCriterion>,
    /// Counts that the page itself states.
    pub counters: Vec<(Section, usize, String)>,
    /// Uses of lines, in order.
    pub marks: Vec<Mark>,
}

impl Draft {
    /// Whether it has rows.
    #[must_use]
    pub fn has_rows(&self) -> bool {
        !self.outcomes.is_empty() || !self.loose.is_empty()
    }

    /// Number of criteria with a place.
    #[must_use]
    pub fn placed(&self) -> usize {
        self.outcomes.iter().map(|o| o.criteria.len()).sum()
    }

    /// The outcome of a code.
    #[must_use]
    pub fn outcome(&self, code: &str) -> Option<usize> {
        // From the end: the one being read is the likeliest, and a unit has few.
        self.outcomes.iter().rposition(|o| o.code.as_deref() == Some(code))
    }

    /// The criterion of a code, under an outcome.
    #[must_use]
    pub fn criterion(&self, outcome: usize, code: &str) -> Option<usize> {
        self.outcomes.get(outcome)?.criteria.iter().rposition(|c| c.code.as_deref() == Some(code))
    }

    /// The criterion at a place.
    pub fn row(&mut self, at: At) -> Option<&mut DraftCriterion> {
        match at {
            At::Outcome(_) => None,
            At::Criterion(outcome, row) => self.outcomes.get_mut(outcome)?.criteria.get_mut(row),
            At::Loose(row) => self.loose.get_mut(row),
        }
    }

    /// Words at a place.
    pub fn words(&mut self, at: At) -> Option<&mut String> {
        match at {
            At::Outcome(outcome) => self.outcomes.get_mut(outcome).map(|o| &mut o.text),
            At::Criterion(..) | At::Loose(_) => self.row(at).map(|c| &mut c.text),
        }
    }

    /// Pass before merit before distinction, as the boards print them below each other.
    pub fn sort_grades(&mut self) {
        let rank = |criterion: &DraftCriterion| {
            let code = criterion.code.as_deref().unwrap_or_default();
            let grade = code.rsplit('.').next().unwrap_or_default();
            match grade.chars().next() {
                Some('P') => 0,
                Some('M') => 1,
                Some('D') => 2,
                _other => 3,
            }
        };
        for (position, outcome) in self.outcomes.iter_mut().enumerate() {
            if outcome.criteria.len() < 2 || outcome.criteria.iter().any(|c| rank(c) == 3) {
                continue;
            }
            let mut order: Vec<usize> = (0..outcome.criteria.len()).collect();
            order.sort_by_key(|row| rank(&outcome.criteria[*row]));
            outcome.criteria = order.iter().map(|row| outcome.criteria[*row].clone()).collect();
            let moved: std::collections::BTreeMap<usize, usize> =
                order.iter().enumerate().map(|(new, old)| (*old, new)).collect();
            for mark in &mut self.marks {
                if let Some(At::Criterion(of, row)) = mark.at
                    && of == position
                {
                    mark.at = moved.get(&row).map(|new| At::Criterion(position, *new));
                }
            }
        }
    }
}

impl Draft {
    /// A unit that follows in the same document: board and qualification stay.
    #[must_use]
    pub fn clone_shell(&self) -> Self {
        let proposal = Proposal {
            awarding_organisation: self.proposal.awarding_organisation.clone(),
            qualification: self.proposal.qualification.clone(),
            ..Proposal::default()
        };
        Self { proposal, ..Self::default() }
    }
}
