//! A learner brings something again: it is offered as a resubmission with the reason, links go over one by one or all, and
//! what was decided on the first attempt stays as it was decided.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use journeys::people::{OCR, OWN, Story, each, text};
use serde_json::{Value, json};

const FIRST: &str = "I planned the rota for the Christmas week, asked every member of the team, and wrote down who could work when.";

/// Rowan's rota is mapped and not yet met; then a second try comes as a new file.
fn resubmitted() -> Story {
    let mut story = Story::begin();
    story.file("Rota plan.txt", FIRST);
    story.file(
        "Letter.txt",
        "Dear customer, thank you for your letter about the late parcel and the broken box it came in.",
    );
    story.on("scan", json!({ "number": true }));
    let rota = text(&story.item("Rota plan")["reference"]);
    story.ada().maps(&rota, OCR, "1.1", "para 1");
    story.ada().maps(&rota, OWN, "2.1", "");
    story.ada().maps("Letter.txt", OCR, "3.1", "");
    story.ada().decides(OCR, "1.1", "notYetMet", "No dates and no resources.");
    story.days_pass(7);
    story.file(
        "Rota plan v2.txt",
        &format!("{FIRST} The dates are in the table below, and three people were asked to help."),
    );
    story.scan();
    story.call("text.read", json!({}));
    story
}

fn replacement(story: &mut Story, evidence: &str) -> Value {
    story.on("evidence.replacement", json!({ "evidence": evidence }))
}

#[test]
fn a_resubmission_is_offered_with_the_reason_and_moves_nothing_by_itself() {
    let mut story = resubmitted();
    let offers = replacement(&mut story, "Rota plan v2.txt")["offers"].clone();
    let offer = match each(&offers).collect::<Vec<_>>().as_slice() {
        [only] => (*only).clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(offer["item"]["title"], "Rota plan");
    let why: Vec<String> = each(&offer["why"]).map(text).collect();
    assert_eq!(
        why,
        [
            "Their names are close: “Rota plan v2” and “Rota plan”.",
            "100% of the words of E002 stand in it in the same order.",
            "More was asked for on 1.1.",
        ]
    );
    let links: Vec<String> =
        each(&offer["links"]).map(|l| format!("{} {}", text(&l["code"]), l["place"])).collect();
    assert_eq!(links, ["1.1 \"para 1\"", "2.1 null"]);
    assert_eq!(offer["links"][0]["feedback"], "No dates and no resources.");
    assert_eq!(story.links(OCR, "1.1").len(), 1);
    assert_eq!(story.item("Rota plan v2")["standing"], "new", "asking gives no number");
}

#[test]
fn the_offer_stays_when_the_new_file_is_mapped_first_and_goes_when_it_is_decided_on() {
    let mut story = resubmitted();
    let offers = |story: &mut Story, name: &str| each(&replacement(story, name)["offers"]).count();
    assert_eq!(offers(&mut story, "Rota plan v2.txt"), 1);
    story.ada().maps("Rota plan v2.txt", OCR, "1.1", "para 1");
    assert_eq!(offers(&mut story, "E003"), 1, "details come after the mapping");
    story.ada().decides(OCR, "1.1", "met", "Dates and resources are there.");
    assert_eq!(offers(&mut story, "E003"), 0, "it is evidence in its own right");
}

#[test]
fn links_are_ticked_unless_what_they_were_for_is_achieved_or_closed_also_of_an_item_that_is_not_offered() {
    let mut story = resubmitted();
    story.ada().maps("E002", OCR, "2.1", "");
    story.ada().decides(OCR, "2.1", "met", "Seen.");
    let ticks = |links: &Value| -> Vec<String> {
        each(links).map(|l| format!("{} {}", text(&l["code"]), l["ticked"])).collect()
    };
    let offers = replacement(&mut story, "Rota plan v2.txt")["offers"].clone();
    assert_eq!(ticks(&offers[0]["links"]), ["1.1 true", "2.1 false", "2.1 true"]);
    let asked = json!({ "evidence": "Rota plan v2.txt", "former": "Letter" });
    let view = story.on("evidence.replacement", asked);
    assert_eq!(ticks(&view["others"]), ["3.1 true"]);
    story.ada().does("learner.unitWithdraw", json!({ "unit": OCR, "reason": "Changed jobs." }));
    let view =
        story.on("evidence.replacement", json!({ "evidence": "Rota plan v2.txt", "former": "Letter" }));
    assert_eq!(ticks(&view["others"]), ["3.1 false"], "closed: the unit was withdrawn");
}

#[test]
fn links_go_over_one_by_one_and_the_first_decision_stays() {
    let mut story = resubmitted();
    let link = story.links(OCR, "1.1").concat();
    let request = json!({ "evidence": "Rota plan v2.txt", "replaces": "E002", "mappings": [link] });
    let deed = story.ada().does("evidence.replace", request);
    assert_eq!(text(&deed["label"]), "E003 replaces E002; it takes over 1.1");
    assert_eq!(deed["warnings"], json!(["look whether the place still holds in E003 Rota plan v2"]));
    let row = story.row(OCR, "1.1");
    assert_eq!(
        (text(&row["state"]), text(&row["stale"])),
        ("notYetMet".into(), "E002 was resubmitted as E003".into())
    );
    assert_eq!(row["decision"]["reason"], "No dates and no resources.");
    assert_eq!(
        (row["links"][0]["reference"].clone(), row["links"][0]["place"].clone()),
        (json!("E003"), json!("para 1"))
    );
    assert_eq!(story.row(OWN, "2.1")["links"][0]["reference"], "E002", "the other link stays where it is");
    assert_eq!(story.item("E002")["replacedBy"][0]["reference"], "E003");
    assert_eq!(story.item("E003")["replaces"][0]["reference"], "E002");
    let waiting = replacement(&mut story, "E003")["links"].clone();
    assert_eq!(each(&waiting).map(|l| text(&l["code"])).collect::<Vec<_>>(), ["2.1"]);
    // The rest later.
    let rest =
        story.ada().does("evidence.replace", json!({ "evidence": "E003", "replaces": "E002", "all": true }));
    assert_eq!(text(&rest["label"]), "E003 takes over 2.1");
    let none = json!({ "evidence": "E003", "replaces": "E002", "all": true });
    story.ada().refused("evidence.replace", none, "nothingToDo");
    story.ada().decides(OCR, "1.1", "met", "Dates and resources are there now.");
    assert_eq!(story.row(OCR, "1.1")["stale"], Value::Null);
    story.checks_clean();
}

#[test]
fn taking_it_back_puts_every_link_where_it_was() {
    let mut story = resubmitted();
    let before = (story.links(OCR, "1.1"), story.links(OWN, "2.1"), story.row(OCR, "1.1"));
    story
        .ada()
        .does("evidence.replace", json!({ "evidence": "Rota plan v2.txt", "replaces": "E002", "all": true }));
    story.ada().undoes();
    assert_eq!((story.links(OCR, "1.1"), story.links(OWN, "2.1"), story.row(OCR, "1.1")), before);
    assert_eq!(story.item("E002")["replacedBy"], json!([]));
    assert_eq!(story.item("E003")["title"], "Rota plan v2", "the number stays");
    story.ada().redoes();
    assert_eq!(story.item("E002")["replacedBy"][0]["reference"], "E003");
    assert_eq!(story.row(OWN, "2.1")["links"][0]["reference"], "E003");
    let back = story.ada().does("evidence.unreplace", json!({ "evidence": "E002" }));
    assert_eq!(text(&back["label"]), "nothing replaces E002 any more");
    assert_eq!(story.row(OWN, "2.1")["links"][0]["reference"], "E003", "links that went over stay");
    story.ada().fails("evidence.unreplace", json!({ "evidence": "E002" }));
    story.checks_clean();
}

#[test]
fn what_is_met_stays_with_the_item_it_was_judged_on_unless_its_link_is_named() {
    let mut story = resubmitted();
    story.ada().decides(OWN, "2.1", "met", "Seen.");
    let all = json!({ "evidence": "Rota plan v2.txt", "replaces": "E002", "all": true });
    let deed = story.ada().does("evidence.replace", all);
    assert_eq!(text(&deed["label"]), "E003 replaces E002; it takes over 1.1");
    let why = "not taken over: 2.1 is achieved already; name the link to take it over";
    assert!(each(&deed["warnings"]).any(|warning| text(warning) == why), "{deed}");
    assert_eq!(story.row(OWN, "2.1")["links"][0]["reference"], "E002");
    let link = story.links(OWN, "2.1");
    story.ada().does("evidence.replace", json!({ "evidence": "E003", "replaces": "E002", "mappings": link }));
    assert_eq!(story.row(OWN, "2.1")["links"][0]["reference"], "E003");
    story.checks_clean();
}

#[test]
fn a_link_taken_over_is_to_the_version_in_force_also_where_one_to_an_earlier_stands() {
    let mut story = resubmitted();
    story.ada().maps("Rota plan v2.txt", OCR, "1.1", "para 1");
    story.file("Rota plan v2.txt", "A third plan, with the dates and the names of all who helped with it.");
    story.scan();
    story.ada().does("evidence.accept", json!({ "evidence": ["E003"] }));
    let link = story.links(OCR, "1.1");
    let former: Vec<String> = each(&story.row(OCR, "1.1")["links"])
        .filter(|l| l["reference"] == "E002")
        .map(|l| text(&l["mapping"]))
        .collect();
    assert_eq!((link.len(), former.len()), (2, 1));
    story
        .ada()
        .does("evidence.replace", json!({ "evidence": "E003", "replaces": "E002", "mappings": former }));
    let links = story.row(OCR, "1.1")["links"].clone();
    let told: Vec<String> =
        each(&links).map(|l| format!("{} {}", text(&l["reference"]), l["confirm"])).collect();
    assert_eq!(told, ["E003 null"], "one link, to what lies there now");
    story.checks_clean();
}

#[test]
fn an_item_that_something_rests_on_is_not_set_aside() {
    let mut story = Story::with_evidence();
    let aside = |name: &str| json!({ "evidence": [name], "reason": "A copy." });
    story.ada().does("evidence.replace", json!({ "evidence": "E002", "replaces": "E001" }));
    story.ada().does("evidence.describe", json!({ "evidence": "E001", "redacted": "E003" }));
    let declared = json!({ "route": "email", "evidence": "E004" });
    story.ada().does("declaration.record", declared);
    for (name, why) in [
        ("E002", "E002 2 two cannot be set aside: it takes the place of E001 1 one"),
        ("E003", "E003 3 three cannot be set aside: it is the redacted copy of E001 1 one"),
        ("E004", "E004 4 four cannot be set aside: it holds the declaration of own work of 14/09/2026"),
    ] {
        assert_eq!(story.ada().refused("evidence.setAside", aside(name), "evidenceNeeded"), why);
    }
    story.ada().does("evidence.unreplace", json!({ "evidence": "E001" }));
    story.ada().does("evidence.setAside", aside("E002"));
    // Nor is something kept where it is taken back while it holds a declaration.
    story.cleo().does("evidence.inSitu", json!({ "title": "Signed form", "kept": "the office" }));
    story.ada().does("declaration.record", json!({ "route": "signed", "evidence": "E005" }));
    let words = story.cleo().refused("undo", json!({}), "cannotUndo");
    assert!(words.ends_with("it holds the declaration of own work of 14/09/2026"), "{words}");
    story.checks_clean();
}

#[test]
fn a_link_of_a_signed_unit_stays_and_that_is_said() {
    let mut story = Story::decided();
    story.ada().maps("E001", OWN, "2.1", "p. 1");
    story.ada().signs(OCR);
    story.file("1 one v2.txt", "what one says, and more");
    story.scan();
    let deed = story
        .ada()
        .does("evidence.replace", json!({ "evidence": "1 one v2.txt", "replaces": "E001", "all": true }));
    assert_eq!(text(&deed["label"]), "E005 replaces E001; it takes over 2.1");
    assert!(text(&deed["warnings"][0]).contains("not taken over: Plan, organise and control"), "{deed}");
    assert_eq!(story.unit(OCR)["signOff"]["stale"], Value::Null, "what was signed is as it was");
    let closed = replacement(&mut story, "E005")["links"].clone();
    assert!(text(&closed[0]["closed"]).contains("is signed"), "{closed}");
    let link = story.links(OCR, "1.1").concat();
    let one = json!({ "evidence": "E005", "replaces": "E001", "mappings": [link] });
    story.ada().refused("evidence.replace", one, "unitSigned");
    story.checks_clean();
}

#[test]
fn what_cannot_be_a_resubmission_is_refused() {
    let mut story = Story::with_evidence();
    let replace = |new: &str, old: &str| json!({ "evidence": new, "replaces": old });
    story.ada().refused("evidence.replace", replace("E001", "E001"), "noReplacement");
    story.ada().does("evidence.replace", replace("E002", "E001"));
    story.ada().does("evidence.replace", replace("E003", "E002"));
    let circle = story.ada().refused("evidence.replace", replace("E001", "E003"), "noReplacement");
    assert!(circle.contains("it was itself replaced by it"), "{circle}");
    story.file("5 five.txt", "what five says");
    story.scan();
    story.ada().refused("evidence.replace", replace("E004", "5 five.txt"), "noReplacement");
    story.ada().does("evidence.setAside", json!({ "evidence": ["5 five.txt"], "reason": "a copy" }));
    story.ada().refused("evidence.replace", replace("5 five.txt", "E004"), "evidenceSetAside");
    story.ben().refused("evidence.replace", replace("E004", "E003"), "notYourRole");
    story.ada().fails("evidence.replace", replace("E009", "E003"));
}
