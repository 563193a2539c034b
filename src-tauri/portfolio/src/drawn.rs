//! What is drawn for the screen and copied for other programs: where it lies, and how it goes when a learner is erased, also where it
//! is written at that moment without the session at hand. Refuses to know what is drawn.

use std::path::PathBuf;

use crate::disk::{self, DiskError, Kind};
use crate::error::{Error, Result};
use crate::journal::id::Id;
use crate::portfolio::Workspace;
use crate::store::local;

/// The folder in the centre file's folder; and the setting that names the folder in it that is in use.
const DRAWN: &str = "drawn";

/// Where papers are drawn for the screen, and copies are made for other programs, until a learner is erased. An erasure takes the
/// folder away: whoever was told of it before and writes later, without the session at hand, finds no folder to write into.
pub fn folder(workspace: &Workspace) -> Result<PathBuf> {
    let all = workspace.folder().join(DRAWN);
    let name = match local::setting(&workspace.local, DRAWN)? {
        Some(name) => name,
        None => {
            let fresh = Id::random()?.to_string();
            local::set(&workspace.local, DRAWN, Some(&fresh))?;
            fresh
        }
    };
    let folder = all.join(name);
    disk::create_private_folder(&folder)?;
    Ok(folder)
}

/// What went wrong with a file in [`folder`]: where the folder is gone, a learner was erased.
#[must_use]
pub fn not_written(error: DiskError) -> Error {
    if error.is_missing() {
        Error::Stopped("a learner was erased while this was made; ask for it again".to_owned())
    } else {
        error.into()
    }
}

/// Takes away what was drawn and copied, and keeps what is being drawn at this moment from being written. What could not be removed.
pub fn forget(workspace: &Workspace) -> Vec<Error> {
    let all = workspace.folder().join(DRAWN);
    let mut left: Vec<Error> = local::set(&workspace.local, DRAWN, None).err().into_iter().collect();
    let entries = disk::list(&all).unwrap_or_default();
    // Another window may have begun a new one since.
    let now = local::setting(&workspace.local, DRAWN).unwrap_or_default();
    for entry in entries.into_iter().filter(|entry| now.as_ref().is_none_or(|now| entry.name != now.as_str()))
    {
        let path = all.join(&entry.name);
        let is_folder = entry.looked.is_ok_and(|(kind, _)| kind == Kind::Folder);
        let removed = if is_folder { disk::remove_folder(&path) } else { disk::remove(&path) };
        left.extend(removed.err().map(Error::from));
    }
    left
}
