//! Files whose content a cloud program holds elsewhere: what Windows says of them, and that nothing but an ordinary file is
//! opened. Opening a file of the cloud would fetch it.

use std::fs::File;
use std::io;

use super::Kind;

/// Whether the attributes of a file on Windows say that its content is not on this computer.
#[cfg(any(windows, test))]
#[must_use]
pub const fn is_online_only(attributes: u32) -> bool {
    const OFFLINE: u32 = 0x1000;
    const RECALL_ON_OPEN: u32 = 0x0004_0000;
    const RECALL_ON_DATA_ACCESS: u32 = 0x0040_0000;
    attributes & (OFFLINE | RECALL_ON_OPEN | RECALL_ON_DATA_ACCESS) != 0
}

/// Opens what `look` calls an ordinary file; anything else is not even tried.
pub fn open_looked_at(kind: Kind, open: impl FnOnce() -> io::Result<File>) -> io::Result<File> {
    let why = match kind {
        Kind::File => return open(),
        Kind::OnlineOnly => "its content is only in the cloud",
        Kind::Symlink => "it is a link, which is not followed",
        Kind::Folder | Kind::Fifo | Kind::Socket | Kind::Device => "it is not an ordinary file",
    };
    Err(io::Error::new(io::ErrorKind::InvalidInput, why))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn what_windows_says_of_a_file_tells_whether_its_content_is_here() {
        for (attributes, away, what) in [
            (0x20, false, "archive: an ordinary file"),
            (0x80, false, "normal"),
            (0x01, false, "read-only"),
            (0x02, false, "hidden"),
            (0x200, false, "sparse"),
            (0x400, false, "reparse point: kept on this device by a cloud program"),
            (0x800, false, "compressed"),
            (0x0008_0000, false, "pinned: always kept on this device"),
            (0x0010_0000, false, "unpinned, and here still"),
            (0x1000, true, "offline: moved to slower storage"),
            (0x0004_0000, true, "recalled when it is opened"),
            (0x0040_0000, true, "recalled when it is read"),
            (0x0050_1620, true, "OneDrive, only online"),
            (0x0010_0420, false, "OneDrive, fetched"),
        ] {
            assert_eq!(is_online_only(attributes), away, "{what}");
        }
    }

    #[test]
    fn only_an_ordinary_file_is_opened() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        std::fs::write(&path, "x").unwrap();
        for (kind, opened) in [
            (Kind::File, true),
            (Kind::OnlineOnly, false),
            (Kind::Symlink, false),
            (Kind::Folder, false),
            (Kind::Fifo, false),
            (Kind::Socket, false),
            (Kind::Device, false),
        ] {
            let tried = Cell::new(false);
            let got = open_looked_at(kind, || {
                tried.set(true);
                File::open(&path)
            });
            assert_eq!((tried.get(), got.is_ok()), (opened, opened), "{kind:?}");
        }
    }
}
