//! History files made to deceive: well formed by themselves, and refused for what they claim.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]
#![allow(clippy::wildcard_enum_match_arm, reason = "one kind of act is looked for among all")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use journeys::people::Story;
use portfolio::journal::act::{Act, ChainOpened, FileTakenIn, SampleMade, SignedOff};
use portfolio::journal::chain;
use portfolio::journal::entry::{Draft, Entry};
use portfolio::journal::id::{Hash, Id};
use portfolio::journal::lines::{EntryLine, HeadsLine, Line, Signature};
use portfolio::key;
use portfolio::person::Role;
use serde_json::json;

/// A learner's exported history, taken apart.
struct File {
    before: Vec<String>,
    entries: Vec<(Entry, Vec<Signature>)>,
}

impl File {
    fn of(story: &mut Story) -> File {
        let path = story.home().join("history.jsonl");
        story.on("journal.export", json!({ "file": path }));
        let mut file = File { before: Vec::new(), entries: Vec::new() };
        for line in fs::read_to_string(path).unwrap().lines() {
            match line.parse::<Line>().unwrap() {
                Line::Entry(EntryLine { hash, body, signatures }) => {
                    file.entries.push((Line::read_entry(hash, body).unwrap(), signatures));
                }
                Line::Header(_) | Line::UnitText(_) => file.before.push(line.to_owned()),
                Line::Heads(_) => {}
            }
        }
        file
    }

    /// Appends an entry that links as it must.
    fn append(&mut self, chain: Id, act: impl Into<Act>) -> Hash {
        let first = self.entries[0].0.clone();
        let head = self.entries.iter().map(|(e, _)| e).filter(|e| e.chain == chain).max_by_key(|e| e.n);
        let draft = Draft {
            book: first.book,
            chain,
            n: head.map_or(0, |e| e.n + 1),
            prev: head.map(|e| e.hash),
            seen: BTreeSet::new(),
            deed: Id::random().unwrap(),
            moment: first.moment,
            act: act.into(),
        };
        self.entries.push((Entry::new(draft).unwrap(), Vec::new()));
        self.entries.last().unwrap().0.hash
    }

    /// Writes it with the heads that it now has, and asks for it to be admitted: the code and words of the refusal.
    fn refused_by(&self, story: &mut Story) -> String {
        let entries: Vec<Entry> = self.entries.iter().map(|(e, _)| e.clone()).collect();
        let heads = BTreeMap::from([(entries[0].book, chain::heads(&entries))]);
        let own = self.entries.iter().map(|(e, s)| Line::entry(e, s.clone()));
        let lines = own.chain([Line::Heads(HeadsLine { heads })]).map(|l| serde_json::to_string(&l).unwrap());
        let all: Vec<String> = self.before.iter().cloned().chain(lines).collect();
        let path = story.home().join("forged.jsonl");
        fs::write(&path, all.join("\n") + "\n").unwrap();
        let failure = story.try_call("journal.admit", json!({ "file": path })).unwrap_err();
        assert_eq!(failure.code, "integrity", "{}", failure.message);
        story.checks_clean();
        failure.message
    }

    fn opening(&self) -> ChainOpened {
        let persons = self.entries.iter().filter_map(|(e, _)| match &e.act {
            Act::ChainOpened(opened) if opened.person.is_some() => Some(opened.clone()),
            _other => None,
        });
        persons.into_iter().next().unwrap()
    }
}

fn a_file() -> FileTakenIn {
    let path = portfolio::evidence::name::FileName::new("x.txt").unwrap();
    FileTakenIn { file: Hash::of(b"x"), size: 1, path, replaces: None }
}

#[test]
fn a_file_cannot_continue_a_chain_that_only_this_computer_writes() {
    let mut story = Story::decided();
    let mut file = File::of(&mut story);
    let own = file.entries[0].0.chain;
    file.append(own, a_file());
    assert!(file.refused_by(&mut story).contains("only this computer writes"));
}

#[test]
fn a_file_cannot_open_a_chain_in_this_computers_name() {
    let mut story = Story::decided();
    let mut file = File::of(&mut story);
    let (opening, chain) = (file.opening(), Id::random().unwrap());
    file.append(chain, opening);
    assert!(file.refused_by(&mut story).contains("only this computer writes"));
}

#[test]
fn a_sign_off_in_a_known_persons_name_by_another_key_is_refused() {
    let mut story = Story::signed();
    let mut file = File::of(&mut story);
    let made_up = key::make("a forger's password").unwrap();
    let opening =
        ChainOpened { installation: Id::random().unwrap(), key: Some(made_up.public), ..file.opening() };
    let signed = file.entries.iter().find_map(|(e, _)| match &e.act {
        Act::SignedOff(signed) => Some(SignedOff { feedback: "Forged.".into(), ..signed.clone() }),
        _other => None,
    });
    let chain = Id::random().unwrap();
    file.append(chain, opening);
    let entry = file.append(chain, signed.unwrap());
    let signature = key::open(&made_up.pem, "a forger's password").unwrap().sign(entry).unwrap();
    file.entries.last_mut().unwrap().1.push(signature);
    assert!(file.refused_by(&mut story).contains("a key that is not theirs"));
}

#[test]
fn one_crafted_number_cannot_use_all_others_up() {
    let mut story = Story::decided();
    let mut file = File::of(&mut story);
    let chain = Id::random().unwrap();
    file.append(chain, ChainOpened { installation: Id::random().unwrap(), person: None, key: None });
    let (unit, spec) = ("x".to_owned(), Hash::of(b"x"));
    let sample = Id::random().unwrap();
    file.append(
        chain,
        SampleMade {
            sample,
            number: 1 << 52,
            unit,
            spec,
            rows: Vec::new(),
            summative: false,
            role: Role::Iv,
        },
    );
    assert!(file.refused_by(&mut story).contains("number"));
}
