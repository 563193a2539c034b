//! Inked pages: the scan of a paper that was printed and signed with a pen, attached to the sign-off it belongs to. A copy is
//! kept by content; what was signed in the program stays as it is. Refuses to know what a scan shows: nobody reads ink here.

use std::path::{Path, PathBuf};

use crate::clock::is_date;
use crate::disk;
use crate::error::{Error, Refusal, Result};
use crate::journal::act::{InkedPageReceived, InkedPageWithdrawn};
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{InkedRow, SignOffRow};
use crate::journal::state::BookState;
use crate::learner;
use crate::portfolio::{Author, Workspace};

pub mod page;

use page::{Hand, ScanKind};

/// Folder of the kept copies in the centre file's folder.
pub const INKED: &str = "inked";
/// Largest scan that is kept, in bytes.
pub const LARGEST: usize = 64 << 20;

/// A page as it is attached.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Handle or id of the unit.
    pub unit: &'a str,
    /// The scan. It is read once and never touched.
    pub file: &'a Path,
    /// Whose signatures it carries.
    pub carries: &'a [Hand],
    /// ISO date on which the page was received; today when absent.
    pub received: Option<&'a str>,
}

/// Attaches a scan to the sign-off that stands. Returns the deed.
///
/// # Errors
/// Where the unit is not signed, the file is no whole PDF, PNG or JPEG, or the page is attached already.
pub fn attach(workspace: &mut Workspace, author: &Author, book: Id, request: &Request<'_>) -> Result<Id> {
    author.staff()?;
    let (unit, spec) = learner::unit_of(workspace, book, request.unit)?;
    let title = spec.text.unit.title.clone();
    let carries = sorted(request.carries)?;
    let signed = standing(workspace.book(book)?, &unit.unit).cloned();
    let signed = signed.ok_or_else(|| Refusal::NothingSigned { unit: title.clone() })?;
    let received = received(workspace, request.received, &title, &signed)?;
    let name = request.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = disk::read_small(request.file, LARGEST)?;
    let media = page::media(&bytes)
        .map_err(|why| Refusal::NoScan { name: format!("the file {name}"), why: why.to_owned() })?;
    let page = Hash::of(&bytes);
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    // Refused before anything is kept: nothing lies there afterwards that no record names.
    refuse_twice(workspace.book(book)?, &signed, page, &title)?;
    keep(workspace, page, media, &bytes)?;
    let ((), deed) = workspace.transact(author, |deed| {
        let state = deed.state(book)?;
        if !state.newer.is_empty() {
            return Err(Refusal::NewerEntries.into());
        }
        let signed =
            standing(state, &unit.unit).ok_or_else(|| Refusal::NothingSigned { unit: title.clone() })?;
        refuse_twice(state, signed, page, &title)?;
        let sign_off = signed.hash;
        deed.record(book, InkedPageReceived { sign_off, page, size, media, carries, received })?;
        Ok(())
    })?;
    Ok(deed)
}

/// Each hand once, in the order of the form; one at least.
fn sorted(carries: &[Hand]) -> Result<Vec<Hand>> {
    let mut hands = carries.to_vec();
    hands.sort_unstable();
    hands.dedup();
    if hands.is_empty() {
        return Err(Error::Usage("say whose signature the page carries".into()));
    }
    Ok(hands)
}

/// A page cannot have come before what stands on it was signed off, nor tomorrow.
fn received(workspace: &Workspace, date: Option<&str>, unit: &str, signed: &SignOffRow) -> Result<String> {
    let today = workspace.clock.now().date();
    let date = date.unwrap_or(&today).to_owned();
    if !is_date(&date) {
        return Err(Error::Usage(format!("{date:?} is not a date like 2026-09-30")));
    }
    if date > today {
        return Err(Refusal::DateAhead { date }.into());
    }
    let on = Moment { at: signed.at, offset: signed.offset }.date();
    // What came today came after the signature, whatever the clock said then.
    if date < on && date != today {
        return Err(Refusal::PageTooEarly { unit: unit.to_owned(), on, date }.into());
    }
    Ok(date)
}

fn refuse_twice(state: &BookState, signed: &SignOffRow, page: Hash, unit: &str) -> Result<(), Refusal> {
    if pages(state, signed.hash).any(|row| row.page == page && row.withdrawn.is_none()) {
        let what = format!("this very page of {unit} is attached already");
        return Err(Refusal::NothingToDo {
            what,
            way_out: "Open the one that is there, or choose another file.",
        });
    }
    let issued = state.papers.iter().map(|p| p.paper);
    let more = state.signed_papers.iter().map(|p| p.paper);
    let mut all = issued.chain(more).chain(state.countersigned_papers.iter().map(|p| p.paper));
    if all.any(|paper| paper == page) {
        let why = "is the paper as this program issued it, and carries no ink".to_owned();
        return Err(Refusal::NoScan { name: "this file".to_owned(), why });
    }
    Ok(())
}

/// Withdraws a page that was attached, with a reason. Its copy stays, since the history speaks of it.
///
/// # Errors
/// Where there is no such page, it is withdrawn already, or no reason is given.
pub fn withdraw(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    attached: Hash,
    reason: &str,
) -> Result<Id> {
    author.staff()?;
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Refusal::ReasonRequired { what: "withdrawing an inked page" }.into());
    }
    let ((), deed) = workspace.transact(author, |deed| {
        let state = deed.state(book)?;
        if state.inked_pages.get(&attached).is_none_or(|row| row.withdrawn.is_some()) {
            return Err(Error::NotFound { what: "inked page", name: attached.to_string() });
        }
        deed.record(book, InkedPageWithdrawn { attached, reason })?;
        Ok(())
    })?;
    Ok(deed)
}

/// The sign-off in force of a unit.
#[must_use]
pub fn standing<'a>(state: &'a BookState, unit: &str) -> Option<&'a SignOffRow> {
    state.sign_offs.iter().filter(|s| s.standing && s.unit == unit).min_by_key(|s| s.hash)
}

/// The pages of a sign-off, also those withdrawn, in the order in which they were received.
pub fn pages(state: &BookState, sign_off: Hash) -> impl Iterator<Item = &InkedRow> {
    let mut rows: Vec<&InkedRow> = state.inked_pages.iter().filter(|row| row.sign_off == sign_off).collect();
    rows.sort_by_key(|row| (row.received.clone(), row.hash));
    rows.into_iter()
}

/// The page that shows a signature: of several that count, the one received first.
#[must_use]
pub fn carrying(state: &BookState, sign_off: Hash, hand: Hand) -> Option<&InkedRow> {
    pages(state, sign_off).find(|row| row.withdrawn.is_none() && row.carries.contains(&hand))
}

/// Where the copy of a page would lie.
fn place(workspace: &Workspace, page: Hash, media: ScanKind) -> PathBuf {
    workspace.folder().join(INKED).join(format!("{page}.{}", media.ending()))
}

fn keep(workspace: &Workspace, page: Hash, media: ScanKind, bytes: &[u8]) -> Result<()> {
    disk::create_private_folder(&workspace.folder().join(INKED))?;
    Ok(disk::write_whole(&place(workspace, page, media), bytes)?)
}

/// The kept copy of a page, where it is on this machine: a page that was attached elsewhere is held there.
#[must_use]
pub fn copy_of(workspace: &Workspace, page: Hash) -> Option<PathBuf> {
    let places = ScanKind::ALL.map(|media| place(workspace, page, media));
    places.into_iter().find(|path| disk::is_file(path))
}

/// Writes the kept copy of a page to a place that a person chose. Returns how many bytes it has.
///
/// # Errors
/// Where no such page is attached, or its copy is on another machine or damaged.
pub fn save(workspace: &mut Workspace, book: Id, attached: Hash, out: &Path) -> Result<u64> {
    let row = workspace.book(book)?.inked_pages.get(&attached).cloned();
    let row = row.ok_or_else(|| Error::NotFound { what: "inked page", name: attached.to_string() })?;
    let kept = copy_of(workspace, row.page).ok_or(Refusal::PageElsewhere { received: row.received })?;
    let bytes = disk::read_small(&kept, LARGEST)?;
    if Hash::of(&bytes) != row.page {
        return Err(Error::Integrity(format!("the kept page {} is not what its name says", row.page)));
    }
    disk::write_whole(out, &bytes)?;
    Ok(u64::try_from(bytes.len()).unwrap_or(u64::MAX))
}
