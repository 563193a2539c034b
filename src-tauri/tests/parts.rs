//! An item of several files in the real window: what is mapped while its second file is shown says so, and the link leads back
//! to that file and page.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::fs;

use journeys::people::{each, pick, text};
use journeys::sample::{at_work, say};
use journeys::window::Window;
use serde_json::json;

#[tokio::test]
async fn a_place_in_the_second_file_of_an_item_names_it_and_leads_back_there() {
    let Some((_desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    for (from, to) in
        [("Coaching observation.pdf", "Visit 1.pdf"), ("Customer service plan.pdf", "Visit 2.pdf")]
    {
        // Other bytes than the sample's own file, and the same pages.
        let mut bytes = fs::read(sample.folder.join(from)).unwrap();
        bytes.extend_from_slice(b"\n% of the visit\n");
        fs::write(sample.folder.join(to), bytes).unwrap();
    }
    say(&window, "scan", json!({ "learner": sample.learner })).await;
    let shown = say(&window, "learner.show", json!({ "learner": sample.learner })).await;
    let files: Vec<String> = ["Visit 1", "Visit 2"]
        .iter()
        .map(|title| text(&pick(&shown["evidence"], "title", title)["id"]))
        .collect();
    let together =
        json!({ "learner": sample.learner, "evidence": files, "together": true, "title": "The visit" });
    say(&window, "evidence.accept", together).await;

    window.resize(1400, 900).await;
    window.go(&format!("portfolio/{}/{}", sample.learner, sample.unit)).await;
    let click = "const rows = [...document.querySelectorAll('[data-test=evidence-row]')]; \
                 const row = rows.find((r) => r.querySelector('bdi').textContent === 'The visit'); row?.click(); return Boolean(row)";
    window.wait_script(click, vec![]).await;
    at(&window, 0, "p. 1").await;
    window.find("[data-test=preview-part]").await.select_by_index(1).await.unwrap();
    at(&window, 1, "p. 1").await;
    window.click("[data-test=preview-next]:enabled").await;
    at(&window, 1, "p. 2").await;
    window.press("m").await;
    window.type_text("[data-test=picker-input]", "1.1").await;
    window.press("Enter").await;
    window.find("[data-test=criterion-row][data-code='1.1'][data-state=mapped]").await;

    let shown = say(&window, "learner.show", json!({ "learner": sample.learner })).await;
    let unit = pick(&shown["units"], "unit", &sample.unit);
    let rows: Vec<_> = each(&unit["outcomes"]).flat_map(|outcome| each(&outcome["rows"])).collect();
    let row = rows.iter().find(|row| row["code"] == "1.1").unwrap();
    assert_eq!(row["links"][0]["place"], "part 2, p. 2", "{row}");

    // From the first file the link leads to its own, at its page.
    window.find("[data-test=preview-part]").await.select_by_index(0).await.unwrap();
    at(&window, 0, "p. 1").await;
    window.click("[data-test=preview-link]").await;
    at(&window, 1, "p. 2").await;
    window.close().await;
}

/// Waits until this file of the item, counted from 0, is shown at this page.
async fn at(window: &Window, file: u32, page: &str) {
    let script = "return document.querySelector('[data-test=preview-part]')?.selectedIndex === arguments[0] \
                  && document.querySelector('[data-test=preview-place]')?.textContent.endsWith(arguments[1])";
    window.wait_script(script, vec![json!(file), json!(page)]).await;
}
