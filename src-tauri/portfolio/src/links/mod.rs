//! Links between boards: stating one, giving one up, which statements stand, and what a link may be used for. A link never
//! makes or copies a decision, and it moves no evidence by itself. Refuses to know how links are found or shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::error::{Error, Refusal, Result};
use crate::journal::act::{Act, LinkDropped, LinkStated};
use crate::journal::id::{Hash, Id};
use crate::journal::rows::UnitLinkRow;
use crate::journal::state::BookState;
use crate::library;
use crate::portfolio::{Author, Deed, Workspace};
use crate::unit::codes;
use crate::unit::link::{Relation, Side};
use crate::unit::spec::{Shelf, SpecRow, UnitSpec};

pub mod hub;
pub mod take;
pub mod twin;

/// Who is named where a link was recorded by nobody: only the shipped example is.
pub const SHIPPED: &str = "came with the program";
/// Longest text about what a side asks beyond the other, in characters.
const LONGEST: usize = 1_000;

/// A link to be stated, new or changed.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The link that this changes; none = a new one.
    pub link: Option<Id>,
    /// One side.
    pub from: Side,
    /// The other.
    pub to: Side,
    /// How the first stands to the second.
    pub relation: Relation,
    /// What the first asks beyond the second.
    pub beyond_from: String,
    /// What the second asks beyond the first.
    pub beyond_to: String,
    /// Where the link comes from, in words.
    pub source: String,
}

/// A statement about a link that stands.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The statement.
    pub row: UnitLinkRow,
    /// Why the link is in dispute, in words.
    pub dispute: Option<String>,
}

/// A side of a link against the text that is in force.
#[derive(Debug, Clone)]
pub struct SideText {
    /// The text in force; the one in which the link was made where the unit is no longer there.
    pub spec: Arc<UnitSpec>,
    /// The row as it reads now, else as it read.
    pub row: SpecRow,
    /// It no longer reads as it did when the link was made, or nobody recorded how it read.
    pub changed: bool,
    /// Nobody recorded how it read: a person has to look before the link counts as made for these words.
    pub unrecorded: bool,
}

/// What stands in a side where nobody recorded for which words its link was made: the file check of no words at all, which
/// no criterion has. So the side differs from every text until a person looks and states the link anew.
#[must_use]
pub fn unrecorded() -> Hash {
    Hash::of(b"")
}

/// Unit texts in force, by unit id.
pub type Texts = BTreeMap<String, Arc<UnitSpec>>;

/// The side of a link that `unit` and `row` name: handle or id, code or row id, as the library reads now.
pub fn side(workspace: &mut Workspace, unit: &str, row: &str) -> Result<Side> {
    let spec = library::in_force(workspace, unit)?;
    match codes::rows(&spec, row)?.as_slice() {
        [one] => side_of(&spec, one),
        many => {
            Err(Error::Usage(format!("{row:?} names {} criteria; one side of a link is one", many.len())))
        }
    }
}

/// The side of a link that a row of a text is.
pub fn side_of(spec: &UnitSpec, row: &str) -> Result<Side> {
    let found = spec.row(row).ok_or_else(|| Error::NotFound { what: "criterion", name: row.into() })?;
    let text = Hash::of(found.text.as_bytes());
    Ok(Side { unit: spec.text.id.clone(), spec: spec.sha256, row: found.id.clone(), text })
}

/// States a link, new or changed. Every statement of it that stands is superseded.
pub fn state(workspace: &mut Workspace, author: &Author, statement: Statement) -> Result<Id> {
    author.person()?;
    let (link, _) = workspace.transact(author, |deed| record(deed, statement))?;
    Ok(link)
}

/// Records a statement within a deed, after asking the rules.
pub fn record(deed: &mut Deed<'_>, statement: Statement) -> Result<Id> {
    let text = |spec: Hash| {
        let found = deed.shelf().get(spec).cloned();
        found.ok_or_else(|| Error::Integrity(format!("the unit text {spec} is not here")))
    };
    let (from, to) = (text(statement.from.spec)?, text(statement.to.spec)?);
    if from.text.id == to.text.id {
        return Err(Refusal::LinkWithinUnit { unit: from.text.unit.title.clone() }.into());
    }
    if from.is_standard() && to.is_standard() {
        return Err(Refusal::LinkWithoutUnit.into());
    }
    if statement.relation == Relation::Exact {
        exact(&from, &to)
            .and_then(|()| nothing_beyond(&statement, &from, &to))
            .map_err(|why| Refusal::NotExact { why })?;
    }
    for beyond in [&statement.beyond_from, &statement.beyond_to, &statement.source] {
        if beyond.chars().count() > LONGEST {
            return Err(Error::Usage(format!("a text about a link is longer than {LONGEST} characters")));
        }
    }
    let centre = deed.centre();
    let state = deed.state(centre)?;
    refuse_known(state, &statement, &from, &to)?;
    let link = statement.link.map_or_else(Id::random, Ok)?;
    let supersedes = heads(state, link);
    if statement.link.is_some() && supersedes.is_empty() {
        return Err(Error::NotFound { what: "link between boards", name: link.to_string() });
    }
    let plain = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let act = LinkStated {
        link,
        from: statement.from,
        to: statement.to,
        relation: statement.relation,
        beyond_from: plain(statement.beyond_from),
        beyond_to: plain(statement.beyond_to),
        source: plain(statement.source),
        supersedes,
    };
    deed.record(centre, act)?;
    Ok(link)
}

/// Exact says that both ask the very same: whoever writes down what one asks beyond the other says something else.
fn nothing_beyond(statement: &Statement, from: &UnitSpec, to: &UnitSpec) -> Result<(), String> {
    let sides = [(&statement.beyond_from, from), (&statement.beyond_to, to)];
    match sides.into_iter().find(|(beyond, _)| !beyond.trim().is_empty()) {
        Some((_, spec)) => Err(format!(
            "it says what {} ({}) asks beyond the other, and exact means that both ask the very same",
            spec.text.unit.title,
            spec.board()
        )),
        None => Ok(()),
    }
}

/// One pair of criteria has one link; and a change has to change something, unless it settles a dispute.
fn refuse_known(state: &BookState, new: &Statement, from: &UnitSpec, to: &UnitSpec) -> Result<()> {
    let code = |spec: &UnitSpec, row: &str| spec.row(row).map_or_else(|| "?".into(), |r| r.code.clone());
    let named = || {
        let (a, b) = (code(from, &new.from.row), code(to, &new.to.row));
        format!("a link between {} {a} and {} {b}", from.text.handle, to.text.handle)
    };
    let mut others = state.unit_links.iter().filter(|old| old.standing && new.link != Some(old.link));
    let known = others.any(|old| is_pair(old, &new.from.row, &new.to.row));
    let settled = |old: &Standing| new.link == Some(old.row.link) && old.dispute.is_none();
    // Disputes are worked out only where a link is changed: taking in many new ones does not need them.
    if known || new.link.is_some() && standing(state).iter().any(|old| settled(old) && is_same(&old.row, new))
    {
        return Err(Refusal::AlreadyThere { what: named() }.into());
    }
    Ok(())
}

fn is_same(old: &UnitLinkRow, new: &Statement) -> bool {
    (&old.from, &old.to, old.relation) == (&new.from, &new.to, new.relation)
        && (&old.beyond_from, &old.beyond_to, &old.source) == (&new.beyond_from, &new.beyond_to, &new.source)
}

/// Whether a link joins these two rows, either way round.
#[must_use]
pub fn is_pair(link: &UnitLinkRow, one: &str, other: &str) -> bool {
    (link.from.row == one && link.to.row == other) || (link.from.row == other && link.to.row == one)
}

/// Gives a link up. What was mapped with it stays.
pub fn give_up(workspace: &mut Workspace, author: &Author, link: Id, reason: &str) -> Result<()> {
    author.person()?;
    let reason = reason.trim().to_owned();
    if reason.is_empty() {
        return Err(Refusal::ReasonRequired { what: "giving up a link between boards" }.into());
    }
    let centre = workspace.centre();
    workspace.transact(author, |deed| {
        let supersedes = heads(deed.state(centre)?, link);
        if supersedes.is_empty() {
            return Err(Error::NotFound { what: "link between boards", name: link.to_string() });
        }
        deed.record(centre, LinkDropped { link, reason, supersedes })?;
        Ok(())
    })?;
    Ok(())
}

/// The statements of a link that stand: what the next one supersedes.
fn heads(state: &BookState, link: Id) -> Vec<Hash> {
    state.unit_links.iter().filter(|l| l.standing && l.link == link).map(|l| l.hash).collect()
}

/// Every statement that stands, by link. More than one of a link, a giving up that had not seen it, or another link
/// between the same two that says otherwise: in dispute.
#[must_use]
pub fn standing(state: &BookState) -> Vec<Standing> {
    let rows: Vec<&UnitLinkRow> = state.unit_links.iter().filter(|l| l.standing).collect();
    let mut heads: BTreeMap<Id, usize> = BTreeMap::new();
    let mut pairs: BTreeMap<(&str, &str), Vec<&UnitLinkRow>> = BTreeMap::new();
    for row in &rows {
        *heads.entry(row.link).or_default() += 1;
        pairs.entry(pair_of(row)).or_default().push(row);
    }
    let unseen = given_up_unseen(state);
    let dispute = |row: &UnitLinkRow| {
        if heads.get(&row.link).is_some_and(|n| *n > 1) {
            return Some("two people changed this link without seeing each other's change".into());
        }
        let beside = pairs.get(&pair_of(row)).map(Vec::as_slice).unwrap_or_default();
        unseen.get(&row.hash).cloned().or_else(|| contradicted(row, beside))
    };
    let mut out: Vec<Standing> =
        rows.iter().map(|row| Standing { row: (*row).clone(), dispute: dispute(row) }).collect();
    out.sort_by_key(|s| (s.row.link, s.row.hash));
    out
}

fn pair_of(row: &UnitLinkRow) -> (&str, &str) {
    let (a, b) = (row.from.row.as_str(), row.to.row.as_str());
    if a <= b { (a, b) } else { (b, a) }
}

/// Statements whose link somebody gave up without having seen them, in words: both took the place of the same statement.
fn given_up_unseen(state: &BookState) -> BTreeMap<Hash, String> {
    let mut drops: BTreeMap<Hash, String> = BTreeMap::new();
    for logged in &state.log {
        if let Act::LinkDropped(drop) = &logged.act {
            let by = state.person_of(logged.chain).map_or_else(|| "somebody".into(), |p| p.name);
            let said = format!("{by} gave this link up without having seen the change: {}", drop.reason);
            drops.extend(drop.supersedes.iter().map(|taken| (*taken, said.clone())));
        }
    }
    let stated = state.log.iter().filter_map(|logged| {
        let Act::LinkStated(stated) = &logged.act else { return None };
        Some((logged.hash, stated.supersedes.iter().find_map(|taken| drops.get(taken))?.clone()))
    });
    stated.collect()
}

/// Another link between the same two says otherwise.
fn contradicted(row: &UnitLinkRow, beside: &[&UnitLinkRow]) -> Option<String> {
    let says = |other: &UnitLinkRow| {
        if other.from.row == row.from.row { other.relation } else { other.relation.turned() }
    };
    let other = beside.iter().find(|other| other.link != row.link && says(other) != row.relation)?;
    Some(format!("another link between the same two criteria says {}", says(other).word()))
}

/// Unit texts and standards of the library in force; where two are in dispute, the one that is shown for the unit.
pub fn texts(workspace: &mut Workspace) -> Result<Texts> {
    let units = library::everything(workspace)?;
    Ok(units.into_iter().filter_map(|(unit, revisions)| Some((unit, revisions.shown()?.clone()))).collect())
}

/// A side against the text in force. None where neither that nor the text in which the link was made is here.
#[must_use]
pub fn side_text(side: &Side, texts: &Texts, shelf: &Shelf) -> Option<SideText> {
    let row = |spec: &UnitSpec| spec.row(&side.row).cloned();
    match texts.get(&side.unit).and_then(|spec| Some((spec, row(spec)?))) {
        Some((spec, row)) => Some(SideText::of(side, spec, row)),
        None => {
            let spec = shelf.get(side.spec)?;
            Some(SideText { changed: true, ..SideText::of(side, spec, row(spec)?) })
        }
    }
}

impl SideText {
    /// A side against a row of a text.
    #[must_use]
    pub fn of(side: &Side, spec: &Arc<UnitSpec>, row: SpecRow) -> Self {
        let changed = Hash::of(row.text.as_bytes()) != side.text;
        Self { spec: Arc::clone(spec), changed, unrecorded: side.text == unrecorded(), row }
    }
}

/// Whether two texts can be exactly the same: both boards' own, confirmed, and one level stated on both. A standard is no
/// board's and has no level: beside it only the unit is asked.
pub fn exact(from: &UnitSpec, to: &UnitSpec) -> Result<(), String> {
    for spec in [from, to].into_iter().filter(|spec| !spec.is_standard()) {
        let (board, title) = (spec.board(), &spec.text.unit.title);
        if !spec.says_boards_own() {
            return Err(format!("{title} ({board}) is {}, not the board's own", spec.source_words()));
        }
        if !spec.confirmed {
            return Err(format!("nobody here has confirmed that {title} ({board}) is the board's own text"));
        }
    }
    if from.is_standard() || to.is_standard() {
        return Ok(());
    }
    // The unit's own level: a unit may stand at another level than the qualification that uses it.
    match (from.text.unit.level.as_deref(), to.text.unit.level.as_deref()) {
        (Some(a), Some(b)) if a.trim() == b.trim() && !a.trim().is_empty() => Ok(()),
        (Some(a), Some(b)) => Err(format!("one is at level {a}, the other at level {b}")),
        (None, _) => Err(format!("{} ({}) states no level", from.text.unit.title, from.board())),
        (Some(_), None) => Err(format!("{} ({}) states no level", to.text.unit.title, to.board())),
    }
}

/// Why a link cannot be followed with one key; none = it can. Only an exact link can, whose sides read as they did.
#[must_use]
pub fn why_not_one_key(link: &Standing, from: &SideText, to: &SideText) -> Option<String> {
    if let Some(dispute) = &link.dispute {
        return Some(format!("in dispute: {dispute}"));
    }
    if from.spec.is_standard() || to.spec.is_standard() {
        return Some("a point of a standard: nothing is mapped to it".into());
    }
    if link.row.relation != Relation::Exact {
        return Some("look at both texts first: only an exact link is followed with one key".into());
    }
    for side in [from, to] {
        let (board, code) = (side.spec.board(), &side.row.code);
        if side.unrecorded {
            return Some(format!("it is not recorded for which words of {board} {code} the link was made"));
        }
        if side.changed {
            return Some(format!("the text of {board} {code} has changed since the link was made"));
        }
    }
    exact(&from.spec, &to.spec).err()
}
