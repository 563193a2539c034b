//! Stories of an assessor at work: numbers, mapping, decisions, sign-off, and what is refused. Told through the public
//! door; each test's name is the rule that it holds.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::fs;

use journeys::people::{EDI, LEARNER, OCR, OWN, PASSWORD, Story, decision, each, pick, text};
use portfolio::error::Sort;
use serde_json::json;

#[test]
fn a_number_is_given_when_a_person_maps_and_not_when_a_file_is_seen() {
    let mut story = Story::begin();
    story.file("a.txt", "first by name");
    story.file("b.txt", "first by use");
    let seen = story.scan();
    assert_eq!((&seen["new"], &seen["numbered"]), (&json!(2), &json!(0)));
    assert!(each(&story.show()["evidence"]).all(|i| i["reference"].is_null() && i["standing"] == "new"));

    story.ada().maps("b.txt", OCR, "1.1", "p. 1");
    story.ada().maps("a.txt", OCR, "1.1", "p. 1");

    assert_eq!(story.item("E001")["title"], "b");
    assert_eq!(story.item("E002")["title"], "a");
}

#[test]
fn a_number_is_never_given_again() {
    let mut story = Story::begin();
    story.file("a.txt", "kept");
    story.file("b.txt", "accepted by mistake");
    story.scan();
    story.ada().does("evidence.accept", json!({ "evidence": ["b.txt"] }));
    story.ada().does("evidence.setAside", json!({ "evidence": ["E001"], "reason": "A holiday photo." }));
    story.ada().maps("a.txt", OCR, "1.1", "p. 1");
    assert_eq!(story.item("a")["reference"], "E002");
}

#[test]
fn the_same_link_twice_is_said_and_changes_nothing() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    let again = story.ada().maps("E001", OCR, "1.1", "p. 1");
    assert_eq!(again["warnings"], json!(["E001 1 one is already mapped to 1.1 at that place"]));
    assert_eq!(story.links(OCR, "1.1").len(), 1);
}

#[test]
fn several_files_can_be_one_item() {
    let mut story = Story::begin();
    for name in ["page 1.txt", "page 2.txt", "page 3.txt"] {
        story.file(name, name);
    }
    story.scan();
    let parts = json!(["page 1.txt", "page 2.txt", "page 3.txt"]);
    story
        .ada()
        .does("evidence.accept", json!({ "evidence": parts, "together": true, "title": "Visit of June" }));

    let item = story.item("E001");
    let names: Vec<String> = each(&item["parts"]).map(|p| text(&p["fileName"])).collect();
    assert_eq!(names, ["page 1.txt", "page 2.txt", "page 3.txt"]);
    assert_eq!((&item["title"], &item["file"]), (&json!("Visit of June"), &json!("present")));
    assert_eq!(each(&story.show()["evidence"]).count(), 1);

    story.file("page 2.txt", "page 2 with another sentence");
    story.scan();
    assert_eq!(story.item("E001")["file"], "changed");
    story.ada().does("evidence.accept", json!({ "evidence": ["E001"] }));
    assert_eq!(each(&story.item("E001")["parts"]).count(), 3);
    assert_eq!(story.item("E001")["file"], "present");
}

#[test]
fn an_item_of_several_files_that_is_set_aside_keeps_its_files() {
    let mut story = Story::begin();
    story.file("page 1.txt", "1");
    story.file("page 2.txt", "2");
    story.scan();
    story
        .ada()
        .does("evidence.accept", json!({ "evidence": ["page 1.txt", "page 2.txt"], "together": true }));
    story.ada().does("evidence.setAside", json!({ "evidence": ["E001"], "reason": "Not Rowan's." }));

    let shown = story.show();
    let all = shown["evidence"].clone();
    let parts: usize = each(&all).map(|i| each(&i["parts"]).count()).sum();
    assert_eq!(parts, 2, "a file has gone from the list: {all}");
    assert_eq!(all[0]["title"], "page 1");

    let id = text(&all[0]["id"]);
    story.ada().does("evidence.accept", json!({ "evidence": [id] }));
    assert_eq!(each(&story.item("E002")["parts"]).count(), 2);
    assert_eq!(story.item("E002")["file"], "present");
}

#[test]
fn a_file_is_set_aside_with_a_reason_and_can_be_taken_up_again() {
    let mut story = Story::begin();
    story.file("menu.txt", "Soup of the day");
    story.scan();
    let aside = |reason: &str| json!({ "evidence": ["menu.txt"], "reason": reason });
    story.ada().refused("evidence.setAside", aside(" "), "reasonRequired");
    story.ada().does("evidence.setAside", aside("The canteen's menu."));
    let item = story.item("menu");
    assert_eq!(
        (&item["standing"], &item["setAsideReason"]),
        (&json!("setAside"), &json!("The canteen's menu."))
    );
    let link = json!({ "unit": OCR, "evidence": ["menu.txt"], "codes": "1.1" });
    story.ada().refused("map", link, "evidenceSetAside");

    story.ada().does("evidence.accept", json!({ "evidence": ["menu.txt"] }));
    assert_eq!(story.item("E001")["standing"], "accepted");
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    let words = story.ada().refused(
        "evidence.setAside",
        json!({ "evidence": ["E001"], "reason": "After all." }),
        "evidenceInUse",
    );
    assert_eq!(words, "E001 menu is mapped to 1 criteria");
}

#[test]
fn a_changed_file_blocks_until_its_new_version_is_accepted_and_judged() {
    let mut story = Story::decided();
    story.file("1 one.txt", "another first page, written after the decision");
    let seen = story.scan();
    assert_eq!((&seen["changed"], &seen["new"]), (&json!(1), &json!(0)), "{seen}");
    assert_eq!(story.item("E001")["file"], "changed");
    assert_eq!(story.shut_gates(OCR), ["filesAsRecorded"]);
    story.ada().refused("decide", decision(OCR, "1.1", "met", ""), "evidenceChanged");

    story.ada().does("evidence.accept", json!({ "evidence": ["E001"] }));
    let item = story.item("E001");
    assert_eq!((&item["file"], &item["title"]), (&json!("present"), &json!("1 one")));
    assert_eq!(story.row(OCR, "1.1")["stale"], "E001 has a newer version than the one judged");
    assert_eq!(story.shut_gates(OCR), ["decisionsRest"]);
    let words = story.ada().refused(
        "signOff.sign",
        json!({ "unit": OCR, "password": PASSWORD, "vacsr": true }),
        "gatesShut",
    );
    assert!(words.contains("1.1: E001 has a newer version"), "{words}");

    story.ada().decides(OCR, "1.1", "met", "Read again.");
    assert_eq!(story.row(OCR, "1.1")["stale"], json!(null));
    story.ada().signs(OCR);
}

#[test]
fn a_file_that_changes_a_second_time_is_changed_again_and_not_missing() {
    let mut story = Story::decided();
    for (version, words) in ["the second version", "the third version, longer"].iter().enumerate() {
        story.file("1 one.txt", words);
        let seen = story.scan();
        assert_eq!(seen["changed"], 1, "version {}: {seen}", version + 2);
        assert_eq!(story.item("E001")["file"], "changed", "version {}", version + 2);
        assert_eq!(each(&story.show()["evidence"]).count(), 4, "version {}", version + 2);
        story.ada().does("evidence.accept", json!({ "evidence": ["E001"] }));
        assert_eq!(story.item("E001")["file"], "present", "version {}", version + 2);
    }
    story.ada().decides(OCR, "1.1", "met", "");
    story.ada().signs(OCR);
}

#[test]
fn a_changed_file_that_is_changed_back_is_as_recorded() {
    let mut story = Story::decided();
    story.file("1 one.txt", "a slip");
    story.scan();
    story.file("1 one.txt", "what 1 one.txt says");
    story.scan();
    assert_eq!(story.item("E001")["file"], "present");
    story.ada().signs(OCR);
}

#[test]
fn a_new_file_that_changes_before_anybody_looked_is_one_file_with_its_last_content() {
    let mut story = Story::begin();
    let scanned = |story: &mut Story, words: &str| {
        story.file("plan.txt", words);
        story.scan();
        let all = story.show()["evidence"].clone();
        assert_eq!(each(&all).count(), 1, "after {words:?}: {all}");
        let item = story.item("plan");
        assert_eq!((&item["standing"], &item["file"]), (&json!("new"), &json!("present")), "after {words:?}");
        text(&item["parts"][0]["sha256"])
    };
    let first = scanned(&mut story, "a draft");
    assert_ne!(scanned(&mut story, "a second draft"), first);
    assert_eq!(scanned(&mut story, "a draft"), first, "changed back");
    story.ada().maps("plan", OCR, "1.1", "p. 1");
    story.ada().decides(OCR, "1.1", "met", "");
    assert_eq!(story.item("E001")["file"], "present");
}

#[test]
fn bytes_changed_behind_an_equal_size_and_time_are_found_at_sign_off() {
    let mut story = Story::decided();
    let path = story.folder().join("1 one.txt");
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    fs::write(&path, "WHAT 1 one.txt says").unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(before).unwrap();
    let words = story.ada().refused(
        "signOff.sign",
        json!({ "unit": OCR, "password": PASSWORD, "vacsr": true }),
        "gatesShut",
    );
    assert!(words.contains("E001 1 one changed after it was recorded"), "{words}");
}

#[test]
fn a_moved_file_keeps_its_number() {
    let mut story = Story::decided();
    fs::create_dir(story.folder().join("June")).unwrap();
    fs::rename(story.folder().join("1 one.txt"), story.folder().join("June/plan.txt")).unwrap();
    let seen = story.scan();
    assert_eq!((&seen["moved"], &seen["new"], &seen["missing"]), (&json!(1), &json!(0), &json!(0)));
    let part = story.item("E001")["parts"][0].clone();
    assert_eq!((&part["folder"], &part["fileName"]), (&json!("June"), &json!("plan.txt")));
    story.ada().signs(OCR);
}

#[test]
fn a_second_copy_of_a_file_is_the_same_item() {
    let mut story = Story::decided();
    fs::copy(story.folder().join("1 one.txt"), story.folder().join("copy of one.txt")).unwrap();
    assert_eq!(story.scan()["same"], 1);
    assert_eq!(each(&story.show()["evidence"]).count(), 4);
    fs::remove_file(story.folder().join("1 one.txt")).unwrap();
    story.scan();
    assert_eq!(story.item("E001")["file"], "present");
}

#[test]
fn a_missing_file_blocks_the_sign_off_until_it_is_back() {
    let mut story = Story::decided();
    let (path, elsewhere) = (story.folder().join("3 three.txt"), story.home().join("three.txt"));
    fs::rename(&path, &elsewhere).unwrap();
    assert_eq!(story.scan()["missing"], 1);
    assert_eq!(story.item("E003")["file"], "missing");
    let words = story.ada().refused(
        "signOff.sign",
        json!({ "unit": OCR, "password": PASSWORD, "vacsr": true }),
        "gatesShut",
    );
    assert!(words.contains("E003 3 three is not in the folder"), "{words}");
    fs::rename(&elsewhere, &path).unwrap();
    story.scan();
    story.ada().signs(OCR);
}

#[test]
fn a_folder_that_vanishes_freezes_its_records() {
    let mut story = Story::decided();
    let elsewhere = story.home().join("unplugged");
    fs::rename(story.folder(), &elsewhere).unwrap();
    let seen = story.scan();
    assert_eq!(seen["missing"], 0, "{seen}");
    assert!(each(&seen["lines"]).any(|l| text(l).starts_with("folder not reachable:")), "{seen}");
    let shown = story.show();
    assert!(shown["folder"]["problem"].is_string());
    assert!(each(&shown["evidence"]).all(|i| i["file"] == "unknown" && i["standing"] == "accepted"));
    let words = story.ada().refused(
        "signOff.sign",
        json!({ "unit": OCR, "password": PASSWORD, "vacsr": true }),
        "gatesShut",
    );
    assert!(words.contains("cannot be checked: the folder is not reachable"), "{words}");
    story.checks_clean();

    fs::rename(&elsewhere, story.folder()).unwrap();
    story.scan();
    assert_eq!(story.show()["folder"]["problem"], json!(null));
    story.ada().signs(OCR);
}

#[test]
fn an_outcome_without_a_criterion_is_decided_in_its_own_row() {
    let mut story = Story::with_evidence();
    assert_eq!(story.row(EDI, "4")["outcomeLevel"], true);
    story.ada().maps("E001", EDI, "1.1,2.1,3.1", "p. 1");
    story.ada().decides(EDI, "1.1-3.1", "met", "");
    assert_eq!(story.shut_gates(EDI), ["everyOutcomeMet"]);
    let words = story.ada().refused(
        "signOff.sign",
        json!({ "unit": EDI, "password": PASSWORD, "vacsr": true }),
        "gatesShut",
    );
    assert!(words.ends_with("4 no evidence and not decided"), "{words}");
    story.ada().maps("E002", EDI, "4", "p. 2");
    story.ada().decides(EDI, "4", "met", "Explained in discussion.");
    story.ada().signs(EDI);
    assert_eq!(story.unit(EDI)["status"], "assessed");
}

#[test]
fn partially_met_and_not_yet_met_need_a_reason_and_met_does_not() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    for outcome in ["partiallyMet", "notYetMet"] {
        story.ada().refused("decide", decision(OCR, "1.1", outcome, "  "), "reasonRequired");
        story.ada().decides(OCR, "1.1", outcome, "Two more objectives are needed.");
        assert_eq!(story.row(OCR, "1.1")["state"], outcome);
    }
    story.ada().decides(OCR, "1.1", "met", "");
    assert_eq!(story.row(OCR, "1.1")["state"], "met");
}

#[test]
fn partially_met_is_never_counted_with_met() {
    let mut story = Story::decided();
    story.ada().decides(OCR, "1.1", "partiallyMet", "The timetable is missing.");
    let counts = story.unit(OCR)["counts"].clone();
    assert_eq!((&counts["met"], &counts["partiallyMet"]), (&json!(3), &json!(1)));
    assert_eq!(story.shut_gates(OCR), ["everyCriterionMet"]);
}

#[test]
fn met_needs_evidence_and_names_the_criteria_that_have_none() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "2.1", "p. 1");
    let words = story.ada().refused("decide", decision(OCR, "1.1-3.1", "met", ""), "nothingMapped");
    assert_eq!(words, "1.1, 3.1 cannot be decided met: no evidence is mapped");
    assert_eq!(story.row(OCR, "2.1")["state"], "mapped", "one refused row refuses the whole deed");
}

#[test]
fn rpl_says_of_what_earlier_learning_or_relies_on_evidence() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "2.1", "p. 1");
    let words = story.ada().refused("decide", decision(OCR, "1.1-3.1", "rpl", " "), "rplUnsupported");
    assert!(words.starts_with("1.1, 3.1: RPL needs a reason"), "{words}");
    assert_eq!(story.row(OCR, "2.1")["state"], "mapped", "one refused row refuses the whole deed");
    let mut leaves_it_out = decision(OCR, "2.1", "rpl", "");
    leaves_it_out["reliedOn"] = json!([]);
    story.ada().refused("decide", leaves_it_out, "rplUnsupported");
    story.ada().decides(OCR, "2.1", "rpl", "");
    story.ada().decides(OCR, "1.1,3.1", "rpl", "Level 4 award of 2024.");
    assert_eq!(story.unit(OCR)["counts"]["met"], 3);
}

#[test]
fn rpl_and_credit_transfer_need_no_evidence_and_count_as_achieved() {
    let mut story = Story::begin();
    story.ada().decides(OCR, "1.1-2.1", "rpl", "Level 4 award of 2024.");
    let mut transfer = decision(OCR, "3.1-4.1", "creditTransfer", "");
    transfer["certificate"] =
        json!({ "number": "C 17/0042", "awardingOrganisation": "OCR", "date": "2024-06-01" });
    story.ada().does("decide", transfer);
    assert_eq!(story.unit(OCR)["counts"]["met"], 4);
    story.scan();
    story.ada().signs(OCR);
}

#[test]
fn several_criteria_are_decided_in_one_deed_with_one_undo() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OWN, "1.1-1.4,2.3", "p. 1");
    let deed = story.ada().decides(OWN, "1.1-1.4,2.3", "met", "");
    assert_eq!(deed["label"], "decide 1.1, 1.2, 1.3, 1.4, 2.3 met");
    assert_eq!(story.unit(OWN)["counts"]["met"], 5);
    story.ada().undoes();
    assert_eq!(story.unit(OWN)["counts"]["met"], 0);
}

#[test]
fn only_an_assessor_maps_and_decides_and_nobody_does_neither() {
    let mut story = Story::with_evidence();
    let link = json!({ "unit": OCR, "evidence": ["E001"], "codes": "1.1" });
    let words = story.ben().refused("map", link.clone(), "notYourRole");
    assert_eq!(words, "Ben King is not an assessor");
    story.ben().refused("decide", decision(OCR, "1.1", "rpl", ""), "notYourRole");
    story.open().unwrap();
    let failure = story.try_on("map", link).unwrap_err();
    assert_eq!((failure.code.as_str(), failure.sort), ("nobodyAtDesk", Sort::Refused));
}

#[test]
fn a_unit_is_withdrawn_with_a_reason_and_nothing_is_removed() {
    let mut story = Story::decided();
    let withdraw = |reason: &str, date: &str| json!({ "unit": OCR, "reason": reason, "date": date });
    story.ada().refused("learner.unitWithdraw", withdraw("", "2026-09-01"), "reasonRequired");
    let failure = story.ada().fails("learner.unitWithdraw", withdraw("Changed jobs.", "2026-02-30"));
    assert_eq!(failure.sort, Sort::Usage);
    story.ada().does("learner.unitWithdraw", withdraw("Changed jobs.", "2026-09-01"));
    let unit = story.unit(OCR);
    assert_eq!(
        (&unit["status"], &unit["withdrawn"]),
        (&json!("withdrawn"), &json!("withdrawn on 01/09/2026: Changed jobs."))
    );
    assert_eq!(unit["counts"]["met"], 4);
    let link = json!({ "unit": OCR, "evidence": ["E002"], "codes": "1.1" });
    story.ada().refused("map", link, "unitWithdrawn");
    story.ada().refused("decide", decision(OCR, "1.1", "met", ""), "unitWithdrawn");
    story.ada().refused(
        "signOff.sign",
        json!({ "unit": OCR, "password": PASSWORD, "vacsr": true }),
        "unitWithdrawn",
    );

    story.ada().does("learner.unitAdd", json!({ "unit": OCR }));
    assert_eq!(story.unit(OCR)["status"], "inProgress");
    story.ada().signs(OCR);
}

#[test]
fn links_of_a_withdrawn_unit_cannot_be_changed() {
    let mut story = Story::decided();
    let link = story.links(OCR, "1.1")[0].clone();
    story.ada().does("learner.unitWithdraw", json!({ "unit": OCR, "reason": "Changed jobs." }));
    story.ada().refused("place", json!({ "mapping": link, "place": "p. 9" }), "unitWithdrawn");
    story.ada().refused("unmap", json!({ "mappings": [link] }), "unitWithdrawn");
}

#[test]
fn a_unit_that_the_learner_lacks_is_another_mistake_than_one_that_does_not_exist() {
    let mut story = Story::with_evidence();
    let map = |unit: &str| json!({ "unit": unit, "evidence": ["E001"], "codes": "1.1" });
    story.ada().refused("map", map("unstated-plan-organise-control"), "notTheirUnit");
    assert_eq!(story.ada().fails("map", map("no-such-unit")).code, "notFound");
    assert_eq!(story.ada().fails("learner.unitAdd", json!({ "unit": OCR })).code, "nothingToDo");
}

#[test]
fn a_link_without_a_place_is_a_warning_that_does_not_block() {
    let mut story = Story::decided();
    let deed = story.ada().maps("E002", OCR, "1.1", "");
    assert_eq!(deed["warnings"], json!(["1 link without a place"]));
    assert_eq!(story.unit(OCR)["counts"]["withoutPlace"], 1);
    assert_eq!(story.item("E002")["withoutPlace"], 1);
    let row = story.row(OCR, "1.1");
    assert_eq!(pick(&row["links"], "reference", "E002")["place"], json!(null));
    let gates = story.on("signOff.show", json!({ "unit": OCR }))["gates"].clone();
    let gate = pick(&gates, "gate", "placesGiven");
    assert_eq!((&gate["passed"], &gate["blocks"]), (&json!(false), &json!(false)));
    story.ada().decides(OCR, "1.1", "met", "");
    story.ada().signs(OCR);
}

#[test]
fn correcting_a_place_leaves_the_decision_standing() {
    let mut story = Story::decided();
    let link = story.links(OCR, "1.1")[0].clone();
    let deed = story.ada().does("place", json!({ "mapping": link, "place": "p. 2-3" }));
    assert_eq!(deed["label"], "place of E001 → 1.1: p. 2–3");
    let row = story.row(OCR, "1.1");
    assert_eq!((&row["state"], &row["stale"]), (&json!("met"), &json!(null)));
    assert_eq!(row["links"][0]["place"], "p. 2–3");
    story.ada().signs(OCR);
}

#[test]
fn withdrawing_a_link_that_a_decision_relied_on_makes_the_decision_stale() {
    let mut story = Story::decided();
    story.ada().unmaps(OCR, "1.1");
    let row = story.row(OCR, "1.1");
    assert_eq!(
        (&row["state"], &row["stale"]),
        (&json!("met"), &json!("it relied on a link to E001 that was withdrawn"))
    );
    assert_eq!(story.shut_gates(OCR), ["decisionsRest"]);
}

#[test]
fn a_signed_unit_is_frozen_and_its_paper_is_printed_again_byte_for_byte() {
    let mut story = Story::decided();
    let signed = story.ada().signs(OCR);
    let paper = text(&signed["paper"]);
    let print = |story: &mut Story, name: &str| {
        let out = story.home().join(name);
        let said = story.on("matrix.paper", json!({ "unit": OCR, "original": true, "out": out }));
        (text(&said["sha256"]), fs::read(out).unwrap())
    };
    let first = print(&mut story, "first.pdf");
    story.days_pass(40);
    story.ben().samples(OCR, "1.1");
    let second = print(&mut story, "second.pdf");
    assert_eq!(first, second);
    assert_eq!(first.0, paper);
}

#[test]
fn everything_that_would_change_a_signed_unit_is_refused() {
    let mut story = Story::signed();
    let link = story.links(OCR, "1.1")[0].clone();
    for (name, request) in [
        ("map", json!({ "unit": OCR, "evidence": ["E002"], "codes": "1.1" })),
        ("unmap", json!({ "mappings": [link] })),
        ("place", json!({ "mapping": link, "place": "p. 9" })),
        ("decide", decision(OCR, "1.1", "notYetMet", "On second thoughts.")),
        ("signOff.sign", json!({ "unit": OCR, "password": PASSWORD, "vacsr": true })),
        ("learner.unitWithdraw", json!({ "unit": OCR, "reason": "Changed jobs." })),
    ] {
        let words = story.ada().refused(name, request, "unitSigned");
        assert!(words.ends_with("is signed (14/09/2026)"), "{words}");
    }
    let title = json!({ "evidence": "E001", "title": "Another title" });
    story.ada().refused("evidence.describe", title, "onSignedPaper");
    assert_eq!(story.unit(OCR)["signOff"]["stale"], json!(null));
}

#[test]
fn a_signature_needs_the_right_password_and_a_wrong_one_leaves_no_trace() {
    let mut story = Story::decided();
    let before = story.on("history.show", json!({}));
    for wrong in ["", "three plain word", "three plain words "] {
        let request = json!({ "unit": OCR, "password": wrong, "vacsr": true });
        story.ada().refused("signOff.sign", request, "wrongPassword");
    }
    assert_eq!(story.on("history.show", json!({})), before);
    assert_eq!(story.unit(OCR)["signOff"], json!(null));
}

#[test]
fn a_signing_password_has_eight_characters_or_more_and_a_new_one_makes_a_new_key() {
    let mut story = Story::begin();
    let short = json!({ "name": "Eve Stone", "roles": ["assessor"], "password": "seven 7" });
    assert_eq!(story.try_call("person.add", short).unwrap_err().code, "passwordTooShort");
    story.call("person.add", json!({ "name": "Eve Stone", "roles": ["assessor"] }));
    story.ada().decides(OCR, "1.1-4.1", "rpl", "Earlier work.");
    story.scan();
    story.person("Eve Stone").refused(
        "signOff.sign",
        json!({ "unit": OCR, "password": PASSWORD, "vacsr": true }),
        "noPassword",
    );
    story.person("Eve Stone").sees().call("person.password", json!({ "password": "a first password" }));
    let sign = |password: &str| json!({ "unit": OCR, "password": password, "vacsr": true });
    story.person("Eve Stone").does("signOff.sign", sign("a first password"));
    let other = json!({ "password": "another password", "current": "a first password" });
    story.person("Eve Stone").sees().call("person.password", other);
    story.person("Eve Stone").reopens(OCR, "To sign with the new password.");
    story.person("Eve Stone").refused("signOff.sign", sign("a first password"), "wrongPassword");
    story.person("Eve Stone").does("signOff.sign", sign("another password"));
    story.checks_clean();
}

#[test]
fn a_unit_is_reopened_with_a_reason_and_can_be_signed_anew() {
    let mut story = Story::signed();
    story.ada().refused("signOff.reopen", json!({ "unit": OCR, "reason": "" }), "reasonRequired");
    story.ada().reopens(OCR, "The plan was the wrong year's.");
    assert_eq!(
        (&story.unit(OCR)["status"], &story.unit(OCR)["signOff"]),
        (&json!("inProgress"), &json!(null))
    );
    story.ada().decides(OCR, "1.1", "met", "This year's plan.");
    story.days_pass(1);
    story.ada().signs(OCR);
    assert_eq!(story.unit(OCR)["status"], "assessed");
    assert!(text(&story.unit(OCR)["signOff"]["at"]).starts_with("2026-09-15"));
}

#[cfg(unix)]
#[test]
fn the_version_that_was_judged_is_kept_read_only_under_its_hash() {
    use std::os::unix::fs::PermissionsExt;
    let mut story = Story::decided();
    for item in each(&story.show()["evidence"]) {
        let part = &item["parts"][0];
        let kept = story.workspace().join("judged").join(text(&part["sha256"]));
        let original = story.folder().join(text(&part["fileName"]));
        assert_eq!(fs::read(&kept).unwrap(), fs::read(original).unwrap());
        assert_eq!(fs::metadata(&kept).unwrap().permissions().mode() & 0o222, 0, "{}", kept.display());
    }
    story.file("1 one.txt", "another version");
    story.scan();
    let id = text(&story.item("E001")["id"]);
    let served = story.session().evidence_file(LEARNER, &id, 0).unwrap();
    assert_eq!(served.open().unwrap().whole(100).unwrap(), b"what 1 one.txt says");
}

#[test]
fn an_indicative_unit_is_signed_only_as_indicative() {
    let mut story = Story::decided();
    let view = story.on("signOff.show", json!({ "unit": OCR }));
    assert_eq!(view["indicative"], true);
    assert!(text(&view["declaration"]).ends_with("this is no claim for certification."));
    assert_eq!(story.ada().signs(OCR)["indicative"], true);
    story.ada().decides(OWN, "1.1-8.4", "rpl", "Earlier work.");
    story.ada().does("declaration.record", json!({ "route": "email" }));
    assert_eq!(story.ada().signs(OWN)["indicative"], false);
}

#[test]
fn before_signing_the_screen_lists_what_stands_in_the_signers_name() {
    let mut story = Story::decided();
    story.cleo().maps("E002", OCR, "1.1", "p. 4");
    let view = story.ada().does("signOff.show", json!({ "unit": OCR }));
    let lines: Vec<String> = each(&view["inYourName"]).map(|l| text(&l["what"])).collect();
    assert_eq!(lines[0], "decide 1.1, 2.1, 3.1, 4.1 met");
    assert!(each(&view["inYourName"]).all(|l| l["by"] == "Ada Okafor"), "{lines:?}");
}

#[test]
fn two_people_of_one_name_are_refused_at_one_desk_and_told_apart_by_id_after_a_merge() {
    let mut here = Story::begin();
    let eve = json!({ "name": "Eve Stone", "roles": ["assessor"], "password": PASSWORD });
    let mut there = here.copied();
    let ids = [&mut here, &mut there].map(|story| text(&story.call("person.add", eve.clone())["id"]));
    assert_eq!(here.try_call("person.add", eve).unwrap_err().code, "alreadyThere");

    let file = there.home().join("history.jsonl");
    there.call("journal.export", json!({ "file": file }));
    here.call("journal.admit", json!({ "file": file }));

    let failure = here.try_call("desk.sit", json!({ "person": "Eve Stone" })).unwrap_err();
    assert_eq!((failure.code.as_str(), failure.sort), ("ambiguous", Sort::Usage));
    assert!(ids.iter().all(|id| failure.message.contains(id.as_str())), "{}", failure.message);
    here.call("desk.sit", json!({ "person": ids[1] }));
    here.checks_clean();
}

#[test]
fn a_paper_of_this_centre_is_known_again_and_a_changed_one_is_not() {
    let mut story = Story::signed();
    let out = story.home().join("matrix.pdf");
    story.on("matrix.paper", json!({ "unit": OCR, "original": true, "out": out }));
    let verify = |story: &mut Story| story.call("verify", json!({ "file": out }));

    let known = verify(&mut story);
    assert_eq!((&known["issued"], &known["signatureHolds"]), (&json!(true), &json!(true)));
    assert_eq!(known["line"], "Issued here, signed by Ada Okafor, and still as signed.");
    assert_eq!((&known["learner"], &known["stale"]), (&json!(LEARNER), &json!(null)));
    assert_eq!(known["good"], true);

    story.ada().reopens(OCR, "A slip");
    let line = "Issued here and signed by Ada Okafor, but no longer as signed: opened again with the reason “A slip”.";
    let superseded = verify(&mut story);
    assert_eq!(
        (&superseded["line"], &superseded["stale"]),
        (&json!(line), &json!("opened again with the reason “A slip”"))
    );
    assert_eq!(superseded["good"], false, "a paper that counts no more is not called good");

    let mut bytes = fs::read(&out).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&out, bytes).unwrap();
    let changed = verify(&mut story);
    assert_eq!((&changed["issued"], &changed["signatureHolds"]), (&json!(false), &json!(false)));
    assert_eq!(changed["record"], json!(null), "the pages of a file that was changed may say anything");
}

#[test]
fn a_reason_that_ends_with_a_full_stop_gets_no_second_one() {
    let mut story = Story::signed();
    let out = story.home().join("matrix.pdf");
    story.on("matrix.paper", json!({ "unit": OCR, "original": true, "out": out }));
    story.ada().reopens(OCR, "A slip.");
    let line = text(&story.call("verify", json!({ "file": out }))["line"]);
    assert!(line.ends_with("opened again with the reason “A slip”."), "{line}");
}

#[test]
fn the_current_record_can_be_drawn_at_any_time_and_is_no_issued_paper() {
    let mut story = Story::with_evidence();
    let out = story.home().join("record.pdf");
    story.on("matrix.paper", json!({ "unit": OCR, "out": out }));
    assert!(fs::read(&out).unwrap().starts_with(b"%PDF-"));
    assert_eq!(story.call("verify", json!({ "file": out }))["issued"], false);
    let request = json!({ "unit": OCR, "original": true });
    let failure = story.try_on("matrix.paper", request).unwrap_err();
    assert_eq!((failure.code.as_str(), failure.sort), ("nothingSigned", Sort::Refused));
}

#[test]
fn the_date_of_judgement_is_typed_and_the_records_own_time_is_not() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    let mut request = decision(OCR, "1.1", "met", "");
    request["date"] = json!("2026-09-01");
    story.ada().does("decide", request.clone());
    let shown = story.row(OCR, "1.1")["decision"].clone();
    assert_eq!(
        (&shown["date"], text(&shown["recorded"]).get(..10)),
        (&json!("2026-09-01"), Some("2026-09-14"))
    );
    request["date"] = json!("2026-13-01");
    assert_eq!(story.ada().fails("decide", request).sort, Sort::Usage);
}
