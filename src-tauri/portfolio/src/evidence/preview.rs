//! What the window shows of a file that the web view cannot show by itself: paragraphs of documents, slides, messages and
//! pages, cells of a workbook, or nothing and why. Only words come out: no formulas, markup, pictures or links. Pure, for the
//! extractor process; refuses to know whose file it is.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Error;
use crate::evidence::text::kind::{self, Kind};
use crate::evidence::text::{Shape, read as words};
use crate::unit::import::sheet::cells::{Sheet, sheets};

/// Most rows shown of one sheet.
const MOST_ROWS: usize = 20_000;
/// Most cells shown of one workbook.
const MOST_CELLS: usize = 400_000;
/// Most sheets shown.
const MOST_SHEETS: usize = 100;
/// Most characters shown of one cell.
const LONGEST_CELL: usize = 1_000;
/// Name of the only sheet of a format that names none.
const UNNAMED: &str = "Sheet1";

/// A file as the window shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "is")]
pub enum PreviewView {
    /// Paragraphs with their places.
    Text {
        /// Kind of file in words: "Word document".
        kind: String,
        /// Paragraphs in reading order.
        passages: Vec<PreviewPiece>,
        /// What was not read or had to be guessed.
        notes: Vec<String>,
    },
    /// Cells of a workbook.
    Sheets {
        /// Kind of file in words: "Excel workbook".
        kind: String,
        /// Its sheets in order; at least one.
        sheets: Vec<PreviewSheet>,
    },
    /// Nothing can be shown.
    Nothing {
        /// Why, and the way out.
        reason: String,
    },
}

/// A paragraph, heading, item or row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreviewPiece {
    /// What it is.
    pub shape: Shape,
    /// Its place: "para 7", "slide 3".
    pub place: Option<String>,
    /// Its words.
    pub text: String,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreviewSheet {
    /// Name, as it stands in a place.
    pub name: String,
    /// Rows with content.
    pub rows: Vec<PreviewRow>,
    /// What is not shown, in words.
    pub notes: Vec<String>,
}

/// One row with content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PreviewRow {
    /// Row of the sheet, from 1.
    pub number: u32,
    /// Cells from column A on; trailing empty ones are absent.
    pub cells: Vec<String>,
}

/// Reads a file; `ending` is that of its name, in lower case, without the dot.
#[must_use]
pub fn read(bytes: &[u8], ending: &str) -> PreviewView {
    match kind::of(bytes, ending) {
        Kind::Sheets(_) | Kind::Csv => workbook_of(bytes),
        Kind::Pdf
        | Kind::Docx
        | Kind::Odt
        | Kind::Pptx
        | Kind::Odp
        | Kind::Mail
        | Kind::Msg
        | Kind::Html
        | Kind::Rtf
        | Kind::Text
        | Kind::Media(_)
        | Kind::Locked(_)
        | Kind::Other(_) => words_of(bytes, ending),
    }
}

/// A reason with the way out.
#[must_use]
pub fn nothing(reason: &str) -> PreviewView {
    let mut letters = reason.trim_end_matches(['.', ' ']).chars();
    let reason: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    let way_out = if reason.contains("pen it in") { ";" } else { ". Open it in its own program;" };
    PreviewView::Nothing { reason: format!("{reason}{way_out} mapping works as usual.") }
}

fn words_of(bytes: &[u8], ending: &str) -> PreviewView {
    match words::read(bytes, ending) {
        Ok(text) => PreviewView::Text {
            kind: text.kind,
            passages: text
                .passages
                .into_iter()
                .map(|passage| PreviewPiece {
                    shape: passage.shape,
                    place: passage.place.map(|place| place.text().to_owned()),
                    text: passage.text,
                })
                .collect(),
            notes: text.notes,
        },
        Err(none) => nothing(&none.reason),
    }
}

fn workbook_of(bytes: &[u8]) -> PreviewView {
    match sheets(bytes) {
        Ok((format, sheets)) if sheets.iter().any(|sheet| !sheet.rows.is_empty()) => {
            let mut left = MOST_CELLS;
            let shown = sheets.iter().take(MOST_SHEETS).map(|sheet| shown(sheet, &mut left));
            PreviewView::Sheets { kind: format.words().into(), sheets: shown.collect() }
        }
        Ok((format, _)) => nothing(&format!("This {} holds no cells with content", format.words())),
        Err(Error::UnitText(why)) => nothing(&format!("This workbook cannot be shown: {why}")),
        Err(other) => nothing(&format!("This workbook cannot be shown: {other}")),
    }
}

/// As much of a sheet as is left to show.
fn shown(sheet: &Sheet, left: &mut usize) -> PreviewSheet {
    let mut rows = Vec::new();
    for row in &sheet.rows {
        if rows.len() == MOST_ROWS || row.cells.len() > *left {
            break;
        }
        *left -= row.cells.len();
        let cells = row.cells.iter().map(|cell| cell.text.chars().take(LONGEST_CELL).collect()).collect();
        rows.push(PreviewRow { number: row.number, cells });
    }
    let mut notes = sheet.notes.clone();
    if rows.len() < sheet.rows.len() {
        notes.push(format!(
            "{} of {} rows with content are shown. Open the file in its own program for the rest.",
            rows.len(),
            sheet.rows.len()
        ));
    }
    let name = if sheet.name.is_empty() { UNNAMED.into() } else { sheet.name.clone() };
    PreviewSheet { name, rows, notes }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_shown_with_their_places_and_a_formula_is_text() {
        let PreviewView::Sheets { kind, sheets } = read(b"name,hours\n\nAda,=SUM(A1)\n", "csv") else {
            panic!("no sheets");
        };
        assert_eq!((kind.as_str(), sheets.len(), sheets[0].name.as_str()), ("CSV", 1, "Sheet1"));
        let rows: Vec<(u32, String)> = sheets[0].rows.iter().map(|r| (r.number, r.cells.join("|"))).collect();
        assert_eq!(rows, [(1, "name|hours".to_owned()), (3, "Ada|=SUM(A1)".to_owned())]);
    }

    #[test]
    fn paragraphs_come_with_places_and_markup_does_not_come() {
        let page = b"<h1>Visit</h1><script>run()</script><p>We <b>met</b> at noon.</p>";
        let PreviewView::Text { passages, .. } = read(page, "html") else { panic!("no text") };
        let seen: Vec<(Shape, &str, &str)> = passages
            .iter()
            .map(|p| (p.shape, p.place.as_deref().unwrap_or_default(), p.text.as_str()))
            .collect();
        assert_eq!(
            seen,
            [(Shape::Heading, "para 1", "Visit"), (Shape::Paragraph, "para 2", "We met at noon.")]
        );
    }

    #[test]
    fn a_long_sheet_says_what_is_left_out() {
        let text: String = (0..MOST_ROWS + 5).map(|n| format!("{n},x\n")).collect();
        let PreviewView::Sheets { sheets, .. } = read(text.as_bytes(), "csv") else { panic!("no sheets") };
        assert_eq!(sheets[0].rows.len(), MOST_ROWS);
        assert!(sheets[0].notes.iter().any(|n| n.contains("20000 of 20005")), "{:?}", sheets[0].notes);
    }

    #[test]
    fn what_cannot_be_shown_says_why_and_the_way_out() {
        for (bytes, ending) in [
            (&b"PK\x03\x04 torn"[..], "xlsx"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
            (b"", "csv"),
            (b"{\\rtf1}", "rtf"),
        ] {
            let PreviewView::Nothing { reason } = read(bytes, ending) else { panic!("{ending} is shown") };
            let way_out = reason.matches("pen it in").count();
            assert!(way_out == 1 && reason.ends_with("; mapping works as usual."), "{ending}: {reason}");
            assert!(reason.starts_with(char::is_uppercase), "{reason}");
        }
    }
}
