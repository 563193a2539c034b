//! National Occupational Standards through the public door: bringing one in, linking criteria of two boards to its points,
//! what is proposed between the boards because of that, and which points a learner's evidence covers.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::path::{Path, PathBuf};

use journeys::people::{EDI, LEARNER, OCR, OWN, Story, each, portfolio, said, text};
use serde_json::{Value, json};

const NOS: &str = "INVCS042";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/standards").join(name)
}

fn bring_in(story: &mut Story, file: &Path) -> Value {
    story.call("standard.import", json!({ "file": file }))
}

/// The example with its text changed.
fn changed(story: &Story, change: impl FnOnce(&mut Value)) -> PathBuf {
    let mut file: Value =
        serde_json::from_slice(&std::fs::read(fixture("customer-service.json")).unwrap()).unwrap();
    change(&mut file["standards"][0]);
    let path = story.home().join("changed.json");
    std::fs::write(&path, file.to_string()).unwrap();
    path
}

fn with_standard() -> Story {
    let mut story = Story::with_evidence();
    story.ada();
    bring_in(&mut story, &fixture("customer-service.json"));
    story
}

fn link(story: &mut Story, unit: &str, code: &str, point: &str, relation: &str, beyond: &str) -> Value {
    let request = json!({
        "from": { "unit": unit, "row": code }, "to": { "unit": NOS, "row": point }, "relation": relation,
        "beyondFrom": beyond, "beyondTo": "a note of it",
    });
    story.call("links.save", request)
}

fn codes(standards: &Value) -> Vec<String> {
    each(standards).map(|s| text(&s["code"])).collect()
}

#[test]
fn a_standard_comes_from_json_or_a_table_and_its_next_issue_follows_it() {
    let mut story = Story::begin();
    let refused = story.try_call("standard.import", json!({ "file": fixture("customer-service.json") }));
    assert_eq!(refused.unwrap_err().code, "nobodyAtDesk");
    story.ada();
    let came = bring_in(&mut story, &fixture("customer-service.json"));
    assert_eq!(codes(&came["new"]), [NOS]);
    let shown = &came["new"][0];
    assert_eq!(
        (shown["points"].as_array().unwrap().len(), text(&shown["developedBy"])),
        (9, "Invented Skills Council".into())
    );
    assert_eq!(
        (text(&shown["points"][5]["code"]), text(&shown["points"][5]["part"])),
        ("K1".into(), "Knowledge and understanding".into())
    );
    // The table says the same, so nothing comes of it.
    let again = bring_in(&mut story, &fixture("customer-service.csv"));
    assert_eq!((codes(&again["known"]), codes(&again["new"]).len()), (vec![NOS.to_owned()], 0));

    let silent = changed(&story, |s| s["overview"] = json!(""));
    assert_eq!(
        codes(&bring_in(&mut story, &silent)["known"]),
        [NOS],
        "an overview that is not said is not taken away"
    );
    link(&mut story, OCR, "1.1", "P1", "close", "");
    let next = changed(&story, |s| {
        s["version"] = json!("2");
        s["points"][0]["text"] = json!("Agree with the whole team what service is wanted");
    });
    let came = bring_in(&mut story, &next);
    assert_eq!(
        (codes(&came["next"]), text(&came["next"][0]["issue"])),
        (vec![NOS.to_owned()], "2 (revision 2)".into())
    );
    let links = story.call("links.list", json!({ "unit": NOS }));
    assert_eq!(
        (&links[0]["to"]["textChanged"], &links[0]["from"]["textChanged"]),
        (&json!(true), &json!(false))
    );

    // It is no unit: it is in no list of units, and no learner takes it.
    assert!(each(&story.call("unit.list", json!({}))).all(|u| text(&u["title"]) != text(&shown["title"])));
    let failure = story.try_on("learner.unitAdd", json!({ "unit": NOS })).unwrap_err();
    assert_eq!(failure.code, "standardIsNoUnit");
    let bad = changed(&story, |s| s["points"][1]["code"] = json!("P1"));
    let failure = story.try_call("standard.import", json!({ "file": bad })).unwrap_err();
    assert!(failure.message.contains("INVCS042: the point P1 stands twice"), "{}", failure.message);
    story.checks_clean();
}

#[test]
fn codes_that_units_name_are_listed_until_the_standard_is_here() {
    let mut story = Story::begin();
    let unit = json!({
        "format": "assessor-spec", "formatVersion": 1, "id": "0b000000-0000-4000-8000-000000000001",
        "handle": "names-a-standard", "source": { "kind": "centre" },
        "unit": { "title": "Run a counter", "nos": ["invcs042", "INVCS999"] },
        "outcomes": [{ "id": "0b000000-0000-4000-8000-000000000002", "code": "1", "text": "Be able to run a counter", "criteria": [] }],
    });
    story.ada();
    story.call("unit.import", json!({ "text": unit.to_string() }));
    let before = story.call("standard.list", json!({}));
    assert_eq!(codes(&before["lacking"]), [NOS, "INVCS999"]);
    assert_eq!(before["lacking"][0]["namedBy"], json!(["Run a counter"]));
    bring_in(&mut story, &fixture("customer-service.csv"));
    let after = story.call("standard.list", json!({}));
    assert_eq!(
        (codes(&after["lacking"]), &after["standards"][0]["namedBy"]),
        (vec!["INVCS999".to_owned()], &json!(["Run a counter"]))
    );
}

#[test]
fn two_boards_that_speak_to_one_point_are_proposed_to_each_other_and_a_person_accepts() {
    let mut story = with_standard();
    let between = json!({ "from": OCR, "to": OWN });
    let before = story.call("links.propose", between.clone());
    assert!(each(&before).all(|p| p["through"] == json!([])), "nothing is linked to a point yet");

    link(&mut story, OCR, "1.1", "P2", "broader", "contingency");
    let other = link(&mut story, OWN, "8.4", "P2", "narrower", "");
    let found = story.call("links.propose", between.clone());
    let first = &found[0];
    assert_eq!((text(&first["from"]["code"]), text(&first["to"]["code"])), ("1.1".into(), "8.4".into()));
    let through = &first["through"][0];
    let point =
        (text(&through["standard"]), text(&through["point"]), text(&through["from"]), text(&through["to"]));
    assert_eq!(point, (NOS.into(), "P2".into(), "broader".into(), "narrower".into()));
    assert_eq!(first["relation"], "broader", "what asks more than a point asks more than what asks less");
    assert_eq!(first["beyondFrom"], "contingency", "what a person wrote about the point");
    assert_eq!(each(&found).filter(|p| p["through"] != json!([])).count(), 1);
    let turned = story.call("links.propose", json!({ "from": OWN, "to": OCR }));
    assert_eq!(
        (&turned[0]["relation"], text(&turned[0]["through"][0]["point"])),
        (&json!("narrower"), "P2".into())
    );
    assert_eq!(
        story.call("links.list", json!({ "unit": OCR, "other": OWN })),
        json!([]),
        "a proposal records nothing"
    );

    let side = |s: &Value| json!({ "unit": s["unit"], "row": s["row"] });
    let accepted = story.call("links.save", json!({
        "from": side(&first["from"]), "to": side(&first["to"]), "relation": "close", "beyondFrom": "contingency",
        "beyondTo": first["beyondTo"], "source": "both linked to P2 of INVCS042",
    }));
    assert_eq!((text(&accepted["by"]), &accepted["relation"]), ("Ada Okafor".into(), &json!("close")));
    assert_eq!(story.call("links.propose", between.clone())[0]["existing"], accepted["link"]);

    // Given up, the point is no reason any more; what was accepted because of it stays.
    story.call("links.drop", json!({ "link": other["link"], "reason": "another point after all" }));
    let left = story.call("links.propose", between);
    assert!(each(&left).all(|p| p["through"] == json!([])));
    assert_eq!(each(&story.call("links.list", json!({ "unit": OCR, "other": OWN }))).count(), 1);
    story.checks_clean();
}

#[test]
fn a_link_to_a_point_is_in_dispute_or_out_of_date_and_then_no_reason() {
    let mut story = with_standard();
    link(&mut story, OCR, "1.1", "P2", "close", "");
    let other = link(&mut story, EDI, "2.1", "P2", "close", "");
    let reasons = |story: &mut Story| {
        let found = story.call("links.propose", json!({ "from": OCR, "to": EDI }));
        each(&found).filter(|p| p["through"] != json!([])).count()
    };
    assert_eq!(reasons(&mut story), 1);
    let next = changed(&story, |s| s["points"][1]["text"] = json!("Set no target at all"));
    bring_in(&mut story, &next);
    assert_eq!(reasons(&mut story), 0, "the point reads otherwise than when it was linked to");
    // Looked at again and stated again, it is one.
    for (unit, code, link) in [(OCR, "1.1", None), (EDI, "2.1", Some(&other["link"]))] {
        let known = story.call("links.list", json!({ "unit": NOS, "other": unit }));
        let request = json!({
            "link": link.unwrap_or(&known[0]["link"]), "from": { "unit": unit, "row": code },
            "to": { "unit": NOS, "row": "P2" }, "relation": "close", "beyondTo": "targets are gone",
        });
        story.call("links.save", request);
    }
    assert_eq!(reasons(&mut story), 1);

    let two_points = json!({ "from": { "unit": NOS, "row": "P1" }, "to": { "unit": NOS, "row": "P2" }, "relation": "close" });
    assert_eq!(story.try_call("links.save", two_points).unwrap_err().code, "linkWithinUnit");
    let another = changed(&story, |s| s["code"] = json!("INVCS043"));
    bring_in(&mut story, &another);
    let hubs = json!({ "from": { "unit": NOS, "row": "P1" }, "to": { "unit": "INVCS043", "row": "P1" }, "relation": "close" });
    assert_eq!(story.try_call("links.save", hubs).unwrap_err().code, "linkWithoutUnit");
    let exact = json!({ "from": { "unit": OCR, "row": "2.1" }, "to": { "unit": NOS, "row": "P3" }, "relation": "exact" });
    let failure = story.try_call("links.save", exact).unwrap_err();
    assert!(
        failure.code == "notExact" && failure.message.contains("third-party text"),
        "{}",
        failure.message
    );
}

#[test]
fn points_are_covered_through_criteria_and_decisions_and_nothing_of_it_is_recorded() {
    let mut story = with_standard();
    for (unit, code, point, relation) in [
        (OCR, "1.1", "P1", "broader"),
        (OCR, "2.1", "P2", "narrower"),
        (EDI, "2.1", "P2", "close"),
        (OCR, "3.1", "P3", "related"),
        (EDI, "1.1", "P4", "close"),
    ] {
        link(&mut story, unit, code, point, relation, "");
    }
    let states = |story: &mut Story| {
        let shown = story.on("standard.coverage", json!({ "standard": "invcs042" }));
        let of = |p: &Value| format!("{} {}", text(&p["point"]["code"]), text(&p["state"]));
        (each(&shown["points"]).take(5).map(of).collect::<Vec<_>>().join(", "), shown)
    };
    assert_eq!(states(&mut story).0, "P1 empty, P2 empty, P3 empty, P4 empty, P5 unlinked");
    story.ada().maps("E001", OCR, "1.1", "p. 2");
    story.ada().maps("E002", OCR, "2.1", "");
    story.ada().maps("E003", OCR, "3.1", "");
    assert_eq!(states(&mut story).0, "P1 evidence, P2 evidence, P3 evidence, P4 empty, P5 unlinked");
    story.ada().decides(OCR, "1.1,2.1,3.1", "met", "Seen.");
    let entries = story.call("check", json!({}));
    let (line, shown) = states(&mut story);
    assert_eq!(line, "P1 covered, P2 partly, P3 partly, P4 empty, P5 unlinked");
    let p1 = &shown["points"][0]["criteria"][0];
    let through = (text(&p1["board"]), text(&p1["code"]), text(&p1["relation"]), text(&p1["state"]));
    assert_eq!(
        (through, text(&p1["links"][0]["reference"])),
        (("OCR".into(), "1.1".into(), "broader".into(), "met".into()), "E001".into())
    );
    assert_eq!(shown["points"][1]["criteria"].as_array().unwrap().len(), 2);
    let summary = text(&shown["summary"]);
    assert_eq!(
        summary,
        "1 of 9 points covered, 2 in part, 1 without evidence, 5 that no criterion of these units is linked to"
    );
    assert_eq!(story.call("check", json!({})), entries, "looking records nothing");

    // A text that has changed since: shown, and not counted.
    let next = changed(&story, |s| s["points"][0]["text"] = json!("Agree nothing"));
    bring_in(&mut story, &next);
    let (line, shown) = states(&mut story);
    assert!(line.starts_with("P1 unlinked, P2 partly"), "{line}");
    assert!(text(&shown["points"][0]["criteria"][0]["notCounted"]).contains("changed"));
    let unit = story.try_on("standard.coverage", json!({ "standard": OCR })).unwrap_err();
    assert_eq!(unit.code, "notFound");
}

#[test]
fn two_desks_that_bring_the_same_standard_in_have_one_and_merge_their_links() {
    let mut here = Story::with_evidence();
    let mut there = here.copied();
    here.ada();
    bring_in(&mut here, &fixture("customer-service.json"));
    there.cleo();
    bring_in(&mut there, &fixture("customer-service.csv"));
    link(&mut here, OCR, "1.1", "P1", "close", "");
    link(&mut there, EDI, "1.1", "P1", "close", "");
    let file = here.home().join("all.jsonl");
    for _ in 0..2 {
        here.call("journal.export", json!({ "file": file }));
        there.call("journal.admit", json!({ "file": file }));
        there.call("journal.export", json!({ "file": file }));
        here.call("journal.admit", json!({ "file": file }));
    }
    for story in [&mut here, &mut there] {
        let all = story.call("standard.list", json!({}));
        assert_eq!(
            (codes(&all["standards"]), &all["standards"][0]["inDispute"]),
            (vec![NOS.to_owned()], &json!(false))
        );
        assert_eq!(all["standards"][0]["links"], 2);
        let found = story.call("links.propose", json!({ "from": OCR, "to": EDI }));
        assert_eq!(text(&found[0]["through"][0]["point"]), "P1");
        story.checks_clean();
    }

    // Each brings another next issue in: in dispute until somebody brings the one in again that is to hold.
    for (story, words) in [(&mut here, "Agree here"), (&mut there, "Agree there")] {
        let next = changed(story, |s| s["points"][0]["text"] = json!(words));
        bring_in(story, &next);
    }
    there.call("journal.export", json!({ "file": file }));
    here.call("journal.admit", json!({ "file": file }));
    let all = here.call("standard.list", json!({}));
    assert_eq!(all["standards"][0]["inDispute"], true);
    let (row, next) = (
        json!({ "unit": OCR, "row": "2.1" }),
        changed(&here, |s| s["points"][0]["text"] = json!("Agree here")),
    );
    let request = json!({ "from": row, "to": { "unit": NOS, "row": "P4" }, "relation": "close" });
    assert_eq!(here.try_call("links.save", request.clone()).unwrap_err().code, "unitTextInDispute");
    let came = bring_in(&mut here, &next);
    assert_eq!((codes(&came["next"]), &came["next"][0]["inDispute"]), (vec![NOS.to_owned()], &json!(false)));
    assert_eq!(came["next"][0]["points"][0]["text"], "Agree here");
    here.call("links.save", request);
    here.checks_clean();
}

#[test]
fn a_terminal_brings_in_links_proposes_and_shows_coverage() {
    let mut story = Story::with_evidence();
    story.close();
    let folder = story.workspace();
    let run = |args: &[&str]| {
        let all = [&["--workspace", folder.to_str().unwrap(), "--as", "Ada Okafor"], args].concat();
        let (code, out, err) = said(&portfolio(&all).output().unwrap());
        assert_eq!(code, 0, "{args:?}: {err}");
        out
    };
    assert!(run(&["nos", "list"]).contains("no standard yet"));
    let out = run(&["nos", "import", fixture("customer-service.csv").to_str().unwrap()]);
    assert!(
        out.contains("new: INVCS042  Run the service tasks of a team  [1 (revision 1); 9 points; 0 links]"),
        "{out}"
    );
    let out = run(&[
        "nos",
        "link",
        &format!("{OCR}:1.1"),
        "INVCS042:P2",
        "--relation",
        "broader",
        "--beyond",
        "contingency",
    ]);
    assert!(out.contains("ocr-plan-organise-control 1.1 broader invcs042 P2"), "{out}");
    run(&["nos", "link", &format!("{EDI}:3.1"), "INVCS042:P2", "--relation", "close"]);
    let out = run(&["crosswalk", "propose", OCR, EDI]);
    assert!(out.contains("both speak to P2 of INVCS042 (Run the service tasks of a team): the first broader, the second close"), "{out}");
    let out = run(&["crosswalk", "accept", OCR, EDI, "1", "--relation", "related"]);
    assert!(out.contains("[asks first; both linked to INVCS042 P2; Ada Okafor]"), "{out}");
    assert!(run(&["nos", "links", NOS]).matches("invcs042 P2").count() == 2);
    assert!(
        !run(&["crosswalk", "list"]).contains("invcs042"),
        "links between boards are listed without points"
    );
    run(&["map", LEARNER, "E001", OCR, "1.1", "--at", "p. 2"]);
    let out = run(&["nos", "coverage", LEARNER, NOS]);
    assert!(out.contains("P2    evidence") && out.contains("OCR 1.1 (broader), mapped: E001 p. 2"), "{out}");
}
