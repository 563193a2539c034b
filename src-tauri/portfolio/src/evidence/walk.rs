//! The full walk of a learner's folder: what lies there, what was passed over and what was refused, each with
//! its reason.
//!
//! It reads names and times, never content, follows no link, and refuses to know the record: comparing is
//! `reconcile`.

use std::cmp::Ordering;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

pub use crate::disk::Stat;
use crate::disk::{self, DiskError, Kind};
use crate::evidence::ignore::{self, Rule};
use crate::evidence::name::FileName;

/// How many folders deep a walk goes; below lies nobody's portfolio, but a trap or an accident.
pub const DEEPEST: usize = 64;
/// The most bytes of a file that is read, 64 GiB: an hour of uncompressed video, and minutes of reading. A sparse file
/// claims terabytes with no effort, and nobody waits hours for its zeros.
pub const LARGEST: u64 = 64 << 30;
/// How many files are handed on at a time.
const HANDFUL: usize = 1024;
/// After how long fewer are handed on, or none: whoever takes them is to know that the folder still answers.
const SIGN: Duration = Duration::from_secs(1);

/// What a walk found, each list sorted by the bytes of the names.
#[derive(Debug)]
pub struct Listing {
    /// Whether the folder itself is there. When it is not, the lists are empty and say nothing.
    pub root: RootState,
    /// Ordinary files.
    pub found: Vec<Found>,
    /// Names that are never evidence. A folder stands for all that is in it.
    pub ignored: Vec<(FileName, Rule)>,
    /// What is no ordinary file or could not be looked at. A folder stands for all that is in it.
    pub refused: Vec<(FileName, Refused)>,
}

/// An ordinary file with what its listing says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where, relative to the learner's folder.
    pub path: FileName,
    /// Size, times and number.
    pub stat: Stat,
}

impl AsRef<FileName> for Found {
    fn as_ref(&self) -> &FileName {
        &self.path
    }
}

/// Whether the learner's folder can be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RootState {
    /// It is there. `stat` names it: another inode or device at the same path is another folder.
    Present {
        /// The folder's own.
        stat: Stat,
    },
    /// It is not, with the reason in plain words: a drive unplugged, a share offline. Its files are not
    /// deleted.
    Missing(String),
}

/// Why an entry is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// A link may lead anywhere; the file that it leads to can be put into the folder.
    Symlink,
    /// A named pipe.
    Fifo,
    /// A socket.
    Socket,
    /// A device.
    Device,
    /// The content is in the cloud only, and reading it would download it.
    OnlineOnly,
    /// The operating system said no, in its words.
    NotReadable(String),
    /// More than [`DEEPEST`] folders down.
    NameTooDeep,
    /// Windows would open another file, or none.
    NameOfAnother,
    /// More than [`LARGEST`] bytes, with how many.
    TooLarge(u64),
}

impl Refused {
    /// The reason in plain words, as the end of "not read: …".
    pub fn reason(&self) -> String {
        match self {
            Self::Symlink => "a link, which may lead out of the folder".to_owned(),
            Self::Fifo => "a pipe, not a file".to_owned(),
            Self::Socket => "a socket, not a file".to_owned(),
            Self::Device => "a device, not a file".to_owned(),
            Self::OnlineOnly => "kept online only; make it available on this computer first".to_owned(),
            Self::NotReadable(reason) => reason.clone(),
            Self::NameTooDeep => format!("more than {DEEPEST} folders deep"),
            Self::NameOfAnother => {
                "its name ends with a full stop or a space, or is one that Windows keeps for itself; rename it"
                    .to_owned()
            }
            Self::TooLarge(size) => format!(
                "{} GB, and files of more than {} GB are not read; put a shorter recording or an extract in the folder",
                size >> 30,
                LARGEST >> 30
            ),
        }
    }

    /// Whether there may be a file that we merely cannot see now, so that nothing follows from not having
    /// seen it.
    pub fn hides(&self) -> bool {
        match self {
            Self::OnlineOnly
            | Self::NotReadable(_)
            | Self::NameTooDeep
            | Self::NameOfAnother
            | Self::TooLarge(_) => true,
            Self::Symlink | Self::Fifo | Self::Socket | Self::Device => false,
        }
    }
}

/// What a walk says beside the files that it hands on.
#[derive(Debug)]
pub struct Walked {
    /// Whether the folder itself is there. When it is not, nothing that was handed on counts.
    pub root: RootState,
    /// Names that are never evidence, as in [`Listing`].
    pub ignored: Vec<(FileName, Rule)>,
    /// What is no ordinary file, as in [`Listing`].
    pub refused: Vec<(FileName, Refused)>,
    /// Whether the taker had enough before the end.
    pub cut_short: bool,
}

/// Walks the whole of `root`.
pub fn walk(root: &Path) -> Listing {
    let mut found = Vec::new();
    let Walked { root, ignored, refused, cut_short: _ } = walk_in_order(root, &mut |handful| {
        found.extend(handful);
        ControlFlow::Continue(())
    });
    let found = match root {
        RootState::Present { .. } => found,
        RootState::Missing(_) => Vec::new(),
    };
    let mut listing = Listing { root, found, ignored, refused };
    listing.sort();
    listing
}

/// Walks the whole of `root` and hands the ordinary files on, a few hundred at a time and Unicode names in the order of
/// the bytes of their paths (other names come in between), so that a walk of any size needs the memory of one folder and
/// those above it.
pub fn walk_in_order(root: &Path, take: &mut dyn FnMut(Vec<Found>) -> ControlFlow<()>) -> Walked {
    let missing = |error: &DiskError| Walked {
        root: RootState::Missing(reason(error)),
        ignored: Vec::new(),
        refused: Vec::new(),
        cut_short: false,
    };
    let stat = match disk::stat_folder(root) {
        Ok(stat) => stat,
        Err(error) => return missing(&error),
    };
    // A folder that vanishes between two looks is missing, not empty.
    let entries = match disk::list(root) {
        Ok(entries) => entries,
        Err(error) => return missing(&error),
    };
    let mut listing = Listing::empty(RootState::Present { stat });
    let top = Folder { path: root.to_owned(), name: None, depth: 0 };
    let flow = listing.descend(entries, &top, take);
    match disk::stat_folder(root) {
        // A drive that was unplugged and plugged in again meanwhile may have looked empty.
        Ok(after) if (after.inode, after.device) == (stat.inode, stat.device) => {}
        Ok(_) => {
            return missing(&DiskError {
                doing: "walk".into(),
                path: root.to_owned(),
                source: std::io::Error::other("the folder was replaced while it was read"),
            });
        }
        Err(error) => return missing(&error),
    }
    listing.sort();
    Walked {
        root: listing.root,
        ignored: listing.ignored,
        refused: listing.refused,
        cut_short: flow.is_break(),
    }
}

/// Walks the part of `root` at `within`, which may be a folder, a file, or gone (then the lists are empty).
/// Names stay relative to `root`.
pub fn walk_part(root: &Path, within: &FileName) -> Listing {
    let mut listing = match disk::stat_folder(root) {
        Ok(stat) => Listing::empty(RootState::Present { stat }),
        Err(error) => return Listing::empty(RootState::Missing(reason(&error))),
    };
    if let Some(above) = shut_above(root, within) {
        listing.shut(above);
    } else {
        listing.take_one(root, within);
    }
    listing.sort();
    listing
}

/// Why nothing below a folder is looked at.
enum Shut {
    Ignored(FileName, Rule),
    Refused(FileName, Refused),
    Gone,
}

/// The topmost folder above `name` that a full walk would not have entered.
fn shut_above(root: &Path, name: &FileName) -> Option<Shut> {
    let mut above: Vec<FileName> = name.folders().collect();
    above.reverse();
    above.into_iter().enumerate().find_map(|(depth, folder)| {
        if let Some(rule) = ignore::folder(folder.last()) {
            return Some(Shut::Ignored(folder, rule));
        }
        if depth >= DEEPEST {
            return Some(Shut::Refused(folder, Refused::NameTooDeep));
        }
        let Some(path) = folder.under(root) else { return Some(Shut::Gone) };
        match disk::stat(&path) {
            Ok((Kind::Folder, _)) if is_workspace(&path) => Some(Shut::Ignored(folder, Rule::Workspace)),
            Ok((Kind::Folder, _)) => None,
            Ok((Kind::Symlink, _)) => Some(Shut::Refused(folder, Refused::Symlink)),
            Ok((Kind::File | Kind::Fifo | Kind::Socket | Kind::Device | Kind::OnlineOnly, _)) => {
                Some(Shut::Gone)
            }
            Err(error) if error.is_missing() => Some(Shut::Gone),
            Err(error) => Some(Shut::Refused(folder, Refused::NotReadable(reason(&error)))),
        }
    })
}

fn is_workspace(folder: &Path) -> bool {
    disk::stat(&folder.join("portfolio.db")).is_ok()
}

/// What a folder holds that the walk goes on with.
enum Member {
    File(Found),
    Folder(Folder),
}

/// A folder that the walk has yet to enter.
struct Folder {
    path: PathBuf,
    /// `None` for the learner's folder itself.
    name: Option<FileName>,
    depth: usize,
}

impl Listing {
    fn empty(root: RootState) -> Self {
        Self { root, found: Vec::new(), ignored: Vec::new(), refused: Vec::new() }
    }

    fn sort(&mut self) {
        self.found.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        self.ignored.sort_unstable();
        self.refused.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    }

    fn shut(&mut self, above: Shut) {
        match above {
            Shut::Ignored(name, rule) => self.ignored.push((name, rule)),
            Shut::Refused(name, why) => self.refused.push((name, why)),
            Shut::Gone => {}
        }
    }

    fn take_one(&mut self, root: &Path, name: &FileName) {
        let Some(path) = name.under(root) else { return };
        let depth = name.folders().count();
        let looked = match disk::stat(&path) {
            Err(error) if error.is_missing() => return,
            looked => looked,
        };
        let at_top = name.folder().is_none() && is_workspace(root);
        if at_top && ignore::is_workspace_part(name.last()) {
            self.ignored.push((name.clone(), Rule::Workspace));
            return;
        }
        let Some(folder) = self.take(name.clone(), path, depth, looked) else { return };
        let Some(entries) = self.list(&folder) else { return };
        let mut found = std::mem::take(&mut self.found);
        let _all = self.descend(entries, &folder, &mut |handful| {
            found.extend(handful);
            ControlFlow::Continue(())
        });
        self.found = found;
    }

    /// Takes the entries of the first folder and all below it, depth first and in order. A list of opened folders instead
    /// of a function that calls itself: the depth of a hostile tree costs no stack.
    fn descend(
        &mut self,
        entries: Vec<disk::Entry>,
        top: &Folder,
        take: &mut dyn FnMut(Vec<Found>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut opened = vec![self.open(entries, top)];
        let mut signed = Instant::now();
        while let Some(folder) = opened.last_mut() {
            let inner = match folder.next() {
                Some(Member::File(found)) => {
                    self.found.push(found);
                    None
                }
                Some(Member::Folder(inner)) => Some(inner),
                None => {
                    opened.pop();
                    None
                }
            };
            // Only listing a folder lets wait: its files have been looked at by then.
            let listed = inner.is_some();
            if let Some(inner) = inner
                && let Some(entries) = self.list(&inner)
            {
                opened.push(self.open(entries, &inner));
            }
            if self.found.len() >= HANDFUL || listed && signed.elapsed() >= SIGN {
                signed = Instant::now();
                take(std::mem::replace(&mut self.found, Vec::with_capacity(HANDFUL)))?;
            }
        }
        take(std::mem::take(&mut self.found))
    }

    /// The entries of a folder below the first. `None` where there is nothing to enter.
    fn list(&mut self, folder: &Folder) -> Option<Vec<disk::Entry>> {
        match (disk::list(&folder.path), &folder.name) {
            (Ok(entries), _) => Some(entries),
            (Err(error), Some(name)) if !error.is_missing() => {
                self.refused.push((name.clone(), Refused::NotReadable(reason(&error))));
                None
            }
            // It went away while we walked.
            (Err(_), _) => None,
        }
    }

    /// Sorts a folder's entries so that whole paths come in the order of their bytes: a folder sorts as if its name ended
    /// with the slash that follows it.
    fn open(&mut self, mut entries: Vec<disk::Entry>, folder: &Folder) -> std::vec::IntoIter<Member> {
        let workspace = ignore::is_workspace(entries.iter().filter_map(|entry| entry.name.to_str()));
        if let (true, Some(name)) = (workspace, &folder.name) {
            self.ignored.push((name.clone(), Rule::Workspace));
            return Vec::new().into_iter();
        }
        entries.sort_unstable_by(in_path_order);
        let mut members = Vec::with_capacity(entries.len());
        for entry in entries {
            let name = match &folder.name {
                Some(above) => above.child(&entry.name),
                None => FileName::top(&entry.name),
            };
            if workspace && ignore::is_workspace_part(name.last()) {
                self.ignored.push((name, Rule::Workspace));
                continue;
            }
            match entry.looked {
                Ok((Kind::File, stat))
                    if stat.size <= LARGEST
                        && ignore::file(name.last()).is_none()
                        && name.opens_as_listed() =>
                {
                    members.push(Member::File(Found { path: name, stat }));
                }
                looked => {
                    let path = folder.path.join(&entry.name);
                    members.extend(self.take(name, path, folder.depth, looked).map(Member::Folder));
                }
            }
        }
        members.into_iter()
    }

    /// Puts one entry on the list where it belongs; a folder that is to be entered comes back.
    fn take(
        &mut self,
        name: FileName,
        path: PathBuf,
        depth: usize,
        looked: Result<(Kind, Stat), DiskError>,
    ) -> Option<Folder> {
        let is_folder = matches!(looked, Ok((Kind::Folder, _)));
        let rule = if is_folder { ignore::folder(name.last()) } else { ignore::file(name.last()) };
        if let Some(rule) = rule {
            self.ignored.push((name, rule));
            return None;
        }
        if !name.opens_as_listed() {
            self.refused.push((name, Refused::NameOfAnother));
            return None;
        }
        let why = match looked {
            Ok((Kind::File, stat)) if stat.size <= LARGEST => {
                self.found.push(Found { path: name, stat });
                return None;
            }
            Ok((Kind::Folder, _)) if depth < DEEPEST => {
                return Some(Folder { path, name: Some(name), depth: depth + 1 });
            }
            Ok((Kind::File, stat)) => Refused::TooLarge(stat.size),
            Ok((Kind::Folder, _)) => Refused::NameTooDeep,
            Ok((Kind::Symlink, _)) => Refused::Symlink,
            Ok((Kind::Fifo, _)) => Refused::Fifo,
            Ok((Kind::Socket, _)) => Refused::Socket,
            Ok((Kind::Device, _)) => Refused::Device,
            Ok((Kind::OnlineOnly, _)) => Refused::OnlineOnly,
            Err(error) if error.is_missing() => return None,
            Err(error) => Refused::NotReadable(reason(&error)),
        };
        self.refused.push((name, why));
        None
    }
}

/// Bytes, with a slash after a folder's name.
fn in_path_order(a: &disk::Entry, b: &disk::Entry) -> Ordering {
    let (x, y) = (a.name.as_encoded_bytes(), b.name.as_encoded_bytes());
    let shorter = x.len().min(y.len());
    let next = |entry: &disk::Entry| {
        let slash = matches!(entry.looked, Ok((Kind::Folder, _))).then_some(&b'/');
        entry.name.as_encoded_bytes().get(shorter).or(slash).copied()
    };
    x[..shorter].cmp(&y[..shorter]).then_with(|| next(a).cmp(&next(b)))
}

/// The operating system's words alone: the path stands beside them.
fn reason(error: &DiskError) -> String {
    error.source.to_string()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn write(root: &Path, name: &str) {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, name).unwrap();
    }

    fn found(listing: &Listing) -> Vec<&str> {
        listing.found.iter().map(|found| found.path.text()).collect()
    }

    #[test]
    fn a_walk_lists_files_and_names_the_rule_for_what_it_passes_over() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b/z.txt", "a.txt", "b/.DS_Store", ".git/config", "b/~$z.docx", "b.txt"] {
            write(dir.path(), name);
        }
        let listing = walk(dir.path());
        assert!(matches!(listing.root, RootState::Present { .. }));
        assert_eq!(found(&listing), ["a.txt", "b.txt", "b/z.txt"]);
        let ignored: Vec<_> = listing.ignored.iter().map(|(name, rule)| (name.text(), *rule)).collect();
        let want = [(".git", Rule::Hidden), ("b/.DS_Store", Rule::System), ("b/~$z.docx", Rule::Lock)];
        assert_eq!(ignored, want);
        assert_eq!(listing.found[0].stat.size, 5);
    }

    #[test]
    fn files_are_handed_on_in_the_order_of_their_paths() {
        let dir = tempfile::tempdir().unwrap();
        let names = ["a b", "a.txt", "a/1", "a/b/2", "a/b.c", "a!", "a0", "a-/x", "é", "A", "zz/~", "z z/k"];
        for name in names {
            write(dir.path(), name);
        }
        let mut handed = Vec::new();
        let walked = walk_in_order(dir.path(), &mut |handful| {
            handed.extend(handful.into_iter().map(|found| found.path));
            ControlFlow::Continue(())
        });
        assert!(!walked.cut_short);
        assert!(handed.is_sorted() && handed.len() == names.len(), "{handed:?}");
        let walked = walk_in_order(dir.path(), &mut |_| ControlFlow::Break(()));
        assert!(walked.cut_short);
    }

    #[cfg(unix)]
    #[test]
    fn a_sparse_file_of_terabytes_is_not_read_and_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let file = fs::File::create(dir.path().join("vast.mp4")).unwrap();
        file.set_len(8 << 40).unwrap();
        let listing = walk(dir.path());
        assert!(listing.found.is_empty());
        assert_eq!(listing.refused[0].1, Refused::TooLarge(8 << 40));
        assert!(listing.refused[0].1.reason().starts_with("8192 GB"), "{}", listing.refused[0].1.reason());
    }

    #[test]
    fn a_folder_that_is_not_there_is_missing_and_not_empty() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), "file");
        for root in ["gone", "file"] {
            let listing = walk(&dir.path().join(root));
            assert!(matches!(listing.root, RootState::Missing(_)), "{root}: {listing:?}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_and_pipes_are_refused_by_name_and_never_followed() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        let outside = tempfile::tempdir().unwrap();
        write(outside.path(), "secret.txt");
        write(dir.path(), "real.txt");
        symlink(outside.path(), dir.path().join("folder link")).unwrap();
        symlink(dir.path().join("real.txt"), dir.path().join("file link")).unwrap();
        symlink(dir.path(), dir.path().join("loop")).unwrap();
        let fifo = dir.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(fifo).status().unwrap().success());
        let _socket = std::os::unix::net::UnixListener::bind(dir.path().join("socket")).unwrap();
        let listing = walk(dir.path());
        assert_eq!(found(&listing), ["real.txt"]);
        let refused: Vec<_> = listing.refused.iter().map(|(name, why)| (name.text(), why.clone())).collect();
        let want = [
            ("file link", Refused::Symlink),
            ("folder link", Refused::Symlink),
            ("loop", Refused::Symlink),
            ("pipe", Refused::Fifo),
            ("socket", Refused::Socket),
        ];
        assert_eq!(refused, want);
        let through = walk_part(dir.path(), &FileName::new("folder link/secret.txt").unwrap());
        assert!(through.found.is_empty());
        assert_eq!(through.refused.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn hostile_names_are_walked_like_any_other() {
        use std::os::unix::ffi::OsStrExt;
        let dir = tempfile::tempdir().unwrap();
        let long = "x".repeat(255);
        for name in ["<b>bold</b>.txt", "two\nlines.txt", "gpj\u{202e}.exe", &long] {
            write(dir.path(), name);
        }
        fs::write(dir.path().join(std::ffi::OsStr::from_bytes(b"not \xff unicode")), b"x").unwrap();
        let listing = walk(dir.path());
        assert_eq!(listing.found.len(), 5);
        for found in &listing.found {
            assert!(disk::open_evidence(&found.path.under(dir.path()).unwrap()).is_ok(), "{:?}", found.path);
        }
    }

    #[test]
    fn a_tree_without_end_is_cut_and_says_so() {
        let dir = tempfile::tempdir().unwrap();
        let deep = "d/".repeat(DEEPEST + 2);
        write(dir.path(), &format!("{deep}x.txt"));
        write(dir.path(), &format!("{}y.txt", "d/".repeat(DEEPEST)));
        let listing = walk(dir.path());
        assert_eq!(listing.found.len(), 1);
        assert_eq!(listing.refused.len(), 1);
        assert_eq!(listing.refused[0].1, Refused::NameTooDeep);
        let part = walk_part(dir.path(), &FileName::new(&format!("{deep}x.txt")).unwrap());
        assert_eq!((part.found.len(), &part.refused), (0, &listing.refused));
    }

    #[test]
    fn a_workspace_inside_the_folder_is_not_evidence() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["mine/portfolio.db", "mine/judged/abc", "essay.txt"] {
            write(dir.path(), name);
        }
        let listing = walk(dir.path());
        assert_eq!(found(&listing), ["essay.txt"]);
        assert_eq!(listing.ignored, [(FileName::new("mine").unwrap(), Rule::Workspace)]);
        let part = walk_part(dir.path(), &FileName::new("mine/judged/abc").unwrap());
        assert_eq!(part.ignored, listing.ignored);
    }

    #[test]
    fn a_folder_that_is_a_workspace_itself_shows_only_the_rest() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["portfolio.db", "local.db", "judged/abc", "essay.txt"] {
            write(dir.path(), name);
        }
        assert_eq!(found(&walk(dir.path())), ["essay.txt"]);
        assert!(walk_part(dir.path(), &FileName::new("judged").unwrap()).found.is_empty());
    }

    #[test]
    fn a_part_can_be_walked_alone() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["a/b/c.txt", "a/d.txt", "e.txt"] {
            write(dir.path(), name);
        }
        for (within, want) in [
            ("a", vec!["a/b/c.txt", "a/d.txt"]),
            ("a/b", vec!["a/b/c.txt"]),
            ("e.txt", vec!["e.txt"]),
            ("gone", vec![]),
            ("e.txt/x", vec![]),
        ] {
            let listing = walk_part(dir.path(), &FileName::new(within).unwrap());
            assert_eq!(found(&listing), want, "{within}");
        }
    }
}
