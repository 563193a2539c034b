//! Reading a folder in a terminal: how far it is, on one line that is written over, and Ctrl+C, which stops it and keeps
//! what is on record. Refuses to know what a reading does.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use portfolio::api::Session;
use portfolio::error::Failure;
use portfolio::evidence::task::{Progress, Task};
use serde_json::Value;

use crate::say;

/// What shells answer for a program that Ctrl+C ended.
const INTERRUPTED: u8 = 130;

/// Runs the command; its answer says what was read, also when it was stopped.
pub fn read(session: &mut Session, name: &str, request: Value, json: bool) -> Result<ExitCode, Failure> {
    let shown = !json && std::io::stderr().is_terminal();
    let task = Task::new(move |progress| {
        if shown {
            // A terminal that has gone needs no word.
            let _ = write!(std::io::stderr(), "\r{:<70}", line(progress));
        }
    });
    let stop = task.clone();
    // Where the system gives no handler Ctrl+C ends the program at once, and what is on record stays all the same.
    let _ = ctrlc::set_handler(move || stop.stop());
    session.attend(task);
    let answer = session.call(name, request);
    if shown {
        let _ = write!(std::io::stderr(), "\r{:<70}\r", "");
    }
    let answer = answer?;
    let code = if answer["stopped"] == true { INTERRUPTED } else { 0 };
    say::answer_with(json, name, &answer, code)?;
    Ok(ExitCode::from(code))
}

fn line(progress: Progress) -> String {
    if progress.of == 0 {
        return format!("{} files found; Ctrl+C stops", progress.met);
    }
    let megabytes = |bytes: u64| bytes / 1_000_000;
    format!(
        "{} of {} files, {} of {} MB; Ctrl+C stops and keeps what is read",
        progress.files,
        progress.of,
        megabytes(progress.bytes),
        megabytes(progress.of_bytes)
    )
}
