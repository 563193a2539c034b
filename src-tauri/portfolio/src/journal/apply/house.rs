//! What the statements of a centre about its own look and rules do to the tables: words of boards, whether
//! *partially met* is used. Total, as all of `apply`. Refuses to know which of them a rule would refuse.

use crate::journal::act::{BoardProfileStated, PartiallyMetStated};
use crate::journal::rows::{BoardProfileRow, PartiallyMetRow};
use crate::journal::state::{BookState, Logged};

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
