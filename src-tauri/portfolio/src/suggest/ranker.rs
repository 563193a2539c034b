//! Which criteria a piece of evidence most likely speaks to, and where in it.
//!
//! How: evidence is read in windows of a few sentences. Each is compared with the criteria in three ways, which are added up: by the
//! words that both have (BM25); by the signs of the trade's ideas (`concepts.txt`), so that "I reckon with 300 calls" meets "forecast
//! the volume of contact"; and by how near it comes to sentences that tell of an idea (`examples.txt`), in words and in what
//! words mean (`vectors`). The best window counts most and is the reason that is shown. What kind of document it is and what the
//! criterion's verb asks for (tell, do) tips the scale a little; so do criteria that ask nearly the same. What a criterion has from texts of
//! all kinds is taken off in part, so that one which is a little like everything does not come first everywhere.
//!
//! Pure, and the same every time: no chance, no clock, no network. Refuses to know learners, files and what is mapped already.

use std::collections::BTreeMap;

use super::examples::{self, EXAMPLES, Nearness};
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
const WINDOW: usize = 40;
/// What the three ways of comparing count for. Their spreads differ: words and signs add up, nearness is a cosine.
const WORDS: f32 = 0.16;
const SIGNS: f32 = 0.42;
const TOLD: f32 = 1.6;
/// A window tells of an idea only where it comes this much nearer to it than to ideas on the whole.
pub(super) const NEAR: f32 = 0.15;
/// What an idea has from the whole text beside its best window.
const THROUGHOUT: f32 = 0.5;
/// Saturation of a word in evidence.
const K3: f32 = 1.0;
/// An idea of so many signs has half of its full strength in evidence.
const HALF: f32 = 3.0;
/// So many weak signs stand for an idea where no strong one does.
const WEAK_ALONE: usize = 3;
/// The whole text beside its best window.
const WHOLE: f32 = 0.5;
/// What criteria that ask nearly the same lend each other.
const LEND: f32 = 0.2;

/// Some criteria are a little like every text. What a criterion has from texts of all kinds is taken off to this share …
const USUAL: f32 = 0.3;
/// … as told by so many of them, and the rest is measured by how widely they spread.
const MIXED: usize = 48;

/// Criteria made ready for ranking.
pub struct Ranker {
    pub(super) index: Index,
    asked: Vec<Asked>,
    /// For each criterion what texts of all kinds have on the average, and how widely they spread.
    usual: Vec<(f32, f32)>,
}

/// What an evidence text has for each criterion.
struct Scored {
    scores: Vec<f32>,
    best: Vec<Best>,
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

#[allow(clippy::cast_precision_loss, reason = "counts of windows")]
const fn number(n: usize) -> f32 {
    n as f32
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
        let asked = targets.iter().map(|t| Asked::of(t.text)).collect();
        let mut ranker = Self { index: Index::new(targets), asked, usual: Vec::new() };
        ranker.usual = ranker.usual();
        ranker
    }

    /// The `most` likeliest criteria, the likeliest first. `title` is what the evidence is called.
    #[must_use]
    pub fn rank(&self, title: &str, passages: &[Passage], form: Form, most: usize) -> Vec<Ranked> {
        let prepared = Prepared::new(passages.iter().map(|p| p.text.as_str()));
        let heading = Prepared::new(std::iter::once(title));
        let known = self.known(&prepared);
        let apart = |a: usize, b: usize| passages[a].group != passages[b].group;
        let Scored { scores, best } = self.scored((&prepared, &known), &heading, form, apart);
        let beyond = |(score, (usual, spread)): (&f32, &(f32, f32))| (score - USUAL * usual) / spread;
        let scores: Vec<f32> = scores.iter().zip(&self.usual).map(beyond).collect();
        let mut order: Vec<(usize, f32)> =
            scores.iter().copied().enumerate().filter(|(target, _)| best[*target].score > 0.0).collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        order.truncate(most);
        // Criteria that come first often do so by the same window.
        let mut nears: BTreeMap<Span, Nearness> = BTreeMap::new();
        let mut why = |target: usize| {
            let span = best[target].span;
            let near = nears.entry(span).or_insert_with(|| {
                let mut near = Nearness::default();
                EXAMPLES.nearness(&prepared.meanings[span.0..span.1], &mut near);
                near
            });
            reason::of(&self.index, target, passages, (&prepared, &known), (span, near))
        };
        order.into_iter().map(|(target, score)| Ranked { target, score, reason: why(target) }).collect()
    }

    /// What an evidence text has for each criterion, and its best window.
    fn scored(
        &self,
        (prepared, known): (&Prepared<'_>, &[Option<usize>]),
        heading: &Prepared<'_>,
        form: Form,
        apart: impl Fn(usize, usize) -> bool,
    ) -> Scored {
        let known_heading = self.known(heading);
        let mut counts = Counts::new(self.index.words.len());
        let windows = prepared.windows(prepared.whole(), WINDOW, apart);
        let (best, told) = self.windows(&mut counts, &windows, (prepared, known), heading);
        let mut scores = vec![0.0_f32; self.asked.len()];
        let both =
            [(prepared, known, prepared.whole()), (heading, known_heading.as_slice(), heading.whole())];
        self.score(&mut counts, &both, &mut scores);
        scores.iter_mut().for_each(|score| *score *= WHOLE);
        self.tell(&told, &mut scores);
        for (target, score) in scores.iter_mut().enumerate() {
            *score = (best[target].score + *score) * fit(self.asked[target], form);
        }
        let scores = (0..scores.len()).map(|t| scores[t] + LEND * self.lent(t, &scores)).collect();
        Scored { scores, best }
    }

    /// What each criterion has from texts that speak of a little of everything, and how widely they spread; never 0.
    fn usual(&self) -> Vec<(f32, f32)> {
        let heading = Prepared::new(std::iter::empty());
        let scores: Vec<Vec<f32>> = (0..MIXED)
            .map(|n| {
                let mixed = examples::mixed(n);
                let prepared = Prepared::new(mixed.iter().copied());
                let known = self.known(&prepared);
                self.scored((&prepared, &known), &heading, Form::Unknown, |_, _| false).scores
            })
            .collect();
        let all = number(MIXED);
        let usual = |target: usize| {
            let average = scores.iter().map(|s| s[target]).sum::<f32>() / all;
            let square = scores.iter().map(|s| (s[target] - average).powi(2)).sum::<f32>() / all;
            (average, square.sqrt())
        };
        let mut usual: Vec<(f32, f32)> = (0..self.asked.len()).map(usual).collect();
        let least = usual.iter().map(|(_, spread)| spread).sum::<f32>() / number(usual.len().max(1));
        let least = if least > 0.0 { least } else { 1.0 };
        usual.iter_mut().for_each(|(_, spread)| *spread += least);
        usual
    }

    /// The best window of each criterion, and what the windows together tell of each idea.
    fn windows(
        &self,
        counts: &mut Counts,
        windows: &[Span],
        (prepared, known): (&Prepared<'_>, &[Option<usize>]),
        heading: &Prepared<'_>,
    ) -> (Vec<Best>, Vec<f32>) {
        let mut best = vec![Best::default(); self.asked.len()];
        let mut scores = vec![0.0_f32; self.asked.len()];
        let mut near = Nearness::default();
        EXAMPLES.nearness(&heading.meanings, &mut near);
        let (mut most, mut sum) = (near.ideas.clone(), near.ideas.clone());
        for span in windows.iter().copied() {
            scores.fill(0.0);
            self.score(counts, &[(prepared, known, span)], &mut scores);
            EXAMPLES.nearness(&prepared.meanings[span.0..span.1], &mut near);
            for ((most, sum), idea) in most.iter_mut().zip(&mut sum).zip(&near.ideas) {
                *most = most.max(*idea);
                *sum += idea;
            }
            near.ideas.iter_mut().for_each(|idea| *idea = (*idea - NEAR).max(0.0));
            self.tell(&near.ideas, &mut scores);
            for (best, score) in best.iter_mut().zip(&scores) {
                if *score > best.score {
                    *best = Best { score: *score, span };
                }
            }
        }
        let average = THROUGHOUT / number(windows.len() + 1);
        let told = most.iter().zip(&sum).map(|(most, sum)| (most - NEAR).max(0.0) + average * sum).collect();
        (best, told)
    }

    /// Adds to each criterion what is told of the ideas that it asks for.
    fn tell(&self, told: &[f32], scores: &mut [f32]) {
        for (told, worth) in told.iter().zip(&self.index.ideas).filter(|(told, _)| **told > 0.0) {
            for (target, worth) in worth {
                scores[*target] += TOLD * worth * told;
            }
        }
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
                scores[*target] += WORDS * worth * often;
            }
        }
        for idea in counts.touched_ideas.drain(..) {
            let (signs, strong, number) = std::mem::take(&mut counts.ideas[idea]);
            if !strong && number < WEAK_ALONE {
                continue;
            }
            let strength = signs * (1.0 + HALF) / (signs + HALF);
            for (target, worth) in &self.index.ideas[idea] {
                scores[*target] += SIGNS * worth * strength;
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
