//! Gathers from the records what the papers beside the matrix are made of: each unit's current record, and every item that a person
//! has dealt with. Refuses to know what a paper says and how it looks.

use std::collections::BTreeSet;

use crate::coverage;
use crate::error::Result;
use crate::evidence::folder::Standings;
use crate::evidence::item::{self, Item};
use crate::evidence::method::Method;
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::UnitRow;
use crate::journal::state::BookState;
use crate::learner;
use crate::matrix::papers::{IndexFile, IndexItem, Portfolio};
use crate::matrix::{self, Learner, LearnerWord};
use crate::portfolio::Workspace;
use crate::sampling::verbs as sampling;
use crate::view::marks;
use crate::view::matrix as fill;
use crate::view::portfolio::{EvidenceStanding, FileStanding};

/// The portfolio of a learner as it stands now.
pub fn portfolio(workspace: &mut Workspace, book: Id) -> Result<Portfolio> {
    let (centre, standings, now) =
        (fill::centre(workspace)?, Standings::of(workspace, book)?, workspace.clock.now());
    let shelf = workspace.shelf().clone();
    let state = workspace.book(book)?;
    let items = item::items(state);
    let facts = learner::facts(state);
    let rows: Vec<UnitRow> = coverage::units(state).into_iter().cloned().collect();
    let mut units = Vec::new();
    for unit in &rows {
        let Some(spec) = shelf.get(unit.spec) else { continue };
        let source = fill::Source {
            state,
            shelf: &shelf,
            unit,
            spec,
            items: &items,
            standings: &standings,
            centre: &centre,
        };
        units.push(fill::matrix(&source, &fill::Edition::Current { moment: now }));
    }
    let mut index: Vec<(&Item, IndexItem)> = items
        .values()
        .filter(|item| item.standing() != EvidenceStanding::New)
        .map(|item| (item, index_item(state, &standings, item)))
        .collect();
    index.sort_by_key(|(item, _)| (item.number.is_none(), item.number, item.id.clone()));
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.trim().is_empty());
    Ok(Portfolio {
        printed_at: now.iso().chars().take(16).collect(),
        centre: matrix::Centre { name: some(&centre.name), number: some(&centre.number) },
        learner: Learner {
            word: units.first().map_or(LearnerWord::Learner, |unit| unit.learner.word),
            name: facts.name.clone(),
            uln: some(&facts.uln),
            registration_number: some(&facts.registration_number),
            registration_date: some(&facts.registration_date),
        },
        assessor: some(&facts.assessor),
        verifier: some(&facts.iv),
        units,
        items: index.into_iter().map(|(_, item)| item).collect(),
    })
}

fn index_item(state: &BookState, standings: &Standings, item: &Item) -> IndexItem {
    let mut methods: BTreeSet<Method> = state
        .mappings
        .iter()
        .filter(|link| link.standing && link.evidence == item.id)
        .map(|link| link.method)
        .collect();
    if methods.is_empty() {
        methods.insert(item.method);
    }
    IndexItem {
        reference: item.reference.clone().unwrap_or_default(),
        title: item.title.clone(),
        kind: methods.iter().map(|method| method.word()).collect::<Vec<_>>().join(", "),
        files: item.files.iter().map(|file| index_file(state, standings, *file)).collect(),
        produced_on: None,
        added_on: Some(Moment { at: item.added, offset: 0 }.date()),
        author: None,
        authenticity: None,
        notes: versions(state, item),
        sampled: sampled(state, item),
        set_aside: item.set_aside.clone(),
    }
}

fn index_file(state: &BookState, standings: &Standings, file: Hash) -> IndexFile {
    let row = state.files.get(&file);
    let note = match standings.file(file) {
        FileStanding::Changed => Some("changed since"),
        FileStanding::Missing => Some("not in the folder"),
        FileStanding::Present | FileStanding::Unknown => None,
    };
    IndexFile {
        name: row.map_or_else(|| "not on record".into(), |row| row.path.shown()),
        size: row.map_or(0, |row| row.size.cast_unsigned()),
        sha256: file.to_string(),
        note: note.map(str::to_owned),
    }
}

/// What the files of an item took the place of.
fn versions(state: &BookState, item: &Item) -> Vec<String> {
    let before = item.files.iter().filter_map(|file| state.files.get(file)?.replaces);
    before.map(|earlier| format!("takes the place of the file {}", earlier.short())).collect()
}

/// The samples that looked at a criterion for which the item is put forward.
fn sampled(state: &BookState, item: &Item) -> Vec<String> {
    let rows: BTreeSet<&str> = state
        .mappings
        .iter()
        .filter(|link| link.standing && link.evidence == item.id)
        .map(|link| link.row.as_str())
        .collect();
    let looked =
        state.samples.iter().filter(|s| s.rows.iter().any(|judged| rows.contains(judged.row.as_str())));
    let mut said: Vec<(i64, String)> = looked
        .map(|s| {
            let on = marks::short(Moment { at: s.at, offset: s.offset });
            (s.number, format!("{} of {on}", sampling::number(s)))
        })
        .collect();
    said.sort();
    said.into_iter().map(|(_, words)| words).collect()
}
