//! `portfolio`: the same commands in a terminal. A support tool, and the interface's development server (`stdio`).
//! Refuses to know any rule: it asks the core and says what the core answers.
#![deny(clippy::print_stdout, reason = "a reader that has gone is no failure: see out.rs")]

// First: its macro is what everything below says its words with.
#[macro_use]
mod out;
mod args;
mod assess;
mod bench;
mod centre;
mod corpus;
mod crosswalk;
mod inked;
mod items;
mod library;
mod nos;
mod papers;
mod people;
mod reading;
mod run;
mod say;
mod search;
mod standing;
mod stdio;
mod story;
mod suggest;
mod suggestions;
mod words;

use std::process::ExitCode;

use clap::Parser;
use portfolio::error::Failure;

fn main() -> ExitCode {
    if let Some(code) = portfolio::extract::run_if_asked() {
        return code;
    }
    let json = std::env::args().any(|a| a == "--json");
    let cli = match args::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() && json => {
            let message =
                error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            say::json_failure(&usage(message));
            return ExitCode::from(2);
        }
        Err(error) => error.exit(),
    };
    match run::run(&cli) {
        Ok(code) => code,
        Err(failure) => {
            say::failure(cli.json, &failure);
            // The exit codes are part of the contract: 1 failed, 2 usage, 3 refused, 4 integrity.
            ExitCode::from(failure.sort as u8)
        }
    }
}

fn usage(message: String) -> Failure {
    Failure {
        code: "usage".into(),
        message,
        hint: Some("portfolio --help says what there is.".into()),
        sort: portfolio::error::Sort::Usage,
    }
}
