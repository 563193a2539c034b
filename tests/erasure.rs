//! A learner is erased: nothing that names them stays in any file of the centre file, what remains says so and names nobody, and
//! every other learner's record is as it was.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use journeys::files::scan;
use journeys::people::{BOARDS, LEARNER, OCR, PASSWORD, Story, boards_unit, each, pick, text};
use portfolio::installation;
use portfolio::journal::id::Hash;
use portfolio::store::Connection;
use serde_json::{Value, json};

/// The administrator.
const MAY: &str = "May Poole";
/// What the learner alone is known by: name, number, words of evidence, of a decision, of feedback, a file's name.
const TRACES: [&str; 6] = [
    "Rowan Hartley",
    "1029384756",
    "heron on the weathercock",
    "quorate juniper",
    "umber feedback",
    "zinnia",
];

/// A signed unit, a second learner with one file of the same bytes, and Casey's own record.
fn with_two_learners() -> Story {
    let mut story = Story::begin();
    story.call("person.add", json!({ "name": MAY, "roles": ["administrator"], "password": PASSWORD }));
    story.person(MAY);
    story.on("learner.change", json!({ "uln": "1029384756", "employer": "Zinnia Ltd" }));
    for (name, words) in [
        ("1 zinnia.txt", "A heron on the weathercock."),
        ("2 two.txt", "shared words of both"),
        ("3 three.txt", "three"),
        ("4 four.txt", "four"),
    ] {
        story.file(name, words);
    }
    story.on("scan", json!({ "number": true }));
    for (reference, code) in [("E001", "1.1"), ("E002", "2.1"), ("E003", "3.1"), ("E004", "4.1")] {
        story.ada().maps(reference, OCR, code, "p. 1");
    }
    story.ada().decides(OCR, "1.1-4.1", "met", "A quorate juniper.");
    story.ada().does(
        "signOff.sign",
        json!({ "unit": OCR, "password": PASSWORD, "vacsr": true, "feedback": "An umber feedback." }),
    );
    let page = story.home().join("signed page.png");
    fs::write(&page, scan("a page signed in ink")).unwrap();
    story.ada().does("inkedPage.attach", json!({ "unit": OCR, "file": page, "carries": ["learner"] }));
    let folder = story.home().join("casey");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("mine.txt"), "shared words of both").unwrap();
    story.call("learner.add", json!({ "name": "Casey Lane", "folder": folder, "units": [OCR] }));
    story.call("scan", json!({ "learner": "Casey Lane", "number": true }));
    story.ada();
    for (name, request) in [
        (
            "map",
            json!({ "learner": "Casey Lane", "unit": OCR, "evidence": ["E001"], "codes": "1.1", "place": "p. 1" }),
        ),
        (
            "decide",
            json!({ "learner": "Casey Lane", "unit": OCR, "codes": "1.1", "outcome": "met", "reason": "Seen." }),
        ),
    ] {
        story.call(name, request);
    }
    // What is drawn, read and put away of a learner is derived and goes as well.
    story.on("matrix.paper", json!({ "unit": OCR }));
    story.call("text.read", json!({}));
    story
}

/// A unit of OCR's, signed, released, claimed and certificated on 1 October 2026.
fn certificated() -> Story {
    let mut story = Story::begin();
    let facts =
        json!({ "uln": "1029384756", "registrationNumber": "NG-1", "registrationDate": "2026-09-01" });
    story.ada().does("learner.change", facts);
    let mut unit = boards_unit();
    unit["awardingOrganisation"]["name"] = json!("OCR");
    story.call("unit.import", json!({ "text": unit.to_string() }));
    story.call("unit.confirm", json!({ "unit": BOARDS, "source": "Issue 3, page 41" }));
    story.ada().does("learner.unitAdd", json!({ "unit": BOARDS }));
    story.ada().does("declaration.record", json!({ "route": "signed" }));
    story.ada().decides(BOARDS, "1.1-2.1", "rpl", "Certificated work of last year.");
    story.ada().signs(BOARDS);
    story.call("person.add", json!({ "name": MAY, "roles": ["administrator"], "password": PASSWORD }));
    let release = json!({ "unit": BOARDS, "reason": "Outside this term's sample.", "password": PASSWORD });
    story.ben().does("unit.release", release);
    story.person(MAY).does("claim.make", json!({ "units": [BOARDS], "batch": "B-17" }));
    story.days_pass(20);
    let certificate = json!({ "units": [BOARDS], "number": "C-9", "date": "2026-10-01" });
    story.person(MAY).does("certificate.record", certificate);
    story
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found
}

/// Which traces stand in which files of a folder.
fn traces(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for path in files_below(folder) {
        let bytes = fs::read(&path).unwrap().to_ascii_lowercase();
        for trace in TRACES {
            let trace = trace.to_ascii_lowercase();
            if bytes.windows(trace.len()).any(|piece| piece == trace.as_bytes()) {
                found.push(format!("{trace} in {}", path.display()));
            }
        }
    }
    found
}

fn erase(name: &str, ground: &str) -> Value {
    json!({ "name": name, "ground": ground })
}

#[test]
fn an_erased_learner_stands_in_no_file_any_more_and_the_rest_is_as_it_was() {
    let mut story = with_two_learners();
    // A copy that an older program kept before it brought the database up to date.
    let (folder, evidence) = (story.workspace(), story.folder().to_owned());
    story.close();
    fs::copy(folder.join("portfolio.db"), folder.join("portfolio.before-9.db")).unwrap();
    story.open().unwrap();
    let before = traces(&folder);
    for trace in ["rowan hartley", "1029384756", "heron", "quorate", "umber", "zinnia"] {
        assert!(
            before.iter().any(|found| found.contains(trace)),
            "{trace} is there to be erased: {before:?}"
        );
    }
    story.person(MAY);
    let casey = story.call("learner.show", json!({ "learner": "Casey Lane" }));
    let own: Vec<(PathBuf, Vec<u8>)> =
        files_below(&evidence).into_iter().map(|p| (p.clone(), fs::read(p).unwrap())).collect();

    let asked = story.person(MAY).does("learner.erasure", json!({}));
    assert_eq!(
        (&asked["name"], &asked["copies"], &asked["papers"]),
        (&json!(LEARNER), &json!(3), &json!(2)),
        "{asked}"
    );
    assert_eq!(
        (&asked["early"], &asked["keepUntil"], &asked["may"]),
        (&json!(false), &Value::Null, &Value::Null)
    );
    let gone = story.person(MAY).does("learner.erase", erase(LEARNER, "askedFor"));
    assert_eq!(gone["warnings"], json!([]));
    assert_eq!(files_below(&folder.join("inked")), Vec::<PathBuf>::new());
    let left = traces(&folder);
    // The installation's person at the desk and the centre's own lists never held any of it.
    assert!(left.is_empty(), "{left:#?}");

    assert_eq!(story.call("learner.show", json!({ "learner": "Casey Lane" })), casey);
    let found = story.try_call("learner.show", json!({ "learner": LEARNER })).unwrap_err();
    assert_eq!(found.code, "notFound");
    let remains = story.call("learner.erased", json!({}));
    assert_eq!(remains[0]["words"], "the learner asked for it");
    assert_eq!((&remains[0]["by"], &remains[0]["stillHere"]), (&json!(MAY), &Value::Null));
    assert!(!remains.to_string().contains("Rowan"));
    let history = story.call("person.history", json!({}));
    assert!(each(&history).any(|l| l["what"] == "erase a learner: the learner asked for it"), "{history}");
    for (path, bytes) in own {
        assert_eq!(fs::read(&path).unwrap(), bytes, "the learner's own folder stays as it is");
    }
    story.checks_clean();
    story.close();
    story.open().unwrap();
    story.checks_clean();
    // Somebody of that name may be registered again; it is another portfolio.
    story.person(MAY);
    story.call("learner.add", json!({ "name": LEARNER, "units": [OCR] }));
    assert_eq!(story.show()["evidence"], json!([]));
    story.checks_clean();
}

#[test]
fn erasing_asks_for_the_name_and_an_administrator() {
    let mut story = with_two_learners();
    for name in ["", "Rowan", "rowan hartley", "Casey Lane"] {
        let words = story.person(MAY).refused("learner.erase", erase(name, "askedFor"), "nameNotTyped");
        assert!(words.contains(LEARNER), "{words}");
    }
    story.ada().refused("learner.erase", erase(LEARNER, "askedFor"), "notYourRole");
    let may = story.ada().does("learner.erasure", json!({}))["may"].clone();
    assert!(text(&may).contains("administrator"), "{may}");
    story.person(MAY).fails("learner.erase", erase(LEARNER, "because I say so"));
    assert_eq!(story.show()["learner"]["name"], LEARNER, "nothing went");
    story.checks_clean();
}

#[test]
fn records_that_a_board_asks_for_are_erased_early_only_where_that_is_said() {
    let mut story = certificated();
    let asked = story.person(MAY).does("learner.erasure", json!({}));
    let until = text(&asked["keepUntil"]);
    assert_eq!((until.as_str(), &asked["early"]), ("2029-10-01", &json!(true)), "{asked}");
    assert!(
        each(&asked["units"]).any(|u| u["rule"].as_str().is_some_and(|rule| rule.starts_with("OCR:"))),
        "{asked}"
    );
    let words = story.person(MAY).refused("learner.erase", erase(LEARNER, "askedFor"), "stillKept");
    assert_eq!(words, format!("the records of {LEARNER} are to be kept until 01/10/2029"));
    let mut early = erase(LEARNER, "askedFor");
    early["early"] = json!(true);
    story.person(MAY).does("learner.erase", early);
    story.checks_clean();
}

#[test]
fn a_clock_that_is_ahead_of_everything_recorded_lets_no_records_go() {
    let mut story = certificated();
    story.days_pass(1_500);
    let asked = story.person(MAY).does("learner.erasure", json!({}));
    assert_eq!((&asked["keepUntil"], &asked["early"]), (&json!("2029-10-01"), &json!(true)));
    story.person(MAY).refused("learner.erase", erase(LEARNER, "keptLongEnough"), "stillKept");
    // The years have passed: the centre has gone on with its work.
    story.call("learner.add", json!({ "name": "Casey Lane" }));
    assert_eq!(story.person(MAY).does("learner.erasure", json!({}))["early"], false);
    story.person(MAY).does("learner.erase", erase(LEARNER, "keptLongEnough"));
    story.checks_clean();
}

#[test]
fn a_copy_of_an_erased_learner_is_not_taken_in_again_and_the_rest_of_the_file_is() {
    let mut story = with_two_learners();
    let mut there = story.copied();
    let (only, all) = (story.home().join("rowan.jsonl"), story.home().join("all.jsonl"));
    there.call("journal.export", json!({ "file": only, "learner": LEARNER }));
    story.person(MAY).does("learner.erase", erase(LEARNER, "keptLongEnough"));
    let refused = story.try_call("journal.admit", json!({ "file": only })).unwrap_err();
    assert_eq!(refused.code, "learnerErased");
    // The other desk goes on, and its file brings what it did for others.
    there.ada();
    let more = json!({ "learner": "Casey Lane", "unit": OCR, "evidence": ["E001"], "codes": "2.1", "place": "p. 2" });
    there.call("map", more);
    there.call("journal.export", json!({ "file": all }));
    let taken = story.call("journal.admit", json!({ "file": all }));
    assert_eq!(taken["erased"], 1, "{taken}");
    let casey = story.call("learner.show", json!({ "learner": "Casey Lane" }));
    assert_eq!(casey["units"][0]["counts"]["mapped"], 1);
    assert_eq!(story.try_call("learner.show", json!({ "learner": LEARNER })).unwrap_err().code, "notFound");
    story.checks_clean();

    // There it is not destroyed by a file: it takes no more acts, and an administrator erases it there too.
    story.call("journal.export", json!({ "file": all }));
    there.call("journal.admit", json!({ "file": all }));
    let waits = there.call("learner.erased", json!({}));
    assert_eq!(waits[0]["stillHere"], LEARNER);
    assert_eq!(there.show()["learner"]["name"], LEARNER);
    there.ada().refused("evidence.describe", json!({ "evidence": "E001", "aiUse": "none" }), "learnerErased");
    there.person(MAY).does("learner.erase", erase(LEARNER, "keptLongEnough"));
    assert!(traces(&there.workspace()).is_empty());
    let erasures = there.call("learner.erased", json!({}));
    assert_eq!((each(&erasures).count(), &erasures[0]["stillHere"]), (1, &Value::Null));
    there.checks_clean();
}

/// The note that the program keeps about this centre file outside its folder.
fn note_of(story: &Story) -> PathBuf {
    let place = fs::canonicalize(story.workspace()).unwrap();
    let name = Hash::of(place.as_os_str().as_encoded_bytes());
    installation::home().join("installations").join(format!("{name}.json"))
}

#[test]
fn what_no_record_names_goes_with_an_erasure() {
    let mut story = with_two_learners();
    let folder = story.workspace();
    // The very paper is no page signed in ink, and nothing of it is kept as one.
    let paper = story.home().join("paper.pdf");
    story.on("matrix.paper", json!({ "unit": OCR, "original": true, "out": paper }));
    let kept = files_below(&folder.join("inked"));
    let page = json!({ "unit": OCR, "file": paper, "carries": ["learner"] });
    let words = story.ada().refused("inkedPage.attach", page, "noScan");
    assert!(words.contains("as this program issued it"), "{words}");
    assert_eq!(files_below(&folder.join("inked")), kept);
    story.close();
    // This installation has been at work for two days. A paper was written and its deed was not done; a copy was cut short.
    let mut note: Value = serde_json::from_slice(&fs::read(note_of(&story)).unwrap()).unwrap();
    let began = note["began"].as_i64().unwrap() - 2 * 24 * 60 * 60 * 1_000;
    note["began"] = json!(began);
    fs::write(note_of(&story), note.to_string()).unwrap();
    let hash = Hash::of(b"nobody names it");
    let (paper, scrap) = (format!("papers/{hash}.pdf"), "judged/.portfolio-1-1.tmp");
    for (name, hours) in [(paper.as_str(), 1), (scrap, 1), ("inked/readme.txt", 1)] {
        fs::write(folder.join(name), "Rowan Hartley").unwrap();
        let then = SystemTime::now() - Duration::from_secs(hours * 60 * 60);
        File::options().write(true).open(folder.join(name)).unwrap().set_modified(then).unwrap();
    }
    let papers = files_below(&folder.join("papers"));
    fs::write(folder.join("inked/readme.txt"), "not this program's").unwrap();
    story.open().unwrap();
    let left: Vec<PathBuf> = papers.into_iter().filter(|path| *path != folder.join(&paper)).collect();
    assert_eq!(files_below(&folder.join("papers")), left, "what a record names stays");
    story.person(MAY).does("learner.erase", erase(LEARNER, "askedFor"));
    assert!(traces(&folder).is_empty(), "{:#?}", traces(&folder));
    assert!(folder.join("inked/readme.txt").is_file(), "what is not the program's is left alone");
    story.checks_clean();
}

#[test]
fn what_an_erasure_left_undone_is_done_when_the_centre_file_is_opened_next() {
    let mut story = with_two_learners();
    let folder = story.workspace();
    // Another window reads just now: its snapshot keeps pages of before in the log.
    let reader = Connection::open(folder.join("portfolio.db")).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM entry;").unwrap();
    let gone = story.person(MAY).does("learner.erase", erase(LEARNER, "byMistake"));
    assert!(text(&gone["warnings"][0]).contains("wiped when the program is opened next"), "{gone}");
    assert_eq!(story.try_call("learner.show", json!({ "learner": LEARNER })).unwrap_err().code, "notFound");
    assert!(!traces(&folder).is_empty());
    drop(reader);
    story.close();
    story.open().unwrap();
    assert!(traces(&folder).is_empty(), "{:#?}", traces(&folder));
    story.checks_clean();
    assert_eq!(
        pick(&story.call("learner.list", json!({}))["learners"], "name", "Casey Lane")["name"],
        "Casey Lane"
    );
}

#[test]
fn what_was_being_made_while_a_learner_is_erased_is_not_written() {
    let mut story = with_two_learners();
    // One of the same bytes is kept for another learner, so that it could still be copied.
    let shared = text(&story.item("E002")["id"]);
    fs::remove_file(story.folder().join("2 two.txt")).unwrap();
    story.scan();
    let file = story.session().evidence_file(LEARNER, &shared, 0).unwrap();
    assert!(file.for_another_program().unwrap().starts_with(story.workspace().join("drawn")));
    let print = json!({ "learner": LEARNER, "kind": "decisions" });
    let paper = story.session().gather("paper.print", &print).unwrap().unwrap();
    let matrix = json!({ "learner": LEARNER, "unit": OCR });
    let matrix = story.session().gather("matrix.paper", &matrix).unwrap().unwrap();
    let gone = story.person(MAY).does("learner.erase", erase(LEARNER, "askedFor"));
    assert_eq!(gone["warnings"], json!([]));

    for late in [paper.print().err().unwrap(), matrix.print().err().unwrap()] {
        assert!(late.to_string().contains("a learner was erased while this was made"), "{late}");
    }
    let late = file.for_another_program().unwrap_err();
    assert!(late.message.contains("a learner was erased while this was made"), "{late:?}");
    assert_eq!(files_below(&story.workspace().join("drawn")), Vec::<PathBuf>::new());
    // The others' papers are drawn as before.
    let drawn = story.call("paper.print", json!({ "learner": "Casey Lane", "kind": "decisions" }));
    let lies = story.call("paper.path", json!({ "paper": drawn["paper"] }));
    assert!(Path::new(lies.as_str().unwrap()).is_file(), "{lies}");
    story.checks_clean();
}
