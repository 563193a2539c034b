//! Stories of what has a day: resubmissions and IV actions that are due or overdue, seen over the whole caseload, and evidence
//! that is too old for the centre.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use journeys::people::{LEARNER, OCR, OWN, PASSWORD, Story, each, pick, portfolio, said, text};
use portfolio::portfolio::DATABASE;
use portfolio::store::Connection;
use serde_json::{Value, json};

/// The learner's line of the caseload: overdue, due, the first day.
fn line(story: &mut Story) -> (u64, u64, Value) {
    let list = story.call("learner.list", json!({}));
    let row = pick(&list["learners"], "name", LEARNER);
    let work = story.call("work.list", json!({}));
    let listed = |name: &str| each(&work[name]).filter(|r| r["learnerName"] == LEARNER).count() as u64;
    let counted = (row["overdue"].as_u64().unwrap(), row["due"].as_u64().unwrap());
    assert_eq!(counted, (listed("overdue"), listed("due")), "caseload and work lists say the same");
    assert!(list["totals"]["overdue"].as_u64() >= Some(counted.0), "{list}");
    (counted.0, counted.1, row["nextDue"].clone())
}

fn not_yet(unit: &str, code: &str, due: &str) -> Value {
    json!({ "unit": unit, "codes": code, "outcome": "notYetMet", "needed": "the dates", "due": due })
}

/// Two resubmissions, one of them due in ten days.
fn asked() -> Story {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    story.ada().maps("E002", OCR, "2.1", "p. 1");
    story.ada().does("decide", not_yet(OCR, "1.1", "2026-09-24"));
    story.ada().does("decide", not_yet(OCR, "2.1", "2026-10-20"));
    story
}

#[test]
fn what_is_due_is_counted_until_it_comes_and_is_overdue_after_its_day() {
    let mut story = asked();
    assert_eq!(line(&mut story), (0, 2, json!("2026-09-24")));
    story.days_pass(10);
    assert_eq!(line(&mut story), (0, 2, json!("2026-09-24")), "its own day is not past");
    story.days_pass(1);
    assert_eq!(line(&mut story), (1, 1, json!("2026-09-24")));
    let list = story.call("learner.list", json!({}));
    assert_eq!(pick(&list["learners"], "name", LEARNER)["nextAction"], "Ask for 1 overdue resubmission");
    // Another item is put forward: the learner has brought it, and the assessor has to look.
    story.ada().maps("E003", OCR, "1.1", "p. 2");
    assert_eq!(line(&mut story), (0, 1, json!("2026-10-20")));
    story.ada().undoes();
    assert_eq!(line(&mut story), (1, 1, json!("2026-09-24")));
    story.ada().decides(OCR, "1.1", "met", "Seen with the dates.");
    assert_eq!(line(&mut story), (0, 1, json!("2026-10-20")));
    story.ada().does("learner.unitWithdraw", json!({ "unit": OCR, "reason": "Changed jobs." }));
    assert_eq!(line(&mut story), (0, 0, Value::Null));
    story.checks_clean();
}

#[test]
fn a_newer_version_of_what_was_judged_is_what_was_waited_for() {
    let mut story = asked();
    story.days_pass(20);
    assert_eq!(line(&mut story).0, 1);
    story.file("1 one.txt", "what 1 one.txt says, with the dates");
    story.scan();
    let next = |story: &mut Story| {
        let list = story.call("learner.list", json!({}));
        let row = pick(&list["learners"], "name", LEARNER);
        (row["changedFiles"].clone(), text(&row["nextAction"]))
    };
    // It has come as an edit of the very file: nobody asks for it before somebody has looked.
    assert_eq!(next(&mut story), (json!(1), "Look at 1 changed file".into()));
    let item = story.item("E001")["id"].clone();
    story.ada().does("evidence.accept", json!({ "evidence": [item] }));
    assert_eq!(line(&mut story), (0, 1, json!("2026-10-20")));
    assert_eq!(next(&mut story).0, json!(0), "without another reading of the folder");
    story.ada().undoes();
    assert_eq!(next(&mut story).0, json!(1));
    story.checks_clean();
}

#[test]
fn an_action_of_an_iv_is_due_too_also_when_the_unit_is_signed() {
    let mut story = Story::signed();
    let sample = story.ben().samples(OCR, "1.1,2.1");
    story.ben().does(
        "finding.make",
        json!({ "sample": sample, "code": "1.1", "judgement": "action", "reason": "Say where.", "due": "2026-09-20" }),
    );
    assert_eq!(line(&mut story), (0, 1, json!("2026-09-20")));
    story.days_pass(7);
    assert_eq!(line(&mut story), (1, 0, json!("2026-09-20")));
    let work = story.call("work.list", json!({}));
    assert_eq!(work["overdue"][0]["what"], "IV action: Say where.");
    // Wherever it stands it leads to where it is answered; what nobody but the assessor waits for leads to the criterion.
    assert_eq!((&work["overdue"][0]["asked"], &work["actions"][0]["asked"]), (&json!(true), &json!(true)));
    assert!(each(&work["gaps"]).all(|row| row["asked"] == false), "{work}");
    let action = text(&story.sample()["rows"][0]["finding"]["finding"]);
    story.ada().does("action.answer", json!({ "action": action, "note": "Written beside it." }));
    assert_eq!(line(&mut story).0, 1, "only the IV closes it");
    story.ben().does("action.close", json!({ "action": action, "note": "Good." }));
    assert_eq!(line(&mut story), (0, 0, Value::Null));
    story.checks_clean();
}

#[test]
fn what_an_iv_asks_for_is_listed_with_who_asks_whether_it_has_a_day_or_not() {
    let mut story = Story::signed();
    let sample = story.ben().samples(OCR, "1.1,2.1,3.1");
    story.ben().finds(&sample, "1.1", "action", "Say where.");
    story.ben().finds(&sample, "2.1", "disagree", "The log is last year's.");
    let dated = json!({ "sample": sample, "code": "3.1", "judgement": "action", "reason": "Ask the team.", "due": "2026-09-20" });
    story.ben().does("finding.make", dated);
    let listed = |story: &mut Story| -> Vec<String> {
        let rows = story.call("work.list", json!({}))["actions"].clone();
        let list = story.call("learner.list", json!({}));
        let counted = pick(&list["learners"], "name", LEARNER)["ivActions"].clone();
        assert_eq!(counted, json!(each(&rows).count()), "caseload and work lists say the same");
        each(&rows).map(|row| format!("{} {}", text(&row["code"]), text(&row["what"]))).collect()
    };
    let disagrees = "2.1 Ben King disagrees: The log is last year's.";
    assert_eq!(
        listed(&mut story),
        ["3.1 Ben King asks: Ask the team.", "1.1 Ben King asks: Say where.", disagrees]
    );
    let action = text(&story.sample()["rows"][0]["finding"]["finding"]);
    story.ada().does("action.answer", json!({ "action": action, "note": "Written beside it." }));
    assert_eq!(
        listed(&mut story),
        ["3.1 Ben King asks: Ask the team.", "1.1 answered, waits for Ben King: Say where.", disagrees]
    );
    story.ben().does("action.close", json!({ "action": action, "note": "Good." }));
    assert_eq!(listed(&mut story), ["3.1 Ben King asks: Ask the team.", disagrees]);
    // The criterion tells the whole of it, the oldest first.
    let told = |story: &mut Story, code: &str| -> Vec<String> {
        let steps = story.on("criterion.history", json!({ "unit": OCR, "code": code }))["steps"].clone();
        let step =
            |step: &Value| format!("{} {}: {}", text(&step["sort"]), text(&step["by"]), text(&step["what"]));
        each(&steps).map(step).skip_while(|step| !step.starts_with("verified")).collect()
    };
    assert_eq!(
        told(&mut story, "1.1"),
        [
            "verified Ben King: action required: Say where.",
            "answered Ada Okafor: Written beside it.",
            "closed Ben King: Good.",
        ]
    );
    assert_eq!(
        told(&mut story, "3.1"),
        ["verified Ben King: action required: Ask the team. (due 20/09/2026)"]
    );
    story.checks_clean();
}

#[test]
fn an_action_on_a_unit_that_was_withdrawn_asks_for_nothing_until_it_is_taken_again() {
    let mut story = Story::decided();
    let sample = story.ben().samples(OCR, "1.1,2.1");
    story.ben().finds(&sample, "1.1", "action", "Say where.");
    let dated = json!({ "sample": sample, "code": "2.1", "judgement": "action", "reason": "Ask.", "due": "2026-09-20" });
    story.ben().does("finding.make", dated);
    let asked = |story: &mut Story| {
        let listed = each(&story.call("work.list", json!({}))["actions"]).count() as u64;
        let list = story.call("learner.list", json!({}));
        let counted = pick(&list["learners"], "name", LEARNER)["ivActions"].as_u64().unwrap();
        assert_eq!(list["totals"]["ivActions"], json!(counted), "{list}");
        let sampling = story.on("sampling.show", json!({}))["actions"].clone();
        assert_eq!(each(&sampling).count() as u64, listed, "{sampling}");
        (listed, counted, line(story).1)
    };
    assert_eq!(asked(&mut story), (2, 2, 1));
    story.ada().does("learner.unitWithdraw", json!({ "unit": OCR, "reason": "Changed jobs." }));
    assert_eq!(asked(&mut story), (0, 0, 0));
    let told = story.on("criterion.history", json!({ "unit": OCR, "code": "1.1" }))["steps"].to_string();
    assert!(told.contains("Say where."), "its history keeps it: {told}");
    story.ada().does("learner.unitAdd", json!({ "unit": OCR }));
    assert_eq!(asked(&mut story), (2, 2, 1));
    story.checks_clean();
}

#[test]
fn a_terminal_says_what_is_overdue_beside_each_learner() {
    let mut story = asked();
    let place = story.workspace();
    story.close();
    let (code, words, _) =
        said(&portfolio(&["--workspace", place.to_str().unwrap(), "learner", "list"]).output().unwrap());
    assert_eq!(code, 0, "{words}");
    // The terminal's clock is the machine's own: the days may be past by now.
    assert!(words.contains("2026-09-24") && (words.contains(" due") || words.contains("overdue")), "{words}");
}

#[test]
fn roll_ups_that_a_migration_has_emptied_are_worked_out_at_opening() {
    let mut story = asked();
    let before = line(&mut story);
    story.close();
    let db = Connection::open(story.workspace().join(DATABASE)).unwrap();
    db.execute_batch("DELETE FROM progress; DELETE FROM tally;").unwrap();
    drop(db);
    story.open().unwrap();
    assert_eq!(line(&mut story), before);
    story.checks_clean();
}

#[test]
fn evidence_that_is_too_old_is_a_warning_with_a_way_to_the_item() {
    let mut story = Story::decided();
    let gate = |story: &mut Story| {
        let view = story.on("signOff.show", json!({ "unit": OCR }));
        each(&view["gates"]).find(|g| g["gate"] == "evidenceCurrent").cloned()
    };
    assert_eq!(gate(&mut story), None, "without a limit nothing is said of age");
    story.ada().does_of_the_centre("centre.currency", json!({ "months": 12 }));
    let open = gate(&mut story).unwrap();
    assert!(
        text(&open["text"]).starts_with("E001, E002, E003, E004: no date produced is recorded"),
        "{open}"
    );
    for (reference, day) in
        [("E001", "2025-01-10"), ("E002", "2026-09-01"), ("E003", "2026-09-01"), ("E004", "2026-09-01")]
    {
        story.ada().does("evidence.describe", json!({ "evidence": reference, "produced": day }));
    }
    let open = gate(&mut story).unwrap();
    assert_eq!((&open["passed"], &open["blocks"]), (&json!(false), &json!(false)), "{open}");
    assert!(text(&open["text"]).contains("20 months old on 14/09/2026; the centre's limit is 12"), "{open}");
    assert_eq!(open["evidence"], json!([story.item("E001")["id"]]), "it leads to the item");
    story.ada().does_of_the_centre("centre.currency", json!({ "months": 24 }));
    let passed = gate(&mut story).unwrap();
    assert_eq!(passed["text"], "All evidence is within the centre's limit of 24 months.");
    story.ada().does_of_the_centre("centre.currency", json!({ "months": 12 }));
    story.ada().does("signOff.sign", json!({ "unit": OCR, "password": PASSWORD, "vacsr": true }));
    assert_eq!(story.unit(OWN)["signOff"], Value::Null);
    story.checks_clean();
}

#[test]
fn what_a_decision_left_out_is_not_what_was_waited_for() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    story.ada().maps("E002", OCR, "1.1", "p. 2");
    let links = story.row(OCR, "1.1")["links"].clone();
    let first = pick(&links, "reference", "E001")["mapping"].clone();
    let second = pick(&links, "reference", "E002")["mapping"].clone();
    let mut decided = not_yet(OCR, "1.1", "2026-09-24");
    decided["reliedOn"] = json!([first]);
    story.ada().does("decide", decided);
    assert_eq!(line(&mut story), (0, 1, json!("2026-09-24")), "E002 was there and left out");
    let attempts = story.on("criterion.attempts", json!({ "unit": OCR, "code": "1.1" }));
    assert_eq!(each(&attempts).count(), 1, "{attempts}");
    // A better place is nothing new; a newer version, and another item, are.
    story.ada().does("place", json!({ "mapping": second, "place": "p. 3" }));
    assert_eq!(line(&mut story), (0, 1, json!("2026-09-24")));
    story.file("2 two.txt", "what 2 two.txt says, with the dates");
    story.scan();
    let item = story.item("E002")["id"].clone();
    story.ada().does("evidence.accept", json!({ "evidence": [item] }));
    assert_eq!(line(&mut story), (0, 0, Value::Null));
    story.ada().undoes();
    assert_eq!(line(&mut story), (0, 1, json!("2026-09-24")));
    story.ada().maps("E003", OCR, "1.1", "p. 1");
    assert_eq!(line(&mut story), (0, 0, Value::Null));
    let attempts = story.on("criterion.attempts", json!({ "unit": OCR, "code": "1.1" }));
    let fresh = |v: &Value| each(&v["submitted"]).filter(|s| s["fresh"] == true).count();
    assert_eq!((each(&attempts).count(), fresh(&attempts[1])), (2, 1), "{attempts}");
    story.checks_clean();
}
