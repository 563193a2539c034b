//! HTML in the fields of other programs, to plain words and back. Refuses to know which field it is.

use scraper::{Html, Node};

/// Plain words of a field that may hold HTML; a field without tags or references is taken as it stands.
#[must_use]
pub fn plain(field: &str) -> String {
    let tag = field.char_indices().any(|(at, c)| {
        c == '<' && field[at + 1..].starts_with(|n: char| n.is_ascii_alphabetic() || matches!(n, '/' | '!'))
    });
    if !tag && !field.contains('&') {
        return field.trim().to_owned();
    }
    let mut words = String::new();
    for node in Html::parse_fragment(field).tree.root().descendants() {
        match node.value() {
            Node::Text(text) => words.push_str(text),
            Node::Element(element) => match element.name() {
                "br" => words.push('\n'),
                "p" | "li" | "div" | "ul" | "ol" | "tr" if !words.is_empty() && !words.ends_with('\n') => {
                    words.push('\n')
                }
                _inline => {}
            },
            Node::Document
            | Node::Fragment
            | Node::Doctype(_)
            | Node::Comment(_)
            | Node::ProcessingInstruction(_) => {}
        }
    }
    words.trim().to_owned()
}

/// Words as a paragraph of HTML.
#[must_use]
pub fn paragraph(words: &str) -> String {
    let escaped = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\n', "<br>");
    format!("<p>{escaped}</p>")
}

/// Words for a field that others read as HTML, and that [`plain`] takes back: as they stand where that is the same.
#[must_use]
pub fn field(words: &str) -> String {
    if plain(words) == words { words.to_owned() } else { paragraph(words) }
}

/// A name that may have been cut and a description that may hold the whole: (words, further words).
#[must_use]
pub fn named_and_described(name: &str, description: &str) -> (String, Option<String>) {
    let described = plain(description);
    let level = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let stem = level(name.trim_end_matches(['…', '.']));
    if described.is_empty() {
        (name.to_owned(), None)
    } else if stem.is_empty() || level(&described).starts_with(&stem) {
        (described, None)
    } else {
        (name.to_owned(), Some(described))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_words_and_back() {
        let cases = [
            ("plain words", "plain words"),
            ("a < b & c", "a < b & c"),
            ("<p>Say <b>what</b></p><p>and why</p>", "Say what\nand why"),
            ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
            ("fish &amp; chips", "fish & chips"),
            ("", ""),
        ];
        for (field, want) in cases {
            assert_eq!(plain(field), want, "{field}");
        }
        for words in ["Say what", "a<b, &amp; c", "a < b && c > \"d\"", "one\ntwo", "é – “x”"] {
            assert_eq!(
                (plain(&paragraph(words)), plain(&field(words))),
                (words.to_owned(), words.to_owned())
            );
        }
    }

    #[test]
    fn a_description_is_the_whole_or_something_more() {
        let cases = [
            ("Say what", "", ("Say what", None)),
            ("Say what is nee…", "Say what is needed", ("Say what is needed", None)),
            ("Say what", "Range: brick", ("Say what", Some("Range: brick"))),
            ("", "Only here", ("Only here", None)),
        ];
        for (name, description, (text, more)) in cases {
            assert_eq!(named_and_described(name, description), (text.to_owned(), more.map(str::to_owned)));
        }
    }
}
