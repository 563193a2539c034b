//! The public door: every command once, by name, for the window, the command line and the tests. A session is one open
//! centre file and who is at the desk.

#[macro_use]
pub mod request;
mod assess;
mod commands;
mod details;
mod erasure;
mod evidence_file;
mod house;
mod inked;
mod library;
mod links;
mod papers;
mod people;
mod pictures;
mod search;
mod standards;
mod standing;
mod suggest;
mod versions;

use std::path::{Path, PathBuf};
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use crate::clock::Clock;
use crate::erasure as erasing;
use crate::error::{Error, Failure, Result};
use crate::evidence::folder::{self, Read};
use crate::evidence::settle::Timing;
use crate::evidence::task::Task;
use crate::installation;
use crate::journal::id::Id;
use crate::people as centre_people;
use crate::portfolio::{Author, Scrutiny, Workspace};
use crate::printing::Gathered;
use crate::reading;
use crate::store::local;
use crate::suggest::Kept;
use crate::text_reading::TextReading;
use crate::view::workspace::WatchingView;
use crate::watching::{Seen, Watching};

use request::library::UnitRead;

pub use evidence_file::EvidenceFile;

pub use commands::{BINDINGS, NAMES, typescript};

/// How long the window waits for a folder to be read before it goes on without.
const PATIENCE: Duration = Duration::from_secs(2);
/// Setting under which the person last at the desk is kept.
const DESK: &str = "desk";

/// One open centre file and who is at the desk.
pub struct Session {
    folder: PathBuf,
    clock: Clock,
    scrutiny: Scrutiny,
    pub(crate) workspace: Option<Workspace>,
    pub(crate) author: Author,
    watching: Option<Watching>,
    texts: Option<TextReading>,
    watching_elsewhere: bool,
    watch_wanted: bool,
    timing: Timing,
    task: Task,
    pub(crate) suggesting: Kept,
}

/// What a command has done ahead of its session: a file or pasted text that was read and is not yet held against a library.
#[derive(Debug)]
pub struct Ahead(reading::Read);

/// Does the part of a command that needs no session, where it has such a part. Reading a file may take seconds; a host that
/// shares a session asks for this before it takes the session's lock, and hands it to [`Session::finish`].
pub fn ahead(name: &str, request: &Value) -> Result<Option<Ahead>, Failure> {
    if name != "unit.read" {
        return Ok(None);
    }
    let request = UnitRead::deserialize(request).map_err(|e| Error::Usage(format!("{name}: {e}")))?;
    Ok(Some(Ahead(library::read_ahead(&request)?)))
}

impl Session {
    /// Opens the centre file in `folder`. Where there is none the session is open all the same, and `centre.init` makes it.
    pub fn open(folder: &Path) -> Result<Self, Failure> {
        Self::open_at(folder, Clock::Machine, Scrutiny::Off)
    }

    /// Opens with another clock and closer checks, for tests.
    pub fn open_at(folder: &Path, clock: Clock, scrutiny: Scrutiny) -> Result<Self, Failure> {
        let workspace = match Workspace::open(folder, clock) {
            Ok(mut workspace) => {
                workspace.scrutiny = scrutiny;
                // What an erasure could not wipe while another program read the centre file.
                let _still_busy = erasing::finish(&mut workspace);
                Some(workspace)
            }
            // None yet, or one whose making was cut short before its first deed: `centre.init` makes it.
            Err(Error::NoCentre(_)) => None,
            Err(error) => return Err(error.into()),
        };
        Ok(Self {
            folder: folder.into(),
            clock,
            scrutiny,
            workspace,
            author: Author::nobody(),
            watching: None,
            texts: None,
            watching_elsewhere: false,
            watch_wanted: false,
            timing: Timing::default(),
            task: Task::default(),
            suggesting: Kept::default(),
        })
    }

    /// The centre file that is opened when nothing else is said.
    #[must_use]
    pub fn default_folder() -> PathBuf {
        installation::home().join("centre")
    }

    /// Who waits for long work: hears how far it is, and may stop it.
    pub fn attend(&mut self, task: Task) {
        self.task = task;
    }

    /// How long files must be left alone before a watch reads them. Tests shorten it.
    pub const fn settle_within(&mut self, timing: Timing) {
        self.timing = timing;
    }

    /// Changes what the session's clock says. Only a stopped clock is ever changed.
    pub fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
        if let Some(workspace) = &mut self.workspace {
            workspace.clock = clock;
        }
    }

    /// Runs a command by name.
    pub fn call(&mut self, name: &str, request: Value) -> Result<Value, Failure> {
        self.look_again();
        Ok(commands::dispatch(self, name, request)?)
    }

    /// Gathers what these commands draw, so that a host that shares the session can draw it while others go on. None where nothing
    /// is drawn, and [`Session::call`] answers: another command, or a paper that was signed.
    pub fn gather(&mut self, name: &str, request: &Value) -> Result<Option<Gathered>, Failure> {
        let unread = |e: serde_json::Error| Error::Usage(format!("{name}: {e}"));
        let request = request.clone();
        Ok(match name {
            "paper.print" => Some(papers::gather(self, serde_json::from_value(request).map_err(unread)?)?),
            "matrix.paper" => papers::gather_matrix(self, &serde_json::from_value(request).map_err(unread)?)?,
            "matrix.export" => {
                Some(papers::gather_export(self, serde_json::from_value(request).map_err(unread)?)?)
            }
            _other => None,
        })
    }

    /// Answers a command of which the first part was done [`ahead`].
    pub fn finish(&mut self, ahead: Ahead) -> Result<Value, Failure> {
        let view = reading::shown(self.workspace.as_mut(), ahead.0)?;
        Ok(serde_json::to_value(view).map_err(Error::from)?)
    }

    /// Lets the person sit down who was last at this desk, if they are still of this centre.
    pub fn return_to_desk(&mut self) {
        let Some(workspace) = &mut self.workspace else { return };
        if let Ok(Some(id)) = local::setting(&workspace.local, DESK) {
            self.author = centre_people::author(workspace, &id).unwrap_or_default();
        }
    }

    /// Chooses who is at the desk. `None` = nobody.
    pub fn sit(&mut self, person: Option<&str>) -> Result<()> {
        let workspace = self.workspace()?;
        let author = person.map(|p| centre_people::author(workspace, p)).transpose()?.unwrap_or_default();
        let id = author.person.as_ref().map(|p| p.id.to_string());
        local::set(&workspace.local, DESK, id.as_deref())?;
        self.author = author;
        Ok(())
    }

    /// Who is at the desk stays there with what they may do now; whoever no longer works here gets up.
    pub(crate) fn sit_again(&mut self) -> Result<()> {
        if let Some(id) = self.author.person.as_ref().map(|p| p.id.to_string()) {
            self.author = centre_people::author(self.workspace()?, &id).unwrap_or_default();
        }
        Ok(())
    }

    /// What another process or an admitted history says of the person at the desk holds in an open window too: their roles, so
    /// that a trainee's work is recorded as one's, and a key that was ended, so that a new password is asked for at once. Whoever
    /// no longer works here is refused by the deed itself, by name.
    fn look_again(&mut self) {
        let (Some(person), Some(workspace)) = (&self.author.person, &mut self.workspace) else { return };
        let Ok(mut author) = centre_people::author(workspace, &person.id.to_string()) else { return };
        // Where two desks call them differently by now, an open window goes on under the name that they sat down with.
        if workspace
            .centre_book()
            .is_ok_and(|centre| centre_people::refuse_two_names(centre, person).is_err())
        {
            author.person = Some(person.clone());
        }
        self.author = author;
    }

    /// Acts as a person for this session only.
    pub fn act_as(&mut self, person: &str) -> Result<(), Failure> {
        self.author = centre_people::author(self.workspace()?, person)?;
        Ok(())
    }

    /// Cheap: differs whenever anything that is shown may have changed. A window polls it.
    #[must_use]
    pub fn change_stamp(&self) -> String {
        let stamp = self.workspace.as_ref().and_then(|w| w.change_stamp().ok());
        let view = self.watching_view();
        let reading = view.reading.map(|r| format!("{} {:?}", r.learner, r.progress)).unwrap_or_default();
        stamp.unwrap_or_else(|| "no centre file".into()) + &view.line + &reading
    }

    /// Starts watching the folders of this centre file, unless another program does; where there is no centre file yet, as
    /// soon as there is one.
    pub fn watch(&mut self) -> Result<(), Failure> {
        self.watch_wanted = true;
        self.watch_with(|_| {})
    }

    /// The same, and tells `listener` what each reading found.
    pub fn watch_with(&mut self, listener: impl Fn(Seen) + Send + 'static) -> Result<(), Failure> {
        if self.watching.is_none() && self.workspace.is_some() {
            self.watching = Watching::start(&self.folder, self.clock, self.timing, listener)?;
            self.watching_elsewhere = self.watching.is_none();
            self.texts = TextReading::start(&self.folder, self.clock)?;
        }
        Ok(())
    }

    /// Whether this session is the one that watches.
    #[must_use]
    pub const fn is_watching(&self) -> bool {
        self.watching.is_some()
    }

    /// The open centre file, or the failure that there is none.
    pub(crate) fn workspace(&mut self) -> Result<&mut Workspace> {
        let folder = self.folder.clone();
        self.workspace.as_mut().ok_or(Error::NoCentre(folder))
    }

    pub(crate) fn make_centre(&mut self, name: &str, number: &str) -> Result<()> {
        let mut workspace = Workspace::create(&self.folder, name, number, self.clock)?;
        workspace.scrutiny = self.scrutiny;
        self.workspace = Some(workspace);
        if self.watch_wanted {
            self.watching = Watching::start(&self.folder, self.clock, self.timing, |_| {})?;
            self.watching_elsewhere = self.watching.is_none();
            self.texts = TextReading::start(&self.folder, self.clock)?;
        }
        Ok(())
    }

    /// Reads a learner's folder. Where this session watches, the watcher does it, so that the window stays usable while a
    /// large folder is read; `None` = it goes on. With `to_the_end` it waits however long it takes.
    pub(crate) fn read_folder(&mut self, book: Id, to_the_end: bool) -> Result<Option<Read>> {
        let Some(watching) = &self.watching else {
            let task = self.task.clone();
            return folder::read_now(self.workspace()?, book, &task).map(Some);
        };
        let patience = if to_the_end { Duration::MAX } else { PATIENCE };
        match watching.read_now(book).recv_timeout(patience) {
            Ok(read) => read.map(Some),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(Error::Broken("the watcher has ended".into())),
        }
    }

    /// Stops the reading that the watcher of this session is at; whether there was one.
    pub(crate) fn stop_reading(&self) -> bool {
        self.watching.as_ref().is_some_and(Watching::stop_reading)
    }

    /// Goes on with readings that were stopped; whether this session watches.
    pub(crate) fn go_on_reading(&self) -> bool {
        self.watching.as_ref().is_some_and(|watching| {
            watching.go_on();
            true
        })
    }

    /// The reader of texts, where this session has it.
    pub(crate) const fn text_reading(&self) -> Option<&TextReading> {
        self.texts.as_ref()
    }

    pub(crate) fn watching_view(&self) -> WatchingView {
        match (&self.watching, self.watching_elsewhere) {
            (Some(watching), _) => watching.view(),
            (None, true) => WatchingView {
                active: false,
                line: "another window watches the folders".into(),
                reading: None,
                stopped: 0,
            },
            (None, false) => {
                WatchingView { active: false, line: "not watching".into(), reading: None, stopped: 0 }
            }
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

/// A deed by the id that a view gave.
fn deed_of(id: &str) -> Result<Id> {
    id.parse().map_err(|_| Error::NotFound { what: "deed", name: id.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk;

    /// The window is written against these types; a change in Rust that it does not know must not slip through.
    #[test]
    fn the_typescript_in_the_repository_is_the_one_the_core_makes() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(BINDINGS);
        let made = typescript();
        if std::env::var_os("UPDATE_BINDINGS").is_some() {
            disk::write_whole(&path, made.as_bytes()).unwrap();
        }
        let there = String::from_utf8(disk::read_small(&path, 1 << 20).unwrap()).unwrap();
        assert_eq!(
            there.replace("\r\n", "\n"),
            made,
            "run UPDATE_BINDINGS=1 cargo test -p portfolio typescript"
        );
    }
}
