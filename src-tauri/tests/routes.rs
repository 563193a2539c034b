//! Routes of signing in the real window: a page that came back from the printer with ink on it, what is due over the caseload, the
//! claim sheet, and certificates under the centre's root. With `PORTFOLIO_SCREENS_DIR` set pictures are written there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::path::Path;

use journeys::files::scan;
use journeys::sample::{PASSWORD, at_work, say};
use journeys::window::Window;
use serde_json::{Value, json};

#[tokio::test]
async fn an_inked_page_is_attached_opened_by_its_id_and_withdrawn() {
    let Some((desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    sample.map_and_decide(&window).await;
    let sign = json!({ "learner": sample.learner, "unit": sample.unit, "password": PASSWORD, "vacsr": true });
    say(&window, "signOff.sign", sign).await;
    let place = format!("signoff/{}/{}", sample.learner, sample.unit);
    window.go(&place).await;

    // What is no scan is refused in the dialog, and the dialog stays.
    let no_scan = desk.home().join("notes.pdf");
    std::fs::write(&no_scan, "not a PDF at all").unwrap();
    desk.will_pick(&no_scan);
    window.click("[data-test=inked-attach]").await;
    window.click("[data-test=inked-pick]").await;
    window.wait_text("notes.pdf").await;
    window.click("[data-test=inked-hand-learner]").await;
    window.click("[data-test=inked-save]:enabled").await;
    window.wait_text("is not a PDF, PNG or JPEG").await;
    let page = desk.home().join("signed page.png");
    std::fs::write(&page, scan("signed page.png")).unwrap();
    desk.will_pick(&page);
    window.click("[data-test=inked-pick]").await;
    window.wait_text("signed page.png").await;
    window.click("[data-test=inked-hand-assessor]").await;
    picture(&window, "attach", "").await;
    window.click("[data-test=inked-save]:enabled").await;
    window.wait_gone("[data-test=inked-dialog]").await;
    window.find("[data-test=inked-page]").await;
    picture(&window, "attached", &place).await;
    let shown =
        say(&window, "inkedPage.list", json!({ "learner": sample.learner, "unit": sample.unit })).await;
    assert_eq!(shown[0]["carries"], json!(["learner", "assessor"]), "{shown}");
    assert!(std::fs::read(&page).unwrap() == scan("signed page.png"), "the file stays as it was");

    window.click("[data-test=inked-withdraw]").await;
    window.type_text("[data-test=inked-why]", "Another learner's page.").await;
    window.click("[data-test=inked-withdraw-save]:enabled").await;
    window.wait_text("Withdrawn: Another learner's page.").await;
    picture(&window, "withdrawn", &place).await;
    window.close().await;
}

#[tokio::test]
async fn what_is_overdue_is_seen_and_filtered_over_the_caseload() {
    let Some((_desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    let units = say(&window, "learner.show", json!({ "learner": sample.learner })).await;
    let handle = units["units"][0]["handle"].clone();
    let today = say(&window, "work.list", json!({})).await["today"].as_str().unwrap().to_owned();
    let first = units["evidence"][0]["id"].clone();
    let map = json!({ "learner": sample.learner, "unit": handle, "evidence": [first], "codes": "1.1" });
    say(&window, "map", map).await;
    // Judged in the past, to be brought by a day that is past as well; and one that is due today.
    for (code, date, due) in [("1.1", "2026-01-10", "2026-02-01"), ("2.1", today.as_str(), today.as_str())] {
        let decide = json!({ "learner": sample.learner, "unit": handle, "codes": code, "outcome": "notYetMet", "needed": "the dates", "date": date, "due": due });
        say(&window, "decide", decide).await;
    }
    for name in ["Sam Vale", "Kit Moore"] {
        say(&window, "learner.add", json!({ "name": name, "units": [handle] })).await;
    }
    window.go("caseload").await;
    window.find("[data-test=total-overdue]").await;
    window.wait_text("1 overdue").await;
    picture(&window, "caseload", "caseload").await;
    window.click("[data-test=total-overdue]").await;
    window.wait_text("1 of 3 learners").await;
    assert_eq!(rows(&window).await, 1);
    window.click("[data-test=total-overdue]").await;
    window.click("[data-test=total-due]").await;
    window.wait_text("1 of 3 learners").await;
    window.close().await;
}

async fn rows(window: &Window) -> u64 {
    let count = "return document.querySelectorAll('[data-test=caseload-row]').length";
    window.script(count, vec![]).await.as_u64().unwrap_or_default()
}

#[tokio::test]
async fn an_administrator_makes_a_root_and_everybody_gets_a_certificate() {
    let Some((desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    let key = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/certificates/chain.p12");
    window.go("settings").await;
    window.click("[data-test=certificates] summary").await;
    desk.will_pick(&key);
    window.click("[data-test=import-key-ask]").await;
    window.click("[data-test=import-key-pick]").await;
    window.wait_text("chain.p12").await;
    window.type_text("[data-test=import-key-file-password]", "the password of the file").await;
    window.type_text("[data-test=import-key-current]", PASSWORD).await;
    window.type_text("[data-test=import-key-password]", "a new signing password").await;
    window.type_text("[data-test=import-key-repeat]", "a new signing password").await;
    picture(&window, "import-key", "").await;
    window.click("[data-test=import-key-save]:enabled").await;
    window.wait_gone("[data-test=import-key]").await;
    window.wait_text("certificate issued by Northgate Trust People").await;

    say(
        &window,
        "person.add",
        json!({ "name": "May Poole", "roles": ["administrator"], "password": PASSWORD }),
    )
    .await;
    let people = say(&window, "person.list", json!({})).await;
    let may = people.as_array().unwrap().iter().find(|p| p["name"] == "May Poole").unwrap()["id"].clone();
    let named = may.as_str().unwrap();
    window.find(&format!("[data-test=desk-select] option[value='{named}']")).await;
    window.find("[data-test=desk-select]").await.select_by_value(may.as_str().unwrap()).await.unwrap();
    window.click("[data-test=root-ask]").await;
    window.type_text("[data-test=root-password]", "the password of the root").await;
    window.type_text("[data-test=root-repeat]", "the password of the root").await;
    window.type_text("[data-test=root-own-password]", PASSWORD).await;
    window.click("[data-test=root-make]:enabled").await;
    window.find("[data-test=root-row]").await;
    window.type_text("[data-test=root-issue-password]", "the password of the root").await;
    window.click("[data-test=root-issue]:enabled").await;
    window.wait_text("certificate issued by the centre's root").await;
    picture(&window, "certificates", "").await;
    let people = say(&window, "person.list", json!({})).await;
    let own = |name: &Value| people.as_array().unwrap().iter().find(|p| p["id"] == *name).unwrap().clone();
    let ada = own(&json!(sample.assessor));
    let imported = ada["keys"].as_array().unwrap().iter().any(|k| k["certificate"]["imported"] == true);
    assert!(imported, "a key that its person brought keeps its own certificate: {ada}");
    assert_eq!(own(&json!(sample.iv))["keys"][0]["certificate"]["issuer"], "the centre's root");
    window.close().await;
}

#[tokio::test]
async fn an_administrator_signs_who_works_here_and_what_is_recorded_of_people() {
    let Some((_desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    window.go("settings").await;
    let may = json!({ "name": "May Poole", "roles": ["administrator"], "password": PASSWORD });
    say(&window, "person.add", may).await;
    let people = say(&window, "person.list", json!({})).await;
    let may = people.as_array().unwrap().iter().find(|p| p["name"] == "May Poole").unwrap()["id"].clone();
    let may = may.as_str().unwrap();
    window.find(&format!("[data-test=desk-select] option[value='{may}']")).await;
    window.find("[data-test=desk-select]").await.select_by_value(may).await.unwrap();

    let row = format!("[data-test=person-row][data-id='{}']", sample.iv);
    window.click(&format!("{row} [data-test=person-active]:enabled")).await;
    window.type_text("[data-test=works-password]", "some other password").await;
    window.click("[data-test=works-save]:enabled").await;
    window.find("[data-test=works-dialog] [role=alert]").await;
    picture(&window, "works", "").await;
    window.find("[data-test=works-password]").await.clear().await.unwrap();
    window.type_text("[data-test=works-password]", PASSWORD).await;
    window.click("[data-test=works-save]:enabled").await;
    window.wait_gone("[data-test=works-dialog]").await;
    window.find(&format!("{row}.gone")).await;

    window.click(&format!("{row} [data-test=person-edit]:enabled")).await;
    window.type_text("[data-test=person-qualification]", "Level 4 Award in quality assurance").await;
    window.find("[data-test=person-save]:disabled").await;
    window.type_text("[data-test=person-own-password]", PASSWORD).await;
    picture(&window, "person", "").await;
    window.click("[data-test=person-save]:enabled").await;
    window.wait_gone("[data-test=person-own-password]").await;
    window.wait_text("Level 4 Award in quality assurance").await;
    picture(&window, "people", "").await;
    let people = say(&window, "person.list", json!({})).await;
    let ben = people.as_array().unwrap().iter().find(|p| p["id"] == json!(sample.iv)).unwrap();
    assert_eq!(ben["active"], false, "{ben}");
    window.close().await;
}

/// What is on screen, light and dark; an empty place is where the window is.
async fn picture(window: &Window, name: &str, place: &str) {
    let Some(folder) = std::env::var_os("PORTFOLIO_SCREENS_DIR") else { return };
    for theme in ["light", "dark"] {
        if !place.is_empty() {
            window.script("localStorage.setItem('theme', arguments[0])", vec![json!(theme)]).await;
            window.go(place).await;
        } else {
            window.script("document.documentElement.dataset.theme = arguments[0]", vec![json!(theme)]).await;
        }
        let shot = window.settled_picture().await;
        std::fs::write(Path::new(&folder).join(format!("routes-{name}-{theme}.png")), shot).unwrap();
    }
}
