//! Bytes of a table in whichever format to sheets of cells: text with delimiters, and workbooks (XLSX, XLS, ODS).
//! Limits count bytes and cells actually produced, never sizes that a file declares. Refuses to know what a column means.

use std::io::{Cursor, Read};

use calamine::{Data, DataRef, ExcelDateTime, Reader, Xls, Xlsx};

use super::ods;
use crate::error::{Error, Result};
use crate::unit::import::delimited::{self, MOST_RECORDS, unguarded};

/// Most bytes that a workbook may unpack to.
pub const MOST_UNPACKED: u64 = 256 << 20;
/// Most cells taken from one sheet.
pub const MOST_CELLS: usize = 4_000_000;
/// Columns beyond this one are not looked at.
pub const MOST_COLUMNS: usize = 256;
/// Most sheets of one workbook.
pub const MOST_SHEETS: usize = 500;

/// One sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Name; empty where the format has none.
    pub name: String,
    /// Rows with content.
    pub rows: Vec<Row>,
    /// What had to be guessed or left, in words.
    pub notes: Vec<String>,
}

/// One row with content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Row of the sheet, or line of the file, from 1.
    pub number: u32,
    /// Cells from column A on; trailing empty ones are absent.
    pub cells: Vec<Cell>,
}

/// One cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it shows, without white space at the ends.
    pub text: String,
    /// What it is.
    pub kind: CellKind,
}

/// What a cell is, as far as it matters to a reader of codes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CellKind {
    /// Text, also of a CSV.
    #[default]
    Text,
    /// A number: "1.10" became 1.1 when it was typed.
    Number,
    /// A date: "1.1" may have been made the first of January.
    Date,
    /// #REF! and the like.
    Fault,
}

impl Cell {
    fn of(text: &str, kind: CellKind) -> Self {
        Self { text: text.trim().to_owned(), kind }
    }
}

impl Row {
    /// The cell of this column, empty where there is none.
    #[must_use]
    pub fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| &cell.text)
    }

    /// Sort of the cell of this column.
    #[must_use]
    pub fn kind(&self, column: usize) -> CellKind {
        self.cells.get(column).map_or(CellKind::Text, |cell| cell.kind)
    }

    /// Columns that hold something.
    pub fn filled(&self) -> impl Iterator<Item = usize> {
        self.cells.iter().enumerate().filter(|(_, cell)| !cell.text.is_empty()).map(|(column, _)| column)
    }

    /// All cells in one line.
    #[must_use]
    pub fn line(&self) -> String {
        self.cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | ")
    }
}

/// Which sort of table the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with this delimiter.
    Delimited(u8),
    /// Office Open XML.
    Xlsx,
    /// The older binary workbook.
    Xls,
    /// OpenDocument.
    Ods,
}

impl Format {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Delimited(b'\t') => "table with tabs",
            Self::Delimited(b';') => "CSV with semicolons",
            Self::Delimited(_) => "CSV",
            Self::Xlsx => "Excel workbook",
            Self::Xls => "Excel workbook (.xls)",
            Self::Ods => "OpenDocument spreadsheet",
        }
    }
}

/// Sheets of the table, and its format.
pub fn sheets(bytes: &[u8]) -> Result<(Format, Vec<Sheet>)> {
    if bytes.starts_with(b"PK") {
        return match packed(bytes)? {
            Packed::Ods(content) => Ok((Format::Ods, ods::sheets(&content)?)),
            Packed::Xlsx => Ok((Format::Xlsx, guarded(|| xlsx(bytes))?)),
        };
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Ok((Format::Xls, guarded(|| xls(bytes))?));
    }
    let records = delimited::records(bytes)?;
    let mut sheet = Sheet { notes: records.notes, ..Sheet::default() };
    for record in records.rows {
        let cells = record.cells.iter().take(MOST_COLUMNS);
        put(&mut sheet, record.line, cells.map(|c| Cell::of(unguarded(c.trim()), CellKind::Text)).collect());
    }
    Ok((Format::Delimited(records.delimiter), vec![sheet]))
}

/// Keeps a row that holds something.
pub(super) fn put(sheet: &mut Sheet, number: u32, mut cells: Vec<Cell>) {
    let filled = cells.iter().rposition(|cell| !cell.text.is_empty()).map_or(0, |last| last + 1);
    cells.truncate(filled);
    if filled > 0 {
        sheet.rows.push(Row { number, cells });
    }
}

enum Packed {
    Xlsx,
    Ods(Vec<u8>),
}

/// Unpacks everything once against the limit, so that what parses it later cannot be made to swell.
fn packed(bytes: &[u8]) -> Result<Packed> {
    let damaged = |e: zip::result::ZipError| Error::UnitText(format!("its zip container is damaged: {e}"));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut left = MOST_UNPACKED;
    let mut content = None;
    let mut xlsx = false;
    for i in 0..archive.len() {
        let file = archive.by_index(i).map_err(damaged)?;
        let name = file.name().map_err(damaged)?.into_owned();
        let keep = name == "content.xml";
        xlsx |= name == "xl/workbook.xml";
        let mut limited = file.take(left.saturating_add(1));
        let mut kept = Vec::new();
        let unpacked = if keep {
            limited.read_to_end(&mut kept).map(|n| n as u64)
        } else {
            std::io::copy(&mut limited, &mut std::io::sink())
        };
        let unpacked =
            unpacked.map_err(|e| Error::UnitText(format!("its part {name} cannot be unpacked: {e}")))?;
        left = left.checked_sub(unpacked).ok_or_else(|| {
            Error::UnitText(format!(
                "it unpacks to more than {} MB. Save only the sheets that you need",
                MOST_UNPACKED >> 20
            ))
        })?;
        if keep {
            content = Some(kept);
        }
    }
    match (xlsx, content) {
        (true, _) => Ok(Packed::Xlsx),
        (false, Some(content)) => Ok(Packed::Ods(content)),
        (false, None) => {
            Err(Error::UnitText("it is a zip file, but neither an Excel nor an OpenDocument workbook".into()))
        }
    }
}

/// The workbook library reckons with places of cells as they are written and stops the program where one is beyond all
/// numbers ("A99999999999"); here that is a damaged file like others. Release builds keep its sums checked for that.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|_stopped| {
        Err(Error::UnitText(
            "the workbook is damaged: it holds a place of a cell, or a number, that no workbook can have. Open it in a \
             sheet program and save it anew, or save the sheet as CSV"
                .into(),
        ))
    })
}

fn xlsx(bytes: &[u8]) -> Result<Vec<Sheet>> {
    let damaged = |e: calamine::XlsxError| Error::UnitText(format!("the workbook cannot be read: {e}"));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let names = some_sheets(book.sheet_names())?;
    let mut sheets = Vec::new();
    for name in names {
        let mut sheet = Sheet { name: name.clone(), ..Sheet::default() };
        // Chart sheets have no cells; a damaged sheet is an error of that sheet alone.
        match book.worksheet_cells_reader(&name) {
            Ok(mut reader) => {
                let next = || {
                    let cell = reader.next_cell().map_err(|e| e.to_string())?;
                    Ok(cell.map(|c| (c.get_position(), shown_ref(c.get_value()))))
                };
                stream(&mut sheet, next)?;
            }
            Err(e) => sheet.notes.push(format!("the sheet cannot be read: {e}")),
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

type Placed = ((u32, u32), Option<Cell>);

/// Takes cells one by one, so that a cell in the last corner of a sheet costs one cell.
fn stream(sheet: &mut Sheet, mut next: impl FnMut() -> Result<Option<Placed>, String>) -> Result<()> {
    let (mut current, mut cells, mut taken) = (0, Vec::new(), 0_usize);
    loop {
        let placed = next().map_err(|e| {
            Error::UnitText(format!(
                "sheet {}, after row {}: it cannot be read further: {e}",
                sheet.name,
                current + 1
            ))
        })?;
        let Some(((row, column), cell)) = placed else { break };
        taken += 1;
        too_many(sheet, taken)?;
        if row != current {
            put(sheet, current.saturating_add(1), std::mem::take(&mut cells));
            current = row;
        }
        let (Some(cell), column) = (cell, column as usize) else { continue };
        if column < MOST_COLUMNS {
            if cells.len() <= column {
                cells.resize(column + 1, Cell::default());
            }
            cells[column] = cell;
        }
    }
    put(sheet, current.saturating_add(1), cells);
    in_order(sheet);
    Ok(())
}

/// A sheet may store its rows in any order.
fn in_order(sheet: &mut Sheet) {
    if !sheet.rows.is_sorted_by_key(|row| row.number) {
        sheet.rows.sort_by_key(|row| row.number);
    }
}

/// The limits of one sheet.
pub(super) fn too_many(sheet: &Sheet, cells: usize) -> Result<()> {
    let way_out = "Keep only the units that you need in the sheet, or choose another sheet";
    if sheet.rows.len() > MOST_RECORDS {
        return Err(Error::UnitText(format!(
            "sheet {}: it has more than {MOST_RECORDS} rows. {way_out}",
            sheet.name
        )));
    }
    if cells > MOST_CELLS {
        return Err(Error::UnitText(format!(
            "sheet {}: it has more than {MOST_CELLS} cells. {way_out}",
            sheet.name
        )));
    }
    Ok(())
}

fn some_sheets(names: Vec<String>) -> Result<Vec<String>> {
    if names.len() > MOST_SHEETS {
        return Err(Error::UnitText(format!(
            "it has {} sheets; at most {MOST_SHEETS} are read",
            names.len()
        )));
    }
    Ok(names)
}

fn xls(bytes: &[u8]) -> Result<Vec<Sheet>> {
    let damaged = |e: calamine::XlsError| Error::UnitText(format!("the workbook cannot be read: {e}"));
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut sheets = Vec::new();
    for name in some_sheets(book.sheet_names())? {
        let mut sheet = Sheet { name: name.clone(), ..Sheet::default() };
        match book.worksheet_range(&name) {
            Ok(range) => {
                let (first_row, first_column) = range.start().unwrap_or_default();
                let mut cells = range.used_cells().map(|(row, column, value)| {
                    let place =
                        (first_row.saturating_add(small(row)), first_column.saturating_add(small(column)));
                    (place, shown(value))
                });
                stream(&mut sheet, || Ok(cells.next()))?;
            }
            Err(e) => sheet.notes.push(format!("the sheet cannot be read: {e}")),
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn shown_ref(value: &DataRef<'_>) -> Option<Cell> {
    match value {
        DataRef::SharedString(text) => Some(Cell::of(text, CellKind::Text)),
        DataRef::String(text) => Some(Cell::of(text, CellKind::Text)),
        DataRef::Int(n) => shown(&Data::Int(*n)),
        DataRef::Float(n) => shown(&Data::Float(*n)),
        DataRef::Bool(yes) => shown(&Data::Bool(*yes)),
        DataRef::DateTime(date) => shown(&Data::DateTime(*date)),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Some(Cell::of(text, CellKind::Date)),
        DataRef::Error(fault) => shown(&Data::Error(fault.clone())),
        DataRef::Empty => None,
    }
}

fn shown(value: &Data) -> Option<Cell> {
    Some(match value {
        Data::Int(n) => Cell::of(&n.to_string(), CellKind::Number),
        // The shortest form that reads back as the same number: 1.1, not 1.1000000000000001.
        Data::Float(n) => Cell::of(&n.to_string(), CellKind::Number),
        Data::String(text) => Cell::of(text, CellKind::Text),
        Data::Bool(yes) => Cell::of(if *yes { "TRUE" } else { "FALSE" }, CellKind::Text),
        Data::DateTime(date) => Cell::of(&moment(date), CellKind::Date),
        Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::of(text, CellKind::Date),
        Data::Error(fault) => Cell::of(&fault.to_string(), CellKind::Fault),
        Data::Empty => return None,
    })
}

/// A date as a person in Britain writes it, with the time where there is one; a length of time as hours. The number under
/// which a workbook keeps it says nothing to anybody.
fn moment(date: &ExcelDateTime) -> String {
    let value = date.as_f64();
    if !(0.0..2_958_466.0).contains(&value) {
        return value.to_string();
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    if date.is_duration() {
        let hours = u32::from(hour) + 24 * (value.floor() as u32);
        return format!("{hours}:{minute:02}:{second:02}");
    }
    let time = match (hour, minute, second) {
        (0, 0, 0) => String::new(),
        (hour, minute, 0) => format!("{hour:02}:{minute:02}"),
        (hour, minute, second) => format!("{hour:02}:{minute:02}:{second:02}"),
    };
    match (value < 1.0, time.is_empty()) {
        (true, true) => "00:00".into(),
        (true, false) => time,
        (false, true) => format!("{day:02}/{month:02}/{year}"),
        (false, false) => format!("{day:02}/{month:02}/{year} {time}"),
    }
}

/// Name of a column as spreadsheets show it: 0 → A, 26 → AA.
#[must_use]
pub fn column_name(column: usize) -> String {
    let (mut rest, mut name) = (column, Vec::new());
    loop {
        name.push(b'A' + u8::try_from(rest % 26).unwrap_or(0));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    name.iter().rev().map(|b| char::from(*b)).collect()
}

/// "sheet Units, cell E7", or "row 7, column E" where there is one sheet without a name.
#[must_use]
pub fn place(sheet: &str, row: u32, column: Option<usize>) -> String {
    match (sheet.is_empty(), column) {
        (true, None) => format!("line {row}"),
        (true, Some(column)) => format!("line {row}, column {}", column_name(column)),
        (false, None) => format!("sheet {sheet}, row {row}"),
        (false, Some(column)) => format!("sheet {sheet}, cell {}{row}", column_name(column)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_places_have_their_names() {
        for (column, name) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(column_name(column), name);
        }
        assert_eq!(place("Units", 7, Some(4)), "sheet Units, cell E7");
        assert_eq!(place("", 7, None), "line 7");
    }

    #[test]
    fn dates_are_shown_as_dates() {
        use calamine::ExcelDateTimeType::{DateTime, TimeDelta};
        for (value, kind, shown) in [
            (46_176.0, DateTime, "03/06/2026"),
            (45_943.541_666_7, DateTime, "13/10/2025 13:00"),
            (0.395_833_333_3, DateTime, "09:30"),
            (0.0, DateTime, "00:00"),
            (1.5, TimeDelta, "36:00:00"),
            (-1.0, DateTime, "-1"),
            (f64::NAN, DateTime, "NaN"),
            (1e300, TimeDelta, &1e300.to_string()),
        ] {
            assert_eq!(moment(&ExcelDateTime::new(value, kind, false)), shown, "{value}");
        }
    }

    #[test]
    fn a_cell_in_the_last_corner_costs_one_cell() {
        let mut cells = vec![
            ((0, 0), Some(Cell::of("a", CellKind::Text))),
            ((1_048_575, 16_383), Some(Cell::of("z", CellKind::Text))),
        ]
        .into_iter();
        let mut sheet = Sheet::default();
        stream(&mut sheet, || Ok(cells.next())).unwrap();
        assert_eq!(sheet.rows.len(), 1);
    }

    #[test]
    fn too_many_cells_are_an_error_that_names_the_sheet() {
        let mut n = 0_u32;
        let mut sheet = Sheet { name: "Big".into(), ..Sheet::default() };
        let cell = || Some(Cell::of("x", CellKind::Text));
        let next = || {
            n += 1;
            Ok(Some(((n, 0), cell())))
        };
        let said = stream(&mut sheet, next).unwrap_err().to_string();
        assert!(said.contains("sheet Big: it has more than 200000 rows"), "{said}");
    }

    #[test]
    fn other_zip_files_are_refused_by_name() {
        let mut bytes = Cursor::new(Vec::new());
        let mut writer = zip::ZipWriter::new(&mut bytes);
        writer.start_file("hello.txt", zip::write::SimpleFileOptions::default()).unwrap();
        writer.finish().unwrap();
        let said = sheets(bytes.get_ref()).unwrap_err().to_string();
        assert!(said.contains("neither an Excel nor an OpenDocument"), "{said}");
        assert!(sheets(b"PK\x03\x04 torn").unwrap_err().to_string().contains("zip container"));
    }

    #[test]
    fn a_workbook_that_swells_is_refused() {
        let mut bytes = Cursor::new(Vec::new());
        let mut writer = zip::ZipWriter::new(&mut bytes);
        writer.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
        for _ in 0..=(MOST_UNPACKED >> 20) {
            std::io::Write::write_all(&mut writer, &vec![0; 1 << 20]).unwrap();
        }
        writer.finish().unwrap();
        assert!(bytes.get_ref().len() < 1 << 20, "the file itself is small");
        let said = sheets(bytes.get_ref()).unwrap_err().to_string();
        assert!(said.contains("unpacks to more than 256 MB"), "{said}");
    }
}
