//! Web pages, saved or pasted: headings, paragraphs, lists and tables, nothing fetched, no script run. Refuses to know
//! what a paragraph means.

use scraper::node::Element;
use scraper::{Html, Node};

use super::blocks::{Blocks, squeeze};
use super::grid::Grid;
use super::markers;
use super::{ReadError, text};
use crate::unit::import::document::Document;

type Branch<'a> = ego_tree::NodeRef<'a, Node>;

/// Most bytes of a page: above it, it is no unit text.
const MOST_BYTES: usize = 32 << 20;
/// Elements inside elements that are followed; deeper ones give their words only.
const DEEPEST: usize = 120;

/// Reads a page.
pub fn read(bytes: &[u8]) -> Result<Document, ReadError> {
    if bytes.len() > MOST_BYTES {
        return Err(ReadError::new(
            String::new(),
            format!("the page has more than {} MB", MOST_BYTES >> 20),
            "Save only the unit's page, or copy its text and paste it.",
        ));
    }
    let (source, note) = characters(bytes);
    refuse_depth(&source)?;
    let mut walk = Walk::default();
    if let Some(note) = note {
        walk.blocks.note(note);
    }
    let page = Html::parse_document(&source);
    walk.inside(page.tree.root(), 0)?;
    walk.flush()?;
    Ok(walk.blocks.done())
}

/// The page's own word about its characters counts after a byte order mark and before a guess.
fn characters(bytes: &[u8]) -> (String, Option<String>) {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let label = head.split_once("charset=").map(|(_, rest)| {
        rest.trim_start_matches(['"', '\'', ' '])
            .split(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c)))
            .next()
            .unwrap_or_default()
            .to_owned()
    });
    let told = label.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
    let marked = encoding_rs::Encoding::for_bom(bytes).is_some();
    match told {
        Some(encoding)
            if !marked && std::str::from_utf8(bytes).is_err() && encoding != encoding_rs::UTF_8 =>
        {
            let (text, damaged) = encoding.decode_without_bom_handling(bytes);
            (
                text.into_owned(),
                damaged.then(|| "some characters could not be decoded and show as \u{fffd}".to_owned()),
            )
        }
        _otherwise => text::characters(bytes),
    }
}

/// Elements that are opened and not closed, at most: the parser's time grows with the square of them.
const MOST_OPEN: usize = 1_000;

/// Refuses a page that opens elements without end. Elements that the next of their kind closes do not count.
fn refuse_depth(source: &str) -> Result<(), ReadError> {
    const CLOSED_BY_THEMSELVES: [&str; 32] = [
        "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img",
        "input", "li", "link", "meta", "optgroup", "option", "p", "param", "source", "tbody", "td", "tfoot",
        "th", "thead", "tr", "track", "wbr", "rp", "rt",
    ];
    let mut open = 0_usize;
    for (at, _) in source.match_indices('<') {
        let rest = &source[at + 1..];
        let closes = rest.starts_with('/');
        let name = rest.trim_start_matches('/');
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if name.is_empty() || CLOSED_BY_THEMSELVES.iter().any(|own| own.eq_ignore_ascii_case(name)) {
            continue;
        }
        open = if closes { open.saturating_sub(1) } else { open + 1 };
        if open > MOST_OPEN {
            let line = source[..at].matches('\n').count() + 1;
            return Err(ReadError::new(
                format!("line {line}"),
                format!("more than {MOST_OPEN} elements of the page are opened and not closed"),
                "Copy the unit's text from the page and paste it.",
            ));
        }
    }
    Ok(())
}

#[derive(Default)]
struct Walk {
    blocks: Blocks,
    /// Words of the line that is being gathered.
    words: String,
    /// Lists that are open: marker of the item that is to come, once.
    item: Option<String>,
    depth: u16,
    paragraph: u32,
    tables: u32,
}

impl Walk {
    fn inside(&mut self, node: Branch<'_>, level: usize) -> Result<(), ReadError> {
        for child in node.children() {
            match child.value() {
                Node::Text(text) => self.say(text),
                Node::Element(element) if level >= DEEPEST => {
                    self.blocks.note("the page is nested very deeply; from there only its words were taken");
                    if !dropped(element) {
                        self.flat(child);
                    }
                }
                Node::Element(element) => self.element(child, element, level)?,
                Node::Document | Node::Fragment => self.inside(child, level + 1)?,
                Node::Doctype(_) | Node::Comment(_) | Node::ProcessingInstruction(_) => {}
            }
        }
        Ok(())
    }

    fn element(&mut self, node: Branch<'_>, element: &Element, level: usize) -> Result<(), ReadError> {
        if dropped(element) {
            return Ok(());
        }
        if hidden(element) {
            self.blocks.note("parts that the page hides were left out");
            return Ok(());
        }
        match element.name() {
            "br" => self.words.push('\n'),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush()?;
                self.inside(node, level + 1)?;
                let words = std::mem::take(&mut self.words);
                self.next();
                let rank = element.name()[1..].parse().unwrap_or(6);
                self.blocks.heading(&words, rank)?;
            }
            "ul" | "ol" | "menu" => self.list(node, element, level)?,
            "table" => {
                self.flush()?;
                if node.descendants().skip(1).any(|inner| is(inner, "table")) {
                    self.inside(node, level + 1)?;
                    self.flush()?;
                } else {
                    self.table(node, level)?;
                }
            }
            "pre" | "textarea" => {
                self.flush()?;
                let mut verbatim = String::new();
                gather(node, &mut verbatim);
                self.next();
                text::lines(&verbatim, &mut self.blocks)?;
                self.blocks.gap()?;
            }
            name if block(name) => {
                self.flush()?;
                self.inside(node, level + 1)?;
                self.flush()?;
                if self.item.is_none() && self.depth == 0 {
                    self.blocks.gap()?;
                }
            }
            _inline => self.inside(node, level + 1)?,
        }
        Ok(())
    }

    fn list(&mut self, node: Branch<'_>, element: &Element, level: usize) -> Result<(), ReadError> {
        self.flush()?;
        let outer = self.item.take();
        self.depth = self.depth.saturating_add(1);
        let ordered = element.name() == "ol";
        let mut number = element.attr("start").and_then(|n| n.trim().parse().ok()).unwrap_or(1_u32);
        for child in node.children() {
            let Some(item) = child.value().as_element() else { continue };
            if item.name() != "li" {
                self.element(child, item, level + 1)?;
                continue;
            }
            number = item.attr("value").and_then(|n| n.trim().parse().ok()).unwrap_or(number);
            let shape = item.attr("type").or(element.attr("type")).unwrap_or("1");
            let marker =
                if ordered { format!("{}.", markers::by_letter(shape, number)) } else { String::new() };
            number = number.saturating_add(1);
            self.item = Some(marker);
            if dropped(item) || hidden(item) {
                self.blocks.note("parts that the page hides were left out");
            } else {
                self.inside(child, level + 1)?;
            }
            self.flush()?;
        }
        self.depth -= 1;
        self.item = outer;
        if self.depth == 0 {
            self.blocks.gap()?;
        }
        Ok(())
    }

    fn table(&mut self, table: Branch<'_>, level: usize) -> Result<(), ReadError> {
        self.tables += 1;
        let mut grid = Grid::default();
        let mut number = 0;
        for node in table.descendants().skip(1) {
            if is(node, "caption") {
                let words = self.cell(node, level)?;
                self.blocks.paragraph(&words, 0)?;
            }
            if !is(node, "tr") || node.ancestors().filter_map(|n| n.value().as_element()).any(hidden) {
                continue;
            }
            number += 1;
            let (mut heads, mut plain) = (0, 0);
            for cell in node.children() {
                let Some(element) = cell.value().as_element() else { continue };
                if !matches!(element.name(), "td" | "th") {
                    continue;
                }
                let words = self.cell(cell, level)?;
                if element.name() == "th" {
                    heads += usize::from(!words.trim().is_empty());
                } else {
                    plain += usize::from(!words.trim().is_empty());
                }
                let span = |name| element.attr(name).and_then(|n| n.trim().parse().ok()).unwrap_or(1);
                grid.cell(words, span("colspan"), span("rowspan"));
            }
            let header = plain == 0 && heads > 1 || node.parent().is_some_and(|parent| is(parent, "thead"));
            self.next();
            (self.blocks.place.table, self.blocks.place.row) = (Some(self.tables), Some(number));
            self.blocks.row(&grid.row(), header)?;
            (self.blocks.place.table, self.blocks.place.row) = (None, None);
        }
        self.blocks.gap()
    }

    /// The words of a cell: its blocks become lines.
    fn cell(&mut self, node: Branch<'_>, level: usize) -> Result<String, ReadError> {
        let mut inner = Self::default();
        inner.inside(node, level + 1)?;
        inner.flush()?;
        let read = inner.blocks.done();
        read.notes.into_iter().for_each(|note| self.blocks.note(note));
        Ok(read
            .blocks
            .iter()
            .map(super::cell_line)
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n"))
    }

    fn say(&mut self, text: &str) {
        let glued = text.starts_with(char::is_whitespace);
        if glued && !self.words.is_empty() && !self.words.ends_with(char::is_whitespace) {
            self.words.push(' ');
        }
        let words = squeeze(text);
        self.words.push_str(&words);
        if text.ends_with(char::is_whitespace) && !words.is_empty() {
            self.words.push(' ');
        }
    }

    fn flat(&mut self, node: Branch<'_>) {
        let mut words = String::new();
        gather(node, &mut words);
        self.say(&words);
    }

    fn next(&mut self) {
        self.paragraph = self.paragraph.saturating_add(1);
        self.blocks.place.line = Some(self.paragraph);
    }

    fn flush(&mut self) -> Result<(), ReadError> {
        let words = std::mem::take(&mut self.words);
        if words.trim().is_empty() {
            return Ok(());
        }
        self.next();
        match self.item.take() {
            Some(marker) => self.blocks.bullet(&marker, self.depth.saturating_sub(1), &words),
            None => self.blocks.paragraph(&words, self.depth),
        }
    }
}

/// All text below a node, without scripts and styles.
fn gather(node: Branch<'_>, words: &mut String) {
    for inner in node.descendants() {
        let skipped = || inner.ancestors().take(3).filter_map(|n| n.value().as_element()).any(dropped);
        match inner.value() {
            Node::Text(text) if !skipped() => words.push_str(text),
            Node::Element(element) if element.name() == "br" => words.push('\n'),
            Node::Text(_)
            | Node::Element(_)
            | Node::Document
            | Node::Fragment
            | Node::Doctype(_)
            | Node::Comment(_)
            | Node::ProcessingInstruction(_) => {}
        }
    }
}

fn is(node: Branch<'_>, name: &str) -> bool {
    node.value().as_element().is_some_and(|element| element.name() == name)
}

fn dropped(element: &Element) -> bool {
    matches!(
        element.name(),
        "script" | "style" | "template" | "noscript" | "head" | "svg" | "iframe" | "object" | "select"
    )
}

fn hidden(element: &Element) -> bool {
    let style = element.attr("style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
    element.attr("hidden").is_some() || style.contains("display:none") || style.contains("mso-hide:all")
}

fn block(name: &str) -> bool {
    const BLOCKS: [&str; 33] = [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "option",
        "p",
        "section",
        "summary",
        "td",
        "th",
        "tr",
        "caption",
    ];
    BLOCKS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(page: &str) -> Vec<String> {
        let document = read(page.as_bytes()).unwrap();
        document.blocks.iter().map(super::super::shown).collect()
    }

    #[test]
    fn headings_paragraphs_and_lists_are_read() {
        let said = shown(
            "<title>no</title><script>no()</script><h1>Unit <em>4</em></h1><p>An   aim<br>in two lines.</p>\
             <ul><li>one <b>two</b><ol start=3 type=a><li>deep</li><li><p>deeper</p><p>more</p></li></ol></li><li>last</li></ul>",
        );
        assert_eq!(
            said,
            [
                "h1 Unit 4",
                "p0 An aim",
                "p0 in two lines.",
                "gap",
                "b0  one two",
                "b1 c. deep",
                "b1 d. deeper",
                "p2 more",
                "b0  last"
            ]
        );
    }

    #[test]
    fn spans_leave_empty_cells_and_heads_are_told() {
        let said = shown(
            "<table><caption>Register</caption><tr><th>LO</th><th>AC</th></tr>\
             <tr><td rowspan=2>1 Plan</td><td>1.1 a<ul><li>x</li></ul></td></tr><tr><td>1.2 b</td></tr><tr><td colspan=2>2 Do</td></tr></table>",
        );
        assert_eq!(said, ["p0 Register", "R LO|AC", "r 1 Plan|1.1 a\n• x", "r |1.2 b", "r 2 Do|"]);
    }

    #[test]
    fn what_is_hidden_is_noted_and_the_page_says_its_characters() {
        let read = read(b"<meta charset=iso-8859-2><p style='display: none'>no</p><p>\xb1\xff</p>").unwrap();
        assert_eq!((read.blocks[0].text().as_str(), read.notes.len()), ("ą˙", 1));
    }

    #[test]
    fn very_deep_pages_give_their_words_or_an_error() {
        let deep = |times: usize| format!("\n{}words{}", "<div>".repeat(times), "</div>".repeat(times));
        let read_deep = read(deep(400).as_bytes()).unwrap();
        assert_eq!(read_deep.blocks[0].text(), "words");
        assert_eq!(read_deep.notes.len(), 1);
        assert_eq!(read(deep(20_000).as_bytes()).unwrap_err().place, "line 2");
    }
}
