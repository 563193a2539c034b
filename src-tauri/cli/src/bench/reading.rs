//! Reading folders, beside programs that everybody has: the first reading beside `openssl dgst -sha256` over the same
//! files, an unchanged one beside `find -printf` and `git status`, in turns and by CPU time and the shortest wall time. The
//! folders are made from a seed. Linux only: memory comes from /proc.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use portfolio::error::Failure;

use super::io;

/// Makes every run's folders the same.
const SEED: u64 = 0x5EED;
/// How often each work is done; the shortest counts.
const TURNS: usize = 3;

/// Time that a work took and memory that it needed at the highest.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cost {
    /// From start to end.
    pub(super) wall: Duration,
    /// Seconds, on all cores.
    pub(super) cpu: f64,
    /// Kilobytes; 0 where a shell stood between.
    pub(super) peak: u64,
}

/// One program and what it says about itself.
struct Work<'a> {
    name: &'a str,
    command: Box<dyn Fn() -> Command + 'a>,
}

/// Measures a first reading of `thousands` thousand files of all sizes, and a second of a hundred thousand small ones.
pub fn reading(folder: &Path, thousands: usize) -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        tell!("reading folders: measured on Linux only");
        return Ok(());
    }
    let folder = std::path::absolute(folder).map_err(|e| io(&e, folder))?;
    versions();
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    tell!("load {}", load.trim());
    first(&folder, thousands * 1000)?;
    again(&folder, 100_000)
}

/// The versions of the peers, or that they are not here.
fn versions() {
    for words in [["openssl", "version"], ["find", "--version"], ["git", "--version"], ["b3sum", "--version"]]
    {
        let said = Command::new(words[0])
            .arg(words[1])
            .output()
            .map(|o| String::from_utf8_lossy(&o.stdout).into_owned());
        let said = said.ok().and_then(|s| s.lines().next().map(str::to_owned));
        tell!("peer: {}", said.unwrap_or_else(|| format!("{} is not on this computer", words[0])));
    }
}

/// A stream of numbers from a seed (xorshift64*), enough for sizes and bytes.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// Between 0 and 1.
    #[allow(clippy::cast_precision_loss, reason = "chance needs no more than 53 bits")]
    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Log-normal with the median 170 kB: what photographs, scans and letters of a portfolio measure.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes are far below 2⁵³")]
    fn size(&mut self) -> u64 {
        let normal =
            (-2.0 * self.share().max(1e-12).ln()).sqrt() * (std::f64::consts::TAU * self.share()).cos();
        (170_000.0 * (1.2 * normal).exp()).clamp(200.0, 40e6) as u64
    }
}

/// Files of a size each in folders of a hundred, with other bytes each.
fn corpus(root: &Path, sizes: impl Iterator<Item = u64>) -> Result<u64, Failure> {
    let mut random = Random(SEED);
    let block: Vec<u8> = (0..1 << 17).flat_map(|_| random.next().to_le_bytes()).collect();
    let mut all = 0;
    for (n, size) in sizes.enumerate() {
        let inner = root.join(format!("{:04}", n / 100));
        if n % 100 == 0 {
            fs::create_dir_all(&inner).map_err(|e| io(&e, &inner))?;
        }
        let path = inner.join(format!("evidence {n:06}.bin"));
        let write = || -> std::io::Result<()> {
            let mut file = File::create(&path)?;
            file.write_all(&(n as u64).to_le_bytes())?;
            let mut left = size.saturating_sub(8);
            while left > 0 {
                let part = left.min(block.len() as u64);
                file.write_all(block.get(..usize::try_from(part).unwrap_or(0)).unwrap_or_default())?;
                left -= part;
            }
            Ok(())
        };
        write().map_err(|e| io(&e, &path))?;
        all += size;
    }
    Ok(all)
}

/// Rows 1 and 2: the first reading, with a warm and with a cold cache.
fn first(folder: &Path, files: usize) -> Result<(), Failure> {
    let root = folder.join("first");
    let mut random = Random(SEED + 1);
    // Ten videos among ten thousand files.
    let sizes = (0..files).map(move |n| {
        let video = n % 1000 == 500;
        if video { 50_000_000 + random.next() % 250_000_000 } else { random.size() }
    });
    let bytes = corpus(&root, sizes)?;
    tell!("first reading of {files} files, {} MB", bytes / 1_000_000);
    let fresh = || {
        let workspace = folder.join("first-centre");
        let _ = fs::remove_dir_all(&workspace);
        centre(&workspace, &root)?;
        Ok::<PathBuf, Failure>(workspace)
    };
    let hash = |program: &'static str| {
        let root = root.clone();
        move || shell(&format!("find . -type f -print0 | xargs -0 {program} > /dev/null"), &root)
    };
    for (cache, to_reach) in [("warm", "CPU 1.0 of openssl"), ("cold", "wall 0.8 of the better of both")] {
        let mut ours = Vec::new();
        let peers = [
            Work { name: "openssl dgst -sha256", command: Box::new(hash("openssl dgst -sha256")) },
            Work { name: "b3sum", command: Box::new(hash("b3sum")) },
        ];
        let mut theirs = vec![Vec::new(); peers.len()];
        for _ in 0..TURNS {
            let workspace = fresh()?;
            let prepare = || if cache == "cold" { forget(&root) } else { Ok(()) };
            prepare()?;
            ours.push(cost(scan(&workspace))?);
            for (peer, costs) in peers.iter().zip(&mut theirs).filter(|(peer, _)| has(peer.name)) {
                prepare()?;
                costs.push(cost((peer.command)())?);
            }
        }
        tell!("  {cache}: to reach {to_reach}");
        say(&ours, peers.iter().map(|peer| peer.name).zip(theirs));
    }
    fs::remove_dir_all(&root).map_err(|e| io(&e, &root))
}

/// Rows 3 and 4: reading again what has not changed.
fn again(folder: &Path, files: usize) -> Result<(), Failure> {
    let (root, workspace, git) =
        (folder.join("again"), folder.join("again-centre"), folder.join("again-git"));
    corpus(&root, (0..files).map(|_| 600))?;
    centre(&workspace, &root)?;
    let cold = cost(scan(&workspace))?;
    tell!(
        "first reading of {files} small files: {:.1} s wall, {:.1} s CPU, {} kB at the highest",
        cold.wall.as_secs_f64(),
        cold.cpu,
        cold.peak
    );
    let repository = |words: &'static [&'static str]| {
        let (git, root) = (git.clone(), root.clone());
        move || {
            let mut command = Command::new("git");
            command.arg("--git-dir").arg(&git).arg("--work-tree").arg(&root).args(words).current_dir(&root);
            command
        }
    };
    for words in [&["init", "--quiet"][..], &["add", "--all"]] {
        cost(repository(words)())?;
    }
    let find = || shell("find . -printf '%s %T@ %i %p\\n' > /dev/null", &root);
    let peers = [
        Work { name: "find -printf", command: Box::new(find) },
        Work { name: "git status", command: Box::new(repository(&["status", "--porcelain"])) },
    ];
    tell!("reading again {files} files that have not changed: to reach CPU 1.0 of find, 0.9 of git status");
    let mut ours = Vec::new();
    let mut theirs = vec![Vec::new(); peers.len()];
    for _ in 0..TURNS + 2 {
        ours.push(cost(scan(&workspace))?);
        for (peer, costs) in peers.iter().zip(&mut theirs).filter(|(peer, _)| has(peer.name)) {
            costs.push(cost((peer.command)())?);
        }
    }
    say(&ours, peers.iter().map(|peer| peer.name).zip(theirs));
    memory(folder, &ours, files)?;
    for made in [&root, &git] {
        fs::remove_dir_all(made).map_err(|e| io(&e, made))?;
    }
    Ok(())
}

/// Memory that a file more costs: the peak of reading the folder again, less the peak with an empty folder.
fn memory(folder: &Path, ours: &[Cost], files: usize) -> Result<(), Failure> {
    let (root, workspace) = (folder.join("empty"), folder.join("empty-centre"));
    fs::create_dir_all(&root).map_err(|e| io(&e, &root))?;
    centre(&workspace, &root)?;
    cost(scan(&workspace))?;
    let empty = cost(scan(&workspace))?.peak;
    let full = ours.iter().map(|cost| cost.peak).max().unwrap_or(0);
    tell!(
        "  memory: {full} kB at the highest, {empty} kB with an empty folder: {} bytes a file (to reach 400)",
        full.saturating_sub(empty) * 1024 / files as u64
    );
    Ok(())
}

/// Whether the program that a work begins with is here.
fn has(name: &str) -> bool {
    let program = name.split(' ').next().unwrap_or(name);
    Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

pub(super) fn own(workspace: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap_or_else(|_| "portfolio".into()));
    command.arg("--workspace").arg(workspace).args(words);
    command
}

fn scan(workspace: &Path) -> Command {
    own(workspace, &["scan", "Bench Learner"])
}

fn centre(workspace: &Path, root: &Path) -> Result<(), Failure> {
    cost(own(workspace, &["init", "--centre", "Bench College"]))?;
    let root = root.to_string_lossy();
    cost(own(workspace, &["learner", "add", "Bench Learner", "--folder", &root]))?;
    Ok(())
}

fn shell(script: &str, folder: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", script]).current_dir(folder);
    command
}

/// Takes the files of a folder out of the system's cache, one by one: no right to empty all of it is needed.
fn forget(root: &Path) -> Result<(), Failure> {
    let script = "sync; find . -type f -exec dd if={} iflag=nocache count=0 status=none \\;";
    cost(shell(script, root)).map(|_| ())
}

/// Runs a command and measures it, children included.
pub(super) fn cost(mut command: Command) -> Result<Cost, Failure> {
    let failed = |e: &std::io::Error| io(e, Path::new("a program to measure"));
    let before = children();
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::inherit()).spawn().map_err(|e| failed(&e))?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let outcome = loop {
        if let Some(outcome) = child.try_wait().map_err(|e| failed(&e))? {
            break outcome;
        }
        peak = peak.max(highest(&fs::read_to_string(&status).unwrap_or_default()));
        std::thread::sleep(Duration::from_micros(500));
    };
    let wall = begun.elapsed();
    if !outcome.success() {
        return Err(failed(&std::io::Error::other(format!("{command:?} ended with {outcome}"))));
    }
    Ok(Cost { wall, cpu: children().saturating_sub(before).as_secs_f64(), peak })
}

fn highest(status: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// CPU time of children which have ended, theirs included, to the microsecond.
#[cfg(target_os = "linux")]
fn children() -> Duration {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeVal;
    let time = |part: TimeVal| {
        let unsigned = |n: i64| u64::try_from(n).unwrap_or(0);
        Duration::from_secs(unsigned(part.tv_sec())) + Duration::from_micros(unsigned(part.tv_usec()))
    };
    getrusage(UsageWho::RUSAGE_CHILDREN)
        .map(|u| time(u.user_time()) + time(u.system_time()))
        .unwrap_or_default()
}

/// Not measured here.
#[cfg(not(target_os = "linux"))]
fn children() -> Duration {
    Duration::ZERO
}

fn say<'a>(ours: &[Cost], theirs: impl Iterator<Item = (&'a str, Vec<Cost>)>) {
    let least = |costs: &[Cost]| {
        let wall = costs.iter().map(|c| c.wall).min().unwrap_or_default();
        (wall.as_secs_f64(), costs.iter().map(|c| c.cpu).fold(f64::INFINITY, f64::min))
    };
    let (wall, cpu) = least(ours);
    tell!("  ours: {wall:.3} s wall, {cpu:.3} s CPU");
    for (name, costs) in theirs.filter(|(_, costs)| !costs.is_empty()) {
        let (their_wall, their_cpu) = least(&costs);
        tell!(
            "  {name}: {their_wall:.3} s wall, {their_cpu:.3} s CPU; ours is {:.2} of its wall, {:.2} of its CPU",
            wall / their_wall,
            cpu / their_cpu
        );
    }
}
