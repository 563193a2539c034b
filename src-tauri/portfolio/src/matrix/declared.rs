//! Who declares and signs, and what the lists behind the signatures hold. Plain facts of a matrix, see
//! `facts.rs`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::LearnerWord;

/// Who declares what, in the order of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum DeclarationKind {
    /// The assessor's feedback to the learner.
    Feedback,
    /// The learner: own work; help, sources and AI use acknowledged.
    Learner,
    /// The assessor.
    Assessor,
    /// The qualified assessor, only where the assessor is a trainee.
    CountersigningAssessor,
    /// The IV, for sampled work only.
    Verifier,
    /// The qualified IV, only where the IV is a trainee.
    CountersigningVerifier,
    /// The awarding organisation's visitor: initials.
    ExternalQualityAssurer,
}

/// One declaration with its signature block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Declaration {
    /// Whose it is.
    pub kind: DeclarationKind,
    /// What is declared, or the feedback.
    pub text: String,
    /// Name of the signatory.
    pub name: Option<String>,
    /// Role of the signatory.
    pub role: Option<String>,
    /// Initials of the signatory.
    pub initials: Option<String>,
    /// Date of the declaration.
    pub date: Option<String>,
    /// Whether it is signed, and how.
    pub state: SignatureState,
}

/// What stands in the signature box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum SignatureState {
    /// Nothing: a box to sign in ink.
    Open,
    /// Signed in the program; the text says how, for example "signed with key 3f9a 22c1".
    Signed {
        /// How it was signed.
        how: String,
    },
    /// Signed in ink; a scan is attached.
    Ink {
        /// Date the scan was received.
        received_on: String,
        /// By whom.
        received_by: String,
    },
    /// No signature is needed here; the text says why, for example "covered by the portfolio declaration of
    /// 01/09/2026".
    NotNeeded {
        /// Why.
        why: String,
    },
}

impl DeclarationKind {
    /// Whose block it is, as the form heads it.
    #[must_use]
    pub const fn title(self, word: LearnerWord) -> &'static str {
        match (self, word) {
            (Self::Feedback, LearnerWord::Learner) => "Assessor's feedback to the learner",
            (Self::Feedback, LearnerWord::Candidate) => "Assessor's feedback to the candidate",
            (Self::Learner, LearnerWord::Learner) => "Learner",
            (Self::Learner, LearnerWord::Candidate) => "Candidate",
            (Self::Assessor, _) => "Assessor",
            (Self::CountersigningAssessor, _) => "Countersigning assessor (for a trainee assessor)",
            (Self::Verifier, _) => "Internal verifier (sampled work only)",
            (Self::CountersigningVerifier, _) => "Countersigning internal verifier (for a trainee verifier)",
            (Self::ExternalQualityAssurer, _) => "External quality assurer (initials)",
        }
    }
}

/// One item of the list of evidence used in this unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceLine {
    /// For example "E007".
    pub number: String,
    /// What it is.
    pub title: String,
    /// Evidence type in words.
    pub kind: String,
    /// Date it was produced.
    pub produced_on: Option<String>,
    /// Date it was added to the portfolio.
    pub added_on: Option<String>,
    /// Who made it.
    pub author: Option<String>,
    /// Where it is kept.
    pub kept: Option<String>,
}

/// One file of the annex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AnnexLine {
    /// The item it belongs to.
    pub number: String,
    /// File name.
    pub file_name: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in 64 hexadecimal digits.
    pub sha256: String,
}
