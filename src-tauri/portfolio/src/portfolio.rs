//! The centre file: opening it, and the one door through which every change goes. A deed is one transaction of one or
//! more entries; the projection is written in the same transaction. Refuses to know the rules of assessment.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::board;
use crate::clock::Clock;
use crate::coverage;
use crate::disk;
use crate::erasure;
use crate::error::{Error, Refusal, Result};
use crate::evidence::folder::Standings;
use crate::evidence::judged;
use crate::inked;
use crate::installation::Installation;
use crate::journal::act::{Act, CentreOpened, ChainOpened, PersonName, UnitTextAdded};
use crate::journal::entry::{self, Draft, Entry, Moment};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::ChainRow;
use crate::journal::state::{AllHeads, BookState};
use crate::key::OpenKey;
use crate::links;
use crate::papers;
use crate::people;
use crate::person::Role;
use crate::resubmission::kept::Kept;
use crate::rights;
use crate::store::text::Texts;
use crate::store::{self, Connection, Durability};
use crate::unit::export::links::read_links;
use crate::unit::spec::{Shelf, UnitSpec};
use crate::unit::starter;

/// Name of the journal's database in the centre file's folder.
pub const DATABASE: &str = "portfolio.db";
/// Name of this machine's own database.
pub const LOCAL: &str = "local.db";

/// How many acts the books that are held may have together until the oldest are let go of: some 150 MB.
const HELD: usize = 100_000;

/// Who writes a deed.
#[derive(Debug, Clone, Default)]
pub struct Author {
    /// Person, or nobody for set-up and intake.
    pub person: Option<PersonName>,
    /// Their public key in force.
    pub key: Option<String>,
    /// What they may do.
    pub roles: Vec<Role>,
}

impl Author {
    /// Nobody: set-up and intake.
    #[must_use]
    pub fn nobody() -> Self {
        Self::default()
    }

    /// The person, or the refusal.
    pub fn person(&self) -> Result<&PersonName, Refusal> {
        self.person.as_ref().ok_or(Refusal::NobodyAtDesk)
    }

    /// The person, if they work here: everybody but a visitor.
    pub fn staff(&self) -> Result<&PersonName, Refusal> {
        let person = self.person()?;
        if self.roles.contains(&Role::Visitor) {
            return Err(Refusal::ReadOnly { person: person.name.clone() });
        }
        Ok(person)
    }

    /// The person, if they do what this role does; a trainee does too, and needs a countersignature.
    pub fn acting_as(&self, role: Role) -> Result<&PersonName, Refusal> {
        let person = self.person()?;
        self.role_for(role).map(|_| person)
    }

    /// In which of their roles the person does what `wanted` does: qualified where they are.
    pub fn role_for(&self, wanted: Role) -> Result<Role, Refusal> {
        let person = self.person()?;
        if self.roles.contains(&Role::Visitor) {
            return Err(Refusal::ReadOnly { person: person.name.clone() });
        }
        let serving = || self.roles.iter().copied().filter(|role| role.serves(wanted));
        let needed = wanted.needed();
        serving()
            .find(|role| !role.trainee())
            .or_else(|| serving().next())
            .ok_or_else(|| Refusal::NotYourRole { person: person.name.clone(), needed })
    }

    /// The person in one of these roles, none of which a trainee has by being one.
    pub fn qualified_as(&self, roles: &[Role]) -> Result<(&PersonName, Role), Refusal> {
        let person = self.person()?;
        if self.roles.contains(&Role::Visitor) {
            return Err(Refusal::ReadOnly { person: person.name.clone() });
        }
        let needed = roles.first().map_or("somebody of this centre", |role| role.needed());
        let own = roles.iter().copied().find(|role| self.roles.contains(role));
        own.map(|role| (person, role))
            .ok_or_else(|| Refusal::NotYourRole { person: person.name.clone(), needed })
    }
}

/// Whether every deed is compared with a replay before it is committed. Tests do; it costs a replay a deed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scrutiny {
    /// Trust the increments.
    #[default]
    Off,
    /// Compare state and tables with a fresh replay at the end of every deed.
    EveryDeed,
}

/// An open centre file.
pub struct Workspace {
    folder: PathBuf,
    pub(crate) db: Connection,
    pub(crate) local: Connection,
    texts: Option<Texts>,
    /// What the texts of items are compared by.
    pub(crate) runs: Kept,
    installation: Installation,
    centre: Id,
    shelf: Shelf,
    books: HashMap<Id, BookState>,
    /// When each was last asked for, counted in questions.
    asked: HashMap<Id, u64>,
    questions: u64,
    /// See [`HELD`].
    room: usize,
    seen_version: i64,
    /// Where the time comes from.
    pub clock: Clock,
    /// How closely deeds are checked.
    pub scrutiny: Scrutiny,
}

impl Workspace {
    /// Makes a new centre file in `folder` with the starter unit texts.
    pub fn create(folder: &Path, name: &str, number: &str, clock: Clock) -> Result<Self> {
        if name.trim().is_empty() {
            return Err(Error::Usage("the centre needs a name".into()));
        }
        disk::create_private_folder(folder)?;
        if let Some(reason) = disk::on_network_or_synced_folder(folder) {
            return Err(Error::UnsafeFolder { folder: folder.into(), reason: reason.into() });
        }
        let db = store::open(&folder.join(DATABASE), &store::PORTFOLIO, Durability::Full)?;
        if !store::journal::books(&db)?.is_empty() {
            return Err(
                Refusal::AlreadyThere { what: format!("a centre file in {}", folder.display()) }.into()
            );
        }
        let mut workspace = Self::assemble(folder, db, Id::random()?, clock)?;
        workspace.open_centre(name.trim(), number.trim())?;
        Ok(workspace)
    }

    /// Opens the centre file in `folder`.
    pub fn open(folder: &Path, clock: Clock) -> Result<Self> {
        let database = folder.join(DATABASE);
        if !disk::is_file(&database) {
            return Err(Error::NoCentre(folder.into()));
        }
        if let Some(reason) = disk::on_network_or_synced_folder(folder) {
            return Err(Error::UnsafeFolder { folder: folder.into(), reason: reason.into() });
        }
        // An empty file is one whose making was cut short, unless other parts of a centre file lie beside it.
        if disk::stat(&database)?.1.size == 0 {
            let beside = [LOCAL, people::KEYS, judged::JUDGED, papers::PAPERS, inked::INKED]
                .iter()
                .any(|part| disk::stat(&folder.join(part)).is_ok());
            let why = || {
                Error::Integrity(format!(
                    "{} is empty, and the rest of a centre file lies beside it",
                    database.display()
                ))
            };
            return Err(if beside { why() } else { Error::NoCentre(folder.into()) });
        }
        let db = store::open(&database, &store::PORTFOLIO, Durability::Full)?;
        let Some(centre) = centre_of(&db)? else {
            // Entries without a centre are a damaged file; nothing at all is one whose making was cut short.
            return Err(match store::journal::books(&db)?.is_empty() {
                true => Error::NoCentre(folder.into()),
                false => Error::Integrity("the centre file does not say which centre it is of".into()),
            });
        };
        Self::assemble(folder, db, centre, clock)
    }

    fn assemble(folder: &Path, db: Connection, centre: Id, clock: Clock) -> Result<Self> {
        let local = store::open(&folder.join(LOCAL), &store::LOCAL, Durability::Normal)?;
        let installation = Installation::find(
            folder,
            &folder.join(DATABASE),
            &|id| store::journal::own_entries(&db, id),
            &|entry| store::journal::holds(&db, entry),
        )?;
        let shelf = marked_shelf(&db, centre)?;
        let seen_version = store::data_version(&db)?;
        let mut workspace = Self {
            folder: folder.into(),
            db,
            local,
            texts: None,
            runs: Kept::default(),
            installation,
            centre,
            shelf,
            books: HashMap::new(),
            asked: HashMap::new(),
            questions: 0,
            room: HELD,
            seen_version,
            clock,
            scrutiny: Scrutiny::Off,
        };
        workspace.roll_up()?;
        Ok(workspace)
    }

    /// Books whose tables the program before this one wrote: their roll-up was emptied by a migration, or they hold acts that it did
    /// not know and this one does.
    fn behind(&self) -> Result<BTreeSet<Id>> {
        let newer = store::projection::newer_kinds(&self.db)?;
        let known = newer.into_iter().filter(|(_, kind)| entry::knows(kind)).map(|(book, _)| book);
        Ok(store::projection::without_tally(&self.db)?.into_iter().chain(known).collect())
    }

    /// Writes anew what an older program wrote in another way.
    fn roll_up(&mut self) -> Result<()> {
        if self.behind()?.is_empty() {
            return Ok(());
        }
        self.db.execute_batch("BEGIN IMMEDIATE")?;
        let books = self.behind()?;
        match self.rebuild(&books).and_then(|()| Ok(self.db.execute_batch("COMMIT")?)) {
            Ok(()) => {
                // Every book of the centre was gone through.
                self.books.retain(|book, _| *book == self.centre);
                Ok(())
            }
            Err(error) => {
                let _ = self.db.execute_batch("ROLLBACK");
                self.forget(&books);
                Err(error)
            }
        }
    }

    fn open_centre(&mut self, name: &str, number: &str) -> Result<()> {
        let centre = self.centre;
        let specs: Vec<UnitSpec> =
            starter::UNITS.iter().map(|json| UnitSpec::parse(json)).collect::<Result<_>>()?;
        let example = read_links(starter::LINKS.as_bytes())?;
        self.transact(&Author::nobody(), |deed| {
            // Asked again inside the transaction: two programs may be making the same centre file.
            if !store::journal::books(&deed.workspace().db)?.is_empty() {
                return Err(Refusal::AlreadyThere { what: "a centre file here".into() }.into());
            }
            deed.record(centre, CentreOpened { name: name.into(), number: number.into() })?;
            let texts = specs.iter().map(|s| (s.text.id.clone(), Arc::new(s.clone()))).collect();
            for spec in specs {
                deed.add_unit_text(spec)?;
            }
            let taken = links::take::take_within(deed, &texts, &example)?;
            if let Some(problem) = taken.problems.first() {
                return Err(Error::Broken(format!("the links that ship: {problem}")));
            }
            Ok(())
        })?;
        Ok(())
    }

    /// Folder of the centre file.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The centre's book.
    #[must_use]
    pub const fn centre(&self) -> Id {
        self.centre
    }

    /// Catches up with what was put off while somebody waited for deeds, and lets go of what is held of many books.
    pub(crate) fn rest(&mut self) {
        self.make_room();
        self.installation.settle();
    }

    /// This installation.
    #[must_use]
    pub const fn installation(&self) -> Id {
        self.installation.id()
    }

    /// When this installation began with this centre file, in milliseconds since 1970.
    pub(crate) const fn began(&self) -> i64 {
        self.installation.began()
    }

    /// Unit texts.
    #[must_use]
    pub const fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// The state of a book as it stands on disk now.
    pub fn book(&mut self, book: Id) -> Result<&BookState> {
        self.refresh()?;
        self.questions += 1;
        self.asked.insert(book, self.questions);
        if !self.books.contains_key(&book) {
            self.make_room();
        }
        self.held_book(book)
    }

    /// Lets go of the books that were asked for longest ago, where many are held: a list over a whole centre goes through every
    /// one of them. Never inside a deed, whose changes are not on disk yet, and never of the centre's book.
    fn make_room(&mut self) {
        let mut held: usize = self.books.values().map(|state| state.log.len()).sum();
        if held <= self.room || !self.db.is_autocommit() {
            return;
        }
        let asked = |book: &Id| self.asked.get(book).copied().unwrap_or(0);
        let mut oldest: Vec<Id> = self.books.keys().filter(|book| **book != self.centre).copied().collect();
        oldest.sort_by_key(asked);
        for book in oldest {
            if held <= self.room {
                break;
            }
            held -= self.books.remove(&book).map_or(0, |state| state.log.len());
            self.asked.remove(&book);
        }
    }

    /// The state of a book inside a transaction, in which nobody else can have changed it.
    fn held_book(&mut self, book: Id) -> Result<&BookState> {
        if !self.books.contains_key(&book) {
            let state = self.read_book(book)?;
            self.books.insert(book, state);
        }
        self.books.get(&book).ok_or_else(|| Error::NotFound { what: "portfolio", name: book.to_string() })
    }

    /// The texts of evidence files, opened when they are first asked for.
    pub fn texts(&mut self) -> Result<&Texts> {
        if self.texts.is_none() {
            self.texts = Some(Texts::open(&self.folder)?);
        }
        self.texts.as_ref().ok_or_else(|| Error::Broken("the texts of evidence could not be opened".into()))
    }

    /// The state of the centre's book.
    pub fn centre_book(&mut self) -> Result<&BookState> {
        self.book(self.centre)
    }

    /// Drops what another process has changed since.
    fn refresh(&mut self) -> Result<()> {
        let version = store::data_version(&self.db)?;
        if version != self.seen_version {
            let db = &self.db;
            let mut failed = None;
            self.books.retain(|book, state| match store::journal::count(db, *book) {
                Ok(count) => usize::try_from(count) == Ok(state.log.len()),
                Err(error) => {
                    failed = Some(error);
                    false
                }
            });
            if let Some(error) = failed {
                return Err(error);
            }
            self.reload_shelf()?;
            self.seen_version = version;
        }
        Ok(())
    }

    /// Reads the texts again where another process has added one, or has changed the centre's book, which says what is
    /// confirmed.
    fn reload_shelf(&mut self) -> Result<()> {
        let same = store::across::texts(&self.db)? == self.shelf.iter().count();
        if !same || !self.books.contains_key(&self.centre) {
            self.shelf = self.fresh_shelf()?;
        }
        Ok(())
    }

    /// Marks the texts that the centre's book, as it now is in memory, says are confirmed.
    fn mark_shelf(&mut self) {
        if let Some(state) = self.books.get(&self.centre) {
            self.shelf.confirm(&board::confirmed(state));
        }
    }

    /// A replay of a book for use. Which sign-offs hold was kept with its last entry, and takes long to work out for each anew.
    fn read_book(&self, book: Id) -> Result<BookState> {
        let entries = store::journal::book(&self.db, book)?;
        let mut state = BookState::replay(book, &entries)?;
        let known = store::projection::holding(&self.db, book)?;
        coverage::refresh_knowing(book, &mut state, &self.shelf, &known);
        state.settle();
        Ok(state)
    }

    /// A fresh replay of a book from its stored bytes, roll-ups included, nothing marked as changed.
    pub(crate) fn replayed(&self, book: Id) -> Result<BookState> {
        let entries = store::journal::book(&self.db, book)?;
        let mut state = BookState::replay(book, &entries)?;
        coverage::refresh(book, &mut state, &self.shelf);
        state.settle();
        Ok(state)
    }

    /// The one door. `work` reads states and records acts; all of it is committed together or not at all.
    /// Returns what `work` returned and the id of the deed.
    pub fn transact<T>(
        &mut self,
        author: &Author,
        work: impl FnOnce(&mut Deed<'_>) -> Result<T>,
    ) -> Result<(T, Id)> {
        let id = Id::random()?;
        self.db.execute_batch("BEGIN IMMEDIATE")?;
        // Once: from here on nobody else writes, and a deed of hundreds of acts need not ask again for each.
        if let Err(error) = self.refresh() {
            let _ = self.db.execute_batch("ROLLBACK");
            return Err(error);
        }
        let moment = self.clock.now();
        let rights = self.rights(author);
        let mut deed = Deed {
            workspace: self,
            author: author.clone(),
            id,
            moment,
            rights: Rights::default(),
            touched: BTreeSet::new(),
            written: 0,
        };
        let done = rights
            .map(|rights| {
                // Whoever acts in a role acts in one that they have now, whatever they had when they sat down.
                deed.author.roles.clone_from(&rights.roles);
                deed.rights = rights;
            })
            .and_then(|()| work(&mut deed))
            .and_then(|value| deed.finish().map(|()| value));
        let (touched, written) = (std::mem::take(&mut deed.touched), deed.written);
        match done.and_then(|value| self.db.execute_batch("COMMIT").map(|()| value).map_err(Error::from)) {
            Ok(value) => {
                if written > 0 {
                    let own = store::journal::own_entries(&self.db, self.installation.id()).unwrap_or(0);
                    // What the program does by itself may come hundreds of times a second.
                    if author.person.is_some() {
                        let heads = self.own_heads();
                        self.installation.note(own, heads);
                    } else {
                        self.installation.note_soon(own);
                    }
                }
                Ok((value, id))
            }
            Err(error) => {
                // Rolling back may itself say that there is nothing to roll back; the first error is the one to tell.
                let _ = self.db.execute_batch("ROLLBACK");
                self.forget(&touched);
                Err(error)
            }
        }
    }

    /// What an author may do at this moment, whatever they might when they sat down.
    fn rights(&mut self, author: &Author) -> Result<Rights> {
        let Some(person) = &author.person else { return Ok(Rights::default()) };
        let centre = self.held_book(self.centre)?;
        let managed = people::managed(centre);
        let roles = match people::of(centre, person.id) {
            Some(row) if !row.active => return Err(Refusal::NotHere { person: row.name }.into()),
            Some(row) => row.roles,
            None => author.roles.clone(),
        };
        let in_force = |key: &String| centre.keys.iter().any(|k| k.standing && k.key == *key);
        let key_ended = author.key.as_ref().is_some_and(|key| !in_force(key));
        Ok(Rights { roles, managed, key_ended })
    }

    /// Takes in entries of others inside an open transaction and rebuilds the books they belong to.
    pub(crate) fn rebuild(&mut self, books: &BTreeSet<Id>) -> Result<()> {
        for &book in books {
            let entries = store::journal::book(&self.db, book)?;
            let mut state = BookState::replay(book, &entries)?;
            coverage::refresh(book, &mut state, &self.shelf);
            store::projection::clear(&self.db, book)?;
            store::projection::write(&self.db, book, &mut state)?;
            self.books.insert(book, state);
        }
        self.mark_shelf();
        Ok(())
    }

    /// Forgets what a transaction that was rolled back had put into memory.
    pub(crate) fn forget(&mut self, books: &BTreeSet<Id>) {
        books.iter().for_each(|book| {
            self.books.remove(book);
        });
        // Unit texts of the lost transaction go too. Where they cannot be read now, the next use says so.
        if let Ok(shelf) = self.fresh_shelf() {
            self.shelf = shelf;
        }
    }

    /// The unit texts as they stand on disk.
    pub(crate) fn fresh_shelf(&self) -> Result<Shelf> {
        marked_shelf(&self.db, self.centre)
    }

    pub(crate) fn put_spec(&mut self, spec: UnitSpec) {
        self.shelf.put(spec);
    }

    /// After entries were erased there are fewer of this installation's than it had noted; it is the same one all the same.
    pub(crate) fn count_own_entries_anew(&mut self) {
        let own = store::journal::own_entries(&self.db, self.installation.id()).unwrap_or(0);
        let heads = self.own_heads();
        self.installation.count_anew(own, heads);
    }

    /// The last entries of this installation in the centre's book. Where they cannot be read a note is lost, no more.
    fn own_heads(&self) -> BTreeSet<Hash> {
        store::journal::own_heads(&self.db, self.centre, self.installation.id()).unwrap_or_default()
    }

    /// Cheap: differs whenever anything in the centre file or on this machine's side of it has changed.
    pub fn change_stamp(&self) -> Result<String> {
        let own = (self.db.total_changes(), self.local.total_changes());
        Ok(format!(
            "{}/{}/{}/{}",
            store::data_version(&self.db)?,
            store::data_version(&self.local)?,
            own.0,
            own.1
        ))
    }
}

/// The unit texts as they stand on disk, those marked that the centre's book says are confirmed. Where that book cannot be
/// read nothing is, and whoever reads the book next is told why.
fn marked_shelf(db: &Connection, centre: Id) -> Result<Shelf> {
    let mut shelf: Shelf = store::journal::specs(db)?.into_iter().collect();
    let book = store::journal::book(db, centre);
    if let Some(state) = book.ok().and_then(|entries| BookState::replay(centre, &entries).ok()) {
        shelf.confirm(&board::confirmed(&state));
    }
    Ok(shelf)
}

/// Id of the centre's book.
fn centre_of(db: &Connection) -> Result<Option<Id>> {
    match store::across::centres(db)?.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(*one)),
        _several => Err(Error::Integrity("this file holds the books of two centres".into())),
    }
}

/// What the author of a deed may do, as the centre's book says at that moment.
#[derive(Debug, Default)]
struct Rights {
    roles: Vec<Role>,
    managed: bool,
    /// The key that they sat down with is no longer in force.
    key_ended: bool,
}

/// A deed being done: inside the transaction.
pub struct Deed<'w> {
    workspace: &'w mut Workspace,
    author: Author,
    id: Id,
    moment: Moment,
    rights: Rights,
    touched: BTreeSet<Id>,
    written: i64,
}

impl Deed<'_> {
    /// The state of a book, own acts of this deed included.
    pub fn state(&mut self, book: Id) -> Result<&BookState> {
        self.workspace.held_book(book)
    }

    /// How the files of a book stand against its folder, as last read.
    pub fn standings(&self, book: Id) -> Result<Standings> {
        Standings::of(self.workspace, book)
    }

    /// The deed's id.
    #[must_use]
    pub const fn id(&self) -> Id {
        self.id
    }

    /// When it is done.
    #[must_use]
    pub const fn moment(&self) -> Moment {
        self.moment
    }

    /// Who does it, with what they may do at this moment.
    #[must_use]
    pub const fn author(&self) -> &Author {
        &self.author
    }

    /// The centre's book.
    #[must_use]
    pub const fn centre(&self) -> Id {
        self.workspace.centre
    }

    /// Unit texts.
    #[must_use]
    pub const fn shelf(&self) -> &Shelf {
        &self.workspace.shelf
    }

    /// The centre file.
    #[must_use]
    pub const fn workspace(&self) -> &Workspace {
        self.workspace
    }

    /// Records an act on the author's chain of the book; returns the entry's hash.
    pub fn record(&mut self, book: Id, act: impl Into<Act>) -> Result<Hash> {
        let act = act.into();
        if act.needs_signature() {
            return Err(Error::Broken(format!("{} needs a signature", act.kind())));
        }
        let chain = self.chain(book)?;
        self.append(book, chain, act, AllHeads::No)
    }

    /// Records an act that counts only with a signature, and signs it. It names every other chain's head.
    pub fn record_signed(&mut self, book: Id, act: impl Into<Act>, key: &OpenKey) -> Result<Hash> {
        if self.author.key.as_deref() != Some(key.public()?.as_str()) {
            return Err(Refusal::WrongPassword.into());
        }
        if self.rights.key_ended {
            return Err(Refusal::NoPassword { person: self.author.person()?.name.clone() }.into());
        }
        let act = act.into();
        let (person, centre) = (self.author.person()?.clone(), self.centre());
        // What settles the signer's own name is signed under both: nothing else could settle it.
        if !matches!(&act, Act::PersonStated(own) if own.person == person.id) {
            people::refuse_two_names(self.state(centre)?, &person)?;
        }
        let chain = self.chain(book)?;
        let hash = self.append(book, chain, act, AllHeads::Yes)?;
        store::journal::sign(&self.workspace.db, hash, &key.sign(hash)?)?;
        Ok(hash)
    }

    /// Records an act on the chain that the author writes with one of their keys, and signs it with that: what a key vouches for,
    /// also where it is not the one that they sign with now.
    pub(crate) fn record_vouched(&mut self, book: Id, act: impl Into<Act>, key: &OpenKey) -> Result<Hash> {
        let chain = self.chain_with(book, Some(key.public()?))?;
        let hash = self.append(book, chain, act.into(), AllHeads::Yes)?;
        store::journal::sign(&self.workspace.db, hash, &key.sign(hash)?)?;
        Ok(hash)
    }

    /// Keeps a unit text and adds it to the library.
    pub fn add_unit_text(&mut self, spec: UnitSpec) -> Result<()> {
        let act = UnitTextAdded {
            unit: spec.text.id.clone(),
            spec: spec.sha256,
            handle: spec.text.handle.clone(),
            title: spec.text.unit.title.clone(),
        };
        store::journal::keep_spec(&self.workspace.db, &spec)?;
        self.workspace.shelf.put(spec);
        let centre = self.centre();
        self.record(centre, act)?;
        Ok(())
    }

    /// Takes a learner's book out of the database for good. Only erasing does that; see `erasure`.
    pub(crate) fn drop_book(&mut self, book: Id) -> Result<()> {
        store::erase::book(&self.workspace.db, book)?;
        self.workspace.books.remove(&book);
        self.touched.remove(&book);
        Ok(())
    }

    fn chain(&mut self, book: Id) -> Result<Id> {
        self.chain_with(book, self.author.key.clone())
    }

    fn chain_with(&mut self, book: Id, key: Option<String>) -> Result<Id> {
        let installation = self.workspace.installation();
        let person = self.author.person.clone();
        let state = self.state(book)?;
        // Under a new name a person writes on a new chain: what they did before stays under the old one.
        let own = |row: &&ChainRow| {
            row.installation == installation
                && row.person == person.as_ref().map(|p| p.id)
                && row.person_name.as_ref() == person.as_ref().map(|p| &p.name)
                && row.initials.as_ref() == person.as_ref().map(|p| &p.initials)
                && row.key == key
        };
        if let Some(row) = state.chains.iter().find(own) {
            return Ok(row.chain);
        }
        let chain = Id::random()?;
        self.append(book, chain, ChainOpened { installation, person, key }.into(), AllHeads::No)?;
        Ok(chain)
    }

    fn append(&mut self, book: Id, chain: Id, act: Act, all: AllHeads) -> Result<Hash> {
        if let Some(person) = &self.author.person {
            rights::refuse(&act, &person.name, &self.rights.roles, self.rights.managed)?;
        }
        // Nothing is written of a learner who was erased, whoever still has their portfolio open or watches their folder.
        let centre = self.centre();
        erasure::refuse_erased(self.state(centre)?, book)?;
        let (deed, moment) = (self.id, self.moment);
        let signed = all == AllHeads::Yes && !act.needs_signature();
        let state = self.state(book)?;
        let head = state.chains.get(&chain).map(|row| (row.head_n, row.head));
        let entry = Entry::new(Draft {
            book,
            chain,
            n: head.map_or(0, |(n, _)| n + 1),
            prev: head.map(|(_, hash)| hash),
            seen: state.unseen_by(chain, all),
            deed,
            moment,
            act,
            signed,
        })?;
        store::journal::insert(&self.workspace.db, &entry)?;
        self.touched.insert(book);
        self.written += 1;
        if let Some(state) = self.workspace.books.get_mut(&book) {
            state.apply(&entry);
        }
        if matches!(entry.act, Act::BoardConfirmed(_) | Act::ConfirmationWithdrawn(_)) {
            self.workspace.mark_shelf();
        }
        Ok(entry.hash)
    }

    fn finish(&mut self) -> Result<()> {
        for &book in &self.touched {
            let workspace = &mut *self.workspace;
            let Some(state) = workspace.books.get_mut(&book) else { continue };
            coverage::refresh(book, state, &workspace.shelf);
            store::projection::write(&workspace.db, book, state)?;
            if workspace.scrutiny == Scrutiny::EveryDeed {
                compare(workspace, book)?;
            }
        }
        Ok(())
    }
}

/// Increment, tables and a fresh replay must be one and the same.
fn compare(workspace: &Workspace, book: Id) -> Result<()> {
    let fresh = workspace.replayed(book)?;
    if let Some(difference) = store::projection::compare(&workspace.db, book, &fresh)? {
        return Err(Error::Integrity(difference));
    }
    let cached = workspace.books.get(&book).map(BookState::state_hash).transpose()?;
    if cached != Some(fresh.state_hash()?) {
        return Err(Error::Integrity("the state in memory is not what a replay gives".into()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::act::{LearnerFacts, LearnerStated};
    use crate::learner::{self, namesakes};

    #[test]
    fn of_many_books_those_asked_for_last_are_held_and_each_reads_as_it_did() {
        let folder = tempfile::tempdir().unwrap();
        let mut workspace = Workspace::create(folder.path(), "College", "", Clock::Machine).unwrap();
        let books: Vec<Id> = (0..9)
            .map(|n| {
                let facts = LearnerFacts { name: format!("Learner {n}"), ..LearnerFacts::default() };
                learner::add(&mut workspace, &Author::nobody(), facts, &[], None).unwrap()
            })
            .collect();
        let hashes = |workspace: &mut Workspace| -> Vec<Hash> {
            books.iter().map(|book| workspace.book(*book).unwrap().state_hash().unwrap()).collect()
        };
        let all = hashes(&mut workspace);
        assert!(books.iter().all(|book| workspace.books.contains_key(book)));

        // There is room for the books of two learners, and it is made before another comes in.
        let centre = workspace.centre_book().unwrap().log.len();
        let each = workspace.book(books[0]).unwrap().log.len();
        workspace.room = centre + 2 * each;
        workspace.rest();
        assert_eq!(hashes(&mut workspace), all);
        let held: Vec<bool> = books.iter().map(|book| workspace.books.contains_key(book)).collect();
        let (last, earlier) = held.split_at(6);
        assert_eq!((earlier, last), (&[true; 3][..], &[false; 6][..]), "{held:?}");
        assert!(workspace.books.contains_key(&workspace.centre));

        // What is asked for again stays, whatever was there first.
        workspace.book(books[6]).unwrap();
        workspace.book(books[0]).unwrap();
        assert!(workspace.books.contains_key(&books[6]) && !workspace.books.contains_key(&books[7]));
    }

    #[test]
    fn of_learners_of_whom_two_desks_said_different_things_only_those_who_may_be_called_otherwise_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let mut workspace = Workspace::create(folder.path(), "College", "", Clock::Machine).unwrap();
        let said = |name: &str, uln: &str| LearnerFacts {
            name: name.to_owned(),
            uln: uln.to_owned(),
            ..LearnerFacts::default()
        };
        let cases = [
            (said("Ada Vale", ""), said("Ada Vale", "1111111111"), false),
            (said("Ben Vale", ""), said("Ben Hill", ""), true),
            (said("Cleo Vale", "2222222222"), said("Cleo Vale", "3333333333"), true),
            (said("Cleo Vale", "4444444444"), said("Cleo Vale", "4444444444"), false),
        ];
        let mut books = Vec::new();
        for (facts, other, read) in cases {
            let book = learner::add(&mut workspace, &Author::nobody(), facts, &[], None).unwrap();
            // As another desk leaves it: neither statement supersedes the other.
            let act = LearnerStated { facts: other, supersedes: Vec::new() };
            workspace.transact(&Author::nobody(), |deed| deed.record(book, act)).unwrap();
            books.push((book, read));
        }
        workspace.room = 0;
        workspace.rest();
        workspace.room = usize::MAX;
        assert!(books.iter().all(|(book, _)| !workspace.books.contains_key(book)));
        let known = namesakes::all(&mut workspace).unwrap();
        let words: Vec<String> = books.iter().map(|(book, _)| known[book].said()).collect();
        let third = "Cleo Vale (ULN 2222222222 / 3333333333)";
        assert_eq!(words, ["Ada Vale", "Ben Hill / Ben Vale", third, "Cleo Vale (ULN 4444444444)"]);
        let held: Vec<bool> = books.iter().map(|(book, _)| workspace.books.contains_key(book)).collect();
        assert_eq!(held, books.iter().map(|(_, read)| *read).collect::<Vec<_>>());
    }
}
