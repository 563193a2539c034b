//! A small story language: a centre file of its own, Ada and Cleo who assess, Ben and Dana who verify, a learner with a
//! folder, and a clock that stands still until the story moves it. Every deed is compared with a replay.
//! Knows no rule of assessment: it asks through the public door and hands back what was answered.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Once;

use portfolio::api::Session;
use portfolio::clock::Clock;
use portfolio::error::{Failure, Sort};
use portfolio::installation;
use portfolio::journal::act::{Act, ChainOpened};
use portfolio::journal::chain;
use portfolio::journal::entry::{Draft, Entry, Moment};
use portfolio::journal::id::Id;
use portfolio::journal::lines::{FORMAT, Line, VERSION};
use portfolio::portfolio::Scrutiny;
use serde_json::{Map, Value, json};

/// OCR: four outcomes with one criterion each; indicative.
pub const OCR: &str = "ocr-plan-organise-control";
/// Pearson EDI: three outcomes with a criterion, and outcome 4 that has none; indicative.
pub const EDI: &str = "pearson-edi-plan-organise-control";
/// The centre's own text: 32 criteria, not indicative.
pub const OWN: &str = "centre-coordinate-service-team";
/// A board's own text, confirmed by a person of the centre where a story [`Story::takes_a_boards_unit`]: three criteria.
pub const BOARDS: &str = "keep-a-stockroom";
/// Everybody's signing password.
pub const PASSWORD: &str = "three plain words";
/// The learner.
pub const LEARNER: &str = "Rowan Hartley";

/// 14 September 2026, 09:30 in London.
const BEGIN: Moment = Moment { at: 1_789_374_600_000, offset: 60 };
const DAY: i64 = 86_400_000;

/// A centre file in the middle of a story.
pub struct Story {
    home: tempfile::TempDir,
    folder: PathBuf,
    session: Option<Session>,
    now: Moment,
    scrutiny: Scrutiny,
}

impl Story {
    /// Ada, Ben, Cleo, Dana, and a learner with the units [`OCR`], [`EDI`] and [`OWN`]; the folder is empty.
    pub fn begin() -> Story {
        let mut story = Story::bare();
        story.call("centre.init", json!({ "name": "Northgate College", "number": "12345" }));
        for (name, role) in
            [("Ada Okafor", "assessor"), ("Ben King", "iv"), ("Cleo Marsh", "assessor"), ("Dana Hill", "iv")]
        {
            story.call("person.add", json!({ "name": name, "roles": [role], "password": PASSWORD }));
        }
        let folder = story.folder.clone();
        story.call("learner.add", json!({ "name": LEARNER, "folder": folder, "units": [OCR, EDI, OWN] }));
        story
    }

    /// A place for a centre file and an empty evidence folder; nothing is made yet.
    pub fn bare() -> Story {
        Story::watched(Scrutiny::EveryDeed)
    }

    /// The same without a replay after every deed, for stories that are about something else and are told by the thousand.
    pub fn trusting() -> Story {
        Story::watched(Scrutiny::Off)
    }

    fn watched(scrutiny: Scrutiny) -> Story {
        keep_records_apart();
        let home = tempfile::tempdir().expect("a temporary folder");
        let folder = home.path().join("evidence");
        fs::create_dir(&folder).expect("an evidence folder");
        let mut story = Story { home, folder, session: None, now: BEGIN, scrutiny };
        story.open().expect("a session");
        story
    }

    /// The same with evidence E001 to E004 in the folder and numbered: `one.txt` … `four.txt`.
    pub fn with_evidence() -> Story {
        let mut story = Story::begin();
        for name in ["1 one.txt", "2 two.txt", "3 three.txt", "4 four.txt"] {
            story.file(name, &format!("what {name} says"));
        }
        story.on("scan", json!({ "number": true }));
        story
    }

    /// The same with the OCR unit mapped and decided met by Ada: E001 on 1.1 to E004 on 4.1.
    pub fn decided() -> Story {
        let mut story = Story::with_evidence();
        for (reference, code) in [("E001", "1.1"), ("E002", "2.1"), ("E003", "3.1"), ("E004", "4.1")] {
            story.ada().maps(reference, OCR, code, "p. 1");
        }
        story.ada().decides(OCR, "1.1-4.1", "met", "Seen.");
        story
    }

    /// The same, signed off by Ada.
    pub fn signed() -> Story {
        let mut story = Story::decided();
        story.ada().signs(OCR);
        story
    }

    /// The centre file's folder.
    pub fn workspace(&self) -> PathBuf {
        self.home.path().join("workspace")
    }

    /// The learner's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A folder that goes with the story.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Opens the centre file anew; nobody is at the desk.
    pub fn open(&mut self) -> Result<(), Failure> {
        self.session = None;
        let session = Session::open_at(&self.workspace(), Clock::Stopped(self.now), self.scrutiny)?;
        self.session = Some(session);
        Ok(())
    }

    /// Closes the centre file, as the program does when it ends.
    pub fn close(&mut self) {
        self.session = None;
    }

    /// The open session.
    pub fn session(&mut self) -> &mut Session {
        self.session.as_mut().expect("the centre file is open")
    }

    /// The clock goes on by so many days.
    pub fn days_pass(&mut self, days: i64) {
        self.now.at += days * DAY;
        let clock = Clock::Stopped(self.now);
        self.session().set_clock(clock);
    }

    /// A second machine with a copy of this centre file. Both look at the same evidence folder.
    pub fn copied(&mut self) -> Story {
        self.close();
        let home = tempfile::tempdir().expect("a temporary folder");
        copy(&self.workspace(), &home.path().join("workspace"));
        let mut other = Story {
            home,
            folder: self.folder.clone(),
            session: None,
            now: self.now,
            scrutiny: self.scrutiny,
        };
        self.open().expect("the first machine opens again");
        other.open().expect("the second machine opens");
        other
    }

    /// Writes a file into the learner's folder. It is not yet read.
    pub fn file(&self, name: &str, content: &str) {
        let path = self.folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    /// Reads the learner's folder.
    pub fn scan(&mut self) -> Value {
        self.on("scan", json!({}))
    }

    /// Calls a command that must succeed.
    pub fn call(&mut self, name: &str, request: Value) -> Value {
        let said = request.to_string();
        self.try_call(name, request).unwrap_or_else(|f| panic!("{name} {said}: {} ({})", f.message, f.code))
    }

    /// Calls a command about the learner that must succeed.
    pub fn on(&mut self, name: &str, request: Value) -> Value {
        self.call(name, about(request))
    }

    /// Calls a command. Whoever says who may do what gives their signing password with it, unless the request says otherwise.
    pub fn try_call(&mut self, name: &str, mut request: Value) -> Result<Value, Failure> {
        let signs = ["person.add", "person.change", "root.make"].contains(&name);
        if let Some(request) = request.as_object_mut().filter(|_| signs) {
            request.entry("ownPassword").or_insert_with(|| json!(PASSWORD));
        }
        self.session().call(name, request)
    }

    /// Calls a command about the learner.
    pub fn try_on(&mut self, name: &str, request: Value) -> Result<Value, Failure> {
        self.try_call(name, about(request))
    }

    /// Ada Okafor, an assessor, at the desk.
    pub fn ada(&mut self) -> AtDesk<'_> {
        self.person("Ada Okafor")
    }

    /// Ben King, an internal verifier, at the desk.
    pub fn ben(&mut self) -> AtDesk<'_> {
        self.person("Ben King")
    }

    /// Cleo Marsh, another assessor, at the desk.
    pub fn cleo(&mut self) -> AtDesk<'_> {
        self.person("Cleo Marsh")
    }

    /// Dana Hill, another internal verifier, at the desk.
    pub fn dana(&mut self) -> AtDesk<'_> {
        self.person("Dana Hill")
    }

    /// Somebody at the desk.
    pub fn person(&mut self, name: &str) -> AtDesk<'_> {
        self.session().act_as(name).unwrap_or_else(|f| panic!("{name} cannot sit down: {}", f.message));
        AtDesk { story: self }
    }

    /// The whole portfolio as shown.
    pub fn show(&mut self) -> Value {
        self.on("learner.show", json!({}))
    }

    /// One unit as shown.
    pub fn unit(&mut self, handle: &str) -> Value {
        pick(&self.show()["units"], "handle", handle)
    }

    /// One row as shown.
    pub fn row(&mut self, handle: &str, code: &str) -> Value {
        let unit = self.unit(handle);
        let rows = each(&unit["outcomes"]).flat_map(|o| each(&o["rows"]).cloned().collect::<Vec<_>>());
        pick(&rows.collect(), "code", code)
    }

    /// One item of evidence, by reference or title.
    pub fn item(&mut self, name: &str) -> Value {
        let shown = self.show();
        let found = each(&shown["evidence"]).find(|i| i["reference"] == name || i["title"] == name);
        found.cloned().unwrap_or_else(|| panic!("{name} is not among {}", shown["evidence"]))
    }

    /// Ids of the links that stand on a row.
    pub fn links(&mut self, handle: &str, code: &str) -> Vec<String> {
        each(&self.row(handle, code)["links"]).map(|l| text(&l["mapping"])).collect()
    }

    /// What blocks the sign-off of a unit, joined.
    pub fn shut_gates(&mut self, handle: &str) -> Vec<String> {
        let view = self.on("signOff.show", json!({ "unit": handle }));
        let shut = |g: &&Value| g["passed"] == false && g["blocks"] == true;
        each(&view["gates"]).filter(shut).map(|g| text(&g["gate"])).collect()
    }

    /// The newest sample as shown.
    pub fn sample(&mut self) -> Value {
        self.on("sampling.show", json!({}))["samples"][0].clone()
    }

    /// The learner takes [`BOARDS`], which Ada has confirmed against its document.
    pub fn takes_a_boards_unit(&mut self) {
        self.call("unit.import", json!({ "text": boards_unit().to_string() }));
        self.ada().sees().call("unit.confirm", json!({ "unit": BOARDS, "source": "Issue 3, page 41" }));
        self.ada().does("learner.unitAdd", json!({ "unit": BOARDS }));
        self.ada().does("declaration.record", json!({ "route": "signed" }));
    }

    /// Takes in an act of this learner's book that a newer program made.
    pub fn hears_from_a_newer_program(&mut self) {
        let history = newer_history(&text(&self.show()["learner"]["id"]));
        let file = self.home().join("newer.jsonl");
        fs::write(&file, history).expect("a file");
        self.call("journal.admit", json!({ "file": file }));
    }

    /// `check` finds nothing.
    pub fn checks_clean(&mut self) {
        self.call("check", json!({}));
    }
}

/// Somebody at the desk of a story.
pub struct AtDesk<'s> {
    story: &'s mut Story,
}

impl AtDesk<'_> {
    /// Does something about the learner that must succeed.
    pub fn does(&mut self, name: &str, request: Value) -> Value {
        self.story.on(name, request)
    }

    /// Does something about the centre that must succeed.
    pub fn does_of_the_centre(&mut self, name: &str, request: Value) -> Value {
        self.story.call(name, request)
    }

    /// Tries something about the learner that a rule must refuse, by that name. Returns the words of the refusal.
    pub fn refused(&mut self, name: &str, request: Value, rule: &str) -> String {
        let failure = self.fails(name, request);
        assert_eq!(
            (failure.code.as_str(), failure.sort),
            (rule, Sort::Refused),
            "{name}: {}",
            failure.message
        );
        assert!(failure.hint.is_some(), "{rule} shows no way out");
        failure.message
    }

    /// Tries something about the learner that must fail.
    pub fn fails(&mut self, name: &str, request: Value) -> Failure {
        match self.story.try_on(name, request.clone()) {
            Ok(answer) => panic!("{name} {request} should have failed: {answer}"),
            Err(failure) => failure,
        }
    }

    /// Maps; an empty place is none.
    pub fn maps(&mut self, evidence: &str, unit: &str, codes: &str, place: &str) -> Value {
        let mut request = json!({ "unit": unit, "evidence": [evidence], "codes": codes });
        if !place.is_empty() {
            request["place"] = json!(place);
        }
        self.does("map", request)
    }

    /// Decides; an empty reason is none.
    pub fn decides(&mut self, unit: &str, codes: &str, outcome: &str, reason: &str) -> Value {
        self.does("decide", decision(unit, codes, outcome, reason))
    }

    /// Signs a unit off.
    pub fn signs(&mut self, unit: &str) -> Value {
        self.does("signOff.sign", json!({ "unit": unit, "password": PASSWORD, "vacsr": true }))
    }

    /// Opens a signed unit again.
    pub fn reopens(&mut self, unit: &str, reason: &str) -> Value {
        self.does("signOff.reopen", json!({ "unit": unit, "reason": reason }))
    }

    /// Withdraws every link of a row.
    pub fn unmaps(&mut self, unit: &str, code: &str) -> Value {
        let links = self.story.links(unit, code);
        self.does("unmap", json!({ "mappings": links }))
    }

    /// Makes a sample and returns its number.
    pub fn samples(&mut self, unit: &str, codes: &str) -> String {
        text(&self.does("sample.make", json!({ "unit": unit, "codes": codes }))["number"])
    }

    /// Says a word on a sampled decision; an empty reason is none.
    pub fn finds(&mut self, sample: &str, code: &str, judgement: &str, reason: &str) -> Value {
        self.does(
            "finding.make",
            json!({ "sample": sample, "code": code, "judgement": judgement, "reason": reason }),
        )
    }

    /// Signs a sampling record.
    pub fn verifies(&mut self, sample: &str) -> Value {
        self.does("sample.verify", json!({ "sample": sample, "password": PASSWORD }))
    }

    /// Takes back the last deed; returns its name as shown.
    pub fn undoes(&mut self) -> String {
        text(&self.does("undo", json!({}))["label"])
    }

    /// Does again what was taken back; returns its name as shown.
    pub fn redoes(&mut self) -> String {
        text(&self.does("redo", json!({}))["label"])
    }

    /// The story, while this person sits at the desk.
    pub fn sees(&mut self) -> &mut Story {
        self.story
    }
}

/// A history of a learner's book with an act that a newer program made.
pub fn newer_history(book: &str) -> String {
    let book = book.parse().expect("an id");
    let chain = Id::random().expect("a random id");
    let mut entries: Vec<Entry> = Vec::new();
    for act in [
        ChainOpened { installation: chain, person: None, key: None }.into(),
        Act::Newer { kind: "tutor.note/1".into(), data: json!({ "text": "later" }) },
    ] {
        let (n, prev) = (i64::try_from(entries.len()).expect("few"), entries.last().map(|e| e.hash));
        let moment = Moment { at: 0, offset: 0 };
        let draft = Draft { book, chain, n, prev, seen: [].into(), deed: chain, moment, act, signed: false };
        entries.push(Entry::new(draft).expect("an entry"));
    }
    let mut lines = vec![json!({ "format": FORMAT, "version": VERSION })];
    lines.extend(entries.iter().map(|e| json!(Line::entry(e, Vec::new()))));
    let heads: BTreeMap<Id, _> = [(book, chain::heads(&entries))].into();
    lines.push(json!({ "heads": heads }));
    let lines: Vec<String> = lines.iter().map(|line| format!("{line}\n")).collect();
    lines.concat()
}

/// An invented unit of an invented board, as a file has it.
pub fn boards_unit() -> Value {
    let id = |n: u32| format!("0c000000-0000-4000-8000-{n:012}");
    let row = |n: u32, code: &str, text: &str| json!({ "id": id(n), "code": code, "codeOrigin": "published", "assignment": "published", "text": text });
    let outcome = |n: u32, code: &str, text: &str, criteria: Value| json!({ "id": id(n), "code": code, "codeOrigin": "published", "text": text, "criteria": criteria });
    json!({
        "format": "assessor-spec", "formatVersion": 1, "id": id(1), "handle": BOARDS, "revision": "1", "previous": [],
        "language": "en-GB",
        "source": { "kind": "awarding-organisation", "title": "Specification", "issue": "Issue 3" },
        "awardingOrganisation": { "name": "Northgate Awards", "confirmed": true }, "qualifications": [],
        "unit": { "title": "Keep a stockroom", "level": "2" },
        "outcomes": [
            outcome(2, "1", "Be able to keep stock", json!([
                row(3, "1.1", "Count the stock twice."), row(4, "1.2", "Write every count down."),
            ])),
            outcome(5, "2", "Be able to order stock", json!([row(6, "2.1", "Order in good time.")])),
        ],
    })
}

/// The request of a decision.
pub fn decision(unit: &str, codes: &str, outcome: &str, reason: &str) -> Value {
    json!({ "unit": unit, "codes": codes, "outcome": outcome, "reason": reason })
}

/// The elements of a list.
pub fn each(list: &Value) -> std::slice::Iter<'_, Value> {
    list.as_array().unwrap_or_else(|| panic!("{list} is no list")).iter()
}

/// A text.
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

/// The element whose `field` is `value`.
pub fn pick(list: &Value, field: &str, value: &str) -> Value {
    let found = each(list).find(|one| one[field] == value);
    found.cloned().unwrap_or_else(|| panic!("no {field} {value} in {list}"))
}

/// Copies a folder with everything in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the folder to copy") {
        let source = entry.expect("an entry").path();
        let target = to.join(source.file_name().expect("a name"));
        if source.is_dir() {
            copy(&source, &target);
        } else {
            fs::copy(&source, &target).expect("a copy");
        }
    }
}

/// The sample learner in the repository's fixtures.
pub fn sample_learner() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/sample-learner")
}

/// The built program `portfolio`, beside the test programs.
pub fn program() -> PathBuf {
    let own = std::env::current_exe().expect("this test's own program");
    let name = format!("portfolio{}", std::env::consts::EXE_SUFFIX);
    // A test lies in a folder below the programs, a program of the tests beside them.
    let built = own.ancestors().skip(1).take(2).map(|folder| folder.join(&name)).find(|path| path.is_file());
    built.unwrap_or_else(|| panic!("{name} is not built: cargo build -p portfolio-cli"))
}

/// The program, with its own folder kept apart from the person's.
pub fn portfolio(words: &[&str]) -> Command {
    keep_records_apart();
    let mut command = Command::new(program());
    command.args(words);
    command
}

/// Exit code, standard output and standard error.
pub fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

/// The program's own records go beside the build, never into the home of the person who runs the tests.
pub fn keep_records_apart() {
    static SET: Once = Once::new();
    SET.call_once(|| {
        let own = std::env::current_exe().expect("this test's own program");
        let home = own.ancestors().nth(3).expect("the target folder").join("tmp/journeys-home");
        fs::create_dir_all(&home).expect("a folder for records");
        // SAFETY: every story begins here, so nothing in this process has read or shared the variables before.
        #[allow(unsafe_code)]
        unsafe {
            std::env::set_var(installation::HOME, home);
        }
    });
}

fn about(request: Value) -> Value {
    let mut fields: Map<String, Value> = request.as_object().expect("a request has fields").clone();
    fields.entry("learner").or_insert_with(|| json!(LEARNER));
    Value::Object(fields)
}
