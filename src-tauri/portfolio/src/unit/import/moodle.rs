//! Moodle competency frameworks as its CSV export writes them. Columns are found by their headers, else by their order, since
//! headers are in the language of the site. Pure; refuses to know the library.

use std::collections::BTreeMap;

use super::checks::{defect, look_over};
use super::delimited::{self, Record, unguarded};
use super::markup;
use super::matrix::unplaced;
use super::proposal::{DefectKind, LineUse, Proposal, QualificationFacts, RawLine, Reading, StatedLink};
use super::sheet::{cut, tidy};
use super::tree::{Forest, Node};
use crate::error::{Error, Result};

/// Columns in their order.
pub const COLUMNS: [&str; 14] = [
    "Parent ID number",
    "ID number",
    "Short name",
    "Description",
    "Description format",
    "Scale values",
    "Scale configuration",
    "Rule type (optional)",
    "Rule outcome (optional)",
    "Rule config (optional)",
    "Cross-referenced competency ID numbers",
    "Exported ID (optional)",
    "Is framework",
    "Taxonomy",
];

/// Does the first row look like such a file?
#[must_use]
pub fn looks_like(cells: &[String]) -> bool {
    let named = |n: usize| cells.iter().any(|cell| plain(cell) == plain(COLUMNS[n]));
    named(0) && named(1) && named(12)
}

/// Reads a framework.
pub fn read(bytes: &[u8]) -> Result<Reading> {
    let records = delimited::records(bytes)?;
    let Some((head, rows)) = records.rows.split_first() else {
        return Err(Error::UnitText("it is empty".into()));
    };
    if head.cells.len() < 13 && !looks_like(&head.cells) {
        let message = "it is not a Moodle competency framework: its first row has fewer than 13 columns";
        return Err(Error::UnitText(message.into()));
    }
    let mut at: [usize; 14] = std::array::from_fn(|n| n);
    if looks_like(&head.cells) {
        for (place, name) in at.iter_mut().zip(COLUMNS) {
            *place = head.cells.iter().position(|cell| plain(cell) == plain(name)).unwrap_or(usize::MAX);
        }
    }
    let mut file = File {
        at,
        forest: Forest::default(),
        ids: BTreeMap::new(),
        order: Vec::new(),
        base: Proposal::default(),
        reading: Reading::default(),
    };
    file.reading.format = "Moodle competency framework".into();
    file.reading
        .defects
        .extend(records.notes.into_iter().map(|note| defect(DefectKind::BadCharacters, note, "")));
    let (frameworks, competencies): (Vec<_>, Vec<_>) = rows.iter().partition(|row| file.cell(row, 12) == "1");
    file.framework(&frameworks)?;
    for row in &competencies {
        file.competency(row);
    }
    file.hierarchy(&competencies)?;
    Ok(file.finish())
}

/// "Parent id number" and "Shortname" of older exports are the same as "Parent ID number" and "Short name".
fn plain(text: &str) -> String {
    text.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect()
}

struct File {
    at: [usize; 14],
    forest: Forest,
    /// Position of a competency by its id number.
    ids: BTreeMap<String, usize>,
    /// Position of each row that was taken.
    order: Vec<Option<usize>>,
    base: Proposal,
    reading: Reading,
}

impl File {
    fn cell<'r>(&self, row: &'r Record, column: usize) -> &'r str {
        row.cells.get(self.at[column]).map_or("", |cell| unguarded(cell.trim()))
    }

    fn framework(&mut self, frameworks: &[&Record]) -> Result<()> {
        let Some(row) = frameworks.first() else {
            return Err(Error::UnitText(
                "no row says that it is the framework: the column \"Is framework\" is 1 nowhere".into(),
            ));
        };
        for more in &frameworks[1..] {
            let message =
                "a second framework in one file: its competencies are shown with those of the first";
            self.reading.defects.push(defect(DefectKind::Other, message, format!("line {}", more.line)));
        }
        // A title that was cut stands whole in the first paragraph of the description, what follows is the aim.
        let (name, described) = (self.cell(row, 2), markup::plain(self.cell(row, 3)));
        let (title, aim) = match described.split_once('\n').unwrap_or((&described, "")) {
            (whole, aim) if name.ends_with('…') && !whole.is_empty() => (whole, aim),
            _short => (name, described.as_str()),
        };
        self.base.unit.title = title.to_owned();
        self.base.unit.aim = Some(aim.to_owned()).filter(|aim| !aim.is_empty());
        self.base.unit.urn = urn(self.cell(row, 1));
        self.base.source.kind = "unknown".into();
        let text = format!("{} {}", self.cell(row, 1), self.cell(row, 2));
        let place = format!("line {}", row.line);
        self.reading.lines.push(RawLine { place, text, used: LineUse::Title, unit: None, code: None });
        self.ids.insert(self.cell(row, 1).to_owned(), usize::MAX);
        Ok(())
    }

    fn competency(&mut self, row: &Record) {
        let place = format!("line {}", row.line);
        let (id, name) = (self.cell(row, 1).to_owned(), self.cell(row, 2).to_owned());
        if id.is_empty() || name.is_empty() {
            let message = "a row without an id number or a short name was not taken; Moodle skips it too";
            self.reading.defects.push(defect(DefectKind::NotKept, message, place));
            return self.order.push(None);
        }
        if self.ids.contains_key(&id) {
            let message = format!("the id number {id} stands twice; this row was not taken");
            self.reading.defects.push(defect(DefectKind::DuplicateCode, message, place));
            return self.order.push(None);
        }
        let (code, words) = coded(&id, &name);
        let (text, more) = markup::named_and_described(&words, self.cell(row, 3));
        self.order.push(Some(self.forest.nodes.len()));
        self.ids.insert(id, self.forest.nodes.len());
        self.forest.nodes.push(Node { code, text, more, place, ..Node::default() });
    }

    fn hierarchy(&mut self, rows: &[&Record]) -> Result<()> {
        let mut pairs = Vec::new();
        for (row, at) in rows.iter().zip(std::mem::take(&mut self.order)) {
            let Some(at) = at else { continue };
            let parent = self.cell(row, 0).to_owned();
            match self.ids.get(&parent).copied() {
                Some(above) if above != usize::MAX => {
                    pairs.push((at, above));
                    self.forest.nodes[above].children.push(at);
                }
                Some(_) => self.forest.roots.push(at),
                None => {
                    if !parent.is_empty() {
                        let message = format!(
                            "the parent {parent:?} is not in the file; the row was placed at the top"
                        );
                        let place = format!("line {}", row.line);
                        self.reading.defects.push(defect(DefectKind::BadValue, message, place));
                    }
                    self.forest.roots.push(at);
                }
            }
            for to in self.cell(row, 10).split(',').map(str::trim).filter(|to| !to.is_empty()) {
                self.reading.links.push(StatedLink {
                    from: self.cell(row, 1).to_owned(),
                    to: to.replace("%2C", ","),
                    relation: "related".into(),
                    beyond_to: String::new(),
                    beyond_from: String::new(),
                });
            }
        }
        self.forest.refuse_loops(&pairs)
    }

    fn finish(mut self) -> Reading {
        let mut units = self.forest.units(&self.base);
        if units.len() > 1 {
            let title = Some(self.base.unit.title.clone());
            self.reading.qualifications.push(QualificationFacts { title, ..QualificationFacts::default() });
            units.iter_mut().for_each(|unit| (unit.unit.aim, unit.unit.urn) = (None, None));
        }
        for unit in &mut units {
            unplaced(unit);
            look_over(unit);
        }
        for node in &self.forest.nodes {
            let used = if node.children.is_empty() { LineUse::Criterion } else { LineUse::Outcome };
            let text = format!("{} {}", node.code, node.text).trim().to_owned();
            let code = Some(node.code.clone()).filter(|code| !code.is_empty());
            self.reading.lines.push(RawLine { place: node.place.clone(), text, used, unit: None, code });
        }
        self.reading.units = units;
        self.reading
    }
}

/// Number and words of a short name "1.1 Identify …": the number is what the id number ends with, else what looks like one.
fn coded(id: &str, name: &str) -> (String, String) {
    for (at, _) in id.match_indices('-') {
        let code = &id[at + 1..];
        if let Some(words) = name.strip_prefix(code).filter(|_| !code.is_empty())
            && (words.is_empty() || words.starts_with(' '))
        {
            return (code.to_owned(), words.trim().to_owned());
        }
    }
    match cut(name, true) {
        Some((code, words)) => (tidy(&code), words.to_owned()),
        None => (String::new(), name.to_owned()),
    }
}

/// "M6011511" → M/601/1511.
fn urn(id: &str) -> Option<String> {
    let shape = id.len() == 8 && id.is_ascii() && id.starts_with(|c: char| c.is_ascii_uppercase());
    let whole = shape && id[1..].bytes().all(|b| b.is_ascii_digit());
    whole.then(|| format!("{}/{}/{}", &id[..1], &id[1..4], &id[4..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "Parent id number,ID number,Shortname,Description,Description format,Scale values,Scale configuration,Rule type (optional),Rule outcome (optional),Rule config (optional),Cross-referenced competency id numbers,Exported id (optional),Is framework,Taxonomy\n";

    fn file(rows: &str) -> String {
        format!("{HEAD},M6011511,Mend a wall,,1,\"No,Yes\",[],,,,,,1,\"outcome,competency\"\n{rows}")
    }

    #[test]
    fn a_framework_of_an_older_site_is_read() {
        let text = file(
            ",M6011511-1,LO1 Plan the work,<p>Plan the work with care</p>,1,,,,0,null,,1,,\nM6011511-1,M6011511-1.1,1.1 Say what,<p>Say what is &lt; 3</p>,1,,,,0,null,\"x%2C1,M6011511-1\",2,,\n",
        );
        let reading = read(text.as_bytes()).unwrap();
        let unit = &reading.units[0];
        assert_eq!((unit.unit.title.as_str(), unit.unit.urn.as_deref()), ("Mend a wall", Some("M/601/1511")));
        let outcome = &unit.outcomes[0];
        assert_eq!((outcome.code.as_str(), outcome.text.as_str()), ("1", "Plan the work with care"));
        assert_eq!(
            (outcome.criteria[0].code.as_str(), outcome.criteria[0].text.as_str()),
            ("1.1", "Say what is < 3")
        );
        let to: Vec<&str> = reading.links.iter().map(|l| l.to.as_str()).collect();
        assert_eq!(to, ["x,1", "M6011511-1"]);
    }

    #[test]
    fn bad_rows_are_named() {
        let reading = read(
            file(",a,A,,1,,,,,,,,,\n,a,B,,1,,,,,,,,,\n,,C,,1,,,,,,,,,\nzz,d,D,,1,,,,,,,,,\n").as_bytes(),
        )
        .unwrap();
        let said: Vec<&str> = reading.defects.iter().map(|d| d.place.as_str()).collect();
        assert_eq!(said, ["line 4", "line 5", "line 6"]);
        let circle = read(file("b,a,A,,1,,,,,,,,,\na,b,B,,1,,,,,,,,,\n").as_bytes()).unwrap_err().to_string();
        assert!(circle.contains("in a circle"), "{circle}");
        assert!(read(HEAD.as_bytes()).unwrap_err().to_string().contains("Is framework"));
        assert!(read(b"a,b\n1,2\n").unwrap_err().to_string().contains("fewer than 13 columns"));
        assert!(read(b"").is_err());
    }

    #[test]
    fn foreign_headers_are_taken_in_their_order() {
        let foreign: String = (0..14).map(|n| format!("kolumna {n}")).collect::<Vec<_>>().join(",");
        let text = file(",x-1,1 Plan,,1,,,,,,,,,\n").replacen(HEAD.trim_end(), &foreign, 1);
        assert_eq!(read(text.as_bytes()).unwrap().units[0].outcomes[0].text, "Plan");
    }
}
