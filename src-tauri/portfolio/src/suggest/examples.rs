//! Sentences in which people tell of an idea, and how near a piece of evidence comes to them: by words that both have, weighted by how
//! rare they are, and by what their words mean. `examples.txt` is the table. Refuses to know criteria.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::ideas::IDEAS;
use super::terms::{self, Says, Term};
use super::vectors::{self, Many, Vector};

/// The lines of the table that say something, each with its idea.
pub static FILE: LazyLock<Vec<(usize, &'static str)>> = LazyLock::new(|| {
    let mut idea = None;
    let mut lines = Vec::new();
    for line in include_str!("examples.txt").lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        match line.strip_prefix("= ") {
            Some(name) => idea = IDEAS.names.iter().position(|n| *n == name),
            None => lines.extend(idea.map(|idea| (idea, line))),
        }
    }
    lines
});

/// Shared words beside likeness of meaning.
const SHARED: f32 = 1.5;
/// A window is as near to an idea as to this many of its sentences on the whole.
const NEAREST: usize = 2;

/// A word as sentences are compared by it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Meaning {
    /// Its number in the table of vectors.
    vector: Option<vectors::Known>,
    /// Its number among the stems of the examples, and what it is worth.
    stem: Option<(usize, f32)>,
    /// What it would be worth, whether an example has it or not; 0 for small words.
    worth: f32,
}

/// The sentences of the table made ready.
pub struct Examples {
    stems: HashMap<String, (usize, usize)>,
    /// For each stem the sentences that have it, with its worth to them.
    having: Vec<Vec<(usize, f32)>>,
    vectors: Many,
    /// For each idea its sentences.
    of: Vec<Vec<usize>>,
}

/// How near a window comes to each sentence and each idea.
#[derive(Default)]
pub struct Nearness {
    sentences: Vec<f32>,
    /// For each idea how much nearer it is than ideas on the whole; 0 for the others.
    pub ideas: Vec<f32>,
    worth: Worths,
}

/// Stems with what each is worth, by number, each once.
type Worths = Vec<(usize, f32)>;

/// The examples that travel with the program.
pub static EXAMPLES: LazyLock<Examples> = LazyLock::new(Examples::new);

#[allow(clippy::cast_precision_loss, reason = "counts of sentences")]
const fn number(n: usize) -> f32 {
    n as f32
}

/// The sentences of the table, each with its idea.
fn sentences() -> impl Iterator<Item = (usize, &'static str)> {
    FILE.iter().filter(|(_, line)| !line.starts_with("asks: ")).copied()
}

/// A text that speaks of a little of everything: sentences from all over the table. Another one for each `number`.
#[must_use]
pub fn mixed(number: usize) -> Vec<&'static str> {
    // Steps that share no factor with each other, so that the texts differ and each jumps through the whole table.
    const NEXT_TEXT: usize = 17;
    const NEXT_SENTENCE: usize = 107;
    const SENTENCES: usize = 9;
    let all: Vec<&str> = sentences().map(|(_, line)| line).collect();
    let at = |n: usize| all.get((number * NEXT_TEXT + n * NEXT_SENTENCE) % all.len().max(1)).copied();
    (0..SENTENCES).filter_map(at).collect()
}

impl Examples {
    fn new() -> Self {
        let told: Vec<(usize, Vec<Term<'_>>)> =
            sentences().map(|(idea, line)| (idea, terms::read(line))).collect();
        let mut examples = Self {
            stems: HashMap::new(),
            having: Vec::new(),
            vectors: Many::default(),
            of: vec![Vec::new(); IDEAS.names.len()],
        };
        for (number, (idea, terms)) in told.iter().enumerate() {
            examples.of[*idea].push(number);
            for term in terms.iter().filter(|t| t.says != Says::Nothing) {
                let next = examples.stems.len();
                let (_, have) = examples.stems.entry(term.stem.clone().into_owned()).or_insert((next, 0));
                *have += 1;
            }
        }
        examples.having.resize(examples.stems.len(), Vec::new());
        for (number, (_, terms)) in told.iter().enumerate() {
            let meanings: Vec<Meaning> =
                terms.iter().map(|t| examples.meaning_among(t, told.len())).collect();
            examples.vectors.push(sum(&meanings));
            let (worth, length) = worths(&meanings);
            for (stem, worth) in worth {
                examples.having[stem].push((number, worth / length));
            }
        }
        examples
    }

    /// How sentences are compared by a word.
    #[must_use]
    pub fn meaning(&self, term: &Term<'_>) -> Meaning {
        self.meaning_among(term, self.vectors.len())
    }

    fn meaning_among(&self, term: &Term<'_>, all: usize) -> Meaning {
        // Most words are written in small letters already.
        let is_lower = term.text.bytes().all(|b| b.is_ascii_lowercase() || b == b'\'');
        let lower = match is_lower {
            true => Cow::Borrowed(term.text),
            false => Cow::Owned(term.text.to_lowercase().replace('’', "'")),
        };
        let vector = vectors::find(lower.strip_suffix("'s").unwrap_or(&lower));
        if term.says == Says::Nothing {
            return Meaning { vector, stem: None, worth: 0.0 };
        }
        let known = self.stems.get(&*term.stem).copied();
        let have = known.map_or(0, |(_, have)| have);
        let worth = vectors::rare(vector) * (1.0 + number(all) / number(1 + have)).ln();
        Meaning { vector, stem: known.map(|(stem, _)| (stem, worth)), worth }
    }

    /// How near a run of words comes to each idea.
    pub fn nearness(&self, meanings: &[Meaning], near: &mut Nearness) {
        let sum = sum(meanings);
        self.vectors.alike(&sum, &mut near.sentences);
        let (worth, length) = worths(meanings);
        for (stem, worth) in &worth {
            for (sentence, theirs) in &self.having[*stem] {
                near.sentences[*sentence] += SHARED * worth * theirs / length;
            }
        }
        near.worth = worth;
        near.ideas.clear();
        let sentences = &near.sentences;
        near.ideas.extend(self.of.iter().map(|of| nearest(of.iter().map(|s| sentences[*s]))));
        let told = self.of.iter().zip(&near.ideas).filter(|(of, _)| !of.is_empty());
        let (all, count) = told.fold((0.0, 0), |(all, count), (_, idea)| (all + idea, count + 1));
        let usual = all / number(count.max(1));
        for (idea, of) in near.ideas.iter_mut().zip(&self.of) {
            *idea = if of.is_empty() { 0.0 } else { (*idea - usual).max(0.0) };
        }
    }

    /// What each word adds to the nearness of an idea, by its nearest sentence.
    #[must_use]
    pub fn shares(&self, meanings: &[Meaning], near: &Nearness, idea: usize) -> Vec<f32> {
        let best = self.of[idea]
            .iter()
            .copied()
            .reduce(|a, b| if near.sentences[b] > near.sentences[a] { b } else { a });
        let Some(best) = best else { return vec![0.0; meanings.len()] };
        let sentence = self.vectors.get(best);
        let length = near.worth.iter().map(|(_, w)| w * w).sum::<f32>().sqrt().max(f32::EPSILON);
        let share = |meaning: &Meaning| {
            if meaning.worth == 0.0 {
                return 0.0;
            }
            let alike = meaning.vector.map_or(0.0, |known| {
                vectors::dot(&vectors::vector(known), &sentence) * vectors::weight(known)
            });
            let shared = meaning.stem.and_then(|(stem, worth)| {
                let theirs = self.having[stem].iter().find(|(sentence, _)| *sentence == best)?.1;
                Some(SHARED * worth * theirs / length)
            });
            alike / number(meanings.len().max(1)).sqrt() + shared.unwrap_or(0.0)
        };
        meanings.iter().map(share).collect()
    }
}

/// The mean of the nearest few.
fn nearest(sentences: impl Iterator<Item = f32>) -> f32 {
    let (mut first, mut second, mut count) = (f32::NEG_INFINITY, f32::NEG_INFINITY, 0);
    for near in sentences {
        count += 1;
        second = second.max(first.min(near));
        first = first.max(near);
    }
    match count {
        0 => 0.0,
        1 => first,
        _more => (first + second) / number(NEAREST),
    }
}

/// The numbers of a sentence: those of its words, the common ones counting for little.
fn sum(meanings: &[Meaning]) -> Vector {
    let mut sum = [0.0; vectors::NUMBERS];
    for known in meanings.iter().filter_map(|m| m.vector) {
        vectors::add(&mut sum, known, vectors::weight(known));
    }
    vectors::unit(&mut sum);
    sum
}

/// What each stem that some example has is worth, once however often it stands there; and how long the whole is.
fn worths(meanings: &[Meaning]) -> (Worths, f32) {
    let mut worth: Worths = meanings.iter().filter_map(|meaning| meaning.stem).collect();
    worth.sort_unstable_by_key(|(stem, _)| *stem);
    worth.dedup_by_key(|(stem, _)| *stem);
    let others = meanings.iter().filter(|meaning| meaning.stem.is_none()).map(|meaning| meaning.worth);
    let square: f32 = worth.iter().map(|(_, worth)| *worth).chain(others).map(|worth| worth * worth).sum();
    (worth, square.sqrt().max(f32::EPSILON))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn nearest_idea(text: &str) -> &'static str {
        let meanings: Vec<Meaning> = terms::read(text).iter().map(|t| EXAMPLES.meaning(t)).collect();
        let mut near = Nearness::default();
        EXAMPLES.nearness(&meanings, &mut near);
        let best = near.ideas.iter().enumerate().reduce(|a, b| if b.1 > a.1 { b } else { a }).unwrap();
        IDEAS.names[best.0]
    }

    #[test]
    fn words_that_stand_in_no_example_are_understood_by_their_company() {
        for (text, idea) in [
            (
                "Electricity lost: torches are in the locker, Agnes telephones everybody and sends them home.",
                "fallback arrangements",
            ),
            ("Tuition twice a week, half an hour: first I demonstrate, then he imitates me.", "coaching"),
            (
                "The doorman could not placate her and fetched me, so I apologised and took it on.",
                "an escalated complaint",
            ),
            ("Monday early Hetty and Ivo, late Zeb. Ivo covers lunches.", "a rota"),
        ] {
            assert_eq!(nearest_idea(text), idea, "{text}");
        }
    }

    #[test]
    fn the_table_is_in_order() {
        let named: Vec<&str> =
            include_str!("examples.txt").lines().filter_map(|l| l.strip_prefix("= ")).collect();
        assert!(
            named.iter().all(|name| IDEAS.names.contains(name)),
            "an idea that concepts.txt does not have"
        );
        assert_eq!(named.iter().collect::<BTreeSet<_>>().len(), named.len(), "an idea stands twice");
        let sentences: BTreeSet<&str> = FILE.iter().map(|(_, line)| *line).collect();
        assert_eq!(sentences.len(), FILE.len(), "a sentence stands twice");
        for (idea, name) in IDEAS.names.iter().enumerate() {
            assert!(
                FILE.iter().any(|(i, l)| *i == idea && l.starts_with("asks: ")),
                "{name} is never asked for"
            );
            assert!(EXAMPLES.of[idea].len() >= 2, "{name} has {} sentences", EXAMPLES.of[idea].len());
        }
    }

    #[test]
    fn nothing_is_near_to_nothing() {
        let mut near = Nearness::default();
        EXAMPLES.nearness(&[], &mut near);
        assert!(near.ideas.iter().all(|n| *n == 0.0));
        assert!(EXAMPLES.shares(&[], &near, 0).is_empty());
    }
}
