//! What the learner is told to bring next: what is missing, by when and to whom, in words of somebody who has never heard
//! "mapping".
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a test looks for one kind among many and fails on every other"
)]

use super::tests::{portfolio, said};
use super::*;
use crate::matrix::document::{Block, TableRow};
use crate::matrix::samples::{draft, mapping};
use crate::matrix::{Counts, Told};

/// A unit with one outcome. Its points: 7.0 done, 7.1 partly there, 7.2 handed in, 7.3 not there yet, 7.9 without anything, 7.8 judged
/// under another text of the unit and without anything now, 7.7 done on what is not there any more.
fn unit() -> Matrix {
    let mut unit = draft();
    unit.outcomes.truncate(1);
    let rows = &mut unit.outcomes[0].rows;
    let like = rows[0].clone();
    rows.resize(4, like.clone());
    let outcomes = [Outcome::Met, Outcome::PartiallyMet, Outcome::Undecided, Outcome::NotYetMet];
    for (at, outcome) in outcomes.into_iter().enumerate() {
        let row = &mut rows[at];
        (row.decision, row.reason, row.code) = (outcome, Some(format!("because {at}")), format!("7.{at}"));
        row.mappings = vec![mapping(at)];
    }
    rows[1].reason = Some("because 1 Still needed by 15/12/2026: the rota of the second week".to_owned());
    rows[1].told = Some(Told {
        feedback: String::new(),
        needed: "the rota of the second week".to_owned(),
        due: Some("2026-12-15".to_owned()),
    });
    let nothing = |code: &str, reason: Option<&str>| Row {
        code: code.to_owned(),
        decision: Outcome::Undecided,
        reason: reason.map(str::to_owned),
        mappings: Vec::new(),
        ..like.clone()
    };
    let earlier = "Earlier decision: met on 14/11/2026; worded differently.";
    let again = Row {
        code: "7.7".to_owned(),
        again: Some("E001 has a newer version than the one judged".to_owned()),
        ..rows[0].clone()
    };
    rows.extend([nothing("7.9", None), nothing("7.8", Some(earlier)), again]);
    unit.counts = Counts::of(&unit.outcomes);
    unit
}

/// A learner with that unit. Another item came since 7.3 was judged; the assessor has looked at the first one only.
fn learner() -> Portfolio {
    let mut portfolio = portfolio(vec![unit()]);
    portfolio.handed.get_mut(&(0, 3)).expect("7.3 is judged").come.push(mapping(7));
    portfolio.handed.get_mut(&(0, 1)).expect("7.1 is judged").said = "because 1".to_owned();
    portfolio
}

/// The lines of what is to be brought, and of what lies with the assessor.
fn lines(paper: &Document) -> [Vec<String>; 2] {
    let line = |row: &TableRow| match row {
        TableRow::Cells { cells, .. } => {
            let pieces = cells.iter().flat_map(|cell| cell.pieces.iter().map(|piece| piece.text.trim()));
            pieces.collect::<Vec<_>>().join(" | ")
        }
        TableRow::Band { left, .. } => left.clone(),
    };
    let tables: Vec<Vec<String>> = paper
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Table { rows, .. } => Some(rows.iter().map(line).collect()),
            _other => None,
        })
        .collect();
    tables.try_into().unwrap_or_else(|tables| panic!("{tables:?}"))
}

#[test]
fn the_gap_list_asks_for_what_is_missing_and_never_for_what_lies_with_the_assessor() {
    let paper = gap_list(&learner());
    assert_eq!(paper.summary, "3 to do · 3 with your assessor · 1 done");
    let [bring, wait] = lines(&paper);
    assert!(bring[0].starts_with("7.1 |") && bring[0].contains("Partly there."), "{bring:?}");
    assert!(bring[1].starts_with("7.9 |") && bring[1].contains("Nothing yet."), "{bring:?}");
    assert!(bring[0].contains("has looked at: ") && !bring[1].contains("has looked at: "), "{bring:?}");
    assert!(wait.len() == 3 && wait[0].starts_with("7.2 |"), "{wait:?}");
    assert!(wait[1].starts_with("7.3 |") && wait[1].contains(&mapping(7).reference), "{wait:?}");
    assert_eq!(wait[1].matches("E0").count(), 1, "what was looked at is not what came since: {wait:?}");
    assert!(wait[2].starts_with("7.7 |") && wait[2].contains("looks at this once more"), "{wait:?}");
    for block in &paper.blocks {
        let Block::Text { text, .. } = block else { continue };
        for word in ["mapped", "mapping", "decision", "upload", "fail"] {
            assert!(!text.to_lowercase().contains(word), "{word} is no word for a learner: {text}");
        }
    }
}

#[test]
fn only_what_the_assessor_wrote_is_said_to_be_theirs() {
    let [bring, _wait] = lines(&gap_list(&learner()));
    assert!(bring[0].contains("Your assessor wrote: because 1"), "{bring:?}");
    assert!(bring[0].contains("What is missing: | the rota of the second week"), "{bring:?}");
    assert!(!bring[0].contains("Still needed by"), "{bring:?}");
    assert!(bring[2].starts_with("7.8 |") && bring[2].contains("judged before"), "{bring:?}");
    assert!(!bring[2].contains("wrote") && !bring[2].contains("Earlier decision"), "{bring:?}");
}

#[test]
fn the_learner_reads_by_when_and_to_whom() {
    let portfolio = learner();
    let says =
        |portfolio: &Portfolio, word: &str| said(&gap_list(portfolio)).iter().any(|said| said.contains(word));
    assert!(says(&portfolio, "to your assessor, Ada Okoro, by the day that stands with it"));
    assert!(says(&portfolio, "Bring it by 15 December 2026."));
    assert!(!says(&portfolio, "That day has passed"));
    let on = |printed_at: &str| Portfolio { printed_at: printed_at.to_owned(), ..portfolio.clone() };
    assert!(!says(&on("2026-12-15T23:00"), "That day has passed"), "the day itself has not");
    assert!(says(&on("2026-12-16T09:00"), "That day has passed: ask your assessor."));
    let nobody = Portfolio { assessor: None, ..portfolio.clone() };
    assert!(says(&nobody, "to your assessor, by the day that stands with it"));
}

#[test]
fn where_nothing_is_to_be_brought_nobody_is_told_to_bring_it() {
    let asks = |paper: &Document| said(paper).iter().any(|said| said.contains("Bring what is listed here"));
    assert!(asks(&gap_list(&learner())));
    let mut done = unit();
    done.outcomes[0].rows.truncate(1);
    done.counts = Counts::of(&done.outcomes);
    let paper = gap_list(&portfolio(vec![done]));
    assert_eq!(paper.summary, "Nothing to bring · 1 done");
    assert!(!asks(&paper), "{:?}", said(&paper));
    assert!(!asks(&gap_list(&portfolio(Vec::new()))), "no unit is assessed");
}
