//! Every judgement of a portfolio that was made and not taken back, as it was when it was made: what the record of a visit or a
//! submission is printed from. A later judgement changes nothing in it but what became of it since. Refuses to know days and
//! what a paper looks like.

use std::collections::{BTreeMap, BTreeSet};

use crate::countersign;
use crate::evidence::detail::{Detail, Field};
use crate::journal::act::{Act, Relied};
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{DecisionRow, FileRow, MappingRow};
use crate::journal::state::{BookState, Logged};
use crate::matrix::papers::{Judge, JudgedRow, Since, SubmittedOn};
use crate::matrix::{MappingLine, Row};
use crate::stale;
use crate::undo;
use crate::view::matrix::{self as fill, Source};

/// A judgement as an act of the journal.
struct Made<'a> {
    /// Its place in the replay order.
    at: usize,
    logged: &'a Logged,
    /// How much of each other chain whoever judged had seen. An entry names only the heads that are new to its chain.
    seen: BTreeMap<Id, i64>,
}

impl Made<'_> {
    fn had_seen(&self, state: &BookState, entry: Hash) -> bool {
        state.place_of(entry).is_some_and(|(chain, n)| {
            let own = chain == self.logged.chain && n < self.logged.n;
            own || self.seen.get(&chain).is_some_and(|reached| n <= *reached)
        })
    }
}

/// What is read of the journal once for all units.
pub struct Past<'a> {
    made: BTreeMap<Hash, Made<'a>>,
    /// Deeds that are taken back.
    back: BTreeSet<Id>,
    /// Links of a row, those that were withdrawn too.
    links: BTreeMap<&'a str, Vec<&'a MappingRow>>,
    /// The judgement that took another's place.
    again: BTreeMap<Hash, Hash>,
}

impl<'a> Past<'a> {
    /// Reads it.
    #[must_use]
    pub fn of(state: &'a BookState) -> Self {
        let back = undo::taken_back(state);
        let mut past = Self { made: BTreeMap::new(), back, links: BTreeMap::new(), again: BTreeMap::new() };
        for link in state.mappings.iter() {
            past.links.entry(&link.row).or_default().push(link);
        }
        let mut known: BTreeMap<Id, BTreeMap<Id, i64>> = BTreeMap::new();
        for (at, logged) in state.log.iter().enumerate() {
            let heads = logged.seen.iter().filter_map(|head| state.place_of(*head));
            known.entry(logged.chain).or_default().extend(heads);
            if let Act::DecisionMade(a) = &logged.act {
                let seen = known.get(&logged.chain).cloned().unwrap_or_default();
                past.made.insert(logged.hash, Made { at, logged, seen });
                if !past.back.contains(&logged.deed) {
                    past.again.extend(a.supersedes.iter().map(|before| (*before, logged.hash)));
                }
            }
        }
        past
    }

    /// Whether a link was put forward when somebody judged.
    fn stood(state: &BookState, link: &MappingRow, judged: &Made<'_>) -> bool {
        let had_seen = |act: Hash| judged.had_seen(state, act);
        had_seen(link.hash) && state.closings.stood(link.hash, had_seen)
    }
}

/// The judgements of a unit, by criterion and then as they were made. `unit` is its place among the portfolio's units.
#[must_use]
pub fn of_unit(source: &Source<'_>, past: &Past<'_>, unit: usize) -> Vec<JudgedRow> {
    let own = source.state.decisions.iter().filter(|d| d.unit == source.unit.unit);
    let place = |row: &str| source.spec.place(row).unwrap_or(usize::MAX);
    let mut all: Vec<_> = own
        .filter_map(|d| Some((d, past.made.get(&d.hash)?)))
        .filter(|(_, made)| !past.back.contains(&made.logged.deed))
        .map(|(d, made)| ((place(&d.row), &d.row, made.at), d, made))
        .collect();
    all.sort_by_key(|(order, ..)| *order);
    all.into_iter().map(|(_, d, made)| source.judged(past, unit, d, made)).collect()
}

impl Source<'_> {
    fn judged(&self, past: &Past<'_>, unit: usize, decision: &DecisionRow, made: &Made<'_>) -> JudgedRow {
        let state = self.state;
        let spec = self.shelf.get(decision.spec).map_or(self.spec, AsRef::as_ref);
        let row = spec.row(&decision.row);
        let links = self.links_then(past, decision, made);
        let person = state.person_of(decision.chain);
        let countersigned: BTreeSet<String> = countersign::of_decision(state, decision.hash)
            .filter_map(|c| state.person_of(c.chain))
            .map(|p| p.name)
            .collect();
        JudgedRow {
            unit,
            id: decision.row.clone(),
            outcome: row
                .and_then(|r| spec.text.outcomes.get(r.outcome))
                .map(|o| o.text.clone())
                .unwrap_or_default(),
            submitted: self.submitted(decision),
            by: person.as_ref().map(|p| Judge {
                name: p.name.clone(),
                initials: p.initials.clone(),
                trainee: countersign::by_trainee(state, decision.hash),
            }),
            countersigned_by: countersigned.into_iter().collect(),
            since: self.since(past, decision),
            disputed: self.disputed(past, decision, made),
            row: Row {
                code: row.map_or_else(|| "–".into(), |r| r.code.clone()),
                code_generated: row.is_some_and(|r| r.code_generated),
                place_proposed: row.is_some_and(|r| r.proposed),
                outcome_level: row.is_some_and(|r| r.outcome_level),
                text: row.map_or_else(|| "not on record".into(), |r| r.text.clone()),
                mappings: links,
                decision: fill::printed(decision.outcome),
                reason: self.said(decision),
                decided_on: Some(decision.date.clone()),
                recorded_on: Some(Moment { at: decision.at, offset: decision.offset }.date()),
                confirmed: None,
                again: None,
                told: self.told_of(decision),
                assessor_initials: person.map(|p| p.initials),
                iv_mark: None,
            },
        }
    }

    /// What had been put forward when it was judged, each link where it stands now; what the judgement left out says so.
    fn links_then(&self, past: &Past<'_>, decision: &DecisionRow, made: &Made<'_>) -> Vec<MappingLine> {
        let relied = |link: &MappingRow| decision.relied_on.iter().any(|r| r.mapping == link.hash);
        let links = past.links.get(decision.row.as_str()).into_iter().flatten();
        let mut lines: BTreeMap<(String, Option<String>, Hash), MappingLine> = BTreeMap::new();
        for link in links.filter(|link| relied(link) || Past::stood(self.state, link, made)) {
            // A place that was corrected since is printed as corrected.
            let now = if link.standing { Vec::new() } else { stale::in_its_place(self.state, link) };
            let now = now.first().and_then(|hash| self.state.mappings.get(hash)).unwrap_or(link);
            let mut line =
                self.mapping(now, Some(decision), &fill::Edition::Current { moment: made.logged.moment });
            if !now.standing {
                let note = line.note.take().map_or_else(String::new, |note| format!("; {note}"));
                line.note = Some(format!("withdrawn since{note}"));
            }
            lines.insert((line.reference.clone(), line.place.clone(), now.hash), line);
        }
        lines.into_values().collect()
    }

    /// When what it rests on was produced and handed in: the version that was judged, whatever came after it.
    fn submitted(&self, decision: &DecisionRow) -> Vec<SubmittedOn> {
        let of = |relied: &Relied| {
            let item = self.items.get(&self.state.mappings.get(&relied.mapping)?.evidence)?;
            let produced = match item.details.one(Field::Produced) {
                Some(Detail::Produced(on)) => Some(on.clone()),
                Some(_) | None => None,
            };
            let seen = relied.files.iter().filter_map(|file| self.state.files.get(file)).map(FileRow::seen);
            let added = seen.min_by_key(|moment| moment.at).unwrap_or(item.added).date();
            Some(SubmittedOn { produced, added })
        };
        decision.relied_on.iter().filter_map(of).collect()
    }

    /// Another judgement of the row stands beside it now.
    fn stands_beside(&self, decision: &DecisionRow) -> bool {
        let standing = self.state.decisions_of_row.get(&decision.row);
        standing.is_some_and(|all| all.len() > 1 && all.contains(&decision.hash))
    }

    /// Another judgement of the row was made by somebody who had not seen this one, nor this one's maker that. The history says so,
    /// whatever settled it since: no order of two such judgements means anything.
    fn disputed(&self, past: &Past<'_>, decision: &DecisionRow, made: &Made<'_>) -> bool {
        let others = self.state.decisions.iter().filter(|other| {
            other.row == decision.row && other.unit == decision.unit && other.hash != decision.hash
        });
        let counted = others.filter_map(|other| Some((other.hash, past.made.get(&other.hash)?)));
        counted.filter(|(_, other)| !past.back.contains(&other.logged.deed)).any(|(hash, other)| {
            !made.had_seen(self.state, hash) && !other.had_seen(self.state, decision.hash)
        })
    }

    /// What became of a judgement after it was made.
    fn since(&self, past: &Past<'_>, decision: &DecisionRow) -> Since {
        if self.stands_beside(decision) {
            return Since::InDispute;
        }
        if decision.standing {
            let other = stale::other_text(self.state, self.shelf, self.spec, decision);
            return other.map_or(Since::Stands, Since::OtherText);
        }
        let again = past.again.get(&decision.hash).and_then(|hash| self.state.decisions.get(hash));
        again.map_or(Since::Gone, |later| Since::Again(later.date.clone()))
    }
}
