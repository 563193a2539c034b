//! What was judged in the real window: shown from its kept copy when the file is gone, looked at after a newer version was
//! accepted, and opened by the internal verifier where the link points. With `PORTFOLIO_SCREENS_DIR` set pictures are written
//! there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::fs;

use journeys::sample::{Sample, at_work, say};
use journeys::window::Window;
use serde_json::{Value, json};

const PLAN: &str = "Customer service plan.pdf";
const NOTES: &str = "Team briefing notes.txt";

/// Id of the item of which the file has this name.
async fn id(window: &Window, learner: &str, file: &str) -> String {
    let shown = say(window, "learner.show", json!({ "learner": learner })).await;
    let all = shown["evidence"].as_array().unwrap();
    let item = all.iter().find(|e| e["parts"][0]["fileName"] == file).unwrap();
    item["id"].as_str().unwrap().to_owned()
}

/// Clicks the row of an item: not by the mouse, for a message at the bottom may lie over it.
async fn show(window: &Window, item: &str) {
    let click = "const row = document.querySelector(`[data-test=evidence-row][data-id='${arguments[0]}']`); \
                 row?.click(); return Boolean(row)";
    window.wait_script(click, vec![json!(item)]).await;
}

/// Waits until the PDF on screen has so many pages.
async fn pages(window: &Window, number: u32) {
    let total = "return document.querySelector('[data-test=preview-page]')?.textContent.trim() === `/ ${arguments[0]}`";
    window.wait_script(total, vec![json!(number)]).await;
}

async fn is_there(window: &Window, css: &str) -> bool {
    let there = "return document.querySelector(arguments[0]) !== null";
    window.script(there, vec![json!(css)]).await == Value::Bool(true)
}

/// Maps an item and decides on it.
async fn judged(window: &Window, sample: &Sample, evidence: &str, codes: &str, place: &str) {
    let (learner, unit) = (&sample.learner, &sample.unit);
    let map =
        json!({ "learner": learner, "unit": unit, "evidence": [evidence], "codes": codes, "place": place });
    say(window, "map", map).await;
    let decide =
        json!({ "learner": learner, "unit": unit, "codes": codes, "outcome": "met", "reason": "Seen." });
    say(window, "decide", decide).await;
}

#[tokio::test]
async fn what_was_judged_is_shown_when_its_file_is_gone_and_after_another_version_was_accepted() {
    let Some((_desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    let (learner, unit) = (sample.learner.as_str(), sample.unit.as_str());
    let (plan, notes) = (id(&window, learner, PLAN).await, id(&window, learner, NOTES).await);
    judged(&window, &sample, &plan, "1.1", "p. 3").await;
    judged(&window, &sample, &notes, "2.1", "para 1").await;
    let first_line =
        fs::read_to_string(sample.folder.join(NOTES)).unwrap().lines().next().unwrap().trim().to_owned();
    fs::remove_file(sample.folder.join(NOTES)).unwrap();
    // Another item's file would be refused: one file stands for one item.
    let mut newer = fs::read(sample.folder.join("Coaching observation.pdf")).unwrap();
    newer.extend_from_slice(b"\n% a newer version\n");
    fs::write(sample.folder.join(PLAN), newer).unwrap();
    say(&window, "scan", json!({ "learner": learner })).await;
    window.resize(1400, 900).await;
    window.go(&format!("portfolio/{learner}/{unit}")).await;

    // Its file is gone: the kept copy is shown, and said to be it.
    show(&window, &notes).await;
    window.find("[data-test=file-gone]").await;
    let words =
        "return document.querySelector('[data-test=preview-stage]').textContent.includes(arguments[0])";
    window.wait_script(words, vec![json!(first_line)]).await;
    assert!(!is_there(&window, "[data-test=file-card]").await);
    window.shown_in_both("versions-gone").await;

    // Changed and not accepted: what is in force is the copy that was judged.
    show(&window, &plan).await;
    pages(&window, 4).await;
    window.shown_in_both("versions-changed").await;
    say(&window, "evidence.accept", json!({ "learner": learner, "evidence": [plan] })).await;
    pages(&window, 2).await;

    // From its versions.
    window.click("[data-test=versions-badge]").await;
    window.find("[data-test=version][data-number='1'] [data-test=version-show]").await;
    window.shown_in_both("versions-dialog").await;
    window.click("[data-test=version][data-number='1'] [data-test=version-show]").await;
    window.find("[data-test=version-shown]").await;
    pages(&window, 4).await;
    window.find("[data-page='1'][aria-busy=false] .textLayer span").await;
    window.shown_in_both("versions-first").await;
    assert!(!is_there(&window, "[data-test=preview-place]").await, "nothing is mapped from it");
    window.press("m").await;
    window.wait_text("This is not the version in force").await;
    assert!(!is_there(&window, "[data-test=picker]").await);
    window.click("[data-test=version-back]").await;
    window.wait_gone("[data-test=version-shown]").await;
    pages(&window, 2).await;
    window.find("[data-test=preview-place]").await;

    // The verifier sees what was judged, where the link points.
    say(&window, "desk.sit", json!({ "person": sample.iv })).await;
    say(&window, "sample.make", json!({ "learner": learner, "unit": unit, "codes": "1.1,2.1" })).await;
    window.go(&format!("sampling/{learner}/{unit}")).await;
    window.click("[data-test=sampling-row][data-code='1.1'] [data-test=sampling-link]").await;
    window.find("[data-test=version-shown]").await;
    pages(&window, 4).await;
    let third = "return document.querySelector('[data-test=preview-page-input]').value === '3'";
    window.wait_script(third, vec![]).await;
    window.shown_in_both("versions-sampled").await;
    window.go(&format!("sampling/{learner}/{unit}")).await;
    window.click("[data-test=sampling-row][data-code='2.1'] [data-test=sampling-link]").await;
    window.wait_script(words, vec![json!(first_line)]).await;
    assert!(
        !is_there(&window, "[data-test=version-shown]").await,
        "the version in force is the one that was judged"
    );
    window.close().await;
}
