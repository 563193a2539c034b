//! Who had a part in a unit, as its paper names them: the assessor and their standing, what trainees decided and who countersigned
//! which of it, whose initials stand in the rows, the blocks of the countersigners. Refuses to know how it is laid out.

use std::collections::{BTreeMap, BTreeSet};

use crate::countersign;
use crate::journal::act::{Judged, LearnerFacts, PersonName};
use crate::journal::entry::Moment;
use crate::journal::id::Id;
use crate::journal::rows::{CountersignRow, DecisionRow, SignOffRow};
use crate::matrix::{self, Declaration, DeclarationKind, SignatureState, Standing, TraineeDecided};
use crate::profile::PaperForm;
use crate::stale;
use crate::view::marks;
use crate::view::matrix::{Edition, IN_THE_RECORD, Source, capital, open, some};

/// A decision that stands on a row.
struct Decided<'a> {
    /// The row's place in the unit text.
    at: usize,
    decision: &'a DecisionRow,
    /// A trainee made it.
    trainee: bool,
    /// No other stands beside it.
    alone: bool,
}

/// Somebody who countersigned decisions of the unit.
struct Behind<'a> {
    person: PersonName,
    /// Places of the rows.
    rows: BTreeSet<usize>,
    /// The last they gave.
    last: &'a CountersignRow,
}

impl Source<'_> {
    /// Assessor, verifier and dates.
    pub(super) fn people(
        &self,
        edition: &Edition,
        form: &PaperForm,
        facts: &LearnerFacts,
        signed: Option<&SignOffRow>,
    ) -> matrix::People {
        let decided = self.decided();
        let days = || decided.iter().map(|own| own.decision.date.as_str());
        let before = form.naming.before();
        let named = some(&facts.assessor);
        let assessor =
            if before { named } else { named.or_else(|| self.whoever_assessed(edition, signed, &decided)) };
        let standing = if before {
            self.standing_before(&decided, &facts.assessor)
        } else {
            self.standing_of(&decided, assessor.as_deref())
        };
        let verified = || {
            let row = marks::verified(self.state, &self.unit.unit, signed?.hash)?;
            self.state.person_of(row.chain).map(|person| person.name)
        };
        let verifier = some(&facts.iv).or_else(|| match edition {
            Edition::Current { .. } => verified(),
            Edition::Original { .. } => None,
        });
        matrix::People {
            standing,
            trainees: if before { Vec::new() } else { self.trainees(&decided, edition.standing(signed)) },
            initials: if before { Vec::new() } else { self.initials(edition, &decided) },
            assessor,
            verifier,
            started_on: some(&facts.start).or_else(|| days().min().map(str::to_owned)),
            decided_on: days().max().map(str::to_owned),
        }
    }

    /// The decisions that stand, in the order of the rows; those made under another text stand under that one.
    fn decided(&self) -> Vec<Decided<'_>> {
        let mut all = Vec::new();
        for (at, row) in self.spec.rows.iter().enumerate() {
            let Some(hashes) = self.state.decisions_of_row.get(&row.id) else { continue };
            let alone = hashes.len() == 1;
            for decision in hashes.iter().filter_map(|hash| self.state.decisions.get(hash)) {
                if stale::other_text(self.state, self.shelf, self.spec, decision).is_none() {
                    let trainee = countersign::by_trainee(self.state, decision.hash);
                    all.push(Decided { at, decision, trainee, alone });
                }
            }
        }
        all
    }

    /// Where the learner's facts name no assessor: whoever signed, else whoever decided.
    fn whoever_assessed(
        &self,
        edition: &Edition,
        signed: Option<&SignOffRow>,
        decided: &[Decided<'_>],
    ) -> Option<String> {
        match (edition, signed.and_then(|signed| self.state.person_of(signed.chain))) {
            (Edition::Original { signer, .. }, _) => Some(signer.name.clone()),
            (Edition::Current { .. }, Some(signer)) => Some(signer.name),
            (Edition::Current { .. }, None) => {
                let chains: BTreeSet<Id> = decided.iter().map(|own| own.decision.chain).collect();
                let names: BTreeSet<String> =
                    chains.into_iter().filter_map(|c| self.state.person_of(c)).map(|p| p.name).collect();
                some(&names.into_iter().collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// The standing of the assessor who is named, by what they decided themselves: what somebody else decided says nothing of it.
    fn standing_of(&self, decided: &[Decided<'_>], named: Option<&str>) -> Standing {
        let chains: BTreeMap<Id, bool> =
            decided.iter().fold(BTreeMap::new(), |mut chains: BTreeMap<Id, bool>, own| {
                *chains.entry(own.decision.chain).or_insert(true) &= own.trainee;
                chains
            });
        let theirs = |chain: Id| {
            self.state
                .chains
                .get(&chain)
                .is_some_and(|c| c.person_name.as_deref() == named && named.is_some())
        };
        let theirs: Vec<bool> =
            chains.into_iter().filter_map(|(chain, trainee)| theirs(chain).then_some(trainee)).collect();
        if theirs.is_empty() {
            Standing::NotRecorded
        } else if theirs.iter().all(|trainee| *trainee) {
            Standing::Trainee { countersigned_by: None }
        } else {
            Standing::Qualified
        }
    }

    /// What each trainee decided, by name, and who countersigned which of it.
    fn trainees(&self, decided: &[Decided<'_>], signed: Option<&SignOffRow>) -> Vec<TraineeDecided> {
        let mut of: BTreeMap<Id, Vec<&Decided<'_>>> = BTreeMap::new();
        for own in decided.iter().filter(|own| own.trainee) {
            of.entry(own.decision.chain).or_default().push(own);
        }
        // A person may have decided at more than one desk.
        let mut by: BTreeMap<(String, Option<Id>), Vec<&Decided<'_>>> = BTreeMap::new();
        for (chain, own) in of {
            let person = self.state.person_of(chain);
            let key = person.map_or_else(|| ("somebody".to_owned(), None), |p| (p.name, Some(p.id)));
            by.entry(key).or_default().extend(own);
        }
        let told = |((by, _), own): ((String, Option<Id>), Vec<&Decided<'_>>)| {
            let (behind, open) = self.behind(own.iter().copied(), signed);
            let countersigned = behind.into_iter().map(|behind| matrix::Countersigned {
                by: behind.person.name,
                criteria: self.criteria(&behind.rows),
            });
            TraineeDecided {
                by,
                criteria: self.criteria(&own.iter().map(|own| own.at).collect()),
                countersigned: countersigned.collect(),
                open: self.criteria(&open),
            }
        };
        by.into_iter().map(told).collect()
    }

    /// Whoever countersigned these, in the order in which their boxes are signed, and the places of the rows that nobody did. Of a
    /// unit that is signed those whom its signer had seen come first, with what was seen of them: theirs are the boxes of its paper.
    fn behind<'b>(
        &self,
        theirs: impl Iterator<Item = &'b Decided<'b>>,
        signed: Option<&SignOffRow>,
    ) -> (Vec<Behind<'_>>, BTreeSet<usize>) {
        let (mut rows, mut open) = (Vec::new(), BTreeSet::new());
        for own in theirs {
            let decision = own.decision.hash;
            if countersign::of_decision(self.state, decision).next().is_none() {
                open.insert(own.at);
            }
            rows.push(Judged { row: own.decision.row.clone(), decision });
        }
        let seen = signed.and_then(|signed| self.state.log.iter().find(|l| l.hash == signed.hash));
        let had_seen = |hash| seen.is_none_or(|sign_off| self.state.had_seen(sign_off, hash));
        let mut behind = countersign::behind(self.state, &rows, &had_seen);
        for other in countersign::behind(self.state, &rows, &|_since| true) {
            if behind.iter().all(|own| own.person.id != other.person.id) {
                behind.push(other);
            }
        }
        let places = |rows: &[String]| rows.iter().filter_map(|row| self.spec.place(row)).collect();
        let behind = behind.into_iter();
        let all = behind.map(|b| Behind { person: b.person, rows: places(&b.rows), last: b.row }).collect();
        (all, open)
    }

    /// "1.1–1.3, 2.1": rows that follow each other in the unit text as a run.
    fn criteria(&self, places: &BTreeSet<usize>) -> String {
        let code = |at: usize| self.spec.rows.get(at).map_or("?", |row| row.code.as_str());
        runs(places)
            .into_iter()
            .map(|(first, last)| match last - first {
                0 => code(first).to_owned(),
                1 => format!("{}, {}", code(first), code(last)),
                _more => format!("{}–{}", code(first), code(last)),
            })
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Whose initials stand in the rows: those who decided, and in a current record the IVs who looked.
    fn initials(&self, edition: &Edition, decided: &[Decided<'_>]) -> Vec<matrix::Initials> {
        let mut chains: BTreeMap<Id, bool> = BTreeMap::new();
        for own in decided.iter().filter(|own| own.alone) {
            *chains.entry(own.decision.chain).or_insert(true) &= own.trainee;
        }
        let mut all: BTreeSet<(&str, String, String)> = BTreeSet::new();
        for (chain, trainee) in chains {
            if let Some(person) = self.state.person_of(chain) {
                all.insert((if trainee { "trainee" } else { "" }, person.name, person.initials));
            }
        }
        if let Edition::Current { .. } = edition {
            let rows: BTreeSet<&str> = self.spec.rows.iter().map(|row| row.id.as_str()).collect();
            let own = self.state.findings.iter().filter(|f| f.standing && rows.contains(f.row.as_str()));
            let chains: BTreeSet<Id> = own.map(|finding| finding.chain).collect();
            let ivs = chains.into_iter().filter_map(|chain| self.state.person_of(chain));
            all.extend(ivs.map(|person| ("IV", person.name, person.initials)));
        }
        // Assessors first, then their trainees, then the IVs.
        let mut all: Vec<_> = all.into_iter().collect();
        all.sort_by_key(|(note, ..)| (*note == "IV", *note == "trainee"));
        let told = |(note, name, initials): (&str, String, String)| matrix::Initials {
            initials,
            name,
            note: note.to_owned(),
        };
        all.into_iter().map(told).collect()
    }

    /// The blocks of those who countersigned for trainees, one for each person, and an open one while a decision waits; none where
    /// no trainee decided.
    pub(super) fn countersigners(&self, form: &PaperForm, standing: Option<&SignOffRow>) -> Vec<Declaration> {
        let decided = self.decided();
        if form.naming.before() {
            return self.countersigner_before(form, &decided).into_iter().collect();
        }
        let theirs: Vec<&Decided<'_>> = decided.iter().filter(|own| own.trainee).collect();
        if theirs.is_empty() {
            return Vec::new();
        }
        let every: BTreeSet<usize> = theirs.iter().map(|own| own.at).collect();
        let (behind, waits) = self.behind(theirs.into_iter(), standing);
        let empty = || open(form, DeclarationKind::CountersigningAssessor, "");
        let some_wait = !behind.is_empty() && !waits.is_empty();
        let left = if some_wait { format!(" Still open: {}.", self.criteria(&waits)) } else { String::new() };
        let mut blocks: Vec<Declaration> = behind
            .into_iter()
            .map(|own| {
                let which = if own.rows == every {
                    String::new()
                } else {
                    format!(" Countersigned: {}.", self.criteria(&own.rows))
                };
                signed(own.last, own.person, &which, empty())
            })
            .collect();
        if blocks.is_empty() || some_wait {
            let block = empty();
            blocks.push(Declaration { text: format!("{}{left}", block.text), ..block });
        }
        blocks
    }

    /// As papers that were signed before had it: a trainee's as soon as one decision is; qualified where the one who is named made
    /// all of them.
    fn standing_before(&self, decided: &[Decided<'_>], named: &str) -> Standing {
        let rows = trainee_rows(decided);
        if rows.is_empty() {
            let mut by = decided.iter().map(|own| self.state.person_of(own.decision.chain)).peekable();
            let theirs = by.peek().is_some() && by.all(|p| p.is_some_and(|p| p.name == named));
            return if theirs { Standing::Qualified } else { Standing::NotRecorded };
        }
        let names: BTreeSet<String> = countersign::of_rows(self.state, &rows)
            .into_iter()
            .filter_map(|c| self.state.person_of(c.chain))
            .map(|p| p.name)
            .collect();
        let names: Vec<String> = names.into_iter().collect();
        Standing::Trainee { countersigned_by: some(&names.join(", ")) }
    }

    /// As papers that were signed before had it: one block, of the first countersignature by hash.
    fn countersigner_before(&self, form: &PaperForm, decided: &[Decided<'_>]) -> Option<Declaration> {
        let rows = trainee_rows(decided);
        if rows.is_empty() {
            return None;
        }
        let empty = open(form, DeclarationKind::CountersigningAssessor, "");
        let by = countersign::of_rows(self.state, &rows).into_iter().next();
        Some(match by.and_then(|row| Some((row, self.state.person_of(row.chain)?))) {
            Some((row, person)) => signed(row, person, "", empty),
            None => empty,
        })
    }
}

/// The block of somebody who countersigned.
fn signed(row: &CountersignRow, person: PersonName, which: &str, empty: Declaration) -> Declaration {
    Declaration {
        name: Some(person.name),
        initials: Some(person.initials),
        role: Some(capital(row.role.word())),
        date: Some(Moment { at: row.at, offset: row.offset }.date()),
        state: SignatureState::Signed { how: IN_THE_RECORD.into() },
        text: format!("{}{which}", row.declaration),
        ..empty
    }
}

/// The rows whose standing decision is a trainee's.
fn trainee_rows(decided: &[Decided<'_>]) -> Vec<Judged> {
    let theirs = decided.iter().filter(|own| own.trainee).map(|own| own.decision);
    theirs.map(|d| Judged { row: d.row.clone(), decision: d.hash }).collect()
}

/// First and last of each run of numbers that follow each other.
fn runs(places: &BTreeSet<usize>) -> Vec<(usize, usize)> {
    let mut all: Vec<(usize, usize)> = Vec::new();
    for at in places {
        match all.last_mut() {
            Some((_, last)) if *last + 1 == *at => *last = *at,
            _first_or_apart => all.push((*at, *at)),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_follow_each_other_are_a_run() {
        type Case<'a> = (&'a [usize], &'a [(usize, usize)]);
        let cases: [Case<'_>; 4] = [
            (&[], &[]),
            (&[3], &[(3, 3)]),
            (&[0, 1, 2, 5], &[(0, 2), (5, 5)]),
            (&[7, 0, 6, 2], &[(0, 0), (2, 2), (6, 7)]),
        ];
        for (places, want) in cases {
            assert_eq!(runs(&places.iter().copied().collect()), want, "{places:?}");
        }
    }
}
