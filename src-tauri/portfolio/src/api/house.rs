//! The commands about the centre's own look and rules: the words of boards, whether *partially met* is used, undo of these.

use std::collections::BTreeMap;

use serde::Deserialize;
use ts_rs::TS;

use super::Session;
use super::request::Nothing;
use crate::error::{Error, Result};
use crate::house::{self, Change};
use crate::matrix::LearnerWord;
use crate::profile::{Declares, Keeping, Profile};
use crate::undo::{self, Way};
use crate::view::house::{self as view, HouseView};

requests! {
    /// Changes the words of a board in this centre; what is absent stays as it is, what is empty goes back to what is
    /// shipped. What was signed keeps the words of then.
    ProfileSave {
        /// Whose words.
        profile: Profile,
        /// The word for whoever is assessed: "learner", "candidate", or empty.
        learner: Option<String>,
        /// What the record of a unit is called on paper.
        matrix: Option<String>,
        /// Declarations by whose they are: learner, assessor, countersigningAssessor, verifier, countersigningVerifier, claim.
        declarations: Option<BTreeMap<Declares, String>>,
        /// How long records are kept.
        keeping: Option<Keeping>,
        /// The rule of how long records are kept goes back to the shipped one.
        keeping_shipped: Option<bool>,
        /// Everything goes back to the shipped wording first.
        shipped: Option<bool>,
    }
    /// Undo or redo of the centre's look and rules, specimen signatures among them.
    HouseUndo {
        /// Id of the deed that is meant: refused where another is next. The next one, whichever, when absent.
        deed: Option<String>,
    }
    /// Whether *partially met* is used in this centre.
    PartiallyMet {
        /// Used.
        used: bool,
    }
}

pub(super) fn show(session: &mut Session, _request: Nothing) -> Result<HouseView> {
    let author = session.author.clone();
    view::house(session.workspace()?, &author)
}

pub(super) fn profile(session: &mut Session, request: ProfileSave) -> Result<HouseView> {
    let author = session.author.clone();
    let mut change = if request.shipped == Some(true) { Change::all_shipped() } else { Change::default() };
    if let Some(word) = &request.learner {
        change.learner = Some(learner_word(word)?);
    }
    let said = |text: String| Some(text).filter(|text| !text.trim().is_empty());
    if let Some(title) = request.matrix {
        change.matrix = Some(said(title));
    }
    for (who, text) in request.declarations.into_iter().flatten() {
        change.declarations.insert(who, said(text));
    }
    if request.keeping_shipped == Some(true) {
        change.keeping = Some(None);
    } else if let Some(keeping) = request.keeping {
        change.keeping = Some(Some(keeping));
    }
    house::reword(session.workspace()?, &author, request.profile, &change)?;
    view::house(session.workspace()?, &author)
}

fn learner_word(typed: &str) -> Result<Option<LearnerWord>> {
    match typed.trim().to_lowercase().as_str() {
        "" => Ok(None),
        "learner" => Ok(Some(LearnerWord::Learner)),
        "candidate" => Ok(Some(LearnerWord::Candidate)),
        other => Err(Error::Usage(format!("{other:?} is not a word that papers use: learner or candidate"))),
    }
}

pub(super) fn partially_met(session: &mut Session, request: PartiallyMet) -> Result<HouseView> {
    let author = session.author.clone();
    house::use_partially_met(session.workspace()?, &author, request.used)?;
    view::house(session.workspace()?, &author)
}

pub(super) fn undo(session: &mut Session, request: HouseUndo) -> Result<HouseView> {
    step(session, &request, Way::Undo)
}

pub(super) fn redo(session: &mut Session, request: HouseUndo) -> Result<HouseView> {
    step(session, &request, Way::Redo)
}

fn step(session: &mut Session, request: &HouseUndo, way: Way) -> Result<HouseView> {
    let author = session.author.clone();
    let only = request.deed.as_deref().map(super::deed_of).transpose()?;
    let workspace = session.workspace()?;
    let centre = workspace.centre();
    undo::step(workspace, &author, centre, way, only)?;
    view::house(workspace, &author)
}
