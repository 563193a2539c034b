//! Every screen, light and dark, on the sample learner: none blank, none showing a failure. With
//! `PORTFOLIO_SCREENS_DIR` set the pictures are written there, for people to look at (`cargo xtask screens`).
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::path::Path;

use journeys::desk::Desk;
use journeys::sample::{PASSWORD, Sample, say};
use journeys::window::Window;
use serde_json::json;

/// Name of the picture, the place in the program (`{l}` the learner, `{u}` the unit), what to click one after the other
/// (divided by `|`; `selector=text` types), what to press.
const OF_THE_ASSESSOR: [(&str, &str, &str, &str); 25] = [
    ("2-caseload", "caseload", "", ""),
    ("3-portfolio", "portfolio/{l}/{u}", "[data-test=evidence-row]", ""),
    ("4-picker", "portfolio/{l}/{u}", "[data-test=evidence-row]", "m"),
    ("5-decide", "portfolio/{l}/{u}", "[data-test=criterion-row]", "d"),
    ("6-matrix", "matrix/{l}/{u}", "", ""),
    ("7-sign-off", "signoff/{l}/{u}", "", ""),
    ("10-units", "units", "[data-test=unit-row]", ""),
    ("11-settings", "settings", "", ""),
    ("12-palette", "caseload", "", "Control+k"),
    ("13-shortcuts", "caseload", "", "?"),
    ("14-qualifications", "units", "[data-tab=qualifications]", ""),
    ("15-links", "units", "[data-tab=links]", ""),
    ("16-editor", "units", "[data-test=unit-edit]|[data-test=editor-text]", ""),
    ("17-changes", "units", "[data-test=unit-reissue]", ""),
    ("18-export", "units", "[data-test=unit-export]", ""),
    ("19-import", "units", "[data-test=unit-import]", ""),
    ("20-review", "units", REVIEW, ""),
    ("22-declaration", "signoff/{l}/{u}", "[data-test=gate-place]", ""),
    ("23-work", "portfolio/{l}/{u}", "[data-test=evidence-row]", "w"),
    ("24-not-yet-met", "portfolio/{l}/{u}", "[data-test=criterion-row]", "d n"),
    ("25-transfer", "portfolio/{l}/{u}", "[data-test=criterion-row]", "d t"),
    ("26-criterion", "portfolio/{l}/{u}", "[data-test=criterion-row]", "Enter"),
    ("27-matrix-chosen", "matrix/{l}/{u}", "[data-test=matrix-cell]", "Shift+ArrowDown Shift+ArrowDown"),
    ("28-picker-not-here", "portfolio/{l}/{u}", "[data-test=evidence-row]", "9 . 9"),
    ("21-two-boards", "matrix/{l}/{u}", "[data-test=matrix-two]", ""),
];
/// A pasted text as far as the review, with the cursor in the first line. A new line is the Enter key of WebDriver.
const REVIEW: &str = "[data-test=unit-import]|[data-test=import-text]=Keep a shop tidy\u{e007}\u{e007}Learning Outcomes\u{e007}\
    • Keep shelves tidy, keep the till in order\u{e007}\u{e007}Assessment Criteria\u{e007}• Fill shelves before noon.\u{e007}\
    |[data-test=import-read]|[data-test=editor-text]";
/// An IV at the assessor's page: who signs is said before any password.
const NOT_OF_THE_VERIFIER: [(&str, &str, &str, &str); 1] =
    [("29-not-yours-to-sign", "signoff/{l}/{u}", "[data-test=signoff-may-not]", "")];
const OF_THE_VERIFIER: [(&str, &str, &str, &str); 3] = [
    ("8-signed", "signoff/{l}/{u}", "", ""),
    ("9-sampling", "sampling/{l}/{u}", "", ""),
    ("30-take-back", "sampling/{l}/{u}", "[data-test=finding-take-back]", ""),
];

#[tokio::test]
async fn every_screen_is_drawn_light_and_dark() {
    let Some(desk) = Desk::start() else { return };
    let window = desk.at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await;
    draw(&window, None, &[("1-start", "caseload", "", "")]).await;

    let sample = Sample::begin(&desk, &window).await;
    sample.map_and_decide(&window).await;
    draw(&window, Some(&sample), &OF_THE_ASSESSOR).await;

    let (learner, unit) = (&sample.learner, &sample.unit);
    say(&window, "desk.sit", json!({ "person": sample.iv })).await;
    draw(&window, Some(&sample), &NOT_OF_THE_VERIFIER).await;
    say(&window, "desk.sit", json!({ "person": sample.assessor })).await;
    say(
        &window,
        "signOff.sign",
        json!({ "learner": learner, "unit": unit, "password": PASSWORD, "vacsr": true }),
    )
    .await;
    say(&window, "desk.sit", json!({ "person": sample.iv })).await;
    say(&window, "sample.make", json!({ "learner": learner, "unit": unit, "codes": "1.1,3.1" })).await;
    comments(&window, &sample).await;
    draw(&window, Some(&sample), &OF_THE_VERIFIER).await;
    window.close().await;
}

/// A comment that stands, and one that was taken back.
async fn comments(window: &Window, sample: &Sample) {
    let learner = &sample.learner;
    let said = |code: &str, judgement: &str, reason: &str| json!({ "learner": learner, "sample": "S001", "code": code, "judgement": judgement, "reason": reason });
    say(window, "finding.make", said("1.1", "action", "Ask for the dates of the second week.")).await;
    let shown = say(window, "sampling.show", json!({ "learner": learner })).await;
    let wrong = &shown["samples"][0]["rows"][0]["finding"]["finding"];
    let back = json!({ "learner": learner, "finding": wrong, "reason": "Said of the wrong row: it is 3.1 that lacks them." });
    say(window, "finding.withdraw", back).await;
    say(window, "finding.make", said("1.1", "agree", "")).await;
}

async fn draw(window: &Window, sample: Option<&Sample>, screens: &[(&str, &str, &str, &str)]) {
    let (learner, unit) = sample.map_or(("", ""), |sample| (sample.learner.as_str(), sample.unit.as_str()));
    for theme in ["light", "dark"] {
        window.script("localStorage.setItem('theme', arguments[0])", vec![json!(theme)]).await;
        for (name, place, click, keys) in screens {
            window.go(&place.replace("{l}", learner).replace("{u}", unit)).await;
            window.picture().await;
            for step in click.split('|').filter(|step| !step.is_empty()) {
                match step.split_once("]=") {
                    Some((field, text)) => window.type_text(&format!("{field}]"), text).await,
                    None => window.click(step).await,
                }
            }
            if !keys.is_empty() {
                window.press(keys).await;
            }
            let picture = window.settled_picture().await;
            let failures =
                window.script("return document.querySelectorAll('[role=alert]').length", vec![]).await;
            assert_eq!(failures, 0, "{name}, {theme}: {}", window.text().await);
            if let Some(folder) = std::env::var_os("PORTFOLIO_SCREENS_DIR") {
                std::fs::write(Path::new(&folder).join(format!("{name}-{theme}.png")), picture).unwrap();
            }
        }
    }
}
