//! Facts of a unit from cells: what stands above the header, and the values of fact columns. Refuses to know rows of
//! outcomes and criteria.

use std::collections::BTreeMap;

use super::cells::{Sheet, place};
use super::columns::{Columns, Field, named, plain};
use crate::unit::import::checks::defect;
use crate::unit::import::proposal::{Defect, DefectKind, LeftOver, LineUse, Proposal};
use crate::unit::import::recognise::facts::Fact;
use crate::unit::import::recognise::told;

/// What stands above the header of a sheet.
#[derive(Debug, Clone, Default)]
pub struct Ahead {
    /// Facts for every unit of the sheet.
    facts: Proposal,
    /// What was made of each row above the header, by position.
    pub used: BTreeMap<usize, LineUse>,
    /// Rows above the header that nothing was made of.
    pub left_over: Vec<LeftOver>,
}

impl Ahead {
    /// A new unit with these facts.
    #[must_use]
    pub fn unit(&self) -> Proposal {
        self.facts.clone()
    }
}

/// Reads "Unit title | Mend a wall" and "Level: 3" above the header. Where nothing names the unit and the workbook has several
/// sheets, the sheet's name is taken for the title and said to be.
#[must_use]
pub fn ahead(sheet: &Sheet, columns: &Columns, several: bool) -> Ahead {
    let mut ahead = Ahead::default();
    ahead.facts.source.kind = "unknown".into();
    for (at, row) in sheet.rows.iter().enumerate().take(columns.first) {
        let mut pending = None;
        for (column, text) in row.filled().map(|column| (column, row.text(column))) {
            let where_ = place(&sheet.name, row.number, Some(column));
            let (label, value) = match text.split_once(':') {
                Some((label, value)) if named(label).is_some() => (label, value.trim()),
                Some(_) | None => (text, ""),
            };
            let field = named(label).filter(|f| is_fact(*f));
            match (field, pending.take()) {
                (Some(field), _) if !value.is_empty() => {
                    set(&mut ahead.facts, field, value, &where_, false, false);
                    ahead.used.insert(at, use_of(field));
                }
                (Some(field), None) => pending = Some(field),
                (_, Some(field)) => {
                    set(&mut ahead.facts, field, text, &where_, false, false);
                    ahead.used.insert(at, use_of(field));
                }
                (None, None) => {
                    if let Some((number, title)) =
                        unit_heading(text).filter(|_| ahead.facts.unit.title.is_empty())
                    {
                        (ahead.facts.unit.number, ahead.facts.unit.title) = (Some(number), title);
                        ahead.used.insert(at, LineUse::Title);
                    } else if ahead.facts.unit.title.is_empty() && row.filled().count() == 1 {
                        title_alone(&mut ahead, at, text);
                    }
                }
            }
        }
    }
    let in_rows = columns.at(Field::UnitTitle).is_some() || columns.at(Field::UnitNumber).is_some();
    if several && !in_rows && ahead.facts.unit.title.is_empty() && !generic(&sheet.name) {
        match unit_heading(&sheet.name) {
            Some((number, title)) => {
                (ahead.facts.unit.number, ahead.facts.unit.title) = (Some(number), title)
            }
            None => sheet.name.clone_into(&mut ahead.facts.unit.title),
        }
        ahead.facts.unit.title_inferred = true;
    }
    ahead
}

/// A row of one cell that may be the unit's title: it begins with the unit's code, or is an imperative.
fn title_alone(ahead: &mut Ahead, at: usize, text: &str) {
    let (title, number) = coded(text);
    if number.is_some() || told::is_title(title) {
        title.clone_into(&mut ahead.facts.unit.title);
        if let Some(number) = number {
            ahead.facts.unit.number.get_or_insert(number);
        }
        ahead.used.insert(at, LineUse::Title);
    }
}

/// "2FPC3 Prepare and cook fish": title and number.
fn coded(text: &str) -> (&str, Option<String>) {
    let (title, carried) = told::title(text);
    let number = carried.into_iter().find(|(fact, _)| *fact == Fact::Number).map(|(_, number)| number);
    match number {
        Some(number) => (title, Some(number)),
        None => (text, None),
    }
}

/// Names that programs give to sheets tell nothing.
fn generic(name: &str) -> bool {
    let name: String = plain(name).chars().filter(|c| !c.is_ascii_digit() && *c != ' ').collect();
    ["", "sheet", "table", "tabelle", "feuil", "unit", "units", "criteria", "data", "export"]
        .contains(&name.as_str())
}

fn is_fact(field: Field) -> bool {
    match field {
        Field::OutcomeCode | Field::Outcome | Field::CriterionCode | Field::Criterion | Field::Guidance => {
            false
        }
        Field::Board
        | Field::QualificationNumber
        | Field::QualificationTitle
        | Field::Group
        | Field::Level => true,
        Field::UnitNumber | Field::UnitReference | Field::UnitTitle | Field::Credit | Field::Glh => true,
    }
}

fn use_of(field: Field) -> LineUse {
    if field == Field::UnitTitle { LineUse::Title } else { LineUse::Fact }
}

/// "Unit 4: Mend a wall" → ("Unit 4", "Mend a wall").
#[must_use]
pub fn unit_heading(text: &str) -> Option<(String, String)> {
    let rest = text.trim().strip_prefix("Unit ").or_else(|| text.trim().strip_prefix("UNIT "))?;
    let end = rest.find([' ', ':', '-', '–', '.']).unwrap_or(rest.len());
    let (number, title) = rest.split_at(end);
    let title = title.trim_start_matches([' ', ':', '-', '–', '—', '.']).trim();
    let numbered = number.bytes().any(|b| b.is_ascii_digit()) && number.len() <= 12;
    (numbered && !title.is_empty()).then(|| (format!("Unit {number}"), title.to_owned()))
}

/// Sets one fact; a second value that differs, or one that cannot be read, is a defect of that cell.
pub fn set(unit: &mut Proposal, field: Field, text: &str, place: &str, fault: bool, ours: bool) {
    if fault {
        unit.defects.push(defect(
            DefectKind::BadValue,
            format!("the formula of the {} gives {text}", words(field)),
            place,
        ));
        return;
    }
    let number = |defects: &mut Vec<Defect>| {
        let read = text.trim_end_matches(".0").parse::<i64>().ok().filter(|n| (0..=100_000).contains(n));
        if read.is_none() {
            let message = format!("the {} {text:?} is not a whole number", words(field));
            defects.push(defect(DefectKind::BadValue, message, place));
        }
        read
    };
    let clash = match field {
        Field::Credit => number(&mut unit.defects).and_then(|n| keep(&mut unit.unit.credit, n)),
        Field::Glh => number(&mut unit.defects).and_then(|n| keep(&mut unit.unit.glh, n)),
        Field::Level => keep(&mut unit.unit.level, if ours { text.to_owned() } else { level(text) }),
        Field::UnitNumber => {
            let (title, number) = coded(text);
            if number.is_some() && unit.unit.title.is_empty() {
                title.clone_into(&mut unit.unit.title);
            }
            keep(&mut unit.unit.number, number.unwrap_or_else(|| text.to_owned()))
        }
        Field::UnitReference => keep(&mut unit.unit.urn, text.to_owned()),
        Field::QualificationNumber => replace(&mut unit.qualification.number, text),
        Field::QualificationTitle => replace(&mut unit.qualification.title, text),
        Field::Group => replace(&mut unit.qualification.group, text),
        Field::Board => {
            text.clone_into(&mut unit.awarding_organisation.name);
            None
        }
        Field::UnitTitle => {
            let before = std::mem::replace(&mut unit.unit.title, text.to_owned());
            unit.unit.title_inferred = false;
            (!before.is_empty() && before != text).then_some(before)
        }
        Field::OutcomeCode | Field::Outcome | Field::CriterionCode | Field::Criterion | Field::Guidance => {
            None
        }
    };
    if let Some(before) = clash {
        let message = format!("the {} is {text:?} here and {before:?} above, in the same unit", words(field));
        unit.defects.push(defect(DefectKind::BadValue, message, place));
    }
}

/// Sets a value once; gives the one before where it differs.
fn keep<T: PartialEq + ToString>(slot: &mut Option<T>, value: T) -> Option<String> {
    match slot {
        Some(before) => (*before != value).then(|| before.to_string()),
        None => {
            *slot = Some(value);
            None
        }
    }
}

/// Board and qualification carry on from unit to unit, so a new value simply takes the place of the old.
fn replace(slot: &mut Option<String>, text: &str) -> Option<String> {
    *slot = Some(text.to_owned());
    None
}

/// "Level 3", "L3" → "3"; "Entry Level 1" → "Entry 1"; anything else as it stands.
#[must_use]
pub fn level(text: &str) -> String {
    let plain = plain(text);
    let entry = plain.strip_prefix("entry").map(|rest| rest.trim().trim_start_matches("level").trim());
    if let Some(n @ ("1" | "2" | "3")) = entry {
        return format!("Entry {n}");
    }
    let rest = plain.strip_prefix("level").or_else(|| plain.strip_prefix('l')).unwrap_or(&plain).trim();
    if rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()) {
        rest.to_owned()
    } else {
        text.to_owned()
    }
}

fn words(field: Field) -> &'static str {
    match field {
        Field::Board => "awarding organisation",
        Field::QualificationNumber => "qualification number",
        Field::QualificationTitle => "qualification title",
        Field::Group => "group",
        Field::Level => "level",
        Field::UnitNumber => "unit number",
        Field::UnitReference => "unit reference",
        Field::UnitTitle => "unit title",
        Field::Credit => "credit value",
        Field::Glh => "number of guided learning hours",
        Field::OutcomeCode => "number of the outcome",
        Field::Outcome => "outcome",
        Field::CriterionCode => "number of the criterion",
        Field::Criterion => "criterion",
        Field::Guidance => "guidance",
    }
}
