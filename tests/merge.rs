//! Authors work apart, take each other's chains at any moment and in any order, and end with one and the same portfolio.
//! Random histories in memory, two machines on disk, and what must be refused at the door.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]

#[path = "merge/centre.rs"]
mod centre;
#[path = "merge/house.rs"]
mod house;
#[path = "merge/meaning.rs"]
mod meaning;
#[path = "merge/standing.rs"]
mod standing;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use fastrand::Rng;
use journeys::people::{OCR, PASSWORD, each};
use journeys::story::{self, Machine, aloud};
use portfolio::coverage;
use portfolio::decision::Outcome;
use portfolio::evidence::detail::{Detail, InSitu, WitnessNamed};
use portfolio::evidence::item;
use portfolio::evidence::locator::Place;
use portfolio::evidence::method::Method;
use portfolio::evidence::name::FileName;
use portfolio::evidence::route::Route;
use portfolio::history::{self, Words};
use portfolio::journal::act::{
    Act, ActionAnswered, ActionClosed, CentreNamed, CertificateChecked, ChainOpened, DecisionCarried,
    DecisionCleared, DecisionMade, DecisionRestored, DecisionTold, DeclarationWithdrawn, DeedUndone,
    DetailStated, EvidenceAccepted, EvidenceReplaced, EvidenceRestored, EvidenceSetAside, FileTakenIn,
    FindingMade, FindingWithdrawn, Judged, LearnerDeclared, LearnerFacts, LearnerStated, MappingMade,
    MappingRestored, MappingWithdrawn, PaperIssued, PersonName, Relied, Reopened, SampleMade, SignedOff,
    UnitTaken, UnitWithdrawn, Verified,
};
use portfolio::journal::chain;
use portfolio::journal::entry::{Draft, Entry, Moment};
use portfolio::journal::id::{Hash, Id};
use portfolio::journal::lines::{FORMAT, Line, Signature, VERSION};
use portfolio::journal::state::{AllHeads, BookState};
use portfolio::key::{self, OpenKey};
use portfolio::person::Role;
use portfolio::portfolio::Author;
use portfolio::sampling::Judgement;
use portfolio::undo;
use portfolio::unit::spec::{Shelf, UnitSpec};
use portfolio::unit::starter;
use serde_json::{Value, json};

/// How long the histories run when nobody says how many.
const TIME: Duration = Duration::from_secs(20);
/// 14 September 2026, 09:30 in London: the clock of these stories never moves, for no rule may read it.
const STOPPED: Moment = Moment { at: 1_789_374_600_000, offset: 60 };
/// What the histories must have held when enough of them ran.
const KINDS: [&str; 32] = [
    "chain.opened/1",
    "deed.undone/1",
    "learner.stated/1",
    "unit.taken/1",
    "unit.withdrawn/1",
    "file.taken-in/1",
    "evidence.accepted/1",
    "evidence.set-aside/1",
    "evidence.restored/1",
    "evidence.detail-stated/1",
    "evidence.replaced/1",
    "mapping.made/1",
    "mapping.withdrawn/1",
    "decision.made/1",
    "decision.cleared/1",
    "decision.carried/1",
    "decision.told/1",
    "certificate.checked/1",
    "learner.declared/1",
    "learner.declaration-withdrawn/1",
    "mapping.restored/1",
    "decision.restored/1",
    "unit.signed-off/1",
    "unit.reopened/1",
    "paper.issued/1",
    "sample.made/1",
    "finding.made/1",
    "finding.withdrawn/1",
    "action.answered/1",
    "action.closed/1",
    "sample.verified/1",
    "tutor.note/1",
];

// ---------------------------------------------------------------------------------------------- histories in memory

struct Person {
    name: PersonName,
    key: OpenKey,
    public: String,
}

/// Ada, Ben, Cleo and Dana with their keys. Making a key is slow on purpose, so it is done once.
fn people() -> &'static [Person] {
    static PEOPLE: OnceLock<Vec<Person>> = OnceLock::new();
    PEOPLE.get_or_init(|| {
        ["Ada Okafor", "Ben King", "Cleo Marsh", "Dana Hill"]
            .map(|name| {
                let fresh = key::make(PASSWORD).unwrap();
                let initials = name.split(' ').filter_map(|word| word.chars().next()).collect();
                Person {
                    name: PersonName { id: Id::random().unwrap(), name: name.into(), initials },
                    key: key::open(&fresh.pem, PASSWORD).unwrap(),
                    public: fresh.public,
                }
            })
            .into()
    })
}

fn shelf() -> &'static Shelf {
    static SHELF: OnceLock<Shelf> = OnceLock::new();
    SHELF.get_or_init(|| {
        let mut shelf = Shelf::default();
        starter::UNITS.iter().for_each(|json| shelf.put(UnitSpec::parse(json).unwrap()));
        taken().iter().chain(centre::standards()).for_each(|spec| shelf.put(spec.clone()));
        shelf
    })
}

/// The two units that histories are about, each in two issues: the second words its first criterion differently.
fn taken() -> &'static [UnitSpec] {
    static TAKEN: OnceLock<Vec<UnitSpec>> = OnceLock::new();
    TAKEN.get_or_init(|| {
        let issues = [starter::UNITS[0], starter::UNITS[4]].map(|json| {
            let first = UnitSpec::parse(json).unwrap();
            let mut next: Value = serde_json::from_str(json).unwrap();
            next["revision"] = json!("2");
            next["previous"] = json!([first.sha256]);
            next["outcomes"][0]["criteria"][0]["text"] = json!("Worded differently in the second issue.");
            [first, UnitSpec::parse(&next.to_string()).unwrap()]
        });
        issues.into_iter().flatten().collect()
    })
}

/// One author at one desk: a person on an installation, and what this desk has of the book.
struct Desk {
    installation: Id,
    person: &'static Person,
    state: BookState,
    entries: Vec<Entry>,
}

/// One learner's book, or a centre's, and everybody who writes in it.
struct History {
    rng: Rng,
    /// The book of a centre.
    of_centre: bool,
    book: Id,
    desks: Vec<Desk>,
    signatures: BTreeMap<Hash, Signature>,
}

fn id(rng: &mut Rng) -> Id {
    Id::from_bytes(rng.u128(..).to_be_bytes())
}

fn hash(rng: &mut Rng) -> Hash {
    Hash::of(&rng.u128(..).to_be_bytes())
}

fn replayed(book: Id, entries: &[Entry]) -> BookState {
    let mut state = BookState::replay(book, entries).unwrap_or_else(|e| panic!("{e}"));
    coverage::refresh(book, &mut state, shelf());
    state
}

fn order(state: &BookState) -> Vec<Hash> {
    state.log.iter().map(|logged| logged.hash).collect()
}

fn same(one: &BookState, other: &BookState, what: &str) {
    assert_eq!(order(one), order(other), "{what}: the order of replay");
    if one.state_hash().unwrap() == other.state_hash().unwrap() {
        return;
    }
    for ((table, _, rows), (_, _, others)) in one.dump().unwrap().into_iter().zip(other.dump().unwrap()) {
        assert_eq!(rows, others, "{what}: table {table}");
    }
    assert_eq!(one.state_hash().unwrap(), other.state_hash().unwrap(), "{what}");
}

impl History {
    fn begin(seed: u64) -> History {
        let mut rng = Rng::with_seed(seed);
        let book = id(&mut rng);
        let authors = rng.usize(2..=4);
        let mut desks = Vec::new();
        for person in &people()[..authors] {
            // Some people have two machines: a chain of their own on each.
            for _ in 0..if rng.u8(..) < 64 { 2 } else { 1 } {
                let installation = id(&mut rng);
                desks.push(Desk { installation, person, state: BookState::default(), entries: Vec::new() });
            }
        }
        // Every fourth is of a centre.
        let of_centre = seed.is_multiple_of(4);
        let mut history = History { rng, of_centre, book, desks, signatures: BTreeMap::new() };
        if of_centre {
            history.open_centre(0)
        } else {
            history.register(0)
        }
        history
    }

    /// The learner is registered at one desk; most others begin with that.
    fn register(&mut self, desk: usize) {
        let facts = LearnerFacts { name: "Rowan Hartley".into(), ..LearnerFacts::default() };
        let mut acts: Vec<Act> = vec![LearnerStated { facts, supersedes: Vec::new() }.into()];
        for spec in taken().iter().step_by(2) {
            acts.push(
                UnitTaken { unit: spec.text.id.clone(), spec: spec.sha256, supersedes: Vec::new() }.into(),
            );
        }
        self.deed(desk, Writer::Nobody, acts);
        for _ in 0..3 {
            let file = self.file();
            self.deed(desk, Writer::Nobody, vec![file]);
        }
        for other in 1..self.desks.len() {
            if self.rng.u8(..) < 230 {
                self.takes_all(other, desk);
            }
        }
    }

    fn run(&mut self) {
        for _ in 0..self.rng.usize(20..50) {
            let desk = self.rng.usize(..self.desks.len());
            if self.rng.u8(..) < 56 {
                let from = self.rng.usize(..self.desks.len());
                self.takes_some(desk, from);
                continue;
            }
            let (writer, acts) = if self.of_centre { self.centre_acts(desk) } else { self.acts(desk) };
            if !acts.is_empty() {
                self.deed(desk, writer, acts);
            }
        }
    }

    /// One deed at a desk, and the rule that holds after each: own acts come last, so applying them one by one gives what
    /// a replay gives.
    fn deed(&mut self, desk: usize, writer: Writer, acts: Vec<Act>) {
        let deed = id(&mut self.rng);
        acts.into_iter().for_each(|act| self.record(desk, writer, deed, act));
        let Desk { state, entries, .. } = &mut self.desks[desk];
        coverage::refresh(self.book, state, shelf());
        same(state, &replayed(self.book, entries), "own acts, one by one");
    }

    fn record(&mut self, desk: usize, writer: Writer, deed: Id, act: Act) {
        let at = &self.desks[desk];
        let (installation, person) = (at.installation, at.person);
        let (name, public) = match writer {
            Writer::Nobody => (None, None),
            Writer::Person => (Some(person.name.clone()), Some(person.public.clone())),
        };
        let row = at.state.chain_of(installation, name.as_ref().map(|p| p.id), public.as_deref());
        let chain = row.map(|row| row.chain);
        let chain = chain.unwrap_or_else(|| {
            let chain = id(&mut self.rng);
            let opened = ChainOpened { installation, person: name, key: public };
            self.append(desk, chain, deed, opened.into(), AllHeads::No);
            chain
        });
        let signed = act.needs_signature();
        let entry = self.append(desk, chain, deed, act, if signed { AllHeads::Yes } else { AllHeads::No });
        if signed {
            self.signatures.insert(entry, person.key.sign(entry).unwrap());
        }
    }

    fn append(&mut self, desk: usize, chain: Id, deed: Id, act: Act, all: AllHeads) -> Hash {
        let Desk { state, entries, .. } = &mut self.desks[desk];
        let head = state.chains.get(&chain).map(|row| (row.head_n, row.head));
        let entry = Entry::new(Draft {
            book: self.book,
            chain,
            n: head.map_or(0, |(n, _)| n + 1),
            prev: head.map(|(_, hash)| hash),
            seen: state.unseen_by(chain, all),
            deed,
            moment: STOPPED,
            signed: all == AllHeads::Yes && !act.needs_signature(),
            act,
        })
        .unwrap();
        assert_eq!(Entry::from_body(entry.body.clone()).unwrap(), entry, "an entry reads as it was written");
        state.apply(&entry);
        entries.push(entry.clone());
        entry.hash
    }

    /// A desk takes a random, causally closed part of what another has: chains are handed on with all they rest on.
    fn takes_some(&mut self, desk: usize, from: usize) {
        let there = &self.desks[from].entries;
        let wanted = self.rng.usize(1..=there.len().max(1));
        let roots: BTreeSet<usize> =
            (0..wanted.min(there.len())).map(|_| self.rng.usize(..there.len())).collect();
        let part = closed(there, roots);
        self.admit(desk, &part);
    }

    fn takes_all(&mut self, desk: usize, from: usize) {
        let all = self.desks[from].entries.clone();
        self.admit(desk, &all);
    }

    fn admit(&mut self, desk: usize, part: &[Entry]) {
        let at = &mut self.desks[desk];
        let had: BTreeSet<Hash> = at.entries.iter().map(|e| e.hash).collect();
        let new: Vec<Entry> = part.iter().filter(|e| !had.contains(&e.hash)).cloned().collect();
        if !new.is_empty() {
            at.entries.extend(new);
            at.state = replayed(self.book, &at.entries);
        }
    }

    fn everything(&self) -> Vec<Entry> {
        let all: BTreeMap<Hash, &Entry> =
            self.desks.iter().flat_map(|d| &d.entries).map(|e| (e.hash, e)).collect();
        all.into_values().cloned().collect()
    }

    /// Everybody takes everything, in an order of their own and in portions of their own: one state.
    fn merge(&mut self) -> BookState {
        let mut all = self.everything();
        let state = replayed(self.book, &all);
        for desk in 0..self.desks.len() {
            let mut order: Vec<usize> = (0..all.len()).collect();
            self.rng.shuffle(&mut order);
            for portion in order.chunks(all.len().div_ceil(2).max(1)) {
                let part = closed(&all, portion.iter().copied().collect());
                self.admit(desk, &part);
            }
            same(&self.desks[desk].state, &state, "a desk that took everything in portions");
        }
        self.rng.shuffle(&mut all);
        same(&replayed(self.book, &all), &state, "everything at once");
        assert_eq!(state.heads(), chain::heads(&all), "heads");
        state
    }
}

/// The entries at `roots` with everything that they link to.
fn closed(entries: &[Entry], roots: BTreeSet<usize>) -> Vec<Entry> {
    let index: BTreeMap<Hash, usize> = entries.iter().enumerate().map(|(i, e)| (e.hash, i)).collect();
    let mut waiting: Vec<usize> = roots.into_iter().collect();
    let mut part = BTreeSet::new();
    while let Some(i) = waiting.pop() {
        if part.insert(i) {
            waiting.extend(entries[i].links().map(|link| index[&link]));
        }
    }
    part.into_iter().map(|i| entries[i].clone()).collect()
}

#[derive(Clone, Copy, PartialEq)]
enum Writer {
    Nobody,
    Person,
}

// ------------------------------------------------------------------------------------------------------- random acts

fn pick<T: Clone>(rng: &mut Rng, of: impl IntoIterator<Item = T>) -> Option<T> {
    let list: Vec<T> = of.into_iter().collect();
    (!list.is_empty()).then(|| list[rng.usize(..list.len())].clone())
}

impl History {
    fn file(&mut self) -> Act {
        let path = FileName::new(&format!("notes/{}.txt", self.rng.u32(..))).unwrap();
        FileTakenIn { file: hash(&mut self.rng), size: self.rng.i64(0..1 << 40), path, replaces: None }.into()
    }

    /// All heads as a rule; now and then only some, as a crafted or an older program might.
    fn heads(&mut self, of: impl IntoIterator<Item = Hash>) -> Vec<Hash> {
        let rng = &mut self.rng;
        let careless = rng.u8(..) < 12;
        of.into_iter().filter(|_| !careless || rng.bool()).collect()
    }

    /// A random deed of the person at the desk, or nothing where there is nothing to do it on.
    fn acts(&mut self, desk: usize) -> (Writer, Vec<Act>) {
        let choice = self.rng.u8(..112);
        let act = match choice {
            100.. => self.standing(desk),
            0..6 => return (Writer::Nobody, vec![self.file()]),
            6..12 => self.accept(desk),
            12..15 => self.set_aside(desk),
            15..17 => self.restore(desk),
            17..20 => self.detail(desk),
            20..23 => self.replace(desk),
            23..35 => self.map(desk),
            35..39 => self.withdraw(desk),
            39..53 => self.decide(desk),
            53..56 => self.tell(desk),
            56..58 => self.declare(desk),
            58 => self.clear(desk),
            59 => self.carry(desk),
            60..63 => self.sign_off(desk),
            63..66 => self.reopen(desk),
            66..72 => self.sample(desk),
            72..79 => self.finding(desk),
            79..86 => self.note(desk),
            86..88 => self.verify(desk),
            88..91 => self.unit(desk),
            91 => self.state_learner(desk),
            92..94 => self.paper(desk),
            94 => Some(Act::Newer {
                kind: "tutor.note/1".into(),
                data: json!({ "text": "from a later version \u{1}é" }),
            }),
            _undo => return (Writer::Person, self.undo(desk)),
        };
        (Writer::Person, act.into_iter().collect())
    }

    fn state(&self, desk: usize) -> &BookState {
        &self.desks[desk].state
    }

    fn spec(&mut self) -> &'static UnitSpec {
        let i = self.rng.usize(..taken().len());
        &taken()[i]
    }

    fn row(&mut self, spec: &'static UnitSpec) -> String {
        // Few rows, so that people meet on them.
        spec.rows[self.rng.usize(..spec.rows.len().min(3))].id.clone()
    }

    fn statements(&self, desk: usize, item: &str) -> Vec<Hash> {
        self.state(desk).statements_of_item.get(item).into_iter().flatten().copied().collect()
    }

    fn accept(&mut self, desk: usize) -> Option<Act> {
        let files: Vec<Hash> = self.state(desk).files.iter().map(|f| f.file).collect();
        let file = pick(&mut self.rng, files)?;
        let number = self.state(desk).evidence.iter().filter_map(|r| r.number).max().unwrap_or(0) + 1;
        let statements = self.statements(desk, &file.to_string());
        let supersedes = self.heads(statements);
        let method = pick(&mut self.rng, Method::ALL)?;
        let title = format!("item {number}");
        Some(
            EvidenceAccepted {
                evidence: file.to_string(),
                number,
                title,
                method,
                files: vec![file],
                supersedes,
            }
            .into(),
        )
    }

    fn set_aside(&mut self, desk: usize) -> Option<Act> {
        let files: Vec<Hash> = self.state(desk).files.iter().map(|f| f.file).collect();
        let evidence = pick(&mut self.rng, files)?.to_string();
        let statements = self.statements(desk, &evidence);
        let supersedes = self.heads(statements);
        Some(EvidenceSetAside { evidence, reason: "a lock file".into(), supersedes }.into())
    }

    fn restore(&mut self, desk: usize) -> Option<Act> {
        let items: Vec<String> = self.state(desk).statements_of_item.keys().cloned().collect();
        let evidence = pick(&mut self.rng, items)?;
        let statements = self.statements(desk, &evidence);
        let supersedes = self.heads(statements);
        let stated = self.state(desk).evidence.iter().filter(|e| e.evidence == evidence && !e.standing);
        let stated: Vec<Hash> = stated.map(|e| e.hash).collect();
        let restores = pick(&mut self.rng, stated).filter(|_| self.rng.bool()).into_iter().collect();
        Some(EvidenceRestored { evidence, supersedes, restores }.into())
    }

    fn detail(&mut self, desk: usize) -> Option<Act> {
        let items: Vec<String> = self.state(desk).statements_of_item.keys().cloned().collect();
        let evidence = pick(&mut self.rng, items)?;
        let n = self.rng.u8(..3);
        let detail = match self.rng.u8(..8) {
            0 => Detail::Produced(format!("2026-09-0{}", n + 1)),
            1 => Detail::Author(format!("author {n}")),
            2 => Detail::Route(pick(&mut self.rng, Route::ALL).filter(|_| n > 0)),
            3 => Detail::Witness(Some(WitnessNamed {
                id: id(&mut self.rng),
                name: "Sam \"Red\" Reed".into(),
                role: String::new(),
            })),
            4 => Detail::InSitu((n > 0).then(|| InSitu {
                place: format!("shelf {n}"),
                seen_by: "Ada".into(),
                seen_on: String::new(),
            })),
            5 => Detail::ThirdParty(n > 0),
            6 => Detail::Pages(Some(i64::from(n) + 1)),
            _twin => Detail::Redacted(Some(evidence.clone())),
        };
        let field = detail.field();
        let standing = self.state(desk).details.iter();
        let standing = standing.filter(|d| d.standing && d.evidence == evidence && d.field == field);
        let standing: Vec<Hash> = standing.map(|d| d.hash).collect();
        Some(DetailStated { evidence, detail, supersedes: self.heads(standing) }.into())
    }

    /// Any item takes the place of any other, its own and in a circle too: two desks may make one.
    fn replace(&mut self, desk: usize) -> Option<Act> {
        let items: Vec<String> = self.state(desk).statements_of_item.keys().cloned().collect();
        let evidence = pick(&mut self.rng, items.clone())?;
        let by = pick(&mut self.rng, items).filter(|_| self.rng.u8(..) > 40);
        let standing = self.state(desk).replacements.iter();
        let standing = standing.filter(|r| r.standing && r.evidence == evidence);
        let standing: Vec<Hash> = standing.map(|r| r.hash).collect();
        Some(EvidenceReplaced { evidence, by, supersedes: self.heads(standing) }.into())
    }

    fn map(&mut self, desk: usize) -> Option<Act> {
        let items: Vec<(String, Vec<Hash>, Method)> = self
            .state(desk)
            .evidence
            .iter()
            .map(|e| (e.evidence.clone(), e.files.clone(), e.method))
            .collect();
        let (evidence, files, method) = pick(&mut self.rng, items)?;
        let spec = self.spec();
        let row = self.row(spec);
        let place =
            Place::parse(["", "p. 2-3", "00:04:12", "whole item", "beside the “graph”"][self.rng.usize(..5)]);
        let (unit, spec) = (spec.text.id.clone(), spec.sha256);
        Some(MappingMade { unit, spec, row, evidence, files, place, method }.into())
    }

    fn withdraw(&mut self, desk: usize) -> Option<Act> {
        let links: Vec<Hash> = self.state(desk).mappings.iter().map(|m| m.hash).collect();
        Some(MappingWithdrawn { mapping: pick(&mut self.rng, links)? }.into())
    }

    fn decide(&mut self, desk: usize) -> Option<Act> {
        let spec = self.spec();
        let row = self.row(spec);
        let state = &self.desks[desk].state;
        let links = state.links_of_row.get(&row).into_iter().flatten().filter_map(|h| state.mappings.get(h));
        let relied_on = links.map(|m| Relied { mapping: m.hash, files: m.files.clone() }).collect();
        let standing: Vec<Hash> = state.decisions_of_row.get(&row).into_iter().flatten().copied().collect();
        let outcomes =
            [Outcome::Met, Outcome::PartiallyMet, Outcome::NotYetMet, Outcome::Rpl, Outcome::CreditTransfer];
        Some(
            DecisionMade {
                unit: spec.text.id.clone(),
                spec: spec.sha256,
                text: Hash::of(spec.row(&row).unwrap().text.as_bytes()),
                row,
                outcome: outcomes[self.rng.usize(..5)],
                reason: "seen\n\"on p. 2\"".into(),
                date: "2026-09-14".into(),
                relied_on,
                supersedes: self.heads(standing),
            }
            .into(),
        )
    }

    /// What the learner is told with decisions, and the certificate that they rest on; also of decisions of others, which a
    /// crafted entry might name.
    fn tell(&mut self, desk: usize) -> Option<Act> {
        let all: Vec<Hash> = self.state(desk).decisions.iter().map(|d| d.hash).collect();
        let decisions = vec![pick(&mut self.rng, all.clone())?, pick(&mut self.rng, all)?];
        let due = self.rng.bool().then(|| "2026-10-01".to_owned());
        Some(match self.rng.bool() {
            true => {
                let feedback = format!("feedback {}", self.rng.u8(..));
                DecisionTold { decisions, feedback, needed: "the dates".into(), due }.into()
            }
            false => CertificateChecked {
                decisions,
                number: format!("C {}", self.rng.u8(..)),
                awarding_organisation: "OCR".into(),
                urn: String::new(),
                date: "2024-06-01".into(),
                checked_by: "Ada Okafor".into(),
            }
            .into(),
        })
    }

    /// A declaration of the learner, or one that counts no more.
    fn declare(&mut self, desk: usize) -> Option<Act> {
        let known: Vec<Hash> = self.state(desk).declarations.iter().map(|d| d.hash).collect();
        if let Some(declaration) = pick(&mut self.rng, known).filter(|_| self.rng.bool()) {
            return Some(DeclarationWithdrawn { declaration, reason: "the wrong learner's".into() }.into());
        }
        let spec = self.spec();
        Some(
            LearnerDeclared {
                unit: self.rng.bool().then(|| spec.text.id.clone()),
                route: pick(&mut self.rng, Route::ALL)?,
                date: "2026-09-14".into(),
                words: "It is my own work.".into(),
                acknowledged: String::new(),
                evidence: None,
                role: Role::Assessor,
            }
            .into(),
        )
    }

    fn clear(&mut self, desk: usize) -> Option<Act> {
        let rows: Vec<(String, Vec<Hash>)> = self
            .state(desk)
            .decisions_of_row
            .iter()
            .map(|(r, d)| (r.clone(), d.iter().copied().collect()))
            .collect();
        let (row, standing) = pick(&mut self.rng, rows)?;
        Some(DecisionCleared { row, supersedes: self.heads(standing) }.into())
    }

    /// A decision confirmed under some issue of its unit, also one that it was made under; of its words, or of others.
    fn carry(&mut self, desk: usize) -> Option<Act> {
        let decisions = self.state(desk).decisions.iter().filter(|d| d.standing);
        let decisions: Vec<(Hash, String, String, Hash)> =
            decisions.map(|d| (d.hash, d.row.clone(), d.unit.clone(), d.text)).collect();
        let (decision, row, unit, text) = pick(&mut self.rng, decisions)?;
        let issues: Vec<Hash> = taken().iter().filter(|s| s.text.id == unit).map(|s| s.sha256).collect();
        let spec = pick(&mut self.rng, issues)?;
        let text = if self.rng.bool() { text } else { hash(&mut self.rng) };
        Some(DecisionCarried { unit, spec, row, text, decision, role: Role::Assessor }.into())
    }

    fn judged(&self, desk: usize, spec: &UnitSpec) -> Vec<Judged> {
        let of = |row: &String| self.state(desk).decisions_of_row.get(row).and_then(|d| d.first()).copied();
        spec.rows.iter().filter_map(|r| Some(Judged { row: r.id.clone(), decision: of(&r.id)? })).collect()
    }

    fn sign_off(&mut self, desk: usize) -> Option<Act> {
        let spec = self.spec();
        let rows = self.judged(desk, spec);
        let files: Vec<Hash> = self.state(desk).files.iter().map(|f| f.file).collect();
        Some(
            SignedOff {
                unit: spec.text.id.clone(),
                spec: spec.sha256,
                rows,
                files,
                matrix: hash(&mut self.rng),
                declaration: "I have judged the evidence.".into(),
                feedback: String::new(),
                indicative: spec.indicative(),
                role: if self.rng.bool() { Role::Assessor } else { Role::TraineeAssessor },
                centre: self.rng.bool().then(|| CentreNamed { name: "Centre".into(), number: String::new() }),
                form: self.rng.bool().then(house::form),
            }
            .into(),
        )
    }

    fn reopen(&mut self, desk: usize) -> Option<Act> {
        let signed: Vec<Hash> = self.state(desk).sign_offs.iter().map(|s| s.hash).collect();
        let reason = format!("reason {}", self.rng.u8(..));
        Some(Reopened { sign_off: pick(&mut self.rng, signed)?, reason }.into())
    }

    fn paper(&mut self, desk: usize) -> Option<Act> {
        let signed: Vec<Hash> = self.state(desk).sign_offs.iter().map(|s| s.hash).collect();
        Some(
            PaperIssued {
                sign_off: pick(&mut self.rng, signed)?,
                paper: hash(&mut self.rng),
                signed: self.rng.bool(),
            }
            .into(),
        )
    }

    fn sample(&mut self, desk: usize) -> Option<Act> {
        let spec = self.spec();
        let rows = self.judged(desk, spec);
        let number = self.state(desk).samples.iter().map(|s| s.number).max().unwrap_or(0) + 1;
        let (sample, unit, spec) = (id(&mut self.rng), spec.text.id.clone(), spec.sha256);
        let summative = self.rng.bool();
        (!rows.is_empty())
            .then(|| SampleMade { sample, number, unit, spec, rows, summative, role: Role::Iv }.into())
    }

    fn finding(&mut self, desk: usize) -> Option<Act> {
        let sampled: Vec<(Id, Judged)> = self
            .state(desk)
            .samples
            .iter()
            .flat_map(|s| s.rows.iter().map(|j| (s.sample, j.clone())))
            .collect();
        let (sample, Judged { row, decision }) = pick(&mut self.rng, sampled)?;
        let before =
            self.state(desk).findings.iter().filter(|f| f.standing && f.sample == sample && f.row == row);
        let before: Vec<Hash> = before.map(|f| f.hash).collect();
        let judgement = [Judgement::Agree, Judgement::Action, Judgement::Disagree][self.rng.usize(..3)];
        let due = self.rng.bool().then(|| "2026-10-01".to_owned());
        let supersedes = self.heads(before);
        Some(FindingMade { sample, row, decision, judgement, reason: "look".into(), due, supersedes }.into())
    }

    fn note(&mut self, desk: usize) -> Option<Act> {
        let findings: Vec<Hash> = self.state(desk).findings.iter().map(|f| f.hash).collect();
        let finding = pick(&mut self.rng, findings)?;
        let note = "done".to_owned();
        if self.rng.u8(..) < 64 {
            return Some(FindingWithdrawn { finding, reason: format!("reason {}", self.rng.u8(..)) }.into());
        }
        Some(if self.rng.bool() {
            ActionAnswered { finding, note }.into()
        } else {
            ActionClosed { finding, note }.into()
        })
    }

    fn verify(&mut self, desk: usize) -> Option<Act> {
        let samples: Vec<Id> = self.state(desk).samples.iter().map(|s| s.sample).collect();
        let sample = pick(&mut self.rng, samples)?;
        let findings = self.state(desk).findings.iter().filter(|f| f.standing && f.sample == sample);
        let findings = findings.map(|f| f.hash).collect();
        let role = if self.rng.bool() { Role::Iv } else { Role::TraineeIv };
        Some(Verified { sample, findings, declaration: "I have looked.".into(), role }.into())
    }

    fn unit(&mut self, desk: usize) -> Option<Act> {
        let spec = self.spec();
        let (unit, text) = (spec.text.id.clone(), spec.sha256);
        let standing = self.state(desk).units.iter().filter(|u| u.standing && u.unit == unit);
        let standing: Vec<Hash> = standing.map(|u| u.hash).collect();
        let supersedes = self.heads(standing);
        let (reason, date) = ("left".to_owned(), "2026-09-14".to_owned());
        Some(match self.rng.bool() {
            true => UnitTaken { unit, spec: text, supersedes }.into(),
            false => UnitWithdrawn { unit, spec: text, reason, date, supersedes }.into(),
        })
    }

    fn state_learner(&mut self, desk: usize) -> Option<Act> {
        let standing: Vec<Hash> =
            self.state(desk).learners.iter().filter(|l| l.standing).map(|l| l.hash).collect();
        let facts = LearnerFacts {
            name: "Rowan Hartley".into(),
            site: format!("site {}", self.rng.u8(..)),
            ..Default::default()
        };
        Some(LearnerStated { facts, supersedes: self.heads(standing) }.into())
    }

    /// What the program itself would take back here, with the inverse of links and decisions.
    fn undo(&mut self, desk: usize) -> Vec<Act> {
        let Desk { installation, person, state, .. } = &self.desks[desk];
        let author = Author {
            person: Some(person.name.clone()),
            key: Some(person.public.clone()),
            roles: vec![Role::Assessor],
        };
        let Some(target) = undo::next(state, *installation, &author).undo else { return Vec::new() };
        let mut acts: Vec<Act> = vec![DeedUndone { undoes: target }.into()];
        for logged in state.log.iter().filter(|l| l.deed == target) {
            if let Act::MappingMade(_) = &logged.act {
                acts.push(MappingWithdrawn { mapping: logged.hash }.into());
            }
            if let Act::MappingWithdrawn(withdrawn) = &logged.act {
                acts.push(MappingRestored { mapping: withdrawn.mapping }.into());
            }
            if let Act::DecisionMade(made) = &logged.act {
                let (row, decisions, supersedes) =
                    (made.row.clone(), made.supersedes.clone(), vec![logged.hash]);
                acts.push(match decisions.is_empty() {
                    true => DecisionCleared { row, supersedes }.into(),
                    false => DecisionRestored { row, decisions, supersedes }.into(),
                });
            }
        }
        acts
    }
}

/// Histories as one journal file.
struct Journal {
    file: BufWriter<File>,
    heads: BTreeMap<Id, BTreeMap<Id, (i64, Hash)>>,
}

impl Journal {
    fn begin(path: &Path) -> Journal {
        let mut journal =
            Journal { file: BufWriter::new(File::create(path).unwrap()), heads: BTreeMap::new() };
        journal.line(&json!({ "format": FORMAT, "version": VERSION }));
        for spec in taken().iter().step_by(2) {
            let text = String::from_utf8(spec.canonical.clone()).unwrap();
            journal.line(&json!({ "sha256": spec.sha256, "text": text }));
        }
        journal
    }

    fn line(&mut self, line: &Value) {
        serde_json::to_writer(&mut self.file, line).unwrap();
        self.file.write_all(b"\n").unwrap();
    }

    fn book(&mut self, book: Id, entries: &[Entry], signatures: &BTreeMap<Hash, Signature>) {
        for i in chain::replay_order(entries) {
            let beside = signatures.get(&entries[i].hash).cloned().into_iter().collect();
            self.line(&json!(Line::entry(&entries[i], beside)));
        }
        self.heads.insert(book, chain::heads(entries));
    }

    fn end(mut self) {
        let heads = std::mem::take(&mut self.heads);
        self.line(&json!({ "heads": heads }));
        self.file.flush().unwrap();
    }
}

/// Kinds of act that stand alone in a deed for which the history has no name.
fn kinds_without_a_name(state: &BookState) -> BTreeSet<String> {
    let (shelf, items) = (shelf(), item::items(state));
    let words = Words { state, shelf, items: &items };
    let mut acts: BTreeMap<Id, BTreeSet<&str>> = BTreeMap::new();
    for logged in state.log.iter().filter(|l| !matches!(l.act, Act::ChainOpened(_))) {
        acts.entry(logged.deed).or_default().insert(logged.act.kind());
    }
    let alone = acts.into_iter().filter(|(_, kinds)| kinds.len() == 1);
    let nameless = alone.filter(|(deed, _)| history::deed_name(&words, *deed) == history::NAMELESS);
    nameless.flat_map(|(_, kinds)| kinds).map(str::to_owned).collect()
}

/// Of the last sign-off: the book as its signer knew it, told from the whole, equals a replay of just those entries.
fn what_a_signer_had_seen_is_what_a_replay_of_it_gives(history: &History, state: &BookState) {
    let Some(signed) = state.log.iter().rev().find(|l| matches!(l.act, Act::SignedOff(_))) else { return };
    let mut entries = history.everything();
    entries.retain(|e| e.hash == signed.hash || state.had_seen(signed, e.hash));
    let alone = BookState::replay(history.book, &entries).unwrap();
    let seen = state.as_seen(signed.hash).unwrap();
    assert_eq!(seen.log.len(), alone.log.len());
    assert_eq!(seen.state_hash().unwrap(), alone.state_hash().unwrap());
    assert_eq!(seen.log.last().map(|l| l.hash), Some(signed.hash), "the signature itself comes last");
}

#[test]
fn chains_of_two_to_four_authors_merge_in_any_order_to_the_same_state() {
    let (seed, wanted, start) = (story::seed(), story::number("PORTFOLIO_HISTORIES"), Instant::now());
    aloud(&format!("merge: PORTFOLIO_SEED={seed}"));
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("histories.jsonl");
    let mut journal = Journal::begin(&path);
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut nameless: BTreeSet<String> = BTreeSet::new();
    let (mut count, mut entries, mut disputes, mut of_centre) = (0, 0, 0, centre::Disputes::default());
    let mut kept_closed = 0;
    while wanted.map_or(start.elapsed() < TIME, |wanted| count < wanted) {
        let mut history = History::begin(seed.wrapping_add(count));
        history.run();
        let state = history.merge();
        journal.book(history.book, &history.everything(), &history.signatures);
        what_a_signer_had_seen_is_what_a_replay_of_it_gives(&history, &state);
        kept_closed += meaning::holds(&history.everything(), &state);
        nameless.extend(kinds_without_a_name(&state));
        state.log.iter().for_each(|l| *kinds.entry(l.act.kind().to_owned()).or_default() += 1);
        (count, entries) = (count + 1, entries + state.log.len());
        of_centre.count(&state);
        disputes += usize::from(state.decisions_of_row.values().any(|d| d.len() > 1));
    }
    journal.end();
    // They stand in one deed with what they are about; a kind that is new has a name of its own, or belongs here.
    const BESIDE: [&str; 6] = [
        "chain.opened/1",
        "decision.told/1",
        "certificate.checked/1",
        "trainee.decided/1",
        "paper.issued/1",
        "paper.signed/1",
    ];
    nameless.retain(|kind| !BESIDE.contains(&kind.as_str()));
    assert!(nameless.is_empty(), "the history has no words for {nameless:?}");
    let (merged, size) = (start.elapsed(), fs::metadata(&path).unwrap().len() >> 20);
    let verified = story::is_sound(&path);
    aloud(&format!(
        "merge: {count} histories, {entries} entries, {disputes} with a dispute, {kept_closed} things let stand again and closed elsewhere, {merged:.1?}; {size} MB, Python: {verified}"
    ));
    let missing: Vec<&str> = KINDS
        .into_iter()
        .chain(centre::KINDS)
        .chain(standing::KINDS)
        .chain(house::KINDS)
        .filter(|kind| !kinds.contains_key(*kind))
        .collect();
    // A short run may miss a few that are rare, such as the certificate of a claim of a sign-off; a long one must not.
    let most = match count {
        0..400 => usize::MAX,
        400..2_000 => 7,
        _long => 0,
    };
    assert!(missing.len() <= most, "no history held {missing:?}");
    assert!(count < 200 || disputes > 0, "no history held a dispute");
    assert!(count < 2_000 || of_centre.none().is_empty(), "no centre had in dispute: {:?}", of_centre.none());
}

// ------------------------------------------------------------------------------------------------- two machines on disk

/// Ada and Ben, each with an installation and a centre file of their own; Ada registers the learner and Ben takes her file.
struct Two {
    folder: tempfile::TempDir,
    ada: Machine,
    ben: Machine,
}

impl Two {
    fn begin() -> Two {
        let folder = tempfile::tempdir().unwrap();
        let ada = Machine::with_centre(&folder.path().join("ada"), "Northgate College", "Ada Okafor");
        let ben = Machine::with_centre(&folder.path().join("ben"), "Southgate College", "Ben King");
        let evidence = folder.path().join("evidence");
        fs::create_dir(&evidence).unwrap();
        for name in ["1 one.txt", "2 two.txt", "3 three.txt", "4 four.txt"] {
            fs::write(evidence.join(name), name).unwrap();
        }
        let evidence = evidence.to_str().unwrap();
        ada.says(&[
            "learner",
            "add",
            "Rowan",
            "--folder",
            evidence,
            "--unit",
            OCR,
            "--site",
            "Leeds \u{202e}\"\\ é",
        ]);
        ada.says(&["scan", "Rowan", "--number"]);
        let two = Two { folder, ada, ben };
        two.ben_takes_adas();
        two.ben.says(&["learner", "folder", "Rowan", evidence]);
        two.ben.says(&["scan", "Rowan"]);
        two
    }

    fn ben_takes_adas(&self) -> Value {
        exchange(&self.ada, &self.ben, self.folder.path())
    }

    fn ada_takes_bens(&self) -> Value {
        exchange(&self.ben, &self.ada, self.folder.path())
    }

    fn show_the_same(&self) -> Value {
        let [adas, bens] =
            [&self.ada, &self.ben].map(|m| story::shared(m.says(&["learner", "show", "Rowan"])));
        assert_eq!(adas, bens);
        for machine in [&self.ada, &self.ben] {
            machine.says(&["check"]);
        }
        adas
    }
}

fn exchange(from: &Machine, to: &Machine, folder: &Path) -> Value {
    let file = folder.join("rowan.jsonl");
    let file_name = file.to_str().unwrap();
    from.says(&["journal", "export", file_name, "--learner", "Rowan"]);
    story::is_sound(&file);
    to.says(&["journal", "admit", file_name])
}

#[test]
fn two_machines_that_took_each_others_chains_show_the_same_portfolio() {
    let two = Two::begin();
    let (ada, ben) = (["--as", "Ada Okafor"], ["--as", "Ben King"]);
    two.ada.says(&[&ada[..], &["map", "Rowan", "E001", OCR, "1.1", "--at", "p. 1"]].concat());
    two.ben.says(&[&ben[..], &["map", "Rowan", "E002", OCR, "2.1", "--at", "p. 2"]].concat());
    two.ben_takes_adas();
    two.ben.says(&[&ben[..], &["decide", "Rowan", OCR, "1.1,2.1", "met"]].concat());
    two.ada.says(&[&ada[..], &["map", "Rowan", "E003", OCR, "3.1"]].concat());
    two.ada.says(&[&ada[..], &["undo", "Rowan"]].concat());
    let taken = two.ada_takes_bens();
    assert!(taken["entries"].as_u64() > Some(0), "{taken}");
    two.ben_takes_adas();
    let again = two.ada_takes_bens();
    assert_eq!(again["entries"], json!(0), "what is here already is not taken in twice");
    let shown = two.show_the_same();
    let states: Vec<&Value> = rows(&shown).map(|row| &row["state"]).collect();
    assert_eq!(states, ["met", "met", "gap", "gap"]);
}

#[test]
fn a_row_that_two_people_decided_apart_is_in_dispute_on_both_machines_and_blocks_sign_off() {
    let two = Two::begin();
    let (ada, ben) = (["--as", "Ada Okafor"], ["--as", "Ben King"]);
    for (reference, code) in [("E001", "1.1"), ("E002", "2.1"), ("E003", "3.1"), ("E004", "4.1")] {
        two.ada.says(&[&ada[..], &["map", "Rowan", reference, OCR, code, "--at", "p. 1"]].concat());
    }
    two.ada.says(&[&ada[..], &["decide", "Rowan", OCR, "2.1,3.1,4.1", "met"]].concat());
    two.ben_takes_adas();
    two.ada.says(&[&ada[..], &["decide", "Rowan", OCR, "1.1", "met"]].concat());
    two.ben
        .says(&[&ben[..], &["decide", "Rowan", OCR, "1.1", "not-yet-met", "--reason", "no aims"]].concat());
    two.ben_takes_adas();
    two.ada_takes_bens();
    let shown = two.show_the_same();
    let row = rows(&shown).next().unwrap();
    assert_eq!((&row["state"], each(&row["disputed"]).len()), (&json!("inDispute"), 2), "{row}");
    for (machine, person) in [(&two.ada, ada), (&two.ben, ben)] {
        let password = machine.path("password");
        let words = ["sign-off", "Rowan", OCR, "--passphrase-file", password.to_str().unwrap()];
        let (code, answer) = machine.tries(&[&person[..], &words[..]].concat());
        assert_eq!((code, &answer["error"]["code"]), (3, &json!("gatesShut")), "{answer}");
        let said = answer["error"]["message"].as_str().unwrap();
        assert!(said.contains("1.1") && said.contains("dispute"), "{said}");
    }
    two.ada
        .says(&[&ada[..], &["decide", "Rowan", OCR, "1.1", "met", "--reason", "agreed with Ben"]].concat());
    two.ben_takes_adas();
    assert_eq!(
        rows(&two.show_the_same()).next().unwrap()["state"],
        json!("met"),
        "who decides next settles it"
    );
}

#[test]
fn a_centre_file_stays_its_own_centre_when_another_centres_history_comes_to_its_door() {
    let two = Two::begin();
    let file = two.folder.path().join("all.jsonl");
    for (from, to) in [(&two.ada, &two.ben), (&two.ben, &two.ada)] {
        from.says(&["journal", "export", file.to_str().unwrap()]);
        let (code, answer) = to.tries(&["journal", "admit", file.to_str().unwrap()]);
        assert_eq!((code, &answer["error"]["code"]), (4, &json!("integrity")), "{answer}");
        let hint = answer["error"]["hint"].as_str().unwrap();
        assert!(hint.contains("this centre file is as it was"), "{answer}");
        to.says(&["check"]);
    }
    let people = |machine: &Machine| machine.says(&["person", "list"]).to_string();
    assert!(
        people(&two.ada).contains("Ada Okafor"),
        "Ada's centre file became another's: {}",
        people(&two.ada)
    );
    assert!(
        people(&two.ben).contains("Ben King"),
        "Ben's centre file became another's: {}",
        people(&two.ben)
    );
}

fn rows(shown: &Value) -> impl Iterator<Item = &Value> {
    each(&shown["units"]).flat_map(|u| each(&u["outcomes"])).flat_map(|o| each(&o["rows"]))
}

// ------------------------------------------------------------------------------------------------ refused at the door

/// One thing done to the lines of a sound file.
type Harm = (&'static str, fn(&mut Vec<String>));

/// The first entry of a kind, whether it is signed or not.
fn entry_line(lines: &[String], kind: &str) -> usize {
    let wanted = ["", "+signed"].map(|end| format!("\\\"kind\\\":\\\"{kind}{end}\\\""));
    lines
        .iter()
        .position(|line| wanted.iter().any(|kind| line.contains(kind)))
        .unwrap_or_else(|| panic!("no {kind}"))
}

/// Changes one line as JSON; keys keep their order or not, the outer form is free.
fn change(lines: &mut [String], i: usize, change: impl FnOnce(&mut Value)) {
    let mut line: Value = serde_json::from_str(&lines[i]).unwrap();
    change(&mut line);
    lines[i] = line.to_string();
}

/// Changes a body and lets every hash that follows from it fit again: entry, heads. Only for a chain's last entry, and one that needs no
/// signature: what stands beside it was of the other body, and goes, and the entry says so.
fn rewrite(lines: &mut [String], i: usize, body: impl FnOnce(String) -> String) {
    let line: Value = serde_json::from_str(&lines[i]).unwrap();
    let text = body(line["body"].as_str().unwrap().replace("+signed", ""));
    let old = line["hash"].as_str().unwrap().to_owned();
    let new = portfolio::journal::entry::hash_of(text.as_bytes()).to_string();
    change(lines, i, |line| {
        line["body"] = json!(text);
        line["signatures"] = json!([]);
    });
    lines.iter_mut().for_each(|line| *line = line.replace(&old, &new));
}

/// A body that saw another entry, and that one alone.
fn that_saw(body: &str, entry: &str) -> String {
    let (before, rest) = body.split_once("\"seen\":[").unwrap();
    let (_, after) = rest.split_once(']').unwrap();
    format!("{before}\"seen\":[\"{entry}\"]{after}")
}

const HARMS: &[Harm] = &[
    ("a byte of a body is another", |lines| {
        let i = entry_line(lines, "mapping.made/1");
        lines[i] = lines[i].replacen("p. 1", "p. 7", 1);
    }),
    ("an entry is left out", |lines| {
        let i = entry_line(lines, "mapping.made/1");
        lines.remove(i);
    }),
    ("the last entry is left out", |lines| {
        lines.remove(lines.len() - 2);
    }),
    ("an entry stands twice", |lines| {
        let i = entry_line(lines, "mapping.made/1");
        lines.insert(i, lines[i].clone());
    }),
    ("the last line is left out", |lines| {
        lines.pop();
    }),
    ("the first line is left out", |lines| {
        lines.remove(0);
    }),
    ("an entry stands before the one it links to", |lines| {
        let i = entry_line(lines, "mapping.made/1");
        lines.swap(i, i + 1);
    }),
    ("the heads do not stand last", |lines| {
        let last = lines.len() - 1;
        lines.swap(last - 1, last);
    }),
    ("the keys of a body stand in another order", |lines| {
        let i = entry_line(lines, "paper.issued/1");
        rewrite(lines, i, |body| {
            let at = body.find(',').unwrap();
            format!("{{{},{}}}", &body[at + 1..body.len() - 1], &body[1..at])
        });
    }),
    ("a body holds a space", |lines| {
        let i = entry_line(lines, "paper.issued/1");
        rewrite(lines, i, |body| body.replacen(',', ", ", 1));
    }),
    ("a body holds a number with a fraction", |lines| {
        let i = entry_line(lines, "paper.issued/1");
        rewrite(lines, i, |body| body.replacen("\"v\":1", "\"v\":1.0", 1));
    }),
    ("a body holds an unknown field", |lines| {
        let i = entry_line(lines, "paper.issued/1");
        rewrite(lines, i, |body| body.replacen("\"v\":1", "\"v\":1,\"w\":1", 1));
    }),
    ("a body lacks a field that is often empty", |lines| {
        let i = entry_line(lines, "paper.issued/1");
        rewrite(lines, i, |body| {
            let (before, rest) = body.split_once(",\"prev\":").unwrap();
            format!("{before}{}", &rest[66..])
        });
    }),
    ("the data of an act lack a field that is often empty", |lines| {
        // Ben's link: the last entry of his chain.
        let i = lines.iter().position(|line| line.contains("\\\"place\\\":null")).unwrap();
        rewrite(lines, i, |body| body.replace("\"place\":null,", ""));
    }),
    ("an opening lacks its prev", |lines| {
        let i = lines.len() - 2;
        let line: Value = serde_json::from_str(&lines[i]).unwrap();
        let body: Value = serde_json::from_str(line["body"].as_str().unwrap()).unwrap();
        // A chain that consists of its opening alone, so that nothing else rests on it.
        let (book, chain) = (body["book"].as_str().unwrap(), "00000000000000000000000000000001");
        let body = format!(
            "{{\"at\":1,\"book\":\"{book}\",\"chain\":\"{chain}\",\"data\":{{\"installation\":\"{chain}\",\"key\":null,\
             \"person\":null}},\"deed\":\"{chain}\",\"kind\":\"chain.opened/1\",\"n\":0,\"offset\":0,\"seen\":[],\"v\":1}}"
        );
        let hash = portfolio::journal::entry::hash_of(body.as_bytes()).to_string();
        add_entry(lines, book.to_owned(), chain, 0, &hash, &body);
    }),
    ("an entry that says it is signed is not", |lines| {
        let i = entry_line(lines, "paper.issued/1");
        change(lines, i, |line| line["signatures"] = json!([]));
    }),
    ("an entry saw what is not there", |lines| {
        let i = entry_line(lines, "paper.issued/1");
        rewrite(lines, i, |body| that_saw(&body, &"7".repeat(64)));
    }),
    ("an entry saw its own chain", |lines| {
        let i = entry_line(lines, "paper.issued/1");
        rewrite(lines, i, |body| {
            let prev = body.split("\"prev\":\"").nth(1).unwrap()[..64].to_owned();
            that_saw(&body, &prev)
        });
    }),
    ("a head is another", |lines| {
        let last = lines.len() - 1;
        let at = lines[last].rfind("\"]").unwrap();
        let digit = if lines[last].as_bytes()[at - 1] == b'0' { "1" } else { "0" };
        lines[last].replace_range(at - 1..at, digit);
    }),
    ("a head is left out", |lines| {
        let last = lines.len() - 1;
        change(lines, last, |line| {
            let book =
                line["heads"].as_object_mut().unwrap().values_mut().next().unwrap().as_object_mut().unwrap();
            let first = book.keys().next().unwrap().clone();
            book.remove(&first);
        });
    }),
    ("a signature is left out", |lines| {
        let i = entry_line(lines, "unit.signed-off/1");
        change(lines, i, |line| line["signatures"] = json!([]));
    }),
    ("a signature is another", |lines| {
        let i = entry_line(lines, "unit.signed-off/1");
        change(lines, i, |line| {
            let sig = line["signatures"][0]["sig"].as_str().unwrap();
            let (head, tail) = (&sig[..20], &sig[21..]);
            let other = if sig.as_bytes()[20] == b'A' { "B" } else { "A" };
            line["signatures"][0]["sig"] = json!(format!("{head}{other}{tail}"));
        });
    }),
    ("a signature names another key", |lines| {
        let i = entry_line(lines, "unit.signed-off/1");
        change(lines, i, |line| line["signatures"][0]["fingerprint"] = json!("7".repeat(64)));
    }),
    ("a second signature by the same key does not verify", |lines| {
        let i = entry_line(lines, "unit.signed-off/1");
        change(lines, i, |line| {
            let mut bad = line["signatures"][0].clone();
            bad["sig"] = json!("MAYCAQECAQE=");
            line["signatures"].as_array_mut().unwrap().push(bad);
        });
    }),
    ("a signature stands beside what nobody signed", |lines| {
        let signed = entry_line(lines, "unit.signed-off/1");
        let line: Value = serde_json::from_str(&lines[signed]).unwrap();
        let i = entry_line(lines, "decision.made/1");
        change(lines, i, |other| other["signatures"] = line["signatures"].clone());
    }),
    ("a unit text is another", |lines| {
        let i = lines.iter().position(|line| line.contains("\"text\":")).unwrap();
        lines[i] = lines[i].replacen("plan", "plam", 1);
    }),
    ("an entry's line holds an unknown field", |lines| {
        let i = entry_line(lines, "mapping.made/1");
        change(lines, i, |line| line["note"] = json!("x"));
    }),
];

fn add_entry(lines: &mut Vec<String>, book: String, chain: &str, n: i64, hash: &str, body: &str) {
    let last = lines.len() - 1;
    lines.insert(last, json!({ "hash": hash, "body": body, "signatures": [] }).to_string());
    change(lines, last + 1, |line| line["heads"][&book][chain] = json!([n, hash]));
}

/// Ada's signed portfolio as lines, with a link of Ben's that nobody has seen yet.
fn signed_portfolio(two: &Two) -> Vec<String> {
    let ada = ["--as", "Ada Okafor"];
    for (reference, code) in [("E001", "1.1"), ("E002", "2.1"), ("E003", "3.1"), ("E004", "4.1")] {
        two.ada.says(&[&ada[..], &["map", "Rowan", reference, OCR, code, "--at", "p. 1"]].concat());
    }
    two.ben_takes_adas();
    // Ben knows nothing of the signature, and maps.
    two.ben.says(&["--as", "Ben King", "map", "Rowan", "E004", OCR, "1.1"]);
    two.ada.says(&[&ada[..], &["decide", "Rowan", OCR, "1.1-4.1", "met"]].concat());
    let password = two.ada.path("password");
    two.ada.says(
        &[&ada[..], &["sign-off", "Rowan", OCR, "--passphrase-file", password.to_str().unwrap()]].concat(),
    );
    two.ada_takes_bens();
    let file = two.folder.path().join("sound.jsonl");
    two.ada.says(&["journal", "export", file.to_str().unwrap(), "--learner", "Rowan"]);
    story::is_sound(&file);
    fs::read_to_string(&file).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn a_harmed_file_is_refused_by_the_program_and_by_the_verifier_whoever_already_has_it() {
    let two = Two::begin();
    let sound = signed_portfolio(&two);
    let another =
        |name: &str| Machine::with_centre(&two.folder.path().join(name), "Westgate College", "Cleo Marsh");
    let mut fresh = another("fresh");
    let file = two.folder.path().join("harmed.jsonl");
    let mut let_through = Vec::new();
    for (what, harm) in HARMS {
        let mut lines = sound.clone();
        harm(&mut lines);
        assert_ne!(lines, sound, "{what}: nothing was harmed");
        fs::write(&file, lines.join("\n") + "\n").unwrap();
        for (whose, machine) in
            [("a machine that has nothing", &fresh), ("the machine that wrote it", &two.ada)]
        {
            let (code, answer) = machine.tries(&["journal", "admit", file.to_str().unwrap()]);
            if code != 4 {
                let_through.push(format!("{what}: {whose} ended with {code}: {answer}"));
            }
        }
        if fresh.says(&["learner", "list"])["learners"] != json!([]) {
            fresh = another(&what.replace(' ', "-"));
        }
        if let Some(output) = story::verifier(&[&file]) {
            let said = String::from_utf8_lossy(&output.stdout);
            if output.status.code() != Some(1) {
                let_through.push(format!("{what}: the verifier said {said}"));
            }
        }
    }
    fs::write(&file, sound.join("\n") + "\n").unwrap();
    fresh.says(&["journal", "admit", file.to_str().unwrap()]);
    assert!(let_through.is_empty(), "{} not refused:\n  {}", let_through.len(), let_through.join("\n  "));
}

#[test]
fn a_machine_that_took_in_a_signed_portfolio_without_its_paper_checks_clean() {
    let two = Two::begin();
    signed_portfolio(&two);
    two.ben_takes_adas();
    two.show_the_same();
}

#[test]
fn a_portfolio_without_a_unit_text_that_it_needs_is_refused() {
    let two = Two::begin();
    let text = shelf().iter().find(|spec| spec.text.handle == OCR).unwrap();
    let json = String::from_utf8(text.canonical.clone()).unwrap();
    // Another unit has criteria of its own.
    let rows = text
        .text
        .outcomes
        .iter()
        .flat_map(|o| std::iter::once(&o.id).chain(o.criteria.iter().map(|criterion| &criterion.id)));
    let json = rows.fold(json, |json, id| json.replace(id.as_str(), &format!("00000000{}", &id[8..])));
    let own =
        json.replace(&text.text.id, "00000000-0000-4000-8000-000000000001").replace(OCR, "the-centres-own");
    let file = two.folder.path().join("own.json");
    fs::write(&file, own).unwrap();
    two.ada.says(&["unit", "import", file.to_str().unwrap(), "--accept"]);
    two.ada.says(&["learner", "unit", "add", "Rowan", "the-centres-own"]);
    let lines = two.folder.path().join("rowan.jsonl");
    two.ada.says(&["journal", "export", lines.to_str().unwrap(), "--learner", "Rowan"]);
    let all = fs::read_to_string(&lines).unwrap();
    let without: String =
        all.lines().filter(|l| !l.contains("the-centres-own")).map(|l| format!("{l}\n")).collect();
    assert_ne!(all, without);
    fs::write(&lines, without).unwrap();
    let (code, answer) = two.ben.tries(&["journal", "admit", lines.to_str().unwrap()]);
    assert_eq!(code, 4, "{answer}");
    two.ben.says(&["check"]);
}

#[test]
fn an_entry_names_one_head_of_each_chain_it_saw() {
    let (mut rng, book) = (Rng::with_seed(1), Id::random().unwrap());
    let mut refused = BTreeSet::new();
    for _ in 0..16 {
        let one = |chain, n, prev, seen, act: Act| {
            let deed = Id::random().unwrap();
            Entry::new(Draft { book, chain, n, prev, seen, deed, moment: STOPPED, act, signed: false })
                .unwrap()
        };
        let (a, b) = (id(&mut rng), id(&mut rng));
        let opened = |installation| ChainOpened { installation, person: None, key: None };
        let file = || FileTakenIn {
            file: Hash::of(b"x"),
            size: 1,
            path: FileName::new("x").unwrap(),
            replaces: None,
        };
        let first = one(a, 0, None, BTreeSet::new(), opened(a).into());
        let second = one(a, 1, Some(first.hash), BTreeSet::new(), file().into());
        let both = one(b, 0, None, [first.hash, second.hash].into(), opened(b).into());
        refused.insert(chain::verify(book, &[first, second, both]).is_err());
    }
    assert_eq!(
        refused,
        BTreeSet::from([true]),
        "two heads of one chain are refused whatever their hashes are"
    );
}
