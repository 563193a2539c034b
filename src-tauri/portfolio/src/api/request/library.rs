//! What the commands of the unit library take. A unit is its short name or id, a qualification its number, title or id, a
//! set its name or id.

use std::collections::BTreeMap;

use serde::Deserialize;
use ts_rs::TS;

use super::requests;
use crate::unit::draft::UnitDraft;
use crate::unit::export::Format;
use crate::unit::qualification::Qualification;

requests! {
    /// Reads a file or a pasted text. Changes nothing.
    UnitRead {
        /// Pasted text.
        text: Option<String>,
        /// File, put in by the host.
        file: Option<String>,
        /// Name shown for it; the file's own when absent.
        name: Option<String>,
        /// Sheet of a workbook; all that hold a unit when absent.
        sheet: Option<String>,
        /// Which column holds what; guessed from the headings when absent.
        columns: Option<BTreeMap<String, u32>>,
        /// Qualification number: only this one of a register file.
        number: Option<String>,
        /// By what the host stops the reading where nobody waits for it any more; a word of the asker's own.
        ticket: Option<String>,
    }
    /// A draft to be checked.
    UnitCheck {
        /// Draft.
        draft: UnitDraft,
    }
    /// A draft to be saved: a new unit, or the next revision of one.
    UnitSave {
        /// Draft.
        draft: UnitDraft,
    }
    /// A text to be worked on.
    UnitDraftOf {
        /// Short name or id.
        unit: String,
        /// SHA-256 of one of its texts; the one in force when absent.
        revision: Option<String>,
    }
    /// A draft that is to be a new issue of a unit.
    UnitMatch {
        /// Short name or id.
        unit: String,
        /// Draft.
        draft: UnitDraft,
    }
    /// Two texts of a unit to be compared.
    UnitDiff {
        /// Short name or id.
        unit: String,
        /// Label or SHA-256 of the text compared from; the one before when absent.
        from: Option<String>,
        /// Label or SHA-256 of the text compared to; the one in force when absent.
        to: Option<String>,
        /// A draft to compare to instead.
        draft: Option<UnitDraft>,
    }
    /// Learners to be moved to the text in force.
    UnitReissue {
        /// Short name or id.
        unit: String,
        /// Names or ids; everybody on another text when empty or absent.
        learners: Option<Vec<String>>,
        /// True: decisions on criteria worded the very same are confirmed by the assessor at the desk.
        keep_decisions: Option<bool>,
    }
    /// A unit text that the person at the desk has checked against the board's document.
    UnitConfirm {
        /// Short name or id.
        unit: String,
        /// Label or SHA-256 of one of its texts; the one in force when absent.
        revision: Option<String>,
        /// The document that it was checked against.
        source: String,
        /// ISO date of the check; today when absent.
        date: Option<String>,
    }
    /// A confirmation to be taken back.
    UnitUnconfirm {
        /// Short name or id.
        unit: String,
        /// Label or SHA-256 of one of its texts; the one in force when absent.
        revision: Option<String>,
        /// Why.
        reason: String,
    }
    /// Links to reworded criteria that still hold.
    LinkConfirm {
        /// Name or id.
        learner: String,
        /// Link ids.
        mappings: Vec<String>,
    }
    /// Units to be written to a file.
    UnitExport {
        /// Short names or ids; every unit when empty.
        units: Vec<String>,
        /// Qualification whose facts go with them.
        qualification: Option<String>,
        /// Format.
        format: Format,
        /// File, put in by the host.
        file: String,
    }
    /// A qualification, new or changed.
    QualificationSave {
        /// The one that is changed; a new one when absent.
        qualification: Option<String>,
        /// What it is.
        says: Qualification,
    }
    /// Names one qualification.
    QualificationOnly {
        /// Number, title or id.
        qualification: String,
    }
    /// A choice of units against the rules of combination.
    QualificationCheck {
        /// Qualification.
        qualification: String,
        /// Short names or ids.
        units: Vec<String>,
    }
    /// A set of units, new or changed.
    UnitSetSave {
        /// The one that is changed; a new one when absent.
        set: Option<String>,
        /// Name.
        name: String,
        /// Qualification that it is made from.
        qualification: Option<String>,
        /// Short names or ids in order.
        units: Vec<String>,
    }
    /// Names one set of units.
    UnitSetOnly {
        /// Name or id.
        set: String,
    }
    /// Units for a learner.
    LearnerUnitAdd {
        /// Name or id.
        learner: String,
        /// Short name or id of a unit.
        unit: Option<String>,
        /// Several of them.
        units: Option<Vec<String>>,
        /// Name or id of a saved set: those of its units that the learner lacks.
        unit_set: Option<String>,
    }
}
