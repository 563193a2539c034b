//! Sheets of units: CSV, TSV, XLSX, XLS and ODS with one row for each criterion. Header names are tolerant, blank cells
//! inherit, several units and several sheets are read at once. Pure; refuses to know the library.

pub(crate) mod cells;
mod codes;
mod columns;
mod facts;
mod ods;
mod rows;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use cells::{MOST_CELLS, MOST_UNPACKED};
pub use codes::{cut, is_code, tidy};
pub use columns::OURS;

use self::cells::Sheet;
use self::columns::{Columns, Field};
use super::checks::{defect, look_over};
use super::proposal::{DefectKind, Reading};
use crate::error::{Error, Result};

/// What a person chose in the import steps; nothing chosen = found by the program.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct SheetOptions {
    /// Name of the only sheet to read.
    pub sheet: Option<String>,
    /// Column of each field, counted from 0; fields that are not named are not read.
    pub columns: Option<BTreeMap<String, usize>>,
}

/// A sheet as the import steps show it before anything is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SheetProbe {
    /// Name; empty where the format has none.
    pub name: String,
    /// Rows with content.
    pub rows: usize,
    /// The first rows with content, as they stand.
    pub first: Vec<Vec<String>>,
    /// Row of the header, counted as in the sheet.
    pub header_row: Option<u32>,
    /// What stands above each column.
    pub titles: Vec<String>,
    /// Guessed column of each field, counted from 0.
    pub columns: BTreeMap<String, usize>,
}

/// Rows shown of each sheet.
const SHOWN: usize = 12;

/// Sheets of the file with their first rows and guessed columns, and the units read from them. The file is parsed once.
pub fn open(bytes: &[u8], options: &SheetOptions) -> Result<(Vec<SheetProbe>, Reading)> {
    let (format, sheets) = cells::sheets(bytes)?;
    let reading = units(format, &sheets, options)?;
    Ok((sheets.iter().map(probe).collect(), reading))
}

fn probe(sheet: &Sheet) -> SheetProbe {
    let found = columns::find(sheet);
    let texts = |row: &cells::Row| row.cells.iter().map(|cell| cell.text.clone()).collect();
    SheetProbe {
        name: sheet.name.clone(),
        rows: sheet.rows.len(),
        first: sheet.rows.iter().take(SHOWN).map(texts).collect(),
        header_row: found.as_ref().and_then(|c| sheet.rows.get(c.body.checked_sub(1)?)).map(|row| row.number),
        titles: found.as_ref().map(|c| c.titles.clone()).unwrap_or_default(),
        columns: found
            .map(|c| c.of.iter().map(|(f, at)| (f.name().to_owned(), *at)).collect())
            .unwrap_or_default(),
    }
}

/// Reads units from the sheets of the file.
pub fn read(bytes: &[u8], options: &SheetOptions) -> Result<Reading> {
    let (format, sheets) = cells::sheets(bytes)?;
    units(format, &sheets, options)
}

fn units(format: cells::Format, sheets: &[Sheet], options: &SheetOptions) -> Result<Reading> {
    let chosen = choose(sheets, options)?;
    let mut reading = Reading { format: format.words().into(), ..Reading::default() };
    let mut skipped = Vec::new();
    let mut plans: Vec<(&Sheet, Columns)> = Vec::new();
    for sheet in chosen {
        for note in &sheet.notes {
            reading.defects.push(defect(DefectKind::BadCharacters, note.clone(), sheet_name(sheet)));
        }
        match plan(sheet, options)? {
            Some(columns) => plans.push((sheet, columns)),
            None if sheet.rows.is_empty() => {}
            None => skipped.push(sheet),
        }
    }
    if plans.is_empty() {
        let why = unrecognised(sheets);
        let Some(sheet) = sheets.iter().find(|sheet| !sheet.rows.is_empty()) else {
            return Err(Error::UnitText(why));
        };
        // No unit, but not the end: a person chooses the columns. Every row is there to be seen.
        reading.defects.push(defect(DefectKind::NoCriteria, why, sheet_name(sheet)));
        rows::leave_over(sheet, &mut reading);
        return Ok(reading);
    }
    for sheet in skipped {
        let message =
            format!("the sheet was not taken ({} rows): no row names outcomes or criteria", sheet.rows.len());
        reading.defects.push(defect(DefectKind::NotKept, message, sheet_name(sheet)));
    }
    let several = plans.len() > 1;
    for (sheet, columns) in &plans {
        rows::gather(sheet, columns, several, &mut reading);
    }
    finish(&mut reading);
    Ok(reading)
}

fn sheet_name(sheet: &Sheet) -> String {
    if sheet.name.is_empty() { String::new() } else { format!("sheet {}", sheet.name) }
}

fn choose<'a>(sheets: &'a [Sheet], options: &SheetOptions) -> Result<Vec<&'a Sheet>> {
    let Some(name) = &options.sheet else { return Ok(sheets.iter().collect()) };
    let found: Vec<&Sheet> = sheets.iter().filter(|sheet| sheet.name == *name).collect();
    if found.is_empty() {
        let names: Vec<&str> = sheets.iter().map(|sheet| sheet.name.as_str()).collect();
        return Err(Error::Usage(format!(
            "there is no sheet called {name:?}; the sheets are {}",
            names.join(", ")
        )));
    }
    Ok(found)
}

/// Columns as chosen, else as found.
fn plan(sheet: &Sheet, options: &SheetOptions) -> Result<Option<Columns>> {
    let found = columns::find(sheet);
    let Some(chosen) = &options.columns else { return Ok(found) };
    let mut columns = found.unwrap_or_default();
    columns.ours = false;
    columns.of.clear();
    for (name, column) in chosen {
        let field = Field::parse(name).ok_or_else(|| {
            let known: Vec<&str> = Field::ALL.iter().map(|f| f.name()).collect();
            Error::Usage(format!(
                "{name:?} is not a field of a unit sheet; the fields are {}",
                known.join(", ")
            ))
        })?;
        columns.of.insert(field, *column);
    }
    if columns.at(Field::Criterion).is_none() && columns.at(Field::Outcome).is_none() {
        return Err(Error::Usage("choose at least the column of the outcomes or of the criteria".into()));
    }
    Ok(Some(columns))
}

fn unrecognised(sheets: &[Sheet]) -> String {
    let what = match sheets.iter().find(|sheet| !sheet.rows.is_empty()) {
        None => "it holds no rows".to_owned(),
        Some(sheet) => {
            let first = sheet.rows.first().map(|row| row.line()).unwrap_or_default();
            format!(
                "no row names a column of outcomes or criteria; the first row says {}",
                super::checks::short(&first)
            )
        }
    };
    format!(
        "{what}. Give the columns names such as \"Learning outcome\" and \"Assessment criterion\", or choose the columns by hand"
    )
}

fn finish(reading: &mut Reading) {
    let mut seen = BTreeSet::new();
    for unit in &mut reading.units {
        look_over(unit);
        let qualification = &unit.qualification;
        if (qualification.number.is_some() || qualification.title.is_some())
            && seen.insert((qualification.number.clone(), qualification.title.clone()))
        {
            reading
                .qualifications
                .push(super::proposal::QualificationFacts { group: None, ..qualification.clone() });
        }
    }
}
