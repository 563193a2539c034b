//! Whose word a unit text is. That it is the board's own, a person of the centre says, who has checked it against the board's
//! document; no file, paste, edit or re-issue says it for them. Refuses to know what follows from it: that is asked of the
//! text ([`UnitSpec::indicative`]).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::clock::is_date;
use crate::error::{Error, Refusal, Result};
use crate::journal::act::{BoardConfirmed, ConfirmationWithdrawn};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::BoardRow;
use crate::journal::state::BookState;
use crate::library;
use crate::portfolio::{Author, Workspace};
use crate::unit::spec::UnitSpec;

/// Longest name of a document and longest reason, in characters.
const LONGEST: usize = 500;
/// The way out where a text is confirmed already.
const CONFIRMED: &str =
    "Nothing more is needed. Given by mistake, the confirmation is taken back with a reason.";

/// The statements about a text that stand, by hash. One is the ordinary case; more than one were made on two desks.
#[must_use]
pub fn statements(centre: &BookState, spec: Hash) -> Vec<&BoardRow> {
    let mut rows: Vec<&BoardRow> =
        centre.board_statements.iter().filter(|row| row.standing && row.spec == spec).collect();
    rows.sort_by_key(|row| row.hash);
    rows
}

/// The texts that stand confirmed: somebody says so, and nobody takes it back who did not see it.
#[must_use]
pub fn confirmed(centre: &BookState) -> BTreeSet<Hash> {
    let mut says: BTreeMap<Hash, bool> = BTreeMap::new();
    for row in centre.board_statements.iter().filter(|row| row.standing) {
        *says.entry(row.spec).or_insert(true) &= row.confirms;
    }
    says.into_iter().filter(|(_, confirms)| *confirms).map(|(spec, _)| spec).collect()
}

/// The person at the desk says: this is the board's own text, checked against its document. Of one very text; the next
/// revision is another.
pub fn confirm(
    workspace: &mut Workspace,
    author: &Author,
    (unit, revision): (&str, Option<&str>),
    source: &str,
    date: Option<&str>,
) -> Result<Id> {
    author.person()?;
    let spec = text(workspace, unit, revision)?;
    if !spec.says_boards_own() {
        let (unit, text) = (spec.text.unit.title.clone(), spec.source_words().to_owned());
        return Err(Refusal::NotTheBoards { unit, text }.into());
    }
    let source = words(source, "name the document of the board that the text was checked against")?;
    let today = workspace.clock.now().date();
    let date = date.map(str::trim).filter(|d| !d.is_empty()).unwrap_or(&today).to_owned();
    if !is_date(&date) || date > today {
        return Err(Error::Usage(format!("{date:?} is no day up to today; write it like {today}")));
    }
    let centre = workspace.centre();
    let ((), deed) = workspace.transact(author, |deed| {
        let state = deed.state(centre)?;
        if confirmed(state).contains(&spec.sha256) {
            let what = format!("{}, {}, is confirmed already", spec.text.unit.title, spec.issue_words());
            return Err(Refusal::NothingToDo { what, way_out: CONFIRMED }.into());
        }
        let supersedes = statements(state, spec.sha256).iter().map(|row| row.hash).collect();
        let unit = spec.text.id.clone();
        deed.record(centre, BoardConfirmed { unit, spec: spec.sha256, source, date, supersedes })?;
        Ok(())
    })?;
    Ok(deed)
}

/// The confirmation of a text is taken back, with a reason: from then on it counts as indicative again.
pub fn withdraw(
    workspace: &mut Workspace,
    author: &Author,
    (unit, revision): (&str, Option<&str>),
    reason: &str,
) -> Result<Id> {
    author.person()?;
    let spec = text(workspace, unit, revision)?;
    if reason.trim().is_empty() {
        return Err(Refusal::ReasonRequired { what: "taking a confirmation back" }.into());
    }
    let reason = words(reason, "say why")?;
    let centre = workspace.centre();
    let ((), deed) = workspace.transact(author, |deed| {
        let standing = statements(deed.state(centre)?, spec.sha256);
        if !standing.iter().any(|row| row.confirms) {
            let name = format!("{}, {}", spec.text.unit.title, spec.issue_words());
            return Err(Error::NotFound { what: "confirmation of the unit text", name });
        }
        let supersedes = standing.iter().map(|row| row.hash).collect();
        let unit = spec.text.id.clone();
        deed.record(centre, ConfirmationWithdrawn { unit, spec: spec.sha256, reason, supersedes })?;
        Ok(())
    })?;
    Ok(deed)
}

fn text(workspace: &mut Workspace, unit: &str, revision: Option<&str>) -> Result<Arc<UnitSpec>> {
    let revisions = library::revisions(workspace, unit)?;
    library::revision(&revisions, revision)
}

/// Words on one line, neither none nor endless.
fn words(said: &str, missing: &str) -> Result<String> {
    let plain = said.split_whitespace().collect::<Vec<_>>().join(" ");
    if plain.is_empty() {
        return Err(Error::Usage(missing.to_owned()));
    }
    if plain.chars().count() > LONGEST {
        return Err(Error::Usage(format!(
            "what is said about a unit text is longer than {LONGEST} characters"
        )));
    }
    Ok(plain)
}
