//! The cells of an OpenDocument spreadsheet. Own reader, because a repeat count in the file must never be believed
//! beyond the limits. Refuses to know styles, formulas and what a column means.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::cells::{Cell, CellKind, MOST_COLUMNS, MOST_SHEETS, Sheet, put, too_many};
use crate::error::{Error, Result};

/// Sheets of `content.xml`.
pub fn sheets(content: &[u8]) -> Result<Vec<Sheet>> {
    let mut reader = Reader::from_reader(content);
    let mut state = State::default();
    loop {
        let event = reader.read_event().map_err(|e| {
            Error::UnitText(format!("its content.xml is damaged at byte {}: {e}", reader.error_position()))
        })?;
        match event {
            Event::Start(tag) => state.open(&tag, false)?,
            Event::Empty(tag) => state.open(&tag, true)?,
            Event::End(tag) => state.close(tag.local_name().as_ref())?,
            Event::Text(text) => state.words(&text.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(text) => state.words(&text.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(name) => state.reference(&name),
            Event::Eof => return Ok(state.sheets),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

#[derive(Default)]
struct State {
    sheets: Vec<Sheet>,
    /// Row of the sheet that is being read, from 1, and how often it stands.
    row: u32,
    row_times: u32,
    cells: Vec<Cell>,
    taken: usize,
    cell: Option<(Cell, usize)>,
    paragraphs: usize,
    in_paragraph: bool,
    /// Depth inside an annotation or a change record: not shown, not read.
    aside: usize,
}

impl State {
    fn open(&mut self, tag: &BytesStart<'_>, empty: bool) -> Result<()> {
        let name = tag.local_name();
        if matches!(name.as_ref(), "annotation" | "tracked-changes") {
            self.aside += usize::from(!empty);
            return Ok(());
        }
        if self.aside > 0 {
            return Ok(());
        }
        match name.as_ref() {
            "table" => {
                if self.sheets.len() == MOST_SHEETS {
                    return Err(Error::UnitText(format!("it has more than {MOST_SHEETS} sheets")));
                }
                self.sheets
                    .push(Sheet { name: attribute(tag, "name").unwrap_or_default(), ..Sheet::default() });
                (self.row, self.taken) = (0, 0);
            }
            "table-row" => {
                self.row_times = times(tag, "number-rows-repeated");
                self.cells.clear();
                if empty {
                    self.close("table-row")?;
                }
            }
            "table-cell" | "covered-table-cell" => {
                self.cell = Some((
                    Cell { kind: kind(tag), ..Cell::default() },
                    times(tag, "number-columns-repeated") as usize,
                ));
                self.paragraphs = 0;
                if empty {
                    self.close("table-cell")?;
                }
            }
            "p" => {
                if self.paragraphs > 0 {
                    self.words("\n");
                }
                self.paragraphs += 1;
                self.in_paragraph = !empty;
            }
            "s" if self.in_paragraph => {
                let spaces = times(tag, "c").min(100) as usize;
                self.words(&" ".repeat(spaces));
            }
            "tab" if self.in_paragraph => self.words("\t"),
            "line-break" if self.in_paragraph => self.words("\n"),
            _other => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<()> {
        match name {
            "annotation" | "tracked-changes" => self.aside = self.aside.saturating_sub(1),
            _inside if self.aside > 0 => {}
            "p" => self.in_paragraph = false,
            "table-cell" | "covered-table-cell" => {
                if let Some((mut cell, times)) = self.cell.take() {
                    cell.text = cell.text.trim().to_owned();
                    let room = MOST_COLUMNS.saturating_sub(self.cells.len());
                    self.cells.extend(std::iter::repeat_n(cell, times.min(room)));
                }
            }
            "table-row" => self.end_row()?,
            _other => {}
        }
        Ok(())
    }

    /// A row that stands many times with content is content many times, up to the limit; an empty one only counts.
    fn end_row(&mut self) -> Result<()> {
        let cells = std::mem::take(&mut self.cells);
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        if cells.iter().any(|cell| !cell.text.is_empty()) {
            for n in 0..self.row_times {
                self.taken += cells.len();
                too_many(sheet, self.taken)?;
                put(sheet, self.row.saturating_add(n).saturating_add(1), cells.clone());
            }
        }
        self.row = self.row.saturating_add(self.row_times);
        Ok(())
    }

    fn words(&mut self, text: &str) {
        if let Some((cell, _)) = self.cell.as_mut().filter(|_| self.aside == 0 && self.paragraphs > 0) {
            cell.text.push_str(text);
        }
    }

    fn reference(&mut self, name: &quick_xml::events::BytesRef<'_>) {
        let plain = match name.resolve_char_ref() {
            Ok(Some(c)) => Some(c.to_string()),
            Ok(None) | Err(_) => {
                let name = name.xml_content(XmlVersion::Implicit1_0);
                quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned)
            }
        };
        self.words(plain.as_deref().unwrap_or("\u{fffd}"));
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().flatten().find(|a| a.key.local_name().as_ref() == name)?;
    let raw = found.value.into_owned();
    Some(quick_xml::escape::unescape(&raw).map_or_else(|_| raw.clone(), std::borrow::Cow::into_owned))
}

fn times(tag: &BytesStart<'_>, name: &str) -> u32 {
    attribute(tag, name).and_then(|n| n.parse().ok()).unwrap_or(1).max(1)
}

fn kind(tag: &BytesStart<'_>) -> CellKind {
    match attribute(tag, "value-type").as_deref() {
        Some("float" | "percentage" | "currency") => CellKind::Number,
        Some("date" | "time") => CellKind::Date,
        _other => CellKind::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(rows: &str) -> String {
        format!(
            "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"Units &amp; more\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
        )
    }

    #[test]
    fn cells_rows_and_repeats_are_read() {
        let rows = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>Plan<text:s/> &amp; do</text:p><text:p>two</text:p><office:annotation><text:p>aside</text:p></office:annotation></table:table-cell>\
            <table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell office:value-type=\"float\"><text:p>1.1</text:p></table:table-cell></table:table-row>\
            <table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
            <table:table-row><table:covered-table-cell/><table:table-cell><text:p>last &#233;</text:p></table:table-cell></table:table-row>";
        let sheets = sheets(content(rows).as_bytes()).unwrap();
        assert_eq!(sheets[0].name, "Units & more");
        let lines: Vec<(u32, String)> = sheets[0].rows.iter().map(|r| (r.number, r.line())).collect();
        assert_eq!(
            lines,
            [(1, "Plan  & do\ntwo |  |  | 1.1".to_owned()), (1_048_002, " | last é".to_owned())]
        );
        assert_eq!(sheets[0].rows[0].kind(3), CellKind::Number);
    }

    #[test]
    fn a_repeat_of_content_meets_the_limit() {
        let rows = "<table:table-row table:number-rows-repeated=\"4000000000\"><table:table-cell table:number-columns-repeated=\"4000000000\"><text:p>x</text:p></table:table-cell></table:table-row>";
        let said = sheets(content(rows).as_bytes()).unwrap_err().to_string();
        assert!(said.contains("more than"), "{said}");
    }

    #[test]
    fn torn_content_is_an_error() {
        for torn in ["<a><b></a>", "<office:body <", "<table:table-row><"] {
            assert!(sheets(torn.as_bytes()).is_err(), "{torn}");
        }
    }
}
