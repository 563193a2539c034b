//! Plays the sample learner's story: the job that an assessor would do in the window, from `story.json`.

use std::path::Path;

use portfolio::api::Session;
use portfolio::error::{Failure, Sort};
use serde_json::{Value, json};

/// The sample people's signing password. It protects nothing: the people are invented.
pub const PASSWORD: &str = "sample password";

/// Prepares the centre file and the sample learner; with `open_only` nothing is printed on paper. Says what it did.
pub fn play(workspace: &Path, story: &Path, out: &Path, open_only: bool) -> Result<Vec<String>, Failure> {
    let text = std::fs::read_to_string(story.join("story.json")).map_err(|e| io(&e, story))?;
    let story_json: Value = serde_json::from_str(&text).map_err(|e| broken(e.to_string()))?;
    let evidence = out.join("evidence");
    copy(&story.join("evidence"), &evidence)?;
    let mut session = Session::open(workspace)?;
    let centre = &story_json["centre"];
    session.call("centre.init", json!({"name": centre["name"], "number": centre["number"]}))?;
    let (assessor, iv) = (&story_json["assessor"], &story_json["iv"]);
    session.call(
        "person.add",
        json!({"name": assessor, "roles": ["assessor", "administrator"], "password": PASSWORD}),
    )?;
    session.call("person.add", json!({"name": iv, "roles": ["iv"], "password": PASSWORD}))?;
    let mut facts = story_json["learner"].clone();
    facts["folder"] = json!(std::path::absolute(&evidence).map_err(|e| io(&e, &evidence))?);
    facts["units"] = story_json["units"].clone();
    facts["assessor"] = assessor.clone();
    facts["iv"] = iv.clone();
    session.call("learner.add", facts)?;
    let learner = text_of(&story_json["learner"]["name"]);
    session.call("scan", json!({"learner": learner, "number": true}))?;
    session.act_as(&text_of(assessor))?;
    let mut done = assess(&mut session, &story_json, &learner)?;
    let unit = text_of(&story_json["units"][0]);
    if !open_only {
        let signed = session.call(
            "signOff.sign",
            json!({"learner": learner, "unit": unit, "password": PASSWORD, "feedback": "A clear plan, well supported.", "vacsr": true}),
        )?;
        done.push(format!("{unit} signed off, file check {}", text_of(&signed["digest"])));
        for unit in story_json["units"].as_array().into_iter().flatten() {
            let file = out.join(format!("{} matrix.pdf", text_of(unit)));
            let paper =
                session.call("matrix.paper", json!({"learner": learner, "unit": unit, "out": file}))?;
            done.push(format!("PDF, {} pages: {}", paper["pages"], file.display()));
        }
    }
    // Whoever opens the window next finds Ada at the desk.
    session.call("desk.sit", json!({"person": assessor}))?;
    done.push(format!("centre file: {}", workspace.display()));
    done.push(format!("signing password of the sample people: {PASSWORD}"));
    Ok(done)
}

fn assess(session: &mut Session, story: &Value, learner: &str) -> Result<Vec<String>, Failure> {
    let mappings = story["mappings"].as_array().cloned().unwrap_or_default();
    for m in &mappings {
        let request = json!({
            "learner": learner, "unit": m["unit"], "evidence": [m["file"]], "codes": m["codes"],
            "place": m["place"], "method": m["method"],
        });
        session.call("map", request)?;
    }
    let decisions = story["decisions"].as_array().cloned().unwrap_or_default();
    for d in &decisions {
        let request = json!({
            "learner": learner, "unit": d["unit"], "codes": d["codes"], "outcome": d["outcome"], "reason": d["reason"],
        });
        session.call("decide", request)?;
    }
    Ok(vec![format!("{learner}: {} links, {} decisions", mappings.len(), decisions.len())])
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(to).map_err(|e| io(&e, to))?;
    for entry in std::fs::read_dir(from).map_err(|e| io(&e, from))? {
        let entry = entry.map_err(|e| io(&e, from))?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), &target).map_err(|e| io(&e, &target))?;
        }
    }
    Ok(())
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn io(error: &std::io::Error, path: &Path) -> Failure {
    broken(format!("{}: {error}", path.display()))
}

fn broken(message: String) -> Failure {
    Failure { code: "story".into(), message, hint: None, sort: Sort::Failed }
}
