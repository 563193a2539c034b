//! A part of a document as a tree of elements. Names without prefixes. Entities of the part's own are not expanded, so
//! nothing can swell. Refuses to know what an element means.

use std::collections::HashSet;
use std::rc::Rc;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::ReadError;

/// Elements inside elements that are accepted.
const DEEPEST: usize = 300;
/// Elements and pieces of text of one part.
const MOST_NODES: usize = 3_000_000;

/// An element, or words.
#[derive(Debug)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Words.
    Words(Box<str>),
}

/// An element with its attributes.
#[derive(Debug, Default)]
pub struct Element {
    /// Name without its prefix.
    pub name: Rc<str>,
    attributes: Vec<(Rc<str>, Box<str>)>,
    /// What stands in it.
    pub children: Vec<Node>,
}

impl Element {
    /// An attribute, by its name without a prefix.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| **own == *name).map(|(_, value)| &**value)
    }

    /// Every attribute of a name without a prefix: `id` and `r:id` are two of one name.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.attributes.iter().filter(move |(own, _)| **own == *name).map(|(_, value)| &**value)
    }

    /// Elements in it.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Words(_) => None,
        })
    }

    /// The first element of a name in it.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| &*element.name == name)
    }

    /// The `val` of the first element of a name in it: how Word states most things.
    #[must_use]
    pub fn val(&self, name: &str) -> Option<&str> {
        self.child(name)?.get("val")
    }

    /// Whether a switch is on: there, and not said to be off.
    #[must_use]
    pub fn on(&self, name: &str) -> bool {
        self.child(name).is_some_and(|e| !matches!(e.get("val"), Some("0" | "false" | "off" | "none")))
    }

    /// The first element of a name at any depth.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Self> {
        self.elements()
            .find_map(|element| if &*element.name == name { Some(element) } else { element.find(name) })
    }
}

/// Parses a part; `part` is its name for errors.
pub fn parse(bytes: &[u8], part: &str) -> Result<Element, ReadError> {
    parse_without(bytes, part, &[])
}

/// Parses a part without what stands in elements of these names, which nobody is going to ask for.
pub fn parse_without(bytes: &[u8], part: &str, unasked: &[&str]) -> Result<Element, ReadError> {
    let text = super::text::characters(bytes).0;
    let mut reader = Reader::from_str(&text);
    let mut builder = Builder { part, open: vec![Element::default()], names: HashSet::new(), nodes: 0 };
    loop {
        let read = reader.read_event().and_then(|event| {
            if let Event::Start(tag) = &event
                && unasked.contains(&tag.local_name().as_ref())
            {
                reader.read_to_end(tag.name())?;
                return Ok(Event::Empty(tag.clone()));
            }
            Ok(event)
        });
        let event = read.map_err(|e| {
            let line = text
                .bytes()
                .take(usize::try_from(reader.error_position()).unwrap_or(0))
                .filter(|b| *b == b'\n')
                .count()
                + 1;
            torn(part, &format!("it breaks off or is damaged at line {line} ({e})"))
        })?;
        match event {
            Event::Start(tag) => builder.start(&tag)?,
            Event::Empty(tag) => {
                builder.start(&tag)?;
                builder.end();
            }
            Event::End(_) => builder.end(),
            Event::Text(words) => builder.words(&words.xml_content(XmlVersion::Implicit1_0))?,
            Event::CData(words) => builder.words(&words.xml_content(XmlVersion::Implicit1_0))?,
            Event::GeneralRef(name) => {
                let own = name.xml_content(XmlVersion::Implicit1_0);
                let words = match name.resolve_char_ref() {
                    Ok(Some(c)) => c.to_string(),
                    Ok(None) | Err(_) => {
                        quick_xml::escape::resolve_predefined_entity(&own).unwrap_or("\u{fffd}").to_owned()
                    }
                };
                builder.words(&words)?;
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    if builder.open.len() > 1 {
        return Err(torn(part, "it breaks off before its end"));
    }
    builder.open.pop().ok_or_else(|| torn(part, "it is empty"))
}

fn torn(part: &str, what: &str) -> ReadError {
    ReadError::new(
        format!("part {part}"),
        what,
        "Open the file in the program that made it and save it again.",
    )
}

struct Builder<'a> {
    part: &'a str,
    open: Vec<Element>,
    names: HashSet<Rc<str>>,
    nodes: usize,
}

impl Builder<'_> {
    fn name(&mut self, name: &str) -> Rc<str> {
        if let Some(known) = self.names.get(name) {
            return Rc::clone(known);
        }
        let new: Rc<str> = name.into();
        self.names.insert(Rc::clone(&new));
        new
    }

    fn count(&mut self) -> Result<(), ReadError> {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return Err(torn(
                self.part,
                &format!("it holds more than {MOST_NODES} pieces; no unit text is so long"),
            ));
        }
        Ok(())
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        self.count()?;
        if self.open.len() > DEEPEST {
            return Err(torn(self.part, &format!("its elements are nested more than {DEEPEST} deep")));
        }
        let name = self.name(tag.local_name().as_ref());
        let mut attributes = Vec::new();
        for attribute in tag.attributes().with_checks(false).flatten().take(64) {
            let key = attribute.key.local_name();
            let key = self.name(key.as_ref());
            let raw = attribute.value;
            let value = quick_xml::escape::unescape(&raw)
                .map_or_else(|_| raw.to_string(), std::borrow::Cow::into_owned);
            attributes.push((key, value.into_boxed_str()));
        }
        self.open.push(Element { name, attributes, children: Vec::new() });
        Ok(())
    }

    fn end(&mut self) {
        if self.open.len() > 1
            && let Some(done) = self.open.pop()
            && let Some(parent) = self.open.last_mut()
        {
            parent.children.push(Node::Element(done));
        }
    }

    fn words(&mut self, words: &str) -> Result<(), ReadError> {
        self.count()?;
        if let Some(parent) = self.open.last_mut() {
            parent.children.push(Node::Words(words.into()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_becomes_a_tree() {
        let tree = parse(b"<w:a w:val='1 &amp; 2'><b>x &lt; &#233;</b><c/></w:a>", "p").unwrap();
        let a = tree.child("a").unwrap();
        assert_eq!((a.get("val"), a.elements().count()), (Some("1 & 2"), 2));
        assert!(tree.find("c").is_some());
    }

    #[test]
    fn what_nobody_asks_for_is_passed_over_with_all_that_stands_in_it() {
        let part = b"<a><x n='1'>1<x>2<b/></x>3</x><b>4</b><x/></a>";
        let tree = parse_without(part, "p", &["x"]).unwrap();
        let a = tree.child("a").unwrap();
        let names: Vec<&str> = a.elements().map(|e| &*e.name).collect();
        assert_eq!(names, ["x", "b", "x"]);
        assert_eq!((a.child("x").unwrap().children.len(), a.child("x").unwrap().get("n")), (0, Some("1")));
        let torn = parse_without(b"<a>\n<x><b></x></a>", "word/styles.xml", &["x"]).unwrap_err();
        assert!(torn.message.contains("line 2"), "{torn}");
    }

    #[test]
    fn damage_names_the_part_and_nothing_swells() {
        for (bad, says) in [("<a><b></a>", "line 1"), ("<a>\n<b", "line"), ("<a>", "breaks off")] {
            let error = parse(bad.as_bytes(), "word/document.xml").unwrap_err();
            assert!(
                error.place.contains("word/document.xml") && error.message.contains(says),
                "{bad}: {error}"
            );
        }
        assert!(parse("<a>".repeat(400).as_bytes(), "p").unwrap_err().message.contains("nested"));
        let laughs = "<!DOCTYPE a [<!ENTITY l 'lol'><!ENTITY m '&l;&l;&l;'>]><a>&m;</a>";
        assert!(
            matches!(&parse(laughs.as_bytes(), "p").unwrap().child("a").unwrap().children[0], Node::Words(w) if &**w == "\u{fffd}")
        );
    }
}
