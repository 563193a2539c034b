//! How well a reading hangs together in itself: numbers that run on, outcomes with criteria, criteria that begin with verbs,
//! little that looks like a criterion left over. Says nothing of whether it is right; refuses to know the document.

use super::marker::{self, SPELLED};
use super::words::{begins_as_outcome, begins_with_verb, count};
use crate::unit::import::proposal::{DefectKind, LineUse, Proposal, ProposedCriterion, Reading};

/// Doubts in a reading, in tenths: 0 where all hangs together. Readings of one document are compared by it.
#[must_use]
pub fn doubts(reading: &Reading) -> u32 {
    let units: u32 = reading.units.iter().map(unit).sum();
    let mut left = 0;
    for line in &reading.lines {
        let text = marker::read(&line.text).1;
        let words = count(text);
        left += match line.used {
            LineUse::LeftOver if words >= 3 && begins_with_verb(text) => 20,
            LineUse::LeftOver if words >= 4 => 3,
            LineUse::Guidance if words >= 3 && begins_as_outcome(text) => 10,
            LineUse::Title
            | LineUse::Fact
            | LineUse::Heading
            | LineUse::Outcome
            | LineUse::Criterion
            | LineUse::Guidance
            | LineUse::Furniture
            | LineUse::LeftOver => 0,
        };
    }
    let rows: usize = reading.units.iter().map(|unit| unit.outcomes.len()).sum();
    units + left + if rows == 0 { 200 } else { 0 }
}

/// Rows of a reading: what doubts are measured against.
#[must_use]
pub fn rows(reading: &Reading) -> u32 {
    let rows: usize = reading
        .units
        .iter()
        .map(|unit| {
            unit.outcomes.iter().map(|o| o.criteria.len() + 1).sum::<usize>() + unit.unassigned_criteria.len()
        })
        .sum();
    u32::try_from(rows).unwrap_or(u32::MAX)
}

/// Codes that the document prints: a way that loses them is no better way.
#[must_use]
pub fn published(reading: &Reading) -> usize {
    let own = |origin: &str| usize::from(origin == "published");
    reading
        .units
        .iter()
        .flat_map(|unit| &unit.outcomes)
        .map(|o| own(&o.code_origin) + o.criteria.iter().map(|c| own(&c.code_origin)).sum::<usize>())
        .sum()
}

/// Whether a way of laying a document out left its own marks in the words.
#[must_use]
pub fn leaks(reading: &Reading) -> bool {
    let marked = |text: &str| text.contains(SPELLED);
    let more = |text: &Option<String>| text.as_deref().is_some_and(marked);
    reading.units.iter().any(|unit| {
        marked(&unit.unit.title)
            || more(&unit.unit.aim)
            || more(&unit.unit.assessment_requirements)
            || unit.guidance.iter().any(|g| marked(&g.text))
            || unit.key_terms.iter().any(|t| marked(&t.term) || more(&t.definition))
            || unit.unassigned_criteria.iter().any(|c| marked(&c.text))
            || unit.outcomes.iter().any(|o| {
                marked(&o.text) || o.criteria.iter().any(|c| marked(&c.text) || more(&c.amplification))
            })
    })
}

fn unit(unit: &Proposal) -> u32 {
    let mut doubts = 0;
    for outcome in &unit.outcomes {
        let unsaid = outcome.inferred || outcome.text.is_empty();
        doubts += if unsaid { 30 } else { 0 };
        doubts += if outcome.criteria.is_empty() { 20 } else { 0 };
        doubts += if unsaid || begins_with_verb(&outcome.text) { 0 } else { 10 };
        doubts += long(&outcome.text, 35) + codes_within(&outcome.text);
        doubts += outcome.criteria.iter().map(criterion).sum::<u32>();
    }
    for criterion in &unit.unassigned_criteria {
        doubts += 10 + if begins_with_verb(&criterion.text) { 0 } else { 5 };
    }
    let broken = unit.defects.iter().filter(|defect| {
        matches!(
            defect.kind,
            DefectKind::GapInNumbering | DefectKind::DuplicateCode | DefectKind::CountsDisagree
        )
    });
    doubts + u32::try_from(broken.count()).unwrap_or(u32::MAX / 64).saturating_mul(10)
}

fn criterion(row: &ProposedCriterion) -> u32 {
    let mut doubts = if begins_with_verb(&row.text) { 0 } else { 6 };
    doubts += if begins_as_outcome(&row.text) { 10 } else { 0 };
    doubts += long(&row.text, 70) + codes_within(&row.text);
    // What looks like a criterion went into the words about another.
    let hidden = row.amplification.as_deref().is_some_and(begins_with_verb);
    doubts + if hidden { 6 } else { 0 }
}

fn long(text: &str, most: usize) -> u32 {
    if count(text) > most { 10 } else { 0 }
}

/// Codes such as "1.2" within a text: two rows in one.
fn codes_within(text: &str) -> u32 {
    let code = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let word = word.trim_start_matches("AC");
        let (a, b) = word.split_once('.').unwrap_or(("", ""));
        let number = |part: &str| (1..=2).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit());
        number(a) && number(b)
    };
    u32::try_from(text.split_whitespace().filter(code).count()).unwrap_or(0).min(4) * 10
}
