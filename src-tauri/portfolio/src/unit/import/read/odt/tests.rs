//! Small documents made here, read again.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::io::Write;

use super::super::shown;
use super::*;

fn said(body: &str) -> Vec<String> {
    let content = format!(
        "<office:document-content><office:automatic-styles><text:list-style style:name='L'>\
         <text:list-level-style-number text:level='1' style:num-format='1'/>\
         <text:list-level-style-number text:level='2' style:num-format='1' text:display-levels='2' style:num-suffix=')'/>\
         </text:list-style></office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("content.xml", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(content.as_bytes()).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    read(&bytes).unwrap().blocks.iter().map(shown).filter(|said| said != "gap").collect()
}

#[test]
fn headings_paragraphs_and_lists_are_read() {
    let item = |words: &str, inner: &str| {
        format!("<text:list-item><text:p>{words}</text:p>{inner}</text:list-item>")
    };
    let inner = format!("<text:list>{}{}</text:list>", item("a", ""), item("b", ""));
    let body = format!(
        "<text:h text:outline-level='2'>Aim</text:h><text:p>one<text:s/>two<text:note><text:p>no</text:p></text:note></text:p><text:list text:style-name='L'>{}{}</text:list>",
        item("Plan", &inner),
        item("Do", &format!("<text:list>{}</text:list>", item("c", "")))
    );
    assert_eq!(
        said(&body),
        ["h2 Aim", "p0 one two", "b0 1 Plan", "b1 1.1) a", "b1 1.2) b", "b0 2 Do", "b1 2.1) c"]
    );
}

#[test]
fn tables_keep_their_merged_cells_and_heading_rows() {
    let cell = |words: &str| format!("<table:table-cell><text:p>{words}</text:p></table:table-cell>");
    let body = format!(
        "<table:table><table:table-header-rows><table:table-row>{}{}</table:table-row></table:table-header-rows>\
         <table:table-row>{}{}</table:table-row><table:table-row><table:covered-table-cell/>{}</table:table-row></table:table>",
        cell("LO"),
        cell("AC"),
        cell("1 Plan"),
        cell("1.1 a"),
        cell("1.2 b")
    );
    assert_eq!(said(&body), ["R LO|AC", "r 1 Plan|1.1 a", "r |1.2 b"]);
}
