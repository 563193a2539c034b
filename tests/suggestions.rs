//! Suggestions through the public door: what an item may speak to, what may fill a gap, putting away and turning off. A suggestion
//! records nothing; taking one is an ordinary mapping with its place filled.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::fs;

use journeys::people::{OWN, Story, each, text};
use portfolio::evidence::text::read;
use portfolio::journal::id::Hash;
use portfolio::store::text::Texts;
use serde_json::{Value, json};

const ROTA: &str = "Easter at the vets\n\nRota for the reception from 25 March. Holly does the early shift and Bex is on the late one; \
    Sunita is cover at lunch time and for absence. Nobody is over their working hours.\n\nI reckon with sixty calls a day, going by last year.\n";
const COMPLAINT: &str = "Room 214\n\nThe guest was furious and asked for the manager, so the night desk passed her to me. I rang her back twice to keep \
    her informed, refunded one night, which is as much as I may do myself, and she confirmed that the matter is closed.\n";

/// Ada's learner with three files whose texts are read, all without a number.
fn with_texts() -> Story {
    let mut story = Story::begin();
    for (name, content) in
        [("Easter.txt", ROTA), ("Room 214.txt", COMPLAINT), ("Empty day.txt", "Nothing to say.\n")]
    {
        story.file(name, content);
    }
    story.scan();
    let texts = Texts::open(&story.workspace()).unwrap();
    for entry in fs::read_dir(story.folder()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        texts.put(&[(Hash::of(&bytes), read::read(&bytes, "txt"))]).unwrap();
    }
    story
}

fn codes(view: &Value) -> Vec<String> {
    each(&view["suggestions"]).map(|s| text(&s["code"])).collect()
}

fn entries(story: &mut Story) -> usize {
    each(&story.on("history.show", json!({}))).count()
}

#[test]
fn an_item_is_suggested_for_what_it_speaks_to_with_passage_place_and_reason() {
    let mut story = with_texts();
    let before = entries(&mut story);
    let view = story.on("suggest.forItem", json!({ "evidence": "Easter" }));
    assert_eq!(view["standing"], "ready");
    let first = &view["suggestions"][0];
    assert_eq!(
        (text(&first["code"]), text(&first["unitTitle"])),
        ("2.3".into(), "Coordinate a customer service team".into())
    );
    assert_eq!(first["place"], "para 2");
    assert!(text(&first["quote"]).contains("cover at lunch time"), "{first}");
    let ideas: Vec<String> = each(&first["ideas"]).map(|i| text(&i["idea"])).collect();
    assert!(ideas.contains(&"a rota".into()), "{first}");
    assert_eq!(first["state"], "gap");
    // Nothing was recorded, nothing was numbered.
    assert_eq!(entries(&mut story), before);
    assert!(story.item("Easter")["reference"].is_null());
}

#[test]
fn taking_a_suggestion_is_a_mapping_with_its_place_and_it_is_suggested_no_more() {
    let mut story = with_texts();
    let view = story.on("suggest.forItem", json!({ "evidence": "Easter" }));
    let (row, place) = (text(&view["suggestions"][0]["row"]), text(&view["suggestions"][0]["place"]));
    story.ada().maps("Easter", OWN, &row, &place);
    let link = story.row(OWN, "2.3")["links"][0].clone();
    assert_eq!((text(&link["reference"]), text(&link["place"])), ("E001".into(), "para 2".into()));
    let view = story.on("suggest.forItem", json!({ "evidence": "E001" }));
    assert!(!codes(&view).contains(&"2.3".into()), "{view}");
    // The numbered item is still suggested for other criteria; a decision was never made.
    assert_eq!(story.row(OWN, "2.3")["state"], "mapped");
    story.ada().does("undo", json!({}));
    let view = story.on("suggest.forItem", json!({ "evidence": "Easter" }));
    assert_eq!(codes(&view)[0], "2.3");
}

#[test]
fn in_an_item_of_several_files_a_suggestion_says_in_which_it_is() {
    let mut story = with_texts();
    let together = json!({ "evidence": ["Empty day.txt", "Easter.txt"], "together": true, "title": "Rotas" });
    story.ada().does("evidence.accept", together);
    for view in [
        story.on("suggest.forItem", json!({ "evidence": "E001" })),
        story.on("suggest.forGap", json!({ "unit": OWN, "codes": "2.3" })),
    ] {
        let first = each(&view["suggestions"]).find(|s| s["reference"] == "E001").unwrap();
        assert_eq!(
            (&first["code"], &first["part"], &first["place"]),
            (&json!("2.3"), &json!(1), &json!("part 2, para 2"))
        );
    }
    story.ada().maps("E001", OWN, "2.3", "part 2, para 2");
    let link = story.row(OWN, "2.3")["links"][0].clone();
    assert_eq!((&link["place"], &link["part"]), (&json!("part 2, para 2"), &json!(1)));
}

#[test]
fn a_gap_names_the_items_that_may_fill_it() {
    let mut story = with_texts();
    let view = story.on("suggest.forGap", json!({ "unit": OWN, "codes": "7.3" }));
    assert_eq!((&view["standing"], &view["lookedThrough"]), (&json!("ready"), &json!(3)));
    let first = &view["suggestions"][0];
    assert_eq!(first["evidenceTitle"], "Room 214");
    assert!(text(&first["quote"]).len() > 20 && first["place"] == "para 2", "{first}");
    story.ada().maps("Room 214", OWN, "7.3", "para 2");
    let view = story.on("suggest.forGap", json!({ "unit": OWN, "codes": "7.3" }));
    assert!(
        each(&view["suggestions"]).all(|s| s["evidenceTitle"] != "Room 214"),
        "what is mapped fills no gap: {view}"
    );
}

#[test]
fn what_is_put_away_stays_away_on_this_machine_until_it_is_brought_back() {
    let mut story = with_texts();
    let first = story.on("suggest.forItem", json!({ "evidence": "Room 214" }))["suggestions"][0].clone();
    let away = json!({ "evidence": "Room 214", "row": first["row"] });
    story.on("suggest.putAway", away.clone());
    story.on("suggest.putAway", away);
    story.open().unwrap();
    let view = story.on("suggest.forItem", json!({ "evidence": "Room 214" }));
    assert!(!codes(&view).contains(&text(&first["code"])));
    assert_eq!(view["putAway"], 1);
    let gap = story.on("suggest.forGap", json!({ "unit": first["unit"], "codes": first["row"] }));
    assert_eq!(gap["putAway"], 1);
    story.on("suggest.bringBack", json!({ "evidence": "Easter" }));
    assert_eq!(
        story.on("suggest.forItem", json!({ "evidence": "Room 214" }))["putAway"],
        1,
        "another item's"
    );
    story.on("suggest.bringBack", json!({ "evidence": "Room 214" }));
    let view = story.on("suggest.forItem", json!({ "evidence": "Room 214" }));
    assert_eq!((codes(&view)[0].clone(), &view["putAway"]), (text(&first["code"]), &json!(0)));
    let failure =
        story.try_on("suggest.putAway", json!({ "evidence": "Room 214", "row": "no such row" })).unwrap_err();
    assert!(failure.message.contains("no such row"), "{}", failure.message);
}

#[test]
fn suggestions_can_be_turned_off_and_say_why_there_are_none() {
    let mut story = with_texts();
    assert_eq!(story.call("suggest.switch", json!({}))["on"], true);
    story.call("suggest.switch", json!({ "on": false }));
    story.open().unwrap();
    let view = story.on("suggest.forItem", json!({ "evidence": "Easter" }));
    assert_eq!((&view["standing"], codes(&view)), (&json!("off"), Vec::new()));
    assert_eq!(story.on("suggest.forGap", json!({ "unit": OWN, "codes": "7.3" }))["standing"], "off");
    story.call("suggest.switch", json!({ "on": true }));

    let texts = Texts::open(&story.workspace()).unwrap();
    for (name, bytes) in
        [("Photo.jpg", &b"\xff\xd8\xff\xe0 a picture"[..]), ("Unread.txt", &b"Not read yet"[..])]
    {
        fs::write(story.folder().join(name), bytes).unwrap();
        if name == "Photo.jpg" {
            texts.put(&[(Hash::of(bytes), read::read(bytes, "jpg"))]).unwrap();
        }
    }
    story.scan();
    let photo = story.on("suggest.forItem", json!({ "evidence": "Photo" }));
    assert_eq!(photo["standing"], "noText");
    assert!(text(&photo["why"]).contains("picture"), "{photo}");
    assert_eq!(story.on("suggest.forItem", json!({ "evidence": "Unread" }))["standing"], "notRead");
    let gap = story.on("suggest.forGap", json!({ "unit": OWN, "codes": "7.3" }));
    assert_eq!(
        (&gap["standing"], &gap["notRead"], &gap["withoutText"]),
        (&json!("notRead"), &json!(1), &json!(1))
    );
    assert_eq!(gap["suggestions"][0]["evidenceTitle"], "Room 214", "what is read is suggested all the same");
}

#[test]
fn what_was_replaced_is_suggested_no_more_and_of_a_redacted_copy_the_copy_alone() {
    let mut story = with_texts();
    let gap = |story: &mut Story| {
        let view = story.on("suggest.forGap", json!({ "unit": OWN, "codes": "2.3" }));
        each(&view["suggestions"]).map(|s| text(&s["evidenceTitle"])).collect::<Vec<_>>()
    };
    story.ada().does("evidence.accept", json!({ "evidence": ["Easter.txt"] }));
    story.ada().does("evidence.describe", json!({ "evidence": "E001", "thirdParty": true }));
    let view = story.on("suggest.forItem", json!({ "evidence": "E001" }));
    assert_eq!(view["suggestions"][0]["thirdParty"], true, "{view}");
    // A copy without the names; its text is read too.
    let redacted = ROTA.replace("Holly", "One").replace("Bex", "another").replace("Sunita", "A third");
    story.file("Easter without names.txt", &redacted);
    story.scan();
    let texts = Texts::open(&story.workspace()).unwrap();
    assert!(gap(&mut story).contains(&"Easter".into()));
    let twin = json!({ "evidence": "E001", "redacted": "Easter without names.txt" });
    story.ada().does("evidence.accept", json!({ "evidence": ["Easter without names.txt"] }));
    story.ada().does("evidence.describe", twin);
    assert!(gap(&mut story).contains(&"Easter".into()), "the copy has not been read yet");
    let bytes = redacted.as_bytes();
    texts.put(&[(Hash::of(bytes), read::read(bytes, "txt"))]).unwrap();
    let told = gap(&mut story);
    assert!(told.contains(&"Easter without names".into()) && !told.contains(&"Easter".into()), "{told:?}");
    story.ada().does("evidence.replace", json!({ "evidence": "Room 214.txt", "replaces": "E002" }));
    assert!(!gap(&mut story).contains(&"Easter without names".into()));
    let view = story.on("suggest.forItem", json!({ "evidence": "E002" }));
    assert_eq!(
        (text(&view["standing"]), text(&view["why"])),
        ("replaced".into(), "E003 Room 214 takes its place: look there.".into())
    );
}

#[test]
fn units_that_are_closed_and_items_set_aside_are_left_out() {
    let mut story = with_texts();
    story.ada().does("learner.unitWithdraw", json!({ "unit": OWN, "reason": "changed course" }));
    let view = story.on("suggest.forItem", json!({ "evidence": "Easter" }));
    assert!(
        each(&view["suggestions"]).all(|s| s["unitTitle"] != "Coordinate a customer service team"),
        "{view}"
    );
    assert_eq!(story.on("suggest.forGap", json!({ "unit": OWN, "codes": "7.3" }))["standing"], "noCriteria");
    story.ada().does("evidence.setAside", json!({ "evidence": ["Easter"], "reason": "not the learner's" }));
    assert!(codes(&story.on("suggest.forItem", json!({ "evidence": "Easter" }))).is_empty());
}
