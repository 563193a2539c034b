//! Commands of assessment: deciding, the history of a criterion, work lists, the learner's declaration, phrases, signing.

use super::Session;
use super::commands::{deed_view, hash};
use super::request as r;
use crate::decision::said;
use crate::decision::{self, Criteria};
use crate::declared;
use crate::error::{Error, Result};
use crate::journal::id::{Hash, Id};
use crate::learner;
use crate::phrases;
use crate::signoff::{self, Vacsr};
use crate::view::attempts::{self, CriterionHistoryView};
use crate::view::phrases::{self as phrases_view, PhraseView};
use crate::view::portfolio::SignedView;
use crate::view::signoff::{self as signoff_view, DeclarationView};
use crate::view::work::{self, WorkView};
use crate::view::workspace::DeedView;

pub(super) fn decide(session: &mut Session, request: r::Decide) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let also = request.also.unwrap_or_default();
    let mut criteria = vec![Criteria { unit: &request.unit, codes: &request.codes }];
    criteria.extend(also.iter().map(|more| Criteria { unit: &more.unit, codes: &more.codes }));
    let links = |links: &Vec<String>| links.iter().map(|l| hash(l, "link")).collect::<Result<Vec<Hash>>>();
    let relied_on = request.relied_on.as_ref().map(links).transpose()?;
    let wanted = decision::Request {
        criteria: &criteria,
        relied_on: relied_on.as_deref(),
        said: said::Request {
            outcome: request.outcome,
            reason: request.reason.as_deref().unwrap_or_default(),
            date: request.date.as_deref(),
            feedback: request.feedback.as_deref().unwrap_or_default(),
            needed: request.needed.as_deref().unwrap_or_default(),
            due: request.due.as_deref(),
            certificate: request.certificate.as_ref(),
        },
    };
    let (warnings, deed) = decision::decide(workspace, &author, book, &wanted)?;
    deed_view(session, book, deed, warnings)
}

pub(super) fn criterion_history(
    session: &mut Session,
    request: r::LearnerCriterion,
) -> Result<CriterionHistoryView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    attempts::history(workspace, &author, book, &request.unit, &request.code)
}

pub(super) fn work_list(session: &mut Session, request: r::WorkLists) -> Result<WorkView> {
    let workspace = session.workspace()?;
    let books = match &request.learner {
        Some(name) => vec![learner::find(workspace, name)?],
        None => learner::books(workspace)?,
    };
    work::lists(workspace, &books)
}

pub(super) fn declare(session: &mut Session, request: r::Declare) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let wanted = declared::Request {
        unit: request.unit.as_deref(),
        route: request.route,
        date: request.date.as_deref(),
        words: request.words.as_deref(),
        acknowledged: request.acknowledged.as_deref().unwrap_or_default(),
        evidence: request.evidence.as_deref(),
    };
    let deed = declared::declare(workspace, &author, book, &wanted)?;
    deed_view(session, book, deed, Vec::new())
}

pub(super) fn undeclare(session: &mut Session, request: r::Undeclare) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let declaration = hash(&request.declaration, "declaration")?;
    let deed = declared::withdraw(workspace, &author, book, declaration, &request.reason)?;
    deed_view(session, book, deed, Vec::new())
}

pub(super) fn declaration_list(
    session: &mut Session,
    request: r::LearnerOnly,
) -> Result<Vec<DeclarationView>> {
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    signoff_view::declarations(workspace, book)
}

pub(super) fn phrase_list(session: &mut Session, _request: r::Nothing) -> Result<Vec<PhraseView>> {
    phrases_view::phrases(session.workspace()?)
}

pub(super) fn phrase_save(session: &mut Session, request: r::PhraseSave) -> Result<Vec<PhraseView>> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let phrase = request.phrase.as_deref().map(|name| find_phrase(workspace, name)).transpose()?;
    phrases::save(workspace, &author, phrase, &request.text)?;
    phrases_view::phrases(workspace)
}

pub(super) fn phrase_drop(session: &mut Session, request: r::PhraseOnly) -> Result<Vec<PhraseView>> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let phrase = find_phrase(workspace, &request.phrase)?;
    phrases::drop(workspace, &author, phrase)?;
    phrases_view::phrases(workspace)
}

/// A phrase by its id or its very words.
fn find_phrase(workspace: &mut crate::portfolio::Workspace, name: &str) -> Result<Id> {
    let named = |p: &phrases::Phrase| p.phrase.to_string() == name || p.texts.iter().any(|text| text == name);
    let found = phrases::all(workspace)?.into_iter().find(named).map(|p| p.phrase);
    found.ok_or_else(|| Error::NotFound { what: "phrase", name: name.to_owned() })
}

pub(super) fn sign_off_sign(session: &mut Session, request: r::SignOff) -> Result<SignedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let wanted = signoff::Request {
        unit: &request.unit,
        password: &request.password,
        feedback: request.feedback.as_deref().unwrap_or_default(),
        vacsr: if request.vacsr == Some(true) { Vacsr::Confirmed } else { Vacsr::Open },
    };
    signoff::sign_off(workspace, &author, book, &wanted)?;
    let view = signoff_view::sign_off(workspace, &author, book, &request.unit)?;
    view.signed.ok_or_else(|| Error::Broken("the unit is not signed after signing it".into()))
}
