//! Random statements of a centre about its own look and rules: words of boards, logo, specimen
//! signatures, whether *partially met* is used. Knows no rule: what the program would refuse is drawn too.

use std::collections::BTreeMap;

use portfolio::journal::act::{Act, BoardProfileStated, LogoStated, PartiallyMetStated, SpecimenStated};
use portfolio::journal::id::{Hash, Id};
use portfolio::matrix::{LearnerWord, Whose};
use portfolio::picture::{Parts, Picture};
use portfolio::profile::{Declares, Keeping, Naming, OwnWords, PaperForm, Profile};

use super::{History, id, pick};

/// What the histories of centres must have held when enough of them ran.
pub const KINDS: [&str; 4] =
    ["board-profile.stated/1", "partially-met.stated/1", "logo.stated/1", "specimen.stated/1"];

/// The form that a sign-off fixes.
pub fn form() -> PaperForm {
    PaperForm {
        title: "Cumulative assessment record".into(),
        learner: LearnerWord::Candidate,
        declarations: BTreeMap::from([(Declares::Verifier, "I have sampled it.".to_owned())]),
        whose: Whose::Unconfirmed,
        logo: Some(Hash::of(b"a logo")),
        naming: Naming::Everybody,
    }
}

/// To these tables a picture is its file.
fn picture(width: u8) -> Picture {
    let parts = Parts { width: width.max(1).into(), height: 1, grey: true, packed: vec![0; 9] };
    Picture::of_parts(&parts).unwrap()
}

impl History {
    /// Any of the four.
    pub fn house(&mut self, desk: usize) -> Act {
        match self.rng.u8(..4) {
            0 => self.profile(desk),
            1 => self.partially_met(desk),
            2 => self.logo(desk),
            _specimen => self.specimen(desk),
        }
    }

    fn logo(&mut self, desk: usize) -> Act {
        let standing = self.state(desk).logos.iter().filter(|r| r.standing);
        let standing: Vec<Hash> = standing.map(|r| r.hash).collect();
        let picture = self.rng.bool().then(|| picture(self.rng.u8(..3)));
        LogoStated { picture, supersedes: self.heads(standing) }.into()
    }

    fn specimen(&mut self, desk: usize) -> Act {
        let known: Vec<Id> = self.state(desk).people.iter().map(|p| p.person).collect();
        let person = pick(&mut self.rng, known).unwrap_or_else(|| id(&mut self.rng));
        let standing = self.state(desk).specimens.iter().filter(|r| r.standing && r.person == person);
        let standing: Vec<Hash> = standing.map(|r| r.hash).collect();
        let (picture, draws) = (self.rng.bool().then(|| picture(self.rng.u8(..))), self.rng.bool());
        SpecimenStated { person, picture, draws, supersedes: self.heads(standing) }.into()
    }

    fn profile(&mut self, desk: usize) -> Act {
        let profile = Profile::ALL[self.rng.usize(..3)];
        let standing = self.state(desk).board_profiles.iter().filter(|r| r.standing && r.profile == profile);
        let standing: Vec<Hash> = standing.map(|r| r.hash).collect();
        let mut declarations = BTreeMap::new();
        for who in Declares::ALL.into_iter().filter(|_| self.rng.u8(..) < 64) {
            declarations.insert(who, "So it is.".to_owned());
        }
        let says = OwnWords {
            learner: self.rng.bool().then_some(LearnerWord::Candidate),
            matrix: self.rng.bool().then(|| "Record".to_owned()),
            declarations,
            keeping: self.rng.bool().then(Keeping::default),
        };
        BoardProfileStated { profile, says, supersedes: self.heads(standing) }.into()
    }

    fn partially_met(&mut self, desk: usize) -> Act {
        let standing = self.state(desk).partially_met.iter().filter(|r| r.standing);
        let standing: Vec<Hash> = standing.map(|r| r.hash).collect();
        PartiallyMetStated { used: self.rng.bool(), supersedes: self.heads(standing) }.into()
    }
}
