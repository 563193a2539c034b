//! What the acts about people, countersignatures and the status of units do to the tables. Total, like all of `apply`.
//! Refuses to refuse: rules are asked before an act is recorded, never while it is replayed.

use super::act::{
    CertificateImported, CertificateIssued, Countersigned, DirectClaimStated, InkedPageReceived,
    InkedPageWithdrawn, KeyEnded, PaperCountersigned, PersonStated, RootMade, SampleCountersigned,
    StatusWithdrawn, TraineeDecided, UnitCertificated, UnitClaimed, UnitReleased,
};

use super::rows::{
    ClaimRow, CountersignRow, CountersignedPaperRow, DirectClaimRow, HeldCertificateRow, InkedRow, PersonRow,
    ReleaseRow, RootRow, SampleCountersignRow, TraineeRow, UnitCertificateRow,
};
use super::state::{BookState, Logged};

pub fn person_stated(state: &mut BookState, entry: &Logged, a: &PersonStated) {
    for old in &a.supersedes {
        state.people.change(old, |row| row.standing &= row.person != a.person);
    }
    state.people.put(PersonRow {
        hash: entry.hash,
        person: a.person,
        name: a.name.clone(),
        initials: a.initials.clone(),
        roles: a.roles.clone(),
        qualification: a.qualification.clone(),
        competence: a.competence.clone(),
        cpd: a.cpd.clone(),
        countersigner: a.countersigner,
        active: a.active,
        standing: true,
    });
}

pub fn key_ended(state: &mut BookState, a: &KeyEnded) {
    for old in &a.supersedes {
        state.keys.change(old, |row| row.standing &= row.person != a.person);
    }
}

pub fn root_made(state: &mut BookState, entry: &Logged, a: &RootMade) {
    for old in &a.supersedes {
        state.roots.change(old, |row| row.standing = false);
    }
    state.roots.put(RootRow {
        hash: entry.hash,
        certificate: a.certificate.clone(),
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
        standing: true,
    });
}

pub fn certificate_issued(state: &mut BookState, entry: &Logged, a: &CertificateIssued) {
    state.held_certificates.put(HeldCertificateRow {
        hash: entry.hash,
        person: a.person,
        key: a.key.clone(),
        certificate: a.certificate.clone(),
        issuers: Vec::new(),
        root: Some(a.root),
        at: entry.moment.at,
    });
}

pub fn certificate_imported(state: &mut BookState, entry: &Logged, a: &CertificateImported) {
    state.held_certificates.put(HeldCertificateRow {
        hash: entry.hash,
        person: a.person,
        key: a.key.clone(),
        certificate: a.certificate.clone(),
        issuers: a.chain.clone(),
        root: None,
        at: entry.moment.at,
    });
}

pub fn direct_claim_stated(state: &mut BookState, entry: &Logged, a: &DirectClaimStated) {
    for old in &a.supersedes {
        state
            .direct_claims
            .change(old, |row| row.standing &= row.board != a.board || row.qualification != a.qualification);
    }
    state.direct_claims.put(DirectClaimRow {
        hash: entry.hash,
        board: a.board.clone(),
        qualification: a.qualification,
        holds: a.holds,
        date: a.date.clone(),
        source: a.source.clone(),
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
        standing: true,
    });
}

/// Only who made a decision says that they made it as a trainee; anything else is a crafted entry and changes nothing.
pub fn trainee_decided(state: &mut BookState, entry: &Logged, a: &TraineeDecided) {
    for decision in &a.decisions {
        if state.decisions.get(decision).is_some_and(|d| d.chain == entry.chain) {
            state.trainee_decisions.put(TraineeRow { decision: *decision, hash: entry.hash, role: a.role });
        }
    }
}

pub fn countersigned(state: &mut BookState, entry: &Logged, a: &Countersigned) {
    state.countersignatures.put(CountersignRow {
        hash: entry.hash,
        unit: a.unit.clone(),
        spec: a.spec,
        rows: a.rows.clone(),
        declaration: a.declaration.clone(),
        role: a.role,
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
    });
}

pub fn sample_countersigned(state: &mut BookState, entry: &Logged, a: &SampleCountersigned) {
    state.sample_countersignatures.put(SampleCountersignRow {
        hash: entry.hash,
        verification: a.verification,
        declaration: a.declaration.clone(),
        role: a.role,
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
    });
}

pub fn paper_countersigned(state: &mut BookState, entry: &Logged, a: &PaperCountersigned) {
    let (sign_off, countersignature, paper) = (a.sign_off, a.countersignature, a.paper);
    state.countersigned_papers.put(CountersignedPaperRow {
        hash: entry.hash,
        sign_off,
        countersignature,
        paper,
    });
}

pub fn inked_page_received(state: &mut BookState, entry: &Logged, a: &InkedPageReceived) {
    state.inked_pages.put(InkedRow {
        hash: entry.hash,
        sign_off: a.sign_off,
        page: a.page,
        size: a.size,
        media: a.media,
        carries: a.carries.clone(),
        received: a.received.clone(),
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
        withdrawn: None,
    });
}

pub fn inked_page_withdrawn(state: &mut BookState, a: &InkedPageWithdrawn) {
    state.inked_pages.change(&a.attached, |row| also(&mut row.withdrawn, &a.reason));
}

pub fn unit_released(state: &mut BookState, entry: &Logged, a: &UnitReleased) {
    state.releases.put(ReleaseRow {
        hash: entry.hash,
        unit: a.unit.clone(),
        spec: a.spec,
        sign_off: a.sign_off,
        reason: a.reason.clone(),
        role: a.role,
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
        withdrawn: None,
    });
}

pub fn unit_claimed(state: &mut BookState, entry: &Logged, a: &UnitClaimed) {
    state.claims.put(ClaimRow {
        hash: entry.hash,
        unit: a.unit.clone(),
        spec: a.spec,
        sign_off: a.sign_off,
        rests_on: a.rests_on,
        qualification: a.qualification,
        date: a.date.clone(),
        batch: a.batch.clone(),
        role: a.role,
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
        withdrawn: None,
    });
}

pub fn unit_certificated(state: &mut BookState, entry: &Logged, a: &UnitCertificated) {
    state.unit_certificates.put(UnitCertificateRow {
        hash: entry.hash,
        unit: a.unit.clone(),
        spec: a.spec,
        claim: a.claim,
        number: a.number.clone(),
        date: a.date.clone(),
        role: a.role,
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
        withdrawn: None,
    });
}

/// One entry is one statement, so at most one of the three changes.
pub fn status_withdrawn(state: &mut BookState, a: &StatusWithdrawn) {
    state.releases.change(&a.statement, |row| also(&mut row.withdrawn, &a.reason));
    state.claims.change(&a.statement, |row| also(&mut row.withdrawn, &a.reason));
    state.unit_certificates.change(&a.statement, |row| also(&mut row.withdrawn, &a.reason));
}

/// Two people may take the same back at once; both reasons are kept in an order that no clock decides.
fn also(reasons: &mut Option<String>, reason: &str) {
    *reasons = Some(match reasons.take() {
        Some(before) => format!("{before}; {reason}"),
        None => reason.to_owned(),
    });
}
