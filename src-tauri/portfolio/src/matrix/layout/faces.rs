//! The shipped faces and what they measure. Which character is drawn by which face is decided here, once.

use crate::matrix::PaperError;

/// A face of the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// Inter Regular.
    Regular,
    /// Inter Bold.
    Bold,
    /// Inter Italic.
    Italic,
    /// DejaVu Sans, for characters that Inter lacks.
    Fallback,
}

impl Face {
    /// All faces.
    pub const ALL: [Self; 4] = [Self::Regular, Self::Bold, Self::Italic, Self::Fallback];

    /// Its name in a document.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Regular => "Inter-Regular",
            Self::Bold => "Inter-Bold",
            Self::Italic => "Inter-Italic",
            Self::Fallback => "DejaVuSans",
        }
    }

    fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../../../fonts/Inter-Regular.ttf"),
            Self::Bold => include_bytes!("../../../fonts/Inter-Bold.ttf"),
            Self::Italic => include_bytes!("../../../fonts/Inter-Italic.ttf"),
            Self::Fallback => include_bytes!("../../../fonts/DejaVuSans.ttf"),
        }
    }
}

/// One loaded face.
pub struct FaceData {
    /// The font file.
    pub bytes: &'static [u8],
    /// The parsed font, for outlines and vertical measures.
    pub font: ttf_parser::Face<'static>,
    glyphs: Glyphs,
}

/// A glyph and its advance.
#[derive(Debug, Clone, Copy)]
pub struct Glyph {
    /// Glyph number in the font file.
    pub id: u16,
    /// Advance in font units.
    pub advance: u16,
    /// Advance in thousandths of the type size, cut to whole ones as the PDF writer cuts them, so that what
    /// is measured here is what a reader draws.
    thousandths: u16,
}

/// The glyphs of a face by their characters, in blocks of 256: every character of every paper is looked up here.
#[derive(Default)]
struct Glyphs(Vec<Option<Box<[Option<Glyph>; 256]>>>);

impl Glyphs {
    fn get(&self, character: char) -> Option<Glyph> {
        let (block, at) = place(character);
        *self.0.get(block)?.as_ref()?.get(at)?
    }

    fn insert(&mut self, character: char, glyph: Glyph) {
        let (block, at) = place(character);
        if self.0.len() <= block {
            self.0.resize_with(block + 1, || None);
        }
        let block = self.0.get_mut(block).map(|block| block.get_or_insert_with(|| Box::new([None; 256])));
        if let Some(slot) = block.and_then(|block| block.get_mut(at)) {
            *slot = Some(glyph);
        }
    }
}

fn place(character: char) -> (usize, usize) {
    let code = usize::try_from(u32::from(character)).unwrap_or(usize::MAX);
    (code / 256, code % 256)
}

/// The faces that travel with the program.
pub struct Faces([FaceData; 4]);

impl Faces {
    /// Reads the shipped faces.
    ///
    /// # Errors
    /// [`PaperError::Font`] when a face is damaged.
    pub fn load() -> Result<Self, PaperError> {
        Ok(Self([load(Face::Regular)?, load(Face::Bold)?, load(Face::Italic)?, load(Face::Fallback)?]))
    }

    /// One face.
    #[must_use]
    pub fn get(&self, face: Face) -> &FaceData {
        let [regular, bold, italic, fallback] = &self.0;
        match face {
            Face::Regular => regular,
            Face::Bold => bold,
            Face::Italic => italic,
            Face::Fallback => fallback,
        }
    }

    /// The face that draws this character where `wanted` was asked for (`wanted` itself, else the fallback, else none), and
    /// its advance in millimetres at a size in points.
    #[must_use]
    pub fn drawing(&self, wanted: Face, character: char, size: f32) -> Option<(Face, f32)> {
        let drawn = |face: Face| Some((face, self.get(face).glyphs.get(character)?.advance_at(size)));
        drawn(wanted).or_else(|| drawn(Face::Fallback))
    }

    /// The advance of a character in millimetres at a size in points; nothing where the face lacks it.
    #[must_use]
    pub fn advance(&self, face: Face, character: char, size: f32) -> f32 {
        let glyph = self.get(face).glyphs.get(character);
        glyph.map_or(0.0, |glyph| glyph.advance_at(size))
    }
}

impl Glyph {
    fn advance_at(self, size: f32) -> f32 {
        f32::from(self.thousandths) / 1000.0 * millimetres(size)
    }
}

impl FaceData {
    /// The glyph of a character.
    #[must_use]
    pub fn glyph(&self, character: char) -> Option<Glyph> {
        self.glyphs.get(character)
    }

    /// Every character this face draws.
    #[cfg(test)]
    pub fn characters(&self) -> impl Iterator<Item = (char, u16)> + '_ {
        let all = char::MIN..=char::MAX;
        all.filter_map(|character| Some((character, self.glyphs.get(character)?.id)))
    }
}

/// Points to millimetres.
#[must_use]
pub fn millimetres(points: f32) -> f32 {
    points * 25.4 / 72.0
}

fn load(face: Face) -> Result<FaceData, PaperError> {
    let bytes = face.bytes();
    let fault = |detail: String| PaperError::Font { face: face.name(), detail };
    let font = ttf_parser::Face::parse(bytes, 0).map_err(|error| fault(error.to_string()))?;
    let cmap = font.tables().cmap.ok_or_else(|| fault("no character map".to_owned()))?;
    let mut glyphs = Glyphs::default();
    for subtable in cmap.subtables.into_iter().filter(ttf_parser::cmap::Subtable::is_unicode) {
        subtable.codepoints(|code| {
            let found =
                char::from_u32(code).and_then(|character| Some((character, subtable.glyph_index(code)?)));
            if let Some((character, id)) = found {
                let advance = font.glyph_hor_advance(id).unwrap_or(0);
                let thousandths = u32::from(advance) * 1000 / u32::from(font.units_per_em()).max(1);
                let thousandths = u16::try_from(thousandths).unwrap_or(u16::MAX);
                glyphs.insert(character, Glyph { id: id.0, advance, thousandths });
            }
        });
    }
    Ok(FaceData { bytes, font, glyphs })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_character_has_its_own_glyph_so_that_copied_text_is_exact() {
        let faces = Faces::load().unwrap();
        for face in Face::ALL {
            let all: Vec<_> = faces.get(face).characters().collect();
            let glyphs: BTreeSet<u16> = all.iter().map(|(_, glyph)| *glyph).collect();
            assert_eq!(glyphs.len(), all.len(), "{}", face.name());
            assert!(all.len() > 1_900, "{} has {}", face.name(), all.len());
        }
    }

    #[test]
    fn a_character_is_drawn_by_the_asked_face_else_by_the_fallback_else_by_none() {
        let faces = Faces::load().unwrap();
        for (character, wanted, drawn) in [
            ('A', Face::Bold, Some(Face::Bold)),
            ('Ż', Face::Italic, Some(Face::Italic)),
            ('Ж', Face::Regular, Some(Face::Regular)),
            ('✕', Face::Regular, Some(Face::Fallback)),
            ('\u{FFFD}', Face::Bold, Some(Face::Fallback)),
            ('漢', Face::Regular, None),
            ('م', Face::Regular, None),
            ('\u{0}', Face::Regular, None),
        ] {
            assert_eq!(faces.drawing(wanted, character, 9.0).map(|(face, _)| face), drawn, "{character:?}");
        }
    }

    #[test]
    fn figures_stand_under_each_other() {
        let faces = Faces::load().unwrap();
        for face in [Face::Regular, Face::Bold, Face::Italic] {
            let wide = faces.advance(face, '0', 9.0);
            assert!(
                ('1'..='9').all(|digit| (faces.advance(face, digit, 9.0) - wide).abs() < 1e-6),
                "{}",
                face.name()
            );
        }
    }
}
