//! What a board's papers and screens say: the word for whoever is assessed, what the record of a unit is called, what each
//! person declares, how long records are kept. The program ships a wording of its own for each profile, and a centre may put
//! another in its place. Pure; refuses to know who may change it and where it is printed.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::journal::id::Hash;
use crate::matrix::{DeclarationKind, LearnerWord, Whose};

/// What is confirmed once for the unit, whatever else is declared: it is part of the words that are signed.
pub const VACSR: &str = "The evidence for this unit is valid, authentic, current, sufficient and reliable.";
/// What is signed with a text that is not the board's own, whatever else is declared.
pub const INDICATIVE: &str = "The unit text is indicative, not confirmed as the awarding organisation's own: this is no claim for certification.";
/// What the visitor's block says, whoever's words the others are in.
const SEEN_AT_VISIT: &str = "Seen at an external quality assurance visit.";
/// Longest text of a declaration, in characters: all of them stand on one page.
pub const LONGEST_TEXT: usize = 700;
/// Longest title of a paper, in characters.
pub const LONGEST_TITLE: usize = 60;
/// Longest time that anything is kept, in months and in weeks alike.
pub const LONGEST_KEPT: i64 = 1_200;

/// Whose words are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Profile {
    /// Pearson, under whatever name it awards.
    Pearson,
    /// OCR.
    Ocr,
    /// Every other board, and a text that names none.
    Generic,
}

impl Profile {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Pearson, Self::Ocr, Self::Generic];

    /// The profile of a board as a unit text names it. Whether anybody has confirmed the text does not matter for words.
    #[must_use]
    pub fn of_board(name: &str) -> Self {
        let words: BTreeSet<String> = name
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_uppercase)
            .collect();
        let has = |wanted: &[&str]| wanted.iter().all(|word| words.contains(*word));
        if has(&["OCR"]) || has(&["OXFORD", "CAMBRIDGE", "RSA"]) {
            Self::Ocr
        } else if has(&["PEARSON"]) || has(&["EDEXCEL"]) || has(&["BTEC"]) {
            Self::Pearson
        } else {
            Self::Generic
        }
    }

    /// The profile by the word that a person types.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim().to_lowercase();
        Self::ALL.into_iter().find(|profile| profile.word().to_lowercase() == typed)
    }

    /// What it is called.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pearson => "Pearson",
            Self::Ocr => "OCR",
            Self::Generic => "Generic",
        }
    }
}

/// Which declaration a text belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
#[serde(rename_all = "camelCase")]
pub enum Declares {
    /// The learner: own work.
    Learner,
    /// The assessor, with the sign-off of a unit.
    Assessor,
    /// Whoever countersigns a trainee assessor's decisions.
    CountersigningAssessor,
    /// The IV, with a sampling record.
    Verifier,
    /// Whoever countersigns a trainee IV's record.
    CountersigningVerifier,
    /// Whoever claims for the centre.
    Claim,
}

impl Declares {
    /// All, in the order of the form.
    pub const ALL: [Self; 6] = [
        Self::Learner,
        Self::Assessor,
        Self::CountersigningAssessor,
        Self::Verifier,
        Self::CountersigningVerifier,
        Self::Claim,
    ];

    /// What stands in a block of the form; none where nobody words it: feedback, and the visitor's initials.
    #[must_use]
    pub const fn of(kind: DeclarationKind) -> Option<Self> {
        match kind {
            DeclarationKind::Learner => Some(Self::Learner),
            DeclarationKind::Assessor => Some(Self::Assessor),
            DeclarationKind::CountersigningAssessor => Some(Self::CountersigningAssessor),
            DeclarationKind::Verifier => Some(Self::Verifier),
            DeclarationKind::CountersigningVerifier => Some(Self::CountersigningVerifier),
            DeclarationKind::Feedback | DeclarationKind::ExternalQualityAssurer => None,
        }
    }

    /// Whose declaration it is, in words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Learner => "learner",
            Self::Assessor => "assessor",
            Self::CountersigningAssessor => "countersigning assessor",
            Self::Verifier => "internal verifier",
            Self::CountersigningVerifier => "countersigning internal verifier",
            Self::Claim => "claim",
        }
    }
}

/// How long records are kept from the certificate on, and who says so.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Keeping {
    /// The learner's evidence, in whole weeks; none = nobody says.
    #[ts(type = "number | null")]
    pub evidence_weeks: Option<i64>,
    /// Assessment and verification records, in whole months; none = nobody says.
    #[ts(type = "number | null")]
    pub records_months: Option<i64>,
    /// Who says so, in words; empty = not recorded.
    pub source: String,
}

/// What a centre says in place of the shipped wording; what is none or absent is as shipped.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnWords {
    /// The word for whoever is assessed.
    pub learner: Option<LearnerWord>,
    /// What the record of a unit is called on paper.
    pub matrix: Option<String>,
    /// Declarations.
    pub declarations: BTreeMap<Declares, String>,
    /// How long records are kept.
    pub keeping: Option<Keeping>,
}

/// All the words of a profile as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wording {
    /// The word for whoever is assessed.
    pub learner: LearnerWord,
    /// What the record of a unit is called on paper.
    pub matrix: String,
    /// Declarations, all of them.
    pub declarations: BTreeMap<Declares, String>,
    /// How long records are kept.
    pub keeping: Keeping,
}

impl Wording {
    /// The wording that the program ships.
    #[must_use]
    pub fn shipped(profile: Profile) -> Self {
        let learner = match profile {
            Profile::Ocr => LearnerWord::Candidate,
            Profile::Pearson | Profile::Generic => LearnerWord::Learner,
        };
        let matrix = match profile {
            Profile::Ocr => "Cumulative assessment record",
            Profile::Pearson | Profile::Generic => "Unit coverage matrix",
        };
        let declarations = Declares::ALL.map(|who| (who, shipped_text(profile, who).to_owned()));
        Self {
            learner,
            matrix: matrix.to_owned(),
            declarations: declarations.into(),
            keeping: shipped_keeping(profile),
        }
    }

    /// What stands where these statements of a centre do. Where two desks said different things, neither counts: what is
    /// shipped holds until somebody says it again.
    #[must_use]
    pub fn of<'a>(profile: Profile, said: impl IntoIterator<Item = &'a OwnWords>) -> Self {
        let said: Vec<&OwnWords> = said.into_iter().collect();
        let mut own = Self::shipped(profile);
        if let Some(word) = agreed(&said, |words| words.learner.as_ref()) {
            own.learner = *word;
        }
        if let Some(title) = agreed(&said, |words| words.matrix.as_ref()) {
            own.matrix.clone_from(title);
        }
        for who in Declares::ALL {
            if let Some(text) = agreed(&said, |words| words.declarations.get(&who)) {
                own.declarations.insert(who, text.clone());
            }
        }
        if let Some(keeping) = agreed(&said, |words| words.keeping.as_ref()) {
            own.keeping = keeping.clone();
        }
        own
    }

    /// What is declared, without what every sign-off adds to it.
    #[must_use]
    pub fn text(&self, who: Declares) -> &str {
        self.declarations.get(&who).map_or("", String::as_str)
    }

    /// What the assessor signs: the text of the profile, VACSR wherever the text leaves it out, and that an indicative text
    /// is no claim.
    #[must_use]
    pub fn signed_by_assessor(&self, indicative: bool) -> String {
        let text = self.text(Declares::Assessor).trim();
        let mut said = vec![text];
        if !text.contains(VACSR) {
            said.push(VACSR);
        }
        if indicative {
            said.push(INDICATIVE);
        }
        said.join(" ").trim().to_owned()
    }
}

/// What all statements say alike; none where one of them says nothing or another thing.
fn agreed<'a, T: PartialEq + ?Sized>(
    said: &[&'a OwnWords],
    pick: impl Fn(&'a OwnWords) -> Option<&'a T>,
) -> Option<&'a T> {
    let first = pick(said.first()?)?;
    said.iter().all(|words| pick(words) == Some(first)).then_some(first)
}

/// What stands on paper that a sign-off fixes, beside the record itself: whatever the centre says later, the signed original
/// is drawn with these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PaperForm {
    /// What the paper is called.
    pub title: String,
    /// The word for whoever is assessed.
    pub learner: LearnerWord,
    /// The declarations that wait for somebody's signature.
    pub declarations: BTreeMap<Declares, String>,
    /// Whose the unit text is said to be where it is indicative.
    #[serde(default, skip_serializing_if = "Whose::third_party")]
    pub whose: Whose,
    /// SHA-256 of the centre's logo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<Hash>,
    /// By which rules the paper names whoever had a part in the unit; absent = by those of before it named them all.
    #[serde(default, skip_serializing_if = "Naming::before")]
    pub naming: Naming,
}

/// By which rules a paper names whoever had a part in a unit. What was signed under one is drawn by the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Naming {
    /// The assessor and verifier of the learner's facts, a trainee as soon as one decision is a trainee's, one countersigner.
    #[default]
    Before,
    /// Everybody by what they did: who decided and countersigned which criteria, whose initials stand in the rows.
    Everybody,
}

impl Naming {
    /// Whether it goes without saying in what is written down.
    #[must_use]
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
    pub const fn before(&self) -> bool {
        matches!(self, Self::Before)
    }
}

impl PaperForm {
    /// The form of a paper in these words, of a unit text that is so-and-so's, with this logo.
    #[must_use]
    pub fn of(wording: &Wording, whose: Whose, logo: Option<Hash>) -> Self {
        Self {
            whose,
            logo,
            naming: Naming::Everybody,
            title: wording.matrix.clone(),
            learner: wording.learner,
            declarations: wording.declarations.clone(),
        }
    }

    /// The form of papers that were signed before a sign-off kept its own: what they said then, to the letter.
    #[must_use]
    pub fn of_before(profile: Profile) -> Self {
        let generic = Wording::shipped(Profile::Generic);
        let declarations = [
            (Declares::Learner, generic.text(Declares::Learner)),
            (
                Declares::CountersigningAssessor,
                "I am qualified to assess this unit. I have reviewed the decisions of the trainee assessor and agree \
                 with them.",
            ),
            (
                Declares::Verifier,
                "I have sampled the work that the sampling record of this unit names, and confirm that it was assessed \
                 to the standard. Signed for sampled work only.",
            ),
        ];
        Self {
            title: generic.matrix.clone(),
            learner: Wording::shipped(profile).learner,
            declarations: declarations.map(|(who, text)| (who, text.to_owned())).into(),
            whose: Whose::ThirdParty,
            logo: None,
            naming: Naming::Before,
        }
    }

    /// What stands in a block of the form before anybody signs it; feedback is empty.
    #[must_use]
    pub fn text(&self, kind: DeclarationKind) -> &str {
        match (Declares::of(kind), kind) {
            (Some(who), _) => self.declarations.get(&who).map_or("", String::as_str),
            (None, DeclarationKind::ExternalQualityAssurer) => SEEN_AT_VISIT,
            (None, _feedback) => "",
        }
    }

    /// The same, with only what the signed original can show: what its signer declares stands in the sign-off itself.
    #[must_use]
    pub fn to_freeze(mut self) -> Self {
        self.declarations.retain(|who, _| match who {
            Declares::Learner | Declares::CountersigningAssessor | Declares::Verifier => true,
            Declares::Assessor | Declares::CountersigningVerifier | Declares::Claim => false,
        });
        self
    }
}

fn shipped_text(profile: Profile, who: Declares) -> &'static str {
    match (who, profile) {
        (Declares::Learner, Profile::Generic) => {
            "I declare that the evidence listed for this unit is my own work. Where I had help, used the work of others or \
             used artificial intelligence tools, I have said so and named the source."
        }
        (Declares::Learner, Profile::Pearson) => {
            "I declare that the evidence listed for this unit is my own work. Where I had help, used the work of others or \
             used artificial intelligence tools, I have said so and named the source. I know that a false declaration is \
             malpractice."
        }
        (Declares::Learner, Profile::Ocr) => {
            "I declare, as the candidate, that the evidence listed for this unit is my own work. Where I had help, used the \
             work of others or used artificial intelligence tools, I have said so and named the source."
        }
        (Declares::Assessor, Profile::Generic | Profile::Pearson) => {
            "I have judged the evidence against every criterion of this unit. The evidence for this unit is valid, authentic, \
             current, sufficient and reliable. Every criterion is met, by RPL or by credit transfer."
        }
        (Declares::Assessor, Profile::Ocr) => {
            "I have judged the candidate's evidence against every criterion of this unit. The evidence for this unit is \
             valid, authentic, current, sufficient and reliable. Every criterion is met, by RPL or by credit transfer."
        }
        (Declares::CountersigningAssessor, _any) => {
            "I am qualified to assess this unit. I have reviewed these decisions of the trainee assessor and their \
             evidence, and agree with them."
        }
        (Declares::Verifier, _any) => {
            "I have looked at the sampled decisions and their evidence. My comments stand in the sampling record; every \
             action is closed. Signed for sampled work only."
        }
        (Declares::CountersigningVerifier, _any) => {
            "I am qualified to verify this unit internally. I have reviewed the sampling of the trainee verifier and agree \
             with it."
        }
        (Declares::Claim, Profile::Ocr) => {
            "The centre claims the units named here for the candidate. They were assessed and internally verified as the \
             records of this centre say, and the records are kept for the awarding organisation to see."
        }
        (Declares::Claim, Profile::Generic | Profile::Pearson) => {
            "The centre claims the units named here for the learner. They were assessed and internally verified as the \
             records of this centre say, and the records are kept for the awarding organisation to see."
        }
    }
}

fn shipped_keeping(profile: Profile) -> Keeping {
    match profile {
        Profile::Ocr => Keeping {
            evidence_weeks: None,
            records_months: Some(36),
            source: "OCR: assessment records for at least 3 years after achievement".to_owned(),
        },
        Profile::Pearson => Keeping {
            evidence_weeks: Some(12),
            records_months: Some(36),
            source: "Pearson (BTEC rules): evidence for 12 weeks after certification, assessment and verification records \
                     for 3 years"
                .to_owned(),
        },
        Profile::Generic => Keeping::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_signed_before_a_paper_named_everybody_is_drawn_as_it_was() {
        let before = PaperForm::of_before(Profile::Generic);
        let kept = serde_json::to_value(&before).unwrap();
        assert!(kept.get("naming").is_none(), "what is kept of it has not changed: {kept}");
        assert_eq!(serde_json::from_value::<PaperForm>(kept).unwrap().naming, Naming::Before);
        let now = PaperForm::of(&Wording::shipped(Profile::Generic), Whose::ThirdParty, None);
        let kept = serde_json::to_value(&now).unwrap();
        assert_eq!(serde_json::from_value::<PaperForm>(kept).unwrap(), now);
        assert_eq!(now.naming, Naming::Everybody);
    }

    #[test]
    fn a_board_has_its_profile_under_every_name_that_it_awards_by() {
        let cases = [
            ("OCR", Profile::Ocr),
            ("OCR (Oxford, Cambridge and RSA)", Profile::Ocr),
            ("Oxford Cambridge and RSA Examinations", Profile::Ocr),
            ("ocr", Profile::Ocr),
            ("Pearson EDI", Profile::Pearson),
            ("Pearson Edexcel", Profile::Pearson),
            ("BTEC", Profile::Pearson),
            ("edexcel", Profile::Pearson),
            ("NCFE", Profile::Generic),
            ("City & Guilds", Profile::Generic),
            ("board not stated", Profile::Generic),
            ("Oxford Home Schooling", Profile::Generic),
            ("Mediocre Awards", Profile::Generic),
            ("", Profile::Generic),
        ];
        for (board, profile) in cases {
            assert_eq!(Profile::of_board(board), profile, "{board}");
        }
        for profile in Profile::ALL {
            assert_eq!(Profile::parse(&format!(" {} ", profile.word())), Some(profile));
        }
        assert_eq!(Profile::parse("NCFE"), None);
    }

    #[test]
    fn every_shipped_text_fits_what_a_centre_may_write() {
        for profile in Profile::ALL {
            let wording = Wording::shipped(profile);
            assert!(wording.matrix.chars().count() <= LONGEST_TITLE);
            for who in Declares::ALL {
                let text = wording.text(who);
                assert!(!text.is_empty() && text.chars().count() <= LONGEST_TEXT, "{profile:?} {who:?}");
                assert!(!text.contains("  "), "{profile:?} {who:?}: {text}");
            }
            let says_learner = Declares::ALL.iter().filter(|who| wording.text(**who).contains("learner"));
            let wanted = if profile == Profile::Ocr { 0 } else { 1 };
            assert_eq!(says_learner.count(), wanted, "{profile:?}");
        }
    }

    #[test]
    fn what_two_desks_say_differently_counts_for_neither() {
        let titled = |title: &str| OwnWords { matrix: Some(title.into()), ..OwnWords::default() };
        let shipped = Wording::shipped(Profile::Ocr);
        let cases: [(Vec<OwnWords>, &str); 5] = [
            (vec![], "Cumulative assessment record"),
            (vec![titled("CAR")], "CAR"),
            (vec![titled("CAR"), titled("CAR")], "CAR"),
            (vec![titled("CAR"), titled("Record")], "Cumulative assessment record"),
            (vec![titled("CAR"), OwnWords::default()], "Cumulative assessment record"),
        ];
        for (said, title) in cases {
            let wording = Wording::of(Profile::Ocr, &said);
            assert_eq!(wording, Wording { matrix: title.into(), ..shipped.clone() }, "{said:?}");
        }
    }

    #[test]
    fn the_assessor_always_signs_for_the_evidence_and_never_claims_on_an_indicative_text() {
        let worded = |text: &str| {
            let declarations = BTreeMap::from([(Declares::Assessor, text.to_owned())]);
            Wording::of(Profile::Generic, [&OwnWords { declarations, ..OwnWords::default() }])
        };
        let cases = [
            ("All is met.", false, format!("All is met. {VACSR}")),
            ("All is met.", true, format!("All is met. {VACSR} {INDICATIVE}")),
            (VACSR, false, VACSR.to_owned()),
        ];
        for (text, indicative, signed) in cases {
            assert_eq!(worded(text).signed_by_assessor(indicative), signed);
        }
        for profile in Profile::ALL {
            let signed = Wording::shipped(profile).signed_by_assessor(false);
            assert_eq!(signed, Wording::shipped(profile).text(Declares::Assessor), "VACSR is in it already");
        }
    }
}
