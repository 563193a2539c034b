//! Stories of certificates: the centre's own root and what is issued under it, and keys of other issuers. What was signed before
//! holds, and what each paper carries along is told.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::fs;
use std::path::{Path, PathBuf};

use journeys::people::{OCR, PASSWORD, Story, each, pick, portfolio, said, text};
use serde_json::{Value, json};

const OF_FILE: &str = "the password of the file";
const ROOT: &str = "the password of the root";
const MAY: &str = "May Poole";

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/certificates").join(name)
}

fn import(name: &str) -> Value {
    json!({ "file": file(name), "filePassword": OF_FILE, "password": "a new signing password", "current": PASSWORD })
}

fn administered(mut story: Story) -> Story {
    story.call("person.add", json!({ "name": MAY, "roles": ["administrator"], "password": PASSWORD }));
    story
}

fn checked(story: &mut Story, name: &str, edition: &str) -> Value {
    let out = story.home().join(name);
    story.on("matrix.paper", json!({ "unit": OCR, edition: true, "out": out }));
    story.call("verify", json!({ "file": out }))
}

fn certificate(story: &mut Story, person: &str) -> Value {
    let people = story.call("person.list", json!({}));
    let keys = pick(&people, "name", person)["keys"].clone();
    each(&keys).find(|k| k["inForce"] == true).map_or(Value::Null, |k| k["certificate"].clone())
}

#[test]
fn a_root_is_an_administrators_and_issues_for_everybody_who_signs() {
    let mut story = administered(Story::signed());
    let root = json!({ "password": ROOT });
    let refused = |story: &mut Story, who: &str, name: &str, rule: &str| {
        let failure = story.person(who).sees().try_call(name, root.clone()).unwrap_err();
        assert_eq!(failure.code, rule, "{}", failure.message);
    };
    refused(&mut story, "Ada Okafor", "root.make", "notYourRole");
    refused(&mut story, MAY, "root.issue", "noRoot");
    let made = story.person(MAY).does_of_the_centre("root.make", root.clone());
    assert_eq!(
        (&made[0]["centre"], &made[0]["inForce"]),
        (&json!("Northgate College"), &json!(true)),
        "{made}"
    );
    let wrong = story.person(MAY).sees().try_call("root.issue", json!({ "password": "not the root's" }));
    assert_eq!(wrong.unwrap_err().code, "wrongPassword");
    let issued = story.person(MAY).does_of_the_centre("root.issue", root.clone());
    assert_eq!(each(&issued).count(), 5, "Ada, Ben, Cleo, Dana and May");
    refused(&mut story, MAY, "root.issue", "nothingToDo");
    let own = certificate(&mut story, "Ada Okafor");
    assert_eq!((&own["issuer"], &own["name"]), (&json!("the centre's root"), &json!("Ada Okafor")), "{own}");
    assert_eq!((&own["until"], &own["imported"]), (&Value::Null, &json!(false)));
    story.checks_clean();
}

#[test]
fn a_paper_signed_under_the_root_says_so_and_one_signed_before_still_holds() {
    let mut story = administered(Story::signed());
    let before = checked(&mut story, "before.pdf", "original");
    assert_eq!(
        (&before["good"], &before["signatures"][0]["issuer"]),
        (&json!(true), &Value::Null),
        "{before}"
    );
    story.person(MAY).does_of_the_centre("root.make", json!({ "password": ROOT }));
    story.person(MAY).does_of_the_centre("root.issue", json!({ "password": ROOT }));
    let sample = story.ben().samples(OCR, "1.1");
    story.ben().finds(&sample, "1.1", "agree", "");
    story.ben().verifies(&sample);
    let both = checked(&mut story, "both.pdf", "verified");
    assert_eq!((&both["issued"], &both["good"]), (&json!(true), &json!(true)), "{both}");
    assert_eq!(both["signatures"][0]["issuer"], Value::Null);
    let second = &both["signatures"][1];
    assert_eq!((&second["issuer"], &second["knownAs"]), (&json!("Root of the centre"), &json!("Ben King")));
    assert!(text(&second["line"]).contains("That is the centre's root."), "{second}");
    // Somebody who has nothing but the file is told who issued it, and that is all.
    let mut elsewhere = Story::begin();
    let told = elsewhere.call("verify", json!({ "file": story.home().join("both.pdf") }));
    let line = text(&told["signatures"][1]["line"]);
    assert!(line.contains("issued by Root of the centre. That is no root of this centre file."), "{line}");
    // A new root takes the place of the first; what the first issued holds.
    story.person(MAY).does_of_the_centre("root.make", json!({ "password": ROOT }));
    let again = story.call("verify", json!({ "file": story.home().join("both.pdf") }));
    assert_eq!(again["good"], true, "{again}");
    assert!(text(&again["signatures"][1]["line"]).contains("That is the centre's root."), "{again}");
    let roots = story.call("root.list", json!({}));
    let figures: Vec<(&Value, &Value)> = each(&roots).map(|r| (&r["inForce"], &r["issued"])).collect();
    assert_eq!(figures, [(&json!(true), &json!(0)), (&json!(false), &json!(5))]);
    story.checks_clean();
}

#[test]
fn a_key_of_another_issuer_signs_from_now_on_and_its_issuers_go_along() {
    let mut story = Story::decided();
    let done = story.ada().does_of_the_centre("person.importKey", import("chain.p12"));
    let key = each(&done["keys"]).find(|k| k["inForce"] == true).unwrap().clone();
    let own = &key["certificate"];
    assert_eq!(
        (&own["name"], &own["issuer"]),
        (&json!("OKAFOR Ada"), &json!("Northgate Trust People")),
        "{own}"
    );
    assert_eq!((&own["imported"], &own["until"]), (&json!(true), &json!("2046-01-01")));
    let old = story.ada().fails("signOff.sign", json!({ "unit": OCR, "password": PASSWORD, "vacsr": true }));
    assert_eq!(old.code, "wrongPassword");
    let sign = json!({ "unit": OCR, "password": "a new signing password", "vacsr": true });
    story.ada().does("signOff.sign", sign);
    let paper = checked(&mut story, "paper.pdf", "original");
    let only = &paper["signatures"][0];
    assert_eq!((&paper["good"], &only["name"]), (&json!(true), &json!("OKAFOR Ada")), "{paper}");
    assert_eq!((&only["issuer"], &only["knownAs"]), (&json!("Northgate Trust Root"), &json!("Ada Okafor")));
    // The issuer's own way of writing a name is no other person: that very certificate is on record as hers.
    assert!(text(&only["line"]).contains("The key is that of this person in this centre file."), "{only}");
    let again = story.cleo().sees().try_call("person.importKey", import("legacy.pfx")).unwrap_err();
    assert_eq!(again.code, "nothingToDo", "two people do not share a key: {}", again.message);
    story.checks_clean();
}

#[test]
fn one_person_added_at_two_desks_with_one_key_is_one_again_once_the_second_is_ended() {
    let mut here = Story::decided();
    let mut there = here.copied();
    here.ada().does_of_the_centre("person.importKey", import("chain.p12"));
    let twice = json!({ "name": "Ada Lee", "roles": ["assessor"], "password": PASSWORD });
    there.call("person.add", twice);
    there.person("Ada Lee").does_of_the_centre("person.importKey", import("chain.p12"));
    let (mine, theirs) = (here.home().join("mine.jsonl"), here.home().join("theirs.jsonl"));
    here.call("journal.export", json!({ "file": mine }));
    there.call("journal.export", json!({ "file": theirs }));
    for (story, file) in [(&mut here, &theirs), (&mut there, &mine)] {
        let failure = story.try_call("journal.admit", json!({ "file": file })).unwrap_err();
        assert_eq!(failure.code, "keyOfAnother", "{}", failure.message);
    }
    there.ben();
    let ended = json!({ "person": "Ada Lee", "reason": "She is Ada Okafor.", "password": PASSWORD });
    there.call("person.endKey", ended);
    let sign = json!({ "unit": OCR, "password": "a new signing password", "vacsr": true });
    here.days_pass(1);
    here.ada().does("signOff.sign", sign);
    let paper = here.home().join("paper.pdf");
    here.on("matrix.paper", json!({ "unit": OCR, "original": true, "out": paper }));
    here.call("journal.export", json!({ "file": mine }));
    there.call("journal.export", json!({ "file": theirs }));
    for (story, file) in [(&mut here, &theirs), (&mut there, &mine)] {
        story.call("journal.admit", json!({ "file": file }));
        // Her paper came after the end of the second: it is by the first, whose key is in force.
        let said = story.call("verify", json!({ "file": paper }));
        let only = &said["signatures"][0];
        assert_eq!((&said["good"], &only["knownAs"]), (&json!(true), &json!("Ada Okafor")), "{said}");
        story.checks_clean();
    }
}

#[test]
fn a_key_that_cannot_sign_here_is_refused_and_nothing_changes() {
    let mut story = Story::begin();
    let before = story.call("person.list", json!({}));
    for (name, why) in [
        ("rsa.p12", "it is an RSA key"),
        ("p384.p12", "P-256 alone"),
        ("expired.p12", "ended on 01/02/2026"),
        ("not-for-signing.p12", "is not for signing"),
        ("cycle.p12", "run in a circle"),
        ("slow.p12", "more rounds"),
        ("README.md", "no PKCS#12 file"),
    ] {
        let failure = story.ada().sees().try_call("person.importKey", import(name)).unwrap_err();
        assert_eq!(
            (failure.code.as_str(), failure.hint.is_some()),
            ("foreignKey", true),
            "{name}: {}",
            failure.message
        );
        assert!(failure.message.contains(why), "{name}: {}", failure.message);
    }
    for (field, value, code) in [
        ("filePassword", "guessed", "wrongPassword"),
        ("password", "short", "passwordTooShort"),
        ("current", "not the one in force", "wrongPassword"),
    ] {
        let mut request = import("chain.p12");
        request[field] = json!(value);
        assert_eq!(
            story.ada().sees().try_call("person.importKey", request).unwrap_err().code,
            code,
            "{field}"
        );
    }
    assert_eq!(story.call("person.list", json!({})), before, "nothing was recorded");
    story.checks_clean();
}

#[test]
fn a_root_and_a_key_are_handled_in_a_terminal_and_openssl_follows_the_chain() {
    let mut story = administered(Story::begin());
    let (place, home) = (story.workspace(), story.home().to_owned());
    story.close();
    for (name, words) in
        [("root", ROOT), ("old", PASSWORD), ("new", "a new signing password"), ("file", OF_FILE)]
    {
        fs::write(home.join(name), words).unwrap();
    }
    let run = |who: &str, words: &[&str]| {
        let mut all = vec!["--workspace", place.to_str().unwrap(), "--as", who];
        all.extend(words);
        said(&portfolio(&all).output().unwrap())
    };
    let held = |name: &str| home.join(name).display().to_string();
    let make = ["root", "make", "--passphrase-file", &held("root"), "--own-passphrase-file", &held("old")];
    let (code, words, err) = run(MAY, &make);
    assert!(code == 0 && words.starts_with("root of Northgate College, made by May Poole"), "{words}{err}");
    let (code, words, err) = run(MAY, &["root", "issue", "Ben King", "--passphrase-file", &held("root")]);
    assert!(
        code == 0 && words.contains("certificate: Ben King, issued by the centre's root"),
        "{words}{err}"
    );
    let (code, words, err) = run(MAY, &["root", "save", "--out", &held("root.pem")]);
    assert!(code == 0 && words.starts_with("Certificate of the centre's root written"), "{words}{err}");
    let p12 = file("chain.p12");
    let import = [
        "person",
        "import-key",
        p12.to_str().unwrap(),
        "--file-passphrase-file",
        &held("file"),
        "--passphrase-file",
        &held("new"),
        "--current-file",
        &held("old"),
    ];
    let (code, words, err) = run("Ada Okafor", &import);
    assert!(
        code == 0 && words.contains("issued by Northgate Trust People, until 01/01/2046"),
        "{words}{err}"
    );
    let (_, words, _) = run(MAY, &["root", "list"]);
    assert!(words.contains("1 issued; its key is here"), "{words}");
    let Ok(done) = std::process::Command::new("openssl")
        .args(["x509", "-noout", "-text", "-in", &held("root.pem")])
        .output()
    else {
        eprintln!("openssl is not installed: this part of the test was not run");
        return;
    };
    let told = String::from_utf8(done.stdout).unwrap();
    for words in ["CA:TRUE, pathlen:0", "Certificate Sign, CRL Sign", "CN = Root of the centre"] {
        assert!(told.contains(words), "no {words} in {told}");
    }
}
