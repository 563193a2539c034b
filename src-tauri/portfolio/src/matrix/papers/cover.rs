//! A whole portfolio as one paper: title page, then every other paper in the order in which a visitor reads them.

use super::{
    Days, Portfolio, claim, counted, decisions, evidence_index, gap_list, grid, unit_name, witnesses,
};
use crate::matrix::document::{
    Block, Cell, Document, DocumentKind, Lie, Look, Pack, Part, TableColumn, TableRow,
};
use crate::matrix::{Matrix, words};

/// The whole portfolio.
#[must_use]
pub fn pack(portfolio: &Portfolio) -> Pack {
    let mut parts = vec![Part::Document(Box::new(evidence_index(portfolio)))];
    for unit in portfolio.open() {
        parts.push(Part::Matrix(Box::new(unit.clone())));
        parts.push(Part::Document(Box::new(grid(portfolio, unit))));
    }
    if let Some(days) = Days::all(portfolio) {
        parts.push(Part::Document(Box::new(decisions(portfolio, &days))));
    }
    if portfolio.open().any(|unit| unit.counts.met < unit.counts.criteria) {
        parts.push(Part::Document(Box::new(gap_list(portfolio))));
    }
    if !portfolio.witnesses.is_empty() {
        parts.push(Part::Document(Box::new(witnesses(portfolio))));
    }
    parts.push(Part::Document(Box::new(claim(&portfolio.claims))));
    Pack { cover: cover(portfolio), parts }
}

fn cover(portfolio: &Portfolio) -> Document {
    let mut paper = portfolio.front(DocumentKind::Cover, Lie::Landscape, "Portfolio", "Portfolio");
    paper.about = format!("{} · Portfolio", portfolio.learner.name);
    let units: Vec<&Matrix> = portfolio.open().collect();
    let numbered = portfolio.items.iter().filter(|item| !item.reference.is_empty()).count();
    let (met, all) =
        units.iter().fold((0, 0), |(met, all), unit| (met + unit.counts.met, all + unit.counts.criteria));
    paper.summary = format!(
        "{} · {met} of {} met · {} of evidence",
        counted(units.len(), "unit", "units"),
        counted(all, "criterion", "criteria"),
        counted(numbered, "item", "items")
    );
    if !units.is_empty() {
        let columns = [
            ("Unit", 420),
            ("Awarding organisation", 240),
            ("Criteria met", 120),
            ("Gaps", 70),
            ("Status", 150),
        ]
        .map(|(label, share)| TableColumn { label: label.to_owned(), share })
        .to_vec();
        let rows = units.iter().map(|unit| row(unit)).collect();
        paper.blocks.push(Block::Table { columns, rows });
    }
    paper
}

fn row(unit: &Matrix) -> TableRow {
    let gaps = unit.counts.gaps;
    let gap = if gaps == 0 { Cell::of("none", Look::Plain) } else { Cell::of(gaps.to_string(), Look::Alarm) };
    TableRow::plain(vec![
        Cell::of(unit_name(unit), Look::Strong),
        Cell::of(words::board(&unit.qualification), Look::Plain),
        Cell::of(format!("{} of {}", unit.counts.met, unit.counts.criteria), Look::Plain),
        gap,
        Cell::of(words::status(unit), Look::Plain),
    ])
}
