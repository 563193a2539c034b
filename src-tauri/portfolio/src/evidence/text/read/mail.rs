//! E-mails: the heading, the text, and what is attached, each read as the file that it is. A message in HTML is taken for
//! its words; nothing of it is rendered or fetched. Refuses to know whether the sender is who they say.

use mail_parser::{Addr, Address, Message, MessageParser, MessagePart, MimeHeaders, PartType};

use super::blocks::{self, paragraph};
use super::{DEEPEST, within};
use crate::evidence::locator::Place;
use crate::evidence::text::kind::Kind;
use crate::evidence::text::passage::{Gathered, NoText, Outcome, Shape, Text, Why};
use crate::unit::import::read::{self as documents, Kind as UnitKind};

/// Most parts of one message that are read.
const MOST_PARTS: usize = 500;

/// Reads a message that lies `depth` files deep in others.
pub fn read(bytes: &[u8], depth: usize) -> Outcome {
    let message = MessageParser::default().parse(bytes).ok_or_else(|| {
        NoText::new(Why::Damaged, "this e-mail cannot be read: it has no heading. Open it in a mail program")
    })?;
    let mut gathered = Gathered::default();
    gather(&message, depth, &mut gathered);
    gathered.done(Kind::Mail.words())
}

fn gather(message: &Message<'_>, depth: usize, gathered: &mut Gathered) {
    heading(message, gathered);
    let mut count = 0;
    for part in message.text_bodies().take(MOST_PARTS) {
        match &part.body {
            PartType::Text(words) => body(UnitKind::Text, words.as_bytes(), &mut count, gathered),
            PartType::Html(page) => body(UnitKind::Html, page.as_bytes(), &mut count, gathered),
            PartType::Binary(_)
            | PartType::InlineBinary(_)
            | PartType::Message(_)
            | PartType::Multipart(_) => {}
        }
    }
    if message.attachment_count() > MOST_PARTS {
        gathered.note(format!("only the first {MOST_PARTS} attachments were read"));
    }
    for (at, part) in message.attachments().take(MOST_PARTS).enumerate() {
        attachment(part, at + 1, depth, gathered);
    }
}

/// Subject, people and date.
fn heading(message: &Message<'_>, gathered: &mut Gathered) {
    let place = Place::parse("message heading");
    if let Some(subject) = message.subject() {
        gathered.put(Shape::Heading, place.as_ref(), subject);
    }
    let people = [("From", message.from()), ("To", message.to()), ("Cc", message.cc())];
    for (field, who) in people {
        let who = who.map(shown).unwrap_or_default();
        if !who.is_empty() {
            gathered.put(Shape::Row, place.as_ref(), &format!("{field}: {who}"));
        }
    }
    if let Some(date) = message.date().filter(|date| date.is_valid()) {
        gathered.put(Shape::Row, place.as_ref(), &format!("Date: {}", date.to_rfc822()));
    }
}

fn shown(address: &Address<'_>) -> String {
    let one = |addr: &Addr<'_>| match (&addr.name, &addr.address) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (Some(one), None) | (None, Some(one)) => one.to_string(),
        (None, None) => String::new(),
    };
    address.iter().take(100).map(one).filter(|who| !who.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A body's passages; paragraphs are counted through all bodies of the message.
pub(super) fn body(kind: UnitKind, bytes: &[u8], count: &mut usize, gathered: &mut Gathered) {
    let how = if kind == UnitKind::Html { Kind::Html } else { Kind::Text };
    let read = documents::document(kind, bytes).map(|document| blocks::passages(how, document));
    match read {
        Ok(Ok(text)) => {
            for passage in text.passages {
                *count += 1;
                gathered.put(passage.shape, paragraph(*count).as_ref(), &passage.text);
            }
            text.notes.into_iter().for_each(|note| gathered.note(note));
        }
        // A body without words is none.
        Ok(Err(_none)) => {}
        Err(error) => gathered.note(format!("part of the message was not read: {}", error.message)),
    }
}

/// What is attached.
fn attachment(part: &MessagePart<'_>, number: usize, depth: usize, gathered: &mut Gathered) {
    let inner = part.message().and_then(|message| message.subject());
    let name = part.attachment_name().or(inner).map_or_else(|| format!("attachment {number}"), str::to_owned);
    attached(&name, depth, gathered, || read_part(part, &name, depth));
}

/// The name of what is attached, then its text where it has any; `read` reads it.
pub(super) fn attached(
    name: &str,
    depth: usize,
    gathered: &mut Gathered,
    read: impl FnOnce() -> Result<Text, NoText>,
) {
    let name: String = name.chars().filter(|c| *c != '"' && !c.is_control()).take(80).collect();
    let place = Place::parse(&format!("attachment \"{name}\""));
    gathered.put(Shape::Item, place.as_ref(), &format!("Attachment: {name}"));
    if depth + 1 >= DEEPEST {
        gathered.note(format!("what is attached more than {DEEPEST} deep was not read"));
        return;
    }
    match read() {
        Ok(text) => gathered.take(text, |inner| placed(&name, inner)),
        Err(none) if none.why == Why::Media => {}
        Err(none) => gathered.note(format!("attachment \"{name}\": {}", none.reason)),
    }
}

fn read_part(part: &MessagePart<'_>, name: &str, depth: usize) -> Result<Text, NoText> {
    if let PartType::Message(message) = &part.body {
        let mut gathered = Gathered::default();
        gather(message, depth + 1, &mut gathered);
        return gathered.done(Kind::Mail.words());
    }
    within(part.contents(), &ending(name), depth + 1)
}

/// The ending of a name in lower case.
pub(super) fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

/// `p. 2 of attachment "plan.pdf"`: a place inside what is attached, as plain words.
fn placed(name: &str, inner: Option<&Place>) -> Option<Place> {
    let inner = inner.map(|place| format!("{} of ", place.text())).unwrap_or_default();
    Place::parse(&format!("{inner}attachment \"{name}\""))
}
