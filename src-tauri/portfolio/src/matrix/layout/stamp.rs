//! What a digital signature looks like in its box: who, when, and how it can be checked. It refuses to know whether the
//! signature holds; a picture cannot say that.

use super::composer::shapes;
use super::setting::{Setter, Style};
use super::{Face, Faces, Ink, Item, Page, Shape, Sheets};

const NAME: Style = Style::new(Face::Bold, 9.0, Ink::Text);
const SAID: Style = Style::new(Face::Regular, 7.0, Ink::Text);
/// From the left edge of the box to its text.
const INSET: f32 = 3.0;

/// One page of the size of the box, in millimetres, with the name in large type and lines under it.
#[must_use]
pub fn stamp(faces: &Faces, (width, height): (f32, f32), name: &str, lines: &[String]) -> Sheets {
    let mut setter = Setter::new(faces);
    let room = width - INSET - 1.0;
    let mut set = vec![setter.fit(&super::clean::line(name), NAME, room)];
    for line in lines {
        set.push(setter.fit(&super::clean::line(line), SAID, room));
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
    for line in &set {
        items.extend(shapes(line, INSET, y));
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
