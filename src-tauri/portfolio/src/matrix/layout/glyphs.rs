//! Signs and the draft diagonal as drawn paths. They stand behind the word and are never the only carrier
//! of it.

use super::faces::millimetres;
use super::{Face, Faces, Ink, Node, Paint, Shape};

/// A sign of the ink ladder (UX.md 6.11): solid, half, crossed, open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// A solid disc with a tick.
    Met,
    /// A half-filled ring.
    Partial,
    /// A ring with a cross.
    NotYet,
    /// An open square.
    Gap,
    /// A square with a point: mapped, not judged.
    Waiting,
    /// A ring with an R.
    Rpl,
    /// A ring with a T.
    Transfer,
    /// A ring with an unequal sign.
    Dispute,
}

/// The side of the square that every sign is drawn in, in millimetres.
pub const SIGN: f32 = 2.75;

/// A quarter of a circle as a cubic curve: the length of the handles for radius 1.
const KAPPA: f32 = 0.552_284_8;

impl Sign {
    /// The shapes of this sign with the upper left corner of its square here.
    pub fn shapes(self, x: f32, y: f32) -> Vec<Shape> {
        let pen = Pen { x, y, ink: self.ink() };
        match self {
            Self::Met => {
                vec![pen.disc(), pen.stroke(Ink::Paper, 0.36, &[(0.25, 0.52), (0.44, 0.70), (0.76, 0.32)])]
            }
            Self::Partial => vec![pen.ring(), pen.half()],
            Self::NotYet => vec![
                pen.ring(),
                pen.stroke(pen.ink, 0.32, &[(0.31, 0.31), (0.69, 0.69)]),
                pen.stroke(pen.ink, 0.32, &[(0.69, 0.31), (0.31, 0.69)]),
            ],
            Self::Gap => vec![pen.square()],
            Self::Waiting => vec![pen.square(), pen.point()],
            Self::Rpl => vec![
                pen.ring(),
                pen.stroke(
                    pen.ink,
                    0.26,
                    &[
                        (0.38, 0.74),
                        (0.38, 0.26),
                        (0.55, 0.26),
                        (0.64, 0.33),
                        (0.64, 0.43),
                        (0.55, 0.50),
                        (0.38, 0.50),
                    ],
                ),
                pen.stroke(pen.ink, 0.26, &[(0.50, 0.50), (0.66, 0.74)]),
            ],
            Self::Transfer => vec![
                pen.ring(),
                pen.stroke(pen.ink, 0.26, &[(0.30, 0.29), (0.70, 0.29)]),
                pen.stroke(pen.ink, 0.26, &[(0.50, 0.29), (0.50, 0.75)]),
            ],
            Self::Dispute => vec![
                pen.ring(),
                pen.stroke(pen.ink, 0.26, &[(0.30, 0.42), (0.70, 0.42)]),
                pen.stroke(pen.ink, 0.26, &[(0.30, 0.58), (0.70, 0.58)]),
                pen.stroke(pen.ink, 0.26, &[(0.60, 0.26), (0.40, 0.74)]),
            ],
        }
    }

    fn ink(self) -> Ink {
        match self {
            Self::Met => Ink::Met,
            Self::Partial => Ink::Partial,
            Self::NotYet | Self::Gap | Self::Dispute => Ink::Gap,
            Self::Waiting => Ink::Third,
            Self::Rpl | Self::Transfer => Ink::Met,
        }
    }
}

struct Pen {
    x: f32,
    y: f32,
    ink: Ink,
}

impl Pen {
    fn at(&self, (x, y): (f32, f32)) -> (f32, f32) {
        (self.x + x * SIGN, self.y + y * SIGN)
    }

    fn stroke(&self, ink: Ink, weight: f32, points: &[(f32, f32)]) -> Shape {
        let nodes = points.iter().map(|point| self.to(*point)).collect();
        Shape::Path { rings: vec![nodes], paint: Paint::Stroke { ink, weight } }
    }

    fn to(&self, point: (f32, f32)) -> Node {
        let (x, y) = self.at(point);
        Node::To(x, y)
    }

    fn disc(&self) -> Shape {
        Shape::Path { rings: vec![self.circle(0.48)], paint: Paint::Fill(self.ink) }
    }

    fn ring(&self) -> Shape {
        Shape::Path { rings: vec![self.circle(0.44)], paint: Paint::Stroke { ink: self.ink, weight: 0.24 } }
    }

    fn point(&self) -> Shape {
        Shape::Path { rings: vec![self.circle(0.14)], paint: Paint::Fill(self.ink) }
    }

    fn square(&self) -> Shape {
        let corners = [(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9), (0.1, 0.1)];
        self.stroke(self.ink, 0.24, &corners)
    }

    /// The left half, filled.
    fn half(&self) -> Shape {
        let circle = self.circle(0.44);
        let nodes = circle.into_iter().take(3).collect();
        Shape::Path { rings: vec![nodes], paint: Paint::Fill(self.ink) }
    }

    /// Starts at the lowest point and runs over the left to the top and back over the right.
    fn circle(&self, radius: f32) -> Vec<Node> {
        let (r, k) = (radius, radius * KAPPA);
        let p = |x: f32, y: f32| self.at((0.5 + x, 0.5 + y));
        vec![
            self.to((0.5, 0.5 + r)),
            Node::Curve([p(-k, r), p(-r, k), p(-r, 0.0)]),
            Node::Curve([p(-r, -k), p(-k, -r), p(0.0, -r)]),
            Node::Curve([p(k, -r), p(r, -k), p(r, 0.0)]),
            Node::Curve([p(r, k), p(k, r), p(0.0, r)]),
        ]
    }
}

/// A word along a rising diagonal, centred on a point, as filled outlines: text of a form must not be
/// disturbed when it is copied or searched, so the diagonal holds no text.
pub fn diagonal(faces: &Faces, word: &str, size: f32, degrees: f32, centre: (f32, f32)) -> Shape {
    let data = faces.get(Face::Bold);
    let scale = millimetres(size) / f32::from(data.font.units_per_em());
    let width: f32 = word.chars().map(|letter| faces.advance(Face::Bold, letter, size)).sum();
    let (sin, cos) = degrees.to_radians().sin_cos();
    let cap = f32::from(data.font.capital_height().unwrap_or(1_490)) * scale;
    let mut tracer = Tracer {
        scale,
        sin,
        cos,
        centre,
        shift: (-width / 2.0, -cap / 2.0),
        rings: Vec::new(),
        last: (0.0, 0.0),
    };
    for letter in word.chars() {
        if let Some(glyph) = data.glyph(letter) {
            let _bounds = data.font.outline_glyph(ttf_parser::GlyphId(glyph.id), &mut tracer);
        }
        tracer.shift.0 += faces.advance(Face::Bold, letter, size);
    }
    Shape::Path { rings: tracer.rings, paint: Paint::Fill(Ink::Diagonal) }
}

struct Tracer {
    scale: f32,
    sin: f32,
    cos: f32,
    centre: (f32, f32),
    shift: (f32, f32),
    rings: Vec<Vec<Node>>,
    /// The current point in font units; curves of TrueType have one handle, and the second is computed from
    /// it.
    last: (f32, f32),
}

impl Tracer {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        let (x, y) = (self.shift.0 + x * self.scale, self.shift.1 + y * self.scale);
        (self.centre.0 + x * self.cos - y * self.sin, self.centre.1 - x * self.sin - y * self.cos)
    }

    fn push(&mut self, node: Node) {
        if let Some(ring) = self.rings.last_mut() {
            ring.push(node);
        }
    }
}

impl ttf_parser::OutlineBuilder for Tracer {
    fn move_to(&mut self, x: f32, y: f32) {
        self.rings.push(Vec::new());
        self.line_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (to_x, to_y) = self.place(x, y);
        self.push(Node::To(to_x, to_y));
        self.last = (x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (x0, y0) = self.last;
        let third = |end: f32, handle: f32| end + (handle - end) * 2.0 / 3.0;
        self.curve_to(third(x0, x1), third(y0, y1), third(x, x1), third(y, y1), x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let curve = [self.place(x1, y1), self.place(x2, y2), self.place(x, y)];
        self.push(Node::Curve(curve));
        self.last = (x, y);
    }

    fn close(&mut self) {}
}
