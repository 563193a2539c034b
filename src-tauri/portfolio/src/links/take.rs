//! Taking links in that somebody else wrote down: a file of links, or relations that an import has read. All in one deed;
//! what cannot be taken is named and costs nothing else. Refuses to know file formats.

use std::collections::BTreeMap;

use super::{Statement, Texts, record, side_of, texts, unrecorded};
use crate::error::{Error, Refusal, Result};
use crate::journal::id::Hash;
use crate::portfolio::{Author, Deed, Workspace};
use crate::unit::export::links::{LinkEnd, LinkRow};
use crate::unit::import::proposal::StatedLink;
use crate::unit::link::{Relation, Side};

/// What became of links brought in.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    /// Recorded.
    pub taken: u32,
    /// There already.
    pub known: u32,
    /// Those not taken, and those to look at, each named.
    pub problems: Vec<String>,
}

/// Takes links in for the person at the desk.
pub fn take(workspace: &mut Workspace, author: &Author, rows: &[LinkRow]) -> Result<Taken> {
    author.person()?;
    let texts = texts(workspace)?;
    let (taken, _) = workspace.transact(author, |deed| take_within(deed, &texts, rows))?;
    Ok(taken)
}

/// The same within a deed that is being done.
pub fn take_within(deed: &mut Deed<'_>, texts: &Texts, rows: &[LinkRow]) -> Result<Taken> {
    let mut out = Taken::default();
    for (i, row) in rows.iter().enumerate() {
        let named = |why: String| format!("link {} ({}): {why}", i + 1, name(row));
        let (from, to) = match (end(texts, &row.from), end(texts, &row.to)) {
            (Ok(from), Ok(to)) => (from, to),
            (Err(why), _) | (_, Err(why)) => {
                out.problems.push(named(why));
                continue;
            }
        };
        let asks = asks(texts, row, &from, &to);
        let statement = Statement {
            link: None,
            from,
            to,
            relation: row.relation,
            beyond_from: row.beyond_from.clone(),
            beyond_to: row.beyond_to.clone(),
            source: row.source.clone(),
        };
        match record(deed, statement) {
            Ok(_) => {
                out.taken += 1;
                out.problems.extend(asks.map(named));
            }
            Err(Error::Refused(Refusal::AlreadyThere { .. })) => out.known += 1,
            Err(Error::Refused(refusal)) => {
                out.problems.push(named(format!("{refusal}. {}", refusal.hint())));
            }
            Err(Error::Usage(why)) => out.problems.push(named(why)),
            Err(other) => return Err(other),
        }
    }
    Ok(out)
}

/// What a person has to look at before a link that was taken counts as made for the words that are here; none = they are
/// the very words. Words that the file does not name may be any.
fn asks(texts: &Texts, row: &LinkRow, from: &Side, to: &Side) -> Option<String> {
    let which = |wanted: &dyn Fn(&LinkEnd, &Side) -> bool| {
        let ends = [(&row.from, from), (&row.to, to)].into_iter().filter(|(end, side)| wanted(end, side));
        ends.map(|(end, _)| format!("{} {}", end.handle, end.code)).collect::<Vec<_>>().join(" and ")
    };
    let changed = which(&|_, side| side.text != unrecorded() && current(texts, side) != Some(side.text));
    let unnamed = which(&|_, side| side.text == unrecorded());
    let why = match (changed.is_empty(), unnamed.is_empty()) {
        (true, true) => return None,
        (false, true) => format!("the text of {changed} has changed since the link was made"),
        (true, false) => format!("it does not say for which words of {unnamed} it was made"),
        (false, false) => format!(
            "the text of {changed} has changed since the link was made, and it does not say for which words of \
             {unnamed} it was made"
        ),
    };
    Some(format!("taken, but {why}: look at it again"))
}

fn name(row: &LinkRow) -> String {
    format!("{} {} to {} {}", row.from.handle, row.from.code, row.to.handle, row.to.code)
}

fn end(texts: &Texts, end: &LinkEnd) -> Result<Side, String> {
    let spec = texts.get(&end.unit).ok_or_else(|| {
        format!("the unit {} ({}) is not in the library: bring it in first", end.handle, end.unit)
    })?;
    let mut side = side_of(spec, &end.criterion).map_err(|_| {
        format!("{} has no criterion {} ({}) in the text in force", spec.text.handle, end.code, end.criterion)
    })?;
    // What the writer of the file had read is kept: where it differs, or is not said, the link asks to be looked at.
    side.text = match end.text_sha256.as_str() {
        "" => unrecorded(),
        said => said.parse().map_err(|_| format!("{said:?} is not a SHA-256 in lower-case hex"))?,
    };
    Ok(side)
}

fn current(texts: &Texts, side: &Side) -> Option<Hash> {
    Some(Hash::of(texts.get(&side.unit)?.row(&side.row)?.text.as_bytes()))
}

/// Links that an import has read, with the units that their criteria belong to; and those that name none of the library.
pub fn stated(
    workspace: &mut Workspace,
    stated: &[StatedLink],
    source: &str,
) -> Result<(Vec<LinkRow>, Vec<String>)> {
    let texts = texts(workspace)?;
    let mut home: BTreeMap<&str, (&str, &str, &str)> = BTreeMap::new();
    for spec in texts.values() {
        for row in &spec.rows {
            home.insert(&row.id, (&spec.text.id, &spec.text.handle, &row.code));
        }
    }
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for (i, link) in stated.iter().enumerate() {
        let end = |row: &str| {
            let (unit, handle, code) = home.get(row).copied().ok_or_else(|| {
                format!("link {}: no unit of the library has the criterion {row}: save its unit first", i + 1)
            })?;
            Ok(LinkEnd {
                unit: unit.to_owned(),
                handle: handle.to_owned(),
                criterion: row.to_owned(),
                code: code.to_owned(),
                text_sha256: String::new(),
            })
        };
        let relation = Relation::parse(&link.relation)
            .ok_or_else(|| format!("link {}: {:?} is no relation", i + 1, link.relation));
        match (end(&link.from), end(&link.to), relation) {
            (Ok(from), Ok(to), Ok(relation)) => rows.push(LinkRow {
                from,
                to,
                relation,
                beyond_from: link.beyond_from.clone(),
                beyond_to: link.beyond_to.clone(),
                source: source.to_owned(),
            }),
            (Err(why), _, _) | (_, Err(why), _) | (_, _, Err(why)) => problems.push(why),
        }
    }
    Ok((rows, problems))
}
