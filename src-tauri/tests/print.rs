//! Printing and exporting in the real window: a paper for the screen, a workbook saved where the person says, a large paper that is
//! stopped on its way. With
//! `PORTFOLIO_SCREENS_DIR` set pictures of the dialog are written there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::path::{Path, PathBuf};

use journeys::desk::Desk;
use journeys::hands::picture;
use journeys::sample::{PASSWORD, at_work, say};
use journeys::window::Window;
use serde_json::json;

#[tokio::test]
async fn papers_are_made_and_saved_from_one_dialog() {
    let Some((desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    sample.map_and_decide(&window).await;
    let name = say(&window, "learner.show", json!({ "learner": sample.learner })).await;
    let name = name["learner"]["name"].as_str().unwrap().to_owned();
    window.resize(1280, 860).await;
    window.go(&format!("matrix/{}/{}", sample.learner, sample.unit)).await;

    for (kind, what) in [("gaps", "what to bring next"), ("whole", "portfolio")] {
        window.find("[data-test=print]:enabled").await;
        window.press("Control+Shift+e").await;
        window.click(&format!("[data-test=print-{kind}]")).await;
        window.click("[data-test=print-make]").await;
        window.wait_text(&format!("{name} {what}.pdf, ")).await;
        window.wait_gone("[data-test=print-make]").await;
    }

    let folder = desk.home().join("saved here");
    std::fs::create_dir(&folder).unwrap();
    desk.will_pick(&folder);
    for (kind, what, begins) in [
        ("xlsx", "ocr-plan-organise-control matrix.xlsx", "PK"),
        ("html", "ocr-plan-organise-control matrix.html", "<!DOCTYPE html>"),
        ("grid", "ocr-plan-organise-control evidence grid.pdf", "%PDF-"),
        ("evidence", "evidence index.pdf", "%PDF-"),
    ] {
        window.click("[data-test=print]").await;
        window.click(&format!("[data-test=print-{kind}]")).await;
        window.click("[data-test=print-save]").await;
        window.wait_gone("[data-test=print-save]").await;
        let saved = std::fs::read(folder.join(format!("{name} {what}"))).unwrap();
        assert!(saved.starts_with(begins.as_bytes()), "{what}");
    }

    // Days on which nothing was decided are a paper too; a wrong order is answered in the dialog, and nothing is lost.
    window.click("[data-test=print]").await;
    window.click("[data-test=print-decisions]").await;
    window.type_text("[data-test=print-from]", "21/11/2026").await;
    window.type_text("[data-test=print-to]", "20/11/2026").await;
    window.click("[data-test=print-make]").await;
    window.wait_text("before the first").await;
    pictures(&window).await;
    window.close().await;
}

/// The centre's unit of the story.
const LARGE: &str = "centre-coordinate-service-team";

#[tokio::test]
async fn a_large_paper_is_stopped_and_what_stood_at_its_place_stays() {
    let Some((desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    // Thousands of pages, which take seconds.
    let reason = "Seen on the floor and at the desk. ".repeat(3_000);
    let decide = json!({ "learner": sample.learner, "unit": LARGE, "codes": "1.1-8.4", "outcome": "rpl", "reason": reason });
    say(&window, "decide", decide).await;
    let shown = say(&window, "learner.show", json!({ "learner": sample.learner })).await;
    let name = shown["learner"]["name"].as_str().unwrap();

    let folder = desk.home().join("saved here");
    std::fs::create_dir(&folder).unwrap();
    let file = folder.join(format!("{name} portfolio.pdf"));
    std::fs::write(&file, "what stood here before").unwrap();
    desk.will_pick(&folder);
    window.go(&format!("matrix/{}/{}", sample.learner, sample.unit)).await;
    window.click("[data-test=print]:enabled").await;
    window.click("[data-test=print-whole]").await;
    window.click("[data-test=print-save]").await;
    window.click("[data-test=print-stop]").await;
    window.wait_text("Printing was stopped; nothing was written").await;
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "what stood here before");
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "no draft is left");
    // The dialog is as before, and another paper is made at once.
    window.click("[data-test=print-gaps]").await;
    window.click("[data-test=print-save]:enabled").await;
    window.wait_gone("[data-test=print-save]").await;
    let saved = std::fs::read(folder.join(format!("{name} what to bring next.pdf"))).unwrap();
    assert!(saved.starts_with(b"%PDF-"));
    window.close().await;
}

/// From wherever the person is: a paper as it was signed, one that somebody changed, and one that counts no more.
#[tokio::test]
async fn a_paper_is_checked_where_it_is_handled_and_each_verdict_is_told_apart() {
    let Some((desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    sample.map_and_decide(&window).await;
    window.resize(1280, 860).await;
    let about = json!({ "learner": sample.learner, "unit": sample.unit });
    let with = |more: serde_json::Value| {
        let mut request = about.clone();
        for (name, value) in more.as_object().unwrap() {
            request[name] = value.clone();
        }
        request
    };
    say(&window, "declaration.record", with(json!({ "route": "email" }))).await;
    say(&window, "signOff.sign", with(json!({ "password": PASSWORD, "vacsr": true }))).await;
    let folder = desk.home().join("papers that came in");
    std::fs::create_dir(&folder).unwrap();
    let good = folder.join("as signed.pdf");
    std::fs::copy(issued(&desk), &good).unwrap();
    let changed = folder.join("changed.pdf");
    let mut bytes = std::fs::read(&good).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&changed, bytes).unwrap();

    // By the palette, over the caseload; and by the button where papers are signed.
    window.go("caseload").await;
    window.press("Control+k").await;
    window.type_text("[data-test=palette-input]", "check a paper").await;
    let offered = "return document.querySelector('[data-test=palette] [role=option]')?.innerText.includes('Check') || null";
    window.wait_script(offered, vec![]).await;
    window.press("Enter").await;
    window.find("[data-test=check-paper]").await;
    checks(&desk, &window, &good, "[data-test=paper-checked]:not(.bad)", "and still as signed").await;
    window.wait_text("The key is that of this person").await;
    window.find("[data-test=paper-record][data-same=true]").await;
    let learner = window.find("[data-test=paper-learner]").await.text().await.unwrap();
    let name = say(&window, "learner.show", json!({ "learner": sample.learner })).await;
    assert_eq!(learner, name["learner"]["name"]);
    picture(&window, "paper-good").await;
    checks(&desk, &window, &changed, "[data-test=paper-checked].bad", "does NOT hold").await;
    picture(&window, "paper-changed").await;

    window.press("Escape").await;
    say(&window, "signOff.reopen", with(json!({ "reason": "A slip in 2.1." }))).await;
    window.go(&format!("signoff/{}/{}", sample.learner, sample.unit)).await;
    window.click("[data-test=paper-check-open]").await;
    checks(&desk, &window, &good, "[data-test=paper-checked].bad", "no longer as signed").await;
    let since = window.find("[data-test=paper-stale]").await.text().await.unwrap();
    assert_eq!(since, "opened again with the reason “A slip in 2.1”");
    picture(&window, "paper-superseded").await;
    window.close().await;
}

/// The person chooses a file in the dialog that is open.
async fn checks(desk: &Desk, window: &Window, file: &Path, verdict: &str, says: &str) {
    desk.will_pick(file);
    window.click("[data-test=paper-check]").await;
    window.find(verdict).await;
    window.wait_text(says).await;
}

/// The only paper that the centre file has issued.
fn issued(desk: &Desk) -> PathBuf {
    let papers = std::fs::read_dir(desk.home().join("workspace/papers")).unwrap();
    let mut papers = papers.map(|entry| entry.unwrap().path());
    papers.find(|file| file.extension().is_some_and(|e| e == "pdf")).unwrap()
}

async fn pictures(window: &Window) {
    let Some(folder) = std::env::var_os("PORTFOLIO_SCREENS_DIR") else { return };
    for theme in ["light", "dark"] {
        window.script("localStorage.setItem('theme', arguments[0])", vec![json!(theme)]).await;
        window.script("location.reload()", vec![]).await;
        window.picture().await;
        window.click("[data-test=print]").await;
        window.click("[data-test=print-decisions]").await;
        let picture = window.settled_picture().await;
        std::fs::write(Path::new(&folder).join(format!("22-print-{theme}.png")), picture).unwrap();
    }
}
