//! Erasing a learner: their book with its entries, what was kept and drawn of it, and everything derived from it. What remains is
//! a line in the centre's book that names no person: which portfolio, when, on which ground, and the heads of its chains, so that
//! a copy of it is known and not taken in again. The learner's own folder is theirs: evidence is never touched.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::coverage;
use crate::disk;
use crate::error::{Error, Refusal, Result};
use crate::evidence::judged;
use crate::evidence::text::queue;
use crate::house::House;
use crate::journal::act::LearnerErased;
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::state::BookState;
use crate::portfolio::{Author, Workspace};
use crate::status::{self, Retention};
use crate::store::{self, across, local};
use crate::unit::spec::Shelf;
use crate::{drawn, inked, learner, papers, people, remains, rights, view};

/// Beginning of the setting under which an erasure stands until all of it is done.
const PENDING: &str = "erasing ";

/// Why a learner is erased. No words of one's own: what remains must name nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Ground {
    /// The learner asked for it.
    AskedFor,
    /// The records need not be kept any longer.
    KeptLongEnough,
    /// The learner was registered by mistake.
    ByMistake,
}

impl Ground {
    /// In words, after "erased: ".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::AskedFor => "the learner asked for it",
            Self::KeptLongEnough => "the records need not be kept any longer",
            Self::ByMistake => "registered by mistake",
        }
    }
}

/// What is said with an erasure.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The learner's name, typed.
    pub name: &'a str,
    /// Why.
    pub ground: Ground,
    /// Also before the day until which the records are to be kept.
    pub early: Early,
}

/// Whether records may go that are to be kept longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Early {
    /// They may.
    Yes,
    /// They may not.
    No,
}

/// A unit of a learner and how long what belongs to it is kept: title, and the rule where it is certificated.
pub type Kept = (String, Option<Retention>);

/// How long the records of each unit are to be kept.
#[must_use]
pub fn kept(state: &BookState, shelf: &Shelf, house: &House) -> Vec<Kept> {
    let unit = |row: &crate::journal::rows::UnitRow| {
        let spec = shelf.get(row.spec)?;
        let certificates = status::claims(state, &row.unit).filter_map(|c| status::certificate(state, c));
        let date = certificates.map(|c| c.date.clone()).max();
        let keeping = house.of_unit(spec).keeping;
        Some((spec.text.unit.title.clone(), date.map(|date| status::retention(&keeping, &date))))
    };
    coverage::units(state).into_iter().filter_map(unit).collect()
}

/// The last day on which a rule asks for any of it, ISO; none = no rule does.
#[must_use]
pub fn keep_until(kept: &[Kept]) -> Option<String> {
    let days = kept.iter().filter_map(|(_, rule)| rule.as_ref());
    days.flat_map(|rule| [rule.records_until.clone(), rule.evidence_until.clone()]).flatten().max()
}

/// The day by which it is asked whether records are still to be kept, ISO: today, and none later than the last on which anything
/// was recorded here. A clock that is ahead would let records go too soon.
pub fn counted_day(workspace: &mut Workspace) -> Result<String> {
    let today = workspace.clock.now().date();
    let mut last = workspace.centre_book()?.log.iter().map(|l| l.moment).max_by_key(|moment| moment.at);
    across::each_tally(&workspace.db, &mut |tally| {
        last = last.into_iter().chain([tally.last]).max_by_key(|moment| moment.at);
        Ok(())
    })?;
    Ok(last.map_or_else(|| today.clone(), |moment| moment.date().min(today.clone())))
}

/// Copies of judged versions and issued papers that belong to a learner alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Files {
    /// Judged versions.
    pub judged: BTreeSet<Hash>,
    /// Papers.
    pub papers: BTreeSet<Hash>,
    /// Scans of papers that were signed in ink.
    pub pages: BTreeSet<Hash>,
}

/// What is kept of a learner beside the databases, and of nobody else.
pub fn files(workspace: &mut Workspace, book: Id) -> Result<Files> {
    let all = judged::all(workspace);
    let state = workspace.book(book)?;
    let own: Vec<Hash> = state.files.iter().map(|row| row.file).filter(|file| all.contains(file)).collect();
    let mut papers: BTreeSet<Hash> = state.papers.iter().map(|p| p.paper).collect();
    papers.extend(state.signed_papers.iter().map(|p| p.paper));
    papers.extend(state.countersigned_papers.iter().map(|p| p.paper));
    let scans: BTreeSet<Hash> = state.inked_pages.iter().map(|row| row.page).collect();
    let (mut judged, mut pages) = (BTreeSet::new(), BTreeSet::new());
    for page in scans {
        let books = store::journal::books_where(&workspace.db, "inked_page", "page", &page.to_string())?;
        if books.iter().all(|other| *other == book) && inked::copy_of(workspace, page).is_some() {
            pages.insert(page);
        }
    }
    for file in own {
        if store::journal::books_of_file(&workspace.db, file)?.iter().all(|other| *other == book) {
            judged.insert(file);
        }
    }
    papers.retain(|paper| disk::is_file(&papers::path(workspace, *paper)));
    Ok(Files { judged, papers, pages })
}

/// Erases a learner for good. Returns the deed and what the person should know.
///
/// # Errors
/// Refused unless the name is typed as it stands, and before the day until which records are to be kept unless that is said.
pub fn erase(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    request: &Request<'_>,
) -> Result<(Id, Vec<String>)> {
    author.person()?;
    let (today, shelf) = (counted_day(workspace)?, workspace.shelf().clone());
    let house = House::of(workspace.centre_book()?);
    let state = workspace.book(book)?;
    let name = learner::facts(state).name;
    if request.name.trim() != name {
        return Err(Refusal::NameNotTyped { name }.into());
    }
    let until = keep_until(&kept(state, &shelf, &house)).filter(|until| *until >= today);
    if let Some(until) = until.filter(|_| request.early == Early::No) {
        return Err(Refusal::StillKept { name, until }.into());
    }
    // Written down first: where the program ends in between, the rest is done when it is opened next.
    let files = files(workspace, book)?;
    local::set(&workspace.local, &format!("{PENDING}{book}"), Some(&serde_json::to_string(&files)?))?;
    let ground = request.ground;
    let erased = workspace.transact(author, |deed| {
        let heads: BTreeSet<Hash> = deed.state(book)?.heads().into_values().map(|(_, hash)| hash).collect();
        let centre = deed.centre();
        if heads.is_empty() {
            return Err(Error::NotFound { what: "learner", name: book.to_string() });
        }
        // Said here too where another desk has said it: a copy from before, put back on this machine, is told by what is missing.
        let heads = heads.into_iter().collect();
        deed.record(centre, LearnerErased { learner: book, heads, ground })?;
        deed.drop_book(book)
    });
    let ((), deed) = match erased {
        Ok(done) => done,
        Err(error) => {
            local::set(&workspace.local, &format!("{PENDING}{book}"), None)?;
            return Err(error);
        }
    };
    workspace.count_own_entries_anew();
    Ok((deed, finish(workspace)))
}

/// Does what is left of erasures: kept files, this machine's own database, texts, and every trace in the databases' files.
/// Returns what could not be done; it is tried again when the centre file is opened next.
pub fn finish(workspace: &mut Workspace) -> Vec<String> {
    let pending = local::settings(&workspace.local, PENDING).unwrap_or_default();
    let (mut warnings, erased) = (Vec::new(), !pending.is_empty());
    for (name, json) in pending {
        let Some(book) = name.strip_prefix(PENDING).and_then(|id| id.parse::<Id>().ok()) else { continue };
        // The deed was not committed after all, or is being done at this moment: nothing of the learner goes.
        if !store::journal::count(&workspace.db, book).is_ok_and(|entries| entries == 0) {
            continue;
        }
        let files: Files = serde_json::from_str(&json).unwrap_or_default();
        match one(workspace, book, &files) {
            Ok(true) => {
                if let Err(error) = local::set(&workspace.local, &name, None) {
                    warnings.push(error.to_string());
                }
            }
            Ok(false) => warnings.push(
                "The learner is erased. Another window reads the centre file just now, so that remains of it may lie in its \
                 log: close the other windows; it is wiped when the program is opened next."
                    .into(),
            ),
            Err(error) => warnings.push(format!(
                "The learner is erased. Something of it could not be wiped yet ({error}); that is tried again when the \
                 program is opened next."
            )),
        }
    }
    if let Err(error) = remains::sweep(workspace, erased) {
        warnings.push(format!("Files that belong to no record could not be removed: {error}"));
    }
    warnings
}

/// One erasure; false = the databases' logs could not be emptied yet. What cannot be done (a paper that another program holds
/// open) keeps nothing else from being done; the first such is the error.
fn one(workspace: &mut Workspace, book: Id, files: &Files) -> Result<bool> {
    let mut left = None;
    let mut each = |done: Result<()>| {
        let failed = done.is_err();
        left = left.take().or(done.err());
        !failed
    };
    for file in &files.judged {
        if store::journal::books_of_file(&workspace.db, *file)?.is_empty() {
            let kept = workspace.folder().join(judged::JUDGED).join(file.to_string());
            each(disk::remove(&kept).map_err(Error::from));
        }
    }
    for paper in &files.papers {
        each(disk::remove(&papers::path(workspace, *paper)).map_err(Error::from));
    }
    for page in &files.pages {
        // The same scan may have been attached as more than one sort of file.
        while let Some(copy) = inked::copy_of(workspace, *page) {
            if !each(disk::remove(&copy).map_err(Error::from)) {
                break;
            }
        }
    }
    // Papers drawn for the screen are drawn again when they are asked for.
    for error in drawn::forget(workspace) {
        each(Err(error));
    }
    each(store::erase::book(&workspace.local, book));
    each(view::suggested::forget(workspace, book));
    each(queue::waiting(workspace).map(drop));
    let texts = workspace.texts().and_then(|texts| texts.scrub());
    let texts = texts.unwrap_or_else(|error| each(Err(error)));
    each(store::erase::copies(workspace.folder(), book));
    let local = store::erase::wipe(&workspace.local)?;
    let wiped = store::erase::wipe(&workspace.db)? && local && texts;
    left.map_or(Ok(wiped), Err)
}

/// Whether somebody may erase a learner, so that a screen can say why not before they try.
pub fn may(centre: &BookState, author: &Author) -> Result<(), Refusal> {
    let person = author.person()?;
    let act = LearnerErased { learner: Id::from_bytes([0; 16]), heads: Vec::new(), ground: Ground::AskedFor };
    rights::refuse(&act.into(), &person.name, &author.roles, people::managed(centre))
}

/// The refusal where a learner was erased, by this desk or another.
pub fn refuse_erased(centre: &BookState, book: Id) -> Result<(), Refusal> {
    centre.erasures.get(&book).map_or(Ok(()), |row| {
        Err(Refusal::LearnerErased { on: Moment { at: row.at, offset: row.offset }.date() })
    })
}
