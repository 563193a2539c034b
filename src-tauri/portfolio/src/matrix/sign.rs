//! Puts a digital signature into one of the boxes of a finished paper: an increment behind the bytes that are there,
//! none of which changes, so that signatures made before stay good. The same paper, person and moment give the same
//! bytes. Refuses to know keys: it is given something that signs.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::finish::{words, writer};
use super::layout::{Faces, stamp};
use super::write::{Place, close, deflated, indirect, value};
use super::{DeclarationKind, PaperError, dates, pdf, seal, tags};
use crate::journal::id::Hash;
use crate::picture::Picture;

/// The two numbers of a signature are sometimes a byte shorter: so many bytes more are kept free than a trial takes.
const SPARE: usize = 8;

/// Who signs, and when.
pub struct Signatory<'a> {
    /// Name of the person.
    pub name: &'a str,
    /// What the signature says, such as "Sign-off by the assessor".
    pub reason: &'a str,
    /// When, as ISO text with the desk's offset: `2026-11-21T14:05:09+00:00`.
    pub at: &'a str,
    /// The certificate, DER.
    pub certificate: &'a [u8],
    /// Certificates of its issuers that go along, DER, the nearest first.
    pub issuers: &'a [Vec<u8>],
    /// The signature as the person draws it, where they want it in the box.
    pub drawn: Option<&'a Picture>,
    /// Signs bytes with the certificate's key.
    pub sign: &'a dyn Fn(&[u8]) -> Vec<u8>,
}

/// The paper with one more signature.
///
/// # Errors
/// [`PaperError::NotSignable`] when the paper has no empty box for this declaration.
pub fn sign(paper: &[u8], kind: DeclarationKind, signatory: &Signatory<'_>) -> Result<Vec<u8>, PaperError> {
    let document = Document::load_mem(paper).map_err(writer)?;
    let (id, mut field) = field(&document, kind)?;
    let mut increment = Increment::after(paper, &document)?;
    let (signature, look) = (increment.number(), increment.number());
    field.set("V", Object::Reference((signature, 0)));
    field.set("AP", dictionary! { "N" => Object::Reference((look, 0)) });
    let drawn = increment.look(&field, signatory)?;
    increment.add((look, 0), &Object::Stream(drawn));
    increment.add(id, &Object::Dictionary(field));
    let trial = seal::make(&[0; 32], signatory.certificate, signatory.issuers, signatory.sign)
        .map_err(|error| PaperError::Writer(format!("the signature: {error}")))?;
    let gap = increment.signature(signature, signatory, trial.len() + SPARE);
    let end = increment.end(&document)?;
    seal_in(increment.bytes, gap, end, signatory)
}

/// The box of a declaration, while it is empty.
fn field(document: &Document, kind: DeclarationKind) -> Result<(ObjectId, Dictionary), PaperError> {
    let name = tags::field_name(kind);
    for id in fields(document) {
        let field = document.get_dictionary(id).map_err(writer)?;
        if field.get(b"T").and_then(Object::as_str).is_ok_and(|own| own == name.as_bytes()) {
            if field.has(b"V") {
                return Err(PaperError::NotSignable("its box is signed already"));
            }
            return Ok((id, field.clone()));
        }
    }
    Err(PaperError::NotSignable("it has no box for this signature"))
}

/// The signature fields of a file.
pub fn fields(document: &Document) -> Vec<ObjectId> {
    let listed = || {
        let form = document.catalog().ok()?.get(b"AcroForm").ok()?;
        let form = document.dereference(form).ok()?.1.as_dict().ok()?;
        let fields = document.dereference(form.get(b"Fields").ok()?).ok()?.1.as_array().ok()?;
        Some(fields.iter().filter_map(|field| field.as_reference().ok()).collect::<Vec<_>>())
    };
    let is_signature = |id: &ObjectId| {
        let field = document.get_dictionary(*id).ok();
        field
            .and_then(|f| f.get(b"FT").ok())
            .is_some_and(|kind| kind.as_name().is_ok_and(|kind| kind == b"Sig"))
    };
    listed().unwrap_or_default().into_iter().filter(is_signature).collect()
}

/// Where the signature will stand: from `<` to behind `>`, and where its byte range is written.
#[derive(Clone, Copy)]
pub struct Gap {
    /// Where its byte range is written.
    pub range: usize,
    /// The `<` of the signature.
    pub from: usize,
    /// Behind its `>`.
    pub to: usize,
}

/// A signature with these words before it is made: as it is written, and where in that its gap is.
pub fn unsealed(number: u32, words: Dictionary, reserved: usize) -> (Vec<u8>, Gap) {
    let mut bytes = format!("{number} 0 obj\n").into_bytes();
    value(&Object::Dictionary(words), &mut bytes);
    bytes.truncate(bytes.len().saturating_sub(2));
    bytes.extend(b"/ByteRange ");
    let range = bytes.len();
    bytes.extend([b' '; RANGE]);
    bytes.extend(b"/Contents ");
    let from = bytes.len();
    bytes.push(b'<');
    bytes.resize(from + 1 + 2 * reserved, b'0');
    bytes.push(b'>');
    let to = bytes.len();
    bytes.extend(b">>\nendobj\n");
    (bytes, Gap { range, from, to })
}

/// The four numbers of a byte range with one gap.
pub fn byte_range(from: usize, to: usize, rest: usize) -> String {
    format!("[0 {from} {to} {rest}]")
}

/// What is written behind the paper.
struct Increment {
    bytes: Vec<u8>,
    places: BTreeMap<u32, Place>,
    next: u32,
    before: i64,
    identity: Vec<u8>,
}

impl Increment {
    fn after(paper: &[u8], document: &Document) -> Result<Self, PaperError> {
        let size = document.trailer.get(b"Size").and_then(Object::as_i64).unwrap_or(0);
        let next = u32::try_from(size).unwrap_or(0).max(document.max_id + 1);
        let before = last_table(paper).ok_or(PaperError::NotSignable("its end is damaged"))?;
        let identity = Sha256::digest(paper).into_iter().take(16).collect();
        Ok(Self { bytes: paper.to_vec(), places: BTreeMap::new(), next, before, identity })
    }

    fn number(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    fn add(&mut self, id: ObjectId, object: &Object) {
        self.places.insert(id.0, Place::At(self.bytes.len()));
        indirect(id, object, &mut self.bytes);
    }

    /// The picture of the signature, drawn like a page of its own.
    fn look(&mut self, field: &Dictionary, signatory: &Signatory<'_>) -> Result<Stream, PaperError> {
        let rect = field.get(b"Rect").and_then(Object::as_array).map_err(writer)?;
        let edges: Vec<f32> = rect.iter().filter_map(|edge| edge.as_float().ok()).collect();
        let &[left, bottom, right, top] = edges.as_slice() else {
            return Err(PaperError::NotSignable("its box is damaged"));
        };
        let (width, height) = (right - left, top - bottom);
        let faces = Faces::load()?;
        let short: String = Hash::of(signatory.certificate).to_string().chars().take(16).collect();
        let (date, time) = (dates::short(signatory.at), signatory.at.get(11..16).unwrap_or_default());
        let groups: Vec<&str> = (0..4).filter_map(|at| short.get(4 * at..4 * at + 4)).collect();
        let mut lines = vec![
            format!("Signed digitally {date}, {time}"),
            "Check with Portfolio Mapper".to_owned(),
            format!("Certificate {}", groups.join(" ")),
        ];
        if signatory.drawn.is_some() {
            lines.remove(1);
        }
        let millimetres = |points: f32| points * 25.4 / 72.0;
        let size = (millimetres(width), millimetres(height));
        let sheets = stamp(&faces, size, signatory.drawn, signatory.name, &lines);
        let painted = pdf::paint(&sheets, &faces, &super::Watch::NOBODY)?;
        let page =
            painted.page_iter().next().ok_or_else(|| PaperError::Writer("no signature box".to_owned()))?;
        let content = painted.get_page_content(page);
        let resources =
            painted.get_dictionary(page).and_then(|page| page.get(b"Resources")).map_err(writer)?;
        let (_, resources) = painted.dereference(resources).map_err(writer)?;
        let painted_with = resources.as_dict().map_err(writer)?;
        let (mut adopted, mut known) = (Dictionary::new(), BTreeMap::new());
        for kind in [&b"Font"[..], b"XObject"] {
            let held = |own: &Object| {
                painted.dereference(own).is_ok_and(|(_, own)| own.as_dict().is_ok_and(|d| !d.is_empty()))
            };
            if let Some(own) = painted_with.get(kind).ok().filter(|own| held(own)) {
                adopted.set(kind, self.adopt(&painted, own, &mut known));
            }
        }
        let round = |points: f32| Object::Real((points * 100.0).round() / 100.0);
        let said = dictionary! {
            "Type" => "XObject", "Subtype" => "Form",
            "BBox" => vec![0.into(), 0.into(), round(width), round(height)],
            "Resources" => adopted,
        };
        Ok(deflated(said, content))
    }

    /// Takes an object of another document over, with all it is made of.
    fn adopt(&mut self, from: &Document, object: &Object, known: &mut BTreeMap<ObjectId, u32>) -> Object {
        match object {
            Object::Reference(id) => {
                if let Some(number) = known.get(id) {
                    return Object::Reference((*number, 0));
                }
                let number = self.number();
                known.insert(*id, number);
                let whole = from.get_object(*id).map_or(Object::Null, Clone::clone);
                let own = self.adopt(from, &whole, known);
                self.add((number, 0), &own);
                Object::Reference((number, 0))
            }
            Object::Array(items) => {
                Object::Array(items.iter().map(|item| self.adopt(from, item, known)).collect())
            }
            Object::Dictionary(said) => Object::Dictionary(self.adopt_all(from, said, known)),
            Object::Stream(stream) => {
                let said = self.adopt_all(from, &stream.dict, known);
                let plain = !said.has(b"Filter");
                let content = stream.content.clone();
                Object::Stream(if plain { deflated(said, content) } else { Stream::new(said, content) })
            }
            Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::Name(_)
            | Object::String(..) => object.clone(),
        }
    }

    fn adopt_all(
        &mut self,
        from: &Document,
        said: &Dictionary,
        known: &mut BTreeMap<ObjectId, u32>,
    ) -> Dictionary {
        said.iter().map(|(key, entry)| (key.clone(), self.adopt(from, entry, known))).collect()
    }

    /// The signature dictionary, with room for what is known only at the end.
    fn signature(&mut self, number: u32, signatory: &Signatory<'_>, reserved: usize) -> Gap {
        self.places.insert(number, Place::At(self.bytes.len()));
        let said = dictionary! {
            "Type" => "Sig", "Filter" => "Adobe.PPKLite", "SubFilter" => "ETSI.CAdES.detached",
            "Name" => words(signatory.name),
            "Reason" => words(signatory.reason),
            "M" => Object::string_literal(moment(signatory.at)),
        };
        let start = self.bytes.len();
        let (bytes, gap) = unsealed(number, said, reserved);
        self.bytes.extend(bytes);
        Gap { range: start + gap.range, from: start + gap.from, to: start + gap.to }
    }

    /// Closes the increment; gives the length of the whole file.
    fn end(&mut self, document: &Document) -> Result<usize, PaperError> {
        let mut trailer = Dictionary::new();
        for key in [&b"Root"[..], b"Info"] {
            if let Ok(own) = document.trailer.get(key) {
                trailer.set(key, own.clone());
            }
        }
        let first = document.trailer.get(b"ID").and_then(Object::as_array).map_err(writer)?;
        let first = first.first().cloned().unwrap_or(Object::Null);
        let own = Object::String(self.identity.clone(), StringFormat::Hexadecimal);
        trailer.set("ID", Object::Array(vec![first, own]));
        trailer.set("Prev", self.before);
        let number = self.number();
        close(trailer, std::mem::take(&mut self.places), number, &mut self.bytes);
        Ok(self.bytes.len())
    }
}

/// Room for the four numbers of a byte range.
const RANGE: usize = 48;

fn seal_in(
    mut bytes: Vec<u8>,
    gap: Gap,
    end: usize,
    signatory: &Signatory<'_>,
) -> Result<Vec<u8>, PaperError> {
    let damaged = || PaperError::Writer("the signature has no place".to_owned());
    let range = byte_range(gap.from, gap.to, end - gap.to);
    let room = bytes.get_mut(gap.range..gap.range + range.len()).filter(|_| range.len() <= RANGE);
    room.ok_or_else(damaged)?.copy_from_slice(range.as_bytes());
    let (before, after) = (bytes.get(..gap.from), bytes.get(gap.to..));
    let mut digest = Sha256::new();
    digest.update(before.ok_or_else(damaged)?);
    digest.update(after.ok_or_else(damaged)?);
    let seal = seal::make(&digest.finalize(), signatory.certificate, signatory.issuers, signatory.sign)
        .map_err(|error| PaperError::Writer(format!("the signature: {error}")))?;
    if 2 * seal.len() + 2 > gap.to - gap.from {
        return Err(PaperError::Writer(format!("the signature takes {} bytes", seal.len())));
    }
    let digits: String = seal.iter().map(|byte| format!("{byte:02X}")).collect();
    let from = gap.from + 1;
    let room = bytes.get_mut(from..from + digits.len()).ok_or_else(damaged)?;
    room.copy_from_slice(digits.as_bytes());
    Ok(bytes)
}

/// Where the last cross-reference table of a file begins.
pub fn last_table(paper: &[u8]) -> Option<i64> {
    let tail = paper.get(paper.len().saturating_sub(64)..)?;
    let at = tail.windows(9).rposition(|window| window == b"startxref")?;
    let text = std::str::from_utf8(tail.get(at + 9..)?).ok()?;
    text.split_whitespace().next()?.parse().ok()
}

/// `D:20261121140509+00'00'` for `2026-11-21T14:05:09+00:00` (ISO 32000-1 §7.9.4).
fn moment(iso: &str) -> String {
    let digits: String = iso.chars().take(19).filter(char::is_ascii_digit).collect();
    let offset: String = iso.chars().skip(19).map(|c| if c == ':' { '\'' } else { c }).collect();
    let close = if offset.is_empty() { "Z" } else { "'" };
    format!("D:{digits}{offset}{close}")
}
