//! After the signature, by hand in the real window: a unit is opened again with a reason, changed and signed anew, the IV signs the
//! record of a sample whose action was answered, and the papers that came of it are told apart where papers are checked. With
//! `PORTFOLIO_SCREENS_DIR` set pictures are written there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use journeys::desk::Desk;
use journeys::hands::{no_program_dates, picture, sit};
use journeys::sample::{PASSWORD, Sample, at_work, say};
use journeys::window::Window;
use serde_json::json;

const WHY: &str = "A slip in 2.1: the day of the observation was wrong.";
const ASKED: &str = "Say which week of the log the link is of.";
const ANSWER: &str = "Week 29, in the second sheet.";

#[tokio::test]
async fn a_unit_is_opened_again_and_signed_anew_and_the_iv_signs_what_stands_then() {
    let Some((desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    let (learner, unit) = (&sample.learner, &sample.unit);
    sample.map_and_decide(&window).await;
    window.resize(1280, 860).await;
    say(&window, "declaration.record", json!({ "learner": learner, "unit": unit, "route": "email" })).await;
    window.go(&format!("signoff/{learner}/{unit}")).await;

    let first = signs(&desk, &window).await;
    opens_again(&window).await;
    let decide = json!({ "learner": learner, "unit": unit, "codes": "2.1", "outcome": "met", "reason": "Observed on the 23rd." });
    say(&window, "decide", decide).await;
    window.go(&format!("signoff/{learner}/{unit}")).await;
    let second = signs(&desk, &window).await;
    assert_eq!(superseded(&window).await, 1);
    picture(&window, "after-signed-anew").await;

    is_sampled(&window, &sample).await;
    let third = record_is_signed(&desk, &window).await;
    stays_inside_at_twice_the_size(&window, learner, unit).await;

    window.click("[data-test=paper-check-open]").await;
    let says = checks(&desk, &window, &first, "[data-test=paper-checked].bad").await;
    assert!(says.contains("no longer as signed") && says.contains(WHY.trim_end_matches('.')), "{says}");
    let says = checks(&desk, &window, &second, "[data-test=paper-checked]:not(.bad)").await;
    assert!(says.contains("still as signed") && !says.contains("Ben King"), "{says}");
    let says = checks(&desk, &window, &third, "[data-test=paper-checked]:not(.bad)").await;
    for words in ["still as signed", "Signed by Ada Okafor", "Signed by Ben King", "internal verifier's box"]
    {
        assert!(says.contains(words), "{words}: {says}");
    }
    picture(&window, "after-checked").await;
    no_program_dates(&window).await;
    window.close().await;
}

/// Every paper that this centre file has issued.
fn papers(desk: &Desk) -> BTreeSet<PathBuf> {
    let Ok(folder) = fs::read_dir(desk.home().join("workspace/papers")) else { return BTreeSet::new() };
    let files = folder.map(|entry| entry.unwrap().path());
    files.filter(|file| file.extension().is_some_and(|ending| ending == "pdf")).collect()
}

/// The paper that came since there were these.
fn new_one(desk: &Desk, before: &BTreeSet<PathBuf>) -> PathBuf {
    let now = papers(desk);
    let mut new = now.difference(before);
    match (new.next(), new.next()) {
        (Some(paper), None) => paper.clone(),
        _ => panic!("one more than {before:?}: {now:?}"),
    }
}

/// The assessor signs in the form; the page shows its top, where the paper is.
async fn signs(desk: &Desk, window: &Window) -> PathBuf {
    let before = papers(desk);
    window.find("[data-test=signoff-password]:enabled").await;
    window.click("[data-test=signoff-vacsr]").await;
    window.type_text("[data-test=signoff-password]", PASSWORD).await;
    window.click("[data-test=signoff-sign]").await;
    window.find("[data-test=signoff-banner]").await;
    let seen = "const r = document.querySelector('[data-test=signoff-open-paper]').getBoundingClientRect(); \
                return r.top > 0 && r.bottom < innerHeight";
    window.wait_script(seen, vec![]).await;
    new_one(desk, &before)
}

/// Nothing is opened without a reason; afterwards it is on the page without a click, beside the paper that counts no more.
async fn opens_again(window: &Window) {
    window.click("[data-test=signoff-reopen]").await;
    window.find("[data-test=reopen-save]:disabled").await;
    window.type_text("[data-test=reopen-reason]", WHY).await;
    picture(window, "after-reopen").await;
    window.click("[data-test=reopen-save]:enabled").await;
    window.wait_gone("[data-test=signoff-banner]").await;
    let said = "return document.querySelector('[data-test=superseded]')?.checkVisibility() \
                && document.querySelector('[data-test=superseded]').innerText";
    let said = window.wait_script(said, vec![]).await;
    assert!(said.as_str().unwrap().contains(WHY), "{said}");
    picture(window, "after-reopened").await;
}

async fn superseded(window: &Window) -> u64 {
    let count = "return document.querySelectorAll('[data-test=superseded]').length";
    window.script(count, vec![]).await.as_u64().unwrap()
}

/// Two decisions are looked at; what is asked for is answered, and whoever looks reads the answer where it is asked for.
async fn is_sampled(window: &Window, sample: &Sample) {
    let place = format!("sampling/{}/{}", sample.learner, sample.unit);
    say(window, "desk.sit", json!({ "person": sample.iv })).await;
    let about = json!({ "learner": sample.learner, "unit": sample.unit, "codes": "1.1,3.1" });
    say(window, "sample.make", about).await;
    window.go(&place).await;
    window.click("[data-test=sampling-row][data-code='1.1'] [data-test=finding-agree]").await;
    window.click("[data-test=sampling-row][data-code='3.1'] [data-test=finding-action]").await;
    window.type_text("[data-test=finding-reason]", ASKED).await;
    window.click("[data-test=finding-save]:enabled").await;
    window.wait_gone("[data-test=finding-save]").await;
    window.find("[data-test=sampling-password]:disabled").await;

    sit(window, &sample.assessor).await;
    window.type_text("[data-test=action-note]", ANSWER).await;
    window.click("[data-test=action-answer]").await;
    let answered = window.find("[data-test=action-answered]").await.text().await.unwrap();
    assert!(answered.contains(ANSWER) && answered.contains("Ada Okafor"), "{answered}");
    window.wait_text("Waits for Ben King to close it.").await;
    picture(window, "after-answered").await;

    sit(window, &sample.iv).await;
    window.type_text("[data-test=action-note]", "Seen.").await;
    window.click("[data-test=action-close]").await;
    window.find("[data-test=sampling-password]:enabled").await;
}

/// The IV reads what is declared before signing it. Their signature makes one more paper.
async fn record_is_signed(desk: &Desk, window: &Window) -> PathBuf {
    let before = papers(desk);
    let declared = window.find("[data-test=sampling-declaration]").await.text().await.unwrap();
    assert!(declared.contains("every action is closed"), "{declared}");
    window.type_text("[data-test=sampling-password]", PASSWORD).await;
    picture(window, "after-sampling-sign").await;
    window.click("[data-test=sampling-sign]").await;
    window.wait_gone("[data-test=sampling-sign]").await;
    window.wait_text("Sampling record S001 is signed.").await;
    new_one(desk, &before)
}

/// In the smallest window at twice the size nobody has to scroll sideways, and whoever sits there can be changed.
async fn stays_inside_at_twice_the_size(window: &Window, learner: &str, unit: &str) {
    window.resize(1024, 700).await;
    for place in
        ["claims".to_owned(), format!("sampling/{learner}/{unit}"), format!("signoff/{learner}/{unit}")]
    {
        window.go(&place).await;
        window.find("[data-test=desk-select]").await;
        let usual = window.script("return innerWidth", vec![]).await.as_i64().unwrap();
        window.press("Control+= Control+= Control+= Control+= Control+=").await;
        window.wait_script("return innerWidth <= arguments[0]", vec![json!(usual / 2 + 1)]).await;
        let inside = "const right = (e) => e.getBoundingClientRect().right, main = document.getElementById('main'); \
                      return [...document.querySelectorAll('header *, #main :is(h1, h2, button, summary > *)')]\
                        .every((e) => e.checkVisibility() === false || right(e) <= innerWidth + 1) \
                        && main.scrollWidth <= main.clientWidth \
                        && document.documentElement.scrollWidth <= innerWidth";
        window.wait_script(inside, vec![]).await;
        window.shown_in_both(&format!("after-large-{}", place.split('/').next().unwrap())).await;
        window.press("Control+0").await;
        window.wait_script("return innerWidth === arguments[0]", vec![json!(usual)]).await;
    }
    window.resize(1280, 860).await;
}

/// Chooses a paper in the dialog that is open and reads the verdict.
async fn checks(desk: &Desk, window: &Window, file: &Path, verdict: &str) -> String {
    desk.will_pick(file);
    window.click("[data-test=paper-check]:enabled").await;
    let named = file.file_name().unwrap().to_str().unwrap();
    let shown = "const said = document.querySelector(arguments[0]); \
                 return said && said.innerText.includes(arguments[1]) && said.innerText";
    let said = window.wait_script(shown, vec![json!(verdict), json!(named)]).await;
    said.as_str().unwrap().to_owned()
}
