//! Presentations: the words of each slide in the order in which the slides are shown, then the notes under it. Refuses to
//! know pictures, layouts and animations.

use std::collections::BTreeMap;

use crate::evidence::locator::Place;
use crate::evidence::text::passage::{Gathered, Shape};
use crate::unit::import::read::ReadError;
use crate::unit::import::read::parts::Parts;
use crate::unit::import::read::xml::{Element, Node, parse};

/// Most slides that are read.
const MOST: usize = 2_000;

/// Reads a PowerPoint presentation.
pub fn pptx(bytes: &[u8]) -> Result<Gathered, ReadError> {
    let mut parts = Parts::open(bytes)?;
    let mut gathered = Gathered::default();
    let order = order(&mut parts)?;
    if order.len() > MOST {
        gathered.note(format!("only the first {MOST} slides were read"));
    }
    for (at, part) in order.iter().take(MOST).enumerate() {
        let place = slide(at + 1);
        let Some(slide) = parts.get(part)? else {
            gathered.note(format!("slide {} is missing from the file", at + 1));
            continue;
        };
        drawn(&parse(&slide, part)?, Shape::Paragraph, place.as_ref(), &mut gathered);
        let notes = relations(&mut parts, part)?.into_values().find(|part| part.contains("notesSlides/"));
        if let Some(notes) = notes
            && let Some(bytes) = parts.get(&notes)?
        {
            drawn(&parse(&bytes, &notes)?, Shape::Paragraph, place.as_ref(), &mut gathered);
        }
    }
    Ok(gathered)
}

/// Parts of the slides as they are shown.
fn order(parts: &mut Parts<'_>) -> Result<Vec<String>, ReadError> {
    const MAIN: &str = "ppt/presentation.xml";
    let main = parts.need(MAIN)?;
    let relations = relations(parts, MAIN)?;
    let main = parse(&main, MAIN)?;
    let list = main.find("sldIdLst");
    let slides = list.into_iter().flat_map(Element::elements);
    Ok(slides.filter_map(|slide| relations.get(relation(slide)?)).cloned().collect())
}

/// Targets of a part's relations by id, as names of parts.
fn relations(parts: &mut Parts<'_>, part: &str) -> Result<BTreeMap<String, String>, ReadError> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let beside = format!("{folder}/_rels/{name}.rels");
    let Some(bytes) = parts.get(&beside)? else { return Ok(BTreeMap::new()) };
    let tree = parse(&bytes, &beside)?;
    let all = tree.child("Relationships").into_iter().flat_map(Element::elements);
    let inside = all.filter(|relation| relation.get("TargetMode") != Some("External"));
    let pair =
        |relation: &Element| Some((relation.get("Id")?.to_owned(), joined(folder, relation.get("Target")?)));
    Ok(inside.filter_map(pair).collect())
}

/// A target as the name of a part: relative to the folder, or from the root.
fn joined(folder: &str, target: &str) -> String {
    if let Some(rooted) = target.strip_prefix('/') {
        return rooted.to_owned();
    }
    let mut names: Vec<&str> = folder.split('/').collect();
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    names.join("/")
}

/// The paragraphs of a drawing, titles as headings, rows of tables as rows.
fn drawn(parent: &Element, shape: Shape, place: Option<&Place>, gathered: &mut Gathered) {
    for element in parent.elements() {
        match &*element.name {
            "p" => gathered.put(shape, place, &words(element)),
            "tr" => {
                let cells: Vec<String> =
                    element.elements().filter(|cell| &*cell.name == "tc").map(words).collect();
                gathered.put(Shape::Row, place, &cells.join(" | "));
            }
            // The number of the slide and its date are no text of it.
            "sp" if matches!(placeholder(element), Some("sldNum" | "dt" | "ftr" | "sldImg")) => {}
            "sp" if matches!(placeholder(element), Some("title" | "ctrTitle")) => {
                drawn(element, Shape::Heading, place, gathered);
            }
            // The same drawing twice, for older programs.
            "AlternateContent" => {
                if let Some(chosen) = element.child("Choice").or_else(|| element.child("Fallback")) {
                    drawn(chosen, shape, place, gathered);
                }
            }
            _container => drawn(element, shape, place, gathered),
        }
    }
}

fn placeholder(shape: &Element) -> Option<&str> {
    shape.child("nvSpPr")?.child("nvPr")?.child("ph")?.get("type")
}

/// All words in an element; paragraphs and line breaks part them.
fn words(element: &Element) -> String {
    let mut out = String::new();
    gather(element, &mut out);
    out
}

fn gather(element: &Element, out: &mut String) {
    for node in &element.children {
        match node {
            Node::Words(words) => out.push_str(words),
            Node::Element(inner) => {
                if matches!(&*inner.name, "br" | "tab" | "p" | "line-break" | "s") {
                    out.push(' ');
                }
                gather(inner, out);
            }
        }
    }
}

/// Reads an OpenDocument presentation.
pub fn odp(bytes: &[u8]) -> Result<Gathered, ReadError> {
    let mut parts = Parts::open(bytes)?;
    let content = parts.need("content.xml")?;
    let locked = parts.get("META-INF/manifest.xml")?;
    if locked.is_some_and(|m| m.windows(15).any(|part| part == b"encryption-data")) {
        return Err(ReadError::new("", "the presentation asks for a password", ""));
    }
    let tree = parse(&content, "content.xml")?;
    let mut gathered = Gathered::default();
    let shown = tree.find("presentation").into_iter().flat_map(Element::elements);
    for (at, page) in shown.filter(|page| &*page.name == "page").take(MOST).enumerate() {
        open(page, Shape::Paragraph, slide(at + 1).as_ref(), &mut gathered);
    }
    Ok(gathered)
}

fn open(parent: &Element, shape: Shape, place: Option<&Place>, gathered: &mut Gathered) {
    for element in parent.elements() {
        match &*element.name {
            "p" | "h" => gathered.put(shape, place, &words(element)),
            "frame" if element.get("class") == Some("title") => {
                open(element, Shape::Heading, place, gathered)
            }
            _container => open(element, shape, place, gathered),
        }
    }
}

fn slide(n: usize) -> Option<Place> {
    Place::parse(&format!("slide {n}"))
}

/// The id of the relation that an element names: `r:id`, which stands beside an `id` of its own that is a number.
fn relation(element: &Element) -> Option<&str> {
    element.values("id").find(|value| value.parse::<u64>().is_err())
}
