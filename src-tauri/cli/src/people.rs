//! `portfolio person`: people of the centre in a terminal. Refuses to know who may do what.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use portfolio::error::Failure;
use portfolio::matrix::dates;
use portfolio::person::Role;
use serde_json::{Value, json};

use crate::centre::Switch;
use crate::run::{absolute, passphrase};
use crate::say::{day, list, text, who};
use crate::usage;

/// People.
#[derive(Debug, Subcommand)]
pub enum Person {
    /// Add a person
    Add {
        /// Full name
        name: String,
        /// assessor, trainee-assessor, iv, trainee-iv, lead-iv, administrator, visitor; may be repeated
        #[arg(long, required = true)]
        role: Vec<String>,
        /// File that holds the signing password
        #[arg(long)]
        passphrase_file: Option<PathBuf>,
        #[command(flatten)]
        own: Own,
        #[command(flatten)]
        recorded: Recorded,
    },
    /// Change what is recorded of a person; with nothing but your own signing password, sign what stands
    Change {
        /// Name or id
        person: String,
        /// New name
        #[arg(long)]
        name: Option<String>,
        /// Roles, all of them; may be repeated
        #[arg(long)]
        role: Vec<String>,
        #[command(flatten)]
        hand: Hand,
        #[command(flatten)]
        recorded: Recorded,
    },
    /// Record that a person no longer works here; nothing is removed
    Leave {
        /// Name or id
        person: String,
        #[command(flatten)]
        hand: Hand,
    },
    /// Record that a person works here again
    Return {
        /// Name or id
        person: String,
        #[command(flatten)]
        hand: Hand,
    },
    /// List people, those who no longer work here last
    List,
    /// Set a signing password for the person at the desk
    Password {
        /// File that holds the new signing password
        #[arg(long)]
        passphrase_file: PathBuf,
        /// File that holds the one in force, where there is one
        #[arg(long)]
        current_file: Option<PathBuf>,
    },
    /// Sign with a key of your own from another issuer: a PKCS#12 file (.p12, .pfx) with its certificate
    ImportKey {
        /// The file
        file: PathBuf,
        /// File that holds the password of that file
        #[arg(long)]
        file_passphrase_file: PathBuf,
        /// File that holds the signing password from now on
        #[arg(long)]
        passphrase_file: PathBuf,
        /// File that holds the signing password in force, where there is one
        #[arg(long)]
        current_file: Option<PathBuf>,
    },
    /// End a forgotten signing password, so that the person can set a new one; what it signed holds
    EndPassword {
        /// Name or id
        person: String,
        /// Why
        #[arg(long)]
        reason: String,
        /// File that holds your own signing password, where you have one and it is not yours that is ended
        #[arg(long)]
        passphrase_file: Option<PathBuf>,
    },
    /// Show, set or remove a person's specimen signature: your own, or anybody's as an administrator
    Specimen {
        /// Name or id
        person: String,
        /// PNG or JPEG of the signature; a small copy of its pixels is kept, the file stays where it is
        #[arg(long, conflicts_with = "remove")]
        file: Option<PathBuf>,
        /// Whether it is drawn in the boxes that you sign: on or off
        #[arg(long, conflicts_with = "remove")]
        draw: Option<Switch>,
        /// There is to be none
        #[arg(long)]
        remove: bool,
    },
    /// What was done to people and signing passwords, newest first
    History,
}

/// The centre's own root, under which certificates of its people are issued.
#[derive(Debug, Subcommand)]
pub enum Root {
    /// Make a root; an earlier one issues no more, and what it issued holds
    Make {
        /// File that holds the password of the root
        #[arg(long)]
        passphrase_file: PathBuf,
        #[command(flatten)]
        own: Own,
    },
    /// Issue certificates: for everybody who has a signing password and none yet
    Issue {
        /// Only for these: names or ids
        person: Vec<String>,
        /// File that holds the password of the root
        #[arg(long)]
        passphrase_file: PathBuf,
    },
    /// List the centre's roots
    List,
    /// Write the certificate of the root as PEM, so that others can trust it
    Save {
        /// File
        #[arg(short, long)]
        out: PathBuf,
    },
}

/// The command that a verb about roots stands for.
pub fn root(verb: &Root) -> Result<(&'static str, Value), Failure> {
    Ok(match verb {
        Root::Make { passphrase_file, own } => {
            ("root.make", json!({"password": passphrase(passphrase_file)?, "ownPassword": own.password()?}))
        }
        Root::Issue { person, passphrase_file } => {
            let people = (!person.is_empty()).then_some(person);
            ("root.issue", json!({"password": passphrase(passphrase_file)?, "people": people}))
        }
        Root::List => ("root.list", json!({})),
        Root::Save { out } => ("root.save", json!({"out": absolute(out)})),
    })
}

/// Roots, two lines each.
pub fn roots(data: &Value) -> Vec<String> {
    list(data, |root| {
        let here = if root["here"] == true { "its key is here" } else { "its key is on another computer" };
        let force = if root["inForce"] == true { here } else { "issues no more" };
        let (centre, by, since) = (text(&root["centre"]), text(&root["by"]), text(&root["since"]));
        format!(
            "root of {centre}, made by {by} at {since}: {} issued; {force}\n  {}",
            root["issued"],
            text(&root["fingerprint"])
        )
    })
}

/// The hand of whoever says what somebody may do.
#[derive(Debug, Args)]
pub struct Hand {
    /// File that holds your own signing password, where you are an administrator and have one
    #[arg(long)]
    passphrase_file: Option<PathBuf>,
}

impl Hand {
    fn password(&self) -> Result<Option<String>, Failure> {
        self.passphrase_file.as_deref().map(passphrase).transpose()
    }
}

/// The same beside another password.
#[derive(Debug, Args)]
pub struct Own {
    /// File that holds your own signing password, where you are an administrator and have one
    #[arg(long)]
    own_passphrase_file: Option<PathBuf>,
}

impl Own {
    fn password(&self) -> Result<Option<String>, Failure> {
        self.own_passphrase_file.as_deref().map(passphrase).transpose()
    }
}

/// What a centre records of a person.
#[derive(Debug, Args)]
pub struct Recorded {
    /// Initials
    #[arg(long)]
    pub initials: Option<String>,
    /// Qualification held
    #[arg(long)]
    pub qualification: Option<String>,
    /// Occupational competence
    #[arg(long)]
    pub competence: Option<String>,
    /// Date of the last continuing professional development, YYYY-MM-DD
    #[arg(long)]
    pub cpd: Option<String>,
    /// Who countersigns for a trainee: name or id
    #[arg(long)]
    pub countersigner: Option<String>,
}

/// The command that a verb stands for.
pub fn command(person: &Person) -> Result<(&'static str, Value), Failure> {
    Ok(match person {
        Person::Add { name, role, passphrase_file, own, recorded } => {
            let password = passphrase_file.as_deref().map(passphrase).transpose()?;
            let (roles, own) = (roles(role)?, own.password()?);
            let mut request = json!({"name": name, "roles": roles, "password": password, "ownPassword": own});
            put(&mut request, recorded);
            ("person.add", request)
        }
        Person::Change { person, name, role, hand, recorded } => {
            let roles = if role.is_empty() { None } else { Some(roles(role)?) };
            let own = hand.password()?;
            let mut request = json!({"person": person, "name": name, "roles": roles, "ownPassword": own});
            put(&mut request, recorded);
            ("person.change", request)
        }
        Person::Leave { person, hand } => {
            ("person.change", json!({"person": person, "active": false, "ownPassword": hand.password()?}))
        }
        Person::Return { person, hand } => {
            ("person.change", json!({"person": person, "active": true, "ownPassword": hand.password()?}))
        }
        Person::List => ("person.list", json!({})),
        Person::Password { passphrase_file, current_file } => {
            let current = current_file.as_deref().map(passphrase).transpose()?;
            ("person.password", json!({"password": passphrase(passphrase_file)?, "current": current}))
        }
        Person::ImportKey { file, file_passphrase_file, passphrase_file, current_file } => {
            let request = json!({
                "file": absolute(file), "filePassword": passphrase(file_passphrase_file)?,
                "password": passphrase(passphrase_file)?,
                "current": current_file.as_deref().map(passphrase).transpose()?,
            });
            ("person.importKey", request)
        }
        Person::EndPassword { person, reason, passphrase_file } => {
            let password = passphrase_file.as_deref().map(passphrase).transpose()?;
            ("person.endKey", json!({"person": person, "reason": reason, "password": password}))
        }
        Person::Specimen { person, file: None, draw: None, remove: false } => {
            ("person.specimen", json!({"person": person}))
        }
        Person::Specimen { person, file, draw, remove } => {
            let draws = draw.map(|draw| draw == Switch::On);
            let file = file.as_deref().map(absolute);
            ("person.specimenSave", json!({"person": person, "file": file, "draws": draws, "remove": remove}))
        }
        Person::History => ("person.history", json!({})),
    })
}

fn put(request: &mut Value, recorded: &Recorded) {
    request["initials"] = json!(recorded.initials);
    request["qualification"] = json!(recorded.qualification);
    request["competence"] = json!(recorded.competence);
    request["cpd"] = json!(recorded.cpd);
    request["countersigner"] = json!(recorded.countersigner);
}

fn roles(typed: &[String]) -> Result<Vec<Role>, Failure> {
    let known = "assessor, trainee-assessor, iv, trainee-iv, lead-iv, administrator, visitor";
    typed
        .iter()
        .map(|r| Role::parse(r).ok_or_else(|| usage(format!("{r:?} is not one of the roles: {known}"))))
        .collect()
}

/// An answer in lines of words.
pub fn words(name: &str, data: &Value) -> Vec<String> {
    match name {
        "person.history" => {
            list(data, |h| format!("{}  {}  {}", text(&h["at"]), text(&h["by"]), text(&h["what"])))
        }
        "person.list" | "root.issue" => data.as_array().into_iter().flatten().flat_map(person).collect(),
        _one => person(data),
    }
}

fn person(p: &Value) -> Vec<String> {
    let password =
        if p["hasSigningPassword"] == true { "signing password set" } else { "no signing password" };
    let roles: Vec<String> = list(&p["roles"], |role| {
        let known = role.as_str().and_then(Role::parse);
        known.map_or_else(|| text(role), |role| role.word().to_owned())
    });
    let gone = if p["active"] == false { "  no longer works here" } else { "" };
    let mut lines = vec![format!(
        "{} ({})  {}  {password}{gone}  {}",
        text(&p["name"]),
        text(&p["initials"]),
        roles.join(", "),
        text(&p["id"])
    )];
    for key in p["keys"].as_array().into_iter().flatten().filter(|key| key["inForce"] == true) {
        let own = &key["certificate"];
        if !own.is_null() {
            let until = if own["until"].is_null() {
                String::new()
            } else {
                format!(", until {}", day(&own["until"]))
            };
            lines.push(format!(
                "  certificate: {}, issued by {}{until}",
                text(&own["name"]),
                text(&own["issuer"])
            ));
        }
    }
    for (field, label) in [
        ("qualification", "qualification"),
        ("competence", "occupational competence"),
        ("cpd", "last CPD"),
        ("countersignerName", "countersigned by"),
    ] {
        let value = text(&p[field]);
        if !value.is_empty() {
            lines.push(format!("  {label}: {value}"));
        }
    }
    lines.extend(list(&p["warnings"], |w| format!("  note: {}", text(w))));
    lines
}

/// What erasing a learner takes along.
pub fn erasure(data: &Value) -> Vec<String> {
    let mut lines = vec![
        who(&data["name"], &data["apart"]),
        format!("  {} acts, {} kept copies, {} papers", data["acts"], data["copies"], data["papers"]),
    ];
    let stays = |folder: &str| format!("  stays as it is: {folder}");
    lines.extend(data["folder"].as_str().map(stays));
    for unit in data["units"].as_array().into_iter().flatten() {
        let rule = unit["rule"].as_str().unwrap_or("not certificated");
        let until = unit["recordsUntil"]
            .as_str()
            .map(|on| format!("; records until {}", dates::short(on)))
            .unwrap_or_default();
        lines.push(format!("  {}: {rule}{until}", text(&unit["title"])));
    }
    lines.extend(data["may"].as_str().map(str::to_owned));
    lines
}

/// What remains of a learner who was erased.
pub fn erased(data: &Value) -> String {
    let here = data["stillHere"].as_str().map(|name| format!("; {name} is still here")).unwrap_or_default();
    format!(
        "{}  {}  {}  {}{here}",
        text(&data["at"]),
        text(&data["learner"]),
        text(&data["by"]),
        text(&data["words"])
    )
}

/// The specimen signature of a person in a line.
pub fn specimen(data: &Value) -> Vec<String> {
    let (name, picture) = (text(&data["name"]), &data["picture"]);
    if picture.is_null() {
        return vec![format!("{name} has no specimen signature.")];
    }
    let draws = if data["draws"] == true { "drawn where they sign" } else { "not drawn where they sign" };
    vec![format!(
        "{name} has a specimen signature of {} × {} pixels, {draws}.",
        picture["width"], picture["height"]
    )]
}
