//! Stories of people and their roles: who may do what, trainees and those who countersign for them, who no longer works
//! here, a visitor who only looks, a forgotten signing password. Told through the public door.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::collections::BTreeSet;
use std::fs;

use journeys::people::{OCR, PASSWORD, Story, decision, each, pick, text};
use journeys::printed::Printed;
use portfolio::error::{Failure, Sort};
use serde_json::{Value, json};

/// Tia Lund, a trainee assessor; Ada countersigns for her.
const TIA: &str = "Tia Lund";
/// Vic Rowe, a trainee internal verifier; Ben countersigns for him.
const VIC: &str = "Vic Rowe";
/// May Poole, the administrator.
const MAY: &str = "May Poole";

fn with_people() -> Story {
    let mut story = Story::with_evidence();
    hire(&mut story, TIA, json!(["traineeAssessor"]), "Ada Okafor");
    hire(&mut story, VIC, json!(["traineeIv"]), "Ben King");
    hire(&mut story, MAY, json!(["administrator"]), "");
    story
}

fn hire(story: &mut Story, name: &str, roles: Value, countersigner: &str) {
    let person =
        json!({ "name": name, "roles": roles, "password": PASSWORD, "countersigner": countersigner });
    story.call("person.add", person);
}

fn person(story: &mut Story, name: &str) -> Value {
    pick(&story.call("person.list", json!({})), "name", name)
}

/// Everything of the OCR unit mapped and decided by Tia.
fn tia_decides(story: &mut Story) {
    for (reference, code) in [("E001", "1.1"), ("E002", "2.1"), ("E003", "3.1"), ("E004", "4.1")] {
        story.person(TIA).maps(reference, OCR, code, "p. 1");
    }
    story.person(TIA).decides(OCR, "1.1-4.1", "met", "Seen.");
}

fn countersigned_by_ada() -> Story {
    let mut story = with_people();
    tia_decides(&mut story);
    story.ada().does("countersign", json!({ "unit": OCR, "password": PASSWORD }));
    story
}

fn refused(result: Result<Value, Failure>, rule: &str) -> String {
    let failure = result.expect_err("it should have been refused");
    assert_eq!((failure.code.as_str(), failure.sort), (rule, Sort::Refused), "{}", failure.message);
    assert!(failure.hint.is_some(), "{rule} shows no way out");
    failure.message
}

#[test]
fn who_works_with_nobody_at_the_desk_is_told_where_to_choose_a_name() {
    let mut story = Story::with_evidence();
    story.session().sit(None).unwrap();
    let may = story.on("learner.show", json!({}))["may"].clone();
    for right in ["map", "decide", "sample"] {
        let said = "Nobody is at the desk. Choose who you are at the top of the window.";
        assert_eq!(may[right], said, "{right}");
    }
}

#[test]
fn what_a_centre_records_of_a_person_is_shown_and_changed() {
    let mut story = Story::begin();
    story.call(
        "person.change",
        json!({
            "person": "Ada Okafor", "qualification": "Level 3 Certificate in Assessing Vocational Achievement",
            "competence": "Twelve years in customer service", "cpd": "2025-06-01", "roles": ["assessor", "iv"],
        }),
    );
    let ada = person(&mut story, "Ada Okafor");
    assert_eq!(ada["cpd"], "2025-06-01");
    assert_eq!(ada["roles"], json!(["assessor", "iv"]));
    assert!(text(&ada["qualification"]).starts_with("Level 3"), "{ada}");
    assert_eq!(ada["warnings"], json!(["The last CPD on record is more than a year old."]));
    let lines = story.call("person.history", json!({}));
    assert_eq!(lines[0]["what"], "Ada Okafor is now assessor, internal verifier");
    let again = story.try_call("person.change", json!({ "person": "Ada Okafor", "cpd": "2025-06-01" }));
    assert!(again.unwrap_err().message.contains("nothing about Ada Okafor is changed"));
    let date = story.try_call("person.change", json!({ "person": "Ada Okafor", "cpd": "June" }));
    assert!(date.unwrap_err().message.contains("is not a date"));
    story.checks_clean();
}

#[test]
fn a_new_name_stands_on_what_is_done_from_then_on_and_the_old_one_on_what_was() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    story
        .call("person.change", json!({ "person": "Ada Okafor", "name": "Ada Okafor-Lee", "initials": "AL" }));
    story.person("Ada Okafor-Lee").maps("E002", OCR, "2.1", "p. 1");
    let lines = story.on("history.show", json!({}));
    let by: Vec<&str> = each(&lines).take(2).filter_map(|l| l["by"].as_str()).collect();
    assert_eq!(by, ["Ada Okafor-Lee", "Ada Okafor"]);
    assert_eq!(story.person("Ada Okafor-Lee").undoes(), "undo: map E002 → 2.1");
    assert_eq!(
        story.person("Ada Okafor-Lee").undoes(),
        "undo: map E001 → 1.1",
        "what she did under either name"
    );
    story.checks_clean();
    assert!(story.session().act_as("Ada Okafor").is_err());
}

#[test]
fn roles_that_contradict_and_countersigners_who_cannot_be_one_are_refused() {
    let mut story = with_people();
    story.person(MAY);
    for (roles, countersigner, why) in [
        (json!(["assessor", "traineeAssessor"]), "Ada Okafor", "either qualified or a trainee"),
        (json!(["leadIv", "traineeIv"]), "Ben King", "either qualified or a trainee"),
        (json!(["visitor", "assessor"]), "", "no other role"),
        (json!(["traineeAssessor"]), "", "needs somebody qualified"),
        (json!(["traineeAssessor"]), TIA, "countersigned by somebody qualified"),
        (json!(["traineeIv"]), "Ada Okafor", "a qualified internal verifier"),
    ] {
        let request = json!({ "name": "Kit Ash", "roles": roles, "countersigner": countersigner });
        let message = refused(story.try_call("person.add", request), "rolesContradict");
        assert!(message.contains(why), "{message}");
    }
    let own = json!({ "person": TIA, "countersigner": TIA });
    let message = refused(story.try_call("person.change", own), "rolesContradict");
    assert!(message.contains("themselves"), "{message}");
    story.call(
        "person.add",
        json!({ "name": "Kit Ash", "roles": ["traineeAssessor"], "countersigner": "Ben King" }),
    );
    assert_eq!(person(&mut story, "Kit Ash")["countersignerName"], "Ben King");
}

#[test]
fn people_are_the_administrators_to_record_once_there_is_one_and_one_always_stays() {
    let mut story = with_people();
    let kit = json!({ "name": "Kit Ash", "roles": ["assessor"] });
    story.ada();
    assert!(refused(story.try_call("person.add", kit.clone()), "notYourRole").contains("an administrator"));
    let own = json!({ "person": "Ada Okafor", "roles": ["assessor", "administrator"] });
    refused(story.try_call("person.change", own), "notYourRole");
    story.person(MAY);
    story.call("person.add", kit);
    for change in [json!({ "person": MAY, "roles": ["iv"] }), json!({ "person": MAY, "active": false })] {
        refused(story.try_call("person.change", change), "lastAdministrator");
    }
    story.call("person.change", json!({ "person": "Kit Ash", "roles": ["administrator"] }));
    story.call("person.change", json!({ "person": MAY, "active": false }));
    assert_eq!(story.call("workspace.show", json!({}))["atDesk"], Value::Null, "who has gone gets up");
}

#[test]
fn who_no_longer_works_here_signs_nothing_more_and_is_never_removed() {
    let mut story = with_people();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    let mut elsewhere = Story::bare();
    elsewhere.close();
    story.person(MAY);
    story.call("person.change", json!({ "person": "Ada Okafor", "active": false }));
    let failure = story.session().act_as("Ada Okafor").unwrap_err();
    assert_eq!((failure.code.as_str(), failure.sort), ("notHere", Sort::Refused));
    let ada = person(&mut story, "Ada Okafor");
    assert_eq!((&ada["active"], &ada["hasSigningPassword"]), (&json!(false), &json!(true)));
    assert_eq!(story.row(OCR, "1.1")["links"][0]["by"], "AO", "what she did stays hers");
    assert_eq!(
        person(&mut story, TIA)["warnings"],
        json!(["Ada Okafor, who countersigns, no longer works here."])
    );
    story.person(MAY);
    story.call("person.change", json!({ "person": "Ada Okafor", "active": true }));
    story.ada().maps("E002", OCR, "2.1", "p. 1");
    story.checks_clean();
}

#[test]
fn what_a_person_may_is_asked_at_the_moment_of_the_deed_and_not_when_they_sat_down() {
    let mut story = with_people();
    let mut other = story.copied();
    other.person("Cleo Marsh");
    // The same centre file, opened twice: at one desk Cleo sits, at the other May changes what Cleo may.
    story.close();
    let mut here = Story::bare();
    here.close();
    story.open().unwrap();
    story.cleo().maps("E001", OCR, "1.1", "p. 1");
    let mut second = portfolio::api::Session::open(&story.workspace()).unwrap();
    second.act_as(MAY).unwrap();
    let cleo = |more: Value| {
        let mut said = json!({ "person": "Cleo Marsh", "ownPassword": PASSWORD });
        said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        said
    };
    second.call("person.change", cleo(json!({ "roles": ["iv"] }))).unwrap();
    let decide =
        json!({ "learner": journeys::people::LEARNER, "unit": OCR, "codes": "1.1", "outcome": "met" });
    assert!(refused(story.try_call("decide", decide.clone()), "notYourRole").contains("an assessor"));
    second.call("person.change", cleo(json!({ "roles": ["assessor"] }))).unwrap();
    story.show();
    second.call("person.change", cleo(json!({ "active": false }))).unwrap();
    refused(story.try_call("decide", decide), "notHere");
}

#[test]
fn somebody_made_a_trainee_while_their_window_is_open_decides_as_one() {
    let mut story = with_people();
    story.cleo().maps("E001", OCR, "1.1", "p. 1");
    story.cleo();
    let mut second = portfolio::api::Session::open(&story.workspace()).unwrap();
    second.act_as(MAY).unwrap();
    let mut trainee =
        json!({ "person": "Cleo Marsh", "roles": ["traineeAssessor"], "countersigner": "Ada Okafor" });
    trainee["ownPassword"] = json!(PASSWORD);
    second.call("person.change", trainee).unwrap();
    // Nobody has sat down again: the same window goes on.
    story.on("decide", decision(OCR, "1.1", "met", "Seen."));
    assert!(story.shut_gates(OCR).contains(&"countersigned".to_owned()));
    let view = story.on("signOff.show", json!({ "unit": OCR }));
    let gate = pick(&view["gates"], "gate", "countersigned");
    assert!(text(&gate["text"]).starts_with("1.1: decided by Cleo Marsh, a trainee"), "{gate}");
    let said = story.try_on("countersign", json!({ "unit": OCR, "password": PASSWORD }));
    assert_eq!(said.unwrap_err().code, "notYourRole");
}

#[test]
fn a_visitor_looks_at_everything_and_changes_nothing() {
    let mut story = Story::signed();
    hire(&mut story, "Eli Quist", json!(["visitor"]), "");
    for name in ["learner.show", "sampling.show", "history.show", "status.show"] {
        story.person("Eli Quist").does(name, json!({}));
    }
    story.person("Eli Quist").does("signOff.show", json!({ "unit": OCR }));
    let out = story.home().join("seen.pdf");
    story.person("Eli Quist").does("matrix.paper", json!({ "unit": OCR, "original": true, "out": out }));
    let link = story.links(OCR, "1.1")[0].clone();
    for (name, request) in [
        ("map", json!({ "unit": OCR, "evidence": ["E001"], "codes": "2.1" })),
        ("unmap", json!({ "mappings": [link] })),
        ("decide", decision(OCR, "1.1", "met", "")),
        ("evidence.setAside", json!({ "evidence": ["E001"], "reason": "no" })),
        ("signOff.reopen", json!({ "unit": OCR, "reason": "no" })),
        ("sample.make", json!({ "unit": OCR })),
        ("unit.release", json!({ "unit": OCR, "reason": "no", "password": PASSWORD })),
        ("claim.make", json!({ "units": [OCR], "batch": "B1" })),
        ("learner.change", json!({ "site": "Leeds" })),
        ("learner.unitAdd", json!({ "unit": "pearson-edi-manage-performance" })),
    ] {
        let failure = story.person("Eli Quist").fails(name, request);
        assert!(
            ["readOnly", "notFound", "evidenceInUse"].contains(&failure.code.as_str()),
            "{name}: {}",
            failure.message
        );
    }
    story.person("Eli Quist").refused("decide", decision(OCR, "1.1", "met", ""), "readOnly");
    story.checks_clean();
}

#[test]
fn a_trainees_decisions_are_signed_off_only_once_somebody_qualified_has_countersigned_them() {
    let mut story = with_people();
    tia_decides(&mut story);
    assert_eq!(story.shut_gates(OCR), ["countersigned"]);
    let view = story.person(TIA).does("signOff.show", json!({ "unit": OCR }));
    let gate = pick(&view["gates"], "gate", "countersigned");
    let says = "1.1, 2.1, 3.1, 4.1: decided by Tia Lund, a trainee, and not countersigned.";
    assert!(text(&gate["text"]).starts_with(says), "{gate}");
    assert_eq!(each(&gate["rows"]).count(), 4, "each is a way to its place");
    let may = text(&view["countersign"]["may"]);
    assert!(may.starts_with("Tia Lund is not an assessor. Ada Okafor (assessor) or Ben King"), "{may}");
    assert_eq!(view["countersign"]["yours"], json!([]));
    let sign = json!({ "unit": OCR, "password": PASSWORD });
    let sign_off = json!({ "unit": OCR, "password": PASSWORD, "vacsr": true });
    story.person(TIA).refused("signOff.sign", sign_off.clone(), "gatesShut");
    story.ada().refused("signOff.sign", sign_off, "gatesShut");
    // Part of it, then the rest: each of what waits.
    story.ada().does("countersign", json!({ "unit": OCR, "codes": "1.1,2.1", "password": PASSWORD }));
    let view = story.ben().does("countersign", sign.clone());
    assert_eq!(view["countersign"], Value::Null);
    story.ada().refused("countersign", sign.clone(), "nothingToCountersign");
    story.person(TIA).signs(OCR);
    assert_eq!(story.unit(OCR)["status"], "assessed");
    let what = text(&story.on("history.show", json!({}))[2]["what"]);
    assert_eq!(what, "countersign 3.1, 4.1");
    story.checks_clean();
}

#[test]
fn the_paper_says_who_countersigned_which_decision_and_which_is_open() {
    let mut story = with_people();
    tia_decides(&mut story);
    let paper = |story: &mut Story| {
        let out = story.home().join("record.json");
        story.person(TIA).does("matrix.export", json!({ "unit": OCR, "format": "json", "out": out }));
        let file: Value = serde_json::from_slice(&fs::read(&out).unwrap()).unwrap();
        file["matrix"].clone()
    };
    let boxes = |paper: &Value| -> Vec<(Value, String)> {
        let own = each(&paper["declarations"]).filter(|own| own["kind"] == "countersigningAssessor");
        own.map(|own| {
            (own["name"].clone(), format!("{} {}", text(&own["state"]["kind"]), text(&own["text"])))
        })
        .collect()
    };
    let none = paper(&mut story);
    assert_eq!(none["people"]["trainees"][0]["open"], "1.1–4.1");
    let own = boxes(&none);
    let [(Value::Null, waits)] = own.as_slice() else { panic!("one open box: {own:?}") };
    assert!(waits.starts_with("open ") && !waits.contains("Still open"), "{waits}");
    story.ada().does("countersign", json!({ "unit": OCR, "codes": "1.1,2.1", "password": PASSWORD }));
    let part = paper(&mut story);
    let told = json!([{
        "by": TIA, "criteria": "1.1–4.1", "open": "3.1, 4.1",
        "countersigned": [{ "by": "Ada Okafor", "criteria": "1.1, 2.1" }],
    }]);
    assert_eq!(part["people"]["trainees"], told);
    let own = boxes(&part);
    assert_eq!((own.len(), &own[0].0), (2, &json!("Ada Okafor")));
    assert!(own[0].1.starts_with("signed ") && own[0].1.ends_with("Countersigned: 1.1, 2.1."), "{own:?}");
    assert!(own[1].1.starts_with("open ") && own[1].1.ends_with("Still open: 3.1, 4.1."), "{own:?}");
    story.ben().does("countersign", json!({ "unit": OCR, "password": PASSWORD }));
    story.person(TIA).signs(OCR);
    let whole = paper(&mut story);
    let own = boxes(&whole);
    let names: BTreeSet<&str> = own.iter().filter_map(|(name, _)| name.as_str()).collect();
    assert_eq!((own.len(), names), (2, BTreeSet::from(["Ada Okafor", "Ben King"])));
    assert!(own.iter().all(|(_, says)| says.starts_with("signed ")), "each has their own box: {own:?}");
    assert_eq!(whole["people"]["trainees"][0]["open"], "");
    let initials = each(&whole["people"]["initials"]).map(|own| text(&own["note"])).collect::<Vec<_>>();
    assert_eq!(initials, ["trainee"], "the initials in the rows are Tia's");
}

#[test]
fn nobody_countersigns_themselves_nor_as_a_trainee() {
    let mut story = with_people();
    tia_decides(&mut story);
    let sign = json!({ "unit": OCR, "password": PASSWORD });
    story.person(TIA).refused("countersign", sign.clone(), "notYourRole");
    story.person(VIC).refused("countersign", sign.clone(), "notYourRole");
    story.person(MAY).refused("countersign", sign.clone(), "notYourRole");
    let wrong = json!({ "unit": OCR, "password": "a wrong password" });
    story.ada().refused("countersign", wrong, "wrongPassword");
    // Tia qualifies: what she decided as a trainee stays a trainee's, and she cannot countersign it herself.
    story.person(MAY);
    story.call("person.change", json!({ "person": TIA, "roles": ["assessor"] }));
    assert_eq!(story.shut_gates(OCR), ["countersigned"]);
    let words = story.person(TIA).refused("countersign", sign, "ownCountersignature");
    assert_eq!(words, "1.1, 2.1, 3.1, 4.1: Tia Lund decided this and cannot countersign it");
    story.person(TIA).decides(OCR, "1.1-4.1", "met", "Looked again.");
    assert!(story.shut_gates(OCR).is_empty(), "decided again as a qualified assessor");
}

#[test]
fn a_countersignature_is_under_one_very_decision() {
    let mut story = countersigned_by_ada();
    assert!(story.shut_gates(OCR).is_empty());
    story.person(TIA).decides(OCR, "2.1", "met", "Seen once more.");
    assert_eq!(story.shut_gates(OCR), ["countersigned"]);
    let view = story.ada().does("signOff.show", json!({ "unit": OCR }));
    assert_eq!(view["countersign"]["codes"], json!(["2.1"]));
    assert_eq!(story.person(TIA).undoes(), "undo: decide 2.1 met");
    assert!(story.shut_gates(OCR).is_empty(), "the decision that was countersigned stands again");
    let words = story.person(TIA).refused("undo", json!({}), "cannotUndo");
    assert!(words.contains("countersigned since"), "{words}");
}

#[test]
fn whoever_countersigned_does_not_sample_it() {
    let mut story = with_people();
    tia_decides(&mut story);
    story.ben().does("countersign", json!({ "unit": OCR, "password": PASSWORD }));
    let words = story.ben().refused("sample.make", json!({ "unit": OCR, "codes": "1.1" }), "ownDecision");
    assert!(words.contains("Ben King"), "{words}");
    story.person(TIA).signs(OCR);
    let release = json!({ "unit": OCR, "reason": "Outside the sample.", "password": PASSWORD });
    story.ben().refused("unit.release", release, "ownDecision");
    story.dana().samples(OCR, "1.1");
}

#[test]
fn whoever_looked_at_a_decision_as_iv_neither_countersigns_nor_signs_nor_confirms_it() {
    let mut story = with_people();
    story.person(MAY);
    story.call(
        "person.add",
        json!({ "name": "Both Hats", "roles": ["assessor", "iv"], "password": PASSWORD }),
    );
    tia_decides(&mut story);
    // A comment is enough, and so is a signature under a trainee's record.
    let sample = story.person("Both Hats").samples(OCR, "1.1");
    story.person("Both Hats").finds(&sample, "1.1", "agree", "");
    let other = story.person(VIC).samples(OCR, "2.1");
    story.person(VIC).finds(&other, "2.1", "agree", "");
    story.person(VIC).verifies(&other);
    story.ben().does("sample.countersign", json!({ "sample": other, "password": PASSWORD }));
    let sign = json!({ "unit": OCR, "password": PASSWORD });
    let words = story.person("Both Hats").refused("countersign", sign.clone(), "ownSample");
    assert_eq!(words, "1.1: Both Hats looked at this as internal verifier and cannot countersign it");
    let view = story.person("Both Hats").does("signOff.show", json!({ "unit": OCR }));
    let way_out = "Ada Okafor (assessor) or Cleo Marsh (assessor) or Dana Hill (internal verifier) can: choose one of these names at the top of the window.";
    assert_eq!(
        view["countersign"]["may"],
        format!("{words}. {way_out}"),
        "Ben looked at 2.1 and is not named"
    );
    assert_eq!(view["countersign"]["yours"], json!(["2.1", "3.1", "4.1"]));
    story.ben().refused("countersign", sign.clone(), "ownSample");
    // What they did not look at is theirs to countersign; the unit is not theirs to sign.
    let rest = json!({ "unit": OCR, "codes": "3.1,4.1", "password": PASSWORD });
    story.ben().does("countersign", rest);
    story.ada().does("countersign", sign);
    let sign_off = json!({ "unit": OCR, "password": PASSWORD, "vacsr": true });
    let words = story.person("Both Hats").refused("signOff.sign", sign_off, "ownSample");
    assert_eq!(words, "1.1: Both Hats looked at this as internal verifier and cannot sign it off");
    let view = story.person("Both Hats").does("signOff.show", json!({ "unit": OCR }));
    let way_out = "Ada Okafor (assessor) or Cleo Marsh (assessor) can: choose one of these names at the top of the window.";
    assert_eq!(view["maySign"], format!("{words}. {way_out}"));
    assert_eq!(story.ada().does("signOff.show", json!({ "unit": OCR }))["maySign"], Value::Null);
    // Nor is a decision theirs to confirm under another issue.
    let mut draft = story.call("unit.draft", json!({ "unit": OCR }));
    draft["outcomes"][3]["criteria"][0]["text"] = json!("Say something else.");
    story.ada();
    story.call("unit.save", json!({ "draft": draft }));
    story.person("Both Hats");
    let moved = story.call("unit.reissue", json!({ "unit": OCR, "keepDecisions": true }));
    let why = text(&moved["refused"][0]["why"]);
    assert!(why.contains("Both Hats looked at this as internal verifier and cannot confirm it"), "{moved}");
    story.ada();
    let moved = story.call("unit.reissue", json!({ "unit": OCR, "keepDecisions": true }));
    assert_eq!(each(&moved["done"]).count(), 1, "{moved}");
    story.checks_clean();
}

#[test]
fn a_record_verifies_what_its_signer_had_no_part_in_and_whoever_signed_the_unit_had_a_part_in_all_of_it() {
    let mut story = with_people();
    tia_decides(&mut story);
    let sample = story.ben().samples(OCR, "1.1");
    story.ben().finds(&sample, "1.1", "agree", "");
    story.ben().verifies(&sample);
    story.ada().does("countersign", json!({ "unit": OCR, "codes": "1.1,2.1,3.1", "password": PASSWORD }));
    story.ben().does("countersign", json!({ "unit": OCR, "codes": "4.1", "password": PASSWORD }));
    story.ada().signs(OCR);
    assert_eq!(story.unit(OCR)["status"], "verified", "what Ben looked at is not what he countersigned");
    // Ada signed the unit off, so its rows are not hers to verify either.
    story.person(MAY);
    story.call("person.change", json!({ "person": "Ada Okafor", "roles": ["assessor", "iv"] }));
    story.ada().refused("sample.make", json!({ "unit": OCR, "codes": "4.1" }), "ownDecision");
    let release = json!({ "unit": OCR, "reason": "Outside the sample.", "password": PASSWORD });
    story.ada().refused("unit.release", release, "ownDecision");
    story.checks_clean();
}

#[test]
fn a_trainee_signs_nothing_off_alone() {
    let mut story = with_people();
    story.takes_a_boards_unit();
    story.ada().does(
        "learner.change",
        json!({ "uln": "1234567890", "registrationNumber": "NG-1", "registrationDate": "2026-09-01" }),
    );
    let unit = journeys::people::BOARDS;
    story.ada().decides(unit, "1.1-2.1", "rpl", "Earlier work.");
    let sign = json!({ "unit": unit, "password": PASSWORD, "vacsr": true });
    let words = story.person(TIA).refused("signOff.sign", sign, "traineeAlone");
    assert!(words.contains("Tia Lund is a trainee"), "{words}");
    let page = story.person(TIA).does("signOff.show", json!({ "unit": unit }));
    let way_out = "Ada Okafor (assessor) or Cleo Marsh (assessor) can: choose one of these names at the top of the window.";
    assert_eq!((&page["ready"], &page["maySign"]), (&json!(true), &json!(format!("{words}. {way_out}"))));
    assert_eq!(
        page["othersMay"],
        json!(["Ada Okafor (assessor)", "Cleo Marsh (assessor)"]),
        "who signs instead"
    );
    let page = story.ada().does("signOff.show", json!({ "unit": unit }));
    assert_eq!((&page["maySign"], &page["othersMay"]), (&Value::Null, &json!([])));
    story.person(TIA).decides(unit, "1.2", "rpl", "Looked myself.");
    story.ada().does("countersign", json!({ "unit": unit, "password": PASSWORD }));
    story.person(TIA).signs(unit);
    let release = json!({ "unit": unit, "reason": "Outside the sample.", "password": PASSWORD });
    story.ben().does("unit.release", release);
    // Ada stands behind it with her countersignature; her signature in the paper may come later, where the paper lies.
    story.person(MAY).does("claim.make", json!({ "units": [unit], "batch": "B-1" }));
    story.ada().does("paper.sign", json!({ "unit": unit, "password": PASSWORD }));
    story.checks_clean();
}

#[test]
fn a_trainee_does_not_confirm_decisions_under_another_issue() {
    let mut story = with_people();
    let move_on = json!({ "unit": OCR, "confirm": true });
    let failure = story.person(TIA).fails("unit.reissue", move_on);
    assert!(
        ["notYourRole", "usage"].contains(&failure.code.as_str()),
        "{}: {}",
        failure.code,
        failure.message
    );
}

#[test]
fn the_paper_of_a_trainee_takes_a_second_signature_and_the_ivs_is_the_third() {
    let mut story = countersigned_by_ada();
    story.days_pass(1);
    story.person(TIA).signs(OCR);
    let out = |story: &mut Story, name: &str, edition: &str| {
        let out = story.home().join(name);
        story.on("matrix.paper", json!({ "unit": OCR, edition: true, "out": out }));
        fs::read(out).unwrap()
    };
    let first = out(&mut story, "first.pdf", "original");
    let waits = story.ada().does("signOff.show", json!({ "unit": OCR }))["paperWaits"].clone();
    assert_eq!((&waits["signer"], &waits["yours"]), (&json!("Ada Okafor"), &json!(true)), "{waits}");
    let words =
        story.ben().refused("paper.sign", json!({ "unit": OCR, "password": PASSWORD }), "notYourSignature");
    assert!(words.contains("Ada Okafor"), "{words}");
    // Ben verifies before Ada has signed the paper: his signature waits until hers is in.
    let sample = story.ben().samples(OCR, "1.1");
    story.ben().finds(&sample, "1.1", "agree", "");
    story.ben().verifies(&sample);
    story.ada().does("paper.sign", json!({ "unit": OCR, "password": PASSWORD }));
    let second = out(&mut story, "second.pdf", "original");
    assert!(
        second.starts_with(&first) && second.len() > first.len(),
        "the trainee's bytes are never touched"
    );
    story.ben().does("paper.sign", json!({ "unit": OCR, "password": PASSWORD }));
    let third = out(&mut story, "third.pdf", "verified");
    assert!(third.starts_with(&second) && third.len() > second.len());
    for (name, count) in [("first.pdf", 1), ("second.pdf", 2), ("third.pdf", 3)] {
        let file = story.home().join(name);
        let said = story.call("verify", json!({ "file": file }));
        assert_eq!((&said["good"], &said["issued"]), (&json!(true), &json!(true)), "{name}: {said}");
        assert_eq!(each(&said["signatures"]).count(), count, "{said}");
        assert!(text(&said["facts"]).contains("its pages say exactly these facts"), "{said}");
    }
    let said = story.call("verify", json!({ "file": story.home().join("third.pdf") }));
    let names: Vec<String> = each(&said["signatures"]).map(|s| text(&s["knownAs"])).collect();
    assert_eq!(names, [TIA, "Ada Okafor", "Ben King"]);
    assert_eq!(story.on("signOff.show", json!({ "unit": OCR }))["paperWaits"], Value::Null);
    story.checks_clean();
}

/// Ben countersigns one decision, and Ada the three others after him; then the trainee signs off.
fn countersigned_by_two() -> Story {
    let mut story = with_people();
    tia_decides(&mut story);
    story.ben().does("countersign", json!({ "unit": OCR, "codes": "4.1", "password": PASSWORD }));
    for codes in ["1.1", "2.1,3.1"] {
        story.ada().does("countersign", json!({ "unit": OCR, "codes": codes, "password": PASSWORD }));
    }
    story.person(TIA).signs(OCR);
    story
}

#[test]
fn of_several_countersigners_the_box_is_that_of_whoever_stands_behind_most_and_the_paper_says_who_countersigned_what()
 {
    let mut story = countersigned_by_two();
    let waits = story.ben().does("signOff.show", json!({ "unit": OCR }))["paperWaits"].clone();
    assert_eq!((&waits["signer"], &waits["yours"]), (&json!("Ada Okafor"), &json!(false)), "{waits}");
    let words = text(&waits["text"]);
    assert!(
        words.contains("it names Ada Okafor, who countersigned most; what Ben King countersigned"),
        "{words}"
    );
    story.ben().refused("paper.sign", json!({ "unit": OCR, "password": PASSWORD }), "notYourSignature");
    story.ada().does("paper.sign", json!({ "unit": OCR, "password": PASSWORD }));
    let file = story.home().join("original.pdf");
    story.on("matrix.paper", json!({ "unit": OCR, "original": true, "out": file }));
    let said = story.call("verify", json!({ "file": file }));
    assert_eq!(said["good"], true, "{said}");
    let names: Vec<String> = each(&said["signatures"]).map(|s| text(&s["knownAs"])).collect();
    assert_eq!(names, [TIA, "Ada Okafor"]);
    if let Some(printed) = Printed::read(&file, "original") {
        for words in [
            "trainee, countersigned by Ada Okafor: 1.1–3.1; Ben King: 4.1",
            "Countersigned: 1.1–3.1.",
            "Countersigned: 4.1.",
        ] {
            assert!(printed.holds(words), "the paper does not say: {words}");
        }
    }
    story.checks_clean();
}

#[test]
fn a_paper_that_lies_on_another_computer_is_said_to_be_signed_there_and_not_here() {
    let mut story = countersigned_by_two();
    let papers = story.workspace().join("papers");
    fs::rename(&papers, story.home().join("elsewhere")).unwrap();
    let sign = json!({ "unit": OCR, "password": PASSWORD });
    let waits = story.ada().does("signOff.show", json!({ "unit": OCR }))["paperWaits"].clone();
    assert_eq!((&waits["elsewhere"], &waits["yours"]), (&json!(true), &json!(false)), "{waits}");
    let words = text(&waits["text"]);
    assert!(
        words.contains("The paper lies on the computer at which Tia Lund made it on 14/09/2026"),
        "{words}"
    );
    let refused = story.ada().refused("paper.sign", sign.clone(), "paperLiesElsewhere");
    assert!(refused.contains("at which Tia Lund made it on 14/09/2026"), "{refused}");
    fs::rename(story.home().join("elsewhere"), papers).unwrap();
    story.ada().does("paper.sign", sign);
    // The IV's signature goes behind both, where the paper lies.
    let sample = story.dana().samples(OCR, "1.1");
    story.dana().finds(&sample, "1.1", "agree", "");
    story.dana().verifies(&sample);
    assert_eq!(story.dana().does("signOff.show", json!({ "unit": OCR }))["paperWaits"], Value::Null);
    story.checks_clean();
}

#[test]
fn a_trainees_sampling_record_verifies_only_once_it_is_countersigned() {
    let mut story = Story::signed();
    hire(&mut story, VIC, json!(["traineeIv"]), "Ben King");
    let sample = story.person(VIC).samples(OCR, "1.1");
    let sign = json!({ "sample": sample, "password": PASSWORD });
    story.ben().refused("sample.countersign", sign.clone(), "sampleState");
    story.person(VIC).finds(&sample, "1.1", "agree", "");
    story.person(VIC).verifies(&sample);
    assert_eq!(story.unit(OCR)["status"], "assessed", "a trainee's record alone verifies nothing");
    assert_eq!(story.sample()["verified"]["trainee"], true);
    story.person(VIC).refused("sample.countersign", sign.clone(), "notYourRole");
    story.ada().refused("sample.countersign", sign.clone(), "notYourRole");
    let release = json!({ "unit": OCR, "reason": "Not in the plan.", "password": PASSWORD });
    story.person(VIC).refused("unit.release", release, "notYourRole");
    story.ben().does("sample.countersign", sign.clone());
    assert_eq!(story.unit(OCR)["status"], "verified");
    assert_eq!(story.sample()["verified"]["countersignedBy"], "Ben King");
    let words = story.dana().refused("sample.countersign", sign, "sampleState");
    assert!(words.contains("countersigned already"), "{words}");
    let file = story.home().join("verified.pdf");
    story.on("matrix.paper", json!({ "unit": OCR, "verified": true, "out": file }));
    let said = story.call("verify", json!({ "file": file }));
    let names: Vec<String> = each(&said["signatures"]).map(|s| text(&s["knownAs"])).collect();
    assert_eq!(names, ["Ada Okafor", "Ben King"], "whoever countersigned signs the IV's box");
    // A record that a qualified IV signed needs nobody.
    let own = story.dana().samples(OCR, "2.1");
    story.dana().finds(&own, "2.1", "agree", "");
    story.dana().verifies(&own);
    let words = story.ben().refused(
        "sample.countersign",
        json!({ "sample": own, "password": PASSWORD }),
        "sampleState",
    );
    assert!(words.contains("needs no countersignature"), "{words}");
    story.checks_clean();
}

#[test]
fn who_decided_a_row_does_not_countersign_its_sampling() {
    let mut story = Story::signed();
    hire(&mut story, VIC, json!(["traineeIv"]), "Ben King");
    story.call("person.change", json!({ "person": "Ada Okafor", "roles": ["assessor", "iv"] }));
    let sample = story.person(VIC).samples(OCR, "1.1");
    story.person(VIC).finds(&sample, "1.1", "agree", "");
    story.person(VIC).verifies(&sample);
    let sign = json!({ "sample": sample, "password": PASSWORD });
    story.ada().refused("sample.countersign", sign, "ownCountersignature");
}

#[test]
fn a_signing_password_is_changed_with_the_one_in_force_and_a_forgotten_one_is_ended_by_the_administrator() {
    let mut story = with_people();
    story.ada().decides(OCR, "1.1-4.1", "rpl", "Earlier certificate.");
    story.ada().signs(OCR);
    let new = "another good password";
    story.ada();
    refused(story.try_call("person.password", json!({ "password": new })), "passwordInForce");
    let wrong = json!({ "password": new, "current": "a wrong password" });
    refused(story.try_call("person.password", wrong), "wrongPassword");
    let end = json!({ "person": "Ada Okafor", "reason": "Forgotten after the summer." });
    refused(story.try_call("person.endKey", end.clone()), "notYourRole");
    story.person(MAY);
    let empty = json!({ "person": "Ada Okafor", "reason": " " });
    refused(story.try_call("person.endKey", empty), "reasonRequired");
    let words = refused(story.try_call("person.endKey", end.clone()), "endingUnsigned");
    assert!(words.ends_with("May Poole gave none"), "{words}");
    let by =
        |password: &str| json!({ "person": end["person"], "reason": end["reason"], "password": password });
    refused(story.try_call("person.endKey", by("a wrong password")), "wrongPassword");
    story.call("person.endKey", by(PASSWORD));
    refused(story.try_call("person.endKey", end.clone()), "noKeyToEnd");
    assert_eq!(person(&mut story, "Ada Okafor")["hasSigningPassword"], false);
    story.ada().refused("signOff.reopen", json!({ "unit": OCR, "reason": "" }), "reasonRequired");
    story.ada().reopens(OCR, "One more look.");
    let sign = json!({ "unit": OCR, "password": PASSWORD, "vacsr": true });
    story.ada().refused("signOff.sign", sign, "noPassword");
    story.ada();
    story.call("person.password", json!({ "password": new }));
    story.days_pass(1);
    story.ada().does("signOff.sign", json!({ "unit": OCR, "password": new, "vacsr": true }));
    let keys = person(&mut story, "Ada Okafor")["keys"].clone();
    assert_eq!(each(&keys).count(), 2, "{keys}");
    assert_eq!(keys[0]["ended"], "ended by May Poole on 14/09/2026: Forgotten after the summer.");
    assert_eq!((&keys[1]["inForce"], &keys[1]["ended"]), (&json!(true), &Value::Null));
    let lines = story.call("person.history", json!({}));
    assert!(
        each(&lines)
            .any(|l| l["what"] == "end the signing password of Ada Okafor: Forgotten after the summer.")
    );
    // What the ended key signed holds.
    story.checks_clean();
    let with_current = json!({ "password": "a third good password", "current": new });
    story.ada();
    story.call("person.password", with_current);
    story.checks_clean();
}

#[test]
fn a_key_that_was_ended_signs_no_more_at_a_desk_where_it_is_still_open() {
    let mut story = Story::decided();
    story.ada();
    let mut second = portfolio::api::Session::open(&story.workspace()).unwrap();
    second.act_as("Ben King").unwrap();
    let ended = json!({ "person": "Ada Okafor", "reason": "Lost laptop.", "password": PASSWORD });
    second.call("person.endKey", ended).unwrap();
    let sign =
        json!({ "learner": journeys::people::LEARNER, "unit": OCR, "password": PASSWORD, "vacsr": true });
    refused(story.try_call("signOff.sign", sign.clone()), "noPassword");
    // The open window knows it at once: it asks for a new one, without anybody standing up.
    assert_eq!(story.on("signOff.show", json!({ "unit": OCR }))["hasSigningPassword"], false);
    let new = "another good password";
    story.call("person.password", json!({ "password": new }));
    let mut sign = sign;
    sign["password"] = json!(new);
    story.call("signOff.sign", sign);
    story.checks_clean();
}

fn exchange(here: &mut Story, there: &mut Story) {
    let (mine, theirs) = (here.home().join("mine.jsonl"), here.home().join("theirs.jsonl"));
    here.call("journal.export", json!({ "file": mine }));
    there.call("journal.export", json!({ "file": theirs }));
    there.call("journal.admit", json!({ "file": mine }));
    here.call("journal.admit", json!({ "file": theirs }));
}

#[test]
fn nothing_is_signed_under_two_names_and_a_change_says_which_holds() {
    let mut here = Story::decided();
    let mut there = here.copied();
    let change = |more: Value| {
        let mut request = json!({ "person": "Ada Okafor" });
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        request
    };
    here.call("person.change", change(json!({ "cpd": "2026-06-01" })));
    there.call("person.change", change(json!({ "name": "Ada Smith", "initials": "AS" })));
    exchange(&mut here, &mut there);
    let both = "Ada Okafor / Ada Smith";
    let sign = json!({ "unit": OCR, "password": PASSWORD, "vacsr": true });
    let words = here.person(both).refused("signOff.sign", sign.clone(), "personInDispute");
    assert!(words.ends_with("Ada Okafor / Ada Smith (AO / AS)"), "{words}");
    let only = json!({ "person": both, "name": "Ada Smith", "qualification": "A1" });
    let failure = here.try_call("person.change", only).unwrap_err();
    assert!(failure.message.contains("initials AO / AS; last CPD"), "{}", failure.message);
    let as_shown = json!({ "person": both, "name": both, "initials": "AS", "cpd": "2026-06-01" });
    let failure = here.try_call("person.change", as_shown).unwrap_err();
    assert!(failure.message.contains("name Ada Okafor / Ada Smith. Say"), "{}", failure.message);
    let whole = json!({ "person": both, "name": "Ada Smith", "initials": "AS", "cpd": "2026-06-01" });
    here.call("person.change", whole);
    here.person("Ada Smith").does("signOff.sign", sign);
    here.checks_clean();
}

#[test]
fn a_password_changed_at_one_desk_leaves_the_other_with_one_of_its_own() {
    let mut here = Story::decided();
    let mut there = here.copied();
    let (new, third) = ("another good password", "a third good password");
    here.ada();
    here.call("person.password", json!({ "password": new, "current": PASSWORD }));
    exchange(&mut here, &mut there);
    let sign = |password: &str| json!({ "unit": OCR, "password": password, "vacsr": true });
    let words = there.ada().refused("signOff.sign", sign(PASSWORD), "keyElsewhere");
    assert!(words.contains("Ada Okafor was set on another computer"), "{words}");
    // The one that this computer knew vouches for a further one, for this computer.
    there.ada();
    refused(there.try_call("person.password", json!({ "password": third })), "passwordInForce");
    let wrong = json!({ "password": third, "current": "a wrong password" });
    refused(there.try_call("person.password", wrong), "wrongPassword");
    there.call("person.password", json!({ "password": third, "current": PASSWORD }));
    there.ada().does("signOff.sign", sign(third));
    exchange(&mut here, &mut there);
    here.ada().reopens(OCR, "One more look.");
    here.ada().does("signOff.sign", sign(new));
    exchange(&mut here, &mut there);
    for story in [&mut here, &mut there] {
        let keys = person(story, "Ada Okafor")["keys"].clone();
        let in_force: Vec<bool> = each(&keys).map(|key| key["inForce"] == true).collect();
        assert_eq!(in_force.iter().filter(|stands| **stands).count(), 2, "{keys}");
        story.checks_clean();
    }
    // One that an administrator ended vouches for nothing.
    there.call("person.add", json!({ "name": MAY, "roles": ["administrator"], "password": PASSWORD }));
    exchange(&mut here, &mut there);
    there.person(MAY);
    let lost = json!({ "person": "Ada Okafor", "reason": "Both laptops are lost.", "password": PASSWORD });
    there.call("person.endKey", lost);
    there.ada();
    there.call("person.password", json!({ "password": new }));
    exchange(&mut here, &mut there);
    here.ada();
    let again = json!({ "password": third, "current": new });
    refused(here.try_call("person.password", again), "keyElsewhere");
}

/// A centre with an administrator, and Kit Moore, who has set a first signing password at each of its two desks.
fn set_at_both() -> (Story, Story) {
    let mut here = Story::decided();
    here.call("person.add", json!({ "name": MAY, "roles": ["administrator"], "password": PASSWORD }));
    here.person(MAY);
    here.call("person.add", json!({ "name": "Kit Moore", "roles": ["assessor"] }));
    let mut there = here.copied();
    for story in [&mut here, &mut there] {
        story.person("Kit Moore");
        story.call("person.password", json!({ "password": PASSWORD }));
    }
    (here, there)
}

#[test]
fn a_first_password_set_at_both_desks_waits_for_an_administrator_at_one_and_then_both_exchange_again() {
    let (mut here, mut there) = set_at_both();
    there
        .person("Kit Moore")
        .does("signOff.sign", json!({ "unit": OCR, "password": PASSWORD, "vacsr": true }));
    let (mine, theirs) = (here.home().join("mine.jsonl"), here.home().join("theirs.jsonl"));
    there.call("journal.export", json!({ "file": theirs }));
    let words = refused(here.try_call("journal.admit", json!({ "file": theirs })), "keyNotVouched");
    assert!(words.starts_with("the file gives Kit Moore a further signing password ("), "{words}");
    assert!(words.contains(", set on another computer on 14/09/2026), and none"), "{words}");
    assert!(words.ends_with(", set on this computer on 14/09/2026)"), "{words}");
    here.person(MAY);
    let ended = json!({ "person": "Kit Moore", "reason": "Set at both desks.", "password": PASSWORD });
    here.call("person.endKey", ended);
    let admitted = here.call("journal.admit", json!({ "file": theirs }));
    assert_eq!(admitted["newKeys"], json!(["Kit Moore"]));
    // The other desk takes this history as it is: the administrator has signed whose the ended one was.
    here.call("journal.export", json!({ "file": mine }));
    there.call("journal.admit", json!({ "file": mine }));
    for story in [&mut here, &mut there] {
        let keys = person(story, "Kit Moore")["keys"].clone();
        let stands: Vec<bool> = each(&keys).map(|key| key["inForce"] == true).collect();
        assert_eq!((stands.len(), stands.iter().filter(|one| **one).count()), (2, 1), "{keys}");
        story.checks_clean();
    }
    there.person("Kit Moore").reopens(OCR, "One more look.");
    there
        .person("Kit Moore")
        .does("signOff.sign", json!({ "unit": OCR, "password": PASSWORD, "vacsr": true }));
    exchange(&mut here, &mut there);
    here.checks_clean();
}

#[test]
fn an_end_that_nobody_signed_is_taken_in_once_an_administrator_here_has_ended_that_password_too() {
    let mut here = Story::decided();
    here.call("person.add", json!({ "name": MAY, "roles": ["administrator"] }));
    let mut there = here.copied();
    there.person(MAY);
    // She has no signing password, and signs nothing.
    there.call("person.endKey", json!({ "person": "Ada Okafor", "reason": "Forgotten." }));
    there.ada();
    there.call("person.password", json!({ "password": "another good password" }));
    let file = here.home().join("theirs.jsonl");
    there.call("journal.export", json!({ "file": file }));
    let words = refused(here.try_call("journal.admit", json!({ "file": file })), "endingNotSigned");
    assert!(
        words.starts_with("the file says that May Poole ended the signing password of Ada Okafor"),
        "{words}"
    );
    assert_eq!(person(&mut here, "Ada Okafor")["keys"][0]["inForce"], true, "nothing of it was taken in");
    here.person(MAY);
    here.call("person.endKey", json!({ "person": "Ada Okafor", "reason": "She says so." }));
    let admitted = here.call("journal.admit", json!({ "file": file }));
    assert_eq!(admitted["newKeys"], json!(["Ada Okafor"]));
    exchange(&mut here, &mut there);
    for story in [&mut here, &mut there] {
        let keys = person(story, "Ada Okafor")["keys"].clone();
        let stands: Vec<bool> = each(&keys).map(|key| key["inForce"] == true).collect();
        assert_eq!(stands, [false, true], "{keys}");
        story.checks_clean();
    }
}

/// A centre with an administrator, a copy of it, and Kit Moore, whom only the copy knows, with a signing password.
fn added_there() -> (Story, Story) {
    let mut here = Story::decided();
    here.call("person.add", json!({ "name": MAY, "roles": ["administrator"] }));
    let mut there = here.copied();
    there.person(MAY);
    there.call("person.add", json!({ "name": "Kit Moore", "roles": ["assessor"], "password": PASSWORD }));
    (here, there)
}

/// Which of a person's keys are in force, in the order in which the history has them.
fn in_force(story: &mut Story, name: &str) -> Vec<bool> {
    let keys = person(story, name)["keys"].clone();
    each(&keys).map(|key| key["inForce"] == true).collect()
}

#[test]
fn a_password_that_was_ended_before_anybody_here_knew_it_keeps_no_later_one_out() {
    // Of an older history, or by an administrator without a password: nobody signed the end.
    let (mut here, mut there) = added_there();
    there.call("person.endKey", json!({ "person": "Kit Moore", "reason": "Forgotten." }));
    there.person("Kit Moore");
    there.call("person.password", json!({ "password": "another good password" }));
    exchange(&mut here, &mut there);
    assert_eq!(in_force(&mut here, "Kit Moore"), [false, true]);
    here.checks_clean();
    // Signed with a password that nobody here knew either.
    let (mut here, mut there) = added_there();
    there.person(MAY);
    there.call("person.password", json!({ "password": PASSWORD }));
    let ended = json!({ "person": "Kit Moore", "reason": "Forgotten.", "password": PASSWORD });
    there.call("person.endKey", ended);
    there.person("Kit Moore");
    there.call("person.password", json!({ "password": "another good password" }));
    exchange(&mut here, &mut there);
    assert_eq!(in_force(&mut here, "Kit Moore"), [false, true]);
    here.checks_clean();
}

#[test]
fn a_password_forgotten_twice_at_one_desk_is_taken_in_once_the_one_known_here_is_ended_too() {
    let mut here = Story::decided();
    here.call("person.add", json!({ "name": MAY, "roles": ["administrator"] }));
    let mut there = here.copied();
    for password in ["another good password", "a third good password"] {
        there.person(MAY);
        there.call("person.endKey", json!({ "person": "Ada Okafor", "reason": "Forgotten." }));
        there.ada();
        there.call("person.password", json!({ "password": password }));
    }
    let file = here.home().join("theirs.jsonl");
    there.call("journal.export", json!({ "file": file }));
    refused(here.try_call("journal.admit", json!({ "file": file })), "endingNotSigned");
    here.person(MAY);
    here.call("person.endKey", json!({ "person": "Ada Okafor", "reason": "She says so." }));
    exchange(&mut here, &mut there);
    for story in [&mut here, &mut there] {
        assert_eq!(in_force(story, "Ada Okafor"), [false, false, true]);
        story.checks_clean();
    }
}

#[test]
fn an_administrator_who_changed_her_password_there_signs_an_end_with_the_new_one() {
    let mut here = Story::decided();
    here.call("person.add", json!({ "name": MAY, "roles": ["administrator"], "password": PASSWORD }));
    let mut there = here.copied();
    let new = "another good password";
    there.person(MAY);
    there.call("person.password", json!({ "password": new, "current": PASSWORD }));
    let ended = json!({ "person": "Ada Okafor", "reason": "Forgotten.", "password": new });
    there.call("person.endKey", ended);
    there.ada();
    there.call("person.password", json!({ "password": new }));
    exchange(&mut here, &mut there);
    for story in [&mut here, &mut there] {
        assert_eq!(in_force(story, "Ada Okafor"), [false, true]);
        assert_eq!(in_force(story, MAY), [false, true]);
        story.checks_clean();
    }
}

#[test]
fn a_history_signed_with_a_password_that_is_not_known_yet_asks_for_the_whole_of_that_desk() {
    let mut here = Story::decided();
    let mut there = here.copied();
    let new = "another good password";
    there.ada();
    there.call("person.password", json!({ "password": new, "current": PASSWORD }));
    there.ada().does("signOff.sign", json!({ "unit": OCR, "password": new, "vacsr": true }));
    let (one, all) = (here.home().join("one.jsonl"), here.home().join("all.jsonl"));
    there.on("journal.export", json!({ "file": one }));
    there.call("journal.export", json!({ "file": all }));
    refused(here.try_call("journal.admit", json!({ "file": one })), "keyNotKnown");
    let admitted = here.call("journal.admit", json!({ "file": all }));
    assert_eq!(admitted["newKeys"], json!(["Ada Okafor"]));
    here.checks_clean();
}

#[test]
fn a_countersignature_and_a_new_decision_at_once_are_both_kept_and_the_new_one_waits_for_its_own() {
    let mut here = with_people();
    tia_decides(&mut here);
    let mut there = here.copied();
    here.ada().does("countersign", json!({ "unit": OCR, "password": PASSWORD }));
    there.person(TIA).decides(OCR, "2.1", "met", "Seen once more.");
    exchange(&mut here, &mut there);
    for story in [&mut here, &mut there] {
        let view = story.ada().does("signOff.show", json!({ "unit": OCR }));
        assert_eq!(view["countersign"]["codes"], json!(["2.1"]));
        story.checks_clean();
    }
}

#[test]
fn two_countersignatures_at_once_are_both_kept_and_one_of_the_two_signs_the_paper() {
    let mut here = with_people();
    tia_decides(&mut here);
    let mut there = here.copied();
    here.ada().does("countersign", json!({ "unit": OCR, "password": PASSWORD }));
    there.cleo().does("countersign", json!({ "unit": OCR, "password": PASSWORD }));
    exchange(&mut here, &mut there);
    here.person(TIA).signs(OCR);
    exchange(&mut here, &mut there);
    let signer = |story: &mut Story| text(&story.on("learner.show", json!({}))["units"][0]["signOff"]["by"]);
    assert_eq!((signer(&mut here), signer(&mut there)), (TIA.to_owned(), TIA.to_owned()));
    let waits = here.on("signOff.show", json!({ "unit": OCR }))["paperWaits"]["signer"].clone();
    assert!(["Ada Okafor", "Cleo Marsh"].contains(&waits.as_str().unwrap()), "{waits}");
    for story in [&mut here, &mut there] {
        story.checks_clean();
    }
}

#[test]
fn two_desks_that_record_different_things_of_a_person_are_both_shown_and_roles_count_where_both_gave_them() {
    let mut here = Story::begin();
    let mut there = here.copied();
    here.call(
        "person.change",
        json!({ "person": "Ada Okafor", "roles": ["assessor", "iv"], "competence": "Retail" }),
    );
    there.call("person.change", json!({ "person": "Ada Okafor", "roles": ["assessor", "leadIv"] }));
    exchange(&mut here, &mut there);
    for story in [&mut here, &mut there] {
        let ada = person(story, "Ada Okafor");
        assert_eq!(ada["roles"], json!(["assessor"]), "{ada}");
        assert_eq!(each(&ada["warnings"]).count(), 1, "{ada}");
        story.ada();
        story.checks_clean();
    }
    let roles = json!({ "person": "Ada Okafor", "roles": ["assessor", "iv"] });
    let failure = here.try_call("person.change", roles).unwrap_err();
    assert!(failure.message.contains("occupational competence nothing / Retail. Say"), "{}", failure.message);
    here.call(
        "person.change",
        json!({ "person": "Ada Okafor", "roles": ["assessor", "iv"], "competence": "Retail" }),
    );
    assert_eq!(person(&mut here, "Ada Okafor")["warnings"], json!([]));
}
