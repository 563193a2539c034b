//! What stands on every page: running line, foot, the words INDICATIVE, DRAFT and SUPERSEDED, the diagonal of the last two.

use super::clean::{cut, line};
use super::composer::{BOTTOM, Composer, Depth, HEIGHT, MARGIN, MEASURE, WIDTH, shapes};
use super::glyphs::diagonal;
use super::setting::Style;
use super::{Face, Ink, Shape};
use crate::matrix::{Matrix, words};

pub(super) const WORD: Style = Style::new(Face::Bold, 15.0, Ink::Gap);
pub(super) const RUNNING: Style = Style::new(Face::Regular, 8.0, Ink::Second);
const NOTICE: Style = Style::new(Face::Bold, 9.0, Ink::Text);

/// What stands on every page; called when the number of pages is known.
pub fn set(composer: &mut Composer, matrix: &Matrix) {
    let pages = composer.pages();
    let running = running_line(matrix);
    for page in 0..pages {
        let mut over = foot(composer, matrix, page, pages);
        if page > 0 {
            over.extend(head_line(composer, matrix, &running, page, pages));
        }
        composer.furnish(page, Depth::Over, over);
        let across = [(matrix.draft, "DRAFT", 200.0), (words::superseded(matrix), "SUPERSEDED", 96.0)];
        for (_, word, size) in across.into_iter().filter(|(says, ..)| *says) {
            let centre = (WIDTH / 2.0, HEIGHT / 2.0 + 4.0);
            let shape = diagonal(composer.setter.faces(), word, size, 28.0, centre);
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

fn head_line(
    composer: &mut Composer,
    matrix: &Matrix,
    running: &str,
    page: usize,
    pages: usize,
) -> Vec<Shape> {
    let number = composer.setter.fit(&format!("page {} of {pages}", page + 1), RUNNING, 40.0);
    let word = composer.setter.fit(&header_words(matrix), Style { size: 8.0, ..WORD }, 60.0);
    let status = composer.setter.fit(&format!(" · {}", line(&words::status(matrix))), RUNNING, 90.0);
    let right = MARGIN + MEASURE;
    let gap = if word.width > 0.0 { 5.0 } else { 0.0 };
    let word_at = right - number.width - gap - word.width;
    let left = composer.setter.fit(running, RUNNING, word_at - MARGIN - 6.0 - status.width);
    let mut all = shapes(&left, MARGIN, 12.0);
    all.extend(shapes(&status, MARGIN + left.width, 12.0));
    all.extend(shapes(&word, word_at, 12.0));
    all.extend(shapes(&number, right - number.width, 12.0));
    all.push(Shape::Rule { from: (MARGIN, 17.0), to: (right, 17.0), weight: 0.35, ink: Ink::Second });
    all
}

fn foot(composer: &mut Composer, matrix: &Matrix, page: usize, pages: usize) -> Vec<Shape> {
    let top = BOTTOM + 4.0;
    let form = line(&format!("{} · version {}", matrix.form.title, matrix.form.version));
    let said = if page == 0 { format!("{} · page 1 of {pages}", cut(&form, 80)) } else { cut(&form, 80) };
    let right = composer.setter.fit(&said, RUNNING, 110.0);
    let notice = if matrix.indicative {
        composer.setter.fit(words::INDICATIVE, NOTICE, 150.0)
    } else {
        composer.setter.fit(&edition(matrix), RUNNING, 150.0)
    };
    let mut all = shapes(&notice, MARGIN, top);
    all.extend(shapes(&right, MARGIN + MEASURE - right.width, top));
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
