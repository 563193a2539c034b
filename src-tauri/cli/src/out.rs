//! What the program says on standard output. Where nobody reads any more, as after `| head`, the program ends quietly; what
//! cannot be written for any other reason is said and is a failure. Refuses to know what is said.

use std::fmt::Display;
use std::io::{ErrorKind, Result, Write};

use portfolio::error::Sort;

/// Says one line on standard output, as `println!` does.
macro_rules! tell {
    ($($words:tt)*) => { $crate::out::line(format_args!($($words)*), 0) };
}

/// Writes a line to standard output. Whoever closed it has read enough: the program then ends with the exit code of what it has
/// done, which is recorded already.
pub fn line(words: impl Display, code: u8) {
    let Err(error) = put(words) else { return };
    if error.kind() == ErrorKind::BrokenPipe {
        std::process::exit(code.into());
    }
    aside(&format!("What was asked for could not be written out: {error}"));
    aside("→ See that there is room where the output goes; what was recorded stays.");
    std::process::exit(if code == 0 { Sort::Failed as i32 } else { code.into() });
}

/// Says one line on standard error. Where nobody hears that either, there is nobody left to tell.
pub fn aside(words: &str) {
    let _unheard = writeln!(std::io::stderr(), "{words}");
}

fn put(words: impl Display) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{words}")?;
    out.flush()
}
