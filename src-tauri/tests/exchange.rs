//! Two centre files exchange their histories by hand in the real window: what was recorded at one is brought to the other as a
//! file, once. With `PORTFOLIO_SCREENS_DIR` set pictures are written there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::fs;
use std::path::Path;

use journeys::desk::Desk;
use journeys::hands::picture;
use journeys::people::copy;
use journeys::sample::{Sample, say};
use journeys::window::Window;
use serde_json::{Value, json};

const APP: &str = env!("CARGO_BIN_EXE_portfolio-mapper");

#[tokio::test]
async fn what_was_mapped_at_one_computer_comes_to_the_other_as_a_file() {
    let Some(desk) = Desk::start() else { return };
    let window = desk.at_work(APP).await;
    let sample = Sample::begin(&desk, &window).await;
    window.close().await;
    // The other computer begins with a copy.
    let other = desk.home().join("other");
    copy(&desk.home().join("workspace"), &other);

    let window = desk.open(Path::new(APP), &["--workspace", other.to_str().unwrap()]).await;
    say(&window, "desk.sit", json!({ "person": sample.assessor })).await;
    let map = json!({ "learner": sample.learner, "unit": sample.unit, "evidence": ["E001"], "codes": "1.1", "place": "p. 1" });
    say(&window, "map", map).await;
    let folder = desk.home().join("brought along");
    fs::create_dir(&folder).unwrap();
    desk.will_pick(&folder);
    window.go("settings").await;
    window.click("[data-test=exchange-save]").await;
    said(&window, "entries of the history").await;
    picture(&window, "exchange-saved").await;
    window.close().await;
    let file = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    assert!(file.extension().is_some_and(|ending| ending == "jsonl"), "{}", file.display());

    let window = desk.at_work(APP).await;
    assert_eq!(links(&window, &sample).await, 0);
    window.go("settings").await;
    // What is no history file is refused by name, and nothing comes in.
    let wrong = desk.home().join("wrong.jsonl");
    fs::write(&wrong, "not a history\n").unwrap();
    desk.will_pick(&wrong);
    window.click("[data-test=exchange-bring]").await;
    let refused = "return document.querySelector('[data-test=failure]')?.textContent.includes(arguments[0])";
    window.wait_script(refused, vec![json!("it is not a history file")]).await;
    // It says nothing against the centre file, which is sound.
    let against = "return !document.querySelector('[data-test=failure]').textContent.includes(arguments[0])";
    window.wait_script(against, vec![json!("Do not go on working")]).await;
    assert_eq!(links(&window, &sample).await, 0);

    desk.will_pick(&file);
    window.click("[data-test=exchange-bring]:enabled").await;
    said(&window, "brought in").await;
    window.wait_gone("[data-test=failure]").await;
    picture(&window, "exchange-brought").await;
    assert_eq!(links(&window, &sample).await, 1);
    // The same file once more changes nothing.
    window.click("[data-test=exchange-bring]:enabled").await;
    said(&window, "Nothing new").await;
    assert_eq!(links(&window, &sample).await, 1);
    window.close().await;
}

/// Waits for the line under the buttons.
async fn said(window: &Window, words: &str) {
    let script =
        "return document.querySelector('[data-test=exchange-said]')?.textContent.includes(arguments[0])";
    window.wait_script(script, vec![json!(words)]).await;
}

/// How many links the learner's criteria have.
async fn links(window: &Window, sample: &Sample) -> usize {
    let shown = say(window, "learner.show", json!({ "learner": sample.learner })).await;
    let all = |of: &Value, name: &str| of[name].as_array().unwrap().clone();
    let rows = all(&shown, "units").into_iter().flat_map(|unit| all(&unit, "outcomes"));
    rows.flat_map(|outcome| all(&outcome, "rows")).map(|row| all(&row, "links").len()).sum()
}
