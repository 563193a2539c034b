//! The commands about countersignatures and about what becomes of a unit after its sign-off.

use serde::Deserialize;
use ts_rs::TS;

use super::Session;
use super::commands::{deed_view, find_sample, hash};
use super::request::Nothing;
use crate::claims;
use crate::countersign;
use crate::error::Result;
use crate::view::signoff::{self as signoff_view, SignOffView};
use crate::view::status::{self as view, ClaimLineView, StatusView, Whole};
use crate::view::workspace::DeedView;
use crate::{learner, qualifications};

requests! {
    /// Countersigns a trainee's decisions.
    Countersign {
        /// Name or id.
        learner: String,
        /// Handle or id.
        unit: String,
        /// Codes; every decision of a trainee that waits when absent.
        codes: Option<String>,
        /// Signing password.
        password: String,
    }
    /// Countersigns a trainee's signed sampling record.
    SampleCountersign {
        /// Name or id, where sample numbers are not unique.
        learner: Option<String>,
        /// Number or id.
        sample: String,
        /// Signing password.
        password: String,
    }
    /// Releases a signed unit as not sampled under the plan.
    UnitRelease {
        /// Name or id.
        learner: String,
        /// Handle or id.
        unit: String,
        /// Why the plan leaves it out.
        reason: String,
        /// Signing password.
        password: String,
    }
    /// Asks where the units of a learner stand.
    StatusShow {
        /// Name or id.
        learner: String,
        /// Qualification that is to be claimed whole, by id, number or title: says also what stands in the way of that.
        qualification: Option<String>,
        /// The units that are to be claimed towards it together; every one that can be when absent.
        units: Option<Vec<String>>,
    }
    /// Claims units of a learner.
    ClaimMake {
        /// Name or id.
        learner: String,
        /// Handles or ids.
        units: Vec<String>,
        /// Qualification that is claimed whole, by id, number or title.
        qualification: Option<String>,
        /// ISO date; today when absent.
        date: Option<String>,
        /// Reference of the batch.
        batch: String,
    }
    /// Records the certificate of claimed units.
    CertificateRecord {
        /// Name or id.
        learner: String,
        /// Handles or ids.
        units: Vec<String>,
        /// Number of the certificate.
        number: String,
        /// ISO date on it; today when absent.
        date: Option<String>,
    }
    /// Takes a release, a claim or a certificate back.
    StatusTakeBack {
        /// Name or id.
        learner: String,
        /// Id of the release, claim or certificate.
        statement: String,
        /// Why.
        reason: String,
    }
    /// Says whether the centre holds direct claim status with a board.
    DirectClaim {
        /// Board, as the unit texts name it.
        board: String,
        /// Qualification, where the status is of that one alone.
        qualification: Option<String>,
        /// Held, or lost.
        holds: bool,
        /// ISO date from which that is so; today when absent.
        date: Option<String>,
        /// Who said so.
        source: String,
    }
}

pub fn countersign_decisions(session: &mut Session, request: Countersign) -> Result<SignOffView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let wanted = (request.unit.as_str(), request.codes.as_deref());
    countersign::sign(workspace, &author, book, wanted, &request.password)?;
    signoff_view::sign_off(workspace, &author, book, &request.unit)
}

pub fn countersign_sample(session: &mut Session, request: SampleCountersign) -> Result<DeedView> {
    let (book, sample) = find_sample(session, request.learner.as_deref(), &request.sample)?;
    let author = session.author.clone();
    let deed = countersign::sign_sample(session.workspace()?, &author, book, sample, &request.password)?;
    deed_view(session, book, deed, Vec::new())
}

pub fn show(session: &mut Session, request: StatusShow) -> Result<StatusView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let Some(name) = request.qualification else { return view::status(workspace, &author, book, None) };
    let qualification = qualifications::find(workspace.centre_book()?, &name)?;
    let unit = |name: &String| Ok(learner::unit_of(workspace, book, name)?.0.unit);
    let units = request.units.map(|names| names.iter().map(unit).collect::<Result<_>>()).transpose()?;
    view::status(workspace, &author, book, Some(&Whole { qualification, units }))
}

pub fn list(session: &mut Session, _request: Nothing) -> Result<Vec<ClaimLineView>> {
    let author = session.author.clone();
    view::claims(session.workspace()?, &author)
}

pub fn release(session: &mut Session, request: UnitRelease) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let deed = claims::release(workspace, &author, book, &request.unit, &request.reason, &request.password)?;
    deed_view(session, book, deed, Vec::new())
}

pub fn claim(session: &mut Session, request: ClaimMake) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let wanted = claims::Request {
        units: &request.units,
        qualification: request.qualification.as_deref(),
        date: request.date.as_deref(),
        batch: &request.batch,
    };
    let (warnings, deed) = claims::claim(workspace, &author, book, &wanted)?;
    deed_view(session, book, deed, warnings)
}

pub fn certify(session: &mut Session, request: CertificateRecord) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let said = (request.number.as_str(), request.date.as_deref());
    let deed = claims::certify(workspace, &author, book, &request.units, said)?;
    deed_view(session, book, deed, Vec::new())
}

pub fn take_back(session: &mut Session, request: StatusTakeBack) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let statement = hash(&request.statement, "release, claim or certificate")?;
    let deed = claims::take_back(workspace, &author, book, statement, &request.reason)?;
    deed_view(session, book, deed, Vec::new())
}

pub fn direct_claim(session: &mut Session, request: DirectClaim) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let of = (request.board.as_str(), request.qualification.as_deref());
    let said = (request.date.as_deref(), request.source.as_str());
    let deed = claims::state_direct_claim(workspace, &author, of, request.holds, said)?;
    let centre = workspace.centre();
    deed_view(session, centre, deed, Vec::new())
}
