//! A learner is erased in the real window: what goes and what stays is said, the name is typed, one line remains. With
//! `PORTFOLIO_SCREENS_DIR` set pictures are written there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use journeys::sample::{at_work, say};
use serde_json::json;

#[tokio::test]
async fn a_learner_is_erased_after_the_name_is_typed_and_one_line_remains() {
    let Some((_desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    sample.map_and_decide(&window).await;
    let shown = say(&window, "learner.show", json!({ "learner": sample.learner })).await;
    let name = shown["learner"]["name"].as_str().unwrap().to_owned();
    // Somebody else is left, so that there is a caseload to come back to.
    say(&window, "learner.add", json!({ "name": "Casey Lane", "units": [sample.unit] })).await;
    window.resize(1400, 900).await;
    window.go(&format!("portfolio/{}/{}", sample.learner, sample.unit)).await;

    // What can be done to a learner is offered once the learner is there.
    window.find("[data-test=evidence-row]").await;
    window.press("Control+k").await;
    window.type_text("[data-test=palette-input]", "Erase this learner").await;
    let offered = "return document.querySelector('[data-test=palette] [role=option]')?.innerText.includes('Erase') || null";
    window.wait_script(offered, vec![]).await;
    window.press("Enter").await;
    window.find("[data-test=erase-name]").await;
    let shut = "return document.querySelector('[data-test=erase-save]').disabled";
    assert_eq!(window.script(shut, vec![]).await, true, "nothing is chosen or typed yet");
    let choose = "const s = document.querySelector('[data-test=erase-ground]'); s.value = 'askedFor'; \
                  s.dispatchEvent(new Event('change', { bubbles: true })); return true";
    window.script(choose, vec![]).await;
    window.type_text("[data-test=erase-name]", &name[..name.len() - 1]).await;
    assert_eq!(window.script(shut, vec![]).await, true, "half a name is none");
    window.type_text("[data-test=erase-name]", &name[name.len() - 1..]).await;
    window.shown_in_both("40-erase").await;
    window.click("[data-test=erase-save]").await;
    window.wait_gone("[data-test=erase]").await;
    window.find("[data-test=erased]").await;
    window.wait_no_text(&name).await;
    window.shown_in_both("41-erased").await;
    window.close().await;
}
