//! The name of a file within a learner's folder: `letters/call log.pdf`, with `/` between folders on every
//! platform.
//!
//! A name may be something that is not Unicode, and it may have been chosen to deceive; both are kept exactly
//! and shown harmlessly. This file refuses to know whether such a file exists.

use std::cmp::Ordering;
use std::ffi::OsStr;
use std::fmt;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A file's path relative to the learner's folder, never empty, never absolute, never climbing (`..`).
///
/// Two names are equal when their bytes are: no case folding, no Unicode normalisation. On the wire it is a
/// plain string, or `{"text", "hex"}` when the name is not Unicode (bytes on Unix, UTF-16 little endian on
/// Windows).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct FileName(Spelling);

#[derive(Clone)]
enum Spelling {
    Unicode(Box<str>),
    Raw(Box<Raw>),
}

/// `text` is only for the eye, so that equality and order leave it out.
#[derive(Clone)]
struct Raw {
    text: String,
    bytes: Vec<u8>,
}

/// Why something cannot be the name of a file within a folder.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadName {
    /// Nothing at all, or nothing between two slashes.
    #[error("the file name has an empty part")]
    Empty,
    /// An absolute path, a drive, `.` or `..`.
    #[error("the file name leads out of the folder")]
    LeavesFolder,
    /// A zero byte, which no platform allows.
    #[error("the file name holds a zero byte")]
    Zero,
    /// `hex` is not hexadecimal, or does not spell what `text` shows.
    #[error("the file name's hex does not spell its text")]
    HexAndTextDisagree,
}

impl FileName {
    /// The name that `text` spells, with `/` between folders.
    pub fn new(text: &str) -> Result<Self, BadName> {
        text.split('/').try_for_each(check_part)?;
        Ok(Self(Spelling::Unicode(text.into())))
    }

    /// The name of `path`, which must be relative and made of plain components only.
    pub fn from_relative(path: &Path) -> Result<Self, BadName> {
        let mut name: Option<Self> = None;
        for component in path.components() {
            let part = match component {
                Component::Normal(part) => part,
                Component::Prefix(_) | Component::RootDir | Component::CurDir | Component::ParentDir => {
                    return Err(BadName::LeavesFolder);
                }
            };
            name = Some(match name {
                Some(folder) => folder.child(part),
                None => Self::top(part),
            });
        }
        name.ok_or(BadName::Empty)
    }

    /// The name of an entry that a directory listing of the learner's folder itself returned.
    pub(crate) fn top(part: &OsStr) -> Self {
        match part.to_str() {
            Some(text) => Self(Spelling::Unicode(text.into())),
            None => Self::raw(part.to_string_lossy().into_owned(), platform::bytes(part)),
        }
    }

    /// The name of an entry that a directory listing of this folder returned.
    pub(crate) fn child(&self, part: &OsStr) -> Self {
        if let (Spelling::Unicode(folder), Some(text)) = (&self.0, part.to_str()) {
            let mut whole = String::with_capacity(folder.len() + 1 + text.len());
            whole.push_str(folder);
            whole.push('/');
            whole.push_str(text);
            return Self(Spelling::Unicode(whole.into_boxed_str()));
        }
        let mut bytes = match &self.0 {
            Spelling::Unicode(text) => platform::bytes(OsStr::new(&**text)),
            Spelling::Raw(raw) => raw.bytes.clone(),
        };
        bytes.extend(platform::bytes(OsStr::new("/")));
        bytes.extend(platform::bytes(part));
        Self::raw(format!("{}/{}", self.text(), part.to_string_lossy()), bytes)
    }

    fn raw(text: String, bytes: Vec<u8>) -> Self {
        Self(Spelling::Raw(Box::new(Raw { text, bytes })))
    }

    /// Where this file lies when the folder is `root`; `None` when this platform cannot spell the name, or
    /// reads it as something that leaves the folder (`C:x` and `a\b` are one plain name on Linux and a way
    /// out on Windows).
    pub fn under(&self, root: &Path) -> Option<PathBuf> {
        let relative = match &self.0 {
            Spelling::Unicode(text) => PathBuf::from(&**text),
            Spelling::Raw(raw) => platform::path(&raw.bytes)?,
        };
        let parts = platform::parts(&relative)?;
        let plain = relative.components().filter(|c| matches!(c, Component::Normal(_))).count();
        let stays = plain == parts && relative.components().count() == parts;
        stays.then(|| root.join(relative))
    }

    /// The name as text, with U+FFFD where it is not Unicode. Not safe to show: see [`FileName::shown`].
    pub fn text(&self) -> &str {
        match &self.0 {
            Spelling::Unicode(text) => text,
            Spelling::Raw(raw) => &raw.text,
        }
    }

    /// The bytes that make it this name and no other.
    pub fn bytes(&self) -> &[u8] {
        match &self.0 {
            Spelling::Unicode(text) => text.as_bytes(),
            Spelling::Raw(raw) => &raw.bytes,
        }
    }

    /// The last part, as text (see [`FileName::text`]).
    pub fn last(&self) -> &str {
        self.text().rsplit('/').next().unwrap_or_default()
    }

    /// Whether this platform opens the entry of a listing that has this name, and not another: Windows leaves out full stops and
    /// spaces at the end, and keeps some names for devices.
    pub fn opens_as_listed(&self) -> bool {
        !cfg!(windows) || !is_another_on_windows(self.last())
    }

    /// The folders above this file, nearest first, without the learner's folder itself.
    pub fn folders(&self) -> impl Iterator<Item = Self> + '_ {
        std::iter::successors(self.folder(), Self::folder)
    }

    /// The folder that this file lies in; `None` when that is the learner's folder itself.
    pub fn folder(&self) -> Option<Self> {
        let cut_text = |text: &str| text.rfind('/').map(|at| text[..at].to_owned());
        match &self.0 {
            Spelling::Unicode(text) => cut_text(text).map(|t| Self(Spelling::Unicode(t.into_boxed_str()))),
            Spelling::Raw(raw) => {
                let relative = platform::path(&raw.bytes)?;
                let above = relative.parent().filter(|above| !above.as_os_str().is_empty())?;
                Self::from_relative(above).ok()
            }
        }
    }

    /// Whether this file lies somewhere below `folder`.
    pub fn is_below(&self, folder: &Self) -> bool {
        self.folders().any(|above| above == *folder)
    }

    /// The name as it may be shown and printed: control characters, line breaks and characters that turn the
    /// reading direction or take no room are made visible.
    pub fn shown(&self) -> String {
        neutral(self.text())
    }

    /// Whether the name is not Unicode, so that [`FileName::bytes`] are the platform's own.
    pub fn is_raw(&self) -> bool {
        self.kind() == 1
    }

    /// The name that [`FileName::is_raw`] and [`FileName::bytes`] spelled on this platform.
    pub fn from_bytes(is_raw: bool, bytes: &[u8]) -> Option<Self> {
        if !is_raw {
            return Self::new(std::str::from_utf8(bytes).ok()?).ok();
        }
        let path = platform::path(bytes)?;
        Self::from_relative(&path).ok().filter(|name| name.bytes() == bytes)
    }

    /// 0 for a Unicode name, 1 for a raw one: a Windows name's bytes could by chance equal another name's
    /// text.
    fn kind(&self) -> u8 {
        match &self.0 {
            Spelling::Unicode(_) => 0,
            Spelling::Raw(_) => 1,
        }
    }
}

impl AsRef<FileName> for FileName {
    fn as_ref(&self) -> &FileName {
        self
    }
}

impl PartialEq for Spelling {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unicode(a), Self::Unicode(b)) => a == b,
            (Self::Raw(a), Self::Raw(b)) => a.bytes == b.bytes,
            (Self::Unicode(_), Self::Raw(_)) | (Self::Raw(_), Self::Unicode(_)) => false,
        }
    }
}

impl Eq for Spelling {}

impl std::hash::Hash for Spelling {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        match self {
            Self::Unicode(text) => text.as_bytes().hash(state),
            Self::Raw(raw) => raw.bytes.hash(state),
        }
    }
}

impl Ord for FileName {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bytes().cmp(other.bytes()).then(self.kind().cmp(&other.kind()))
    }
}

impl PartialOrd for FileName {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.text())
    }
}

/// `text` with every character made visible that could break a line, turn the reading direction or hide.
///
/// The list of direction controls is Unicode's Bidi_Control property; joiners stay, since emoji and Persian
/// need them.
pub fn neutral(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut out, c| {
        match c {
            '\0'..='\x1f' => out.push(char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}')),
            '\x7f' => out.push('\u{2421}'),
            c if is_treacherous(c) => out.push_str(&format!("<U+{:04X}>", u32::from(c))),
            c => out.push(c),
        }
        out
    })
}

/// Whether `c` is a control, turns the reading direction, breaks a line or takes no room.
pub fn is_treacherous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
        || matches!(c, '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

fn check_part(part: &str) -> Result<(), BadName> {
    match part {
        "" => Err(BadName::Empty),
        "." | ".." => Err(BadName::LeavesFolder),
        part if part.contains('\0') => Err(BadName::Zero),
        _ => Ok(()),
    }
}

/// The wire form; untagged, since nearly every name is just a string.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Wire {
    Unicode(String),
    Raw(RawWire),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWire {
    text: String,
    hex: String,
}

impl Serialize for FileName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Spelling::Unicode(text) => serializer.serialize_str(text),
            Spelling::Raw(raw) => {
                RawWire { text: raw.text.clone(), hex: to_hex(&raw.bytes) }.serialize(serializer)
            }
        }
    }
}

impl<'de> Deserialize<'de> for FileName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Wire::deserialize(deserializer)? {
            Wire::Unicode(text) => Self::new(&text),
            Wire::Raw(wire) => from_wire(wire),
        }
        .map_err(de::Error::custom)
    }
}

/// The check is the same on every platform, since a record made on Windows must replay to the same state on
/// Linux.
fn from_wire(wire: RawWire) -> Result<FileName, BadName> {
    let bytes = from_hex(&wire.hex).ok_or(BadName::HexAndTextDisagree)?;
    let not_unicode = |lossy: String, proper: bool| !proper && lossy == wire.text;
    let as_unix =
        not_unicode(String::from_utf8_lossy(&bytes).into_owned(), std::str::from_utf8(&bytes).is_ok());
    let units: Vec<u16> = bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
    let even = bytes.len().is_multiple_of(2);
    let as_windows =
        even && not_unicode(String::from_utf16_lossy(&units), String::from_utf16(&units).is_ok());
    if !as_unix && !as_windows {
        return Err(BadName::HexAndTextDisagree);
    }
    wire.text.split('/').try_for_each(check_part)?;
    Ok(FileName::raw(wire.text, bytes))
}

/// Whether Windows takes a name for another one: `plan.` for `plan`, `NUL.txt` for a device ("Naming Files, Paths, and
/// Namespaces" of its documentation). Other systems, and programs that ask for it, can put such names on a disk or a share.
fn is_another_on_windows(part: &str) -> bool {
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = |kind: &str| {
        let number = stem.strip_prefix(kind).unwrap_or_default();
        number.chars().count() == 1 && number.chars().all(|c| c.is_ascii_digit() || "¹²³".contains(c))
    };
    part.ends_with(['.', ' ']) || DEVICES.contains(&&*stem) || numbered("com") || numbered("lpt")
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        out.extend([byte >> 4, byte & 15].map(|half| char::from_digit(u32::from(half), 16).unwrap_or('0')));
        out
    })
}

/// Lower case only: one name has one spelling.
fn from_hex(hex: &str) -> Option<Vec<u8>> {
    let digit = |c: u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    };
    if !hex.len().is_multiple_of(2) {
        return None;
    }
    hex.as_bytes().chunks_exact(2).map(|two| Some(digit(two[0])? << 4 | digit(two[1])?)).collect()
}

#[cfg(unix)]
mod platform {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::path::{Path, PathBuf};

    pub fn bytes(part: &OsStr) -> Vec<u8> {
        part.as_bytes().to_vec()
    }

    pub fn path(bytes: &[u8]) -> Option<PathBuf> {
        (!bytes.contains(&0)).then(|| PathBuf::from(OsStr::from_bytes(bytes)))
    }

    /// How many parts the writer of the name meant.
    pub fn parts(path: &Path) -> Option<usize> {
        Some(path.as_os_str().as_bytes().split(|byte| *byte == b'/').count())
    }
}

#[cfg(windows)]
mod platform {
    use std::ffi::{OsStr, OsString};
    use std::os::windows::ffi::{OsStrExt, OsStringExt};
    use std::path::{Path, PathBuf};

    pub fn bytes(part: &OsStr) -> Vec<u8> {
        part.encode_wide().flat_map(u16::to_le_bytes).collect()
    }

    pub fn path(bytes: &[u8]) -> Option<PathBuf> {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
        let whole = bytes.len().is_multiple_of(2) && !units.contains(&0);
        whole.then(|| PathBuf::from(OsString::from_wide(&units)))
    }

    /// How many parts the writer of the name meant; `None` for a colon, which opens a drive or an alternate
    /// stream.
    pub fn parts(path: &Path) -> Option<usize> {
        let units: Vec<u16> = path.as_os_str().encode_wide().collect();
        let colon = units.contains(&u16::from(b':'));
        (!colon).then(|| units.iter().filter(|unit| **unit == u16::from(b'/')).count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> FileName {
        FileName::new(text).unwrap()
    }

    #[test]
    fn a_name_stays_within_its_folder() {
        for (text, want) in [
            ("a.pdf", None),
            ("a/b c.pdf", None),
            ("a/..b", None),
            ("", Some(BadName::Empty)),
            ("/etc/passwd", Some(BadName::Empty)),
            ("a//b", Some(BadName::Empty)),
            ("a/", Some(BadName::Empty)),
            ("../a", Some(BadName::LeavesFolder)),
            ("a/./b", Some(BadName::LeavesFolder)),
            ("a\0b", Some(BadName::Zero)),
        ] {
            assert_eq!(FileName::new(text).err(), want, "{text:?}");
        }
        assert_eq!(FileName::from_relative(Path::new("../x")).err(), Some(BadName::LeavesFolder));
        assert_eq!(FileName::from_relative(Path::new("/x")).err(), Some(BadName::LeavesFolder));
        assert_eq!(FileName::from_relative(Path::new("x/y")).unwrap(), name("x/y"));
    }

    #[test]
    fn what_could_deceive_the_eye_is_made_visible() {
        for (text, want) in [
            ("plain é 語.pdf", "plain é 語.pdf"),
            ("two\nlines", "two␊lines"),
            ("tab\tbell\x07", "tab␉bell␇"),
            ("invoice\u{202e}fdp.exe", "invoice<U+202E>fdp.exe"),
            ("a\u{200b}b\u{feff}", "a<U+200B>b<U+FEFF>"),
            ("del\x7fnel\u{85}", "del␡nel<U+0085>"),
            ("<b>html</b>", "<b>html</b>"),
            ("👩\u{200d}🏫", "👩\u{200d}🏫"),
        ] {
            assert_eq!(name(text).shown(), want);
        }
    }

    #[test]
    fn a_unicode_name_is_a_plain_string_on_the_wire() {
        let spelled = serde_json::to_string(&name("a/ü \"x\".pdf")).unwrap();
        assert_eq!(spelled, r#""a/ü \"x\".pdf""#);
        assert_eq!(serde_json::from_str::<FileName>(&spelled).unwrap(), name("a/ü \"x\".pdf"));
        assert!(serde_json::from_str::<FileName>(r#""../up""#).is_err());
    }

    #[test]
    fn names_that_are_not_unicode_come_back_from_the_wire_on_every_platform() {
        // The second is UTF-16 with a lone surrogate: a name that only Windows can hold.
        for wire in [r#"{"text":"a/�x","hex":"612fff78"}"#, r#"{"text":"�a","hex":"00d86100"}"#] {
            let read: FileName = serde_json::from_str(wire).unwrap();
            assert_eq!(serde_json::to_string(&read).unwrap(), wire);
        }
    }

    #[test]
    fn a_raw_name_whose_text_lies_is_refused() {
        for wire in [
            r#"{"text":"good.pdf","hex":"ff78"}"#,
            r#"{"text":"ab","hex":"6162"}"#,
            r#"{"text":"�x","hex":"FF78"}"#,
            r#"{"text":"�","hex":"f"}"#,
            r#"{"text":"../�","hex":"2e2e2fff"}"#,
            r#"{"text":"�x","hex":"ff78","more":1}"#,
        ] {
            assert!(serde_json::from_str::<FileName>(wire).is_err(), "{wire}");
        }
    }

    #[test]
    fn names_that_windows_takes_for_others_are_told() {
        for (part, another) in [
            ("plan.", true),
            ("plan.docx ", true),
            ("...", true),
            ("NUL", true),
            ("aux.tar.gz", true),
            ("Com1.txt", true),
            ("lpt².log", true),
            ("con .txt", true),
            ("plan.docx", false),
            (" plan", false),
            ("null.txt", false),
            ("com.txt", false),
            ("com12.txt", false),
            ("context.docx", false),
            ("a.nul", false),
        ] {
            assert_eq!(is_another_on_windows(part), another, "{part:?}");
            assert_eq!(FileName::top(OsStr::new(part)).opens_as_listed(), !cfg!(windows) || !another);
        }
    }

    #[test]
    fn folders_are_named_nearest_first() {
        let above: Vec<_> = name("a/b/c.txt").folders().collect();
        assert_eq!(above, [name("a/b"), name("a")]);
        assert!(name("a/b/c.txt").is_below(&name("a")));
        assert!(!name("ab/c.txt").is_below(&name("a")));
        assert_eq!(name("a/b/c.txt").last(), "c.txt");
    }

    #[cfg(unix)]
    #[test]
    fn bytes_survive_the_way_to_disk_and_back() {
        use std::os::unix::ffi::OsStrExt;
        let odd = OsStr::from_bytes(b"\xffodd");
        let file = name("dir").child(odd).child(OsStr::new("x"));
        assert_eq!(file.bytes(), b"dir/\xffodd/x");
        assert_eq!(file.folder().unwrap().folder().unwrap(), name("dir"));
        assert_eq!(file.under(Path::new("/r")).unwrap().as_os_str().as_bytes(), b"/r/dir/\xffodd/x");
        let again: FileName = serde_json::from_str(&serde_json::to_string(&file).unwrap()).unwrap();
        assert_eq!(again, file);
        for kept in [&file, &name("a/ü \"x\".pdf")] {
            assert_eq!(FileName::from_bytes(kept.is_raw(), kept.bytes()).as_ref(), Some(kept));
        }
        let from_windows: FileName = serde_json::from_str(r#"{"text":"�a","hex":"00d86100"}"#).unwrap();
        assert_eq!(from_windows.under(Path::new("/r")), None);
    }

    #[test]
    fn names_sort_by_their_bytes() {
        let mut names = [name("b"), name("a/z"), name("B"), name("a.txt")];
        names.sort();
        assert_eq!(names, [name("B"), name("a.txt"), name("a/z"), name("b")]);
    }
}
