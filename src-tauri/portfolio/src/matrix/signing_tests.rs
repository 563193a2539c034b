//! Signing a paper and checking it: what must hold, and that every change is told.

use super::logo_tests::under_a_logo;
use super::samples::{draft, large, mixed, signed, trainee};
use super::sign::{Signatory, sign};
use super::verify::{Content, Since, check, signatures};
use super::*;
use crate::certificate::{self, Holder};
use crate::journal::entry::Moment;
use crate::key::{self, OpenKey};
use crate::picture::Picture;
use crate::picture::intake;
use crate::pkcs12::{self, Brought};

/// A person with a key.
pub(super) struct Person {
    name: &'static str,
    key: OpenKey,
    certificate: Vec<u8>,
    issuers: Vec<Vec<u8>>,
    drawn: Option<Picture>,
}

/// People whose certificates a centre's root issued.
fn under_a_root(names: [&'static str; 2]) -> [Person; 2] {
    let root_key = key::open(&key::make("correct horse").unwrap().pem, "correct horse").unwrap();
    let root = certificate::root(&root_key, "Northgate College", 1_795_000_000_000).unwrap();
    names.map(|name| {
        let own = person(name);
        let holder = Holder { name, centre: "Northgate College", since: 1_795_000_000_000 };
        let public = own.key.public_der().unwrap();
        let certificate = certificate::issued(&root_key, &root, &public, &holder).unwrap();
        Person { certificate, issuers: vec![root.clone()], ..own }
    })
}

/// People who brought their keys: one with a chain of three, one whom an authority with an RSA key vouches for.
fn imported() -> [Person; 2] {
    let brought = |name: &'static str, file: &[u8]| {
        let Brought { key, certificate, issuers } =
            pkcs12::read(file, "the password of the file", Moment { at: 1_795_000_000_000, offset: 0 })
                .unwrap();
        Person { name, key, certificate, issuers, drawn: None }
    };
    [
        brought("Ada Okafor", include_bytes!("../../../../fixtures/certificates/chain.p12")),
        brought("Ben King", include_bytes!("../../../../fixtures/certificates/rsa-issuer.p12")),
    ]
}

pub(super) fn person(name: &'static str) -> Person {
    let key = key::open(&key::make("correct horse").unwrap().pem, "correct horse").unwrap();
    let holder = Holder { name, centre: "Northgate College", since: 1_795_000_000_000 };
    let certificate = certificate::of(&key, &holder).unwrap();
    Person { name, key, certificate, issuers: Vec::new(), drawn: None }
}

impl Person {
    pub(super) fn signs(&self, paper: &[u8], kind: DeclarationKind, at: &str) -> Result<Vec<u8>, PaperError> {
        let by_key = |message: &[u8]| self.key.sign_bytes(message);
        let signatory = Signatory {
            name: self.name,
            reason: "Sign-off by the assessor",
            at,
            certificate: &self.certificate,
            issuers: &self.issuers,
            drawn: self.drawn.as_ref(),
            sign: &by_key,
        };
        sign(paper, kind, &signatory)
    }
}

pub(super) const DAY: &str = "2026-11-21T14:05:09+00:00";
pub(super) const LATER: &str = "2026-12-01T09:00:00+00:00";

/// A paper unsigned, signed by Ada, and signed by Ada and Ben.
fn three(matrix: &Matrix) -> [Vec<u8>; 3] {
    signed_by(matrix, &[person("Ada Okoro"), person("Ben Żółć 漢")])
}

fn signed_by(matrix: &Matrix, [ada, ben]: &[Person; 2]) -> [Vec<u8>; 3] {
    let plain = paper(matrix).unwrap().bytes;
    let once = ada.signs(&plain, DeclarationKind::Assessor, DAY).unwrap();
    let twice = ben.signs(&once, DeclarationKind::Verifier, LATER).unwrap();
    [plain, once, twice]
}

#[test]
fn a_signed_paper_says_who_signed_it_when_and_that_nothing_came_after() {
    let [plain, once, twice] = three(&signed());
    assert!(once.starts_with(&plain) && twice.starts_with(&once), "earlier bytes are never touched");
    assert!(once.len() - plain.len() < 11_000, "{} bytes more", once.len() - plain.len());
    let unsigned = check(&plain).unwrap();
    assert!(unsigned.signatures.is_empty());
    assert!(matches!(unsigned.content, Content::Whole { drawn: true, .. }), "{:?}", unsigned.content);
    let checked = check(&once).unwrap();
    let [only] = checked.signatures.as_slice() else { panic!("{checked:?}") };
    let seal = only.seal.as_ref().unwrap();
    assert_eq!((seal.name.as_str(), seal.centre.as_deref()), ("Ada Okoro", Some("Northgate College")));
    assert_eq!((only.field.as_str(), only.at.as_deref()), ("signatureAssessor", Some(DAY)));
    assert_eq!(only.since, Since::Nothing);
    let checked = check(&twice).unwrap();
    let [first, second] = checked.signatures.as_slice() else { panic!("{checked:?}") };
    assert_eq!((&first.since, &second.since), (&Since::Signed, &Since::Nothing));
    assert_eq!(second.seal.as_ref().unwrap().name, "Ben Żółć 漢");
    let Content::Whole { matrix, drawn, digest } = checked.content else { panic!("{:?}", checked.content) };
    assert!(drawn && *matrix == signed() && digest == crate::signoff::digest(&signed()).unwrap());
}

#[test]
fn a_paper_under_a_logo_is_signed_and_checked_like_any_other() {
    let matrix = under_a_logo(signed(), false);
    let [plain, _, twice] = three(&matrix);
    assert!(twice.starts_with(&plain));
    let checked = check(&twice).unwrap();
    let [first, second] = checked.signatures.as_slice() else { panic!("{checked:?}") };
    assert_eq!((&first.since, &second.since), (&Since::Signed, &Since::Nothing));
    let Content::Whole { matrix: read, drawn, .. } = checked.content else { panic!("{:?}", checked.content) };
    assert!(drawn && *read == matrix);
}

/// Somebody whose signature is drawn in the boxes that they sign.
fn with_a_pen(name: &'static str) -> Person {
    let file = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/pictures/signature.png"));
    Person { drawn: Some(intake::take_signature(file).unwrap()), ..person(name) }
}

#[test]
fn a_drawn_signature_stands_in_the_box_and_changes_nothing_of_what_is_checked() {
    let ada = with_a_pen("Ada Okoro");
    let plain = paper(&under_a_logo(signed(), true)).unwrap().bytes;
    let once = ada.signs(&plain, DeclarationKind::Assessor, DAY).unwrap();
    assert_eq!(ada.signs(&plain, DeclarationKind::Assessor, DAY).unwrap(), once, "the same bytes");
    let without = Person { drawn: None, ..ada };
    assert!(once.len() > without.signs(&plain, DeclarationKind::Assessor, DAY).unwrap().len() + 1_000);
    let twice = with_a_pen("Ben King").signs(&once, DeclarationKind::Verifier, LATER).unwrap();
    let checked = check(&twice).unwrap();
    let [first, second] = checked.signatures.as_slice() else { panic!("{checked:?}") };
    assert!(first.seal.is_ok() && second.seal.is_ok());
    assert_eq!((&first.since, &second.since), (&Since::Signed, &Since::Nothing));
    assert!(matches!(checked.content, Content::Whole { drawn: true, .. }), "{:?}", checked.content);
}

/// A trainee's paper: signed by the trainee, then by the countersigner, then by the IV, then by a second IV.
fn a_trainees() -> [Vec<u8>; 4] {
    let mut matrix = trainee();
    matrix.edition = Edition::SignedOriginal { signed_on: "2026-11-21".to_owned() };
    let mut bytes = paper(&matrix).unwrap().bytes;
    [
        ("Ada Okoro", DeclarationKind::Assessor),
        ("Chris Moss", DeclarationKind::CountersigningAssessor),
        ("Ben King", DeclarationKind::Verifier),
        ("Dana Field", DeclarationKind::CountersigningVerifier),
    ]
    .map(|(name, kind)| {
        bytes = person(name).signs(&bytes, kind, DAY).unwrap();
        bytes.clone()
    })
}

#[test]
fn a_trainees_paper_takes_a_signature_for_each_who_answers_and_each_leaves_the_earlier_good() {
    let papers = a_trainees();
    for (i, bytes) in papers.iter().enumerate() {
        assert!(i == 0 || bytes.starts_with(&papers[i - 1]), "earlier bytes are never touched");
        let checked = check(bytes).unwrap();
        let names: Vec<&str> =
            checked.signatures.iter().map(|one| one.seal.as_ref().unwrap().name.as_str()).collect();
        assert_eq!(names, ["Ada Okoro", "Chris Moss", "Ben King", "Dana Field"][..=i]);
        let since: Vec<&Since> = checked.signatures.iter().map(|one| &one.since).collect();
        assert!(since[..i].iter().all(|s| **s == Since::Signed) && *since[i] == Since::Nothing, "{since:?}");
    }
}

#[test]
fn a_signature_under_a_centres_root_says_so_and_every_change_of_it_is_told() {
    let [_, once, twice] = signed_by(&signed(), &under_a_root(["Ada Okoro", "Ben King"]));
    for (bytes, count) in [(&once, 1), (&twice, 2)] {
        let checked = check(bytes).unwrap();
        assert_eq!(checked.signatures.len(), count);
        for one in &checked.signatures {
            let seal = one.seal.as_ref().unwrap();
            assert!(
                matches!(&seal.issuer, certificate::Issuer::Checked { name, .. } if name == "Root of the centre")
            );
        }
    }
    let from = once.windows(11).rposition(|part| part == b"/Contents <").unwrap() + 11;
    let to = from + once[from..].iter().position(|byte| *byte == b'>').unwrap();
    for at in (from..to).step_by(97) {
        let mut changed = once.clone();
        changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
        let seal = check(&changed).unwrap().signatures.remove(0).seal;
        // No signature covers an issuer's certificate: one that was changed may still be named, and is never said to be checked.
        let checked = seal.is_ok_and(|seal| matches!(seal.issuer, certificate::Issuer::Checked { .. }));
        assert!(!checked, "a change at {at} of {from}–{to} is not told");
    }
}

#[test]
fn the_same_signature_is_the_same_bytes() {
    let ada = person("Ada Okoro");
    let plain = paper(&signed()).unwrap().bytes;
    let signs = || ada.signs(&plain, DeclarationKind::Assessor, DAY).unwrap();
    assert!(signs() == signs());
}

#[test]
fn a_box_is_signed_once_and_only_where_there_is_one() {
    let ada = person("Ada Okoro");
    let plain = paper(&signed()).unwrap().bytes;
    let once = ada.signs(&plain, DeclarationKind::Assessor, DAY).unwrap();
    for (bytes, kind) in [
        (&once, DeclarationKind::Assessor),
        (&plain, DeclarationKind::Learner),
        (&plain, DeclarationKind::CountersigningAssessor),
    ] {
        let refused = ada.signs(bytes, kind, DAY);
        assert!(matches!(refused, Err(PaperError::NotSignable(_))), "{kind:?}: {refused:?}");
    }
    let current = paper(&draft()).unwrap().bytes;
    assert!(
        ada.signs(&current, DeclarationKind::Assessor, DAY).is_err(),
        "a current record is nobody's to sign"
    );
}

/// True where the check says that this file is not as signed.
fn noticed(file: &[u8], names: usize) -> bool {
    match signatures(file) {
        Err(_) => true,
        Ok(all) => {
            let good = all.iter().filter(|one| one.seal.is_ok()).count();
            good != names || all.iter().any(|one| matches!(one.since, Since::Changed(_)))
        }
    }
}

#[test]
fn any_change_of_a_byte_is_noticed() {
    let mut random = fastrand::Rng::with_seed(1_795);
    // A release is held to 2,000, which `cargo xtask judges` asks for.
    let asked = std::env::var("PORTFOLIO_CHANGES").ok().and_then(|number| number.parse().ok());
    let rounds = asked.unwrap_or(60);
    for (signed, names) in three(&signed()).iter().skip(1).zip(1..) {
        assert!(!noticed(signed, names));
        for round in 0..rounds {
            let mut changed = signed.clone();
            let at = random.usize(..changed.len());
            changed[at] ^= 1 << random.u8(..8);
            assert!(noticed(&changed, names), "round {round}: a bit of byte {at} of {}", changed.len());
        }
    }
}

#[test]
fn the_gap_of_a_signature_holds_nothing_but_the_signature() {
    let [_, once, _] = three(&signed());
    let text = String::from_utf8_lossy(&once).into_owned();
    // Lossy text moves places, so the place is looked for in the bytes.
    assert!(text.contains("/Contents <"));
    let at = once.windows(11).rposition(|window| window == b"/Contents <").unwrap() + 11;
    let end = at + once[at..].iter().position(|byte| *byte == b'>').unwrap();
    let change = |place: usize, byte: u8| {
        let mut changed = once.clone();
        changed[place] = byte;
        noticed(&changed, 1)
    };
    assert!(change(end - 1, b'1'), "padding that is not zero");
    assert!(change(end - 40, b' '), "a space between digits");
    let letter = at + once[at..end].iter().position(u8::is_ascii_uppercase).unwrap();
    assert!(change(letter, once[letter].to_ascii_lowercase()), "another spelling of a digit");
    for place in (at..at + 1_700).step_by(17) {
        let other = if once[place] == b'0' { b'1' } else { b'0' };
        assert!(change(place, other), "digit {}", place - at);
    }
}

/// Adds an increment in which `change` changes objects of the file.
pub(super) fn altered(file: &[u8], change: impl FnOnce(&mut lopdf::IncrementalDocument)) -> Vec<u8> {
    let before = lopdf::Document::load_mem(file).unwrap();
    let mut increment = lopdf::IncrementalDocument::create_from(file.to_vec(), before);
    change(&mut increment);
    let mut out = Vec::new();
    increment.save_to(&mut out).unwrap();
    assert!(out.starts_with(file) && out.len() > file.len());
    out
}

#[test]
fn a_page_laid_over_a_signed_one_is_told_as_changed_after_signing() {
    for (file, names) in three(&signed()).iter().skip(1).zip(1..) {
        let over = altered(file, |increment| {
            let page = increment.get_prev_documents().page_iter().next().unwrap();
            increment.opt_clone_object_to_new_document(page).unwrap();
            let forged = lopdf::Stream::new(lopdf::dictionary! {}, b"0 0 800 600 re f".to_vec());
            let forged = increment.new_document.add_object(forged);
            increment.new_document.get_dictionary_mut(page).unwrap().set("Contents", forged);
        });
        let checked = check(&over).unwrap();
        assert_eq!(checked.signatures.len(), names);
        for signature in &checked.signatures {
            assert!(signature.seal.is_ok(), "the signed bytes themselves are whole");
            assert!(matches!(signature.since, Since::Changed(_)), "{:?}", signature.since);
        }
    }
}

#[test]
fn an_overlay_under_a_later_true_signature_is_told_too() {
    let [_, once, _] = three(&signed());
    let over = altered(&once, |increment| {
        let page = increment.get_prev_documents().page_iter().next().unwrap();
        increment.opt_clone_object_to_new_document(page).unwrap();
        increment.new_document.get_dictionary_mut(page).unwrap().set("Rotate", 180);
    });
    let mallory = person("Mallory Grey").signs(&over, DeclarationKind::Verifier, LATER).unwrap();
    let checked = check(&mallory).unwrap();
    let [first, second] = checked.signatures.as_slice() else { panic!("{checked:?}") };
    assert!(first.seal.is_ok() && second.seal.is_ok());
    assert_eq!(first.since, Since::Changed("a page was changed".to_owned()));
    assert_eq!(second.since, Since::Nothing);
}

#[test]
fn what_is_appended_is_told_even_where_it_shows_nothing() {
    let [_, once, _] = three(&signed());
    for tail in [&b"\n"[..], b"%% a note\n", b"startxref\n0\n%%EOF\n"] {
        let longer = [once.as_slice(), tail].concat();
        assert!(noticed(&longer, 1), "{tail:?}");
    }
}

#[test]
fn facts_that_were_exchanged_are_told() {
    let plain = paper(&signed()).unwrap().bytes;
    let other = altered(&plain, |increment| {
        let before = increment.get_prev_documents();
        let catalogue = before.catalog().unwrap();
        let pieces = catalogue.get(b"PieceInfo").unwrap().as_dict().unwrap();
        let own = pieces.get(b"PortfolioMapper").unwrap().as_dict().unwrap();
        let id = own.get(b"Private").unwrap().as_reference().unwrap();
        let mut better = signed();
        better.learner.name = "Somebody Else".to_owned();
        let facts = finish::facts(&better).unwrap();
        increment.new_document.set_object(id, lopdf::Stream::new(lopdf::dictionary! {}, facts));
    });
    assert!(matches!(check(&other).unwrap().content, Content::Broken(_)));
}

#[test]
fn what_is_no_paper_is_said_to_be_none() {
    for file in [&b""[..], b"%PDF-1.7\n", b"hello", &[0; 5_000]] {
        assert!(check(file).is_err(), "{file:?}");
    }
    let mut document = lopdf::Document::with_version("1.7");
    let pages = document.add_object(lopdf::dictionary! { "Type" => "Pages", "Kids" => vec![], "Count" => 0 });
    let root = document.add_object(lopdf::dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", root);
    let mut file = Vec::new();
    document.save_to(&mut file).unwrap();
    let checked = check(&file).unwrap();
    assert!(checked.signatures.is_empty() && matches!(checked.content, Content::None));
}

/// For judges: `PORTFOLIO_PAPERS` names a folder that takes every kind of paper, unsigned, once and twice signed.
#[test]
fn signed_papers_can_be_judged() {
    let Some(folder) = std::env::var_os("PORTFOLIO_PAPERS").map(std::path::PathBuf::from) else { return };
    let mut original = trainee();
    original.edition = Edition::SignedOriginal { signed_on: "2026-11-21".to_owned() };
    let mut long = large(120, 60);
    long.edition = original.edition.clone();
    let logo = under_a_logo(original.clone(), false);
    let mut other = mixed();
    other.edition = original.edition.clone();
    for (name, matrix) in [
        ("indicative", signed()),
        ("trainee-original", original),
        ("large-original", long),
        ("logo-original", logo),
        ("mixed-original", other),
    ] {
        let names = ["unsigned", "once", "twice"];
        for (bytes, suffix) in three(&matrix).iter().zip(names) {
            crate::disk::write_whole(&folder.join(format!("{name}.{suffix}.pdf")), bytes).unwrap();
        }
    }
    // What other programs are to trust lies beside the papers: they take nobody's word that came in the paper itself.
    for (name, people) in [("root", under_a_root(["Ada Okoro", "Ben King"])), ("imported", imported())] {
        for (bytes, suffix) in signed_by(&signed(), &people).iter().zip(["unsigned", "once", "twice"]) {
            crate::disk::write_whole(&folder.join(format!("{name}.{suffix}.pdf")), bytes).unwrap();
        }
        let anchors = people
            .iter()
            .filter_map(|person| person.issuers.last())
            .map(|root| pkcs8::der::pem::encode_string("CERTIFICATE", pkcs8::LineEnding::LF, root).unwrap());
        let anchors = anchors.collect::<String>();
        crate::disk::write_whole(&folder.join(format!("{name}.anchors.pem")), anchors.as_bytes()).unwrap();
    }
    let drawn = signed_by(&under_a_logo(signed(), true), &[with_a_pen("Ada Okoro"), with_a_pen("Ben King")]);
    for (bytes, suffix) in drawn.iter().zip(["unsigned", "once", "twice"]) {
        crate::disk::write_whole(&folder.join(format!("drawn.{suffix}.pdf")), bytes).unwrap();
    }
    for (bytes, suffix) in a_trainees().iter().zip(["once", "twice", "thrice", "four-times"]) {
        crate::disk::write_whole(&folder.join(format!("trainee.{suffix}.pdf")), bytes).unwrap();
    }
}
