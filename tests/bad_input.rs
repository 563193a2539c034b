//! What the program does with what it should never meet: hostile names, things that are no files, unit texts that lie,
//! folders that vanish, copied, restored, damaged and newer centre files, a full disk. Each is a clear error or a listed
//! finding; nothing is lost and the evidence is never touched.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use journeys::people::{LEARNER, OCR, OWN, PASSWORD, Story, copy, each, portfolio, program, said, text};
use portfolio::error::Sort;
use portfolio::store::Connection;
use serde_json::{Value, json};

/// Every ordinary file with its bytes and its time of last change.
fn snapshot(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let meta = fs::symlink_metadata(&path).unwrap();
        if meta.is_dir() {
            found.extend(snapshot(&path));
        } else if meta.is_file() {
            found.insert(path.clone(), (fs::read(&path).unwrap(), meta.modified().unwrap()));
        }
    }
    found
}

/// Runs the program on a centre file: exit code and what it answered as JSON.
fn cli(workspace: &Path, words: &[&str]) -> (i32, Value) {
    let output = portfolio(&["--json", "--workspace"]).arg(workspace).args(words).output().unwrap();
    let (code, out, err) = said(&output);
    assert_eq!(out.lines().count(), 1, "one line of JSON: {out}{err}");
    (code, serde_json::from_str(&out).unwrap())
}

/// Characters that steer a terminal, turn the direction of a text or cannot be seen. The joiner inside an emoji is none.
fn steers(c: char) -> bool {
    let unseen =
        matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    unseen || c.is_control()
}

const HOSTILE: [&[u8]; 22] = [
    b"<img src=x onerror=alert(1)>.txt",
    b"&lt;b&gt; & \"quoted\".txt",
    "invoice\u{202e}txt.exe".as_bytes(),
    "\u{2066}isolated\u{2069}.txt".as_bytes(),
    "zero\u{200b}width.txt".as_bytes(),
    b"line\nbreak.txt",
    b"carriage\rreturn.txt",
    b"tab\tulator.txt",
    b"\x1b[31mred\x1b[0m.txt",
    b"caf\xe9 latin-1.txt",
    b"\xff\xfe\x80.txt",
    "👩‍🏫 lesson 🇬🇧.txt".as_bytes(),
    "e\u{301} decomposed.txt".as_bytes(),
    "\u{e9} composed.txt".as_bytes(),
    b"'; DROP TABLE entry; --.txt",
    b"$(reboot) `reboot`.txt",
    b"-rf",
    b" leading and trailing ",
    b"back\\slash.txt",
    b"C:x.txt",
    b"CON",
    b"%2e%2e%2fpasswd",
];

#[test]
fn hostile_names_are_numbered_mapped_judged_and_printed_and_steer_nothing() {
    let mut story = Story::begin();
    let long = [b"n".repeat(251), b".txt".to_vec()].concat();
    let names: Vec<&[u8]> = HOSTILE.into_iter().chain([&long[..]]).collect();
    for (i, name) in names.iter().enumerate() {
        fs::write(story.folder().join(OsStr::from_bytes(name)), format!("content {i}")).unwrap();
    }
    let before = snapshot(story.folder());
    assert_eq!(before.len(), names.len());

    let seen = story.on("scan", json!({ "number": true }));
    assert_eq!((&seen["new"], &seen["numbered"]), (&json!(names.len()), &json!(names.len())), "{seen}");
    assert!(each(&seen["lines"]).all(|l| !text(l).chars().any(steers)), "{seen}");
    let items = story.show()["evidence"].clone();
    for item in each(&items) {
        let name = text(&item["parts"][0]["fileName"]);
        assert!(!text(&item["title"]).chars().chain(name.chars()).any(steers), "{item}");
        assert!(item["reference"].is_string());
        let id = text(&item["id"]);
        story.ada().maps(&id, OWN, "1.1", "p. 1");
        let file = story.session().evidence_file(LEARNER, &id, 0).unwrap();
        assert!(file.open().unwrap().whole(1 << 20).unwrap().starts_with(b"content "));
    }
    story.ada().decides(OWN, "1.1", "met", "All of them.");
    assert_eq!(fs::read_dir(story.workspace().join("judged")).unwrap().count(), names.len());
    let paper = story.on("matrix.paper", json!({ "unit": OWN, "out": story.home().join("matrix.pdf") }));
    assert!(paper["pages"].as_u64().unwrap() > 0);
    story.checks_clean();

    for words in [&["evidence", "list", LEARNER][..], &["learner", "show", LEARNER], &["scan", LEARNER]] {
        let output = portfolio(&["--workspace"]).arg(story.workspace()).args(words).output().unwrap();
        let (code, out, err) = said(&output);
        assert_eq!(code, 0, "{err}");
        let steering: Vec<&str> = out.lines().filter(|l| l.chars().any(steers)).collect();
        assert!(steering.is_empty(), "{words:?} steers the terminal: {steering:?}");
    }
    assert_eq!(snapshot(story.folder()), before, "evidence was touched");
}

#[test]
fn two_spellings_of_one_name_are_two_files() {
    let mut story = Story::begin();
    story.file("e\u{301}.txt", "decomposed");
    story.file("\u{e9}.txt", "composed");
    assert_eq!(story.on("scan", json!({ "number": true }))["numbered"], 2);
    story.checks_clean();
}

#[test]
fn what_is_no_ordinary_file_is_listed_with_the_reason_and_nothing_hangs() {
    let mut story = Story::begin();
    let (folder, outside) = (story.folder().to_owned(), story.home().join("outside"));
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("secret.txt"), "not for the portfolio").unwrap();
    story.file("real.txt", "evidence");
    fs::create_dir(folder.join("June")).unwrap();
    symlink(folder.join("real.txt"), folder.join("to a file")).unwrap();
    symlink(&outside, folder.join("to a folder")).unwrap();
    symlink("/no/such/thing", folder.join("to nothing")).unwrap();
    symlink(outside.join("secret.txt"), folder.join("June/to outside")).unwrap();
    symlink("..", folder.join("June/round and round")).unwrap();
    assert!(Command::new("mkfifo").arg(folder.join("a pipe")).status().unwrap().success());
    let _listening = UnixListener::bind(folder.join("a socket")).unwrap();
    fs::write(folder.join("~$real.docx"), "lock").unwrap();
    fs::write(folder.join("film.mp4.part"), "half").unwrap();
    let before = snapshot(&folder);

    let seen = story.on("scan", json!({ "number": true }));
    assert_eq!(seen["new"], 1, "{seen}");
    let shown = story.show()["folder"].clone();
    let refused: BTreeSet<String> = each(&shown["refused"]).map(text).collect();
    let link = "a link, which may lead out of the folder";
    let want = [
        format!("to a file: {link}"),
        format!("to a folder: {link}"),
        format!("to nothing: {link}"),
        format!("June/to outside: {link}"),
        format!("June/round and round: {link}"),
        "a pipe: a pipe, not a file".to_owned(),
        "a socket: a socket, not a file".to_owned(),
    ];
    assert_eq!(refused, want.into_iter().collect());
    assert_eq!(shown["ignored"], json!(["2 files ignored: 1 lock file, 1 unfinished download"]));
    assert_eq!(snapshot(&folder), before);
}

#[test]
fn an_evidence_file_that_becomes_a_pipe_or_a_link_is_missing_and_does_not_hang() {
    let mut story = Story::decided();
    let (one, two) = (story.folder().join("1 one.txt"), story.folder().join("2 two.txt"));
    fs::remove_file(&one).unwrap();
    assert!(Command::new("mkfifo").arg(&one).status().unwrap().success());
    fs::rename(&two, story.home().join("two.txt")).unwrap();
    symlink(story.home().join("two.txt"), &two).unwrap();
    let words = story.ada().refused(
        "signOff.sign",
        json!({ "unit": OCR, "password": PASSWORD, "vacsr": true }),
        "gatesShut",
    );
    assert!(words.contains("E001 1 one is not in the folder"), "{words}");
    assert!(words.contains("E002 2 two is not in the folder"), "{words}");
}

/// A unit text of ours, changed.
fn unit_text(change: impl FnOnce(&mut Value)) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/units").join(format!("{OCR}.json"));
    let mut value: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    change(&mut value);
    value.to_string()
}

#[test]
fn a_unit_text_that_would_make_records_ambiguous_is_refused_by_its_defect() {
    let mut story = Story::begin();
    let library = story.call("unit.list", json!({}));
    let other_id = json!("11111111-1111-4111-8111-111111111111");
    let cases: [(&str, String); 11] = [
        ("the code 1.1 stands twice", unit_text(|v| v["outcomes"][1]["criteria"][0]["code"] = json!("1.1"))),
        (
            "stands twice",
            unit_text(|v| {
                let id = v["outcomes"][0]["criteria"][0]["id"].clone();
                v["outcomes"][1]["criteria"][0]["id"] = id;
            }),
        ),
        ("is not a uuid", unit_text(|v| v["id"] = json!("../../etc"))),
        ("is not made of a-z", unit_text(|v| v["handle"] = json!("<b>OCR</b>"))),
        ("has no unit title", unit_text(|v| v["unit"]["title"] = json!("  "))),
        ("has no learning outcome", unit_text(|v| v["outcomes"] = json!([]))),
        ("has no code or no text", unit_text(|v| v["outcomes"][0]["criteria"][0]["text"] = json!(""))),
        ("is not an assessor-spec of version 1", unit_text(|v| v["formatVersion"] = json!(2))),
        ("is not JSON", "{\"format\": ".to_owned()),
        ("is not JSON", "[".repeat(200_000)),
        ("is larger than", format!("\"{}\"", "x".repeat(64 << 20))),
    ];
    for (why, body) in cases {
        let failure = story.try_call("unit.import", json!({ "text": body })).unwrap_err();
        assert_eq!((failure.code.as_str(), failure.sort), ("unitText", Sort::Failed), "{}", failure.message);
        assert!(failure.message.contains(why), "{why}: {}", failure.message);
        assert!(failure.message.len() < 1000, "{why}: a message is for a person");
    }
    let same = story.try_call("unit.import", json!({ "text": unit_text(|_| {}) })).unwrap_err();
    assert_eq!(same.code, "nothingToDo");
    let namesake = unit_text(|v| v["id"] = other_id);
    assert_eq!(story.try_call("unit.import", json!({ "text": namesake })).unwrap_err().code, "alreadyThere");
    assert_eq!(story.call("unit.list", json!({})), library);
    story.checks_clean();
}

#[test]
fn facts_that_cannot_be_are_refused_and_nobody_is_registered() {
    let mut story = Story::begin();
    let before = story.call("learner.list", json!({}));
    let cases = [
        json!({ "name": "  " }),
        json!({ "name": "Sam", "uln": "123456789" }),
        json!({ "name": "Sam", "uln": "12345678901" }),
        json!({ "name": "Sam", "uln": "123456789O" }),
        json!({ "name": "Sam", "uln": "１２３４５６７８９０" }),
        json!({ "name": "Sam", "registrationDate": "2026-02-29" }),
        json!({ "name": "Sam", "start": "21/09/2026" }),
        json!({ "name": "Sam", "plannedEnd": "soon" }),
        json!({ "name": "Sam", "units": ["no-such-unit"] }),
        json!({ "name": "Sam", "surname": "Reed" }),
        json!({ "uln": "1234567890" }),
    ];
    for case in cases {
        let failure = story.try_call("learner.add", case.clone()).unwrap_err();
        assert_eq!(failure.sort, Sort::Usage, "{case}: {}", failure.message);
    }
    let no_folder = json!({ "name": "Sam", "folder": story.home().join("nowhere") });
    assert_eq!(story.try_call("learner.add", no_folder).unwrap_err().code, "disk");
    for case in [json!({ "name": " ", "roles": ["iv"] }), json!({ "name": "Eve", "roles": [] })] {
        assert_eq!(story.try_call("person.add", case).unwrap_err().sort, Sort::Usage);
    }
    assert_eq!(story.call("learner.list", json!({})), before);
    assert_eq!(story.try_call("no.such", json!({})).unwrap_err().code, "notFound");
}

#[test]
fn a_centre_needs_a_name_and_is_made_once() {
    let mut story = Story::bare();
    assert_eq!(story.try_call("person.list", json!({})).unwrap_err().code, "noCentre");
    assert_eq!(story.try_call("centre.init", json!({ "name": " " })).unwrap_err().sort, Sort::Usage);
    story.call("centre.init", json!({ "name": "Northgate College" }));
    let again = story.try_call("centre.init", json!({ "name": "Southgate College" })).unwrap_err();
    assert_eq!((again.code.as_str(), again.sort), ("alreadyThere", Sort::Refused));
    assert_eq!(story.call("workspace.show", json!({}))["centre"]["name"], "Northgate College");
}

#[test]
fn evidence_and_centre_file_never_lie_in_one_folder() {
    let mut story = Story::begin();
    let inside = story.workspace().join("evidence");
    fs::create_dir(&inside).unwrap();
    for folder in [inside.clone(), story.workspace(), story.home().to_owned()] {
        let failure = story.try_on("learner.folder", json!({ "folder": folder })).unwrap_err();
        assert_eq!((failure.code.as_str(), failure.sort), ("unsafeFolder", Sort::Refused), "{folder:?}");
        let failure = story.try_call("learner.add", json!({ "name": "Sam", "folder": folder })).unwrap_err();
        assert_eq!(failure.code, "unsafeFolder", "{folder:?}");
    }
    let dressed_up = story.home().join("link");
    symlink(&inside, &dressed_up).unwrap();
    let failure = story.try_on("learner.folder", json!({ "folder": dressed_up })).unwrap_err();
    assert_eq!(failure.code, "unsafeFolder", "a link does not hide it");
}

#[test]
fn no_learners_folder_is_anothers_or_lies_in_it() {
    let mut story = Story::begin();
    let shared = story.home().join("learners");
    let (ben, inside, beside) = (shared.join("Ben"), shared.join("Ben/drafts"), shared.join("Ben Smith"));
    for folder in [&inside, &beside] {
        fs::create_dir_all(folder).unwrap();
    }
    story.call("learner.add", json!({ "name": "Ben Vale", "folder": ben }));
    for (folder, place) in [(&ben, "it is the folder of"), (&inside, "it lies in"), (&shared, "in it lies")] {
        for failure in [
            story.try_on("learner.folder", json!({ "folder": folder })).unwrap_err(),
            story.try_call("learner.add", json!({ "name": "Sam Reed", "folder": folder })).unwrap_err(),
        ] {
            assert_eq!(
                (failure.code.as_str(), failure.sort),
                ("folderOfAnother", Sort::Refused),
                "{folder:?}"
            );
            assert!(failure.message.contains(place) && failure.message.ends_with("Ben Vale"), "{failure:?}");
        }
    }
    // A name that only begins like the other is another folder, and who has a folder may choose it once more.
    story.on("learner.folder", json!({ "folder": beside }));
    story.call("learner.folder", json!({ "learner": "Ben Vale", "folder": ben }));
    story.call("learner.folder", json!({ "learner": "Ben Vale", "folder": inside }));
}

/// Three learners of one name: their ids. The first has a folder, the second another, the third a ULN.
fn namesakes(story: &mut Story) -> [String; 3] {
    let first = text(&story.call("learner.list", json!({}))["learners"][0]["learner"]);
    let folder = story.home().join("learners/Hartley R 2");
    fs::create_dir_all(&folder).unwrap();
    let second = story.call("learner.add", json!({ "name": LEARNER, "folder": folder, "units": [OCR] }));
    let third = story.call("learner.add", json!({ "name": LEARNER, "uln": "1234567890" }));
    assert_eq!((&second["apart"], &third["apart"]), (&json!("folder Hartley R 2"), &json!("ULN 1234567890")));
    [first, text(&second["id"]), text(&third["id"])]
}

#[test]
fn two_learners_of_one_name_are_told_apart_in_every_list() {
    let mut story = Story::with_evidence();
    // Nothing would tell a second one from the first: most likely the same person is added again.
    for request in [json!({ "name": LEARNER }), json!({ "name": "rowan hartley", "site": "Leeds" })] {
        let failure = story.try_call("learner.add", request).unwrap_err();
        assert_eq!((failure.code.as_str(), failure.sort), ("namesakeUntold", Sort::Refused), "{failure:?}");
        assert!(failure.hint.unwrap().contains("give the ULN"));
    }
    let [first, second, third] = namesakes(&mut story);
    let list = story.call("learner.list", json!({}))["learners"].clone();
    let apart = |learner: &str| text(&each(&list).find(|l| l["learner"] == learner).unwrap()["apart"]);
    assert!(apart(&first).starts_with("folder "), "{list}");
    assert_eq!(apart(&second), "folder Hartley R 2");
    assert_eq!(apart(&third), "ULN 1234567890");
    let shown = story.call("learner.show", json!({ "learner": second }));
    assert_eq!(shown["learner"]["apart"], "folder Hartley R 2");
    let work = story.call("work.list", json!({}));
    let gaps: BTreeSet<String> = each(&work["gaps"]).map(|row| text(&row["learnerApart"])).collect();
    assert!(gaps.contains("folder Hartley R 2") && gaps.contains(&apart(&first)), "{gaps:?}");

    // Who is called like another later has to be told apart as well.
    let sam = story.call("learner.add", json!({ "name": "Sam Vale" }));
    assert_eq!(sam["apart"], Value::Null, "nobody else is called so");
    story.ada();
    for more in [json!({}), json!({ "uln": "1234567890" })] {
        let mut request = more;
        request["learner"] = sam["id"].clone();
        request["name"] = json!(LEARNER);
        let failure = story.try_call("learner.change", request).unwrap_err();
        assert_eq!(failure.code, "namesakeUntold");
    }
    let told = json!({ "learner": sam["id"], "name": LEARNER, "registrationNumber": "R-9" });
    assert_eq!(story.call("learner.change", told)["apart"], "registration R-9");
    story.checks_clean();
}

#[test]
fn a_name_that_two_learners_have_names_neither() {
    let mut story = Story::with_evidence();
    let [first, second, third] = namesakes(&mut story);
    let before = story.call("learner.list", json!({}));
    for (name, request) in [
        ("learner.show", json!({})),
        ("learner.change", json!({ "site": "Leeds" })),
        ("learner.unitAdd", json!({ "unit": OWN })),
        ("decide", json!({ "unit": OCR, "codes": "1.1", "outcome": "notYetMet", "reason": "No." })),
        ("learner.erase", json!({ "name": LEARNER, "ground": "byMistake" })),
    ] {
        let failure = story.ada().fails(name, request);
        assert_eq!((failure.code.as_str(), failure.sort), ("ambiguous", Sort::Usage), "{name}");
        for (id, apart) in [(&second, "folder Hartley R 2"), (&third, "ULN 1234567890")] {
            assert!(failure.message.contains(&format!("{id} ({apart})")), "{}", failure.message);
        }
        assert!(failure.message.contains(&first), "{}", failure.message);
    }
    assert_eq!(story.call("learner.list", json!({})), before, "nothing happened to any of them");
    story.ada();
    story.call("learner.change", json!({ "learner": third, "site": "Leeds" }));
    story.checks_clean();

    // The terminal says what to type.
    story.close();
    let (code, answer) = cli(&story.workspace(), &["learner", "show", LEARNER]);
    assert_eq!((code, &answer["error"]["code"]), (2, &json!("ambiguous")), "{answer}");
    assert!(text(&answer["error"]["hint"]).contains("ids"), "{answer}");
    let (code, answer) = cli(&story.workspace(), &["learner", "show", &second]);
    assert_eq!((code, &answer["data"]["learner"]["id"]), (0, &json!(second)), "{answer}");
}

#[test]
fn a_centre_file_is_not_kept_in_a_synced_folder() {
    let story = Story::bare();
    for (name, why) in
        [("OneDrive", "OneDrive"), ("OneDrive - Northgate College", "OneDrive"), ("Dropbox", "Dropbox")]
    {
        let folder = story.home().join(name).join("centre");
        let (code, answer) = cli(&folder, &["init", "--centre", "Northgate College"]);
        assert_eq!((code, &answer["error"]["code"]), (3, &json!("unsafeFolder")), "{answer}");
        assert!(text(&answer["error"]["message"]).contains(why), "{answer}");
        assert!(!folder.join("portfolio.db").exists());
    }
    let mut story = Story::begin();
    story.close();
    let synced = story.home().join("Dropbox/centre");
    copy(&story.workspace(), &synced);
    let before = snapshot(&synced);
    let (code, answer) = cli(&synced, &["person", "list"]);
    assert_eq!((code, &answer["error"]["code"]), (3, &json!("unsafeFolder")));
    assert_eq!(snapshot(&synced), before);
}

#[test]
fn a_folder_that_vanishes_between_reading_and_deciding_loses_nothing() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    let elsewhere = story.home().join("unplugged");
    fs::rename(story.folder(), &elsewhere).unwrap();
    let deed = story.ada().decides(OCR, "1.1", "met", "Seen on the visit.");
    assert!(text(&deed["warnings"][0]).starts_with("no copy held of E001 1 one:"), "{deed}");
    fs::write(story.folder(), "a file where the folder was").unwrap();
    let seen = story.scan();
    assert_eq!(seen["missing"], 0, "{seen}");
    fs::remove_file(story.folder()).unwrap();
    fs::rename(&elsewhere, story.folder()).unwrap();
    story.scan();
    assert_eq!(story.item("E001")["file"], "present");
    story.checks_clean();
}

#[test]
fn a_second_watch_steps_back_and_says_so() {
    let mut story = Story::begin();
    story.session().watch().unwrap();
    assert!(story.session().is_watching());
    let (code, answer) = cli(&story.workspace(), &["watch"]);
    assert_eq!((code, &answer["error"]["code"]), (1, &json!("busy")), "{answer}");
    story.close();

    let mut first = portfolio(&["--json", "--workspace"]);
    let mut first = first.arg(story.workspace()).arg("watch").stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(first.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains("watching"), "{line}");
    story.open().unwrap();
    story.session().watch().unwrap();
    assert!(!story.session().is_watching());
    let view = story.call("workspace.show", json!({}))["watching"].clone();
    assert_eq!(
        view,
        json!({ "active": false, "line": "another window watches the folders", "reading": null, "stopped": 0 })
    );
    first.kill().unwrap();
    first.wait().unwrap();
    story.open().unwrap();
    story.session().watch().unwrap();
    assert!(story.session().is_watching(), "the lock ends with its holder");
}

#[test]
fn two_windows_on_one_centre_file_see_each_others_deeds() {
    let mut one = Story::with_evidence();
    let (code, _) =
        cli(&one.workspace(), &["--as", "Cleo Marsh", "map", LEARNER, "E001", OCR, "1.1", "--at", "p. 1"]);
    assert_eq!(code, 0);
    assert_eq!(one.links(OCR, "1.1").len(), 1);
    one.ada().maps("E002", OCR, "1.1", "p. 2");
    let (_, answer) = cli(&one.workspace(), &["learner", "show", LEARNER]);
    assert_eq!(answer["data"]["units"][0]["outcomes"][0]["rows"][0]["links"].as_array().unwrap().len(), 2);
    one.checks_clean();
}

/// Heads of all chains: chain → its last entry.
fn heads(story: &mut Story) -> BTreeMap<String, Value> {
    let file = story.home().join("heads.jsonl");
    story.call("journal.export", json!({ "file": file }));
    let lines = fs::read_to_string(&file).unwrap();
    let last: Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
    let books = last["heads"].as_object().unwrap();
    books
        .values()
        .flat_map(|chains| chains.as_object().unwrap())
        .map(|(c, h)| (c.clone(), h.clone()))
        .collect()
}

/// Everybody does something, and not one of the chains that were there before grows.
fn continues_on_new_chains(story: &mut Story, why: &str) {
    let before = heads(story);
    story.call("person.add", json!({ "name": format!("New person {why}"), "roles": ["assessor"] }));
    story.file("later.txt", why);
    story.scan();
    story.ada().maps("later", OCR, "2.1", "p. 2");
    let after = heads(story);
    let grown: Vec<&String> =
        before.iter().filter(|(chain, head)| after[*chain] != **head).map(|(c, _)| c).collect();
    assert!(grown.is_empty(), "{why}: an old chain was appended to: {grown:?}");
    assert_eq!(after.len(), before.len() + 3, "{why}: centre, intake and Ada go on upon chains of their own");
    story.checks_clean();
}

#[test]
fn a_copied_centre_file_goes_on_upon_new_chains() {
    let mut here = Story::decided();
    let mut there = here.copied();
    continues_on_new_chains(&mut there, "copied");
    let before = heads(&mut here).len();
    here.ada().maps("E003", OCR, "2.1", "p. 3");
    assert_eq!(heads(&mut here).len(), before, "the original goes on upon its own chains");
}

#[test]
fn an_older_backup_put_back_over_the_same_file_goes_on_upon_new_chains() {
    let mut story = Story::decided();
    story.close();
    let backup = story.home().join("backup");
    copy(&story.workspace(), &backup);
    story.open().unwrap();
    story.ada().decides(OCR, "1.1", "notYetMet", "Only in the lost days.");
    let lost = story.home().join("lost.jsonl");
    story.call("journal.export", json!({ "file": lost }));
    story.close();

    let inode = |story: &Story| fs::metadata(story.workspace().join("portfolio.db")).unwrap().ino();
    let before = inode(&story);
    for name in ["portfolio.db", "local.db"] {
        fs::write(story.workspace().join(name), fs::read(backup.join(name)).unwrap()).unwrap();
    }
    assert_eq!(inode(&story), before, "put back over the same file");
    story.open().unwrap();
    continues_on_new_chains(&mut story, "restored");
    story.call("journal.admit", json!({ "file": lost }));
    assert_eq!(story.row(OCR, "1.1")["state"], "notYetMet", "the lost days can be taken in again");
    story.checks_clean();
}

#[test]
fn what_an_older_program_did_not_know_is_read_once_this_one_does() {
    let mut story = Story::decided();
    story.ada().sees().call("phrase.save", json!({ "text": "Seen and discussed." }));
    story.close();
    // As a program leaves it that admitted the act and knew no phrases: in the centre's book, whose tables no migration empties.
    let db = Connection::open(story.workspace().join("portfolio.db")).unwrap();
    let left = "INSERT INTO newer_act (book, hash, kind, chain)
                SELECT book, hash, 'phrase.saved/1', chain FROM entry
                WHERE hash IN (SELECT hash FROM phrase); DELETE FROM phrase;";
    db.execute_batch(left).unwrap();
    drop(db);
    story.open().unwrap();
    story.checks_clean();
    let phrases = story.call("phrase.list", json!({}));
    assert_eq!(phrases[0]["text"], "Seen and discussed.");
}

#[test]
fn a_backup_from_before_an_erasure_goes_on_upon_new_chains() {
    let mut story = Story::decided();
    story.call("person.add", json!({ "name": "May Poole", "roles": ["administrator"] }));
    story.close();
    let backup = story.home().join("backup");
    copy(&story.workspace(), &backup);
    story.open().unwrap();
    // Fewer entries than in the backup are left of this installation.
    story.person("May Poole").does("learner.erase", json!({ "name": LEARNER, "ground": "byMistake" }));
    story.close();
    for name in ["portfolio.db", "local.db"] {
        fs::write(story.workspace().join(name), fs::read(backup.join(name)).unwrap()).unwrap();
    }
    story.open().unwrap();
    continues_on_new_chains(&mut story, "from before an erasure");
}

#[test]
fn a_moved_centre_file_goes_on_and_loses_nothing() {
    let mut story = Story::decided();
    story.close();
    let (old, moved) = (story.workspace(), story.home().join("moved"));
    fs::rename(&old, &moved).unwrap();
    let (code, answer) =
        cli(&moved, &["--as", "Ada Okafor", "map", LEARNER, "E002", OCR, "1.1", "--at", "p. 2"]);
    assert_eq!(code, 0, "{answer}");
    assert_eq!(cli(&moved, &["check"]).0, 0);
    assert_eq!(cli(&old, &["person", "list"]).1["error"]["code"], "noCentre");
    fs::rename(&moved, &old).unwrap();
    story.open().unwrap();
    assert_eq!(story.links(OCR, "1.1").len(), 2);
    story.ada().maps("E003", OCR, "1.1", "p. 3");
    story.checks_clean();
}

/// A closed centre file to be damaged again and again: the bytes of its database as they should be.
struct Damaged {
    story: Story,
    whole: Vec<u8>,
    wrong: Vec<String>,
}

impl Damaged {
    fn begin() -> Damaged {
        let mut story = Story::decided();
        story.close();
        let whole = fs::read(story.workspace().join("portfolio.db")).unwrap();
        Damaged { story, whole, wrong: Vec::new() }
    }

    /// Checks one damage: an integrity error with a way out, and the file stays as damaged.
    fn by(&mut self, name: &str, damage: impl FnOnce(&mut Vec<u8>)) {
        let path = self.story.workspace().join("portfolio.db");
        let mut bytes = self.whole.clone();
        damage(&mut bytes);
        fs::write(&path, &bytes).unwrap();
        let (code, answer) = cli(&self.story.workspace(), &["check"]);
        if (code, &answer["error"]["code"]) != (4, &json!("integrity"))
            || !answer["error"]["hint"].is_string()
        {
            self.wrong.push(format!("{name}: exit {code}, {answer}"));
        }
        if fs::read(&path).unwrap() != bytes {
            self.wrong.push(format!("{name}: the damaged file was written to"));
        }
    }

    /// Checks bytes that may lie where nothing is kept: then everything is shown as before, else it is as in [`Self::by`].
    fn perhaps_by(&mut self, name: &str, damage: impl FnOnce(&mut Vec<u8>)) {
        let path = self.story.workspace().join("portfolio.db");
        let show = |story: &Story| cli(&story.workspace(), &["learner", "show", LEARNER]);
        fs::write(&path, &self.whole).unwrap();
        let sound = show(&self.story);
        let mut bytes = self.whole.clone();
        damage(&mut bytes);
        fs::write(&path, &bytes).unwrap();
        let checked = cli(&self.story.workspace(), &["check"]).0;
        if checked != 0 || show(&self.story) != sound {
            self.by(name, |whole| *whole = bytes);
        }
    }

    fn end(self) {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n"));
    }
}

#[test]
fn a_truncated_database_is_an_integrity_error_and_stays_as_it_is() {
    let mut damaged = Damaged::begin();
    damaged.by("half", |bytes| bytes.truncate(bytes.len() / 2 / 4096 * 4096));
    damaged.by("odd", |bytes| bytes.truncate(bytes.len() - 1000));
    damaged.by("one page", |bytes| bytes.truncate(4096));
    damaged.end();
}

#[test]
fn flipped_bytes_in_the_middle_of_a_database_are_an_integrity_error() {
    let mut damaged = Damaged::begin();
    for part in 1..64 {
        damaged.perhaps_by(&format!("{part}/64"), |bytes| {
            let at = bytes.len() / 64 * part;
            bytes[at..at + 512].iter_mut().for_each(|b| *b ^= 0x55);
        });
    }
    damaged.end();
}

#[test]
fn a_zeroed_page_or_header_is_an_integrity_error() {
    let mut damaged = Damaged::begin();
    damaged.by("header", |bytes| bytes[..100].fill(0));
    for page in 1..12 {
        damaged.by(&format!("page {}", page + 1), |bytes| bytes[page * 4096..(page + 1) * 4096].fill(0));
    }
    damaged.by("another file", |bytes| *bytes = b"This is a letter, not a database. ".repeat(300));
    damaged.end();
}

#[test]
fn an_empty_file_in_place_of_the_database_is_not_made_into_a_new_one() {
    let mut damaged = Damaged::begin();
    damaged.by("empty", Vec::clear);
    damaged.end();
}

#[test]
fn a_newer_database_is_refused_untouched() {
    for name in ["portfolio.db", "local.db"] {
        let mut story = Story::decided();
        story.close();
        let path = story.workspace().join(name);
        let mut bytes = fs::read(&path).unwrap();
        // The user version stands at byte 60, big-endian (SQLite file format, 1.3).
        bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
        fs::write(&path, &bytes).unwrap();
        let before = snapshot(&story.workspace());
        let (code, answer) = cli(&story.workspace(), &["learner", "list"]);
        assert_eq!((code, &answer["error"]["code"]), (1, &json!("newer")), "{answer}");
        assert!(text(&answer["error"]["message"]).contains("99"), "{answer}");
        assert!(snapshot(&story.workspace()) == before, "{name}");
    }
}

#[test]
fn a_history_file_that_was_cut_or_changed_is_refused_whole() {
    let mut here = Story::decided();
    let mut there = Story::bare();
    there.call("centre.init", json!({ "name": "Southgate College" }));
    here.ada().decides(OCR, "1.1", "notYetMet", "Only here.");
    let file = here.home().join("history.jsonl");
    here.on("journal.export", json!({ "file": file }));
    let whole = fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let cases = [
        ("cut off", lines[..lines.len() - 1].join("\n")),
        ("an entry missing", [&lines[..lines.len() - 3], &lines[lines.len() - 2..]].concat().join("\n")),
        (
            "the last entry missing",
            [&lines[..lines.len() - 2], &lines[lines.len() - 1..]].concat().join("\n"),
        ),
        ("a word changed", whole.replace("Only here.", "Only there")),
        ("no header", lines[1..].join("\n")),
        ("not a history", "Dear Ada,\n".to_owned()),
        ("empty", String::new()),
    ];
    for (why, body) in cases {
        let bad = here.home().join("bad.jsonl");
        fs::write(&bad, body).unwrap();
        let failure = there.try_call("journal.admit", json!({ "file": bad })).unwrap_err();
        let said = (failure.code.as_str(), failure.sort);
        assert_eq!(said, ("integrity", Sort::Integrity), "{why}: {}", failure.message);
        // The file is wrong, not the centre file that it was to come into.
        assert!(
            failure.message.starts_with("this file cannot be brought in: "),
            "{why}: {}",
            failure.message
        );
        assert!(failure.hint.unwrap().contains("this centre file is as it was"), "{why}");
        assert!(!failure.message.contains("expected"), "{why}: {}", failure.message);
        assert_eq!(there.call("learner.list", json!({}))["learners"], json!([]), "{why}");
        there.checks_clean();
    }
    there.call("journal.admit", json!({ "file": file }));
    assert_eq!(there.row(OCR, "1.1")["decision"]["reason"], "Only here.");
    there.checks_clean();
}

#[test]
fn a_history_file_without_a_unit_text_that_it_needs_is_refused() {
    let mut here = Story::begin();
    let rare = unit_text(|v| {
        v["id"] = json!("11111111-1111-4111-8111-111111111111");
        v["handle"] = json!("a-rare-unit");
        // Another unit has criteria of its own.
        for (o, outcome) in v["outcomes"].as_array_mut().unwrap().iter_mut().enumerate() {
            outcome["id"] = json!(format!("22222222-2222-4222-8222-00000000000{o}"));
            for (c, criterion) in outcome["criteria"].as_array_mut().unwrap().iter_mut().enumerate() {
                criterion["id"] = json!(format!("33333333-3333-4333-8333-0000000000{o}{c}"));
            }
        }
    });
    here.call("unit.import", json!({ "text": rare }));
    here.call("learner.add", json!({ "name": "Sam Reed", "units": ["a-rare-unit"] }));
    let file = here.home().join("history.jsonl");
    here.call("journal.export", json!({ "file": file, "learner": "Sam Reed" }));
    let whole = fs::read_to_string(&file).unwrap();
    let kept: Vec<&str> = whole.lines().filter(|l| !l.contains("a-rare-unit")).collect();
    assert_eq!(kept.len() + 1, whole.lines().count());

    let mut there = Story::begin();
    let bad = there.home().join("bad.jsonl");
    fs::write(&bad, kept.join("\n")).unwrap();
    let failure = there.try_call("journal.admit", json!({ "file": bad })).unwrap_err();
    assert_eq!(failure.sort, Sort::Integrity);
    there.call("journal.admit", json!({ "file": file }));
    let shown = there.call("learner.show", json!({ "learner": "Sam Reed" }));
    assert_eq!(shown["units"][0]["handle"], "a-rare-unit");
}

#[test]
fn kept_copies_and_papers_that_were_changed_are_noticed() {
    for folder in ["judged", "papers"] {
        let mut story = Story::signed();
        let kept = fs::read_dir(story.workspace().join(folder)).unwrap().next().unwrap().unwrap().path();
        fs::remove_file(&kept).unwrap();
        fs::write(&kept, "something else").unwrap();
        let failure = story.try_call("check", json!({})).unwrap_err();
        assert_eq!(failure.sort, Sort::Integrity, "{folder}");
        assert!(failure.message.contains("is not what its name says"), "{}", failure.message);
    }
}

#[test]
fn each_thing_that_is_wrong_with_a_centre_file_is_said_on_a_line_of_its_own() {
    let mut story = Story::signed();
    for folder in ["judged", "papers"] {
        let kept = fs::read_dir(story.workspace().join(folder)).unwrap().next().unwrap().unwrap().path();
        fs::remove_file(&kept).unwrap();
        fs::write(&kept, "something else").unwrap();
    }
    let said = story.try_call("check", json!({})).unwrap_err().message;
    let kept = said.lines().filter(|line| line.ends_with("is not what its name says")).count();
    assert_eq!(kept, 2, "{said}");
}

/// Prepares a centre file on a small disk, fills the disk, maps, frees the disk. Prints, for each room left, the exit
/// code and the answer of the deed, then how many links the program acknowledged and how many are there.
const FULL: &str = r#"
set -eu
mount -t tmpfs -o size=8m tmpfs "$1"
W="$1/centre"
"$2" --workspace "$W" init --centre "Northgate College" >/dev/null
"$2" --workspace "$W" person add "Ada Okafor" --role assessor >/dev/null
"$2" --workspace "$W" learner add "Rowan Hartley" --folder "$3" --unit ocr-plan-organise-control >/dev/null
"$2" --workspace "$W" scan "Rowan Hartley" --number >/dev/null
done=0
for room in 0 4 8 16 24 32 40 48 64 80 96 128 192 256 512 1024; do
    head -c 16m /dev/zero > "$1/filler" 2>/dev/null || true
    head -c "$(($(stat -c %s "$1/filler") - room * 1024))" /dev/zero > "$1/filler.new" 2>/dev/null || true
    rm -f "$1/filler.new"
    truncate -s "$(($(stat -c %s "$1/filler") - room * 1024))" "$1/filler"
    code=0
    answer=$("$2" --json --workspace "$W" --as "Ada Okafor" map "Rowan Hartley" E001 ocr-plan-organise-control 1.1 --at "p. $room") || code=$?
    printf '%s %s %s\n' "$room" "$code" "$answer"
    if [ "$code" = 0 ]; then done=$((done + 1)); fi
    rm "$1/filler"
    "$2" --json --workspace "$W" check >/dev/null || { echo "check failed with $room"; exit 9; }
done
links=$("$2" --json --workspace "$W" learner show "Rowan Hartley" | grep -o '"mapping":' | wc -l)
printf 'acknowledged %s found %s\n' "$done" "$links"
"#;

#[test]
fn a_full_disk_refuses_the_deed_and_keeps_every_earlier_one() {
    let possible = Command::new("unshare").args(["-m", "true"]).output().is_ok_and(|o| o.status.success());
    if !possible {
        // Not a print macro: those are swallowed when a test passes.
        let _ = writeln!(std::io::stderr(), "\nfull disk: cannot be tried here: unshare -m needs root\n");
        return;
    }
    let story = Story::bare();
    story.file("plan.txt", "Plan");
    let disk = story.home().join("disk");
    fs::create_dir(&disk).unwrap();
    let output = Command::new("unshare")
        .args(["-m", "sh", "-c", FULL, "full"])
        .args([&disk, &program()])
        .arg(story.folder())
        .output()
        .unwrap();
    let (code, out, err) = said(&output);
    assert_eq!(code, 0, "{out}{err}");
    let mut refused = 0;
    let mut wrong = Vec::new();
    for line in out.lines().filter(|l| !l.starts_with("acknowledged")) {
        let mut parts = line.splitn(3, ' ');
        let (room, exit, answer) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        let answer: Value =
            serde_json::from_str(answer).unwrap_or_else(|e| panic!("{room} kB: {answer}: {e}"));
        match (exit, answer["error"]["code"].as_str()) {
            ("0", None) => {}
            ("1", Some("diskFull")) => refused += 1,
            (exit, _) => wrong.push(format!("{room} kB left: exit {exit}, {answer}")),
        }
    }
    let counts: Vec<&str> = out.lines().last().unwrap().split(' ').collect();
    assert_eq!(counts[1], counts[3], "acknowledged and found differ: {out}");
    assert!(wrong.is_empty() && refused > 0, "{}", wrong.join("\n"));
}

#[test]
fn evidence_is_byte_for_byte_as_it_was_after_a_whole_story() {
    let mut story = Story::with_evidence();
    let before = snapshot(story.folder());
    for (reference, code) in [("E001", "1.1"), ("E002", "2.1"), ("E003", "3.1"), ("E004", "4.1")] {
        story.ada().maps(reference, OCR, code, "p. 1");
    }
    story.ada().decides(OCR, "1.1-4.1", "met", "");
    story.ada().does("evidence.describe", json!({ "evidence": "E001", "title": "Plan" }));
    story.ada().signs(OCR);
    story.on("matrix.paper", json!({ "unit": OCR }));
    let sample = story.ben().samples(OCR, "1.1");
    story.ben().finds(&sample, "1.1", "agree", "");
    story.ben().verifies(&sample);
    story.ada().reopens(OCR, "A slip.");
    story.ada().undoes();
    story.scan();
    story.checks_clean();
    assert_eq!(snapshot(story.folder()), before);
}
