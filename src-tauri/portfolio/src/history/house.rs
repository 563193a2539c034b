//! The history of a centre's own look and rules, in words. Pure.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "each phrase names the few kinds of act that it speaks of"
)]

use super::standing_words;
use crate::journal::act::Act;
use crate::journal::state::BookState;
use crate::profile::OwnWords;

/// Words of a board, logo, specimen signature, whether *partially met* is used.
pub fn said(state: &BookState, act: &Act) -> Option<String> {
    Some(match act {
        Act::BoardProfileStated(a) if a.says == OwnWords::default() => {
            format!("use the shipped words for {}", a.profile.word())
        }
        Act::BoardProfileStated(a) => {
            let before =
                a.supersedes.iter().find_map(|hash| state.board_profiles.get(hash)).map(|row| &row.says);
            let parts = parts(before.unwrap_or(&OwnWords::default()), &a.says);
            format!("change the words for {}: {}", a.profile.word(), parts.join(", "))
        }
        Act::PartiallyMetStated(a) if a.used => "use \"partially met\"".into(),
        Act::PartiallyMetStated(_) => "no longer use \"partially met\"".into(),
        Act::LogoStated(a) if a.picture.is_some() => "put a logo on the papers".into(),
        Act::LogoStated(_) => "take the logo off the papers".into(),
        Act::SpecimenStated(a) => {
            let name = standing_words::name(state, a.person);
            match (&a.picture, a.draws) {
                (Some(_), true) => format!("specimen signature of {name}, drawn where they sign"),
                (Some(_), false) => format!("specimen signature of {name}"),
                (None, _) => format!("remove the specimen signature of {name}"),
            }
        }
        _other => return None,
    })
}

/// What differs between two wordings, in words.
fn parts(before: &OwnWords, after: &OwnWords) -> Vec<String> {
    let mut parts = Vec::new();
    if before.learner != after.learner {
        parts.push("the word for the learner".to_owned());
    }
    if before.matrix != after.matrix {
        parts.push("the title of the paper".to_owned());
    }
    for who in crate::profile::Declares::ALL {
        if before.declarations.get(&who) != after.declarations.get(&who) {
            parts.push(format!("declaration of the {}", who.word()));
        }
    }
    if before.keeping != after.keeping {
        parts.push("how long records are kept".to_owned());
    }
    parts
}
