//! The papers beside the coverage matrix, each made of the same facts: one function a paper, from facts to words in reading order.
//! Refuses to know where the facts come from, how a page looks, and the clock.

mod claim;
mod cover;
mod decisions;
mod evidence_index;
mod gap_list;
#[cfg(test)]
mod gap_list_tests;
mod grid;
mod sampling;
#[cfg(test)]
mod tests;
mod witnesses;

pub use claim::{ClaimFacts, ClaimMade, Claims, ClaimsOf, claim};
pub use cover::pack;
pub use decisions::{Days, decisions, each_day};
pub use evidence_index::evidence_index;
pub use gap_list::gap_list;
pub use grid::grid;
pub use sampling::{
    LeftOut, Said, SaidSince, SampleFacts, SampleSigned, SampledDecision, SampledRow, sampling,
};
pub use witnesses::witnesses;

use std::collections::BTreeMap;

use super::document::{Document, DocumentKind, Fact, Lie, Look, Piece};
use super::layout::clean;
use super::{Centre, Form, Learner, LearningOutcome, MappingLine, Matrix, Outcome, Row, dates, words};

/// Version of these forms.
const VERSION: &str = "1.0";

/// Everything that the papers are made of: a learner's portfolio as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portfolio {
    /// When: a date and time as ISO text.
    pub printed_at: String,
    /// The centre.
    pub centre: Centre,
    /// The learner, in the words of the first unit's board.
    pub learner: Learner,
    /// The assessor.
    pub assessor: Option<String>,
    /// The internal verifier.
    pub verifier: Option<String>,
    /// The current record of each unit that the learner takes, withdrawn ones too.
    pub units: Vec<Matrix>,
    /// Every judgement that was made in these units and not taken back, by unit and criterion, then as they were made. Those
    /// that another took the place of are in it: a visit's record keeps what was said at the visit.
    pub judged: Vec<JudgedRow>,
    /// What was handed in for criteria that are not met yet, by the unit's place and the place among its rows in reading order.
    pub handed: BTreeMap<(usize, usize), Handed>,
    /// How the learner declared the whole portfolio to be their own work, in words; none = not yet.
    pub declared: Option<String>,
    /// Every item that a person has taken up or set aside, by number.
    pub items: Vec<IndexItem>,
    /// Whoever vouches for an item, by name.
    pub witnesses: Vec<WitnessFacts>,
    /// What IVs sampled, by unit and number.
    pub samples: Vec<SampleFacts>,
    /// What IVs left out of their samples.
    pub left_out: Vec<LeftOut>,
    /// Every unit on its way to the awarding organisation.
    pub claims: Claims,
}

/// A judgement as it was made, and what became of it since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgedRow {
    /// The unit's place among the portfolio's units.
    pub unit: usize,
    /// Id of the criterion or outcome.
    pub id: String,
    /// The outcome that it stands under.
    pub outcome: String,
    /// The criterion's words, what was put forward then, the judgement, and what the learner was told.
    pub row: Row,
    /// The items that it rests on.
    pub submitted: Vec<SubmittedOn>,
    /// Who judged.
    pub by: Option<Judge>,
    /// Who countersigned it, by name.
    pub countersigned_by: Vec<String>,
    /// What became of it.
    pub since: Since,
    /// Another desk judged the criterion at the same time, and neither knew of the other: what was judged then is in dispute, also
    /// where it was settled since.
    pub disputed: bool,
}

/// What became of a judgement after it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    /// It stands.
    Stands,
    /// Another stands beside it.
    InDispute,
    /// Another took its place; an ISO date.
    Again(String),
    /// It stands, and was made under another text of the unit: why it does not hold under the one in force.
    OtherText(String),
    /// It stands no longer.
    Gone,
}

impl JudgedRow {
    /// The criterion was awarded by it: met, undisputed, and under the text that counts.
    #[must_use]
    pub fn awarded(&self) -> bool {
        self.row.decision.is_met() && !self.disputed && !matches!(self.since, Since::OtherText(_))
    }

    /// Who stands behind a trainee's judgement; none = it needs nobody.
    fn countersigned(&self) -> Option<String> {
        self.by.as_ref().filter(|by| by.trainee)?;
        Some(match self.countersigned_by.as_slice() {
            [] => "trainee, not yet countersigned".to_owned(),
            names => format!("trainee, countersigned by {}", names.join(", ")),
        })
    }

    /// What became of it, in words; none = it stands.
    fn since_words(&self) -> Option<String> {
        let settled = self.disputed.then_some("another desk judged it at the same time");
        let since = match &self.since {
            Since::Stands => None,
            Since::InDispute => return Some("in dispute: more than one decision stands".to_owned()),
            Since::Again(on) => Some(format!("decided again on {}", dates::short(on))),
            Since::OtherText(why) => Some(why.clone()),
            Since::Gone => Some("stands no longer".to_owned()),
        };
        let said: Vec<String> = settled.map(str::to_owned).into_iter().chain(since).collect();
        (!said.is_empty()).then(|| said.join("; "))
    }
}

/// What was handed in for a criterion that was judged and is not met yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Handed {
    /// The assessor's own words with the judgement; empty = none.
    pub said: String,
    /// What the judgement rests on.
    pub looked_at: Vec<MappingLine>,
    /// What came since, and nobody has judged.
    pub come: Vec<MappingLine>,
}

/// Whoever judged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Judge {
    /// Name.
    pub name: String,
    /// Initials.
    pub initials: String,
    /// A trainee, whose decisions a qualified assessor countersigns.
    pub trainee: bool,
}

impl Judge {
    /// Initials, and that the decisions need somebody else's signature where they do.
    fn standing(&self) -> String {
        if self.trainee { format!("{}, trainee", self.initials) } else { self.initials.clone() }
    }
}

/// When an item was produced and handed in; ISO dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmittedOn {
    /// Date it was produced.
    pub produced: Option<String>,
    /// Date it was added to the portfolio.
    pub added: String,
}

/// An item of evidence with all that is recorded of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IndexItem {
    /// "E007"; empty where it has no number.
    pub reference: String,
    /// What it is.
    pub title: String,
    /// Evidence type in words.
    pub kind: String,
    /// Its files.
    pub files: Vec<IndexFile>,
    /// Where it stays, where nothing of it is in the folder.
    pub kept: Option<String>,
    /// Date it was produced.
    pub produced_on: Option<String>,
    /// Date it was added to the portfolio.
    pub added_on: Option<String>,
    /// Who made it, and who contributed.
    pub author: Option<String>,
    /// How it is known to be the learner's own; the witness where there is one.
    pub authenticity: Option<String>,
    /// Further facts that are recorded, each a sentence without its stop.
    pub notes: Vec<String>,
    /// The IV's samples that looked at it: "S001 of 20/11/2026".
    pub sampled: Vec<String>,
    /// Why it is not evidence.
    pub set_aside: Option<String>,
}

/// A witness, and what of this learner's evidence names them. Empty text = not recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WitnessFacts {
    /// Name.
    pub name: String,
    /// Job.
    pub role: String,
    /// How they stand to the learner.
    pub relation: String,
    /// What they count as.
    pub status: String,
    /// What they know of the occupation.
    pub competence: String,
    /// How they can be reached.
    pub contact: String,
    /// No longer a witness of the centre.
    pub inactive: bool,
    /// The items that rest on their word.
    pub items: Vec<VouchedItem>,
}

/// An item that names a witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VouchedItem {
    /// Number and title.
    pub named: String,
    /// It is put forward as testimony of an expert witness, which the witness is not recorded as.
    pub more_than_status: bool,
}

/// A file of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexFile {
    /// Folder and name.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// Where it differs from what was recorded, in words.
    pub note: Option<String>,
}

impl Portfolio {
    /// The units that are still assessed.
    fn open(&self) -> impl Iterator<Item = &Matrix> {
        self.units.iter().filter(|unit| !matches!(unit.status, super::Status::Withdrawn { .. }))
    }

    /// Keeps one of the units, and what was judged in it.
    pub fn keep_unit(&mut self, at: usize) {
        self.units = self.units.get(at).cloned().into_iter().collect();
        self.judged.retain(|judged| judged.unit == at);
        self.judged.iter_mut().for_each(|judged| judged.unit = 0);
        self.samples.retain(|sample| sample.unit == at);
        self.samples.iter_mut().for_each(|sample| sample.unit = 0);
        self.left_out.retain(|left| left.unit == at);
        self.left_out.iter_mut().for_each(|left| left.unit = 0);
        self.handed = std::mem::take(&mut self.handed)
            .into_iter()
            .filter(|((unit, _), _)| *unit == at)
            .map(|((_, row), handed)| ((0, row), handed))
            .collect();
        // The paper of one unit speaks of the person as that unit's board does.
        if let Some(unit) = self.units.first() {
            self.learner.word = unit.learner.word;
        }
    }

    fn word(&self) -> &'static str {
        words::learner(self.learner.word)
    }

    /// A paper of this learner with the facts that each has, and nothing in it yet.
    fn front(&self, kind: DocumentKind, lie: Lie, title: &str, name: &str) -> Document {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let facts = vec![
            Fact::new(self.word(), self.learner.name.clone()),
            Fact::new("ULN", text(&self.learner.uln)),
            Fact::new("Registration number", text(&self.learner.registration_number)),
            Fact::new("Assessor", text(&self.assessor)),
            Fact::new("Centre", text(&self.centre.name)),
            Fact::new("Centre number", text(&self.centre.number)),
        ];
        Document {
            kind,
            logo: self.centre.logo.clone(),
            form: Form { title: title.to_owned(), version: VERSION.to_owned() },
            name: name.to_owned(),
            printed_at: self.printed_at.clone(),
            lie,
            about: format!("{} · {title}", self.learner.name),
            word: String::new(),
            notice: String::new(),
            facts,
            summary: String::new(),
            blocks: Vec::new(),
        }
    }
}

/// "B13 Manage performance": the board's number before the title.
fn unit_name(unit: &Matrix) -> String {
    let number = unit.unit.ao_number.as_deref().or(unit.unit.urn.as_deref()).unwrap_or_default();
    format!("{number} {}", unit.unit.title).trim().to_owned()
}

/// All rows with their outcomes.
fn rows(unit: &Matrix) -> impl Iterator<Item = (&LearningOutcome, &Row)> {
    unit.outcomes.iter().flat_map(|outcome| outcome.rows.iter().map(move |row| (outcome, row)))
}

/// What a row asks for; an outcome without a criterion asks for itself.
fn asks<'a>(outcome: &'a str, row: &'a Row) -> &'a str {
    if row.text.trim().is_empty() { outcome } else { &row.text }
}

/// How the judgement on a row looks, which is as in the matrix.
const fn look(row: &Row) -> Look {
    match (row.decision, row.mappings.is_empty()) {
        (Outcome::Undecided, true) => Look::Quiet,
        (outcome, _) => Look::Judged(outcome),
    }
}

/// "E007 Complaint log · p. 3–4 · WP", its number as a link.
fn link(mapping: &MappingLine) -> Vec<Piece> {
    let place = mapping.place.as_deref().filter(|place| !place.trim().is_empty());
    let mut pieces = vec![
        Piece::new(mapping.reference.clone(), Look::Strong)
            .leading_to(mapping.reference.clone())
            .on_its_line(),
        Piece::new(format!(" {} · ", clean::cut(&clean::line(&mapping.title), 40)), Look::Plain),
        place.map_or_else(
            || Piece::new(words::NO_PLACE, Look::Aside).held(),
            |place| Piece::new(place.to_owned(), Look::Plain).held(),
        ),
    ];
    if !mapping.method.trim().is_empty() {
        pieces.push(Piece::new(format!(" · {}", mapping.method), Look::Plain).held());
    }
    if let Some(note) = mapping.note.as_deref().filter(|note| !note.trim().is_empty()) {
        pieces.push(Piece::new(format!(" · {note}"), Look::NotYet));
    }
    pieces
}

/// "3 criteria", "1 criterion".
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn short(iso: &Option<String>) -> String {
    iso.as_deref().map(dates::short).unwrap_or_default()
}
