//! Mahara SmartEvidence frameworks, `.matrix` version 2: outcomes are standards and criteria their elements; of several units
//! each is a standard, with outcomes and criteria nested below. Full words stand in the description, for names are cut.

use serde_json::{Value, json};

use super::Material;
use crate::error::Result;
use crate::unit::import::markup::field;
use crate::unit::import::matrix::NO_OUTCOME;
use crate::unit::spec::{Criterion, LearningOutcome, UnitSpec};

/// Most characters of a short name.
const SHORT: usize = 100;
/// Most characters of a name.
const NAME: usize = 255;

/// Writes the framework.
pub fn write(material: &Material<'_>) -> Result<Vec<u8>> {
    let mut file = File::default();
    match material.units {
        [unit] => file.alone(unit),
        units => units.iter().for_each(|unit| file.nested(unit)),
    }
    let aim = if let [unit] = material.units { aim(unit) } else { String::new() };
    let framework = json!({
        "institution": "all", "name": cut(&material.title(), NAME), "description": field(&aim), "selfassess": false,
        "evidencestatuses": [
            {"begun": "Ready for assessment"}, {"incomplete": "Not yet met"}, {"partialcomplete": "Partially met"}, {"completed": "Met"},
        ],
        "standards": file.standards, "standardelements": file.elements,
    });
    let mut bytes = serde_json::to_vec_pretty(&json!({"framework": framework}))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The unit's aim: the typed text does not read it.
pub fn aim(unit: &UnitSpec) -> String {
    let full: Option<Value> = serde_json::from_slice(&unit.canonical).ok();
    full.as_ref().and_then(|v| v["unit"]["aim"].as_str()).unwrap_or_default().to_owned()
}

/// At most so many characters, the last an ellipsis where something was cut.
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

#[derive(Default)]
struct File {
    standards: Vec<Value>,
    elements: Vec<Value>,
}

impl File {
    fn alone(&mut self, unit: &UnitSpec) {
        for outcome in &unit.text.outcomes {
            let standard = self.standard(&outcome.code, &outcome.text, &outcome.text);
            outcome.criteria.iter().for_each(|c| self.criterion(c, standard, "", None));
        }
        self.unplaced(unit, None);
    }

    fn nested(&mut self, unit: &UnitSpec) {
        let title = &unit.text.unit.title;
        let code = unit.text.unit.number.clone().unwrap_or_default();
        let number = self.standards.len() + 1;
        let standard = self.standard(if code.is_empty() { title } else { &code }, title, title);
        for outcome in &unit.text.outcomes {
            let id = format!("{number}-{}", outcome.code);
            self.outcome(outcome, standard, &id);
            outcome
                .criteria
                .iter()
                .for_each(|c| self.criterion(c, standard, &format!("{number}-"), Some(&id)));
        }
        self.unplaced(unit, Some((standard, number)));
    }

    /// Criteria under no outcome stand under a heading that says so.
    fn unplaced(&mut self, unit: &UnitSpec, nested: Option<(usize, usize)>) {
        if unit.text.unassigned_criteria.is_empty() {
            return;
        }
        let criteria = &unit.text.unassigned_criteria;
        match nested {
            None => {
                let standard = self.standard("-", NO_OUTCOME, NO_OUTCOME);
                criteria.iter().for_each(|c| self.criterion(c, standard, "u-", None));
            }
            Some((standard, number)) => {
                let heading = LearningOutcome {
                    code: "-".into(),
                    text: NO_OUTCOME.into(),
                    ..LearningOutcome::default()
                };
                let id = format!("{number}-u");
                self.outcome(&heading, standard, &id);
                criteria.iter().for_each(|c| self.criterion(c, standard, &format!("{number}-u-"), Some(&id)));
            }
        }
    }

    fn standard(&mut self, code: &str, name: &str, full: &str) -> usize {
        let id = self.standards.len() + 1;
        self.standards.push(json!({"shortname": cut(code, SHORT), "name": cut(name, NAME), "description": field(full), "standardid": id}));
        id
    }

    fn outcome(&mut self, outcome: &LearningOutcome, standard: usize, id: &str) {
        self.elements.push(json!({
            "shortname": cut(&outcome.code, SHORT), "name": cut(&outcome.text, NAME), "description": field(&outcome.text),
            "standardid": standard, "elementid": id,
        }));
    }

    /// A parent comes before its child: Mahara reads the list once.
    fn criterion(&mut self, criterion: &Criterion, standard: usize, before: &str, parent: Option<&str>) {
        let mut element = json!({
            "shortname": cut(&criterion.code, SHORT), "name": cut(&criterion.text, NAME), "description": field(&criterion.text),
            "standardid": standard, "elementid": format!("{before}{}", criterion.code),
        });
        if let Some(parent) = parent {
            element["parentelementid"] = json!(parent);
        }
        self.elements.push(element);
    }
}
