//! A sample by hand in the real window: a comment said of the wrong row is taken back, the other holds, and the IV sampling record
//! is printed from where the IV sits. With `PORTFOLIO_SCREENS_DIR` set pictures are written there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::fs;
use std::process::Command;

use journeys::hands::{no_program_dates, picture};
use journeys::people::{each, pick};
use journeys::sample::{Sample, at_work, say};
use journeys::window::Window;
use serde_json::{Value, json};

const WRONG: &str = "Ask for the dates of the second week.";
const RIGHT: &str = "Say which week the log is of.";

#[tokio::test]
async fn a_comment_is_taken_back_and_the_sampling_record_holds_what_stands() {
    let Some((desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    sample.map_and_decide(&window).await;
    window.resize(1280, 860).await;
    say(&window, "desk.sit", json!({ "person": sample.iv })).await;
    window.go(&format!("sampling/{}/{}", sample.learner, sample.unit)).await;
    for code in ["1.1", "3.1"] {
        window.click(&format!("[data-test=sampling-pick][data-code='{code}'] input")).await;
    }
    window.click("[data-test=sampling-make]").await;

    asks(&window, "1.1", WRONG).await;
    assert_eq!(open_actions(&window, &sample).await, 1);
    window.click(&in_row("1.1", "finding-take-back")).await;
    picture(&window, "sampled-take-back").await;
    // Without a reason nothing is taken back.
    window.find("[data-test=finding-take-back-save]:disabled").await;
    window.type_text("[data-test=finding-take-back-reason]", "Said of the wrong row.").await;
    window.click("[data-test=finding-take-back-save]:enabled").await;
    window.find(&in_row("1.1", "finding-gone")).await;
    window.wait_text("Taken back: Said of the wrong row.").await;
    assert_eq!(open_actions(&window, &sample).await, 0, "nobody is asked for it any more");

    // The row waits for a word again.
    window.click(&in_row("1.1", "finding-agree")).await;
    window.find(&in_row("1.1", "finding")).await;
    asks(&window, "3.1", RIGHT).await;
    no_program_dates(&window).await;

    let folder = desk.home().join("saved here");
    fs::create_dir(&folder).unwrap();
    desk.will_pick(&folder);
    window.click("[data-test=print]").await;
    // The paper of this screen is chosen already.
    window.find("[data-test=print-sampling]:checked").await;
    picture(&window, "sampled-print").await;
    window.click("[data-test=print-save]").await;
    window.wait_gone("[data-test=print-save]").await;
    let shown = say(&window, "learner.show", json!({ "learner": sample.learner })).await;
    let file = folder.join(format!("{} IV sampling record.pdf", shown["learner"]["name"].as_str().unwrap()));
    assert!(fs::read(&file).unwrap().starts_with(b"%PDF-"));
    if let Ok(read) = Command::new("pdftotext").arg("-raw").arg(&file).arg("-").output() {
        let words = String::from_utf8_lossy(&read.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
        for said in ["S001", RIGHT] {
            assert!(words.contains(said), "{said}: {words}");
        }
        assert!(!words.contains(WRONG), "what was taken back is printed nowhere: {words}");
    }
    window.close().await;
}

/// What `test` names in the row of a criterion.
fn in_row(code: &str, test: &str) -> String {
    format!("[data-test=sampling-row][data-code='{code}'] [data-test={test}]")
}

/// Asks for action on one row.
async fn asks(window: &Window, code: &str, what: &str) {
    window.click(&in_row(code, "finding-action")).await;
    window.type_text("[data-test=finding-reason]", what).await;
    window.click("[data-test=finding-save]:enabled").await;
    window.wait_gone("[data-test=finding-save]").await;
    window.find(&in_row(code, "finding")).await;
}

async fn open_actions(window: &Window, sample: &Sample) -> usize {
    let list: Value = say(window, "learner.list", json!({})).await;
    let row = pick(&list["learners"], "learner", &sample.learner);
    assert_eq!(each(&list["learners"]).count(), 1);
    usize::try_from(row["ivActions"].as_u64().unwrap()).unwrap()
}
