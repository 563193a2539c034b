//! Which ideas a criterion asks for: its words beside the wordings in which boards ask for each idea. Refuses to know evidence.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::examples::FILE;
use super::ideas::IDEAS;
use super::terms::{self, Says};

/// A wording of which a criterion has no more than this share does not count.
const LEAST: f32 = 0.3;

/// A way in which criteria ask for an idea.
struct Wording {
    idea: usize,
    /// Numbers of its stems, each with its share of the whole.
    stems: Vec<(usize, f32)>,
}

/// All of them, and the numbers of their stems.
struct Wordings {
    stems: HashMap<String, usize>,
    all: Vec<Wording>,
}

static WORDINGS: LazyLock<Wordings> = LazyLock::new(|| {
    let mut wordings: Vec<(usize, BTreeSet<String>)> = Vec::new();
    for (idea, line) in FILE.iter().filter_map(|(idea, line)| line.strip_prefix("asks: ").map(|l| (*idea, l)))
    {
        wordings.extend(line.split('|').map(|wording| (idea, stems(wording))));
    }
    // The fewer ideas are asked for with a word, the more it says.
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut have: Vec<BTreeSet<usize>> = Vec::new();
    for (idea, stem) in wordings.iter().flat_map(|(idea, stems)| stems.iter().map(move |stem| (idea, stem))) {
        let number = *numbers.entry(stem.clone()).or_insert(have.len());
        if number == have.len() {
            have.push(BTreeSet::new());
        }
        have[number].insert(*idea);
    }
    let asked = wordings.iter().map(|(idea, _)| idea).collect::<BTreeSet<_>>().len();
    let worth = |stem: usize| (1.0 + number(asked) / (0.5 + number(have[stem].len()))).ln();
    let wording = |(idea, stems): &(usize, BTreeSet<String>)| {
        let stems: Vec<usize> = stems.iter().map(|stem| numbers[stem]).collect();
        let all: f32 = stems.iter().map(|stem| worth(*stem)).sum();
        Wording { idea: *idea, stems: stems.into_iter().map(|stem| (stem, worth(stem) / all)).collect() }
    };
    let all = wordings.iter().map(wording).collect();
    Wordings { stems: numbers, all }
});

#[allow(clippy::cast_precision_loss, reason = "counts of ideas")]
const fn number(n: usize) -> f32 {
    n as f32
}

fn stems(text: &str) -> BTreeSet<String> {
    let says = terms::read(text).into_iter().filter(|t| t.says != Says::Nothing);
    says.map(|t| t.stem.into_owned()).collect()
}

/// For each idea how far a text asks for it, from 0 to 1.
#[must_use]
pub fn asked(text: &str) -> Vec<f32> {
    let mut asked = vec![0.0_f32; IDEAS.names.len()];
    let mut has = vec![false; WORDINGS.stems.len()];
    for stem in stems(text) {
        if let Some(number) = WORDINGS.stems.get(&stem) {
            has[*number] = true;
        }
    }
    for wording in &WORDINGS.all {
        let share: f32 = wording.stems.iter().filter(|(stem, _)| has[*stem]).map(|(_, share)| share).sum();
        asked[wording.idea] = asked[wording.idea].max((share - LEAST) / (1.0 - LEAST));
    }
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn criteria_ask_for_ideas() {
        let first = |text: &str| {
            let asked = asked(text);
            let best = asked.iter().enumerate().reduce(|a, b| if b.1 > a.1 { b } else { a }).unwrap();
            (IDEAS.names[best.0], *best.1)
        };
        for (criterion, idea) in [
            ("Mentor and coach colleagues in a chosen skill.", "coaching"),
            ("Estimate the volume of future contact from past figures.", "forecasting"),
            ("Describe the limits of your own authority.", "own authority"),
            ("Carry out a risk assessment of the work area.", "health and safety"),
        ] {
            let (named, strength) = first(criterion);
            assert_eq!(named, idea, "{criterion}");
            assert!(strength > 0.3, "{criterion}: {strength}");
        }
        assert!(asked("Shear a sheep.").iter().all(|a| *a <= 0.0));
        assert!(asked("").iter().all(|a| *a <= 0.0));
    }
}
