//! Entries that name papers: none of them keeps anybody's signature from being put into theirs.

use std::fs;

use journeys::people::{OCR, PASSWORD, Story, each, text};
use portfolio::journal::act::{Act, ChainOpened, PaperCountersigned, PaperIssued, PaperSigned};
use portfolio::journal::id::{Hash, Id};
use portfolio::key::{self, OpenKey};
use serde_json::{Value, json};

use super::File;

const TIA: &str = "Tia Lund";

impl File {
    /// As whom and with which key somebody works in the learner's history.
    fn opened_by(&self, name: &str) -> ChainOpened {
        let own = self.entries.iter().find_map(|(entry, _)| match &entry.act {
            Act::ChainOpened(own) if own.key.is_some() && own.person.as_ref()?.name == name => {
                Some(own.clone())
            }
            _other => None,
        });
        own.unwrap()
    }

    /// The first entry of a kind.
    fn first(&self, kind: &str) -> Hash {
        self.entries.iter().find(|(entry, _)| entry.act.kind() == kind).unwrap().0.hash
    }
}

/// Hears from another computer of an entry in somebody's name, on a chain with their key, which nobody signed.
fn hears(story: &mut Story, name: &str, act: impl Into<Act>) {
    hears_signed(story, name, act, None);
}

/// The same, signed with a key of theirs that somebody has.
fn hears_signed(story: &mut Story, name: &str, act: impl Into<Act>, key: Option<&OpenKey>) {
    let mut file = File::of(story);
    let (opening, chain) = (file.opened_by(name), Id::random().unwrap());
    file.append(chain, ChainOpened { installation: Id::random().unwrap(), ..opening });
    let entry = file.append(chain, act);
    let signature = key.map(|key| key.sign(entry).unwrap());
    file.entries.last_mut().unwrap().1.extend(signature);
    let forged = file.written(story);
    story.call("journal.admit", json!({ "file": forged }));
}

fn waits(story: &mut Story) -> Value {
    story.on("signOff.show", json!({ "unit": OCR }))["paperWaits"].clone()
}

/// The page of the sign-off opens a paper that lies here, wherever one does.
fn opens(story: &mut Story) {
    if story.workspace().join("papers").is_dir() {
        let signed = story.on("signOff.show", json!({ "unit": OCR }))["signed"].clone();
        let path = text(&story.call("paper.path", json!({ "paper": signed["paper"] })));
        assert!(fs::exists(&path).unwrap(), "{path}");
    }
}

/// The paper waits for whoever is at the desk, says what it heard, and is signed.
fn is_signed_all_the_same(story: &mut Story, told: Option<&str>, edition: &str, names: &[&str]) {
    opens(story);
    let waiting = waits(story);
    assert_eq!(waiting["yours"], json!(true), "{told:?}: {waiting}");
    let words = text(&waiting["text"]);
    let heard = told.map(|name| {
        format!("A history file says that {name} signed a paper at another computer on 14/09/2026.")
    });
    assert_eq!(words.contains("A history file says"), told.is_some(), "{words}");
    assert!(heard.is_none_or(|heard| words.contains(&heard)), "{words}");
    let view = story.on("paper.sign", json!({ "unit": OCR, "password": PASSWORD }));
    assert_eq!(view["paperWaits"], Value::Null, "{view}");
    opens(story);
    let out = story.home().join("signed.pdf");
    story.on("matrix.paper", json!({ "unit": OCR, edition: true, "out": out }));
    let said = story.call("verify", json!({ "file": out }));
    let known: Vec<String> = each(&said["signatures"]).map(|one| text(&one["knownAs"])).collect();
    assert_eq!(
        (&said["good"], known),
        (&json!(true), names.iter().map(|n| (*n).to_owned()).collect()),
        "{said}"
    );
    story.checks_clean();
}

fn issued(story: &mut Story) -> Hash {
    text(&story.unit(OCR)["signOff"]["paper"]).parse().unwrap()
}

/// Ben has verified the unit, and his signature could not be put into the paper.
fn verified_beside_the_paper() -> Story {
    let mut story = Story::signed();
    let (papers, aside) = (story.workspace().join("papers"), story.home().join("aside"));
    let sample = story.ben().samples(OCR, "1.1");
    story.ben().finds(&sample, "1.1", "agree", "");
    fs::rename(&papers, &aside).unwrap();
    story.ben().verifies(&sample);
    fs::rename(&aside, &papers).unwrap();
    story
}

#[test]
fn a_key_that_was_ended_proves_no_paper_that_is_not_here() {
    let mut story = verified_beside_the_paper();
    let file = File::of(&mut story);
    let (verification, ended) = (file.first("sample.verified/1"), file.opened_by("Ben King").key.unwrap());
    let name = format!("{}.pem", key::fingerprint(&ended).unwrap());
    let pem = fs::read_to_string(story.workspace().join("keys").join(name)).unwrap();
    let ended = key::open(&pem, PASSWORD).unwrap();
    story.ben();
    story.call("person.password", json!({ "password": "another good password", "current": PASSWORD }));
    let paper = Hash::of(b"lies nowhere");
    hears_signed(&mut story, "Ben King", PaperSigned { verification, paper }, Some(&ended));
    let words = text(&waits(&mut story)["text"]);
    assert!(
        words.contains("A history file says that Ben King signed a paper at another computer"),
        "{words}"
    );
    story.ben();
    let view = story.on("paper.sign", json!({ "unit": OCR, "password": "another good password" }));
    assert_eq!(view["paperWaits"], Value::Null, "{view}");
}

#[test]
fn no_made_up_paper_keeps_the_ivs_signature_out() {
    let mut begin = verified_beside_the_paper();
    let verification = File::of(&mut begin).first("sample.verified/1");
    let (nowhere, original) = (Hash::of(b"lies nowhere"), issued(&mut begin));
    for (name, paper, told) in [
        ("Ben King", nowhere, Some("Ben King")),
        // It lies here, and his signature is not in it.
        ("Ben King", original, None),
        ("Ada Okafor", nowhere, None),
    ] {
        let mut story = begin.copied();
        hears(&mut story, name, PaperSigned { verification, paper });
        let request = json!({ "unit": OCR, "verified": true });
        story.ben().refused("matrix.paper", request, "noPaperOfIv");
        is_signed_all_the_same(&mut story, told, "verified", &["Ada Okafor", "Ben King"]);
    }
}

#[test]
fn no_made_up_paper_keeps_the_countersigners_signature_out() {
    let mut begin = Story::with_evidence();
    let tia = json!({ "name": TIA, "roles": ["traineeAssessor"], "password": PASSWORD, "countersigner": "Ada Okafor" });
    begin.call("person.add", tia);
    for (reference, code) in [("E001", "1.1"), ("E002", "2.1"), ("E003", "3.1"), ("E004", "4.1")] {
        begin.person(TIA).maps(reference, OCR, code, "p. 1");
    }
    begin.person(TIA).decides(OCR, "1.1-4.1", "met", "Seen.");
    begin.ada().does("countersign", json!({ "unit": OCR, "password": PASSWORD }));
    begin.person(TIA).signs(OCR);
    let file = File::of(&mut begin);
    let (sign_off, countersignature) =
        (file.first("unit.signed-off/1"), file.first("decisions.countersigned/1"));
    let (nowhere, original) = (Hash::of(b"lies nowhere"), issued(&mut begin));
    for (name, paper, told) in
        [("Ada Okafor", nowhere, Some("Ada Okafor")), ("Ada Okafor", original, None), (TIA, nowhere, None)]
    {
        let mut story = begin.copied();
        hears(&mut story, name, PaperCountersigned { sign_off, countersignature, paper });
        story.ada();
        is_signed_all_the_same(&mut story, told, "original", &[TIA, "Ada Okafor"]);
    }
}

#[test]
fn no_made_up_paper_keeps_the_assessors_signature_out() {
    let mut begin = Story::decided();
    begin.cleo().does("evidence.describe", json!({ "evidence": "E001", "author": "Rowan Hartley" }));
    // A file lies where the papers would: none can be written.
    let papers = begin.workspace().join("papers");
    fs::write(&papers, b"in the way").unwrap();
    begin.ada().signs(OCR);
    fs::remove_file(&papers).unwrap();
    let sign_off = File::of(&mut begin).first("unit.signed-off/1");
    let ada = "Ada Okafor";
    for (name, told, drawn) in [(ada, Some(ada), false), ("Cleo Marsh", None, false), (ada, Some(ada), true)]
    {
        let mut story = begin.copied();
        let paper = Hash::of(b"lies nowhere");
        story.ada();
        let original = json!({ "unit": OCR, "original": true });
        let bare = drawn.then(|| story.on("matrix.paper", original.clone())["paper"].clone());
        hears(&mut story, name, PaperIssued { sign_off, paper, signed: true });
        // What somebody printed meanwhile without a signature lies here, and is handed out again.
        if let Some(bare) = bare {
            assert_eq!(story.on("matrix.paper", original)["paper"], bare);
        }
        story.ada();
        is_signed_all_the_same(&mut story, told, "original", &[ada]);
    }
}

#[test]
fn what_was_put_into_a_paper_on_another_computer_is_known_there_by_the_signature_beside_its_entry() {
    let mut here = Story::decided();
    let (mut there, mut later) = (here.copied(), here.copied());
    here.ada().signs(OCR);
    let mut older = File::of(&mut here);
    let sample = here.ben().samples(OCR, "1.1");
    here.ben().finds(&sample, "1.1", "agree", "");
    here.ben().verifies(&sample);
    let whole = File::of(&mut here).written(&here);
    there.call("journal.admit", json!({ "file": whole }));
    assert_eq!(
        waits(&mut there),
        Value::Null,
        "both signatures are in the paper that lies on the other computer"
    );
    // A program of before put none beside it: then nobody there can tell, and both are said.
    let (named, beside) = older.entries.pop().unwrap();
    assert!(matches!(named.act, Act::PaperIssued(_)) && beside.len() == 1, "{named:?}");
    older.append(named.chain, named.act);
    let older = older.written(&here);
    later.call("journal.admit", json!({ "file": older }));
    let words = text(&waits(&mut later)["text"]);
    assert!(words.starts_with("No paper with Ada Okafor's signature is here."), "{words}");
    assert!(
        words.contains("A history file says that Ada Okafor signed a paper at another computer"),
        "{words}"
    );
}
