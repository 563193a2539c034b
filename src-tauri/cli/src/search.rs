//! Searching the text of evidence in a terminal. Texts that wait are read first, with a line of progress.

use std::io::{IsTerminal, Write};

use clap::{Args, Subcommand};
use portfolio::api::Session;
use portfolio::error::Failure;
use serde_json::{Value, json};

use crate::say::{self, text as word, who};

/// A search.
#[derive(Debug, Args)]
pub struct Search {
    /// What to look for, as one argument
    query: String,
    /// Only in this learner's portfolio [default: in all]
    #[arg(long)]
    learner: Option<String>,
    /// Items to show at most
    #[arg(long, default_value_t = 20)]
    most: u32,
    /// Items to pass over
    #[arg(long, default_value_t = 0)]
    from: u32,
    /// Do not read texts that wait first
    #[arg(long)]
    as_it_is: bool,
}

/// The text of evidence.
#[derive(Debug, Subcommand)]
pub enum Text {
    /// Read all texts that wait; Ctrl+C keeps what is read
    Read,
    /// How far texts are read, and which items of a learner have none
    Status {
        /// Learner
        learner: Option<String>,
    },
    /// Show the text of an item with its places
    Show {
        /// Learner
        learner: String,
        /// Reference, file name or id
        evidence: String,
    },
}

/// Searches.
pub fn search(session: &mut Session, wanted: &Search, json: bool) -> Result<(), Failure> {
    if !wanted.as_it_is {
        read_all(session)?;
    }
    let request =
        json!({"learner": wanted.learner, "query": wanted.query, "from": wanted.from, "most": wanted.most});
    say::answer(json, "search", &session.call("search", request)?)
}

/// Reads, tells or shows texts.
pub fn text(session: &mut Session, verb: &Text, json: bool) -> Result<(), Failure> {
    match verb {
        Text::Read => {
            read_all(session)?;
            say::answer(json, "text.status", &session.call("text.status", json!({}))?)
        }
        Text::Status { learner } => {
            say::answer(json, "text.status", &session.call("text.status", json!({"learner": learner}))?)
        }
        Text::Show { learner, evidence } => {
            let request = json!({"learner": learner, "evidence": evidence});
            say::answer(json, "text.show", &session.call("text.show", request)?)
        }
    }
}

/// Reads what waits, a stretch at a time, until nothing more can be read.
fn read_all(session: &mut Session) -> Result<(), Failure> {
    let mut before = None;
    loop {
        let status = session.call("text.read", json!({}))?;
        let done = status["read"].as_u64().unwrap_or(0) + status["without"].as_u64().unwrap_or(0);
        let waiting = status["waiting"].as_u64().unwrap_or(0);
        // Files that cannot be reached wait on.
        if waiting == 0 || before == Some(done) {
            return Ok(());
        }
        before = Some(done);
        let mut out = std::io::stderr();
        if out.is_terminal() {
            // A terminal that is gone does not matter to the reading.
            let _ = write!(out, "\rreading text: {done} of {} files ", done + waiting);
            let _ = out.flush();
        }
    }
}

/// What was found, a few lines an item.
pub fn hits(data: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    if !data["hint"].is_null() {
        return vec![word(&data["hint"])];
    }
    for hit in data["hits"].as_array().into_iter().flatten() {
        let reference = word(&hit["reference"]);
        let name = if reference.is_empty() {
            word(&hit["title"])
        } else {
            format!("{reference} {}", word(&hit["title"]))
        };
        let place = word(&hit["place"]);
        let place = if place.is_empty() { String::new() } else { format!(", {place}") };
        lines.push(format!("{}  {name}{place}", who(&hit["learnerName"], &hit["learnerApart"])));
        let snippet: String = hit["snippet"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|piece| {
                if piece["hit"] == true {
                    format!("[{}]", word(&piece["text"]))
                } else {
                    word(&piece["text"])
                }
            })
            .collect();
        if !snippet.is_empty() {
            lines.push(format!("    {snippet}"));
        }
    }
    lines.push(format!("{} files answer, of {} with text", data["files"], data["searched"]));
    if data["waiting"].as_u64().unwrap_or(0) > 0 {
        lines.push(format!("{} files are not read yet", data["waiting"]));
    }
    lines
}

/// How far reading has come.
pub fn status(data: &Value) -> Vec<String> {
    let mut lines = vec![format!(
        "{} files with text, {} without, {} not read yet",
        data["read"], data["without"], data["waiting"]
    )];
    lines.extend(say::list(&data["items"], |item| {
        format!("{}  {}", word(&item["name"]), word(&item["reason"]))
    }));
    lines
}

/// The text of an item.
pub fn shown(data: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for file in data.as_array().into_iter().flatten() {
        lines.push(format!("{}{}", word(&file["kind"]), word(&file["reason"])));
        lines.extend(say::list(&file["notes"], |note| format!("note: {}", word(note))));
        lines
            .extend(say::list(&file["passages"], |p| format!("{}\t{}", word(&p["place"]), word(&p["text"]))));
    }
    lines
}
