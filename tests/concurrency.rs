//! The window, `watch` and two hundred commands work in one centre file at once, while files arrive: nothing is lost and
//! nothing happens twice.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::{Duration, Instant};

use journeys::people::{OCR, each, text};
use journeys::story::{self, Machine, aloud};
use serde_json::{Value, json};

const LANES: usize = 4;
const EACH: usize = 50;
const CODES: [&str; 4] = ["1.1", "2.1", "3.1", "4.1"];
/// Files that are there and numbered before, and files that arrive meanwhile.
const BEFORE: usize = 10;
const DROPPED: usize = 40;
/// Decisions that the window makes meanwhile.
const DECIDED: usize = 12;
const PATIENCE: Duration = Duration::from_secs(60);

/// A program that runs until it is dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// `portfolio stdio`: what the window says, and what it is answered.
struct WindowsPart {
    _program: Running,
    tried_again: usize,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl WindowsPart {
    fn open(machine: &Machine) -> WindowsPart {
        let mut command = machine.program(&["--as", "Ada Okafor", "stdio"]);
        let mut program = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (program.stdin.take().unwrap(), BufReader::new(program.stdout.take().unwrap()));
        WindowsPart { _program: Running(program), tried_again: 0, input, output }
    }

    fn call(&mut self, name: &str, request: Value) -> Value {
        writeln!(self.input, "{}", json!({ "id": 1, "name": name, "request": &request })).unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        let mut answer: Value =
            serde_json::from_str(&line).unwrap_or_else(|e| panic!("{name}: {line:?}: {e}"));
        if answer["error"]["code"] == json!("busy") {
            // What was to be judged changed at that very moment: nothing was done, and a person tries again.
            self.tried_again += 1;
            assert!(self.tried_again < 1000, "{name}: {answer}");
            return self.call(name, request);
        }
        assert_eq!(answer["ok"], json!(true), "{name}: {answer}");
        answer["data"].take()
    }
}

fn watch(machine: &Machine) -> Running {
    let mut program = machine.program(&["watch"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    let mut output = BufReader::new(program.stdout.take().unwrap());
    output.read_line(&mut line).unwrap();
    assert!(line.contains("\"watching\":true"), "{line}");
    // What it sees is read from the centre file; the pipe is only kept from filling up.
    std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
    Running(program)
}

/// The links that one lane makes: every one a different item, criterion and page.
fn links_of(lane: usize) -> impl Iterator<Item = (String, &'static str, String)> {
    (0..EACH).map(move |i| {
        let all = lane * EACH + i;
        (format!("E{:03}", all % BEFORE + 1), CODES[all / BEFORE % CODES.len()], format!("p. {}", all + 1))
    })
}

fn drop_files(folder: &Path) {
    for i in 0..DROPPED {
        fs::write(folder.join(format!("dropped {i:02}.txt")), format!("dropped {i}")).unwrap();
        // They arrive over the whole time that the commands need; nothing is measured by it.
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn all_items(machine: &Machine) -> Vec<Value> {
    each(&machine.says(&["evidence", "list", "Rowan"])).cloned().collect()
}

fn rows(shown: &Value) -> impl Iterator<Item = &Value> {
    each(&shown["units"]).flat_map(|u| each(&u["outcomes"])).flat_map(|o| each(&o["rows"]))
}

#[test]
#[allow(clippy::too_many_lines, reason = "one story, told in the order in which it happens")]
fn window_watch_and_200_commands_at_once_lose_nothing_and_do_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let machine = Machine::with_centre(&folder.path().join("machine"), "Northgate College", "Ada Okafor");
    let evidence = folder.path().join("evidence");
    fs::create_dir(&evidence).unwrap();
    for i in 0..BEFORE {
        fs::write(evidence.join(format!("before {i:02}.txt")), format!("before {i}")).unwrap();
    }
    machine.says(&["learner", "add", "Rowan", "--folder", evidence.to_str().unwrap(), "--unit", OCR]);
    machine.says(&["scan", "Rowan", "--number"]);
    let before = each(&machine.says(&["history", "Rowan"])).len();

    let start = Instant::now();
    let watching = watch(&machine);
    let mut window = WindowsPart::open(&machine);
    assert_eq!(
        window.call("watch.start", json!({})),
        json!(false),
        "one program watches, and another does already"
    );
    let mut made: Vec<String> = Vec::new();
    std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..LANES)
            .map(|lane| {
                let machine = &machine;
                scope.spawn(move || {
                    let map = |(item, code, page): (String, &str, String)| {
                        let words = ["--as", "Ada Okafor", "map", "Rowan", &item, OCR, code, "--at", &page];
                        text(&machine.says(&words)["deed"])
                    };
                    links_of(lane).map(map).collect::<Vec<String>>()
                })
            })
            .collect();
        scope.spawn(|| drop_files(&evidence));
        for i in 0..DECIDED {
            let request = json!({ "learner": "Rowan", "unit": OCR, "codes": CODES[i % 4], "outcome": "notYetMet", "reason": i.to_string() });
            made.push(text(&window.call("decide", request)["deed"]));
            window.call("learner.show", json!({ "learner": "Rowan" }));
        }
        lanes.into_iter().for_each(|lane| made.extend(lane.join().unwrap()));
    });
    let working = start.elapsed();
    while all_items(&machine).len() < BEFORE + DROPPED {
        assert!(start.elapsed() < working + PATIENCE, "{} of the files were seen", all_items(&machine).len());
        std::thread::sleep(Duration::from_millis(100));
    }
    drop(watching);

    let scan = machine.says(&["scan", "Rowan"]);
    assert_eq!(scan["new"], json!(0), "everything was taken in while it was watched: {scan}");
    let items = all_items(&machine);
    let contents: BTreeSet<String> =
        items.iter().flat_map(|i| each(&i["parts"])).map(|p| text(&p["sha256"])).collect();
    assert_eq!((items.len(), contents.len()), (BEFORE + DROPPED, BEFORE + DROPPED), "every file once");

    let shown = machine.says(&["learner", "show", "Rowan"]);
    let link = |row: &Value, l: &Value| (text(&l["reference"]), text(&row["code"]), text(&l["place"]));
    let mut found: Vec<_> =
        rows(&shown).flat_map(|r| each(&r["links"]).map(|l| link(r, l)).collect::<Vec<_>>()).collect();
    let mut wanted: Vec<_> =
        (0..LANES).flat_map(links_of).map(|(item, code, page)| (item, code.to_owned(), page)).collect();
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted, "every link once");
    let disputed = rows(&shown).filter(|row| row["state"] != json!("notYetMet")).count();
    assert_eq!(disputed, 0, "each decision saw the one before it");

    let history = machine.says(&["history", "Rowan"]);
    let deeds: BTreeSet<String> = each(&history).map(|line| text(&line["deed"])).collect();
    assert_eq!(deeds.len(), each(&history).len(), "every deed once");
    assert!(made.iter().all(|deed| deeds.contains(deed)), "an acknowledged deed is lost");
    let seen: Vec<String> =
        each(&history).map(|l| text(&l["what"])).filter(|what| what.contains(" seen")).collect();
    let files: usize =
        seen.iter().map(|what| what.split(' ').next().unwrap().parse::<usize>().unwrap()).sum();
    assert_eq!(files, BEFORE + DROPPED, "{seen:?}");
    assert_eq!(deeds.len(), before + made.len() + seen.len() - 1, "no deed that nobody made");

    machine.says(&["check"]);
    let lines = folder.path().join("rowan.jsonl");
    machine.says(&["journal", "export", lines.to_str().unwrap(), "--learner", "Rowan"]);
    let sound = story::is_sound(&lines);
    aloud(&format!(
        "concurrency: {} deeds in {LANES} lanes beside a window and a watcher, {working:.1?}; {DROPPED} files in {} deeds; {} decisions tried again; {sound}",
        made.len(),
        seen.len() - 1,
        window.tried_again
    ));
    let chains = fs::read_to_string(&lines).unwrap().matches("chain.opened/1").count();
    assert_eq!(chains, 2, "one installation: one chain of nobody's and one of Ada's");
}
