//! The centre's logo and a specimen signature in the real window: chosen, drawn by hand, refused, removed, undone, offered where
//! somebody signs. With `PORTFOLIO_SCREENS_DIR` set pictures are written there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::fs;
use std::path::{Path, PathBuf};

use journeys::desk::Desk;
use journeys::sample::{Sample, say};
use journeys::window::Window;
use serde_json::json;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/pictures").join(name)
}

/// Whether the picture that `css` names is drawn.
async fn drawn(window: &Window, css: &str) {
    let whole = "const i = document.querySelector(arguments[0]); return i && i.complete && i.naturalWidth > 0 || null";
    window.wait_script(whole, vec![json!(css)]).await;
}

#[tokio::test]
async fn a_logo_and_a_specimen_are_chosen_drawn_shown_and_taken_back() {
    let Some(desk) = Desk::start() else { return };
    let workspace = desk.home().join("workspace");
    let words = ["--workspace", workspace.to_str().unwrap()];
    let window = desk.open(Path::new(env!("CARGO_BIN_EXE_portfolio-mapper")), &words).await;
    let sample = Sample::begin(&desk, &window).await;
    sample.map_and_decide(&window).await;
    window.resize(1400, 900).await;
    window.go("settings").await;

    // The logo: a file that is none, one that is, away again, back again.
    window.find("[data-test=logo-none]").await;
    let letter = desk.home().join("letter.png");
    fs::write(&letter, "Dear Sir or Madam").unwrap();
    desk.will_pick(&letter);
    window.click("[data-test=logo-choose]").await;
    window.wait_text("etter.png is neither PNG nor JPEG").await;
    window.shown_in_both("50-logo-refused").await;
    desk.will_pick(&fixture("logo.png"));
    window.click("[data-test=logo-choose]").await;
    drawn(&window, "[data-test=logo-picture]").await;
    window.wait_no_text("etter.png").await;
    window.shown_in_both("51-logo").await;
    window.click("[data-test=logo-remove]").await;
    window.find("[data-test=logo-none]").await;
    window.click("[data-test=centre-undo]").await;
    drawn(&window, "[data-test=logo-picture]").await;

    // The specimen: drawn by hand, with somebody at the desk who owns it.
    window.click("[data-test=person-specimen]").await;
    window.find("[data-test=specimen-none]").await;
    window.click("[data-test=specimen-draw]").await;
    let shut = "return document.querySelector('[data-test=specimen-save]').disabled";
    assert_eq!(window.script(shut, vec![]).await, true, "an empty sheet is no signature");
    let pad = "[data-test=specimen-pad]";
    window
        .drag(&[(pad, 0.15, 0.6), (pad, 0.3, 0.25), (pad, 0.4, 0.7), (pad, 0.55, 0.35), (pad, 0.85, 0.55)])
        .await;
    window.shown_in_both("52-specimen-pad").await;
    window.click("[data-test=specimen-save]").await;
    drawn(&window, "[data-test=specimen-picture]").await;
    window.click("[data-test=specimen-draws]").await;
    window
        .wait_script("return document.querySelector('[data-test=specimen-draws]')?.checked || null", vec![])
        .await;
    window.shown_in_both("53-specimen").await;
    window.press("Escape").await;
    window.wait_gone("[data-test=specimen-dialog]").await;
    let people = say(&window, "person.list", json!({})).await;
    assert_eq!(people[0]["hasSpecimen"], true, "{people}");
    assert_eq!(people[0]["specimenDraws"], true, "{people}");

    // Where somebody signs they are asked again, and the answer is kept.
    window.go(&format!("signoff/{}/{}", sample.learner, sample.unit)).await;
    window.find("[data-test=draw-mine]").await;
    window.shown_in_both("54-sign").await;
    window.click("[data-test=draw-mine]").await;
    window
        .wait_script(
            "return document.querySelector('[data-test=draw-mine]')?.checked === false || null",
            vec![],
        )
        .await;
    let people = say(&window, "person.list", json!({})).await;
    assert_eq!(people[0]["specimenDraws"], false, "{people}");
    window.close().await;
}
