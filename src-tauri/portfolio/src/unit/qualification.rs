//! Qualifications as a centre records them: facts from the register, units in groups, and the rules of combination.
//! Refuses to know learners and where it is kept.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A qualification and how its units combine. Empty text = not recorded; dates are ISO.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct Qualification {
    /// Qualification number, 10 characters with obliques: "603/2476/0" (Ofqual).
    pub number: String,
    /// Title.
    pub title: String,
    /// "3", "Entry 1".
    pub level: String,
    /// Awarding organisation or brand.
    pub awarding_organisation: String,
    /// "QCF", "RQF" or empty.
    pub framework: String,
    /// Status as the register words it.
    pub status: String,
    /// Total credits.
    pub credits: Option<i64>,
    /// Guided learning hours.
    pub glh: Option<i64>,
    /// Total qualification time, hours.
    pub tqt: Option<i64>,
    /// First day on which learners may start.
    pub operational_start_date: String,
    /// Last day on which learners may start.
    pub operational_end_date: String,
    /// Last day on which anything is certificated.
    pub certification_end_date: String,
    /// Units in groups, in order.
    pub groups: Vec<UnitGroup>,
    /// Credits needed at a level or above.
    pub level_rules: Vec<LevelRule>,
    /// Credits needed in all.
    pub minimum_credits: Option<i64>,
    /// Where the facts come from: "Ofqual register, file of 2026-11-20".
    pub source: String,
}

/// A group of units and what must be taken from it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct UnitGroup {
    /// "Mandatory", "Optional group B".
    pub name: String,
    /// Every unit of the group must be taken.
    pub mandatory: bool,
    /// Least credits from the group.
    pub minimum_credits: Option<i64>,
    /// Most credits from the group that count.
    pub maximum_credits: Option<i64>,
    /// Least units from the group.
    pub minimum_units: Option<i64>,
    /// Unit ids in order.
    pub units: Vec<String>,
}

/// Credits needed at a level or above.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LevelRule {
    /// Level, "3".
    pub level: String,
    /// Least credits at this level or above.
    pub minimum_credits: i64,
}
