//! One unit from the first link to the verified sample, by hand in the real window, two people at one desk.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use journeys::sample::{PASSWORD, at_work, say};
use journeys::window::Window;
use serde_json::json;

/// The unit's four criteria and the row of the evidence list that is mapped to each.
const LINKS: [(&str, &str); 4] = [("1.1", "E001"), ("2.1", "E002"), ("3.1", "E003"), ("4.1", "E004")];

#[tokio::test]
async fn an_assessor_maps_decides_and_signs_and_another_person_samples_and_verifies() {
    let Some((_desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    let place = format!("{}/{}", sample.learner, sample.unit);

    window.go(&format!("portfolio/{place}")).await;
    for (code, reference) in LINKS {
        map(&window, code, reference).await;
    }
    decide_all_met(&window).await;
    window.go(&format!("signoff/{place}")).await;
    declare(&window).await;
    window.type_text("[data-test=signoff-password]", PASSWORD).await;
    window.click("[data-test=signoff-vacsr]").await;
    window.click("[data-test=signoff-sign]").await;
    window.find("[data-test=signoff-banner]").await;

    let people = window.find("[data-test=desk-select]").await;
    people.select_by_value(&sample.iv).await.unwrap();
    window.go(&format!("sampling/{place}")).await;
    sample_and_verify(&window, &["1.1", "3.1"]).await;
    let shown = say(&window, "sampling.show", json!({ "learner": sample.learner })).await;
    assert_eq!(shown["samples"][0]["verified"]["by"].as_str(), Some("Ben King"), "{shown}");
    window.close().await;
}

/// Click the file, press M, type the code, press Enter.
async fn map(window: &Window, code: &str, reference: &str) {
    window.click(&format!("[data-test=evidence-row][data-reference={reference}]")).await;
    window.press("m").await;
    window.type_text("[data-test=picker-input]", code).await;
    window.press("Enter").await;
    window.find(&format!("[data-test=criterion-row][data-code='{code}'][data-state=mapped]")).await;
}

/// One criterion is first not yet met, with what is needed; the others are decided in one go with a feedback that is kept as
/// a phrase; then all are met.
async fn decide_all_met(window: &Window) {
    window.click("[data-test=criterion-row][data-code='1.1']").await;
    window.press("d").await;
    window.click("[data-test=decide-notYetMet]").await;
    window.type_text("[data-test=decide-needed]", "The dates.").await;
    window.click("[data-test=decide-save]").await;
    window.find("[data-test=criterion-row][data-code='1.1'][data-state=notYetMet]").await;
    decide_what_waits(window).await;
    window.click("[data-test=criterion-row][data-code='1.1']").await;
    window.press("d").await;
    window.find("[data-test=decide-codes]").await.clear().await.unwrap();
    window.type_text("[data-test=decide-codes]", "1.1-4.1").await;
    window.click("[data-test=decide-met]").await;
    window.click("[data-test=phrases-open]").await;
    window.click("[data-test=phrase]").await;
    window.type_text("[data-test=decide-reason]", " Seen on the pages named.").await;
    window.click("[data-test=decide-save]").await;
    for (code, _) in LINKS {
        window.find(&format!("[data-test=criterion-row][data-code='{code}'][data-state=met]")).await;
    }
}

async fn decide_what_waits(window: &Window) {
    window.press("Shift+d").await;
    window.click("[data-test=decide-met]").await;
    window.type_text("[data-test=decide-feedback]", "A good visit.").await;
    window.click("[data-test=phrase-save]").await;
    window.find("[data-test=phrase]").await;
    window.click("[data-test=decide-save]").await;
    window.find("[data-test=criterion-row][data-code='4.1'][data-state=met]").await;
}

/// The gate leads to the learner's declaration, which is recorded for the whole portfolio.
async fn declare(window: &Window) {
    window.click("[data-test=gate-place][data-place=declaration]").await;
    window.type_text("[data-test=declaration-acknowledged]", "A colleague proof-read the plan.").await;
    window.click("[data-test=declaration-save]").await;
    window.find("[data-test=signoff-gate][data-gate=learnerDeclared][data-passed=true]").await;
}

async fn sample_and_verify(window: &Window, codes: &[&str]) {
    for code in codes {
        window.click(&format!("[data-test=sampling-pick][data-code='{code}'] input")).await;
    }
    window.click("[data-test=sampling-make]").await;
    for code in codes {
        window
            .click(&format!("[data-test=sampling-row][data-code='{code}'] [data-test=finding-agree]"))
            .await;
    }
    window.find("[data-test=sampling-password]:enabled").await;
    window.type_text("[data-test=sampling-password]", PASSWORD).await;
    window.click("[data-test=sampling-sign]").await;
    window.wait_gone("[data-test=sampling-sign]").await;
}
