//! A resubmission in the real window: offered with its reason, taken over link by link, its attempts shown in order. With
//! `PORTFOLIO_SCREENS_DIR` set pictures are written there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

use std::fs;

use journeys::sample::{at_work, say};
use journeys::window::Window;
use serde_json::json;

const FIRST: &str =
    "Plan of the week\n\nThree people serve at the counter.\n\nI told the whole team on Monday morning.\n";

/// Clicks the row of the item of this title: not by the mouse, for a message at the bottom may lie over it.
async fn show(window: &Window, title: &str) {
    let click = "const rows = [...document.querySelectorAll('[data-test=evidence-row]')]; \
                 const row = rows.find((r) => r.querySelector('bdi').textContent === arguments[0]); row?.click(); return Boolean(row)";
    window.wait_script(click, vec![json!(title)]).await;
}

/// The earlier item says which one took its place, and waits for no mapping.
async fn gave_its_place_away(window: &Window) {
    let words = "const row = [...document.querySelectorAll('[data-test=evidence-row]')]\
                   .find((r) => r.querySelector('bdi').textContent === 'Weekly plan'); \
                 return row?.textContent.includes('replaced by') && row.textContent";
    let said = window.wait_script(words, vec![]).await;
    assert!(!said.as_str().unwrap().contains("unmapped"), "{said}");
    window.click("[data-test=evidence-chip][data-filter=unmapped]").await;
    let listed = "const names = [...document.querySelectorAll('[data-test=evidence-row] bdi')].map((b) => b.textContent); \
                  return names.length > 0 && !names.includes('Weekly plan')";
    window.wait_script(listed, vec![]).await;
    window.click("[data-test=evidence-chip][data-filter=all]").await;
}

/// The criterion is decided again by keys; its attempts stand in their order, each with what was said of it.
async fn decided_again(window: &Window) {
    window.press("d m").await;
    window.click("[data-test=decide-save]").await;
    window.find("[data-test=criterion-row][data-code='1.1'][data-state=met]").await;
    let open = "document.querySelector(`[data-test=criterion-row][data-code='1.1']`).click(); return true";
    window.wait_script(open, vec![]).await;
    window.press("Enter").await;
    let attempts = window.find("[data-test=attempts]").await.text().await.unwrap();
    let at = |words: &str| attempts.find(words).unwrap_or_else(|| panic!("{words}: {attempts}"));
    let order = [
        at("Attempt 1"),
        at("not yet met"),
        at("Still needed by 31/01/2030"),
        at("Attempt 2"),
        attempts.rfind("met").unwrap(),
    ];
    assert!(order.is_sorted(), "{attempts}");
    window.shown_in_both("34-decided-again").await;
    window.click("[data-test=dialog-close]").await;
}

#[tokio::test]
async fn a_resubmission_is_offered_and_taken_over_in_the_window() {
    let Some((_desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    let (learner, unit) = (&sample.learner, &sample.unit);
    fs::write(sample.folder.join("Weekly plan.txt"), FIRST).unwrap();
    say(&window, "scan", json!({ "learner": learner, "number": true })).await;
    let map = json!({ "learner": learner, "unit": unit, "evidence": ["Weekly plan"], "codes": "1.1", "place": "para 2" });
    say(&window, "map", map).await;
    let decide = json!({ "learner": learner, "unit": unit, "codes": "1.1", "outcome": "notYetMet", "reason": "No dates.", "needed": "The dates of the week.", "due": "2030-01-31" });
    say(&window, "decide", decide).await;
    fs::write(sample.folder.join("Weekly plan v2.txt"), format!("{FIRST}\nThe dates are below.\n")).unwrap();
    say(&window, "scan", json!({ "learner": learner })).await;
    window.resize(1400, 900).await;
    window.go(&format!("portfolio/{learner}/{unit}")).await;

    show(&window, "Weekly plan v2").await;
    window.find("[data-test=replace-offered]").await;
    window.shown_in_both("30-offered").await;
    window.click("[data-test=replace-offered] [data-test=replace-open]").await;
    window.find("[data-test=replace-link]").await;
    window.shown_in_both("31-replaces").await;
    window.click("[data-test=replace-save]").await;
    window.wait_gone("[data-test=replace]").await;
    window.find("[data-test=item-replaces]").await;
    // What is said at the bottom does not cover the place of a mapping.
    let apart = "const a = document.querySelector('[data-test=toast]')?.getBoundingClientRect(); \
                 const b = document.querySelector('[data-test=preview-place]').parentElement.getBoundingClientRect(); \
                 return !a || a.bottom <= b.top || a.right <= b.left";
    window.wait_script(apart, vec![]).await;
    window.shown_in_both("32-replaced").await;
    gave_its_place_away(&window).await;

    let open = "document.querySelector(`[data-test=criterion-row][data-code='1.1']`).click(); return true";
    window.wait_script(open, vec![]).await;
    window.press("Enter").await;
    window.find("[data-test=attempts]").await;
    window.shown_in_both("33-attempts").await;
    window.wait_text("Waits for a decision.").await;
    window.click("[data-test=dialog-close]").await;
    decided_again(&window).await;
    window.close().await;
}
