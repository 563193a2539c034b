//! Which outcome a criterion without a place most likely serves: by the words they share, weighted by how few outcomes
//! have them, and by the trade's kindred words ("supervise" and "briefing"). Proposes; a person accepts.

use std::collections::{BTreeMap, BTreeSet};

use super::words::key;

/// Words that speak of the same thing, as stems. The first names the group.
const KINDRED: [&[&str]; 12] = [
    &[
        "plan",
        "objective",
        "timeline",
        "timescale",
        "resource",
        "schedul",
        "contingen",
        "milestone",
        "forecast",
    ],
    &["supervis", "brief", "coach", "oversee", "oversaw", "observ", "delegat", "team", "staff", "direct"],
    &["problem", "issue", "fault", "complaint", "cause", "correct", "solution", "resolv", "recur", "prevent"],
    &[
        "understand",
        "understood",
        "explain",
        "legislat",
        "regulat",
        "law",
        "knowledge",
        "policy",
        "polici",
        "reason",
        "theor",
        "know",
    ],
    &["monitor", "measur", "indicator", "survey", "metric", "track", "kpi", "feedback", "check", "record"],
    &["evaluat", "feedback", "review", "impact", "compar", "judg", "effect", "assess"],
    &["action", "chang", "improv", "respon", "adjust", "implement", "reallocat"],
    &["align", "link", "connect", "relat", "tie", "respons"],
    &["apply", "applied", "practical", "exampl", "realis", "scenario", "real"],
    &["communicat", "inform", "tell", "told", "present", "share", "explain"],
    &["develop", "strateg", "design", "creat", "produc", "build"],
    &["deal", "handl", "manag", "solv"],
];

/// Words that say nothing of the matter.
const EMPTY: &str = "the and for with that this from their they them are was were has have had how what when which who will can \
must should would could its his her own any all each such more than into onto about against candidate candidates learner learners \
award credit evidence expect look looks demonstrate demonstrates demonstrating demonstration show shows showing shown give given \
giving provide providing least two one three clear clearly detailed including include includes used using portfolio account within \
required requirement check ability able there where whose been being also both during after before other others";

/// A proposed place: position of the outcome, how sure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Position of the outcome.
    pub outcome: usize,
    /// 0 to 1.
    pub confidence: f32,
}

/// For each criterion the outcome that it most likely serves.
#[must_use]
pub fn propose(outcomes: &[&str], criteria: &[&str]) -> Vec<Option<Place>> {
    // Beyond any real unit, comparing each with each would take minutes.
    if outcomes.len().saturating_mul(criteria.len()) > 100_000 {
        return vec![None; criteria.len()];
    }
    let bags: Vec<BTreeMap<String, f32>> = outcomes.iter().map(|text| bag(text)).collect();
    let weights = rarity(&bags);
    criteria
        .iter()
        .enumerate()
        .map(|(position, text)| {
            let own = bag(text);
            let mut scores: Vec<(f32, usize)> = bags
                .iter()
                .enumerate()
                .map(|(at, outcome)| {
                    (likeness(&own, outcome, &weights) + order(position, criteria.len(), at, bags.len()), at)
                })
                .collect();
            scores.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let (best, outcome) = *scores.first()?;
            let second = scores.get(1).map_or(0.0, |s| s.0);
            let shared = likeness(&own, &bags[outcome], &weights) > 0.0;
            let lead = if best > 0.0 { (best - second) / best } else { 0.0 };
            shared.then_some(Place { outcome, confidence: (0.4 + 0.4 * lead).clamp(0.3, 0.8) })
        })
        .collect()
}

/// Criteria tend to come in the order of their outcomes: enough to settle a tie, no more.
fn order(position: usize, criteria: usize, outcome: usize, outcomes: usize) -> f32 {
    let along = |at: usize, of: usize| {
        (f32::from(u16::try_from(at).unwrap_or(u16::MAX)) + 0.5)
            / f32::from(u16::try_from(of.max(1)).unwrap_or(u16::MAX))
    };
    0.12 * (1.0 - (along(position, criteria) - along(outcome, outcomes)).abs())
}

/// Stems and groups in a text, each with its weight: a word itself 1, a kindred word less.
fn bag(text: &str) -> BTreeMap<String, f32> {
    let empty: BTreeSet<&str> = EMPTY.split_whitespace().collect();
    let mut bag = BTreeMap::new();
    let words = key(text);
    for (position, word) in words.split(' ').enumerate() {
        if word.len() < 3 || empty.contains(word) {
            continue;
        }
        // The verb at the front says what an outcome is about.
        let first = if position == 0 { 1.3 } else { 1.0 };
        let entry = bag.entry(stem(word)).or_insert(0.0_f32);
        *entry = entry.max(first);
        for group in KINDRED.iter().filter(|group| group.iter().any(|kin| word.starts_with(kin))) {
            let entry = bag.entry(format!("~{}", group[0])).or_insert(0.0_f32);
            *entry = (*entry + 0.6).min(1.8).max(first * 0.9);
        }
    }
    bag
}

fn stem(word: &str) -> String {
    const ENDS: [&str; 14] = [
        "isations", "isation", "ations", "ation", "ments", "ment", "ings", "ing", "ities", "ies", "ed", "es",
        "al", "s",
    ];
    let cut =
        ENDS.iter().find_map(|end| word.strip_suffix(end).filter(|rest| rest.len() >= 4)).unwrap_or(word);
    cut.trim_end_matches(['e', 'y']).to_owned()
}

/// Rare among the outcomes = telling.
fn rarity(bags: &[BTreeMap<String, f32>]) -> BTreeMap<String, f32> {
    let mut seen: BTreeMap<String, f32> = BTreeMap::new();
    for word in bags.iter().flat_map(BTreeMap::keys) {
        *seen.entry(word.clone()).or_insert(0.0) += 1.0;
    }
    let all = f32::from(u16::try_from(bags.len()).unwrap_or(u16::MAX));
    seen.into_iter().map(|(word, count)| (word, (1.0 + all / count).ln() - 0.65)).collect()
}

fn likeness(
    own: &BTreeMap<String, f32>,
    outcome: &BTreeMap<String, f32>,
    weights: &BTreeMap<String, f32>,
) -> f32 {
    let shared: f32 = outcome
        .iter()
        .filter_map(|(word, a)| {
            Some(a * own.get(word)? * weights.get(word).copied().unwrap_or(0.0).max(0.05))
        })
        .sum();
    let length: f32 =
        outcome.iter().map(|(word, a)| a * a * weights.get(word).copied().unwrap_or(0.0).max(0.05)).sum();
    if length > 0.0 { shared / length.sqrt() } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_follow_the_words() {
        let outcomes = [
            "plan market stalls",
            "supervise market stalls",
            "deal with problems of market stalls",
            "understand how to plan, run and close market stalls",
        ];
        let criteria = [
            "Award credit for a stall plan with objectives, resources and dates.",
            "Expect a record of how helpers were briefed and observed.",
            "Candidates settle at least two problems and say why they chose each solution.",
            "The reasons behind trading law and site policy are explained.",
        ];
        let found: Vec<Option<usize>> =
            propose(&outcomes, &criteria).iter().map(|p| p.map(|p| p.outcome)).collect();
        assert_eq!(found, [Some(0), Some(1), Some(2), Some(3)]);
        assert_eq!(propose(&[], &criteria), [None; 4]);
        assert_eq!(propose(&outcomes, &["zebra quartz"]), [None]);
    }
}
