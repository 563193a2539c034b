//! What is said with a decision: reason, date, feedback to the learner, what is still needed and by when, the certificate of
//! a credit transfer. Checked before anything is recorded. Pure; refuses to know criteria and evidence.

use serde::Deserialize;
use ts_rs::TS;

use super::Outcome;
use crate::clock::is_date;
use crate::error::{Error, Refusal, Result};
use crate::journal::act::CertificateChecked;

/// The certificate of a credit transfer, as typed.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct Certificate {
    /// Number on it.
    pub number: String,
    /// Awarding organisation that issued it.
    pub awarding_organisation: String,
    /// ISO date on it.
    pub date: String,
    /// Unit reference number on it, where it names one.
    pub urn: Option<String>,
    /// Who saw it; the person at the desk when absent.
    pub checked_by: Option<String>,
}

/// What is said, as typed.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Judgement.
    pub outcome: Outcome,
    /// Reason.
    pub reason: &'a str,
    /// ISO date of judgement; today when absent.
    pub date: Option<&'a str>,
    /// Feedback to the learner.
    pub feedback: &'a str,
    /// What is still needed.
    pub needed: &'a str,
    /// ISO date by which it is needed.
    pub due: Option<&'a str>,
    /// The certificate.
    pub certificate: Option<&'a Certificate>,
}

/// What is said, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Judgement.
    pub outcome: Outcome,
    /// Reason; may be empty.
    pub reason: String,
    /// ISO date of judgement.
    pub date: String,
    /// Feedback; may be empty.
    pub feedback: String,
    /// What is still needed; may be empty.
    pub needed: String,
    /// ISO date by which it is needed.
    pub due: Option<String>,
    /// The certificate, as it will be recorded; the decisions are not named yet.
    pub certificate: Option<CertificateChecked>,
}

impl Said {
    /// Checks what was typed. `today` is an ISO date, `person` the name of who decides.
    ///
    /// # Errors
    /// [`Refusal::ReasonRequired`], [`Refusal::DateAhead`], [`Refusal::DueTooEarly`], [`Refusal::NothingToNeed`],
    /// [`Refusal::CertificateRequired`]; [`Error::Usage`] where a date is none.
    pub fn checked(request: &Request<'_>, today: &str, person: &str) -> Result<Self> {
        let outcome = request.outcome;
        let (reason, needed) = (request.reason.trim(), request.needed.trim());
        let date = day(request.date.unwrap_or(today))?;
        if date.as_str() > today {
            return Err(Refusal::DateAhead { date }.into());
        }
        // What is still needed is a reason that the learner and the IV can follow.
        if outcome.needs_reason() && reason.is_empty() && needed.is_empty() {
            return Err(Refusal::ReasonRequired { what: outcome.word() }.into());
        }
        let due = request.due.filter(|due| !due.trim().is_empty()).map(day).transpose()?;
        if outcome.achieved() && (due.is_some() || !needed.is_empty()) {
            return Err(Refusal::NothingToNeed { what: outcome.word() }.into());
        }
        if let Some(due) = due.clone().filter(|due| *due < date) {
            return Err(Refusal::DueTooEarly { due, date }.into());
        }
        Ok(Self {
            outcome,
            reason: reason.to_owned(),
            feedback: request.feedback.trim().to_owned(),
            needed: needed.to_owned(),
            due,
            certificate: certificate(outcome, request.certificate, today, person)?,
            date,
        })
    }

    /// Whether there is anything to tell the learner.
    #[must_use]
    pub const fn tells(&self) -> bool {
        !self.feedback.is_empty() || !self.needed.is_empty() || self.due.is_some()
    }
}

fn day(text: &str) -> Result<String> {
    let text = text.trim();
    if is_date(text) {
        Ok(text.to_owned())
    } else {
        Err(Error::Usage(format!("{text:?} is not a date like 2026-09-30")))
    }
}

/// A credit transfer rests on a certificate that somebody saw; nothing else does.
fn certificate(
    outcome: Outcome,
    typed: Option<&Certificate>,
    today: &str,
    person: &str,
) -> Result<Option<CertificateChecked>> {
    let transfer = matches!(outcome, Outcome::CreditTransfer);
    let typed = match (transfer, typed) {
        (true, Some(typed)) => typed.clone(),
        (true, None) => Certificate::default(),
        (false, None) => return Ok(None),
        (false, Some(_)) => {
            return Err(Error::Usage(format!(
                "a certificate goes with credit transfer, not with {}",
                outcome.word()
            )));
        }
    };
    let missing: Vec<&str> = [
        ("its number", &typed.number),
        ("its awarding organisation", &typed.awarding_organisation),
        ("its date", &typed.date),
    ]
    .into_iter()
    .filter(|(_, text)| text.trim().is_empty())
    .map(|(what, _)| what)
    .collect();
    if !missing.is_empty() {
        return Err(Refusal::CertificateRequired { missing: missing.join(", ") }.into());
    }
    let date = day(&typed.date)?;
    if date.as_str() > today {
        return Err(Refusal::DateAhead { date }.into());
    }
    let checked_by = typed.checked_by.as_deref().map(str::trim).filter(|name| !name.is_empty());
    Ok(Some(CertificateChecked {
        decisions: Vec::new(),
        number: typed.number.trim().to_owned(),
        awarding_organisation: typed.awarding_organisation.trim().to_owned(),
        urn: typed.urn.unwrap_or_default().trim().to_owned(),
        date,
        checked_by: checked_by.unwrap_or(person).to_owned(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: &str = "2026-11-14";

    fn typed(outcome: Outcome) -> Request<'static> {
        Request { outcome, reason: "", date: None, feedback: "", needed: "", due: None, certificate: None }
    }

    /// What a request is refused for, by name; empty = it is not.
    fn verdict(request: &Request<'_>) -> String {
        match Said::checked(request, TODAY, "Ada Okafor") {
            Ok(_) => String::new(),
            Err(Error::Refused(refusal)) => refusal.code().to_owned(),
            Err(error) => format!("{error}"),
        }
    }

    #[test]
    fn each_outcome_asks_for_what_belongs_to_it() {
        use Outcome::{CreditTransfer, Met, NotYetMet, PartiallyMet, Rpl};
        let certificate = Certificate {
            number: "C 17/0042".into(),
            awarding_organisation: "OCR".into(),
            date: "2024-06-01".into(),
            ..Certificate::default()
        };
        let of = |date: &str| Certificate { date: date.into(), ..certificate.clone() };
        let (late, sound) = (of("2026-12-01"), of("2024-06-01"));
        let cases = [
            (typed(Met), ""),
            (typed(Rpl), ""),
            (Request { feedback: "Well argued.", ..typed(Met) }, ""),
            (typed(PartiallyMet), "reasonRequired"),
            (typed(NotYetMet), "reasonRequired"),
            (Request { reason: "No dates.", ..typed(NotYetMet) }, ""),
            (Request { needed: "The dates.", due: Some("2026-12-01"), ..typed(PartiallyMet) }, ""),
            (Request { needed: "The dates.", due: Some(TODAY), ..typed(PartiallyMet) }, ""),
            (Request { needed: "The dates.", due: Some("2026-11-13"), ..typed(NotYetMet) }, "dueTooEarly"),
            (Request { needed: "More.", ..typed(Met) }, "nothingToNeed"),
            (Request { due: Some("2026-12-01"), ..typed(Rpl) }, "nothingToNeed"),
            (Request { date: Some("2026-11-15"), ..typed(Met) }, "dateAhead"),
            (
                Request { date: Some("14/11/2026"), ..typed(Met) },
                "\"14/11/2026\" is not a date like 2026-09-30",
            ),
            (typed(CreditTransfer), "certificateRequired"),
            (Request { certificate: Some(&sound), ..typed(CreditTransfer) }, ""),
            (Request { certificate: Some(&late), ..typed(CreditTransfer) }, "dateAhead"),
            (
                Request { certificate: Some(&sound), ..typed(Met) },
                "a certificate goes with credit transfer, not with met",
            ),
        ];
        for (request, want) in cases {
            assert_eq!(verdict(&request), want, "{request:?}");
        }
    }

    #[test]
    fn what_lacks_of_a_certificate_is_named_and_who_saw_it_is_the_person_at_the_desk() {
        let only = Certificate { number: "C 1".into(), ..Certificate::default() };
        let request = Request { certificate: Some(&only), ..typed(Outcome::CreditTransfer) };
        let error = Said::checked(&request, TODAY, "Ada Okafor").unwrap_err();
        assert!(error.to_string().contains("its awarding organisation, its date"), "{error}");
        let whole = Certificate { awarding_organisation: "OCR".into(), date: "2024-06-01".into(), ..only };
        let request = Request { certificate: Some(&whole), ..typed(Outcome::CreditTransfer) };
        let said = Said::checked(&request, TODAY, "Ada Okafor").unwrap();
        assert_eq!(said.certificate.map(|c| c.checked_by).as_deref(), Some("Ada Okafor"));
    }
}
