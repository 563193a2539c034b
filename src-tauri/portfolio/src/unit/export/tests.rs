//! Round trips: what goes out in a format is read again, over the starter library and random units. What does not come back
//! must be exactly what the table in `src-tauri/FORMATS.md` says.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::links::{LinkEnd, LinkRow, read_links};
use super::*;
use crate::unit::format::SpecFile;
use crate::unit::import::proposal::{Proposal, Reading};
use crate::unit::import::{case, json as our_json, matrix, moodle, sheet};
use crate::unit::link::Relation;
use crate::unit::starter;

const NOW: Moment = Moment { at: 1_795_269_909_000, offset: 0 };

fn starter_units() -> Vec<Arc<UnitSpec>> {
    starter::UNITS.iter().map(|text| Arc::new(UnitSpec::parse(text).unwrap())).collect()
}

fn seed() -> u64 {
    let told = std::env::var("SEED").ok().and_then(|s| s.parse().ok());
    let seed = told.unwrap_or_else(|| fastrand::u64(..));
    println!("SEED={seed}");
    seed
}

/// A unit in which every field of the format may hold something.
fn random_unit(rng: &mut fastrand::Rng, n: usize) -> Arc<UnitSpec> {
    let mut unit = Words { rng };
    let outcomes: Vec<Value> = (1..=unit.rng.usize(1..6)).map(|o| unit.outcome(o)).collect();
    let unassigned: Vec<Value> = (0..unit.rng.usize(0..3)).map(|c| unit.criterion(format!("9{c}"))).collect();
    // Every tenth title is longer than any other program takes.
    let title = format!("{} {n}", unit.text().replace('\n', " "));
    let title = if n.is_multiple_of(10) { title.repeat(1 + 300 / title.len()) } else { title };
    let origin = ["awarding-organisation", "third-party", "centre"][unit.rng.usize(..3)];
    let value = json!({
        "format": "assessor-spec", "formatVersion": 1, "id": unit.uuid(), "handle": format!("random-{n}"),
        "revision": "2", "previous": ["0".repeat(64)], "language": "cy-GB",
        "source": {"kind": origin, "title": unit.text(), "issue": "Issue 3", "publishedOn": "2014-08-01", "uri": "https://example.org/x", "sha256": "1".repeat(64), "notes": unit.text()},
        "awardingOrganisation": {"name": format!("Example Board {n}"), "brand": "Brand", "recognitionNumber": "RN1", "confirmed": true},
        "qualifications": [
            {"number": "603/2476/0", "title": unit.text(), "level": "3", "framework": "RQF", "group": "Optional", "status": "Available to learners", "operationalEndDate": "2029-08-31", "certificationEndDate": "2030-08-31"},
            {"number": "603/2477/2", "title": unit.text(), "level": "2", "framework": "QCF", "group": null, "status": null, "operationalEndDate": null, "certificationEndDate": null}],
        "unit": {"number": format!("U{n}"), "urn": format!("M/601/{:04}", 1000 + n), "title": title, "level": "Entry 1", "credit": unit.rng.i64(1..20), "glh": unit.rng.i64(1..90), "tqt": 70, "aim": unit.text(), "nos": ["CFA1"], "assessmentRequirements": unit.text()},
        "outcomes": outcomes, "unassignedCriteria": unassigned,
        "guidance": [{"kind": "skill", "text": unit.text()}], "keyTerms": [{"term": "SLA", "definition": unit.text()}],
    });
    Arc::new(UnitSpec::parse(&value.to_string()).unwrap())
}

struct Words<'a> {
    rng: &'a mut fastrand::Rng,
}

impl Words<'_> {
    fn uuid(&mut self) -> String {
        uuid::Builder::from_random_bytes(self.rng.u128(..).to_be_bytes()).into_uuid().to_string()
    }

    /// Words with everything that a format may trip over.
    fn text(&mut self) -> String {
        const PIECES: [&str; 16] = [
            "plan",
            "the work,",
            "\"quoted\"",
            "a;b",
            "x < y",
            "a<b",
            "R&D",
            "&amp;",
            "é – “z”",
            "tab\tinside",
            "1.1 not a code",
            "line\nbreak",
            "=1+1",
            "'s",
            "100%",
            "%2C",
        ];
        const STARTS: [&str; 8] = ["Plan", "=Plan", "-plan", "'=Plan", "+", "@home", "3 types of", "“Quote”"];
        let length = if self.rng.u8(..) < 20 { 80 } else { self.rng.usize(1..12) };
        let mut words = vec![STARTS[self.rng.usize(..STARTS.len())]];
        words.extend((0..length).map(|_| PIECES[self.rng.usize(..PIECES.len())]));
        words.join(" ")
    }

    fn outcome(&mut self, o: usize) -> Value {
        let criteria: Vec<Value> =
            (1..=self.rng.usize(0..12)).map(|c| self.criterion(format!("{o}.{c}"))).collect();
        json!({"id": self.uuid(), "code": o.to_string(), "codeOrigin": "generated", "text": self.text(), "inferred": true, "kind": "mixed", "criteria": criteria})
    }

    fn criterion(&mut self, code: String) -> Value {
        json!({"id": self.uuid(), "code": code, "codeOrigin": "generated", "assignment": "proposed", "text": self.text(), "kind": "knowledge",
            "amplification": self.text(), "evidenceRequirements": [self.text()], "simulationAllowed": true})
    }
}

fn write(units: &[Arc<UnitSpec>], links: &[LinkRow], format: Format) -> Vec<u8> {
    export(&Material { units, qualification: None, links }, format, NOW).unwrap()
}

fn read(bytes: &[u8], format: Format) -> Reading {
    match format {
        Format::Json => our_json::read(bytes),
        Format::Csv | Format::Xlsx => sheet::read(bytes, &sheet::SheetOptions::default()),
        Format::Case => case::read(bytes),
        Format::Matrix => matrix::read(bytes),
        Format::Moodle => moodle::read(bytes),
    }
    .unwrap()
}

/// A proposal in the fields of our own format, so that both sides can be laid beside each other.
fn as_file(p: &Proposal) -> Value {
    let identity = p.identity.clone().unwrap_or_default();
    let file = SpecFile {
        format: "assessor-spec".into(),
        format_version: 1,
        id: identity.unit,
        handle: identity.handle,
        revision: identity.revision,
        previous: identity.previous,
        language: identity.language,
        ..SpecFile::default()
    };
    let mut file = serde_json::to_value(file).unwrap();
    file["source"] = serde_json::to_value(&p.source).unwrap();
    file["awardingOrganisation"] = serde_json::to_value(&p.awarding_organisation).unwrap();
    file["qualifications"] = json!([serde_json::to_value(&p.qualification).unwrap()]);
    file["unit"] = serde_json::to_value(&p.unit).unwrap();
    file["outcomes"] = serde_json::to_value(&p.outcomes).unwrap();
    let unassigned = |c: &crate::unit::import::proposal::UnassignedCriterion| json!({"code": c.proposed_code, "text": c.text});
    file["unassignedCriteria"] = p.unassigned_criteria.iter().map(unassigned).collect();
    file["guidance"] = serde_json::to_value(&p.guidance).unwrap();
    file["keyTerms"] = serde_json::to_value(&p.key_terms).unwrap();
    file
}

/// Every value by the path of its field, in order; what holds nothing is left out.
fn fields(value: &Value, path: &str, found: &mut BTreeMap<String, Vec<String>>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, inner)| {
            fields(inner, &if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, found);
        }),
        Value::Array(items) => items.iter().for_each(|item| fields(item, &format!("{path}[]"), found)),
        Value::Null | Value::Bool(false) => {}
        Value::String(text) if text.is_empty() => {}
        other @ (Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
            found.entry(path.to_owned()).or_default().push(other.to_string())
        }
    }
}

/// Fields of `spec` whose values are not all there in `back`.
fn lost(spec: &UnitSpec, back: &Proposal, losses: &mut BTreeSet<String>) {
    let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
    fields(&serde_json::from_slice(&spec.canonical).unwrap(), "", &mut before);
    fields(&as_file(back), "", &mut after);
    losses.extend(
        before.into_iter().filter(|(path, values)| after.get(path) != Some(values)).map(|(path, _)| path),
    );
}

/// The table of FORMATS.md: for each field the formats that lose it.
fn named_losses() -> BTreeMap<String, BTreeSet<&'static str>> {
    let text = include_str!("../../../../FORMATS.md");
    let rows = text.lines().filter(|line| line.starts_with("| `") && line.matches('|').count() == 8);
    let formats = ["json", "csv", "xlsx", "case", "matrix", "moodle"];
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let losing =
            formats.into_iter().zip(&cells[1..]).filter(|(_, cell)| **cell != "✓").map(|(format, _)| format);
        (cells[0].trim_matches('`').to_owned(), losing.collect())
    })
    .collect()
}

fn units(rng: &mut fastrand::Rng) -> Vec<Arc<UnitSpec>> {
    starter_units().into_iter().chain((0..24).map(|n| random_unit(rng, n))).collect()
}

#[test]
fn our_json_comes_back_with_the_same_hash() {
    let units = units(&mut fastrand::Rng::with_seed(seed()));
    for unit in &units {
        assert_eq!(
            our_json::texts(&write(std::slice::from_ref(unit), &[], Format::Json)).unwrap()[0].sha256,
            unit.sha256
        );
    }
    let all = our_json::texts(&write(&units, &[], Format::Json)).unwrap();
    assert!(all.iter().zip(&units).all(|(back, unit)| back.canonical == unit.canonical));
}

#[test]
fn the_losses_are_exactly_those_that_are_named() {
    let units = units(&mut fastrand::Rng::with_seed(seed()));
    let named = named_losses();
    let every = format_fields();
    assert_eq!(
        named.keys().cloned().collect::<BTreeSet<_>>(),
        every,
        "the table names every field of the format"
    );
    let mut found: BTreeMap<String, BTreeSet<&str>> =
        every.iter().map(|field| (field.clone(), BTreeSet::new())).collect();
    for format in [Format::Csv, Format::Xlsx, Format::Case, Format::Matrix, Format::Moodle] {
        let mut losses = BTreeSet::new();
        for unit in &units {
            let reading = read(&write(std::slice::from_ref(unit), &[], format), format);
            assert_eq!(reading.units.len(), 1, "{format:?} {}", unit.text.handle);
            lost(unit, &reading.units[0], &mut losses);
        }
        for field in losses {
            found.entry(field).or_default().insert(format.name());
        }
    }
    let wrong: Vec<_> = every.iter().filter(|field| found.get(*field) != named.get(*field)).collect();
    let shown: Vec<String> = wrong
        .iter()
        .map(|f| format!("{f}: lost by {:?}, FORMATS.md says {:?}", found[*f], named[*f]))
        .collect();
    assert!(shown.is_empty(), "{shown:#?}");
    assert!(named.values().all(|by| !by.contains("json")));
}

/// Paths of all fields of the format, from a unit that fills them all.
fn format_fields() -> BTreeSet<String> {
    let mut rng = fastrand::Rng::with_seed(7);
    let mut all = BTreeMap::new();
    for n in 0..20 {
        fields(&serde_json::from_slice(&random_unit(&mut rng, n).canonical).unwrap(), "", &mut all);
    }
    all.into_keys().collect()
}

#[test]
fn many_units_in_one_file_come_back_in_order() {
    let units = units(&mut fastrand::Rng::with_seed(seed()));
    for format in [Format::Csv, Format::Xlsx, Format::Case, Format::Matrix, Format::Moodle] {
        let reading = read(&write(&units, &[], format), format);
        assert_eq!(reading.units.len(), units.len(), "{format:?}");
        for (back, unit) in reading.units.iter().zip(&units) {
            assert_eq!(back.unit.title, unit.text.unit.title, "{format:?}");
            let mine: Vec<(&str, &str)> = unit
                .text
                .outcomes
                .iter()
                .flat_map(|o| {
                    std::iter::once((o.code.as_str(), o.text.as_str()))
                        .chain(o.criteria.iter().map(|c| (c.code.as_str(), c.text.as_str())))
                })
                .collect();
            let theirs: Vec<(&str, &str)> = back
                .outcomes
                .iter()
                .flat_map(|o| {
                    std::iter::once((o.code.as_str(), o.text.as_str()))
                        .chain(o.criteria.iter().map(|c| (c.code.as_str(), c.text.as_str())))
                })
                .collect();
            assert_eq!(theirs, mine, "{format:?} {}", unit.text.handle);
            assert_eq!(back.unassigned_criteria.len(), unit.text.unassigned_criteria.len(), "{format:?}");
        }
    }
}

fn link(units: &[Arc<UnitSpec>], relation: Relation, beyond: &str) -> LinkRow {
    let end = |unit: &UnitSpec| LinkEnd {
        unit: unit.text.id.clone(),
        handle: unit.text.handle.clone(),
        criterion: unit.rows[0].id.clone(),
        code: unit.rows[0].code.clone(),
        text_sha256: Hash::of(unit.rows[0].text.as_bytes()).to_string(),
    };
    LinkRow {
        from: end(&units[0]),
        to: end(&units[1]),
        relation,
        beyond_from: beyond.into(),
        beyond_to: String::new(),
        source: String::new(),
    }
}

#[test]
fn case_packages_are_valid_and_say_the_same_twice() {
    let schema = include_str!("../../../../../fixtures/schemas/case-1.1-package.schema.json");
    let schema: Value = serde_json::from_str(schema).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let units = units(&mut fastrand::Rng::with_seed(seed()));
    let relations =
        [Relation::Exact, Relation::Close, Relation::Broader, Relation::Narrower, Relation::Related];
    let links: Vec<LinkRow> = relations.map(|r| link(&units, r, "indicators")).into();
    for some in [&units[..1], &units[1..2], &units[..]] {
        let bytes = write(some, &links, Format::Case);
        assert_eq!(bytes, write(some, &links, Format::Case));
        let package: Value = serde_json::from_slice(&bytes).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&package).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        let ids: Vec<&str> = ["CFItems", "CFAssociations"]
            .iter()
            .flat_map(|list| package[list].as_array().unwrap())
            .map(|v| v["identifier"].as_str().unwrap())
            .collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "no identifier stands twice");
        let back = read(&bytes, Format::Case);
        assert_eq!(back.format, "CASE 1.1 package");
        let stated: Vec<(&str, &str)> =
            back.links.iter().map(|l| (l.relation.as_str(), l.beyond_from.as_str())).collect();
        assert_eq!(stated, relations.map(|r| (r.word(), "indicators")));
        assert_eq!((&back.links[0].from, &back.links[0].to), (&units[0].rows[0].id, &units[1].rows[0].id));
    }
    // The schema notices what would be wrong.
    let mut package: Value = serde_json::from_slice(&write(&units[..1], &[], Format::Case)).unwrap();
    package["CFItems"][0]["weight"] = json!(1);
    assert!(!validator.is_valid(&package));
}

#[test]
fn moodle_cross_references_come_back() {
    let units = starter_units();
    let links = [link(&units, Relation::Close, "")];
    let back = read(&write(&units[..2], &links, Format::Moodle), Format::Moodle);
    assert_eq!((back.links.len(), back.links[0].relation.as_str()), (1, "related"));
}

#[test]
fn limits_of_other_programs_are_kept() {
    let units = units(&mut fastrand::Rng::with_seed(seed()));
    let file: Value = serde_json::from_slice(&write(&units, &[], Format::Matrix)).unwrap();
    let short = |value: &Value, most: usize| value.as_str().is_some_and(|t| t.chars().count() <= most);
    let mut before = BTreeSet::new();
    for value in
        ["standards", "standardelements"].iter().flat_map(|list| file["framework"][list].as_array().unwrap())
    {
        assert!(short(&value["shortname"], 100) && short(&value["name"], 255), "{value}");
        if let Some(id) = value["elementid"].as_str() {
            assert!(before.insert(id), "{id} stands twice");
            assert!(
                value["parentelementid"].as_str().is_none_or(|parent| before.contains(parent)),
                "a parent comes first"
            );
        }
    }
    let states: Vec<&String> = file["framework"]["evidencestatuses"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|s| s.as_object().unwrap().keys())
        .collect();
    assert_eq!(states, ["begun", "incomplete", "partialcomplete", "completed"]);
    let csv = crate::unit::import::delimited::records(&write(&units, &[], Format::Moodle)).unwrap();
    for row in &csv.rows {
        assert_eq!(row.cells.len(), 14);
        assert!(row.cells[1].chars().count() <= 100 && row.cells[2].chars().count() <= 101, "{row:?}");
    }
}

#[test]
fn csv_is_as_spreadsheets_want_it_and_runs_nothing() {
    let units = units(&mut fastrand::Rng::with_seed(seed()));
    let bytes = write(&units, &[], Format::Csv);
    assert!(bytes.starts_with("\u{feff}Awarding organisation,Qualification number,".as_bytes()));
    assert!(bytes.ends_with(b"\r\n"));
    let records = crate::unit::import::delimited::records(&bytes).unwrap();
    let run = records.rows.iter().flat_map(|r| &r.cells).find(|cell| cell.starts_with(['=', '+', '-', '@']));
    assert_eq!(run, None);
}

#[test]
fn nothing_named_is_an_error_and_formats_have_names() {
    assert!(export(&Material { units: &[], qualification: None, links: &[] }, Format::Csv, NOW).is_err());
    for format in Format::ALL {
        assert_eq!(format.name().parse::<Format>().unwrap(), format);
    }
    assert!(
        "pdf".parse::<Format>().unwrap_err().to_string().contains("json, csv, xlsx, case, matrix, moodle")
    );
}

/// Bytes swapped, cut out, doubled and put elsewhere; now and then a piece that the formats know.
fn mutated(bytes: &[u8], rng: &mut fastrand::Rng) -> Vec<u8> {
    const PIECES: [&[u8]; 10] = [
        b"\"",
        b",",
        b"{",
        b"[",
        b"null",
        b"\xff",
        b"99999999999999999999",
        b"\r\n",
        b"\xc3\xa9",
        b"isChildOf",
    ];
    let mut bytes = bytes.to_vec();
    for _ in 0..rng.usize(1..12) {
        let at = rng.usize(..bytes.len().max(1)).min(bytes.len());
        let end = (at + rng.usize(..60)).min(bytes.len());
        match rng.u8(..5) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let piece = bytes[at..end].to_vec();
                let to = rng.usize(..=bytes.len());
                bytes.splice(to..to, piece);
            }
            2 => bytes[at..end].reverse(),
            3 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = rng.u8(..)),
            _piece => drop(bytes.splice(at..at, PIECES[rng.usize(..PIECES.len())].iter().copied())),
        }
    }
    bytes
}

#[test]
fn damaged_files_are_read_or_refused_and_never_stop_the_program() {
    let rounds = std::env::var("ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(20);
    let mut rng = fastrand::Rng::with_seed(seed());
    let units: Vec<_> = starter_units().into_iter().take(3).collect();
    let links = [link(&units, Relation::Close, "x")];
    let (mut read_well, mut refused) = (0, 0);
    for format in [Format::Json, Format::Csv, Format::Case, Format::Matrix, Format::Moodle] {
        for some in [&units[..1], &units[..]] {
            let bytes = write(some, &links, format);
            for _ in 0..rounds {
                let damaged = mutated(&bytes, &mut rng);
                let results = [
                    our_json::read(&damaged).is_ok(),
                    sheet::read(&damaged, &sheet::SheetOptions::default()).is_ok(),
                    sheet::open(&damaged, &sheet::SheetOptions::default()).is_ok(),
                    case::read(&damaged).is_ok(),
                    matrix::read(&damaged).is_ok(),
                    moodle::read(&damaged).is_ok(),
                    crate::unit::import::ofqual::read(&damaged, &Default::default()).is_ok(),
                    read_links(&damaged).is_ok(),
                ];
                read_well += results.iter().filter(|ok| **ok).count();
                refused += results.iter().filter(|ok| !**ok).count();
            }
        }
    }
    println!("{read_well} read, {refused} refused");
    assert!(read_well > 0 && refused > 0);
}
