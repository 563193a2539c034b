//! Two units of a learner side by side along the links between them: what is linked, and how each side stands. Each board
//! is decided apart: nothing here says that a decision on one side holds on the other.

use std::collections::BTreeSet;

use crate::error::{Error, Result};
use crate::evidence::folder::Standings;
use crate::evidence::item;
use crate::house::House;
use crate::journal::id::{Hash, Id};
use crate::learner;
use crate::links::{self, Standing};
use crate::portfolio::{Author, Workspace};
use crate::unit::link::{Relation, Side};
use crate::unit::spec::{SpecRow, UnitSpec};
use crate::view::board_links::level;
use crate::view::details::Currency;
use crate::view::links::{SideBySideView, SideCellView, SideHeadView, SideRowView};
use crate::view::portfolio::RowState;
use crate::view::shown::Eye;

/// A link between the two units, seen from the left.
struct Across<'a> {
    link: &'a Standing,
    left: &'a Side,
    right: &'a Side,
    relation: Relation,
    beyond_left: &'a str,
    beyond_right: &'a str,
}

/// Two units of the learner, row beside row.
pub fn view(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    left: &str,
    right: &str,
) -> Result<SideBySideView> {
    let (_, left) = learner::unit_of(workspace, book, left)?;
    let (_, right) = learner::unit_of(workspace, book, right)?;
    if left.text.id == right.text.id {
        return Err(Error::Usage(format!(
            "{} cannot stand beside itself: name two units",
            left.text.unit.title
        )));
    }
    let standing = links::standing(workspace.centre_book()?);
    let across: Vec<Across<'_>> =
        standing.iter().filter_map(|s| across(s, &left.text.id, &right.text.id)).collect();
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
    let rows = rows(&eye, &left, &right, &across);
    Ok(SideBySideView {
        summary: summary(&rows, &left, &right),
        left: head(&eye, &left),
        right: head(&eye, &right),
        rows,
    })
}

fn across<'a>(link: &'a Standing, left: &str, right: &str) -> Option<Across<'a>> {
    let row = &link.row;
    if row.from.unit == left && row.to.unit == right {
        return Some(Across {
            link,
            left: &row.from,
            right: &row.to,
            relation: row.relation,
            beyond_left: &row.beyond_from,
            beyond_right: &row.beyond_to,
        });
    }
    (row.from.unit == right && row.to.unit == left).then(|| Across {
        link,
        left: &row.to,
        right: &row.from,
        relation: row.relation.turned(),
        beyond_left: &row.beyond_to,
        beyond_right: &row.beyond_from,
    })
}

fn head(eye: &Eye<'_>, spec: &UnitSpec) -> SideHeadView {
    SideHeadView {
        unit: spec.text.id.clone(),
        handle: spec.text.handle.clone(),
        title: spec.text.unit.title.clone(),
        board: spec.board().to_owned(),
        board_confirmed: spec.board_confirmed(),
        level: level(spec),
        source: spec.source_words().to_owned(),
        counts: eye.under(spec).counts(&spec.rows),
    }
}

fn rows(eye: &Eye<'_>, left: &UnitSpec, right: &UnitSpec, across: &[Across<'_>]) -> Vec<SideRowView> {
    let mut out = Vec::new();
    let mut beside = BTreeSet::new();
    for row in &left.rows {
        let mut pairs: Vec<(&Across<'_>, &SpecRow)> = across
            .iter()
            .filter(|a| a.left.row == row.id)
            .filter_map(|a| Some((a, right.row(&a.right.row)?)))
            .collect();
        pairs.sort_by_key(|(a, _)| (a.relation, a.link.row.hash));
        if pairs.is_empty() {
            out.push(alone(Some(cell(eye, left, row)), None));
        }
        for (link, other) in pairs {
            beside.insert(other.id.as_str());
            out.push(SideRowView {
                left: Some(cell(eye, left, row)),
                right: Some(cell(eye, right, other)),
                link: Some(link.link.row.link.to_string()),
                relation: Some(link.relation),
                beyond_left: link.beyond_left.to_owned(),
                beyond_right: link.beyond_right.to_owned(),
                disputed: link.link.dispute.is_some(),
                text_changed: changed(link.left, row) || changed(link.right, other),
            });
        }
    }
    let rest = right.rows.iter().filter(|r| !beside.contains(r.id.as_str()));
    out.extend(rest.map(|row| alone(None, Some(cell(eye, right, row)))));
    out
}

fn changed(side: &Side, row: &SpecRow) -> bool {
    Hash::of(row.text.as_bytes()) != side.text
}

fn alone(left: Option<SideCellView>, right: Option<SideCellView>) -> SideRowView {
    SideRowView {
        left,
        right,
        link: None,
        relation: None,
        beyond_left: String::new(),
        beyond_right: String::new(),
        disputed: false,
        text_changed: false,
    }
}

fn cell(eye: &Eye<'_>, spec: &UnitSpec, row: &SpecRow) -> SideCellView {
    SideCellView {
        row: row.id.clone(),
        code: row.code.clone(),
        text: row.text.clone(),
        state: eye.under(spec).row_state(&row.id),
        links: eye.links(&row.id),
    }
}

/// "3 of 4 criteria of OCR are linked to Pearson EDI; mapped there but not here: 2.1".
fn summary(rows: &[SideRowView], left: &UnitSpec, right: &UnitSpec) -> String {
    let linked: BTreeSet<&str> = rows
        .iter()
        .filter(|r| r.link.is_some())
        .filter_map(|r| r.left.as_ref())
        .map(|c| c.row.as_str())
        .collect();
    let mut parts = vec![format!(
        "{} of {} criteria of {} are linked to {}",
        linked.len(),
        left.rows.len(),
        left.board(),
        right.board()
    )];
    let mut one_sided = |words: &str, pick: &dyn Fn(&SideCellView, &SideCellView) -> bool| {
        let pairs = rows.iter().filter_map(|r| Some((r.left.as_ref()?, r.right.as_ref()?)));
        let mut codes: Vec<&str> = pairs.filter(|(l, r)| pick(l, r)).map(|(l, _)| l.code.as_str()).collect();
        codes.dedup();
        if !codes.is_empty() {
            parts.push(format!("{words}: {}", codes.join(", ")));
        }
    };
    let evidence = |cell: &SideCellView| cell.state != RowState::Gap || !cell.links.is_empty();
    let (l, r) = (left.board(), right.board());
    one_sided(&format!("evidence for {l} only"), &|a, b| evidence(a) && !evidence(b));
    one_sided(&format!("evidence for {r} only"), &|a, b| !evidence(a) && evidence(b));
    one_sided(&format!("decided for {l} and still to be decided for {r}"), &|a, b| {
        a.state.achieved() && !b.state.achieved()
    });
    one_sided(&format!("decided for {r} and still to be decided for {l}"), &|a, b| {
        !a.state.achieved() && b.state.achieved()
    });
    parts.join("; ")
}
