//! A PDF of 500 pages in the real window: only the pages near the eye are drawn, and memory does not grow with those seen.
//! Prints what it measures.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::path::Path;
use std::time::Instant;

use journeys::files;
use journeys::sample::{at_work, say};
use serde_json::json;

const PAGES: usize = 500;

#[tokio::test]
async fn five_hundred_pages_are_gone_through_without_memory_growing() {
    let Some((desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    let long = files::pdf(PAGES, "");
    let size = long.len();
    files::write(&sample.folder, &[("Logbook.pdf".to_owned(), long)]);
    say(&window, "scan", json!({ "learner": sample.learner, "number": true })).await;
    window.go(&format!("portfolio/{}/{}", sample.learner, sample.unit)).await;
    let row = "[...document.querySelectorAll('[data-test=evidence-row]')].find(r => r.textContent.includes('Logbook'))";
    window.wait_script(&format!("return Boolean({row})"), vec![]).await;
    let start = Instant::now();
    window.script(&format!("{row}.click()"), vec![]).await;
    window
        .wait_script("return document.querySelector(\"[data-page='1'][aria-busy=false]\") !== null", vec![])
        .await;
    let first = start.elapsed();

    // Twenty pages in: everything that is loaded once is loaded.
    let to = "const i = document.querySelector('[data-test=preview-page-input]'); i.value = arguments[0]; i.dispatchEvent(new Event('change', { bubbles: true }))";
    let there = "return document.querySelector(`[data-page='${arguments[0]}'][aria-busy=false]`) !== null";
    let (mut most, mut settled) = (0, 0);
    let start = Instant::now();
    for page in (1..=PAGES).step_by(3).chain([PAGES]) {
        window.script(to, vec![json!(page)]).await;
        window.wait_script(there, vec![json!(page)]).await;
        let drawn = window.script("return document.querySelectorAll('[data-page]').length", vec![]).await;
        assert!(drawn.as_u64().unwrap() <= 5, "{drawn} pages are in the document at page {page}");
        if page % 30 == 1 {
            let now = memory(desk.home());
            if page <= 61 { settled = settled.max(now) } else { most = most.max(now) }
        }
    }
    println!(
        "{PAGES} pages, {} KB: first page {first:?}, a jump {:?}; web process {} MB after 60 pages, at most {} MB afterwards",
        size / 1000,
        start.elapsed() / (PAGES as u32 / 3 + 1),
        settled >> 20,
        most >> 20
    );
    // The canvases of all pages alone would take 800 MB.
    assert!(most < settled + (160 << 20), "{} MB, then {} MB", settled >> 20, most >> 20);
    window.close().await;
}

/// Resident bytes of the web processes that belong to this desk.
fn memory(home: &Path) -> u64 {
    let home = home.to_str().unwrap();
    let mut sum = 0;
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let folder = entry.path();
        let read = |name: &str| std::fs::read(folder.join(name)).unwrap_or_default();
        let command = String::from_utf8_lossy(&read("cmdline")).into_owned();
        if !command.contains("WebKitWebProcess") || !String::from_utf8_lossy(&read("environ")).contains(home)
        {
            continue;
        }
        let pages =
            String::from_utf8_lossy(&read("statm")).split(' ').nth(1).and_then(|n| n.parse::<u64>().ok());
        sum += pages.unwrap_or(0) * 4096;
    }
    sum
}
