//! Facts into sheets: everything that is decided about the look, with nothing of PDF in it.
//!
//! Millimetres from the top left corner of the page; type sizes in points. The same facts always give the
//! same sheets.

pub mod clean;
mod composer;
mod declarations;
mod document;
mod faces;
mod furniture;
mod glyphs;
mod grid;
mod head;
mod lists;
mod logo;
mod pack;
mod rows;
mod setting;
mod sheets;
mod stamp;
mod table;

pub use faces::{Face, FaceData, Faces};
pub use glyphs::{SIGN, Sign};
pub use sheets::{
    Area, Bookmark, Field, Ink, Item, Link, Node, Page, Paint, Part, PartId, Role, Shape, Sheets,
};

pub use pack::{alone, set as set_pack};
pub use stamp::stamp;

use super::Matrix;
use composer::Composer;

/// Sets the whole paper.
#[must_use]
pub fn set(matrix: &Matrix, faces: &Faces) -> Sheets {
    let mut composer = Composer::new(faces);
    head::set(&mut composer, matrix);
    rows::set(&mut composer, matrix);
    declarations::set(&mut composer, matrix);
    lists::set(&mut composer, matrix);
    let end = composer.pages();
    furniture::run(&mut composer, 0..end, &furniture::of(matrix));
    composer.finish()
}
