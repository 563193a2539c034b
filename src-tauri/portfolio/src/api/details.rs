//! Commands about what is recorded of items, resubmissions, witnesses and currency. Refuses to know the rules behind them.

use serde::Deserialize;
use ts_rs::TS;

use super::Session;
use super::commands::{deed_view, hash};
use super::request;
use crate::error::{Error, Refusal, Result};
use crate::evidence::describe::{self, Saying as Described};
use crate::evidence::detail::{self, Detail, Field, InSitu};
use crate::evidence::item;
use crate::evidence::method::Method;
use crate::evidence::route::Route;
use crate::journal::id::{Hash, Id};
use crate::learner;
use crate::portfolio::Workspace;
use crate::resubmission::{self, Links};
use crate::view::resubmission::{self as view, ReplacementView};
use crate::view::witnesses::{self, WitnessListView, WitnessView};
use crate::view::workspace::DeedView;
use crate::witness::{self, Saying};

requests! {
    /// Changes what is recorded of an item; the file is untouched. What is absent stays; empty text takes it out.
    EvidenceDescribe {
        /// Name or id.
        learner: String,
        /// Evidence id or reference.
        evidence: String,
        /// New title.
        title: Option<String>,
        /// New default method.
        method: Option<Method>,
        /// ISO date on which it was produced.
        produced: Option<String>,
        /// Author and contributors.
        author: Option<String>,
        /// How it is known to be genuine: "observed", "signed declaration", "e-mail", "recording", "discussion", "witness".
        route: Option<String>,
        /// Name or id of a witness in the centre's list.
        witness: Option<String>,
        /// Where it is, for something kept where it is.
        kept: Option<String>,
        /// Who saw it there.
        seen_by: Option<String>,
        /// ISO date on which it was seen.
        seen_on: Option<String>,
        /// Personal data of others are in it.
        third_party: Option<bool>,
        /// Evidence id or reference of its redacted copy.
        redacted: Option<String>,
        /// Statement about the use of AI.
        ai_use: Option<String>,
        /// Pages; 0 takes it out.
        pages: Option<i64>,
        /// Duration: "1:02:03", "12:30", or seconds.
        duration: Option<String>,
    }
    /// Records something that stays where it is: no file of it comes into the folder.
    EvidenceInSitu {
        /// Name or id.
        learner: String,
        /// Title.
        title: String,
        /// Where it is.
        kept: String,
        /// Who saw it there.
        seen_by: Option<String>,
        /// ISO date on which it was seen.
        seen_on: Option<String>,
        /// Method; observation when absent.
        method: Option<Method>,
    }
    /// Says that an item takes the place of one that was put forward before.
    EvidenceReplace {
        /// Name or id.
        learner: String,
        /// Evidence id, reference or file name of the new item.
        evidence: String,
        /// Evidence id or reference of the item that it replaces.
        replaces: String,
        /// Links of that item which the new one takes over.
        mappings: Option<Vec<String>>,
        /// True: every link that can be.
        all: Option<bool>,
    }
    /// Asks what an item replaces or may replace.
    EvidenceReplacement {
        /// Name or id.
        learner: String,
        /// Evidence id, reference or file name.
        evidence: String,
        /// An item besides those that are offered, of which the links are wanted.
        former: Option<String>,
    }
    /// Names one item.
    EvidenceOnly {
        /// Name or id.
        learner: String,
        /// Evidence id, reference or file name.
        evidence: String,
    }
    /// Records a witness of the centre, or changes one.
    WitnessSave {
        /// Name or id of the one that is changed; absent = a new one.
        witness: Option<String>,
        /// Name.
        name: Option<String>,
        /// Job.
        role: Option<String>,
        /// How they stand to learners.
        relation: Option<String>,
        /// What they count as: "expert witness", "occupational expert", "other"; empty takes it out.
        status: Option<String>,
        /// Occupational competence.
        competence: Option<String>,
        /// How they can be reached.
        contact: Option<String>,
        /// No longer chosen for new items.
        inactive: Option<bool>,
    }
    /// Says how old evidence may be.
    CurrencyLimit {
        /// Whole months; null = no limit.
        months: Option<i64>,
    }
}

pub(super) fn describe(session: &mut Session, request: EvidenceDescribe) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let details = details(workspace, book, &request)?;
    let saying = Described { title: request.title.as_deref(), method: request.method, details };
    let deed = describe::describe(workspace, &author, book, &request.evidence, &saying)?;
    deed_view(session, book, deed, Vec::new())
}

/// The details that a request names, in the core's terms.
fn details(workspace: &mut Workspace, book: Id, request: &EvidenceDescribe) -> Result<Vec<Detail>> {
    let text = |text: &Option<String>| text.as_deref().map(|t| t.trim().to_owned());
    let mut out = Vec::new();
    out.extend(text(&request.produced).map(Detail::Produced));
    out.extend(text(&request.author).map(Detail::Author));
    if let Some(words) = text(&request.route) {
        out.push(Detail::Route(route(&words)?));
    }
    if let Some(name) = text(&request.witness) {
        let centre = workspace.centre_book()?;
        let named = if name.is_empty() { None } else { Some(witness::named(centre, &name)?) };
        out.push(Detail::Witness(named));
    }
    out.extend(kept(workspace, book, request)?.map(Detail::InSitu));
    out.extend(request.third_party.map(Detail::ThirdParty));
    if let Some(name) = text(&request.redacted) {
        out.push(Detail::Redacted(twin(workspace, book, &request.evidence, &name)?));
    }
    out.extend(text(&request.ai_use).map(Detail::AiUse));
    out.extend(request.pages.map(|n| Detail::Pages((n != 0).then_some(n))));
    if let Some(words) = text(&request.duration) {
        let seconds = detail::seconds(&words);
        if seconds.is_none() && !words.is_empty() {
            return Err(Error::Usage(format!("{words:?} is no duration like 12:30 or 1:02:03")));
        }
        out.push(Detail::Duration(seconds));
    }
    Ok(out)
}

fn route(words: &str) -> Result<Option<Route>> {
    if words.is_empty() {
        return Ok(None);
    }
    let known = || Route::ALL.map(Route::word).join(", ");
    let route = Route::parse(words);
    route.map(Some).ok_or_else(|| Error::Usage(format!("{words:?} is not one of {}", known())))
}

/// Where it is kept, by whom it was seen and when: what the request does not name stays.
fn kept(workspace: &mut Workspace, book: Id, request: &EvidenceDescribe) -> Result<Option<Option<InSitu>>> {
    if request.kept.is_none() && request.seen_by.is_none() && request.seen_on.is_none() {
        return Ok(None);
    }
    let state = workspace.book(book)?;
    let items = item::items(state);
    let item = item::find(state, &items, &request.evidence)?;
    let before = match item.details.one(Field::InSitu) {
        Some(Detail::InSitu(Some(kept))) => kept.clone(),
        _nothing_or_disputed => {
            InSitu { place: String::new(), seen_by: String::new(), seen_on: String::new() }
        }
    };
    let pick = |new: &Option<String>, old: String| new.clone().unwrap_or(old);
    let kept = describe::trimmed(&InSitu {
        place: pick(&request.kept, before.place),
        seen_by: pick(&request.seen_by, before.seen_by),
        seen_on: pick(&request.seen_on, before.seen_on),
    });
    if kept.place.is_empty() {
        if item.is_in_situ() || !kept.seen_by.is_empty() || !kept.seen_on.is_empty() {
            return Err(Error::Usage("say where it is: nothing else leads a verifier to it".into()));
        }
        return Ok(Some(None));
    }
    Ok(Some(Some(kept)))
}

fn twin(workspace: &mut Workspace, book: Id, evidence: &str, name: &str) -> Result<Option<String>> {
    if name.is_empty() {
        return Ok(None);
    }
    let state = workspace.book(book)?;
    let items = item::items(state);
    let (own, twin) = (item::find(state, &items, evidence)?, item::find(state, &items, name)?);
    if own.id == twin.id {
        return Err(Refusal::OwnRedactedCopy { item: own.named() }.into());
    }
    Ok(Some(twin.id.clone()))
}

pub(super) fn in_situ(session: &mut Session, request: EvidenceInSitu) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let kept = InSitu {
        place: request.kept,
        seen_by: request.seen_by.unwrap_or_default(),
        seen_on: request.seen_on.unwrap_or_default(),
    };
    let (_, deed) = describe::in_situ(workspace, &author, book, &request.title, request.method, &kept)?;
    deed_view(session, book, deed, Vec::new())
}

pub(super) fn replace(session: &mut Session, request: EvidenceReplace) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let named = request.mappings.unwrap_or_default();
    let these: Vec<Hash> = named.iter().map(|m| hash(m, "link")).collect::<Result<_>>()?;
    let links = if request.all == Some(true) { Links::All } else { Links::These(&these) };
    let (warnings, deed) =
        resubmission::replace(workspace, &author, book, &request.replaces, &request.evidence, links)?;
    deed_view(session, book, deed, warnings)
}

pub(super) fn take_back(session: &mut Session, request: EvidenceOnly) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let deed = resubmission::take_back(workspace, &author, book, &request.evidence)?;
    deed_view(session, book, deed, Vec::new())
}

pub(super) fn replacement(session: &mut Session, request: EvidenceReplacement) -> Result<ReplacementView> {
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    view::replacement(workspace, book, &request.evidence, request.former.as_deref())
}

pub(super) fn witness_list(session: &mut Session, _request: request::Nothing) -> Result<WitnessListView> {
    Ok(witnesses::list(session.workspace()?.centre_book()?))
}

pub(super) fn witness_save(session: &mut Session, request: WitnessSave) -> Result<WitnessView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let saying = Saying {
        name: request.name,
        role: request.role,
        relation: request.relation,
        status: request.status,
        competence: request.competence,
        contact: request.contact,
        inactive: request.inactive,
    };
    let id = witness::save(workspace, &author, request.witness.as_deref(), &saying)?.to_string();
    let all = witnesses::list(workspace.centre_book()?).witnesses;
    all.into_iter().find(|w| w.id == id).ok_or(Error::NotFound { what: "witness", name: id })
}

pub(super) fn currency(session: &mut Session, request: CurrencyLimit) -> Result<WitnessListView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    witness::limit_currency(workspace, &author, request.months)?;
    Ok(witnesses::list(workspace.centre_book()?))
}
