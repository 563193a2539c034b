//! Small PDFs made here, read again.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use lopdf::{Document as Pdf, Stream, dictionary};

use super::super::shown;
use super::*;

fn made(pages: &[&str]) -> Vec<u8> {
    let mut pdf = Pdf::with_version("1.5");
    let tree = pdf.new_object_id();
    let font = |name: &str| dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => name, "Encoding" => "WinAnsiEncoding" };
    let (plain, bold) = (pdf.add_object(font("Helvetica")), pdf.add_object(font("Helvetica-Bold")));
    let resources = pdf.add_object(dictionary! { "Font" => dictionary! { "F" => plain, "B" => bold } });
    let kids: Vec<Object> = pages
        .iter()
        .map(|drawing| {
            let content = pdf.add_object(Stream::new(dictionary! {}, drawing.as_bytes().to_vec()));
            pdf.add_object(dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content, "Resources" => resources }).into()
        })
        .collect();
    let count = i64::try_from(kids.len()).unwrap();
    pdf.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()] }.into());
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    pdf.trailer.set("Root", catalog);
    let mut out = Vec::new();
    pdf.save_to(&mut out).unwrap();
    out
}

fn at(x: u32, y: u32, words: &str) -> String {
    format!("BT /F 10 Tf {x} {y} Td ({words}) Tj ET\n")
}

fn said(pages: &[&str]) -> Vec<String> {
    read(&made(pages)).unwrap().blocks.iter().map(shown).filter(|said| said != "gap").collect()
}

#[test]
fn lines_headings_and_pages_are_read() {
    let first = format!(
        "BT /F 18 Tf 50 800 Td (Unit 4 Plan) Tj ET {} {}",
        at(50, 760, "1.1 Identify the needs"),
        at(50, 747, "of the customer")
    );
    assert_eq!(
        said(&[&first, &at(50, 800, "last")]),
        ["h1 Unit 4 Plan", "p0 1.1 Identify the needs", "p0 of the customer", "page", "p0 last"]
    );
}

#[test]
fn drawn_lines_make_rows_and_wrapped_cells_are_joined() {
    let grid = "40 780 m 400 780 l 40 740 m 400 740 l 140 700 m 400 700 l 40 660 m 400 660 l 40 660 m 40 780 l 140 660 m 140 780 l 400 660 m 400 780 l S\n";
    let words = [
        at(45, 765, "Outcome"),
        at(145, 765, "Criterion"),
        at(45, 725, "1 Plan"),
        at(145, 725, "1.1 state the"),
        at(145, 713, "needs"),
        at(145, 685, "1.2 do"),
        at(45, 620, "after"),
    ];
    assert_eq!(
        said(&[&format!("{grid}{}", words.concat())]),
        ["r Outcome|Criterion", "r 1 Plan|1.1 state the needs", "r |1.2 do", "p0 after"]
    );
}

#[test]
fn columns_set_by_gaps_make_rows() {
    let words = [
        at(50, 780, "Learning outcome"),
        at(250, 780, "Assessment criteria"),
        at(50, 760, "1 Understand how"),
        at(250, 760, "1.1 Explain why a form"),
        at(50, 748, "to plan"),
        at(250, 748, "is filled in"),
        at(250, 736, "1.2 Describe a case"),
    ];
    assert_eq!(
        said(&[&words.concat()]),
        [
            "r Learning outcome|Assessment criteria",
            "r 1 Understand how to plan|1.1 Explain why a form is filled in",
            "r |1.2 Describe a case"
        ]
    );
}

#[test]
fn scans_and_damage_are_told() {
    let scan = read(&made(&["", "0 0 100 100 re f"])).unwrap();
    assert!(scan.notes[0].starts_with("2 pages hold no text"), "{:?}", scan.notes);
    let whole = made(&[&at(50, 700, "x")]);
    assert!(read(&whole[..60]).unwrap_err().message.contains("damaged"));
}
