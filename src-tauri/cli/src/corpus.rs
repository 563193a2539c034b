//! Scores the recogniser on a corpus: documents with what a careful person reads in them, in one folder a group. Reads each
//! document as the window does, prints precision and recall, and every miss. Refuses to know how documents are read.

use std::path::{Path, PathBuf};

use portfolio::error::{Failure, Sort};
use portfolio::unit::import::open::{self, Opened, Options};
use portfolio::unit::import::proposal::Reading;
use portfolio::unit::import::recognise;
use portfolio::unit::import::score::{Expected, Score, Tally, score};

/// Groups in the order printed, with the least precision and recall that passes.
const GROUPS: [(&str, f64); 8] = [
    ("tuned", 0.98),
    ("first-sight", 0.95),
    ("first-sight-2", 0.95),
    ("first-sight-3", 0.95),
    ("first-sight-4", 0.95),
    ("first-sight-5", 0.95),
    ("first-sight-6", 0.95),
    ("first-sight-7", 0.95),
];
/// Ending of a file that says what is to be read.
const EXPECTED: &str = ".expected.json";

/// Scores every group below `folder`, or shows one document. Fails where a group misses its figure or is not there.
pub fn corpus(folder: &Path) -> Result<(), Failure> {
    if folder.is_file() {
        return show(folder);
    }
    let mut short = Vec::new();
    for (group, least) in GROUPS {
        let cases = cases(&folder.join(group))?;
        let (mut outcomes, mut criteria, mut facts) = (Tally::default(), Tally::default(), Tally::default());
        let (mut misses, mut hidden) = (0, 0);
        tell!("{group}: {} documents", cases.len());
        for case in &cases {
            let score = one(case)?;
            tell(case, &score);
            misses += score.misses.len();
            hidden += score.misses.iter().filter(|m| !m.visible).count();
            outcomes = outcomes.plus(score.outcomes);
            criteria = criteria.plus(score.criteria);
            facts = facts.plus(score.facts);
        }
        tell!("{group}: outcomes {}", figures(outcomes));
        tell!("{group}: criteria {}", figures(criteria));
        tell!("{group}: facts    {}", figures(facts));
        tell!("{group}: {misses} misses, {hidden} of them not to be seen in the review");
        // What the first reading gave, before anybody who works on the code saw the documents, stands beside today's.
        if let Ok(first) = std::fs::read_to_string(folder.join(group).join("first-score.txt")) {
            tell!("{group}: {}", first.trim());
        }
        tell!("");
        let worst = [outcomes.precision(), outcomes.recall(), criteria.precision(), criteria.recall()];
        if cases.is_empty() || worst.iter().any(|share| *share < least) || hidden > 0 {
            short.push(format!("{group} (to reach {least})"));
        }
    }
    if short.is_empty() {
        return Ok(());
    }
    Err(failure(format!("the corpus was not read as well as it must be: {}", short.join(", "))))
}

/// Documents of a group by name: each has its expectation beside it.
fn cases(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let unread = |e: std::io::Error| failure(format!("{} cannot be read: {e}", folder.display()));
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unread)? {
        let path = entry.map_err(unread)?.path();
        if !path.to_string_lossy().ends_with(EXPECTED) && expectation(&path).is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn expectation(document: &Path) -> PathBuf {
    document.with_extension(&EXPECTED[1..])
}

fn one(document: &Path) -> Result<Score, Failure> {
    let unread = |path: &Path, e: &dyn std::fmt::Display| failure(format!("{}: {e}", path.display()));
    let says = expectation(document);
    let text = std::fs::read(&says).map_err(|e| unread(&says, &e))?;
    let expected: Expected = serde_json::from_slice(&text).map_err(|e| unread(&says, &e))?;
    let bytes = std::fs::read(document).map_err(|e| unread(document, &e))?;
    let name = document.file_name().map(|n| n.to_string_lossy().into_owned());
    let reading = match open::open(&bytes, name.as_deref(), &Options::default()) {
        Ok(Opened::Reading(reading) | Opened::Sheets(_, reading)) => reading,
        Ok(Opened::Document(kind, document)) => recognise::recognise(&document, kind.words()),
        Err(error) => {
            tell!("    not read: {error}");
            Reading::default()
        }
    };
    Ok(score(&reading, &expected))
}

fn tell(document: &Path, score: &Score) {
    let name = document.file_name().unwrap_or_default().to_string_lossy();
    tell!("  {name:<52} outcomes {}  criteria {}", short(score.outcomes), short(score.criteria));
    for miss in &score.misses {
        let shown = if miss.visible { "" } else { " (NOT SHOWN)" };
        tell!("      missed {}{shown}: {}", miss.what, miss.text);
    }
    for extra in &score.extra {
        tell!("      not there: {extra}");
    }
}

fn short(tally: Tally) -> String {
    format!("{:>3}/{:<3} of {:<3}", tally.right, tally.found, tally.expected)
}

fn figures(tally: Tally) -> String {
    format!(
        "precision {:.3}, recall {:.3} ({} right of {} found, {} to be found)",
        tally.precision(),
        tally.recall(),
        tally.right,
        tally.found,
        tally.expected
    )
}

fn failure(message: String) -> Failure {
    Failure { code: "corpus".into(), message, hint: None, sort: Sort::Failed }
}

/// Prints what the reader and the recogniser made of one document: the blocks, then each line with its use.
fn show(document: &Path) -> Result<(), Failure> {
    let bytes = std::fs::read(document).map_err(|e| failure(format!("{}: {e}", document.display())))?;
    let name = document.file_name().map(|n| n.to_string_lossy().into_owned());
    match open::open(&bytes, name.as_deref(), &Options::default())? {
        Opened::Document(kind, read) => {
            for block in &read.blocks {
                tell!("{}: {:?}", block.place, block.kind);
            }
            for line in recognise::recognise(&read, kind.words()).lines {
                let code = line.code.unwrap_or_default();
                tell!("{:?} {code} | {}", line.used, line.text);
            }
        }
        Opened::Reading(reading) | Opened::Sheets(_, reading) => tell!("{reading:#?}"),
    }
    Ok(())
}
