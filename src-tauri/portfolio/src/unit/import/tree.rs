//! Frameworks of other programs (CASE, Mahara, Moodle) are trees of statements. Here a tree becomes units: which level is
//! the unit, which the outcomes, which the criteria. Loops are refused by name. Pure; refuses to know the formats.

use super::checks::{defect, short};
use super::proposal::{
    DefectKind, LeftOver, Proposal, ProposedCriterion, ProposedOutcome, UnassignedCriterion,
};
use crate::error::{Error, Result};

/// Most statements taken from one file.
pub const MOST_NODES: usize = 200_000;

/// One statement.
#[derive(Debug, Clone, Default)]
pub struct Node {
    /// Id, where it is a uuid that mappings may name.
    pub id: Option<String>,
    /// Number; empty = none.
    pub code: String,
    /// Words.
    pub text: String,
    /// Further words.
    pub more: Option<String>,
    /// What the file says that it is.
    pub role: Option<Role>,
    /// Where it stands in the file.
    pub place: String,
    /// Positions of the statements under it, in order.
    pub children: Vec<usize>,
}

/// What a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A unit.
    Unit,
    /// A learning outcome.
    Outcome,
    /// An assessment criterion.
    Criterion,
}

/// Statements with those that stand under none.
#[derive(Debug, Clone, Default)]
pub struct Forest {
    /// All statements.
    pub nodes: Vec<Node>,
    /// Positions of the top ones, in order.
    pub roots: Vec<usize>,
}

/// A loop in `(child, parent)` pairs over `count` statements: the statements of one loop, each under the next.
#[must_use]
pub fn a_loop(pairs: &[(usize, usize)], count: usize) -> Option<Vec<usize>> {
    let (mut waiting, mut children) = (vec![0_usize; count], vec![Vec::new(); count]);
    for (child, parent) in pairs {
        waiting[*child] += 1;
        children[*parent].push(*child);
    }
    let mut ready: Vec<usize> = (0..count).filter(|n| waiting[*n] == 0).collect();
    while let Some(node) = ready.pop() {
        for child in std::mem::take(&mut children[node]) {
            waiting[child] -= 1;
            if waiting[child] == 0 {
                ready.push(child);
            }
        }
    }
    // Whoever still waits has a parent that still waits; walking up must come back.
    let mut parent_of = vec![None; count];
    for (child, parent) in pairs.iter().filter(|(_, parent)| waiting[*parent] > 0) {
        parent_of[*child] = Some(*parent);
    }
    let mut seen = vec![false; count];
    let mut at = (0..count).find(|n| waiting[*n] > 0)?;
    while !seen[at] {
        seen[at] = true;
        at = parent_of[at]?;
    }
    let (first, mut circle) = (at, vec![at]);
    while let Some(next) = parent_of[at].filter(|next| *next != first) {
        circle.push(next);
        at = next;
    }
    Some(circle)
}

impl Forest {
    /// Refuses a loop, naming its statements.
    pub fn refuse_loops(&self, pairs: &[(usize, usize)]) -> Result<()> {
        let Some(circle) = a_loop(pairs, self.nodes.len()) else { return Ok(()) };
        let name = |at: &usize| {
            let node = &self.nodes[*at];
            if node.code.is_empty() {
                short(&node.text)
            } else {
                format!("{} {}", node.code, short(&node.text))
            }
        };
        let mut names: Vec<String> = circle.iter().take(6).map(name).collect();
        names.extend(circle.first().map(name));
        Err(Error::UnitText(format!(
            "statements stand under each other in a circle: {}. Correct it in the program that made the file",
            names.join(" under ")
        )))
    }

    /// Levels below the top; statements that say they are criteria or outcomes count as such.
    fn height(&self) -> usize {
        let mut level: Vec<usize> = self.roots.clone();
        let mut height = 0;
        // No loops here, but a statement under two others may be seen twice; it is never deeper than there are statements.
        while !level.is_empty() && height <= 4 {
            height += 1;
            level = level.iter().flat_map(|at| self.nodes[*at].children.iter().copied()).collect();
        }
        height
    }

    /// Units: the top statements, where the file says so or the tree is three levels deep; else the whole is one unit, made
    /// from `base`.
    #[must_use]
    pub fn units(&self, base: &Proposal) -> Vec<Proposal> {
        let says_unit = self.roots.iter().any(|at| self.nodes[*at].role == Some(Role::Unit));
        if !says_unit && self.height() <= 2 {
            return vec![self.unit(base.clone(), &self.roots)];
        }
        self.roots
            .iter()
            .map(|at| {
                let node = &self.nodes[*at];
                let mut unit = base.clone();
                unit.unit.title.clone_from(&node.text);
                unit.unit.number = (!node.code.is_empty()).then(|| node.code.clone());
                unit.unit.aim.clone_from(&node.more);
                self.unit(unit, &node.children)
            })
            .collect()
    }

    fn unit(&self, mut unit: Proposal, children: &[usize]) -> Proposal {
        for at in children {
            let node = &self.nodes[*at];
            if node.role == Some(Role::Criterion) && node.children.is_empty() {
                unit.unassigned_criteria.push(UnassignedCriterion {
                    text: node.text.clone(),
                    proposed_outcome: None,
                    proposed_code: (!node.code.is_empty()).then(|| node.code.clone()),
                    confidence: 1.0,
                    place: node.place.clone(),
                });
                continue;
            }
            let outcome = self.outcome(node, &mut unit);
            unit.outcomes.push(outcome);
        }
        unit
    }

    fn outcome(&self, node: &Node, unit: &mut Proposal) -> ProposedOutcome {
        let number = unit.outcomes.len() + 1;
        let (code, origin) = named(&node.code, || number.to_string());
        if let Some(more) = &node.more {
            unit.left_over.push(LeftOver { text: more.clone(), place: node.place.clone() });
        }
        let mut outcome = ProposedOutcome {
            code,
            code_origin: origin.into(),
            text: node.text.clone(),
            confidence: 1.0,
            place: node.place.clone(),
            id: node.id.clone(),
            ..ProposedOutcome::default()
        };
        for at in &node.children {
            let child = &self.nodes[*at];
            let next = outcome.criteria.len() + 1;
            let (code, origin) = named(&child.code, || format!("{}.{next}", outcome.code));
            self.deeper(child, &code, unit);
            outcome.criteria.push(ProposedCriterion {
                code,
                code_origin: origin.into(),
                text: child.text.clone(),
                assignment: "published".into(),
                confidence: 1.0,
                place: child.place.clone(),
                amplification: child.more.clone(),
                id: child.id.clone(),
            });
        }
        outcome
    }

    /// A unit text ends at criteria: what stands below them is shown as left over.
    fn deeper(&self, criterion: &Node, code: &str, unit: &mut Proposal) {
        let mut open: Vec<usize> = criterion.children.iter().rev().copied().collect();
        let mut count = 0;
        while let Some(at) = open.pop() {
            let node = &self.nodes[at];
            count += 1;
            if unit.left_over.len() < MOST_NODES {
                let text = format!("{} {}", node.code, node.text).trim().to_owned();
                unit.left_over.push(LeftOver { text, place: node.place.clone() });
            }
            open.extend(node.children.iter().rev());
        }
        if count > 0 {
            let message =
                format!("{count} statements stand below the criterion {code}: a unit text ends at criteria");
            unit.defects.push(defect(DefectKind::NotKept, message, criterion.place.clone()));
        }
    }
}

fn named(code: &str, make: impl FnOnce() -> String) -> (String, &'static str) {
    if code.is_empty() { (make(), "generated") } else { (code.to_owned(), "published") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forest(rows: &[(&str, Option<usize>)]) -> Forest {
        let mut forest = Forest::default();
        for (at, (code, parent)) in rows.iter().enumerate() {
            forest.nodes.push(Node { code: (*code).into(), text: format!("text {code}"), ..Node::default() });
            match parent {
                Some(parent) => forest.nodes[*parent].children.push(at),
                None => forest.roots.push(at),
            }
        }
        forest
    }

    fn shape(units: &[Proposal]) -> Vec<String> {
        let outcome = |o: &ProposedOutcome| {
            let criteria: Vec<&str> = o.criteria.iter().map(|c| c.code.as_str()).collect();
            format!("{}({})", o.code, criteria.join(" "))
        };
        units.iter().map(|u| u.outcomes.iter().map(outcome).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn levels_become_outcomes_and_criteria() {
        let two = forest(&[("1", None), ("1.1", Some(0)), ("", Some(0)), ("2", None)]);
        assert_eq!(shape(&two.units(&Proposal::default())), ["1(1.1 1.2) 2()"]);
        let three = forest(&[("U1", None), ("1", Some(0)), ("1.1", Some(1)), ("U2", None), ("1", Some(3))]);
        let units = three.units(&Proposal::default());
        assert_eq!(shape(&units), ["1(1.1)", "1()"]);
        assert_eq!((units[1].unit.title.as_str(), units[1].unit.number.as_deref()), ("text U2", Some("U2")));
        let four = forest(&[
            ("U", None),
            ("1", Some(0)),
            ("1.1", Some(1)),
            ("1.1.1", Some(2)),
            ("1.1.1.1", Some(3)),
        ]);
        let units = four.units(&Proposal::default());
        assert_eq!((units[0].left_over.len(), units[0].defects[0].kind), (2, DefectKind::NotKept));
    }

    #[test]
    fn loops_are_found_and_named() {
        type Case = (&'static [(usize, usize)], Option<usize>);
        let cases: [Case; 5] = [
            (&[(1, 0), (2, 1), (3, 1)], None),
            (&[(1, 0), (1, 2), (2, 0)], None),
            (&[(0, 0)], Some(1)),
            (&[(0, 1), (1, 2), (2, 0), (3, 0)], Some(3)),
            (&[(1, 0), (2, 1), (1, 2)], Some(2)),
        ];
        for (pairs, length) in cases {
            assert_eq!(a_loop(pairs, 4).map(|c| c.len()), length, "{pairs:?}");
        }
        let two = forest(&[("1", None), ("1.1", Some(0))]);
        let said = two.refuse_loops(&[(1, 0), (0, 1)]).unwrap_err().to_string();
        assert!(said.contains("1 \"text 1\" under 1.1 \"text 1.1\" under 1 \"text 1\""), "{said}");
    }
}
