//! What differs between the texts of two versions: passages that are the same, gone, new or changed, and in a changed one
//! the words. Pure; refuses to know where texts come from.

use std::collections::HashMap;

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use ts_rs::TS;

/// Most passages of each text that are compared.
pub const MOST: usize = 5_000;
/// From this share of common words on, in percent, one passage is another one changed.
const ALIKE: usize = 40;

/// How something stands in the later text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum VersionChange {
    /// As it was.
    Same,
    /// Only in the earlier.
    Gone,
    /// Only in the later.
    New,
    /// In both, with other words.
    Changed,
}

/// One passage of the comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How it stands.
    pub change: VersionChange,
    /// Its position in the earlier text.
    pub from: Option<usize>,
    /// Its position in the later text.
    pub to: Option<usize>,
    /// Its words in order; of a changed one also those that went.
    pub words: Vec<(VersionChange, String)>,
}

/// Compares two texts, passage by passage.
#[must_use]
pub fn compare(earlier: &[&str], later: &[&str]) -> Vec<Line> {
    let (earlier, later) = (&earlier[..earlier.len().min(MOST)], &later[..later.len().min(MOST)]);
    let mut known: HashMap<&str, u32> = HashMap::new();
    let mut number = |text| {
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        *known.entry(text).or_insert(next)
    };
    let old: Vec<u32> = earlier.iter().map(|text| number(*text)).collect();
    let new: Vec<u32> = later.iter().map(|text| number(*text)).collect();
    let mut lines = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                lines.extend((0..len).map(|i| same(earlier, old_index + i, new_index + i)));
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                lines.extend((old_index..old_index + old_len).map(|i| gone(earlier, i)));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                lines.extend((new_index..new_index + new_len).map(|i| fresh(later, i)));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                replaced(&mut lines, (earlier, old_index, old_len), (later, new_index, new_len));
            }
        }
    }
    lines
}

fn same(earlier: &[&str], from: usize, to: usize) -> Line {
    let words = vec![(VersionChange::Same, earlier[from].to_owned())];
    Line { change: VersionChange::Same, from: Some(from), to: Some(to), words }
}

fn gone(earlier: &[&str], from: usize) -> Line {
    let words = vec![(VersionChange::Gone, earlier[from].to_owned())];
    Line { change: VersionChange::Gone, from: Some(from), to: None, words }
}

fn fresh(later: &[&str], to: usize) -> Line {
    let words = vec![(VersionChange::New, later[to].to_owned())];
    Line { change: VersionChange::New, from: None, to: Some(to), words }
}

/// Passages in whose place others stand: those that share most of their words are one passage changed.
fn replaced(lines: &mut Vec<Line>, old: (&[&str], usize, usize), new: (&[&str], usize, usize)) {
    let (earlier, first, count) = old;
    let (later, mut next, more) = new;
    let end = next + more;
    for from in first..first + count {
        match (next..end).find(|to| alike(earlier[from], later[*to])) {
            Some(to) => {
                lines.extend((next..to).map(|i| fresh(later, i)));
                let words = words(earlier[from], later[to]);
                lines.push(Line { change: VersionChange::Changed, from: Some(from), to: Some(to), words });
                next = to + 1;
            }
            None => lines.push(gone(earlier, from)),
        }
    }
    lines.extend((next..end).map(|i| fresh(later, i)));
}

fn alike(one: &str, other: &str) -> bool {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut mine = 0;
    for word in one.split_whitespace() {
        *counts.entry(word).or_default() += 1;
        mine += 1;
    }
    let (mut theirs, mut common) = (0, 0);
    for word in other.split_whitespace() {
        theirs += 1;
        if let Some(left) = counts.get_mut(word).filter(|left| **left > 0) {
            *left -= 1;
            common += 1;
        }
    }
    common * 100 >= ALIKE * std::cmp::max(mine, theirs) && common > 0
}

/// The words of a changed passage: same, gone, new, joined where neighbours stand alike.
fn words(earlier: &str, later: &str) -> Vec<(VersionChange, String)> {
    let old: Vec<&str> = earlier.split_inclusive(char::is_whitespace).collect();
    let new: Vec<&str> = later.split_inclusive(char::is_whitespace).collect();
    let bare = |words: &[&str]| words.iter().map(|w| w.trim_end().to_owned()).collect::<Vec<_>>();
    let (old_words, new_words) = (bare(&old), bare(&new));
    let mut out: Vec<(VersionChange, String)> = Vec::new();
    let mut put = |change: VersionChange, words: &[&str]| {
        let text = words.concat();
        match out.last_mut() {
            Some((last, before)) if *last == change => before.push_str(&text),
            Some(_) | None if text.is_empty() => {}
            Some(_) | None => out.push((change, text)),
        }
    };
    for op in capture_diff_slices(Algorithm::Myers, &old_words, &new_words) {
        match op {
            DiffOp::Equal { new_index, len, .. } => {
                put(VersionChange::Same, &new[new_index..new_index + len])
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                put(VersionChange::Gone, &old[old_index..old_index + old_len])
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                put(VersionChange::New, &new[new_index..new_index + new_len])
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                put(VersionChange::Gone, &old[old_index..old_index + old_len]);
                put(VersionChange::New, &new[new_index..new_index + new_len]);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "same; -gone-; +new+" a passage a line.
    fn told(earlier: &[&str], later: &[&str]) -> Vec<String> {
        let piece = |(change, text): &(VersionChange, String)| match change {
            VersionChange::Same | VersionChange::Changed => text.clone(),
            VersionChange::Gone => format!("-{text}-"),
            VersionChange::New => format!("+{text}+"),
        };
        compare(earlier, later).iter().map(|l| l.words.iter().map(piece).collect()).collect()
    }

    #[test]
    fn passages_are_the_same_gone_new_or_changed() {
        for (earlier, later, want) in [
            (vec!["a b", "c d"], vec!["a b", "c d"], vec!["a b", "c d"]),
            (vec!["a b"], vec![], vec!["-a b-"]),
            (vec![], vec!["a b"], vec!["+a b+"]),
            (
                vec!["I planned the rota for May.", "Two were away."],
                vec!["I planned the rota for June.", "Nobody came late at all."],
                vec![
                    "I planned the rota for -May.-+June.+",
                    "-Two were away.-",
                    "+Nobody came late at all.+",
                ],
            ),
            (
                vec!["first", "the old words of a passage stay"],
                vec!["first", "put in between", "the old words of a long passage stay"],
                vec!["first", "+put in between+", "the old words of a +long +passage stay"],
            ),
            (vec!["one", "one"], vec!["one"], vec!["one", "-one-"]),
        ] {
            assert_eq!(told(&earlier, &later), want, "{earlier:?} → {later:?}");
        }
    }

    #[test]
    fn nothing_is_lost_whatever_differs() {
        let mut rng = fastrand::Rng::with_seed(7);
        for _ in 0..300 {
            let mut text = || -> Vec<String> {
                let word = |rng: &mut fastrand::Rng| ["plan", "rota", "team", "May", "", " "][rng.usize(..6)];
                let count = rng.usize(..6);
                (0..count)
                    .map(|_| {
                        let n = rng.usize(..5);
                        (0..n).map(|_| word(&mut rng)).collect::<Vec<_>>().join(" ")
                    })
                    .collect()
            };
            let (earlier, later) = (text(), text());
            let old: Vec<&str> = earlier.iter().map(String::as_str).collect();
            let new: Vec<&str> = later.iter().map(String::as_str).collect();
            let lines = compare(&old, &new);
            let from: Vec<usize> = lines.iter().filter_map(|l| l.from).collect();
            let to: Vec<usize> = lines.iter().filter_map(|l| l.to).collect();
            assert_eq!(from, (0..old.len()).collect::<Vec<_>>(), "{old:?} → {new:?}");
            assert_eq!(to, (0..new.len()).collect::<Vec<_>>(), "{old:?} → {new:?}");
            for line in &lines {
                let of = |wanted: [VersionChange; 2]| -> String {
                    line.words.iter().filter(|(c, _)| wanted.contains(c)).map(|(_, t)| t.as_str()).collect()
                };
                if let Some(to) = line.to {
                    assert_eq!(of([VersionChange::Same, VersionChange::New]).trim_end(), new[to].trim_end());
                }
            }
        }
    }

    #[test]
    fn two_long_texts_that_share_nothing_are_compared_in_good_time() {
        let text = |who: &str| -> Vec<String> { (0..2 * MOST).map(|i| format!("{who} says {i}")).collect() };
        let (earlier, later) = (text("Ada"), text("Ben"));
        let old: Vec<&str> = earlier.iter().map(String::as_str).collect();
        let new: Vec<&str> = later.iter().map(String::as_str).collect();
        let lines = compare(&old, &new);
        assert_eq!(lines.iter().filter(|l| l.from.is_some()).count(), MOST);
        assert_eq!(lines.iter().filter(|l| l.to.is_some()).count(), MOST);
    }
}
