//! The extractor: files of formats with large parsers are read in a process of their own, which gets bytes and gives
//! JSON lines. It knows no path, writes nothing, and is stopped when it takes too long, too much memory or says too much.
//! The process limits itself before it looks at a byte as far as the system lets it (`limits`); the clock and the output cap
//! of the parent hold everywhere. Refuses to know what the file means.

mod child;
mod limits;
mod stop;
pub mod texts;

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use child::run_if_asked;
pub use stop::stop;

use crate::error::{Error, Result};
use crate::evidence::preview::{self, PreviewView};
use crate::unit::import::document::{Block, Document};
use crate::unit::import::open::{self, Opened, Options};
use crate::unit::import::proposal::Reading;
use crate::unit::import::read::{Kind, ReadError};
use crate::unit::import::sheet::SheetProbe;

/// The verb that makes a host an extractor.
pub const VERB: &str = "extract";

/// Set by a host that answers the verb: only then may its own program be started as an extractor.
static ANSWERS: OnceLock<()> = OnceLock::new();

/// Where and how long files are read.
#[derive(Debug, Clone)]
pub struct Extractor {
    /// Program to start; none = read in this process.
    pub program: Option<PathBuf>,
    /// The parent's patience.
    pub patience: Duration,
    /// Most bytes that the child may say.
    pub most_said: u64,
    /// Most bytes of memory that the child may take.
    pub most_memory: u64,
    /// Most seconds of the processor that the child may take.
    pub most_seconds: u64,
    /// By what `stop` finds this reading; none = nobody stops it before its time.
    pub ticket: Option<String>,
}

impl Default for Extractor {
    /// The host's own program where it answers the verb, else this process.
    fn default() -> Self {
        let own = ANSWERS.get().and_then(|()| std::env::current_exe().ok());
        Self {
            program: own,
            patience: Duration::from_secs(10),
            most_said: 512 << 20,
            most_memory: 2 << 30,
            most_seconds: 20,
            ticket: None,
        }
    }
}

impl Extractor {
    /// With another program.
    #[must_use]
    pub fn with(program: &Path) -> Self {
        Self { program: Some(program.to_owned()), ..Self::default() }
    }

    /// Opens a file: binary formats in the child, text in this process.
    pub fn open(&self, bytes: &[u8], name: Option<&str>, options: &Options) -> Result<Opened> {
        let kind = open::kind(bytes, name, options);
        match &self.program {
            Some(program) if kind.is_binary() => {
                let task = Task::UnitText(Options { kind: Some(kind), ..options.clone() });
                match self.in_child(program, bytes, &task)? {
                    Answer::Opened(opened) => Ok(opened),
                    Answer::Preview(_) => Err(Error::Broken("the extractor answered something else".into())),
                }
            }
            Some(_) | None => open::open(bytes, name, &Options { kind: Some(kind), ..options.clone() }),
        }
    }

    /// Reads a file into proposals. What a document means is recognised in this process.
    pub fn read_file(&self, bytes: &[u8], name: Option<&str>, options: &Options) -> Result<Reading> {
        Ok(self.open(bytes, name, options)?.reading())
    }

    /// Reads a file of evidence for the window; `ending` is that of its name, in lower case, without the dot.
    pub fn preview(&self, bytes: &[u8], ending: &str) -> Result<PreviewView> {
        let Some(program) = &self.program else { return Ok(preview::read(bytes, ending)) };
        match self.in_child(program, bytes, &Task::Preview { ending: ending.to_owned() })? {
            Answer::Preview(view) => Ok(view),
            Answer::Opened(_) => Err(Error::Broken("the extractor answered something else".into())),
        }
    }

    fn in_child(&self, program: &Path, bytes: &[u8], task: &Task) -> Result<Answer> {
        let failed = |what: &str, hint: &str| Error::from(ReadError::new("", what, hint));
        let restart = "Close the program, open it again and try once more.";
        let (tell, told) = mpsc::channel();
        let stopped = || failed("reading it was stopped", "Choose the file again when you want it read.");
        let under_way = stop::begin(self.ticket.as_deref(), &tell, || Heard::Stop).ok_or_else(stopped)?;
        let mut command = Command::new(program);
        command.arg(VERB).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        #[cfg(unix)]
        command.env_clear();
        let mut child = command.spawn().map_err(|e| {
            failed(&format!("the part of the program that reads files could not be started: {e}"), restart)
        })?;
        let (Some(mut stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(failed("the part of the program that reads files has no way in", restart));
        };
        let header = serde_json::to_vec(&Asked {
            task: task.clone(),
            most_memory: self.most_memory,
            most_seconds: self.most_seconds,
        })?;
        let most = self.most_said;
        let heard = std::thread::scope(|scope| {
            // A child that stops reading early has already said why, so a broken pipe is no error here.
            scope.spawn(move || {
                let _said_elsewhere = stdin
                    .write_all(&header)
                    .and_then(|()| stdin.write_all(b"\n"))
                    .and_then(|()| stdin.write_all(bytes));
            });
            scope.spawn(move || {
                let _gone = tell.send(Heard::Said(Box::new(hear(stdout, most))));
            });
            let heard = told.recv_timeout(self.patience);
            drop(under_way);
            // What was to be heard is heard, or never will be. Without the child both pipes end, and with them the threads.
            let _ended_already = child.kill();
            heard
        });
        let status = child.wait().ok();
        match heard {
            Ok(Heard::Stop) => Err(stopped()),
            Ok(Heard::Said(said)) => match *said {
                Ok(Some(answer)) => answer,
                Ok(None) => Err(failed(
                    &ended(&mut child, status),
                    "Save the file anew in the program that made it, or copy the text and paste it.",
                )),
                Err(error) => Err(error),
            },
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => Err(failed(
                &format!("reading it took longer than {} seconds and was stopped", self.patience.as_secs()),
                "Save only the unit's pages, or copy the text and paste it.",
            )),
        }
    }
}

/// What the parent waits for.
enum Heard {
    /// The child has said all that it will, or broke off.
    Said(Box<Result<Option<Result<Answer>>>>),
    /// Nobody waits for it any more.
    Stop,
}

/// How a child ended that said nothing whole.
fn ended(_child: &mut Child, status: Option<ExitStatus>) -> String {
    #[cfg(unix)]
    if let Some(signal) = status.as_ref().and_then(std::os::unix::process::ExitStatusExt::signal) {
        return match signal {
            libc::SIGXCPU => "reading it took too much of the processor's time and was stopped".into(),
            libc::SIGABRT | libc::SIGSEGV | libc::SIGBUS | libc::SIGKILL => {
                "reading it took more memory than a unit text may take and was stopped".into()
            }
            other => format!("reading it was stopped (signal {other})"),
        };
    }
    match status.and_then(|status| status.code()) {
        Some(code) => format!("the file defeats the reader, which stopped (code {code})"),
        None => "the file defeats the reader, which stopped".into(),
    }
}

/// What is wanted of the bytes.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
enum Task {
    /// Proposals for a unit text.
    UnitText(Options),
    /// What the window shows of a file of evidence.
    Preview {
        /// Ending of its name.
        ending: String,
    },
}

/// What came back.
enum Answer {
    Opened(Opened),
    Preview(PreviewView),
}

/// The first line of what the child hears; the file's bytes follow.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    task: Task,
    most_memory: u64,
    most_seconds: u64,
}

/// One line of what the child says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Said {
    Block(Block),
    Note(String),
    /// The sheets of a file; its reading follows.
    Sheets(Vec<SheetProbe>),
    Reading(Box<Reading>),
    Preview(Box<PreviewView>),
    Error(String),
    /// The document is whole.
    Document(Kind),
}

/// What the child said; none where it broke off.
fn hear(stdout: impl Read, most: u64) -> Result<Option<Result<Answer>>> {
    let mut document = Document::default();
    let mut lines = BufReader::new(stdout.take(most));
    let (mut line, mut heard, mut sheets) = (Vec::new(), 0_u64, None);
    loop {
        line.clear();
        let length = lines.read_until(b'\n', &mut line).map_err(|e| Error::Broken(e.to_string()))?;
        heard += length as u64;
        if heard >= most {
            return Err(ReadError::new(
                "",
                format!("more than {} MB of text came out of it", most >> 20),
                "Save only the unit's pages, or copy the text and paste it.",
            )
            .into());
        }
        if length == 0 {
            return Ok(None);
        }
        let Ok(said) = serde_json::from_slice(&line) else { return Ok(None) };
        match said {
            Said::Block(block) => document.blocks.push(block),
            Said::Note(note) => document.notes.push(note),
            Said::Sheets(found) => sheets = Some(found),
            Said::Reading(reading) => {
                return Ok(Some(Ok(Answer::Opened(match sheets {
                    Some(sheets) => Opened::Sheets(sheets, *reading),
                    None => Opened::Reading(*reading),
                }))));
            }
            Said::Preview(view) => return Ok(Some(Ok(Answer::Preview(*view)))),
            Said::Error(message) => return Ok(Some(Err(Error::UnitText(message)))),
            Said::Document(kind) => {
                return Ok(Some(Ok(Answer::Opened(Opened::Document(kind, document)))));
            }
        }
    }
}
