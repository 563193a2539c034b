//! Follows a page's drawing commands and gives the characters and the straight lines that it draws. Refuses to know
//! words, lines and tables.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, Stream};

use super::font::Font;
use super::{Glyph, MOST_OF_A_STREAM, MOST_OF_ALL, ReadError, Rule, number};

/// Forms inside forms that are followed.
const DEEPEST: usize = 12;
/// Most characters and lines of a document.
const MOST_DRAWN: usize = 4_000_000;
/// A filled box that is thinner than this is a line; points.
const THIN: f32 = 2.5;

/// `[a b c d e f]`.
type Matrix = [f32; 6];
const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `first`, then `then`.
fn times(first: Matrix, then: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = first;
    let [g, h, i, j, k, l] = then;
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

fn at(matrix: Matrix, x: f32, y: f32) -> (f32, f32) {
    (matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5])
}

/// What a page draws.
#[derive(Debug, Default)]
pub struct Painted {
    /// Characters in drawing order.
    pub glyphs: Vec<Glyph>,
    /// Straight lines.
    pub rules: Vec<Rule>,
}

/// Follows the pages of one document.
pub struct Painter<'a> {
    pdf: &'a Pdf,
    fonts: HashMap<ObjectId, Rc<Font>>,
    /// Characters without a meaning so far.
    pub unknown: usize,
    drawn: usize,
    left: usize,
    number: u32,
}

#[derive(Clone)]
struct State {
    base: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    between: f32,
    word: f32,
    wide: f32,
    leading: f32,
    rise: f32,
}

struct Drawing<'d> {
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    path: Vec<[(f32, f32); 2]>,
    boxes: Vec<[f32; 4]>,
    pen: (f32, f32),
    start: (f32, f32),
    resources: Vec<&'d Dictionary>,
}

impl<'a> Painter<'a> {
    /// For the pages of a document.
    #[must_use]
    pub fn new(pdf: &'a Pdf) -> Self {
        Self { pdf, fonts: HashMap::new(), unknown: 0, drawn: 0, left: MOST_OF_ALL, number: 0 }
    }

    /// What a page draws, turned as the page is shown.
    pub fn page(&mut self, page: ObjectId, number: u32) -> Result<Painted, ReadError> {
        self.number = number;
        let mut painted = Painted::default();
        let mut bytes = Vec::new();
        for id in self.pdf.get_page_contents(page) {
            if let Ok(Object::Stream(stream)) = self.pdf.get_object(id) {
                bytes.extend(self.unpacked(stream)?);
                bytes.push(b'\n');
            }
        }
        let mut resources = Vec::new();
        if let Ok((own, more)) = self.pdf.get_page_resources(page) {
            resources.extend(own);
            resources.extend(more.iter().filter_map(|id| self.pdf.get_dictionary(*id).ok()));
        }
        let base = self.turned(page);
        self.follow(&bytes, base, resources, &mut painted, 0)?;
        Ok(painted)
    }

    fn turned(&self, page: ObjectId) -> Matrix {
        let mut next = self.pdf.get_dictionary(page).ok();
        for _ in 0..16 {
            let Some(dictionary) = next else { break };
            if let Ok(angle) = dictionary.get_deref(b"Rotate", self.pdf) {
                return match (number(angle) as i32).rem_euclid(360) {
                    90 => [0.0, -1.0, 1.0, 0.0, 0.0, 0.0],
                    180 => [-1.0, 0.0, 0.0, -1.0, 0.0, 0.0],
                    270 => [0.0, 1.0, -1.0, 0.0, 0.0, 0.0],
                    _upright => UNIT,
                };
            }
            next = dictionary.get_deref(b"Parent", self.pdf).and_then(Object::as_dict).ok();
        }
        UNIT
    }

    fn unpacked(&mut self, stream: &Stream) -> Result<Vec<u8>, ReadError> {
        let limit = MOST_OF_A_STREAM.min(self.left);
        match stream.get_plain_content_with_limit(limit) {
            Ok(bytes) => {
                self.left = self.left.saturating_sub(bytes.len());
                Ok(bytes)
            }
            Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => {
                Err(ReadError::new(
                    format!("page {}", self.number),
                    format!("its drawing unpacks to more than {} MB", limit >> 20),
                    "No unit text is so large. Print only the unit's pages to a new PDF.",
                ))
            }
            Err(_damaged) => Ok(Vec::new()),
        }
    }

    fn follow(
        &mut self,
        bytes: &[u8],
        base: Matrix,
        resources: Vec<&'a Dictionary>,
        painted: &mut Painted,
        depth: usize,
    ) -> Result<(), ReadError> {
        let Ok(content) = Content::decode(bytes) else { return Ok(()) };
        let state = State {
            base,
            font: None,
            size: 1.0,
            between: 0.0,
            word: 0.0,
            wide: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut drawing = Drawing {
            state,
            saved: Vec::new(),
            text: UNIT,
            line: UNIT,
            path: Vec::new(),
            boxes: Vec::new(),
            pen: (0.0, 0.0),
            start: (0.0, 0.0),
            resources,
        };
        for operation in &content.operations {
            if operation.operator == "Do" {
                self.form(operation, &drawing, painted, depth)?;
            } else if !self.text(operation, &mut drawing, painted) {
                drawing.graphics(operation, painted);
            }
            if self.drawn + painted.glyphs.len() + painted.rules.len() > MOST_DRAWN {
                return Err(ReadError::new(
                    format!("page {}", self.number),
                    "the PDF draws more than any unit text".to_owned(),
                    "Print only the unit's pages to a new PDF.",
                ));
            }
        }
        if depth == 0 {
            self.drawn += painted.glyphs.len() + painted.rules.len();
        }
        Ok(())
    }

    fn form(
        &mut self,
        operation: &Operation,
        drawing: &Drawing<'a>,
        painted: &mut Painted,
        depth: usize,
    ) -> Result<(), ReadError> {
        let Some(Object::Name(name)) = operation.operands.first() else { return Ok(()) };
        let Some(Object::Stream(stream)) = self.resource(drawing, b"XObject", name) else { return Ok(()) };
        if depth >= DEEPEST || stream.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Form") {
            return Ok(());
        }
        let bytes = self.unpacked(stream)?;
        let own = stream
            .dict
            .get_deref(b"Matrix", self.pdf)
            .and_then(Object::as_array)
            .ok()
            .map_or(UNIT, |m| matrix(m));
        let mut resources: Vec<&Dictionary> = stream
            .dict
            .get_deref(b"Resources", self.pdf)
            .and_then(Object::as_dict)
            .ok()
            .into_iter()
            .collect();
        resources.extend(&drawing.resources);
        self.follow(&bytes, times(own, drawing.state.base), resources, painted, depth + 1)
    }

    fn resource(&self, drawing: &Drawing<'a>, kind: &[u8], name: &[u8]) -> Option<&'a Object> {
        let pdf = self.pdf;
        drawing
            .resources
            .iter()
            .find_map(|all| all.get_deref(kind, pdf).ok()?.as_dict().ok()?.get_deref(name, pdf).ok())
    }

    fn font(&mut self, drawing: &Drawing<'a>, name: &[u8]) -> Option<Rc<Font>> {
        let pdf = self.pdf;
        let (id, object) = drawing.resources.iter().find_map(|all| {
            let fonts = all.get_deref(b"Font", pdf).ok()?.as_dict().ok()?;
            pdf.dereference(fonts.get(name).ok()?).ok()
        })?;
        let dictionary = object.as_dict().ok()?;
        let Some(id) = id else { return Some(Rc::new(Font::read(pdf, dictionary))) };
        Some(Rc::clone(self.fonts.entry(id).or_insert_with(|| Rc::new(Font::read(pdf, dictionary)))))
    }

    /// Text commands; false where it is none.
    fn text(&mut self, operation: &Operation, drawing: &mut Drawing<'a>, painted: &mut Painted) -> bool {
        let n = |at: usize| operation.operands.get(at).map_or(0.0, number);
        match operation.operator.as_str() {
            "BT" => (drawing.text, drawing.line) = (UNIT, UNIT),
            "Tf" => {
                if let Some(Object::Name(name)) = operation.operands.first() {
                    drawing.state.font = self.font(drawing, name);
                }
                drawing.state.size = n(1);
            }
            "Tc" => drawing.state.between = n(0),
            "Tw" => drawing.state.word = n(0),
            "Tz" => drawing.state.wide = n(0) / 100.0,
            "TL" => drawing.state.leading = n(0),
            "Ts" => drawing.state.rise = n(0),
            "Tm" => {
                drawing.line = matrix(&operation.operands);
                drawing.text = drawing.line;
            }
            "Td" => drawing.move_line(n(0), n(1)),
            "TD" => {
                drawing.state.leading = -n(1);
                drawing.move_line(n(0), n(1));
            }
            "T*" => drawing.move_line(0.0, -drawing.state.leading),
            "Tj" => self.show(operation.operands.first(), drawing, painted),
            "'" => {
                drawing.move_line(0.0, -drawing.state.leading);
                self.show(operation.operands.first(), drawing, painted);
            }
            "\"" => {
                (drawing.state.word, drawing.state.between) = (n(0), n(1));
                drawing.move_line(0.0, -drawing.state.leading);
                self.show(operation.operands.get(2), drawing, painted);
            }
            "TJ" => {
                for part in operation.operands.first().and_then(|o| o.as_array().ok()).into_iter().flatten() {
                    if part.as_str().is_ok() {
                        self.show(Some(part), drawing, painted);
                    } else {
                        drawing.advance(-number(part) / 1000.0 * drawing.state.size * drawing.state.wide);
                    }
                }
            }
            _other => return false,
        }
        true
    }

    fn show(&mut self, string: Option<&Object>, drawing: &mut Drawing<'a>, painted: &mut Painted) {
        let (Some(Object::String(bytes, _)), Some(font)) = (string, drawing.state.font.clone()) else {
            return;
        };
        for code in font.codes(bytes) {
            let state = &drawing.state;
            let shown = times(drawing.text, state.base);
            let (x, y) = at(shown, 0.0, state.rise);
            let size = (shown[2].hypot(shown[3]) * state.size).abs();
            let step = (code.width * state.size + state.between + if code.space { state.word } else { 0.0 })
                * state.wide;
            let (end, _) = at(shown, code.width * state.size * state.wide, state.rise);
            // Only upright text is read in lines; turned text is a stamp or a margin.
            let upright = shown[1].abs() <= shown[0].abs() * 0.2 && shown[0] > 0.0;
            if upright && x.is_finite() && y.is_finite() && end.is_finite() && size > 0.5 {
                self.unknown += usize::from(code.text.is_none());
                let text = code.text.unwrap_or_else(|| "\u{fffd}".into());
                painted.glyphs.push(Glyph { x, end: end.max(x), y, size, bold: font.bold, text });
            }
            drawing.advance(step);
        }
    }
}

impl Drawing<'_> {
    fn advance(&mut self, by: f32) {
        self.text = times([1.0, 0.0, 0.0, 1.0, by, 0.0], self.text);
    }

    fn move_line(&mut self, x: f32, y: f32) {
        self.line = times([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    fn graphics(&mut self, operation: &Operation, painted: &mut Painted) {
        let n = |at: usize| operation.operands.get(at).map_or(0.0, number);
        match operation.operator.as_str() {
            "q" if self.saved.len() < 512 => self.saved.push(self.state.clone()),
            "Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            "cm" => self.state.base = times(matrix(&operation.operands), self.state.base),
            "m" => {
                self.pen = (n(0), n(1));
                self.start = self.pen;
            }
            "l" => {
                self.path.push([self.pen, (n(0), n(1))]);
                self.pen = (n(0), n(1));
            }
            "c" => self.pen = (n(4), n(5)),
            "v" | "y" => self.pen = (n(2), n(3)),
            "h" => {
                self.path.push([self.pen, self.start]);
                self.pen = self.start;
            }
            "re" => self.boxes.push([n(0), n(1), n(0) + n(2), n(1) + n(3)]),
            "S" | "s" | "B" | "B*" | "b" | "b*" => self.draw(true, painted),
            "f" | "F" | "f*" => self.draw(false, painted),
            "n" => (self.path, self.boxes) = (Vec::new(), Vec::new()),
            _other => {}
        }
    }

    fn draw(&mut self, stroked: bool, painted: &mut Painted) {
        let base = self.state.base;
        let mut rule = |from: (f32, f32), to: (f32, f32)| {
            let ((x0, y0), (x1, y1)) = (at(base, from.0, from.1), at(base, to.0, to.1));
            let whole = [x0, y0, x1, y1].iter().all(|n| n.is_finite());
            if whole && ((x0 - x1).abs() < 1.0) != ((y0 - y1).abs() < 1.0) {
                painted.rules.push(Rule { x0: x0.min(x1), y0: y0.min(y1), x1: x0.max(x1), y1: y0.max(y1) });
            }
        };
        let path = std::mem::take(&mut self.path);
        let mut boxes = std::mem::take(&mut self.boxes);
        if stroked {
            path.iter().for_each(|[from, to]| rule(*from, *to));
        } else if path.len() >= 3 {
            // A filled path of straight sides is a box, too.
            let all = || path.iter().flatten();
            let (x0, x1) = all().fold((f32::MAX, f32::MIN), |(low, high), p| (low.min(p.0), high.max(p.0)));
            let (y0, y1) = all().fold((f32::MAX, f32::MIN), |(low, high), p| (low.min(p.1), high.max(p.1)));
            boxes.push([x0, y0, x1, y1]);
        }
        for [x0, y0, x1, y1] in boxes {
            let (wide, high) = (
                (x1 - x0).abs() * base[0].abs().max(base[1].abs()),
                (y1 - y0).abs() * base[3].abs().max(base[2].abs()),
            );
            let (x, y) = (f32::midpoint(x0, x1), f32::midpoint(y0, y1));
            if high <= THIN && wide > THIN {
                rule((x0, y), (x1, y));
            } else if wide <= THIN && high > THIN {
                rule((x, y0), (x, y1));
            } else if stroked {
                for (from, to) in
                    [((x0, y0), (x1, y0)), ((x0, y1), (x1, y1)), ((x0, y0), (x0, y1)), ((x1, y0), (x1, y1))]
                {
                    rule(from, to);
                }
            }
        }
    }
}

fn matrix(operands: &[Object]) -> Matrix {
    let mut found = UNIT;
    for (slot, operand) in found.iter_mut().zip(operands) {
        *slot = number(operand);
    }
    found
}
