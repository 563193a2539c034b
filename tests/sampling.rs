//! Stories of an internal verifier: who may sample what, a word on each decision, actions and their closing, the signed
//! record, and what makes each of them stale. Told through the public door.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]

use journeys::people::{OCR, PASSWORD, Story, each, text};
use journeys::printed::Printed;
use portfolio::error::Sort;
use serde_json::{Value, json};

fn sampling_of(unit: &str, codes: &str) -> Value {
    json!({ "unit": unit, "codes": codes })
}

fn word(sample: &str, code: &str, judgement: &str, reason: &str) -> Value {
    json!({ "sample": sample, "code": code, "judgement": judgement, "reason": reason })
}

/// Id of the one open action.
fn action(story: &mut Story) -> String {
    text(&story.on("sampling.show", json!({}))["actions"][0]["action"])
}

/// Status of a unit as shown.
fn status(story: &mut Story) -> String {
    text(&story.unit(OCR)["status"])
}

#[test]
fn decisions_can_be_sampled_before_the_sign_off_and_after_it() {
    let mut story = Story::decided();
    assert_eq!(story.ben().samples(OCR, "1.1,3.1"), "S001");
    let interim = story.sample();
    assert_eq!((&interim["stage"], &interim["by"]), (&json!("interim"), &json!("Ben King")));
    let codes: Vec<String> = each(&interim["rows"]).map(|r| text(&r["code"])).collect();
    assert_eq!(codes, ["1.1", "3.1"]);
    assert_eq!(interim["rows"][0]["links"][0]["reference"], "E001");

    story.ada().signs(OCR);
    assert_eq!(story.ben().samples(OCR, "2.1"), "S002");
    assert_eq!(story.sample()["stage"], "summative");
}

#[test]
fn a_sample_without_codes_takes_every_decided_row() {
    let mut story = Story::with_evidence();
    story.ada().decides(OCR, "2.1,4.1", "rpl", "Earlier work.");
    let made = story.ben().does("sample.make", json!({ "unit": OCR }));
    let codes: Vec<String> = each(&made["rows"]).map(|r| text(&r["code"])).collect();
    assert_eq!(codes, ["2.1", "4.1"]);
}

#[test]
fn only_decided_rows_can_be_sampled() {
    let mut story = Story::with_evidence();
    story.ada().decides(OCR, "1.1", "rpl", "Earlier work.");
    story.ada().maps("E001", OCR, "2.1", "p. 1");
    let words = story.ben().refused("sample.make", sampling_of(OCR, "1.1,2.1,3.1"), "notDecided");
    assert_eq!(words, "2.1, 3.1: no decision to sample");
}

#[test]
fn an_assessor_cannot_sample() {
    let mut story = Story::decided();
    let words = story.ada().refused("sample.make", sampling_of(OCR, "1.1"), "notYourRole");
    assert_eq!(words, "Ada Okafor is not an internal verifier");
    let sample = story.ben().samples(OCR, "1.1");
    story.ada().refused("finding.make", word(&sample, "1.1", "agree", ""), "notYourRole");
    story.ada().refused("sample.verify", json!({ "sample": sample, "password": PASSWORD }), "notYourRole");
}

#[test]
fn nobody_samples_what_they_decided_themselves() {
    let mut story = Story::with_evidence();
    story.call(
        "person.add",
        json!({ "name": "Both Hats", "roles": ["assessor", "iv"], "password": PASSWORD }),
    );
    story.person("Both Hats").decides(OCR, "1.1", "rpl", "Earlier work.");
    story.ada().decides(OCR, "2.1", "rpl", "Earlier work.");
    let words = story.person("Both Hats").refused("sample.make", sampling_of(OCR, "1.1,2.1"), "ownDecision");
    assert_eq!(words, "1.1: Both Hats decided, countersigned or signed this off and cannot verify it");
    assert_eq!(story.person("Both Hats").samples(OCR, "2.1"), "S001");
}

#[test]
fn nobody_samples_a_decision_that_they_confirmed_under_a_new_issue() {
    let mut story = Story::with_evidence();
    story.call(
        "person.add",
        json!({ "name": "Both Hats", "roles": ["assessor", "iv"], "password": PASSWORD }),
    );
    story.ada().decides(OCR, "2.1,3.1", "rpl", "Earlier work.");
    let mut draft = story.call("unit.draft", json!({ "unit": OCR }));
    draft["outcomes"][2]["criteria"][0]["text"] = json!("Say something else.");
    story.ada();
    story.call("unit.save", json!({ "draft": draft }));
    story.person("Both Hats");
    story.call("unit.reissue", json!({ "unit": OCR, "keepDecisions": true }));
    let refused = sampling_of(OCR, "2.1");
    let words = story.person("Both Hats").refused("sample.make", refused, "ownDecision");
    assert_eq!(words, "2.1: Both Hats decided, countersigned or signed this off and cannot verify it");
    assert_eq!(story.ben().samples(OCR, "2.1"), "S001", "whoever confirmed nothing samples it");
}

#[test]
fn whoever_once_decided_a_row_never_samples_it_whoever_decided_it_since() {
    let mut story = Story::with_evidence();
    story.call(
        "person.add",
        json!({ "name": "Both Hats", "roles": ["assessor", "iv"], "password": PASSWORD }),
    );
    story.person("Both Hats").decides(OCR, "1.1", "notYetMet", "The plan has no dates.");
    story.ada().decides(OCR, "1.1", "rpl", "Earlier work.");
    story.person("Both Hats").refused("sample.make", sampling_of(OCR, "1.1"), "ownDecision");
    story.person("Both Hats").sees().on("sampling.show", json!({}));

    story.person("Both Hats").decides(OCR, "2.1", "rpl", "Earlier work.");
    story.person("Both Hats").undoes();
    story.ada().decides(OCR, "2.1", "rpl", "Earlier work.");
    story.person("Both Hats").refused("sample.make", sampling_of(OCR, "2.1"), "ownDecision");
}

#[test]
fn an_iv_who_decides_a_row_after_sampling_it_can_no_longer_judge_close_or_sign_it() {
    let mut story = Story::decided();
    story.call(
        "person.add",
        json!({ "name": "Both Hats", "roles": ["assessor", "iv"], "password": PASSWORD }),
    );
    let sample = story.person("Both Hats").samples(OCR, "1.1");
    story.person("Both Hats").finds(&sample, "1.1", "action", "Ask for the dates.");
    let action = action(&mut story);
    story.person("Both Hats").decides(OCR, "1.1", "met", "Decided while sampling.");
    let close = json!({ "action": action, "note": "Dates are there." });
    story.person("Both Hats").refused("action.close", close, "ownDecision");
    story.person("Both Hats").refused("finding.make", word(&sample, "1.1", "agree", ""), "ownDecision");
    let sign = json!({ "sample": sample, "password": PASSWORD });
    story.person("Both Hats").refused("sample.verify", sign, "ownDecision");
}

#[test]
fn action_and_disagreement_need_a_reason_and_agreement_does_not() {
    let mut story = Story::decided();
    let sample = story.ben().samples(OCR, "1.1");
    for judgement in ["action", "disagree"] {
        story.ben().refused("finding.make", word(&sample, "1.1", judgement, " "), "reasonRequired");
    }
    story.ben().finds(&sample, "1.1", "agree", "");
    assert_eq!(story.sample()["rows"][0]["finding"]["judgement"], "agree");
    assert_eq!(story.row(OCR, "1.1")["iv"], "agreed BK 14/09/2026");
}

#[test]
fn a_due_date_must_exist() {
    let mut story = Story::decided();
    let sample = story.ben().samples(OCR, "1.1");
    let mut request = word(&sample, "1.1", "action", "Ask for the dates.");
    request["due"] = json!("2026-09-31");
    assert_eq!(story.ben().fails("finding.make", request.clone()).sort, Sort::Usage);
    request["due"] = json!("2026-09-30");
    story.ben().does("finding.make", request);
    assert_eq!(story.on("sampling.show", json!({}))["actions"][0]["due"], "2026-09-30");
}

#[test]
fn a_word_is_said_only_on_decisions_of_the_sample() {
    let mut story = Story::decided();
    let sample = story.ben().samples(OCR, "1.1");
    let failure = story.ben().fails("finding.make", word(&sample, "2.1", "agree", ""));
    assert_eq!((failure.code.as_str(), failure.sort), ("notFound", Sort::Usage));
    assert_eq!(story.ben().fails("finding.make", word("S009", "1.1", "agree", "")).code, "notFound");
}

#[test]
fn an_action_is_answered_by_the_assessor_and_closed_by_the_iv() {
    let mut story = Story::decided();
    let sample = story.ben().samples(OCR, "1.1");
    story.ben().finds(&sample, "1.1", "action", "Ask for the dates.");
    let action = action(&mut story);
    assert_eq!(story.row(OCR, "1.1")["iv"], "action open BK 14/09/2026");
    let note = |words: &str| json!({ "action": action, "note": words });

    story.ada().refused("action.answer", note(""), "reasonRequired");
    story.ben().refused("action.answer", note("Done."), "notYourRole");
    story.ada().refused("action.close", note("Done."), "notYourRole");
    story.days_pass(2);
    assert_eq!(story.on("sampling.show", json!({}))["actions"][0]["answer"], Value::Null);
    story.ada().does("action.answer", note("Dates added on p. 3."));
    let answer = story.on("sampling.show", json!({}))["actions"][0]["answer"].clone();
    assert_eq!(
        (&answer["note"], &answer["by"]),
        (&json!("Dates added on p. 3."), &json!("Ada Okafor")),
        "whoever closes the action reads what was answered"
    );
    // What is declared by signing is said before it is signed.
    let declared = text(&story.sample()["declaration"]);
    assert!(declared.starts_with("I have looked at the sampled decisions"), "{declared}");

    story.ben().refused("action.close", note(""), "reasonRequired");
    story.ben().does("action.close", note("Seen on p. 3."));
    let finding = story.sample()["rows"][0]["finding"].clone();
    assert_eq!(
        (&finding["answer"]["by"], &finding["closed"]["by"]),
        (&json!("Ada Okafor"), &json!("Ben King"))
    );
    assert_eq!(story.on("sampling.show", json!({}))["actions"], json!([]));
    let words = story.ada().refused("action.answer", note("Again."), "actionState");
    assert_eq!(words, "the action on 1.1 is closed already");
    assert_eq!(story.row(OCR, "1.1")["iv"], "action closed BK 14/09/2026");

    // What the IV declares to stand in the sampling record stands there on paper.
    let out = story.home().join("sampling.pdf");
    story.ben().does("paper.print", json!({ "kind": "sampling", "out": out }));
    let Some(paper) = Printed::read(&out, "sampling") else { return };
    for words in [
        "IV sampling record",
        "1 sample · 1 decision looked at · 1 action required",
        "Ask for the dates.",
        "Answered by Ada Okafor",
        "Closed by Ben King",
        "S001 is not signed yet.",
        "Internal verifier (S001)",
    ] {
        assert!(paper.holds(words), "{words}");
    }
    assert!(!paper.holds("The action is open."));
}

#[test]
fn there_is_no_action_to_answer_where_the_iv_agreed_or_has_spoken_anew() {
    let mut story = Story::decided();
    let sample = story.ben().samples(OCR, "1.1");
    story.ben().finds(&sample, "1.1", "action", "Ask for the dates.");
    let old = action(&mut story);
    story.ben().finds(&sample, "1.1", "agree", "I overlooked p. 3.");
    let agreed = text(&story.sample()["rows"][0]["finding"]["finding"]);
    let answer = |id: &str| json!({ "action": id, "note": "Done." });
    let words = story.ada().refused("action.answer", answer(&old), "actionState");
    assert_eq!(words, "the action on 1.1 was replaced by a later comment");
    let words = story.ada().refused("action.answer", answer(&agreed), "actionState");
    assert_eq!(words, "the action on 1.1 asks for nothing: the IV agreed");
}

#[test]
fn an_iv_takes_a_comment_on_a_wrong_row_back_and_the_history_keeps_it_with_the_reason() {
    let mut story = Story::decided();
    let sample = story.ben().samples(OCR, "1.1,2.1");
    story.ben().finds(&sample, "2.1", "action", "Ask for the dates.");
    story.ben().finds(&sample, "1.1", "agree", "");
    let rows = |story: &mut Story| story.sample()["rows"].clone();
    let wrong = text(&rows(&mut story)[1]["finding"]["finding"]);
    let back = |reason: &str| json!({ "finding": wrong, "reason": reason });
    story.ben().refused("finding.withdraw", back("  "), "reasonRequired");
    story.ada().refused("finding.withdraw", back("Not mine."), "notYourRole");
    let words = story.dana().refused("finding.withdraw", back("Not mine either."), "notYourSample");
    assert!(words.contains("Ben King"), "{words}");
    assert_eq!(story.row(OCR, "2.1")["iv"], "action open BK 14/09/2026");

    story.ben().does("finding.withdraw", back("Said of the wrong row."));
    assert_eq!(story.row(OCR, "2.1")["iv"], Value::Null);
    assert_eq!(story.on("sampling.show", json!({}))["actions"], json!([]), "nobody is asked for it any more");
    let row = rows(&mut story)[1].clone();
    assert_eq!(row["finding"], Value::Null);
    let gone = &row["takenBack"][0];
    assert_eq!(
        (&gone["reason"], &gone["withdrawn"]),
        (&json!("Ask for the dates."), &json!("Said of the wrong row."))
    );
    let lines = story.on("history.show", json!({}));
    let told: Vec<String> = each(&lines).map(|line| text(&line["what"])).collect();
    assert!(told.contains(&"take back the comment on 2.1: Said of the wrong row.".to_owned()), "{told:?}");
    assert!(told.iter().any(|what| what == "action required 2.1"), "{told:?}");
    let words = story.ben().refused("finding.withdraw", back("Once more."), "commentGone");
    assert_eq!(words, "the comment on 2.1 was taken back already");

    // The paper of now says nothing of it.
    let file = story.home().join("current.pdf");
    story.on("matrix.paper", json!({ "unit": OCR, "out": file }));
    if let Some(printed) = Printed::read(&file, "current") {
        assert!(
            printed.holds("agreed BK 14/09/2026") && !printed.holds("action open BK"),
            "what stands is printed"
        );
        assert!(!printed.holds("Said of the wrong row"), "the reason is the IV's own");
    }

    // The row waits to be looked at, and a new word is said of it; replaced, it is not taken back.
    let words =
        story.ben().refused("sample.verify", json!({ "sample": sample, "password": PASSWORD }), "sampleOpen");
    assert!(words.contains("2.1 not judged yet"), "{words}");
    story.ben().finds(&sample, "2.1", "disagree", "No log.");
    let replaced = text(&rows(&mut story)[1]["finding"]["finding"]);
    story.ben().finds(&sample, "2.1", "agree", "");
    let again = json!({ "finding": replaced, "reason": "Too late." });
    let words = story.ben().refused("finding.withdraw", again, "commentGone");
    assert_eq!(words, "the comment on 2.1 was replaced by a later one");
    let stands = text(&rows(&mut story)[1]["finding"]["finding"]);
    story.ben().verifies(&sample);
    let signed = json!({ "finding": stands, "reason": "After all." });
    story.ben().refused("finding.withdraw", signed, "sampleSigned");
    story.checks_clean();
}

#[test]
fn two_ivs_words_on_one_decision_and_its_one_link_are_both_shown_and_both_printed() {
    let mut story = Story::decided();
    let [by_ben, by_dana] = [story.ben().samples(OCR, "1.1"), story.dana().samples(OCR, "1.1")];
    story.ben().finds(&by_ben, "1.1", "agree", "The place leads there.");
    story.dana().finds(&by_dana, "1.1", "action", "Say which week.");
    // Beside the criterion, the graver first.
    assert_eq!(story.row(OCR, "1.1")["iv"], "action open DH 14/09/2026; agreed BK 14/09/2026");
    let samples = story.on("sampling.show", json!({}))["samples"].clone();
    let said: Vec<(String, String, String)> = each(&samples)
        .map(|s| {
            let row = &s["rows"][0];
            (text(&row["links"][0]["mapping"]), text(&row["finding"]["by"]), text(&row["finding"]["reason"]))
        })
        .collect();
    let [dana, ben] = said.as_slice() else { panic!("{said:?}") };
    assert_eq!(dana.0, ben.0, "it is one and the same link");
    assert_eq!((&*dana.1, &*dana.2), ("Dana Hill", "Say which week."));
    assert_eq!((&*ben.1, &*ben.2), ("Ben King", "The place leads there."));
    // Neither takes the other's place, nor may take it back.
    let bens = text(&samples[1]["rows"][0]["finding"]["finding"]);
    story.dana().refused("finding.withdraw", json!({ "finding": bens, "reason": "No." }), "notYourSample");

    let file = story.home().join("current.pdf");
    story.on("matrix.paper", json!({ "unit": OCR, "out": file }));
    if let Some(printed) = Printed::read(&file, "current") {
        assert!(
            printed.holds("action open DH 14/09") && printed.holds("agreed BK 14/09/2026"),
            "both are printed"
        );
    }
    // And the evidence index names both samples with the item that the link is of.
    let file = story.home().join("index.pdf");
    story.on("paper.print", json!({ "kind": "evidence", "out": file }));
    if let Some(printed) = Printed::read(&file, "index") {
        for sample in ["S001 of 14/09/2026, not signed", "S002 of 14/09/2026, not signed"] {
            assert!(printed.holds(sample), "{sample} is not named");
        }
    }
    story.checks_clean();
}

#[test]
fn a_sampling_record_is_signed_only_when_everything_is_judged_and_closed() {
    let mut story = Story::signed();
    let sample = story.ben().samples(OCR, "1.1,2.1");
    let sign = json!({ "sample": sample, "password": PASSWORD });
    let words = story.ben().refused("sample.verify", sign.clone(), "sampleOpen");
    assert_eq!(words, "sample S001 cannot be signed yet: 1.1, 2.1 not judged yet");
    story.ben().finds(&sample, "1.1", "agree", "");
    story.ben().finds(&sample, "2.1", "action", "Ask for the minutes.");
    let words = story.ben().refused("sample.verify", sign.clone(), "sampleOpen");
    assert_eq!(words, "sample S001 cannot be signed yet: action open on 2.1");
    let action = action(&mut story);
    story.ada().does("action.answer", json!({ "action": action, "note": "Attached." }));
    story.ben().refused("sample.verify", sign, "sampleOpen");
    story.ben().does("action.close", json!({ "action": action, "note": "Seen." }));
    let wrong = json!({ "sample": sample, "password": "another password" });
    story.ben().refused("sample.verify", wrong, "wrongPassword");
    story.ben().verifies(&sample);
    assert_eq!(story.sample()["verified"]["by"], "Ben King");
    let words = story.ben().refused("finding.make", word(&sample, "1.1", "disagree", "Hm."), "sampleSigned");
    assert_eq!(words, "sample S001 is signed");
    story.checks_clean();
}

#[test]
fn another_iv_cannot_touch_the_sample() {
    let mut story = Story::decided();
    let sample = story.ben().samples(OCR, "1.1");
    assert_eq!(story.dana().sees().sample()["yours"], false);
    let words = story.dana().refused("finding.make", word(&sample, "1.1", "agree", ""), "notYourSample");
    assert_eq!(words, "sample S001 was made by Ben King");
    story.ben().finds(&sample, "1.1", "agree", "");
    let sign = json!({ "sample": sample, "password": PASSWORD });
    story.dana().refused("sample.verify", sign, "notYourSample");
    assert_eq!(story.dana().samples(OCR, "1.1"), "S002");
}

#[test]
fn another_iv_cannot_close_an_action_of_the_sample() {
    let mut story = Story::decided();
    let sample = story.ben().samples(OCR, "1.1");
    story.ben().finds(&sample, "1.1", "action", "Ask for the dates.");
    let action = action(&mut story);
    let close = json!({ "action": action, "note": "Fine by me." });
    story.dana().refused("action.close", close, "notYourSample");
}

#[test]
fn an_action_of_an_iv_who_verifies_here_no_more_is_closed_by_another_who_is_qualified() {
    let mut story = Story::decided();
    story.call("person.add", json!({ "name": "Tia Moss", "roles": ["traineeIv"], "countersigner": "Dana Hill", "password": PASSWORD }));
    story.call(
        "person.add",
        json!({ "name": "Both Hats", "roles": ["assessor", "iv"], "password": PASSWORD }),
    );
    let sample = story.ben().samples(OCR, "1.1");
    story.ben().finds(&sample, "1.1", "action", "Ask for the dates.");
    let close = json!({ "action": action(&mut story), "note": "The dates are there." });
    let may_close =
        |story: &mut Story| story.on("sampling.show", json!({}))["actions"][0]["mayClose"].clone();
    story.dana();
    assert_eq!(may_close(&mut story), false, "Ben is here to close it");
    story.dana().refused("action.close", close.clone(), "notYourSample");

    story.call("person.change", json!({ "person": "Ben King", "active": false }));
    story.person("Tia Moss");
    assert_eq!(may_close(&mut story), false, "a trainee stands in for nobody");
    story.person("Tia Moss").refused("action.close", close.clone(), "notYourRole");
    story.person("Both Hats").decides(OCR, "1.1", "met", "Dates are there.");
    story.person("Both Hats");
    assert_eq!(may_close(&mut story), false, "nobody closes what they decided");
    story.person("Both Hats").refused("action.close", close.clone(), "ownDecision");
    story.dana();
    assert_eq!(may_close(&mut story), true);
    story.dana().does("action.close", close);
    assert_eq!(story.on("sampling.show", json!({}))["actions"], json!([]));
    let finding = story.sample()["rows"][0]["finding"].clone();
    assert_eq!((&finding["by"], &finding["closed"]["by"]), (&json!("Ben King"), &json!("Dana Hill")));
    story.checks_clean();
}

#[test]
fn an_action_of_an_iv_who_has_decided_the_row_since_is_closed_by_another_who_has_not() {
    let mut story = Story::decided();
    story.call(
        "person.add",
        json!({ "name": "Both Hats", "roles": ["assessor", "iv"], "password": PASSWORD }),
    );
    let sample = story.person("Both Hats").samples(OCR, "1.1");
    story.person("Both Hats").finds(&sample, "1.1", "action", "Ask for the dates.");
    let close = json!({ "action": action(&mut story), "note": "The dates are there." });
    story.dana().refused("action.close", close.clone(), "notYourSample");
    story.person("Both Hats").decides(OCR, "1.1", "met", "Dates are there.");
    story.person("Both Hats").refused("action.close", close.clone(), "ownDecision");
    story.dana().does("action.close", close);
    assert_eq!(story.on("sampling.show", json!({}))["actions"], json!([]));
    story.checks_clean();
}

#[test]
fn what_an_iv_asks_for_is_due_on_a_day_to_come_and_nothing_is_where_they_agree() {
    let mut story = Story::decided();
    let sample = story.ben().samples(OCR, "1.1");
    let asked = |judgement: &str, due: &str| {
        let mut request = word(&sample, "1.1", judgement, "Say where.");
        request["due"] = json!(due);
        request
    };
    let words = story.ben().refused("finding.make", asked("action", "2025-09-20"), "dueTooEarly");
    assert_eq!(words, "20/09/2025 is before the date of judgement (14/09/2026)");
    let failure = story.ben().fails("finding.make", asked("agree", "2026-09-20"));
    assert_eq!(failure.sort, Sort::Usage, "{}", failure.message);
    story.ben().does("finding.make", asked("action", "2026-09-14"));
    let due = |story: &mut Story| story.on("sampling.show", json!({}))["actions"][0]["due"].clone();
    assert_eq!(due(&mut story), "2026-09-14");
    // Whoever puts the words right when it is overdue keeps the day.
    story.days_pass(3);
    story.ben().refused("finding.make", asked("action", "2026-09-15"), "dueTooEarly");
    story.ben().does("finding.make", asked("action", "2026-09-14"));
    assert_eq!(due(&mut story), "2026-09-14");
}

#[test]
fn a_disagreement_blocks_the_record_by_its_name_and_ends_with_another_word() {
    let mut story = Story::decided();
    let sample = story.ben().samples(OCR, "1.1,2.1");
    story.ben().finds(&sample, "1.1", "action", "Ask for the dates.");
    story.ben().finds(&sample, "2.1", "disagree", "The log is last year's.");
    let blocks = "disagreement open on 2.1: once it is settled, say another word";
    assert_eq!(story.sample()["blocks"], json!(["action open on 1.1", blocks]));
    story.ben().finds(&sample, "2.1", "agree", "");
    assert_eq!(story.sample()["blocks"], json!(["action open on 1.1"]));
}

#[test]
fn a_decision_changed_after_agreement_makes_the_comment_and_the_signed_record_stale() {
    let mut story = Story::decided();
    let sample = story.ben().samples(OCR, "1.1,2.1");
    story.ben().finds(&sample, "1.1", "agree", "");
    story.ben().finds(&sample, "2.1", "agree", "");
    story.ben().verifies(&sample);
    assert_eq!(story.sample()["verified"]["stale"], json!(null));

    story.ada().decides(OCR, "1.1", "notYetMet", "The plan was last year's.");
    let shown = story.sample();
    assert_eq!(shown["rows"][0]["finding"]["stale"], "the decision was changed after this comment");
    assert_eq!(shown["rows"][1]["finding"]["stale"], json!(null));
    assert_eq!(shown["verified"]["stale"], "the decision was changed after this comment");
    assert_eq!(story.row(OCR, "1.1")["iv"], "agreed BK 14/09/2026 (decision changed since)");

    story.days_pass(1);
    story.ben().finds(&sample, "1.1", "agree", "Looked again.");
    story.ben().verifies(&sample);
    assert_eq!(story.sample()["verified"]["stale"], json!(null));
}

#[test]
fn of_two_signed_records_the_one_that_holds_is_shown_whatever_a_clock_says() {
    let mut story = Story::decided();
    let sample = story.ben().samples(OCR, "1.1");
    story.ben().finds(&sample, "1.1", "agree", "");
    story.ben().verifies(&sample);
    story.ada().decides(OCR, "1.1", "met", "Anew.");
    story.days_pass(-1);
    story.ben().finds(&sample, "1.1", "agree", "Looked again.");
    story.ben().verifies(&sample);
    assert_eq!(story.sample()["verified"]["stale"], json!(null));
}

#[test]
fn a_comment_on_a_decision_that_changed_has_to_be_made_again_before_signing() {
    let mut story = Story::decided();
    let sample = story.ben().samples(OCR, "1.1");
    story.ben().finds(&sample, "1.1", "agree", "");
    story.ada().decides(OCR, "1.1", "met", "For another reason.");
    let sign = json!({ "sample": sample, "password": PASSWORD });
    let words = story.ben().refused("sample.verify", sign, "sampleOpen");
    assert!(words.ends_with("1.1 decided again since the comment: look again"), "{words}");
}

#[test]
fn a_unit_goes_from_in_progress_over_assessed_to_verified_and_back_when_reopened() {
    let mut story = Story::decided();
    assert_eq!(status(&mut story), "inProgress");
    story.ada().signs(OCR);
    assert_eq!(status(&mut story), "assessed");
    let summative = story.ben().samples(OCR, "2.1");
    story.ben().finds(&summative, "2.1", "agree", "");
    story.days_pass(3);
    story.ben().verifies(&summative);
    assert_eq!(status(&mut story), "verified");
    assert_eq!(story.unit(OCR)["signOff"]["verified"], "Seen by IV Ben King on 17/09/2026");
    assert_eq!(story.show()["seen"], "Seen by IV Ben King on 14/09/2026");

    story.ada().reopens(OCR, "A slip.");
    assert_eq!(status(&mut story), "inProgress");
    story.ada().decides(OCR, "2.1", "met", "Anew.");
    story.ada().signs(OCR);
    assert_eq!(status(&mut story), "assessed", "the record was signed on another decision");
}

#[test]
fn a_record_signed_before_the_sign_off_counts_where_the_sign_off_froze_its_decisions() {
    let mut story = Story::decided();
    let interim = story.ben().samples(OCR, "1.1");
    story.ben().finds(&interim, "1.1", "agree", "");
    story.ben().verifies(&interim);
    assert_eq!(status(&mut story), "inProgress");
    story.ada().signs(OCR);
    assert_eq!(status(&mut story), "verified");
}

#[test]
fn a_signed_unit_without_a_signed_sample_is_assessed() {
    let mut story = Story::signed();
    assert_eq!(status(&mut story), "assessed");
    let sample = story.ben().samples(OCR, "1.1");
    story.ben().finds(&sample, "1.1", "agree", "");
    assert_eq!(status(&mut story), "assessed");
}

#[test]
fn a_sample_is_found_by_number_only_where_one_learner_has_it() {
    let mut story = Story::decided();
    story.call("learner.add", json!({ "name": "Sam Reed", "units": [OCR] }));
    story.ada().does(
        "decide",
        json!({
            "learner": "Sam Reed", "unit": OCR, "codes": "1.1", "outcome": "rpl", "reason": "Earlier work.",
        }),
    );
    story.ben().samples(OCR, "1.1");
    story.ben().does("sample.make", json!({ "learner": "Sam Reed", "unit": OCR }));
    let request = json!({ "sample": "S001", "code": "1.1", "judgement": "agree" });
    let failure = story.ben().sees().try_call("finding.make", request).unwrap_err();
    assert_eq!((failure.code.as_str(), failure.sort), ("ambiguous", Sort::Usage));
    story.ben().finds("S001", "1.1", "agree", "");
}
