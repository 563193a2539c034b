//! What several window stories do by hand: sit down, hire somebody, take a picture. Knows the page's names and no rule of
//! assessment.

use std::path::Path;

use serde_json::{Value, json};

use crate::sample::PASSWORD;
use crate::window::Window;

/// Another person sits down at the desk.
pub async fn sit(window: &Window, person: &str) {
    let chosen = window.find("[data-test=desk-select]").await.select_by_value(person).await;
    chosen.unwrap_or_else(|error| panic!("{person} cannot sit down: {error}"));
    // Everything on screen is fetched again for the person who sits now.
    window.find(&format!("[data-test=desk-select] option[value='{person}']:checked")).await;
    // A click meanwhile would meet what moves under it.
    window.settled_picture().await;
}

/// Adds a person in the form of the settings, who is an assessor there until another role is chosen.
pub async fn hire(window: &Window, name: &str, role: &str, countersigner: &str) {
    window.click("[data-test=person-add]").await;
    window.type_text("[data-test=person-name]", name).await;
    if role != "assessor" {
        window.click("[data-test=person-role-assessor]").await;
        window.click(&format!("[data-test=person-role-{role}]")).await;
    }
    if !countersigner.is_empty() {
        let choice = window.find("[data-test=person-countersigner]").await;
        choice.select_by_value(countersigner).await.expect("a countersigner");
    }
    window.type_text("[data-test=person-password]", PASSWORD).await;
    window.type_text("[data-test=person-repeat]", PASSWORD).await;
    window.click("[data-test=person-save]").await;
    window.wait_gone("[data-test=person-save]").await;
}

/// The id of the person of this name.
pub fn id(people: &Value, name: &str) -> String {
    let found = people.as_array().and_then(|all| all.iter().find(|person| person["name"] == name));
    let id = found.and_then(|person| person["id"].as_str());
    id.unwrap_or_else(|| panic!("{name} is not among {people}")).to_owned()
}

/// Where pictures go, if anybody wants some.
fn folder() -> Option<std::path::PathBuf> {
    std::env::var_os("PORTFOLIO_SCREENS_DIR").map(std::path::PathBuf::from)
}

/// What is on screen, light and dark, in a small and a large window, where `PORTFOLIO_SCREENS_DIR` says where to.
pub async fn picture(window: &Window, name: &str) {
    let Some(folder) = folder() else { return };
    for (width, height) in [(1280, 800), (1920, 1080)] {
        window.resize(width, height).await;
        for theme in ["light", "dark"] {
            let dress = "document.documentElement.dataset.theme = arguments[0]";
            window.script(dress, vec![json!(theme)]).await;
            let shot = window.settled_picture().await;
            let file = Path::new(&folder).join(format!("{name}-{width}-{theme}.png"));
            std::fs::write(&file, shot).expect("a picture");
        }
    }
    window.script("document.documentElement.dataset.theme = 'light'", vec![]).await;
    window.resize(1400, 900).await;
}

/// No date stands on the page as a program writes it.
pub async fn no_program_dates(window: &Window) {
    let text = window.text().await;
    let is_iso = |piece: &[u8]| {
        piece
            .iter()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() })
    };
    let found = text.as_bytes().windows(10).find(|piece| is_iso(piece) && piece.starts_with(b"20"));
    assert!(
        found.is_none(),
        "a date as a program writes it: {:?}\n{text}",
        found.map(String::from_utf8_lossy)
    );
}
