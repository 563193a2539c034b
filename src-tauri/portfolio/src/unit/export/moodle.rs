//! Moodle competency frameworks (tool_lpimportcsv): 14 columns whose order counts. Short names are cut at 100 characters, so
//! the full words stand in the description. Links between criteria of one export are cross-references.

use std::collections::BTreeMap;

use super::Material;
use super::matrix::{aim, cut};
use crate::error::Result;
use crate::unit::import::delimited::guarded;
use crate::unit::import::markup::paragraph;
use crate::unit::import::matrix::NO_OUTCOME;
use crate::unit::import::moodle::COLUMNS;
use crate::unit::spec::{Criterion, UnitSpec};

/// Most characters of an id number and of a short name.
const MOST: usize = 100;
/// Most characters of what an id number begins with.
const STEM: usize = 60;

type Row = [String; 14];

/// Writes the framework.
pub fn write(material: &Material<'_>) -> Result<Vec<u8>> {
    let mut file = File::default();
    let alone = if let [unit] = material.units { Some(unit) } else { None };
    let stem = alone.map_or_else(|| cut(&slug(&material.title()), STEM), |unit| stem(unit));
    file.framework(&stem, &material.title(), &alone.map(|unit| aim(unit)).unwrap_or_default());
    for (n, unit) in material.units.iter().enumerate() {
        if alone.is_some() {
            file.unit(unit, "", &stem);
        } else {
            let code = unit.text.unit.number.as_deref().unwrap_or_default();
            let own = format!("{stem}-u{}{}{code}", n + 1, if code.is_empty() { "" } else { "-" });
            file.competency("", &own, code, &unit.text.unit.title);
            file.unit(unit, &own, &own);
        }
    }
    file.cross_references(material);
    Ok(super::csv::write(&file.rows))
}

#[derive(Default)]
struct File {
    rows: Vec<Row>,
    /// Row and id number of each criterion and outcome, by its id.
    at: BTreeMap<String, (usize, String)>,
}

impl File {
    fn framework(&mut self, id: &str, title: &str, aim: &str) {
        self.rows.push(COLUMNS.map(str::to_owned));
        let mut row = Row::default();
        row[1] = guarded(id);
        row[2] = guarded(&cut(title, MOST));
        let longer = title.chars().count() > MOST;
        row[3] = match (longer, aim) {
            (true, aim) => {
                format!("{}{}", paragraph(title), if aim.is_empty() { String::new() } else { paragraph(aim) })
            }
            (false, "") => String::new(),
            (false, aim) => paragraph(aim),
        };
        row[4] = "1".into();
        row[5] = "Not yet competent,Competent".into();
        row[6] = r#"[{"scaleid":"2"},{"id":2,"scaledefault":1,"proficient":1}]"#.into();
        row[12] = "1".into();
        row[13] = "outcome,competency,competency,competency".into();
        self.rows.push(row);
    }

    fn unit(&mut self, unit: &UnitSpec, parent: &str, stem: &str) {
        for outcome in &unit.text.outcomes {
            let id =
                self.competency(parent, &format!("{stem}-{}", outcome.code), &outcome.code, &outcome.text);
            self.at.insert(outcome.id.clone(), (self.rows.len() - 1, id.clone()));
            outcome.criteria.iter().for_each(|c| self.criterion(&id, stem, c));
        }
        if !unit.text.unassigned_criteria.is_empty() {
            let id = self.competency(parent, &format!("{stem}--"), "-", NO_OUTCOME);
            unit.text.unassigned_criteria.iter().for_each(|c| self.criterion(&id, &format!("{stem}--"), c));
        }
    }

    fn criterion(&mut self, parent: &str, stem: &str, criterion: &Criterion) {
        let id =
            self.competency(parent, &format!("{stem}-{}", criterion.code), &criterion.code, &criterion.text);
        self.at.insert(criterion.id.clone(), (self.rows.len() - 1, id));
    }

    fn competency(&mut self, parent: &str, id: &str, code: &str, words: &str) -> String {
        let mut row = Row::default();
        let id = cut(id, MOST);
        row[0] = guarded(parent);
        row[1] = guarded(&id);
        let plain = words.replace(['\n', '\r'], " ");
        row[2] = guarded(&cut(format!("{code} {plain}").trim(), MOST));
        row[3] = paragraph(words);
        row[4] = "1".into();
        row[8] = "0".into();
        row[9] = "null".into();
        row[11] = self.rows.len().to_string();
        self.rows.push(row);
        id
    }

    fn cross_references(&mut self, material: &Material<'_>) {
        for link in material.links {
            let ends = (self.at.get(&link.from.criterion), self.at.get(&link.to.criterion));
            let (Some((from, _)), Some((_, to))) = ends else { continue };
            let list = &mut self.rows[*from][10];
            if !list.is_empty() {
                list.push(',');
            }
            list.push_str(&to.replace(',', "%2C"));
        }
    }
}

/// What id numbers of a unit begin with: its reference number, else its short name.
fn stem(unit: &UnitSpec) -> String {
    let urn = unit.text.unit.urn.as_deref().map(|urn| urn.replace('/', "")).filter(|urn| !urn.is_empty());
    cut(&urn.unwrap_or_else(|| unit.text.handle.clone()), STEM)
}

fn slug(title: &str) -> String {
    let plain: String =
        title.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join("-")
}
