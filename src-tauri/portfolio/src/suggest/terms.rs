//! A text as the ranker reads it: its words in order, each brought to a stem, with the ends of sentences. Refuses to know what
//! the words are compared with.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use crate::unit::words::stem;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term<'a> {
    /// As written.
    pub text: &'a str,
    /// What it is compared by.
    pub stem: Cow<'static, str>,
    /// How much it says of a matter.
    pub says: Says,
    /// A sentence, a line or a cell ends here.
    pub ends: bool,
}

/// How much a word says of a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// Nothing by itself; it may be part of a phrase.
    Nothing,
    /// Little: it stands in texts of every kind.
    Little,
    /// Something.
    Much,
}

/// Words that say nothing by themselves.
static SMALL: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "a about all also am an and any are as at be been being but by can could did do does down each else even ever every for from had \
    has have having he her here hers him his how i if in into is it its itself just may me might mine more most must my \
    myself no nor not now of off on once one only or other our ours out over own per quite rather s same shall she should so some \
    such than that the their theirs them then there these they this those through to too two under until up upon us very was we were \
    what when where whether which while who whom whose why will with within without would yes yet you your"
        .split_whitespace()
        .collect()
});

/// Words that stand in reports of every kind.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "above after again against ago along already although always among another anyone around ask asked away back bad because become \
    before began begin behind below beside best better between big both bring brought call came come done during early either end \
    enough few first five found four full gave get give given go goes going gone good got great half hand happen hear heard help high \
    keep kept kind know known last late later least less let like line little long look looked lot made make many mean meant mind much \
    name need never new next nine nobody none nothing often old open part past people place put ran read right round run said saw say \
    second see seen seven several show shown side since six small something sometimes soon start still take taken talk tell ten thing \
    think third thought three time today together told took towards tried try turn twice understood use used usual want wanted way week \
    well went whole word work worked write written wrong wrote year day days hour hours minute month months morning own self example \
    least stage state stated record recorded"
        .split_whitespace()
        .collect()
});

/// Words of a text in order.
pub fn read(text: &str) -> Vec<Term<'_>> {
    let part = |c: char| c.is_alphanumeric() || c == '\'' || c == '’';
    let mut terms: Vec<Term<'_>> = Vec::with_capacity(text.len() / 6);
    let mut lower = String::new();
    for piece in text.split_inclusive(|c: char| !part(c)) {
        let bare = piece.trim_end_matches(|c: char| !part(c)).trim_matches(['\'', '’']);
        if !bare.is_empty() {
            terms.push(term(bare, &mut lower));
        }
        let end = piece.chars().next_back().filter(|c| !part(*c));
        if end.is_some_and(|c| matches!(c, '.' | '!' | '?' | ';' | '|' | '\n' | '\t' | '\u{c}' | '•'))
            && let Some(last) = terms.last_mut()
        {
            last.ends = true;
        }
    }
    terms
}

fn term<'a>(text: &'a str, lower: &mut String) -> Term<'a> {
    lower.clear();
    lower.extend(text.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }));
    let bare = lower.strip_suffix("'s").unwrap_or(lower);
    // A small word is its own stem: phrases may hold it.
    if let Some(small) = SMALL.get(bare) {
        return Term { text, stem: Cow::Borrowed(small), says: Says::Nothing, ends: false };
    }
    let number = bare.bytes().all(|b| b.is_ascii_digit());
    let says = if number || bare.chars().nth(1).is_none() {
        Says::Nothing
    } else if COMMON.contains(bare) {
        Says::Little
    } else {
        Says::Much
    };
    Term { text, stem: Cow::Owned(stem(bare)), says, ends: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_brought_to_stems_and_sentences_end() {
        let terms = read("She’s planned the customers' rota.\nQueue: 40 | done");
        let told: Vec<(&str, Says, bool)> = terms.iter().map(|t| (&*t.stem, t.says, t.ends)).collect();
        let (nothing, little, much) = (Says::Nothing, Says::Little, Says::Much);
        assert_eq!(
            told,
            [
                ("she", nothing, false),
                ("plan", much, false),
                ("the", nothing, false),
                ("custom", much, false),
                ("rota", much, true),
                ("queu", much, false),
                ("40", nothing, true),
                ("done", little, false),
            ]
        );
        for odd in ["", " ", "—", "' '", "日本語", "É'", "a-b-c", "\u{c}\n"] {
            assert!(read(odd).iter().all(|t| !t.text.is_empty()), "{odd:?}");
        }
    }
}
