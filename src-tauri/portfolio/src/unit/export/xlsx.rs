//! A workbook that an assessor can read, filter and print: frozen heading, wrapped text, A4 landscape, heading on every page.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{Material, sheet};
use crate::error::{Error, Result};
use crate::journal::entry::Moment;

/// Widths of the columns, in characters: identity narrow, words wide.
const WIDTHS: [f64; 14] = [18.0, 12.0, 24.0, 7.0, 9.0, 12.0, 26.0, 7.0, 7.0, 6.0, 32.0, 7.0, 60.0, 40.0];
/// Columns that hold whole numbers.
const NUMBERS: [usize; 2] = [7, 8];
/// Unit columns that the heading freezes beside: none, so that narrow screens still show the words.
const FROZEN_ROWS: u32 = 1;

/// Writes the workbook. The date of making is `now`, so that the same export twice gives the same bytes.
pub fn write(material: &Material<'_>, now: Moment) -> Result<Vec<u8>> {
    let failed = |e: XlsxError| Error::Usage(format!("the workbook cannot be written: {e}"));
    let mut book = Workbook::new();
    let mut properties = DocProperties::new().set_title(material.title());
    if let Ok(made) = ExcelDateTime::from_timestamp(now.at.div_euclid(1000)) {
        properties = properties.set_creation_datetime(&made);
    }
    book.set_properties(&properties);
    let rows = sheet::rows(material);
    fill(book.add_worksheet().set_name("Units").map_err(failed)?, &rows).map_err(failed)?;
    book.save_to_buffer().map_err(failed)
}

fn fill(page: &mut Worksheet, rows: &[sheet::Row]) -> Result<(), XlsxError> {
    let line = Color::RGB(0x00BF_BFBF);
    let cell = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_border_color(line);
    let head = cell.clone().set_bold().set_background_color(Color::RGB(0x00E7_E6E6));
    for (column, width) in (0..).zip(WIDTHS) {
        page.set_column_width(column, width)?;
    }
    for (number, row) in (0..).zip(rows) {
        let format = if number == 0 { &head } else { &cell };
        for (column, text) in (0..).zip(row) {
            let whole =
                text.parse::<i32>().ok().filter(|_| number > 0 && NUMBERS.contains(&usize::from(column)));
            match whole {
                Some(whole) => page.write_number_with_format(number, column, whole, format)?,
                None if text.is_empty() => page.write_blank(number, column, format)?,
                None => page.write_string_with_format(number, column, text, format)?,
            };
        }
    }
    let last = u32::try_from(rows.len().saturating_sub(1)).unwrap_or(u32::MAX);
    page.autofilter(0, 0, last, 13)?;
    page.set_freeze_panes(FROZEN_ROWS, 0)?;
    page.set_repeat_rows(0, 0)?;
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    page.set_header("&L&A").set_footer("&Rpage &P of &N");
    Ok(())
}
