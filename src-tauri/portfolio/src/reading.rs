//! A file or a pasted text on its way to becoming a unit text: read, and held against the library. Changes nothing.

use std::collections::BTreeMap;
use std::path::Path;

use crate::disk;
use crate::error::Result;
use crate::extract::Extractor;
use crate::library;
use crate::portfolio::Workspace;
use crate::reissue;
use crate::unit::draft::{self, UnitDraft};
use crate::unit::import::open::{self, Opened};
use crate::unit::import::proposal::Reading;
use crate::unit::import::read::Kind;
use crate::unit::import::sheet::{SheetOptions, SheetProbe};
use crate::unit::import::{json, recognise};
use crate::view::library::{KnownUnit, ReadingView, SheetView};

/// Largest file read, in bytes.
pub const LARGEST: usize = 100 << 20;

/// Where the words come from.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// Pasted text.
    Text(&'a str),
    /// A file.
    File(&'a Path),
}

/// What a person chose about the reading.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Name shown for the source.
    pub name: Option<String>,
    /// Sheet and columns.
    pub sheet: SheetOptions,
    /// Only this qualification of a register file.
    pub number: Option<String>,
    /// By what `extract::stop` finds the reading.
    pub ticket: Option<String>,
}

/// What a source was read as, before the library is asked.
#[derive(Debug, Clone)]
pub struct Read {
    /// Name of the source.
    pub name: String,
    /// What was recognised.
    pub reading: Reading,
    /// Sheets to choose from.
    pub sheets: Vec<SheetView>,
    /// One draft for each unit.
    pub drafts: Vec<UnitDraft>,
    /// The texts themselves where it is our own JSON: what is not shown survives in them.
    pub own: Vec<String>,
}

/// Reads a source. Needs no centre file and changes nothing, so nobody's lock is held for it. Binary formats are read in a
/// process of their own.
pub fn read(source: Source<'_>, options: &Options) -> Result<Read> {
    read_by(&Extractor { ticket: options.ticket.clone(), ..Extractor::default() }, source, options)
}

/// The same by an extractor of the caller's choice.
pub fn read_by(extractor: &Extractor, source: Source<'_>, options: &Options) -> Result<Read> {
    let (bytes, name) = match source {
        Source::Text(text) => (text.as_bytes().to_vec(), None),
        Source::File(path) => {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
            (disk::read_small(path, LARGEST)?, name)
        }
    };
    let said =
        open::Options { sheet: options.sheet.clone(), qualification: options.number.clone(), kind: None };
    let kind = match (open::kind(&bytes, name.as_deref(), &said), &source) {
        // What is pasted is text, whatever else cannot be told of it.
        (Kind::Unknown, Source::Text(_)) => Kind::Text,
        (kind, Source::Text(_) | Source::File(_)) => kind,
    };
    let said = open::Options { kind: Some(kind), ..said };
    let (probes, reading) = match extractor.open(&bytes, name.as_deref(), &said)? {
        Opened::Document(kind, document) => {
            let words = if matches!(source, Source::Text(_)) { "pasted text" } else { kind.words() };
            (Vec::new(), recognise::recognise(&document, words))
        }
        Opened::Reading(reading) => (Vec::new(), reading),
        Opened::Sheets(probes, reading) => (probes, reading),
    };
    let mut drafts: Vec<UnitDraft> = reading.units.iter().map(draft::of_proposal).collect();
    // A text of ours that cannot be used as it stands is shown all the same, for a person to mend.
    let texts = if kind == Kind::Json { json::texts(&bytes).unwrap_or_default() } else { Vec::new() };
    let mut own = Vec::new();
    for (draft, spec) in drafts.iter_mut().zip(texts) {
        let text = String::from_utf8_lossy(&spec.canonical).into_owned();
        draft.raw = Some(text.clone());
        own.push(text);
    }
    let name = options.name.clone().or(name).unwrap_or_else(|| "pasted text".into());
    Ok(Read { name, reading, sheets: sheets(probes), drafts, own })
}

impl Read {
    /// Nothing that a person should look at was found.
    #[must_use]
    pub fn clean(&self) -> bool {
        self.reading.defects.is_empty()
            && self.reading.units.iter().all(|u| u.defects.is_empty() && u.left_over.is_empty())
    }
}

fn sheets(probes: Vec<SheetProbe>) -> Vec<SheetView> {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let view = |p: SheetProbe| SheetView {
        name: p.name,
        rows: p.first,
        columns: p.columns.into_iter().map(|(field, at)| (field, number(at))).collect(),
    };
    probes.into_iter().map(view).collect()
}

/// Columns as a request names them.
#[must_use]
pub fn sheet_options(sheet: Option<String>, columns: Option<BTreeMap<String, u32>>) -> SheetOptions {
    let columns = columns.map(|all| {
        all.into_iter().filter_map(|(field, at)| Some((field, usize::try_from(at).ok()?))).collect()
    });
    SheetOptions { sheet, columns }
}

/// What was read, held against the library where there is one.
pub fn shown(workspace: Option<&mut Workspace>, mut read: Read) -> Result<ReadingView> {
    let mut known = vec![None; read.drafts.len()];
    if let Some(workspace) = workspace {
        let units = library::all(workspace)?;
        for (draft, known) in read.drafts.iter_mut().zip(&mut known) {
            let Some(spec) = library::known(&units, draft).cloned() else { continue };
            let learners = reissue::learners(workspace, &spec.text.id)?.len();
            if draft.unit.as_deref() == Some(spec.text.id.as_str()) {
                draft.base = Some(spec.sha256.to_string());
            }
            *known = Some(KnownUnit {
                unit: spec.text.id.clone(),
                handle: spec.text.handle.clone(),
                title: spec.text.unit.title.clone(),
                learners: u32::try_from(learners).unwrap_or(u32::MAX),
            });
        }
    }
    Ok(ReadingView {
        name: read.name,
        reading: read.reading,
        sheets: read.sheets,
        drafts: read.drafts,
        known,
    })
}
