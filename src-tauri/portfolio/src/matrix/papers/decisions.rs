//! The record of a visit or a submission: what was judged on those days, why, on what, and what is still needed. It belongs to
//! the days, not to one unit.

use super::{Portfolio, asks, counted, link, look, rows, unit_name};
use crate::matrix::document::{
    Block, Cell, Document, DocumentKind, Fact, Lie, Look, Piece, TableColumn, TableRow,
};
use crate::matrix::{LearningOutcome, Matrix, Outcome, Row, Status, dates, words};

/// The days of a visit or submission, both counted in; ISO dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: String,
    /// The last.
    pub to: String,
}

impl Days {
    /// The day of the last judgement of a portfolio.
    #[must_use]
    pub fn last(portfolio: &Portfolio) -> Option<Self> {
        let all = portfolio.units.iter().flat_map(rows).filter_map(|(_, row)| row.decided_on.as_deref());
        let last = all.max()?.to_owned();
        Some(Self { from: last.clone(), to: last })
    }

    /// The days of all judgements.
    #[must_use]
    pub fn all(portfolio: &Portfolio) -> Option<Self> {
        let all = || portfolio.units.iter().flat_map(rows).filter_map(|(_, row)| row.decided_on.as_deref());
        Some(Self { from: all().min()?.to_owned(), to: all().max()?.to_owned() })
    }

    fn hold(&self, day: &str) -> bool {
        let day = day.get(..10).unwrap_or(day);
        self.from.as_str() <= day && day <= self.to.as_str()
    }

    fn words(&self) -> String {
        let from = dates::short(&self.from);
        if self.from == self.to { from } else { format!("{from} to {}", dates::short(&self.to)) }
    }
}

type Judged<'a> = (&'a LearningOutcome, &'a Row);

/// The decision and feedback record of these days.
#[must_use]
pub fn decisions(portfolio: &Portfolio, days: &Days) -> Document {
    let title = "Assessment decision and feedback record";
    let mut paper = portfolio.front(DocumentKind::Decisions, Lie::Landscape, title, title);
    let judged: Vec<(&Matrix, Vec<Judged<'_>>)> = portfolio
        .units
        .iter()
        .map(|unit| {
            let own =
                rows(unit).filter(|(_, row)| row.decided_on.as_deref().is_some_and(|day| days.hold(day)));
            (unit, own.collect::<Vec<_>>())
        })
        .filter(|(_, rows)| !rows.is_empty())
        .collect();
    let all = || judged.iter().flat_map(|(_, rows)| rows);
    let mut assessors: Vec<&str> = all().filter_map(|(_, row)| row.assessor_initials.as_deref()).collect();
    assessors.sort_unstable();
    assessors.dedup();
    paper.about = format!("{} · {}", portfolio.learner.name, days.words());
    paper.facts.extend([
        Fact::new("Decided on", days.words()),
        Fact::new("Decided by (initials)", assessors.join(", ")),
        Fact::new("Units", units(&judged)),
        Fact::new("Internal verifier", portfolio.verifier.clone().unwrap_or_default()),
    ]);
    let count = |wanted: &dyn Fn(Outcome) -> bool| all().filter(|(_, row)| wanted(row.decision)).count();
    let met = count(&Outcome::is_met);
    let mut said =
        vec![format!("{} judged", counted(all().count(), "criterion", "criteria")), format!("{met} awarded")];
    for (outcome, word) in [(Outcome::PartiallyMet, "partially met"), (Outcome::NotYetMet, "not yet met")] {
        let own = count(&|other| other == outcome);
        if own > 0 {
            said.push(format!("{own} {word}"));
        }
    }
    paper.summary = said.join(" · ");
    if judged.is_empty() {
        let text = format!("Nothing was judged on {}.", days.words());
        paper.blocks.push(Block::Text { text, look: Look::Aside });
        return paper;
    }
    for (unit, rows) in &judged {
        unit_blocks(&mut paper.blocks, unit, rows);
    }
    needed(&mut paper.blocks, &judged);
    closing(&mut paper.blocks, portfolio);
    paper
}

/// One or two units by name, more by number: each has its own heading.
fn units(judged: &[(&Matrix, Vec<Judged<'_>>)]) -> String {
    match judged {
        [_, _, _, ..] => format!("{} units, see below", judged.len()),
        few => few.iter().map(|(unit, _)| unit_name(unit)).collect::<Vec<_>>().join("; "),
    }
}

fn unit_blocks(blocks: &mut Vec<Block>, unit: &Matrix, judged: &[Judged<'_>]) {
    blocks.push(Block::Heading { text: unit_name(unit) });
    if unit.indicative {
        blocks.push(Block::Text { text: words::notice(unit).to_owned(), look: Look::Alarm });
    }
    let columns = [
        ("AC", 50),
        ("Assessment criterion", 275),
        ("Evidence, place, method", 265),
        ("Decision", 110),
        ("Reason or feedback", 200),
        ("Decided", 100),
    ]
    .map(|(label, share)| TableColumn { label: label.to_owned(), share })
    .to_vec();
    let line = |(outcome, row): &Judged<'_>| {
        let mut evidence: Vec<Piece> = row.mappings.iter().flat_map(link).collect();
        if evidence.is_empty() {
            evidence.push(Piece::new("no evidence listed", Look::Quiet));
        }
        let mut when = vec![Piece::new(super::short(&row.decided_on), Look::Plain)];
        when.extend(
            row.assessor_initials.iter().map(|who| Piece::new(who.clone(), Look::Plain).on_its_line()),
        );
        TableRow::plain(vec![
            Cell::of(words::code(row), Look::Strong),
            Cell::of(asks(outcome, row), Look::Plain),
            Cell { pieces: evidence },
            Cell::of(words::outcome(row.decision), look(row.decision)),
            feedback(row),
            Cell { pieces: when },
        ])
    };
    blocks.push(Block::Table { columns, rows: judged.iter().map(line).collect() });
    let vacsr = "Valid, authentic, current, sufficient and reliable";
    let text = match &unit.status {
        Status::InProgress => {
            format!("{vacsr}: confirmed once for the unit, when it is signed off. It is not signed off yet.")
        }
        Status::Superseded { on, .. } => {
            format!("{vacsr}: confirmed at the sign-off of {}, which was opened again.", dates::short(on))
        }
        Status::Signed { .. }
        | Status::Verified { .. }
        | Status::Released { .. }
        | Status::Claimed { .. }
        | Status::Certificated { .. } => {
            format!("{vacsr}: confirmed for the unit at sign-off. Status: {}.", words::status(unit))
        }
        Status::Withdrawn { on } => format!("The unit was withdrawn on {}.", dates::short(on)),
    };
    blocks.push(Block::Text { text, look: Look::Quiet });
}

/// The reason, and what the learner was told.
fn feedback(row: &Row) -> Cell {
    let mut pieces = Vec::new();
    let filled = |text: &str| !text.trim().is_empty();
    if let Some(reason) = row.reason.as_deref().filter(|reason| filled(reason)) {
        pieces.push(Piece::new(reason, Look::Aside));
    }
    if let Some(told) = row.told.as_ref().filter(|told| filled(&told.feedback)) {
        pieces.push(Piece::new("Feedback: ", Look::Strong).on_its_line());
        pieces.push(Piece::new(told.feedback.clone(), Look::Plain));
    }
    if pieces.is_empty() { Cell::of("none given", Look::Quiet) } else { Cell { pieces } }
}

/// What is still needed, where anything is.
fn needed(blocks: &mut Vec<Block>, judged: &[(&Matrix, Vec<Judged<'_>>)]) {
    let mut rows = Vec::new();
    for (unit, own) in judged {
        let open = own.iter().filter(|(_, row)| !row.decision.is_met());
        for (outcome, row) in open {
            let (told, reason) = (row.told.clone().unwrap_or_default(), row.reason.clone());
            let named = [told.needed, reason.unwrap_or_default()];
            let needed = named.iter().find(|text| !text.trim().is_empty()).map(String::as_str);
            let cells = vec![
                Cell::of(words::code(row), Look::Strong),
                Cell::of(unit_name(unit), Look::Plain),
                Cell::of(asks(outcome, row), Look::Plain),
                Cell::of(words::outcome(row.decision), look(row.decision)),
                Cell::fact(needed),
                Cell::fact(told.due.as_deref().map(dates::short).as_deref()),
            ];
            rows.push(TableRow::plain(cells));
        }
    }
    if rows.is_empty() {
        return;
    }
    blocks.push(Block::Heading { text: "Still needed".to_owned() });
    let columns = [
        ("AC", 50),
        ("Unit", 180),
        ("Assessment criterion", 280),
        ("Decision", 110),
        ("What is needed", 280),
        ("By when", 100),
    ]
    .map(|(label, share)| TableColumn { label: label.to_owned(), share })
    .to_vec();
    blocks.push(Block::Table { columns, rows });
}

fn closing(blocks: &mut Vec<Block>, portfolio: &Portfolio) {
    let word = portfolio.word();
    blocks.push(Block::Lines { label: format!("{word}'s comment"), count: 3 });
    blocks.push(Block::Heading { text: "Signatures".to_owned() });
    let name = |name: &Option<String>| name.clone().unwrap_or_default();
    let people = vec![
        Fact::new(word, portfolio.learner.name.clone()),
        Fact::new("Assessor", name(&portfolio.assessor)),
        Fact::new("Internal verifier (where sampled)", name(&portfolio.verifier)),
    ];
    blocks.push(Block::Signatures { people });
}
