//! The centre's own root: an administrator makes it, people's certificates are issued under it, and papers carry it along. And
//! which certificate goes beside a signature: one that a person brought, else one under the root, else one that vouches for
//! itself. A certificate proves no more than that the centre, or another issuer, says whose key it is.

use x509_cert::Certificate;
use x509_cert::der::{Decode, Encode};

use crate::certificate::{self, Holder};
use crate::disk;
use crate::error::{Error, Refusal, Result};
use crate::journal::act::{Act, CertificateIssued, RootMade};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{HeldCertificateRow, RootRow};
use crate::journal::state::BookState;
use crate::key::{self, OpenKey};
use crate::people;
use crate::person::Role;
use crate::portfolio::{Author, Workspace};
use crate::store;
use crate::view::matrix::centre;

/// Only an administrator, once there is one, makes a root and issues under it.
fn manager(workspace: &mut Workspace, author: &Author) -> Result<()> {
    author.staff()?;
    if people::managed(workspace.centre_book()?) {
        author.qualified_as(&[Role::Administrator])?;
    }
    Ok(())
}

/// Makes a root under a password of its own. An earlier root issues no more; what it issued holds. An administrator who has a signing
/// password signs it with that, `own`.
///
/// # Errors
/// [`Refusal::StatementUnsigned`] where that is not given, and those of [`people::open_key`].
pub fn make(
    workspace: &mut Workspace,
    author: &Author,
    (password, own): (&str, Option<&str>),
) -> Result<Hash> {
    manager(workspace, author)?;
    let hand = people::stated::key(workspace, author, own)?;
    people::stated::refuse_unsigned(workspace.centre_book()?, author, hand.as_ref())?;
    let named = centre(workspace)?.name;
    let key = key::fresh();
    let fresh = key::sealed(&key, password)?;
    let root = certificate::root(&key, &named, workspace.clock.now().at)?;
    people::write_key(workspace, &fresh)?;
    let centre = workspace.centre();
    let (made, _) = workspace.transact(author, |deed| {
        let state = deed.state(centre)?;
        people::stated::refuse_unsigned(state, author, hand.as_ref())?;
        let supersedes = state.roots.iter().filter(|r| r.standing).map(|r| r.hash).collect();
        let made = RootMade { certificate: key::carried(&root), supersedes };
        people::stated::record(deed, made, hand.as_ref())
    })?;
    Ok(made)
}

/// The public key of a certificate as the journal carries it.
fn public_of(certificate: &[u8]) -> Option<String> {
    let read = Certificate::from_der(certificate).ok()?;
    Some(key::carried(&read.tbs_certificate.subject_public_key_info.to_der().ok()?))
}

/// The certificate of a root, DER.
#[must_use]
pub fn der(row: &RootRow) -> Vec<u8> {
    key::uncarried(&row.certificate).unwrap_or_default()
}

/// The root that issues: of two that stand after a merge the one whose key is on this machine.
fn issuing(workspace: &mut Workspace) -> Result<RootRow> {
    let standing: Vec<RootRow> =
        workspace.centre_book()?.roots.iter().filter(|r| r.standing).cloned().collect();
    let here = standing.iter().find(|row| key_here(workspace, row));
    here.or_else(|| standing.first()).cloned().ok_or_else(|| Refusal::NoRoot.into())
}

/// Whether the key of a root is kept on this machine.
#[must_use]
pub fn key_here(workspace: &Workspace, row: &RootRow) -> bool {
    let file = public_of(&der(row)).and_then(|public| people::key_file(workspace, &public).ok());
    file.is_some_and(|path| disk::is_file(&path))
}

/// Issues certificates under the root: for the people named, else for everybody who has a signing password and no certificate yet.
/// Returns whose were issued.
pub fn issue(
    workspace: &mut Workspace,
    author: &Author,
    names: &[String],
    password: &str,
) -> Result<Vec<Id>> {
    manager(workspace, author)?;
    let root = issuing(workspace)?;
    let root_der = der(&root);
    let public = public_of(&root_der).ok_or_else(|| Error::Integrity("a root that cannot be read".into()))?;
    let elsewhere = || Refusal::NoPassword { person: "the root on this computer".into() };
    let root_key = people::open_file(workspace, &public, password, elsewhere)?;
    let (named, now, book) = (centre(workspace)?.name, workspace.clock.now().at, workspace.centre());
    let found = names.iter().map(|name| people::find(workspace, name)).collect::<Result<Vec<_>>>()?;
    let (issued, _) = workspace.transact(author, |deed| {
        let mut issued = Vec::new();
        let state = deed.state(book)?;
        let people = if found.is_empty() { people::everyone(state) } else { found };
        let mut acts = Vec::new();
        for person in people.iter().filter(|p| p.active) {
            for (_, key) in people::standing_keys(state, person.id) {
                if names.is_empty()
                    && held(state, &key, now).is_some_and(|c| c.root.is_none_or(|r| r == root.hash))
                {
                    continue;
                }
                let spki = key::uncarried(&key).unwrap_or_default();
                let holder = Holder { name: &person.name, centre: &named, since: now };
                let own = certificate::issued(&root_key, &root_der, &spki, &holder)?;
                let certificate = key::carried(&own);
                acts.push(CertificateIssued { person: person.id, key, certificate, root: root.hash });
                issued.push(person.id);
            }
        }
        if acts.is_empty() {
            let what = "everybody here who has a signing password has a certificate for it".to_owned();
            return Err(
                Refusal::NothingToDo { what, way_out: "Issue again when somebody sets a new one." }.into()
            );
        }
        for act in acts {
            deed.record(book, act)?;
        }
        Ok(issued)
    })?;
    Ok(issued)
}

/// The certificate of a key that counts at a moment: what its person brought before what the centre issued, the latest first.
#[must_use]
pub fn held<'a>(centre: &'a BookState, key: &str, at: i64) -> Option<&'a HeldCertificateRow> {
    let counts = |row: &&HeldCertificateRow| {
        let read = key::uncarried(&row.certificate).and_then(|der| Certificate::from_der(&der).ok());
        read.is_some_and(|own| {
            let (from, until) = certificate::counts(&own);
            // To the second: a certificate states no more.
            from / 1_000 <= at / 1_000 && at <= until
        })
    };
    let own =
        centre.held_certificates.iter().filter(|row| row.key == key && fits(centre, row)).filter(counts);
    own.max_by_key(|row| (row.root.is_none(), row.at, row.hash))
}

/// Whether a certificate is of the very key that its entry names, and its issuers are those that it comes with. Whoever writes a
/// history file can name any; beside a signature another would make a good paper a bad one.
fn fits(centre: &BookState, row: &HeldCertificateRow) -> bool {
    let read = |text: &String| key::uncarried(text).and_then(|der| Certificate::from_der(&der).ok());
    let issuers: Option<Vec<Certificate>> = match row.root {
        Some(root) => centre
            .roots
            .get(&root)
            .and_then(|root| Certificate::from_der(&der(root)).ok())
            .map(|own| vec![own]),
        None => row.issuers.iter().map(read).collect(),
    };
    let (Some(own), Some(issuers)) = (read(&row.certificate), issuers) else { return false };
    let public = own.tbs_certificate.subject_public_key_info.to_der();
    public.is_ok_and(|public| key::carried(&public) == row.key) && certificate::issuer(&own, &issuers).is_ok()
}

/// What goes beside a signature: the certificate and those of its issuers, DER, the nearest first.
pub fn for_signing(
    workspace: &mut Workspace,
    key: &OpenKey,
    name: &str,
    at: i64,
) -> Result<(Vec<u8>, Vec<Vec<u8>>)> {
    let public = key.public()?;
    let state = workspace.centre_book()?;
    if let Some(row) = held(state, &public, at) {
        let own = key::uncarried(&row.certificate).unwrap_or_default();
        let issuers = match row.root.and_then(|root| state.roots.get(&root)) {
            Some(root) => vec![der(root)],
            None => row.issuers.iter().filter_map(|text| key::uncarried(text)).collect(),
        };
        return Ok((own, issuers));
    }
    let since = key_made(workspace, &public)?.unwrap_or(at).min(at);
    let centre = centre(workspace)?;
    Ok((certificate::of(key, &Holder { name, centre: &centre.name, since })?, Vec::new()))
}

/// When a key was made, as the centre's history says.
fn key_made(workspace: &Workspace, public: &str) -> Result<Option<i64>> {
    let entries = store::journal::book(&workspace.db, workspace.centre())?;
    let made = entries.iter().filter(|e| matches!(&e.act, Act::KeyMade(made) if made.key == public));
    Ok(made.map(|e| e.moment.at).min())
}

/// The certificate of the root that issues, as PEM.
pub fn pem(workspace: &mut Workspace) -> Result<String> {
    let root = issuing(workspace)?;
    let written = pkcs8::der::pem::encode_string("CERTIFICATE", pkcs8::LineEnding::LF, &der(&root));
    written.map_err(|e| Error::Broken(format!("the root's certificate cannot be written: {e}")))
}
