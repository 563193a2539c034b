//! A whole portfolio: its title page with the contents, then every part, with one run of page numbers. The contents name pages
//! that are known only behind them, so they are set once more at the end.

use super::composer::{Composer, Frame};
use super::furniture::{self, Running};
use super::{Faces, Sheets, declarations, document, head, lists, rows};
use crate::matrix::document::{
    Cell, Document, DocumentKind, Lie, Look, Pack, Part, Piece, TableColumn, TableRow,
};
use crate::matrix::{Matrix, Watch, words};

/// A part that is set: its first page and what stands on each of its pages.
type Section = (usize, Running);

/// Sets the whole; `None` where it was stopped.
pub fn set(pack: &Pack, faces: &Faces, watch: &Watch<'_>) -> Option<Sheets> {
    let mut composer = Composer::lying(faces, frame(pack.cover.lie));
    let mut sections: Vec<Section> = vec![(0, front(&mut composer, pack, &vec![0; pack.parts.len()]))];
    let in_front = composer.pages();
    let mut firsts = Vec::new();
    // Whatever names an item leads to its row there.
    composer.index(pack.parts.iter().position(is_index).map(scope));
    for (at, part) in pack.parts.iter().enumerate() {
        if !watch.part(at, pack.parts.len()) {
            return None;
        }
        composer.begin(match part {
            Part::Matrix(_) => Frame::LANDSCAPE,
            Part::Document(own) => frame(own.lie),
        });
        let first = composer.pages() - 1;
        composer.anchor(&anchor(at), (first, 13.0));
        composer.scope(scope(at));
        let running = match part {
            Part::Matrix(own) => matrix(&mut composer, own),
            Part::Document(own) => document::set(&mut composer, own),
        };
        composer.scope(String::new());
        sections.push((first, running));
        firsts.push(first);
    }
    // A page's number takes one line whatever it is, so the pages in front are the same but for the numbers.
    let mut numbered = Composer::lying(faces, frame(pack.cover.lie));
    front(&mut numbered, pack, &firsts);
    debug_assert_eq!(numbered.pages(), in_front);
    composer.replace_front(numbered);
    let whole = composer.pages();
    let ends: Vec<usize> = sections.iter().skip(1).map(|(first, _)| *first).chain([whole]).collect();
    for ((first, running), end) in sections.iter().zip(ends) {
        furniture::run(&mut composer, *first..end, running);
    }
    Some(composer.finish())
}

/// The title page and the contents with these page numbers.
fn front(composer: &mut Composer, pack: &Pack, pages: &[usize]) -> Running {
    let running = document::set(composer, &pack.cover);
    contents(composer, pack, pages);
    running
}

/// How a page of a paper lies.
pub fn frame(lie: Lie) -> Frame {
    match lie {
        Lie::Portrait => Frame::PORTRAIT,
        Lie::Landscape => Frame::LANDSCAPE,
    }
}

fn is_index(part: &Part) -> bool {
    matches!(part, Part::Document(own) if own.kind == DocumentKind::EvidenceIndex)
}

/// Before the names of a part's places.
fn scope(part: usize) -> String {
    format!("{part}/")
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
            Part::Matrix(own) => (name_of(own), words::status_in_short(own)),
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
    let columns = [("Part", 720), ("Status", 180), ("Page", 100)]
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
