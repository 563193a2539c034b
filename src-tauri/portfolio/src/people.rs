//! People of the centre: adding them, finding them, their signing passwords, and who an author is.

use std::path::PathBuf;

use crate::disk;
use crate::error::{Error, Refusal, Result};
use crate::journal::act::{KeyMade, PersonAdded, PersonName};
use crate::journal::id::Id;
use crate::journal::rows::PersonRow;
use crate::key::{self, OpenKey};
use crate::person::{Role, initials_of};
use crate::portfolio::{Author, Workspace};

/// Folder of key files in the centre file's folder.
pub const KEYS: &str = "keys";

/// Adds a person; with a signing password their key is made at once.
pub fn add(
    workspace: &mut Workspace,
    author: &Author,
    name: &str,
    initials: Option<&str>,
    roles: &[Role],
    password: Option<&str>,
) -> Result<Id> {
    let name = name.trim();
    if name.is_empty() || roles.is_empty() {
        return Err(Error::Usage("a person needs a name and at least one role".into()));
    }
    let initials =
        initials.map(str::trim).filter(|i| !i.is_empty()).map_or_else(|| initials_of(name), str::to_owned);
    let fresh = password.map(key::make).transpose()?;
    let centre = workspace.centre();
    let person = Id::random()?;
    if let Some(fresh) = &fresh {
        write_key(workspace, fresh)?;
    }
    workspace.transact(author, |deed| {
        if deed.state(centre)?.people.iter().any(|p| p.standing && p.name == name) {
            return Err(Refusal::AlreadyThere { what: format!("a person called {name}") }.into());
        }
        let mut roles = roles.to_vec();
        roles.sort_unstable();
        roles.dedup();
        let (name, supersedes) = (name.to_owned(), Vec::new());
        deed.record(centre, PersonAdded { person, name, initials, roles, supersedes })?;
        if let Some(fresh) = fresh {
            deed.record(centre, KeyMade { person, key: fresh.public, supersedes: Vec::new() })?;
        }
        Ok(())
    })?;
    Ok(person)
}

/// Gives the person at the desk a signing password: the first, or a new one in place of a lost one. The old public key
/// stays in the history, so earlier signatures hold; the person goes on writing on new chains.
pub fn set_password(workspace: &mut Workspace, author: &Author, password: &str) -> Result<()> {
    let person = author.person()?.id;
    let fresh = key::make(password)?;
    write_key(workspace, &fresh)?;
    let centre = workspace.centre();
    workspace.transact(author, |deed| {
        let old = deed
            .state(centre)?
            .keys
            .iter()
            .filter(|k| k.standing && k.person == person)
            .map(|k| k.hash)
            .collect();
        deed.record(centre, KeyMade { person, key: fresh.public, supersedes: old })?;
        Ok(())
    })?;
    Ok(())
}

/// Everyone, in order of name.
pub fn all(workspace: &mut Workspace) -> Result<Vec<PersonRow>> {
    let mut people: Vec<PersonRow> =
        workspace.centre_book()?.people.iter().filter(|p| p.standing).cloned().collect();
    people.sort_by(|a, b| (&a.name, a.person).cmp(&(&b.name, b.person)));
    Ok(people)
}

/// Finds a person by exact name or id.
pub fn find(workspace: &mut Workspace, name: &str) -> Result<PersonRow> {
    let people = all(workspace)?;
    let found: Vec<&PersonRow> =
        people.iter().filter(|p| p.name == name || p.person.to_string() == name).collect();
    match found.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(Error::NotFound { what: "person", name: name.into() }),
        many => Err(Error::Ambiguous {
            what: "person",
            name: name.into(),
            ids: many.iter().map(|p| p.person.to_string()).collect(),
        }),
    }
}

/// The author that a person is.
pub fn author(workspace: &mut Workspace, name: &str) -> Result<Author> {
    let row = find(workspace, name)?;
    let keys = &workspace.centre_book()?.keys;
    let key = keys.iter().filter(|k| k.standing && k.person == row.person).map(|k| k.key.clone()).min();
    let person = PersonName { id: row.person, name: row.name, initials: row.initials };
    Ok(Author { person: Some(person), key, roles: row.roles })
}

/// Opens the author's key with their signing password.
pub fn open_key(workspace: &Workspace, author: &Author, password: &str) -> Result<OpenKey> {
    let person = author.person()?;
    let no_password = || Refusal::NoPassword { person: person.name.clone() };
    let public = author.key.as_deref().ok_or_else(no_password)?;
    let path = key_file(workspace, public)?;
    let pem = disk::read_small(&path, 64 << 10)
        .map_err(|e| if e.is_missing() { no_password().into() } else { Error::from(e) })?;
    let pem = String::from_utf8(pem).map_err(|_| Error::Broken("the key file is damaged".into()))?;
    key::open(&pem, password)
}

fn write_key(workspace: &Workspace, fresh: &key::FreshKey) -> Result<()> {
    disk::create_private_folder(&workspace.folder().join(KEYS))?;
    Ok(disk::write_whole(&key_file(workspace, &fresh.public)?, fresh.pem.as_bytes())?)
}

fn key_file(workspace: &Workspace, public: &str) -> Result<PathBuf> {
    Ok(workspace.folder().join(KEYS).join(format!("{}.pem", key::fingerprint(public)?)))
}
