//! Act × act of what stands on signed paper besides rows and evidence: names and numbers of learner and people,
//! countersignatures. Nobody who had not seen a sign-off changes a word of it.

use std::fs;

use journeys::people::{LEARNER, OCR, PASSWORD, Story, each, text};
use serde_json::{Value, json};

use super::{Desks, ada_signs, apart, decided};

/// What was signed here holds on both machines. Reopened, it is drawn there, where its paper is not, byte for byte as here;
/// what is drawn is refused unless it is what was signed.
fn holds_word_for_word(mut desks: Desks) -> Vec<u8> {
    for desk in [&mut desks.here, &mut desks.there] {
        let shown = desk.unit(OCR);
        assert_eq!((&shown["status"], &shown["signOff"]["stale"]), (&json!("assessed"), &Value::Null));
    }
    desks.here.ada().reopens(OCR, "To look at it.");
    desks.meet();
    let drawn = |story: &mut Story| {
        let gone = story.on("signOff.show", json!({ "unit": OCR }))["superseded"][0]["signOff"].clone();
        let out = story.home().join("gone.pdf");
        story.on("matrix.paper", json!({ "unit": OCR, "superseded": gone, "out": out }));
        fs::read(out).unwrap()
    };
    let here = drawn(&mut desks.here);
    assert!(here == drawn(&mut desks.there), "both draw the same bytes");
    desks.check_clean();
    here
}

#[test]
fn a_learner_registered_apart_leaves_the_sign_off_as_it_was_signed() {
    let begin = decided();
    holds_word_for_word(apart(begin, ada_signs, |story| {
        let facts = json!({ "registrationNumber": "R-77", "uln": "1234567890", "assessor": "Cleo Marsh" });
        story.cleo().does("learner.change", facts);
    }));
}

#[test]
fn what_two_desks_typed_differently_of_the_learner_is_not_signed_until_somebody_says_which_holds() {
    let says = |who: &'static str, facts: Value| {
        move |story: &mut Story| {
            story.person(who).does("learner.change", facts.clone());
        }
    };
    let sign = json!({ "unit": OCR, "password": PASSWORD, "vacsr": true });
    let mut desks = apart(
        decided(),
        says("Ada Okafor", json!({ "uln": "1111111111", "iv": "Ben King" })),
        says("Cleo Marsh", json!({ "uln": "2222222222", "iv": "Dana Hill" })),
    );
    for desk in [&mut desks.here, &mut desks.there] {
        assert_eq!(desk.shut_gates(OCR), ["factsNotInDispute"]);
        let gates = desk.on("signOff.show", json!({ "unit": OCR }))["gates"].clone();
        let gate = each(&gates).find(|g| g["gate"] == "factsNotInDispute").unwrap();
        let both = "ULN 1111111111 / 2222222222; internal verifier Ben King / Dana Hill. Say which holds.";
        assert!(text(&gate["text"]).ends_with(both), "{gate}");
        assert_eq!(gate["place"], "learner");
        desk.ada().refused("signOff.sign", sign.clone(), "gatesShut");
    }
    // Whoever settles one of them settles all: what is left would be recorded both ways as if it were one.
    let failure = desks.here.ada().fails("learner.change", json!({ "uln": "1111111111" }));
    assert!(failure.message.contains("internal verifier Ben King / Dana Hill"), "{}", failure.message);
    says("Ada Okafor", json!({ "uln": "1111111111", "iv": "Ben King" }))(&mut desks.here);
    desks.here.ada().signs(OCR);
    desks.meet();
    assert_eq!(desks.there.shut_gates(OCR), Vec::<String>::new());
    desks.check_clean();
}

#[test]
fn what_two_desks_said_of_the_learner_and_no_paper_prints_does_not_stand_in_the_way() {
    let says = |employer: &'static str| {
        move |story: &mut Story| {
            story.ada().does("learner.change", json!({ "employer": employer }));
        }
    };
    let mut desks = apart(decided(), says("Bakery"), says("Bakehouse"));
    assert_eq!(desks.here.shut_gates(OCR), Vec::<String>::new());
    desks.here.ada().signs(OCR);
}

#[test]
fn what_no_paper_prints_of_the_learner_is_never_recorded_both_ways_as_if_it_were_one() {
    let says = |facts: Value| {
        move |story: &mut Story| {
            story.ada().does("learner.change", facts.clone());
        }
    };
    let mut desks = apart(
        decided(),
        says(json!({ "employer": "Bakery", "plannedEnd": "2027-03-01" })),
        says(json!({ "employer": "Bakehouse" })),
    );
    for desk in [&mut desks.here, &mut desks.there] {
        let learner = desk.show()["learner"].clone();
        assert_eq!(
            (&learner["employer"], &learner["plannedEnd"]),
            (&json!("Bakehouse / Bakery"), &json!("2027-03-01"))
        );
        let both = json!([{ "fact": "employer", "said": ["Bakehouse", "Bakery"] }]);
        assert_eq!(learner["disputed"], both, "the planned end was changed by one of them");
        // Whoever changes another fact would otherwise make one employer of two.
        let failure = desk.ada().fails("learner.change", json!({ "site": "Leeds" }));
        let words = "different facts: employer Bakehouse / Bakery. Say in the same change which holds";
        assert!(failure.message.ends_with(words), "{}", failure.message);
        desk.ada().fails("learner.change", json!({ "employer": "Bakehouse / Bakery", "plannedEnd": "" }));
    }
    says(json!({ "site": "Leeds", "employer": "Bakery" }))(&mut desks.here);
    desks.meet();
    for desk in [&mut desks.here, &mut desks.there] {
        let learner = desk.show()["learner"].clone();
        let facts = ["employer", "plannedEnd", "site"].map(|fact| text(&learner[fact]));
        assert_eq!(facts, ["Bakery", "2027-03-01", "Leeds"]);
        assert_eq!(learner["disputed"], json!([]));
    }
    desks.check_clean();
}

#[test]
fn what_two_desks_filled_in_apart_of_the_learner_holds_together() {
    let says = |who: &'static str, facts: Value| {
        move |story: &mut Story| {
            story.person(who).does("learner.change", facts.clone());
        }
    };
    let mut desks = apart(
        decided(),
        says("Ada Okafor", json!({ "uln": "1111111111", "name": "Rowan Reed" })),
        says("Cleo Marsh", json!({ "employer": "Bakery", "registrationNumber": "R-77" })),
    );
    let facts = |learner: &Value| {
        ["name", "uln", "registrationNumber", "employer", "site"].map(|fact| text(&learner[fact])).join(", ")
    };
    for desk in [&mut desks.here, &mut desks.there] {
        let listed = desk.call("learner.list", json!({}))["learners"][0].clone();
        assert_eq!(listed["name"], "Rowan Reed", "the caseload names the learner as the portfolio does");
        let learner = json!({ "learner": listed["learner"] });
        let shown = desk.call("learner.show", learner.clone())["learner"].clone();
        assert_eq!(facts(&shown), "Rowan Reed, 1111111111, R-77, Bakery, ");
        assert_eq!(shown["disputed"], json!([]), "no fact was changed by both");
        let mut of_unit = learner;
        of_unit["unit"] = json!(OCR);
        let gates = desk.call("signOff.show", of_unit.clone())["gates"].clone();
        assert!(each(&gates).all(|g| g["gate"] != "factsNotInDispute"), "{gates}");
        let out = desk.home().join("matrix.json");
        of_unit["format"] = json!("json");
        of_unit["out"] = json!(out);
        desk.call("matrix.export", of_unit);
        let printed: Value = serde_json::from_slice(&fs::read(&out).unwrap()).unwrap();
        let of = &printed["matrix"]["learner"];
        assert_eq!((&of["name"], &of["uln"]), (&json!("Rowan Reed"), &json!("1111111111")), "{of}");
    }
    // Whoever changes one fact then records all of them, and nothing is lost with it.
    let learner = desks.here.call("learner.list", json!({}))["learners"][0]["learner"].clone();
    desks.here.person("Ada Okafor");
    desks
        .here
        .call("learner.change", json!({ "learner": learner, "site": "Leeds", "name": "Rowan Hartley" }));
    desks.meet();
    for desk in [&mut desks.here, &mut desks.there] {
        assert_eq!(facts(&desk.show()["learner"]), "Rowan Hartley, 1111111111, R-77, Bakery, Leeds");
    }
    desks.check_clean();
}

#[test]
fn a_learner_renamed_at_one_desk_is_not_found_by_the_name_that_the_other_desk_last_saw() {
    let mut desks = apart(
        decided(),
        |story| {
            story.ada().does("learner.change", json!({ "name": "Rowan Reed" }));
        },
        |story| {
            story.cleo().does("learner.change", json!({ "employer": "Bakery" }));
        },
    );
    for desk in [&mut desks.here, &mut desks.there] {
        let failure = desk.ada().fails("learner.change", json!({ "site": "Leeds" }));
        assert_eq!(failure.code, "notFound", "{LEARNER} is called Rowan Reed: {}", failure.message);
        let shown = desk.call("learner.show", json!({ "learner": "Rowan Reed" }))["learner"].clone();
        assert_eq!((&shown["employer"], &shown["site"]), (&json!("Bakery"), &json!("")));
        // Nor does the name stand in the way of somebody else who is called so.
        let other = desk.call("learner.add", json!({ "name": LEARNER }));
        assert_eq!((&other["name"], &other["apart"]), (&json!(LEARNER), &Value::Null));
        assert_eq!(desk.show()["learner"]["id"], other["id"]);
        let failure = desk.try_call("learner.add", json!({ "name": "Rowan Reed" })).unwrap_err();
        assert_eq!(failure.code, "namesakeUntold", "{}", failure.message);
    }
    desks.check_clean();
}

#[test]
fn a_learner_whom_two_desks_named_differently_is_found_by_either_name() {
    let says = |name: &'static str| {
        move |story: &mut Story| {
            story.ada().does("learner.change", json!({ "name": name }));
        }
    };
    let mut desks = apart(decided(), says("Rowan Reed"), says("Rowan Moss"));
    let desk = &mut desks.here;
    for name in ["Rowan Reed", "Rowan Moss"] {
        let shown = desk.call("learner.show", json!({ "learner": name }))["learner"].clone();
        assert_eq!(shown["name"], "Rowan Moss / Rowan Reed");
        let failure = desk.try_call("learner.add", json!({ "name": name })).unwrap_err();
        assert_eq!(failure.code, "namesakeUntold", "{}", failure.message);
    }
    assert_eq!(desk.try_on("learner.show", json!({})).unwrap_err().code, "notFound");
}

#[test]
fn a_person_renamed_apart_and_later_leaves_the_sign_off_as_it_was_signed() {
    let mut desks = apart(decided(), ada_signs, |story| {
        story.call("person.change", json!({ "person": "Ada Okafor", "name": "Ada Okafor-Lund" }));
    });
    desks.here.call("person.change", json!({ "person": "Ada Okafor-Lund", "name": "Ada Lund" }));
    for desk in [&mut desks.here, &mut desks.there] {
        let signed = desk.unit(OCR)["signOff"].clone();
        assert_eq!((&signed["by"], &signed["stale"]), (&json!("Ada Okafor"), &Value::Null));
    }
    // Nor is the paper that she signed under the name of then called somebody else's.
    let out = desks.here.home().join("original.pdf");
    desks.here.on("matrix.paper", json!({ "unit": OCR, "original": true, "out": out }));
    let said = desks.here.call("verify", json!({ "file": out }));
    assert_eq!(
        (&said["good"], &said["signatures"][0]["name"]),
        (&json!(true), &json!("Ada Okafor")),
        "{said}"
    );
    assert_eq!(said["signatures"][0]["knownAs"], "Ada Lund", "{said}");
}

#[test]
fn two_who_countersign_apart_and_a_sign_off_leave_the_one_whom_the_signer_had_seen() {
    const TIA: &str = "Tia Lund";
    let mut begin = Story::with_evidence();
    let tia = json!({ "name": TIA, "roles": ["traineeAssessor"], "password": PASSWORD, "countersigner": "Ada Okafor" });
    begin.call("person.add", tia);
    for (reference, code) in [("E001", "1.1"), ("E002", "2.1"), ("E003", "3.1"), ("E004", "4.1")] {
        begin.person(TIA).maps(reference, OCR, code, "p. 1");
    }
    begin.person(TIA).decides(OCR, "1.1-4.1", "met", "Seen.");
    let countersign = json!({ "unit": OCR, "password": PASSWORD });
    let also = countersign.clone();
    // Which of two countersignatures comes first by hash is chance: each turn is another draw.
    for turn in 0..4 {
        let (mine, theirs) = (countersign.clone(), also.clone());
        let mut desks = apart(
            begin.copied(),
            |story| {
                story.days_pass(turn);
                story.ada().does("countersign", mine);
                ada_signs(story);
            },
            |story| {
                story.days_pass(turn);
                story.cleo().does("countersign", theirs);
            },
        );
        let waits = desks.here.on("signOff.show", json!({ "unit": OCR }))["paperWaits"].clone();
        assert_eq!(waits["signer"], "Ada Okafor", "the box is hers whose name stands in it: {waits}");
        // The record of now knows both; hers comes first, as on the paper.
        let out = desks.here.home().join("record.json");
        desks.here.on("matrix.export", json!({ "unit": OCR, "format": "json", "out": out }));
        let record: Value = serde_json::from_slice(&fs::read(&out).unwrap()).unwrap();
        let boxes =
            each(&record["matrix"]["declarations"]).filter(|own| own["kind"] == "countersigningAssessor");
        let names: Vec<String> = boxes.map(|own| text(&own["name"])).collect();
        assert_eq!(names, ["Ada Okafor", "Cleo Marsh"]);
        let history = desks.here.ada().does("history.show", json!({}));
        let countersigned = each(&history).filter(|l| text(&l["what"]).starts_with("countersign")).count();
        assert_eq!(countersigned, 2, "both are kept: {history}");
        holds_word_for_word(desks);
    }
}
