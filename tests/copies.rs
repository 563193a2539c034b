//! Files made of others: a copy that is edited, a file of which a backup stays, two copies edited apart, a form that was set aside
//! and filled in, one file saved over another. Whatever a learner brings is on a list, and no file stands for two items.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::fs;

use journeys::people::{LEARNER, OCR, Story, each, text};
use serde_json::json;

/// The report is E001, mapped and not yet met.
fn reported() -> Story {
    let mut story = Story::begin();
    story.file("Report.txt", "the report");
    story.on("scan", json!({ "number": true }));
    story.ada().maps("E001", OCR, "1.1", "");
    story.ada().decides(OCR, "1.1", "notYetMet", "No dates.");
    story
}

/// "title standing file" of each item, in the order of the titles.
fn told(story: &mut Story) -> Vec<String> {
    let shown = story.show();
    let one = |e: &serde_json::Value| {
        format!("{} {} {}", text(&e["title"]), text(&e["standing"]), text(&e["file"]))
    };
    let mut all: Vec<String> = each(&shown["evidence"]).map(one).collect();
    all.sort();
    all
}

fn copy(story: &Story, from: &str, to: &str) {
    fs::copy(story.folder().join(from), story.folder().join(to)).unwrap();
}

#[test]
fn a_copy_that_is_edited_is_a_new_file() {
    let mut story = reported();
    copy(&story, "Report.txt", "Report v2.txt");
    story.scan();
    assert_eq!(told(&mut story), ["Report accepted present"], "the same bytes are one item");
    story.file("Report v2.txt", "the report, with dates");
    assert_eq!(story.scan()["changed"], 1);
    assert_eq!(told(&mut story), ["Report accepted present", "Report v2 new present"]);
    let list = story.call("learner.list", json!({}));
    assert_eq!(list["learners"][0]["newFiles"], 1);
    let offers = story.on("evidence.replacement", json!({ "evidence": "Report v2.txt" }))["offers"].clone();
    assert_eq!(offers[0]["item"]["reference"], "E001", "it is offered as a resubmission");
    // Once more before anybody has looked: still one file, and the next reading finds nothing else.
    story.file("Report v2.txt", "the report, with dates and names");
    story.scan();
    assert_eq!(told(&mut story), ["Report accepted present", "Report v2 new present"]);
    story.scan();
    assert_eq!(told(&mut story).len(), 2);
    story.checks_clean();
}

#[test]
fn a_file_that_is_edited_while_a_backup_of_it_stays_is_a_new_file() {
    let mut story = reported();
    copy(&story, "Report.txt", "Report before.txt");
    story.scan();
    story.file("Report.txt", "the report, edited");
    story.scan();
    assert_eq!(told(&mut story), ["Report accepted present", "Report new present"]);
}

#[test]
fn a_changed_file_whose_earlier_bytes_come_back_elsewhere_is_a_new_file() {
    let mut story = reported();
    story.file("Report.txt", "the report, edited");
    story.scan();
    assert_eq!(told(&mut story), ["Report accepted changed"]);
    story.file("Report from the bin.txt", "the report");
    story.scan();
    assert_eq!(told(&mut story), ["Report accepted present", "Report new present"]);
}

#[test]
fn of_two_copies_edited_apart_one_is_the_next_version_and_the_other_a_new_file() {
    let mut story = reported();
    copy(&story, "Report.txt", "Another.txt");
    story.scan();
    story.file("Report.txt", "the report of Monday");
    story.file("Another.txt", "the report of Tuesday");
    story.scan();
    assert_eq!(told(&mut story), ["Another new present", "Report accepted changed"]);
    story.ada().does("evidence.accept", json!({ "evidence": ["E001"] }));
    assert_eq!(told(&mut story), ["Another new present", "Report accepted present"]);
    let file = story.item("E001")["parts"][0]["fileName"].clone();
    assert_eq!(file, "Report.txt", "the one where it was");
    story.checks_clean();
}

#[test]
fn a_form_that_was_set_aside_and_filled_in_is_a_new_file() {
    let mut story = Story::begin();
    story.file("Form.txt", "Name: ____");
    story.scan();
    story.ada().does("evidence.setAside", json!({ "evidence": ["Form.txt"], "reason": "A blank form." }));
    let blank = text(&story.item("Form")["id"]);
    story.file("Form.txt", "Name: Rowan");
    story.scan();
    assert_eq!(told(&mut story), ["Form new present", "Form setAside changed"]);
    let words = story.ada().refused("evidence.accept", json!({ "evidence": [blank] }), "setAsideChanged");
    assert_eq!(words, "Form was changed after it was set aside: Form.txt lies in its place");
    let shown = story.show();
    let new = each(&shown["evidence"]).find(|e| e["standing"] == "new").unwrap();
    story.ada().does("evidence.accept", json!({ "evidence": [new["id"]] }));
    assert_eq!(told(&mut story), ["Form accepted present", "Form setAside changed"]);
    story.checks_clean();
}

#[test]
fn one_file_never_stands_for_two_items() {
    let mut story = Story::begin();
    story.file("a.txt", "the first");
    story.file("b.txt", "the second");
    story.on("scan", json!({ "number": true }));
    copy(&story, "b.txt", "a.txt");
    story.scan();
    assert_eq!(story.item("E001")["file"], "changed");
    let words = story.ada().refused("evidence.accept", json!({ "evidence": ["E001"] }), "sameFile");
    assert_eq!(words, "what lies in the place of E001 a is now the very file of E002 b");
    story.checks_clean();
}

#[test]
fn a_changed_file_that_was_copied_too_is_one_version_and_no_new_file() {
    let mut story = reported();
    story.file("Report.txt", "the report, edited");
    copy(&story, "Report.txt", "Report for the printer.txt");
    story.scan();
    assert_eq!(told(&mut story), ["Report accepted changed"], "the same bytes are one version");
    story.ada().does("evidence.accept", json!({ "evidence": ["E001"] }));
    story.scan();
    assert_eq!(told(&mut story), ["Report accepted present"]);
    story.checks_clean();
}

/// The same bytes may lie under several names: what is shown, opened and found is where the item came from.
#[test]
fn an_item_with_copies_is_named_and_opened_where_it_came_on_record() {
    let mut story = reported();
    for name in ["A copy.txt", "Z copy.txt"] {
        copy(&story, "Report.txt", name);
    }
    story.scan();
    let id = text(&story.item("E001")["id"]);
    for (name, gone) in [("Report.txt", Some("Report.txt")), ("A copy.txt", None)] {
        assert_eq!(story.item("E001")["parts"][0]["fileName"], name);
        let opened = story.session().evidence_file(LEARNER, &id, 0).unwrap().in_folder().unwrap();
        assert_eq!(opened, story.folder().join(name));
        if let Some(gone) = gone {
            fs::remove_file(story.folder().join(gone)).unwrap();
            story.scan();
        }
    }
}

/// Nothing twice while the version waits, and nothing lost when it waits no more.
#[test]
fn a_copy_of_a_version_that_waits_becomes_a_new_file_when_that_waits_no_more() {
    type Deed = fn(&Story);
    const ALONE: &str = "Report for the printer new present";
    let deeds: [(&str, Deed, &[&str]); 6] = [
        ("nothing", |_| {}, &["Report accepted changed"]),
        (
            "moved",
            |story| {
                fs::create_dir(story.folder().join("sent")).unwrap();
                fs::rename(story.folder().join("Report.txt"), story.folder().join("sent/Report.txt"))
                    .unwrap();
            },
            &["Report accepted changed"],
        ),
        (
            "saved once more",
            |story| story.file("Report.txt", "the report, edited twice"),
            &["Report accepted changed", ALONE],
        ),
        (
            "its earlier bytes are back",
            |story| story.file("Report.txt", "the report"),
            &["Report accepted present", ALONE],
        ),
        (
            "its earlier bytes lie elsewhere",
            |story| story.file("Report from the bin.txt", "the report"),
            &["Report accepted present", "Report new present"],
        ),
        (
            "deleted",
            |story| fs::remove_file(story.folder().join("Report.txt")).unwrap(),
            &["Report accepted missing", ALONE],
        ),
    ];
    for (what, deed, want) in deeds {
        let mut story = reported();
        story.file("Report.txt", "the report, edited");
        story.scan();
        copy(&story, "Report.txt", "Report for the printer.txt");
        story.scan();
        assert_eq!(told(&mut story), ["Report accepted changed"], "{what}");
        assert_eq!(story.call("learner.list", json!({}))["learners"][0]["newFiles"], 0, "{what}");
        deed(&story);
        story.scan();
        assert_eq!(told(&mut story), want, "{what}");
        story.scan();
        assert_eq!(told(&mut story), want, "{what}, read once more");
        story.checks_clean();
    }
}

#[test]
fn only_what_was_looked_at_is_accepted() {
    let mut story = reported();
    story.file("Report.txt", "the report, second version");
    story.scan();
    let waits = |story: &mut Story| {
        let all = story.on("evidence.versions", json!({ "evidence": "E001" }));
        text(&all["versions"][0]["files"][0]["sha256"])
    };
    let second = waits(&mut story);
    story.file("Report.txt", "the report, third version");
    story.scan();
    let accept = |sha256: &str| json!({ "evidence": ["E001"], "shown": [sha256] });
    story.ada().refused("evidence.accept", accept(&second), "evidenceChanged");
    assert_eq!(story.item("E001")["file"], "changed", "nothing was accepted");
    let third = waits(&mut story);
    story.ada().does("evidence.accept", accept(&third));
    assert_eq!(story.item("E001")["file"], "present");
    let two = json!({ "evidence": ["E001", "Report.txt"], "shown": [third] });
    story.ada().refused("evidence.accept", two, "nothingToDo");
    story.checks_clean();
}

#[test]
fn a_place_says_which_file_of_an_item_it_is_in() {
    let mut story = Story::begin();
    for name in ["page 1.txt", "page 2.txt"] {
        story.file(name, name);
    }
    story.file("alone.txt", "alone");
    story.scan();
    let together = json!({ "evidence": ["page 1.txt", "page 2.txt"], "together": true, "title": "Visit" });
    story.ada().does("evidence.accept", together);
    story.ada().maps("E001", OCR, "1.1", "part 1, p. 2");
    let second = story.ada().maps("E001", OCR, "1.1", "Part 2, page 2");
    assert_eq!(second["warnings"], json!([]), "another file is another place");
    story.ada().maps("alone.txt", OCR, "1.1", "part 2, p. 2");
    story.ada().maps("E001", OCR, "1.1", "part 3, p. 2");
    let row = story.row(OCR, "1.1");
    let mut links: Vec<String> = each(&row["links"])
        .map(|l| format!("{} {} {} {}", text(&l["reference"]), text(&l["place"]), l["part"], l["page"]))
        .collect();
    links.sort();
    let want = [
        "E001 part 1, p. 2 0 2",
        "E001 part 2, p. 2 1 2",
        "E001 part 3, p. 2 null null",
        "E002 part 2, p. 2 null null",
    ];
    assert_eq!(links, want);
    story.checks_clean();
}
