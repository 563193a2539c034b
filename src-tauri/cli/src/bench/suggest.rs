//! Measures suggestions: one document against 300 criteria, from its text to the reasons that are shown. The criteria are halves of
//! those of the starter units, paired by a seed; the documents are the labelled ones.

use std::path::Path;

use portfolio::error::{Error, Failure};
use portfolio::suggest::form::Form;
use portfolio::suggest::score::{Library, pages};
use portfolio::suggest::{MOST, Ranker, Target};

use super::{ms, p50, timed};
use crate::suggestions;

const SEED: usize = 20_261_126;
const CRITERIA: usize = 300;
const SET: &str = "fixtures/suggestions/tuned";

/// Prints what ranking takes for the labelled documents, and for one of several pages made of five of them.
pub fn suggest() -> Result<(), Failure> {
    let library = Library::starter()?;
    let texts = criteria(&library);
    let targets: Vec<Target<'_>> = texts.iter().map(|text| Target { text, ..Target::default() }).collect();
    let mut ready = Vec::new();
    for _ in 0..5 {
        ready.push(timed(|| {
            std::hint::black_box(Ranker::new(&targets));
            Ok(())
        })?);
    }
    tell!("{CRITERIA} criteria made ready for suggestions, p50 of 5: {}", ms(p50(&mut ready)));
    let ranker = Ranker::new(&targets);
    let documents: Vec<String> =
        suggestions::read(Path::new(SET))?.into_iter().map(|document| document.text).collect();
    if documents.is_empty() {
        return Err(Error::Usage(format!("{SET} is not here: run this where the repository lies")).into());
    }
    let long: Vec<String> = documents.windows(5).map(|five| five.join("\n\u{c}\n")).collect();
    for (what, documents, target) in
        [("one document", &documents, " (to reach 0.3 ms)"), ("five pages", &long, "")]
    {
        let words: usize = documents.iter().map(|text| text.split_whitespace().count()).sum();
        let mut times = Vec::new();
        for text in documents.iter().cycle().take(documents.len() * 20) {
            let pages = pages(text);
            times.push(timed(|| {
                std::hint::black_box(ranker.rank("Notes of a week", &pages, Form::Made, MOST));
                Ok(())
            })?);
        }
        tell!(
            "suggestions, {what} of {} words against {CRITERIA} criteria, p50 of {}: {}{target}",
            words / documents.len().max(1),
            times.len(),
            ms(p50(&mut times))
        );
    }
    Ok(())
}

/// The first half of one criterion with the second half of another, each pair once.
fn criteria(library: &Library) -> Vec<String> {
    let halves: Vec<(String, String)> = library
        .targets()
        .iter()
        .map(|target| {
            let words: Vec<&str> = target.text.split(' ').collect();
            let (first, second) = words.split_at(words.len() / 2);
            (first.join(" "), second.join(" "))
        })
        .collect();
    let all = halves.len();
    let pair = |n: usize| format!("{} {}", halves[n % all].0, halves[(n * 7 + n / all + SEED) % all].1);
    (0..CRITERIA).map(pair).collect()
}
