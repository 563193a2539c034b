//! Items of evidence as the record has them: one file or several, new, numbered or set aside. Pure.
//! Refuses to know whether the files are still in the folder.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::coverage;
use crate::error::{Error, Result};
use crate::evidence::detail::Details;
use crate::evidence::method::Method;
use crate::evidence::name::{FileName, neutral};
use crate::evidence::versions;
use crate::journal::act::Act;
use crate::journal::entry::Moment;
use crate::journal::id::Hash;
use crate::journal::rows::{EvidenceRow, FileRow};
use crate::journal::state::BookState;
use crate::view::portfolio::EvidenceStanding;

/// One item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Id.
    pub id: String,
    /// Lowest number that anybody gave it.
    pub number: Option<i64>,
    /// "E007", or "E012·AO" where two desks gave that number to different items.
    pub reference: Option<String>,
    /// Title; the file's name where nobody gave one.
    pub title: String,
    /// Default method.
    pub method: Method,
    /// Files in order; of versions in dispute those of one of them.
    pub files: Vec<Hash>,
    /// The versions that desks accepted apart, files of each, where there is more than one: no rule picks one.
    pub disputed_versions: Vec<Vec<Hash>>,
    /// Why it is not evidence.
    pub set_aside: Option<String>,
    /// Statements in force, which the next one supersedes.
    pub statements: Vec<Hash>,
    /// When its first file was first seen; of something without a file, when it was recorded.
    pub added: Moment,
    /// What else is recorded of it.
    pub details: Details,
    /// Items that take its place.
    pub replaced_by: Vec<String>,
    /// Desks say different things of that: another item, or that none does.
    pub replacement_disputed: bool,
    /// Items whose place it takes.
    pub replaces: Vec<String>,
}

impl Item {
    /// What a person has done with it. A number outweighs a setting aside: nothing mapped is lost by it.
    #[must_use]
    pub const fn standing(&self) -> EvidenceStanding {
        match (self.number, &self.set_aside) {
            (Some(_), _) => EvidenceStanding::Accepted,
            (None, Some(_)) => EvidenceStanding::SetAside,
            (None, None) => EvidenceStanding::New,
        }
    }

    /// It stays where it is: nothing of it is in the folder.
    #[must_use]
    pub const fn is_in_situ(&self) -> bool {
        self.files.is_empty()
    }

    /// "E007 Complaint log", or the title of one without a number.
    #[must_use]
    pub fn named(&self) -> String {
        self.reference.as_ref().map_or_else(|| self.title.clone(), |r| format!("{r} {}", self.title))
    }
}

/// All items of a book by id. Worked out once after each act that changes an item.
#[must_use]
pub fn items(state: &BookState) -> Arc<BTreeMap<String, Item>> {
    Arc::clone(state.items.get_or_init(|| Arc::new(work_out(state))))
}

fn work_out(state: &BookState) -> BTreeMap<String, Item> {
    let mut items = BTreeMap::new();
    for (id, statements) in state.statements_of_item.iter().filter(|(_, s)| !s.is_empty()) {
        let rows: Vec<&EvidenceRow> = statements.iter().filter_map(|hash| state.evidence.get(hash)).collect();
        items.insert(id.clone(), stated(state, id, &rows));
    }
    for file in coverage::new_files(state) {
        let id = file.to_string();
        items.entry(id.clone()).or_insert_with(|| unstated(state, id, file));
    }
    name(state, &mut items);
    detail(state, &mut items);
    replace(state, &mut items);
    items
}

fn detail(state: &BookState, items: &mut BTreeMap<String, Item>) {
    for row in state.details.iter().filter(|row| row.standing) {
        if let Some(item) = items.get_mut(&row.evidence) {
            item.details.put(&row.detail);
        }
    }
}

/// Statements of two desks that name one item are one; two items, or one and none, are both shown.
fn replace(state: &BookState, items: &mut BTreeMap<String, Item>) {
    let mut said: BTreeMap<&str, BTreeSet<&Option<String>>> = BTreeMap::new();
    for row in state.replacements.iter().filter(|row| row.standing) {
        said.entry(&row.evidence).or_default().insert(&row.by);
    }
    for (id, _) in said.into_iter().filter(|(_, by)| by.len() > 1) {
        items.entry(id.to_owned()).and_modify(|item| item.replacement_disputed = true);
    }
    for row in state.replacements.iter().filter(|row| row.standing) {
        let Some(by) = row.by.as_ref().filter(|by| items.contains_key(*by)) else { continue };
        let (Some(old), by) = (items.get_mut(&row.evidence), by.clone()) else { continue };
        if !old.replaced_by.contains(&by) {
            old.replaced_by.push(by.clone());
            old.replaced_by.sort();
            let former = row.evidence.clone();
            items.entry(by).and_modify(|new| {
                new.replaces.push(former);
                new.replaces.sort();
            });
        }
    }
}

/// What desks say differently of what is printed of an item: "title (Plan / Service plan)". The words of its details, and its
/// title.
#[must_use]
pub fn disputed_in_print(state: &BookState, item: &Item) -> Vec<String> {
    let rows = item.statements.iter().filter_map(|hash| state.evidence.get(hash));
    let titles: BTreeSet<&str> = rows.filter(|r| r.number.is_some()).map(|r| r.title.as_str()).collect();
    let title = (titles.len() > 1).then(|| format!("title ({})", item.title));
    let version = versions::in_dispute(state, item).map(|names| format!("version ({names})"));
    let details = item.details.disputed().filter(|field| field.printed());
    let details = details.map(|f| format!("{} ({})", f.word(), item.details.words(f)));
    title.into_iter().chain(version).chain(details).collect()
}

fn stated(state: &BookState, id: &str, rows: &[&EvidenceRow]) -> Item {
    let numbered: Vec<&&EvidenceRow> = rows.iter().filter(|r| r.number.is_some()).collect();
    let first = numbered.iter().min_by_key(|r| (r.number, r.hash)).copied().or_else(|| rows.first());
    let (files, disputed_versions) = version(state, &numbered, first.copied());
    let mut titles: Vec<&str> = numbered.iter().map(|r| r.title.as_str()).collect();
    titles.sort_unstable();
    titles.dedup();
    let mut reasons: Vec<&str> = rows.iter().filter_map(|r| r.set_aside_reason.as_deref()).collect();
    reasons.sort_unstable();
    reasons.dedup();
    let title = match titles.as_slice() {
        [] if files.is_empty() => former_title(state, id),
        [] => file_title(state, &files),
        titles => titles.join(" / "),
    };
    Item {
        id: id.to_owned(),
        number: first.and_then(|r| r.number),
        reference: None,
        title,
        method: first.map_or(Method::Wp, |r| r.method),
        added: if files.is_empty() { recorded(state, id) } else { added(state, &files) },
        files,
        disputed_versions,
        details: Details::default(),
        replaced_by: Vec::new(),
        replacement_disputed: false,
        replaces: Vec::new(),
        set_aside: (!reasons.is_empty()).then(|| reasons.join(" / ")),
        statements: rows.iter().map(|r| r.hash).collect(),
    }
}

/// The files in force, and every version where desks accepted different ones. What says something else anew, as a title,
/// names no version: another desk's new one outweighs it.
fn version(
    state: &BookState,
    numbered: &[&&EvidenceRow],
    first: Option<&EvidenceRow>,
) -> (Vec<Hash>, Vec<Vec<Hash>>) {
    let all: BTreeSet<&Vec<Hash>> = numbered.iter().map(|row| &row.files).collect();
    if all.len() < 2 {
        return (first.map(|row| row.files.clone()).unwrap_or_default(), Vec::new());
    }
    let chosen: BTreeSet<&Vec<Hash>> =
        numbered.iter().filter(|row| names_version(state, row)).map(|row| &row.files).collect();
    let chosen = if chosen.is_empty() { all } else { chosen };
    let named = first.map(|row| &row.files).filter(|files| chosen.contains(files));
    let files = named.or_else(|| chosen.first().copied()).cloned().unwrap_or_default();
    let disputed = if chosen.len() > 1 { chosen.into_iter().cloned().collect() } else { Vec::new() };
    (files, disputed)
}

/// Whether a statement chose the files that it names: not where every statement before it named the same.
fn names_version(state: &BookState, row: &EvidenceRow) -> bool {
    let said = state.log.iter().rev().find(|logged| logged.hash == row.hash);
    let Some(Act::EvidenceAccepted(act)) = said.map(|logged| &logged.act) else { return false };
    let before = act.supersedes.iter().filter_map(|hash| state.evidence.get(hash));
    before.filter(|earlier| earlier.number.is_some()).any(|earlier| earlier.files != act.files)
}

fn unstated(state: &BookState, id: String, file: Hash) -> Item {
    let title = file_title(state, &[file]);
    Item {
        id,
        number: None,
        reference: None,
        method: Method::guess(&title),
        title,
        files: vec![file],
        disputed_versions: Vec::new(),
        set_aside: None,
        statements: Vec::new(),
        added: added(state, &[file]),
        details: Details::default(),
        replaced_by: Vec::new(),
        replacement_disputed: false,
        replaces: Vec::new(),
    }
}

/// The name of the first file, made safe to show, without its ending.
fn file_title(state: &BookState, files: &[Hash]) -> String {
    let name = files.first().and_then(|f| state.files.get(f)).map(|f| f.path.clone());
    name.as_ref().map_or_else(|| "(file not on record)".into(), title_of)
}

/// The title that something without a file had before it was set aside.
fn former_title(state: &BookState, id: &str) -> String {
    let rows = state.evidence.iter().filter(|row| row.evidence == id && !row.title.is_empty());
    rows.min_by_key(|row| row.hash).map_or_else(|| "(not on record)".into(), |row| row.title.clone())
}

/// When something without a file was first recorded.
fn recorded(state: &BookState, id: &str) -> Moment {
    let of_it = |act: &Act| matches!(act, Act::EvidenceAccepted(a) if a.evidence == id);
    state.log.iter().find(|logged| of_it(&logged.act)).map_or(NEVER, |logged| logged.moment)
}

/// A title made from a file name.
#[must_use]
pub fn title_of(name: &FileName) -> String {
    let shown = neutral(name.last());
    let stem =
        shown.rsplit_once('.').filter(|(stem, end)| !stem.is_empty() && end.len() <= 5).map(|(stem, _)| stem);
    stem.unwrap_or(&shown).to_owned()
}

fn added(state: &BookState, files: &[Hash]) -> Moment {
    let seen = files.iter().filter_map(|f| state.files.get(f));
    seen.map(FileRow::seen).min_by_key(|moment| moment.at).unwrap_or(NEVER)
}

/// Of what no entry says.
const NEVER: Moment = Moment { at: 0, offset: 0 };

/// Gives references; a number that two items carry is shown with the initials of who gave it, on every machine.
fn name(state: &BookState, items: &mut BTreeMap<String, Item>) {
    let mut holders: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    for row in state.evidence.iter() {
        if let Some(number) = row.number {
            holders.entry(number).or_default().insert(row.evidence.clone());
        }
    }
    for item in items.values_mut() {
        let Some(number) = item.number else { continue };
        let shared = holders.get(&number).is_some_and(|ids| ids.len() > 1);
        let giver = || {
            let row = item
                .statements
                .iter()
                .filter_map(|h| state.evidence.get(h))
                .find(|r| r.number == Some(number))?;
            Some(
                state
                    .person_of(row.chain)
                    .map_or_else(|| row.chain.to_string()[..4].to_owned(), |p| p.initials),
            )
        };
        let first = match (shared, giver()) {
            (true, Some(initials)) => format!("E{number:03}·{initials}"),
            (true, None) | (false, _) => format!("E{number:03}"),
        };
        let mut others: Vec<i64> =
            numbers(state, item).into_iter().flatten().filter(|n| *n != number).collect();
        others.sort_unstable();
        others.dedup();
        let others: String = others.iter().map(|n| format!("/E{n:03}")).collect();
        item.reference = Some(first + &others);
    }
}

/// Every number that stands for an item: two desks may have given it two.
fn numbers(state: &BookState, item: &Item) -> Vec<Option<i64>> {
    item.statements
        .iter()
        .filter_map(|h| state.evidence.get(h))
        .map(|row| row.number)
        .filter(Option::is_some)
        .collect()
}

/// The next free number.
#[must_use]
pub fn next_number(state: &BookState) -> i64 {
    state.evidence.iter().filter_map(|r| r.number).max().unwrap_or(0) + 1
}

/// Finds an item by id, reference, file path, file name or title.
pub fn find<'a>(state: &BookState, items: &'a BTreeMap<String, Item>, name: &str) -> Result<&'a Item> {
    if let Some(item) = items.get(name) {
        return Ok(item);
    }
    let number = name.strip_prefix(['E', 'e']).and_then(|n| n.parse::<i64>().ok());
    let path_is = |item: &Item, test: &dyn Fn(&str) -> bool| {
        item.files
            .iter()
            .filter_map(|f| state.files.get(f))
            .any(|f| test(f.path.text()) || test(&f.path.shown()))
    };
    let rounds: [&dyn Fn(&Item) -> bool; 4] = [
        &|item| item.reference.as_deref().is_some_and(|r| r.eq_ignore_ascii_case(name)),
        &|item| number.is_some() && numbers(state, item).contains(&number),
        &|item| path_is(item, &|path| path == name),
        &|item| item.title == name || path_is(item, &|path| path.rsplit('/').next() == Some(name)),
    ];
    for matches in rounds {
        let found: Vec<&Item> = items.values().filter(|item| matches(item)).collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok(one),
            many => {
                let ids = many.iter().map(|i| i.id.clone()).collect();
                return Err(Error::Ambiguous { what: "evidence", name: name.into(), ids });
            }
        }
    }
    Err(Error::NotFound { what: "evidence", name: name.into() })
}
