//! Files made of others. A changed file stands for the item that its earlier bytes are recorded with, so that a person can
//! accept it as the next version. That holds for one file, and only while those bytes lie nowhere in the folder: a copy that
//! was edited, or a file of which a backup stays, is a file of its own, and would else be on no list. A copy of changed bytes
//! that wait so is the same version once more, and no file of its own while they wait.
//! Pure. Refuses to know what is accepted and what becomes of such a file.

use std::collections::{BTreeMap, BTreeSet};

use crate::evidence::name::FileName;
use crate::journal::id::Hash;
use crate::store::local::Observation;

/// Whether two files took the place of the same earlier bytes.
#[must_use]
pub fn are_rivals(changed: &[Observation]) -> bool {
    let mut met = BTreeSet::new();
    changed.iter().filter(|seen| seen.present).filter_map(|seen| seen.was).any(|was| !met.insert(was))
}

/// Bytes that wait to be accepted as the next version of a numbered item: those that took the place of one of its files,
/// which are in `numbered`. As long as they wait they are no new file, under whatever name they lie in the folder.
#[must_use]
pub fn versions(changed: &[Observation], numbered: &BTreeSet<Hash>) -> BTreeSet<Hash> {
    let waits = |seen: &&Observation| seen.present && seen.was.is_some_and(|was| numbered.contains(&was));
    changed.iter().filter(waits).map(|seen| seen.sha256).collect()
}

/// Of files that took the place of earlier bytes, those that are files of their own: `lies` holds the earlier bytes that still
/// lie in the folder, `home` tells where bytes were when they came on record. Of several files made of the same bytes the one
/// at that place stands for the item, else the first by its name.
#[must_use]
pub fn of_their_own(
    changed: &[Observation],
    lies: &BTreeSet<Hash>,
    home: &BTreeMap<Hash, FileName>,
) -> Vec<Observation> {
    let mut groups: BTreeMap<Hash, Vec<&Observation>> = BTreeMap::new();
    for seen in changed.iter().filter(|seen| seen.present) {
        if let Some(was) = seen.was {
            groups.entry(was).or_default().push(seen);
        }
    }
    let mut own = Vec::new();
    for (was, mut files) in groups {
        files.sort_by_key(|seen| (home.get(&was) != Some(&seen.path), &seen.path));
        let heir = usize::from(!lies.contains(&was));
        own.extend(files.into_iter().skip(heir).map(|seen| Observation { was: None, ..seen.clone() }));
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::Stat;

    fn hash(n: u8) -> Hash {
        Hash::from_bytes([n; 32])
    }

    /// `a=2<1`: the file a holds 2, where 1 is on record; `-` before it: it is not there.
    fn parse(files: &str) -> Vec<Observation> {
        let one = |file: &str| {
            let (path, rest) = file.trim_start_matches('-').split_once('=').unwrap();
            let (now, was) = rest.split_once('<').map_or((rest, None), |(now, was)| (now, Some(was)));
            Observation {
                path: FileName::new(path).unwrap(),
                stat: Stat::default(),
                sha256: hash(now.parse().unwrap()),
                was: was.map(|was| hash(was.parse().unwrap())),
                present: !file.starts_with('-'),
            }
        };
        files.split_whitespace().map(one).collect()
    }

    #[test]
    fn only_what_lies_in_the_place_of_a_numbered_file_waits_as_its_version() {
        let numbered = BTreeSet::from([hash(1)]);
        for (changed, want) in [
            ("a=2<1", vec![2]),
            ("-a=2<1", vec![]),
            ("a=2<5", vec![]),
            ("a=2", vec![]),
            ("a=2<1 b=3<1", vec![2, 3]),
        ] {
            let want: BTreeSet<Hash> = want.into_iter().map(hash).collect();
            assert_eq!(versions(&parse(changed), &numbered), want, "{changed}");
        }
    }

    #[test]
    fn one_file_stands_for_the_item_and_only_while_its_earlier_bytes_are_gone() {
        for (what, changed, lies, home, want) in [
            ("an edited file", "a=2<1", None, "a", ""),
            ("an edited copy", "copy=2<1", Some(1), "a", "copy"),
            ("a backup stays", "a=2<1", Some(1), "a", "a"),
            ("other bytes stay", "a=2<1", Some(3), "a", ""),
            ("both edited", "a=2<1 copy=3<1", None, "a", "copy"),
            ("both edited, home sorts last", "a=3<1 z=2<1", None, "z", "a"),
            ("moved from home and both edited", "b=2<1 c=3<1", None, "a", "c"),
            ("both edited and a third stays", "a=2<1 copy=3<1", Some(1), "a", "a copy"),
            ("of two items", "a=2<1 b=4<3", None, "a", ""),
            ("the one at home is not there", "-a=2<1 copy=3<1", None, "a", ""),
            ("nothing changed", "a=2", None, "a", ""),
        ] {
            let lies = lies.into_iter().map(hash).collect();
            let home = BTreeMap::from([(hash(1), FileName::new(home).unwrap())]);
            let own = of_their_own(&parse(changed), &lies, &home);
            assert!(own.iter().all(|seen| seen.was.is_none()), "{what}");
            let names: Vec<&str> = own.iter().map(|seen| seen.path.text()).collect();
            assert_eq!(names.join(" "), want, "{what}");
        }
        assert!(are_rivals(&parse("a=2<1 copy=3<1")));
        assert!(!are_rivals(&parse("-a=2<1 copy=3<1 b=2<4 c=5")));
    }
}
