//! Rows of a sheet to units: blank cells inherit, a new number or title begins a new unit, a number typed as a number gets
//! its lost nought back, and whatever was repaired or not taken is said. Pure.

use std::collections::BTreeMap;

use super::cells::{CellKind, Row, Sheet, place};
use super::codes;
use super::columns::{Columns, Field};
use super::facts;
use crate::unit::import::checks::defect;
use crate::unit::import::proposal::{
    DefectKind, LeftOver, LineUse, Proposal, ProposedCriterion, ProposedOutcome, RawLine, Reading,
    UnassignedCriterion,
};

/// Takes every row of the sheet into `reading`.
pub fn gather(sheet: &Sheet, columns: &Columns, several: bool, reading: &mut Reading) {
    let mut gatherer = Gatherer {
        sheet,
        columns,
        first_unit: reading.units.len(),
        reading,
        ahead: facts::ahead(sheet, columns, several),
        held: BTreeMap::new(),
        outcome_open: false,
        unnumbered: 0,
    };
    for (at, row) in sheet.rows.iter().enumerate() {
        gatherer.row(at, row);
    }
    gatherer.finish();
}

struct Gatherer<'a> {
    sheet: &'a Sheet,
    columns: &'a Columns,
    reading: &'a mut Reading,
    /// Units before this one came from other sheets.
    first_unit: usize,
    /// What stands above the header.
    ahead: facts::Ahead,
    /// Identity of the unit at hand, as its cells had it.
    held: BTreeMap<Field, String>,
    outcome_open: bool,
    unnumbered: usize,
}

/// Shows every row of a sheet that could not be read.
pub fn leave_over(sheet: &Sheet, reading: &mut Reading) {
    let line = |row: &Row| RawLine {
        place: place(&sheet.name, row.number, None),
        text: row.line(),
        used: LineUse::LeftOver,
        unit: None,
        code: None,
    };
    reading.lines.extend(sheet.rows.iter().map(line));
}

/// A row to be signed: "Assessor signature:", a name, a date.
fn signature(row: &Row) -> bool {
    let Some(first) = row.filled().next().map(|column| row.text(column).to_lowercase()) else { return false };
    let signed = first.contains("signature") || first.starts_with("signed") || first.contains("sampled");
    signed && first.split_whitespace().count() <= 5
}

const IDENTITY: [Field; 3] = [Field::UnitNumber, Field::UnitReference, Field::UnitTitle];

impl Gatherer<'_> {
    fn row(&mut self, at: usize, row: &Row) {
        if at < self.columns.body {
            let used = match (at >= self.columns.first, self.ahead.used.get(&at)) {
                (true, _) => LineUse::Heading,
                (false, Some(used)) => *used,
                (false, None) => LineUse::LeftOver,
            };
            return self.line(row, used, None, None);
        }
        if self.repeated_header(row) || signature(row) {
            return self.line(row, LineUse::Furniture, None, None);
        }
        if let Some(used) = self.band(row) {
            return self.line(row, used, self.unit_number(), None);
        }
        if self.columns.of.values().all(|column| row.text(*column).is_empty()) {
            self.line(row, LineUse::LeftOver, None, None);
            return;
        }
        self.begin_unit(row);
        let unit = self.unit();
        let mut used = LineUse::Fact;
        let mut code = None;
        if let Some(found) = self.outcome(row) {
            (used, code) = (LineUse::Outcome, Some(found));
        }
        if let Some(found) = self.outcome_among_criteria(row) {
            (used, code) = (LineUse::Outcome, Some(found));
        } else if let Some(found) = self.criteria(row) {
            (used, code) = (LineUse::Criterion, Some(found));
        } else if used == LineUse::Fact {
            let guidance = self.text(row, Field::Guidance).to_owned();
            if !guidance.is_empty() {
                self.guidance(row, &guidance);
                used = LineUse::Guidance;
            }
        }
        self.line(row, used, Some(unit), code);
    }

    fn text<'r>(&self, row: &'r Row, field: Field) -> &'r str {
        self.columns.at(field).map_or("", |column| row.text(column))
    }

    fn at(&self, row: &Row, field: Field) -> String {
        place(&self.sheet.name, row.number, self.columns.at(field))
    }

    fn line(&mut self, row: &Row, used: LineUse, unit: Option<u32>, code: Option<String>) {
        let where_ = place(&self.sheet.name, row.number, None);
        if used == LineUse::LeftOver {
            let left = LeftOver { text: row.line(), place: where_.clone() };
            match self.current() {
                Some(unit) => unit.left_over.push(left),
                None => self.ahead.left_over.push(left),
            }
        }
        self.reading.lines.push(RawLine { place: where_, text: row.line(), used, unit, code });
    }

    fn current(&mut self) -> Option<&mut Proposal> {
        self.reading.units.get_mut(self.first_unit..)?.last_mut()
    }

    fn unit_number(&self) -> Option<u32> {
        let last = self.reading.units.len().checked_sub(1).filter(|last| *last >= self.first_unit)?;
        u32::try_from(last).ok()
    }

    /// The unit at hand; begins one where the sheet names none.
    fn unit(&mut self) -> u32 {
        if self.current().is_none() {
            self.start();
        }
        self.unit_number().unwrap_or_default()
    }

    fn start(&mut self) {
        let before = if self.columns.ours {
            None
        } else {
            self.current().map(|u| (u.awarding_organisation.clone(), u.qualification.clone()))
        };
        let mut unit = self.ahead.unit();
        // Unit cells of a new unit are its own; its board and qualification carry on where they are blank.
        if let Some((board, qualification)) = before {
            (unit.awarding_organisation, unit.qualification) = (board, qualification);
        }
        self.reading.units.push(unit);
        self.outcome_open = false;
        self.unnumbered = 0;
    }

    fn begin_unit(&mut self, row: &Row) {
        let differs = |held: &BTreeMap<Field, String>, field: Field, text: &str| {
            !text.is_empty() && held.get(&field).is_some_and(|h| h != text)
        };
        let titled = !self.text(row, Field::UnitTitle).is_empty();
        let mut new = IDENTITY.iter().any(|field| differs(&self.held, *field, self.text(row, *field)));
        new |= titled && differs(&self.held, Field::Board, self.text(row, Field::Board));
        if self.columns.ours && !self.held.is_empty() {
            // Our own rows are full: a blank cell is no "as above".
            new = [Field::Board, Field::UnitNumber, Field::UnitReference, Field::UnitTitle]
                .iter()
                .any(|field| self.held.get(field).map_or("", String::as_str) != self.text(row, *field));
        }
        let named = IDENTITY.iter().any(|field| !self.text(row, *field).is_empty());
        if new || (named && self.held.is_empty() && self.current().is_some()) {
            self.start();
            self.held.clear();
        }
        self.unit();
        for (field, column) in &self.columns.of {
            let text = row.text(*column);
            if text.is_empty()
                || matches!(
                    field,
                    Field::OutcomeCode
                        | Field::Outcome
                        | Field::CriterionCode
                        | Field::Criterion
                        | Field::Guidance
                )
            {
                continue;
            }
            if IDENTITY.contains(field) || *field == Field::Board {
                self.held.entry(*field).or_insert_with(|| text.to_owned());
            }
            let where_ = place(&self.sheet.name, row.number, Some(*column));
            let fault = row.kind(*column) == CellKind::Fault;
            let ours = self.columns.ours;
            if let Some(unit) = self.reading.units.last_mut() {
                facts::set(unit, *field, text, &where_, fault, ours);
            }
        }
    }

    /// A row with one cell that says "Unit 2: Mend a wall" or "LO2 Understand walls".
    fn band(&mut self, row: &Row) -> Option<LineUse> {
        let mut filled = row.filled();
        let column = filled.next().filter(|_| self.columns.of.len() > 1)?;
        if filled.next().is_some()
            || matches!(self.columns.field(column), Some(Field::Criterion | Field::Outcome))
        {
            return None;
        }
        let text = row.text(column);
        if let Some((number, title)) = facts::unit_heading(text) {
            self.start();
            self.held.clear();
            if let Some(unit) = self.current() {
                (unit.unit.number, unit.unit.title) = (Some(number), title);
                unit.unit.title_inferred = false;
            }
            return Some(LineUse::Title);
        }
        let lower = text.to_lowercase();
        let outcome = ["lo", "learning outcome", "outcome"].iter().any(|p| lower.starts_with(p));
        let (code, words) = codes::cut(text, true).filter(|_| outcome)?;
        self.unit();
        let where_ = place(&self.sheet.name, row.number, Some(column));
        self.open_outcome(code, words.to_owned(), where_);
        Some(LineUse::Outcome)
    }

    fn repeated_header(&self, row: &Row) -> bool {
        let header = &self.sheet.rows[self.columns.first..self.columns.body];
        self.columns.of.len() > 1
            && header.iter().any(|h| {
                self.columns.of.values().filter(|c| !h.text(**c).is_empty()).count() > 1
                    && self.columns.of.values().all(|c| h.text(*c) == row.text(*c))
            })
    }

    /// Opens the outcome that the row names, if it is not the one at hand. Gives its number.
    fn outcome(&mut self, row: &Row) -> Option<String> {
        let (code_cell, text_cell) = (self.text(row, Field::OutcomeCode), self.text(row, Field::Outcome));
        let has_codes = self.columns.at(Field::OutcomeCode).is_some();
        let (mut code, mut text) = (code_cell.to_owned(), text_cell.to_owned());
        if !self.columns.ours {
            if code.is_empty() && !has_codes || text.is_empty() && !codes::is_code(&code) {
                let both = if text.is_empty() { code.clone() } else { text.clone() };
                (code, text) = match codes::cut(&both, true) {
                    Some((code, words)) => (code, words.to_owned()),
                    None if codes::is_code(&both) => (both, String::new()),
                    None => (String::new(), both),
                };
            }
            code = codes::tidy(&code);
        }
        if code.is_empty() && text.is_empty() {
            return None;
        }
        let open = self.outcome_open;
        if let Some(last) = self.current().and_then(|u| u.outcomes.last_mut()).filter(|_| open) {
            let same_code = code.is_empty() || code == last.code;
            if same_code && (text.is_empty() || text == last.text || last.text.is_empty()) {
                if last.text.is_empty() {
                    last.text = text;
                }
                return Some(last.code.clone());
            }
        }
        let where_ = self.at(row, if text_cell.is_empty() { Field::OutcomeCode } else { Field::Outcome });
        Some(self.open_outcome(code, text, where_))
    }

    /// "LO1 | Be able to prepare fish" in the columns of the criteria: a row that heads those below it.
    fn outcome_among_criteria(&mut self, row: &Row) -> Option<String> {
        if self.columns.ours || self.columns.at(Field::Outcome).is_some() {
            return None;
        }
        let (typed, text) = (self.text(row, Field::CriterionCode), self.text(row, Field::Criterion));
        let lower = typed.to_lowercase();
        let named = ["lo", "learning outcome", "outcome"].iter().any(|word| lower.starts_with(word));
        let code = codes::tidy(typed);
        if text.is_empty() || !named || code.contains('.') || !codes::is_code(typed) {
            return None;
        }
        let (text, where_) = (text.to_owned(), self.at(row, Field::Criterion));
        Some(self.open_outcome(code, text, where_))
    }

    fn open_outcome(&mut self, code: String, text: String, place: String) -> String {
        self.outcome_open = true;
        let Some(unit) = self.current() else { return code };
        let origin = if code.is_empty() { "generated" } else { "published" };
        let code = if code.is_empty() { next_code(unit) } else { code };
        unit.outcomes.push(ProposedOutcome {
            code: code.clone(),
            code_origin: origin.into(),
            text,
            confidence: 1.0,
            place,
            ..ProposedOutcome::default()
        });
        code
    }

    /// Takes the criteria of a row: mostly one, several where a cell holds a numbered list. Gives the last number.
    fn criteria(&mut self, row: &Row) -> Option<String> {
        let (code, text) = (self.text(row, Field::CriterionCode), self.text(row, Field::Criterion));
        let guidance = self.text(row, Field::Guidance);
        let has_codes = self.columns.at(Field::CriterionCode).is_some();
        if text.is_empty() && (code.is_empty() || codes::is_code(code)) {
            if !code.is_empty() && row.filled().count() > 1 {
                self.fault(
                    row,
                    Field::CriterionCode,
                    DefectKind::BadValue,
                    format!("the number {code} stands without a criterion"),
                );
            }
            return None;
        }
        let where_ = self.at(row, Field::Criterion);
        if self.columns.ours {
            return Some(self.add(code.to_owned(), text.to_owned(), guidance, where_));
        }
        let text = if text.is_empty() { code } else { text };
        let code = if codes::is_code(code) { self.checked_code(row, code) } else { String::new() };
        if !code.is_empty() {
            return Some(self.add(code, text.to_owned(), guidance, where_));
        }
        let listed = numbered_list(text);
        if listed.is_empty() {
            if has_codes && self.goes_on(text) {
                return self
                    .current()
                    .and_then(|u| u.outcomes.last()?.criteria.last())
                    .map(|c| c.code.clone());
            }
            return Some(self.add(String::new(), text.to_owned(), guidance, where_));
        }
        listed.into_iter().map(|(code, words)| self.add(code, words, guidance, where_.clone())).last()
    }

    /// A code as typed, with what a spreadsheet did to it undone where that is sure, and said.
    fn checked_code(&mut self, row: &Row, typed: &str) -> String {
        let column = self.columns.at(Field::CriterionCode).unwrap_or_default();
        match row.kind(column) {
            CellKind::Date => {
                self.fault(row, Field::CriterionCode, DefectKind::BadValue, format!("{typed} is a date where a number of a criterion should stand: format the column as text"));
                return String::new();
            }
            CellKind::Fault => {
                self.fault(
                    row,
                    Field::CriterionCode,
                    DefectKind::BadValue,
                    format!("the formula of the number gives {typed}"),
                );
                return String::new();
            }
            CellKind::Text | CellKind::Number => {}
        }
        let code = codes::tidy(typed);
        let criteria =
            self.current().and_then(|u| u.outcomes.last()).map(|o| o.criteria.as_slice()).unwrap_or_default();
        let taken = criteria.iter().any(|c| c.code == code);
        match criteria.last().and_then(|before| codes::lost_zero(&before.code, &code)).filter(|_| taken) {
            Some(meant) => {
                self.fault(
                    row,
                    Field::CriterionCode,
                    DefectKind::BadValue,
                    format!("the spreadsheet turned {meant} into {code}; it is taken as {meant}"),
                );
                meant
            }
            None => code,
        }
    }

    fn fault(&mut self, row: &Row, field: Field, kind: DefectKind, message: String) {
        let where_ = self.at(row, field);
        if let Some(unit) = self.current() {
            unit.defects.push(defect(kind, message, where_));
        }
    }

    /// Unnumbered words in a numbered sheet that begin small or with a bullet belong to the criterion above.
    fn goes_on(&mut self, text: &str) -> bool {
        let goes_on = text.starts_with(|c: char| c.is_lowercase() || "•●▪‣·–-*".contains(c));
        let open = self.outcome_open;
        let last = self.current().and_then(|u| u.outcomes.last_mut()).and_then(|o| o.criteria.last_mut());
        match last.filter(|_| goes_on && open) {
            Some(criterion) => {
                criterion.text = format!("{} {text}", criterion.text);
                true
            }
            None => false,
        }
    }

    fn add(&mut self, code: String, text: String, guidance: &str, place: String) -> String {
        let open = self.outcome_open;
        let Some(unit) = self.reading.units.last_mut() else { return code };
        let amplification = (!guidance.is_empty()).then(|| guidance.to_owned());
        let Some(outcome) = unit.outcomes.last_mut().filter(|_| open) else {
            let proposed_outcome = code.rsplit_once('.').map(|(outcome, _)| outcome.to_owned());
            let proposed_code = (!code.is_empty()).then(|| code.clone());
            if let Some(words) = amplification {
                unit.left_over.push(LeftOver { text: words, place: place.clone() });
            }
            unit.unassigned_criteria.push(UnassignedCriterion {
                text,
                proposed_outcome,
                proposed_code,
                confidence: 1.0,
                place,
            });
            return code;
        };
        let origin = if code.is_empty() { "generated" } else { "published" };
        let code =
            if code.is_empty() { format!("{}.{}", outcome.code, outcome.criteria.len() + 1) } else { code };
        self.unnumbered += usize::from(origin == "generated");
        if self.unnumbered == 1 && origin == "generated" {
            let message = "criteria carry no numbers; they are numbered by us";
            unit.defects.push(defect(DefectKind::NoNumbering, message, place.clone()));
        }
        outcome.criteria.push(ProposedCriterion {
            code: code.clone(),
            code_origin: origin.into(),
            text,
            assignment: "published".into(),
            confidence: 1.0,
            place,
            amplification,
            id: None,
        });
        code
    }

    fn guidance(&mut self, row: &Row, text: &str) {
        let open = self.outcome_open;
        let where_ = self.at(row, Field::Guidance);
        let Some(unit) = self.current() else { return };
        match unit.outcomes.last_mut().and_then(|o| o.criteria.last_mut()).filter(|_| open) {
            Some(criterion) => {
                let before = criterion.amplification.take().map(|b| b + "\n").unwrap_or_default();
                criterion.amplification = Some(before + text);
            }
            None => unit.left_over.push(LeftOver { text: text.to_owned(), place: where_ }),
        }
    }

    fn finish(&mut self) {
        let ahead = std::mem::take(&mut self.ahead.left_over);
        if let Some(first) = self.reading.units.get_mut(self.first_unit) {
            first.left_over.splice(0..0, ahead);
        }
        for column in 0..self.columns.titles.len().max(widest(self.sheet)) {
            if self.columns.field(column).is_some() {
                continue;
            }
            let body = &self.sheet.rows[self.columns.body.min(self.sheet.rows.len())..];
            let filled = body.iter().filter(|row| !row.text(column).is_empty()).count();
            let title = self.columns.titles.get(column).map_or("", String::as_str);
            if filled > 0 {
                let name = super::cells::column_name(column);
                let message = format!(
                    "column {name} {title:?} has no place in a unit text: {filled} cells were not taken"
                );
                let where_ = if self.sheet.name.is_empty() {
                    String::new()
                } else {
                    format!("sheet {}", self.sheet.name)
                };
                self.reading.defects.push(defect(DefectKind::NotKept, message, where_));
            }
        }
    }
}

fn widest(sheet: &Sheet) -> usize {
    sheet.rows.iter().map(|row| row.cells.len()).max().unwrap_or_default()
}

/// The number after the highest that is there.
fn next_code(unit: &Proposal) -> String {
    let highest = unit.outcomes.iter().filter_map(|o| o.code.parse::<u32>().ok()).max().unwrap_or_default();
    highest.saturating_add(1).to_string()
}

/// A cell that holds several criteria, each line of which begins with its number; lines without one go on. Empty where the
/// cell is not such a list.
fn numbered_list(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (codes::cut(line, false), found.last_mut()) {
            (Some((code, words)), _) => found.push((code, words.to_owned())),
            (None, Some((_, before))) => *before = format!("{before} {line}"),
            (None, None) => return Vec::new(),
        }
    }
    found
}
