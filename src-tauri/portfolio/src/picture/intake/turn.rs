//! How a camera was held when it took a picture, and the picture turned upright. Pure; refuses to know any other note of a camera.

use super::{Pixels, byte};

/// The tag of the orientation (Exif 2.3, 4.6.4).
const ORIENTATION: u16 = 0x0112;
/// As many entries of a directory as are looked at.
const ENTRIES: usize = 200;

/// The orientation that a camera's notes state, 1 to 8; 1 = upright, also where they cannot be read.
pub fn held(notes: &[u8]) -> u8 {
    stated(notes.strip_prefix(b"Exif\0\0").unwrap_or(notes)).filter(|way| (1..=8).contains(way)).unwrap_or(1)
}

fn stated(notes: &[u8]) -> Option<u8> {
    let little = match notes.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _other => return None,
    };
    let short = |at: usize| {
        let pair: [u8; 2] = notes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let long = |at: usize| {
        let four: [u8; 4] = notes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) }).ok()
    };
    let directory = long(4)?;
    let count = usize::from(short(directory)?).min(ENTRIES);
    let entries = (0..count).map(|entry| directory.saturating_add(2 + 12 * entry));
    let own = entries.into_iter().find(|at| short(*at) == Some(ORIENTATION))?;
    u8::try_from(short(own.saturating_add(8))?).ok()
}

/// Turned and mirrored as the orientation says.
pub fn upright(pixels: Pixels, held: u8) -> Pixels {
    if held <= 1 {
        return pixels;
    }
    let (wide, high, channels) = (pixels.width as usize, pixels.height as usize, pixels.channels());
    let aside = held >= 5;
    let (width, height) = if aside { (high, wide) } else { (wide, high) };
    let mut bytes = Vec::with_capacity(pixels.bytes.len());
    for y in 0..height {
        for x in 0..width {
            let (from_x, from_y) = match held {
                2 => (wide - 1 - x, y),
                3 => (wide - 1 - x, high - 1 - y),
                4 => (x, high - 1 - y),
                5 => (y, x),
                6 => (y, high - 1 - x),
                7 => (wide - 1 - y, high - 1 - x),
                _on_its_left => (wide - 1 - y, x),
            };
            bytes.extend((0..channels).map(|c| byte(&pixels.bytes, (from_y * wide + from_x) * channels + c)));
        }
    }
    let (width, height) = if aside { (pixels.height, pixels.width) } else { (pixels.width, pixels.height) };
    Pixels { width, height, grey: pixels.grey, bytes }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notes(little: bool, way: u16) -> Vec<u8> {
        let short = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let long = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let mut notes = if little { b"II*\0".to_vec() } else { b"MM\0*".to_vec() };
        notes.extend(long(8));
        notes.extend(short(2));
        for (tag, value) in [(0x0100_u16, 640_u16), (ORIENTATION, way)] {
            notes.extend([short(tag), short(3)].concat());
            notes.extend(long(1));
            notes.extend([short(value), short(0)].concat());
        }
        notes
    }

    #[test]
    fn how_a_camera_was_held_is_read_in_either_order_of_bytes_and_nothing_is_upright() {
        for little in [true, false] {
            for way in 0..12_u16 {
                let wanted = if (1..=8).contains(&way) { way as u8 } else { 1 };
                assert_eq!(held(&notes(little, way)), wanted);
                let framed = [b"Exif\0\0".to_vec(), notes(little, way)].concat();
                assert_eq!(held(&framed), wanted);
            }
            let whole = notes(little, 6);
            for end in 0..whole.len() {
                assert!((1..=8).contains(&held(&whole[..end])));
            }
        }
        let mut far = notes(true, 6);
        far[4..8].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(held(&far), 1);
    }

    #[test]
    fn a_picture_is_turned_as_the_camera_was_held() {
        // The upright picture reads  a b c / d e f.
        let cases: [(u8, u32, &[u8]); 8] = [
            (1, 3, b"abcdef"),
            (2, 3, b"cbafed"),
            (3, 3, b"fedcba"),
            (4, 3, b"defabc"),
            (5, 2, b"adbecf"),
            (6, 2, b"cfbead"),
            (7, 2, b"fcebda"),
            (8, 2, b"daebfc"),
        ];
        for (way, width, stored) in cases {
            let stored = Pixels { width, height: 6 / width, grey: true, bytes: stored.to_vec() };
            let up = upright(stored, way);
            assert_eq!((up.width, up.height, &up.bytes[..]), (3, 2, &b"abcdef"[..]), "held {way}");
        }
    }
}
