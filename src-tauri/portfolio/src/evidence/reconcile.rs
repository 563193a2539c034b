//! Compares what is on record with what lies in the folder, and says what a person should know: five
//! findings.
//!
//! Pure: it reads no file and no clock, and refuses to decide what becomes of an item. A file is known by its
//! content; its path is only where it was last seen.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::evidence::name::FileName;
use crate::evidence::walk::{Found, Listing, RootState, Stat};

/// A file on record: one path with the content that was last read there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Where it was; each path at most once.
    pub path: FileName,
    /// What it held.
    pub sha256: [u8; 32],
    /// Its stat when it was read.
    pub stat: Stat,
}

/// What differs between record and folder. The order of the variants is the order in which they are given;
/// within one, paths are sorted by their bytes. Moves belong together: in a swap each `to` is the other's
/// `from`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// The same content now has another path.
    Moved {
        /// The path on record.
        from: FileName,
        /// The path in the folder.
        to: FileName,
    },
    /// The same path now has other content, which nothing on record had before it.
    Changed {
        /// Where.
        path: FileName,
        /// The content on record.
        was: [u8; 32],
        /// The content in the folder.
        now: [u8; 32],
    },
    /// This path's content on record is at no path that could be its new one. Not deleted: the item may have
    /// another copy.
    Missing {
        /// The path on record.
        path: FileName,
    },
    /// Content that was never on record.
    New {
        /// Where.
        path: FileName,
        /// What.
        sha256: [u8; 32],
    },
    /// One more path with content that is on record, or that another `New` of this list has.
    SameContent {
        /// Where.
        path: FileName,
        /// The path on record, or the `New` path, whose content it has.
        of: FileName,
    },
}

/// Which files must be read before [`reconcile`] can judge them: those without a record and those whose size,
/// times or number differ. Read a file that an event named as well: a write within one clock tick leaves all
/// four equal.
pub fn needs_hash(known: &[Known], found: &[Found]) -> Vec<FileName> {
    let known = by_path(known);
    let unread =
        |file: &&Found| known.get(&file.path).is_none_or(|was| !file.stat.unchanged_since(&was.stat));
    found.iter().filter(unread).map(|file| file.path.clone()).collect()
}

/// Files that need not be read: they lie elsewhere now, but by number, size and times they are the very files on record
/// that went from where they were. A folder that is moved gives thousands of them, and renaming a folder touches none of
/// the files in it.
pub fn moved_unread(gone: &[Known], found: &[Found]) -> BTreeMap<FileName, [u8; 32]> {
    let by_number: HashMap<(u64, u64), &Known> = gone
        .iter()
        .filter(|was| was.stat.inode != 0)
        .map(|was| ((was.stat.inode, was.stat.device), was))
        .collect();
    let known = |file: &Found| {
        let was = by_number.get(&(file.stat.inode, file.stat.device))?;
        (was.stat == file.stat).then(|| (file.path.clone(), was.sha256))
    };
    found.iter().filter_map(known).collect()
}

/// The findings of a full walk. `hashes` holds what was read of [`needs_hash`]; a file that could not be read
/// (it is being written) is left out there and judged another time. A folder that is not there yields no
/// finding at all.
pub fn reconcile(known: &[Known], listing: &Listing, hashes: &BTreeMap<FileName, [u8; 32]>) -> Vec<Finding> {
    match listing.root {
        RootState::Present { .. } => {}
        RootState::Missing(_) => return Vec::new(),
    }
    let view = View::new(known, listing, hashes);
    let displaced = view.displaced(known);
    let arrived = view.arrived(listing);
    if displaced.is_empty() && arrived.is_empty() {
        return Vec::new();
    }
    let moves = view.moves(&displaced, &arrived);
    let mut findings: Vec<Finding> = moves.iter().map(|(from, to)| moved(from, to)).collect();
    let mut explained: HashSet<&FileName> = moves.iter().map(|(_, to)| &to.path).collect();
    let has_moved: HashSet<&FileName> = moves.iter().map(|(from, _)| &from.path).collect();
    for was in displaced.into_iter().filter(|was| !has_moved.contains(&was.path)) {
        findings.extend(view.changed_or_missing(was, &mut explained));
    }
    findings.extend(view.new_or_same(arrived.into_iter().filter(|file| !explained.contains(&file.path))));
    findings.sort_unstable();
    findings
}

/// The rows to record after a walk: each file whose content is known now and whose row would differ. Rows of
/// paths that are gone stay, so that their content is recognised when it comes back.
pub fn rows_to_record(
    known: &[Known],
    listing: &Listing,
    hashes: &BTreeMap<FileName, [u8; 32]>,
) -> Vec<Known> {
    let view = View::new(known, listing, hashes);
    let row = |file: &Found| {
        let sha256 = *view.now.get(&file.path)?;
        let row = Known { path: file.path.clone(), sha256, stat: file.stat };
        (view.known.get(&file.path).copied() != Some(&row)).then_some(row)
    };
    listing.found.iter().filter_map(row).collect()
}

fn moved(from: &Known, to: &Found) -> Finding {
    Finding::Moved { from: from.path.clone(), to: to.path.clone() }
}

fn by_path(known: &[Known]) -> HashMap<&FileName, &Known> {
    known.iter().map(|was| (&was.path, was)).collect()
}

/// Names at or below which there may be files that the walk could not see.
pub fn hidden(listing: &Listing) -> HashSet<&FileName> {
    let unseen = listing.refused.iter().filter(|(_, why)| why.hides()).map(|(name, _)| name);
    unseen.chain(listing.ignored.iter().map(|(name, _)| name)).collect()
}

/// Whether `path` is one of `names` or lies below one of them.
pub fn lies_in(names: &HashSet<&FileName>, path: &FileName) -> bool {
    !names.is_empty() && (names.contains(path) || path.folders().any(|folder| names.contains(&folder)))
}

/// Record and folder side by side.
struct View<'a> {
    known: HashMap<&'a FileName, &'a Known>,
    found: HashMap<&'a FileName, &'a Found>,
    /// The content of every found file that could be told.
    now: HashMap<&'a FileName, [u8; 32]>,
    /// The sizes of found files whose content could not be told.
    unread_sizes: HashSet<u64>,
    /// Names at or below which there may be files that the walk could not see.
    hidden: HashSet<&'a FileName>,
}

impl<'a> View<'a> {
    fn new(known: &'a [Known], listing: &'a Listing, hashes: &BTreeMap<FileName, [u8; 32]>) -> Self {
        let known = by_path(known);
        let mut now = HashMap::with_capacity(listing.found.len());
        let mut unread_sizes = HashSet::new();
        for file in &listing.found {
            let recorded = known.get(&file.path).filter(|was| file.stat.unchanged_since(&was.stat));
            match hashes.get(&file.path).copied().or(recorded.map(|was| was.sha256)) {
                Some(sha256) => drop(now.insert(&file.path, sha256)),
                None => drop(unread_sizes.insert(file.stat.size)),
            }
        }
        let hidden = hidden(listing);
        let found = listing.found.iter().map(|file| (&file.path, file)).collect();
        Self { known, found, now, unread_sizes, hidden }
    }

    /// What is on record at a path that no longer holds it, as far as can be told.
    fn displaced(&self, known: &'a [Known]) -> Vec<&'a Known> {
        let is_displaced = |was: &&Known| match (self.now.get(&was.path), self.found.get(&was.path)) {
            (Some(now), _) => *now != was.sha256,
            (None, Some(_)) => false,
            (None, None) => !self.is_hidden(&was.path),
        };
        let mut displaced: Vec<&Known> = known.iter().filter(is_displaced).collect();
        displaced.sort_unstable_by_key(|was| &was.path);
        displaced
    }

    fn is_hidden(&self, path: &FileName) -> bool {
        lies_in(&self.hidden, path)
    }

    /// What lies at a path where the record has something else or nothing.
    fn arrived(&self, listing: &'a Listing) -> Vec<&'a Found> {
        let recorded = |file: &Found| self.known.get(&file.path).map(|was| was.sha256);
        let is_arrived =
            |file: &&Found| self.now.get(&file.path).is_some_and(|now| recorded(file) != Some(*now));
        let mut arrived: Vec<&Found> = listing.found.iter().filter(is_arrived).collect();
        arrived.sort_unstable_by_key(|file| &file.path);
        arrived
    }

    /// Pairs what left with what came, by content. Among several of one content the same file (by its number)
    /// comes first, then the same last name, then the order of the names.
    fn moves(&self, displaced: &[&'a Known], arrived: &[&'a Found]) -> Vec<(&'a Known, &'a Found)> {
        let displaced_content: HashSet<[u8; 32]> = displaced.iter().map(|was| was.sha256).collect();
        let mut open: BTreeMap<[u8; 32], Vec<&Found>> = BTreeMap::new();
        for file in arrived {
            if let Some(sha256) = self.now.get(&file.path) {
                open.entry(*sha256).or_default().push(file);
            }
        }
        let same_file = |was: &Known, file: &Found| was.stat.is_same_file(&file.stat);
        let same_name = |was: &Known, file: &Found| was.path.last() == file.path.last();
        let left = |was: &Known| self.now.get(&was.path).is_none_or(|now| displaced_content.contains(now));
        let mut moves = Vec::new();
        let mut rest = displaced.to_vec();
        let mut pair = |fits: &dyn Fn(&Known, &Found) -> bool| {
            rest.retain(|was| {
                let Some(files) = open.get_mut(&was.sha256) else { return true };
                let Some(at) = files.iter().position(|file| fits(was, file)) else { return true };
                moves.push((*was, files.remove(at)));
                false
            });
        };
        pair(&same_file);
        // A path that holds something new and unheard of was edited, and the old content elsewhere is a copy
        // made before: only the file's own number could say otherwise.
        pair(&|was, file| left(was) && same_name(was, file));
        pair(&|was, _| left(was));
        moves
    }

    fn changed_or_missing(&self, was: &'a Known, explained: &mut HashSet<&'a FileName>) -> Option<Finding> {
        let path = was.path.clone();
        match self.now.get(&was.path) {
            Some(now) if explained.insert(&was.path) => {
                Some(Finding::Changed { path, was: was.sha256, now: *now })
            }
            // Another item moved onto this path.
            Some(_) => Some(Finding::Missing { path }),
            // It may be one of the files that could not be read yet; a later look will tell.
            None if self.unread_sizes.contains(&was.stat.size) => None,
            None => Some(Finding::Missing { path }),
        }
    }

    fn new_or_same(&self, files: impl Iterator<Item = &'a Found>) -> Vec<Finding> {
        let mut first: HashMap<[u8; 32], &FileName> = HashMap::new();
        for was in self.known.values() {
            let is_there = |path: &FileName| self.now.get(path) == Some(&was.sha256);
            let best = first.entry(was.sha256).or_insert(&was.path);
            // A path that still holds the content is the better answer, then the earlier name.
            if (!is_there(&was.path), &was.path) < (!is_there(best), *best) {
                *best = &was.path;
            }
        }
        let mut findings = Vec::new();
        for file in files {
            let Some(sha256) = self.now.get(&file.path).copied() else { continue };
            let path = file.path.clone();
            findings.push(match first.get(&sha256) {
                Some(of) => Finding::SameContent { path, of: (*of).clone() },
                None => Finding::New { path, sha256 },
            });
            first.entry(sha256).or_insert(&file.path);
        }
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::ignore::Rule;
    use crate::evidence::walk::Refused;

    /// `a=1@10`: the path a holds content 1 and is file number 10.
    fn parse(files: &str) -> Vec<(FileName, u8, u64)> {
        let one = |file: &str| {
            let (path, rest) = file.split_once('=').unwrap();
            let (content, inode) = rest.split_once('@').unwrap();
            (FileName::new(path).unwrap(), content.parse().unwrap(), inode.parse().unwrap())
        };
        files.split_whitespace().map(one).collect()
    }

    /// A rename leaves a file's number and content; the changed time follows the path, as a kernel's would.
    fn stat(path: &FileName, content: u8, inode: u64) -> Stat {
        let changed = path.bytes().iter().fold(i64::from(content), |sum, byte| sum * 31 + i64::from(*byte));
        Stat { size: u64::from(content), modified_ns: 0, changed_ns: changed, inode, device: 1 }
    }

    fn known(files: &str) -> Vec<Known> {
        let row = |(path, content, inode): (FileName, u8, u64)| {
            let stat = stat(&path, content, inode);
            Known { path, sha256: [content; 32], stat }
        };
        parse(files).into_iter().map(row).collect()
    }

    fn listing(files: &str) -> Listing {
        let found = parse(files).into_iter().map(|(path, content, inode)| {
            let stat = stat(&path, content, inode);
            Found { path, stat }
        });
        let root = RootState::Present { stat: Stat::default() };
        Listing { root, found: found.collect(), ignored: Vec::new(), refused: Vec::new() }
    }

    /// Reads what must be read, all but `unread`.
    fn hashes(known: &[Known], files: &str, unread: &str) -> BTreeMap<FileName, [u8; 32]> {
        let wanted = needs_hash(known, &listing(files).found);
        let contents = parse(files).into_iter().map(|(path, content, _)| (path, [content; 32]));
        contents.filter(|(path, _)| wanted.contains(path) && path.text() != unread).collect()
    }

    fn told(findings: &[Finding]) -> String {
        let one = |finding: &Finding| match finding {
            Finding::Moved { from, to } => format!("{}→{}", from.text(), to.text()),
            Finding::Changed { path, was, now } => format!("{}:{}→{}", path.text(), was[0], now[0]),
            Finding::Missing { path } => format!("-{}", path.text()),
            Finding::New { path, sha256 } => format!("+{}:{}", path.text(), sha256[0]),
            Finding::SameContent { path, of } => format!("{}≡{}", path.text(), of.text()),
        };
        findings.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_five_findings_and_all_their_company() {
        for (what, was, is, want) in [
            ("nothing happened", "a=1@10 b=2@11", "a=1@10 b=2@11", ""),
            ("a new file", "a=1@10", "a=1@10 b=2@11", "+b:2"),
            ("a new file twice", "", "a=1@10 b=1@11", "+a:1 b≡a"),
            ("a copy", "a=1@10", "a=1@10 b=1@11", "b≡a"),
            ("a rename", "a=1@10", "b=1@10", "a→b"),
            ("moved across devices", "a=1@10", "x/a=1@99", "a→x/a"),
            ("edited in place", "a=1@10", "a=2@10", "a:1→2"),
            ("replaced atomically", "a=1@10", "a=2@99", "a:1→2"),
            ("rewritten with the same content", "a=1@10", "a=1@99", ""),
            ("deleted", "a=1@10 b=2@11", "b=2@11", "-a"),
            ("swapped", "a=1@10 b=2@11", "a=2@11 b=1@10", "a→b b→a"),
            ("swapped by copying", "a=1@10 b=2@11", "a=2@10 b=1@11", "a→b b→a"),
            ("a ring of three", "a=1@1 b=2@2 c=3@3", "a=3@3 b=1@1 c=2@2", "a→b b→c c→a"),
            ("a chain of renames", "a=1@1 b=2@2 c=3@3", "b=1@1 c=2@2 d=3@3", "a→b b→c c→d"),
            ("a copy, then the first edited", "a=1@10", "a=2@10 b=1@11", "a:1→2 b≡a"),
            ("a copy, then the first replaced", "a=1@10", "a=2@12 b=1@11", "a:1→2 b≡a"),
            ("a rename, then a new file there", "a=1@10", "a=2@12 b=1@10", "a→b +a:2"),
            ("renamed over another", "a=1@10 b=2@11", "a=2@11", "b→a -a"),
            ("copied over another", "a=1@10 b=2@11", "a=2@10 b=2@11", "a:1→2"),
            ("same content twice, one deleted", "a=1@10 b=1@11", "a=1@10", "-b"),
            ("same content twice, one moved", "a=1@10 b=1@11", "a=1@10 c=1@11", "b→c"),
            ("same content twice, both moved", "a=1@10 b=1@11", "c=1@11 d=1@10", "a→d b→c"),
            ("both moved across devices", "p/a=1@1 p/b=1@2", "q/a=1@8 q/b=1@9", "p/a→q/a p/b→q/b"),
            ("names tell twins apart", "p/b=1@1 q/a=1@2", "r/a=1@8 s/b=1@9", "p/b→s/b q/a→r/a"),
            ("moved and copied", "a=1@10", "b=1@11 c=1@10", "a→c b≡a"),
            ("edited and moved is two things", "a=1@10", "b=2@10", "-a +b:2"),
            ("two into one content", "a=1@10 b=2@11", "a=3@10 b=3@11", "a:1→3 b:2→3"),
        ] {
            let known = known(was);
            let findings = reconcile(&known, &listing(is), &hashes(&known, is, ""));
            assert_eq!(told(&findings), want, "{what}");
        }
    }

    #[test]
    fn without_file_numbers_the_findings_stay_honest() {
        for (what, was, is, want) in [
            ("a rename", "a=1@0", "b=1@0", "a→b"),
            ("a swap", "a=1@0 b=2@0", "a=2@0 b=1@0", "a→b b→a"),
            ("a rename, then a new file there", "a=1@0", "a=2@0 b=1@0", "a:1→2 b≡a"),
        ] {
            let known = known(was);
            let findings = reconcile(&known, &listing(is), &hashes(&known, is, ""));
            assert_eq!(told(&findings), want, "{what}");
        }
    }

    #[test]
    fn only_what_may_have_changed_is_read() {
        let known = known("a=1@10 b=2@11 c=3@12");
        let mut there = listing("a=1@10 b=2@11 c=4@12 d=5@13");
        there.found[1].stat.modified_ns += 1;
        there.found[0].stat.device = 7;
        let read: Vec<_> = needs_hash(&known, &there.found);
        assert_eq!(read.iter().map(FileName::text).collect::<Vec<_>>(), ["b", "c", "d"]);
    }

    #[test]
    fn a_folder_that_is_not_there_deletes_nothing() {
        let gone = Listing { root: RootState::Missing("unplugged".to_owned()), ..listing("") };
        assert_eq!(reconcile(&known("a=1@10"), &gone, &BTreeMap::new()), []);
        assert_eq!(told(&reconcile(&known("a=1@10"), &listing(""), &BTreeMap::new())), "-a");
    }

    #[test]
    fn what_cannot_be_seen_is_not_missing() {
        let name = |text| FileName::new(text).unwrap();
        let mut there = listing("");
        there.refused.push((name("shut"), Refused::NotReadable("permission denied".to_owned())));
        there.refused.push((name("cloud.docx"), Refused::OnlineOnly));
        there.refused.push((name("link.docx"), Refused::Symlink));
        there.ignored.push((name("old.tmp"), Rule::Temporary));
        let known = known("cloud.docx=1@1 link.docx=2@2 old.tmp=3@3 shut/x/a=4@4 shutter=5@5");
        assert_eq!(told(&reconcile(&known, &there, &BTreeMap::new())), "-link.docx -shutter");
    }

    #[test]
    fn a_file_that_is_still_being_written_is_judged_another_time() {
        for (what, was, is, unread, want) in [
            ("a new one", "a=1@10", "a=1@10 b=2@11", "b", ""),
            ("a changing one", "a=1@10", "a=2@10", "a", ""),
            ("perhaps the one that moved", "a=1@10", "b=1@10", "b", ""),
            ("not the one that is gone", "a=1@10", "b=2@11", "b", "-a"),
        ] {
            let known = known(was);
            let findings = reconcile(&known, &listing(is), &hashes(&known, is, unread));
            assert_eq!(told(&findings), want, "{what}");
        }
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter() {
        let (was, is) = ("a=1@1 b=1@2 c=2@3 d=3@4 e=4@5", "x=1@8 y=1@9 d=2@3 c=9@7 z=4@6 w=4@5");
        let (mut known, mut there) = (known(was), listing(is));
        let read = hashes(&known, is, "");
        let want = reconcile(&known, &there, &read);
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..50 {
            random.shuffle(&mut known);
            random.shuffle(&mut there.found);
            assert_eq!(reconcile(&known, &there, &read), want);
        }
    }

    #[test]
    fn a_moved_folder_is_known_without_reading_its_files_and_a_changed_one_is_not() {
        let gone = known("d/a=1@10 d/b=2@11 c=3@0");
        let mut found = listing("e/a=1@10 e/b=2@11 x=3@0").found;
        for (file, was) in found.iter_mut().zip(&gone) {
            file.stat = was.stat;
        }
        found[1].stat.changed_ns += 1;
        let unread = moved_unread(&gone, &found);
        assert_eq!(unread.keys().map(FileName::text).collect::<Vec<_>>(), ["e/a"]);
    }

    /// The reading keeps only what differs and what has the same content; that must judge as the whole would.
    #[test]
    fn what_differs_judges_as_the_whole_does() {
        let mut random = fastrand::Rng::with_seed(11);
        for round in 0..2000 {
            let side = |random: &mut fastrand::Rng| {
                let mut files: Vec<(u8, u8)> = Vec::new();
                for path in 0..8u8 {
                    if random.bool() {
                        files.push((path, random.u8(1..5)));
                    }
                }
                files
            };
            let (was, mut is) = (side(&mut random), side(&mut random));
            // Half of what was is as it was.
            is.retain(|(path, _)| was.iter().all(|(p, _)| p != path) || random.bool());
            let spelled = |files: &[(u8, u8)]| {
                files
                    .iter()
                    .map(|(p, c)| format!("{p}={c}@{} ", u64::from(*c) * 10 + u64::from(*p)))
                    .collect::<String>()
            };
            let (known, is) = (known(&spelled(&was)), spelled(&is));
            let whole = reconcile(&known, &listing(&is), &hashes(&known, &is, ""));
            let read = hashes(&known, &is, "");
            let there = listing(&is);
            let same = |path: &FileName| {
                let (row, file) =
                    (known.iter().find(|k| k.path == *path), there.found.iter().find(|f| f.path == *path));
                matches!((row, file), (Some(row), Some(file)) if file.stat.unchanged_since(&row.stat))
            };
            let content = |path: &FileName| known.iter().find(|k| k.path == *path).map(|k| k.sha256);
            let needed = |path: &FileName| !same(path) || read.values().any(|c| content(path) == Some(*c));
            let few: Vec<Known> = known.iter().filter(|k| needed(&k.path)).cloned().collect();
            let mut part = listing(&is);
            part.found.retain(|f| needed(&f.path));
            assert_eq!(reconcile(&few, &part, &read), whole, "round {round}: {} | {is}", spelled(&was));
            assert_eq!(rows_to_record(&few, &part, &read), rows_to_record(&known, &there, &read));
        }
    }

    #[test]
    fn a_second_walk_after_recording_finds_only_what_is_still_missing() {
        let (was, is) = ("a=1@1 b=2@2 c=3@3", "b=1@1 c=9@3 d=7@4");
        let mut known = known(was);
        let there = listing(is);
        let rows = rows_to_record(&known, &there, &hashes(&known, is, ""));
        known.retain(|was| rows.iter().all(|row| row.path != was.path));
        known.extend(rows);
        assert!(needs_hash(&known, &there.found).is_empty());
        assert!(rows_to_record(&known, &there, &BTreeMap::new()).is_empty());
        assert_eq!(told(&reconcile(&known, &there, &BTreeMap::new())), "-a");
    }
}
