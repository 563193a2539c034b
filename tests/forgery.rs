//! History files made to deceive: well formed by themselves, and refused for what they claim.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]
#![allow(clippy::wildcard_enum_match_arm, reason = "one kind of act is looked for among all")]

#[path = "forgery/stated.rs"]
mod stated;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use journeys::people::{BOARDS, OCR, PASSWORD, Story, each};
use portfolio::journal::act::{
    Act, ChainOpened, DeedUndone, FileTakenIn, KeyEnded, KeyMade, MappingMade, PaperIssued, PersonName,
    PersonStated, SampleMade, SignedOff, UnitTaken,
};
use portfolio::journal::chain;
use portfolio::journal::entry::{Draft, Entry};
use portfolio::journal::id::{Hash, Id};
use portfolio::journal::lines::{EntryLine, HeadsLine, Line, Signature, UnitTextLine};
use portfolio::key;
use portfolio::person::Role;
use portfolio::unit::spec::UnitSpec;
use portfolio::unit::starter;
use serde_json::json;

#[path = "forgery/papers.rs"]
mod papers;

/// A learner's exported history, taken apart.
struct File {
    before: Vec<String>,
    entries: Vec<(Entry, Vec<Signature>)>,
}

impl File {
    fn of(story: &mut Story) -> File {
        let path = story.home().join("history.jsonl");
        story.on("journal.export", json!({ "file": path }));
        File::at(&path)
    }

    /// The lines of an exported history.
    fn at(path: &Path) -> File {
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

    /// The centre's exported history, without those of learners.
    fn of_the_centre(story: &mut Story) -> File {
        let path = story.home().join("centre.jsonl");
        story.call("journal.export", json!({ "file": path }));
        let mut file = File::at(&path);
        let opened = |(entry, _): &&(Entry, Vec<Signature>)| matches!(entry.act, Act::CentreOpened(_));
        let centre = file.entries.iter().find(opened).unwrap().0.book;
        file.entries.retain(|(entry, _)| entry.book == centre);
        file
    }

    /// Somebody of the centre by name.
    fn person(&self, name: &str) -> PersonName {
        let named = |(entry, _): &(Entry, Vec<Signature>)| match &entry.act {
            Act::PersonStated(own) if own.name == name => {
                Some(PersonName { id: own.person, name: own.name.clone(), initials: own.initials.clone() })
            }
            _other => None,
        };
        self.entries.iter().find_map(named).unwrap()
    }

    /// The keys that a person made: the entry of each, and the key.
    fn keys(&self, person: Id) -> Vec<(Hash, String)> {
        let made = |(entry, _): &(Entry, Vec<Signature>)| match &entry.act {
            Act::KeyMade(made) if made.person == person => Some((entry.hash, made.key.clone())),
            _other => None,
        };
        self.entries.iter().filter_map(made).collect()
    }

    /// A chain of another computer in somebody's name.
    fn opens(&mut self, person: &PersonName, key: Option<&str>) -> Id {
        let chain = Id::random().unwrap();
        let (installation, key) = (Id::random().unwrap(), key.map(str::to_owned));
        self.append(chain, ChainOpened { installation, person: Some(person.clone()), key });
        chain
    }

    /// A key that is made up, in somebody's name.
    fn makes_up_a_key(&mut self, person: &PersonName) -> Hash {
        let chain = self.opens(person, None);
        let key = key::make("a forger's password").unwrap().public;
        self.append(chain, KeyMade { person: person.id, key, supersedes: Vec::new() })
    }

    /// Appends an entry that links as it must.
    fn append(&mut self, chain: Id, act: impl Into<Act>) -> Hash {
        self.append_in(Id::random().unwrap(), chain, act)
    }

    fn append_in(&mut self, deed: Id, chain: Id, act: impl Into<Act>) -> Hash {
        self.append_seeing(None, deed, chain, act)
    }

    /// The same, by somebody who has seen an entry of another chain: only what was seen comes before it in the replay.
    fn append_seeing(&mut self, seen: Option<Hash>, deed: Id, chain: Id, act: impl Into<Act>) -> Hash {
        let first = self.entries[0].0.clone();
        let head = self.entries.iter().map(|(e, _)| e).filter(|e| e.chain == chain).max_by_key(|e| e.n);
        let draft = Draft {
            book: first.book,
            chain,
            n: head.map_or(0, |e| e.n + 1),
            prev: head.map(|e| e.hash),
            seen: seen.into_iter().collect(),
            deed,
            moment: first.moment,
            act: act.into(),
            signed: false,
        };
        self.entries.push((Entry::new(draft).unwrap(), Vec::new()));
        self.entries.last().unwrap().0.hash
    }

    /// Writes it with the heads that it now has, and asks for it to be admitted: the code and words of the refusal.
    fn refused_by(&self, story: &mut Story) -> String {
        self.refused_as(story, "integrity")
    }

    fn refused_as(&self, story: &mut Story, code: &str) -> String {
        let path = self.written(story);
        let failure = story.try_call("journal.admit", json!({ "file": path })).unwrap_err();
        assert_eq!(failure.code, code, "{}", failure.message);
        story.checks_clean();
        failure.message
    }

    /// Writes it with the heads that it now has.
    fn written(&self, story: &Story) -> std::path::PathBuf {
        let entries: Vec<Entry> = self.entries.iter().map(|(e, _)| e.clone()).collect();
        let heads = BTreeMap::from([(entries[0].book, chain::heads(&entries))]);
        let own = self.entries.iter().map(|(e, s)| Line::entry(e, s.clone()));
        let lines = own.chain([Line::Heads(HeadsLine { heads })]).map(|l| serde_json::to_string(&l).unwrap());
        let all: Vec<String> = self.before.iter().cloned().chain(lines).collect();
        let path = story.home().join("forged.jsonl");
        fs::write(&path, all.join("\n") + "\n").unwrap();
        path
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
    let words = file.refused_as(&mut story, "keyNotKnown");
    assert!(words.contains("with a key that this centre file does not know"), "{words}");
}

/// Story and centre's history with an administrator who has a signing password.
fn administered() -> (Story, File) {
    let mut story = Story::decided();
    let may = json!({ "name": "May Poole", "roles": ["administrator"], "password": PASSWORD });
    story.call("person.add", may);
    let file = File::of_the_centre(&mut story);
    (story, file)
}

#[test]
fn an_end_in_an_administrators_name_that_she_did_not_sign_lets_no_key_in() {
    let (mut story, taken) = administered();
    let (ada, may) = (taken.person("Ada Okafor"), taken.person("May Poole"));
    let supersedes: Vec<Hash> = taken.keys(ada.id).into_iter().map(|(made, _)| made).collect();
    let mays = taken.keys(may.id)[0].1.clone();
    for key in [None, Some(mays.as_str())] {
        for with_a_key in [true, false] {
            let mut file = File::of_the_centre(&mut story);
            let chain = file.opens(&may, key);
            let (person, supersedes) = (ada.id, supersedes.clone());
            file.append(chain, KeyEnded { person, reason: "Forgotten.".into(), supersedes });
            if with_a_key {
                file.makes_up_a_key(&ada);
            }
            let words = file.refused_as(&mut story, "endingNotSigned");
            assert!(words.contains("May Poole ended the signing password of Ada Okafor"), "{words}");
        }
    }
    story.ada().signs(OCR);
}

#[test]
fn nobody_replaces_anothers_key_in_passing_nor_takes_it() {
    let (mut story, mut file) = administered();
    let (ada, mallory) = (file.person("Ada Okafor"), a_stranger());
    let stranger = mallory.id;
    let (made, adas) = file.keys(ada.id)[0].clone();
    let stated = PersonStated {
        person: stranger,
        name: mallory.name.clone(),
        initials: mallory.initials.clone(),
        roles: vec![Role::Assessor],
        qualification: String::new(),
        competence: String::new(),
        cpd: String::new(),
        countersigner: None,
        active: true,
        supersedes: Vec::new(),
    };
    let chain = file.opens(&mallory, None);
    file.append(chain, stated.clone());
    let key = key::make("a forger's password").unwrap().public;
    file.append(chain, KeyMade { person: stranger, key, supersedes: vec![made] });
    file.makes_up_a_key(&ada);
    let words = file.refused_as(&mut story, "keyNotVouched");
    assert!(words.starts_with("the file gives Ada Okafor a further signing password"), "{words}");
    let mut file = File::of_the_centre(&mut story);
    let chain = file.opens(&mallory, None);
    file.append(chain, stated);
    file.append(chain, KeyMade { person: stranger, key: adas, supersedes: Vec::new() });
    let words = file.refused_as(&mut story, "keyOfAnother");
    assert_eq!(words, "the file gives Mallory Grey the signing password of Ada Okafor");
}

/// Somebody whom nobody here knows.
fn a_stranger() -> PersonName {
    PersonName { id: Id::random().unwrap(), name: "Mallory Grey".into(), initials: "MG".into() }
}

#[test]
fn an_end_of_a_key_in_a_strangers_name_takes_nothing_from_whose_key_it_is() {
    let (mut story, taken) = administered();
    let ada = taken.person("Ada Okafor");
    let first = taken.keys(ada.id)[0].0;
    // The forged ends are of the first day, before she signs.
    story.days_pass(1);
    story.ada().signs(OCR);
    let paper = story.home().join("original.pdf");
    story.on("matrix.paper", json!({ "unit": OCR, "original": true, "out": paper }));
    let mut there = story.copied();
    there.days_pass(1);
    let mut file = File::of_the_centre(&mut story);
    let stranger = a_stranger();
    let chain = file.opens(&stranger, None);
    let ends = |person: Id| KeyEnded { person, reason: "Forgotten.".into(), supersedes: vec![first] };
    file.append(chain, ends(stranger.id));
    let forged = file.written(&story);
    story.call("journal.admit", json!({ "file": forged }));
    // Her key vouches for the next one still.
    there.ada();
    there.call("person.password", json!({ "password": "another good password", "current": PASSWORD }));
    let theirs = story.home().join("theirs.jsonl");
    story.days_pass(1);
    there.call("journal.export", json!({ "file": theirs }));
    let admitted = story.call("journal.admit", json!({ "file": theirs }));
    assert_eq!(admitted["newKeys"], json!(["Ada Okafor"]));
    let holds = |story: &mut Story| {
        let said = story.call("verify", json!({ "file": paper }));
        let line = said["signatures"][0]["line"].as_str().unwrap().to_owned();
        assert!(line.contains("what it signed before holds"), "{line}");
        assert_eq!(said["good"], json!(true), "{said}");
    };
    holds(&mut story);
    let people = story.call("person.list", json!({}));
    let row = each(&people).find(|row| row["name"] == "Ada Okafor").unwrap();
    let ended = row["keys"][0]["ended"].as_str().unwrap();
    assert!(ended.starts_with("replaced by a new one on "), "{ended}");
    // Nor does an end in her name that nobody signed, of a key that is replaced already.
    let mut file = File::of_the_centre(&mut story);
    let chain = file.opens(&stranger, None);
    file.append(chain, ends(ada.id));
    let forged = file.written(&story);
    story.call("journal.admit", json!({ "file": forged }));
    holds(&mut story);
    // Nor one that is signed, with keys made up for it: as a stranger's, and as that of somebody whom the file adds. Which of
    // them would come first in the history is chance.
    let mut file = File::of_the_centre(&mut story);
    for draw in 0..12 {
        let made_up = key::make("a forger's password").unwrap();
        let forger = PersonName { name: format!("Mallory {draw}"), ..a_stranger() };
        let chain = file.opens(&forger, Some(&made_up.public));
        if draw % 2 == 0 {
            let public = made_up.public.clone();
            file.append(chain, KeyMade { person: forger.id, key: public, supersedes: Vec::new() });
        }
        let ended = file.append(chain, ends(ada.id));
        let signature = key::open(&made_up.pem, "a forger's password").unwrap().sign(ended).unwrap();
        file.entries.last_mut().unwrap().1.push(signature);
    }
    let forged = file.written(&story);
    story.call("journal.admit", json!({ "file": forged }));
    holds(&mut story);
    let people = story.call("person.list", json!({}));
    let row = each(&people).find(|row| row["name"] == "Ada Okafor").unwrap();
    assert_eq!(row["keys"][0]["ended"], json!(ended), "{row}");
    story.checks_clean();
}

#[test]
fn a_true_change_of_a_key_lets_no_other_in_behind_it() {
    let (mut story, _) = administered();
    let mut there = story.copied();
    there.ada();
    there.call("person.password", json!({ "password": "another good password", "current": PASSWORD }));
    let mut file = File::of_the_centre(&mut there);
    let ada = file.person("Ada Okafor");
    file.makes_up_a_key(&ada);
    let words = file.refused_as(&mut story, "keyNotVouched");
    assert!(words.contains("Ada Okafor"), "{words}");
    file.entries.truncate(file.entries.len() - 2);
    let taken = file.written(&story);
    let admitted = story.call("journal.admit", json!({ "file": taken }));
    assert_eq!(admitted["newKeys"], json!(["Ada Okafor"]));
}

#[test]
fn an_end_without_a_signature_names_nobodys_key() {
    let (mut story, mut file) = administered();
    let (ada, may) = (file.person("Ada Okafor"), file.person("May Poole"));
    // The key is made up first, so that its end can name it, and comes only after that.
    let made = file.makes_up_a_key(&ada);
    let brought = file.entries.split_off(file.entries.len() - 2);
    let chain = file.opens(&may, None);
    let reason = "Forgotten.".to_owned();
    file.append(chain, KeyEnded { person: ada.id, reason, supersedes: vec![made] });
    let first = file.written(&story);
    story.call("journal.admit", json!({ "file": first }));
    file.entries.extend(brought);
    let words = file.refused_as(&mut story, "keyNotVouched");
    assert!(words.contains("Ada Okafor"), "{words}");
}

#[test]
fn a_key_that_an_administrator_ended_vouches_for_no_other() {
    let (mut story, file) = administered();
    let ada = file.person("Ada Okafor");
    let (_, stolen) = file.keys(ada.id)[0].clone();
    let name = format!("{}.pem", key::fingerprint(&stolen).unwrap());
    let pem = fs::read_to_string(story.workspace().join("keys").join(name)).unwrap();
    story.person("May Poole");
    let lost = json!({ "person": "Ada Okafor", "reason": "Stolen.", "password": PASSWORD });
    story.call("person.endKey", lost);
    story.ada();
    story.call("person.password", json!({ "password": "another good password" }));
    let mut file = File::of_the_centre(&mut story);
    let chain = file.opens(&ada, Some(&stolen));
    let key = key::make("a forger's password").unwrap().public;
    let made = file.append(chain, KeyMade { person: ada.id, key, supersedes: Vec::new() });
    let signature = key::open(&pem, PASSWORD).unwrap().sign(made).unwrap();
    file.entries.last_mut().unwrap().1.push(signature);
    file.refused_as(&mut story, "keyNotVouched");
}

#[test]
fn a_paper_that_a_file_names_for_another_sign_off_as_well_stays_good() {
    let mut story = Story::signed();
    story.takes_a_boards_unit();
    story.ada().decides(BOARDS, "1.1-2.1", "rpl", "Certificated work of last year.");
    story.ada().signs(BOARDS);
    let mut file = File::of(&mut story);
    let issued = |(entry, _): &(Entry, Vec<Signature>)| match &entry.act {
        Act::PaperIssued(issued) => Some(issued.clone()),
        _other => None,
    };
    let papers: Vec<PaperIssued> = file.entries.iter().filter_map(issued).collect();
    let [one, other] = papers.as_slice() else { panic!("{papers:?}") };
    let chain = Id::random().unwrap();
    let opening = ChainOpened { installation: Id::random().unwrap(), key: None, ..file.opening() };
    file.append(chain, opening);
    // Which of them would be found first is chance.
    for _draw in 0..6 {
        for (paper, of) in [(one, other), (other, one)] {
            let (sign_off, paper) = (of.sign_off, paper.paper);
            file.append(chain, PaperIssued { sign_off, paper, signed: true });
        }
    }
    let forged = file.written(&story);
    story.call("journal.admit", json!({ "file": forged }));
    for paper in &papers {
        let kept = story.workspace().join("papers").join(format!("{}.pdf", paper.paper));
        let said = story.call("verify", json!({ "file": kept }));
        assert_eq!((&said["issued"], &said["good"]), (&json!(true), &json!(true)), "{said}");
    }
    // Nor is another handed out in its place.
    for unit in [OCR, BOARDS] {
        let out = story.home().join("original.pdf");
        story.on("matrix.paper", json!({ "unit": unit, "original": true, "out": out }));
        let said = story.call("verify", json!({ "file": out }));
        assert_eq!(&said["good"], &json!(true), "{said}");
        let shown = story.unit(unit)["title"].clone();
        assert_eq!(said["unit"], shown, "{said}");
    }
}

#[test]
fn undoings_that_go_round_in_a_circle_are_refused_by_name_and_nothing_of_them_stays() {
    let mut story = Story::decided();
    let [own, one, other] = [(); 3].map(|()| Id::random().unwrap());
    for round in [vec![(own, own)], vec![(one, other), (other, one)]] {
        let mut file = File::of(&mut story);
        let chain = Id::random().unwrap();
        let opening = ChainOpened { installation: Id::random().unwrap(), ..file.opening() };
        let name = opening.person.clone().unwrap().name;
        file.append(chain, opening);
        for (deed, undoes) in round {
            file.append_in(deed, chain, DeedUndone { undoes });
        }
        let words = file.refused_by(&mut story);
        let whose = format!("entry 1 of chain {chain}, in the name of {name}, takes back a deed");
        assert!(words.contains(&whose) && words.contains("go round in a circle"), "{words}");
    }
    let lines = story.on("history.show", json!({}));
    assert!(each(&lines).count() > 3, "{lines}");
    story.ada().decides(OCR, "1.1", "notYetMet", "Looked at once more.");
    story.ada().undoes();
}

#[test]
fn a_circle_of_undoings_is_refused_also_where_half_of_it_is_here_already() {
    let mut story = Story::decided();
    let mut file = File::of(&mut story);
    let chain = Id::random().unwrap();
    file.append(chain, ChainOpened { installation: Id::random().unwrap(), person: None, key: None });
    let [one, other] = [(); 2].map(|()| Id::random().unwrap());
    file.append_in(one, chain, DeedUndone { undoes: other });
    let path = file.written(&story);
    // A deed that is not here may come later: taking it back is no circle yet.
    story.call("journal.admit", json!({ "file": path }));
    file.append_in(other, chain, DeedUndone { undoes: one });
    assert!(file.refused_by(&mut story).contains("go round in a circle"));
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

#[test]
fn a_text_that_gives_another_units_criteria_to_a_unit_of_its_own_is_refused_and_nothing_of_it_stays() {
    let mut story = Story::decided();
    let mut file = File::of(&mut story);
    let ocr = UnitSpec::parse(starter::UNITS[4]).unwrap();
    let twin = String::from_utf8(ocr.canonical.clone()).unwrap();
    let twin = twin.replace(&ocr.text.id, "0b0f1c1e-5f3e-4c1a-9a55-5d1f1f0c7a11");
    let twin = UnitSpec::parse(&twin.replace("ocr-plan-organise-control", "a-twin")).unwrap();
    let line = UnitTextLine { sha256: twin.sha256, text: String::from_utf8(twin.canonical.clone()).unwrap() };
    file.before.push(serde_json::to_string(&Line::UnitText(line)).unwrap());
    let chain = Id::random().unwrap();
    file.append(chain, ChainOpened { installation: Id::random().unwrap(), person: None, key: None });
    file.append(chain, UnitTaken { unit: twin.text.id.clone(), spec: twin.sha256, supersedes: Vec::new() });
    let said = file.refused_as(&mut story, "sharedRows");
    assert!(said.contains("a-twin") && said.contains("ocr-plan-organise-control"), "{said}");
    assert!(story.call("unit.list", json!({})).as_array().unwrap().iter().all(|u| u["handle"] != "a-twin"));
    assert_eq!(story.row(OCR, "1.1")["state"], "met", "what was decided here is untouched");
}

#[test]
fn an_entry_that_puts_evidence_to_another_units_criterion_is_refused() {
    let mut story = Story::decided();
    let mut file = File::of(&mut story);
    let edi = UnitSpec::parse(starter::UNITS[0]).unwrap();
    let made = file.entries.iter().find_map(|(e, _)| match &e.act {
        Act::MappingMade(made) => Some(made.clone()),
        _other => None,
    });
    let stray = MappingMade { row: edi.rows[0].id.clone(), ..made.unwrap() };
    let chain = Id::random().unwrap();
    file.append(chain, ChainOpened { installation: Id::random().unwrap(), person: None, key: None });
    file.append(chain, stray);
    assert!(file.refused_by(&mut story).contains("which is not in the text of"));
}
