//! What is recorded of an item: each detail by itself, always optional, taken back one by one; witnesses and currency of the
//! centre; things that stay where they are; and what signed paper keeps.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use journeys::people::{OCR, Story, each, text};
use serde_json::{Value, json};

fn describe(story: &mut Story, reference: &str, what: Value) -> Value {
    let mut request = what;
    request["evidence"] = json!(reference);
    story.ada().does("evidence.describe", request)
}

fn details(story: &mut Story, reference: &str) -> Value {
    story.item(reference)["details"].clone()
}

#[test]
fn nothing_asks_for_details_before_a_mapping_is_made() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    story.ada().decides(OCR, "1.1", "met", "Seen.");
    let said = details(&mut story, "E001");
    assert_eq!((said["produced"].as_str(), said["author"].as_str()), (Some(""), Some("")));
    assert_eq!(said["disputed"], json!([]));
}

#[test]
fn every_detail_is_recorded_shown_and_taken_back() {
    let mut story = Story::with_evidence();
    let sam = story.ada().sees().call(
        "witness.save",
        json!({ "name": "Sam Reed", "role": "supervisor", "relation": "line manager", "competence": "NVQ 3, 12 years" }),
    );
    for (what, field, shown) in [
        (json!({ "produced": "2026-09-01" }), "produced", json!("2026-09-01")),
        (json!({ "author": "Rowan and Sam" }), "author", json!("Rowan and Sam")),
        (json!({ "route": "signed declaration" }), "route", json!("signed")),
        (json!({ "witness": "Sam Reed" }), "witness", sam["id"].clone()),
        (json!({ "thirdParty": true }), "thirdParty", json!(true)),
        (json!({ "aiUse": "No AI was used." }), "aiUse", json!("No AI was used.")),
        (json!({ "pages": 12 }), "pages", json!(12)),
        (json!({ "duration": "12:30" }), "duration", json!("0:12:30")),
    ] {
        let before = details(&mut story, "E001");
        let deed = describe(&mut story, "E001", what.clone());
        assert!(text(&deed["label"]).ends_with("of E001"), "{deed}");
        assert_eq!(details(&mut story, "E001")[field], shown, "{what}");
        story.ada().undoes();
        assert_eq!(details(&mut story, "E001"), before, "{what} taken back");
        story.ada().redoes();
        assert_eq!(details(&mut story, "E001")[field], shown, "{what} done again");
        let refused = json!({ "evidence": "E001" });
        let mut again = what.clone();
        again["evidence"] = refused["evidence"].clone();
        story.ada().refused("evidence.describe", again, "nothingToDo");
    }
    describe(&mut story, "E001", json!({ "redacted": "E002" }));
    assert_eq!(details(&mut story, "E001")["redacted"]["reference"], "E002");
    let own = json!({ "evidence": "E001", "redacted": "E001" });
    let words = story.ada().refused("evidence.describe", own, "ownRedactedCopy");
    assert_eq!(words, "E001 1 one cannot be its own redacted copy");
    // Several at once are one deed; empty text takes a detail out.
    describe(
        &mut story,
        "E001",
        json!({ "produced": "", "author": "", "pages": 0, "witness": "", "route": "" }),
    );
    let said = details(&mut story, "E001");
    assert_eq!((&said["produced"], &said["author"], &said["pages"]), (&json!(""), &json!(""), &Value::Null));
    assert_eq!((&said["witness"], &said["route"]), (&Value::Null, &Value::Null));
    story.ada().undoes();
    assert_eq!(details(&mut story, "E001")["author"], "Rowan and Sam");
    story.checks_clean();
}

#[test]
fn a_new_file_gets_its_number_with_the_first_detail_and_keeps_it() {
    let mut story = Story::begin();
    story.file("log.txt", "a log");
    story.scan();
    describe(&mut story, "log.txt", json!({ "produced": "2026-09-01" }));
    assert_eq!(details(&mut story, "E001")["produced"], "2026-09-01");
    story.ada().undoes();
    assert_eq!(details(&mut story, "E001")["produced"], "", "the detail is gone, the number stays");
}

#[test]
fn what_cannot_be_is_refused_with_the_way_out() {
    let mut story = Story::with_evidence();
    for (what, says) in [
        (json!({ "produced": "01/09/2026" }), "is not a date like"),
        (json!({ "produced": "2026-12-01" }), "lies ahead"),
        (json!({ "duration": "soon" }), "is no duration like"),
        (json!({ "pages": -1 }), "cannot be -1"),
        (json!({ "route": "hearsay" }), "is not one of signed declaration"),
        (json!({ "witness": "Nobody" }), "there is no witness called"),
        (json!({ "seenBy": "Ada" }), "say where it is"),
        (json!({ "aiUse": "a".repeat(2001) }), "longer than 2000 characters"),
    ] {
        let mut request = what.clone();
        request["evidence"] = json!("E001");
        let failure = story.ada().fails("evidence.describe", request);
        assert!(failure.message.contains(says), "{what}: {}", failure.message);
    }
    assert_eq!(story.show()["undo"], Value::Null, "nothing was recorded");
}

#[test]
fn currency_counts_from_the_date_produced_up_to_the_judgement() {
    let mut story = Story::with_evidence();
    describe(&mut story, "E001", json!({ "produced": "2024-09-01" }));
    assert_eq!(details(&mut story, "E001")["notCurrent"], Value::Null, "the centre has no limit yet");
    story.ada().sees().call("centre.currency", json!({ "months": 24 }));
    assert_eq!(details(&mut story, "E001")["notCurrent"], Value::Null, "24 months old in September 2026");
    story.days_pass(40);
    let old = details(&mut story, "E001")["notCurrent"].clone();
    assert_eq!(old, "25 months old on 24/10/2026; the centre's limit is 24");
    // Judged while it was current, it stays so.
    let mut story = Story::with_evidence();
    story.ada().sees().call("centre.currency", json!({ "months": 24 }));
    describe(&mut story, "E001", json!({ "produced": "2024-09-01" }));
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    story.ada().decides(OCR, "1.1", "met", "Seen.");
    story.days_pass(400);
    assert_eq!(details(&mut story, "E001")["notCurrent"], Value::Null);
    let none = story.ada().sees().call("centre.currency", json!({ "months": null }));
    assert_eq!(none["currencyMonths"], Value::Null);
    for months in [0, -1, 5000] {
        story.try_call("centre.currency", json!({ "months": months })).unwrap_err();
    }
}

#[test]
fn a_witness_is_of_the_centre_and_an_item_keeps_the_one_it_names() {
    let mut story = Story::with_evidence();
    let call = |story: &mut Story, request: Value| story.ada().sees().call("witness.save", request);
    call(&mut story, json!({ "name": "Sam Reed", "role": "supervisor" }));
    describe(&mut story, "E001", json!({ "witness": "sam reed" }));
    let twice = json!({ "name": "Sam Reed", "role": "supervisor" });
    let twice = story.try_call("witness.save", twice).unwrap_err();
    assert_eq!(twice.code, "alreadyThere");
    let other = call(&mut story, json!({ "name": "Sam Reed", "role": "customer" }));
    let both =
        story.try_on("evidence.describe", json!({ "evidence": "E002", "witness": "Sam Reed" })).unwrap_err();
    assert_eq!(both.code, "ambiguous", "two people may bear one name");
    call(&mut story, json!({ "witness": other["id"], "inactive": true, "contact": "at the counter" }));
    let list = story.call("witness.list", json!({}))["witnesses"].clone();
    let told: Vec<String> =
        each(&list).map(|w| format!("{} {}", text(&w["says"]["role"]), w["says"]["inactive"])).collect();
    assert_eq!(told, ["supervisor false", "customer true"]);
    assert_eq!(details(&mut story, "E001")["witnessWords"], "Sam Reed, supervisor");
    story.try_call("witness.save", json!({ "name": "  " })).unwrap_err();
    story.checks_clean();
}

#[test]
fn the_status_of_a_witness_is_said_once_and_taken_out_and_nothing_else_is_a_status() {
    let mut story = Story::with_evidence();
    let status = |story: &mut Story, request: Value| {
        story.ada().sees().call("witness.save", request)["says"]["status"].clone()
    };
    let sam = json!({ "name": "Sam Reed", "status": "Expert witness" });
    assert_eq!(status(&mut story, sam), "expertWitness");
    let same = status(&mut story, json!({ "witness": "Sam Reed", "role": "supervisor" }));
    assert_eq!(same, "expertWitness", "what is not said stays");
    let none = status(&mut story, json!({ "witness": "Sam Reed", "status": "" }));
    assert_eq!(none, Value::Null);
    let unknown = json!({ "witness": "Sam Reed", "status": "friend" });
    let failure = story.try_call("witness.save", unknown).unwrap_err();
    let words =
        "\"friend\" is no status of a witness; there is: expert witness, occupational expert, other witness";
    assert!(failure.message.contains(words), "{}", failure.message);
    story.checks_clean();
}

#[test]
fn something_kept_where_it_is_has_a_number_a_place_and_no_file() {
    let mut story = Story::begin();
    let kept = json!({
        "title": "Fire log", "kept": "the notice board in the workshop", "seenBy": "Ada Okafor", "seenOn": "2026-09-10",
    });
    let deed = story.ada().does("evidence.inSitu", kept);
    assert_eq!(text(&deed["label"]), "accept E001; where it is kept of E001");
    let item = story.item("E001");
    assert_eq!((item["parts"].clone(), text(&item["file"])), (json!([]), "present".into()));
    assert_eq!(item["details"]["inSitu"]["place"], "the notice board in the workshop");
    story.ada().maps("E001", OCR, "1.1", "whole item");
    story.ada().decides(OCR, "1.1", "met", "Seen on the wall.");
    let row = story.row(OCR, "1.1");
    assert_eq!((text(&row["state"]), row["stale"].clone()), ("met".into(), Value::Null));
    story.ada().fails("evidence.inSitu", json!({ "title": "Fire log", "kept": " " }));
    let emptied = story.ada().fails("evidence.describe", json!({ "evidence": "E001", "kept": "" }));
    assert!(emptied.message.contains("say where it is"), "{}", emptied.message);
    describe(&mut story, "E001", json!({ "kept": "the office" }));
    assert_eq!(story.item("E001")["details"]["inSitu"]["seenBy"], "Ada Okafor", "what is not named stays");
    story.checks_clean();
}

#[test]
fn something_kept_where_it_is_that_was_recorded_by_mistake_is_taken_back_whole() {
    let mut story = Story::begin();
    story.ada().does("evidence.inSitu", json!({ "title": "Fire log", "kept": "the workshop" }));
    story.ada().undoes();
    let item = story.item("Fire log");
    assert_eq!(
        (text(&item["standing"]), text(&item["setAsideReason"])),
        ("setAside".into(), "added by mistake".into())
    );
    story.ada().redoes();
    assert_eq!(story.item("E001")["details"]["inSitu"]["place"], "the workshop");
    story.ada().maps("E001", OCR, "1.1", "");
    story.ada().undoes();
    story.ada().undoes();
    story.checks_clean();
}

#[test]
fn what_is_printed_of_an_item_is_fixed_once_the_paper_is_signed_and_the_rest_is_not() {
    let mut story = Story::decided();
    describe(&mut story, "E001", json!({ "produced": "2026-09-01" }));
    story.ada().signs(OCR);
    for printed in
        [json!({ "produced": "2026-09-02" }), json!({ "author": "Rowan" }), json!({ "kept": "here" })]
    {
        let mut request = printed;
        request["evidence"] = json!("E001");
        let words = story.ada().refused("evidence.describe", request, "onSignedPaper");
        assert_eq!(
            words,
            format!("E001 1 one stands on the signed paper of {}", text(&story.unit(OCR)["title"]))
        );
    }
    describe(&mut story, "E001", json!({ "aiUse": "none", "thirdParty": true }));
    assert_eq!(story.unit(OCR)["signOff"]["stale"], Value::Null, "the paper says the same as before");
    story.checks_clean();
}

#[test]
fn an_item_that_stays_where_it_is_and_one_that_the_decision_left_out_are_fixed_on_signed_paper_too() {
    let mut story = Story::with_evidence();
    for (reference, code) in [("E001", "1.1"), ("E002", "1.1"), ("E003", "3.1"), ("E004", "4.1")] {
        story.ada().maps(reference, OCR, code, "p. 1");
    }
    story.ada().does("evidence.inSitu", json!({ "title": "Fire log", "kept": "the workshop" }));
    story.ada().maps("E005", OCR, "2.1", "whole item");
    let first = story.row(OCR, "1.1")["links"][0].clone();
    assert_eq!(first["reference"], "E001");
    let mut only = journeys::people::decision(OCR, "1.1", "met", "The plan will do.");
    only["reliedOn"] = json!([first["mapping"]]);
    story.ada().does("decide", only);
    story.ada().decides(OCR, "2.1-4.1", "met", "Seen.");
    story.cleo().does("evidence.describe", json!({ "evidence": "E002", "author": "Rowan" }));
    story.dana().does("evidence.describe", json!({ "evidence": "E005", "title": "Fire log 2026" }));
    story.ada().signs(OCR);
    let title = text(&story.unit(OCR)["title"]);
    for reference in ["E002", "E005"] {
        for what in
            [json!({ "title": "Another" }), json!({ "kept": "here" }), json!({ "produced": "2026-09-01" })]
        {
            let mut request = what;
            request["evidence"] = json!(reference);
            let words = story.ada().refused("evidence.describe", request, "onSignedPaper");
            assert!(words.starts_with(reference) && words.contains(&title), "{words}");
        }
    }
    for who in ["Cleo Marsh", "Dana Hill"] {
        let words = story.person(who).refused("undo", json!({}), "cannotUndo");
        assert!(
            words.ends_with(&format!("cannot be undone: it stands on the signed paper of {title}")),
            "{words}"
        );
    }
    assert_eq!(story.unit(OCR)["signOff"]["stale"], Value::Null);
    story.ada().reopens(OCR, "A wrong date.");
    story.person("Dana Hill").undoes();
    describe(&mut story, "E002", json!({ "produced": "2026-09-01" }));
    story.checks_clean();
}
