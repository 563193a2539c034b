//! What a digital signature looks like in its box: who, when, and how it can be checked. It refuses to know whether the
//! signature holds; a picture cannot say that.

use super::composer::shapes;
use super::setting::{Setter, Style};
use super::{Face, Faces, Ink, Item, Page, Shape, Sheets};
use crate::picture::Picture;

const NAME: Style = Style::new(Face::Bold, 9.0, Ink::Text);
const SAID: Style = Style::new(Face::Regular, 7.0, Ink::Text);
/// From the left edge of the box to its text.
const INSET: f32 = 3.0;

/// Around a drawn signature.
const AIR: f32 = 0.9;
/// The share of the box that a drawn signature takes at most.
const DRAWN: f32 = 0.4;

/// One page of the size of the box, in millimetres, with the drawn signature at the left where there is one, the name in large
/// type and lines under it.
#[must_use]
pub fn stamp(
    faces: &Faces,
    (width, height): (f32, f32),
    drawn: Option<&Picture>,
    name: &str,
    lines: &[String],
) -> Sheets {
    let mut setter = Setter::new(faces);
    let pen = drawn.and_then(|picture| placed(picture, width * DRAWN, height));
    let inset = pen.as_ref().map_or(0.0, |(_, taken)| *taken) + INSET;
    let room = width - inset - 1.0;
    let mut set = vec![setter.fit(&super::clean::line(name), NAME, room)];
    for line in lines {
        let line = super::clean::line(line);
        // Beside a drawn signature there is less room: what does not fit goes on in the next line.
        match pen {
            Some(_) => set.extend(setter.at_most(2, &line, SAID, room)),
            None => set.push(setter.fit(&line, SAID, room)),
        }
    }
    // A low box leaves out the last line: what stands there can be had from the file too.
    while set.len() > 1 && set.iter().map(|line| line.height).sum::<f32>() > height {
        set.pop();
    }
    let tall: f32 = set.iter().map(|line| line.height).sum();
    let mut y = ((height - tall) / 2.0).max(0.0);
    let mut items = vec![
        Shape::Box { x: 0.0, y: 0.0, width, height, ink: Ink::Band },
        Shape::Box { x: 0.0, y: 0.0, width: 1.2, height, ink: Ink::Met },
    ];
    if let Some((shape, taken)) = pen {
        items.push(Shape::Box { x: 1.2, y: 0.0, width: taken, height, ink: Ink::Paper });
        items.push(shape);
    }
    for line in &set {
        items.extend(shapes(line, inset, y));
        y += line.height;
    }
    let items = items.into_iter().map(|shape| Item { part: None, shape }).collect();
    Sheets {
        pages: vec![Page { width, height, items }],
        parts: Vec::new(),
        links: Vec::new(),
        fields: Vec::new(),
        outline: Vec::new(),
        missing: setter.missing.into_iter().collect(),
    }
}

/// A drawn signature behind the bar at the left edge, as large as fits, and the width that it takes with the air around it.
fn placed(picture: &Picture, widest: f32, height: f32) -> Option<(Shape, f32)> {
    let parts = picture.parts()?;
    let pixels = |count: u32| f32::from(u16::try_from(count).unwrap_or(u16::MAX));
    let (wide, high) = (pixels(parts.width), pixels(parts.height));
    let scale = ((widest - 2.0 * AIR) / wide).min((height - 2.0 * AIR) / high);
    if scale <= 0.0 {
        return None;
    }
    let (width, tall) = (wide * scale, high * scale);
    let (x, y) = (1.2 + AIR, (height - tall) / 2.0);
    Some((Shape::Picture { x, y, width, height: tall, picture: picture.clone() }, width + 2.0 * AIR))
}
