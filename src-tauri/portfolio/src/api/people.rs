//! The commands about people of the centre and their signing passwords.

use serde::Deserialize;
use ts_rs::TS;

use super::Session;
use super::request::Nothing;
use crate::error::{Error, Result};
use crate::history::{self, Words};
use crate::journal::act::Act;
use crate::journal::id::Id;
use crate::people::{self, Said};
use crate::person::Role;
use crate::view::people::{self as view, PersonView};
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
    }
    /// Sets the first signing password of the person at the desk, or a new one in place of the one in force.
    PersonPassword {
        /// New signing password.
        password: String,
        /// The one in force.
        current: Option<String>,
    }
    /// Ends a person's signing password that is forgotten, so that they can set a new one.
    PersonEndKey {
        /// Name or id.
        person: String,
        /// Why.
        reason: String,
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
    let id = people::add(session.workspace()?, &author, &said, request.password.as_deref())?;
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
    let id = people::change(session.workspace()?, &author, &request.person, &said)?;
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

pub fn end_key(session: &mut Session, request: PersonEndKey) -> Result<PersonView> {
    let author = session.author.clone();
    let id = people::end_key(session.workspace()?, &author, &request.person, &request.reason)?;
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
                | Act::DirectClaimStated(_)
                | Act::LearnerErased(_)
        )
    };
    let deeds: std::collections::BTreeSet<String> =
        state.log.iter().filter(|l| about(&l.act)).map(|l| l.deed.to_string()).collect();
    let lines = history::lines(&Words { state, shelf: &shelf, items: &items });
    Ok(lines.into_iter().filter(|line| deeds.contains(&line.deed)).collect())
}
