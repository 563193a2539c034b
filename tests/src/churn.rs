//! Chance at work in a learner's folder: all that people, Office and cloud programs do to files, from a seed; and what
//! should be on record afterwards, by a look of its own. Knows nothing of how the program finds out.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use portfolio::journal::id::{Hash, Id};
use portfolio::store::{self, Connection, Durability, local};

use crate::story::Machine;

/// What lies where: the bytes of a path below the folder, and the hash of what it holds.
pub type Files = BTreeMap<Vec<u8>, Hash>;

/// How long a watcher may take to come up with a folder.
const PATIENCE: Duration = Duration::from_secs(300);

/// Chance in one folder.
pub struct Churn {
    root: PathBuf,
    outside: PathBuf,
    random: fastrand::Rng,
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
    /// Files that somebody has open and goes on writing.
    open: Vec<File>,
    /// Makes every name new.
    names: u64,
}

impl Churn {
    /// Chance from `seed` in `root`; what is moved out goes to `outside`, on the same disk.
    pub fn new(root: &Path, outside: &Path, seed: u64) -> Churn {
        for folder in [root, outside] {
            fs::create_dir_all(folder).expect("a folder for chance");
        }
        let (root, outside) = (root.to_owned(), outside.to_owned());
        let random = fastrand::Rng::with_seed(seed);
        Churn { root, outside, random, files: Vec::new(), folders: Vec::new(), open: Vec::new(), names: 0 }
    }

    /// Does `operations` things, one after the other as fast as it can, and closes what it has open.
    pub fn burst(&mut self, operations: usize) {
        self.look();
        let mut done = 0;
        while done < operations {
            // What an operation needs may be gone by now; then it is none.
            if self.operate().is_ok() {
                done += 1;
            }
            if self.open.len() > 20 {
                self.open.clear();
            }
        }
        self.open.clear();
    }

    fn look(&mut self) {
        (self.files, self.folders) = (Vec::new(), vec![self.root.clone()]);
        let mut at = 0;
        while let Some(folder) = self.folders.get(at).cloned() {
            at += 1;
            for entry in fs::read_dir(folder).expect("a folder").flatten() {
                match entry.file_type() {
                    Ok(kind) if kind.is_dir() => self.folders.push(entry.path()),
                    Ok(kind) if kind.is_file() => self.files.push(entry.path()),
                    Ok(_) | Err(_) => {}
                }
            }
        }
        // The order of a directory is not the seed's.
        self.files.sort_unstable();
        self.folders.sort_unstable();
    }

    fn operate(&mut self) -> io::Result<()> {
        match self.random.u8(0..24) {
            0..6 => self.create(),
            6 => fs::write(self.file()?, self.content()),
            7 => OpenOptions::new().append(true).open(self.file()?)?.write_all(b" and more"),
            8 => self.replace_as_office_does(),
            9 => self.rename(),
            10 => self.copy(),
            11 => fs::remove_file(self.file()?),
            12 => self.change_case(),
            13 => self.edit_and_restore_the_time(),
            14 => fs::hard_link(self.file()?, self.fresh()),
            15 => self.symlink(),
            16 | 17 => self.make_folder(),
            18 => fs::rename(self.folder()?, self.fresh()),
            // Now and then only, or nothing would be left to work on.
            19 if self.folders.len() < 20 => Err(io::ErrorKind::NotFound.into()),
            19 => {
                let (from, name) = (self.folder()?, self.name());
                fs::rename(from, self.outside.join(name))
            }
            20 => self.move_in(),
            21 => self.swap(),
            22 => self.write_on(),
            _ => self.truncate_or_remove(),
        }
    }

    fn name(&mut self) -> OsString {
        self.names += 1;
        let n = self.names;
        match self.random.u8(0..12) {
            0 => OsString::from(format!("Übung {n} – 語.pdf")),
            1 => OsString::from_vec([b"raw \xff\xfe ".as_slice(), n.to_string().as_bytes()].concat()),
            2 => OsString::from(format!("line\nbreak \"{n}\".txt")),
            3 => OsString::from(format!("~$lock {n}.docx")),
            4 => OsString::from(format!("{n}.tmp")),
            5 => OsString::from(format!("a{n}!")),
            _ => OsString::from(format!("Essay {n}.docx")),
        }
    }

    /// Now and then content that lies elsewhere too, or nothing.
    fn content(&mut self) -> Vec<u8> {
        match self.random.u8(0..8) {
            0 => Vec::new(),
            1 | 2 => format!("one of few {}", self.random.u8(0..20)).into_bytes(),
            _ => {
                let len = self.random.usize(1..3000);
                std::iter::repeat_with(|| self.random.alphanumeric() as u8).take(len).collect()
            }
        }
    }

    fn file(&mut self) -> io::Result<PathBuf> {
        let missing = || io::Error::from(io::ErrorKind::NotFound);
        self.random.choice(&self.files).cloned().ok_or_else(missing)
    }

    /// Any folder but the learner's own.
    fn folder(&mut self) -> io::Result<PathBuf> {
        let root = &self.root;
        let missing = || io::Error::from(io::ErrorKind::NotFound);
        self.random.choice(&self.folders).filter(|folder| *folder != root).cloned().ok_or_else(missing)
    }

    /// A name that nothing has, in any folder.
    fn fresh(&mut self) -> PathBuf {
        let name = self.name();
        self.random.choice(&self.folders).unwrap_or(&self.root).join(name)
    }

    fn create(&mut self) -> io::Result<()> {
        let (path, content) = (self.fresh(), self.content());
        fs::write(&path, content)?;
        self.files.push(path);
        Ok(())
    }

    fn make_folder(&mut self) -> io::Result<()> {
        let path = self.fresh();
        fs::create_dir(&path)?;
        self.folders.push(path);
        Ok(())
    }

    /// Writes beside, puts the old one aside, takes its name, and removes the old one.
    fn replace_as_office_does(&mut self) -> io::Result<()> {
        let (path, content) = (self.file()?, self.content());
        self.names += 1;
        let (new, old) = (format!("{}.tmp", self.names), format!("~WRL{}.tmp", self.names));
        let (new, old) = (path.with_file_name(new), path.with_file_name(old));
        fs::write(&new, content)?;
        fs::rename(&path, &old)?;
        fs::rename(&new, &path)?;
        fs::remove_file(old)
    }

    /// To a new name, or over another file.
    fn rename(&mut self) -> io::Result<()> {
        let from = self.file()?;
        let to = if self.random.u8(0..4) == 0 { self.file()? } else { self.fresh() };
        fs::rename(from, &to)?;
        self.files.push(to);
        Ok(())
    }

    fn copy(&mut self) -> io::Result<()> {
        let (from, to) = (self.file()?, self.fresh());
        fs::copy(from, &to)?;
        self.files.push(to);
        Ok(())
    }

    fn change_case(&mut self) -> io::Result<()> {
        let from = self.file()?;
        let flip =
            |b: &u8| if b.is_ascii_lowercase() { b.to_ascii_uppercase() } else { b.to_ascii_lowercase() };
        let name: Vec<u8> = from.file_name().unwrap_or_default().as_bytes().iter().map(flip).collect();
        let to = from.with_file_name(OsStr::from_bytes(&name));
        fs::rename(from, &to)?;
        self.files.push(to);
        Ok(())
    }

    /// As many bytes as before, and the time as before: only the change time tells.
    fn edit_and_restore_the_time(&mut self) -> io::Result<()> {
        let path = self.file()?;
        let before = fs::metadata(&path)?;
        let mut content = fs::read(&path)?;
        content.iter_mut().for_each(|byte| *byte = byte.wrapping_add(1));
        fs::write(&path, content)?;
        OpenOptions::new().write(true).open(&path)?.set_modified(before.modified()?)
    }

    fn symlink(&mut self) -> io::Result<()> {
        let target = match self.random.u8(0..3) {
            0 => self.file()?,
            1 => self.folder()?,
            _ => PathBuf::from("/nowhere at all"),
        };
        std::os::unix::fs::symlink(target, self.fresh())
    }

    fn move_in(&mut self) -> io::Result<()> {
        let mut there: Vec<PathBuf> =
            fs::read_dir(&self.outside)?.flatten().map(|entry| entry.path()).collect();
        there.sort_unstable();
        let missing = || io::Error::from(io::ErrorKind::NotFound);
        let from = self.random.choice(&there).cloned().ok_or_else(missing)?;
        let to = self.fresh();
        fs::rename(from, &to)?;
        self.folders.push(to);
        Ok(())
    }

    fn swap(&mut self) -> io::Result<()> {
        let (a, b) = (self.file()?, self.file()?);
        if a == b || !a.is_file() || !b.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let aside = self.root.join(format!(".swap {}", self.names));
        fs::rename(&a, &aside)?;
        fs::rename(&b, &a)?;
        fs::rename(&aside, &b)
    }

    /// Writes to a file that stays open meanwhile.
    fn write_on(&mut self) -> io::Result<()> {
        if let Some(file) = self.open.last_mut().filter(|_| self.random.bool()) {
            return file.write_all(b"line after line\n");
        }
        let path = self.file()?;
        let mut file = OpenOptions::new().append(true).open(path)?;
        file.write_all(b"begun\n")?;
        self.open.push(file);
        Ok(())
    }

    fn truncate_or_remove(&mut self) -> io::Result<()> {
        if self.random.u8(0..8) == 0 && self.folders.len() > 30 {
            return fs::remove_dir_all(self.folder()?);
        }
        let file = OpenOptions::new().write(true).open(self.file()?)?;
        file.set_len(file.metadata()?.len() / 2)
    }
}

/// What should be on record: every ordinary file whose name, and whose folders' names, are no scratch of other programs.
pub fn expected(root: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![(root.to_owned(), Vec::new())];
    while let Some((folder, above)) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let name = entry.file_name();
            let path = [above.as_slice(), name.as_bytes()].concat();
            let lower = name.as_bytes().to_ascii_lowercase();
            let kind = entry.file_type().expect("a kind of file");
            if lower.starts_with(b".")
                || (kind.is_file() && (lower.starts_with(b"~$") || lower.ends_with(b".tmp")))
            {
                continue;
            }
            if kind.is_dir() {
                folders.push((entry.path(), [path.as_slice(), b"/"].concat()));
            } else if kind.is_file() {
                files.insert(path, Hash::of(&fs::read(entry.path()).expect("a file")));
            }
        }
    }
    files
}

/// What is on record of the one folder that a centre file has.
pub struct Record {
    db: Connection,
    book: Id,
}

impl Record {
    /// Opens it beside the program.
    pub fn open(workspace: &Path) -> Record {
        let db =
            store::open(&workspace.join("local.db"), &store::LOCAL, Durability::Normal).expect("local.db");
        let book = local::bindings(&db).expect("bindings").first().expect("a folder that was chosen").0;
        Record { db, book }
    }

    /// The learner's book.
    pub fn book(&self) -> Id {
        self.book
    }

    /// Files that were there when the folder was last read.
    pub fn files(&self) -> Files {
        let seen = local::observations(&self.db, self.book).expect("observations");
        seen.into_iter().filter(|o| o.present).map(|o| (o.path.bytes().to_vec(), o.sha256)).collect()
    }
}

/// How two differ, in words; nothing where they do not.
pub fn difference(expected: &Files, recorded: &Files) -> Option<String> {
    let said = |path: &[u8]| String::from_utf8_lossy(path).into_owned();
    let missing = expected.iter().filter(|(path, hash)| recorded.get(*path) != Some(hash));
    let missing: Vec<String> = missing
        .map(|(path, _)| {
            if recorded.contains_key(path) {
                format!("≠ {}", said(path))
            } else {
                format!("- {}", said(path))
            }
        })
        .collect();
    let more: Vec<String> = recorded
        .keys()
        .filter(|path| !expected.contains_key(*path))
        .map(|path| format!("+ {}", said(path)))
        .collect();
    let all = missing.len() + more.len();
    let first: Vec<String> = missing.into_iter().chain(more).take(10).collect();
    (all > 0).then(|| format!("{all} of {} differ: {}", expected.len(), first.join(", ")))
}

/// `portfolio watch` in a process of its own.
pub struct Watched {
    program: Child,
    /// Lines that it says about folders it has read, each with the moment at which it came.
    pub lines: std::sync::mpsc::Receiver<(Instant, String)>,
    /// Lines that it says about watching itself.
    pub states: std::sync::mpsc::Receiver<String>,
}

impl Watched {
    /// Starts it; `settle` shortens what it waits for.
    pub fn start(machine: &Machine, settle: Option<u64>) -> Watched {
        let settle = settle.map(|time| time.to_string());
        let mut words = vec!["watch"];
        words.extend(settle.iter().flat_map(|time| ["--settle", time]));
        Watched::of(machine.program(&words))
    }

    /// Takes hold of a program that is to watch.
    pub fn of(mut program: Command) -> Watched {
        let mut program = program.stdout(Stdio::piped()).spawn().expect("the program");
        let mut output = BufReader::new(program.stdout.take().expect("its output"));
        let mut first = String::new();
        output.read_line(&mut first).expect("its first line");
        assert!(first.contains("\"watching\":true"), "{first}");
        let ((seen, lines), (state, states)) = (std::sync::mpsc::channel(), std::sync::mpsc::channel());
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                // Whoever has stopped listening needs no more of them.
                let _ = if line.contains("\"seen\"") {
                    seen.send((Instant::now(), line)).is_ok()
                } else {
                    state.send(line).is_ok()
                };
            }
        });
        Watched { program, lines, states }
    }

    /// Stops it in the middle of whatever it does, so that events pile up and are lost.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let id = self.program.id().to_string();
        let done = Command::new("kill").args([signal, &id]).status().expect("kill");
        assert!(done.success(), "kill {signal} {id}");
    }

    /// Waits until the system has told it that events were lost.
    pub fn has_lost(&self) -> Result<(), String> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            match self.states.recv_timeout(PATIENCE) {
                Ok(line) if line.contains("told too much at once") => return Ok(()),
                Ok(_) => {}
                Err(error) => return Err(format!("no word of lost events: {error}")),
            }
        }
        Err("no word of lost events".into())
    }

    /// Waits until the record is what lies in the folder; says how long it took, or what differs in the end.
    pub fn settles(&self, record: &Record, root: &Path) -> Result<Duration, String> {
        let (begun, expected) = (Instant::now(), expected(root));
        loop {
            match difference(&expected, &record.files()) {
                None => return Ok(begun.elapsed()),
                Some(difference) if begun.elapsed() > PATIENCE => return Err(difference),
                Some(_) => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// A centre with one learner, whose folder this is.
pub fn machine(home: &Path, folder: &Path) -> Machine {
    fs::create_dir_all(folder).expect("an evidence folder");
    let machine = Machine::with_centre(&home.join("machine"), "Northgate College", "Ada Okafor");
    machine.says(&["learner", "add", "Rowan", "--folder", folder.to_str().expect("a Unicode path")]);
    machine
}

/// Names that are nobody's evidence, each made and removed: more events than the system keeps, so that all that follow are
/// lost to a watcher that is frozen.
pub fn overflow(folder: &Path) {
    for n in 0..8_000 {
        let path = folder.join(format!(".fill {n}"));
        fs::write(&path, "x").and_then(|()| fs::remove_file(path)).expect("a file that comes and goes");
    }
}

/// Files that come in three ways while nobody looks: written one by one, moved in as a folder, written anew.
pub fn flood(home: &Path, folder: &Path, files: usize, round: usize) {
    let each = files / 3;
    let write = |path: PathBuf, what: &str| fs::write(path, what).expect("a file");
    let moved = home.join(format!("moved {round}"));
    fs::create_dir_all(moved.join("inner")).expect("a folder");
    for n in 0..each {
        write(
            moved.join(if n % 2 == 0 { format!("{n}") } else { format!("inner/{n}") }),
            &format!("moved {round} {n}"),
        );
    }
    for n in 0..files - 2 * each {
        let inner = folder.join(format!("copied {}", n % 30));
        fs::create_dir_all(&inner).expect("a folder");
        write(inner.join(format!("{n}.txt")), &format!("copied {round} {n}"));
    }
    fs::rename(&moved, folder.join(format!("moved {round}"))).expect("moved in");
    for n in 0..each {
        write(folder.join(format!("written {n}.txt")), &format!("written {round} {n}"));
    }
}
