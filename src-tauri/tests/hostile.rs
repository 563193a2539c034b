//! Hostile files and names through the real window: each is shown, nothing of it runs, nothing is fetched, and its name and
//! words stand exactly as they are.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::time::Instant;

use journeys::sample::{at_work, say};
use journeys::story::aloud;
use journeys::{files, hostile};
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

/// Looks at rows `from..to` of the list as a person would, one after the other: scrolls to each, clicks it, waits until the preview
/// has its name, and in one of four until it shows what is inside. What stands in the row, in its tooltips and in the preview is answered where it differs from what was asked for.
const LOOK: &str = "const [wanted, done] = arguments;
    const turn = () => new Promise(r => setTimeout(r));
    (async () => {
        const wrong = [], list = document.querySelector('[data-test=evidence-list]');
        for (const [at, { id, title, name, where }] of wanted.entries()) {
            const say = (what, found) => wrong.push([title, what, found]);
            const row = [...list.children].find(row => row.dataset.id === id);
            if (!row) { say('no row', ''); continue; }
            row.scrollIntoView({ block: 'nearest' });
            row.click();
            const bar = () => document.querySelector('[data-test=preview] .bar .title');
            const shown = () => document.querySelector('[data-test=preview-stage] :is([data-test=file-card], [data-page][aria-busy=false], img.ready, [data-test=preview-piece], [data-cell])');
            const begun = performance.now();
            const inside = at % 4 === 0;
            while ((bar()?.title !== title || !row.classList.contains('shown') || (inside && !shown())) && performance.now() - begun < 10000) await turn();
            if (inside && !shown()) say('nothing is shown', '');
            const [head, below] = row.querySelectorAll('bdi');
            if (head.textContent !== title) say('row', head.textContent);
            if (below.textContent !== where) say('folder in the row', below.textContent);
            if (bar().title !== title) say('tooltip', bar().title);
            if (bar().querySelector('bdi').textContent !== title) say('heading', bar().querySelector('bdi').textContent);
            const card = document.querySelector('[data-test=file-card] dd bdi');
            if (card && card.textContent !== name) say('card', card.textContent);
            for (const e of row.querySelectorAll('*')) if (!['SPAN', 'B', 'BDI', 'SVG', 'RECT', 'PATH', 'LINE', 'CIRCLE', 'POLYLINE', 'POLYGON', 'ELLIPSE'].includes(e.tagName.toUpperCase())) say('markup in the row', e.outerHTML);
            if (getComputedStyle(head).unicodeBidi !== 'isolate') say('its direction reaches beyond it', getComputedStyle(head).unicodeBidi);
            const [own, all] = [row.getBoundingClientRect(), list.getBoundingClientRect()];
            if (own.height < 30 || own.height > 110) say('height', own.height);
            if (own.left < all.left - 1 || own.right > all.right + 1 || own.top + 20 < all.top || own.bottom - 20 > all.bottom) say('lies outside the list', JSON.stringify([own, all]));
            if (list.scrollWidth > list.clientWidth || document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight) say('pushes the page about', [list.scrollWidth, list.clientWidth, document.documentElement.scrollWidth, innerWidth, document.documentElement.scrollHeight, innerHeight].join(' '));
            if (window.ran) say('ran', window.ran);
            const markup = document.querySelector('[data-test=preview-stage] :is(script, iframe, object, embed, a, style), [data-test=preview] img:not([src^=evidence])');
            if (markup) say('markup in the preview', markup.outerHTML);
        }
        done(wrong);
    })().catch(error => done([['', 'failed', String(error)]]))";

#[tokio::test]
async fn every_hostile_name_made_by_hand_stands_exactly_in_the_window() {
    let Some((_desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    // Its own names for what a name could call, so that any that runs is seen.
    let traps = "window.ran = 0; window.alert = window.confirm = window.prompt = window.print = () => { window.ran += 1; }";
    let folder = sample.folder.join("<img src=x onerror=window.ran=1>");
    std::fs::create_dir(&folder).unwrap();
    let made = hostile::put(&folder, hostile::by_hand());
    say(&window, "scan", json!({ "learner": sample.learner, "number": true })).await;
    window.resize(1400, 900).await;
    window.go(&format!("portfolio/{}/{}", sample.learner, sample.unit)).await;
    window.find("[data-test=evidence-row]").await;
    window.script(traps, vec![]).await;

    let shown = say(&window, "learner.show", json!({ "learner": sample.learner })).await;
    let wanted: Vec<Value> = shown["evidence"].as_array().unwrap().iter().filter_map(wanted).collect();
    assert!(made >= 500 && wanted.len() + 20 >= made, "{made} files, {} items", wanted.len());
    let begun = Instant::now();
    for some in wanted.chunks(40) {
        let wrong = window.client().execute_async(LOOK, vec![json!(some)]).await.unwrap();
        let few: Vec<&Value> = wrong.as_array().unwrap().iter().take(5).collect();
        assert!(few.is_empty(), "{few:?}");
    }
    aloud(&format!("{} hostile names looked at in the window in {:.0?}", wanted.len(), begun.elapsed()));
    assert_eq!(window.script(FOREIGN, vec![]).await, json!([]));
    assert!(window.client().get_alert_text().await.is_err());
    assert_eq!(window.client().current_url().await.unwrap().scheme(), "tauri");
    window.close().await;
}

/// What the window has to show of an item that lies in the hostile folder.
fn wanted(item: &Value) -> Option<Value> {
    let part = &item["parts"][0];
    let ours = part["folder"].as_str().is_some_and(|folder| folder.contains("onerror"));
    ours.then(|| json!({ "id": item["id"], "title": item["title"], "name": part["fileName"], "where": part["folder"] }))
}
