//! The child's side: options and bytes come in, JSON lines go out. Refuses to know where the bytes come from.

use std::io::{BufRead, BufWriter, Read, Write};
use std::process::ExitCode;

use super::texts::{self, AskedText};
use super::{ANSWERS, Asked, Said, Task, VERB, limits};
use crate::error::Error;
use crate::evidence::preview;
use crate::unit::import::open::{Opened, open};
use crate::unit::import::read::MOST_BYTES;

/// What a person says of a file is short.
const MOST_HEAD: u64 = 1 << 20;

/// First thing in `main` of every host: where the program was started as an extractor it does that work and gives the
/// exit code; else none, and the host is known to answer the verb.
#[must_use]
pub fn run_if_asked() -> Option<ExitCode> {
    if std::env::args_os().nth(1).is_none_or(|verb| verb != VERB) || std::env::args_os().len() != 2 {
        let _known_already = ANSWERS.set(());
        return None;
    }
    Some(if work().is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn work() -> std::io::Result<()> {
    let mut heard = std::io::stdin().lock();
    let mut head = Vec::new();
    (&mut heard).take(MOST_HEAD).read_until(b'\n', &mut head)?;
    if let Ok(asked) = serde_json::from_slice::<AskedText>(&head) {
        let mut out = BufWriter::new(std::io::stdout().lock());
        return texts::serve(asked, &mut heard, &mut out);
    }
    let asked: Asked = serde_json::from_slice(&head)?;
    // Before a byte of the file is looked at.
    limits::set(asked.most_memory, asked.most_seconds);
    let mut file = Vec::new();
    // One byte more than is taken, so that the reader can say that it is too much.
    heard.take(MOST_BYTES as u64 + 1).read_to_end(&mut file)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let options = match asked.task {
        Task::UnitText(options) => options,
        Task::Preview { ending } => {
            line(&mut out, &Said::Preview(Box::new(preview::read(&file, &ending))))?;
            return out.flush();
        }
    };
    match open(&file, None, &options) {
        Ok(Opened::Document(kind, document)) => {
            for note in document.notes {
                line(&mut out, &Said::Note(note))?;
            }
            for block in document.blocks {
                line(&mut out, &Said::Block(block))?;
            }
            line(&mut out, &Said::Document(kind))?;
        }
        Ok(Opened::Sheets(sheets, reading)) => {
            line(&mut out, &Said::Sheets(sheets))?;
            line(&mut out, &Said::Reading(Box::new(reading)))?;
        }
        Ok(Opened::Reading(reading)) => line(&mut out, &Said::Reading(Box::new(reading)))?,
        Err(Error::UnitText(message)) => line(&mut out, &Said::Error(message))?,
        Err(other) => line(&mut out, &Said::Error(other.to_string()))?,
    }
    out.flush()
}

/// Says one line.
pub(super) fn line(out: &mut impl Write, said: &impl serde::Serialize) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, said)?;
    out.write_all(b"\n")
}
