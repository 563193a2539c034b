//! Who may do what: one table from the kind of an act to the roles that may record it. The door (`portfolio::Deed`) asks it
//! for every act of a person, so that no verb can forget to. Pure; refuses to know who is at the desk.

use crate::error::Refusal;
use crate::journal::act::Act;
use crate::person::Role::{self, Administrator, Assessor, Iv, LeadIv, TraineeAssessor, TraineeIv};

/// Who may record a kind of act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Set-up and intake: nobody need be at the desk, and a visitor who looks may cause it.
    Anybody,
    /// Everybody who works here, whatever they do: everybody but a visitor.
    Staff,
    /// An administrator; anybody on the staff, and nobody, while the centre has none yet.
    Manager,
    /// One of these roles.
    One(&'static [Role]),
}

/// Those who assess.
const ASSESSORS: &[Role] = &[Assessor, TraineeAssessor];
/// Those who verify.
const VERIFIERS: &[Role] = &[Iv, LeadIv, TraineeIv];
/// Those who verify and need nobody's countersignature.
const QUALIFIED_VERIFIERS: &[Role] = &[Iv, LeadIv];
/// Those who claim.
const CLAIMANTS: &[Role] = &[Administrator, LeadIv];

/// The table.
#[must_use]
#[allow(clippy::too_many_lines, reason = "a table: one line for each kind of act")]
pub const fn who(act: &Act) -> Who {
    match act {
        Act::ChainOpened(_) | Act::CentreOpened(_) | Act::FileTakenIn(_) => Who::Anybody,
        Act::PersonAdded(_)
        | Act::PersonStated(_)
        | Act::KeyEnded(_)
        | Act::DirectClaimStated(_)
        | Act::LearnerErased(_)
        | Act::RootMade(_)
        | Act::CertificateIssued(_)
        | Act::BoardProfileStated(_)
        | Act::PartiallyMetStated(_)
        | Act::LogoStated(_) => Who::Manager,
        Act::DeedUndone(_)
        // One's own, or another's by an administrator: `house::pictures` sees to whose.
        | Act::SpecimenStated(_)
        // One's own first key, or a new one: `people` sees to whose.
        | Act::KeyMade(_)
        | Act::CertificateImported(_)
        | Act::UnitTextAdded(_)
        | Act::BoardConfirmed(_)
        | Act::ConfirmationWithdrawn(_)
        | Act::QualificationStated(_)
        | Act::UnitSetSaved(_)
        | Act::PhraseSaved(_)
        | Act::WitnessStated(_)
        | Act::CurrencyStated(_)
        | Act::DetailStated(_)
        | Act::LinkStated(_)
        | Act::LinkDropped(_)
        | Act::LearnerEnrolled(_)
        | Act::LearnerStated(_)
        | Act::UnitTaken(_)
        | Act::UnitWithdrawn(_)
        | Act::EvidenceAccepted(_)
        | Act::EvidenceSetAside(_)
        | Act::EvidenceRestored(_)
        | Act::PaperIssued(_)
        // The post comes to whoever opens it: an office may attach a page; a visitor may not.
        | Act::InkedPageReceived(_)
        | Act::InkedPageWithdrawn(_)
        | Act::Newer { .. } => Who::Staff,
        Act::MappingMade(_)
        | Act::MappingWithdrawn(_)
        | Act::MappingRestored(_)
        | Act::DecisionMade(_)
        | Act::DecisionCleared(_)
        | Act::DecisionRestored(_)
        | Act::DecisionTold(_)
        | Act::EvidenceReplaced(_)
        | Act::CertificateChecked(_)
        | Act::LearnerDeclared(_)
        | Act::DeclarationWithdrawn(_)
        | Act::TraineeDecided(_)
        | Act::SignedOff(_)
        | Act::Reopened(_)
        | Act::ActionAnswered(_) => Who::One(ASSESSORS),
        // It counts from a qualified assessor only (`stale::carry`).
        Act::DecisionCarried(_) => Who::One(&[Assessor]),
        Act::Countersigned(_) | Act::PaperCountersigned(_) => Who::One(&[Assessor, Iv, LeadIv]),
        Act::SampleMade(_)
        | Act::FindingMade(_)
        | Act::FindingWithdrawn(_)
        | Act::ActionClosed(_)
        | Act::Verified(_) => Who::One(VERIFIERS),
        Act::PaperSigned(_) | Act::SampleCountersigned(_) | Act::UnitReleased(_) => {
            Who::One(QUALIFIED_VERIFIERS)
        }
        Act::UnitClaimed(_) | Act::UnitCertificated(_) => Who::One(CLAIMANTS),
        Act::StatusWithdrawn(_) => Who::One(&[Administrator, LeadIv, Iv]),
    }
}

/// Why somebody with these roles may not record an act; `managed` = the centre has an administrator who works here.
pub fn refuse(act: &Act, person: &str, roles: &[Role], managed: bool) -> Result<(), Refusal> {
    let who = who(act);
    if who != Who::Anybody && roles.contains(&Role::Visitor) {
        return Err(Refusal::ReadOnly { person: person.to_owned() });
    }
    // A verb works a role out before it asks for a password; what the person may do can change while they type it.
    if let Some(role) = act.role().filter(|role| !roles.contains(role)) {
        return Err(Refusal::NotYourRole { person: person.to_owned(), needed: role.needed() });
    }
    let needed: &[Role] = match who {
        Who::Anybody | Who::Staff => return Ok(()),
        Who::Manager if !managed => return Ok(()),
        Who::Manager => &[Administrator],
        Who::One(roles) => roles,
    };
    if needed.iter().any(|role| roles.contains(role)) {
        return Ok(());
    }
    let first = needed.first().copied().unwrap_or(Administrator);
    Err(Refusal::NotYourRole { person: person.to_owned(), needed: first.needed() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::act::{
        DeedUndone, InkedPageWithdrawn, MappingWithdrawn, PersonAdded, Reopened, SampleCountersigned,
        StatusWithdrawn, TraineeDecided, UnitCertificated, UnitReleased,
    };
    use crate::journal::id::{Hash, Id};

    /// Kinds of act with who may record them while an administrator works here: A assessor, a its trainee, V internal
    /// verifier, v its trainee, L lead, M administrator; never the visitor.
    fn cases() -> Vec<(Act, &'static str)> {
        let (hash, id) = (Hash::of(b"x"), Id::from_bytes([7; 16]));
        let text = || "x".to_owned();
        vec![
            (DeedUndone { undoes: id }.into(), "AaVvLM"),
            (MappingWithdrawn { mapping: hash }.into(), "Aa"),
            (TraineeDecided { decisions: vec![hash], role: TraineeAssessor }.into(), "Aa"),
            (Reopened { sign_off: hash, reason: text() }.into(), "Aa"),
            (
                PersonAdded { person: id, name: text(), initials: text(), roles: vec![], supersedes: vec![] }
                    .into(),
                "M",
            ),
            (SampleCountersigned { verification: hash, declaration: text(), role: Iv }.into(), "VL"),
            (
                UnitReleased { unit: text(), spec: hash, sign_off: hash, reason: text(), role: Iv }.into(),
                "VL",
            ),
            (
                UnitCertificated {
                    unit: text(),
                    spec: hash,
                    claim: hash,
                    number: text(),
                    date: text(),
                    role: Administrator,
                }
                .into(),
                "LM",
            ),
            (StatusWithdrawn { statement: hash, reason: text(), role: Iv }.into(), "VLM"),
            (InkedPageWithdrawn { attached: hash, reason: text() }.into(), "AaVvLM"),
        ]
    }

    /// The same act by somebody in this role.
    #[allow(clippy::wildcard_enum_match_arm, reason = "the cases hold no other act with a role")]
    fn in_role(mut act: Act, role: Role) -> Act {
        match &mut act {
            Act::TraineeDecided(a) => a.role = role,
            Act::SampleCountersigned(a) => a.role = role,
            Act::UnitReleased(a) => a.role = role,
            Act::UnitCertificated(a) => a.role = role,
            Act::StatusWithdrawn(a) => a.role = role,
            _roleless => {}
        }
        act
    }

    #[test]
    fn each_role_may_what_the_table_says_and_a_visitor_nothing() {
        let letters = [
            (Assessor, 'A'),
            (TraineeAssessor, 'a'),
            (Iv, 'V'),
            (TraineeIv, 'v'),
            (LeadIv, 'L'),
            (Administrator, 'M'),
        ];
        for (act, may) in cases() {
            for (role, letter) in letters {
                let said = refuse(&in_role(act.clone(), role), "Kit", &[role], true);
                assert_eq!(said.is_ok(), may.contains(letter), "{} as {role:?}", act.kind());
            }
            let said = refuse(&act, "Kit", &[Role::Visitor], true);
            assert!(matches!(said, Err(Refusal::ReadOnly { .. })), "{} as a visitor", act.kind());
        }
    }

    #[test]
    fn a_role_that_somebody_has_no_more_is_not_written_down() {
        let hash = Hash::of(b"x");
        let act: Act = TraineeDecided { decisions: vec![hash], role: TraineeAssessor }.into();
        assert!(refuse(&act, "Kit", &[TraineeAssessor], true).is_ok());
        assert!(matches!(refuse(&act, "Kit", &[Assessor], true), Err(Refusal::NotYourRole { .. })));
        let act: Act =
            SampleCountersigned { verification: hash, declaration: "x".into(), role: LeadIv }.into();
        assert!(refuse(&act, "Kit", &[Iv, LeadIv], true).is_ok());
        assert!(matches!(refuse(&act, "Kit", &[Iv], true), Err(Refusal::NotYourRole { .. })));
    }

    #[test]
    fn people_are_everybodys_to_record_until_there_is_an_administrator() {
        let (act, _) = cases().swap_remove(4);
        assert!(refuse(&act, "Kit", &[Assessor], false).is_ok());
        assert!(refuse(&act, "Kit", &[Assessor], true).is_err());
    }
}
