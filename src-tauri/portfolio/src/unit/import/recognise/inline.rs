//! Several codes in one line, as text pasted from a table or drawn from a PDF has them: "Know … 1.1 State … 1.2 Explain …".
//! Cuts only where the numbers go up one by one.

/// A text cut at the codes inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut<'a> {
    /// Words before the first code.
    pub head: &'a str,
    /// What follows.
    pub rest: Vec<Part<'a>>,
}

/// An outcome (position 0) or a criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'a> {
    /// Number of the outcome.
    pub owner: u32,
    /// Number of the criterion, 0 for the outcome itself.
    pub position: u32,
    /// Its words.
    pub text: &'a str,
}

/// Cuts a text that follows the code `owner`.`position` (position 0: the outcome `owner` itself).
#[must_use]
pub fn cut(text: &str, owner: u32, position: u32) -> Cut<'_> {
    let mut found: Vec<(usize, usize, u32, u32)> = Vec::new();
    let (mut owner, mut position) = (owner, position);
    let mut bare: Option<(usize, usize)> = None;
    for (at, token) in tokens(text) {
        let plain = token.trim_end_matches(['.', ')', ':']);
        if at > 0 && plain.parse().ok() == owner.checked_add(1) && owner < u32::MAX {
            bare = Some((at, at + token.len()));
        }
        let Some((first, second)) =
            plain.split_once('.').and_then(|(a, b)| Some((a.parse::<u32>().ok()?, b.parse::<u32>().ok()?)))
        else {
            continue;
        };
        let worded = text[at + token.len()..].trim_start().starts_with(char::is_alphabetic);
        if !worded || at == 0 {
            continue;
        }
        if first == owner && position.checked_add(1) == Some(second) {
            // The number of the next outcome stands behind the last criterion of this one.
            bare = None;
        } else if owner.checked_add(1) == Some(first)
            && second == 1
            && let Some((start, end)) = bare.take()
        {
            found.push((start, end, first, 0));
        } else {
            continue;
        }
        (owner, position) = (first, second);
        found.push((at, at + token.len(), owner, position));
    }
    let head = &text[..found.first().map_or(text.len(), |(start, ..)| *start)];
    let rest = found
        .iter()
        .enumerate()
        .map(|(i, (_, from, owner, position))| {
            let to = found.get(i + 1).map_or(text.len(), |next| next.0);
            Part { owner: *owner, position: *position, text: text[*from..to].trim() }
        })
        .collect();
    Cut { head: head.trim(), rest }
}

fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace().filter(|t| t.starts_with(|c: char| c.is_ascii_digit())).map(move |token| {
        let at = token.as_ptr().addr().saturating_sub(text.as_ptr().addr());
        (at, token)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_where_numbers_go_up() {
        let flat = |text: &str, owner, position| {
            let cut = cut(text, owner, position);
            let mut all = vec![cut.head.to_owned()];
            all.extend(cut.rest.iter().map(|p| format!("{}.{} {}", p.owner, p.position, p.text)));
            all
        };
        assert_eq!(
            flat("Know stock 1.1 State it 1.2 Explain it", 1, 0),
            ["Know stock", "1.1 State it", "1.2 Explain it"]
        );
        assert_eq!(
            flat("State it 2 Be able to count 2.1 Count crates", 1, 1),
            ["State it", "2.0 Be able to count", "2.1 Count crates"]
        );
        assert_eq!(
            flat("carry a load of 1.5 tonnes by version 2.1 of the rule", 1, 1),
            ["carry a load of 1.5 tonnes by version 2.1 of the rule"]
        );
        // A number before the last criterion is not that of the next outcome.
        assert_eq!(
            flat("Know the 2 crates 1.1 State it 2.1 Count it", 1, 0),
            ["Know the 2 crates", "1.1 State it 2.1 Count it"]
        );
        let last = format!("State it 1.{} Explain it", u32::MAX);
        assert_eq!(flat(&last, 1, u32::MAX), [last.as_str()]);
    }
}
