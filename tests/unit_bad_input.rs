//! Files that are torn, huge, deep, wrongly encoded or made to swell: each gives a clear error or a note that names the
//! place and the way out, in the extractor process as in this one, and nothing hangs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]

use std::io::Write;
use std::time::{Duration, Instant};

use portfolio::extract::Extractor;
use portfolio::unit::import::open::{Opened, Options};
use portfolio::unit::import::read::Kind;

fn here() -> Extractor {
    Extractor { program: None, ..Extractor::default() }
}

fn child() -> Extractor {
    Extractor::with(&journeys::people::program())
}

fn refusal(extractor: &Extractor, bytes: &[u8], name: &str) -> String {
    let clock = Instant::now();
    let said = extractor.open(bytes, Some(name), &Options::default()).expect_err(name).to_string();
    assert!(clock.elapsed() < Duration::from_secs(20), "{name} took {:?}", clock.elapsed());
    said
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

fn words(opened: Opened) -> (String, Vec<String>) {
    match opened {
        Opened::Document(_, document) => {
            (document.blocks.iter().map(|block| block.text() + "\n").collect(), document.notes)
        }
        Opened::Reading(reading) | Opened::Sheets(_, reading) => {
            panic!("a document was asked for, not {}", reading.format)
        }
    }
}

#[test]
fn torn_and_swelling_files_are_refused_in_words() {
    let bomb = vec![b' '; 65 << 20];
    let laughs = format!(
        "<!DOCTYPE a [<!ENTITY a '{}'>]><w:document><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>",
        "ha".repeat(99)
    );
    let whole = zipped(&[("word/document.xml", b"<w:document><w:body/></w:document>")]);
    let deep = "<a>".repeat(100_000);
    let cases: [(&str, Vec<u8>, &str); 11] = [
        ("torn.docx", whole[..whole.len() / 2].to_vec(), "damaged or was cut short"),
        ("bomb.docx", zipped(&[("word/document.xml", &bomb)]), "more than 64 MB"),
        (
            "bomb.odt",
            zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", &bomb)]),
            "more than 64 MB",
        ),
        ("deep.docx", zipped(&[("word/document.xml", deep.as_bytes())]), "nested"),
        ("line.docx", zipped(&[("word/document.xml", b"<w:document>\n<w:body>\n</w:document>")]), "line 3"),
        ("deep.html", format!("<html>{}", "<div>".repeat(100_000)).into_bytes(), "opened and not closed"),
        ("torn.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Cat".to_vec(), "damaged or was cut short"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), "save it as .docx"),
        ("old.rtf", b"{\\rtf1 words}".to_vec(), "save it as .docx"),
        ("what.zip", zipped(&[("a", b"b")]), "not known what kind"),
        ("deep.json", "{\"a\":".repeat(100_000).into_bytes(), "recursion"),
    ];
    for (name, bytes, says) in cases {
        for extractor in [here(), child()] {
            let said = refusal(&extractor, &bytes, name);
            assert!(said.contains(says), "{name}: {said}");
        }
    }
    let (text, _) = words(
        child()
            .open(
                &zipped(&[("word/document.xml", laughs.as_bytes())]),
                Some("laughs.docx"),
                &Options::default(),
            )
            .unwrap(),
    );
    assert!(text.len() < 100, "{text}");
}

#[test]
fn a_place_beyond_all_sheets_is_an_error_and_not_another_cell() {
    let rels = "http://schemas.openxmlformats.org/package/2006/relationships";
    let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let of = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationships xmlns='{rels}'><Relationship Id='{id}' Type='{kinds}/{kind}' Target='{target}'/></Relationships>"
        )
    };
    for place in ["A4294967297", "AAAAAAAAAAAA1"] {
        let sheet =
            format!("<worksheet><sheetData><row><c r='{place}'><v>1</v></c></row></sheetData></worksheet>");
        let book = format!(
            "<workbook xmlns:r='{kinds}'><sheets><sheet name='U' sheetId='1' r:id='r1'/></sheets></workbook>"
        );
        let file = zipped(&[
            ("_rels/.rels", of("r0", "officeDocument", "xl/workbook.xml").as_bytes()),
            ("xl/workbook.xml", book.as_bytes()),
            ("xl/_rels/workbook.xml.rels", of("r1", "worksheet", "worksheets/sheet1.xml").as_bytes()),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ]);
        for extractor in [here(), child()] {
            let said = refusal(&extractor, &file, "place.xlsx");
            assert!(said.contains("place of a cell"), "{place}: {said}");
        }
    }
}

#[test]
fn a_hundred_megabytes_are_refused_at_once() {
    let huge = vec![b'x'; (100 << 20) + 1];
    for kind in [Kind::Text, Kind::Pdf, Kind::Docx, Kind::Html, Kind::Csv] {
        let options = Options { kind: Some(kind), ..Options::default() };
        let said = here().open(&huge, None, &options).expect_err("huge").to_string();
        assert!(said.contains("100 MB"), "{kind:?}: {said}");
    }
}

#[test]
fn a_million_rows_are_refused_with_their_place() {
    let said = refusal(&here(), "x\n".repeat(1_000_001).as_bytes(), "rows.txt");
    assert!(said.contains("line 1000001"), "{said}");
    let sheet =
        format!("LO,Learning outcome,AC,Assessment criterion\n{}", "1,Plan,1.1,Identify\n".repeat(1_000_001));
    let said = refusal(&here(), sheet.as_bytes(), "rows.csv");
    assert!(said.contains("more than 200000 rows"), "{said}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_child_that_takes_too_much_is_stopped_with_the_reason() {
    let rows = format!("<table>{}", "<tr><td>a<td>b".repeat(1_000_001));
    let lazy = Extractor { most_seconds: 1, patience: Duration::from_secs(60), ..child() };
    let said = refusal(&lazy, rows.as_bytes(), "rows.html");
    assert!(said.contains("too much of the processor's time"), "{said}");
    let narrow = Extractor { most_memory: 192 << 20, patience: Duration::from_secs(60), ..child() };
    let said = refusal(&narrow, format!("<html>{}", "<p>a".repeat(4 << 20)).as_bytes(), "large.html");
    assert!(said.contains("more memory than"), "{said}");
    // What is small fits into the same limits.
    assert!(narrow.open(b"<html><p>1.1 Plan", Some("u.html"), &Options::default()).is_ok());
}

#[test]
fn a_child_that_takes_too_long_is_stopped() {
    let page = format!("<html>{}", "<p>words <b>more</b>".repeat(200_000));
    let hurried = Extractor { patience: Duration::from_millis(1), ..child() };
    let said = refusal(&hurried, page.as_bytes(), "page.html");
    assert!(said.contains("longer than"), "{said}");
    let quiet = Extractor { most_said: 1000, ..child() };
    let said = refusal(&quiet, format!("<html>{}", "<p>words".repeat(1000)).as_bytes(), "page.html");
    assert!(said.contains("text came out of it"), "{said}");
}

/// A program that stands in for the extractor: it says that it has begun, then does what `then` says.
#[cfg(target_os = "linux")]
struct Stubborn {
    folder: tempfile::TempDir,
}

#[cfg(target_os = "linux")]
impl Stubborn {
    fn that(then: &str) -> Stubborn {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let begun = folder.path().join("begun");
        assert!(std::process::Command::new("mkfifo").arg(&begun).status().unwrap().success());
        let program = folder.path().join("program");
        let script = format!("#!/bin/sh\necho $$ > '{}'\n{then}\n", begun.display());
        std::fs::write(&program, script).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        Stubborn { folder }
    }

    fn extractor(&self, patience: Duration) -> Extractor {
        Extractor { patience, ..Extractor::with(&self.folder.path().join("program")) }
    }

    /// Waits until the program has begun; its number among the processes.
    fn begun(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("begun")).unwrap().trim().to_owned()
    }
}

/// More than a pipe holds, of a kind that is read in the child.
#[cfg(target_os = "linux")]
fn page() -> Vec<u8> {
    format!("<html>{}", "<p>words".repeat(100_000)).into_bytes()
}

#[test]
#[cfg(target_os = "linux")]
fn a_child_that_never_ends_is_killed_whether_it_says_nothing_or_no_more() {
    // It hears nothing, says nothing and heeds no signal that can be heeded; or it closes its mouth and stays.
    for (then, patience, why) in [
        ("trap '' TERM HUP INT\nexec sleep 1000", Duration::from_secs(2), "longer than 2 seconds"),
        ("exec >&-\nexec sleep 1000", Duration::from_secs(60), "was stopped"),
    ] {
        let program = Stubborn::that(then);
        let extractor = program.extractor(patience);
        let (said, number) = std::thread::scope(|scope| {
            let reading = scope.spawn(|| refusal(&extractor, &page(), "page.html"));
            let number = program.begun();
            (reading.join().unwrap(), number)
        });
        assert!(said.contains(why), "{then}: {said}");
        assert!(
            !std::path::Path::new("/proc").join(&number).exists(),
            "{then}: process {number} is still there"
        );
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_reading_that_nobody_waits_for_any_more_ends_with_its_process() {
    let program = Stubborn::that("exec sleep 1000");
    let extractor = Extractor { ticket: Some("a".into()), ..program.extractor(Duration::from_secs(600)) };
    let begin = Instant::now();
    let (said, number) = std::thread::scope(|scope| {
        let reading = scope.spawn(|| refusal(&extractor, &page(), "page.html"));
        let number = program.begun();
        portfolio::extract::stop("somebody else's");
        portfolio::extract::stop("a");
        (reading.join().unwrap(), number)
    });
    assert!(said.contains("it was stopped"), "{said}");
    assert!(!std::path::Path::new("/proc").join(&number).exists(), "process {number} is still there");
    assert!(begin.elapsed() < Duration::from_secs(60), "it was not waited for");

    // Stopped before it has begun, it does not begin; the next one under the ticket is not concerned.
    portfolio::extract::stop("b");
    let child = Extractor { ticket: Some("b".into()), ..child() };
    assert!(refusal(&child, &page(), "page.html").contains("it was stopped"));
    assert!(child.open(b"<html><p>1.1 Plan", Some("u.html"), &Options::default()).is_ok());
}

#[test]
fn the_child_reads_what_this_process_reads() {
    let page = "<h1>Unit 4</h1><table><tr><th>LO<th>AC<tr><td>1 Plan<td>1.1 Café</table>".as_bytes();
    let both =
        [here(), child()].map(|extractor| extractor.open(page, Some("u.html"), &Options::default()).unwrap());
    assert_eq!(both[0], both[1]);
    let missing = Extractor::with(std::path::Path::new("no-such-program"));
    assert!(refusal(&missing, page, "u.html").contains("could not be started"));
}

#[test]
fn characters_of_other_encodings_are_read_and_noted() {
    let utf16: Vec<u8> = "1.1 Café – till".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [(&[u8], bool); 3] =
        [("1.1 Café – till".as_bytes(), false), (&utf16, true), (b"1.1 Caf\xe9 \x96 till", true)];
    for (bytes, noted) in cases {
        let (text, notes) = words(here().open(bytes, Some("u.txt"), &Options::default()).unwrap());
        assert_eq!((text.as_str(), notes.is_empty()), ("1.1 Café – till\n", !noted));
    }
}

#[test]
#[cfg(unix)]
fn the_sheets_that_a_person_chooses_from_are_those_that_the_extractor_saw() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("extractor");
    // It says what a workbook holds that nobody else can read: so whatever is shown came from it.
    let said = "#!/bin/sh\nread -r asked\n\
        echo '{\"sheets\":[{\"name\":\"Criteria\",\"rows\":1,\"first\":[[\"1.1\",\"Plan\"]],\"headerRow\":null,\"titles\":[],\"columns\":{}}]}'\n\
        echo '{\"reading\":{\"format\":\"Excel workbook\",\"units\":[],\"qualifications\":[],\"links\":[],\"raw\":[],\"defects\":[]}}'\n";
    std::fs::write(&program, said).unwrap();
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o700)).unwrap();
    let file = folder.path().join("unit.xls");
    // The signature of an old workbook, and then nothing that is one.
    std::fs::write(&file, [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 600]].concat())
        .unwrap();
    let source = portfolio::reading::Source::File(&file);
    let read = portfolio::reading::read_by(&Extractor::with(&program), source, &Default::default()).unwrap();
    let shown: Vec<(&str, usize)> = read.sheets.iter().map(|s| (s.name.as_str(), s.rows.len())).collect();
    assert_eq!(shown, [("Criteria", 1)]);
}
