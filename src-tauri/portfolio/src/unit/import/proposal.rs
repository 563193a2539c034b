//! What an import proposes: units as recognised, beside the raw text, with every defect and everything left over. A person
//! (or `--accept`) turns a proposal into a unit text; until then nothing is changed. The field names are a contract:
//! `portfolio unit import --json` prints them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What one file, or one pasted text, was read as.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Reading {
    /// In words: "pasted text", "Word document", "PDF", "Excel workbook", "CASE 1.1 package" …
    pub format: String,
    /// The raw text in reading order, each line with what was made of it.
    pub lines: Vec<RawLine>,
    /// Units, one proposal each.
    pub units: Vec<Proposal>,
    /// Qualification shells (register, table columns, CASE documents).
    pub qualifications: Vec<QualificationFacts>,
    /// Relations between criteria that the file states (CASE associations between items, our own link files).
    pub links: Vec<StatedLink>,
    /// Defects of the file as a whole.
    pub defects: Vec<Defect>,
}

/// One line of the source and what was made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RawLine {
    /// Where: "page 2, line 14", "sheet Units, row 7". Empty where the format has no places.
    pub place: String,
    /// The words as they stand in the source.
    pub text: String,
    /// What was made of it.
    pub used: LineUse,
    /// Position of the unit in [`Reading::units`] that it went to.
    pub unit: Option<u32>,
    /// Code of the outcome or criterion that it went to.
    pub code: Option<String>,
}

/// What a line of the source was recognised as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LineUse {
    /// Title of the unit.
    Title,
    /// Board, qualification, level, number, credit, hours: a fact.
    Fact,
    /// A section heading.
    Heading,
    /// A learning outcome, or part of one.
    Outcome,
    /// An assessment criterion, or part of one.
    Criterion,
    /// Guidance, amplification, a key term.
    Guidance,
    /// Repeated headings, page numbers, signature lines, empty form fields: nothing to keep.
    Furniture,
    /// Not recognised: shown, so that nothing is dropped in silence.
    LeftOver,
}

/// One unit as recognised.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Proposal {
    /// The unit's facts.
    pub unit: UnitFacts,
    /// Board.
    pub awarding_organisation: BoardFacts,
    /// Qualification that the source names for this unit.
    pub qualification: QualificationFacts,
    /// Where the text comes from.
    pub source: SourceFacts,
    /// Outcomes in order.
    pub outcomes: Vec<ProposedOutcome>,
    /// Criteria that the source does not place under an outcome.
    pub unassigned_criteria: Vec<UnassignedCriterion>,
    /// Prompts: assessment guidance, exemplars, common mistakes, skills.
    pub guidance: Vec<GuidanceText>,
    /// Key terms.
    pub key_terms: Vec<TermText>,
    /// Every defect seen.
    pub defects: Vec<Defect>,
    /// What was not recognised, as it stands in the source.
    pub left_over: Vec<LeftOver>,
    /// Handle, id and hash of the text before, where the source is our own JSON.
    pub identity: Option<Identity>,
}

/// The unit's facts; what the source does not state is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct UnitFacts {
    /// Title; empty where the source has none.
    pub title: String,
    /// The title was not stated as such but worked out.
    pub title_inferred: bool,
    /// AO unit number: "B13", "Unit 4".
    pub number: Option<String>,
    /// Unit reference number, `^[A-Z]/\d{3}/\d{4}$`.
    pub urn: Option<String>,
    /// "3", "Entry 1".
    pub level: Option<String>,
    /// Credit value.
    pub credit: Option<i64>,
    /// Guided learning hours.
    pub glh: Option<i64>,
    /// Total qualification time.
    pub tqt: Option<i64>,
    /// Aim or summary.
    pub aim: Option<String>,
    /// What the board asks of assessment.
    pub assessment_requirements: Option<String>,
    /// National Occupational Standard codes: "CFACSB13".
    pub nos: Vec<String>,
}

/// The board as the source names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct BoardFacts {
    /// Legal name; empty where the source names none.
    pub name: String,
    /// Brand: "Pearson EDI", "OCR".
    pub brand: Option<String>,
    /// Ofqual recognition number, `RN5217`.
    pub recognition_number: Option<String>,
}

/// A qualification as the source names it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct QualificationFacts {
    /// Qualification number, 10 characters with obliques: "603/2476/0".
    pub number: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// Level.
    pub level: Option<String>,
    /// "QCF", "RQF".
    pub framework: Option<String>,
    /// Group of units that the unit belongs to: "Mandatory", "Optional group B".
    pub group: Option<String>,
    /// Owner's name.
    pub owner: Option<String>,
    /// Status on the register: "Available to learners", "Awarding closed" …
    pub status: Option<String>,
    /// Total credits.
    pub credits: Option<i64>,
    /// Guided learning hours.
    pub glh: Option<i64>,
    /// Total qualification time.
    pub tqt: Option<i64>,
    /// ISO date of the regulation start.
    pub regulation_start_date: Option<String>,
    /// ISO date from which learners may start.
    pub operational_start_date: Option<String>,
    /// ISO date after which no learner may start.
    pub operational_end_date: Option<String>,
    /// ISO date after which nothing is certificated.
    pub certification_end_date: Option<String>,
}

/// Where a text comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct SourceFacts {
    /// awarding-organisation, third-party, centre, unknown. An import never says more than "unknown" by itself, except
    /// where the file is our own JSON.
    pub kind: String,
    /// Title of the source.
    pub title: Option<String>,
    /// Issue.
    pub issue: Option<String>,
    /// ISO date.
    pub published_on: Option<String>,
    /// Remarks.
    pub notes: Option<String>,
}

/// A learning outcome as recognised.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct ProposedOutcome {
    /// "2"; made by us where the source does not number.
    pub code: String,
    /// published or generated.
    pub code_origin: String,
    /// Text.
    pub text: String,
    /// Not in the source: put there so that the criteria have a place.
    pub inferred: bool,
    /// How sure the recogniser is, 0 to 1.
    pub confidence: f32,
    /// Where it stands in the source.
    pub place: String,
    /// Its criteria.
    pub criteria: Vec<ProposedCriterion>,
    /// Id of the outcome, where the source is our own JSON or a CASE package.
    pub id: Option<String>,
}

/// A criterion as recognised.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct ProposedCriterion {
    /// "2.3"; made by us where the source does not number.
    pub code: String,
    /// published or generated.
    pub code_origin: String,
    /// Text.
    pub text: String,
    /// published or proposed.
    pub assignment: String,
    /// How sure the recogniser is, 0 to 1.
    pub confidence: f32,
    /// Where it stands in the source.
    pub place: String,
    /// Exemplification, range, knowledge: further words of the source.
    pub amplification: Option<String>,
    /// Id of the criterion, where the source is our own JSON or a CASE package.
    pub id: Option<String>,
}

/// A criterion that the source does not place.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct UnassignedCriterion {
    /// Text.
    pub text: String,
    /// Code of the outcome that it most likely belongs to; null = none proposed.
    pub proposed_outcome: Option<String>,
    /// Code that it would get there: "2.1".
    pub proposed_code: Option<String>,
    /// How sure the recogniser is of the place, 0 to 1.
    pub confidence: f32,
    /// Where it stands in the source.
    pub place: String,
}

/// A prompt.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct GuidanceText {
    /// assessment, exemplar, misconception, skill.
    pub kind: String,
    /// Text.
    pub text: String,
}

/// A key term.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct TermText {
    /// Term.
    pub term: String,
    /// Definition.
    pub definition: Option<String>,
}

/// Something in the source that a person should look at. Nothing is repaired in silence: a repair is a defect too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Defect {
    /// Sort, for programs and tests.
    pub kind: DefectKind,
    /// In words, naming the thing.
    pub message: String,
    /// Line, page, row or cell. Empty = the whole source.
    #[serde(rename = "where")]
    pub place: String,
}

/// Sorts of defects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DefectKind {
    /// Several outcomes stood in one sentence and were split.
    JoinedOutcomes,
    /// An outcome has no criterion.
    OutcomeWithoutCriterion,
    /// The source states no outcomes at all.
    NoOutcomes,
    /// The source states no criteria at all.
    NoCriteria,
    /// The source does not say which outcome a criterion belongs to.
    CriterionWithoutOutcome,
    /// A number is missing in the sequence.
    GapInNumbering,
    /// A number stands twice.
    DuplicateCode,
    /// Criteria or outcomes carry no numbers.
    NoNumbering,
    /// A count stated in the source is not what was found.
    CountsDisagree,
    /// No title.
    MissingTitle,
    /// No board.
    MissingBoard,
    /// A heading ran into the next words, for example the title into the board's name.
    GluedHeading,
    /// A reference number is not of the form that it should have.
    BadReference,
    /// A value cannot be read: a number, a date.
    BadValue,
    /// Something was cut short by a limit.
    Truncated,
    /// Pages without text: scans.
    NoText,
    /// Characters that could not be decoded.
    BadCharacters,
    /// The format holds something that this program cannot keep.
    NotKept,
    /// Something else that a person should look at.
    Other,
}

/// A piece of the source that was not recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LeftOver {
    /// Words.
    pub text: String,
    /// Line, page, row or cell.
    #[serde(rename = "where")]
    pub place: String,
}

/// Which unit of the library a source says that it is a text of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Identity {
    /// Unit id.
    pub unit: String,
    /// Short name.
    pub handle: String,
    /// Revision label.
    pub revision: String,
    /// Hashes of the texts before.
    pub previous: Vec<String>,
    /// Language: "en-GB".
    pub language: String,
}

/// A relation between two criteria that a file states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StatedLink {
    /// Id of the criterion on one side, as the file names it.
    pub from: String,
    /// Id of the criterion on the other.
    pub to: String,
    /// exact, close, broader, narrower, related.
    pub relation: String,
    /// What the other side asks beyond this one.
    pub beyond_to: String,
    /// What this side asks beyond the other.
    pub beyond_from: String,
}
