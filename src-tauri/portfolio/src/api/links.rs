//! The commands about links between boards: what each takes and what it does.

use std::path::Path;

use serde::Deserialize;
use ts_rs::TS;

use super::Session;
use crate::disk;
use crate::error::{Error, Result};
use crate::journal::id::Id;
use crate::learner;
use crate::links::{self, Statement, take};
use crate::unit::export::links as file_of_links;
use crate::unit::import::proposal::StatedLink;
use crate::unit::link::Relation;
use crate::view::links::{
    BoardLinkView, LinkDroppedView, LinkProposalView, LinksTakenView, LinksWrittenView, OfferView,
    SideBySideView,
};
use crate::view::{board_links, offers, side_by_side};

requests! {
    /// Links between boards.
    LinksList {
        /// Only those of this unit.
        unit: Option<String>,
        /// And of this one on the other side.
        other: Option<String>,
    }
    /// Proposals for links from one unit to another.
    LinksPropose {
        /// One unit.
        from: String,
        /// The other.
        to: String,
    }
    /// A criterion of a unit.
    LinkEndpoint {
        /// Unit: handle or id.
        unit: String,
        /// Criterion: code or row id.
        row: String,
    }
    /// A link, new or changed.
    LinkSave {
        /// The link that this changes; absent = a new one.
        link: Option<String>,
        /// One side.
        from: LinkEndpoint,
        /// The other.
        to: LinkEndpoint,
        /// How the first stands to the second.
        relation: Relation,
        /// What the first asks beyond the second.
        beyond_from: Option<String>,
        /// What the second asks beyond the first.
        beyond_to: Option<String>,
        /// Where the link comes from; "worked out here" when absent.
        source: Option<String>,
    }
    /// Gives a link up.
    LinkDrop {
        /// Link.
        link: String,
        /// Why.
        reason: String,
    }
    /// Writes links to a file: JSON, or CSV where its name ends so.
    LinksExport {
        /// File to write.
        out: String,
        /// Only those of this unit.
        unit: Option<String>,
        /// And of this one on the other side.
        other: Option<String>,
    }
    /// Takes links in: a file of links, or links that an import has read.
    LinksImport {
        /// File.
        file: Option<String>,
        /// Links as read by `unit.read`.
        stated: Option<Vec<StatedLink>>,
        /// Where those come from, in words.
        source: Option<String>,
    }
    /// What other units of the learner could use.
    LinksOffers {
        /// Learner.
        learner: String,
        /// The unit in which was mapped.
        unit: String,
        /// Codes or row ids.
        codes: String,
        /// Items.
        evidence: Vec<String>,
    }
    /// Two units of a learner side by side.
    LinksSideBySide {
        /// Learner.
        learner: String,
        /// Unit on the left.
        left: String,
        /// Unit on the right.
        right: String,
    }
}

/// Source of a link that a person works out in the program.
const OWN: &str = "worked out here";

pub fn list(session: &mut Session, request: LinksList) -> Result<Vec<BoardLinkView>> {
    board_links::list(session.workspace()?, request.unit.as_deref(), request.other.as_deref())
}

pub fn propose(session: &mut Session, request: LinksPropose) -> Result<Vec<LinkProposalView>> {
    board_links::proposals(session.workspace()?, &request.from, &request.to)
}

pub fn save(session: &mut Session, request: LinkSave) -> Result<BoardLinkView> {
    let author = session.author.clone();
    let link = request.link.as_deref().map(id).transpose()?;
    let workspace = session.workspace()?;
    let source = request.source.filter(|s| !s.trim().is_empty());
    let statement = Statement {
        link,
        from: links::side(workspace, &request.from.unit, &request.from.row)?,
        to: links::side(workspace, &request.to.unit, &request.to.row)?,
        relation: request.relation,
        beyond_from: request.beyond_from.unwrap_or_default(),
        beyond_to: request.beyond_to.unwrap_or_default(),
        source: source.unwrap_or_else(|| OWN.into()),
    };
    let link = links::state(workspace, &author, statement)?;
    board_links::one(workspace, link)
}

pub fn drop(session: &mut Session, request: LinkDrop) -> Result<LinkDroppedView> {
    let author = session.author.clone();
    links::give_up(session.workspace()?, &author, id(&request.link)?, &request.reason)?;
    Ok(LinkDroppedView { link: request.link })
}

pub fn export(session: &mut Session, request: LinksExport) -> Result<LinksWrittenView> {
    let workspace = session.workspace()?;
    let (rows, left_out) = board_links::rows(workspace, request.unit.as_deref(), request.other.as_deref())?;
    let out = Path::new(&request.out);
    let csv = out.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
    let bytes = if csv { file_of_links::write_links_csv(&rows)? } else { file_of_links::write_links(&rows)? };
    disk::write_whole(out, &bytes)?;
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(LinksWrittenView { links: number(rows.len()), bytes: number(bytes.len()), left_out })
}

pub fn import(session: &mut Session, request: LinksImport) -> Result<LinksTakenView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let (taken, unread) = match (request.file, request.stated) {
        (Some(file), None) => {
            let bytes = disk::read_small(Path::new(&file), file_of_links::LARGEST)?;
            (take::take(workspace, &author, &file_of_links::read_links(&bytes)?)?, Vec::new())
        }
        (None, Some(stated)) => {
            let source = request.source.unwrap_or_default();
            let (rows, problems) = take::stated(workspace, &stated, &source)?;
            (take::take(workspace, &author, &rows)?, problems)
        }
        (Some(_), Some(_)) | (None, None) => {
            return Err(Error::Usage("links.import: name a file, or the links that were read".into()));
        }
    };
    let problems = taken.problems.into_iter().chain(unread).collect();
    Ok(LinksTakenView { taken: taken.taken, known: taken.known, problems })
}

pub fn offers(session: &mut Session, request: LinksOffers) -> Result<Vec<OfferView>> {
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    offers::offers(workspace, book, &request.unit, &request.codes, &request.evidence)
}

pub fn side_by_side(session: &mut Session, request: LinksSideBySide) -> Result<SideBySideView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    side_by_side::view(workspace, &author, book, &request.left, &request.right)
}

fn id(text: &str) -> Result<Id> {
    text.parse().map_err(|_| Error::NotFound { what: "link between boards", name: text.to_owned() })
}
