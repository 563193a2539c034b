//! What the hard stories share: machines that are processes of the program, the Python verifier, and chance that can be
//! had again. Knows no rule of assessment and nothing of what a journal holds.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use portfolio::installation;
use serde_json::{Value, json};

use crate::people::program;

/// One machine: a centre file, the program's own folder, and the program as a process.
pub struct Machine {
    folder: PathBuf,
}

impl Machine {
    /// A machine that keeps everything below `folder`.
    pub fn at(folder: &Path) -> Machine {
        std::fs::create_dir_all(folder).expect("a folder for a machine");
        Machine { folder: folder.to_owned() }
    }

    /// Its centre file.
    pub fn workspace(&self) -> PathBuf {
        self.folder.join("workspace")
    }

    /// A file or folder of this machine.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The program on this machine, not yet started.
    pub fn program(&self, words: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.env(installation::HOME, self.folder.join("home")).stdin(Stdio::null());
        command.arg("--workspace").arg(self.workspace()).arg("--json").args(words);
        command
    }

    /// Exit code and JSON answer of the program.
    pub fn tries(&self, words: &[&str]) -> (i32, Value) {
        let output = self.program(words).output().expect("the program starts");
        let said = String::from_utf8_lossy(&output.stdout);
        let answer = serde_json::from_str(&said).unwrap_or_else(|e| {
            panic!("{words:?} said {said:?} ({e}): {}", String::from_utf8_lossy(&output.stderr))
        });
        (output.status.code().unwrap_or(-1), answer)
    }

    /// The data that the program answers; it must succeed.
    pub fn says(&self, words: &[&str]) -> Value {
        let (code, mut answer) = self.tries(words);
        assert_eq!(code, 0, "{words:?}: {answer}");
        answer["data"].take()
    }

    /// A centre with one assessor who can sign.
    pub fn with_centre(folder: &Path, centre: &str, person: &str) -> Machine {
        let machine = Machine::at(folder);
        std::fs::write(machine.path("password"), crate::people::PASSWORD).expect("a password file");
        let password = machine.path("password");
        machine.says(&["init", "--centre", centre]);
        let password = password.to_str().expect("a Unicode path");
        machine.says(&["person", "add", person, "--role", "assessor", "--passphrase-file", password]);
        machine
    }
}

/// Runs the Python verifier over journal files. `None`, said loudly, where there is no python3; on CI that is a failure.
pub fn verifier(files: &[&Path]) -> Option<Output> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("verifier/verify_journal.py");
    match Command::new("python3").arg(script).args(files).output() {
        Ok(output) => Some(output),
        Err(error) => {
            let text = format!("python3 cannot be run ({error}): the journal was NOT verified independently");
            assert!(std::env::var_os("CI").is_none_or(|ci| ci.is_empty()), "{text}");
            aloud(&text);
            None
        }
    }
}

/// Asserts that the Python verifier finds a journal sound; returns what it counted.
pub fn is_sound(file: &Path) -> String {
    let Some(output) = verifier(&[file]) else { return "not verified".into() };
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    assert_eq!(output.status.code(), Some(0), "{said} {}", String::from_utf8_lossy(&output.stderr));
    said.rsplit('/').next().unwrap_or_default().to_owned()
}

/// Says a line even when the test passes.
pub fn aloud(text: &str) {
    // Not a print macro: those are swallowed when a test passes.
    let _ = writeln!(std::io::stderr(), "\n{text}");
}

/// The seed of chance: `PORTFOLIO_SEED`, else a fresh one. Whoever uses it prints it.
pub fn seed() -> u64 {
    number("PORTFOLIO_SEED").unwrap_or_else(|| fastrand::u64(..))
}

/// A whole number from the environment.
pub fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|e| panic!("{name}={text}: {e}")))
}

/// A portfolio as shown, without what belongs to one machine: its folder, its undo, what it last looked at, and which
/// files and copies it holds.
pub fn shared(mut shown: Value) -> Value {
    for own in ["folder", "undo", "redo", "may", "seen"] {
        shown[own] = Value::Null;
    }
    without(&mut shown, &["file", "modified", "kept", "paper"]);
    shown
}

fn without(value: &mut Value, names: &[&str]) {
    match value {
        Value::Object(map) => map.iter_mut().for_each(|(name, inner)| {
            if names.contains(&name.as_str()) { *inner = json!(null) } else { without(inner, names) }
        }),
        Value::Array(list) => list.iter_mut().for_each(|inner| without(inner, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
