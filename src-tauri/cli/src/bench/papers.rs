//! Papers beside the programs that others would make them with: the whole portfolio beside Typst and WeasyPrint, the workbook
//! beside openpyxl, one more signature beside pyHanko. Every peer sets the words that this program's own JSON holds, one
//! process each, in turns (`tests/peers/papers.py`). Linux only: the figures come from /proc.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use portfolio::api::Session;
use portfolio::certificate::{self, Holder};
use portfolio::error::Failure;
use portfolio::key;
use portfolio::matrix::sign::{Signatory, sign};
use portfolio::matrix::{self, DeclarationKind, Edition, Matrix};
use serde_json::{Value, json};

use super::reading::{Cost, cost, own};
use super::{LEARNER, io, ms, timed};

/// How often each program does its work; the cheapest counts.
const TURNS: usize = 3;
/// The script that drives the peers.
const PEERS: &str = "tests/peers/papers.py";

/// A portfolio to print.
struct Size {
    units: usize,
    criteria: usize,
    items: usize,
    /// What is to be reached, in words: beside Typst, and alone.
    goal: &'static str,
}

const SIZES: [Size; 2] = [
    Size {
        units: 1,
        criteria: 300,
        items: 80,
        goal: "0.2 of Typst's CPU, 0.03 of WeasyPrint's, 1.0 MB, 120 MB of memory",
    },
    Size { units: 10, criteria: 250, items: 1_000, goal: "0.2 of Typst's CPU, 400 MB of memory" },
];

/// Measures printing, beside the peers where `python` has them.
pub fn papers(folder: &Path, python: Option<&Path>) -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        tell!("papers: measured on Linux only");
        return Ok(());
    }
    match python {
        Some(python) => tell!("{}", said(python, &["versions"])?.trim_end()),
        None => tell!("the peers of papers are not here: `cargo xtask bench` sets them up"),
    }
    for size in &SIZES {
        let home = folder.join(format!("papers-{}-{}", size.units * size.criteria, size.items));
        fs::create_dir_all(&home).map_err(|e| io(&e, &home))?;
        let workspace = portfolio(&home, size)?;
        tell!("papers of {} criteria and {} items", size.units * size.criteria, size.items);
        whole(&home, &workspace, size, python)?;
        if size.units == 1 {
            workbook(&home, &workspace, python)?;
        } else {
            signature(&home, python)?;
        }
    }
    Ok(())
}

/// A learner all of whose criteria rest on three items each and are decided.
fn portfolio(home: &Path, size: &Size) -> Result<PathBuf, Failure> {
    let (workspace, evidence) = (home.join("centre"), home.join("evidence"));
    fs::create_dir_all(&evidence).map_err(|e| io(&e, &evidence))?;
    for i in 0..size.items {
        let path = evidence.join(format!("Record of a shift, week {:03}.txt", i + 1));
        fs::write(&path, format!("Record number {i} of an invented learner.\n"))
            .map_err(|e| io(&e, &path))?;
    }
    let evidence = std::path::absolute(&evidence).map_err(|e| io(&e, home))?;
    let mut session = Session::open(&workspace)?;
    session.call("centre.init", json!({"name": "Bench College"}))?;
    session.call("person.add", json!({"name": "Ada Bench", "roles": ["assessor"]}))?;
    for unit in 0..size.units {
        session.call("unit.import", json!({"text": super::unit(unit, size.criteria / 25).to_string()}))?;
    }
    let units: Vec<String> = (0..size.units).map(super::handle).collect();
    session.call("learner.add", json!({"name": LEARNER, "folder": evidence, "units": units}))?;
    session.act_as("Ada Bench")?;
    session.call("scan", json!({"learner": LEARNER, "number": true}))?;
    let mut n = 0;
    for unit in &units {
        let codes: Vec<String> =
            (0..size.criteria).map(|c| format!("{}.{}", c / 25 + 1, c % 25 + 1)).collect();
        for (c, code) in codes.iter().enumerate() {
            let item = |step: usize| format!("E{:03}", (n + step) % size.items + 1);
            let request = json!({
                "learner": LEARNER, "unit": unit, "evidence": [item(0), item(1), item(7)], "codes": code,
                "place": format!("p. {}", c % 9 + 1),
            });
            session.call("map", request)?;
            n += 1;
        }
        let request = json!({
            "learner": LEARNER, "unit": unit, "codes": format!("1.1-{}", codes.last().map_or("1.1", String::as_str)),
            "outcome": "met", "reason": "Seen at the desk and talked through afterwards; the notes of the shift bear it out.",
        });
        session.call("decide", request)?;
    }
    for (number, unit) in units.iter().enumerate() {
        let out = std::path::absolute(json_of(home, number)).map_err(|e| io(&e, home))?;
        session
            .call("matrix.export", json!({"learner": LEARNER, "unit": unit, "format": "json", "out": out}))?;
    }
    Ok(workspace)
}

fn json_of(home: &Path, unit: usize) -> PathBuf {
    home.join(format!("matrix-{unit:02}.json"))
}

/// Rows 16 and 17.
fn whole(home: &Path, workspace: &Path, size: &Size, python: Option<&Path>) -> Result<(), Failure> {
    let out = home.join("whole.pdf");
    let print = || own(workspace, &["print", "whole", LEARNER, "--out", &out.to_string_lossy()]);
    let mut ours = Vec::new();
    let peers: Vec<(&str, PathBuf)> =
        ["typst", "weasyprint"].into_iter().map(|name| (name, home.join(format!("{name}.pdf")))).collect();
    let mut theirs = vec![Vec::new(); peers.len()];
    for _ in 0..TURNS {
        ours.push(cost(print())?);
        // The larger takes WeasyPrint many minutes and gigabytes; it is not asked.
        for ((name, out), costs) in
            peers.iter().zip(&mut theirs).filter(|((n, _), _)| size.units == 1 || *n == "typst")
        {
            if let Some(python) = python {
                costs.push(cost(peer(python, &[name, &home.to_string_lossy(), &out.to_string_lossy()]))?);
            }
        }
    }
    tell!("  whole portfolio, {} kB: to reach {}", kb(&out)?, size.goal);
    say("ours", &ours, &ours);
    for ((name, out), costs) in peers.iter().zip(&theirs).filter(|(_, costs)| !costs.is_empty()) {
        say(&format!("{name}, {} kB", kb(out)?), costs, &ours);
    }
    Ok(())
}

/// Row 19.
fn workbook(home: &Path, workspace: &Path, python: Option<&Path>) -> Result<(), Failure> {
    let handle = super::handle(0);
    let (out, other) = (home.join("matrix.xlsx"), home.join("openpyxl.xlsx"));
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        ours.push(cost(own(workspace, &["matrix", LEARNER, &handle, "--out", &out.to_string_lossy()]))?);
        if let Some(python) = python {
            theirs
                .push(cost(peer(python, &["openpyxl", &home.to_string_lossy(), &other.to_string_lossy()]))?);
        }
    }
    tell!("  workbook, {} kB: to reach 0.2 of openpyxl's wall", kb(&out)?);
    say("ours", &ours, &ours);
    if !theirs.is_empty() {
        say("openpyxl", &theirs, &ours);
    }
    Ok(())
}

/// Row 18: the time of signing alone, without the start of a program.
fn signature(home: &Path, python: Option<&Path>) -> Result<(), Failure> {
    let mut file: Value = serde_json::from_slice(&read(&json_of(home, 0))?).map_err(|e| odd(&e))?;
    let mut large: Matrix = serde_json::from_value(file["matrix"].take()).map_err(|e| odd(&e))?;
    // One unit as long as ten: what the largest file has in pages.
    let outcomes = large.outcomes.clone();
    (1..10).for_each(|_| large.outcomes.extend(outcomes.iter().cloned()));
    large.edition = Edition::SignedOriginal { signed_on: "2026-11-21".into() };
    let paper = matrix::paper(&large).map_err(|e| odd(&e))?;
    let out = home.join("unsigned.pdf");
    fs::write(&out, &paper.bytes).map_err(|e| io(&e, &out))?;
    let fresh = key::make("a bench password")?;
    let open = key::open(&fresh.pem, "a bench password")?;
    let holder = Holder { name: "Ada Bench", centre: "Bench College", since: 1_790_000_000_000 };
    let certificate = certificate::of(&open, &holder)?;
    let signatory = Signatory {
        name: "Ada Bench",
        reason: "Sign-off by the assessor",
        at: "2026-11-21T14:05:09+00:00",
        certificate: &certificate,
        issuers: &[],
        drawn: None,
        sign: &|bytes| open.sign_bytes(bytes),
    };
    let (mut times, mut grown) = (Vec::new(), 0);
    for _ in 0..TURNS {
        times.push(timed(|| {
            let signed = sign(&paper.bytes, DeclarationKind::Assessor, &signatory).map_err(|e| odd(&e))?;
            grown = signed.len() - paper.bytes.len();
            Ok(())
        })?);
    }
    let begun = Instant::now();
    let _ = portfolio::journal::id::Hash::of(&paper.bytes);
    tell!(
        "  one signature in {} pages, {} kB: {} and {grown} bytes (to reach 300 ms or 2 × SHA-256 of the file, {}; 12 kB)",
        paper.pages,
        paper.bytes.len() / 1024,
        ms(times.iter().min().copied().unwrap_or_default()),
        ms(begun.elapsed()),
    );
    let Some(python) = python else { return Ok(()) };
    said(python, &["key", &home.to_string_lossy()])?;
    let target = home.join("pyhanko.pdf");
    for _ in 0..TURNS {
        let words = ["pyhanko", &out.to_string_lossy(), &target.to_string_lossy()].map(str::to_owned);
        tell!("  {}", said(python, &words.each_ref().map(String::as_str))?.trim_end());
    }
    Ok(())
}

fn peer(python: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(python);
    command.arg(PEERS).args(words);
    command
}

/// What a peer says.
fn said(python: &Path, words: &[&str]) -> Result<String, Failure> {
    let output = peer(python, words).output().map_err(|e| io(&e, python))?;
    if !output.status.success() {
        return Err(odd(&String::from_utf8_lossy(&output.stderr)));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn say(name: &str, costs: &[Cost], ours: &[Cost]) {
    let least = |costs: &[Cost]| {
        let wall = costs.iter().map(|c| c.wall.as_secs_f64()).fold(f64::INFINITY, f64::min);
        (wall, costs.iter().map(|c| c.cpu).fold(f64::INFINITY, f64::min))
    };
    let ((wall, cpu), (own_wall, own_cpu)) = (least(costs), least(ours));
    let peak = costs.iter().map(|c| c.peak).max().unwrap_or(0) / 1024;
    tell!(
        "  {name}: {wall:.2} s wall, {cpu:.2} s CPU, {peak} MB at the highest; ours is {:.3} of its wall, {:.3} of its CPU",
        own_wall / wall,
        own_cpu / cpu
    );
}

fn kb(path: &Path) -> Result<u64, Failure> {
    Ok(fs::metadata(path).map_err(|e| io(&e, path))?.len() / 1024)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|e| io(&e, path))
}

fn odd(error: &dyn std::fmt::Display) -> Failure {
    io(&std::io::Error::other(error.to_string()), Path::new("a paper to measure"))
}
