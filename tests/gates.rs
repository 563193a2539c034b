//! The gates of sign-off, one story each: what shuts it, in which words, where it leads, and what opens it again.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::collections::BTreeMap;
use std::fs;

use journeys::people::{LEARNER, OCR, OWN, PASSWORD, Story, decision, each, pick, text};
use portfolio::decision::Outcome;
use portfolio::error::Sort;
use portfolio::journal::act::{Act, ChainOpened, DecisionMade, PersonName};
use portfolio::journal::chain;
use portfolio::journal::entry::{Draft, Entry, Moment};
use portfolio::journal::id::{Hash, Id};
use portfolio::journal::lines::{FORMAT, Line, VERSION};
use portfolio::unit::spec::UnitSpec;
use portfolio::unit::starter;
use serde_json::{Value, json};

/// A gate as shown.
fn gate(story: &mut Story, unit: &str, name: &str) -> Value {
    let view = story.on("signOff.show", json!({ "unit": unit }));
    pick(&view["gates"], "gate", name)
}

/// Codes of the rows that a gate leads to.
fn leads_to(story: &mut Story, unit: &str, gate: &Value) -> Vec<String> {
    let shown = story.unit(unit);
    let rows: Vec<Value> = each(&shown["outcomes"]).flat_map(|o| each(&o["rows"]).cloned()).collect();
    each(&gate["rows"]).map(|id| text(&pick(&json!(rows), "row", id.as_str().unwrap())["code"])).collect()
}

fn sign(unit: &str) -> Value {
    json!({ "unit": unit, "password": PASSWORD, "vacsr": true })
}

/// Somebody else's program hands over a chain of its own with these acts.
fn taken_in(story: &mut Story, person: Option<PersonName>, acts: Vec<Act>) {
    let (book, chain) = (text(&story.show()["learner"]["id"]).parse().unwrap(), Id::random().unwrap());
    let mut entries: Vec<Entry> = Vec::new();
    let opened = ChainOpened { installation: chain, person, key: None };
    for act in std::iter::once(opened.into()).chain(acts) {
        let (n, prev) = (i64::try_from(entries.len()).unwrap(), entries.last().map(|e| e.hash));
        let moment = Moment { at: 0, offset: 0 };
        entries.push(
            Entry::new(Draft {
                book,
                chain,
                n,
                prev,
                seen: [].into(),
                deed: chain,
                moment,
                act,
                signed: false,
            })
            .unwrap(),
        );
    }
    let spec = UnitSpec::parse(starter::UNITS[4]).unwrap();
    let unit_text = String::from_utf8(spec.canonical.clone()).unwrap();
    let mut lines = vec![
        json!({ "format": FORMAT, "version": VERSION }),
        json!({ "sha256": spec.sha256, "text": unit_text }),
    ];
    lines.extend(entries.iter().map(|e| json!(Line::entry(e, Vec::new()))));
    let heads: BTreeMap<Id, _> = [(book, chain::heads(&entries))].into();
    lines.push(json!({ "heads": heads }));
    let file = story.home().join("theirs.jsonl");
    fs::write(&file, lines.iter().map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    story.call("journal.admit", json!({ "file": file }));
}

#[test]
fn every_criterion_that_is_not_achieved_is_named_with_how_it_stands() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1,2.1,3.1", "p. 1");
    story.ada().decides(OCR, "1.1", "partiallyMet", "No dates.");
    story.ada().decides(OCR, "2.1", "notYetMet", "No log.");
    let shut = gate(&mut story, OCR, "everyCriterionMet");
    assert_eq!(
        text(&shut["text"]),
        "4.1 no evidence and not decided; 3.1 not decided; 2.1 not yet met; 1.1 partially met."
    );
    assert_eq!(leads_to(&mut story, OCR, &shut), ["1.1", "2.1", "3.1", "4.1"]);
    let words = story.ada().refused("signOff.sign", sign(OCR), "gatesShut");
    assert!(words.contains("1.1 partially met"), "{words}");
}

#[test]
fn a_dispute_shuts_its_gate_and_leads_to_the_criterion() {
    let mut here = Story::decided();
    let mut there = here.copied();
    here.ada().decides(OCR, "1.1", "notYetMet", "No dates.");
    there.cleo().decides(OCR, "1.1", "met", "Dates on p. 3.");
    let file = there.home().join("cleo.jsonl");
    there.call("journal.export", json!({ "file": file }));
    here.call("journal.admit", json!({ "file": file }));
    let shut = gate(&mut here, OCR, "nothingInDispute");
    assert_eq!((leads_to(&mut here, OCR, &shut), &shut["blocks"]), (vec!["1.1".into()], &json!(true)));
    here.ada().decides(OCR, "1.1", "met", "Agreed with Cleo.");
    assert_eq!(gate(&mut here, OCR, "nothingInDispute")["passed"], true);
    here.ada().signs(OCR);
}

#[test]
fn a_learner_declares_by_a_route_and_one_declaration_for_the_portfolio_will_do() {
    let mut story = Story::begin();
    story.ada().decides(OWN, "1.1-8.4", "rpl", "Earlier work.");
    let shut = gate(&mut story, OWN, "learnerDeclared");
    assert_eq!((&shut["blocks"], &shut["place"]), (&json!(true), &json!("declaration")));
    let words = story.ada().refused("signOff.sign", sign(OWN), "gatesShut");
    assert!(words.contains("The learner has not declared that the work is their own"), "{words}");
    let of_another = json!({ "route": "signed", "unit": OCR });
    story.ada().does("declaration.record", of_another);
    assert_eq!(story.shut_gates(OWN), ["learnerDeclared"], "another unit's declaration is none for this one");

    let whole =
        json!({ "route": "email", "date": "2026-09-10", "acknowledged": "A colleague proof-read it." });
    let deed = story.ada().does("declaration.record", whole);
    assert_eq!(deed["label"], "declaration of own work for the portfolio by e-mail");
    let open = gate(&mut story, OWN, "learnerDeclared");
    assert_eq!(text(&open["text"]), "The learner declared for the whole portfolio by e-mail, on 10/09/2026.");
    story.ada().signs(OWN);
}

#[test]
fn of_an_indicative_unit_a_missing_declaration_is_only_a_warning() {
    let mut story = Story::decided();
    let warning = gate(&mut story, OCR, "learnerDeclared");
    assert_eq!((&warning["passed"], &warning["blocks"]), (&json!(false), &json!(false)));
    story.ada().signs(OCR);
}

#[test]
fn a_declaration_is_refused_ahead_of_its_day_and_without_its_item() {
    let mut story = Story::with_evidence();
    let ahead = json!({ "route": "email", "date": "2026-09-15" });
    story.ada().refused("declaration.record", ahead, "dateAhead");
    let nowhere = json!({ "route": "email", "evidence": "E099" });
    assert_eq!(story.ada().fails("declaration.record", nowhere).code, "notFound");
    story.ben().refused("declaration.record", json!({ "route": "email" }), "notYourRole");
    story.ada().does("declaration.record", json!({ "route": "recording", "evidence": "e002" }));
    let shown = story.on("declaration.list", json!({}))[0].clone();
    assert_eq!((&shown["evidence"], &shown["by"]), (&json!("E002 2 two"), &json!("Ada Okafor")));
}

#[test]
fn a_declaration_is_withdrawn_with_a_reason_and_not_while_signed_paper_rests_on_it() {
    let mut story = Story::begin();
    story.ada().decides(OWN, "1.1-8.4", "rpl", "Earlier work.");
    story.ada().does("declaration.record", json!({ "route": "email" }));
    let id = text(&story.on("declaration.list", json!({}))[0]["declaration"]);
    let withdraw = |reason: &str| json!({ "declaration": id, "reason": reason });
    story.ada().refused("declaration.withdraw", withdraw(" "), "reasonRequired");
    story.ada().signs(OWN);
    story.ada().refused("declaration.withdraw", withdraw("Another learner's."), "unitSigned");
    // A later one changes nothing of what was signed.
    story.days_pass(1);
    story.cleo().does("declaration.record", json!({ "route": "signed", "unit": OWN }));
    assert_eq!(story.unit(OWN)["signOff"]["stale"], Value::Null);
    story.ada().reopens(OWN, "The e-mail was another learner's.");
    story.ada().does("declaration.withdraw", withdraw("Another learner's."));
    assert_eq!(story.ada().fails("declaration.withdraw", withdraw("Again.")).code, "notFound");
    let gone = pick(&story.on("declaration.list", json!({})), "declaration", &id);
    assert_eq!(gone["withdrawn"], "Another learner's.");
    story.ada().signs(OWN);
}

#[test]
fn a_declaration_is_undone_and_done_again_until_it_is_signed_over() {
    let mut story = Story::begin();
    story.ada().decides(OWN, "1.1-8.4", "rpl", "Earlier work.");
    story.ada().does("declaration.record", json!({ "route": "discussion" }));
    assert_eq!(
        story.ada().undoes(),
        "undo: declaration of own work for the portfolio in a professional discussion"
    );
    assert_eq!(story.shut_gates(OWN), ["learnerDeclared"]);
    story.ada().redoes();
    assert_eq!(story.shut_gates(OWN), Vec::<String>::new());
    story.ada().signs(OWN);
    let words = story.ada().refused("undo", json!({}), "cannotUndo");
    assert!(words.contains("a unit has been signed since"), "{words}");
    story.checks_clean();
}

#[test]
fn nothing_is_signed_before_the_evidence_is_confirmed_as_valid_and_the_rest() {
    let mut story = Story::decided();
    let mut request = json!({ "unit": OCR, "password": "not the password" });
    let words = story.ada().refused("signOff.sign", request.clone(), "vacsrNotConfirmed");
    assert!(words.ends_with("valid, authentic, current, sufficient and reliable"), "{words}");
    request["vacsr"] = json!(false);
    story.ada().refused("signOff.sign", request, "vacsrNotConfirmed");
    let view = story.on("signOff.show", json!({ "unit": OCR }));
    assert!(text(&view["declaration"]).contains(&text(&view["vacsr"])), "what is ticked is what is signed");
    story.ada().signs(OCR);
}

#[test]
fn a_credit_transfer_without_its_certificate_that_came_from_elsewhere_is_not_signed() {
    let mut story = Story::decided();
    let spec = UnitSpec::parse(starter::UNITS[4]).unwrap();
    let row = spec.rows[0].clone();
    let standing = text(&story.row(OCR, "1.1")["decision"]["decision"]).parse::<Hash>().unwrap();
    let act = DecisionMade {
        unit: spec.text.id.clone(),
        spec: spec.sha256,
        row: row.id,
        text: Hash::of(row.text.as_bytes()),
        outcome: Outcome::CreditTransfer,
        reason: String::new(),
        date: "2026-09-01".into(),
        relied_on: Vec::new(),
        supersedes: vec![standing],
    };
    let person = PersonName { id: Id::random().unwrap(), name: "Sam Field".into(), initials: "SF".into() };
    taken_in(&mut story, Some(person), vec![act.into()]);
    let shut = gate(&mut story, OCR, "certificatesNamed");
    assert_eq!(leads_to(&mut story, OCR, &shut), ["1.1"]);
    story.ada().refused("signOff.sign", sign(OCR), "gatesShut");
    let mut named = decision(OCR, "1.1", "creditTransfer", "");
    named["certificate"] = json!({ "number": "C 1", "awardingOrganisation": "OCR", "date": "2024-06-01" });
    story.ada().does("decide", named);
    story.ada().signs(OCR);
}

#[test]
fn entries_of_a_newer_program_shut_everything_and_say_so() {
    let mut story = Story::decided();
    taken_in(&mut story, None, vec![Act::Newer { kind: "tutor.note/1".into(), data: json!({}) }]);
    let shut = gate(&mut story, OCR, "nothingNewer");
    assert_eq!((&shut["passed"], &shut["place"]), (&json!(false), &json!("history")));
    story.ada().refused("signOff.sign", sign(OCR), "newerEntries");
    story.ada().refused("decide", decision(OCR, "1.1", "rpl", ""), "newerEntries");
    story.ada().refused("declaration.record", json!({ "route": "email" }), "newerEntries");
}

#[test]
fn an_open_action_of_an_iv_is_a_warning_until_it_is_closed() {
    let mut story = Story::decided();
    let sample = story.ben().samples(OCR, "1.1");
    story.ben().finds(&sample, "1.1", "action", "Say where.");
    let warning = gate(&mut story, OCR, "actionsClosed");
    assert_eq!((&warning["blocks"], &warning["place"]), (&json!(false), &json!("sampling")));
    assert_eq!(leads_to(&mut story, OCR, &warning), ["1.1"]);
    story.ada().signs(OCR);
}

#[test]
fn a_withdrawn_unit_is_shut_and_leads_to_itself() {
    let mut story = Story::decided();
    story.ada().does("learner.unitWithdraw", json!({ "unit": OCR, "reason": "Changed jobs." }));
    let shut = gate(&mut story, OCR, "notWithdrawn");
    assert_eq!((&shut["passed"], &shut["place"]), (&json!(false), &json!("unit")));
}

#[test]
fn the_latest_superseded_paper_is_the_last_of_the_history_whatever_the_clock_of_the_desk_said() {
    let mut story = Story::signed();
    story.ada().reopens(OCR, "The first time.");
    // The clock of this desk was wrong: it goes back before the next sign-off.
    story.days_pass(-5);
    story.ada().signs(OCR);
    story.ada().reopens(OCR, "The second time.");
    let view = story.on("signOff.show", json!({ "unit": OCR }));
    let why: Vec<String> = each(&view["superseded"]).map(|gone| text(&gone["why"])).collect();
    assert_eq!(why, ["The second time.", "The first time."]);
    let out = story.home().join("latest.pdf");
    story.on("matrix.paper", json!({ "unit": OCR, "superseded": "latest", "out": out }));
    if let Some(words) = words_of(&out) {
        assert!(words.contains("superseded: The second time."), "{words}");
    }
}

#[test]
fn a_sign_off_that_was_opened_again_is_drawn_as_it_was_signed_and_says_superseded() {
    let mut story = Story::signed();
    let original = story.home().join("original.pdf");
    story.on("matrix.paper", json!({ "unit": OCR, "original": true, "out": original }));
    let first = fs::read(&original).unwrap();
    let none = json!({ "learner": LEARNER, "unit": OCR, "superseded": "latest" });
    assert_eq!(story.try_call("matrix.paper", none).unwrap_err().code, "notFound");

    story.ada().reopens(OCR, "The wrong plan.");
    story.ada().unmaps(OCR, "1.1");
    story.ada().maps("E002", OCR, "1.1", "p. 7");
    story.ada().decides(OCR, "1.1", "met", "The right plan.");
    story.days_pass(2);
    story.ada().signs(OCR);
    let view = story.on("signOff.show", json!({ "unit": OCR }));
    let gone = &view["superseded"][0];
    assert_eq!((&gone["by"], &gone["why"]), (&json!("Ada Okafor"), &json!("The wrong plan.")));

    let out = story.home().join("superseded.pdf");
    let id = gone["signOff"].clone();
    story.on("matrix.paper", json!({ "unit": OCR, "superseded": id, "out": out }));
    let said = story.call("verify", json!({ "file": out }));
    assert_eq!(
        (&said["issued"], &said["signatures"]),
        (&json!(false), &json!([])),
        "it is a picture of what was signed"
    );
    if let Some(words) = words_of(&out) {
        assert!(words.contains("SUPERSEDED") && words.contains("superseded: The wrong plan."), "{words}");
        assert!(words.contains("E001") && !words.contains("p. 7"), "it says what was signed then: {words}");
    }
    // The issued paper keeps its bytes.
    let kept = story.workspace().join("papers");
    assert!(fs::read_dir(kept).unwrap().any(|e| fs::read(e.unwrap().path()).unwrap() == first));
    // For the window it is drawn beside the others, where the host finds it.
    let shown = story.on("matrix.paper", json!({ "unit": OCR, "superseded": gone["signOff"] }));
    let drawn = text(&story.call("paper.path", json!({ "paper": shown["paper"] })));
    assert_eq!(fs::read(drawn).unwrap(), fs::read(&out).unwrap());
    let standing = text(&view["signed"]["signOff"]);
    let wrong = json!({ "learner": LEARNER, "unit": OCR, "superseded": standing });
    let failure = story.try_call("matrix.paper", wrong).unwrap_err();
    assert_eq!((failure.code.as_str(), failure.sort), ("signOffStands", Sort::Refused));
    assert!(failure.message.contains("stands, so nothing of it is superseded"), "{}", failure.message);
    let unknown = json!({ "learner": LEARNER, "unit": OCR, "superseded": "0".repeat(64) });
    assert_eq!(story.try_call("matrix.paper", unknown).unwrap_err().code, "notFound");
}

#[test]
fn what_nobody_signed_is_not_reopened_nor_printed_as_signed() {
    let mut story = Story::decided();
    let reopen = json!({ "unit": OCR, "reason": "One more look." });
    let words = story.ada().refused("signOff.reopen", reopen, "nothingSigned");
    assert!(words.ends_with("is not signed off"), "{words}");
    for which in ["original", "verified"] {
        story.ada().refused("matrix.paper", json!({ "unit": OCR, which: true }), "nothingSigned");
    }
    story.ada().signs(OCR);
    let words = story.ada().refused("matrix.paper", json!({ "unit": OCR, "verified": true }), "noPaperOfIv");
    assert!(words.ends_with("carries the signature of an IV on this computer"), "{words}");
    story.on("matrix.paper", json!({ "unit": OCR, "original": true }));
}

/// What pdftotext reads; nothing where it is not installed.
fn words_of(pdf: &std::path::Path) -> Option<String> {
    let output = std::process::Command::new("pdftotext").args(["-layout"]).arg(pdf).arg("-").output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" "))
}
