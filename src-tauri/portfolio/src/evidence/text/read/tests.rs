//! Small files of each format made here, and what is read out of them; bad ones with their reasons.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::io::Write;

use super::*;
use crate::evidence::text::passage::Text;

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn lines(text: &Text) -> Vec<String> {
    let place = |p: &crate::evidence::locator::Place| p.text().to_owned();
    text.passages
        .iter()
        .map(|p| format!("{:?} {}: {}", p.shape, p.place.as_ref().map(place).unwrap_or_default(), p.text))
        .collect()
}

fn shown(bytes: &[u8], ending: &str) -> Vec<String> {
    lines(&read(bytes, ending).unwrap())
}

#[test]
fn plain_text_is_read_in_paragraphs() {
    let text = b"# Visit\n\nThe till was\nclosed by super-\nvision.\n- one\n- two\n\nEnd\n";
    assert_eq!(
        shown(text, "txt"),
        [
            "Heading para 1: Visit",
            "Paragraph para 2: The till was closed by supervision.",
            "Paragraph para 3: - one",
            "Paragraph para 4: - two",
            "Paragraph para 5: End",
        ]
    );
}

#[test]
fn a_word_document_counts_what_a_person_sees() {
    let body = "<w:p><w:r><w:t>First</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>Second</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Date</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Task</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let bytes =
        zipped(&[("word/document.xml", &format!("<w:document><w:body>{body}</w:body></w:document>"))]);
    assert_eq!(
        shown(&bytes, "docx"),
        ["Paragraph para 1: First", "Paragraph para 2: Second", "Row para 3: Date | Task"]
    );
}

#[test]
fn rows_of_sheets_carry_their_cells() {
    assert_eq!(
        shown(b"Day,Task\nMon,\"Stock, count\"\n,late\n", "csv"),
        ["Row Sheet1!A1:B1: Day | Task", "Row Sheet1!A2:B2: Mon | Stock, count", "Row Sheet1!B3: late"]
    );
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("My hours").unwrap();
    sheet.write(0, 0, "Day").unwrap();
    sheet.write(4, 2, "Counted the stock").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(shown(&bytes, "bin"), ["Row 'My hours'!A1: Day", "Row 'My hours'!C5: Counted the stock"]);
}

#[test]
fn slides_come_in_the_order_in_which_they_are_shown() {
    let slide = |title: &str, words: &str| {
        format!(
            "<p:sld><p:sp><p:nvSpPr><p:nvPr><p:ph type='title'/></p:nvPr></p:nvSpPr><a:p><a:r><a:t>{title}</a:t></a:r></a:p></p:sp>\
             <p:sp><a:p><a:r><a:t>{words}</a:t></a:r><a:br/><a:r><a:t>on</a:t></a:r></a:p></p:sp>\
             <p:sp><p:nvSpPr><p:nvPr><p:ph type='sldNum'/></p:nvPr></p:nvSpPr><a:p><a:r><a:t>9</a:t></a:r></a:p></p:sp></p:sld>"
        )
    };
    let rels = |pairs: &[(&str, &str)]| {
        let all: String =
            pairs.iter().map(|(id, to)| format!("<Relationship Id='{id}' Target='{to}'/>")).collect();
        format!("<Relationships>{all}</Relationships>")
    };
    let bytes = zipped(&[
        (
            "ppt/presentation.xml",
            "<p:presentation><p:sldIdLst><p:sldId id='256' r:id='rId2'/><p:sldId id='257' r:id='rId1'/></p:sldIdLst></p:presentation>",
        ),
        (
            "ppt/_rels/presentation.xml.rels",
            &rels(&[("rId1", "slides/slide1.xml"), ("rId2", "slides/slide2.xml")]),
        ),
        ("ppt/slides/slide1.xml", &slide("Close", "Thank the team")),
        ("ppt/slides/slide2.xml", &slide("Open", "Greet")),
        ("ppt/slides/_rels/slide2.xml.rels", &rels(&[("rId1", "../notesSlides/notesSlide1.xml")])),
        ("ppt/notesSlides/notesSlide1.xml", "<p:notes><a:p><a:r><a:t>Say names</a:t></a:r></a:p></p:notes>"),
    ]);
    assert_eq!(
        shown(&bytes, "pptx"),
        [
            "Heading slide 1: Open",
            "Paragraph slide 1: Greet on",
            "Paragraph slide 1: Say names",
            "Heading slide 2: Close",
            "Paragraph slide 2: Thank the team on",
        ]
    );
}

#[test]
fn a_mail_is_read_with_what_is_attached() {
    let mail = "From: Ada Okafor <ada@college.example>\r\nTo: ben@college.example\r\nSubject: =?utf-8?q?Caf=C3=A9_visit?=\r\n\
        Date: Thu, 12 Nov 2026 09:30:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
        --b\r\nContent-Type: text/html\r\n\r\n<p>Please see the <b>plan</b>.</p><script>steal()</script><p>Ada</p>\r\n\
        --b\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename=\"plan.csv\"\r\n\r\nDay,Task\r\nMon,Stock\r\n\
        --b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=\"tills.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n\
        --b--\r\n";
    assert_eq!(
        shown(mail.as_bytes(), "eml"),
        [
            "Heading message heading: Café visit",
            "Row message heading: From: Ada Okafor <ada@college.example>",
            "Row message heading: To: ben@college.example",
            "Row message heading: Date: Thu, 12 Nov 2026 09:30:00 +0000",
            "Paragraph para 1: Please see the plan.",
            "Paragraph para 2: Ada",
            "Item attachment \"plan.csv\": Attachment: plan.csv",
            "Row Sheet1!A1:B1 of attachment \"plan.csv\": Day | Task",
            "Row Sheet1!A2:B2 of attachment \"plan.csv\": Mon | Stock",
            "Item attachment \"tills.png\": Attachment: tills.png",
        ]
    );
}

#[test]
fn an_outlook_message_is_read_like_a_mail() {
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    let wide = |words: &str| words.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    file.create_storage("/__attach_version1.0_#00000000").unwrap();
    for (name, bytes) in [
        ("/__properties_version1.0", vec![0; 32]),
        ("/__substg1.0_0037001F", wide("Café visit")),
        ("/__substg1.0_0C1A001F", wide("Ada Okafor")),
        ("/__substg1.0_1000001F", wide("Please see the plan.\r\n\r\nAda")),
        ("/__attach_version1.0_#00000000/__substg1.0_3707001F", wide("plan.csv")),
        ("/__attach_version1.0_#00000000/__substg1.0_37010102", b"Day,Task\nMon,Stock\n".to_vec()),
    ] {
        file.create_stream(name).unwrap().write_all(&bytes).unwrap();
    }
    let bytes = file.into_inner().into_inner();
    assert_eq!(
        shown(&bytes, "dat"),
        [
            "Heading message heading: Café visit",
            "Row message heading: From: Ada Okafor",
            "Paragraph para 1: Please see the plan.",
            "Paragraph para 2: Ada",
            "Item attachment \"plan.csv\": Attachment: plan.csv",
            "Row Sheet1!A1:B1 of attachment \"plan.csv\": Day | Task",
            "Row Sheet1!A2:B2 of attachment \"plan.csv\": Mon | Stock",
        ]
    );
    assert_eq!(read(&bytes[..700], "msg").unwrap_err().why, Why::Damaged);
}

#[test]
fn mails_within_mails_are_followed_so_far_and_no_further() {
    let mut mail = "Subject: innermost\r\n\r\nDeep words\r\n".to_owned();
    for depth in 0..60 {
        mail = format!("Subject: level {depth}\r\nContent-Type: message/rfc822\r\n\r\n{mail}");
    }
    let text = read(format!("From: a@b.example\r\n{mail}").as_bytes(), "eml").unwrap();
    assert!(text.notes.iter().any(|note| note.contains("4 deep")), "{:?}", text.notes);
    assert!(!lines(&text).join("\n").contains("Deep words"));
}

#[test]
fn rich_text_gives_its_words_alone() {
    let rich = br"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator Writer}{\info{\title Hidden}}\pard Caf\'e9 \u8211? the \b tills\b0\par
{\pict\pngblip 89504e47}Second \{line\}\line more \uc2\u-10179??\u-8704??\par
\trowd\intbl Day\cell Task\cell\row\pard {\field{\*\fldinst HYPERLINK x}{\fldrslt Link}}\bin4 {{{{ end\par}";
    assert_eq!(
        shown(rich, "rtf"),
        [
            "Paragraph para 1: Café – the tills",
            "Paragraph para 2: Second {line} more 😀",
            "Row para 3: Day | Task",
            "Paragraph para 4: Link end",
        ]
    );
    let deep = format!("{{\\rtf1 {}", "{".repeat(5000));
    assert_eq!(read(deep.as_bytes(), "rtf").unwrap_err().why, Why::Damaged);
}

#[test]
fn what_has_no_text_says_why() {
    let manifest = "<manifest><encryption-data/></manifest>";
    let locked = zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", "<a/>"),
        ("META-INF/manifest.xml", manifest),
    ]);
    let torn = &zipped(&[("word/document.xml", "<w:document>")])[..];
    let empty = zipped(&[("word/document.xml", "<w:document><w:body><w:p/></w:body></w:document>")]);
    let laughs = "<!DOCTYPE w [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><w:document><w:body><w:p><w:r><w:t>&b; ok</w:t></w:r></w:p></w:body></w:document>";
    let cases: [(&[u8], &str, Why, &str); 9] = [
        (b"", "pdf", Why::Empty, "empty"),
        (b"\xff\xd8\xff\xe0", "docx", Why::Media, "picture"),
        (&locked, "odt", Why::Locked, "password"),
        (b"%PDF-1.7 junk", "pdf", Why::Damaged, "PDF"),
        (torn, "docx", Why::Damaged, "word/document.xml"),
        (&empty, "docx", Why::Empty, "no text was found in this Word document"),
        (b"PK\x03\x04....", "zip", Why::Unknown, "zip archive"),
        (b"PK\x03\x04....", "docx", Why::Damaged, "Word document"),
        (b"   \n", "txt", Why::Empty, "no text"),
    ];
    for (bytes, ending, why, says) in cases {
        let none = read(bytes, ending).unwrap_err();
        assert!(none.why == why && none.reason.contains(says), ".{ending}: {none:?}");
    }
    let bytes = zipped(&[("word/document.xml", laughs)]);
    assert_eq!(shown(&bytes, "docx"), ["Paragraph para 1: \u{fffd} ok"]);
}
