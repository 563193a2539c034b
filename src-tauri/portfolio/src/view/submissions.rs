//! The attempts at a criterion as shown: brought when, decided how, what was said to the learner, brought again when.

use std::collections::BTreeSet;

use serde::Serialize;
use ts_rs::TS;

use crate::attempts::{self, Attempt, Brought, How};
use crate::error::Result;
use crate::evidence::folder::Standings;
use crate::evidence::item::{self, Item};
use crate::evidence::versions;
use crate::house::House;
use crate::journal::id::Id;
use crate::journal::rows::FileRow;
use crate::learner;
use crate::portfolio::{Author, Workspace};
use crate::unit::codes;
use crate::view::details::Currency;
use crate::view::portfolio::{DecisionView, ItemRef};
use crate::view::shown::Eye;

/// One attempt.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttemptView {
    /// 1 is the first.
    pub number: u32,
    /// What was brought, what is new first.
    pub submitted: Vec<SubmittedView>,
    /// What was decided on it, in order; none = it waits for a decision.
    pub decisions: Vec<DecisionView>,
}

/// Something that was brought.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SubmittedView {
    /// The item.
    pub item: ItemRef,
    /// Number of its version, where it has several.
    pub version: Option<u32>,
    /// ISO date on which these bytes were first seen.
    pub on: String,
    /// It is new in this attempt.
    pub fresh: bool,
    /// "in place of E007", "newer version"; empty = neither.
    pub how: String,
}

/// The attempts at one criterion, the first one first.
pub fn attempts(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    unit: &str,
    code: &str,
) -> Result<Vec<AttemptView>> {
    let (unit, spec) = learner::unit_of(workspace, book, unit)?;
    let rows = codes::rows(&spec, code)?;
    let standings = Standings::of(workspace, book)?;
    let shelf = workspace.shelf().clone();
    let house = House::of(workspace.centre_book()?);
    let state = workspace.book(book)?;
    let eye = Eye {
        house,
        state,
        shelf: &shelf,
        items: item::items(state),
        standings: &standings,
        author,
        kept: BTreeSet::new(),
        currency: Currency::default(),
    };
    let of = |row: &String| attempts::attempts(state, &eye.items, &unit.unit, row);
    let all: Vec<Attempt<'_>> = rows.iter().flat_map(of).collect();
    Ok((1..).zip(&all).map(|(n, a)| eye.attempt(n, a)).collect())
}

impl Eye<'_> {
    fn attempt(&self, number: u32, attempt: &Attempt<'_>) -> AttemptView {
        let mut submitted: Vec<SubmittedView> = attempt
            .brought
            .iter()
            .filter_map(|b| Some(self.submitted(self.items.get(&b.evidence)?, b)))
            .collect();
        submitted.sort_by(|a, b| (!a.fresh, &a.item.reference).cmp(&(!b.fresh, &b.item.reference)));
        AttemptView {
            number,
            submitted,
            decisions: attempt.decisions.iter().map(|d| self.decision(d)).collect(),
        }
    }

    fn submitted(&self, item: &Item, brought: &Brought) -> SubmittedView {
        let all = versions::of(self.state, &item.id);
        let version = all.iter().position(|v| v.files == brought.files).filter(|_| all.len() > 1);
        // The day on which the last of its files came: only then was it all there.
        let came = brought
            .files
            .iter()
            .filter_map(|f| self.state.files.get(f))
            .map(FileRow::seen)
            .max_by_key(|moment| moment.at);
        SubmittedView {
            item: ItemRef::of(item),
            version: version.and_then(|i| u32::try_from(i + 1).ok()),
            on: came.unwrap_or(item.added).date(),
            fresh: !matches!(brought.how, How::Again | How::LeftOut),
            how: match &brought.how {
                How::Again | How::First => String::new(),
                How::LeftOut => "left out before".into(),
                How::NewerVersion => "newer version".into(),
                How::InPlaceOf(former) => {
                    let former = self.items.get(former);
                    format!(
                        "in place of {}",
                        former.map_or_else(|| "an item".into(), |i| ItemRef::of(i).reference)
                    )
                }
            },
        }
    }
}
