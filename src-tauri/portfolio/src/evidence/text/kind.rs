//! What a file of evidence is, as far as its text goes: by its bytes first, by the ending of its name only where the bytes
//! could be several things. Refuses to read it.

use crate::unit::import::read::{Kind as UnitKind, sniff};

/// Kinds of file of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A PDF.
    Pdf,
    /// A Word document.
    Docx,
    /// An OpenDocument text.
    Odt,
    /// A workbook of any make: XLSX, XLS, ODS.
    Sheets(&'static str),
    /// Text with delimiters.
    Csv,
    /// A PowerPoint presentation.
    Pptx,
    /// An OpenDocument presentation.
    Odp,
    /// An e-mail.
    Mail,
    /// A message as Outlook saves it.
    Msg,
    /// A web page, or another text in tags.
    Html,
    /// Rich text.
    Rtf,
    /// Plain text.
    Text,
    /// A picture or a recording.
    Media(&'static str),
    /// Asks for a password, by its container.
    Locked(&'static str),
    /// Not read: what it is.
    Other(&'static str),
}

impl Kind {
    /// In words for a person.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Docx => "Word document",
            Self::Odt => "OpenDocument text",
            Self::Csv => "CSV",
            Self::Pptx => "PowerPoint presentation",
            Self::Odp => "OpenDocument presentation",
            Self::Mail => "e-mail",
            Self::Msg => "Outlook message",
            Self::Html => "web page",
            Self::Rtf => "rich text",
            Self::Text => "text",
            Self::Sheets(words) | Self::Media(words) | Self::Locked(words) | Self::Other(words) => words,
        }
    }
}

/// How a media file or an archive begins: bytes at an offset, and what it is.
type Start = (usize, &'static [u8], Kind);

const STARTS: [Start; 24] = [
    (0, b"\xff\xd8\xff", Kind::Media("picture")),
    (0, b"\x89PNG\r\n\x1a\n", Kind::Media("picture")),
    (0, b"GIF8", Kind::Media("picture")),
    (0, b"BM", Kind::Media("picture")),
    (0, b"II*\0", Kind::Media("picture")),
    (0, b"MM\0*", Kind::Media("picture")),
    (8, b"WEBP", Kind::Media("picture")),
    (4, b"ftyphei", Kind::Media("picture")),
    (4, b"ftypmif1", Kind::Media("picture")),
    (4, b"ftypavif", Kind::Media("picture")),
    (4, b"ftyp", Kind::Media("recording")),
    (8, b"WAVE", Kind::Media("recording")),
    (8, b"AVI ", Kind::Media("recording")),
    (0, b"ID3", Kind::Media("recording")),
    (0, b"\xff\xfb", Kind::Media("recording")),
    (0, b"\xff\xf3", Kind::Media("recording")),
    (0, b"\xff\xf1", Kind::Media("recording")),
    (0, b"OggS", Kind::Media("recording")),
    (0, b"fLaC", Kind::Media("recording")),
    (0, b"\x1a\x45\xdf\xa3", Kind::Media("recording")),
    (0, b"7z\xbc\xaf\x27\x1c", Kind::Other("7-Zip archive")),
    (0, b"Rar!\x1a\x07", Kind::Other("RAR archive")),
    (0, b"\x1f\x8b", Kind::Other("gzip archive")),
    (0, b"MZ", Kind::Other("program")),
];

/// Tells a picture, a recording or an archive by the first bytes; none where more has to be read.
#[must_use]
pub fn by_start(head: &[u8]) -> Option<Kind> {
    let begins = |(at, mark, _): &&Start| head.get(*at..).is_some_and(|rest| rest.starts_with(mark));
    let found = STARTS.iter().find(begins).map(|(_, _, kind)| *kind)?;
    // Two letters may begin a text as well; a picture of Windows has its size in bytes 2 to 5 and zeros after them.
    let two_letters = head.starts_with(b"BM") || head.starts_with(b"MZ");
    (!two_letters || head.iter().take(64).any(|byte| *byte == 0)).then_some(found)
}

/// Media type of a PDF, a picture or a recording by its first bytes; none for everything else.
#[must_use]
pub fn media_type(head: &[u8]) -> Option<&'static str> {
    let brand = head.get(8..12).unwrap_or_default();
    match by_start(head) {
        Some(Kind::Media("picture")) => PICTURES
            .iter()
            .find(|(at, mark, _)| head.get(*at..).is_some_and(|rest| rest.starts_with(mark)))
            .map(|(_, _, name)| *name),
        Some(Kind::Media(_)) => Some(match (head.get(..4).unwrap_or_default(), head.get(4..8), brand) {
            (_, Some(b"ftyp"), b"M4A " | b"M4B ") => "audio/mp4",
            (_, Some(b"ftyp"), b"qt  ") => "video/quicktime",
            (_, Some(b"ftyp"), brand) if brand.starts_with(b"3g") => "video/3gpp",
            (_, Some(b"ftyp"), _) => "video/mp4",
            (_, _, b"WAVE") => "audio/wav",
            (_, _, b"AVI ") => "video/x-msvideo",
            (b"OggS", _, _) => "audio/ogg",
            (b"fLaC", _, _) => "audio/flac",
            (b"\x1a\x45\xdf\xa3", _, _) => "video/webm",
            ([0xff, 0xf1, ..], _, _) => "audio/aac",
            _mp3 => "audio/mpeg",
        }),
        Some(_) => None,
        None => head
            .get(..head.len().min(1024))?
            .windows(5)
            .any(|part| part == b"%PDF-")
            .then_some("application/pdf"),
    }
}

/// How pictures begin, and their media types.
const PICTURES: [(usize, &[u8], &str); 10] = [
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG", "image/png"),
    (0, b"GIF8", "image/gif"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftyphei", "image/heic"),
];

/// Tells the kind of the whole file; `ending` is that of its name, in lower case, without the dot.
#[must_use]
pub fn of(bytes: &[u8], ending: &str) -> Kind {
    if let Some(kind) = by_start(bytes) {
        return kind;
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return compound(bytes, ending);
    }
    if is_opaque(bytes, ending) {
        return Kind::Other("file of an unknown kind");
    }
    let told = sniff(bytes, Some(&format!("x.{ending}")));
    match told {
        UnitKind::Pdf => Kind::Pdf,
        UnitKind::Docx => Kind::Docx,
        UnitKind::Odt => Kind::Odt,
        UnitKind::Rtf => Kind::Rtf,
        UnitKind::Xlsx | UnitKind::Xls | UnitKind::Ods => Kind::Sheets(told.words()),
        UnitKind::Doc => Kind::Other(told.words()),
        UnitKind::Unknown => packed(bytes, ending),
        UnitKind::Html
        | UnitKind::Text
        | UnitKind::Json
        | UnitKind::Csv
        | UnitKind::Tsv
        | UnitKind::Case
        | UnitKind::Matrix
        | UnitKind::Moodle
        | UnitKind::Ofqual => textual(bytes, ending, told),
    }
}

/// A container of other parts that no unit text comes in.
fn packed(bytes: &[u8], ending: &str) -> Kind {
    let has = |name: &[u8]| bytes.windows(name.len()).any(|part| part == name);
    if !bytes.starts_with(b"PK") {
        return Kind::Other("file of an unknown kind");
    }
    if has(b"ppt/presentation.xml") || has(b"ppt/slides/") {
        Kind::Pptx
    } else if has(b"opendocument.presentation") {
        Kind::Odp
    } else {
        match ending {
            "pptx" | "pptm" | "ppsx" => Kind::Pptx,
            "odp" => Kind::Odp,
            _other => Kind::Other("zip archive"),
        }
    }
}

/// The container of Office before 2007, which also holds newer files that ask for a password.
fn compound(bytes: &[u8], ending: &str) -> Kind {
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let has = |name: &str| {
        let wide = wide(name);
        bytes.windows(wide.len()).any(|part| part == wide.as_slice())
    };
    if has("EncryptedPackage") {
        return Kind::Locked(if ending.starts_with("xl") { "Excel workbook" } else { "Office document" });
    }
    if has("Workbook") || (ending.starts_with("xl") && has("Book")) {
        Kind::Sheets(UnitKind::Xls.words())
    } else if has("__properties_version1.0") || ending == "msg" {
        Kind::Msg
    } else if has("PowerPoint Document") {
        Kind::Other("PowerPoint 97 presentation")
    } else if has("WordDocument") || ending == "doc" {
        Kind::Other(UnitKind::Doc.words())
    } else {
        Kind::Other("Office 97 file")
    }
}

/// Bytes that are text of one kind or another.
fn textual(bytes: &[u8], ending: &str, told: UnitKind) -> Kind {
    if ending == "eml" || is_mail(bytes) {
        return Kind::Mail;
    }
    match (told, ending) {
        (UnitKind::Html, _) | (_, "svg" | "xml" | "html" | "htm" | "xhtml") => Kind::Html,
        (UnitKind::Csv | UnitKind::Tsv, _) | (_, "csv" | "tsv" | "tab") => Kind::Csv,
        (_text, _) if is_binary(bytes) => Kind::Other("file of an unknown kind"),
        (_text, _) => Kind::Text,
    }
}

/// Bytes that begin like nothing we read and are no text: guessing in which characters they are written would take longer
/// than reading any document.
fn is_opaque(bytes: &[u8], ending: &str) -> bool {
    const TEXTS: [&str; 9] = ["eml", "svg", "xml", "html", "htm", "xhtml", "csv", "tsv", "tab"];
    let head = &bytes[..bytes.len().min(2048)];
    let is_document = bytes.starts_with(b"PK")
        || bytes.starts_with(b"{\\rtf")
        || head.windows(5).any(|part| part == b"%PDF-");
    !is_document && !TEXTS.contains(&ending) && is_binary(bytes) && !is_mail(bytes)
}

/// Control characters that no text holds, one in a hundred of the beginning.
fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8192)];
    let odd = |byte: &&u8| **byte < 32 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1b | 0);
    let zeros = head.iter().filter(|byte| **byte == 0).count();
    // UTF-16 has a zero for each character; other zeros are of no text.
    let sixteen = zeros * 5 > head.len() * 2 && zeros * 5 < head.len() * 3;
    head.iter().filter(odd).count() * 100 > head.len() || (zeros * 100 > head.len() && !sixteen)
}

/// Two fields or more of a message's heading at the front, one of which only a message has.
fn is_mail(bytes: &[u8]) -> bool {
    const FIELDS: [&str; 12] = [
        "from",
        "to",
        "cc",
        "subject",
        "date",
        "message-id",
        "received",
        "mime-version",
        "return-path",
        "delivered-to",
        "content-type",
        "reply-to",
    ];
    const OWN: [&str; 5] = ["message-id", "received", "mime-version", "return-path", "delivered-to"];
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(8192)]).to_ascii_lowercase();
    let names: Vec<&str> = head
        .lines()
        .take(60)
        .take_while(|line| !line.trim().is_empty())
        .filter(|line| !line.starts_with([' ', '\t']))
        .map(|line| line.split_once(':').map_or("", |(name, _)| name))
        .collect();
    names.first().is_some_and(|first| FIELDS.contains(first) || first.starts_with("x-"))
        && names.iter().filter(|name| FIELDS.contains(name)).count() >= 2
        && names.iter().any(|name| OWN.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_come_from_the_first_bytes() {
        for (head, named) in [
            (&b"\xff\xd8\xff\xe0"[..], Some("image/jpeg")),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some("image/webp")),
            (b"\0\0\0\x18ftypheic", Some("image/heic")),
            (b"\0\0\0\x18ftypM4A \0", Some("audio/mp4")),
            (b"\0\0\0\x18ftypqt  \0", Some("video/quicktime")),
            (b"\0\0\0\x18ftyp3gp4", Some("video/3gpp")),
            (b"\0\0\0\x18ftypisom", Some("video/mp4")),
            (b"RIFF\0\0\0\0WAVEfmt ", Some("audio/wav")),
            (b"ID3\x04", Some("audio/mpeg")),
            (b"\x1a\x45\xdf\xa3", Some("video/webm")),
            (b"\n%PDF-1.4", Some("application/pdf")),
            (b"<svg><script>", None),
            (b"MZ\x90\0", None),
            (b"", None),
        ] {
            assert_eq!(media_type(head), named, "{head:?}");
        }
    }

    #[test]
    fn the_bytes_count_before_the_name() {
        let mail =
            b"Received: by mail.example\r\nFrom: Ada <ada@college.example>\r\nSubject: Visit\r\n\r\nHello";
        let wide = |name: &str| {
            let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
            bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
            bytes
        };
        let (locked, message) = (wide("EncryptedPackage"), wide("__properties_version1.0"));
        let cases: [(&[u8], &str, Kind); 24] = [
            (b"%PDF-1.7", "jpg", Kind::Pdf),
            (b"\xff\xd8\xff\xe0", "pdf", Kind::Media("picture")),
            (b"\0\0\0\x18ftypheic", "docx", Kind::Media("picture")),
            (b"\0\0\0\x18ftypisom", "docx", Kind::Media("recording")),
            (b"RIFF\0\0\0\0WAVEfmt ", "txt", Kind::Media("recording")),
            (b"ID3\x04", "mp3", Kind::Media("recording")),
            (b"BM meeting of the team", "txt", Kind::Text),
            (b"BM\x36\0\0\0\0\0", "bmp", Kind::Media("picture")),
            (b"PK\x03\x04..ppt/presentation.xml", "zip", Kind::Pptx),
            (b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.presentation", "", Kind::Odp),
            (b"PK\x03\x04..a.txt", "zip", Kind::Other("zip archive")),
            (b"PK\x03\x04..word/document.xml", "pdf", Kind::Docx),
            (&locked, "docx", Kind::Locked("Office document")),
            (&message, "dat", Kind::Msg),
            (mail, "txt", Kind::Mail),
            (b"Hello", "eml", Kind::Mail),
            (b"To: all\nFrom: me\n\nNotes", "txt", Kind::Text),
            (b"<html><p>Hello", "txt", Kind::Html),
            (b"<svg><text>Plan</text></svg>", "svg", Kind::Html),
            (b"a,b\n1,2\n", "csv", Kind::Csv),
            (b"a,b\n1,2\n", "txt", Kind::Text),
            (b"{\\rtf1 x}", "doc", Kind::Rtf),
            (b"\x01\x02\x03\x04 junk \x05", "txt", Kind::Other("file of an unknown kind")),
            (b"W\0o\0r\0d\0s\0", "txt", Kind::Text),
        ];
        for (bytes, ending, kind) in cases {
            assert_eq!(of(bytes, ending), kind, "{:?} .{ending}", String::from_utf8_lossy(bytes));
        }
    }
}
