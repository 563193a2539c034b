//! A state machine of assessment: random acts by random people, and after every act the rules that no state may break.
//! What the program refuses is part of the game; what it lets happen is judged here by a reading of the records alone.
//!
//! The rules, in short:
//!
//! 1. A refusal records nothing but files that were found while the folder was read.
//! 2. A visitor and whoever no longer works here record nothing; every act is by somebody in a role for it, and nothing is signed
//!    with a key that was ended.
//! 3. What stands signed has, for every row, the one decision that stands, achieved, by evidence where met asks for it; and, but
//!    for indicative paper, a declaration of the learner that was made before it and stands as long as it does.
//! 4. What stands signed has no decision of a trainee that nobody else qualified countersigned, and is no trainee's alone.
//! 5. Nobody countersigns, samples, comments on, verifies or releases what they decided, countersigned or signed off themselves, nor
//!    countersigns or signs off what they looked at as an internal verifier.
//! 6. A unit is verified by a qualified IV's word or a countersigned one, never by somebody who ever had a part in what was signed,
//!    and never while an action on it is open.
//! 7. A claim that stands rests on a sign-off that stands, on a board's own text, for a learner who is registered, and on what
//!    verified it: a release or sampling record that counts by itself. When it was made no action was open, no decision was of a
//!    day before the registration, and certification had not ended; no unit is claimed twice at one desk.
//! 8. A certificate that stands is of a claim that stands, and not older than it.
//! 9. While an administrator works here people are theirs to record, and there is always one.
//! 10. Records, tables and a replay say the same, and what is kept for the caseload calls signed what the unit's page does.
//!     Of each fact of the learner that a claim names the portfolio shows what the last to change it said.
//! 11. A page signed with a pen is of a sign-off, came on a day between it and the day it was recorded, counts once while it counts,
//!     is kept by its content, and is withdrawn with a reason. It signs, verifies and claims nothing.
//! 12. Whom a sign-off or a countersignature refuses by person, the page says before a password is typed, and of nobody else.
//!
//! Some games begin with nothing, others where a scripted story left off, so that what is deep in the rules is played in every
//! short run too: a unit that is signed, verified, claimed. Some are played at two desks that take each other's history now and
//! then (`rules/apart.rs`); what two acts make of each other is told in `act_by_act.rs` and `merge.rs`.
//!
//! At most 30 seconds where nobody says how long: `PORTFOLIO_SECONDS=600 cargo test --workspace --test rules`. The seed is printed;
//! `PORTFOLIO_SEED` plays the same game again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]
#![allow(clippy::wildcard_enum_match_arm, reason = "a few kinds of act are looked for among all")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use fastrand::Rng;
use journeys::people::{BOARDS, PASSWORD, Story, text};
use journeys::story::{self, aloud};
use portfolio::error::Sort;
use portfolio::journal::act::Act;
use portfolio::journal::id::Id;
use portfolio::journal::state::BookState;
use portfolio::portfolio::Workspace;
use serde_json::{Value, json};

#[path = "rules/apart.rs"]
mod apart;
#[path = "rules/law.rs"]
mod law;
#[path = "rules/play.rs"]
mod play;

use law::Rules;

/// How long the games go on when nobody says so, in seconds.
const TIME: u64 = 25;
/// How long one game goes on at most: a long book is slow to judge.
const LONGEST: Duration = Duration::from_secs(60);
/// So many acts are played of each game, however slow the machine is.
const FEWEST: usize = 60;
/// Who plays, and as what they begin.
const PEOPLE: [(&str, &[&str], &str); 9] = [
    ("Ada Okafor", &["assessor"], ""),
    ("Cleo Marsh", &["assessor", "iv"], ""),
    ("Ben King", &["iv"], ""),
    ("Dana Hill", &["iv"], ""),
    ("Lea Park", &["leadIv"], ""),
    ("Tia Lund", &["traineeAssessor"], "Ada Okafor"),
    ("Vic Rowe", &["traineeIv"], "Ben King"),
    ("Eli Quist", &["visitor"], ""),
    ("May Poole", &["administrator"], ""),
];
/// Their names alone, in the same order.
static NAMES: [&str; 9] = [
    PEOPLE[0].0,
    PEOPLE[1].0,
    PEOPLE[2].0,
    PEOPLE[3].0,
    PEOPLE[4].0,
    PEOPLE[5].0,
    PEOPLE[6].0,
    PEOPLE[7].0,
    PEOPLE[8].0,
];
const CODES: [&str; 6] = ["1.1", "1.2", "2.1", "1.1-2.1", "1.1-2.1", "1.1-2.1"];
/// The qualification that the unit is claimed towards.
const QUALIFICATION: &str = "601/0000/1";
/// A day of registration after the games begin.
const REGISTERED_LATE: &str = "2026-09-20";
/// What is about the centre and names no learner.
const OF_THE_CENTRE: [&str; 4] =
    ["person.password", "person.endKey", "centre.partiallyMet", "qualification.save"];
/// What is signed with a key.
const SIGNING: [&str; 6] =
    ["countersign", "signOff.sign", "paper.sign", "sample.verify", "sample.countersign", "unit.release"];

/// Where a game begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Beginning {
    Nothing,
    Signed,
    Verified,
    Claimed,
}

/// They take turns, as long as there is time.
const BEGINNINGS: [Beginning; 4] =
    [Beginning::Claimed, Beginning::Nothing, Beginning::Signed, Beginning::Verified];

struct Game {
    rng: Rng,
    story: Story,
    records: Workspace,
    book: Id,
    counts: BTreeMap<String, (usize, usize)>,
    /// Whose key was ended, and who has set no new password since.
    keyless: BTreeSet<String>,
    /// The last day of certification that the centre has recorded; empty = open, none = two desks may have said different ones.
    end: Option<String>,
    /// Where scans are kept, at this desk and at others.
    kept: Vec<PathBuf>,
    /// Whether others write the same books elsewhere.
    apart: bool,
    /// How long the book was before the last act, where others write it too.
    fresh: usize,
    /// Whether somebody was an administrator before the last act.
    managed: bool,
    /// How many days the clock went on.
    days: i64,
    /// After how many acts a unit stood signed, verified, claimed, certificated.
    stood: [usize; 4],
}

impl Game {
    fn begin(seed: u64, beginning: Beginning) -> Game {
        let mut story = Story::with_evidence();
        story.takes_a_boards_unit();
        story.ada().does(
            "learner.change",
            json!({ "uln": "1234567890", "registrationNumber": "N-1", "registrationDate": "2026-09-01" }),
        );
        story.call("person.change", json!({ "person": "Cleo Marsh", "roles": ["assessor", "iv"] }));
        for (name, roles, countersigner) in &PEOPLE[4..] {
            let person =
                json!({ "name": name, "roles": roles, "countersigner": countersigner, "password": PASSWORD });
            story.call("person.add", person);
        }
        story.person("May Poole").does_of_the_centre("qualification.save", play::qualification("", false));
        let mut game = Game::at(seed, story);
        game.goes_to(beginning);
        game.judge(&format!("the beginning ({beginning:?})"));
        game
    }

    /// A game goes on from here.
    fn at(seed: u64, mut story: Story) -> Game {
        Game {
            rng: Rng::with_seed(seed),
            records: Workspace::open(&story.workspace(), portfolio::clock::Clock::Machine).unwrap(),
            book: text(&story.show()["learner"]["id"]).parse().unwrap(),
            counts: BTreeMap::new(),
            keyless: BTreeSet::new(),
            end: Some(String::new()),
            kept: vec![story.workspace().join("inked")],
            apart: false,
            fresh: 0,
            managed: true,
            days: 0,
            stood: [0; 4],
            story,
        }
    }

    /// The story before a game, with its way to a verification left to chance.
    fn goes_to(&mut self, beginning: Beginning) {
        if beginning >= Beginning::Signed {
            self.decided();
            self.story.ada().signs(BOARDS);
        }
        if beginning >= Beginning::Verified {
            match self.rng.u8(..3) {
                0 => {
                    let why = json!({ "unit": BOARDS, "reason": "Not in the plan.", "password": PASSWORD });
                    self.story.dana().does("unit.release", why);
                }
                trainee => {
                    let iv = if trainee == 1 { "Vic Rowe" } else { "Ben King" };
                    let sample = self.story.person(iv).samples(BOARDS, "1.1");
                    self.story.person(iv).finds(&sample, "1.1", "agree", "");
                    self.story.person(iv).verifies(&sample);
                    if trainee == 1 {
                        let under = json!({ "sample": sample, "password": PASSWORD });
                        self.story.ben().does("sample.countersign", under);
                    }
                }
            }
        }
        if beginning >= Beginning::Claimed {
            let claim = json!({ "units": [BOARDS], "batch": "B-0" });
            self.story.person("May Poole").does("claim.make", claim);
        }
    }

    /// Everything is decided, and what a trainee decided is countersigned.
    fn decided(&mut self) {
        self.story.person("Tia Lund").decides(BOARDS, "1.1", "rpl", "Earlier work.");
        self.story.ada().maps("E001", BOARDS, "1.2", "p. 1");
        self.story.ada().decides(BOARDS, "1.2", "met", "Seen.");
        self.story.ada().decides(BOARDS, "2.1", "rpl", "Earlier work.");
        self.story.ada().does("countersign", json!({ "unit": BOARDS, "password": PASSWORD }));
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.rng.usize(..of.len())]
    }

    /// One act by somebody: as often by whoever would do it as by anybody.
    fn act(&mut self) -> String {
        let (name, request, likely) = self.request();
        let person =
            if self.rng.u8(..) < 180 { self.one(likely) } else { PEOPLE[self.rng.usize(..PEOPLE.len())].0 };
        if self.rng.u8(..) < 20 {
            self.days_pass(1);
        }
        let before = self.length();
        if self.apart {
            self.fresh = self.records.book(self.book).unwrap().log.len();
            self.managed = law::has_administrator(self.records.centre_book().unwrap());
        }
        let who = format!("{person}: {name} {request}");
        if let Err(failure) = self.story.session().act_as(person) {
            assert_eq!((failure.code.as_str(), failure.sort), ("notHere", Sort::Refused), "{who}");
            return who;
        }
        let page = play::foretold(&mut self.story, name, &request);
        let of_the_centre = OF_THE_CENTRE.contains(&name);
        let (story, asked) = (&mut self.story, request.clone());
        let answer = if of_the_centre { story.try_call(name, asked) } else { story.try_on(name, asked) };
        if let Some(page) = page {
            play::agrees(&page, name, &answer, &who);
        }
        let count = self.counts.entry(name.to_owned()).or_default();
        match answer {
            Ok(_) => {
                count.0 += 1;
                self.done(person, name, &request, &who);
            }
            Err(failure) => {
                count.1 += 1;
                let expected = [Sort::Refused, Sort::Usage].contains(&failure.sort);
                assert!(expected, "{who}: {} ({})", failure.message, failure.code);
                assert!(failure.sort != Sort::Refused || failure.hint.is_some(), "{who}: no way out");
                assert_eq!(self.length(), before, "1. {who} was refused and recorded something");
            }
        }
        who
    }

    /// What the game itself knows of keys and of the end of certification, for no book of a learner says it.
    fn done(&mut self, person: &str, name: &str, request: &Value, who: &str) {
        let signed = SIGNING.contains(&name) && self.keyless.contains(person);
        assert!(!signed, "2. {who} is signed with a key that was ended");
        match name {
            "person.endKey" => {
                self.keyless.insert(text(&request["person"]));
            }
            "person.password" => {
                self.keyless.remove(person);
            }
            "qualification.save" => self.end = Some(text(&request["says"]["certificationEndDate"])),
            "claim.make" => {
                let Some(end) = self.end.clone() else { return };
                let last = self.records.book(self.book).unwrap().log.last().map(|l| l.act.clone());
                let Some(Act::UnitClaimed(claim)) = last else { panic!("{who} claimed nothing") };
                let open = end.is_empty() || claim.date <= end;
                assert!(open, "7. {who} claimed on {} what ended on {end}", claim.date);
            }
            _other => {}
        }
    }

    fn days_pass(&mut self, days: i64) {
        self.days += days;
        self.story.days_pass(days);
    }

    /// So many entries are by a person. What is found in the folder while it is read before a signature is nobody's deed.
    fn length(&mut self) -> usize {
        let by_people =
            |book: &BookState| book.log.iter().filter(|l| book.person_of(l.chain).is_some()).count();
        let centre = by_people(self.records.centre_book().unwrap());
        centre + by_people(self.records.book(self.book).unwrap())
    }

    /// Every rule, by the records alone.
    fn judge(&mut self, after: &str) {
        let shelf = self.records.shelf().clone();
        let centre = self.records.centre_book().unwrap().clone();
        let state = self.records.book(self.book).unwrap();
        let (kept, fresh, managed) = (&self.kept, self.fresh, self.managed);
        let rules = Rules { state, shelf: &shelf, centre: &centre, kept, fresh, managed };
        if let Err(broken) = rules.hold() {
            panic!("after {after}\n{broken}");
        }
        for (count, stands) in self.stood.iter_mut().zip(rules.stands()) {
            *count += usize::from(stands);
        }
    }
}

/// What was played in all games.
#[derive(Default)]
struct Played {
    games: usize,
    acts: usize,
    counts: BTreeMap<String, (usize, usize)>,
    kinds: BTreeSet<String>,
    stood: [usize; 4],
}

impl Played {
    fn take(&mut self, mut game: Game, acts: usize) {
        game.story.checks_clean();
        self.games += 1;
        self.acts += acts;
        for (name, (done, refused)) in &game.counts {
            let count = self.counts.entry(name.clone()).or_default();
            *count = (count.0 + done, count.1 + refused);
        }
        for (all, one) in self.stood.iter_mut().zip(game.stood) {
            *all += one;
        }
        let log = &game.records.book(game.book).unwrap().log;
        self.kinds.extend(log.iter().map(|l| l.act.kind().to_owned()));
    }

    fn done(&self, name: &str) -> usize {
        self.counts.get(name).map_or(0, |(done, _)| *done)
    }
}

fn play(seed: u64, time: Duration) -> Played {
    let start = Instant::now();
    let share = (time / u32::try_from(BEGINNINGS.len()).unwrap()).min(LONGEST);
    let mut played = Played::default();
    for (seed, beginning) in (seed..).zip(BEGINNINGS.into_iter().cycle()) {
        if played.games >= BEGINNINGS.len() && start.elapsed() + share / 2 > time {
            break;
        }
        let (begun, mut acts) = (Instant::now(), 0);
        let mut game = Game::begin(seed, beginning);
        while begun.elapsed() < share || acts < FEWEST {
            let what = game.act();
            game.judge(&format!("{what} (game {seed}, {beginning:?})"));
            acts += 1;
        }
        played.take(game, acts);
    }
    played
}

#[test]
fn random_acts_by_random_people_never_reach_a_state_that_the_rules_forbid() {
    let (seed, time) = (story::seed(), story::number("PORTFOLIO_SECONDS").unwrap_or(TIME));
    aloud(&format!("rules: PORTFOLIO_SEED={seed}, {time} s (PORTFOLIO_SECONDS)"));
    let start = Instant::now();
    let played = play(seed, Duration::from_secs(time));
    let counts: Vec<String> =
        played.counts.iter().map(|(name, (done, refused))| format!("{name} {done}/{refused}")).collect();
    let done: usize = played.counts.values().map(|(done, _)| done).sum();
    aloud(&format!(
        "rules: {} games, {} acts, {done} done, {:.1?}; {}; signed, verified, claimed, certificated after {:?} acts",
        played.games,
        played.acts,
        start.elapsed(),
        counts.join(", "),
        played.stood,
    ));
    // A game that reaches nothing would hold every rule. These come in every run, however short.
    for (stage, least) in [("signed", 60), ("verified", 20), ("claimed", 10)].into_iter().enumerate() {
        assert!(played.stood[stage] >= least.1, "{} after {} acts only", least.0, played.stood[stage]);
    }
    for kind in [
        "decision.made/1",
        "trainee.decided/1",
        "decisions.countersigned/1",
        "unit.signed-off/1",
        "unit.claimed/1",
        "learner.declared/1",
    ] {
        assert!(played.kinds.contains(kind), "never {kind}");
    }
    assert!(played.done("decide") > 0 && played.done("map") > 0, "chance itself decided nothing");
    // And these by chance, in a run of half an hour.
    for kind in [
        "learner.declaration-withdrawn/1",
        "sample.countersigned/1",
        "unit.released/1",
        "unit.certificated/1",
        "unit.reopened/1",
        "inked-page.received/1",
        "inked-page.withdrawn/1",
        "certificate.checked/1",
    ] {
        assert!(
            played.acts < 40_000 || played.kinds.contains(kind),
            "{} acts, and never {kind}",
            played.acts
        );
    }
}
