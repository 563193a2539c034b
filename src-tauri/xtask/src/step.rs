//! Steps with a name and a time, and the commands in them. A step that fails ends the run with what to do.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

/// Done, or why not and what to do.
pub type Outcome<T = ()> = Result<T, String>;

/// What was done so far, and how long each step took.
pub struct Steps {
    start: Instant,
    done: Vec<(String, Duration)>,
}

impl Default for Steps {
    fn default() -> Steps {
        Steps { start: Instant::now(), done: Vec::new() }
    }
}

impl Steps {
    /// Does one step, says its name before and its time after.
    pub fn run<T>(&mut self, name: &str, work: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
        println!("\n── {name}");
        let start = Instant::now();
        let result = work().map_err(|why| format!("{name}: {why}"))?;
        let took = start.elapsed();
        println!("   {name}: {}", spoken(took));
        self.done.push((name.to_owned(), took));
        Ok(result)
    }

    /// Prints all times and one closing line.
    pub fn close(self, outcome: Outcome) -> ExitCode {
        println!();
        for (name, took) in &self.done {
            println!("{:>9}  {name}", spoken(*took));
        }
        let total = spoken(self.start.elapsed());
        match outcome {
            Ok(()) => {
                println!("{total:>9}  all done");
                ExitCode::SUCCESS
            }
            Err(why) => {
                println!("{total:>9}  stopped");
                eprintln!("\n{why}");
                ExitCode::FAILURE
            }
        }
    }
}

fn spoken(time: Duration) -> String {
    match time.as_secs() {
        0..60 => format!("{:.1} s", time.as_secs_f64()),
        seconds => format!("{} m {:02} s", seconds / 60, seconds % 60),
    }
}

/// The folder that holds everything.
pub fn root() -> PathBuf {
    // Cargo sets it for a program that it runs; the other is where this program was built.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&package).ancestors().nth(2).map(Path::to_owned).unwrap_or_default()
}

/// Where builds and everything that can be deleted go.
pub fn target() -> PathBuf {
    root().join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// A command in the root folder.
pub fn command(program: impl AsRef<OsStr>, words: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(words).current_dir(root());
    command
}

/// Runs cargo.
pub fn cargo(words: &[&str]) -> Outcome {
    must(&mut command("cargo", words))
}

/// Runs a command whose output the person sees; anything but success is a failure.
pub fn must(command: &mut Command) -> Outcome {
    let shown = shown(command);
    println!("   {shown}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{shown}` ended with {status}")),
        Err(error) => Err(format!("`{shown}` could not start: {error}")),
    }
}

/// What a command prints, or `None` when it cannot be run or fails.
pub fn answer(program: impl AsRef<OsStr>, words: &[&str]) -> Option<String> {
    let output = command(program, words).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A command as a person would type it in the root folder.
fn shown(command: &Command) -> String {
    let here = format!("{}/", root().display());
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| quoted(word.to_string_lossy().replace(&here, ""))).collect::<Vec<_>>().join(" ")
}

fn quoted(word: String) -> String {
    if word.contains(char::is_whitespace) { format!("'{word}'") } else { word }
}

/// Turns an input or output error into words with the path in it.
pub fn at(path: &Path) -> impl FnOnce(std::io::Error) -> String {
    move |error| format!("{}: {error}", path.display())
}
