//! The rows of the projection: what a replay of one book leaves behind. One struct a table; the columns of
//! `store/migrations` carry the same names. `standing` = not superseded, not withdrawn.

use serde::Serialize;

use super::act::{Judged, Relied};
use super::entry::Moment;
use super::id::{Hash, Id};
use super::table::Row;
use crate::decision::Outcome;
use crate::erasure::Ground;
use crate::evidence::detail::{Detail, Field};
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

macro_rules! rows {
    ($( $(#[$doc:meta])* $name:ident($table:literal, $key:ident: $key_ty:ty) { $( $(#[$fdoc:meta])* $field:ident : $ty:ty ),* $(,)? } )*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Serialize)]
        pub struct $name {
            /// Key.
            pub $key: $key_ty,
            $( $(#[$fdoc])* pub $field: $ty, )*
        }
        impl Row for $name {
            type Key = $key_ty;
            const TABLE: &'static str = $table;
            const KEY: &'static str = stringify!($key);
            fn key(&self) -> $key_ty { self.$key.clone() }
        }
    )* };
}

rows! {
    /// A chain and how far it reaches.
    ChainRow("chain", chain: Id) {
        /// Installation that writes it.
        installation: Id,
        /// Person, or nobody.
        person: Option<Id>,
        /// Person's name.
        person_name: Option<String>,
        /// Person's initials.
        initials: Option<String>,
        /// Public key.
        key: Option<String>,
        /// Position of the last entry.
        head_n: i64,
        /// Hash of the last entry.
        head: Hash,
    }
    /// A deed.
    DeedRow("deed", deed: Id) {
        /// Chain it was written on.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
        /// Deed that it takes back.
        undoes: Option<Id>,
        /// Whether it has been taken back.
        undone: bool,
    }
    /// The centre.
    CentreRow("centre", hash: Hash) {
        /// Name.
        name: String,
        /// Number.
        number: String,
    }
    /// A statement about a person.
    PersonRow("person", hash: Hash) {
        /// Person.
        person: Id,
        /// Name.
        name: String,
        /// Initials.
        initials: String,
        /// Roles.
        roles: Vec<Role>,
        /// Qualification held.
        qualification: String,
        /// Occupational competence.
        competence: String,
        /// Date of the last continuing professional development.
        cpd: String,
        /// Who countersigns for a trainee.
        countersigner: Option<Id>,
        /// Works here.
        active: bool,
        /// In force.
        standing: bool,
    }
    /// Whether a board lets the centre claim without a prior visit.
    DirectClaimRow("direct_claim", hash: Hash) {
        /// Board.
        board: String,
        /// Qualification, where it is of that one alone.
        qualification: Option<Id>,
        /// Held.
        holds: bool,
        /// From when.
        date: String,
        /// Who said so.
        source: String,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
        /// In force.
        standing: bool,
    }
    /// A person's key.
    KeyRow("person_key", hash: Hash) {
        /// Person.
        person: Id,
        /// Public key.
        key: String,
        /// In force.
        standing: bool,
    }
    /// A root of the centre.
    RootRow("centre_root", hash: Hash) {
        /// Certificate.
        certificate: String,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
        /// In force.
        standing: bool,
    }
    /// A certificate of a person's key.
    HeldCertificateRow("person_certificate", hash: Hash) {
        /// Person.
        person: Id,
        /// Public key.
        key: String,
        /// Certificate.
        certificate: String,
        /// Certificates of its issuers that came with it, the nearest first.
        issuers: Vec<String>,
        /// The centre's root that issued it; none = it came from elsewhere.
        root: Option<Hash>,
        /// When.
        at: i64,
    }
    /// A unit text of the library.
    UnitTextRow("unit_text", hash: Hash) {
        /// Unit.
        unit: String,
        /// Text.
        spec: Hash,
        /// Short name.
        handle: String,
        /// Title.
        title: String,
    }
    /// A statement about whether a unit text is the board's own.
    BoardRow("board_statement", hash: Hash) {
        /// Unit.
        unit: String,
        /// Text.
        spec: Hash,
        /// True = confirmed, false = the confirmation is taken back.
        confirms: bool,
        /// The document that it was checked against, or the reason for taking it back.
        words: String,
        /// Date of the check; none where it is taken back.
        date: Option<String>,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
        /// In force.
        standing: bool,
    }
    /// A statement about a qualification.
    QualificationRow("qualification", hash: Hash) {
        /// Qualification.
        qualification: Id,
        /// What it says.
        says: Qualification,
        /// In force.
        standing: bool,
    }
    /// A version of a saved set of units.
    UnitSetRow("unit_set", hash: Hash) {
        /// Set.
        set: Id,
        /// Name.
        name: String,
        /// Qualification.
        qualification: Option<Id>,
        /// Units; empty = given up.
        units: Vec<String>,
        /// In force.
        standing: bool,
    }
    /// A version of a phrase.
    PhraseRow("phrase", hash: Hash) {
        /// Phrase.
        phrase: Id,
        /// Its words; empty = given up.
        text: String,
        /// In force.
        standing: bool,
    }
    /// A statement about a link between criteria of two unit texts.
    UnitLinkRow("unit_link", hash: Hash) {
        /// Link.
        link: Id,
        /// One side.
        from: Side,
        /// The other.
        to: Side,
        /// Relation.
        relation: Relation,
        /// What the first asks beyond the second.
        beyond_from: String,
        /// What the second asks beyond the first.
        beyond_to: String,
        /// Where it comes from.
        source: String,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// In force.
        standing: bool,
    }
    /// A statement about a witness.
    WitnessRow("witness", hash: Hash) {
        /// Witness.
        witness: Id,
        /// What it says.
        says: Witness,
        /// In force.
        standing: bool,
    }
    /// A statement of how old evidence may be.
    CurrencyRow("currency_limit", hash: Hash) {
        /// Whole months; none = no limit.
        months: Option<i64>,
        /// In force.
        standing: bool,
    }
    /// The words of a board in this centre.
    BoardProfileRow("board_profile", hash: Hash) {
        /// Whose words.
        profile: Profile,
        /// What stands in place of the shipped wording.
        says: OwnWords,
        /// In force.
        standing: bool,
    }
    /// Whether *partially met* is used.
    PartiallyMetRow("partially_met_rule", hash: Hash) {
        /// Used.
        used: bool,
        /// In force.
        standing: bool,
    }
    /// A statement of the centre's logo.
    LogoRow("logo", hash: Hash) {
        /// The picture; none = no logo.
        picture: Option<Picture>,
        /// SHA-256 of its file.
        sha256: Option<Hash>,
        /// In force.
        standing: bool,
    }
    /// A statement of a person's specimen signature.
    SpecimenRow("specimen", hash: Hash) {
        /// Whose.
        person: Id,
        /// The picture; none = no specimen.
        picture: Option<Picture>,
        /// Drawn in the boxes that the person signs.
        draws: bool,
        /// In force.
        standing: bool,
    }
    /// A learner of the centre, by id.
    EnrolmentRow("enrolment", learner: Id) {
        /// Entry.
        hash: Hash,
    }
    /// A learner who was erased.
    ErasureRow("erasure", learner: Id) {
        /// Entry.
        hash: Hash,
        /// Hash of the last entry of each chain.
        heads: Vec<Hash>,
        /// On which ground.
        ground: Ground,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
    }
    /// A statement of the learner's facts.
    LearnerRow("learner", hash: Hash) {
        /// Name.
        name: String,
        /// Unique learner number.
        uln: String,
        /// Registration number.
        registration_number: String,
        /// Registration date.
        registration_date: String,
        /// Start.
        start: String,
        /// Planned end.
        planned_end: String,
        /// Employer.
        employer: String,
        /// Site.
        site: String,
        /// Assessor.
        assessor: String,
        /// IV.
        iv: String,
        /// In force.
        standing: bool,
    }
    /// A declaration of the learner.
    DeclarationRow("learner_declaration", hash: Hash) {
        /// Unit; none = the whole portfolio.
        unit: Option<String>,
        /// How it was declared.
        route: Route,
        /// When it was declared.
        date: String,
        /// Words declared.
        words: String,
        /// Help, sources and AI use acknowledged.
        acknowledged: String,
        /// Item that holds it.
        evidence: Option<String>,
        /// Role claimed.
        role: Role,
        /// Chain.
        chain: Id,
        /// When recorded.
        at: i64,
        /// Offset.
        offset: i32,
        /// Reason of withdrawing it.
        withdrawn: Option<String>,
        /// In force.
        standing: bool,
    }
    /// A statement about a unit of this learner.
    UnitRow("unit", hash: Hash) {
        /// Unit.
        unit: String,
        /// Text.
        spec: Hash,
        /// Reason, when withdrawn.
        withdrawn_reason: Option<String>,
        /// Date, when withdrawn.
        withdrawn_date: Option<String>,
        /// When stated.
        at: i64,
        /// In force.
        standing: bool,
    }
    /// A file once seen.
    FileRow("file", file: Hash) {
        /// Bytes.
        size: i64,
        /// Path when first seen.
        path: FileName,
        /// The file whose place it took.
        replaces: Option<Hash>,
        /// Entry that took it in.
        hash: Hash,
        /// When first seen.
        at: i64,
        /// Offset of the desk's clock.
        offset: i32,
    }
    /// A statement about an item of evidence.
    EvidenceRow("evidence", hash: Hash) {
        /// Item.
        evidence: String,
        /// Number; none when set aside.
        number: Option<i64>,
        /// Title.
        title: String,
        /// Default method.
        method: Method,
        /// Files.
        files: Vec<Hash>,
        /// Why not evidence.
        set_aside_reason: Option<String>,
        /// Chain.
        chain: Id,
        /// In force.
        standing: bool,
    }
    /// A statement about one detail of an item.
    DetailRow("evidence_detail", hash: Hash) {
        /// Item.
        evidence: String,
        /// Which detail.
        field: Field,
        /// What is said of it.
        detail: Detail,
        /// Chain.
        chain: Id,
        /// In force.
        standing: bool,
    }
    /// A statement that one item takes another's place.
    ReplacementRow("replacement", hash: Hash) {
        /// The item put forward before.
        evidence: String,
        /// The item that takes its place; none = nothing does.
        by: Option<String>,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
        /// In force.
        standing: bool,
    }
    /// A link.
    MappingRow("mapping", hash: Hash) {
        /// Unit.
        unit: String,
        /// Text.
        spec: Hash,
        /// Row.
        row: String,
        /// Item.
        evidence: String,
        /// Files as they stood.
        files: Vec<Hash>,
        /// Place.
        place: Option<Place>,
        /// Method.
        method: Method,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset of the desk's clock.
        offset: i32,
        /// In force.
        standing: bool,
    }
    /// A decision.
    DecisionRow("decision", hash: Hash) {
        /// Unit.
        unit: String,
        /// Text.
        spec: Hash,
        /// Row.
        row: String,
        /// SHA-256 of the row's text.
        text: Hash,
        /// Judgement.
        outcome: Outcome,
        /// Reason.
        reason: String,
        /// Date of judgement.
        date: String,
        /// What it rested on.
        relied_on: Vec<Relied>,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
        /// In force.
        standing: bool,
    }
    /// What the learner was told with a decision.
    TellingRow("telling", decision: Hash) {
        /// Entry.
        hash: Hash,
        /// Feedback.
        feedback: String,
        /// What is still needed.
        needed: String,
        /// By when.
        due: Option<String>,
    }
    /// The certificate that a credit transfer rests on.
    CertificateRow("certificate", decision: Hash) {
        /// Entry.
        hash: Hash,
        /// Number.
        number: String,
        /// Awarding organisation.
        awarding_organisation: String,
        /// Unit reference number.
        urn: String,
        /// Date on it.
        date: String,
        /// Who saw it.
        checked_by: String,
    }
    /// A decision confirmed under another issue of the unit text.
    CarryRow("carry", hash: Hash) {
        /// Unit.
        unit: String,
        /// The unit text under which it was confirmed.
        spec: Hash,
        /// Row.
        row: String,
        /// SHA-256 of the row's text under which it was confirmed.
        text: Hash,
        /// Decision.
        decision: Hash,
        /// Role claimed.
        role: Role,
        /// Deed in which it was said: once that is undone it counts no more.
        deed: Id,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
    }
    /// A decision that a trainee made.
    TraineeRow("trainee_decision", decision: Hash) {
        /// Entry that says so.
        hash: Hash,
        /// Role in which it was made.
        role: Role,
    }
    /// A countersignature under decisions of a trainee.
    CountersignRow("countersignature", hash: Hash) {
        /// Unit.
        unit: String,
        /// Text.
        spec: Hash,
        /// Rows and the decisions agreed with.
        rows: Vec<Judged>,
        /// Words declared.
        declaration: String,
        /// Role claimed.
        role: Role,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
    }
    /// A sign-off.
    SignOffRow("sign_off", hash: Hash) {
        /// Unit.
        unit: String,
        /// Text.
        spec: Hash,
        /// Rows frozen.
        rows: Vec<Judged>,
        /// Files frozen.
        files: Vec<Hash>,
        /// Digest of the frozen matrix.
        matrix: Hash,
        /// Words declared.
        declaration: String,
        /// Feedback.
        feedback: String,
        /// As INDICATIVE.
        indicative: bool,
        /// Role claimed.
        role: Role,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
        /// Reason of reopening.
        reopened: Option<String>,
        /// In force.
        standing: bool,
        /// The form of its paper.
        form: Option<PaperForm>,
    }
    /// An issued paper.
    PaperRow("paper", hash: Hash) {
        /// SHA-256 of the PDF.
        paper: Hash,
        /// Sign-off.
        sign_off: Hash,
        /// The assessor's signature is in it.
        signed: bool,
    }
    /// An issued paper that carries the IV's signature as well.
    SignedPaperRow("signed_paper", hash: Hash) {
        /// The signed sampling record.
        verification: Hash,
        /// SHA-256 of the PDF.
        paper: Hash,
    }
    /// An issued paper that carries the countersigner's signature as well.
    CountersignedPaperRow("countersigned_paper", hash: Hash) {
        /// Sign-off.
        sign_off: Hash,
        /// Countersignature.
        countersignature: Hash,
        /// SHA-256 of the PDF.
        paper: Hash,
    }
    /// A sample.
    SampleRow("sample", sample: Id) {
        /// Number.
        number: i64,
        /// Unit.
        unit: String,
        /// Text.
        spec: Hash,
        /// What is looked at.
        rows: Vec<Judged>,
        /// After sign-off.
        summative: bool,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
    }
    /// A scan of a paper signed in ink.
    InkedRow("inked_page", hash: Hash) {
        /// Sign-off.
        sign_off: Hash,
        /// SHA-256 of the scan.
        page: Hash,
        /// Bytes.
        size: i64,
        /// Kind of file.
        media: ScanKind,
        /// Whose signatures it carries.
        carries: Vec<Hand>,
        /// Date received.
        received: String,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
        /// Why it was withdrawn; none = it counts.
        withdrawn: Option<String>,
    }
    /// A finding.
    FindingRow("finding", hash: Hash) {
        /// Sample.
        sample: Id,
        /// Row.
        row: String,
        /// Decision judged.
        decision: Hash,
        /// Judgement.
        judgement: Judgement,
        /// Reason.
        reason: String,
        /// Due date.
        due: Option<String>,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
        /// In force.
        standing: bool,
        /// Why its author took it back; none = they did not.
        withdrawn: Option<String>,
    }
    /// A note on an action: the assessor's answer or the IV's closing.
    NoteRow("note", hash: Hash) {
        /// Finding.
        finding: Hash,
        /// True = closes the action.
        closes: bool,
        /// Text.
        note: String,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
    }
    /// A signed sampling record.
    VerificationRow("verification", hash: Hash) {
        /// Sample.
        sample: Id,
        /// Findings.
        findings: Vec<Hash>,
        /// Words declared.
        declaration: String,
        /// Role claimed.
        role: Role,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
    }
    /// A countersignature under a trainee's sampling record.
    SampleCountersignRow("sample_countersignature", hash: Hash) {
        /// The signed sampling record.
        verification: Hash,
        /// Words declared.
        declaration: String,
        /// Role claimed.
        role: Role,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
    }
    /// A unit released as not sampled under the plan.
    ReleaseRow("unit_release", hash: Hash) {
        /// Unit.
        unit: String,
        /// Text.
        spec: Hash,
        /// Sign-off.
        sign_off: Hash,
        /// Why.
        reason: String,
        /// Role claimed.
        role: Role,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
        /// Why it was taken back; none = it stands.
        withdrawn: Option<String>,
    }
    /// A claim.
    ClaimRow("unit_claim", hash: Hash) {
        /// Unit.
        unit: String,
        /// Text.
        spec: Hash,
        /// Sign-off.
        sign_off: Hash,
        /// Sampling record or release that it rests on.
        rests_on: Hash,
        /// Qualification claimed whole.
        qualification: Option<Id>,
        /// Date.
        date: String,
        /// Reference of the batch.
        batch: String,
        /// Role claimed.
        role: Role,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
        /// Why it was taken back; none = it stands.
        withdrawn: Option<String>,
    }
    /// A certificate.
    UnitCertificateRow("unit_certificate", hash: Hash) {
        /// Unit.
        unit: String,
        /// Text.
        spec: Hash,
        /// Claim.
        claim: Hash,
        /// Number.
        number: String,
        /// Date on it.
        date: String,
        /// Role claimed.
        role: Role,
        /// Chain.
        chain: Id,
        /// When.
        at: i64,
        /// Offset.
        offset: i32,
        /// Why it was taken back; none = it stands.
        withdrawn: Option<String>,
    }
    /// An act of a newer program, kept and not applied.
    NewerRow("newer_act", hash: Hash) {
        /// Kind.
        kind: String,
        /// Chain.
        chain: Id,
    }
    /// Roll-up of one unit, for the caseload. A function of the book and its unit texts.
    ProgressRow("progress", unit: String) {
        /// Rows.
        rows: i64,
        /// Met, RPL, credit transfer.
        met: i64,
        /// Partially met.
        partially_met: i64,
        /// Not yet met.
        not_yet_met: i64,
        /// Mapped, not judged.
        mapped: i64,
        /// Gaps.
        gaps: i64,
        /// In dispute.
        in_dispute: i64,
        /// Links without a place.
        without_place: i64,
        /// A sign-off stands.
        signed: bool,
        /// It holds as signed, as far as this book and the unit texts say. Whether somebody in the centre still stands for the text
        /// as the board's own stands in another book and is asked where this is read.
        holds: bool,
        /// It was signed as on the board's own text.
        boards_own: bool,
        /// Withdrawn.
        withdrawn: bool,
        /// Days of the resubmissions that it waits for.
        dues: Vec<String>,
    }
    /// Roll-up of a learner's book, for the caseload.
    TallyRow("tally", book: Id) {
        /// Files nobody has dealt with.
        new_files: i64,
        /// Open IV actions.
        iv_actions: i64,
        /// Days by which open IV actions are due.
        action_dues: Vec<String>,
        /// When the last deed was recorded.
        last_at: i64,
        /// Offset of that desk's clock.
        last_offset: i32,
    }
}

impl FileRow {
    /// When it was first seen, as the clock at that desk said.
    #[must_use]
    pub const fn seen(&self) -> Moment {
        Moment { at: self.at, offset: self.offset }
    }
}
