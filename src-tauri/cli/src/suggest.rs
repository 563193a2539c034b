//! `portfolio suggest`: what an item may speak to and what may fill a gap, in a terminal. Refuses to know how it is worked out.

use clap::Subcommand;
use serde_json::{Value, json};

/// Suggestions. None of these verbs maps anything.
#[derive(Debug, Subcommand)]
pub enum Suggest {
    /// Criteria that an item may speak to, with passage and place
    For {
        /// Learner
        learner: String,
        /// Reference, file name or id
        evidence: String,
    },
    /// Items that may fill a gap, with passage and place
    Gap {
        /// Learner
        learner: String,
        /// Unit
        unit: String,
        /// Criterion: 2.3
        codes: String,
    },
    /// Put a suggestion away on this computer
    PutAway {
        /// Learner
        learner: String,
        /// Reference, file name or id
        evidence: String,
        /// Row id, as --json shows it
        row: String,
    },
    /// Bring back what was put away of an item, or of the learner
    BringBack {
        /// Learner
        learner: String,
        /// Reference, file name or id
        evidence: Option<String>,
    },
    /// Make suggestions on this computer
    On,
    /// Make none on this computer
    Off,
}

/// The command that a verb stands for.
pub fn command(verb: &Suggest) -> (&'static str, Value) {
    match verb {
        Suggest::For { learner, evidence } => {
            ("suggest.forItem", json!({"learner": learner, "evidence": evidence}))
        }
        Suggest::Gap { learner, unit, codes } => {
            ("suggest.forGap", json!({"learner": learner, "unit": unit, "codes": codes}))
        }
        Suggest::PutAway { learner, evidence, row } => {
            ("suggest.putAway", json!({"learner": learner, "evidence": evidence, "row": row}))
        }
        Suggest::BringBack { learner, evidence } => {
            ("suggest.bringBack", json!({"learner": learner, "evidence": evidence}))
        }
        Suggest::On => ("suggest.switch", json!({"on": true})),
        Suggest::Off => ("suggest.switch", json!({"on": false})),
    }
}

/// An answer in lines of words.
pub fn words(name: &str, data: &Value) -> Vec<String> {
    let text = |v: &Value| v.as_str().unwrap_or_default().to_owned();
    match name {
        "suggest.forItem" | "suggest.forGap" => {
            let standing = text(&data["standing"]);
            let mut lines = Vec::new();
            for s in data["suggestions"].as_array().into_iter().flatten() {
                let item =
                    if s["reference"].is_null() { text(&s["evidenceTitle"]) } else { text(&s["reference"]) };
                let place = s["place"].as_str().unwrap_or("no place");
                lines.push(format!("{} {}  {item}, {place}", text(&s["unitTitle"]), text(&s["code"])));
                lines.push(format!("    “{}”", text(&s["quote"])));
                lines.push(format!("    {}", why(s)));
                if s["thirdParty"] == true {
                    lines.push("    Personal data of others are in it: look whether it can be shown.".into());
                }
            }
            match standing.as_str() {
                "off" => lines.push("Suggestions are off on this computer: portfolio suggest on".into()),
                "notRead" => lines.push("Not all of the text has been read yet.".into()),
                "noText" | "replaced" => {
                    lines.push(data["why"].as_str().unwrap_or("There is no text to go by.").to_owned())
                }
                "noCriteria" => lines.push("There is no open unit to map to.".into()),
                _ready if lines.is_empty() => lines.push("Nothing stands out.".into()),
                _ready => {}
            }
            lines
        }
        _switch => {
            let on = data["on"].as_bool().unwrap_or_default();
            vec![format!("Suggestions are {} on this computer", if on { "on" } else { "off" })]
        }
    }
}

/// "both have: volume · forecasting (reckon, last year)".
fn why(suggestion: &Value) -> String {
    let list = |v: &Value| -> Vec<String> {
        v.as_array().into_iter().flatten().filter_map(|w| w.as_str().map(str::to_owned)).collect()
    };
    let ideas = suggestion["ideas"].as_array().into_iter().flatten();
    let ideas = ideas
        .map(|i| format!("{} ({})", i["idea"].as_str().unwrap_or_default(), list(&i["words"]).join(", ")));
    let all: Vec<String> = list(&suggestion["words"]).into_iter().chain(ideas).collect();
    format!("both have: {}", all.join(" · "))
}
