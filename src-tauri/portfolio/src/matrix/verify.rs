//! Checks a paper by itself, without the records: who signed it, whether each signature still holds, what was added
//! afterwards, and whether the facts inside are the printed ones. Whatever is not understood counts as changed: a
//! reader must never be told "valid" of a page that somebody laid over a signed one. Refuses to know who a signer is
//! beyond what their certificate says; that the records answer.

use lopdf::{Dictionary, Document, LoadOptions, Object, Stream};
use serde::Deserialize as _;
use sha2::{Digest, Sha256};

use super::document::Record;
use super::finish::PRIVATE;
use super::seal::{self, Seal};
use super::sign::fields;
use super::{DeclarationKind, Matrix, Paper, PaperError, Watch, compare, increment, tags, xmp};
use crate::journal::canonical;
use crate::journal::id::Hash;
use crate::picture::{LARGEST_KEPT, Parts, Picture};

/// Most that any packed part of a file may unpack to.
const UNPACKED: usize = 64 << 20;

/// What a file says of itself, checked.
#[derive(Debug)]
pub struct Checked {
    /// Its signatures in the order in which they were made.
    pub signatures: Vec<Signature>,
    /// The facts it was printed from.
    pub content: Content,
}

impl Checked {
    /// Digest of the matrix that a paper prints, where its facts are whole.
    #[must_use]
    pub const fn matrix(&self) -> Option<Hash> {
        if let Content::Whole { digest, .. } = &self.content { Some(*digest) } else { None }
    }

    /// Whether somebody stands for what the pages show: this program draws the same of the facts, or it was the assessor who signed
    /// them first. Whoever signs behind that may have drawn other pages around the same facts.
    #[must_use]
    pub fn pages_stand(&self) -> bool {
        let drawn = match &self.content {
            Content::None | Content::Broken(_) => false,
            Content::Whole { drawn, .. } | Content::Other { drawn, .. } => *drawn,
        };
        let first = self.signatures.first().filter(|first| first.seal.is_ok());
        drawn || first.is_some_and(|first| first.field == tags::field_name(DeclarationKind::Assessor))
    }
}

/// One signature.
#[derive(Debug)]
pub struct Signature {
    /// The name of its box, such as `signatureAssessor`.
    pub field: String,
    /// When, as the signer's computer said; no third party vouches for it.
    pub at: Option<String>,
    /// Who, or why it does not hold.
    pub seal: Result<Seal, &'static str>,
    /// Where the signed bytes end; they start at the first.
    pub end: usize,
    /// What was done to the file afterwards.
    pub since: Since,
}

impl Signature {
    /// Something else than a further signature came after it.
    #[must_use]
    pub const fn changed_since(&self) -> bool {
        matches!(self.since, Since::Changed(_))
    }
}

/// What was done to a file after some moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    /// Nothing.
    Nothing,
    /// Others signed in their own boxes, and nothing else.
    Signed,
    /// Something else was changed or added.
    Changed(String),
}

/// The facts inside.
#[derive(Debug)]
pub enum Content {
    /// None: not a paper of this program.
    None,
    /// They are there, but were tampered with.
    Broken(&'static str),
    /// They are whole.
    Whole {
        /// What the paper says.
        matrix: Box<Matrix>,
        /// Its digest.
        digest: Hash,
        /// The pages are, byte for byte, what this program prints of these facts. False also where another version of
        /// the program printed them.
        drawn: bool,
    },
    /// They are whole, and of another paper than a coverage matrix.
    Other {
        /// What the paper says.
        record: Box<Record>,
        /// Its pages are what this program prints of these facts.
        drawn: bool,
    },
}

/// Checks a file. The error says in words why it cannot be read at all.
///
/// # Errors
/// When it is no PDF, damaged, or locked with a password.
pub fn check(file: &[u8]) -> Result<Checked, String> {
    let document = load(file)?;
    let signatures = signed(file, &document);
    let ends: Vec<usize> = signatures.iter().map(|signature| signature.end).collect();
    Ok(Checked { content: content(file, &document, &ends), signatures })
}

/// Digest of the facts in a file, whatever became of its pages: what a paper that was kept prints.
#[must_use]
pub fn printed(file: &[u8]) -> Option<Hash> {
    let document = load(file).ok()?;
    Some(Hash::of(&private(&document)?.get_plain_content_with_limit(UNPACKED).ok()?))
}

/// Whose signatures hold in a box of a file, with nothing but further signatures after them.
#[must_use]
pub fn seals(file: &[u8], kind: DeclarationKind) -> Vec<Seal> {
    let Ok(document) = load(file) else { return Vec::new() };
    let there = |one: &Signature| one.field == tags::field_name(kind) && !one.changed_since();
    signed(file, &document).into_iter().filter(there).filter_map(|one| one.seal.ok()).collect()
}

/// The signatures alone.
///
/// # Errors
/// As [`check`].
#[cfg(test)]
pub fn signatures(file: &[u8]) -> Result<Vec<Signature>, String> {
    load(file).map(|document| signed(file, &document))
}

fn signed(file: &[u8], document: &Document) -> Vec<Signature> {
    let mut signatures: Vec<Signature> = Vec::new();
    for id in fields(document) {
        let Ok(field) = document.get_dictionary(id) else { continue };
        if let Ok(own) = field.get(b"V") {
            signatures.push(signature(file, document, field, own));
        }
    }
    signatures.sort_by_key(|signature| signature.end);
    for at in 0..signatures.len() {
        let ends: Vec<usize> = signatures.iter().skip(at).map(|signature| signature.end).collect();
        if let Some(signature) = signatures.get_mut(at) {
            signature.since = since(file, document, &ends);
        }
    }
    signatures
}

fn load(file: &[u8]) -> Result<Document, String> {
    let options = LoadOptions { max_decompressed_size: Some(UNPACKED), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(file, options)
        .map_err(|error| format!("this is not a PDF that can be read ({error})"))?;
    if document.trailer.has(b"Encrypt") {
        return Err("this PDF is locked with a password; papers of this program never are".to_owned());
    }
    Ok(document)
}

fn signature(file: &[u8], document: &Document, field: &Dictionary, own: &Object) -> Signature {
    let name = field.get(b"T").and_then(Object::as_str).unwrap_or_default();
    let said = document.dereference(own).ok().and_then(|(_, own)| own.as_dict().ok());
    let at = said.and_then(|said| said.get(b"M").and_then(Object::as_str).ok()).and_then(moment);
    let (end, seal) = match said.ok_or("the signature is not there").and_then(|said| gap(file, said)) {
        Ok((from, to, end)) => (end, opened(file, from, to, end)),
        Err(why) => (0, Err(why)),
    };
    Signature { field: String::from_utf8_lossy(name).into_owned(), at, seal, end, since: Since::Nothing }
}

/// The signed range: everything but one gap, which holds the signature and nothing else.
fn gap(file: &[u8], said: &Dictionary) -> Result<(usize, usize, usize), &'static str> {
    let wrong = "it does not say which bytes it is of";
    let range = said.get(b"ByteRange").and_then(Object::as_array).map_err(|_| wrong)?;
    let numbers: Vec<usize> = range.iter().filter_map(|n| usize::try_from(n.as_i64().ok()?).ok()).collect();
    let &[0, from, to, rest] = numbers.as_slice() else { return Err(wrong) };
    let end = to.checked_add(rest).filter(|end| *end <= file.len() && from < to).ok_or(wrong)?;
    let kind = said.get(b"SubFilter").and_then(Object::as_name);
    if kind.is_ok_and(|kind| kind != b"ETSI.CAdES.detached") {
        return Err("it is of a kind that this program does not check");
    }
    // The gap must be the very place of the signature: else bytes in it would be signed by nobody.
    let inside = file.get(from..to).ok_or(wrong)?;
    let digits = inside.strip_prefix(b"<").and_then(|rest| rest.strip_suffix(b">")).ok_or(wrong)?;
    let stated = said.get(b"Contents").and_then(Object::as_str).map_err(|_| wrong)?;
    if unhex(digits).ok_or("the signature is not written in plain hexadecimal digits")? != stated {
        return Err("the unsigned gap holds something else than the signature");
    }
    Ok((from, to, end))
}

/// Pairs of the digits 0–9 and A–F, which is how this program writes a signature.
fn unhex(digits: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: &u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _other => None,
    };
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _odd => None,
    };
    digits.chunks(2).map(pair).collect()
}

fn opened(file: &[u8], from: usize, to: usize, end: usize) -> Result<Seal, &'static str> {
    let parts = (file.get(..from), file.get(to..end), file.get(from + 1..to - 1));
    let (Some(before), Some(after), Some(digits)) = parts else {
        return Err("the signed bytes are not there");
    };
    let digest = Sha256::new().chain_update(before).chain_update(after).finalize();
    seal::open(&unhex(digits).unwrap_or_default(), &digest)
}

/// What became of the file after the first of these signed ends; the others are of later signatures.
fn since(file: &[u8], document: &Document, ends: &[usize]) -> Since {
    let Some((own, later)) = ends.split_first() else { return Since::Nothing };
    if *own == file.len() {
        return Since::Nothing;
    }
    if later.last() != Some(&file.len()) {
        return Since::Changed("something was added behind the last signature".to_owned());
    }
    let Some(then) = file.get(..*own).and_then(|file| load(file).ok()) else {
        return Since::Changed("the signed part is not a whole file".to_owned());
    };
    match compare::changes(&then, document) {
        None if continued(file, *own, then, later) => Since::Signed,
        None => Since::Changed("something was added in another way than this program signs".to_owned()),
        Some(what) => Since::Changed(what),
    }
}

/// Whether a file was continued from one end to the next by signatures as this program writes them. `before` is the file up to the
/// first of them.
fn continued(file: &[u8], mut from: usize, mut before: Document, ends: &[usize]) -> bool {
    for end in ends {
        let Some(part) = file.get(..*end) else { return false };
        let Ok(after) = load(part) else { return false };
        if !increment::is_ours(part, from, &before, &after) {
            return false;
        }
        (from, before) = (*end, after);
    }
    from == file.len()
}

/// How the pages of a file stand to what this program draws of its facts.
enum Pages {
    /// They are these, and nothing but signatures in empty boxes came after.
    Drawn,
    /// They were these, and something else came behind them before anybody signed.
    Overlaid,
    /// They are others, or another version of the program drew them.
    Other,
}

fn pages(file: &[u8], document: &Document, paper: Result<Paper, PaperError>, ends: &[usize]) -> Pages {
    let Some(paper) = paper.ok().filter(|paper| file.starts_with(&paper.bytes)) else { return Pages::Other };
    if file.len() == paper.bytes.len() {
        return Pages::Drawn;
    }
    let Ok(then) = load(&paper.bytes) else { return Pages::Other };
    let unchanged = compare::changes(&then, document).is_none();
    if unchanged && continued(file, paper.bytes.len(), then, ends) { Pages::Drawn } else { Pages::Overlaid }
}

/// What is said of pages that something was laid over.
const OVERLAID: &str =
    "the pages are not as this program drew them: something else than signatures was added to the file";

fn content(file: &[u8], document: &Document, ends: &[usize]) -> Content {
    let Some(private) = private(document) else { return Content::None };
    let Ok(bytes) = private.get_plain_content_with_limit(UNPACKED) else {
        return Content::Broken("the facts in the file cannot be unpacked");
    };
    let digest = Hash::of(&bytes);
    let stated = packet(document).and_then(|packet| xmp::digest(&packet).map(str::to_owned));
    if stated.as_deref() != Some(digest.to_string().as_str()) {
        return Content::Broken("the facts in the file are not those that its own digest names");
    }
    let value = canonical::read(&bytes).ok();
    if let Some(mut record) = value.as_ref().and_then(|value| Record::deserialize(value).ok()) {
        record.each_logo(|logo| logo.picture = picture(document, &logo.sha256));
        return match pages(file, document, super::print(&record, &Watch::NOBODY), ends) {
            Pages::Overlaid => Content::Broken(OVERLAID),
            Pages::Drawn => Content::Other { record: Box::new(record), drawn: true },
            Pages::Other => Content::Other { record: Box::new(record), drawn: false },
        };
    }
    let read = value.and_then(|value| serde_json::from_value::<Matrix>(value).ok());
    let Some(mut matrix) = read else { return Content::Broken("the facts in the file cannot be read") };
    if let Some(logo) = &mut matrix.centre.logo {
        logo.picture = picture(document, &logo.sha256);
    }
    match pages(file, document, super::paper(&matrix), ends) {
        Pages::Overlaid => Content::Broken(OVERLAID),
        Pages::Drawn => Content::Whole { matrix: Box::new(matrix), digest, drawn: true },
        Pages::Other => Content::Whole { matrix: Box::new(matrix), digest, drawn: false },
    }
}

fn private(document: &Document) -> Option<&Stream> {
    let pieces = document.catalog().ok()?.get(b"PieceInfo").ok()?;
    let own = document.dereference(pieces).ok()?.1.as_dict().ok()?.get(PRIVATE.as_bytes()).ok()?;
    let private = document.dereference(own).ok()?.1.as_dict().ok()?.get(b"Private").ok()?;
    document.dereference(private).ok()?.1.as_stream().ok()
}

/// The picture in the file that is the one of this name: its rows are packed as they are in a PNG file.
fn picture(document: &Document, sha256: &str) -> Option<Picture> {
    let images = document.objects.values().filter_map(|object| object.as_stream().ok());
    let own =
        images.filter(|stream| stream.dict.has_type(b"XObject") && stream.content.len() <= LARGEST_KEPT);
    own.filter_map(image).find(|picture| picture.sha256().to_string() == sha256)
}

fn image(stream: &Stream) -> Option<Picture> {
    let number = |key: &[u8]| u32::try_from(stream.dict.get(key).ok()?.as_i64().ok()?).ok();
    let grey = match stream.dict.get(b"ColorSpace").ok()?.as_name().ok()? {
        b"DeviceGray" => true,
        b"DeviceRGB" => false,
        _other => return None,
    };
    let packed = stream.content.strip_suffix(b"\r\n").map(|rows| [rows, b"\r"].concat());
    let packed = packed.unwrap_or_else(|| stream.content.clone());
    Picture::of_parts(&Parts { width: number(b"Width")?, height: number(b"Height")?, grey, packed }).ok()
}

fn packet(document: &Document) -> Option<String> {
    let packet = document.catalog().ok()?.get(b"Metadata").ok()?;
    let packet = document.dereference(packet).ok()?.1.as_stream().ok()?;
    String::from_utf8(packet.get_plain_content_with_limit(UNPACKED).ok()?).ok()
}

/// `2026-11-21T14:05:09+00:00` for `D:20261121140509+00'00'`.
fn moment(written: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(written).ok()?.strip_prefix("D:")?;
    let digits = text.get(..14).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    let offset = match text.get(14..).unwrap_or_default().trim_end_matches('\'').replace('\'', ":") {
        offset if offset.is_empty() || offset.starts_with('Z') => "+00:00".to_owned(),
        offset => offset,
    };
    let (date, time) = ([part(0, 4), part(4, 6), part(6, 8)], [part(8, 10), part(10, 12), part(12, 14)]);
    Some(format!("{}T{}{offset}", date.join("-"), time.join(":")))
}
