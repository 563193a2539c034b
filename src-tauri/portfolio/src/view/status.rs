//! The status of units as shown: what has been done, what stands in the way of a claim, what was claimed and certificated,
//! direct claim status, and how long records are kept.

use serde::Serialize;
use ts_rs::TS;

use super::details::Currency;
use super::portfolio::UnitStatus;
use super::shown::Eye;
use crate::claims::{self, Known};
use crate::coverage;
use crate::error::Result;
use crate::evidence::folder::Standings;
use crate::evidence::item;
use crate::house::House;
use crate::journal::entry::Moment;
use crate::journal::id::Id;
use crate::journal::rows::{ClaimRow, UnitRow};
use crate::journal::state::BookState;
use crate::learner::{self, namesakes};
use crate::links::twin;
use crate::matrix::dates;
use crate::people;
use crate::person::Role;
use crate::portfolio::{Author, Workspace};
use crate::status::{self, Obstacle, Verified};
use crate::unit::spec::{Shelf, UnitSpec};
use std::collections::BTreeSet;

/// The status of every unit of one learner.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StatusView {
    /// The learner's id.
    pub learner: String,
    /// Name.
    pub learner_name: String,
    /// Why the person at the desk may not claim and record certificates; null = they may.
    pub may_claim: Option<String>,
    /// Why the person at the desk may not release units as not sampled; null = they may.
    pub may_release: Option<String>,
    /// In the order in which the units were taken.
    pub units: Vec<UnitStandingView>,
}

/// How far one unit is.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnitStandingView {
    /// Unit id.
    pub unit: String,
    /// Short name.
    pub handle: String,
    /// Title.
    pub title: String,
    /// Board.
    pub board: String,
    /// Where it stands.
    pub status: UnitStatus,
    /// What was done, in words, in order: "Signed off by Ada Okafor on 14/09/2026".
    pub steps: Vec<String>,
    /// What stands in the way of a claim; empty = it can be claimed.
    pub obstacles: Vec<ObstacleView>,
    /// What a person should know before claiming.
    pub warnings: Vec<String>,
    /// Why the person at the desk cannot release it as not sampled; null = they can.
    pub not_releasable: Option<String>,
    /// The release that stands.
    pub release: Option<ReleaseView>,
    /// Claims that stand; more than one only after two desks claimed at once.
    pub claims: Vec<ClaimView>,
    /// Direct claim status: held, lost, null = nothing is recorded.
    pub direct_claim: Option<bool>,
    /// The same in words, with who said so and when.
    pub direct_claim_words: String,
    /// How long records are kept; null until there is a certificate.
    pub kept: Option<KeptView>,
}

/// What stands in the way of a claim.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ObstacleView {
    /// Stable name: "ulnMissing".
    pub name: String,
    /// In words.
    pub text: String,
}

/// A release as not sampled.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseView {
    /// Id, to take it back.
    pub statement: String,
    /// IV.
    pub by: String,
    /// ISO 8601.
    pub at: String,
    /// Why.
    pub reason: String,
}

/// A claim.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClaimView {
    /// Id, to take it back.
    pub statement: String,
    /// ISO date.
    pub date: String,
    /// Reference of the batch.
    pub batch: String,
    /// Who recorded it.
    pub by: String,
    /// When it was recorded, ISO 8601.
    pub at: String,
    /// Claimed as part of a whole qualification.
    pub whole: bool,
    /// Why it no longer rests on what it rested on; null = it does.
    pub stale: Option<String>,
    /// The certificate.
    pub certificate: Option<UnitCertificateView>,
}

/// A certificate.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnitCertificateView {
    /// Id, to take it back.
    pub statement: String,
    /// Number.
    pub number: String,
    /// ISO date on it.
    pub date: String,
    /// Who recorded it.
    pub by: String,
}

/// How long records are kept, counted from the certificate.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeptView {
    /// ISO date; null = the board says nothing of the learner's evidence.
    pub evidence_until: Option<String>,
    /// ISO date; null = not known for this board.
    pub records_until: Option<String>,
    /// The rule, with where it comes from.
    pub rule: String,
}

/// A unit of the list over all learners.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClaimLineView {
    /// The learner's id.
    pub learner: String,
    /// Name.
    pub learner_name: String,
    /// What tells them from others of the name; null = nobody else is called so.
    pub learner_apart: Option<String>,
    /// The unit.
    pub standing: UnitStandingView,
}

/// A qualification that is to be claimed whole.
pub struct Whole {
    /// Which.
    pub qualification: Id,
    /// The units that are claimed towards it together, by id; none = every one that can be.
    pub units: Option<Vec<String>>,
}

/// The status of every unit of one learner, and what stands in the way of a whole qualification where one is named.
pub fn status(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    whole: Option<&Whole>,
) -> Result<StatusView> {
    let known = Known::of(workspace)?;
    read(workspace, author, book, (&known, whole))
}

/// Every signed unit of every learner: what an administrator claims from.
pub fn claims(workspace: &mut Workspace, author: &Author) -> Result<Vec<ClaimLineView>> {
    let known = Known::of(workspace)?;
    let mut names = namesakes::all(workspace)?;
    let mut out = Vec::new();
    for book in crate::store::journal::books_where(&workspace.db, "sign_off", "hash", "%")? {
        let view = one(workspace, author, book, &known)?;
        let (learner, learner_name) = (view.learner, view.learner_name);
        let learner_apart = names.remove(&book).and_then(|named| named.apart);
        let signed = |u: &UnitStandingView| match u.status {
            UnitStatus::Assessed | UnitStatus::Verified | UnitStatus::Claimed | UnitStatus::Certificated => {
                true
            }
            UnitStatus::InProgress | UnitStatus::Withdrawn => false,
        };
        out.extend(view.units.into_iter().filter(signed).map(|standing| ClaimLineView {
            learner: learner.clone(),
            learner_name: learner_name.clone(),
            learner_apart: learner_apart.clone(),
            standing,
        }));
    }
    let key =
        |l: &ClaimLineView| (l.learner_name.to_lowercase(), l.learner.clone(), l.standing.title.clone());
    out.sort_by_key(key);
    Ok(out)
}

/// The same, where what the centre knows of claims is at hand already.
pub fn one(workspace: &mut Workspace, author: &Author, book: Id, known: &Known) -> Result<StatusView> {
    read(workspace, author, book, (known, None))
}

fn read(
    workspace: &mut Workspace,
    author: &Author,
    book: Id,
    (known, whole): (&Known, Option<&Whole>),
) -> Result<StatusView> {
    let today = workspace.clock.now().date();
    let standings = Standings::of(workspace, book)?;
    let shelf = workspace.shelf().clone();
    let centre = workspace.centre_book()?;
    let house = House::of(centre);
    let may = |roles: &[Role]| {
        author.qualified_as(roles).err().map(|refusal| people::way_out(centre, &refusal, roles))
    };
    let (may_claim, may_release) =
        (may(&[Role::Administrator, Role::LeadIv]), may(&[Role::Iv, Role::LeadIv]));
    let state = workspace.book(book)?;
    let items = item::items(state);
    let eye = Eye {
        house,
        state,
        shelf: &shelf,
        items,
        standings: &standings,
        author,
        kept: BTreeSet::new(),
        currency: Currency::default(),
    };
    let asked = (today.as_str(), whole.map(|w| w.qualification));
    let mut units: Vec<UnitStandingView> = coverage::units(state)
        .into_iter()
        .filter_map(|u| Some(eye.standing(known, u, shelf.get(u.spec)?, asked)))
        .collect();
    if let Some(whole) = whole {
        combination((state, eye.shelf), known, whole, &mut units);
    }
    Ok(StatusView {
        learner: book.to_string(),
        learner_name: learner::facts(state).name,
        may_claim,
        may_release,
        units,
    })
}

/// Says with every unit that would be claimed towards a qualification what its rules miss.
fn combination(
    (state, shelf): (&BookState, &Shelf),
    known: &Known,
    whole: &Whole,
    units: &mut [UnitStandingView],
) {
    let claimed_now = |unit: &UnitStandingView| match &whole.units {
        Some(chosen) => chosen.contains(&unit.unit),
        None => unit.claims.is_empty() && unit.obstacles.is_empty(),
    };
    let now: Vec<String> = units.iter().filter(|u| claimed_now(u)).map(|u| u.unit.clone()).collect();
    let Some(broken) = known.combination((state, shelf), whole.qualification, now) else { return };
    for unit in units.iter_mut().filter(|u| claimed_now(u)) {
        unit.obstacles.push(shown(broken.clone()));
    }
}

fn shown(obstacle: Obstacle) -> ObstacleView {
    ObstacleView { name: obstacle.name.to_owned(), text: obstacle.text }
}

impl Eye<'_> {
    fn standing(
        &self,
        known: &Known,
        unit: &UnitRow,
        spec: &UnitSpec,
        asked: (&str, Option<Id>),
    ) -> UnitStandingView {
        let sign_off = self.signed(unit);
        let state = self.state;
        let obstacles = claims::obstacles(state, self.shelf, known, (unit, spec), asked);
        let claims: Vec<ClaimView> = status::claims(state, &unit.unit).map(|c| self.claim(c)).collect();
        let (direct_claim, rows) = known.direct_claim(spec.board(), &unit.unit);
        let direct_claim_words = match (direct_claim, rows.first()) {
            (Some(true), Some(row)) => format!("held since {} ({})", dates::short(&row.date), row.source),
            (Some(false), Some(row)) => {
                format!("not held, since {} ({})", dates::short(&row.date), row.source)
            }
            (Some(_) | None, _) => "not recorded".to_owned(),
        };
        let not_releasable = match self.author.qualified_as(&[Role::Iv, Role::LeadIv]) {
            Ok((iv, _)) => claims::releasable(state, self.shelf, (unit, spec), iv.id).err(),
            Err(refusal) => Some(refusal.into()),
        };
        let certificated = claims.iter().find_map(|c| c.certificate.as_ref().map(|one| one.date.clone()));
        let stale = sign_off.as_ref().is_some_and(|s| s.stale.is_some());
        UnitStandingView {
            unit: unit.unit.clone(),
            handle: spec.text.handle.clone(),
            title: spec.text.unit.title.clone(),
            board: spec.board().to_owned(),
            status: status::of(state, unit, stale),
            steps: self.steps(unit, &claims),
            obstacles: obstacles.into_iter().map(shown).collect(),
            warnings: twin::warnings(state, self.shelf, spec),
            not_releasable: not_releasable.map(|e| e.to_string()),
            release: self.release(unit),
            claims,
            direct_claim,
            direct_claim_words,
            kept: certificated.map(|date| {
                let kept = status::retention(&self.house.of_unit(spec).keeping, &date);
                KeptView {
                    evidence_until: kept.evidence_until,
                    records_until: kept.records_until,
                    rule: kept.rule,
                }
            }),
        }
    }

    fn steps(&self, unit: &UnitRow, claims: &[ClaimView]) -> Vec<String> {
        let mut steps = Vec::new();
        if let Some(row) = status::signed(self.state, &unit.unit) {
            let on = dates::short(&Moment { at: row.at, offset: row.offset }.date());
            steps.push(format!("Signed off by {}, {}, on {on}", self.name_of(row.chain), row.role.word()));
            if let Some(words) = status::verified(self.state, row).and_then(|v| self.seen_by(&v)) {
                steps.push(words);
            }
        }
        for claim in claims {
            steps.push(format!(
                "Claimed by {} on {} in batch {}",
                claim.by,
                dates::short(&claim.date),
                claim.batch
            ));
            if let Some(one) = &claim.certificate {
                steps.push(format!("Certificate {} of {}", one.number, dates::short(&one.date)));
            }
        }
        if let (Some(date), Some(reason)) = (&unit.withdrawn_date, &unit.withdrawn_reason) {
            steps.push(format!("Withdrawn on {}: {reason}", dates::short(date)));
        }
        steps
    }

    fn name_of(&self, chain: Id) -> String {
        self.state.person_of(chain).map_or_else(|| "somebody".into(), |p| p.name)
    }

    fn release(&self, unit: &UnitRow) -> Option<ReleaseView> {
        let row = status::signed(self.state, &unit.unit)?;
        let Verified::Released(release) = status::verified(self.state, row)? else { return None };
        Some(ReleaseView {
            statement: release.hash.to_string(),
            by: self.name_of(release.chain),
            at: Moment { at: release.at, offset: release.offset }.iso(),
            reason: release.reason.clone(),
        })
    }

    fn claim(&self, row: &ClaimRow) -> ClaimView {
        let certificate = status::certificate(self.state, row);
        ClaimView {
            statement: row.hash.to_string(),
            date: row.date.clone(),
            batch: row.batch.clone(),
            by: self.name_of(row.chain),
            at: Moment { at: row.at, offset: row.offset }.iso(),
            whole: row.qualification.is_some(),
            stale: status::claim_stale(self.state, &self.items, self.shelf, row),
            certificate: certificate.map(|c| UnitCertificateView {
                statement: c.hash.to_string(),
                number: c.number.clone(),
                date: c.date.clone(),
                by: self.name_of(c.chain),
            }),
        }
    }
}
