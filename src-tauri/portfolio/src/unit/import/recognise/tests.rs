//! Cases for the recogniser: the five source shapes, tables and lists as people paste them, and input that means harm.

use super::recognise;
use crate::unit::draft::{self, Stamp};
use crate::unit::import::document::{Block, BlockKind, Document, Place};
use crate::unit::import::proposal::{DefectKind, LineUse, Proposal, Reading};
use crate::unit::spec::UnitSpec;

/// Lines of text as blocks: blank lines are gaps, form feeds are pages.
fn lines(text: &str) -> Document {
    let mut document = Document::default();
    for (line, number) in text.lines().zip(1..) {
        let place = Place { line: Some(number), ..Place::default() };
        let words = line.trim();
        let kind = match words {
            "" => BlockKind::Gap,
            "\u{c}" => BlockKind::Page,
            _words => {
                let indent = u16::try_from(line.len() - line.trim_start().len()).unwrap();
                BlockKind::Paragraph { text: line.to_owned(), indent }
            }
        };
        document.blocks.push(Block { place, kind });
    }
    document
}

fn one(text: &str) -> Proposal {
    let reading = recognise(&lines(text), "pasted text");
    assert_eq!(reading.units.len(), 1, "{:#?}", reading.units);
    reading.units.into_iter().next().unwrap()
}

/// "1 text / 1.1 text / …" of a unit.
fn shown(unit: &Proposal) -> Vec<String> {
    let mut all = Vec::new();
    for outcome in &unit.outcomes {
        all.push(format!("{} {}", outcome.code, outcome.text));
        all.extend(outcome.criteria.iter().map(|c| format!("{} {}", c.code, c.text)));
    }
    all.extend(unit.unassigned_criteria.iter().map(|c| format!("? {}", c.text)));
    all
}

macro_rules! source {
    ($name:literal) => {
        include_str!(concat!("../../../../../../fixtures/unit-texts/sources/", $name))
    };
}

/// Places that are proposed, in the order of the criteria; "-" for none.
fn places(unit: &Proposal) -> String {
    let code = |c: &Option<String>| c.clone().unwrap_or_else(|| "-".into());
    unit.unassigned_criteria.iter().map(|c| code(&c.proposed_code)).collect::<Vec<_>>().join(" ")
}

/// Text, board, number of outcomes, proposed places, defects, outcomes without a criterion.
type Source =
    (&'static str, Option<&'static str>, usize, &'static str, &'static [DefectKind], &'static [&'static str]);

#[test]
fn the_five_sources_are_read_with_their_defects() {
    use DefectKind::{
        CountsDisagree, GluedHeading, JoinedOutcomes, MissingBoard, MissingTitle, NoNumbering, NoOutcomes,
        OutcomeWithoutCriterion,
    };
    let edi: &[DefectKind] = &[GluedHeading, JoinedOutcomes, NoNumbering, CountsDisagree];
    let cases: [Source; 5] = [
        (
            source!("000-plan-organise-control-pearson-edi.txt"),
            Some("Pearson EDI"),
            4,
            "1.1 2.1 3.1",
            &[GluedHeading, JoinedOutcomes, NoNumbering, CountsDisagree, OutcomeWithoutCriterion],
            &["4"],
        ),
        (
            source!("001-manage-performance-pearson-edi.txt"),
            Some("Pearson EDI"),
            3,
            "1.1 2.1 3.1 2.2",
            edi,
            &[],
        ),
        (
            source!("002-no-title-no-board.txt"),
            None,
            0,
            "1.1 1.2 1.3 1.4 1.5",
            &[MissingTitle, MissingBoard, NoOutcomes, NoNumbering],
            &[],
        ),
        (
            source!("003-understand-management-pearson-edexcel.txt"),
            Some("Pearson Edexcel"),
            5,
            "2.1 5.1 3.1 2.2",
            &[GluedHeading, NoNumbering, OutcomeWithoutCriterion],
            &["1", "4"],
        ),
        (source!("004-plan-organise-control-ocr.txt"), Some("OCR"), 4, "1.1 2.1 3.1 4.1", edi, &[]),
    ];
    for (text, board, outcomes, want, defects, empty) in cases {
        let unit = one(text);
        let title = unit.unit.title.clone();
        assert_eq!(unit.awarding_organisation.brand.as_deref(), board, "{title}");
        assert_eq!(unit.outcomes.len(), outcomes, "{title}");
        assert_eq!(places(&unit), want, "{title}");
        assert!(unit.outcomes.iter().all(|o| !o.text.starts_with("organise and control")), "{title}");
        let said: Vec<DefectKind> = unit.defects.iter().map(|d| d.kind).collect();
        for defect in defects {
            assert!(said.contains(defect), "{title}: {defect:?} is not in {said:?}");
        }
        let open = unit.defects.iter().filter(|d| d.kind == OutcomeWithoutCriterion);
        let open: Vec<&str> = open.filter_map(|d| d.message.split(' ').nth(1)).collect();
        assert_eq!(open, empty, "{title}");
        assert!(unit.unit.aim.is_some(), "{title}");
        assert!(
            !said.contains(&GluedHeading) || !title.contains("Pearson") && !title.contains("OCR"),
            "{title}"
        );
    }
}

/// The unit text that a proposal becomes where a person takes every place that is proposed: the one way there is.
fn accepted(unit: &Proposal) -> crate::error::Result<UnitSpec> {
    let mut draft = draft::of_proposal(unit);
    draft::place_proposed(&mut draft);
    let stamp = Stamp {
        unit: "5b1f0000-0000-4000-8000-000000000001".into(),
        handle: draft::slug(draft.named()),
        revision: "1".into(),
        previous: Vec::new(),
    };
    UnitSpec::parse(&draft::json(&draft, None, &stamp)?.to_string())
}

#[test]
fn an_accepted_source_is_a_unit_text() {
    let mut unit = one(source!("002-no-title-no-board.txt"));
    let untitled = accepted(&unit).unwrap_err().to_string();
    assert!(untitled.contains("no unit title"), "nobody has typed a title: {untitled}");
    unit.unit.title = "Run a customer service operation".into();
    let spec = accepted(&unit).unwrap();
    assert!(spec.text.outcomes[0].inferred && spec.rows.len() == 5 && spec.rows.iter().all(|r| r.proposed));
    assert!(spec.indicative(), "nobody has said where the text comes from");
    unit.unassigned_criteria.clear();
    assert!(accepted(&unit).is_err(), "neither an outcome nor a criterion");
    let unit = one(source!("000-plan-organise-control-pearson-edi.txt"));
    let spec = accepted(&unit).unwrap();
    let codes: Vec<&str> = spec.rows.iter().map(|r| r.code.as_str()).collect();
    assert_eq!(codes, ["1.1", "2.1", "3.1", "4"]);
}

#[test]
fn tables_and_lists_are_read_as_people_paste_them() {
    let want = [
        "1 Know stock",
        "1.1 State what stock is",
        "1.2 Explain why it is counted",
        "2 Be able to count",
        "2.1 Count crates twice",
    ];
    let cases = [
        "1 Know stock\n1.1 State what stock is\n1.2 Explain why\nit is counted\n2 Be able to count\n2.1 Count crates twice",
        "| 1 | Know stock | 1.1 | State what stock is |\n| | | 1.2 | Explain why it is counted |\n| 2 | Be able to count | 2.1 | Count crates twice |",
        "Learning outcomes\tAssessment criteria\tEvidence type\tDate\n1 Know stock\t1.1 State what stock is\t\t\n\t1.2 Explain why it is counted\t\t\n2 Be able to count\t2.1 Count crates twice\t\t",
        "Learning outcomes\nAssessment criteria\n1\nKnow stock\n1.1\nState what stock is\n1.2\nExplain why it is counted\n2\nBe able to count\n2.1\nCount crates twice",
        "LO1: Know stock\nAC1.1 State what stock is\nAC1.2 Explain why it is counted\n\nLO2: Be able to count\nAC2.1 Count crates twice",
        "Learning outcome 1: Know stock\n- State what stock is\n- Explain why it is counted\n\nLearning outcome 2: Be able to count\n- Count crates twice",
        "Learning outcome 1\nKnow stock\nThe learner can:\n(a) State what stock is\n(b) Explain why it is counted\nLearning outcome 2\nBe able to count\nThe learner can:\n(a) Count crates twice",
        "1 Know stock 1.1 State what stock is 1.2 Explain why it is counted 2 Be able to count 2.1 Count crates twice",
        "Learning outcome      Assessment criteria\n1 Know stock          1.1 State what stock is\n                      1.2 Explain why it is counted\n2 Be able to count    2.1 Count crates\n                          twice",
    ];
    for text in cases {
        assert_eq!(shown(&one(text)), want, "{text}");
    }
}

#[test]
fn points_below_a_criterion_belong_to_it() {
    let unit = one(
        "1 Know stock\n1.1 Check stock for:\n• damage\n• dates\n1.2 State the rule\n• This could be a poster",
    );
    assert_eq!(shown(&unit), ["1 Know stock", "1.1 Check stock for: damage dates", "1.2 State the rule"]);
    assert_eq!(unit.outcomes[0].criteria[1].amplification.as_deref(), Some("This could be a poster"));
}

#[test]
fn a_handbook_holds_several_units() {
    let text = "Level 2 Award in Stock (RQF)\n\nUnit 1: Keep stock\nM/123/4567   Level 2   Credit 3\n1 Know stock\n1.1 State what it is\n\
        Page 3 of 9\n\nUnit 2: Sell stock\nLevel 3   Credit 4\n1 Be able to sell\n1.1 Sell a crate";
    let reading = recognise(&lines(text), "pasted text");
    let told: Vec<(&str, Option<i64>, usize)> =
        reading.units.iter().map(|u| (u.unit.title.as_str(), u.unit.credit, u.outcomes.len())).collect();
    assert_eq!(told, [("Keep stock", Some(3), 1), ("Sell stock", Some(4), 1)]);
    assert_eq!(reading.units[0].unit.urn.as_deref(), Some("M/123/4567"));
    assert_eq!(reading.units[1].qualification.title.as_deref(), Some("Level 2 Award in Stock (RQF)"));
}

#[test]
fn every_line_is_accounted_for() {
    let text =
        "Keep stock\n\n1 Know stock\n1.1 State what it is\n\nA word from the canteen about opening times.\n";
    let reading = recognise(&lines(text), "pasted text");
    let uses: Vec<LineUse> = reading.lines.iter().map(|line| line.used).collect();
    assert_eq!(uses, [LineUse::Title, LineUse::Outcome, LineUse::Criterion, LineUse::LeftOver]);
    assert_eq!(reading.lines[2].code.as_deref(), Some("1.1"));
    assert_eq!(reading.units[0].left_over[0].text, "A word from the canteen about opening times.");
}

/// All rows of a reading, whatever its units.
fn rows(reading: &Reading) -> usize {
    reading.units.iter().map(|u| shown(u).len()).sum()
}

#[test]
fn large_and_senseless_input_neither_stops_nor_breaks_it() {
    let many = 6_000;
    let cases = [
        "x\n".repeat(many),
        "1.1 State it\n".repeat(many),
        "1 Know stock\n1.1 State it\n".repeat(many / 2),
        "Learning outcomes\n• know stock\n".repeat(many / 2),
        "Assessment criteria\n".to_owned() + &"• state it\n".repeat(many),
        "1 Know\n1.1 Check:\n".to_owned() + &"• a point\n".repeat(many),
        "Unit 1: A\nUnit 2: B\n1 Know\n".repeat(many / 3),
        "| 1 | know | 1.1 | state |\n".repeat(many),
        "é".repeat(many),
        "(é) ©1 1.é LO AC P é.P1 \u{301} 1.1\u{a0}é\n| é | 1(é) |\n\t\u{ad}\n".repeat(200),
    ];
    for text in cases {
        let reading = recognise(&lines(&text), "pasted text");
        assert_eq!(reading.lines.len(), text.lines().filter(|line| !line.trim().is_empty()).count());
        assert!(rows(&reading) <= 20_000);
    }
    assert!(recognise(&Document::default(), "pasted text").units.len() <= 1);
}
