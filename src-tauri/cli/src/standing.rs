//! Countersignatures, releases, claims and certificates in a terminal. Refuses to know what may stand in the way.

use std::path::PathBuf;

use clap::Subcommand;
use portfolio::error::Failure;
use serde_json::{Value, json};

use crate::run::passphrase;
use crate::say::{day, list, text, who};

/// What becomes of a trainee's work, and of a unit after its sign-off.
#[derive(Debug, Subcommand)]
pub enum Standing {
    /// Countersign a trainee's decisions: LEARNER UNIT [AC…]
    Countersign {
        /// Learner
        learner: String,
        /// Unit
        unit: String,
        /// Criteria; every decision of a trainee that waits when none is named
        codes: Vec<String>,
        /// File that holds the signing password
        #[arg(long)]
        passphrase_file: PathBuf,
    },
    /// Countersign a trainee's signed sampling record
    CountersignSample {
        /// Sample: number or id
        sample: String,
        /// File that holds the signing password
        #[arg(long)]
        passphrase_file: PathBuf,
        /// Learner, where sample numbers are not unique
        #[arg(long)]
        learner: Option<String>,
    },
    /// Release a signed unit as not sampled under the plan
    Release {
        /// Learner
        learner: String,
        /// Unit
        unit: String,
        /// Why the plan leaves it out
        #[arg(long)]
        reason: String,
        /// File that holds the signing password
        #[arg(long)]
        passphrase_file: PathBuf,
    },
    /// Claim units from the awarding organisation: LEARNER UNIT…
    Claim {
        /// Learner
        learner: String,
        /// Units
        #[arg(required = true)]
        unit: Vec<String>,
        /// Reference of the batch
        #[arg(long)]
        batch: String,
        /// Date of the claim, YYYY-MM-DD [default: today]
        #[arg(long)]
        date: Option<String>,
        /// Claim this qualification whole: number, title or id
        #[arg(long)]
        qualification: Option<String>,
    },
    /// Record the certificate of claimed units: LEARNER UNIT…
    Certificate {
        /// Learner
        learner: String,
        /// Units
        #[arg(required = true)]
        unit: Vec<String>,
        /// Number of the certificate
        #[arg(long)]
        number: String,
        /// Date on it, YYYY-MM-DD [default: today]
        #[arg(long)]
        date: Option<String>,
    },
    /// Take a release, a claim or a certificate back
    TakeBack {
        /// Learner
        learner: String,
        /// Its id, as `status` shows it
        id: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// How far each unit of a learner is, and what stands in the way of a claim
    Status {
        /// Learner
        learner: String,
        /// Say too what stands in the way of claiming this qualification whole: number, title or id
        #[arg(long)]
        qualification: Option<String>,
    },
    /// Every signed unit of every learner, and what stands in the way of a claim
    Claims,
    /// Record whether the centre holds direct claim status with a board
    DirectClaim {
        /// Board, as the unit texts name it
        board: String,
        /// It is lost, or was never given
        #[arg(long)]
        not_held: bool,
        /// Who said so: the visitor, a letter
        #[arg(long)]
        source: String,
        /// Since when, YYYY-MM-DD [default: today]
        #[arg(long)]
        date: Option<String>,
        /// Of this qualification alone: number, title or id
        #[arg(long)]
        qualification: Option<String>,
    },
}

/// The command that a verb stands for.
pub fn command(verb: &Standing) -> Result<(&'static str, Value), Failure> {
    Ok(match verb {
        Standing::Countersign { learner, unit, codes, passphrase_file } => {
            let codes = (!codes.is_empty()).then(|| codes.join(","));
            let password = passphrase(passphrase_file)?;
            ("countersign", json!({"learner": learner, "unit": unit, "codes": codes, "password": password}))
        }
        Standing::CountersignSample { sample, passphrase_file, learner } => {
            let password = passphrase(passphrase_file)?;
            ("sample.countersign", json!({"learner": learner, "sample": sample, "password": password}))
        }
        Standing::Release { learner, unit, reason, passphrase_file } => {
            let password = passphrase(passphrase_file)?;
            (
                "unit.release",
                json!({"learner": learner, "unit": unit, "reason": reason, "password": password}),
            )
        }
        Standing::Claim { learner, unit, batch, date, qualification } => {
            let request = json!({
                "learner": learner, "units": unit, "batch": batch, "date": date, "qualification": qualification,
            });
            ("claim.make", request)
        }
        Standing::Certificate { learner, unit, number, date } => {
            let request = json!({"learner": learner, "units": unit, "number": number, "date": date});
            ("certificate.record", request)
        }
        Standing::TakeBack { learner, id, reason } => {
            ("status.takeBack", json!({"learner": learner, "statement": id, "reason": reason}))
        }
        Standing::Status { learner, qualification } => {
            ("status.show", json!({"learner": learner, "qualification": qualification}))
        }
        Standing::Claims => ("claim.list", json!({})),
        Standing::DirectClaim { board, not_held, source, date, qualification } => {
            let request = json!({
                "board": board, "holds": !not_held, "source": source, "date": date, "qualification": qualification,
            });
            ("directClaim.state", request)
        }
    })
}

/// An answer in lines of words.
pub fn words(name: &str, data: &Value) -> Vec<String> {
    match name {
        "countersign" => {
            let waits = list(&data["countersign"]["codes"], text);
            let rest = if waits.is_empty() {
                String::new()
            } else {
                format!("; still waiting: {}", waits.join(", "))
            };
            vec![format!("countersigned in {}{rest}", text(&data["unitTitle"]))]
        }
        "status.show" => data["units"].as_array().into_iter().flatten().flat_map(standing).collect(),
        _claims => data
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|line| {
                let mut lines = standing(&line["standing"]);
                if let Some(first) = lines.first_mut() {
                    *first = format!("{}  {first}", who(&line["learnerName"], &line["learnerApart"]));
                }
                lines
            })
            .collect(),
    }
}

fn standing(unit: &Value) -> Vec<String> {
    let mut lines = vec![format!(
        "{}  {}  {}  direct claim status {}",
        text(&unit["handle"]),
        text(&unit["status"]),
        text(&unit["board"]),
        text(&unit["directClaimWords"])
    )];
    lines.extend(list(&unit["steps"], |s| format!("  {}", text(s))));
    let release = &unit["release"];
    if !release.is_null() {
        lines.push(format!("  release {}", text(&release["statement"])));
    }
    for claim in unit["claims"].as_array().into_iter().flatten() {
        lines.push(format!("  claim {}", text(&claim["statement"])));
        let certificate = &claim["certificate"];
        if !certificate.is_null() {
            lines.push(format!("  certificate {}", text(&certificate["statement"])));
        }
        if !claim["stale"].is_null() {
            lines.push(format!("  note: {}", text(&claim["stale"])));
        }
    }
    if unit["claims"].as_array().is_none_or(Vec::is_empty) {
        lines.extend(list(&unit["obstacles"], |o| format!("  no claim yet: {}", text(&o["text"]))));
    }
    lines.extend(list(&unit["warnings"], |w| format!("  note: {}", text(w))));
    let kept = &unit["kept"];
    if !kept.is_null() {
        for (field, what) in [("evidenceUntil", "evidence"), ("recordsUntil", "records")] {
            if !kept[field].is_null() {
                lines.push(format!("  keep {what} until {}", day(&kept[field])));
            }
        }
        lines.push(format!("  {}", text(&kept["rule"])));
    }
    lines
}
