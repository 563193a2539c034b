//! Mahara SmartEvidence frameworks, `.matrix` versions 1 (elements inside their standard) and 2 (one flat list of elements).
//! Pure; refuses to know the library.

use std::collections::BTreeMap;

use serde_json::Value;

use super::checks::{defect, look_over};
use super::markup;
use super::proposal::{
    Defect, DefectKind, LineUse, Proposal, QualificationFacts, RawLine, Reading, UnassignedCriterion,
};
use super::sheet::tidy;
use super::tree::{Forest, MOST_NODES, Node};
use crate::error::{Error, Result};

/// Largest file, in bytes.
pub const LARGEST: usize = 64 << 20;

/// Heading under which our exports put criteria that stand under no outcome.
pub const NO_OUTCOME: &str = "Criteria without an outcome";

/// Reads a framework.
pub fn read(bytes: &[u8]) -> Result<Reading> {
    if bytes.len() > LARGEST {
        return Err(Error::UnitText(format!("it is larger than {} MB", LARGEST >> 20)));
    }
    let (text, _) = super::delimited::decode(bytes);
    let file: Value =
        serde_json::from_str(&text).map_err(|e| Error::UnitText(format!("it is not JSON: {e}")))?;
    let framework = file.get("framework").filter(|f| f.is_object());
    let framework = framework
        .ok_or_else(|| Error::UnitText("it is not a SmartEvidence file: it has no framework".into()))?;
    let flat = framework.get("standardelements").is_some();
    let mut reading = Reading {
        format: if flat {
            "SmartEvidence framework, version 2"
        } else {
            "SmartEvidence framework, version 1"
        }
        .into(),
        ..Reading::default()
    };
    let forest = forest(framework, &mut reading.defects)?;
    let mut base = Proposal::default();
    base.unit.title = words(framework, "name");
    base.unit.aim = Some(markup::plain(&words(framework, "description"))).filter(|aim| !aim.is_empty());
    base.source.kind = "unknown".into();
    reading.units = forest.units(&base);
    if reading.units.len() > 1 {
        let title = Some(base.unit.title.clone()).filter(|title| !title.is_empty());
        reading.qualifications.push(QualificationFacts { title, ..QualificationFacts::default() });
        reading.units.iter_mut().for_each(|unit| unit.unit.aim = None);
    }
    for unit in &mut reading.units {
        unplaced(unit);
        look_over(unit);
    }
    reading.lines = forest.nodes.iter().map(line).collect();
    Ok(reading)
}

/// Takes our own heading for criteria without an outcome apart again.
pub fn unplaced(unit: &mut Proposal) {
    let Some(at) = unit.outcomes.iter().position(|o| o.text == NO_OUTCOME) else { return };
    for criterion in unit.outcomes.remove(at).criteria {
        let place = criterion.place;
        let proposed_code = Some(criterion.code);
        let criterion = UnassignedCriterion {
            text: criterion.text,
            proposed_code,
            confidence: 1.0,
            place,
            proposed_outcome: None,
        };
        unit.unassigned_criteria.push(criterion);
    }
}

fn line(node: &Node) -> RawLine {
    let used = if node.children.is_empty() { LineUse::Criterion } else { LineUse::Outcome };
    let text = format!("{} {}", node.code, node.text).trim().to_owned();
    RawLine {
        place: node.place.clone(),
        text,
        used,
        unit: None,
        code: Some(node.code.clone()).filter(|c| !c.is_empty()),
    }
}

fn words(value: &Value, key: &str) -> String {
    match value.get(key) {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(n)) => n.to_string(),
        Some(_) | None => String::new(),
    }
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

struct Builder<'a> {
    forest: Forest,
    pairs: Vec<(usize, usize)>,
    defects: &'a mut Vec<Defect>,
}

fn forest(framework: &Value, defects: &mut Vec<Defect>) -> Result<Forest> {
    let mut builder = Builder { forest: Forest::default(), pairs: Vec::new(), defects };
    let mut standards = BTreeMap::new();
    let (tops, flat) = (list(framework, "standards"), list(framework, "standardelements"));
    if tops.len() + flat.len() > MOST_NODES {
        return Err(Error::UnitText(format!("it has more than {MOST_NODES} standards and elements")));
    }
    for (n, standard) in tops.iter().enumerate() {
        let at = builder.node(standard, format!("standard {}", n + 1));
        builder.forest.roots.push(at);
        standards.insert(words(standard, "standardid"), at);
        let inside = list(standard, "standardelement");
        builder.elements(inside, &format!("standard {}, ", n + 1), &|_| Some(at))?;
    }
    builder.elements(flat, "", &|element| standards.get(&words(element, "standardid")).copied())?;
    let pairs = std::mem::take(&mut builder.pairs);
    builder.forest.refuse_loops(&pairs)?;
    Ok(builder.forest)
}

impl Builder<'_> {
    fn node(&mut self, value: &Value, place: String) -> usize {
        let (text, more) = markup::named_and_described(&words(value, "name"), &words(value, "description"));
        self.forest.nodes.push(Node {
            code: tidy(&words(value, "shortname")),
            text,
            more,
            place,
            ..Node::default()
        });
        self.forest.nodes.len() - 1
    }

    /// Elements under the standard that `home` gives, or under the element that they name as their parent.
    fn elements(
        &mut self,
        elements: &[Value],
        before: &str,
        home: &dyn Fn(&Value) -> Option<usize>,
    ) -> Result<()> {
        if self.forest.nodes.len() + elements.len() > MOST_NODES {
            return Err(Error::UnitText(format!("it has more than {MOST_NODES} standards and elements")));
        }
        let first = self.forest.nodes.len();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        for (n, element) in elements.iter().enumerate() {
            let at = self.node(element, format!("{before}element {}", n + 1));
            for key in ["elementid", "shortname"] {
                known.entry(words(element, key)).or_insert(at);
            }
        }
        for (n, element) in elements.iter().enumerate() {
            let at = first + n;
            let mut parent = words(element, "parentelementid");
            if parent.is_empty() {
                parent = words(element, "parent");
            }
            let above = if parent.is_empty() { None } else { known.get(&parent).copied() };
            if above.is_none() && !matches!(parent.as_str(), "" | "0") {
                let message =
                    format!("the parent {parent:?} is not in the file; it was placed under its standard");
                self.defects.push(defect(
                    DefectKind::BadValue,
                    message,
                    format!("{before}element {}", n + 1),
                ));
            }
            match above.or_else(|| home(element)) {
                Some(parent) => {
                    self.pairs.push((at, parent));
                    self.forest.nodes[parent].children.push(at);
                }
                None => {
                    let message =
                        format!("the standard {:?} is not in the file", words(element, "standardid"));
                    self.defects.push(defect(
                        DefectKind::BadValue,
                        message,
                        format!("{before}element {}", n + 1),
                    ));
                    self.forest.roots.push(at);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn shape(reading: &Reading) -> Vec<String> {
        let outcomes = reading.units.iter().flat_map(|u| &u.outcomes);
        outcomes
            .map(|o| {
                format!(
                    "{}: {}",
                    o.code,
                    o.criteria.iter().map(|c| c.code.as_str()).collect::<Vec<_>>().join(" ")
                )
            })
            .collect()
    }

    fn read_json(value: &Value) -> Result<Reading> {
        read(value.to_string().as_bytes())
    }

    #[test]
    fn both_versions_are_read() {
        let one = json!({"framework": {"name": "Mend a wall", "standards": [
            {"shortname": "LO1", "name": "Plan", "standardelement": [{"shortname": "1.1", "name": "Say", "description": "<p>Say what is <b>needed</b></p>"}, {"shortname": "1.2", "name": "Do", "description": "Range: brick"}]},
            {"shortname": "LO2", "name": "Build", "standardelement": []}]}});
        let reading = read_json(&one).unwrap();
        assert_eq!(
            (reading.format.as_str(), shape(&reading)),
            ("SmartEvidence framework, version 1", vec!["1: 1.1 1.2".to_owned(), "2: ".into()])
        );
        let criteria = &reading.units[0].outcomes[0].criteria;
        assert_eq!(
            (criteria[0].text.as_str(), criteria[1].amplification.as_deref()),
            ("Say what is needed", Some("Range: brick"))
        );
        let two = json!({"framework": {"name": "Mend a wall", "standards": [{"shortname": "1", "name": "Plan", "standardid": 7}],
            "standardelements": [{"shortname": "1.1", "name": "Say", "standardid": 7, "elementid": "1.1"}, {"shortname": "1.2", "name": "Do", "standardid": "7", "elementid": "1.2"}]}});
        let reading = read_json(&two).unwrap();
        assert_eq!(
            (reading.format.as_str(), shape(&reading)),
            ("SmartEvidence framework, version 2", vec!["1: 1.1 1.2".to_owned()])
        );
    }

    #[test]
    fn nesting_makes_units() {
        let file = json!({"framework": {"name": "Diploma", "standards": [{"shortname": "U1", "name": "Mend", "standardid": 1}],
            "standardelements": [{"shortname": "1", "name": "Plan", "standardid": 1, "elementid": "a"}, {"shortname": "1.1", "name": "Say", "standardid": 1, "elementid": "b", "parentelementid": "a"}]}});
        let reading = read_json(&file).unwrap();
        assert_eq!(
            (reading.units[0].unit.title.as_str(), shape(&reading)),
            ("Mend", vec!["1: 1.1".to_owned()])
        );
    }

    #[test]
    fn bad_files_are_named() {
        let circle = json!({"framework": {"name": "x", "standards": [], "standardelements": [
            {"shortname": "a", "name": "A", "elementid": "1", "parentelementid": "2"}, {"shortname": "b", "name": "B", "elementid": "2", "parentelementid": "1"}]}});
        assert!(read_json(&circle).unwrap_err().to_string().contains("in a circle"));
        assert!(read_json(&json!({})).unwrap_err().to_string().contains("no framework"));
        let stray = json!({"framework": {"name": "x", "standards": [{"shortname": "1", "name": "P", "standardid": 1}], "standardelements": [{"shortname": "1.1", "name": "A", "standardid": 9}, {"shortname": "1.2", "name": "B", "standardid": 1, "parentelementid": "zz"}]}});
        let reading = read_json(&stray).unwrap();
        let said: Vec<&str> = reading.defects.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(
            said,
            [
                "the standard \"9\" is not in the file",
                "the parent \"zz\" is not in the file; it was placed under its standard"
            ]
        );
    }
}
