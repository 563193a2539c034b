//! One door for every file that a unit may come in: the kind is told, its reader or importer is asked. Pure and in this
//! process; refuses to know the extractor, the library and the disk.

use serde::{Deserialize, Serialize};

use super::document::Document;
use super::ofqual::RegisterOptions;
use super::proposal::Reading;
use super::read::{self, Kind, MOST_BYTES, ReadError, sniff};
use super::recognise::recognise;
use super::sheet::{SheetOptions, SheetProbe};
use super::{case, json, matrix, moodle, ofqual, sheet};
use crate::error::Result;

/// What a person says of the file beforehand; nothing said = found by the program.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Options {
    /// Kind of the file.
    pub kind: Option<Kind>,
    /// Sheet and columns.
    pub sheet: SheetOptions,
    /// Qualification to look for in the register.
    pub qualification: Option<String>,
}

/// A file as read.
#[derive(Debug, Clone, PartialEq)]
pub enum Opened {
    /// A document, for the recogniser.
    Document(Kind, Document),
    /// A structured file, with its proposals.
    Reading(Reading),
    /// A file of sheets: what a person may choose from, and the proposals.
    Sheets(Vec<SheetProbe>, Reading),
}

impl Opened {
    /// The proposals: those of a structured file as they are, those of a document by the recogniser.
    #[must_use]
    pub fn reading(self) -> Reading {
        match self {
            Self::Document(kind, document) => recognise(&document, kind.words()),
            Self::Reading(reading) | Self::Sheets(_, reading) => reading,
        }
    }
}

/// Reads a file into proposals in this process.
pub fn read_file(bytes: &[u8], name: Option<&str>, options: &Options) -> Result<Reading> {
    Ok(open(bytes, name, options)?.reading())
}

/// The kind of a file: as said, else as told by its content.
#[must_use]
pub fn kind(bytes: &[u8], name: Option<&str>, options: &Options) -> Kind {
    options.kind.unwrap_or_else(|| sniff(bytes, name))
}

/// Opens a file in this process.
pub fn open(bytes: &[u8], name: Option<&str>, options: &Options) -> Result<Opened> {
    let kind = kind(bytes, name, options);
    if bytes.len() > MOST_BYTES {
        // The reader says it in its words.
        read::document(Kind::Text, bytes)?;
    }
    let reading = match kind {
        Kind::Csv | Kind::Tsv | Kind::Xlsx | Kind::Xls | Kind::Ods => {
            let (sheets, reading) = sheet::open(bytes, &options.sheet)?;
            return Ok(Opened::Sheets(sheets, reading));
        }
        Kind::Json => json::read(bytes)?,
        Kind::Case => case::read(bytes)?,
        Kind::Matrix => matrix::read(bytes)?,
        Kind::Moodle => moodle::read(bytes)?,
        Kind::Ofqual => ofqual::read(bytes, &RegisterOptions { number: options.qualification.clone() })?,
        Kind::Text | Kind::Html | Kind::Docx | Kind::Odt | Kind::Pdf | Kind::Rtf | Kind::Doc => {
            return Ok(Opened::Document(kind, read::document(kind, bytes)?));
        }
        Kind::Unknown => {
            let named = name.map(|name| format!(" {name:?}")).unwrap_or_default();
            return Err(ReadError::new(
                "",
                format!("it is not known what kind of file{named} is"),
                "Units are read from text, web pages, Word documents, OpenDocument, PDF, sheets and JSON.",
            )
            .into());
        }
    };
    Ok(Opened::Reading(reading))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_each_way_is_read_into_proposals() {
        let sheet = b"Unit title,LO,Learning outcome,AC,Assessment criterion\nPlan,1,Be able to plan,1.1,Identify needs\n";
        let page =
            b"<h1>Unit 4 Plan</h1><p>Learning outcome 1: Be able to plan</p><p>1.1 Identify the needs</p>";
        for (bytes, name, format) in [(&sheet[..], "u.csv", "CSV"), (&page[..], "u.html", "web page")] {
            let reading = read_file(bytes, Some(name), &Options::default()).unwrap();
            assert!(reading.format.contains(format), "{}", reading.format);
            assert_eq!(reading.units[0].outcomes[0].criteria[0].code, "1.1", "{name}");
        }
    }

    #[test]
    fn what_is_not_known_is_said() {
        let said = read_file(b"PK\x03\x04....", Some("x.zip"), &Options::default()).unwrap_err().to_string();
        assert!(said.contains("not known what kind of file \"x.zip\" is"), "{said}");
    }
}
