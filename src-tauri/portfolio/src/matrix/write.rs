//! Writes PDF objects and whole files (ISO 32000-1 §7.3 and §7.5): small objects packed into object streams, a
//! cross-reference stream, and every byte decided by the objects alone. lopdf's own writer leaves packed streams that
//! may end in a carriage return, which strict readers take for the end of the line.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

/// How many objects are packed together: few enough that a reader need not unpack all for one.
const PACKED: usize = 200;

/// The whole file.
pub fn file(document: &Document) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut places: BTreeMap<u32, Place> = BTreeMap::new();
    let mut small: Vec<(u32, &Object)> = Vec::new();
    for (id, object) in &document.objects {
        if let Object::Stream(_) = object {
            places.insert(id.0, Place::At(out.len()));
            indirect(*id, object, &mut out);
        } else {
            small.push((id.0, object));
        }
    }
    let mut next = document.objects.keys().map(|id| id.0).max().unwrap_or(0) + 1;
    for group in small.chunks(PACKED) {
        for (index, (number, _)) in group.iter().enumerate() {
            places.insert(*number, Place::In(next, index));
        }
        places.insert(next, Place::At(out.len()));
        indirect((next, 0), &Object::Stream(packed(group)), &mut out);
        next += 1;
    }
    let mut trailer = Dictionary::new();
    for key in [&b"Root"[..], b"Info", b"ID"] {
        if let Ok(value) = document.trailer.get(key) {
            trailer.set(key, value.clone());
        }
    }
    places.insert(0, Place::Free);
    close(trailer, places, next, &mut out);
    out
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

/// Adds the cross-reference stream, as object `number`, and the end of the file.
pub fn close(mut trailer: Dictionary, mut places: BTreeMap<u32, Place>, number: u32, out: &mut Vec<u8>) {
    let start = out.len();
    places.insert(number, Place::At(start));
    let mut rows = Vec::new();
    let mut index: Vec<(u32, i64)> = Vec::new();
    for (number, place) in &places {
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
    let index: Vec<Object> = index
        .into_iter()
        .flat_map(|(first, count)| [Object::Integer(first.into()), Object::Integer(count)])
        .collect();
    trailer.set("Type", "XRef");
    trailer.set("Size", i64::from(number) + 1);
    trailer.set("W", vec![1.into(), 4.into(), 2.into()]);
    trailer.set("Index", index);
    indirect((number, 0), &Object::Stream(deflated(trailer, rows)), out);
    out.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
}

fn packed(group: &[(u32, &Object)]) -> Stream {
    let (mut heads, mut bodies) = (String::new(), Vec::new());
    for (number, object) in group {
        heads.push_str(&format!("{number} {} ", bodies.len()));
        value(object, &mut bodies);
        bodies.push(b'\n');
    }
    let said = dictionary! {
        "Type" => "ObjStm", "N" => i64::try_from(group.len()).unwrap_or(i64::MAX),
        "First" => i64::try_from(heads.len()).unwrap_or(i64::MAX),
    };
    let mut content = heads.into_bytes();
    content.extend(bodies);
    deflated(said, content)
}

/// A compressed stream that does not end in a carriage return: readers pass over what follows the data.
pub fn deflated(said: Dictionary, content: Vec<u8>) -> Stream {
    let mut stream = Stream::new(said, content);
    // What cannot be compressed stays as it is, which is valid.
    drop(stream.compress());
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
    out.extend(format!("{} {} obj\n", id.0, id.1).bytes());
    value(object, out);
    out.extend(b"\nendobj\n");
}

/// An object's value.
pub fn value(object: &Object, out: &mut Vec<u8>) {
    match object {
        Object::Null => out.extend(b"null"),
        Object::Boolean(value) => out.extend(if *value { &b"true"[..] } else { b"false" }),
        Object::Integer(number) => out.extend(number.to_string().bytes()),
        // In full: a rounded number would be another one when an object is written again.
        Object::Real(number) => out.extend(format!("{number}").bytes()),
        Object::Name(name) => spelled(name, out),
        Object::String(text, StringFormat::Literal) => literal(text, out),
        Object::String(text, StringFormat::Hexadecimal) => {
            out.push(b'<');
            out.extend(text.iter().flat_map(|byte| format!("{byte:02X}").into_bytes()));
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
        Object::Reference((number, generation)) => out.extend(format!("{number} {generation} R").bytes()),
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
                out.extend(format!("#{byte:02X}").bytes());
            }
            byte if byte.is_ascii_graphic() => out.push(*byte),
            byte => out.extend(format!("#{byte:02X}").bytes()),
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
        let read = Document::load_mem(&file(&document)).unwrap();
        let back = read.catalog().unwrap().get(b"Cases").unwrap().as_array().unwrap();
        assert_eq!(format!("{back:?}"), format!("{cases:?}"));
        for (at, id) in many.into_iter().enumerate() {
            assert_eq!(read.get_object(id).unwrap().as_i64().unwrap(), i64::try_from(at).unwrap());
        }
        let back = read.get_object(stream).unwrap().as_stream().unwrap();
        assert_eq!(back.decompressed_content().unwrap(), vec![b' '; 500]);
    }

    #[test]
    fn no_stream_ends_in_a_carriage_return() {
        let mut met = 0;
        for seed in 0..3_000_u32 {
            let content: Vec<u8> = seed.to_be_bytes().into_iter().cycle().take(90).collect();
            let mut plain = Stream::new(dictionary! {}, content.clone());
            plain.compress().unwrap();
            met += u32::from(plain.content.last() == Some(&b'\r'));
            let stream = deflated(dictionary! {}, content.clone());
            assert_ne!(stream.content.last(), Some(&b'\r'));
            assert_eq!(stream.decompressed_content().unwrap(), content);
        }
        assert!(met > 0, "the case was never met");
    }
}
