//! The bytes that are shown of an item, and the file that another program opens: those on record and no others, whatever takes
//! their place in the folder, and the kept copy where there is one.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

use std::fs;

use journeys::people::{LEARNER, OCR, Story, each, text};
use portfolio::api::EvidenceFile;
use portfolio::error::Failure;
use serde_json::{Value, json};

const WORDS: &str = "Plan of the week\n\nThree people serve at the counter.\n";

fn story() -> Story {
    let mut story = Story::begin();
    story.file("letters/plan.txt", WORDS);
    story.on("scan", json!({ "number": true }));
    story
}

fn id(story: &mut Story) -> String {
    text(&story.item("E001")["id"])
}

fn file(story: &mut Story) -> Result<EvidenceFile, Failure> {
    let id = id(story);
    story.session().evidence_file(LEARNER, &id, 0)
}

/// The bytes that the window gets, or the stable name of what is said instead.
fn bytes(story: &mut Story) -> Result<String, String> {
    let file = file(story).map_err(|why| why.code)?;
    let bytes = file.open().map_err(|why| why.code)?.whole(1 << 20).unwrap();
    Ok(String::from_utf8(bytes).unwrap())
}

fn passages(story: &mut Story, version: Option<&str>) -> Result<Vec<String>, String> {
    let mut request = json!({ "evidence": id(story), "part": 0 });
    if let Some(version) = version {
        request["version"] = json!(version);
    }
    let view = story.try_on("preview.show", request).map_err(|why| why.code)?;
    Ok(view["passages"].as_array().unwrap().iter().map(|p: &Value| text(&p["text"])).collect())
}

#[cfg(unix)]
#[test]
fn what_took_the_place_of_a_file_is_not_shown_as_the_file_until_the_folder_is_read_again() {
    use std::os::unix::fs::symlink;

    type Deed = fn(&Story);
    let deeds: [(&str, Deed); 4] = [
        ("other words", |story| story.file("letters/plan.txt", "Another file altogether.")),
        ("a link", |story| {
            let at = story.folder().join("letters/plan.txt");
            fs::rename(&at, story.home().join("private.txt")).unwrap();
            symlink(story.home().join("private.txt"), at).unwrap();
        }),
        ("a link for its folder", |story| {
            let at = story.folder().join("letters");
            fs::rename(&at, story.home().join("private")).unwrap();
            symlink(story.home().join("private"), at).unwrap();
        }),
        ("a pipe", |story| {
            let at = story.folder().join("letters/plan.txt");
            fs::remove_file(&at).unwrap();
            assert!(std::process::Command::new("mkfifo").arg(at).status().unwrap().success());
        }),
    ];
    for (what, deed) in deeds {
        let mut story = story();
        assert_eq!(bytes(&mut story).unwrap(), WORDS);
        assert_eq!(passages(&mut story, None).unwrap().len(), 2);
        deed(&story);
        for said in [bytes(&mut story).map(|_| ()), passages(&mut story, None).map(|_| ())] {
            assert_eq!(said, Err("evidenceNotAsRead".to_owned()), "{what}");
        }
        let opened = file(&mut story).unwrap().for_another_program();
        assert_eq!(opened.unwrap_err().code, "evidenceNotAsRead", "{what}: no other program opens it either");
    }

    let mut story = story();
    story.file("letters/plan.txt", "Another file altogether.");
    story.scan();
    assert_eq!(story.item("E001")["file"], "changed");
    assert_eq!(bytes(&mut story), Err("evidenceChanged".to_owned()), "until somebody accepts it");
    story.ada().does("evidence.accept", json!({ "evidence": ["E001"] }));
    assert_eq!(bytes(&mut story).unwrap(), "Another file altogether.");
}

#[test]
fn a_judged_file_that_is_gone_is_shown_and_opened_from_its_kept_copy() {
    let mut story = story();
    story.ada().maps("E001", OCR, "1.1", "para 2");
    story.ada().decides(OCR, "1.1", "met", "");
    let there = story.folder().join("letters/plan.txt");
    let judged = file(&mut story).unwrap();
    assert_eq!(judged.for_another_program().unwrap(), there, "while it is there, the file itself");
    assert_eq!(judged.in_folder().unwrap(), there);

    fs::remove_file(&there).unwrap();
    story.scan();
    assert_eq!(story.item("E001")["file"], "missing");
    assert_eq!(bytes(&mut story).unwrap(), WORDS);
    assert_eq!(passages(&mut story, None).unwrap().len(), 2);
    let judged = file(&mut story).unwrap();
    assert_eq!(judged.in_folder().unwrap_err().code, "onlyKeptCopy");
    let copy = judged.for_another_program().unwrap();
    assert_eq!(copy.extension().unwrap(), "txt");
    assert_eq!(fs::read_to_string(&copy).unwrap(), WORDS);
    assert!(copy.starts_with(story.workspace()) && !copy.starts_with(story.workspace().join("judged")));
    story.checks_clean();
}

#[test]
fn a_version_that_was_judged_is_shown_after_another_was_accepted() {
    let mut story = story();
    story.ada().maps("E001", OCR, "1.1", "para 2");
    story.ada().decides(OCR, "1.1", "met", "");
    let first = text(&story.item("E001")["parts"][0]["sha256"]);
    story.file("letters/plan.txt", "Plan of the week\n\nFour people serve.\n");
    story.scan();
    story.ada().does("evidence.accept", json!({ "evidence": ["E001"] }));
    assert_eq!(passages(&mut story, None).unwrap()[1], "Four people serve.");
    assert_eq!(passages(&mut story, Some(&first)).unwrap()[1], "Three people serve at the counter.");
    let id = id(&mut story);
    let judged = story.session().evidence_version(LEARNER, &id, &first).unwrap();
    assert_eq!(judged.open().unwrap().whole(1 << 20).unwrap(), WORDS.as_bytes());
    for stray in ["0".repeat(64), "plan.txt".to_owned(), "../judged".to_owned()] {
        assert_eq!(passages(&mut story, Some(&stray)), Err("notFound".to_owned()), "{stray}");
    }
}

#[test]
fn what_a_file_is_comes_from_its_bytes_and_a_wrong_name_is_said() {
    let mut story = Story::begin();
    story.file("plan.doc", "%PDF-1.7 and no more");
    story.on("scan", json!({ "number": true }));
    let request = json!({ "evidence": id(&mut story), "part": 0 });
    let told = story.on("preview.kind", request.clone());
    assert_eq!(told, json!({ "media": "pdf", "is": "a PDF", "named": "doc" }));
    let mut open = file(&mut story).unwrap().open().unwrap();
    assert_eq!(file(&mut story).unwrap().media_type_of(&mut open), "application/pdf");
    story.file("plan.doc", "another file altogether");
    assert_eq!(story.try_on("preview.kind", request).unwrap_err().code, "evidenceNotAsRead");
}

/// A place names the file that it is in by its position, which stays when a newer version of one of the files is accepted.
#[test]
fn a_place_in_one_of_several_files_leads_to_that_file_also_in_its_next_version() {
    let mut story = Story::begin();
    story.file("a plan.txt", "Plan\n\nWhat is to be done.\n");
    story.file("b visit.txt", "Visit\n\nWhat was seen.\n");
    story.scan();
    let together = json!({ "evidence": ["a plan.txt", "b visit.txt"], "together": true, "title": "Visit" });
    story.ada().does("evidence.accept", together);
    story.ada().maps("E001", OCR, "1.1", "part 2, para 2");
    let (id, first) = (id(&mut story), text(&story.item("E001")["parts"][1]["sha256"]));
    let link = story.row(OCR, "1.1")["links"][0].clone();
    let shown = |story: &mut Story| {
        let view = story.on("preview.show", json!({ "evidence": id, "part": link["part"] }));
        text(&each(&view["passages"]).find(|passage| passage["place"] == "para 2").unwrap()["text"])
    };
    assert_eq!(shown(&mut story), "What was seen.");
    for (part, name) in [(0, "a plan.txt"), (1, "b visit.txt")] {
        assert_eq!(story.session().evidence_file(LEARNER, &id, part).unwrap().name(), name);
    }
    assert!(story.session().evidence_file(LEARNER, &id, 2).is_err());
    story.file("b visit.txt", "Visit\n\nWhat was seen the second time.\n");
    story.scan();
    story.ada().does("evidence.accept", json!({ "evidence": ["E001"] }));
    assert_eq!(shown(&mut story), "What was seen the second time.");
    let earlier = story.session().evidence_version(LEARNER, &id, &first).map(|file| file.name().to_owned());
    assert_eq!(
        earlier.unwrap_err().code,
        "evidenceMissing",
        "its earlier bytes are nowhere, and no other file is shown for them"
    );
}
