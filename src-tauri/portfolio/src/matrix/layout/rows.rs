//! The matrix itself: bands of learning outcomes and one row for each criterion.

use std::collections::BTreeSet;

use super::clean::{cut, line, prose};
use super::composer::{Composer, MEASURE};
use super::glyphs::{SIGN, Sign};
use super::setting::{Lead, Line, Span, Style};
use super::table::{Column, Table, row_height};
use super::{Face, Ink};
use crate::matrix::{Edition, LearningOutcome, MappingLine, Matrix, Outcome, Row, dates, words};

/// The columns of the form (DOMAIN.md §3): 12, 95, 82, 24, 20, 14 and 20 mm. The last one is the IV's.
const COLUMNS: [Column<'static>; 7] = [
    Column::new("AC", 12.0, 1.5),
    Column::new("Assessment criterion", 95.0, 6.0),
    Column::new("Evidence: reference, title, place, method", 82.0, 3.0),
    Column::new("Decision", 24.0, 1.0),
    Column::new("Decided", 20.0, 0.0),
    Column::new("Assessor", 14.0, 0.0).inset(1.8),
    IV,
];
/// A signed original leaves it to the pen.
const IV: Column<'static> = Column::new("IV", 20.0, 0.0).inset(2.6);
/// Whose words stand in it: a date of ten signs has room in one line.
const IV_SAYS: Column<'static> = Column::new("IV", 20.0, 0.0).inset(1.2);

/// A title of an item is cut at this many characters.
const TITLE_LIMIT: usize = 40;
/// A band is never split, so its text has an end; a published outcome is a sentence.
const OUTCOME_LIMIT: usize = 1_500;
/// The text of a reference starts here, so that references stand apart in their own narrow column.
const HANG: f32 = 10.5;
/// Between a word and its sign.
const SIGN_GAP: f32 = 1.0;

pub(super) const BODY: Style = Style::new(Face::Regular, 9.0, Ink::Text);
pub(super) const STRONG: Style = Style::new(Face::Bold, 9.0, Ink::Text);
pub(super) const QUIET: Style = Style::new(Face::Regular, 9.0, Ink::Third);
pub(super) const ASIDE: Style = Style::new(Face::Italic, 9.0, Ink::Second);
pub(super) const ALARM: Style = Style::new(Face::Bold, 9.0, Ink::Gap);

/// Sets bands and rows.
pub fn set(composer: &mut Composer, matrix: &Matrix) {
    let listed: Listed<'_> = matrix.evidence.iter().map(|item| item.number.as_str()).collect();
    let mut columns = COLUMNS;
    if let (Some(iv), Edition::CurrentRecord { .. }) = (columns.last_mut(), &matrix.edition) {
        *iv = IV_SAYS;
    }
    let mut table = Table::start(composer, &columns, 1).bookmarked("Criteria and evidence");
    for outcome in &matrix.outcomes {
        let rows: Vec<Vec<Vec<Line>>> =
            outcome.rows.iter().map(|row| cells(composer, row, matrix, &listed)).collect();
        let follows = rows.first().map_or(0.0, |cells| row_height(cells));
        band(composer, &mut table, outcome, follows);
        for (row, cells) in outcome.rows.iter().zip(rows) {
            table.row(composer, cells, row.is_gap().then_some(Ink::Gap));
        }
    }
}

fn band(composer: &mut Composer, table: &mut Table<'_>, outcome: &LearningOutcome, follows: f32) {
    // The trade writes LO2; a text that already carries its own letters keeps them.
    let code = words::outcome_code(&line(&outcome.code));
    let text = cut(&line(&outcome.text), OUTCOME_LIMIT);
    let says = format!("{code}   {text}");
    let spans = [Span::new(format!("{code}   "), STRONG), Span::new(text, STRONG)];
    let left = composer.setter.wrap(&spans, MEASURE - 40.0);
    let right = composer.setter.fit(&words::met_of(outcome), STRONG, 34.0);
    table.band(composer, (says, left), right, follows);
    composer.bookmark(format!("{code} {}", cut(&line(&outcome.text), 60)), 1);
}

/// The numbers in the list of evidence.
type Listed<'a> = BTreeSet<&'a str>;

fn cells(composer: &mut Composer, row: &Row, matrix: &Matrix, listed: &Listed<'_>) -> Vec<Vec<Line>> {
    vec![
        code(composer, row),
        criterion(composer, row),
        evidence(composer, row, listed),
        decision(composer, row),
        dated(composer, row),
        small(composer, row.assessor_initials.as_deref(), measure(5)),
        small(composer, words::iv_mark(matrix, row), IV_SAYS.measure()),
    ]
}

fn measure(column: usize) -> f32 {
    COLUMNS.get(column).map_or(MEASURE, |column| column.measure())
}

fn code(composer: &mut Composer, row: &Row) -> Vec<Line> {
    composer.setter.text(&line(&words::code(row)), STRONG, measure(0))
}

fn criterion(composer: &mut Composer, row: &Row) -> Vec<Line> {
    let width = measure(1);
    let text = prose(&row.text);
    let mut lines = Vec::new();
    if !text.is_empty() {
        lines = composer.setter.text(&text, BODY, width);
    }
    if row.outcome_level {
        lines.extend(composer.setter.text(words::OUTCOME_LEVEL, ASIDE, width));
    }
    if let Some(reason) = given(row.reason.as_deref()) {
        lines.push(Line::space(0.9));
        lines.extend(composer.setter.text(&prose(reason), ASIDE, width));
    }
    let since = [words::feedback(row), row.confirmed.as_ref().map(words::confirmation)];
    for said in since.into_iter().flatten() {
        lines.push(Line::space(0.9));
        lines.extend(composer.setter.text(&prose(&said), ASIDE, width));
    }
    if let Some(again) = words::again(row) {
        lines.push(Line::space(0.9));
        lines.extend(composer.setter.text(&prose(&again), ALARM, width));
    }
    lines
}

fn given(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.trim().is_empty())
}

fn evidence(composer: &mut Composer, row: &Row, listed: &Listed<'_>) -> Vec<Line> {
    if row.is_gap() {
        return signed(composer, words::GAP, ALARM, Some(Sign::Gap), measure(2));
    }
    if row.mappings.is_empty() {
        return composer.setter.text("no evidence listed", QUIET, measure(2));
    }
    let mut lines = Vec::new();
    for mapping in &row.mappings {
        let mut set = reference(composer, mapping);
        // What leads nowhere is no link.
        if let Some(first) = set.first_mut().filter(|_| listed.contains(mapping.reference.as_str())) {
            let name = Span::new(line(&mapping.reference), STRONG);
            let label = composer.setter.fit(&name.text, name.style, measure(2));
            let (runs, width) = (label.runs.len().min(first.runs.len()), label.width);
            let says = format!("{} in the list of evidence", mapping.reference);
            first.link = Some(Lead { to: mapping.reference.clone(), far: false, runs, width, says });
        }
        lines.extend(set);
    }
    lines
}

/// "E007 Complaint log · p. 3–4 · WP": the reference in bold, what follows indented behind it.
fn reference(composer: &mut Composer, mapping: &MappingLine) -> Vec<Line> {
    let width = measure(2);
    let name = line(&mapping.reference);
    let (place, style) = match given(mapping.place.as_deref()) {
        Some(place) => (line(place), BODY),
        None => (words::NO_PLACE.to_owned(), ASIDE),
    };
    // The place and the method stay on one line: they are read together.
    let mut spans = vec![Span::new(format!("{} · ", cut(&line(&mapping.title), TITLE_LIMIT)), BODY)];
    spans.push(Span::together(place, style));
    if let Some(method) = given(Some(&mapping.method)) {
        spans.push(Span::together(format!(" · {}", line(method)), BODY));
    }
    if let Some(note) = given(mapping.note.as_deref()) {
        spans.push(Span::new(" · ", BODY));
        spans.push(Span::together(line(note), Style { ink: Ink::Gap, ..ASIDE }));
    }
    let label = composer.setter.fit(&name, STRONG, width);
    if label.width > HANG - 1.0 {
        let mut whole = vec![Span::new(format!("{name} "), STRONG)];
        whole.extend(spans);
        return composer.setter.wrap(&whole, width);
    }
    let lines = composer.setter.wrap(&spans, width - HANG);
    let mut lines: Vec<Line> = lines.into_iter().map(|line| line.moved(HANG)).collect();
    if let Some(first) = lines.first_mut() {
        first.runs.splice(0..0, label.runs);
    }
    lines
}

fn decision(composer: &mut Composer, row: &Row) -> Vec<Line> {
    let (style, sign) = judged(row.decision, !row.mappings.is_empty());
    signed(composer, words::outcome(row.decision), style, sign, measure(3))
}

/// How a judgement looks on every paper, and its sign.
pub(super) const fn judged(outcome: Outcome, put_forward: bool) -> (Style, Option<Sign>) {
    const fn plain(ink: Ink) -> Style {
        Style { ink, ..BODY }
    }
    match outcome {
        Outcome::Met => (plain(Ink::Met), Some(Sign::Met)),
        Outcome::PartiallyMet => (plain(Ink::Partial), Some(Sign::Partial)),
        Outcome::NotYetMet => (plain(Ink::Gap), Some(Sign::NotYet)),
        Outcome::Rpl => (plain(Ink::Met), Some(Sign::Rpl)),
        Outcome::CreditTransfer => (plain(Ink::Met), Some(Sign::Transfer)),
        Outcome::Undecided if !put_forward => (QUIET, None),
        Outcome::Undecided => (QUIET, Some(Sign::Waiting)),
        Outcome::InDispute => (plain(Ink::Gap), Some(Sign::Dispute)),
    }
}

/// A word with its sign behind it; the last word goes down with the sign where both do not fit.
pub(super) fn signed(
    composer: &mut Composer,
    word: &str,
    style: Style,
    sign: Option<Sign>,
    width: f32,
) -> Vec<Line> {
    let Some(sign) = sign else { return composer.setter.text(word, style, width) };
    let mut lines = composer.setter.text(word, style, width - SIGN - SIGN_GAP);
    if let Some(last) = lines.last_mut() {
        last.sign = Some((sign, last.width + SIGN_GAP));
    }
    lines
}

fn dated(composer: &mut Composer, row: &Row) -> Vec<Line> {
    let Some(decided) = given(row.decided_on.as_deref()) else { return Vec::new() };
    let mut lines = composer.setter.text(&line(&dates::short(decided)), BODY, measure(4));
    let recorded = given(row.recorded_on.as_deref()).filter(|recorded| !dates::same_day(recorded, decided));
    if let Some(recorded) = recorded {
        let same_year = recorded.get(..4) == decided.get(..4);
        let date = if same_year { dates::day_and_month(recorded) } else { dates::short(recorded) };
        lines.extend(composer.setter.text(&format!("(recorded {})", line(&date)), QUIET, measure(4)));
    }
    lines
}

fn small(composer: &mut Composer, text: Option<&str>, width: f32) -> Vec<Line> {
    given(text).map_or_else(Vec::new, |text| composer.setter.text(&line(text), BODY, width))
}
