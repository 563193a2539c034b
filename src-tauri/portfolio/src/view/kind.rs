//! What a file is by its bytes, beside what its name says, and so how the window shows it. Pure. Refuses to read the file and
//! to decide whether its text is searched.

use serde::Serialize;
use ts_rs::TS;

use super::portfolio::Media;
use super::shown::media;
use crate::evidence::text::kind::{self, Kind};

/// Bytes from the front that tell most kinds.
pub const HEAD: u64 = 64 << 10;

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KindView {
    /// How it is shown.
    pub media: Media,
    /// What it is, in words: "a PDF", "an Excel workbook", "rich text".
    pub is: String,
    /// The ending of its name, without the dot, where that says something else.
    pub named: Option<String>,
}

/// How the window goes about a file; within one of them what its name says is left to the reader.
#[derive(PartialEq, Eq)]
enum Way {
    Pdf,
    Image,
    Recording,
    Raw,
    Words,
    Card,
}

fn way(media: Media) -> Way {
    match media {
        Media::Pdf => Way::Pdf,
        Media::Image => Way::Image,
        Media::Audio | Media::Video => Way::Recording,
        Media::Text => Way::Raw,
        Media::Document | Media::Spreadsheet | Media::Email => Way::Words,
        Media::Other => Way::Card,
    }
}

/// Whether the bytes from the front are not enough: names of parts stand anywhere in a container.
#[must_use]
pub fn needs_all(head: &[u8]) -> bool {
    head.starts_with(b"PK") || head.starts_with(b"\xd0\xcf\x11\xe0")
}

/// Tells what a file is; `bytes` are all of it, or the first [`HEAD`] where that [is enough](needs_all).
#[must_use]
pub fn of(bytes: &[u8], name: &str) -> KindView {
    let named = media(name);
    let ending = name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    let kind = kind::of(bytes, &ending);
    let by_bytes = if bytes.is_empty() { named } else { shown_as(kind, bytes, named) };
    let is_same = way(by_bytes) == way(named);
    KindView {
        media: if is_same { named } else { by_bytes },
        is: with_article(kind.words()),
        named: (!is_same && named != Media::Other).then_some(ending),
    }
}

fn shown_as(kind: Kind, bytes: &[u8], named: Media) -> Media {
    let reads_words = matches!(way(named), Way::Raw | Way::Words);
    match kind {
        Kind::Pdf => Media::Pdf,
        Kind::Media("picture") => Media::Image,
        Kind::Media(_) => match kind::media_type(bytes) {
            Some(sound) if sound.starts_with("audio/") => Media::Audio,
            Some(_) | None => Media::Video,
        },
        // Text of any kind in a file that is shown as text or words anyway: its reader tells the rest.
        Kind::Csv | Kind::Mail | Kind::Html | Kind::Text if reads_words => named,
        Kind::Docx | Kind::Odt | Kind::Pptx | Kind::Odp | Kind::Rtf | Kind::Html => Media::Document,
        Kind::Sheets(_) | Kind::Csv => Media::Spreadsheet,
        Kind::Mail | Kind::Msg => Media::Email,
        Kind::Text => Media::Text,
        // The reader says why there is nothing to show.
        Kind::Locked(_) => {
            if reads_words {
                named
            } else {
                Media::Document
            }
        }
        Kind::Other(words) if words.contains("97") => Media::Document,
        // A container that an office program writes and that is not read, or a recording without a beginning that we know.
        Kind::Other(_) if way(named) == Way::Words || way(named) == Way::Recording => named,
        Kind::Other(UNKNOWN) if named != Media::Text => named,
        Kind::Other(_) => Media::Other,
    }
}

/// What is said of bytes that begin like nothing that we know.
const UNKNOWN: &str = "file of an unknown kind";

fn with_article(words: &str) -> String {
    match words.chars().next() {
        _ if matches!(words, "text" | "rich text") => words.to_owned(),
        Some('a' | 'e' | 'i' | 'o' | 'u' | 'A' | 'E' | 'I' | 'O' | 'U') => format!("an {words}"),
        _other => format!("a {words}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_decide_where_the_name_would_show_them_otherwise() {
        let zip = |part: &str| format!("PK\x03\x04..{part}").into_bytes();
        let (docx, xlsx, archive) = (zip("word/document.xml"), zip("xl/workbook.xml"), zip("a.txt"));
        let png: &[u8] = b"\x89PNG\r\n\x1a\n\0\0";
        let program: &[u8] = b"MZ\x90\0\x03\0\0";
        let cases: [(&[u8], &str, Media, &str, bool); 30] = [
            (b"%PDF-1.7", "plan.pdf", Media::Pdf, "a PDF", false),
            (b"%PDF-1.7", "plan.doc", Media::Pdf, "a PDF", true),
            (b"%PDF-1.7", "plan.TXT", Media::Pdf, "a PDF", true),
            (b"%PDF-1.7", "plan", Media::Pdf, "a PDF", false),
            (&docx, "plan.pdf", Media::Document, "a Word document", true),
            (&docx, "plan.docx", Media::Document, "a Word document", false),
            (&docx, "plan.xlsx", Media::Spreadsheet, "a Word document", false),
            (&docx, "plan.txt", Media::Document, "a Word document", true),
            (&xlsx, "plan.jpg", Media::Spreadsheet, "an Excel workbook", true),
            (&archive, "plan.pdf", Media::Other, "a zip archive", true),
            (&archive, "plan.pages", Media::Document, "a zip archive", false),
            (&archive, "plan.zip", Media::Other, "a zip archive", false),
            (png, "photo.txt", Media::Image, "a picture", true),
            (png, "photo.jpg", Media::Image, "a picture", false),
            (png, "photo.docx", Media::Image, "a picture", true),
            (png, "photo.bak", Media::Image, "a picture", false),
            (b"RIFF\0\0\0\0WAVEfmt ", "talk.pdf", Media::Audio, "a recording", true),
            (b"\0\0\0\x18ftypM4A ", "talk.mp4", Media::Video, "a recording", false),
            (b"\0\0\0\x18ftypisom", "talk.doc", Media::Video, "a recording", true),
            (b"{\\rtf1 x}", "plan.doc", Media::Document, "rich text", false),
            (b"{\\rtf1 x}", "plan.txt", Media::Document, "rich text", true),
            (b"plain words", "plan.pdf", Media::Text, "text", true),
            (b"plain words", "plan", Media::Text, "text", false),
            (b"plain words", "plan.doc", Media::Document, "text", false),
            (b"<html><script>1</script>", "page.txt", Media::Text, "a web page", false),
            (b"<html><script>1</script>", "page.pdf", Media::Document, "a web page", true),
            (b"<svg><script>1</script></svg>", "drawing.png", Media::Text, "text", true),
            (program, "plan.pdf", Media::Other, "a program", true),
            (b"\x01\x02\x03\x04\x05", "talk.mp3", Media::Audio, "a file of an unknown kind", false),
            (b"", "talk.mp4", Media::Video, "text", false),
        ];
        for (bytes, name, media, is, differs) in cases {
            let told = of(bytes, name);
            assert_eq!(
                (told.media, told.is.as_str(), told.named.is_some()),
                (media, is, differs),
                "{name}: {told:?}"
            );
        }
    }
}
