//! Measures the text of evidence: searching 10,000 documents, and reading 60 PDFs and 60 Word documents beside `pdftotext` and
//! `docx2txt`, one process a file, in turns. The documents are made from a seed; the PDFs and Word documents are the unit
//! texts of the repository's corpus.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use portfolio::api::Session;
use portfolio::error::Failure;
use portfolio::evidence::text::read;
use portfolio::extract::texts::TextReader;
use serde_json::{Value, json};

use super::{io, ms, p50, timed};

const LEARNERS: usize = 10;
const FILES: usize = 1_000;
const SEED: u64 = 0x7e87;
const CORPUS: &str = "fixtures/unit-texts/corpus";
const TURNS: usize = 3;

/// Makes the documents, reads them, searches them; then reads the corpus beside its peers.
pub fn text(folder: &Path) -> Result<(), Failure> {
    let place = folder.join("texts");
    if place.is_dir() {
        fs::remove_dir_all(&place).map_err(|e| io(&e, &place))?;
    }
    let mut session = filled(&place)?;
    searches(&mut session)?;
    drop(session);
    peers("pdf", "pdftotext", 0.3)?;
    peers("docx", "docx2txt", 0.25)
}

/// A generator of numbers that everybody can have again (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most as u64).unwrap_or(0)
    }
}

/// Words of three syllables, the first of them far more often than the last, as in a language.
fn document(chance: &mut Chance, number: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "den", "fo", "gri", "hal", "jo", "kem", "lu", "mar", "ni", "pos", "ret", "sta", "tur", "vi",
        "wol",
    ];
    let mut text = format!("Report {number} of the team\n\n");
    for word in 0..250 + chance.below(500) {
        let most = 1 + chance.below(4096);
        let rank = chance.below(most);
        if word % 19 == 0 {
            text.push_str("team ");
        }
        text.push_str(SYLLABLES[rank % 16]);
        text.push_str(SYLLABLES[rank / 16 % 16]);
        text.push_str(SYLLABLES[rank / 256 % 16]);
        text.push_str(if word % 61 == 60 { ".\n\n" } else { " " });
    }
    text
}

fn filled(place: &Path) -> Result<Session, Failure> {
    let mut session = Session::open(&place.join("workspace"))?;
    session.call("centre.init", json!({"name": "Bench College"}))?;
    session.call("person.add", json!({"name": "Ada Bench", "roles": ["assessor"]}))?;
    session.act_as("Ada Bench")?;
    let mut chance = Chance(SEED);
    for learner in 0..LEARNERS {
        let folder =
            std::path::absolute(place.join(format!("evidence-{learner}"))).map_err(|e| io(&e, place))?;
        fs::create_dir_all(&folder).map_err(|e| io(&e, &folder))?;
        for file in 0..FILES {
            let path = folder.join(format!("report {file}.txt"));
            fs::write(&path, document(&mut chance, learner * FILES + file)).map_err(|e| io(&e, &path))?;
        }
        let name = format!("Bench Learner {learner}");
        session.call("learner.add", json!({"name": name, "folder": folder}))?;
        session.call("scan", json!({"learner": name}))?;
    }
    let clock = Instant::now();
    let mut status = Value::Null;
    while status["waiting"] != 0 {
        status = session.call("text.read", json!({"most": 2_000}))?;
    }
    let size = ["text.db", "text.db-wal"]
        .iter()
        .filter_map(|name| fs::metadata(place.join("workspace").join(name)).ok())
        .map(|meta| meta.len())
        .sum::<u64>();
    tell!(
        "text of {} generated documents (seed {SEED:#x}) read and indexed in {}: {} kB",
        LEARNERS * FILES,
        ms(clock.elapsed()),
        size / 1024
    );
    Ok(session)
}

fn searches(session: &mut Session) -> Result<(), Failure> {
    // The first search of a learner reads their record; a window has done that long before.
    for learner in 0..LEARNERS {
        session.call("learner.show", json!({"learner": format!("Bench Learner {learner}")}))?;
    }
    let one = "Bench Learner 3";
    for (what, request, goal) in [
        ("three words, all learners", json!({"query": "bababa denbaba fobaba"}), "10 ms"),
        ("three words, one portfolio", json!({"query": "bababa denbaba fobaba", "learner": one}), "10 ms"),
        ("a word that is in every document", json!({"query": "team"}), "40 ms"),
        ("a phrase", json!({"query": "\"of the team\""}), "40 ms"),
        ("the beginning of words", json!({"query": "gri*"}), "40 ms"),
        ("a word but not another", json!({"query": "team -denbaba"}), "40 ms"),
    ] {
        let (mut times, mut files) = (Vec::new(), Value::Null);
        for _ in 0..21 {
            times.push(timed(|| {
                files = session.call("search", request.clone())?["files"].clone();
                Ok(())
            })?);
        }
        let (first, usual) = (times.first().copied().unwrap_or_default(), p50(&mut times));
        tell!(
            "search, {what}: {files} files, top 20, p50 of 21: {} (to reach {goal}); the first time {}",
            ms(usual),
            ms(first)
        );
    }
    Ok(())
}

/// Files of the corpus with an ending.
fn corpus(ending: &str) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![PathBuf::from(CORPUS)]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|own| own == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found.truncate(60);
    found
}

fn peers(ending: &str, peer: &str, goal: f64) -> Result<(), Failure> {
    let paths = corpus(ending);
    let mut files = Vec::new();
    for path in &paths {
        files.push((path.clone(), fs::read(path).map_err(|e| io(&e, path))?));
    }
    let (mut child, mut here, mut theirs) = (Duration::MAX, Duration::MAX, Duration::MAX);
    let mut there = true;
    for _turn in 0..TURNS {
        child = child.min(timed(|| through_child(&files))?);
        here = here.min(timed(|| {
            files.iter().for_each(|(_, bytes)| drop(read::read(bytes, ending)));
            Ok(())
        })?);
        let clock = Instant::now();
        there &= paths.iter().all(|path| asks(peer, path));
        theirs = theirs.min(clock.elapsed());
    }
    tell!(
        "text of {} .{ending} files: extractor process {}, in this process {}",
        files.len(),
        ms(child),
        ms(here)
    );
    if there {
        let ratio = |time: Duration| time.as_secs_f64() / theirs.as_secs_f64();
        tell!(
            "  beside {peer} ({}), one process a file: {}; ratio {:.2}, in this process {:.2} (to reach {goal})",
            version(peer),
            ms(theirs),
            ratio(child),
            ratio(here)
        );
    } else {
        tell!("  {peer} is not on this machine, or failed: nothing to compare with");
    }
    Ok(())
}

fn through_child(files: &[(PathBuf, Vec<u8>)]) -> Result<(), Failure> {
    let (mut reader, stop) = (TextReader::default(), AtomicBool::new(false));
    for (path, bytes) in files {
        reader.read(bytes, &path.to_string_lossy(), &stop)?;
    }
    Ok(())
}

fn asks(peer: &str, path: &Path) -> bool {
    let mut command = Command::new(peer);
    command.arg(path).arg("-").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok()
}

fn version(peer: &str) -> String {
    let output = Command::new(peer).arg("-v").output();
    let said = output
        .map(|o| String::from_utf8_lossy(&[o.stdout, o.stderr].concat()).into_owned())
        .unwrap_or_default();
    said.lines().next().unwrap_or("version not said").trim().to_owned()
}
