//! Signing passwords and their keys: setting, changing and ending them, keys of other issuers, and where their files lie. Refuses
//! to know who a person is beyond their id (see `people`).

use std::path::{Path, PathBuf};

use super::find;
use crate::disk;
use crate::error::{Error, Refusal, Result};
use crate::journal::act::{Act, CertificateImported, KeyEnded, KeyMade, PersonName};
use crate::journal::id::{Hash, Id};
use crate::journal::state::BookState;
use crate::key::{self, OpenKey};
use crate::pkcs12;
use crate::portfolio::{Author, Deed, Workspace};

/// Folder of key files in the centre file's folder.
pub const KEYS: &str = "keys";

/// Gives the person at the desk a signing password: the first, or a new one in place of the one in force, which has to be
/// given too. The old public key stays in the history, so earlier signatures hold; the person goes on writing on new chains.
pub fn set_password(
    workspace: &mut Workspace,
    author: &Author,
    password: &str,
    current: Option<&str>,
) -> Result<()> {
    let former = vouching(workspace, author, current)?;
    let fresh = key::make(password)?;
    write_key(workspace, &fresh)?;
    workspace.transact(author, |deed| take_key(deed, former.as_ref(), fresh.public))?;
    Ok(())
}

/// Records a new key of the author's, vouched for by a former one where there is one.
fn take_key(deed: &mut Deed<'_>, former: Option<&OpenKey>, key: String) -> Result<()> {
    let (person, centre) = (deed.author().person()?.id, deed.centre());
    let supersedes = superseded(deed, person, former)?;
    let made = KeyMade { person, key, supersedes };
    match former {
        Some(former) => deed.record_vouched(centre, made, former)?,
        None => deed.record(centre, made)?,
    };
    Ok(())
}

/// The key that vouches for a new one, opened with its password; none where the person has none in force. It is the one in force
/// that lies on this machine. Where those in force lie on other machines it is one from before that lies here: the person then has
/// a further key for this machine, and what lies elsewhere stays in force there.
fn vouching(workspace: &mut Workspace, author: &Author, current: Option<&str>) -> Result<Option<OpenKey>> {
    let person = author.person()?.clone();
    let Some(in_force) = author.key.clone() else { return Ok(None) };
    let former = if lies_here(workspace, &in_force) {
        vec![in_force.clone()]
    } else {
        let centre = workspace.centre_book()?;
        let former = replaced_keys(centre, person.id);
        former.into_iter().filter(|key| lies_here(workspace, key)).collect()
    };
    if former.is_empty() {
        return Err(elsewhere(&person, &in_force).into());
    }
    let current = current.ok_or_else(|| Refusal::PasswordInForce { person: person.name.clone() })?;
    let mut wrong = None;
    for public in &former {
        match open_file(workspace, public, current, || elsewhere(&person, public)) {
            Ok(key) => return Ok(Some(key)),
            Err(error) => wrong = Some(error),
        }
    }
    wrong.map_or(Ok(None), Err)
}

/// Keys of a person that gave way to a later one of theirs, and to nothing else: what an administrator ended vouches for nothing,
/// nor does what came before that.
fn replaced_keys(centre: &BookState, person: Id) -> Vec<String> {
    let ends = |act: &Act| matches!(act, Act::KeyEnded(ended) if ended.person == person);
    let since = centre.log.iter().rposition(|l| ends(&l.act)).map_or(0, |at| at + 1);
    let made = centre.log.iter().skip(since).filter_map(|l| centre.keys.get(&l.hash));
    made.filter(|row| row.person == person).map(|row| row.key.clone()).collect()
}

/// The keys that a new one takes the place of: the one that vouches for it, where that is in force. Asked inside the transaction:
/// another desk may have set one meanwhile.
fn superseded(deed: &mut Deed<'_>, person: Id, former: Option<&OpenKey>) -> Result<Vec<Hash>> {
    let centre = deed.centre();
    let had = deed.author().key.clone();
    let old: Vec<(Hash, String)> = standing_keys(deed.state(centre)?, person);
    let stands = |key: &String| old.iter().any(|(_, other)| other == key);
    if had.as_ref().map_or(!old.is_empty(), |key| !stands(key)) {
        return Err(Error::Busy { holder: "a signing password was set at this very moment".into() });
    }
    let former = former.map(OpenKey::public).transpose()?;
    Ok(old.into_iter().filter(|(_, key)| Some(key) == former.as_ref()).map(|(hash, _)| hash).collect())
}

/// Whether the file of a key is on this machine.
pub(super) fn lies_here(workspace: &Workspace, public: &str) -> bool {
    key_file(workspace, public).is_ok_and(|path| disk::is_file(&path))
}

fn elsewhere(person: &PersonName, public: &str) -> Refusal {
    let file = key::fingerprint(public).map(|f| format!("{KEYS}/{f}.pem")).unwrap_or_default();
    Refusal::KeyElsewhere { person: person.name.clone(), file }
}

/// A key of another issuer for the person at the desk, with its certificate.
#[derive(Debug, Clone, Copy)]
pub struct Import<'a> {
    /// The PKCS#12 file.
    pub file: &'a Path,
    /// Its password.
    pub file_password: &'a str,
    /// The signing password from now on.
    pub password: &'a str,
    /// The signing password in force, where there is one.
    pub current: Option<&'a str>,
}

/// Takes a key of another issuer in place of the one in force. It is kept under the signing password as every key is; the file is
/// read once and never touched. What earlier keys signed holds.
pub fn import_key(workspace: &mut Workspace, author: &Author, import: &Import<'_>) -> Result<()> {
    let person = author.person()?.clone();
    let former = vouching(workspace, author, import.current)?;
    let bytes = disk::read_small(import.file, pkcs12::LARGEST)?;
    let brought = pkcs12::read(&bytes, import.file_password, workspace.clock.now())?;
    let fresh = key::sealed(&brought.key, import.password)?;
    let known = workspace.centre_book()?.keys.iter().any(|k| k.key == fresh.public);
    if known {
        let what = "somebody here signs with this very key already".to_owned();
        return Err(Refusal::NothingToDo {
            what,
            way_out: "Choose another key: two people never share one.",
        }
        .into());
    }
    write_key(workspace, &fresh)?;
    let centre = workspace.centre();
    workspace.transact(author, |deed| {
        let key = fresh.public.clone();
        take_key(deed, former.as_ref(), key.clone())?;
        let certificate = key::carried(&brought.certificate);
        let chain = brought.issuers.iter().map(|der| key::carried(der)).collect();
        deed.record(centre, CertificateImported { person: person.id, key, certificate, chain })?;
        Ok(())
    })?;
    Ok(())
}

/// Ends a person's key, because the signing password is forgotten or the person has gone. What it signed holds; the person
/// sets a new signing password at the desk. Recorded with who did it, when and why. Whoever has a signing password signs it, so that
/// other desks believe it; one's own may be forgotten, and is ended without.
///
/// # Errors
/// [`Refusal::ReasonRequired`], [`Refusal::NoKeyToEnd`], [`Refusal::EndingUnsigned`] where no password is given, and those of
/// [`open_key`].
pub fn end_key(
    workspace: &mut Workspace,
    author: &Author,
    name: &str,
    (reason, password): (&str, Option<&str>),
) -> Result<Id> {
    let by = author.person()?.clone();
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Refusal::ReasonRequired { what: "ending a signing password" }.into());
    }
    let row = find(workspace, name)?;
    if standing_keys(workspace.centre_book()?, row.id).is_empty() {
        return Err(Refusal::NoKeyToEnd { person: row.name }.into());
    }
    let signs = row.id != by.id && !standing_keys(workspace.centre_book()?, by.id).is_empty();
    let unsigned = || Refusal::EndingUnsigned { person: by.name.clone() };
    let key = match (signs, password.filter(|typed| !typed.is_empty())) {
        (true, typed) => Some(open_key(workspace, author, typed.ok_or_else(unsigned)?)?),
        (false, _) => None,
    };
    let centre = workspace.centre();
    workspace.transact(author, |deed| {
        let supersedes: Vec<Hash> =
            standing_keys(deed.state(centre)?, row.id).into_iter().map(|(hash, _)| hash).collect();
        if supersedes.is_empty() {
            return Err(Refusal::NoKeyToEnd { person: row.name }.into());
        }
        let ended = KeyEnded { person: row.id, reason, supersedes };
        match &key {
            Some(key) => deed.record_signed(centre, ended, key)?,
            None => deed.record(centre, ended)?,
        };
        Ok(())
    })?;
    Ok(row.id)
}

/// The keys of a person that are in force.
pub(crate) fn standing_keys(centre: &BookState, person: Id) -> Vec<(Hash, String)> {
    let own = centre.keys.iter().filter(|k| k.standing && k.person == person);
    own.map(|k| (k.hash, k.key.clone())).collect()
}

/// Whether the author has a signing password that stands, and its key lies on this machine.
pub fn holds_key(workspace: &mut Workspace, author: &Author) -> Result<bool> {
    let (Some(person), Some(key)) = (&author.person, &author.key) else { return Ok(false) };
    let stands = standing_keys(workspace.centre_book()?, person.id).iter().any(|(_, own)| own == key);
    Ok(stands && disk::is_file(&key_file(workspace, key)?))
}

/// Opens the author's key with their signing password.
pub fn open_key(workspace: &Workspace, author: &Author, password: &str) -> Result<OpenKey> {
    let person = author.person()?;
    let no_password = || Refusal::NoPassword { person: person.name.clone() };
    let public = author.key.as_deref().ok_or_else(no_password)?;
    open_file(workspace, public, password, || elsewhere(person, public))
}

/// Opens the file of a key; what it means that there is none, the caller says.
pub(crate) fn open_file(
    workspace: &Workspace,
    public: &str,
    password: &str,
    missing: impl Fn() -> Refusal,
) -> Result<OpenKey> {
    let path = key_file(workspace, public)?;
    let pem = disk::read_small(&path, 64 << 10)
        .map_err(|e| if e.is_missing() { missing().into() } else { Error::from(e) })?;
    let pem = String::from_utf8(pem).map_err(|_| Error::Broken("the key file is damaged".into()))?;
    key::open(&pem, password)
}

/// Keeps a key under its password.
pub(crate) fn write_key(workspace: &Workspace, fresh: &key::FreshKey) -> Result<()> {
    disk::create_private_folder(&workspace.folder().join(KEYS))?;
    Ok(disk::write_whole(&key_file(workspace, &fresh.public)?, fresh.pem.as_bytes())?)
}

/// Where the file of a key lies.
pub(crate) fn key_file(workspace: &Workspace, public: &str) -> Result<PathBuf> {
    Ok(workspace.folder().join(KEYS).join(format!("{}.pem", key::fingerprint(public)?)))
}
