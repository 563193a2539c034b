//! The commands about people of the centre and their signing passwords.

use std::path::Path;

use serde::Deserialize;
use ts_rs::TS;

use super::Session;
use super::request::Nothing;
use crate::disk;
use crate::error::{Error, Result};
use crate::history::{self, Words};
use crate::journal::act::Act;
use crate::journal::id::Id;
use crate::people::{self, Said};
use crate::person::Role;
use crate::roots;
use crate::view::library::ExportView;
use crate::view::people::{self as view, PersonView, RootView};
use crate::view::workspace::HistoryLine;

requests! {
    /// Adds a person of the centre.
    PersonAdd {
        /// Full name.
        name: String,
        /// Initials; made from the name when absent.
        initials: Option<String>,
        /// At least one.
        roles: Vec<Role>,
        /// Signing password; can be set later with `person.password`.
        password: Option<String>,
        /// Qualification held.
        qualification: Option<String>,
        /// Occupational competence.
        competence: Option<String>,
        /// ISO date of the last continuing professional development.
        cpd: Option<String>,
        /// Name or id of who countersigns for a trainee.
        countersigner: Option<String>,
        /// The signing password of whoever adds them, where that is an administrator who has one.
        own_password: Option<String>,
    }
    /// Changes what is recorded of a person; what is absent stays as it is.
    PersonChange {
        /// Name or id.
        person: String,
        /// Full name.
        name: Option<String>,
        /// Initials.
        initials: Option<String>,
        /// Roles.
        roles: Option<Vec<Role>>,
        /// Qualification held.
        qualification: Option<String>,
        /// Occupational competence.
        competence: Option<String>,
        /// ISO date of the last continuing professional development, or empty.
        cpd: Option<String>,
        /// Name or id of who countersigns for a trainee.
        countersigner: Option<String>,
        /// False = no longer works here.
        active: Option<bool>,
        /// The signing password of whoever changes it, where that is an administrator who has one; given without any change, they sign
        /// what stands.
        own_password: Option<String>,
    }
    /// Sets the first signing password of the person at the desk, or a new one in place of the one in force.
    PersonPassword {
        /// New signing password.
        password: String,
        /// The one in force.
        current: Option<String>,
    }
    /// Takes a key of another issuer for the person at the desk, in place of the one in force.
    PersonImportKey {
        /// PKCS#12 file, put in by the host.
        file: String,
        /// The password of the file.
        file_password: String,
        /// Signing password from now on.
        password: String,
        /// The one in force.
        current: Option<String>,
    }
    /// Makes the centre's own root.
    RootMake {
        /// Its password.
        password: String,
        /// The signing password of whoever makes it, where that is an administrator who has one.
        own_password: Option<String>,
    }
    /// Issues certificates under the centre's root.
    RootIssue {
        /// Password of the root.
        password: String,
        /// Names or ids; everybody who has a signing password and no certificate when absent.
        people: Option<Vec<String>>,
    }
    /// Writes the certificate of the root that issues, so that others can trust it.
    RootSave {
        /// File to write, put in by the host: PEM.
        out: String,
    }
    /// Ends a person's signing password that is forgotten, so that they can set a new one.
    PersonEndKey {
        /// Name or id.
        person: String,
        /// Why.
        reason: String,
        /// The signing password of whoever ends it, where they have one and it is another's that is ended.
        password: Option<String>,
    }
}

fn one(session: &mut Session, id: Id) -> Result<PersonView> {
    let id = id.to_string();
    let found = view::all(session.workspace()?)?.into_iter().find(|p| p.id == id);
    found.ok_or(Error::NotFound { what: "person", name: id })
}

pub fn add(session: &mut Session, request: PersonAdd) -> Result<PersonView> {
    let author = session.author.clone();
    let said = Said {
        name: Some(&request.name),
        initials: request.initials.as_deref(),
        roles: Some(&request.roles),
        qualification: request.qualification.as_deref(),
        competence: request.competence.as_deref(),
        cpd: request.cpd.as_deref(),
        countersigner: request.countersigner.as_deref(),
        active: None,
    };
    let passwords = (request.password.as_deref(), request.own_password.as_deref());
    let id = people::add(session.workspace()?, &author, &said, passwords)?;
    one(session, id)
}

pub fn change(session: &mut Session, request: PersonChange) -> Result<PersonView> {
    let author = session.author.clone();
    let said = Said {
        name: request.name.as_deref(),
        initials: request.initials.as_deref(),
        roles: request.roles.as_deref(),
        qualification: request.qualification.as_deref(),
        competence: request.competence.as_deref(),
        cpd: request.cpd.as_deref(),
        countersigner: request.countersigner.as_deref(),
        active: request.active,
    };
    let signed = (&said, request.own_password.as_deref());
    let id = people::change(session.workspace()?, &author, &request.person, signed)?;
    session.sit_again()?;
    one(session, id)
}

pub fn list(session: &mut Session, _request: Nothing) -> Result<Vec<PersonView>> {
    view::all(session.workspace()?)
}

pub fn password(session: &mut Session, request: PersonPassword) -> Result<PersonView> {
    let author = session.author.clone();
    people::set_password(session.workspace()?, &author, &request.password, request.current.as_deref())?;
    session.sit_again()?;
    one(session, author.person()?.id)
}

pub fn import_key(session: &mut Session, request: PersonImportKey) -> Result<PersonView> {
    let author = session.author.clone();
    let import = people::Import {
        file: Path::new(&request.file),
        file_password: &request.file_password,
        password: &request.password,
        current: request.current.as_deref(),
    };
    people::import_key(session.workspace()?, &author, &import)?;
    session.sit_again()?;
    one(session, author.person()?.id)
}

pub fn root_list(session: &mut Session, _request: Nothing) -> Result<Vec<RootView>> {
    view::roots(session.workspace()?)
}

pub fn root_make(session: &mut Session, request: RootMake) -> Result<Vec<RootView>> {
    let author = session.author.clone();
    let passwords = (request.password.as_str(), request.own_password.as_deref());
    roots::make(session.workspace()?, &author, passwords)?;
    view::roots(session.workspace()?)
}

pub fn root_issue(session: &mut Session, request: RootIssue) -> Result<Vec<PersonView>> {
    let author = session.author.clone();
    let names = request.people.unwrap_or_default();
    let issued = roots::issue(session.workspace()?, &author, &names, &request.password)?;
    let issued: Vec<String> = issued.iter().map(ToString::to_string).collect();
    let all = view::all(session.workspace()?)?;
    Ok(all.into_iter().filter(|person| issued.contains(&person.id)).collect())
}

pub fn root_save(session: &mut Session, request: RootSave) -> Result<ExportView> {
    let pem = roots::pem(session.workspace()?)?;
    disk::write_whole(Path::new(&request.out), pem.as_bytes())?;
    let bytes = u64::try_from(pem.len()).unwrap_or(u64::MAX);
    Ok(ExportView {
        label: "Certificate of the centre's root written".into(),
        bytes,
        losses: Vec::new(),
        notes: Vec::new(),
    })
}

pub fn end_key(session: &mut Session, request: PersonEndKey) -> Result<PersonView> {
    let author = session.author.clone();
    let said = (request.reason.as_str(), request.password.as_deref());
    let id = people::end_key(session.workspace()?, &author, &request.person, said)?;
    session.sit_again()?;
    one(session, id)
}

/// What was done to people, keys and direct claim status, newest first.
pub fn history(session: &mut Session, _request: Nothing) -> Result<Vec<HistoryLine>> {
    let workspace = session.workspace()?;
    let shelf = workspace.shelf().clone();
    let state = workspace.centre_book()?;
    let items = std::collections::BTreeMap::new();
    let about = |act: &Act| {
        matches!(
            act,
            Act::PersonAdded(_)
                | Act::PersonStated(_)
                | Act::KeyMade(_)
                | Act::KeyEnded(_)
                | Act::RootMade(_)
                | Act::CertificateIssued(_)
                | Act::CertificateImported(_)
                | Act::DirectClaimStated(_)
                | Act::LearnerErased(_)
                | Act::BoardProfileStated(_)
                | Act::PartiallyMetStated(_)
                | Act::LogoStated(_)
                | Act::SpecimenStated(_)
        )
    };
    let deeds: std::collections::BTreeSet<String> =
        state.log.iter().filter(|l| about(&l.act)).map(|l| l.deed.to_string()).collect();
    let lines = history::lines(&Words { state, shelf: &shelf, items: &items });
    Ok(lines.into_iter().filter(|line| deeds.contains(&line.deed)).collect())
}
