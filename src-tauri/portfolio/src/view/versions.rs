//! The versions of an item as shown: when each was accepted, which decisions relied on it, whether a copy is kept; and two
//! of them compared, as text where there is text. Records nothing.

use std::sync::atomic::AtomicBool;

use serde::Serialize;
use ts_rs::TS;

use crate::decision::Outcome;
use crate::error::{Error, Result};
use crate::evidence::folder::Standings;
use crate::evidence::item::{self, Item};
use crate::evidence::judged;
use crate::evidence::name::neutral;
use crate::evidence::text::passage::{NoText, Outcome as Read, Text, Why};
use crate::evidence::text::queue::{self, Waiting};
use crate::evidence::versions::diff::{self, VersionChange};
use crate::evidence::versions::{self, Version};
use crate::evidence::whereabouts::Whereabouts;
use crate::extract::texts::TextReader;
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::state::BookState;
use crate::portfolio::Workspace;
use crate::unit::spec::Shelf;
use crate::view::portfolio::{ItemRef, Media};
use crate::view::shown;

/// The versions of one item.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VersionsView {
    /// The item.
    pub item: ItemRef,
    /// Its versions, the newest first.
    pub versions: Vec<VersionView>,
}

/// One version.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VersionView {
    /// 1 is the first.
    pub number: u32,
    /// ISO date on which it was accepted; null = it lies in the folder and nobody has accepted it.
    pub accepted: Option<String>,
    /// Who accepted it.
    pub by: String,
    /// It is the one in force.
    pub current: bool,
    /// Two desks accepted different ones, and it is one of them: somebody says which one holds.
    pub disputed: bool,
    /// Its files in order.
    pub files: Vec<VersionFileView>,
    /// Decisions that relied on it, in the order in which they were made.
    pub decisions: Vec<ReliedView>,
}

/// One file of a version.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VersionFileView {
    /// SHA-256, hex: by it a version is shown and compared.
    pub sha256: String,
    /// Name when it was first seen.
    pub file_name: String,
    /// Kind of preview.
    pub media: Media,
    /// Bytes.
    pub size: u64,
    /// ISO 8601 time at which it was first seen.
    pub seen: String,
    /// A read-only copy is kept beside the records.
    pub kept: bool,
    /// Its bytes can be had now: a copy is kept, or the file lies in the folder.
    pub here: bool,
}

/// A decision that relied on a version.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReliedView {
    /// Title of the unit.
    pub unit: String,
    /// Code of the criterion.
    pub code: String,
    /// Judgement.
    pub outcome: Outcome,
    /// ISO date of judgement.
    pub date: String,
    /// Initials of the assessor.
    pub initials: String,
    /// It stands; else it was made again since, or taken back.
    pub standing: bool,
}

/// Two versions of a file beside each other.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CompareView {
    /// The item.
    pub item: ItemRef,
    /// The earlier one.
    pub from: CompareSide,
    /// The later one.
    pub to: CompareSide,
    /// The texts beside each other; empty where one has none.
    pub lines: Vec<CompareLine>,
    /// How many passages are the same.
    pub same: u32,
    /// How many differ.
    pub differ: u32,
    /// Why there is no comparison of texts, or what it leaves out; empty = all of both.
    pub notes: Vec<String>,
}

/// One side of a comparison.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CompareSide {
    /// Number of the version.
    pub version: u32,
    /// The file.
    pub file: VersionFileView,
    /// Kind of file in words, where it was read.
    pub kind: String,
}

/// One passage of a comparison.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CompareLine {
    /// How it stands.
    pub change: VersionChange,
    /// Its place in the earlier file.
    pub from: Option<String>,
    /// Its place in the later file.
    pub to: Option<String>,
    /// Its words: text, never markup.
    pub words: Vec<CompareWords>,
}

/// Words of a passage.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CompareWords {
    /// How they stand.
    pub change: VersionChange,
    /// The words.
    pub text: String,
}

/// What is looked at.
struct Look<'a> {
    state: &'a BookState,
    shelf: &'a Shelf,
    standings: &'a Standings,
    item: Item,
    kept: std::collections::BTreeSet<Hash>,
}

/// The versions of an item, with the one that lies in the folder and that nobody has accepted.
pub fn versions(workspace: &mut Workspace, book: Id, evidence: &str) -> Result<VersionsView> {
    let standings = Standings::of(workspace, book)?;
    let shelf = workspace.shelf().clone();
    let kept = judged::all(workspace);
    let state = workspace.book(book)?;
    let items = item::items(state);
    let item = item::find(state, &items, evidence)?.clone();
    let look = Look { state, shelf: &shelf, standings: &standings, item, kept };
    Ok(VersionsView { item: ItemRef::of(&look.item), versions: look.versions() })
}

impl Look<'_> {
    fn versions(&self) -> Vec<VersionView> {
        let all = versions::of(self.state, &self.item.id);
        let mut out: Vec<VersionView> = (1..).zip(&all).map(|(n, v)| self.version(n, v)).collect();
        if all.is_empty() {
            out.push(self.unnumbered());
        }
        let next = u32::try_from(out.len() + 1).unwrap_or(u32::MAX);
        out.extend(self.waiting(next));
        out.reverse();
        out
    }

    fn version(&self, number: u32, version: &Version) -> VersionView {
        VersionView {
            number,
            accepted: Some(version.at.date()),
            by: self.state.person_of(version.chain).map_or_else(|| "set-up".into(), |p| p.name),
            current: version.files == self.item.files && self.item.disputed_versions.is_empty(),
            disputed: self.item.disputed_versions.contains(&version.files),
            files: version.files.iter().map(|f| self.file(*f)).collect(),
            decisions: self.relied(&version.files),
        }
    }

    /// A file that nobody has given a number.
    fn unnumbered(&self) -> VersionView {
        VersionView {
            number: 1,
            accepted: None,
            by: String::new(),
            current: true,
            disputed: false,
            files: self.item.files.iter().map(|f| self.file(*f)).collect(),
            decisions: Vec::new(),
        }
    }

    /// What lies in the folder in place of the version in force.
    fn waiting(&self, number: u32) -> Option<VersionView> {
        let changed = |f: &Hash| self.standings.changed_to(*f);
        self.item.files.iter().any(|f| changed(f).is_some()).then(|| VersionView {
            number,
            accepted: None,
            by: String::new(),
            current: false,
            disputed: false,
            files: self
                .item
                .files
                .iter()
                .map(|f| changed(f).map_or_else(|| self.file(*f), |seen| self.seen(seen)))
                .collect(),
            decisions: Vec::new(),
        })
    }

    fn seen(&self, seen: &crate::store::local::Observation) -> VersionFileView {
        VersionFileView {
            sha256: seen.sha256.to_string(),
            file_name: neutral(seen.path.last()),
            media: shown::media(seen.path.last()),
            size: seen.stat.size,
            seen: Moment { at: seen.stat.modified_ns / 1_000_000, offset: 0 }.iso(),
            kept: self.kept.contains(&seen.sha256),
            here: true,
        }
    }

    fn file(&self, file: Hash) -> VersionFileView {
        let row = self.state.files.get(&file);
        let name = row.map(|r| r.path.last().to_owned());
        let kept = self.kept.contains(&file);
        VersionFileView {
            sha256: file.to_string(),
            media: name.as_deref().map_or(Media::Other, shown::media),
            file_name: name.map_or_else(|| "not on record".into(), |n| neutral(&n)),
            size: row.map_or(0, |r| r.size.cast_unsigned()),
            seen: row.map(|r| r.seen().iso()).unwrap_or_default(),
            kept,
            here: kept || self.standings.path(file).is_some(),
        }
    }

    fn relied(&self, files: &[Hash]) -> Vec<ReliedView> {
        let view = |d: &crate::journal::rows::DecisionRow| {
            let spec = self.shelf.get(d.spec)?;
            Some(ReliedView {
                unit: spec.text.unit.title.clone(),
                code: spec.row(&d.row)?.code.clone(),
                outcome: d.outcome,
                date: d.date.clone(),
                initials: self.state.person_of(d.chain).map_or_else(|| "–".into(), |p| p.initials),
                standing: d.standing,
            })
        };
        versions::judged(self.state, &self.item.id, files).into_iter().filter_map(view).collect()
    }
}

/// Compares two versions of one file of an item. `from` and `to` are numbers of versions ("1"), or SHA-256.
pub fn compare(
    workspace: &mut Workspace,
    book: Id,
    evidence: &str,
    part: usize,
    from: &str,
    to: &str,
) -> Result<CompareView> {
    let all = versions(workspace, book, evidence)?;
    let from = side(&all, part, from)?;
    let to = side(&all, part, to)?;
    let (old, new) = (text(workspace, book, &from.file)?, text(workspace, book, &to.file)?);
    let mut view = CompareView {
        item: all.item,
        from: CompareSide { kind: kind(&old), ..from },
        to: CompareSide { kind: kind(&new), ..to },
        lines: Vec::new(),
        same: 0,
        differ: 0,
        notes: Vec::new(),
    };
    match (old, new) {
        (Ok(old), Ok(new)) => lay(&mut view, &old, &new),
        (old, new) => {
            let why = |version: u32, read: &Read| {
                read.as_ref()
                    .err()
                    .map(|none| format!("Version {version} has no text to compare: {}", none.reason))
            };
            view.notes.extend(why(view.from.version, &old).into_iter().chain(why(view.to.version, &new)));
        }
    }
    Ok(view)
}

fn kind(read: &Read) -> String {
    read.as_ref().map(|text| text.kind.clone()).unwrap_or_default()
}

fn side(all: &VersionsView, part: usize, name: &str) -> Result<CompareSide> {
    let number = name.parse::<u32>().ok();
    let not_found = || Error::NotFound { what: "version", name: format!("{name} of {}", all.item.reference) };
    let fits =
        |v: &&VersionView| Some(v.number) == number || v.files.get(part).is_some_and(|f| f.sha256 == name);
    let version = all.versions.iter().find(fits).ok_or_else(not_found)?;
    let file = version.files.get(part).cloned().ok_or_else(not_found)?;
    Ok(CompareSide { version: version.number, file, kind: String::new() })
}

/// The text of a version: kept already, or read now from its copy or the folder.
fn text(workspace: &mut Workspace, book: Id, file: &VersionFileView) -> Result<Read> {
    let hash: Hash = file.sha256.parse().map_err(Error::Integrity)?;
    if let Some(known) = workspace.texts()?.get(hash)? {
        return Ok(known);
    }
    let not_here = NoText {
        why: Why::Unknown,
        reason: "no copy of it is held, and it is not in the folder any more.".into(),
    };
    for lies in Whereabouts::of(workspace, book, hash)? {
        let waiting = Waiting { file: hash, lies, name: file.file_name.clone(), modified: 0 };
        let read = queue::read_one(&waiting, &mut TextReader::default(), &AtomicBool::new(false))?;
        if let Some(read) = read {
            workspace.texts()?.put(&[(hash, read.clone())])?;
            return Ok(read);
        }
    }
    Ok(Err(not_here))
}

fn lay(view: &mut CompareView, old: &Text, new: &Text) {
    let words = |text: &'_ Text| text.passages.iter().map(|p| p.text.clone()).collect::<Vec<_>>();
    let (earlier, later) = (words(old), words(new));
    let lines = diff::compare(
        &earlier.iter().map(String::as_str).collect::<Vec<_>>(),
        &later.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    let place = |text: &Text, at: Option<usize>| {
        at.and_then(|i| text.passages.get(i)).and_then(|p| p.place.as_ref()).map(|p| p.text().to_owned())
    };
    view.lines = lines
        .iter()
        .map(|line| CompareLine {
            change: line.change,
            from: place(old, line.from),
            to: place(new, line.to),
            words: line
                .words
                .iter()
                .map(|(change, text)| CompareWords { change: *change, text: text.clone() })
                .collect(),
        })
        .collect();
    let same = lines.iter().filter(|line| line.change == VersionChange::Same).count();
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (view.same, view.differ) = (number(same), number(lines.len() - same));
    for (version, text) in [(view.from.version, old), (view.to.version, new)] {
        if text.passages.len() > diff::MOST {
            view.notes.push(format!("Of version {version} the first {} passages are compared.", diff::MOST));
        }
        view.notes.extend(text.notes.iter().map(|note| format!("Version {version}: {note}")));
    }
    if view.differ == 0 {
        let note = "The words are the same. The files differ in what is not text: layout, pictures, or how they were saved.";
        view.notes.push(note.into());
    }
}

/// A version by its SHA-256, and the name of its file: a version of this very item and no other file.
pub fn named(
    workspace: &mut Workspace,
    book: Id,
    evidence: &str,
    version: &str,
) -> Result<(Hash, Option<String>)> {
    let not_found = || Error::NotFound { what: "version", name: version.to_owned() };
    let hash: Hash = version.parse().map_err(|_| not_found())?;
    let state = workspace.book(book)?;
    let items = item::items(state);
    let item = item::find(state, &items, evidence)?;
    let name = state.files.get(&hash).map(|row| row.path.last().to_owned());
    let accepted = versions::of(state, &item.id).iter().any(|v| v.files.contains(&hash));
    if accepted || item.files.contains(&hash) {
        return Ok((hash, name));
    }
    // The one that lies in the folder in place of the version in force, and that nobody has accepted.
    let files = item.files.clone();
    let standings = Standings::of(workspace, book)?;
    let waits = files.iter().filter_map(|f| standings.changed_to(*f)).find(|seen| seen.sha256 == hash);
    waits.map(|seen| (hash, Some(seen.path.last().to_owned()))).ok_or_else(not_found)
}
