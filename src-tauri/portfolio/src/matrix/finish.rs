//! Makes a painted document a record: archival and accessible (PDF/A-2a, PDF/UA-1), with its language, structure,
//! bookmarks, page labels and colours, and the facts it was made from. It
//! knows no clock and no random number, so equal sheets give equal bytes.
//!
//! printpdf marks every file as PDF/X and keeps an outline flat and sorted by name; both are replaced here. Its /ID comes from
//! a counter of the process; `write.rs` makes one from the content.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

use super::document::Record;
use super::drawing::hundredths;
use super::layout::{Bookmark, Sheets};
use super::{Edition, Matrix, PaperError, Watch, dates, srgb, tags, write, xmp};
use crate::journal::canonical;
use crate::journal::id::Hash;

/// What the document says of itself.
pub struct Imprint {
    title: String,
    subject: String,
    /// As PDF writes dates; absent where the edition's date is not one.
    made: Option<String>,
    /// The same date as XMP writes it.
    stamp: Option<String>,
    /// The matrix as canonical JSON.
    facts: Vec<u8>,
}

/// The name of our private data in a document (ISO 32000-1 §14.5).
pub const PRIVATE: &str = "PortfolioMapper";

/// The matrix as canonical JSON: what its digest is of.
///
/// # Errors
/// [`PaperError::Writer`] when it cannot be written in canonical form, which no matrix of ours is.
pub fn facts(matrix: &Matrix) -> Result<Vec<u8>, PaperError> {
    canonical_facts(matrix)
}

fn canonical_facts(facts: &impl serde::Serialize) -> Result<Vec<u8>, PaperError> {
    canonical::of(facts).map_err(|error| PaperError::Writer(error.to_string()))
}

impl Imprint {
    /// From the matrix: the date is that of its edition, never that of the machine.
    ///
    /// # Errors
    /// As [`facts`].
    pub fn of(matrix: &Matrix) -> Result<Self, PaperError> {
        let (Edition::SignedOriginal { signed_on: date } | Edition::CurrentRecord { printed_at: date, .. }) =
            &matrix.edition;
        let title = format!("{}: {}, {}", matrix.form.title, matrix.learner.name, matrix.unit.title);
        let subject = format!("{} version {}", matrix.form.title, matrix.form.version);
        Ok(Self { title, subject, made: dates::pdf(date), stamp: dates::xmp(date), facts: facts(matrix)? })
    }
}

impl Imprint {
    /// From any other paper.
    ///
    /// # Errors
    /// As [`facts`].
    pub fn of_record(record: &Record) -> Result<Self, PaperError> {
        let (title, subject, date) = record.imprint();
        Ok(Self {
            made: dates::pdf(date),
            stamp: dates::xmp(date),
            title,
            subject,
            facts: canonical_facts(record)?,
        })
    }
}

/// The finished file.
///
/// # Errors
/// [`PaperError::Writer`] when the painted document lacks a catalogue or pages.
pub fn finish(
    mut document: Document,
    sheets: &Sheets,
    imprint: &Imprint,
    watch: &Watch<'_>,
) -> Result<Vec<u8>, PaperError> {
    let pages: Vec<ObjectId> = document.page_iter().collect();
    if pages.len() != sheets.pages.len() {
        return Err(PaperError::Writer(format!("{} pages of {}", pages.len(), sheets.pages.len())));
    }
    tidy_pages(&mut document, &pages)?;
    let outline = outline(&mut document, sheets, &pages);
    watch.share(70)?;
    let (structure, tagged) = tags::tag(&mut document, sheets, &pages)?;
    let archival = archival(&mut document, imprint);
    catalogue(&mut document, outline, [tagged, archival])?;
    information(&mut document, imprint);
    watch.share(80)?;
    compress(&mut document);
    let mut file = write::Writer::new(document.max_id + 1);
    file.document(&mut document);
    watch.share(85)?;
    structure.write(&mut file);
    watch.share(95)?;
    Ok(file.finish(&document))
}

/// Takes off the two boxes that only repeat the paper's edge.
fn tidy_pages(document: &mut Document, pages: &[ObjectId]) -> Result<(), PaperError> {
    for page in pages {
        let page = document.get_dictionary_mut(*page).map_err(writer)?;
        for key in ["TrimBox", "CropBox"] {
            page.remove(key.as_bytes());
        }
    }
    Ok(())
}

/// What an archive asks for: XMP, the meaning of the colours, and behind them the facts that were printed.
fn archival(document: &mut Document, imprint: &Imprint) -> Dictionary {
    let digest = Hash::of(&imprint.facts).to_string();
    let facts = xmp::Facts {
        title: &imprint.title,
        subject: &imprint.subject,
        made: imprint.stamp.as_deref(),
        digest: &digest,
    };
    // Never compressed: a program that knows no PDF is to find it.
    let packet = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp::packet(&facts));
    let packet = document.add_object(packet.with_compression(false));
    let profile = document.add_object(Stream::new(dictionary! { "N" => 3 }, srgb::profile()));
    let intent = dictionary! {
        "Type" => "OutputIntent", "S" => "GTS_PDFA1", "DestOutputProfile" => profile,
        "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB (IEC 61966-2-1)"),
    };
    let facts = document.add_object(Stream::new(dictionary! {}, imprint.facts.clone()));
    let mut private = dictionary! { "Private" => facts };
    if let Some(made) = &imprint.made {
        private.set("LastModified", Object::string_literal(made.as_str()));
    }
    let mut pieces = Dictionary::new();
    pieces.set(PRIVATE, private);
    let labels = dictionary! { "Nums" => vec![0.into(), Object::Dictionary(dictionary! { "S" => "D" })] };
    dictionary! {
        "Metadata" => packet,
        "OutputIntents" => vec![Object::Dictionary(intent)],
        "PieceInfo" => pieces,
        "PageLabels" => labels,
    }
}

/// An error of the writer's library.
pub fn writer(error: lopdf::Error) -> PaperError {
    PaperError::Writer(error.to_string())
}

fn catalogue(
    document: &mut Document,
    outline: Option<ObjectId>,
    said: [Dictionary; 2],
) -> Result<(), PaperError> {
    let catalogue = document.catalog_mut().map_err(writer)?;
    for key in ["OutputIntents", "Outlines", "PageMode", "PageLayout", "Metadata"] {
        catalogue.remove(key.as_bytes());
    }
    catalogue.set("Lang", Object::string_literal("en-GB"));
    catalogue.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    for (key, value) in said.into_iter().flatten() {
        catalogue.set(key, value);
    }
    if let Some(outline) = outline {
        catalogue.set("Outlines", outline);
        catalogue.set("PageMode", "UseOutlines");
    }
    Ok(())
}

/// The information dictionary, written anew: the painter's own one claims PDF/X.
fn information(document: &mut Document, imprint: &Imprint) {
    let mut info = dictionary! {
        "Title" => words(&imprint.title),
        "Subject" => words(&imprint.subject),
        "Creator" => Object::string_literal("Portfolio Mapper"),
        "Producer" => Object::string_literal("Portfolio Mapper"),
    };
    if let Some(made) = &imprint.made {
        info.set("CreationDate", Object::string_literal(made.as_str()));
        info.set("ModDate", Object::string_literal(made.as_str()));
    }
    if let Ok(old) = document.trailer.get(b"Info").and_then(Object::as_reference) {
        document.objects.remove(&old);
    }
    let info = document.add_object(info);
    document.trailer.set("Info", info);
}

/// Compresses every stream but the packet of metadata.
fn compress(document: &mut Document) {
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        if stream.allows_compression && !stream.dict.has(b"Filter") {
            let (said, content) = (std::mem::take(&mut stream.dict), std::mem::take(&mut stream.content));
            *stream = write::deflated(said, content);
        }
    }
}

/// Millimetres as a number of points, to a hundredth.
pub fn points(millimetres: f32) -> Object {
    Object::Real(hundredths(millimetres) / 100.0)
}

/// Text of a dictionary: as it is where it is ASCII, else in UTF-16 with its mark (ISO 32000-1 §7.9.2.2).
pub fn words(text: &str) -> Object {
    if text.is_ascii() {
        return Object::string_literal(text);
    }
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

/// A bookmark that is being written, with its object number and those below it.
struct Entry {
    id: ObjectId,
    says: Dictionary,
    level: u8,
    below: Vec<Entry>,
}

/// Bookmarks in reading order, each under the last one before it that stands higher.
fn outline(document: &mut Document, sheets: &Sheets, pages: &[ObjectId]) -> Option<ObjectId> {
    let root = document.new_object_id();
    let mut top: Vec<Entry> = Vec::new();
    for mark in &sheets.outline {
        let Some(page) = pages.get(mark.page) else { continue };
        let says = bookmark(mark, *page, sheets.height(mark.page));
        let entry = Entry { id: document.new_object_id(), says, level: mark.level, below: Vec::new() };
        hang(&mut top, entry);
    }
    let (first, last, count) = chain(document, root, top)?;
    document.set_object(
        root,
        dictionary! { "Type" => "Outlines", "First" => first, "Last" => last, "Count" => count },
    );
    Some(root)
}

/// Puts a bookmark under the last one that stands higher, else beside the last.
fn hang(brothers: &mut Vec<Entry>, entry: Entry) {
    match brothers.last_mut().filter(|last| last.level < entry.level) {
        Some(last) => hang(&mut last.below, entry),
        None => brothers.push(entry),
    }
}

fn bookmark(mark: &Bookmark, page: ObjectId, height: f32) -> Dictionary {
    let y = ((height - mark.y + 3.0) * 72.0 / 25.4).round();
    let place = vec![page.into(), "XYZ".into(), Object::Null, Object::Real(y), Object::Null];
    dictionary! { "Title" => words(&mark.title), "Dest" => Object::Array(place) }
}

/// Links brothers to each other and to their parent, each with those below it; gives the first, the last and how many.
fn chain(document: &mut Document, parent: ObjectId, items: Vec<Entry>) -> Option<(ObjectId, ObjectId, i64)> {
    let ids: Vec<ObjectId> = items.iter().map(|item| item.id).collect();
    for (at, Entry { id, says: mut item, below, .. }) in items.into_iter().enumerate() {
        if let Some((first, last, count)) = chain(document, id, below) {
            item.set("First", first);
            item.set("Last", last);
            // Negative: it stands closed, so that the list of sections is seen first.
            item.set("Count", -count);
        }
        item.set("Parent", parent);
        if let Some(before) = at.checked_sub(1).and_then(|before| ids.get(before)) {
            item.set("Prev", *before);
        }
        if let Some(after) = ids.get(at + 1) {
            item.set("Next", *after);
        }
        document.set_object(id, item);
    }
    Some((*ids.first()?, *ids.last()?, i64::try_from(ids.len()).ok()?))
}
