//! What invented people say: words of the trade, names, places, unit texts, and now and then what makes a page stumble.

use fastrand::Rng;
use serde_json::{Value, json};

use super::{Outcome, Row, Unit};

/// How far back something may have been produced, in days.
pub const DAYS: i64 = 200;

/// Methods: letters and words.
pub const METHODS: [(&str, &str); 10] = [
    ("O", "observation"),
    ("WP", "work product"),
    ("WT", "witness testimony"),
    ("EW", "expert witness"),
    ("PD", "professional discussion"),
    ("Q", "questions"),
    ("RA", "reflective account"),
    ("CS", "case study, assignment or project"),
    ("S", "simulation"),
    ("RPL", "recognition of prior learning"),
];

const WORDS: [&str; 48] = [
    "the",
    "rota",
    "of",
    "week",
    "29",
    "shows",
    "that",
    "stock",
    "was",
    "counted",
    "twice",
    "and",
    "a",
    "customer",
    "complaint",
    "log",
    "plan",
    "with",
    "dated",
    "objectives",
    "team",
    "briefing",
    "notes",
    "agreed",
    "by",
    "line",
    "manager",
    "before",
    "on",
    "Monday,",
    "float",
    "checked;",
    "records",
    "kept",
    "as",
    "policy",
    "asks",
    "(twice)",
    "how",
    "to",
    "explain",
    "three",
    "reasons",
    "why",
    "cover",
    "is",
    "needed.",
    "£4.50",
];

/// What nobody should type and somebody will.
const STRANGE: [&str; 36] = [
    "=HYPERLINK(\"http://x.example\",\"y\")",
    "<script>alert(1)</script>",
    "&amp;",
    "\"quoted\"",
    "O’Neill’s",
    "naïve",
    "cafe\u{301}",
    "Zażółć",
    "Ωmega",
    "данные",
    "שלום",
    "مرحبا",
    "د. محمد",
    "東京",
    "漢字仮名",
    "😀",
    "👩\u{200D}🔬",
    "safe\u{202E}fdp.exe",
    "tab\there",
    "q\u{303}\u{323}x",
    "½×3",
    "−5",
    "‹U+202E›",
    "□",
    "ﬁnal",
    "‥",
    "@SUM(A1:B2)",
    "\\u0000",
    "--",
    "%s%n",
    "()[]{}",
    "soft\u{AD}hyphen",
    "zero\u{200B}width",
    "nbsp\u{A0}here",
    "हिन्दी",
    "한국어",
];

/// Some words, one in twelve of them strange.
pub fn words(rng: &mut Rng, least: usize, most: usize) -> String {
    let count = rng.usize(least..=most);
    let mut said: Vec<&str> = Vec::new();
    for _ in 0..count {
        let strange = rng.u8(..100) < 8;
        said.push(if strange {
            STRANGE[rng.usize(..STRANGE.len())]
        } else {
            WORDS[rng.usize(..WORDS.len())]
        });
    }
    said.join(" ")
}

/// Something said: mostly words, now and then one endless word, a break, or spaces around.
pub fn says(rng: &mut Rng, least: usize, most: usize) -> String {
    let text = words(rng, least, most);
    match rng.u8(..40) {
        0 => format!("{text} {}", "unbroken".repeat(rng.usize(5..30))),
        1 => format!("  {text} "),
        _ordinary => text,
    }
}

/// A long text, several lines of it.
pub fn long_words(rng: &mut Rng) -> String {
    (0..rng.usize(1..9)).map(|_| words(rng, 1, 30)).collect::<Vec<_>>().join("\n")
}

/// A name that nobody else here has.
pub fn name(rng: &mut Rng, at: usize) -> String {
    const FIRST: [&str; 10] = [
        "Ada",
        "Żaneta",
        "Siân",
        "محمد",
        "יעל",
        "陽子",
        "Jean-Luc",
        "Μαρία",
        "Zoe\u{308}",
        "Bartholomew Alexander Montgomery",
    ];
    const LAST: [&str; 10] = [
        "Okafor",
        "O’Neill-Łukasiewicz",
        "Ní Bhriain",
        "علي",
        "כהן",
        "山田",
        "D'Arcy",
        "Παπαδοπούλου",
        "Nguyễn",
        "van der Weijden-Featherstonehaugh",
    ];
    format!(
        "{} {} {}",
        FIRST[rng.usize(..10)],
        LAST[rng.usize(..10)],
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII"][at]
    )
}

/// The name of a file, unlike every other.
pub fn file_name(rng: &mut Rng, at: usize) -> String {
    const ENDS: [&str; 6] = ["txt", "txt", "md", "bin", "pdf.txt", ""];
    let plain: String = words(rng, 1, 6)
        .chars()
        .filter(|c| !"/\\\t\0:*?\"<>|\u{202E}\u{AD}\u{200B}\u{200D}.~#$%".contains(*c))
        .collect();
    let plain: String = plain.chars().take(60).collect();
    let end = ENDS[rng.usize(..ENDS.len())];
    let name = format!("{at} {}", plain.trim());
    let name = if end.is_empty() { name } else { format!("{name}.{end}") };
    if rng.u8(..5) == 0 { format!("visit {}/{name}", rng.u8(1..4)) } else { name }
}

/// A place: as it is typed and as it is printed.
pub fn place(rng: &mut Rng) -> (String, String) {
    let (from, more) = (rng.u32(1..40), rng.u32(1..9));
    let to = from + more;
    let both = |text: String| (text.clone(), text);
    match rng.u8(..14) {
        0 | 1 => both(format!("p. {from}")),
        2 => (format!("p. {from}-{to}"), format!("p. {from}–{to}")),
        3 => (format!("pages {from} to {to}"), format!("p. {from}–{to}")),
        4 => both(format!("para {from}")),
        5 => both(format!("slide {from}")),
        6 => both(format!("Costs!A{from}:C{to}")),
        7 => both(format!("'Rota week {from}'!A1:J{to}")),
        8 => (format!("00:{from:02}:10-00:{to:02}:10"), format!("00:{from:02}:10–00:{to:02}:10")),
        9 => (
            format!("area {from}-{}% across, 20-40% down", from + 30),
            format!("area {from}–{}% across, 20–40% down", from + 30),
        ),
        10 => both("whole item".to_owned()),
        11 => {
            (format!("p. {from}: “checked the float twice”"), format!("p. {from}: “checked the float twice”"))
        }
        12 => both(format!("blue folder, divider {from}")),
        _none => (String::new(), String::new()),
    }
}

/// A day of the story in the three ways in which it is written.
pub struct Day {
    /// `2026-09-14`
    pub iso: String,
    /// 14/09/2026
    pub short: String,
    /// 14/09
    pub month: String,
    /// 14 September 2026
    pub long: String,
}

/// So many days after the story's first.
pub fn day(after: i64) -> Day {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    // The story begins on 14 September 2026, the 257th day of its year.
    let (mut year, mut rest) = (2026, 256 + after);
    while rest < 0 {
        year -= 1;
        rest += if leap(year) { 366 } else { 365 };
    }
    while rest >= if leap(year) { 366 } else { 365 } {
        rest -= if leap(year) { 366 } else { 365 };
        year += 1;
    }
    let lengths = [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while rest >= lengths[month] {
        rest -= lengths[month];
        month += 1;
    }
    let (d, m) = (rest + 1, month + 1);
    Day {
        iso: format!("{year}-{m:02}-{d:02}"),
        short: format!("{d:02}/{m:02}/{year}"),
        month: format!("{d:02}/{m:02}"),
        long: format!("{d} {} {year}", MONTHS[month]),
    }
}

/// A unit, its text as a file has it, and whether the centre confirms it as the board's own.
pub fn unit(rng: &mut Rng, at: usize) -> (Unit, Value, bool) {
    let (kind, confirm) = [
        ("awarding-organisation", true),
        ("awarding-organisation", false),
        ("third-party", false),
        ("centre", false),
    ][rng.usize(..4)];
    let (board, brand) = [
        ("Northgate Awards", None),
        ("OCR", None),
        ("Pearson Education Ltd", Some("Pearson")),
        ("NCFE", Some("NCFE")),
        ("Żółć & Ærø <Ltd>", None),
    ][rng.usize(..5)];
    let maybe = |rng: &mut Rng, text: String| if rng.u8(..100) < 70 { text } else { String::new() };
    let (number, named) = (format!("B{}", rng.u8(1..40)), says(rng, 3, 8));
    let numbers = [
        maybe(rng, number),
        maybe(rng, "M/506/2898".to_owned()),
        maybe(rng, "3".to_owned()),
        maybe(rng, "7".to_owned()),
        maybe(rng, "45".to_owned()),
    ];
    let qualification = [maybe(rng, named), maybe(rng, "603/2476/0".to_owned()), maybe(rng, "3".to_owned())];
    let (handle, title, origin) = (format!("unit-{at}"), says(rng, 2, 14), says(rng, 1, 6));
    let issue = maybe(rng, "Issue 3".to_owned());
    let (outcomes, file) = outcomes(rng, at);
    let words = match (kind, confirm) {
        ("centre", _) => "the centre's own text",
        ("third-party", _) => "third-party text",
        (_, true) => "the board's own text",
        (_, false) => "said to be the board's own text",
    };
    let unit = Unit {
        handle: handle.clone(),
        title: title.clone(),
        numbers: numbers.clone(),
        board: brand
            .filter(|brand| *brand != board)
            .map_or_else(|| board.to_owned(), |brand| format!("{brand} ({board})")),
        candidate: board == "OCR",
        qualification: qualification.clone(),
        source: format!("{words}: {origin}"),
        issue: issue.clone(),
        indicative: kind == "third-party" || (kind == "awarding-organisation" && !confirm),
        unconfirmed: kind == "awarding-organisation" && !confirm,
        outcomes,
        signed: None,
        withdrawn: None,
        obstacles: Vec::new(),
    };
    let file = file_of(at, kind, (board, brand), &unit, (&origin, file));
    (unit, file, confirm)
}

fn file_of(
    at: usize,
    kind: &str,
    (board, brand): (&str, Option<&str>),
    unit: &Unit,
    (origin, outcomes): (&str, Value),
) -> Value {
    let stated = |text: &str| if text.is_empty() { Value::Null } else { json!(text) };
    let [number, urn, level, credit, glh] = &unit.numbers;
    let [title, qn, qlevel] = &unit.qualification;
    let counted = |text: &str| text.parse::<u32>().map_or(Value::Null, |n| json!(n));
    let mut organisation = json!({ "name": board, "confirmed": true });
    if let Some(brand) = brand {
        organisation["brand"] = json!(brand);
    }
    let mut qualification = json!({});
    for (name, text) in [("title", title), ("number", qn), ("level", qlevel)] {
        if !text.is_empty() {
            qualification[name] = json!(text);
        }
    }
    let mut own = json!({ "title": unit.title });
    for (name, value) in [
        ("number", stated(number)),
        ("urn", stated(urn)),
        ("level", stated(level)),
        ("credit", counted(credit)),
        ("glh", counted(glh)),
    ] {
        if !value.is_null() {
            own[name] = value;
        }
    }
    let mut source = json!({ "kind": kind, "title": origin });
    if !unit.issue.is_empty() {
        source["issue"] = json!(unit.issue);
    }
    json!({
        "format": "assessor-spec", "formatVersion": 1, "id": id(at, 0), "handle": unit.handle, "revision": "1", "previous": [],
        "language": "en-GB", "source": source, "awardingOrganisation": organisation, "qualifications": [qualification],
        "unit": own, "outcomes": outcomes,
    })
}

fn id(unit: usize, n: usize) -> String {
    format!("0c{unit:06x}-0000-4000-8000-{n:012}")
}

fn outcomes(rng: &mut Rng, unit: usize) -> (Vec<Outcome>, Value) {
    let (mut made, mut file, mut n) = (Vec::new(), Vec::new(), 0);
    for at in 1..=rng.usize(1..6) {
        n += 1;
        let (own, code, text) = (id(unit, n), at.to_string(), says(rng, 2, 25));
        let mut rows = Vec::new();
        let mut criteria = Vec::new();
        for under in 1..=rng.usize(0..7) {
            n += 1;
            let (generated, proposed) = (rng.u8(..10) == 0, rng.u8(..10) == 0);
            let row_code = format!("{at}.{under}");
            let text = criterion(rng);
            criteria.push(json!({
                "id": id(unit, n), "code": row_code, "codeOrigin": if generated { "generated" } else { "published" },
                "assignment": if proposed { "proposed" } else { "published" }, "text": text,
            }));
            let marks = format!("{}{}", if generated { "*" } else { "" }, if proposed { "†" } else { "" });
            rows.push(Row { marked: format!("{row_code}{marks}"), code: row_code, text, ..Row::default() });
        }
        if rows.is_empty() {
            rows.push(Row {
                code: code.clone(),
                marked: code.clone(),
                text: text.clone(),
                whole: true,
                ..Row::default()
            });
        }
        file.push(
            json!({ "id": own, "code": code, "codeOrigin": "published", "text": text, "criteria": criteria }),
        );
        made.push(Outcome { code, text, rows });
    }
    (made, json!(file))
}

/// Mostly a sentence; now and then a page of it, or several lines.
fn criterion(rng: &mut Rng) -> String {
    match rng.u8(..60) {
        0 => words(rng, 300, 900),
        1..=3 => long_words(rng),
        4 => format!("{}\u{7}", words(rng, 2, 9)),
        _sentence => says(rng, 3, 40),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_months_and_years() {
        for (after, iso, short) in [
            (0, "2026-09-14", "14/09/2026"),
            (17, "2026-10-01", "01/10/2026"),
            (-257, "2025-12-31", "31/12/2025"),
            (109, "2027-01-01", "01/01/2027"),
        ] {
            let day = day(after);
            assert_eq!((day.iso.as_str(), day.short.as_str()), (iso, short), "{after}");
        }
        assert_eq!(day(0).long, "14 September 2026");
    }
}
