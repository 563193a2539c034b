//! Gathers from the records what the paper about the IV's samples says: which decisions were looked at, every word on them that
//! stands, answers, closings, signatures, and what was left out. Refuses to know what the paper looks like.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::countersign;
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{DecisionRow, FindingRow, MappingRow, NoteRow, SampleRow, VerificationRow};
use crate::matrix::MappingLine;
use crate::matrix::papers::{
    LeftOut, Said, SaidSince, SampleFacts, SampleSigned, SampledDecision, SampledRow,
};
use crate::sampling::{Judgement, verbs};
use crate::stale;
use crate::view::matrix::{self as fill, Source};

fn day(at: i64, offset: i32) -> String {
    Moment { at, offset }.date()
}

impl Source<'_> {
    /// The samples of the unit, in the order of their numbers. `at` is the unit's place among the portfolio's units.
    pub(super) fn samples(&self, at: usize) -> Vec<SampleFacts> {
        let own = self.state.samples.iter().filter(|sample| sample.unit == self.unit.unit);
        let mut own: Vec<&SampleRow> = own.collect();
        own.sort_by_key(|sample| (sample.number, sample.sample));
        own.into_iter().map(|sample| self.sample(sample, at)).collect()
    }

    fn sample(&self, sample: &SampleRow, unit: usize) -> SampleFacts {
        let spec = self.shelf.get(sample.spec).map_or(self.spec, AsRef::as_ref);
        let place = |row: &str| spec.place(row).unwrap_or(usize::MAX);
        let mut rows: Vec<(usize, SampledRow)> = sample
            .rows
            .iter()
            .map(|judged| {
                let row = spec.row(&judged.row);
                let outcome = row.and_then(|row| spec.text.outcomes.get(row.outcome));
                let text = row.map_or("not on record", |row| row.text.as_str());
                let (decision, said) = self.looked_at(sample, &judged.row, judged.decision);
                let sampled = SampledRow {
                    code: row.map_or_else(|| "–".to_owned(), |row| row.code.clone()),
                    text: if text.trim().is_empty() { outcome.map_or("", |own| &own.text) } else { text }
                        .to_owned(),
                    decision,
                    said,
                };
                (place(&judged.row), sampled)
            })
            .collect();
        rows.sort_by_key(|(place, _)| *place);
        let mut signed: Vec<&VerificationRow> =
            self.state.verifications.iter().filter(|own| own.sample == sample.sample).collect();
        signed.sort_by_key(|own| (own.at, own.hash));
        SampleFacts {
            number: verbs::number(sample),
            unit,
            on: day(sample.at, sample.offset),
            summative: sample.summative,
            by: self.name(sample.chain),
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            signed: signed.into_iter().map(|own| self.signed_sample(own)).collect(),
        }
    }

    /// What an IV looked at: the decision that they commented on, until then the one that stands, and their words.
    fn looked_at(&self, sample: &SampleRow, row: &str, picked: Hash) -> (Option<SampledDecision>, Vec<Said>) {
        let own =
            self.state.findings.iter().filter(|f| f.standing && f.sample == sample.sample && f.row == row);
        let mut findings: Vec<&FindingRow> = own.collect();
        findings.sort_by_key(|f| (Reverse(f.judgement), f.hash));
        let standing = self.state.decisions_of_row.get(row).filter(|all| all.len() == 1);
        let standing = standing.and_then(|all| all.first()).copied();
        let hash = findings.first().map_or_else(|| standing.unwrap_or(picked), |finding| finding.decision);
        let decision = self.state.decisions.get(&hash).map(|decision| {
            let relied = decision.relied_on.iter().filter_map(|own| self.state.mappings.get(&own.mapping));
            SampledDecision {
                outcome: fill::printed(decision.outcome),
                on: decision.date.clone(),
                by: self.name(decision.chain),
                evidence: self.relied(relied, decision, Moment { at: sample.at, offset: sample.offset }),
            }
        });
        (decision, findings.into_iter().map(|finding| self.said_by_iv(finding)).collect())
    }

    /// What a decision rests on, each link where it stands now; what is put forward no more says so.
    fn relied<'b>(
        &'b self,
        links: impl Iterator<Item = &'b MappingRow>,
        decision: &DecisionRow,
        moment: Moment,
    ) -> Vec<MappingLine> {
        let edition = fill::Edition::Current { moment };
        let mut lines: BTreeMap<(String, Option<String>, Hash), MappingLine> = BTreeMap::new();
        for link in links {
            let now = if link.standing { Vec::new() } else { stale::in_its_place(self.state, link) };
            let now = now.first().and_then(|hash| self.state.mappings.get(hash)).unwrap_or(link);
            let mut line = self.mapping(now, Some(decision), &edition);
            if !now.standing {
                let note = line.note.take().map_or_else(String::new, |note| format!("; {note}"));
                line.note = Some(format!("withdrawn since{note}"));
            }
            lines.insert((line.reference.clone(), line.place.clone(), now.hash), line);
        }
        lines.into_values().collect()
    }

    fn said_by_iv(&self, finding: &FindingRow) -> Said {
        let mut notes: Vec<&NoteRow> =
            self.state.notes.iter().filter(|note| note.finding == finding.hash).collect();
        notes.sort_by_key(|note| (note.at, note.hash));
        let since = |note: &NoteRow| SaidSince {
            closes: note.closes,
            by: self.name(note.chain),
            on: day(note.at, note.offset),
            text: note.note.clone(),
        };
        Said {
            word: finding.judgement.word().to_owned(),
            action: match finding.judgement {
                Judgement::Agree => false,
                Judgement::Action | Judgement::Disagree => true,
            },
            by: self.name(finding.chain),
            on: day(finding.at, finding.offset),
            reason: finding.reason.clone(),
            due: finding.due.clone(),
            since: stale::finding(self.state, finding),
            notes: notes.into_iter().map(since).collect(),
        }
    }

    fn signed_sample(&self, own: &VerificationRow) -> SampleSigned {
        let countersigned = countersign::of_record(self.state, own).map(|c| {
            (self.name(c.chain), c.role.word().to_owned(), day(c.at, c.offset), c.declaration.clone())
        });
        SampleSigned {
            by: (self.name(own.chain), own.role.word().to_owned()),
            on: day(own.at, own.offset),
            declaration: own.declaration.clone(),
            countersigned,
            since: stale::verification(self.state, own),
        }
    }

    /// Every time that an IV left the unit out of the sample.
    pub(super) fn left_out(&self, unit: usize) -> Vec<LeftOut> {
        let own = self.state.releases.iter().filter(|own| own.unit == self.unit.unit);
        let mut all: Vec<(i64, Hash, LeftOut)> = own
            .map(|own| {
                let left = LeftOut {
                    unit,
                    why: own.reason.clone(),
                    by: self.name(own.chain),
                    on: day(own.at, own.offset),
                    taken_back: own.withdrawn.clone(),
                };
                (own.at, own.hash, left)
            })
            .collect();
        all.sort_by_key(|(at, hash, _)| (*at, *hash));
        all.into_iter().map(|(.., left)| left).collect()
    }

    fn name(&self, chain: Id) -> String {
        self.state.person_of(chain).map_or_else(|| "somebody".to_owned(), |person| person.name)
    }
}
