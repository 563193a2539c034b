//! The game of `rules.rs` at two desks with one centre: each plays by itself, and now and then one takes the other's history, or
//! each the other's. What was done without having seen the other's acts holds every rule, or is shown as no longer holding; and
//! once each has taken the other's, both show the same.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use fastrand::Rng;
use journeys::apart::{differences, without_this_machine};
use journeys::people::{BOARDS, PASSWORD};
use journeys::story::{self, aloud};
use portfolio::journal::id::Id;
use serde_json::json;

use super::{BEGINNINGS, Beginning, Game, NAMES};

/// How long the games go on when nobody says so, in seconds.
const TIME: u64 = 25;
/// How long one game goes on at most.
const LONGEST: Duration = Duration::from_secs(40);
/// So many meetings each game has, however slow the machine is.
const FEWEST: usize = 3;
/// What both show.
const SHOWN: [&str; 3] = ["learner.show", "sampling.show", "history.show"];

/// What came of the games.
#[derive(Default)]
struct Met {
    games: usize,
    acts: usize,
    /// Each took the other's history.
    both: usize,
    /// One took the other's.
    one: usize,
    /// Both had recorded something since they last met.
    apart: usize,
    /// A row had two decisions afterwards.
    disputed: usize,
    /// A sign-off stood that no longer held.
    overtaken: usize,
}

struct Desks {
    desks: [Game; 2],
    rng: Rng,
    /// How long each desk's books were when they last met.
    met: [usize; 2],
}

impl Desks {
    fn begin(seed: u64, beginning: Beginning) -> Desks {
        // Where a unit stands signed it was signed at one desk, while somebody decided again at the other.
        let signs = beginning == Beginning::Signed;
        let mut game = Game::begin(seed, if signs { Beginning::Nothing } else { beginning });
        if signs {
            game.decided();
        }
        let Game { mut story, .. } = game;
        let mut there = story.copied();
        if signs {
            story.ada().signs(BOARDS);
            there.cleo().decides(BOARDS, "1.2", "notYetMet", "The second week is missing.");
        }
        let mut desks = [Game::at(seed, story), Game::at(!seed, there)];
        let kept: Vec<_> = desks.iter().flat_map(|desk| desk.kept.clone()).collect();
        for desk in &mut desks {
            desk.apart = true;
            desk.kept.clone_from(&kept);
        }
        let met = desks.each_mut().map(Game::length);
        Desks { desks, rng: Rng::with_seed(seed), met }
    }

    fn act(&mut self, seed: u64) {
        let at = self.rng.usize(..2);
        let desk = &mut self.desks[at];
        let what = desk.act();
        desk.judge(&format!("{what} (desk {at}, game {seed})"));
    }

    /// The desks meet: the second takes the first's history, and the first the second's unless only one does.
    fn meet(&mut self, seed: u64, both: bool, met: &mut Met) {
        self.same_day_same_files();
        let lengths = self.desks.each_mut().map(Game::length);
        met.apart += usize::from(lengths.iter().zip(self.met).all(|(now, then)| *now > then));
        let files = ["mine.jsonl", "theirs.jsonl"].map(|name| self.desks[0].story.home().join(name));
        for (desk, file) in self.desks.iter_mut().zip(&files) {
            desk.story.call("journal.export", json!({ "file": file }));
        }
        let takes: &[usize] = if both { &[1, 0] } else { &[1] };
        for at in takes {
            if !self.admits(*at, &files[1 - at]) {
                self.desks[*at].takes(&files[1 - at]);
            }
            self.desks[*at].takes_in();
            self.desks[*at].judge(&format!("a meeting, desk {at} (game {seed}, {both})"));
        }
        if both {
            met.both += 1;
            self.show_the_same(seed);
            self.same_end();
            self.met = self.desks.each_mut().map(Game::length);
        } else {
            met.one += 1;
            self.desks[1].end = None;
        }
        let [here, _] = &mut self.desks;
        let state = here.records.book(here.book).unwrap();
        met.disputed += usize::from(state.decisions_of_row.values().any(|standing| standing.len() > 1));
        let signed = state.sign_offs.iter().filter(|s| s.standing);
        let alone = |s: &portfolio::journal::rows::SignOffRow| {
            s.rows.iter().all(|j| portfolio::stale::stands_alone(state, &j.row, j.decision))
        };
        met.overtaken += usize::from(signed.into_iter().any(|s| !alone(s)));
    }

    /// Whether a desk takes the other's history in at once. Where it does not because no administrator known to it signed who may do
    /// what there, whoever signs saves each of these people again there, and it is exported anew: the first way out that the refusal names.
    fn admits(&mut self, at: usize, file: &Path) -> bool {
        let admitted = self.desks[at].story.try_call("journal.admit", json!({ "file": file }));
        let Err(failure) = admitted else { return true };
        if failure.code != "peopleNotSigned" {
            return false;
        }
        let there = &mut self.desks[1 - at].story;
        for who in NAMES {
            if there.session().act_as(who).is_err() {
                continue;
            }
            for person in NAMES.iter().filter(|name| failure.message.contains(**name)) {
                drop(there.try_call("person.change", json!({ "person": person })));
            }
        }
        there.call("journal.export", json!({ "file": file }));
        false
    }

    /// Both clocks show one time, and both have read the folder that they share.
    fn same_day_same_files(&mut self) {
        let latest = self.desks.iter().map(|desk| desk.days).max().unwrap_or(0);
        for desk in &mut self.desks {
            desk.days_pass(latest - desk.days);
            let read = NAMES.iter().any(|name| {
                desk.story.session().act_as(name).is_ok() && desk.story.try_on("scan", json!({})).is_ok()
            });
            assert!(read, "nobody reads the folder");
        }
    }

    /// To one and the same person.
    fn show_the_same(&mut self, seed: u64) {
        let [here, there] = &mut self.desks;
        let mut anybody = false;
        for name in NAMES {
            let at_the_desk = [&mut *here, &mut *there].map(|d| d.story.session().act_as(name).is_ok());
            assert_eq!(at_the_desk[0], at_the_desk[1], "{name} works at one desk alone (game {seed})");
            if !at_the_desk[0] {
                continue;
            }
            anybody = true;
            for view in SHOWN {
                let [mine, theirs] = [&mut *here, &mut *there]
                    .map(|d| d.story.try_on(view, json!({})).map(|v| without_this_machine(&v)));
                let told = match (mine, theirs) {
                    (Ok(mine), Ok(theirs)) => differences(&mine, &theirs, view),
                    (Err(mine), Err(theirs)) if mine.message == theirs.message => Vec::new(),
                    (mine, theirs) => vec![format!("{:?} | {:?}", mine.err(), theirs.err())],
                };
                assert!(
                    told.is_empty(),
                    "the desks differ to {name} (game {seed}):\n{}",
                    told[..told.len().min(8)].join("\n")
                );
            }
        }
        assert!(anybody, "nobody works here any more (game {seed})");
    }

    /// What both last said of the end of certification, where they said the same.
    fn same_end(&mut self) {
        let [here, there] = &mut self.desks;
        if here.end != there.end {
            (here.end, there.end) = (None, None);
        }
    }
}

impl Game {
    /// Takes another's history in. Where it ends or brings a key that nobody known here signed for, whoever may ends that person's
    /// here first: the way out that the refusal names. Where it says who may do what and nobody known here signed that, the
    /// administrators here end their own passwords, for at the other desk there may be nobody left who signs.
    fn takes(&mut self, file: &Path) {
        for _person in NAMES {
            let failure = match self.story.try_call("journal.admit", json!({ "file": file })) {
                Ok(_) => return,
                Err(failure) => failure,
            };
            if failure.code == "peopleNotSigned" {
                for who in NAMES {
                    let own = json!({ "person": who, "reason": "To agree who may do what." });
                    if self.story.session().act_as(who).is_ok() {
                        drop(self.story.try_call("person.endKey", own));
                    }
                }
                continue;
            }
            let (brings, ends) = ("the file gives ", "ended the signing password of ");
            let told = |name: &&&str| {
                [brings, ends].iter().any(|said| failure.message.contains(&format!("{said}{name}")))
            };
            let keys = ["keyNotVouched", "endingNotSigned"].contains(&failure.code.as_str());
            let person = NAMES.iter().filter(|_| keys).find(told);
            let person = person.unwrap_or_else(|| panic!("{} ({})", failure.message, failure.code));
            let end = json!({ "person": person, "reason": "As agreed.", "password": PASSWORD });
            // Where an administrator's own key lies at the other desk, they end that first.
            let ended = [false, true].into_iter().any(|own_first| {
                NAMES.iter().any(|who| {
                    let sits = self.story.session().act_as(who).is_ok();
                    if sits && own_first {
                        let own = json!({ "person": who, "reason": "It lies elsewhere." });
                        drop(self.story.try_call("person.endKey", own));
                    }
                    sits && self.story.try_call("person.endKey", end.clone()).is_ok()
                })
            });
            assert!(ended, "nobody ends the key of {person}: {}", failure.message);
        }
        panic!("the history was never taken in");
    }

    /// After another's history was taken in: nothing is this desk's own last act, and keys may have been made or ended elsewhere.
    fn takes_in(&mut self) {
        self.fresh = self.records.book(self.book).unwrap().log.len();
        let centre = self.records.centre_book().unwrap();
        self.managed = false;
        let with_key: BTreeSet<Id> = centre.keys.iter().filter(|k| k.standing).map(|k| k.person).collect();
        let people = portfolio::people::everyone(centre);
        let without = people.iter().filter(|p| !with_key.contains(&p.id)).map(|p| p.name.clone());
        self.keyless = without.collect();
    }
}

fn play(seed: u64, time: Duration) -> Met {
    let start = Instant::now();
    let share = (time / u32::try_from(BEGINNINGS.len()).unwrap()).min(LONGEST);
    let mut met = Met::default();
    for (seed, beginning) in (seed..).zip(BEGINNINGS.into_iter().cycle()) {
        if met.games >= BEGINNINGS.len() && start.elapsed() + share / 2 > time {
            break;
        }
        let (begun, before) = (Instant::now(), met.both);
        let mut desks = Desks::begin(seed, beginning);
        while begun.elapsed() < share || met.both < before + FEWEST {
            desks.act(seed);
            met.acts += 1;
            if desks.rng.u8(..) < 25 {
                let both = desks.rng.u8(..) < 170;
                desks.meet(seed, both, &mut met);
            }
        }
        desks.meet(seed, true, &mut met);
        desks.desks.iter_mut().for_each(|desk| desk.story.checks_clean());
        met.games += 1;
    }
    met
}

#[test]
fn two_desks_that_exchange_their_histories_keep_the_rules_and_show_the_same() {
    let (seed, time) = (story::seed(), story::number("PORTFOLIO_SECONDS").unwrap_or(TIME));
    aloud(&format!("rules apart: PORTFOLIO_SEED={seed}, {time} s (PORTFOLIO_SECONDS)"));
    let start = Instant::now();
    let met = play(seed, Duration::from_secs(time));
    aloud(&format!(
        "rules apart: {} games, {} acts, {:.1?}; {} meetings of both, {} of one; {} after both had recorded something; \
         decisions in dispute after {}, a sign-off that was overtaken after {}",
        met.games,
        met.acts,
        start.elapsed(),
        met.both,
        met.one,
        met.apart,
        met.disputed,
        met.overtaken,
    ));
    assert!(met.games >= BEGINNINGS.len() && met.both >= FEWEST * BEGINNINGS.len());
    assert!(met.apart >= met.games, "the desks hardly ever wrote at once");
    assert!(met.overtaken > 0, "no sign-off was ever overtaken");
    assert!(met.acts < 4_000 || met.disputed > 0, "no two decisions ever met");
}
