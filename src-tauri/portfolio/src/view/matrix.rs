//! Fills the coverage matrix from the records: the signed original or the current record. Pure but for looking the
//! centre's name up. Refuses to know how it is laid out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::countersign;
use crate::decision::Outcome;
use crate::declared;
use crate::error::Result;
use crate::evidence::folder::Standings;
use crate::evidence::item::{self, Item};
use crate::house::House;
use crate::inked;
use crate::inked::page::Hand;
use crate::journal::act::{LearnerFacts, PersonName};
use crate::journal::entry::Moment;
use crate::journal::id::Id;
use crate::journal::rows::{SignOffRow, UnitRow};
use crate::journal::state::BookState;
use crate::learner;
use crate::matrix::{
    self, Counts, Declaration, DeclarationKind, Form, LearnerWord, Logo, Matrix, OriginalRef, SignatureState,
    Standing, Status, dates, words,
};
use crate::person::{Role, initials_of};
use crate::portfolio::Workspace;
use crate::profile::{Declares, PaperForm};
use crate::sampling::verbs as sampling;
use crate::signoff::{self, original};
use crate::status::{self, Verified};
use crate::unit::spec::{Shelf, UnitSpec};
use crate::view::marks;

/// Version of the printed form.
const FORM_VERSION: &str = "1.0";
/// What stands beside a link whose file is not as recorded: changed, missing.
pub const OF_FOLDER: [&str; 2] = ["changed since", "not in the folder"];
/// How a signature stands that was given with a signing password.
pub(super) const IN_THE_RECORD: &str = "signed in the record with a signing password";
/// What stands between two notes on one link.
pub const NOTES: &str = "; ";

/// The centre as it stands on paper.
#[derive(Debug, Clone, Default)]
pub struct Centre {
    /// Name.
    pub name: String,
    /// Number.
    pub number: String,
    /// Its look and rules.
    pub house: House,
}

impl Centre {
    /// What papers that are drawn now say of it.
    #[must_use]
    pub fn now(&self) -> matrix::Centre {
        self.facts(self.house.logo.clone())
    }

    /// What a paper with this logo says of it.
    fn facts(&self, logo: Option<Logo>) -> matrix::Centre {
        matrix::Centre { name: some(&self.name), number: some(&self.number), logo }
    }

    /// The form of a unit's paper as it would be printed now.
    #[must_use]
    pub fn form(&self, spec: &UnitSpec) -> PaperForm {
        PaperForm::of(&self.house.of_unit(spec), spec.whose(), self.house.logo_hash())
    }
}

/// The centre of this centre file.
pub fn centre(workspace: &mut Workspace) -> Result<Centre> {
    let book = workspace.centre_book()?;
    let (row, house) = (book.centres.iter().next(), House::of(book));
    let (name, number) = row.map(|c| (c.name.clone(), c.number.clone())).unwrap_or_default();
    Ok(Centre { name, number, house })
}

/// Which edition is drawn.
#[derive(Debug, Clone)]
pub enum Edition {
    /// Fixed at sign-off: drawn from a state of the book that holds nothing its signer had not seen.
    Original {
        /// Who signs.
        signer: PersonName,
        /// When.
        moment: Moment,
        /// Words declared.
        declaration: String,
        /// Feedback to the learner.
        feedback: String,
        /// In which role it is signed.
        role: Role,
        /// The form that was signed; none where it was signed before forms were kept.
        form: Option<Box<PaperForm>>,
    },
    /// Drawn at any time.
    Current {
        /// When.
        moment: Moment,
    },
}

impl Edition {
    /// The sign-off that what is drawn is held against: an original holds nothing that came after its own.
    pub(super) const fn standing<'s>(&self, signed: Option<&'s SignOffRow>) -> Option<&'s SignOffRow> {
        match self {
            Self::Original { .. } => None,
            Self::Current { .. } => signed,
        }
    }
}

/// Everything that is read.
pub struct Source<'a> {
    /// The learner's book.
    pub state: &'a BookState,
    /// Unit texts.
    pub shelf: &'a Shelf,
    /// The unit.
    pub unit: &'a UnitRow,
    /// Its text.
    pub spec: &'a UnitSpec,
    /// Items.
    pub items: &'a BTreeMap<String, Item>,
    /// How files stand now.
    pub standings: &'a Standings,
    /// The centre.
    pub centre: &'a Centre,
}

/// What the papers of one portfolio are filled from, read once for all its units.
pub struct Ground<'a> {
    /// The learner's book.
    pub state: &'a BookState,
    /// Unit texts.
    pub shelf: Shelf,
    /// Items.
    pub items: Arc<BTreeMap<String, Item>>,
    /// How files stand now.
    pub standings: Standings,
    /// The centre.
    pub centre: Centre,
}

impl<'a> Ground<'a> {
    /// Reads it.
    pub fn of(workspace: &'a mut Workspace, book: Id) -> Result<Self> {
        let (centre, standings) = (centre(workspace)?, Standings::of(workspace, book)?);
        let shelf = workspace.shelf().clone();
        let state = workspace.book(book)?;
        Ok(Self { state, shelf, items: item::items(state), standings, centre })
    }

    /// What is read of one unit.
    #[must_use]
    pub fn source<'b>(&'b self, unit: &'b UnitRow, spec: &'b UnitSpec) -> Source<'b> {
        let Self { state, shelf, items, standings, centre } = self;
        Source { state, shelf, unit, spec, items, standings, centre }
    }
}

/// The matrix.
#[must_use]
pub fn matrix(source: &Source<'_>, edition: &Edition) -> Matrix {
    let facts = learner::facts(source.state);
    let form = source.form(edition);
    let outcomes = source.outcomes(edition);
    let signed = source.signed();
    let no_longer = source.no_longer(edition, signed);
    let stale = no_longer.is_some();
    let status = source.status(edition, signed, stale);
    let people = source.people(edition, &form, &facts, signed);
    // A signed unit whose record has changed since is being worked on again; one that was claimed stays that.
    let draft = match status {
        Status::InProgress => true,
        Status::Signed { .. } => stale,
        Status::Verified { .. }
        | Status::Released { .. }
        | Status::Claimed { .. }
        | Status::Certificated { .. }
        | Status::Superseded { .. }
        | Status::Withdrawn { .. } => false,
    };
    Matrix {
        form: Form { title: form.title.clone(), version: FORM_VERSION.into() },
        edition: source.edition(edition, signed),
        no_longer,
        draft,
        status,
        indicative: source.spec.indicative(),
        whose: form.whose,
        centre: source.centre.facts(form.logo.map(|sha256| source.centre.house.logo_of(sha256))),
        learner: matrix::Learner {
            word: form.learner,
            name: facts.name.clone(),
            uln: some(&facts.uln),
            registration_number: some(&facts.registration_number),
            registration_date: some(&facts.registration_date),
        },
        qualification: source.qualification(),
        unit: source.unit_facts(),
        declarations: source.declarations(edition, &form, (signed, stale), (&facts, &people)),
        people,
        counts: Counts::of(&outcomes),
        evidence: source.evidence(),
        annex: source.annex(),
        outcomes,
    }
}

pub(super) fn some(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}

impl Source<'_> {
    fn signed(&self) -> Option<&SignOffRow> {
        self.state.sign_offs.iter().filter(|s| s.standing && s.unit == self.unit.unit).min_by_key(|s| s.hash)
    }

    /// What was signed keeps the form it was signed with; what is drawn now has the words of now.
    fn form(&self, edition: &Edition) -> PaperForm {
        match edition {
            Edition::Original { form: Some(form), .. } => form.as_ref().clone(),
            Edition::Original { form: None, .. } => PaperForm::of_before(self.spec.profile()),
            Edition::Current { .. } => {
                let mut form = self.centre.form(self.spec);
                let signs = signoff::declaration(&self.centre.house, self.spec);
                form.declarations.insert(Declares::Assessor, signs);
                form
            }
        }
    }

    fn edition(&self, edition: &Edition, signed: Option<&SignOffRow>) -> matrix::Edition {
        match edition {
            Edition::Original { moment, .. } => matrix::Edition::SignedOriginal { signed_on: moment.date() },
            Edition::Current { moment } => matrix::Edition::CurrentRecord {
                printed_at: moment.iso().chars().take(16).collect(),
                original: signed.map(|s| OriginalRef {
                    number: s.matrix.short(),
                    signed_on: Moment { at: s.at, offset: s.offset }.date(),
                }),
            },
        }
    }

    /// Why the current record no longer says what was signed. The signed original is what was signed.
    fn no_longer(&self, edition: &Edition, signed: Option<&SignOffRow>) -> Option<String> {
        match edition {
            Edition::Original { .. } => None,
            Edition::Current { .. } => original::stale(self.state, self.items, self.shelf, signed?),
        }
    }

    fn status(&self, edition: &Edition, signed: Option<&SignOffRow>, stale: bool) -> Status {
        match (edition, &self.unit.withdrawn_date, signed) {
            (Edition::Original { moment, .. }, ..) => Status::Signed { on: moment.date() },
            (Edition::Current { .. }, Some(on), _) => Status::Withdrawn { on: on.clone() },
            (Edition::Current { .. }, None, Some(s)) => self.after_signing(s, stale),
            (Edition::Current { .. }, None, None) => Status::InProgress,
        }
    }

    fn after_signing(&self, signed: &SignOffRow, stale: bool) -> Status {
        let date = |at, offset| Moment { at, offset }.date();
        if let Some(claim) = status::claims(self.state, &self.unit.unit).min_by_key(|c| c.hash) {
            return match status::certificate(self.state, claim) {
                Some(certificate) => Status::Certificated { on: certificate.date.clone() },
                None => Status::Claimed { on: claim.date.clone() },
            };
        }
        match status::verified(self.state, signed).filter(|_| !stale) {
            Some(Verified::Sampled(v)) => Status::Verified { on: date(v.at, v.offset) },
            Some(Verified::Released(r)) => Status::Released { on: date(r.at, r.offset) },
            None => Status::Signed { on: date(signed.at, signed.offset) },
        }
    }

    /// Qualification and board.
    #[must_use]
    pub fn qualification(&self) -> matrix::Qualification {
        let text = &self.spec.text;
        let first = text.qualifications.first();
        let board = &text.awarding_organisation;
        let brand = board.brand.as_deref().filter(|b| *b != board.name);
        let name = brand.map_or_else(|| board.name.clone(), |brand| format!("{brand} ({})", board.name));
        let stated = some(&name).filter(|n| n != "board not stated");
        matrix::Qualification {
            awarding_organisation: stated,
            confirmed: self.spec.board_confirmed(),
            title: first.and_then(|q| q.title.clone()),
            number: first.and_then(|q| q.number.clone()),
            level: first.and_then(|q| q.level.clone()),
        }
    }

    /// The unit and its text.
    #[must_use]
    pub fn unit_facts(&self) -> matrix::Unit {
        let (unit, origin) = (&self.spec.text.unit, &self.spec.text.source);
        let detail = origin.title.as_deref().filter(|t| !t.is_empty());
        let words = self.spec.source_words();
        matrix::Unit {
            title: unit.title.clone(),
            ao_number: unit.number.clone(),
            urn: unit.urn.clone(),
            level: unit.level.clone(),
            credit: unit.credit.map(|c| c.to_string()),
            glh: unit.glh.map(|g| g.to_string()),
            issue: origin.issue.clone(),
            source: Some(detail.map_or_else(|| words.to_owned(), |d| format!("{words}: {d}"))),
        }
    }

    fn declarations(
        &self,
        edition: &Edition,
        form: &PaperForm,
        (signed, stale): (Option<&SignOffRow>, bool),
        (facts, people): (&LearnerFacts, &matrix::People),
    ) -> Vec<Declaration> {
        let waits = || {
            let empty = open(form, DeclarationKind::Assessor, &facts.assessor);
            match people.standing {
                Standing::Trainee { .. } => Declaration { role: Some("Trainee assessor".into()), ..empty },
                Standing::NotRecorded | Standing::Qualified => empty,
            }
        };
        let (feedback, assessor) = match (edition, signed) {
            (Edition::Original { signer, moment, declaration, feedback, role, .. }, _) => {
                (feedback.clone(), signature(signer, *role, *moment, declaration))
            }
            (Edition::Current { .. }, Some(s)) => {
                let moment = Moment { at: s.at, offset: s.offset };
                let signer = self.state.person_of(s.chain);
                let block = signer.map(|p| signature(&p, s.role, moment, &s.declaration));
                (s.feedback.clone(), block.unwrap_or_else(waits))
            }
            (Edition::Current { .. }, None) => (String::new(), waits()),
        };
        let told = told(form, feedback, &assessor);
        let mut all = vec![told, self.learner_declared(form, facts), assessor];
        all.extend(self.countersigners(form, edition.standing(signed)));
        all.push(self.verifier(edition, form, (signed, stale), facts));
        all.extend(self.countersigning_verifier(edition, form, signed));
        all.push(open(form, DeclarationKind::ExternalQualityAssurer, ""));
        if let (Edition::Current { .. }, Some(signed)) = (edition, signed) {
            // Of several countersigners the one who signs in ink is the last: the one whose box is open.
            let mut hands = BTreeSet::new();
            for declaration in all.iter_mut().rev() {
                if hands.insert(declaration.kind) {
                    self.inked(declaration, signed);
                }
            }
        }
        all
    }

    /// A signature in ink, whose page was scanned and attached. What was signed in the program is said first. The signed
    /// original knows nothing of it: it was there before the pen.
    fn inked(&self, declaration: &mut Declaration, signed: &SignOffRow) {
        let Some(hand) = hand(declaration.kind) else { return };
        let Some(page) = inked::carrying(self.state, signed.hash, hand) else { return };
        let received_by = self.state.person_of(page.chain).map_or_else(|| "somebody".into(), |p| p.name);
        let received_on = page.received.clone();
        match &mut declaration.state {
            SignatureState::Signed { how } => {
                how.push_str(&format!(
                    "; inked page received {} by {received_by}",
                    dates::short(&received_on)
                ));
            }
            SignatureState::Open | SignatureState::Ink { .. } | SignatureState::NotNeeded { .. } => {
                declaration.state = SignatureState::Ink { received_on, received_by };
            }
        }
    }

    /// What the learner declared, by which route.
    fn learner_declared(&self, form: &PaperForm, facts: &LearnerFacts) -> Declaration {
        let empty = open(form, DeclarationKind::Learner, &facts.name);
        let Some(row) = declared::for_unit(self.state, &self.unit.unit) else { return empty };
        let recorder = self.state.person_of(row.chain).map_or_else(|| "somebody".into(), |p| p.name);
        let what = if row.unit.is_some() { "" } else { " for the whole portfolio" };
        let how = format!("declared{what} {}; recorded by {recorder}", row.route.words());
        let acknowledged = some(&row.acknowledged).map(|a| format!(" Acknowledged: {a}"));
        Declaration {
            text: format!("{}{}", row.words, acknowledged.unwrap_or_default()),
            date: Some(row.date.clone()),
            initials: (!form.naming.before()).then(|| initials_of(&facts.name)),
            state: SignatureState::Signed { how },
            ..empty
        }
    }

    fn verifier(
        &self,
        edition: &Edition,
        form: &PaperForm,
        (signed, stale): (Option<&SignOffRow>, bool),
        facts: &LearnerFacts,
    ) -> Declaration {
        // Whoever samples signs the original: nobody's name stands in the box before.
        let named = match edition {
            Edition::Original { .. } if !form.naming.before() => "",
            Edition::Original { .. } | Edition::Current { .. } => &facts.iv,
        };
        let empty = open(form, DeclarationKind::Verifier, named);
        let verified = match (edition, signed) {
            (Edition::Current { .. }, Some(s)) => marks::verified(self.state, &self.unit.unit, s.hash),
            (Edition::Original { .. } | Edition::Current { .. }, _) => None,
        };
        let Some((row, person)) = verified.and_then(|v| Some((v, self.state.person_of(v.chain)?))) else {
            return self.released(edition, signed, stale).unwrap_or(empty);
        };
        let sample = self.state.samples.get(&row.sample);
        let record = sample.map(|sample| format!("; sampling record {}", sampling::number(sample)));
        Declaration {
            name: Some(person.name),
            initials: Some(person.initials),
            role: Some(capital(row.role.word())),
            date: Some(Moment { at: row.at, offset: row.offset }.date()),
            state: SignatureState::Signed { how: format!("{IN_THE_RECORD}{}", record.unwrap_or_default()) },
            text: row.declaration.clone(),
            ..empty
        }
    }

    /// Where the IV leaves the unit out of the sample there is nothing to sign: who said so, when and why stands instead. A
    /// release is of what was signed, so it says nothing of a record that has changed since.
    fn released(&self, edition: &Edition, signed: Option<&SignOffRow>, stale: bool) -> Option<Declaration> {
        let (Edition::Current { .. }, Some(s), false) = (edition, signed, stale) else { return None };
        let Verified::Released(row) = status::verified(self.state, s)? else { return None };
        let person = self.state.person_of(row.chain)?;
        let on = Moment { at: row.at, offset: row.offset }.date();
        let why =
            format!("released as not sampled under the plan by {} on {}", person.name, dates::short(&on));
        Some(Declaration {
            kind: DeclarationKind::Verifier,
            text: format!("Not sampled under the sampling plan: {}", row.reason),
            name: Some(person.name),
            initials: Some(person.initials),
            role: Some(capital(row.role.word())),
            date: Some(on),
            state: SignatureState::NotNeeded { why },
        })
    }

    /// The block of whoever countersigned a trainee's sampling record; the signed original never knows of it.
    fn countersigning_verifier(
        &self,
        edition: &Edition,
        form: &PaperForm,
        signed: Option<&SignOffRow>,
    ) -> Option<Declaration> {
        let (Edition::Current { .. }, Some(s)) = (edition, signed) else { return None };
        let record = marks::verified(self.state, &self.unit.unit, s.hash).filter(|v| v.role.trainee())?;
        let row = countersign::of_record(self.state, record)?;
        let person = self.state.person_of(row.chain)?;
        Some(Declaration {
            name: Some(person.name),
            initials: Some(person.initials),
            role: Some(capital(row.role.word())),
            date: Some(Moment { at: row.at, offset: row.offset }.date()),
            state: SignatureState::Signed { how: IN_THE_RECORD.into() },
            text: row.declaration.clone(),
            ..open(form, DeclarationKind::CountersigningVerifier, "")
        })
    }
}

/// Whose pen signs a declaration; feedback nobody signs.
const fn hand(kind: DeclarationKind) -> Option<Hand> {
    match kind {
        DeclarationKind::Feedback => None,
        DeclarationKind::Learner => Some(Hand::Learner),
        DeclarationKind::Assessor => Some(Hand::Assessor),
        DeclarationKind::CountersigningAssessor => Some(Hand::Countersigner),
        DeclarationKind::Verifier => Some(Hand::Verifier),
        DeclarationKind::CountersigningVerifier => Some(Hand::CountersigningVerifier),
        DeclarationKind::ExternalQualityAssurer => Some(Hand::Visitor),
    }
}

pub(super) fn printed(outcome: Outcome) -> matrix::Outcome {
    match outcome {
        Outcome::Met => matrix::Outcome::Met,
        Outcome::PartiallyMet => matrix::Outcome::PartiallyMet,
        Outcome::NotYetMet => matrix::Outcome::NotYetMet,
        Outcome::Rpl => matrix::Outcome::Rpl,
        Outcome::CreditTransfer => matrix::Outcome::CreditTransfer,
    }
}

/// Feedback with whoever gave it: nobody signs it by itself, so there is nothing to fill in.
fn told(form: &PaperForm, text: String, assessor: &Declaration) -> Declaration {
    let empty = open(form, DeclarationKind::Feedback, "");
    if form.naming.before() || text.trim().is_empty() {
        return Declaration { text, ..empty };
    }
    let Declaration { name, role, initials, date, .. } = assessor.clone();
    Declaration { text, name, role, initials, date, ..empty }
}

/// In which role a box is signed.
const fn role_of(kind: DeclarationKind, word: LearnerWord) -> Option<&'static str> {
    match kind {
        DeclarationKind::Feedback => None,
        DeclarationKind::Learner => Some(words::learner(word)),
        DeclarationKind::Assessor => Some("Assessor"),
        DeclarationKind::CountersigningAssessor => Some("Countersigning assessor"),
        DeclarationKind::Verifier => Some("Internal verifier"),
        DeclarationKind::CountersigningVerifier => Some("Countersigning internal verifier"),
        DeclarationKind::ExternalQualityAssurer => Some("External quality assurer"),
    }
}

/// A box that waits for its signature, with what the form has its signer declare.
pub(super) fn open(form: &PaperForm, kind: DeclarationKind, name: &str) -> Declaration {
    Declaration {
        kind,
        text: form.text(kind).to_owned(),
        name: some(name),
        role: role_of(kind, form.learner).filter(|_| !form.naming.before()).map(str::to_owned),
        initials: None,
        date: None,
        state: SignatureState::Open,
    }
}

/// "Trainee assessor".
pub(super) fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn signature(signer: &PersonName, role: Role, moment: Moment, declaration: &str) -> Declaration {
    Declaration {
        kind: DeclarationKind::Assessor,
        text: declaration.to_owned(),
        name: Some(signer.name.clone()),
        role: Some(capital(role.word())),
        initials: Some(signer.initials.clone()),
        date: Some(moment.date()),
        state: SignatureState::Signed { how: IN_THE_RECORD.into() },
    }
}
