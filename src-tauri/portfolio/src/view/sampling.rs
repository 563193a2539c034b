//! The IV's screens: which decisions can be sampled, the samples made, their comments and actions.

use std::collections::BTreeSet;

use serde::Serialize;
use ts_rs::TS;

use super::details::Currency;
use super::portfolio::{DecisionView, LinkView, RowState};
use super::shown::Eye;
use crate::countersign;
use crate::coverage;
use crate::error::{Error, Result};
use crate::evidence::folder::Standings;
use crate::evidence::item;
use crate::house::House;
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::rows::{FindingRow, NoteRow, SampleRow, VerificationRow};
use crate::people;
use crate::portfolio::{Author, Workspace};
use crate::profile::Declares;
use crate::sampling::{Judgement, verbs};
use crate::separation;
use crate::stale;
use crate::unit::spec::UnitSpec;

/// All samples of one learner.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SamplingView {
    /// Newest first.
    pub samples: Vec<SampleView>,
    /// Open actions over all samples of units that the learner takes, for the assessor.
    pub actions: Vec<ActionView>,
}

/// One sampling record.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SampleView {
    /// Id, short enough to type: "S001" style number is in `number`.
    pub sample: String,
    /// "S001".
    pub number: String,
    /// Unit id.
    pub unit: String,
    /// Unit title.
    pub unit_title: String,
    /// "interim" before sign-off, "summative" after.
    pub stage: String,
    /// IV.
    pub by: String,
    /// ISO 8601.
    pub at: String,
    /// True when the person at the desk made it.
    pub yours: bool,
    /// What was looked at.
    pub rows: Vec<SampleRowView>,
    /// Why it cannot be signed yet, in words; empty = it can.
    pub blocks: Vec<String>,
    /// What is declared by signing it.
    pub declaration: String,
    /// Why the person at the desk, who made it, can never sign it; null = they can, or somebody else made it.
    pub may_sign: Option<String>,
    /// Signed by, at; null while open.
    pub verified: Option<VerifiedView>,
}

/// Who signed a sampling record and when.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VerifiedView {
    /// Name.
    pub by: String,
    /// ISO 8601.
    pub at: String,
    /// Why it no longer holds; null = it does.
    pub stale: Option<String>,
    /// A trainee's, which counts only once it is countersigned.
    pub trainee: bool,
    /// Who countersigned it.
    pub countersigned_by: Option<String>,
    /// Why the person at the desk cannot countersign it; null = they can, or nothing waits.
    pub countersign: Option<String>,
}

/// One sampled decision.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SampleRowView {
    /// Row id.
    pub row: String,
    /// "2.3".
    pub code: String,
    /// Text.
    pub text: String,
    /// State now.
    pub state: RowState,
    /// The decision that was sampled.
    pub decision: Option<DecisionView>,
    /// The links it relied on.
    pub links: Vec<SampledLinkView>,
    /// The IV's word; null = not judged yet.
    pub finding: Option<FindingView>,
    /// Other words of the same IV that stand too, said on another machine; a new word settles them.
    pub also_said: Vec<FindingView>,
    /// What was said and taken back, in the order in which it was said.
    pub taken_back: Vec<FindingView>,
}

/// A link that a sampled decision relied on, and which bytes were judged.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SampledLinkView {
    /// The link as it is now.
    #[serde(flatten)]
    pub link: LinkView,
    /// SHA-256 of the files of the item as they were judged, in order.
    pub judged: Vec<String>,
}

/// The IV's comment on one decision.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FindingView {
    /// Id.
    pub finding: String,
    /// Agree, action required, disagree.
    pub judgement: Judgement,
    /// Reason.
    pub reason: String,
    /// ISO date by which an action is due.
    pub due: Option<String>,
    /// IV.
    pub by: String,
    /// ISO 8601.
    pub at: String,
    /// Why it no longer fits; null = it does.
    pub stale: Option<String>,
    /// The assessor's answer.
    pub answer: Option<NoteView>,
    /// The IV's closing.
    pub closed: Option<NoteView>,
    /// Why the IV took it back; null = they did not.
    pub withdrawn: Option<String>,
}

/// A note by somebody.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoteView {
    /// Text.
    pub note: String,
    /// Name.
    pub by: String,
    /// ISO 8601.
    pub at: String,
}

/// An open action.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ActionView {
    /// Id of the finding that asks for it.
    pub action: String,
    /// Sample number.
    pub sample: String,
    /// Unit id.
    pub unit: String,
    /// Row id.
    pub row: String,
    /// "2.3".
    pub code: String,
    /// Action required, or disagree.
    pub judgement: Judgement,
    /// What is asked.
    pub reason: String,
    /// The IV who asks.
    pub by: String,
    /// ISO 8601.
    pub at: String,
    /// ISO date.
    pub due: Option<String>,
    /// What the assessor answered; null = nothing yet. Once there is something, the IV must close.
    pub answer: Option<NoteView>,
    /// The person at the desk may close it in the place of the IV, who verifies here no more.
    pub may_close: bool,
}

/// Builds the sampling view of one learner.
pub fn sampling(workspace: &mut Workspace, author: &Author, book: Id) -> Result<SamplingView> {
    let standings = Standings::of(workspace, book)?;
    let shelf = workspace.shelf().clone();
    let (house, people) = (House::of(workspace.centre_book()?), people::everyone(workspace.centre_book()?));
    let mut made: Vec<(i64, Id)> =
        workspace.book(book)?.samples.iter().map(|s| (s.number, s.sample)).collect();
    made.sort_by_key(|sample| std::cmp::Reverse(*sample));
    let declared = |(_, sample): &(i64, Id)| verbs::declared(workspace, book, *sample, Declares::Verifier);
    let declarations: Vec<String> = made.iter().map(declared).collect::<Result<_>>()?;
    let state = workspace.book(book)?;
    let eye = Eye {
        house,
        state,
        shelf: &shelf,
        items: item::items(state),
        standings: &standings,
        author,
        kept: BTreeSet::new(),
        currency: Currency::default(),
    };
    let rows = made.iter().zip(declarations).filter_map(|((_, s), says)| Some((state.samples.get(s)?, says)));
    let samples = rows.map(|(s, says)| eye.sample(s, says, author, &people)).collect::<Result<_>>()?;
    let actions = coverage::asked_actions(state).filter_map(|f| eye.action(f, &people)).collect();
    Ok(SamplingView { samples, actions })
}

impl Eye<'_> {
    fn sample(
        &self,
        row: &SampleRow,
        declaration: String,
        author: &Author,
        people: &[people::Person],
    ) -> Result<SampleView> {
        let spec = self.shelf.get(row.spec);
        let spec = spec.ok_or_else(|| Error::Integrity(format!("the unit text {} is not here", row.spec)))?;
        let person = self.state.person_of(row.chain);
        let verified = self
            .state
            .verifications
            .iter()
            .filter(|v| v.sample == row.sample)
            .min_by_key(|v| (stale::verification(self.state, v).is_some(), v.hash));
        Ok(SampleView {
            sample: row.sample.to_string(),
            number: verbs::number(row),
            unit: row.unit.clone(),
            unit_title: spec.text.unit.title.clone(),
            stage: if row.summative { "summative" } else { "interim" }.into(),
            declaration,
            may_sign: self.may_sign(row, author),
            yours: person.is_some() && person == author.person,
            by: person.map_or_else(|| "unknown".into(), |p| p.name),
            at: Moment { at: row.at, offset: row.offset }.iso(),
            rows: row.rows.iter().map(|j| self.sampled(row, spec, &j.row, j.decision)).collect(),
            blocks: verbs::blocks(self.state, spec, row),
            verified: verified.map(|v| VerifiedView {
                by: self.state.person_of(v.chain).map_or_else(|| "unknown".into(), |p| p.name),
                at: Moment { at: v.at, offset: v.offset }.iso(),
                stale: stale::verification(self.state, v),
                trainee: v.role.trainee(),
                countersigned_by: countersign::of_record(self.state, v)
                    .and_then(|c| self.state.person_of(c.chain))
                    .map(|p| p.name),
                countersign: self.may_countersign(row, v, author, people),
            }),
        })
    }

    fn may_sign(&self, row: &SampleRow, author: &Author) -> Option<String> {
        let maker = self.state.person_of(row.chain)?;
        let yours = author.person.as_ref().is_some_and(|person| person.id == maker.id);
        let signed =
            |v: &VerificationRow| v.sample == row.sample && stale::verification(self.state, v).is_none();
        if !yours || self.state.verifications.iter().any(signed) {
            return None;
        }
        let refused = verbs::signer(self.state, self.shelf, row.sample, author).err()?;
        let Error::Refused(refusal) = refused else { return Some(format!("{refused}.")) };
        Some(format!("{refusal}. {}", refusal.hint()))
    }

    fn may_countersign(
        &self,
        row: &SampleRow,
        record: &VerificationRow,
        author: &Author,
        people: &[people::Person],
    ) -> Option<String> {
        if countersign::counts(self.state, record) {
            return None;
        }
        let refused = |author: &Author| countersign::may_sign_sample(self.state, row.sample, author).err();
        let own = refused(author)?;
        let Error::Refused(refusal) = own else { return Some(format!("{own}.")) };
        let can = |other: &Author| refused(other).is_none();
        Some(people::way_out_by(people, &refusal, &countersign::COUNTERSIGNING_VERIFIERS, &can))
    }

    fn sampled(&self, sample: &SampleRow, spec: &UnitSpec, row: &str, decision: Hash) -> SampleRowView {
        let mut findings: Vec<&FindingRow> = self
            .state
            .findings
            .iter()
            .filter(|f| f.standing && f.sample == sample.sample && f.row == row)
            .collect();
        // Said on two machines: no clock picks between them. The gravest word stands first, the others beside it.
        findings.sort_by_key(|f| (std::cmp::Reverse(f.judgement), f.hash));
        let finding = findings.first().copied();
        // Until the IV has spoken, the decision that stands now is what there is to look at.
        let standing =
            self.state.decisions_of_row.get(row).filter(|s| s.len() == 1).and_then(|s| s.first()).copied();
        let looked_at = finding.map_or_else(|| standing.unwrap_or(decision), |f| f.decision);
        let judged = self.state.decisions.get(&looked_at);
        let links =
            judged.into_iter().flat_map(|d| &d.relied_on).filter_map(|r| self.state.mappings.get(&r.mapping));
        let files = |link: &LinkView| -> Vec<String> {
            let relied = judged.into_iter().flat_map(|d| &d.relied_on);
            let same = relied.filter(|r| r.mapping.to_string() == link.mapping);
            same.flat_map(|r| &r.files).map(ToString::to_string).collect()
        };
        SampleRowView {
            row: row.to_owned(),
            code: spec.row(row).map_or_else(|| "?".into(), |r| r.code.clone()),
            text: spec.row(row).map_or_else(String::new, |r| r.text.clone()),
            state: self.under(spec).row_state(row),
            decision: judged.map(|d| self.decision(d)),
            links: self
                .link_views(links)
                .into_iter()
                .map(|link| SampledLinkView { judged: files(&link), link })
                .collect(),
            finding: finding.map(|f| self.finding(f)),
            also_said: findings.iter().skip(1).map(|f| self.finding(f)).collect(),
            taken_back: self.taken_back(sample, row),
        }
    }

    fn taken_back(&self, sample: &SampleRow, row: &str) -> Vec<FindingView> {
        let of_it = |f: &&FindingRow| f.withdrawn.is_some() && f.sample == sample.sample && f.row == row;
        let said = self.state.log.iter().filter_map(|l| self.state.findings.get(&l.hash)).filter(of_it);
        said.map(|f| self.finding(f)).collect()
    }

    fn finding(&self, row: &FindingRow) -> FindingView {
        FindingView {
            finding: row.hash.to_string(),
            judgement: row.judgement,
            reason: row.reason.clone(),
            due: row.due.clone(),
            by: self.state.person_of(row.chain).map_or_else(|| "unknown".into(), |p| p.name),
            at: Moment { at: row.at, offset: row.offset }.iso(),
            stale: stale::finding(self.state, row).filter(|_| row.withdrawn.is_none()),
            withdrawn: row.withdrawn.clone(),
            answer: self.last_note(row, false),
            closed: self.last_note(row, true),
        }
    }

    /// The last answer to a comment, or what it was closed with.
    fn last_note(&self, row: &FindingRow, closes: bool) -> Option<NoteView> {
        let notes = self.state.notes.iter().filter(|n| n.finding == row.hash && n.closes == closes);
        notes.max_by_key(|n| (n.at, n.hash)).map(|n| self.note(n))
    }

    fn note(&self, row: &NoteRow) -> NoteView {
        NoteView {
            note: row.note.clone(),
            by: self.state.person_of(row.chain).map_or_else(|| "unknown".into(), |p| p.name),
            at: Moment { at: row.at, offset: row.offset }.iso(),
        }
    }

    fn may_close(&self, row: &FindingRow, people: &[people::Person]) -> bool {
        let own = separation::decided_by(self.state, &row.row);
        let part = self.author.person.as_ref().is_none_or(|person| own.contains(&person.id));
        !part && verbs::in_place(self.state, people, row, self.author).is_ok()
    }

    fn action(&self, row: &FindingRow, people: &[people::Person]) -> Option<ActionView> {
        let sample = self.state.samples.get(&row.sample)?;
        let spec = self.shelf.get(sample.spec)?;
        let iv = self.state.person_of(row.chain);
        Some(ActionView {
            judgement: row.judgement,
            may_close: self.may_close(row, people),
            by: iv.map_or_else(|| "unknown".into(), |p| p.name),
            at: Moment { at: row.at, offset: row.offset }.iso(),
            action: row.hash.to_string(),
            sample: verbs::number(sample),
            unit: sample.unit.clone(),
            row: row.row.clone(),
            code: spec.row(&row.row).map_or_else(|| "?".into(), |r| r.code.clone()),
            reason: row.reason.clone(),
            due: row.due.clone(),
            answer: self.last_note(row, false),
        })
    }
}
