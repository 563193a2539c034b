//! `portfolio decide`, `criterion`, `work`, `declaration` and `phrase` in a terminal. Refuses to know the rules of assessment.

use clap::{Args, Subcommand};
use portfolio::decision::Outcome;
use portfolio::error::Failure;
use portfolio::evidence::route::Route;
use serde_json::{Value, json};

use crate::say::{list, text, who};
use crate::usage;

/// A decision.
#[derive(Debug, Args)]
pub struct Decide {
    /// Learner
    pub learner: String,
    /// Unit
    pub unit: String,
    /// Criteria: 2.3 or 1.1-1.4,2.3; "mapped" for each one with evidence and without a decision
    pub codes: String,
    /// Judgement: met, partially-met, not-yet-met, rpl, credit-transfer
    pub outcome: String,
    /// Reason; required for partially met and not yet met, unless --needed says it
    #[arg(long)]
    pub reason: Option<String>,
    /// Date of judgement, YYYY-MM-DD [default: today]
    #[arg(long)]
    pub date: Option<String>,
    /// Criteria of a further unit in the same step: UNIT:CODES; may be repeated
    #[arg(long, value_name = "UNIT:CODES")]
    pub also: Vec<String>,
    /// Id of a link relied on; may be repeated [default: every link of the criteria]
    #[arg(long, value_name = "LINK")]
    pub relied_on: Vec<String>,
    /// Feedback to the learner
    #[arg(long)]
    pub feedback: Option<String>,
    /// What is still needed
    #[arg(long)]
    pub needed: Option<String>,
    /// Date by which it is needed, YYYY-MM-DD
    #[arg(long)]
    pub due: Option<String>,
    /// Number of the certificate of a credit transfer
    #[arg(long, value_name = "NUMBER")]
    pub certificate: Option<String>,
    /// Awarding organisation that issued the certificate
    #[arg(long, requires = "certificate", value_name = "BOARD")]
    pub certificate_board: Option<String>,
    /// Date on the certificate, YYYY-MM-DD
    #[arg(long, requires = "certificate", value_name = "DATE")]
    pub certificate_date: Option<String>,
    /// Unit reference number on the certificate
    #[arg(long, requires = "certificate", value_name = "URN")]
    pub certificate_urn: Option<String>,
    /// Who saw the certificate [default: the person at the desk]
    #[arg(long, requires = "certificate", value_name = "NAME")]
    pub checked_by: Option<String>,
}

/// The learner's declaration of own work.
#[derive(Debug, Subcommand)]
pub enum Declaration {
    /// Record that the learner declared the work to be their own
    Record {
        /// Learner
        learner: String,
        /// Unit [default: the whole portfolio]
        unit: Option<String>,
        /// How it came: signed, email, recording, discussion, observed, witness
        #[arg(long)]
        route: String,
        /// Date on which it was declared, YYYY-MM-DD [default: today]
        #[arg(long)]
        date: Option<String>,
        /// The words declared [default: the words of the form]
        #[arg(long)]
        words: Option<String>,
        /// Help, sources and AI use that the learner acknowledged
        #[arg(long)]
        acknowledged: Option<String>,
        /// Item that holds it: E012
        #[arg(long)]
        evidence: Option<String>,
    },
    /// List a learner's declarations
    List {
        /// Learner
        learner: String,
    },
    /// Withdraw a declaration
    Withdraw {
        /// Learner
        learner: String,
        /// Id, as --json lists it
        declaration: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
}

/// Saved phrases.
#[derive(Debug, Subcommand)]
pub enum Phrase {
    /// List phrases, the most used first
    List,
    /// Save a phrase, or change one
    Save {
        /// Its words
        text: String,
        /// The phrase that this changes: id or words
        #[arg(long)]
        phrase: Option<String>,
    },
    /// Give a phrase up
    Drop {
        /// Id or words
        phrase: String,
    },
}

/// Criteria of further units, as UNIT:CODES.
pub fn also(typed: &[String]) -> Result<Vec<Value>, Failure> {
    let split = |more: &String| match more.split_once(':') {
        Some((unit, codes)) => Ok(json!({"unit": unit, "codes": codes})),
        None => Err(usage(format!("{more:?} is not UNIT:CODES"))),
    };
    typed.iter().map(split).collect()
}

/// The command of a decision.
pub fn decide(wanted: &Decide) -> Result<(&'static str, Value), Failure> {
    let known = "met, partially-met, not-yet-met, rpl, credit-transfer";
    let outcome = Outcome::parse(&wanted.outcome)
        .ok_or_else(|| usage(format!("{:?} is not one of {known}", wanted.outcome)))?;
    let also = also(&wanted.also)?;
    let certificate = wanted.certificate.as_ref().map(|number| {
        json!({
            "number": number, "awardingOrganisation": wanted.certificate_board.as_deref().unwrap_or_default(),
            "date": wanted.certificate_date.as_deref().unwrap_or_default(), "urn": wanted.certificate_urn,
            "checkedBy": wanted.checked_by,
        })
    });
    let relied_on = (!wanted.relied_on.is_empty()).then_some(&wanted.relied_on);
    let request = json!({
        "learner": wanted.learner, "unit": wanted.unit, "codes": wanted.codes, "outcome": outcome,
        "reason": wanted.reason, "date": wanted.date, "also": also, "reliedOn": relied_on,
        "feedback": wanted.feedback, "needed": wanted.needed, "due": wanted.due, "certificate": certificate,
    });
    Ok(("decide", request))
}

/// The command of a declaration.
pub fn declaration(verb: &Declaration) -> Result<(&'static str, Value), Failure> {
    Ok(match verb {
        Declaration::Record { learner, unit, route, date, words, acknowledged, evidence } => {
            let known = "signed, email, recording, discussion, observed, witness";
            let route =
                Route::parse(route).ok_or_else(|| usage(format!("{route:?} is not one of {known}")))?;
            let request = json!({
                "learner": learner, "unit": unit, "route": route, "date": date, "words": words,
                "acknowledged": acknowledged, "evidence": evidence,
            });
            ("declaration.record", request)
        }
        Declaration::List { learner } => ("declaration.list", json!({"learner": learner})),
        Declaration::Withdraw { learner, declaration, reason } => (
            "declaration.withdraw",
            json!({"learner": learner, "declaration": declaration, "reason": reason}),
        ),
    })
}

/// The command of a phrase.
pub fn phrase(verb: &Phrase) -> (&'static str, Value) {
    match verb {
        Phrase::List => ("phrase.list", json!({})),
        Phrase::Save { text, phrase } => ("phrase.save", json!({"text": text, "phrase": phrase})),
        Phrase::Drop { phrase } => ("phrase.drop", json!({"phrase": phrase})),
    }
}

/// Whether an answer is told here.
pub fn tells(name: &str) -> bool {
    name.starts_with("phrase.") || matches!(name, "criterion.history" | "work.list" | "declaration.list")
}

/// An answer in lines of words.
pub fn words(name: &str, data: &Value) -> Vec<String> {
    match name {
        "criterion.history" => criterion(data),
        "work.list" => work(data),
        "declaration.list" => declarations(data),
        _phrase => phrases(data),
    }
}

/// Phrases, a line each.
fn phrases(data: &Value) -> Vec<String> {
    list(data, |p| format!("{:>4} ×  {}", text(&p["uses"]), text(&p["text"])))
}

/// Declarations, a line each.
fn declarations(data: &Value) -> Vec<String> {
    list(data, |d| {
        let of = if d["whole"] == true { "the whole portfolio".to_owned() } else { text(&d["unitTitle"]) };
        let withdrawn = if d["withdrawn"].is_null() {
            String::new()
        } else {
            format!("  withdrawn: {}", text(&d["withdrawn"]))
        };
        let (date, route, by, id) =
            (text(&d["date"]), text(&d["route"]), text(&d["by"]), text(&d["declaration"]));
        format!("{date}  {of}  ({route}; recorded by {by})  {id}{withdrawn}")
    })
}

/// The history of a criterion, the oldest first, with what was said at each decision.
fn criterion(data: &Value) -> Vec<String> {
    let mut lines = vec![format!("{}  {}", text(&data["code"]), text(&data["text"]))];
    for step in data["steps"].as_array().into_iter().flatten() {
        let at: String = text(&step["at"]).chars().take(10).collect();
        let undone = if step["undone"] == true { "  (undone)" } else { "" };
        let words = match text(&step["sort"]).as_str() {
            "putForward" => "put forward",
            "withdrawn" => "link withdrawn",
            "decided" => "decided",
            "takenBack" => "taken back",
            "confirmed" => "confirmed under",
            "verified" => "IV",
            _other => "",
        };
        lines.push(format!("  {at}  {:3} {words}: {}{undone}", text(&step["initials"]), text(&step["what"])));
        lines.extend(said(&step["decision"]).into_iter().map(|line| format!("       {line}")));
    }
    lines
}

fn said(decision: &Value) -> Vec<String> {
    let certificate = &decision["certificate"];
    let by =
        if decision["due"].is_null() { String::new() } else { format!(" by {}", text(&decision["due"])) };
    [
        ("reason", text(&decision["reason"])),
        ("rests on", list(&decision["restsOn"], text).join(", ")),
        ("feedback", text(&decision["feedback"])),
        ("still needed", format!("{}{by}", text(&decision["needed"])).trim().to_owned()),
        (
            "certificate",
            format!("{} {}", text(&certificate["awardingOrganisation"]), text(&certificate["number"]))
                .trim()
                .to_owned(),
        ),
    ]
    .into_iter()
    .filter(|(_, words)| !words.is_empty())
    .map(|(what, words)| format!("{what}: {words}"))
    .collect()
}

/// Work lists, each with its count.
fn work(data: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, title) in [
        ("overdue", "Overdue"),
        ("due", "Due"),
        ("undecided", "To be decided"),
        ("gaps", "Gaps"),
        ("noPlace", "No place given"),
        ("actions", "Asked by an IV"),
    ] {
        let rows = data[name].as_array().cloned().unwrap_or_default();
        lines.push(format!("{title}: {}", rows.len()));
        for row in rows {
            let day = if row["day"].is_null() {
                String::new()
            } else {
                format!("  {} ({} days)", text(&row["day"]), row["days"])
            };
            lines.push(
                format!(
                    "  {:24} {:30} {:5}{day}  {}",
                    who(&row["learnerName"], &row["learnerApart"]),
                    text(&row["handle"]),
                    text(&row["code"]),
                    text(&row["what"])
                )
                .trim_end()
                .to_owned(),
            );
        }
    }
    lines
}
