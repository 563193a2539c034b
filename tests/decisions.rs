//! Stories of deciding: many criteria in one deed, the links relied on, what the learner is told, certificates of credit
//! transfer, phrases, work lists and the history of a criterion. Told through the public door.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use journeys::people::{EDI, LEARNER, OCR, OWN, Story, decision, each, pick, text};
use serde_json::{Value, json};

/// A decision with more to it.
fn with(mut request: Value, more: Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        request[name] = value.clone();
    }
    request
}

fn certificate() -> Value {
    json!({ "number": "C 17/0042", "awardingOrganisation": "OCR", "date": "2024-06-01", "urn": "M/506/2898" })
}

/// E001 on 1.1 and 2.1 of the OCR unit and on 1.1 of the centre's, E002 on 1.1 of the OCR unit.
fn mapped() -> Story {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1,2.1", "p. 1");
    story.ada().maps("E002", OCR, "1.1", "p. 2");
    story.ada().maps("E001", OWN, "1.1", "p. 3");
    story
}

#[test]
fn a_decision_relies_on_every_link_unless_some_are_chosen_and_the_others_do_not_count() {
    let mut story = mapped();
    let links = story.row(OCR, "1.1")["links"].clone();
    let first = pick(&links, "reference", "E001")["mapping"].clone();
    let only = |links: Value| with(decision(OCR, "1.1", "met", ""), json!({ "reliedOn": links }));
    story.ada().refused("decide", only(json!([])), "nothingReliedOn");
    let stray = story.links(OCR, "2.1");
    assert_eq!(story.ada().fails("decide", only(json!(stray))).code, "notFound");

    story.ada().does("decide", only(json!([first])));
    let decided = story.row(OCR, "1.1")["decision"].clone();
    assert_eq!((&decided["reliedOn"], &decided["restsOn"]), (&json!(1), &json!(["E001 · p. 1"])));
    let e002 = pick(&story.row(OCR, "1.1")["links"], "reference", "E002")["mapping"].clone();
    story.ada().does("unmap", json!({ "mappings": [e002] }));
    assert_eq!(story.row(OCR, "1.1")["stale"], Value::Null, "what was not relied on may go");

    story.ada().decides(OCR, "1.1", "met", "");
    assert_eq!(story.row(OCR, "1.1")["decision"]["reliedOn"], 1, "every link that stands");
}

#[test]
fn another_place_of_the_same_item_that_was_left_out_does_not_take_the_place_of_one_that_is_withdrawn() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    story.ada().maps("E001", OCR, "1.1", "p. 5");
    let at = |story: &mut Story, place: &str| {
        pick(&story.row(OCR, "1.1")["links"], "place", place)["mapping"].clone()
    };
    let first = at(&mut story, "p. 1");
    story.ada().does("decide", with(decision(OCR, "1.1", "met", ""), json!({ "reliedOn": [first] })));
    // A place that is corrected, twice, is the same link.
    story.ada().does("place", json!({ "mapping": first, "place": "p. 2" }));
    let second = at(&mut story, "p. 2");
    story.ada().does("place", json!({ "mapping": second, "place": "p. 3" }));
    assert_eq!(story.row(OCR, "1.1")["stale"], Value::Null);
    let third = at(&mut story, "p. 3");
    story.ada().does("unmap", json!({ "mappings": [third] }));
    assert_eq!(story.row(OCR, "1.1")["stale"], "it relied on a link to E001 that was withdrawn");
}

#[test]
fn a_criterion_that_is_named_twice_is_decided_once() {
    let mut story = mapped();
    let id = text(&story.unit(OCR)["unit"]);
    let twice = with(decision(OCR, "1.1", "met", ""), json!({ "also": [{ "unit": id, "codes": "1.1" }] }));
    story.ada().does("decide", twice);
    assert_eq!(story.row(OCR, "1.1")["state"], "met", "and not in dispute");
    story.ada().undoes();
    assert_eq!(story.row(OCR, "1.1")["state"], "mapped");
}

#[test]
fn a_file_that_is_not_relied_on_may_have_changed() {
    let mut story = mapped();
    story.file("2 two.txt", "written after it was recorded");
    story.scan();
    story.ada().refused("decide", decision(OCR, "1.1", "met", ""), "evidenceChanged");
    let first = pick(&story.row(OCR, "1.1")["links"], "reference", "E001")["mapping"].clone();
    story.ada().does("decide", with(decision(OCR, "1.1", "met", ""), json!({ "reliedOn": [first] })));
    assert_eq!(story.row(OCR, "1.1")["state"], "met");
}

#[test]
fn everything_mapped_is_decided_in_one_deed_and_nothing_without_evidence_is_among_it() {
    let mut story = mapped();
    story.ada().decides(OCR, "2.1", "notYetMet", "No log.");
    let all = with(
        decision(OCR, "mapped", "met", ""),
        json!({ "also": [{ "unit": OWN, "codes": "mapped" }], "feedback": "A good visit.", "date": "2026-09-10" }),
    );
    let deed = story.ada().does("decide", all.clone());
    assert_eq!(deed["label"], "decide 1.1 met", "both are called 1.1");
    let (ocr, own) = (story.row(OCR, "1.1")["decision"].clone(), story.row(OWN, "1.1")["decision"].clone());
    for decision in [&ocr, &own] {
        assert_eq!(
            (&decision["feedback"], &decision["date"]),
            (&json!("A good visit."), &json!("2026-09-10"))
        );
    }
    assert_eq!(story.row(OCR, "2.1")["state"], "notYetMet", "decided before, so left alone");
    assert_eq!(story.unit(OWN)["counts"]["met"], 1);

    story.ada().undoes();
    assert_eq!(
        (&story.row(OCR, "1.1")["state"], &story.row(OWN, "1.1")["state"]),
        (&json!("mapped"), &json!("mapped"))
    );
    story.ada().redoes();
    assert_eq!(
        story.row(OWN, "1.1")["decision"]["feedback"],
        "A good visit.",
        "what was told comes back with it"
    );
    assert_eq!(
        story.ada().fails("decide", all).message,
        format!("no criterion of {:?} is mapped and waits for a decision", text(&story.unit(OCR)["title"]))
    );
    story.checks_clean();
}

#[test]
fn one_refused_unit_refuses_the_whole_deed() {
    let mut story = Story::signed();
    story.ada().maps("E001", OWN, "1.1", "p. 3");
    let both = with(decision(OWN, "1.1", "met", ""), json!({ "also": [{ "unit": OCR, "codes": "1.1" }] }));
    story.ada().refused("decide", both, "unitSigned");
    assert_eq!(story.row(OWN, "1.1")["state"], "mapped");
}

#[test]
fn what_is_still_needed_and_by_when_stands_with_the_decision() {
    let mut story = mapped();
    let told = json!({ "needed": "The resources.", "due": "2026-10-01", "feedback": "Clear aims." });
    story.ada().does("decide", with(decision(OCR, "1.1", "partiallyMet", ""), told.clone()));
    let decided = story.row(OCR, "1.1")["decision"].clone();
    assert_eq!(
        (&decided["needed"], &decided["due"], &decided["feedback"]),
        (&told["needed"], &told["due"], &told["feedback"])
    );
    story.ada().decides(OCR, "1.1", "met", "");
    assert_eq!(story.row(OCR, "1.1")["decision"]["needed"], "", "a new decision tells anew");
    story.ada().undoes();
    assert_eq!(story.row(OCR, "1.1")["decision"]["needed"], "The resources.");
}

#[test]
fn a_decision_is_refused_with_dates_that_cannot_be() {
    let mut story = mapped();
    let told = |due: &str| {
        with(decision(OCR, "1.1", "notYetMet", "No aims."), json!({ "needed": "Aims.", "due": due }))
    };
    story.ada().refused("decide", told("2026-09-13"), "dueTooEarly");
    let ahead = with(decision(OCR, "1.1", "met", ""), json!({ "date": "2026-09-15" }));
    assert_eq!(story.ada().refused("decide", ahead, "dateAhead"), "15/09/2026 lies in the future");
    let more = with(decision(OCR, "1.1", "met", ""), json!({ "needed": "A log." }));
    story.ada().refused("decide", more, "nothingToNeed");
    assert_eq!(story.row(OCR, "1.1")["state"], "mapped");
}

#[test]
fn a_credit_transfer_names_its_certificate_and_who_saw_it() {
    let mut story = Story::begin();
    let bare = decision(OCR, "1.1", "creditTransfer", "");
    let words = story.ada().refused("decide", bare.clone(), "certificateRequired");
    assert!(words.ends_with("its number, its awarding organisation, its date is missing"), "{words}");
    story.ada().does("decide", with(bare.clone(), json!({ "certificate": certificate() })));
    let seen = story.row(OCR, "1.1")["decision"]["certificate"].clone();
    assert_eq!((&seen["number"], &seen["checkedBy"]), (&json!("C 17/0042"), &json!("Ada Okafor")));
    let early = with(certificate(), json!({ "date": "2026-10-01" }));
    story.ada().refused("decide", with(bare, json!({ "certificate": early })), "dateAhead");
}

#[test]
fn phrases_are_kept_by_the_centre_and_counted_by_what_was_written() {
    let mut story = mapped();
    let save =
        |story: &mut Story, text: &str| story.ada().sees().call("phrase.save", json!({ "text": text }));
    save(&mut story, "Well evidenced.");
    let list = save(&mut story, "  Say   where it\nstands. ");
    assert_eq!(list[0]["text"], "Say where it stands.", "one line, however it was typed: {list}");
    assert_eq!(
        story.try_call("phrase.save", json!({ "text": "Well evidenced." })).unwrap_err().code,
        "alreadyThere"
    );
    assert_eq!(story.try_call("phrase.save", json!({ "text": " " })).unwrap_err().code, "usage");

    let told = json!({ "feedback": "Well evidenced. Go on like that." });
    story.ada().does("decide", with(decision(OCR, "1.1,2.1", "met", "Well evidenced."), told));
    story.days_pass(1);
    story.cleo().decides(OWN, "1.1", "met", "Well evidenced.");
    let list = story.call("phrase.list", json!({}));
    let uses: Vec<(String, u64)> =
        each(&list).map(|p| (text(&p["text"]), p["uses"].as_u64().unwrap())).collect();
    // Two criteria and a feedback in one go are one use.
    assert_eq!(uses, [("Well evidenced.".into(), 2), ("Say where it stands.".into(), 0)]);

    story
        .cleo()
        .sees()
        .call("phrase.save", json!({ "phrase": "Say where it stands.", "text": "Say where." }));
    let list = story.call("phrase.drop", json!({ "phrase": "Well evidenced." }));
    assert_eq!(each(&list).map(|p| text(&p["text"])).collect::<Vec<_>>(), ["Say where."]);
    assert_eq!(
        story.try_call("phrase.drop", json!({ "phrase": "Well evidenced." })).unwrap_err().code,
        "notFound"
    );
    story.open().unwrap();
    assert_eq!(story.try_call("phrase.save", json!({ "text": "Nobody." })).unwrap_err().code, "nobodyAtDesk");
    story.checks_clean();
}

/// The codes of a work list: "1.1 2.1".
fn codes(view: &Value, list: &str) -> String {
    each(&view[list]).map(|row| text(&row["code"])).collect::<Vec<_>>().join(" ")
}

#[test]
fn work_lists_say_what_waits_and_since_when() {
    let mut story = mapped();
    story.ada().maps("E003", OCR, "3.1", "");
    let told = |needed: &str, due: &str| json!({ "needed": needed, "due": due });
    story.ada().does("decide", with(decision(OCR, "1.1", "notYetMet", ""), told("Aims.", "2026-09-20")));
    story.ada().does("decide", with(decision(OCR, "2.1", "partiallyMet", ""), told("A log.", "2026-10-20")));
    story.ada().does("learner.unitWithdraw", json!({ "unit": EDI, "reason": "Changed course." }));
    story.ada().decides(OWN, "1.1-8.4", "rpl", "Earlier work.");
    let lists = |story: &mut Story| story.on("work.list", json!({}));
    let view = lists(&mut story);
    assert_eq!(
        ["gaps", "undecided", "noPlace", "due", "overdue"].map(|list| codes(&view, list)),
        ["4.1", "3.1", "3.1", "1.1 2.1", ""].map(String::from)
    );
    assert_eq!((&view["due"][0]["what"], &view["due"][0]["days"]), (&json!("Aims."), &json!(6)));
    assert_eq!(view["noPlace"][0]["what"], "E003 3 three · WP");

    story.days_pass(10);
    let view = lists(&mut story);
    assert_eq!((codes(&view, "due"), codes(&view, "overdue")), ("2.1".into(), "1.1".into()));
    assert_eq!((&view["overdue"][0]["days"], &view["undecided"][0]["days"]), (&json!(4), &json!(10)));

    // Another place is nothing new; and a decision that no longer rests on what it did is to be made again.
    let link = pick(&story.row(OCR, "1.1")["links"], "reference", "E001")["mapping"].clone();
    story.ada().does("place", json!({ "mapping": link, "place": "p. 9" }));
    assert_eq!(codes(&lists(&mut story), "overdue"), "1.1");

    // Something came: it waits for the assessor and is no longer owed by the learner.
    story.ada().maps("E004", OCR, "1.1", "p. 1");
    let view = lists(&mut story);
    assert_eq!((codes(&view, "overdue"), codes(&view, "undecided")), (String::new(), "3.1 1.1".into()));
    let waits = pick(&view["undecided"], "code", "1.1");
    assert_eq!((&waits["what"], &waits["days"]), (&json!("evidence since the decision"), &json!(0)));

    let all = story.call("work.list", json!({}));
    assert_eq!(all, view, "one learner is everybody here");
    story.ada().decides(OCR, "1.1-4.1", "rpl", "Earlier work.");
    story.ada().signs(OCR);
    let view = lists(&mut story);
    assert!(
        ["gaps", "undecided", "noPlace", "due", "overdue"].iter().all(|list| codes(&view, list).is_empty()),
        "{view}"
    );
}

#[test]
fn the_history_of_a_criterion_tells_every_attempt_in_order() {
    let mut story = mapped();
    let told = json!({ "needed": "Aims.", "due": "2026-10-01" });
    story.ada().does("decide", with(decision(OCR, "1.1", "notYetMet", "None."), told));
    story.days_pass(3);
    story.ada().maps("E003", OCR, "1.1", "p. 9");
    story.ada().decides(OCR, "1.1", "met", "Aims on p. 9.");
    story.cleo().decides(OCR, "1.1", "rpl", "");
    story.cleo().undoes();
    let sample = story.ben().samples(OCR, "1.1");
    story.ben().finds(&sample, "1.1", "agree", "");
    let view = story.on("criterion.history", json!({ "unit": OCR, "code": "1.1" }));
    let line = |s: &Value| {
        let undone = if s["undone"] == true { " (undone)" } else { "" };
        format!("{} {} {}{undone}", text(&s["initials"]), text(&s["sort"]), text(&s["what"]))
    };
    assert_eq!(
        each(&view["steps"]).map(line).collect::<Vec<_>>(),
        [
            "AO putForward E001 · p. 1",
            "AO putForward E002 · p. 2",
            "AO decided not yet met",
            "AO putForward E003 · p. 9",
            "AO decided met",
            "CM decided RPL (undone)",
            "CM takenBack met stands again",
            "BK verified agreed",
        ]
    );
    let first = &view["steps"][2]["decision"];
    assert_eq!((&first["needed"], &first["standing"]), (&json!("Aims."), &json!(false)));
    assert_eq!(view["steps"][4]["decision"]["restsOn"].as_array().unwrap().len(), 3);
    let two = json!({ "learner": LEARNER, "unit": OCR, "code": "1.1-2.1" });
    assert_eq!(story.try_call("criterion.history", two).unwrap_err().code, "usage");
}
