//! People and the status of a unit, by hand in the real window: a trainee is hired, her decisions countersigned, the unit
//! signed, released, claimed and certificated, each by whoever may. With `PORTFOLIO_SCREENS_DIR` set pictures are written there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails here")]

use std::path::Path;

use journeys::hands::{hire, id, sit};
use journeys::people::{BOARDS, boards_unit};
use journeys::sample::{PASSWORD, at_work, say};
use journeys::window::Window;
use serde_json::json;

#[tokio::test]
async fn a_trainees_unit_goes_from_the_countersignature_to_the_certificate() {
    let Some((_desk, window, sample)) = at_work(env!("CARGO_BIN_EXE_portfolio-mapper")).await else { return };
    let learner = &sample.learner;
    let unit = takes_a_boards_unit(&window, learner).await;

    window.go("settings").await;
    hire(&window, "Tia Lund", "traineeAssessor", &sample.assessor).await;
    hire(&window, "May Poole", "administrator", "").await;
    let people = say(&window, "person.list", json!({})).await;
    picture(&window, "people", "settings").await;

    sit(&window, &id(&people, "Tia Lund")).await;
    let decide = json!({ "learner": learner, "unit": unit, "codes": "1.1-2.1", "outcome": "rpl", "reason": "Certificate of 2025." });
    say(&window, "decide", decide).await;
    let place = format!("{learner}/{unit}");
    window.go(&format!("signoff/{place}")).await;
    window.find("[data-test=signoff-gate][data-gate=countersigned][data-passed=false]").await;
    sit(&window, &sample.assessor).await;
    window.find("[data-test=countersign-password]").await;
    picture(&window, "countersign", &format!("signoff/{place}")).await;
    window.type_text("[data-test=countersign-password]", PASSWORD).await;
    window.click("[data-test=countersign-sign]").await;
    window.wait_gone("[data-test=countersign]").await;

    sit(&window, &id(&people, "Tia Lund")).await;
    window.find("[data-test=signoff-password]:enabled").await;
    window.click("[data-test=signoff-vacsr]").await;
    window.type_text("[data-test=signoff-password]", PASSWORD).await;
    window.click("[data-test=signoff-sign]").await;
    window.find("[data-test=standing][data-status=assessed]").await;
    sit(&window, &sample.assessor).await;
    window.type_text("[data-test=paper-password]", PASSWORD).await;
    window.click("[data-test=paper-sign]").await;
    window.wait_gone("[data-test=paper-waits]").await;

    sit(&window, &sample.iv).await;
    window.click("[data-test=standing-release]:enabled").await;
    window.type_text("[data-test=standing-words]", "Outside this term's sample.").await;
    window.type_text("[data-test=standing-password]", PASSWORD).await;
    window.click("[data-test=standing-save]").await;
    window.find("[data-test=standing][data-status=verified]").await;
    claim(&window, learner, &id(&people, "May Poole"), &place).await;
    takes_both_back(&window, learner).await;
    window.close().await;
}

/// The facts that are missing, the claim, the certificate; and the list over all learners.
async fn claim(window: &Window, learner: &str, administrator: &str, place: &str) {
    say(window, "learner.change", json!({ "learner": learner, "uln": "" })).await;
    sit(window, administrator).await;
    window.find("[data-test=obstacles] [data-obstacle=ulnMissing]").await;
    picture(window, "obstacles", &format!("signoff/{place}")).await;
    window.click("[data-test=learner-edit]").await;
    window.type_text("[data-test=facts-uln]", "1234567890").await;
    picture(window, "learner-facts", "").await;
    window.click("[data-test=facts-save]").await;
    window.wait_gone("[data-test=learner-facts]").await;
    window.wait_gone("[data-test=obstacles]").await;

    window.click("[data-test=standing-claim]:enabled").await;
    window.type_text("[data-test=standing-words]", "B-17").await;
    picture(window, "claim", "").await;
    window.click("[data-test=standing-save]").await;
    window.find("[data-test=standing][data-status=claimed]").await;
    window.go("claims").await;
    window.click("[data-test=claims-row][data-state=claimed] summary").await;
    window.click("[data-test=standing-certificate]:enabled").await;
    window.type_text("[data-test=standing-words]", "C-2026-9").await;
    window.click("[data-test=standing-save]").await;
    window.find("[data-test=claims-row][data-state=certificated]").await;
    picture(window, "claims", "").await;
}

/// Whose certificate and claim are taken back is said before it is done, and the list follows.
async fn takes_both_back(window: &Window, learner: &str) {
    let shown = say(window, "status.show", json!({ "learner": learner })).await;
    let unit = shown["units"].as_array().unwrap().iter().find(|u| u["handle"] == BOARDS).unwrap();
    assert_eq!(unit["claims"][0]["certificate"]["number"], "C-2026-9", "{unit}");
    let shown = say(window, "learner.show", json!({ "learner": learner })).await;
    let name = shown["learner"]["name"].as_str().unwrap();
    let row = "[data-test=claims-row][data-state=certificated]";
    assert!(window.find(row).await.text().await.unwrap().contains("C-2026-9"));
    for (button, says, becomes) in [
        ("certificate-back", "Certificate C-2026-9 of ", "claimed"),
        ("claim-back", "Batch B-17, claimed on ", "ready"),
    ] {
        window.click(&format!("[data-test={button}]")).await;
        let what = window.find("[data-test=take-back-what]").await.text().await.unwrap();
        for word in [name, says] {
            assert!(what.contains(word), "{word}: {what}");
        }
        picture(window, button, "").await;
        window.find("[data-test=take-back-save]:disabled").await;
        window.type_text("[data-test=take-back-reason]", "Written down for the wrong learner.").await;
        window.click("[data-test=take-back-save]:enabled").await;
        window.wait_gone("[data-test=take-back]").await;
        window.find(&format!("[data-test=claims-row][data-state={becomes}]")).await;
    }
    let list = window.find("[data-test=claims-row][data-state=ready]").await.text().await.unwrap();
    assert!(!list.contains("B-17") && !list.contains("C-2026-9"), "{list}");
}

async fn takes_a_boards_unit(window: &Window, learner: &str) -> String {
    let text = boards_unit().to_string();
    let added = say(window, "unit.import", json!({ "text": text })).await;
    say(window, "unit.confirm", json!({ "unit": BOARDS, "source": "Issue 3, page 41" })).await;
    say(window, "learner.unitAdd", json!({ "learner": learner, "unit": BOARDS })).await;
    say(window, "declaration.record", json!({ "learner": learner, "route": "signed" })).await;
    added["unit"].as_str().unwrap().to_owned()
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
        std::fs::write(Path::new(&folder).join(format!("people-{name}-{theme}.png")), shot).unwrap();
    }
}
