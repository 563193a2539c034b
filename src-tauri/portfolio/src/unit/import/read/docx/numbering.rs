//! The numbers that Word computes for its lists and never writes down. Refuses to know paragraphs.

use std::collections::HashMap;

use super::super::markers::by_word_name;
use super::super::xml::Element;

/// Levels of a Word list.
const LEVELS: usize = 9;

/// One level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    kind: String,
    /// "%1.%2", or the bullet.
    pattern: String,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub struct Numbering {
    /// Pattern of each abstract list.
    shapes: HashMap<String, Vec<Level>>,
    /// List to abstract list, its own starts and its own levels.
    lists: HashMap<String, List>,
    counts: HashMap<String, [Option<u32>; LEVELS]>,
}

#[derive(Debug, Default)]
struct List {
    shape: String,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
    begun: bool,
}

impl Numbering {
    /// Reads `numbering.xml`.
    #[must_use]
    pub fn read(tree: &Element) -> Self {
        let mut found = Self::default();
        let Some(all) = tree.child("numbering") else { return found };
        let mut named = HashMap::new();
        let mut linked = Vec::new();
        for shape in all.elements().filter(|e| &*e.name == "abstractNum") {
            let Some(id) = shape.get("abstractNumId") else { continue };
            let mut levels = vec![Level::default(); LEVELS];
            for (at, level) in shape.elements().filter_map(level) {
                levels[at] = level;
            }
            if let Some(name) = shape.val("styleLink") {
                named.insert(name.to_owned(), id.to_owned());
            }
            if let Some(name) = shape.val("numStyleLink") {
                linked.push((id.to_owned(), name.to_owned()));
            }
            found.shapes.insert(id.to_owned(), levels);
        }
        for (id, name) in linked {
            if let Some(levels) = named.get(&name).and_then(|other| found.shapes.get(other)).cloned() {
                found.shapes.insert(id, levels);
            }
        }
        for list in all.elements().filter(|e| &*e.name == "num") {
            let (Some(id), Some(shape)) = (list.get("numId"), list.val("abstractNumId")) else { continue };
            let mut own = List { shape: shape.to_owned(), ..List::default() };
            for change in list.elements().filter(|e| &*e.name == "lvlOverride") {
                let Some(at) = change.get("ilvl").and_then(|n| n.parse().ok()).filter(|n| *n < LEVELS) else {
                    continue;
                };
                if let Some(start) = change.val("startOverride").and_then(|n| n.parse().ok()) {
                    own.starts.insert(at, start);
                }
                own.levels.extend(change.elements().filter_map(level));
            }
            found.lists.insert(id.to_owned(), own);
        }
        found
    }

    /// Counts one item and gives what Word shows before it: "1.1", "a)", "•". None where there is no such list.
    pub fn next(&mut self, list: &str, level: usize) -> Option<String> {
        let list = self.lists.get_mut(list)?;
        let level = level.min(LEVELS - 1);
        let shape = self.shapes.get(&list.shape)?;
        let looks: Vec<Level> =
            shape.iter().enumerate().map(|(at, own)| list.levels.get(&at).unwrap_or(own).clone()).collect();
        let counts = self.counts.entry(list.shape.clone()).or_default();
        if !list.begun {
            list.begun = true;
            for (at, start) in &list.starts {
                counts[*at] = start.checked_sub(1).filter(|_| *at == 0 || *start > 0);
            }
        }
        for (at, look) in looks.iter().enumerate().take(level) {
            counts[at].get_or_insert(look.start);
        }
        counts[level] = Some(counts[level].map_or(looks[level].start, |n| n.saturating_add(1)));
        counts[level + 1..].fill(None);
        for (at, start) in list.starts.iter().filter(|(at, _)| **at > level) {
            counts[*at] = start.checked_sub(1);
        }
        Some(shown(&looks, counts, level))
    }
}

fn level(element: &Element) -> Option<(usize, Level)> {
    if &*element.name != "lvl" {
        return None;
    }
    let at = element.get("ilvl")?.parse().ok().filter(|n| *n < LEVELS)?;
    let word = |name| element.val(name).unwrap_or_default().to_owned();
    let start = element.val("start").and_then(|n| n.parse().ok()).unwrap_or(1);
    Some((at, Level { start, kind: word("numFmt"), pattern: word("lvlText") }))
}

fn shown(looks: &[Level], counts: &[Option<u32>; LEVELS], level: usize) -> String {
    let look = &looks[level];
    if look.kind == "bullet" {
        // Bullets of symbol fonts are no characters.
        let own = look
            .pattern
            .chars()
            .next()
            .filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c) && !c.is_whitespace());
        return own.map_or_else(|| "•".to_owned(), String::from);
    }
    let mut said = String::new();
    let mut letters = look.pattern.chars();
    while let Some(c) = letters.next() {
        match (c, c == '%') {
            (_, true) => {
                let Some(at) =
                    letters.next().and_then(|c| c.to_digit(10)).and_then(|n| (n as usize).checked_sub(1))
                else {
                    continue;
                };
                if let (Some(look), Some(Some(n))) = (looks.get(at), counts.get(at)) {
                    said.push_str(&by_word_name(&look.kind, *n));
                }
            }
            (c, false) => said.push(c),
        }
    }
    said.trim().to_owned()
}
