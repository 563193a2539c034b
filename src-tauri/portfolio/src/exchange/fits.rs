//! Whether records and unit texts fit together: a criterion belongs to one unit, and an act names a row of the very text
//! that it names. Everything here finds a row by its id alone, so what does not fit could count where nobody put it.
//! Pure; refuses to know where records came from.

use std::collections::BTreeMap;

use crate::error::Refusal;
use crate::journal::act::Act;
use crate::journal::id::Hash;
use crate::picture::Picture;
use crate::unit::spec::{Shelf, UnitSpec};

/// A criterion or outcome that texts of two units share.
#[must_use]
pub fn shared_row(shelf: &Shelf) -> Option<Refusal> {
    let mut homes: BTreeMap<&str, &UnitSpec> = BTreeMap::new();
    for spec in shelf.iter() {
        for (id, code) in ids(spec) {
            match homes.insert(id, spec) {
                Some(other) if other.text.id != spec.text.id => {
                    return Some(Refusal::SharedRows {
                        code: code.to_owned(),
                        unit: named(spec),
                        other: named(other),
                    });
                }
                Some(_) | None => {}
            }
        }
    }
    None
}

fn named(spec: &UnitSpec) -> String {
    format!("{} ({}, {})", spec.text.unit.title, spec.board(), spec.text.handle)
}

/// Ids of outcomes and criteria with their codes.
fn ids(spec: &UnitSpec) -> impl Iterator<Item = (&str, &str)> {
    spec.text.outcomes.iter().flat_map(|o| {
        let own = std::iter::once((o.id.as_str(), o.code.as_str()));
        own.chain(o.criteria.iter().map(|c| (c.id.as_str(), c.code.as_str())))
    })
}

/// A picture that cannot be drawn would keep every later paper from being printed.
fn picture(what: &str, picture: Option<&Picture>) -> Option<String> {
    let why = picture?.pixels().err()?;
    Some(format!("{what} cannot be drawn: {why}"))
}

/// What does not fit between an act and the unit text that it names, in words. A text that is not here says nothing.
#[must_use]
#[allow(
    clippy::too_many_lines,
    reason = "one line for each kind of act, so that a new one cannot be forgotten"
)]
pub fn misfit(shelf: &Shelf, act: &Act) -> Option<String> {
    match act {
        Act::LogoStated(a) => picture("the logo", a.picture.as_ref()),
        Act::SpecimenStated(a) => picture("a specimen signature", a.picture.as_ref()),
        Act::UnitTextAdded(a) => text(shelf, &a.unit, a.spec, []),
        Act::BoardConfirmed(a) => text(shelf, &a.unit, a.spec, []),
        Act::ConfirmationWithdrawn(a) => text(shelf, &a.unit, a.spec, []),
        Act::UnitTaken(a) => text(shelf, &a.unit, a.spec, []),
        Act::UnitWithdrawn(a) => text(shelf, &a.unit, a.spec, []),
        Act::MappingMade(a) => text(shelf, &a.unit, a.spec, [&a.row]),
        Act::DecisionMade(a) => text(shelf, &a.unit, a.spec, [&a.row]),
        Act::DecisionCarried(a) => text(shelf, &a.unit, a.spec, [&a.row]),
        Act::SignedOff(a) => text(shelf, &a.unit, a.spec, a.rows.iter().map(|j| &j.row)),
        Act::SampleMade(a) => text(shelf, &a.unit, a.spec, a.rows.iter().map(|j| &j.row)),
        Act::Countersigned(a) => text(shelf, &a.unit, a.spec, a.rows.iter().map(|j| &j.row)),
        Act::UnitReleased(a) => text(shelf, &a.unit, a.spec, []),
        Act::UnitClaimed(a) => text(shelf, &a.unit, a.spec, []),
        Act::UnitCertificated(a) => text(shelf, &a.unit, a.spec, []),
        Act::LinkStated(a) => {
            let side = |side: &crate::unit::link::Side| text(shelf, &side.unit, side.spec, [&side.row]);
            side(&a.from).or_else(|| side(&a.to))
        }
        Act::ChainOpened(_)
        | Act::DeedUndone(_)
        | Act::CentreOpened(_)
        | Act::PersonAdded(_)
        | Act::PersonStated(_)
        | Act::KeyEnded(_)
        | Act::DirectClaimStated(_)
        | Act::TraineeDecided(_)
        | Act::SampleCountersigned(_)
        | Act::PaperCountersigned(_)
        | Act::StatusWithdrawn(_)
        | Act::KeyMade(_)
        | Act::RootMade(_)
        | Act::CertificateIssued(_)
        | Act::CertificateImported(_)
        | Act::QualificationStated(_)
        | Act::UnitSetSaved(_)
        | Act::PhraseSaved(_)
        | Act::LinkDropped(_)
        | Act::WitnessStated(_)
        | Act::CurrencyStated(_)
        | Act::BoardProfileStated(_)
        | Act::PartiallyMetStated(_)
        | Act::LearnerEnrolled(_)
        | Act::LearnerErased(_)
        | Act::LearnerStated(_)
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
        | Act::Newer { .. } => None,
    }
}

fn text<'a>(
    shelf: &Shelf,
    unit: &str,
    spec: Hash,
    rows: impl IntoIterator<Item = &'a String>,
) -> Option<String> {
    let spec = shelf.get(spec)?;
    if spec.text.id != unit {
        return Some(format!("an entry gives the text of {} to another unit ({unit})", named(spec)));
    }
    let stray = rows.into_iter().find(|row| !ids(spec).any(|(id, _)| id == row.as_str()))?;
    Some(format!("an entry names the criterion {stray}, which is not in the text of {}", named(spec)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::act::{Judged, SignedOff, UnitTaken};
    use crate::person::Role;
    use crate::unit::starter;

    fn spec(n: usize) -> UnitSpec {
        UnitSpec::parse(starter::UNITS[n]).unwrap()
    }

    #[test]
    fn the_starter_library_shares_nothing_and_a_copy_under_another_id_does() {
        let shelf: Shelf = (0..starter::UNITS.len()).map(spec).collect();
        assert_eq!(shared_row(&shelf), None);
        let twin = starter::UNITS[4].replace(&spec(4).text.id, "0b0f1c1e-5f3e-4c1a-9a55-5d1f1f0c7a11");
        let shelf: Shelf = [spec(4), UnitSpec::parse(&twin).unwrap()].into_iter().collect();
        assert!(shared_row(&shelf).is_some_and(|r| r.to_string().contains("one and the same")));
        // Two texts of one unit share what they have in common.
        let next = starter::UNITS[4].replacen("\"revision\": \"1\"", "\"revision\": \"2\"", 1);
        let next = UnitSpec::parse(&next).unwrap();
        assert_ne!(next.sha256, spec(4).sha256);
        assert_eq!(shared_row(&[spec(4), next].into_iter().collect()), None);
    }

    #[test]
    fn an_act_names_a_row_of_its_own_text() {
        let shelf: Shelf = [spec(0), spec(4)].into_iter().collect();
        let taken = |unit: usize, text: usize| -> Act {
            UnitTaken { unit: spec(unit).text.id, spec: spec(text).sha256, supersedes: Vec::new() }.into()
        };
        assert_eq!(misfit(&shelf, &taken(4, 4)), None);
        assert!(misfit(&shelf, &taken(0, 4)).is_some_and(|why| why.contains("to another unit")));
        assert_eq!(misfit(&shelf, &taken(0, 1)), None, "a text that is not here says nothing");
        let signed = |row: &str| -> Act {
            SignedOff {
                unit: spec(4).text.id,
                spec: spec(4).sha256,
                rows: vec![Judged { row: row.into(), decision: Hash::of(b"d") }],
                files: Vec::new(),
                matrix: Hash::of(b"m"),
                form: None,
                declaration: String::new(),
                feedback: String::new(),
                indicative: true,
                role: Role::Assessor,
                centre: None,
            }
            .into()
        };
        assert_eq!(misfit(&shelf, &signed(&spec(4).rows[0].id)), None);
        let why = misfit(&shelf, &signed(&spec(0).rows[0].id)).unwrap();
        assert!(why.contains("which is not in the text of"), "{why}");
    }
}
