//! Pictures of every kind that a person may choose, whole and damaged.

use super::*;

/// A PNG file of so many pixels in these colours.
pub fn png(width: u32, height: u32, colour: ColorType, pixel: impl Fn(u32, u32) -> Vec<u8>) -> Vec<u8> {
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    written(
        (width, height),
        colour,
        BitDepth::Eight,
        &places.flat_map(|(x, y)| pixel(x, y)).collect::<Vec<u8>>(),
    )
}

fn written((width, height): (u32, u32), colour: ColorType, depth: BitDepth, bytes: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(colour);
    encoder.set_depth(depth);
    if colour == ColorType::Indexed {
        encoder.set_palette(vec![200, 0, 0, 0, 0, 200]);
        encoder.set_trns(vec![255, 0]);
    }
    encoder.add_text_chunk("Author".into(), "somebody".into()).unwrap();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(bytes).unwrap();
    writer.finish().unwrap();
    file
}

macro_rules! fixture {
    ($name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/pictures/", $name))
    };
}

/// 16 × 16 pixels of one red, baseline.
const JPEG: &[u8] = fixture!("red.jpg");

/// Near enough for a lossy file.
fn near(pixel: &[u8], wanted: [u8; 3]) -> bool {
    pixel.iter().zip(wanted).all(|(is, wanted)| is.abs_diff(wanted) < 24)
}

#[test]
fn every_kind_of_png_becomes_eight_bits_on_white() {
    use BitDepth::{Eight, One, Sixteen, Two};
    let eight = |colour, bytes: &[u8]| written((2, 1), colour, Eight, bytes);
    let cases: [(&str, Vec<u8>, bool, &[u8]); 11] = [
        ("seen through nowhere", eight(ColorType::Rgba, &[200, 0, 0, 255].repeat(2)), false, &[200, 0, 0]),
        ("half seen through", eight(ColorType::Rgba, &[0, 0, 0, 128].repeat(2)), true, &[127]),
        ("grey, seen through nowhere", eight(ColorType::GrayscaleAlpha, &[10, 255].repeat(2)), true, &[10]),
        ("colours that are none", eight(ColorType::Rgb, &[9; 6]), true, &[9]),
        ("colours", eight(ColorType::Rgb, &[9, 10, 11].repeat(2)), false, &[9, 10, 11]),
        ("grey", eight(ColorType::Grayscale, &[9, 9]), true, &[9]),
        ("black and white", written((2, 1), ColorType::Grayscale, One, &[0b0000_0000]), true, &[0]),
        ("four greys", written((2, 1), ColorType::Grayscale, Two, &[0b0101_0000]), true, &[85]),
        (
            "sixteen bits",
            written((2, 1), ColorType::Rgb, Sixteen, &[9, 200, 10, 0, 11, 7].repeat(2)),
            false,
            &[9, 10, 11],
        ),
        (
            "sixteen bits, clear",
            written((2, 1), ColorType::GrayscaleAlpha, Sixteen, &[9, 0, 255, 255].repeat(2)),
            true,
            &[9],
        ),
        ("palette", written((2, 1), ColorType::Indexed, Eight, &[0, 0]), false, &[200, 0, 0]),
    ];
    for (name, file, grey, kept) in cases {
        let picture = take(&file).unwrap_or_else(|why| panic!("{name}: {why}"));
        let pixels = picture.pixels().unwrap();
        assert_eq!((pixels.width, pixels.height, pixels.grey), (2, 1, grey), "{name}");
        assert_eq!(pixels.bytes, kept.repeat(2), "{name}");
        assert!(!picture.png().windows(8).any(|bytes| bytes == b"somebody"), "{name}: a note was kept");
    }
    let clear = take(&written((2, 1), ColorType::Indexed, Eight, &[0, 1])).unwrap();
    assert_eq!(clear.pixels().unwrap().bytes, [200, 0, 0, 255, 255, 255], "a clear colour of a palette");
}

#[test]
fn every_kind_of_jpeg_is_read_and_turned_as_the_camera_was_held() {
    let cases: [(&str, &[u8], [u8; 3]); 5] = [
        ("baseline", JPEG, [200, 20, 30]),
        ("progressive", fixture!("progressive.jpg"), [200, 20, 30]),
        ("four inks", fixture!("cmyk.jpg"), [200, 20, 30]),
        ("grey", fixture!("grey.jpg"), [75, 75, 75]),
        ("held on its side", fixture!("turned.jpg"), [200, 20, 30]),
    ];
    for (name, file, red) in cases {
        let picture = take(file).unwrap_or_else(|why| panic!("{name}: {why}"));
        let pixels = picture.pixels().unwrap();
        let at = |x: usize, y: usize| {
            let channels = pixels.channels();
            let from = (y * pixels.width as usize + x) * channels;
            pixels.bytes[from..from + channels].repeat(3 / channels)
        };
        assert!(near(&at(3, 10), red), "{name}: {:?}", at(3, 10));
        if name != "baseline" {
            assert_eq!((pixels.width, pixels.height), (48, 32), "{name}");
            assert!(near(&at(44, 10), [255; 3]) && near(&at(3, 28), red), "{name}: {:?}", at(44, 10));
        }
        assert!(!picture.png().windows(8).any(|bytes| bytes == b"A camera"), "{name}: a note was kept");
    }
}

/// Colours that cannot be packed.
fn noise(x: u32, y: u32) -> Vec<u8> {
    let mixed =
        (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503).rotate_left(7)).wrapping_mul(2_246_822_519);
    mixed.to_be_bytes()[..3].to_vec()
}

#[test]
fn a_large_picture_is_made_small_and_the_same_one_gives_the_same_bytes() {
    for (width, height) in [(2_000, 1_000), (40, 3_000), (901, 1), (640, 480)] {
        let file = png(width, height, ColorType::Rgb, noise);
        let picture = take(&file).unwrap();
        let parts = picture.parts().unwrap();
        assert!(parts.width.max(parts.height) <= LONGEST_SIDE && picture.png().len() <= LARGEST_KEPT);
        let shape = f64::from(width) / f64::from(height) / (f64::from(parts.width) / f64::from(parts.height));
        assert!(parts.height == 1 || (0.9..1.1).contains(&shape), "{width} × {height}: {shape}");
        assert_eq!(take(&file).unwrap(), picture);
        assert_eq!(take(&picture.png()).unwrap(), picture, "what is kept comes in as it is");
    }
    let small = png(300, 200, ColorType::Rgb, |x, _| vec![x as u8, 0, 0]);
    let parts = take(&small).unwrap().parts().unwrap();
    assert_eq!((parts.width, parts.height), (300, 200), "a small one stays as it is");
}

#[test]
fn the_empty_paper_around_a_signature_is_cut_off() {
    let drawn = |x, y| vec![if (100..140).contains(&x) && (50..60).contains(&y) { 20 } else { 250 }];
    let file = png(400, 200, ColorType::Grayscale, drawn);
    let parts = take_signature(&file).unwrap().parts().unwrap();
    assert_eq!((parts.width, parts.height), (42, 12));
    let whole = take(&file).unwrap().parts().unwrap();
    assert_eq!((whole.width, whole.height), (400, 200));
    let pale = png(40, 20, ColorType::Grayscale, |_, _| vec![200]);
    let parts = take_signature(&pale).unwrap().parts().unwrap();
    assert_eq!((parts.width, parts.height), (40, 20), "without ink nothing is cut");
}

#[test]
fn what_is_no_picture_is_refused_in_words() {
    let good = png(40, 40, ColorType::Rgb, |x, _| vec![x as u8, 0, 0]);
    // A head that promises so many pixels, with the checksum that belongs to it.
    let promising = |width: u32, height: u32| {
        let mut file = good.clone();
        file[16..20].copy_from_slice(&width.to_be_bytes());
        file[20..24].copy_from_slice(&height.to_be_bytes());
        let mut crc = flate2::Crc::new();
        crc.update(&file[12..29]);
        file[29..33].copy_from_slice(&crc.sum().to_be_bytes());
        file
    };
    let progressive: &[u8] = fixture!("progressive.jpg");
    let mut huge_jpeg = JPEG.to_vec();
    let frame = huge_jpeg.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    huge_jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff; 4]);
    let white = png(9, 9, ColorType::Rgb, |_, _| vec![250; 3]);
    let clear = png(9, 9, ColorType::Rgba, |_, _| vec![0; 4]);
    let cases: [(&str, &[u8], &str); 16] = [
        ("nothing", b"", "neither PNG nor JPEG"),
        ("a GIF", b"GIF89a\x10\0\x10\0", "neither PNG nor JPEG"),
        ("a web page called logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "neither PNG nor JPEG"),
        ("a PNG's first bytes", &good[..20], "damaged PNG"),
        ("half a PNG", &good[..good.len() / 2], "damaged PNG"),
        ("a PNG without its end", &good[..good.len() - 30], "damaged PNG"),
        ("no pixels", &promising(0, 40), "damaged PNG"),
        ("wider than anything", &promising(0x7fff_ffff, 0x7fff_ffff), "too large to be read"),
        ("4,001 × 4,000", &promising(4_001, 4_000), "up to 16 million"),
        ("a line of 12,001", &promising(12_001, 1), "12000 on a side"),
        ("a JPEG's first bytes", &JPEG[..30], "JPEG file that cannot be read"),
        ("half a progressive JPEG", &progressive[..progressive.len() / 2], "JPEG file that cannot be read"),
        ("a JPEG that promises 65,535 × 65,535", &huge_jpeg, "JPEG file that cannot be read"),
        ("too many bytes", &vec![0; LARGEST_FILE + 1], "more than 8 MB"),
        ("white", &white, "nothing on white paper"),
        ("clear", &clear, "nothing on white paper"),
    ];
    for (name, file, why) in cases {
        let said = take(file).err().unwrap_or_else(|| panic!("{name} was taken"));
        assert!(said.contains(why), "{name}: {said}");
        assert!(take_signature(file).is_err(), "{name}");
    }
}

#[test]
fn no_damage_ends_the_program_or_gives_a_picture_beyond_its_limits() {
    let png = png(64, 48, ColorType::Rgba, |x, y| vec![x as u8, y as u8, 7, 200]);
    let files: [&[u8]; 5] =
        [&png, JPEG, fixture!("progressive.jpg"), fixture!("cmyk.jpg"), fixture!("turned.jpg")];
    let mut chance = fastrand::Rng::with_seed(5);
    let mut taken = 0;
    for round in 0..1_500 {
        let mut file = files[round % files.len()].to_vec();
        for _ in 0..chance.usize(1..6) {
            let at = chance.usize(..file.len());
            file[at] = chance.u8(..);
        }
        if chance.bool() {
            file.truncate(chance.usize(file.len() / 2..=file.len()));
        }
        if let Ok(picture) = take_signature(&file) {
            let parts = picture.parts().unwrap();
            assert!(parts.width.max(parts.height) <= LONGEST_SIDE && picture.png().len() <= LARGEST_KEPT);
            assert!(picture.pixels().is_ok(), "what is kept can be drawn");
            taken += 1;
        }
    }
    assert!(taken > 20, "{taken} of 1,500 were pictures: the damage is too rough to try much");
}
