//! Units as rows, one for each criterion, in the columns that CSV and XLSX share. Every row repeats its unit and outcome, so
//! that it can be sorted and filtered. Criteria that nobody has placed stand first in their unit, before any outcome.

use super::Material;
use crate::unit::import::delimited::guarded as guard;
use crate::unit::import::sheet::OURS;
use crate::unit::spec::{Criterion, LearningOutcome, UnitSpec};

/// One row.
pub type Row = [String; 14];

/// The header and all rows, as they are.
pub fn rows(material: &Material<'_>) -> Vec<Row> {
    let mut rows = vec![OURS.map(str::to_owned)];
    for unit in material.units {
        let front = front(material, unit);
        for criterion in &unit.text.unassigned_criteria {
            rows.push(row(&front, None, Some(criterion)));
        }
        for outcome in &unit.text.outcomes {
            if outcome.criteria.is_empty() {
                rows.push(row(&front, Some(outcome), None));
            }
            for criterion in &outcome.criteria {
                rows.push(row(&front, Some(outcome), Some(criterion)));
            }
        }
    }
    rows
}

/// The same with no cell that a spreadsheet would run.
pub fn guarded(material: &Material<'_>) -> Vec<Row> {
    rows(material).into_iter().map(|row| row.map(|cell| guard(&cell))).collect()
}

/// Cells of the unit.
fn front(material: &Material<'_>, unit: &UnitSpec) -> [String; 9] {
    let (facts, own) = (&unit.text.unit, unit.text.qualifications.first());
    let shared = material.qualification;
    let number = own.and_then(|q| q.number.clone()).or_else(|| shared.and_then(|q| q.number.clone()));
    let title = own.and_then(|q| q.title.clone()).or_else(|| shared.and_then(|q| q.title.clone()));
    let whole = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    [
        unit.text.awarding_organisation.name.clone(),
        number.unwrap_or_default(),
        title.unwrap_or_default(),
        facts.level.clone().unwrap_or_default(),
        facts.number.clone().unwrap_or_default(),
        facts.urn.clone().unwrap_or_default(),
        facts.title.clone(),
        whole(facts.credit),
        whole(facts.glh),
    ]
}

fn row(front: &[String; 9], outcome: Option<&LearningOutcome>, criterion: Option<&Criterion>) -> Row {
    let [board, number, title, level, unit, urn, name, credit, glh] = front.clone();
    let (lo, learning) = outcome.map(|o| (o.code.clone(), o.text.clone())).unwrap_or_default();
    let (ac, text) = criterion.map(|c| (c.code.clone(), c.text.clone())).unwrap_or_default();
    let guidance = criterion.and_then(|c| c.amplification.clone()).unwrap_or_default();
    [board, number, title, level, unit, urn, name, credit, glh, lo, learning, ac, text, guidance]
}
