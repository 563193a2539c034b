//! Whose word it is that a text is the board's own: what files claim, who confirms it, and what follows for signing, links
//! and paper.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use journeys::people::{OCR, Story, portfolio, said, text};
use serde_json::{Value, json};

const UNIT: &str = "keep-a-stockroom";
const DOCUMENT: &str = "Specification, Issue 3, page 41";

/// An invented unit that a file claims to be a board's own, confirmed.
fn claimed() -> Value {
    let id = |n: u32| format!("0c000000-0000-4000-8000-{n:012}");
    json!({
        "format": "assessor-spec", "formatVersion": 1, "id": id(1), "handle": UNIT, "revision": "1", "previous": [],
        "language": "en-GB", "source": { "kind": "awarding-organisation", "title": "Specification", "issue": "Issue 3" },
        "awardingOrganisation": { "name": "Northgate Awards", "confirmed": true }, "qualifications": [],
        "unit": { "title": "Keep a stockroom", "level": "2" },
        "outcomes": [{ "id": id(2), "code": "1", "codeOrigin": "published", "text": "Be able to keep stock",
            "criteria": [{ "id": id(3), "code": "1.1", "codeOrigin": "published", "assignment": "published",
                "text": "Count the stock twice." }] }],
    })
}

fn with_claimed() -> Story {
    let mut story = Story::with_evidence();
    story.call("unit.import", json!({ "text": claimed().to_string() }));
    story
}

fn shown(story: &mut Story) -> Value {
    story.call("unit.show", json!({ "unit": UNIT }))
}

/// "source; confirmed; indicative" as the library lists it.
fn stands(story: &mut Story) -> String {
    let s = shown(story)["summary"].clone();
    format!("{}; {}; {}", text(&s["source"]), s["boardConfirmed"], s["indicative"])
}

const CLAIMED: &str = "said to be the board's own text; false; true";
const CONFIRMED: &str = "the board's own text; true; false";

fn confirm(story: &mut Story) -> Value {
    story.call("unit.confirm", json!({ "unit": UNIT, "source": DOCUMENT }))
}

fn met(story: &mut Story) {
    story.ada().does("learner.unitAdd", json!({ "unit": UNIT }));
    story.ada().maps("E001", UNIT, "1.1", "p. 1");
    story.ada().decides(UNIT, "1.1", "met", "");
}

#[test]
fn what_a_file_claims_is_carried_along_and_not_believed() {
    let mut story = with_claimed();
    assert_eq!(stands(&mut story), CLAIMED);
    let out = story.home().join("unit.json");
    story.call("unit.export", json!({ "units": [UNIT], "format": "json", "file": out }));
    let written: Value = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
    assert_eq!(written["awardingOrganisation"]["confirmed"], true, "what goes out is what came in");
    met(&mut story);
    let view = story.on("signOff.show", json!({ "unit": UNIT }));
    assert_eq!(view["indicative"], true);
    assert!(text(&view["declaration"]).ends_with("this is no claim for certification."));
    assert_eq!(story.ada().signs(UNIT)["indicative"], true);
    // Every paper of it says what it is, and never that it is a third party's.
    let said = |story: &mut Story, name: &str, request: Value| {
        let out = story.home().join(name);
        let mut request = request;
        request["out"] = json!(out);
        story.on("matrix.export", request);
        std::fs::read_to_string(&out).unwrap()
    };
    let page = said(&mut story, "unit.html", json!({ "unit": UNIT, "format": "html" }));
    assert!(page.contains("Said to be the board's own text, not confirmed. Not for certification claim."));
    assert!(!page.contains("third party"));
    let facts = said(&mut story, "unit.json", json!({ "unit": UNIT, "format": "json" }));
    assert!(facts.contains("\"whose\": \"unconfirmed\""), "{facts}");
    let other = said(&mut story, "ocr.html", json!({ "unit": OCR, "format": "html" }));
    assert!(other.contains("Indicative criteria from a third party."));
    let before = story.on("matrix.paper", json!({ "unit": UNIT, "original": true }));
    story.call("unit.confirm", json!({ "unit": UNIT, "source": DOCUMENT }));
    let after = story.on("matrix.paper", json!({ "unit": UNIT, "original": true }));
    assert_eq!(before["sha256"], after["sha256"], "what was signed says what it said");
    story.checks_clean();
}

#[test]
fn a_person_confirms_one_very_text_against_a_document_and_takes_it_back_with_a_reason() {
    let mut story = with_claimed();
    let confirmation = json!({ "unit": UNIT, "source": DOCUMENT });
    assert_eq!(story.try_call("unit.confirm", confirmation).unwrap_err().code, "nobodyAtDesk");
    story.ada();
    let nothing = story.try_call("unit.confirm", json!({ "unit": UNIT, "source": " " })).unwrap_err();
    assert!(nothing.message.contains("name the document"), "{}", nothing.message);
    let tomorrow = json!({ "unit": UNIT, "source": DOCUMENT, "date": "2099-01-01" });
    assert_eq!(story.try_call("unit.confirm", tomorrow).unwrap_err().code, "usage");
    let third = story.try_call("unit.confirm", json!({ "unit": OCR, "source": DOCUMENT })).unwrap_err();
    assert_eq!(third.code, "notTheBoards", "{}", third.message);

    let view = confirm(&mut story);
    assert_eq!(
        (text(&view["confirmation"]["by"]), text(&view["confirmation"]["source"])),
        ("Ada Okafor".into(), DOCUMENT.into())
    );
    assert_eq!(stands(&mut story), CONFIRMED);
    let again = story.try_call("unit.confirm", json!({ "unit": UNIT, "source": DOCUMENT })).unwrap_err();
    assert_eq!(again.code, "nothingToDo");
    story.close();
    story.open().unwrap();
    assert_eq!(stands(&mut story), CONFIRMED, "the history knows it");

    // An edit is another text, and nobody has confirmed that one; the one before stays confirmed.
    let mut draft = story.call("unit.draft", json!({ "unit": UNIT }));
    let first = text(&draft["base"]);
    draft["outcomes"][0]["criteria"][0]["text"] = json!("Count the stock twice a week.");
    story.ada();
    story.call("unit.save", json!({ "draft": draft }));
    assert_eq!(stands(&mut story), CLAIMED);
    let back = json!({ "unit": UNIT, "revision": first, "reason": "It was Issue 2." });
    let gone = story.call("unit.unconfirm", back);
    assert!(text(&gone["doubt"]).contains("It was Issue 2."), "{gone}");
    let none = story.try_call("unit.unconfirm", json!({ "unit": UNIT, "reason": "x" })).unwrap_err();
    assert_eq!(none.code, "notFound");
    // A new issue read from a file that claims it does not bring it with it either.
    let mut issue = claimed();
    issue["outcomes"][0]["criteria"][0]["text"] = json!("Count the stock three times.");
    let read = story.call("unit.read", json!({ "text": issue.to_string() }));
    let draft = story.call("unit.match", json!({ "unit": UNIT, "draft": read["drafts"][0] }));
    story.call("unit.save", json!({ "draft": draft }));
    assert_eq!(stands(&mut story), CLAIMED);
    story.checks_clean();
}

#[test]
fn signed_on_a_confirmed_text_is_no_longer_as_signed_once_the_confirmation_is_taken_back() {
    let mut story = with_claimed();
    met(&mut story);
    story.ada();
    confirm(&mut story);
    story.ada().does("declaration.record", json!({ "route": "signed" }));
    assert_eq!(story.ada().signs(UNIT)["indicative"], false);
    assert_eq!(story.unit(UNIT)["signOff"]["stale"], Value::Null);
    assert_eq!(signed_in_caseload(&mut story), (1, 0));
    let first = std::fs::read(original(&mut story, "first.pdf")).unwrap();
    story.ada();
    story.call("unit.unconfirm", json!({ "unit": UNIT, "reason": "Read in the wrong document." }));
    let stale = text(&story.unit(UNIT)["signOff"]["stale"]);
    assert!(stale.contains("nobody in this centre file stands for that"), "{stale}");
    assert!(std::fs::read(original(&mut story, "again.pdf")).unwrap() == first, "what was signed stays");
    // The confirmation stands in the centre's book, and the roll-up of no learner was written for it.
    assert_eq!(signed_in_caseload(&mut story), (0, 1));
    confirm(&mut story);
    assert_eq!(story.unit(UNIT)["signOff"]["stale"], Value::Null);
    assert_eq!(signed_in_caseload(&mut story), (1, 0));
    story.checks_clean();
}

/// Units that the caseload calls signed, and those whose sign-off no longer holds.
fn signed_in_caseload(story: &mut Story) -> (u64, u64) {
    let row = story.call("learner.list", json!({}))["learners"][0].clone();
    (row["signed"].as_u64().unwrap(), row["overtaken"].as_u64().unwrap())
}

#[test]
fn signed_as_indicative_stays_so_when_somebody_confirms_the_text_later() {
    let mut story = with_claimed();
    met(&mut story);
    assert_eq!(story.ada().signs(UNIT)["indicative"], true);
    story.ada();
    confirm(&mut story);
    let unit = story.unit(UNIT);
    assert_eq!(
        (&unit["indicative"], &unit["signOff"]["indicative"], &unit["signOff"]["stale"]),
        (&json!(false), &json!(true), &Value::Null)
    );
    story.checks_clean();
}

fn original(story: &mut Story, name: &str) -> std::path::PathBuf {
    let out = story.home().join(name);
    story.on("matrix.paper", json!({ "unit": UNIT, "original": true, "out": out }));
    out
}

#[test]
fn decisions_under_an_unconfirmed_text_are_made_again_where_a_confirmed_one_replaces_it() {
    let mut story = with_claimed();
    met(&mut story);
    let mut draft = story.call("unit.draft", json!({ "unit": UNIT }));
    draft["outcomes"][0]["text"] = json!("Be able to keep the stock");
    story.ada();
    story.call("unit.save", json!({ "draft": draft }));
    confirm(&mut story);
    let diff = story.call("unit.diff", json!({ "unit": UNIT }));
    assert_eq!(
        (&diff["indicativeReplaced"], &diff["learners"][0]["decisionsAgain"]),
        (&json!(true), &json!(1))
    );
    story.call("unit.reissue", json!({ "unit": UNIT, "keepDecisions": true }));
    let row = story.row(UNIT, "1.1");
    assert_eq!(row["state"], "mapped");
    assert!(text(&row["stale"]).contains("which was indicative"), "{row}");
}

/// Both take each other's history in.
fn meet(here: &mut Story, there: &mut Story) {
    let files = [&mut *here, &mut *there].map(|story| {
        let file = story.home().join("all.jsonl");
        story.call("journal.export", json!({ "file": file }));
        file
    });
    here.call("journal.admit", json!({ "file": files[1] }));
    there.call("journal.admit", json!({ "file": files[0] }));
}

#[test]
fn confirmed_on_two_desks_stands_and_confirmed_while_another_takes_it_back_is_in_dispute() {
    let mut here = with_claimed();
    let mut there = here.copied();
    here.ada();
    there.cleo();
    confirm(&mut here);
    confirm(&mut there);
    meet(&mut here, &mut there);
    for story in [&mut here, &mut there] {
        assert_eq!(stands(story), CONFIRMED);
    }
    assert_eq!(shown(&mut here)["confirmation"], shown(&mut there)["confirmation"]);

    let back = json!({ "unit": UNIT, "reason": "It was Issue 2." });
    here.call("unit.unconfirm", back.clone());
    there.call("unit.unconfirm", back);
    confirm(&mut there);
    meet(&mut here, &mut there);
    for story in [&mut here, &mut there] {
        assert_eq!(stands(story), CLAIMED, "no rule picks one");
        let doubt = text(&shown(story)["doubt"]);
        assert!(doubt.starts_with("In dispute: Ada Okafor took the confirmation back"), "{doubt}");
        assert!(doubt.contains("Cleo Marsh confirmed it against"), "{doubt}");
    }
    here.ada();
    confirm(&mut here);
    meet(&mut here, &mut there);
    for story in [&mut here, &mut there] {
        assert_eq!(stands(story), CONFIRMED);
        story.checks_clean();
    }
}

#[test]
fn a_confirmation_in_a_terminal() {
    let mut story = with_claimed();
    story.close();
    let home = story.workspace();
    let typed = |words: &[&str]| {
        let start = ["--workspace", home.to_str().unwrap(), "--as", "Ada Okafor"];
        let (code, out, err) = said(&portfolio(&[&start, words].concat()).output().unwrap());
        (code, out + &err)
    };
    let (_, before) = typed(&["unit", "show", UNIT]);
    assert!(before.contains("not confirmed: counts as indicative until"), "{before}");
    let (code, after) = typed(&["unit", "confirm", UNIT, "--source", DOCUMENT]);
    assert!(code == 0 && after.contains("confirmed by Ada Okafor on "), "{after}");
    assert!(after.contains(DOCUMENT), "{after}");
    let (code, taken) = typed(&["unit", "unconfirm", UNIT, "--reason", "It was Issue 2."]);
    assert!(code == 0 && taken.contains("took the confirmation back"), "{taken}");
    story.open().unwrap();
    assert_eq!(stands(&mut story), CLAIMED);
}
