//! Files that are meant to do harm, by their names or by what they are: each is on record exactly, or listed with its
//! reason; nothing outside the folder is read, and nothing hangs.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use journeys::churn::{Record, difference, expected};
use journeys::hostile;
use journeys::people::{LEARNER, OWN, Story, each, text};
use journeys::printed::{Printed, shown};
use journeys::story::{aloud, seed};
use portfolio::clock::Clock;
use portfolio::journal::id::Hash;
use portfolio::portfolio::Workspace;
use serde_json::json;

/// The name under which the record took a content in, byte for byte, read from the journal.
fn on_record(story: &Story, record: &Record) -> std::collections::BTreeMap<Vec<u8>, Hash> {
    let mut centre = Workspace::open(&story.workspace(), Clock::Machine).unwrap();
    let state = centre.book(record.book()).unwrap();
    state.files.iter().map(|row| (row.path.bytes().to_vec(), row.file)).collect()
}

#[test]
fn six_hundred_hostile_names_are_on_record_to_the_byte() {
    let mut story = Story::begin();
    let names = hostile::by_hand();
    assert!(names.len() >= 500, "{}", names.len());
    let made = hostile::put(story.folder(), names);
    assert!(made >= 500, "the disk took {made}");
    let answer = story.on("scan", json!({}));
    let record = Record::open(&story.workspace());
    let expected = expected(story.folder());
    assert_eq!(difference(&expected, &record.files()), None);
    assert_eq!(difference(&expected, &on_record(&story, &record)), None, "the journal has the very names");
    assert_eq!(answer["new"], expected.len());
    let steers = |c: char| {
        c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}')
    };
    for line in each(&answer["lines"]) {
        assert!(!text(line).contains(steers), "{line}");
    }
    for item in each(&story.on("evidence.list", json!({}))) {
        assert!(!text(&item["title"]).contains(steers), "{item}");
    }
}

#[test]
fn generated_names_are_on_record_to_the_byte() {
    let seed = seed();
    aloud(&format!("hostile names: PORTFOLIO_SEED={seed}"));
    let mut story = Story::begin();
    hostile::generate(story.folder(), seed, 1500);
    story.on("scan", json!({}));
    let record = Record::open(&story.workspace());
    let expected = expected(story.folder());
    assert_eq!(difference(&expected, &record.files()), None, "seed {seed}");
    assert_eq!(difference(&expected, &on_record(&story, &record)), None, "seed {seed}");
}

/// The fields of a file with commas and quotation marks (RFC 4180), read without the program's own reader.
fn fields(csv: &str) -> Vec<String> {
    let (mut out, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut rest = csv.trim_start_matches('\u{feff}').chars().peekable();
    while let Some(c) = rest.next() {
        match (c, quoted) {
            ('"', true) if rest.peek() == Some(&'"') => field.extend(rest.next()),
            ('"', _) => quoted = !quoted,
            (',' | '\n', false) => out.push(std::mem::take(&mut field).trim_end_matches('\r').to_owned()),
            _ => field.push(c),
        }
    }
    out
}

#[test]
fn hostile_names_stand_exactly_on_paper_and_in_the_sheet() {
    let mut story = Story::begin();
    hostile::put(story.folder(), hostile::by_hand());
    story.on("scan", json!({ "number": true }));
    let items = story.on("evidence.list", json!({}));
    let ids: Vec<String> = each(&items).map(|item| text(&item["id"])).collect();
    let titles: Vec<String> = each(&items).map(|item| text(&item["title"])).collect();
    assert!(ids.len() >= 500, "{}", ids.len());
    story.ada().does("map", json!({ "unit": OWN, "evidence": ids, "codes": "1.1", "place": "p. 1" }));
    let home = story.home().to_owned();
    let print = |story: &mut Story, what: &str, request: serde_json::Value, name: &str| {
        let out = home.join(name);
        let mut request = request;
        request["out"] = json!(out);
        story.on(what, request);
        out
    };
    let sheet = print(&mut story, "matrix.export", json!({ "unit": OWN, "format": "csv" }), "matrix.csv");
    let cells = fields(&fs::read_to_string(sheet).unwrap());
    let steers_a_sheet = |cell: &str| cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    assert_eq!(cells.iter().find(|cell| steers_a_sheet(cell)), None);
    // As papers show a text: composed, without what draws nothing; a guard stands before what would be a formula.
    let plain = |text: &str| shown(text).split_whitespace().collect::<String>();
    let guarded = cells.iter().filter_map(|cell| cell.strip_prefix('\''));
    let cells: BTreeSet<String> = cells.iter().map(String::as_str).chain(guarded).map(plain).collect();
    let lost: Vec<&String> = titles.iter().filter(|title| !cells.contains(&plain(title))).collect();
    assert!(lost.is_empty(), "{} are not in the sheet as they are: {lost:?}", lost.len());
    let index = print(&mut story, "paper.print", json!({ "kind": "evidence" }), "index.pdf");
    let matrix = print(&mut story, "matrix.paper", json!({ "unit": OWN }), "matrix.pdf");
    for file in [index, matrix] {
        let Some(paper) = Printed::read(&file, "hostile") else {
            return aloud("poppler is not here: what hostile names look like on paper was NOT read");
        };
        let lost = paper.lacks(titles.iter().map(String::as_str));
        assert!(lost.is_empty(), "{}: {} names are not as they are: {lost:?}", file.display(), lost.len());
    }
}

#[test]
fn what_is_no_file_and_what_cannot_be_read_is_listed_with_its_reason_and_soon() {
    let mut story = Story::begin();
    let at = |name: &str| story.folder().join(name);
    let run =
        |program: &str, words: &[&str]| Command::new(program).args(words).status().is_ok_and(|s| s.success());
    assert!(run("mkfifo", &[at("pipe.docx").to_str().unwrap()]));
    let _socket = UnixListener::bind(at("socket.docx")).unwrap();
    symlink("/dev/zero", at("zero.mp4")).unwrap();
    symlink(story.folder(), at("loop")).unwrap();
    symlink("missing", at("dangling.pdf")).unwrap();
    fs::create_dir(at("in")).unwrap();
    symlink("..", at("in/up")).unwrap();
    fs::File::create(at("vast.mp4")).unwrap().set_len(8 << 40).unwrap();
    fs::create_dir_all(at("deep/").join("d/".repeat(70))).unwrap();
    fs::write(at("essay.txt"), "an essay").unwrap();
    let has_device = run("mknod", &[at("device.wav").to_str().unwrap(), "c", "1", "5"]);
    fs::write(at("shut.txt"), "shut").unwrap();
    fs::set_permissions(at("shut.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything, may read this.
    let is_shut = fs::read(at("shut.txt")).is_err();

    let begun = Instant::now();
    let answer = story.on("scan", json!({}));
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    let lines: Vec<String> = each(&answer["lines"]).map(text).collect();
    let deep = format!("deep/{}d: more than 64 folders deep", "d/".repeat(63));
    let mut wanted = vec![
        "pipe.docx: a pipe, not a file",
        "socket.docx: a socket, not a file",
        "zero.mp4: a link, which may lead out of the folder",
        "loop: a link, which may lead out of the folder",
        "dangling.pdf: a link, which may lead out of the folder",
        "in/up: a link, which may lead out of the folder",
        "vast.mp4: 8192 GB, and files of more than 64 GB are not read; put a shorter recording or an extract in the folder",
        &deep,
    ];
    if has_device {
        wanted.push("device.wav: a device, not a file");
    }
    for want in wanted {
        assert!(lines.iter().any(|line| line == want), "{want:?} is not in {lines:#?}");
    }
    assert_eq!(lines.iter().any(|line| line.starts_with("shut.txt:")), is_shut, "{lines:#?}");
    assert_eq!(answer["new"], if is_shut { 1 } else { 2 }, "{lines:#?}");
    let shown = story.on("learner.show", json!({}));
    let refused: Vec<String> = each(&shown["folder"]["refused"]).map(text).collect();
    assert!(refused.iter().any(|line| line.starts_with("vast.mp4: 8192 GB")), "{LEARNER} sees {refused:#?}");
}

#[test]
fn a_link_put_in_a_files_or_a_folders_place_while_it_is_read_leads_nowhere() {
    let mut story = Story::begin();
    let outside = story.home().join("outside");
    fs::create_dir(&outside).unwrap();
    let secret = b"the secret of somebody else";
    for name in ["swapped.txt", "swapped 2.txt"] {
        fs::write(outside.join(name), secret).unwrap();
    }
    let (folder, aside) = (story.folder().to_owned(), story.home().join("aside"));
    fs::create_dir_all(folder.join("inner")).unwrap();
    fs::create_dir(&aside).unwrap();
    fs::write(folder.join("swapped.txt"), "a").unwrap();
    fs::write(folder.join("inner/swapped 2.txt"), "b").unwrap();
    let stop = AtomicBool::new(false);
    let swaps = std::thread::scope(|scope| {
        let swapping = scope.spawn(|| {
            let mut swaps = 0;
            while !stop.load(Ordering::Relaxed) {
                // A link takes the place of the file, and one to a folder the place of the folder above it.
                let (file, inner) = (folder.join("swapped.txt"), folder.join("inner"));
                symlink(outside.join("swapped.txt"), aside.join("link")).unwrap();
                fs::rename(aside.join("link"), &file).unwrap();
                fs::rename(&inner, aside.join("inner")).unwrap();
                symlink(&outside, &inner).unwrap();
                fs::remove_file(&inner).unwrap();
                fs::rename(aside.join("inner"), &inner).unwrap();
                fs::write(aside.join("file"), format!("a {swaps}")).unwrap();
                fs::rename(aside.join("file"), &file).unwrap();
                swaps += 1;
            }
            swaps
        });
        for _ in 0..60 {
            story.on("scan", json!({}));
        }
        stop.store(true, Ordering::Relaxed);
        swapping.join().unwrap()
    });
    assert!(swaps > 5, "{swaps}");
    let record = Record::open(&story.workspace());
    let secret = Hash::of(secret);
    assert!(record.files().values().all(|content| *content != secret));
    assert!(on_record(&story, &record).values().all(|content| *content != secret), "{swaps} swaps");
    story.on("scan", json!({}));
    assert_eq!(difference(&expected(&folder), &record.files()), None);
}
