//! Random statements of a centre about its own look and rules: words of boards, whether *partially
//! met* is used. Knows no rule: what the program would refuse is drawn too.

use std::collections::BTreeMap;

use portfolio::journal::act::{Act, BoardProfileStated, PartiallyMetStated};
use portfolio::journal::id::Hash;
use portfolio::matrix::{LearnerWord, Whose};
use portfolio::profile::{Declares, Keeping, OwnWords, PaperForm, Profile};

use super::History;

/// What the histories of centres must have held when enough of them ran.
pub const KINDS: [&str; 2] = ["board-profile.stated/1", "partially-met.stated/1"];

/// The form that a sign-off fixes.
pub fn form() -> PaperForm {
    PaperForm {
        title: "Cumulative assessment record".into(),
        learner: LearnerWord::Candidate,
        declarations: BTreeMap::from([(Declares::Verifier, "I have sampled it.".to_owned())]),
        whose: Whose::Unconfirmed,
    }
}

impl History {
    /// Either of the two.
    pub fn house(&mut self, desk: usize) -> Act {
        if self.rng.bool() { self.profile(desk) } else { self.partially_met(desk) }
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
