//! The colours of the paper are sRGB (IEC 61966-2-1), and the file says so with this profile. It is written here by
//! the rules of ICC.1:2010 (version 4.3) from the published figures, since a profile of others has its own licence.

/// The profile, 500 bytes or so.
pub fn profile() -> Vec<u8> {
    let curve = curve();
    let tags: [(&[u8; 4], Vec<u8>); 10] = [
        (b"desc", localized("sRGB")),
        (b"cprt", localized("No copyright, use freely")),
        // The white of the connection space, D50; what is white on an sRGB screen is carried there by `chad`.
        (b"wtpt", xyz([0xF6D6, 0x1_0000, 0xD32D])),
        (b"chad", adaptation()),
        (b"rXYZ", xyz([0x6FA2, 0x38F5, 0x0390])),
        (b"gXYZ", xyz([0x6299, 0xB785, 0x18DA])),
        (b"bXYZ", xyz([0x24A0, 0x0F84, 0xB6CF])),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    let mut table = Vec::new();
    let mut data: Vec<u8> = Vec::new();
    let start = HEADER + 4 + 12 * tags.len();
    let mut places: Vec<(Vec<u8>, usize)> = Vec::new();
    for (name, content) in &tags {
        // Equal contents are stored once, which the format allows.
        let known = places.iter().find(|(known, _)| known == content).map(|(_, at)| *at);
        let at = known.unwrap_or_else(|| {
            let at = start + data.len();
            data.extend(content);
            data.resize(data.len().next_multiple_of(4), 0);
            places.push((content.clone(), at));
            at
        });
        table.extend(*name);
        table.extend(long(at));
        table.extend(long(content.len()));
    }
    let mut whole = header(start + data.len());
    whole.extend(long(tags.len()));
    whole.extend(table);
    whole.extend(data);
    whole
}

const HEADER: usize = 128;

fn long(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes()
}

fn header(size: usize) -> Vec<u8> {
    let mut header = Vec::with_capacity(HEADER);
    header.extend(long(size));
    header.extend([0; 4]);
    header.extend(0x0430_0000_u32.to_be_bytes());
    header.extend(b"mntrRGB XYZ ");
    // A fixed date, so that the paper's bytes depend on nothing else: 1 January 2026, midnight.
    for part in [2026_u16, 1, 1, 0, 0, 0] {
        header.extend(part.to_be_bytes());
    }
    header.extend(b"acsp");
    header.resize(68, 0);
    // The connection space's light, D50.
    for part in [0xF6D6_u32, 0x1_0000, 0xD32D] {
        header.extend(part.to_be_bytes());
    }
    header.resize(HEADER, 0);
    header
}

/// A text in English.
fn localized(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut tag = b"mluc\0\0\0\0".to_vec();
    tag.extend(long(1));
    tag.extend(long(12));
    tag.extend(b"enGB");
    tag.extend(long(units.len()));
    tag.extend(long(28));
    tag.extend(units);
    tag
}

/// Three numbers in 1/65536.
fn xyz(parts: [u32; 3]) -> Vec<u8> {
    let mut tag = b"XYZ \0\0\0\0".to_vec();
    tag.extend(parts.into_iter().flat_map(u32::to_be_bytes));
    tag
}

/// From D65 to D50 by Bradford's method, row by row.
fn adaptation() -> Vec<u8> {
    let rows = [1.047_88, 0.022_92, -0.050_22, 0.029_59, 0.990_48, -0.017_07, -0.009_25, 0.015_08, 0.751_68];
    let mut tag = b"sf32\0\0\0\0".to_vec();
    tag.extend(rows.into_iter().flat_map(fixed));
    tag
}

/// The curve of sRGB: `((c + 0.055) / 1.055) ^ 2.4`, and `c / 12.92` up to 0.04045.
fn curve() -> Vec<u8> {
    let mut tag = b"para\0\0\0\0\0\x03\0\0".to_vec();
    let parts = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.040_45];
    tag.extend(parts.into_iter().flat_map(fixed));
    tag
}

fn fixed(number: f64) -> [u8; 4] {
    ((number * 65_536.0).round() as i32).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_is_whole_and_says_the_size_it_has() {
        let bytes = profile();
        assert_eq!(bytes[..4], u32::try_from(bytes.len()).unwrap().to_be_bytes());
        assert_eq!(&bytes[36..40], b"acsp");
        let count = u32::from_be_bytes(bytes[128..132].try_into().unwrap()) as usize;
        for at in 0..count {
            let entry = &bytes[132 + 12 * at..144 + 12 * at];
            let number =
                |range: std::ops::Range<usize>| u32::from_be_bytes(entry[range].try_into().unwrap()) as usize;
            assert!(number(4..8) + number(8..12) <= bytes.len() && number(4..8) % 4 == 0);
        }
        assert!(bytes.len() < 640, "{} bytes", bytes.len());
    }

    #[test]
    fn the_three_colours_together_are_white() {
        let sum = |at: usize| {
            [[0x6FA2_i64, 0x38F5, 0x0390], [0x6299, 0xB785, 0x18DA], [0x24A0, 0x0F84, 0xB6CF]]
                .iter()
                .map(|colour| colour[at])
                .sum::<i64>()
        };
        for (at, white) in [0xF6D6_i64, 0x1_0000, 0xD32D].into_iter().enumerate() {
            assert!((sum(at) - white).abs() < 64, "{at}: {} beside {white}", sum(at));
        }
    }
}
