//! Papers made to deceive: pages laid over before somebody signs, signatures that were put in another way. Each is told.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::samples::signed;
use super::sign::last_table;
use super::signing_tests::{DAY, LATER, altered, person};
use super::verify::{Content, Since, check};
use super::write::{Place, close, indirect};
use super::*;

fn first_page(document: &Document) -> ObjectId {
    document.page_iter().next().unwrap()
}

/// The paper with its first page covered, as any program can add it.
fn covered(plain: &[u8]) -> Vec<u8> {
    altered(plain, |increment| {
        let page = first_page(increment.get_prev_documents());
        increment.opt_clone_object_to_new_document(page).unwrap();
        let forged = lopdf::Stream::new(dictionary! {}, b"0 0 800 600 re f".to_vec());
        let forged = increment.new_document.add_object(forged);
        increment.new_document.get_dictionary_mut(page).unwrap().set("Contents", forged);
    })
}

#[test]
fn a_page_laid_over_a_paper_before_anybody_signs_is_told_whoever_signs_behind_it() {
    let plain = paper(&signed()).unwrap().bytes;
    let over = covered(&plain);
    let ada = person("Ada Okoro").signs(&over, DeclarationKind::Assessor, DAY).unwrap();
    for (file, names) in [(over, 0), (ada, 1)] {
        let checked = check(&file).unwrap();
        assert_eq!(checked.signatures.iter().filter(|one| one.seal.is_ok()).count(), names);
        assert!(
            checked.signatures.iter().all(|one| one.since == Since::Nothing),
            "the signed bytes are whole"
        );
        let Content::Broken(why) = checked.content else { panic!("{:?}", checked.content) };
        assert!(why.contains("something else than signatures was added"), "{why}");
    }
}

#[test]
fn nobody_but_the_assessor_stands_for_pages_that_this_program_does_not_draw() {
    let mut document = Document::load_mem(&paper(&signed()).unwrap().bytes).unwrap();
    let page = first_page(&document);
    document.get_dictionary_mut(page).unwrap().set("Rotate", 180);
    let mut other = Vec::new();
    document.save_to(&mut other).unwrap();
    for (kind, stands) in [(DeclarationKind::Verifier, false), (DeclarationKind::Assessor, true)] {
        let checked = check(&person("Ben King").signs(&other, kind, DAY).unwrap()).unwrap();
        assert!(checked.signatures.iter().all(|one| one.seal.is_ok() && one.since == Since::Nothing));
        assert!(matches!(checked.content, Content::Whole { drawn: false, .. }), "{:?}", checked.content);
        assert_eq!(checked.pages_stand(), stands, "{kind:?}");
    }
}

/// A table that says of a part of the file that it is gone: a reader shows the page without it, and another never looks.
fn with_a_part_gone(file: &[u8]) -> Vec<u8> {
    let document = Document::load_mem(file).unwrap();
    let page = document.get_dictionary(first_page(&document)).unwrap();
    let content = page.get(b"Contents").unwrap();
    let content = content.as_array().map_or(content, |all| &all[0]).as_reference().unwrap();
    let mut out = file.to_vec();
    let places = BTreeMap::from([(content.0, Place::Free)]);
    close(trailer(file, &document), places, document.max_id + 1, &mut out);
    out
}

fn trailer(file: &[u8], document: &Document) -> Dictionary {
    let mut trailer = Dictionary::new();
    for key in [&b"Root"[..], b"Info", b"ID"] {
        trailer.set(key, document.trailer.get(key).unwrap().clone());
    }
    trailer.set("Prev", last_table(file).unwrap());
    trailer
}

#[test]
fn a_part_that_is_marked_as_gone_is_told_before_and_behind_a_signature() {
    let plain = paper(&signed()).unwrap().bytes;
    let (ada, ben) = (person("Ada Okoro"), person("Ben King"));
    let before = ada.signs(&with_a_part_gone(&plain), DeclarationKind::Assessor, DAY).unwrap();
    assert!(matches!(check(&before).unwrap().content, Content::Broken(_)));
    let once = ada.signs(&plain, DeclarationKind::Assessor, DAY).unwrap();
    let behind = ben.signs(&with_a_part_gone(&once), DeclarationKind::Verifier, LATER).unwrap();
    let checked = check(&behind).unwrap();
    let [first, second] = checked.signatures.as_slice() else { panic!("{checked:?}") };
    assert!(first.seal.is_ok() && second.seal.is_ok());
    let why = "something was added in another way than this program signs".to_owned();
    assert_eq!((&first.since, &second.since), (&Since::Changed(why), &Since::Nothing));
    assert!(matches!(checked.content, Content::Broken(_)), "{:?}", checked.content);
}

#[test]
fn only_what_is_written_as_this_program_writes_it_counts_as_a_signature_and_nothing_else() {
    let plain = paper(&signed()).unwrap().bytes;
    let once = person("Ada Okoro").signs(&plain, DeclarationKind::Assessor, DAY).unwrap();
    let before = Document::load_mem(&once).unwrap();
    let number = before.max_id + 1;
    // What is written of one part, what stands behind it, and one more word of the table.
    let written = |part: &str, rest: &str, more: Option<(&str, i64)>, gone: bool| {
        let mut out = once.clone();
        let mut places = BTreeMap::from([(number, Place::At(out.len()))]);
        out.extend(format!("{number} 0 obj\n{part}\nendobj\n{rest}").bytes());
        if gone {
            places.insert(4, Place::Free);
        }
        let mut trailer = trailer(&once, &before);
        if let Some((key, value)) = more {
            trailer.set(key, value);
        }
        close(trailer, places, number + 1, &mut out);
        let after = Document::load_mem(&out).unwrap();
        increment::is_ours(&out, once.len(), &before, &after)
    };
    let earlier = last_table(&plain).unwrap();
    let part = "<</Rect [0 0 20 20]/F 132>>";
    let mut own = Vec::new();
    let said = dictionary! { "Rect" => vec![0.into(), 0.into(), 20.into(), 20.into()], "F" => 132 };
    indirect((number, 0), &Object::Dictionary(said), &mut own);
    assert_eq!(String::from_utf8(own).unwrap(), format!("{number} 0 obj\n{part}\nendobj\n"));
    assert!(written(part, "", None, false));
    for (part, rest, more, gone) in [
        ("<</Rect [0 0 900 900]/Rect [0 0 20 20]/F 132>>", "", None, false),
        ("<</Rect [0 0 20 20] /F 132>>", "", None, false),
        ("<</Rect [0 0 20 20]%\n/F 132>>", "", None, false),
        (part, "% a note\n", None, false),
        (part, "4 0 obj\n<<>>\nendobj\n", None, false),
        (part, "", Some(("XRefStm", earlier)), false),
        (part, "", Some(("Prev", earlier)), false),
        (part, "", None, true),
    ] {
        assert!(!written(part, rest, more, gone), "{part} {rest} {more:?} {gone}");
    }
}
