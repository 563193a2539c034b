//! Which names are never evidence: lock files, temporary files, what systems leave behind, and our own
//! workspace.
//!
//! Pure: it looks at names only and refuses to open anything. Every verdict names its rule, so that a person
//! can see what was passed over and why.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::evidence::name::FileName;

/// Why a name was passed over. The order is the order in which a summary lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Rule {
    /// `~$report.docx` (Microsoft Office) or `.~lock.report.odt#` (LibreOffice): the document is open
    /// somewhere.
    Lock,
    /// `*.tmp`: a program's scratch file.
    Temporary,
    /// `*.part`, `*.crdownload`, `*.partial`: a download that has not finished.
    Unfinished,
    /// `Thumbs.db`, `desktop.ini`, `.DS_Store`, `._*`: left by Windows or macOS.
    System,
    /// Any other name that starts with a full stop.
    Hidden,
    /// A Portfolio Mapper workspace that was put inside the learner's folder.
    Workspace,
}

impl Rule {
    /// The rule in plain words, for `count` names: `1 lock file`, `3 unfinished downloads`.
    pub fn counted(self, count: usize) -> String {
        let (one, many) = match self {
            Self::Lock => ("lock file", "lock files"),
            Self::Temporary => ("temporary file", "temporary files"),
            Self::Unfinished => ("unfinished download", "unfinished downloads"),
            Self::System => ("system file", "system files"),
            Self::Hidden => ("hidden name", "hidden names"),
            Self::Workspace => ("part of a workspace", "parts of a workspace"),
        };
        format!("{count} {}", if count == 1 { one } else { many })
    }
}

/// The rule that passes over a file of this name (its last part), or `None`.
pub fn file(name: &str) -> Option<Rule> {
    let starts = |start: &str| starts(name, start);
    let ends = |end: &[&str]| end.iter().any(|end| ends(name, end));
    if starts("~$") || (starts(".~lock.") && ends(&["#"])) {
        Some(Rule::Lock)
    } else if is_database(name) {
        Some(Rule::Workspace)
    } else if ends(&[".tmp"]) {
        Some(Rule::Temporary)
    } else if ends(&[".part", ".crdownload", ".partial"]) {
        Some(Rule::Unfinished)
    } else if starts("._") || is_one_of(name, &["thumbs.db", "desktop.ini", ".ds_store"]) {
        Some(Rule::System)
    } else {
        starts(".").then_some(Rule::Hidden)
    }
}

/// Whether a name starts so, capitals or not. Every name of every walk is asked, so nothing is copied.
fn starts(name: &str, start: &str) -> bool {
    name.as_bytes().get(..start.len()).is_some_and(|own| own.eq_ignore_ascii_case(start.as_bytes()))
}

/// Whether a name ends so, capitals or not.
fn ends(name: &str, end: &str) -> bool {
    let from = name.len().checked_sub(end.len());
    from.is_some_and(|from| name.as_bytes()[from..].eq_ignore_ascii_case(end.as_bytes()))
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|one| name.eq_ignore_ascii_case(one))
}

/// The rule that passes over a whole folder of this name (its last part), or `None`. A folder is not a
/// scratch file because it is called `old.tmp`.
pub fn folder(name: &str) -> Option<Rule> {
    name.starts_with('.').then_some(Rule::Hidden)
}

/// The rule that passes over this file because of its own name or of a folder above it.
pub fn path(path: &FileName) -> Option<Rule> {
    let mut parts = path.text().rsplit('/');
    let own = parts.next().and_then(file);
    own.or_else(|| parts.find_map(folder))
}

/// Whether a folder that lists `names` is a workspace of this program.
pub fn is_workspace<'a>(names: impl IntoIterator<Item = &'a str>) -> bool {
    names.into_iter().any(|name| name.eq_ignore_ascii_case("portfolio.db"))
}

/// What of a workspace lies in its top folder, for the learner's folder that is a workspace itself.
pub fn is_workspace_part(name: &str) -> bool {
    is_database(name) || is_one_of(name, &["judged", "papers"])
}

/// Our two databases and what SQLite puts beside them. Without this rule, a workspace inside a learner's
/// folder would be woken by its own writing for ever.
fn is_database(name: &str) -> bool {
    ["portfolio.db", "local.db"]
        .iter()
        .any(|db| starts(name, db) && is_one_of(&name[db.len()..], &["", "-wal", "-shm", "-journal"]))
}

/// `12 files ignored: 9 lock files, 3 hidden names`; `None` when nothing was.
pub fn summary<'a>(rules: impl IntoIterator<Item = &'a Rule>) -> Option<String> {
    let mut counts: BTreeMap<Rule, usize> = BTreeMap::new();
    for rule in rules {
        *counts.entry(*rule).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    let each: Vec<String> = counts.iter().map(|(rule, count)| rule.counted(*count)).collect();
    let files = if all == 1 { "file" } else { "files" };
    (all > 0).then(|| format!("{all} {files} ignored: {}", each.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lock_and_temporary_files_are_passed_over_by_name() {
        for (name, want) in [
            ("~$report.docx", Some(Rule::Lock)),
            (".~lock.report.odt#", Some(Rule::Lock)),
            ("~WRL0001.TMP", Some(Rule::Temporary)),
            ("video.mp4.part", Some(Rule::Unfinished)),
            ("video.mp4.CRDOWNLOAD", Some(Rule::Unfinished)),
            ("x.partial", Some(Rule::Unfinished)),
            ("THUMBS.DB", Some(Rule::System)),
            ("Desktop.ini", Some(Rule::System)),
            (".DS_Store", Some(Rule::System)),
            ("._report.docx", Some(Rule::System)),
            (".hidden", Some(Rule::Hidden)),
            (".~lock.report.odt", Some(Rule::Hidden)),
            ("portfolio.db-wal", Some(Rule::Workspace)),
            ("local.db", Some(Rule::Workspace)),
            ("report.docx", None),
            ("~report.docx", None),
            ("my thumbs.db", None),
            ("tmp", None),
            ("part", None),
            ("portfolio.db notes.txt", None),
        ] {
            assert_eq!(file(name), want, "{name}");
        }
    }

    #[test]
    fn a_folder_hides_what_is_in_it_only_when_it_is_hidden_itself() {
        for (text, want) in [
            ("week 1/notes.txt", None),
            (".git/notes.txt", Some(Rule::Hidden)),
            ("a/.cache/b/notes.txt", Some(Rule::Hidden)),
            ("old.tmp/notes.txt", None),
            ("a/~$x.docx", Some(Rule::Lock)),
        ] {
            assert_eq!(path(&FileName::new(text).unwrap()), want, "{text}");
        }
    }

    #[test]
    fn the_summary_counts_by_rule() {
        assert_eq!(summary([]), None);
        assert_eq!(summary([&Rule::Lock]).unwrap(), "1 file ignored: 1 lock file");
        assert_eq!(
            summary([&Rule::Hidden, &Rule::Lock, &Rule::Unfinished, &Rule::Lock]).unwrap(),
            "4 files ignored: 2 lock files, 1 unfinished download, 1 hidden name"
        );
    }

    #[test]
    fn a_workspace_is_known_by_its_database() {
        assert!(is_workspace(["a", "Portfolio.db"]));
        assert!(!is_workspace(["a", "portfolio.db.txt"]));
        assert!(is_workspace_part("judged") && is_workspace_part("portfolio.db-shm"));
        assert!(!is_workspace_part("essay.docx"));
    }
}
