//! A program killed at any moment loses no deed that it acknowledged, and leaves a centre file that checks clean.
//! The test starts itself again as the program that is killed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use fastrand::Rng;
use journeys::people::{OWN, each, keep_records_apart, text};
use journeys::story::{self, aloud};
use portfolio::Session;
use portfolio::clock::Clock;
use portfolio::journal::entry::Moment;
use portfolio::portfolio::{Scrutiny, Workspace};
use serde_json::{Value, json};

/// Names the centre file to work in; only the program that is to be killed has it.
const WORKS_IN: &str = "PORTFOLIO_DURABILITY_WORKS_IN";
const TEST: &str = "no_acknowledged_deed_is_lost_when_the_program_is_killed_at_any_moment";
const STOPPED: Moment = Moment { at: 1_789_374_600_000, offset: 60 };
/// Kills on one centre file before a fresh one is made.
const EACH: u64 = 50;

// ------------------------------------------------------------------------------------------- the program that is killed

/// How often the clock is asked before the asking that comes first thing after BEGIN. A decision asks for today once.
static ASKED_BEFORE: AtomicU8 = AtomicU8::new(0);

fn told() -> Moment {
    if ASKED_BEFORE.fetch_sub(1, Ordering::SeqCst) == 0 {
        tell("b");
    }
    STOPPED
}

/// Straight into the pipe, in one write: nothing is left behind in a buffer when the kill comes.
fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("@{line}\n").as_bytes()).and_then(|()| out.flush()).unwrap();
}

fn work(workspace: &Path) {
    let mut session = Session::open_at(workspace, Clock::Told(told), Scrutiny::Off).unwrap();
    session.act_as("Ada").unwrap();
    let mut links: Vec<String> = Vec::new();
    let mut rng = Rng::new();
    tell("ready");
    for turn in 0.. {
        let code = format!("{}.{}", rng.u8(1..=8), rng.u8(1..=4));
        let (name, request) = match turn % 3 {
            1 if !links.is_empty() => ("unmap", json!({ "mappings": [links.pop()] })),
            2 => {
                ("decide", json!({ "unit": OWN, "codes": code, "outcome": "notYetMet", "reason": "killed?" }))
            }
            _map => {
                let place = format!("p. {}", rng.u32(1..1_000_000));
                ("map", json!({ "unit": OWN, "evidence": ["E001"], "codes": code, "place": place }))
            }
        };
        let deed = on(&mut session, name, request);
        tell(&format!("a {}", text(&deed["deed"])));
        if name == "map" {
            links = standing_links(&mut session);
        }
    }
}

fn on(session: &mut Session, name: &str, mut request: Value) -> Value {
    request["learner"] = json!("Rowan");
    ASKED_BEFORE.store(u8::from(name == "decide"), Ordering::SeqCst);
    session.call(name, request).unwrap_or_else(|f| panic!("{name}: {}", f.message))
}

fn standing_links(session: &mut Session) -> Vec<String> {
    let shown = session.call("learner.show", json!({ "learner": "Rowan" })).unwrap();
    let rows = each(&shown["units"]).flat_map(|u| each(&u["outcomes"])).flat_map(|o| each(&o["rows"]));
    rows.flat_map(|r| each(&r["links"])).map(|l| text(&l["mapping"])).collect()
}

// -------------------------------------------------------------------------------------------------- the one that kills

/// What one killed program had said.
#[derive(Default)]
struct Said {
    acknowledged: Vec<String>,
    /// It had begun a deed and not acknowledged it.
    under_way: bool,
}

impl Said {
    fn hear(&mut self, line: &str) {
        match line.strip_prefix('@') {
            Some("b") => self.under_way = true,
            Some(deed) if deed.starts_with("a ") => {
                self.under_way = false;
                self.acknowledged.push(deed[2..].to_owned());
            }
            // The test runner's own words.
            Some(_) | None => {}
        }
    }
}

struct Killed {
    said: Said,
    pipe: BufReader<ChildStdout>,
    child: Child,
}

impl Killed {
    fn start(workspace: &Path) -> Killed {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", TEST, "--nocapture"])
            .env(WORKS_IN, workspace)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let pipe = BufReader::new(child.stdout.take().unwrap());
        let mut killed = Killed { said: Said::default(), pipe, child };
        while killed.line() != "@ready" {}
        killed
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        if self.pipe.read_line(&mut line).unwrap() == 0 {
            let mut why = String::new();
            self.child.stderr.take().unwrap().read_to_string(&mut why).unwrap();
            panic!("the program ended by itself: {why}");
        }
        let line = line.trim_end().to_owned();
        self.said.hear(&line);
        line
    }

    /// Lets some deeds be acknowledged and kills within microseconds of the beginning of the next one.
    fn after_a_beginning(&mut self, rng: &mut Rng) {
        for _ in 0..rng.u8(1..8) {
            while self.line() != "@b" {}
        }
        let (start, delay) = (Instant::now(), Duration::from_micros(rng.u64(0..120)));
        while start.elapsed() < delay {
            std::hint::spin_loop();
        }
    }

    /// Kills, and hears what was still in the pipe.
    fn end(mut self) -> Said {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let mut rest = Vec::new();
        self.pipe.read_to_end(&mut rest).unwrap();
        String::from_utf8_lossy(&rest).lines().for_each(|line| self.said.hear(line));
        self.said
    }
}

/// A centre file with Ada, Rowan and one numbered item.
fn prepared(folder: &Path) -> PathBuf {
    let (workspace, evidence) = (folder.join("workspace"), folder.join("evidence"));
    std::fs::create_dir(&evidence).unwrap();
    std::fs::write(evidence.join("one.txt"), "one").unwrap();
    let mut session = open(&workspace);
    session.call("centre.init", json!({ "name": "Northgate College" })).unwrap();
    session.call("person.add", json!({ "name": "Ada", "roles": ["assessor"] })).unwrap();
    session.call("learner.add", json!({ "name": "Rowan", "folder": evidence, "units": [OWN] })).unwrap();
    session.call("scan", json!({ "learner": "Rowan", "number": true })).unwrap();
    workspace
}

fn open(workspace: &Path) -> Session {
    Session::open_at(workspace, Clock::Stopped(STOPPED), Scrutiny::Off)
        .unwrap_or_else(|f| panic!("{}", f.message))
}

/// Deeds by people in Rowan's history.
fn history(session: &mut Session) -> BTreeSet<String> {
    let lines = session.call("history.show", json!({ "learner": "Rowan" })).unwrap();
    each(&lines).map(|line| text(&line["deed"])).collect()
}

/// Chains in Rowan's book: a program that is killed comes back as the same installation and goes on where it was.
fn chains(workspace: &Path, session: &mut Session) -> usize {
    let shown = session.call("learner.show", json!({ "learner": "Rowan" })).unwrap();
    let book = text(&shown["learner"]["id"]).parse().unwrap();
    let mut workspace = Workspace::open(workspace, Clock::Stopped(STOPPED)).unwrap();
    workspace.book(book).unwrap().chains.len()
}

#[test]
fn no_acknowledged_deed_is_lost_when_the_program_is_killed_at_any_moment() {
    keep_records_apart();
    if let Some(workspace) = std::env::var_os(WORKS_IN) {
        return work(Path::new(&workspace));
    }
    let (seed, kills) = (story::seed(), story::number("PORTFOLIO_KILLS").unwrap_or(50));
    let mut rng = Rng::with_seed(seed);
    let (mut between, mut acknowledged, start) = (0, 0, Instant::now());
    let mut done = 0;
    while done < kills {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let workspace = prepared(folder.path());
        let mut all = history(&mut open(&workspace));
        for _ in 0..EACH.min(kills - done) {
            let mut killed = Killed::start(&workspace);
            if rng.u8(0..10) < 8 {
                killed.after_a_beginning(&mut rng);
            } else {
                std::thread::sleep(Duration::from_micros(rng.u64(0..60_000)));
            }
            let said = killed.end();
            let mut session = open(&workspace);
            let now = history(&mut session);
            for deed in &said.acknowledged {
                assert!(now.contains(deed), "PORTFOLIO_SEED={seed}: {deed} was acknowledged and is lost");
            }
            assert!(now.is_superset(&all), "PORTFOLIO_SEED={seed}: an older deed is lost");
            // At most the deed under way may have been committed without being acknowledged.
            let new = now.difference(&all).count() - said.acknowledged.len();
            assert!(
                new <= usize::from(said.under_way),
                "PORTFOLIO_SEED={seed}: {new} deeds that nobody made"
            );
            session
                .call("check", json!({}))
                .unwrap_or_else(|f| panic!("PORTFOLIO_SEED={seed}: {}", f.message));
            between += u64::from(said.under_way && new == 0);
            acknowledged += said.acknowledged.len();
            all = now;
        }
        assert_eq!(chains(&workspace, &mut open(&workspace)), 2, "one chain of nobody's and one of Ada's");
        done += EACH.min(kills - done);
    }
    let took = start.elapsed();
    aloud(&format!(
        "durability: {kills} kills, {between} between begin and commit, {acknowledged} deeds acknowledged, {took:.1?}, PORTFOLIO_SEED={seed}"
    ));
    assert!(between * 10 >= kills * 3, "only {between} of {kills} kills fell between begin and commit");
}
