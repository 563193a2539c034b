//! Links between boards as shown: in the library, as proposals, as offers while mapping, and two units side by side.

use serde::Serialize;
use ts_rs::TS;

use crate::evidence::method::Method;
use crate::unit::link::Relation;
use crate::view::portfolio::{Counts, LinkView, RowState};

/// One side of a link.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinkSideView {
    /// Unit id.
    pub unit: String,
    /// Short name.
    pub handle: String,
    /// Unit title.
    pub title: String,
    /// Board.
    pub board: String,
    /// False = "unconfirmed".
    pub board_confirmed: bool,
    /// "3"; "3 (of the qualification)" where the unit itself states none; empty = not stated.
    pub level: String,
    /// Where the text comes from, in words.
    pub source: String,
    /// Criterion or outcome id.
    pub row: String,
    /// "2.3".
    pub code: String,
    /// Text as it reads now.
    pub text: String,
    /// It no longer reads as it did when the link was made, or nobody recorded how it read.
    pub text_changed: bool,
    /// Nobody recorded for which words the link was made.
    pub text_unrecorded: bool,
}

/// A link between criteria of two units.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BoardLinkView {
    /// Id of the link. Where a link is in dispute it is listed once for each statement.
    pub link: String,
    /// The first side.
    pub from: LinkSideView,
    /// The second side.
    pub to: LinkSideView,
    /// How the first stands to the second.
    pub relation: Relation,
    /// What the first asks beyond the second.
    pub beyond_from: String,
    /// What the second asks beyond the first.
    pub beyond_to: String,
    /// Where the link comes from.
    pub source: String,
    /// Who stated it.
    pub by: String,
    /// ISO date on which it was recorded.
    pub at: String,
    /// May be followed with one key.
    pub one_key: bool,
    /// Why not, in words.
    pub why_not_one_key: Option<String>,
    /// More than one statement stands: shown, not offered.
    pub disputed: bool,
    /// Why, in words.
    pub dispute: Option<String>,
}

/// A link that the two texts suggest. Nothing is recorded until a person accepts it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinkProposalView {
    /// The first side.
    pub from: LinkSideView,
    /// The second side.
    pub to: LinkSideView,
    /// Guessed; never exact.
    pub relation: Relation,
    /// 0 to 1: how much of their words the two share, rare words counting more.
    pub score: f32,
    /// The words that both share, the weightiest first.
    pub why: Vec<String>,
    /// The points of standards that persons linked both sides to; empty = proposed by its words alone.
    pub through: Vec<ThroughView>,
    /// Words of the first that the second lacks.
    pub beyond_from: String,
    /// Words of the second that the first lacks.
    pub beyond_to: String,
    /// The link that there is already between these two.
    pub existing: Option<String>,
}

/// A point of a standard that both sides of a proposal speak to.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ThroughView {
    /// Code of the standard.
    pub standard: String,
    /// Its title.
    pub title: String,
    /// Code of the point.
    pub point: String,
    /// Its words.
    pub text: String,
    /// How the first side stands to the point.
    pub from: Relation,
    /// How the second stands to it.
    pub to: Relation,
}

/// A link given up.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinkDroppedView {
    /// The link.
    pub link: String,
}

/// What became of links brought in.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinksTakenView {
    /// Recorded.
    pub taken: u32,
    /// There already.
    pub known: u32,
    /// Those not taken, and those to look at, each named.
    pub problems: Vec<String>,
}

/// A file of links written.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinksWrittenView {
    /// How many.
    pub links: u32,
    /// Size of the file in bytes.
    pub bytes: u32,
    /// Links left out, each named: those in dispute.
    pub left_out: Vec<String>,
}

/// What another unit of the learner could use of evidence mapped here. Taking it up is an ordinary `map`; it decides nothing.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfferView {
    /// The link that makes the offer.
    pub link: String,
    /// How the criterion here stands to the one offered.
    pub relation: Relation,
    /// The unit that could use it.
    pub unit: String,
    /// Its short name.
    pub handle: String,
    /// Its title.
    pub unit_title: String,
    /// Its board.
    pub board: String,
    /// False = "unconfirmed".
    pub board_confirmed: bool,
    /// Its level.
    pub level: String,
    /// Where its text comes from.
    pub source: String,
    /// The criterion that could use it.
    pub row: String,
    /// Its code.
    pub code: String,
    /// Its text.
    pub text: String,
    /// The criterion mapped here.
    pub here: HereView,
    /// What the other side asks beyond this one.
    pub other_asks: String,
    /// What this side asks beyond the other.
    pub this_asks: String,
    /// May be taken up with one key.
    pub one_key: bool,
    /// Why not, in words.
    pub why_not_one_key: Option<String>,
    /// Item id.
    pub evidence: String,
    /// "E007".
    pub reference: String,
    /// Title of the item.
    pub evidence_title: String,
    /// Place in the item, as mapped here.
    pub place: Option<String>,
    /// Method, as mapped here.
    pub method: Method,
    /// This evidence at this place is mapped there already.
    pub mapped: bool,
}

/// The side on which the person stands.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HereView {
    /// Board.
    pub board: String,
    /// False = "unconfirmed".
    pub board_confirmed: bool,
    /// Level.
    pub level: String,
    /// Where the text comes from.
    pub source: String,
    /// Code.
    pub code: String,
    /// Text.
    pub text: String,
}

/// Two units of a learner, row beside row along the links.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SideBySideView {
    /// The left unit.
    pub left: SideHeadView,
    /// The right unit.
    pub right: SideHeadView,
    /// Linked rows first in the order of the left unit, then rows of the right unit that nothing is linked to.
    pub rows: Vec<SideRowView>,
    /// In words: how much is linked, and what is decided on one side only.
    pub summary: String,
}

/// Head of one side.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SideHeadView {
    /// Unit id.
    pub unit: String,
    /// Short name.
    pub handle: String,
    /// Title.
    pub title: String,
    /// Board.
    pub board: String,
    /// False = "unconfirmed".
    pub board_confirmed: bool,
    /// Level.
    pub level: String,
    /// Where the text comes from.
    pub source: String,
    /// Counts.
    pub counts: Counts,
}

/// One pair of rows, or one row that nothing is linked to.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SideRowView {
    /// Row of the left unit.
    pub left: Option<SideCellView>,
    /// Row of the right unit.
    pub right: Option<SideCellView>,
    /// The link between them.
    pub link: Option<String>,
    /// How the left stands to the right.
    pub relation: Option<Relation>,
    /// What the left asks beyond the right.
    pub beyond_left: String,
    /// What the right asks beyond the left.
    pub beyond_right: String,
    /// The link is in dispute.
    pub disputed: bool,
    /// One of the texts has changed since the link was made.
    pub text_changed: bool,
}

/// A row of one unit as it stands for the learner.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SideCellView {
    /// Row id.
    pub row: String,
    /// Code.
    pub code: String,
    /// Text.
    pub text: String,
    /// How it stands.
    pub state: RowState,
    /// Evidence mapped to it.
    pub links: Vec<LinkView>,
}
