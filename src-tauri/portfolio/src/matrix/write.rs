//! Writes PDF objects and whole files (ISO 32000-1 §7.3 and §7.5): small objects packed into object streams, a
//! cross-reference stream, and every byte decided by the objects alone. lopdf's own writer leaves packed streams that
//! may end in a carriage return, which strict readers take for the end of the line.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Write;

use flate2::{Compress, CompressError, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

/// How many objects are packed together: few enough that a reader need not unpack all for one.
const PACKED: usize = 200;

/// How hard streams are compressed: 6, the usual, takes a third more of all the time of a paper for a twelfth less of its size.
const LEVEL: u32 = 3;

/// A file that is being written, object after object. What comes is compressed and let go, for a large paper has more
/// objects than should be held at once.
pub struct Writer {
    bytes: Vec<u8>,
    places: BTreeMap<u32, Place>,
    /// The small objects that wait to be packed: number and place of each, then what they say.
    heads: String,
    bodies: Vec<u8>,
    waiting: Vec<u32>,
    next: u32,
}

impl Writer {
    /// A file whose objects have numbers below `next`.
    pub fn new(next: u32) -> Self {
        let bytes = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
        let places = BTreeMap::from([(0, Place::Free)]);
        Self { bytes, places, heads: String::new(), bodies: Vec::new(), waiting: Vec::new(), next }
    }

    /// Writes all objects of a document, and lets them go.
    pub fn document(&mut self, document: &mut Document) {
        for (id, object) in std::mem::take(&mut document.objects) {
            if let Object::Stream(_) = object {
                self.places.insert(id.0, Place::At(self.bytes.len()));
                indirect(id, &object, &mut self.bytes);
            } else {
                self.small(id.0, |out| value(&object, out));
            }
        }
    }

    /// Adds an object that is no stream, by its number and what it says.
    pub fn small(&mut self, number: u32, says: impl FnOnce(&mut Vec<u8>)) {
        self.heads.push_str(&format!("{number} {} ", self.bodies.len()));
        says(&mut self.bodies);
        self.bodies.push(b'\n');
        self.waiting.push(number);
        if self.waiting.len() == PACKED {
            self.pack();
        }
    }

    fn pack(&mut self) {
        let number = self.next;
        self.next += 1;
        let said = dictionary! {
            "Type" => "ObjStm", "N" => i64::try_from(self.waiting.len()).unwrap_or(i64::MAX),
            "First" => i64::try_from(self.heads.len()).unwrap_or(i64::MAX),
        };
        for (at, small) in self.waiting.drain(..).enumerate() {
            self.places.insert(small, Place::In(number, at));
        }
        let mut content = std::mem::take(&mut self.heads).into_bytes();
        content.append(&mut self.bodies);
        self.places.insert(number, Place::At(self.bytes.len()));
        indirect((number, 0), &Object::Stream(deflated(said, content)), &mut self.bytes);
    }

    /// The whole file. Its identity is sixteen bytes of the digest of all that is in it, as ISO 32000-1 §14.4 advises.
    pub fn finish(mut self, document: &Document) -> Vec<u8> {
        if !self.waiting.is_empty() {
            self.pack();
        }
        let mut trailer = Dictionary::new();
        for key in [&b"Root"[..], b"Info"] {
            if let Ok(value) = document.trailer.get(key) {
                trailer.set(key, value.clone());
            }
        }
        let digest = Sha256::digest(&self.bytes);
        let id = Object::String(digest.into_iter().take(16).collect(), StringFormat::Hexadecimal);
        trailer.set("ID", Object::Array(vec![id.clone(), id]));
        close(trailer, self.places, self.next, &mut self.bytes);
        self.bytes
    }
}

/// Where an object is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Nowhere: the head of the free list.
    Free,
    /// At this byte.
    At(usize),
    /// In this object stream, at this position in it.
    In(u32, usize),
}

/// What a cross-reference stream says.
pub struct Table {
    /// A row for each object.
    pub rows: Vec<u8>,
    /// First number and count of each run of rows.
    pub index: Vec<Object>,
}

impl Table {
    /// Of these places.
    pub fn of(places: &BTreeMap<u32, Place>) -> Self {
        let mut rows = Vec::new();
        let mut index: Vec<(u32, i64)> = Vec::new();
        for (number, place) in places {
            let (kind, first, second) = match *place {
                Place::Free => (0, 0, usize::from(u16::MAX)),
                Place::At(byte) => (1, byte, 0),
                Place::In(stream, at) => (2, usize::try_from(stream).unwrap_or(usize::MAX), at),
            };
            rows.push(kind);
            rows.extend(u32::try_from(first).unwrap_or(u32::MAX).to_be_bytes());
            rows.extend(u16::try_from(second).unwrap_or(u16::MAX).to_be_bytes());
            match index.last_mut().filter(|(first, count)| i64::from(*first) + *count == i64::from(*number)) {
                Some((_, count)) => *count += 1,
                None => index.push((*number, 1)),
            }
        }
        let runs = index.into_iter();
        let index =
            runs.flat_map(|(first, count)| [Object::Integer(first.into()), Object::Integer(count)]).collect();
        Self { rows, index }
    }

    /// How many bytes the three numbers of a row take.
    pub fn widths() -> Object {
        Object::Array(vec![1.into(), 4.into(), 2.into()])
    }
}

/// Adds the cross-reference stream, as object `number`, and the end of the file.
pub fn close(mut trailer: Dictionary, mut places: BTreeMap<u32, Place>, number: u32, out: &mut Vec<u8>) {
    let start = out.len();
    places.insert(number, Place::At(start));
    let Table { rows, index } = Table::of(&places);
    trailer.set("Type", "XRef");
    trailer.set("Size", i64::from(number) + 1);
    trailer.set("W", Table::widths());
    trailer.set("Index", index);
    indirect((number, 0), &Object::Stream(deflated(trailer, rows)), out);
    out.extend(tail(start).bytes());
}

/// The end of a file of which the last table begins at this byte.
pub fn tail(start: usize) -> String {
    format!("startxref\n{start}\n%%EOF\n")
}

thread_local! {
    /// One packer for stream after stream: to make its tables anew costs more than to pack a page.
    static PACKER: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), true));
}

/// The same bytes for the same content, whatever was packed before.
fn packed(content: &[u8]) -> Result<Vec<u8>, CompressError> {
    PACKER.with_borrow_mut(|packer| {
        packer.reset();
        let mut less = Vec::with_capacity(content.len() / 3 + 64);
        loop {
            let done = usize::try_from(packer.total_in()).unwrap_or(usize::MAX);
            let rest = content.get(done..).unwrap_or_default();
            if packer.compress_vec(rest, &mut less, FlushCompress::Finish)? == Status::StreamEnd {
                return Ok(less);
            }
            less.reserve(less.len() / 2 + 64);
        }
    })
}

/// A compressed stream that does not end in a carriage return: readers pass over what follows the data.
pub fn deflated(said: Dictionary, content: Vec<u8>) -> Stream {
    // What becomes no smaller stays as it is, which is valid; 19 bytes go to naming the filter.
    let mut stream = match packed(&content) {
        Ok(less) if less.len() + 19 < content.len() => {
            let mut stream = Stream::new(said, less);
            stream.dict.set("Filter", "FlateDecode");
            stream
        }
        Ok(_) | Err(_) => Stream::new(said, content),
    };
    if stream.content.last() == Some(&b'\r') {
        // A reader of Flate data stops at its end mark; one byte behind it means nothing.
        stream.content.push(b'\n');
        let length = i64::try_from(stream.content.len()).unwrap_or(i64::MAX);
        stream.dict.set("Length", length);
    }
    stream
}

/// An object with its number.
pub fn indirect(id: ObjectId, object: &Object, out: &mut Vec<u8>) {
    said(out, format_args!("{} {} obj\n", id.0, id.1));
    value(object, out);
    out.extend(b"\nendobj\n");
}

/// A space and a reference to the object of this number.
pub fn reference(number: u32, out: &mut Vec<u8>) {
    integer(number, out);
    out.extend_from_slice(b" 0 R");
}

/// A space and a number.
pub fn integer(number: u32, out: &mut Vec<u8>) {
    out.push(b' ');
    digits(number, out);
}

/// A number.
pub fn digits(number: u32, out: &mut Vec<u8>) {
    let mut digits = [0_u8; 10];
    let (mut rest, mut from) = (number, digits.len());
    for (at, slot) in digits.iter_mut().enumerate().rev() {
        *slot = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        (rest, from) = (rest / 10, at);
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(digits.get(from..).unwrap_or_default());
}

/// Writes into memory, which takes what there is.
fn said(out: &mut Vec<u8>, words: std::fmt::Arguments<'_>) {
    let _never_fails = out.write_fmt(words);
}

/// A number of hundredths: 1234 is 12.34, 1200 is 12.
pub fn decimal(hundredths: i32, out: &mut Vec<u8>) {
    let (whole, part) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    if hundredths < 0 {
        out.push(b'-');
    }
    digits(whole, out);
    if part > 0 {
        out.push(b'.');
        out.push(b'0' + u8::try_from(part / 10).unwrap_or(0));
        if part % 10 > 0 {
            out.push(b'0' + u8::try_from(part % 10).unwrap_or(0));
        }
    }
}

/// An object's value.
pub fn value(object: &Object, out: &mut Vec<u8>) {
    match object {
        Object::Null => out.extend(b"null"),
        Object::Boolean(value) => out.extend(if *value { &b"true"[..] } else { b"false" }),
        Object::Integer(number) => said(out, format_args!("{number}")),
        // In full: a rounded number would be another one when an object is written again.
        Object::Real(number) => said(out, format_args!("{number}")),
        Object::Name(name) => spelled(name, out),
        Object::String(text, StringFormat::Literal) => literal(text, out),
        Object::String(text, StringFormat::Hexadecimal) => {
            out.push(b'<');
            text.iter().for_each(|byte| said(out, format_args!("{byte:02X}")));
            out.push(b'>');
        }
        Object::Array(items) => {
            out.push(b'[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(b' ');
                }
                value(item, out);
            }
            out.push(b']');
        }
        Object::Dictionary(entries) => listed(entries, out),
        Object::Stream(stream) => {
            listed(&stream.dict, out);
            out.extend(b"\nstream\n");
            out.extend(&stream.content);
            out.extend(b"\nendstream");
        }
        Object::Reference((number, generation)) => said(out, format_args!("{number} {generation} R")),
    }
}

fn listed(entries: &Dictionary, out: &mut Vec<u8>) {
    out.extend(b"<<");
    for (name, entry) in entries.iter() {
        spelled(name, out);
        out.push(b' ');
        value(entry, out);
    }
    out.extend(b">>");
}

fn spelled(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for byte in name {
        match byte {
            b'#' | b'/' | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'%' => {
                said(out, format_args!("#{byte:02X}"));
            }
            byte if byte.is_ascii_graphic() => out.push(*byte),
            byte => said(out, format_args!("#{byte:02X}")),
        }
    }
}

fn literal(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'(');
    for byte in text {
        match byte {
            b'(' | b')' | b'\\' => out.extend([b'\\', *byte]),
            b'\r' => out.extend(b"\\r"),
            b'\n' => out.extend(b"\\n"),
            byte => out.push(*byte),
        }
    }
    out.push(b')');
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_is_written_is_read_back_the_same() {
        let mut document = Document::with_version("1.7");
        let cases = vec![
            Object::Null,
            Object::Boolean(true),
            Object::Integer(-7),
            Object::Real(199.806_03),
            Object::Name(b"A b#/()<>[]{}%\xFF".to_vec()),
            Object::String(b"(a\\b)\r\n\0".to_vec(), StringFormat::Literal),
            Object::String(vec![0xFE, 0xFF, 0, 65], StringFormat::Hexadecimal),
            Object::Array(vec![1.into(), Object::Null, Object::Array(Vec::new())]),
            dictionary! { "K" => Object::Reference((1, 0)), "L" => dictionary! {} }.into(),
        ];
        let root =
            document.add_object(dictionary! { "Type" => "Catalog", "Cases" => Object::Array(cases.clone()) });
        document.trailer.set("Root", root);
        let many: Vec<ObjectId> = (0..450).map(|at| document.add_object(Object::Integer(at))).collect();
        let stream = document.add_object(deflated(dictionary! {}, vec![b' '; 500]));
        let next = document.max_id + 1;
        let mut file = Writer::new(next);
        file.document(&mut document);
        let read = Document::load_mem(&file.finish(&document)).unwrap();
        let back = read.catalog().unwrap().get(b"Cases").unwrap().as_array().unwrap();
        assert_eq!(format!("{back:?}"), format!("{cases:?}"));
        for (at, id) in many.into_iter().enumerate() {
            assert_eq!(read.get_object(id).unwrap().as_i64().unwrap(), i64::try_from(at).unwrap());
        }
        let back = read.get_object(stream).unwrap().as_stream().unwrap();
        assert_eq!(back.decompressed_content().unwrap(), vec![b' '; 500]);
    }

    #[test]
    fn numbers_are_written_in_full() {
        for number in [0, 7, 10, 4_096, 1_000_000_000, u32::MAX] {
            let mut out = Vec::new();
            digits(number, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), number.to_string());
        }
    }

    #[test]
    fn no_stream_ends_in_a_carriage_return() {
        let mut met = 0;
        for seed in 0..3_000_u32 {
            let content: Vec<u8> = seed.to_be_bytes().into_iter().cycle().take(90).collect();
            met += u32::from(packed(&content).unwrap().last() == Some(&b'\r'));
            let stream = deflated(dictionary! {}, content.clone());
            assert_ne!(stream.content.last(), Some(&b'\r'));
            assert_eq!(stream.decompressed_content().unwrap(), content);
        }
        assert!(met > 0, "the case was never met");
    }

    #[test]
    fn what_was_packed_before_changes_nothing() {
        let contents: Vec<Vec<u8>> = (0..40_u32)
            .map(|n| (0..n * 997).map(|at| ((at * at) >> (n % 7)) as u8).collect())
            .chain([Vec::new(), b"Ada".repeat(50_000)])
            .collect();
        let first: Vec<Vec<u8>> = contents.iter().map(|content| packed(content).unwrap()).collect();
        for (content, first) in contents.iter().zip(first).rev() {
            assert_eq!(packed(content).unwrap(), first);
            let mut plain = Vec::new();
            flate2::read::ZlibDecoder::new(first.as_slice()).read_to_end(&mut plain).unwrap();
            assert!(plain == *content);
        }
    }
}
