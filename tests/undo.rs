//! Undo and redo as short stories: each deed by its name, in order, never across people, never over a signature.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use journeys::people::{OCR, OWN, Story, each};
use serde_json::{Value, json};

/// What undo would take back now, for the person at the desk.
fn offered(story: &mut Story, way: &str) -> Value {
    story.show()[way].clone()
}

/// What a person reads of evidence and units, a line each. A link or decision that is put back has a new id, so that
/// no id stands here.
fn picture(story: &mut Story) -> Vec<String> {
    let shown = story.show();
    let item = |i: &Value| {
        let parts: Vec<&Value> = each(&i["parts"]).map(|p| &p["sha256"]).collect();
        format!(
            "{} {} {} {} {} {} {parts:?}",
            i["reference"], i["title"], i["standing"], i["method"], i["file"], i["setAsideReason"]
        )
    };
    let mut lines: Vec<String> = each(&shown["evidence"]).map(item).collect();
    for unit in each(&shown["units"]) {
        lines.push(format!(
            "{} {} {} {}",
            unit["handle"], unit["status"], unit["withdrawn"], unit["counts"]["met"]
        ));
        for row in each(&unit["outcomes"]).flat_map(|o| each(&o["rows"])) {
            let decision = &row["decision"];
            let links: Vec<String> = each(&row["links"])
                .map(|l| format!("{} {} {}", l["reference"], l["place"], l["method"]))
                .collect();
            if links.is_empty() && row["state"] == "gap" {
                continue;
            }
            lines.push(format!(
                "{} {} {} {} {} {} {links:?}",
                row["code"],
                row["state"],
                decision["outcome"],
                decision["reason"],
                decision["date"],
                row["stale"]
            ));
        }
    }
    lines
}

/// Undo takes the deed back by this name so that everything is as before; redo does it again.
fn there_and_back(story: &mut Story, name: &str, deed: impl FnOnce(&mut Story)) {
    let before = picture(story);
    deed(story);
    let after = picture(story);
    assert_ne!(before, after, "{name} changes nothing");
    assert_eq!(offered(story, "undo"), name);

    assert_eq!(story.ada().undoes(), format!("undo: {name}"));
    assert_eq!(picture(story), before, "undo of {name}");
    assert_eq!(offered(story, "redo"), name);

    assert_eq!(story.ada().redoes(), format!("redo: {name}"));
    assert_eq!(picture(story), after, "redo of {name}");

    story.ada().undoes();
    assert_eq!(picture(story), before, "second undo of {name}");
    story.ada().redoes();
    assert_eq!(picture(story), after, "second redo of {name}");
    story.checks_clean();
}

#[test]
fn mapping_is_undone_and_redone_by_name() {
    let mut story = Story::with_evidence();
    there_and_back(&mut story, "map E001 → 1.1, 2.1", |story| {
        story.ada().maps("E001", OCR, "1.1,2.1", "p. 1");
    });
}

#[test]
fn withdrawing_a_link_is_undone_and_redone_by_name() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    there_and_back(&mut story, "unlink E001 → 1.1", |story| {
        story.ada().unmaps(OCR, "1.1");
    });
}

#[test]
fn correcting_a_place_is_undone_and_redone_by_name() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    there_and_back(&mut story, "place of E001 → 1.1: p. 7", |story| {
        let link = story.links(OCR, "1.1")[0].clone();
        story.ada().does("place", json!({ "mapping": link, "place": "p. 7" }));
    });
}

#[test]
fn a_first_decision_is_undone_and_redone_by_name() {
    let mut story = Story::with_evidence();
    there_and_back(&mut story, "decide 1.1, 2.1 RPL", |story| {
        story.ada().decides(OCR, "1.1,2.1", "rpl", "Award of 2024.");
    });
}

#[test]
fn undoing_a_second_decision_brings_back_the_first() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    story.ada().decides(OCR, "1.1", "notYetMet", "No dates.");
    there_and_back(&mut story, "decide 1.1 met", |story| {
        story.ada().decides(OCR, "1.1", "met", "Dates are there.");
    });
    story.ada().undoes();
    assert_eq!(story.row(OCR, "1.1")["decision"]["reason"], "No dates.");
}

#[test]
fn setting_aside_is_undone_and_redone_by_name() {
    let mut story = Story::begin();
    story.file("menu.txt", "Soup");
    story.scan();
    there_and_back(&mut story, "set aside menu", |story| {
        story.ada().does("evidence.setAside", json!({ "evidence": ["menu"], "reason": "A menu." }));
    });
}

#[test]
fn describing_an_item_is_undone_and_redone_by_name() {
    let mut story = Story::with_evidence();
    there_and_back(&mut story, "accept E001", |story| {
        story.ada().does(
            "evidence.describe",
            json!({ "evidence": "E001", "title": "Service plan", "method": "RA" }),
        );
    });
}

#[test]
fn accepting_a_new_version_is_undone_and_redone_by_name() {
    let mut story = Story::decided();
    story.file("1 one.txt", "a new version");
    story.scan();
    there_and_back(&mut story, "accept E001", |story| {
        story.ada().does("evidence.accept", json!({ "evidence": ["E001"] }));
    });
}

#[test]
fn taking_up_again_what_was_set_aside_is_undone_and_redone_by_name() {
    let mut story = Story::begin();
    story.file("menu.txt", "Soup");
    story.scan();
    story.ada().does("evidence.setAside", json!({ "evidence": ["menu"], "reason": "A menu." }));
    there_and_back(&mut story, "accept E001", |story| {
        story.ada().does("evidence.accept", json!({ "evidence": ["menu"] }));
    });
}

#[test]
fn withdrawing_a_unit_is_undone_and_redone_by_name() {
    let mut story = Story::decided();
    let name = "withdraw unit Coordinate a customer service team: Changed jobs.";
    there_and_back(&mut story, name, |story| {
        story.ada().does("learner.unitWithdraw", json!({ "unit": OWN, "reason": "Changed jobs." }));
    });
}

#[test]
fn adding_a_unit_is_undone_as_a_withdrawal_and_redone() {
    let mut story = Story::begin();
    let unit = "pearson-edi-manage-performance";
    story.ada().does("learner.unitAdd", json!({ "unit": unit }));
    assert_eq!(offered(&mut story, "undo"), "add unit Manage customer service performance");
    story.ada().undoes();
    assert_eq!(story.unit(unit)["status"], "withdrawn");
    story.ada().redoes();
    assert_eq!(story.unit(unit)["status"], "inProgress");
}

#[test]
fn undo_after_redo_is_named_by_the_deed_itself() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    story.ada().undoes();
    story.ada().redoes();
    assert_eq!(offered(&mut story, "undo"), "map E001 → 1.1");
    assert_eq!(story.ada().undoes(), "undo: map E001 → 1.1");
    assert_eq!(offered(&mut story, "redo"), "map E001 → 1.1");
    assert_eq!(story.ada().redoes(), "redo: map E001 → 1.1");
}

#[test]
fn deeds_are_taken_back_last_first_and_done_again_in_their_order() {
    let mut story = Story::with_evidence();
    let start = picture(&mut story);
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    story.ada().maps("E002", OCR, "2.1", "p. 2");
    story.ada().decides(OCR, "1.1", "met", "");
    let end = picture(&mut story);

    assert_eq!(story.ada().undoes(), "undo: decide 1.1 met");
    assert_eq!(story.ada().undoes(), "undo: map E002 → 2.1");
    assert_eq!(story.ada().undoes(), "undo: map E001 → 1.1");
    assert_eq!(picture(&mut story), start);
    assert_eq!(story.ada().refused("undo", json!({}), "nothingToUndo"), "nothing to undo");

    assert_eq!(story.ada().redoes(), "redo: map E001 → 1.1");
    assert_eq!(story.ada().redoes(), "redo: map E002 → 2.1");
    assert_eq!(story.ada().redoes(), "redo: decide 1.1 met");
    assert_eq!(picture(&mut story), end);
    assert_eq!(story.ada().refused("redo", json!({}), "nothingToUndo"), "nothing to redo");
}

#[test]
fn a_new_deed_clears_what_could_be_redone() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    story.ada().undoes();
    story.ada().maps("E002", OCR, "2.1", "p. 2");
    assert_eq!(offered(&mut story, "redo"), json!(null));
    story.ada().refused("redo", json!({}), "nothingToUndo");
}

#[test]
fn undo_never_reaches_the_deeds_of_another_person() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    story.cleo().refused("undo", json!({}), "nothingToUndo");
    story.cleo().maps("E002", OCR, "2.1", "p. 2");
    assert_eq!(story.ada().undoes(), "undo: map E001 → 1.1");
    assert_eq!(story.links(OCR, "2.1").len(), 1);
    assert_eq!(story.cleo().undoes(), "undo: map E002 → 2.1");
}

#[test]
fn nobody_at_the_desk_undoes_nothing() {
    let mut story = Story::with_evidence();
    story.open().unwrap();
    assert_eq!(story.try_on("undo", json!({})).unwrap_err().code, "nobodyAtDesk");
}

#[test]
fn undo_outlives_closing_the_centre_file() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    story.ada().maps("E002", OCR, "2.1", "p. 2");
    story.ada().undoes();
    story.open().unwrap();
    assert_eq!(story.ada().redoes(), "redo: map E002 → 2.1");
    story.open().unwrap();
    story.ada().undoes();
    assert!(story.links(OCR, "2.1").is_empty());
    assert_eq!(story.ada().undoes(), "undo: map E001 → 1.1");
}

#[test]
fn a_deed_made_before_a_new_signing_password_is_undone_and_the_history_says_so() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    let other = json!({ "password": "another password", "current": journeys::people::PASSWORD });
    story.ada().sees().call("person.password", other);
    assert_eq!(story.ada().undoes(), "undo: map E001 → 1.1");
    assert!(story.links(OCR, "1.1").is_empty());
    let history = story.on("history.show", json!({}));
    let line = each(&history).find(|l| l["what"] == "map E001 → 1.1").unwrap();
    assert_eq!(line["undone"], true);
    assert_eq!(story.ada().redoes(), "redo: map E001 → 1.1");
}

#[test]
fn a_deed_that_was_signed_over_is_not_undone_until_the_unit_is_reopened() {
    let mut story = Story::signed();
    let words = story.ada().refused("undo", json!({}), "cannotUndo");
    assert_eq!(words, "\"decide 1.1, 2.1, 3.1, 4.1 met\" cannot be undone: the unit has been signed since");
    story.ada().reopens(OCR, "A slip.");
    assert_eq!(story.ada().undoes(), "undo: decide 1.1, 2.1, 3.1, 4.1 met");
}

#[test]
fn a_unit_that_was_taken_up_again_and_signed_is_not_taken_out_by_undo() {
    let mut story = Story::begin();
    story.scan();
    let unit = "unstated-plan-organise-control";
    story.ada().does("learner.unitAdd", json!({ "unit": unit }));
    story.cleo().decides(unit, "1.1-1.5", "rpl", "Earlier work.");
    story.cleo().signs(unit);
    story.ada().refused("undo", json!({}), "cannotUndo");
}

#[test]
fn a_decision_that_somebody_decided_again_is_not_undone() {
    let mut story = Story::with_evidence();
    story.ada().decides(OCR, "1.1", "rpl", "Earlier work.");
    story.cleo().decides(OCR, "1.1", "notYetMet", "The award is another one.");
    let words = story.ada().refused("undo", json!({}), "cannotUndo");
    assert_eq!(words, "\"decide 1.1 RPL\" cannot be undone: it was decided again since");
    story.cleo().undoes();
    assert_eq!(story.row(OCR, "1.1")["state"], "rpl");
}

#[test]
fn a_link_that_somebody_withdrew_is_not_undone() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    story.cleo().unmaps(OCR, "1.1");
    let words = story.ada().refused("undo", json!({}), "cannotUndo");
    assert_eq!(words, "\"map E001 → 1.1\" cannot be undone: the link is withdrawn already");
}

#[test]
fn a_unit_is_not_taken_out_by_undo_once_evidence_is_mapped_to_it() {
    let mut story = Story::with_evidence();
    let unit = "pearson-edi-manage-performance";
    story.ada().does("learner.unitAdd", json!({ "unit": unit }));
    story.cleo().maps("E001", unit, "1.1", "p. 1");
    let words = story.ada().refused("undo", json!({}), "cannotUndo");
    assert!(words.ends_with("evidence is mapped to it"), "{words}");
}

#[test]
fn setting_aside_is_not_undone_once_somebody_accepted_the_file() {
    let mut story = Story::begin();
    story.file("menu.txt", "Soup");
    story.scan();
    story.ada().does("evidence.setAside", json!({ "evidence": ["menu"], "reason": "A menu." }));
    story.cleo().does("evidence.accept", json!({ "evidence": ["menu"] }));
    story.ada().refused("undo", json!({}), "cannotUndo");
    assert_eq!(story.item("E001")["standing"], "accepted");
}

#[test]
fn taking_up_again_what_is_mapped_since_is_not_undone() {
    let mut story = Story::begin();
    story.file("menu.txt", "Soup");
    story.scan();
    story.ada().does("evidence.setAside", json!({ "evidence": ["menu"], "reason": "A menu." }));
    story.ada().does("evidence.accept", json!({ "evidence": ["menu"] }));
    story.cleo().maps("E001", OCR, "1.1", "p. 1");
    story.ada().refused("undo", json!({}), "cannotUndo");
    assert_eq!(story.item("E001")["mapped"], 1);
}

#[test]
fn a_first_number_stays_given() {
    let mut story = Story::begin();
    story.file("plan.txt", "Plan");
    story.scan();
    story.ada().does("evidence.accept", json!({ "evidence": ["plan"] }));
    story.ada().refused("undo", json!({}), "nothingToUndo");
    story.file("notes.txt", "Notes");
    story.scan();
    story.ada().maps("notes", OCR, "1.1", "p. 1");
    story.ada().undoes();
    assert_eq!(story.item("notes")["reference"], "E002");
}

#[test]
fn what_an_iv_or_a_signature_did_has_no_undo() {
    let mut story = Story::signed();
    let sample = story.ben().samples(OCR, "1.1");
    story.ben().finds(&sample, "1.1", "agree", "");
    story.ben().verifies(&sample);
    story.ben().refused("undo", json!({}), "nothingToUndo");
    story.ada().refused("undo", json!({}), "cannotUndo");
}

#[test]
fn a_copied_centre_file_undoes_nothing_of_the_other_machine() {
    let mut here = Story::with_evidence();
    here.ada().maps("E001", OCR, "1.1", "p. 1");
    let mut there = here.copied();
    there.ada().refused("undo", json!({}), "nothingToUndo");
    there.ada().maps("E002", OCR, "2.1", "p. 2");
    assert_eq!(there.ada().undoes(), "undo: map E002 → 2.1");
    assert_eq!(here.ada().undoes(), "undo: map E001 → 1.1");
}

#[test]
fn undo_beside_a_deed_takes_back_that_deed_and_no_other() {
    let mut story = Story::with_evidence();
    let first = story.ada().maps("E001", OCR, "1.1", "p. 1");
    let learner = first["learner"].clone();
    assert_eq!((&first["undoable"], learner.is_string()), (&json!(true), true), "{first}");
    let second = story.ada().maps("E002", OCR, "2.1", "p. 2");
    let before = picture(&mut story);

    let said = story.ada().refused("undo", json!({ "deed": first["deed"] }), "notNextToUndo");
    let words = r#""map E001 → 1.1" is not what undo would be about now: that is "map E002 → 2.1""#;
    assert_eq!(said, words);
    assert_eq!(story.ada().fails("undo", json!({ "deed": "0".repeat(32) })).code, "notFound");
    assert_eq!(story.ada().fails("undo", json!({ "deed": "the last" })).code, "notFound");
    story.cleo().refused("undo", json!({ "deed": second["deed"] }), "notNextToUndo");
    assert_eq!(picture(&mut story), before, "a refusal changes nothing");

    let undone = story.ada().does("undo", json!({ "deed": second["deed"] }));
    assert_eq!((&undone["label"], &undone["undoable"]), (&json!("undo: map E002 → 2.1"), &json!(false)));
    story.ada().refused("undo", json!({ "deed": second["deed"] }), "notNextToUndo");
    story.ada().does("undo", json!({ "deed": first["deed"] }));
    story.ada().refused("undo", json!({ "deed": first["deed"] }), "notNextToUndo");
}

#[test]
fn what_cannot_be_taken_back_offers_no_undo_and_what_stood_already_says_so() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    story.file("notes.txt", "Notes");
    story.scan();
    let accepted = story.ada().does("evidence.accept", json!({ "evidence": ["notes"] }));
    assert_eq!(accepted["undoable"], false, "a number once given stays given");
    assert_eq!(offered(&mut story, "undo"), "map E001 → 1.1");

    let again = story.ada().maps("E001", OCR, "1.1", "p. 1");
    assert_eq!((&again["label"], &again["undoable"]), (&json!("nothing was changed"), &json!(false)));
    assert_eq!(again["warnings"], json!(["E001 1 one is already mapped to 1.1 at that place"]));
}

#[test]
fn one_mapping_over_two_units_is_one_deed_and_a_place_is_of_its_own_item() {
    let mut story = Story::with_evidence();
    let start = picture(&mut story);
    let made = story.ada().does(
        "map",
        json!({
            "unit": OCR, "codes": "1.1", "also": [{ "unit": OWN, "codes": "1.1" }],
            "evidence": ["E001", "E002"], "place": "p. 3", "placeOf": "E002",
        }),
    );
    assert_eq!(made["warnings"], json!(["2 links without a place"]));
    let shown = story.show();
    let rows = each(&shown["units"]).flat_map(|u| each(&u["outcomes"])).flat_map(|o| each(&o["rows"]));
    let places: Vec<String> =
        rows.flat_map(|r| each(&r["links"])).map(|l| format!("{} {}", l["reference"], l["place"])).collect();
    assert_eq!(places, [r#""E001" null"#, r#""E002" "p. 3""#, r#""E001" null"#, r#""E002" "p. 3""#]);
    story.ada().does("undo", json!({ "deed": made["deed"] }));
    assert_eq!(picture(&mut story), start);
    assert_eq!(offered(&mut story, "undo"), json!(null));
}
