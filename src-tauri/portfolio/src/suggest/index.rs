//! Criteria made ready for ranking: what each word and each idea is worth to each criterion, and which criteria ask nearly the
//! same. BM25 with its usual constants; a criterion's own words count whole, those around it in part. Refuses to know evidence.

use std::collections::{BTreeMap, HashMap};

use super::asks;
use super::ideas::IDEAS;
use super::terms::{self, Says};

/// A criterion as the ranker reads it.
#[derive(Debug, Clone, Default)]
pub struct Target<'a> {
    /// Its own words.
    pub text: &'a str,
    /// Further words of the board.
    pub amplification: &'a str,
    /// Its outcome's words; empty where it is itself an outcome.
    pub outcome: &'a str,
    /// Terms of its unit with their definitions.
    pub terms: Vec<(&'a str, &'a str)>,
}

/// Saturation of a word in a criterion, and how far a long criterion is held back: BM25's k1 and b.
const K1: f32 = 1.2;
const B: f32 = 0.5;
/// How far a criterion of many ideas is held back.
const IDEA_LENGTH: f32 = 0.85;
/// Words around a criterion beside its own.
const OUTCOME: f32 = 0.35;
const AMPLIFICATION: f32 = 0.5;
const KEY_TERMS: f32 = 0.25;
/// A common word beside another; the verb of the command says how, not what.
pub const LITTLE: f32 = 0.3;
const COMMAND: f32 = 0.3;
/// From here on two criteria ask nearly the same; so many are kept.
const NEAR: f32 = 0.2;
const NEAREST: usize = 4;

/// What something is worth to which criteria.
pub type Worth = Vec<(usize, f32)>;

/// Criteria made ready.
pub struct Index {
    /// Words that criteria have, by stem.
    pub vocabulary: HashMap<String, usize>,
    /// For each of them what it is worth to which criteria.
    pub words: Vec<Worth>,
    /// For each idea the same.
    pub ideas: Vec<Worth>,
    /// For each criterion those that ask nearly the same, with how near they are.
    pub near: Vec<Worth>,
}

#[derive(Default)]
struct Bag {
    words: BTreeMap<String, f32>,
}

#[allow(clippy::cast_precision_loss, reason = "counts of words and criteria")]
const fn number(n: usize) -> f32 {
    n as f32
}

impl Index {
    /// Makes criteria ready.
    #[must_use]
    pub fn new(targets: &[Target<'_>]) -> Self {
        let bags: Vec<Bag> = targets.iter().map(bag).collect();
        let (vocabulary, words) = words(&bags);
        let ideas = ideas(targets);
        let near = near(targets.len(), &ideas);
        Self { vocabulary, words, ideas, near }
    }
}

fn words(bags: &[Bag]) -> (HashMap<String, usize>, Vec<Worth>) {
    let length = |bag: &Bag| bag.words.values().sum::<f32>();
    let average = bags.iter().map(length).sum::<f32>() / number(bags.len().max(1));
    let mut have: BTreeMap<&str, usize> = BTreeMap::new();
    for stem in bags.iter().flat_map(|b| b.words.keys()) {
        *have.entry(stem).or_default() += 1;
    }
    let (mut vocabulary, mut worth) = (HashMap::new(), Vec::new());
    for (target, bag) in bags.iter().enumerate() {
        let norm = K1 * (1.0 - B + B * length(bag) / average.max(f32::EPSILON));
        for (stem, weight) in &bag.words {
            let next = worth.len();
            let id = *vocabulary.entry(stem.clone()).or_insert(next);
            if id == next {
                worth.push(Worth::new());
            }
            let rare = rare(number(bags.len()), number(have[stem.as_str()]));
            worth[id].push((target, rare * weight * (K1 + 1.0) / (weight + norm)));
        }
    }
    (vocabulary, worth)
}

/// The fewer criteria have it, the more it says.
fn rare(all: f32, have: f32) -> f32 {
    (1.0 + (all - have + 0.5).max(0.0) / (have + 0.5)).ln()
}

/// What ideas are worth to criteria: the more, the fewer ask for them; a criterion of many ideas is held back.
fn ideas(targets: &[Target<'_>]) -> Vec<Worth> {
    let asked: Vec<Vec<f32>> = targets.iter().map(asked).collect();
    let have = |idea: usize| asked.iter().map(|a| a[idea]).sum::<f32>();
    let all = number(targets.len());
    let rare: Vec<f32> = (0..IDEAS.names.len())
        .map(|idea| (1.0 + (all - have(idea)).max(0.0) / (have(idea) + 0.7)).ln())
        .collect();
    let length = |a: &Vec<f32>| a.iter().zip(&rare).map(|(a, rare)| (a * rare).powi(2)).sum::<f32>().sqrt();
    let lengths: Vec<f32> = asked.iter().map(length).filter(|l| *l > 0.0).collect();
    let average = lengths.iter().sum::<f32>() / number(lengths.len().max(1));
    let mut ideas = vec![Worth::new(); IDEAS.names.len()];
    for (target, asked) in asked.iter().enumerate() {
        let norm = (length(asked) / average.max(f32::EPSILON)).max(0.3).powf(IDEA_LENGTH);
        for (idea, strength) in asked.iter().enumerate().filter(|(_, strength)| **strength > 0.0) {
            ideas[idea].push((target, strength * rare[idea] / norm));
        }
    }
    ideas
}

/// For each idea how far a criterion asks for it.
fn asked(target: &Target<'_>) -> Vec<f32> {
    let own = asks::asked(target.text);
    let further = asks::asked(target.amplification);
    own.iter().zip(&further).map(|(own, further)| own.max(AMPLIFICATION * further).max(0.0)).collect()
}

/// For each criterion those most like it, by what ideas are worth to both.
fn near(all: usize, lists: &[Worth]) -> Vec<Worth> {
    let mut product = vec![0.0_f32; all * all];
    for list in lists {
        for (a, x) in list {
            for (b, y) in list {
                product[a * all + b] += x * y;
            }
        }
    }
    let of = |a: usize| {
        let cosine = |b: usize| product[a * all + b] / (product[a * all + a] * product[b * all + b]).sqrt();
        let others = (0..all).filter(|b| *b != a && product[a * all + b] > 0.0);
        let mut near: Worth = others.map(|b| (b, cosine(b))).filter(|(_, close)| *close > NEAR).collect();
        near.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0)));
        near.truncate(NEAREST);
        near
    };
    (0..all).map(of).collect()
}

fn bag(target: &Target<'_>) -> Bag {
    let mut bag = Bag::default();
    let mut add = |text: &str, times: f32, own: bool| {
        let terms = terms::read(text);
        for (i, term) in terms.iter().enumerate() {
            let worth = match term.says {
                Says::Nothing => continue,
                Says::Little => LITTLE,
                Says::Much if own && i == 0 => COMMAND,
                Says::Much => 1.0,
            };
            *bag.words.entry(term.stem.clone().into_owned()).or_default() += worth * times;
        }
    };
    add(target.text, 1.0, true);
    add(target.amplification, AMPLIFICATION, false);
    add(target.outcome, OUTCOME, false);
    let lower = target.text.to_lowercase();
    for (term, definition) in &target.terms {
        if lower.contains(&term.to_lowercase()) {
            add(definition, KEY_TERMS, false);
        }
    }
    bag
}
