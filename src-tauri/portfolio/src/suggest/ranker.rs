//! Which criteria a piece of evidence most likely speaks to, and where in it.
//!
//! How: BM25 over the criteria, each a bag of word stems, with the evidence as the question; beside it the same over the trade's
//! ideas (`concepts.txt`), so that "I reckon with 300 calls" meets "forecast the volume of contact". Evidence is read in windows of
//! a few sentences; the best window counts most and is the reason that is shown. What kind of document it is and what the
//! criterion's verb asks for (tell, do) tips the scale a little; so do criteria that ask nearly the same.
//!
//! Pure, and the same every time: no model, no chance, no clock. Refuses to know learners, files and what is mapped already.

use super::form::{Asked, Form, fit};
use super::ideas::IDEAS;
use super::index::{Index, LITTLE, Target};
use super::prepared::{Passage, Prepared, Span};
use super::reason::{self, Reason};
use super::terms::Says;

/// A criterion that the evidence may speak to.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Position among the targets.
    pub target: usize,
    /// The higher the likelier; comparable among the criteria of one ranker.
    pub score: f32,
    /// Why.
    pub reason: Reason,
}

/// Words in a window.
const WINDOW: usize = 50;
/// Saturation of a word in evidence.
const K3: f32 = 1.0;
/// An idea of so many signs has half of its full strength in evidence.
const HALF: f32 = 6.0;
/// So many weak signs stand for an idea where no strong one does.
const WEAK_ALONE: usize = 3;
/// The whole text beside its best window.
const WHOLE: f32 = 0.5;
/// What criteria that ask nearly the same lend each other.
const LEND: f32 = 0.3;

/// Criteria made ready for ranking.
pub struct Ranker {
    pub(super) index: Index,
    asked: Vec<Asked>,
}

/// The best window of a criterion.
#[derive(Clone, Copy, Default)]
struct Best {
    score: f32,
    span: Span,
}

/// What is counted in one window; kept between windows, since they are many.
struct Counts {
    words: Vec<f32>,
    touched: Vec<usize>,
    ideas: Vec<(f32, bool, usize)>,
    touched_ideas: Vec<usize>,
    signs: Vec<u32>,
    round: u32,
}

impl Counts {
    fn new(words: usize) -> Self {
        Self {
            words: vec![0.0; words],
            touched: Vec::new(),
            ideas: vec![(0.0, false, 0); IDEAS.names.len()],
            touched_ideas: Vec::new(),
            signs: vec![0; IDEAS.number_of_signs],
            round: 0,
        }
    }
}

impl Ranker {
    /// Makes criteria ready.
    #[must_use]
    pub fn new(targets: &[Target<'_>]) -> Self {
        Self { index: Index::new(targets), asked: targets.iter().map(|t| Asked::of(t.text)).collect() }
    }

    /// The `most` likeliest criteria, the likeliest first. `title` is what the evidence is called.
    #[must_use]
    pub fn rank(&self, title: &str, passages: &[Passage], form: Form, most: usize) -> Vec<Ranked> {
        let prepared = Prepared::new(passages.iter().map(|p| p.text.as_str()));
        let heading = Prepared::new(std::iter::once(title));
        let (known, known_heading) = (self.known(&prepared), self.known(&heading));
        let mut counts = Counts::new(self.index.words.len());
        let all = self.asked.len();
        let (mut best, mut scores) = (vec![Best::default(); all], vec![0.0_f32; all]);
        let apart = |a: usize, b: usize| passages[a].group != passages[b].group;
        for span in prepared.windows(prepared.whole(), WINDOW, apart) {
            scores.fill(0.0);
            self.score(&mut counts, &[(&prepared, &known, span)], &mut scores);
            for (best, score) in best.iter_mut().zip(&scores) {
                if *score > best.score {
                    *best = Best { score: *score, span };
                }
            }
        }
        scores.fill(0.0);
        let both = [
            (&prepared, known.as_slice(), prepared.whole()),
            (&heading, known_heading.as_slice(), heading.whole()),
        ];
        self.score(&mut counts, &both, &mut scores);
        for (target, score) in scores.iter_mut().enumerate() {
            *score = (best[target].score + WHOLE * *score) * fit(self.asked[target], form);
        }
        let mut order: Vec<(usize, f32)> = (0..all)
            .filter(|t| best[*t].score > 0.0)
            .map(|t| (t, scores[t] + LEND * self.lent(t, &scores)))
            .collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        order.truncate(most);
        let why =
            |target: usize| reason::of(&self.index, target, passages, &prepared, &known, best[target].span);
        order.into_iter().map(|(target, score)| Ranked { target, score, reason: why(target) }).collect()
    }

    /// For each word its number among the words of the criteria.
    fn known(&self, prepared: &Prepared<'_>) -> Vec<Option<usize>> {
        let known = |term: &super::terms::Term<'_>| {
            let says = term.says != Says::Nothing;
            if says { self.index.vocabulary.get(&*term.stem).copied() } else { None }
        };
        prepared.terms.iter().map(known).collect()
    }

    /// The most that a criterion which asks nearly the same has, by how near it is.
    fn lent(&self, target: usize, own: &[f32]) -> f32 {
        self.index.near[target].iter().map(|(other, close)| close * close * own[*other]).fold(0.0, f32::max)
    }

    /// Adds to each criterion what the words and ideas of some spans are worth to it.
    fn score(
        &self,
        counts: &mut Counts,
        parts: &[(&Prepared<'_>, &[Option<usize>], Span)],
        scores: &mut [f32],
    ) {
        counts.round += 1;
        for (prepared, known, span) in parts {
            count(counts, prepared, known, *span);
        }
        for id in counts.touched.drain(..) {
            let often = std::mem::take(&mut counts.words[id]);
            let often = often * (K3 + 1.0) / (often + K3);
            for (target, worth) in &self.index.words[id] {
                scores[*target] += worth * often;
            }
        }
        for idea in counts.touched_ideas.drain(..) {
            let (signs, strong, number) = std::mem::take(&mut counts.ideas[idea]);
            if !strong && number < WEAK_ALONE {
                continue;
            }
            let strength = signs * (1.0 + HALF) / (signs + HALF);
            for (target, worth) in &self.index.ideas[idea] {
                scores[*target] += worth * strength;
            }
        }
    }
}

fn count(counts: &mut Counts, prepared: &Prepared<'_>, known: &[Option<usize>], span: Span) {
    for (id, term) in known[span.0..span.1].iter().zip(&prepared.terms[span.0..span.1]) {
        let Some(id) = *id else { continue };
        if counts.words[id] == 0.0 {
            counts.touched.push(id);
        }
        counts.words[id] += if term.says == Says::Little { LITTLE } else { 1.0 };
    }
    for hit in prepared.hits_in(span) {
        // The same sign twice says no more than once.
        if std::mem::replace(&mut counts.signs[hit.sign], counts.round) == counts.round {
            continue;
        }
        let (signs, strong, number) = &mut counts.ideas[hit.idea];
        if *number == 0 {
            counts.touched_ideas.push(hit.idea);
        }
        *signs += hit.worth;
        *strong |= hit.worth >= 1.0;
        *number += 1;
    }
}
