//! Stories of the paper itself: signatures inside the PDF, who may check it, and what it tells somebody who has nothing but
//! the file.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::fs;
use std::path::{Path, PathBuf};

use journeys::people::{OCR, PASSWORD, Story, each, portfolio, said, text};
use serde_json::{Value, json};

fn original(story: &mut Story, name: &str, edition: &str) -> PathBuf {
    let out = story.home().join(name);
    story.on("matrix.paper", json!({ "unit": OCR, edition: true, "out": out }));
    out
}

fn checked(story: &mut Story, file: &Path) -> Value {
    story.call("verify", json!({ "file": file }))
}

#[test]
fn the_signed_original_carries_the_assessors_signature_and_the_history_knows_the_key() {
    let mut story = Story::signed();
    let out = original(&mut story, "original.pdf", "original");
    let said = checked(&mut story, &out);
    let [only] = said["signatures"].as_array().unwrap().as_slice() else { panic!("{said}") };
    assert_eq!((&only["name"], &only["knownAs"]), (&json!("Ada Okafor"), &json!("Ada Okafor")));
    assert_eq!(
        (&only["holds"], &only["unchanged"], &said["good"]),
        (&json!(true), &json!(true), &json!(true))
    );
    assert!(text(&said["facts"]).contains("its pages say exactly these facts"), "{said}");
    let again = original(&mut story, "again.pdf", "original");
    assert!(fs::read(out).unwrap() == fs::read(again).unwrap(), "a reprint is the same bytes");
}

#[test]
fn the_iv_signs_behind_the_assessor_and_both_papers_stay() {
    let mut story = Story::signed();
    let first = fs::read(original(&mut story, "original.pdf", "original")).unwrap();
    let refused = story.try_on("matrix.paper", json!({ "unit": OCR, "verified": true })).unwrap_err();
    assert!(refused.message.contains("carries the signature of an IV"), "{}", refused.message);
    let sample = story.ben().samples(OCR, "1.1");
    story.ben().finds(&sample, "1.1", "agree", "");
    story.ben().verifies(&sample);
    let out = original(&mut story, "verified.pdf", "verified");
    let both = fs::read(&out).unwrap();
    assert!(both.starts_with(&first) && both.len() > first.len(), "the assessor's bytes are never touched");
    let said = checked(&mut story, &out);
    let names: Vec<String> =
        said["signatures"].as_array().unwrap().iter().map(|one| text(&one["knownAs"])).collect();
    assert_eq!((names[0].as_str(), names.len()), ("Ada Okafor", 2));
    assert_eq!((&said["issued"], &said["good"]), (&json!(true), &json!(true)), "{said}");
    assert!(said["signatures"][0]["line"].as_str().unwrap().contains("Afterwards others signed"));
    let still = original(&mut story, "still.pdf", "original");
    assert!(fs::read(still).unwrap() == first);
    story.checks_clean();
}

#[test]
fn a_changed_paper_is_told_with_exit_code_four_even_without_a_centre_file() {
    let mut story = Story::signed();
    let out = original(&mut story, "original.pdf", "original");
    let nothing = story.home().join("nothing-here");
    let verify = |file: &Path| {
        let words = ["--workspace", nothing.to_str().unwrap(), "verify", file.to_str().unwrap()];
        said(&portfolio(&words).output().unwrap())
    };
    let (code, words, _) = verify(&out);
    assert_eq!(code, 0, "{words}");
    assert!(words.starts_with("Signed digitally by Ada Okafor, and unchanged since."), "{words}");
    assert!(words.contains("Certificate (SHA-256): "), "{words}");
    let mut bytes = fs::read(&out).unwrap();
    bytes[600] ^= 1;
    fs::write(&out, &bytes).unwrap();
    let (code, words, _) = verify(&out);
    assert_eq!(code, 4, "{words}");
    assert!(words.contains("does NOT hold: the signed bytes were changed"), "{words}");
    fs::write(&out, b"no PDF").unwrap();
    let (code, words, _) = verify(&out);
    assert_eq!(code, 4, "{words}");
    assert!(words.starts_with("This is not a PDF that can be read"), "{words}");
}

#[test]
fn the_key_of_a_stranger_is_said_to_be_nobodys_here() {
    let mut here = Story::signed();
    let out = original(&mut here, "original.pdf", "original");
    let mut elsewhere = Story::begin();
    let said = elsewhere.call("verify", json!({ "file": out }));
    assert_eq!((&said["issued"], &said["signatures"][0]["knownAs"]), (&json!(false), &json!(null)));
    assert!(
        text(&said["signatures"][0]["line"]).contains("Nobody in this centre file has this key"),
        "{said}"
    );
}

#[test]
fn only_what_is_signed_unchanged_and_by_a_known_key_is_called_good() {
    let mut story = Story::signed();
    let current = story.home().join("current.pdf");
    story.on("matrix.paper", json!({ "unit": OCR, "out": current }));
    let said = checked(&mut story, &current);
    assert_eq!(said["good"], false, "nobody signed this one: {said}");
    let signed = original(&mut story, "original.pdf", "original");
    let mut stranger = Story::begin();
    let said = checked(&mut stranger, &signed);
    assert_eq!(said["good"], false, "{said}");
    assert!(text(&said["line"]).contains("somebody calling themselves Ada Okafor"), "{said}");
}

#[test]
fn a_name_longer_than_a_certificate_takes_is_still_that_persons() {
    let mut story = Story::decided();
    let name = "Wijesinghe Arachchillage Don Sanduni Nethmini Kaushalya Chathurangani Perera";
    story.call("person.add", json!({ "name": name, "roles": ["assessor"], "password": PASSWORD }));
    story.person(name).signs(OCR);
    let out = original(&mut story, "original.pdf", "original");
    let said = checked(&mut story, &out);
    let one = &said["signatures"][0];
    assert_eq!((&said["good"], &one["knownAs"]), (&json!(true), &json!(name)), "{said}");
    assert!(name.starts_with(&text(&one["name"])) && text(&one["name"]).len() == 64, "{said}");
    assert!(text(&one["line"]).contains("The key is that of this person in this centre file."), "{said}");
}

/// Nothing can be written into the folder of papers: a file of that name lies in its place.
fn block(story: &Story) -> PathBuf {
    let papers = story.workspace().join("papers");
    let aside = story.workspace().join("papers-aside");
    if papers.is_dir() {
        fs::rename(&papers, &aside).unwrap();
    }
    fs::write(&papers, b"in the way").unwrap();
    aside
}

fn unblock(story: &Story, aside: &Path) {
    let papers = story.workspace().join("papers");
    fs::remove_file(&papers).unwrap();
    if aside.is_dir() {
        fs::rename(aside, papers).unwrap();
    }
}

#[test]
fn a_signature_that_found_no_paper_waits_and_is_put_into_it_later() {
    for drawn_between in [false, true] {
        let mut story = Story::decided();
        let aside = block(&story);
        let signed = story.ada().signs(OCR);
        assert_eq!(signed["paper"], Value::Null, "the paper cannot be written");
        unblock(&story, &aside);
        let waits = story.on("signOff.show", json!({ "unit": OCR }))["paperWaits"].clone();
        assert!(text(&waits["text"]).contains("The paper is not yet signed"), "{waits}");
        assert_eq!((&waits["yours"], text(&waits["signer"])), (&json!(true), "Ada Okafor".into()));
        if drawn_between {
            // Somebody needs the paper meanwhile: it is handed out without the signature, and still waits for it.
            let out = original(&mut story, "bare.pdf", "original");
            assert_eq!(checked(&mut story, &out)["signatures"], json!([]));
            story.days_pass(1);
        }
        let again = |password: &str| json!({ "unit": OCR, "password": password });
        let others = story.ben().refused("paper.sign", again("ben's long password"), "notYourSignature");
        assert!(others.contains("Ada Okafor"), "{others}");
        story.ada().refused("paper.sign", again("not the password"), "wrongPassword");
        let view = story.ada().does("paper.sign", again(PASSWORD));
        assert_eq!(view["paperWaits"], Value::Null, "{view}");
        let out = original(&mut story, "original.pdf", "original");
        let said = checked(&mut story, &out);
        assert_eq!((&said["issued"], &said["good"]), (&json!(true), &json!(true)), "{said}");
        assert_eq!(said["signatures"][0]["knownAs"], "Ada Okafor", "{said}");
        story.ada().refused("paper.sign", again(PASSWORD), "nothingToDo");

        // The same for the IV: the record is signed, the paper waits.
        let sample = story.ben().samples(OCR, "1.1");
        story.ben().finds(&sample, "1.1", "agree", "");
        let aside = block(&story);
        story.ben().verifies(&sample);
        unblock(&story, &aside);
        let waits = story.on("signOff.show", json!({ "unit": OCR }))["paperWaits"].clone();
        assert!(text(&waits["text"]).contains("The IV's signature is not yet in the paper"), "{waits}");
        let view = story.ben().does("paper.sign", again(PASSWORD));
        assert_eq!(view["paperWaits"], Value::Null, "{view}");
        let out = original(&mut story, "verified.pdf", "verified");
        let both = checked(&mut story, &out);
        assert_eq!(
            (both["signatures"].as_array().unwrap().len(), &both["good"]),
            (2, &json!(true)),
            "{both}"
        );
        story.checks_clean();
    }
}

// Whether the printed matrix is what the history holds, whatever the bytes.

/// The current record of the unit as a PDF.
fn current(story: &mut Story, name: &str) -> PathBuf {
    let out = story.home().join(name);
    story.on("matrix.paper", json!({ "unit": OCR, "out": out }));
    out
}

#[test]
fn a_signed_paper_that_lies_on_another_machine_is_said_to_and_nothing_is_written() {
    let mut story = Story::signed();
    let issued = original(&mut story, "issued.pdf", "original");
    let kept = fs::read_dir(story.workspace().join("papers")).unwrap().next().unwrap().unwrap().path();
    fs::remove_file(kept).unwrap();
    let out = story.home().join("again.pdf");
    let request = json!({ "unit": OCR, "original": true, "out": out });
    let words = story.ada().refused("matrix.paper", request, "paperElsewhere");
    assert!(
        words.starts_with("the signed paper of ") && words.ends_with(" is not on this computer"),
        "{words}"
    );
    assert!(!out.exists() && issued.exists());
}

#[test]
fn a_current_record_is_compared_with_what_the_history_holds_now() {
    let mut story = Story::decided();
    let out = current(&mut story, "current.pdf");
    story.days_pass(1);
    let said = checked(&mut story, &out);
    assert_eq!((&said["issued"], &said["record"]["same"]), (&json!(false), &json!(true)), "{said}");
    let line = text(&said["record"]["line"]);
    assert!(line.starts_with("The matrix says what the history holds now of Plan, organise"), "{line}");
    assert_eq!((&said["record"]["rows"], &said["record"]["more"]), (&json!([]), &json!([])));

    // A row is decided again, and what is printed of an item is put right.
    story.ada().decides(OCR, "2.1", "notYetMet", "No log.");
    let said = checked(&mut story, &out);
    assert_eq!(
        (&said["record"]["same"], &said["record"]["rows"]),
        (&json!(false), &json!(["2.1"])),
        "{said}"
    );
    let line = text(&said["record"]["line"]);
    assert!(
        line.contains("differs from what the history holds now of") && line.contains(": criteria 2.1"),
        "{line}"
    );
    story.ada().does("evidence.describe", json!({ "evidence": "E001", "author": "Rowan Hartley" }));
    let said = checked(&mut story, &out);
    assert_eq!(said["record"]["rows"], json!(["2.1"]));
    assert!(each(&said["record"]["more"]).any(|one| one == "the list of evidence"), "{said}");
    assert_eq!(said["good"], false);
}

#[test]
fn a_made_up_record_that_differs_only_in_its_figures_or_its_stamp_is_told() {
    let mut story = Story::decided();
    let (facts, out) = (story.home().join("record.json"), story.home().join("made-up.pdf"));
    story.on("matrix.export", json!({ "unit": OCR, "format": "json", "out": facts }));
    let file: Value = serde_json::from_slice(&fs::read(&facts).unwrap()).unwrap();
    let matrix: ::portfolio::matrix::Matrix = serde_json::from_value(file["matrix"].clone()).unwrap();
    let mut more = |made_up: &::portfolio::matrix::Matrix| {
        fs::write(&out, ::portfolio::matrix::paper(made_up).unwrap().bytes).unwrap();
        story.call("verify", json!({ "file": out }))["record"]["more"].clone()
    };
    assert_eq!(more(&matrix), json!([]));
    let mut figures = matrix.clone();
    figures.counts.met += 1;
    assert_eq!(more(&figures), json!(["the figures"]));
    let stamp = ::portfolio::matrix::Matrix { indicative: !matrix.indicative, ..matrix.clone() };
    assert_eq!(more(&stamp), json!(["whether the unit text is the awarding organisation's own"]));
    let draft = ::portfolio::matrix::Matrix { draft: !matrix.draft, ..matrix };
    assert_eq!(more(&draft), json!(["what the paper says of itself"]));
}

#[test]
fn a_paper_of_somebody_else_and_a_file_without_a_matrix_are_compared_with_nothing() {
    let mut story = Story::decided();
    let out = current(&mut story, "current.pdf");
    let mut elsewhere = Story::begin();
    let said = checked(&mut elsewhere, &out);
    assert_eq!(
        said["record"]["same"], false,
        "that centre has a learner of this name, with nothing recorded"
    );
    assert!(each(&said["record"]["rows"]).any(|code| code == "1.1"), "{said}");
    elsewhere.ada().does("learner.change", json!({ "name": "Somebody Else" }));
    let said = checked(&mut elsewhere, &out);
    let line = text(&said["record"]["line"]);
    assert!(line.contains("holds nothing of Plan, organise") && line.contains("for Rowan Hartley"), "{line}");
    assert_eq!((&said["record"]["same"], &said["record"]["rows"]), (&json!(false), &json!([])));
    let print = story.home().join("index.pdf");
    story.on("paper.print", json!({ "kind": "evidence", "out": print }));
    assert_eq!(checked(&mut story, &print)["record"], Value::Null);
}

#[test]
fn a_signed_original_of_another_desk_is_known_by_its_matrix() {
    let mut here = Story::decided();
    let mut there = here.copied();
    here.ada().signs(OCR);
    let aside = block(&there);
    there.ada().signs(OCR);
    unblock(&there, &aside);
    let drawn = original(&mut there, "drawn.pdf", "original");
    let issued = original(&mut here, "issued.pdf", "original");
    assert!(fs::read(&drawn).unwrap() != fs::read(issued).unwrap(), "that desk could not sign the paper");

    let said = checked(&mut here, &drawn);
    assert_eq!((&said["issued"], &said["record"]["same"]), (&json!(false), &json!(true)), "{said}");
    let line = "The matrix is, word for word, the one that Ada Okafor signed off on 14/09/2026.";
    assert_eq!(said["record"]["line"], line);
    assert_eq!((&said["signedBy"], &said["signatureHolds"]), (&json!("Ada Okafor"), &json!(true)));
    assert_eq!(said["good"], false, "the record is signed, this file is not: {said}");

    // What became of it is said as of the issued one, and a paper that is marked as superseded prints the same matrix.
    here.ada().reopens(OCR, "A slip.");
    here.ada().decides(OCR, "1.1", "notYetMet", "No dates.");
    let gone = here.on("signOff.show", json!({ "unit": OCR }))["superseded"][0]["signOff"].clone();
    let marked = here.home().join("marked.pdf");
    here.on("matrix.paper", json!({ "unit": OCR, "superseded": gone, "out": marked }));
    for paper in [&drawn, &marked] {
        let said = checked(&mut here, paper);
        let line = text(&said["record"]["line"]);
        assert!(
            line.contains("word for word") && line.contains("The record now says something else in 1.1."),
            "{line}"
        );
        assert!(
            line.ends_with("It is no longer as signed: opened again with the reason “A slip”."),
            "{line}"
        );
        assert_eq!(
            (&said["good"], &said["stale"]),
            (&json!(false), &json!("opened again with the reason “A slip”"))
        );
    }
    let issued = here.home().join("issued.pdf");
    let issued = checked(&mut here, &issued);
    assert_eq!((&issued["issued"], &issued["record"]["rows"]), (&json!(true), &json!(["1.1"])), "{issued}");
}

/// A paper of an earlier program: see `fixtures/papers/README.md`.
struct Earlier {
    file: &'static str,
    learner: &'static str,
    /// Digest of the matrix that was signed.
    matrix: &'static str,
    /// Who signed, in order, with the SHA-256 of the certificate.
    signed: &'static [(&'static str, &'static str)],
    /// This program draws the same pages of the same facts.
    drawn_so_still: bool,
}

const ADA: (&str, &str) = ("Ada Okafor", "9af193dbda5254e007a453525343999d159f3981a6801a699fad212663c32d5d");
const BEN: (&str, &str) = ("Ben King", "0670f76cd70c9e5835f6b0c7e6c73fea2fbce597e9005081ad322bc358e46c96");
const TIA: (&str, &str) = ("Tia Lund", "29548e405f84b07b496bcc06ef3c0946eff0a730a798ddc348e511e213f253c1");

const EARLIER: [Earlier; 2] = [
    Earlier {
        file: "2026-11-verified.pdf",
        learner: "Rowan Hartley",
        matrix: "5619b6692a07bb3c25e0296be4276b35ceaf53791155407be34348533dabb874",
        signed: &[ADA, BEN],
        drawn_so_still: true,
    },
    Earlier {
        file: "2026-11-trainee.pdf",
        learner: "Jun Ellery",
        matrix: "67b0bf8554106d07393969b5ad57f4664f54ffa1570e71ff0b58d9f5e856c21e",
        signed: &[TIA, ADA, BEN],
        drawn_so_still: true,
    },
];

fn earlier_papers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/papers")
}

#[test]
fn papers_that_were_signed_by_earlier_programs_are_found_whole() {
    let mut elsewhere = Story::begin();
    for paper in &EARLIER {
        let file = earlier_papers().join(paper.file);
        let checked = ::portfolio::matrix::verify::check(&fs::read(&file).unwrap()).unwrap();
        assert_eq!(
            checked.matrix().map(|digest| digest.to_string()).as_deref(),
            Some(paper.matrix),
            "{}",
            paper.file
        );
        assert!(checked.pages_stand(), "{}", paper.file);
        let said = checked_alone(&file);
        assert_eq!((&said["good"], &said["learner"]), (&json!(true), &json!(paper.learner)), "{said}");
        assert_eq!(
            text(&said["facts"]).contains("its pages say exactly these facts"),
            paper.drawn_so_still,
            "{said}"
        );
        assert!(text(&said["facts"]).starts_with("The facts in the file are whole"), "{said}");
        // A centre that knows nobody of them says that the signatures hold, and that it does not know whose keys they are.
        for (said, known) in [(said, false), (self::checked(&mut elsewhere, &file), true)] {
            let signed: Vec<(String, String)> = each(&said["signatures"])
                .map(|one| (text(&one["name"]), text(&one["certificate"])))
                .collect();
            let wanted: Vec<(String, String)> =
                paper.signed.iter().map(|(name, print)| ((*name).into(), (*print).into())).collect();
            assert_eq!(signed, wanted, "{said}");
            for one in each(&said["signatures"]) {
                assert_eq!((&one["holds"], &one["unchanged"]), (&json!(true), &json!(true)), "{one}");
                assert_eq!((&one["issuer"], &one["knownAs"]), (&Value::Null, &Value::Null), "{one}");
                assert_eq!(one["centre"], "Northgate College", "{one}");
                assert_eq!(
                    text(&one["line"]).contains("Nobody in this centre file has this key"),
                    known,
                    "{one}"
                );
            }
            assert_eq!(said["good"], json!(!known), "{said}");
        }
    }
    // No paper lies there without a line here.
    let lying =
        fs::read_dir(earlier_papers()).unwrap().map(|own| own.unwrap().file_name().into_string().unwrap());
    let mut lying: Vec<String> = lying.filter(|name| name.ends_with(".pdf")).collect();
    let mut named: Vec<String> = EARLIER.iter().map(|paper| paper.file.to_owned()).collect();
    lying.sort();
    named.sort();
    assert_eq!(lying, named);
}

/// What is said of a paper where there is no centre file.
fn checked_alone(file: &Path) -> Value {
    let nothing = tempfile::tempdir().unwrap();
    let nowhere = nothing.path().join("nothing-here");
    let words = ["--workspace", nowhere.to_str().unwrap(), "--json", "verify", file.to_str().unwrap()];
    let (code, answer, _) = said(&portfolio(&words).output().unwrap());
    assert_eq!(code, 0, "{answer}");
    serde_json::from_str::<Value>(&answer).unwrap()["data"].clone()
}
