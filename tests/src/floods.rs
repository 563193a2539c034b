//! `cargo xtask churn`: what the tests of folders do, as long as asked. Equality of record and folder over many operations,
//! floods while the watcher is frozen, generated hostile names, and how soon a file that was closed is on record.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use portfolio::journal::id::Hash;

use crate::churn::{Churn, Record, Watched, difference, expected, flood, machine, overflow};
use crate::hostile;

/// Words of the command line.
struct Words(Vec<String>);

impl Words {
    fn number(&self, name: &str, otherwise: u64) -> u64 {
        let at = self.0.iter().position(|word| word == name);
        at.and_then(|at| self.0.get(at + 1)?.parse().ok()).unwrap_or(otherwise)
    }
}

/// One part; what went wrong, in words.
type Part = fn(&Words) -> Result<(), String>;

/// Does the parts that are named, or all.
pub fn run() -> ExitCode {
    let words = Words(std::env::args().skip(1).collect());
    if let [verb, folder] = words.0.as_slice()
        && verb == "raw-events"
    {
        return raw_events(Path::new(folder)).map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
    }
    let part = words.0.first().map_or("all", String::as_str).to_owned();
    let wants = |name: &str| part == name || part == "all" || part.starts_with("--");
    let parts: [(&str, Part); 5] =
        [("equality", equality), ("frozen", frozen), ("names", names), ("moved", moved), ("closed", closed)];
    let mut code = ExitCode::SUCCESS;
    for (name, run) in parts.into_iter().filter(|(name, _)| wants(name)) {
        if let Err(why) = run(&words) {
            println!("{name}: {why}");
            code = ExitCode::FAILURE;
        }
    }
    code
}

/// A home for one part, and its learner's folder.
fn home() -> (tempfile::TempDir, std::path::PathBuf) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = home.path().join("evidence");
    (home, folder)
}

fn equality(words: &Words) -> Result<(), String> {
    let seed = words.number("--seed", fastrand::u64(..));
    let (operations, most) = (words.number("--operations", 100_000), words.number("--burst", 5_000));
    println!(
        "equality: seed {seed}, {operations} operations in bursts of 1 to {most}, the watcher frozen and its events overflowing in every other"
    );
    let (home, folder) = home();
    let machine = machine(home.path(), &folder);
    let mut churn = Churn::new(&folder, &home.path().join("outside"), seed);
    let mut random = fastrand::Rng::with_seed(seed);
    let watched = Watched::start(&machine, Some(20));
    let record = Record::open(&machine.workspace());
    let (begun, mut done, mut bursts, mut longest) = (Instant::now(), 0, 0, Duration::ZERO);
    while done < operations {
        // Small bursts as often as large ones.
        let burst = random.u64(1..=most).min(random.u64(1..=most)).min(operations - done).max(1);
        // Not the first: where the watch does not stand yet there is nothing to lose.
        let is_frozen = bursts % 2 == 1;
        if is_frozen {
            watched.freeze();
            overflow(&folder);
        }
        churn.burst(usize::try_from(burst).unwrap_or(1));
        watched.thaw();
        if is_frozen {
            watched.has_lost()?;
        }
        let took = watched
            .settles(&record, &folder)
            .map_err(|differs| format!("burst {bursts}, seed {seed}: {differs}"))?;
        (done, bursts, longest) = (done + burst, bursts + 1, longest.max(took));
    }
    println!(
        "equality: {done} operations in {bursts} bursts, {} files in the end, equal after every burst; {:.0} s, longest settling {longest:.2?}",
        record.files().len(),
        begun.elapsed().as_secs_f64()
    );
    Ok(())
}

fn frozen(words: &Words) -> Result<(), String> {
    let files = usize::try_from(words.number("--files", 10_000)).unwrap_or(10_000);
    let times = usize::try_from(words.number("--times", 10)).unwrap_or(10);
    for round in 1..=times {
        let (home, folder) = home();
        let machine = machine(home.path(), &folder);
        let watched = Watched::start(&machine, None);
        let record = Record::open(&machine.workspace());
        // Where the watch does not stand yet there is nothing to lose: it stands when it has found a file.
        let first = folder.join("first.txt");
        fs::write(&first, "first").map_err(|error| error.to_string())?;
        watched.settles(&record, &folder)?;
        fs::remove_file(&first).map_err(|error| error.to_string())?;
        watched.settles(&record, &folder)?;
        let peer = Raw::start(&folder)?;
        watched.freeze();
        peer.watched.freeze();
        overflow(&folder);
        flood(home.path(), &folder, files, round);
        watched.thaw();
        peer.watched.thaw();
        watched.has_lost()?;
        let took = watched.settles(&record, &folder)?;
        println!(
            "frozen: round {round} of {times}: {} of {files} recorded, {took:.2?} after; events of notify alone told of {}",
            record.files().len(),
            peer.told()
        );
    }
    Ok(())
}

/// The peer: names that the events of notify alone tell of, in a process that is frozen too.
struct Raw {
    watched: Watched,
}

impl Raw {
    fn start(folder: &Path) -> Result<Raw, String> {
        let own = std::env::current_exe().map_err(|e| e.to_string())?;
        let mut command = std::process::Command::new(own);
        command.arg("raw-events").arg(folder);
        Ok(Raw { watched: Watched::of(command) })
    }

    /// How many files it was told of, once it has been quiet for a while.
    fn told(&self) -> u64 {
        let mut told = 0;
        while let Ok(line) = self.watched.states.recv_timeout(Duration::from_secs(2)) {
            told = line.trim().parse().unwrap_or(told);
        }
        told
    }
}

/// Says how many files the events of notify have told of, until it is ended.
fn raw_events(folder: &Path) -> Result<(), String> {
    use notify::Watcher;
    let (sender, events) = std::sync::mpsc::channel();
    let mut watcher = notify::recommended_watcher(sender).map_err(|e| e.to_string())?;
    watcher.watch(folder, notify::RecursiveMode::Recursive).map_err(|e| e.to_string())?;
    println!("{{\"watching\":true}}");
    let mut told = std::collections::BTreeSet::new();
    for event in events {
        let before = told.len();
        let is_evidence = |path: &std::path::PathBuf| {
            path.is_file() && !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'))
        };
        told.extend(event.into_iter().flat_map(|event| event.paths).filter(is_evidence));
        if told.len() > before {
            println!("{}", told.len());
        }
    }
    Ok(())
}

/// Generated names through the reading and the database, each exact to the byte.
fn names(words: &Words) -> Result<(), String> {
    let seed = words.number("--seed", fastrand::u64(..));
    let count = usize::try_from(words.number("--names", 100_000)).unwrap_or(100_000);
    let (home, folder) = home();
    let machine = machine(home.path(), &folder);
    let made = hostile::generate(&folder, seed, count);
    machine.says(&["scan", "Rowan"]);
    let record = Record::open(&machine.workspace());
    let differs = difference(&expected(&folder), &record.files());
    println!(
        "names: seed {seed}, {made} generated names, {} on record, {}",
        record.files().len(),
        differs.as_deref().unwrap_or("each exact")
    );
    differs.map_or(Ok(()), Err)
}

/// A folder of many files that is moved in, until all are committed.
fn moved(words: &Words) -> Result<(), String> {
    let files = usize::try_from(words.number("--files", 10_000)).unwrap_or(10_000);
    let (home, folder) = home();
    let machine = machine(home.path(), &folder);
    let tree = home.path().join("tree");
    for n in 0..files {
        let inner = tree.join(format!("{}", n % 100));
        fs::create_dir_all(&inner).map_err(|e| e.to_string())?;
        fs::write(inner.join(format!("{n}.txt")), format!("file {n}")).map_err(|e| e.to_string())?;
    }
    // Long enough ago not to look as if somebody still wrote.
    std::thread::sleep(Duration::from_secs(1));
    let watched = Watched::start(&machine, None);
    let record = Record::open(&machine.workspace());
    watched.settles(&record, &folder)?;
    let begun = Instant::now();
    fs::rename(&tree, folder.join("tree")).map_err(|e| e.to_string())?;
    let said = loop {
        let (at, line) = watched.lines.recv_timeout(Duration::from_secs(300)).map_err(|e| e.to_string())?;
        if line.contains(&format!("{files} new")) {
            break at;
        }
    };
    watched.settles(&record, &folder)?;
    println!(
        "moved: {files} files moved in, all committed {:.2?} after the move (to reach 1 s)",
        said.duration_since(begun)
    );
    Ok(())
}

/// From the close of a new file to its durable row, beside hashing and a bare fdatasync in turns.
fn closed(words: &Words) -> Result<(), String> {
    let times = words.number("--closes", 200);
    let (home, folder) = home();
    let machine = machine(home.path(), &folder);
    let watched = Watched::start(&machine, None);
    watched.settles(&Record::open(&machine.workspace()), &folder)?;
    let mut bare_file = fs::File::create(home.path().join("bare")).map_err(|e| e.to_string())?;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    let mut random = fastrand::Rng::with_seed(words.number("--seed", 7));
    for n in 0..times {
        let bytes: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(300_000).collect();
        ours.push(one_close(&watched, &folder, n, &bytes)?);
        let begun = Instant::now();
        let hash = Hash::of(&bytes);
        bare_file
            .write_all(hash.to_string().repeat(64).as_bytes())
            .and_then(|()| bare_file.sync_data())
            .map_err(|e| e.to_string())?;
        bare.push(begun.elapsed());
    }
    ours.sort_unstable();
    bare.sort_unstable();
    let of =
        |times: &[Duration], share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    println!(
        "closed: a new 300 kB file of {times}, close to durable row: p50 {:.2?}, p99 {:.2?}; hash and bare fdatasync p50 {:.2?}; ratio {:.2} (to reach 2, and p99 10 ms on a quiet machine)",
        of(&ours, 50),
        of(&ours, 99),
        of(&bare, 50),
        of(&ours, 50).as_secs_f64() / of(&bare, 50).as_secs_f64()
    );
    Ok(())
}

fn one_close(watched: &Watched, folder: &Path, n: u64, bytes: &[u8]) -> Result<Duration, String> {
    while watched.lines.try_recv().is_ok() {}
    fs::write(folder.join(format!("recording {n}.bin")), bytes).map_err(|e| e.to_string())?;
    let begun = Instant::now();
    let (at, line) =
        watched.lines.recv_timeout(Duration::from_secs(60)).map_err(|e| format!("file {n}: {e}"))?;
    if line.contains("1 new") { Ok(at.duration_since(begun)) } else { Err(line) }
}
