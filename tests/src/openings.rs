//! Which files below a folder are opened while something runs, as the system itself tells it. Knows nothing of what opens them.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::event::{AccessKind, EventKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

/// The file with which what was opened before is told apart from what comes after. Its name is one that is passed over.
const END: &str = ".end";
const PATIENCE: Duration = Duration::from_secs(20);

/// An ear on a folder, from [`Openings::listen`] on.
pub struct Openings {
    end: PathBuf,
    heard: Receiver<notify::Result<Event>>,
    _watcher: RecommendedWatcher,
}

impl Openings {
    /// Listens to everything below `folder` that is there now.
    pub fn listen(folder: &Path) -> Openings {
        let end = folder.join(END);
        File::create(&end).expect("a file of its own");
        let (sender, heard) = mpsc::channel();
        let mut watcher = notify::recommended_watcher(sender).expect("a watcher");
        watcher.watch(folder, RecursiveMode::Recursive).expect("a watch");
        let openings = Openings { end, heard, _watcher: watcher };
        openings.files();
        openings
    }

    /// The files that were opened since it was last asked. The system tells in order: when it tells of what this opens itself,
    /// everything before has been told.
    pub fn files(&self) -> BTreeSet<PathBuf> {
        File::open(&self.end).expect("a file of its own");
        let mut files = BTreeSet::new();
        loop {
            let event = self.heard.recv_timeout(PATIENCE).expect("word of an opening").expect("no error");
            assert!(!event.need_rescan(), "the system told too much at once");
            if !matches!(event.kind, EventKind::Access(AccessKind::Open(_))) {
                continue;
            }
            if event.paths.contains(&self.end) {
                return files;
            }
            files.extend(event.paths.into_iter().filter(|path| !path.is_dir()));
        }
    }
}
