//! `cargo xtask fuzz`: builds the program that mutates files, with counters in the core library, and runs it. Refuses to
//! know how files are mutated and what the counters mean.

use std::process::{Command, ExitCode};

use crate::step::{self, Outcome, Steps};

/// Set while this program stands in for the compiler.
pub const WRAPS: &str = "PORTFOLIO_COUNTS_REGIONS";

/// What makes the stable compiler count the regions that are reached: the pass that fuzzers use, one byte a region.
const COUNTERS: [&str; 5] = [
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=3",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Ccodegen-units=1",
];

/// Builds and runs; the words go on to the program that mutates.
pub fn run(steps: &mut Steps, words: &[&str]) -> Outcome {
    steps.run("Mutated files", || {
        let own = std::env::current_exe().map_err(|error| format!("this program is not found: {error}"))?;
        let build = [
            "run",
            "--release",
            "--package",
            "journeys",
            "--bin",
            "fuzz",
            "--target-dir",
            "target/fuzz",
            "--",
        ];
        let mut cargo = step::command("cargo", &[&build, words].concat());
        // Sums that overflow and broken assumptions are to be found as well; symbols name the regions.
        for (name, value) in
            [("LTO", "off"), ("STRIP", "none"), ("OVERFLOW_CHECKS", "true"), ("DEBUG_ASSERTIONS", "true")]
        {
            cargo.env(format!("CARGO_PROFILE_RELEASE_{name}"), value);
        }
        cargo.env("RUSTC_WORKSPACE_WRAPPER", own).env(WRAPS, "1");
        step::must(&mut cargo)
    })
}

/// In the compiler's place: the core library with counters, all else as it is.
pub fn compile(words: &[&str]) -> ExitCode {
    let Some((compiler, rest)) = words.split_first() else { return ExitCode::from(2) };
    let mut command = Command::new(compiler);
    command.args(rest);
    if rest.windows(2).any(|pair| pair == ["--crate-name", "portfolio"])
        && rest.iter().all(|word| *word != "--test")
    {
        command.args(COUNTERS);
    }
    match command.status() {
        Ok(status) => ExitCode::from(u8::try_from(status.code().unwrap_or(101)).unwrap_or(101)),
        Err(error) => {
            eprintln!("{compiler} could not be started: {error}");
            ExitCode::from(101)
        }
    }
}
