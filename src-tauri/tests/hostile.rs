//! Hostile files and names through the real window: each is shown, nothing of it runs, nothing is fetched, and its name and
//! words stand exactly as they are.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use journeys::files;
use journeys::sample::{at_work, say};
use serde_json::{Value, json};

/// What the web view may have loaded: its own page, evidence by id, blobs of its own, answers of commands.
const FOREIGN: &str = "return performance.getEntriesByType('resource').map(r => r.name)
    .filter(name => !/^(tauri:|evidence:|ipc:|blob:tauri:|data:image\\/svg)/.test(name))";

#[tokio::test]
async fn nothing_hostile_runs_and_every_name_and_word_stands_exactly() {
    let Some((_desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    let corpus = files::hostile();
    files::write(&sample.folder.join("<script>window.ran=1<|script>"), &corpus);
    say(&window, "scan", json!({ "learner": sample.learner, "number": true })).await;
    window.go(&format!("portfolio/{}/{}", sample.learner, sample.unit)).await;
    window.find("[data-test=evidence-row]").await;

    let shown = say(&window, "learner.show", json!({ "learner": sample.learner })).await;
    let ours =
        |item: &&Value| item["parts"][0]["folder"].as_str().is_some_and(|folder| folder.starts_with('<'));
    let items: Vec<&Value> = shown["evidence"].as_array().unwrap().iter().filter(ours).collect();
    // Files with the same bytes are one item.
    assert!(items.len() >= corpus.len() - 2, "{} of {} files are items", items.len(), corpus.len());
    for item in &items {
        let (id, name) = (item["id"].as_str().unwrap(), item["parts"][0]["fileName"].as_str().unwrap());
        let row = format!("[data-test=evidence-row][data-id='{id}']");
        window.find(&row).await;
        window.script("document.querySelector(arguments[0]).click()", vec![json!(row)]).await;
        // Until it is shown, said to be unshowable, or read.
        let settled = "const s = document.querySelector('[data-test=preview-stage]'); return s && document.querySelector('.bar .title')?.title === arguments[0] && \
            Boolean(s.querySelector('[data-test=file-card], [data-page][aria-busy=false], img.ready, [data-test=preview-piece], [data-cell]'))";
        window.wait_script(settled, vec![item["title"].clone()]).await;
        let title =
            window.script("return document.querySelector('.bar .title bdi').textContent", vec![]).await;
        assert_eq!(title, item["title"], "{name}");
        let markup = "return document.querySelectorAll('[data-test=preview-stage] :is(script, iframe, object, embed, svg image, a, style)').length \
            + document.querySelectorAll('[data-test=preview] img:not([src^=evidence]), [data-test=evidence-list] img').length";
        assert_eq!(window.script(markup, vec![]).await, 0, "{name} became markup");
        assert_eq!(window.script("return window.ran ?? 0", vec![]).await, 0, "{name} ran something");
        assert_eq!(window.script(FOREIGN, vec![]).await, json!([]), "{name} fetched something");
    }
    // Words that look like markup are words.
    for (ending, say) in
        [(".md", "<script>window.ran"), (".docx", "<img src=x onerror="), (".csv", "=HYPERLINK(")]
    {
        let item = items
            .iter()
            .find(|i| {
                i["parts"][0]["fileName"].as_str().unwrap().ends_with(ending)
                    && !i["title"].as_str().unwrap().starts_with("torn")
            })
            .unwrap();
        window
            .script(
                "document.querySelector(`[data-test=evidence-row][data-id='${arguments[0]}']`).click()",
                vec![item["id"].clone()],
            )
            .await;
        window.wait_text(say).await;
    }
    let alert = window.client().get_alert_text().await;
    assert!(alert.is_err(), "{alert:?}");
    assert_eq!(window.client().current_url().await.unwrap().scheme(), "tauri");
    window.close().await;
}
