//! Scans of papers signed in ink, in a terminal. Refuses to know what a scan is.

use std::path::PathBuf;

use clap::Subcommand;
use portfolio::error::Failure;
use portfolio::inked::page::Hand;
use serde_json::{Value, json};

use crate::run::absolute;
use crate::say::{list, text};
use crate::usage;

/// Inked pages of a unit that is signed off.
#[derive(Debug, Subcommand)]
pub enum Inked {
    /// Attach the scan of a page that was printed and signed with a pen: PDF, PNG or JPEG
    Attach {
        /// Learner
        learner: String,
        /// Unit
        unit: String,
        /// The scan; a copy is kept
        file: PathBuf,
        /// Whose signatures it carries: learner,assessor,countersigner,iv,countersigning-iv,visitor
        #[arg(long, value_delimiter = ',', required = true)]
        signed: Vec<String>,
        /// Date on which it was received, YYYY-MM-DD [default: today]
        #[arg(long)]
        received: Option<String>,
    },
    /// List the inked pages of a unit
    List {
        /// Learner
        learner: String,
        /// Unit
        unit: String,
    },
    /// Withdraw an inked page; its copy stays
    Withdraw {
        /// Learner
        learner: String,
        /// Id, as the list shows it
        page: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Write the kept copy of an inked page to a file
    Save {
        /// Learner
        learner: String,
        /// Id, as the list shows it
        page: String,
        /// File
        #[arg(short, long)]
        out: PathBuf,
    },
}

/// The command that a verb stands for.
pub fn command(verb: &Inked) -> Result<(&'static str, Value), Failure> {
    Ok(match verb {
        Inked::Attach { learner, unit, file, signed, received } => {
            let carries = signed.iter().map(|word| hand(word)).collect::<Result<Vec<Hand>, Failure>>()?;
            let request = json!({
                "learner": learner, "unit": unit, "file": absolute(file), "carries": carries, "received": received,
            });
            ("inkedPage.attach", request)
        }
        Inked::List { learner, unit } => ("inkedPage.list", json!({"learner": learner, "unit": unit})),
        Inked::Withdraw { learner, page, reason } => {
            ("inkedPage.withdraw", json!({"learner": learner, "attached": page, "reason": reason}))
        }
        Inked::Save { learner, page, out } => {
            ("inkedPage.save", json!({"learner": learner, "attached": page, "out": absolute(out)}))
        }
    })
}

fn hand(word: &str) -> Result<Hand, Failure> {
    let known = "learner, assessor, countersigner, iv, countersigning-iv, visitor";
    Hand::parse(word).ok_or_else(|| usage(format!("{word:?} is not one of {known}")))
}

/// Pages, two lines each.
pub fn words(data: &Value) -> Vec<String> {
    list(data, |page| {
        let withdrawn = match page["withdrawn"].as_str() {
            Some(why) => format!("\n  withdrawn: {why}"),
            None => String::new(),
        };
        let kept = if page["paper"].is_null() { "\n  kept on another computer" } else { "" };
        format!("{}\n  {}{kept}{withdrawn}", text(&page["line"]), text(&page["attached"]))
    })
}
