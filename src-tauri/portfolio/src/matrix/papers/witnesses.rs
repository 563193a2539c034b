//! The witness status list: who vouches for this learner's work, how they stand to the learner, what they count as and know of the
//! occupation, and which evidence rests on their word. The last column is for their pen.

use super::{Portfolio, VouchedItem, WitnessFacts, counted};
use crate::matrix::document::{Block, Cell, Document, DocumentKind, Lie, Look, Piece, TableColumn, TableRow};
use crate::matrix::words;

/// The witness status list.
#[must_use]
pub fn witnesses(portfolio: &Portfolio) -> Document {
    let (title, whom) = ("Witness status list", portfolio.learner.word.own());
    let mut paper = portfolio.front(DocumentKind::Witnesses, Lie::Landscape, title, title);
    let all = &portfolio.witnesses;
    paper.summary = counted(all.len(), "witness", "witnesses");
    for (what, fact) in [("status", status as fn(&WitnessFacts) -> &str), ("competence", competence)] {
        let unknown = all.iter().filter(|witness| fact(witness).is_empty()).count();
        if unknown > 0 {
            paper.summary += &format!(" · {what} of {unknown} not recorded");
        }
    }
    if all.is_empty() {
        let text = format!("No evidence of this {whom} names a witness.");
        paper.blocks.push(Block::Text { text, look: Look::Aside });
        return paper;
    }
    let stand = format!("How they stand to the {whom}");
    let columns = [
        ("Witness", 170),
        (stand.as_str(), 175),
        ("Status", 105),
        ("Occupational competence", 170),
        ("Evidence that rests on their word", 220),
        ("Specimen signature and date", 160),
    ];
    let columns = columns.map(|(label, share)| TableColumn { label: label.to_owned(), share }).to_vec();
    paper.blocks.push(Block::table(columns, all.iter().map(row).collect()));
    paper
}

fn status(witness: &WitnessFacts) -> &str {
    witness.status.trim()
}

fn competence(witness: &WitnessFacts) -> &str {
    witness.competence.trim()
}

/// An item on its line; where it is put forward as more than the witness is recorded as, that is said beneath it.
fn item(item: &VouchedItem) -> Vec<Piece> {
    let mut said = vec![Piece::new(item.named.clone(), Look::Plain).on_its_line()];
    if item.more_than_status {
        said.push(Piece::new(words::NOT_AN_EXPERT, Look::Aside).on_its_line());
    }
    said
}

fn row(witness: &WitnessFacts) -> TableRow {
    let mut who = vec![Piece::new(witness.name.clone(), Look::Strong)];
    if !witness.role.trim().is_empty() {
        who.push(Piece::new(witness.role.clone(), Look::Plain).on_its_line());
    }
    let contact = Some(witness.contact.trim()).filter(|contact| !contact.is_empty());
    let (contact, look) =
        contact.map_or((words::NOT_RECORDED, Look::Aside), |contact| (contact, Look::Plain));
    who.push(Piece::new(format!("contact: {contact}"), look).on_its_line());
    if witness.inactive {
        who.push(Piece::new("no longer a witness of this centre", Look::Aside).on_its_line());
    }
    let items = witness.items.iter().flat_map(item).collect();
    let open = [status(witness), competence(witness)].iter().any(|said| said.is_empty());
    let marked = open || witness.items.iter().any(|item| item.more_than_status);
    let cells = vec![
        Cell { pieces: who },
        Cell::fact(Some(&witness.relation)),
        Cell::fact(Some(&witness.status)),
        Cell::fact(Some(&witness.competence)),
        Cell { pieces: items },
        Cell::default(),
    ];
    TableRow::Cells { cells, marked, anchor: String::new() }
}
