//! Where each kind of act belongs: in the centre's book or a learner's, and which unit text it names with which of its rows. One
//! table, so that whoever adds a kind of act says both at once and the compiler asks for it. Pure; refuses to know who may record
//! an act: see `rights`.

use crate::journal::act::{Act, Judged};
use crate::journal::id::Hash;

/// The book that an act stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Book {
    /// Any.
    Either,
    /// The centre's.
    Centre,
    /// A learner's.
    Learner,
}

/// The unit text that an act names, and which the file that brings the act has to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text<'a> {
    /// Unit id that the act gives it to.
    pub unit: &'a str,
    /// The text.
    pub spec: Hash,
    /// Ids of rows of it.
    pub rows: Vec<&'a str>,
}

fn text<'a>(unit: &'a str, spec: Hash, rows: impl IntoIterator<Item = &'a String>) -> Option<Text<'a>> {
    Some(Text { unit, spec, rows: rows.into_iter().map(String::as_str).collect() })
}

fn judged(rows: &[Judged]) -> impl Iterator<Item = &String> {
    rows.iter().map(|judged| &judged.row)
}

/// The table.
#[must_use]
#[allow(
    clippy::too_many_lines,
    reason = "one line for each kind of act, so that a new one cannot be forgotten"
)]
pub fn of(act: &Act) -> (Book, Option<Text<'_>>) {
    match act {
        Act::ChainOpened(_) | Act::DeedUndone(_) | Act::Newer { .. } => (Book::Either, None),
        Act::UnitTextAdded(a) => (Book::Centre, text(&a.unit, a.spec, [])),
        Act::BoardConfirmed(a) => (Book::Centre, text(&a.unit, a.spec, [])),
        Act::ConfirmationWithdrawn(a) => (Book::Centre, text(&a.unit, a.spec, [])),
        Act::CentreOpened(_)
        | Act::PersonAdded(_)
        | Act::PersonStated(_)
        | Act::KeyEnded(_)
        | Act::DirectClaimStated(_)
        | Act::KeyMade(_)
        | Act::RootMade(_)
        | Act::CertificateIssued(_)
        | Act::CertificateImported(_)
        | Act::QualificationStated(_)
        | Act::UnitSetSaved(_)
        | Act::PhraseSaved(_)
        // Of two units, whose texts the centre's book has added before: `fits::misfit` sees to its sides.
        | Act::LinkStated(_)
        | Act::LinkDropped(_)
        | Act::WitnessStated(_)
        | Act::CurrencyStated(_)
        | Act::BoardProfileStated(_)
        | Act::PartiallyMetStated(_)
        | Act::LogoStated(_)
        | Act::SpecimenStated(_)
        | Act::LearnerEnrolled(_)
        | Act::LearnerErased(_) => (Book::Centre, None),
        Act::UnitTaken(a) => (Book::Learner, text(&a.unit, a.spec, [])),
        Act::UnitWithdrawn(a) => (Book::Learner, text(&a.unit, a.spec, [])),
        Act::MappingMade(a) => (Book::Learner, text(&a.unit, a.spec, [&a.row])),
        Act::DecisionMade(a) => (Book::Learner, text(&a.unit, a.spec, [&a.row])),
        Act::DecisionCarried(a) => (Book::Learner, text(&a.unit, a.spec, [&a.row])),
        Act::SignedOff(a) => (Book::Learner, text(&a.unit, a.spec, judged(&a.rows))),
        Act::SampleMade(a) => (Book::Learner, text(&a.unit, a.spec, judged(&a.rows))),
        Act::Countersigned(a) => (Book::Learner, text(&a.unit, a.spec, judged(&a.rows))),
        Act::UnitReleased(a) => (Book::Learner, text(&a.unit, a.spec, [])),
        Act::UnitClaimed(a) => (Book::Learner, text(&a.unit, a.spec, [])),
        Act::UnitCertificated(a) => (Book::Learner, text(&a.unit, a.spec, [])),
        Act::LearnerStated(_)
        | Act::LearnerDeclared(_)
        | Act::DeclarationWithdrawn(_)
        | Act::FileTakenIn(_)
        | Act::EvidenceAccepted(_)
        | Act::EvidenceSetAside(_)
        | Act::EvidenceRestored(_)
        | Act::DetailStated(_)
        | Act::EvidenceReplaced(_)
        | Act::MappingWithdrawn(_)
        | Act::MappingRestored(_)
        | Act::DecisionRestored(_)
        | Act::DecisionCleared(_)
        | Act::DecisionTold(_)
        | Act::CertificateChecked(_)
        | Act::Reopened(_)
        | Act::PaperIssued(_)
        | Act::PaperSigned(_)
        | Act::InkedPageReceived(_)
        | Act::InkedPageWithdrawn(_)
        | Act::FindingMade(_)
        | Act::ActionAnswered(_)
        | Act::FindingWithdrawn(_)
        | Act::ActionClosed(_)
        | Act::Verified(_)
        | Act::TraineeDecided(_)
        | Act::SampleCountersigned(_)
        | Act::PaperCountersigned(_)
        | Act::StatusWithdrawn(_) => (Book::Learner, None),
    }
}

/// The unit text that an act needs.
#[must_use]
pub fn spec_of(act: &Act) -> Option<Hash> {
    of(act).1.map(|text| text.spec)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::act::UnitTaken;

    /// Kinds of act whose data hold both a unit and a text of it, as they are written down.
    fn of_a_text() -> Vec<&'static str> {
        let acts = include_str!("../journal/act.rs");
        let kinds = acts.split("\n    }\n").filter_map(|block| {
            let (before, fields) = block.split_once("/1\" {")?;
            let names = |field: &str| fields.lines().any(|line| line.trim() == field);
            let name = before.rsplit_once(" = ")?.0.rsplit(' ').next()?;
            (names("unit: String,") && names("spec: Hash,")).then_some(name)
        });
        kinds.collect()
    }

    #[test]
    fn every_kind_that_names_a_unit_with_its_text_is_held_to_that_text() {
        let table = include_str!("belongs.rs");
        let kinds = of_a_text();
        assert!(kinds.len() > 10, "the kinds of act were not found: {kinds:?}");
        let held = |kind: &&&str| {
            ["Centre", "Learner"]
                .iter()
                .any(|book| table.contains(&format!("Act::{kind}(a) => (Book::{book}, text(&a.unit, a.spec")))
        };
        assert_eq!(kinds.iter().filter(|kind| !held(kind)).collect::<Vec<_>>(), Vec::<&&str>::new());
    }

    #[test]
    fn what_a_file_has_to_hold_is_the_text_that_an_act_names() {
        let spec = Hash::of(b"text");
        let taken: Act = UnitTaken { unit: "u".into(), spec, supersedes: Vec::new() }.into();
        assert_eq!(of(&taken), (Book::Learner, Some(Text { unit: "u", spec, rows: Vec::new() })));
        assert_eq!(spec_of(&taken), Some(spec));
    }
}
