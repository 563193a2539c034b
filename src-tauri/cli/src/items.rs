//! Details of items, resubmissions, witnesses: what can be typed, and the answers in words.

use clap::{Args, Subcommand};
use portfolio::error::Failure;
use portfolio::matrix::dates;
use portfolio::witness::WitnessStatus;
use serde_json::{Value, json};

use crate::run::method_of;
use crate::say::text;
use crate::usage;

/// What is said of an item.
#[derive(Debug, Args)]
pub struct Describe {
    /// Learner
    pub learner: String,
    /// Reference, file name or id
    pub evidence: String,
    /// Title
    #[arg(long)]
    pub title: Option<String>,
    /// Method: O WP WT EW PD Q RA CS S RPL
    #[arg(long)]
    pub method: Option<String>,
    /// Date produced, YYYY-MM-DD
    #[arg(long)]
    pub produced: Option<String>,
    /// Author and contributors
    #[arg(long)]
    pub author: Option<String>,
    /// How it is known to be genuine: observed, signed, email, recording, discussion, witness
    #[arg(long)]
    pub route: Option<String>,
    /// Witness: name or id
    #[arg(long)]
    pub witness: Option<String>,
    /// Where it is, for something kept where it is
    #[arg(long)]
    pub kept: Option<String>,
    /// Who saw it there
    #[arg(long)]
    pub seen_by: Option<String>,
    /// Date on which it was seen, YYYY-MM-DD
    #[arg(long)]
    pub seen_on: Option<String>,
    /// Whether personal data of others are in it: true or false
    #[arg(long)]
    pub third_party: Option<bool>,
    /// Its redacted copy: reference, file name or id
    #[arg(long)]
    pub redacted: Option<String>,
    /// Statement about the use of AI
    #[arg(long)]
    pub ai_use: Option<String>,
    /// Pages; 0 takes it out
    #[arg(long)]
    pub pages: Option<i64>,
    /// Duration: 1:02:03 or 12:30
    #[arg(long)]
    pub duration: Option<String>,
}

/// Something that stays where it is.
#[derive(Debug, Args)]
pub struct InSitu {
    /// Learner
    pub learner: String,
    /// Title
    pub title: String,
    /// Where it is
    #[arg(long)]
    pub kept: String,
    /// Who saw it there
    #[arg(long)]
    pub seen_by: Option<String>,
    /// Date on which it was seen, YYYY-MM-DD
    #[arg(long)]
    pub seen_on: Option<String>,
    /// Method [default: O]
    #[arg(long)]
    pub method: Option<String>,
}

/// A resubmission.
#[derive(Debug, Args)]
pub struct Replace {
    /// Learner
    pub learner: String,
    /// The new item: reference, file name or id
    pub evidence: String,
    /// The item that it replaces: reference or id
    pub former: String,
    /// A link of the former item that the new one takes over; may be repeated
    #[arg(long, value_name = "LINK")]
    pub link: Vec<String>,
    /// Take over every link that can be
    #[arg(long, conflicts_with = "link")]
    pub all: bool,
}

/// One item.
#[derive(Debug, Args)]
pub struct Item {
    /// Learner
    pub learner: String,
    /// Reference, file name or id
    pub evidence: String,
}

/// Two versions of an item.
#[derive(Debug, Args)]
pub struct Compare {
    /// Learner
    pub learner: String,
    /// Reference, file name or id
    pub evidence: String,
    /// Number of the earlier version, or the SHA-256 of its file
    pub from: String,
    /// Number of the later version, or the SHA-256 of its file
    pub to: String,
    /// Which file of an item of several, from 1
    #[arg(long, default_value_t = 1)]
    pub part: u32,
}

/// Witnesses.
#[derive(Debug, Subcommand)]
pub enum Witness {
    /// List witnesses, and how old evidence may be
    List,
    /// Record a witness
    Add {
        /// Name
        name: String,
        /// What is said of them
        #[command(flatten)]
        says: WitnessSays,
    },
    /// Change what is recorded of a witness
    Change {
        /// Name or id
        witness: String,
        /// New name
        #[arg(long)]
        name: Option<String>,
        /// What is said of them
        #[command(flatten)]
        says: WitnessSays,
        /// Whether they are no longer chosen: true or false
        #[arg(long)]
        inactive: Option<bool>,
    },
}

/// What is said of a witness.
#[derive(Debug, Args)]
pub struct WitnessSays {
    /// Job
    #[arg(long)]
    pub role: Option<String>,
    /// How they stand to learners: "line manager"
    #[arg(long)]
    pub relation: Option<String>,
    /// What they count as: "expert witness", "occupational expert", other
    #[arg(long)]
    pub status: Option<String>,
    /// Occupational competence
    #[arg(long)]
    pub competence: Option<String>,
    /// How they can be reached
    #[arg(long)]
    pub contact: Option<String>,
}

type Command = (&'static str, Value);

/// What is said of an item.
pub fn describe_command(wanted: &Describe) -> Result<Command, Failure> {
    let method = wanted.method.as_deref().map(method_of).transpose()?;
    Ok((
        "evidence.describe",
        json!({
            "learner": wanted.learner, "evidence": wanted.evidence, "title": wanted.title, "method": method,
            "produced": wanted.produced, "author": wanted.author, "route": wanted.route, "witness": wanted.witness,
            "kept": wanted.kept, "seenBy": wanted.seen_by, "seenOn": wanted.seen_on, "thirdParty": wanted.third_party,
            "redacted": wanted.redacted, "aiUse": wanted.ai_use, "pages": wanted.pages, "duration": wanted.duration,
        }),
    ))
}

/// Something that stays where it is.
pub fn in_situ_command(wanted: &InSitu) -> Result<Command, Failure> {
    let method = wanted.method.as_deref().map(method_of).transpose()?;
    Ok((
        "evidence.inSitu",
        json!({
            "learner": wanted.learner, "title": wanted.title, "kept": wanted.kept, "seenBy": wanted.seen_by,
            "seenOn": wanted.seen_on, "method": method,
        }),
    ))
}

/// A resubmission.
pub fn replace_command(wanted: &Replace) -> Command {
    (
        "evidence.replace",
        json!({
            "learner": wanted.learner, "evidence": wanted.evidence, "replaces": wanted.former,
            "mappings": wanted.link, "all": wanted.all,
        }),
    )
}

/// The request that names one item.
pub fn about(item: &Item) -> Value {
    json!({"learner": item.learner, "evidence": item.evidence})
}

/// Two versions of an item.
pub fn compare_command(wanted: &Compare) -> Command {
    (
        "evidence.compare",
        json!({
            "learner": wanted.learner, "evidence": wanted.evidence, "from": wanted.from, "to": wanted.to,
            "part": wanted.part.saturating_sub(1),
        }),
    )
}

/// Witnesses.
pub fn witness_command(witness: &Witness) -> Command {
    let says = |witness: Option<&str>, name: Option<&str>, says: &WitnessSays, inactive: Option<bool>| {
        json!({
            "witness": witness, "name": name, "role": says.role, "relation": says.relation,
            "status": says.status, "competence": says.competence, "contact": says.contact, "inactive": inactive,
        })
    };
    match witness {
        Witness::List => ("witness.list", json!({})),
        Witness::Add { name, says: said } => ("witness.save", says(None, Some(name), said, None)),
        Witness::Change { witness, name, says: said, inactive } => {
            ("witness.save", says(Some(witness), name.as_deref(), said, *inactive))
        }
    }
}

/// How old evidence may be.
pub fn currency_command(months: &str) -> Result<Command, Failure> {
    let months = match months {
        "none" => None,
        number => {
            let parsed = number.parse::<i64>();
            Some(
                parsed
                    .map_err(|_| usage(format!("{number:?} is neither a number of months nor \"none\"")))?,
            )
        }
    };
    Ok(("centre.currency", json!({"months": months})))
}

/// What else there is to say of an item in a list, in brackets.
pub fn of(item: &Value) -> Vec<String> {
    let details = &item["details"];
    let mut said: Vec<String> = Vec::new();
    let mut put = |name: &str, value: &Value| {
        if let Some(words) = value.as_str().filter(|w| !w.is_empty()) {
            said.push(format!("{name} {words}"));
        }
    };
    put("produced", &details["produced"]);
    put("not current:", &details["notCurrent"]);
    put("by", &details["author"]);
    put("genuine by", &details["routeWords"]);
    put("witness", &details["witnessWords"]);
    put("kept at", &details["inSitu"]["place"]);
    put("seen by", &details["inSitu"]["seenBy"]);
    put("redacted copy", &details["redacted"]["reference"]);
    put("AI:", &details["aiUse"]);
    put("lasts", &details["duration"]);
    if details["thirdParty"] == true {
        said.push("holds personal data of others".into());
    }
    if let Some(pages) = details["pages"].as_i64() {
        said.push(format!("{pages} pages"));
    }
    said.extend(refs("replaces", &item["replaces"]));
    said.extend(refs("replaced by", &item["replacedBy"]));
    if item["replacementDisputed"] == true && item["replacedBy"].as_array().is_some_and(|by| by.len() < 2) {
        said.push("in dispute: replaced or not".into());
    }
    said.extend(details["disputed"].as_array().into_iter().flatten().map(|one| {
        let line = text(&one["line"]);
        format!("in dispute: {line}")
    }));
    said.into_iter().map(|words| format!("  ({words})")).collect()
}

fn refs(what: &str, list: &Value) -> Option<String> {
    let names: Vec<String> = list.as_array()?.iter().map(|one| text(&one["reference"])).collect();
    match names.len() {
        0 => None,
        1 => Some(format!("{what} {}", names.concat())),
        _several => Some(format!("{what} {}, in dispute", names.join(" and "))),
    }
}

/// What an item replaces and may replace.
pub fn replacement(data: &Value) -> Vec<String> {
    let name = |one: &Value| format!("{}  {}", text(&one["reference"]), text(&one["title"]));
    let each = |list: &Value| list.as_array().cloned().unwrap_or_default();
    let mut lines = vec![name(&data["item"])];
    lines.extend(each(&data["replaces"]).iter().map(|one| format!("replaces     {}", name(one))));
    lines.extend(each(&data["replacedBy"]).iter().map(|one| format!("replaced by  {}", name(one))));
    for offer in each(&data["offers"]) {
        lines.push(format!("may replace  {}", name(&offer["item"])));
        lines.extend(each(&offer["why"]).iter().map(|why| format!("    {}", text(why))));
        lines.extend(each(&offer["links"]).iter().map(link));
    }
    let links = each(&data["links"]);
    if !links.is_empty() {
        lines.push("links that can be taken over:".into());
        lines.extend(links.iter().map(link));
    }
    lines
}

fn link(link: &Value) -> String {
    let place = if link["place"].is_null() { "no place".into() } else { text(&link["place"]) };
    let closed = link["closed"].as_str().map(|why| format!("  ({why})")).unwrap_or_default();
    format!(
        "    {} → {}  {place}  {}  {}{closed}",
        text(&link["from"]),
        text(&link["code"]),
        text(&link["unit"]),
        text(&link["mapping"])
    )
}

/// Witnesses, and how old evidence may be.
pub fn witnesses(data: &Value) -> Vec<String> {
    let all = data["witnesses"].as_array().into_iter().flatten();
    let mut lines: Vec<String> = all.map(witness).collect();
    let disputed = text(&data["currencyDisputed"]);
    lines.push(match (disputed.as_str(), data["currencyMonths"].as_i64()) {
        ("", None) => "evidence may be of any age".into(),
        ("", Some(months)) => format!("evidence may be {months} months old"),
        (several, _) => format!("how old evidence may be is in dispute: {several}"),
    });
    lines
}

/// One witness.
pub fn witness(data: &Value) -> String {
    let line = |says: &Value| {
        let status = says["status"].as_str().and_then(WitnessStatus::parse).map_or("", WitnessStatus::word);
        let [name, role, relation, competence, contact] =
            ["name", "role", "relation", "competence", "contact"].map(|field| text(&says[field]));
        let words = [name, role, relation, status.to_owned(), competence, contact];
        let said: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        said.join(", ") + if says["inactive"] == true { "  (no longer chosen)" } else { "" }
    };
    let or = data["or"].as_array().into_iter().flatten().map(|says| format!("  or: {}", line(says)));
    format!("{}  {}{}", text(&data["id"]), line(&data["says"]), or.collect::<String>())
}

/// The versions of an item.
pub fn versions(data: &Value) -> Vec<String> {
    let mut lines = vec![format!("{}  {}", text(&data["item"]["reference"]), text(&data["item"]["title"]))];
    for version in data["versions"].as_array().into_iter().flatten() {
        let accepted = match version["accepted"].as_str() {
            Some(on) => format!("accepted {} by {}", dates::short(on), text(&version["by"])),
            None if version["current"] == true => "not yet accepted".into(),
            None => "in the folder, not accepted".into(),
        };
        let now = match (version["current"] == true, version["disputed"] == true) {
            (_, true) => "  (in dispute: settle-version says which one holds)",
            (true, false) => "  (in force)",
            (false, false) => "",
        };
        lines.push(format!("version {}  {accepted}{now}", version["number"]));
        for file in version["files"].as_array().into_iter().flatten() {
            let held = match (file["kept"] == true, file["here"] == true) {
                (true, _) => "a copy is kept",
                (false, true) => "in the folder",
                (false, false) => "no copy held",
            };
            let (name, sha256) = (text(&file["fileName"]), text(&file["sha256"]));
            lines.push(format!("    {name}  {} bytes  {held}  {sha256}", file["size"]));
        }
        lines.extend(version["decisions"].as_array().into_iter().flatten().map(relied));
    }
    lines
}

fn relied(decision: &Value) -> String {
    let again = if decision["standing"] == true { "" } else { "  (decided again since)" };
    let words = ["code", "outcome", "date", "initials", "unit"].map(|field| text(&decision[field]));
    format!("    relied on by {}{again}", words.join("  "))
}

/// What differs between two versions.
pub fn compare(data: &Value) -> Vec<String> {
    let side = |side: &Value| {
        let file = &side["file"];
        format!("version {}  {}  {} bytes", side["version"], text(&file["fileName"]), file["size"])
    };
    let mut lines = vec![side(&data["from"]), side(&data["to"])];
    lines.push(format!("{} passages are the same, {} differ", data["same"], data["differ"]));
    lines.extend(data["notes"].as_array().into_iter().flatten().map(text));
    for line in data["lines"].as_array().into_iter().flatten().filter(|line| line["change"] != "same") {
        let place = line["to"].as_str().or_else(|| line["from"].as_str()).unwrap_or_default();
        let words =
            line["words"].as_array().into_iter().flatten().map(|piece| match piece["change"].as_str() {
                Some("gone") => format!("[-{}-]", text(&piece["text"])),
                Some("new") => format!("{{+{}+}}", text(&piece["text"])),
                _same => text(&piece["text"]),
            });
        lines.push(format!("{place:8} {}", words.collect::<String>()));
    }
    lines
}

/// The attempts at a criterion.
pub fn attempts(data: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    for attempt in data.as_array().into_iter().flatten() {
        lines.push(format!("attempt {}", attempt["number"]));
        for piece in attempt["submitted"].as_array().into_iter().flatten().filter(|p| p["fresh"] == true) {
            let version = piece["version"].as_u64().map(|n| format!(", version {n}")).unwrap_or_default();
            let how = Some(text(&piece["how"])).filter(|how| !how.is_empty());
            let how = how.map(|how| format!("  ({how})")).unwrap_or_default();
            let (reference, title) = (text(&piece["item"]["reference"]), text(&piece["item"]["title"]));
            lines.push(format!("    {}  {reference} {title}{version}{how}", text(&piece["on"])));
        }
        let decisions = attempt["decisions"].as_array().into_iter().flatten();
        let said = |d: &Value| {
            let words = ["date", "outcome", "initials", "reason"].map(|field| text(&d[field]));
            format!("    {}", words.join("  "))
        };
        let before = lines.len();
        lines.extend(decisions.map(said));
        if lines.len() == before {
            lines.push("    waits for a decision".into());
        }
    }
    lines
}
