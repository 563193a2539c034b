//! Judged versions: a read-only copy of every file that a decision relied on, under its SHA-256.
//! The evidence file itself is only read.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::disk::{self, Held};
use crate::error::{Refusal, Result};
use crate::evidence::folder::Standings;
use crate::evidence::item;
use crate::evidence::whereabouts::Whereabouts;
use crate::journal::id::{Hash, Id};
use crate::portfolio::Workspace;
use crate::store::local;
use crate::view::portfolio::FileStanding;

/// Folder of the copies in the centre file's folder.
pub const JUDGED: &str = "judged";
/// Above this size no copy is kept without being asked for.
pub const LARGEST: u64 = 200 << 20;

/// Where the copy of a version is, if there is one.
#[must_use]
pub fn copy_of(workspace: &Workspace, file: Hash) -> Option<PathBuf> {
    let path = workspace.folder().join(JUDGED).join(file.to_string());
    disk::is_file(&path).then_some(path)
}

/// Every version of which a copy is kept.
#[must_use]
pub fn all(workspace: &Workspace) -> BTreeSet<Hash> {
    let entries = disk::list(&workspace.folder().join(JUDGED)).unwrap_or_default();
    entries.iter().filter_map(|e| e.name.to_str()?.parse().ok()).collect()
}

/// What was kept for a decision.
#[derive(Debug, Default)]
pub struct Kept {
    /// Every version that the decision would rely on.
    pub files: BTreeSet<Hash>,
    /// Versions of which no copy could be kept, in words.
    pub warnings: Vec<String>,
}

/// Keeps a copy of everything that decisions relying on these links would rely on. Refused where the bytes are no longer
/// those recorded; warned of where no copy can be kept.
pub fn hold(workspace: &mut Workspace, book: Id, links: &[Hash]) -> Result<Kept> {
    let standings = Standings::of(workspace, book)?;
    let state = workspace.book(book)?;
    let items = item::items(state);
    let links = links.iter().filter_map(|hash| state.mappings.get(hash));
    let relied: BTreeSet<String> = links.map(|link| link.evidence.clone()).collect();
    let items: Vec<item::Item> = relied.iter().filter_map(|id| items.get(id)).cloned().collect();
    let mut kept = Kept::default();
    for item in &items {
        for file in &item.files {
            kept.files.insert(*file);
            kept.warnings.extend(hold_one(workspace, book, &standings, item, *file)?);
        }
    }
    kept.warnings.dedup();
    Ok(kept)
}

fn hold_one(
    workspace: &Workspace,
    book: Id,
    standings: &Standings,
    item: &item::Item,
    file: Hash,
) -> Result<Option<String>> {
    if standings.file(file) == FileStanding::Changed {
        return Err(Refusal::EvidenceChanged { reference: item.named() }.into());
    }
    if copy_of(workspace, file).is_some() {
        return Ok(None);
    }
    let places = Whereabouts::in_folder(workspace, book, file)?;
    // The same bytes may lie there under several names, one of which has just been written over.
    let Some(source) = places.iter().find(|place| place.open().is_ok()).or_else(|| places.first()) else {
        return Ok(Some(format!("no copy held of {}: its file cannot be reached now", item.named())));
    };
    if standings.seen(file).is_some_and(|seen| seen.stat.size > LARGEST) {
        return Ok(Some(format!("no copy held of {}: larger than {} MB", item.named(), LARGEST >> 20)));
    }
    let folder = workspace.folder().join(JUDGED);
    disk::create_private_folder(&folder)?;
    match source.open_unread().and_then(|opened| disk::hold(opened, &folder, file.bytes())) {
        Ok(Held::At(_)) => Ok(None),
        Ok(Held::Different(_)) => {
            // Size and times said that nothing had changed: the next reading is to look at its bytes.
            if let Whereabouts::InFolder { name, .. } = source {
                local::doubt(&workspace.local, book, name)?;
            }
            Err(Refusal::EvidenceChanged { reference: item.named() }.into())
        }
        Err(error) if error.is_full() => Err(error.into()),
        Err(error) => Ok(Some(format!("no copy held of {}: {error}", item.named()))),
    }
}
