//! The matrix in long form: one row for each link, and one for each criterion without one, so that a spreadsheet can filter and
//! count it. No cell can be run as a formula.

use crate::matrix::layout::clean::prose;
use crate::matrix::{LearningOutcome, MappingLine, Matrix, Row, words};
use crate::unit::export::csv;
use crate::unit::import::delimited::guarded;

/// The columns.
pub const COLUMNS: [&str; 28] = [
    "Learner",
    "ULN",
    "Unit",
    "Unit number",
    "URN",
    "Edition",
    "Status",
    "LO",
    "Learning outcome",
    "AC",
    "Assessment criterion",
    "Evidence",
    "Title",
    "Place",
    "Method",
    "Note",
    "Decision",
    "Reason",
    "Feedback",
    "Still needed",
    "By when",
    "Confirmed",
    "To be judged again",
    "Decided on",
    "Recorded on",
    "Assessor",
    "IV",
    "Gap",
];

type Cells = [String; 28];

/// The file. Dates stay ISO, as programs sort them.
pub fn write(matrix: &Matrix) -> Vec<u8> {
    let mut rows: Vec<Cells> = vec![COLUMNS.map(str::to_owned)];
    for outcome in &matrix.outcomes {
        for row in &outcome.rows {
            if row.mappings.is_empty() {
                rows.push(cells(matrix, outcome, row, None));
            }
            rows.extend(row.mappings.iter().map(|mapping| cells(matrix, outcome, row, Some(mapping))));
        }
    }
    let safe: Vec<Cells> = rows.into_iter().map(|row| row.map(|cell| guarded(&prose(&cell)))).collect();
    csv::write(&safe)
}

fn cells(matrix: &Matrix, outcome: &LearningOutcome, row: &Row, mapping: Option<&MappingLine>) -> Cells {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let status = [words::status(matrix), words::header(matrix)];
    let status = status.into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join(" · ");
    [
        matrix.learner.name.clone(),
        text(&matrix.learner.uln),
        matrix.unit.title.clone(),
        text(&matrix.unit.ao_number),
        text(&matrix.unit.urn),
        words::edition(matrix),
        status,
        words::outcome_code(&outcome.code),
        outcome.text.clone(),
        words::code(row),
        if row.outcome_level && row.text.trim().is_empty() {
            words::OUTCOME_LEVEL.to_owned()
        } else {
            row.text.clone()
        },
        mapping.map_or_else(String::new, |m| m.reference.clone()),
        mapping.map_or_else(String::new, |m| m.title.clone()),
        mapping.map_or_else(String::new, |m| words::place(m).to_owned()),
        mapping.map_or_else(String::new, |m| m.method.clone()),
        mapping.map_or_else(String::new, |m| text(&m.note)),
        words::outcome(row.decision).to_owned(),
        text(&row.reason),
        row.told.as_ref().map_or_else(String::new, |told| told.feedback.clone()),
        row.told.as_ref().map_or_else(String::new, |told| told.needed.clone()),
        row.told.as_ref().and_then(|told| told.due.clone()).unwrap_or_default(),
        row.confirmed.as_ref().map(words::confirmation).unwrap_or_default(),
        text(&row.again),
        text(&row.decided_on),
        text(&row.recorded_on),
        text(&row.assessor_initials),
        words::iv_mark(matrix, row).unwrap_or_default().to_owned(),
        if row.is_gap() { words::GAP.to_owned() } else { String::new() },
    ]
}
