//! What erasing a learner takes along, before it is done, and the lines that remain of learners who were erased. Records nothing.

use serde::Serialize;
use ts_rs::TS;

use crate::disk;
use crate::erasure::{self, Ground};
use crate::error::Result;
use crate::journal::entry::Moment;
use crate::journal::id::Id;
use crate::learner::{self, namesakes};
use crate::portfolio::{Author, Workspace};
use crate::store::local;

/// What erasing a learner takes along.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ErasureView {
    /// Their name, which is to be typed.
    pub name: String,
    /// What tells them from others of the name; null = nobody else is called so.
    pub apart: Option<String>,
    /// Acts in their history.
    pub acts: u32,
    /// Kept copies of judged versions that nobody else's record names.
    pub copies: u32,
    /// Issued papers kept here, and scans of those signed in ink.
    pub papers: u32,
    /// The learner's own folder, which stays as it is.
    pub folder: Option<String>,
    /// How long the records of each unit are to be kept.
    pub units: Vec<ErasureUnit>,
    /// The last day on which a rule asks for any of them, ISO; null = none does.
    pub keep_until: Option<String>,
    /// That day has not passed.
    pub early: bool,
    /// Erased at another desk already: on which day, ISO.
    pub erased_elsewhere: Option<String>,
    /// Why whoever is at the desk may not; null = they may.
    pub may: Option<String>,
}

/// A unit and how long its records are to be kept.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ErasureUnit {
    /// Title.
    pub title: String,
    /// Records of assessment and verification, ISO; null = not certificated, or no rule is known.
    pub records_until: Option<String>,
    /// The learner's evidence, ISO.
    pub evidence_until: Option<String>,
    /// The rule in words with its source; null = not certificated.
    pub rule: Option<String>,
}

/// What remains of a learner who was erased.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ErasedView {
    /// Id of the portfolio.
    pub learner: String,
    /// When, ISO 8601.
    pub at: String,
    /// Who erased it.
    pub by: String,
    /// Why.
    pub ground: Ground,
    /// Why, in words.
    pub words: String,
    /// Erased at another desk, and not yet here: their name here.
    pub still_here: Option<String>,
}

/// Builds the page before erasing.
pub fn erasure(workspace: &mut Workspace, author: &Author, book: Id) -> Result<ErasureView> {
    let (today, shelf) = (erasure::counted_day(workspace)?, workspace.shelf().clone());
    let folder = local::folder(&workspace.local, book)?.map(|path| disk::plain(&path).display().to_string());
    let files = erasure::files(workspace, book)?;
    let apart = namesakes::of(workspace, book)?.apart;
    let may = erasure::may(workspace.centre_book()?, author).err();
    let on = |at, offset| Moment { at, offset }.date();
    let erased_elsewhere = workspace.centre_book()?.erasures.get(&book).map(|row| on(row.at, row.offset));
    let house = crate::house::House::of(workspace.centre_book()?);
    let state = workspace.book(book)?;
    let kept = erasure::kept(state, &shelf, &house);
    let keep_until = erasure::keep_until(&kept);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(ErasureView {
        name: learner::facts(state).name,
        apart,
        acts: number(state.log.len()),
        copies: number(files.judged.len()),
        papers: number(files.papers.len() + files.pages.len()),
        folder,
        early: keep_until.as_ref().is_some_and(|until| *until >= today),
        keep_until,
        units: kept
            .into_iter()
            .map(|(title, rule)| ErasureUnit {
                title,
                records_until: rule.as_ref().and_then(|r| r.records_until.clone()),
                evidence_until: rule.as_ref().and_then(|r| r.evidence_until.clone()),
                rule: rule.map(|r| r.rule),
            })
            .collect(),
        erased_elsewhere,
        may: may.map(|refusal| format!("{refusal}. {}", refusal.hint())),
    })
}

/// Every learner who was erased, the latest first.
pub fn erased(workspace: &mut Workspace) -> Result<Vec<ErasedView>> {
    let state = workspace.centre_book()?;
    let order = |learner: &Id| {
        let hash = state.erasures.get(learner).map(|row| row.hash);
        state.log.iter().rposition(|l| Some(l.hash) == hash)
    };
    let mut rows: Vec<_> = state.erasures.iter().cloned().collect();
    rows.sort_by_key(|row| std::cmp::Reverse(order(&row.learner)));
    let by = |chain| state.person_of(chain).map_or_else(|| "unknown".into(), |p| p.name);
    let named: Vec<(_, String)> = rows.into_iter().map(|row| (row.clone(), by(row.chain))).collect();
    let mut out = Vec::new();
    for (row, by) in named {
        let here = learner::books(workspace)?.contains(&row.learner);
        let still_here = if here { Some(learner::facts(workspace.book(row.learner)?).name) } else { None };
        out.push(ErasedView {
            learner: row.learner.to_string(),
            at: Moment { at: row.at, offset: row.offset }.iso(),
            by,
            ground: row.ground,
            words: row.ground.words().to_owned(),
            still_here,
        });
    }
    Ok(out)
}
