//! What was judged: outcomes, criteria, what is put forward for them, and the figures that follow. Plain
//! facts of a matrix, see `facts.rs`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A learning outcome and what was decided under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LearningOutcome {
    /// Its number as printed, for example "LO2".
    pub code: String,
    /// Its full text.
    pub text: String,
    /// Its criteria, or one row judged at outcome level.
    pub rows: Vec<Row>,
}

/// One assessment criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// For example "2.1".
    pub code: String,
    /// The number was given by this program, not by the awarding organisation.
    pub code_generated: bool,
    /// The place under its outcome is only proposed.
    pub place_proposed: bool,
    /// There is no criterion: the outcome itself is judged, and the row says so.
    pub outcome_level: bool,
    /// The full text.
    pub text: String,
    /// What is put forward for it.
    pub mappings: Vec<MappingLine>,
    /// The assessor's judgement.
    pub decision: Outcome,
    /// Reason or feedback.
    pub reason: Option<String>,
    /// The date of the judgement.
    pub decided_on: Option<String>,
    /// The date it was put on record; printed only where it differs.
    pub recorded_on: Option<String>,
    /// Who confirmed the decision, where it was made under another issue of the unit text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Confirmed>,
    /// Why the decision no longer rests on what was judged; only in a current record. Absent = it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<String>,
    /// What the learner was told with the decision; only in a current record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
    /// The assessor's initials.
    pub assessor_initials: Option<String>,
    /// What the IV noted, for example "agreed BK 20/11/2026".
    pub iv_mark: Option<String>,
}

/// What the learner was told with a decision. Empty text = nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Told {
    /// Feedback.
    pub feedback: String,
    /// What is still needed.
    pub needed: String,
    /// By when.
    pub due: Option<String>,
}

/// An assessor's word that a decision holds under the issue of the unit text that is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Confirmed {
    /// Name.
    pub by: String,
    /// The role in which it was said, for example "assessor".
    pub role: String,
    /// The date of it.
    pub on: String,
    /// The issue under which the decision was made, for example "revision 1".
    pub made_under: String,
    /// The issue under which it was confirmed: the one printed.
    pub under: String,
}

/// One reference put forward for a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MappingLine {
    /// For example "E007".
    pub reference: String,
    /// What the item is.
    pub title: String,
    /// The place in the item, for example "p. 3–4"; `None` prints "no place given".
    pub place: Option<String>,
    /// Evidence type, for example "WP".
    pub method: String,
    /// For example "changed since" or "no copy held".
    pub note: Option<String>,
}

/// The judgement on a criterion. A criterion can be mapped and undecided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// Met.
    Met,
    /// Partially met: progress only.
    PartiallyMet,
    /// Not yet met.
    NotYetMet,
    /// Met by recognition of prior learning.
    Rpl,
    /// Met by credit transfer.
    CreditTransfer,
    /// Nobody has judged it.
    Undecided,
    /// More than one judgement stands.
    InDispute,
}

impl Outcome {
    /// True for met, RPL and credit transfer: what a sign-off needs.
    #[must_use]
    pub fn is_met(self) -> bool {
        match self {
            Self::Met | Self::Rpl | Self::CreditTransfer => true,
            Self::PartiallyMet | Self::NotYetMet | Self::Undecided | Self::InDispute => false,
        }
    }
}

/// The figures of the line in large type. Partially met is never counted with met.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// All rows of the unit, those judged at outcome level included.
    pub criteria: usize,
    /// Rows that are met, with those by RPL and credit transfer.
    pub met: usize,
    /// Of these, by recognition of prior learning.
    pub rpl: usize,
    /// Of these, by credit transfer.
    pub credit_transfer: usize,
    /// Learning outcomes.
    pub outcomes: usize,
    /// Learning outcomes of which every row is met.
    pub outcomes_met: usize,
    /// Rows without a mapping that are not met.
    pub gaps: usize,
}

impl Counts {
    /// The figures that follow from the rows. A row without a mapping that is not met is a gap.
    #[must_use]
    pub fn of(outcomes: &[LearningOutcome]) -> Self {
        let rows = || outcomes.iter().flat_map(|outcome| &outcome.rows);
        let decided = |wanted: Outcome| rows().filter(|row| row.decision == wanted).count();
        Self {
            criteria: rows().count(),
            met: rows().filter(|row| row.decision.is_met()).count(),
            rpl: decided(Outcome::Rpl),
            credit_transfer: decided(Outcome::CreditTransfer),
            outcomes: outcomes.len(),
            outcomes_met: outcomes.iter().filter(|outcome| outcome.is_met()).count(),
            gaps: rows().filter(|row| row.is_gap()).count(),
        }
    }
}

impl LearningOutcome {
    /// True when it has a row and every row is met.
    #[must_use]
    pub fn is_met(&self) -> bool {
        !self.rows.is_empty() && self.rows.iter().all(|row| row.decision.is_met())
    }
}

impl Row {
    /// True when nothing is put forward and the criterion is not met.
    #[must_use]
    pub fn is_gap(&self) -> bool {
        self.mappings.is_empty() && !self.decision.is_met()
    }
}
