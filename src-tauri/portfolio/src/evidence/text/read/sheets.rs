//! Workbooks and text with delimiters as passages, one a row with its cells as the place. Refuses to know formulas and
//! what a column means.

use crate::evidence::locator::Place;
use crate::evidence::text::passage::{Gathered, Outcome, Shape};
use crate::unit::import::sheet::cells::{Row, column_name, sheets};

/// Name of the only sheet of a format that names none.
const UNNAMED: &str = "Sheet1";

/// Reads the rows of all sheets.
pub fn read(bytes: &[u8], words: &str) -> Outcome {
    let (_format, sheets) = sheets(bytes).map_err(|e| super::failed(&e, words))?;
    let mut gathered = Gathered::default();
    for sheet in &sheets {
        let name = if sheet.name.is_empty() { UNNAMED } else { &sheet.name };
        let named =
            |note: &String| if sheets.len() > 1 { format!("sheet {name}: {note}") } else { note.clone() };
        sheet.notes.iter().map(named).for_each(|note| gathered.note(note));
        for row in &sheet.rows {
            if gathered.is_full() {
                break;
            }
            let cells: Vec<&str> =
                row.cells.iter().map(|c| c.text.as_str()).filter(|text| !text.is_empty()).collect();
            gathered.put(Shape::Row, place(name, row).as_ref(), &cells.join(" | "));
        }
    }
    gathered.done(words)
}

/// `Hours!A5:C5`: from the first cell with content to the last.
fn place(sheet: &str, row: &Row) -> Option<Place> {
    let (first, last) = (row.filled().next()?, row.filled().last()?);
    let (from, to) = (column_name(first), column_name(last));
    let n = row.number;
    let cells = if first == last { format!("{from}{n}") } else { format!("{from}{n}:{to}{n}") };
    Place::parse(&format!("'{sheet}'!{cells}"))
}
