//! Witnesses of the centre: who they are and how competent in the occupation. One list for all learners; an item names one
//! of them. Two desks that said different things of a witness are both shown until one of them says it again. Refuses to
//! know learners.

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

/// A witness as an item names them.
pub fn named(centre: &BookState, name: &str) -> Result<WitnessNamed> {
    let id = find(centre, name)?;
    let row = centre.witnesses.iter().filter(|w| w.standing && w.witness == id).min_by_key(|w| w.hash);
    let says = row.map(|r| r.says.clone()).unwrap_or_default();
    Ok(WitnessNamed { id, name: says.name, role: says.role })
}

/// Says a witness, anew or again.
pub fn save(workspace: &mut Workspace, author: &Author, changed: Option<&str>, says: &Witness) -> Result<Id> {
    author.person()?;
    let says = trimmed(says);
    if says.name.is_empty() {
        return Err(Error::Usage("a witness needs a name".into()));
    }
    let centre = workspace.centre();
    let fresh = Id::random()?;
    let (id, _) = workspace.transact(author, |deed| {
        let state = deed.state(centre)?;
        let id = changed.map(|name| find(state, name)).transpose()?;
        let namesake = |w: &&WitnessRow| {
            w.standing && Some(w.witness) != id && w.says.name == says.name && w.says.role == says.role
        };
        if state.witnesses.iter().any(|w| namesake(&w)) {
            let what = if says.role.is_empty() {
                format!("a witness called {}", says.name)
            } else {
                format!("a witness called {}, {}", says.name, says.role)
            };
            return Err(Refusal::AlreadyThere { what }.into());
        }
        let heads: Vec<&WitnessRow> =
            state.witnesses.iter().filter(|w| w.standing && Some(w.witness) == id).collect();
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

fn trimmed(says: &Witness) -> Witness {
    let text = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    Witness {
        name: text(&says.name),
        role: text(&says.role),
        relation: text(&says.relation),
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
