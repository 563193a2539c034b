//! The one door to the file system: nothing else in the core names `std::fs`.
//!
//! Evidence is only ever opened for reading here; what is written are our own files. This file refuses to
//! know what a file means: no rules of assessment, no databases, no ignore rules.

mod cloud;
#[cfg(target_os = "linux")]
mod linux;
mod within;

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use crate::evidence::name::neutral;

/// How much is read at a time. Measured (TARGETS.md): larger buys nothing, and mapping a file raises SIGBUS
/// when somebody truncates it.
pub const BUFFER: usize = 128 * 1024;

/// Something the file system would not do, with the path and what was being done.
#[derive(Debug, thiserror::Error)]
#[error("could not {doing} “{}”: {source}", neutral(&plain(path).to_string_lossy()))]
pub struct DiskError {
    /// What was being done, as the end of "could not …": `read`, `write`, `list the folder`.
    pub doing: String,
    /// On what.
    pub path: PathBuf,
    /// What the operating system said.
    pub source: io::Error,
}

impl DiskError {
    /// Whether the disk or the person's quota is full.
    pub fn is_full(&self) -> bool {
        matches!(self.source.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
    }

    /// Whether another program holds the file.
    pub fn is_held(&self) -> bool {
        is_held(&self.source)
    }

    /// Whether the system keeps this program from the file: on macOS a person may allow it (EPERM).
    pub fn is_kept_from_us(&self) -> bool {
        cfg!(target_os = "macos") && self.source.raw_os_error() == Some(1)
    }

    /// Whether there is nothing at the path.
    pub fn is_missing(&self) -> bool {
        matches!(self.source.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
    }
}

/// Puts the path and the deed to an `io::Error`.
fn doing(doing: &str, path: &Path) -> impl FnOnce(io::Error) -> DiskError {
    move |source| DiskError { doing: doing.to_owned(), path: path.to_owned(), source }
}

/// What tells cheaply whether a file may have changed. Equal values say "not changed", save for a write
/// within the same clock tick as the reading before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Stat {
    /// Bytes.
    pub size: u64,
    /// Modified, in nanoseconds since 1970; anyone can set it.
    pub modified_ns: i64,
    /// Changed (ctime), in nanoseconds since 1970, which no program can set; on Windows the time of creation.
    pub changed_ns: i64,
    /// The file's number on its device; 0 on Windows.
    pub inode: u64,
    /// The device; 0 on Windows. It may differ after a stick is plugged in again.
    pub device: u64,
}

impl Stat {
    /// Whether `earlier` says that this file was not touched since. The device is left out: it changes when a
    /// stick is plugged in again.
    pub fn unchanged_since(&self, earlier: &Self) -> bool {
        Self { device: 0, ..*self } == Self { device: 0, ..*earlier }
    }

    /// Whether both are one file under two names or at two times; never true where files have no number
    /// (Windows).
    pub fn is_same_file(&self, other: &Self) -> bool {
        self.inode != 0 && (self.inode, self.device) == (other.inode, other.device)
    }
}

/// What an entry of a folder is, links not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An ordinary file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, or on Windows a junction.
    Symlink,
    /// A named pipe.
    Fifo,
    /// A socket.
    Socket,
    /// A device, or something that has no name here.
    Device,
    /// A cloud file whose content is not on this computer: opening it would download it.
    OnlineOnly,
}

/// One entry of a folder.
#[derive(Debug)]
pub struct Entry {
    /// Its own name, without the folder.
    pub name: OsString,
    /// What it is and its stat, or why neither can be had.
    pub looked: Result<(Kind, Stat), DiskError>,
}

/// The entries of `folder` in no order. On Linux each is looked at relative to the open folder, on Windows
/// straight from the listing.
pub fn list(folder: &Path) -> Result<Vec<Entry>, DiskError> {
    #[cfg(target_os = "linux")]
    return linux::list(folder);
    #[cfg(not(target_os = "linux"))]
    list_plainly(folder)
}

/// The same by way of the standard library.
#[cfg(not(target_os = "linux"))]
fn list_plainly(folder: &Path) -> Result<Vec<Entry>, DiskError> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(doing("list the folder", folder))? {
        let entry = entry.map_err(doing("list the folder", folder))?;
        let looked = entry.metadata().map(|meta| (kind(&meta), stat_of(&meta)));
        let looked = looked.map_err(|source| doing("look at", &entry.path())(source));
        entries.push(Entry { name: entry.file_name(), looked });
    }
    Ok(entries)
}

/// The names in a folder as it spells them, in no order.
pub fn names(folder: &Path) -> Result<Vec<OsString>, DiskError> {
    let entries = fs::read_dir(folder).map_err(doing("list the folder", folder))?;
    entries.map(|entry| Ok(entry.map_err(doing("list the folder", folder))?.file_name())).collect()
}

/// What lies at `path`, links not followed.
pub fn stat(path: &Path) -> Result<(Kind, Stat), DiskError> {
    let meta = fs::symlink_metadata(path).map_err(doing("look at", path))?;
    Ok((kind(&meta), stat_of(&meta)))
}

/// The stat of the folder that `path` leads to, links followed, since a person chose it; fails when it is not
/// a folder.
pub fn stat_folder(path: &Path) -> Result<Stat, DiskError> {
    let meta = fs::metadata(path).map_err(doing("look at", path))?;
    if meta.is_dir() {
        Ok(stat_of(&meta))
    } else {
        Err(doing("open", path)(io::ErrorKind::NotADirectory.into()))
    }
}

/// `path` without links and relative parts, as the operating system spells it.
pub fn resolved(path: &Path) -> Result<PathBuf, DiskError> {
    fs::canonicalize(path).map_err(doing("find", path))
}

/// An evidence file that is open for reading and was a regular file at that moment.
#[derive(Debug)]
pub struct Opened {
    file: File,
    path: PathBuf,
    /// Its stat when it was opened.
    pub stat: Stat,
}

impl Opened {
    /// The stat of the open file now, wherever its name has gone.
    pub fn stat_again(&self) -> Result<Stat, DiskError> {
        self.file.metadata().map(|meta| stat_of(&meta)).map_err(doing("look at", &self.path))
    }

    /// Reads on, as `Read::read` does, with the path in the error.
    pub fn read(&mut self, buffer: &mut [u8]) -> Result<usize, DiskError> {
        loop {
            match self.file.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => return read.map_err(doing("read", &self.path)),
            }
        }
    }

    /// Exactly `count` bytes from `first` on; an error (`UnexpectedEof`) where the file became shorter meanwhile.
    pub fn bytes(&mut self, first: u64, count: u64) -> Result<Vec<u8>, DiskError> {
        let failed = |source| doing("read", &self.path)(source);
        self.file.seek(SeekFrom::Start(first)).map_err(failed)?;
        let mut bytes = Vec::new();
        (&self.file).take(count).read_to_end(&mut bytes).map_err(failed)?;
        if bytes.len() as u64 == count { Ok(bytes) } else { Err(failed(io::ErrorKind::UnexpectedEof.into())) }
    }

    /// All of it from the beginning, at most `limit` bytes; more is an error (`FileTooLarge`), whatever its listed size says.
    pub fn whole(&mut self, limit: usize) -> Result<Vec<u8>, DiskError> {
        self.file.seek(SeekFrom::Start(0)).map_err(doing("read", &self.path))?;
        let mut bytes = Vec::new();
        let mut buffer = vec![0; BUFFER.min(limit.saturating_add(1))];
        loop {
            let read = self.read(&mut buffer)?;
            if read == 0 {
                return Ok(bytes);
            }
            bytes.extend_from_slice(&buffer[..read]);
            if bytes.len() > limit {
                return Err(doing("read", &self.path)(io::ErrorKind::FileTooLarge.into()));
            }
        }
    }
}

/// Opens a regular file for reading, and nothing else: a link as the last component is refused, a pipe does
/// not block, a file of which the content is elsewhere is not fetched, other programs may go on writing, renaming and
/// deleting.
pub fn open_evidence(path: &Path) -> Result<Opened, DiskError> {
    open_guarded(path, || platform::open_unfollowed(path))
}

/// The same for the file `name` of the folder `root`: no folder between the two may be a link.
pub fn open_evidence_in(root: &Path, name: &Path) -> Result<Opened, DiskError> {
    open_guarded(&root.join(name), || within::open(root, name))
}

fn open_guarded(path: &Path, open: impl FnOnce() -> io::Result<File>) -> Result<Opened, DiskError> {
    // On Linux no file is elsewhere, and what is no ordinary file is told once it is open, without waiting for anything.
    let looked = if platform::HAS_CLOUD { stat(path)?.0 } else { Kind::File };
    let file = cloud::open_looked_at(looked, open).map_err(doing("open", path))?;
    let meta = file.metadata().map_err(doing("look at", path))?;
    let file = cloud::open_looked_at(kind(&meta), || Ok(file)).map_err(doing("open", path))?;
    Ok(Opened { file, path: path.to_owned(), stat: stat_of(&meta) })
}

/// The whole of a file of at most `limit` bytes; a larger one is an error (`FileTooLarge`), whatever its
/// listed size says.
pub fn read_small(path: &Path, limit: usize) -> Result<Vec<u8>, DiskError> {
    open_evidence(path)?.whole(limit)
}

/// Creates `path` and the folders above it for this user alone (0700 on Unix; on Windows as the folder above
/// allows). A folder that is there already is left as it is.
pub fn create_private_folder(path: &Path) -> Result<(), DiskError> {
    platform::create_private(path).map_err(doing("create the folder", path))
}

/// Writes one of OUR files so that a reader, or a power cut, sees either the old bytes or the new ones.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    let mut draft = Draft::beside(path)?;
    draft.write(bytes)?;
    draft.put(Access::Writable)
}

/// Removes one of OUR files, read-only or not. One that is not there is fine.
pub fn remove(path: &Path) -> Result<(), DiskError> {
    match platform::remove(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done.map_err(doing("delete", path)),
    }
}

/// Removes one of OUR folders with the files in it, also with those that are put there meanwhile; once it is gone nothing can be put
/// there any more. One that is not there is fine.
pub fn remove_folder(path: &Path) -> Result<(), DiskError> {
    /// Nobody puts files there that fast for long.
    const TRIES: usize = 64;
    for _ in 0..TRIES {
        let entries = match list(path) {
            Err(error) if error.is_missing() => return Ok(()),
            listed => listed?,
        };
        for entry in entries {
            remove(&path.join(entry.name))?;
        }
        match fs::remove_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            done => return done.map_err(doing("delete", path)),
        }
    }
    Err(doing("delete", path)(io::ErrorKind::DirectoryNotEmpty.into()))
}

/// What became of a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// The bytes are held at this path.
    At(PathBuf),
    /// The file's content has this other hash: nothing was kept.
    Different([u8; 32]),
}

/// Keeps a read-only copy of `opened` as `folder/<sha256>`, hashing while copying. A copy of the right size
/// that is there already is left alone. The source is only read.
pub fn hold(mut opened: Opened, folder: &Path, sha256: &[u8; 32]) -> Result<Held, DiskError> {
    let target = folder.join(sha256.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    if stat(&target).is_ok_and(|(kind, there)| kind == Kind::File && there.size == opened.stat.size) {
        return Ok(Held::At(target));
    }
    let mut draft = Draft::beside(&target)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; BUFFER];
    loop {
        let read = opened.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
        draft.write(&buffer[..read])?;
    }
    let found: [u8; 32] = hasher.finalize().into();
    if found != *sha256 {
        return Ok(Held::Different(found));
    }
    draft.put(Access::ReadOnly)?;
    Ok(Held::At(target))
}

/// Copies what is open to `target`, one of OUR files, read-only and whole; one of the right size that is there already is
/// left alone. Its folder must be there.
pub fn copy(opened: &mut Opened, target: &Path) -> Result<(), DiskError> {
    if stat(target).is_ok_and(|(kind, there)| kind == Kind::File && there.size == opened.stat.size) {
        return Ok(());
    }
    let mut draft = Draft::beside(target)?;
    let mut buffer = vec![0; BUFFER];
    loop {
        let read = opened.read(&mut buffer)?;
        if read == 0 {
            return draft.put(Access::ReadOnly);
        }
        draft.write(&buffer[..read])?;
    }
}

/// Whether a finished file may be written again.
enum Access {
    Writable,
    ReadOnly,
}

/// A file in the making beside its target, gone again unless it is put in place.
struct Draft {
    file: Option<File>,
    path: PathBuf,
    target: PathBuf,
}

/// Tells apart the drafts of one process; the process id tells apart those of several.
static DRAFTS: AtomicU64 = AtomicU64::new(0);

impl Draft {
    fn beside(target: &Path) -> Result<Self, DiskError> {
        let number = DRAFTS.fetch_add(1, Ordering::Relaxed);
        let mut name = OsString::from(".");
        // A name of 255 bytes leaves no room for more, so that the draft does not carry the target's.
        name.push(format!("portfolio-{}-{number}.tmp", std::process::id()));
        let path = target.with_file_name(name);
        let file = OpenOptions::new().write(true).create_new(true).open(&path);
        let file = file.map_err(doing("write", target))?;
        Ok(Self { file: Some(file), path, target: target.to_owned() })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), DiskError> {
        match &mut self.file {
            Some(file) => file.write_all(bytes).map_err(doing("write", &self.target)),
            None => Ok(()),
        }
    }

    fn put(mut self, access: Access) -> Result<(), DiskError> {
        self.finish(access).map_err(doing("write", &self.target))
    }

    /// Flushed before it is renamed, and its folder after it, or a power cut could leave an empty file under
    /// the name.
    fn finish(&mut self, access: Access) -> io::Result<()> {
        if let Some(file) = self.file.take() {
            if matches!(access, Access::ReadOnly) {
                let mut permissions = file.metadata()?.permissions();
                permissions.set_readonly(true);
                file.set_permissions(permissions)?;
            }
            platform::flush(&file)?;
        }
        platform::replace(&self.path, &self.target)?;
        platform::sync_folder(&self.target)
    }
}

impl Drop for Draft {
    /// After a rename there is nothing left to remove; after a failure the scraps must not stay.
    fn drop(&mut self) {
        self.file = None;
        let _ = platform::remove(&self.path);
    }
}

/// Whether another program holds the file (Windows: ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION).
fn is_held(error: &io::Error) -> bool {
    cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

/// A path as people write it and other programs take it: Windows spells a resolved one with `\\?\`, which few of them know.
/// Left as it is where it says something else without that: too long, or a name that Windows keeps for itself.
#[must_use]
pub fn plain(path: &Path) -> PathBuf {
    path.to_str().and_then(plain_spelling).map_or_else(|| path.to_owned(), PathBuf::from)
}

fn plain_spelling(path: &str) -> Option<String> {
    // As long as the oldest interfaces take it (MAX_PATH).
    const LONGEST: usize = 259;
    const KEPT: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];
    let inside = path.strip_prefix(r"\\?\")?;
    let spelled = match inside.strip_prefix(r"UNC\") {
        Some(share) => format!(r"\\{share}"),
        None if inside.as_bytes().get(1) == Some(&b':') => inside.to_owned(),
        None => return None,
    };
    let is_kept = |name: &str| {
        let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_uppercase();
        let port = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
        KEPT.contains(&&*stem) || port.is_some_and(|number| number.chars().count() == 1)
    };
    let means_the_same = |name: &str| !name.ends_with(['.', ' ']) && !name.contains('/') && !is_kept(name);
    (spelled.encode_utf16().count() <= LONGEST && inside.split('\\').all(means_the_same)).then_some(spelled)
}

/// Whether an ordinary file lies there.
#[must_use]
pub fn is_file(path: &Path) -> bool {
    stat(path).is_ok_and(|(kind, _)| kind == Kind::File)
}

/// Puts a small file of ours in place without waiting for the disk: for notes that may be lost, never for
/// records.
pub fn overwrite_unsynced(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    let beside = path.with_extension(format!("{}-{:?}.new", std::process::id(), std::thread::current().id()));
    fs::write(&beside, bytes).map_err(doing("write", &beside))?;
    fs::rename(&beside, path).map_err(doing("put in place", path))
}

/// A path from the bytes that `OsStr::as_encoded_bytes` gave on this platform. None where they cannot be one.
#[must_use]
pub fn path_from_bytes(bytes: &[u8]) -> Option<PathBuf> {
    platform_path(bytes)
}

#[cfg(unix)]
fn platform_path(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStringExt;
    Some(OsString::from_vec(bytes.to_vec()).into())
}

#[cfg(not(unix))]
fn platform_path(bytes: &[u8]) -> Option<PathBuf> {
    // Folders that a person can choose in a dialog are Unicode on Windows; a lone surrogate is not taken.
    std::str::from_utf8(bytes).ok().map(PathBuf::from)
}

/// An exclusive hold on a lock file, shared by all processes that ask for it; ends with this value or with
/// the process.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock at `path`, creating the file; `None` when another holds it. The file stays, since
    /// deleting it would let two holders lock two files of one name.
    pub fn take(path: &Path) -> Result<Option<Self>, DiskError> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path);
        let file = file.map_err(doing("lock", path))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(doing("lock", path)(source)),
        }
    }
}

/// Why a database must not live at `path` and why events may not arrive from there, as the end of "this
/// folder is …"; `None` for an ordinary local folder.
pub fn on_network_or_synced_folder(path: &Path) -> Option<&'static str> {
    on_network(path).or_else(|| in_synced_folder(path))
}

/// Whether `path`, or the nearest folder above it that exists, is on another computer: `on a network drive
/// (NFS)`.
pub fn on_network(path: &Path) -> Option<&'static str> {
    let there = path.ancestors().find(|above| fs::symlink_metadata(above).is_ok());
    let resolved = there.and_then(|there| fs::canonicalize(there).ok());
    is_unc(path)
        .or_else(|| resolved.and_then(|resolved| is_unc(&resolved).or_else(|| platform::network(&resolved))))
}

/// Windows spells a mapped drive as `\\server\share` once it is resolved; on other platforms no path has such
/// a prefix.
fn is_unc(path: &Path) -> Option<&'static str> {
    let Some(Component::Prefix(prefix)) = path.components().next() else { return None };
    match prefix.kind() {
        std::path::Prefix::UNC(..) | std::path::Prefix::VerbatimUNC(..) => Some("on a network drive"),
        std::path::Prefix::Verbatim(_)
        | std::path::Prefix::VerbatimDisk(_)
        | std::path::Prefix::DeviceNS(_)
        | std::path::Prefix::Disk(_) => None,
    }
}

/// Whether `path` lies in a folder that a cloud program copies behind our back, told by the names these
/// programs give: `inside a OneDrive folder`.
pub fn in_synced_folder(path: &Path) -> Option<&'static str> {
    let resolved = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let by_name = |path: &Path| path.components().find_map(|part| synced_by(part.as_os_str()));
    by_name(path).or_else(|| by_name(&resolved))
}

fn synced_by(folder: &OsStr) -> Option<&'static str> {
    let name = folder.to_string_lossy().to_lowercase();
    // Whole names, and beginnings such as "OneDrive - Northgate College" or "GoogleDrive-ada@example.org".
    let known: [(&[&str], &[&str], &str); 7] = [
        (&["onedrive"], &["onedrive - "], "inside a OneDrive folder"),
        (&["dropbox"], &["dropbox ("], "inside a Dropbox folder"),
        (
            &["google drive", "googledrive", "my drive", "shared drives"],
            &["googledrive-"],
            "inside a Google Drive folder",
        ),
        (
            &["mobile documents", "icloud drive", "iclouddrive"],
            &["com~apple~clouddocs"],
            "inside an iCloud folder",
        ),
        (&["nextcloud", "owncloud"], &[], "inside a Nextcloud or ownCloud folder"),
        (&["box sync", "pclouddrive"], &[], "inside a cloud folder"),
        (&["cloudstorage"], &[], "inside a cloud folder"),
    ];
    known.into_iter().find_map(|(whole, beginnings, words)| {
        let begins = beginnings.iter().any(|beginning| name.starts_with(beginning));
        (whole.contains(&&*name) || begins).then_some(words)
    })
}

fn stat_of(meta: &fs::Metadata) -> Stat {
    platform::stat(meta)
}

fn kind(meta: &fs::Metadata) -> Kind {
    let file_type = meta.file_type();
    if file_type.is_symlink() {
        Kind::Symlink
    } else if file_type.is_dir() {
        Kind::Folder
    } else if file_type.is_file() {
        if platform::is_online_only(meta) { Kind::OnlineOnly } else { Kind::File }
    } else {
        platform::special(file_type)
    }
}

#[cfg(unix)]
mod platform {
    use std::fs::{self, DirBuilder, File, FileType, Metadata, OpenOptions};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, OpenOptionsExt};
    use std::path::Path;

    use super::{Kind, Stat};

    pub use super::mounts::network;

    /// Whether this system knows files of which the content is elsewhere.
    pub const HAS_CLOUD: bool = cfg!(target_os = "macos");

    pub fn open_unfollowed(path: &Path) -> io::Result<File> {
        let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_CLOEXEC;
        OpenOptions::new().read(true).custom_flags(flags).open(path)
    }

    pub fn stat(meta: &Metadata) -> Stat {
        let nanoseconds =
            |seconds: i64, rest: i64| seconds.saturating_mul(1_000_000_000).saturating_add(rest);
        Stat {
            size: meta.size(),
            modified_ns: nanoseconds(meta.mtime(), meta.mtime_nsec()),
            changed_ns: nanoseconds(meta.ctime(), meta.ctime_nsec()),
            inode: meta.ino(),
            device: meta.dev(),
        }
    }

    /// macOS marks a file whose content is elsewhere as "dataless" (SF_DATALESS of sys/stat.h).
    #[cfg(target_os = "macos")]
    pub fn is_online_only(meta: &Metadata) -> bool {
        std::os::macos::fs::MetadataExt::st_flags(meta) & 0x4000_0000 != 0
    }

    #[cfg(not(target_os = "macos"))]
    pub fn is_online_only(_: &Metadata) -> bool {
        false
    }

    pub fn special(file_type: FileType) -> Kind {
        if file_type.is_fifo() {
            Kind::Fifo
        } else if file_type.is_socket() {
            Kind::Socket
        } else {
            Kind::Device
        }
    }

    pub fn create_private(path: &Path) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(path)
    }

    pub fn remove(path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    /// Puts a draft in the place of what is there, also where that is read-only.
    pub fn replace(draft: &Path, target: &Path) -> io::Result<()> {
        fs::rename(draft, target)
    }

    /// Flushes a file to the disk.
    #[cfg(not(target_os = "macos"))]
    pub fn flush(file: &File) -> io::Result<()> {
        file.sync_all()
    }

    /// Flushes a file to the disk. macOS can have the drive itself flush, but not on a network drive, which says that it
    /// cannot (fcntl(2), F_FULLFSYNC): there the usual flush is what there is.
    #[cfg(target_os = "macos")]
    pub fn flush(file: &File) -> io::Result<()> {
        match file.sync_all() {
            Err(error)
                if matches!(error.raw_os_error(), Some(libc::ENOTSUP | libc::EINVAL | libc::ENOTTY)) =>
            {
                Ok(rustix::fs::fsync(file)?)
            }
            done => done,
        }
    }

    pub fn sync_folder(file: &Path) -> io::Result<()> {
        let folder = match file.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?,
            _ => File::open(".")?,
        };
        let flushed = flush(&folder);
        // There a folder on a network drive may know no flush at all, and the file is in its place.
        if cfg!(target_os = "macos") { Ok(()) } else { flushed }
    }
}

#[cfg(windows)]
mod platform {
    use std::fs::{self, File, FileType, Metadata, OpenOptions};
    use std::io;
    use std::os::windows::fs::{MetadataExt, OpenOptionsExt};
    use std::path::Path;
    use std::time::Duration;

    use super::{Kind, Stat};

    /// Whether this system knows files of which the content is elsewhere.
    pub const HAS_CLOUD: bool = true;

    /// How often, and how long apart, a file is put in place that another program holds for a moment: virus scanners and
    /// cloud programs read every new file.
    const TRIES: u32 = 20;
    const APART: Duration = Duration::from_millis(50);

    /// The standard library opens with all three kinds of sharing, so that nobody's program is disturbed.
    pub fn open_unfollowed(path: &Path) -> io::Result<File> {
        const FILE_FLAG_OPEN_REPARSE_POINT: u32 = 0x0020_0000;
        OpenOptions::new().read(true).custom_flags(FILE_FLAG_OPEN_REPARSE_POINT).open(path)
    }

    pub fn stat(meta: &Metadata) -> Stat {
        Stat {
            size: meta.file_size(),
            modified_ns: since_1970(meta.last_write_time()),
            changed_ns: since_1970(meta.creation_time()),
            inode: 0,
            device: 0,
        }
    }

    /// Windows counts steps of 100 ns since 1601.
    fn since_1970(filetime: u64) -> i64 {
        const FROM_1601_TO_1970: i64 = 116_444_736_000_000_000;
        let steps = i64::try_from(filetime).unwrap_or(i64::MAX);
        steps.saturating_sub(FROM_1601_TO_1970).saturating_mul(100)
    }

    pub fn is_online_only(meta: &Metadata) -> bool {
        super::cloud::is_online_only(meta.file_attributes())
    }

    pub fn special(_: FileType) -> Kind {
        Kind::Device
    }

    pub fn create_private(path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    /// Windows refuses to delete a read-only file, which every held copy is.
    pub fn remove(path: &Path) -> io::Result<()> {
        let mut permissions = fs::symlink_metadata(path)?.permissions();
        if permissions.readonly() {
            #[allow(clippy::permissions_set_readonly_false)]
            permissions.set_readonly(false);
            fs::set_permissions(path, permissions)?;
        }
        fs::remove_file(path)
    }

    /// Puts a draft in the place of what is there, which stays until that is done. A read-only file is in the way here, so
    /// it is made writable first, and read-only again where the draft cannot take its place.
    pub fn replace(draft: &Path, target: &Path) -> io::Result<()> {
        let was = fs::symlink_metadata(target).map(|meta| meta.permissions()).ok();
        let was = was.filter(fs::Permissions::readonly);
        if let Some(was) = &was {
            let mut writable = was.clone();
            #[allow(clippy::permissions_set_readonly_false, reason = "the attribute is all there is here")]
            writable.set_readonly(false);
            fs::set_permissions(target, writable)?;
        }
        let mut done = fs::rename(draft, target);
        for _ in 0..TRIES {
            if !done.as_ref().is_err_and(super::is_held) {
                break;
            }
            std::thread::sleep(APART);
            done = fs::rename(draft, target);
        }
        if let (Err(_), Some(was)) = (&done, was) {
            let _still_writable = fs::set_permissions(target, was);
        }
        done
    }

    /// Flushes a file to the disk.
    pub fn flush(file: &File) -> io::Result<()> {
        file.sync_all()
    }

    /// A folder cannot be flushed here; NTFS journals the rename.
    pub fn sync_folder(_: &Path) -> io::Result<()> {
        Ok(())
    }

    /// The UNC prefix of the resolved path has said it already.
    pub fn network(_: &Path) -> Option<&'static str> {
        None
    }
}

/// Which file system a path is on, on Linux: read from the table of mounts, which tells sshfs from a local
/// FUSE disk where `statfs` does not.
#[cfg(target_os = "linux")]
mod mounts {
    use std::fs;
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;

    pub fn network(path: &Path) -> Option<&'static str> {
        let device = fs::metadata(path).ok()?.dev();
        let table = fs::read_to_string("/proc/self/mountinfo").ok()?;
        let wanted = format!("{}:{}", libc::major(device), libc::minor(device));
        table
            .lines()
            .find_map(|line| (line.split(' ').nth(2)? == wanted).then(|| type_of(line))?)
            .and_then(remote)
    }

    /// The word after the lone dash (proc(5), mountinfo).
    pub fn type_of(line: &str) -> Option<&str> {
        line.split_once(" - ")?.1.split(' ').next()
    }

    pub fn remote(kind: &str) -> Option<&'static str> {
        const LOCAL_FUSE: [&str; 10] = [
            "fuse.ntfs-3g",
            "fuse.ntfs",
            "fuse.exfat",
            "fuse.encfs",
            "fuse.gocryptfs",
            "fuse.cryfs",
            "fuse.veracrypt",
            "fuse.bindfs",
            "fuse.mergerfs",
            "fuse.fuse-overlayfs",
        ];
        match kind {
            "nfs" | "nfs4" => Some("on a network drive (NFS)"),
            "cifs" | "smb3" | "smbfs" | "smb2" => Some("on a network drive (Windows share)"),
            "9p" | "virtiofs" | "vboxsf" => Some("shared from another system (virtual machine)"),
            "afs" | "ceph" | "ncpfs" | "coda" | "lustre" | "gfs2" | "ocfs2" => Some("on a network drive"),
            "fuse.sshfs" => Some("on a network drive (SSH)"),
            other if LOCAL_FUSE.contains(&other) => None,
            other if other.starts_with("fuse.") => Some("on a network or cloud drive (FUSE)"),
            _ => None,
        }
    }
}

/// Whether a path is on a local volume, on macOS.
#[cfg(target_os = "macos")]
mod mounts {
    use std::ffi::CString;
    use std::os::unix::ffi::OsStrExt;
    use std::path::Path;

    #[allow(unsafe_code)]
    pub fn network(path: &Path) -> Option<&'static str> {
        let name = CString::new(path.as_os_str().as_bytes()).ok()?;
        let mut found = std::mem::MaybeUninit::<libc::statfs>::zeroed();
        // SAFETY: `name` ends with a zero and outlives the call, `found` is large enough and may be all
        // zeroes; it is read only when the call says that it was filled.
        let flags = unsafe {
            if libc::statfs(name.as_ptr(), found.as_mut_ptr()) != 0 {
                return None;
            }
            found.assume_init().f_flags
        };
        (flags & (libc::MNT_LOCAL as u32) == 0).then_some("on a network drive")
    }
}

/// No answer on other Unix systems.
#[cfg(all(unix, not(any(target_os = "linux", target_os = "macos"))))]
mod mounts {
    pub fn network(_: &std::path::Path) -> Option<&'static str> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_spelled_as_people_write_it_where_that_means_the_same() {
        let long = format!(r"\\?\C:\{}", "a".repeat(300));
        let cases = [
            (r"\\?\C:\Learners\Rowan", Some(r"C:\Learners\Rowan")),
            (r"\\?\UNC\server\staff\Rowan", Some(r"\\server\staff\Rowan")),
            (r"C:\Learners", None),
            ("/home/ada", None),
            (r"\\?\Volume{b75e2c83}\x", None),
            (r"\\?\C:\Learners\Rowan.", None),
            (r"\\?\C:\Learners\Rowan \x", None),
            (r"\\?\C:\con.txt", None),
            (r"\\?\C:\COM1", None),
            (r"\\?\C:\COMMON", Some(r"C:\COMMON")),
            (long.as_str(), None),
        ];
        for (path, want) in cases {
            assert_eq!(plain_spelling(path).as_deref(), want, "{path}");
        }
    }

    fn sha(bytes: &[u8]) -> [u8; 32] {
        Sha256::digest(bytes).into()
    }

    #[test]
    fn a_held_copy_is_verified_and_read_only() {
        let dir = tempfile::tempdir().unwrap();
        let source = dir.path().join("essay.docx");
        fs::write(&source, b"words").unwrap();
        let before = stat(&source).unwrap();
        let held = hold(open_evidence(&source).unwrap(), dir.path(), &sha(b"words")).unwrap();
        let Held::At(copy) = &held else { panic!("{held:?}") };
        assert!(fs::metadata(copy).unwrap().permissions().readonly());
        assert_eq!(read_small(copy, 100).unwrap(), b"words");
        assert_eq!(hold(open_evidence(&source).unwrap(), dir.path(), &sha(b"words")).unwrap(), held);
        assert_eq!(stat(&source).unwrap(), before, "the evidence itself is untouched");
        remove(copy).unwrap();
        remove(copy).unwrap();
    }

    #[test]
    fn a_held_copy_that_was_damaged_is_made_anew() {
        let dir = tempfile::tempdir().unwrap();
        let source = dir.path().join("a");
        fs::write(&source, b"words").unwrap();
        let Held::At(copy) = hold(open_evidence(&source).unwrap(), dir.path(), &sha(b"words")).unwrap()
        else {
            panic!()
        };
        remove(&copy).unwrap();
        fs::write(&copy, b"wor").unwrap();
        hold(open_evidence(&source).unwrap(), dir.path(), &sha(b"words")).unwrap();
        assert_eq!(read_small(&copy, 100).unwrap(), b"words");
    }

    #[test]
    fn other_content_is_not_held_and_leaves_nothing_behind() {
        let dir = tempfile::tempdir().unwrap();
        let source = dir.path().join("a");
        fs::write(&source, b"changed").unwrap();
        assert_eq!(
            hold(open_evidence(&source).unwrap(), dir.path(), &sha(b"words")).unwrap(),
            Held::Different(sha(b"changed"))
        );
        assert_eq!(list(dir.path()).unwrap().len(), 1);
    }

    #[test]
    fn writing_replaces_the_whole_file_or_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("n".repeat(255));
        write_whole(&path, b"one").unwrap();
        write_whole(&path, b"two").unwrap();
        assert_eq!(read_small(&path, 3).unwrap(), b"two");
        let too_large = read_small(&path, 2).unwrap_err();
        assert_eq!(too_large.source.kind(), io::ErrorKind::FileTooLarge);
        let nowhere = write_whole(&dir.path().join("no/such"), b"x").unwrap_err();
        assert!(nowhere.is_missing() && !nowhere.is_full());
        assert_eq!(list(dir.path()).unwrap().len(), 1);
    }

    #[test]
    fn only_one_holds_a_lock() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lock");
        let first = Lock::take(&path).unwrap();
        assert!(first.is_some());
        assert!(Lock::take(&path).unwrap().is_none());
        drop(first);
        assert!(Lock::take(&path).unwrap().is_some());
    }

    #[test]
    fn a_full_disk_is_told_apart() {
        let error = doing("write", Path::new("a\nb"))(io::ErrorKind::StorageFull.into());
        assert!(error.is_full() && !error.is_missing());
        assert!(error.to_string().starts_with("could not write “a␊b”: "), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn links_pipes_and_folders_are_not_opened() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        fs::write(at("real"), b"x").unwrap();
        std::os::unix::fs::symlink(at("real"), at("link")).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
        assert!(open_evidence(&at("real")).is_ok());
        for name in ["link", "pipe", ".", "absent"] {
            assert!(open_evidence(&at(name)).is_err(), "{name}");
        }
        assert_eq!(stat(&at("link")).unwrap().0, Kind::Symlink);
        assert_eq!(stat(&at("pipe")).unwrap().0, Kind::Fifo);
    }

    #[cfg(unix)]
    #[test]
    fn our_folders_are_for_this_user_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b");
        create_private_folder(&path).unwrap();
        create_private_folder(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn folders_of_cloud_programs_are_told_by_their_names() {
        for (path, want) in [
            ("/home/ada/OneDrive/x", Some("inside a OneDrive folder")),
            ("/home/ada/OneDrive - Northgate College/x", Some("inside a OneDrive folder")),
            ("/home/ada/Dropbox (Work)", Some("inside a Dropbox folder")),
            ("/Users/a/Library/CloudStorage/GoogleDrive-a@b.c/My Drive", Some("inside a cloud folder")),
            ("/Users/a/Library/Mobile Documents/com~apple~CloudDocs", Some("inside an iCloud folder")),
            ("/home/ada/onedrive-notes", None),
            ("/home/ada/portfolios", None),
            ("/home/ada/dropboxes", None),
        ] {
            assert_eq!(in_synced_folder(Path::new(path)), want, "{path}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_mount_on_another_computer_is_told_by_its_type() {
        for (kind, remote) in [
            ("nfs4", true),
            ("cifs", true),
            ("9p", true),
            ("fuse.sshfs", true),
            ("fuse.rclone", true),
            ("ext4", false),
            ("fuseblk", false),
            ("fuse.ntfs-3g", false),
            ("btrfs", false),
        ] {
            assert_eq!(mounts::remote(kind).is_some(), remote, "{kind}");
        }
        let line = "98 35 0:52 / /mnt/a\\040b rw,relatime shared:1 - nfs4 server:/x rw,vers=4.2";
        assert_eq!(mounts::type_of(line), Some("nfs4"));
        assert_eq!(on_network(&std::env::temp_dir().join("not/there/yet")), None);
    }
}
