//! A picture that somebody chose: PNG or JPEG bytes from anywhere, hostile until read. What comes out is a small PNG file made
//! anew from its pixels, on white. Pure; refuses to know where the bytes came from.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use png::{BitDepth, ColorType, Compression, Decoder, Encoder, Limits, Transformations};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::{LARGEST_KEPT, LONGEST_SIDE, Parts, Picture};

mod turn;

/// Largest file that is read, in bytes.
pub const LARGEST_FILE: usize = 8 << 20;
/// Most pixels that are decoded: 16 million take 64 MB.
const MOST_PIXELS: u64 = 16_000_000;
/// Most bytes that a decoder may ask for.
const MEMORY: usize = 128 << 20;
/// Longest side that is decoded.
const LONGEST_READ: usize = 12_000;
/// As dark as something must be to be seen on white paper.
const SEEN: u8 = 232;
/// As dark as ink is: where a signature begins and ends.
const INK: u8 = 160;

/// Pixels in rows from the top: three bytes each for red, green and blue, or one for grey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// One byte a pixel instead of three.
    pub grey: bool,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Takes a picture in: decodes it within limits, puts it on white, makes it small enough, and writes it anew.
///
/// # Errors
/// What is wrong with it, in words that follow its name.
pub fn take(file: &[u8]) -> Result<Picture, String> {
    kept(read(file)?)
}

/// The same of a signature: the empty paper around the ink is cut off.
///
/// # Errors
/// As [`take`].
pub fn take_signature(file: &[u8]) -> Result<Picture, String> {
    kept(read(file)?.trimmed())
}

fn read(file: &[u8]) -> Result<Pixels, String> {
    if file.len() > LARGEST_FILE {
        return Err(format!("takes more than {} MB", LARGEST_FILE >> 20));
    }
    // The decoders refuse what is damaged; a fault in one of them must not end the program either.
    let decoded = catch_unwind(AssertUnwindSafe(|| decode(file)));
    let pixels = decoded.unwrap_or_else(|_| Err("is damaged".to_owned()))?;
    if pixels.bytes.iter().all(|value| *value > SEEN) {
        return Err("shows nothing on white paper".to_owned());
    }
    Ok(pixels)
}

fn kept(mut pixels: Pixels) -> Result<Picture, String> {
    let longest = pixels.width.max(pixels.height);
    if longest > LONGEST_SIDE {
        pixels = pixels.shrunk(LONGEST_SIDE, longest);
    }
    loop {
        let picture = encode(&pixels).map_err(|why| format!("cannot be kept: {why}"))?;
        if let Some(picture) = picture {
            return Ok(picture);
        }
        pixels = pixels.shrunk(4, 5);
    }
}

fn decode(file: &[u8]) -> Result<Pixels, String> {
    if file.starts_with(b"\x89PNG\r\n\x1a\n") {
        of_png(file)
    } else if file.starts_with(b"\xff\xd8\xff") {
        of_jpeg(file)
    } else {
        Err("is neither PNG nor JPEG".to_owned())
    }
}

fn fits(width: usize, height: usize) -> Result<(u32, u32), String> {
    let (Ok(wide), Ok(high)) = (u32::try_from(width), u32::try_from(height)) else {
        return Err("is damaged".to_owned());
    };
    if wide == 0
        || high == 0
        || u64::from(wide) * u64::from(high) > MOST_PIXELS
        || width.max(height) > LONGEST_READ
    {
        return Err(format!(
            "is {width} × {height} pixels; up to {} million are read, {LONGEST_READ} on a side",
            MOST_PIXELS / 1_000_000
        ));
    }
    Ok((wide, high))
}

/// A PNG file, on white.
///
/// # Errors
/// What is wrong, in words that follow its name.
pub fn of_png(file: &[u8]) -> Result<Pixels, String> {
    let damaged = |why: png::DecodingError| match why {
        png::DecodingError::LimitsExceeded => "is too large to be read".to_owned(),
        png::DecodingError::IoError(_) | png::DecodingError::Format(_) | png::DecodingError::Parameter(_) => {
            format!("is a damaged PNG file ({why})")
        }
    };
    let mut decoder = Decoder::new_with_limits(Cursor::new(file), Limits { bytes: MEMORY });
    decoder.set_ignore_text_chunk(true);
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(damaged)?;
    let (width, height) = reader.info().size();
    let (width, height) = fits(width as usize, height as usize)?;
    let size = reader.output_buffer_size().filter(|size| *size <= MEMORY).ok_or("is too large")?;
    let mut bytes = vec![0; size];
    let frame = reader.next_frame(&mut bytes).map_err(damaged)?;
    if (frame.width, frame.height) != (width, height) {
        return Err("is an animation".to_owned());
    }
    bytes.truncate(frame.buffer_size());
    let (grey, bytes) = match frame.color_type {
        ColorType::Grayscale => (true, bytes),
        ColorType::Rgb => (false, bytes),
        ColorType::GrayscaleAlpha => {
            let pairs = bytes.chunks_exact(2);
            (true, pairs.map(|pair| on_white(byte(pair, 0), byte(pair, 1))).collect())
        }
        ColorType::Rgba => {
            let whole = bytes.chunks_exact(4);
            let flat = |pixel: &[u8]| [0, 1, 2].map(|at| on_white(byte(pixel, at), byte(pixel, 3)));
            (false, whole.flat_map(flat).collect())
        }
        ColorType::Indexed => return Err("is a PNG file without its colours".to_owned()),
    };
    Ok(Pixels { width, height, grey, bytes }.plain())
}

fn on_white(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u16::from(value), u16::from(alpha));
    u8::try_from((value * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(255)
}

fn of_jpeg(file: &[u8]) -> Result<Pixels, String> {
    // Strict: a picture that stops half way would be kept with a grey half.
    let options = DecoderOptions::default()
        .set_strict_mode(true)
        .set_max_width(LONGEST_READ)
        .set_max_height(LONGEST_READ)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let damaged = |why: String| format!("is a JPEG file that cannot be read ({why})");
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(file), options);
    decoder.decode_headers().map_err(|error| damaged(error.to_string()))?;
    let (width, height) = decoder.dimensions().ok_or_else(|| damaged("it has no size".to_owned()))?;
    let (width, height) = fits(width, height)?;
    let bytes = decoder.decode().map_err(|error| damaged(error.to_string()))?;
    if bytes.len() != width as usize * height as usize * 3 {
        return Err(damaged("its colours are none that are known".to_owned()));
    }
    // How the camera was held is the one thing of its notes that shows.
    let held = decoder.exif().map_or(1, |notes| turn::held(notes));
    Ok(turn::upright(Pixels { width, height, grey: false, bytes }, held).plain())
}

fn byte(of: &[u8], at: usize) -> u8 {
    of.get(at).copied().unwrap_or(255)
}

impl Pixels {
    const fn channels(&self) -> usize {
        if self.grey { 1 } else { 3 }
    }

    /// One byte a pixel where nothing has a colour.
    fn plain(self) -> Self {
        let colourless = |pixel: &[u8]| pixel.iter().all(|value| *value == byte(pixel, 0));
        if self.grey || !self.bytes.chunks_exact(3).all(colourless) {
            return self;
        }
        let bytes = self.bytes.chunks_exact(3).map(|pixel| byte(pixel, 0)).collect();
        Self { grey: true, bytes, ..self }
    }

    /// Made smaller by this ratio, each pixel the mean of those it stands for; never smaller than one.
    fn shrunk(&self, by: u32, of: u32) -> Self {
        let channels = self.channels();
        let to = |length: u32| {
            let shorter = u64::from(length) * u64::from(by) / u64::from(of.max(1));
            u32::try_from(shorter).unwrap_or(1).max(1)
        };
        let (width, height) = (to(self.width), to(self.height));
        let part = |at: usize, whole: u32, parts: u32| {
            let (whole, parts) = (whole as usize, parts as usize);
            let from = at * whole / parts;
            from..((at + 1) * whole / parts).max(from + 1)
        };
        let mut bytes = Vec::with_capacity(width as usize * height as usize * channels);
        for y in 0..height as usize {
            let rows = part(y, self.height, height);
            for x in 0..width as usize {
                let columns = part(x, self.width, width);
                let count = rows.len() * columns.len();
                for channel in 0..channels {
                    let at = |x: usize, y: usize| (y * self.width as usize + x) * channels + channel;
                    let all = rows.clone().flat_map(|y| columns.clone().map(move |x| (x, y)));
                    let sum: usize = all.map(|(x, y)| usize::from(byte(&self.bytes, at(x, y)))).sum();
                    bytes.push(u8::try_from((sum + count / 2) / count).unwrap_or(255));
                }
            }
        }
        Self { width, height, grey: self.grey, bytes }
    }

    /// Without the empty paper around the ink, but for a little air; as it is where no ink is found.
    fn trimmed(self) -> Self {
        let (channels, wide) = (self.channels(), self.width as usize);
        let dark = |pixel: &[u8]| pixel.iter().any(|value| *value < INK);
        let inked: Vec<usize> = self
            .bytes
            .chunks_exact(channels)
            .enumerate()
            .filter(|(_, pixel)| dark(pixel))
            .map(|(at, _)| at)
            .collect();
        let columns = inked.iter().map(|at| at % wide);
        let rows = inked.iter().map(|at| at / wide);
        let (Some(left), Some(right)) = (columns.clone().min(), columns.max()) else { return self };
        let (Some(top), Some(bottom)) = (rows.clone().min(), rows.max()) else { return self };
        let air = (right - left).max(bottom - top) / 40 + 1;
        let (left, top) = (left.saturating_sub(air), top.saturating_sub(air));
        let (right, bottom) = ((right + air + 1).min(wide), (bottom + air + 1).min(self.height as usize));
        let mut bytes = Vec::new();
        for y in top..bottom {
            let row = (y * wide + left) * channels..(y * wide + right) * channels;
            bytes.extend(self.bytes.get(row).unwrap_or_default());
        }
        let side = |from: usize, to: usize| u32::try_from(to - from).unwrap_or(1);
        Self { width: side(left, right), height: side(top, bottom), grey: self.grey, bytes }
    }
}

/// The pixels as a picture; none where its file is too large to be kept.
fn encode(pixels: &Pixels) -> Result<Option<Picture>, String> {
    let mut png = Vec::new();
    let mut encoder = Encoder::new(&mut png, pixels.width, pixels.height);
    encoder.set_color(if pixels.grey { ColorType::Grayscale } else { ColorType::Rgb });
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::High);
    let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
    writer.write_image_data(&pixels.bytes).map_err(|error| error.to_string())?;
    writer.finish().map_err(|error| error.to_string())?;
    if png.len() > LARGEST_KEPT {
        return Ok(None);
    }
    let packed = rows(&png).ok_or("its file has no rows")?;
    let parts = Parts { width: pixels.width, height: pixels.height, grey: pixels.grey, packed };
    Picture::of_parts(&parts).map(Some)
}

/// The packed rows of a PNG file, out of as many chunks as they stand in.
fn rows(png: &[u8]) -> Option<Vec<u8>> {
    let mut packed = Vec::new();
    let mut rest = png.get(8..)?;
    while let Some((length, after)) = rest.split_at_checked(4) {
        let length = usize::try_from(u32::from_be_bytes(length.try_into().ok()?)).ok()?;
        let body = after.get(4..4 + length)?;
        if after.starts_with(b"IDAT") {
            packed.extend(body);
        }
        rest = after.get(8 + length..)?;
    }
    (!packed.is_empty()).then_some(packed)
}

#[cfg(test)]
pub mod tests;
