//! Act × act of what is recorded of items, of resubmissions, of witnesses and of currency.

use journeys::people::{OCR, Story, each, text};
use serde_json::{Value, json};

use super::{apart, decided, two_new_files};

fn describes(who: &str, what: Value) -> impl FnOnce(&mut Story) + use<> {
    let (who, mut request) = (who.to_owned(), what);
    request["evidence"] = json!("E001");
    move |story| {
        story.person(&who).does("evidence.describe", request);
    }
}

fn replaces(who: &str, new: &str, former: &str, all: bool) -> impl FnOnce(&mut Story) + use<> {
    let (who, request) = (who.to_owned(), json!({ "evidence": new, "replaces": former, "all": all }));
    move |story| {
        story.person(&who).does("evidence.replace", request);
    }
}

fn by(story: &mut Story, former: &str) -> Vec<String> {
    let item = story.item(former);
    each(&item["replacedBy"]).map(|one| text(&one["reference"])).collect()
}

#[test]
fn describe_and_describe_one_detail_show_both_until_somebody_says_it_again() {
    let mut desks = apart(
        Story::with_evidence(),
        describes("Ada Okafor", json!({ "author": "Rowan" })),
        describes("Cleo Marsh", json!({ "author": "Rowan and Sam", "pages": 3 })),
    );
    let said = desks.there.item("E001")["details"].clone();
    assert_eq!(said["author"], "Rowan / Rowan and Sam");
    assert_eq!(said["disputed"], json!(["author: Rowan / Rowan and Sam"]));
    assert_eq!(said["pages"], 3, "another detail is nobody's quarrel");
    desks.here.ada().does("evidence.describe", json!({ "evidence": "E001", "author": "Rowan" }));
    desks.meet();
    let said = desks.there.item("E001")["details"].clone();
    assert_eq!((&said["author"], &said["disputed"]), (&json!("Rowan"), &json!([])));
    desks.check_clean();
}

#[test]
fn describe_and_describe_the_same_is_said_once() {
    let what = json!({ "produced": "2026-09-01" });
    let mut desks =
        apart(Story::with_evidence(), describes("Ada Okafor", what.clone()), describes("Cleo Marsh", what));
    let said = desks.here.item("E001")["details"].clone();
    assert_eq!((&said["produced"], &said["disputed"]), (&json!("2026-09-01"), &json!([])));
}

#[test]
fn describe_and_sign_off_make_the_sign_off_stale_where_the_detail_is_printed() {
    for (what, stale) in [(json!({ "author": "Rowan" }), true), (json!({ "aiUse": "none" }), false)] {
        let mut desks = apart(
            decided(),
            |story| {
                story.ada().signs(OCR);
            },
            describes("Cleo Marsh", what),
        );
        let unit = desks.here.unit(OCR);
        let why = unit["signOff"]["stale"].as_str();
        assert_eq!(why, stale.then_some("the record no longer says what was signed"));
        desks.check_clean();
    }
}

#[test]
fn describe_and_set_aside_keep_both() {
    let mut desks =
        apart(Story::with_evidence(), describes("Ada Okafor", json!({ "author": "Rowan" })), |story| {
            story.cleo().does("evidence.setAside", json!({ "evidence": ["E001"], "reason": "a copy" }));
        });
    let item = each(&desks.here.show()["evidence"]).find(|i| i["title"] == "1 one").cloned().unwrap();
    assert_eq!((&item["standing"], &item["details"]["author"]), (&json!("setAside"), &json!("Rowan")));
    desks.check_clean();
}

#[test]
fn in_situ_and_in_situ_are_two_items_told_apart_by_initials() {
    let records = |who: &'static str, place: &'static str| {
        move |story: &mut Story| {
            story.person(who).does("evidence.inSitu", json!({ "title": "Fire log", "kept": place }));
        }
    };
    let mut desks =
        apart(two_new_files(), records("Ada Okafor", "the workshop"), records("Cleo Marsh", "the office"));
    let shown = desks.there.show();
    let mut told: Vec<String> = each(&shown["evidence"])
        .filter(|i| i["details"]["inSitu"].is_object())
        .map(|i| format!("{} {}", text(&i["reference"]), text(&i["details"]["inSitu"]["place"])))
        .collect();
    told.sort();
    assert_eq!(told, ["E001·AO the workshop", "E001·CM the office"]);
    desks.check_clean();
}

#[test]
fn replace_and_replace_by_one_item_are_one() {
    let mut desks = apart(
        Story::with_evidence(),
        replaces("Ada Okafor", "E002", "E001", false),
        replaces("Cleo Marsh", "E002", "E001", false),
    );
    assert_eq!(by(&mut desks.here, "E001"), ["E002"]);
    desks.here.ada().does("evidence.unreplace", json!({ "evidence": "E001" }));
    assert_eq!(by(&mut desks.here, "E001"), Vec::<String>::new(), "both statements are answered");
    desks.check_clean();
}

#[test]
fn replace_and_replace_by_two_items_show_both_until_one_is_said_again() {
    let mut desks = apart(
        Story::with_evidence(),
        replaces("Ada Okafor", "E002", "E001", false),
        replaces("Cleo Marsh", "E003", "E001", false),
    );
    assert_eq!(by(&mut desks.there, "E001").len(), 2, "both are shown, no rule picks one");
    replaces("Cleo Marsh", "E003", "E001", false)(&mut desks.there);
    desks.meet();
    assert_eq!(by(&mut desks.here, "E001"), ["E003"]);
    desks.check_clean();
}

#[test]
fn replace_and_replace_in_a_circle_show_both() {
    let mut desks = apart(
        Story::with_evidence(),
        replaces("Ada Okafor", "E002", "E001", false),
        replaces("Cleo Marsh", "E001", "E002", false),
    );
    assert_eq!(
        (by(&mut desks.here, "E001"), by(&mut desks.here, "E002")),
        (vec!["E002".into()], vec!["E001".into()])
    );
    desks.here.ada().does("evidence.unreplace", json!({ "evidence": "E002" }));
    desks.meet();
    assert_eq!(by(&mut desks.there, "E001"), ["E002"]);
    desks.check_clean();
}

#[test]
fn replace_with_its_links_and_met_keep_the_decision_and_say_that_it_was_resubmitted() {
    let mut desks = apart(decided(), replaces("Ada Okafor", "E004", "E001", true), super::cleo_decides_met);
    assert_eq!(
        desks.picture(),
        "unit inProgress; 1.1 met [E001 was resubmitted as E004]; links E004 p. 1 AO"
    );
    desks.check_clean();
}

#[test]
fn replace_with_its_links_and_map_keep_the_link_made_meanwhile() {
    let mut desks = apart(decided(), replaces("Ada Okafor", "E004", "E001", true), |story| {
        story.cleo().maps("E001", OCR, "1.1", "p. 9");
    });
    let links = desks.here.row(OCR, "1.1")["links"].clone();
    let told: Vec<String> =
        each(&links).map(|l| format!("{} {}", text(&l["reference"]), text(&l["place"]))).collect();
    assert_eq!(told, ["E001 p. 9", "E004 p. 1"]);
    let waiting = desks.here.on("evidence.replacement", json!({ "evidence": "E004" }));
    assert_eq!(each(&waiting["links"]).count(), 1, "and it waits to be taken over");
    desks.check_clean();
}

#[test]
fn replace_with_its_links_and_unmap_withdraw_once_and_the_new_link_stands() {
    let mut desks = apart(decided(), replaces("Ada Okafor", "E004", "E001", true), super::cleo_unmaps);
    assert_eq!(
        desks.picture(),
        "unit inProgress; 1.1 met [E001 was resubmitted as E004]; links E004 p. 1 AO"
    );
    desks.check_clean();
}

#[test]
fn replace_with_its_links_and_sign_off_keep_both_and_the_sign_off_is_stale() {
    let mut desks = apart(decided(), replaces("Cleo Marsh", "E004", "E001", true), |story| {
        story.ada().signs(OCR);
    });
    let unit = desks.there.unit(OCR);
    assert_eq!(unit["signOff"]["stale"], "1.1: E001 was resubmitted as E004");
    desks.check_clean();
}

#[test]
fn replace_and_agree_keep_both_and_the_comment_is_about_the_decision_that_stood() {
    let mut desks = apart(super::sampled(), replaces("Ada Okafor", "E004", "E001", true), |story| {
        story.ben().finds("S001", "1.1", "agree", "");
    });
    let finding = desks.here.sample()["rows"][0]["finding"].clone();
    assert_eq!((&finding["judgement"], &finding["stale"]), (&json!("agree"), &Value::Null));
    desks.check_clean();
}

#[test]
fn what_two_desks_say_of_a_witness_and_of_currency_is_shown_until_one_says_it_again() {
    let mut story = Story::with_evidence();
    let sam = story.ada().sees().call("witness.save", json!({ "name": "Sam Reed" }))["id"].clone();
    let says = |who: &'static str, role: &'static str, months: i64, sam: Value| {
        move |story: &mut Story| {
            story.person(who).sees().call("witness.save", json!({ "witness": sam, "role": role }));
            story.person(who).sees().call("centre.currency", json!({ "months": months }));
        }
    };
    let mut desks = apart(
        story,
        says("Ada Okafor", "supervisor", 36, sam.clone()),
        says("Cleo Marsh", "customer", 24, sam.clone()),
    );
    let list = desks.there.call("witness.list", json!({}));
    let witness = &list["witnesses"][0];
    let mut roles = vec![text(&witness["says"]["role"]), text(&witness["or"][0]["role"])];
    roles.sort();
    assert_eq!(roles, ["customer", "supervisor"]);
    assert_eq!(
        (&list["currencyMonths"], &list["currencyDisputed"]),
        (&json!(24), &json!("24 months / 36 months"))
    );
    says("Ada Okafor", "supervisor", 36, sam)(&mut desks.here);
    desks.meet();
    let list = desks.there.call("witness.list", json!({}));
    assert_eq!((&list["witnesses"][0]["or"], &list["currencyDisputed"]), (&json!([]), &json!("")));
    desks.check_clean();
}
