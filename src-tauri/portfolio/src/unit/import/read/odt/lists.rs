//! What styles of an OpenDocument text say of lists, titles and page breaks, and how far each list has counted. Refuses
//! to know paragraphs.

use std::collections::{HashMap, HashSet};

use super::super::markers::by_letter;
use super::super::xml::Element;

/// Levels of a list.
const LEVELS: usize = 10;

/// One level of a list.
#[derive(Debug, Clone, Default)]
struct Level {
    /// `1`, `a`, `I` …; empty for a bullet or nothing.
    kind: String,
    bullet: Option<String>,
    prefix: String,
    suffix: String,
    start: u32,
    /// Levels that are shown.
    shown: usize,
}

/// The styles that matter here.
#[derive(Debug, Default)]
pub struct Lists {
    shapes: HashMap<String, Vec<Level>>,
    outline: Vec<Level>,
    outline_counts: [u32; LEVELS],
    counts: HashMap<String, [u32; LEVELS]>,
    breaks: HashSet<String>,
    titles: HashSet<String>,
}

impl Lists {
    /// Reads the styles of the parts.
    #[must_use]
    pub fn read(parts: [Option<&Element>; 2]) -> Self {
        let mut found = Self::default();
        parts.into_iter().flatten().for_each(|part| found.take(part));
        found.titles.insert("Title".to_owned());
        found
    }

    fn take(&mut self, parent: &Element) {
        for element in parent.elements() {
            let name = element.get("name").unwrap_or_default();
            match &*element.name {
                "list-style" => {
                    self.shapes.insert(name.to_owned(), levels(element));
                }
                "outline-style" => self.outline = levels(element),
                "style" => {
                    let breaks =
                        element.child("paragraph-properties").and_then(|look| look.get("break-before"));
                    if breaks == Some("page")
                        || element
                            .get("master-page-name")
                            .is_some_and(|page| !page.is_empty() && page != "Standard")
                    {
                        self.breaks.insert(name.to_owned());
                    }
                    if element.get("parent-style-name") == Some("Title") {
                        self.titles.insert(name.to_owned());
                    }
                }
                "document-styles" | "document-content" | "styles" | "automatic-styles" => self.take(element),
                _other => {}
            }
        }
    }

    /// A page begins before paragraphs of the style.
    #[must_use]
    pub fn breaks(&self, style: &str) -> bool {
        self.breaks.contains(style)
    }

    /// The style is that of a title.
    #[must_use]
    pub fn title(&self, style: &str) -> bool {
        self.titles.contains(style)
    }

    /// A list of the style begins at a level, from 1.
    pub fn begin(&mut self, style: &str, depth: usize) {
        let counts = self.counts.entry(style.to_owned()).or_default();
        for count in counts.iter_mut().skip(depth.saturating_sub(1)) {
            *count = 0;
        }
    }

    /// Counts an item of a list and gives what is shown before it.
    pub fn next(&mut self, style: &str, depth: usize, start: Option<u32>) -> String {
        let counts = self.counts.entry(style.to_owned()).or_default();
        let Some(levels) = self.shapes.get(style) else { return "•".to_owned() };
        count(levels, counts, depth, start)
    }

    /// Counts a heading of the outline; none where headings carry no numbers.
    pub fn outline(&mut self, depth: usize) -> Option<String> {
        let at = depth.checked_sub(1)?;
        let look = self.outline.get(at)?;
        if look.kind.is_empty() {
            return None;
        }
        Some(count(&self.outline, &mut self.outline_counts, depth, None))
    }
}

fn count(levels: &[Level], counts: &mut [u32; LEVELS], depth: usize, start: Option<u32>) -> String {
    let at = depth.saturating_sub(1).min(LEVELS - 1);
    let Some(look) = levels.get(at) else { return "•".to_owned() };
    counts[at] = match (start, counts[at]) {
        (Some(start), _) => start,
        (None, 0) => look.start,
        (None, n) => n.saturating_add(1),
    };
    counts[at + 1..].fill(0);
    if let Some(bullet) = &look.bullet {
        return bullet.clone();
    }
    if look.kind.is_empty() {
        return format!("{}{}", look.prefix, look.suffix).trim().to_owned();
    }
    let first = (at + 1).saturating_sub(look.shown.max(1));
    let parts = (first..=at).map(|n| {
        let own = levels.get(n).map_or("1", |level| level.kind.as_str());
        by_letter(if own.is_empty() { "1" } else { own }, counts[n].max(1))
    });
    format!("{}{}{}", look.prefix, parts.collect::<Vec<_>>().join("."), look.suffix).trim().to_owned()
}

fn levels(style: &Element) -> Vec<Level> {
    let mut found = vec![Level::default(); LEVELS];
    for level in style.elements() {
        let Some(at) = level
            .get("level")
            .and_then(|n| n.parse::<usize>().ok())
            .and_then(|n| n.checked_sub(1))
            .filter(|n| *n < LEVELS)
        else {
            continue;
        };
        let word = |name| level.get(name).unwrap_or_default().to_owned();
        let bullet = level.get("bullet-char").map(|own| {
            let plain = own.chars().next().filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c));
            plain.map_or_else(|| "•".to_owned(), String::from)
        });
        found[at] = Level {
            kind: word("num-format"),
            bullet,
            prefix: word("num-prefix"),
            suffix: word("num-suffix"),
            start: level.get("start-value").and_then(|n| n.parse().ok()).unwrap_or(1),
            shown: level.get("display-levels").and_then(|n| n.parse().ok()).unwrap_or(1),
        };
    }
    found
}
