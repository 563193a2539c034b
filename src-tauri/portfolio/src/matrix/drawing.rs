//! What is drawn on a page, as the operators of its content (ISO 32000-1 annex A): millimetres from the top become
//! hundredths of a point from the bottom, and each part stands in the brackets that the structure names it by. It
//! refuses to know fonts but for the number that each glyph has in the face as it was cut.
//!
//! The writer's library can do this too, from a list of operations with their own colours, points and words. For the
//! largest portfolio that list was most of the memory and half of the time, so it gets one that says each character
//! once, from which it embeds the faces, and no more.

use std::collections::BTreeMap;

use super::layout::{Face, Faces, Ink, Item, Node, Page, Paint, Part, SIGN, Shape, Sign};
use super::tags;
use super::write::{decimal, digits};
use crate::picture::Picture;

/// For each face, the number in the cut face of each glyph of the whole face; 0 = not cut.
#[derive(Debug, Default)]
pub struct Codes(BTreeMap<Face, Vec<u16>>);

impl Codes {
    /// Says that this glyph of a face has this number where the face is cut.
    pub fn set(&mut self, face: Face, glyph: u16, code: u16) {
        let codes = self.0.entry(face).or_default();
        let at = usize::from(glyph);
        if codes.len() <= at {
            codes.resize(at + 1, 0);
        }
        if let Some(slot) = codes.get_mut(at) {
            *slot = code;
        }
    }

    fn of(&self, face: Face) -> &[u16] {
        self.0.get(&face).map_or(&[], Vec::as_slice)
    }
}

/// The name by which a page calls a face: six capitals, as a subset tag must be (ISO 32000-1 §9.6.4).
pub fn face_name(face: Face) -> &'static str {
    match face {
        Face::Regular => "PMREGU",
        Face::Bold => "PMBOLD",
        Face::Italic => "PMITAL",
        Face::Fallback => "PMFALL",
    }
}

/// The name by which a page calls the drawing of a sign.
pub fn sign_name(sign: Sign) -> &'static str {
    match sign {
        Sign::Met => "Met",
        Sign::Partial => "Partial",
        Sign::NotYet => "NotYet",
        Sign::Gap => "Gap",
        Sign::Waiting => "Waiting",
        Sign::Rpl => "Rpl",
        Sign::Transfer => "Transfer",
        Sign::Dispute => "Dispute",
    }
}

/// The name by which a page calls a picture.
pub fn picture_name(picture: &Picture) -> String {
    format!("PM{}", picture.sha256().short())
}

/// The content of a page.
pub fn page(page: &Page, parts: &[Part], faces: &Faces, codes: &Codes) -> Vec<u8> {
    let mut pen = Pen::new(page.height, faces, codes);
    let mut number = 0;
    for (part, run) in page.runs() {
        match part.and_then(|part| parts.get(part.0)) {
            Some(part) => {
                pen.op(&["/", tags::name(part.role), "<</MCID "]);
                pen.digits(number);
                pen.op(&[">>BDC\n"]);
            }
            // What a reader of the structure passes over.
            None => pen.op(&["/Artifact BMC\n"]),
        }
        number += i32::from(part.is_some());
        pen.items(run);
        pen.op(&["EMC\n"]);
    }
    pen.out
}

/// The drawing of a sign in a square of [`SIGN`] millimetres, as every place of it shows it.
pub fn sign(sign: Sign, faces: &Faces) -> Vec<u8> {
    let codes = Codes::default();
    let mut pen = Pen::new(SIGN, faces, &codes);
    for shape in sign.shapes(0.0, 0.0) {
        pen.shape(&shape);
    }
    pen.out
}

/// Millimetres as whole hundredths of a point.
pub fn hundredths(millimetres: f32) -> f32 {
    (millimetres * 7_200.0 / 25.4).round()
}

/// Hundredths of a point: finer is not seen, and short numbers keep the file small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hundredths(i32);

impl Hundredths {
    fn of(millimetres: f32) -> Self {
        Self(hundredths(millimetres) as i32)
    }
}

/// Writes operators and remembers what need not be said again.
struct Pen<'a> {
    out: Vec<u8>,
    height: f32,
    faces: &'a Faces,
    codes: &'a Codes,
    fill: Option<Ink>,
    stroke: Option<Ink>,
    weight: Option<Hundredths>,
    font: Option<(Face, Hundredths)>,
    /// Where the last words began, while a text is open.
    text: Option<(Hundredths, Hundredths)>,
}

impl<'a> Pen<'a> {
    /// Lines have round ends and corners.
    fn new(height: f32, faces: &'a Faces, codes: &'a Codes) -> Self {
        let out = b"1 J 1 j\n".to_vec();
        Self { out, height, faces, codes, fill: None, stroke: None, weight: None, font: None, text: None }
    }

    fn op(&mut self, words: &[&str]) {
        for word in words {
            self.out.extend_from_slice(word.as_bytes());
        }
    }

    fn digits(&mut self, number: i32) {
        if number < 0 {
            self.out.push(b'-');
        }
        digits(number.unsigned_abs(), &mut self.out);
    }

    /// A number and a space: 1234 is 12.34, 1200 is 12.
    fn number(&mut self, Hundredths(number): Hundredths) {
        decimal(number, &mut self.out);
        self.out.push(b' ');
    }

    fn place(&mut self, x: f32, y: f32) {
        self.number(Hundredths::of(x));
        self.number(Hundredths::of(self.height - y));
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            self.shape(&item.shape);
        }
        self.end_text();
    }

    fn end_text(&mut self) {
        if self.text.take().is_some() {
            self.op(&["ET\n"]);
        }
    }

    fn shape(&mut self, shape: &Shape) {
        if let Shape::Text { x, baseline, size, face, ink, text } = shape {
            return self.along((*x, *baseline), (*size, *face, *ink), text);
        }
        self.end_text();
        match shape {
            // Above.
            Shape::Text { .. } => {}
            Shape::Upwards { x, y, size, face, ink, text } => {
                self.look(*size, *face, *ink);
                self.op(&["BT 0 1 -1 0 "]);
                self.place(*x, *y);
                self.op(&["Tm "]);
                self.words(*face, text);
                self.op(&["ET\n"]);
            }
            Shape::Rule { from, to, weight, ink } => {
                self.line(&[Node::To(from.0, from.1), Node::To(to.0, to.1)], *ink, *weight);
            }
            Shape::Box { x, y, width, height, ink } => {
                self.fill_with(*ink);
                self.place(*x, y + height);
                self.number(Hundredths::of(*width));
                self.number(Hundredths::of(*height));
                self.op(&["re f\n"]);
            }
            Shape::Path { rings, paint: Paint::Fill(ink) } => {
                self.fill_with(*ink);
                rings.iter().for_each(|ring| self.trace(ring));
                self.op(&["f\n"]);
            }
            Shape::Path { rings, paint: Paint::Stroke { ink, weight } } => {
                rings.iter().for_each(|ring| self.line(ring, *ink, *weight));
            }
            Shape::Picture { x, y, width, height, picture } => {
                self.op(&["q "]);
                self.number(Hundredths::of(*width));
                self.op(&["0 0 "]);
                self.number(Hundredths::of(*height));
                self.place(*x, y + height);
                self.op(&["cm /", &picture_name(picture), " Do Q\n"]);
            }
            Shape::Sign { x, y, sign } => {
                self.op(&["q 1 0 0 1 "]);
                self.place(*x, y + SIGN);
                self.op(&["cm /", sign_name(*sign), " Do Q\n"]);
            }
        }
    }

    /// Words from left to right; those of one part share one text, each placed from the ones before.
    fn along(&mut self, (x, y): (f32, f32), (size, face, ink): (f32, Face, Ink), text: &str) {
        self.look(size, face, ink);
        let (x, y) = (Hundredths::of(x), Hundredths::of(self.height - y));
        let (from_x, from_y) = self.text.replace((x, y)).unwrap_or_else(|| {
            self.out.extend_from_slice(b"BT ");
            (Hundredths(0), Hundredths(0))
        });
        self.number(Hundredths(x.0 - from_x.0));
        self.number(Hundredths(y.0 - from_y.0));
        self.op(&["Td "]);
        self.words(face, text);
    }

    /// The font and colour of words.
    fn look(&mut self, size: f32, face: Face, ink: Ink) {
        self.fill_with(ink);
        let size = Hundredths((size * 100.0).round() as i32);
        if self.font.replace((face, size)) != Some((face, size)) {
            self.op(&["/", face_name(face), " "]);
            self.number(size);
            self.op(&["Tf "]);
        }
    }

    /// Two bytes for each character, as Identity-H asks; four have a meaning in a string and are written otherwise.
    fn words(&mut self, face: Face, text: &str) {
        let (data, codes) = (self.faces.get(face), self.codes.of(face));
        self.out.push(b'(');
        for character in text.chars() {
            let glyph = data.glyph(character).map_or(0, |glyph| usize::from(glyph.id));
            for byte in codes.get(glyph).copied().unwrap_or(0).to_be_bytes() {
                match byte {
                    b'(' | b')' | b'\\' => self.out.extend_from_slice(&[b'\\', byte]),
                    b'\r' => self.out.extend_from_slice(b"\\r"),
                    byte => self.out.push(byte),
                }
            }
        }
        self.op(&[")Tj\n"]);
    }

    fn line(&mut self, nodes: &[Node], ink: Ink, weight: f32) {
        if self.stroke.replace(ink) != Some(ink) {
            self.colour(ink);
            self.op(&["RG "]);
        }
        let weight = Hundredths::of(weight);
        if self.weight.replace(weight) != Some(weight) {
            self.number(weight);
            self.op(&["w "]);
        }
        self.trace(nodes);
        self.op(&["S\n"]);
    }

    fn fill_with(&mut self, ink: Ink) {
        if self.fill.replace(ink) != Some(ink) {
            self.colour(ink);
            self.op(&["rg "]);
        }
    }

    fn colour(&mut self, ink: Ink) {
        for part in ink.rgb() {
            self.number(Hundredths((f32::from(part) / 2.55).round() as i32));
        }
    }

    fn trace(&mut self, nodes: &[Node]) {
        for (at, node) in nodes.iter().enumerate() {
            match *node {
                Node::To(x, y) => {
                    self.place(x, y);
                    self.op(&[if at == 0 { "m " } else { "l " }]);
                }
                Node::Curve(points) => {
                    points.into_iter().for_each(|(x, y)| self.place(x, y));
                    self.op(&["c "]);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::layout::{PartId, Role};

    fn said(page: &Page, parts: &[Part]) -> String {
        let faces = Faces::load().unwrap();
        let mut codes = Codes::default();
        for (code, character) in (40..).zip("()\\AB".chars()) {
            codes.set(Face::Regular, faces.get(Face::Regular).glyph(character).unwrap().id, code);
        }
        String::from_utf8(super::page(page, parts, &faces, &codes)).unwrap()
    }

    fn text(x: f32, baseline: f32, text: &str) -> Shape {
        Shape::Text { x, baseline, size: 9.5, face: Face::Regular, ink: Ink::Paper, text: text.to_owned() }
    }

    /// Furniture on a page of an inch by an inch.
    fn drawn(shapes: impl IntoIterator<Item = Shape>) -> String {
        let items = shapes.into_iter().map(|shape| Item { part: None, shape }).collect();
        let said = said(&Page { width: 25.4, height: 25.4, items }, &[]);
        said.strip_prefix("1 J 1 j\n/Artifact BMC\n").unwrap().strip_suffix("EMC\n").unwrap().to_owned()
    }

    #[test]
    fn numbers_are_hundredths_without_idle_noughts() {
        let (faces, codes) = (Faces::load().unwrap(), Codes::default());
        for (number, wanted) in [
            (0, "0 "),
            (1, "0.01 "),
            (-1, "-0.01 "),
            (50, "0.5 "),
            (-150, "-1.5 "),
            (1_200, "12 "),
            (123_456, "1234.56 "),
            (-100, "-1 "),
            (i32::MIN, "-21474836.48 "),
        ] {
            let mut pen = Pen::new(1.0, &faces, &codes);
            pen.out.clear();
            pen.number(Hundredths(number));
            assert_eq!(String::from_utf8(pen.out).unwrap(), wanted);
        }
    }

    #[test]
    fn words_of_a_part_share_a_text_and_steering_characters_are_written_otherwise() {
        let parts = [Part { role: Role::Cell, parent: None }];
        let item = |shape| Item { part: Some(PartId(0)), shape };
        let items = vec![item(text(25.4, 25.4, "()\\")), item(text(25.4, 50.8, "AB"))];
        let page = Page { width: 254.0, height: 254.0, items };
        assert_eq!(
            said(&page, &parts),
            "1 J 1 j\n/TD<</MCID 0>>BDC\n1 1 1 rg /PMREGU 9.5 Tf BT 72 648 Td (\0\\(\0\\)\0*)Tj\n0 -72 Td (\0+\0,)Tj\nET\nEMC\n"
        );
    }

    #[test]
    fn what_has_no_part_is_furniture_and_each_line_says_only_what_is_new() {
        let rule = |y, ink| Shape::Rule { from: (0.0, y), to: (25.4, y), weight: 0.254, ink };
        let sign = Shape::Sign { x: 0.0, y: 0.0, sign: Sign::Met };
        assert_eq!(
            drawn([rule(0.0, Ink::Paper), rule(25.4, Ink::Paper), sign]),
            "1 1 1 RG 0.72 w 0 72 m 72 72 l S\n0 0 m 72 0 l S\nq 1 0 0 1 0 64.2 cm /Met Do Q\n"
        );
    }

    #[test]
    fn boxes_and_paths_stand_where_they_should_and_look_and_colour_hold_beside_them() {
        let ink = Ink::Paper;
        let ring = vec![Node::To(0.0, 0.0), Node::Curve([(2.54, 0.0), (5.08, 2.54), (5.08, 5.08)])];
        let open = vec![Node::To(0.0, 25.4), Node::To(25.4, 0.0)];
        let face = Face::Regular;
        assert_eq!(
            drawn([
                text(0.0, 25.4, "A"),
                Shape::Box { x: 2.54, y: 5.08, width: 7.62, height: 10.16, ink },
                text(2.54, 25.4, "B"),
                Shape::Upwards { x: 12.7, y: 25.4, size: 9.5, face, ink, text: "A".to_owned() },
                text(0.0, 12.7, "B"),
                Shape::Path { rings: vec![ring], paint: Paint::Fill(Ink::Band) },
                Shape::Path { rings: vec![open], paint: Paint::Stroke { ink, weight: 0.254 } },
            ]),
            "1 1 1 rg /PMREGU 9.5 Tf BT 0 0 Td (\0+)Tj\nET\n7.2 28.8 21.6 28.8 re f\nBT 7.2 0 Td (\0,)Tj\nET\n\
             BT 0 1 -1 0 36 0 Tm (\0+)Tj\nET\nBT 0 36 Td (\0,)Tj\nET\n\
             0.94 0.93 0.91 rg 0 72 m 7.2 72 14.4 64.8 14.4 57.6 c f\n1 1 1 RG 0.72 w 0 0 m 72 72 l S\n"
        );
    }
}
