//! Dialogs by hand in the real window: what is recorded of an item, something that stays where it is, two versions beside each
//! other, words found over all learners. With `PORTFOLIO_SCREENS_DIR` set pictures are written there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::fs;

use journeys::desk::Desk;
use journeys::hands::{no_program_dates, picture};
use journeys::people::{each, pick, text};
use journeys::sample::{Sample, at_work, say};
use journeys::window::Window;
use serde_json::{Value, json};

/// The desk, its window in the size of these stories, and the sample learner.
async fn open() -> Option<(Desk, Window, Sample)> {
    let all = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await?;
    all.1.resize(1400, 900).await;
    Some(all)
}

async fn shown(window: &Window, sample: &Sample) -> Value {
    say(window, "learner.show", json!({ "learner": sample.learner })).await
}

async fn item(window: &Window, sample: &Sample, reference: &str) -> Value {
    pick(&shown(window, sample).await["evidence"], "reference", reference)
}

/// Clicks the row of an item: not by the mouse, for a message at the bottom may lie over it.
async fn show(window: &Window, reference: &str) {
    let click = "const row = document.querySelector(`[data-test=evidence-row][data-reference='${arguments[0]}']`); row?.click(); return Boolean(row)";
    window.wait_script(click, vec![json!(reference)]).await;
    window.find("[data-test=preview-place]").await;
}

/// Puts a date into a date field, as it is typed, in place of what stands there.
async fn date(window: &Window, css: &str, day: &str) {
    window.find(css).await;
    let put = "const field = document.querySelector(arguments[0]); field.value = arguments[1]; \
               field.dispatchEvent(new Event('input', { bubbles: true }))";
    window.script(put, vec![json!(css), json!(day)]).await;
}

#[tokio::test]
async fn what_is_recorded_of_an_item_is_said_in_one_dialog_and_nothing_of_it_is_asked_for() {
    let Some((_desk, window, sample)) = open().await else { return };
    say(
        &window,
        "witness.save",
        json!({ "name": "Mo Adeyemi", "role": "Shift manager", "relation": "line manager", "status": "occupational expert" }),
    )
    .await;
    window.go(&format!("portfolio/{}/{}", sample.learner, sample.unit)).await;
    show(&window, "E001").await;
    window.press("F2").await;
    let title = window.find("[data-test=describe-title]").await;
    title.clear().await.unwrap();
    window.type_text("[data-test=describe-title]", "Coaching of 3 June").await;
    date(&window, "[data-test=detail-produced]", "03/06/2026").await;
    window.type_text("[data-test=detail-author]", "Rowan Hartley, with the team").await;
    window.find("[data-test=detail-route]").await.select_by_value("observed").await.unwrap();
    let witnesses = say(&window, "witness.list", json!({})).await;
    let mo =
        text(&each(&witnesses["witnesses"]).find(|one| one["says"]["name"] == "Mo Adeyemi").unwrap()["id"]);
    window.find("[data-test=detail-witness]").await.select_by_value(&mo).await.unwrap();
    window.type_text("[data-test=detail-ai]", "A tool corrected the spelling.").await;
    window.click("[data-test=detail-third-party]").await;
    no_program_dates(&window).await;
    picture(&window, "dialogs-details").await;
    window.click("[data-test=describe-save]").await;
    window.wait_gone("[data-test=describe]").await;
    let said = item(&window, &sample, "E001").await;
    let details = &said["details"];
    assert_eq!(said["title"], "Coaching of 3 June", "{said}");
    assert_eq!(
        (&details["produced"], &details["author"]),
        (&json!("2026-06-03"), &json!("Rowan Hartley, with the team")),
        "{details}"
    );
    assert!(details.to_string().contains("Mo Adeyemi"), "{details}");
    // One Undo takes all of it back.
    window.press("Control+z").await;
    window.wait_script(
        "return !document.querySelector(\"[data-test=evidence-row][data-reference='E001']\")?.textContent.includes('Coaching of 3 June')",
        vec![],
    )
    .await;
    assert_ne!(item(&window, &sample, "E001").await["title"], "Coaching of 3 June");
    no_program_dates(&window).await;
    window.close().await;
}

#[tokio::test]
async fn something_that_stays_where_it_is_gets_a_number_a_place_and_can_be_mapped() {
    let Some((_desk, window, sample)) = open().await else { return };
    window.go(&format!("portfolio/{}/{}", sample.learner, sample.unit)).await;
    window.click("[data-test=in-situ-open]").await;
    window.type_text("[data-test=in-situ-title]", "Service board").await;
    assert!(
        window.find("[data-test=in-situ-save]").await.attr("disabled").await.unwrap().is_some(),
        "where it is must be said"
    );
    window.type_text("[data-test=in-situ-kept]", "Ground floor, behind the counter").await;
    date(&window, "[data-test=in-situ-seen-on]", "01/09/2026").await;
    picture(&window, "dialogs-in-situ").await;
    window.click("[data-test=in-situ-save]").await;
    window.wait_gone("[data-test=in-situ]").await;
    window.wait_text("Ground floor, behind the counter").await;
    no_program_dates(&window).await;
    picture(&window, "dialogs-in-situ-card").await;
    window.press("m").await;
    window.type_text("[data-test=picker-input]", "1.1").await;
    window.press("Enter").await;
    window.find("[data-test=criterion-row][data-code='1.1'][data-state=mapped]").await;
    let evidence = shown(&window, &sample).await["evidence"].clone();
    let made = pick(&evidence, "title", "Service board");
    assert_eq!((each(&made["parts"]).count(), made["mapped"].as_u64()), (0, Some(1)), "{made}");
    window.close().await;
}

const FIRST: &str =
    "Plan of the week\n\nThree people serve at the counter.\n\nThe team was told on Monday.\n";
const SECOND: &str = "Plan of the week\n\nFour people serve at the counter.\n\nThe team was told on Monday.\n\nCover is agreed.\n";

#[tokio::test]
async fn two_versions_of_a_file_are_shown_beside_each_other_with_what_relied_on_each() {
    let Some((_desk, window, sample)) = open().await else { return };
    let (learner, unit) = (&sample.learner, &sample.unit);
    fs::write(sample.folder.join("Weekly plan.txt"), FIRST).unwrap();
    say(&window, "scan", json!({ "learner": learner, "number": true })).await;
    let map = json!({ "learner": learner, "unit": unit, "evidence": ["Weekly plan"], "codes": "1.1", "place": "para 2" });
    say(&window, "map", map).await;
    let decide =
        json!({ "learner": learner, "unit": unit, "codes": "1.1", "outcome": "met", "reason": "Seen." });
    say(&window, "decide", decide).await;
    fs::write(sample.folder.join("Weekly plan.txt"), SECOND).unwrap();
    say(&window, "scan", json!({ "learner": learner })).await;
    window.go(&format!("portfolio/{learner}/{unit}")).await;
    let evidence = shown(&window, &sample).await["evidence"].clone();
    show(&window, &text(&pick(&evidence, "title", "Weekly plan")["reference"])).await;
    picture(&window, "dialogs-changed").await;
    window.press("v").await;
    window.find("[data-test=version][data-number='2']").await;
    let first = window.find("[data-test=version][data-number='1']").await.text().await.unwrap();
    assert!(first.contains("1.1"), "the decision stands at the version that it relied on: {first}");
    window.find("[data-test=comparison]").await;
    let changed = "return [...document.querySelectorAll('[data-test=comparison] del, [data-test=comparison] ins')].map(e => e.textContent.trim())";
    let words = window.wait_script(changed, vec![]).await;
    let words: Vec<&str> = words.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(words.contains(&"Three") && words.contains(&"Four"), "{words:?}");
    no_program_dates(&window).await;
    picture(&window, "dialogs-versions").await;
    window.click("[data-test=version-accept]").await;
    window.wait_gone("[data-test=version-accept]").await;
    window.click("[data-test=dialog-close]").await;
    window.wait_gone("[data-test=versions]").await;
    window.close().await;
}

#[tokio::test]
async fn words_are_found_over_all_learners_and_the_hit_opens_at_its_page() {
    let Some((desk, window, sample)) = open().await else { return };
    let other = desk.home().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("Diary.txt"), "A quiet day.\n\nThe quarterly turnstile was mended by hand.\n")
        .unwrap();
    desk.will_pick(&other);
    let picked = window.invoke("pick_folder", json!({ "title": "Evidence" })).await.unwrap();
    let add = json!({ "name": "Sam Vale", "folderToken": picked["token"], "units": [] });
    let sam = text(&say(&window, "learner.add", add).await["id"]);
    say(&window, "scan", json!({ "learner": sam, "number": true })).await;
    while say(&window, "text.read", json!({})).await["waiting"] != 0 {}

    window.go("caseload").await;
    window.press("Control+Shift+f").await;
    window.type_text("[data-test=search-input]", "turnstile").await;
    window.find("[data-test=search-hit] mark").await;
    let hit = window.find("[data-test=search-hit]").await.text().await.unwrap();
    assert!(hit.contains("Sam Vale") && hit.contains("para 2"), "whose it is and where: {hit}");
    picture(&window, "dialogs-search").await;
    window.press("Enter").await;
    window.find("[data-test=preview-place]").await;
    let there = "const place = document.querySelector('[data-test=preview-place]')?.textContent ?? ''; \
                 return location.hash.includes(arguments[0]) && place.startsWith(arguments[1])";
    window.wait_script(there, vec![json!(sam), json!("para 2")]).await;

    // A page of a PDF of the other learner.
    window.press("Control+Shift+f").await;
    window.find("[data-test=search-input]").await.clear().await.unwrap();
    window.type_text("[data-test=search-input]", "contingency").await;
    let plan = "return [...document.querySelectorAll('[data-test=search-hit]')].findIndex(e => e.textContent.includes('Customer service plan') && /p\\. \\d/.test(e.textContent)) + 1";
    let at = window.wait_script(plan, vec![]).await.as_u64().unwrap();
    let words = format!("[data-test=search-hit]:nth-of-type({at})");
    let page = window.find(&words).await.text().await.unwrap();
    let page = page.split("p. ").nth(1).unwrap().chars().take_while(char::is_ascii_digit).collect::<String>();
    window.click(&words).await;
    window.find(&format!("[data-page='{page}'][aria-busy=false]")).await;
    window.wait_script(there, vec![json!(sample.learner), json!(format!("p. {page}"))]).await;
    picture(&window, "dialogs-search-page").await;
    window.close().await;
}
