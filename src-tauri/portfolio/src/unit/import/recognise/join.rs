//! Learning outcomes that stand in one sentence, taken apart at commas; and when a comma is no seam. Pure text.

use super::words::{begins_with_verb, count, is_verb, key};

/// The outcomes in a text. One piece where nothing is joined. The unit's title is protected: a comma inside it is no seam.
#[must_use]
pub fn split(text: &str, title: &str) -> Vec<String> {
    let strong = text.matches("; ").count() >= 1;
    let seam = if strong { "; " } else { ", " };
    let guarded = guard(text, title);
    let mut pieces: Vec<String> = Vec::new();
    for part in guarded.split(seam).map(|part| part.replace(GUARD, ",")) {
        let plain = part.trim().trim_end_matches('.').to_owned();
        let plain = if strong { plain } else { without_and(&plain, !pieces.is_empty()) };
        let stands = begins_with_verb(&plain) && (strong || count(&plain) >= 3);
        match pieces.last_mut() {
            Some(before) if !stands || !whole(before, &plain) => {
                before.push_str(seam);
                before.push_str(part.trim());
            }
            _first_or_new => pieces.push(plain),
        }
    }
    if pieces.len() < 2 {
        return vec![text.trim().to_owned()];
    }
    pieces
}

const GUARD: char = '\u{1}';

/// Hides the commas of the title where it stands in the text.
fn guard(text: &str, title: &str) -> String {
    let title = title.trim();
    if title.is_empty() || !title.contains(',') || !text.is_ascii() || !title.is_ascii() {
        return text.to_owned();
    }
    let lower = text.to_ascii_lowercase();
    let hidden = title.replace(',', &GUARD.to_string());
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (at, _) in lower.match_indices(&title.to_ascii_lowercase()) {
        out.push_str(&text[from..at]);
        // The text's own capitals stay: only the commas are hidden.
        let kept = text[at..at + title.len()].chars().zip(hidden.chars());
        out.extend(kept.map(|(own, other)| if other == GUARD { GUARD } else { own }));
        from = at + title.len();
    }
    out.push_str(&text[from..]);
    out
}

/// The last of several may begin with "and".
fn without_and(part: &str, follows: bool) -> String {
    match part.strip_prefix("and ") {
        Some(rest) if follows && begins_with_verb(rest) && count(rest) >= 3 => rest.to_owned(),
        _other => part.to_owned(),
    }
}

/// Whether what stands before a comma can stand alone: "how to plan, organise and control" is one phrase, "plan, do and
/// review work" another.
fn whole(before: &str, next: &str) -> bool {
    let words: Vec<&str> = before.split_whitespace().collect();
    let Some(last) = words.last() else { return false };
    let open = key(before);
    let how_to = open.rsplit_once("how to ").is_some_and(|(_, tail)| tail.split(' ').count() < 2);
    words.len() >= 3
        && !how_to
        && !(is_verb(last) && is_verb(next.split(' ').next().unwrap_or_default()) && bare(&words))
}

/// "be able to plan", "understand how to plan": the last word is a verb that awaits its object.
fn bare(words: &[&str]) -> bool {
    let before = words.len().checked_sub(2).and_then(|at| words.get(at)).copied().unwrap_or_default();
    matches!(before, "to" | "and" | "or") || before.ends_with(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_outcomes_come_apart_at_verbs() {
        let title = "Plan, run and close market stalls";
        let cases: [(&str, &[&str]); 8] = [
            (
                "plan market stalls, run market stalls, deal with problems of market stalls, understand how to plan, run and close market stalls",
                &[
                    "plan market stalls",
                    "run market stalls",
                    "deal with problems of market stalls",
                    "understand how to plan, run and close market stalls",
                ],
            ),
            (
                "check takings each day, agree action on losses",
                &["check takings each day", "agree action on losses"],
            ),
            (
                "Assess how far different stalls keep a loyal trade",
                &["Assess how far different stalls keep a loyal trade"],
            ),
            (
                "understand how to load, move and stack crates",
                &["understand how to load, move and stack crates"],
            ),
            ("talk to traders, buyers and wardens", &["talk to traders, buyers and wardens"]),
            ("record, store and share what was sold", &["record, store and share what was sold"]),
            (
                "set out a stall, take money, and close the stall",
                &["set out a stall, take money", "close the stall"],
            ),
            ("know the rules; follow the rules", &["know the rules", "follow the rules"]),
        ];
        for (text, want) in cases {
            assert_eq!(split(text, title), want, "{text}");
        }
    }
}
