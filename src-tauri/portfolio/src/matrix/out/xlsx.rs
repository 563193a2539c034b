//! The matrix as a workbook that looks like assessors' own sheets: criteria down, evidence across, method and place in the cell,
//! the decision in words at the right; heading and codes stay in sight and are printed on every page. Beside it the criteria
//! as a list, the evidence, and what the sheet is of. Every text is written as text: nothing in it can be run.

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::head;
use crate::error::{Error, Result};
use crate::matrix::layout::clean::{cut, line, prose};
use crate::matrix::{AnnexLine, Edition, LearningOutcome, Matrix, Outcome, Row, dates, words};
use crate::unit::import::delimited::guarded;

/// What a cell of the format may hold (32,767 characters), with room for the mark of the cut.
const CELL: usize = 32_700;
/// What columns the format has for evidence, with room for the others.
const ITEMS: usize = 16_000;
/// The row of the column headings of the first sheet, from 0.
const HEADING: u32 = 3;

/// Writes the workbook. Its date of making is that of the edition.
pub fn write(matrix: &Matrix) -> Result<Vec<u8>> {
    if matrix.evidence.len() > ITEMS {
        return Err(Error::Usage(format!(
            "a sheet has no room for {} items of evidence; export the unit as CSV, which has",
            matrix.evidence.len()
        )));
    }
    let failed = |e: XlsxError| Error::Usage(format!("the workbook cannot be written: {e}"));
    let mut book = Workbook::new();
    let (Edition::SignedOriginal { signed_on: date } | Edition::CurrentRecord { printed_at: date, .. }) =
        &matrix.edition;
    let title = line(&format!("{}: {}, {}", matrix.form.title, matrix.learner.name, matrix.unit.title));
    let mut properties = DocProperties::new().set_title(cut(&title, 200)).set_author("Portfolio Mapper");
    // The library would ask the clock where no date is given.
    let made = ExcelDateTime::parse_from_str(date).or_else(|_| ExcelDateTime::from_ymd(2000, 1, 1));
    if let Ok(made) = made {
        properties = properties.set_creation_datetime(&made);
    }
    book.set_properties(&properties);
    let looks = Looks::new();
    for (name, fill) in [
        ("Matrix", grid as Fill),
        ("Criteria", criteria),
        ("Evidence", evidence),
        ("Files", files),
        ("About", about),
    ] {
        let page = book.add_worksheet().set_name(name).map_err(failed)?;
        fill(page, matrix, &looks).map_err(failed)?;
    }
    book.save_to_buffer().map_err(failed)
}

type Fill = fn(&mut Worksheet, &Matrix, &Looks) -> std::result::Result<(), XlsxError>;
type Done = std::result::Result<(), XlsxError>;

/// The looks of cells. Colour only repeats what the words say.
struct Looks {
    cell: Format,
    strong: Format,
    head: Format,
    turned: Format,
    band: Format,
    title: Format,
    quiet: Format,
    alarm: Format,
    met: Format,
    partial: Format,
    not_yet: Format,
}

impl Looks {
    fn new() -> Self {
        let line = Color::RGB(0x00BF_BFBF);
        let cell = Format::new()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border(FormatBorder::Thin)
            .set_border_color(line);
        let head = cell.clone().set_bold().set_background_color(Color::RGB(0x00E7_E6E6));
        let inked = |ink| cell.clone().set_bold().set_font_color(Color::RGB(ink));
        Self {
            strong: cell.clone().set_bold(),
            turned: head
                .clone()
                .set_rotation(90)
                .set_align(FormatAlign::Bottom)
                .set_align(FormatAlign::Center),
            band: cell.clone().set_bold().set_background_color(Color::RGB(0x00EF_EDE8)),
            title: Format::new().set_bold().set_font_size(14),
            quiet: Format::new().set_font_color(Color::RGB(0x004A_4843)),
            alarm: Format::new().set_bold().set_font_color(Color::RGB(0x00A3_262A)),
            met: inked(0x000B_5D4E),
            partial: inked(0x008A_5300),
            not_yet: inked(0x00A3_262A),
            head,
            cell,
        }
    }

    const fn of(&self, row: &Row) -> &Format {
        match row.decision {
            Outcome::Met | Outcome::Rpl | Outcome::CreditTransfer => &self.met,
            Outcome::PartiallyMet => &self.partial,
            Outcome::NotYetMet | Outcome::InDispute => &self.not_yet,
            Outcome::Undecided if row.mappings.is_empty() => &self.not_yet,
            Outcome::Undecided => &self.cell,
        }
    }
}

/// Writes text that stays text: also when somebody edits the cell and leaves it, what looks like a formula is none.
fn put(page: &mut Worksheet, row: u32, column: u16, text: &str, look: &Format) -> Done {
    let text = cut(text, CELL);
    if text.is_empty() {
        page.write_blank(row, column, look)?;
    } else if guarded(&text) == text {
        page.write_string_with_format(row, column, &text, look)?;
    } else {
        page.write_string_with_format(row, column, &text, &look.clone().set_quote_prefix())?;
    }
    Ok(())
}

/// What printing shares: A4 landscape, one page wide, learner and unit above, page numbers below.
fn printing(page: &mut Worksheet, matrix: &Matrix) {
    // An ampersand begins a field of a header.
    let plain = |text: &str, most: usize| cut(&line(text), most).replace('&', "&&");
    let word = words::header(matrix);
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    page.set_margins(0.4, 0.4, 0.7, 0.6, 0.3, 0.3);
    let (learner, unit) = (plain(&matrix.learner.name, 50), plain(&matrix.unit.title, 50));
    page.set_header(format!("&L{learner} · {unit}&R{word}"));
    // Either has room for 255 signs; the longest edition that is not superseded has 95.
    page.set_footer(format!("&L{}&Rpage &P of &N", plain(&words::edition(matrix), 100)));
}

/// How a row is decided, and that it is a gap where it is one.
fn decision(row: &Row) -> String {
    if row.is_gap() && row.decision == Outcome::Undecided {
        return words::GAP.to_owned();
    }
    if row.is_gap() {
        return format!("{} · {}", words::outcome(row.decision), words::GAP);
    }
    words::outcome(row.decision).to_owned()
}

fn decided(row: &Row) -> String {
    row.decided_on.as_deref().map(dates::short).unwrap_or_default()
}

fn text(row: &Row) -> String {
    let level = if row.outcome_level { words::OUTCOME_LEVEL } else { "" };
    let parts = [row.text.as_str(), level].into_iter().filter(|part| !part.trim().is_empty());
    prose(&parts.collect::<Vec<_>>().join("\n"))
}

/// A column of the grid: what is looked up in the rows, and what stands above it. Links to what the list of evidence does
/// not hold have columns of their own, so that nothing is lost.
fn columns(matrix: &Matrix) -> Vec<(String, String)> {
    let mut columns: Vec<(String, String)> =
        matrix.evidence.iter().map(|item| (item.number.clone(), item.title.clone())).collect();
    let rows = matrix.outcomes.iter().flat_map(|outcome| &outcome.rows);
    for mapping in rows.flat_map(|row| &row.mappings) {
        if columns.len() < ITEMS && columns.iter().all(|(reference, _)| *reference != mapping.reference) {
            columns.push((mapping.reference.clone(), mapping.title.clone()));
        }
    }
    columns
}

fn grid(page: &mut Worksheet, matrix: &Matrix, looks: &Looks) -> Done {
    let items = columns(matrix);
    let count = u16::try_from(items.len()).unwrap_or(u16::MAX);
    let after = 2 + count;
    let last = after + 3;
    let unit = [matrix.unit.ao_number.as_deref().unwrap_or_default(), &matrix.unit.title];
    put(page, 0, 0, &line(unit.join(" ").trim()), &looks.title)?;
    let people = [Some(matrix.learner.name.as_str()), matrix.people.assessor.as_deref()];
    let [learner, assessor] = people.map(|name| line(name.unwrap_or(words::NOT_RECORDED)));
    let status = line(&words::status(matrix));
    let who = format!("{}: {learner} · Assessor: {assessor}", words::learner(matrix.learner.word));
    put(page, 1, 0, &format!("{who} · {} · {status}", words::counts(matrix)), &looks.quiet)?;
    let word = words::header(matrix);
    let word = if matrix.indicative { format!("{word}. {}", words::notice(matrix)) } else { word };
    put(page, 2, 0, &word, &looks.alarm)?;
    for (column, label, width) in [(0, "AC", 7.0), (1, "Assessment criterion", 52.0)] {
        page.set_column_width(column, width)?;
        put(page, HEADING, column, label, &looks.head)?;
    }
    for (column, (reference, title)) in (2..).zip(&items) {
        page.set_column_width(column, 13.0)?;
        put(page, HEADING, column, &format!("{} {}", line(reference), cut(&line(title), 40)), &looks.turned)?;
    }
    for (column, (label, width)) in
        (after..).zip([("Decision", 15.0), ("Decided", 11.0), ("Assessor", 9.0), ("IV", 12.0)])
    {
        page.set_column_width(column, width)?;
        put(page, HEADING, column, label, &looks.head)?;
    }
    page.set_row_height(HEADING, 150)?;
    let mut at = HEADING + 1;
    for outcome in &matrix.outcomes {
        band(page, (at, last), outcome, looks)?;
        at += 1;
        for row in &outcome.rows {
            across(page, at, (matrix, row), &items, looks)?;
            at += 1;
        }
    }
    page.autofilter(HEADING, 0, at.saturating_sub(1).max(HEADING), last)?;
    page.set_freeze_panes(HEADING + 1, 2)?;
    page.set_repeat_rows(HEADING, HEADING)?;
    page.set_repeat_columns(0, 1)?;
    printing(page, matrix);
    // One page wide would make many columns too small to read.
    if items.len() > 12 {
        page.set_print_scale(70);
    }
    Ok(())
}

fn band(page: &mut Worksheet, (at, last): (u32, u16), outcome: &LearningOutcome, looks: &Looks) -> Done {
    for column in 0..=last {
        page.write_blank(at, column, &looks.band)?;
    }
    put(page, at, 0, &line(&words::outcome_code(&outcome.code)), &looks.band)?;
    put(page, at, 1, &prose(&outcome.text), &looks.band)?;
    put(page, at, last - 3, &format!("{} met", words::met_of(outcome)), &looks.band)
}

fn across(
    page: &mut Worksheet,
    at: u32,
    (matrix, row): (&Matrix, &Row),
    items: &[(String, String)],
    looks: &Looks,
) -> Done {
    put(page, at, 0, &line(&words::code(row)), &looks.strong)?;
    put(page, at, 1, &text(row), &looks.cell)?;
    let mut column = 2;
    for (reference, _) in items {
        let own = row.mappings.iter().filter(|mapping| mapping.reference == *reference);
        let said: Vec<String> = own
            .map(|mapping| {
                let note =
                    mapping.note.as_deref().map(|note| format!(" ({})", line(note))).unwrap_or_default();
                format!("{} {}{note}", line(&mapping.method), line(words::place(mapping)))
            })
            .collect();
        put(page, at, column, &said.join("\n"), &looks.cell)?;
        column += 1;
    }
    let initials = row.assessor_initials.as_deref().unwrap_or_default();
    let mark = words::iv_mark(matrix, row).unwrap_or_default();
    let cells = [(decision(row), looks.of(row)), (decided(row), &looks.cell)];
    let people = [(line(initials), &looks.cell), (line(mark), &looks.cell)];
    for (text, look) in cells.into_iter().chain(people) {
        put(page, at, column, &text, look)?;
        column += 1;
    }
    Ok(())
}

/// A plain table with its heading, frozen, filtered and repeated.
fn table(page: &mut Worksheet, columns: &[(&str, f64)], rows: &[Vec<String>], looks: &Looks) -> Done {
    for (column, (label, width)) in (0..).zip(columns) {
        page.set_column_width(column, *width)?;
        put(page, 0, column, label, &looks.head)?;
    }
    for (at, row) in (1..).zip(rows) {
        for (column, text) in (0..).zip(row) {
            put(page, at, column, text, if column == 0 { &looks.strong } else { &looks.cell })?;
        }
    }
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let right = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    page.autofilter(0, 0, last, right)?;
    page.set_freeze_panes(1, 1)?;
    page.set_repeat_rows(0, 0)?;
    Ok(())
}

fn criteria(page: &mut Worksheet, matrix: &Matrix, looks: &Looks) -> Done {
    const COLUMNS: [(&str, f64); 10] = [
        ("AC", 8.0),
        ("LO", 30.0),
        ("Assessment criterion", 50.0),
        ("Evidence", 50.0),
        ("Decision", 16.0),
        ("Reason or feedback", 36.0),
        ("Decided", 11.0),
        ("Recorded", 11.0),
        ("Assessor", 9.0),
        ("IV", 14.0),
    ];
    let mut rows = Vec::new();
    for outcome in &matrix.outcomes {
        let learning = line(&format!("{} {}", words::outcome_code(&outcome.code), outcome.text));
        rows.extend(outcome.rows.iter().map(|row| listed(matrix, &learning, row)));
    }
    table(page, &COLUMNS, &rows, looks)?;
    printing(page, matrix);
    Ok(())
}

fn listed(matrix: &Matrix, learning: &str, row: &Row) -> Vec<String> {
    let links = row.mappings.iter().map(|m| {
        let note = m.note.as_deref().map(|note| format!(" · {}", line(note))).unwrap_or_default();
        let (reference, title, method) = (line(&m.reference), line(&m.title), line(&m.method));
        format!("{reference} {title} · {} · {method}{note}", line(words::place(m)))
    });
    let confirmed = row.confirmed.as_ref().map(words::confirmation);
    let reason = [row.reason.clone(), words::feedback(row), confirmed, words::again(row)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("\n");
    vec![
        line(&words::code(row)),
        learning.to_owned(),
        text(row),
        links.collect::<Vec<_>>().join("\n"),
        decision(row),
        prose(&reason),
        decided(row),
        row.recorded_on.as_deref().map(dates::short).unwrap_or_default(),
        line(row.assessor_initials.as_deref().unwrap_or_default()),
        line(words::iv_mark(matrix, row).unwrap_or_default()),
    ]
}

fn evidence(page: &mut Worksheet, matrix: &Matrix, looks: &Looks) -> Done {
    const COLUMNS: [(&str, f64); 8] = [
        ("Number", 10.0),
        ("Title", 46.0),
        ("Type", 24.0),
        ("Produced", 12.0),
        ("Added", 12.0),
        ("Author", 22.0),
        ("Where kept", 34.0),
        ("Files", 46.0),
    ];
    let stated = |text: &Option<String>| line(text.as_deref().unwrap_or(words::NOT_RECORDED));
    let date = |iso: &Option<String>| iso.as_deref().map_or(words::NOT_RECORDED.to_owned(), dates::short);
    let rows: Vec<Vec<String>> = matrix
        .evidence
        .iter()
        .map(|item| {
            let own = || matrix.annex.iter().filter(|file| file.number == item.number);
            vec![
                line(&item.number),
                line(&item.title),
                line(&item.kind),
                date(&item.produced_on),
                date(&item.added_on),
                stated(&item.author),
                stated(&item.kept),
                own().map(|file| line(&file.file_name)).collect::<Vec<_>>().join("\n"),
            ]
        })
        .collect();
    table(page, &COLUMNS, &rows, looks)?;
    printing(page, matrix);
    Ok(())
}

/// The annex: one row for each file relied on, with the check that tells whether it is still the very same.
fn files(page: &mut Worksheet, matrix: &Matrix, looks: &Looks) -> Done {
    const COLUMNS: [(&str, f64); 4] =
        [("Number", 10.0), ("File name", 60.0), ("Bytes", 14.0), ("SHA-256", 68.0)];
    let row = |file: &AnnexLine| {
        vec![line(&file.number), line(&file.file_name), file.size.to_string(), line(&file.sha256)]
    };
    let rows: Vec<Vec<String>> = matrix.annex.iter().map(row).collect();
    table(page, &COLUMNS, &rows, looks)?;
    printing(page, matrix);
    Ok(())
}

fn about(page: &mut Worksheet, matrix: &Matrix, looks: &Looks) -> Done {
    let mut facts = vec![
        ("Form", line(&format!("{} · version {}", matrix.form.title, matrix.form.version))),
        ("Edition", line(&words::edition(matrix))),
        ("Status", line(&words::status(matrix))),
        ("Criteria", words::counts(matrix)),
    ];
    let word = words::header(matrix);
    if !word.is_empty() {
        facts.push(("Marked", word));
    }
    if matrix.indicative {
        facts.push(("Indicative", words::notice(matrix).to_owned()));
    }
    for (label, value) in head(matrix) {
        facts.push((label, line(value.as_deref().unwrap_or(words::NOT_RECORDED))));
    }
    facts.extend(words::marks(matrix).into_iter().map(|mark| ("Key", mark.to_owned())));
    facts.push(("Methods", words::methods(matrix)));
    facts.push(("Initials", line(&words::initials(&matrix.people))));
    facts.push(("Signatures", "This workbook cannot be signed. The signed record is the PDF.".to_owned()));
    page.set_column_width(0, 32)?;
    page.set_column_width(1, 90)?;
    for (at, (label, value)) in (0..).zip(&facts) {
        put(page, at, 0, label, &looks.strong)?;
        put(page, at, 1, value, &looks.cell)?;
    }
    printing(page, matrix);
    Ok(())
}
