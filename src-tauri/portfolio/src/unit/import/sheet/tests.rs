//! Sheets as assessors make them.

use super::*;
use crate::unit::import::proposal::{LineUse, Proposal};

fn csv(text: &str) -> Reading {
    read(text.as_bytes(), &SheetOptions::default()).unwrap()
}

/// Codes of outcomes with the codes of their criteria.
fn shape(unit: &Proposal) -> Vec<String> {
    let codes = |o: &crate::unit::import::proposal::ProposedOutcome| {
        let criteria: Vec<&str> = o.criteria.iter().map(|c| c.code.as_str()).collect();
        format!("{}: {}", o.code, criteria.join(" "))
    };
    unit.outcomes.iter().map(codes).collect()
}

fn kinds(unit: &Proposal) -> Vec<DefectKind> {
    unit.defects.iter().map(|d| d.kind).collect()
}

#[test]
fn blank_cells_inherit_and_a_new_title_is_a_new_unit() {
    let reading = csv(
        "Awarding organisation,Unit number,Unit title,Level,Credit,LO,Learning outcome,AC,Assessment criterion\n\
        Example Board,U1,Mend a wall,Level 2,4,1,Plan,1.1,Say\n,,,,,,,1.2,Do\n,,,,,2,Build,2.1,Lay\n\
        ,U2,Paint a wall,,,1,Choose,1.1,Pick\n,,,,,,,1.2,Mix\n",
    );
    assert_eq!(reading.format, "CSV");
    let [one, two] = reading.units.as_slice() else { panic!("two units") };
    assert_eq!(shape(one), ["1: 1.1 1.2", "2: 2.1"]);
    assert_eq!(shape(two), ["1: 1.1 1.2"]);
    assert_eq!((one.unit.level.as_deref(), one.unit.credit), (Some("2"), Some(4)));
    assert_eq!((two.unit.level.as_deref(), two.unit.credit), (None, None), "facts of a unit are its own");
    assert_eq!(two.awarding_organisation.name, "Example Board");
    assert_eq!((kinds(one), kinds(two)), (vec![], vec![]));
    assert_eq!(reading.lines.iter().filter(|l| l.used == LineUse::Criterion).count(), 5);
}

#[test]
fn numbers_inside_the_words_are_cut_off() {
    let reading = csv(
        "Unit title;The learner will;The learner can\nMend;LO1: Plan it;1.1 Say how\n;;1.2 Say why\n;LO2 Do it;2.1 Do\n",
    );
    let unit = &reading.units[0];
    assert_eq!(shape(unit), ["1: 1.1 1.2", "2: 2.1"]);
    assert_eq!(
        (unit.outcomes[0].text.as_str(), unit.outcomes[0].criteria[0].text.as_str()),
        ("Plan it", "Say how")
    );
}

#[test]
fn a_cell_with_a_numbered_list_is_several_criteria() {
    let reading = csv(
        "Unit title,Learning outcomes,Assessment criteria\nMend,\"1. Plan\",\"1.1 Say how\n1.2 Say\nwhy\n1.3 Show\"\n",
    );
    let unit = &reading.units[0];
    assert_eq!(shape(unit), ["1: 1.1 1.2 1.3"]);
    assert_eq!(unit.outcomes[0].criteria[1].text, "Say why");
}

#[test]
fn a_lost_nought_comes_back_and_is_said() {
    let rows: String = (1..=9).map(|n| format!(",,1.{n},Do {n}\n")).collect();
    let reading =
        csv(&format!("LO,Learning outcome,AC,Criterion\n1,Plan,,\n{rows},,1.1,Do ten\n,,1.11,Do eleven\n"));
    let unit = &reading.units[0];
    assert_eq!(unit.outcomes[0].criteria[9].code, "1.10");
    let said = unit.defects.iter().find(|d| d.kind == DefectKind::BadValue).unwrap();
    assert_eq!((said.place.as_str(), said.message.contains("1.10 into 1.1")), ("line 12, column C", true));
    assert!(!kinds(unit).contains(&DefectKind::DuplicateCode));
}

#[test]
fn errors_name_the_cell() {
    let reading =
        csv("Unit title,Credit,LO,Outcome,AC,Criterion\nMend,seven,1,Plan,1.1,Say\n,8,,,1.1,Do\n,9,,,1.4,\n");
    let said: Vec<String> =
        reading.units[0].defects.iter().map(|d| format!("{}: {}", d.place, d.message)).collect();
    for want in [
        "line 2, column B: the credit value \"seven\" is not a whole number",
        "line 4, column B: the credit value is \"9\" here and \"8\" above, in the same unit",
        "line 4, column E: the number 1.4 stands without a criterion",
        "line 3, column F: the number 1.1 stands twice: \"Say\" and \"Do\"",
    ] {
        assert!(said.iter().any(|s| s == want), "{want} is not in {said:#?}");
    }
}

#[test]
fn nothing_is_dropped_in_silence() {
    let reading = csv(
        "Made by the centre\nUnit title: Mend a wall\nLevel,3\nLO,Outcome,AC,Criterion,Evidence\n1,Plan,1.1,Say,E1\nLO,Outcome,AC,Criterion,Evidence\n,,1.2,Do,E2\n,,,,End of list\n",
    );
    let unit = &reading.units[0];
    assert_eq!((unit.unit.title.as_str(), unit.unit.level.as_deref()), ("Mend a wall", Some("3")));
    let left: Vec<&str> = unit.left_over.iter().map(|l| l.text.as_str()).collect();
    assert_eq!(left, ["Made by the centre", " |  |  |  | End of list"]);
    assert!(
        reading
            .defects
            .iter()
            .any(|d| d.kind == DefectKind::NotKept && d.message.contains("column E \"Evidence\""))
    );
    let furniture: Vec<&str> =
        reading.lines.iter().filter(|l| l.used == LineUse::Furniture).map(|l| l.place.as_str()).collect();
    assert_eq!(furniture, ["line 6"]);
    assert_eq!(shape(unit), ["1: 1.1 1.2"]);
}

#[test]
fn criteria_without_an_outcome_stay_unassigned() {
    let reading = csv("Unit title,AC,Criterion\nMend,1.1,Say\n,2.1,Do\n");
    let unit = &reading.units[0];
    assert!(unit.outcomes.is_empty());
    let proposed: Vec<_> = unit
        .unassigned_criteria
        .iter()
        .map(|c| (c.proposed_outcome.as_deref(), c.proposed_code.as_deref()))
        .collect();
    assert_eq!(proposed, [(Some("1"), Some("1.1")), (Some("2"), Some("2.1"))]);
    assert!(kinds(unit).contains(&DefectKind::NoOutcomes));
}

#[test]
fn bands_begin_units_and_outcomes() {
    let reading = csv(
        "Ref,Criterion,Met\nUnit 1: Mend a wall,,\nLO1 Plan,,\n1.1,Say,\nLO2 Build,,\n2.1,Lay,\nUnit 2: Paint,,\nLO1 Choose,,\n1.1,Pick,\n",
    );
    assert_eq!(reading.units.len(), 2);
    assert_eq!(shape(&reading.units[0]), ["1: 1.1", "2: 2.1"]);
    assert_eq!(
        (reading.units[1].unit.number.as_deref(), reading.units[1].unit.title.as_str()),
        (Some("Unit 2"), "Paint")
    );
}

#[test]
fn what_a_person_chose_counts() {
    let text = "x,y,z\nPlan,1.1,Say\n,1.2,Do\n";
    let unread = read(text.as_bytes(), &SheetOptions::default()).unwrap();
    let said = &unread.defects[0].message;
    assert!(said.contains("choose the columns by hand"), "{said}");
    assert_eq!((unread.units.len(), unread.lines.len()), (0, 3), "every row is shown");
    let columns =
        [("outcome", 0), ("criterionCode", 1), ("criterion", 2)].map(|(n, c)| (n.to_owned(), c)).into();
    let options = SheetOptions { sheet: None, columns: Some(columns) };
    let reading = read(text.as_bytes(), &options).unwrap();
    assert_eq!(reading.units[0].outcomes[1].text, "Plan", "without a header every row is content");
    let columns = Some([("verb".to_owned(), 0)].into());
    let said = read(text.as_bytes(), &SheetOptions { sheet: None, columns }).unwrap_err().to_string();
    assert!(said.contains("\"verb\" is not a field"), "{said}");
    let said = read(text.as_bytes(), &SheetOptions { sheet: Some("A".into()), columns: None })
        .unwrap_err()
        .to_string();
    assert!(said.contains("no sheet called \"A\""), "{said}");
}

#[test]
fn a_probe_shows_sheets_and_guesses() {
    let list = b"Centre list\n\nLO,Outcome,AC,Criterion\n1,Plan,1.1,Say\n";
    let (probes, reading) = open(list, &SheetOptions::default()).unwrap();
    assert_eq!(reading, read(list, &SheetOptions::default()).unwrap(), "one parse serves both");
    let probe = &probes[0];
    assert_eq!((probe.rows, probe.header_row), (3, Some(3)));
    assert_eq!(probe.columns.get("criterion"), Some(&3));
    assert_eq!(probe.first[1], ["LO", "Outcome", "AC", "Criterion"]);
}

#[test]
fn workbooks_with_several_sheets_are_read() {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, outcome) in [("Mend a wall", "Plan"), ("Unit 2 - Paint", "Choose")] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, cells) in
            [["LO", "Learning outcome", "AC", "Criterion"], ["1", outcome, "1.1", "Say"]].iter().enumerate()
        {
            for (column, cell) in cells.iter().enumerate() {
                let (row, column) = (u32::try_from(row).unwrap() + 2, u16::try_from(column).unwrap());
                match cell.parse::<f64>() {
                    Ok(n) => sheet.write_number(row, column, n).unwrap(),
                    Err(_) => sheet.write_string(row, column, *cell).unwrap(),
                };
            }
        }
    }
    book.add_worksheet().set_name("Notes").unwrap().write_string(0, 0, "Ask Ada").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let reading = read(&bytes, &SheetOptions::default()).unwrap();
    let titles: Vec<_> =
        reading.units.iter().map(|u| (u.unit.title.as_str(), u.unit.title_inferred)).collect();
    assert_eq!(titles, [("Mend a wall", true), ("Paint", true)]);
    assert_eq!(reading.units[0].outcomes[0].criteria[0].place, "sheet Mend a wall, cell D4");
    assert!(reading.defects.iter().any(|d| d.place == "sheet Notes" && d.kind == DefectKind::NotKept));
    let one = read(&bytes, &SheetOptions { sheet: Some("Mend a wall".into()), columns: None }).unwrap();
    assert_eq!(one.units.len(), 1);
    assert!(open(&bytes[..bytes.len() / 2], &SheetOptions::default()).is_err());
}

/// A case of the corpus: its bytes and what a careful person reads in it.
macro_rules! case {
    ($name:literal, $ending:literal) => {
        (
            $name,
            include_bytes!(concat!(
                "../../../../../../fixtures/unit-texts/corpus/tuned/",
                $name,
                ".",
                $ending
            ))
            .as_slice(),
            include_str!(concat!(
                "../../../../../../fixtures/unit-texts/corpus/tuned/",
                $name,
                ".expected.json"
            )),
        )
    };
}

#[test]
fn the_sheets_of_the_corpus_are_read_as_a_careful_person_reads_them() {
    let cases = [
        case!("sheet-blank-cells", "csv"),
        case!("sheet-two-header-rows", "xlsx"),
        case!("sheet-numbers-lost-their-nought", "ods"),
        case!("sheet-semicolons-windows-1252", "csv"),
        case!("sheet-for-each-unit", "xlsx"),
        case!("sheet-lists-in-cells", "csv"),
    ];
    for (name, bytes, expected) in cases {
        let expected: serde_json::Value = serde_json::from_str(expected).unwrap();
        let reading = read(bytes, &SheetOptions::default()).unwrap();
        let got: Vec<serde_json::Value> = reading.units.iter().map(as_expected).collect();
        assert_eq!(serde_json::Value::from(got), expected["units"], "{name}");
    }
}

fn as_expected(unit: &Proposal) -> serde_json::Value {
    let facts = &unit.unit;
    let board = Some(&unit.awarding_organisation.name).filter(|name| !name.is_empty());
    let outcomes: Vec<serde_json::Value> = unit
        .outcomes
        .iter()
        .map(|o| {
            let criteria: Vec<_> =
                o.criteria.iter().map(|c| serde_json::json!({"code": c.code, "text": c.text})).collect();
            serde_json::json!({"code": o.code, "text": o.text, "criteria": criteria})
        })
        .collect();
    let unassigned: Vec<&str> = unit.unassigned_criteria.iter().map(|c| c.text.as_str()).collect();
    serde_json::json!({
        "title": facts.title, "board": board, "number": facts.number, "urn": facts.urn, "level": facts.level,
        "credit": facts.credit, "glh": facts.glh, "outcomes": outcomes, "unassigned": unassigned,
    })
}

#[test]
fn the_older_binary_workbook_is_read_too() {
    let bytes = include_bytes!("../../../../../../fixtures/unit-texts/sheets/older-workbook.xls");
    let reading = read(bytes, &SheetOptions::default()).unwrap();
    assert_eq!(reading.format, "Excel workbook (.xls)");
    assert_eq!(shape(&reading.units[0]), ["1: 1.1 1.2", "2: 2.1 2.2 2.3"]);
    assert_eq!(shape(&reading.units[1]), ["1: 1.1 1.2", "2: 2.1 2.2"]);
    assert_eq!(reading.units[0].outcomes[0].criteria[0].place, "sheet Units, cell K2");
}
