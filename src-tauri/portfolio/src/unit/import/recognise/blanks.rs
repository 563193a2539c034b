//! Boxes, strokes and dots behind words, for a hand to tick or to write on: "1.1 State what stock is ☐", "… Date: __/__/__".
//! They come off the words that they stand behind. Refuses to know what the words mean.

use super::marker::{self, Marker};
use super::section::{self, Section};
use super::words::{begins_as_outcome, begins_with_verb, count, without_bullet};

/// Boxes that a person ticks, and ticks and crosses.
const BOXES: &str = "☐☑☒□■❏❑❒✓✔✗✘⬜◻◯〇\u{f06f}\u{f0a8}";

/// The words without what a form puts behind them.
#[must_use]
pub fn without(text: &str) -> &str {
    let at = first_blank(text).unwrap_or(text.len());
    let (head, tail) = text.split_at(at);
    // Much after a box is no form's, and a code behind dots is the text's own.
    let coded = |word: &str| {
        let word = word.trim_matches(['(', ')', '[', ']', '.']);
        matches!(marker::read(word).0, Some(Marker::Pair(..) | Marker::Outcome(_) | Marker::Bare(_)))
    };
    if count(tail) > 14 || tail.contains('\n') || tail.split_whitespace().any(coded) {
        return text;
    }
    let head = without_answer(without_note(head.trim_end()));
    let head = without_labels(head, tail.is_empty());
    if head.len() == text.len() {
        return text;
    }
    let (marker, rest) = marker::read(without_bullet(head).1);
    let ours = marker.is_some() || begins_with_verb(rest) || begins_as_outcome(rest);
    if ours && count(rest) >= 2 { head } else { text }
}

/// "… of wood¹", "… of wood *": the mark of a footnote. "10 m²" has none.
fn without_note(text: &str) -> &str {
    let cut = text.trim_end_matches(['*', '†', '‡', '¹', '²', '³', '⁴', '⁵']);
    let word = cut.rsplit(' ').next().unwrap_or_default();
    let noted = cut.len() < text.len()
        && (cut.ends_with(' ') || word.chars().filter(|c| c.is_alphabetic()).count() >= 3);
    let bold = text.starts_with('*') || text.ends_with("**");
    if noted && !bold { cut.trim_end() } else { text }
}

/// "(Y/N)", "Yes / No", "– p. 14": an answer to strike out, a page to name.
fn without_answer(text: &str) -> &str {
    const ANSWERS: [&str; 8] =
        ["(y/n)", "y/n", "y / n", "(yes/no)", "yes/no", "yes / no", "(yes / no)", "met / not met"];
    let lower = text.to_ascii_lowercase();
    if let Some(answer) = ANSWERS.iter().find(|answer| lower.ends_with(&format!(" {answer}"))) {
        return text[..text.len() - answer.len()].trim_end();
    }
    // "[PO]": how it is assessed, in a form's letters.
    let open = text.strip_suffix(']').and_then(|open| open.rsplit_once(" ["));
    if let Some((head, code)) = open
        && (1..=3).contains(&code.len())
        && code.chars().all(|c| c.is_ascii_uppercase())
    {
        return head.trim_end();
    }
    let page = text.trim_end_matches([')', ']']).trim_end_matches(|c: char| c.is_ascii_digit());
    let page = if page.len() < text.len() { page.trim_end() } else { text };
    ["p.", "pp.", "page", "pg"]
        .iter()
        .filter(|_| page.len() < text.len())
        .find_map(|name| page.strip_suffix(name))
        .and_then(|head| head.trim_end().strip_suffix(['-', '–', '—', '(', '[', '|']))
        .map_or(text, str::trim_end)
}

/// A cell with a form's marks taken off each of its lines.
#[must_use]
pub fn cell(text: &str) -> String {
    text.split('\n').map(without).collect::<Vec<_>>().join("\n")
}

/// Where the first box or stroke behind words begins.
fn first_blank(text: &str) -> Option<usize> {
    let begun = text.find(char::is_alphanumeric)?;
    let boxed = text[begun..].find(|c: char| BOXES.contains(c)).map(|at| begun + at);
    let run = ["[ ]", "[]", "[x]", "[X]", "( )", "___", "__/", "....", "……", ". . . ."]
        .iter()
        .filter_map(|run| text[begun..].find(run).map(|at| begun + at))
        .min();
    boxed.into_iter().chain(run).min()
}

/// Takes the labels of blanks off the end of words: "Date:", "Assessor initials". Where no blank follows them they must
/// end with a colon.
fn without_labels(text: &str, colon: bool) -> &str {
    let mut text = text;
    for _label in 0..3 {
        let starts: Vec<usize> = text
            .split_whitespace()
            .rev()
            .take(4)
            .map(|word| word.as_ptr().addr().saturating_sub(text.as_ptr().addr()))
            .collect();
        let label = |at: &&usize| {
            let words = &text[**at..];
            words.starts_with(char::is_uppercase)
                && (!colon || words.ends_with(':'))
                && section::column(words) == Some(Section::Form)
        };
        let Some(at) = starts.iter().find(label) else { return text };
        text = text[..*at].trim_end();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_hand_fills_in_comes_off() {
        for (text, want) in [
            ("1.1 State what stock is ☐", "1.1 State what stock is"),
            ("2.3 Count stock ☐ Met ☐ Not met", "2.3 Count stock"),
            ("1.2 Count crates __/__/__", "1.2 Count crates"),
            ("1.2 Count crates Date: ____ Assessor initials: ____", "1.2 Count crates"),
            ("LO1 Know stock [ ]", "LO1 Know stock"),
            ("1.1 Count stock (Y/N)", "1.1 Count stock"),
            ("1.1 Count stock - p. 14", "1.1 Count stock"),
            ("1.1 Count stock Assessor: Date:", "1.1 Count stock"),
            ("• 1.1 Count stock ☐ Met ☐ Not yet", "• 1.1 Count stock"),
            ("plan a visit ........", "plan a visit"),
            ("Learner signature: ______ Date: ____", "Learner signature: ______ Date: ____"),
            ("☐ State what stock is", "☐ State what stock is"),
            ("Level: ____", "Level: ____"),
            ("1.3 Keep the date of each sale", "1.3 Keep the date of each sale"),
        ] {
            assert_eq!(without(text), want, "{text}");
        }
        assert_eq!(cell("☐"), "☐");
        assert_eq!(cell("1.1 State it ☐\n1.2 Count it ☐"), "1.1 State it\n1.2 Count it");
    }
}
