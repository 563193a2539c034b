//! From what was written down to proposals: joined outcomes split, what has no number numbered, places proposed, defects
//! listed, every raw line accounted for. Refuses to know headings and tables.

use super::draft::{At, Draft, DraftCriterion, DraftOutcome};
use super::pieces::Piece;
use super::section::Section;
use super::{defect, join, places};
use crate::unit::import::checks;
use crate::unit::import::proposal::{
    DefectKind, LeftOver, LineUse, Proposal, ProposedCriterion, ProposedOutcome, RawLine, Reading,
    UnassignedCriterion,
};

/// The reading of all units.
#[must_use]
pub fn finish(drafts: Vec<Draft>, pieces: &[Piece], texts: Vec<String>, format: &str) -> Reading {
    let mut lines: Vec<RawLine> = pieces
        .iter()
        .zip(texts)
        .map(|(piece, text)| RawLine {
            place: piece.place.clone(),
            text,
            used: LineUse::LeftOver,
            unit: None,
            code: None,
        })
        .collect();
    let mut units = Vec::new();
    let kept = keep(drafts);
    for draft in kept {
        let unit = u32::try_from(units.len()).ok();
        units.push(close(draft, &mut lines, unit));
    }
    // What no unit used is left over with the unit before it, so that one screen shows it.
    let mut unit = None;
    for line in &mut lines {
        if line.unit.is_some() {
            unit = line.unit;
        } else {
            line.unit = unit.or(if units.is_empty() { None } else { Some(0) });
        }
        if line.used == LineUse::LeftOver
            && let Some(proposal) = line.unit.and_then(|at| units.get_mut(at as usize))
        {
            let proposal: &mut Proposal = proposal;
            proposal.left_over.push(LeftOver { text: line.text.clone(), place: line.place.clone() });
        }
    }
    Reading { format: format.to_owned(), lines, units, ..Reading::default() }
}

/// Units with rows; where none has any, the one with most facts. Facts of a unit without rows go to the one after it.
fn keep(drafts: Vec<Draft>) -> Vec<Draft> {
    if !drafts.iter().any(Draft::has_rows) {
        return drafts.into_iter().take(1).collect();
    }
    // Numbered sections before the first "Unit 1: …" of a handbook are its front matter, no unit.
    let named = drafts.iter().any(|draft| draft.title_rank >= 3 && draft.has_rows());
    let front = |at: usize, draft: &Draft| {
        let unit = &draft.proposal.unit;
        let facts =
            unit.number.is_some() || unit.urn.is_some() || unit.level.is_some() || unit.credit.is_some();
        at == 0 && named && draft.title_rank < 3 && !facts
    };
    let units = drafts.into_iter().enumerate().filter(|(at, draft)| draft.has_rows() && !front(*at, draft));
    units.map(|(_, draft)| draft).collect()
}

/// "The learner will: Understand …" says for each outcome what a column's heading says for all.
fn without_stem(text: &str) -> &str {
    // "Know stock. The learner can:": what opens the criteria is no outcome's.
    let text = text.trim_end();
    let text = text
        .strip_suffix(':')
        .and_then(|open| open.rsplit_once(['.', ';', ':']))
        .filter(|(_, stem)| super::section::heading(stem) == Some(Section::Criteria))
        .map_or(text, |(head, _)| head.trim_end());
    let Some((stem, rest)) = text.split_once(':') else { return text };
    let opens = super::section::heading(stem) == Some(Section::Outcomes);
    if opens && !rest.trim().is_empty() { rest.trim() } else { text }
}

/// "Be able to keep stock 3 criteria": what a page counts is no outcome's word.
fn without_count(text: &str) -> &str {
    let plain = text.trim_end().trim_end_matches([')', ']']);
    let cut = plain.strip_suffix(" criteria").or_else(|| plain.strip_suffix(" criterion"));
    let Some((head, number)) = cut.and_then(|head| head.rsplit_once([' ', '(', '['])) else { return text };
    let counted = !number.is_empty() && number.len() <= 2 && number.chars().all(|c| c.is_ascii_digit());
    if counted { head.trim_end_matches([' ', '(', '[', '–', '-']) } else { text }
}

/// "lay out the parts; and": the word that joins a criterion to the next is neither's.
fn without_and(text: &str) -> &str {
    let cut = text.trim_end().strip_suffix(" and").or_else(|| text.trim_end().strip_suffix(" or"));
    cut.filter(|head| head.ends_with([';', ','])).map_or(text, |head| head.trim_end_matches([';', ',', ' ']))
}

fn close(mut draft: Draft, lines: &mut [RawLine], unit: Option<u32>) -> Proposal {
    draft.sort_grades();
    for outcome in &mut draft.outcomes {
        outcome.text = without_count(without_stem(&outcome.text)).to_owned();
        for row in &mut outcome.criteria {
            row.text = without_and(&row.text).to_owned();
        }
    }
    split_joined(&mut draft);
    let codes = Codes::of(&draft);
    for mark in &draft.marks {
        let Some(line) = lines.get_mut(mark.line) else { continue };
        // A row of a table may be several things; the weightiest is shown.
        if line.unit.is_none() || weight(mark.used) >= weight(line.used) {
            line.used = mark.used;
            line.unit = unit;
            line.code = mark.at.and_then(|at| codes.get(at)).or(line.code.take());
        }
    }
    let Draft { mut proposal, outcomes, loose, counters, .. } = draft;
    "unknown".clone_into(&mut proposal.source.kind);
    let unnumbered = outcomes.iter().all(|o| o.code.is_none() || o.inferred)
        && outcomes.iter().flat_map(|o| &o.criteria).chain(&loose).all(|c| c.code.is_none())
        && !(outcomes.is_empty() && loose.is_empty());
    place_loose(&mut proposal, &outcomes, loose, &codes);
    proposal.outcomes =
        outcomes.into_iter().enumerate().map(|(at, outcome)| proposed(outcome, at, &codes)).collect();
    if unnumbered {
        let message = "the source numbers neither outcomes nor criteria; the numbers are ours";
        proposal.defects.push(defect(DefectKind::NoNumbering, message, ""));
    }
    counts(&mut proposal, &counters);
    checks::look_over(&mut proposal);
    proposal
}

fn weight(used: LineUse) -> u8 {
    match used {
        LineUse::LeftOver => 0,
        LineUse::Furniture => 1,
        LineUse::Heading => 2,
        LineUse::Guidance => 3,
        LineUse::Fact => 4,
        LineUse::Title => 5,
        LineUse::Outcome => 6,
        LineUse::Criterion => 7,
    }
}

/// Splits what stands joined in one bullet, and says so.
fn split_joined(draft: &mut Draft) {
    let title = draft.proposal.unit.title.clone();
    let alone = draft.outcomes.len() == 1;
    let old = std::mem::take(&mut draft.outcomes);
    let mut moved = Vec::with_capacity(old.len());
    for mut outcome in old {
        moved.push(draft.outcomes.len());
        let pieces = if outcome.listed { join::split(&outcome.text, &title) } else { Vec::new() };
        // One of several bullets with one comma is likelier one outcome than two.
        if pieces.len() < 2 || (!alone && pieces.len() < 3 && !outcome.text.contains("; ")) {
            draft.outcomes.push(outcome);
            continue;
        }
        let message = format!(
            "{} outcomes stood in one sentence and were taken apart: {}",
            pieces.len(),
            pieces.join(" | ")
        );
        draft.proposal.defects.push(defect(DefectKind::JoinedOutcomes, message, &outcome.place));
        let criteria = std::mem::take(&mut outcome.criteria);
        for text in pieces {
            draft.outcomes.push(DraftOutcome { text, confidence: 0.6, ..outcome.clone() });
        }
        draft.loose.extend(criteria);
    }
    for mark in &mut draft.marks {
        mark.at = mark.at.and_then(|at| match at {
            At::Outcome(outcome) => moved.get(outcome).map(|new| At::Outcome(*new)),
            At::Criterion(outcome, row) => moved.get(outcome).map(|new| At::Criterion(*new, row)),
            At::Loose(row) => Some(At::Loose(row)),
        });
    }
}

/// Codes of all rows: published, else made by us.
struct Codes {
    outcomes: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Codes {
    fn of(draft: &Draft) -> Self {
        let mut taken: std::collections::BTreeSet<&str> =
            draft.outcomes.iter().filter_map(|o| o.code.as_deref()).collect();
        let numbers: Vec<String> = (1..=draft.outcomes.len() * 2 + 1).map(|n| n.to_string()).collect();
        let mut outcomes = Vec::with_capacity(draft.outcomes.len());
        for (at, outcome) in draft.outcomes.iter().enumerate() {
            let own = outcome.code.clone();
            outcomes.push(own.unwrap_or_else(|| {
                let free = numbers
                    .iter()
                    .skip(at)
                    .find(|n| !taken.contains(n.as_str()))
                    .cloned()
                    .unwrap_or_default();
                if let Some(number) = numbers.iter().find(|n| **n == free) {
                    taken.insert(number);
                }
                free
            }));
        }
        let rows = draft
            .outcomes
            .iter()
            .zip(&outcomes)
            .map(|(outcome, code)| {
                let made = |at: usize| format!("{code}.{}", at + 1);
                let own: std::collections::BTreeSet<&str> =
                    outcome.criteria.iter().filter_map(|c| c.code.as_deref()).collect();
                let mut next = 0;
                outcome
                    .criteria
                    .iter()
                    .map(|c| {
                        c.code.clone().unwrap_or_else(|| {
                            while own.contains(made(next).as_str()) {
                                next += 1;
                            }
                            next += 1;
                            made(next - 1)
                        })
                    })
                    .collect()
            })
            .collect();
        Self { outcomes, rows }
    }

    fn get(&self, at: At) -> Option<String> {
        match at {
            At::Outcome(outcome) => self.outcomes.get(outcome).cloned(),
            At::Criterion(outcome, row) => self.rows.get(outcome)?.get(row).cloned(),
            At::Loose(_) => None,
        }
    }
}

fn origin(published: bool) -> String {
    if published { "published".into() } else { "generated".into() }
}

fn proposed(outcome: DraftOutcome, at: usize, codes: &Codes) -> ProposedOutcome {
    let code = codes.outcomes.get(at).cloned().unwrap_or_default();
    let rows = codes.rows.get(at).cloned().unwrap_or_default();
    let text = if outcome.text.is_empty() {
        format!("Outcome {code} (the source states its criteria, not its words)")
    } else {
        outcome.text
    };
    ProposedOutcome {
        code,
        code_origin: origin(outcome.code.is_some() && !outcome.inferred),
        text,
        inferred: outcome.inferred,
        confidence: outcome.confidence,
        place: outcome.place,
        criteria: outcome.criteria.into_iter().zip(rows).map(|(c, code)| row(c, code)).collect(),
        id: None,
    }
}

fn row(criterion: DraftCriterion, code: String) -> ProposedCriterion {
    ProposedCriterion {
        code,
        code_origin: origin(criterion.code.is_some()),
        text: criterion.text,
        assignment: "published".into(),
        confidence: criterion.confidence,
        place: criterion.place,
        amplification: criterion.amplification,
        id: None,
    }
}

/// Proposes a place for each criterion that has none.
fn place_loose(
    proposal: &mut Proposal,
    outcomes: &[DraftOutcome],
    loose: Vec<DraftCriterion>,
    codes: &Codes,
) {
    let texts: Vec<&str> = outcomes.iter().map(|o| o.text.as_str()).collect();
    let criteria: Vec<&str> = loose.iter().map(|c| c.text.as_str()).collect();
    let found = places::propose(&texts, &criteria);
    let mut taken: Vec<usize> = outcomes.iter().map(|o| o.criteria.len()).collect();
    let mut under_inferred = 0;
    for (criterion, place) in loose.into_iter().zip(found) {
        let (outcome, code, confidence) = match place {
            Some(place) => {
                taken[place.outcome] += 1;
                let owner = codes.outcomes.get(place.outcome).cloned().unwrap_or_default();
                let made = format!("{owner}.{}", taken[place.outcome]);
                let code = criterion.code.clone().unwrap_or(made);
                (Some(owner), Some(code), place.confidence)
            }
            // Without outcomes all of them go under one that is put there for them.
            None if outcomes.is_empty() => {
                under_inferred += 1;
                let made = format!("1.{under_inferred}");
                (Some("1".to_owned()), Some(criterion.code.clone().unwrap_or(made)), 0.5)
            }
            None => (None, None, 0.0),
        };
        proposal.unassigned_criteria.push(UnassignedCriterion {
            text: match criterion.amplification {
                Some(more) => format!("{} {more}", criterion.text),
                None => criterion.text,
            },
            proposed_outcome: outcome,
            proposed_code: code,
            confidence,
            place: criterion.place,
        });
    }
}

/// The page's own counts against what was found.
fn counts(proposal: &mut Proposal, counters: &[(Section, usize, String)]) {
    let criteria = proposal.outcomes.iter().map(|o| o.criteria.len()).sum::<usize>()
        + proposal.unassigned_criteria.len();
    let outcomes = proposal.outcomes.iter().filter(|o| !o.inferred).count();
    for (section, stated, place) in counters {
        let (what, found) = match section {
            Section::Outcomes => ("learning outcomes", outcomes),
            Section::Criteria => ("assessment criteria", criteria),
            Section::Both
            | Section::Guidance(_)
            | Section::Terms
            | Section::Aim
            | Section::Requirements
            | Section::Aside
            | Section::Form => continue,
        };
        if *stated != found {
            let message = format!("the source counts {stated} {what}; {found} were found");
            proposal.defects.push(defect(DefectKind::CountsDisagree, message, place));
        }
    }
}
