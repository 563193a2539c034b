//! Keeps the house tidy: what lies where, which file may know which library, and how long files are.
//! Looks at text alone; what the compiler and clippy can hold is left to them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails here")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One file that belongs to the repository: its path from the root with `/`, and its text if it is text.
struct Source {
    path: String,
    text: Option<String>,
}

impl Source {
    fn is(&self, extension: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, ending)| ending == extension)
    }

    fn text(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }

    /// Lines of program text with their numbers: no comments, and nothing from the tests at a file's end.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text().lines().zip(1..);
        let lines = lines.take_while(|(line, _)| !line.trim_start().starts_with("#[cfg(test)]"));
        lines.filter(|(line, _)| !line.trim_start().starts_with("//")).map(|(line, number)| (number, line))
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every file of the repository, by git where there is git, else all that is not made by a build.
fn sources() -> Vec<Source> {
    let git = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
    let listed = git.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let mut paths: Vec<String> =
        listed.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect();
    if paths.is_empty() {
        walk(&root(), "", &mut paths);
    }
    paths.retain(|path| root().join(path).is_file());
    assert!(paths.len() > 20, "the repository's files were not found");
    paths.into_iter().map(|path| Source { text: fs::read_to_string(root().join(&path)).ok(), path }).collect()
}

fn walk(folder: &Path, name: &str, found: &mut Vec<String>) {
    const MADE: [&str; 6] = [".git", "target", "node_modules", "dist", "gen", "__pycache__"];
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let own = entry.file_name().to_string_lossy().into_owned();
        let path = if name.is_empty() { own.clone() } else { format!("{name}/{own}") };
        match entry.path().is_dir() {
            true if MADE.contains(&own.as_str()) => {}
            true => walk(&entry.path(), &path, found),
            false => found.push(path),
        }
    }
}

/// Fails with every finding at once.
fn none(rule: &str, findings: Vec<String>) {
    assert!(findings.is_empty(), "{rule}:\n  {}", findings.join("\n  "));
}

#[test]
fn the_top_level_is_as_agreed() {
    let agreed = ["Cargo.toml", "Cargo.lock", "src-tauri", "ui", "fixtures", "tests", "README.md"];
    let sources = sources();
    let tops: BTreeSet<&str> = sources.iter().filter_map(|source| source.path.split('/').next()).collect();
    let others = tops
        .iter()
        .filter(|top| !top.starts_with('.') && !top.starts_with("LICENSE") && !agreed.contains(top));
    none("not agreed at the top level", others.map(|top| (*top).to_owned()).collect());
    none(
        "missing at the top level",
        agreed.iter().filter(|name| !tops.contains(*name)).map(|name| (*name).to_owned()).collect(),
    );
}

#[test]
fn every_rust_file_says_what_it_is() {
    let silent = sources().into_iter().filter(|source| source.is("rs") && !source.text().starts_with("//! "));
    none("files that do not begin with //!", silent.map(|source| source.path).collect());
}

/// A library, how its use looks in the text, where the rule holds, and where the library is at home.
type Door = (&'static str, &'static [&'static str], &'static str, &'static [&'static str]);

const DOORS: [Door; 8] = [
    ("SQLite", &["rusqlite"], "src-tauri/", &["src-tauri/portfolio/src/store/"]),
    (
        "printpdf",
        &["printpdf"],
        "src-tauri/",
        &["src-tauri/portfolio/src/matrix/pdf", "src-tauri/portfolio/src/matrix/font"],
    ),
    // Our own paper, and the PDFs of boards that units are read from.
    (
        "lopdf",
        &["lopdf"],
        "src-tauri/",
        &["src-tauri/portfolio/src/matrix/", "src-tauri/portfolio/src/unit/import/read/pdf"],
    ),
    ("notify", &["notify"], "src-tauri/portfolio/src/", &["src-tauri/portfolio/src/evidence/events.rs"]),
    (
        "files",
        &["std::fs", "fs"],
        "src-tauri/portfolio/src/",
        &["src-tauri/portfolio/src/disk.rs", "src-tauri/portfolio/src/disk/"],
    ),
    (
        "the clock",
        &["SystemTime::now", "Zoned::now", "Timestamp::now", "OffsetDateTime::now"],
        "src-tauri/portfolio/src/",
        &["src-tauri/portfolio/src/clock.rs"],
    ),
    (
        "Tauri",
        &["tauri", "tauri_build", "tauri_plugin_dialog", "tauri_plugin_opener"],
        "src-tauri/",
        &["src-tauri/src/", "src-tauri/build.rs"],
    ),
    ("files", &["std::fs", "fs"], "src-tauri/src/", &["src-tauri/src/dialogs.rs"]),
];

#[test]
fn each_library_has_one_door() {
    let mut findings = Vec::new();
    for source in sources().iter().filter(|source| source.is("rs")) {
        for (library, names, rule, homes) in DOORS {
            if !source.path.starts_with(rule) || homes.iter().any(|home| source.path.starts_with(home)) {
                continue;
            }
            for (number, line) in source.code().filter(|(_, line)| names.iter().any(|name| uses(line, name)))
            {
                findings.push(format!("{library} in {}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    none("a library is used outside its place", findings);
}

/// Whether a line of Rust uses `name` as the start of a path, or imports it.
fn uses(line: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let after = |rest: &str| {
        rest.starts_with("::") || rest.starts_with('(') || rest.starts_with(';') || rest.starts_with(',')
    };
    line.match_indices(name).any(|(at, _)| {
        let (before, rest) = (&line[..at], &line[at + name.len()..]);
        !before.ends_with(is_part)
            && after(rest)
            && (rest.starts_with("::") || rest.starts_with('(') || before.contains("use "))
    })
}

#[test]
fn sql_stands_in_the_store() {
    let mut findings = Vec::new();
    let (home, store) = ("src-tauri/portfolio/src/", "src-tauri/portfolio/src/store/");
    let asks = ["\"SELECT ", "\"INSERT ", "\"DELETE FROM ", "\"UPDATE "];
    let others = |path: &str| path.starts_with(home) && !path.starts_with(store);
    for source in sources().iter().filter(|source| source.is("rs") && others(&source.path)) {
        let asking = source.code().filter(|(_, line)| asks.iter().any(|word| line.contains(word)));
        findings.extend(asking.map(|(number, line)| format!("{}:{number}: {}", source.path, line.trim())));
    }
    none("SQL outside the store", findings);
}

#[test]
fn the_page_reaches_tauri_through_one_file() {
    let homes = ["ui/src/shared/host.ts", "ui/src/lib/host.ts"];
    let sources = sources();
    let pages = sources
        .iter()
        .filter(|source| source.path.starts_with("ui/src/") && !homes.contains(&source.path.as_str()));
    let reaching = pages.filter(|source| source.text().contains("@tauri-apps/"));
    none("@tauri-apps outside host.ts", reaching.map(|source| source.path.clone()).collect());
}

#[test]
fn the_page_shows_no_text_as_markup() {
    let sources = sources();
    let own = sources.iter().filter(|source| source.path.starts_with("ui/src/"));
    let raw = own.filter(|source| {
        ["{@html", ".innerHTML", "insertAdjacentHTML"].iter().any(|way| source.text().contains(way))
    });
    none("text becomes markup", raw.map(|source| source.path.clone()).collect());
}

#[test]
fn nothing_outside_tests_unwraps() {
    let mut findings = Vec::new();
    for source in sources().iter().filter(|source| source.is("rs") && source.path.starts_with("src-tauri/")) {
        if source.path.contains("/tests/")
            || source.path.contains("/examples/")
            || source.path.ends_with("tests.rs")
        {
            continue;
        }
        let ways = [".unwrap()", ".expect(", ".unwrap_err()", "panic!(", "unreachable!(", "todo!("];
        for (number, line) in source.code().filter(|(_, line)| ways.iter().any(|way| line.contains(way))) {
            findings.push(format!("{}:{number}: {}", source.path, line.trim()));
        }
    }
    none("may stop the program", findings);
}

#[test]
fn nothing_names_the_machine_it_was_made_on() {
    // Written in two parts each, so that this file does not find itself. Homes of invented people are no machine's.
    let ours = [["/wo", "rk/"], ["/ro", "ot/"], ["/ho", "me/"], ["/Us", "ers/"]].map(|parts| parts.concat());
    let registries = [
        ["index.crates", ".io"],
        ["static.crates", ".io"],
        ["registry.npmjs", ".org"],
        ["pypi", ".org"],
        ["pythonhosted", ".org"],
    ];
    let registries = registries.map(|parts| parts.concat());
    let mut findings = Vec::new();
    for source in sources() {
        for (line, number) in source.text().lines().zip(1..) {
            let path = ours.iter().find(|path| names_folder(line, path));
            if let Some(what) = path.or_else(|| registries.iter().find(|host| line.contains(host.as_str()))) {
                findings.push(format!("{}:{number} has {what}", source.path));
            }
        }
    }
    none("names of a machine or a registry", findings);
}

/// `/base/name` at the start of a word, not `ui/base/` or an address, and not an invented person's.
fn names_folder(line: &str, base: &str) -> bool {
    line.match_indices(base).any(|(at, _)| {
        let name =
            line[at + base.len()..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        !["", "a", "ada", "ben"].contains(&name)
            && !line[..at].ends_with(|c: char| c.is_alphanumeric() || ".:/-_}".contains(c))
    })
}

#[test]
fn what_people_read_says_computer() {
    let machines = ["this", "that", "another", "other", "the"].map(|word| format!("{word} machine"));
    let mut findings = Vec::new();
    for source in sources() {
        let catalogue = source.path.ends_with("en-GB.json");
        let told =
            source.is("rs") && ["portfolio/src/", "cli/src/"].iter().any(|at| source.path.contains(at));
        if !catalogue && (!told || source.path.contains("/bench/")) {
            continue;
        }
        for (line, number) in source.text().lines().zip(1..) {
            // What the terminal says of an option is written as its comment.
            let help = source.path.contains("cli/src/") && line.trim_start().starts_with("///");
            let read = help || line.contains('"') && !line.trim_start().starts_with("//");
            if read && machines.iter().any(|words| line.contains(words.as_str())) {
                findings.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    none("say machine where an assessor says computer", findings);
}

#[test]
fn the_lengths_of_files_are_reported() {
    for (kind, median_goal, most_goal) in [("rs", 120, 300), ("svelte", 70, 200), ("ts", 120, 300)] {
        let mut lengths: Vec<(usize, String)> = sources()
            .into_iter()
            .filter(|source| source.is(kind) && !source.path.contains("/bindings/"))
            .map(|source| (source.text().lines().count(), source.path))
            .collect();
        lengths.sort();
        let Some((longest, where_it_is)) = lengths.last() else { continue };
        let (median, most) =
            (lengths[lengths.len() / 2].0, lengths[(lengths.len() * 9 / 10).min(lengths.len() - 1)].0);
        println!(
            "{:>4} .{kind} files: median {median} lines (goal {median_goal}), nine in ten up to {most} (goal {most_goal}), longest {longest} {where_it_is}",
            lengths.len()
        );
    }
}

#[test]
fn a_use_is_told_from_a_word() {
    for (line, name, used) in [
        ("use rusqlite::Connection;", "rusqlite", true),
        ("    rusqlite::Error::InvalidQuery", "rusqlite", true),
        ("use notify;", "notify", true),
        ("use std::{fs, io};", "fs", true),
        ("    fs::read(path)", "fs", true),
        ("let notify = 1;", "notify", false),
        ("my_fs::read(path)", "fs", false),
        ("call(offs, 1)", "fs", false),
        ("Timestamp::now()", "Timestamp::now", true),
    ] {
        assert_eq!(uses(line, name), used, "{line}");
    }
}
