//! The text of evidence: read after the folder, found by its words with its place, and gone with its learner.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]

use std::fs;

use journeys::people::{OCR, Story, each, text};
use journeys::story::Machine;
use serde_json::{Value, json};

/// A story with files of several kinds, read but not yet for their text.
fn with_files() -> Story {
    let mut story = Story::begin();
    story.file(
        "1 visit.txt",
        "Visit to the café\n\nRowan closed the till and counted the stock.\n\nNo refunds were given.\n",
    );
    story.file("2 log.csv", "Day,Task\nMonday,Stock counted twice\nTuesday,Refund at the till\n");
    story.file("3 mail.eml", "From: Ada Okafor <ada@college.example>\r\nSubject: Staff briefing\r\nMIME-Version: 1.0\r\n\r\nYou briefed the staff on closing tills.\r\n");
    story.file("4 photo.jpg", "\u{ff}\u{d8}\u{ff}");
    fs::write(story.folder().join("4 photo.jpg"), b"\xff\xd8\xff\xe0\0\0").unwrap();
    story.on("scan", json!({ "number": true }));
    story
}

fn read(story: &mut Story) -> Value {
    story.call("text.read", json!({}))
}

/// Reference, place and snippet of each hit, hits in brackets.
fn found(answer: &Value) -> Vec<String> {
    let snippet = |hit: &Value| -> String {
        each(&hit["snippet"])
            .map(|p| if p["hit"] == true { format!("[{}]", text(&p["text"])) } else { text(&p["text"]) })
            .collect()
    };
    each(&answer["hits"])
        .map(|hit| {
            let part = |name: &str| hit[name].as_str().unwrap_or_default().to_owned();
            format!("{} {}: {}", part("reference"), part("place"), snippet(hit))
        })
        .collect()
}

fn search(story: &mut Story, query: &str) -> Vec<String> {
    found(&story.on("search", json!({ "query": query })))
}

#[test]
fn words_phrases_beginnings_and_exceptions_are_found_with_their_place() {
    let mut story = with_files();
    read(&mut story);
    let cases: [(&str, &[&str]); 10] = [
        ("counting tills close", &["E001 para 2: Rowan [closed] the [till] and [counted] the stock."]),
        ("\"closed the till\"", &["E001 para 2: Rowan [closed the till] and counted the stock."]),
        ("\"the closed till\"", &[]),
        ("CAFE", &["E001 para 1: Visit to the [café]"]),
        ("brief*", &["E003 message heading: Subject"]),
        ("till -refund", &["E003 para 1: You briefed the staff on closing [tills]."]),
        ("till -refund -staff", &[]),
        ("refund tuesday", &["E002 Sheet1!A3:B3: [Tuesday] | [Refund] at the till"]),
        ("absent", &[]),
        ("the", &["E001 para 2: Rowan closed [the] till and counted [the] stock."]),
    ];
    for (query, wanted) in cases {
        let said = search(&mut story, query);
        match query {
            // Both the heading and the text answer; which is shown is the reader's choice of the fuller one.
            "brief*" => assert!(said.len() == 1 && said[0].contains("[brief"), "{said:?}"),
            "the" => assert!(said.len() == 3 && said.iter().any(|hit| hit == wanted[0]), "{said:?}"),
            _other => assert_eq!(said, wanted, "{query}"),
        }
    }
    let answer = story.on("search", json!({ "query": "the till" }));
    assert_eq!((answer["leftOut"].to_string().as_str(), &answer["files"]), ("[\"the\"]", &json!(3)));
}

#[test]
fn no_query_is_an_error() {
    let mut story = with_files();
    read(&mut story);
    let odd = [
        "",
        " ",
        "\"",
        "\"\"",
        "*",
        "-",
        "-till",
        "a* OR b",
        "NEAR(x y, 3)",
        "body:till",
        "^till",
        "till AND",
        "((((",
        "till'; DROP TABLE text;--",
        "\u{0}till\u{0}",
        "\u{202e}till",
        "é\u{301}\u{301}*",
        "\u{e000}",
        "😀",
        "ﬁ ß İ",
        "-\"",
        "\"till",
        "till*\"*\"",
        "{body}: till",
        "+till",
        "--till",
    ];
    for query in odd {
        story.on("search", json!({ "query": query }));
        story.call("search", json!({ "query": query, "from": 3, "most": 0 }));
    }
    let long = "till ".repeat(100_000);
    assert_eq!(search(&mut story, &long).len(), 3);
    let mut chance = fastrand::Rng::with_seed(11);
    let letters: Vec<char> = "\"*-() ^:+tilé\u{0}\u{301}😀AND OR NOT NEAR,'".chars().collect();
    for _query in 0..2000 {
        let query: String = (0..chance.usize(0..30)).filter_map(|_| chance.choice(&letters)).collect();
        story.on("search", json!({ "query": query }));
    }
    assert_eq!(
        story.on("search", json!({ "query": "-till" }))["hint"].as_str().unwrap(),
        "Add a word to look for: the others only leave items out."
    );
}

#[test]
fn what_has_no_text_is_listed_with_the_reason_and_the_scan_waits_for_nothing() {
    let mut story = with_files();
    let before = story.on("text.status", json!({}));
    assert_eq!(
        (before["waiting"].clone(), before["read"].clone()),
        (json!(0), json!(0)),
        "nothing is known before the queue is looked at"
    );
    assert!(each(&story.on("evidence.list", json!({}))).count() == 4);
    let after = read(&mut story);
    assert_eq!((&after["read"], &after["without"], &after["waiting"]), (&json!(3), &json!(1), &json!(0)));
    let status = story.on("text.status", json!({}));
    let items: Vec<Value> = each(&status["items"]).cloned().collect();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0]["why"], "media");
    assert_eq!(items[0]["name"], "E004 4 photo");
    assert_eq!(items[0]["reason"], "it is a picture: there is no text to read");
}

#[test]
fn an_item_shows_its_text_with_places_and_is_read_for_it() {
    let mut story = with_files();
    let shown = story.on("text.show", json!({ "evidence": "E003" }));
    let places: Vec<String> =
        each(&shown[0]["passages"]).map(|p| format!("{}: {}", text(&p["place"]), text(&p["text"]))).collect();
    assert_eq!(
        places,
        [
            "message heading: Staff briefing",
            "message heading: From: Ada Okafor <ada@college.example>",
            "para 1: You briefed the staff on closing tills.",
        ]
    );
    assert_eq!(story.on("text.status", json!({}))["read"], 1, "only what was asked for was read");
    let none = story.on("text.show", json!({ "evidence": "E004" }));
    assert_eq!((&none[0]["why"], each(&none[0]["passages"]).count()), (&json!("media"), 0));
}

#[test]
fn the_cache_may_be_deleted_or_damaged_and_comes_back() {
    let mut story = with_files();
    read(&mut story);
    let before = search(&mut story, "counting");
    assert_eq!(before.len(), 2);
    for damage in [false, true] {
        story.close();
        for name in ["text.db", "text.db-wal", "text.db-shm"] {
            let path = story.workspace().join(name);
            match (damage, path.is_file()) {
                (true, true) => fs::write(&path, vec![0x5a; 9000]).unwrap(),
                (false, true) => fs::remove_file(&path).unwrap(),
                (_, false) => {}
            }
        }
        story.open().unwrap();
        assert_eq!(search(&mut story, "counting").len(), 0, "nothing is read yet");
        read(&mut story);
        assert_eq!(search(&mut story, "counting"), before);
    }
}

#[test]
fn the_same_bytes_are_read_once_and_found_for_each_learner() {
    let mut story = with_files();
    let other = story.home().join("other");
    fs::create_dir(&other).unwrap();
    fs::copy(story.folder().join("1 visit.txt"), other.join("copy.txt")).unwrap();
    story.call("learner.add", json!({ "name": "Sam Ellery", "folder": other, "units": [OCR] }));
    story.call("scan", json!({ "learner": "Sam Ellery" }));
    let status = read(&mut story);
    assert_eq!(status["read"], 3, "{status}");
    let everywhere = story.call("search", json!({ "query": "\"closed the till\"" }));
    let mut names: Vec<String> = each(&everywhere["hits"]).map(|hit| text(&hit["learnerName"])).collect();
    names.sort();
    assert_eq!(names, ["Rowan Hartley", "Sam Ellery"]);
    assert_eq!(search(&mut story, "\"closed the till\"").len(), 1, "in a portfolio only its own are found");
}

#[test]
fn who_is_given_up_takes_the_text_along() {
    let mut story = with_files();
    story.file("5 secret.txt", "The passphrase is Xylophonequartz.");
    story.scan();
    read(&mut story);
    assert_eq!(search(&mut story, "xylophonequartz").len(), 1);
    let elsewhere = story.home().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    story.on("learner.folder", json!({ "folder": elsewhere }));
    let status = read(&mut story);
    assert_eq!(status["read"], 0, "{status}");
    assert_eq!(search(&mut story, "xylophonequartz").len(), 0);
    story.close();
    for name in ["text.db", "text.db-wal"] {
        let bytes = fs::read(story.workspace().join(name)).unwrap_or_default();
        let left = bytes.windows(10).any(|part| part.eq_ignore_ascii_case(b"xylophoneq"));
        assert!(!left, "words of a learner who was given up are left in {name}");
    }
}

#[test]
fn a_changed_file_is_read_again_and_the_judged_copy_stays_findable() {
    let mut story = with_files();
    read(&mut story);
    story.ada().maps("E001", OCR, "1.1", "para 2");
    story.ada().decides(OCR, "1.1", "met", "Seen.");
    story.file("1 visit.txt", "Something else about invoices.");
    story.scan();
    read(&mut story);
    assert_eq!(search(&mut story, "\"closed the till\"").len(), 1, "the version that was judged");
}

/// Its own name is its hash, which says nothing of commas.
#[test]
fn the_kept_copy_of_a_file_is_read_as_what_the_file_was() {
    let mut story = with_files();
    story.ada().maps("E002", OCR, "1.1", "Sheet1!A2:B2");
    story.ada().decides(OCR, "1.1", "met", "Seen.");
    story.file("2 log.csv", "Day,Task\nFriday,Holiday\n");
    story.scan();
    read(&mut story);
    assert_eq!(
        search(&mut story, "\"counted twice\""),
        ["E002 Sheet1!A2:B2: Monday | Stock [counted twice]"]
    );
}

#[test]
fn earlier_bytes_that_nobody_read_while_they_were_there_wait_for_nothing() {
    let mut story = with_files();
    story.file("1 visit.txt", "Something else about invoices.");
    story.scan();
    let status = read(&mut story);
    assert_eq!((&status["read"], &status["waiting"]), (&json!(3), &json!(0)), "{status}");
    assert_eq!(story.on("search", json!({ "query": "invoices" }))["waiting"], 0);
}

#[test]
fn in_an_item_of_several_files_a_hit_says_in_which_it_is() {
    let mut story = Story::begin();
    story.file("page 1.txt", "Rowan greeted the guests.\n");
    story.file("page 2.txt", "Fire drill\n\nRowan counted everybody outside.\n");
    story.scan();
    let together = json!({ "evidence": ["page 1.txt", "page 2.txt"], "together": true, "title": "Visit" });
    story.ada().does("evidence.accept", together);
    read(&mut story);
    let hit = story.on("search", json!({ "query": "counted" }))["hits"][0].clone();
    assert_eq!((&hit["place"], &hit["part"]), (&json!("part 2, para 2"), &json!(1)), "{hit}");
    assert_eq!(search(&mut story, "greeted"), ["E001 part 1, para 1: Rowan [greeted] the guests."]);
}

#[test]
fn a_pdf_is_found_by_its_page() {
    let mut story = Story::decided();
    let out = story.folder().join("9 matrix.pdf");
    story.on("matrix.paper", json!({ "unit": OCR, "out": out }));
    story.scan();
    read(&mut story);
    let answer = story.on("search", json!({ "query": "hartley cumulative" }));
    let hit = &answer["hits"][0];
    assert_eq!(
        (&hit["title"], &hit["place"], &hit["page"]),
        (&json!("9 matrix"), &json!("p. 1"), &json!(1)),
        "{answer}"
    );
}

#[test]
fn the_terminal_reads_what_waits_and_says_what_it_found() {
    let home = tempfile::tempdir().unwrap();
    let machine = Machine::at(home.path());
    let folder = machine.path("evidence");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("note.html"), "<p>Planned the <b>rota</b> for Friday.</p><script>rota()</script>")
        .unwrap();
    machine.says(&["init", "--centre", "Northgate College"]);
    machine.says(&["person", "add", "Ada Okafor", "--role", "assessor"]);
    machine.says(&[
        "--as",
        "Ada Okafor",
        "learner",
        "add",
        "Rowan Hartley",
        "--unit",
        OCR,
        "--folder",
        folder.to_str().unwrap(),
    ]);
    machine.says(&["scan", "Rowan Hartley"]);
    let early = machine.says(&["search", "rota", "--as-it-is"]);
    assert_eq!(found(&early).len(), 0);
    let answer = machine.says(&["search", "planning rotas", "--learner", "Rowan Hartley"]);
    assert_eq!(found(&answer), [" para 1: [Planned] the [rota] for Friday."]);
    assert_eq!(machine.says(&["text", "status", "Rowan Hartley"])["read"], 1);
    assert_eq!(machine.says(&["text", "show", "Rowan Hartley", "note.html"])[0]["kind"], "web page");
}
