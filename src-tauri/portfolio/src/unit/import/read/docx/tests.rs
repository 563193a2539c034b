//! Small documents made here, read again.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::io::Write;

use super::super::shown;
use super::*;

fn made(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn document(body: &str) -> Vec<u8> {
    let styles = "<w:styles><w:style w:styleId='H2'><w:name w:val='heading 2'/></w:style>\
        <w:style w:styleId='Own'><w:basedOn w:val='H2'/></w:style></w:styles>";
    let level = |n: usize, kind: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl='{n}'><w:start w:val='1'/><w:numFmt w:val='{kind}'/><w:lvlText w:val='{text}'/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:numbering><w:abstractNum w:abstractNumId='0'>{}{}{}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
         <w:num w:numId='2'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num></w:numbering>",
        level(0, "decimal", "%1"),
        level(1, "decimal", "%1.%2"),
        level(2, "bullet", "\u{f0b7}")
    );
    made(&[
        ("word/document.xml", format!("<w:document><w:body>{body}</w:body></w:document>")),
        ("word/styles.xml", styles.to_owned()),
        ("word/numbering.xml", numbering),
    ])
}

fn read_body(body: &str) -> Vec<String> {
    read(&document(body)).unwrap().blocks.iter().map(shown).filter(|said| said != "gap").collect()
}

fn item(list: u8, level: u8, words: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"
    )
}

#[test]
fn lists_get_the_numbers_that_word_shows() {
    let items = [
        (1, 0, "Plan"),
        (1, 1, "a"),
        (1, 1, "b"),
        (1, 2, "dot"),
        (1, 0, "Do"),
        (1, 1, "c"),
        (2, 0, "Again"),
        (2, 1, "d"),
    ];
    let body: String = items.iter().map(|(list, level, words)| item(*list, *level, words)).collect();
    assert_eq!(
        read_body(&body),
        ["b0 1 Plan", "b1 1.1 a", "b1 1.2 b", "b2 • dot", "b0 2 Do", "b1 2.1 c", "b0 1 Again", "b1 1.1 d"]
    );
}

#[test]
fn styles_changes_and_boxes_are_followed() {
    let said = read_body(
        "<w:p><w:pPr><w:pStyle w:val='Own'/></w:pPr><w:r><w:t>Aim</w:t></w:r></w:p>\
         <w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:r><w:t xml:space='preserve'> words</w:t>\
         <w:drawing><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></w:drawing></w:r></w:p>\
         <w:p><w:r><w:br w:type='page'/><w:t>next</w:t></w:r></w:p>",
    );
    assert_eq!(said, ["h2 Aim", "p0 new words", "p0 boxed", "page", "p0 next"]);
}

#[test]
fn merged_cells_keep_their_words_once() {
    let cell = |look: &str, words: &str| {
        format!("<w:tc><w:tcPr>{look}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>")
    };
    let said = read_body(&format!(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr><w:tr>{}</w:tr></w:tbl>",
        cell("", "LO"),
        cell("", "AC"),
        cell("<w:vMerge w:val='restart'/>", "1 Plan"),
        cell("", "1.1 a"),
        cell("<w:vMerge/>", ""),
        cell("", "1.2 b"),
        cell("<w:gridSpan w:val='2'/>", "2 Do")
    ));
    assert_eq!(said, ["R LO|AC", "r 1 Plan|1.1 a", "r |1.2 b", "r 2 Do|"]);
}

#[test]
fn damaged_and_swelling_files_are_errors() {
    let whole = document("<w:p/>");
    assert!(read(&whole[..whole.len() / 2]).unwrap_err().message.contains("damaged"));
    assert!(
        read(&made(&[("word/other.xml", String::new())]))
            .unwrap_err()
            .message
            .contains("document.xml is missing")
    );
    let bomb = made(&[("word/document.xml", " ".repeat(65 << 20))]);
    assert!(bomb.len() < 1 << 20 && read(&bomb).unwrap_err().message.contains("more than 64 MB"));
}
