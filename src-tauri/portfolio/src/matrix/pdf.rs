//! Paints sheets with printpdf. It decides nothing about the look: it cuts each face down to the characters that the
//! sheets use, has printpdf embed them and lay out the pages, and puts onto each page what [`super::drawing`] draws.
//!
//! printpdf without its `text_layout` feature embeds a face whole. So the face is cut here, and printpdf is
//! given the cut face together with which character is which of its glyphs.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId, Stream, dictionary};
use printpdf::{
    FontId, FontMetrics, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfFontMetricsStub,
    PdfPage, PdfSaveOptions, Pt, TextItem,
};

use super::drawing::{self, Codes, face_name, picture_name, sign_name};
use super::finish::{points, writer};
use super::layout::{Face, Faces, SIGN, Shape, Sheets, Sign};
use super::write::deflated;
use super::{PaperError, Watch};
use crate::picture::Parts;

/// The painted document, before it is finished.
///
/// # Errors
/// [`PaperError::Font`] when a face cannot be cut, [`PaperError::Writer`] when the PDF writer reports an
/// error.
pub fn paint(sheets: &Sheets, faces: &Faces, watch: &Watch<'_>) -> Result<lopdf::Document, PaperError> {
    let mut document = PdfDocument::new("");
    let (used, signs) = used(sheets);
    let mut codes = Codes::default();
    for (face, characters) in &used {
        let cut = cut(*face, faces, characters, &mut codes)?;
        document.resources.fonts.map.insert(id(*face), PdfFont::new(cut));
    }
    // The first page says every character once, so that printpdf embeds what is used; it is then drawn like the others.
    let mut specimen = Some(specimen(&used));
    let blank = |page: &super::layout::Page| {
        PdfPage::new(Mm(page.width), Mm(page.height), specimen.take().unwrap_or_default())
    };
    document.with_pages(sheets.pages.iter().map(blank).collect());
    let mut warnings = Vec::new();
    let mut painted = document.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    if let Some(warning) = warnings.first() {
        return Err(PaperError::Writer(warning.msg.clone()));
    }
    let pages: Vec<ObjectId> = painted.page_iter().collect();
    for (at, (page, id)) in sheets.pages.iter().zip(&pages).enumerate() {
        watch.page(at, sheets.pages.len())?;
        let content = drawing::page(page, &sheets.parts, faces, &codes);
        let place = entry(&painted, *id, b"Contents")?;
        painted.set_object(place, deflated(Dictionary::new(), content));
    }
    if let Some(first) = pages.first() {
        draw_signs(&mut painted, *first, faces, &signs)?;
        lay_pictures(&mut painted, *first, pictures(sheets))?;
    }
    Ok(painted)
}

fn id(face: Face) -> FontId {
    FontId(face_name(face).to_owned())
}

/// What a dictionary's entry leads to.
fn entry(document: &lopdf::Document, of: ObjectId, key: &[u8]) -> Result<ObjectId, PaperError> {
    document.get_dictionary(of).and_then(|said| said.get(key)).and_then(Object::as_reference).map_err(writer)
}

/// Puts the drawing of each sign where every page finds it: the pages share one list of drawings.
fn draw_signs(
    document: &mut lopdf::Document,
    page: ObjectId,
    faces: &Faces,
    signs: &BTreeSet<Sign>,
) -> Result<(), PaperError> {
    let resources = entry(document, page, b"Resources")?;
    let drawings = entry(document, resources, b"XObject")?;
    for sign in signs {
        let edges: Vec<Object> = vec![0.into(), 0.into(), points(SIGN), points(SIGN)];
        let said = dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "BBox" => edges, "Resources" => dictionary! {},
        };
        let drawn = document.add_object(deflated(said, drawing::sign(*sign, faces)));
        document.get_dictionary_mut(drawings).map_err(writer)?.set(sign_name(*sign), drawn);
    }
    Ok(())
}

/// Puts each picture where every page finds it.
fn lay_pictures(
    document: &mut lopdf::Document,
    page: ObjectId,
    pictures: BTreeMap<String, Parts>,
) -> Result<(), PaperError> {
    let resources = entry(document, page, b"Resources")?;
    let drawings = entry(document, resources, b"XObject")?;
    for (name, parts) in pictures {
        let image = document.add_object(image(parts));
        document.get_dictionary_mut(drawings).map_err(writer)?.set(name, image);
    }
    Ok(())
}

/// Every picture once, by its name.
fn pictures(sheets: &Sheets) -> BTreeMap<String, Parts> {
    let shapes = sheets.pages.iter().flat_map(|page| &page.items).map(|item| &item.shape);
    let drawn = shapes
        .filter_map(|shape| if let Shape::Picture { picture, .. } = shape { Some(picture) } else { None });
    drawn.filter_map(|picture| Some((picture_name(picture), picture.parts()?))).collect()
}

/// A picture as it is kept: PDF unpacks rows as PNG packs them (ISO 32000-1 §7.4.4.4). No mask, no profile of its own: its
/// colours are those of the whole file.
fn image(parts: Parts) -> Stream {
    let (colours, space) = if parts.grey { (1, "DeviceGray") } else { (3, "DeviceRGB") };
    let (width, height) = (i64::from(parts.width), i64::from(parts.height));
    let said = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => width, "Height" => height,
        "ColorSpace" => space, "BitsPerComponent" => 8, "Filter" => "FlateDecode",
        "DecodeParms" => dictionary! { "Predictor" => 15, "Colors" => colours, "Columns" => width },
    };
    let mut content = parts.packed;
    if content.last() == Some(&b'\r') {
        // As every stream of ours: strict readers take a carriage return at its end for the end of the line.
        content.push(b'\n');
    }
    Stream::new(said, content).with_compression(false)
}

/// The characters that each face draws, and the signs.
type Used = (BTreeMap<Face, BTreeSet<char>>, BTreeSet<Sign>);

fn used(sheets: &Sheets) -> Used {
    let (mut characters, mut signs): Used = (BTreeMap::new(), BTreeSet::new());
    let mut seen: BTreeMap<Face, Seen> = BTreeMap::new();
    for item in sheets.pages.iter().flat_map(|page| &page.items) {
        match &item.shape {
            Shape::Text { face, text, .. } | Shape::Upwards { face, text, .. } => {
                seen.entry(*face).or_default().add(text);
            }
            Shape::Sign { sign, .. } => drop(signs.insert(*sign)),
            Shape::Rule { .. } | Shape::Box { .. } | Shape::Path { .. } | Shape::Picture { .. } => {}
        }
    }
    for (face, seen) in seen {
        characters.insert(face, seen.characters());
    }
    (characters, signs)
}

/// Characters, each once: the common ones as flags, for a large paper has millions.
#[derive(Default)]
struct Seen {
    common: Vec<bool>,
    rare: BTreeSet<char>,
}

impl Seen {
    fn add(&mut self, text: &str) {
        self.common.resize(0x500, false);
        for character in text.chars() {
            match self.common.get_mut(usize::try_from(u32::from(character)).unwrap_or(usize::MAX)) {
                Some(seen) => *seen = true,
                None => drop(self.rare.insert(character)),
            }
        }
    }

    fn characters(self) -> BTreeSet<char> {
        let common = (0_u32..).zip(self.common).filter(|(_, seen)| *seen);
        common.filter_map(|(code, _)| char::from_u32(code)).chain(self.rare).collect()
    }
}

/// Every character of every face.
fn specimen(used: &BTreeMap<Face, BTreeSet<char>>) -> Vec<Op> {
    let show = |(face, characters): (&Face, &BTreeSet<char>)| {
        [
            Op::SetFont { font: PdfFontHandle::External(id(*face)), size: Pt(1.0) },
            Op::ShowText { items: vec![TextItem::Text(characters.iter().collect())] },
        ]
    };
    let shown = used.iter().flat_map(show);
    [Op::StartTextSection].into_iter().chain(shown).chain([Op::EndTextSection]).collect()
}

fn cut(
    face: Face,
    faces: &Faces,
    characters: &BTreeSet<char>,
    cut_codes: &mut Codes,
) -> Result<ParsedFont, PaperError> {
    let data = faces.get(face);
    let mut remapper = subsetter::GlyphRemapper::new();
    let (mut codes, mut widths) = (BTreeMap::new(), BTreeMap::new());
    for character in characters {
        if let Some(glyph) = data.glyph(*character) {
            let new = remapper.remap(glyph.id);
            cut_codes.set(face, glyph.id, new);
            codes.insert(u32::from(*character), new);
            widths.insert(new, glyph.advance);
        }
    }
    let bytes = subsetter::subset(data.bytes, 0, &remapper)
        .map_err(|error| PaperError::Font { face: face.name(), detail: error.to_string() })?;
    let units = data.font.units_per_em();
    let vertical = FontMetrics { ascent: data.font.ascender(), descent: data.font.descender() };
    let name = format!("{}+{}", face_name(face), face.name());
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
