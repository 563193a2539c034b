//! A unit at a glance: criteria down, evidence across, the method in each cell, gaps marked.

use std::collections::BTreeMap;

use super::{Portfolio, asks, look, unit_name};
use crate::matrix::document::{
    Block, Document, DocumentKind, Fact, Grid, GridBand, GridItem, GridLink, GridRow, Lie, Look,
};
use crate::matrix::{LearningOutcome, MappingLine, Matrix, Row, words};

/// The grid of a unit.
#[must_use]
pub fn grid(portfolio: &Portfolio, unit: &Matrix) -> Document {
    let name = format!("Evidence grid: {}", unit_name(unit));
    let mut paper = portfolio.front(DocumentKind::Grid, Lie::Landscape, "Evidence grid", &name);
    paper.about = format!("{} · Evidence grid · {}", portfolio.learner.name, unit_name(unit));
    paper.word = words::header(unit);
    paper.notice = words::notice(unit).to_owned();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    paper.facts = vec![
        Fact::new(words::learner(unit.learner.word), portfolio.learner.name.clone()),
        Fact::new("Unit", unit_name(unit)),
        Fact::new("Assessor", text(&unit.people.assessor)),
        Fact::new("Awarding organisation", words::board(&unit.qualification)),
    ];
    let counts = [words::counts(unit), words::notes(unit), words::status(unit)];
    paper.summary = counts.into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join(" · ");
    let own = whole(unit);
    let key = [words::methods(unit), "° no place in it is given".to_owned(), words::marks(unit).join(" · ")];
    let key = key.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join(" · ");
    paper.blocks.push(Block::Signs);
    paper.blocks.push(Block::Text { text: key, look: Look::Quiet });
    if own.bands.is_empty() {
        paper.blocks.push(Block::Text { text: "This unit has no criteria.".to_owned(), look: Look::Aside });
    } else {
        paper.blocks.push(Block::Grid(own));
    }
    paper
}

fn whole(unit: &Matrix) -> Grid {
    let mut items: Vec<GridItem> = Vec::new();
    let listed = unit.evidence.iter().map(|item| (item.number.clone(), item.title.clone()));
    let linked = unit.outcomes.iter().flat_map(|outcome| &outcome.rows).flat_map(|row| &row.mappings);
    let mut columns = Columns::new();
    for (reference, title) in listed.chain(linked.map(|m| (m.reference.clone(), m.title.clone()))) {
        if !columns.contains_key(&reference) {
            columns.insert(reference.clone(), items.len());
            items.push(GridItem { reference, title });
        }
    }
    let bands = unit.outcomes.iter().map(|outcome| band(outcome, &columns)).collect();
    Grid { items, bands }
}

/// In which column each item stands.
type Columns = BTreeMap<String, usize>;

fn band(outcome: &LearningOutcome, columns: &Columns) -> GridBand {
    GridBand {
        text: format!("{}   {}", words::outcome_code(&outcome.code), outcome.text),
        met: words::met_of(outcome),
        rows: outcome.rows.iter().map(|row| line(outcome, row, columns)).collect(),
    }
}

fn line(outcome: &LearningOutcome, row: &Row, columns: &Columns) -> GridRow {
    let mut crossed: BTreeMap<usize, Vec<&MappingLine>> = BTreeMap::new();
    for mapping in &row.mappings {
        if let Some(column) = columns.get(&mapping.reference) {
            crossed.entry(*column).or_default().push(mapping);
        }
    }
    let link = |(item, own): (usize, Vec<&MappingLine>)| {
        let mut methods: Vec<&str> = Vec::new();
        for method in own.iter().map(|m| m.method.as_str()) {
            if !methods.contains(&method) {
                methods.push(method);
            }
        }
        let placed = own.iter().any(|m| words::place(m) != words::NO_PLACE);
        GridLink { item, method: methods.join(" "), placed }
    };
    GridRow {
        code: words::code(row),
        text: asks(&outcome.text, row).to_owned(),
        links: crossed.into_iter().map(link).collect(),
        decision: match row.again {
            Some(_) => format!("to be judged again: {}", words::outcome(row.decision)),
            None => words::outcome(row.decision).to_owned(),
        },
        look: look(row),
        gap: row.is_gap(),
    }
}
