//! Links between boards through the public door: the example that ships, stating and giving up, what may be followed with
//! one key, what is offered while mapping, and that no decision ever copies.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::process::Command;

use journeys::people::{EDI, OCR, Story, each, portfolio, program, said, text};
use serde_json::{Value, json};

const PERFORMANCE: &str = "pearson-edi-manage-performance";
const UNDERSTAND: &str = "pearson-edexcel-understand-management";
const UNSTATED: &str = "unstated-plan-organise-control";

/// "edi 1.1 close ocr 1.1", for a table.
fn line(link: &Value) -> String {
    let side = |s: &Value| format!("{} {}", text(&s["handle"]), text(&s["code"]));
    format!("{} {} {}", side(&link["from"]), text(&link["relation"]), side(&link["to"]))
}

#[test]
fn the_example_ships_with_its_relations_and_none_with_one_key() {
    let mut story = Story::begin();
    let shown = story.call("links.list", json!({}));
    let lines: Vec<String> = each(&shown).map(line).collect();
    let (edi, ocr, unstated) = (EDI, OCR, UNSTATED);
    let want = [
        (edi, "1.1", "close", ocr, "1.1"),
        (edi, "1.1", "close", unstated, "1.1"),
        (ocr, "1.1", "close", unstated, "1.1"),
        (edi, "2.1", "close", ocr, "2.1"),
        (edi, "2.1", "close", unstated, "1.2"),
        (ocr, "2.1", "close", unstated, "1.2"),
        (edi, "3.1", "close", ocr, "3.1"),
        (edi, "3.1", "close", unstated, "1.3"),
        (ocr, "3.1", "close", unstated, "1.3"),
        (ocr, "4.1", "close", unstated, "1.4"),
        (PERFORMANCE, "3.1", "related", ocr, "4.1"),
        (PERFORMANCE, "3.1", "related", unstated, "1.4"),
        (unstated, "1.5", "close", UNDERSTAND, "5.1"),
        (PERFORMANCE, "2.2", "related", unstated, "1.5"),
        (PERFORMANCE, "2.2", "related", UNDERSTAND, "5.1"),
        (PERFORMANCE, "1.1", "related", unstated, "1.5"),
        (PERFORMANCE, "1.1", "related", UNDERSTAND, "5.1"),
        (PERFORMANCE, "1.1", "related", edi, "1.1"),
        (PERFORMANCE, "1.1", "related", UNDERSTAND, "2.1"),
        (PERFORMANCE, "2.1", "related", unstated, "1.2"),
        (PERFORMANCE, "2.1", "related", UNDERSTAND, "2.1"),
        (UNDERSTAND, "3.1", "related", edi, "2.1"),
        (UNDERSTAND, "3.1", "related", ocr, "2.1"),
    ];
    let mut want: Vec<String> = want.iter().map(|(a, x, r, b, y)| format!("{a} {x} {r} {b} {y}")).collect();
    let mut found = lines.clone();
    want.sort();
    found.sort();
    assert_eq!(found, want);
    // Reflecting on one's own role has no match, and outcome 4 of Pearson EDI is uncovered.
    let has = |handle: &str, code: &str| lines.iter().any(|l| l.contains(&format!("{handle} {code}")));
    assert!(!has(UNDERSTAND, "2.2") && !has(EDI, "4"));
    for link in each(&shown) {
        assert_eq!(link["source"], "worked from third-party text");
        assert_eq!(link["by"], "came with the program");
        assert_eq!((&link["oneKey"], &link["disputed"]), (&json!(false), &json!(false)));
        assert_eq!(
            (&link["from"]["textChanged"], &link["to"]["textChanged"]),
            (&json!(false), &json!(false))
        );
        assert!(!text(&link["beyondFrom"]).is_empty() && !text(&link["beyondTo"]).is_empty(), "{link}");
    }
}

// ------------------------------------------------------------------------------------------------ stating and giving up

fn uuid(n: u32) -> String {
    format!("0a000000-0000-4000-8000-{n:012}")
}

/// An invented unit as a board would publish it, with one criterion.
fn published(n: u32, board: &str, level: Option<&str>, criterion: &str) -> Value {
    json!({
        "format": "assessor-spec", "formatVersion": 1, "id": uuid(n), "handle": format!("unit-{n}"), "revision": "1",
        "previous": [], "language": "en-GB",
        "source": { "kind": "awarding-organisation", "title": "Run a help desk" },
        "awardingOrganisation": { "name": board, "confirmed": true },
        "qualifications": [],
        "unit": { "title": format!("Run a help desk {n}"), "level": level },
        "outcomes": [{ "id": uuid(n + 1), "code": "1", "codeOrigin": "published", "text": "Be able to run a help desk",
            "criteria": [{ "id": uuid(n + 2), "code": "1.1", "codeOrigin": "published", "assignment": "published",
                "text": criterion }] }],
    })
}

/// Brings a text in, as the one that follows the text that is there.
fn import(story: &mut Story, spec: &Value) {
    let mut spec = spec.clone();
    if let Ok(known) = story.try_call("unit.show", json!({ "unit": spec["handle"] })) {
        spec["previous"] = json!([known["summary"]["sha256"]]);
    }
    story.call("unit.import", json!({ "text": spec.to_string() }));
    // What the file claims is nothing; somebody of this centre stands for the boards' own texts of these stories.
    if spec["awardingOrganisation"]["confirmed"] == true {
        story.ada();
        story.call("unit.confirm", json!({ "unit": spec["handle"], "source": "Specification" }));
    }
}

fn save(from: (&str, &str), to: (&str, &str), relation: &str) -> Value {
    // Exact says that neither asks anything beyond the other.
    let beyond = |words: &str| if relation == "exact" { String::new() } else { words.to_owned() };
    json!({
        "from": { "unit": from.0, "row": from.1 }, "to": { "unit": to.0, "row": to.1 }, "relation": relation,
        "beyondFrom": beyond("a log"), "beyondTo": beyond("a rota"),
    })
}

fn fails(story: &mut Story, name: &str, request: Value, code: &str) -> String {
    let failure = story.try_call(name, request).expect_err("should have failed");
    assert_eq!(failure.code, code, "{}", failure.message);
    format!("{}. {}", failure.message, failure.hint.unwrap_or_default())
}

/// A story in which two boards publish the same criterion at level 3, with an exact link between them.
fn with_exact_link() -> (Story, Value) {
    let mut story = Story::with_evidence();
    for (n, board) in [(10, "Board A"), (20, "Board B")] {
        import(&mut story, &published(n, board, Some("3"), "Answer calls by the procedure."));
        story.on("learner.unitAdd", json!({ "unit": format!("unit-{n}") }));
    }
    story.ada();
    let link = story.call("links.save", save(("unit-10", "1.1"), ("unit-20", "1.1"), "exact"));
    (story, link)
}

#[test]
fn a_link_is_stated_changed_and_given_up_by_a_person_with_a_reason() {
    let mut story = Story::begin();
    let request = save((EDI, "4"), (OCR, "4.1"), "broader");
    fails(&mut story, "links.save", request.clone(), "nobodyAtDesk");
    story.ada();
    let made = story.call("links.save", request.clone());
    assert_eq!(line(&made), format!("{EDI} 4 broader {OCR} 4.1"));
    assert_eq!((text(&made["by"]), text(&made["source"])), ("Ada Okafor".into(), "worked out here".into()));
    assert_eq!((text(&made["beyondFrom"]), text(&made["beyondTo"])), ("a log".into(), "a rota".into()));

    // One pair has one link, whichever way round it is named; and a change has to change something.
    fails(&mut story, "links.save", request.clone(), "alreadyThere");
    fails(&mut story, "links.save", save((OCR, "4.1"), (EDI, "4"), "close"), "alreadyThere");
    let mut same = request.clone();
    same["link"] = made["link"].clone();
    fails(&mut story, "links.save", same.clone(), "alreadyThere");
    same["relation"] = json!("related");
    let changed = story.call("links.save", same);
    assert_eq!((&changed["link"], &changed["relation"]), (&made["link"], &json!("related")));

    let said = fails(&mut story, "links.save", save((OCR, "1.1"), (OCR, "2.1"), "close"), "linkWithinUnit");
    assert!(said.contains("Plan, organise and control"), "{said}");
    fails(&mut story, "links.save", save((OCR, "1.1-2.1"), (EDI, "1.1"), "close"), "usage");
    fails(&mut story, "links.save", save((OCR, "9.9"), (EDI, "1.1"), "close"), "usage");

    fails(&mut story, "links.drop", json!({ "link": made["link"], "reason": " " }), "reasonRequired");
    story.call("links.drop", json!({ "link": made["link"], "reason": "the outcome has no criterion" }));
    fails(&mut story, "links.drop", json!({ "link": made["link"], "reason": "again" }), "notFound");
    let left = story.call("links.list", json!({ "unit": EDI, "other": OCR }));
    assert_eq!(each(&left).count(), 3, "{left}");
    story.checks_clean();
}

#[test]
fn exact_needs_both_boards_own_text_and_one_level() {
    let mut story = Story::begin();
    let mut unconfirmed = published(30, "Board C", Some("3"), "Answer calls by the procedure.");
    unconfirmed["awardingOrganisation"]["confirmed"] = json!(false);
    import(&mut story, &published(10, "Board A", Some("3"), "Answer calls by the procedure."));
    import(&mut story, &published(20, "Board B", Some("4"), "Answer calls by the procedure."));
    import(&mut story, &unconfirmed);
    import(&mut story, &published(40, "Board D", None, "Answer calls by the procedure."));
    import(&mut story, &published(50, "Board E", Some("3"), "Answer calls by the procedure."));
    story.ada();
    let cases = [
        (EDI, "third-party text, not the board's own"),
        ("centre-coordinate-service-team", "the centre's own text"),
        ("unit-20", "one is at level 3, the other at level 4"),
        ("unit-30", "nobody here has confirmed that Run a help desk 30 (Board C) is the board's own text"),
        ("unit-40", "states no level"),
    ];
    for (other, why) in cases {
        for (from, to) in [("unit-10", other), (other, "unit-10")] {
            let said = fails(&mut story, "links.save", save((from, "1.1"), (to, "1.1"), "exact"), "notExact");
            assert!(said.contains(why) || why.contains("level 3") && said.contains("level 4"), "{said}");
            assert!(said.contains("State it as close"), "{said}");
        }
    }
    let exact = story.call("links.save", save(("unit-10", "1.1"), ("unit-50", "1.1"), "exact"));
    assert_eq!((&exact["oneKey"], &exact["whyNotOneKey"]), (&json!(true), &Value::Null));
    // Nothing but that word holds it up.
    story.call("unit.unconfirm", json!({ "unit": "unit-50", "reason": "Another issue." }));
    let shown = story.call("links.list", json!({ "unit": "unit-50" }));
    assert_eq!(shown[0]["oneKey"], false);
    assert!(text(&shown[0]["whyNotOneKey"]).contains("nobody here has confirmed"), "{shown}");
}

#[test]
fn an_exact_link_says_nothing_of_what_a_side_asks_beyond_the_other() {
    let (mut story, link) = with_exact_link();
    for (side, title) in [("beyondFrom", "Run a help desk 10"), ("beyondTo", "Run a help desk 20")] {
        let mut more = save(("unit-10", "1.1"), ("unit-20", "1.1"), "exact");
        more["link"] = link["link"].clone();
        more[side] = json!("a rota for the late shift");
        let said = fails(&mut story, "links.save", more.clone(), "notExact");
        assert!(said.contains(title) && said.contains("both ask the very same"), "{said}");
        // The same from a file: it is named, and nothing of it is taken.
        let end = |unit: u32| {
            json!({ "unit": uuid(unit), "criterion": uuid(unit + 2), "handle": format!("unit-{unit}"),
            "code": "1.1" })
        };
        let mut row = json!({ "from": end(10), "to": end(20), "relation": "exact" });
        row[side] = more[side].clone();
        let file = json!({ "format": "assessor-links", "formatVersion": 1, "links": [row] });
        let path = story.home().join("exact.json");
        std::fs::write(&path, file.to_string()).unwrap();
        let taken = story.call("links.import", json!({ "file": path }));
        assert_eq!(taken["taken"], 0, "{taken}");
        assert!(text(&taken["problems"][0]).contains("both ask the very same"), "{taken}");
        // Close may say it.
        more["relation"] = json!("close");
        story.call("links.save", more);
    }
}

// ---------------------------------------------------------------------------------------------------------------- offers

fn offers(story: &mut Story, unit: &str, codes: &str, evidence: &[&str]) -> Vec<Value> {
    let offers = story.on("links.offers", json!({ "unit": unit, "codes": codes, "evidence": evidence }));
    each(&offers).cloned().collect()
}

#[test]
fn evidence_mapped_to_one_board_is_offered_to_the_other_with_both_sides_said() {
    let mut story = Story::with_evidence();
    story.ada().maps("E001", OCR, "1.1", "p. 2");
    let found = offers(&mut story, OCR, "1.1", &["E001"]);
    assert_eq!(found.len(), 1, "only units that the learner has: {found:?}");
    let offer = &found[0];
    assert_eq!((text(&offer["handle"]), text(&offer["code"])), (EDI.into(), "1.1".into()));
    assert_eq!(
        (&offer["oneKey"], text(&offer["whyNotOneKey"])),
        (&json!(false), "look at both texts first: only an exact link is followed with one key".into())
    );
    assert!(text(&offer["otherAsks"]).contains("performance indicators"), "{offer}");
    assert!(text(&offer["thisAsks"]).contains("contingency"), "{offer}");
    for side in [offer, &offer["here"]] {
        assert_eq!(
            (text(&side["source"]), &side["boardConfirmed"]),
            ("third-party text".into(), &json!(false))
        );
        assert!(!text(&side["text"]).is_empty() && !text(&side["board"]).is_empty());
    }
    assert_eq!(text(&offer["level"]), "3 (of the qualification)");
    assert_eq!(text(&offer["here"]["level"]), "4 (of the qualification)");
    assert_eq!((text(&offer["place"]), text(&offer["reference"])), ("p. 2".into(), "E001".into()));
    assert_eq!(offer["mapped"], false);

    // Taking it up is an ordinary map: the place comes along, and nothing is decided.
    let (unit, codes) = (text(&offer["handle"]), text(&offer["row"]));
    let request = json!({ "unit": unit, "codes": codes, "evidence": [offer["evidence"]], "place": offer["place"],
        "method": offer["method"] });
    story.ada().does("map", request);
    let row = story.row(EDI, "1.1");
    assert_eq!(
        (&row["links"][0]["place"], &row["state"], &row["decision"]),
        (&json!("p. 2"), &json!("mapped"), &Value::Null)
    );
    assert_eq!(offers(&mut story, OCR, "1.1", &["E001"])[0]["mapped"], true);

    // From the other side the same link reads the other way round.
    let back = &offers(&mut story, EDI, "1.1", &["E001"])[0];
    assert_eq!((text(&back["handle"]), text(&back["otherAsks"])), (OCR.into(), text(&offer["thisAsks"])));
    story.checks_clean();
}

#[test]
fn a_decision_never_copies_along_a_link_not_even_an_exact_one() {
    let (mut story, _) = with_exact_link();
    story.ada().maps("E001", "unit-10", "1.1", "p. 1");
    story.ada().maps("E001", "unit-20", "1.1", "p. 1");
    story.ada().decides("unit-10", "1.1", "met", "Seen.");
    assert_eq!(story.row("unit-10", "1.1")["state"], "met");
    assert_eq!(story.row("unit-20", "1.1")["state"], "mapped");
    let view = story.on("links.sideBySide", json!({ "left": "unit-10", "right": "unit-20" }));
    assert_eq!(
        text(&view["summary"]),
        "1 of 1 criteria of Board A are linked to Board B; decided for Board A and still to be decided for Board B: 1.1"
    );
    let row = &view["rows"][0];
    assert_eq!((&row["left"]["state"], &row["right"]["state"]), (&json!("met"), &json!("mapped")));
    assert_eq!((&row["relation"], &row["left"]["links"][0]["place"]), (&json!("exact"), &json!("p. 1")));
}

#[test]
fn one_key_ends_when_a_text_changes_and_comes_back_when_the_link_is_stated_anew() {
    let (mut story, link) = with_exact_link();
    story.ada().maps("E001", "unit-10", "1.1", "p. 1");
    let offer = &offers(&mut story, "unit-10", "1.1", &["E001"])[0];
    assert_eq!((&offer["oneKey"], &offer["whyNotOneKey"]), (&json!(true), &Value::Null));

    import(&mut story, &published(20, "Board B", Some("3"), "Answer calls and e-mails by the procedure."));
    let shown = pick_link(&mut story, &link);
    assert_eq!((&shown["from"]["textChanged"], &shown["to"]["textChanged"]), (&json!(false), &json!(true)));
    assert_eq!(shown["oneKey"], false);
    assert!(text(&shown["whyNotOneKey"]).contains("the text of Board B 1.1 has changed"), "{shown}");
    // The learner still has the text under which the link was made.
    assert_eq!(offers(&mut story, "unit-10", "1.1", &["E001"])[0]["oneKey"], true);

    story.ada();
    let mut again = save(("unit-10", "1.1"), ("unit-20", "1.1"), "exact");
    again["link"] = link["link"].clone();
    assert_eq!(story.call("links.save", again)["oneKey"], true);
    // And now it is the learner's text that differs.
    let offer = &offers(&mut story, "unit-10", "1.1", &["E001"])[0];
    assert_eq!(offer["oneKey"], false);
    assert!(text(&offer["whyNotOneKey"]).contains("has changed"), "{offer}");

    // A new issue at another level: the link stands, one key does not.
    import(&mut story, &published(10, "Board A", Some("2"), "Answer calls by the procedure."));
    let shown = pick_link(&mut story, &link);
    assert_eq!(text(&shown["whyNotOneKey"]), "one is at level 2, the other at level 3");
}

fn pick_link(story: &mut Story, link: &Value) -> Value {
    let shown = story.call("links.list", json!({}));
    each(&shown).find(|l| l["link"] == link["link"]).cloned().expect("the link")
}

#[test]
fn nothing_is_offered_to_a_unit_that_is_signed_or_withdrawn() {
    let mut story = Story::signed();
    story.ada().maps("E001", EDI, "1.1", "p. 1");
    assert!(offers(&mut story, EDI, "1.1", &["E001"]).is_empty(), "the OCR unit is signed");
    story.ada().reopens(OCR, "Another look.");
    assert_eq!(offers(&mut story, EDI, "1.1", &["E001"]).len(), 1);
    story.ada().does("learner.unitWithdraw", json!({ "unit": OCR, "reason": "Changed course." }));
    assert!(offers(&mut story, EDI, "1.1", &["E001"]).is_empty());
}

#[test]
fn one_unit_with_two_boards_is_warned_of_and_not_refused() {
    let mut story = Story::begin();
    let remarks = |story: &mut Story, unit: &str| story.unit(unit)["remarks"].to_string();
    assert!(remarks(&mut story, OCR).contains("with Pearson EDI (third-party text, unconfirmed) too"));
    assert!(remarks(&mut story, EDI).contains("not claimed with two boards"));
    let (mut one, mut two) =
        (published(10, "Board A", Some("3"), "Answer."), published(20, "Board B", Some("3"), "Answer."));
    one["unit"]["urn"] = json!("M/506/2898");
    two["unit"]["urn"] = json!("m/506/2898");
    import(&mut story, &one);
    import(&mut story, &two);
    let added = story.on("learner.unitAdd", json!({ "unit": "unit-10" }));
    assert_eq!(added["warnings"], json!([]));
    let added = story.on("learner.unitAdd", json!({ "unit": "unit-20" })).to_string();
    assert!(added.contains("takes the unit M/506/2898 with Board A"), "{added}");
    assert!(added.contains("credit transfer for the other, not a second assessment"), "{added}");
    story.ada().does("learner.unitWithdraw", json!({ "unit": "unit-20", "reason": "One board is enough." }));
    assert!(!remarks(&mut story, "unit-10").contains("M/506/2898"));
}

#[test]
fn two_boards_stand_side_by_side_along_their_links() {
    let mut story = Story::decided();
    story.ada().maps("E001", EDI, "1.1", "p. 1");
    let view = story.on("links.sideBySide", json!({ "left": EDI, "right": OCR }));
    let code = |cell: &Value| {
        if cell.is_null() {
            "-".to_owned()
        } else {
            format!("{} {}", text(&cell["code"]), text(&cell["state"]))
        }
    };
    let rows: Vec<String> = each(&view["rows"])
        .map(|r| {
            format!(
                "{} | {} | {}",
                code(&r["left"]),
                code(&r["right"]),
                r["relation"].as_str().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            "1.1 mapped | 1.1 met | close",
            "2.1 gap | 2.1 met | close",
            "3.1 gap | 3.1 met | close",
            "4 gap | - | -",
            "- | 4.1 met | -"
        ]
    );
    let summary = text(&view["summary"]);
    assert!(
        summary
            .starts_with("3 of 4 criteria of Pearson EDI are linked to OCR; evidence for OCR only: 2.1, 3.1"),
        "{summary}"
    );
    assert!(text(&view["rows"][0]["beyondRight"]).contains("contingency"));
    story.ada().fails("links.sideBySide", json!({ "left": OCR, "right": OCR }));
    story.ada().refused("links.sideBySide", json!({ "left": OCR, "right": UNSTATED }), "notTheirUnit");
}

// ------------------------------------------------------------------------------------------------------------- proposals

#[test]
fn proposals_change_nothing_and_say_what_is_there_already() {
    let mut story = Story::begin();
    let proposed = story.call("links.propose", json!({ "from": EDI, "to": OCR }));
    let first =
        each(&proposed).find(|p| p["from"]["code"] == "1.1" && p["to"]["code"] == "1.1").expect("plan");
    assert!(first["existing"].is_string() && each(&first["why"]).any(|w| w == "objectives"), "{first}");
    let fresh = each(&proposed).find(|p| p["existing"].is_null()).expect("a new one");
    assert_eq!((&fresh["from"]["code"], &fresh["to"]["code"]), (&json!("4"), &json!("4.1")));
    assert_eq!(each(&story.call("links.list", json!({}))).count(), 23);
    story.ada();
    let request = json!({
        "from": { "unit": fresh["from"]["unit"], "row": fresh["from"]["row"] },
        "to": { "unit": fresh["to"]["unit"], "row": fresh["to"]["row"] },
        "relation": fresh["relation"], "beyondFrom": fresh["beyondFrom"], "beyondTo": fresh["beyondTo"],
        "source": "proposed from the texts",
    });
    let made = story.call("links.save", request);
    let again = story.call("links.propose", json!({ "from": EDI, "to": OCR }));
    assert!(each(&again).any(|p| p["existing"] == made["link"]));
}

// ----------------------------------------------------------------------------------------------------------- files of links

#[test]
fn links_go_out_and_come_in_and_every_one_that_cannot_is_named() {
    let (mut story, _) = with_exact_link();
    for ending in ["json", "csv"] {
        let file = story.home().join(format!("links.{ending}"));
        let written = story.call("links.export", json!({ "out": file }));
        assert_eq!(written["links"], 24);
        let taken = story.call("links.import", json!({ "file": file }));
        assert_eq!(taken, json!({ "taken": 0, "known": 24, "problems": [] }));

        let mut other = Story::begin();
        fails(&mut other, "links.import", json!({ "file": file }), "nobodyAtDesk");
        other.ada();
        let taken = other.call("links.import", json!({ "file": file }));
        assert_eq!((&taken["taken"], &taken["known"]), (&json!(0), &json!(23)));
        let problems = taken["problems"].to_string();
        assert!(problems.contains("unit-10") && problems.contains("bring it in first"), "{problems}");
        // The same two units, but one at another level and one worded otherwise: exact is refused, by name.
        import(&mut other, &published(10, "Board A", Some("3"), "Answer calls by the procedure."));
        import(&mut other, &published(20, "Board B", Some("4"), "Answer calls."));
        let problems = other.call("links.import", json!({ "file": file }))["problems"].to_string();
        assert!(problems.contains("cannot be exact: one is at level 3, the other at level 4"), "{problems}");
        import(&mut other, &published(20, "Board B", Some("3"), "Answer calls."));
        let taken = other.call("links.import", json!({ "file": file }));
        assert_eq!(taken["taken"], 1);
        assert!(taken["problems"].to_string().contains("the text of unit-20 1.1 has changed"), "{taken}");
        let shown = other.call("links.list", json!({ "unit": "unit-10" }));
        assert_eq!((&shown[0]["to"]["textChanged"], &shown[0]["oneKey"]), (&json!(true), &json!(false)));
        other.checks_clean();
    }
    let broken = story.home().join("broken.json");
    std::fs::write(&broken, "{\"format\":").unwrap();
    fails(&mut story, "links.import", json!({ "file": broken }), "usage");
}

#[test]
fn relations_that_an_import_has_read_become_links_where_their_criteria_are_here() {
    let mut story = Story::begin();
    for (n, board) in [(10, "Board A"), (20, "Board B")] {
        import(&mut story, &published(n, board, Some("3"), "Answer calls by the procedure."));
    }
    story.ada();
    let stated = |from: &str, to: &str, relation: &str| json!({ "from": from, "to": to, "relation": relation, "beyondFrom": "", "beyondTo": "" });
    let links = [
        stated(&uuid(12), &uuid(22), "exact"),
        stated(&uuid(12), &uuid(99), "close"),
        stated(&uuid(12), &uuid(22), "alike"),
    ];
    let taken = story.call("links.import", json!({ "stated": links, "source": "a CASE package" }));
    assert_eq!(taken["taken"], 1);
    assert_eq!(each(&taken["problems"]).count(), 3, "{taken}");
    let asks = "it does not say for which words of unit-10 1.1 and unit-20 1.1 it was made: look at it again";
    assert!(text(&taken["problems"][0]).contains(asks), "{taken}");
    let shown = story.call("links.list", json!({ "unit": "unit-10" }));
    for side in ["from", "to"] {
        let says = (&shown[0][side]["textUnrecorded"], &shown[0][side]["textChanged"]);
        assert_eq!(says, (&json!(true), &json!(true)), "{shown}");
    }
    assert_eq!(shown[0]["oneKey"], false, "even an exact link asks first");
    assert!(text(&shown[0]["whyNotOneKey"]).contains("not recorded for which words"), "{shown}");
    // What nobody recorded stays so in a file; looking at it and stating it again settles it.
    let out = story.home().join("asks.json");
    story.call("links.export", json!({ "unit": "unit-10", "out": out }));
    let written: Value = serde_json::from_slice(&std::fs::read(&out).unwrap()).unwrap();
    assert_eq!(written["links"][0]["from"]["textSha256"], "", "{written}");
    let mut again = save(("unit-10", "1.1"), ("unit-20", "1.1"), "exact");
    again["link"] = shown[0]["link"].clone();
    again["source"] = shown[0]["source"].clone();
    assert_eq!(story.call("links.save", again)["oneKey"], true);
    assert_eq!(
        (text(&shown[0]["relation"]), text(&shown[0]["source"])),
        ("exact".into(), "a CASE package".into())
    );
}

// --------------------------------------------------------------------------------------------------------------- two desks

/// Two machines that did something apart take each other's history; both must then show the same links.
fn meet(here: &mut Story, there: &mut Story) -> Value {
    let (mine, theirs) = (here.home().join("mine.jsonl"), here.home().join("theirs.jsonl"));
    here.call("journal.export", json!({ "file": mine }));
    there.call("journal.export", json!({ "file": theirs }));
    there.call("journal.admit", json!({ "file": mine }));
    here.call("journal.admit", json!({ "file": theirs }));
    let [one, other] = [here, there].map(|story| {
        story.checks_clean();
        story.call("links.list", json!({}))
    });
    assert_eq!(one, other);
    one
}

fn of_link(shown: &Value, link: &Value) -> Vec<Value> {
    each(shown).filter(|l| l["link"] == link["link"]).cloned().collect()
}

#[test]
fn two_changes_of_one_link_are_in_dispute_shown_and_not_offered_until_settled() {
    let (mut here, link) = with_exact_link();
    here.ada().maps("E001", "unit-10", "1.1", "p. 1");
    let mut there = here.copied();
    let change = |story: &mut Story, relation: &str| {
        let mut request = save(("unit-10", "1.1"), ("unit-20", "1.1"), relation);
        request["link"] = link["link"].clone();
        story.call("links.save", request)
    };
    here.ada();
    there.cleo();
    change(&mut here, "close");
    change(&mut there, "related");
    let both = of_link(&meet(&mut here, &mut there), &link);
    assert_eq!(both.len(), 2);
    assert!(both.iter().all(|l| l["disputed"] == true && l["oneKey"] == false));
    assert!(offers(&mut here, "unit-10", "1.1", &["E001"]).is_empty());
    let written = here.call("links.export", json!({ "out": here.home().join("out.json") }));
    assert_eq!(each(&written["leftOut"]).count(), 2);

    here.ada();
    change(&mut here, "exact");
    let one = of_link(&meet(&mut here, &mut there), &link);
    assert_eq!((one.len(), &one[0]["disputed"], &one[0]["oneKey"]), (1, &json!(false), &json!(true)));
    assert_eq!(offers(&mut there, "unit-10", "1.1", &["E001"]).len(), 1);
}

#[test]
fn a_link_changed_here_and_given_up_there_stays_and_is_in_dispute_until_settled() {
    for settle in ["keep", "give up"] {
        let (mut here, link) = with_exact_link();
        let mut there = here.copied();
        here.ada();
        there.cleo();
        let mut request = save(("unit-10", "1.1"), ("unit-20", "1.1"), "close");
        request["link"] = link["link"].clone();
        here.call("links.save", request.clone());
        there.call("links.drop", json!({ "link": link["link"], "reason": "the boards differ" }));
        let shown = of_link(&meet(&mut here, &mut there), &link);
        assert_eq!((shown.len(), &shown[0]["relation"]), (1, &json!("close")));
        assert!(text(&shown[0]["dispute"]).contains("Cleo Marsh gave this link up"), "{}", shown[0]);
        assert!(text(&shown[0]["dispute"]).contains("the boards differ"));

        there.cleo();
        if settle == "keep" {
            // The very same statement again is what settles it.
            there.call("links.save", request);
        } else {
            there.call("links.drop", json!({ "link": link["link"], "reason": "still" }));
        }
        let shown = of_link(&meet(&mut here, &mut there), &link);
        assert!(shown.iter().all(|l| l["disputed"] == false), "{shown:?}");
        assert_eq!(shown.len(), usize::from(settle == "keep"));
    }
}

#[test]
fn one_pair_linked_at_two_desks_is_offered_once_when_they_agree_and_in_dispute_when_not() {
    for (relation, disputed) in [("broader", false), ("related", true)] {
        let mut here = Story::with_evidence();
        here.ada().maps("E001", EDI, "4", "p. 1");
        let mut there = here.copied();
        here.ada();
        there.cleo();
        here.call("links.save", save((EDI, "4"), (OCR, "4.1"), "narrower"));
        // Seen from the other side, narrower is broader.
        there.call("links.save", save((OCR, "4.1"), (EDI, "4"), relation));
        let shown = meet(&mut here, &mut there);
        let pair: Vec<&Value> =
            each(&shown).filter(|l| l["from"]["code"] == "4" || l["to"]["code"] == "4").collect();
        assert_eq!(pair.len(), 2);
        assert!(pair.iter().all(|l| l["disputed"] == disputed), "{pair:?}");
        assert_eq!(offers(&mut here, EDI, "4", &["E001"]).len(), usize::from(!disputed));
    }
}

#[test]
fn a_link_given_up_twice_is_given_up_once() {
    let (mut here, link) = with_exact_link();
    let mut there = here.copied();
    here.ada();
    there.cleo();
    for story in [&mut here, &mut there] {
        story.call("links.drop", json!({ "link": link["link"], "reason": "not the same after all" }));
    }
    assert!(of_link(&meet(&mut here, &mut there), &link).is_empty());
}

// ------------------------------------------------------------------------------------------------------------ in a terminal

/// Types words at the program as Ada, in the story's centre file. The exit code and what was said.
#[cfg(target_os = "linux")]
fn typed(story: &Story, words: &[&str]) -> (i32, String) {
    let mut command = portfolio(&["--workspace"]);
    command.arg(story.workspace()).args(["--as", "Ada Okafor"]).args(words);
    let (code, out, err) = said(&command.output().unwrap());
    (code, out + &err)
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_proposes_accepts_offers_and_shows_side_by_side() {
    let mut story = Story::with_evidence();
    story.close();
    let (code, proposals) = typed(&story, &["crosswalk", "propose", EDI, OCR]);
    assert_eq!(code, 0, "{proposals}");
    let of = |start: &str| {
        let line =
            proposals.lines().find(|l| l.contains(start)).unwrap_or_else(|| panic!("{start}: {proposals}"));
        line.split_whitespace().next().unwrap().to_owned()
    };
    let (known, fresh) = (of(&format!("{EDI} 1.1 ")), of(&format!("{EDI} 4 ")));
    let (code, refused) = typed(&story, &["crosswalk", "accept", EDI, OCR, &fresh, &known]);
    assert_eq!(code, 2, "{refused}");
    assert!(refused.contains(&format!("proposal {known} is linked already")), "{refused}");
    let (code, made) = typed(&story, &["crosswalk", "accept", EDI, OCR, &fresh]);
    assert!(code == 0 && made.contains("proposed from the texts; Ada Okafor"), "{made}");
    let link = made.split_whitespace().next().unwrap();
    let (code, dropped) = typed(&story, &["crosswalk", "drop", link, "--reason", "Tried."]);
    assert_eq!(code, 0, "{dropped}");

    let (from, to) = (format!("{EDI}:4"), format!("{OCR}:4.1"));
    let one = ["crosswalk", "accept", "--from", &from, "--to", &to, "--relation"];
    let (code, refused) = typed(&story, &[&one[..], &["exact"]].concat());
    assert!(
        code == 3 && refused.contains("cannot be exact") && refused.contains("third-party text"),
        "{refused}"
    );
    let (code, made) = typed(&story, &[&one[..], &["narrower", "--beyond-to", "laws and policies"]].concat());
    assert!(code == 0 && made.contains("OCR asks further: laws and policies"), "{made}");
    let (_, listed) = typed(&story, &["crosswalk", "list", "--unit", EDI, "--other", OCR]);
    assert_eq!(listed.lines().filter(|l| l.contains("asks first")).count(), 4, "{listed}");

    let (code, mapped) = typed(&story, &["map", "Rowan Hartley", "E001", EDI, "1.1", "--at", "p. 2-3"]);
    assert_eq!(code, 0, "{mapped}");
    assert!(
        mapped.contains(
            "also fits OCR 1.1 (close): level 4 (of the qualification), third-party text, board unconfirmed"
        ),
        "{mapped}"
    );
    assert!(mapped.contains("OCR asks further: contingency"), "{mapped}");
    // The line that is offered works as it stands.
    let line =
        mapped.lines().find_map(|l| l.trim().strip_prefix("map with: portfolio ")).expect("how to map");
    let script = format!("\"$0\" --workspace \"$1\" --as 'Ada Okafor' {line}");
    let again =
        Command::new("sh").args(["-c", &script]).arg(program()).arg(story.workspace()).output().unwrap();
    let (code, out, err) = said(&again);
    assert_eq!(code, 0, "{script}: {out}{err}");
    assert!(!out.contains("also fits"), "it is mapped there already: {out}");
    let (code, beside) = typed(&story, &["side-by-side", "Rowan Hartley", EDI, OCR]);
    assert_eq!(code, 0, "{beside}");
    let row = beside.lines().find(|l| l.trim_start().starts_with("1.1 ")).unwrap();
    assert_eq!(
        row.split_whitespace().collect::<Vec<_>>().join(" "),
        "1.1 mapped E001 p. 2–3 close 1.1 mapped E001 p. 2–3"
    );

    let file = story.home().join("links.csv");
    let file = file.to_str().unwrap();
    assert!(typed(&story, &["crosswalk", "export", file]).1.starts_with("24 links"));
    assert!(typed(&story, &["crosswalk", "import", file]).1.starts_with("0 taken, 24 known before"));
    assert_eq!(typed(&story, &["crosswalk", "accept", EDI, OCR, "99"]).0, 2);
    story.open().unwrap();
    story.checks_clean();
}

#[test]
fn in_a_terminal_nobody_asks_in_the_name_of_a_board_that_is_not_stated() {
    let mut story = Story::begin();
    story.close();
    let (_, nameless) = typed(&story, &["crosswalk", "list", "--unit", UNSTATED]);
    assert!(nameless.contains("The unit without a board asks further: "), "{nameless}");
    assert!(!nameless.contains("board not stated asks"), "{nameless}");
}
