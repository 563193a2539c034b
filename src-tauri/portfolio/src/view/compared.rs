//! Whether the matrix that a paper prints is what the history holds: word for word what somebody signed, or what the record says
//! now. Bytes do not matter here: a paper that was drawn again, or signed on another machine, prints the same matrix. Refuses to
//! judge signatures and pages; `matrix::verify` does.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use ts_rs::TS;

use super::matrix::{self as fill, Edition, Source};
use crate::coverage;
use crate::error::Result;
use crate::evidence::folder::Standings;
use crate::evidence::item;
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::UnitRow;
use crate::learner;
use crate::matrix::{self, Counts, MappingLine, Matrix, OriginalRef, Row, Status, Whose, dates, words};
use crate::portfolio::Workspace;
use crate::signoff;
use crate::store;
use crate::unit::spec::UnitSpec;

/// How a printed matrix stands to the history.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecordView {
    /// It is what somebody signed, or what the record says now.
    pub same: bool,
    /// Codes of the criteria in which what the record says now differs.
    pub rows: Vec<String>,
    /// What else differs, in words.
    pub more: Vec<String>,
    /// All of it in a line for a person.
    pub line: String,
}

/// What was found, and the sign-off whose matrix it is.
pub struct Found {
    /// For a person.
    pub view: RecordView,
    /// Book and sign-off; none = nobody signed this matrix here.
    pub signed: Option<(Id, Hash)>,
}

/// Looks a printed matrix up.
pub fn compared(workspace: &mut Workspace, printed: &Matrix, digest: Hash) -> Result<Found> {
    let digest = as_it_was_signed(printed, digest)?;
    for book in store::journal::books_where(&workspace.db, "sign_off", "matrix", &digest.to_string())? {
        let state = workspace.book(book)?;
        let mut rows: Vec<_> = state.sign_offs.iter().filter(|s| s.matrix == digest).cloned().collect();
        rows.sort_by_key(|s| (!s.standing, s.hash));
        let Some(signed) = rows.into_iter().next() else { continue };
        let by = state.person_of(signed.chain).map_or_else(|| "somebody".to_owned(), |p| p.name);
        let on = dates::short(&Moment { at: signed.at, offset: signed.offset }.date());
        let now = now(workspace, book, &signed.unit)?;
        let (rows, _) = now.map(|now| differences(printed, &now)).unwrap_or_default();
        let since = if rows.is_empty() {
            String::new()
        } else {
            format!(" The record now says something else in {}.", listed(&rows))
        };
        let line = format!("The matrix is, word for word, the one that {by} signed off on {on}.{since}");
        let view = RecordView { same: true, rows, more: Vec::new(), line };
        return Ok(Found { view, signed: Some((book, signed.hash)) });
    }
    Ok(Found { view: with_record(workspace, printed)?, signed: None })
}

/// A paper marked as superseded prints what was signed under another status.
fn as_it_was_signed(printed: &Matrix, digest: Hash) -> Result<Hash> {
    match &printed.status {
        Status::Superseded { on, .. } => {
            signoff::digest(&Matrix { status: Status::Signed { on: on.clone() }, ..printed.clone() })
        }
        Status::InProgress
        | Status::Signed { .. }
        | Status::Verified { .. }
        | Status::Released { .. }
        | Status::Claimed { .. }
        | Status::Certificated { .. }
        | Status::Withdrawn { .. } => Ok(digest),
    }
}

/// Against what the record of that learner and unit says now.
fn with_record(workspace: &mut Workspace, printed: &Matrix) -> Result<RecordView> {
    let of = format!("{} for {}", printed.unit.title, printed.learner.name);
    let unsigned = match printed.edition {
        matrix::Edition::SignedOriginal { .. } => "Nobody has signed this matrix in the history here. ",
        matrix::Edition::CurrentRecord { .. } => "",
    };
    let mut nearest: Option<(Vec<String>, Vec<String>)> = None;
    for book in learner::named(workspace, &printed.learner.name, printed.learner.uln.as_deref())? {
        for unit in units(workspace, book, printed)? {
            let Some(now) = now(workspace, book, &unit)? else { continue };
            let found = differences(printed, &now);
            let fewer = |best: &(Vec<String>, Vec<String>)| {
                found.0.len() + found.1.len() < best.0.len() + best.1.len()
            };
            if nearest.as_ref().is_none_or(fewer) {
                nearest = Some(found);
            }
        }
    }
    let Some((rows, more)) = nearest else {
        let line = format!("{unsigned}The history here holds nothing of {of} to compare it with.");
        return Ok(RecordView { same: false, rows: Vec::new(), more: Vec::new(), line });
    };
    let same = rows.is_empty() && more.is_empty();
    let line = if same {
        format!("{unsigned}The matrix says what the history holds now of {of}.")
    } else {
        let criteria = (!rows.is_empty()).then(|| format!("criteria {}", listed(&rows)));
        let all: Vec<String> = criteria.into_iter().chain(more.iter().cloned()).collect();
        format!("{unsigned}The matrix differs from what the history holds now of {of}: {}.", all.join("; "))
    };
    Ok(RecordView { same: same && unsigned.is_empty(), rows, more, line })
}

/// The learner's units that a paper may be of.
fn units(workspace: &mut Workspace, book: Id, printed: &Matrix) -> Result<Vec<String>> {
    let shelf = workspace.shelf().clone();
    let state = workspace.book(book)?;
    let is_it = |unit: &&UnitRow| {
        shelf.get(unit.spec).is_some_and(|spec| {
            let own = &spec.text.unit;
            own.title == printed.unit.title
                && own.urn == printed.unit.urn
                && own.number == printed.unit.ao_number
        })
    };
    Ok(coverage::units(state).into_iter().filter(is_it).map(|unit| unit.unit.clone()).collect())
}

/// What the current record of a unit says, whatever lies in the folder now; none = its text is not here.
fn now(workspace: &mut Workspace, book: Id, unit: &str) -> Result<Option<Matrix>> {
    let moment = workspace.clock.now();
    let centre = fill::centre(workspace)?;
    let shelf = workspace.shelf().clone();
    let state = workspace.book(book)?;
    let Some(unit) = coverage::unit_in_force(state, unit) else { return Ok(None) };
    let Some(spec) = shelf.get(unit.spec) else { return Ok(None) };
    let spec: &UnitSpec = spec;
    let (items, standings) = (item::items(state), Standings::default());
    let source =
        Source { state, shelf: &shelf, unit, spec, items: &items, standings: &standings, centre: &centre };
    Ok(Some(fill::matrix(&source, &Edition::Current { moment })))
}

/// Codes of the criteria, and what else, in which a printed matrix differs from the record.
fn differences(printed: &Matrix, now: &Matrix) -> (Vec<String>, Vec<String>) {
    let original = matches!(printed.edition, matrix::Edition::SignedOriginal { .. });
    let (theirs, ours) = (rows(printed), rows(now));
    let places: BTreeSet<&(usize, usize)> = theirs.keys().chain(ours.keys()).collect();
    let differs = |place: &(usize, usize)| match (theirs.get(place), ours.get(place)) {
        (Some(paper), Some(record)) => (!same_row(paper, record, original)).then(|| paper.code.clone()),
        (Some(row), None) | (None, Some(row)) => Some(row.code.clone()),
        (None, None) => None,
    };
    let codes = places.into_iter().filter_map(differs).collect();
    let learner = matrix::Learner { word: now.learner.word, ..printed.learner.clone() };
    let parts = [
        (learner != now.learner, "the details of the learner"),
        (
            (&printed.centre.name, &printed.centre.number) != (&now.centre.name, &now.centre.number),
            "the centre",
        ),
        (printed.qualification != now.qualification, "the qualification"),
        (printed.unit != now.unit, "the details of the unit"),
        (printed.people != now.people, "the people and dates of the assessment"),
        (printed.evidence != now.evidence, "the list of evidence"),
        (printed.annex != now.annex, "the list of files"),
        (!original && printed.declarations != now.declarations, "the declarations and signatures"),
        (outcomes(printed) != outcomes(now), "the learning outcomes"),
        // Worked out from the rows: whoever makes facts up may say anything in large type.
        (printed.counts != Counts::of(&printed.outcomes), "the figures"),
        (printed.indicative != now.indicative, "whether the unit text is the awarding organisation's own"),
        (!original && stamps(printed) != stamps(now), "what the paper says of itself"),
    ];
    let mut more: Vec<String> =
        parts.into_iter().filter(|(differs, _)| *differs).map(|(_, what)| what.to_owned()).collect();
    let (paper, record) = (words::status(printed), words::status(now));
    if paper != record {
        more.push(format!("the paper says “{paper}”, the history “{record}”"));
    }
    (codes, more)
}

/// Codes and texts of the outcomes.
fn outcomes(matrix: &Matrix) -> Vec<(&str, &str)> {
    matrix.outcomes.iter().map(|own| (own.code.as_str(), own.text.as_str())).collect()
}

/// What a current record says in its head of the form, the text and the original that it follows.
fn stamps(matrix: &Matrix) -> (&str, Whose, bool, Option<&OriginalRef>) {
    let original = match &matrix.edition {
        matrix::Edition::CurrentRecord { original, .. } => original.as_ref(),
        matrix::Edition::SignedOriginal { .. } => None,
    };
    (matrix.form.title.as_str(), matrix.whose, matrix.draft, original)
}

/// Rows by their place: of which outcome, and where under it.
fn rows(matrix: &Matrix) -> BTreeMap<(usize, usize), &Row> {
    let outcomes = matrix.outcomes.iter().enumerate();
    outcomes.flat_map(|(at, o)| o.rows.iter().enumerate().map(move |(own, row)| ((at, own), row))).collect()
}

/// Whether a row says the same of the record. How files lay in the folder when it was printed is no part of that, nor is what a
/// signed original leaves out.
fn same_row(paper: &Row, record: &Row, original: bool) -> bool {
    let mut record = record.clone();
    if original {
        (record.iv_mark, record.told) = (paper.iv_mark.clone(), paper.told.clone());
    }
    for (line, printed) in record.mappings.iter_mut().zip(&paper.mappings) {
        if of_record(printed) == of_record(line) {
            line.note.clone_from(&printed.note);
        }
    }
    *paper == record
}

/// What the note of a link says of the record, without how its file lay in the folder when it was printed.
fn of_record(line: &MappingLine) -> Vec<&str> {
    let notes = line.note.as_deref().unwrap_or_default().split(fill::NOTES);
    notes.filter(|note| !note.is_empty() && !fill::OF_FOLDER.contains(note)).collect()
}

/// "1.1, 2.3 and 4.1".
fn listed(codes: &[String]) -> String {
    match codes {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}
