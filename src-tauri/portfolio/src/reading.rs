//! A file or a pasted text on its way to becoming a unit text: read, and held against the library. Changes nothing.

use std::collections::BTreeMap;
use std::path::Path;

use crate::disk;
use crate::error::{Error, Result};
use crate::library;
use crate::portfolio::Workspace;
use crate::reissue;
use crate::unit::draft::{self, UnitDraft};
use crate::unit::import::proposal::{
    Identity, Proposal, ProposedCriterion, ProposedOutcome, Reading, UnassignedCriterion,
};
use crate::unit::import::sheet::{self, SheetOptions};
use crate::unit::spec::UnitSpec;
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
    /// The text itself where it is our own JSON, whole and without a defect.
    pub own: Option<String>,
}

/// Reads a source. Needs no centre file and changes nothing.
pub fn read(source: Source<'_>, options: &Options) -> Result<Read> {
    let (bytes, name) = match source {
        Source::Text(text) => (text.as_bytes().to_vec(), "pasted text".to_owned()),
        Source::File(path) => {
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            (disk::read_small(path, LARGEST)?, name)
        }
    };
    let own = own_text(&bytes)?;
    let (reading, raw) = match &own {
        Some((spec, text)) => (of_own(spec)?, Some(text.clone())),
        None => (recognised(&bytes, &name, options)?, None),
    };
    let mut drafts: Vec<UnitDraft> = reading.units.iter().map(draft::of_proposal).collect();
    if let (Some(draft), Some((spec, _))) = (drafts.first_mut(), &own) {
        draft.raw.clone_from(&raw);
        draft.board_confirmed = spec.text.awarding_organisation.confirmed;
    }
    let sheets = if own.is_none() { sheets(&bytes, &name) } else { Vec::new() };
    let name = options.name.clone().unwrap_or(name);
    let clean =
        |reading: &Reading| reading.defects.is_empty() && reading.units.iter().all(|u| u.defects.is_empty());
    let own = raw.filter(|_| clean(&reading));
    Ok(Read { name, reading, sheets, drafts, own })
}

/// Our own JSON, if that is what it is. Anything else that begins like JSON is left to the readers of other formats.
fn own_text(bytes: &[u8]) -> Result<Option<(UnitSpec, String)>> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(None) };
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with('{') || !text.contains("\"assessor-spec\"") {
        return Ok(None);
    }
    Ok(Some((UnitSpec::parse(text)?, text.to_owned())))
}

fn of_own(spec: &UnitSpec) -> Result<Reading> {
    let draft = draft::of_text(spec)?;
    let criterion = |c: &draft::DraftCriterion| ProposedCriterion {
        code: c.code.clone(),
        code_origin: c.code_origin.clone(),
        text: c.text.clone(),
        assignment: c.assignment.clone(),
        confidence: 1.0,
        amplification: c.amplification.clone(),
        id: c.id.clone(),
        ..ProposedCriterion::default()
    };
    let unit = Proposal {
        unit: draft.facts,
        awarding_organisation: draft.board,
        qualification: draft.qualification,
        source: draft.source,
        outcomes: draft
            .outcomes
            .iter()
            .map(|o| ProposedOutcome {
                code: o.code.clone(),
                code_origin: o.code_origin.clone(),
                text: o.text.clone(),
                inferred: o.inferred,
                confidence: 1.0,
                criteria: o.criteria.iter().map(criterion).collect(),
                id: o.id.clone(),
                ..ProposedOutcome::default()
            })
            .collect(),
        unassigned_criteria: draft
            .unassigned
            .iter()
            .map(|c| UnassignedCriterion {
                text: c.text.clone(),
                proposed_outcome: c.proposed_outcome.clone(),
                proposed_code: c.proposed_code.clone(),
                ..UnassignedCriterion::default()
            })
            .collect(),
        guidance: draft.guidance,
        key_terms: draft.key_terms,
        identity: Some(Identity {
            unit: spec.text.id.clone(),
            handle: draft.handle,
            revision: draft.revision,
            previous: spec.text.previous.clone().unwrap_or_default(),
            language: draft.language,
        }),
        ..Proposal::default()
    };
    Ok(Reading { format: "our own unit text (JSON)".into(), units: vec![unit], ..Reading::default() })
}

/// Everything that is not our own JSON.
fn recognised(bytes: &[u8], name: &str, options: &Options) -> Result<Reading> {
    if is_sheet(bytes, name) {
        return sheet::read(bytes, &options.sheet);
    }
    Err(Error::UnitText(format!(
        "{name}: this is no format that can be read here (our JSON, CSV, XLSX, ODS)"
    )))
}

fn is_sheet(bytes: &[u8], name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    matches!(ending.as_str(), "csv" | "tsv" | "xlsx" | "xls" | "ods") || bytes.contains(&b'\t')
}

fn sheets(bytes: &[u8], name: &str) -> Vec<SheetView> {
    if !is_sheet(bytes, name) {
        return Vec::new();
    }
    // A file whose sheets cannot be listed has said why when it was read.
    let probes = sheet::sheets(bytes).unwrap_or_default();
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    probes
        .into_iter()
        .map(|p| SheetView {
            name: p.name,
            rows: p.first,
            columns: p.columns.into_iter().map(|(field, at)| (field, number(at))).collect(),
        })
        .collect()
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
