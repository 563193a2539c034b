//! The unit library: what was read from a file, revisions of a unit, what a new issue changes, qualifications and sets.

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

use crate::unit::diff::{Change, Words};
use crate::unit::draft::UnitDraft;
use crate::unit::export::Format;
use crate::unit::import::proposal::Reading;
use crate::unit::qualification::{LevelRule, Qualification};

/// What a file or a pasted text was read as. Nothing is changed by reading.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReadingView {
    /// Name of the file, or "pasted text".
    pub name: String,
    /// The proposal, beside the raw text.
    pub reading: Reading,
    /// Sheets to choose from, where the file has any.
    pub sheets: Vec<SheetView>,
    /// One draft for each unit that was recognised.
    pub drafts: Vec<UnitDraft>,
    /// For each of them the unit of the library that it seems to be a text of.
    pub known: Vec<Option<KnownUnit>>,
}

/// A sheet of a workbook, or a table of text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SheetView {
    /// Name.
    pub name: String,
    /// Its first rows.
    pub rows: Vec<Vec<String>>,
    /// Which column holds what, as guessed from the headings.
    pub columns: BTreeMap<String, u32>,
}

/// A unit of the library that a source seems to be a text of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KnownUnit {
    /// Id.
    pub unit: String,
    /// Short name.
    pub handle: String,
    /// Title.
    pub title: String,
    /// Learners who have it now.
    pub learners: u32,
}

/// One text of a unit.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RevisionView {
    /// File check of the text: its name for programs.
    pub sha256: String,
    /// Label of the revision.
    pub revision: String,
    /// The board's own word for the issue; empty where it has none.
    pub issue: String,
    /// Where the text comes from, in words.
    pub source: String,
    /// When it came into the library, ISO 8601.
    pub added_at: String,
    /// Who brought it in; "set-up" for those that came with the program.
    pub by: String,
    /// It is the newest.
    pub in_force: bool,
    /// It is one of several that say they are the newest.
    pub in_dispute: bool,
    /// Learners who are assessed against it now.
    pub learners: u32,
    /// Units of learners signed against it, where that holds as signed.
    pub signed_off: u32,
}

/// What another text changes.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DiffView {
    /// Title of the unit.
    pub title: String,
    /// The text compared from, in words.
    pub from_label: String,
    /// The text compared to, in words.
    pub to_label: String,
    /// "3 reworded, 1 new: 14 links to confirm again, 9 decisions to make again".
    pub summary: String,
    /// Every outcome and criterion of either text.
    pub rows: Vec<DiffRowView>,
    /// A text that was not the board's own or the centre's is replaced by one that is: everything is decided again.
    pub indicative_replaced: bool,
    /// What moving would do to each learner who is assessed against another text than the one compared to.
    pub learners: Vec<DiffLearnerView>,
}

/// One outcome or criterion compared.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DiffRowView {
    /// What became of it.
    pub change: Change,
    /// Code before.
    pub from_code: Option<String>,
    /// Code after.
    pub to_code: Option<String>,
    /// Text before.
    pub from_text: Option<String>,
    /// Text after.
    pub to_text: Option<String>,
    /// An outcome; else a criterion.
    pub outcome: bool,
    /// The texts word by word.
    pub words: Vec<Words>,
    /// Links of those learners to it.
    pub links: u32,
    /// Decisions of those learners on it.
    pub decisions: u32,
}

/// What moving to another text would do to a learner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DiffLearnerView {
    /// Id.
    pub learner: String,
    /// Name.
    pub name: String,
    /// What tells them from others of the name; null = nobody else is called so.
    pub apart: Option<String>,
    /// The text that the learner is assessed against now, in words.
    pub now_on: String,
    /// Links whose criterion is worded the same.
    pub links_kept: u32,
    /// Links to be confirmed again, or of criteria that are no longer there.
    pub links_to_confirm: u32,
    /// Decisions on criteria worded the same: they hold where an assessor says so.
    pub decisions_kept: u32,
    /// Decisions to be made again, or of criteria that are no longer there.
    pub decisions_again: u32,
    /// Why the learner cannot be moved; null = can.
    pub refused: Option<String>,
}

/// What moving learners gave.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReissueView {
    /// Moved.
    pub done: Vec<DiffLearnerView>,
    /// Not moved.
    pub refused: Vec<RefusedView>,
}

/// A learner who was not moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RefusedView {
    /// Name, with what tells them from others of it.
    pub name: String,
    /// Why, with the way out.
    pub why: String,
}

/// A file that was written.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportView {
    /// What it is, in words.
    pub label: String,
    /// Bytes written.
    pub bytes: u64,
    /// What this format cannot keep.
    pub losses: Vec<String>,
    /// What else is good to know, in words: what was written beside it.
    pub notes: Vec<String>,
}

/// A qualification of the centre.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct QualificationView {
    /// Id.
    pub id: String,
    /// What it is.
    pub says: Qualification,
    /// Its groups with their units.
    pub groups: Vec<UnitGroupView>,
    /// End dates, status, units that the library lacks.
    pub warnings: Vec<String>,
    /// Two desks said different things about it; saving it again settles that.
    pub disputed: bool,
    /// What else was said, where it is in dispute.
    pub others: Vec<Qualification>,
}

/// A group of units.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnitGroupView {
    /// Name.
    pub name: String,
    /// Every unit must be taken.
    pub mandatory: bool,
    /// What must be taken from it, in words.
    pub rule: String,
    /// Its units.
    pub units: Vec<GroupUnitView>,
}

/// A unit in a group or a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GroupUnitView {
    /// Id.
    pub unit: String,
    /// Short name; empty where the library lacks it.
    pub handle: String,
    /// Title.
    pub title: String,
    /// Level.
    pub level: String,
    /// Credit.
    pub credit: Option<i64>,
    /// The library has no text of it.
    pub missing: bool,
}

/// A choice of units against the rules of combination.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CombinationView {
    /// Every rule is kept.
    pub ok: bool,
    /// The rules.
    pub lines: Vec<CombinationLine>,
    /// What is no rule but should be known.
    pub remarks: Vec<String>,
}

/// One rule of combination.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CombinationLine {
    /// The rule in words.
    pub rule: String,
    /// What it needs.
    pub need: String,
    /// What there is.
    pub have: String,
    /// It is kept.
    pub met: bool,
}

/// A saved set of units.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnitSetView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Id of the qualification that it is made from.
    pub qualification: Option<String>,
    /// Title of it.
    pub qualification_title: String,
    /// Its units in order.
    pub units: Vec<GroupUnitView>,
    /// How many of them the library lacks.
    pub missing: u32,
    /// Two desks saved it differently; saving it again settles that.
    pub disputed: bool,
}

/// "at least 12 credits, at most 20 credits": what must be taken from a group.
#[must_use]
pub fn group_rule(group: &crate::unit::qualification::UnitGroup) -> String {
    let mut parts = Vec::new();
    if group.mandatory {
        parts.push("every unit".to_owned());
    }
    let figures = [
        ("at least", group.minimum_units, "unit"),
        ("at least", group.minimum_credits, "credit"),
        ("at most", group.maximum_credits, "credit"),
    ];
    for (word, number, what) in figures {
        if let Some(number) = number {
            parts.push(format!("{word} {number} {what}{}", if number == 1 { "" } else { "s" }));
        }
    }
    parts.join(", ")
}

/// "at least 18 credits at level 3 or above".
#[must_use]
pub fn level_rule(rule: &LevelRule) -> String {
    format!("at least {} credits at level {} or above", rule.minimum_credits, rule.level)
}

/// A format in words.
#[must_use]
pub const fn format_words(format: Format) -> &'static str {
    match format {
        Format::Json => "our own JSON",
        Format::Csv => "CSV",
        Format::Xlsx => "an Excel workbook",
        Format::Case => "a CASE 1.1 package",
        Format::Matrix => "a SmartEvidence matrix for Mahara",
        Format::Moodle => "a competency framework for Moodle",
    }
}

/// What a format cannot keep, in words; the table in FORMATS.md names every field.
#[must_use]
pub const fn losses(format: Format) -> &'static [&'static str] {
    match format {
        Format::Json => &[],
        Format::Csv | Format::Xlsx => &[
            "ids and revisions: brought in again it is a new unit, or a new issue of one that you choose",
            "where the text comes from, and whether the board is confirmed",
            "aim, assessment requirements and National Occupational Standards",
            "guidance, key terms, and which places are only proposed",
        ],
        Format::Case => &[
            "whether the board is confirmed, and the address and file check of the source",
            "more than one qualification",
            "kinds of outcomes and criteria, evidence requirements, and whether simulation is allowed",
        ],
        Format::Matrix => &[
            "ids, revisions and where the text comes from",
            "board, qualification, level, credit and hours",
            "long titles and texts are cut",
            "amplification, guidance and key terms",
        ],
        Format::Moodle => &[
            "ids, revisions and where the text comes from",
            "board, qualification, level, credit and hours",
            "amplification, guidance and key terms",
        ],
    }
}
