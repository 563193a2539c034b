//! The gates of sign-off in the real window: whatever is not as it must be leads to its place, be it a criterion, an item of
//! evidence, the samples, the unit or the history. (The learner's declaration is led to in `journey.rs`.)
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::fs;

use journeys::hands::sit;
use journeys::people::newer_history;
use journeys::sample::{Sample, at_work, say};
use journeys::window::Window;
use serde_json::{Value, json};

/// A unit of the story in which some criteria are not decided.
const OTHER: &str = "centre-coordinate-service-team";

#[tokio::test]
async fn each_gate_leads_to_its_place() {
    let Some((desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    sample.map_and_decide(&window).await;
    let other = unit(&window, &sample).await;

    leads_to_the_criterion(&window, &sample, &other).await;
    leads_to_the_item(&window, &sample).await;
    leads_to_the_samples(&window, &sample).await;

    say(
        &window,
        "learner.unitWithdraw",
        json!({ "learner": sample.learner, "unit": other, "reason": "Changed jobs." }),
    )
    .await;
    window.go(&format!("signoff/{}/{other}", sample.learner)).await;
    window.click("[data-gate=notWithdrawn][data-passed=false] [data-place=unit]").await;
    window.find("[data-test=evidence-row]").await;

    let file = desk.home().join("newer.jsonl");
    fs::write(&file, newer_history(&sample.learner)).unwrap();
    desk.will_pick(&file);
    let picked = window.invoke("pick_file", json!({ "title": "History", "kind": "history" })).await.unwrap();
    say(&window, "journal.admit", json!({ "fileToken": picked["token"] })).await;
    window.go(&format!("signoff/{}/{}", sample.learner, sample.unit)).await;
    window.click("[data-gate=nothingNewer][data-passed=false] [data-place=history]").await;
    window.find("[data-test=history]").await;
    window.close().await;
}

async fn unit(window: &Window, sample: &Sample) -> String {
    let shown = say(window, "learner.show", json!({ "learner": sample.learner })).await;
    let found = shown["units"].as_array().unwrap().iter().find(|unit| unit["handle"] == OTHER);
    found.unwrap()["unit"].as_str().unwrap().to_owned()
}

/// What the first element that is so chosen carries under this name.
async fn carried(window: &Window, css: &str, name: &str) -> String {
    window.find(css).await;
    let script = "return document.querySelector(arguments[0]).dataset[arguments[1]]";
    let value: Value = window.script(script, vec![json!(css), json!(name)]).await;
    value.as_str().unwrap().to_owned()
}

async fn leads_to_the_criterion(window: &Window, sample: &Sample, other: &str) {
    window.go(&format!("signoff/{}/{other}", sample.learner)).await;
    let link = "[data-gate=everyCriterionMet][data-passed=false] [data-test=gate-row]";
    let row = carried(window, link, "row").await;
    window.click(link).await;
    window.find(&format!("[data-test=criterion-row][data-row='{row}'].focused")).await;
}

async fn leads_to_the_item(window: &Window, sample: &Sample) {
    fs::write(sample.folder.join("Team briefing notes.txt"), "Written again after it was judged.").unwrap();
    say(window, "scan", json!({ "learner": sample.learner })).await;
    window.go(&format!("signoff/{}/{}", sample.learner, sample.unit)).await;
    let link = "[data-gate=filesAsRecorded][data-passed=false] [data-test=gate-evidence]";
    let item = carried(window, link, "evidence").await;
    window.click(link).await;
    window.find(&format!("[data-test=evidence-row][data-id='{item}'].shown")).await;
}

async fn leads_to_the_samples(window: &Window, sample: &Sample) {
    let about = json!({ "learner": sample.learner, "unit": sample.unit, "codes": "1.1" });
    say(window, "desk.sit", json!({ "person": sample.iv })).await;
    let made = say(window, "sample.make", about).await;
    let asked = json!({ "learner": sample.learner, "sample": made["sample"], "code": "1.1", "judgement": "action", "reason": "Say where." });
    say(window, "finding.make", asked).await;
    window.go(&format!("signoff/{}/{}", sample.learner, sample.unit)).await;
    window.click("[data-gate=actionsClosed][data-passed=false] [data-place=sampling]").await;
    window.find("[data-test=sampling-row][data-code='1.1'], [data-test=sampling-new]").await;
    sit(window, &sample.assessor).await;
}
