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
    /// Stems, each with its share of the whole.
    stems: Vec<(String, f32)>,
}

static WORDINGS: LazyLock<Vec<Wording>> = LazyLock::new(|| {
    let mut wordings: Vec<(usize, BTreeSet<String>)> = Vec::new();
    for (idea, line) in FILE.iter().filter_map(|(idea, line)| line.strip_prefix("asks: ").map(|l| (*idea, l)))
    {
        wordings.extend(line.split('|').map(|wording| (idea, stems(wording))));
    }
    // The fewer ideas are asked for with a word, the more it says.
    let mut have: HashMap<&str, BTreeSet<usize>> = HashMap::new();
    for (idea, stems) in &wordings {
        for stem in stems {
            have.entry(stem).or_default().insert(*idea);
        }
    }
    let asked = wordings.iter().map(|(idea, _)| idea).collect::<BTreeSet<_>>().len();
    let worth = |stem: &String| (1.0 + number(asked) / (0.5 + number(have[stem.as_str()].len()))).ln();
    let wording = |(idea, stems): &(usize, BTreeSet<String>)| {
        let all: f32 = stems.iter().map(worth).sum();
        Wording { idea: *idea, stems: stems.iter().map(|s| (s.clone(), worth(s) / all)).collect() }
    };
    wordings.iter().map(wording).collect()
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
    let has = stems(text);
    for wording in WORDINGS.iter() {
        let share: f32 = wording.stems.iter().filter(|(s, _)| has.contains(s)).map(|(_, share)| share).sum();
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
