//! What each command takes. A name (learner, unit, evidence, person) is an exact name or an id.

use serde::Deserialize;
use ts_rs::TS;

use crate::decision::Outcome;
use crate::decision::said::Certificate;
use crate::evidence::method::Method;
use crate::evidence::route::Route;
use crate::sampling::Judgement;

pub mod library;

macro_rules! requests {
    ($( $(#[$doc:meta])* $name:ident { $( $(#[$fdoc:meta])* $field:ident : $ty:ty ),* $(,)? } )*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Deserialize, TS)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        #[ts(optional_fields)]
        pub struct $name { $( $(#[$fdoc])* pub $field: $ty, )* }
    )* };
}
pub(crate) use requests;

requests! {
    /// Nothing.
    Nothing {}
    /// Makes the centre file.
    CentreInit {
        /// Centre name.
        name: String,
        /// Centre number.
        number: Option<String>,
    }
    /// Chooses who sits at the desk.
    DeskSit {
        /// Name or id; null = nobody.
        person: Option<String>,
    }
    /// One unit text.
    UnitShow {
        /// Handle or id.
        unit: String,
    }
    /// Brings in a unit text in our own JSON format.
    UnitImport {
        /// The JSON text itself.
        text: String,
    }
    /// Registers a learner.
    LearnerAdd {
        /// Name.
        name: String,
        /// Folder on this machine where evidence arrives.
        folder: Option<String>,
        /// Handles or ids of units.
        units: Option<Vec<String>>,
        /// Name or id of a saved set of units, besides those.
        unit_set: Option<String>,
        /// Unique learner number.
        uln: Option<String>,
        /// Registration number.
        registration_number: Option<String>,
        /// ISO date.
        registration_date: Option<String>,
        /// ISO date.
        start: Option<String>,
        /// ISO date.
        planned_end: Option<String>,
        /// Employer.
        employer: Option<String>,
        /// Assessment site.
        site: Option<String>,
        /// Name of the assessor.
        assessor: Option<String>,
        /// Name of the internal verifier.
        iv: Option<String>,
    }
    /// Changes the learner's facts; what is absent stays as it is.
    LearnerChange {
        /// Name or id.
        learner: String,
        /// Name.
        name: Option<String>,
        /// Unique learner number.
        uln: Option<String>,
        /// Registration number.
        registration_number: Option<String>,
        /// ISO date.
        registration_date: Option<String>,
        /// ISO date.
        start: Option<String>,
        /// ISO date.
        planned_end: Option<String>,
        /// Employer.
        employer: Option<String>,
        /// Assessment site.
        site: Option<String>,
        /// Name of the assessor.
        assessor: Option<String>,
        /// Name of the internal verifier.
        iv: Option<String>,
    }
    /// Names one learner.
    LearnerOnly {
        /// Name or id.
        learner: String,
    }
    /// Names one file of an item, to be shown.
    Preview {
        /// Name or id.
        learner: String,
        /// Id of the item.
        evidence: String,
        /// Which of its files, from 0.
        part: u32,
        /// SHA-256 of the file of another of its versions; the one in force when absent.
        version: Option<String>,
    }
    /// Chooses the learner's folder on this machine.
    LearnerFolder {
        /// Name or id.
        learner: String,
        /// Folder.
        folder: String,
    }
    /// A learner and a unit.
    LearnerUnit {
        /// Name or id.
        learner: String,
        /// Handle or id.
        unit: String,
    }
    /// Withdraws a unit from a learner.
    UnitWithdraw {
        /// Name or id.
        learner: String,
        /// Handle or id.
        unit: String,
        /// Why.
        reason: String,
        /// ISO date; today when absent.
        date: Option<String>,
    }
    /// Reads the learner's folder.
    Scan {
        /// Name or id.
        learner: String,
        /// Gives every new file a number at once.
        number: Option<bool>,
    }
    /// Accepts files as evidence; each gets a number.
    EvidenceAccept {
        /// Name or id.
        learner: String,
        /// Evidence ids, references or file names.
        evidence: Vec<String>,
        /// True: all of them are one item of several parts.
        together: Option<bool>,
        /// Title; the file's name when absent.
        title: Option<String>,
        /// Default method.
        method: Option<Method>,
        /// SHA-256 of the files that were looked at, in the order of the item's parts: refused where others lie there by now.
        shown: Option<Vec<String>>,
    }
    /// Sets files aside: not evidence.
    EvidenceSetAside {
        /// Name or id.
        learner: String,
        /// Evidence ids, references or file names.
        evidence: Vec<String>,
        /// Why.
        reason: String,
    }
    /// Maps evidence to criteria at a place.
    Map {
        /// Name or id.
        learner: String,
        /// Handle or id.
        unit: String,
        /// Evidence ids or references.
        evidence: Vec<String>,
        /// "2.3", "1.1-1.4,2.3", or row ids.
        codes: String,
        /// Criteria of further units, mapped in the same deed.
        also: Option<Vec<UnitCodes>>,
        /// "p. 2-3", "00:04:12", "whole item" …; absent = no place given.
        place: Option<String>,
        /// Id or reference of the one item that the place is in; all of them when absent.
        place_of: Option<String>,
        /// Method of this link; the item's own when absent.
        method: Option<Method>,
    }
    /// Withdraws links.
    Unmap {
        /// Name or id.
        learner: String,
        /// Link ids.
        mappings: Vec<String>,
    }
    /// Corrects the place of a link.
    Place {
        /// Name or id.
        learner: String,
        /// Link id.
        mapping: String,
        /// New place; empty = no place given.
        place: String,
    }
    /// Decides criteria.
    Decide {
        /// Name or id.
        learner: String,
        /// Handle or id.
        unit: String,
        /// "2.3", "1.1-1.4,2.3", row ids, or "mapped": each one with evidence and without a decision.
        codes: String,
        /// Judgement.
        outcome: Outcome,
        /// Required for partially met and not yet met, unless what is still needed is said.
        reason: Option<String>,
        /// ISO date of judgement; today when absent.
        date: Option<String>,
        /// Criteria of further units, decided in the same deed.
        also: Option<Vec<UnitCodes>>,
        /// Ids of the links relied on; every link of the criteria when absent.
        relied_on: Option<Vec<String>>,
        /// Feedback to the learner.
        feedback: Option<String>,
        /// What is still needed; only where the criterion is not achieved.
        needed: Option<String>,
        /// ISO date by which it is needed.
        due: Option<String>,
        /// The certificate of a credit transfer.
        certificate: Option<Certificate>,
    }
    /// Criteria of one unit.
    UnitCodes {
        /// Handle or id.
        unit: String,
        /// "2.3", "1.1-1.4,2.3", row ids, or "mapped": each one with evidence and without a decision.
        codes: String,
    }
    /// Records that the learner declared the work to be their own.
    Declare {
        /// Name or id.
        learner: String,
        /// Handle or id of the unit; the whole portfolio when absent.
        unit: Option<String>,
        /// How it was declared.
        route: Route,
        /// ISO date; today when absent.
        date: Option<String>,
        /// The words declared; the words of the form when absent.
        words: Option<String>,
        /// Help, sources and AI use acknowledged.
        acknowledged: Option<String>,
        /// Reference or id of the item that holds it.
        evidence: Option<String>,
    }
    /// Withdraws a declaration of the learner.
    Undeclare {
        /// Name or id.
        learner: String,
        /// Id of the declaration.
        declaration: String,
        /// Why.
        reason: String,
    }
    /// Saves a phrase.
    PhraseSave {
        /// Its words.
        text: String,
        /// Id of the phrase that is changed; a new one when absent.
        phrase: Option<String>,
    }
    /// Names one phrase.
    PhraseOnly {
        /// Id, or its very words.
        phrase: String,
    }
    /// A criterion of a learner.
    LearnerCriterion {
        /// Name or id.
        learner: String,
        /// Handle or id.
        unit: String,
        /// Code or row id.
        code: String,
    }
    /// Asks for work lists.
    WorkLists {
        /// Name or id; every learner when absent.
        learner: Option<String>,
    }
    /// Signs a unit off.
    SignOff {
        /// Name or id.
        learner: String,
        /// Handle or id.
        unit: String,
        /// Signing password.
        password: String,
        /// Summary feedback to the learner.
        feedback: Option<String>,
        /// Confirms that the evidence is valid, authentic, current, sufficient and reliable; nothing is signed without.
        vacsr: Option<bool>,
    }
    /// Puts a signature that stands in the history into the paper that waits for it.
    PaperSign {
        /// Name or id.
        learner: String,
        /// Handle or id.
        unit: String,
        /// Signing password.
        password: String,
    }
    /// Opens a signed unit again.
    Reopen {
        /// Name or id.
        learner: String,
        /// Handle or id.
        unit: String,
        /// Why.
        reason: String,
    }
    /// Makes a sampling record.
    SampleMake {
        /// Name or id.
        learner: String,
        /// Handle or id.
        unit: String,
        /// Codes to sample; all decided rows when absent.
        codes: Option<String>,
    }
    /// The IV's word on one sampled decision.
    FindingMake {
        /// Name or id of the learner; may be absent where the sample is known by its id.
        learner: Option<String>,
        /// Sample id or number.
        sample: String,
        /// Code or row id.
        code: String,
        /// Judgement.
        judgement: Judgement,
        /// Required unless agreed.
        reason: Option<String>,
        /// ISO date, for actions.
        due: Option<String>,
    }
    /// Takes an IV's own comment back.
    FindingWithdraw {
        /// Name or id of the learner; may be absent.
        learner: Option<String>,
        /// Id of the comment.
        finding: String,
        /// Why.
        reason: String,
    }
    /// A note on an action.
    ActionNote {
        /// Name or id of the learner; may be absent.
        learner: Option<String>,
        /// Id of the action (finding).
        action: String,
        /// What was done, or why it is closed.
        note: String,
    }
    /// Signs the sampling record.
    SampleVerify {
        /// Name or id of the learner; may be absent.
        learner: Option<String>,
        /// Sample id or number.
        sample: String,
        /// Signing password.
        password: String,
    }
    /// Undo or redo in one learner's portfolio.
    Undo {
        /// Name or id.
        learner: String,
        /// Id of the deed that is meant: refused where another is next. The next one, whichever, when absent.
        deed: Option<String>,
    }
    /// Prints a coverage matrix.
    MatrixPaper {
        /// Name or id.
        learner: String,
        /// Handle or id.
        unit: String,
        /// Where to write it; kept in the centre file's own folder when absent.
        out: Option<String>,
        /// True: the signed original; else the current record.
        original: Option<bool>,
        /// True: the signed original with the IV's signature in it as well.
        verified: Option<bool>,
        /// Id of a sign-off that was opened again, or "latest": its original, marked as superseded.
        superseded: Option<String>,
        /// Under which the drawing can be stopped; a signed original is not drawn.
        ticket: Option<String>,
    }
    /// Where an issued paper lies, for the host only.
    PaperPath {
        /// Paper id (SHA-256).
        paper: String,
    }
    /// Writes or reads chains as JSON lines.
    JournalFile {
        /// File.
        file: String,
        /// Name or id of a learner; everything when absent.
        learner: Option<String>,
    }
}
