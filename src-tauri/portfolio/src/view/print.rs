//! Gathers from the records what the papers beside the matrix are made of: each unit's current record, and every item that a person
//! has dealt with. Refuses to know what a paper says and how it looks.

use std::collections::{BTreeMap, BTreeSet};

use crate::countersign;
use crate::coverage;
use crate::due;
use crate::error::Result;
use crate::evidence::detail::{Detail, Field};
use crate::evidence::folder::Standings;
use crate::evidence::item::Item;
use crate::evidence::method::Method;
use crate::journal::act::Judged;
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{MappingRow, SampleRow, UnitRow, VerificationRow};
use crate::journal::state::BookState;
use crate::learner;
use crate::matrix::Learner;
use crate::matrix::papers::{Handed, IndexFile, IndexItem, Portfolio, VouchedItem, WitnessFacts};
use crate::portfolio::Workspace;
use crate::sampling::verbs as sampling;
use crate::stale;
use crate::unit::spec::SpecRow;
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
    let (past, mut units, mut judged, mut handed) =
        (Past::of(state), Vec::new(), Vec::new(), BTreeMap::new());
    let (mut samples, mut left_out) = (Vec::new(), Vec::new());
    for unit in coverage::units(state) {
        let Some(spec) = shelf.get(unit.spec) else { continue };
        let source = ground.source(unit, spec);
        judged.extend(judged::of_unit(&source, &past, units.len()));
        handed.extend(source.handed().into_iter().map(|(row, own)| ((units.len(), row), own)));
        samples.extend(source.samples(units.len()));
        left_out.extend(source.left_out(units.len()));
        units.push(fill::matrix(&source, &fill::Edition::Current { moment: now }));
    }
    let assessed = coverage::units(state).into_iter().filter(|unit| unit.withdrawn_reason.is_none());
    let mut assessed: Vec<&UnitRow> = assessed.collect();
    if assessed.is_empty() {
        assessed = coverage::units(state);
    }
    let specs = assessed.iter().filter_map(|unit| Some(shelf.get(unit.spec)?.as_ref()));
    let word = centre.house.of_units(specs).learner;
    let all = AllItems::of(state, items);
    let mut links: BTreeMap<&str, Vec<&MappingRow>> = BTreeMap::new();
    for link in state.mappings.iter().filter(|link| link.standing) {
        links.entry(link.evidence.as_str()).or_default().push(link);
    }
    let witnesses = witnesses(&listed, items, &links);
    Ok(Portfolio {
        printed_at: now.iso().chars().take(16).collect(),
        centre: centre.now(),
        learner: Learner {
            word,
            name: facts.name.clone(),
            uln: some(&facts.uln),
            registration_number: some(&facts.registration_number),
            registration_date: some(&facts.registration_date),
        },
        assessor: some(&facts.assessor),
        verifier: some(&facts.iv),
        units,
        judged,
        handed,
        declared: all.declared(),
        items: index(&all, standings, items, &links),
        witnesses,
        samples,
        left_out,
        claims,
    })
}

/// Every item that a person has taken up or set aside, by number.
fn index(
    all: &AllItems<'_>,
    standings: &Standings,
    items: &BTreeMap<String, Item>,
    links: &BTreeMap<&str, Vec<&MappingRow>>,
) -> Vec<IndexItem> {
    let mut index: Vec<(&Item, IndexItem)> = items
        .values()
        .filter(|item| item.standing() != EvidenceStanding::New)
        .map(|item| {
            let links = links.get(item.id.as_str()).map_or(&[][..], Vec::as_slice);
            (item, index_item(all, standings, item, links))
        })
        .collect();
    index.sort_by_key(|(item, _)| (item.number.is_none(), item.number, item.id.clone()));
    index.into_iter().map(|(_, item)| item).collect()
}

fn index_item(all: &AllItems<'_>, standings: &Standings, item: &Item, links: &[&MappingRow]) -> IndexItem {
    let methods = methods(item, links);
    IndexItem {
        reference: item.reference.clone().unwrap_or_default(),
        title: item.title.clone(),
        kind: methods.iter().map(|method| method.word()).collect::<Vec<_>>().join(", "),
        files: item.files.iter().map(|file| index_file(all.state, standings, *file)).collect(),
        produced_on: some(&item.details.words(Field::Produced)),
        added_on: Some(item.added.date()),
        author: some(&item.details.words(Field::Author)),
        authenticity: all.authenticity(item),
        kept: item.details.kept(),
        notes: all.notes(item),
        sampled: sampled(all.state, item),
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

impl fill::Source<'_> {
    /// What was handed in for the rows of this unit that are judged and not met, by their place in reading order.
    fn handed(&self) -> Vec<(usize, Handed)> {
        let outcomes = 0..self.spec.text.outcomes.len();
        let own = outcomes.flat_map(|at| self.spec.rows.iter().filter(move |row| row.outcome == at));
        let not_met = |row: &SpecRow| -> Option<Handed> {
            let standing = self.state.decisions_of_row.get(&row.id).filter(|all| all.len() == 1)?;
            let decision = standing.first().and_then(|hash| self.state.decisions.get(hash))?;
            if decision.outcome.achieved() {
                return None;
            }
            let come = due::come(self.state, self.items, &self.unit.unit, &row.id);
            let come: BTreeSet<Hash> = come.iter().map(|link| link.hash).collect();
            let links = self.links(row).into_iter();
            let (come, before): (Vec<_>, Vec<_>) = links.partition(|link| come.contains(&link.hash));
            let before = before.into_iter().filter(|link| self.relied_on(decision, link));
            Some(Handed {
                said: decision.reason.clone(),
                looked_at: self.handed_lines(before.collect()),
                come: self.handed_lines(come),
            })
        };
        own.enumerate().filter_map(|(place, row)| Some((place, not_met(row)?))).collect()
    }
}

/// The samples that looked at a decision which relied on the item: what an IV saw is what was judged, not what was put forward
/// since.
fn sampled(state: &BookState, item: &Item) -> Vec<String> {
    let relies = |decision: &Hash| {
        let relied = state.decisions.get(decision).map(|d| d.relied_on.as_slice()).unwrap_or_default();
        let links = relied.iter().filter_map(|relied| state.mappings.get(&relied.mapping));
        links.into_iter().any(|link| link.evidence == item.id)
    };
    let saw = |sample: &&SampleRow| {
        sample.rows.iter().any(|judged| looked_at(state, sample, judged).iter().any(relies))
    };
    let mut said: Vec<(i64, String)> = state
        .samples
        .iter()
        .filter(saw)
        .map(|s| {
            let on = marks::short(Moment { at: s.at, offset: s.offset });
            let holds = |v: &VerificationRow| {
                v.sample == s.sample
                    && stale::verification(state, v).is_none()
                    && countersign::counts(state, v)
            };
            let signed = state.verifications.iter().any(holds);
            let open = if signed { "" } else { ", not signed" };
            (s.number, format!("{} of {on}{open}", sampling::number(s)))
        })
        .collect();
    said.sort();
    said.into_iter().map(|(_, words)| words).collect()
}

/// The decisions on a row that an IV looked at: those commented on, else the one that was picked.
fn looked_at(state: &BookState, sample: &SampleRow, judged: &Judged) -> Vec<Hash> {
    let said =
        state.findings.iter().filter(|f| f.standing && f.sample == sample.sample && f.row == judged.row);
    let said: Vec<Hash> = said.map(|f| f.decision).collect();
    if said.is_empty() { vec![judged.decision] } else { said }
}
