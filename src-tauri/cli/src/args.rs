//! What can be typed. Names are a contract: they are used in scripts.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Portfolio Mapper in a terminal.
#[derive(Debug, Parser)]
#[command(name = "portfolio", version, about, propagate_version = true)]
pub struct Cli {
    /// Folder of the centre file [default: the program's own folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub workspace: Option<PathBuf>,
    /// Who is at the desk: exact name or id
    #[arg(long = "as", global = true, value_name = "NAME")]
    pub as_person: Option<String>,
    /// Answer as JSON: {"ok":true,"data":…} or {"ok":false,"error":{"code","message","hint"}}
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do
    #[command(subcommand)]
    pub verb: Verb,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Make a new centre file
    Init {
        /// Name of the centre
        #[arg(long)]
        centre: String,
        /// Centre number
        #[arg(long)]
        number: Option<String>,
    },
    /// People of the centre
    #[command(subcommand)]
    Person(crate::people::Person),
    /// The centre's own root, under which certificates of its people are issued
    #[command(subcommand)]
    Root(crate::people::Root),
    /// The centre's own look and rules: the words of boards, how long records are kept, "partially met"
    #[command(subcommand)]
    Centre(crate::centre::Centre),
    /// Unit texts
    #[command(subcommand)]
    Unit(Unit),
    /// Links between boards
    #[command(subcommand)]
    Crosswalk(Crosswalk),
    /// National Occupational Standards, as a hub between boards
    #[command(subcommand)]
    Nos(Nos),
    /// Two units of a learner beside each other, along the links between boards
    SideBySide {
        /// Learner
        learner: String,
        /// Unit on the left
        left: String,
        /// Unit on the right
        right: String,
    },
    /// Qualifications of the centre
    #[command(subcommand)]
    Qualification(Qualification),
    /// Saved sets of units
    #[command(subcommand)]
    UnitSet(UnitSet),
    /// Learners
    #[command(subcommand)]
    Learner(Learner),
    /// Read a learner's folder
    Scan {
        /// Learner
        learner: String,
        /// Give every new file a number at once
        #[arg(long)]
        number: bool,
    },
    /// Watch all folders until stopped
    Watch {
        /// Milliseconds for which files are left alone before they are read; for tests
        #[arg(long, hide = true)]
        settle: Option<u64>,
    },
    /// Look for words in the text of evidence: words, "phrases", beginnings* and -not
    Search(crate::search::Search),
    /// The text of evidence: how far it is read, and what it says
    #[command(subcommand)]
    Text(crate::search::Text),
    /// Items of evidence
    #[command(subcommand)]
    Evidence(Evidence),
    /// Witnesses of the centre
    #[command(subcommand)]
    Witness(crate::items::Witness),
    /// Say how old evidence may be in this centre, in whole months, or "none"
    Currency {
        /// Whole months, or none
        months: String,
    },
    /// What evidence may speak to, and what may fill a gap
    #[command(subcommand)]
    Suggest(crate::suggest::Suggest),
    /// Map evidence to criteria: LEARNER EVIDENCE UNIT CODES
    Map {
        /// Learner
        learner: String,
        /// Reference, file name or id; several separated by commas
        evidence: String,
        /// Unit
        unit: String,
        /// Criteria: 2.3 or 1.1-1.4,2.3
        codes: String,
        /// Criteria of a further unit in the same step, as UNIT:CODES; may be given again
        #[arg(long, value_name = "UNIT:CODES")]
        also: Vec<String>,
        /// Place in the item: "p. 2-3", "00:04:12", "whole item"
        #[arg(long)]
        at: Option<String>,
        /// Method: O WP WT EW PD Q RA CS S RPL
        #[arg(long)]
        method: Option<String>,
    },
    /// Withdraw a link: LEARNER LINK, or LEARNER EVIDENCE UNIT CODES
    Unmap {
        /// Learner
        learner: String,
        /// Link id, or evidence
        link: String,
        /// Unit
        unit: Option<String>,
        /// Criteria
        codes: Option<String>,
    },
    /// Decide criteria: met, partially-met, not-yet-met, rpl, credit-transfer
    Decide(Box<crate::assess::Decide>),
    /// What was done about one criterion, the oldest first
    Criterion {
        /// Learner
        learner: String,
        /// Unit
        unit: String,
        /// Criterion: 2.3
        code: String,
    },
    /// Work lists: gaps, what waits for a decision, links without a place, resubmissions due and overdue
    Work {
        /// Learner [default: everybody]
        learner: Option<String>,
    },
    /// The learner's declaration of own work
    #[command(subcommand)]
    Declaration(crate::assess::Declaration),
    /// Saved phrases for feedback and reasons
    #[command(subcommand)]
    Phrase(crate::assess::Phrase),
    /// The attempts at a criterion: brought when, decided how, brought again when
    Attempts {
        /// Learner
        learner: String,
        /// Unit
        unit: String,
        /// Criterion
        code: String,
    },
    /// Sign a unit off: confirms that its evidence is valid, authentic, current, sufficient and reliable
    SignOff {
        /// Learner
        learner: String,
        /// Unit
        unit: String,
        /// File that holds the signing password
        #[arg(long)]
        passphrase_file: PathBuf,
        /// Summary feedback to the learner
        #[arg(long)]
        feedback: Option<String>,
    },
    /// Put your signature, which stands in the history, into a paper that could not be written when you signed
    SignPaper {
        /// Learner
        learner: String,
        /// Unit
        unit: String,
        /// File that holds the signing password
        #[arg(long)]
        passphrase_file: PathBuf,
    },
    /// Open a signed unit again
    Reopen {
        /// Learner
        learner: String,
        /// Unit
        unit: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Scans of the printed matrix signed with a pen
    #[command(subcommand)]
    Inked(crate::inked::Inked),
    /// Make a sampling record: LEARNER UNIT [AC…]
    Sample {
        /// Learner
        learner: String,
        /// Unit
        unit: String,
        /// Criteria; every decided one when none is named
        codes: Vec<String>,
    },
    /// Say the IV's word: SAMPLE AC agree|action|disagree
    Finding {
        /// Sample: number or id
        sample: String,
        /// Criterion
        code: String,
        /// agree, action or disagree
        judgement: String,
        /// Reason; required unless agreed
        #[arg(long)]
        reason: Option<String>,
        /// Date by which an action is due, YYYY-MM-DD
        #[arg(long)]
        due: Option<String>,
        /// Learner, where sample numbers are not unique
        #[arg(long)]
        learner: Option<String>,
    },
    /// Actions that an IV asked for
    #[command(subcommand)]
    Action(Action),
    /// Sign a sampling record
    VerifySample {
        /// Sample: number or id
        sample: String,
        /// File that holds the signing password
        #[arg(long)]
        passphrase_file: PathBuf,
        /// Learner, where sample numbers are not unique
        #[arg(long)]
        learner: Option<String>,
    },
    /// Show the samples of a learner
    Samples {
        /// Learner
        learner: String,
    },
    /// What becomes of a trainee's work, and of a unit after its sign-off
    #[command(flatten)]
    Standing(crate::standing::Standing),
    /// Take back the last step of the person at the desk
    Undo {
        /// Learner
        learner: String,
    },
    /// Do again what was taken back
    Redo {
        /// Learner
        learner: String,
    },
    /// What was done, newest first
    History {
        /// Learner
        learner: String,
    },
    /// Print a coverage matrix as PDF, or write it as a workbook, CSV, a web page or JSON
    Matrix {
        /// Learner
        learner: String,
        /// Unit
        unit: String,
        /// File to write
        #[arg(long)]
        out: PathBuf,
        /// pdf, xlsx, csv, html or json [default: by the ending of the file, else pdf]
        #[arg(long)]
        format: Option<String>,
        /// The signed original instead of the current record
        #[arg(long)]
        original: bool,
        /// The signed original with the IV's signature in it as well
        #[arg(long)]
        verified: bool,
        /// The original that was signed before the unit was opened again, marked as superseded
        #[arg(long, conflicts_with_all = ["original", "verified"])]
        superseded: bool,
    },
    /// Print another paper as PDF
    Print {
        /// gaps: what the learner brings next · decisions: decisions and feedback of a visit or submission · evidence: all
        /// evidence · grid: evidence across, criteria down · claim: each unit on its way to the board · witnesses: who vouches for what · sampling: what the IV
        /// looked at · whole: everything as one
        #[arg(value_enum)]
        kind: PaperKind,
        /// Learner; without one a claim sheet is of everybody
        learner: Option<String>,
        /// Claim sheet of everybody: the reference of a batch [default: what is signed off and not claimed yet]
        #[arg(long, conflicts_with = "learner")]
        batch: Option<String>,
        /// Unit: the grid is of one; gaps, decisions and sampling may be
        #[arg(long)]
        unit: Option<String>,
        /// Decisions: the first day, as 2026-11-21 [default: the day of the last decision]
        #[arg(long)]
        from: Option<String>,
        /// Decisions: the last day [default: the first day alone]
        #[arg(long)]
        to: Option<String>,
        /// PDF to write
        #[arg(long)]
        out: PathBuf,
    },
    /// The history as a file
    #[command(subcommand)]
    Journal(Journal),
    /// Check everything: chains, signatures, tables against a replay, kept files
    Check,
    /// Say who signed a PDF, whether it is unchanged, and what this centre file knows of it
    Verify {
        /// PDF
        file: PathBuf,
    },
    /// Answer JSON lines on standard input
    Stdio,
    /// Play the sample learner's story
    #[command(hide = true)]
    SampleStory {
        /// Folder with story.json and evidence/
        folder: PathBuf,
        /// Where the evidence is copied and the PDF written
        #[arg(long)]
        out: PathBuf,
        /// Prepare for the window: no PDF is drawn
        #[arg(long)]
        open_only: bool,
    },
    /// Score suggestions on the labelled set
    #[command(hide = true)]
    SuggestionsScore {
        /// Folder with one folder a lot
        folder: PathBuf,
        /// Tell every document
        #[arg(long)]
        each: bool,
    },
    /// Score the reading of unit texts on a corpus
    #[command(hide = true)]
    Corpus {
        /// Folder with tuned/ and first-sight/
        folder: PathBuf,
    },
    /// Measure, beside peers
    #[command(hide = true)]
    Bench {
        /// Folder to work in
        #[arg(long)]
        folder: PathBuf,
        /// Thousands of files of the folder that is read first
        #[arg(long, default_value_t = 10)]
        thousands: usize,
        /// Only a part
        #[arg(long, value_enum)]
        only: Option<crate::bench::Only>,
        /// Python with the peers of papers
        #[arg(long)]
        peers: Option<PathBuf>,
    },
}

/// Unit texts.
#[derive(Debug, Subcommand)]
pub enum Unit {
    /// List unit texts
    List,
    /// Show a unit text
    Show {
        /// Handle or id
        unit: String,
    },
    /// Read a unit from a file. Our own JSON without a defect comes in at once; anything else is shown first, and comes in
    /// with --accept. With --json and without --accept no centre file is needed and nothing is changed
    Import(UnitImport),
    /// Write units to a file, each with the text in force
    Export {
        /// Handles or ids; every unit when none is named
        units: Vec<String>,
        /// json, csv, xlsx, case, matrix or moodle
        #[arg(long, default_value = "json")]
        format: String,
        /// File to write
        #[arg(long)]
        out: PathBuf,
        /// Qualification whose facts go with them: number, title or id
        #[arg(long)]
        qualification: Option<String>,
    },
    /// List the texts of a unit, newest first
    Revisions {
        /// Handle or id
        unit: String,
    },
    /// Say what a new issue changes, and what that does to learners
    Diff {
        /// Handle or id
        unit: String,
        /// Revision compared from [default: the one before]
        #[arg(long)]
        from: Option<String>,
        /// Revision compared to [default: the one in force]
        #[arg(long)]
        to: Option<String>,
    },
    /// Say that a unit text is the board's own, checked against its document; until then it counts as indicative
    Confirm {
        /// Handle or id
        unit: String,
        /// The document that it was checked against, with its issue
        #[arg(long)]
        source: String,
        /// Date of the check, like 2026-11-14 [default: today]
        #[arg(long)]
        date: Option<String>,
        /// Revision [default: the one in force]
        #[arg(long)]
        revision: Option<String>,
    },
    /// Take the confirmation of a unit text back
    Unconfirm {
        /// Handle or id
        unit: String,
        /// Why
        #[arg(long)]
        reason: String,
        /// Revision [default: the one in force]
        #[arg(long)]
        revision: Option<String>,
    },
    /// Move learners to the text in force
    Reissue {
        /// Handle or id
        unit: String,
        /// Learners [default: everybody on another issue]
        learners: Vec<String>,
        /// Confirm decisions on criteria that are worded the very same
        #[arg(long)]
        keep_decisions: bool,
    },
}

/// A unit from a file.
#[derive(Debug, Args)]
pub struct UnitImport {
    /// File
    pub file: PathBuf,
    /// Bring it in: what was recognised, with proposed places marked as proposed
    #[arg(long)]
    pub accept: bool,
    /// Short name for it [default: made from board and title]
    #[arg(long, requires = "accept")]
    pub handle: Option<String>,
    /// Where the text comes from: awarding-organisation, third-party, centre or unknown
    #[arg(long, requires = "accept")]
    pub source: Option<String>,
    /// Sheet of a workbook
    #[arg(long)]
    pub sheet: Option<String>,
    /// Qualification number: only this one of a register file
    #[arg(long)]
    pub number: Option<String>,
    /// Unit that this is a new issue of
    #[arg(long, value_name = "UNIT", requires = "accept")]
    pub as_reissue_of: Option<String>,
}

/// Qualifications of the centre.
#[derive(Debug, Subcommand)]
pub enum Qualification {
    /// List qualifications with their warnings
    List,
    /// Show a qualification, its groups and rules
    Show {
        /// Number, title or id
        qualification: String,
    },
    /// Record a qualification
    Add(Box<QualificationFacts>),
    /// Take facts over from a register file (CSV)
    Import {
        /// File
        file: PathBuf,
        /// Qualification number
        #[arg(long)]
        number: String,
    },
    /// Hold a choice of units against the rules of combination
    Check {
        /// Number, title or id
        qualification: String,
        /// Handles or ids
        #[arg(required = true)]
        units: Vec<String>,
    },
}

/// A qualification's facts.
#[derive(Debug, Args)]
pub struct QualificationFacts {
    /// Title
    pub title: String,
    /// Number: 603/2476/0
    #[arg(long)]
    pub number: Option<String>,
    /// Level
    #[arg(long)]
    pub level: Option<String>,
    /// Awarding organisation
    #[arg(long)]
    pub board: Option<String>,
    /// Last day on which learners may start, YYYY-MM-DD
    #[arg(long)]
    pub operational_end: Option<String>,
    /// Last day on which anything is certificated, YYYY-MM-DD
    #[arg(long)]
    pub certification_end: Option<String>,
    /// Credits needed in all
    #[arg(long)]
    pub minimum_credits: Option<i64>,
    /// Unit of the mandatory group; may be repeated
    #[arg(long)]
    pub mandatory: Vec<String>,
    /// Unit of the optional group; may be repeated
    #[arg(long)]
    pub optional: Vec<String>,
    /// Credits needed from the optional group
    #[arg(long)]
    pub optional_credits: Option<i64>,
}

/// Saved sets of units.
#[derive(Debug, Subcommand)]
pub enum UnitSet {
    /// List sets
    List,
    /// Save a set, or change the one of this name
    Save {
        /// Name
        name: String,
        /// Handles or ids in order
        #[arg(required = true)]
        units: Vec<String>,
        /// Qualification that it is made from
        #[arg(long)]
        qualification: Option<String>,
    },
    /// Give a set up; learners keep their units
    Drop {
        /// Name or id
        set: String,
    },
}

/// Links between boards.
#[derive(Debug, Subcommand)]
pub enum Crosswalk {
    /// List links
    List {
        /// Only those of this unit
        #[arg(long)]
        unit: Option<String>,
        /// And of this one on the other side
        #[arg(long)]
        other: Option<String>,
    },
    /// Propose links from the texts of two units; nothing is recorded
    Propose {
        /// One unit
        from: String,
        /// The other
        to: String,
    },
    /// Accept proposals by number: FROM TO NUMBER…; or state one link: --from UNIT:CODE --to UNIT:CODE --relation …
    Accept(Box<AcceptLink>),
    /// Give a link up
    Drop {
        /// Link id
        link: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Take in a file of links (JSON or CSV)
    Import {
        /// File
        file: PathBuf,
    },
    /// Write links to a file: JSON, or CSV where its name ends in .csv
    Export {
        /// File
        file: PathBuf,
        /// Only those of this unit
        #[arg(long)]
        unit: Option<String>,
        /// And of this one on the other side
        #[arg(long)]
        other: Option<String>,
    },
}

/// Which links are accepted.
#[derive(Debug, Args)]
pub struct AcceptLink {
    /// Proposals: FROM TO NUMBER…, as `crosswalk propose FROM TO` lists them
    pub proposals: Vec<String>,
    /// One side: UNIT:CODE
    #[arg(long, requires = "to", conflicts_with = "proposals")]
    pub from: Option<String>,
    /// The other side: UNIT:CODE
    #[arg(long, requires = "from")]
    pub to: Option<String>,
    /// exact, close, broader, narrower, related [default: as proposed]
    #[arg(long)]
    pub relation: Option<String>,
    /// What the first side asks beyond the second
    #[arg(long)]
    pub beyond_from: Option<String>,
    /// What the second side asks beyond the first
    #[arg(long)]
    pub beyond_to: Option<String>,
    /// Where the link comes from
    #[arg(long)]
    pub source: Option<String>,
    /// The link that this changes
    #[arg(long)]
    pub link: Option<String>,
}

/// National Occupational Standards.
#[derive(Debug, Subcommand)]
pub enum Nos {
    /// List standards, and the codes that units name without one
    List,
    /// Bring standards in from a file: JSON, CSV or TSV
    Import {
        /// File
        file: PathBuf,
    },
    /// Show a standard with its points
    Show {
        /// Code
        standard: String,
    },
    /// List the links to a standard's points
    Links {
        /// Code
        standard: String,
        /// Only those of this unit
        #[arg(long)]
        unit: Option<String>,
    },
    /// Link a criterion to a point: UNIT:CODE STANDARD:POINT --relation …
    Link(Box<LinkPoint>),
    /// Give a link to a point up
    Unlink {
        /// Link id
        link: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Which points a learner's evidence covers, through which criteria
    Coverage {
        /// Learner
        learner: String,
        /// Code of the standard
        standard: String,
    },
}

/// What is linked to a point, and how.
#[derive(Debug, Args)]
pub struct LinkPoint {
    /// The criterion: UNIT:CODE
    pub criterion: String,
    /// The point: STANDARD:POINT
    pub point: String,
    /// How the criterion stands to the point: exact, close, broader, narrower, related
    #[arg(long)]
    pub relation: String,
    /// What the criterion asks beyond the point
    #[arg(long)]
    pub beyond: Option<String>,
    /// What the point asks beyond the criterion
    #[arg(long)]
    pub beyond_point: Option<String>,
    /// Where the link comes from
    #[arg(long)]
    pub source: Option<String>,
    /// The link that this changes
    #[arg(long)]
    pub link: Option<String>,
}

/// Learners.
#[derive(Debug, Subcommand)]
pub enum Learner {
    /// Register a learner
    Add(Box<LearnerFacts>),
    /// Change the learner's facts
    Change(Box<LearnerChange>),
    /// List learners
    List,
    /// Show a learner's portfolio
    Show {
        /// Learner
        learner: String,
    },
    /// Choose the folder on this computer
    Folder {
        /// Learner
        learner: String,
        /// Folder
        folder: PathBuf,
    },
    /// Units of a learner
    #[command(subcommand)]
    Unit(LearnerUnit),
    /// What erasing a learner takes along, and how long records are to be kept
    Erasure {
        /// Learner
        learner: String,
    },
    /// Erase a learner for good
    Erase {
        /// Learner
        learner: String,
        /// The learner's name, once more
        #[arg(long)]
        name: String,
        /// Why
        #[arg(long, value_enum)]
        because: Because,
        /// Also before the day until which the records are to be kept
        #[arg(long)]
        early: bool,
    },
    /// What remains of learners who were erased
    Erased,
}

/// On which ground a learner is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Because {
    /// The learner asked for it
    Asked,
    /// The records need not be kept any longer
    KeptLongEnough,
    /// Registered by mistake
    Mistake,
}

impl Because {
    /// As the request names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Asked => "askedFor",
            Self::KeptLongEnough => "keptLongEnough",
            Self::Mistake => "byMistake",
        }
    }
}

/// A learner's facts.
#[derive(Debug, Args)]
pub struct LearnerFacts {
    /// Name
    pub name: String,
    /// Folder where evidence arrives
    #[arg(long)]
    pub folder: Option<PathBuf>,
    /// Unit; may be repeated
    #[arg(long)]
    pub unit: Vec<String>,
    /// Saved set of units
    #[arg(long)]
    pub unit_set: Option<String>,
    /// Unique learner number
    #[arg(long)]
    pub uln: Option<String>,
    /// Registration number
    #[arg(long)]
    pub registration_number: Option<String>,
    /// Registration date
    #[arg(long)]
    pub registration_date: Option<String>,
    /// Start
    #[arg(long)]
    pub start: Option<String>,
    /// Planned end
    #[arg(long)]
    pub planned_end: Option<String>,
    /// Employer
    #[arg(long)]
    pub employer: Option<String>,
    /// Site
    #[arg(long)]
    pub site: Option<String>,
    /// Assessor's name
    #[arg(long)]
    pub assessor: Option<String>,
    /// Internal verifier's name
    #[arg(long)]
    pub iv: Option<String>,
}

/// A learner's facts that change; empty text takes one away.
#[derive(Debug, Args)]
pub struct LearnerChange {
    /// Learner
    pub learner: String,
    /// Name
    #[arg(long)]
    pub name: Option<String>,
    /// Unique learner number
    #[arg(long)]
    pub uln: Option<String>,
    /// Registration number
    #[arg(long)]
    pub registration_number: Option<String>,
    /// Registration date
    #[arg(long)]
    pub registration_date: Option<String>,
    /// Start
    #[arg(long)]
    pub start: Option<String>,
    /// Planned end
    #[arg(long)]
    pub planned_end: Option<String>,
    /// Employer
    #[arg(long)]
    pub employer: Option<String>,
    /// Site
    #[arg(long)]
    pub site: Option<String>,
    /// Assessor's name
    #[arg(long)]
    pub assessor: Option<String>,
    /// Internal verifier's name
    #[arg(long)]
    pub iv: Option<String>,
}

/// Units of a learner.
#[derive(Debug, Subcommand)]
pub enum LearnerUnit {
    /// Add a unit
    Add {
        /// Learner
        learner: String,
        /// Units
        unit: Vec<String>,
        /// Saved set of units: those that the learner lacks
        #[arg(long)]
        unit_set: Option<String>,
    },
    /// Withdraw a unit
    Withdraw {
        /// Learner
        learner: String,
        /// Unit
        unit: String,
        /// Why
        #[arg(long)]
        reason: String,
        /// Date
        #[arg(long)]
        date: Option<String>,
    },
}

/// Evidence.
#[derive(Debug, Subcommand)]
pub enum Evidence {
    /// List items
    List {
        /// Learner
        learner: String,
    },
    /// Accept files as evidence, or the new version of a changed item
    Accept {
        /// Learner
        learner: String,
        /// File names, references or ids
        #[arg(required = true)]
        evidence: Vec<String>,
        /// One item of several parts
        #[arg(long)]
        together: bool,
        /// Title
        #[arg(long)]
        title: Option<String>,
        /// Method
        #[arg(long)]
        method: Option<String>,
        /// SHA-256 of the file that was looked at, one for each part: nothing else is accepted
        #[arg(long)]
        shown: Vec<String>,
    },
    /// Set files aside: not evidence
    SetAside {
        /// Learner
        learner: String,
        /// File names, references or ids
        #[arg(required = true)]
        evidence: Vec<String>,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Say title, method and details of an item; "" takes a detail out
    Describe(Box<crate::items::Describe>),
    /// Record something that stays where it is: no file of it comes into the folder
    InSitu(crate::items::InSitu),
    /// Say that an item takes the place of one put forward before: LEARNER NEW FORMER
    Replace(crate::items::Replace),
    /// Say that nothing takes the place of an item any more
    Unreplace(crate::items::Item),
    /// What an item replaces, may replace and why, and the links that can be taken over
    Replacement(crate::items::Item),
    /// The versions of an item, and which decision relied on which
    Versions(crate::items::Item),
    /// Say which version of an item holds, where two desks accepted different ones
    SettleVersion {
        #[command(flatten)]
        item: crate::items::Item,
        /// Its number, as `versions` shows it
        // By another id: `version` is the flag that every command has.
        #[arg(id = "number", value_name = "VERSION")]
        version: String,
    },
    /// What differs between two versions of an item
    Compare(crate::items::Compare),
    /// Files that another learner has too
    Same {
        /// Learner
        learner: String,
    },
}

/// Actions.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Say what was done
    Answer(ActionNote),
    /// Close it
    Close(ActionNote),
    /// Take a comment of your own back, whatever it asks for; the note says why
    TakeBack(ActionNote),
}

/// A note on an action.
#[derive(Debug, Args)]
pub struct ActionNote {
    /// Action id (its first eight characters will do)
    pub id: String,
    /// Note
    #[arg(long)]
    pub note: String,
}

/// The history as a file.
#[derive(Debug, Subcommand)]
pub enum Journal {
    /// Write it
    Export {
        /// File
        file: PathBuf,
        /// One learner only
        #[arg(long)]
        learner: Option<String>,
    },
    /// Take one in
    Admit {
        /// File
        file: PathBuf,
    },
}

/// The papers beside the coverage matrix, as they are called on the command line.
#[derive(Debug, Clone, Copy, ValueEnum, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum PaperKind {
    /// What the learner brings next
    Gaps,
    /// Decisions and feedback of a visit or submission
    Decisions,
    /// All evidence
    Evidence,
    /// Evidence across, criteria down
    Grid,
    /// Each unit on its way to the board
    Claim,
    /// What IVs looked at, and their word on it
    Sampling,
    /// Who vouches for what
    Witnesses,
    /// Everything as one paper
    Whole,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    /// A command whose arguments clash would end in a panic as soon as somebody types it.
    #[test]
    fn no_command_has_two_arguments_of_one_name() {
        Cli::command().debug_assert();
    }
}
