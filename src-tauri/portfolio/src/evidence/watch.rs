//! Watches one learner's folder and says what should be looked at, on a thread of its own: a dead network drive holds up
//! no other folder.
//!
//! The watcher is a hint; the walk is the truth. It reads no content and refuses to know the record: it
//! reports names that are due, and asks for everything whenever it may have missed something.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::disk::{self, Kind, Stat};
use crate::evidence::events::{Ear, Events, Heard, Sign};
use crate::evidence::ignore;
use crate::evidence::name::FileName;
use crate::evidence::settle::{Due, Event, Rule, Settle, Timing};

/// How often the folder itself is looked at: its parent may be renamed or its drive unplugged without any
/// event.
const ROOT_CHECK: Duration = Duration::from_secs(2);
/// How often everything is asked for where lost events are not told: on Windows notify 8.2 drops a full
/// buffer without a word.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// How long a drop waits for the thread, which may be held up by a dead network drive.
const FAREWELL: Duration = Duration::from_secs(2);

/// How a folder is being watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchState {
    /// Not yet decided.
    Starting,
    /// Events of the operating system arrive.
    Watching,
    /// They do not; everything is asked for every few seconds. With the reason in plain words.
    Polling(String),
    /// The folder is not there; it is watched again when it comes back. With the reason in plain words.
    Offline(String),
}

/// What the watch has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// Look at these now. An event is a reason to read a file even if its size and times are as recorded.
    Due(Vec<Due>),
    /// The watch itself has changed.
    State(WatchState),
    /// The system has dropped events; everything will be due.
    Lost,
}

/// A running watch; dropping it ends it.
#[derive(Debug)]
pub struct Watch {
    sender: Sender<Message>,
    ended: Mutex<Receiver<()>>,
    thread: Option<JoinHandle<()>>,
    state: Arc<Mutex<WatchState>>,
}

enum Message {
    Heard(Heard),
    Know(Vec<FileName>),
    Stop,
}

impl Watch {
    /// Starts to watch `root`, which need not be there yet, by what `events` tells. `known` are the files on record. `sink`
    /// is called from the watch's own thread and may take its time: meanwhile events wait. Its first `Due` asks for
    /// everything, after the watch stands, so that nothing falls between a scan and the watch. Fails only
    /// when the system gives no thread.
    pub fn start(
        root: PathBuf,
        events: Events,
        timing: Timing,
        known: impl IntoIterator<Item = FileName>,
        sink: impl FnMut(Report) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (sender, messages) = mpsc::channel();
        let (at_end, ended) = mpsc::channel();
        let state = Arc::new(Mutex::new(WatchState::Starting));
        let mut settle = Settle::new(Rule::here(), timing);
        settle.know(known);
        let mut watching = Watching::new(
            root,
            events,
            (settle, timing.poll),
            Box::new(sink),
            sender.clone(),
            Arc::clone(&state),
        );
        // A centre has hundreds of folders, and none of these threads goes deep.
        let thread = thread::Builder::new().name("evidence-watch".to_owned()).stack_size(512 * 1024);
        let thread = thread.spawn(move || {
            watching.run(&messages);
            drop(watching);
            let _ = at_end.send(());
        })?;
        Ok(Self { sender, ended: Mutex::new(ended), thread: Some(thread), state })
    }

    /// How the folder is being watched now.
    pub fn state(&self) -> WatchState {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Marks files that are on record by now, which are left alone for 2 s after each change.
    pub fn know(&self, files: Vec<FileName>) {
        // A thread that has ended has nothing to know.
        let _ = self.sender.send(Message::Know(files));
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.sender.send(Message::Stop);
        let Some(thread) = self.thread.take() else { return };
        // A sink that drops its own watch must not wait for itself, and nobody waits for ever for a dead
        // network drive.
        if thread.thread().id() == thread::current().id() {
            return;
        }
        let ended = self.ended.get_mut().unwrap_or_else(PoisonError::into_inner);
        if ended.recv_timeout(FAREWELL) != Err(RecvTimeoutError::Timeout) {
            let _ = thread.join();
        }
    }
}

/// What the thread holds.
struct Watching {
    root: PathBuf,
    /// The same folder as events spell it: FSEvents resolves links.
    resolved: PathBuf,
    /// The folder when it was last seen; another one at the same path must be watched anew.
    seen: Option<Stat>,
    settle: Settle,
    started: Instant,
    sink: Box<dyn FnMut(Report) + Send>,
    sender: Sender<Message>,
    events: Events,
    ear: Option<Ear>,
    state: Arc<Mutex<WatchState>>,
    /// How often everything is asked for, and when next.
    again: Option<(Duration, Duration)>,
    check_root_at: Duration,
    /// See [`Timing::poll`].
    poll: Duration,
}

impl Watching {
    fn new(
        root: PathBuf,
        events: Events,
        (settle, poll): (Settle, Duration),
        sink: Box<dyn FnMut(Report) + Send>,
        sender: Sender<Message>,
        state: Arc<Mutex<WatchState>>,
    ) -> Self {
        Self {
            resolved: root.clone(),
            root,
            seen: None,
            settle,
            started: Instant::now(),
            sink,
            sender,
            events,
            ear: None,
            state,
            again: None,
            check_root_at: ROOT_CHECK,
            poll,
        }
    }

    fn run(&mut self, messages: &Receiver<Message>) {
        self.check_root();
        loop {
            self.report_due();
            let first = match messages.recv_timeout(self.rest()) {
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            // A burst is taken in one go, but not without end: what is due must not starve.
            for message in first.into_iter().chain(messages.try_iter().take(10_000)) {
                match message {
                    Message::Heard(heard) => self.hear(heard),
                    Message::Know(files) => self.settle.know(files),
                    Message::Stop => return,
                }
            }
            self.tick();
        }
    }

    fn now(&self) -> Duration {
        self.started.elapsed()
    }

    fn rest(&self) -> Duration {
        let again = self.again.map(|(_, at)| at);
        let next = [self.settle.next_wakeup(), again, Some(self.check_root_at)].into_iter().flatten().min();
        next.unwrap_or_default().saturating_sub(self.now())
    }

    fn tick(&mut self) {
        let now = self.now();
        if self.check_root_at <= now {
            self.check_root();
        }
        if let Some((every, at)) = self.again
            && at <= now
        {
            self.again = Some((every, now + every));
            // There notify also lets go of a folder after an error without a word, so that it is taken up
            // afresh.
            if cfg!(windows) && self.ear.is_some() {
                self.begin();
            }
            self.settle.feed(Event::Lost, now);
        }
    }

    /// Sees whether the folder is still there and still the same one.
    fn check_root(&mut self) {
        self.check_root_at = self.now() + ROOT_CHECK;
        match disk::stat_folder(&self.root) {
            Ok(stat) => {
                let same = self.seen.is_some_and(|was| (was.inode, was.device) == (stat.inode, stat.device));
                self.seen = Some(stat);
                if !same {
                    self.begin();
                }
            }
            Err(error) => {
                let is_first = self.seen.take().is_some() || self.current() == WatchState::Starting;
                if is_first {
                    self.ear = None;
                    self.again = None;
                    self.enter(WatchState::Offline(error.source.to_string()));
                    self.lose();
                }
            }
        }
    }

    /// Begins to watch a folder that is there.
    fn begin(&mut self) {
        self.ear = None;
        self.resolved = disk::resolved(&self.root).unwrap_or_else(|_| self.root.clone());
        let network = disk::on_network(&self.root).map(|reason| format!("the folder is {reason}"));
        match network.map_or_else(|| self.attach(), Err) {
            // Files that a cloud program keeps online give no events, those on this computer do.
            Ok(()) => {
                let slow = (Rule::here() == Rule::QuietTells).then_some(HEARTBEAT);
                let every = disk::in_synced_folder(&self.root).map(|_| self.poll).or(slow);
                self.again = every.map(|every| (every, self.now() + every));
                self.enter(WatchState::Watching);
            }
            Err(reason) => self.poll(reason),
        }
        self.lose();
    }

    fn attach(&mut self) -> Result<(), String> {
        let sender = self.sender.clone();
        // A thread that has ended hears no more.
        let listener = move |heard| drop(sender.send(Message::Heard(heard)));
        let ear = self.events.listen(self.watched(), listener).map_err(|refused| refused.words)?;
        self.ear = Some(ear);
        Ok(())
    }

    /// notify does not enter a link, and a person may have chosen one. On Windows the resolved spelling
    /// (`\\?\`) only hurts.
    fn watched(&self) -> &Path {
        if cfg!(windows) { &self.root } else { &self.resolved }
    }

    fn poll(&mut self, reason: String) {
        self.ear = None;
        self.again = Some((self.poll, self.now() + self.poll));
        self.enter(WatchState::Polling(reason));
    }

    fn current(&self) -> WatchState {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn enter(&mut self, state: WatchState) {
        let before =
            std::mem::replace(&mut *self.state.lock().unwrap_or_else(PoisonError::into_inner), state.clone());
        if before != state {
            (self.sink)(Report::State(state));
        }
    }

    fn lose(&mut self) {
        self.settle.feed(Event::Lost, self.now());
    }

    fn hear(&mut self, heard: Heard) {
        match heard {
            Heard::At(path, sign) => self.notice(&path, sign),
            Heard::Lost => {
                (self.sink)(Report::Lost);
                self.lose();
            }
            Heard::Full(words) => {
                self.poll(words);
                self.lose();
            }
        }
    }

    /// Turns one event into what it means, with a look at what lies there now: by the time an event is read,
    /// it is history.
    fn notice(&mut self, path: &Path, sign: Sign) {
        let inside = path.strip_prefix(self.watched()).or_else(|_| path.strip_prefix(&self.root));
        let Ok(inside) = inside.or_else(|_| path.strip_prefix(&self.resolved)) else { return };
        let Ok(name) = FileName::from_relative(inside) else {
            // The folder itself.
            self.check_root_at = self.now();
            return;
        };
        if name.folders().any(|folder| ignore::folder(folder.last()).is_some()) {
            return;
        }
        if let Some(event) = meaning(path, name, sign) {
            self.settle.feed(event, self.now());
        }
    }

    fn report_due(&mut self) {
        let root = self.root.clone();
        let due = self.settle.due(self.now(), &mut |name| look(&name.under(&root)?));
        if due.is_empty() {
            return;
        }
        self.watch_before_walking(&due);
        (self.sink)(Report::Due(due));
    }

    /// On Linux each directory has its own watch, set some time after it appears. Asking for it once more
    /// comes back when all of them stand, so that a file is either found by the walk that follows or told by
    /// an event. After lost events that goes for the whole folder: directories may have come that nothing
    /// watches.
    fn watch_before_walking(&mut self, due: &[Due]) {
        if !cfg!(target_os = "linux") {
            return;
        }
        let watched = self.watched().to_owned();
        let paths: Vec<PathBuf> = due
            .iter()
            .filter_map(|one| match one {
                Due::File(_) => None,
                Due::Directory(name) => name.under(&watched).filter(|path| is_folder(path)),
                Due::Everything => is_folder(&watched).then(|| watched.clone()),
            })
            .collect();
        let Some(ear) = &self.ear else { return };
        let refused = paths.iter().filter_map(|path| ear.again(path).err()).find(|refused| refused.full);
        if let Some(refused) = refused {
            self.poll(refused.words);
        }
    }
}

fn meaning(path: &Path, name: FileName, sign: Sign) -> Option<Event> {
    let is_passed_over = ignore::file(name.last()).is_some();
    // A write says nothing about a directory, and on Linux it comes from files alone: no look is needed.
    match (sign, Rule::here()) {
        (Sign::Closed, Rule::CloseTells) => return (!is_passed_over).then_some(Event::Closed(name)),
        (Sign::Written, Rule::CloseTells) => return (!is_passed_over).then_some(Event::Touched(name)),
        (Sign::Created | Sign::RenamedIn | Sign::Went, Rule::CloseTells) | (_, Rule::QuietTells) => {}
    }
    match (disk::stat(path), sign) {
        (Ok((Kind::Folder, _)), Sign::Created | Sign::RenamedIn) => {
            ignore::folder(name.last()).is_none().then_some(Event::Appeared(name))
        }
        (Ok((Kind::Folder, _)), Sign::Written | Sign::Closed | Sign::Went) => None,
        _ if is_passed_over => None,
        (Ok((Kind::File, _)), Sign::RenamedIn) => Some(Event::Closed(name)),
        (Ok((Kind::File, _)), Sign::Created | Sign::Written | Sign::Closed) => Some(Event::Touched(name)),
        // Something came back at this name; its own event says so.
        (Ok((Kind::File, _)), Sign::Went) => None,
        // Nothing to read, but a record at this name may have to change.
        (Ok((Kind::Symlink | Kind::Fifo | Kind::Socket | Kind::Device | Kind::OnlineOnly, _)), _) => {
            Some(Event::Gone(name))
        }
        (Err(_), _) => Some(Event::Gone(name)),
    }
}

fn look(path: &Path) -> Option<Stat> {
    match disk::stat(path) {
        Ok((Kind::File, stat)) => Some(stat),
        Ok((
            Kind::Folder | Kind::Symlink | Kind::Fifo | Kind::Socket | Kind::Device | Kind::OnlineOnly,
            _,
        )) => None,
        Err(_) => None,
    }
}

fn is_folder(path: &Path) -> bool {
    matches!(disk::stat(path), Ok((Kind::Folder, _)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::io::Write;

    use super::*;
    use crate::evidence::walk;

    /// A learner's folder under watch, with a sink that does what a caller does: walk what is due and note
    /// what is there.
    struct Desk {
        dir: tempfile::TempDir,
        seen: Arc<Mutex<Seen>>,
        watch: Watch,
    }

    #[derive(Default)]
    struct Seen {
        /// Names that the walks of due things have found.
        names: BTreeSet<String>,
        /// Names that were due as files, with the size at that time.
        files: Vec<(String, u64)>,
        everything: usize,
        states: Vec<WatchState>,
    }

    impl Desk {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            fs::create_dir(dir.path().join("folder")).unwrap();
            Self::at(dir)
        }

        fn at(dir: tempfile::TempDir) -> Self {
            let seen = Arc::new(Mutex::new(Seen::default()));
            let (root, note) = (dir.path().join("folder"), Arc::clone(&seen));
            let for_sink = root.clone();
            let sink = move |report| note_down(&for_sink, &mut note.lock().unwrap(), report);
            let watch = Watch::start(root, Events::default(), Timing::default(), [], sink).unwrap();
            let desk = Self { dir, seen, watch };
            desk.until("the first look", |seen| seen.everything > 0);
            desk
        }

        fn path(&self, name: &str) -> PathBuf {
            self.dir.path().join("folder").join(name)
        }

        fn until(&self, what: &str, holds: impl Fn(&Seen) -> bool) {
            let begun = Instant::now();
            while !holds(&self.seen.lock().unwrap()) {
                assert!(begun.elapsed() < Duration::from_secs(30), "waited for {what}");
                thread::park_timeout(Duration::from_millis(5));
            }
        }

        fn until_seen(&self, name: &str) {
            self.until(name, |seen| seen.names.contains(name));
        }
    }

    fn note_down(root: &Path, seen: &mut Seen, report: Report) {
        let due = match report {
            Report::State(state) => return seen.states.push(state),
            Report::Lost => return,
            Report::Due(due) => due,
        };
        for one in due {
            let listing = match &one {
                Due::Everything => walk::walk(root),
                Due::Directory(name) | Due::File(name) => walk::walk_part(root, name),
            };
            match one {
                Due::Everything => seen.everything += 1,
                Due::File(name) => {
                    let size = listing.found.first().map_or(0, |found| found.stat.size);
                    seen.files.push((name.text().to_owned(), size));
                }
                Due::Directory(_) => {}
            }
            seen.names.extend(listing.found.iter().map(|found| found.path.text().to_owned()));
        }
    }

    #[test]
    fn a_file_dropped_in_is_reported() {
        let desk = Desk::new();
        assert_eq!(desk.watch.state(), WatchState::Watching);
        fs::write(desk.path("essay.docx"), b"words").unwrap();
        desk.until_seen("essay.docx");
    }

    #[test]
    fn a_file_that_is_written_slowly_is_reported_whole() {
        let desk = Desk::new();
        let mut file = fs::File::create(desk.path("slow.mp4")).unwrap();
        for _ in 0..20 {
            file.write_all(&[7; 1000]).unwrap();
            file.flush().unwrap();
            thread::park_timeout(Duration::from_millis(20));
        }
        drop(file);
        let whole = ("slow.mp4".to_owned(), 20_000);
        desk.until("the whole file", |seen| seen.files.last() == Some(&whole));
        // Where only quiet tells, a machine under load may pause the writer for longer than that.
        let told = desk.seen.lock().unwrap().files.len();
        assert!(told == 1 || Rule::here() == Rule::QuietTells);
    }

    #[test]
    fn files_and_directories_that_are_moved_in_are_reported() {
        let desk = Desk::new();
        let outside = |name: &str| desk.dir.path().join(name);
        fs::write(outside("renamed.pdf"), b"x").unwrap();
        fs::rename(outside("renamed.pdf"), desk.path("renamed.pdf")).unwrap();
        desk.until_seen("renamed.pdf");
        fs::create_dir_all(outside("tree/b/c")).unwrap();
        for name in ["tree/1.txt", "tree/b/2.txt", "tree/b/c/3.txt"] {
            fs::write(outside(name), b"x").unwrap();
        }
        fs::rename(outside("tree"), desk.path("tree")).unwrap();
        for name in ["tree/1.txt", "tree/b/2.txt", "tree/b/c/3.txt"] {
            desk.until_seen(name);
        }
        fs::write(desk.path("tree/b/c/later.txt"), b"x").unwrap();
        desk.until_seen("tree/b/c/later.txt");
    }

    #[test]
    fn a_burst_of_files_in_new_directories_is_reported_to_the_last() {
        let desk = Desk::new();
        let name = |n: usize| format!("d{}/e{}/f{n}.txt", n % 7, n % 3);
        for n in 0..300 {
            fs::create_dir_all(desk.path(&name(n)).parent().unwrap()).unwrap();
            fs::write(desk.path(&name(n)), b"x").unwrap();
        }
        desk.until("300 files", |seen| seen.names.len() == 300);
    }

    #[test]
    fn what_went_is_due_too() {
        let desk = Desk::new();
        fs::create_dir(desk.path("d")).unwrap();
        fs::write(desk.path("d/a.txt"), b"x").unwrap();
        desk.until_seen("d/a.txt");
        desk.seen.lock().unwrap().files.clear();
        fs::rename(desk.path("d"), desk.dir.path().join("away")).unwrap();
        desk.until("the directory that went", |seen| seen.files.iter().any(|(name, _)| name == "d"));
    }

    #[test]
    fn lock_files_wake_nobody() {
        let desk = Desk::new();
        for name in ["~$essay.docx", ".hidden", "x.tmp"] {
            fs::write(desk.path(name), b"x").unwrap();
            fs::remove_file(desk.path(name)).unwrap();
        }
        fs::create_dir(desk.path(".git")).unwrap();
        fs::write(desk.path(".git/config"), b"x").unwrap();
        fs::write(desk.path("essay.docx"), b"x").unwrap();
        desk.until_seen("essay.docx");
        let seen = desk.seen.lock().unwrap();
        assert!(seen.files.iter().all(|(name, _)| name == "essay.docx"), "{:?}", seen.files);
    }

    #[test]
    fn a_folder_that_vanishes_is_offline_and_is_watched_again_when_it_comes_back() {
        let desk = Desk::new();
        let (folder, away) = (desk.path(""), desk.dir.path().join("away"));
        let before = desk.seen.lock().unwrap().everything;
        fs::rename(&folder, &away).unwrap();
        desk.until("offline", |seen| matches!(seen.states.last(), Some(WatchState::Offline(_))));
        desk.until("everything", |seen| seen.everything > before);
        fs::write(away.join("meanwhile.txt"), b"x").unwrap();
        fs::rename(&away, &folder).unwrap();
        desk.until("watching again", |seen| seen.states.last() == Some(&WatchState::Watching));
        desk.until_seen("meanwhile.txt");
        fs::write(desk.path("after.txt"), b"x").unwrap();
        desk.until_seen("after.txt");
    }

    #[test]
    fn a_folder_that_is_not_there_yet_is_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let desk = Desk::at(dir);
        assert!(matches!(desk.watch.state(), WatchState::Offline(_)));
        fs::create_dir(desk.path("")).unwrap();
        desk.until("watching", |seen| seen.states.last() == Some(&WatchState::Watching));
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_was_chosen_through_a_link_is_watched() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("real")).unwrap();
        std::os::unix::fs::symlink(dir.path().join("real"), dir.path().join("folder")).unwrap();
        let desk = Desk::at(dir);
        fs::write(desk.path("essay.docx"), b"words").unwrap();
        desk.until_seen("essay.docx");
    }

    #[test]
    fn lost_events_ask_for_everything() {
        let desk = Desk::new();
        let before = desk.seen.lock().unwrap().everything;
        desk.watch.sender.send(Message::Heard(Heard::Lost)).unwrap();
        desk.until("everything", |seen| seen.everything > before);
    }

    #[test]
    fn a_system_that_refuses_a_watch_is_polled() {
        let desk = Desk::new();
        desk.watch.sender.send(Message::Heard(Heard::Full("limit reached".into()))).unwrap();
        desk.until("polling", |seen| matches!(seen.states.last(), Some(WatchState::Polling(_))));
        fs::write(desk.path("essay.docx"), b"words").unwrap();
        desk.until_seen("essay.docx");
    }

    #[test]
    fn dropping_the_watch_ends_its_thread() {
        let desk = Desk::new();
        let seen = Arc::downgrade(&desk.seen);
        drop(desk);
        assert!(seen.upgrade().is_none(), "the sink and what it holds are gone");
    }
}
