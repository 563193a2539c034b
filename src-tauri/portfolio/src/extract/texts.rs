//! Texts of evidence out of the extractor process: one child reads file after file, and is ended where one of them takes
//! too long, too much memory or says too much. That file is listed with the reason; the next gets a new child.
//! Refuses to know whose files they are and where they lie.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::{Extractor, VERB, limits};
use crate::error::{Error, Result};
use crate::evidence::text::passage::{NoText, Outcome, Passage, Text, Why};
use crate::evidence::text::read::{self, MOST_BYTES};

/// Files that one child reads before the next one takes over, so that nothing gathers in it.
const MOST_FILES: u32 = 500;
/// Most bytes of one line of what the child says.
const MOST_LINE: u64 = 1 << 20;
/// Bytes of one piece of what the child says: as much as a pipe holds on Linux.
const PIECE: usize = 64 << 10;
/// How often a reader looks whether it is to stop.
const LOOK: Duration = Duration::from_millis(50);

/// What the child hears of each file; its bytes follow.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AskedText {
    /// Ending of the file's name.
    text_of: String,
    length: usize,
    most_memory: u64,
    most_seconds: u64,
}

/// One line of what the child says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Said {
    Passage(Passage),
    Note(String),
    /// The text is whole: its kind.
    Text(String),
    None(NoText),
}

/// Reads texts, one file after the other. Where the host answers no extractor verb it reads in this process.
pub struct TextReader {
    extractor: Extractor,
    running: Option<Running>,
}

/// Lines that came in one piece, and their length in bytes.
type Batch = (Vec<Said>, usize);

struct Running {
    child: Child,
    stdin: ChildStdin,
    said: Receiver<Batch>,
    files: u32,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _reaped = self.child.wait();
    }
}

impl Default for TextReader {
    /// With the limits for evidence: a report is read in well under a second.
    fn default() -> Self {
        let limits = Extractor::default();
        Self::new(Extractor {
            patience: Duration::from_secs(30),
            most_said: 64 << 20,
            most_memory: 1 << 30,
            ..limits
        })
    }
}

impl TextReader {
    /// With limits of its own.
    #[must_use]
    pub fn new(extractor: Extractor) -> Self {
        Self { extractor, running: None }
    }

    /// Reads a file. `name` counts only by its ending, and only that goes to the child. Nothing where `stop` was set
    /// meanwhile.
    pub fn read(&mut self, bytes: &[u8], name: &str, stop: &AtomicBool) -> Result<Option<Outcome>> {
        let ending = ending(name);
        let Some(program) = self.extractor.program.clone() else { return Ok(Some(guarded(bytes, &ending))) };
        if bytes.len() > MOST_BYTES {
            return Ok(Some(Err(read::too_large())));
        }
        let mut running = match self.running.take().filter(|running| running.files < MOST_FILES) {
            Some(running) => running,
            None => start(&program)?,
        };
        let header = serde_json::to_vec(&AskedText {
            text_of: ending,
            length: bytes.len(),
            most_memory: self.extractor.most_memory,
            most_seconds: self.extractor.most_seconds,
        })?;
        let mut heard = converse(&mut running, &header, bytes, &self.extractor, stop);
        // A child that has read others before may have been ended since, or be full of them: the file is to blame only where a
        // fresh one fails on it too.
        if running.files > 1 && matches!(heard, Heard::Ended | Heard::TooLong) {
            running = start(&program)?;
            heard = converse(&mut running, &header, bytes, &self.extractor, stop);
        }
        Ok(match heard {
            Heard::Outcome(outcome) => {
                self.running = Some(running);
                Some(outcome)
            }
            Heard::Stopped => None,
            Heard::Ended => Some(Err(ended(&mut running.child))),
            Heard::TooLong => Some(Err(NoText::new(
                Why::Damaged,
                format!(
                    "reading it took longer than {} seconds and was stopped. Open it in its program",
                    self.extractor.patience.as_secs()
                ),
            ))),
            Heard::TooMuch => Some(Err(NoText::new(
                Why::TooLarge,
                format!(
                    "more than {} MB of text came out of it. Open it in its program",
                    self.extractor.most_said >> 20
                ),
            ))),
        })
    }
}

/// The ending of a name in lower case, where it is one.
fn ending(name: &str) -> String {
    let end = name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase()).unwrap_or_default();
    if end.len() <= 8 && end.bytes().all(|byte| byte.is_ascii_alphanumeric()) { end } else { String::new() }
}

enum Heard {
    Outcome(Outcome),
    Stopped,
    Ended,
    TooLong,
    TooMuch,
}

fn start(program: &Path) -> Result<Running> {
    let failed = |what: &str| {
        Error::Broken(format!("the part of the program that reads files could not be started: {what}"))
    };
    let mut command = Command::new(program);
    command.arg(VERB).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    #[cfg(unix)]
    command.env_clear();
    let mut child = command.spawn().map_err(|e| failed(&e.to_string()))?;
    let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(failed("it has no way in"));
    };
    // Bounded, so that a child that says too much waits for the reader that counts it.
    let (tell, said) = mpsc::sync_channel(4);
    let listening = std::thread::Builder::new().name("texts".into()).spawn(move || hear(stdout, &tell));
    listening.map_err(|e| failed(&e.to_string()))?;
    Ok(Running { child, stdin, said, files: 0 })
}

/// Passes on what the child says until it ends or says what is no line of ours. Lines that came in one piece go on in one
/// piece: to wake whoever listens for each of them takes longer than to read the file.
fn hear(stdout: ChildStdout, tell: &mpsc::SyncSender<Batch>) {
    let mut lines = BufReader::with_capacity(PIECE, stdout);
    let mut line = Vec::new();
    let mut batch = (Vec::new(), 0);
    loop {
        line.clear();
        let read = (&mut lines).take(MOST_LINE).read_until(b'\n', &mut line);
        let is_whole = matches!(read, Ok(length) if length > 0 && line.ends_with(b"\n"));
        let said = if is_whole { serde_json::from_slice(&line).ok() } else { None };
        let goes_on = said.is_some();
        batch.0.extend(said);
        batch.1 += line.len();
        // What was said before the end still counts.
        if goes_on && lines.buffer().contains(&b'\n') {
            continue;
        }
        if tell.send(std::mem::take(&mut batch)).is_err() || !goes_on {
            return;
        }
    }
}

fn converse(
    running: &mut Running,
    header: &[u8],
    bytes: &[u8],
    limits: &Extractor,
    stop: &AtomicBool,
) -> Heard {
    running.files += 1;
    let Running { child, stdin, said, .. } = running;
    std::thread::scope(|scope| {
        // A child that stops reading early is heard to end; a broken pipe is no error here.
        scope.spawn(move || {
            let _said_elsewhere = stdin
                .write_all(header)
                .and_then(|()| stdin.write_all(b"\n"))
                .and_then(|()| stdin.write_all(bytes))
                .and_then(|()| stdin.flush());
        });
        let heard = listen(said, limits, stop);
        if !matches!(heard, Heard::Outcome(_) | Heard::Ended) {
            // Without the child the pipe ends, and with it the thread that writes.
            let _ended_already = child.kill();
        }
        heard
    })
}

fn listen(said: &Receiver<Batch>, limits: &Extractor, stop: &AtomicBool) -> Heard {
    let until = Instant::now() + limits.patience;
    let (mut text, mut heard) = (Text::default(), 0_u64);
    loop {
        if stop.load(Ordering::Relaxed) {
            return Heard::Stopped;
        }
        match said.recv_timeout(LOOK) {
            Ok((lines, length)) => {
                heard += length as u64;
                if heard > limits.most_said {
                    return Heard::TooMuch;
                }
                for line in lines {
                    match line {
                        Said::Passage(passage) => text.passages.push(passage),
                        Said::Note(note) => text.notes.push(note),
                        // Nothing follows: the child is asked for the next file only when this one is heard.
                        Said::Text(kind) => return Heard::Outcome(Ok(Text { kind, ..text })),
                        Said::None(none) => return Heard::Outcome(Err(none)),
                    }
                }
            }
            Err(RecvTimeoutError::Timeout) if Instant::now() > until => return Heard::TooLong,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Heard::Ended,
        }
        if Instant::now() > until {
            return Heard::TooLong;
        }
    }
}

/// Why a child ended that had not said all. A child that still runs has said what is no line of ours: it is ended.
fn ended(child: &mut Child) -> NoText {
    if let Ok(None) = child.try_wait() {
        std::thread::sleep(LOOK);
        let _ended_already = child.kill();
    }
    let how = stopped_by(child.wait().ok());
    NoText::new(Why::Damaged, format!("{how}. Open it in its program"))
}

/// What ended a child, as far as the system tells.
fn stopped_by(status: Option<ExitStatus>) -> &'static str {
    #[cfg(unix)]
    if let Some(signal) = status.as_ref().and_then(std::os::unix::process::ExitStatusExt::signal) {
        return match signal {
            libc::SIGXCPU => "reading it took too much of the processor's time and was stopped",
            _memory_or_stack => "reading it took more memory than a file may take and was stopped",
        };
    }
    let _no_more_is_told = status;
    "the file defeats the reader, which stopped"
}

/// Reads a file in this process; a reader that stops is a file that defeats it.
fn guarded(bytes: &[u8], ending: &str) -> Outcome {
    std::panic::catch_unwind(|| read::read(bytes, ending)).unwrap_or_else(|_stopped| {
        Err(NoText::new(Why::Damaged, "the file defeats the reader, which stopped. Open it in its program"))
    })
}

/// The child's side: answers file after file until nothing more is asked.
pub(super) fn serve(first: AskedText, heard: &mut impl BufRead, out: &mut impl Write) -> std::io::Result<()> {
    limits::set_memory(first.most_memory);
    let mut asked = first;
    loop {
        limits::allow(asked.most_seconds);
        let mut file = Vec::new();
        (&mut *heard).take(asked.length as u64).read_to_end(&mut file)?;
        answer(guarded(&file, &asked.text_of), out)?;
        out.flush()?;
        let mut head = Vec::new();
        if (&mut *heard).take(MOST_LINE).read_until(b'\n', &mut head)? == 0 {
            return Ok(());
        }
        asked = serde_json::from_slice(&head)?;
    }
}

fn answer(outcome: Outcome, out: &mut impl Write) -> std::io::Result<()> {
    match outcome {
        Ok(text) => {
            for note in text.notes {
                super::child::line(out, &Said::Note(note))?;
            }
            for passage in text.passages {
                super::child::line(out, &Said::Passage(passage))?;
            }
            super::child::line(out, &Said::Text(text.kind))
        }
        Err(none) => super::child::line(out, &Said::None(none)),
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A reader whose child is this script.
    fn reader(folder: &Path, script: &str) -> TextReader {
        let path = folder.join("child");
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        TextReader::new(Extractor::with(&path))
    }

    fn outcome(reader: &mut TextReader) -> Outcome {
        reader.read(b"words", "note.txt", &AtomicBool::new(false)).unwrap().unwrap()
    }

    #[test]
    fn a_file_is_not_blamed_for_a_child_that_ended_before_it() {
        let home = tempfile::tempdir().unwrap();
        // Answers one file and ends, as one does that is full of what it has read.
        let mut weary = reader(home.path(), r#"read head; echo '{"text":"Plain text"}'"#);
        for _ in 0..3 {
            assert_eq!(outcome(&mut weary).unwrap().kind, "Plain text");
        }
    }

    #[test]
    fn a_file_that_ends_a_fresh_child_is_blamed() {
        let home = tempfile::tempdir().unwrap();
        let seen = home.path().join("seen");
        // The first file is read; every later one ends its child, which is told by a file of its own.
        let script = format!(
            r#"read head; if [ -e '{0}' ]; then exit 1; fi; : > '{0}'; echo '{{"text":"Plain text"}}'; read rest"#,
            seen.display()
        );
        let mut reader = reader(home.path(), &script);
        assert!(outcome(&mut reader).is_ok());
        assert_eq!(outcome(&mut reader).unwrap_err().why, Why::Damaged);
    }
}
