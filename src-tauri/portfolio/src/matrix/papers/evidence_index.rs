//! All evidence of a learner: what each item is, where it lies, when it came, whose it is, and what it is used for. File checks
//! stand in an annex of small type.

use std::collections::BTreeMap;

use super::{IndexFile, IndexItem, Portfolio, counted, rows, short, unit_name};
use crate::matrix::document::{Block, Cell, Document, DocumentKind, Lie, Look, Piece, TableColumn, TableRow};
use crate::matrix::{AnnexLine, Status, words};

/// The evidence index.
#[must_use]
pub fn evidence_index(portfolio: &Portfolio) -> Document {
    let mut paper =
        portfolio.front(DocumentKind::EvidenceIndex, Lie::Landscape, "Evidence index", "Evidence index");
    let (kept, aside): (Vec<&IndexItem>, Vec<&IndexItem>) =
        portfolio.items.iter().partition(|item| item.set_aside.is_none() || !item.reference.is_empty());
    let used = uses(portfolio);
    let surplus = kept.iter().filter(|item| !used.contains_key(item.reference.as_str())).count();
    let size: u64 = kept.iter().flat_map(|item| &item.files).map(|file| file.size).sum();
    let mut said = vec![counted(kept.len(), "item", "items"), bytes(size)];
    if surplus > 0 {
        said.push(format!("{surplus} not used for any criterion"));
    }
    paper.summary = said.join(" · ");
    if kept.is_empty() {
        let text = "No evidence has a number yet. A file gets one when it is accepted or mapped.".to_owned();
        paper.blocks.push(Block::Text { text, look: Look::Aside });
    } else {
        // Said once: it holds for most items, and each row would say it in five lines.
        if let Some(declared) = &portfolio.declared {
            let text = format!("As for the whole portfolio: {declared}.");
            paper.blocks.push(Block::Text { text, look: Look::Plain });
        }
        let rows = kept.iter().map(|item| row(item, used.get(item.reference.as_str()))).collect();
        paper.blocks.push(Block::table(columns(&COLUMNS), rows));
    }
    set_aside(&mut paper.blocks, &aside);
    annex(&mut paper.blocks, &kept);
    paper
}

const COLUMNS: [(&str, u16); 7] = [
    ("Number", 60),
    ("Title and type", 215),
    ("Where it is kept", 205),
    ("Produced, added", 140),
    ("Author, authenticity", 125),
    ("Used for", 165),
    ("Sampled", 90),
];

fn columns(all: &[(&str, u16)]) -> Vec<TableColumn> {
    all.iter().map(|(label, share)| TableColumn { label: (*label).to_owned(), share: *share }).collect()
}

/// For each item the units and criteria that it is put forward for, those of withdrawn units too: it was used there.
fn uses(portfolio: &Portfolio) -> BTreeMap<&str, Vec<String>> {
    let mut used: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for unit in &portfolio.units {
        let left = if matches!(unit.status, Status::Withdrawn { .. }) { " (withdrawn)" } else { "" };
        let mut own: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (_, row) in rows(unit) {
            for mapping in &row.mappings {
                let codes = own.entry(&mapping.reference).or_default();
                let code = words::code(row);
                if !codes.contains(&code) {
                    codes.push(code);
                }
            }
        }
        for (reference, codes) in own {
            used.entry(reference).or_default().push(format!(
                "{}{left}: {}",
                unit_name(unit),
                codes.join(", ")
            ));
        }
    }
    used
}

fn row(item: &IndexItem, used: Option<&Vec<String>>) -> TableRow {
    let mut what = vec![Piece::new(item.title.clone(), Look::Plain)];
    what.push(Piece::new(item.kind.clone(), Look::Aside).on_its_line());
    what.extend(item.notes.iter().map(|note| Piece::new(note.clone(), Look::Quiet).on_its_line()));
    let in_situ = item.kept.iter().map(|place| Piece::new(place.clone(), Look::Plain).on_its_line());
    let mut kept: Vec<Piece> = in_situ.collect();
    for file in &item.files {
        kept.push(Piece::new(file.name.clone(), Look::Plain).on_its_line());
        kept.push(Piece::new(format!(" · {}", bytes(file.size)), Look::Quiet));
        kept.extend(file.note.iter().map(|note| Piece::new(format!(" · {note}"), Look::NotYet)));
    }
    let produced = item.produced_on.as_deref().filter(|day| !day.trim().is_empty());
    let dates = vec![
        produced.map_or_else(
            || Piece::new("produced: not recorded", Look::Aside),
            |_| Piece::new(format!("produced {}", short(&item.produced_on)), Look::Plain),
        ),
        Piece::new(format!("added {}", short(&item.added_on)), Look::Plain).on_its_line(),
    ];
    let facts = [("by", &item.author), ("", &item.authenticity)];
    let mut whose: Vec<Piece> = Vec::new();
    for (before, fact) in facts {
        if let Some(fact) = fact.as_deref().filter(|fact| !fact.trim().is_empty()) {
            whose.push(Piece::new(format!("{before} {fact}").trim().to_owned(), Look::Plain).on_its_line());
        }
    }
    let sampled = item.sampled.iter().map(|sample| Piece::new(sample.clone(), Look::Plain).on_its_line());
    let used = used.into_iter().flatten().map(|unit| Piece::new(unit.clone(), Look::Plain).on_its_line());
    let cells = vec![
        Cell::of(item.reference.clone(), Look::Strong),
        Cell { pieces: what },
        or_words(kept, words::NOT_RECORDED),
        Cell { pieces: dates },
        or_words(whose, words::NOT_RECORDED),
        or_words(used.collect(), "not used"),
        or_words(sampled.collect(), "no"),
    ];
    TableRow::Cells { cells, marked: false, anchor: item.reference.clone() }
}

fn or_words(pieces: Vec<Piece>, none: &str) -> Cell {
    if pieces.is_empty() { Cell::of(none, Look::Aside) } else { Cell { pieces } }
}

fn set_aside(blocks: &mut Vec<Block>, aside: &[&IndexItem]) {
    if aside.is_empty() {
        return;
    }
    blocks.push(Block::Heading { text: "Looked at and not taken as evidence".to_owned() });
    let line = |item: &&IndexItem| {
        let file = item.files.first().map(|file| file.name.clone()).unwrap_or_default();
        TableRow::plain(vec![
            Cell::of(item.title.clone(), Look::Plain),
            Cell::of(file, Look::Plain),
            Cell::fact(item.set_aside.as_deref()),
        ])
    };
    let rows = aside.iter().map(line).collect();
    blocks.push(Block::table(columns(&[("Title", 320), ("File", 340), ("Why", 340)]), rows));
}

fn annex(blocks: &mut Vec<Block>, kept: &[&IndexItem]) {
    let line = |item: &IndexItem, file: &IndexFile| AnnexLine {
        number: item.reference.clone(),
        file_name: file.name.clone(),
        size: file.size,
        sha256: file.sha256.clone(),
    };
    let files: Vec<AnnexLine> =
        kept.iter().flat_map(|item| item.files.iter().map(move |file| line(item, file))).collect();
    if files.is_empty() {
        return;
    }
    blocks.push(Block::Heading { text: "Annex: file checks".to_owned() });
    let text =
        "A file's SHA-256 value changes when anything in the file changes. Equal values mean the same file.";
    blocks.push(Block::Text { text: text.to_owned(), look: Look::Small });
    blocks.push(Block::Files { files });
}

/// "1.4 MB": a size for people.
fn bytes(size: u64) -> String {
    let tenths = |unit: u64| {
        let tenths = size.saturating_mul(10) / unit;
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    match size {
        0..1_000 => format!("{size} bytes"),
        1_000..1_000_000 => format!("{} kB", tenths(1_000)),
        1_000_000..1_000_000_000 => format!("{} MB", tenths(1_000_000)),
        _large => format!("{} GB", tenths(1_000_000_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes_are_for_people() {
        for (size, said) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_000, "1.0 kB"),
            (1_449_999, "1.4 MB"),
            (2_000_000_000, "2.0 GB"),
            (u64::MAX, "1844674407.3 GB"),
        ] {
            assert_eq!(bytes(size), said);
        }
    }
}
