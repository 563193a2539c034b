//! A unit text in our own format `assessor-spec/1`, its hash, and its rows: what there is to decide.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::journal::canonical;
use crate::journal::id::Hash;
use crate::matrix::Whose;
use crate::profile::Profile;

/// Largest unit text taken in, in bytes. Real ones are below 100 kB.
pub const LARGEST: usize = 4 << 20;

/// Kind of source that says that a text is a National Occupational Standard.
pub const STANDARD: &str = "occupational-standard";

/// A unit text, read and checked.
#[derive(Debug, Clone)]
pub struct UnitSpec {
    /// SHA-256 of the canonical JSON without `$schema`.
    pub sha256: Hash,
    /// The canonical JSON itself.
    pub canonical: Vec<u8>,
    /// What it says.
    pub text: SpecText,
    /// Criteria, and outcomes without one, in order.
    pub rows: Vec<SpecRow>,
    /// A person of this centre has confirmed that this is the board's own text. The centre's history says it
    /// ([`Shelf::confirm`]); what the text itself claims is carried along and never believed.
    pub confirmed: bool,
    /// Where each row stands among the rows, by its id.
    places: HashMap<String, usize>,
}

/// One thing to be decided: a criterion, or an outcome that has none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecRow {
    /// Criterion id, or outcome id.
    pub id: String,
    /// Position of its outcome.
    pub outcome: usize,
    /// Code, "2.3" or "4".
    pub code: String,
    /// Whether the code was published.
    pub code_generated: bool,
    /// Whether the place under its outcome is only proposed.
    pub proposed: bool,
    /// An outcome judged itself.
    pub outcome_level: bool,
    /// Text.
    pub text: String,
    /// Further words.
    pub amplification: Option<String>,
}

macro_rules! spec_text {
    ($( $(#[$doc:meta])* $name:ident { $( $(#[$fdoc:meta])* $field:ident : $ty:ty ),* $(,)? } )*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        pub struct $name { $( $(#[$fdoc])* pub $field: $ty, )* }
    )* };
}

spec_text! {
    /// The JSON, as far as this program reads it. Fields that it does not read are kept in the canonical bytes.
    SpecText {
        /// Always "assessor-spec".
        format: String,
        /// Always 1.
        format_version: i64,
        /// Unit id.
        id: String,
        /// Short name.
        handle: String,
        /// Label of the revision.
        revision: String,
        /// SHA-256 of each text that this one follows.
        previous: Option<Vec<String>>,
        /// Where it comes from.
        source: Source,
        /// Board.
        awarding_organisation: AwardingOrganisation,
        /// Qualifications.
        qualifications: Vec<Qualification>,
        /// Unit facts.
        unit: Unit,
        /// Outcomes.
        outcomes: Vec<LearningOutcome>,
        /// Criteria that nobody has placed yet.
        unassigned_criteria: Vec<Criterion>,
        /// Prompts for the assessor.
        guidance: Vec<Guidance>,
        /// Key terms.
        key_terms: Vec<KeyTerm>,
    }
    /// Where a text comes from.
    Source {
        /// awarding-organisation, third-party, centre, unknown; occupational-standard = no unit, but a standard.
        kind: String,
        /// Title of the source.
        title: Option<String>,
        /// Issue.
        issue: Option<String>,
        /// ISO date.
        published_on: Option<String>,
        /// Remarks.
        notes: Option<String>,
    }
    /// The board.
    AwardingOrganisation {
        /// Legal name.
        name: String,
        /// Brand.
        brand: Option<String>,
    }
    /// A qualification.
    Qualification {
        /// QN.
        number: Option<String>,
        /// Title.
        title: Option<String>,
        /// Level.
        level: Option<String>,
        /// Last day on which learners may start, ISO.
        operational_end_date: Option<String>,
        /// Last day on which anything is certificated, ISO.
        certification_end_date: Option<String>,
    }
    /// The unit's facts.
    Unit {
        /// AO unit number.
        number: Option<String>,
        /// URN.
        urn: Option<String>,
        /// Title.
        title: String,
        /// Level.
        level: Option<String>,
        /// Credit.
        credit: Option<i64>,
        /// Guided learning hours.
        glh: Option<i64>,
        /// Codes of the National Occupational Standards that the unit names.
        nos: Option<Vec<String>>,
    }
    /// An outcome.
    LearningOutcome {
        /// Id.
        id: String,
        /// Code.
        code: String,
        /// published or generated.
        code_origin: String,
        /// Text.
        text: String,
        /// Not in the source.
        inferred: bool,
        /// Criteria.
        criteria: Vec<Criterion>,
    }
    /// A criterion.
    Criterion {
        /// Id.
        id: String,
        /// Code.
        code: String,
        /// published or generated.
        code_origin: String,
        /// published or proposed.
        assignment: String,
        /// Text.
        text: String,
        /// Further words.
        amplification: Option<String>,
    }
    /// A prompt.
    Guidance {
        /// assessment, exemplar, misconception, skill.
        kind: String,
        /// Text.
        text: String,
    }
    /// A key term.
    KeyTerm {
        /// Term.
        term: String,
        /// Definition.
        definition: Option<String>,
    }
}

impl UnitSpec {
    /// Reads and checks a text. Every defect that would make a record ambiguous is refused by name.
    pub fn parse(json: &str) -> Result<Self> {
        if json.len() > LARGEST {
            return Err(Error::UnitText(format!("it is larger than {} MB", LARGEST >> 20)));
        }
        let mut value: Value = serde_json::from_str(json.trim_start_matches('\u{feff}'))
            .map_err(|e| Error::UnitText(format!("it is not JSON: {e}")))?;
        if let Some(map) = value.as_object_mut() {
            map.remove("$schema");
        }
        let canonical = canonical::write(&value).map_err(|e| Error::UnitText(e.to_string()))?;
        let text: SpecText = serde_json::from_value(value).map_err(|e| Error::UnitText(e.to_string()))?;
        check(&text)?;
        let rows = rows(&text);
        let places = rows.iter().enumerate().map(|(at, row)| (row.id.clone(), at)).collect();
        Ok(Self { sha256: Hash::of(&canonical), rows, canonical, text, confirmed: false, places })
    }

    /// The row of this id.
    #[must_use]
    pub fn row(&self, id: &str) -> Option<&SpecRow> {
        self.rows.get(self.place(id)?)
    }

    /// Where the row of this id stands among the rows.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// Not a unit but a National Occupational Standard: its rows are points. No learner takes it and nothing of it is decided.
    #[must_use]
    pub fn is_standard(&self) -> bool {
        self.text.source.kind == STANDARD
    }

    /// Whether its number reads so, in any case.
    #[must_use]
    pub fn is_called(&self, code: &str) -> bool {
        self.text.unit.number.as_deref().is_some_and(|n| n.trim().eq_ignore_ascii_case(code.trim()))
    }

    /// A text that is not the AO's own, nor the centre's own: signed only as INDICATIVE.
    /// It says that it is the board's own text. Whether it is, a person says.
    #[must_use]
    pub fn says_boards_own(&self) -> bool {
        self.text.source.kind == "awarding-organisation"
    }

    /// A text that does not even say that it is the board's own, nor the centre's own.
    #[must_use]
    pub fn foreign(&self) -> bool {
        !self.says_boards_own() && self.text.source.kind != "centre"
    }

    /// Not confirmed as the AO's own, nor the centre's own: signed only as INDICATIVE.
    #[must_use]
    pub fn indicative(&self) -> bool {
        self.foreign() || (self.says_boards_own() && !self.confirmed)
    }

    /// Whose it is where it is indicative.
    #[must_use]
    pub fn whose(&self) -> Whose {
        match (self.indicative(), self.text.source.kind.as_str()) {
            (true, "awarding-organisation") => Whose::Unconfirmed,
            (false, _) | (true, "third-party" | STANDARD) => Whose::ThirdParty,
            (true, _other) => Whose::Unknown,
        }
    }

    /// Whether the board stands beside the text without "unconfirmed". A centre's own text has no board to be asked.
    #[must_use]
    pub fn board_confirmed(&self) -> bool {
        !self.indicative()
    }

    /// Where the text comes from, in words.
    #[must_use]
    pub fn source_words(&self) -> &'static str {
        match self.text.source.kind.as_str() {
            "awarding-organisation" if self.confirmed => "the board's own text",
            "awarding-organisation" => "said to be the board's own text",
            "centre" => "the centre's own text",
            "third-party" => "third-party text",
            STANDARD => "National Occupational Standard",
            _other => "source unknown",
        }
    }

    /// How people call this issue of the text: the board's own word for it, else our number.
    #[must_use]
    pub fn issue_words(&self) -> String {
        match self.text.source.issue.as_deref().map(str::trim).filter(|i| !i.is_empty()) {
            Some(issue) => format!("{issue} (revision {})", self.text.revision),
            None => format!("revision {}", self.text.revision),
        }
    }

    /// Brand of the board, else its name.
    #[must_use]
    pub fn board(&self) -> &str {
        self.text.awarding_organisation.brand.as_deref().unwrap_or(&self.text.awarding_organisation.name)
    }

    /// Whose words are used for the unit: by the board that its text names, whether anybody has confirmed that or not.
    #[must_use]
    pub fn profile(&self) -> Profile {
        let own = &self.text.awarding_organisation;
        Profile::of_board(&format!("{} {}", own.brand.as_deref().unwrap_or_default(), own.name))
    }

    /// Level of the unit, else of its first qualification; empty where neither is stated.
    #[must_use]
    pub fn level(&self) -> &str {
        let own = self.text.unit.level.as_deref();
        own.or_else(|| self.text.qualifications.first()?.level.as_deref()).unwrap_or_default()
    }

    /// Title of the first qualification; empty where none is stated.
    #[must_use]
    pub fn qualification(&self) -> &str {
        self.text.qualifications.first().and_then(|q| q.title.as_deref()).unwrap_or_default()
    }

    /// What a person should know about this text.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        let source = self.source_words();
        for row in self.rows.iter().filter(|r| r.outcome_level) {
            remarks.push(format!(
                "Outcome {} has no criterion in this text ({source}); it is judged itself.",
                row.code
            ));
        }
        if self.rows.iter().any(|r| r.proposed) {
            remarks.push("Which criterion belongs to which outcome is proposed, not published.".into());
        }
        if self.rows.iter().any(|r| r.code_generated) {
            remarks.push("Criteria are numbered by us; the source does not number them.".into());
        }
        if self.text.outcomes.iter().any(|o| o.inferred) {
            remarks.push("The source states no learning outcome; the one shown is inferred.".into());
        }
        if !self.text.unassigned_criteria.is_empty() {
            remarks.push(format!(
                "{} criteria are not placed under an outcome.",
                self.text.unassigned_criteria.len()
            ));
        }
        remarks
    }
}

fn check(text: &SpecText) -> Result<()> {
    let refuse = |why: String| Err(Error::UnitText(why));
    if text.format != "assessor-spec" || text.format_version != 1 {
        return refuse("it is not an assessor-spec of version 1".into());
    }
    if text.id.parse::<uuid::Uuid>().is_err() {
        return refuse(format!("its id {:?} is not a uuid", text.id));
    }
    if text.handle.is_empty()
        || !text.handle.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    {
        return refuse(format!("its handle {:?} is not made of a-z, 0-9 and hyphens", text.handle));
    }
    if text.unit.title.trim().is_empty() {
        return refuse("it has no unit title".into());
    }
    if text.outcomes.is_empty() {
        return refuse("it has no learning outcome".into());
    }
    let mut ids = BTreeSet::new();
    let mut codes: BTreeMap<&str, &str> = BTreeMap::new();
    let items = text.outcomes.iter().flat_map(|o| {
        std::iter::once((&o.id, &o.code, &o.text)).chain(o.criteria.iter().map(|c| (&c.id, &c.code, &c.text)))
    });
    for (id, code, words) in items {
        if id.parse::<uuid::Uuid>().is_err() {
            return refuse(format!("the id {id:?} of {code} is not a uuid"));
        }
        if !ids.insert(id) {
            return refuse(format!("the id {id} stands twice"));
        }
        if code.trim().is_empty() || words.trim().is_empty() {
            return refuse(format!("{code:?} has no code or no text"));
        }
        if let Some(first) = codes.insert(code, words) {
            return refuse(format!("the code {code} stands twice: {first:?} and {words:?}"));
        }
    }
    Ok(())
}

fn rows(text: &SpecText) -> Vec<SpecRow> {
    let mut rows = Vec::new();
    for (i, outcome) in text.outcomes.iter().enumerate() {
        if outcome.criteria.is_empty() {
            rows.push(SpecRow {
                id: outcome.id.clone(),
                outcome: i,
                code: outcome.code.clone(),
                code_generated: outcome.code_origin == "generated",
                proposed: false,
                outcome_level: true,
                text: outcome.text.clone(),
                amplification: None,
            });
        }
        for c in &outcome.criteria {
            rows.push(SpecRow {
                id: c.id.clone(),
                outcome: i,
                code: c.code.clone(),
                code_generated: c.code_origin == "generated",
                proposed: c.assignment == "proposed",
                outcome_level: false,
                text: c.text.clone(),
                amplification: c.amplification.clone(),
            });
        }
    }
    rows
}

/// Unit texts by hash: all that a replay of a learner's book needs besides the book.
#[derive(Debug, Clone, Default)]
pub struct Shelf(BTreeMap<Hash, Arc<UnitSpec>>);

impl FromIterator<UnitSpec> for Shelf {
    fn from_iter<I: IntoIterator<Item = UnitSpec>>(specs: I) -> Self {
        Self(specs.into_iter().map(|spec| (spec.sha256, Arc::new(spec))).collect())
    }
}

impl Shelf {
    /// The text of this hash.
    #[must_use]
    pub fn get(&self, sha256: Hash) -> Option<&Arc<UnitSpec>> {
        self.0.get(&sha256)
    }

    /// Puts a text on the shelf. One that stands there already stays, with what is known of it.
    pub fn put(&mut self, spec: UnitSpec) {
        self.0.entry(spec.sha256).or_insert_with(|| Arc::new(spec));
    }

    /// Marks the texts that people of the centre have confirmed as the board's own, and no others.
    pub fn confirm(&mut self, confirmed: &BTreeSet<Hash>) {
        for (sha256, spec) in &mut self.0 {
            let is = confirmed.contains(sha256);
            if spec.confirmed != is {
                Arc::make_mut(spec).confirmed = is;
            }
        }
    }

    /// Titles of units by their texts, each once, as a list in words: "Plan and organise and Serve customers".
    #[must_use]
    pub fn titles(&self, specs: impl Iterator<Item = Hash>) -> String {
        let title =
            |spec: Hash| self.get(spec).map_or_else(|| "a unit".into(), |s| s.text.unit.title.clone());
        let mut titles: Vec<String> = Vec::new();
        for title in specs.map(title) {
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        match titles.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, first)) => format!("{} and {last}", first.join(", ")),
            None => String::new(),
        }
    }

    /// All texts, by hash.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<UnitSpec>> {
        self.0.values()
    }
}
