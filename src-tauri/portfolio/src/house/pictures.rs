//! The centre's logo and specimen signatures: who may set them, what stands, what two desks that differ come to. Refuses to know
//! how a picture is read and where it is drawn.

use crate::error::{Refusal, Result};
use crate::journal::act::{Act, LogoStated, SpecimenStated};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{LogoRow, SpecimenRow};
use crate::journal::state::{BookState, Logged};
use crate::people::{self, Person};
use crate::person::Role;
use crate::picture::Picture;
use crate::portfolio::{Author, Workspace};

use super::{one, still};

fn logos(centre: &BookState) -> impl Iterator<Item = &LogoRow> {
    centre.logos.iter().filter(|row| row.standing)
}

fn specimens(centre: &BookState, person: Id) -> impl Iterator<Item = &SpecimenRow> {
    centre.specimens.iter().filter(move |row| row.standing && row.person == person)
}

/// The logo that stands; none also where two desks chose different ones.
#[must_use]
pub fn logo(centre: &BookState) -> Option<(Hash, &Picture)> {
    let first = logos(centre).next()?;
    let agreed = logos(centre).all(|row| row.sha256 == first.sha256);
    first.sha256.zip(first.picture.as_ref()).filter(|_| agreed)
}

/// Two desks chose different logos: papers have none until somebody chooses again.
#[must_use]
pub fn logo_disputed(centre: &BookState) -> bool {
    logos(centre).zip(logos(centre).skip(1)).any(|(one, next)| one.sha256 != next.sha256)
}

/// A person's specimen signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Specimen {
    /// What it looks like.
    pub picture: Picture,
    /// The person wants it drawn in the boxes that they sign.
    pub draws: bool,
}

/// The specimen signature of a person that stands; none also where two desks say different things.
#[must_use]
pub fn specimen(centre: &BookState, person: Id) -> Option<Specimen> {
    let mut standing = specimens(centre, person);
    let first = standing.next()?;
    let agreed = standing.all(|row| row.picture == first.picture && row.draws == first.draws);
    let picture = first.picture.clone().filter(|_| agreed)?;
    Some(Specimen { picture, draws: first.draws })
}

/// Puts a logo on the centre's papers, or takes it off. What was signed keeps the one of then.
pub fn put_logo(workspace: &mut Workspace, author: &Author, picture: Option<Picture>) -> Result<()> {
    author.person()?;
    let centre = workspace.centre();
    workspace.transact(author, |deed| {
        let heads: Vec<&LogoRow> = logos(deed.state(centre)?).collect();
        if heads.iter().all(|row| row.picture == picture) && (picture.is_none() || !heads.is_empty()) {
            return Ok(());
        }
        let supersedes = heads.iter().map(|row| row.hash).collect();
        deed.record(centre, LogoStated { picture, supersedes })?;
        Ok(())
    })?;
    Ok(())
}

/// What is said anew of a specimen signature: none = as it is.
#[derive(Debug, Clone, Default)]
pub struct SpecimenChange {
    /// The picture; none inside = no specimen.
    pub picture: Option<Option<Picture>>,
    /// Drawn in the boxes that the person signs.
    pub draws: Option<bool>,
}

/// Whether whoever is at the desk may set the specimen signature of a person: the person, and an administrator.
///
/// # Errors
/// [`Refusal::NotYourSpecimen`], and as for everything where nobody or a visitor is at the desk.
pub fn may_set(centre: &BookState, author: &Author, person: &Person) -> Result<(), Refusal> {
    let at_desk = author.staff()?;
    let manages = author.roles.contains(&Role::Administrator) || !people::managed(centre);
    if at_desk.id == person.id || manages {
        return Ok(());
    }
    Err(Refusal::NotYourSpecimen { of: person.name.clone(), person: at_desk.name.clone() })
}

/// States a person's specimen signature. Papers that are signed already stay as they are.
///
/// # Errors
/// [`Refusal::NotYourSpecimen`] where it is somebody else's and the centre has an administrator who is not at the desk, and where
/// anybody but the person wants it drawn. [`Refusal::NoSpecimen`] where it is to be drawn and there is none.
pub fn put_specimen(
    workspace: &mut Workspace,
    author: &Author,
    person: &Person,
    change: &SpecimenChange,
) -> Result<()> {
    may_set(workspace.centre_book()?, author, person)?;
    let at_desk = author.staff()?.clone();
    let own = at_desk.id == person.id;
    if !own && change.draws == Some(true) {
        return Err(Refusal::NotYourSpecimen { of: person.name.clone(), person: at_desk.name }.into());
    }
    let centre = workspace.centre();
    workspace.transact(author, |deed| {
        let state = deed.state(centre)?;
        let before = specimen(state, person.id);
        let picture = match &change.picture {
            Some(picture) => picture.clone(),
            None => before.as_ref().map(|before| before.picture.clone()),
        };
        if picture.is_none() && change.draws == Some(true) {
            return Err(Refusal::NoSpecimen { person: person.name.clone() }.into());
        }
        // What somebody else set is drawn only once the person says so.
        let same = before.as_ref().is_some_and(|before| Some(&before.picture) == picture.as_ref());
        let kept = before.as_ref().is_some_and(|before| before.draws) && (own || same);
        let draws = change.draws.unwrap_or(kept) && picture.is_some();
        let after = picture.clone().map(|picture| Specimen { picture, draws });
        let supersedes: Vec<Hash> = specimens(state, person.id).map(|row| row.hash).collect();
        if after == before && supersedes.len() < 2 {
            return Ok(());
        }
        deed.record(centre, SpecimenStated { person: person.id, picture, draws, supersedes })?;
        Ok(())
    })?;
    Ok(())
}

/// The act that takes a statement back, as [`super::unsaid`] says.
pub fn unsaid(centre: &BookState, logged: &Logged) -> Result<Act, &'static str> {
    #[allow(clippy::wildcard_enum_match_arm, reason = "the two kinds of act of this file")]
    Ok(match &logged.act {
        Act::LogoStated(a) => {
            let supersedes = still(logos(centre).map(|row| (row.hash, row.picture == a.picture)))?;
            let before = one(&a.supersedes)?.and_then(|hash| centre.logos.get(&hash));
            LogoStated { picture: before.and_then(|row| row.picture.clone()), supersedes }.into()
        }
        Act::SpecimenStated(a) => {
            let same = |row: &SpecimenRow| row.picture == a.picture && row.draws == a.draws;
            let supersedes = still(specimens(centre, a.person).map(|row| (row.hash, same(row))))?;
            let before = one(&a.supersedes)?.and_then(|hash| centre.specimens.get(&hash));
            let picture = before.and_then(|row| row.picture.clone());
            let draws = before.is_some_and(|row| row.draws);
            SpecimenStated { person: a.person, picture, draws, supersedes }.into()
        }
        _other => return Err("it is no statement about the centre's look"),
    })
}
