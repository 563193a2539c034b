//! Handing unit texts and links between boards to other programs and people: our JSON, CSV, XLSX, CASE 1.1, Mahara
//! `.matrix`, Moodle CSV. What each keeps and loses: `src-tauri/FORMATS.md`. Pure: bytes out, nothing kept.
//! Refuses to know learners, the journal and the disk.

pub mod case;
pub mod csv;
pub mod links;
mod matrix;
mod moodle;
mod sheet;
#[cfg(test)]
mod tests;
mod xlsx;

use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use self::links::LinkRow;
use crate::error::{Error, Result};
use crate::journal::entry::Moment;
use crate::journal::id::Hash;
use crate::unit::format::SCHEMA_NAME;
use crate::unit::import::proposal::QualificationFacts;
use crate::unit::spec::UnitSpec;

/// A format that units go out in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Format {
    /// Our own JSON, `assessor-spec/1`: loses nothing.
    Json,
    /// One row for each criterion.
    Csv,
    /// The same as a workbook to read and print.
    Xlsx,
    /// 1EdTech CASE 1.1 package.
    Case,
    /// Mahara SmartEvidence framework, version 2.
    Matrix,
    /// Moodle competency framework.
    Moodle,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 6] = [Self::Json, Self::Csv, Self::Xlsx, Self::Case, Self::Matrix, Self::Moodle];

    /// Name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Case => "case",
            Self::Matrix => "matrix",
            Self::Moodle => "moodle",
        }
    }

    /// Ending of a file name, without the stop.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Json | Self::Case => "json",
            Self::Csv | Self::Moodle => "csv",
            Self::Xlsx => "xlsx",
            Self::Matrix => "matrix",
        }
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|format| format.name().eq_ignore_ascii_case(text.trim()));
        let names = || Self::ALL.map(Self::name).join(", ");
        found.ok_or_else(|| Error::Usage(format!("{text:?} is not a format; the formats are {}", names())))
    }
}

/// What goes out.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// Units in order.
    pub units: &'a [Arc<UnitSpec>],
    /// The qualification that they are exported as, where there is one.
    pub qualification: Option<&'a QualificationFacts>,
    /// Links between boards; formats without a place for them leave them out.
    pub links: &'a [LinkRow],
}

/// Writes the units in a format. `now` is written where the format asks for a time of change (CASE).
pub fn export(material: &Material<'_>, format: Format, now: Moment) -> Result<Vec<u8>> {
    if material.units.is_empty() {
        return Err(Error::Usage("name at least one unit to export".into()));
    }
    match format {
        Format::Json => json(material.units),
        Format::Csv => Ok(csv::write(&sheet::guarded(material))),
        Format::Xlsx => xlsx::write(material, now),
        Format::Case => case::write(material, now),
        Format::Matrix => matrix::write(material),
        Format::Moodle => moodle::write(material),
    }
}

/// The text itself with `$schema` before it; several units as a list.
fn json(units: &[Arc<UnitSpec>]) -> Result<Vec<u8>> {
    let one = |unit: &Arc<UnitSpec>| -> Result<Value> {
        let mut value: Value = serde_json::from_slice(&unit.canonical)?;
        value["$schema"] = SCHEMA_NAME.into();
        Ok(value)
    };
    let mut bytes = match units {
        [unit] => serde_json::to_vec_pretty(&one(unit)?)?,
        units => serde_json::to_vec_pretty(&units.iter().map(one).collect::<Result<Vec<_>>>()?)?,
    };
    bytes.push(b'\n');
    Ok(bytes)
}

impl Material<'_> {
    /// Title of the whole: the unit's, else the qualification's, else how many units there are.
    fn title(&self) -> String {
        if let [unit] = self.units {
            return unit.text.unit.title.clone();
        }
        let named = self.qualification.and_then(|q| q.title.clone()).filter(|title| !title.is_empty());
        named.unwrap_or_else(|| format!("{} units", self.units.len()))
    }

    fn board(&self) -> String {
        let first =
            self.units.first().map(|unit| unit.text.awarding_organisation.name.clone()).unwrap_or_default();
        if first.is_empty() { "not stated".into() } else { first }
    }

    fn language(&self) -> String {
        let full = self.units.first().and_then(|unit| serde_json::from_slice::<Value>(&unit.canonical).ok());
        let stated = full.as_ref().and_then(|v| v["language"].as_str()).filter(|l| !l.is_empty());
        stated.unwrap_or("en-GB").to_owned()
    }

    fn ids(&self) -> Vec<&str> {
        self.units.iter().map(|unit| unit.text.id.as_str()).collect()
    }
}

/// An id that follows from what it stands for: UUID version 8 (RFC 9562) from SHA-256. The same export twice gives the same.
fn derived_id(parts: &[&str]) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Hash::of(parts.join("\n").as_bytes()).bytes()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}
