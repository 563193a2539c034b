//! A small picture that belongs to the centre: its logo, a specimen signature. It is kept as a PNG file of one fixed shape that this
//! program made of the pixels of what came in, never as what came in: nothing but pixels is kept. Refuses to know what it shows
//! and where it is drawn.

pub mod intake;

use std::sync::Arc;

use base64ct::{Base64, Encoding as _};
use serde::{Deserialize, Serialize};

use crate::journal::id::Hash;

/// Largest picture that is kept, in bytes of its PNG file.
pub const LARGEST_KEPT: usize = 192 << 10;
/// Longest side of a picture that is kept, in pixels: 500 to the inch where it is drawn widest.
pub const LONGEST_SIDE: u32 = 900;

const HEAD: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
/// What ends a PNG file.
const END: &[u8] = b"\0\0\0\0IEND\xae\x42\x60\x82";

/// A picture as it is kept: a PNG file in base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Picture(Arc<str>);

/// What a PNG file of the kept shape is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// One byte a pixel, not three.
    pub grey: bool,
    /// The rows, filtered and packed with zlib as PNG asks. PDF knows them in this shape too.
    pub packed: Vec<u8>,
}

impl Picture {
    /// Its file.
    #[must_use]
    pub fn png(&self) -> Vec<u8> {
        Base64::decode_vec(&self.0).unwrap_or_default()
    }

    /// Its file in base64.
    #[must_use]
    pub fn base64(&self) -> &str {
        &self.0
    }

    /// SHA-256 of its file.
    #[must_use]
    pub fn sha256(&self) -> Hash {
        Hash::of(&self.png())
    }

    /// What its file is made of; none is impossible for what was made by one of the ways below.
    #[must_use]
    pub fn parts(&self) -> Option<Parts> {
        parts(&self.png()).ok()
    }

    /// Its pixels.
    ///
    /// # Errors
    /// What is wrong with its file, in words: only one that another program made can be wrong.
    pub fn pixels(&self) -> Result<intake::Pixels, String> {
        intake::of_png(&self.png())
    }

    /// A picture made of its parts.
    ///
    /// # Errors
    /// As [`Picture::of_png`].
    pub fn of_parts(parts: &Parts) -> Result<Self, String> {
        let mut png = HEAD.to_vec();
        png.extend(parts.width.to_be_bytes());
        png.extend(parts.height.to_be_bytes());
        png.extend([8, if parts.grey { 0 } else { 2 }, 0, 0, 0]);
        png.extend(sum(png.get(12..).unwrap_or_default()));
        let length = u32::try_from(parts.packed.len()).map_err(|_| too_large())?;
        png.extend(length.to_be_bytes());
        let from = png.len();
        png.extend(b"IDAT");
        png.extend(&parts.packed);
        png.extend(sum(png.get(from..).unwrap_or_default()));
        png.extend(END);
        Self::of_png(&png)
    }

    /// A picture of the bytes of a PNG file that has the kept shape and is small enough.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn of_png(png: &[u8]) -> Result<Self, String> {
        if png.len() > LARGEST_KEPT {
            return Err(too_large());
        }
        parts(png)?;
        Ok(Self(Base64::encode_string(png).into()))
    }
}

fn too_large() -> String {
    format!("the picture takes more than {} KB", LARGEST_KEPT >> 10)
}

/// The checksum behind a chunk.
fn sum(chunk: &[u8]) -> [u8; 4] {
    let mut crc = flate2::Crc::new();
    crc.update(chunk);
    crc.sum().to_be_bytes()
}

/// Takes a PNG file of the kept shape apart: eight bits, grey or RGB, no interlacing, all rows in one chunk, nothing else.
fn parts(png: &[u8]) -> Result<Parts, String> {
    let wrong = || "the picture is no PNG file as this program keeps them".to_owned();
    let number = |bytes: Option<&[u8]>| bytes?.try_into().ok().map(u32::from_be_bytes);
    let head = png.get(12..29).ok_or_else(wrong)?;
    let grey = match head.get(12..17) {
        Some([8, 0, 0, 0, 0]) => true,
        Some([8, 2, 0, 0, 0]) => false,
        Some(_) | None => return Err(wrong()),
    };
    let (width, height) = (number(head.get(4..8)).unwrap_or(0), number(head.get(8..12)).unwrap_or(0));
    let body = png.get(33..).and_then(|rest| rest.strip_suffix(END)).ok_or_else(wrong)?;
    let (length, chunk) = body.split_at_checked(4).ok_or_else(wrong)?;
    let (chunk, check) = chunk.split_at_checked(chunk.len().saturating_sub(4)).ok_or_else(wrong)?;
    let packed = chunk.strip_prefix(b"IDAT").ok_or_else(wrong)?;
    let whole = png.starts_with(HEAD)
        && png.get(29..33) == Some(&sum(head)[..])
        && number(Some(length)).is_some_and(|length| usize::try_from(length) == Ok(packed.len()))
        && check == sum(chunk);
    if !whole {
        return Err(wrong());
    }
    if width == 0 || height == 0 || width.max(height) > LONGEST_SIDE {
        return Err(format!("the picture is not 1 to {LONGEST_SIDE} pixels wide and high"));
    }
    Ok(Parts { width, height, grey, packed: packed.to_vec() })
}

impl TryFrom<String> for Picture {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.len() > LARGEST_KEPT.div_ceil(3) * 4 {
            return Err(too_large());
        }
        let png = Base64::decode_vec(&text).map_err(|_| "a picture is not base64")?;
        Self::of_png(&png)
    }
}

impl From<Picture> for String {
    fn from(picture: Picture) -> Self {
        picture.0.as_ref().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_comes_back_from_its_parts_and_nothing_else_is_one() {
        let picture =
            intake::take(&intake::tests::png(30, 20, png::ColorType::Rgb, |x, _| vec![x as u8, 9, 9]));
        let picture = picture.unwrap();
        assert_eq!(Picture::of_parts(&picture.parts().unwrap()).unwrap(), picture);
        let said = serde_json::to_string(&picture).unwrap();
        assert_eq!(serde_json::from_str::<Picture>(&said).unwrap(), picture);
        let png = picture.png();
        for at in 0..png.len() {
            let mut changed = png.clone();
            changed[at] ^= 1;
            assert!(Picture::of_png(&changed).is_err(), "byte {at} of {}", png.len());
            assert!(Picture::of_png(&png[..at]).is_err(), "cut at {at}");
        }
        for behind in [&b"x"[..], END, &png] {
            assert!(Picture::of_png(&[&png[..], behind].concat()).is_err());
        }
        assert!(Picture::try_from("A".repeat(LARGEST_KEPT * 2)).is_err());
        assert!(Picture::try_from("no base64!".to_owned()).is_err());
    }
}
