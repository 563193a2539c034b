//! How well a document was recognised: a reading against what a careful person reads in it. Precision and recall of
//! outcomes and of criteria, every miss listed, and whether its words can be seen among the raw lines.
//! Pure; refuses to know files and recognisers.

use serde::{Deserialize, Serialize};

use super::proposal::{Proposal, ProposedCriterion, Reading};

/// What a careful person reads in a document.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Expected {
    /// What made the document.
    pub producer: String,
    /// Layout in words.
    pub shape: String,
    /// Units.
    pub units: Vec<ExpectedUnit>,
}

/// A unit as expected.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ExpectedUnit {
    /// Title; absent where the document has none.
    pub title: Option<String>,
    /// Board.
    pub board: Option<String>,
    /// AO unit number.
    pub number: Option<String>,
    /// Unit reference number.
    pub urn: Option<String>,
    /// Level.
    pub level: Option<String>,
    /// Credit value.
    pub credit: Option<i64>,
    /// Guided learning hours.
    pub glh: Option<i64>,
    /// Outcomes in order.
    pub outcomes: Vec<ExpectedOutcome>,
    /// Criteria without a place.
    pub unassigned: Vec<String>,
}

/// An outcome as expected.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ExpectedOutcome {
    /// Code as printed.
    pub code: Option<String>,
    /// Words.
    pub text: String,
    /// Criteria in order.
    pub criteria: Vec<ExpectedCriterion>,
}

/// A criterion as expected.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ExpectedCriterion {
    /// Code as printed.
    pub code: Option<String>,
    /// Words.
    pub text: String,
}

/// Found, expected and right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Rows that were found.
    pub found: usize,
    /// Rows that were to be found.
    pub expected: usize,
    /// Rows found as expected.
    pub right: usize,
}

impl Tally {
    /// Right of what was found; 1 where nothing was found.
    #[must_use]
    pub fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    /// Right of what was to be found; 1 where nothing was to be found.
    #[must_use]
    pub fn recall(self) -> f64 {
        share(self.right, self.expected)
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            found: self.found + other.found,
            expected: self.expected + other.expected,
            right: self.right + other.right,
        }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    let number = |n: usize| u32::try_from(n).map_or(f64::MAX, f64::from);
    if whole == 0 { 1.0 } else { number(part) / number(whole) }
}

/// One row that was to be found and was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Miss {
    /// "outcome" or "criterion".
    pub what: &'static str,
    /// Its words.
    pub text: String,
    /// All its words stand among the raw lines, so the review screen shows them.
    pub visible: bool,
}

/// How well one document was recognised.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Score {
    /// Outcomes.
    pub outcomes: Tally,
    /// Criteria.
    pub criteria: Tally,
    /// Facts of the units (title, number, reference, level, credit, hours): not part of the figures asked for.
    pub facts: Tally,
    /// What was not found.
    pub misses: Vec<Miss>,
    /// What was found and is not there.
    pub extra: Vec<String>,
}

/// Scores a reading.
#[must_use]
pub fn score(reading: &Reading, expected: &Expected) -> Score {
    let mut score = Score::default();
    let seen = seen(reading);
    let empty = Proposal::default();
    let blank = ExpectedUnit::default();
    for at in 0..reading.units.len().max(expected.units.len()) {
        let unit = reading.units.get(at).unwrap_or(&empty);
        let wanted = expected.units.get(at).unwrap_or(&blank);
        facts(unit, wanted, &mut score);
        outcomes(unit, wanted, &mut score, &seen);
        criteria(unit, wanted, &mut score, &seen);
    }
    score
}

/// A text without what typesetting changes: white space, quotation marks, dashes, bullets, capitals, a full stop.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '‘' | '’' | '`' => out.push('\''),
            '“' | '”' => out.push('"'),
            '–' | '—' | '‐' | '‑' | '−' => out.push('-'),
            '•' | '·' | '●' | '○' | '▪' | '◦' | '\u{f0b7}' | '\u{a0}' => out.push(' '),
            '\u{ad}' | '\u{200b}' => {}
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            other => out.extend(other.to_lowercase()),
        }
    }
    let words = out.split_whitespace().collect::<Vec<_>>().join(" ");
    words.trim_end_matches(['.', ';', ',', ':', ' ']).to_owned()
}

/// All raw lines as one text: what the review screen shows.
fn seen(reading: &Reading) -> String {
    let lines: Vec<String> = reading.lines.iter().map(|line| words(&line.text)).collect();
    format!(" {} ", lines.join(" "))
}

fn words(text: &str) -> String {
    let text = plain(text);
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether every word of a text is on the screen: in one run, or, where a table broke it, in parts.
fn visible(text: &str, seen: &str) -> bool {
    let text = words(text);
    seen.contains(&format!(" {text} ")) || text.split(' ').all(|word| seen.contains(&format!(" {word} ")))
}

fn facts(unit: &Proposal, wanted: &ExpectedUnit, score: &mut Score) {
    let number = |n: Option<i64>| n.map(|n| n.to_string());
    let found = &unit.unit;
    let title = Some(found.title.clone()).filter(|title| !title.is_empty());
    let pairs = [
        (title, wanted.title.clone()),
        (found.number.clone(), wanted.number.clone()),
        (found.urn.clone(), wanted.urn.clone()),
        (found.level.clone(), wanted.level.clone()),
        (number(found.credit), number(wanted.credit)),
        (number(found.glh), number(wanted.glh)),
    ];
    for (found, wanted) in pairs {
        let (found, wanted) = (found.map(|t| plain(&t)), wanted.map(|t| plain(&t)));
        let right = found.is_some() && found == wanted;
        score.facts = score.facts.plus(Tally {
            found: usize::from(found.is_some()),
            expected: usize::from(wanted.is_some()),
            right: usize::from(right),
        });
    }
}

/// An outcome is right when its words and its position are.
fn outcomes(unit: &Proposal, wanted: &ExpectedUnit, score: &mut Score, seen: &str) {
    let found: Vec<&str> = unit.outcomes.iter().filter(|o| !o.inferred).map(|o| o.text.as_str()).collect();
    let mut free: Vec<bool> = vec![true; found.len()];
    let mut right = 0;
    for outcome in &wanted.outcomes {
        match (0..found.len()).find(|at| free[*at] && plain(found[*at]) == plain(&outcome.text)) {
            Some(at) => {
                free[at] = false;
                right += 1;
            }
            None => score.misses.push(Miss {
                what: "outcome",
                text: outcome.text.clone(),
                visible: visible(&outcome.text, seen),
            }),
        }
    }
    let extra =
        found.iter().zip(&free).filter(|(_, free)| **free).map(|(text, _)| format!("outcome: {text}"));
    score.extra.extend(extra);
    score.outcomes =
        score.outcomes.plus(Tally { found: found.len(), expected: wanted.outcomes.len(), right });
}

/// A criterion is right when its words are and it stands under the right outcome: the one of the same position or the
/// same code; or without a place where none is expected.
fn criteria(unit: &Proposal, wanted: &ExpectedUnit, score: &mut Score, seen: &str) {
    let mut found: Vec<(Option<usize>, String, Option<&ProposedCriterion>)> = Vec::new();
    for (at, outcome) in unit.outcomes.iter().enumerate() {
        found.extend(outcome.criteria.iter().map(|c| (Some(at), plain(&c.text), Some(c))));
    }
    found.extend(unit.unassigned_criteria.iter().map(|c| (None, plain(&c.text), None)));
    let mut free = vec![true; found.len()];
    let mut expected: Vec<(Option<usize>, &str)> = Vec::new();
    for (at, outcome) in wanted.outcomes.iter().enumerate() {
        expected.extend(outcome.criteria.iter().map(|c| (Some(at), c.text.as_str())));
    }
    expected.extend(wanted.unassigned.iter().map(|text| (None, text.as_str())));
    let mut right = 0;
    for (owner, text) in &expected {
        let fits = |at: usize| {
            let (found_owner, found_text, _) = &found[at];
            let placed = match (found_owner, owner) {
                (Some(found), Some(wanted_at)) => {
                    found == wanted_at
                        || wanted.outcomes[*wanted_at].code.as_ref() == Some(&unit.outcomes[*found].code)
                }
                (None, None) => true,
                (Some(_), None) | (None, Some(_)) => false,
            };
            placed && *found_text == plain(text)
        };
        match (0..found.len()).find(|at| free[*at] && fits(*at)) {
            Some(at) => {
                free[at] = false;
                right += 1;
            }
            None => score.misses.push(Miss {
                what: "criterion",
                text: (*text).to_owned(),
                visible: visible(text, seen),
            }),
        }
    }
    let extra = found
        .iter()
        .zip(&free)
        .filter(|(_, free)| **free)
        .map(|((_, text, _), _)| format!("criterion: {text}"));
    score.extra.extend(extra);
    score.criteria = score.criteria.plus(Tally { found: found.len(), expected: expected.len(), right });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::import::proposal::{ProposedOutcome, UnassignedCriterion};

    fn reading(outcomes: &[(&str, &[&str])], loose: &[&str]) -> Reading {
        let outcomes = outcomes.iter().map(|(text, rows)| ProposedOutcome {
            text: (*text).into(),
            criteria: rows
                .iter()
                .map(|r| ProposedCriterion { text: (*r).into(), ..Default::default() })
                .collect(),
            ..Default::default()
        });
        let unit = Proposal {
            outcomes: outcomes.collect(),
            unassigned_criteria: loose
                .iter()
                .map(|text| UnassignedCriterion { text: (*text).into(), ..Default::default() })
                .collect(),
            ..Default::default()
        };
        Reading { units: vec![unit], ..Default::default() }
    }

    #[test]
    fn a_criterion_must_stand_under_its_outcome() {
        let expected: Expected = serde_json::from_str(
            r#"{"units":[{"outcomes":[{"text":"Know stock","criteria":[{"text":"State what stock is."}]},
                {"text":"Count","criteria":[{"text":"Count crates"}]}],"unassigned":["Weigh crates"]}]}"#,
        )
        .unwrap();
        let whole = reading(
            &[("know stock", &["state what stock is"]), ("Count", &["Count crates"])],
            &["Weigh crates"],
        );
        let found = score(&whole, &expected);
        assert_eq!(found.criteria, Tally { found: 3, expected: 3, right: 3 });
        assert_eq!(found.outcomes, Tally { found: 2, expected: 2, right: 2 });
        let moved =
            reading(&[("Know stock", &["State what stock is", "Count crates"]), ("Count it", &[])], &[]);
        let found = score(&moved, &expected);
        assert_eq!(found.criteria, Tally { found: 2, expected: 3, right: 1 });
        assert_eq!(found.outcomes, Tally { found: 2, expected: 2, right: 1 });
        assert_eq!(found.misses.len(), 3);
        assert!(found.misses.iter().all(|miss| !miss.visible), "there are no raw lines");
        assert_eq!(found.extra, ["outcome: Count it", "criterion: count crates"]);
    }

    #[test]
    fn units_beyond_the_expected_count_against() {
        let found = score(&reading(&[("Know stock", &[])], &[]), &Expected::default());
        assert_eq!(found.outcomes, Tally { found: 1, expected: 0, right: 0 });
        assert!((found.outcomes.precision() - 0.0).abs() < f64::EPSILON);
        assert!((found.outcomes.recall() - 1.0).abs() < f64::EPSILON);
    }
}
