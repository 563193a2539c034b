//! The centre's logo in the upper right corner of a paper's first page, between the edge of the paper and the rule under the title,
//! whatever its shape: the head is as tall with it as without. Refuses to know where it came from.

use super::Shape;
use super::composer::Composer;
use crate::matrix::Logo;

/// The widest that a logo stands on paper, in millimetres.
const WIDEST: f32 = 46.0;
/// The narrowest that a wide one is made for the sake of a long title.
const LEAST: f32 = 20.0;
/// The highest: it ends above the rule under the title.
const HIGHEST: f32 = 14.0;
/// Where it begins.
const TOP: f32 = 9.6;
/// Between it and what stands to its left.
const AIR: f32 = 6.0;

/// Draws the logo against this edge; gives where what stands to its left must end. `taken` = the width that title and words want,
/// from `left` on. The logo is furniture: the centre's name stands among the facts.
pub fn set(composer: &mut Composer, logo: Option<&Logo>, (left, edge): (f32, f32), taken: f32) -> f32 {
    let parts =
        logo.and_then(|logo| logo.picture.as_ref()).and_then(|picture| Some((picture, picture.parts()?)));
    let Some((picture, parts)) = parts else { return edge };
    let (wide, high) = (pixels(parts.width), pixels(parts.height));
    let room = (edge - left - taken - AIR).clamp(LEAST, WIDEST);
    // A small picture is not blown up: 96 of its pixels take an inch at most.
    let scale = (room / wide).min(HIGHEST / high).min(25.4 / 96.0);
    let (width, height) = (wide * scale, high * scale);
    let (x, y) = (edge - width, TOP + (HIGHEST - height) / 2.0);
    composer.draw(None, Shape::Picture { x, y, width, height, picture: picture.clone() });
    x - AIR
}

fn pixels(count: u32) -> f32 {
    f32::from(u16::try_from(count.max(1)).unwrap_or(u16::MAX))
}
