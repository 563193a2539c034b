//! Messages as Outlook saves them: a container of properties, of which the heading, the plain or HTML body and what is attached
//! are read ([MS-OXMSG]). Refuses to read a body that is rich text alone: that is said.

use std::io::{Cursor, Read};

use super::mail::{attached, body, ending};
use super::{MOST_BYTES, within};
use crate::evidence::locator::Place;
use crate::evidence::text::kind::Kind;
use crate::evidence::text::passage::{Gathered, NoText, Outcome, Shape, Why};
use crate::unit::import::read::Kind as UnitKind;

type Container<'a> = cfb::CompoundFile<Cursor<&'a [u8]>>;

/// Most attachments that are read.
const MOST_ATTACHED: usize = 500;
/// Numbers of properties.
const SUBJECT: &str = "0037";
const SENDER: &str = "0C1A";
const TO: &str = "0E04";
const CC: &str = "0E03";
const BODY: &str = "1000";
const HTML: &str = "1013";
const RICH: &str = "1009";
const LONG_NAME: &str = "3707";
const SHORT_NAME: &str = "3704";
const DATA: &str = "3701";

/// Reads a message that lies `depth` files deep in others.
pub fn read(bytes: &[u8], depth: usize) -> Outcome {
    let words = Kind::Msg.words();
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes))
        .map_err(|e| NoText::new(Why::Damaged, format!("this {words} cannot be read: {e}")))?;
    let mut gathered = Gathered::default();
    heading(&mut file, &mut gathered);
    let mut count = 0;
    if let Some(plain) = text(&mut file, "", BODY).filter(|plain| !plain.trim().is_empty()) {
        body(UnitKind::Text, plain.as_bytes(), &mut count, &mut gathered);
    } else if let Some(page) = data(&mut file, "", HTML) {
        body(UnitKind::Html, &page, &mut count, &mut gathered);
    } else if data(&mut file, "", RICH).is_some() {
        gathered.note("the message itself is rich text, which is not read. Open it in its program");
    }
    attachments(&mut file, depth, &mut gathered);
    gathered.done(words)
}

fn heading(file: &mut Container<'_>, gathered: &mut Gathered) {
    let place = Place::parse("message heading");
    if let Some(subject) = text(file, "", SUBJECT) {
        gathered.put(Shape::Heading, place.as_ref(), &subject);
    }
    for (field, property) in [("From", SENDER), ("To", TO), ("Cc", CC)] {
        if let Some(who) = text(file, "", property).filter(|who| !who.trim().is_empty()) {
            gathered.put(Shape::Row, place.as_ref(), &format!("{field}: {who}"));
        }
    }
}

fn attachments(file: &mut Container<'_>, depth: usize, gathered: &mut Gathered) {
    let storages: Vec<String> = file
        .read_root_storage()
        .filter(|entry| entry.is_storage() && entry.name().starts_with("__attach_version1.0_"))
        .map(|entry| entry.name().to_owned())
        .take(MOST_ATTACHED)
        .collect();
    for (at, storage) in storages.iter().enumerate() {
        let name = text(file, storage, LONG_NAME).or_else(|| text(file, storage, SHORT_NAME));
        let name = name.unwrap_or_else(|| format!("attachment {}", at + 1));
        let bytes = data(file, storage, DATA);
        attached(&name, depth, gathered, || match bytes {
            Some(bytes) => within(&bytes, &ending(&name), depth + 1),
            None => {
                Err(NoText::new(Why::Unknown, "it is a message or an object inside, which is not read here"))
            }
        });
    }
}

/// A property that is text: in UTF-16, or in the code page of Western Europe where the message is an old one.
fn text(file: &mut Container<'_>, storage: &str, property: &str) -> Option<String> {
    if let Some(wide) = stream(file, storage, property, "001F") {
        return Some(encoding_rs::UTF_16LE.decode_without_bom_handling(&wide).0.into_owned());
    }
    let narrow = stream(file, storage, property, "001E")?;
    Some(encoding_rs::WINDOWS_1252.decode_without_bom_handling(&narrow).0.into_owned())
}

/// A property that is bytes.
fn data(file: &mut Container<'_>, storage: &str, property: &str) -> Option<Vec<u8>> {
    stream(file, storage, property, "0102")
}

fn stream(file: &mut Container<'_>, storage: &str, property: &str, sort: &str) -> Option<Vec<u8>> {
    let folder = if storage.is_empty() { String::new() } else { format!("/{storage}") };
    let stream = file.open_stream(format!("{folder}/__substg1.0_{property}{sort}")).ok()?;
    let mut bytes = Vec::new();
    stream.take(MOST_BYTES as u64).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}
