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
    let (who, mut request) = (who.to_owned(), json!({ "evidence": new, "replaces": former }));
    move |story| {
        // By name: "all" leaves what is met with the item that it was judged on.
        request["mappings"] = json!(if all { story.links(OCR, "1.1") } else { Vec::new() });
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
    assert_eq!(said["disputed"][0]["line"], "author: Rowan / Rowan and Sam");
    let choices: Vec<String> = each(&said["disputed"][0]["choices"]).map(|c| text(&c["value"])).collect();
    assert_eq!(choices, ["Rowan", "Rowan and Sam"]);
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
fn what_is_printed_of_an_item_and_in_dispute_is_printed_both_ways_and_not_signed() {
    let cases = [
        (
            json!({ "kept": "the stock room" }),
            json!({ "kept": "the office" }),
            "where it is kept (the office / the stock room)",
        ),
        (
            json!({ "produced": "2026-09-01" }),
            json!({ "produced": "2026-09-02" }),
            "date produced (2026-09-01 / 2026-09-02)",
        ),
        (json!({ "title": "Plan" }), json!({ "title": "Staff plan" }), "title (Plan / Staff plan)"),
    ];
    for (mine, theirs, words) in cases {
        let mut desks =
            apart(decided(), describes("Ada Okafor", mine.clone()), describes("Cleo Marsh", theirs));
        for desk in [&mut desks.here, &mut desks.there] {
            let shut = desk.shut_gates(OCR);
            assert_eq!(shut, ["itemsNotInDispute"]);
            let gates = desk.on("signOff.show", json!({ "unit": OCR }))["gates"].clone();
            let gate = each(&gates).find(|g| g["gate"] == "itemsNotInDispute").unwrap();
            assert!(
                text(&gate["text"]).starts_with("E001: ") && text(&gate["text"]).contains(words),
                "{gate}"
            );
            assert_eq!(gate["evidence"], json!([desk.item("E001")["id"]]));
            let out = desk.home().join("matrix.csv");
            desk.on("matrix.export", json!({ "unit": OCR, "format": "json", "out": out }));
            let printed = std::fs::read_to_string(out).unwrap();
            let both = words.split_once('(').unwrap().1.trim_end_matches(')');
            assert!(printed.contains(both), "both are printed: {both}");
        }
        let sign = json!({ "unit": OCR, "password": journeys::people::PASSWORD, "vacsr": true });
        desks.here.ada().refused("signOff.sign", sign, "gatesShut");
        describes("Ada Okafor", mine)(&mut desks.here);
        desks.here.ada().signs(OCR);
        desks.meet();
        assert_eq!(desks.there.unit(OCR)["signOff"]["stale"], Value::Null);
        desks.check_clean();
    }
}

#[test]
fn what_is_in_dispute_and_not_printed_of_an_item_does_not_stand_in_the_way() {
    let says = |who, words: &str| describes(who, json!({ "aiUse": words }));
    let mut desks = apart(decided(), says("Ada Okafor", "none"), says("Cleo Marsh", "spelling only"));
    assert_eq!(desks.here.shut_gates(OCR), Vec::<String>::new());
    desks.here.ada().signs(OCR);
}

#[test]
fn replaced_and_taken_back_apart_is_in_dispute_until_one_is_said_again() {
    let mut begin = Story::with_evidence();
    replaces("Ada Okafor", "E002", "E001", false)(&mut begin);
    let mut desks = apart(begin, replaces("Ada Okafor", "E003", "E001", false), |story| {
        story.cleo().does("evidence.unreplace", json!({ "evidence": "E001" }));
    });
    for desk in [&mut desks.here, &mut desks.there] {
        let item = desk.item("E001");
        assert_eq!(item["replacementDisputed"], true, "{item}");
        assert_eq!(by(desk, "E001"), ["E003"]);
    }
    desks.there.cleo().does("evidence.unreplace", json!({ "evidence": "E001" }));
    desks.meet();
    let item = desks.here.item("E001");
    assert_eq!((&item["replacementDisputed"], &item["replacedBy"]), (&json!(false), &json!([])));
    desks.check_clean();
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

/// Somebody accepts a new version of E001.
fn accepts(who: &'static str, words: &'static str) -> impl FnOnce(&mut Story) {
    move |story: &mut Story| {
        story.file("1 one.txt", words);
        story.scan();
        story.person(who).does("evidence.accept", json!({ "evidence": ["E001"] }));
    }
}

/// The versions of E001, the newest first: "3 disputed", "1".
fn versions(story: &mut Story) -> Vec<String> {
    let all = story.on("evidence.versions", json!({ "evidence": "E001" }))["versions"].clone();
    let said = |v: &Value, field: &str| if v[field] == true { format!(" {field}") } else { String::new() };
    each(&all).map(|v| format!("{}{}{}", v["number"], said(v, "current"), said(v, "disputed"))).collect()
}

#[test]
fn accept_and_accept_of_two_new_versions_show_both_by_name_until_one_is_said_to_hold() {
    let mut desks =
        apart(decided(), accepts("Ada Okafor", "as Ada has it"), accepts("Cleo Marsh", "as Cleo has it"));
    for desk in [&mut desks.here, &mut desks.there] {
        let item = desk.item("E001");
        let words = text(&item["versionDisputed"]);
        assert!(words.contains("by Ada Okafor of 14/09/2026"), "{words}");
        assert!(words.contains("by Cleo Marsh of 14/09/2026") && words.contains(" / "), "{words}");
        assert_eq!(versions(desk), ["3 disputed", "2 disputed", "1"], "neither is in force");
        assert!(desk.shut_gates(OCR).contains(&"itemsNotInDispute".to_owned()), "no rule picks one");
        let gates = desk.on("signOff.show", json!({ "unit": OCR }))["gates"].to_string();
        assert!(gates.contains(&format!("E001: version ({words}): in dispute")), "{gates}");
        assert_eq!(desk.row(OCR, "1.1")["stale"], "E001 has a newer version than the one judged");
    }
    // A new title would settle it in silence.
    let words = desks.here.ada().refused(
        "evidence.describe",
        json!({ "evidence": "E001", "title": "Complaint log" }),
        "versionInDispute",
    );
    assert!(words.starts_with("two desks accepted different versions of E001"), "{words}");
    let none = json!({ "evidence": "E001", "version": "1" });
    let failure = desks.here.ada().fails("evidence.settleVersion", none);
    assert!(failure.message.contains("the versions in dispute are"), "{}", failure.message);

    let said =
        desks.there.cleo().does("evidence.settleVersion", json!({ "evidence": "E001", "version": "3" }));
    assert_eq!(said["label"], "version 3 of E001 holds");
    desks.meet();
    for desk in [&mut desks.here, &mut desks.there] {
        assert_eq!(desk.item("E001")["versionDisputed"], Value::Null);
        assert_eq!(versions(desk), ["3 current", "2", "1"]);
        assert!(!desk.shut_gates(OCR).contains(&"itemsNotInDispute".to_owned()));
    }
    let again = json!({ "evidence": "E001", "version": "2" });
    let failure = desks.here.ada().fails("evidence.settleVersion", again);
    assert!(failure.message.contains("a version of it is in force"), "{}", failure.message);
    // Taken back, it is open again; said by two desks apart, it is in dispute once more.
    assert_eq!(desks.there.cleo().undoes(), "undo: version 3 of E001 holds");
    assert_eq!(versions(&mut desks.there), ["3 disputed", "2 disputed", "1"]);
    desks.meet();
    desks.here.ada().does("evidence.settleVersion", json!({ "evidence": "E001", "version": "2" }));
    desks.there.cleo().does("evidence.settleVersion", json!({ "evidence": "E001", "version": "3" }));
    desks.meet();
    assert_eq!(versions(&mut desks.here), ["3 disputed", "2 disputed", "1"]);
    desks.check_clean();
}

#[test]
fn accept_of_one_new_version_at_both_desks_is_no_dispute() {
    let mut desks = apart(
        decided(),
        accepts("Ada Okafor", "one and the same"),
        accepts("Cleo Marsh", "one and the same"),
    );
    assert_eq!(versions(&mut desks.there), ["2 current", "1"]);
    desks.check_clean();
}

#[test]
fn accept_a_new_version_and_retitle_keep_both_and_the_version_holds() {
    let mut desks = apart(decided(), accepts("Ada Okafor", "a new version"), |story| {
        let title = json!({ "evidence": "E001", "title": "Complaint log" });
        story.cleo().does("evidence.describe", title);
    });
    for desk in [&mut desks.here, &mut desks.there] {
        assert_eq!(versions(desk), ["2 current", "1"], "a title chooses no version");
        assert_eq!(desk.item("E001")["versionDisputed"], Value::Null);
    }
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
fn a_witness_in_dispute_is_named_by_no_item_and_settled_only_by_what_is_said() {
    let mut story = Story::with_evidence();
    let sam = story.ada().sees().call("witness.save", json!({ "name": "Sam Reed" }))["id"].clone();
    let says = |who: &'static str, what: Value| {
        let mut request = what;
        request["witness"] = sam.clone();
        move |story: &mut Story| {
            story.person(who).sees().call("witness.save", request);
        }
    };
    let mut desks = apart(
        story,
        says("Ada Okafor", json!({ "role": "supervisor", "contact": "the counter" })),
        says("Cleo Marsh", json!({ "role": "customer" })),
    );
    let named = json!({ "evidence": "E001", "witness": "Sam Reed" });
    let words = desks.here.ada().refused("evidence.describe", named.clone(), "witnessInDispute");
    assert_eq!(words, "what is recorded of Sam Reed is in dispute: job (customer / supervisor)");
    desks.here.ada();
    let half = json!({ "witness": sam, "role": "supervisor" });
    let failure = desks.here.try_call("witness.save", half).unwrap_err();
    assert!(failure.message.ends_with("contact (not recorded / the counter)"), "{}", failure.message);
    desks.here.call("witness.save", json!({ "witness": sam, "role": "supervisor", "contact": "" }));
    desks.here.ada().does("evidence.describe", named);
    assert_eq!(desks.here.item("E001")["details"]["witnessWords"], "Sam Reed, supervisor");
    desks.meet();
    desks.check_clean();
}

#[test]
fn two_desks_that_give_a_witness_two_statuses_are_both_shown_until_one_is_said_again() {
    let mut story = Story::with_evidence();
    let sam = story.ada().sees().call("witness.save", json!({ "name": "Sam Reed" }))["id"].clone();
    let says = |who: &'static str, status: &'static str, sam: Value| {
        move |story: &mut Story| {
            story.person(who).sees().call("witness.save", json!({ "witness": sam, "status": status }));
        }
    };
    let mut desks = apart(
        story,
        says("Ada Okafor", "expert witness", sam.clone()),
        says("Cleo Marsh", "occupational expert", sam.clone()),
    );
    let failure =
        desks.here.try_call("witness.save", json!({ "witness": sam, "contact": "the counter" })).unwrap_err();
    assert_eq!(failure.code, "witnessInDispute");
    let words = "status (expert witness / occupational expert)";
    assert!(failure.message.ends_with(words), "{}", failure.message);
    // An item may name them: it carries name and job, which nobody disputes.
    desks.here.ada().does("evidence.describe", json!({ "evidence": "E001", "witness": "Sam Reed" }));
    says("Ada Okafor", "other", sam)(&mut desks.here);
    desks.meet();
    let witness = desks.there.call("witness.list", json!({}))["witnesses"][0].clone();
    assert_eq!((&witness["says"]["status"], &witness["or"]), (&json!("other"), &json!([])));
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
