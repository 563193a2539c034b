//! Stories of what goes out beside the signed paper: the matrix for other programs, and the other papers. What is written is read
//! back and says what the records say.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::fs;
use std::path::Path;

use ::portfolio::clock::Clock;
use ::portfolio::error::Sort;
use ::portfolio::journal::entry::Moment;
use journeys::people::{EDI, LEARNER, OCR, PASSWORD, Story, pick, portfolio, said};
use serde_json::{Value, json};

/// Runs the command line on the story's centre file, which must be closed.
fn run(story: &Story, words: &[&str]) -> (i32, String, String) {
    let place = story.workspace();
    let mut all = vec!["--workspace", place.to_str().unwrap()];
    all.extend(words);
    said(&portfolio(&all).output().unwrap())
}

fn matrix(story: &Story, out: &Path, more: &[&str]) -> (i32, String, String) {
    let mut words = vec!["matrix", LEARNER, OCR, "--out", out.to_str().unwrap()];
    words.extend(more);
    run(story, &words)
}

#[test]
fn the_ending_of_the_file_says_in_which_format_the_matrix_goes_out() {
    let mut story = Story::decided();
    story.close();
    for (ending, begins, words) in [
        ("xlsx", "PK", "Cumulative assessment record written as an Excel workbook"),
        ("csv", "\u{feff}Learner,ULN,Unit", "Cumulative assessment record written as CSV"),
        ("html", "<!DOCTYPE html>", "Cumulative assessment record written as a web page"),
        (
            "json",
            "{\n  \"$schema\": \"coverage-matrix-1.schema.json\"",
            "Cumulative assessment record written as JSON",
        ),
        ("pdf", "%PDF-", "pages, SHA-256"),
    ] {
        let out = story.home().join(format!("matrix.{ending}"));
        let (code, told, error) = matrix(&story, &out, &[]);
        assert_eq!(code, 0, "{error}");
        assert!(told.contains(words), "{told}");
        let bytes = fs::read(&out).unwrap();
        assert!(bytes.starts_with(begins.as_bytes()), "{ending}");
    }
    let json: Value = serde_json::from_slice(&fs::read(story.home().join("matrix.json")).unwrap()).unwrap();
    assert_eq!(json["matrix"]["learner"]["name"], json!(LEARNER));
    let csv = fs::read_to_string(story.home().join("matrix.csv")).unwrap();
    let rows: Vec<&Value> = json["matrix"]["outcomes"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|outcome| outcome["rows"].as_array().unwrap())
        .collect();
    assert!(!rows.is_empty());
    for row in rows {
        for link in row["mappings"].as_array().unwrap() {
            let (code, reference) = (row["code"].as_str().unwrap(), link["reference"].as_str().unwrap());
            let stands = csv.lines().any(|line| line.contains(code) && line.contains(reference));
            assert!(stands, "{code} {reference} is not in the CSV");
        }
    }
}

#[test]
fn an_evidence_folder_gets_what_was_asked_for_and_nothing_beside_it() {
    let mut story = Story::decided();
    let inside = story.folder().join("papers");
    fs::create_dir(&inside).unwrap();
    for (format, notes) in [("json", 2), ("csv", 1)] {
        let out = inside.join(format!("matrix.{format}"));
        let made = story.on("matrix.export", json!({ "unit": OCR, "format": format, "out": out }));
        let said: Vec<String> = made["notes"].as_array().unwrap().iter().map(|n| n.to_string()).collect();
        assert_eq!(said.len(), notes, "{said:?}");
        assert!(said[0].contains("evidence of Rowan Hartley arrives in this folder"), "{said:?}");
    }
    let mut there: Vec<_> = fs::read_dir(&inside).unwrap().map(|e| e.unwrap().file_name()).collect();
    there.sort();
    assert_eq!(there, ["matrix.csv", "matrix.json"]);
}

#[test]
fn the_schema_of_an_export_lies_beside_it_and_is_never_written_over_another_file() {
    let mut story = Story::decided();
    let folder = story.home().join("for another program");
    fs::create_dir(&folder).unwrap();
    let (out, schema) = (folder.join("matrix.json"), folder.join("coverage-matrix-1.schema.json"));
    let request = json!({ "unit": OCR, "format": "json", "out": out });
    for _again in 0..2 {
        let made = story.on("matrix.export", request.clone());
        assert_eq!(made["notes"], json!(["its schema coverage-matrix-1.schema.json lies beside it"]));
    }
    let export: Value = serde_json::from_slice(&fs::read(&out).unwrap()).unwrap();
    let named = folder.join(export["$schema"].as_str().unwrap());
    let schema_said: Value = serde_json::from_slice(&fs::read(&named).unwrap()).unwrap();
    assert_eq!((&named, schema_said), (&schema, ::portfolio::matrix::out::schema()));
    // Published it says the same, byte for byte.
    let published =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/schemas/coverage-matrix-1.schema.json");
    assert_eq!(fs::read(&schema).unwrap(), fs::read(published).unwrap());
    fs::write(&schema, "somebody's own").unwrap();
    let made = story.on("matrix.export", request);
    let note = made["notes"][0].as_str().unwrap();
    assert!(note.contains("was not written beside it: another file of that name"), "{note}");
    assert_eq!(fs::read_to_string(&schema).unwrap(), "somebody's own");
    let csv = json!({ "unit": OCR, "format": "csv", "out": folder.join("matrix.csv") });
    assert_eq!(story.on("matrix.export", csv)["notes"], json!([]));
    story.close();
    let (code, told, error) = matrix(&story, &story.home().join("matrix.json"), &[]);
    assert!(code == 0 && told.contains("lies beside it"), "{told}{error}");
}

#[test]
fn a_signed_original_is_a_pdf_only_and_an_unknown_format_is_answered_with_the_known_ones() {
    let mut story = Story::signed();
    story.close();
    let out = story.home().join("original.csv");
    let (code, _, error) = matrix(&story, &out, &["--original"]);
    assert_eq!(code, 2);
    assert!(error.contains("leave --original and --verified out"), "{error}");
    let (code, _, error) = matrix(&story, &story.home().join("m.docx"), &["--format", "docx"]);
    assert_eq!(code, 2);
    assert!(error.contains("pdf, xlsx, csv, html, json"), "{error}");
    assert!(!out.exists() && !story.home().join("m.docx").exists(), "nothing is written");
}

#[test]
fn a_file_that_cannot_be_written_is_left_as_it_was() {
    let mut story = Story::decided();
    let folder = story.home().join("taken.csv");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("kept"), "kept").unwrap();
    let refused = story.try_on("matrix.export", json!({ "unit": OCR, "format": "csv", "out": folder }));
    assert!(refused.unwrap_err().message.contains("taken.csv"));
    assert_eq!(fs::read_to_string(folder.join("kept")).unwrap(), "kept");
    let left = fs::read_dir(story.home()).unwrap().filter_map(Result::ok);
    let drafts: Vec<_> = left.filter(|file| file.file_name().to_string_lossy().contains(".tmp")).collect();
    assert!(drafts.is_empty(), "{drafts:?}");
}

/// The words of a PDF; none where the tool is not installed, which is said aloud.
fn words_of(pdf: &Path) -> Option<String> {
    let Ok(done) = std::process::Command::new("pdftotext").arg("-raw").arg(pdf).arg("-").output() else {
        eprintln!(
            "pdftotext is not installed: this part of the test was not run (apt-get install poppler-utils)"
        );
        return None;
    };
    let text = String::from_utf8(done.stdout).unwrap();
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn every_paper_is_printed_from_the_records_and_vouches_for_itself() {
    let mut story = Story::signed();
    story.ada().maps("E001", EDI, "1.1", "p. 1");
    story.ada().decides(EDI, "1.1", "notYetMet", "bring the rota of the second week");
    let shown = story.show();
    story.close();
    let papers: [(&str, &[&str], &[&str]); 7] = [
        ("sampling", &["--unit", OCR], &["IV sampling record", "Nobody has sampled the work of this"]),
        ("gaps", &[], &["What to bring next", "bring the rota of the second week", "Not there yet."]),
        (
            "decisions",
            &[],
            &["Assessment decision and feedback record", "bring the rota of the second week", "Not yet met"],
        ),
        ("evidence", &[], &["Evidence index", "E001", "SHA-256"]),
        ("grid", &["--unit", OCR], &["Evidence grid", "E001", "Met"]),
        (
            "claim",
            &[],
            &["Claim sheet", "no assessor has signed it off", "Direct claim status: not recorded."],
        ),
        (
            "whole",
            &[],
            &["Contents", "Evidence index", "Unit coverage matrix", "Claim sheet", "Evidence grid"],
        ),
    ];
    for (kind, more, says) in papers {
        let out = story.home().join(format!("{kind}.pdf"));
        let mut words = vec!["print", kind, LEARNER, "--out", out.to_str().unwrap()];
        words.extend(more);
        let (code, told, error) = run(&story, &words);
        assert_eq!(code, 0, "{kind}: {error}");
        assert!(told.contains("pages, SHA-256"), "{told}");
        let (_, told, _) = run(&story, &["verify", out.to_str().unwrap()]);
        assert!(told.contains("its pages say exactly these facts"), "{kind}: {told}");
        let Some(read) = words_of(&out) else { continue };
        for word in says.iter().chain([&LEARNER]) {
            assert!(read.contains(word), "{kind} does not say {word}: {read}");
        }
    }
    let Some(read) = words_of(&story.home().join("evidence.pdf")) else { return };
    for item in shown["evidence"].as_array().unwrap().iter().filter(|item| !item["reference"].is_null()) {
        for part in item["parts"].as_array().unwrap() {
            let name = part["fileName"].as_str().unwrap();
            assert!(read.contains(name), "{name} is not in the index");
        }
    }
}

#[test]
fn a_paper_that_cannot_be_made_says_why_and_what_is_there_stays() {
    let mut story = Story::begin();
    let out = story.home().join("paper.pdf");
    fs::write(&out, "kept").unwrap();
    let asked = |kind: &str, more: Value| {
        let mut request = json!({ "kind": kind, "out": out });
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        request
    };
    for (request, why) in [
        (asked("grid", json!({})), "say of which unit the evidence grid is"),
        (asked("decisions", json!({ "from": "21/11/2026" })), "write it as 2026-11-21"),
        (asked("decisions", json!({ "from": "2026-11-21", "to": "2026-11-20" })), "before the first"),
        (asked("decisions", json!({ "to": "2026-11-20" })), "say the first day as well"),
        (asked("gaps", json!({ "unit": "no-such-unit" })), "no-such-unit"),
        // What an item is used for, or a whole portfolio, is not to be had of one unit.
        (asked("evidence", json!({ "unit": OCR })), "of the whole portfolio: leave the unit out"),
        (asked("whole", json!({ "unit": OCR })), "of the whole portfolio: leave the unit out"),
    ] {
        let failure = story.try_on("paper.print", request).unwrap_err();
        assert!(failure.message.contains(why), "{}", failure.message);
        assert_eq!(fs::read_to_string(&out).unwrap(), "kept");
    }
    // Stopped before it begins, it does not begin; the next one under another ticket is made.
    ::portfolio::printing::stop("ticket 1");
    let stopped = story.try_on("paper.print", asked("whole", json!({ "ticket": "ticket 1" }))).unwrap_err();
    assert_eq!((stopped.code.as_str(), stopped.sort), ("stopped", Sort::Failed));
    assert!(stopped.hint.is_some(), "the way out");
    assert!(stopped.message.contains("printing was stopped; nothing was written"), "{}", stopped.message);
    assert_eq!(fs::read_to_string(&out).unwrap(), "kept");
    story.on("paper.print", asked("whole", json!({ "ticket": "ticket 2" })));
    fs::write(&out, "kept").unwrap();
    for (n, name, more) in [
        (3, "matrix.paper", json!({})),
        (4, "matrix.export", json!({ "format": "xlsx" })),
        (5, "matrix.export", json!({ "format": "json" })),
    ] {
        let ticket = format!("ticket {n}");
        ::portfolio::printing::stop(&ticket);
        let mut request = json!({ "unit": OCR, "out": out, "ticket": ticket });
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        assert_eq!(story.try_on(name, request).unwrap_err().code, "stopped", "{name}");
        assert_eq!(fs::read_to_string(&out).unwrap(), "kept", "{name}");
    }
    story.on("matrix.paper", json!({ "unit": OCR, "out": out, "ticket": "ticket 6" }));
    assert!(fs::read(&out).unwrap().starts_with(b"%PDF-"));
}

#[test]
fn a_paper_for_the_screen_is_opened_by_its_id_and_carries_no_path() {
    let mut story = Story::decided();
    let made = story.on("paper.print", json!({ "kind": "grid", "unit": OCR }));
    let paper = made["paper"].as_str().unwrap().to_owned();
    assert!(paper.starts_with("drawn-") && !paper.contains(['/', '\\']), "{paper}");
    assert_eq!(made["name"], json!(format!("{LEARNER} ocr-plan-organise-control evidence grid.pdf")));
    let path = story.call("paper.path", json!({ "paper": paper }));
    assert!(fs::read(path.as_str().unwrap()).unwrap().starts_with(b"%PDF-"));
}

#[test]
fn the_record_of_a_visit_keeps_what_was_judged_again_later() {
    let mut story = Story::with_evidence();
    story.call("person.add", json!({ "name": "Tia Lund", "roles": ["traineeAssessor"], "countersigner": "Ada Okafor", "password": PASSWORD }));
    story.ada().maps("E003", EDI, "1.1", "p. 3");
    story.person("Tia Lund").maps("E001", EDI, "1.1", "p. 1");
    let links = story.row(EDI, "1.1")["links"].clone();
    let hers = pick(&links, "reference", "E001")["mapping"].clone();
    let told = json!({ "unit": EDI, "codes": "1.1", "outcome": "notYetMet", "reason": "one week is too little",
        "feedback": "A good beginning.", "needed": "the rota of the second week",
        "reliedOn": [hers] });
    story.person("Tia Lund").does("decide", told);
    story.days_pass(6);
    story.ada().maps("E002", EDI, "1.1", "p. 2");
    story.ada().decides(EDI, "1.1", "met", "Two weeks are seen.");
    let visit = |story: &mut Story, day: &str| {
        let out = story.home().join(format!("{day}.pdf"));
        story.on("paper.print", json!({ "kind": "decisions", "from": day, "out": out }));
        words_of(&out)
    };
    let Some(first) = visit(&mut story, "2026-09-14") else { return };
    for said in [
        "1 criterion judged · 0 awarded · 1 not yet met",
        "Tia Lund (TL, trainee)",
        "one week is too little",
        "A good beginning.",
        "the rota of the second week",
        "decided again on 20/09/2026",
        "E001 1 one · p. 1",
        "E003 3 three · p. 3 · WP · not relied on",
        "Claimed, with evidence put forward: 1.1*† · Awarded: none",
        "Trainee assessor",
        "Countersigning assessor",
        "Place, or remote",
        "Questions and answers",
        "Evidence added to the portfolio 14/09/2026",
    ] {
        assert!(first.contains(said), "{said}: {first}");
    }
    assert!(!first.contains("E002") && !first.contains("Two weeks are seen."), "{first}");
    let second = visit(&mut story, "2026-09-20").unwrap();
    for said in
        ["1 criterion judged · 1 awarded", "Ada Okafor (AO)", "E001 1 one · p. 1", "E002 2 two · p. 2"]
    {
        assert!(second.contains(said), "{said}: {second}");
    }
    assert!(!second.contains("Tia Lund") && !second.contains("Countersigning"), "{second}");

    // What is taken back was not judged; done again, it was.
    story.ada().undoes();
    let first = visit(&mut story, "2026-09-14").unwrap();
    assert!(first.contains("the rota of the second week") && !first.contains("decided again"), "{first}");
    assert!(visit(&mut story, "2026-09-20").unwrap().contains("Nothing was judged on 20/09/2026."));
    story.ada().redoes();
    assert!(visit(&mut story, "2026-09-14").unwrap().contains("decided again on 20/09/2026"));
    assert!(visit(&mut story, "2026-09-20").unwrap().contains("1 criterion judged · 1 awarded"));
}

#[test]
fn a_current_record_says_that_what_a_decision_rested_on_is_not_there_any_more_and_the_signed_one_does_not() {
    let mut story = Story::decided();
    let feedback =
        json!({ "unit": OCR, "codes": "1.1", "outcome": "met", "feedback": "Clear and complete." });
    story.ada().does("decide", feedback);
    story.ada().signs(OCR);
    story.ada().reopens(OCR, "A link was wrong");
    let print = |story: &mut Story, more: Value| {
        let out = story.home().join("matrix.pdf");
        let mut request = json!({ "unit": OCR, "out": out });
        request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        story.on("matrix.paper", request);
        words_of(&out)
    };
    let Some(before) = print(&mut story, json!({})) else { return };
    assert!(before.contains("Feedback: Clear and complete."), "{before}");
    assert!(!before.to_lowercase().contains("to be judged again"), "{before}");
    story.ada().unmaps(OCR, "1.1");
    let again = "To be judged again: it relied on a link to E001 that was withdrawn.";
    let now = print(&mut story, json!({})).unwrap();
    assert_eq!(now.matches(again).count(), 1, "{now}");
    assert_eq!(
        now.matches("1 to be judged again").count(),
        1,
        "what is counted as met does not all hold: {now}"
    );
    let superseded = print(&mut story, json!({ "superseded": "latest" })).unwrap();
    assert!(!superseded.to_lowercase().contains("to be judged again"), "{superseded}");
    assert!(!superseded.contains("Clear and"), "{superseded}");
    // The learner is not told that it is done.
    let out = story.home().join("gaps.pdf");
    story.on("paper.print", json!({ "kind": "gaps", "unit": OCR, "out": out }));
    let gaps = words_of(&out).unwrap();
    assert!(gaps.contains("1 with your assessor") && gaps.contains("looks at this once more"), "{gaps}");
}

#[test]
fn the_gap_list_and_the_index_speak_of_what_was_looked_at_and_not_of_what_came_since() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", EDI, "1.1", "p. 1");
    story.ada().maps("E002", EDI, "1.1", "p. 2");
    let links = story.row(EDI, "1.1")["links"].clone();
    let judged = pick(&links, "reference", "E001")["mapping"].clone();
    let told = json!({ "unit": EDI, "codes": "1.1", "outcome": "notYetMet", "reason": "Too little.",
        "reliedOn": [judged] });
    story.ada().does("decide", told);
    let sample = story.ben().samples(EDI, "1.1");
    story.ben().finds(&sample, "1.1", "agree", "");
    let print = |story: &mut Story, kind: &str| {
        let out = story.home().join(format!("{kind}.pdf"));
        story.on("paper.print", json!({ "kind": kind, "out": out }));
        words_of(&out)
    };
    let Some(gaps) = print(&mut story, "gaps") else { return };
    assert!(gaps.contains("Your assessor has looked at: E001 1 one (p. 1)"), "{gaps}");
    assert!(!gaps.contains("E002") && !gaps.contains("with your assessor"), "{gaps}");
    story.ada().maps("E003", EDI, "1.1", "p. 3");
    let gaps = print(&mut story, "gaps").unwrap();
    assert!(gaps.contains("1 with your assessor") && gaps.contains("E003 3 three (p. 3)"), "{gaps}");
    assert!(
        !gaps.contains("has looked at") && !gaps.contains("E001") && !gaps.contains("Not there yet"),
        "{gaps}"
    );
    // The IV saw what was judged: neither what was left out nor what came since.
    let sampled = "S001 of 14/09/2026, not signed";
    let index = print(&mut story, "evidence").unwrap();
    assert_eq!(index.matches(sampled).count(), 1, "{index}");
    story.ben().verifies(&sample);
    let index = print(&mut story, "evidence").unwrap();
    assert!(index.contains("S001 of 14/09/2026") && !index.contains("not signed"), "{index}");
}

#[test]
fn what_two_desks_judged_at_once_was_awarded_by_neither_also_once_it_is_settled() {
    let mut here = Story::with_evidence();
    here.ada().maps("E001", EDI, "1.1", "p. 1");
    let mut there = here.copied();
    here.ada().decides(EDI, "1.1", "met", "Seen.");
    there.cleo().decides(EDI, "1.1", "notYetMet", "No dates.");
    let (mine, theirs) = (here.home().join("mine.jsonl"), here.home().join("theirs.jsonl"));
    here.call("journal.export", json!({ "file": mine }));
    there.call("journal.export", json!({ "file": theirs }));
    here.call("journal.admit", json!({ "file": theirs }));
    there.call("journal.admit", json!({ "file": mine }));
    for story in [&mut here, &mut there] {
        story.days_pass(3);
        // The paper of the unit says which decisions stand and whose they are.
        let out = story.home().join("matrix.pdf");
        story.on("matrix.paper", json!({ "unit": EDI, "out": out }));
        let Some(words) = words_of(&out) else { return };
        let both =
            "Decisions that stand: met (Ada Okafor, 14/09/2026) / not yet met (Cleo Marsh, 14/09/2026).";
        assert!(words.contains("In dispute") && words.contains(both), "{words}");
        story.ada().decides(EDI, "1.1", "met", "Both looked.");
        let out = story.home().join("visit.pdf");
        story.on("paper.print", json!({ "kind": "decisions", "from": "2026-09-14", "out": out }));
        let Some(words) = words_of(&out) else { return };
        assert!(words.contains("1 criterion judged · 0 awarded · 1 in dispute"), "{words}");
        assert!(words.contains("Awarded: none") && !words.contains("Still needed"), "{words}");
        assert_eq!(words.matches("another desk judged it at the same time").count(), 2, "{words}");
        story.on("paper.print", json!({ "kind": "decisions", "from": "2026-09-17", "out": out }));
        let words = words_of(&out).unwrap();
        assert!(words.contains("1 criterion judged · 1 awarded"), "{words}");
    }
}

#[test]
fn what_was_met_under_another_text_is_not_awarded_until_it_is_confirmed() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    story.ada().decides(OCR, "1.1", "met", "Seen.");
    let mut draft = story.call("unit.draft", json!({ "unit": OCR }));
    draft["outcomes"][2]["criteria"][0]["text"] = json!("Say something else.");
    story.call("unit.save", json!({ "draft": draft }));
    story.call("unit.reissue", json!({ "unit": OCR, "keepDecisions": false }));
    let print = |story: &mut Story| {
        let out = story.home().join("visit.pdf");
        story.on("paper.print", json!({ "kind": "decisions", "out": out }));
        words_of(&out)
    };
    let Some(words) = print(&mut story) else { return };
    assert!(words.contains("0 awarded · 1 met under another text of the unit"), "{words}");
    assert!(words.contains("Awarded: none"), "{words}");
    let anew = json!({ "unit": OCR, "keepDecisions": true, "learners": [LEARNER] });
    story.call("unit.reissue", anew);
    assert!(print(&mut story).unwrap().contains("1 criterion judged · 1 awarded"));
}

#[test]
fn a_day_on_paper_and_screen_is_the_day_at_the_desk() {
    let mut story = Story::begin();
    // Half past midnight in London, when it is still the day before in Greenwich.
    let late = Moment { at: 1_789_374_600_000 + 15 * 3_600_000, offset: 60 };
    story.session().set_clock(Clock::Stopped(late));
    story.file("1 one.txt", "what one says");
    story.on("scan", json!({ "number": true }));
    story.ada().maps("E001", OCR, "1.1", "p. 1");
    assert_eq!(story.item("E001")["added"], "2026-09-15");
    let work = story.call("work.list", json!({}));
    assert_eq!(pick(&work["undecided"], "code", "1.1")["day"], "2026-09-15");
    let list = story.call("learner.list", json!({}));
    assert_eq!(list["learners"][0]["lastActivity"], "2026-09-15");
    story.checks_clean();
    let out = story.home().join("index.pdf");
    story.on("paper.print", json!({ "kind": "evidence", "out": out }));
    let Some(words) = words_of(&out) else { return };
    assert!(words.contains("added 15/09/2026") && !words.contains("14/09/2026"), "{words}");
}

#[test]
fn a_learner_of_two_boards_is_called_by_the_word_that_both_share() {
    let mut story = Story::with_evidence();
    let out = story.home().join("gaps.pdf");
    let print = |story: &mut Story, unit: Value| {
        story.on("paper.print", json!({ "kind": "gaps", "unit": unit, "out": out }));
        words_of(&out)
    };
    let Some(all) = print(&mut story, Value::Null) else { return };
    assert!(all.contains("Notes of the learner and the assessor"), "{all}");
    let ocr = print(&mut story, json!(OCR)).unwrap();
    assert!(ocr.contains("Notes of the candidate and the assessor"), "{ocr}");
    for unit in [EDI, journeys::people::OWN] {
        story.ada().does("learner.unitWithdraw", json!({ "unit": unit, "reason": "Another course." }));
    }
    let all = print(&mut story, Value::Null).unwrap();
    assert!(all.contains("Notes of the candidate and the assessor"), "{all}");
}

#[test]
fn the_evidence_index_names_items_and_versions_as_people_do_and_says_who_vouches() {
    let mut story = Story::with_evidence();
    let describe = |story: &mut Story, request: Value| {
        story.ada().does("evidence.describe", request);
    };
    describe(
        &mut story,
        json!({ "evidence": "E001", "thirdParty": true, "redacted": "E002", "pages": 12, "duration": "12:30",
        "aiUse": "Spelling only.", "route": "observed" }),
    );
    story.ada().does("declaration.record", json!({ "route": "signed", "words": "It is my own work." }));
    story.days_pass(3);
    story.file("3 three.txt", "what 3 three.txt says after it was written again");
    story.scan();
    story.ada().does("evidence.accept", json!({ "evidence": ["E003"] }));
    let id = story.item("E002")["id"].as_str().unwrap().to_owned();
    let out = story.home().join("index.pdf");
    story.on("paper.print", json!({ "kind": "evidence", "out": out }));
    let Some(read) = words_of(&out) else { return };
    for said in [
        "redacted copy: E002 2 two",
        "holds personal data of others",
        "pages: 12",
        "duration: 0:12:30",
        "use of AI: Spelling only.",
        "observed, stated by Ada Okafor on 14/09/2026",
        "As for the whole portfolio: declared by a signed declaration on 14/09/2026, recorded by Ada Okafor.",
        "version 2 of 17/09/2026, in the place of version 1 of 14/09/2026",
    ] {
        assert!(read.contains(said), "{said}: {read}");
    }
    let said = read.matches("declared by a signed declaration").count();
    let rows = read.matches("as for the whole portfolio").count();
    assert!(said == 1 && rows > 1, "said once, each other item refers to it: {read}");
    let annex = read.find("Annex").unwrap();
    assert!(!read[..annex].contains(&id[..8]), "{id}: {read}");
}

#[test]
fn a_record_of_decisions_of_nobody_s_work_is_refused_with_the_way_out() {
    let mut story = Story::begin();
    let out = story.home().join("paper.pdf");
    let request = json!({ "kind": "decisions", "out": out });
    let words = story.ada().refused("paper.print", request, "nothingDecided");
    assert_eq!(words, "nothing is decided yet for Rowan Hartley, so there is no decision to print");
    assert!(!out.exists());
}
