//! What follows the signatures: the list of evidence used in this unit, the annex of file checks, the key
//! of methods.

use super::clean::{cut, line};
use super::composer::{Composer, MARGIN, MEASURE};
use super::rows::{ASIDE, BODY, STRONG};
use super::setting::{Lead, Line, Span, Style, height};
use super::table::{Column, Table};
use super::{Face, Ink, Role};
use crate::matrix::{AnnexLine, EvidenceLine, Matrix, dates, words};

const LIST: [Column<'static>; 7] = [
    Column::new("Number", 17.0, 2.0),
    Column::new("Title", 88.0, 5.0),
    Column::new("Type", 40.0, 4.0),
    Column::new("Produced", 22.0, 2.0),
    Column::new("Added", 22.0, 2.0),
    Column::new("Author", 38.0, 4.0),
    Column::new("Where kept", 40.0, 0.0),
];

const ANNEX: [Column<'static>; 4] = [
    Column::new("Number", 17.0, 2.0),
    Column::new("File name", 106.0, 5.0),
    Column::new("Bytes", 24.0, 4.0),
    Column::new("SHA-256", 120.0, 0.0),
];

pub(super) const HEADING: Style = Style::new(Face::Bold, 13.0, Ink::Text);
pub(super) const SMALL: Style = Style::new(Face::Regular, 7.5, Ink::Text);
const SMALL_STRONG: Style = Style::new(Face::Bold, 7.5, Ink::Text);

/// Sets list, annex and key.
pub fn set(composer: &mut Composer, matrix: &Matrix) {
    composer.turn();
    heading(composer, "Evidence used in this unit");
    if matrix.evidence.is_empty() {
        said(composer, "No evidence is used in this unit.");
    } else {
        let mut table = Table::start(composer, &LIST, 1);
        for item in &matrix.evidence {
            let cells = evidence_cells(composer, item);
            let place = table.row(composer, cells, None);
            composer.anchor(&item.number, place);
        }
    }
    composer.y += 8.0;
    key(composer);
    annex(composer, matrix);
    unprintable(composer);
}

/// A section's heading here, or on a new page where little would stand below it.
pub(super) fn heading(composer: &mut Composer, text: &str) {
    if composer.room() < 40.0 {
        composer.turn();
    }
    composer.bookmark(text, 0);
    let part = composer.part(Role::Heading, None);
    let lines = composer.setter.text(text, HEADING, MEASURE);
    composer.y = composer.lines(Some(part), MARGIN, composer.y, &lines) + 1.6;
}

fn said(composer: &mut Composer, text: &str) {
    let part = composer.part(Role::Paragraph, None);
    let lines = composer.setter.text(text, BODY, MEASURE);
    composer.y = composer.lines(Some(part), MARGIN, composer.y + 1.0, &lines);
}

fn evidence_cells(composer: &mut Composer, item: &EvidenceLine) -> Vec<Vec<Line>> {
    let date = |iso: &Option<String>| iso.as_deref().map(dates::short);
    let texts = [
        Some(item.title.clone()),
        Some(item.kind.clone()),
        date(&item.produced_on),
        date(&item.added_on),
        item.author.clone(),
        item.kept.clone(),
    ];
    let widths = LIST.iter().skip(1).map(|column| column.measure());
    let mut cells = vec![number(composer, item)];
    for (text, width) in texts.into_iter().zip(widths) {
        let text = text.map(|text| line(&text)).filter(|text| !text.is_empty());
        cells.push(match text {
            Some(text) => composer.setter.text(&text, BODY, width),
            None => composer.setter.text("not recorded", Style { ink: Ink::Third, ..ASIDE }, width),
        });
    }
    cells
}

/// The number of an item; in a whole portfolio it leads on to all that is recorded of the item.
fn number(composer: &mut Composer, item: &EvidenceLine) -> Vec<Line> {
    let text = line(&item.number);
    let mut lines = composer.setter.text(&text, STRONG, LIST.first().map_or(15.0, |c| c.measure()));
    if let Some(first) = lines.first_mut().filter(|_| composer.has_index()) {
        let says = format!("{text} in the evidence index");
        let (runs, width) = (first.runs.len(), first.width);
        first.link = Some(Lead { to: item.number.clone(), far: true, runs, width, says });
    }
    lines
}

fn annex(composer: &mut Composer, matrix: &Matrix) {
    if matrix.annex.is_empty() {
        return;
    }
    composer.y += 8.0;
    heading(composer, "Annex: file checks");
    let part = composer.part(Role::Paragraph, None);
    let note =
        "A file's SHA-256 value changes when anything in the file changes. Equal values mean the same file.";
    let lines = composer.setter.text(note, Style { ink: Ink::Second, ..SMALL }, MEASURE);
    composer.y = composer.lines(Some(part), MARGIN, composer.y, &lines) + 1.2;
    files(composer, &matrix.annex);
}

/// The table of file checks.
pub(super) fn files(composer: &mut Composer, files: &[AnnexLine]) {
    let mut table = Table::start(composer, &ANNEX, 1);
    for file in files {
        let cells = annex_cells(composer, file);
        table.row(composer, cells, None);
    }
}

fn annex_cells(composer: &mut Composer, file: &AnnexLine) -> Vec<Vec<Line>> {
    let measure = |at: usize| ANNEX.get(at).map_or(20.0, |column: &Column<'_>| column.measure());
    vec![
        composer.setter.text(&line(&file.number), SMALL_STRONG, measure(0)),
        composer.setter.text(&line(&file.file_name), SMALL, measure(1)),
        composer.setter.text(&thousands(file.size), SMALL, measure(2)),
        composer.setter.wrap(&in_groups(&line(&file.sha256)), measure(3)),
    ]
}

/// Eight digits dark, eight quieter, in turn: the eye finds its place, and the value still copies as one
/// word, which it would not with spaces between.
fn in_groups(digest: &str) -> Vec<Span> {
    let letters: Vec<char> = digest.chars().collect();
    let quiet = Style { ink: Ink::Third, ..SMALL };
    let groups = letters.chunks(8).enumerate();
    groups
        .map(|(at, group)| {
            Span::new(group.iter().collect::<String>(), if at % 2 == 0 { SMALL } else { quiet })
        })
        .collect()
}

fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn key(composer: &mut Composer) {
    let style = Style { ink: Ink::Second, ..BODY };
    let text: Vec<String> = words::METHODS.iter().map(|(short, long)| format!("{short} {long}")).collect();
    let lines = composer.setter.text(&format!("Methods:  {}", text.join(" · ")), style, MEASURE);
    if composer.room() < height(&lines) {
        composer.turn();
    }
    let part = composer.part(Role::Paragraph, None);
    composer.y = composer.lines(Some(part), MARGIN, composer.y, &lines);
}

pub(super) fn unprintable(composer: &mut Composer) {
    if composer.setter.missing.is_empty() {
        return;
    }
    let named: Vec<String> = composer
        .setter
        .missing
        .iter()
        .take(60)
        .map(|letter| format!("U+{:04X}", u32::from(*letter)))
        .collect();
    let more = if composer.setter.missing.len() > named.len() { " and others" } else { "" };
    let text = format!(
        "Printed as □, since no typeface of this program has them: {}{more}.",
        cut(&named.join(", "), 600)
    );
    let measure = composer.measure();
    let lines = composer.setter.text(&text, Style { ink: Ink::Second, ..SMALL }, measure);
    if composer.room() < height(&lines) + 4.0 {
        composer.turn();
    }
    let part = composer.part(Role::Paragraph, None);
    composer.y = composer.lines(Some(part), MARGIN, composer.y + 4.0, &lines);
}
