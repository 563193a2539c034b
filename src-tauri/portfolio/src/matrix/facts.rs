//! What a coverage matrix says: plain facts, in the order of the form (DOMAIN.md §3). It refuses to know
//! where they come from and how they look.
//!
//! Dates are ISO text (`2026-11-14`, or `2026-11-14T09:30` where the time of day matters); the paper writes
//! them the way assessors do. A fact that is `None` or blank prints "not recorded".

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::journal::id::Hash;
use crate::picture::Picture;

use super::{AnnexLine, Counts, Declaration, EvidenceLine, LearningOutcome};

/// One unit, one learner, one printing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Matrix {
    /// The form itself.
    pub form: Form,
    /// Which of the two editions this is.
    pub edition: Edition,
    /// How far the unit is.
    pub status: Status,
    /// Why a record that was signed no longer says what was signed; absent = it does, or nobody has signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_longer: Option<String>,
    /// Prints DRAFT as a header word and as a pale diagonal.
    pub draft: bool,
    /// Nobody has confirmed the unit text as the awarding organisation's own: every page says so.
    pub indicative: bool,
    /// Whose an indicative text is. Absent where it is a third party's, and in what was signed before it was told apart.
    #[serde(default, skip_serializing_if = "Whose::third_party")]
    pub whose: Whose,
    /// The approved centre.
    pub centre: Centre,
    /// The person assessed.
    pub learner: Learner,
    /// The qualification and its awarding organisation.
    pub qualification: Qualification,
    /// The unit and its text.
    pub unit: Unit,
    /// Assessor, verifier and the dates of the assessment.
    pub people: People,
    /// The figures of the line in large type.
    pub counts: Counts,
    /// Learning outcomes with their rows, in the order of the unit text.
    pub outcomes: Vec<LearningOutcome>,
    /// Declarations and signatures. The paper sorts them into the form's order by kind.
    pub declarations: Vec<Declaration>,
    /// The evidence used in this unit, by number.
    pub evidence: Vec<EvidenceLine>,
    /// One line for each file relied on.
    pub annex: Vec<AnnexLine>,
}

/// Whose an indicative text is, as far as anybody here knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Whose {
    /// A third party's.
    #[default]
    ThirdParty,
    /// Said to be the board's own; nobody of this centre has confirmed it.
    Unconfirmed,
    /// Nobody says.
    Unknown,
}

impl Whose {
    /// Whether it is a third party's, which goes without saying in what is written down.
    #[must_use]
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
    pub const fn third_party(&self) -> bool {
        matches!(self, Self::ThirdParty)
    }
}

/// The form's own title and version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Form {
    /// For example "Unit coverage matrix".
    pub title: String,
    /// For example "1.0".
    pub version: String,
}

/// The two editions of a matrix (DOMAIN.md §3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum Edition {
    /// Fixed at sign-off. It never says when it was printed and leaves the IV column empty, whatever the
    /// rows hold.
    SignedOriginal {
        /// Date of the signature.
        signed_on: String,
    },
    /// Drawn at any time, with the IV's marks.
    CurrentRecord {
        /// Date, or date and time, of the printing.
        printed_at: String,
        /// The signed original that this one follows.
        original: Option<OriginalRef>,
    },
}

/// How a current record names its signed original.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OriginalRef {
    /// Its number or the beginning of its digest.
    pub number: String,
    /// The date it was signed.
    pub signed_on: String,
}

/// How far the unit is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum Status {
    /// Not signed by the assessor.
    InProgress,
    /// Signed by the assessor.
    Signed {
        /// Date of the signature.
        on: String,
    },
    /// Verified by a signed sampling record.
    Verified {
        /// Date of the verification.
        on: String,
    },
    /// Released by an IV as not sampled under the plan.
    Released {
        /// Date of the release.
        on: String,
    },
    /// Claimed from the awarding organisation.
    Claimed {
        /// Date of the claim.
        on: String,
    },
    /// The certificate is here.
    Certificated {
        /// Date of the certificate.
        on: String,
    },
    /// The unit was opened again after this was signed: this paper no longer counts.
    Superseded {
        /// Date of the signature.
        on: String,
        /// Why the unit was opened again.
        why: String,
    },
    /// The learner no longer takes the unit.
    Withdrawn {
        /// Date of the withdrawal.
        on: String,
    },
}

/// The approved college, provider or employer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Centre {
    /// Name of the centre.
    pub name: Option<String>,
    /// Centre number given by the awarding organisation.
    pub number: Option<String>,
    /// Its logo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<Logo>,
}

/// The centre's logo: the facts name the picture, which goes along beside them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Logo {
    /// SHA-256 of its PNG file, in hexadecimal digits.
    pub sha256: String,
    /// The picture, where it is here.
    #[serde(skip)]
    pub picture: Option<Picture>,
}

impl Logo {
    /// The logo of this picture.
    #[must_use]
    pub fn of(sha256: Hash, picture: Option<Picture>) -> Self {
        Self { sha256: sha256.to_string(), picture }
    }
}

/// What the board calls the person assessed. OCR says candidate, on paper too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum LearnerWord {
    /// The ordinary word.
    Learner,
    /// OCR's word.
    Candidate,
}

impl LearnerWord {
    /// The word in the middle of a sentence.
    #[must_use]
    pub const fn own(self) -> &'static str {
        match self {
            Self::Learner => "learner",
            Self::Candidate => "candidate",
        }
    }
}

/// The person assessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Learner {
    /// Learner or candidate.
    pub word: LearnerWord,
    /// Full name.
    pub name: String,
    /// Unique learner number, ten digits.
    pub uln: Option<String>,
    /// Registration number with the awarding organisation.
    pub registration_number: Option<String>,
    /// Date of registration.
    pub registration_date: Option<String>,
}

/// The qualification as the unit text names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Qualification {
    /// The board; `None` prints "not stated".
    pub awarding_organisation: Option<String>,
    /// False prints "(unconfirmed)" beside the board.
    pub confirmed: bool,
    /// Title of the qualification.
    pub title: Option<String>,
    /// Qualification number (QN).
    pub number: Option<String>,
    /// Level, for example "3".
    pub level: Option<String>,
}

/// The unit and where its text came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Unit {
    /// Title of the unit.
    pub title: String,
    /// The awarding organisation's own unit number.
    pub ao_number: Option<String>,
    /// Unit reference number, for example M/506/2898.
    pub urn: Option<String>,
    /// Level.
    pub level: Option<String>,
    /// Credit value.
    pub credit: Option<String>,
    /// Guided learning hours.
    pub glh: Option<String>,
    /// Issue of the unit text.
    pub issue: Option<String>,
    /// Where the unit text came from, in words.
    pub source: Option<String>,
}

/// Who assessed and verified, and from when to when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct People {
    /// The assessor's name.
    pub assessor: Option<String>,
    /// Whether the assessor's decisions need a countersignature.
    pub standing: Standing,
    /// What trainees decided in the unit and who countersigned it; absent = nothing, or it was signed before a paper told it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trainees: Vec<TraineeDecided>,
    /// Whose initials stand in the rows; absent where it was signed before a paper told it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub initials: Vec<Initials>,
    /// The internal verifier's name.
    pub verifier: Option<String>,
    /// Date the assessment of the unit started.
    pub started_on: Option<String>,
    /// Date of the last decision.
    pub decided_on: Option<String>,
}

/// The decisions of a trainee, and who countersigned which of them. Criteria are named as on the form: "1.1–1.3, 2.1".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TraineeDecided {
    /// The trainee's name.
    pub by: String,
    /// The criteria that the trainee decided.
    pub criteria: String,
    /// Whoever countersigned, by name.
    pub countersigned: Vec<Countersigned>,
    /// The criteria that nobody has countersigned; empty = none.
    pub open: String,
}

/// Somebody qualified who countersigned for a trainee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Countersigned {
    /// Name.
    pub by: String,
    /// The criteria that were countersigned.
    pub criteria: String,
}

/// Initials that stand in the rows, and whose they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Initials {
    /// The initials.
    pub initials: String,
    /// The name.
    pub name: String,
    /// "trainee" or "IV", where it is not an assessor's; empty = an assessor.
    pub note: String,
}

/// Whether the assessor works alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum Standing {
    /// The records do not say.
    NotRecorded,
    /// A qualified assessor.
    Qualified,
    /// A trainee, whose decisions a qualified assessor countersigns.
    Trainee {
        /// Name of the countersigning assessor, where no list says who countersigned what.
        countersigned_by: Option<String>,
    },
}
