//! Words of a criterion, brought to a stem so that "supervised" meets "supervision". English, by rule of thumb: good
//! enough to compare texts, never shown. Refuses to know what texts are compared.

use std::collections::HashSet;
use std::sync::LazyLock;

/// A word as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As written, without punctuation.
    pub text: String,
    /// What it is compared by; none for small words and single letters.
    pub stem: Option<String>,
    /// The verb of a command: explain, show, produce.
    pub command: bool,
    /// Punctuation follows.
    pub ends: bool,
}

/// Words that say nothing of the matter.
static SMALL: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "a about above after all also an and any are as at be been before being between both but by can carried could \
    did do does done each either etc every for from full fully further given gives giving had has have how if in including into is it its itself kept \
    known least made make may more must no nor not of off on one or other others out over own per same shall should showing so some such than that \
    the their them then there these they this those through to two under until up upon used well was way were what when where \
    whether which while who whom whose why will with within without would you your"
        .split_whitespace()
        .collect()
});

/// Verbs with which criteria and outcomes begin.
static COMMANDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "agree analyse apply appraise assess carry collect compare complete conduct consider contribute critically \
    deal define demonstrate describe design determine develop discuss draw ensure establish evaluate examine explain give \
    identify illustrate implement interpret judge justify know list look maintain monitor name obtain outline perform plan \
    prepare present produce propose provide recognise recommend record reflect report review say select set show state \
    summarise support take understand undertake use weigh work write"
        .split_whitespace()
        .collect()
});

/// Words of a text in order.
#[must_use]
pub fn read(text: &str) -> Vec<Word> {
    let part = |c: char| c.is_alphanumeric() || c == '\'' || c == '’' || c == '-';
    let mut words: Vec<Word> = Vec::new();
    let mut first = true;
    for piece in text.split_inclusive(|c: char| !part(c)) {
        let end = piece.chars().next_back().filter(|c| !part(*c));
        let bare = piece.trim_end_matches(|c: char| !part(c)).trim_matches(['\'', '’', '-']);
        if !bare.is_empty() {
            words.push(word(bare, first));
            first = false;
        }
        if end.is_some_and(|c| !c.is_whitespace()) {
            if let Some(last) = words.last_mut() {
                last.ends = true;
            }
            // A sentence, a list item or a clause may begin with a command again.
            first = end.is_some_and(|c| matches!(c, '.' | ';' | ':' | '•' | ','));
        }
    }
    words
}

fn word(text: &str, first: bool) -> Word {
    let lower = text.to_lowercase().replace('’', "'");
    let bare = lower.trim_end_matches("'s").trim_end_matches('\'');
    let counts = bare.chars().count() > 1 && !SMALL.contains(bare);
    // "Plan" is a command where a clause begins with it, and a thing elsewhere.
    let command = first && COMMANDS.contains(bare);
    Word { text: text.to_owned(), stem: counts.then(|| stem(bare)), command, ends: false }
}

/// Endings, the longest first, with what takes their place.
const ENDINGS: [(&str, &str); 30] = [
    ("isations", "is"),
    ("isation", "is"),
    ("izations", "is"),
    ("ization", "is"),
    ("ational", "at"),
    ("iveness", "iv"),
    ("fulness", "ful"),
    ("ications", "y"),
    ("ication", "y"),
    ("ations", "at"),
    ("ation", "at"),
    ("ments", ""),
    ("ment", ""),
    ("ities", ""),
    ("ance", ""),
    ("ence", ""),
    ("ions", ""),
    ("ings", ""),
    ("ised", "is"),
    ("ies", "y"),
    ("ion", ""),
    ("ity", ""),
    ("ing", ""),
    ("ers", ""),
    ("ed", ""),
    ("er", ""),
    ("es", ""),
    ("ly", ""),
    ("s", ""),
    ("e", ""),
];

/// The stem of a lower-case word. Endings go one after the other while four letters stay.
pub(crate) fn stem(word: &str) -> String {
    let mut stem = word.to_owned();
    for _ in 0..2 {
        let found = ENDINGS.iter().find(|(ending, _)| {
            stem.strip_suffix(ending).is_some_and(|rest| {
                // "laws" meets "law"; "process" keeps both its letters.
                let (least, double) = if *ending == "s" { (3, rest.ends_with('s')) } else { (4, false) };
                rest.chars().count() >= least && !double
            })
        });
        let Some((ending, instead)) = found else { break };
        stem.truncate(stem.len() - ending.len());
        stem.push_str(instead);
    }
    // "planned" and "planning" meet "plan"; "running" meets "run".
    let mut letters = stem.chars().rev();
    if let (Some(a), Some(b)) = (letters.next(), letters.next())
        && a == b
        && !matches!(a, 'a' | 'e' | 'i' | 'o' | 'u' | 'l' | 's')
    {
        stem.pop();
    }
    stem.strip_suffix('e')
        .or_else(|| stem.strip_suffix('y'))
        .filter(|s| s.len() >= 4)
        .unwrap_or(&stem)
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_one_family_meet() {
        let families = [
            "plan plans planned planning",
            "supervise supervised supervising",
            "problem problems",
            "monitor monitored monitoring",
            "policy policies",
            "law laws",
            "resource resources",
            "complaint complaints",
            "organise organised organising organisation",
            "agree agreed",
            "measure measured measures",
            "change changed changes changing",
        ];
        for family in families {
            let stems: Vec<String> = family.split(' ').map(stem).collect();
            assert!(stems.iter().all(|s| *s == stems[0]), "{family}: {stems:?}");
        }
        for (one, other) in [("plan", "plant"), ("policy", "polish"), ("team", "term"), ("record", "reason")]
        {
            assert_ne!(stem(one), stem(other));
        }
    }

    #[test]
    fn commands_open_a_clause_and_small_words_have_no_stem() {
        let read = read("Explain the team's plan, show records; plan well.");
        let told: Vec<(&str, bool, bool)> =
            read.iter().map(|w| (w.text.as_str(), w.stem.is_some(), w.command)).collect();
        let want = [
            ("Explain", true, true),
            ("the", false, false),
            ("team's", true, false),
            ("plan", true, false),
            ("show", true, true),
            ("records", true, false),
            ("plan", true, true),
            ("well", false, false),
        ];
        assert_eq!(told, want);
        let ends: Vec<&str> = read.iter().filter(|w| w.ends).map(|w| w.text.as_str()).collect();
        assert_eq!(ends, ["plan", "records", "well"]);
        for odd in ["", " ", "—", "' '", "日本語のテキスト", "É'", "a-b-c"] {
            assert!(super::read(odd).iter().all(|w| !w.text.is_empty()));
        }
    }
}
