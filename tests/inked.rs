//! Stories of the ink route: a matrix is printed, signed with a pen, scanned and attached to its sign-off.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::fs;
use std::path::PathBuf;

use journeys::files::scan;
use journeys::people::{OCR, Story, each, portfolio, said, text};
use serde_json::{Value, json};

fn written(story: &Story, name: &str, bytes: &[u8]) -> PathBuf {
    let file = story.home().join(name);
    fs::write(&file, bytes).unwrap();
    file
}

fn page(story: &Story, name: &str, carries: &[&str]) -> Value {
    json!({ "unit": OCR, "file": written(story, name, &scan(name)), "carries": carries })
}

fn pages(story: &mut Story) -> Value {
    story.on("inkedPage.list", json!({ "unit": OCR }))
}

/// What the current record says in each signature box, by kind.
fn boxes(story: &mut Story) -> Vec<(String, Value)> {
    let out = story.home().join("record.json");
    story.on("matrix.export", json!({ "unit": OCR, "format": "json", "out": out }));
    let record: Value = serde_json::from_slice(&fs::read(out).unwrap()).unwrap();
    let matrix = record.get("matrix").unwrap_or(&record);
    each(&matrix["declarations"]).map(|d| (text(&d["kind"]), d["state"].clone())).collect()
}

fn state(boxes: &[(String, Value)], kind: &str) -> Value {
    boxes.iter().find(|(own, _)| own == kind).map(|(_, state)| state.clone()).unwrap()
}

#[test]
fn a_page_is_kept_shown_and_printed_and_never_alters_what_was_signed() {
    let mut story = Story::signed();
    let original = |story: &mut Story, name: &str| {
        let out = story.home().join(name);
        story.on("matrix.paper", json!({ "unit": OCR, "original": true, "out": out }));
        fs::read(out).unwrap()
    };
    let before = original(&mut story, "before.pdf");
    story.days_pass(3);
    let mut request = page(&story, "signed page.png", &["visitor", "learner", "assessor", "learner"]);
    request["received"] = json!("2026-09-16");
    let done = story.ben().does("inkedPage.attach", request);
    assert!(
        text(&done["label"]).contains("with the signatures of candidate, assessor and visitor"),
        "{done}"
    );
    let shown = story.on("signOff.show", json!({ "unit": OCR }))["inked"][0].clone();
    assert_eq!(shown["carries"], json!(["learner", "assessor", "visitor"]));
    assert_eq!((&shown["received"], &shown["by"]), (&json!("2026-09-16"), &json!("Ben King")));
    let opens = story.call("paper.path", json!({ "paper": shown["paper"] }));
    assert_eq!(fs::read(text(&opens)).unwrap(), scan("signed page.png"), "a copy is kept");
    let boxes = boxes(&mut story);
    let ink = json!({ "kind": "ink", "receivedOn": "2026-09-16", "receivedBy": "Ben King" });
    assert_eq!((state(&boxes, "learner"), state(&boxes, "externalQualityAssurer")), (ink.clone(), ink));
    let assessor = text(&state(&boxes, "assessor")["how"]);
    assert_eq!(
        assessor,
        "signed in the record with a signing password; inked page received 16/09/2026 by Ben King"
    );
    assert_eq!(state(&boxes, "verifier"), json!({ "kind": "open" }));
    assert!(original(&mut story, "after.pdf") == before, "the signed original stays");
    assert_eq!(story.unit(OCR)["signOff"]["stale"], Value::Null);
    story.checks_clean();
}

#[test]
fn verify_tells_of_the_pages_of_a_paper_and_what_a_scan_belongs_to() {
    let mut story = Story::signed();
    let request = page(&story, "back.png", &["learner"]);
    story.ada().does("inkedPage.attach", request);
    let out = story.home().join("original.pdf");
    story.on("matrix.paper", json!({ "unit": OCR, "original": true, "out": out }));
    let paper = story.call("verify", json!({ "file": out }));
    assert_eq!(
        paper["inked"],
        json!(["Inked page received 14/09/2026 by Ada Okafor, with the signature of candidate."])
    );
    let scan = story.call("verify", json!({ "file": story.home().join("back.png") }));
    assert_eq!((&scan["good"], &scan["learner"]), (&json!(true), &json!("Rowan Hartley")), "{scan}");
    assert!(text(&scan["line"]).starts_with("An inked page of Plan, organise"), "{scan}");
    let attached = pages(&mut story)[0]["attached"].clone();
    story
        .ben()
        .does("inkedPage.withdraw", json!({ "attached": attached, "reason": "Signed by her sister." }));
    let scan = story.call("verify", json!({ "file": story.home().join("back.png") }));
    assert_eq!(scan["good"], false);
    assert!(text(&scan["line"]).ends_with("It was withdrawn: Signed by her sister."), "{scan}");
    assert_eq!(state(&boxes(&mut story), "learner"), json!({ "kind": "open" }), "it counts no more");
    let paper = story.call("verify", json!({ "file": out }));
    assert!(text(&paper["inked"][0]).contains("withdrawn: Signed by her sister."), "{paper}");
    story.checks_clean();
}

#[test]
fn a_page_that_comes_today_comes_after_a_signature_under_a_clock_that_was_ahead() {
    let mut story = Story::signed();
    story.days_pass(-5);
    let file = written(&story, "page.png", &scan("a page of today"));
    let mut request = json!({ "unit": OCR, "file": file, "carries": ["learner"], "received": "2026-09-08" });
    story.ada().refused("inkedPage.attach", request.clone(), "pageTooEarly");
    request["received"] = Value::Null;
    story.ada().does("inkedPage.attach", request);
    story.checks_clean();
}

#[test]
fn a_page_belongs_to_a_sign_off_and_is_a_whole_scan() {
    let mut story = Story::decided();
    let good = page(&story, "page.png", &["learner"]);
    story.ada().refused("inkedPage.attach", good.clone(), "nothingSigned");
    story.ada().signs(OCR);
    let whole = scan("x");
    for (name, bytes, why) in [
        ("empty.png", Vec::new(), "is empty"),
        ("torn.png", whole[..whole.len() - 3].to_vec(), "is cut off or damaged"),
        ("photo.heic", b"\0\0\0\x18ftypheic".to_vec(), "is not a PDF, PNG or JPEG"),
        ("page.pdf", b"MZ\x90 a program that calls itself a page".to_vec(), "is not a PDF, PNG or JPEG"),
        ("locked.pdf", b"%PDF-1.7 trailer<</Encrypt 3 0 R>> %%EOF".to_vec(), "is locked with a password"),
    ] {
        let file = written(&story, name, &bytes);
        let request = json!({ "unit": OCR, "file": file, "carries": ["learner"] });
        let words = story.ada().refused("inkedPage.attach", request, "noScan");
        assert!(words.starts_with(&format!("the file {name} ")) && words.contains(why), "{words}");
    }
    let issued = story.home().join("issued.pdf");
    story.on("matrix.paper", json!({ "unit": OCR, "original": true, "out": issued }));
    let request = json!({ "unit": OCR, "file": issued, "carries": ["learner"] });
    let words = story.ada().refused("inkedPage.attach", request, "noScan");
    assert!(words.contains("carries no ink"), "{words}");
    for (field, value, why) in [
        ("carries", json!([]), "whose signature"),
        ("received", json!("last week"), "is not a date"),
        ("file", json!(story.home().join("nowhere.png")), "nowhere.png"),
    ] {
        let mut request = good.clone();
        request[field] = value;
        let failure = story.ada().fails("inkedPage.attach", request);
        assert!(failure.message.contains(why), "{}", failure.message);
    }
    let mut early = good.clone();
    early["received"] = json!("2026-09-13");
    let words = story.ada().refused("inkedPage.attach", early, "pageTooEarly");
    assert!(
        words.ends_with("was signed off on 14/09/2026, so its page cannot have come on 13/09/2026"),
        "{words}"
    );
    let mut ahead = good.clone();
    ahead["received"] = json!("2026-09-15");
    story.ada().refused("inkedPage.attach", ahead, "dateAhead");
    assert_eq!(pages(&mut story), json!([]), "nothing was attached");
    story.ada().does("inkedPage.attach", good.clone());
    story.ben().refused("inkedPage.attach", good, "nothingToDo");
    story.call(
        "person.add",
        json!({ "name": "Vera Holm", "roles": ["visitor"], "password": "three plain words" }),
    );
    let request = page(&story, "more.png", &["visitor"]);
    story.person("Vera Holm").refused("inkedPage.attach", request, "readOnly");
    let attached = pages(&mut story)[0]["attached"].clone();
    let silent = json!({ "attached": attached, "reason": " " });
    story.ada().refused("inkedPage.withdraw", silent, "reasonRequired");
    story.checks_clean();
}

#[test]
fn a_kept_page_that_is_gone_is_told_by_the_check() {
    let mut story = Story::signed();
    let request = page(&story, "page.png", &["learner"]);
    story.ada().does("inkedPage.attach", request);
    story.checks_clean();
    let shown = pages(&mut story)[0].clone();
    let kept = text(&story.call("paper.path", json!({ "paper": shown["paper"] })));
    fs::remove_file(kept).unwrap();
    let failure = story.try_call("check", json!({})).unwrap_err();
    assert!(failure.message.contains("the inked page") && failure.message.contains("not in the centre file"));
    assert_eq!(pages(&mut story)[0]["paper"], Value::Null, "it is not said to be here");
    let out = story.home().join("again.png");
    let save = json!({ "attached": shown["attached"], "out": out });
    story.ada().refused("inkedPage.save", save, "pageElsewhere");
}

#[test]
fn attaching_and_withdrawing_are_undone_and_done_again() {
    let mut story = Story::signed();
    let request = page(&story, "page.png", &["learner"]);
    story.ada().does("inkedPage.attach", request);
    let standing = |story: &mut Story| {
        let all = pages(story);
        each(&all).filter(|p| p["withdrawn"].is_null()).count()
    };
    let label = story.ada().undoes();
    assert!(label.starts_with("undo: inked page of Plan"), "{label}");
    assert_eq!(standing(&mut story), 0);
    story.ada().redoes();
    assert_eq!(standing(&mut story), 1);
    let all = pages(&mut story);
    let attached = each(&all).find(|p| p["withdrawn"].is_null()).unwrap()["attached"].clone();
    story.ada().does("inkedPage.withdraw", json!({ "attached": attached, "reason": "The wrong one." }));
    assert_eq!(standing(&mut story), 0);
    story.ada().undoes();
    assert_eq!(standing(&mut story), 1);
    story.checks_clean();
}

#[test]
fn a_page_is_attached_listed_and_written_out_in_a_terminal() {
    let mut story = Story::signed();
    let file = written(&story, "page.png", &scan("page.png"));
    let workspace = story.workspace();
    story.close();
    let run = |words: &[&str]| {
        let mut all = vec!["--workspace", workspace.to_str().unwrap(), "--as", "Ada Okafor"];
        all.extend(words);
        said(&portfolio(&all).output().unwrap())
    };
    let attach = ["inked", "attach", "Rowan Hartley", OCR, file.to_str().unwrap(), "--signed"];
    let (code, _, words) = run(&[&attach[..], &["learner,aunt"]].concat());
    assert!(code == 2 && words.contains("\"aunt\" is not one of learner"), "{words}");
    let (code, words, _) = run(&[&attach[..], &["learner,IV"]].concat());
    assert!(code == 0 && words.contains("candidate and internal verifier"), "{words}");
    let (code, words, _) = run(&["inked", "list", "Rowan Hartley", OCR]);
    assert!(
        code == 0 && words.contains("by Ada Okafor, with the signatures of candidate and internal"),
        "{words}"
    );
    let id = words.split_whitespace().last().unwrap().to_owned();
    let out = story.home().join("again.png");
    let (code, words, _) = run(&["inked", "save", "Rowan Hartley", &id, "--out", out.to_str().unwrap()]);
    assert!(code == 0 && words.starts_with("Inked page written"), "{words}");
    assert_eq!(fs::read(&out).unwrap(), scan("page.png"));
    let (code, words, _) = run(&["verify", out.to_str().unwrap()]);
    assert!(code == 0 && words.starts_with("An inked page of"), "{words}");
    let (code, words, _) = run(&["inked", "withdraw", "Rowan Hartley", &id, "--reason", "Blurred"]);
    assert!(code == 0 && words.contains("withdraw an inked page: Blurred"), "{words}");
    let (code, words, _) = run(&["inked", "list", "Rowan Hartley", OCR]);
    assert!(code == 0 && words.contains("withdrawn: Blurred"), "{words}");
}
