//! Papers under a centre's logo: where it stands, that the head is as before, that the file is checked with it.

use super::document::{Lie, Record};
use super::layout::{Faces, Item, Shape, Sheets, alone, set};
use super::samples::{draft, hostile, signed, trainee};
use super::verify::{Content, check};
use super::*;

/// The logo of an invented college, wide as it comes; or a tall badge.
pub fn logo(tall: bool) -> Logo {
    let wide = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/pictures/logo.png"));
    let badge = || {
        let shield = |x: u32, y: u32| {
            let inside = x.abs_diff(40) + (y.saturating_sub(100)) / 2 < 38;
            if inside { vec![20, 70, 120] } else { vec![255, 255, 255] }
        };
        crate::picture::intake::tests::png(80, 180, png::ColorType::Rgb, shield)
    };
    let picture = crate::picture::intake::take(&if tall { badge() } else { wide.to_vec() }).unwrap();
    Logo::of(picture.sha256(), Some(picture))
}

/// The same with a logo.
pub fn under_a_logo(mut matrix: Matrix, tall: bool) -> Matrix {
    matrix.centre.logo = Some(logo(tall));
    matrix
}

fn pictures(sheets: &Sheets) -> Vec<(usize, [f32; 4])> {
    let mut found = Vec::new();
    for (at, page) in sheets.pages.iter().enumerate() {
        for item in &page.items {
            if let Shape::Picture { x, y, width, height, .. } = item.shape {
                assert_eq!(item.part, None, "it is furniture");
                found.push((at, [x, y, width, height]));
            }
        }
    }
    found
}

/// Everything below the rule under the title.
fn below(sheets: &Sheets) -> Vec<&Item> {
    let first = &sheets.pages[0].items;
    let rule = first.iter().position(|item| matches!(item.shape, Shape::Rule { weight, .. } if weight > 0.5));
    let rest = sheets.pages.iter().skip(1).flat_map(|page| &page.items);
    first[rule.unwrap()..]
        .iter()
        .chain(rest)
        .filter(|item| !matches!(item.shape, Shape::Picture { .. }))
        .collect()
}

/// Where the rule under the title is.
fn rule(sheets: &Sheets) -> f32 {
    let mut highest = f32::MAX;
    for item in &sheets.pages[0].items {
        if let Shape::Rule { from, weight, .. } = item.shape
            && weight > 0.5
        {
            highest = highest.min(from.1);
        }
    }
    highest
}

fn words(sheets: &Sheets) -> Vec<String> {
    let shapes = sheets.pages[0].items.iter().map(|item| &item.shape);
    let texts = shapes
        .filter_map(|shape| if let Shape::Text { text, .. } = shape { Some(text.clone()) } else { None });
    texts.collect()
}

#[test]
fn a_logo_stands_once_in_the_head_and_moves_nothing_below_it() {
    let faces = Faces::load().unwrap();
    for (name, matrix) in
        [("signed", signed()), ("draft", draft()), ("trainee", trainee()), ("hostile", hostile())]
    {
        let before = set(&matrix, &faces);
        assert_eq!(pictures(&before), []);
        for tall in [false, true] {
            let sheets = set(&under_a_logo(matrix.clone(), tall), &faces);
            let own = pictures(&sheets);
            let [(0, [x, y, width, height])] = own.as_slice() else { panic!("{name}: {own:?}") };
            assert!(y + height < rule(&sheets) - 0.4 && *y > 9.0, "{name}: {own:?}");
            assert!(
                *width <= 46.01 && *height <= 14.01 && (x + width - 282.0).abs() < 0.01,
                "{name}: {own:?}"
            );
            assert!(*width > 5.0 && *height > 5.0, "{name}: neither is too small to be seen: {own:?}");
            assert_eq!(below(&sheets), below(&before), "{name}");
            if name != "hostile" {
                assert_eq!(words(&sheets), words(&before), "{name}: no word of the head is cut");
            }
        }
    }
}

#[test]
fn a_long_title_is_not_cut_for_a_logo_on_any_paper() {
    let faces = Faces::load().unwrap();
    for (title, lie) in [
        ("Gaps", Lie::Portrait),
        ("Assessment decisions and feedback, 2026", Lie::Portrait),
        ("Cumulative assessment record of the whole of a unit, by us", Lie::Landscape),
    ] {
        let mut document = papers::claim(&papers::Claims {
            printed_at: "2026-11-21".to_owned(),
            centre: Centre { name: None, number: None, logo: Some(logo(false)) },
            of: papers::ClaimsOf::Open,
            lines: Vec::new(),
        });
        document.form.title = title.to_owned();
        document.lie = lie;
        let sheets = alone(&document, &faces);
        assert_eq!(pictures(&sheets).len(), 1);
        assert!(words(&sheets).iter().any(|text| text == title), "{title}: {:?}", words(&sheets));
    }
}

#[test]
fn a_paper_under_a_logo_is_the_same_every_time_and_checks_itself() {
    for tall in [false, true] {
        let matrix = under_a_logo(signed(), tall);
        let bytes = paper(&matrix).unwrap().bytes;
        assert_eq!(paper(&matrix).unwrap().bytes, bytes);
        assert_ne!(paper(&signed()).unwrap().bytes, bytes);
        let Content::Whole { matrix: read, drawn, digest } = check(&bytes).unwrap().content else { panic!() };
        assert!(drawn && *read == matrix, "the picture comes out of the file as it went in");
        assert_eq!(digest, crate::signoff::digest(&matrix).unwrap());
    }
}

#[test]
fn a_logo_that_was_exchanged_in_the_file_is_told() {
    let bytes = paper(&under_a_logo(signed(), false)).unwrap().bytes;
    let document = lopdf::Document::load_mem(&bytes).unwrap();
    let is_image = |object: &lopdf::Object| {
        let kind = |stream: &lopdf::Stream| {
            stream.dict.get(b"Subtype").and_then(lopdf::Object::as_name).is_ok_and(|name| name == b"Image")
        };
        object.as_stream().is_ok_and(kind)
    };
    let images: Vec<_> =
        document.objects.iter().filter(|(_, object)| is_image(object)).map(|(id, _)| *id).collect();
    let [image] = images.as_slice() else { panic!("{images:?}") };
    let tall = paper(&under_a_logo(signed(), true)).unwrap().bytes;
    let other = lopdf::Document::load_mem(&tall).unwrap();
    let forged = other.objects.values().find(|object| is_image(object)).unwrap().clone();
    for change in [Some(forged), None] {
        let mut document = document.clone();
        match change {
            Some(forged) => drop(document.objects.insert(*image, forged)),
            None => drop(document.objects.remove(image)),
        }
        let mut changed = Vec::new();
        document.save_to(&mut changed).unwrap();
        let Content::Whole { matrix, drawn, .. } = check(&changed).unwrap().content else { panic!() };
        assert!(!drawn && matrix.centre.logo.unwrap().picture.is_none());
    }
}

#[test]
fn without_its_picture_no_paper_is_made_and_the_reason_is_said() {
    let mut matrix = under_a_logo(signed(), false);
    matrix.centre.logo.as_mut().unwrap().picture = None;
    assert!(matches!(paper(&matrix), Err(PaperError::NoLogo)));
    let front = papers::claim(&papers::Claims {
        printed_at: "2026-11-21".to_owned(),
        centre: matrix.centre,
        of: papers::ClaimsOf::Open,
        lines: Vec::new(),
    });
    assert!(matches!(print(&Record::Document(Box::new(front)), &Watch::NOBODY), Err(PaperError::NoLogo)));
}

fn html(matrix: &Matrix) -> String {
    String::from_utf8(out::write(matrix, out::Format::Html).unwrap()).unwrap()
}

#[test]
fn the_web_page_carries_the_logo_in_itself() {
    let page = html(&under_a_logo(signed(), false));
    let said = format!("src=\"data:image/png;base64,{}\"", logo(false).picture.unwrap().base64());
    assert!(
        page.contains(&said)
            && page.contains("alt=\"Logo of Northgate College\"")
            && page.contains("img-src data:")
    );
    assert!(!html(&signed()).contains("<img"));
}
