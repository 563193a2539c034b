//! Measures the record at the size of a real learner: 300 criteria, 500 items. Each figure stands beside the one to
//! reach, and where there is a peer (a bare write and fdatasync on the same disk) beside the peer of the same run.

mod caseload;
mod import;
mod library;
mod papers;
mod reading;
mod suggest;
mod text;

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use portfolio::api::Session;
use portfolio::error::{Failure, Sort};
use serde_json::{Value, json};

const OUTCOMES: usize = 12;
const CRITERIA: usize = 25;
const ITEMS: usize = 500;
const LEARNER: &str = "Bench Learner";
const HANDLE: &str = "bench-unit-0";

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Only {
    /// The reading of folders
    Reading,
    /// Papers
    Papers,
    /// Texts and search
    Text,
    /// The caseload
    Caseload,
    /// Suggestions
    Suggest,
}

/// Runs every measure in `folder`, which is emptied first; folders to read have `thousands` thousand files. `python` has
/// the peers of papers.
pub fn bench(
    folder: &Path,
    thousands: usize,
    only: Option<Only>,
    python: Option<&Path>,
) -> Result<(), Failure> {
    // Only what an earlier run of this very command made is removed.
    if folder.join("bench-marker").is_file() {
        fs::remove_dir_all(folder).map_err(|e| io(&e, folder))?;
    }
    fs::create_dir_all(folder.join("evidence")).map_err(|e| io(&e, folder))?;
    fs::write(folder.join("bench-marker"), "").map_err(|e| io(&e, folder))?;
    match only {
        Some(Only::Reading) => return reading::reading(folder, thousands),
        Some(Only::Papers) => return papers::papers(folder, python),
        Some(Only::Text) => return text::text(folder),
        Some(Only::Caseload) => return caseload::caseload(folder),
        Some(Only::Suggest) => return suggest::suggest(),
        None => {}
    }
    let workspace = folder.join("workspace");
    tell!("portfolio {}, SQLite {}", env!("CARGO_PKG_VERSION"), portfolio::store::sqlite_version());
    tell!(
        "one learner, {} criteria, {ITEMS} items, {}",
        OUTCOMES * CRITERIA,
        if cfg!(debug_assertions) { "DEBUG build" } else { "release build" }
    );
    let mut session = prepare(folder, &workspace)?;
    deeds(&mut session, folder)?;
    drop(session);
    opening(&workspace)?;
    views(&workspace)?;
    paper(&workspace, folder)?;
    papers::papers(folder, python)?;
    library::library(folder)?;
    caseload::caseload(folder)?;
    import::import()?;
    reading::reading(folder, thousands)?;
    suggest::suggest()?;
    text::text(folder)
}

fn prepare(folder: &Path, workspace: &Path) -> Result<Session, Failure> {
    for i in 0..ITEMS {
        let path = folder.join("evidence").join(format!("item {i:03}.txt"));
        fs::write(&path, format!("Evidence number {i} of an invented learner.\n"))
            .map_err(|e| io(&e, &path))?;
    }
    let mut session = Session::open(workspace)?;
    session.call("centre.init", json!({"name": "Bench College"}))?;
    session.call("person.add", json!({"name": "Ada Bench", "roles": ["assessor"]}))?;
    session.call("unit.import", json!({"text": unit(0, OUTCOMES).to_string()}))?;
    let evidence = std::path::absolute(folder.join("evidence")).map_err(|e| io(&e, folder))?;
    session.call("learner.add", json!({"name": LEARNER, "folder": evidence, "units": [HANDLE]}))?;
    session.act_as("Ada Bench")?;
    let start = Instant::now();
    session.call("scan", json!({"learner": LEARNER, "number": true}))?;
    tell!("first scan of {ITEMS} files, numbers given: {}", ms(start.elapsed()));
    Ok(session)
}

/// Short name of the n-th unit.
fn handle(n: usize) -> String {
    format!("bench-unit-{n}")
}

/// The n-th unit, of so many outcomes.
fn unit(number: usize, outcomes: usize) -> Value {
    let id = |kind: u32, n: usize| format!("00000000-0000-4000-8000-{kind:04}{:08}", number * 100_000 + n);
    let outcome = |o: usize| {
        let criteria: Vec<Value> = (1..=CRITERIA)
            .map(|c| {
                json!({
                    "id": id(2, o * 100 + c), "code": format!("{o}.{c}"), "codeOrigin": "generated", "assignment": "published",
                    "text": format!("Show how part {c} of task {o} is planned, carried out and reviewed against the standard of the centre."),
                })
            })
            .collect();
        json!({"id": id(1, o), "code": o.to_string(), "codeOrigin": "generated", "text": format!("Carry out task {o}"), "criteria": criteria})
    };
    json!({
        "format": "assessor-spec", "formatVersion": 1, "id": id(0, 1), "handle": handle(number), "revision": "1",
        "source": {"kind": "centre"}, "awardingOrganisation": {"name": "Bench College", "confirmed": false},
        "unit": {"title": format!("A large unit for measuring, part {}", number + 1)}, "outcomes": (1..=outcomes).map(outcome).collect::<Vec<_>>(),
    })
}

/// One durable deed, beside a bare append and fdatasync of as many bytes on the same disk, in turns.
fn deeds(session: &mut Session, folder: &Path) -> Result<(), Failure> {
    let mut bare_file = File::create(folder.join("bare")).map_err(|e| io(&e, folder))?;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    let mut n = 0;
    for outcome in 1..=OUTCOMES {
        for criterion in 1..=CRITERIA {
            for _ in 0..2 {
                let request = json!({
                    "learner": LEARNER, "unit": HANDLE, "evidence": [format!("E{:03}", n % ITEMS + 1)],
                    "codes": format!("{outcome}.{criterion}"), "place": format!("p. {}", n % 9 + 1),
                });
                n += 1;
                ours.push(timed(|| session.call("map", request).map(|_| ()))?);
                bare.push(timed(|| {
                    bare_file
                        .write_all(&[b'x'; 4096])
                        .and_then(|()| bare_file.sync_data())
                        .map_err(|e| io(&e, folder))
                })?);
            }
            let request = json!({"learner": LEARNER, "unit": HANDLE, "codes": format!("{outcome}.{criterion}"), "outcome": "met"});
            session.call("decide", request)?;
        }
    }
    let (ours, bare) = (p50(&mut ours), p50(&mut bare));
    let ratio = ours.as_secs_f64() / bare.as_secs_f64();
    tell!(
        "one durable deed (map), p50 of {n}: {}; bare fdatasync {}; ratio {ratio:.2} (to reach 1.3)",
        ms(ours),
        ms(bare)
    );
    Ok(())
}

fn opening(workspace: &Path) -> Result<(), Failure> {
    let mut times = Vec::new();
    for _ in 0..11 {
        times.push(timed(|| {
            Session::open(workspace)?.call("learner.show", json!({"learner": LEARNER})).map(|_| ())
        })?);
    }
    tell!(
        "opening the centre file and the learner, p50 of 11: {} (to reach 1 s for the largest centre)",
        ms(p50(&mut times))
    );
    Ok(())
}

fn views(workspace: &Path) -> Result<(), Failure> {
    let mut session = Session::open(workspace)?;
    let mut times = Vec::new();
    let mut bytes = 0;
    for _ in 0..51 {
        times.push(timed(|| {
            let view = session.call("learner.show", json!({"learner": LEARNER}))?;
            bytes = view["units"].as_array().map_or(0, Vec::len);
            Ok(())
        })?);
    }
    tell!("matrix view of 300 × {ITEMS}, p50 of 51: {} (to reach 2.5 ms); {bytes} unit", ms(p50(&mut times)));
    Ok(())
}

fn paper(workspace: &Path, folder: &Path) -> Result<(), Failure> {
    let mut session = Session::open(workspace)?;
    let out = std::path::absolute(folder.join("matrix.pdf")).map_err(|e| io(&e, folder))?;
    let mut times = Vec::new();
    let mut pages = Value::Null;
    for _ in 0..5 {
        times.push(timed(|| {
            let request = json!({"learner": LEARNER, "unit": HANDLE, "out": out});
            pages = session.call("matrix.paper", request)?["pages"].clone();
            Ok(())
        })?);
    }
    let size = fs::metadata(&out).map_err(|e| io(&e, &out))?.len();
    tell!(
        "coverage matrix as PDF: {pages} pages, {} kB, p50 of 5: {} (to reach 1.0 MB)",
        size / 1024,
        ms(p50(&mut times))
    );
    tell!("memory at the highest: {}", peak());
    Ok(())
}

fn timed(work: impl FnOnce() -> Result<(), Failure>) -> Result<Duration, Failure> {
    let start = Instant::now();
    work()?;
    Ok(start.elapsed())
}

fn p50(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}

fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.map_or_else(|| "not known on this platform".into(), |l| l.trim().to_owned())
}

fn failed(message: String) -> Failure {
    Failure { code: "bench".into(), message, hint: None, sort: Sort::Failed }
}

fn io(error: &std::io::Error, path: &Path) -> Failure {
    Failure {
        code: "bench".into(),
        message: format!("{}: {error}", path.display()),
        hint: None,
        sort: Sort::Failed,
    }
}
