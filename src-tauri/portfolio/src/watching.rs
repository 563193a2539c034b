//! Watching every learner's folder while a program runs: one watcher a centre file, held by a lock of the operating
//! system. A watch is only a hint; each one leads to a full reading of its folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::clock::Clock;
use crate::disk::Lock;
use crate::error::Result;
use crate::evidence::folder;
use crate::evidence::name::FileName;
use crate::evidence::settle::Due;
use crate::evidence::watch::{Report, Watch};
use crate::journal::id::Id;
use crate::portfolio::Workspace;
use crate::store::local;
use crate::view::workspace::WatchingView;

/// How often folders chosen meanwhile are looked for.
const LOOK: Duration = Duration::from_secs(1);

/// What a reading made by the watcher found, for whoever listens.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Learner's book.
    pub book: Id,
    /// One line for a person.
    pub line: String,
}

enum Message {
    Report(Id, Report),
    Stop,
}

/// The running watcher. Dropping it ends it and frees the lock.
pub struct Watching {
    sender: Sender<Message>,
    thread: Option<JoinHandle<()>>,
    view: Arc<Mutex<WatchingView>>,
}

impl Watching {
    /// Starts watching, unless another program already watches this centre file.
    pub fn start(
        workspace_folder: &Path,
        clock: Clock,
        listener: impl Fn(Seen) + Send + 'static,
    ) -> Result<Option<Self>> {
        let Some(lock) = Lock::take(&workspace_folder.join("watch.lock"))? else { return Ok(None) };
        let mut workspace = Workspace::open(workspace_folder, clock)?;
        let (sender, messages) = mpsc::channel();
        let view = Arc::new(Mutex::new(WatchingView { active: true, line: "starting to watch".into() }));
        let mut worker = Worker { sender: sender.clone(), watches: BTreeMap::new(), view: Arc::clone(&view) };
        let thread = std::thread::Builder::new().name("watching".into()).spawn(move || {
            let _lock = lock;
            worker.run(&mut workspace, &messages, &listener);
        });
        let thread =
            thread.map_err(|e| crate::error::Error::Broken(format!("no thread could be started: {e}")))?;
        Ok(Some(Self { sender, thread: Some(thread), view }))
    }

    /// What is watched now.
    #[must_use]
    pub fn view(&self) -> WatchingView {
        self.view.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        // A thread that has ended needs no word.
        let _ = self.sender.send(Message::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Worker {
    sender: Sender<Message>,
    watches: BTreeMap<Id, (PathBuf, Watch)>,
    view: Arc<Mutex<WatchingView>>,
}

impl Worker {
    fn run(&mut self, workspace: &mut Workspace, messages: &Receiver<Message>, listener: &dyn Fn(Seen)) {
        self.follow_bindings(workspace);
        loop {
            let mut due: BTreeMap<Id, BTreeSet<FileName>> = BTreeMap::new();
            let mut next = messages.recv_timeout(LOOK);
            // Everything that has queued up meanwhile is answered by one reading a folder.
            loop {
                match next {
                    Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                    Ok(Message::Report(book, report)) => collect(&mut due, book, report),
                    Err(RecvTimeoutError::Timeout) => break,
                }
                next = messages.recv_timeout(Duration::ZERO);
            }
            for (book, names) in due {
                if let Some(line) = read(workspace, book, &names) {
                    listener(Seen { book, line });
                }
            }
            self.follow_bindings(workspace);
        }
    }

    /// Starts a watch for each folder chosen since, ends those of folders given up.
    fn follow_bindings(&mut self, workspace: &Workspace) {
        let Ok(bindings) = local::bindings(&workspace.local) else { return };
        let bound: BTreeMap<Id, PathBuf> = bindings.into_iter().collect();
        self.watches.retain(|book, (folder, _)| bound.get(book) == Some(folder));
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
            if let Ok(watch) = Watch::start(folder.clone(), known, sink) {
                self.watches.insert(book, (folder.clone(), watch));
            }
        }
        let count = self.watches.len();
        let line = match count {
            0 => "no folder to watch yet".to_owned(),
            1 => "watching 1 folder".to_owned(),
            many => format!("watching {many} folders"),
        };
        *self.view.lock().unwrap_or_else(PoisonError::into_inner) = WatchingView { active: count > 0, line };
    }
}

fn collect(due: &mut BTreeMap<Id, BTreeSet<FileName>>, book: Id, report: Report) {
    match report {
        Report::Due(list) => {
            let names = due.entry(book).or_default();
            for one in list {
                match one {
                    Due::File(name) => {
                        names.insert(name);
                    }
                    Due::Directory(_) | Due::Everything => {}
                }
            }
        }
        Report::State(_) => {
            due.entry(book).or_default();
        }
    }
}

/// Reads the folder; a line for a person where anything was found. A reading that fails is tried again at the next hint.
fn read(workspace: &mut Workspace, book: Id, due: &BTreeSet<FileName>) -> Option<String> {
    match folder::read(workspace, book, due) {
        Ok(done) if done.taken_in > 0 => Some(format!("{} new", done.taken_in)),
        Ok(done) if !done.findings.is_empty() => Some(format!("{} findings", done.findings.len())),
        Ok(_) => None,
        Err(error) => Some(format!("not read: {error}")),
    }
}
