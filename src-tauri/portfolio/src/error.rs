//! What can go wrong, sorted by what the caller can do about it. Messages name the thing; hints name the way out.

use std::path::PathBuf;

use serde::Serialize;
use thiserror::Error;

use crate::disk::DiskError;
use crate::journal::chain::Broken;
use crate::journal::entry::BadEntry;
use crate::matrix::dates;
use crate::store::{ErrorCode, StoreError};

/// A rule of assessment that forbids what was asked. Values, so that tests can name them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Needs a person.
    #[error("nobody is at the desk")]
    NobodyAtDesk,
    /// The person lacks the role.
    #[error("{person} is not {needed}")]
    NotYourRole {
        /// Who.
        person: String,
        /// "an assessor", "an internal verifier".
        needed: &'static str,
    },
    /// A visitor looks and changes nothing.
    #[error("{person} is a visitor, who looks at everything and changes nothing")]
    ReadOnly {
        /// Who.
        person: String,
    },
    /// The person no longer works here.
    #[error("{person} no longer works here")]
    NotHere {
        /// Who.
        person: String,
    },
    /// Nobody could add people or start a new key any more.
    #[error("{person} is the only administrator")]
    LastAdministrator {
        /// Who.
        person: String,
    },
    /// Roles that one person cannot have, or a countersigner who cannot be one.
    #[error("{person} cannot be recorded like this: {why}")]
    RolesContradict {
        /// Who.
        person: String,
        /// Why.
        why: String,
    },
    /// A new signing password needs the one in force.
    #[error("{person} has a signing password already")]
    PasswordInForce {
        /// Who.
        person: String,
    },
    /// Two desks call the person differently.
    #[error("two desks call this person differently: {person}")]
    PersonInDispute {
        /// Both names, and both initials.
        person: String,
    },
    /// RPL is assessed now, from something.
    #[error("{codes}: RPL needs a reason, of what earlier learning it is, or evidence that it relies on")]
    RplUnsupported {
        /// Codes.
        codes: String,
    },
    /// The key of the person lies on another computer.
    #[error("the signing password of {person} was set on another computer")]
    KeyElsewhere {
        /// Who.
        person: String,
        /// Its file, within the centre file's folder.
        file: String,
    },
    /// A file brings a key for somebody who has one, and nothing vouches for it.
    #[error(
        "the file gives {person} a further signing password ({key}), and none of theirs known here vouches for it ({known})"
    )]
    KeyNotVouched {
        /// Who.
        person: String,
        /// The key, shortened, and where it was set.
        key: String,
        /// Those in force here, the same way.
        known: String,
    },
    /// A file gives somebody a key that is another's.
    #[error("the file gives {person} the signing password of {owner}")]
    KeyOfAnother {
        /// To whom.
        person: String,
        /// Whose it is.
        owner: String,
    },
    /// A file ends a key that is in force here, and nobody known here signed that.
    #[error(
        "the file says that {by} ended the signing password of {person}, and bears no signature of {by} that is known here"
    )]
    EndingNotSigned {
        /// In whose name.
        by: String,
        /// Whose key.
        person: String,
    },
    /// An administrator who has a signing password ends another's without giving it.
    #[error("whoever has a signing password signs with it that another's is ended; {person} gave none")]
    EndingUnsigned {
        /// Who.
        person: String,
    },
    /// A file changes who people are or what they may do, and no administrator known here signed that.
    #[error(
        "the file changes who works here, what they are called or what they may do, and no administrator known here signed that: {people}"
    )]
    PeopleNotSigned {
        /// What it says of whom.
        people: String,
    },
    /// A file brings a root of the centre that no administrator known here signed.
    #[error(
        "the file brings a root of the centre that {by} made, and no administrator known here signed that"
    )]
    RootNotSigned {
        /// In whose name.
        by: String,
    },
    /// An administrator who has a signing password says who may do what without giving it.
    #[error(
        "an administrator who has a signing password signs with it what is recorded of people, and a root; {person} gave none"
    )]
    StatementUnsigned {
        /// Who.
        person: String,
    },
    /// Something is signed with a key that this centre file does not know.
    #[error("{entry} is signed in the name of {person} with a key that this centre file does not know")]
    KeyNotKnown {
        /// Who.
        person: String,
        /// Which entry.
        entry: String,
    },
    /// There is no key to end.
    #[error("{person} has no signing password that could be ended")]
    NoKeyToEnd {
        /// Who.
        person: String,
    },
    /// Nothing of a trainee's waits for a countersignature.
    #[error("{what}: nothing waits for a countersignature")]
    NothingToCountersign {
        /// Unit or codes.
        what: String,
    },
    /// Somebody countersigning what they did themselves.
    #[error("{codes}: {person} decided this and cannot countersign it")]
    OwnCountersignature {
        /// Codes or sample.
        codes: String,
        /// Who.
        person: String,
    },
    /// A trainee's sampling record is countersigned already, or is not signed.
    #[error("the sampling record {sample} {why}")]
    SampleState {
        /// Number.
        sample: String,
        /// Why.
        why: String,
    },
    /// A unit cannot be released.
    #[error("{unit} cannot be released as not sampled: {why}")]
    NotReleasable {
        /// Unit title.
        unit: String,
        /// Why.
        why: String,
    },
    /// A unit cannot be claimed.
    #[error("{unit} cannot be claimed: {reasons}")]
    NotClaimable {
        /// Unit title.
        unit: String,
        /// Reasons, joined.
        reasons: String,
    },
    /// A claim or a certificate stands.
    #[error("{unit} is claimed (batch {batch})")]
    UnitClaimed {
        /// Unit title.
        unit: String,
        /// Batch.
        batch: String,
    },
    /// A key of another issuer that cannot be used here.
    #[error("this key cannot be used: {why}")]
    ForeignKey {
        /// What is wrong.
        why: String,
    },
    /// Nothing can be issued without a root.
    #[error("the centre has no root of its own yet")]
    NoRoot,
    /// What is reopened, printed as signed, or comes back signed with a pen belongs to a sign-off.
    #[error("{unit} is not signed off")]
    NothingSigned {
        /// Unit title.
        unit: String,
    },
    /// A sign-off that counts is not superseded.
    #[error("the sign-off of {unit} stands, so nothing of it is superseded")]
    SignOffStands {
        /// Unit title.
        unit: String,
    },
    /// No paper with an IV's signature is here.
    #[error("no paper of {unit} carries the signature of an IV on this computer")]
    NoPaperOfIv {
        /// Unit title.
        unit: String,
    },
    /// The paper that was signed lies on the machine on which it was issued.
    #[error("the signed paper of {unit} is not on this computer")]
    PaperElsewhere {
        /// Unit title.
        unit: String,
    },
    /// A further signature goes into the paper where it lies.
    #[error(
        "the paper of {unit} lies on the computer at which {by} made it on {on}, so it cannot be signed here"
    )]
    PaperLiesElsewhere {
        /// Unit title.
        unit: String,
        /// Who made it there.
        by: String,
        /// "14/11/2026".
        on: String,
    },
    /// A record of decisions of somebody of whom nothing is decided.
    #[error("nothing is decided yet for {learner}, so there is no decision to print")]
    NothingDecided {
        /// Name of the learner.
        learner: String,
    },
    /// An inked page that would be older than what was signed.
    #[error(
        "{unit} was signed off on {}, so its page cannot have come on {}",
        dates::short(on),
        dates::short(date)
    )]
    PageTooEarly {
        /// Unit title.
        unit: String,
        /// ISO date of the sign-off.
        on: String,
        /// ISO date on which the page is said to have come.
        date: String,
    },
    /// An item that is to be the redacted copy of itself.
    #[error("{item} cannot be its own redacted copy")]
    OwnRedactedCopy {
        /// Number and title.
        item: String,
    },
    /// A batch or a certificate that cannot be found again.
    #[error("{what}")]
    ReferenceRequired {
        /// What lacks it, in words: "a certificate has a number".
        what: &'static str,
    },
    /// A file that is no scan of a page.
    #[error("{name} {why}")]
    NoScan {
        /// What was chosen: "the file page.gif". A sentence that began with the bare name would be shown with a capital.
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// A file that cannot be a logo or a specimen signature.
    #[error("{name} {why}")]
    NoPicture {
        /// What was chosen: "the file logo.svg".
        name: String,
        /// What is wrong with it.
        why: String,
    },
    /// The picture of the logo that a paper was signed with is not here.
    #[error("the logo that this paper was signed with is not on this computer")]
    LogoElsewhere,
    /// There is nothing to draw where a person signs.
    #[error("{person} has no specimen signature")]
    NoSpecimen {
        /// Whose it would be.
        person: String,
    },
    /// A specimen signature is set by the person or an administrator, and drawn only where the person wants it.
    #[error("the specimen signature is {of}'s, and {person} is at the desk")]
    NotYourSpecimen {
        /// Whose it is.
        of: String,
        /// Who is at the desk.
        person: String,
    },
    /// The copy of an inked page is not on this machine.
    #[error(
        "the inked page received on {} was attached on another computer and is kept there",
        dates::short(received)
    )]
    PageElsewhere {
        /// ISO date.
        received: String,
    },
    /// A certificate needs a claim, and stands once.
    #[error("no certificate can be recorded for {unit}: {why}")]
    NotCertifiable {
        /// Unit title.
        unit: String,
        /// Why.
        why: String,
    },
    /// A statement about a unit cannot be taken back.
    #[error("the {what} cannot be taken back: {why}")]
    CannotTakeBack {
        /// "release", "claim", "certificate".
        what: &'static str,
        /// Why.
        why: String,
    },
    /// A reason is required.
    #[error("{what} needs a reason")]
    ReasonRequired {
        /// What.
        what: &'static str,
    },
    /// Nothing to decide on.
    #[error("{codes} cannot be decided met: no evidence is mapped")]
    NothingMapped {
        /// Codes.
        codes: String,
    },
    /// Evidence is mapped, and none of it is relied on.
    #[error("{codes} cannot be decided met: none of the links chosen is to it")]
    NothingReliedOn {
        /// Codes.
        codes: String,
    },
    /// A day that has not come yet.
    #[error("{} lies in the future", dates::short(date))]
    DateAhead {
        /// ISO date.
        date: String,
    },
    /// Needed by a day before the judgement.
    #[error("{} is before the date of judgement ({})", dates::short(due), dates::short(date))]
    DueTooEarly {
        /// ISO date by which it is needed.
        due: String,
        /// ISO date of judgement.
        date: String,
    },
    /// The centre does not use *partially met*.
    #[error("this centre does not use \"partially met\"")]
    PartiallyMetOff,
    /// Nothing more is needed of what is achieved.
    #[error("nothing more can be asked for where the decision is {what}")]
    NothingToNeed {
        /// Outcome in words.
        what: &'static str,
    },
    /// A credit transfer rests on a certificate that somebody saw.
    #[error("credit transfer needs the certificate that it rests on: {missing} is missing")]
    CertificateRequired {
        /// What is missing, joined.
        missing: String,
    },
    /// The judgement that a signature gives was not confirmed.
    #[error(
        "it is not confirmed that the evidence for {unit} is valid, authentic, current, sufficient and reliable"
    )]
    VacsrNotConfirmed {
        /// Unit title.
        unit: String,
    },
    /// The unit is signed.
    #[error("{unit} is signed ({})", dates::short(date))]
    UnitSigned {
        /// Unit title.
        unit: String,
        /// Date.
        date: String,
    },
    /// What is printed of an item is fixed while a unit that prints it is signed.
    #[error("{item} stands on the signed paper of {units}")]
    OnSignedPaper {
        /// Item.
        item: String,
        /// Titles of the units.
        units: String,
    },
    /// Two desks say different things of a witness.
    #[error("what is recorded of {name} is in dispute: {what}")]
    WitnessInDispute {
        /// Name.
        name: String,
        /// The facts, with what is said of each.
        what: String,
    },
    /// Two desks accepted different versions of an item.
    #[error("two desks accepted different versions of {item}: {what}")]
    VersionInDispute {
        /// Item.
        item: String,
        /// The versions, with who accepted each.
        what: String,
    },
    /// A file that was set aside has been changed since: what lies there is a new file.
    #[error("{title} was changed after it was set aside: {now} lies in its place")]
    SetAsideChanged {
        /// Title.
        title: String,
        /// The file that lies there now.
        now: String,
    },
    /// The bytes that took the place of an item's file are those of another item.
    #[error("what lies in the place of {item} is now the very file of {other}")]
    SameFile {
        /// Item.
        item: String,
        /// The other.
        other: String,
    },
    /// Something that stands rests on the item itself.
    #[error("{item} cannot be set aside: {why}")]
    EvidenceNeeded {
        /// Item.
        item: String,
        /// What rests on it.
        why: String,
    },
    /// The name typed is not the learner's.
    #[error("what is typed is not the name of {name}")]
    NameNotTyped {
        /// Name.
        name: String,
    },
    /// A rule asks for the records longer.
    #[error("the records of {name} are to be kept until {}", dates::short(until))]
    StillKept {
        /// Name.
        name: String,
        /// ISO date.
        until: String,
    },
    /// The learner was erased.
    #[error("this portfolio was erased on {}", dates::short(on))]
    LearnerErased {
        /// ISO date.
        on: String,
    },
    /// The unit was withdrawn.
    #[error("{unit} was withdrawn")]
    UnitWithdrawn {
        /// Unit title.
        unit: String,
    },
    /// Gates are shut.
    #[error("{unit} cannot be signed off yet: {reasons}")]
    GatesShut {
        /// Unit title.
        unit: String,
        /// What blocks, joined.
        reasons: String,
    },
    /// An evidence file is not as recorded.
    #[error("{reference} changed after it was recorded")]
    EvidenceChanged {
        /// Reference and title, or "the file plan.pdf".
        reference: String,
    },
    /// An evidence file cannot be read.
    #[error("{reference} is not in the folder")]
    EvidenceMissing {
        /// Reference and title, or "the file plan.pdf".
        reference: String,
    },
    /// An evidence file is not the one that was read, or cannot be opened.
    #[error("the file {file} cannot be shown now: {why}")]
    EvidenceNotAsRead {
        /// Name of the file. A sentence that began with it would be shown with a capital that the name does not have.
        file: String,
        /// Why, in words.
        why: String,
    },
    /// A kept copy can be opened, but it lies in no folder of the learner's.
    #[error("the file {file} is not in the folder now; a copy of it is kept")]
    OnlyKeptCopy {
        /// Name of the file.
        file: String,
    },
    /// Not evidence.
    #[error("set aside as not evidence: {title}")]
    EvidenceSetAside {
        /// Title.
        title: String,
    },
    /// Mapped, so it cannot be set aside.
    #[error("{reference} is mapped to {count} criteria")]
    EvidenceInUse {
        /// Reference.
        reference: String,
        /// How many.
        count: usize,
    },
    /// IV judging their own decision.
    #[error("{codes}: {person} decided, countersigned or signed this off and cannot verify it")]
    OwnDecision {
        /// Codes.
        codes: String,
        /// Who.
        person: String,
    },
    /// Having a part in decisions that one looked at as an IV.
    #[error("{codes}: {person} looked at this as internal verifier and cannot {deed}")]
    OwnSample {
        /// Codes.
        codes: String,
        /// Who.
        person: String,
        /// What they cannot do: "countersign it".
        deed: &'static str,
    },
    /// A trainee signing off what nobody qualified has countersigned.
    #[error("{unit}: {person} is a trainee, and nobody qualified has countersigned a decision in it")]
    TraineeAlone {
        /// Title.
        unit: String,
        /// Who.
        person: String,
    },
    /// A comment that does not stand any more.
    #[error("the comment on {code} {why}")]
    CommentGone {
        /// Code.
        code: String,
        /// Why.
        why: &'static str,
    },
    /// Nothing decided to sample.
    #[error("{codes}: no decision to sample")]
    NotDecided {
        /// Codes.
        codes: String,
    },
    /// The sample belongs to another IV.
    #[error("sample {sample} was made by {person}")]
    NotYourSample {
        /// Number.
        sample: String,
        /// Whose it is.
        person: String,
    },
    /// The sampling record is signed.
    #[error("sample {sample} is signed")]
    SampleSigned {
        /// Number.
        sample: String,
    },
    /// The sampling record is not complete.
    #[error("sample {sample} cannot be signed yet: {reasons}")]
    SampleOpen {
        /// Number.
        sample: String,
        /// Reasons.
        reasons: String,
    },
    /// The action is closed already, was not answered, or the finding is no action.
    #[error("the action on {code} {why}")]
    ActionState {
        /// Code.
        code: String,
        /// Why.
        why: &'static str,
    },
    /// Nothing of one's own to undo.
    #[error("nothing to {what}")]
    NothingToUndo {
        /// "undo" or "redo".
        what: &'static str,
    },
    /// One deed was meant, and another is next.
    #[error("\"{deed}\" is not what {what} would be about now: {next}")]
    NotNextToUndo {
        /// "undo" or "redo".
        what: &'static str,
        /// Deed that was meant, in words.
        deed: String,
        /// What is next, in words.
        next: String,
    },
    /// A later act rests on the deed.
    #[error("\"{deed}\" cannot be undone: {why}")]
    CannotUndo {
        /// Deed in words.
        deed: String,
        /// Why.
        why: String,
    },
    /// The signing password does not open the key.
    #[error("the signing password is not right")]
    WrongPassword,
    /// No signing password yet.
    #[error("{person} has no signing password yet")]
    NoPassword {
        /// Who.
        person: String,
    },
    /// Too short to protect anything.
    #[error("a signing password needs at least 8 characters")]
    PasswordTooShort,
    /// Written by a newer program.
    #[error("this portfolio holds entries made by a newer program")]
    NewerEntries,
    /// Only the boards' own texts at one level can be the very same.
    #[error("this link cannot be exact: {why}")]
    NotExact {
        /// Why.
        why: String,
    },
    /// Both sides of a link are in one unit.
    #[error("both sides are in {unit}: a link joins two units")]
    LinkWithinUnit {
        /// Unit title.
        unit: String,
    },
    /// A resubmission would in the end replace itself.
    #[error("{item} cannot replace {former}: {why}")]
    NoReplacement {
        /// The item that was to take the place.
        item: String,
        /// The item put forward before.
        former: String,
        /// Why.
        why: &'static str,
    },
    /// A second learner of one name, and nothing that tells the two apart.
    #[error("there is a learner called {learner} already, and nothing here would tell the two apart")]
    NamesakeUntold {
        /// The name.
        learner: String,
    },
    /// Taken already.
    #[error("{what} already exists")]
    AlreadyThere {
        /// What.
        what: String,
    },
    /// What is asked for stands already, or nothing has come that it could be done to.
    #[error("{what}")]
    NothingToDo {
        /// How it stands, in words: "E001 plan.pdf is on record as it lies in the folder".
        what: String,
        /// The way out.
        way_out: &'static str,
    },
    /// A folder in which somebody else's files lie, or would lie.
    #[error("\"{folder}\" cannot be the folder of this learner: {place} {learner}")]
    FolderOfAnother {
        /// The folder as it was chosen.
        folder: String,
        /// "it is the folder of".
        place: &'static str,
        /// The other learner.
        learner: String,
    },
    /// Two texts of a unit say that they are the newest.
    #[error("the text of {unit} is in dispute: two desks made a next revision each")]
    UnitTextInDispute {
        /// Unit title.
        unit: String,
    },
    /// A text of a unit that is here does not say which text it follows.
    #[error("{unit} is in the library already, and this text does not say that it follows the one in force")]
    NotTheNext {
        /// Unit title.
        unit: String,
    },
    /// A further revision was saved meanwhile.
    #[error("{unit} was changed since it was opened here: a further revision is in force")]
    TextMovedOn {
        /// Unit title.
        unit: String,
    },
    /// A text carries the ids of another unit's criteria.
    #[error("{code} of this text has the id of a criterion of another unit ({unit})")]
    RowsOfAnother {
        /// Code.
        code: String,
        /// The other unit.
        unit: String,
    },
    /// A National Occupational Standard was to be taken as a unit.
    #[error("{standard} is a National Occupational Standard, not a unit")]
    StandardIsNoUnit {
        /// Its title.
        standard: String,
    },
    /// Both sides of a link are points of standards.
    #[error("both sides are points of a National Occupational Standard")]
    LinkWithoutUnit,
    /// A signature is put into a paper by whoever gave it.
    #[error("the signature that the paper waits for is {signer}'s, and {person} is at the desk")]
    NotYourSignature {
        /// Whose it is.
        signer: String,
        /// Who is at the desk.
        person: String,
    },
    /// The text does not say that it is the board's own.
    #[error("{unit} is {text}, and only a text that says it is the board's own can be confirmed as that")]
    NotTheBoards {
        /// Unit title.
        unit: String,
        /// Where the text comes from.
        text: String,
    },
    /// A history file would give one criterion to two units.
    #[error(
        "{code} of {unit} and a criterion of {other} are one and the same by their id, and a criterion belongs to one unit"
    )]
    SharedRows {
        /// Code.
        code: String,
        /// The unit.
        unit: String,
        /// The other.
        other: String,
    },
    /// The learner does not have it.
    #[error("{learner} does not have the unit {unit}")]
    NotTheirUnit {
        /// Learner.
        learner: String,
        /// Unit.
        unit: String,
    },
}

/// The way out where a history file gives one criterion to two units.
const SHARED_ROWS: &str = "Nothing was taken in. Take the histories of single learners who do not have that unit; where it \
    is needed, bring it in on the other computer once more as a unit with criteria of its own, and use that one.";
/// The way out where something cannot be a resubmission.
const NO_REPLACEMENT: &str =
    "Choose the item that was brought before; what was said by mistake can be taken back on that item.";
/// The way out where a file is no scan of a signed page.
const NO_SCAN: &str = "Attach the scan or photograph of the signed page as a PDF, PNG or JPEG that opens without a password; \
    a photograph in another format can be saved as JPEG first.";
/// The way out where a text is to be confirmed that does not say it is the board's own.
const NOT_THE_BOARDS: &str = "Put the board's document in front of you, make the text its text in the editor, say there \
    whose text it is, and confirm that revision.";

impl Refusal {
    /// Stable name for programs.
    #[must_use]
    #[allow(clippy::too_many_lines, reason = "a table: one line for each rule")]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NobodyAtDesk => "nobodyAtDesk",
            Self::NotYourRole { .. } => "notYourRole",
            Self::ReadOnly { .. } => "readOnly",
            Self::NotHere { .. } => "notHere",
            Self::LastAdministrator { .. } => "lastAdministrator",
            Self::RolesContradict { .. } => "rolesContradict",
            Self::PasswordInForce { .. } => "passwordInForce",
            Self::PersonInDispute { .. } => "personInDispute",
            Self::RplUnsupported { .. } => "rplUnsupported",
            Self::KeyElsewhere { .. } => "keyElsewhere",
            Self::KeyNotVouched { .. } => "keyNotVouched",
            Self::KeyOfAnother { .. } => "keyOfAnother",
            Self::EndingNotSigned { .. } => "endingNotSigned",
            Self::EndingUnsigned { .. } => "endingUnsigned",
            Self::PeopleNotSigned { .. } => "peopleNotSigned",
            Self::RootNotSigned { .. } => "rootNotSigned",
            Self::StatementUnsigned { .. } => "statementUnsigned",
            Self::KeyNotKnown { .. } => "keyNotKnown",
            Self::NoKeyToEnd { .. } => "noKeyToEnd",
            Self::NothingToCountersign { .. } => "nothingToCountersign",
            Self::OwnCountersignature { .. } => "ownCountersignature",
            Self::SampleState { .. } => "sampleState",
            Self::NotReleasable { .. } => "notReleasable",
            Self::NotClaimable { .. } => "notClaimable",
            Self::UnitClaimed { .. } => "unitClaimed",
            Self::ForeignKey { .. } => "foreignKey",
            Self::NoRoot => "noRoot",
            Self::NothingSigned { .. } => "nothingSigned",
            Self::SignOffStands { .. } => "signOffStands",
            Self::NoPaperOfIv { .. } => "noPaperOfIv",
            Self::PaperElsewhere { .. } => "paperElsewhere",
            Self::PaperLiesElsewhere { .. } => "paperLiesElsewhere",
            Self::NothingDecided { .. } => "nothingDecided",
            Self::PageTooEarly { .. } => "pageTooEarly",
            Self::OwnRedactedCopy { .. } => "ownRedactedCopy",
            Self::ReferenceRequired { .. } => "referenceRequired",
            Self::NoScan { .. } => "noScan",
            Self::NoPicture { .. } => "noPicture",
            Self::LogoElsewhere => "logoElsewhere",
            Self::NoSpecimen { .. } => "noSpecimen",
            Self::NotYourSpecimen { .. } => "notYourSpecimen",
            Self::PageElsewhere { .. } => "pageElsewhere",
            Self::NotCertifiable { .. } => "notCertifiable",
            Self::CannotTakeBack { .. } => "cannotTakeBack",
            Self::ReasonRequired { .. } => "reasonRequired",
            Self::NothingMapped { .. } => "nothingMapped",
            Self::NothingReliedOn { .. } => "nothingReliedOn",
            Self::DateAhead { .. } => "dateAhead",
            Self::DueTooEarly { .. } => "dueTooEarly",
            Self::NothingToNeed { .. } => "nothingToNeed",
            Self::PartiallyMetOff => "partiallyMetOff",
            Self::CertificateRequired { .. } => "certificateRequired",
            Self::VacsrNotConfirmed { .. } => "vacsrNotConfirmed",
            Self::UnitSigned { .. } => "unitSigned",
            Self::OnSignedPaper { .. } => "onSignedPaper",
            Self::WitnessInDispute { .. } => "witnessInDispute",
            Self::VersionInDispute { .. } => "versionInDispute",
            Self::SetAsideChanged { .. } => "setAsideChanged",
            Self::SameFile { .. } => "sameFile",
            Self::EvidenceNeeded { .. } => "evidenceNeeded",
            Self::NameNotTyped { .. } => "nameNotTyped",
            Self::StillKept { .. } => "stillKept",
            Self::LearnerErased { .. } => "learnerErased",
            Self::UnitWithdrawn { .. } => "unitWithdrawn",
            Self::GatesShut { .. } => "gatesShut",
            Self::EvidenceChanged { .. } => "evidenceChanged",
            Self::EvidenceMissing { .. } => "evidenceMissing",
            Self::EvidenceNotAsRead { .. } => "evidenceNotAsRead",
            Self::OnlyKeptCopy { .. } => "onlyKeptCopy",
            Self::EvidenceSetAside { .. } => "evidenceSetAside",
            Self::EvidenceInUse { .. } => "evidenceInUse",
            Self::OwnDecision { .. } => "ownDecision",
            Self::OwnSample { .. } => "ownSample",
            Self::CommentGone { .. } => "commentGone",
            Self::TraineeAlone { .. } => "traineeAlone",
            Self::NotDecided { .. } => "notDecided",
            Self::NotYourSample { .. } => "notYourSample",
            Self::SampleSigned { .. } => "sampleSigned",
            Self::SampleOpen { .. } => "sampleOpen",
            Self::ActionState { .. } => "actionState",
            Self::NothingToUndo { .. } => "nothingToUndo",
            Self::NotNextToUndo { .. } => "notNextToUndo",
            Self::CannotUndo { .. } => "cannotUndo",
            Self::WrongPassword => "wrongPassword",
            Self::NoPassword { .. } => "noPassword",
            Self::PasswordTooShort => "passwordTooShort",
            Self::NewerEntries => "newerEntries",
            Self::NotExact { .. } => "notExact",
            Self::LinkWithinUnit { .. } => "linkWithinUnit",
            Self::NoReplacement { .. } => "noReplacement",
            Self::NamesakeUntold { .. } => "namesakeUntold",
            Self::AlreadyThere { .. } => "alreadyThere",
            Self::NothingToDo { .. } => "nothingToDo",
            Self::FolderOfAnother { .. } => "folderOfAnother",
            Self::UnitTextInDispute { .. } => "unitTextInDispute",
            Self::NotTheNext { .. } => "notTheNext",
            Self::TextMovedOn { .. } => "textMovedOn",
            Self::RowsOfAnother { .. } => "rowsOfAnother",
            Self::StandardIsNoUnit { .. } => "standardIsNoUnit",
            Self::LinkWithoutUnit => "linkWithoutUnit",
            Self::NotYourSignature { .. } => "notYourSignature",
            Self::NotTheBoards { .. } => "notTheBoards",
            Self::SharedRows { .. } => "sharedRows",
            Self::NotTheirUnit { .. } => "notTheirUnit",
        }
    }

    /// The way out, in words.
    #[must_use]
    #[allow(clippy::too_many_lines, reason = "a table: one line for each rule")]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NobodyAtDesk => "Choose who is at the desk (in the terminal: --as NAME).",
            Self::NotYourRole { .. } => {
                "Let the right person sit at the desk, or give this person the role under People."
            }
            Self::ReadOnly { .. } => "Let somebody of the centre sit at the desk.",
            Self::NotHere { .. } => {
                "Somebody else has to do it, or an administrator records under People that this person is back."
            }
            Self::LastAdministrator { .. } => "Make somebody else an administrator first.",
            Self::RolesContradict { .. } => "Choose other roles, or another countersigner, and save again.",
            Self::PasswordInForce { .. } => {
                "Give the one in force as well. Where it is forgotten, an administrator ends it under People, and then a \
                 new one is set."
            }
            Self::PersonInDispute { .. } => "Say under People which name and initials hold, then sign.",
            Self::RplUnsupported { .. } => {
                "Say in the reason which earlier learning was looked at, or map what shows it and rely on that."
            }
            Self::KeyElsewhere { .. } => {
                "Where this computer knew an earlier one, give that under People and set one for this computer. Else copy the \
                 folder keys of the centre file on that computer into the centre file's folder here; the password stays \
                 the same."
            }
            Self::KeyNotVouched { .. } => {
                "Ask the person whether both are theirs. If so, a first one was set at both computers: an administrator ends the \
                 one known here (Settings, People, Forgotten?; in the terminal: person end-password), then take the file in \
                 again, and this computer's history in there. What both signed holds. If not, take nothing of the file in."
            }
            Self::KeyOfAnother { .. } => {
                "Ask both. If they are one person who was added at two computers, an administrator ends the signing password \
                 of one of the two (Settings, People, Forgotten?; in the terminal: person end-password), then take the file in \
                 again. If not, take nothing of it in."
            }
            Self::EndingNotSigned { .. } => {
                "Ask that administrator. If it is so, an administrator ends it here too (Settings, People, Forgotten?; in the \
                 terminal: person end-password), then take the file in again. If not, take nothing of it in."
            }
            Self::PeopleNotSigned { .. } => {
                "Ask the administrators. If it is so, one of them saves each of these people again at that computer with their signing \
                 password (Settings, People, Change details; in the terminal: person change) and exports its history again. Where that \
                 computer does not know the administrator yet, it takes this one's history in first. Where each of the two refuses the other's, \
                 the administrators end their own signing passwords at both (Settings, People, Forgotten?; in the terminal: person end-password), \
                 then both export, take the other's history in, and set new ones. If not, take nothing of it in."
            }
            Self::RootNotSigned { .. } => {
                "Ask the administrators. If it is so, one of them makes a new root at that computer with their signing password \
                 (Settings, Certificates; in the terminal: root make) and exports its history again; what the first issued holds. If not, take \
                 nothing of it in."
            }
            Self::EndingUnsigned { .. } | Self::StatementUnsigned { .. } => {
                "Give your own signing password too. If you have forgotten it, end your own under People and set a new one first."
            }
            Self::KeyNotKnown { .. } => {
                "If the person changed their signing password there, take in the whole history of that desk first, not one \
                 learner's. If not, somebody else signed: take nothing of it in."
            }
            Self::NoKeyToEnd { .. } => "Let the person set one under People.",
            Self::NothingToCountersign { .. } => {
                "Only decisions that a trainee made and that stand wait for a countersignature."
            }
            Self::OwnCountersignature { .. } => "Another qualified person has to countersign.",
            Self::SampleState { .. } => "Look at the sample to see how it stands.",
            Self::NotReleasable { .. } => "Put that right first, or sample the unit.",
            Self::NotClaimable { .. } => "Put each of these right, then claim again.",
            Self::UnitClaimed { .. } => "Take the claim back with a reason first.",
            Self::ForeignKey { .. } => {
                "Ask the issuer for a signing certificate with a key of the curve P-256, as a .p12 or .pfx file with a \
                 password; or go on signing with a signing password, which needs none."
            }
            Self::NoRoot => "An administrator makes it first, in the settings under Advanced.",
            Self::NothingSigned { .. } => {
                "Sign the unit off first; until then it is changed as it is, and printed as the current record."
            }
            Self::SignOffStands { .. } => {
                "Ask for the signed original, or for what the sign-off before it said."
            }
            Self::NoPaperOfIv { .. } => {
                "Ask for the signed original, or let the IV sign the paper on this computer."
            }
            Self::PaperElsewhere { .. } => {
                "Print it on the computer on which it was signed. Here the current record can be printed."
            }
            Self::PaperLiesElsewhere { .. } => {
                "Sign it at that computer. In the history your signature stands already, and counts."
            }
            Self::NothingDecided { .. } => {
                "Decide a criterion first. What to bring next and the evidence index can be printed now."
            }
            Self::PageTooEarly { .. } => "Give the day on which the signed page came back.",
            Self::OwnRedactedCopy { .. } => {
                "Take the redacted file in as an item of its own, then choose that one."
            }
            Self::ReferenceRequired { .. } => "Give it as the awarding organisation's own record has it.",
            Self::NoScan { .. } => NO_SCAN,
            Self::NoPicture { .. } => {
                "Open it in a picture program, save it as a PNG or JPEG of moderate size, and choose that."
            }
            Self::LogoElsewhere => {
                "Take in the history of the centre from the computer where it was chosen, then print again."
            }
            Self::NoSpecimen { .. } => "Draw one under People, or choose a picture of it.",
            Self::NotYourSpecimen { .. } => {
                "They set it at their own desk; an administrator may set it too, and only they have it drawn where they sign."
            }
            Self::PageElsewhere { .. } => {
                "Open it on that computer, or attach the same file here: it is known by its content."
            }
            Self::NotCertifiable { .. } => "Look at the unit's status to see how it stands.",
            Self::CannotTakeBack { .. } => "Look at the unit's status to see how it stands.",
            Self::ReasonRequired { .. } => {
                "Write one sentence that the person assessed and the IV can follow."
            }
            Self::NothingMapped { .. } => {
                "Map evidence to the criterion first; RPL and credit transfer need none."
            }
            Self::NothingReliedOn { .. } => {
                "Choose a link of each criterion, or leave the choice out: then every link counts."
            }
            Self::DateAhead { .. } => "Give the day on which it happened.",
            Self::DueTooEarly { .. } => "Give a day on or after the date of judgement.",
            Self::PartiallyMetOff => {
                "Decide not yet met and say what is still needed; an administrator can switch it on in Settings."
            }
            Self::NothingToNeed { .. } => "Put it into the feedback, or decide partially met or not yet met.",
            Self::CertificateRequired { .. } => {
                "Look at the certificate and give its number, awarding organisation and date."
            }
            Self::VacsrNotConfirmed { .. } => "Judge it for the unit as a whole and tick it, then sign.",
            Self::UnitSigned { .. } => "Reopen the unit with a reason to change it.",
            Self::OnSignedPaper { .. } => "Reopen what is signed with a reason, change it, and sign again.",
            Self::WitnessInDispute { .. } => "Say those facts again in the list of witnesses, then go on.",
            Self::VersionInDispute { .. } => {
                "Open its versions, look at what differs, and say which one holds; then go on."
            }
            Self::SetAsideChanged { .. } => "Look at the new file and accept that one.",
            Self::SameFile { .. } => {
                "Ask for the earlier file to be put back, or say that the other item takes its place and take its links over."
            }
            Self::EvidenceNeeded { .. } => {
                "Take that back first, or say it of another item, then set this one aside."
            }
            Self::NameNotTyped { .. } => "Type the name as it stands, so that nobody is erased by mistake.",
            Self::StillKept { .. } => {
                "Wait until then, or say that they are to be erased early. A day counts once something is recorded here on it \
                 or later, for the clock of the computer may be ahead."
            }
            Self::LearnerErased { .. } => {
                "What was erased comes back from no copy. An administrator erases it here too."
            }
            Self::UnitWithdrawn { .. } => "Add the unit to the portfolio again.",
            Self::GatesShut { .. } => "Go to each place named and finish it, then sign again.",
            Self::EvidenceChanged { .. } => "Look at the file, accept the new version, and decide again.",
            Self::EvidenceNotAsRead { .. } => {
                "Read the folder again: what lies there now is then shown beside what was recorded."
            }
            Self::OnlyKeptCopy { .. } => "Open the kept copy in its default app, or put the file back.",
            Self::EvidenceMissing { .. } => {
                "Put the file back or connect the drive, then read the folder again."
            }
            Self::EvidenceSetAside { .. } => "Accept the file first.",
            Self::EvidenceInUse { .. } => "Withdraw those links first.",
            Self::OwnDecision { .. } => "Another internal verifier has to look at these.",
            Self::CommentGone { .. } => "Look at the sample to see which comment stands.",
            Self::OwnSample { .. } => "Somebody else who is qualified has to do it.",
            Self::TraineeAlone { .. } => "A qualified assessor has to sign it off.",
            Self::NotDecided { .. } => "Pick criteria that an assessor has decided.",
            Self::NotYourSample { .. } => "Let them do it, or make a sample of your own.",
            Self::SampleSigned { .. } => "Make a new sample to add to it.",
            Self::SampleOpen { .. } => "Judge every sampled decision and close the actions, then sign.",
            Self::ActionState { .. } => "Look at the sample to see where the action stands.",
            Self::NothingToUndo { .. } => "Only what you did here yourself can be taken back.",
            Self::NotNextToUndo { .. } => {
                "Something else was done or taken back since. The history shows what; nothing was changed now."
            }
            Self::CannotUndo { .. } => "Take back the later step first.",
            Self::WrongPassword => {
                "Try again. A forgotten one is ended under People; a new one can then be set, and what was signed stays signed."
            }
            Self::NoPassword { .. } => "Set a signing password under People.",
            Self::PasswordTooShort => "Three or four plain words are easy to keep and hard to guess.",
            Self::NewerEntries => "Install the newest version of the program on this computer.",
            Self::NotExact { .. } => {
                "State it as close and say what each side asks beyond the other, or bring in both boards' own texts with their levels first."
            }
            Self::LinkWithinUnit { .. } => "Choose a criterion of another unit for one of the sides.",
            Self::NoReplacement { .. } => NO_REPLACEMENT,
            Self::NamesakeUntold { .. } => {
                "Open the one that is there. If this is another person, give the ULN, the registration number or an evidence folder. A folder tells them apart on this computer only, a ULN on every one."
            }
            Self::AlreadyThere { .. } => "Use the one that is there, or choose another name.",
            Self::NothingToDo { way_out, .. } => way_out,
            Self::FolderOfAnother { .. } => {
                "Choose a folder in which the files of this learner lie, and nobody else's."
            }
            Self::UnitTextInDispute { .. } => {
                "Open the unit in the library, compare the two texts, and save the one that is to hold."
            }
            Self::NotTheNext { .. } => {
                "Bring it in as a new issue of this unit: then you see what changes, and links and decisions follow \
                 (in the terminal: --as-reissue-of UNIT)."
            }
            Self::TextMovedOn { .. } => "Open the newest revision and make your changes there.",
            Self::RowsOfAnother { .. } => {
                "A copy of a unit needs ids of its own: bring it in through the import steps as another unit, or as a new issue of that one."
            }
            Self::StandardIsNoUnit { .. } => {
                "Nobody is assessed against a standard here: link criteria of units to its points instead."
            }
            Self::LinkWithoutUnit => "Link a criterion of a unit to each of the two points instead.",
            Self::NotYourSignature { .. } => {
                "Let the signer choose their name at the desk and sign the paper again."
            }
            Self::NotTheBoards { .. } => NOT_THE_BOARDS,
            Self::SharedRows { .. } => SHARED_ROWS,
            Self::NotTheirUnit { .. } => "Add the unit to the portfolio first.",
        }
    }
}

/// Everything a command can fail with.
#[derive(Debug, Error)]
pub enum Error {
    /// A rule forbids it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// What was named is not there.
    #[error("there is no {what} called {name:?}")]
    NotFound {
        /// Kind of thing.
        what: &'static str,
        /// Name given.
        name: String,
    },
    /// What was named is there twice.
    #[error("{name:?} is the name of more than one {what}: {}", ids.join(", "))]
    Ambiguous {
        /// Kind of thing.
        what: &'static str,
        /// Name given.
        name: String,
        /// Ids that match.
        ids: Vec<String>,
    },
    /// The request itself is wrong.
    #[error("{0}")]
    Usage(String),
    /// No centre file here yet.
    #[error("there is no centre file in {0}")]
    NoCentre(PathBuf),
    /// Records do not hold together.
    #[error("{0}")]
    Integrity(String),
    /// A history file that was to be brought in does not hold together; the records here are as they were.
    #[error("this file cannot be brought in: {0}")]
    BadHistory(String),
    /// The database was made by a newer program.
    #[error(
        "the centre file was last opened by a newer version of this program ({found}; this one reads up to {ours})"
    )]
    Newer {
        /// Version found.
        found: i64,
        /// Highest version known.
        ours: i64,
    },
    /// The folder cannot be trusted to keep a database.
    #[error("a centre file cannot be kept in {folder}: {reason}")]
    UnsafeFolder {
        /// Folder.
        folder: PathBuf,
        /// Why.
        reason: String,
    },
    /// Somebody else is writing.
    #[error("the centre file is busy: {holder}")]
    Busy {
        /// Who holds it, as far as known.
        holder: String,
    },
    /// The disk is full.
    #[error("the disk is full: nothing was saved of this step, everything before it is safe")]
    DiskFull,
    /// Somebody stopped it; nothing was changed.
    #[error("{0}")]
    Stopped(String),
    /// A unit text cannot be used.
    #[error("this unit text cannot be used: {0}")]
    UnitText(String),
    /// Disk.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// Database.
    #[error("the database said: {0}")]
    Store(StoreError),
    /// Something that should not happen.
    #[error("{0}")]
    Broken(String),
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        use ErrorCode::{DatabaseBusy, DatabaseCorrupt, DatabaseLocked, DiskFull, NotADatabase};
        if crate::store::is_full(&error) {
            return Self::DiskFull;
        }
        if crate::store::is_misshapen(&error) {
            return Self::Integrity(format!("the database holds something of a wrong kind: {error}"));
        }
        match error.sqlite_error_code() {
            Some(DatabaseBusy | DatabaseLocked) => {
                Self::Busy { holder: "another window or command is writing".into() }
            }
            Some(DiskFull) => Self::DiskFull,
            Some(DatabaseCorrupt | NotADatabase) => {
                Self::Integrity(format!("the database is damaged: {error}"))
            }
            _other => Self::Store(error),
        }
    }
}
impl From<Broken> for Error {
    fn from(broken: Broken) -> Self {
        Self::Integrity(broken.to_string())
    }
}
impl From<BadEntry> for Error {
    fn from(bad: BadEntry) -> Self {
        Self::Integrity(bad.to_string())
    }
}
impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken(error.to_string())
    }
}
impl From<getrandom::Error> for Error {
    fn from(error: getrandom::Error) -> Self {
        Self::Broken(format!("the operating system gives no random numbers: {error}"))
    }
}

/// Exit code of the command line, and the sort of failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Failed: 1.
    Failed = 1,
    /// Wrong request: 2.
    Usage = 2,
    /// Refused by a rule: 3.
    Refused = 3,
    /// Integrity broken: 4.
    Integrity = 4,
}

/// An error as it goes over the wire.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// Stable name.
    pub code: String,
    /// What happened, in words.
    pub message: String,
    /// The way out, where there is one.
    pub hint: Option<String>,
    /// Sort of failure.
    #[serde(skip)]
    pub sort: Sort,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let (code, hint, sort) = match &error {
            Error::Refused(refusal) => (refusal.code(), Some(refusal.hint()), Sort::Refused),
            Error::NotFound { .. } => {
                ("notFound", Some("Check the spelling, or list what there is."), Sort::Usage)
            }
            Error::Ambiguous { .. } => {
                ("ambiguous", Some("Use one of the ids instead of the name."), Sort::Usage)
            }
            Error::Usage(_) => ("usage", None, Sort::Usage),
            Error::NoCentre(_) => {
                ("noCentre", Some("Make one first (in the terminal: init --centre NAME)."), Sort::Usage)
            }
            Error::Integrity(_) => (
                "integrity",
                Some(
                    "Do not go on working in this centre file. Keep it as it is and restore the last good copy elsewhere.",
                ),
                Sort::Integrity,
            ),
            Error::BadHistory(_) => (
                "integrity",
                Some(
                    "Nothing of it was brought in, and this centre file is as it was. Save the history file again at the other computer, and bring that one in.",
                ),
                Sort::Integrity,
            ),
            Error::Newer { .. } => {
                ("newer", Some("Install the newest version. Nothing was changed."), Sort::Failed)
            }
            Error::UnsafeFolder { .. } => {
                ("unsafeFolder", Some("Choose a folder on this computer's own disk."), Sort::Refused)
            }
            Error::Busy { .. } => ("busy", Some("Wait a moment and try again."), Sort::Failed),
            Error::DiskFull => ("diskFull", Some("Free some space and try again."), Sort::Failed),
            Error::Stopped(_) => (
                "stopped",
                Some("What was there before stands as it was. Begin again when you like."),
                Sort::Failed,
            ),
            Error::UnitText(_) => ("unitText", None, Sort::Failed),
            Error::Disk(disk) if disk.is_full() => {
                ("diskFull", Some("Free some space and try again."), Sort::Failed)
            }
            Error::Disk(disk) if disk.is_held() => (
                "disk",
                Some("If another program has the file open, close it there and try again."),
                Sort::Failed,
            ),
            Error::Disk(disk) if disk.is_kept_from_us() => (
                "disk",
                Some("Allow Portfolio Mapper under System Settings, Privacy & Security, Files and Folders."),
                Sort::Failed,
            ),
            Error::Disk(_) => ("disk", None, Sort::Failed),
            Error::Store(_) => ("store", None, Sort::Failed),
            Error::Broken(_) => ("broken", None, Sort::Failed),
        };
        Self { code: code.into(), message: error.to_string(), hint: hint.map(Into::into), sort }
    }
}

/// Shorthand of the core.
pub type Result<T, E = Error> = std::result::Result<T, E>;
