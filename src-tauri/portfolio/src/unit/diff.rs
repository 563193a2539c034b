//! What a new issue of a unit text changes: row by row, paired by id, and word by word where it is reworded.
//! Pure; refuses to know learners.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use ts_rs::TS;

use super::spec::UnitSpec;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// The same text at the same place.
    Unchanged,
    /// Other words.
    Reworded,
    /// The same text under another number or outcome.
    Moved,
    /// Other words under another number or outcome.
    MovedAndReworded,
    /// Not in the issue before.
    New,
    /// Not in the new issue.
    Withdrawn,
}

impl Change {
    /// The text is not what it was.
    #[must_use]
    pub const fn reworded(self) -> bool {
        match self {
            Self::Reworded | Self::MovedAndReworded => true,
            Self::Unchanged | Self::Moved | Self::New | Self::Withdrawn => false,
        }
    }
}

/// What became of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum WordChange {
    /// In both.
    Same,
    /// Only in the new text.
    Added,
    /// Only in the old text.
    Removed,
}

/// A run of words of one sort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Words {
    /// The words.
    pub text: String,
    /// What became of them.
    pub change: WordChange,
}

/// One side of a compared row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Code.
    pub code: String,
    /// Text.
    pub text: String,
    /// Id of its outcome; empty for an outcome.
    under: String,
}

/// One row compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffRow {
    /// Criterion or outcome id.
    pub id: String,
    /// An outcome; else a criterion.
    pub outcome: bool,
    /// What became of it.
    pub change: Change,
    /// In the issue before.
    pub from: Option<Side>,
    /// In the new issue.
    pub to: Option<Side>,
}

impl DiffRow {
    /// The texts word by word.
    #[must_use]
    pub fn words(&self) -> Vec<Words> {
        let text = |side: &Option<Side>| side.as_ref().map(|s| s.text.clone()).unwrap_or_default();
        words(&text(&self.from), &text(&self.to))
    }
}

/// Every outcome and criterion of either text: those of the new one in its order, withdrawn ones where they stood.
#[must_use]
pub fn diff(from: &UnitSpec, to: &UnitSpec) -> Vec<DiffRow> {
    let (old, new) = (flat(from), flat(to));
    let old_by_id: BTreeMap<&str, &(String, bool, Side)> = old.iter().map(|r| (r.0.as_str(), r)).collect();
    let kept: BTreeSet<&str> = new.iter().map(|r| r.0.as_str()).collect();
    let mut out: Vec<DiffRow> = Vec::new();
    for (id, outcome, side) in &new {
        let before = old_by_id.get(id.as_str()).map(|r| &r.2);
        let change = match before {
            None => Change::New,
            Some(before) => {
                match (before.text == side.text, (&before.code, &before.under) == (&side.code, &side.under)) {
                    (true, true) => Change::Unchanged,
                    (true, false) => Change::Moved,
                    (false, true) => Change::Reworded,
                    (false, false) => Change::MovedAndReworded,
                }
            }
        };
        let (from, to) = (before.cloned(), Some(side.clone()));
        out.push(DiffRow { id: id.clone(), outcome: *outcome, change, from, to });
    }
    for (at, (id, outcome, side)) in old.iter().enumerate().filter(|(_, r)| !kept.contains(r.0.as_str())) {
        // After the nearest row above it that is still there, with whatever was put behind that one already.
        let above = old[..at].iter().rev().find_map(|r| out.iter().position(|o| o.id == r.0));
        let (id, outcome, from) = (id.clone(), *outcome, Some(side.clone()));
        let row = DiffRow { id, outcome, change: Change::Withdrawn, from, to: None };
        out.insert(above.map_or(0, |i| i + 1), row);
    }
    out
}

fn flat(spec: &UnitSpec) -> Vec<(String, bool, Side)> {
    let mut rows = Vec::new();
    for o in &spec.text.outcomes {
        let side = Side { code: o.code.clone(), text: o.text.clone(), under: String::new() };
        rows.push((o.id.clone(), true, side));
        for c in &o.criteria {
            let side = Side { code: c.code.clone(), text: c.text.clone(), under: o.id.clone() };
            rows.push((c.id.clone(), false, side));
        }
    }
    rows
}

/// "3 reworded, 1 new, 1 withdrawn", of criteria and outcomes that have none; "nothing is changed" where nothing is.
#[must_use]
pub fn summary(rows: &[DiffRow]) -> String {
    let count = |wanted: fn(Change) -> bool| rows.iter().filter(|r| wanted(r.change)).count();
    let moved = |c: Change| matches!(c, Change::Moved | Change::MovedAndReworded);
    let parts: Vec<String> = [
        (count(Change::reworded), "reworded"),
        (count(moved), "moved"),
        (count(|c| c == Change::New), "new"),
        (count(|c| c == Change::Withdrawn), "withdrawn"),
    ]
    .into_iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, word)| format!("{n} {word}"))
    .collect();
    if parts.is_empty() { "nothing is changed".into() } else { parts.join(", ") }
}

/// Most words of both texts, multiplied, that are compared; beyond it all is shown as taken out and put in.
const LARGEST: usize = 4_000_000;

/// Two texts word by word.
#[must_use]
pub fn words(from: &str, to: &str) -> Vec<Words> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (from.split_whitespace().collect(), to.split_whitespace().collect());
    let whole = (old.len() + 1).saturating_mul(new.len() + 1) > LARGEST;
    let ops = if whole {
        vec![DiffOp::Replace { old_index: 0, old_len: old.len(), new_index: 0, new_len: new.len() }]
    } else {
        capture_diff_slices(Algorithm::Myers, &old, &new)
    };
    let mut out: Vec<Words> = Vec::new();
    for op in ops {
        let (_, was, is) = op.as_tag_tuple();
        let sorts = match op {
            DiffOp::Equal { .. } => [(&old[was], WordChange::Same), (&new[0..0], WordChange::Added)],
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                [(&old[was], WordChange::Removed), (&new[is], WordChange::Added)]
            }
        };
        for (words, change) in sorts {
            words.iter().for_each(|word| push(&mut out, word, change));
        }
    }
    out
}

fn push(out: &mut Vec<Words>, word: &str, change: WordChange) {
    match out.last_mut() {
        Some(last) if last.change == change => {
            last.text.push(' ');
            last.text.push_str(word);
        }
        Some(_) | None => out.push(Words { text: word.to_owned(), change }),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::unit::starter;

    fn marked(from: &str, to: &str) -> String {
        let mark = |w: Words| match w.change {
            WordChange::Same => w.text,
            WordChange::Added => format!("+[{}]", w.text),
            WordChange::Removed => format!("-[{}]", w.text),
        };
        words(from, to).into_iter().map(mark).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn texts_are_compared_word_by_word() {
        let cases = [
            ("plan the work", "plan the work", "plan the work"),
            ("plan the work", "plan all the work", "plan +[all] the work"),
            (
                "plan the work of a team",
                "review the work of the team",
                "-[plan] +[review] the work of -[a] +[the] team",
            ),
            ("", "new words", "+[new words]"),
            ("old words", "", "-[old words]"),
            ("a b c d", "c d a b", "+[c d] a b -[c d]"),
        ];
        for (from, to, want) in cases {
            assert_eq!(marked(from, to), want, "{from} | {to}");
        }
        let long = |word: &str| vec![word; 3000].join(" ");
        assert_eq!(words(&long("a"), &long("b")).len(), 2, "a very long text is shown whole");
    }

    #[test]
    fn rows_are_paired_by_id() {
        let first = UnitSpec::parse(starter::UNITS[4]).unwrap();
        let mut value: Value = serde_json::from_str(starter::UNITS[4]).unwrap();
        value["outcomes"][0]["criteria"][0]["text"] = json!("Show a plan.");
        let moved = value["outcomes"][1]["criteria"][0].take();
        value["outcomes"][1]["criteria"] = json!([{
            "id": "00000000-0000-4000-8000-000000000001", "code": "2.1", "codeOrigin": "published", "assignment": "published", "text": "Quite new."
        }]);
        value["outcomes"][2]["criteria"].as_array_mut().unwrap().push(moved);
        value["outcomes"][2]["criteria"][1]["code"] = json!("3.2");
        value["outcomes"][3]["criteria"] = json!([]);
        let second = UnitSpec::parse(&value.to_string()).unwrap();
        let rows = diff(&first, &second);
        let shown: Vec<String> = rows
            .iter()
            .map(|r| {
                let code = |s: &Option<Side>| s.as_ref().map_or("-".into(), |s| s.code.clone());
                format!("{} {} {:?}", code(&r.from), code(&r.to), r.change)
            })
            .collect();
        assert_eq!(
            shown,
            [
                "1 1 Unchanged",
                "1.1 1.1 Reworded",
                "2 2 Unchanged",
                "- 2.1 New",
                "3 3 Unchanged",
                "3.1 3.1 Unchanged",
                "2.1 3.2 Moved",
                "4 4 Unchanged",
                "4.1 - Withdrawn",
            ]
        );
        assert_eq!(summary(&rows), "1 reworded, 1 moved, 1 new, 1 withdrawn");
        assert_eq!(summary(&diff(&first, &first)), "nothing is changed");
    }
}
