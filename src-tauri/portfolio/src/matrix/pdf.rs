//! Paints sheets with printpdf. It decides nothing about the look: it turns millimetres from the top into
//! points from the bottom, cuts each face down to the characters that the sheets use, and hands both over.
//!
//! printpdf without its `text_layout` feature embeds a face whole. So the face is cut here, and printpdf is
//! given the cut face together with which character is which of its glyphs.

use std::collections::{BTreeMap, BTreeSet};

use printpdf::{
    Color, DictItem, FontId, FontMetrics, Line, LineCapStyle, LineJoinStyle, LinePoint, Mm, Op, PaintMode,
    ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfFontMetricsStub, PdfPage, PdfSaveOptions, Point,
    Polygon, PolygonRing, Pt, Rgb, TextItem, TextMatrix, WindingOrder,
};

use super::layout::{Face, Faces, Ink, Node, Page, Paint, Part, Shape, Sheets};
use super::{PaperError, Watch, tags};

/// The painted document, before it is finished.
///
/// # Errors
/// [`PaperError::Font`] when a face cannot be cut, [`PaperError::Writer`] when the PDF writer reports an
/// error.
pub fn paint(sheets: &Sheets, faces: &Faces, watch: &Watch<'_>) -> Result<lopdf::Document, PaperError> {
    let mut document = PdfDocument::new("");
    for (face, characters) in used(sheets) {
        document.resources.fonts.map.insert(id(face), PdfFont::new(cut(face, faces, &characters)?));
    }
    let mut pages = Vec::new();
    for (at, page) in sheets.pages.iter().enumerate() {
        watch.page(at, sheets.pages.len())?;
        let ops = Brush::new(page.height, &sheets.parts).page(page);
        pages.push(PdfPage::new(Mm(page.width), Mm(page.height), ops));
    }
    document.with_pages(pages);
    let mut warnings = Vec::new();
    let painted = document.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    match warnings.first() {
        Some(warning) => Err(PaperError::Writer(warning.msg.clone())),
        None => Ok(painted),
    }
}

/// The resource name of a face: six capitals, as a subset tag must be (PDF 32000-1 §9.6.4).
fn tag(face: Face) -> &'static str {
    match face {
        Face::Regular => "PMREGU",
        Face::Bold => "PMBOLD",
        Face::Italic => "PMITAL",
        Face::Fallback => "PMFALL",
    }
}

fn id(face: Face) -> FontId {
    FontId(tag(face).to_owned())
}

fn used(sheets: &Sheets) -> BTreeMap<Face, BTreeSet<char>> {
    let mut used: BTreeMap<Face, BTreeSet<char>> = BTreeMap::new();
    for item in sheets.pages.iter().flat_map(|page| &page.items) {
        if let Shape::Text { face, text, .. } | Shape::Upwards { face, text, .. } = &item.shape {
            used.entry(*face).or_default().extend(text.chars());
        }
    }
    used
}

fn cut(face: Face, faces: &Faces, characters: &BTreeSet<char>) -> Result<ParsedFont, PaperError> {
    let data = faces.get(face);
    let mut remapper = subsetter::GlyphRemapper::new();
    let (mut codes, mut widths) = (BTreeMap::new(), BTreeMap::new());
    for character in characters {
        if let Some(glyph) = data.glyph(*character) {
            let new = remapper.remap(glyph.id);
            codes.insert(u32::from(*character), new);
            widths.insert(new, glyph.advance);
        }
    }
    let bytes = subsetter::subset(data.bytes, 0, &remapper)
        .map_err(|error| PaperError::Font { face: face.name(), detail: error.to_string() })?;
    let units = data.font.units_per_em();
    let vertical = FontMetrics { ascent: data.font.ascender(), descent: data.font.descender() };
    let name = format!("{}+{}", tag(face), face.name());
    let mut font = ParsedFont::with_glyph_data(bytes, 0, Some(name), codes, widths, units, vertical);
    font.pdf_font_metrics = measures(face, faces);
    Ok(font)
}

fn measures(face: Face, faces: &Faces) -> PdfFontMetricsStub {
    let font = &faces.get(face).font;
    let bounds = font.global_bounding_box();
    let slant = font.italic_angle().to_radians().tan();
    PdfFontMetricsStub {
        units_per_em: font.units_per_em(),
        x_min: bounds.x_min,
        y_min: bounds.y_min,
        x_max: bounds.x_max,
        y_max: bounds.y_max,
        caret_slope_rise: 1_000,
        // The writer computes the angle back from this slope; a slope is a small number of thousandths.
        caret_slope_run: (-slant * 1_000.0).round() as i16,
        us_weight_class: font.weight().to_number(),
    }
}

/// Opens what a reader of the structure passes over.
fn furniture() -> Op {
    Op::BeginMarkedContent { tag: "Artifact".to_owned() }
}

/// Opens content that the structure names by its number on the page.
fn content(name: &str, number: i64) -> Op {
    let map = BTreeMap::from([("MCID".to_owned(), DictItem::Int(number))]);
    Op::BeginMarkedContentWithProperties { tag: name.to_owned(), properties: DictItem::Dict { map } }
}

/// Turns shapes into drawing operations.
struct Brush<'a> {
    height: f32,
    parts: &'a [Part],
    ops: Vec<Op>,
    fill: Option<Ink>,
    stroke: Option<Ink>,
}

impl<'a> Brush<'a> {
    fn new(height: f32, parts: &'a [Part]) -> Self {
        let ops = vec![
            Op::SetLineCapStyle { cap: LineCapStyle::Round },
            Op::SetLineJoinStyle { join: LineJoinStyle::Round },
        ];
        Self { height, parts, ops, fill: None, stroke: None }
    }

    fn page(mut self, page: &Page) -> Vec<Op> {
        let mut number = 0;
        for (part, run) in page.runs() {
            let opened = part.and_then(|part| self.parts.get(part.0)).map(|part| tags::name(part.role));
            self.ops.push(opened.map_or_else(furniture, |name| content(name, number)));
            number += i64::from(part.is_some());
            for item in run {
                self.shape(&item.shape);
            }
            self.ops.push(Op::EndMarkedContent);
        }
        self.ops
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::Text { x, baseline, size, face, ink, text } => {
                self.text(([1.0, 0.0, 0.0, 1.0], *x, *baseline), (*size, *face, *ink), text)
            }
            Shape::Upwards { x, y, size, face, ink, text } => {
                self.text(([0.0, 1.0, -1.0, 0.0], *x, *y), (*size, *face, *ink), text);
            }
            Shape::Rule { from, to, weight, ink } => {
                self.line(&[Node::To(from.0, from.1), Node::To(to.0, to.1)], *ink, *weight);
            }
            Shape::Box { x, y, width, height, ink } => {
                let corners = [(*x, *y), (x + width, *y), (x + width, y + height), (*x, y + height)];
                let ring = corners.map(|(x, y)| Node::To(x, y)).to_vec();
                self.area(&[ring], *ink);
            }
            Shape::Path { rings, paint: Paint::Fill(ink) } => self.area(rings, *ink),
            Shape::Path { rings, paint: Paint::Stroke { ink, weight } } => {
                for ring in rings {
                    self.line(ring, *ink, *weight);
                }
            }
        }
    }

    /// Text in this direction from this point.
    fn text(&mut self, at: ([f32; 4], f32, f32), (size, face, ink): (f32, Face, Ink), text: &str) {
        self.fill_with(ink);
        let ([a, b, c, d], x, y) = at;
        let matrix = [a, b, c, d, across(x), across(self.height - y)];
        self.ops.extend([
            Op::StartTextSection,
            Op::SetFont { font: PdfFontHandle::External(id(face)), size: Pt(size) },
            Op::SetTextMatrix { matrix: TextMatrix::Raw(matrix) },
            Op::ShowText { items: vec![TextItem::Text(text.to_owned())] },
            Op::EndTextSection,
        ]);
    }

    fn line(&mut self, nodes: &[Node], ink: Ink, weight: f32) {
        if self.stroke != Some(ink) {
            self.ops.push(Op::SetOutlineColor { col: colour(ink) });
            self.stroke = Some(ink);
        }
        self.ops.push(Op::SetOutlineThickness { pt: Pt(across(weight)) });
        self.ops.push(Op::DrawLine { line: Line { points: self.points(nodes), is_closed: false } });
    }

    fn area(&mut self, rings: &[Vec<Node>], ink: Ink) {
        self.fill_with(ink);
        let rings = rings.iter().map(|ring| PolygonRing { points: self.points(ring) }).collect();
        let polygon = Polygon { rings, mode: PaintMode::Fill, winding_order: WindingOrder::NonZero };
        self.ops.push(Op::DrawPolygon { polygon });
    }

    fn fill_with(&mut self, ink: Ink) {
        if self.fill != Some(ink) {
            self.ops.push(Op::SetFillColor { col: colour(ink) });
            self.fill = Some(ink);
        }
    }

    fn points(&self, nodes: &[Node]) -> Vec<LinePoint> {
        let place = |(x, y): (f32, f32), bezier| LinePoint {
            p: Point { x: Pt(across(x)), y: Pt(across(self.height - y)) },
            bezier,
        };
        let steps = |node: &Node| match *node {
            Node::To(x, y) => vec![place((x, y), false)],
            Node::Curve([one, two, end]) => vec![place(one, true), place(two, true), place(end, false)],
        };
        nodes.iter().flat_map(steps).collect()
    }
}

/// Millimetres to points, to a hundredth of a point: finer is not seen, and short numbers keep the file
/// small.
fn across(millimetres: f32) -> f32 {
    (millimetres * 7_200.0 / 25.4).round() / 100.0
}

fn colour(ink: Ink) -> Color {
    let [r, g, b] = ink.rgb().map(|part| (f32::from(part) / 2.55).round() / 100.0);
    Color::Rgb(Rgb { r, g, b, icc_profile: None })
}
