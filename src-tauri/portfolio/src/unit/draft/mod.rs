//! A unit text while a person works on it: what an import proposes, what the editor changes, what becomes the next
//! revision. Pure; refuses to know the library, learners and the journal.

mod check;
mod place;
mod read;
mod write;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::import::proposal::{
    BoardFacts, GuidanceText, QualificationFacts, SourceFacts, TermText, UnitFacts,
};

pub use check::check;
pub use place::place_proposed;
pub use read::{of_proposal, of_text};
pub use write::{Stamp, json, slug};

/// A unit text being worked on. Rows without an id are new.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct UnitDraft {
    /// Unit that this is to be a revision of; none = a new unit.
    pub unit: Option<String>,
    /// SHA-256 of the text that it was made from; fields that the editor does not know come from there.
    pub base: Option<String>,
    /// Short name for people; made from board and title where it is empty.
    pub handle: String,
    /// Label of the revision; counted on where it is empty or that of the base.
    pub revision: String,
    /// "en-GB".
    pub language: String,
    /// The unit's facts.
    pub facts: UnitFacts,
    /// Board.
    pub board: BoardFacts,
    /// The first qualification that the text names.
    pub qualification: QualificationFacts,
    /// Where the text comes from.
    pub source: SourceFacts,
    /// Outcomes in order.
    pub outcomes: Vec<DraftOutcome>,
    /// Criteria that nobody has placed yet.
    pub unassigned: Vec<DraftUnassigned>,
    /// Prompts for the assessor.
    pub guidance: Vec<GuidanceText>,
    /// Key terms.
    pub key_terms: Vec<TermText>,
    /// The file that it was read from, where that is our own JSON: fields that the editor does not know come from there.
    pub raw: Option<String>,
}

/// An outcome being worked on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct DraftOutcome {
    /// Id; none = new.
    pub id: Option<String>,
    /// "2".
    pub code: String,
    /// published or generated.
    pub code_origin: String,
    /// Text.
    pub text: String,
    /// Not in the source.
    pub inferred: bool,
    /// Its criteria.
    pub criteria: Vec<DraftCriterion>,
}

/// A criterion being worked on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct DraftCriterion {
    /// Id; none = new.
    pub id: Option<String>,
    /// "2.3".
    pub code: String,
    /// published or generated.
    pub code_origin: String,
    /// published or proposed.
    pub assignment: String,
    /// Text.
    pub text: String,
    /// Further words of the source.
    pub amplification: Option<String>,
}

/// A criterion without a place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct DraftUnassigned {
    /// Id; none = new.
    pub id: Option<String>,
    /// Text.
    pub text: String,
    /// Code of the outcome that it most likely belongs to.
    pub proposed_outcome: Option<String>,
    /// Code that it would get there.
    pub proposed_code: Option<String>,
}

impl UnitDraft {
    /// What the text is called: its title, else its short name.
    #[must_use]
    pub fn named(&self) -> &str {
        let title = self.facts.title.trim();
        if title.is_empty() { &self.handle } else { title }
    }
}
