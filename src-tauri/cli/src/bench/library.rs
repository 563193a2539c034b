//! Measures the library screen: 500 units of 30 criteria each, listed as the window lists them.

use std::path::Path;

use portfolio::api::Session;
use portfolio::error::Failure;
use serde_json::{Value, json};

use super::{ms, p50, timed};

const UNITS: usize = 500;
const OUTCOMES: usize = 5;
const CRITERIA: usize = 6;

/// Fills a library and lists it.
pub fn library(folder: &Path) -> Result<(), Failure> {
    let mut session = Session::open(&folder.join("library"))?;
    session.call("centre.init", json!({"name": "Bench College"}))?;
    session.call("person.add", json!({"name": "Ada Bench", "roles": ["assessor"]}))?;
    session.act_as("Ada Bench")?;
    for unit in 0..UNITS {
        session.call("unit.import", json!({"text": text(unit).to_string()}))?;
    }
    session.call("learner.add", json!({"name": "Bench Learner", "units": [handle(1), handle(2)]}))?;
    let mut draft = session.call("unit.draft", json!({"unit": handle(1)}))?;
    draft["outcomes"][0]["criteria"][0]["text"] = json!("Show it in other words.");
    session.call("unit.save", json!({"draft": draft}))?;
    measure(&mut session, &format!("library of {UNITS} units, listed"), "unit.list", &json!({}), "50 ms")?;
    measure(&mut session, "one unit of them, whole", "unit.show", &json!({"unit": handle(250)}), "50 ms")?;
    measure(&mut session, "what a new issue changes", "unit.diff", &json!({"unit": handle(1)}), "50 ms")?;
    let learner = json!({"learner": "Bench Learner"});
    measure(&mut session, "a learner in that centre", "learner.show", &learner, "50 ms")
}

fn measure(
    session: &mut Session,
    what: &str,
    name: &str,
    request: &Value,
    goal: &str,
) -> Result<(), Failure> {
    let mut times = Vec::new();
    for _ in 0..21 {
        times.push(timed(|| session.call(name, request.clone()).map(|_| ()))?);
    }
    tell!("{what} ({name}), p50 of 21: {} (to reach {goal})", ms(p50(&mut times)));
    Ok(())
}

fn handle(unit: usize) -> String {
    format!("bench-{unit:03}")
}

fn text(unit: usize) -> Value {
    let id = |kind: usize, n: usize| format!("00000000-0000-4000-8{kind:03}-{unit:04}{n:08}");
    let criterion = |o: usize, c: usize| {
        json!({
            "id": id(2, o * 100 + c), "code": format!("{o}.{c}"), "codeOrigin": "published", "assignment": "published",
            "text": format!("Show how part {c} of task {o} of unit {unit} is planned, carried out and reviewed."),
        })
    };
    let outcome = |o: usize| {
        let criteria: Vec<Value> = (1..=CRITERIA).map(|c| criterion(o, c)).collect();
        json!({"id": id(1, o), "code": o.to_string(), "codeOrigin": "published", "text": format!("Carry out task {o}"), "criteria": criteria})
    };
    json!({
        "format": "assessor-spec", "formatVersion": 1, "id": id(0, 1), "handle": handle(unit), "revision": "1",
        "source": {"kind": "centre"}, "awardingOrganisation": {"name": format!("Board {}", unit % 7), "confirmed": true},
        "unit": {"title": format!("Unit {unit} for measuring"), "credit": 6, "level": "3"},
        "outcomes": (1..=OUTCOMES).map(outcome).collect::<Vec<_>>(),
    })
}
