//! Witnesses of the centre: who they are, what they count as and how competent in the occupation. One list for all learners; an item names one
//! of them. Two desks that said different things of a witness are both shown until one of them says it again. Refuses to
//! know learners.

mod status;

pub use status::WitnessStatus;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::{Error, Refusal, Result};
use crate::evidence::detail::WitnessNamed;
use crate::journal::act::{CurrencyStated, WitnessStated};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::WitnessRow;
use crate::journal::state::BookState;
use crate::portfolio::{Author, Workspace};

/// Longest limit of currency that makes sense, months.
const LONGEST_LIMIT: i64 = 1200;

/// What is recorded of a witness. Empty text = not recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Witness {
    /// Name.
    pub name: String,
    /// Job.
    pub role: String,
    /// How they stand to learners: "line manager", "customer".
    pub relation: String,
    /// What they count as; absent = not recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub status: Option<WitnessStatus>,
    /// What they know of the occupation: qualifications, years.
    pub competence: String,
    /// How they can be reached.
    pub contact: String,
    /// No longer chosen for new items; items that name them keep them.
    pub inactive: bool,
}

/// The statements in force about each witness, by id.
#[must_use]
pub fn standing(centre: &BookState) -> BTreeMap<Id, Vec<&WitnessRow>> {
    let mut by_id: BTreeMap<Id, Vec<&WitnessRow>> = BTreeMap::new();
    for row in centre.witnesses.iter().filter(|w| w.standing) {
        by_id.entry(row.witness).or_default().push(row);
    }
    by_id
}

/// Id of the witness of this id or name.
pub fn find(centre: &BookState, name: &str) -> Result<Id> {
    let wanted = name.trim();
    let fits =
        |row: &&WitnessRow| row.witness.to_string() == wanted || row.says.name.eq_ignore_ascii_case(wanted);
    let found: BTreeSet<Id> =
        centre.witnesses.iter().filter(|w| w.standing).filter(fits).map(|w| w.witness).collect();
    match found.iter().collect::<Vec<_>>().as_slice() {
        [one] => Ok(**one),
        [] => Err(Error::NotFound { what: "witness", name: name.into() }),
        many => Err(Error::Ambiguous {
            what: "witness",
            name: name.into(),
            ids: many.iter().map(ToString::to_string).collect(),
        }),
    }
}

/// A fact of a witness: its word and what one statement says of it.
type Fact = (&'static str, fn(&Witness) -> &str);

/// Every fact, the two first that an item carries first.
const FACTS: [Fact; 7] = [
    ("name", |w| &w.name),
    ("job", |w| &w.role),
    ("relation to learners", |w| &w.relation),
    ("status", |w| w.status.map_or("", WitnessStatus::word)),
    ("occupational competence", |w| &w.competence),
    ("contact", |w| &w.contact),
    ("chosen for new items", |w| if w.inactive { "no" } else { "yes" }),
];

/// What the statements in force say of one fact, each once.
fn said<'a>(rows: &[&'a WitnessRow], fact: fn(&Witness) -> &str) -> BTreeSet<&'a str> {
    rows.iter().map(|row| fact(&row.says)).collect()
}

/// What two desks say differently of a witness, by fact: "job" and "manager / supervisor".
fn in_dispute(rows: &[&WitnessRow]) -> Vec<(&'static str, String)> {
    let several = |(word, fact): &Fact| {
        let said = said(rows, *fact);
        let words: Vec<&str> = said.iter().map(|s| if s.is_empty() { "not recorded" } else { s }).collect();
        (said.len() > 1).then(|| (*word, words.join(" / ")))
    };
    FACTS.iter().filter_map(several).collect()
}

/// Refuses where one of these facts is in dispute: no rule picks one of two.
fn refuse_disputed(rows: &[&WitnessRow], asked: impl Fn(&str) -> bool) -> Result<(), Refusal> {
    let disputed: Vec<String> = in_dispute(rows)
        .into_iter()
        .filter(|(word, _)| asked(word))
        .map(|(word, said)| format!("{word} ({said})"))
        .collect();
    if disputed.is_empty() {
        return Ok(());
    }
    let (name, what) = (joined(rows).name, disputed.join(", "));
    Err(Refusal::WitnessInDispute { name, what })
}

/// What is said of one fact, for a reader; where desks differ all of it: "supervisor / manager".
fn words(rows: &[&WitnessRow], fact: fn(&Witness) -> &str) -> String {
    said(rows, fact).into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join(" / ")
}

/// What a witness counts as, in words; where desks differ both.
#[must_use]
pub fn status_words(rows: &[&WitnessRow]) -> String {
    words(rows, |w| w.status.map_or("", WitnessStatus::word))
}

/// What is said of a witness, for a reader; where desks differ all of it: "supervisor / manager". A status in dispute is none.
#[must_use]
pub fn joined(rows: &[&WitnessRow]) -> Witness {
    let statuses: BTreeSet<WitnessStatus> = rows.iter().filter_map(|row| row.says.status).collect();
    let words = |fact| words(rows, fact);
    Witness {
        name: words(|w| &w.name),
        role: words(|w| &w.role),
        relation: words(|w| &w.relation),
        status: statuses.first().copied().filter(|_| statuses.len() == 1),
        competence: words(|w| &w.competence),
        contact: words(|w| &w.contact),
        inactive: rows.iter().all(|row| row.says.inactive),
    }
}

/// A witness as an item names them. Refused while their name or job is in dispute.
pub fn named(centre: &BookState, name: &str) -> Result<WitnessNamed> {
    let id = find(centre, name)?;
    let rows: Vec<&WitnessRow> = centre.witnesses.iter().filter(|w| w.standing && w.witness == id).collect();
    refuse_disputed(&rows, |word| word == "name" || word == "job")?;
    let says = joined(&rows);
    Ok(WitnessNamed { id, name: says.name, role: says.role })
}

/// What is said of a witness; what is absent stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Saying {
    /// Name.
    pub name: Option<String>,
    /// Job.
    pub role: Option<String>,
    /// How they stand to learners.
    pub relation: Option<String>,
    /// What they count as, in words; empty takes it out.
    pub status: Option<String>,
    /// What they know of the occupation.
    pub competence: Option<String>,
    /// How they can be reached.
    pub contact: Option<String>,
    /// No longer chosen for new items.
    pub inactive: Option<bool>,
}

impl Saying {
    /// Laid over what stands. A fact in dispute has to be said: what is left out of it would be settled by nobody.
    fn over(&self, rows: &[&WitnessRow]) -> Result<Witness> {
        let open = [
            self.name.is_none(),
            self.role.is_none(),
            self.relation.is_none(),
            self.status.is_none(),
            self.competence.is_none(),
            self.contact.is_none(),
            self.inactive.is_none(),
        ];
        refuse_disputed(rows, |word| FACTS.iter().zip(open).any(|((fact, _), open)| open && *fact == word))?;
        let before = joined(rows);
        let pick = |new: &Option<String>, before: String| new.clone().unwrap_or(before);
        Ok(Witness {
            name: pick(&self.name, before.name),
            role: pick(&self.role, before.role),
            relation: pick(&self.relation, before.relation),
            status: self.status.as_deref().map_or(Ok(before.status), status)?,
            competence: pick(&self.competence, before.competence),
            contact: pick(&self.contact, before.contact),
            inactive: self.inactive.unwrap_or(!rows.is_empty() && before.inactive),
        })
    }
}

/// A status as it is typed.
fn status(text: &str) -> Result<Option<WitnessStatus>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let known = WitnessStatus::ALL.map(WitnessStatus::word).join(", ");
    let unknown = || Error::Usage(format!("{text:?} is no status of a witness; there is: {known}"));
    WitnessStatus::parse(text).ok_or_else(unknown).map(Some)
}

/// Says a witness, anew or again.
pub fn save(
    workspace: &mut Workspace,
    author: &Author,
    changed: Option<&str>,
    saying: &Saying,
) -> Result<Id> {
    author.person()?;
    let centre = workspace.centre();
    let fresh = Id::random()?;
    let (id, _) = workspace.transact(author, |deed| {
        let state = deed.state(centre)?;
        let id = changed.map(|name| find(state, name)).transpose()?;
        let heads: Vec<&WitnessRow> =
            state.witnesses.iter().filter(|w| w.standing && Some(w.witness) == id).collect();
        let says = trimmed(&saying.over(&heads)?);
        if says.name.is_empty() {
            return Err(Error::Usage("a witness needs a name".into()));
        }
        refuse_namesake(state, id, &says)?;
        let witness = id.unwrap_or(fresh);
        if matches!(heads.as_slice(), [only] if only.says == says) {
            return Ok(witness);
        }
        let supersedes = heads.iter().map(|w| w.hash).collect();
        deed.record(centre, WitnessStated { witness, says, supersedes })?;
        Ok(witness)
    })?;
    Ok(id)
}

fn refuse_namesake(state: &BookState, own: Option<Id>, says: &Witness) -> Result<(), Refusal> {
    let namesake = |w: &&WitnessRow| {
        w.standing && Some(w.witness) != own && w.says.name == says.name && w.says.role == says.role
    };
    if !state.witnesses.iter().any(|w| namesake(&w)) {
        return Ok(());
    }
    let what = if says.role.is_empty() {
        format!("a witness called {}", says.name)
    } else {
        format!("a witness called {}, {}", says.name, says.role)
    };
    Err(Refusal::AlreadyThere { what })
}

fn trimmed(says: &Witness) -> Witness {
    let text = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    Witness {
        name: text(&says.name),
        role: text(&says.role),
        relation: text(&says.relation),
        status: says.status,
        competence: says.competence.trim().to_owned(),
        contact: says.contact.trim().to_owned(),
        inactive: says.inactive,
    }
}

/// The centre's limit of currency in months: none where it has none, the strictest where two desks said different ones.
#[must_use]
pub fn currency_limit(centre: &BookState) -> Option<i64> {
    centre.currency_limits.iter().filter(|row| row.standing).filter_map(|row| row.months).min()
}

/// Says how old evidence may be in this centre, in whole months; none = no limit.
pub fn limit_currency(workspace: &mut Workspace, author: &Author, months: Option<i64>) -> Result<()> {
    author.person()?;
    if months.is_some_and(|m| !(1..=LONGEST_LIMIT).contains(&m)) {
        return Err(Error::Usage(format!("a limit of currency is 1 to {LONGEST_LIMIT} months, or none")));
    }
    let centre = workspace.centre();
    workspace.transact(author, |deed| {
        let heads: Vec<(Hash, Option<i64>)> = deed
            .state(centre)?
            .currency_limits
            .iter()
            .filter(|row| row.standing)
            .map(|row| (row.hash, row.months))
            .collect();
        let said: Vec<Option<i64>> = heads.iter().map(|(_, months)| *months).collect();
        if said == [months] || (said.is_empty() && months.is_none()) {
            return Ok(());
        }
        let supersedes = heads.into_iter().map(|(hash, _)| hash).collect();
        deed.record(centre, CurrencyStated { months, supersedes })?;
        Ok(())
    })?;
    Ok(())
}
