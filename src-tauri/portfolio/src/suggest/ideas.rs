//! The trade's ideas: words and phrases that stand for one thing, as criteria say it and as learners and witnesses say it. The
//! table itself is `concepts.txt`. Refuses to know what is compared with what.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::terms::{self, Term};

/// What a weak sign counts for in evidence, beside 1 for a strong one; and a word that stands in many reports.
const WEAK: f32 = 0.3;
/// What a word counts for that stands in nearly every report.
const FAINT: f32 = 0.05;
/// The two lines of the table that hold such words.
const COMMON: [(&str, f32); 2] = [("everywhere", FAINT), ("everyday", WEAK)];

/// The table as read once.
pub struct Ideas {
    /// Names, in plain words.
    pub names: Vec<&'static str>,
    /// Number of signs.
    pub number_of_signs: usize,
    /// Signs by the stem that they begin with.
    signs: HashMap<String, Vec<Sign>>,
}

/// A word or phrase that stands for an idea.
struct Sign {
    number: usize,
    idea: usize,
    rest: Vec<String>,
    worth: f32,
}

/// A sign found in a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Position of its first word.
    pub at: usize,
    /// Number of words.
    pub words: usize,
    /// Which sign; the same sign twice says no more than once.
    pub sign: usize,
    /// Which idea.
    pub idea: usize,
    /// What it is worth in evidence: 1, or less for a weak sign and for a word that stands everywhere.
    pub worth: f32,
}

/// The ideas that travel with the program.
pub static IDEAS: LazyLock<Ideas> = LazyLock::new(|| Ideas::read(include_str!("concepts.txt")));

impl Ideas {
    fn read(table: &'static str) -> Self {
        let mut ideas = Self { names: Vec::new(), number_of_signs: 0, signs: HashMap::new() };
        let mut common: HashMap<Vec<String>, f32> = HashMap::new();
        for line in table.lines().filter(|l| !l.starts_with('#')) {
            let Some((name, signs)) = line.split_once(" = ") else { continue };
            if let Some((_, worth)) = COMMON.iter().find(|(line, _)| *line == name) {
                for sign in signs.split(',') {
                    common.entry(stems(sign)).or_insert(*worth);
                }
                continue;
            }
            let (strong, weak) = signs.split_once(" ~ ").unwrap_or((signs, ""));
            ideas.names.push(name);
            ideas.add(strong, true, &common);
            ideas.add(weak, false, &common);
        }
        ideas
    }

    fn add(&mut self, signs: &str, strong: bool, common: &HashMap<Vec<String>, f32>) {
        let idea = self.names.len() - 1;
        for sign in signs.split(',') {
            let stems = stems(sign);
            let worth = common.get(&stems).copied().unwrap_or(if strong { 1.0 } else { WEAK });
            let Some((first, rest)) = stems.split_first() else { continue };
            let known = self.signs.entry(first.clone()).or_default();
            if known.iter().any(|s| s.idea == idea && s.rest == rest) {
                continue;
            }
            known.push(Sign { number: self.number_of_signs, idea, rest: rest.to_vec(), worth });
            self.number_of_signs += 1;
        }
    }

    /// Every sign in a text, by position.
    #[must_use]
    pub fn hits(&self, terms: &[Term<'_>]) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (at, term) in terms.iter().enumerate() {
            for sign in self.signs.get(&*term.stem).into_iter().flatten() {
                let rest = terms.get(at + 1..at + 1 + sign.rest.len());
                if rest.is_some_and(|rest| rest.iter().zip(&sign.rest).all(|(a, b)| a.stem == *b)) {
                    let Sign { number: sign_number, idea, worth, .. } = *sign;
                    let words = sign.rest.len() + 1;
                    hits.push(Hit { at, words, sign: sign_number, idea, worth });
                }
            }
        }
        hits
    }
}

fn stems(sign: &str) -> Vec<String> {
    terms::read(sign).into_iter().map(|t| t.stem.into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ideas_in(text: &str) -> Vec<&'static str> {
        let mut ideas: Vec<&str> = IDEAS
            .hits(&terms::read(text))
            .iter()
            .filter(|h| h.worth >= 1.0)
            .map(|h| IDEAS.names[h.idea])
            .collect();
        ideas.sort_unstable();
        ideas.dedup();
        ideas
    }

    #[test]
    fn learners_and_criteria_meet_in_an_idea() {
        for (criterion, evidence, idea) in [
            ("Forecast the likely volume of contact", "I reckon with 300 calls", "forecasting"),
            ("Identify the root cause of a problem", "We drew a fishbone", "root cause"),
            ("Hold regular team briefings", "Huddle, Mon 4 April", "a team briefing"),
            ("Handle customers' personal data", "I shred the lists", "personal data"),
            ("Coach a team member", "Second session with Kit", "coaching"),
        ] {
            assert!(ideas_in(criterion).contains(&idea), "{criterion}: {:?}", ideas_in(criterion));
            assert!(ideas_in(evidence).contains(&idea), "{evidence}: {:?}", ideas_in(evidence));
        }
        assert!(ideas_in("It was a day like any other.").is_empty());
    }

    #[test]
    fn the_table_is_in_order() {
        let names: std::collections::BTreeSet<&str> = IDEAS.names.iter().copied().collect();
        assert_eq!(names.len(), IDEAS.names.len(), "an idea stands twice");
        assert!(IDEAS.names.len() >= 80 && IDEAS.number_of_signs >= 1_000);
    }
}
