//! A changed file is a new version of the same item: links are kept and ask to be looked at again, decisions stay tied to the
//! copy that was judged, two versions can be compared, and a criterion tells its attempts in order.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::fs;

use journeys::people::{LEARNER, OCR, OWN, Story, each, text};
use serde_json::{Value, json};

const BEFORE: &str = "Plan of the week\n\nThree people serve at the counter.\n\nI told the team on Monday.\n\nNothing else changed.\n";
const AFTER: &str = "Plan of the week\n\nFour people serve at the counter from May.\n\nI told the team on Monday.\n\nThe rota is below.\n\nNothing else changed.\n";

/// The plan was judged not yet met; then the learner changed the very file.
fn changed() -> Story {
    let mut story = Story::begin();
    story.file("plan.txt", BEFORE);
    story.on("scan", json!({ "number": true }));
    story.ada().maps("E001", OCR, "1.1", "para 2");
    story.ada().maps("E001", OWN, "2.1", "");
    story.ada().decides(OCR, "1.1", "notYetMet", "No dates.");
    story.days_pass(3);
    story.file("plan.txt", AFTER);
    story.scan();
    story
}

fn versions(story: &mut Story) -> Value {
    story.on("evidence.versions", json!({ "evidence": "E001" }))["versions"].clone()
}

fn compared(story: &mut Story, from: &str, to: &str) -> Value {
    story.on("evidence.compare", json!({ "evidence": "E001", "from": from, "to": to }))
}

/// "change from to: words" a line, without those that are the same.
fn differences(view: &Value) -> Vec<String> {
    let word = |piece: &Value| match text(&piece["change"]).as_str() {
        "gone" => format!("[-{}-]", text(&piece["text"])),
        "new" => format!("{{+{}+}}", text(&piece["text"])),
        _same => text(&piece["text"]),
    };
    let line = |line: &Value| {
        let place = |side: &str| line[side].as_str().unwrap_or("-").to_owned();
        let words: String = each(&line["words"]).map(word).collect();
        format!("{} {} {}: {words}", text(&line["change"]), place("from"), place("to"))
    };
    each(&view["lines"]).filter(|l| l["change"] != "same").map(line).collect()
}

#[test]
fn a_changed_file_waits_as_the_next_version_and_can_be_compared_before_it_is_accepted() {
    let mut story = changed();
    let told: Vec<String> = each(&versions(&mut story))
        .map(|v| {
            format!("{} {} {} {}", v["number"], v["accepted"], v["current"], each(&v["decisions"]).count())
        })
        .collect();
    assert_eq!(told, ["2 null false 0", "1 \"2026-09-14\" true 1"]);
    let view = compared(&mut story, "1", "2");
    assert_eq!((view["same"].as_u64(), view["differ"].as_u64()), (Some(3), Some(2)));
    assert_eq!(
        differences(&view),
        [
            "changed para 2 para 2: [-Three -]{+Four +}people serve at the [-counter.-]{+counter from May.+}",
            "new - para 4: {+The rota is below.+}",
        ]
    );
    assert_eq!(story.item("E001")["versions"], 1, "comparing accepts nothing");
}

#[test]
fn an_item_without_a_newer_version_says_what_is_the_matter_with_it() {
    let mut story = changed();
    let accept = json!({ "evidence": ["E001"] });
    story.ada().does("evidence.accept", accept.clone());
    let words = story.ada().refused("evidence.accept", accept.clone(), "nothingToDo");
    assert_eq!(words, "E001 plan is on record as it was last read in the folder");
    fs::remove_file(story.folder().join("plan.txt")).unwrap();
    story.scan();
    let words = story.ada().refused("evidence.accept", accept, "evidenceMissing");
    assert_eq!(words, "E001 plan is not in the folder");
}

#[test]
fn links_are_kept_and_ask_to_be_looked_at_again_and_the_decision_stays_with_the_judged_copy() {
    let mut story = changed();
    story.ada().does("evidence.accept", json!({ "evidence": ["E001"] }));
    let asks = "E001 has a newer version than the one that was put forward";
    assert_eq!(story.row(OCR, "1.1")["links"][0]["confirm"], asks);
    assert_eq!(story.row(OWN, "2.1")["links"][0]["confirm"], asks);
    assert_eq!(story.row(OCR, "1.1")["stale"], "E001 has a newer version than the one judged");
    let all = versions(&mut story);
    let relied = &all[1]["decisions"][0];
    assert_eq!(
        (text(&relied["code"]), text(&relied["outcome"]), relied["standing"].clone()),
        ("1.1".into(), "notYetMet".into(), json!(true))
    );
    assert_eq!(
        (all[1]["files"][0]["kept"].clone(), all[1]["files"][0]["here"].clone()),
        (json!(true), json!(true))
    );
    // The judged copy is what is shown of it, byte for byte.
    let (item, first) = (text(&story.item("E001")["id"]), text(&all[1]["files"][0]["sha256"]));
    let file = story.session().evidence_version(LEARNER, &item, &first).unwrap();
    assert_eq!(file.open().unwrap().whole(1 << 20).unwrap(), BEFORE.as_bytes());
    // Looking again at the link confirms it; the place stays.
    let link = story.links(OWN, "2.1").concat();
    let deed = story.ada().does("link.confirm", json!({ "mappings": [link] }));
    assert_eq!(text(&deed["label"]), "confirm E001 → 2.1 in its newer version");
    assert_eq!(story.row(OWN, "2.1")["links"][0]["confirm"], Value::Null);
    let again = json!({ "mappings": story.links(OWN, "2.1") });
    story.ada().refused("link.confirm", again, "nothingToDo");
    // A decision on the newer version is a look at it too.
    story.ada().decides(OCR, "1.1", "met", "The dates are there now.");
    let row = story.row(OCR, "1.1");
    assert_eq!((&row["links"][0]["confirm"], &row["stale"]), (&Value::Null, &Value::Null));
    let relied: Vec<String> = each(&versions(&mut story))
        .flat_map(|v| {
            each(&v["decisions"])
                .map(|d| format!("{} {} {}", v["number"], text(&d["outcome"]), d["standing"]))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(relied, ["2 met true", "1 notYetMet false"], "which version each decision relied on");
    story.checks_clean();
}

#[test]
fn confirming_a_version_can_be_taken_back() {
    let mut story = changed();
    story.ada().does("evidence.accept", json!({ "evidence": ["E001"] }));
    let before = story.row(OWN, "2.1");
    let links = story.links(OWN, "2.1");
    story.ada().does("link.confirm", json!({ "mappings": links }));
    story.ada().undoes();
    assert_eq!(story.row(OWN, "2.1"), before);
    story.checks_clean();
}

/// Of the second attempt.
fn tells_what_the_learner_was_told(story: &mut Story) {
    let told =
        story.on("criterion.attempts", json!({ "unit": OCR, "code": "1.1" }))[1]["decisions"][0].clone();
    let said = ["reason", "feedback", "needed", "due"].map(|part| text(&told[part]));
    assert_eq!(
        said,
        [
            "Dates are there; no resources.",
            "You planned the week well.",
            "Who and what is needed each day.",
            "2026-09-30",
        ],
        "an attempt tells what the learner was told: {told}"
    );
}

#[test]
fn a_criterion_tells_its_attempts_in_order() {
    let mut story = changed();
    story.ada().does("evidence.accept", json!({ "evidence": ["E001"] }));
    story.ada().does(
        "decide",
        json!({ "unit": OCR, "codes": "1.1", "outcome": "partiallyMet", "reason": "Dates are there; no resources.",
                "feedback": "You planned the week well.", "needed": "Who and what is needed each day.", "due": "2026-09-30" }),
    );
    tells_what_the_learner_was_told(&mut story);
    story.days_pass(4);
    story.file("plan again.txt", "A wholly new plan of the week, with resources and everything.");
    story.scan();
    story
        .ada()
        .does("evidence.replace", json!({ "evidence": "plan again.txt", "replaces": "E001", "all": true }));
    let told = |story: &mut Story| -> Vec<String> {
        let all = story.on("criterion.attempts", json!({ "unit": OCR, "code": "1.1" }));
        let piece = |p: &Value| {
            let version = p["version"].as_u64().map(|n| format!(" v{n}")).unwrap_or_default();
            format!("{} {}{version} {}", text(&p["on"]), text(&p["item"]["reference"]), text(&p["how"]))
        };
        let line = |a: &Value| {
            let pieces: Vec<String> = each(&a["submitted"]).map(piece).collect();
            let decided: Vec<String> = each(&a["decisions"])
                .map(|d| format!("{} {}", text(&d["date"]), text(&d["outcome"])))
                .collect();
            format!("{}: {} → {}", a["number"], pieces.join(", ").trim(), decided.join(", "))
        };
        each(&all).map(line).collect()
    };
    assert_eq!(
        told(&mut story),
        [
            "1: 2026-09-14 E001 v1 → 2026-09-14 notYetMet",
            "2: 2026-09-17 E001 v2 newer version → 2026-09-17 partiallyMet",
            "3: 2026-09-21 E002 in place of E001 → ",
        ]
    );
    story.ada().decides(OCR, "1.1", "notYetMet", "Resources are named, not planned.");
    story.ada().decides(OCR, "1.1", "met", "Read again: they are planned on line 1.");
    assert_eq!(
        told(&mut story)[2],
        "3: 2026-09-21 E002 in place of E001 → 2026-09-21 notYetMet, 2026-09-21 met"
    );
    story.ada().undoes();
    assert_eq!(
        told(&mut story)[2],
        "3: 2026-09-21 E002 in place of E001 → 2026-09-21 notYetMet",
        "what was taken back is no attempt"
    );
    assert!(told(&mut story).len() == 3);
    story.ada().fails("criterion.attempts", json!({ "unit": OCR, "code": "9.9" }));
}

#[test]
fn what_has_no_text_is_told_by_size_and_date_and_says_why() {
    let mut story = Story::begin();
    let picture = |last: u8| {
        let mut bytes = vec![0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];
        bytes.extend([0; 40]);
        bytes.push(last);
        bytes
    };
    fs::write(story.folder().join("photo.png"), picture(1)).unwrap();
    story.on("scan", json!({ "number": true }));
    story.ada().maps("E001", OCR, "1.1", "");
    story.ada().decides(OCR, "1.1", "met", "Seen.");
    fs::write(story.folder().join("photo.png"), [picture(2), vec![7]].concat()).unwrap();
    story.scan();
    let view = compared(&mut story, "1", "2");
    assert_eq!((view["lines"].clone(), each(&view["notes"]).count()), (json!([]), 2));
    assert!(text(&view["notes"][0]).starts_with("Version 1 has no text to compare"), "{view}");
    assert_eq!(
        (view["from"]["file"]["size"].as_u64(), view["to"]["file"]["size"].as_u64()),
        (Some(49), Some(50))
    );
    for (from, to) in [("1", "3"), ("0", "1"), ("1", "nothing"), ("../../etc/passwd", "1")] {
        let failure = story
            .try_on("evidence.compare", json!({ "evidence": "E001", "from": from, "to": to }))
            .unwrap_err();
        assert_eq!(failure.code, "notFound", "{from} {to}: {}", failure.message);
    }
}

#[test]
fn a_version_that_is_nowhere_any_more_is_said_to_be() {
    let mut story = Story::begin();
    story.file("plan.txt", BEFORE);
    story.on("scan", json!({ "number": true }));
    story.file("plan.txt", AFTER);
    story.scan();
    story.ada().does("evidence.accept", json!({ "evidence": ["E001"] }));
    let view = compared(&mut story, "1", "2");
    assert!(text(&view["notes"][0]).contains("no copy of it is held"), "{view}");
    let all = versions(&mut story);
    assert_eq!(all[1]["files"][0]["here"], false);
    let (item, first) = (text(&story.item("E001")["id"]), text(&all[1]["files"][0]["sha256"]));
    let failure = story.session().evidence_version(LEARNER, &item, &first).unwrap_err();
    assert_eq!(failure.code, "evidenceMissing");
}

#[test]
fn only_a_version_of_the_very_item_is_shown() {
    let mut story = Story::with_evidence();
    let (one, two) = (story.item("E001"), story.item("E002"));
    let other = text(&two["parts"][0]["sha256"]);
    assert!(story.session().evidence_version(LEARNER, &text(&one["id"]), &other).is_err());
    assert!(story.session().evidence_version(LEARNER, &text(&two["id"]), &other).is_ok());
}

#[test]
fn the_same_bytes_under_two_learners_are_warned_of_and_named_only_to_those_who_may_know() {
    let mut story = Story::with_evidence();
    let folder = story.home().join("casey");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("mine.txt"), "what 1 one.txt says").unwrap();
    fs::write(folder.join("empty.txt"), "").unwrap();
    story.file("empty.txt", "");
    story.call("learner.add", json!({ "name": "Casey Lane", "folder": folder, "units": [OCR] }));
    story.call("scan", json!({ "learner": "Casey Lane" }));
    story.scan();
    let line = |story: &mut Story| -> Vec<String> {
        each(&story.on("evidence.same", json!({}))).map(|one| text(&one["line"])).collect()
    };
    story.session().sit(None).unwrap();
    assert_eq!(
        line(&mut story),
        ["E001: the very same file is in the portfolio of another learner"],
        "nobody is at the desk"
    );
    assert_eq!(story.on("evidence.same", json!({}))[0]["names"], json!([]));
    let named = "E001: the very same file is in the portfolio of Casey Lane";
    assert_eq!(line(story.ada().sees()), [named]);
    let deed = story.ada().maps("E001", OCR, "1.1", "p. 1");
    assert_eq!(deed["warnings"], json!([named]), "it is said where it is put forward, and not refused");
    assert_eq!(story.ada().maps("E002", OCR, "1.1", "p. 1")["warnings"], json!([]));
    // What Casey's assessor set aside is in nobody else's portfolio any more.
    let aside = json!({ "learner": "Casey Lane", "evidence": ["mine.txt"], "reason": "Another learner's." });
    story.ada().sees().call("evidence.setAside", aside);
    assert_eq!(line(&mut story), Vec::<String>::new());
    assert_eq!(story.ada().maps("E001", OCR, "2.1", "p. 1")["warnings"], json!([]));
    story.ada().sees().call("evidence.accept", json!({ "learner": "Casey Lane", "evidence": ["mine.txt"] }));
    assert_eq!(line(&mut story), [named]);
}
