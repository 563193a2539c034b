//! Whose hand is under what is said of people: an administrator who has a signing password signs whatever they say of somebody, so that
//! other desks believe it (`exchange::stated` asks for it there). Refuses to know what a statement may say (see `people`).

use std::collections::BTreeSet;

use super::{Person, keys, of, standing_keys};
use crate::error::{Refusal, Result};
use crate::journal::act::Act;
use crate::journal::id::Hash;
use crate::journal::state::BookState;
use crate::key::OpenKey;
use crate::person::Role;
use crate::portfolio::{Author, Deed, Workspace};
use crate::store;

/// Who somebody is and what they may do: what other desks ask a hand for. A name is printed under what its person signs. Qualification,
/// competence, CPD and who countersigns are not part of it, for nobody may do more by them; they are signed all the same, for a statement
/// says a person whole, and one without a hand beside one with it would leave both desks with neither.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    name: String,
    initials: String,
    roles: BTreeSet<Role>,
    active: bool,
}

impl Who {
    /// As the centre's book has it.
    #[must_use]
    pub fn of(person: &Person) -> Self {
        let roles = person.roles.iter().copied().collect();
        Self { name: person.name.clone(), initials: person.initials.clone(), roles, active: person.active }
    }
}

/// Whether the author administers the centre and has a signing password in force.
fn signs(centre: &BookState, author: &Author) -> bool {
    let Some(person) = &author.person else { return false };
    let administers = of(centre, person.id).is_some_and(|p| p.serving(Role::Administrator));
    administers && !standing_keys(centre, person.id).is_empty()
}

/// The key of an author who signs, opened with the password that they gave; none where they sign nothing or gave none.
///
/// # Errors
/// Those of [`keys::open_key`].
pub(crate) fn key(
    workspace: &mut Workspace,
    author: &Author,
    password: Option<&str>,
) -> Result<Option<OpenKey>> {
    match password.filter(|typed| !typed.is_empty()) {
        Some(typed) if signs(workspace.centre_book()?, author) => {
            keys::open_key(workspace, author, typed).map(Some)
        }
        Some(_) | None => Ok(None),
    }
}

/// The refusal where an author who signs gave no password.
pub(crate) fn refuse_unsigned(
    centre: &BookState,
    author: &Author,
    key: Option<&OpenKey>,
) -> Result<(), Refusal> {
    match &author.person {
        Some(person) if key.is_none() && signs(centre, author) => {
            Err(Refusal::StatementUnsigned { person: person.name.clone() })
        }
        Some(_) | None => Ok(()),
    }
}

/// Records it in the centre's book, signed where there is a key.
pub(crate) fn record(deed: &mut Deed<'_>, act: impl Into<Act>, key: Option<&OpenKey>) -> Result<Hash> {
    let centre = deed.centre();
    match key {
        Some(key) => deed.record_signed(centre, act, key),
        None => deed.record(centre, act),
    }
}

/// Whether one of these statements was not signed with this key. An administrator may state such a person again as they are, with their
/// signature: other desks may wait for that, also where they know nothing of whoever signed it.
pub(super) fn signs_anew(deed: &mut Deed<'_>, statements: &[Hash], key: &OpenKey) -> Result<bool> {
    let (centre, key) = (deed.centre(), key.public()?);
    for statement in statements {
        let state = deed.state(centre)?;
        let chain = state.place_of(*statement).and_then(|(chain, _)| state.chains.get(&chain));
        let own = chain.is_some_and(|chain| chain.key.as_ref() == Some(&key));
        if !own || !store::journal::signed(&deed.workspace().db, *statement)? {
            return Ok(true);
        }
    }
    Ok(false)
}
