//! The coverage matrix for other programs and for those who do not read PDF: a workbook, CSV, a web page, JSON. The same facts
//! as on paper, in the same words. Pure: bytes out. Refuses to know the records, the disk and the clock.

mod csv;
mod html;
mod json;
#[cfg(test)]
mod tests;
mod xlsx;

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Matrix;
use crate::error::{Error, Result};

pub use json::{SCHEMA_NAME, schema};

/// A form that a matrix goes out in, beside the PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(rename = "MatrixFormat")]
pub enum Format {
    /// A workbook as assessors keep it: criteria down, evidence across, word and place.
    Xlsx,
    /// One row for each link, and one for each criterion without one.
    Csv,
    /// One web page that needs nothing else and that a screen reader reads well.
    Html,
    /// All facts, `coverage-matrix/1`.
    Json,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 4] = [Self::Xlsx, Self::Csv, Self::Html, Self::Json];

    /// Name on the command line, and ending of a file name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Json => "json",
        }
    }

    /// What it is, for a person.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Xlsx => "an Excel workbook",
            Self::Csv => "CSV",
            Self::Html => "a web page",
            Self::Json => "JSON",
        }
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|format| format.name().eq_ignore_ascii_case(text.trim()));
        let names = || Self::ALL.map(Self::name).join(", ");
        found.ok_or_else(|| {
            Error::Usage(format!("{text:?} is no format of a matrix; the formats are pdf, {}", names()))
        })
    }
}

/// Writes the matrix in a format. Equal facts give equal bytes.
///
/// # Errors
/// Where a workbook cannot hold it (more than 16,000 items of evidence in one unit).
pub fn write(matrix: &Matrix, format: Format) -> Result<Vec<u8>> {
    match format {
        Format::Xlsx => xlsx::write(matrix),
        Format::Csv => Ok(csv::write(matrix)),
        Format::Html => Ok(html::write(matrix).into_bytes()),
        Format::Json => json::write(matrix),
    }
}

/// The facts of the head with their labels, in the order of the form.
fn head(matrix: &Matrix) -> Vec<(&'static str, Option<String>)> {
    use super::{dates, words};
    let (learner, unit, people) = (&matrix.learner, &matrix.unit, &matrix.people);
    let qualification = &matrix.qualification;
    let date = |iso: &Option<String>| iso.as_deref().map(dates::short);
    let facts = vec![
        (words::learner(learner.word), Some(learner.name.clone())),
        ("ULN", learner.uln.clone()),
        ("Registration number", learner.registration_number.clone()),
        ("Registered on", date(&learner.registration_date)),
        ("Unit", Some(unit.title.clone())),
        ("AO unit number", unit.ao_number.clone()),
        ("URN", unit.urn.clone()),
        ("Unit level", unit.level.clone()),
        ("Credit", unit.credit.clone()),
        ("GLH", unit.glh.clone()),
        ("Issue of the unit text", unit.issue.clone()),
        ("Where the unit text came from", unit.source.clone()),
        ("Awarding organisation", Some(words::board(qualification))),
        ("Qualification", qualification.title.clone()),
        ("Qualification number", qualification.number.clone()),
        ("Qualification level", qualification.level.clone()),
        ("Centre", matrix.centre.name.clone()),
        ("Centre number", matrix.centre.number.clone()),
        ("Assessor", people.assessor.clone()),
        ("Assessor's standing", Some(words::standing(people))),
        ("Internal verifier", people.verifier.clone()),
        ("Started on", date(&people.started_on)),
        (words::decided_label(matrix), date(&people.decided_on)),
    ];
    let stated = |value: Option<String>| value.filter(|value| !value.trim().is_empty());
    facts.into_iter().map(|(label, value)| (label, stated(value))).collect()
}
