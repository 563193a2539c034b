//! The command line as the contract has it: the examples as typed, the paper that comes out, the shape of `--json`, where
//! global options may stand, and every exit code.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use journeys::people::{
    PASSWORD, Story, copy, each, keep_records_apart, portfolio, program, said, sample_learner, text,
};
use serde_json::{Value, json};

const OCR: &str = "ocr-plan-organise-control";
const EDI: &str = "pearson-edi-plan-organise-control";

/// The examples, line for line. What a person would have prepared stands above them.
const EXAMPLES: &str = r#"
portfolio --workspace W init --centre "Northgate College" --number 12345
portfolio --workspace W person add "Assessor One" --role assessor --passphrase-file P
portfolio --workspace W person add "Verifier One" --role iv --passphrase-file Q
portfolio --workspace W --json unit list
portfolio --workspace W learner add "Learner One" --folder DIR --unit pearson-edi-plan-organise-control --unit ocr-plan-organise-control
portfolio --workspace W scan "Learner One" --number
portfolio --workspace W --as "Assessor One" map "Learner One" E001 ocr-plan-organise-control 1.1 --at "p. 2-3"
portfolio --workspace W --as "Assessor One" decide "Learner One" ocr-plan-organise-control 1.1 met --reason "Objectives and contingency on p. 2"
portfolio --workspace W --as "Assessor One" sign-off "Learner One" ocr-plan-organise-control --passphrase-file P      # exit 3, names 2.1, 3.1, 4.1
"#;

/// "… map and decide 2.1, 3.1, 4.1 … sign-off again: exit 0", and the rest.
const REST: &str = r#"
portfolio --workspace W --as "Assessor One" map "Learner One" E001 ocr-plan-organise-control 2.1,3.1,4.1 --at "p. 2"
portfolio --workspace W --as "Assessor One" decide "Learner One" ocr-plan-organise-control 2.1,3.1,4.1 met
portfolio --workspace W --as "Assessor One" sign-off "Learner One" ocr-plan-organise-control --passphrase-file P
portfolio --workspace W matrix "Learner One" ocr-plan-organise-control --out matrix.pdf
portfolio --workspace W --as "Verifier One" sample "Learner One" ocr-plan-organise-control 1.1 3.1
portfolio --workspace W --json check
"#;

/// A folder with a copy of the sample learner's evidence as `DIR` and two password files, `P` and `Q`.
fn prepared() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    copy(&sample_learner().join("evidence"), &home.path().join("DIR"));
    fs::write(home.path().join("P"), "a password of the assessor\n").unwrap();
    fs::write(home.path().join("Q"), "a password of the verifier\r\n").unwrap();
    home
}

/// Types a script into a shell whose `portfolio` is the built one.
fn typed(home: &Path, script: &str) -> (i32, String, String) {
    keep_records_apart();
    let path = std::env::var("PATH").unwrap();
    let path = format!("{}:{path}", program().parent().unwrap().display());
    let output =
        Command::new("sh").args(["-c", script]).current_dir(home).env("PATH", path).output().unwrap();
    said(&output)
}

/// Types each line; all but the last must succeed. Returns what each said.
fn lines(home: &Path, script: &str) -> Vec<(i32, String, String)> {
    let lines: Vec<&str> = script.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let mut all = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let one = typed(home, line);
        assert!(one.0 == 0 || i + 1 == lines.len(), "{line}: {one:?}");
        all.push(one);
    }
    all
}

/// The text of a PDF with single spaces, in the order of the page or of the file.
fn pdf_text(pdf: &Path, order: &[&str]) -> Option<String> {
    pdf_raw(pdf, order).map(|text| squeezed(&text))
}

/// What pdftotext reads, pages divided by form feeds. Says so where it is missing; in CI that is a failure.
fn pdf_raw(pdf: &Path, order: &[&str]) -> Option<String> {
    let Ok(output) = Command::new("pdftotext").args(order).arg(pdf).arg("-").output() else {
        let _ = writeln!(std::io::stderr(), "\npdftotext is missing: apt-get install poppler-utils\n");
        assert!(std::env::var_os("CI").is_none(), "pdftotext is missing");
        return None;
    };
    let (code, out, err) = said(&output);
    assert_eq!(code, 0, "{err}");
    Some(out)
}

/// White space is as the page breaks it; only the words count.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words in a column are broken wherever the line ends; without spaces they are whole again.
fn close_up(text: &str) -> String {
    text.split_whitespace().collect()
}

fn answer(output: &Output) -> (i32, Value) {
    let (code, out, err) = said(output);
    let value = serde_json::from_str(out.trim());
    assert!(value.is_ok(), "not JSON: {out}{err}");
    (code, value.unwrap())
}

#[test]
fn the_examples_work_as_typed() {
    let home = prepared();
    let first = lines(home.path(), EXAMPLES);
    let (code, _, words) = first.last().unwrap();
    assert_eq!(*code, 3, "{words}");
    assert!(["2.1", "3.1", "4.1"].iter().all(|code| words.contains(code)), "{words}");
    let units: Value = serde_json::from_str(&first[3].1).unwrap();
    let handles: Vec<String> = each(&units["data"]).map(|u| text(&u["handle"])).collect();
    for handle in [
        EDI,
        "pearson-edi-manage-performance",
        "unstated-plan-organise-control",
        "pearson-edexcel-understand-management",
        OCR,
    ] {
        assert!(handles.iter().any(|h| h == handle), "{handle} is not in the starter library");
    }

    let rest = lines(home.path(), REST);
    let (code, out, err) = rest.last().unwrap();
    assert_eq!(*code, 0, "{err}");
    assert_eq!(serde_json::from_str::<Value>(out).unwrap()["ok"], true);
    assert!(fs::read(home.path().join("matrix.pdf")).unwrap().starts_with(b"%PDF-"));
    assert!(rest[4].1.starts_with("S001"), "{}", rest[4].1);
}

/// The sample learner's story in a centre file of its own; the portfolio as shown, and a matrix of each unit.
fn sample_story() -> (tempfile::TempDir, Value) {
    let home = prepared();
    let told: Value =
        serde_json::from_str(&fs::read_to_string(sample_learner().join("story.json")).unwrap()).unwrap();
    let output = portfolio(&["--workspace"])
        .arg(home.path().join("W"))
        .arg("sample-story")
        .arg(sample_learner())
        .arg("--out")
        .arg(home.path().join("out"))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{:?}", said(&output));
    let name = text(&told["learner"]["name"]);
    let show = format!("portfolio --workspace W --json learner show '{name}'");
    let shown: Value = serde_json::from_str(&typed(home.path(), &show).1).unwrap();
    for unit in each(&shown["data"]["units"]) {
        let handle = text(&unit["handle"]);
        let (code, _, err) = typed(
            home.path(),
            &format!("portfolio matrix '{name}' {handle} --out {handle}.pdf --workspace W"),
        );
        assert_eq!(code, 0, "{err}");
    }
    (home, shown["data"].clone())
}

#[test]
fn the_paper_holds_every_criterion_every_reference_with_its_place_the_hashes_and_the_gaps_in_words() {
    let (home, shown) = sample_story();
    let mut missing = Vec::new();
    for unit in each(&shown["units"]) {
        let pdf = home.path().join(format!("{}.pdf", text(&unit["handle"])));
        for order in [&[][..], &["-raw"], &["-layout"]] {
            let Some(page) = pdf_text(&pdf, order) else { return };
            let closed = close_up(&page);
            let mut need = |what: &str, words: &str| {
                // Only the order of the file keeps a cell's lines together.
                let holds = if order == ["-raw"] {
                    closed.contains(&close_up(words))
                } else {
                    closed.contains(&close_up(words)) || words.split_whitespace().all(|w| closed.contains(w))
                };
                if !holds {
                    missing.push(format!("{} {order:?} {what}: {words}", text(&unit["handle"])));
                }
            };
            for row in each(&unit["outcomes"]).flat_map(|o| each(&o["rows"])) {
                need("criterion", &text(&row["text"]));
                for link in each(&row["links"]) {
                    need("reference", &text(&link["reference"]));
                    need("place", link["place"].as_str().unwrap_or("no place"));
                    let item = each(&shown["evidence"]).find(|i| i["id"] == link["evidence"]).unwrap();
                    for part in each(&item["parts"]) {
                        need("file check", &text(&part["sha256"]));
                    }
                }
                if let Some(reason) = row["decision"]["reason"].as_str() {
                    need("reason", reason);
                }
                if row["state"] == "gap" {
                    need("gap", "GAP: no evidence");
                }
            }
        }
    }
    assert!(missing.is_empty(), "not on the paper:\n{}", missing.join("\n"));
}

#[test]
fn a_reference_stands_in_one_line_with_its_title_place_and_method() {
    let (home, shown) = sample_story();
    let unit = each(&shown["units"]).find(|u| u["handle"] == OCR).unwrap();
    let Some(page) = pdf_text(&home.path().join(format!("{OCR}.pdf")), &["-raw"]) else { return };
    let closed = close_up(&page);
    for link in each(&unit["outcomes"]).flat_map(|o| each(&o["rows"])).flat_map(|r| each(&r["links"])) {
        let title: String = text(&link["title"]).chars().take(30).collect();
        let start = close_up(&format!("{} {title}", text(&link["reference"])));
        let end = close_up(&format!("{} · {}", text(&link["place"]), text(&link["method"])));
        let lines = closed.match_indices(&start).any(|(at, _)| {
            let line: String =
                closed[at..].chars().take(start.chars().count() + end.chars().count() + 30).collect();
            line.contains(&end)
        });
        assert!(lines, "{start} … {end} is in no line");
    }
}

#[test]
fn each_gap_is_said_in_words_as_often_as_there_are_gaps() {
    let (home, shown) = sample_story();
    for unit in each(&shown["units"]) {
        let pdf = home.path().join(format!("{}.pdf", text(&unit["handle"])));
        let Some(page) = pdf_text(&pdf, &["-raw"]) else { return };
        let said = page.matches("GAP: no evidence").count();
        let gaps = unit["counts"]["gaps"].as_u64().unwrap();
        assert!(said as u64 >= gaps, "{}: {said} of {gaps}", pdf.display());
        assert_eq!(said > 0, gaps > 0, "{}", pdf.display());
    }
}

#[test]
fn every_page_of_an_indicative_unit_says_so_and_no_page_of_another_does() {
    let (home, shown) = sample_story();
    for unit in each(&shown["units"]) {
        let pdf = home.path().join(format!("{}.pdf", text(&unit["handle"])));
        let Some(out) = pdf_raw(&pdf, &["-raw"]) else { return };
        let pages: Vec<String> = out.split('\u{c}').filter(|p| !p.trim().is_empty()).map(squeezed).collect();
        let says =
            |p: &&String| p.contains("Indicative criteria from a third party") || p.contains("INDICATIVE");
        let expected = if unit["indicative"] == true { pages.len() } else { 0 };
        assert_eq!(pages.iter().filter(says).count(), expected, "{}", pdf.display());
        if unit["indicative"] == true {
            assert!(pages.iter().all(|p| p.contains("Not for certification claim")), "{}", pdf.display());
        }
    }
}

/// Everything that a unit that is not signed says on each page.
#[test]
fn every_page_of_a_draft_says_so() {
    let (home, _) = sample_story();
    let Some(out) = pdf_raw(&home.path().join(format!("{EDI}.pdf")), &["-raw"]) else { return };
    let pages: Vec<&str> = out.split('\u{c}').filter(|p| !p.trim().is_empty()).collect();
    assert!(pages.iter().all(|p| p.contains("DRAFT")), "{pages:?}");
}

#[test]
fn json_answers_have_two_shapes() {
    let home = prepared();
    let (code, good) = answer(
        &portfolio(&["--json", "init", "--centre", "Northgate College", "--workspace"])
            .arg(home.path().join("W"))
            .output()
            .unwrap(),
    );
    assert_eq!((code, &good["ok"]), (0, &json!(true)));
    assert_eq!(good["data"]["centre"]["name"], "Northgate College");
    assert_eq!(good.as_object().unwrap().len(), 2);

    let (code, bad) = answer(
        &portfolio(&["--json", "learner", "show", "Nobody", "--workspace"])
            .arg(home.path().join("W"))
            .output()
            .unwrap(),
    );
    assert_eq!((code, &bad["ok"]), (2, &json!(false)));
    let error = bad["error"].as_object().unwrap();
    let fields: Vec<&str> = error.keys().map(String::as_str).collect();
    assert_eq!(fields, ["code", "hint", "message"]);
    assert_eq!(error["code"], "notFound");
    assert_eq!(bad.as_object().unwrap().len(), 2);
}

#[test]
fn a_mistyped_command_is_answered_as_json_too() {
    for words in [
        &["--json", "no-such-verb"][..],
        &["--json", "decide"],
        &["unit", "list", "--json", "--no-such-option"],
    ] {
        let (code, bad) = answer(&portfolio(words).output().unwrap());
        assert_eq!((code, &bad["error"]["code"]), (2, &json!("usage")), "{words:?}: {bad}");
    }
}

#[test]
fn failures_in_words_go_to_standard_error_with_the_way_out() {
    let home = prepared();
    let (code, out, err) = typed(home.path(), "portfolio --workspace W person list");
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("there is no centre file") && err.contains("→ Make one first"), "{err}");
}

#[test]
fn global_options_stand_before_or_after_the_verb() {
    let mut story = Story::with_evidence();
    story.close();
    let workspace = story.workspace();
    let workspace = workspace.to_str().unwrap();
    let map = ["map", "Rowan Hartley", "E001", OCR, "1.1", "--at"];
    let before = [&["--workspace", workspace, "--as", "Ada Okafor", "--json"], &map[..], &["p. 1"]].concat();
    let after = [&map[..], &["p. 2", "--json", "--as", "Ada Okafor", "--workspace", workspace]].concat();
    let around = [&["--as", "Ada Okafor"], &map[..], &["p. 3", "--workspace", workspace, "--json"]].concat();
    for words in [before, after, around] {
        let (code, good) = answer(&portfolio(&words).output().unwrap());
        assert_eq!((code, &good["data"]["label"]), (0, &json!("map E001 → 1.1")), "{words:?}: {good}");
    }
    let inside = ["unit", "--json", "list", "--workspace", workspace];
    assert_eq!(answer(&portfolio(&inside).output().unwrap()).0, 0, "between a verb and its second word");
}

#[test]
fn each_exit_code_says_whose_turn_it_is() {
    let mut story = Story::with_evidence();
    story.close();
    let workspace = story.workspace();
    let run = |words: &[&str]| {
        answer(&portfolio(&["--json", "--workspace"]).arg(&workspace).args(words).output().unwrap())
    };
    let decide = ["--as", "Ada Okafor", "decide", "Rowan Hartley", OCR, "1.1"];

    assert_eq!(run(&[&decide[..], &["rpl", "--reason", "Earlier work."]].concat()).0, 0, "done");
    let missing =
        ["--as", "Ada Okafor", "sign-off", "Rowan Hartley", OCR, "--passphrase-file", "/no/such/file"];
    let (code, bad) = run(&missing);
    assert_eq!((code, &bad["error"]["code"]), (1, &json!("disk")), "failed");
    let (code, bad) = run(&[&decide[..], &["passed"]].concat());
    assert_eq!((code, &bad["error"]["code"]), (2, &json!("usage")), "wrong request: {bad}");
    let (code, bad) = run(&[&decide[..], &["not-yet-met"]].concat());
    assert_eq!((code, &bad["error"]["code"]), (3, &json!("reasonRequired")), "refused by a rule");

    let database = workspace.join("portfolio.db");
    let mut bytes = fs::read(&database).unwrap();
    bytes.truncate(bytes.len() / 2);
    fs::write(&database, bytes).unwrap();
    let (code, bad) = run(&["check"]);
    assert_eq!((code, &bad["error"]["code"]), (4, &json!("integrity")), "integrity broken");
}

/// What a line of the program does whose reader has gone before the first word, as after `| head -0`.
fn unheard(home: &Path, words: &[&str]) -> (i32, String, String) {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut program = portfolio(words);
    said(
        &program
            .current_dir(home)
            .stdin(Stdio::null())
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .unwrap(),
    )
}

#[test]
fn a_reader_that_has_gone_ends_the_program_quietly_with_what_it_has_done_on_record() {
    let home = prepared();
    lines(home.path(), EXAMPLES);
    for (words, code) in [
        (&["--help"][..], 0),
        (&["--workspace", "W", "unit", "list"], 0),
        (&["--workspace", "W", "unit", "list", "--json"], 0),
        (&["--workspace", "W", "scan", "Learner One"], 0),
        (&["--workspace", "W", "learner", "add", "Learner Two"], 0),
        // A failure stays one: whoever reads no words still reads the code.
        (&["--workspace", "W", "learner", "show", "Nobody", "--json"], 2),
        (&["--workspace", "W", "check"], 0),
    ] {
        let (got, _, err) = unheard(home.path(), words);
        assert_eq!((got, err.as_str()), (code, ""), "{words:?}");
    }
    let (_, caseload, _) = typed(home.path(), "portfolio --workspace W learner list");
    assert!(caseload.contains("Learner Two"), "{caseload}");
}

#[test]
fn what_cannot_be_written_out_for_another_reason_is_a_failure_that_says_so() {
    let home = prepared();
    lines(home.path(), EXAMPLES);
    let (code, _, err) = typed(home.path(), "portfolio --workspace W unit list >/dev/full");
    assert_eq!(code, 1);
    assert!(err.contains("could not be written out") && err.contains("what was recorded stays"), "{err}");
    assert!(!err.contains("panicked"), "{err}");
}

/// People and a root, by an administrator who has a signing password.
const SIGNED: &str = r#"
portfolio --workspace W init --centre "Northgate College"
portfolio --workspace W person add "Administrator One" --role administrator --passphrase-file P
portfolio --workspace W --as "Administrator One" person add "Assessor One" --role assessor --passphrase-file Q --own-passphrase-file P
portfolio --workspace W --as "Administrator One" person change "Assessor One" --role assessor --role iv --passphrase-file P
portfolio --workspace W --as "Administrator One" person leave "Assessor One" --passphrase-file P
portfolio --workspace W --as "Administrator One" person return "Assessor One" --passphrase-file P
portfolio --workspace W --as "Administrator One" root make --passphrase-file Q --own-passphrase-file P
portfolio --workspace W --as "Administrator One" person leave "Assessor One"
"#;

#[test]
fn an_administrator_signs_who_may_do_what_with_their_own_password() {
    let home = prepared();
    let all = lines(home.path(), SIGNED);
    let (code, _, words) = all.last().unwrap();
    assert_eq!(*code, 3, "{words}");
    assert!(words.contains("Administrator One gave none"), "{words}");
    let (code, out, _) = typed(home.path(), "portfolio --workspace W --json check");
    assert_eq!(code, 0, "{out}");
}

#[test]
fn a_name_that_two_have_is_a_wrong_request_that_lists_the_ids() {
    let mut here = Story::begin();
    let mut there = here.copied();
    let person = json!({ "name": "Eve Stone", "roles": ["assessor"], "password": PASSWORD });
    let ids = [&mut here, &mut there].map(|story| text(&story.call("person.add", person.clone())["id"]));
    let learner = json!({ "name": "Sam Reed", "units": [OCR] });
    let books = [&mut here, &mut there].map(|story| text(&story.call("learner.add", learner.clone())["id"]));
    let file = there.home().join("history.jsonl");
    there.call("journal.export", json!({ "file": file }));
    let workspace = here.workspace();
    here.close();
    let run = |words: &[&str]| {
        answer(&portfolio(&["--json", "--workspace"]).arg(&workspace).args(words).output().unwrap())
    };
    assert_eq!(run(&["journal", "admit", file.to_str().unwrap()]).0, 0);

    let said = ["rpl", "--reason", "Earlier work."];
    let decide =
        |who: &str, learner: &str| run(&[&["--as", who, "decide", learner, OCR, "1.1"][..], &said].concat());
    for ((code, bad), known) in
        [(decide("Eve Stone", &books[0]), &ids), (decide(&ids[0], "Sam Reed"), &books)]
    {
        assert_eq!((code, &bad["error"]["code"]), (2, &json!("ambiguous")), "{bad}");
        assert!(known.iter().all(|id| text(&bad["error"]["message"]).contains(id.as_str())), "{bad}");
    }
    assert_eq!(decide(&ids[1], &books[1]).0, 0);
}

#[test]
#[allow(clippy::too_many_lines, reason = "a table of verbs")]
fn every_verb_of_the_contract_exists() {
    for verb in [
        &["init"][..],
        &["person", "add"],
        &["person", "list"],
        &["unit", "list"],
        &["unit", "show"],
        &["unit", "import"],
        &["unit", "export"],
        &["unit", "revisions"],
        &["unit", "diff"],
        &["unit", "reissue"],
        &["qualification", "list"],
        &["qualification", "show"],
        &["qualification", "add"],
        &["qualification", "import"],
        &["qualification", "check"],
        &["unit-set", "list"],
        &["unit-set", "save"],
        &["unit-set", "drop"],
        &["learner", "add"],
        &["learner", "list"],
        &["learner", "show"],
        &["learner", "folder"],
        &["learner", "unit", "add"],
        &["learner", "unit", "withdraw"],
        &["scan"],
        &["search"],
        &["text", "read"],
        &["text", "status"],
        &["text", "show"],
        &["watch"],
        &["evidence", "list"],
        &["evidence", "accept"],
        &["evidence", "set-aside"],
        &["evidence", "describe"],
        &["evidence", "in-situ"],
        &["evidence", "replace"],
        &["evidence", "unreplace"],
        &["evidence", "replacement"],
        &["evidence", "versions"],
        &["evidence", "compare"],
        &["evidence", "same"],
        &["witness", "list"],
        &["witness", "add"],
        &["witness", "change"],
        &["currency"],
        &["attempts"],
        &["map"],
        &["unmap"],
        &["decide"],
        &["criterion"],
        &["work"],
        &["declaration", "record"],
        &["declaration", "list"],
        &["declaration", "withdraw"],
        &["phrase", "list"],
        &["phrase", "save"],
        &["phrase", "drop"],
        &["sign-off"],
        &["reopen"],
        &["sample"],
        &["finding"],
        &["action", "answer"],
        &["action", "close"],
        &["verify-sample"],
        &["undo"],
        &["matrix"],
        &["print"],
        &["journal", "export"],
        &["journal", "admit"],
        &["check"],
        &["verify"],
        &["stdio"],
    ] {
        let (code, out, err) = said(&portfolio(verb).arg("--help").output().unwrap());
        assert_eq!(code, 0, "{verb:?}: {err}");
        assert!(out.contains("Usage: portfolio"), "{verb:?}: {out}");
    }
}

#[test]
fn the_ivs_verbs_lead_from_the_sample_to_the_signed_record() {
    let home = prepared();
    lines(home.path(), EXAMPLES);
    lines(home.path(), REST);
    let iv = "portfolio --workspace W --as 'Verifier One'";
    let said = lines(
        home.path(),
        &format!(
            "
        {iv} finding S001 1.1 agree
        {iv} finding S001 3.1 action --reason 'Ask for the log.' --due 2026-12-01
        portfolio --workspace W --json samples 'Learner One'
    "
        ),
    );
    let samples: Value = serde_json::from_str(&said[2].1).unwrap();
    let action = text(&samples["data"]["actions"][0]["action"]);
    let action = &action[..8];
    let (code, _, words) = typed(home.path(), &format!("{iv} verify-sample S001 --passphrase-file Q"));
    assert_eq!(code, 3, "{words}");
    lines(
        home.path(),
        &format!(
            "
        portfolio --workspace W --as 'Assessor One' action answer {action} --note 'The log is E002.'
        {iv} action close {action} --note 'Seen.'
        {iv} verify-sample S001 --passphrase-file Q
        portfolio --workspace W matrix 'Learner One' {OCR} --original --out original.pdf
        portfolio --workspace W verify original.pdf
        portfolio --workspace W check
    "
        ),
    );
    let (_, verified, _) = typed(home.path(), "portfolio --workspace W verify original.pdf");
    let mut lines = verified.lines();
    assert_eq!(lines.next(), Some("Issued here, signed by Assessor One, and still as signed."));
    let signature = lines.next().unwrap();
    assert!(signature.starts_with("Signed by Assessor One"), "{signature}");
    let known = "The key is that of this person in this centre file. It stands in the assessor's box, as the history says.";
    assert!(signature.ends_with(known), "{signature}");
    let (_, verified, _) = typed(home.path(), "portfolio --workspace W verify matrix.pdf");
    assert!(verified.starts_with("This file is not, byte for byte, a paper"), "{verified}");
}

#[test]
fn unmap_undo_and_the_rest_take_references_as_a_person_types_them() {
    let home = prepared();
    lines(home.path(), EXAMPLES);
    let one = "portfolio --workspace W --as 'Assessor One'";
    let said = lines(
        home.path(),
        &format!(
            "
        {one} map 'Learner One' E002,E003 {OCR} 2.1 --at 'whole item' --method O
        {one} unmap 'Learner One' E002 {OCR} 2.1
        {one} undo 'Learner One'
        {one} evidence accept 'Learner One' 'Complaint log.xlsx'
    "
        ),
    );
    let (mapped, offers) = said[0].1.trim().split_once('\n').unwrap_or((said[0].1.trim(), ""));
    assert_eq!(mapped, "map E002, E003 → 2.1");
    assert!(
        offers.contains("also fits Pearson EDI"),
        "the other board's unit is offered, nothing is mapped by itself: {offers}"
    );
    assert_eq!(said[1].1.trim(), "unlink E002 → 2.1");
    assert_eq!(said[2].1.trim(), "undo: unlink E002 → 2.1");
    assert_eq!(said[3].0, 3, "an item with a number that has not changed is there already: {:?}", said[3]);
}

#[test]
fn stdio_answers_each_line_with_one_line() {
    let mut story = Story::begin();
    story.close();
    let mut serving = portfolio(&["stdio", "--workspace"])
        .arg(story.workspace())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let asked = [
        json!({ "id": 1, "name": "workspace.show" }).to_string(),
        json!({ "id": 2, "name": "desk.sit", "request": { "person": "Ada Okafor" } }).to_string(),
        "not JSON".to_owned(),
        json!({ "id": 3, "name": "no.such" }).to_string(),
        json!({ "id": 4, "name": "learner.show", "request": { "learner": "Rowan Hartley" } }).to_string(),
    ];
    serving.stdin.take().unwrap().write_all(asked.join("\n").as_bytes()).unwrap();
    let (code, out, _) = said(&serving.wait_with_output().unwrap());
    let answers: Vec<Value> = out.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let shapes: Vec<(&Value, &Value)> = answers.iter().map(|a| (&a["id"], &a["ok"])).collect();
    let (yes, no) = (json!(true), json!(false));
    assert_eq!(code, 0);
    assert_eq!(
        shapes,
        [(&json!(1), &yes), (&json!(2), &yes), (&Value::Null, &no), (&json!(3), &no), (&json!(4), &yes)]
    );
}

#[test]
fn a_visit_is_judged_in_a_terminal_and_the_work_lists_say_what_is_left() {
    let home = prepared();
    lines(home.path(), EXAMPLES);
    let assessor = "portfolio --workspace W --as 'Assessor One'";
    let said = lines(
        home.path(),
        &format!(
            "
        {assessor} map 'Learner One' E001 ocr-plan-organise-control 2.1,3.1 --at 'p. 2'
        {assessor} decide 'Learner One' ocr-plan-organise-control mapped not-yet-met --needed 'A log.' --due 2099-01-31 --feedback 'A good start.'
        {assessor} decide 'Learner One' ocr-plan-organise-control 4.1 credit-transfer --certificate C17 --certificate-board OCR --certificate-date 2024-06-01 --also pearson-edi-plan-organise-control:1.1
        portfolio --workspace W work 'Learner One'
        portfolio --workspace W criterion 'Learner One' ocr-plan-organise-control 2.1
        {assessor} declaration record 'Learner One' --route email --acknowledged 'A friend proof-read it.'
        portfolio --workspace W declaration list 'Learner One'
        {assessor} phrase save 'A good start.'
    "
        ),
    );
    let has = |at: usize, words: &[&str]| {
        let (code, out, err) = &said[at];
        assert_eq!(*code, 0, "{err}");
        for word in words {
            assert!(out.contains(word), "{word:?} is not in {out}");
        }
    };
    has(1, &["decide 2.1, 3.1 not yet met"]);
    has(2, &["decide 1.1, 4.1 credit transfer"]);
    has(3, &["Due: 2", "2099-01-31", "A log.", "To be decided: 0", "Overdue: 0"]);
    has(
        4,
        &[
            "put forward: E001 · p. 2",
            "decided: not yet met",
            "still needed: A log. by 2099-01-31",
            "feedback: A good start.",
        ],
    );
    has(6, &["the whole portfolio  (email; recorded by Assessor One)"]);
    has(7, &["1 ×  A good start."]);
    let decide = format!("{assessor} decide 'Learner One' ocr-plan-organise-control");
    for (wrong, code, words) in [
        ("3.1 met --relied-on 0123", 2, "link"),
        ("2.1 credit-transfer --certificate C17", 3, "its awarding organisation, its date is missing"),
        ("2.1 met --also 1.1", 2, "is not UNIT:CODES"),
        ("2.1 met --needed more", 3, "nothing more can be asked for"),
    ] {
        let (got, _, err) = typed(home.path(), &format!("{decide} {wrong}"));
        assert_eq!(got, code, "{wrong}: {err}");
        assert!(err.contains(words), "{wrong}: {err}");
    }
}
