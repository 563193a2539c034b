//! A whole portfolio: its title page with the contents, then every part, with one run of page numbers. The contents name pages,
//! so everything is set twice: once to know them.

use super::composer::{Composer, Frame};
use super::furniture::{self, Running};
use super::{Faces, Sheets, declarations, document, head, lists, rows};
use crate::matrix::document::{Cell, Document, Lie, Look, Pack, Part, Piece, TableColumn, TableRow};
use crate::matrix::{Matrix, Watch, words};

/// A part that is set: its first page and what stands on each of its pages.
type Section = (usize, Running);

/// Sets the whole; `None` where it was stopped.
pub fn set(pack: &Pack, faces: &Faces, watch: &Watch<'_>) -> Option<Sheets> {
    let (_, firsts) = once(pack, faces, &vec![0; pack.parts.len()], watch, 0)?;
    let (composer, _) = once(pack, faces, &firsts, watch, 1)?;
    Some(composer.finish())
}

/// How a page of a paper lies.
pub fn frame(lie: Lie) -> Frame {
    match lie {
        Lie::Portrait => Frame::PORTRAIT,
        Lie::Landscape => Frame::LANDSCAPE,
    }
}

/// Sets everything with these page numbers in the contents; gives the first page of each part.
fn once<'a>(
    pack: &Pack,
    faces: &'a Faces,
    pages: &[usize],
    watch: &Watch<'_>,
    round: usize,
) -> Option<(Composer<'a>, Vec<usize>)> {
    let mut composer = Composer::lying(faces, frame(pack.cover.lie));
    let mut sections: Vec<Section> = vec![(0, document::set(&mut composer, &pack.cover))];
    contents(&mut composer, pack, pages);
    let mut firsts = Vec::new();
    for (at, part) in pack.parts.iter().enumerate() {
        if !watch.part(round * pack.parts.len() + at, 2 * pack.parts.len()) {
            return None;
        }
        composer.begin(match part {
            Part::Matrix(_) => Frame::LANDSCAPE,
            Part::Document(own) => frame(own.lie),
        });
        let first = composer.pages() - 1;
        composer.anchor(&anchor(at), (first, 13.0));
        composer.scope(format!("{at}/"));
        let running = match part {
            Part::Matrix(own) => matrix(&mut composer, own),
            Part::Document(own) => document::set(&mut composer, own),
        };
        composer.scope(String::new());
        sections.push((first, running));
        firsts.push(first);
    }
    let whole = composer.pages();
    let ends: Vec<usize> = sections.iter().skip(1).map(|(first, _)| *first).chain([whole]).collect();
    for ((first, running), end) in sections.iter().zip(ends) {
        furniture::run(&mut composer, *first..end, running);
    }
    Some((composer, firsts))
}

fn anchor(part: usize) -> String {
    format!("part {part}")
}

/// A matrix as a part: its own bookmarks stand below the part's.
fn matrix(composer: &mut Composer, matrix: &Matrix) -> Running {
    composer.bookmark(name_of(matrix), 0);
    composer.deeper(1);
    head::set(composer, matrix);
    rows::set(composer, matrix);
    declarations::set(composer, matrix);
    lists::set(composer, matrix);
    composer.deeper(0);
    furniture::of(matrix)
}

fn name_of(matrix: &Matrix) -> String {
    let number = matrix.unit.ao_number.as_deref().or(matrix.unit.urn.as_deref()).unwrap_or_default();
    format!("{}: {}", matrix.form.title, format!("{number} {}", matrix.unit.title).trim())
}

fn contents(composer: &mut Composer, pack: &Pack, pages: &[usize]) {
    let row = |(at, part): (usize, &Part)| {
        let (name, says) = match part {
            Part::Matrix(own) => (name_of(own), words::status(own)),
            Part::Document(own) => (own.name.clone(), String::new()),
        };
        let page = pages.get(at).map_or(0, |page| page + 1);
        let lead = Piece::new(name, Look::Strong).leading_to(anchor(at));
        TableRow::plain(vec![
            Cell { pieces: vec![lead] },
            Cell::of(says, Look::Plain),
            Cell::of(page.to_string(), Look::Plain),
        ])
    };
    let columns = [("Contents", 720), ("Status", 180), ("Page", 100)]
        .map(|(label, share)| TableColumn { label: label.to_owned(), share });
    let rows: Vec<TableRow> = pack.parts.iter().enumerate().map(row).collect();
    document::contents(composer, &columns, &rows);
}

/// Sets one paper by itself.
pub fn alone(own: &Document, faces: &Faces) -> Sheets {
    let mut composer = Composer::lying(faces, frame(own.lie));
    let running = document::set(&mut composer, own);
    let end = composer.pages();
    furniture::run(&mut composer, 0..end, &running);
    composer.finish()
}
