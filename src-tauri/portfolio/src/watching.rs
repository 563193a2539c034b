//! Watching every learner's folder while a program runs: one watcher a centre file, held by a lock of the operating
//! system. A watch is only a hint: it leads to a full reading of its folder, but for a few new files that were closed by
//! their writers, which are taken in by themselves. A folder that gives no sign while it is read is left to the thread that waits
//! for it; the others are read by another.

mod reader;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::clock::Clock;
use crate::disk::Lock;
use crate::error::{Error, Result};
use crate::evidence::events::Events;
use crate::evidence::folder::{Patience, Read};
use crate::evidence::name::{FileName, neutral};
use crate::evidence::settle::{Due, Timing};
use crate::evidence::task::{Progress, Task};
use crate::evidence::watch::{Report, Watch, WatchState};
use crate::journal::id::Id;
use crate::portfolio::Workspace;
use crate::store::local;
use crate::view::workspace::{FolderReadingView, WatchingView};

use reader::Reader;
pub use reader::{Job, Reading};

/// How often folders chosen meanwhile are looked for.
const LOOK: Duration = Duration::from_secs(1);
/// What is said when the system dropped events.
const LOST: &str = "the system told too much at once: every folder that may have changed is read whole";
/// How long a reading lasts before it is shown: most are over sooner, and a flicker tells nobody anything.
const SHOWN_AFTER: Duration = Duration::from_millis(700);
/// How long a folder may give no sign while it is read until the others are read without it.
pub const SILENCE: Duration = Duration::from_secs(30);
/// How often a reading is looked after.
const SLICE: Duration = Duration::from_millis(50);
/// How long the end of the program waits for a reading that was stopped.
const FAREWELL: Duration = Duration::from_secs(2);

/// What the watcher has to say, for whoever listens.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The learner's book that was read; none where it is about watching itself.
    pub book: Option<Id>,
    /// One line for a person.
    pub line: String,
}

enum Message {
    Report(Id, Report),
    Read(Id, Sender<Result<Read>>),
    GoOn,
    Stop,
}

/// The running watcher. Dropping it ends it and frees the lock.
pub struct Watching {
    sender: Sender<Message>,
    thread: Option<JoinHandle<()>>,
    shown: Arc<Shown>,
}

/// What others may see of the watcher.
#[derive(Default)]
struct Shown {
    line: Mutex<String>,
    reading: Mutex<Option<Now>>,
    /// Folders that wait behind the one being read.
    waiting: AtomicUsize,
    /// Folders whose reading somebody stopped.
    stopped: AtomicUsize,
    ending: AtomicBool,
}

/// How waiting for a reading ended.
enum Waited {
    /// It is over.
    Read(Result<Read>),
    /// The disk gives no sign. Here is another thread for the other folders.
    Silent(Reader),
    /// The program ends and the reading does not.
    Ending,
}

/// The reading that goes on.
struct Now {
    book: Id,
    since: Instant,
    progress: Progress,
    task: Task,
}

impl Watching {
    /// Starts watching, unless another program already watches this centre file.
    pub fn start(
        workspace_folder: &Path,
        clock: Clock,
        timing: Timing,
        listener: impl Fn(Seen) + Send + 'static,
    ) -> Result<Option<Self>> {
        Self::start_with(workspace_folder, clock, timing, (Arc::new(reader::by_disk), SILENCE), listener)
    }

    /// The same with another way of reading, and another time after which a folder counts as one that does not answer: for
    /// tests, where no drive can be made to hang.
    pub fn start_with(
        workspace_folder: &Path,
        clock: Clock,
        timing: Timing,
        (reading, silence): (Reading, Duration),
        listener: impl Fn(Seen) + Send + 'static,
    ) -> Result<Option<Self>> {
        let Some(lock) = Lock::take(&workspace_folder.join("watch.lock"))? else { return Ok(None) };
        let mut workspace = Workspace::open(workspace_folder, clock)?;
        let (sender, messages) = mpsc::channel();
        let shown = Arc::new(Shown::default());
        *held(&shown.line) = "starting to watch".into();
        let start_reader = {
            let (folder, shown) = (workspace_folder.to_owned(), Arc::clone(&shown));
            move || {
                let (reading, shown) = (Arc::clone(&reading), Arc::clone(&shown));
                Reader::start(&folder, clock, reading, move |progress| {
                    if let Some(now) = &mut *held(&shown.reading) {
                        now.progress = progress;
                    }
                })
            }
        };
        let reader = start_reader()?;
        let mut worker = Worker {
            sender: sender.clone(),
            events: Events::default(),
            timing,
            watches: BTreeMap::new(),
            again: BTreeMap::new(),
            paused: BTreeSet::new(),
            shown: Arc::clone(&shown),
            silence,
            reader,
            start_reader: Box::new(start_reader),
            silent: BTreeMap::new(),
        };
        let thread = std::thread::Builder::new().name("watching".into()).spawn(move || {
            let _lock = lock;
            worker.run(&mut workspace, &messages, &listener);
        });
        let thread = thread.map_err(|e| Error::Broken(format!("no thread could be started: {e}")))?;
        Ok(Some(Self { sender, thread: Some(thread), shown }))
    }

    /// What is watched now, and what is being read.
    #[must_use]
    pub fn view(&self) -> WatchingView {
        let reading = held(&self.shown.reading)
            .as_ref()
            .filter(|now| now.since.elapsed() >= SHOWN_AFTER)
            .map(|now| FolderReadingView {
                learner: now.book.to_string(),
                progress: now.progress,
                waiting: self.shown.waiting.load(Ordering::Relaxed),
            });
        let stopped = self.shown.stopped.load(Ordering::Relaxed);
        WatchingView { active: true, line: held(&self.shown.line).clone(), reading, stopped }
    }

    /// Asks for a folder to be read now, also where somebody had stopped its reading; the answer comes by the channel.
    #[must_use]
    pub fn read_now(&self, book: Id) -> Receiver<Result<Read>> {
        let (sender, answer) = mpsc::channel();
        // A thread that has ended drops the channel, and whoever waits hears that.
        let _ = self.sender.send(Message::Read(book, sender));
        answer
    }

    /// Reads every folder whose reading was stopped.
    pub fn go_on(&self) {
        // A thread that has ended needs no word.
        let _ = self.sender.send(Message::GoOn);
    }

    /// Stops the reading that goes on, if any, and those that wait behind it. What is on record stays, and these folders
    /// are left alone until they are asked for.
    pub fn stop_reading(&self) -> bool {
        // Under the lock, so that the word reaches this reading and not the next.
        let reading = held(&self.shown.reading);
        if let Some(now) = &*reading {
            now.task.stop();
        }
        reading.is_some()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // A thread that has ended needs no word.
        let _ = self.sender.send(Message::Stop);
        self.shown.ending.store(true, Ordering::Relaxed);
        self.stop_reading();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Worker {
    sender: Sender<Message>,
    events: Events,
    timing: Timing,
    watches: BTreeMap<Id, (PathBuf, Watch)>,
    /// Folders with files that may have settled by then.
    again: BTreeMap<Id, Instant>,
    /// Folders whose reading somebody stopped.
    paused: BTreeSet<Id>,
    shown: Arc<Shown>,
    /// How long a folder may give no sign.
    silence: Duration,
    reader: Reader,
    start_reader: Box<dyn Fn() -> Result<Reader> + Send>,
    /// Folders that do not answer, each with the thread that waits for it.
    silent: BTreeMap<Id, (PathBuf, Reader)>,
}

/// What is to be read: names that were closed by their writers or went, whether the whole folder is wanted in any case,
/// and who waits for an answer.
#[derive(Default)]
struct Wanted {
    names: BTreeSet<FileName>,
    whole: bool,
    answers: Vec<Sender<Result<Read>>>,
}

impl Worker {
    fn run(&mut self, workspace: &mut Workspace, messages: &Receiver<Message>, listener: &dyn Fn(Seen)) {
        self.follow_bindings(workspace, listener);
        loop {
            let mut wanted: BTreeMap<Id, Wanted> = BTreeMap::new();
            let mut next = messages.recv_timeout(self.rest());
            let mut lost = false;
            // Everything that has queued up meanwhile is answered by one reading a folder.
            loop {
                match next {
                    Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                    // Every folder is told of one loss.
                    Ok(Message::Report(_, Report::Lost)) => {
                        if !std::mem::replace(&mut lost, true) {
                            listener(Seen { book: None, line: LOST.to_owned() });
                        }
                    }
                    Ok(Message::Report(book, report)) => collect(&mut wanted, book, report),
                    Ok(Message::Read(book, answer)) => {
                        self.paused.remove(&book);
                        let wanted = wanted.entry(book).or_default();
                        wanted.whole = true;
                        wanted.answers.push(answer);
                    }
                    Ok(Message::GoOn) => {
                        self.shown.stopped.store(0, Ordering::Relaxed);
                        for book in std::mem::take(&mut self.paused) {
                            wanted.entry(book).or_default().whole = true;
                        }
                    }
                    Err(RecvTimeoutError::Timeout) => break,
                }
                next = messages.recv_timeout(Duration::ZERO);
            }
            let now = Instant::now();
            self.again.retain(|book, at| {
                let waits = *at > now;
                if !waits {
                    wanted.entry(*book).or_default().whole = true;
                }
                waits
            });
            // Who chose another folder, because this one does not answer, waits for that.
            if !self.silent.is_empty() {
                self.follow_bindings(workspace, listener);
            }
            self.hear_the_silent(&mut wanted, listener);
            wanted.retain(|book, _| !self.paused.contains(book));
            while let Some((book, next)) = wanted.pop_first() {
                if self.is_ending() {
                    return;
                }
                self.shown.waiting.store(wanted.len(), Ordering::Relaxed);
                if self.read(workspace, book, next, listener) {
                    self.put_off(&mut wanted, messages);
                }
            }
            workspace.rest();
            self.follow_bindings(workspace, listener);
            self.shown.stopped.store(self.paused.len(), Ordering::Relaxed);
        }
    }

    /// Puts off the folders that wait behind one whose reading was stopped, also those that have just been told of, but
    /// for those that somebody asks for.
    fn put_off(&mut self, wanted: &mut BTreeMap<Id, Wanted>, messages: &Receiver<Message>) {
        while let Ok(message) = messages.try_recv() {
            match message {
                Message::Report(book, report) => collect(wanted, book, report),
                // Heard once more, when these are put off.
                Message::Read(..) | Message::GoOn | Message::Stop => {
                    let _ = self.sender.send(message);
                    break;
                }
            }
        }
        wanted.retain(|book, wanted| {
            let is_asked_for = !wanted.answers.is_empty();
            if !is_asked_for {
                self.paused.insert(*book);
            }
            is_asked_for
        });
    }

    fn is_ending(&self) -> bool {
        self.shown.ending.load(Ordering::Relaxed)
    }

    /// How long there may be nothing to do.
    fn rest(&self) -> Duration {
        let now = Instant::now();
        let again = self.again.values().min().map(|at| at.saturating_duration_since(now));
        again.map_or(LOOK, |again| again.min(LOOK))
    }

    /// Reads a folder; a line for whoever listens where anything was found. A reading that fails is tried again at the
    /// next hint. Whether somebody stopped it.
    fn read(&mut self, workspace: &Workspace, book: Id, mut wanted: Wanted, listener: &dyn Fn(Seen)) -> bool {
        let task = self.reader.task().clone();
        *held(&self.shown.reading) =
            Some(Now { book, since: Instant::now(), progress: Progress::default(), task: task.clone() });
        // Somebody who asks wants the folder as it is now; without, its files are read when they have settled.
        let patience = if wanted.answers.is_empty() { Patience::Leave } else { Patience::Wait };
        let names = std::mem::take(&mut wanted.names);
        // Files that wait to settle hold up nobody else: those that have just been closed are read by themselves all the same.
        let is_whole = wanted.whole;
        self.reader.begin(Job { book, names, is_whole, patience, quiet: self.timing.quiet });
        let waited = self.await_answer();
        let stop_was_said;
        {
            let mut reading = held(&self.shown.reading);
            *reading = None;
            // Also where this reading was too far on to heed it: those that wait behind it do.
            stop_was_said = task.is_stopped();
            if !self.is_ending() && matches!(waited, Waited::Read(_)) {
                task.go();
            }
        }
        match waited {
            Waited::Read(read) => {
                let stopped = self.settle(book, &mut wanted, &read, listener) || stop_was_said;
                // A thread that came to an end in the middle reads no other folder; this one waits for its next hint.
                if self.reader.has_ended()
                    && let Ok(other) = (self.start_reader)()
                {
                    self.reader = other;
                    self.again.remove(&book);
                }
                return stopped;
            }
            Waited::Silent(other) => self.go_on_with(other, workspace, book, &mut wanted, listener),
            Waited::Ending => {}
        }
        stop_was_said
    }

    /// Waits for the reading. Where there can be no other thread, however long it takes.
    fn await_answer(&self) -> Waited {
        loop {
            if let Some(read) = self.reader.answer(SLICE) {
                return Waited::Read(read);
            }
            if self.is_ending() {
                self.reader.task().stop();
                return self.reader.answer(FAREWELL).map_or(Waited::Ending, Waited::Read);
            }
            if self.reader.silent_for() > self.silence
                && let Ok(other) = (self.start_reader)()
            {
                return Waited::Silent(other);
            }
        }
    }

    /// Notes how a reading ended and tells who waits. Whether somebody stopped it.
    fn settle(
        &mut self,
        book: Id,
        wanted: &mut Wanted,
        read: &Result<Read>,
        listener: &dyn Fn(Seen),
    ) -> bool {
        match read {
            Ok(done) if done.stopped => {
                self.paused.insert(book);
            }
            Ok(done) if done.again => {
                self.again.insert(book, Instant::now() + self.timing.quiet);
            }
            Ok(_) => {}
            // A database that was busy is free again soon.
            Err(_) => {
                self.again.insert(book, Instant::now() + LOOK);
            }
        }
        if let Some(line) = line(read) {
            listener(Seen { book: Some(book), line });
        }
        answer(wanted, read);
        matches!(read, Ok(done) if done.stopped)
    }

    /// Leaves a folder that does not answer to the thread that waits for it, and reads the others with another.
    fn go_on_with(
        &mut self,
        other: Reader,
        workspace: &Workspace,
        book: Id,
        wanted: &mut Wanted,
        listener: &dyn Fn(Seen),
    ) {
        let waiting = std::mem::replace(&mut self.reader, other);
        waiting.leave();
        // A folder that was given up meanwhile is nobody's to wait for.
        if let Some((folder, _)) = self.watches.get(&book) {
            self.silent.insert(book, (folder.clone(), waiting));
        }
        let done = self.not_answering(book);
        // The window says so, and asks for none of its files meanwhile.
        if let Ok(Some(last)) = local::reading(&workspace.local, book) {
            let reading = local::Reading { problem: done.problem.clone(), ..last };
            // Where it cannot be written, the line below says it all the same.
            let _ = local::note_reading(&workspace.local, book, &reading);
        }
        listener(Seen { book: Some(book), line: done.problem.clone().unwrap_or_default() });
        answer(wanted, &Ok(done));
    }

    /// What is said of a folder that does not answer.
    fn not_answering(&self, book: Id) -> Read {
        let name = self.silent.get(&book).map(|(folder, _)| named(folder)).unwrap_or_default();
        Read { problem: Some(format!("The folder \"{name}\" does not answer.")), ..Read::default() }
    }

    /// Takes in what folders have found that answer after all, and has them read once more: events went unheard meanwhile. Of
    /// those that still do not answer nothing is wanted.
    fn hear_the_silent(&mut self, wanted: &mut BTreeMap<Id, Wanted>, listener: &dyn Fn(Seen)) {
        let answered: Vec<(Id, Result<Read>)> = self
            .silent
            .iter()
            .filter_map(|(book, (_, reader))| Some((*book, reader.answer(Duration::ZERO)?)))
            .collect();
        for (book, read) in answered {
            self.silent.remove(&book);
            self.settle(book, &mut Wanted::default(), &read, listener);
            wanted.entry(book).or_default().whole = true;
        }
        wanted.retain(|book, wanted| {
            if self.silent.contains_key(book) {
                answer(wanted, &Ok(self.not_answering(*book)));
            }
            !self.silent.contains_key(book)
        });
    }

    /// Starts a watch for each folder chosen since, ends those of folders given up.
    fn follow_bindings(&mut self, workspace: &Workspace, listener: &dyn Fn(Seen)) {
        let Ok(bindings) = local::bindings(&workspace.local) else { return };
        let bound: BTreeMap<Id, PathBuf> = bindings.into_iter().collect();
        self.watches.retain(|book, (folder, _)| bound.get(book) == Some(folder));
        self.paused.retain(|book| self.watches.contains_key(book));
        self.again.retain(|book, _| self.watches.contains_key(book));
        self.silent.retain(|book, (folder, _)| bound.get(book) == Some(folder));
        for (book, folder) in &bound {
            if self.watches.contains_key(book) {
                continue;
            }
            let known =
                local::observations(&workspace.local, *book).unwrap_or_default().into_iter().map(|o| o.path);
            let (sender, book) = (self.sender.clone(), *book);
            let sink = move |report| {
                let _ = sender.send(Message::Report(book, report));
            };
            let events = self.events.for_another();
            if let Ok(watch) = Watch::start(folder.clone(), events, self.timing, known, sink) {
                self.watches.insert(book, (folder.clone(), watch));
            }
        }
        let states: Vec<WatchState> = self.watches.values().map(|(_, watch)| watch.state()).collect();
        let silent: Vec<String> = self.silent.values().map(|(folder, _)| named(folder)).collect();
        let line = summary(&states, self.paused.len(), &silent);
        if *held(&self.shown.line) != line {
            (*held(&self.shown.line)).clone_from(&line);
            listener(Seen { book: None, line });
        }
    }
}

/// One line about all folders: how many are watched, and why others are not.
fn summary(states: &[WatchState], paused: usize, silent: &[String]) -> String {
    let folders = |n: usize| if n == 1 { "1 folder".to_owned() } else { format!("{n} folders") };
    let (mut watched, mut polled, mut offline) = (0, Vec::new(), 0);
    for state in states {
        match state {
            WatchState::Starting | WatchState::Watching => watched += 1,
            WatchState::Polling(reason) => polled.push(reason.as_str()),
            WatchState::Offline(_) => offline += 1,
        }
    }
    let mut parts = Vec::new();
    if watched > 0 {
        parts.push(format!("watching {}", folders(watched)));
    }
    if let Some(reason) = polled.first() {
        parts.push(format!("looking through {} every few seconds, since {reason}", folders(polled.len())));
    }
    if offline > 0 {
        parts.push(format!("{} cannot be reached", folders(offline)));
    }
    if paused > 0 {
        parts.push(format!("reading of {} stopped: read the folder again to go on", folders(paused)));
    }
    if let Some(name) = silent.first() {
        let others = match silent.len() {
            1 => String::new(),
            n => format!(" and {}", folders(n - 1)),
        };
        let verb = if silent.len() == 1 { "does" } else { "do" };
        parts.push(format!("\"{name}\"{others} {verb} not answer, the others are read meanwhile"));
    }
    if parts.is_empty() { "no folder to watch yet".to_owned() } else { parts.join("; ") }
}

/// A folder as a person is told of it.
fn named(folder: &Path) -> String {
    neutral(&folder.to_string_lossy())
}

/// Tells whoever waits for a reading.
fn answer(wanted: &mut Wanted, read: &Result<Read>) {
    for answer in wanted.answers.drain(..) {
        let read = match read {
            Ok(done) => Ok(done.clone()),
            Err(error) => Err(Error::Broken(error.to_string())),
        };
        // Whoever asked may have gone on.
        let _ = answer.send(read);
    }
}

/// What is wanted by a report. A change of the watch and a loss want nothing by themselves: everything is due soon after,
/// when the watches stand again, and a walk before that would be done twice.
fn collect(wanted: &mut BTreeMap<Id, Wanted>, book: Id, report: Report) {
    let Report::Due(list) = report else { return };
    let wanted = wanted.entry(book).or_default();
    for one in list {
        match one {
            Due::File(name) => drop(wanted.names.insert(name)),
            Due::Directory(_) | Due::Everything => wanted.whole = true,
        }
    }
}

/// What a reading found, where that is news.
fn line(read: &Result<Read>) -> Option<String> {
    match read {
        Ok(done) if done.stopped => Some(format!("stopped; {} new are on record", done.taken_in)),
        Ok(done) if done.taken_in > 0 => Some(format!("{} new", done.taken_in)),
        Ok(done) if !done.findings.is_empty() => Some(format!("{} findings", done.findings.len())),
        Ok(_) => None,
        Err(error) => Some(format!("not read: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_says_what_is_watched_and_why_the_rest_is_not() {
        let (watching, offline) = (WatchState::Watching, WatchState::Offline("gone".into()));
        let polling = WatchState::Polling("the folder is on a network drive".into());
        for (states, paused, silent, want) in [
            (vec![], 0, vec![], "no folder to watch yet"),
            (vec![watching.clone()], 0, vec![], "watching 1 folder"),
            (vec![watching.clone(), WatchState::Starting], 0, vec![], "watching 2 folders"),
            (
                vec![watching.clone(), watching.clone()],
                0,
                vec!["/share/a".to_owned()],
                "watching 2 folders; \"/share/a\" does not answer, the others are read meanwhile",
            ),
            (
                vec![watching.clone(), polling.clone(), offline],
                1,
                vec![],
                "watching 1 folder; looking through 1 folder every few seconds, since the folder is on a network drive; \
                 1 folder cannot be reached; reading of 1 folder stopped: read the folder again to go on",
            ),
        ] {
            assert_eq!(summary(&states, paused, &silent), want);
        }
    }
}
