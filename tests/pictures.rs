//! The centre's logo and specimen signatures: chosen from hostile files, kept as small pictures, on every paper from then on and on
//! nothing that was signed before; set by whom they belong to. Told through the public door.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]

use std::fs;
use std::path::{Path, PathBuf};

use journeys::people::{OCR, PASSWORD, Story, pick, text};
use journeys::story::is_sound;
use portfolio::error::{Failure, Sort};
use portfolio::journal::id::Hash;
use portfolio::matrix::Logo;
use portfolio::matrix::verify::{self, Checked, Content};
use serde_json::{Value, json};

/// May Poole, the administrator.
const MAY: &str = "May Poole";

fn with_administrator(mut story: Story) -> Story {
    story.call("person.add", json!({ "name": MAY, "roles": ["administrator"], "password": PASSWORD }));
    story
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/pictures").join(name)
}

fn chooses(story: &mut Story, file: &str) -> Value {
    story.person(MAY).does_of_the_centre("centre.logo", json!({ "file": fixture(file) }))
}

fn refused(result: Result<Value, Failure>, rule: &str) -> String {
    let failure = result.expect_err("it should have been refused");
    assert_eq!((failure.code.as_str(), failure.sort), (rule, Sort::Refused), "{}", failure.message);
    assert!(failure.hint.is_some(), "{rule} shows no way out");
    failure.message
}

/// A paper as a file that was written, checked by itself.
fn printed(story: &mut Story, name: &str, mut request: Value) -> (Vec<u8>, Checked) {
    let out = story.home().join("paper.pdf");
    request["out"] = json!(out);
    story.on(name, request);
    let bytes = fs::read(&out).unwrap();
    let checked = verify::check(&bytes).unwrap();
    (bytes, checked)
}

/// The logo that a checked paper names, of which everything is as printed.
fn logo_of(checked: Checked) -> Option<Logo> {
    match checked.content {
        Content::Whole { matrix, drawn: true, .. } => matrix.centre.logo,
        Content::Other { record, drawn: true } => record.logos().into_iter().next().cloned(),
        Content::None | Content::Broken(_) | Content::Whole { .. } | Content::Other { .. } => {
            panic!("the paper is not as it was printed")
        }
    }
}

fn original(story: &mut Story) -> (Vec<u8>, Option<Logo>) {
    let (bytes, checked) = printed(story, "matrix.paper", json!({ "unit": OCR, "original": true }));
    let logo = logo_of(checked);
    (bytes, logo)
}

fn current(story: &mut Story) -> Option<Logo> {
    logo_of(printed(story, "matrix.paper", json!({ "unit": OCR })).1)
}

#[test]
fn a_logo_stands_on_every_paper_from_then_on_until_it_is_taken_off() {
    let mut story = with_administrator(Story::decided());
    let said = refused(
        story.ada().sees().try_call("centre.logo", json!({ "file": fixture("logo.png") })),
        "notYourRole",
    );
    assert!(said.contains("Ada Okafor"), "{said}");
    assert_eq!(current(&mut story), None);
    let look = chooses(&mut story, "logo.png");
    assert_eq!((&look["logo"]["width"], &look["logo"]["height"]), (&json!(520), &json!(150)));
    assert_eq!(look["undo"], "put a logo on the papers");
    let sha256 = text(&look["logo"]["sha256"]);
    let came = Hash::of(&fs::read(fixture("logo.png")).unwrap());
    assert_ne!(came.to_string(), sha256, "what came in is not what is kept");
    assert_eq!(current(&mut story).unwrap().sha256, sha256);
    for kind in ["evidence", "gaps", "grid", "decisions", "claim", "sampling", "witnesses", "whole"] {
        let request =
            if kind == "grid" { json!({ "kind": kind, "unit": OCR }) } else { json!({ "kind": kind }) };
        let (bytes, checked) = printed(&mut story, "paper.print", request.clone());
        assert_eq!(logo_of(checked).unwrap().sha256, sha256, "{kind}");
        assert_eq!(printed(&mut story, "paper.print", request).0, bytes, "{kind}: the same bytes again");
    }
    let page = story.home().join("page.html");
    story.on("matrix.export", json!({ "unit": OCR, "format": "html", "out": page }));
    assert!(fs::read_to_string(&page).unwrap().contains(look["logo"]["png"].as_str().unwrap()));

    let same = chooses(&mut story, "logo.png");
    assert_eq!(same["undo"], look["undo"], "the same again is nothing new");
    chooses(&mut story, "red.jpg");
    let look = story.person(MAY).does_of_the_centre("centre.logoRemove", json!({}));
    assert_eq!(
        (&look["logo"], text(&look["undo"])),
        (&Value::Null, "take the logo off the papers".to_owned())
    );
    assert_eq!(current(&mut story), None);
    for (step, logo) in
        [("centre.undo", "red"), ("centre.undo", "first"), ("centre.undo", "none"), ("centre.redo", "first")]
    {
        let look = story.person(MAY).does_of_the_centre(step, json!({}));
        let now = look["logo"]["sha256"].as_str().map(|own| if own == sha256 { "first" } else { "red" });
        assert_eq!(now.unwrap_or("none"), logo, "{step}");
    }
    let history = story.call("person.history", json!({}));
    assert!(history.to_string().contains("put a logo on the papers"), "{history}");
    story.checks_clean();
}

#[test]
fn what_was_signed_keeps_the_logo_of_then() {
    let mut story = with_administrator(Story::decided());
    chooses(&mut story, "logo.png");
    story.ada().signs(OCR);
    let unit = |story: &mut Story| pick(&story.on("learner.show", json!({}))["units"], "handle", OCR);
    let (signed, logo) = original(&mut story);
    let sign_off = unit(&mut story)["signOff"].clone();
    assert!(logo.is_some());
    for change in ["red.jpg", "none"] {
        match change {
            "none" => drop(story.person(MAY).does_of_the_centre("centre.logoRemove", json!({}))),
            file => drop(chooses(&mut story, file)),
        }
        assert_eq!(unit(&mut story)["signOff"], sign_off, "{change}: nothing is stale");
        assert_eq!(original(&mut story), (signed.clone(), logo.clone()), "{change}: the same bytes");
        let now = current(&mut story);
        assert_eq!(now.is_some(), change != "none");
        assert_ne!(now, logo, "the current record is under the logo of now");
        let out = story.home().join("paper.pdf");
        fs::write(&out, &signed).unwrap();
        let checked = story.call("verify", json!({ "file": out }));
        assert_eq!(
            (&checked["good"], &checked["issued"], &checked["stale"]),
            (&json!(true), &json!(true), &Value::Null)
        );
    }
    // The IV signs behind Ada, and the reopened one is drawn as it was signed.
    let sample = story.ben().samples(OCR, "1.1");
    story.ben().finds(&sample, "1.1", "agree", "");
    story.ben().verifies(&sample);
    story.ada().reopens(OCR, "One more item came.");
    let (_, checked) = printed(&mut story, "matrix.paper", json!({ "unit": OCR, "superseded": "latest" }));
    assert_eq!(logo_of(checked), logo);
    story.checks_clean();
}

#[test]
fn a_file_that_is_no_picture_is_named_and_nothing_changes() {
    let mut story = with_administrator(Story::begin());
    chooses(&mut story, "logo.png");
    let before = story.call("centre.look", json!({}));
    let png = fs::read(fixture("logo.png")).unwrap();
    let cases: [(&str, &[u8], &str); 6] = [
        ("empty.png", b"", "empty.png is neither PNG nor JPEG"),
        ("letter.png", b"%PDF-1.7 a letter", "letter.png is neither PNG nor JPEG"),
        ("half.png", &png[..png.len() / 2], "half.png is a damaged PNG file"),
        ("logo.jpg", &png[..40], "logo.jpg is a damaged PNG file"),
        ("large.jpg", &vec![0xff; (8 << 20) + 1], "large.jpg takes more than 8 MB"),
        ("page.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "page.svg is neither PNG nor JPEG"),
    ];
    for (name, bytes, why) in cases {
        let file = story.home().join(name);
        fs::write(&file, bytes).unwrap();
        let said =
            refused(story.person(MAY).sees().try_call("centre.logo", json!({ "file": file })), "noPicture");
        assert!(said.contains(&format!("the file {why}")), "{said}");
        assert_eq!(fs::read(&file).unwrap(), bytes, "the file stays as it is");
    }
    let away = story.home().join("away.png");
    let gone = story.person(MAY).sees().try_call("centre.logo", json!({ "file": away })).unwrap_err();
    assert!(gone.message.contains("away.png"), "{}", gone.message);
    assert_eq!(story.call("centre.look", json!({})), before);
    // The ending of a name says nothing.
    let named_wrongly = story.home().join("logo.gif");
    fs::write(&named_wrongly, &png).unwrap();
    let look = story.person(MAY).does_of_the_centre("centre.logo", json!({ "file": named_wrongly }));
    assert_eq!(look["logo"], before["logo"]);
    story.checks_clean();
}

/// Everything that one machine has, to the other.
fn gives(from: &mut Story, to: &mut Story, learner: Option<&str>) -> Result<Value, Failure> {
    let file = from.home().join("history.jsonl");
    from.call("journal.export", json!({ "file": file, "learner": learner }));
    is_sound(&file);
    to.try_call("journal.admit", json!({ "file": file }))
}

#[test]
fn two_desks_that_choose_different_logos_have_none_until_one_is_chosen_again() {
    let mut here = with_administrator(Story::decided());
    let mut there = here.copied();
    chooses(&mut here, "logo.png");
    chooses(&mut there, "red.jpg");
    gives(&mut there, &mut here, None).unwrap();
    let look = here.call("centre.look", json!({}));
    assert_eq!((&look["logo"], &look["logoDisputed"]), (&Value::Null, &json!(true)));
    assert_eq!(current(&mut here), None);
    let look = chooses(&mut here, "logo.png");
    assert_eq!(look["logoDisputed"], false);
    gives(&mut here, &mut there, None).unwrap();
    assert_eq!(there.call("centre.look", json!({}))["logo"], look["logo"]);
    here.checks_clean();
    there.checks_clean();
}

#[test]
fn a_signed_paper_asks_for_the_logo_where_only_the_learners_history_came() {
    let mut here = with_administrator(Story::decided());
    let mut there = here.copied();
    chooses(&mut here, "logo.png");
    here.ada().signs(OCR);
    let (signed, _) = original(&mut here);
    let learner = text(&here.on("learner.show", json!({}))["learner"]["id"]);
    gives(&mut here, &mut there, Some(&learner)).unwrap();
    there.ada().reopens(OCR, "One more item came.");
    let request = json!({ "unit": OCR, "superseded": "latest" });
    let said = refused(there.try_on("matrix.paper", request.clone()), "logoElsewhere");
    assert!(said.contains("the logo that this paper was signed with"), "{said}");
    gives(&mut here, &mut there, None).unwrap();
    let (_, checked) = printed(&mut there, "matrix.paper", request);
    let logo = logo_of(checked);
    assert_eq!(logo, logo_of(verify::check(&signed).unwrap()));
    there.checks_clean();
}

fn specimen(story: &mut Story, of: &str) -> Value {
    story.call("person.specimen", json!({ "person": of }))
}

fn sets(story: &mut Story, by: &str, of: &str, what: Value) -> Result<Value, Failure> {
    let mut request = what;
    request["person"] = json!(of);
    story.person(by).sees().try_call("person.specimenSave", request)
}

#[test]
fn a_specimen_is_set_by_whom_it_belongs_to_or_an_administrator() {
    let (ada, ben) = ("Ada Okafor", "Ben King");
    let mut story = with_administrator(Story::begin());
    story.call("person.add", json!({ "name": "Vera Moss", "roles": ["visitor"] }));
    let file = json!({ "file": fixture("signature.png") });
    let none = specimen(&mut story, ada);
    assert_eq!((&none["picture"], &none["draws"]), (&Value::Null, &json!(false)));
    refused(sets(&mut story, ada, ada, json!({ "draws": true })), "noSpecimen");

    let said = refused(sets(&mut story, ben, ada, file.clone()), "notYourSpecimen");
    assert!(said.contains(ada) && said.contains(ben), "{said}");
    refused(sets(&mut story, "Vera Moss", ada, file.clone()), "readOnly");
    let kept = sets(&mut story, MAY, ada, file.clone()).unwrap();
    let (wide, high) =
        (kept["picture"]["width"].as_u64().unwrap(), kept["picture"]["height"].as_u64().unwrap());
    assert!(wide < 420 && high < 140, "the empty paper is cut off: {wide} × {high}");
    // What an administrator recorded is drawn only once Ada says so.
    refused(sets(&mut story, MAY, ada, json!({ "draws": true })), "notYourSpecimen");
    let drawn = sets(&mut story, ada, ada, json!({ "draws": true })).unwrap();
    assert_eq!(
        (&drawn["picture"], &drawn["draws"], &drawn["own"]),
        (&kept["picture"], &json!(true), &json!(true))
    );
    let other = sets(&mut story, MAY, ada, json!({ "file": fixture("red.jpg") })).unwrap();
    assert_eq!(other["draws"], false, "another picture waits for her word again");
    story.person(ada);
    assert!(specimen(&mut story, ben)["may"].as_str().unwrap().contains("Ben King"));

    // Undone step by step by whoever did it.
    let look = story.person(MAY).does_of_the_centre("centre.undo", json!({}));
    assert_eq!(look["redo"], "undo: specimen signature of Ada Okafor");
    assert_eq!(specimen(&mut story, ada)["picture"], kept["picture"]);
    assert_eq!(specimen(&mut story, ada)["draws"], true, "as it stood before");
    let gone = sets(&mut story, ada, ada, json!({ "remove": true })).unwrap();
    assert_eq!((&gone["picture"], &gone["draws"]), (&Value::Null, &json!(false)));
    let people = story.call("person.list", json!({}));
    assert_eq!(pick(&people, "name", ada)["hasSpecimen"], false);
    let history = story.call("person.history", json!({})).to_string();
    assert!(history.contains("specimen signature of Ada Okafor, drawn where they sign"), "{history}");
    assert!(history.contains("remove the specimen signature of Ada Okafor"), "{history}");

    for (what, why) in [
        (json!({ "drawn": "no base64!" }), "noPicture"),
        (json!({ "drawn": "aGVsbG8=" }), "noPicture"),
        (json!({ "file": fixture("README.md") }), "noPicture"),
    ] {
        refused(sets(&mut story, ada, ada, what), why);
    }
    for both in [
        json!({ "drawn": "aGVsbG8=", "remove": true }),
        json!({ "drawn": "aGVsbG8=", "file": fixture("red.jpg") }),
    ] {
        assert_eq!(sets(&mut story, ada, ada, both).unwrap_err().code, "usage");
    }
    story.checks_clean();
}

#[test]
fn a_specimen_is_drawn_in_the_box_where_the_signer_wants_it() {
    let mut sizes = Vec::new();
    for draws in [false, true] {
        let mut story = Story::decided();
        let file = json!({ "file": fixture("signature.png"), "draws": draws });
        sets(&mut story, "Ada Okafor", "Ada Okafor", file).unwrap();
        story.ada().signs(OCR);
        let (signed, checked) = printed(&mut story, "matrix.paper", json!({ "unit": OCR, "original": true }));
        assert!(checked.signatures.iter().all(|one| one.seal.is_ok()) && checked.signatures.len() == 1);
        logo_of(checked);
        // What she says later of her specimen changes no signed paper.
        sets(&mut story, "Ada Okafor", "Ada Okafor", json!({ "remove": true })).unwrap();
        assert_eq!(original(&mut story).0, signed);
        sizes.push(signed.len());
        story.checks_clean();
    }
    assert!(sizes[1] > sizes[0] + 1_500, "nothing was drawn: {sizes:?}");
}

#[test]
fn two_desks_that_record_different_specimens_have_none_until_one_is_saved_again() {
    let mut here = Story::begin();
    let mut there = here.copied();
    let ada = "Ada Okafor";
    for (story, file) in [(&mut here, "signature.png"), (&mut there, "red.jpg")] {
        sets(story, ada, ada, json!({ "file": fixture(file) })).unwrap();
    }
    gives(&mut there, &mut here, None).unwrap();
    assert_eq!(specimen(&mut here, ada)["picture"], Value::Null);
    let settled = sets(&mut here, ada, ada, json!({ "file": fixture("signature.png") })).unwrap();
    gives(&mut here, &mut there, None).unwrap();
    assert_eq!(specimen(&mut there, ada)["picture"], settled["picture"]);
    here.checks_clean();
    there.checks_clean();
}
