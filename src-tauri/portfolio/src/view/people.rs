//! People of the centre as shown: what is recorded of them, their keys, and what asks to be looked at.

use serde::Serialize;
use ts_rs::TS;

use x509_cert::Certificate;
use x509_cert::der::Decode;

use crate::certificate;
use crate::error::Result;
use crate::house::pictures;
use crate::journal::act::Act;
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{HeldCertificateRow, RootRow};
use crate::journal::state::BookState;
use crate::key;
use crate::matrix::dates;
use crate::people::{self, Person};
use crate::person::Role;
use crate::portfolio::Workspace;
use crate::roots;
use crate::view::boxes::{self, Sure};

/// A person of the centre.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PersonView {
    /// Id.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Initials as printed on the matrix.
    pub initials: String,
    /// What this person may do.
    pub roles: Vec<Role>,
    /// Whether a signing password has been set.
    pub has_signing_password: bool,
    /// A specimen signature is recorded.
    pub has_specimen: bool,
    /// It is drawn in the boxes that they sign.
    pub specimen_draws: bool,
    /// Works here. Those who do not stay in the list.
    pub active: bool,
    /// Qualification held; empty = not recorded.
    pub qualification: String,
    /// Occupational competence; empty = not recorded.
    pub competence: String,
    /// ISO date of the last continuing professional development; empty = not recorded.
    pub cpd: String,
    /// Id of who countersigns for a trainee.
    pub countersigner: Option<String>,
    /// Their name.
    pub countersigner_name: Option<String>,
    /// Every signing key they ever had, oldest first.
    pub keys: Vec<KeyView>,
    /// What asks to be looked at, in words.
    pub warnings: Vec<String>,
}

/// A signing key: a signing password made one.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeyView {
    /// First characters of its file check.
    pub key: String,
    /// When it was made, ISO 8601.
    pub since: String,
    /// Signs now.
    pub in_force: bool,
    /// Why it signs no more and who ended it, in words; null while it is in force.
    pub ended: Option<String>,
    /// The certificate that goes beside its signatures today; null = one that vouches for itself.
    pub certificate: Option<KeyCertificateView>,
}

/// A certificate of a person's key.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeyCertificateView {
    /// The person brought it; false = the centre issued it under its root.
    pub imported: bool,
    /// The name that it states.
    pub name: String,
    /// Who issued it, in words: "the centre's root", "Northgate Trust Root".
    pub issuer: String,
    /// ISO date of its last day; null = it does not end.
    pub until: Option<String>,
    /// SHA-256.
    pub fingerprint: String,
}

/// A root of the centre.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RootView {
    /// SHA-256 of its certificate.
    pub fingerprint: String,
    /// The centre that it names.
    pub centre: String,
    /// Who made it.
    pub by: String,
    /// When, ISO 8601.
    pub since: String,
    /// It issues.
    pub in_force: bool,
    /// Its key is kept on this machine.
    pub here: bool,
    /// How many certificates it issued.
    pub issued: u32,
}

/// Every root that the centre ever had, the latest first.
pub fn roots(workspace: &mut Workspace) -> Result<Vec<RootView>> {
    let mut rows: Vec<RootRow> = workspace.centre_book()?.roots.iter().cloned().collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.standing, row.at, row.hash)));
    let mut out = Vec::new();
    for row in rows {
        let here = roots::key_here(workspace, &row);
        let der = roots::der(&row);
        let read = Certificate::from_der(&der).ok();
        let named = read.and_then(|own| certificate::said(&own.tbs_certificate.subject, certificate::CENTRE));
        let state = workspace.centre_book()?;
        let issued = state.held_certificates.iter().filter(|c| c.root == Some(row.hash)).count();
        out.push(RootView {
            fingerprint: Hash::of(&der).to_string(),
            centre: named.unwrap_or_default(),
            by: state.person_of(row.chain).map_or_else(|| "set-up".into(), |p| p.name),
            since: Moment { at: row.at, offset: row.offset }.iso(),
            in_force: row.standing,
            here,
            issued: u32::try_from(issued).unwrap_or(u32::MAX),
        });
    }
    Ok(out)
}

/// From here on an end is none: 1 January 9999 in milliseconds. RFC 5280 writes "no end" as the last second of that year.
const NEVER: i64 = 253_370_764_800_000;

fn certificate_view(row: &HeldCertificateRow, offset: i32) -> Option<KeyCertificateView> {
    let der = key::uncarried(&row.certificate)?;
    let own = Certificate::from_der(&der).ok()?;
    let (_, until) = certificate::counts(&own);
    let issuer = &own.tbs_certificate.issuer;
    let named = certificate::said(issuer, certificate::NAME).unwrap_or_default();
    Some(KeyCertificateView {
        imported: row.root.is_none(),
        name: certificate::said(&own.tbs_certificate.subject, certificate::NAME).unwrap_or_default(),
        issuer: if row.root.is_some() { "the centre's root".to_owned() } else { named },
        until: (until < NEVER).then(|| Moment { at: until, offset }.date()),
        fingerprint: Hash::of(&der).to_string(),
    })
}

/// Everyone, those who work here first.
pub fn all(workspace: &mut Workspace) -> Result<Vec<PersonView>> {
    let now = workspace.clock.now();
    let sure = Sure::of(workspace)?;
    let centre = workspace.centre_book()?;
    let everyone = people::everyone(centre);
    Ok(everyone.iter().map(|p| view(centre, &everyone, p, (now, &sure))).collect())
}

fn view(
    centre: &BookState,
    everyone: &[Person],
    person: &Person,
    (now, sure): (Moment, &Sure),
) -> PersonView {
    let countersigner = person.countersigner.and_then(|id| everyone.iter().find(|p| p.id == id));
    let specimen = pictures::specimen(centre, person.id);
    PersonView {
        id: person.id.to_string(),
        name: person.name.clone(),
        initials: person.initials.clone(),
        roles: person.roles.clone(),
        has_specimen: specimen.is_some(),
        specimen_draws: specimen.is_some_and(|held| held.draws),
        has_signing_password: centre.keys.iter().any(|k| k.standing && k.person == person.id),
        active: person.active,
        qualification: person.qualification.clone(),
        competence: person.competence.clone(),
        cpd: person.cpd.clone(),
        countersigner: countersigner.map(|p| p.id.to_string()),
        countersigner_name: countersigner.map(|p| p.name.clone()),
        keys: keys(centre, person.id, (now, sure)),
        warnings: warnings(person, countersigner, &now.date()),
    }
}

/// The keys in the order in which the history has them, with what ended each.
fn keys(centre: &BookState, person: Id, (now, sure): (Moment, &Sure)) -> Vec<KeyView> {
    let mut out = Vec::new();
    for made in &centre.log {
        let Act::KeyMade(act) = &made.act else { continue };
        if act.person != person {
            continue;
        }
        let in_force = centre.keys.get(&made.hash).is_some_and(|k| k.standing);
        out.push(KeyView {
            key: key::fingerprint(&act.key).map(|f| f.short()).unwrap_or_default(),
            since: made.moment.iso(),
            in_force,
            ended: (!in_force).then(|| ended(centre, person, made.hash, sure)),
            certificate: roots::held(centre, &act.key, now.at)
                .and_then(|row| certificate_view(row, now.offset)),
        });
    }
    out
}

fn ended(centre: &BookState, person: Id, key: Hash, sure: &Sure) -> String {
    let Some(logged) = boxes::end(centre, key, person, sure) else { return "no longer in force".into() };
    let on = dates::short(&logged.moment.date());
    if let Act::KeyEnded(act) = &logged.act {
        let by = centre.person_of(logged.chain).map_or_else(|| "set-up".into(), |p| p.name);
        format!("ended by {by} on {on}: {}", act.reason)
    } else {
        format!("replaced by a new one on {on}")
    }
}

/// After so many days without continuing professional development somebody should look.
const CPD_DAYS: i64 = 365;

fn warnings(person: &Person, countersigner: Option<&Person>, today: &str) -> Vec<String> {
    let mut out = Vec::new();
    if person.disputed {
        out.push("Two desks recorded different things: save this person again to settle that.".to_owned());
    }
    if !person.active {
        return out;
    }
    if person.roles.iter().any(|r| r.trainee()) {
        match countersigner {
            None => out.push("A trainee without anybody who countersigns.".to_owned()),
            Some(named) if !named.active => {
                out.push(format!("{}, who countersigns, no longer works here.", named.name));
            }
            Some(_) => {}
        }
    }
    let since = crate::clock::days_between(&person.cpd, today);
    if since.is_some_and(|days| days > CPD_DAYS) {
        out.push("The last CPD on record is more than a year old.".to_owned());
    }
    out
}
