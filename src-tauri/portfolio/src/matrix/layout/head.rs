//! Page one's head (title, facts, the line in large type) and what stands on every page: running line,
//! foot, marks.

use super::clean::{cut, line};
use super::composer::{Composer, MARGIN, MEASURE};
use super::furniture::{RUNNING, WORD, edition, header_words};
use super::glyphs::Sign;
use super::setting::{Line, Span, Style, height};
use super::{Face, Ink, PartId, Role, logo};
use crate::matrix::{Matrix, dates, words};

pub(super) const TITLE: Style = Style::new(Face::Bold, 19.0, Ink::Text);
pub(super) const LARGE: Style = Style::new(Face::Bold, 15.0, Ink::Text);
const LARGE_QUIET: Style = Style::new(Face::Regular, 10.0, Ink::Second);
pub(super) const LABEL: Style = Style::new(Face::Regular, 7.5, Ink::Third);
pub(super) const VALUE: Style = Style::new(Face::Regular, 9.5, Ink::Text);
const NAMED: Style = Style::new(Face::Bold, 9.5, Ink::Text);
pub(super) const ABSENT: Style = Style::new(Face::Italic, 8.2, Ink::Third);
const KEY: Style = Style::new(Face::Regular, 8.0, Ink::Second);

const COLUMN: f32 = 60.0;
const GUTTER: f32 = 9.0;

/// The head of page one.
pub fn set(composer: &mut Composer, matrix: &Matrix) {
    composer.y = 13.0;
    composer.bookmark(line(&matrix.form.title), 0);
    title(composer, matrix);
    facts(composer, matrix);
    summary(composer, matrix);
    key(composer, matrix);
}

fn title(composer: &mut Composer, matrix: &Matrix) {
    let top = composer.y;
    let part = composer.part(Role::Title, None);
    let words = header_words(matrix);
    let right = composer.setter.fit(&words, WORD, 110.0);
    let named = line(&matrix.form.title);
    let taken = composer.setter.fit(&named, TITLE, MEASURE).width + right.width + 10.0;
    let edge = logo::set(composer, matrix.centre.logo.as_ref(), (MARGIN, MARGIN + MEASURE), taken);
    let left = composer.setter.fit(&named, TITLE, edge - MARGIN - right.width - 10.0);
    let below = top + left.height;
    composer.lines(Some(part), MARGIN, top, &[left]);
    let x = edge - right.width;
    if !right.runs.is_empty() {
        let part = composer.part(Role::Paragraph, None);
        composer.lines(Some(part), x, top + 1.4, &[right]);
    }
    let part = composer.part(Role::Paragraph, None);
    let edition = composer.setter.fit(&edition(matrix), Style { size: 9.0, ..RUNNING }, edge - MARGIN);
    composer.y = composer.lines(Some(part), MARGIN, below + 0.6, &[edition]) + 2.6;
    composer.rule(composer.y, 0.6, Ink::Text);
    composer.y += 3.4;
}

/// A fact of the header block: label, value, and the share of the column that it takes.
struct Fact {
    label: &'static str,
    value: Option<String>,
    share: f32,
    style: Style,
    /// As many lines as it may take: the head must leave room for the line in large type, whatever arrives.
    lines: usize,
}

fn fact(label: &'static str, value: Option<&str>, share: f32) -> Fact {
    let value = value.map(line).filter(|value| !value.is_empty());
    Fact { label, value, share, style: VALUE, lines: 4 }
}

fn named(label: &'static str, value: &str) -> Fact {
    Fact { style: NAMED, lines: 9, ..fact(label, Some(value), 1.0) }
}

/// Row by row, each with its four columns, so that the columns' lines stand level.
fn facts(composer: &mut Composer, matrix: &Matrix) {
    let part = composer.part(Role::Facts, None);
    for row in grid(matrix) {
        let top = composer.y;
        let mut end = top;
        for (at, column) in row.iter().enumerate() {
            let mut x = MARGIN + (COLUMN + GUTTER) * f32::from(u8::try_from(at).unwrap_or(u8::MAX));
            for fact in column {
                end = end.max(place(composer, part, fact, x, top));
                x += COLUMN * fact.share;
            }
        }
        composer.y = end + 2.0;
    }
    composer.rule(composer.y + 0.4, 0.12, Ink::Frame);
    composer.y += 0.4;
}

fn place(composer: &mut Composer, part: PartId, fact: &Fact, x: f32, top: f32) -> f32 {
    let width = COLUMN * fact.share - if fact.share < 1.0 { 1.5 } else { 0.0 };
    let part = composer.part(Role::Fact, Some(part));
    let label_part = composer.part(Role::Label, Some(part));
    let label = composer.setter.fit(fact.label, LABEL, width);
    let below = composer.lines(Some(label_part), x, top, &[label]);
    let value_part = composer.part(Role::Value, Some(part));
    let (text, style) = match &fact.value {
        Some(value) => (value.as_str(), fact.style),
        None => (words::NOT_RECORDED, ABSENT),
    };
    let mut lines = composer.setter.at_most(fact.lines, text, style, width);
    // An absent fact takes the height of a present one, so that the rows of the block keep their beat.
    lines.iter_mut().for_each(|line| line.height = VALUE.leading());
    composer.lines(Some(value_part), x, below, &lines)
}

fn grid(matrix: &Matrix) -> Vec<[Vec<Fact>; 4]> {
    let (learner, unit, people) = (&matrix.learner, &matrix.unit, &matrix.people);
    let (qualification, centre) = (&matrix.qualification, &matrix.centre);
    let registered = learner.registration_date.as_deref().map(dates::short);
    let date = |iso: &Option<String>| iso.as_deref().map(dates::short);
    vec![
        [
            vec![named(words::learner(learner.word), &learner.name)],
            vec![named("Unit", &unit.title)],
            vec![fact("Qualification", qualification.title.as_deref(), 1.0)],
            vec![fact("Assessor", people.assessor.as_deref(), 1.0)],
        ],
        [
            vec![fact("ULN", learner.uln.as_deref(), 1.0)],
            vec![
                fact("AO unit number", unit.ao_number.as_deref(), 0.5),
                fact("URN", unit.urn.as_deref(), 0.5),
            ],
            vec![
                fact("Qualification number", qualification.number.as_deref(), 0.65),
                fact("Level", qualification.level.as_deref(), 0.35),
            ],
            vec![Fact { lines: 6, ..fact("Assessor's standing", Some(&words::standing(people)), 1.0) }],
        ],
        [
            vec![
                fact("Registration number", learner.registration_number.as_deref(), 0.5),
                fact("Registered on", registered.as_deref(), 0.5),
            ],
            vec![
                fact("Level", unit.level.as_deref(), 0.33),
                fact("Credit", unit.credit.as_deref(), 0.33),
                fact("GLH", unit.glh.as_deref(), 0.34),
            ],
            vec![fact("Awarding organisation", Some(&words::board(qualification)), 1.0)],
            vec![fact("Internal verifier", people.verifier.as_deref(), 1.0)],
        ],
        [
            vec![
                fact("Centre", centre.name.as_deref(), 0.62),
                fact("Centre number", centre.number.as_deref(), 0.38),
            ],
            vec![fact("Issue of the unit text", unit.issue.as_deref(), 1.0)],
            vec![Fact { lines: 5, ..fact("Where the unit text came from", unit.source.as_deref(), 1.0) }],
            vec![
                fact("Started on", date(&people.started_on).as_deref(), 0.5),
                fact(words::decided_label(matrix), date(&people.decided_on).as_deref(), 0.5),
            ],
        ],
    ]
}

/// "21 of 21 criteria met · 4 of 4 outcomes · Signed 21/11/2026", and in smaller type what that sentence
/// hides.
fn summary(composer: &mut Composer, matrix: &Matrix) {
    let large = format!("{} · {}", words::counts(matrix), cut(&line(&words::status_in_short(matrix)), 60));
    let mut spans = vec![Span::new(large, LARGE)];
    for note in [words::no_longer(matrix).map(line).unwrap_or_default(), words::notes(matrix)] {
        if !note.is_empty() {
            spans.push(Span::new(format!("    {note}"), LARGE_QUIET));
        }
    }
    let part = composer.part(Role::Paragraph, None);
    let lines = composer.setter.wrap(&spans, MEASURE);
    composer.y = composer.lines(Some(part), MARGIN, composer.y + 3.2, &lines) + 1.2;
}

fn key(composer: &mut Composer, matrix: &Matrix) {
    signs(composer);
    let initials = line(&words::initials(&matrix.people));
    let notes = [words::methods(matrix), initials, words::marks(matrix).join("     ")];
    for note in notes.iter().filter(|note| !note.is_empty()) {
        let lines = composer.setter.text(note, KEY, MEASURE);
        // Whatever people are called, the key stands on the page.
        if composer.room() < height(&lines) + 0.4 {
            composer.turn();
        }
        let part = composer.part(Role::Paragraph, None);
        composer.y = composer.lines(Some(part), MARGIN, composer.y + 0.4, &lines);
    }
    composer.y += 3.2;
}

/// The signs of judgements with their words, in one line.
pub(super) fn signs(composer: &mut Composer) {
    let part = composer.part(Role::Paragraph, None);
    let mut x = MARGIN;
    let top = composer.y;
    for (sign, word) in SIGNS {
        let label = composer.setter.text(word, KEY, 60.0).into_iter().next().unwrap_or_default();
        let (wide, tall) = (label.width, label.height);
        let sign = Line { sign: Some((sign, 0.0)), ..Line::space(tall) };
        composer.lines(None, x, top, &[sign]);
        composer.lines(Some(part), x + 4.0, top, &[label]);
        x += 4.0 + wide + 5.0;
    }
    composer.y = top + KEY.leading();
}

/// The signs with their words, as the key gives them.
const SIGNS: [(Sign, &str); 8] = [
    (Sign::Met, "met"),
    (Sign::Rpl, "met by RPL"),
    (Sign::Transfer, "met by credit transfer"),
    (Sign::Partial, "partially met"),
    (Sign::NotYet, "not yet met"),
    (Sign::Gap, "gap"),
    (Sign::Waiting, "mapped, not yet decided"),
    (Sign::Dispute, "in dispute"),
];
