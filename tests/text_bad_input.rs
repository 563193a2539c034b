//! Files of evidence that are torn, huge, deep, locked or made to swell: each is listed with its reason by the extractor
//! process, within its limits, and the file after it is read as if nothing had happened.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]

use std::io::Write;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use portfolio::evidence::text::{Outcome, Why};
use portfolio::extract::Extractor;
use portfolio::extract::texts::TextReader;

fn child() -> Extractor {
    Extractor {
        patience: Duration::from_secs(60),
        most_said: 64 << 20,
        most_memory: 1 << 30,
        ..Extractor::with(&journeys::people::program())
    }
}

fn read(reader: &mut TextReader, bytes: &[u8], name: &str) -> Outcome {
    reader.read(bytes, name, &AtomicBool::new(false)).unwrap().expect("nobody stopped it")
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn locked() -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

fn mail_in_mail(depth: usize) -> Vec<u8> {
    let mut mail = "Subject: innermost\r\n\r\nDeep words\r\n".to_owned();
    for level in 0..depth {
        mail = format!("Subject: level {level}\r\nContent-Type: message/rfc822\r\n\r\n{mail}");
    }
    format!("From: a@b.example\r\n{mail}").into_bytes()
}

#[test]
fn each_bad_file_has_its_reason_and_the_next_one_is_read() {
    let bomb = vec![b' '; 70 << 20];
    let deep = "<a>".repeat(100_000);
    let half = zipped(&[("word/document.xml", b"<w:document><w:body/></w:document>")]);
    let cases: Vec<(&str, Vec<u8>, Why, &str)> = vec![
        ("torn.docx", half[..half.len() / 2].to_vec(), Why::Damaged, "damaged or was cut short"),
        ("bomb.docx", zipped(&[("word/document.xml", &bomb)]), Why::Damaged, "64 MB"),
        ("bomb.pptx", zipped(&[("ppt/presentation.xml", &bomb)]), Why::Damaged, "64 MB"),
        (
            "bomb.xlsx",
            zipped(&[("xl/workbook.xml", &bomb), ("a", &bomb), ("b", &bomb), ("c", &bomb)]),
            Why::Damaged,
            "256 MB",
        ),
        ("deep.docx", zipped(&[("word/document.xml", deep.as_bytes())]), Why::Damaged, "nested"),
        ("deep.pptx", zipped(&[("ppt/presentation.xml", deep.as_bytes())]), Why::Damaged, "nested"),
        (
            "deep.html",
            format!("<html>{}", "<div>".repeat(100_000)).into_bytes(),
            Why::Damaged,
            "opened and not closed",
        ),
        ("deep.rtf", format!("{{\\rtf1 {}", "{".repeat(100_000)).into_bytes(), Why::Damaged, "nested"),
        ("torn.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Cat".to_vec(), Why::Damaged, "damaged or was cut short"),
        ("picture.pdf", b"\x89PNG\r\n\x1a\n....".to_vec(), Why::Media, "picture"),
        ("locked.docx", locked(), Why::Locked, "password"),
        ("locked.xlsx", locked(), Why::Locked, "password"),
        (
            "message.msg",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            Why::Damaged,
            "this Outlook message cannot be read",
        ),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), Why::Unknown, "Word 97"),
        ("stuff.zip", zipped(&[("a.txt", b"words")]), Why::Unknown, "zip archive"),
        (
            "noise.txt",
            (0..50_000_u32).map(|n| (n * 7919 % 251) as u8).collect(),
            Why::Unknown,
            "unknown kind",
        ),
        ("empty.odt", Vec::new(), Why::Empty, "empty"),
    ];
    let mut reader = TextReader::new(child());
    for (name, bytes, why, says) in cases {
        let clock = Instant::now();
        let none = read(&mut reader, &bytes, name).expect_err(name);
        assert!(none.why == why && none.reason.contains(says), "{name}: {none:?}");
        assert!(clock.elapsed() < Duration::from_secs(40), "{name} took {:?}", clock.elapsed());
        let text = read(&mut reader, b"Good words", "good.txt").unwrap();
        assert_eq!(text.passages[0].text, "Good words", "after {name}");
    }
}

#[test]
fn laughs_and_mails_within_mails_are_read_no_further_than_is_safe() {
    let mut reader = TextReader::new(child());
    let laughs = b"<!DOCTYPE w [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><w:document><w:body><w:p><w:r><w:t>&b; ok</w:t></w:r></w:p></w:body></w:document>";
    let text = read(&mut reader, &zipped(&[("word/document.xml", laughs)]), "laughs.docx").unwrap();
    assert_eq!(text.passages[0].text, "\u{fffd} ok");
    for depth in [10, 20_000] {
        match read(&mut reader, &mail_in_mail(depth), "mail.eml") {
            Ok(text) => {
                assert!(text.notes.iter().any(|note| note.contains("deep was not read")), "{:?}", text.notes);
                assert!(text.passages.iter().all(|passage| passage.text != "Deep words"));
            }
            // So many inside each other defeat the mail parser; the child alone is lost.
            Err(none) => assert!(none.why == Why::Damaged && depth > 10, "{none:?}"),
        }
    }
    assert!(read(&mut reader, b"Good words", "good.txt").is_ok());
}

#[test]
fn a_child_that_takes_too_much_memory_is_stopped_and_the_next_reads_on() {
    let swelling =
        zipped(&[("word/document.xml", format!("<a>{}</a>", "<b c='d'/>".repeat(2_900_000)).as_bytes())]);
    let mut reader = TextReader::new(Extractor { most_memory: 200 << 20, ..child() });
    let none = read(&mut reader, &swelling, "swelling.docx").unwrap_err();
    if cfg!(target_os = "linux") {
        assert!(none.why == Why::Damaged && none.reason.contains("more memory"), "{none:?}");
    }
    assert!(read(&mut reader, b"Good words", "good.txt").is_ok());
}

#[test]
fn a_child_that_takes_too_long_or_is_to_stop_is_ended() {
    let long = zipped(&[("word/document.xml", format!("<a>{}</a>", "<b/>".repeat(2_000_000)).as_bytes())]);
    let mut reader = TextReader::new(Extractor { patience: Duration::ZERO, ..child() });
    let none = read(&mut reader, &long, "long.docx").unwrap_err();
    assert!(none.reason.contains("took longer than 0 seconds"), "{none:?}");
    let mut reader = TextReader::new(child());
    let clock = Instant::now();
    assert_eq!(reader.read(&long, "long.docx", &AtomicBool::new(true)).unwrap(), None);
    assert!(clock.elapsed() < Duration::from_secs(20));
    assert!(read(&mut reader, b"Good words", "good.txt").is_ok());
}

#[test]
fn a_child_that_says_too_much_is_stopped() {
    let mut reader = TextReader::new(Extractor { most_said: 10_000, ..child() });
    let none =
        read(&mut reader, "a paragraph of words\n\n".repeat(2_000).as_bytes(), "much.txt").unwrap_err();
    assert_eq!(none.why, Why::TooLarge);
    assert!(read(&mut reader, b"Good words", "good.txt").is_ok());
}
