//! The bench and the matrix by hand in the real window: undo beside a deed is about that deed, the file on screen stays where it is, one
//! key links what lacks.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::fs;

use journeys::sample::{Sample, at_work, say};
use journeys::window::Window;
use serde_json::{Value, json};

/// References of the items that are linked to each criterion of the unit, in order.
async fn links(window: &Window, sample: &Sample) -> Vec<(String, Vec<String>)> {
    let shown = say(window, "learner.show", json!({ "learner": sample.learner })).await;
    let units = shown["units"].as_array().unwrap();
    let unit = units.iter().find(|unit| unit["unit"] == sample.unit.as_str()).unwrap();
    let rows = unit["outcomes"].as_array().unwrap().iter().flat_map(|o| o["rows"].as_array().unwrap());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let of = |row: &Value| row["links"].as_array().unwrap().iter().map(|l| text(&l["reference"])).collect();
    rows.map(|row| (text(&row["code"]), of(row))).collect()
}

fn linked(to: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
    to.iter()
        .map(|(code, items)| ((*code).to_owned(), items.iter().map(|i| (*i).to_owned()).collect()))
        .collect()
}

#[tokio::test]
async fn undo_takes_back_what_it_stands_beside_and_the_file_on_screen_stays() {
    let Some((_desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    fs::write(sample.folder.join("0 a new note.txt"), "Seen on the shop floor.").unwrap();
    say(&window, "scan", json!({ "learner": sample.learner })).await;
    window.go(&format!("portfolio/{}/{}", sample.learner, sample.unit)).await;

    // Nobody has clicked: the first of the list is on screen, it is new, and it stays on screen with its number.
    window.find("[data-test=evidence-row].shown[data-standing=new]").await;
    window.click("[data-test=criterion-row][data-code='1.1']").await;
    window.press("Space").await;
    window.find("[data-test=criterion-row][data-code='1.1'][data-state=mapped]").await;
    window.press("ArrowDown Space").await;
    window.find("[data-test=criterion-row][data-code='2.1'][data-state=mapped]").await;
    let all = links(&window, &sample).await;
    let new = all[0].1.clone();
    assert_eq!((new.len(), &all[1].1), (1, &new), "both from the file on screen: {all:?}");

    window.click("[data-test=toast-undo]").await;
    window.find("[data-test=criterion-row][data-code='2.1'][data-state=gap]").await;
    assert_eq!(links(&window, &sample).await[0].1, new);

    // A number that is given has no way back, so none is offered: it would take back the mapping.
    fs::write(sample.folder.join("0 one more.txt"), "Seen again.").unwrap();
    say(&window, "scan", json!({ "learner": sample.learner })).await;
    window.click("[data-test=evidence-row][data-standing=new]").await;
    window.press("a").await;
    window.wait_text("Accept E").await;
    window.wait_gone("[data-test=toast-undo]").await;
    window.close().await;
}

#[tokio::test]
async fn one_key_in_the_matrix_links_what_lacks_and_then_unlinks_all() {
    let Some((_desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    let request =
        json!({ "learner": sample.learner, "unit": sample.unit, "evidence": ["E001"], "codes": "1.1" });
    say(&window, "map", request).await;
    window.go(&format!("matrix/{}/{}", sample.learner, sample.unit)).await;

    window.click("[data-test=matrix-cell][data-code='1.1'][data-reference=E001]").await;
    window.press("Shift+ArrowDown Shift+ArrowDown Shift+ArrowDown Shift+ArrowDown").await;
    let chosen = window.find("[data-test=matrix-chosen]").await.text().await.unwrap();
    assert_eq!(chosen, "3 criteria chosen, 1 of them linked");
    window.type_text("[data-test=matrix-place]", "p. 2").await;
    window.click("[data-test=matrix-toggle]").await;
    window.find("[data-test=matrix-cell][data-code='3.1'][data-linked=true]").await;
    let (one, none): (&[&str], &[&str]) = (&["E001"], &[]);
    assert_eq!(
        links(&window, &sample).await,
        linked(&[("1.1", one), ("2.1", one), ("3.1", one), ("4.1", none)])
    );

    // The only links of the item go, and its column stays under the cursor: the same key links them again.
    window.click("[data-test=matrix-cell][data-code='1.1'][data-reference=E001]").await;
    window.press("Shift+ArrowDown Shift+ArrowDown Shift+ArrowDown Shift+ArrowDown Space").await;
    window.find("[data-test=matrix-cell][data-code='3.1'][data-linked=false]:focus").await;
    assert_eq!(
        links(&window, &sample).await,
        linked(&[("1.1", none), ("2.1", none), ("3.1", none), ("4.1", none)])
    );
    window.press("Space").await;
    window.find("[data-test=matrix-cell][data-code='3.1'][data-linked=true]:focus").await;
    assert_eq!(
        links(&window, &sample).await,
        linked(&[("1.1", one), ("2.1", one), ("3.1", one), ("4.1", none)])
    );
    window.close().await;
}
