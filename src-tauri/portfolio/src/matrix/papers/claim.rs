//! The claim sheet: each unit of the learner with what the records hold of its way to the awarding organisation. It claims nothing
//! and decides nothing; what is not recorded is said to be.

use super::{Portfolio, counted};
use crate::matrix::document::{
    Block, Cell, Document, DocumentKind, Fact, Lie, Look, Piece, TableColumn, TableRow,
};
use crate::matrix::{Declaration, DeclarationKind, Matrix, SignatureState, Status, dates, words};

const COLUMNS: [(&str, u16); 7] = [
    ("Unit number", 95),
    ("URN", 95),
    ("Title", 260),
    ("Level, credit", 100),
    ("Status", 130),
    ("Assessor", 150),
    ("Internal verifier", 170),
];

/// The claim sheet.
#[must_use]
pub fn claim(portfolio: &Portfolio) -> Document {
    let mut paper = portfolio.front(DocumentKind::Claim, Lie::Landscape, "Claim sheet", "Claim sheet");
    let registered = portfolio.learner.registration_date.as_deref().map(dates::short).unwrap_or_default();
    paper.facts.insert(3, Fact::new("Registered on", registered));
    let (open, verified) = (portfolio.open().count(), portfolio.open().filter(|unit| ready(unit)).count());
    paper.summary = format!("{verified} of {} verified and not yet claimed", counted(open, "unit", "units"));
    if portfolio.units.is_empty() {
        let text = format!("The {} takes no unit yet.", super::own_word(portfolio.learner.word));
        paper.blocks.push(Block::Text { text, look: Look::Aside });
        return paper;
    }
    let mut names: Vec<String> = Vec::new();
    for unit in &portfolio.units {
        let name = qualification(unit);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut rows = Vec::new();
    for name in names {
        let own = || portfolio.units.iter().filter(|unit| qualification(unit) == name);
        let credit: i64 = own()
            .filter(|unit| ready(unit))
            .filter_map(|unit| unit.unit.credit.as_deref()?.parse::<i64>().ok())
            .sum();
        rows.push(TableRow::Band { left: name.clone(), right: format!("{credit} credits ready") });
        rows.extend(own().map(row));
    }
    let columns = COLUMNS.map(|(label, share)| TableColumn { label: label.to_owned(), share }).to_vec();
    paper.blocks.push(Block::Table { columns, rows });
    let text = "Ready means: verified, not indicative, not yet claimed. The awarding organisation's own rules decide whether a claim can be made.";
    paper.blocks.push(Block::Text { text: text.to_owned(), look: Look::Quiet });
    paper.blocks.push(Block::Heading { text: "Claimed by".to_owned() });
    let verifier = portfolio.verifier.clone().unwrap_or_default();
    let people = vec![Fact::new("Internal verifier", verifier), Fact::new("For the centre", "")];
    paper.blocks.push(Block::Signatures { people });
    paper
}

/// Verified and nothing beyond.
fn ready(unit: &Matrix) -> bool {
    matches!(unit.status, Status::Verified { .. }) && !unit.indicative
}

/// "Pearson (unconfirmed) · 603/2476/0 Level 3 Diploma".
fn qualification(unit: &Matrix) -> String {
    let own = &unit.qualification;
    let facts = [own.number.as_deref(), own.title.as_deref()].into_iter().flatten();
    let named = facts.filter(|fact| !fact.trim().is_empty()).collect::<Vec<_>>().join(" ");
    let named = if named.is_empty() { "qualification not recorded".to_owned() } else { named };
    format!("{} · {named}", words::board(own))
}

fn row(unit: &Matrix) -> TableRow {
    let fact = |text: &Option<String>| Cell::fact(text.as_deref());
    let mut status =
        vec![Piece::new(words::status(unit), if ready(unit) { Look::Strong } else { Look::Plain })];
    if unit.indicative {
        status.push(Piece::new("INDICATIVE: not for claim", Look::Alarm).on_its_line());
    }
    if !unit.qualification.confirmed {
        status.push(Piece::new("board unconfirmed", Look::NotYet).on_its_line());
    }
    if unit.counts.met < unit.counts.criteria {
        status.push(Piece::new(words::counts(unit), Look::Quiet).on_its_line());
    }
    let marked = unit.indicative && !matches!(unit.status, Status::Withdrawn { .. });
    let cells = vec![
        fact(&unit.unit.ao_number),
        fact(&unit.unit.urn),
        Cell::of(unit.unit.title.clone(), Look::Plain),
        level_and_credit(unit),
        Cell { pieces: status },
        signed(unit, DeclarationKind::Assessor),
        signed(unit, DeclarationKind::Verifier),
    ];
    TableRow::Cells { cells, marked, anchor: String::new() }
}

/// "level 3" and "7 credits", each where it is recorded.
fn level_and_credit(unit: &Matrix) -> Cell {
    let stated = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let level = stated(&unit.unit.level).map(|level| format!("level {level}"));
    let credit = stated(&unit.unit.credit).map(|credit| format!("{credit} credits"));
    let pieces: Vec<Piece> = [level, credit]
        .into_iter()
        .flatten()
        .map(|said| Piece::new(said, Look::Plain).on_its_line())
        .collect();
    if pieces.is_empty() { Cell::fact(None) } else { Cell { pieces } }
}

/// Who signed and when, or that nobody did.
fn signed(unit: &Matrix, kind: DeclarationKind) -> Cell {
    let own = unit.declarations.iter().find(|declaration| declaration.kind == kind);
    let is_signed =
        |d: &&Declaration| matches!(d.state, SignatureState::Signed { .. } | SignatureState::Ink { .. });
    match own.filter(is_signed) {
        Some(declaration) => {
            let name = declaration.name.clone().unwrap_or_default();
            let on = declaration.date.as_deref().map(dates::short).unwrap_or_default();
            Cell { pieces: vec![Piece::new(name, Look::Plain), Piece::new(on, Look::Plain).on_its_line()] }
        }
        None => Cell::of("not signed", Look::Aside),
    }
}
