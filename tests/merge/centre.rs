//! Random acts in the book of a centre: unit texts and standards with their next issues, qualifications, sets of units,
//! and links between criteria and to points. Knows no rule: what the program would refuse is drawn too.

use std::sync::OnceLock;

use portfolio::erasure::Ground;
use portfolio::journal::act::{
    Act, CentreOpened, CurrencyStated, LearnerEnrolled, LearnerErased, LinkDropped, LinkStated, PhraseSaved,
    QualificationStated, UnitSetSaved, UnitTextAdded, WitnessStated,
};
use portfolio::journal::id::{Hash, Id};
use portfolio::journal::state::BookState;
use portfolio::unit::link::{Relation, Side};
use portfolio::unit::qualification::{Qualification, UnitGroup};
use portfolio::unit::spec::UnitSpec;
use portfolio::unit::standard;
use portfolio::witness::{Witness, WitnessStatus};
use portfolio::{library, links};
use serde_json::{Value, json};

use super::{History, Writer, id, pick, shelf, taken};

/// What the histories of centres must have held when enough of them ran.
pub const KINDS: [&str; 11] = [
    "centre.opened/1",
    "unit-text.added/1",
    "qualification.stated/1",
    "unit-set.saved/1",
    "phrase.saved/1",
    "link.stated/1",
    "link.dropped/1",
    "learner.enrolled/1",
    "learner.erased/1",
    "witness.stated/1",
    "currency.limit-stated/1",
];

/// An invented standard, and two next issues of it that two desks made: each words the first point differently.
pub fn standards() -> &'static [UnitSpec] {
    static STANDARDS: OnceLock<Vec<UnitSpec>> = OnceLock::new();
    STANDARDS.get_or_init(|| {
        let file = include_str!("../../fixtures/standards/customer-service.json");
        let first = standard::read(file.as_bytes()).unwrap().remove(0);
        let next = |words: &str| {
            let mut next: Value = serde_json::from_slice(&first.canonical).unwrap();
            next["revision"] = json!("2");
            next["previous"] = json!([first.sha256]);
            next["outcomes"][0]["criteria"][0]["text"] = json!(words);
            UnitSpec::parse(&next.to_string()).unwrap()
        };
        let (here, there) = (next("Worded differently here."), next("Worded differently there."));
        vec![first, here, there]
    })
}

/// How often the merged books of centres held something in dispute.
#[derive(Default)]
pub struct Disputes {
    pub links: usize,
    pub points: usize,
    pub texts: usize,
    pub qualifications: usize,
    pub sets: usize,
}

impl Disputes {
    pub fn count(&mut self, state: &BookState) {
        let standing = links::standing(state);
        let disputed = |points: bool| {
            let is_point = |side: &Side| shelf().get(side.spec).is_some_and(|spec| spec.is_standard());
            standing
                .iter()
                .any(|l| l.dispute.is_some() && (is_point(&l.row.from) || is_point(&l.row.to)) == points)
        };
        self.links += usize::from(disputed(false));
        self.points += usize::from(disputed(true));
        self.texts += usize::from(library::units(state, shelf()).values().any(|r| r.disputed()));
        let twice = |ids: Vec<Id>| ids.iter().enumerate().any(|(i, id)| ids[..i].contains(id));
        let standing = state.qualifications.iter().filter(|q| q.standing);
        self.qualifications += usize::from(twice(standing.map(|q| q.qualification).collect()));
        self.sets +=
            usize::from(twice(state.unit_sets.iter().filter(|s| s.standing).map(|s| s.set).collect()));
    }

    pub fn none(&self) -> Vec<&'static str> {
        let all = [
            ("links", self.links),
            ("points", self.points),
            ("texts", self.texts),
            ("qualifications", self.qualifications),
            ("sets", self.sets),
        ];
        all.into_iter().filter(|(_, n)| *n == 0).map(|(what, _)| what).collect()
    }
}

impl History {
    /// A centre is opened at one desk with its first texts; most others begin with that.
    pub fn open_centre(&mut self, desk: usize) {
        let mut acts: Vec<Act> =
            vec![CentreOpened { name: "Northgate".into(), number: "12345".into() }.into()];
        acts.extend(taken().iter().step_by(2).chain(standards().first()).map(text_added));
        self.deed(desk, Writer::Nobody, acts);
        for other in 1..self.desks.len() {
            if self.rng.u8(..) < 230 {
                self.takes_all(other, desk);
            }
        }
    }

    /// A random deed about the centre; what is there already is changed as often as something new is made.
    pub fn centre_acts(&mut self, desk: usize) -> (Writer, Vec<Act>) {
        let act = match self.rng.u8(..100) {
            0..8 => self.text(),
            8..25 => self.qualification(desk),
            25..34 => self.set(desk),
            34..40 => self.phrase(desk),
            40..44 => self.witness(desk),
            44..48 => self.currency(desk),
            48..54 => self.house(desk),
            54..60 => return (Writer::Person, self.people(desk).into_iter().collect()),
            60..80 => self.link(desk),
            80..95 => return (Writer::Person, self.drop_link(desk).into_iter().collect()),
            95..97 => LearnerEnrolled { learner: id(&mut self.rng) }.into(),
            97..98 => self.erase(desk),
            _newer => Act::Newer { kind: "tutor.note/1".into(), data: json!({ "text": "later" }) },
        };
        (Writer::Person, vec![act])
    }

    /// One of the learners of this centre, or one that it has never heard of; two desks may erase the same.
    fn erase(&mut self, desk: usize) -> Act {
        let known: Vec<Id> = self.state(desk).enrolments.iter().map(|row| row.learner).collect();
        let learner = self.known_or_new(known);
        let ground = [Ground::AskedFor, Ground::KeptLongEnough, Ground::ByMistake][self.rng.usize(..3)];
        LearnerErased { learner, heads: vec![super::hash(&mut self.rng)], ground }.into()
    }

    fn witness(&mut self, desk: usize) -> Act {
        let known: Vec<Id> = self.state(desk).witnesses.iter().map(|w| w.witness).collect();
        let again = self.rng.bool();
        let witness = pick(&mut self.rng, known).filter(|_| again).unwrap_or_else(|| id(&mut self.rng));
        let standing = self.state(desk).witnesses.iter().filter(|w| w.standing && w.witness == witness);
        let standing: Vec<Hash> = standing.map(|w| w.hash).collect();
        let says = Witness {
            name: format!("Sam {}", self.rng.u8(..3)),
            role: "supervisor".into(),
            status: pick(&mut self.rng, WitnessStatus::ALL.to_vec()),
            inactive: self.rng.bool(),
            ..Witness::default()
        };
        WitnessStated { witness, says, supersedes: self.heads(standing) }.into()
    }

    fn currency(&mut self, desk: usize) -> Act {
        let standing = self.state(desk).currency_limits.iter().filter(|row| row.standing);
        let standing: Vec<Hash> = standing.map(|row| row.hash).collect();
        let months = self.rng.bool().then(|| self.rng.i64(1..60));
        CurrencyStated { months, supersedes: self.heads(standing) }.into()
    }

    fn text(&mut self) -> Act {
        let all: Vec<&UnitSpec> = taken().iter().chain(standards()).collect();
        text_added(all[self.rng.usize(..all.len())])
    }

    fn units(&mut self) -> Vec<String> {
        let all = taken().iter().step_by(2).map(|s| s.text.id.clone()).collect::<Vec<_>>();
        all.into_iter().filter(|_| self.rng.bool()).collect()
    }

    fn qualification(&mut self, desk: usize) -> Act {
        let known: Vec<Id> = self.state(desk).qualifications.iter().map(|q| q.qualification).collect();
        let qualification = self.known_or_new(known);
        let standing =
            self.state(desk).qualifications.iter().filter(|q| q.standing && q.qualification == qualification);
        let standing: Vec<Hash> = standing.map(|q| q.hash).collect();
        let says = Qualification {
            title: format!("Diploma {}", self.rng.u8(..)),
            credits: self.rng.bool().then(|| self.rng.i64(0..60)),
            groups: vec![UnitGroup {
                name: "Mandatory".into(),
                mandatory: true,
                units: self.units(),
                ..UnitGroup::default()
            }],
            ..Qualification::default()
        };
        QualificationStated { qualification, says, supersedes: self.heads(standing) }.into()
    }

    fn set(&mut self, desk: usize) -> Act {
        let known: Vec<Id> = self.state(desk).unit_sets.iter().map(|s| s.set).collect();
        let set = self.known_or_new(known);
        let standing = self.state(desk).unit_sets.iter().filter(|s| s.standing && s.set == set);
        let standing: Vec<Hash> = standing.map(|s| s.hash).collect();
        let of: Vec<Id> = self.state(desk).qualifications.iter().map(|q| q.qualification).collect();
        let qualification = pick(&mut self.rng, of).filter(|_| self.rng.bool());
        let name = format!("set {}", self.rng.u8(..4));
        // No unit: given up.
        let units = self.units();
        UnitSetSaved { set, name, qualification, units, supersedes: self.heads(standing) }.into()
    }

    fn phrase(&mut self, desk: usize) -> Act {
        let known: Vec<Id> = self.state(desk).phrases.iter().map(|p| p.phrase).collect();
        let phrase = self.known_or_new(known);
        let standing = self.state(desk).phrases.iter().filter(|p| p.standing && p.phrase == phrase);
        let standing: Vec<Hash> = standing.map(|p| p.hash).collect();
        // No words: given up.
        let text = if self.rng.u8(..) < 60 { String::new() } else { format!("phrase {}", self.rng.u8(..4)) };
        PhraseSaved { phrase, text, supersedes: self.heads(standing) }.into()
    }

    fn link(&mut self, desk: usize) -> Act {
        let known: Vec<Id> = self.state(desk).unit_links.iter().map(|l| l.link).collect();
        let link = self.known_or_new(known);
        let relations =
            [Relation::Exact, Relation::Close, Relation::Broader, Relation::Narrower, Relation::Related];
        let from = self.side(&taken()[..2]);
        let to = match self.rng.bool() {
            true => self.side(&taken()[2..]),
            false => self.side(standards()),
        };
        let (from, to) = if self.rng.bool() { (from, to) } else { (to, from) };
        let beyond = ["", "a log", "dates; \u{201c}targets\u{201d}"];
        let supersedes = self.link_heads(desk, link);
        LinkStated {
            link,
            from,
            to,
            relation: relations[self.rng.usize(..5)],
            beyond_from: beyond[self.rng.usize(..3)].into(),
            beyond_to: beyond[self.rng.usize(..3)].into(),
            source: "worked out here".into(),
            supersedes,
        }
        .into()
    }

    fn drop_link(&mut self, desk: usize) -> Option<Act> {
        let known: Vec<Id> = self.state(desk).unit_links.iter().map(|l| l.link).collect();
        let link = pick(&mut self.rng, known)?;
        let supersedes = self.link_heads(desk, link);
        Some(LinkDropped { link, reason: "not the same after all".into(), supersedes }.into())
    }

    fn link_heads(&mut self, desk: usize, link: Id) -> Vec<Hash> {
        let standing = self.state(desk).unit_links.iter().filter(|l| l.standing && l.link == link);
        let standing: Vec<Hash> = standing.map(|l| l.hash).collect();
        self.heads(standing)
    }

    fn side(&mut self, issues: &'static [UnitSpec]) -> Side {
        let spec = &issues[self.rng.usize(..issues.len())];
        let row = self.row(spec);
        let text = Hash::of(spec.row(&row).unwrap().text.as_bytes());
        Side { unit: spec.text.id.clone(), spec: spec.sha256, row, text }
    }

    pub fn known_or_new(&mut self, known: Vec<Id>) -> Id {
        let known = pick(&mut self.rng, known).filter(|_| self.rng.u8(..) < 160);
        known.unwrap_or_else(|| id(&mut self.rng))
    }
}

fn text_added(spec: &UnitSpec) -> Act {
    UnitTextAdded {
        unit: spec.text.id.clone(),
        spec: spec.sha256,
        handle: spec.text.handle.clone(),
        title: spec.text.unit.title.clone(),
    }
    .into()
}
