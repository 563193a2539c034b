//! The centre's own look and rules: the words of boards on screen and paper, what is declared, how long records are kept,
//! whether *partially met* is used. What somebody signed keeps the words of then. Told through the public door.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::fs;

use journeys::people::{EDI, OCR, PASSWORD, Story, pick, text};
use portfolio::error::{Failure, Sort};
use portfolio::matrix::verify;
use serde_json::{Value, json};

/// May Poole, the administrator.
const MAY: &str = "May Poole";

fn with_administrator(mut story: Story) -> Story {
    story.call("person.add", json!({ "name": MAY, "roles": ["administrator"], "password": PASSWORD }));
    story
}

fn look(story: &mut Story) -> Value {
    story.call("centre.look", json!({}))
}

fn profile(look: &Value, name: &str) -> Value {
    pick(&look["profiles"], "name", name)
}

fn declared(profile: &Value, who: &str) -> String {
    text(&pick(&profile["declarations"], "who", who)["text"])
}

fn says(story: &mut Story, request: Value) -> Value {
    story.person(MAY).does_of_the_centre("centre.profile", request)
}

fn refused(result: Result<Value, Failure>, rule: &str) -> String {
    let failure = result.expect_err("it should have been refused");
    assert_eq!((failure.code.as_str(), failure.sort), (rule, Sort::Refused), "{}", failure.message);
    assert!(failure.hint.is_some(), "{rule} shows no way out");
    failure.message
}

/// The facts of a unit's paper as a program reads them.
fn matrix(story: &mut Story, unit: &str) -> Value {
    let out = story.home().join("matrix.json");
    story.on("matrix.export", json!({ "unit": unit, "format": "json", "out": out }));
    let whole: Value = serde_json::from_slice(&fs::read(&out).unwrap()).unwrap();
    whole.get("matrix").cloned().unwrap_or(whole)
}

/// What a block of the paper says.
fn block(matrix: &Value, kind: &str) -> String {
    text(&pick(&matrix["declarations"], "kind", kind)["text"])
}

#[test]
fn each_board_has_its_words_on_screen_and_on_paper_whether_anybody_confirmed_its_text_or_not() {
    let mut story = Story::with_evidence();
    let shown = story.on("learner.show", json!({}));
    for (unit, word, title) in
        [(OCR, "candidate", "Cumulative assessment record"), (EDI, "learner", "Unit coverage matrix")]
    {
        let on_screen = pick(&shown["units"], "handle", unit);
        assert_eq!(
            (text(&on_screen["learnerWord"]), text(&on_screen["paperTitle"])),
            (word.into(), title.into())
        );
        let paper = matrix(&mut story, unit);
        assert_eq!(
            (text(&paper["learner"]["word"]), text(&paper["form"]["title"])),
            (word.into(), title.into())
        );
        let gates = story.on("signOff.show", json!({ "unit": unit }))["gates"].to_string();
        assert!(gates.contains(&format!("The {word} has not declared")), "{gates}");
    }
    let paper = matrix(&mut story, OCR);
    assert!(block(&paper, "learner").contains("as the candidate"));
    assert!(block(&paper, "assessor").starts_with("I have judged the candidate's evidence"));
    assert!(
        block(&paper, "assessor").ends_with("this is no claim for certification."),
        "the text is indicative"
    );
}

#[test]
fn settings_name_who_may_change_them_and_how_they_come_to_the_desk() {
    let mut story = with_administrator(Story::begin());
    let may = |story: &mut Story, person: &str| {
        story.person(person);
        look(story)["may"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(
        may(&mut story, "Ada Okafor"),
        "Ada Okafor is not an administrator. May Poole (administrator) can: choose that name at the top of the window."
    );
    assert_eq!(may(&mut story, MAY), "", "an administrator may");
    story.call("person.add", json!({ "name": "Lea Park", "roles": ["administrator"], "password": PASSWORD }));
    assert_eq!(
        may(&mut story, "Ben King"),
        "Ben King is not an administrator. Lea Park (administrator) or May Poole (administrator) can: choose one of \
         these names at the top of the window."
    );
    story.person(MAY);
    story.call("person.change", json!({ "person": "Lea Park", "active": false }));
    assert!(!may(&mut story, "Ben King").contains("Lea Park"), "who has left is nobody's way out");
}

#[test]
fn an_administrator_words_a_board_and_goes_back_to_the_shipped_text() {
    let mut story = with_administrator(Story::begin());
    let words = json!({
        "profile": "pearson", "learner": "candidate", "matrix": "  Evidence\nrecord ",
        "declarations": { "assessor": "I stand by every decision.", "claim": "We claim these units." },
    });
    let said = refused(story.ada().sees().try_call("centre.profile", words.clone()), "notYourRole");
    assert!(said.contains("Ada Okafor"), "{said}");
    let look = says(&mut story, words);
    let own = profile(&look, "Pearson");
    assert_eq!((text(&own["matrix"]), text(&own["learner"])), ("Evidence record".into(), "candidate".into()));
    assert_eq!(declared(&own, "assessor"), "I stand by every decision.");
    assert_eq!(own["changed"], true);
    assert_eq!(profile(&look, "OCR")["changed"], false, "other boards keep their words");
    let signs = text(&story.ada().does("signOff.show", json!({ "unit": EDI }))["declaration"]);
    assert!(signs.starts_with("I stand by every decision. The evidence for this unit is valid"), "{signs}");
    let paper = matrix(&mut story, EDI);
    assert_eq!((text(&paper["form"]["title"]), block(&paper, "assessor")), ("Evidence record".into(), signs));

    let shipped = says(&mut story, json!({ "profile": "pearson", "declarations": { "assessor": "" } }));
    let own = profile(&shipped, "Pearson");
    let text_of = pick(&own["declarations"], "who", "assessor");
    assert_eq!(text_of["text"], text_of["shipped"]);
    assert_eq!(declared(&own, "claim"), "We claim these units.", "what is not named stays");
    let shipped = says(&mut story, json!({ "profile": "pearson", "shipped": true }));
    assert_eq!(profile(&shipped, "Pearson")["changed"], false);
    let empty = story
        .person(MAY)
        .sees()
        .try_call("centre.profile", json!({ "profile": "pearson", "matrix": "x".repeat(61) }));
    assert_eq!(empty.unwrap_err().code, "usage");
    story.checks_clean();
}

#[test]
fn what_was_signed_keeps_the_words_of_then_on_every_paper_of_it() {
    let mut story = with_administrator(Story::decided());
    story.ada().signs(OCR);
    let signed = story.on("matrix.paper", json!({ "unit": OCR, "original": true }));
    let before = pick(&story.on("learner.show", json!({}))["units"], "handle", OCR);
    let words = json!({
        "profile": "ocr", "learner": "learner", "matrix": "Another title",
        "declarations": { "learner": "Mine.", "assessor": "Judged.", "verifier": "Sampled.", "countersigningAssessor": "Agreed." },
    });
    says(&mut story, words);
    let after = pick(&story.on("learner.show", json!({}))["units"], "handle", OCR);
    assert_eq!(after["signOff"]["stale"], Value::Null, "{after}");
    assert_eq!(after["signOff"], before["signOff"]);
    assert_eq!(after["paperTitle"], "Another title");
    let again = story.on("matrix.paper", json!({ "unit": OCR, "original": true }));
    assert_eq!(again["sha256"], signed["sha256"], "the signed original is the same bytes");
    // The current record has the words of now, and what Ada signed as she signed it.
    let paper = matrix(&mut story, OCR);
    assert_eq!(text(&paper["form"]["title"]), "Another title");
    assert!(block(&paper, "assessor").starts_with("I have judged the candidate's evidence"));
    assert_eq!(block(&paper, "verifier"), "Sampled.");

    // The IV signs the words that stand in the box of the paper that was signed.
    let sample = story.ben().samples(OCR, "1.1");
    story.ben().finds(&sample, "1.1", "agree", "");
    story.ben().verifies(&sample);
    let paper = matrix(&mut story, OCR);
    assert!(block(&paper, "verifier").starts_with("I have looked at the sampled decisions"));

    // Opened again, it is drawn as it was signed.
    story.ada().does("signOff.reopen", json!({ "unit": OCR, "reason": "One more item came." }));
    let out = story.home().join("superseded.pdf");
    story.on("matrix.paper", json!({ "unit": OCR, "superseded": "latest", "out": out }));
    let checked = verify::check(&fs::read(&out).unwrap());
    assert!(format!("{checked:?}").contains("Cumulative assessment record"));
    story.checks_clean();
}

#[test]
fn each_change_of_the_centres_look_is_taken_back_and_done_again() {
    let mut story = with_administrator(Story::begin());
    let first = says(&mut story, json!({ "profile": "generic", "matrix": "First" }));
    assert!(text(&first["undo"]).contains("the title of the paper"), "{}", first["undo"]);
    says(&mut story, json!({ "profile": "generic", "matrix": "Second" }));
    story.person(MAY).does_of_the_centre("centre.partiallyMet", json!({ "used": false }));
    for (step, title, used) in [
        ("centre.undo", "Second", true),
        ("centre.undo", "First", true),
        ("centre.undo", "Unit coverage matrix", true),
        ("centre.redo", "First", true),
        ("centre.redo", "Second", true),
        ("centre.redo", "Second", false),
    ] {
        let look = story.person(MAY).does_of_the_centre(step, json!({}));
        let now = (text(&profile(&look, "Generic")["matrix"]), look["partiallyMet"].as_bool().unwrap());
        assert_eq!(now, (title.to_owned(), used), "{step}");
    }
    refused(story.person(MAY).sees().try_call("centre.redo", json!({})), "nothingToUndo");
    story.checks_clean();
}

#[test]
fn undo_beside_a_change_of_the_look_takes_back_that_change_or_none() {
    let mut story = with_administrator(Story::begin());
    let first = says(&mut story, json!({ "profile": "generic", "matrix": "First" }));
    let second = says(&mut story, json!({ "profile": "generic", "matrix": "Second" }));
    assert_ne!(first["undoDeed"], second["undoDeed"]);
    let undo = |look: &Value| json!({ "deed": look["undoDeed"] });
    let said = refused(story.person(MAY).sees().try_call("centre.undo", undo(&first)), "notNextToUndo");
    assert!(said.contains("the title of the paper"), "{said}");
    let look = story.person(MAY).does_of_the_centre("centre.undo", undo(&second));
    assert_eq!(
        (text(&profile(&look, "Generic")["matrix"]), &look["undoDeed"]),
        ("First".to_owned(), &first["undoDeed"])
    );
    story.checks_clean();
}

#[test]
fn partially_met_is_switched_off_and_old_decisions_stay() {
    let mut story = with_administrator(Story::with_evidence());
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    story.ada().maps("E002", OCR, "2.1", "p. 1");
    story.ada().decides(OCR, "1.1", "partiallyMet", "One of two plans.");
    story.person(MAY).does_of_the_centre("centre.partiallyMet", json!({ "used": false }));
    assert_eq!(story.call("workspace.show", json!({}))["centre"]["partiallyMet"], false);
    let decide = json!({ "unit": OCR, "codes": "2.1", "outcome": "partiallyMet", "reason": "Half." });
    let said = refused(story.ada().sees().try_on("decide", decide), "partiallyMetOff");
    assert!(said.contains("does not use"), "{said}");
    let unit = pick(&story.on("learner.show", json!({}))["units"], "handle", OCR);
    assert_eq!((&unit["counts"]["partiallyMet"], &unit["counts"]["mapped"]), (&json!(1), &json!(1)));
    story.ada().decides(OCR, "2.1", "notYetMet", "Half.");
    // What is taken back comes back as it was decided.
    story.ada().decides(OCR, "1.1", "met", "Both plans now.");
    story.ada().does("undo", json!({}));
    let unit = pick(&story.on("learner.show", json!({}))["units"], "handle", OCR);
    assert_eq!(unit["counts"]["partiallyMet"], 1);
    story.person(MAY).does_of_the_centre("centre.partiallyMet", json!({ "used": true }));
    story.ada().decides(OCR, "2.1", "partiallyMet", "Half.");
    story.checks_clean();
}

#[test]
fn how_long_records_are_kept_is_the_centres_to_say_with_its_source() {
    let mut story = with_administrator(Story::begin());
    let own = profile(&look(&mut story), "OCR");
    assert_eq!(
        (&own["keeping"]["recordsMonths"], &own["keeping"]["evidenceWeeks"]),
        (&json!(36), &Value::Null)
    );
    assert!(text(&own["keeping"]["source"]).contains("3 years"));
    let rule = |source: &str| json!({ "evidenceWeeks": 26, "recordsMonths": 72, "source": source });
    let nobody = json!({ "profile": "ocr", "keeping": rule(" ") });
    let failure = story.person(MAY).sees().try_call("centre.profile", nobody).unwrap_err();
    assert!(failure.message.contains("say who asks for it"), "{}", failure.message);
    let look =
        says(&mut story, json!({ "profile": "ocr", "keeping": rule("Our funder's contract, clause 4") }));
    let own = profile(&look, "OCR");
    assert_eq!(own["keeping"], rule("Our funder's contract, clause 4"));
    let look = says(&mut story, json!({ "profile": "ocr", "keepingShipped": true }));
    assert_eq!(profile(&look, "OCR")["keeping"], profile(&look, "OCR")["keepingShipped"]);
    story.checks_clean();
}
