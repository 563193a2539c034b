//! One file of an item for a host: its bytes, what is shown of it, and what another program may open. By ids only, and only the
//! bytes that are on record. Refuses to know how they are drawn.

use std::path::PathBuf;

use super::Session;
use crate::disk::{self, Opened};
use crate::drawn;
use crate::error::{Error, Failure, Refusal, Result};
use crate::evidence::folder::Standings;
use crate::evidence::hash::{self, Reading};
use crate::evidence::item;
use crate::evidence::name::{is_treacherous, neutral};
use crate::evidence::preview::{self, PreviewView};
use crate::evidence::text::kind::media_type as media_type_by_bytes;
use crate::evidence::whereabouts::Whereabouts;
use crate::extract::Extractor;
use crate::journal::id::{Hash, Id};
use crate::learner;
use crate::unit::import::read::MOST_BYTES;
use crate::view::kind::{self, KindView};
use crate::view::portfolio::FileStanding;
use crate::view::versions;

/// Most bytes of a file's name, without its ending, that the name of its copy keeps.
const NAME: usize = 160;
/// Most bytes of its ending, the dot included.
const NAME_END: usize = 24;

/// The recorded bytes of one file of an item: where they can be had, looked up under the session; opened without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceFile {
    file: Hash,
    name: String,
    lies: Vec<Whereabouts>,
    /// Where copies for other programs are written. It is there until a learner is erased, and not made again here.
    copies: PathBuf,
    /// Media type by the ending of its name.
    pub media_type: &'static str,
    /// Ending of its name, in lower case, without the dot.
    pub ending: String,
}

impl EvidenceFile {
    /// Its name as it was first seen. Not safe to show.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Opens it for reading. Refused where what lies in the folder now is not what was read there.
    pub fn open(&self) -> Result<Opened, Failure> {
        Ok(self.opened()?)
    }

    fn opened(&self) -> Result<Opened> {
        let mut first = None;
        for lies in &self.lies {
            match lies.open() {
                Ok(opened) => return Ok(opened),
                Err(why) => drop(first.get_or_insert(why)),
            }
        }
        let name = neutral(&self.name);
        Err(first
            .map_or_else(
                || Refusal::EvidenceMissing { reference: format!("the file {name}") },
                |why| why.refusal(&name),
            )
            .into())
    }

    /// What the window shows of it, read by the extractor. Takes as long as the file asks for, up to the extractor's patience, and
    /// needs no session: a host calls it where nobody waits for the centre file meanwhile.
    pub fn preview(&self) -> Result<PreviewView, Failure> {
        Ok(self.read()?)
    }

    pub(crate) fn read(&self) -> Result<PreviewView> {
        let bytes = self.opened()?.whole(MOST_BYTES)?;
        if Hash::of(&bytes) != self.file {
            let why = "it was written while it was read, or its copy is damaged".to_owned();
            return Err(Refusal::EvidenceNotAsRead { file: neutral(&self.name), why }.into());
        }
        match Extractor::default().preview(&bytes, &self.ending) {
            Err(Error::UnitText(why)) => Ok(preview::nothing(&format!("This file cannot be shown: {why}"))),
            read => read,
        }
    }

    /// What it is by its bytes, beside what its name says. A few bytes are read, of a container all; it needs no session.
    pub fn kind(&self) -> Result<KindView, Failure> {
        Ok(self.told()?)
    }

    pub(crate) fn told(&self) -> Result<KindView> {
        let mut opened = self.opened()?;
        let size = opened.stat.size;
        let head = opened.bytes(0, size.min(kind::HEAD))?;
        let is_told = !kind::needs_all(&head) || size > MOST_BYTES as u64;
        let bytes = if is_told { head } else { opened.whole(MOST_BYTES)? };
        Ok(kind::of(&bytes, &self.name))
    }

    /// Media type by the first bytes of the open file, by its name's ending where they tell nothing. A recording is of the sort
    /// that its ending names: one container holds sound as well as film.
    #[must_use]
    pub fn media_type_of(&self, opened: &mut Opened) -> &'static str {
        let head = opened.bytes(0, opened.stat.size.min(1024)).unwrap_or_default();
        let plays = |name: &str| name.starts_with("audio/") || name.starts_with("video/");
        match media_type_by_bytes(&head) {
            Some(told) if !(plays(told) && plays(self.media_type)) => told,
            Some(_) | None => self.media_type,
        }
    }

    /// The file in the learner's folder, where that is still what was read there.
    pub fn in_folder(&self) -> Result<PathBuf, Failure> {
        let mut first = None;
        for lies in self.lies.iter().filter(|lies| !lies.is_kept()) {
            match (lies.open(), lies.path()) {
                (Ok(_), Some(path)) => return Ok(path),
                (Ok(_), None) => {}
                (Err(why), _) => drop(first.get_or_insert(why)),
            }
        }
        let file = neutral(&self.name);
        let refusal =
            first.map_or_else(|| Refusal::OnlyKeptCopy { file: file.clone() }, |why| why.refusal(&file));
        Err(Error::from(refusal).into())
    }

    /// A file that another program may open: the one in the folder, else a read-only copy of the kept one under the file's own
    /// name, so that its ending tells what opens it. Such copies go when a learner is erased.
    pub fn for_another_program(&self) -> Result<PathBuf, Failure> {
        self.in_folder().or_else(|_| Ok(self.copied()?))
    }

    fn copied(&self) -> Result<PathBuf> {
        let path = self.copies.join(name_of_copy(&self.name, self.file));
        // What lies there from before is taken at its word only where its bytes are those asked for.
        for _try in 0..2 {
            disk::copy(&mut self.opened()?, &path).map_err(drawn::not_written)?;
            match hash::fingerprint(&path, &|| false) {
                Reading::Whole(whole) if Hash::from_bytes(whole.sha256) == self.file => return Ok(path),
                Reading::Whole(_)
                | Reading::Moving
                | Reading::Gone
                | Reading::Stopped
                | Reading::Failed(_) => disk::remove(&path)?,
            }
        }
        let why = "the kept copy is damaged".to_owned();
        Err(Refusal::EvidenceNotAsRead { file: neutral(&self.name), why }.into())
    }
}

/// A name that every system takes, that says what the file is, and that keeps its ending: "Plan (kept copy 1a2b3c4d).docx".
fn name_of_copy(name: &str, file: Hash) -> String {
    let harmless = |c: char| if is_treacherous(c) || "<>:\"/\\|?*".contains(c) { '_' } else { c };
    let (stem, end) =
        name.rsplit_once('.').map_or((name, String::new()), |(stem, end)| (stem, format!(".{end}")));
    let stem = within(stem.chars().map(harmless), NAME);
    let end = within(end.chars().map(harmless), NAME_END);
    let hash = file.to_string();
    format!("{} (kept copy {}){end}", stem.trim().trim_start_matches('.'), hash.get(..8).unwrap_or_default())
}

/// The first letters, in so many bytes at most.
fn within(letters: impl Iterator<Item = char>, most: usize) -> String {
    let mut text = String::new();
    for letter in letters {
        if text.len() + letter.len_utf8() > most {
            break;
        }
        text.push(letter);
    }
    text
}

impl Session {
    /// A file of an item, by ids only.
    pub fn evidence_file(
        &mut self,
        learner: &str,
        evidence: &str,
        part: usize,
    ) -> Result<EvidenceFile, Failure> {
        Ok(self.find_evidence(learner, evidence, part, None)?)
    }

    /// A version of an item, by ids only: `version` is the SHA-256 of a file that the item has or had.
    pub fn evidence_version(
        &mut self,
        learner: &str,
        evidence: &str,
        version: &str,
    ) -> Result<EvidenceFile, Failure> {
        Ok(self.find_evidence(learner, evidence, 0, Some(version))?)
    }

    pub(crate) fn find_evidence(
        &mut self,
        learner: &str,
        evidence: &str,
        part: usize,
        version: Option<&str>,
    ) -> Result<EvidenceFile> {
        let workspace = self.workspace()?;
        let book = learner::find(workspace, learner)?;
        let (file, name) = match version {
            Some(version) => versions::named(workspace, book, evidence, version)?,
            None => {
                let state = workspace.book(book)?;
                let file = item::items(state).get(evidence).and_then(|i| i.files.get(part)).copied();
                let named = || format!("{evidence}, part {part}");
                let file = file.ok_or_else(|| Error::NotFound { what: "evidence file", name: named() })?;
                (file, state.files.get(&file).map(|f| f.path.last().to_owned()))
            }
        };
        self.lies(book, file, name.unwrap_or_default(), version.is_some())
    }

    /// Where it lies, or the refusal that says why there is nothing: a version that is looked at is not in force anyway.
    fn lies(&mut self, book: Id, file: Hash, name: String, looked_at: bool) -> Result<EvidenceFile> {
        let workspace = self.workspace()?;
        let mut lies = Whereabouts::of(workspace, book, file)?;
        // Of several names that the same bytes have, the one that the window shows.
        if let Some(row) = workspace.book(book)?.files.get(&file) {
            lies.sort_by_key(|one| !one.is_kept() && !one.is_at(&row.path));
        }
        if lies.is_empty() {
            let reference = format!("the file {}", neutral(&name));
            return Err(match Standings::of(workspace, book)?.file(file) {
                FileStanding::Changed if !looked_at => Refusal::EvidenceChanged { reference },
                FileStanding::Changed
                | FileStanding::Present
                | FileStanding::Missing
                | FileStanding::Unknown => Refusal::EvidenceMissing { reference },
            }
            .into());
        }
        let copies = drawn::folder(workspace)?;
        let ending = ending(&name);
        Ok(EvidenceFile { file, name, lies, copies, media_type: media_type(&ending), ending })
    }
}

fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default()
}

/// Media type by the ending of a name. HTML and SVG are shown as plain text: they could carry scripts.
fn media_type(ending: &str) -> &'static str {
    match ending {
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "bmp" => "image/bmp",
        "tif" | "tiff" => "image/tiff",
        "heic" | "heif" => "image/heic",
        "avif" => "image/avif",
        "mp3" => "audio/mpeg",
        "wav" => "audio/wav",
        "m4a" | "aac" => "audio/mp4",
        "ogg" => "audio/ogg",
        "flac" => "audio/flac",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "mov" => "video/quicktime",
        "3gp" => "video/3gpp",
        "txt" | "md" | "csv" | "tsv" | "log" | "eml" | "html" | "htm" | "svg" | "xml" | "json" => {
            "text/plain; charset=utf-8"
        }
        _unknown => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_keeps_its_ending_and_has_a_name_that_every_system_takes() {
        let file = Hash::from_bytes([0x1a; 32]);
        for (name, copy) in [
            ("Plan.docx", "Plan (kept copy 1a1a1a1a).docx"),
            ("archive.tar.GZ", "archive.tar (kept copy 1a1a1a1a).GZ"),
            ("a:b?.pdf", "a_b_ (kept copy 1a1a1a1a).pdf"),
            ("photo\u{202e}gpj.exe", "photo_gpj (kept copy 1a1a1a1a).exe"),
            ("line\nbreak.txt", "line_break (kept copy 1a1a1a1a).txt"),
            ("no ending", "no ending (kept copy 1a1a1a1a)"),
            (".hidden", " (kept copy 1a1a1a1a).hidden"),
            ("..\\..\\x.txt", "_.._x (kept copy 1a1a1a1a).txt"),
            ("", " (kept copy 1a1a1a1a)"),
        ] {
            assert_eq!(name_of_copy(name, file), copy, "{name:?}");
        }
        for letter in ["é", "語", "😀"] {
            let name = name_of_copy(&format!("{}.pdf", letter.repeat(200)), file);
            assert!(name.len() < 255 && name.ends_with(").pdf"), "{name}");
        }
    }
}
