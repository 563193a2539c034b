//! A National Occupational Standard: a code, a title and points of performance and knowledge. In the library it is a text
//! like a unit's, so that links between boards, revisions and exchange serve it as they are; its rows are the points.
//! Pure. Refuses to know what is linked to a point, and where files lie.

mod table;

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::draft::slug;
use super::import::delimited;
use super::spec::{STANDARD, UnitSpec};
use crate::error::{Error, Result};
use crate::journal::id::Hash;

/// Name of the format.
pub const FORMAT: &str = "assessor-standard";
/// Name under which its schema is published.
pub const SCHEMA_NAME: &str = "assessor-standard-1.schema.json";
/// Largest file taken in, in bytes.
pub const LARGEST: usize = 16 << 20;
/// Most standards of one file.
const MOST_STANDARDS: usize = 500;
/// Most points of one standard. Real ones have below a hundred.
const MOST_POINTS: usize = 500;
/// Code of the part that holds the points of performance; of knowledge.
const PARTS: [(Kind, &str, &str); 2] =
    [(Kind::Performance, "P", "Performance criteria"), (Kind::Knowledge, "K", "Knowledge and understanding")];

/// What a point asks for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// What a person does.
    #[default]
    Performance,
    /// What a person knows and understands.
    Knowledge,
}

/// One standard as a file gives it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Standard {
    /// Code under which it is published: "INVCS042".
    #[schemars(length(min = 1))]
    pub code: String,
    /// Title.
    #[schemars(length(min = 1))]
    pub title: String,
    /// Who developed it.
    #[serde(default)]
    pub developed_by: String,
    /// Version as published: "2".
    #[serde(default)]
    pub version: String,
    /// Overview.
    #[serde(default)]
    pub overview: String,
    /// Points in order.
    #[schemars(length(min = 1))]
    pub points: Vec<Point>,
}

/// One point.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Point {
    /// "P3", "K12"; empty = not numbered in the source, and then numbered by us.
    #[serde(default)]
    pub code: String,
    /// performance or knowledge; absent = knowledge where the code begins with K, else performance.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// Words.
    #[schemars(length(min = 1))]
    pub text: String,
}

/// The file.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StandardFile {
    /// Always "assessor-standard".
    pub format: String,
    /// Always 1.
    pub format_version: i64,
    /// The standards.
    pub standards: Vec<Standard>,
}

/// The published JSON Schema of `assessor-standard/1`.
#[must_use]
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(StandardFile);
    schema.insert("title".into(), "National Occupational Standards: assessor-standard, version 1".into());
    Value::from(schema)
}

/// Reads a file, JSON or a table with delimiters by its content. Errors name the standard and the point or line.
pub fn read(bytes: &[u8]) -> Result<Vec<UnitSpec>> {
    if bytes.len() > LARGEST {
        return Err(refused(format!("it is larger than {} MB", LARGEST >> 20)));
    }
    let (text, _) = delimited::decode(bytes);
    if !text.trim_start().starts_with(['{', '[']) {
        return specs(table::standards(text.as_bytes())?);
    }
    let value: Value =
        serde_json::from_str(text.trim()).map_err(|e| refused(format!("it is not JSON: {e}")))?;
    match (value.get("format").and_then(Value::as_str), value.get("formatVersion").and_then(Value::as_i64)) {
        (Some(FORMAT), Some(1)) => {
            let file: StandardFile = serde_json::from_value(value)
                .map_err(|e| refused(format!("a field is not as it should be: {e}")))?;
            specs(file.standards)
        }
        // A standard that this program wrote: all of it, with its ids and revision.
        (Some("assessor-spec"), Some(1)) => {
            let spec = UnitSpec::parse(&text)?;
            match spec.is_standard() {
                true => Ok(vec![spec]),
                false => Err(refused(format!("{} is a unit: bring it in as a unit", spec.text.unit.title))),
            }
        }
        (Some(_) | None, _) => {
            Err(refused("it does not say \"format\": \"assessor-standard\", \"formatVersion\": 1".into()))
        }
    }
}

fn specs(standards: Vec<Standard>) -> Result<Vec<UnitSpec>> {
    if standards.is_empty() {
        return Err(refused("it holds no standard".into()));
    }
    if standards.len() > MOST_STANDARDS {
        return Err(refused(format!("it holds more than {MOST_STANDARDS} standards: split it")));
    }
    let mut codes = BTreeSet::new();
    for standard in &standards {
        if !codes.insert(slug(&standard.code)) {
            return Err(refused(format!("the standard {} stands in it twice", standard.code)));
        }
    }
    standards.into_iter().map(spec).collect()
}

/// The text as the library keeps it. Ids follow from the codes, so that two desks that bring the same standard in have
/// the same one.
fn spec(standard: Standard) -> Result<UnitSpec> {
    let standard = tidied(standard)?;
    let named = |why: String| refused(format!("{}: {why}", standard.code));
    let unit = id_of(&standard.code.to_uppercase(), "");
    let mut parts = Vec::new();
    for (kind, code, heading) in PARTS {
        let points: Vec<&Point> = standard.points.iter().filter(|p| kind_of(p) == kind).collect();
        if points.is_empty() {
            continue;
        }
        let rows: Vec<Value> = numbered(&points, code)
            .iter()
            .map(|(point, number, origin)| {
                let id = id_of(&unit, number);
                json!({ "id": id, "code": number, "codeOrigin": origin, "assignment": "published", "text": point.text })
            })
            .collect();
        parts.push(json!({
            "id": id_of(&unit, &format!("part {code}")), "code": code, "codeOrigin": "generated", "text": heading,
            "criteria": rows,
        }));
    }
    let stated = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
    let text = json!({
        "format": "assessor-spec", "formatVersion": 1, "id": unit, "handle": slug(&standard.code), "revision": "1",
        "previous": [], "language": "en-GB",
        "source": { "kind": STANDARD, "title": standard.title, "issue": stated(&standard.version) },
        "awardingOrganisation": { "name": standard.developed_by, "confirmed": true },
        "qualifications": [],
        "unit": { "number": standard.code, "title": standard.title, "aim": stated(&standard.overview) },
        "outcomes": parts, "unassignedCriteria": [], "guidance": [], "keyTerms": [],
    });
    UnitSpec::parse(&text.to_string()).map_err(|e| named(e.to_string()))
}

/// White space and codes as people compare them; what cannot be used is refused by name.
fn tidied(mut standard: Standard) -> Result<Standard> {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for field in [
        &mut standard.code,
        &mut standard.title,
        &mut standard.developed_by,
        &mut standard.version,
        &mut standard.overview,
    ] {
        *field = plain(field);
    }
    if slug(&standard.code).is_empty() {
        let whose = if standard.title.is_empty() { "a standard" } else { &standard.title };
        return Err(refused(format!("{whose} has no code")));
    }
    let named = |why: String| Err(refused(format!("{}: {why}", standard.code)));
    if standard.title.is_empty() {
        return named("it has no title".into());
    }
    if standard.points.is_empty() || standard.points.len() > MOST_POINTS {
        return named(format!("it has {} points; 1 to {MOST_POINTS} can be read", standard.points.len()));
    }
    let mut codes = BTreeSet::new();
    for point in &mut standard.points {
        point.text = plain(&point.text);
        // "P 3." is P3: as it is typed where it is linked to.
        point.code = point.code.split_whitespace().collect::<String>().trim_end_matches('.').to_owned();
        let shown = if point.code.is_empty() { &point.text } else { &point.code };
        if point.text.is_empty() {
            return named(format!("the point {shown} has no text"));
        }
        if point.code.contains([',', ';', '-', '–']) {
            return named(format!("the code {shown} of a point holds a comma, semicolon or dash"));
        }
        if !point.code.is_empty() && !codes.insert(point.code.to_uppercase()) {
            return named(format!("the point {shown} stands twice"));
        }
    }
    Ok(standard)
}

fn kind_of(point: &Point) -> Kind {
    let knows = point.code.starts_with(['K', 'k']);
    point.kind.unwrap_or(if knows { Kind::Knowledge } else { Kind::Performance })
}

/// Points with their numbers: the published one, else P4 for the fourth of its part, or the next that is free.
fn numbered<'a>(points: &[&'a Point], part: &str) -> Vec<(&'a Point, String, &'static str)> {
    let mut taken: BTreeSet<String> = points.iter().map(|p| p.code.to_uppercase()).collect();
    let mut out = Vec::new();
    for (place, point) in (1..).zip(points) {
        if !point.code.is_empty() {
            out.push((*point, point.code.clone(), "published"));
            continue;
        }
        let free = (place..=place + points.len()).map(|n| format!("{part}{n}")).find(|c| !taken.contains(c));
        let code = free.unwrap_or_else(|| format!("{part}{place}"));
        taken.insert(code.clone());
        out.push((*point, code, "generated"));
    }
    out
}

/// A uuid that follows from two names alone.
fn id_of(within: &str, name: &str) -> String {
    let hash = Hash::of(format!("national-occupational-standard/1\n{within}\n{name}").as_bytes()).to_string();
    let mut bytes = [0_u8; 16];
    for (byte, pair) in bytes.iter_mut().zip(hash.as_bytes().chunks(2)) {
        let digit = |c: u8| char::from(c).to_digit(16).and_then(|d| u8::try_from(d).ok()).unwrap_or(0);
        *byte = pair.iter().fold(0, |all, c| all * 16 + digit(*c));
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid().to_string()
}

fn refused(why: String) -> Error {
    Error::Usage(format!("this standard cannot be read: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published file; `UPDATE_SCHEMAS=1` writes it anew.
    const PUBLISHED: &str =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/schemas/assessor-standard-1.schema.json");

    fn file(points: Value) -> Vec<u8> {
        json!({ "format": FORMAT, "formatVersion": 1, "standards": [
            { "code": "INVCS042", "title": "Lead a help desk", "developedBy": "Invented Skills", "points": points },
        ] })
        .to_string()
        .into_bytes()
    }

    fn codes(spec: &UnitSpec) -> String {
        let rows =
            spec.rows.iter().map(|r| if r.code_generated { format!("({})", r.code) } else { r.code.clone() });
        rows.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_published_schema_is_the_one_of_the_types_and_fits_the_example() {
        let ours = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            std::fs::write(PUBLISHED, &ours).unwrap();
        }
        assert_eq!(std::fs::read_to_string(PUBLISHED).unwrap(), ours, "make it anew with UPDATE_SCHEMAS=1");
        let validator = jsonschema::draft202012::new(&schema()).unwrap();
        let good: Value = serde_json::from_slice(&file(json!([{ "code": "P1", "text": "Greet" }]))).unwrap();
        assert!(validator.is_valid(&good));
        let mut bad = good.clone();
        bad["standards"][0]["points"][0]["kind"] = json!("skill");
        assert!(!validator.is_valid(&bad));
    }

    #[test]
    fn a_standard_becomes_the_same_text_wherever_it_is_read() {
        let points = json!([
            { "code": "P 1.", "text": "Greet  callers" }, { "code": "K1", "text": "the greeting in use" },
            { "text": "Log each call" }, { "kind": "knowledge", "text": "where calls are logged" },
        ]);
        let [one] = read(&file(points.clone())).unwrap().try_into().unwrap();
        let [other] = read(&file(points)).unwrap().try_into().unwrap();
        assert_eq!((one.sha256, codes(&one).as_str()), (other.sha256, "P1 (P2) K1 (K2)"));
        assert!(one.is_standard() && one.is_called("invcs042"));
        assert_eq!(one.rows[0].text, "Greet callers");
        assert_eq!(one.source_words(), "National Occupational Standard");
        // What the program writes of it is read again as it is.
        let [again] = read(&one.canonical).unwrap().try_into().unwrap();
        assert_eq!(again.sha256, one.sha256);
    }

    #[test]
    fn a_table_with_other_headings_and_blank_cells_is_the_same_standard() {
        let csv = "Developed by;NOS code;NOS title;Section;Ref;Statement\r\n\
            Invented Skills;INVCS042;Lead a help desk;You must be able to;P1;Greet callers\r\n\
            ;;;;P2;\"Log each call; and its end\"\r\n\
            ;;;You need to know and understand;K1;the greeting in use\r\n\
            Invented Skills;INVCS043;Close a help desk;Performance criteria;1;Say goodbye\r\n";
        let specs = read(csv.as_bytes()).unwrap();
        assert_eq!(specs.iter().map(codes).collect::<Vec<_>>(), ["P1 P2 K1", "1"]);
        let [one] = read(&file(json!([
            { "code": "P1", "text": "Greet callers" }, { "code": "P2", "text": "Log each call; and its end" },
            { "code": "K1", "text": "the greeting in use" },
        ])))
        .unwrap()
        .try_into()
        .unwrap();
        assert_eq!(specs[0].sha256, one.sha256);
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        let cases: [(Vec<u8>, &str); 12] = [
            (Vec::new(), "empty"),
            (b"{".to_vec(), "not JSON"),
            (br#"{"format":"assessor-spec","formatVersion":2}"#.to_vec(), "assessor-standard"),
            (super::super::starter::UNITS[0].as_bytes().to_vec(), "bring it in as a unit"),
            (file(json!([])), "INVCS042: it has 0 points"),
            (file(json!([{ "code": "P1", "text": " " }])), "INVCS042: the point P1 has no text"),
            (file(json!([{ "code": "P1", "text": "a" }, { "code": "p1", "text": "b" }])), "p1 stands twice"),
            (file(json!([{ "code": "P1-2", "text": "a" }])), "P1-2"),
            (file(json!([{ "code": "P1", "text": "a", "kind": "skill" }])), "skill"),
            (file(json!(vec![json!({ "text": "a" }); MOST_POINTS + 1])), "501 points"),
            (b"NOS code,Ref\nINV1,P1\n".to_vec(), "no column for the words of a point"),
            (b"NOS code,NOS title,Kind,Text\nINV1,Lead,skill,a\n".to_vec(), "line 2: \"skill\""),
        ];
        for (bytes, want) in cases {
            let said = read(&bytes).unwrap_err().to_string();
            assert!(said.contains(want), "{said} does not say {want}");
        }
    }
}
