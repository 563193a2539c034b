//! What the signatures in the boxes of a paper are worth: whether the history says that this person signed there, and that it still
//! counts. Refuses to judge bytes and certificates; `matrix::verify` does.

use std::collections::BTreeSet;

use super::verify::PdfSignatureView;
use crate::certificate;
use crate::countersign;
use crate::error::Result;
use crate::journal::act::Act;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{KeyRow, PersonRow, SignOffRow, VerificationRow};
use crate::journal::state::{BookState, Logged};
use crate::key;
use crate::matrix::tags::field_name;
use crate::matrix::verify::{Checked, Content, Signature};
use crate::matrix::{DeclarationKind, Seal, dates};
use crate::person::Role;
use crate::portfolio::Workspace;
use crate::stale;
use crate::store;
use crate::view::marks;

/// The boxes in which this program puts a signature, in words.
const BOXES: [(DeclarationKind, &str); 3] = [
    (DeclarationKind::Assessor, "the assessor's"),
    (DeclarationKind::CountersigningAssessor, "the countersigning assessor's"),
    (DeclarationKind::Verifier, "the internal verifier's"),
];

/// Says with every signature in which box it stands, and holds it against the history of a sign-off. True = each is there in the
/// history too, and counts.
pub fn held(
    workspace: &mut Workspace,
    (book, sign_off): (Id, Hash),
    checked: &Checked,
    said: &mut [PdfSignatureView],
) -> Result<bool> {
    let owners: Vec<Vec<Id>> = {
        let sure = Sure::of(workspace)?;
        let centre = workspace.centre_book()?;
        checked.signatures.iter().map(|one| in_time(centre, one, &sure)).collect()
    };
    let state = workspace.book(book)?;
    let Some(signed) = state.sign_offs.get(&sign_off) else { return Ok(false) };
    let mut good = true;
    for ((one, owners), said) in checked.signatures.iter().zip(owners).zip(said) {
        if one.seal.is_err() {
            continue;
        }
        let Some((kind, whose)) = BOXES.iter().find(|(kind, _)| field_name(*kind) == one.field) else {
            said.line.push_str(" It stands in no box of a signature that this program makes.");
            said.uncounted = Some("it stands in no box that this program makes".to_owned());
            good = false;
            continue;
        };
        let judged: Vec<Option<String>> =
            owners.into_iter().map(|person| wrong(state, signed, *kind, person)).collect();
        let wrong = if judged.iter().any(Option::is_none) {
            None
        } else {
            judged.into_iter().flatten().next().or_else(|| Some("nobody here has this key".to_owned()))
        };
        said.line.push_str(&match &wrong {
            None => format!(" It stands in {whose} box, as the history says."),
            Some(why) => format!(" It stands in {whose} box, and does NOT count there: {why}."),
        });
        good &= wrong.is_none();
        said.uncounted = wrong;
    }
    Ok(good)
}

/// Whose key a signature is by, those whose key is in force first. Of several, such as one person who was added at two desks, or
/// somebody in whose name another's old key was brought, those whose name the certificate bears.
#[must_use]
pub fn owners(centre: &BookState, seal: &Seal) -> Vec<Id> {
    let public = key::carried(&seal.public);
    let mut rows: Vec<&KeyRow> = centre.keys.iter().filter(|row| row.key == public).collect();
    rows.sort_by_key(|row| !row.standing);
    let mut all: Vec<Id> = Vec::new();
    for row in rows {
        if !all.contains(&row.person) {
            all.push(row.person);
        }
    }
    let bears = |person: &Id| {
        let named = |p: &PersonRow| p.person == *person && certificate::written(&p.name) == seal.name;
        brought(centre, *person, seal) || centre.people.iter().any(named)
    };
    if all.iter().any(bears) {
        all.retain(bears);
    }
    all
}

/// Whether the history says that a person brought this very certificate: an issuer writes a name in its own way.
#[must_use]
pub fn brought(centre: &BookState, person: Id, seal: &Seal) -> bool {
    centre.held_certificates.iter().any(|held| {
        held.person == person
            && key::uncarried(&held.certificate).is_some_and(|der| Hash::of(&der) == seal.fingerprint)
    })
}

/// The owners of a key without those whose key was ended before it signed, where there are others: nobody makes a key count again for
/// whom it was ended by bringing it in another's name.
fn in_time(centre: &BookState, one: &Signature, sure: &Sure) -> Vec<Id> {
    let Ok(seal) = &one.seal else { return Vec::new() };
    let (all, public) = (owners(centre, seal), key::carried(&seal.public));
    let late = |person: &Id| {
        let on = ended(centre, &public, *person, sure);
        on.is_some_and(|on| !of_ended_key(&on, one.at.as_deref()).1)
    };
    let others: Vec<Id> = all.iter().copied().filter(|person| !late(person)).collect();
    if others.is_empty() { all } else { others }
}

/// How far an end of a key is to be believed, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Word {
    /// It was recorded at this computer.
    Here,
    /// Somebody who may end that key signed it, with a key of theirs that the centre knows.
    Signed,
    /// The same, but that key was ended itself: whoever it was ended for may have it.
    SignedByEnded,
    /// Anybody may have written it.
    Anybodys,
}

/// What the signatures beside the centre's entries are needed for when an end of a key is weighed.
pub struct Sure {
    signed: BTreeSet<Hash>,
    here: Id,
}

impl Sure {
    /// Those of an open centre file; none are read where no key was ever ended.
    pub fn of(workspace: &mut Workspace) -> Result<Self> {
        let here = workspace.installation();
        let ends = |logged: &Logged| {
            matches!(&logged.act, Act::KeyEnded(_))
                || matches!(&logged.act, Act::KeyMade(a) if !a.supersedes.is_empty())
        };
        let any = workspace.centre_book()?.log.iter().any(ends);
        let signed = if any {
            store::journal::signed_entries(&workspace.db, workspace.centre())?
        } else {
            BTreeSet::new()
        };
        Ok(Self { signed, here })
    }

    /// How far an entry is to be believed that ends a person's key. Signed is not enough: whoever writes a history file makes up a key,
    /// signs with it, and ends once more what was ended long ago, on a day that suits them. So the key has to be one that is known as
    /// that of the person whose own it ends, or of an administrator; of anybody where the centre never had one.
    fn word(&self, centre: &BookState, entry: &Logged, person: Id) -> Word {
        let Some(chain) = centre.chains.get(&entry.chain) else { return Word::Anybodys };
        if chain.installation == self.here {
            return Word::Here;
        }
        let known = centre
            .keys
            .iter()
            .find(|row| chain.person == Some(row.person) && chain.key.as_deref() == Some(row.key.as_str()));
        match known.filter(|row| {
            self.signed.contains(&entry.hash) && may_end(centre, row.person, person, &entry.act)
        }) {
            Some(row) if was_ended(centre, row) => Word::SignedByEnded,
            Some(_) => Word::Signed,
            None => Word::Anybodys,
        }
    }
}

/// Whether somebody may end a person's key by an act: their own, or as an administrator, also one of before; a new one is their own alone.
fn may_end(centre: &BookState, by: Id, person: Id, act: &Act) -> bool {
    let administers = |row: &PersonRow| row.roles.contains(&Role::Administrator);
    by == person
        || matches!(act, Act::KeyEnded(_))
            && (centre.people.iter().any(|row| row.person == by && administers(row))
                || !centre.people.iter().any(administers))
}

fn was_ended(centre: &BookState, key: &KeyRow) -> bool {
    let ends = |logged: &Logged| matches!(&logged.act, Act::KeyEnded(a) if a.person == key.person && a.supersedes.contains(&key.hash));
    centre.log.iter().any(ends)
}

/// Why a person's signature in a box counts for nothing; none = the history holds it, and it counts.
fn wrong(state: &BookState, signed: &SignOffRow, kind: DeclarationKind, person: Id) -> Option<String> {
    let theirs = |chain: Id| state.person_of(chain).is_some_and(|p| p.id == person);
    match kind {
        DeclarationKind::Assessor => {
            (!theirs(signed.chain)).then(|| "somebody else signed the unit off".to_owned())
        }
        DeclarationKind::CountersigningAssessor => {
            let under = countersign::of_sign_off(state, signed);
            let theirs = |one: &countersign::Behind<'_>| one.person.id == person;
            match under.first() {
                Some(named) if theirs(named) => None,
                Some(named) if under.iter().any(theirs) => {
                    Some(format!("they countersigned too, but the box is {}'s", named.person.name))
                }
                Some(_) | None => {
                    Some("no countersignature of theirs stands under what was signed off".to_owned())
                }
            }
        }
        DeclarationKind::Verifier => verified_by(state, signed, &theirs),
        DeclarationKind::Feedback
        | DeclarationKind::Learner
        | DeclarationKind::CountersigningVerifier
        | DeclarationKind::ExternalQualityAssurer => Some("nobody signs there digitally".to_owned()),
    }
}

/// Why no sampling record of somebody verifies a sign-off; none = one does.
fn verified_by(state: &BookState, signed: &SignOffRow, theirs: &dyn Fn(Id) -> bool) -> Option<String> {
    let by_them = |record: &&VerificationRow| {
        let mut under = state.sample_countersignatures.iter();
        theirs(record.chain) || under.any(|row| row.verification == record.hash && theirs(row.chain))
    };
    let of_unit =
        |record: &&VerificationRow| state.samples.get(&record.sample).is_some_and(|s| s.unit == signed.unit);
    let own: Vec<&VerificationRow> = state.verifications.iter().filter(of_unit).filter(by_them).collect();
    if own.iter().any(|record| marks::covers(state, signed, record) && marks::separate(state, record)) {
        return None;
    }
    let reasons: BTreeSet<String> = own.iter().map(|record| record_fault(state, signed, record)).collect();
    let reasons: Vec<String> = reasons.into_iter().collect();
    Some(if reasons.is_empty() {
        "no sampling record of theirs is signed in the history".to_owned()
    } else {
        reasons.join("; ")
    })
}

fn record_fault(state: &BookState, signed: &SignOffRow, record: &VerificationRow) -> String {
    if let Some(why) = stale::verification(state, record) {
        return format!("the sampling record no longer holds: {why}");
    }
    if !countersign::counts(state, record) {
        return "the sampling record is a trainee's, and not countersigned".to_owned();
    }
    if marks::covers(state, signed, record) {
        return "whoever signed the sampling record had a part in what was signed off".to_owned();
    }
    "the sampling record is of other decisions".to_owned()
}

/// When a person's key was ended or replaced, as the history of the centre says: an ISO date; none = it is in force.
#[must_use]
pub fn ended(centre: &BookState, public: &str, person: Id, sure: &Sure) -> Option<String> {
    let own = || centre.keys.iter().filter(|row| row.key == public && row.person == person);
    if own().any(|row| row.standing) {
        return None;
    }
    end(centre, own().next()?.hash, person, sure).map(|logged| logged.moment.date())
}

/// The entry that ended or replaced a person's key. Whoever writes a history file can end a key once more on any day, so of several the
/// one that is best to be believed, and of these the first in the order of the history. What nobody can have proved counts only where
/// nothing better is there: programs of before signed no end, and the key signs no more in any case.
#[must_use]
#[allow(clippy::wildcard_enum_match_arm, reason = "only these two end a key")]
pub fn end<'a>(centre: &'a BookState, key: Hash, person: Id, sure: &Sure) -> Option<&'a Logged> {
    let ends = |logged: &&Logged| match &logged.act {
        Act::KeyEnded(a) => a.person == person && a.supersedes.contains(&key),
        Act::KeyMade(a) => a.person == person && a.supersedes.contains(&key),
        _other => false,
    };
    centre.log.iter().filter(ends).min_by_key(|logged| sure.word(centre, logged, person))
}

/// What is said of a key that was ended; false where the signature says of itself that it came after that.
#[must_use]
pub fn of_ended_key(on: &str, signed_at: Option<&str>) -> (String, bool) {
    let day = dates::short(on);
    let after = signed_at.is_some_and(|at| at.get(..10).is_some_and(|date| date > on));
    if after {
        (format!(" The key was ended on {day}, BEFORE this was signed."), false)
    } else {
        (format!(" The key was ended on {day}; what it signed before holds."), true)
    }
}

/// Why the bytes of a file are not those of a sign-off's paper; none = they are. An entry that names a file proves nothing: the
/// facts inside have to be those that were signed. `scan` = a page that came on paper, in which there need be no facts at all.
#[must_use]
pub fn not_what_was_signed(checked: Result<&Checked, &String>, matrix: Hash, scan: bool) -> Option<String> {
    let checked = match checked {
        Ok(checked) => checked,
        Err(_) if scan => return None,
        Err(why) => return Some(why.clone()),
    };
    if checked.signatures.iter().any(|one| one.seal.is_err()) {
        return Some("a signature in it does not hold".into());
    }
    if checked.signatures.iter().any(Signature::changed_since) {
        return Some("it was changed after it was signed".into());
    }
    match &checked.content {
        Content::None if scan => None,
        Content::None => Some("it holds no facts of a paper of this program".into()),
        Content::Broken(why) => Some(format!("it was tampered with: {why}")),
        Content::Other { .. } => Some("it is another paper".into()),
        Content::Whole { digest, .. } if *digest != matrix => {
            Some("it says other things than were signed".into())
        }
        // Nobody but the drawing itself, or the assessor who signed these pages, says that they are those of the facts.
        Content::Whole { drawn: false, .. } if scan || !checked.pages_stand() => {
            Some("its pages are not those that this program draws of what was signed".into())
        }
        Content::Whole { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_was_ended_is_named_and_outweighs_only_what_came_after() {
        let cases = [
            (Some("2026-09-14T09:30:00+01:00"), "what it signed before holds", true),
            (Some("2026-09-16T09:30:00+01:00"), "BEFORE this was signed", false),
            (None, "what it signed before holds", true),
        ];
        for (at, words, good) in cases {
            let (line, counts) = of_ended_key("2026-09-15", at);
            assert!(line.contains("15/09/2026") && line.contains(words), "{line}");
            assert_eq!(counts, good, "{at:?}");
        }
    }
}
