//! Why a criterion was suggested: the passage, its place, the words that both have and the ideas that both have. Refuses to
//! rank.

use std::collections::BTreeMap;

use super::examples::{EXAMPLES, Nearness};
use super::ideas::IDEAS;
use super::index::{Index, Worth};
use super::prepared::{Passage, Prepared, Span};
use super::ranker::NEAR;
use super::terms::Says;

/// Why a criterion was suggested.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reason {
    /// The passage, word for word, at most [`LONGEST`] characters.
    pub quote: String,
    /// Its place.
    pub place: Option<String>,
    /// Position of its file in the item.
    pub part: usize,
    /// Words that both have, the weightiest first, as the evidence writes them.
    pub words: Vec<String>,
    /// Ideas that both have, the weightiest first, each with the evidence's words for it.
    pub ideas: Vec<(String, Vec<String>)>,
}

/// Longest quote in characters.
pub const LONGEST: usize = 280;
/// Words of the run of sentences that is quoted.
const QUOTED: usize = 18;
/// So many words and ideas are named.
const NAMED: usize = 4;
/// A sign worth less than this explains nothing: it stands in every report.
const TELLING: f32 = 0.2;

/// So many words of a window are named for an idea that it tells of as a whole; each has at least this share of the first one's part.
const TELLERS: usize = 3;
const BESIDE_FIRST: f32 = 0.4;

/// The evidence's words for an idea, each with what it is worth.
type Phrases = Vec<(f32, String)>;

/// The reason of a criterion whose best window is `window`, which comes as `near` to ideas.
pub fn of(
    index: &Index,
    target: usize,
    passages: &[Passage],
    (prepared, known): (&Prepared<'_>, &[Option<usize>]),
    (window, near): (Span, &Nearness),
) -> Reason {
    let worth = |list: &Worth| list.iter().find(|(t, _)| *t == target).map_or(0.0, |(_, worth)| *worth);
    let told = told(index, target, prepared, (window, near));
    let value = |span: Span| -> f32 {
        let words = known[span.0..span.1].iter().flatten().map(|id| worth(&index.words[*id]));
        let ideas = prepared.hits_in(span).map(|h| h.worth * worth(&index.ideas[h.idea]));
        let told = told.iter().filter(|t| (span.0..span.1).contains(&t.at)).map(|t| t.weight);
        words.chain(ideas).chain(told).sum()
    };
    let runs = prepared.windows(window, QUOTED, |a, b| a != b);
    let best = runs.into_iter().map(|run| (value(run), run)).reduce(|a, b| if b.0 > a.0 { b } else { a });
    let Some((_, run)) = best else { return Reason::default() };
    let Some(passage) = prepared.passage.get(run.0).and_then(|number| passages.get(*number)) else {
        return Reason::default();
    };
    let mut words: BTreeMap<String, f32> = BTreeMap::new();
    for (id, term) in known[window.0..window.1].iter().zip(&prepared.terms[window.0..window.1]) {
        let weight = id.map_or(0.0, |id| worth(&index.words[id]));
        if weight > 0.0 {
            words.insert(term.text.to_lowercase(), weight);
        }
    }
    let mut ideas: BTreeMap<usize, Phrases> = BTreeMap::new();
    for hit in prepared.hits_in(window).filter(|h| h.worth >= TELLING) {
        let weight = worth(&index.ideas[hit.idea]) * hit.worth;
        let phrase = slice(prepared, passages, (hit.at, hit.at + hit.words)).to_lowercase();
        let phrases = ideas.entry(hit.idea).or_default();
        if weight > 0.0 && !phrases.iter().any(|(_, known)| *known == phrase) {
            phrases.push((weight, phrase));
        }
    }
    for one in told {
        let phrase = prepared.terms[one.at].text.to_lowercase();
        let phrases = ideas.entry(one.idea).or_default();
        if !phrases.iter().any(|(_, known)| known.split(' ').any(|word| word == phrase)) {
            phrases.push((one.weight, phrase));
        }
    }
    Reason {
        quote: shortened(slice(prepared, passages, run)),
        place: passage.place.clone(),
        part: passage.part,
        words: weightiest(words.into_iter()),
        ideas: named(ideas),
    }
}

/// A word by which a window as a whole tells of an idea.
struct Teller {
    idea: usize,
    at: usize,
    weight: f32,
}

/// The words by which a window comes near to the ideas that a criterion asks for.
fn told(
    index: &Index,
    target: usize,
    prepared: &Prepared<'_>,
    (window, near): (Span, &Nearness),
) -> Vec<Teller> {
    let meanings = &prepared.meanings[window.0..window.1];
    let mut tellers = Vec::new();
    for (idea, list) in index.ideas.iter().enumerate().filter(|(idea, _)| near.ideas[*idea] > NEAR) {
        let Some((_, worth)) = list.iter().find(|(t, _)| *t == target) else { continue };
        let mut shares: Vec<(f32, usize)> =
            EXAMPLES.shares(meanings, near, idea).into_iter().zip(window.0..window.1).collect();
        shares.retain(|(_, at)| prepared.terms[*at].says == Says::Much);
        shares.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let enough = shares.first().map_or(0.0, |(share, _)| share * BESIDE_FIRST).max(f32::MIN_POSITIVE);
        let telling = shares.into_iter().take(TELLERS).filter(|(share, _)| *share >= enough);
        tellers.extend(telling.map(|(share, at)| Teller { idea, at, weight: worth * share }));
    }
    tellers
}

fn named(ideas: BTreeMap<usize, Phrases>) -> Vec<(String, Vec<String>)> {
    let sum = |phrases: &Phrases| phrases.iter().map(|(weight, _)| weight).sum::<f32>();
    let mut ideas: Vec<(f32, usize, Phrases)> =
        ideas.into_iter().map(|(idea, phrases)| (sum(&phrases), idea, phrases)).collect();
    ideas.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let enough = ideas.first().map_or(0.0, |(w, ..)| w / 4.0).max(f32::MIN_POSITIVE);
    let shown = ideas.into_iter().filter(|(w, ..)| *w >= enough).take(NAMED);
    shown
        .map(|(_, idea, mut phrases)| {
            phrases.sort_by(|a, b| b.0.total_cmp(&a.0));
            let phrases = phrases.into_iter().take(NAMED).map(|(_, phrase)| phrase).collect();
            (IDEAS.names[idea].to_owned(), phrases)
        })
        .collect()
}

fn weightiest(words: impl Iterator<Item = (String, f32)>) -> Vec<String> {
    let mut words: Vec<(String, f32)> = words.collect();
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let enough = words.first().map_or(0.0, |(_, w)| w / 4.0);
    words.into_iter().filter(|(_, w)| *w >= enough).take(NAMED).map(|(word, _)| word).collect()
}

/// The text from the first to the last word, as it stands. Only inside one passage.
fn slice<'a>(prepared: &Prepared<'a>, passages: &'a [Passage], (from, to): Span) -> &'a str {
    let (Some(first), Some(last)) = (prepared.terms.get(from), prepared.terms.get(to.saturating_sub(1)))
    else {
        return "";
    };
    let text = passages.get(prepared.passage[from]).map_or("", |p| p.text.as_str());
    // Words are slices of the passage's text, so their distance from its beginning is their position in it.
    let position = |word: &str| (word.as_ptr() as usize).checked_sub(text.as_ptr() as usize);
    let (Some(begin), Some(end)) = (position(first.text), position(last.text)) else { return first.text };
    text.get(begin..end + last.text.len()).unwrap_or(first.text)
}

fn shortened(quote: &str) -> String {
    let line = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    let mut short: String = line.chars().take(LONGEST - 1).collect();
    if let Some(space) = short.rfind(' ').filter(|at| *at > 0) {
        short.truncate(space);
    }
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use crate::suggest::form::Form;
    use crate::suggest::{Passage, Ranker, Target};

    fn pages(texts: &[&str]) -> Vec<Passage> {
        let page = |(text, n): (&&str, u32)| Passage {
            text: (*text).to_owned(),
            place: Some(format!("p. {n}")),
            group: n,
            part: 0,
        };
        texts.iter().zip(1..).map(page).collect()
    }

    #[test]
    fn the_reason_is_a_passage_with_its_place_and_what_both_share() {
        let criteria = [
            "Forecast the likely volume of customer contact.",
            "Coach a team member in a skill.",
            "Mix mortar by hand.",
        ];
        let targets: Vec<Target<'_>> =
            criteria.iter().map(|text| Target { text, ..Target::default() }).collect();
        let ranker = Ranker::new(&targets);
        let pages = pages(&[
            "Nothing much happened on the first day of it.",
            "We sat down. I reckon with about 300 letters next week, on top of the volume that we have as a rule. Then we went home.",
        ]);
        let ranked = ranker.rank("Notes", &pages, Form::Unknown, 5);
        assert_eq!(ranked[0].target, 0);
        let reason = &ranked[0].reason;
        assert_eq!(reason.place.as_deref(), Some("p. 2"));
        assert!(reason.quote.contains("reckon with about 300 letters"), "{}", reason.quote);
        assert!(pages[1].text.contains(&reason.quote));
        assert_eq!(reason.words, ["volume"]);
        let (idea, words) = &reason.ideas[0];
        assert_eq!((idea.as_str(), words.contains(&"reckon".to_owned())), ("forecasting", true));
        assert_eq!(ranked, ranker.rank("Notes", &pages, Form::Unknown, 5), "the same every time");
    }

    #[test]
    fn where_no_word_is_shared_the_reason_names_the_words_that_told_of_it() {
        let criteria = [
            "Resolve an escalated complaint within own authority.",
            "Forecast the likely volume of customer contact.",
            "Mix mortar by hand.",
        ];
        let targets: Vec<Target<'_>> =
            criteria.iter().map(|text| Target { text, ..Target::default() }).collect();
        let text = "The doorman could not placate her and fetched me.";
        let ranked = Ranker::new(&targets).rank("", &pages(&[text]), Form::Unknown, 5);
        let reason = &ranked[0].reason;
        assert_eq!((ranked[0].target, reason.words.len()), (0, 0), "{ranked:?}");
        let (idea, words) = &reason.ideas[0];
        assert_eq!(idea, "an escalated complaint");
        assert!(
            !words.is_empty() && words.iter().all(|word| text.to_lowercase().contains(word)),
            "{words:?}"
        );
    }

    #[test]
    fn nothing_shared_is_nothing_suggested_and_long_quotes_are_shortened() {
        let targets = [
            Target { text: "Shear a sheep.", ..Target::default() },
            Target { text: "Dag a ewe.", ..Target::default() },
        ];
        let ranker = Ranker::new(&targets);
        for empty in [vec![], pages(&[""]), pages(&["The kettle broke.", "—"])] {
            assert!(ranker.rank("", &empty, Form::Unknown, 5).is_empty());
        }
        let long = format!("Today the sheep were {}", "incomprehensibly unwilling ".repeat(17));
        let ranked = ranker.rank("", &pages(&[&long]), Form::Unknown, 5);
        assert!(
            ranked[0].reason.quote.chars().count() <= super::LONGEST && ranked[0].reason.quote.ends_with('…')
        );
    }
}
