//! The desk: the one open session, and the one command through which the page reaches it.
//! Knows that pages must not name paths; knows nothing of what the commands do.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use portfolio::Session;
use portfolio::api::EvidenceFile;
use portfolio::error::{Failure, Sort};
use serde_json::Value;
use tauri::{AppHandle, Emitter, Manager};

/// The workspace as it was opened, or why it could not be; and the paths that dialogs handed out tokens for.
pub struct Desk {
    folder: PathBuf,
    session: Mutex<Result<Session, Failure>>,
    picked: Mutex<HashMap<String, (Kind, PathBuf)>>,
}

/// What a dialog asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A folder that exists.
    Folder,
    /// A file that exists.
    File,
    /// A file to be written.
    Save,
}

impl Kind {
    const ALL: [Kind; 3] = [Kind::Folder, Kind::File, Kind::Save];

    fn word(self) -> &'static str {
        match self {
            Kind::Folder => "folder",
            Kind::File => "file",
            Kind::Save => "save",
        }
    }

    /// The field of a request in which the page puts the token, and the one in which the core reads the path. The core
    /// calls the file that units or the history are exported to `file`, as on the command line.
    fn fields(self, command: &str) -> (&'static str, &'static str) {
        match self {
            Kind::Folder => ("folderToken", "folder"),
            Kind::File => ("fileToken", "file"),
            Kind::Save if WRITE_FILE.contains(&command) => ("saveToken", "file"),
            Kind::Save => ("saveToken", "out"),
        }
    }
}

/// The commands that write what the core calls `file`.
const WRITE_FILE: [&str; 2] = ["unit.export", "journal.export"];

/// The commands that read the whole centre file, which may take long. They are nobody's deed and change no record, so they have
/// a session of their own, and whoever is at work goes on meanwhile.
const READS_LONG: [&str; 2] = ["check", "journal.export"];

/// How often the window asks whether anything changed; well inside the three seconds a dropped file may take.
const LOOK_EVERY: Duration = Duration::from_millis(400);

impl Desk {
    /// Opens the workspace in `folder`. A workspace that cannot be opened is kept as its failure, which every
    /// call then answers, so that the window can say why.
    pub fn open(folder: &Path) -> Desk {
        let session = Mutex::new(open_and_watch(folder));
        Desk { folder: folder.to_owned(), session, picked: Mutex::new(HashMap::new()) }
    }

    /// Runs one command of the core for the page.
    fn call(&self, name: &str, request: Value) -> Result<Value, Failure> {
        if name.ends_with(".path") {
            return Err(failure("usage", format!("The page cannot ask for \"{name}\"."), None));
        }
        if let "preview.show" | "preview.kind" = name {
            return self.preview(name, request);
        }
        let request = self.with_paths(name, request)?;
        if ["paper.print", "matrix.paper", "matrix.export"].contains(&name) {
            // A whole portfolio takes seconds to draw; the session is held only for what the records know.
            if let Some(gathered) = self.ask(|session| session.gather(name, &request))? {
                let made = gathered.make().map_err(Failure::from)?;
                return serde_json::to_value(made).map_err(|why| failure("internal", why.to_string(), None));
            }
        }
        // A large file takes seconds to read. Nobody else waits for it: the session is held only for what it knows.
        if let Some(ahead) = portfolio::api::ahead(name, &request)? {
            return held(&self.session).as_mut().map_err(|why| why.clone())?.finish(ahead);
        }
        if READS_LONG.contains(&name) {
            return Session::open(&self.folder)?.call(name, request);
        }
        let mut session = held(&self.session);
        if session.is_err() && name == "workspace.show" {
            *session = open_and_watch(&self.folder);
        }
        let session = session.as_mut().map_err(|why| why.clone())?;
        let answer = session.call(name, request)?;
        if name == "centre.init" {
            watch(session);
        }
        Ok(answer)
    }

    /// The commands `preview.show` and `preview.kind`, with the file read while nobody is kept waiting for the session.
    fn preview(&self, name: &str, request: Value) -> Result<Value, Failure> {
        let unread = |why: serde_json::Error| failure("usage", format!("{name}: {why}"), None);
        let asked: portfolio::api::request::Preview = serde_json::from_value(request).map_err(unread)?;
        let part = usize::try_from(asked.part).unwrap_or(usize::MAX);
        let file = self.evidence(&asked.learner, &asked.evidence, part, asked.version.as_deref())?;
        let answer = if name == "preview.kind" {
            serde_json::to_value(file.kind()?)
        } else {
            serde_json::to_value(file.preview()?)
        };
        answer.map_err(unread)
    }

    /// One file of an item, or one version of it by its SHA-256: looked up under the session, opened without it.
    pub fn evidence(
        &self,
        learner: &str,
        evidence: &str,
        part: usize,
        version: Option<&str>,
    ) -> Result<EvidenceFile, Failure> {
        self.ask(|session| match version {
            Some(version) => session.evidence_version(learner, evidence, version),
            None => session.evidence_file(learner, evidence, part),
        })
    }

    /// Asks the core something in Rust, where paths are allowed.
    pub fn ask<T>(&self, ask: impl FnOnce(&mut Session) -> Result<T, Failure>) -> Result<T, Failure> {
        ask(held(&self.session).as_mut().map_err(|why| why.clone())?)
    }

    /// Remembers a path that a person picked in a dialog and answers the token that stands for it.
    pub fn remember(&self, kind: Kind, path: PathBuf) -> String {
        let mut picked = held(&self.picked);
        let token = format!("{}-{}", kind.word(), picked.len() + 1);
        picked.insert(token.clone(), (kind, path));
        token
    }

    /// The path that a token stands for, if it was picked in this window as what it is now used for.
    pub fn picked(&self, token: &str, kind: Kind) -> Result<PathBuf, Failure> {
        match held(&self.picked).get(token) {
            Some((picked, path)) if *picked == kind => Ok(path.clone()),
            Some(_) | None => {
                let hint = Some("Choose it again.".to_owned());
                Err(failure("usage", "That was not chosen in this window.".to_owned(), hint))
            }
        }
    }

    /// Replaces tokens by the paths that were picked; refuses a path that the page names itself.
    fn with_paths(&self, command: &str, request: Value) -> Result<Value, Failure> {
        let Value::Object(mut fields) = request else { return Ok(request) };
        if let Some(named) =
            ["folder", "file", "out", "path"].into_iter().find(|named| fields.contains_key(*named))
        {
            return Err(failure("usage", format!("The page cannot name a path (\"{named}\")."), None));
        }
        if WRITE_FILE.contains(&command) && fields.contains_key("fileToken") {
            // What was picked to be read is never written over.
            return Err(failure("usage", "Choose where to save the file.".to_owned(), None));
        }
        for kind in Kind::ALL {
            let (token_field, path_field) = kind.fields(command);
            if let Some(token) = fields.remove(token_field) {
                let path = self.picked(token.as_str().unwrap_or_default(), kind)?;
                fields.insert(path_field.to_owned(), as_text(&path)?.into());
            }
        }
        Ok(Value::Object(fields))
    }
}

fn as_text(path: &Path) -> Result<&str, Failure> {
    path.to_str().ok_or_else(|| {
        let hint = Some("Rename the folder or file whose name has damaged letters.".to_owned());
        failure("pathNotUnicode", format!("The name \"{}\" is not valid text.", path.display()), hint)
    })
}

/// Runs the command `name` of the core off the main thread. The page's only way to the record.
#[tauri::command]
pub async fn call(app: AppHandle, name: String, request: Value) -> Result<Value, Failure> {
    off_the_main_thread(app, move |desk| desk.call(&name, request)).await
}

/// Stops the reading of a file that nobody waits for any more. It does not wait for the session, which the reading holds.
#[tauri::command]
pub fn stop_reading(ticket: String) {
    portfolio::extract::stop(&ticket);
}

/// Stops the drawing of a paper that nobody waits for any more.
#[tauri::command]
pub fn stop_printing(ticket: String) {
    portfolio::printing::stop(&ticket);
}

/// How many hundredths of a paper are drawn; null where none is being drawn under this ticket.
#[tauri::command]
pub fn printing(ticket: String) -> Option<u8> {
    portfolio::printing::done(&ticket)
}

/// Runs `work` where it may block without freezing the window.
pub async fn off_the_main_thread<T: Send + 'static>(
    app: AppHandle,
    work: impl FnOnce(&Desk) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let work = move || work(&app.state::<Desk>());
    match tauri::async_runtime::spawn_blocking(work).await {
        Ok(answer) => answer,
        Err(error) => {
            let hint = Some(
                "Nothing of it was saved. Close the program, start it again, and try once more.".to_owned(),
            );
            Err(failure("internal", format!("The program failed inside: {error}"), hint))
        }
    }
}

/// Tells the page whenever the workspace changed, whoever changed it: this window, the watcher or another program.
pub fn tell_changes(app: AppHandle) -> std::io::Result<()> {
    let look = move || {
        let mut last = None;
        loop {
            std::thread::sleep(LOOK_EVERY);
            let now = held(&app.state::<Desk>().session).as_ref().ok().map(Session::change_stamp);
            let first = last.is_none();
            if now != last && (first || app.emit("changed", ()).is_ok()) {
                last = now;
            }
        }
    };
    std::thread::Builder::new().name("changes".to_owned()).spawn(look).map(drop)
}

/// A failure of the shell itself, in the form in which the core's arrive.
pub fn failure(code: &str, message: String, hint: Option<String>) -> Failure {
    Failure { code: code.to_owned(), message, hint, sort: Sort::Failed }
}

fn open_and_watch(folder: &Path) -> Result<Session, Failure> {
    let mut session = Session::open(folder)?;
    watch(&mut session);
    Ok(session)
}

/// Without the watcher the window still works: a scan on demand finds the same.
fn watch(session: &mut Session) {
    if let Err(why) = session.watch() {
        eprintln!("Folders are not watched: {}", why.message);
    }
}

/// A panic elsewhere leaves the session whole, since a deed is one transaction; so the lock is taken all the same.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_file_is_read_without_holding_the_session() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(&folder.path().join("centre"));
        let file = folder.path().join("broken.json");
        std::fs::write(&file, "{\"format\":").unwrap();
        let token = desk.remember(Kind::File, file);
        let read = || desk.call("unit.read", json!({ "fileToken": token }));
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            // Somebody else is at work in the session. What is wrong with the file is said all the same.
            let session = held(&desk.session);
            scope.spawn(|| tell.send(read()).unwrap());
            let heard = told.recv_timeout(Duration::from_secs(60));
            drop(session);
            let failure = heard.expect("the file waited for the session").unwrap_err();
            assert!(failure.message.contains("JSON"), "{}", failure.message);
        });
        // And what is good is held against the library, which needs the session.
        let good = json!({ "text": "Unit 1: Keep stock\n1 Know stock\n1.1 State what stock is\n" });
        assert_eq!(desk.call("unit.read", good).unwrap()["drafts"][0]["outcomes"][0]["code"], "1");
    }

    #[test]
    fn the_centre_file_is_read_through_without_holding_the_session() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(&folder.path().join("centre"));
        desk.call("centre.init", json!({ "name": "Northgate", "number": "1" })).unwrap();
        let file = folder.path().join("history.jsonl");
        let token = desk.remember(Kind::Save, file.clone());
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::scope(|scope| {
            // Somebody else is at work in the session.
            let session = held(&desk.session);
            scope.spawn(|| {
                tell.send(desk.call("check", json!({}))).unwrap();
                tell.send(desk.call("journal.export", json!({ "saveToken": token }))).unwrap();
            });
            let heard = [(); 2].map(|()| told.recv_timeout(Duration::from_secs(60)));
            drop(session);
            let [checked, saved] = heard.map(|heard| heard.expect("it waited for the session").unwrap());
            assert_eq!((&checked["books"], &saved["books"]), (&json!(1), &json!(1)));
            assert_eq!(checked["entries"], saved["entries"]);
        });
        assert!(file.is_file());
    }

    #[test]
    fn a_page_names_no_path_and_a_token_only_stands_for_what_was_picked() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(folder.path());
        for named in ["folder", "file", "out", "path"] {
            let refused = desk.with_paths("scan", json!({ named: "/etc" })).unwrap_err();
            assert_eq!((refused.code.as_str(), refused.message.contains(named)), ("usage", true));
        }
        let token = desk.remember(Kind::Folder, "/evidence".into());
        let put = desk.with_paths("scan", json!({ "learner": "L", "folderToken": token })).unwrap();
        assert_eq!(put, json!({ "learner": "L", "folder": "/evidence" }));
        let save = |token: &str| desk.with_paths("unit.export", json!({ "saveToken": token }));
        assert!(save(&token).is_err(), "a folder is no place to save to");
        assert_eq!(
            save(&desk.remember(Kind::Save, "/units.csv".into())).unwrap(),
            json!({ "file": "/units.csv" })
        );
        let read = desk.remember(Kind::File, "/unit.pdf".into());
        assert!(save(&read).is_err(), "a file that was picked to be read is not written to");
        // Neither is it where units are exported to, beside a token for saving or alone.
        let both = json!({ "saveToken": desk.remember(Kind::Save, "/units.csv".into()), "fileToken": read });
        for command in WRITE_FILE {
            for request in [json!({ "fileToken": read }), both.clone()] {
                let refused = desk.with_paths(command, request).unwrap_err();
                assert_eq!(
                    (refused.code.as_str(), refused.message.as_str()),
                    ("usage", "Choose where to save the file.")
                );
            }
        }
        assert_eq!(
            desk.with_paths("unit.read", json!({ "fileToken": read })).unwrap(),
            json!({ "file": "/unit.pdf" })
        );
        let history = desk.remember(Kind::Save, "/history.jsonl".into());
        assert_eq!(
            desk.with_paths("journal.export", json!({ "saveToken": history })).unwrap(),
            json!({ "file": "/history.jsonl" })
        );
        assert!(desk.with_paths("scan", json!({ "folderToken": "folder-9" })).is_err());
        assert!(desk.call("paper.path", json!({})).is_err());
    }
}
