//! The centre's own look and rules: the words of boards, whether *partially met* is used, its logo, specimen
//! signatures (`pictures`). An administrator states them; each statement names those it replaces, and undo states again what stood before. What a person
//! signed keeps the words of that moment. Refuses to know how anything is printed.

pub mod pictures;

use std::collections::BTreeMap;

use crate::error::{Error, Result};
use crate::journal::act::{Act, BoardProfileStated, PartiallyMetStated};
use crate::journal::id::Hash;
use crate::journal::state::{BookState, Logged};
use crate::matrix::{LearnerWord, Logo};
use crate::picture::Picture;
use crate::portfolio::{Author, Workspace};
use crate::profile::{
    Declares, Keeping, LONGEST_KEPT, LONGEST_TEXT, LONGEST_TITLE, OwnWords, Profile, Wording,
};
use crate::unit::spec::UnitSpec;

/// What a centre's book says of its look and rules.
#[derive(Debug, Clone)]
pub struct House {
    wordings: BTreeMap<Profile, Wording>,
    /// *Partially met* may be decided.
    pub partially_met: bool,
    /// The logo of papers that are drawn now.
    pub logo: Option<Logo>,
    /// Every logo that the centre has or had.
    logos: BTreeMap<Hash, Picture>,
}

impl Default for House {
    fn default() -> Self {
        let wordings = Profile::ALL.map(|profile| (profile, Wording::shipped(profile)));
        Self { wordings: wordings.into(), partially_met: true, logo: None, logos: BTreeMap::new() }
    }
}

impl House {
    /// Of the centre's book.
    #[must_use]
    pub fn of(centre: &BookState) -> Self {
        let worded =
            |profile| (profile, Wording::of(profile, said(centre, profile).into_iter().map(|(_, w)| w)));
        let logos = centre.logos.iter().filter_map(|row| Some((row.sha256?, row.picture.clone()?)));
        let named = |(sha256, picture): (Hash, &Picture)| Logo::of(sha256, Some(picture.clone()));
        Self {
            wordings: Profile::ALL.map(worded).into(),
            partially_met: partially_met(centre),
            logo: pictures::logo(centre).map(named),
            logos: logos.collect(),
        }
    }

    /// The words of a profile.
    #[must_use]
    pub fn wording(&self, profile: Profile) -> Wording {
        self.wordings.get(&profile).cloned().unwrap_or_else(|| Wording::shipped(profile))
    }

    /// The words for a unit, by the board that its text names.
    #[must_use]
    pub fn of_unit(&self, spec: &UnitSpec) -> Wording {
        self.wording(spec.profile())
    }

    /// The words for units together: those of their board where they share one, else the general ones.
    #[must_use]
    pub fn of_units<'a>(&self, specs: impl IntoIterator<Item = &'a UnitSpec>) -> Wording {
        let mut profiles = specs.into_iter().map(UnitSpec::profile);
        let first = profiles.next().unwrap_or(Profile::Generic);
        let shared = profiles.all(|profile| profile == first);
        self.wording(if shared { first } else { Profile::Generic })
    }

    /// The logo of papers that are drawn now, by the SHA-256 of its file.
    #[must_use]
    pub fn logo_hash(&self) -> Option<Hash> {
        self.logo.as_ref()?.sha256.parse().ok()
    }

    /// The logo that a paper was signed with, whatever the centre's is now; its picture where it is here.
    #[must_use]
    pub fn logo_of(&self, sha256: Hash) -> Logo {
        Logo::of(sha256, self.logos.get(&sha256).cloned())
    }
}

/// The statements about a profile that stand.
#[must_use]
pub fn said(centre: &BookState, profile: Profile) -> Vec<(Hash, &OwnWords)> {
    let rows = centre.board_profiles.iter().filter(|row| row.standing && row.profile == profile);
    rows.map(|row| (row.hash, &row.says)).collect()
}

/// Whether *partially met* is used: it is, unless everybody who said something switched it off.
#[must_use]
pub fn partially_met(centre: &BookState) -> bool {
    let mut standing = centre.partially_met.iter().filter(|row| row.standing).peekable();
    standing.peek().is_none() || standing.any(|row| row.used)
}

/// What is said anew of a profile: none = as it is, none inside = back to the shipped wording.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// The word for whoever is assessed.
    pub learner: Option<Option<LearnerWord>>,
    /// What the record of a unit is called.
    pub matrix: Option<Option<String>>,
    /// Declarations.
    pub declarations: BTreeMap<Declares, Option<String>>,
    /// How long records are kept.
    pub keeping: Option<Option<Keeping>>,
}

impl Change {
    /// Back to the shipped wording in everything.
    #[must_use]
    pub fn all_shipped() -> Self {
        Self {
            learner: Some(None),
            matrix: Some(None),
            declarations: Declares::ALL.map(|who| (who, None)).into(),
            keeping: Some(None),
        }
    }
}

/// States the words of a profile. What was signed keeps what stood there then.
///
/// # Errors
/// [`Error::Usage`] where a text is empty, too long, or says how long something is kept without saying who says so.
pub fn reword(workspace: &mut Workspace, author: &Author, profile: Profile, change: &Change) -> Result<()> {
    author.person()?;
    let centre = workspace.centre();
    workspace.transact(author, |deed| {
        let state = deed.state(centre)?;
        let heads = said(state, profile);
        let before = merged(heads.iter().map(|(_, words)| *words));
        let says = changed(profile, before.clone(), change)?;
        let supersedes: Vec<Hash> = heads.iter().map(|(hash, _)| *hash).collect();
        if says == before && supersedes.len() < 2 {
            return Ok(());
        }
        deed.record(centre, BoardProfileStated { profile, says, supersedes })?;
        Ok(())
    })?;
    Ok(())
}

/// What statements say alike; what they say differently is as shipped.
fn merged<'a>(said: impl IntoIterator<Item = &'a OwnWords>) -> OwnWords {
    let mut all = said.into_iter();
    let Some(mut own) = all.next().cloned() else { return OwnWords::default() };
    for other in all {
        own.learner = own.learner.filter(|word| other.learner == Some(*word));
        own.matrix = own.matrix.filter(|title| other.matrix.as_ref() == Some(title));
        own.declarations.retain(|who, text| other.declarations.get(who) == Some(text));
        own.keeping = own.keeping.filter(|keeping| other.keeping.as_ref() == Some(keeping));
    }
    own
}

/// The words with what is newly said in them; what reads as shipped is as shipped.
fn changed(profile: Profile, mut own: OwnWords, change: &Change) -> Result<OwnWords> {
    let shipped = Wording::shipped(profile);
    if let Some(word) = change.learner {
        own.learner = word.filter(|word| *word != shipped.learner);
    }
    if let Some(title) = &change.matrix {
        let title = title.as_deref().map(|title| plain(title, LONGEST_TITLE, "the title of the paper"));
        own.matrix = title.transpose()?.filter(|title| *title != shipped.matrix);
    }
    for (who, text) in &change.declarations {
        let named = || format!("the declaration of {}", who.word());
        let text = text.as_deref().map(|text| plain(text, LONGEST_TEXT, &named())).transpose()?;
        match text.filter(|text| text != shipped.text(*who)) {
            Some(text) => own.declarations.insert(*who, text),
            None => own.declarations.remove(who),
        };
    }
    if let Some(keeping) = &change.keeping {
        let keeping = keeping.as_ref().map(kept).transpose()?;
        own.keeping = keeping.filter(|keeping| *keeping != shipped.keeping);
    }
    Ok(own)
}

/// Words on one line, neither none nor endless.
fn plain(text: &str, longest: usize, what: &str) -> Result<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = text.chars().count();
    if text.is_empty() {
        let way = "write it, or go back to the shipped text";
        return Err(Error::Usage(format!("{what} is empty: {way}")));
    }
    if length > longest {
        return Err(Error::Usage(format!("{what} has {length} characters; up to {longest} fit the paper")));
    }
    Ok(text)
}

fn kept(keeping: &Keeping) -> Result<Keeping> {
    let source = keeping.source.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = |length: Option<i64>| length.is_none_or(|length| (1..=LONGEST_KEPT).contains(&length));
    if !fits(keeping.evidence_weeks) || !fits(keeping.records_months) {
        let usage =
            format!("evidence and records are kept for 1 to {LONGEST_KEPT} weeks and months, or nobody says");
        return Err(Error::Usage(usage));
    }
    let says = keeping.evidence_weeks.is_some() || keeping.records_months.is_some();
    if says && source.is_empty() {
        return Err(Error::Usage("say who asks for it: the rule is shown with its source".into()));
    }
    if source.chars().count() > LONGEST_TEXT {
        return Err(Error::Usage(format!("the source has more than {LONGEST_TEXT} characters")));
    }
    Ok(Keeping { source, ..keeping.clone() })
}

/// Says whether *partially met* is used in this centre. What was decided so stays.
pub fn use_partially_met(workspace: &mut Workspace, author: &Author, used: bool) -> Result<()> {
    author.person()?;
    let centre = workspace.centre();
    workspace.transact(author, |deed| {
        let state = deed.state(centre)?;
        let heads: Vec<(Hash, bool)> =
            state.partially_met.iter().filter(|row| row.standing).map(|row| (row.hash, row.used)).collect();
        if heads.iter().all(|(_, said)| *said == used) && (used || !heads.is_empty()) {
            return Ok(());
        }
        let supersedes = heads.into_iter().map(|(hash, _)| hash).collect();
        deed.record(centre, PartiallyMetStated { used, supersedes })?;
        Ok(())
    })?;
    Ok(())
}

/// The act that takes a statement back: what stood before is stated again. What is said now must be what the statement said;
/// where it was taken back and done again in between, another entry says so.
///
/// # Errors
/// Why it cannot be taken back, in words.
pub fn unsaid(centre: &BookState, logged: &Logged) -> Result<Act, &'static str> {
    #[allow(clippy::wildcard_enum_match_arm, reason = "the two kinds of act of this file")]
    Ok(match &logged.act {
        Act::BoardProfileStated(a) => {
            let standing = said(centre, a.profile).into_iter();
            let supersedes = still(standing.map(|(hash, words)| (hash, *words == a.says)))?;
            let before = one(&a.supersedes)?.and_then(|hash| centre.board_profiles.get(&hash));
            let says = before.map(|row| row.says.clone()).unwrap_or_default();
            BoardProfileStated { profile: a.profile, says, supersedes }.into()
        }
        Act::PartiallyMetStated(a) => {
            let standing = centre.partially_met.iter().filter(|row| row.standing);
            let supersedes = still(standing.map(|row| (row.hash, row.used == a.used)))?;
            let before = one(&a.supersedes)?.and_then(|hash| centre.partially_met.get(&hash));
            PartiallyMetStated { used: before.is_none_or(|row| row.used), supersedes }.into()
        }
        _other => return pictures::unsaid(centre, logged),
    })
}

/// The one entry that stands, which must say the same.
fn still(standing: impl Iterator<Item = (Hash, bool)>) -> Result<Vec<Hash>, &'static str> {
    match standing.collect::<Vec<_>>().as_slice() {
        [(hash, true)] => Ok(vec![*hash]),
        _other => Err("it was said again since"),
    }
}

fn one(before: &[Hash]) -> Result<Option<Hash>, &'static str> {
    match before {
        [] => Ok(None),
        [only] => Ok(Some(*only)),
        _several => Err("it settled what two desks had said differently"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reworded(own: OwnWords, change: &Change) -> Result<OwnWords, String> {
        changed(Profile::Ocr, own, change).map_err(|error| error.to_string())
    }

    #[test]
    fn what_reads_as_shipped_is_as_shipped_and_the_rest_stays() {
        let title =
            |title: Option<&str>| Change { matrix: Some(title.map(str::to_owned)), ..Change::default() };
        let own = OwnWords { learner: Some(LearnerWord::Learner), ..OwnWords::default() };
        let with = |matrix: Option<&str>| OwnWords { matrix: matrix.map(str::to_owned), ..own.clone() };
        let cases = [
            (title(Some("  CAR  of \n the unit ")), with(Some("CAR of the unit"))),
            (title(Some("Cumulative assessment record")), with(None)),
            (title(None), with(None)),
            (Change::default(), with(Some("before"))),
            (Change::all_shipped(), OwnWords::default()),
        ];
        for (change, wanted) in cases {
            assert_eq!(reworded(with(Some("before")), &change).unwrap(), wanted, "{change:?}");
        }
    }

    #[test]
    fn a_text_that_is_empty_or_does_not_fit_the_paper_is_refused_by_name() {
        let assessor = |text: String| Change {
            declarations: BTreeMap::from([(Declares::Assessor, Some(text))]),
            ..Change::default()
        };
        let keeping = |evidence_weeks, records_months, source: &str| Change {
            keeping: Some(Some(Keeping { evidence_weeks, records_months, source: source.into() })),
            ..Change::default()
        };
        let cases = [
            (assessor(" \n".into()), "the declaration of assessor is empty"),
            (assessor("x".repeat(701)), "has 701 characters; up to 700 fit"),
            (keeping(Some(0), None, "the board"), "1 to 1200 weeks"),
            (keeping(None, Some(1_201), "the board"), "1 to 1200 weeks"),
            (keeping(Some(12), None, "  "), "say who asks for it"),
        ];
        for (change, why) in cases {
            let said = reworded(OwnWords::default(), &change).unwrap_err();
            assert!(said.contains(why), "{said}");
        }
        assert!(reworded(OwnWords::default(), &assessor("x".repeat(700))).is_ok());
        assert!(reworded(OwnWords::default(), &keeping(None, None, "")).is_ok());
    }
}
