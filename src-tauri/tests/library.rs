//! The unit library by hand in the real window: a unit is brought in and mended, evidence mapped for one board is offered to
//! the other, a text is revised and the learner moved to it.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::path::Path;

use journeys::sample::{Sample, at_work, say};
use journeys::window::Window;
use serde_json::{Value, json};

/// A page as centres copy it: four outcomes joined in one bullet, criteria without numbers and without an outcome.
const PAGE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../fixtures/unit-texts/corpus/tuned/revision-site-joined-outcomes.txt"
);

/// The texts of the editor's lines of a kind.
async fn lines(window: &Window, kind: &str) -> Vec<String> {
    let texts = "return [...document.querySelectorAll(arguments[0])].map(e => e.value)";
    let css = format!("[data-test=editor-line][data-kind={kind}] [data-test=editor-text]");
    let found = window.script(texts, vec![json!(css)]).await;
    found.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// Puts the cursor into the line that holds `words`, before them.
async fn cursor_before(window: &Window, words: &str) {
    let put = "const [words] = arguments, found = [...document.querySelectorAll('[data-test=editor-text]')]
        .find(e => e.value.includes(words));
        if (!found) return false;
        found.focus(); found.setSelectionRange(found.value.indexOf(words), found.value.indexOf(words)); return true";
    assert_eq!(window.script(put, vec![json!(words)]).await, true, "{words}: {}", window.text().await);
}

#[tokio::test]
async fn a_unit_is_brought_in_step_by_step_a_joined_outcome_is_mended_and_a_learner_gets_it() {
    let Some((desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    window.go("units").await;
    let before = say(&window, "unit.list", json!({})).await.as_array().unwrap().len();
    window.click("[data-test=unit-import]").await;
    desk.will_pick(Path::new(PAGE));
    window.click("[data-test=import-open]").await;
    window.find("[data-test=import-panel][data-step=review]").await;
    window.find("[data-test=raw-line][data-used=outcome]").await;
    let read = lines(&window, "outcome").await;
    assert_eq!(read.len(), 4, "{read:?}");

    cursor_before(&window, "dress windows").await;
    window.press("Control+j").await;
    let joined = lines(&window, "outcome").await;
    assert_eq!(joined[0], "plan product displays for a season, dress windows and in-store displays");
    cursor_before(&window, "dress windows").await;
    window.press("Control+Enter").await;
    let mended = lines(&window, "outcome").await;
    assert_eq!(mended[..2], ["plan product displays for a season", "Dress windows and in-store displays"]);
    window.press("Control+z").await;
    assert_eq!(lines(&window, "outcome").await, joined);
    window.press("Control+Shift+z").await;
    assert_eq!(lines(&window, "outcome").await, mended);

    window.click("[data-test=editor-accept-all]").await;
    for text in lines(&window, "unplaced").await {
        cursor_before(&window, &text).await;
        let select = window.find("[data-test=editor-line].current [data-test=editor-move]").await;
        select.select_by_index(1).await.unwrap();
    }
    assert_eq!(lines(&window, "unplaced").await, Vec::<String>::new());
    window.click("[data-test=import-next]").await;
    assert_eq!(say(&window, "unit.list", json!({})).await.as_array().unwrap().len(), before, "not saved yet");
    window.click("[data-test=import-save]").await;
    window.click("[data-test=import-show]").await;
    window.find("[data-test=unit-detail]").await;
    window.wait_text("Dress windows and in-store displays").await;

    let list = say(&window, "unit.list", json!({})).await;
    let added =
        list.as_array().unwrap().iter().find(|u| u["title"] == "Plan, dress and maintain product displays");
    let handle = added.unwrap()["handle"].as_str().unwrap().to_owned();
    window.go(&format!("portfolio/{}/{}", sample.learner, sample.unit)).await;
    window.click("[aria-label='Add units…']").await;
    window.click(&format!("[data-test=learner-unit][data-handle='{handle}'] input")).await;
    window.click("button[form=add-unit]").await;
    window.click(&format!("[data-test=unit-tab][data-handle='{handle}']")).await;
    window.wait_text("Dress windows and in-store displays").await;
    window.close().await;
}

/// Links of a row of one of the learner's units.
async fn links(window: &Window, sample: &Sample, handle: &str, code: &str) -> Vec<Value> {
    row(window, sample, handle, code).await["links"].as_array().unwrap().clone()
}

async fn row(window: &Window, sample: &Sample, handle: &str, code: &str) -> Value {
    let shown = say(window, "learner.show", json!({ "learner": sample.learner })).await;
    let units = shown["units"].as_array().unwrap();
    let unit = units.iter().find(|unit| unit["handle"] == handle).unwrap();
    let outcomes = unit["outcomes"].as_array().unwrap();
    let mut rows = outcomes.iter().flat_map(|outcome| outcome["rows"].as_array().unwrap());
    rows.find(|row| row["code"] == code).unwrap().clone()
}

const PEARSON: &str = "pearson-edi-plan-organise-control";
const OCR: &str = "ocr-plan-organise-control";

/// Opens Pearson's unit and maps an item to 1.1 there.
async fn map_for_pearson(window: &Window, reference: &str) {
    window.click(&format!("[data-test=unit-tab][data-handle='{PEARSON}']")).await;
    window.find(&format!("[data-test=unit-tab][data-handle='{PEARSON}'][aria-selected=true]")).await;
    window.click(&format!("[data-test=evidence-row][data-reference={reference}]")).await;
    window.press("m").await;
    window.type_text("[data-test=picker-input]", "1.1").await;
    window.press("Enter").await;
}

#[tokio::test]
async fn evidence_mapped_for_pearson_is_offered_for_ocr_with_the_difference_shown_and_never_taken_by_itself()
{
    let Some((_desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    window.go(&format!("portfolio/{}/{}", sample.learner, sample.unit)).await;

    map_for_pearson(&window, "E001").await;
    window.find("[data-test=offer-card] [data-test=offer][data-code='1.1']").await;
    let card = window.find("[data-test=offer-card]").await.text().await.unwrap();
    for words in ["OCR 1.1", "asks further", "third-party text"] {
        assert!(card.contains(words), "{words} in {card}");
    }
    assert_eq!(links(&window, &sample, OCR, "1.1").await, Vec::<Value>::new(), "nothing is mapped by itself");
    window.press("l").await;
    window.find("[data-test=offer-confirm]:focus").await;
    assert_eq!(
        links(&window, &sample, OCR, "1.1").await,
        Vec::<Value>::new(),
        "the first key only shows both texts"
    );
    window.press("Enter").await;
    window.wait_gone("[data-test=offer-confirm]").await;
    let mapped = row(&window, &sample, OCR, "1.1").await;
    assert_eq!(mapped["links"].as_array().unwrap().len(), 1, "{mapped}");
    assert_eq!(
        (&mapped["state"], &mapped["decision"]),
        (&json!("mapped"), &json!(null)),
        "a decision is never copied"
    );

    map_for_pearson(&window, "E002").await;
    window.find("[data-test=offer-card]").await;
    window.press("Escape").await;
    window.wait_gone("[data-test=offer-card]").await;
    assert_eq!(links(&window, &sample, PEARSON, "1.1").await.len(), 2);
    assert_eq!(links(&window, &sample, OCR, "1.1").await.len(), 1, "put away is not mapped");

    window.go(&format!("matrix/{}/{}", sample.learner, sample.unit)).await;
    window.click("[data-test=matrix-two]").await;
    window.find("[data-test=side-row]").await;
    window.close().await;
}

#[tokio::test]
async fn a_revised_text_keeps_the_learner_where_they_are_until_moved_and_asks_for_reworded_links_again() {
    let Some((_desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    let map = json!({ "learner": sample.learner, "unit": OCR, "evidence": ["E001"], "codes": "1.1,2.1", "place": "p. 1" });
    say(&window, "map", map).await;

    window.go("units").await;
    window.click(&format!("[data-test=unit-row][data-handle='{OCR}']")).await;
    window.find(&format!("[data-test=unit-detail][data-handle='{OCR}']")).await;
    window.click("[data-test=unit-edit]").await;
    let field = "[data-test=editor-line][data-code='1.1'] [data-test=editor-text]";
    window.find(field).await;
    cursor_before(&window, "Produce a full").await;
    window.press("End").await;
    window.type_text(field, " Say who agreed it.").await;
    window.click("[data-test=editor-save]").await;
    window.find("[data-test=unit-saved]").await;
    assert!(
        !row(&window, &sample, OCR, "1.1").await["text"].as_str().unwrap().contains("Say who"),
        "not moved yet"
    );

    window.click("[data-test=unit-review]").await;
    window.find("[data-test=diff-row][data-change=reworded]").await;
    window.find("[data-test=reissue-learner]").await;
    assert_eq!(
        window.script("return document.querySelector('[data-test=reissue-keep]')?.checked", vec![]).await,
        false
    );
    window.click("[data-test=reissue-move]").await;
    window.find("[data-test=reissue-done]").await;
    let moved = row(&window, &sample, OCR, "1.1").await;
    assert!(moved["text"].as_str().unwrap().contains("Say who agreed it."), "{moved}");
    assert!(moved["links"][0]["confirm"].is_string(), "{moved}");
    assert!(links(&window, &sample, OCR, "2.1").await[0]["confirm"].is_null(), "the same words carry over");

    window.go(&format!("portfolio/{}/{}", sample.learner, sample.unit)).await;
    window.click("[data-test=links-again]").await;
    window.click("[data-test=link-confirm]").await;
    window.wait_gone("[data-test=link-confirm]").await;
    assert!(links(&window, &sample, OCR, "1.1").await[0]["confirm"].is_null());
    window.close().await;
}

/// Where pictures go that people are to look at.
async fn picture(window: &Window, name: &str) {
    let Some(folder) = std::env::var_os("PORTFOLIO_SCREENS_DIR") else { return };
    for theme in ["light", "dark"] {
        let set = "document.documentElement.dataset.theme = arguments[0]";
        window.script(set, vec![json!(theme)]).await;
        let picture = window.settled_picture().await;
        std::fs::write(Path::new(&folder).join(format!("{name}-{theme}.png")), picture).unwrap();
    }
}

/// Chooses what a select offers. By script: what lies under the fold the driver does not choose.
async fn choose(window: &Window, css: &str, option: &str) {
    window.find(css).await;
    let set = "const [css, words] = arguments, s = document.querySelector(css);
        s.scrollIntoView({ block: 'center' });
        s.selectedIndex = [...s.options].findIndex(o => o.text.includes(words));
        s.dispatchEvent(new Event('input', { bubbles: true })); s.dispatchEvent(new Event('change', { bubbles: true }));
        return s.selectedIndex";
    let place = window.script(set, vec![json!(css), json!(option)]).await;
    assert!(place.as_i64() >= Some(0), "{css} does not offer {option}");
}

const STANDARD: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/standards/customer-service.csv");

#[tokio::test]
async fn two_boards_linked_to_one_point_of_a_standard_are_proposed_to_each_other_with_the_point_as_reason() {
    let Some((desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    window.go("units").await;
    window.click("[data-tab=links]").await;
    assert_eq!(
        window.script("return document.querySelector('[data-test=standards]')", vec![]).await,
        json!(null)
    );
    window.click("[data-test=links-advanced]").await;
    desk.will_pick(Path::new(STANDARD));
    window.click("[data-test=standard-import]").await;
    window.find("[data-test=point][data-code=P3]").await;

    for (board, code) in [("OCR", "1.1"), ("Pearson EDI", "2.1")] {
        choose(&window, "[data-test=point-unit]", &format!("{board} · Plan, organise and control")).await;
        window.find("[data-test=point-criterion] option:nth-child(2)").await;
        choose(&window, "[data-test=point-criterion]", &format!("{code} ")).await;
        choose(&window, "[data-test=point-choice]", "P3 ").await;
        window.click("[data-test=point-link-save]").await;
        window.wait_text(&format!("{board} {code} is linked to INVCS042 P3.")).await;
    }
    picture(&window, "22-standard").await;
    choose(&window, "[data-test=links-unit]", "OCR · Plan, organise").await;
    choose(&window, "[data-test=links-other]", "Pearson EDI · Plan, organise").await;
    window.click("[data-test=links-propose]").await;
    let reason = window
        .find("[data-test=link-proposal][data-from='1.1'][data-to='2.1'] [data-test=link-through]")
        .await;
    let words = reason.text().await.unwrap();
    assert!(words.contains("P3 of INVCS042 (Run the service tasks of a team)"), "{words}");
    picture(&window, "23-shared-point").await;
    window.click("[data-test=link-proposal][data-from='1.1'][data-to='2.1'] [data-test=link-accept]").await;
    window.find("[data-test=board-link]").await;
    let links = say(&window, "links.list", json!({ "unit": OCR, "other": PEARSON })).await;
    let mut made = links.as_array().unwrap().iter().map(|link| link["source"].as_str().unwrap());
    assert!(made.any(|source| source == "accepted because both are linked to INVCS042 P3"), "{links}");

    let map = json!({ "learner": sample.learner, "unit": OCR, "evidence": ["E001"], "codes": "1.1", "place": "p. 1" });
    say(&window, "map", map).await;
    window.click("[data-test=standard-coverage]").await;
    window.find("[data-test=coverage-point][data-code=P3][data-state=evidence]").await;
    picture(&window, "24-coverage").await;
    window.close().await;
}
