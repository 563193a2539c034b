//! The workspace of one learner: evidence on the left, criteria on the right, everything the three panes draw.

use serde::Serialize;
use ts_rs::TS;

use crate::decision::Outcome;
use crate::evidence::item::Item;
use crate::evidence::method::Method;
use crate::matrix::LearnerWord;
use crate::view::details::DetailsView;

/// One learner's portfolio, whole.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PortfolioView {
    /// Who.
    pub learner: LearnerView,
    /// Where the evidence arrives.
    pub folder: FolderView,
    /// New files first, then by number, then those set aside.
    pub evidence: Vec<EvidenceView>,
    /// The learner's units in the order they were added.
    pub units: Vec<UnitView>,
    /// Name of the deed that Undo takes back, for the person at the desk.
    pub undo: Option<String>,
    /// Name of the deed that Redo does again.
    pub redo: Option<String>,
    /// What the person at the desk may do here: null = allowed, else the reason why not, in words.
    pub may: RightsView,
    /// "Seen by IV B. King on 12/11/2026" or "not yet seen by anyone else".
    pub seen: String,
}

/// The learner's own facts; empty text = not recorded.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LearnerView {
    /// Id of the portfolio.
    pub id: String,
    /// Name.
    pub name: String,
    /// What tells them from others of the name: "ULN 1234567890"; null = nobody else is called so.
    pub apart: Option<String>,
    /// Unique learner number, 10 digits.
    pub uln: String,
    /// Registration number with the awarding organisation.
    pub registration_number: String,
    /// ISO date.
    pub registration_date: String,
    /// ISO date.
    pub start: String,
    /// ISO date.
    pub planned_end: String,
    /// Employer.
    pub employer: String,
    /// Assessment site.
    pub site: String,
    /// Name of the assessor.
    pub assessor: String,
    /// Name of the internal verifier.
    pub iv: String,
    /// Facts that two desks changed, each to another value; above they stand both ways.
    pub disputed: Vec<DisputedFactView>,
}

/// A fact of the learner that two desks changed, each to another value, until somebody says which holds.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DisputedFactView {
    /// As it is named above and in a change: "plannedEnd".
    pub fact: String,
    /// What is said of it, as a change takes it; empty = not recorded.
    pub said: Vec<String>,
}

/// Why the person at the desk may not do something; null = may.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RightsView {
    /// Map evidence.
    pub map: Option<String>,
    /// Decide criteria and sign off.
    pub decide: Option<String>,
    /// Sample decisions.
    pub sample: Option<String>,
}

/// The learner's folder on this machine.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FolderView {
    /// Shown to the person; null when no folder is chosen on this machine.
    pub label: Option<String>,
    /// Null when reachable; else why not.
    pub problem: Option<String>,
    /// When it was last read, ISO 8601.
    pub scanned_at: Option<String>,
    /// Files passed over by a rule, one line a rule: "2 lock files (~$…)".
    pub ignored: Vec<String>,
    /// Things that are not evidence files, with the reason: "shortcut.lnk: a link, not followed".
    pub refused: Vec<String>,
}

/// Kind of preview a file wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Media {
    /// PDF.
    Pdf,
    /// A picture; whether the platform can show it turns out when it is asked to.
    Image,
    /// Plain text, Markdown.
    Text,
    /// Word-processor file, slides, a page in tags: its words are shown.
    Document,
    /// Spreadsheet, CSV.
    Spreadsheet,
    /// E-mail.
    Email,
    /// Sound.
    Audio,
    /// Film.
    Video,
    /// Anything else.
    Other,
}

/// Whether a person has dealt with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum EvidenceStanding {
    /// Seen in the folder, nobody has dealt with it.
    New,
    /// Accepted: it has a number.
    Accepted,
    /// Not evidence, with a reason.
    SetAside,
}

/// How the file stands against the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FileStanding {
    /// As recorded.
    Present,
    /// The bytes differ from those recorded.
    Changed,
    /// Not in the folder now.
    Missing,
    /// The folder cannot be reached, or no folder is chosen on this machine.
    Unknown,
}

/// One item of evidence, or one new file.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceView {
    /// Id, stable.
    pub id: String,
    /// "E007", or "E012·AO" where two desks gave one number; null while new or set aside.
    pub reference: Option<String>,
    /// Title, by default the file's name.
    pub title: String,
    /// What a person has done with it.
    pub standing: EvidenceStanding,
    /// Worst standing of its files.
    pub file: FileStanding,
    /// Default method.
    pub method: Option<Method>,
    /// The files of the item, one or more, in order.
    pub parts: Vec<PartView>,
    /// Number of criteria it is mapped to.
    pub mapped: u32,
    /// Number of its links without a place.
    pub without_place: u32,
    /// Why it is not evidence.
    pub set_aside_reason: Option<String>,
    /// ISO date on which it was first seen.
    pub added: String,
    /// What else is recorded of it.
    pub details: DetailsView,
    /// Items whose place it takes.
    pub replaces: Vec<ItemRef>,
    /// Items that take its place.
    pub replaced_by: Vec<ItemRef>,
    /// Two desks say different things of that: another item, or that none does.
    pub replacement_disputed: bool,
    /// How many versions of it there were; 1 where it never changed.
    pub versions: u32,
    /// The versions that two desks accepted apart, by number and name; null where one is in force.
    pub version_disputed: Option<String>,
}

/// Another item, as named where one is spoken of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ItemRef {
    /// Id.
    pub evidence: String,
    /// "E007", or the title of one without a number.
    pub reference: String,
    /// Title.
    pub title: String,
}

impl ItemRef {
    /// Of an item.
    #[must_use]
    pub fn of(item: &Item) -> Self {
        Self {
            evidence: item.id.clone(),
            reference: item.reference.clone().unwrap_or_else(|| item.title.clone()),
            title: item.title.clone(),
        }
    }
}

/// One file of an item.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PartView {
    /// Address for the preview: `evidence://localhost/<learner>/<evidence id>/<part>`.
    pub part: u32,
    /// Name shown; control and bidi characters made visible.
    pub file_name: String,
    /// Folder below the learner's folder, empty at the top.
    pub folder: String,
    /// Kind of preview.
    pub media: Media,
    /// Bytes.
    pub size: u64,
    /// ISO 8601 time of last change of the file; null when it is not here.
    pub modified: Option<String>,
    /// SHA-256 of the recorded bytes, hex. For the Advanced view.
    pub sha256: String,
    /// How this file stands.
    pub file: FileStanding,
    /// A read-only copy of these very bytes is kept: it is what the preview shows.
    pub kept: bool,
}

/// Status of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum UnitStatus {
    /// Being worked on.
    InProgress,
    /// Signed off by the assessor.
    Assessed,
    /// The IV has signed a sampling record of it, or released it as not sampled.
    Verified,
    /// Claimed from the awarding organisation.
    Claimed,
    /// The certificate has come.
    Certificated,
    /// Taken out with a reason.
    Withdrawn,
}

/// Counts over the rows of a unit or an outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Rows to be decided (criteria, and outcomes without one).
    pub rows: u32,
    /// Met, RPL or credit transfer.
    pub met: u32,
    /// Partially met.
    pub partially_met: u32,
    /// Not yet met.
    pub not_yet_met: u32,
    /// Evidence mapped, no decision.
    pub mapped: u32,
    /// No evidence, no decision.
    pub gaps: u32,
    /// More than one decision stands.
    pub in_dispute: u32,
    /// Links without a place.
    pub without_place: u32,
}

/// One unit of this learner.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnitView {
    /// Id of the unit.
    pub unit: String,
    /// Short name for people: "ocr-plan-organise-control".
    pub handle: String,
    /// Title.
    pub title: String,
    /// AO unit number or URN, empty when not recorded.
    pub number: String,
    /// "OCR", "Pearson EDI", "board not stated".
    pub board: String,
    /// False = shown as "unconfirmed".
    pub board_confirmed: bool,
    /// What the board calls whoever is assessed.
    pub learner_word: LearnerWord,
    /// What the board calls the record of a unit on paper.
    pub paper_title: String,
    /// "3", "Entry 1" or empty.
    pub level: String,
    /// Qualification title or empty.
    pub qualification: String,
    /// "third-party text", "the board's own text", "the centre's own text", "source unknown".
    pub source: String,
    /// Text not the board's own: can only be signed as INDICATIVE.
    pub indicative: bool,
    /// Status.
    pub status: UnitStatus,
    /// Reason and date when withdrawn.
    pub withdrawn: Option<String>,
    /// Counts over the unit.
    pub counts: Counts,
    /// Outcomes in order.
    pub outcomes: Vec<OutcomeView>,
    /// Prompts for the assessor, collapsed by default.
    pub prompts: Vec<PromptView>,
    /// Key terms.
    pub key_terms: Vec<TermView>,
    /// Why nothing can be mapped or decided in this unit now, with the way out; null = it can.
    pub closed: Option<String>,
    /// The sign-off in force.
    pub sign_off: Option<SignedView>,
    /// Remarks on the unit text: "LO 4 has no criterion in this text (source: third party)".
    pub remarks: Vec<String>,
    /// The issue of the unit text that is in force for this learner, in words.
    pub revision: String,
    /// The library has a newer one, in words; null = it has not.
    pub newer: Option<String>,
    /// Criteria that are not in this issue but had links or decisions: kept as history.
    pub former: Vec<FormerRowView>,
}

/// A criterion of an earlier issue of the unit text that the issue in force does not have.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FormerRowView {
    /// Id.
    pub row: String,
    /// Code that it had.
    pub code: String,
    /// Text that it had.
    pub text: String,
    /// The issue that it stood in, in words.
    pub issue: String,
    /// Links that stand on it.
    pub links: Vec<LinkView>,
    /// Decisions that stand on it.
    pub decisions: Vec<DecisionView>,
}

/// Guidance, a common mistake, an exemplar, a skill.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PromptView {
    /// "assessment", "exemplar", "misconception", "skill".
    pub kind: String,
    /// Text.
    pub text: String,
}

/// A key term.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TermView {
    /// Term.
    pub term: String,
    /// Definition, where given.
    pub definition: Option<String>,
}

/// One learning outcome and its rows.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OutcomeView {
    /// Id.
    pub id: String,
    /// "2".
    pub code: String,
    /// Text.
    pub text: String,
    /// True when the outcome is not in the source and was put there by us.
    pub inferred: bool,
    /// Counts over its rows.
    pub counts: Counts,
    /// Criteria; one row for the outcome itself where it has none.
    pub rows: Vec<RowView>,
}

/// State of a row, the ladder the whole program draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RowState {
    /// No evidence, no decision.
    Gap,
    /// Evidence mapped, not judged.
    Mapped,
    /// Met.
    Met,
    /// Partially met.
    PartiallyMet,
    /// Not yet met.
    NotYetMet,
    /// Recognised prior learning.
    Rpl,
    /// Credit transfer.
    CreditTransfer,
    /// More than one decision stands.
    InDispute,
}

/// One criterion, or one outcome judged at outcome level.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RowView {
    /// Id of the criterion or outcome.
    pub row: String,
    /// "2.3"; the outcome's own code where `outcomeLevel`.
    pub code: String,
    /// The code was made by us, not published.
    pub code_generated: bool,
    /// The place under this outcome is proposed, not published.
    pub proposed: bool,
    /// An outcome without a criterion, judged itself.
    pub outcome_level: bool,
    /// Full text.
    pub text: String,
    /// Further words of the unit text, where given.
    pub amplification: Option<String>,
    /// State.
    pub state: RowState,
    /// Standing links, in order of evidence number.
    pub links: Vec<LinkView>,
    /// The decision that stands; null when none or in dispute.
    pub decision: Option<DecisionView>,
    /// All decisions that stand, where more than one does.
    pub disputed: Vec<DecisionView>,
    /// Why the decision no longer rests on what it rested on; null = it does.
    pub stale: Option<String>,
    /// Why the person at the desk may not sample this row; null = they may.
    pub may_sample: Option<String>,
    /// IV mark: "agreed BK 12/11/2026", "action open", ...; null when not sampled.
    pub iv: Option<String>,
}

/// One link: this item, at this place, by this method.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinkView {
    /// Id of the link.
    pub mapping: String,
    /// Evidence id.
    pub evidence: String,
    /// "E007".
    pub reference: String,
    /// Title of the item.
    pub title: String,
    /// Place as shown, e.g. "p. 2–3"; null = no place given.
    pub place: Option<String>,
    /// First page of the place, to jump there.
    pub page: Option<u32>,
    /// Position of the file that the place is in, from 0; null = not said, or the item has one file.
    pub part: Option<u32>,
    /// By which method.
    pub method: Method,
    /// Initials of who put it forward.
    pub by: String,
    /// Why it asks to be confirmed again: the criterion is worded differently now; null = it does not.
    pub confirm: Option<String>,
    /// How the file stands now.
    pub file: FileStanding,
}

/// A decision as shown.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DecisionView {
    /// Id of the decision.
    pub decision: String,
    /// What was decided.
    pub outcome: Outcome,
    /// Reason or feedback, may be empty.
    pub reason: String,
    /// Date of judgement, ISO.
    pub date: String,
    /// When it was recorded, ISO 8601.
    pub recorded: String,
    /// Name of the assessor.
    pub by: String,
    /// Initials.
    pub initials: String,
    /// How many links it rests on.
    pub relied_on: u32,
    /// Those links: "E001 · p. 2".
    pub rests_on: Vec<String>,
    /// Feedback that the learner was given with it; may be empty.
    pub feedback: String,
    /// What is still needed; may be empty.
    pub needed: String,
    /// ISO date by which it is needed.
    pub due: Option<String>,
    /// The certificate that a credit transfer rests on.
    pub certificate: Option<CertificateView>,
    /// It stands: it was neither taken back nor made again.
    pub standing: bool,
}

/// A certificate of a credit transfer.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CertificateView {
    /// Number on it.
    pub number: String,
    /// Awarding organisation that issued it.
    pub awarding_organisation: String,
    /// Unit reference number on it; may be empty.
    pub urn: String,
    /// ISO date on it.
    pub date: String,
    /// Who saw it.
    pub checked_by: String,
}

/// A sign-off as shown.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignedView {
    /// Id of the sign-off.
    pub sign_off: String,
    /// Who signed.
    pub by: String,
    /// When, ISO 8601.
    pub at: String,
    /// First characters of the file check of the matrix.
    pub digest: String,
    /// Signed as INDICATIVE.
    pub indicative: bool,
    /// Why it no longer holds as signed; null = it does.
    pub stale: Option<String>,
    /// The issued paper, to open or reveal.
    pub paper: Option<String>,
    /// "Seen by IV B. King on 12/11/2026" or null.
    pub verified: Option<String>,
}
