//! The preview in the real window: each kind of file shown, and a place in it picked out by mouse and by keyboard and
//! mapped. With `PORTFOLIO_SCREENS_DIR` set pictures of each are written there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails here")]

use std::path::Path;

use journeys::desk::Desk;
use journeys::files;
use journeys::sample::{Sample, at_work, say};
use journeys::window::Window;
use serde_json::{Value, json};

const PLACE: &str = "return document.querySelector('[data-test=preview-place]')?.textContent";

/// The bench of the sample learner, with its evidence and a few files more.
struct Bench {
    sample: Sample,
    window: Window,
    _desk: Desk,
}

impl Bench {
    async fn open(more: &[(String, Vec<u8>)]) -> Option<Bench> {
        let (desk, window, sample) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await?;
        files::write(&sample.folder, more);
        say(&window, "scan", json!({ "learner": sample.learner, "number": true })).await;
        window.resize(1400, 900).await;
        window.go(&format!("portfolio/{}/{}", sample.learner, sample.unit)).await;
        window.find("[data-test=evidence-row]").await;
        Some(Bench { sample, window, _desk: desk })
    }

    async fn shown(&self) -> Value {
        say(&self.window, "learner.show", json!({ "learner": self.sample.learner })).await
    }

    /// Clicks the row of the file of this name.
    async fn show(&self, file: &str) {
        let shown = self.shown().await;
        let items = shown["evidence"].as_array().unwrap();
        let item = items
            .iter()
            .find(|e| e["parts"][0]["fileName"] == file)
            .unwrap_or_else(|| panic!("{file}: {shown}"));
        // Not by the mouse: a message at the bottom may lie over the row.
        let click = "document.querySelector(`[data-test=evidence-row][data-id='${arguments[0]}']`).click()";
        self.window.script(click, vec![item["id"].clone()]).await;
    }

    /// The place that a mapping made now would have, as soon as it fits.
    async fn place(&self, fits: impl Fn(&str) -> bool) -> String {
        for _ in 0..200 {
            let place = self.window.script(PLACE, vec![]).await;
            if let Some(place) = place.as_str().filter(|place| fits(place)) {
                return place.to_owned();
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("another place: {}\n{}", self.window.script(PLACE, vec![]).await, self.window.text().await)
    }

    /// Maps with the keyboard and answers the place of the newest link to `code`.
    async fn map(&self, code: &str) -> String {
        let before = self.places(code).await;
        self.window.press("m").await;
        self.window.type_text("[data-test=picker-input]", code).await;
        self.window.press("Enter").await;
        self.window.wait_gone("[data-test=picker]").await;
        self.newest(code, &before).await
    }

    async fn newest(&self, code: &str, before: &[String]) -> String {
        for _ in 0..200 {
            let now = self.places(code).await;
            // The same place may be that of a link from another file.
            let count = |of: &[String], place: &String| of.iter().filter(|one| *one == place).count();
            if let Some(new) = now.iter().find(|place| count(&now, place) > count(before, place)) {
                return new.clone();
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("nothing was mapped to {code}\n{}", self.window.text().await)
    }

    async fn places(&self, code: &str) -> Vec<String> {
        let shown = self.shown().await;
        let unit = shown["units"]
            .as_array()
            .unwrap()
            .iter()
            .find(|u| u["unit"] == json!(self.sample.unit))
            .unwrap()
            .clone();
        let rows =
            unit["outcomes"].as_array().unwrap().iter().flat_map(|o| o["rows"].as_array().unwrap().clone());
        let links = rows.filter(|r| r["code"] == code).flat_map(|r| r["links"].as_array().unwrap().clone());
        links.map(|l| l["place"].as_str().unwrap_or_default().to_owned()).collect()
    }

    async fn focus(&self, css: &str) {
        self.window.find(css).await;
        self.window.script("document.querySelector(arguments[0]).focus()", vec![json!(css)]).await;
    }

    /// Light and dark, for people to look at.
    async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("PORTFOLIO_SCREENS_DIR") else { return };
        for theme in ["light", "dark"] {
            self.window
                .script("document.documentElement.dataset.theme = arguments[0]", vec![json!(theme)])
                .await;
            let picture = self.window.settled_picture().await;
            std::fs::write(Path::new(&folder).join(format!("preview-{name}-{theme}.png")), picture).unwrap();
        }
    }
}

#[tokio::test]
async fn words_of_a_pdf_are_picked_out_and_mapped_and_stay_marked_on_their_page() {
    let Some(bench) = Bench::open(&[]).await else { return };
    let window = &bench.window;
    bench.show("Customer service plan.pdf").await;
    window.find("[data-page='1'][aria-busy=false] .textLayer span").await;
    let longest = "const all = [...document.querySelectorAll(\"[data-page='1'] .textLayer span\")].filter(s => s.getBoundingClientRect().bottom < 700); \
        const one = all.sort((a, b) => b.textContent.length - a.textContent.length)[0]; one.id = 'longest'; return one.textContent";
    let line = window.script(longest, vec![]).await;
    window.drag(&[("#longest", 0.02, 0.5), ("#longest", 0.3, 0.5), ("#longest", 0.6, 0.5)]).await;
    let picked = bench.place(|place| place.contains('“')).await;
    let words = picked
        .strip_prefix("p. 1: “")
        .and_then(|rest| rest.strip_suffix('”'))
        .unwrap_or_else(|| panic!("{picked}"));
    assert!(
        words.split(" … ").all(|piece| line.as_str().unwrap().contains(piece)),
        "{words} is not in {line}"
    );
    bench.picture("pdf-words").await;
    assert_eq!(bench.map("1.1").await, picked, "one gesture from the words to the link");
    window.find("[data-page='1'] [data-test=preview-mark][data-code='1.1']").await;
    let patches = "return document.querySelectorAll(\"[data-page='1'] .patch:not(.chosen, .found)\").length";
    window.wait_script(patches, vec![]).await;
    bench.picture("pdf-marked").await;

    // By keyboard: the page is the place; a link leads back to its page.
    window.press("Escape").await;
    bench.focus("[data-scroller]").await;
    window.press("Escape ArrowRight ArrowRight").await;
    bench.place(|place| place == "p. 3").await;
    assert_eq!(bench.map("1.1").await, "p. 3");
    bench.focus("[data-scroller]").await;
    window.press("End").await;
    bench.place(|place| place == "p. 4").await;
    window.click("[data-test=preview-link]").await;
    bench.place(|place| place.starts_with("p. 1")).await;
    let near = window.script("return document.querySelectorAll('[data-page] canvas').length", vec![]).await;
    assert!(near.as_u64().unwrap() <= 4, "{near} pages are drawn");
    window.click("[data-test=preview-larger]").await;
    window.click("[data-test=preview-fit]").await;
    bench.picture("pdf-fit").await;
    bench.window.close().await;
}

#[tokio::test]
async fn an_area_of_a_picture_is_drawn_by_mouse_or_keys() {
    let Some(bench) = Bench::open(&[]).await else { return };
    bench.show("Whiteboard after huddle.jpg").await;
    bench.window.find("[data-test=preview-picture] img.ready").await;
    let frame = "[data-test=preview-picture]";
    bench.window.drag(&[(frame, 0.2, 0.3), (frame, 0.4, 0.4), (frame, 0.6, 0.7)]).await;
    let drawn = bench.place(|place| place.starts_with("area")).await;
    assert_eq!(drawn, "area 20–60% across, 30–70% down");
    assert_eq!(bench.map("2.1").await, drawn);
    bench.window.find("[data-test=preview-mark][data-code='2.1']").await;
    bench.picture("image").await;
    bench.focus("[data-scroller]").await;
    bench.window.press("Escape r ArrowRight ArrowDown Shift+ArrowLeft").await;
    assert_eq!(bench.place(|place| place.starts_with("area 37")).await, "area 37–65% across, 37–67% down");
    assert_eq!(bench.map("2.1").await, "area 37–65% across, 37–67% down");
    bench.window.close().await;
}

#[tokio::test]
async fn cells_are_chosen_by_mouse_or_keys() {
    let Some(bench) = Bench::open(&[("marks.csv".into(), b"name,mark\nAda,7\nBo,=1+1\n".to_vec())]).await
    else {
        return;
    };
    bench.show("Complaint log.xlsx").await;
    bench.window.find("[data-cell=A1]").await;
    bench.focus("[data-cursor]").await;
    bench.window.press("ArrowDown ArrowRight Shift+ArrowRight Shift+ArrowDown").await;
    let sheet = bench.place(|place| place.ends_with("!B2:C3")).await;
    assert_eq!(bench.map("3.1").await, sheet);
    bench.window.find("[data-test=preview-mark][data-code='3.1']").await;
    bench.picture("sheet").await;
    bench
        .window
        .drag(&[("[data-cell=A4]", 0.5, 0.5), ("[data-cell=B5]", 0.5, 0.5), ("[data-cell=B6]", 0.5, 0.5)])
        .await;
    let dragged = bench.place(|place| place.ends_with("!A4:B6")).await;
    assert_eq!(bench.map("3.1").await, dragged);
    bench.show("marks.csv").await;
    // The cells of the sheet before stand until this one is read; a formula is text.
    let formula = "const cell = document.querySelector('[data-cell=B3]'); return cell && cell.innerText.trim() === '=1+1'";
    bench.window.wait_script(formula, Vec::new()).await;
    bench.window.click("[data-cell=B3]").await;
    bench.place(|place| place == "Sheet1!B3").await;
    assert_eq!(bench.map("3.1").await, "Sheet1!B3");
    bench.window.close().await;
}

#[tokio::test]
async fn paragraphs_of_documents_and_messages_are_picked_out_by_mouse_and_keys() {
    let Some(bench) = Bench::open(&[]).await else { return };
    let window = &bench.window;
    bench.show("Reflective account.docx").await;
    window.find("[data-at='2']").await;
    bench.focus("[data-scroller]").await;
    window.press("ArrowDown ArrowDown Shift+ArrowDown").await;
    bench.place(|place| place == "para 2–3").await;
    assert_eq!(bench.map("3.1").await, "para 2–3");
    window.find("[data-test=preview-mark][data-code='3.1']").await;
    window
        .drag(&[("[data-at='1'] p", 0.01, 0.3), ("[data-at='1'] p", 0.2, 0.3), ("[data-at='1'] p", 0.4, 0.3)])
        .await;
    let words = bench.place(|place| place.starts_with("para 2: “")).await;
    assert_eq!(bench.map("3.1").await, words);
    window.find("mark.link").await;
    bench.picture("document").await;

    bench.show("E-mail - delayed deliveries.eml").await;
    window.wait_text("Delayed deliveries: cause found").await;
    bench.focus("[data-scroller]").await;
    window.press("End").await;
    let last = bench.place(|place| place.starts_with("para")).await;
    assert_eq!(bench.map("3.1").await, last);
    bench.picture("mail").await;

    bench.show("Team briefing notes.txt").await;
    window.wait_text("TEAM BRIEFING NOTES").await;
    let second = "[data-at='1'] p";
    window.drag(&[(second, 0.02, 0.1), (second, 0.1, 0.1), (second, 0.2, 0.1)]).await;
    let words = bench.place(|place| place.contains('“')).await;
    assert!(words.starts_with("para 2: "), "{words}");
    assert_eq!(bench.map("3.1").await, words);
    bench.picture("text").await;
    bench.window.close().await;
}

/// Files that are longer than the pane, one of each kind of preview, and how far down and across each is looked at.
fn long_files() -> Vec<(String, Vec<u8>)> {
    let line = |n: usize| format!("Line {n}: the float was counted and the till was signed for.");
    let lines = |between: &str| (0..200).map(line).collect::<Vec<_>>().join(between);
    let paragraphs = (0..200).map(|n| format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", line(n)));
    let rows: Vec<[String; 3]> = (0..200).map(|n| [format!("{n}"), line(n), "yes".to_owned()]).collect();
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    vec![
        ("long notes.txt".into(), lines("\n\n").into_bytes()),
        ("long account.docx".into(), files::docx(&paragraphs.collect::<String>())),
        (
            "long message.eml".into(),
            format!("From: a@example.org\nTo: b@example.org\nSubject: Till\nMIME-Version: 1.0\nContent-Type: text/plain\n\n{}", lines("\n\n"))
                .into_bytes(),
        ),
        ("long log.xlsx".into(), files::xlsx(&rows)),
        ("long plan.pdf".into(), files::pdf(12, "")),
        ("long scan.png".into(), files::scan("long scan")),
        ("long talk.wav".into(), files::wav(60)),
    ]
}

/// Whether what is shown stayed: the same element as before, where it was, as large as it was.
const STAYED: &str = "const s = document.querySelector('[data-test=preview-stage] :is([data-test=preview-sheet], [data-scroller])'), \
    player = document.querySelector('[data-test=preview-player]'), inner = s?.querySelector('[data-page], img, [data-at], .space, .controls'); \
    return [Boolean(s?.kept), Boolean(inner?.kept || s?.querySelector('[data-page]')), s?.scrollTop, s?.scrollLeft, s?.scrollWidth, Math.round(10 * (player?.currentTime ?? 0))]";
const KEEP: &str = "const s = document.querySelector('[data-test=preview-stage] :is([data-test=preview-sheet], [data-scroller])'); \
    s.kept = true; for (const e of s.querySelectorAll('[data-page], img, [data-at], .space, .controls')) e.kept = true; \
    const player = document.querySelector('[data-test=preview-player]'); if (player) player.currentTime = 31; else { s.scrollTop = arguments[0]; s.scrollLeft = 20; } \
    return [s.scrollHeight, s.clientHeight]";

#[tokio::test]
async fn after_a_mapping_every_preview_stays_as_it_was_and_what_was_picked_out_is_spent() {
    let more = long_files();
    let Some(bench) = Bench::open(&more).await else { return };
    let window = &bench.window;
    for (name, _) in &more {
        bench.show(name).await;
        let ready = "const s = document.querySelector('[data-test=preview-stage]'); return document.querySelector('.bar .title')?.title === arguments[0] && \
            Boolean(s?.querySelector('[data-page][aria-busy=false], img.ready, [data-at=\"5\"], [data-cell], .controls'))";
        window.wait_script(ready, vec![json!(name.rsplit_once('.').unwrap().0)]).await;
        if !name.ends_with(".wav") && !name.ends_with(".xlsx") {
            bench.focus("[data-scroller]").await;
        }
        let picked = pick(&bench, name).await;
        // Then the eye goes on; what was picked out stays so.
        let tall = window.script(KEEP, vec![json!(200)]).await;
        let steady = "const s = document.querySelector('[data-test=preview-stage]'); return !s.querySelector('[aria-busy=true]')";
        window.wait_script(steady, vec![]).await;
        let still =
            "const [done] = arguments; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
        assert_eq!(window.client().execute_async(still, vec![]).await.unwrap(), true);
        let before = window.script(STAYED, vec![]).await;
        assert!(before[2].as_u64() > Some(0) || before[5] == 310, "{name}: nothing to lose: {before} {tall}");
        for code in ["3.1", "4.1"] {
            let mapped = bench.map(code).await;
            if code == "3.1" {
                assert_eq!(mapped, picked, "{name}");
            }
            let linked = "return [...document.querySelectorAll('[data-test=preview-link]')].some(link => link.textContent.includes(arguments[0]))";
            window.wait_script(linked, vec![json!(code)]).await;
            let unpicked = "return !document.querySelector('[data-test=preview-unpick]') && !document.querySelector('.patch.chosen, .area.chosen, .picked')";
            window.wait_script(unpicked, vec![]).await;
            assert_eq!(window.script(STAYED, vec![]).await, before, "{name}");
        }
    }
    bench.window.close().await;
}

/// Picks out a place in a file of this kind, by mouse or by keys, and answers it.
async fn pick(bench: &Bench, name: &str) -> String {
    let window = &bench.window;
    match name.rsplit('.').next().unwrap() {
        "xlsx" => {
            bench.focus("[data-cursor]").await;
            window.press("ArrowDown ArrowRight Shift+ArrowDown").await;
            bench.place(|place| place == "Log!B2:B3").await
        }
        "png" => {
            for _ in 0..8 {
                window.press("+").await;
            }
            window.press("r").await;
            bench.place(|place| place.starts_with("area")).await
        }
        "pdf" => {
            let words = "const span = document.querySelector(\"[data-page='1'] .textLayer span\"); \
                if (!span) return ''; document.getSelection().selectAllChildren(span); return span.textContent";
            window.wait_script(words, vec![]).await;
            bench.place(|place| place.starts_with("p. 1: “")).await
        }
        "wav" => {
            window
                .script("document.querySelector('[data-test=preview-player]').currentTime = 31", vec![])
                .await;
            bench.place(|place| place == "00:00:31").await
        }
        _ => {
            window.press(&format!("{}Shift+ArrowDown", "ArrowDown ".repeat(8))).await;
            bench.place(|place| place.starts_with("para") && place.contains('–')).await
        }
    }
}

#[tokio::test]
async fn a_file_whose_name_is_wrong_is_shown_as_what_it_is_and_says_so() {
    let page = format!("<html><body><p>harmless words</p>{}</body></html>", files::markup());
    let more: Vec<(String, Vec<u8>)> = vec![
        ("a plan.doc".into(), files::pdf(3, "")),
        ("an account.pdf".into(), files::docx("<w:p><w:r><w:t>I wrote this account.</w:t></w:r></w:p>")),
        ("a photo.txt".into(), files::scan("a photo")),
        ("a talk.pdf".into(), files::wav(20)),
        ("notes".into(), b"Notes without an ending.".to_vec()),
        ("a page.pdf".into(), page.into_bytes()),
        ("a tool.pdf".into(), b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0".to_vec()),
    ];
    let Some(bench) = Bench::open(&more).await else { return };
    let window = &bench.window;
    for (name, shown, says) in [
        ("a plan.doc", "[data-page='1'][aria-busy=false]", "Named .doc, is a PDF"),
        ("an account.pdf", "[data-test=preview-piece]", "Named .pdf, is a Word document"),
        ("a photo.txt", "img.ready", "Named .txt, is a picture"),
        ("a talk.pdf", "[data-test=preview-player]", "Named .pdf, is a recording"),
        ("notes", "[data-test=preview-piece]", ""),
        ("a page.pdf", "[data-test=preview-piece]", "Named .pdf, is a web page"),
        ("a tool.pdf", "[data-test=file-card]", "Named .pdf, is a program. It is not shown here."),
    ] {
        bench.show(name).await;
        let ready = "const title = document.querySelector('.bar .title')?.title, text = document.querySelector('[data-test=preview]').innerText; \
            return title && arguments[0].startsWith(title) && document.querySelector('[data-test=preview-stage]').querySelector(arguments[1]) && text.includes(arguments[2])";
        window.wait_script(ready, vec![json!(name), json!(shown), json!(says)]).await;
        let said = window
            .script("return document.querySelectorAll('[data-test=preview-named]').length", vec![])
            .await;
        assert_eq!(said, u8::from(!says.is_empty() && shown != "[data-test=file-card]"), "{name}");
        let markup = "return document.querySelectorAll('[data-test=preview-stage] :is(script, iframe, object, embed, svg image, a, style)').length + (window.ran ?? 0)";
        assert_eq!(window.script(markup, vec![]).await, 0, "{name}");
        bench.picture(&format!("named-{}", name.replace(['.', ' '], "-"))).await;
    }
    // A place in it is a place as in any other: a page, an area, a time.
    bench.show("a plan.doc").await;
    bench.focus("[data-scroller]").await;
    bench.place(|place| place == "p. 1").await;
    window.press("ArrowRight").await;
    bench.place(|place| place == "p. 2").await;
    assert_eq!(bench.map("1.1").await, "p. 2");
    bench.show("a talk.pdf").await;
    window.find("[data-test=preview-player]").await;
    bench.focus("[data-scroller]").await;
    window.press("t").await;
    window.find("[data-test=mark-codes]:focus").await;
    bench.window.close().await;
}

#[tokio::test]
async fn a_recording_is_marked_with_one_key_and_where_it_does_not_play_the_times_are_typed() {
    let more = [
        ("talk.wav".to_owned(), files::wav(30)),
        ("clip.avi".to_owned(), b"\x01\x02\x03\x04no film at all".to_vec()),
    ];
    let Some(bench) = Bench::open(&more).await else { return };
    let window = &bench.window;
    bench.show("talk.wav").await;
    window
        .wait_script("return document.querySelector('[data-test=preview-player]')?.duration >= 29", vec![])
        .await;
    bench.focus("[data-scroller]").await;
    window.press("ArrowRight ArrowRight + +").await;
    bench.place(|place| place == "00:00:10").await;
    assert_eq!(
        window
            .script("return document.querySelector('[data-test=preview-player]').playbackRate", vec![])
            .await,
        1.5
    );
    window.press("t").await;
    window.find("[data-test=mark-codes]:focus").await;
    let go_on = "document.querySelector('[data-test=preview-player]').currentTime = 17.5";
    window.script(go_on, vec![]).await;
    bench.place(|place| place == "00:00:17").await;
    window.type_text("[data-test=mark-codes]", "4.1").await;
    window.type_text("[data-test=mark-note]", "says why the plan was changed").await;
    bench.picture("recording").await;
    let before = bench.places("4.1").await;
    window.press("Enter").await;
    let marked = bench.newest("4.1", &before).await;
    assert_eq!(marked, "00:00:10–00:00:17: says why the plan was changed");
    // The mark stands below the player and leads back to its moment.
    window.script("document.querySelector('[data-test=preview-player]').currentTime = 0", vec![]).await;
    bench.place(|place| place == "00:00:00").await;
    window.click("[data-test=preview-mark][data-code='4.1']").await;
    bench.place(|place| place == "00:00:10").await;

    bench.show("clip.avi").await;
    window.find("[data-test=file-card]").await;
    window.type_text("[data-test=mark-from]", "4:12").await;
    window.type_text("[data-test=mark-to]", "5:00").await;
    window.type_text("[data-test=mark-codes]", "4.1").await;
    let before = bench.places("4.1").await;
    window.click("[data-test=mark-save]").await;
    assert_eq!(bench.newest("4.1", &before).await, "00:04:12–00:05:00");
    bench.picture("card").await;
    bench.window.close().await;
}

/// Recordings of every kind that phones and offices make. Which of them play is the platform's own matter (its decoders), and
/// said aloud; in each a stretch of time is put forward, by a mark while it plays or typed where it does not.
#[tokio::test]
async fn in_every_kind_of_recording_a_stretch_of_time_can_be_put_forward() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/recordings");
    let names = ["tone.m4a", "tone.mp3", "picture.mp4", "picture.mov", "picture.webm", "picture.3gp"];
    let mut more = vec![("tone.wav".to_owned(), files::wav(3))];
    more.extend(names.map(|name| (name.to_owned(), std::fs::read(folder.join(name)).unwrap())));
    let Some(bench) = Bench::open(&more).await else { return };
    let window = &bench.window;
    let (mut plays, mut typed) = (Vec::new(), Vec::new());
    for (name, _) in &more {
        bench.show(name).await;
        let ready = "const card = document.querySelector('[data-test=file-card] dd bdi'), player = document.querySelector('[data-test=preview-player]'); \
            if (player && player.getAttribute('aria-label') === arguments[0] && player.duration > 2) return 'plays'; \
            return card?.textContent === arguments[0] ? 'typed' : ''";
        let how = window.wait_script(ready, vec![json!(name)]).await;
        let before = bench.places("4.1").await;
        if how == "plays" {
            bench.focus("[data-scroller]").await;
            window
                .script("document.querySelector('[data-test=preview-player]').currentTime = 1.2", vec![])
                .await;
            bench.place(|place| place == "00:00:01").await;
            window.press("t").await;
            window.find("[data-test=mark-codes]:focus").await;
            window
                .script("document.querySelector('[data-test=preview-player]').currentTime = 2.2", vec![])
                .await;
            bench.place(|place| place == "00:00:02").await;
            window.type_text("[data-test=mark-note]", &format!("heard in {name}")).await;
            window.type_text("[data-test=mark-codes]", "4.1").await;
            window.press("Enter").await;
            assert_eq!(bench.newest("4.1", &before).await, format!("00:00:01–00:00:02: heard in {name}"));
            plays.push(name.as_str());
        } else {
            window.type_text("[data-test=mark-from]", "0:01").await;
            window.type_text("[data-test=mark-to]", "0:02").await;
            window.type_text("[data-test=mark-note]", &format!("heard in {name}")).await;
            window.type_text("[data-test=mark-codes]", "4.1").await;
            window.click("[data-test=mark-save]").await;
            assert_eq!(bench.newest("4.1", &before).await, format!("00:00:01–00:00:02: heard in {name}"));
            typed.push(name.as_str());
        }
        bench.picture(&format!("recording-{}", name.replace('.', "-"))).await;
    }
    let said = format!("recordings: plays here: {}; times are typed: {}", plays.join(", "), typed.join(", "));
    journeys::story::aloud(&said);
    assert!(plays.contains(&"tone.wav"), "{said}");
    bench.window.close().await;
}

#[tokio::test]
async fn bytes_come_by_range_and_by_id_only() {
    let Some(bench) = Bench::open(&[("talk.wav".to_owned(), files::wav(1))]).await else { return };
    let shown = bench.shown().await;
    let item = shown["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .find(|e| e["parts"][0]["fileName"] == "talk.wav")
        .unwrap()
        .clone();
    let address = format!("evidence://localhost/{}/{}/0", bench.sample.learner, item["id"].as_str().unwrap());
    let fetch = "const [address, range, method, done] = arguments; \
        fetch(address, { method, headers: range ? { Range: range } : {} }).then(async r => done([r.status, (await r.arrayBuffer()).byteLength, \
        r.headers.get('content-range'), r.headers.get('content-type'), r.headers.get('accept-ranges')]), e => done(e.name))";
    for (address, range, method, answer) in [
        (address.clone(), "bytes=0-9", "GET", json!([206, 10, "bytes 0-9/8044", "audio/wav", "bytes"])),
        (address.clone(), "bytes=-4", "GET", json!([206, 4, "bytes 8040-8043/8044", "audio/wav", "bytes"])),
        (address.clone(), "bytes=9000-", "GET", json!([416, 0, "bytes */8044", "text/plain", "bytes"])),
        (address.clone(), "", "GET", json!([200, 8044, null, "audio/wav", "bytes"])),
        (address.replace("/0", "/7"), "", "GET", json!([404, 0, null, "text/plain", "bytes"])),
        ("evidence://localhost/x/y/0".to_owned(), "", "GET", json!([404, 0, null, "text/plain", "bytes"])),
    ] {
        let words = vec![json!(address), json!(range), json!(method)];
        let got = bench.window.client().execute_async(fetch, words).await.unwrap();
        assert_eq!(got, answer, "{method} {address} {range}");
    }
    bench.window.close().await;
}
