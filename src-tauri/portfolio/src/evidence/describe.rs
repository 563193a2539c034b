//! What a person says of an item: title, method and details, all of them optional, and things that stay where they are and
//! have no file. Refuses to know the centre's lists: what an item names of them is handed in.

use crate::clock::is_date;
use crate::coverage;
use crate::error::{Error, Refusal, Result};
use crate::evidence::detail::{Detail, InSitu};
use crate::evidence::item::{self, Item};
use crate::evidence::method::Method;
use crate::evidence::verbs::{accept_one, found, named, state_again};
use crate::evidence::versions;
use crate::journal::act::{DetailStated, EvidenceAccepted};
use crate::journal::id::{Hash, Id};
use crate::journal::state::BookState;
use crate::portfolio::{Author, Deed, Workspace};
use crate::view::portfolio::EvidenceStanding;

/// Longest text of a detail, characters.
const LONGEST: usize = 2_000;

/// What is said of an item; what is absent stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Saying<'a> {
    /// New title.
    pub title: Option<&'a str>,
    /// New default method.
    pub method: Option<Method>,
    /// New details.
    pub details: Vec<Detail>,
}

/// Says title, default method and details of an item, all in one deed. A new file gets its number with it. What an item says
/// already is not recorded again; where nothing is new, that is refused.
pub fn describe(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    name: &str,
    saying: &Saying<'_>,
) -> Result<Id> {
    let today = workspace.clock.now().date();
    for detail in &saying.details {
        sensible(detail, &today)?;
    }
    let ((), deed) = workspace.transact(author, |deed| {
        for item in found(deed, book, &[name.to_owned()])? {
            say(deed, book, &item, saying)?;
        }
        Ok(())
    })?;
    Ok(deed)
}

fn say(deed: &mut Deed<'_>, book: Id, item: &Item, saying: &Saying<'_>) -> Result<()> {
    let (title, method) = (named(saying.title, &item.title), saying.method.unwrap_or(item.method));
    let same = item.statements.len() == 1 && title == item.title && method == item.method;
    let head = saying.title.is_some() || saying.method.is_some();
    let details = changed(deed.state(book)?, item, &saying.details);
    match item.standing() {
        EvidenceStanding::Accepted if head && !same => {
            refuse_signed(deed, book, item)?;
            if let Some(what) = versions::in_dispute(deed.state(book)?, item) {
                return Err(Refusal::VersionInDispute { item: item.named(), what }.into());
            }
            state_again(deed, book, item, &title, method, item.files.clone())?;
        }
        EvidenceStanding::Accepted if details.is_empty() => {
            let what = format!("nothing about {} is changed by this", item.named());
            return Err(
                Refusal::NothingToDo { what, way_out: "Change a detail, or leave it as it is." }.into()
            );
        }
        EvidenceStanding::Accepted => {}
        EvidenceStanding::New => {
            accept_one(deed, book, item, Some(&title), saying.method)?;
        }
        EvidenceStanding::SetAside => {
            return Err(Refusal::EvidenceSetAside { title: item.title.clone() }.into());
        }
    }
    for (detail, supersedes) in details {
        if detail.field().printed() {
            refuse_signed(deed, book, item)?;
        }
        deed.record(book, DetailStated { evidence: item.id.clone(), detail, supersedes })?;
    }
    Ok(())
}

/// The details that differ from what stands, each with the statements that it replaces.
fn changed(state: &BookState, item: &Item, details: &[Detail]) -> Vec<(Detail, Vec<Hash>)> {
    let mut out = Vec::new();
    for detail in details {
        let field = detail.field();
        let heads: Vec<_> = state
            .details
            .iter()
            .filter(|d| d.standing && d.evidence == item.id && d.field == field)
            .collect();
        let same = match heads.as_slice() {
            [] => *detail == Detail::nothing(field),
            [only] => only.detail == *detail,
            _disputed => false,
        };
        if !same {
            out.push((detail.clone(), heads.iter().map(|d| d.hash).collect()));
        }
    }
    out
}

/// Records something that stays where it is: a number, a title, where it is and who saw it. Returns the reference.
pub fn in_situ(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    title: &str,
    method: Option<Method>,
    kept: &InSitu,
) -> Result<(String, Id)> {
    author.person()?;
    let title = title.trim();
    if title.is_empty() || kept.place.trim().is_empty() {
        return Err(Error::Usage(
            "something kept where it is needs a title and the place where it is".into(),
        ));
    }
    let detail = Detail::InSitu(Some(trimmed(kept)));
    sensible(&detail, &workspace.clock.now().date())?;
    let id = Id::random()?.to_string();
    workspace.transact(author, |deed| {
        let number = item::next_number(deed.state(book)?);
        deed.record(
            book,
            EvidenceAccepted {
                evidence: id.clone(),
                number,
                title: title.to_owned(),
                method: method.unwrap_or(Method::O),
                files: Vec::new(),
                supersedes: Vec::new(),
            },
        )?;
        deed.record(book, DetailStated { evidence: id, detail, supersedes: Vec::new() })?;
        Ok(format!("E{number:03}"))
    })
}

/// The same without white space around its words.
#[must_use]
pub fn trimmed(kept: &InSitu) -> InSitu {
    InSitu {
        place: kept.place.trim().to_owned(),
        seen_by: kept.seen_by.trim().to_owned(),
        seen_on: kept.seen_on.trim().to_owned(),
    }
}

/// Refuses what cannot be: dates that are none or lie ahead, texts without end, numbers below one.
fn sensible(detail: &Detail, today: &str) -> Result<()> {
    let date = |text: &str| {
        if text.is_empty() || is_date(text) && text <= today {
            return Ok(());
        }
        Err(Error::Usage(if is_date(text) {
            format!("{text} lies ahead: evidence is produced and seen before it is recorded")
        } else {
            format!("{text:?} is not a date like 2026-09-30")
        }))
    };
    let text = |text: &str| {
        if text.chars().count() <= LONGEST {
            return Ok(());
        }
        Err(Error::Usage(format!("{} is longer than {LONGEST} characters", detail.field().word())))
    };
    let number = |n: Option<i64>| match n {
        Some(n) if n < 1 => Err(Error::Usage(format!("{} cannot be {n}", detail.field().word()))),
        Some(_) | None => Ok(()),
    };
    match detail {
        Detail::Produced(on) => date(on),
        Detail::Author(said) | Detail::AiUse(said) => text(said),
        Detail::InSitu(Some(kept)) => {
            text(&kept.place)?;
            text(&kept.seen_by)?;
            date(&kept.seen_on)
        }
        Detail::Pages(n) | Detail::Duration(n) => number(*n),
        Detail::Route(_)
        | Detail::Witness(_)
        | Detail::InSitu(None)
        | Detail::ThirdParty(_)
        | Detail::Redacted(_) => Ok(()),
    }
}

/// What stands on signed paper keeps what is printed there of it.
fn refuse_signed(deed: &mut Deed<'_>, book: Id, item: &Item) -> Result<()> {
    let shelf = deed.shelf().clone();
    let signed = coverage::printed_on_signed(deed.state(book)?, &item.id);
    if signed.is_empty() {
        return Ok(());
    }
    let units = shelf.titles(signed.iter().map(|s| s.spec));
    Err(Refusal::OnSignedPaper { item: item.named(), units }.into())
}
