//! Why one item may be a resubmission of another: their names or their words are close. A reason in words, never a
//! decision. Pure; refuses to know items, learners and where texts are kept.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher};

/// Words of a name that say which version it is and not what it is.
const VERSION: [&str; 26] = [
    "v",
    "ver",
    "version",
    "rev",
    "revised",
    "revision",
    "draft",
    "final",
    "finished",
    "complete",
    "completed",
    "new",
    "newer",
    "old",
    "copy",
    "of",
    "resub",
    "resubmission",
    "resubmitted",
    "corrected",
    "correction",
    "corrections",
    "updated",
    "update",
    "amended",
    "redo",
];
/// Words that cameras, telephones and programs give.
const BARE: [&str; 22] = [
    "img",
    "image",
    "dsc",
    "dscn",
    "pxl",
    "photo",
    "pic",
    "picture",
    "scan",
    "scanned",
    "doc",
    "document",
    "file",
    "untitled",
    "screenshot",
    "recording",
    "audio",
    "video",
    "vid",
    "whatsapp",
    "evidence",
    "unit",
];
/// How many words in a row are compared.
const RUN: usize = 4;
/// Most words of a text that are compared.
const MOST_WORDS: usize = 50_000;
/// Fewest runs that say anything.
const FEWEST_RUNS: usize = 8;
/// From this share of the earlier text on, in percent, the two are close.
const CLOSE: u32 = 40;

/// Whether two names are close, and in what they agree: `complaint log`.
#[must_use]
pub fn names(one: &str, other: &str) -> Option<String> {
    let (mine, theirs) = (core(one), core(other));
    let bare = |words: &[String]| words.iter().all(|w| BARE.contains(&w.as_str()));
    if bare(&mine) || bare(&theirs) || told_apart(one, other) {
        return None;
    }
    if mine == theirs {
        return Some(mine.join(" "));
    }
    // A name may have got more words: "reflective account" and "reflective account after feedback".
    let (short, long) = if mine.len() < theirs.len() { (&mine, &theirs) } else { (&theirs, &mine) };
    let common: Vec<&String> = short.iter().filter(|word| long.contains(word)).collect();
    let letters: usize = common.iter().map(|w| w.chars().count()).sum();
    let all_of_the_shorter = common.len() == short.len() && short.len() >= 2 && letters >= 8;
    let most_of_the_longer = common.len() * 3 >= long.len() * 2;
    (all_of_the_shorter && most_of_the_longer)
        .then(|| common.into_iter().cloned().collect::<Vec<_>>().join(" "))
}

/// Both names carry one plain number, and not the same: "Reflective account 1" and "Reflective account 2".
fn told_apart(one: &str, other: &str) -> bool {
    let number = |name: &str| {
        let lower = name.to_lowercase();
        let mut numbers = lower
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty() && w.len() <= 3 && w.bytes().all(|b| b.is_ascii_digit()))
            .map(str::to_owned);
        let first = numbers.next();
        if numbers.next().is_none() { first } else { None }
    };
    matches!((number(one), number(other)), (Some(mine), Some(theirs)) if mine != theirs)
}

/// The words of a name without its ending, version and date: "Complaint log v2 (final).docx" is "complaint log".
fn core(name: &str) -> Vec<String> {
    let stem =
        name.rsplit_once('.').filter(|(stem, end)| !stem.is_empty() && end.len() <= 5 && !end.contains(' '));
    let name = stem.map_or(name, |(stem, _)| stem).to_lowercase();
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    let says = |word: &&str| {
        let bare = word.trim_start_matches('v');
        !VERSION.contains(word) && !bare.chars().all(|c| c.is_ascii_digit())
    };
    words.filter(says).map(str::to_owned).collect()
}

/// Runs of words of a text, to be compared with others.
#[derive(Debug, Clone, Default)]
pub struct Runs(HashSet<u64>);

impl Runs {
    /// Takes a text in pieces, in order.
    pub fn of<'a>(pieces: impl IntoIterator<Item = &'a str>) -> Self {
        let words: Vec<String> = pieces
            .into_iter()
            .flat_map(|piece| piece.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()))
            .take(MOST_WORDS)
            .map(str::to_lowercase)
            .collect();
        let hash = |run: &[String]| {
            let mut hasher = DefaultHasher::new();
            run.hash(&mut hasher);
            hasher.finish()
        };
        Self(words.windows(RUN).map(hash).collect())
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How much of an earlier text stands in this one word for word, in percent; none where either is too short to say.
    #[must_use]
    pub fn holds(&self, earlier: &Self) -> Option<u32> {
        if self.0.len() < FEWEST_RUNS || earlier.0.len() < FEWEST_RUNS {
            return None;
        }
        let common = earlier.0.iter().filter(|run| self.0.contains(run)).count();
        u32::try_from(common * 100 / earlier.0.len()).ok()
    }
}

/// Whether two texts are so close that one may be a resubmission of the other. Two that are wholly the same but for
/// their files are close too.
#[must_use]
pub fn texts(new: &Runs, earlier: &Runs) -> Option<u32> {
    new.holds(earlier).filter(|share| *share >= CLOSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_close_when_only_the_version_differs() {
        for (one, other, want) in [
            ("Complaint log v2", "Complaint log", Some("complaint log")),
            ("complaint_log (2)", "Complaint log.docx", Some("complaint log")),
            ("Complaint log FINAL corrected 2026-09-01", "Complaint log draft", Some("complaint log")),
            ("Copy of Reflective account", "Reflective account", Some("reflective account")),
            ("Reflective account resubmission", "reflective-account.pdf", Some("reflective account")),
            ("Reflective account feedback", "Reflective account", Some("reflective account")),
            ("Witness testimony Sam", "Reflective account", None),
            ("IMG_0001", "IMG_0002", None),
            ("IMG_20260901", "IMG_20260902", None),
            ("Reflective account 1", "Reflective account 2", None),
            ("Reflective account 2 v3", "Reflective account 2", Some("reflective account")),
            ("Scan", "Scan (2)", None),
            ("2", "3", None),
            ("v2", "final", None),
            ("Log", "Complaint log", None),
            ("Team meeting minutes March budget review", "Team meeting", None),
            ("", "Complaint log", None),
        ] {
            assert_eq!(names(one, other).as_deref(), want, "{one} / {other}");
        }
    }

    #[test]
    fn texts_are_close_when_much_of_the_earlier_stands_in_the_new() {
        let earlier =
            "I planned the rota for the Christmas week and spoke to every member of the team about it.";
        let more =
            format!("{earlier} I then wrote down why two people could not work on Sunday and what we did.");
        let other =
            "The supplier delivered late, so I rang two others and compared what they asked for a pallet.";
        let runs = |text: &str| Runs::of([text]);
        assert_eq!(texts(&runs(&more), &runs(earlier)), Some(100));
        assert_eq!(texts(&runs(other), &runs(earlier)), None);
        assert_eq!(texts(&runs("too short"), &runs(earlier)), None);
        assert!(texts(&runs(earlier), &runs(&more)).is_some_and(|share| (40..60).contains(&share)));
        assert!(texts(&runs(&earlier.to_uppercase()), &runs(earlier)).is_some());
    }
}
