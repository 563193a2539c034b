//! The whole way by the command line, each step a process of its own: from an empty folder to the certificate, for a unit of
//! Pearson read out of a Word file and decided by a trainee, and for a unit of OCR read out of a PDF. Every refusal on the way is
//! met by its name first, then its way out is taken. At the end every paper is checked, and the history by the Python verifier.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::fs;
use std::path::{Path, PathBuf};

use journeys::people::{PASSWORD, each, pick, text};
use journeys::printed::Printed;
use journeys::story::{Machine, is_sound};
use serde_json::{Value, json};

/// A board's unit: the file it is read from, and what the board calls it.
struct Board {
    file: &'static str,
    handle: &'static str,
    board: &'static str,
    word: &'static str,
    /// What the board calls the record of a unit.
    record: &'static str,
    /// The assessor is a trainee.
    trainee: bool,
}

const PEARSON: Board = Board {
    file: "line-breaks-within-cells.docx",
    handle: "dental-surgery",
    board: "Pearson",
    word: "Learner",
    record: "Unit coverage matrix",
    trainee: true,
};
const OCR: Board = Board {
    file: "ocr-table-without-rules.pdf",
    handle: "blood-samples",
    board: "OCR",
    word: "Candidate",
    record: "Cumulative assessment record",
    trainee: false,
};

const LEARNER: &str = "Rowan Hartley";
/// What lies in the learner's folder, and a place in each.
const EVIDENCE: [(&str, &str); 4] = [
    ("Observation of 3 June.txt", "para 2"),
    ("Work log.csv", "p. 1"),
    ("Witness statement.txt", "whole item"),
    ("Discussion.wav", "00:00:10-00:00:50"),
];

/// One centre and one unit on the way.
struct Way {
    machine: Machine,
    _home: tempfile::TempDir,
    board: &'static Board,
    password: String,
}

impl Way {
    /// An empty folder, then a centre with its people.
    fn begin(board: &'static Board) -> Way {
        let home = tempfile::tempdir().unwrap();
        let machine = Machine::at(home.path());
        let password = machine.path("password");
        fs::write(&password, PASSWORD).unwrap();
        let way = Way { machine, _home: home, board, password: password.to_str().unwrap().to_owned() };
        way.refused(&["learner", "list"], 2, "init");
        way.says(&["init", "--centre", "Northgate College", "--number", "12345"]);
        for (name, role, more) in [
            ("Ada Okafor", "assessor", None),
            ("Tia Lund", "trainee-assessor", Some("Ada Okafor")),
            ("Ben King", "iv", None),
            ("May Poole", "administrator", None),
        ] {
            let mut words = vec!["person", "add", name, "--role", role, "--passphrase-file", &way.password];
            words.extend(more.iter().flat_map(|who| ["--countersigner", who]));
            way.says(&words);
        }
        way
    }

    /// Who decides and signs.
    fn assessor(&self) -> &'static str {
        if self.board.trainee { "Tia Lund" } else { "Ada Okafor" }
    }

    fn says(&self, words: &[&str]) -> Value {
        self.machine.says(words)
    }

    fn by(&self, person: &str, words: &[&str]) -> Value {
        let mut all = vec!["--as", person];
        all.extend(words);
        self.says(&all)
    }

    /// The command fails with this exit code, and its words or its way out say this.
    fn refused(&self, words: &[&str], code: i32, says: &str) -> String {
        let (got, answer) = self.machine.tries(words);
        let told = answer["error"].to_string();
        assert_eq!(got, code, "{words:?}: {answer}");
        assert!(told.contains(says), "{words:?} does not say {says:?}: {told}");
        assert!(
            answer["error"]["hint"].as_str().is_some_and(|hint| !hint.is_empty()),
            "no way out: {answer}"
        );
        told
    }

    /// Rows of the unit: numbers, in order.
    fn codes(&self) -> Vec<String> {
        let unit = pick(&self.says(&["learner", "show", LEARNER])["units"], "handle", self.board.handle);
        each(&unit["outcomes"])
            .flat_map(|outcome| each(&outcome["rows"]).map(|row| text(&row["code"])).collect::<Vec<_>>())
            .collect()
    }

    fn obstacles(&self) -> Vec<String> {
        let unit = pick(&self.says(&["status", LEARNER])["units"], "handle", self.board.handle);
        each(&unit["obstacles"]).map(|obstacle| text(&obstacle["name"])).collect()
    }

    /// The unit is read out of its file, looked at, brought in, and confirmed as the board's own.
    fn takes_the_unit(&self) {
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../fixtures/unit-texts/corpus/tuned")
            .join(self.board.file);
        let file = file.to_str().unwrap();
        let read = self.says(&["unit", "import", file]);
        assert!(read.to_string().contains(self.board.board), "the board is recognised: {read}");
        self.by(
            "Ada Okafor",
            &[
                "unit",
                "import",
                file,
                "--accept",
                "--handle",
                self.board.handle,
                "--source",
                "awarding-organisation",
            ],
        );
        let unit = self.says(&["unit", "show", self.board.handle]);
        assert_eq!(unit["summary"]["indicative"], true, "what a file claims is not believed: {unit}");
        self.by("Ada Okafor", &["unit", "confirm", self.board.handle, "--source", "Issue 3, page 41"]);
        let unit = self.says(&["unit", "show", self.board.handle]);
        assert_eq!(unit["summary"]["indicative"], false, "{unit}");
    }

    /// A learner with a folder of evidence, each file with a number; nothing is known of their registration.
    fn takes_the_learner(&self) {
        let folder = self.machine.path("evidence");
        fs::create_dir(&folder).unwrap();
        for (name, _) in EVIDENCE {
            fs::write(
                folder.join(name),
                format!("{name}\n\nWhat was done on the day, in the learner's words.\n"),
            )
            .unwrap();
        }
        let folder = folder.to_str().unwrap();
        let add = ["learner", "add", LEARNER, "--folder", folder, "--unit", self.board.handle];
        self.by("Ada Okafor", &add);
        let scan = self.by("Ada Okafor", &["scan", LEARNER, "--number"]);
        assert_eq!(scan["numbered"], EVIDENCE.len(), "{scan}");
    }

    /// Each criterion gets evidence at a place, and a decision; one is first not yet met.
    fn maps_and_decides(&self) {
        let (who, unit) = (self.assessor(), self.board.handle);
        let codes = self.codes();
        let items = self.says(&["evidence", "list", LEARNER]);
        for (at, code) in codes.iter().enumerate() {
            let (name, place) = EVIDENCE[at % EVIDENCE.len()];
            let item = each(&items).find(|item| item["parts"][0]["fileName"] == name).unwrap();
            let reference = text(&item["reference"]);
            self.by(who, &["map", LEARNER, &reference, unit, code, "--at", place]);
        }
        let sign = ["--as", who, "sign-off", LEARNER, unit, "--passphrase-file", &self.password];
        self.refused(&sign, 3, "not decided");
        let first = codes[0].as_str();
        self.refused(&["--as", who, "decide", LEARNER, unit, first, "not-yet-met"], 3, "reason");
        self.by(who, &["decide", LEARNER, unit, first, "not-yet-met", "--needed", "The date."]);
        self.by(who, &["decide", LEARNER, unit, "mapped", "met", "--feedback", "A good visit."]);
        self.refused(&sign, 3, "not yet met");
        self.by(who, &["decide", LEARNER, unit, first, "met", "--reason", "The date stands in the log now."]);
    }

    /// Every gate that is shut is met by name, then opened; then the unit is signed.
    fn signs(&self) {
        let (who, unit) = (self.assessor(), self.board.handle);
        let sign = ["--as", who, "sign-off", LEARNER, unit, "--passphrase-file", &self.password];
        self.refused(&sign, 3, "has not declared");
        self.by("Ada Okafor", &["declaration", "record", LEARNER, "--route", "signed"]);
        if self.board.trainee {
            self.refused(&sign, 3, "countersign");
            let own = ["--as", who, "countersign", LEARNER, unit, "--passphrase-file", &self.password];
            self.refused(&own, 3, "is not an assessor");
            self.by("Ada Okafor", &["countersign", LEARNER, unit, "--passphrase-file", &self.password]);
        }
        let wrong = self.machine.path("wrong");
        fs::write(&wrong, "another password").unwrap();
        let wrong = ["--as", who, "sign-off", LEARNER, unit, "--passphrase-file", wrong.to_str().unwrap()];
        self.refused(&wrong, 3, "password");
        self.by(who, &sign[2..]);
        if self.board.trainee {
            self.by("Ada Okafor", &["sign-paper", LEARNER, unit, "--passphrase-file", &self.password]);
        }
        self.refused(&["--as", who, "decide", LEARNER, unit, &self.codes()[0], "met"], 3, "signed");
    }

    /// The IV samples all of it and signs; an action is asked for, answered and closed on the way.
    fn samples(&self) {
        let unit = self.board.handle;
        let sample = ["--as", self.assessor(), "sample", LEARNER, unit];
        self.refused(&sample, 3, "internal verifier");
        let made = self.by("Ben King", &["sample", LEARNER, unit]);
        let number = text(&made["number"]);
        let codes = self.codes();
        let reason =
            ["finding", &number, &codes[0], "action", "--reason", "Say which log.", "--learner", LEARNER];
        self.by("Ben King", &reason);
        for code in &codes[1..] {
            self.by("Ben King", &["finding", &number, code, "agree", "--learner", LEARNER]);
        }
        let verify = ["verify-sample", &number, "--passphrase-file", &self.password, "--learner", LEARNER];
        let tried: Vec<&str> = ["--as", "Ben King"].into_iter().chain(verify).collect();
        self.refused(&tried, 3, "action");
        let shown = self.says(&["samples", LEARNER]);
        let action = text(&shown["actions"][0]["action"]);
        self.by(self.assessor(), &["action", "answer", &action, "--note", "The work log."]);
        self.by("Ben King", &["action", "close", &action, "--note", "Seen."]);
        self.by("Ben King", &verify);
    }

    /// What stands in the way of the claim, by name; then the claim and the certificate.
    fn claims(&self) {
        let unit = self.board.handle;
        let claim = ["--as", "May Poole", "claim", LEARNER, unit, "--batch", "B-17"];
        self.refused(&["--as", "Ben King", "claim", LEARNER, unit, "--batch", "B-17"], 3, "administrator");
        let told = self.refused(&claim, 3, "registration");
        assert!(told.contains("unique learner number") || told.contains("ULN"), "{told}");
        assert_eq!(self.obstacles(), ["ulnMissing", "registrationMissing", "registrationDateMissing"]);
        let facts = [
            "learner",
            "change",
            LEARNER,
            "--uln",
            "9904817269",
            "--registration-number",
            "NG-1",
            "--registration-date",
            "2024-01-05",
        ];
        self.by("Ada Okafor", &facts);
        assert!(self.obstacles().is_empty(), "{:?}", self.obstacles());
        self.refused(
            &["--as", "May Poole", "certificate", LEARNER, unit, "--number", "C-9"],
            3,
            "not claimed",
        );
        self.by("May Poole", &claim[2..]);
        self.refused(&["--as", self.assessor(), "reopen", LEARNER, unit, "--reason", "x"], 3, "B-17");
        self.by("May Poole", &["certificate", LEARNER, unit, "--number", "C-9"]);
        let standing = pick(&self.says(&["status", LEARNER])["units"], "handle", unit);
        assert_eq!(standing["status"], "certificated", "{standing}");
    }

    /// Every kind of paper is printed; the signed ones are good, the others say that nobody signed them; each says the word that
    /// the board uses.
    fn checks_every_paper(&self) {
        let unit = self.board.handle;
        let out = |name: &str| self.machine.path(name).to_str().unwrap().to_owned();
        let signatures = if self.board.trainee { 3 } else { 2 };
        for (name, option, count) in
            [("original", "--original", signatures - 1), ("verified", "--verified", signatures)]
        {
            let file = out(&format!("{name}.pdf"));
            self.says(&["matrix", LEARNER, unit, option, "--out", &file]);
            let said = self.says(&["verify", &file]);
            assert_eq!((&said["good"], &said["issued"]), (&json!(true), &json!(true)), "{name}: {said}");
            assert_eq!(each(&said["signatures"]).count(), count, "{name}: {said}");
            let names: Vec<String> = each(&said["signatures"]).map(|one| text(&one["knownAs"])).collect();
            let wanted: Vec<&str> = if self.board.trainee {
                vec!["Tia Lund", "Ada Okafor", "Ben King"]
            } else {
                vec!["Ada Okafor", "Ben King"]
            };
            assert_eq!(names, wanted[..count]);
        }
        let whole = [
            ("matrix", None),
            ("gaps", Some("What to bring next")),
            ("decisions", Some("Assessment decision and feedback record")),
            ("evidence", Some("Evidence index")),
            ("grid", Some("Evidence grid")),
            ("claim", Some("Claim sheet")),
            ("sampling", Some("IV sampling record")),
            ("witnesses", Some("Witness status list")),
            ("whole", Some("Portfolio")),
        ];
        for (kind, title) in whole {
            let file = out(&format!("{kind}.pdf"));
            match kind {
                "matrix" => self.says(&["matrix", LEARNER, unit, "--out", &file]),
                "grid" => self.says(&["print", "grid", LEARNER, "--unit", unit, "--out", &file]),
                kind => self.says(&["print", kind, LEARNER, "--out", &file]),
            };
            self.opens(Path::new(&file), title.unwrap_or(self.board.record));
            let (code, said) = self.machine.tries(&["verify", &file]);
            assert_eq!(code, 4, "nobody signed {kind}: {said}");
            assert_eq!(
                (&said["data"]["good"], &said["data"]["signatures"]),
                (&json!(false), &json!([])),
                "{kind}: {said}"
            );
            assert!(
                said["data"]["facts"].as_str().is_some_and(|facts| facts.contains("exactly these facts")),
                "{kind}: {said}"
            );
        }
    }

    /// Another program reads the paper: its title, and whom it is of in the board's word.
    fn opens(&self, file: &Path, title: &str) {
        let Some(mut paper) = Printed::read(file, title) else { return };
        paper.says(title);
        assert!(
            paper.holds(&format!("{} {LEARNER}", self.board.word)),
            "{title} does not say {}",
            self.board.word
        );
    }

    /// Records, tables and a replay say the same, and so does the verifier that knows nothing of this program.
    fn is_sound(&self) {
        self.says(&["check"]);
        let file: PathBuf = self.machine.path("history.jsonl");
        self.says(&["journal", "export", file.to_str().unwrap()]);
        is_sound(&file);
        let history = self.says(&["history", LEARNER]).to_string();
        for word in ["certificate C-9", "claim", "in batch B-17", "sign off", "declaration of own work"] {
            assert!(history.contains(word), "{word:?} is not in the history: {history}");
        }
    }
}

fn goes_the_whole_way(board: &'static Board) {
    let way = Way::begin(board);
    way.takes_the_unit();
    way.takes_the_learner();
    way.maps_and_decides();
    way.signs();
    way.samples();
    way.claims();
    way.checks_every_paper();
    way.is_sound();
}

#[test]
fn a_trainees_unit_of_pearson_goes_from_an_empty_folder_to_the_certificate() {
    goes_the_whole_way(&PEARSON);
}

#[test]
fn a_unit_of_ocr_goes_from_an_empty_folder_to_the_certificate() {
    goes_the_whole_way(&OCR);
}
