//! What no record names in the folders of kept files: the scraps of a copy that was cut short, and a copy or a paper whose deed
//! was never done. They may hold a learner's name, so they go. Refuses to know why any of them is there.
//!
//! What lay there before this installation began is left alone: where an older copy of the centre file was put back, its history
//! may yet come back from another desk, and the papers that it speaks of are the only ones there are.

use std::collections::BTreeSet;
use std::path::Path;

use crate::clock::Clock;
use crate::disk;
use crate::error::Result;
use crate::evidence::judged::JUDGED;
use crate::inked::INKED;
use crate::journal::id::Hash;
use crate::papers::PAPERS;
use crate::portfolio::Workspace;
use crate::store::{journal, local};

/// Setting under which it stands when nothing was left to wait for, in milliseconds since 1970.
const SWEPT: &str = "swept";
/// What another process is writing at this moment is younger than that, in milliseconds.
const YOUNG: i64 = 10 * 60 * 1_000;
/// How often somebody who opens the centre file looks, in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1_000;

/// What is to become of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It stays.
    Stays,
    /// Whoever writes it may still be at it.
    Waits,
    /// It goes.
    Goes,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// The beginning of a copy.
    Scrap,
    /// A kept file that no record names.
    Unnamed,
    /// One that a record names, or that is not this program's.
    Other,
}

/// Removes what no record names. `at_once` = also where that was done not long ago.
pub fn sweep(workspace: &Workspace, at_once: bool) -> Result<()> {
    let now = Clock::Machine.now().at;
    let last = local::setting(&workspace.local, SWEPT)?.and_then(|text| text.parse::<i64>().ok());
    if !at_once && last.is_some_and(|last| (last..last + DAY).contains(&now)) {
        return Ok(());
    }
    // What a newer program's records name cannot be told here.
    let all_known = journal::all_known(&workspace.db)?;
    let mut waits = false;
    for folder in [JUDGED, PAPERS, INKED] {
        let place = workspace.folder().join(folder);
        let files = disk::list(&place).unwrap_or_default();
        let named =
            if files.is_empty() { BTreeSet::new() } else { journal::named(&workspace.db, folder == JUDGED)? };
        for entry in files {
            let path = place.join(&entry.name);
            let Ok((_, stat)) = disk::stat(&path) else { continue };
            let sort = sort(&entry.name.to_string_lossy(), |file| !all_known || named.contains(&file));
            match fate(sort, stat.modified_ns / 1_000_000, workspace.began(), now) {
                Fate::Goes => disk::remove(&path)?,
                Fate::Waits => waits = true,
                Fate::Stays => {}
            }
        }
    }
    let done = (!waits).then(|| now.to_string());
    local::set(&workspace.local, SWEPT, done.as_deref())
}

fn sort(name: &str, named: impl Fn(Hash) -> bool) -> Sort {
    let ending = Path::new(name).extension();
    if name.starts_with(".portfolio-") && ending.is_some_and(|ending| ending == "tmp") {
        return Sort::Scrap;
    }
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let unnamed = stem.parse::<Hash>().is_ok_and(|file| !named(file));
    if unnamed { Sort::Unnamed } else { Sort::Other }
}

/// All in milliseconds since 1970: when the file was written, when this installation began, and now.
const fn fate(sort: Sort, written: i64, began: i64, now: i64) -> Fate {
    let young = now - written < YOUNG;
    match sort {
        Sort::Other => Fate::Stays,
        Sort::Unnamed if written < began => Fate::Stays,
        Sort::Scrap | Sort::Unnamed if young => Fate::Waits,
        Sort::Scrap | Sort::Unnamed => Fate::Goes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_name() {
        let (named, unnamed) = (Hash::of(b"named"), Hash::of(b"unnamed"));
        for (name, sort_is) in [
            (named.to_string(), Sort::Other),
            (format!("{named}.pdf"), Sort::Other),
            (unnamed.to_string(), Sort::Unnamed),
            (format!("{unnamed}.jpg"), Sort::Unnamed),
            (".portfolio-17-3.tmp".into(), Sort::Scrap),
            (".portfolio-17-3.pdf".into(), Sort::Other),
            ("readme.txt".into(), Sort::Other),
        ] {
            assert_eq!(sort(&name, |file| file == named), sort_is, "{name}");
        }
    }

    #[test]
    fn only_what_nobody_names_and_nobody_writes_goes() {
        const BEGAN: i64 = 1_000 * DAY;
        const NOW: i64 = BEGAN + 5 * DAY;
        for (sort, written, fate_is) in [
            (Sort::Other, BEGAN + DAY, Fate::Stays),
            (Sort::Unnamed, BEGAN + DAY, Fate::Goes),
            (Sort::Unnamed, BEGAN - 1, Fate::Stays),
            (Sort::Unnamed, NOW - YOUNG + 1, Fate::Waits),
            (Sort::Unnamed, NOW - YOUNG, Fate::Goes),
            // From a clock that was ahead.
            (Sort::Unnamed, NOW + DAY, Fate::Waits),
            (Sort::Scrap, BEGAN - DAY, Fate::Goes),
            (Sort::Scrap, NOW - 1, Fate::Waits),
        ] {
            assert_eq!(fate(sort, written, BEGAN, NOW), fate_is, "{sort:?} of {written}");
        }
    }
}
