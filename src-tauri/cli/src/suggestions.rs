//! Scores suggestions on the labelled set: precision at 1 and 3, recall at 5, hard negatives and pages, beside a match of the title and
//! plain BM25. Refuses to know how evidence is ranked.

use std::path::Path;

use portfolio::error::{Failure, Sort};
use portfolio::suggest::score::{Bench, Document, Figures, Labels, Library, Way, runs_of_four};

/// Lots in the order printed.
const LOTS: [&str; 4] = ["tuned", "held", "unseen", "unseen-2"];
/// A plain way that reaches this makes the set too easy.
const TOO_EASY: f64 = 0.8;

/// Prints the figures of every lot below `folder`; with `each`, every document as well. Fails where the set is too easy, or a document
/// shares a run of four words with its criterion.
pub fn suggestions(folder: &Path, each: bool) -> Result<(), Failure> {
    let library = Library::starter()?;
    let bench = Bench::new(&library);
    let mut wrong = Vec::new();
    tell!("{} criteria of the starter units, every one of them a candidate", library.names().len());
    for lot in LOTS {
        let documents = read(&folder.join(lot))?;
        if documents.is_empty() {
            tell!("{lot}: not there yet");
            continue;
        }
        let fits: usize = documents.iter().map(|d| d.label.fits.len()).sum();
        let hard: usize = documents.iter().map(|d| d.label.hard.len()).sum();
        tell!("\n{lot}: {} documents, {fits} pairs that fit, {hard} hard negatives", documents.len());
        for way in Way::ALL {
            let figures = bench.score(way, &documents)?;
            tell!("  {:<12} {}", way.words(), words(way, &figures));
            if way != Way::Ours
                && figures.precision_1.max(figures.precision_3).max(figures.recall_5) >= TOO_EASY
            {
                wrong.push(format!("{lot} is too easy: {} reaches {TOO_EASY}", way.words()));
            }
        }
        tell!("  {:<12} {}", "first score", first(&folder.join(lot)));
        for document in &documents {
            wrong.extend(runs_of_four(&library, document)?);
            if each {
                tell(&library, &bench, document)?;
            }
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(failure(wrong.join("\n"))) }
}

/// The score that a lot had before anybody who works on the ranker had seen it.
fn first(lot: &Path) -> String {
    let text = std::fs::read_to_string(lot.join("first-score.txt")).unwrap_or_default();
    let score = text.lines().map(str::trim).find(|line| line.starts_with("precision at 1"));
    score.unwrap_or("none: this lot was at hand while the ranker was made").to_owned()
}

fn words(way: Way, f: &Figures) -> String {
    let plain = format!(
        "precision at 1 {:.3}, at 3 {:.3} (of {:.3} that can be), recall at 5 {:.3}, hard negative first {:.3}",
        f.precision_1, f.precision_3, f.most_3, f.recall_5, f.trapped
    );
    match way {
        Way::Title | Way::Plain => plain,
        Way::Ours => format!(
            "{plain}, page right {} of {}, right among shown {} of {}",
            f.pages.0, f.pages.1, f.shown.0, f.shown.1
        ),
    }
}

/// One document: the first of each ranking, a star where it is right.
fn tell(library: &Library, bench: &Bench<'_>, document: &Document) -> Result<(), Failure> {
    let fits = bench.labels(document)?.fits;
    let ranking = bench.rank(Way::Ours, document);
    tell!("    {}", document.label.file);
    for (place, ranked) in ranking.ranked.iter().take(5).enumerate() {
        let star = if fits.contains_key(&ranked.target) { "*" } else { " " };
        let shown = if place < ranking.shown { "" } else { " (not shown)" };
        let why = ranked.reason.ideas.iter().map(|(idea, words)| format!("{idea} ({})", words.join(", ")));
        let why: Vec<String> = ranked.reason.words.iter().cloned().chain(why).collect();
        tell!(
            "     {star} {:>6.2} {}{shown}: {}",
            ranked.score,
            library.names()[ranked.target],
            why.join("; ")
        );
    }
    let missed: Vec<&str> = fits
        .keys()
        .filter(|t| !ranking.order.iter().take(5).any(|r| r == *t))
        .map(|t| library.names()[*t].as_str())
        .collect();
    if !missed.is_empty() {
        tell!("       not among the first five: {}", missed.join(", "));
    }
    Ok(())
}

/// Documents of a lot; none where the lot is not there.
pub fn read(folder: &Path) -> Result<Vec<Document>, Failure> {
    let says = folder.join("labels.json");
    if !says.is_file() {
        return Ok(Vec::new());
    }
    let unread = |path: &Path, e: &dyn std::fmt::Display| failure(format!("{}: {e}", path.display()));
    let labels = std::fs::read(&says).map_err(|e| unread(&says, &e))?;
    let labels: Labels = serde_json::from_slice(&labels).map_err(|e| unread(&says, &e))?;
    let document = |label: portfolio::suggest::score::Label| {
        let path = folder.join(&label.file);
        let text = std::fs::read_to_string(&path).map_err(|e| unread(&path, &e))?;
        Ok(Document { label, text })
    };
    labels.documents.into_iter().map(document).collect()
}

fn failure(message: String) -> Failure {
    Failure { code: "suggestions".into(), message, hint: None, sort: Sort::Failed }
}
