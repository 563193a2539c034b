//! The coverage matrix of one unit for one learner, and the paper made from it.
//!
//! `facts.rs`, `judged.rs` and `declared.rs` say what stands on the paper, `layout/` sets it into sheets in
//! millimetres, `pdf.rs` paints the sheets, and `finish.rs` makes the painted document a record that is the
//! same, byte for byte, whenever the same facts come in. This folder knows no database, no file and no
//! clock: whoever fills a [`Matrix`] answers for what it says.

mod compare;
pub mod dates;
mod declared;
pub mod document;
mod drawing;
mod facts;
mod finish;
mod increment;
mod judged;
pub mod layout;
#[cfg(test)]
mod logo_tests;
pub mod out;
#[cfg(test)]
mod overlay_tests;
pub mod papers;
mod pdf;
#[cfg(test)]
mod samples;
mod seal;
pub mod sign;
#[cfg(test)]
mod signing_tests;
mod srgb;
pub(crate) mod tags;
#[cfg(test)]
mod tests;
pub mod verify;
mod watch;
pub mod words;
mod write;
mod xmp;

use document::Record;

pub use declared::*;
pub use facts::*;
pub use judged::*;
pub use seal::Seal;
pub use watch::Watch;

/// A finished coverage matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// The PDF file. Equal facts give equal bytes, in any process and in any order of making.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// Characters that no shipped face can draw; each is printed as □. In code point order, each once.
    pub missing: Vec<char>,
}

/// Why no paper could be made. None of these comes from what a person wrote: all mean a damaged build or a
/// bug.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// A face in `fonts/` cannot be read.
    #[error(
        "the font {face} that travels with this program cannot be read ({detail}); reinstall the program"
    )]
    Font {
        /// The face's name.
        face: &'static str,
        /// What the font reader said.
        detail: String,
    },
    /// The logo that the paper names is not in the centre's history here.
    #[error(
        "the logo that this paper was signed with is not on this computer: take in the history of the centre from the computer \
         where it was chosen, then print again"
    )]
    NoLogo,
    /// No signature can be put into this file.
    #[error("this paper cannot take a digital signature: {0}")]
    NotSignable(&'static str),
    /// Somebody stopped it.
    #[error("printing was stopped; nothing was written")]
    Stopped,
    /// The PDF writer gave a document without the parts that every PDF has.
    #[error("the PDF writer gave an incomplete document ({0}); please report this")]
    Writer(String),
}

/// The coverage matrix as a PDF.
///
/// # Errors
/// [`PaperError`], never because of what the facts say: text that cannot be drawn is replaced and listed in
/// [`Paper::missing`].
pub fn paper(matrix: &Matrix) -> Result<Paper, PaperError> {
    watched(matrix, &Watch::NOBODY)
}

/// The same while somebody watches.
///
/// # Errors
/// As [`paper`], and [`PaperError::Stopped`] where the watch says so.
pub fn watched(matrix: &Matrix, watch: &Watch<'_>) -> Result<Paper, PaperError> {
    pictured(matrix.centre.logo.iter())?;
    let faces = layout::Faces::load()?;
    let sheets = layout::set(matrix, &faces);
    made(&sheets, &faces, &finish::Imprint::of(matrix)?, watch)
}

/// Any other paper as a PDF.
///
/// # Errors
/// As [`paper`], and [`PaperError::Stopped`] where the watch says so.
pub fn print(record: &Record, watch: &Watch<'_>) -> Result<Paper, PaperError> {
    pictured(record.logos())?;
    let faces = layout::Faces::load()?;
    let sheets = match record {
        Record::Document(document) => layout::alone(document, &faces),
        Record::Pack(pack) => layout::set_pack(pack, &faces, watch).ok_or(PaperError::Stopped)?,
    };
    made(&sheets, &faces, &finish::Imprint::of_record(record)?, watch)
}

/// Facts only name a logo; without its picture the paper would be another one.
fn pictured<'a>(logos: impl IntoIterator<Item = &'a Logo>) -> Result<(), PaperError> {
    if logos.into_iter().any(|logo| logo.picture.is_none()) { Err(PaperError::NoLogo) } else { Ok(()) }
}

fn made(
    sheets: &layout::Sheets,
    faces: &layout::Faces,
    imprint: &finish::Imprint,
    watch: &Watch<'_>,
) -> Result<Paper, PaperError> {
    let painted = pdf::paint(sheets, faces, watch)?;
    let bytes = finish::finish(painted, sheets, imprint, watch)?;
    Ok(Paper { bytes, pages: sheets.pages.len(), missing: sheets.missing.clone() })
}
