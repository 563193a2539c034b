//! The centre's own look and rules as Settings shows them: each profile with its words beside the shipped ones, the logo;
//! specimen signatures one by one.

use serde::Serialize;
use ts_rs::TS;

use crate::error::Result;
use crate::evidence::item;
use crate::history::{self, Words};
use crate::house::pictures;
use crate::house::{self, House};
use crate::journal::act::{Act, PartiallyMetStated};
use crate::matrix::LearnerWord;
use crate::people::Person;
use crate::person::Role;
use crate::picture::Picture;
use crate::portfolio::{Author, Workspace};
use crate::profile::{Declares, Keeping, LONGEST_TEXT, LONGEST_TITLE, OwnWords, Profile, Wording};
use crate::undo;
use crate::{people, rights};

/// The centre's own look and rules.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HouseView {
    /// Every profile.
    pub profiles: Vec<ProfileView>,
    /// *Partially met* may be decided.
    pub partially_met: bool,
    /// The logo of papers that are drawn now; null = none.
    pub logo: Option<PictureView>,
    /// Two desks chose different logos: papers have none until one is chosen again.
    pub logo_disputed: bool,
    /// Longest text of a declaration, in characters.
    #[ts(type = "number")]
    pub longest_text: usize,
    /// Longest title of a paper, in characters.
    #[ts(type = "number")]
    pub longest_title: usize,
    /// Why the person at the desk may change nothing here; null = may.
    pub may: Option<String>,
    /// What Undo takes back here, in words.
    pub undo: Option<String>,
    /// Id of the deed that Undo takes back.
    pub undo_deed: Option<String>,
    /// What Redo does again here, in words.
    pub redo: Option<String>,
}

/// A small picture.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PictureView {
    /// Its PNG file in base64.
    pub png: String,
    /// SHA-256 of that file.
    pub sha256: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// The specimen signature of a person.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SpecimenView {
    /// Id of the person.
    pub person: String,
    /// Their name.
    pub name: String,
    /// What it looks like; null = none is recorded.
    pub picture: Option<PictureView>,
    /// It is drawn in the boxes that the person signs.
    pub draws: bool,
    /// Why whoever is at the desk may not set it; null = may.
    pub may: Option<String>,
    /// Id of the deed that Undo would take back now: after a change that change's own.
    pub undo_deed: Option<String>,
    /// It is that of the person at the desk.
    pub own: bool,
}

impl PictureView {
    fn of(picture: &Picture) -> Self {
        let (width, height) = picture.parts().map_or((0, 0), |parts| (parts.width, parts.height));
        Self { png: picture.base64().to_owned(), sha256: picture.sha256().to_string(), width, height }
    }
}

/// The specimen signature of a person as it is shown to whoever is at the desk.
pub fn specimen(workspace: &mut Workspace, author: &Author, person: &Person) -> Result<SpecimenView> {
    let installation = workspace.installation();
    let centre = workspace.centre_book()?;
    let held = pictures::specimen(centre, person.id);
    let undo_deed = undo::next(centre, installation, author).undo.map(|deed| deed.to_string());
    let refused = pictures::may_set(centre, author, person).err();
    Ok(SpecimenView {
        person: person.id.to_string(),
        name: person.name.clone(),
        picture: held.as_ref().map(|held| PictureView::of(&held.picture)),
        draws: held.is_some_and(|held| held.draws),
        may: refused.map(|refusal| format!("{refusal}.")),
        undo_deed,
        own: author.person.as_ref().is_some_and(|at_desk| at_desk.id == person.id),
    })
}

/// The words of one profile.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProfileView {
    /// Which.
    pub profile: Profile,
    /// What it is called.
    pub name: String,
    /// The word for whoever is assessed.
    pub learner: LearnerWord,
    /// The one that is shipped.
    pub learner_shipped: LearnerWord,
    /// What the record of a unit is called on paper.
    pub matrix: String,
    /// The one that is shipped.
    pub matrix_shipped: String,
    /// Every declaration.
    pub declarations: Vec<DeclarationTextView>,
    /// How long records are kept.
    pub keeping: Keeping,
    /// The shipped rule.
    pub keeping_shipped: Keeping,
    /// Something is not as shipped.
    pub changed: bool,
    /// Two desks said different things: what is shipped holds until it is saved again.
    pub disputed: bool,
}

/// The text of a declaration.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeclarationTextView {
    /// Whose.
    pub who: Declares,
    /// In words.
    pub name: String,
    /// As it stands.
    pub text: String,
    /// As shipped.
    pub shipped: String,
}

/// Builds it.
pub fn house(workspace: &mut Workspace, author: &Author) -> Result<HouseView> {
    let installation = workspace.installation();
    let shelf = workspace.shelf().clone();
    let centre = workspace.centre_book()?;
    let house = House::of(centre);
    let next = undo::next(centre, installation, author);
    let items = item::items(centre);
    let words = Words { state: centre, shelf: &shelf, items: &items };
    let named = |deed| history::deed_name(&words, deed);
    let profiles = Profile::ALL.map(|profile| {
        let said = house::said(centre, profile);
        view(profile, &house.wording(profile), disputed(&said))
    });
    Ok(HouseView {
        profiles: profiles.into(),
        partially_met: house.partially_met,
        logo: pictures::logo(centre).map(|(_, picture)| PictureView::of(picture)),
        logo_disputed: pictures::logo_disputed(centre),
        longest_text: LONGEST_TEXT,
        longest_title: LONGEST_TITLE,
        may: may(centre, author),
        undo: next.undo.map(named),
        undo_deed: next.undo.map(|deed| deed.to_string()),
        redo: next.redo.map(named),
    })
}

fn view(profile: Profile, own: &Wording, disputed: bool) -> ProfileView {
    let shipped = Wording::shipped(profile);
    let text = |who: Declares| DeclarationTextView {
        who,
        name: who.word().to_owned(),
        text: own.text(who).to_owned(),
        shipped: shipped.text(who).to_owned(),
    };
    ProfileView {
        profile,
        name: profile.word().to_owned(),
        learner: own.learner,
        learner_shipped: shipped.learner,
        matrix: own.matrix.clone(),
        matrix_shipped: shipped.matrix.clone(),
        declarations: Declares::ALL.map(text).into(),
        keeping: own.keeping.clone(),
        keeping_shipped: shipped.keeping.clone(),
        changed: *own != shipped,
        disputed,
    }
}

/// Why the person at the desk may not change the centre's look and rules.
fn may(centre: &crate::journal::state::BookState, author: &Author) -> Option<String> {
    let person = match author.person() {
        Ok(person) => person,
        Err(refusal) => return Some(people::way_out(centre, &refusal, &[Role::Administrator])),
    };
    let act: Act = PartiallyMetStated { used: true, supersedes: Vec::new() }.into();
    let refused = rights::refuse(&act, &person.name, &author.roles, people::managed(centre));
    refused.err().map(|refusal| people::way_out(centre, &refusal, &[Role::Administrator]))
}

/// Whether statements that stand say different things.
fn disputed(said: &[(crate::journal::id::Hash, &OwnWords)]) -> bool {
    said.iter().zip(said.iter().skip(1)).any(|((_, one), (_, next))| one != next)
}
