//! What a person does with items: accept, set aside. Numbers are given here and never reused.

use crate::error::{Error, Refusal, Result};
use crate::evidence::detail::{Detail, Field};
use crate::evidence::folder::Standings;
use crate::evidence::item::{self, Item};
use crate::evidence::method::Method;
use crate::evidence::versions;
use crate::journal::act::{EvidenceAccepted, EvidenceRestored, EvidenceSetAside, FileTakenIn};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::DeclarationRow;
use crate::journal::state::BookState;
use crate::matrix::dates;
use crate::portfolio::{Author, Deed, Workspace};
use crate::store::local::Observation;
use crate::view::portfolio::{EvidenceStanding, FileStanding};

/// The way out where files that have numbers are to be one item.
const NUMBERED: &str = "Choose files that have no number yet. An item that was never mapped can be set aside first, and then \
    accepted together with others.";
/// The way out where an item that was once put forward is to be set aside.
const PUT_FORWARD: &str =
    "Leave it: what was once put forward stays in the history, and without a link it counts for nothing.";

/// Whether several files become one item or one item each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// One item each.
    Each,
    /// One item of several parts.
    Together,
}

/// What is accepted.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// Items.
    pub names: &'a [String],
    /// As one item or one each.
    pub grouping: Grouping,
    /// Title, else the file's name.
    pub title: Option<&'a str>,
    /// Method, else the one guessed.
    pub method: Option<Method>,
    /// The files that were looked at, in the order of the one item's parts: no others are accepted.
    pub shown: Option<&'a [Hash]>,
}

/// Accepts files as evidence, or the new version of items whose files have changed. Returns the references.
pub fn accept(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    wanted: &Wanted<'_>,
) -> Result<(Vec<String>, Id)> {
    if wanted.names.is_empty() {
        return Err(Error::Usage("no file is named".into()));
    }
    workspace.transact(author, |deed| {
        let items = found(deed, book, wanted.names)?;
        // Asked inside the deed, and once: what is compared with what was looked at is what is recorded.
        let standings = deed.standings(book)?;
        if let Some(shown) = wanted.shown {
            as_shown(&items, &standings, shown)?;
        }
        for item in &items {
            as_set_aside(&standings, item)?;
        }
        if wanted.grouping == Grouping::Together && items.len() > 1 {
            return Ok(vec![accept_together(deed, book, &items, wanted.title, wanted.method)?]);
        }
        let mut references = Vec::new();
        for item in items {
            references.push(match item.standing() {
                EvidenceStanding::Accepted => renew(deed, book, &item, &standings)?,
                EvidenceStanding::New | EvidenceStanding::SetAside => {
                    accept_one(deed, book, &item, wanted.title, wanted.method)?
                }
            });
        }
        Ok(references)
    })
}

/// The files of an item as they lie in the folder now, as far as it was read.
fn now_in_folder(item: &Item, standings: &Standings) -> Vec<Hash> {
    item.files.iter().map(|file| standings.changed_to(*file).map_or(*file, |seen| seen.sha256)).collect()
}

/// Refuses to accept what nobody has looked at: the file may have been saved once more since.
fn as_shown(items: &[Item], standings: &Standings, shown: &[Hash]) -> Result<()> {
    let [item] = items else {
        return Err(Error::Usage("what was looked at are the files of one item; name that one alone".into()));
    };
    if now_in_folder(item, standings) == shown {
        return Ok(());
    }
    Err(Refusal::EvidenceChanged { reference: item.named() }.into())
}

/// Refuses to take back what was set aside where something else lies in its place now: that is a file of its own.
fn as_set_aside(standings: &Standings, item: &Item) -> Result<(), Refusal> {
    if item.standing() != EvidenceStanding::SetAside {
        return Ok(());
    }
    let changed = item.files.iter().find_map(|file| standings.changed_to(*file));
    let Some(seen) = changed else { return Ok(()) };
    Err(Refusal::SetAsideChanged { title: item.title.clone(), now: seen.path.shown() })
}

/// Accepts every new file, in order of path.
pub fn accept_all_new(workspace: &mut Workspace, author: &Author, book: Id) -> Result<usize> {
    let state = workspace.book(book)?;
    let mut new: Vec<Item> =
        item::items(state).values().filter(|i| i.standing() == EvidenceStanding::New).cloned().collect();
    let path = |i: &Item| i.files.first().and_then(|f| state.files.get(f)).map(|f| f.path.clone());
    new.sort_by_key(path);
    let count = new.len();
    for chunk in new.chunks(500) {
        workspace.transact(author, |deed| {
            for item in chunk {
                accept_one(deed, book, item, None, None)?;
            }
            Ok(())
        })?;
    }
    Ok(count)
}

/// Gives a new item, or one that was set aside, its number. Part of a larger deed where something is mapped.
pub fn accept_one(
    deed: &mut Deed<'_>,
    book: Id,
    item: &Item,
    title: Option<&str>,
    method: Option<Method>,
) -> Result<String> {
    let number = item::next_number(deed.state(book)?);
    deed.record(
        book,
        EvidenceAccepted {
            evidence: item.id.clone(),
            number,
            title: named(title, &item.title),
            method: method.unwrap_or(item.method),
            files: item.files.clone(),
            supersedes: item.statements.clone(),
        },
    )?;
    Ok(format!("E{number:03}"))
}

fn accept_together(
    deed: &mut Deed<'_>,
    book: Id,
    items: &[Item],
    title: Option<&str>,
    method: Option<Method>,
) -> Result<String> {
    if let Some(numbered) = items.iter().find(|i| i.standing() == EvidenceStanding::Accepted) {
        let what = format!("{} is an item of its own already", numbered.named());
        return Err(Refusal::NothingToDo { what, way_out: NUMBERED }.into());
    }
    let number = item::next_number(deed.state(book)?);
    for set_aside in items.iter().filter(|i| !i.statements.is_empty()) {
        let (evidence, supersedes) = (set_aside.id.clone(), set_aside.statements.clone());
        deed.record(book, EvidenceRestored { evidence, supersedes, restores: Vec::new() })?;
    }
    let first = items.first().ok_or_else(|| Error::Usage("no file is named".into()))?;
    deed.record(
        book,
        EvidenceAccepted {
            evidence: Id::random()?.to_string(),
            number,
            title: named(title, &first.title),
            method: method.unwrap_or(first.method),
            files: items.iter().flat_map(|i| i.files.clone()).collect(),
            supersedes: Vec::new(),
        },
    )?;
    Ok(format!("E{number:03}"))
}

/// The bytes have changed and a person accepts the new version: same item, same number.
fn renew(deed: &mut Deed<'_>, book: Id, item: &Item, standings: &Standings) -> Result<String> {
    let mut files = Vec::new();
    for file in &item.files {
        let Some(seen) = standings.changed_to(*file) else {
            files.push(*file);
            continue;
        };
        of_no_other(deed.state(book)?, item, seen)?;
        if deed.state(book)?.files.get(&seen.sha256).is_none() {
            let size = i64::try_from(seen.stat.size).unwrap_or(i64::MAX);
            deed.record(
                book,
                FileTakenIn { file: seen.sha256, size, path: seen.path.clone(), replaces: None },
            )?;
        }
        files.push(seen.sha256);
    }
    if files == item.files {
        return Err(unchanged(item, standings.worst(&item.files)).into());
    }
    state_again(deed, book, item, &item.title, item.method, files)
}

/// Why there is no newer version of an item to accept.
fn unchanged(item: &Item, file: FileStanding) -> Refusal {
    let (why, way_out) = match file {
        FileStanding::Missing => return Refusal::EvidenceMissing { reference: item.named() },
        FileStanding::Unknown => (
            "cannot be looked at: its folder is not reachable",
            "Connect the drive, or choose the folder again, and read it; then accept what has changed.",
        ),
        FileStanding::Present | FileStanding::Changed => (
            "is on record as it was last read in the folder",
            "There is nothing to accept. Where the file was saved since, read the folder again first.",
        ),
    };
    Refusal::NothingToDo { what: format!("{} {why}", item.named()), way_out }
}

/// Refuses a version that is the very file of another item: one file would stand for two items. A copy of it that nobody has
/// dealt with is no item of its own: with the version it is dealt with.
fn of_no_other(state: &BookState, item: &Item, seen: &Observation) -> Result<(), Refusal> {
    let items = item::items(state);
    let holds = |i: &&Item| i.standing() != EvidenceStanding::New && i.files.contains(&seen.sha256);
    let holder = items.values().find(holds);
    let Some(other) = holder else { return Ok(()) };
    Err(Refusal::SameFile { item: item.named(), other: other.named() })
}

/// Says which version of an item holds, where desks accepted different ones. `version` is its number, or the SHA-256 of its
/// file.
///
/// # Errors
/// Where no version is in dispute, or this is none of those that are.
pub fn settle_version(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    name: &str,
    version: &str,
) -> Result<Id> {
    let ((), deed) = workspace.transact(author, |deed| {
        let item = found(deed, book, &[name.to_owned()])?
            .pop()
            .ok_or_else(|| Error::NotFound { what: "evidence", name: name.to_owned() })?;
        let state = deed.state(book)?;
        let Some(disputed) = versions::in_dispute(state, &item) else {
            let why = "a version of it is in force; a changed file is accepted as a further one";
            return Err(Error::Usage(format!("{}: {why}", item.named())));
        };
        let all = versions::of(state, &item.id);
        let meant = (1_usize..).zip(all).find(|(number, one)| {
            version.parse() == Ok(*number) || one.files.iter().any(|file| file.to_string() == version)
        });
        let files = meant.map(|(_, one)| one.files).filter(|files| item.disputed_versions.contains(files));
        let Some(files) = files else {
            return Err(Error::Usage(format!("{}: the versions in dispute are {disputed}", item.named())));
        };
        state_again(deed, book, &item, &item.title, item.method, files)?;
        Ok(())
    })?;
    Ok(deed)
}

/// States a numbered item anew.
pub fn state_again(
    deed: &mut Deed<'_>,
    book: Id,
    item: &Item,
    title: &str,
    method: Method,
    files: Vec<Hash>,
) -> Result<String> {
    let number =
        item.number.ok_or_else(|| Error::Broken("an item without a number cannot be changed".into()))?;
    let supersedes = item.statements.clone();
    let (evidence, title) = (item.id.clone(), title.to_owned());
    deed.record(book, EvidenceAccepted { evidence, number, title, method, files, supersedes })?;
    Ok(item.reference.clone().unwrap_or_default())
}

/// Sets files aside: not evidence, for a reason. Refused for what is mapped.
pub fn set_aside(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    names: &[String],
    reason: &str,
) -> Result<Id> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Refusal::ReasonRequired { what: "setting a file aside" }.into());
    }
    let ((), deed) = workspace.transact(author, |deed| {
        for item in found(deed, book, names)? {
            let state = deed.state(book)?;
            let count = state.mappings.iter().filter(|m| m.standing && m.evidence == item.id).count();
            if count > 0 {
                return Err(Refusal::EvidenceInUse { reference: item.named(), count }.into());
            }
            if item.number.is_some() && state.mappings.iter().any(|m| m.evidence == item.id) {
                // It was put forward once: its number stays in the history, so only an untouched item may be set aside.
                let what = format!("{} was put forward before, so it keeps its number", item.named());
                return Err(Refusal::NothingToDo { what, way_out: PUT_FORWARD }.into());
            }
            if let Some(why) = needed(state, &item.id) {
                return Err(Refusal::EvidenceNeeded { item: item.named(), why }.into());
            }
            let (evidence, supersedes) = (item.id.clone(), item.statements.clone());
            deed.record(book, EvidenceSetAside { evidence, reason: reason.into(), supersedes })?;
        }
        Ok(())
    })?;
    Ok(deed)
}

/// What rests on an item itself, besides links: it takes the place of another, holds the learner's declaration, or is the copy
/// that can be shown to others.
#[must_use]
pub fn needed(state: &BookState, id: &str) -> Option<String> {
    let items = item::items(state);
    let item = items.get(id)?;
    let named = |id: &str| items.get(id).map_or_else(|| "another item".to_owned(), Item::named);
    if let Some(former) = item.replaces.first() {
        return Some(format!("it takes the place of {}", named(former)));
    }
    let holds = |d: &&DeclarationRow| d.standing && d.evidence.as_deref() == Some(id);
    if let Some(row) = state.declarations.iter().find(holds) {
        return Some(format!("it holds the declaration of own work of {}", dates::short(&row.date)));
    }
    let twin = Detail::Redacted(Some(id.to_owned()));
    let of = items.values().find(|other| other.details.said(Field::Redacted).contains(&twin))?;
    Some(format!("it is the redacted copy of {}", of.named()))
}

/// The items that names stand for.
pub fn found(deed: &mut Deed<'_>, book: Id, names: &[String]) -> Result<Vec<Item>> {
    let state = deed.state(book)?;
    let items = item::items(state);
    let mut out: Vec<Item> = Vec::new();
    for name in names {
        let item = item::find(state, &items, name)?;
        if !out.iter().any(|i| i.id == item.id) {
            out.push(item.clone());
        }
    }
    Ok(out)
}

/// A title that is said, else the one there is.
pub fn named(title: Option<&str>, otherwise: &str) -> String {
    title.map(str::trim).filter(|t| !t.is_empty()).unwrap_or(otherwise).to_owned()
}
