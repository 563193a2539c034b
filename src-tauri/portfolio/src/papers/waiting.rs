//! Which signature the paper of a unit waits for, whose it is, and where the paper lies. Refuses to sign: `papers::sign_again` does.

use super::weighed::{self, Found, Issued};
use crate::countersign;
use crate::error::Result;
use crate::journal::act::PersonName;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::SignOffRow;
use crate::journal::state::BookState;
use crate::matrix::dates;
use crate::portfolio::Workspace;
use crate::view::marks;

/// Which signature a paper waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The assessor's.
    Assessor,
    /// The countersigner's: the countersignature, by the hash of its entry.
    Countersigner(Hash),
    /// The IV's: the signed sampling record, by the hash of its entry.
    Verifier(Hash),
}

/// A signature that stands in the history and in no paper: the paper could not be written at that moment, or it came to be
/// only after the signature, as it does for a countersigner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The sign-off whose paper waits.
    pub sign_off: Hash,
    /// Which signature is missing.
    pub missing: Missing,
    /// Whose signature it is.
    pub person: PersonName,
    /// Others who countersigned, who do not sign in the file.
    pub beside: Vec<String>,
    /// Where the paper lies that the signature goes into; none = on this machine.
    pub elsewhere: Option<Elsewhere>,
    /// An entry of another machine says that the signature is in a paper there; nobody can see here whether that is so.
    pub told: Option<Elsewhere>,
}

/// Another machine on which a paper lies: known by who made the paper there, for machines have no names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// Who sat there when the paper was made.
    pub by: String,
    /// On which day, "14/11/2026".
    pub on: String,
}

impl Elsewhere {
    /// Where a paper was made, as the entry says that names it.
    fn of(state: &BookState, found: &Found) -> Self {
        let issued = state.log.iter().find(|l| l.hash == found.entry);
        let by = issued.and_then(|l| state.person_of(l.chain)).map(|p| p.name);
        Self {
            by: by.unwrap_or_else(|| "somebody".into()),
            on: issued.map_or_else(|| "an unknown day".into(), |l| dates::short(&l.moment.date())),
        }
    }
}

impl Waiting {
    /// What a person should know.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = self.why();
        if !self.beside.is_empty() {
            let (name, others) = (&self.person.name, self.beside.join(" and "));
            words.push_str(&format!(
                " One countersigner signs in the file, and it names {name}, who countersigned most; what {others} \
                 countersigned is printed in a block of its own and stands in the history."
            ));
        }
        if let Some(Elsewhere { by, on }) = &self.elsewhere {
            words.push_str(&format!(
                " The paper lies on the computer at which {by} made it on {on}: it can be signed there, not here. In the \
                 history the signature stands already."
            ));
        }
        if let Some(Elsewhere { by, on }) = &self.told {
            words.push_str(&format!(
                " A history file says that {by} signed a paper at another computer on {on}. That paper is not here, so nobody \
                 can see here whether it is so. If it is so, nothing is missing."
            ));
        }
        words
    }

    fn why(&self) -> String {
        let name = &self.person.name;
        match self.missing {
            Missing::Assessor if self.told.is_some() => {
                format!("No paper with {name}'s signature is here. {name} can sign the paper here.")
            }
            Missing::Assessor => format!(
                "The paper is not yet signed. {name}'s signature stands in the history, but it could not be put into the \
                 paper. {name} can sign the paper again."
            ),
            Missing::Countersigner(_) => format!(
                "{name} has countersigned the decisions. The paper came after that: {name} signs it too, behind the trainee."
            ),
            Missing::Verifier(_) if self.elsewhere.is_some() || self.told.is_some() => {
                format!("{name} has verified the unit. The IV's signature is not in the paper yet.")
            }
            Missing::Verifier(_) => format!(
                "The IV's signature is not yet in the paper. It stands in the history, but the paper could not be written. \
                 {name} can sign the paper again."
            ),
        }
    }
}

/// The sign-off of a unit whose paper is meant.
#[must_use]
pub fn standing<'a>(state: &'a BookState, unit: &str) -> Option<&'a SignOffRow> {
    state.sign_offs.iter().filter(|s| s.standing && s.unit == unit).min_by_key(|s| s.hash)
}

/// The signature that the paper of a sign-off waits for; none = it carries those that stand. A further signature is put into the paper
/// where it lies, and nowhere else.
fn waiting(state: &BookState, signed: &SignOffRow, issued: &Issued) -> Option<Waiting> {
    let sign_off = signed.hash;
    let told = |found: &Option<Found>| found.as_ref().map(|found| Elsewhere::of(state, found));
    let Some(paper) = &issued.assessor.sure else {
        let person = state.person_of(signed.chain)?;
        let (beside, told) = (Vec::new(), told(&issued.assessor.told));
        return Some(Waiting { sign_off, missing: Missing::Assessor, person, beside, elsewhere: None, told });
    };
    let lies = |paper: &Found| (!paper.here).then(|| Elsewhere::of(state, paper));
    if issued.countersigner.sure.is_none() {
        let mut behind = countersign::of_sign_off(state, signed).into_iter();
        if let Some(first) = behind.next() {
            let missing = Missing::Countersigner(first.row.hash);
            let beside = behind.map(|other| other.person.name).collect();
            let (person, elsewhere, told) = (first.person, lies(paper), told(&issued.countersigner.told));
            return Some(Waiting { sign_off, missing, person, beside, elsewhere, told });
        }
    }
    let record = marks::verified(state, &signed.unit, sign_off).filter(|_| issued.verifier.sure.is_none())?;
    let elsewhere = lies(issued.for_iv(state, signed)?);
    // Behind a trainee's record stands whoever countersigned it.
    let chain = countersign::of_record(state, record).filter(|_| record.role.trainee());
    let person = state.person_of(chain.map_or(record.chain, |c| c.chain))?;
    let (missing, told) = (Missing::Verifier(record.hash), told(&issued.verifier.told));
    Some(Waiting { sign_off, missing, person, beside: Vec::new(), elsewhere, told })
}

/// The signature that the paper of a unit waits for; none also where the unit is not signed.
pub fn waits(workspace: &mut Workspace, book: Id, unit: &str) -> Result<Option<Waiting>> {
    let Some(sign_off) = standing(workspace.book(book)?, unit).map(|signed| signed.hash) else {
        return Ok(None);
    };
    let issued = weighed::issued(workspace, book, sign_off)?;
    let state = workspace.book(book)?;
    let signed = state.sign_offs.get(&sign_off);
    Ok(signed.zip(issued).and_then(|(signed, issued)| waiting(state, signed, &issued)))
}
