//! The library of unit texts: which text of a unit is in force, bringing one in, saving the next revision.
//! Refuses to know learners: what a new revision does to them is `reissue`'s.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::error::{Error, Refusal, Result};
use crate::journal::id::Hash;
use crate::journal::state::BookState;
use crate::portfolio::{Author, Workspace};
use crate::unit::draft::{self, Stamp, UnitDraft};
use crate::unit::matching;
use crate::unit::revisions::Revisions;
use crate::unit::spec::{Shelf, UnitSpec};

/// Every unit of the library by id, each with its texts in the order in which they came.
#[must_use]
pub fn units(centre: &BookState, shelf: &Shelf) -> BTreeMap<String, Revisions> {
    let mut units: BTreeMap<String, Revisions> = BTreeMap::new();
    for row in centre.log.iter().filter_map(|l| centre.unit_texts.get(&l.hash)) {
        let Some(spec) = shelf.get(row.spec) else { continue };
        let unit = units.entry(row.unit.clone()).or_default();
        // Two desks may have brought the very same text in.
        if unit.all.iter().all(|s| s.sha256 != spec.sha256) {
            unit.all.push(Arc::clone(spec));
        }
    }
    units
}

/// The units of an open centre file: what a learner can take.
pub fn all(workspace: &mut Workspace) -> Result<BTreeMap<String, Revisions>> {
    let mut units = everything(workspace)?;
    units.retain(|_, texts| !is_standard(texts));
    Ok(units)
}

/// The National Occupational Standards of an open centre file.
pub fn standards(workspace: &mut Workspace) -> Result<BTreeMap<String, Revisions>> {
    let mut standards = everything(workspace)?;
    standards.retain(|_, texts| is_standard(texts));
    Ok(standards)
}

/// Units and standards: whatever a link may have as a side.
pub fn everything(workspace: &mut Workspace) -> Result<BTreeMap<String, Revisions>> {
    let shelf = workspace.shelf().clone();
    Ok(units(workspace.centre_book()?, &shelf))
}

fn is_standard(texts: &Revisions) -> bool {
    texts.shown().is_some_and(|spec| spec.is_standard())
}

/// The texts of a unit, by short name or id.
pub fn revisions(workspace: &mut Workspace, name: &str) -> Result<Revisions> {
    let mut units = everything(workspace)?;
    let unit = named(&units, name)?;
    units.remove(&unit).ok_or_else(|| Error::NotFound { what: "unit", name: name.into() })
}

/// Id of the unit of this short name or id. A short name that a unit had before still finds it, unless another has it now.
pub fn named(units: &BTreeMap<String, Revisions>, name: &str) -> Result<String> {
    if units.contains_key(name) {
        return Ok(name.to_owned());
    }
    let find = |has: fn(&Revisions, &str) -> bool| {
        units.iter().find(|(_, r)| has(r, name)).map(|(id, _)| id.clone())
    };
    // A standard is called by its code, which its short name is in small letters.
    let code = |r: &Revisions, name: &str| is_standard(r) && r.shown().is_some_and(|s| s.is_called(name));
    let found = find(|r, name| r.shown().is_some_and(|s| s.text.handle == name))
        .or_else(|| find(code))
        .or_else(|| find(|r, name| r.all.iter().any(|s| s.text.handle == name)));
    found.ok_or_else(|| Error::NotFound { what: "unit", name: name.into() })
}

/// The text shown for a unit: the one in force, or one of those in dispute.
pub fn text(workspace: &mut Workspace, name: &str) -> Result<Arc<UnitSpec>> {
    let found = revisions(workspace, name)?.shown().cloned();
    found.ok_or_else(|| Error::NotFound { what: "unit", name: name.into() })
}

/// The text in force. Refused while two texts say that they are.
pub fn in_force(workspace: &mut Workspace, name: &str) -> Result<Arc<UnitSpec>> {
    let revisions = revisions(workspace, name)?;
    let shown =
        revisions.shown().cloned().ok_or_else(|| Error::NotFound { what: "unit", name: name.into() })?;
    if revisions.disputed() {
        return Err(Refusal::UnitTextInDispute { unit: shown.text.unit.title.clone() }.into());
    }
    Ok(shown)
}

/// The text in force of a unit that a learner is to take. Refused for a standard.
pub fn to_take(workspace: &mut Workspace, name: &str) -> Result<Arc<UnitSpec>> {
    let spec = in_force(workspace, name)?;
    if spec.is_standard() {
        return Err(Refusal::StandardIsNoUnit { standard: spec.text.unit.title.clone() }.into());
    }
    Ok(spec)
}

/// One text of a unit by its hash, the beginning of it (8 characters or more), or its label; the text shown where none is
/// named.
pub fn revision(revisions: &Revisions, name: Option<&str>) -> Result<Arc<UnitSpec>> {
    let Some(name) = name.map(str::trim).filter(|n| !n.is_empty()) else {
        let shown = revisions.shown().cloned();
        return shown.ok_or_else(|| Error::NotFound { what: "unit text", name: String::new() });
    };
    let fits = |s: &&Arc<UnitSpec>| {
        s.text.revision == name || (name.len() >= 8 && s.sha256.to_string().starts_with(name))
    };
    let found: Vec<&Arc<UnitSpec>> = revisions.all.iter().filter(fits).collect();
    match found.as_slice() {
        [one] => Ok(Arc::clone(one)),
        [] => Err(Error::NotFound { what: "revision of this unit text", name: name.into() }),
        many => Err(Error::Ambiguous {
            what: "revision of this unit text",
            name: name.into(),
            ids: many.iter().map(|s| s.sha256.to_string()).collect(),
        }),
    }
}

/// Brings in a text of our own format as it is.
pub fn import(workspace: &mut Workspace, author: &Author, json: &str) -> Result<UnitSpec> {
    let spec = UnitSpec::parse(json)?;
    let centre = workspace.centre();
    workspace.transact(author, |deed| {
        let shelf = deed.shelf().clone();
        let units = units(deed.state(centre)?, &shelf);
        if units.values().flat_map(|r| &r.all).any(|s| s.sha256 == spec.sha256) {
            let what = format!("this very text of {} is in the library already", spec.text.unit.title);
            return Err(Refusal::NothingToDo { what, way_out: "Use the one that is there." }.into());
        }
        refuse_foreign(&units, &spec)?;
        if let Some(known) = units.get(&spec.text.id) {
            refuse_stranger(known, &spec)?;
        }
        deed.add_unit_text(spec.clone())
    })?;
    Ok(spec)
}

/// Refuses a text whose short name or whose rows another unit has.
pub fn refuse_foreign(units: &BTreeMap<String, Revisions>, spec: &UnitSpec) -> Result<(), Refusal> {
    refuse_namesake(units, &spec.text.id, &spec.text.handle)?;
    refuse_shared_rows(units, spec)
}

fn refuse_namesake(units: &BTreeMap<String, Revisions>, unit: &str, handle: &str) -> Result<(), Refusal> {
    let other = units
        .iter()
        .filter(|(id, _)| id.as_str() != unit)
        .find_map(|(_, r)| r.shown().filter(|s| s.text.handle == handle));
    match other {
        Some(s) => Err(Refusal::AlreadyThere {
            what: format!("another unit with the short name {handle} ({})", s.text.unit.title),
        }),
        None => Ok(()),
    }
}

/// Ids of outcomes and criteria of every text of the units other than this one, with the unit's title.
fn rows_elsewhere<'a>(units: &'a BTreeMap<String, Revisions>, unit: &str) -> BTreeMap<&'a str, &'a str> {
    let others = units.iter().filter(|(id, _)| id.as_str() != unit).flat_map(|(_, r)| &r.all);
    let rows = |spec: &'a Arc<UnitSpec>| {
        let title = spec.text.unit.title.as_str();
        let outcomes = spec.text.outcomes.iter();
        outcomes.flat_map(move |o| {
            std::iter::once(o.id.as_str())
                .chain(o.criteria.iter().map(|c| c.id.as_str()))
                .map(move |id| (id, title))
        })
    };
    others.flat_map(rows).collect()
}

/// Links and decisions name a criterion by its id alone, so no two units may share one.
fn refuse_shared_rows(units: &BTreeMap<String, Revisions>, spec: &UnitSpec) -> Result<(), Refusal> {
    let elsewhere = rows_elsewhere(units, &spec.text.id);
    let ids =
        spec.text.outcomes.iter().flat_map(|o| {
            std::iter::once((&o.id, &o.code)).chain(o.criteria.iter().map(|c| (&c.id, &c.code)))
        });
    for (id, code) in ids {
        if let Some(title) = elsewhere.get(id.as_str()) {
            return Err(Refusal::RowsOfAnother { code: code.clone(), unit: (*title).to_owned() });
        }
    }
    Ok(())
}

/// A text of a unit that is here must say which text it follows; an older one that a text here names may come late.
fn refuse_stranger(known: &Revisions, spec: &UnitSpec) -> Result<(), Refusal> {
    let follows = |head: &Arc<UnitSpec>| {
        let sha256 = head.sha256.to_string();
        spec.text.previous.iter().flatten().any(|p| *p == sha256)
    };
    let own = spec.sha256.to_string();
    let late = known.all.iter().any(|s| s.text.previous.iter().flatten().any(|p| *p == own));
    if late || known.heads().into_iter().all(follows) {
        Ok(())
    } else {
        Err(Refusal::NotTheNext { unit: spec.text.unit.title.clone() })
    }
}

/// Saves a draft: a new unit, or the next revision of one, which follows every text that says it is the newest.
pub fn save(workspace: &mut Workspace, author: &Author, draft: &UnitDraft) -> Result<UnitSpec> {
    author.person()?;
    let centre = workspace.centre();
    let (spec, _) = workspace.transact(author, |deed| {
        let shelf = deed.shelf().clone();
        let units = units(deed.state(centre)?, &shelf);
        let spec = next(&units, draft)?;
        deed.add_unit_text(spec.clone())?;
        Ok(spec)
    })?;
    Ok(spec)
}

/// The text that a draft makes, as the library would keep it. Pure but for fresh ids.
pub fn next(units: &BTreeMap<String, Revisions>, draft: &UnitDraft) -> Result<UnitSpec> {
    let unit = draft.unit.clone().filter(|u| !u.is_empty());
    let known = unit.as_ref().and_then(|u| units.get(u));
    let base = base(known, draft)?;
    // A copy of another unit gets ids of its own.
    let own;
    let draft = match rows_of_another(units, unit.as_deref().unwrap_or_default(), draft) {
        true => {
            own = without_ids(draft);
            &own
        }
        false => draft,
    };
    let from = json_of(draft, base.as_deref())?;
    let unit = unit.unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
    let stamp = match known {
        None => Stamp {
            handle: free_handle(units, &unit, draft),
            revision: if draft.revision.trim().is_empty() {
                "1".into()
            } else {
                draft.revision.trim().into()
            },
            previous: Vec::new(),
            unit,
        },
        Some(known) => {
            let kept = base.as_ref().map(|s| s.text.revision.as_str());
            let said = draft.revision.trim();
            let taken = known.all.iter().any(|s| s.text.revision == said);
            let revision = if said.is_empty() || Some(said) == kept || taken {
                known.next_label()
            } else {
                said.to_owned()
            };
            let handle = if draft.handle.trim().is_empty() {
                known.shown().map(|s| s.text.handle.clone()).unwrap_or_default()
            } else {
                draft.handle.trim().to_owned()
            };
            Stamp { handle, revision, previous: known.heads().iter().map(|s| s.sha256).collect(), unit }
        }
    };
    refuse_namesake(units, &stamp.unit, &stamp.handle)?;
    if let (Some(known), Some(base)) = (known, &base) {
        refuse_unchanged(known, base, draft, from.clone())?;
    }
    UnitSpec::parse(&draft::json(draft, from, &stamp)?.to_string())
}

fn rows_of_another(units: &BTreeMap<String, Revisions>, unit: &str, draft: &UnitDraft) -> bool {
    let elsewhere = rows_elsewhere(units, unit);
    let ids =
        draft.outcomes.iter().flat_map(|o| std::iter::once(&o.id).chain(o.criteria.iter().map(|c| &c.id)));
    ids.flatten().any(|id| elsewhere.contains_key(id.as_str()))
}

/// The same draft without ids of outcomes and criteria; nor the text that it came from, which names them.
fn without_ids(draft: &UnitDraft) -> UnitDraft {
    let mut own = UnitDraft { raw: None, ..draft.clone() };
    for outcome in &mut own.outcomes {
        outcome.id = None;
        outcome.criteria.iter_mut().for_each(|criterion| criterion.id = None);
    }
    own.unassigned.iter_mut().for_each(|criterion| criterion.id = None);
    own
}

/// The text that a draft was made from. Refused where somebody saved a further one meanwhile: it would be lost.
fn base(known: Option<&Revisions>, draft: &UnitDraft) -> Result<Option<Arc<UnitSpec>>> {
    let Some(known) = known else { return Ok(None) };
    let Some(base) = draft.base.as_deref().filter(|b| !b.is_empty()) else {
        return Ok(known.shown().cloned());
    };
    let heads = known.heads();
    if let Some(head) = heads.iter().find(|s| s.sha256.to_string() == base) {
        return Ok(Some(Arc::clone(head)));
    }
    Err(Refusal::TextMovedOn { unit: draft.named().to_owned() }.into())
}

fn json_of(draft: &UnitDraft, base: Option<&UnitSpec>) -> Result<Option<Value>> {
    match (draft.raw.as_deref(), base) {
        (Some(raw), _) => {
            Ok(Some(serde_json::from_str(raw).map_err(|e| Error::UnitText(format!("it is not JSON: {e}")))?))
        }
        (None, Some(base)) => Ok(Some(serde_json::from_slice(&base.canonical)?)),
        (None, None) => Ok(None),
    }
}

/// A revision that says what the one before says is none, unless it settles a dispute.
fn refuse_unchanged(
    known: &Revisions,
    base: &UnitSpec,
    draft: &UnitDraft,
    from: Option<Value>,
) -> Result<()> {
    let previous = base.text.previous.iter().flatten().filter_map(|p| p.parse::<Hash>().ok()).collect();
    let (unit, revision) = (base.text.id.clone(), base.text.revision.clone());
    let handle =
        if draft.handle.trim().is_empty() { base.text.handle.clone() } else { draft.handle.trim().into() };
    let stamp = Stamp { unit, handle, revision, previous };
    let again = UnitSpec::parse(&draft::json(draft, from, &stamp)?.to_string())?;
    if again.sha256 == base.sha256 && !known.disputed() {
        let what = format!("nothing in the text of {} is changed by this", base.text.unit.title);
        return Err(Refusal::NothingToDo { what, way_out: "Change something, or leave it as it is." }.into());
    }
    Ok(())
}

/// The draft's own short name, else one made from board and title that no other unit has.
fn free_handle(units: &BTreeMap<String, Revisions>, unit: &str, draft: &UnitDraft) -> String {
    let own = draft.handle.trim();
    if !own.is_empty() {
        return own.to_owned();
    }
    let board = draft.board.brand.as_deref().filter(|b| !b.trim().is_empty()).unwrap_or(&draft.board.name);
    let plain = draft::slug(&format!("{board} {}", draft.facts.title));
    let free = |handle: &String| refuse_namesake(units, unit, handle).is_ok();
    let numbered = (2..).map(|n| format!("{plain}-{n}"));
    std::iter::once(plain.clone()).chain(numbered).find(free).unwrap_or(plain)
}

/// A text of the library as a draft to work on.
pub fn draft_of(workspace: &mut Workspace, unit: &str, name: Option<&str>) -> Result<UnitDraft> {
    let revisions = revisions(workspace, unit)?;
    draft::of_text(&*revision(&revisions, name)?)
}

/// A draft as a new issue of a unit: paired with the text in force row by row, so that links and decisions follow.
pub fn as_reissue(workspace: &mut Workspace, unit: &str, draft: &UnitDraft) -> Result<UnitDraft> {
    let revisions = revisions(workspace, unit)?;
    let shown = revision(&revisions, None)?;
    let mut draft = draft.clone();
    matching::pair(&mut draft, &shown);
    draft.unit = Some(shown.text.id.clone());
    draft.base = Some(shown.sha256.to_string());
    draft.handle.clone_from(&shown.text.handle);
    draft.revision = revisions.next_label();
    Ok(draft)
}

/// The unit of the library that a draft seems to be a text of: by id, by unit reference, or by board and title.
#[must_use]
pub fn known<'a>(units: &'a BTreeMap<String, Revisions>, draft: &UnitDraft) -> Option<&'a Arc<UnitSpec>> {
    if let Some(unit) = draft.unit.as_ref().and_then(|u| units.get(u)) {
        return unit.shown();
    }
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let shown = || units.values().filter_map(Revisions::shown);
    let urn = draft.facts.urn.as_deref().map(plain).filter(|u| !u.is_empty());
    if let Some(unit) =
        urn.and_then(|urn| shown().find(|s| s.text.unit.urn.as_deref().map(plain) == Some(urn.clone())))
    {
        return Some(unit);
    }
    let board = draft.board.brand.as_deref().filter(|b| !b.trim().is_empty()).unwrap_or(&draft.board.name);
    let (board, title) = (plain(board), plain(&draft.facts.title));
    if title.is_empty() || board.is_empty() {
        return None;
    }
    shown().find(|s| plain(s.board()) == board && plain(&s.text.unit.title) == title)
}
