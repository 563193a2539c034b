//! The claim sheet: units of a learner, of a batch, or all that are not claimed yet, each with what the records hold of its way to
//! the awarding organisation and with every reason for which it cannot be claimed. It claims nothing and decides nothing; what is
//! not recorded is said to be.

use super::{VERSION, counted};
use crate::matrix::document::{
    Block, Cell, Document, DocumentKind, Fact, Lie, Look, Piece, TableColumn, TableRow,
};
use crate::matrix::{Centre, Form, Learner, LearnerWord, Qualification, Unit, dates, words};

const COLUMNS: [(&str, u16); 7] = [
    ("Unit", 215),
    ("URN", 90),
    ("Level, credit", 75),
    ("Verified", 185),
    ("Claimed", 135),
    ("Certificate", 100),
    ("What stands in the way", 200),
];

/// What a claim sheet is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// When: a date and time as ISO text.
    pub printed_at: String,
    /// The centre.
    pub centre: Centre,
    /// Whose units they are.
    pub of: ClaimsOf,
    /// The units, those of one learner after each other.
    pub lines: Vec<ClaimFacts>,
}

/// Which units a claim sheet is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimsOf {
    /// Every unit of a learner, with who assesses and verifies.
    Learner {
        /// The learner.
        learner: Learner,
        /// Assessor.
        assessor: Option<String>,
        /// Internal verifier.
        verifier: Option<String>,
    },
    /// Units that were claimed in one batch, of whomever.
    Batch(String),
    /// Units that are signed off and not claimed yet, of whomever.
    Open,
}

/// A unit on its way to the awarding organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimFacts {
    /// Whose it is.
    pub learner: Learner,
    /// Qualification and board.
    pub qualification: Qualification,
    /// The unit.
    pub unit: Unit,
    /// Its text is not the awarding organisation's own.
    pub indicative: bool,
    /// Where it stands, in a word or two: "verified", "withdrawn on 02/11/2026".
    pub status: String,
    /// The record or release that verified it, in words; none = nobody has.
    pub verified: Option<String>,
    /// Claims that stand; more than one only after two desks claimed at once.
    pub claims: Vec<ClaimMade>,
    /// Direct claim status with the board, in words.
    pub direct_claim: String,
    /// Every reason for which it cannot be claimed, each by itself.
    pub obstacles: Vec<String>,
    /// It is withdrawn: nothing will be claimed.
    pub withdrawn: bool,
    /// What is declared with its claim, in the words of its board.
    pub declares: String,
}

/// A claim that stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimMade {
    /// Reference of its batch.
    pub batch: String,
    /// ISO date.
    pub on: String,
    /// Who claimed.
    pub by: String,
    /// As part of a whole qualification.
    pub whole: bool,
    /// Why it no longer rests on what it rested on.
    pub stale: Option<String>,
    /// Number and ISO date of the certificate.
    pub certificate: Option<(String, String)>,
}

impl ClaimFacts {
    fn ready(&self) -> bool {
        !self.withdrawn && self.claims.is_empty() && self.obstacles.is_empty()
    }

    fn credits(&self) -> i64 {
        self.unit.credit.as_deref().and_then(|credit| credit.parse().ok()).unwrap_or(0)
    }

    /// "Pearson (unconfirmed) · 603/2476/0 Level 3 Diploma", and direct claim status with that board.
    fn heading(&self) -> (String, String) {
        let own = &self.qualification;
        let facts = [own.number.as_deref(), own.title.as_deref()].into_iter().flatten();
        let named = facts.filter(|fact| !fact.trim().is_empty()).collect::<Vec<_>>().join(" ");
        let named = if named.is_empty() { "qualification not recorded".to_owned() } else { named };
        (format!("{} · {named}", words::board(own)), format!("Direct claim status: {}.", self.direct_claim))
    }
}

impl Claims {
    /// The units that any figure of the sheet counts: those that are withdrawn are claimed by nobody.
    fn counted(&self) -> impl Iterator<Item = &ClaimFacts> {
        self.lines.iter().filter(|line| !line.withdrawn)
    }
}

/// The claim sheet.
#[must_use]
pub fn claim(claims: &Claims) -> Document {
    let mut paper = front(claims);
    if claims.lines.is_empty() {
        let text = match &claims.of {
            ClaimsOf::Learner { learner, .. } => format!("The {} takes no unit yet.", learner.word.own()),
            ClaimsOf::Batch(batch) => format!("No unit was claimed in batch {batch}."),
            ClaimsOf::Open => "No unit is signed off that is not claimed already.".to_owned(),
        };
        paper.blocks.push(Block::Text { text, look: Look::Aside });
        return paper;
    }
    let mut headings: Vec<(String, String)> = Vec::new();
    for heading in claims.lines.iter().map(ClaimFacts::heading) {
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    for (name, direct) in headings {
        let own: Vec<&ClaimFacts> =
            claims.lines.iter().filter(|line| line.heading() == (name.clone(), direct.clone())).collect();
        paper.blocks.push(Block::Heading { text: name });
        paper.blocks.push(Block::Text { text: direct, look: Look::Quiet });
        paper.blocks.push(table(&own, &claims.of));
    }
    let text = "Ready to claim means: nothing that these records hold stands in the way. The awarding organisation's own \
                rules decide whether a claim can be made.";
    paper.blocks.push(Block::Text { text: text.to_owned(), look: Look::Quiet });
    paper.blocks.push(Block::Heading { text: "Claimed by".to_owned() });
    let mut declared: Vec<&str> = Vec::new();
    for line in claims.lines.iter().filter(|line| !line.withdrawn && !line.declares.is_empty()) {
        if !declared.contains(&line.declares.as_str()) {
            declared.push(&line.declares);
            paper.blocks.push(Block::Text { text: line.declares.clone(), look: Look::Plain });
        }
    }
    let verifier = match &claims.of {
        ClaimsOf::Learner { verifier, .. } => verifier.clone().unwrap_or_default(),
        ClaimsOf::Batch(_) | ClaimsOf::Open => String::new(),
    };
    let people = vec![Fact::new("Internal verifier", verifier), Fact::new("For the centre", "")];
    paper.blocks.push(Block::Signatures { people });
    paper
}

fn front(claims: &Claims) -> Document {
    let title = "Claim sheet";
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (units, learners) = (claims.counted().count(), people(claims));
    let heading = match word(claims) {
        LearnerWord::Learner => "Learners",
        LearnerWord::Candidate => "Candidates",
    };
    let (about, mut facts) = match &claims.of {
        ClaimsOf::Learner { learner, assessor, .. } => {
            let registered = learner.registration_date.as_deref().map(dates::short).unwrap_or_default();
            let facts = vec![
                Fact::new(words::learner(learner.word), learner.name.clone()),
                Fact::new("ULN", text(&learner.uln)),
                Fact::new("Registration number", text(&learner.registration_number)),
                Fact::new("Registered on", registered),
                Fact::new("Assessor", text(assessor)),
            ];
            (learner.name.clone(), facts)
        }
        ClaimsOf::Batch(batch) => {
            let facts = vec![
                Fact::new("Batch reference", batch.clone()),
                Fact::new("Units", units.to_string()),
                Fact::new(heading, learners.to_string()),
            ];
            (format!("Batch {batch}"), facts)
        }
        ClaimsOf::Open => {
            let facts = vec![Fact::new("Units", units.to_string()), Fact::new(heading, learners.to_string())];
            ("Not claimed yet".to_owned(), facts)
        }
    };
    facts.push(Fact::new("Centre", text(&claims.centre.name)));
    facts.push(Fact::new("Centre number", text(&claims.centre.number)));
    Document {
        logo: claims.centre.logo.clone(),
        kind: DocumentKind::Claim,
        form: Form { title: title.to_owned(), version: VERSION.to_owned() },
        name: title.to_owned(),
        printed_at: claims.printed_at.clone(),
        lie: Lie::Landscape,
        about: format!("{about} · {title}"),
        word: String::new(),
        notice: String::new(),
        facts,
        summary: summary(claims),
        blocks: Vec::new(),
    }
}

/// What those are called whose units they are: candidates where every board on the sheet says so.
fn word(claims: &Claims) -> LearnerWord {
    let says = |line: &ClaimFacts| line.learner.word == LearnerWord::Candidate;
    let candidates = !claims.lines.is_empty() && claims.lines.iter().all(says);
    if candidates { LearnerWord::Candidate } else { LearnerWord::Learner }
}

/// How many learners the units are of: known by registration and name, for two may share a name.
fn people(claims: &Claims) -> usize {
    let mut all: Vec<&Learner> = Vec::new();
    for line in claims.counted() {
        if !all.iter().any(|other| is(other, &line.learner)) {
            all.push(&line.learner);
        }
    }
    all.len()
}

/// Whether two are the same person, whatever the boards of their units call them.
fn is(one: &Learner, other: &Learner) -> bool {
    Learner { word: other.word, ..one.clone() } == *other
}

fn summary(claims: &Claims) -> String {
    let lines = || claims.counted();
    let count = |of: &dyn Fn(&&ClaimFacts) -> bool| lines().filter(of).count();
    let all = counted(lines().count(), "unit", "units");
    let withdrawn = match claims.lines.len() - lines().count() {
        0 => String::new(),
        left => format!(" · {left} withdrawn, not counted"),
    };
    let ready = count(&|line| line.ready());
    let claimed = count(&|line| !line.claims.is_empty());
    let certificated = count(&|line| line.claims.iter().any(|c| c.certificate.is_some()));
    match &claims.of {
        ClaimsOf::Learner { .. } => {
            format!(
                "{ready} of {all} ready to claim · {claimed} claimed · {certificated} certificated{withdrawn}"
            )
        }
        ClaimsOf::Batch(batch) => {
            let one = word(claims).own();
            let learners = counted(people(claims), one, &format!("{one}s"));
            let credits = lines().map(ClaimFacts::credits).sum::<i64>();
            format!(
                "Batch {batch}: {all} of {learners}, {credits} credits · {certificated} certificated{withdrawn}"
            )
        }
        ClaimsOf::Open => format!("{ready} of {all} ready to claim{withdrawn}"),
    }
}

/// A band for each learner, then the learner's units.
fn table(lines: &[&ClaimFacts], of: &ClaimsOf) -> Block {
    let mut rows = Vec::new();
    let mut before: Option<&Learner> = None;
    for line in lines {
        if !before.is_some_and(|before| is(before, &line.learner)) {
            before = Some(&line.learner);
            let own = || lines.iter().filter(|other| !other.withdrawn && is(&other.learner, &line.learner));
            let right = match of {
                ClaimsOf::Batch(_) => format!("{} credits", own().map(|line| line.credits()).sum::<i64>()),
                ClaimsOf::Learner { .. } | ClaimsOf::Open => {
                    let ready = own().filter(|line| line.ready()).map(|line| line.credits());
                    format!("{} credits ready", ready.sum::<i64>())
                }
            };
            rows.push(TableRow::Band { left: named(&line.learner), right });
        }
        rows.push(row(line));
    }
    let columns = COLUMNS.map(|(label, share)| TableColumn { label: label.to_owned(), share }).to_vec();
    Block::table(columns, rows)
}

/// "Rowan Hartley · ULN 1234567890 · registration NG-1 of 01/09/2026", each missing fact said to be.
fn named(learner: &Learner) -> String {
    let stated = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let missing = || words::NOT_RECORDED.to_owned();
    let uln = stated(&learner.uln).unwrap_or_else(missing);
    let number = stated(&learner.registration_number).unwrap_or_else(missing);
    let on = learner.registration_date.as_deref().map(|date| format!(" of {}", dates::short(date)));
    format!("{} · ULN {uln} · registration {number}{}", learner.name, on.unwrap_or_default())
}

fn row(line: &ClaimFacts) -> TableRow {
    let marked = !line.withdrawn && line.claims.is_empty() && !line.obstacles.is_empty();
    let cells = vec![
        unit(line),
        Cell::fact(line.unit.urn.as_deref()),
        level_and_credit(&line.unit),
        match &line.verified {
            Some(words) => Cell::of(words.clone(), Look::Plain),
            None => Cell::of("not verified", Look::Aside),
        },
        claimed(line),
        certificate(line),
        in_the_way(line),
    ];
    TableRow::Cells { cells, marked, anchor: String::new() }
}

/// Title and number, and where the unit stands.
fn unit(line: &ClaimFacts) -> Cell {
    let mut pieces = vec![Piece::new(line.unit.title.clone(), Look::Strong)];
    if let Some(number) = line.unit.ao_number.as_deref().filter(|number| !number.trim().is_empty()) {
        pieces.push(Piece::new(number.to_owned(), Look::Plain).on_its_line());
    }
    pieces.push(Piece::new(line.status.clone(), Look::Plain).on_its_line());
    if line.indicative {
        pieces.push(Piece::new("INDICATIVE: not for claim", Look::Alarm).on_its_line());
    }
    Cell { pieces }
}

/// "level 3" and "7 credits", each where it is recorded.
fn level_and_credit(unit: &Unit) -> Cell {
    let stated = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let level = stated(&unit.level).map(|level| format!("level {level}"));
    let credit = stated(&unit.credit).map(|credit| format!("{credit} credits"));
    lines_of([level, credit].into_iter().flatten(), || Cell::fact(None))
}

fn lines_of(said: impl Iterator<Item = String>, none: impl FnOnce() -> Cell) -> Cell {
    let pieces: Vec<Piece> = said.map(|said| Piece::new(said, Look::Plain).on_its_line()).collect();
    if pieces.is_empty() { none() } else { Cell { pieces } }
}

fn claimed(line: &ClaimFacts) -> Cell {
    let said = line.claims.iter().flat_map(|claim| {
        let whole = if claim.whole { ", whole qualification" } else { "" };
        [format!("{} by {}", dates::short(&claim.on), claim.by), format!("batch {}{whole}", claim.batch)]
    });
    lines_of(said, || Cell::of("not claimed", Look::Aside))
}

fn certificate(line: &ClaimFacts) -> Cell {
    let all = line.claims.iter().filter_map(|claim| claim.certificate.as_ref());
    let said = all.flat_map(|(number, on)| [number.clone(), dates::short(on)]);
    lines_of(said, || Cell::of("none yet", Look::Aside))
}

fn in_the_way(line: &ClaimFacts) -> Cell {
    if line.withdrawn {
        return Cell::of("withdrawn", Look::Aside);
    }
    if !line.claims.is_empty() {
        let stale = line.claims.iter().filter_map(|claim| claim.stale.clone());
        let pieces: Vec<Piece> = stale.map(|why| Piece::new(why, Look::NotYet).on_its_line()).collect();
        return if pieces.is_empty() { Cell::of("claimed", Look::Quiet) } else { Cell { pieces } };
    }
    if line.obstacles.is_empty() {
        return Cell::of("nothing: ready to claim", Look::Strong);
    }
    let one = |why: &String| Piece::new(format!("• {why}"), Look::NotYet).on_its_line();
    Cell { pieces: line.obstacles.iter().map(one).collect() }
}
