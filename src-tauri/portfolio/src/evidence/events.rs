//! The one door to notify: what the operating system tells about folders, for all folders of a centre file at once. A
//! person may have a hundred watchers of the system at most, and a centre has five hundred learners.
//! It refuses to know what an event means for the record, and never looks at a file.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind, RemoveKind, RenameMode};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

/// What an event says, coarsely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Something was created.
    Created,
    /// Something was renamed in, or in or out where the system does not say which.
    RenamedIn,
    /// Something was written to.
    Written,
    /// A writer closed a file.
    Closed,
    /// Something was deleted or renamed away.
    Went,
}

/// What is heard about a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// This happened at this path.
    At(PathBuf, Sign),
    /// Events were lost.
    Lost,
    /// The system watches no more folders, in words.
    Full(String),
}

/// Why a folder cannot be watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Whether the system's own limit is reached.
    pub full: bool,
    /// In words that a person can act on.
    pub words: String,
}

/// Who listens for a folder.
type Listener = Arc<dyn Fn(Heard) + Send + Sync>;

/// The system's watcher, shared. Clones are the same one.
#[derive(Clone, Default)]
pub struct Events {
    watcher: Arc<Mutex<Option<RecommendedWatcher>>>,
    listeners: Arc<Mutex<Listeners>>,
}

#[derive(Default)]
struct Listeners {
    last: u64,
    /// By the folder as it is watched.
    of: HashMap<PathBuf, Vec<(u64, Listener)>>,
}

/// A folder being listened to; dropping it ends that.
pub struct Ear {
    events: Events,
    root: PathBuf,
    number: u64,
}

impl Events {
    /// The watcher for one more folder: on Linux the same, for each is one of few. Elsewhere one of its own, since macOS
    /// begins anew with each folder and would lose what happens to the others meanwhile.
    #[must_use]
    pub fn for_another(&self) -> Self {
        if cfg!(target_os = "linux") { self.clone() } else { Self::default() }
    }

    /// Listens to `root` and all below it from now on.
    pub fn listen(
        &self,
        root: &Path,
        listener: impl Fn(Heard) + Send + Sync + 'static,
    ) -> Result<Ear, Refused> {
        let number = {
            let mut listeners = held(&self.listeners);
            listeners.last += 1;
            let number = listeners.last;
            listeners.of.entry(root.to_owned()).or_default().push((number, Arc::new(listener)));
            number
        };
        // From here on dropping the ear takes the listener away again.
        let ear = Ear { events: self.clone(), root: root.to_owned(), number };
        ear.again(root)?;
        Ok(ear)
    }

    fn watch(&self, path: &Path) -> Result<(), Refused> {
        let mut watcher = held(&self.watcher);
        if watcher.is_none() {
            let listeners = Arc::clone(&self.listeners);
            let handler = move |event| tell(&listeners, event);
            let config = notify::Config::default().with_follow_symlinks(false);
            *watcher = Some(RecommendedWatcher::new(handler, config).map_err(|error| refused(&error))?);
        }
        match watcher.as_mut() {
            Some(watcher) => watcher.watch(path, RecursiveMode::Recursive).map_err(|error| refused(&error)),
            None => Ok(()),
        }
    }

    /// Ends the watch of `root`, unless another listener has it; and takes up again what lies in or above it.
    fn end(&self, root: &Path, number: u64) {
        let related: Vec<PathBuf> = {
            let mut listeners = held(&self.listeners);
            if let Some(of) = listeners.of.get_mut(root) {
                of.retain(|(other, _)| *other != number);
                if !of.is_empty() {
                    return;
                }
            }
            listeners.of.remove(root);
            listeners.of.keys().filter(|o| o.starts_with(root) || root.starts_with(o)).cloned().collect()
        };
        if let Some(watcher) = held(&self.watcher).as_mut() {
            // It may be gone already, with its watch.
            let _ = watcher.unwatch(root);
        }
        for other in related {
            // What cannot be watched any more is found out by its own listener.
            let _ = self.watch(&other);
        }
    }
}

impl Ear {
    /// Sets watches for `path` and all below it once more. It comes back when all of them stand.
    pub fn again(&self, path: &Path) -> Result<(), Refused> {
        self.events.watch(path)
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        self.events.end(&self.root, self.number);
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Hands an event to those whose folder it is in; to all where it does not say.
fn tell(listeners: &Mutex<Listeners>, event: notify::Result<notify::Event>) {
    match event {
        Ok(event) if event.need_rescan() => tell_about(listeners, &event.paths, &Heard::Lost),
        Ok(event) => {
            // Our own reading opens every file; those events must not even queue.
            let Some(sign) = sign(event.kind) else { return };
            for path in event.paths {
                tell_about(listeners, std::slice::from_ref(&path), &Heard::At(path.clone(), sign));
            }
        }
        Err(error) => {
            let refused = refused(&error);
            let heard = if refused.full { Heard::Full(refused.words) } else { Heard::Lost };
            tell_about(listeners, &error.paths, &heard);
        }
    }
}

fn tell_about(listeners: &Mutex<Listeners>, paths: &[PathBuf], heard: &Heard) {
    let chosen: Vec<Listener> = {
        let listeners = held(listeners);
        let above = |path: &'_ PathBuf| -> Vec<Listener> {
            let of = path.ancestors().filter_map(|folder| listeners.of.get(folder));
            of.flatten().map(|(_, listener)| Arc::clone(listener)).collect()
        };
        match paths {
            [] => listeners.of.values().flatten().map(|(_, listener)| Arc::clone(listener)).collect(),
            paths => paths.iter().flat_map(above).collect(),
        }
    };
    // Not under the lock: a listener may end another.
    for listener in chosen {
        listener(heard.clone());
    }
}

/// `None` for what is no news: reading, opening, and the second telling of a rename.
fn sign(kind: EventKind) -> Option<Sign> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(Sign::Closed),
        EventKind::Access(
            AccessKind::Any
            | AccessKind::Read
            | AccessKind::Open(_)
            | AccessKind::Close(_)
            | AccessKind::Other,
        ) => None,
        EventKind::Create(CreateKind::Any | CreateKind::File | CreateKind::Folder | CreateKind::Other) => {
            Some(Sign::Created)
        }
        EventKind::Modify(ModifyKind::Name(RenameMode::From)) => Some(Sign::Went),
        EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => None,
        EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Any | RenameMode::Other)) => {
            Some(Sign::RenamedIn)
        }
        // On Linux new permissions or times are told apart from writing; elsewhere they may stand for it.
        EventKind::Modify(ModifyKind::Metadata(_)) => (!cfg!(target_os = "linux")).then_some(Sign::Written),
        EventKind::Modify(ModifyKind::Any | ModifyKind::Data(_) | ModifyKind::Other) => Some(Sign::Written),
        EventKind::Remove(RemoveKind::Any | RemoveKind::File | RemoveKind::Folder | RemoveKind::Other) => {
            Some(Sign::Went)
        }
        EventKind::Any | EventKind::Other => Some(Sign::Written),
    }
}

/// The reason in words that a person can act on. The system's limits come as "too many open files" (of watchers) and as
/// "no space left on device" (of folders), which say the wrong thing.
fn refused(error: &notify::Error) -> Refused {
    const FULL: &str = "the system cannot watch more folders (limit reached)";
    let of_watchers = |error: &std::io::Error| {
        cfg!(target_os = "linux") && matches!(error.raw_os_error(), Some(23 | 24 | 28))
    };
    let (full, words) = match &error.kind {
        notify::ErrorKind::MaxFilesWatch => (true, FULL.to_owned()),
        notify::ErrorKind::Io(error) if of_watchers(error) => (true, FULL.to_owned()),
        notify::ErrorKind::Io(error) => (false, error.to_string()),
        notify::ErrorKind::Generic(words) => (false, words.clone()),
        notify::ErrorKind::PathNotFound | notify::ErrorKind::WatchNotFound => {
            (false, "the folder went away".to_owned())
        }
        notify::ErrorKind::InvalidConfig(_) => (false, "the system's watcher could not be set up".to_owned()),
    };
    Refused { full, words }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    /// A listener's ear and what it hears.
    fn ear(events: &Events, root: &Path) -> (Ear, mpsc::Receiver<Heard>) {
        let (sender, heard) = mpsc::channel();
        let ear = events.listen(root, move |one| drop(sender.send(one))).unwrap();
        (ear, heard)
    }

    fn hears(heard: &mpsc::Receiver<Heard>, path: &Path) -> bool {
        let until = std::time::Instant::now() + Duration::from_secs(30);
        while let Ok(one) = heard.recv_timeout(until.saturating_duration_since(std::time::Instant::now())) {
            if matches!(one, Heard::At(at, _) if at.file_name() == path.file_name()) {
                return true;
            }
        }
        false
    }

    #[test]
    fn each_listener_hears_of_its_own_folder_and_goes_on_when_others_end() {
        let home = tempfile::tempdir().unwrap();
        let home = home.path().canonicalize().unwrap();
        let folder = |name: &str| home.join(name);
        for name in ["a", "b", "a/inner"] {
            std::fs::create_dir(folder(name)).unwrap();
        }
        let events = Events::default();
        let (_a, heard_a) = ear(&events, &folder("a"));
        let (b, heard_b) = ear(&events, &folder("b"));
        let (inner, _) = ear(&events, &folder("a/inner"));
        let (_same, heard_same) = ear(&events, &folder("b"));
        std::fs::write(folder("b/1"), b"x").unwrap();
        assert!(hears(&heard_b, &folder("b/1")) && hears(&heard_same, &folder("b/1")));
        drop((b, inner));
        std::fs::write(folder("a/inner/2"), b"x").unwrap();
        std::fs::write(folder("b/3"), b"x").unwrap();
        assert!(hears(&heard_a, &folder("a/inner/2")), "the folder above is still watched");
        assert!(hears(&heard_same, &folder("b/3")), "the other listener of the same folder still hears");
        assert!(
            !heard_a.try_iter().any(|one| matches!(one, Heard::At(at, _) if at.starts_with(folder("b"))))
        );
    }

    #[test]
    fn lost_events_and_reached_limits_are_told_to_whom_they_concern() {
        let events = Events::default();
        let home = tempfile::tempdir().unwrap();
        let (_ear, heard) = ear(&events, home.path());
        let told = |event| {
            tell(&events.listeners, event);
            heard.recv_timeout(Duration::from_secs(30)).ok()
        };
        let overflow = notify::Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        assert_eq!(told(Ok(overflow)), Some(Heard::Lost));
        let full = || notify::Error::new(notify::ErrorKind::MaxFilesWatch);
        assert!(matches!(told(Err(full().add_path(home.path().join("x")))), Some(Heard::Full(_))));
        tell(&events.listeners, Err(full().add_path("/elsewhere".into())));
        assert_eq!(heard.try_recv().ok(), None);
    }
}
