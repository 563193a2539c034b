//! Links between boards through the public door: the example that ships, stating and giving up, what may be followed with
//! one key, what is offered while mapping, and that no decision ever copies.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use journeys::people::{EDI, OCR, Story, each, text};
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
