//! What kind of file some bytes are: by their content first, by the name only where the content is plain text that could
//! be several things. Refuses to read the file.

use serde::{Deserialize, Serialize};

use super::text::characters;
use crate::unit::import::delimited;

/// Kinds of file that a unit may come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Plain text.
    Text,
    /// A web page.
    Html,
    /// A Word document.
    Docx,
    /// An OpenDocument text.
    Odt,
    /// A PDF.
    Pdf,
    /// Our own JSON.
    Json,
    /// Records with commas or semicolons.
    Csv,
    /// Records with tabs.
    Tsv,
    /// An Excel workbook.
    Xlsx,
    /// An Excel workbook of before 2007.
    Xls,
    /// An OpenDocument sheet.
    Ods,
    /// A CASE package.
    Case,
    /// A Mahara SmartEvidence matrix.
    Matrix,
    /// A Moodle competency framework.
    Moodle,
    /// Rows of the Ofqual register.
    Ofqual,
    /// Rich text, as word processors wrote it before .docx.
    Rtf,
    /// A Word document of before 2007.
    Doc,
    /// None of these.
    Unknown,
}

impl Kind {
    /// In words, as the import shows it.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "web page",
            Self::Docx => "Word document",
            Self::Odt => "OpenDocument text",
            Self::Pdf => "PDF",
            Self::Json => "unit text in our JSON",
            Self::Csv => "CSV",
            Self::Tsv => "tab-separated text",
            Self::Xlsx => "Excel workbook",
            Self::Xls => "Excel 97 workbook",
            Self::Ods => "OpenDocument sheet",
            Self::Case => "CASE package",
            Self::Matrix => "SmartEvidence matrix",
            Self::Moodle => "Moodle competency framework",
            Self::Ofqual => "Ofqual register",
            Self::Rtf => "rich text",
            Self::Doc => "Word 97 document",
            Self::Unknown => "unknown file",
        }
    }

    /// Whether the extractor process reads it: formats whose parsers are large and whose files are not made by hand.
    #[must_use]
    pub const fn is_binary(self) -> bool {
        matches!(self, Self::Html | Self::Docx | Self::Odt | Self::Pdf | Self::Xlsx | Self::Xls | Self::Ods)
    }
}

/// Tells the kind.
#[must_use]
pub fn sniff(bytes: &[u8], name: Option<&str>) -> Kind {
    let ending = name
        .and_then(|name| name.rsplit_once('.'))
        .map(|(_, end)| end.to_ascii_lowercase())
        .unwrap_or_default();
    if let Some(kind) = by_signature(bytes, &ending) {
        return kind;
    }
    let (text, _) = characters(&bytes[..bytes.len().min(64 << 10)]);
    let head = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if text.chars().take(4096).filter(|c| *c == '\0').count() > 8 {
        return Kind::Unknown;
    }
    if head.starts_with('{') || (head.starts_with('[') && matches!(ending.as_str(), "json" | "matrix")) {
        return by_keys(head, &ending);
    }
    let lower: String = head.chars().take(1024).collect::<String>().to_ascii_lowercase();
    let page = [
        "<!doctype html",
        "<html",
        "<body",
        "<table",
        "<div",
        "<meta",
        "<head",
        "<h1",
        "<ul",
        "<p>",
        "<ol",
        "<section",
        "<article",
    ];
    if page.iter().any(|start| lower.starts_with(start))
        || (lower.starts_with('<')
            && (lower.contains("<html") || matches!(ending.as_str(), "html" | "htm" | "xhtml")))
        || matches!(ending.as_str(), "html" | "htm" | "xhtml")
    {
        return Kind::Html;
    }
    by_records(head, &ending)
}

fn by_signature(bytes: &[u8], ending: &str) -> Option<Kind> {
    let front = &bytes[..bytes.len().min(1024)];
    if front.windows(5).any(|part| part == b"%PDF-") {
        return Some(Kind::Pdf);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Some(Kind::Rtf);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) {
        return Some(if ending.starts_with("xl") { Kind::Xls } else { Kind::Doc });
    }
    if !bytes.starts_with(b"PK\x03\x04") && !bytes.starts_with(b"PK\x05\x06") {
        return None;
    }
    // Names of parts stand in the container as they are.
    let has = |name: &[u8]| bytes.windows(name.len()).any(|part| part == name);
    let told: [(&[u8], Kind); 5] = [
        (b"opendocument.spreadsheet", Kind::Ods),
        (b"opendocument.text", Kind::Odt),
        (b"word/document.xml", Kind::Docx),
        (b"xl/workbook", Kind::Xlsx),
        (b"xl/worksheets", Kind::Xlsx),
    ];
    let by_name = match ending {
        "docx" | "docm" | "dotx" => Kind::Docx,
        "odt" | "ott" => Kind::Odt,
        "xlsx" | "xlsm" => Kind::Xlsx,
        "ods" => Kind::Ods,
        _other => Kind::Unknown,
    };
    Some(told.iter().find(|(name, _)| has(name)).map_or(by_name, |(_, kind)| *kind))
}

fn by_keys(head: &str, ending: &str) -> Kind {
    if head.contains("\"CFDocument\"") || head.contains("\"CFItems\"") {
        Kind::Case
    } else if ending == "matrix"
        || (head.contains("\"framework\"")
            && (head.contains("\"standards\"") || head.contains("\"standardelements\"")))
    {
        Kind::Matrix
    } else {
        Kind::Json
    }
}

fn by_records(head: &str, ending: &str) -> Kind {
    let first: String = head
        .lines()
        .next()
        .unwrap_or_default()
        .chars()
        .filter(|c| c.is_alphanumeric() || ",;\t".contains(*c))
        .collect();
    let first = first.to_lowercase();
    if first.contains("parentidnumber") && first.contains("idnumber") && first.contains("short") {
        return Kind::Moodle;
    }
    if first.contains("qualificationnumber")
        && (first.contains("ownerorganisation") || first.contains("operationalstartdate"))
    {
        return Kind::Ofqual;
    }
    match ending {
        "csv" => return Kind::Csv,
        "tsv" | "tab" => return Kind::Tsv,
        "txt" | "text" | "md" | "markdown" => return Kind::Text,
        _other => {}
    }
    // Without a name: records of three cells and more, headed by what a sheet of units is headed by.
    let heads = ["criterion", "criteria", "outcome"].iter().any(|word| first.contains(word));
    let records = delimited::records(head.as_bytes()).ok().filter(|_| heads);
    let wide = records.filter(|r| r.rows.len() > 1 && r.rows.iter().take(2).all(|row| row.cells.len() >= 3));
    match wide.map(|records| records.delimiter) {
        Some(b',' | b';') => Kind::Csv,
        Some(_) | None => Kind::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_counts_before_the_name() {
        let cases: [(&[u8], Option<&str>, Kind); 19] = [
            (b"%PDF-1.7\n", Some("unit.docx"), Kind::Pdf),
            (b"junk\n%PDF-1.4", None, Kind::Pdf),
            (b"{\\rtf1 x}", None, Kind::Rtf),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Some("a.doc"), Kind::Doc),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Some("a.xls"), Kind::Xls),
            (b"PK\x03\x04....word/document.xml", Some("x.txt"), Kind::Docx),
            (b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text", None, Kind::Odt),
            (b"PK\x03\x04....", None, Kind::Unknown),
            (b" <!DOCTYPE HTML><p>", None, Kind::Html),
            (b"{\"format\":\"assessor-spec\"}", None, Kind::Json),
            (b"{\"CFDocument\":{}}", Some("x.json"), Kind::Case),
            (b"{\"framework\":{\"standards\":[]}}", None, Kind::Matrix),
            (b"Parent ID number,ID number,Short name\n", Some("m.csv"), Kind::Moodle),
            (b"Qualification Number,Qualification Title,Owner Organisation Name\n", None, Kind::Ofqual),
            (b"LO,Learning outcome,AC,Assessment criterion\n1,Plan,1.1,do\n", None, Kind::Csv),
            (b"a\tb\n", Some("u.tsv"), Kind::Tsv),
            (b"Learning outcomes: one, two and three\nplain, words, here\n", None, Kind::Text),
            (b"1.1 Identify", Some("u.txt"), Kind::Text),
            (b"", None, Kind::Text),
        ];
        for (bytes, name, kind) in cases {
            assert_eq!(sniff(bytes, name), kind, "{:?} {name:?}", String::from_utf8_lossy(bytes));
        }
    }
}
