//! Rowan Hartley's story, told through the commands that the page itself calls, on a copy of the sample folder.
//! What happens is in `fixtures/sample-learner/story.json`; nothing of it is repeated here.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::desk::Desk;
use crate::window::Window;

/// The signing password of everybody in the story.
pub const PASSWORD: &str = "a password of the sample";

/// A desk with the program `app` open on the sample learner; none where no window can be opened, which [`Desk::start`] says.
pub async fn at_work(app: &str) -> Option<(Desk, Window, Sample)> {
    let desk = Desk::start()?;
    let window = desk.at_work(app).await;
    let sample = Sample::begin(&desk, &window).await;
    Some((desk, window, sample))
}

/// The sample learner in a workspace, with Ada, the assessor, at the desk.
pub struct Sample {
    /// Ada's id.
    pub assessor: String,
    /// Ben's id.
    pub iv: String,
    /// The learner's id.
    pub learner: String,
    /// Id of the story's first unit, the one that can be signed off.
    pub unit: String,
    /// The learner's folder: a copy that a test may add to.
    pub folder: PathBuf,
}

impl Sample {
    /// People, learner and numbered evidence; nothing is mapped yet.
    pub async fn begin(desk: &Desk, window: &Window) -> Sample {
        let story = story();
        let folder = desk.home().join("evidence");
        copy(&fixture("evidence"), &folder);
        say(window, "centre.init", story["centre"].clone()).await;
        let assessor = add_person(window, &story["assessor"], "assessor").await;
        let iv = add_person(window, &story["iv"], "iv").await;
        say(window, "desk.sit", json!({ "person": assessor })).await;

        desk.will_pick(&folder);
        let picked = window.invoke("pick_folder", json!({ "title": "Evidence" })).await.expect("a folder");
        let mut learner = story["learner"].as_object().expect("a learner").clone();
        learner.extend(fields(json!({
            "folderToken": picked["token"],
            "units": story["units"],
            "assessor": story["assessor"],
            "iv": story["iv"],
        })));
        let added = say(window, "learner.add", Value::Object(learner)).await;
        let learner = text(&added["id"]);
        say(window, "scan", json!({ "learner": learner, "number": true })).await;
        let shown = say(window, "learner.show", json!({ "learner": learner })).await;
        let units = shown["units"].as_array().expect("units");
        let first =
            units.iter().find(|unit| unit["handle"] == story["units"][0]).expect("the story's first unit");
        Sample { assessor, iv, unit: text(&first["unit"]), learner, folder }
    }

    /// All mappings and decisions of the story.
    pub async fn map_and_decide(&self, window: &Window) {
        let story = story();
        let shown = say(window, "learner.show", json!({ "learner": self.learner })).await;
        for mapping in story["mappings"].as_array().expect("mappings") {
            let mut request = fields(mapping.clone());
            let file = request.remove("file").map(|file| text(&file)).unwrap_or_default();
            request.insert("evidence".to_owned(), json!([id_of(&shown, &file)]));
            self.about(window, "map", request).await;
        }
        for decision in story["decisions"].as_array().expect("decisions") {
            self.about(window, "decide", fields(decision.clone())).await;
        }
    }

    async fn about(&self, window: &Window, name: &str, mut request: Map<String, Value>) {
        request.insert("learner".to_owned(), json!(self.learner));
        say(window, name, Value::Object(request)).await;
    }
}

/// Calls a command that must succeed.
pub async fn say(window: &Window, name: &str, request: Value) -> Value {
    window.call(name, request.clone()).await.unwrap_or_else(|failure| panic!("{name} {request}: {failure}"))
}

async fn add_person(window: &Window, name: &Value, role: &str) -> String {
    let added =
        say(window, "person.add", json!({ "name": name, "roles": [role], "password": PASSWORD })).await;
    text(&added["id"])
}

/// The evidence whose file lies at `path` in the learner's folder.
fn id_of(shown: &Value, path: &str) -> String {
    let lies_there = |part: &Value| {
        let (folder, name) = (text(&part["folder"]), text(&part["fileName"]));
        path == if folder.is_empty() { name } else { format!("{folder}/{name}") }
    };
    let evidence = shown["evidence"].as_array().expect("evidence");
    let found = evidence
        .iter()
        .find(|item| item["parts"].as_array().is_some_and(|parts| parts.iter().any(lies_there)));
    text(&found.unwrap_or_else(|| panic!("{path} is not among the evidence: {shown}"))["id"])
}

fn story() -> Value {
    let told = fs::read_to_string(fixture("story.json")).expect("the story");
    serde_json::from_str(&told).expect("the story is JSON")
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/sample-learner").join(name)
}

fn fields(value: Value) -> Map<String, Value> {
    value.as_object().unwrap_or_else(|| panic!("{value} has no fields")).clone()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the sample's folder") {
        let source = entry.expect("a file").path();
        let copied = to.join(source.file_name().expect("a name"));
        if source.is_dir() {
            copy(&source, &copied)
        } else {
            fs::copy(&source, &copied).map(drop).expect("a copy")
        }
    }
}
