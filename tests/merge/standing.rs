//! Random acts about people, countersignatures and the status of units. Knows no rule: what the program would refuse is
//! drawn too.

use portfolio::inked::page::{Hand, ScanKind};
use portfolio::journal::act::{
    Act, CertificateImported, CertificateIssued, Countersigned, DirectClaimStated, InkedPageReceived,
    InkedPageWithdrawn, KeyEnded, KeyMade, PaperCountersigned, PersonStated, RootMade, SampleCountersigned,
    StatusWithdrawn, TraineeDecided, UnitCertificated, UnitClaimed, UnitReleased,
};
use portfolio::journal::id::{Hash, Id};
use portfolio::person::Role;

use super::{History, hash, id, pick};

/// What the histories must have held when enough of them ran.
pub const KINDS: [&str; 17] = [
    "person.stated/1",
    "person.key-made/1",
    "person.key-ended/1",
    "direct-claim.stated/1",
    "centre.root-made/1",
    "person.certificate-issued/1",
    "person.certificate-imported/1",
    "trainee.decided/1",
    "decisions.countersigned/1",
    "sample.countersigned/1",
    "paper.countersigned/1",
    "inked-page.received/1",
    "inked-page.withdrawn/1",
    "unit.released/1",
    "unit.claimed/1",
    "unit.certificated/1",
    "unit.status-withdrawn/1",
];

impl History {
    /// Something of a learner's book about trainees, countersignatures, claims.
    ///
    /// What only follows on another act is rare by itself: it comes oftener where there is something to follow on.
    pub fn standing(&mut self, desk: usize) -> Option<Act> {
        let state = self.state(desk);
        let (claimed, seen) = (!state.claims.is_empty(), !state.verifications.is_empty());
        if claimed && self.rng.bool() {
            return if self.rng.bool() { self.certificate(desk) } else { self.take_back(desk) };
        }
        if seen && self.rng.bool() {
            return self.countersign_sample(desk);
        }
        match self.rng.u8(..9) {
            0 => self.trainee(desk),
            1 => self.countersign(desk),
            2 => self.countersign_sample(desk),
            3 => self.countersign_paper(desk),
            4 => self.release(desk),
            5 => self.claim(desk),
            6 => self.certificate(desk),
            7 => self.inked_page(desk),
            _back => self.take_back(desk),
        }
    }

    /// Something of a centre's book about people, keys and direct claim status.
    pub fn people(&mut self, desk: usize) -> Option<Act> {
        if !self.state(desk).keys.is_empty() && self.rng.u8(..3) == 0 {
            return self.end_key(desk);
        }
        match self.rng.u8(..8) {
            6 => Some(self.root(desk)),
            7 => self.certificate_of_a_key(desk),
            0..3 => Some(self.person(desk)),
            3 => self.key(desk),
            4 => self.end_key(desk),
            _direct => Some(self.direct_claim(desk)),
        }
    }

    /// Decisions of anybody: those of others change nothing.
    fn trainee(&mut self, desk: usize) -> Option<Act> {
        let decisions: Vec<Hash> = self.state(desk).decisions.iter().map(|d| d.hash).collect();
        let decisions = vec![pick(&mut self.rng, decisions)?];
        Some(TraineeDecided { decisions, role: Role::TraineeAssessor }.into())
    }

    fn countersign(&mut self, desk: usize) -> Option<Act> {
        let spec = self.spec();
        let rows = self.judged(desk, spec);
        let (unit, spec) = (spec.text.id.clone(), spec.sha256);
        let declaration = "I agree.".to_owned();
        (!rows.is_empty())
            .then(|| Countersigned { unit, spec, rows, declaration, role: Role::Assessor }.into())
    }

    fn countersign_sample(&mut self, desk: usize) -> Option<Act> {
        let signed: Vec<Hash> = self.state(desk).verifications.iter().map(|v| v.hash).collect();
        let (verification, declaration) = (pick(&mut self.rng, signed)?, "I agree.".to_owned());
        Some(SampleCountersigned { verification, declaration, role: Role::Iv }.into())
    }

    fn countersign_paper(&mut self, desk: usize) -> Option<Act> {
        let signed: Vec<Hash> = self.state(desk).sign_offs.iter().map(|s| s.hash).collect();
        let (sign_off, paper) = (pick(&mut self.rng, signed)?, hash(&mut self.rng));
        Some(PaperCountersigned { sign_off, countersignature: hash(&mut self.rng), paper }.into())
    }

    /// A page of any sign-off, also the same twice, or one that counts no more.
    fn inked_page(&mut self, desk: usize) -> Option<Act> {
        let known: Vec<Hash> = self.state(desk).inked_pages.iter().map(|p| p.hash).collect();
        if let Some(attached) = pick(&mut self.rng, known).filter(|_| self.rng.bool()) {
            let reason = format!("reason {}", self.rng.u8(..));
            return Some(InkedPageWithdrawn { attached, reason }.into());
        }
        let signed: Vec<Hash> = self.state(desk).sign_offs.iter().map(|s| s.hash).collect();
        let sign_off = pick(&mut self.rng, signed)?;
        let carries = Hand::ALL.into_iter().filter(|_| self.rng.bool()).collect();
        let (page, media) = (Hash::of(&[self.rng.u8(..4)]), pick(&mut self.rng, ScanKind::ALL)?);
        let received = "2026-09-20".to_owned();
        Some(InkedPageReceived { sign_off, page, size: 9, media, carries, received }.into())
    }

    fn release(&mut self, desk: usize) -> Option<Act> {
        let signed = self.state(desk).sign_offs.iter().map(|s| (s.hash, s.unit.clone(), s.spec));
        let signed: Vec<(Hash, String, Hash)> = signed.collect();
        let (sign_off, unit, spec) = pick(&mut self.rng, signed)?;
        let reason = "not in the plan".to_owned();
        Some(UnitReleased { unit, spec, sign_off, reason, role: Role::Iv }.into())
    }

    fn claim(&mut self, desk: usize) -> Option<Act> {
        let signed = self.state(desk).sign_offs.iter().map(|s| (s.hash, s.unit.clone(), s.spec));
        let signed: Vec<(Hash, String, Hash)> = signed.collect();
        let (sign_off, unit, spec) = pick(&mut self.rng, signed)?;
        let (rests_on, batch) = (hash(&mut self.rng), format!("B-{}", self.rng.u8(..)));
        let (date, role) = ("2026-09-20".to_owned(), Role::Administrator);
        let qualification = self.rng.bool().then(|| id(&mut self.rng));
        Some(UnitClaimed { unit, spec, sign_off, rests_on, qualification, date, batch, role }.into())
    }

    fn certificate(&mut self, desk: usize) -> Option<Act> {
        let claims = self.state(desk).claims.iter().map(|c| (c.hash, c.unit.clone(), c.spec));
        let claims: Vec<(Hash, String, Hash)> = claims.collect();
        let (claim, unit, spec) = pick(&mut self.rng, claims)?;
        let (number, date) = ("C-1".to_owned(), "2026-10-01".to_owned());
        Some(UnitCertificated { unit, spec, claim, number, date, role: Role::LeadIv }.into())
    }

    fn take_back(&mut self, desk: usize) -> Option<Act> {
        let state = self.state(desk);
        let releases = state.releases.iter().map(|r| r.hash);
        let rest = state.claims.iter().map(|c| c.hash).chain(state.unit_certificates.iter().map(|c| c.hash));
        let all: Vec<Hash> = releases.chain(rest).collect();
        let statement = pick(&mut self.rng, all)?;
        let reason = format!("reason {}", self.rng.u8(..));
        Some(StatusWithdrawn { statement, reason, role: Role::LeadIv }.into())
    }

    fn person(&mut self, desk: usize) -> Act {
        let known: Vec<Id> = self.state(desk).people.iter().map(|p| p.person).collect();
        let person = self.known_or_new(known);
        let standing = self.state(desk).people.iter().filter(|p| p.standing && p.person == person);
        let standing: Vec<Hash> = standing.map(|p| p.hash).collect();
        let roles = Role::ALL.into_iter().filter(|_| self.rng.u8(..) < 64).collect();
        PersonStated {
            person,
            name: format!("Kit {}", self.rng.u8(..4)),
            initials: "K".into(),
            roles,
            qualification: "Level 3 \u{1} é".into(),
            competence: String::new(),
            cpd: "2026-01-01".into(),
            countersigner: self.rng.bool().then(|| id(&mut self.rng)),
            active: self.rng.bool(),
            supersedes: self.heads(standing),
        }
        .into()
    }

    fn key(&mut self, desk: usize) -> Option<Act> {
        let known: Vec<Id> = self.state(desk).people.iter().map(|p| p.person).collect();
        let person = pick(&mut self.rng, known)?;
        let supersedes = self.keys_of(desk, person);
        Some(KeyMade { person, key: format!("key {}", self.rng.u32(..)), supersedes }.into())
    }

    fn end_key(&mut self, desk: usize) -> Option<Act> {
        let known: Vec<Id> = self.state(desk).keys.iter().map(|k| k.person).collect();
        let person = pick(&mut self.rng, known)?;
        let supersedes = self.keys_of(desk, person);
        Some(KeyEnded { person, reason: "forgotten".into(), supersedes }.into())
    }

    fn keys_of(&mut self, desk: usize, person: Id) -> Vec<Hash> {
        let standing = self.state(desk).keys.iter().filter(|k| k.standing && k.person == person);
        let standing: Vec<Hash> = standing.map(|k| k.hash).collect();
        self.heads(standing)
    }

    fn root(&mut self, desk: usize) -> Act {
        let standing: Vec<Hash> =
            self.state(desk).roots.iter().filter(|r| r.standing).map(|r| r.hash).collect();
        let (certificate, supersedes) = (format!("root {}", self.rng.u8(..)), self.heads(standing));
        RootMade { certificate, supersedes }.into()
    }

    /// Of a key that is known, under a root that may not be; or brought from elsewhere.
    fn certificate_of_a_key(&mut self, desk: usize) -> Option<Act> {
        let keys: Vec<(Id, String)> =
            self.state(desk).keys.iter().map(|k| (k.person, k.key.clone())).collect();
        let (person, key) = pick(&mut self.rng, keys)?;
        let certificate = format!("certificate {}", self.rng.u8(..));
        if self.rng.bool() {
            let chain = vec!["issuer".to_owned()];
            return Some(CertificateImported { person, key, certificate, chain }.into());
        }
        let roots: Vec<Hash> = self.state(desk).roots.iter().map(|r| r.hash).collect();
        let root = pick(&mut self.rng, roots).unwrap_or_else(|| hash(&mut self.rng));
        Some(CertificateIssued { person, key, certificate, root }.into())
    }

    fn direct_claim(&mut self, desk: usize) -> Act {
        let board = ["OCR", "Pearson EDI"][self.rng.usize(..2)].to_owned();
        let standing = self.state(desk).direct_claims.iter().filter(|d| d.standing && d.board == board);
        let standing: Vec<Hash> = standing.map(|d| d.hash).collect();
        let (holds, supersedes) = (self.rng.bool(), self.heads(standing));
        let (date, source) = ("2026-01-10".to_owned(), "a letter".to_owned());
        DirectClaimStated { board, qualification: None, holds, date, source, supersedes }.into()
    }
}
