//! The paper as a whole: what stands on which page, and that the file is the same record every time.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one kind among many and fails on every other"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::process::{Command, Stdio};

use lopdf::{Object, ObjectId};

use super::layout::{Faces, Ink, Item, Part, PartId, Role, Shape, Sheets, set, stamp};
use super::logo_tests::under_a_logo;
use super::samples::{draft, hostile, large, mapping, mixed, row, signed, superseded, trainee};
use super::*;

fn sheets(matrix: &Matrix) -> Sheets {
    set(matrix, &Faces::load().unwrap())
}

fn all() -> Vec<(&'static str, Matrix)> {
    vec![
        ("signed", signed()),
        ("draft", draft()),
        ("trainee", trainee()),
        ("hostile", hostile()),
        ("large", large(120, 60)),
        ("empty", empty()),
        ("superseded", superseded()),
        ("mixed", mixed()),
    ]
}

/// Smallest type that is set on any paper, in points.
pub(super) const SMALLEST: f32 = 7.2;
/// The same in the box of a signature that is in the file.
const SMALLEST_STAMPED: f32 = 7.0;
/// Least contrast of a word with what it stands on (WCAG 2.2 asks for 4.5), which is the palest on an outcome's band.
const CONTRAST: f64 = 5.1;

/// How far two colours stand apart, as WCAG 2.2 defines it.
fn contrast(one: Ink, other: Ink) -> f64 {
    let light = |ink: Ink| {
        let [red, green, blue] = ink.rgb().map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (dark, bright) = (light(one).min(light(other)), light(one).max(light(other)));
    (bright + 0.05) / (dark + 0.05)
}

/// Each word is large enough and stands out from paper, from a band and from the word that lies under the page of a draft.
pub(super) fn legible(name: &str, sheets: &Sheets, least: f32) {
    for item in sheets.pages.iter().flat_map(|page| &page.items) {
        let (Shape::Text { size, ink, text, .. } | Shape::Upwards { size, ink, text, .. }) = &item.shape
        else {
            continue;
        };
        assert!(*size >= least, "{name}: {text:?} is {size} pt");
        for ground in [Ink::Paper, Ink::Band, Ink::Diagonal] {
            let apart = contrast(*ink, ground);
            assert!(apart >= CONTRAST, "{name}: {text:?} ({ink:?}) on {ground:?} is {apart:.2} to 1");
        }
    }
}

#[test]
fn every_word_is_large_enough_and_stands_out_from_what_it_stands_on() {
    assert!((contrast(Ink::Paper, Ink::Paper) - 1.0).abs() < 1e-9, "what is the same does not stand out");
    assert!(contrast(Ink::Frame, Ink::Paper) < 4.5, "a colour of rules is no colour of words");
    for (name, matrix) in all() {
        legible(name, &sheets(&matrix), SMALLEST);
    }
    let said = ["signed with key 3f9a 22c1".to_owned(), "on 21/11/2026".to_owned()];
    let stamped = stamp(&Faces::load().unwrap(), (80.0, 20.0), None, "Ada Okoro", &said);
    legible("a signature", &stamped, SMALLEST_STAMPED);
    for quiet in [Ink::Third, Ink::Partial] {
        assert!(contrast(quiet, Ink::Paper) >= 5.9, "{quiet:?}");
    }
}

/// Nothing recorded at all.
fn empty() -> Matrix {
    let base = draft();
    let learner = Learner {
        name: String::new(),
        uln: None,
        registration_number: None,
        registration_date: None,
        ..base.learner
    };
    Matrix {
        centre: Centre { name: None, number: None, logo: None },
        learner,
        outcomes: Vec::new(),
        counts: Counts::default(),
        declarations: Vec::new(),
        evidence: Vec::new(),
        annex: Vec::new(),
        ..base
    }
}

/// Text items in drawing order; runs of one line join without a space, lines with one.
fn join<'a>(shapes: impl Iterator<Item = &'a Shape>) -> String {
    let mut out = String::new();
    let mut last = None;
    for shape in shapes {
        let Shape::Text { baseline, text, .. } = shape else { continue };
        if last.is_some_and(|before: f32| (before - baseline).abs() > 0.01) && !out.ends_with(' ') {
            out.push(' ');
        }
        out.push_str(text);
        last = Some(*baseline);
    }
    out
}

fn page_text(sheets: &Sheets, page: usize) -> String {
    join(sheets.pages[page].items.iter().map(|item| &item.shape))
}

fn whole_text(sheets: &Sheets) -> String {
    (0..sheets.pages.len()).map(|page| page_text(sheets, page) + "\n").collect()
}

/// The text of a part and of what it holds.
fn part_text(sheets: &Sheets, wanted: PartId) -> String {
    let within = |part: Option<PartId>| {
        std::iter::successors(part, |part| sheets.parts[part.0].parent).any(|part| part == wanted)
    };
    let items = sheets.pages.iter().flat_map(|page| &page.items);
    join(items.filter(|item| within(item.part)).map(|item| &item.shape))
}

/// The text of every cell of every row with this role, row by row.
fn rows(sheets: &Sheets) -> Vec<Vec<String>> {
    let of = |role| move |(_, part): &(usize, &Part)| part.role == role;
    let rows = sheets.parts.iter().enumerate().filter(of(Role::Row));
    let cells = |row| {
        let is_cell = |role| matches!(role, Role::Cell | Role::RowHeader);
        let cells = sheets.parts.iter().enumerate().filter(|(_, part)| is_cell(part.role));
        let own = cells.filter(|(_, part)| part.parent == Some(PartId(row)));
        own.map(|(at, _)| part_text(sheets, PartId(at)).trim_end().to_owned()).collect()
    };
    rows.map(|(row, _)| cells(row)).collect()
}

/// On which pages each part or something below it is drawn.
fn pages_of(sheets: &Sheets) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut pages: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (page, item) in
        sheets.pages.iter().enumerate().flat_map(|(at, page)| page.items.iter().map(move |item| (at, item)))
    {
        let mut part = item.part;
        while let Some(PartId(at)) = part {
            pages.entry(at).or_default().insert(page);
            part = sheets.parts[at].parent;
        }
    }
    pages
}

#[test]
fn no_row_is_cut_and_no_band_is_left_alone_wherever_the_page_ends() {
    for length in 0..30 {
        let mut matrix = large(40, 20);
        // Texts of different lengths move every later page end.
        matrix.outcomes[0].rows[0].text = "A criterion of many words. ".repeat(length);
        // A row that takes more than half a page meets every place on the page.
        matrix.outcomes[3].rows[2].text = "A criterion of many words. ".repeat(45);
        matrix.outcomes[2].text = "An outcome of many words. ".repeat(1 + length % 12);
        let sheets = sheets(&matrix);
        let pages = pages_of(&sheets);
        for (at, part) in sheets.parts.iter().enumerate() {
            if part.role == Role::Row {
                assert_eq!(pages[&at].len(), 1, "row {at} of length {length}");
            }
            if part.role == Role::Band {
                let next =
                    (at..sheets.parts.len()).find(|next| sheets.parts[*next].role == Role::Row).unwrap();
                assert_eq!(pages[&at], pages[&next], "band {at} of length {length}");
            }
        }
    }
}

#[test]
fn every_page_of_a_table_has_its_header_row() {
    for (name, matrix) in all() {
        let sheets = sheets(&matrix);
        let parents: Vec<usize> =
            (0..sheets.parts.len()).filter(|at| sheets.parts[*at].role == Role::Table).collect();
        let pages = pages_of(&sheets);
        let labels = ["Assessment criterion", "Where kept", "SHA-256"];
        for table in parents {
            let Some(on) = pages.get(&table) else { continue };
            let own: String = sheets
                .parts
                .iter()
                .enumerate()
                .filter(|(_, part)| part.role == Role::HeaderCell)
                .filter(|(_, part)| {
                    part.parent.and_then(|PartId(row)| sheets.parts[row].parent) == Some(PartId(table))
                })
                .map(|(at, _)| part_text(&sheets, PartId(at)))
                .collect();
            let label = labels.iter().find(|label| own.contains(**label)).unwrap();
            for page in on {
                assert!(page_text(&sheets, *page).contains(label), "{name}: page {page} has no header row");
            }
        }
    }
}

#[test]
fn a_row_taller_than_a_page_goes_on_and_says_so() {
    let mut matrix = signed();
    matrix.outcomes[0].rows[0].mappings = (0..120).map(mapping).collect();
    let sheets = sheets(&matrix);
    let text = whole_text(&sheets);
    assert!(text.contains("(continued)"));
    assert!((0..120).all(|at| text.contains(&format!("E{:03}", at + 1))), "no reference is lost");
}

#[test]
fn everything_stays_on_the_page_and_clear_of_the_foot() {
    let faces = Faces::load().unwrap();
    for (name, matrix) in all() {
        on_the_page(name, &matrix, &faces);
    }
}

fn on_the_page(name: &str, matrix: &Matrix, faces: &Faces) {
    let sheets = set(matrix, faces);
    for (page, item) in
        sheets.pages.iter().enumerate().flat_map(|(at, page)| page.items.iter().map(move |item| (at, item)))
    {
        let Shape::Text { x, baseline, size, face, text, .. } = &item.shape else { continue };
        // The space at which a line ends takes no room.
        let width: f32 = text.trim_end().chars().map(|letter| faces.advance(*face, letter, *size)).sum();
        assert!(*x >= 14.99 && x + width <= 282.2, "{name}, page {page}: {text:?} from {x} over {width}");
        let lowest = if item.part.is_some() { 195.1 } else { 205.0 };
        assert!(*baseline > 8.0 && *baseline < lowest, "{name}, page {page}: {text:?} at {baseline}");
        assert!(*size >= 7.0, "{name}, page {page}: {text:?} at {size} pt");
    }
}

fn confirmed() -> Confirmed {
    let text = str::to_owned;
    Confirmed {
        by: text("Cleo Marsh"),
        role: text("assessor"),
        on: text("2026-11-20"),
        made_under: text("revision 1"),
        under: text("Issue 2 (revision 2)"),
    }
}

#[test]
fn a_row_says_what_it_is_in_words() {
    let gap = |decision| Row { mappings: Vec::new(), decision, decided_on: None, ..row("1.1", 0) };
    let one = |change: MappingLine| Row { mappings: vec![change], ..row("1.1", 0) };
    let titled = |title: &str| one(MappingLine { title: title.to_owned(), ..mapping(6) });
    let met = row("1.1", 0);
    let cases: Vec<(Row, usize, &str)> = vec![
        (gap(Outcome::Undecided), 2, "GAP: no evidence"),
        (gap(Outcome::NotYetMet), 2, "GAP: no evidence"),
        (gap(Outcome::CreditTransfer), 2, "no evidence listed"),
        (gap(Outcome::Undecided), 3, "not yet decided"),
        (Row { decision: Outcome::Undecided, ..met.clone() }, 3, "not yet decided"),
        (Row { decision: Outcome::PartiallyMet, ..met.clone() }, 3, "Partially met"),
        (Row { decision: Outcome::InDispute, ..met.clone() }, 3, "In dispute"),
        (Row { decision: Outcome::CreditTransfer, ..met.clone() }, 3, "Credit transfer"),
        (one(mapping(6)), 2, "E007Complaint log · p. 3–4 · WP"),
        (one(MappingLine { place: None, ..mapping(6) }), 2, "E007Complaint log · no place given · WP"),
        (
            one(MappingLine { note: Some("no copy held".to_owned()), ..mapping(6) }),
            2,
            "p. 3–4 · WP · no copy held",
        ),
        (titled(&"t".repeat(40)), 2, &"t".repeat(40)),
        (titled(&"t".repeat(41)), 2, &format!("E007{}… ", "t".repeat(39))),
        (Row { recorded_on: Some("2026-11-15".to_owned()), ..met.clone() }, 4, "14/11/2026 (recorded 15/11)"),
        (
            Row { recorded_on: Some("2027-01-05".to_owned()), ..met.clone() },
            4,
            "14/11/2026 (recorded 05/01/2027)",
        ),
        (
            Row { outcome_level: true, text: String::new(), ..met.clone() },
            1,
            "no criterion published; judged at outcome level",
        ),
        (Row { code_generated: true, place_proposed: true, ..met.clone() }, 0, "1.1*†"),
        (Row { reason: Some("Seen twice.".to_owned()), ..met.clone() }, 1, "Seen twice."),
        (
            Row { confirmed: Some(confirmed()), ..met.clone() },
            1,
            "Decided under revision 1; confirmed under Issue 2 (revision 2) by Cleo Marsh (assessor) on 20/11/2026.",
        ),
    ]
    .into_iter()
    .map(|(row, cell, words)| (row, cell, &*words.to_owned().leak()))
    .collect();
    for (row, cell, words) in cases {
        let mut matrix = draft();
        matrix.outcomes.truncate(1);
        matrix.outcomes[0].rows = vec![row];
        let cells = rows(&sheets(&matrix)).remove(0);
        assert!(cells[cell].contains(words), "{words:?} in {:?}", cells[cell]);
    }
    let mut same_day = draft();
    same_day.outcomes[0].rows = vec![met];
    assert_eq!(rows(&sheets(&same_day))[0][4], "14/11/2026");
}

#[test]
fn a_row_says_what_the_learner_was_told_and_why_it_is_to_be_judged_again() {
    let mut matrix = draft();
    matrix.outcomes.truncate(1);
    let told = Told { feedback: "Well argued.".to_owned(), ..Told::default() };
    let again = "E007 has a newer version than the one judged".to_owned();
    matrix.outcomes[0].rows = vec![Row { told: Some(told), again: Some(again), ..row("1.1", 0) }];
    let cells = rows(&sheets(&matrix)).remove(0);
    for words in
        ["Feedback: Well argued.", "To be judged again: E007 has a newer version than the one judged."]
    {
        assert!(cells[1].contains(words), "{words:?} in {:?}", cells[1]);
    }
}

#[test]
fn the_date_of_an_iv_mark_is_never_broken() {
    let mut matrix = draft();
    matrix.outcomes.truncate(1);
    matrix.outcomes[0].rows =
        vec![Row { iv_mark: Some("action open BK 26/08/2026".to_owned()), ..row("1.1", 0) }];
    let whole = |item: &Item| matches!(&item.shape, Shape::Text { text, .. } if text.contains("26/08/2026"));
    assert!(sheets(&matrix).pages.iter().flat_map(|page| &page.items).any(whole));
}

#[test]
fn every_criterion_stands_in_full_with_its_references() {
    for matrix in [signed(), draft(), large(60, 30)] {
        let sheets = sheets(&matrix);
        let printed = rows(&sheets);
        for (row, cells) in matrix.outcomes.iter().flat_map(|outcome| &outcome.rows).zip(printed) {
            assert!(cells[1].contains(&row.text), "{} in {:?}", row.text, cells[1]);
            assert!(row.mappings.iter().all(|mapping| cells[2].contains(&mapping.reference)));
            assert!(
                row.mappings.iter().flat_map(|mapping| &mapping.place).all(|place| cells[2].contains(place))
            );
        }
    }
}

#[test]
fn page_one_says_the_result_and_later_pages_who_and_what() {
    let signed = sheets(&signed());
    assert!(
        page_text(&signed, 0)
            .contains("4 of 4 criteria met · 4 of 4 outcomes · Signed as INDICATIVE 21/11/2026")
    );
    let draft = sheets(&draft());
    assert!(page_text(&draft, 0).contains("16 of 33 criteria met · 1 of 9 outcomes · Not signed"));
    let count = draft.pages.len();
    for page in 1..count {
        let text = page_text(&draft, page);
        let unit = "Unit 32 Plan, organise and control customer service operations";
        let running = format!("Ben Thorne · {unit} · Ada Okoro · Not signed");
        assert!(text.contains(&running), "page {page}: {text}");
        assert!(text.contains(&format!("page {} of {count}", page + 1)));
        assert!(text.contains("DRAFT"));
    }
}

#[test]
fn an_indicative_unit_says_so_on_every_page_and_the_others_on_none() {
    let words = "Indicative criteria from a third party. Not for certification claim.";
    let indicative = sheets(&signed());
    assert!((0..indicative.pages.len()).all(|page| page_text(&indicative, page).contains(words)));
    assert!(!whole_text(&sheets(&trainee())).contains(words));
}

#[test]
fn empty_facts_are_not_recorded_and_no_page_is_missing_its_frame() {
    let sheets = sheets(&empty());
    let first = page_text(&sheets, 0);
    assert!(first.matches("not recorded").count() >= 5, "{first}");
    assert!(first.contains("0 of 0 criteria met"));
    assert!(whole_text(&sheets).contains("No evidence is used in this unit."));
}

#[test]
fn the_two_editions_say_different_things() {
    let mut matrix = draft();
    matrix.outcomes[0].rows[0].iv_mark = Some("agreed BK 20/11/2026".to_owned());
    let current = whole_text(&sheets(&matrix));
    assert!(
        current.contains("Current record, printed on 14 November 2026, 09:30")
            && current.contains("agreed BK")
    );
    matrix.edition = Edition::SignedOriginal { signed_on: "2026-11-21".to_owned() };
    let original = whole_text(&sheets(&matrix));
    assert!(original.contains("Signed original, signed on 21 November 2026"));
    assert!(!original.contains("printed on") && !original.contains("agreed BK"), "the IV box is empty");
}

#[test]
fn declarations_share_one_page_in_the_order_of_the_form() {
    let order = [
        "Assessor's feedback to the candidate",
        "Candidate",
        "Assessor",
        "Countersigning assessor",
        "Internal verifier (sampled work only)",
        "Countersigning internal verifier",
        "External quality assurer (initials)",
    ];
    let mut long = trainee();
    long.declarations
        .iter_mut()
        .for_each(|declaration| declaration.text = "Many words of feedback. ".repeat(90));
    for matrix in [trainee(), long] {
        let sheets = sheets(&matrix);
        let blocks: Vec<usize> =
            (0..sheets.parts.len()).filter(|at| sheets.parts[*at].role == Role::Declaration).collect();
        let pages = pages_of(&sheets);
        let on: BTreeSet<_> = blocks.iter().flat_map(|block| &pages[block]).collect();
        assert_eq!((blocks.len(), on.len()), (7, 1));
        for (block, title) in blocks.iter().zip(order) {
            assert!(part_text(&sheets, PartId(*block)).starts_with(title), "{title}");
        }
    }
}

#[test]
fn a_feedback_too_long_for_the_page_stands_in_full_before_it() {
    let mut matrix = signed();
    matrix.declarations[2].text = (0..900).map(|word| format!("word{word} ")).collect();
    let text = whole_text(&sheets(&matrix));
    assert!((0..900).all(|word| text.contains(&format!("word{word}"))));
    assert!(text.contains("The full text stands on page 3."));
}

#[test]
fn what_arrives_hostile_is_shown_and_what_cannot_be_drawn_is_listed() {
    let sheets = sheets(&hostile());
    let text = whole_text(&sheets);
    for visible in ["‹U+202E›", "‹U+0000›", "<script>alert(1)</script>", "Printed as □", "U+6F22"] {
        assert!(text.contains(visible), "{visible}");
    }
    assert!(text.chars().all(|letter| letter == '\n' || !letter.is_control()));
    assert_eq!(sheets.missing, ['ح', 'د', 'م', '字', '漢']);
    let first = page_text(&sheets, 0);
    assert!(
        first.contains(&hostile().unit.title.split_whitespace().collect::<Vec<_>>().join(" ")),
        "255 characters fit"
    );
}

/// Puts noise into every text of a matrix but the words that name a kind.
fn disturb(value: &mut serde_json::Value, noise: &mut impl FnMut() -> String) {
    match value {
        serde_json::Value::String(text) => *text = noise(),
        serde_json::Value::Array(items) => items.iter_mut().for_each(|item| disturb(item, noise)),
        serde_json::Value::Object(fields) => {
            let named = |name: &str| ["kind", "word", "decision"].contains(&name);
            fields.iter_mut().filter(|(name, _)| !named(name)).for_each(|(_, field)| disturb(field, noise));
        }
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}

#[test]
fn whatever_arrives_there_is_a_paper_and_nothing_leaves_the_page() {
    let pool: Vec<char> =
        "aWil1 -–/·.,\n\t\u{301}\u{202E}\u{200D}\u{A0}é漢😀✕ש\u{0}□\u{FFFD}".chars().collect();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap() % below
    };
    let faces = Faces::load().unwrap();
    for round in 0..24 {
        let base = if round % 2 == 0 { signed() } else { trainee() };
        let mut json = serde_json::to_value(base).unwrap();
        let mut noise = || {
            let length = [0, 1, 7, 30, 90, 300][random(6)];
            (0..length).map(|_| pool[random(pool.len())]).collect()
        };
        disturb(&mut json, &mut noise);
        let matrix: Matrix = serde_json::from_value(json).unwrap();
        on_the_page(&format!("round {round}"), &matrix, &faces);
        assert!(paper(&matrix).unwrap().pages >= 3);
    }
}

#[test]
fn equal_facts_give_equal_bytes_also_one_after_the_other() {
    for (name, matrix) in all() {
        let first = paper(&matrix).unwrap();
        let other = paper(&signed()).unwrap();
        assert!(first == paper(&matrix).unwrap(), "{name}");
        assert!(name == "signed" || first.bytes != other.bytes, "{name}");
    }
    let mut changed = signed();
    changed.outcomes[0].rows[0].assessor_initials = Some("AP".to_owned());
    let id = |matrix: &Matrix| {
        let file = lopdf::Document::load_mem(&paper(matrix).unwrap().bytes).unwrap();
        format!("{:?}", file.trailer.get(b"ID").unwrap())
    };
    assert_ne!(id(&signed()), id(&changed), "another content is another document");
}

#[test]
fn the_file_is_a_whole_pdf_that_says_what_it_is() {
    for (name, matrix) in all() {
        let paper = paper(&matrix).unwrap();
        let file = lopdf::Document::load_mem(&paper.bytes).unwrap();
        assert_eq!(file.get_pages().len(), paper.pages, "{name}");
        assert_eq!(file.version, "1.7");
        let catalogue = file.catalog().unwrap();
        assert_eq!(catalogue.get(b"Lang").unwrap().as_str().unwrap(), b"en-GB");
        let raw = String::from_utf8_lossy(&paper.bytes);
        assert!(!raw.contains("GTS_PDFX") && !raw.contains("printpdf"), "{name}");
        let shown = catalogue.get(b"ViewerPreferences").unwrap().as_dict().unwrap();
        assert!(shown.get(b"DisplayDocTitle").unwrap().as_bool().unwrap(), "{name}");
        let packet = format!("<paper:contentDigest>{}<", crate::signoff::digest(&matrix).unwrap());
        assert!(raw.contains(&packet), "{name}: the digest is readable without any PDF program");
        for (id, object) in &file.objects {
            let Object::Stream(stream) = object else { continue };
            assert_ne!(stream.content.last(), Some(&b'\r'), "{name}: stream {id:?}");
        }
        let info = file.trailer.get(b"Info").unwrap().as_reference().unwrap();
        let title =
            lopdf::decode_text_string(file.get_dictionary(info).unwrap().get(b"Title").unwrap()).unwrap();
        assert!(title.starts_with("Unit coverage matrix"), "{title}");
    }
}

#[test]
fn three_hundred_rows_and_five_hundred_items_make_a_paper() {
    let paper = paper(&large(300, 500)).unwrap();
    assert!((70..140).contains(&paper.pages), "{} pages", paper.pages);
    assert!(paper.bytes.len() < 1_000_000, "{} bytes", paper.bytes.len());
}

#[test]
fn the_counts_follow_from_the_rows() {
    let counts = Counts::of(&draft().outcomes);
    assert_eq!((counts.criteria, counts.met, counts.rpl, counts.credit_transfer), (33, 16, 3, 4));
    assert_eq!((counts.outcomes, counts.outcomes_met, counts.gaps), (9, 1, 4));
    let rowless = LearningOutcome { code: "LO1".to_owned(), text: String::new(), rows: Vec::new() };
    assert!(!rowless.is_met(), "an outcome that nobody judged is not met");
}

#[test]
fn facts_travel_as_camel_case_json() {
    for (name, matrix) in all() {
        let json = serde_json::to_value(&matrix).unwrap();
        assert_eq!(serde_json::from_value::<Matrix>(json).unwrap(), matrix, "{name}");
    }
    let json = serde_json::to_value(signed()).unwrap();
    assert_eq!(json["edition"]["signedOn"], "2026-11-21");
    assert_eq!(json["learner"]["registrationNumber"], "AB12345");
}

/// What poppler says of a file; `None` where the tool is not installed, which is said aloud.
pub(super) fn poppler(tool: &str, arguments: &[&str], bytes: &[u8]) -> Option<String> {
    let child = Command::new(tool).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = child else {
        eprintln!(
            "{tool} is not installed: this part of the test was not run (apt-get install poppler-utils)"
        );
        return None;
    };
    let mut input = child.stdin.take().unwrap();
    let bytes = bytes.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    Some(String::from_utf8(output.stdout).unwrap())
}

/// The letters of a text without the white space that a page puts between them.
pub(super) fn words_of(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

#[test]
fn another_program_reads_every_word_back() {
    for matrix in [signed(), draft(), large(60, 30)] {
        let paper = paper(&matrix).unwrap();
        let Some(text) = poppler("pdftotext", &["-raw", "-", "-"], &paper.bytes) else { return };
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for row in matrix.outcomes.iter().flat_map(|outcome| &outcome.rows) {
            assert!(text.contains(&row.text), "{}", row.text);
            for mapping in row.mappings.iter().filter(|mapping| mapping.title.len() < 40) {
                let place = mapping.place.as_deref().unwrap_or("no place given");
                let words = format!("{} {} · {place} · {}", mapping.reference, mapping.title, mapping.method);
                assert!(text.contains(&words), "{words}");
            }
        }
        assert!(matrix.annex.iter().all(|file| text.contains(&file.sha256)));
        assert_eq!(text.matches("GAP: no evidence").count(), matrix.counts.gaps);
    }
}

#[test]
fn every_face_is_embedded_cut_and_readable() {
    let paper = paper(&hostile()).unwrap();
    let Some(fonts) = poppler("pdffonts", &["-"], &paper.bytes) else { return };
    for face in ["PMREGU+Inter-Regular", "PMBOLD+Inter-Bold", "PMITAL+Inter-Italic", "PMFALL+DejaVuSans"] {
        let line =
            fonts.lines().find(|line| line.starts_with(face)).unwrap_or_else(|| panic!("{face} in {fonts}"));
        assert!(line.contains("yes yes yes"), "{line}");
    }
}

#[test]
fn every_reference_in_the_list_is_a_link_to_its_line() {
    let matrix = signed();
    let sheets = sheets(&matrix);
    let rows = matrix.outcomes.iter().flat_map(|outcome| &outcome.rows);
    let references: Vec<&str> =
        rows.flat_map(|row| &row.mappings).map(|mapping| mapping.reference.as_str()).collect();
    assert_eq!(sheets.links.len(), references.len());
    for (link, reference) in sheets.links.iter().zip(references) {
        assert_eq!(part_text(&sheets, link.part).trim(), reference);
        let (page, y) = link.to;
        let near = sheets.pages[page].items.iter().filter_map(|item| {
            let Shape::Text { baseline, text, .. } = &item.shape else { return None };
            (*baseline > y && *baseline < y + 7.0).then_some(text.as_str())
        });
        assert!(near.into_iter().any(|text| text.contains(reference)), "{reference} leads to its line");
    }
    let mut unlisted = matrix;
    unlisted.evidence.clear();
    assert!(set(&unlisted, &Faces::load().unwrap()).links.is_empty(), "what leads nowhere is no link");
}

#[test]
fn the_structure_holds_all_words_once_and_each_of_them_leads_back_to_its_part() {
    for (name, matrix) in all() {
        structure_is_whole(name, &paper(&matrix).unwrap().bytes, &sheets(&matrix));
    }
}

/// Every marked content and annotation of a file stands once in its structure, and is led back from there to the element that
/// holds it; the brackets on each page are closed.
pub(super) fn structure_is_whole(name: &str, file: &[u8], sheets: &Sheets) {
    let file = lopdf::Document::load_mem(file).unwrap();
    let pages: Vec<ObjectId> = file.page_iter().collect();
    let root = file.catalog().unwrap().get(b"StructTreeRoot").unwrap().as_reference().unwrap();
    let mut held = Held::default();
    held.below(&file, root, &Object::Reference(root), None);
    let marks = |page: &ObjectId, sheet: &layout::Page| -> Vec<(ObjectId, i64)> {
        let count = sheet.runs().filter(|(part, _)| part.is_some()).count();
        (0..i64::try_from(count).unwrap()).map(|number| (*page, number)).collect()
    };
    let wanted: Vec<(ObjectId, i64)> =
        pages.iter().zip(&sheets.pages).flat_map(|(page, sheet)| marks(page, sheet)).collect();
    assert_eq!(held.marked.len(), wanted.len(), "{name}: each content once");
    let tree = file.get_dictionary(root).unwrap().get(b"ParentTree").unwrap().as_reference().unwrap();
    let numbers = file.get_dictionary(tree).unwrap().get(b"Nums").unwrap().as_array().unwrap();
    let leads: BTreeMap<i64, &Object> =
        numbers.chunks(2).map(|pair| (pair[0].as_i64().unwrap(), &pair[1])).collect();
    let number =
        |said: ObjectId, key: &[u8]| file.get_dictionary(said).unwrap().get(key).unwrap().as_i64().unwrap();
    for (page, mark) in wanted {
        let list = leads[&number(page, b"StructParents")].as_reference().unwrap();
        let back =
            file.get_object(list).unwrap().as_array().unwrap()[usize::try_from(mark).unwrap()].as_reference();
        assert_eq!(held.marked.get(&(page, mark)), back.ok().as_ref(), "{name}: {mark} on page {page:?}");
    }
    // Words that lead nowhere are no link, and each link leads somewhere.
    let drawn = sheets.pages.iter().flat_map(|page| &page.items).filter_map(|item| item.part);
    let drawn: BTreeSet<_> = drawn.filter(|part| sheets.parts[part.0].role == Role::Link).collect();
    assert_eq!(drawn, sheets.links.iter().map(|link| link.part).collect(), "{name}: links that lead nowhere");
    let links_and_boxes = sheets.links.len() + sheets.fields.len();
    assert_eq!(held.annotations.len(), links_and_boxes, "{name}: each link and box once");
    for (annotation, element) in &held.annotations {
        let back = leads[&number(*annotation, b"StructParent")].as_reference().unwrap();
        assert_eq!(back, *element, "{name}: annotation {annotation:?}");
    }
    for page in &pages {
        let text = file.get_page_content(*page);
        let count = |what: &str| String::from_utf8_lossy(&text).matches(what).count();
        assert_eq!(count("BDC") + count("BMC"), count("EMC"), "{name}, page {page:?}");
    }
}

/// What the elements hold: the element of each marked content (page and number) and of each annotation.
#[derive(Default)]
struct Held {
    marked: BTreeMap<(ObjectId, i64), ObjectId>,
    annotations: BTreeMap<ObjectId, ObjectId>,
}

impl Held {
    fn below(&mut self, file: &lopdf::Document, by: ObjectId, kid: &Object, page: Option<ObjectId>) {
        let own_page = |said: &lopdf::Dictionary| said.get(b"Pg").and_then(Object::as_reference).ok();
        if let Ok(number) = kid.as_i64() {
            assert!(self.marked.insert((page.unwrap(), number), by).is_none(), "{number} stands twice");
        } else if let Ok(kids) = kid.as_array() {
            kids.iter().for_each(|kid| self.below(file, by, kid, page));
        } else if let Ok(id) = kid.as_reference() {
            let element = file.get_dictionary(id).unwrap();
            if let Ok(kids) = element.get(b"K") {
                self.below(file, id, kids, own_page(element));
            }
        } else if let Ok(number) = kid.as_dict().unwrap().get(b"MCID") {
            self.below(file, by, number, own_page(kid.as_dict().unwrap()));
        } else {
            let annotation = kid.as_dict().unwrap().get(b"Obj").unwrap().as_reference().unwrap();
            assert!(self.annotations.insert(annotation, by).is_none(), "{annotation:?} stands twice");
        }
    }
}

/// For looking and for judges: `PORTFOLIO_PAPERS` names a folder that takes every kind of paper.
#[test]
fn papers_can_be_looked_at() {
    let Some(folder) = std::env::var_os("PORTFOLIO_PAPERS").map(std::path::PathBuf::from) else { return };
    let logos = [("logo-wide", under_a_logo(signed(), false)), ("logo-tall", under_a_logo(draft(), true))];
    for (name, matrix) in all().into_iter().chain(logos) {
        crate::disk::write_whole(&folder.join(format!("{name}.pdf")), &paper(&matrix).unwrap().bytes)
            .unwrap();
    }
}
