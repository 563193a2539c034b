//! Verbs that print or export, as commands of the core. Refuses to know what stands on a paper.

use std::path::Path;

use portfolio::error::Failure;
use portfolio::matrix::out::Format;
use serde_json::{Value, json};

use crate::args::Verb;
use crate::run::absolute;
use crate::usage;

/// A paper, or what a matrix is exported as.
pub fn command(verb: &Verb) -> Result<(&'static str, Value), Failure> {
    if let Verb::Print { kind, learner, batch, unit, from, to, out } = verb {
        let out = absolute(out);
        let request = json!({
            "kind": kind, "learner": learner, "batch": batch, "unit": unit, "from": from, "to": to, "out": out,
        });
        return Ok(("paper.print", request));
    }
    let Verb::Matrix { learner, unit, out, original, verified, superseded, format } = verb else {
        return Err(usage("this verb is no paper".into()));
    };
    if *superseded {
        let out = absolute(out);
        let latest = json!({"learner": learner, "unit": unit, "out": out, "superseded": "latest"});
        return Ok(("matrix.paper", latest));
    }
    matrix((learner, unit), out, format.as_deref(), (*original, *verified))
}

/// The coverage matrix of a unit: a PDF, or the same facts for another program. The format is the one that was named, else the
/// one that the ending of the file says, else PDF.
fn matrix(
    (learner, unit): (&str, &str),
    out: &Path,
    format: Option<&str>,
    (original, verified): (bool, bool),
) -> Result<(&'static str, Value), Failure> {
    let named = match format {
        Some(name) if name.eq_ignore_ascii_case("pdf") => None,
        Some(name) => Some(name.parse::<Format>()?),
        None => out.extension().and_then(|ending| ending.to_str()).and_then(|ending| ending.parse().ok()),
    };
    let out = absolute(out);
    let Some(format) = named else {
        let edition =
            json!({"learner": learner, "unit": unit, "out": out, "original": original, "verified": verified});
        return Ok(("matrix.paper", edition));
    };
    if original || verified {
        return Err(usage(format!(
            "the signed original is a PDF and nothing else; leave --original and --verified out to write the current record as {}",
            format.words()
        )));
    }
    Ok(("matrix.export", json!({"learner": learner, "unit": unit, "format": format, "out": out})))
}
