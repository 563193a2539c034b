//! `portfolio centre`: the centre's own look and rules in a terminal. Refuses to know what they lead to.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use portfolio::error::Failure;
use portfolio::profile::{Declares, Profile};
use serde_json::{Value, json};

use crate::run::absolute;
use crate::say::{list, text};
use crate::usage;

/// The centre's own look and rules.
#[derive(Debug, Subcommand)]
pub enum Centre {
    /// Show the words of each board, how long records are kept, and whether "partially met" is used
    Show,
    /// Change the words of a board; what was signed keeps the words of then
    Words {
        /// pearson, ocr or generic
        profile: String,
        /// The word for whoever is assessed: learner or candidate
        #[arg(long)]
        learner: Option<String>,
        /// What the record of a unit is called on paper
        #[arg(long)]
        title: Option<String>,
        /// Whose declaration (learner, assessor, countersigning-assessor, verifier, countersigning-verifier, claim) and its
        /// text; may be repeated
        #[arg(long, num_args = 2, value_names = ["WHO", "TEXT"])]
        declaration: Vec<String>,
        /// Whose declaration goes back to the shipped text; may be repeated
        #[arg(long, value_name = "WHO")]
        shipped_declaration: Vec<String>,
        /// How many weeks after the certificate the learner's evidence is kept
        #[arg(long, requires = "kept_source")]
        evidence_weeks: Option<i64>,
        /// How many months after the certificate assessment and verification records are kept
        #[arg(long, requires = "kept_source")]
        records_months: Option<i64>,
        /// Who says so
        #[arg(long)]
        kept_source: Option<String>,
        /// Everything goes back to the shipped words first
        #[arg(long)]
        shipped: bool,
    },
    /// Switch "partially met" on or off; what was decided so stays
    PartiallyMet {
        /// on or off
        used: Switch,
    },
    /// The centre's logo at the head of every paper; what was signed keeps the one of then
    #[command(subcommand)]
    Logo(Logo),
    /// Take back the last of your changes here
    Undo,
    /// Do again what was taken back last
    Redo,
}

/// The centre's logo.
#[derive(Debug, Subcommand)]
pub enum Logo {
    /// Choose a PNG or JPEG file; a small copy of its pixels is kept, the file stays where it is
    Set {
        /// The file
        file: PathBuf,
    },
    /// Papers have no logo from now on
    Remove,
    /// Show whether there is a logo, and how large it is
    Show,
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

/// The command that a verb stands for.
pub fn command(centre: &Centre) -> Result<(&'static str, Value), Failure> {
    Ok(match centre {
        Centre::Show => ("centre.look", json!({})),
        Centre::Words {
            profile,
            learner,
            title,
            declaration,
            shipped_declaration,
            evidence_weeks,
            records_months,
            kept_source,
            shipped,
        } => {
            let known = "pearson, ocr, generic";
            let named = Profile::parse(profile);
            let named = named.ok_or_else(|| usage(format!("{profile:?} is not one of these: {known}")))?;
            let mut texts = serde_json::Map::new();
            for pair in declaration.chunks(2) {
                if let [who, text] = pair {
                    if text.trim().is_empty() {
                        return Err(usage(format!(
                            "the declaration of {who} is empty; --shipped-declaration takes it back"
                        )));
                    }
                    texts.insert(whose(who)?, json!(text));
                }
            }
            for who in shipped_declaration {
                texts.insert(whose(who)?, json!(""));
            }
            let keeping = kept_source.as_ref().map(|source| {
                json!({"evidenceWeeks": evidence_weeks, "recordsMonths": records_months, "source": source})
            });
            let request = json!({
                "profile": named, "learner": learner, "matrix": title, "declarations": texts, "keeping": keeping,
                "shipped": shipped,
            });
            ("centre.profile", request)
        }
        Centre::PartiallyMet { used } => ("centre.partiallyMet", json!({"used": *used == Switch::On})),
        Centre::Logo(Logo::Set { file }) => ("centre.logo", json!({"file": absolute(file)})),
        Centre::Logo(Logo::Remove) => ("centre.logoRemove", json!({})),
        Centre::Logo(Logo::Show) => ("centre.look", json!({})),
        Centre::Undo => ("centre.undo", json!({})),
        Centre::Redo => ("centre.redo", json!({})),
    })
}

/// A declaration by the word that a person types, as requests name it.
fn whose(typed: &str) -> Result<String, Failure> {
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "");
    for who in Declares::ALL {
        let name = serde_json::to_value(who).unwrap_or_default().as_str().unwrap_or_default().to_owned();
        if plain(&name) == plain(typed) {
            return Ok(name);
        }
    }
    let known = "learner, assessor, countersigning-assessor, verifier, countersigning-verifier, claim";
    Err(usage(format!("{typed:?} is not one of the declarations: {known}")))
}

/// An answer in lines of words.
pub fn words(data: &Value) -> Vec<String> {
    let mut lines: Vec<String> =
        data["profiles"].as_array().into_iter().flatten().flat_map(profile).collect();
    let used = if data["partiallyMet"] == true { "used" } else { "not used" };
    lines.push(format!("\"Partially met\" is {used} in this centre."));
    lines.push(logo(data));
    lines
}

fn logo(data: &Value) -> String {
    let logo = &data["logo"];
    if data["logoDisputed"] == true {
        "Two desks chose different logos: papers have none until one is chosen again.".to_owned()
    } else if logo.is_null() {
        "Papers have no logo.".to_owned()
    } else {
        format!(
            "Papers have a logo of {} × {} pixels, {}.",
            logo["width"],
            logo["height"],
            text(&logo["sha256"])
        )
    }
}

fn profile(p: &Value) -> Vec<String> {
    let changed = if p["changed"] == true { "changed by this centre" } else { "as shipped" };
    let mut lines = vec![
        format!("{}: {changed}", text(&p["name"])),
        format!("  word: {}", text(&p["learner"])),
        format!("  paper: {}", text(&p["matrix"])),
    ];
    if p["disputed"] == true {
        lines.push(
            "  two desks said different things: the shipped words hold until they are saved again".into(),
        );
    }
    lines.extend(list(&p["declarations"], |d| {
        let own = if d["text"] == d["shipped"] { "" } else { " (own text)" };
        format!("  {}{own}: {}", text(&d["name"]), text(&d["text"]))
    }));
    let kept = &p["keeping"];
    let length = |n: &Value, unit: &str| {
        n.as_i64().map_or_else(|| "not recorded".to_owned(), |n| format!("{n} {unit}"))
    };
    let source = text(&kept["source"]);
    let source = if source.is_empty() { "nobody says".to_owned() } else { source };
    lines.push(format!(
        "  kept after the certificate: evidence {}, records {} ({source})",
        length(&kept["evidenceWeeks"], "weeks"),
        length(&kept["recordsMonths"], "months")
    ));
    lines
}
