//! What a person types into the search box, as terms, and as an expression of the index that can never be wrong: words,
//! "phrases", beginnings* and -not. Pure. Refuses to know what is found.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Most characters of a query that are looked at.
const LONGEST: usize = 1_000;
/// Most terms of a query.
const MOST_TERMS: usize = 24;
/// Most words of one phrase.
const MOST_WORDS: usize = 24;

/// Words so common that they tell nothing. They count inside a phrase, and where there is nothing else.
static SMALL: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    "a about after all also an and any are as at be been but by can could did do does for from had has have he her his how \
     i if in into is it its me more my no nor not of on or our out she so some than that the their them then there these they \
     this those to too up us was we were what when where which who will with would you your"
        .split(' ')
        .collect()
});

/// A query in parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// All of these.
    pub wanted: Vec<Term>,
    /// None of these.
    pub unwanted: Vec<Term>,
    /// Small words that are not looked for.
    pub left_out: Vec<String>,
}

/// A word, a phrase, or the beginning of a word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Term {
    /// Words that follow each other, folded.
    pub words: Vec<String>,
    /// The last word is a beginning.
    pub begins: bool,
}

impl Term {
    /// Whether it is one word that tells nothing.
    fn is_small(&self) -> bool {
        !self.begins && matches!(self.words.as_slice(), [one] if SMALL.contains(one.as_str()))
    }

    fn expression(&self) -> String {
        format!("\"{}\"{}", self.words.join(" "), if self.begins { " *" } else { "" })
    }
}

impl Query {
    /// Reads what was typed. There is no wrong query: what is no word is passed over.
    #[must_use]
    pub fn parse(typed: &str) -> Self {
        let mut query = Self::default();
        let text: String = typed.chars().take(LONGEST).map(plain).collect();
        let mut rest = text.as_str();
        while query.wanted.len() + query.unwanted.len() < MOST_TERMS {
            rest = rest.trim_start();
            if rest.is_empty() {
                break;
            }
            let (term, unwanted, after) = next(rest);
            rest = after;
            match (term.words.is_empty(), unwanted) {
                (true, _) => {}
                (false, true) => query.unwanted.push(term),
                (false, false) if !query.wanted.contains(&term) => query.wanted.push(term),
                (false, false) => {}
            }
        }
        if query.wanted.iter().any(|term| !term.is_small()) {
            let small: Vec<Term> = query.wanted.extract_if(.., |term| term.is_small()).collect();
            query.left_out = small.into_iter().flat_map(|term| term.words).collect();
        }
        query
    }

    /// The expression for the index; none where nothing is wanted. It holds quoted words of letters and digits only.
    #[must_use]
    pub fn expression(&self) -> Option<String> {
        let join = |terms: &[Term], by: &str| terms.iter().map(Term::expression).collect::<Vec<_>>().join(by);
        let wanted = (!self.wanted.is_empty()).then(|| join(&self.wanted, " AND "))?;
        Some(match self.unwanted.as_slice() {
            [] => wanted,
            unwanted => format!("({wanted}) NOT ({})", join(unwanted, " OR ")),
        })
    }
}

/// Quotation marks and dashes of word processors as those of the keyboard.
const fn plain(c: char) -> char {
    match c {
        '“' | '”' | '„' | '«' | '»' => '"',
        '−' | '–' | '\u{2011}' => '-',
        other => other,
    }
}

/// The next term, whether it is unwanted, and what follows it.
fn next(text: &str) -> (Term, bool, &str) {
    let after_dash =
        text.strip_prefix('-').filter(|rest| rest.starts_with(|c: char| c == '"' || is_letter(c)));
    let body = after_dash.unwrap_or(text);
    let (inside, after) = match body.strip_prefix('"') {
        // A phrase that is never closed goes on to the end.
        Some(phrase) => phrase.split_once('"').unwrap_or((phrase, "")),
        None => body.split_at(body.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(body.len())),
    };
    let star = after.strip_prefix('*');
    let begins = star.is_some() || inside.trim_end().ends_with('*');
    let words = words(inside).map(|(from, to)| fold(&inside[from..to])).filter(|word| !word.is_empty());
    let words: Vec<String> = words.take(MOST_WORDS).collect();
    let begins = begins && !words.is_empty();
    (Term { words, begins }, after_dash.is_some(), star.unwrap_or(after))
}

/// Whether a character is part of a word, as the index parts words.
#[must_use]
pub fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && (c.is_alphanumeric() || is_combining_mark(c)))
}

/// The words of a text, as places of their first byte and the one after their last.
pub fn words(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        // A mark belongs to the letter before it and begins no word.
        let from = at + text[at..].find(|c| is_letter(c) && !is_combining_mark(c))?;
        let to = text[from..].find(|c| !is_letter(c)).map_or(text.len(), |length| from + length);
        at = to;
        Some((from, to))
    })
}

/// A word in lower case without diacritics: what spellings are compared by.
#[must_use]
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(typed: &str) -> String {
        Query::parse(typed).expression().unwrap_or_default()
    }

    #[test]
    fn a_query_becomes_an_expression() {
        for (typed, want) in [
            ("stock count", r#""stock" AND "count""#),
            ("the stock of the kitchen", r#""stock" AND "kitchen""#),
            ("to be or not to be", r#""to" AND "be" AND "or" AND "not""#),
            (r#""close the till" -refund"#, r#"("close the till") NOT ("refund")"#),
            (r#"-"end of day" till -café"#, r#"("till") NOT ("end of day" OR "cafe")"#),
            ("plan* CAFÉ", r#""plan" * AND "cafe""#),
            (r#""risk assess*" x"#, r#""risk assess" * AND "x""#),
            (r#""risk assess"* x"#, r#""risk assess" * AND "x""#),
            ("risk-assessment", r#""risk assessment""#),
            ("don’t", r#""don t""#),
            ("“quoted words” – done", r#""quoted words" AND "done""#),
            ("\"never closed", r#""never closed""#),
            ("E007 2.3", r#""e007" AND "2 3""#),
            ("stock stock", r#""stock""#),
            ("", ""),
            ("-refund", ""),
            ("\u{301} \u{301}*", ""),
            ("* \" - () AND^", r#""and""#),
            ("NEAR(a b) col:x", r#""near a" AND "b" AND "col x""#),
        ] {
            assert_eq!(said(typed), want, "{typed}");
        }
        assert_eq!(Query::parse("the till").left_out, ["the"]);
    }

    #[test]
    fn words_are_parted_and_folded() {
        let text = "Naïve cafe\u{301} 3.2 don't";
        let words: Vec<String> = words(text).map(|(from, to)| fold(&text[from..to])).collect();
        assert_eq!(words, ["naive", "cafe", "3", "2", "don", "t"]);
    }

    #[test]
    fn no_query_is_too_long() {
        let said = said(&"word* ".repeat(10_000));
        assert!(said.len() < 40, "{said}");
        let long = Query::parse(&(0..1000).map(|n| format!("w{n} ")).collect::<String>());
        assert_eq!(long.wanted.len(), MOST_TERMS);
    }
}
