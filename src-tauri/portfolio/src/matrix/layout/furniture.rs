//! What stands on every page: running line, foot, the words INDICATIVE, DRAFT and SUPERSEDED, the diagonal of the last two.

use std::ops::Range;

use super::clean::{cut, line};
use super::composer::{BOTTOM, Composer, Depth, HEIGHT, MARGIN, shapes};
use super::glyphs::diagonal;
use super::setting::Style;
use super::{Face, Ink, Shape};
use crate::matrix::{Matrix, words};

pub(super) const WORD: Style = Style::new(Face::Bold, 15.0, Ink::Gap);
pub(super) const RUNNING: Style = Style::new(Face::Regular, 8.0, Ink::Second);
const NOTICE: Style = Style::new(Face::Bold, 9.0, Ink::Text);

/// What stands on every page of a paper.
#[derive(Debug, Clone, PartialEq)]
pub struct Running {
    /// Whose it is and about what.
    pub left: String,
    /// How far it is; never cut.
    pub status: String,
    /// DRAFT, INDICATIVE; empty = none.
    pub word: String,
    /// The form and its version.
    pub form: String,
    /// Which edition, or when it was printed.
    pub foot: String,
    /// A sentence in its place that must be read; empty = none.
    pub notice: String,
    /// Pale words that lie under the page, with their size in points.
    pub across: Vec<(&'static str, f32)>,
}

/// What stands on every page of a matrix.
pub fn of(matrix: &Matrix) -> Running {
    let across = [(matrix.draft, ("DRAFT", 200.0)), (words::superseded(matrix), ("SUPERSEDED", 96.0))];
    Running {
        left: running_line(matrix),
        status: format!(" · {}", line(&words::status_in_short(matrix))),
        word: header_words(matrix),
        form: line(&format!("{} · version {}", matrix.form.title, matrix.form.version)),
        foot: edition(matrix),
        notice: words::notice(matrix).to_owned(),
        across: across.into_iter().filter_map(|(says, word)| says.then_some(word)).collect(),
    }
}

/// Furnishes these pages, of which the first has a title of its own; called when the number of pages is known.
pub fn run(composer: &mut Composer, own: Range<usize>, running: &Running) {
    let pages = composer.pages();
    for page in own.clone() {
        let mut over = foot(composer, running, page, page == own.start);
        if page != own.start {
            over.extend(head_line(composer, running, page, pages));
        }
        composer.furnish(page, Depth::Over, over);
        let (width, height) = composer.size_of(page);
        for (word, size) in &running.across {
            let centre = (width / 2.0, height / 2.0 + 4.0);
            let shape = diagonal(composer.setter.faces(), word, *size, 28.0, centre);
            composer.furnish(page, Depth::Under, vec![shape]);
        }
    }
}

/// Learner · unit number and short title · assessor. The status follows it, and is never cut.
fn running_line(matrix: &Matrix) -> String {
    let number = matrix.unit.ao_number.as_deref().or(matrix.unit.urn.as_deref()).unwrap_or_default();
    let unit = format!("{} {}", cut(&line(number), 24), cut(&line(&matrix.unit.title), 60));
    let assessor = matrix.people.assessor.as_deref().map_or("assessor not recorded".to_owned(), line);
    [cut(&line(&matrix.learner.name), 40), unit.trim().to_owned(), cut(&assessor, 40)].join(" · ")
}

fn head_line(composer: &mut Composer, running: &Running, page: usize, pages: usize) -> Vec<Shape> {
    let right = composer.size_of(page).0 - MARGIN;
    let number = composer.setter.fit(&format!("page {} of {pages}", page + 1), RUNNING, 40.0);
    let word = composer.setter.fit(&running.word, Style { size: 8.0, ..WORD }, 60.0);
    let status = composer.setter.fit(&running.status, RUNNING, 90.0);
    let gap = if word.width > 0.0 { 5.0 } else { 0.0 };
    let word_at = right - number.width - gap - word.width;
    let left = composer.setter.fit(&running.left, RUNNING, word_at - MARGIN - 6.0 - status.width);
    let mut all: Vec<Shape> = shapes(&left, MARGIN, 12.0).collect();
    all.extend(shapes(&status, MARGIN + left.width, 12.0));
    all.extend(shapes(&word, word_at, 12.0));
    all.extend(shapes(&number, right - number.width, 12.0));
    all.push(Shape::Rule { from: (MARGIN, 17.0), to: (right, 17.0), weight: 0.35, ink: Ink::Second });
    all
}

fn foot(composer: &mut Composer, running: &Running, page: usize, first: bool) -> Vec<Shape> {
    let ((width, height), pages) = (composer.size_of(page), composer.pages());
    let (top, right_edge) = (height - (HEIGHT - BOTTOM) + 4.0, width - MARGIN);
    let form = cut(&running.form, 80);
    let said = if first { format!("{form} · page {} of {pages}", page + 1) } else { form };
    let measure = width - 2.0 * MARGIN;
    let right = composer.setter.fit(&said, RUNNING, measure * 0.42);
    let left = measure - right.width - 6.0;
    let notice = if running.notice.is_empty() {
        composer.setter.fit(&running.foot, RUNNING, left)
    } else {
        composer.setter.fit(&running.notice, NOTICE, left)
    };
    let mut all: Vec<Shape> = shapes(&notice, MARGIN, top).collect();
    all.extend(shapes(&right, right_edge - right.width, top));
    all
}

/// DRAFT, SUPERSEDED and INDICATIVE, where they hold.
pub(super) fn header_words(matrix: &Matrix) -> String {
    words::header(matrix)
}

/// Which edition this is, in words.
pub(super) fn edition(matrix: &Matrix) -> String {
    line(&words::edition(matrix))
}
