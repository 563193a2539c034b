//! Opening one file of a chosen folder and nothing beside it: no folder on the way to it may be a link, whoever swaps one in
//! between listing and reading. Refuses to know what the file is for.

#[cfg(target_os = "linux")]
pub use linux::open;

#[cfg(not(target_os = "linux"))]
pub use plain::open;

#[cfg(target_os = "linux")]
mod linux {
    use std::fs::File;
    use std::io;
    use std::path::{Component, Path};

    use rustix::fd::OwnedFd;
    use rustix::fs::{CWD, Mode, OFlags, ResolveFlags, openat, openat2};
    use rustix::io::Errno;

    const FILE: OFlags =
        OFlags::RDONLY.union(OFlags::NOFOLLOW).union(OFlags::NONBLOCK).union(OFlags::CLOEXEC);
    const FOLDER: OFlags =
        OFlags::PATH.union(OFlags::DIRECTORY).union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);

    /// Opens `name` below `root` for reading. The way to `root` itself may have links: a person chose it.
    pub fn open(root: &Path, name: &Path) -> io::Result<File> {
        let root = openat(CWD, root, FOLDER.difference(OFlags::NOFOLLOW), Mode::empty())?;
        let stays = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
        match openat2(&root, name, FILE, Mode::empty(), stays) {
            // An older kernel, or a sandbox that does not know the call.
            Err(Errno::NOSYS | Errno::PERM) => by_parts(root, name),
            opened => Ok(File::from(opened.map_err(said)?)),
        }
    }

    /// The same, one folder after the other.
    pub fn by_parts(root: OwnedFd, name: &Path) -> io::Result<File> {
        let mut at = root;
        let mut parts = name.components().peekable();
        while let Some(part) = parts.next() {
            let Component::Normal(own) = part else { return Err(io::ErrorKind::InvalidInput.into()) };
            if parts.peek().is_none() {
                return Ok(File::from(openat(&at, own, FILE, Mode::empty()).map_err(said)?));
            }
            at = openat(&at, own, FOLDER, Mode::empty()).map_err(said)?;
        }
        Err(io::ErrorKind::InvalidInput.into())
    }

    /// "Too many levels of symbolic links" is what the system says of one.
    fn said(error: Errno) -> io::Error {
        match error {
            Errno::LOOP => io::Error::new(io::ErrorKind::InvalidInput, "it is a link, which is not followed"),
            error => error.into(),
        }
    }

    #[cfg(test)]
    pub fn by_parts_of(root: &Path, name: &Path) -> io::Result<File> {
        by_parts(openat(CWD, root, FOLDER.difference(OFlags::NOFOLLOW), Mode::empty())?, name)
    }
}

/// Where the system has no call for it: every folder on the way is looked at before the file is opened and once more after.
/// A link that is there only in between shows in the stat of what was opened, which the caller compares.
#[cfg(any(not(target_os = "linux"), test))]
mod plain {
    use std::fs::File;
    use std::io;
    use std::path::{Component, Path};

    use super::super::{Kind, platform, stat};

    /// Opens `name` below `root` for reading. The way to `root` itself may have links: a person chose it.
    pub fn open(root: &Path, name: &Path) -> io::Result<File> {
        through_folders(root, name)?;
        let file = platform::open_unfollowed(&root.join(name))?;
        through_folders(root, name)?;
        Ok(file)
    }

    fn through_folders(root: &Path, name: &Path) -> io::Result<()> {
        let mut at = root.to_owned();
        for part in name.parent().into_iter().flat_map(Path::components) {
            let Component::Normal(own) = part else { return Err(io::ErrorKind::InvalidInput.into()) };
            at.push(own);
            if stat(&at).map_err(|error| error.source)?.0 != Kind::Folder {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidInput,
                    "it is a link, which is not followed",
                ));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::fs;
    use std::io::Read;
    use std::os::unix::fs::symlink;
    use std::path::Path;

    use super::*;

    type Open = fn(&Path, &Path) -> std::io::Result<fs::File>;
    const WAYS: [(&str, Open); 3] =
        [("openat2", open), ("by parts", linux::by_parts_of), ("plainly", plain::open)];

    #[test]
    fn nothing_is_opened_through_a_link_and_nothing_outside() {
        let dir = tempfile::tempdir().unwrap();
        let (root, chosen) = (dir.path().join("root"), dir.path().join("chosen"));
        fs::create_dir_all(root.join("letters/old")).unwrap();
        fs::create_dir(dir.path().join("private")).unwrap();
        fs::write(dir.path().join("private/a.txt"), "private").unwrap();
        fs::write(root.join("letters/old/a.txt"), "evidence").unwrap();
        fs::write(root.join("b.txt"), "at the top").unwrap();
        symlink(dir.path().join("private"), root.join("swapped")).unwrap();
        symlink("letters", root.join("inside")).unwrap();
        symlink("b.txt", root.join("link.txt")).unwrap();
        symlink("root", &chosen).unwrap();
        for (way, open) in WAYS {
            let text = |root: &Path, name: &str| {
                let mut text = String::new();
                open(root, Path::new(name)).and_then(|mut file| file.read_to_string(&mut text)).map(|_| text)
            };
            assert_eq!(text(&root, "letters/old/a.txt").unwrap(), "evidence", "{way}");
            assert_eq!(text(&root, "b.txt").unwrap(), "at the top", "{way}");
            assert_eq!(text(&chosen, "b.txt").unwrap(), "at the top", "{way}: the person chose a link");
            for name in ["swapped/a.txt", "inside/old/a.txt", "link.txt", "letters/none.txt"] {
                assert!(text(&root, name).is_err(), "{way}: {name}");
            }
        }
        for (way, open) in &WAYS[..2] {
            for name in ["../private/a.txt", "letters/../../private/a.txt", "/etc/hostname"] {
                assert!(open(&root, Path::new(name)).is_err(), "{way}: {name}");
            }
        }
    }
}
