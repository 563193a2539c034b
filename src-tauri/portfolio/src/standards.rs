//! National Occupational Standards of the library: bringing them in, as new ones or as the next issue. Links to their points
//! are `links`'. Refuses to know file formats, learners and what is shown.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::library;
use crate::portfolio::{Author, Deed, Workspace};
use crate::unit::revisions::Revisions;
use crate::unit::spec::UnitSpec;
use crate::unit::standard;

/// How a standard came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// The library had none of this code.
    New,
    /// The library had an older issue, which stays for whoever asks.
    NextIssue,
    /// The library had this very text.
    Known,
}

/// Brings the standards of a file in for the person at the desk, all in one deed or none. Hands back their ids.
pub fn bring_in(workspace: &mut Workspace, author: &Author, bytes: &[u8]) -> Result<Vec<(String, Came)>> {
    author.person()?;
    let specs = standard::read(bytes)?;
    let (came, _) = workspace.transact(author, |deed| {
        specs.iter().map(|spec| Ok((spec.text.id.clone(), admit(deed, spec)?))).collect::<Result<Vec<_>>>()
    })?;
    Ok(came)
}

fn admit(deed: &mut Deed<'_>, spec: &UnitSpec) -> Result<Came> {
    let (centre, shelf) = (deed.centre(), deed.shelf().clone());
    let units = library::units(deed.state(centre)?, &shelf);
    library::refuse_foreign(&units, spec)?;
    let Some(known) = units.get(&spec.text.id) else {
        deed.add_unit_text(spec.clone())?;
        return Ok(Came::New);
    };
    let spec = &with_overview(known, spec)?;
    // Where two issues are in dispute, whichever is brought in again is the one that is to hold.
    let here = known.all.iter().any(|text| text.sha256 == spec.sha256) || says_the_same(known, spec)?;
    if here && !known.disputed() {
        return Ok(Came::Known);
    }
    deed.add_unit_text(next(known, spec)?)?;
    Ok(Came::NextIssue)
}

/// A file without an overview says nothing about it: the one that is there stays.
fn with_overview(known: &Revisions, spec: &UnitSpec) -> Result<UnitSpec> {
    let aim = |text: &Value| text.pointer("/unit/aim").filter(|aim| aim.is_string()).cloned();
    let shown = known.shown().map(|s| serde_json::from_slice::<Value>(&s.canonical)).transpose()?;
    let mut text: Value = serde_json::from_slice(&spec.canonical)?;
    if let (None, Some(there)) = (aim(&text), shown.as_ref().and_then(aim))
        && let Some(unit) = text.get_mut("unit").and_then(Value::as_object_mut)
    {
        unit.insert("aim".into(), there);
    }
    UnitSpec::parse(&text.to_string())
}

/// The text in force says the same; only who numbered it differs.
fn says_the_same(known: &Revisions, spec: &UnitSpec) -> Result<bool> {
    let shown = known.shown();
    Ok(shown.map(|s| stamped(s, "", &[])).transpose()? == Some(stamped(spec, "", &[])?))
}

/// The text as the one that follows every text that says it is the newest.
fn next(known: &Revisions, spec: &UnitSpec) -> Result<UnitSpec> {
    let heads: Vec<&Arc<UnitSpec>> = known.heads();
    UnitSpec::parse(&stamped(spec, &known.next_label(), &heads)?.to_string())
}

fn stamped(spec: &UnitSpec, revision: &str, previous: &[&Arc<UnitSpec>]) -> Result<Value> {
    let mut text: Value = serde_json::from_slice(&spec.canonical)?;
    let fields = text.as_object_mut().ok_or_else(|| Error::Broken("a standard is no object".into()))?;
    let previous: Vec<String> = previous.iter().map(|head| head.sha256.to_string()).collect();
    fields.insert("revision".into(), json!(revision));
    fields.insert("previous".into(), json!(previous));
    Ok(text)
}
