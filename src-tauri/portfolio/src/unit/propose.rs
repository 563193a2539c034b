//! Proposals for links between two units, worked out from their texts alone.
//!
//! How: each criterion becomes a bag of word stems (its own words whole, its amplification and its outcome's words half).
//! Small words are left out; the verbs of commands (explain, show, produce …) count a third, since they say how a thing is
//! shown and not what. A stem weighs its count times the log of how rare it is among all criteria of both units, so that
//! "customer service", which stands everywhere, says little. Two criteria are as close as the cosine of their bags. A
//! pair is proposed where it is the best of one side and close enough; where it is the best of both and close, the
//! relation guessed is *close*, or *broader* / *narrower* where one side holds nearly all the words of the other and much
//! besides; else *related*. Never *exact*: that two texts ask the very same is for a person to say.
//!
//! Pairs that there is another reason for (points of a standard that both speak to, see `links::hub`) are weighed alike.
//!
//! Refuses to know boards, levels and what is linked already.

use std::collections::{BTreeMap, BTreeSet};

use crate::unit::link::Relation;
use crate::unit::spec::{SpecRow, UnitSpec};
use crate::unit::words::{self, Word};

/// A proposed link.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposed {
    /// Position of the row in the first unit.
    pub from: usize,
    /// Position of the row in the second unit.
    pub to: usize,
    /// Guessed; never exact.
    pub relation: Relation,
    /// Cosine of the two bags, 0 to 1.
    pub score: f32,
    /// Shared words, the weightiest first.
    pub why: Vec<String>,
    /// Words of the first that the second lacks, as they stand in it.
    pub beyond_from: String,
    /// Words of the second that the first lacks.
    pub beyond_to: String,
}

/// A pair below this is not proposed.
const FAINT: f32 = 0.12;
/// The best of both sides from here on is guessed to be close.
const CLOSE: f32 = 0.235;
/// A side of which so much stands in the other is contained in it …
const INSIDE: f32 = 0.8;
/// … where the other has so little of its own in common.
const BESIDES: f32 = 0.5;
/// Weight of the verb of a command.
const COMMAND: f32 = 0.3;
/// Weight of the words of the outcome and of the amplification.
const AROUND: f32 = 0.5;
/// So many shared words are shown, and so many pieces of what goes beyond.
const SHOWN: usize = 6;

struct Bag {
    own: Vec<Word>,
    weights: BTreeMap<String, f32>,
    length: f32,
}

/// Proposals from one unit to another, the likeliest first.
#[must_use]
pub fn propose(from: &UnitSpec, to: &UnitSpec) -> Vec<Proposed> {
    propose_with(from, to, &BTreeSet::new())
}

/// The same, and pairs of positions that there is another reason for, however little their words have in common.
#[must_use]
pub fn propose_with(from: &UnitSpec, to: &UnitSpec, others: &BTreeSet<(usize, usize)>) -> Vec<Proposed> {
    let (mut left, mut right) = (bags(from), bags(to));
    weigh(&mut left, &mut right);
    let scores: Vec<Vec<f32>> = left.iter().map(|a| right.iter().map(|b| cosine(a, b)).collect()).collect();
    let best_right: Vec<Option<usize>> = scores.iter().map(|row| best(row.iter().copied())).collect();
    let best_left: Vec<Option<usize>> =
        (0..right.len()).map(|j| best(scores.iter().map(|row| row[j]))).collect();
    let mut out = Vec::new();
    for (i, a) in left.iter().enumerate() {
        for (j, b) in right.iter().enumerate() {
            let (of_left, of_right) = (best_right[i] == Some(j), best_left[j] == Some(i));
            let by_words = scores[i][j] >= FAINT && (of_left || of_right);
            if !by_words && !others.contains(&(i, j)) {
                continue;
            }
            out.push(Proposed {
                from: i,
                to: j,
                relation: relation(a, b, scores[i][j], of_left && of_right),
                score: scores[i][j],
                why: shared(a, b),
                beyond_from: beyond(a, b),
                beyond_to: beyond(b, a),
            });
        }
    }
    out.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.from, a.to).cmp(&(b.from, b.to))));
    out
}

fn bags(spec: &UnitSpec) -> Vec<Bag> {
    spec.rows.iter().map(|row| bag(spec, row)).collect()
}

fn bag(spec: &UnitSpec, row: &SpecRow) -> Bag {
    let own = words::read(&row.text);
    let mut weights: BTreeMap<String, f32> = BTreeMap::new();
    let mut add = |words: &[Word], times: f32| {
        for word in words {
            let Some(stem) = &word.stem else { continue };
            *weights.entry(stem.clone()).or_default() += if word.command { times * COMMAND } else { times };
        }
    };
    add(&own, 1.0);
    if let Some(more) = &row.amplification {
        add(&words::read(more), AROUND);
    }
    if !row.outcome_level {
        add(&words::read(&spec.text.outcomes[row.outcome].text), AROUND);
    }
    Bag { own, weights, length: 0.0 }
}

/// Turns counts into weights: a word counts for the more, the fewer criteria of a unit have it. Each unit is counted by
/// itself, else a word that both have once would weigh less than one that only one of them has.
fn weigh(left: &mut [Bag], right: &mut [Bag]) {
    let (of_left, of_right) = (holders(left), holders(right));
    let all = number(left.len().max(right.len()));
    for bag in left.iter_mut().chain(right.iter_mut()) {
        for (stem, weight) in &mut bag.weights {
            let have = |holders: &BTreeMap<String, f32>| holders.get(stem).copied().unwrap_or_default();
            let have = have(&of_left).max(have(&of_right));
            // A word said twice counts more, but not double; one that all criteria have counts next to nothing.
            *weight = (1.0 + *weight).ln() * (1.0 + (all - have + 0.25) / (have + 0.5)).ln();
        }
        bag.length = bag.weights.values().map(|w| w * w).sum::<f32>().sqrt();
    }
}

/// How many criteria have each word.
fn holders(bags: &[Bag]) -> BTreeMap<String, f32> {
    let mut holders = BTreeMap::new();
    for stem in bags.iter().flat_map(|bag| bag.weights.keys()) {
        *holders.entry(stem.clone()).or_default() += 1.0;
    }
    holders
}

#[allow(clippy::cast_precision_loss, reason = "a count of criteria")]
const fn number(n: usize) -> f32 {
    n as f32
}

fn cosine(a: &Bag, b: &Bag) -> f32 {
    let common: f32 = a.weights.iter().filter_map(|(stem, w)| Some(w * b.weights.get(stem)?)).sum();
    if a.length * b.length > 0.0 { common / (a.length * b.length) } else { 0.0 }
}

fn best(scores: impl Iterator<Item = f32>) -> Option<usize> {
    scores
        .enumerate()
        .filter(|(_, s)| *s > 0.0)
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
        .map(|(i, _)| i)
}

/// Which part of a criterion's weight the other one has too.
fn inside(a: &Bag, b: &Bag) -> f32 {
    let all: f32 = a.weights.values().sum();
    let common: f32 = a.weights.iter().filter(|(s, _)| b.weights.contains_key(*s)).map(|(_, w)| w).sum();
    if all > 0.0 { common / all } else { 0.0 }
}

fn relation(a: &Bag, b: &Bag, score: f32, best_of_both: bool) -> Relation {
    let (left, right) = (inside(a, b), inside(b, a));
    if !best_of_both || score < CLOSE {
        Relation::Related
    } else if left >= INSIDE && right <= BESIDES {
        Relation::Narrower
    } else if right >= INSIDE && left <= BESIDES {
        Relation::Broader
    } else {
        Relation::Close
    }
}

/// Shared words as the first side writes them, the weightiest first.
fn shared(a: &Bag, b: &Bag) -> Vec<String> {
    let mut found: Vec<(f32, &str)> = Vec::new();
    let mut seen = BTreeSet::new();
    for word in a.own.iter().filter(|w| !w.command) {
        let Some(stem) = &word.stem else { continue };
        let weight = a.weights.get(stem).zip(b.weights.get(stem)).map(|(x, y)| x * y);
        if let Some(weight) = weight.filter(|w| *w > 0.0 && seen.insert(stem)) {
            found.push((weight, &word.text));
        }
    }
    found.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(y.1)));
    // Words that stand nearly everywhere explain nothing.
    let enough = found.first().map_or(0.0, |(weight, _)| weight / 10.0);
    let plain = |text: &str| text.to_lowercase().trim_end_matches("'s").trim_end_matches("’s").to_owned();
    found.into_iter().filter(|(w, _)| *w >= enough).take(SHOWN).map(|(_, text)| plain(text)).collect()
}

/// The pieces of the first text that hold a word which the second lacks, in order: "performance indicators; dates for each
/// stage".
fn beyond(a: &Bag, b: &Bag) -> String {
    let mut pieces: Vec<(f32, usize, String)> = Vec::new();
    let mut piece: Vec<&Word> = Vec::new();
    let mut end = |piece: &mut Vec<&Word>| {
        while piece.last().is_some_and(|w| w.stem.is_none() || w.command) {
            piece.pop();
        }
        let from = piece.iter().position(|w| w.stem.is_some() && !w.command).unwrap_or(piece.len());
        let stems: BTreeSet<&String> = piece[from..].iter().filter_map(|w| w.stem.as_ref()).collect();
        let weight: f32 = stems.iter().filter_map(|s| a.weights.get(*s)).sum();
        let text: Vec<&str> = piece[from..].iter().map(|w| w.text.as_str()).collect();
        if weight > 0.0 {
            pieces.push((weight, pieces.len(), text.join(" ")));
        }
        piece.clear();
    };
    for word in &a.own {
        let known = word.stem.as_ref().is_some_and(|s| b.weights.contains_key(s));
        if known {
            end(&mut piece);
        } else {
            piece.push(word);
        }
        if word.ends {
            end(&mut piece);
        }
    }
    end(&mut piece);
    pieces.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    pieces.truncate(SHOWN);
    pieces.sort_by_key(|p| p.1);
    pieces.into_iter().map(|p| p.2).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {

    use serde_json::json;

    use super::*;
    use crate::unit::export::links::read_links;
    use crate::unit::starter;

    fn starter_units() -> Vec<UnitSpec> {
        starter::UNITS.iter().map(|json| UnitSpec::parse(json).unwrap()).collect()
    }

    fn unit(criteria: &[&str]) -> UnitSpec {
        let id = |n: usize| format!("00000000-0000-4000-8000-{n:012}");
        let criteria: Vec<_> = criteria
            .iter()
            .enumerate()
            .map(|(i, text)| json!({ "id": id(i + 2), "code": format!("1.{}", i + 1), "text": text }))
            .collect();
        let outcome = json!({ "id": id(1), "code": "1", "text": "Be able to work with customers", "criteria": criteria });
        let spec = json!({
            "format": "assessor-spec", "formatVersion": 1, "id": id(0), "handle": "invented",
            "unit": { "title": "Invented" }, "outcomes": [outcome],
        });
        UnitSpec::parse(&spec.to_string()).unwrap()
    }

    #[test]
    fn every_close_link_that_ships_is_proposed_and_none_as_exact() {
        let units = starter_units();
        let links = read_links(starter::LINKS.as_bytes()).unwrap();
        let place = |id: &str| {
            let mut places = units.iter().enumerate();
            places.find_map(|(u, spec)| Some((u, spec.rows.iter().position(|r| r.id == id)?))).unwrap()
        };
        let mut close = 0;
        for link in &links {
            let ((a, x), (b, y)) = (place(&link.from.criterion), place(&link.to.criterion));
            let proposed = propose(&units[a], &units[b]);
            assert!(proposed.iter().all(|p| p.relation != Relation::Exact && p.score <= 1.001));
            let found = proposed.iter().find(|p| (p.from, p.to) == (x, y));
            let turned = propose(&units[b], &units[a]);
            assert_eq!(
                found.is_some(),
                turned.iter().any(|p| (p.from, p.to) == (y, x)),
                "both ways the same"
            );
            if link.relation == Relation::Close {
                let found = found
                    .unwrap_or_else(|| panic!("{} {} is not proposed", link.from.handle, link.from.code));
                assert!(
                    !found.why.is_empty() && !found.beyond_from.is_empty() && !found.beyond_to.is_empty()
                );
                close += 1;
            }
        }
        assert_eq!(close, 11);
    }

    #[test]
    fn reasons_and_differences_are_words_of_the_texts() {
        let from = unit(&[
            "Produce a rota with breaks and holidays.",
            "Explain the complaints procedure to customers.",
        ]);
        let to = unit(&[
            "Describe how complaints of customers are recorded.",
            "Prepare a rota that covers sickness.",
        ]);
        let proposed = propose(&from, &to);
        let pairs: BTreeSet<(usize, usize)> = proposed.iter().map(|p| (p.from, p.to)).collect();
        assert_eq!(pairs, BTreeSet::from([(0, 1), (1, 0)]));
        let rota = proposed.iter().find(|p| p.from == 0).unwrap();
        assert_eq!(rota.why, ["rota"]);
        assert_eq!(
            (rota.beyond_from.as_str(), rota.beyond_to.as_str()),
            ("breaks and holidays", "covers sickness")
        );
    }

    #[test]
    fn relations_are_guessed_from_what_holds_what() {
        let same = "Explain the procedure for complaints at the counter.";
        let part = "Explain the procedure for complaints.";
        let whole = "Explain the procedure for complaints, refunds, lost property, emergencies, allergies and deliveries.";
        let other = "Mix cement for a brick wall.";
        let noise = ["Lift heavy boxes safely.", "Drive a van at night."];
        let cases = [
            (same, same, Some(Relation::Close)),
            (part, whole, Some(Relation::Narrower)),
            (whole, part, Some(Relation::Broader)),
            (same, other, None),
        ];
        for (a, b, want) in cases {
            let (from, to) = (unit(&[a, noise[0]]), unit(&[b, noise[1]]));
            let found = propose(&from, &to);
            let found = found.iter().find(|p| (p.from, p.to) == (0, 0));
            assert_eq!(found.map(|p| p.relation), want, "{a} / {b}: {found:?}");
        }
        let alike = propose(&unit(&[same]), &unit(&[same]));
        assert!(
            alike[0].score > 0.99 && alike[0].relation == Relation::Close,
            "the very same text is not exact"
        );
        assert_eq!((alike[0].beyond_from.as_str(), alike[0].beyond_to.as_str()), ("", ""));
    }

    #[test]
    fn every_criterion_of_a_large_unit_finds_its_own_words() {
        let own = UnitSpec::parse(starter::UNITS[5]).unwrap();
        assert!(own.rows.len() >= 30);
        assert!(propose(&own, &own).len() >= own.rows.len());
    }
}
