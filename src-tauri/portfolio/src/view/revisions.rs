//! The revisions of a unit text and what a new one changes, as shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::coverage;
use crate::error::Result;
use crate::journal::entry::Moment;
use crate::journal::id::Hash;
use crate::learner::namesakes;
use crate::library;
use crate::portfolio::Workspace;
use crate::reissue::{self, Effect};
use crate::stale;
use crate::store::across;
use crate::unit::diff::{self, Change, DiffRow};
use crate::unit::draft::UnitDraft;
use crate::unit::revisions::Revisions;
use crate::unit::spec::UnitSpec;
use crate::view::library::{DiffLearnerView, DiffRowView, DiffView, RevisionView};

/// Every text of a unit, newest first.
pub fn revisions(workspace: &mut Workspace, unit: &str) -> Result<Vec<RevisionView>> {
    let revisions = library::revisions(workspace, unit)?;
    let learners = across::learners_of_texts(&workspace.db)?;
    let signed = across::signed_of_texts(&workspace.db)?;
    let centre = workspace.centre_book()?;
    let heads: Vec<Hash> = revisions.heads().iter().map(|s| s.sha256).collect();
    let view = |spec: &Arc<UnitSpec>| {
        let added =
            centre.log.iter().find(|l| centre.unit_texts.get(&l.hash).is_some_and(|t| t.spec == spec.sha256));
        let deed = added.and_then(|l| centre.deeds.get(&l.deed));
        let sha256 = spec.sha256.to_string();
        let count = |counts: &BTreeMap<String, u32>| counts.get(&sha256).copied().unwrap_or(0);
        // What was signed as on the board's own text holds as long as somebody stands for that.
        let ways: &[bool] = if spec.indicative() { &[false] } else { &[false, true] };
        let signed_as = |own: &bool| signed.get(&(sha256.clone(), *own)).copied().unwrap_or(0);
        let head = heads.contains(&spec.sha256);
        RevisionView {
            revision: spec.text.revision.clone(),
            issue: spec.text.source.issue.clone().unwrap_or_default(),
            source: spec.source_words().to_owned(),
            added_at: deed.map(|d| Moment { at: d.at, offset: d.offset }.iso()).unwrap_or_default(),
            by: added.and_then(|l| centre.person_of(l.chain)).map_or_else(|| "set-up".into(), |p| p.name),
            in_force: head && heads.len() == 1,
            in_dispute: head && heads.len() > 1,
            learners: count(&learners),
            signed_off: ways.iter().map(signed_as).sum(),
            sha256,
        }
    };
    Ok(revisions.all.iter().rev().map(view).collect())
}

/// What is compared with what.
pub enum Compared<'a> {
    /// Two texts of the library by label or hash; the one before and the one in force where none is named.
    Texts {
        /// From.
        from: Option<&'a str>,
        /// To.
        to: Option<&'a str>,
    },
    /// The text in force with what a draft would make.
    Draft(&'a UnitDraft),
}

/// What another text of a unit changes, and what that does to the learners who have the unit.
pub fn compare(workspace: &mut Workspace, unit: &str, compared: &Compared<'_>) -> Result<DiffView> {
    let revisions = library::revisions(workspace, unit)?;
    let (from, to, to_label) = match compared {
        Compared::Texts { from, to } => {
            let to = library::revision(&revisions, *to)?;
            let from = from_of(&revisions, *from, &to)?;
            let label = to.issue_words();
            (from, to, label)
        }
        Compared::Draft(draft) => {
            let mut draft = (*draft).clone();
            let shown = library::revision(&revisions, None)?;
            draft.unit = Some(shown.text.id.clone());
            let next = library::next(&library::everything(workspace)?, &draft)?;
            (shown, Arc::new(next), "the draft".to_owned())
        }
    };
    let rows = diff::diff(&from, &to);
    let concerned = reissue::concerned(workspace, &to)?;
    let tally = tally(workspace, &concerned.iter().map(|c| c.book).collect::<Vec<_>>(), &to)?;
    let shelf = workspace.shelf().clone();
    let mut names = namesakes::all(workspace)?;
    let learners: Vec<DiffLearnerView> = concerned
        .into_iter()
        .map(|c| DiffLearnerView {
            learner: c.book.to_string(),
            apart: names.remove(&c.book).and_then(|named| named.apart),
            now_on: shelf.get(c.on).map(|s| s.issue_words()).unwrap_or_default(),
            refused: c.refused.map(|r| format!("{r}. {}", r.hint())),
            ..learner_view(c.name, &c.effect)
        })
        .collect();
    let indicative_replaced = stale::indicative_replaced(&shelf, from.sha256, &to);
    Ok(DiffView {
        title: to.text.unit.title.clone(),
        from_label: from.issue_words(),
        to_label,
        summary: summary(&rows, &learners, indicative_replaced),
        rows: rows.iter().map(|row| row_view(row, &tally)).collect(),
        indicative_replaced,
        learners,
    })
}

/// What moving did, or would do, to a learner.
#[must_use]
pub fn learner_view(name: String, effect: &Effect) -> DiffLearnerView {
    DiffLearnerView {
        learner: String::new(),
        apart: None,
        name,
        now_on: String::new(),
        links_kept: effect.links_kept,
        links_to_confirm: effect.links_to_confirm,
        decisions_kept: effect.decisions_kept,
        decisions_again: effect.decisions_again,
        refused: None,
    }
}

/// The text before `to`, else the one named.
fn from_of(revisions: &Revisions, name: Option<&str>, to: &Arc<UnitSpec>) -> Result<Arc<UnitSpec>> {
    if name.is_some() {
        return library::revision(revisions, name);
    }
    let before = |s: &&Arc<UnitSpec>| {
        let sha256 = s.sha256.to_string();
        to.text.previous.iter().flatten().any(|p| *p == sha256)
    };
    Ok(Arc::clone(revisions.all.iter().find(before).unwrap_or(to)))
}

/// Links and decisions of these learners by row.
fn tally(
    workspace: &mut Workspace,
    books: &[crate::journal::id::Id],
    to: &UnitSpec,
) -> Result<BTreeMap<String, (u32, u32)>> {
    let mut tally: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for book in books {
        let state = workspace.book(*book)?;
        if coverage::unit_in_force(state, &to.text.id).is_none() {
            continue;
        }
        for link in state.mappings.iter().filter(|m| m.standing && m.unit == to.text.id) {
            tally.entry(link.row.clone()).or_default().0 += 1;
        }
        for decision in state.decisions.iter().filter(|d| d.standing && d.unit == to.text.id) {
            tally.entry(decision.row.clone()).or_default().1 += 1;
        }
    }
    Ok(tally)
}

fn row_view(row: &DiffRow, tally: &BTreeMap<String, (u32, u32)>) -> DiffRowView {
    let (links, decisions) = tally.get(&row.id).copied().unwrap_or_default();
    DiffRowView {
        change: row.change,
        from_code: row.from.as_ref().map(|s| s.code.clone()),
        to_code: row.to.as_ref().map(|s| s.code.clone()),
        from_text: row.from.as_ref().map(|s| s.text.clone()),
        to_text: row.to.as_ref().map(|s| s.text.clone()),
        outcome: row.outcome,
        words: if row.change == Change::Unchanged { Vec::new() } else { row.words() },
        links,
        decisions,
    }
}

fn summary(rows: &[DiffRow], learners: &[DiffLearnerView], indicative_replaced: bool) -> String {
    let sum = |pick: fn(&DiffLearnerView) -> u32| learners.iter().map(pick).sum::<u32>();
    let count =
        |n: u32, one: &str, many: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {many}") };
    let mut parts = Vec::new();
    let (confirm, again, kept) =
        (sum(|l| l.links_to_confirm), sum(|l| l.decisions_again), sum(|l| l.decisions_kept));
    if confirm > 0 {
        parts.push(count(confirm, "link to look at again", "links to look at again"));
    }
    if again > 0 {
        parts.push(count(again, "decision to make again", "decisions to make again"));
    }
    if kept > 0 {
        parts.push(count(kept, "decision to confirm or make again", "decisions to confirm or make again"));
    }
    let changes = diff::summary(rows);
    let board = if indicative_replaced {
        "; an indicative text is replaced by the board's or the centre's own"
    } else {
        ""
    };
    if parts.is_empty() {
        format!("{changes}{board}")
    } else {
        format!("{changes}{board}: {}", parts.join(", "))
    }
}
