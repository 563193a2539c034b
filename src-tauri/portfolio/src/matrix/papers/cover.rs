//! A whole portfolio as one paper: title page, then every other paper in the order in which a visitor reads them.

use super::{
    Portfolio, claim, counted, each_day, evidence_index, gap_list, grid, sampling, short, unit_name,
    witnesses,
};
use crate::matrix::document::{
    Block, Cell, Document, DocumentKind, Fact, Lie, Look, Pack, Part, TableColumn, TableRow,
};
use crate::matrix::{Matrix, Qualification, words};

/// The whole portfolio.
#[must_use]
pub fn pack(portfolio: &Portfolio) -> Pack {
    let mut parts = vec![Part::Document(Box::new(evidence_index(portfolio)))];
    for unit in portfolio.open() {
        parts.push(Part::Matrix(Box::new(unit.clone())));
        parts.push(Part::Document(Box::new(grid(portfolio, unit))));
    }
    parts.extend(each_day(portfolio).into_iter().map(|record| Part::Document(Box::new(record))));
    if !portfolio.samples.is_empty() || !portfolio.left_out.is_empty() {
        parts.push(Part::Document(Box::new(sampling(portfolio))));
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
    let towards = qualifications(&units);
    paper.facts = facts(portfolio, &towards);
    let numbered = portfolio.items.iter().filter(|item| !item.reference.is_empty()).count();
    let (met, all) =
        units.iter().fold((0, 0), |(met, all), unit| (met + unit.counts.met, all + unit.counts.criteria));
    let again: usize = units.iter().map(|unit| words::to_be_judged_again(unit)).sum();
    paper.summary = format!(
        "{} · {met} of {} met{} · {} of evidence",
        counted(units.len(), "unit", "units"),
        counted(all, "criterion", "criteria"),
        of_these_again(again),
        counted(numbered, "item", "items")
    );
    if let [_, _, ..] = towards.as_slice() {
        let columns = [("Qualification", 640), ("Qualification number", 240), ("Level", 120)]
            .map(|(label, share)| TableColumn { label: label.to_owned(), share })
            .to_vec();
        let row = |own: &&Qualification| {
            let facts = [&own.title, &own.number, &own.level];
            TableRow::plain(facts.map(|fact| Cell::fact(fact.as_deref())).to_vec())
        };
        paper.blocks.push(Block::table(columns, towards.iter().map(row).collect()));
    }
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
        paper.blocks.push(Block::table(columns, rows));
    }
    paper
}

/// The qualifications that the units are of, each once.
fn qualifications<'a>(units: &[&'a Matrix]) -> Vec<&'a Qualification> {
    let mut all: Vec<&Qualification> = Vec::new();
    for own in units.iter().map(|unit| &unit.qualification) {
        let same = |other: &&Qualification| {
            (&other.title, &other.number, &other.level) == (&own.title, &own.number, &own.level)
        };
        if !all.iter().any(same) {
            all.push(own);
        }
    }
    all
}

/// Whose portfolio it is, who assesses and verifies, and towards which qualification where it is one.
fn facts(portfolio: &Portfolio, towards: &[&Qualification]) -> Vec<Fact> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let learner = &portfolio.learner;
    let mut facts = vec![
        Fact::new(portfolio.word(), learner.name.clone()),
        Fact::new("ULN", text(&learner.uln)),
        Fact::new("Registration number", text(&learner.registration_number)),
        Fact::new("Registered on", short(&learner.registration_date)),
        Fact::new("Assessor", text(&portfolio.assessor)),
        Fact::new("Internal verifier", text(&portfolio.verifier)),
        Fact::new("Centre", text(&portfolio.centre.name)),
        Fact::new("Centre number", text(&portfolio.centre.number)),
    ];
    if let [one] = towards {
        facts.extend([
            Fact::new("Qualification", text(&one.title)),
            Fact::new("Qualification number", text(&one.number)),
            Fact::new("Level", text(&one.level)),
        ]);
    }
    facts
}

/// " · 2 to be judged again", where what is met does not all hold any more.
fn of_these_again(count: usize) -> String {
    if count == 0 { String::new() } else { format!(" · {count} {}", words::AGAIN) }
}

fn row(unit: &Matrix) -> TableRow {
    let gaps = unit.counts.gaps;
    let gap = if gaps == 0 { Cell::of("none", Look::Plain) } else { Cell::of(gaps.to_string(), Look::Alarm) };
    let again = of_these_again(words::to_be_judged_again(unit));
    TableRow::plain(vec![
        Cell::of(unit_name(unit), Look::Strong),
        Cell::of(words::board(&unit.qualification), Look::Plain),
        Cell::of(format!("{} of {}{again}", unit.counts.met, unit.counts.criteria), Look::Plain),
        gap,
        Cell::of(words::status(unit), Look::Plain),
    ])
}
