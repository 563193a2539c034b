//! The acts that entries carry, by kind. A kind carries its version; old kinds are read for ever.
//! Refuses to know what an act leads to: that is `state`'s.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::id::{Hash, Id};
use crate::decision::Outcome;
use crate::erasure::Ground;
use crate::evidence::detail::Detail;
use crate::evidence::locator::Place;
use crate::evidence::method::Method;
use crate::evidence::name::FileName;
use crate::evidence::route::Route;
use crate::inked::page::{Hand, ScanKind};
use crate::person::Role;
use crate::picture::Picture;
use crate::profile::{OwnWords, PaperForm, Profile};
use crate::sampling::Judgement;
use crate::unit::link::{Relation, Side};
use crate::unit::qualification::Qualification;
use crate::witness::Witness;

macro_rules! acts {
    ($( $(#[$doc:meta])* $variant:ident = $kind:literal { $( $(#[$fdoc:meta])* $field:ident : $ty:ty ),* $(,)? } )*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
            #[serde(rename_all = "camelCase", deny_unknown_fields)]
            pub struct $variant { $( $(#[$fdoc])* pub $field: $ty, )* }
            impl From<$variant> for Act { fn from(data: $variant) -> Self { Self::$variant(data) } }
        )*

        /// What one entry says was done.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Act {
            $( $(#[$doc])* $variant($variant), )*
            /// Made by a newer program: kept, linked, not applied.
            Newer {
                /// Its kind.
                kind: String,
                /// Its data, as it came.
                data: Value,
            },
        }

        impl Act {
            /// Kind and data as they stand in the body.
            pub fn to_wire(&self) -> Result<(String, Value), String> {
                match self {
                    $( Self::$variant(data) => Ok(($kind.to_owned(), serde_json::to_value(data).map_err(|e| e.to_string())?)), )*
                    Self::Newer { kind, data } => Ok((kind.clone(), data.clone())),
                }
            }

            /// Reads an act. A known kind with data that do not fit is an error; an unknown kind is `Newer`.
            pub fn from_wire(kind: String, data: Value) -> Result<Self, String> {
                match kind.as_str() {
                    $( $kind => serde_json::from_value(data).map(Self::$variant).map_err(|e| format!("data of {kind}: {e}")), )*
                    _newer => Ok(Self::Newer { kind, data }),
                }
            }

            /// Whether this program knows a kind.
            #[must_use]
            pub fn knows(kind: &str) -> bool {
                [$( $kind, )*].contains(&kind)
            }

            /// The kind.
            #[must_use]
            pub fn kind(&self) -> &str {
                match self {
                    $( Self::$variant(_) => $kind, )*
                    Self::Newer { kind, .. } => kind,
                }
            }
        }
    };
}

/// A person as an entry names them, so that a learner's book can be read without the centre's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonName {
    /// Id.
    pub id: Id,
    /// Name.
    pub name: String,
    /// Initials.
    pub initials: String,
}

/// The centre as a paper names it, so that a learner's book draws its papers without the centre's. Empty text = not recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CentreNamed {
    /// Name.
    pub name: String,
    /// Number given by the awarding organisation.
    pub number: String,
}

/// What a decision rested on: a link, and the very bytes of its item at that moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Relied {
    /// The link, by the hash of its entry.
    pub mapping: Hash,
    /// SHA-256 of each file of the item, in order.
    pub files: Vec<Hash>,
}

/// One row of a sign-off or a sample: the row and the decision that stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Judged {
    /// Criterion or outcome id.
    pub row: String,
    /// The decision, by the hash of its entry.
    pub decision: Hash,
}

/// The learner's own facts. Empty text = not recorded. Dates are ISO.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LearnerFacts {
    /// Name.
    pub name: String,
    /// Unique learner number.
    pub uln: String,
    /// Registration number with the awarding organisation.
    pub registration_number: String,
    /// Date of registration.
    pub registration_date: String,
    /// Start of programme.
    pub start: String,
    /// Planned end.
    pub planned_end: String,
    /// Employer.
    pub employer: String,
    /// Assessment site.
    pub site: String,
    /// Assessor's name.
    pub assessor: String,
    /// Internal verifier's name.
    pub iv: String,
}

acts! {
    /// Entry 0 of every chain: whose it is.
    ChainOpened = "chain.opened/1" {
        /// Installation that writes it.
        installation: Id,
        /// Person, or nobody for set-up and intake.
        person: Option<PersonName>,
        /// Public key of the person (SPKI, DER, base64), none before a signing password is set.
        key: Option<String>,
    }
    /// Takes back an earlier deed; the entries that follow in the same deed are the inverse.
    DeedUndone = "deed.undone/1" {
        /// The deed taken back.
        undoes: Id,
    }
    /// Names the centre. First act of the centre's book.
    CentreOpened = "centre.opened/1" {
        /// Name.
        name: String,
        /// Centre number.
        number: String,
    }
    /// A person of the centre, new or changed.
    PersonAdded = "person.added/1" {
        /// Id.
        person: Id,
        /// Name.
        name: String,
        /// Initials.
        initials: String,
        /// What they may do.
        roles: Vec<Role>,
        /// Earlier entries about this person that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// A person of the centre with all that the centre records of them, new or changed.
    PersonStated = "person.stated/1" {
        /// Id.
        person: Id,
        /// Name.
        name: String,
        /// Initials.
        initials: String,
        /// What they may do.
        roles: Vec<Role>,
        /// Qualification held, in words; empty = not recorded.
        qualification: String,
        /// Occupational competence, in words; empty = not recorded.
        competence: String,
        /// ISO date of the last continuing professional development; empty = not recorded.
        cpd: String,
        /// Who countersigns for a trainee.
        countersigner: Option<Id>,
        /// False = no longer works here. Nobody is ever removed.
        active: bool,
        /// Earlier entries about this person that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// An administrator ends a person's key: the signing password is lost, or the person has left. What it signed holds.
    KeyEnded = "person.key-ended/1" {
        /// Person.
        person: Id,
        /// Why.
        reason: String,
        /// The key entries that are ended.
        supersedes: Vec<Hash>,
    }
    /// Whether the awarding organisation lets the centre claim without a prior visit (direct claim status).
    DirectClaimStated = "direct-claim.stated/1" {
        /// Name of the board, as the unit texts name it.
        board: String,
        /// A qualification, where the status is of that one alone.
        qualification: Option<Id>,
        /// Held, or lost.
        holds: bool,
        /// ISO date from which that is so.
        date: String,
        /// Who said so: the visitor, a letter.
        source: String,
        /// Earlier statements about the same that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// A signing key of a person; the newest one in force signs.
    KeyMade = "person.key-made/1" {
        /// Person.
        person: Id,
        /// Public key (SPKI, DER, base64).
        key: String,
        /// Earlier key entries that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// The centre makes a root of its own, under which certificates of its people are issued.
    RootMade = "centre.root-made/1" {
        /// Its certificate (DER, base64).
        certificate: String,
        /// Earlier roots that this one takes the place of. What was issued under them holds.
        supersedes: Vec<Hash>,
    }
    /// The centre's root issues a certificate for a person's key.
    CertificateIssued = "person.certificate-issued/1" {
        /// Person.
        person: Id,
        /// Public key of the person (SPKI, DER, base64).
        key: String,
        /// The certificate (DER, base64).
        certificate: String,
        /// The root, by the hash of its entry.
        root: Hash,
    }
    /// A person brings a certificate of another issuer together with the key that it is of.
    CertificateImported = "person.certificate-imported/1" {
        /// Person.
        person: Id,
        /// Public key of the person (SPKI, DER, base64).
        key: String,
        /// The certificate (DER, base64).
        certificate: String,
        /// Certificates of its issuers that came with it, the nearest first (DER, base64).
        chain: Vec<String>,
    }
    /// A unit text joins the library.
    UnitTextAdded = "unit-text.added/1" {
        /// Unit id, one for all revisions.
        unit: String,
        /// SHA-256 of the text's canonical JSON.
        spec: Hash,
        /// Short name.
        handle: String,
        /// Title.
        title: String,
    }
    /// A person has checked a unit text against the board's document: it is the board's own.
    BoardConfirmed = "board.confirmed/1" {
        /// Unit id.
        unit: String,
        /// The very text.
        spec: Hash,
        /// The document that it was checked against, in words.
        source: String,
        /// ISO date of the check, as the person stated it.
        date: String,
        /// Earlier statements about this text that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// The confirmation of a unit text is taken back.
    ConfirmationWithdrawn = "board.confirmation-withdrawn/1" {
        /// Unit id.
        unit: String,
        /// The very text.
        spec: Hash,
        /// Why.
        reason: String,
        /// Earlier statements about this text that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// A qualification of the centre, new or changed.
    QualificationStated = "qualification.stated/1" {
        /// Random id, one for all statements about it.
        qualification: Id,
        /// What it is.
        says: Qualification,
        /// Earlier statements that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// A saved set of units, so that nobody picks them thirty times. An empty set is one given up.
    UnitSetSaved = "unit-set.saved/1" {
        /// Random id, one for all versions.
        set: Id,
        /// Name.
        name: String,
        /// Qualification that it is made from.
        qualification: Option<Id>,
        /// Unit ids in order; empty = given up.
        units: Vec<String>,
        /// Earlier versions that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// A phrase that assessors write often. An empty text is one given up.
    PhraseSaved = "phrase.saved/1" {
        /// Random id, one for all versions.
        phrase: Id,
        /// Its words; empty = given up.
        text: String,
        /// Earlier versions that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// A link between criteria of two unit texts, new or changed.
    LinkStated = "link.stated/1" {
        /// Random id, one for all statements about it.
        link: Id,
        /// One side.
        from: Side,
        /// The other.
        to: Side,
        /// How the first stands to the second.
        relation: Relation,
        /// What the first asks beyond the second.
        beyond_from: String,
        /// What the second asks beyond the first.
        beyond_to: String,
        /// Where the link comes from, in words.
        source: String,
        /// Earlier statements that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// A link between criteria is given up.
    LinkDropped = "link.dropped/1" {
        /// Link.
        link: Id,
        /// Why.
        reason: String,
        /// The statements that it takes back.
        supersedes: Vec<Hash>,
    }
    /// A witness of the centre, new or changed.
    WitnessStated = "witness.stated/1" {
        /// Random id, one for all statements about them.
        witness: Id,
        /// Who they are.
        says: Witness,
        /// Earlier statements that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// How old evidence may be in this centre.
    CurrencyStated = "currency.limit-stated/1" {
        /// Whole months; none = no limit.
        months: Option<i64>,
        /// Earlier statements that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// A learner was erased: nothing of their book is left but this. Names no person.
    LearnerErased = "learner.erased/1" {
        /// The learner's book.
        learner: Id,
        /// Hash of the last entry of each of its chains, ascending.
        heads: Vec<Hash>,
        /// On which ground.
        ground: Ground,
    }
    /// The words of a board's papers and screens in this centre. Empty words are those that the program ships.
    BoardProfileStated = "board-profile.stated/1" {
        /// Whose words they are.
        profile: Profile,
        /// What stands in place of the shipped wording.
        says: OwnWords,
        /// Earlier statements about this profile that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// Whether *partially met* is used in this centre.
    PartiallyMetStated = "partially-met.stated/1" {
        /// Used; what was decided so stays either way.
        used: bool,
        /// Earlier statements that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// The centre's logo, which stands at the head of its papers.
    LogoStated = "logo.stated/1" {
        /// The picture; none = no logo.
        picture: Option<Picture>,
        /// Earlier statements that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// A person's specimen signature.
    SpecimenStated = "specimen.stated/1" {
        /// Whose.
        person: Id,
        /// The picture; none = no specimen.
        picture: Option<Picture>,
        /// The person wants it drawn in the boxes that they sign.
        draws: bool,
        /// Earlier statements about this person that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// A learner's book belongs to this centre. By id only: no personal data in the centre's book.
    LearnerEnrolled = "learner.enrolled/1" {
        /// The learner's book.
        learner: Id,
    }
    /// The learner's facts, first or changed.
    LearnerStated = "learner.stated/1" {
        /// Facts.
        facts: LearnerFacts,
        /// Earlier entries that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// The learner declares that the work is their own; an assessor records it, and by which route it came.
    LearnerDeclared = "learner.declared/1" {
        /// Unit id; none = for the whole portfolio.
        unit: Option<String>,
        /// How it was declared.
        route: Route,
        /// ISO date on which it was declared.
        date: String,
        /// The words declared.
        words: String,
        /// Help, sources and AI use that the learner acknowledged; may be empty.
        acknowledged: String,
        /// The item that holds it, where there is one.
        evidence: Option<String>,
        /// Role claimed.
        role: Role,
    }
    /// A learner's declaration counts no more.
    DeclarationWithdrawn = "learner.declaration-withdrawn/1" {
        /// The declaration, by the hash of its entry.
        declaration: Hash,
        /// Why.
        reason: String,
    }
    /// The learner takes a unit (again).
    UnitTaken = "unit.taken/1" {
        /// Unit id.
        unit: String,
        /// Unit text it is assessed against.
        spec: Hash,
        /// Earlier entries about this unit that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// The learner gives a unit up; nothing is removed.
    UnitWithdrawn = "unit.withdrawn/1" {
        /// Unit id.
        unit: String,
        /// Unit text as it stood.
        spec: Hash,
        /// Why.
        reason: String,
        /// ISO date.
        date: String,
        /// Earlier entries about this unit that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// A file was seen in the learner's folder. Known by content; the path is an attribute.
    FileTakenIn = "file.taken-in/1" {
        /// SHA-256 of its bytes.
        file: Hash,
        /// Bytes.
        size: i64,
        /// Path below the learner's folder when it was seen.
        path: FileName,
        /// The file that lay there before and that nobody had accepted: this one takes its place.
        replaces: Option<Hash>,
    }
    /// Files become an item with a number.
    EvidenceAccepted = "evidence.accepted/1" {
        /// Item: the file's SHA-256 for a single file, a random id for several.
        evidence: String,
        /// Number: 7 is E007. Never reused.
        number: i64,
        /// Title.
        title: String,
        /// Default method.
        method: Method,
        /// Its files in order.
        files: Vec<Hash>,
        /// Earlier entries about this item that this one replaces (a file set aside, an older version).
        supersedes: Vec<Hash>,
    }
    /// A file is not evidence.
    EvidenceSetAside = "evidence.set-aside/1" {
        /// Item.
        evidence: String,
        /// Why.
        reason: String,
        /// Earlier entries about this item that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// Earlier statements about an item stand again, or none does: a file set aside is open again.
    EvidenceRestored = "evidence.restored/1" {
        /// Item.
        evidence: String,
        /// The entries that this one replaces.
        supersedes: Vec<Hash>,
        /// The entries that stand again.
        restores: Vec<Hash>,
    }
    /// One detail of an item, first or changed.
    DetailStated = "evidence.detail-stated/1" {
        /// Item.
        evidence: String,
        /// Which detail, and what is said of it.
        detail: Detail,
        /// Earlier statements about this detail that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// Another item is a resubmission that takes this one's place from now on; or none does.
    EvidenceReplaced = "evidence.replaced/1" {
        /// The item that was put forward before.
        evidence: String,
        /// The item that takes its place; none = nothing does.
        by: Option<String>,
        /// Earlier statements that this one replaces.
        supersedes: Vec<Hash>,
    }
    /// This item, at this place, by this method, is put forward for this row.
    MappingMade = "mapping.made/1" {
        /// Unit id.
        unit: String,
        /// Unit text.
        spec: Hash,
        /// Criterion or outcome id.
        row: String,
        /// Item.
        evidence: String,
        /// SHA-256 of each file of the item as it stood.
        files: Vec<Hash>,
        /// Place; none = not given.
        place: Option<Place>,
        /// Method.
        method: Method,
    }
    /// A link is withdrawn.
    MappingWithdrawn = "mapping.withdrawn/1" {
        /// The link, by the hash of its entry.
        mapping: Hash,
    }
    /// A withdrawn link stands again, as it was and by whom it was made.
    MappingRestored = "mapping.restored/1" {
        /// The link, by the hash of its entry.
        mapping: Hash,
    }
    /// The assessor's judgement on a row.
    DecisionMade = "decision.made/1" {
        /// Unit id.
        unit: String,
        /// Unit text.
        spec: Hash,
        /// Criterion or outcome id.
        row: String,
        /// SHA-256 of the row's text as judged.
        text: Hash,
        /// Judgement.
        outcome: Outcome,
        /// Reason or feedback; may be empty for met.
        reason: String,
        /// ISO date of judgement, as the assessor stated it.
        date: String,
        /// What it rested on.
        relied_on: Vec<Relied>,
        /// Every decision on this row that it replaces.
        supersedes: Vec<Hash>,
    }
    /// What the learner is told with decisions made in one go. It counts for decisions of the same chain only.
    DecisionTold = "decision.told/1" {
        /// The decisions, by the hashes of their entries.
        decisions: Vec<Hash>,
        /// Feedback to the learner; may be empty.
        feedback: String,
        /// What is still needed; may be empty.
        needed: String,
        /// ISO date by which it is needed.
        due: Option<String>,
    }
    /// The certificate that decisions of credit transfer rest on, and who looked at it.
    CertificateChecked = "certificate.checked/1" {
        /// The decisions, by the hashes of their entries.
        decisions: Vec<Hash>,
        /// Number of the certificate.
        number: String,
        /// Awarding organisation that issued it.
        awarding_organisation: String,
        /// Unit reference number on it; may be empty.
        urn: String,
        /// ISO date on it.
        date: String,
        /// Name of the person who saw it.
        checked_by: String,
    }
    /// An assessor confirms that a decision holds under another issue of the unit text that words the row the same.
    DecisionCarried = "decision.carried/1" {
        /// Unit id.
        unit: String,
        /// The unit text in force.
        spec: Hash,
        /// Criterion or outcome id.
        row: String,
        /// SHA-256 of the row's text under which it was confirmed.
        text: Hash,
        /// The decision.
        decision: Hash,
        /// Role claimed.
        role: Role,
    }
    /// A decision is taken back and none stands in its place.
    DecisionCleared = "decision.cleared/1" {
        /// Criterion or outcome id.
        row: String,
        /// The decisions that it takes back.
        supersedes: Vec<Hash>,
    }
    /// Earlier decisions on a row stand again, each by whoever made it.
    DecisionRestored = "decision.restored/1" {
        /// Criterion or outcome id.
        row: String,
        /// The decisions that stand again.
        decisions: Vec<Hash>,
        /// Every decision that this replaces.
        supersedes: Vec<Hash>,
    }
    /// The decisions of this deed are a trainee's: they count for a sign-off only once a qualified person countersigned.
    TraineeDecided = "trainee.decided/1" {
        /// The decisions, by the hashes of their entries.
        decisions: Vec<Hash>,
        /// Role in which they were made.
        role: Role,
    }
    /// A qualified person agrees with decisions of a trainee. Signed.
    Countersigned = "decisions.countersigned/1" {
        /// Unit id.
        unit: String,
        /// Unit text.
        spec: Hash,
        /// The rows and the decisions agreed with.
        rows: Vec<Judged>,
        /// The words declared.
        declaration: String,
        /// Role claimed.
        role: Role,
    }
    /// The assessor declares a unit complete. Signed.
    SignedOff = "unit.signed-off/1" {
        /// Unit id.
        unit: String,
        /// Unit text.
        spec: Hash,
        /// Every row and the decision that stood.
        rows: Vec<Judged>,
        /// SHA-256 of every file relied on.
        files: Vec<Hash>,
        /// SHA-256 of the frozen matrix (canonical JSON of the paper's content).
        matrix: Hash,
        /// The words declared.
        declaration: String,
        /// Summary feedback.
        feedback: String,
        /// Signed as INDICATIVE.
        indicative: bool,
        /// Role claimed.
        role: Role,
        /// The centre as the paper names it; not there in histories older than that the centre can be renamed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        centre: Option<CentreNamed>,
        /// The form that the paper has, whatever the centre says later; none where it was signed before there was one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        form: Option<PaperForm>,
    }
    /// A signed unit is opened again.
    Reopened = "unit.reopened/1" {
        /// The sign-off, by the hash of its entry.
        sign_off: Hash,
        /// Why.
        reason: String,
    }
    /// A paper was issued.
    PaperIssued = "paper.issued/1" {
        /// Sign-off it belongs to.
        sign_off: Hash,
        /// SHA-256 of the PDF.
        paper: Hash,
        /// The assessor's signature is in it.
        signed: bool,
    }
    /// The paper of a verified unit was issued with the IV's signature in it.
    PaperSigned = "paper.signed/1" {
        /// The signed sampling record, by the hash of its entry.
        verification: Hash,
        /// SHA-256 of the PDF.
        paper: Hash,
    }
    /// The paper of a signed unit was issued with the countersigner's signature in it as well.
    PaperCountersigned = "paper.countersigned/1" {
        /// Sign-off it belongs to.
        sign_off: Hash,
        /// The countersignature, by the hash of its entry.
        countersignature: Hash,
        /// SHA-256 of the PDF.
        paper: Hash,
    }
    /// A scan of a signed paper came back and is attached to its sign-off. What was signed in the program stays as it is.
    InkedPageReceived = "inked-page.received/1" {
        /// The sign-off, by the hash of its entry.
        sign_off: Hash,
        /// SHA-256 of the scan.
        page: Hash,
        /// Bytes.
        size: i64,
        /// What kind of file the scan is.
        media: ScanKind,
        /// Whose signatures in ink it carries.
        carries: Vec<Hand>,
        /// ISO date on which it was received, as whoever attached it stated.
        received: String,
    }
    /// An inked page counts no more.
    InkedPageWithdrawn = "inked-page.withdrawn/1" {
        /// The page, by the hash of the entry that attached it.
        attached: Hash,
        /// Why.
        reason: String,
    }
    /// An IV picks decisions to look at.
    SampleMade = "sample.made/1" {
        /// Random id.
        sample: Id,
        /// Number: 1 is S001.
        number: i64,
        /// Unit id.
        unit: String,
        /// Unit text.
        spec: Hash,
        /// What is looked at.
        rows: Vec<Judged>,
        /// After sign-off.
        summative: bool,
        /// Role claimed.
        role: Role,
    }
    /// The IV's word on one sampled decision.
    FindingMade = "finding.made/1" {
        /// Sample.
        sample: Id,
        /// Row.
        row: String,
        /// The decision judged.
        decision: Hash,
        /// Judgement.
        judgement: Judgement,
        /// Reason.
        reason: String,
        /// ISO date by which an action is due.
        due: Option<String>,
        /// Earlier findings on this row of this sample.
        supersedes: Vec<Hash>,
    }
    /// An IV takes back a comment of their own: it was said of the wrong decision, or too soon.
    FindingWithdrawn = "finding.withdrawn/1" {
        /// The finding.
        finding: Hash,
        /// Why.
        reason: String,
    }
    /// The assessor answers an action.
    ActionAnswered = "action.answered/1" {
        /// The finding.
        finding: Hash,
        /// What was done.
        note: String,
    }
    /// The IV closes an action.
    ActionClosed = "action.closed/1" {
        /// The finding.
        finding: Hash,
        /// Closing words.
        note: String,
    }
    /// The IV signs the sampling record. Signed.
    Verified = "sample.verified/1" {
        /// Sample.
        sample: Id,
        /// The findings it rests on.
        findings: Vec<Hash>,
        /// The words declared.
        declaration: String,
        /// Role claimed.
        role: Role,
    }
    /// A qualified IV agrees with a trainee's signed sampling record. Signed.
    SampleCountersigned = "sample.countersigned/1" {
        /// The signed sampling record, by the hash of its entry.
        verification: Hash,
        /// The words declared.
        declaration: String,
        /// Role claimed.
        role: Role,
    }
    /// An IV releases a signed unit as not sampled under the plan. Signed.
    UnitReleased = "unit.released/1" {
        /// Unit id.
        unit: String,
        /// Unit text.
        spec: Hash,
        /// The sign-off, by the hash of its entry.
        sign_off: Hash,
        /// Why the plan leaves it out.
        reason: String,
        /// Role claimed.
        role: Role,
    }
    /// The unit is claimed from the awarding organisation.
    UnitClaimed = "unit.claimed/1" {
        /// Unit id.
        unit: String,
        /// Unit text.
        spec: Hash,
        /// The sign-off claimed on.
        sign_off: Hash,
        /// The signed sampling record or the release that it rests on.
        rests_on: Hash,
        /// The qualification that is claimed whole; none = the unit alone.
        qualification: Option<Id>,
        /// ISO date of the claim.
        date: String,
        /// Reference of the batch.
        batch: String,
        /// Role claimed.
        role: Role,
    }
    /// The certificate of a claimed unit has come.
    UnitCertificated = "unit.certificated/1" {
        /// Unit id.
        unit: String,
        /// Unit text.
        spec: Hash,
        /// The claim, by the hash of its entry.
        claim: Hash,
        /// Number of the certificate.
        number: String,
        /// ISO date on it.
        date: String,
        /// Role claimed.
        role: Role,
    }
    /// A release, a claim or a certificate is taken back.
    StatusWithdrawn = "unit.status-withdrawn/1" {
        /// The release, claim or certificate, by the hash of its entry.
        statement: Hash,
        /// Why.
        reason: String,
        /// Role claimed.
        role: Role,
    }
}

impl Act {
    /// Acts that count only with a signature beside them.
    #[must_use]
    pub const fn needs_signature(&self) -> bool {
        matches!(
            self,
            Self::SignedOff(_)
                | Self::Verified(_)
                | Self::Countersigned(_)
                | Self::SampleCountersigned(_)
                | Self::UnitReleased(_)
        )
    }

    /// The role that its author counts in, where it says one. A learner's declaration says for whom it is made, be it by a trainee.
    #[must_use]
    #[allow(clippy::wildcard_enum_match_arm, reason = "only these carry a role")]
    pub const fn role(&self) -> Option<Role> {
        match self {
            Self::DecisionCarried(a) => Some(a.role),
            Self::TraineeDecided(a) => Some(a.role),
            Self::Countersigned(a) => Some(a.role),
            Self::SignedOff(a) => Some(a.role),
            Self::SampleMade(a) => Some(a.role),
            Self::Verified(a) => Some(a.role),
            Self::SampleCountersigned(a) => Some(a.role),
            Self::UnitReleased(a) => Some(a.role),
            Self::UnitClaimed(a) => Some(a.role),
            Self::UnitCertificated(a) => Some(a.role),
            Self::StatusWithdrawn(a) => Some(a.role),
            _roleless => None,
        }
    }

    /// The number that it gives, where it gives one.
    #[must_use]
    #[allow(clippy::wildcard_enum_match_arm, reason = "only these two give numbers")]
    pub const fn number(&self) -> Option<i64> {
        match self {
            Self::EvidenceAccepted(a) => Some(a.number),
            Self::SampleMade(a) => Some(a.number),
            _numberless => None,
        }
    }
}
