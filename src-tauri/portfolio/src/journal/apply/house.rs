//! What the statements of a centre about its own look and rules do to the tables: words of boards, whether
//! *partially met* is used, logo, specimen signatures. Total, as all of `apply`. Refuses to know which of them a rule would refuse.

use crate::journal::act::{BoardProfileStated, LogoStated, PartiallyMetStated, SpecimenStated};
use crate::journal::rows::{BoardProfileRow, LogoRow, PartiallyMetRow, SpecimenRow};
use crate::journal::state::{BookState, Logged};
use crate::picture::Picture;

pub fn board_profile_stated(state: &mut BookState, entry: &Logged, a: &BoardProfileStated) {
    for old in &a.supersedes {
        state.board_profiles.change(old, |row| row.standing &= row.profile != a.profile);
    }
    let (hash, profile, says) = (entry.hash, a.profile, a.says.clone());
    state.board_profiles.put(BoardProfileRow { hash, profile, says, standing: true });
}

pub fn partially_met_stated(state: &mut BookState, entry: &Logged, a: &PartiallyMetStated) {
    for old in &a.supersedes {
        state.partially_met.change(old, |row| row.standing = false);
    }
    state.partially_met.put(PartiallyMetRow { hash: entry.hash, used: a.used, standing: true });
}

pub fn logo_stated(state: &mut BookState, entry: &Logged, a: &LogoStated) {
    for old in &a.supersedes {
        state.logos.change(old, |row| row.standing = false);
    }
    let sha256 = a.picture.as_ref().map(Picture::sha256);
    state.logos.put(LogoRow { hash: entry.hash, picture: a.picture.clone(), sha256, standing: true });
}

pub fn specimen_stated(state: &mut BookState, entry: &Logged, a: &SpecimenStated) {
    for old in &a.supersedes {
        state.specimens.change(old, |row| row.standing &= row.person != a.person);
    }
    let (hash, person, picture, draws) = (entry.hash, a.person, a.picture.clone(), a.draws);
    state.specimens.put(SpecimenRow { hash, person, picture, draws, standing: true });
}
