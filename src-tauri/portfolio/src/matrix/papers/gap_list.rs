//! What the learner brings next, in plain words: for somebody who has never heard "mapping". Only what is missing is asked for;
//! what lies with the assessor is said, so that nobody brings it twice.

use super::{Handed, Portfolio, asks, counted, rows, unit_name};
use crate::matrix::document::{
    Block, Cell, Document, DocumentKind, Fact, Lie, Look, Piece, TableColumn, TableRow,
};
use crate::matrix::{LearningOutcome, MappingLine, Matrix, Outcome, Row, Status, Whose, dates, words};

/// What a row means for the learner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// Something is to be brought.
    Learner,
    /// The assessor looks at it.
    Assessor,
    /// Nothing is left to do.
    Done,
}

/// A row, with what was handed in for it where it was judged and is not met yet.
struct Asked<'a> {
    outcome: &'a LearningOutcome,
    row: &'a Row,
    handed: Option<&'a Handed>,
    /// The day on which the list is printed; an ISO date.
    today: &'a str,
}

fn turn(asked: &Asked<'_>) -> Turn {
    let row = asked.row;
    match row.decision {
        // What no longer rests on what was judged is looked at once more.
        Outcome::Met | Outcome::Rpl | Outcome::CreditTransfer if row.again.is_some() => Turn::Assessor,
        Outcome::Met | Outcome::Rpl | Outcome::CreditTransfer => Turn::Done,
        // What came since the judgement lies with the assessor: nobody brings it twice.
        Outcome::PartiallyMet | Outcome::NotYetMet if asked.handed.is_some_and(|h| !h.come.is_empty()) => {
            Turn::Assessor
        }
        Outcome::PartiallyMet | Outcome::NotYetMet => Turn::Learner,
        Outcome::Undecided if row.mappings.is_empty() => Turn::Learner,
        Outcome::Undecided | Outcome::InDispute => Turn::Assessor,
    }
}

/// The rows of a unit that is still assessed.
type Unit<'a> = (&'a Matrix, Vec<Asked<'a>>);

fn open(portfolio: &Portfolio) -> Vec<Unit<'_>> {
    let units = portfolio.units.iter().enumerate();
    let assessed = units.filter(|(_, unit)| !matches!(unit.status, Status::Withdrawn { .. }));
    let asked = |at: usize, unit| {
        let own = rows(unit).enumerate();
        own.map(|(place, (outcome, row))| {
            // What was judged under another text of the unit is asked for, or looked at, anew.
            let judged = matches!(row.decision, Outcome::PartiallyMet | Outcome::NotYetMet);
            let handed = portfolio.handed.get(&(at, place)).filter(|_| judged);
            Asked { outcome, row, handed, today: dates::day(&portfolio.printed_at) }
        })
        .collect()
    };
    assessed.map(|(at, unit)| (unit, asked(at, unit))).collect()
}

/// The gap list of all units that are still assessed.
#[must_use]
pub fn gap_list(portfolio: &Portfolio) -> Document {
    let units = open(portfolio);
    let mut paper =
        portfolio.front(DocumentKind::GapList, Lie::Portrait, "What to bring next", "What to bring next");
    paper.facts = vec![
        Fact::new(portfolio.word(), portfolio.learner.name.clone()),
        Fact::new("Assessor", portfolio.assessor.clone().unwrap_or_default()),
        Fact::new("Centre", portfolio.centre.name.clone().unwrap_or_default()),
    ];
    let count = |wanted| units.iter().flat_map(|(_, own)| own).filter(|own| turn(own) == wanted).count();
    let (missing, waiting, done) = (count(Turn::Learner), count(Turn::Assessor), count(Turn::Done));
    let with = if waiting == 0 { String::new() } else { format!(" · {waiting} with your assessor") };
    paper.summary = if missing == 0 {
        format!("Nothing to bring · {done} done{with}")
    } else {
        format!("{missing} to do{with} · {done} done")
    };
    // Where nothing is to be brought, nothing is listed that somebody could bring.
    if missing > 0 {
        let assessor = portfolio.assessor.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let assessor = assessor.map_or_else(String::new, |name| format!(", {name}"));
        let text = format!(
            "Bring what is listed here to your assessor{assessor}, by the day that stands with it. Where there is no day, ask \
             by when. One piece of evidence may do for several points: say which ones, and where in it to look (page, minute, \
             paragraph)."
        );
        paper.blocks.push(Block::Text { text, look: Look::Plain });
    }
    if units.is_empty() {
        let text = "No unit is being assessed at the moment.".to_owned();
        paper.blocks.push(Block::Text { text, look: Look::Aside });
    }
    for unit in &units {
        unit_blocks(&mut paper.blocks, unit);
    }
    let label = format!("Notes of the {} and the assessor", portfolio.learner.word.own());
    paper.blocks.push(Block::Lines { label, count: 4 });
    paper
}

fn unit_blocks(blocks: &mut Vec<Block>, (unit, all): &Unit<'_>) {
    blocks.push(Block::Heading { text: unit_name(unit) });
    if unit.indicative {
        let ask = match unit.whose {
            Whose::ThirdParty | Whose::Unknown => "ask your assessor for the board's own text.",
            Whose::Unconfirmed => "ask your assessor whether it can be confirmed.",
        };
        let text = format!("{} Your certificate cannot rest on this text yet: {ask}", words::notice(unit));
        blocks.push(Block::Text { text, look: Look::Alarm });
    }
    let of = |wanted| all.iter().filter(move |own| turn(own) == wanted);
    let lines: Vec<TableRow> = of(Turn::Learner).map(to_bring).collect();
    if lines.is_empty() {
        let text = if of(Turn::Assessor).next().is_none() && of(Turn::Done).next().is_some() {
            "Everything in this unit is done."
        } else {
            "There is nothing to bring for this unit now."
        };
        blocks.push(Block::Text { text: text.to_owned(), look: Look::Strong });
    } else {
        blocks.push(Block::Table { columns: columns("What to bring"), rows: lines, of: unit_name(unit) });
    }
    let waiting: Vec<TableRow> = of(Turn::Assessor).map(with_assessor).collect();
    if !waiting.is_empty() {
        blocks.push(Block::Subheading { text: "With your assessor now".to_owned() });
        blocks.push(Block::Table {
            columns: columns("What you handed in"),
            rows: waiting,
            of: unit_name(unit),
        });
    }
    let done: Vec<String> = of(Turn::Done).map(|own| own.row.code.clone()).collect();
    if !done.is_empty() {
        let what = counted(done.len(), "point is", "points are");
        blocks.push(Block::Text { text: format!("{what} done: {}", done.join(", ")), look: Look::Quiet });
    }
}

fn columns(last: &str) -> Vec<TableColumn> {
    [("Point", 80), ("What it asks", 460), (last, 460)]
        .map(|(label, share)| TableColumn { label: label.to_owned(), share })
        .to_vec()
}

fn to_bring(asked: &Asked<'_>) -> TableRow {
    let row = asked.row;
    let (start, bring) = match row.decision {
        Outcome::PartiallyMet => ("Partly there. ", "Bring what is still missing."),
        Outcome::NotYetMet => ("Not there yet. ", "Bring something else, or the same made better."),
        Outcome::Met | Outcome::Rpl | Outcome::CreditTransfer | Outcome::Undecided | Outcome::InDispute => {
            ("Nothing yet. ", "Bring something that shows this.")
        }
    };
    let mut pieces = vec![Piece::new(start, Look::Strong), Piece::new(bring, Look::Plain)];
    let told = row.told.clone().unwrap_or_default();
    if let Some(needed) = filled(&told.needed) {
        pieces.push(Piece::new("What is missing: ", Look::Strong).on_its_line());
        pieces.push(Piece::new(needed, Look::Plain));
    }
    if let Some(due) = &told.due {
        let gone = if due.as_str() < asked.today { " That day has passed: ask your assessor." } else { "" };
        let text = format!("Bring it by {}.{gone}", dates::prose(due));
        pieces.push(Piece::new(text, Look::Strong).on_its_line());
    }
    // Only what the assessor wrote is said to be theirs: what the program makes of the records stands on other papers.
    let said = asked.handed.map(|handed| handed.said.as_str()).unwrap_or_default();
    let wrote = [filled(said), filled(&told.feedback)].into_iter().flatten();
    for (at, wrote) in wrote.enumerate() {
        let text = if at == 0 { format!("Your assessor wrote: {wrote}") } else { wrote.to_owned() };
        pieces.push(Piece::new(text, Look::Aside).on_its_line());
    }
    // What was judged under another text of the unit says so as its reason.
    if row.decision == Outcome::Undecided && row.reason.is_some() {
        let text =
            "It was judged before, under another text of the unit. Ask your assessor what is still needed.";
        pieces.push(Piece::new(text, Look::Aside).on_its_line());
    }
    let looked_at = asked.handed.map(|handed| named(&handed.looked_at)).unwrap_or_default();
    if !looked_at.is_empty() {
        let text = format!("Your assessor has looked at: {}", looked_at.join("; "));
        pieces.push(Piece::new(text, Look::Quiet).on_its_line());
    }
    row_of(asked, Cell { pieces }, row.is_gap())
}

fn filled(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

fn with_assessor(asked: &Asked<'_>) -> TableRow {
    let row = asked.row;
    let handed_in = asked.handed.map_or(&row.mappings, |handed| &handed.come);
    let mut pieces: Vec<Piece> =
        named(handed_in).into_iter().map(|text| Piece::new(text, Look::Plain).on_its_line()).collect();
    let disputed = row.decision == Outcome::InDispute;
    let why = [
        (disputed, "Two judgements stand; your assessors settle which one holds."),
        (
            row.again.is_some(),
            "Your assessor looks at this once more, since the evidence is not the same as before.",
        ),
    ];
    for (_, text) in why.into_iter().filter(|(holds, _)| *holds) {
        pieces.push(Piece::new(text, Look::Aside).on_its_line());
    }
    row_of(asked, Cell { pieces }, false)
}

fn named(mappings: &[MappingLine]) -> Vec<String> {
    let named = mappings.iter().map(|mapping| {
        let place = mapping.place.as_deref().filter(|place| !place.trim().is_empty());
        let place = place.map_or_else(String::new, |place| format!(" ({place})"));
        format!("{} {}{place}", mapping.reference, mapping.title)
    });
    named.collect()
}

fn row_of(asked: &Asked<'_>, last: Cell, marked: bool) -> TableRow {
    let (outcome, row) = (asked.outcome, asked.row);
    let cells =
        vec![Cell::of(row.code.clone(), Look::Strong), Cell::of(asks(&outcome.text, row), Look::Plain), last];
    TableRow::Cells { cells, marked, anchor: String::new() }
}
