//! Act × act of what stands on signed paper besides rows and evidence: names and numbers of learner and people,
//! countersignatures. Nobody who had not seen a sign-off changes a word of it.

use std::fs;

use journeys::people::{OCR, PASSWORD, Story, each, text};
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
fn a_person_renamed_apart_and_later_leaves_the_sign_off_as_it_was_signed() {
    let mut desks = apart(decided(), ada_signs, |story| {
        story.call("person.change", json!({ "person": "Ada Okafor", "name": "Ada Okafor-Lund" }));
    });
    desks.here.call("person.change", json!({ "person": "Ada Okafor-Lund", "name": "Ada Lund" }));
    for desk in [&mut desks.here, &mut desks.there] {
        let signed = desk.unit(OCR)["signOff"].clone();
        assert_eq!((&signed["by"], &signed["stale"]), (&json!("Ada Okafor"), &Value::Null));
    }
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
        let history = desks.here.ada().does("history.show", json!({}));
        let countersigned = each(&history).filter(|l| text(&l["what"]).starts_with("countersign")).count();
        assert_eq!(countersigned, 2, "both are kept: {history}");
        holds_word_for_word(desks);
    }
}
