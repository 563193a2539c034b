//! Measures a whole centre: 500 learners of 300 criteria and 200 files each. The caseload is asked for as the window does,
//! from the kept roll-up, beside SQL that counts the same acts anew, in turns; and what opening such a centre file and
//! reading all its folders again takes.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use portfolio::api::Session;
use portfolio::error::Failure;
use portfolio::store::{self, Durability, across};
use serde_json::{Value, json};

use super::{CRITERIA, HANDLE, OUTCOMES, failed, io, ms, p50, peak, timed, unit};

const LEARNERS: usize = 500;
const FILES: usize = 200;
const TURNS: usize = 21;

/// Makes the centre, then measures.
pub fn caseload(folder: &Path) -> Result<(), Failure> {
    let place = folder.join("caseload");
    if place.is_dir() {
        fs::remove_dir_all(&place).map_err(|e| io(&e, &place))?;
    }
    let workspace = place.join("workspace");
    files(&place)?;
    let begun = Instant::now();
    fill(&place, &workspace)?;
    tell!(
        "a whole centre: {LEARNERS} learners, {} criteria and {FILES} files each, read, numbered, mapped and decided in {:.0} s",
        OUTCOMES * CRITERIA,
        begun.elapsed().as_secs_f64()
    );
    let clock = Instant::now();
    let mut session = Session::open(&workspace)?;
    let mut view = session.call("learner.list", json!({}))?;
    tell!("  opened to the first caseload: {} (to reach 1 s)", ms(clock.elapsed()));
    let db = store::open(&workspace.join("portfolio.db"), &store::PORTFOLIO, Durability::Full)?;
    let (mut ours, mut anew) = (Vec::new(), Vec::new());
    for _turn in 0..TURNS {
        ours.push(timed(|| {
            view = session.call("learner.list", json!({}))?;
            Ok(())
        })?);
        anew.push(timed(|| across::counted_anew(&db).map(drop).map_err(Failure::from))?);
    }
    agrees(&view, &across::counted_anew(&db)?)?;
    tell!(
        "  roll-up as the window asks for it, p50 of {TURNS}: {} (to reach 20 ms); SQL GROUP BY of the same, p50: {}; equal; memory at the highest {}",
        ms(p50(&mut ours)),
        ms(p50(&mut anew)),
        peak()
    );
    again(&mut session)
}

/// Every folder is read again, and nothing has changed.
fn again(session: &mut Session) -> Result<(), Failure> {
    let mut each = Vec::new();
    let begun = Instant::now();
    for n in 0..LEARNERS {
        each.push(timed(|| session.call("scan", json!({"learner": learner(n)})).map(drop))?);
    }
    tell!(
        "  every folder read again, {} files that have not changed: {:.2} s, p50 of a folder {}; memory at the highest {}",
        LEARNERS * FILES,
        begun.elapsed().as_secs_f64(),
        ms(p50(&mut each)),
        peak()
    );
    Ok(())
}

fn learner(n: usize) -> String {
    format!("Bench Learner {n:03}")
}

fn folder(place: &Path, n: usize) -> Result<PathBuf, Failure> {
    std::path::absolute(place.join(format!("learner {n:03}"))).map_err(|e| io(&e, place))
}

/// All files are made before the first is read, so that none may still be being written.
fn files(place: &Path) -> Result<(), Failure> {
    for n in 0..LEARNERS {
        let folder = folder(place, n)?;
        fs::create_dir_all(&folder).map_err(|e| io(&e, &folder))?;
        for file in 0..FILES {
            let path = folder.join(format!("evidence {file:03}.txt"));
            fs::write(&path, format!("Evidence {file} of learner {n}.\n")).map_err(|e| io(&e, &path))?;
        }
    }
    Ok(())
}

/// Each learner's first item is mapped to two criteria of three, half of which are met.
fn fill(place: &Path, workspace: &Path) -> Result<(), Failure> {
    let mut session = Session::open(workspace)?;
    session.call("centre.init", json!({"name": "Bench College"}))?;
    session.call("person.add", json!({"name": "Ada Bench", "roles": ["assessor"]}))?;
    session.call("unit.import", json!({"text": unit(0, OUTCOMES).to_string()}))?;
    session.act_as("Ada Bench")?;
    let (mapped, met) = (OUTCOMES * 2 / 3, OUTCOMES / 3);
    for n in 0..LEARNERS {
        let name = learner(n);
        session.call("learner.add", json!({"name": name, "folder": folder(place, n)?, "units": [HANDLE]}))?;
        session.call("scan", json!({"learner": name, "number": true}))?;
        let map = json!({"learner": name, "unit": HANDLE, "evidence": ["E001"], "codes": format!("1.1-{mapped}.{CRITERIA}")});
        session.call("map", map)?;
        let decide = json!({"learner": name, "unit": HANDLE, "codes": format!("1.1-{met}.{CRITERIA}"), "outcome": "met"});
        session.call("decide", decide)?;
    }
    Ok(())
}

/// The kept roll-up must be what counting anew gives.
fn agrees(
    view: &Value,
    anew: &std::collections::BTreeMap<portfolio::journal::id::Id, (u32, u32)>,
) -> Result<(), Failure> {
    for row in view["learners"].as_array().into_iter().flatten() {
        let kept = (row["met"].as_u64(), row["undecided"].as_u64());
        let id = row["learner"].as_str().and_then(|id| id.parse().ok());
        let counted =
            id.and_then(|id| anew.get(&id)).map(|(met, undecided)| (u64::from(*met), u64::from(*undecided)));
        if counted.map(|(met, undecided)| (Some(met), Some(undecided))) != Some(kept) {
            return Err(failed(format!(
                "the roll-up of {} differs: {kept:?}, counted {counted:?}",
                row["name"]
            )));
        }
    }
    Ok(())
}
