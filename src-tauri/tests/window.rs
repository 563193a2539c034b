//! The real window, driven. Lives in the program's own package so that cargo builds the program first.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::path::Path;
use std::time::{Duration, Instant};

use journeys::desk::Desk;
use journeys::sample::Sample;
use serde_json::json;

const PROGRAM: &str = env!("CARGO_BIN_EXE_portfolio-mapper");

#[tokio::test]
async fn the_window_opens_and_is_painted() {
    let Some(desk) = Desk::start() else { return };
    let window = desk.at_work(PROGRAM).await;
    assert_eq!(window.title().await, "Portfolio Mapper");
    window.picture().await;
    window.close().await;
}

#[tokio::test]
async fn a_page_gets_a_token_for_a_picked_folder_and_names_no_path_itself() {
    let Some(desk) = Desk::start() else { return };
    let window = desk.at_work(PROGRAM).await;
    desk.will_pick(&desk.home().join("Learner Folder"));
    let picked = window.invoke("pick_folder", json!({ "title": "Evidence" })).await.unwrap();
    assert_eq!(picked, json!({ "token": "folder-1", "label": "Learner Folder" }));
    desk.will_cancel();
    assert_eq!(window.invoke("pick_folder", json!({ "title": "Evidence" })).await, Ok(json!(null)));

    let refused =
        window.call("learner.folder", json!({ "learner": "L", "folder": "/etc" })).await.unwrap_err();
    assert_eq!(refused["code"], "usage");
    assert_eq!(refused["message"], "The page cannot name a path (\"folder\").");
    window.close().await;
}

#[tokio::test]
async fn the_page_can_leave_neither_its_origin_nor_its_commands() {
    let Some(desk) = Desk::start() else { return };
    let window = desk.at_work(PROGRAM).await;
    for plugin in [
        "plugin:dialog|open",
        "plugin:window-state|filename",
        "plugin:opener|open_path",
        "plugin:fs|read_file",
    ] {
        let refused =
            window.invoke(plugin, json!({ "path": "/etc/passwd", "options": {} })).await.unwrap_err();
        assert!(
            refused.as_str().is_some_and(|why| why.contains("not allowed") || why.contains("not found")),
            "{refused}"
        );
    }
    let inline = "const s = document.createElement('script'); s.textContent = 'window.ran = 1';
        document.body.append(s); return window.ran ?? 'blocked'";
    assert_eq!(window.script(inline, vec![]).await, "blocked");
    for (address, answer) in [
        ("https://example.org/", json!("TypeError")),
        ("http://127.0.0.1:1/", json!("TypeError")),
        ("evidence://localhost/no/such/0", json!(404)),
        ("evidence://localhost/../../etc/passwd", json!(404)),
    ] {
        let fetch =
            "const [address, done] = arguments; fetch(address).then(r => done(r.status), e => done(e.name))";
        let got = window.client().execute_async(fetch, vec![json!(address)]).await.unwrap();
        assert_eq!(got, answer, "{address}");
    }
    let leave = "const [done] = arguments; location = 'https://example.org/'; setTimeout(done, 200)";
    window.client().execute_async(leave, vec![]).await.unwrap();
    assert_eq!(window.client().current_url().await.unwrap().scheme(), "tauri");
    window.close().await;
}

#[tokio::test]
async fn a_second_start_ends_and_leaves_the_first_window_open() {
    let Some(desk) = Desk::start() else { return };
    let window = desk.at_work(PROGRAM).await;
    let mut again = desk.command(Path::new(PROGRAM));
    let ended = again.arg("--workspace").arg(desk.home().join("workspace")).output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    assert_eq!(window.title().await, "Portfolio Mapper");
    window.close().await;
}

#[tokio::test]
async fn a_workspace_that_cannot_be_opened_still_opens_the_window_and_says_why() {
    let Some(desk) = Desk::start() else { return };
    let workspace = desk.home().join("workspace");
    std::fs::create_dir(&workspace).unwrap();
    std::fs::write(workspace.join("portfolio.db"), "this is no database".repeat(500)).unwrap();
    let window = desk.at_work(PROGRAM).await;
    window.picture().await;
    let why = window.call("workspace.show", json!({})).await.unwrap_err();
    assert!(why["message"].as_str().is_some_and(|text| !text.is_empty()), "{why}");
    assert_eq!(window.call("unit.list", json!({})).await.unwrap_err(), why);
    window.close().await;
    assert!(std::fs::read(workspace.join("portfolio.db")).unwrap().starts_with(b"this is no database"));
}

#[tokio::test]
async fn a_file_dropped_into_the_folder_appears_by_itself_within_three_seconds() {
    let Some(desk) = Desk::start() else { return };
    let window = desk.at_work(PROGRAM).await;
    let sample = Sample::begin(&desk, &window).await;
    window.go(&format!("portfolio/{}/{}", sample.learner, sample.unit)).await;
    window.wait_text("Coaching observation").await;
    let dropped = Instant::now();
    std::fs::write(sample.folder.join("Late statement.txt"), "I was there.\n").unwrap();
    window.wait_text("Late statement").await;
    assert!(dropped.elapsed() < Duration::from_secs(3), "{:?}", dropped.elapsed());
    window.close().await;
}

#[tokio::test]
async fn everything_is_drawn_at_twice_the_size_by_keys_and_the_page_does_not_scroll_sideways() {
    let Some(desk) = Desk::start() else { return };
    let window = desk.at_work(PROGRAM).await;
    Sample::begin(&desk, &window).await;
    window.resize(1366, 768).await;
    window.go("caseload").await;
    window.find("[data-test=caseload-row]").await;
    let usual = window.script("return innerWidth", vec![]).await.as_i64().unwrap();
    window.press("Control+= Control+= Control+= Control+= Control+=").await;
    window.wait_script("return innerWidth <= arguments[0]", vec![json!(usual / 2 + 1)]).await;
    window.find("[data-test=learner-new]").await;
    let inside = "const r = document.querySelector('[data-test=learner-new]').getBoundingClientRect(); \
                  return r.left >= 0 && r.right <= innerWidth && document.documentElement.scrollWidth <= innerWidth";
    window.wait_script(inside, vec![]).await;
    window.press("Control+0").await;
    window.wait_script("return innerWidth === arguments[0]", vec![json!(usual)]).await;
    window.close().await;
}
