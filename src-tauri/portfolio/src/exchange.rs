//! Taking each other's chains: every chain as JSON lines, and admitting such a file after everything in it is verified.
//! Nobody writes another's chain, so no entry conflicts. Portfolio packs come later and use the same entries.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::disk;
use crate::erasure;
use crate::error::{Error, Refusal, Result};
use crate::journal::act::{Act, ChainOpened};
use crate::journal::chain;
use crate::journal::entry::Entry;
use crate::journal::id::{Hash, Id};
use crate::journal::lines::{
    EntryLine, FORMAT, Header, Heads, HeadsLine, Line, Signature, UnitTextLine, VERSION,
};
use crate::journal::state::BookState;
use crate::key;
use crate::portfolio::Workspace;
use crate::store;
use crate::unit::spec::UnitSpec;

pub mod belongs;
pub mod fits;
mod keys;
pub mod rounds;
mod stated;

use belongs::{Book, spec_of};

/// Largest file admitted, in bytes.
const LARGEST: usize = 512 << 20;

/// What an export or an admission held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Books.
    pub books: usize,
    /// Entries written, or newly admitted.
    pub entries: usize,
    /// Entries that were here already.
    pub known: usize,
    /// Portfolios left out: their learners were erased here.
    pub erased: usize,
    /// People whose signing keys are new here, by name.
    pub keys: Vec<String>,
}

/// Writes chains to a file: those of one learner with the unit texts they need, or everything.
pub fn export(workspace: &Workspace, learner: Option<Id>, file: &Path) -> Result<Tally> {
    // One snapshot: a sign-off and its signature are seen together or not at all.
    workspace.db.execute_batch("BEGIN")?;
    let gathered = gather(workspace, learner);
    workspace.db.execute_batch("COMMIT")?;
    let (lines, tally) = gathered?;
    let mut bytes = Vec::new();
    for line in &lines {
        serde_json::to_writer(&mut bytes, line)?;
        bytes.push(b'\n');
    }
    disk::write_whole(file, &bytes)?;
    Ok(tally)
}

fn gather(workspace: &Workspace, learner: Option<Id>) -> Result<(Vec<Line>, Tally)> {
    let books = match learner {
        Some(book) => vec![book],
        None => store::journal::books(&workspace.db)?,
    };
    let mut signatures = signatures_by_entry(&workspace.db)?;
    let mut lines = vec![Line::Header(Header { format: FORMAT.into(), version: VERSION })];
    let mut heads = BTreeMap::new();
    let mut tally = Tally { books: books.len(), ..Tally::default() };
    let mut bodies = Vec::new();
    let mut specs = BTreeSet::new();
    for book in books {
        let entries = store::journal::book(&workspace.db, book)?;
        heads.insert(book, chain::heads(&entries));
        for i in chain::replay_order(&entries) {
            let entry = &entries[i];
            specs.extend(spec_of(&entry.act));
            bodies.push(Line::entry(entry, signatures.remove(&entry.hash).unwrap_or_default()));
            tally.entries += 1;
        }
    }
    for spec in specs.iter().filter_map(|s| workspace.shelf().get(*s)) {
        let text = String::from_utf8_lossy(&spec.canonical).into_owned();
        lines.push(Line::UnitText(UnitTextLine { sha256: spec.sha256, text }));
    }
    lines.extend(bodies);
    lines.push(Line::Heads(HeadsLine { heads }));
    Ok((lines, tally))
}

/// What a file of lines holds, read and checked by itself.
struct Staged {
    specs: Vec<UnitSpec>,
    entries: BTreeMap<Id, Vec<Entry>>,
    signatures: Vec<(Hash, Signature)>,
}

/// Admits a file: verified whole, then taken in by one transaction. Nothing is taken in where anything is wrong.
pub fn admit(workspace: &mut Workspace, file: &Path) -> Result<Tally> {
    let bytes = disk::read_small(file, LARGEST)?;
    let text = String::from_utf8(bytes).map_err(|_| Error::BadHistory("it is not text".into()))?;
    let mut staged = stage(&text).map_err(of_file)?;
    workspace.db.execute_batch("BEGIN IMMEDIATE")?;
    let mut books = BTreeSet::new();
    // Asked inside the transaction: another program may be erasing a learner at this very moment.
    let done = leave_erased_out(workspace, &mut staged).and_then(|erased| {
        books = staged.entries.keys().copied().collect();
        let tally = take(workspace, &staged)?;
        workspace.rebuild(&books)?;
        workspace.db.execute_batch("COMMIT")?;
        Ok(Tally { erased, ..tally })
    });
    match done {
        Ok(tally) => Ok(tally),
        Err(error) => {
            let _ = workspace.db.execute_batch("ROLLBACK");
            workspace.forget(&books);
            Err(error)
        }
    }
}

/// Leaves out what the file holds of learners who were erased here: no copy brings them back. Refused where it holds nothing
/// else. A portfolio that another desk erased and that is still here waits for an administrator, and is taken in meanwhile.
fn leave_erased_out(workspace: &mut Workspace, staged: &mut Staged) -> Result<usize> {
    let books: Vec<Id> = staged.entries.keys().copied().collect();
    let (mut gone, mut erased_books) = (BTreeSet::new(), 0);
    let mut refusal = None;
    for book in books {
        let erased = erasure::refuse_erased(workspace.centre_book()?, book).err();
        if erased.is_some() && store::journal::count(&workspace.db, book)? == 0 {
            (refusal, erased_books) = (erased, erased_books + 1);
            let entries = staged.entries.remove(&book).unwrap_or_default();
            gone.extend(entries.into_iter().map(|entry| entry.hash));
        }
    }
    staged.signatures.retain(|(entry, _)| !gone.contains(entry));
    match refusal {
        Some(refusal) if staged.entries.is_empty() => Err(refusal.into()),
        Some(_) | None => Ok(erased_books),
    }
}

/// What is wrong in a file that was read by itself is wrong with that file, not with the records here.
fn of_file(error: Error) -> Error {
    if let Error::Integrity(why) = error { Error::BadHistory(why) } else { error }
}

/// Reads a file by itself: every line, in the order in which it must stand, every chain whole.
fn stage(text: &str) -> Result<Staged> {
    let mut staged = Staged { specs: Vec::new(), entries: BTreeMap::new(), signatures: Vec::new() };
    let mut seen = BTreeSet::new();
    let mut heads = None;
    for (i, line) in text.lines().enumerate() {
        let at = |e: &dyn std::fmt::Display| Error::Integrity(format!("line {}: {e}", i + 1));
        if heads.is_some() {
            return Err(at(&"something stands after the last line"));
        }
        // Whoever chose some other file has no use for what a reader of lines expected there.
        let unread = |e| if i == 0 { Error::Integrity("it is not a history file".into()) } else { at(&e) };
        match line.parse::<Line>().map_err(unread)? {
            Line::Header(header) => {
                if i != 0 || header.format != FORMAT || header.version != VERSION {
                    return Err(at(&"this is not a history file that this program reads"));
                }
            }
            Line::UnitText(_) | Line::Entry(_) | Line::Heads(_) if i == 0 => {
                return Err(at(&"the file does not begin like a history file"));
            }
            Line::UnitText(UnitTextLine { sha256, text }) => {
                let spec = UnitSpec::parse(&text).map_err(|e| at(&e))?;
                if spec.sha256 != sha256 || spec.canonical != text.as_bytes() {
                    return Err(at(&"the unit text does not fit its file check"));
                }
                staged.specs.push(spec);
            }
            Line::Entry(EntryLine { hash, body, signatures }) => {
                let entry = Line::read_entry(hash, body).map_err(|e| at(&e))?;
                if let Some(link) = entry.links().find(|link| !seen.contains(link)) {
                    return Err(at(&format!("the entry links to {link}, which does not stand before it")));
                }
                if !seen.insert(hash) {
                    return Err(at(&"the entry stands twice"));
                }
                staged.signatures.extend(signatures.into_iter().map(|s| (entry.hash, s)));
                staged.entries.entry(entry.book).or_default().push(entry);
            }
            Line::Heads(said) => heads = Some(said.heads),
        }
    }
    prove(&staged, heads)?;
    Ok(staged)
}

/// What a file must hold as a whole: sound books, good signatures, the heads that its last line names.
fn prove(staged: &Staged, heads: Option<Heads>) -> Result<()> {
    let found: Heads = staged.entries.iter().map(|(book, entries)| (*book, chain::heads(entries))).collect();
    match heads {
        Some(said) if said == found => {}
        Some(_) => {
            return Err(Error::Integrity(
                "the file does not hold the entries that its last line names".into(),
            ));
        }
        None => return Err(Error::Integrity("the file is cut off: its last line is missing".into())),
    }
    let mut signatures: BTreeMap<Hash, Vec<Signature>> = BTreeMap::new();
    for (entry, signature) in &staged.signatures {
        signatures.entry(*entry).or_default().push(signature.clone());
    }
    for (book, entries) in &staged.entries {
        chain::verify(*book, entries)?;
        if let Some(bad) = signature_fault(entries, &signatures, &BTreeMap::new()) {
            return Err(Error::Integrity(bad.to_string()));
        }
    }
    Ok(())
}

fn take(workspace: &mut Workspace, staged: &Staged) -> Result<Tally> {
    let before = workspace.centre_book()?.clone();
    let mut tally = Tally { books: staged.entries.len(), ..Tally::default() };
    for spec in &staged.specs {
        store::journal::keep_spec(&workspace.db, spec)?;
        workspace.put_spec(spec.clone());
    }
    if let Some(refusal) = fits::shared_row(workspace.shelf()) {
        return Err(refusal.into());
    }
    for (book, entries) in &staged.entries {
        for entry in entries {
            refuse_misplaced(workspace.centre(), *book, &entry.act)?;
            if let Some(spec) = spec_of(&entry.act).filter(|s| workspace.shelf().get(*s).is_none()) {
                return Err(Error::BadHistory(format!(
                    "the file names the unit text {spec}, which it does not hold"
                )));
            }
        }
        if let Some(why) = entries.iter().find_map(|e| fits::misfit(workspace.shelf(), &e.act)) {
            return Err(Error::BadHistory(why));
        }
        take_book(workspace, *book, entries, &mut tally)?;
    }
    for (entry, signature) in &staged.signatures {
        store::journal::sign(&workspace.db, *entry, signature)?;
    }
    let known = known_keys(workspace)?;
    let here = signatures_by_entry(&workspace.db)?;
    for book in staged.entries.keys() {
        let entries = store::journal::book(&workspace.db, *book)?;
        match signature_fault(&entries, &here, &known) {
            None => {}
            Some(SignatureFault::Foreign { entry, person }) => {
                return Err(Refusal::KeyNotKnown { person, entry }.into());
            }
            Some(bad) => return Err(Error::Integrity(bad.to_string())),
        }
        // Of the whole book: one half of a circle may be here already.
        if let Some(round) = rounds::round(&entries) {
            return Err(Error::BadHistory(round));
        }
    }
    let centre = workspace.centre();
    if staged.entries.contains_key(&centre) {
        let after = BookState::replay(centre, &store::journal::book(&workspace.db, centre)?)?;
        let brought = keys::Brought { before: &before, after: &after, here: workspace.installation() };
        tally.keys = keys::weigh(&brought, |entry| here.contains_key(&entry))?;
        stated::weigh(&brought, |entry| here.contains_key(&entry))?;
    }
    Ok(tally)
}

fn take_book(workspace: &Workspace, book: Id, entries: &[Entry], tally: &mut Tally) -> Result<()> {
    let own = own_chains(workspace, book, entries)?;
    for entry in entries {
        match store::journal::at(&workspace.db, entry.chain, entry.n)? {
            None if own.contains(&entry.chain) => {
                let why = "the file continues a chain that only this computer writes";
                return Err(Error::BadHistory(format!("{why}: {} {}", entry.chain, entry.n)));
            }
            None => {
                store::journal::insert(&workspace.db, entry)?;
                tally.entries += 1;
            }
            Some(here) if here == entry.hash => tally.known += 1,
            Some(_) => {
                let (n, chain) = (entry.n, entry.chain);
                let why =
                    format!("chain {chain} has another entry {n} here: one of the two copies was rewritten");
                return Err(Error::Integrity(why));
            }
        }
    }
    chain::verify(book, &store::journal::book(&workspace.db, book)?)?;
    Ok(())
}

/// Chains of this very installation, here or claimed by the file.
fn own_chains(workspace: &Workspace, book: Id, entries: &[Entry]) -> Result<BTreeSet<Id>> {
    let here = store::journal::book(&workspace.db, book)?;
    let opened = |e: &Entry| {
        if let Act::ChainOpened(opened) = &e.act { Some((e.chain, opened.installation)) } else { None }
    };
    let all = here.iter().chain(entries).filter_map(opened);
    Ok(all
        .filter(|(_, installation)| *installation == workspace.installation())
        .map(|(chain, _)| chain)
        .collect())
}

/// Acts of the centre stand in this centre's book, acts about a learner in a learner's.
fn refuse_misplaced(centre: Id, book: Id, act: &Act) -> Result<()> {
    match (belongs::of(act).0, book == centre) {
        (Book::Either, _) | (Book::Centre, true) | (Book::Learner, false) => Ok(()),
        (Book::Centre, false) => Err(Error::BadHistory("it holds the book of another centre".into())),
        (Book::Learner, true) => {
            Err(Error::BadHistory("it puts a learner's record into the centre's book".into()))
        }
    }
}

/// Every public key that people of this centre ever had, by person.
pub fn known_keys(workspace: &Workspace) -> Result<BTreeMap<Id, BTreeSet<String>>> {
    let mut keys: BTreeMap<Id, BTreeSet<String>> = BTreeMap::new();
    for entry in store::journal::book(&workspace.db, workspace.centre())? {
        if let Act::PersonAdded(person) = &entry.act {
            keys.entry(person.person).or_default();
        }
        if let Act::PersonStated(person) = &entry.act {
            keys.entry(person.person).or_default();
        }
        if let Act::KeyMade(made) = entry.act {
            keys.entry(made.person).or_default().insert(made.key);
        }
    }
    Ok(keys)
}

/// Signatures by the entry they stand beside.
pub fn signatures_by_entry(db: &store::Connection) -> Result<BTreeMap<Hash, Vec<Signature>>> {
    let mut by_entry: BTreeMap<Hash, Vec<Signature>> = BTreeMap::new();
    for (entry, signature) in store::journal::signatures(db)? {
        by_entry.entry(entry).or_default().push(signature);
    }
    Ok(by_entry)
}

/// What is wrong with a signature.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureFault {
    /// It does not verify by its chain's key.
    #[error("a signature beside entry {entry} does not verify")]
    Bad {
        /// Which.
        entry: String,
    },
    /// There is none where there must be one.
    #[error("entry {entry} ({kind}) is not signed")]
    Missing {
        /// Which.
        entry: String,
        /// Its kind.
        kind: String,
    },
    /// It is by a key that is not known as the person's.
    #[error("{entry} is signed in the name of {person} with a key that is not theirs")]
    Foreign {
        /// Which.
        entry: String,
        /// In whose name.
        person: String,
    },
}

/// The first fault of signatures over one book: one that does not verify by its chain's key, one that is missing, or one
/// by a key that is not the person's where this centre knows the person.
#[must_use]
pub fn signature_fault(
    entries: &[Entry],
    signatures: &BTreeMap<Hash, Vec<Signature>>,
    known: &BTreeMap<Id, BTreeSet<String>>,
) -> Option<SignatureFault> {
    let opened: BTreeMap<Id, &ChainOpened> = entries
        .iter()
        .filter_map(|e| if let Act::ChainOpened(opened) = &e.act { Some((e.chain, opened)) } else { None })
        .collect();
    for entry in entries {
        let beside = signatures.get(&entry.hash).map_or(&[][..], Vec::as_slice);
        let opening = opened.get(&entry.chain);
        let public = opening.and_then(|o| o.key.as_deref());
        let at = || format!("{} of chain {}", entry.n, entry.chain);
        if !beside.iter().all(|s| public.is_some_and(|key| key::verifies(key, entry.hash, s))) {
            return Some(SignatureFault::Bad { entry: at() });
        }
        if beside.is_empty() && (entry.act.needs_signature() || entry.signed) {
            return Some(SignatureFault::Missing { entry: at(), kind: entry.act.kind().to_owned() });
        }
        if !entry.act.needs_signature() {
            continue;
        }
        let person = opening.and_then(|o| o.person.as_ref());
        let foreign = |keys: &BTreeSet<String>| public.is_none_or(|key| !keys.contains(key));
        if person.and_then(|p| known.get(&p.id)).is_some_and(foreign) {
            let name = person.map_or("", |p| p.name.as_str());
            return Some(SignatureFault::Foreign {
                entry: format!("entry {}", at()),
                person: name.to_owned(),
            });
        }
    }
    None
}
