//! Whoever edits the database behind the program's back is noticed by `check`: every table, every column, every row that
//! is taken away or slipped in, and the tables themselves. The tables are read from the database, so none is forgotten.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails here"
)]

use std::fs;
use std::path::{Path, PathBuf};

use fastrand::Rng;
use journeys::files::scan;
use journeys::people::{BOARDS, EDI, OCR, OWN, PASSWORD, Story, copy, decision, each, text};
use journeys::story::{self, aloud};
use portfolio::Session;
use portfolio::error::{Failure, Sort};
use portfolio::portfolio::DATABASE;
use portfolio::store::Connection;
use serde_json::json;

/// A centre file in which every table has rows.
fn rich() -> Story {
    let mut story = Story::with_evidence();
    story.file("5 lock.txt", "nothing");
    story.file("6 later.txt", "seen and not dealt with");
    story.scan();
    for (reference, code) in [("E001", "1.1"), ("E002", "2.1"), ("E003", "3.1"), ("E004", "4.1")] {
        story.ada().maps(reference, OCR, code, "p. 1");
    }
    story.ada().does("evidence.setAside", json!({ "evidence": ["5 lock.txt"], "reason": "a lock file" }));
    story.ada().decides(OCR, "1.1", "notYetMet", "No aims.");
    story.ada().decides(OCR, "1.1-4.1", "met", "Seen.");
    story.ada().maps("E001", OWN, "1.1", "");
    told_and_declared(&mut story);
    story.ada().decides(OWN, "1.1", "partiallyMet", "Half.");
    story.ada().undoes();
    story.ada().maps("E002", OWN, "1.2", "p. 2");
    story.ada().undoes();
    story.ada().signs(OCR);
    inked_pages(&mut story);
    story.ada().reopens(OCR, "One more look.");
    story.days_pass(1);
    story.ada().signs(OCR);
    story.ada().does("learner.unitWithdraw", json!({ "unit": EDI, "reason": "changed course" }));
    let sample = story.ben().samples(OCR, "1.1,2.1");
    story.ben().finds(&sample, "1.1", "agree", "");
    story.ben().finds(&sample, "2.1", "agree", "");
    story.ben().finds(&sample, "2.1", "action", "Say where.");
    let action = story.sample()["rows"].as_array().and_then(|rows| {
        rows.iter().find_map(|row| {
            row["finding"]["finding"].as_str().filter(|_| row["code"] == "2.1").map(str::to_owned)
        })
    });
    let action = action.unwrap_or_else(|| panic!("no action in {}", story.sample()));
    story.ada().does("action.answer", json!({ "action": action, "note": "Written beside it." }));
    story.ben().does("action.close", json!({ "action": action, "note": "Good." }));
    story.ben().verifies(&sample);
    details_and_a_resubmission(&mut story);
    a_new_issue(&mut story);
    up_to_the_certificate(&mut story);
    taken_from_others(&mut story);
    story.checks_clean();
    story.close();
    story
}

/// Two pages came back signed with a pen; one of them was another learner's.
fn inked_pages(story: &mut Story) {
    for (name, carries) in [("page.png", "learner"), ("other.png", "visitor")] {
        let file = story.home().join(name);
        fs::write(&file, scan(name)).unwrap();
        let page = json!({ "unit": OCR, "file": file, "carries": [carries] });
        story.ada().does("inkedPage.attach", page);
    }
    let pages = story.on("inkedPage.list", json!({ "unit": OCR }));
    let other = each(&pages).find(|p| p["carries"] == json!(["visitor"])).unwrap()["attached"].clone();
    story.ada().does("inkedPage.withdraw", json!({ "attached": other, "reason": "Another learner's." }));
}

/// A learner is told what is needed by when, a certificate is seen, a declaration recorded for the portfolio and one
/// withdrawn, and a phrase saved.
fn told_and_declared(story: &mut Story) {
    let mut told = decision(OWN, "1.1", "notYetMet", "Half.");
    told["feedback"] = json!("A good beginning.");
    told["needed"] = json!("The rota.");
    told["due"] = json!("2026-10-01");
    story.ada().does("decide", told);
    let mut transfer = decision(OWN, "1.4", "creditTransfer", "");
    transfer["certificate"] = json!({
        "number": "C 17/0042", "awardingOrganisation": "OCR", "date": "2024-06-01", "urn": "M/506/2898",
    });
    story.ada().does("decide", transfer);
    let declared = json!({ "route": "email", "acknowledged": "Help from Sam.", "evidence": "E001" });
    story.ada().does("declaration.record", declared);
    story.ada().does("declaration.record", json!({ "route": "witness", "unit": OWN }));
    story.ada().undoes();
    story.ada().sees().call("phrase.save", json!({ "text": "A good beginning." }));
}

/// A witness, a limit of currency, details of items, and one that takes another's place.
fn details_and_a_resubmission(story: &mut Story) {
    story
        .ada()
        .sees()
        .call("witness.save", json!({ "name": "Sam Reed", "role": "supervisor", "status": "other" }));
    story.ada().sees().call("centre.currency", json!({ "months": 24 }));
    story.ada().sees().call("centre.profile", json!({ "profile": "ocr", "matrix": "Record" }));
    story.ada().sees().call("centre.partiallyMet", json!({ "used": false }));
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/pictures");
    story.ada().sees().call("centre.logo", json!({ "file": pictures.join("red.jpg") }));
    let specimen = json!({ "person": "Ada Okafor", "file": pictures.join("signature.png"), "draws": true });
    story.ada().sees().call("person.specimenSave", specimen);
    let said = json!({ "evidence": "E004", "route": "observed", "witness": "Sam Reed" });
    story.ada().does("evidence.describe", said);
    story.ada().does("evidence.describe", json!({ "evidence": "E004", "route": "witness" }));
    story.ada().does("evidence.replace", json!({ "evidence": "E004", "replaces": "E003" }));
}

/// The EDI unit comes in a new issue, decisions are confirmed under it; a qualification and a set are recorded.
fn a_new_issue(story: &mut Story) {
    story.ada().does("learner.unitAdd", json!({ "unit": EDI }));
    story.ada().maps("E003", EDI, "1.1", "p. 2");
    story.ada().decides(EDI, "1.1", "met", "");
    let mut draft = story.call("unit.draft", json!({ "unit": EDI }));
    draft["outcomes"][3]["text"] = json!("Follow law and policy in every customer service operation");
    story.call("unit.save", json!({ "draft": draft }));
    let mut own = story.call("unit.draft", json!({ "unit": OWN }));
    own["source"]["kind"] = json!("awarding-organisation");
    story.call("unit.save", json!({ "draft": own }));
    story.call("unit.confirm", json!({ "unit": OWN, "source": "The board's specification" }));
    let moved = story.call("unit.reissue", json!({ "unit": EDI, "keepDecisions": true }));
    assert_eq!(each(&moved["done"]).count(), 1, "{moved}");
    let says = json!({
        "number": "603/2476/0", "title": "Diploma in Customer Service", "level": "3", "awardingOrganisation": "",
        "framework": "", "status": "", "operationalStartDate": "", "operationalEndDate": "", "certificationEndDate": "",
        "groups": [{ "name": "Mandatory", "mandatory": true, "units": [EDI] }], "levelRules": [], "source": "typed in",
    });
    story.call("qualification.save", json!({ "says": says }));
    let set = json!({ "name": "Team leaders", "qualification": "603/2476/0", "units": [EDI, OWN] });
    story.call("unitSet.save", set);
}

/// Cleo works on a copy of the centre file, and somebody with a newer program writes too.
fn taken_from_others(story: &mut Story) {
    let mut other = story.copied();
    other.cleo().maps("E003", OWN, "2.1", "p. 3");
    let file = story.home().join("cleo.jsonl");
    other.on("journal.export", json!({ "file": file }));
    story.call("journal.admit", json!({ "file": file }));
    story.hears_from_a_newer_program();
}

/// Another learner whose unit a trainee decided and another sampled, with everything up to the certificate.
fn up_to_the_certificate(story: &mut Story) {
    for (name, role, countersigner) in [
        ("Tia Lund", "traineeAssessor", "Ada Okafor"),
        ("Vic Rowe", "traineeIv", "Ben King"),
        ("May Poole", "administrator", ""),
    ] {
        let person =
            json!({ "name": name, "roles": [role], "countersigner": countersigner, "password": PASSWORD });
        story.call("person.add", person);
    }
    story.person("May Poole").does_of_the_centre("root.make", json!({ "password": PASSWORD }));
    story.person("May Poole").does_of_the_centre("root.issue", json!({ "password": PASSWORD }));
    let sam = |request: serde_json::Value| {
        let mut request = request;
        request["learner"] = json!("Sam Vale");
        request
    };
    let facts = json!({ "name": "Sam Vale", "uln": "1234567890", "registrationNumber": "N", "registrationDate": "2026-09-01", "units": [OCR] });
    story.call("learner.add", facts);
    story.takes_a_boards_unit();
    story.ada().does("learner.unitAdd", sam(json!({ "unit": BOARDS })));
    let decide = |unit: &str, codes: &str| {
        sam(json!({ "unit": unit, "codes": codes, "outcome": "rpl", "reason": "x" }))
    };
    let sign = |unit: &str| sam(json!({ "unit": unit, "password": PASSWORD }));
    let sign_off = |unit: &str| sam(json!({ "unit": unit, "password": PASSWORD, "vacsr": true }));
    story.ada().does("declaration.record", sam(json!({ "route": "signed" })));
    story.person("Tia Lund").does("decide", decide(BOARDS, "1.1-2.1"));
    story.ada().does("countersign", sign(BOARDS));
    story.person("Tia Lund").does("signOff.sign", sign_off(BOARDS));
    story.ada().does("paper.sign", sign(BOARDS));
    let sample = text(
        &story.person("Vic Rowe").does("sample.make", sam(json!({ "unit": BOARDS, "codes": "1.1" })))["sample"],
    );
    let sampled = |request: serde_json::Value| {
        let mut request = sam(request);
        request["sample"] = json!(sample);
        request
    };
    story.person("Vic Rowe").does("finding.make", sampled(json!({ "code": "1.1", "judgement": "agree" })));
    story.person("Vic Rowe").does("sample.verify", sampled(json!({ "password": PASSWORD })));
    story.ben().does("sample.countersign", sampled(json!({ "password": PASSWORD })));
    story.ada().does("decide", decide(OCR, "1.1-4.1"));
    story.ada().does("signOff.sign", sign_off(OCR));
    let release = sam(json!({ "unit": OCR, "reason": "Outside the sample.", "password": PASSWORD }));
    story.ben().does("unit.release", release);
    story.person("May Poole").does("claim.make", sam(json!({ "units": [BOARDS], "batch": "B-1" })));
    story.person("May Poole").does("certificate.record", sam(json!({ "units": [BOARDS], "number": "C-1" })));
    let held = json!({ "board": "OCR", "holds": true, "source": "A letter." });
    story.call("directClaim.state", held);
    story.call("learner.add", json!({ "name": "Lee Moss", "units": [OCR] }));
    let gone = json!({ "learner": "Lee Moss", "name": "Lee Moss", "ground": "byMistake" });
    story.person("May Poole").does("learner.erase", gone);
}

/// A copy of the rich centre file that is edited and checked again and again.
struct Copy {
    _story: Story,
    sound: Vec<u8>,
    folder: PathBuf,
    tried: usize,
    unnoticed: Vec<String>,
}

impl Copy {
    fn of(story: Story) -> Copy {
        let folder = story.home().join("copy");
        copy(&story.workspace(), &folder);
        let sound = fs::read(folder.join(DATABASE)).unwrap();
        let mut fresh = Copy { _story: story, sound, folder, tried: 0, unnoticed: Vec::new() };
        fresh.check().unwrap_or_else(|f| panic!("the copy itself: {}", f.message));
        fresh
    }

    /// The database as it was, with nobody's foreign keys and triggers in the way.
    fn open(&self) -> Connection {
        for beside in ["-wal", "-shm"] {
            let _ = fs::remove_file(self.folder.join(format!("{DATABASE}{beside}")));
        }
        fs::write(self.folder.join(DATABASE), &self.sound).unwrap();
        let db = Connection::open(self.folder.join(DATABASE)).unwrap();
        db.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        db
    }

    fn check(&mut self) -> Result<(), Failure> {
        Session::open(&self.folder)?.call("check", json!({})).map(drop)
    }

    /// Edits rows with the triggers lifted and put back, so that nothing but the edit can be noticed.
    /// False where the database itself refuses the edit.
    fn edit(&mut self, what: &str, sql: &str) -> bool {
        let db = self.open();
        let triggers = list(&db, "SELECT sql FROM sqlite_schema WHERE type = 'trigger'");
        for name in list(&db, "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
            db.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
        }
        if db.execute_batch(sql).is_err() {
            return false;
        }
        assert!(db.changes() > 0, "{sql} changed nothing");
        db.execute_batch(&triggers.join(";")).unwrap();
        drop(db);
        self.must_notice(what, sql);
        true
    }

    /// Edits the tables themselves.
    fn alter(&mut self, sql: &str) {
        self.open().execute_batch(sql).unwrap();
        self.must_notice("schema", sql);
    }

    fn must_notice(&mut self, what: &str, sql: &str) {
        self.tried += 1;
        let sql: String = sql.chars().take(160).collect();
        match self.check() {
            Ok(()) => self.unnoticed.push(format!("{what}: not noticed: {sql}")),
            Err(failure) if failure.sort != Sort::Integrity => {
                let message: String = failure.message.chars().take(80).collect();
                self.unnoticed.push(format!("{what}: {:?}, {message}: {sql}", failure.sort));
            }
            Err(failure) if what != "schema" && failure.message.contains("tables themselves") => {
                panic!("{what}: the edit was noticed by something else: {}", failure.message)
            }
            Err(_) => {}
        }
    }
}

fn list(db: &Connection, sql: &str) -> Vec<String> {
    let mut statement = db.prepare(sql).unwrap_or_else(|e| panic!("{sql}: {e}"));
    let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// One table: its columns, those of its key, and which may be empty.
struct Table {
    name: String,
    columns: Vec<String>,
    key: Vec<String>,
    nullable: Vec<String>,
}

fn tables(db: &Connection) -> Vec<Table> {
    let names = list(
        db,
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    );
    let columns = |table: &str, filter: &str| {
        list(
            db,
            &format!(
                "SELECT '\"' || name || '\"' FROM pragma_table_info('{table}') WHERE {filter} ORDER BY cid"
            ),
        )
    };
    let table = |name: String| Table {
        columns: columns(&name, "1"),
        key: columns(&name, "pk > 0"),
        nullable: columns(&name, "pk = 0 AND \"notnull\" = 0"),
        name,
    };
    names.into_iter().map(table).collect()
}

/// A random row: the SQL that finds it.
fn random_row(db: &Connection, table: &Table, rng: &mut Rng) -> String {
    let key: Vec<String> = table.key.iter().map(|c| format!("'{c} = ' || quote({c})")).collect();
    let rows = list(db, &format!("SELECT {} FROM {}", key.join(" || ' AND ' || "), table.name));
    assert!(!rows.is_empty(), "the story leaves {} empty: let it do what fills it", table.name);
    rows[rng.usize(..rows.len())].clone()
}

/// Another value of the same kind, as SQL: one digit, one letter, one bit of it differs.
fn another(literal: &str, rng: &mut Rng) -> String {
    if literal == "NULL" {
        return "'x'".into();
    }
    if let Ok(number) = literal.parse::<i64>() {
        return if number == 0 || number == 1 { (1 - number).to_string() } else { (number + 1).to_string() };
    }
    let inner = literal.find('\'').unwrap() + 1;
    let places: Vec<usize> =
        (inner..literal.len() - 1).filter(|i| literal.as_bytes()[*i].is_ascii_alphanumeric()).collect();
    if places.is_empty() {
        return "'x'".into();
    }
    let at = places[rng.usize(..places.len())];
    let other = match literal.as_bytes()[at] {
        b'9' => '8',
        digit @ b'0'..=b'8' => char::from(digit + 1),
        b'f' => 'e',
        b'F' => 'E',
        b'z' | b'Z' => 'y',
        letter => char::from(letter + 1),
    };
    format!("{}{other}{}", &literal[..at], &literal[at + 1..])
}

fn edit_every_column(copy: &mut Copy, table: &Table, rng: &mut Rng) {
    for column in &table.columns {
        let what = format!("{}.{column}", table.name);
        let mut made = false;
        for attempt in 0..12 {
            let db = copy.open();
            let row = random_row(&db, table, rng);
            let literal =
                list(&db, &format!("SELECT quote({column}) FROM {} WHERE {row}", table.name)).remove(0);
            let mut other = another(&literal, rng);
            if attempt > 3 && literal.parse::<i64>().is_ok() {
                // The next number is taken in a column whose values must differ.
                other = rng.i64(1000..1 << 40).to_string();
            }
            drop(db);
            made = copy.edit(&what, &format!("UPDATE {} SET {column} = {other} WHERE {row}", table.name));
            if made {
                break;
            }
        }
        assert!(made, "{what} could not be edited at all");
        if table.nullable.contains(column) {
            let sql = format!("UPDATE {} SET {column} = NULL WHERE {column} IS NOT NULL", table.name);
            if list(&copy.open(), &format!("SELECT 'x' FROM {} WHERE {column} IS NOT NULL", table.name))
                .is_empty()
            {
                continue;
            }
            copy.edit(&what, &sql);
        }
    }
}

fn take_away_and_slip_in(copy: &mut Copy, table: &Table, rng: &mut Rng) {
    let db = copy.open();
    let row = random_row(&db, table, rng);
    let columns: Vec<String> = table.columns.iter().map(|c| format!("quote({c})")).collect();
    let values: Vec<String> = columns
        .iter()
        .map(|c| list(&db, &format!("SELECT {c} FROM {} WHERE {row}", table.name)).remove(0))
        .collect();
    drop(db);
    copy.edit(&format!("{}, a row less", table.name), &format!("DELETE FROM {} WHERE {row}", table.name));
    let mut twin = values;
    let last = table.key.last().unwrap();
    for (value, column) in twin.iter_mut().zip(&table.columns) {
        if column == last || column == "\"n\"" {
            *value = if column == "\"n\"" { "4711".into() } else { another(value, rng) };
        }
    }
    let sql = format!("INSERT INTO {} VALUES ({})", table.name, twin.join(", "));
    assert!(copy.edit(&format!("{}, a row more", table.name), &sql), "{sql}");
}

#[test]
fn an_edit_of_any_column_of_any_table_is_noticed() {
    let seed = story::seed();
    let mut rng = Rng::with_seed(seed);
    let mut copy = Copy::of(rich());
    let tables = tables(&copy.open());
    for table in &tables {
        edit_every_column(&mut copy, table, &mut rng);
        take_away_and_slip_in(&mut copy, table, &mut rng);
    }
    let columns: usize = tables.iter().map(|t| t.columns.len()).sum();
    aloud(&format!(
        "tamper: {} edits in {columns} columns of {} tables, {} unnoticed, PORTFOLIO_SEED={seed}",
        copy.tried,
        tables.len(),
        copy.unnoticed.len()
    ));
    assert!(copy.unnoticed.is_empty(), "unnoticed:\n  {}", copy.unnoticed.join("\n  "));
}

#[test]
fn a_unit_text_taken_out_of_the_library_is_noticed() {
    let mut copy = Copy::of(rich());
    let texts = list(&copy.open(), "SELECT sha256 FROM spec");
    for text in texts {
        copy.edit("spec", &format!("DELETE FROM spec WHERE sha256 = '{text}'"));
    }
    assert!(copy.unnoticed.is_empty(), "unnoticed:\n  {}", copy.unnoticed.join("\n  "));
}

#[test]
fn a_change_of_the_tables_themselves_is_noticed() {
    let mut copy = Copy::of(rich());
    let drops = "SELECT 'DROP ' || type || ' ' || name FROM sqlite_schema WHERE type IN ('trigger', 'index') AND sql IS NOT NULL";
    let drops = list(&copy.open(), drops);
    drops.iter().for_each(|sql| copy.alter(sql));
    for sql in [
        "CREATE TABLE aside (x TEXT)",
        "CREATE TABLE sqliteaside (x TEXT)",
        "CREATE INDEX aside ON entry (n)",
        "CREATE VIEW aside AS SELECT * FROM entry",
        "CREATE TRIGGER aside AFTER INSERT ON entry BEGIN DELETE FROM paper; END",
        "ALTER TABLE decision ADD COLUMN aside TEXT",
        "ALTER TABLE note RENAME COLUMN note TO aside",
        "PRAGMA user_version = 0",
        "PRAGMA application_id = 1",
    ] {
        copy.alter(sql);
    }
    assert!(copy.unnoticed.is_empty(), "unnoticed:\n  {}", copy.unnoticed.join("\n  "));
}

#[test]
fn an_edit_of_a_kept_copy_or_a_paper_is_noticed() {
    let mut copy = Copy::of(rich());
    let mut kept: Vec<PathBuf> =
        ["judged", "papers", "inked"].iter().flat_map(|f| files(&copy.folder.join(f))).collect();
    kept.sort();
    assert!(kept.len() > 4, "{kept:?}");
    for path in kept {
        let before = fs::read(&path).unwrap();
        let mut bytes = before.clone();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        // Kept copies are read only; taking their place is what somebody else would do.
        fs::remove_file(&path).unwrap();
        fs::write(&path, bytes).unwrap();
        copy.must_notice("kept file", &path.display().to_string());
        fs::write(&path, before).unwrap();
    }
    assert!(copy.unnoticed.is_empty(), "unnoticed:\n  {}", copy.unnoticed.join("\n  "));
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

/// Also of an act that counts without one: that it was signed stands in the entry.
#[test]
fn a_signature_that_is_taken_away_is_noticed() {
    let mut copy = Copy::of(rich());
    let signatures = list(&copy.open(), "SELECT sig FROM signature");
    let of_papers = "SELECT s.sig FROM signature s JOIN entry e ON e.hash = s.entry
                     WHERE instr(CAST(e.body AS TEXT), '\"paper.issued/1+signed\"') > 0";
    assert!(!list(&copy.open(), of_papers).is_empty(), "an entry that names a signed paper is signed");
    for sig in signatures {
        copy.edit("signature", &format!("DELETE FROM signature WHERE sig = '{sig}'"));
    }
    assert!(copy.unnoticed.is_empty(), "unnoticed:\n  {}", copy.unnoticed.join("\n  "));
}

/// Of every ECDSA signature (r, s) there is a second, (r, n − s), that anybody can work out without the key.
#[test]
fn a_signature_exchanged_for_its_twin_is_noticed() {
    const TWIN: &str = "
import base64, sys
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
raw = base64.b64decode(sys.argv[1]); l = raw[3]; r = raw[4:4 + l]; s = int.from_bytes(raw[6 + l:], 'big')
def der(b): return bytes([2, len(b)]) + b
t = N - s; t = t.to_bytes(t.bit_length() // 8 + 1, 'big'); body = der(r) + der(t)
print(base64.b64encode(bytes([0x30, len(body)]) + body).decode())";
    let mut copy = Copy::of(rich());
    let signatures = list(&copy.open(), "SELECT sig FROM signature");
    for sig in signatures {
        let Ok(output) = std::process::Command::new("python3").args(["-c", TWIN, &sig]).output() else {
            return aloud("python3 cannot be run: the twin of a signature was NOT tried");
        };
        let twin = String::from_utf8(output.stdout).unwrap();
        copy.edit(
            "signature.sig",
            &format!("UPDATE signature SET sig = '{}' WHERE sig = '{sig}'", twin.trim()),
        );
    }
    assert!(copy.unnoticed.is_empty(), "unnoticed:\n  {}", copy.unnoticed.join("\n  "));
}
