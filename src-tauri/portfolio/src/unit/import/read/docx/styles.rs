//! What a Word style says of a paragraph: heading, list, level. Refuses to know fonts.

use std::collections::HashMap;

use super::super::xml::Element;

/// Styles based on styles that are followed.
const MOST_BASES: usize = 24;

/// What a style says of letters and tables: most of what a template holds, many times the document's own words.
pub const UNASKED: [&str; 7] = ["docDefaults", "latentStyles", "rPr", "tblPr", "tblStylePr", "tcPr", "trPr"];

/// The styles of a document.
#[derive(Debug, Default)]
pub struct Styles(HashMap<String, Style>);

/// What a style says.
#[derive(Debug, Default, Clone)]
pub struct Style {
    based_on: Option<String>,
    /// Level of heading, from 1.
    pub heading: Option<usize>,
    /// List that paragraphs of the style belong to.
    pub list: Option<String>,
    /// Level in it.
    pub level: Option<usize>,
}

impl Styles {
    /// Reads `styles.xml`.
    #[must_use]
    pub fn read(tree: &Element) -> Self {
        let Some(all) = tree.child("styles") else { return Self::default() };
        let own = |style: &Element| {
            let look = style.child("pPr");
            let name = style.val("name").unwrap_or_default().to_lowercase();
            let told = look.and_then(|look| look.val("outlineLvl")).and_then(|n| n.parse::<usize>().ok());
            let heading = match name.strip_prefix("heading ").and_then(|n| n.trim().parse().ok()) {
                Some(level) => Some(level),
                None if name == "title" => Some(1),
                None if name == "subtitle" => Some(2),
                None => told.filter(|n| *n < 9).map(|n| n + 1),
            };
            let list = look.and_then(|look| look.child("numPr"));
            Style {
                based_on: style.val("basedOn").map(str::to_owned),
                heading,
                list: list.and_then(|list| list.val("numId")).map(str::to_owned),
                level: list.and_then(|list| list.val("ilvl")).and_then(|n| n.parse().ok()),
            }
        };
        let styles = all.elements().filter(|e| &*e.name == "style");
        Self(styles.filter_map(|style| Some((style.get("styleId")?.to_owned(), own(style)))).collect())
    }

    /// The style with what it takes from those that it is based on.
    #[must_use]
    pub fn resolved(&self, id: &str) -> Style {
        let mut found = Style::default();
        let mut next = Some(id.to_owned());
        for _ in 0..MOST_BASES {
            let Some(style) = next.as_ref().and_then(|id| self.0.get(id)) else { break };
            found.heading = found.heading.or(style.heading);
            found.list = found.list.or_else(|| style.list.clone());
            found.level = found.level.or(style.level);
            next.clone_from(&style.based_on);
        }
        found
    }
}
