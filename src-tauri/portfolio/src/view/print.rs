//! Gathers from the records what the papers beside the matrix are made of: each unit's current record, and every item that a person
//! has dealt with. Refuses to know what a paper says and how it looks.

use std::collections::{BTreeMap, BTreeSet};

use crate::coverage;
use crate::error::Result;
use crate::evidence::detail::{Detail, Field};
use crate::evidence::folder::Standings;
use crate::evidence::item::Item;
use crate::evidence::method::Method;
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::MappingRow;
use crate::journal::state::BookState;
use crate::learner;
use crate::matrix::papers::{IndexFile, IndexItem, Portfolio, VouchedItem, WitnessFacts};
use crate::matrix::{Learner, LearnerWord};
use crate::portfolio::Workspace;
use crate::sampling::verbs as sampling;
use crate::view::claim_sheet;
use crate::view::item_notes::AllItems;
use crate::view::judged::{self, Past};
use crate::view::marks;
use crate::view::matrix as fill;
use crate::view::portfolio::{EvidenceStanding, FileStanding};
use crate::witness::{self, Witness, WitnessStatus};

/// The portfolio of a learner as it stands now.
pub fn portfolio(workspace: &mut Workspace, book: Id) -> Result<Portfolio> {
    let now = workspace.clock.now();
    let claims = claim_sheet::of_learner(workspace, book)?;
    let listed: BTreeMap<Id, Listed> = witness::standing(workspace.centre_book()?)
        .into_iter()
        .map(|(id, rows)| (id, (witness::joined(&rows), witness::status_words(&rows))))
        .collect();
    let ground = fill::Ground::of(workspace, book)?;
    let fill::Ground { state, items, standings, centre, shelf } = &ground;
    let facts = learner::facts(state);
    let (past, mut units, mut judged) = (Past::of(state), Vec::new(), Vec::new());
    for unit in coverage::units(state) {
        let Some(spec) = shelf.get(unit.spec) else { continue };
        let source = ground.source(unit, spec);
        judged.extend(judged::of_unit(&source, &past, units.len()));
        units.push(fill::matrix(&source, &fill::Edition::Current { moment: now }));
    }
    let all = AllItems::of(state, items);
    let mut links: BTreeMap<&str, Vec<&MappingRow>> = BTreeMap::new();
    for link in state.mappings.iter().filter(|link| link.standing) {
        links.entry(link.evidence.as_str()).or_default().push(link);
    }
    let witnesses = witnesses(&listed, items, &links);
    let mut index: Vec<(&Item, IndexItem)> = items
        .values()
        .filter(|item| item.standing() != EvidenceStanding::New)
        .map(|item| {
            let links = links.get(item.id.as_str()).map_or(&[][..], Vec::as_slice);
            (item, index_item(&all, standings, item, links))
        })
        .collect();
    index.sort_by_key(|(item, _)| (item.number.is_none(), item.number, item.id.clone()));
    Ok(Portfolio {
        printed_at: now.iso().chars().take(16).collect(),
        centre: centre.now(),
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
        judged,
        items: index.into_iter().map(|(_, item)| item).collect(),
        witnesses,
        claims,
    })
}

fn index_item(all: &AllItems<'_>, standings: &Standings, item: &Item, links: &[&MappingRow]) -> IndexItem {
    let methods = methods(item, links);
    IndexItem {
        reference: item.reference.clone().unwrap_or_default(),
        title: item.title.clone(),
        kind: methods.iter().map(|method| method.word()).collect::<Vec<_>>().join(", "),
        files: item.files.iter().map(|file| index_file(all.state, standings, *file)).collect(),
        produced_on: some(&item.details.words(Field::Produced)),
        added_on: Some(Moment { at: item.added, offset: 0 }.date()),
        author: some(&item.details.words(Field::Author)),
        authenticity: all.authenticity(item),
        kept: item.details.kept(),
        notes: all.notes(item),
        sampled: sampled(all.state, links),
        set_aside: item.set_aside.clone(),
    }
}

/// What an item is put forward as: the types of its links, its own where it has none.
fn methods(item: &Item, links: &[&MappingRow]) -> BTreeSet<Method> {
    let methods: BTreeSet<Method> = links.iter().map(|link| link.method).collect();
    if methods.is_empty() { BTreeSet::from([item.method]) } else { methods }
}

/// What the centre's list says of a witness, and their status in words: desks may differ about it.
type Listed = (Witness, String);

/// The witnesses that this learner's items name, with what the centre's list says of them.
fn witnesses(
    listed: &BTreeMap<Id, Listed>,
    items: &BTreeMap<String, Item>,
    links: &BTreeMap<&str, Vec<&MappingRow>>,
) -> Vec<WitnessFacts> {
    let mut found: BTreeMap<Id, WitnessFacts> = BTreeMap::new();
    let mut numbered: Vec<&Item> = items.values().filter(|item| item.reference.is_some()).collect();
    numbered.sort_by_key(|item| item.number);
    for item in numbered {
        let Some(Detail::Witness(Some(named))) = item.details.one(Field::Witness) else { continue };
        let (says, status) = listed.get(&named.id).cloned().unwrap_or_default();
        let of_item = links.get(item.id.as_str()).map_or(&[][..], Vec::as_slice);
        let more_than_status =
            methods(item, of_item).into_iter().any(|m| WitnessStatus::falls_short_of(says.status, m));
        let own = found.entry(named.id).or_insert_with(|| WitnessFacts {
            name: if says.name.is_empty() { named.name.clone() } else { says.name },
            role: if says.role.is_empty() { named.role.clone() } else { says.role },
            relation: says.relation,
            status,
            competence: says.competence,
            contact: says.contact,
            inactive: says.inactive,
            items: Vec::new(),
        });
        own.items.push(VouchedItem { named: item.named(), more_than_status });
    }
    let mut all: Vec<WitnessFacts> = found.into_values().collect();
    all.sort_by(|one, other| one.name.cmp(&other.name));
    all
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

fn some(text: &str) -> Option<String> {
    Some(text.to_owned()).filter(|text| !text.trim().is_empty())
}

/// The samples that looked at a criterion for which the item is put forward.
fn sampled(state: &BookState, links: &[&MappingRow]) -> Vec<String> {
    let rows: BTreeSet<&str> = links.iter().map(|link| link.row.as_str()).collect();
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
