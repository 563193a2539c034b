//! Mutated files for every reader and importer, in this process: no panic, nothing longer than the limit. The seeds are
//! the corpus of unit texts and small files made here. A run prints its seed; the same seed gives the same inputs.
//! Refuses to know what a right reading is.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    reason = "a harness that cannot go on, or has no seed for a kind, stops the run"
)]

use std::fs;
use std::io::{Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use fastrand::Rng;
use portfolio::unit::import::open::{Options, open, read_file};
use portfolio::unit::import::read::Kind;

use crate::regions::Reached;

/// An input that takes longer has hung.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// How far an input goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// To its reader or importer.
    Parser,
    /// On to the recogniser.
    Recogniser,
}

/// Every parser: its name on the command line, how it is reached, and the modules that are its own.
pub const PARSERS: [(&str, Kind, Depth, &[&str]); 14] = [
    ("text", Kind::Text, Depth::Parser, &["read::text", "read::markers"]),
    ("html", Kind::Html, Depth::Parser, &["read::html"]),
    ("docx", Kind::Docx, Depth::Parser, &["read::docx", "read::parts", "read::xml"]),
    ("odt", Kind::Odt, Depth::Parser, &["read::odt"]),
    ("pdf", Kind::Pdf, Depth::Parser, &["read::pdf"]),
    ("csv", Kind::Csv, Depth::Parser, &["import::sheet", "import::delimited"]),
    ("xlsx", Kind::Xlsx, Depth::Parser, &["import::sheet"]),
    ("ods", Kind::Ods, Depth::Parser, &["sheet::ods"]),
    ("case", Kind::Case, Depth::Parser, &["import::case"]),
    ("matrix", Kind::Matrix, Depth::Parser, &["import::matrix"]),
    ("moodle", Kind::Moodle, Depth::Parser, &["import::moodle"]),
    ("ofqual", Kind::Ofqual, Depth::Parser, &["import::ofqual"]),
    ("json", Kind::Json, Depth::Parser, &["import::json"]),
    ("recogniser", Kind::Text, Depth::Recogniser, &["import::recognise"]),
];

/// A file to mutate; containers with their parts unpacked, so that mutations meet the parser and not the packing.
#[derive(Clone)]
enum Seed {
    Bytes(Vec<u8>),
    Parts(Vec<(String, Vec<u8>)>),
}

impl Seed {
    /// About how many bytes a reader meets.
    fn size(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::Parts(parts) => parts.iter().map(|part| part.1.len()).sum(),
        }
    }

    /// The file as a whole.
    fn packed(&self) -> Vec<u8> {
        match self {
            Self::Bytes(bytes) => bytes.clone(),
            Self::Parts(parts) => pack(parts),
        }
    }
}

/// What a run found.
#[derive(Debug, Default)]
pub struct Report {
    /// Inputs given.
    pub inputs: u64,
    /// Inputs that were read without an error.
    pub read: u64,
    /// Longest time for one input.
    pub longest: Duration,
    /// Panics, with the number of the input.
    pub panics: Vec<String>,
    /// Mutants that reached new regions and were mutated further.
    pub kept: usize,
    /// Regions of the parser's own modules: reached, and all. Nothing without counters in the build.
    pub regions: (usize, usize),
}

/// Gives mutated inputs to one parser until a number or a time is reached. With counters in the build an input depends
/// on those before it, for mutants that reach new regions are mutated further; the same seed gives the same run.
pub fn run(parser: (&str, Kind, Depth, &[&str]), seed: u64, inputs: u64, time: Duration) -> Report {
    let (_, kind, depth, modules) = parser;
    let mut seeds = seeds(kind);
    let whole = seeds.len();
    let mut reached = Reached::default();
    assert!(!seeds.is_empty(), "no seed for {kind:?}");
    let options = Options { kind: Some(kind), ..Options::default() };
    for (at, seed) in seeds.iter().enumerate() {
        // Mutants of a seed that is refused would only meet the door.
        open(&seed.packed(), None, &options).unwrap_or_else(|why| panic!("seed {at} for {kind:?}: {why}"));
    }
    let clock = Instant::now();
    let now = Arc::new(Now::default());
    watch(kind, seed, Arc::clone(&now));
    let mut report = Report::default();
    while report.inputs < inputs && clock.elapsed() < time {
        let mut rng = Rng::with_seed(seed ^ report.inputs.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let (mutant, input) = input(&seeds, whole, &mut rng);
        let begun = Instant::now();
        if let Ok(mut kept) = now.input.lock() {
            kept.clone_from(&input);
        }
        now.since.store(clock_millis(), Ordering::Relaxed);
        match catch_unwind(AssertUnwindSafe(|| try_one(&input, depth, &options))) {
            Ok(read) => report.read += u64::from(read),
            Err(_) => {
                let file = keep(kind, seed, &input);
                report.panics.push(format!("input {} ({file})", report.inputs));
            }
        }
        now.since.store(0, Ordering::Relaxed);
        report.longest = report.longest.max(begun.elapsed());
        report.inputs += 1;
        // Long ones are left: they would slow down all that comes after.
        if reached.update() > 0 && input.len() < 60_000 {
            seeds.push(mutant);
            report.kept += 1;
        }
    }
    report.regions = reached.of(modules);
    now.since.store(u64::MAX, Ordering::Relaxed);
    report
}

fn try_one(input: &[u8], depth: Depth, options: &Options) -> bool {
    match depth {
        Depth::Parser => open(input, None, options).is_ok(),
        Depth::Recogniser => read_file(input, None, options).is_ok(),
    }
}

fn clock_millis() -> u64 {
    static BEGIN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    u64::try_from(BEGIN.get_or_init(Instant::now).elapsed().as_millis()).unwrap_or(u64::MAX - 1).max(1)
}

/// The input that is being read, and since when.
#[derive(Default)]
struct Now {
    /// Milliseconds; 0 = none, the highest number = the run is over.
    since: AtomicU64,
    input: Mutex<Vec<u8>>,
}

/// Stops the whole run where one input takes too long: a hang cannot be caught otherwise.
fn watch(kind: Kind, seed: u64, now: Arc<Now>) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_millis(200));
            match now.since.load(Ordering::Relaxed) {
                0 => {}
                u64::MAX => return,
                begun if u128::from(clock_millis().saturating_sub(begun)) < PATIENCE.as_millis() => {}
                _too_long => {
                    let file = now.input.lock().map(|input| keep(kind, seed, &input)).unwrap_or_default();
                    eprintln!("an input for {kind:?} took longer than {PATIENCE:?}; seed {seed} ({file})");
                    std::process::abort();
                }
            }
        }
    });
}

/// Writes an input that failed, and gives its path.
fn keep(kind: Kind, seed: u64, input: &[u8]) -> String {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let file = std::env::temp_dir().join(format!("fuzz-{kind:?}-{seed}-{number}"));
    fs::write(&file, input).ok();
    file.display().to_string()
}

/// A mutant, and its bytes as the parser gets them.
fn input(seeds: &[Seed], whole: usize, rng: &mut Rng) -> (Seed, Vec<u8>) {
    // Most mutants are refused early; every other input comes from a whole file, so that much is read to its end.
    let from = if rng.bool() { whole } else { seeds.len() };
    // Small ones more often: they reach the same code in less time.
    let draws = [rng.usize(..from), rng.usize(..from), rng.usize(..from)];
    let from = draws.into_iter().min_by_key(|at| seeds[*at].size()).unwrap_or(0);
    match seeds[from].clone() {
        Seed::Bytes(mut bytes) => {
            mutate(&mut bytes, rng);
            (Seed::Bytes(bytes.clone()), bytes)
        }
        Seed::Parts(mut parts) => {
            for _ in 0..rng.usize(1..3) {
                let at = rng.usize(..parts.len());
                mutate(&mut parts[at].1, rng);
            }
            let mut packed = pack(&parts);
            // Now and then the container itself.
            if rng.u8(..10) == 0 {
                mutate(&mut packed, rng);
            }
            (Seed::Parts(parts), packed)
        }
    }
}

const PIECES: [&[u8]; 38] = [
    b"<",
    b">",
    b"</",
    b"\"",
    b"'",
    b"&",
    b"&#x0;",
    b"&amp;",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r\n",
    b"|",
    b"\0",
    b"\xff\xfe",
    b"-1",
    b"0",
    b"4294967296",
    b"99999999999999999999",
    b"1e309",
    b"null",
    b"1.1 ",
    b"LO1 ",
    b"\xe2\x80\xa2 ",
    b"<table><tr><td rowspan=99999 colspan=99999>",
    b"<w:p>",
    b"<w:tbl><w:tr><w:tc>",
    b"<w:gridSpan w:val='999999'/>",
    b"number-columns-repeated=\"9999999\"",
    b" Tj ",
    b" Tm ",
    b"<< /Length 99999999 >>",
    b"stream\n",
];

fn mutate(bytes: &mut Vec<u8>, rng: &mut Rng) {
    for _ in 0..rng.usize(1..6) {
        let at = rng.usize(..=bytes.len());
        let length = rng.usize(..=(bytes.len() - at).min(64));
        match rng.u8(..9) {
            0 if at < bytes.len() => bytes[at] = rng.u8(..),
            1 if at < bytes.len() => bytes[at] ^= 1 << rng.u8(..8),
            2 => drop(bytes.drain(at..at + length)),
            3 => {
                let part = bytes[at..at + length].to_vec();
                let to = rng.usize(..=bytes.len());
                bytes.splice(to..to, part);
            }
            4 => {
                let part = bytes[at..at + length].repeat(rng.usize(1..40));
                bytes.splice(at..at, part);
            }
            5 => bytes.truncate(at),
            6 | 7 => {
                let piece = PIECES[rng.usize(..PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            _number => number(bytes, at, rng),
        }
        bytes.truncate(1 << 20);
    }
}

/// Another number in the place of the next one.
fn number(bytes: &mut Vec<u8>, from: usize, rng: &mut Rng) {
    let Some(start) = bytes[from..].iter().position(u8::is_ascii_digit).map(|at| at + from) else { return };
    let end = bytes[start..].iter().position(|b| !b.is_ascii_digit()).map_or(bytes.len(), |at| at + start);
    let others: [&[u8]; 7] = [b"0", b"-1", b"1", b"255", b"65536", b"2147483648", b"18446744073709551616"];
    bytes.splice(start..end, others[rng.usize(..others.len())].iter().copied());
}

fn pack(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        if zip.start_file(name.as_str(), options).is_ok() {
            zip.write_all(bytes).ok();
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// The parts that a reader opens.
const READ_PARTS: [&str; 6] = [
    "word/document.xml",
    "word/styles.xml",
    "word/numbering.xml",
    "content.xml",
    "styles.xml",
    "META-INF/manifest.xml",
];

fn unpack(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a seed that is a container");
    let mut parts = Vec::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).expect("a part");
        let name = file.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("a part's bytes");
        // Parts that no reader opens would only be packed, for nothing; a large table of styles is read a thousand times for
        // one mutation in it, and smaller ones reach the same code.
        if READ_PARTS.contains(&name.as_str()) && bytes.len() < 60_000 {
            parts.push((name, bytes));
        }
    }
    parts
}

/// The corpus's files of a kind, and small ones.
fn seeds(kind: Kind) -> Vec<Seed> {
    let ending = match kind {
        Kind::Text => "txt",
        Kind::Html => "html",
        Kind::Docx => "docx",
        Kind::Odt => "odt",
        Kind::Pdf => "pdf",
        _other => "",
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/unit-texts/corpus/tuned");
    let mut files: Vec<_> =
        fs::read_dir(folder).expect("the corpus").map(|file| file.expect("a file").path()).collect();
    files.sort();
    files.retain(|path| !ending.is_empty() && path.extension().is_some_and(|own| own == ending));
    let mut seeds: Vec<Seed> = Vec::new();
    for bytes in
        files.iter().map(|path| fs::read(path).expect("a seed")).filter(|bytes| bytes.len() < 200_000)
    {
        seeds.push(if matches!(kind, Kind::Docx | Kind::Odt) {
            Seed::Parts(unpack(&bytes))
        } else {
            Seed::Bytes(bytes)
        });
    }
    seeds.extend(small(kind));
    // Large ones meet no other code, and fewer mutants.
    if seeds.iter().any(|seed| seed.packed().len() < 60_000) {
        seeds.retain(|seed| seed.packed().len() < 60_000);
    }
    seeds
}

/// Small files made here.
fn small(kind: Kind) -> Vec<Seed> {
    let text = |text: &str| vec![Seed::Bytes(text.as_bytes().to_vec())];
    let part = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    match kind {
        Kind::Pdf => vec![Seed::Bytes(small_pdf())],
        Kind::Csv => text(
            "Unit title,Level,LO,Learning outcome,AC,Assessment criterion,Guidance\r\nPlan,3,1,Be able to plan,1.1,\"Identify, and say\",note\r\n,,,,1.2,Agree,\r\n",
        ),
        Kind::Case => text(
            r#"{"CFDocument":{"identifier":"6f1c0000-0000-5000-8000-000000000001","uri":"urn:x","creator":"C","title":"Plan","lastChangeDateTime":"2026-11-21T10:00:00+00:00"},"CFItems":[{"identifier":"6f1c0000-0000-5000-8000-000000000002","uri":"urn:y","fullStatement":"Be able to plan","humanCodingScheme":"1","lastChangeDateTime":"2026-11-21T10:00:00+00:00"},{"identifier":"6f1c0000-0000-5000-8000-000000000003","uri":"urn:z","fullStatement":"Identify","humanCodingScheme":"1.1","lastChangeDateTime":"2026-11-21T10:00:00+00:00"}],"CFAssociations":[{"identifier":"6f1c0000-0000-5000-8000-000000000004","uri":"urn:a","associationType":"isChildOf","sequenceNumber":1,"originNodeURI":{"title":"1.1","identifier":"6f1c0000-0000-5000-8000-000000000003","uri":"urn:z"},"destinationNodeURI":{"title":"1","identifier":"6f1c0000-0000-5000-8000-000000000002","uri":"urn:y"},"lastChangeDateTime":"2026-11-21T10:00:00+00:00"}]}"#,
        ),
        Kind::Matrix => text(
            r#"{"framework":{"institution":"all","name":"Plan","description":"","selfassess":false,"standards":[{"shortname":"LO1","name":"Be able to plan","description":"","standardid":1}],"standardelements":[{"shortname":"1.1","name":"Identify","description":"all","standardid":1,"elementid":"1.1"}]}}"#,
        ),
        Kind::Moodle => text(
            "Parent ID number,ID number,Short name,Description,Description format,Scale values,Scale configuration,Rule type (optional),Rule outcome (optional),Rule config (optional),Cross-referenced competency ID numbers,Exported ID (optional),Is framework,Taxonomy\n,M1,Plan,,1,\"No,Yes\",\"[{\"\"scaleid\"\":\"\"2\"\"}]\",,,,,,1,outcome\n,M1-1,LO1 Be able,<p>Be able to plan</p>,1,,,,0,null,,1,,\nM1-1,M1-1.1,1.1 Identify,<p>Identify</p>,1,,,,0,null,,2,,\n",
        ),
        Kind::Ofqual => text(
            "Qualification Number,Qualification Title,Owner Organisation Name,Qualification Level,Total Credits,Operational Start Date,Operational End Date,Certification End Date\n603/2476/0,Diploma,Board,Level 3,37,01/09/2017,31/08/2027,31/08/2029\n",
        ),
        Kind::Json => text(
            r#"{"format":"assessor-spec","formatVersion":1,"id":"5b1f0000-0000-4000-8000-000000000001","handle":"plan","revision":"1","previous":[],"language":"en-GB","source":{"kind":"unknown","title":"t","issue":null,"publishedOn":null,"uri":null,"sha256":null,"notes":""},"awardingOrganisation":{"name":"Board","brand":null,"recognitionNumber":null,"confirmed":false},"qualifications":[],"unit":{"number":"4","urn":null,"title":"Plan","level":"3","credit":7,"glh":33,"tqt":null,"aim":"","nos":[],"assessmentRequirements":""},"outcomes":[{"id":"5b1f0000-0000-4000-8000-000000000002","code":"1","codeOrigin":"published","text":"Plan","inferred":false,"kind":"mixed","criteria":[{"id":"5b1f0000-0000-4000-8000-000000000003","code":"1.1","codeOrigin":"published","assignment":"published","text":"Identify","kind":"mixed","amplification":"","evidenceRequirements":[],"simulationAllowed":null}]}],"unassignedCriteria":[],"guidance":[],"keyTerms":[]}"#,
        ),
        Kind::Xlsx => vec![Seed::Parts(vec![
            part(
                "[Content_Types].xml",
                r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#,
            ),
            part(
                "_rels/.rels",
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
            ),
            part(
                "xl/workbook.xml",
                r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Units" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
            ),
            part(
                "xl/_rels/workbook.xml.rels",
                r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
            ),
            part(
                "xl/worksheets/sheet1.xml",
                r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:D2"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>LO</t></is></c><c r="B1" t="inlineStr"><is><t>Learning outcome</t></is></c><c r="C1" t="inlineStr"><is><t>AC</t></is></c><c r="D1" t="inlineStr"><is><t>Assessment criterion</t></is></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>Plan</t></is></c><c r="C2"><v>1.1</v></c><c r="D2" t="inlineStr"><is><t>Identify</t></is></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:A1"/></mergeCells></worksheet>"#,
            ),
        ])],
        Kind::Ods => vec![Seed::Parts(vec![
            part("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            part(
                "content.xml",
                r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="U"><table:table-row><table:table-cell><text:p>LO</text:p></table:table-cell><table:table-cell><text:p>Learning outcome</text:p></table:table-cell><table:table-cell><text:p>AC</text:p></table:table-cell><table:table-cell table:number-columns-repeated="1"><text:p>Assessment criterion</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float"><text:p>1</text:p></table:table-cell><table:table-cell><text:p>Plan</text:p></table:table-cell><table:table-cell><text:p>1.1</text:p></table:table-cell><table:table-cell><text:p>Identify</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#,
            ),
        ])],
        _other => Vec::new(),
    }
}

const DRAWING: &str = "q 1 0 0 1 0 0 cm 40 700 m 400 700 l 40 640 m 400 640 l 40 640 m 40 700 l 140 640 m 140 700 l 400 640 m 400 700 l S Q BT /F 10 Tf 45 680 Td (1 Plan) Tj 100 0 Td [(1.1 I) -20 (dentify)] TJ ET";

/// A page with nothing packed, so that mutations meet the drawing.
fn small_pdf() -> Vec<u8> {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{DRAWING}\nendstream", DRAWING.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut table = "xref\n0 6\n0000000000 65535 f \n".to_owned();
    for (object, number) in objects.iter().zip(1..) {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = file.len();
    file += &format!("{table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    file.into_bytes()
}
