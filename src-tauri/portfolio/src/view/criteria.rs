//! What the coverage matrix says row by row: each criterion with what is put forward for it and what was judged, the evidence used
//! in the unit and its files. Refuses to know the head of the paper, who signs it, and how it is laid out.

use std::collections::{BTreeMap, BTreeSet};

use crate::evidence::detail::Field;
use crate::evidence::item::Item;
use crate::evidence::method::Method;
use crate::journal::entry::Moment;
use crate::journal::id::Hash;
use crate::journal::rows::{DecisionRow, MappingRow};
use crate::matrix::{self, AnnexLine, EvidenceLine, LearningOutcome, MappingLine, Row, dates};
use crate::stale;
use crate::unit::spec::SpecRow;
use crate::view::marks;
use crate::view::matrix::{Edition, NOTES, OF_FOLDER, Source, printed, some};
use crate::view::portfolio::FileStanding;

impl Source<'_> {
    pub(super) fn outcomes(&self, edition: &Edition) -> Vec<LearningOutcome> {
        let outcomes = self.spec.text.outcomes.iter().enumerate();
        let rows = |i: usize| self.spec.rows.iter().filter(move |r| r.outcome == i);
        outcomes
            .map(|(i, o)| LearningOutcome {
                code: o.code.clone(),
                text: o.text.clone(),
                rows: rows(i).map(|r| self.row(r, edition)).collect(),
            })
            .collect()
    }

    fn row(&self, row: &SpecRow, edition: &Edition) -> Row {
        let hashes: Vec<Hash> =
            self.state.decisions_of_row.get(&row.id).into_iter().flatten().copied().collect();
        let decision = match hashes.as_slice() {
            [one] => self.state.decisions.get(one),
            _none_or_disputed => None,
        };
        // What was decided under another text is no tick under this one; the paper says what it was.
        let other = decision.and_then(|d| stale::other_text(self.state, self.shelf, self.spec, d));
        if let (Some(why), Some(earlier)) = (other, decision) {
            return self.undecided(row, edition, earlier, &why);
        }
        let outcome = match (hashes.len(), decision) {
            (_, Some(d)) => printed(d.outcome),
            (0, None) => matrix::Outcome::Undecided,
            (_, None) => matrix::Outcome::InDispute,
        };
        let recorded = decision.map(|d| Moment { at: d.at, offset: d.offset }.date());
        let iv_mark = match edition {
            Edition::Original { .. } => None,
            Edition::Current { .. } => marks::of_row(self.state, &row.id),
        };
        Row {
            decision: outcome,
            reason: decision.map_or_else(|| self.disputed_words(&hashes, edition), |d| self.said(d)),
            decided_on: decision.map(|d| d.date.clone()),
            recorded_on: recorded,
            confirmed: decision.and_then(|d| self.confirmed(d)),
            again: decision.and_then(|d| self.again(d, edition)),
            told: decision.and_then(|d| self.told(d, edition)),
            assessor_initials: decision.and_then(|d| self.state.person_of(d.chain)).map(|p| p.initials),
            iv_mark,
            ..of_text(row, self.mappings(row, decision, edition))
        }
    }

    /// "Decisions that stand: met (Ada Okafor, 14/11/2026) / not yet met (Cleo Marsh, 15/11/2026).", where there is more than one.
    /// Nothing is signed while they do.
    fn disputed_words(&self, hashes: &[Hash], edition: &Edition) -> Option<String> {
        let (Edition::Current { .. }, [_, _, ..]) = (edition, hashes) else { return None };
        let mut said: Vec<String> = hashes
            .iter()
            .filter_map(|hash| self.state.decisions.get(hash))
            .map(|d| {
                let by = self.state.person_of(d.chain).map_or_else(|| "somebody".into(), |p| p.name);
                format!("{} ({by}, {})", d.outcome.word(), dates::short(&d.date))
            })
            .collect();
        said.sort();
        Some(format!("Decisions that stand: {}.", said.join(" / ")))
    }

    /// What stands under the criterion: the reason, the certificate of a credit transfer, what is still needed.
    pub(super) fn said(&self, decision: &DecisionRow) -> Option<String> {
        let mut parts = vec![decision.reason.clone()];
        if let Some(c) = self.state.certificates.get(&decision.hash) {
            let urn = if c.urn.is_empty() { String::new() } else { format!(", {}", c.urn) };
            parts.push(format!(
                "Certificate {} ({}{urn}) of {}, seen by {}.",
                c.number,
                c.awarding_organisation,
                dates::short(&c.date),
                c.checked_by
            ));
        }
        if let Some(told) = self.state.tellings.get(&decision.hash) {
            let by = told.due.as_ref().map(|due| format!(" by {}", dates::short(due))).unwrap_or_default();
            match (told.needed.is_empty(), by.is_empty()) {
                (true, true) => {}
                (true, false) => parts.push(format!("To be resubmitted{by}.")),
                (false, _) => parts.push(format!("Still needed{by}: {}", told.needed)),
            }
        }
        parts.retain(|part| !part.trim().is_empty());
        some(&parts.join(" "))
    }

    /// Why a decision no longer rests on what was judged. The signed original is of what was signed.
    fn again(&self, decision: &DecisionRow, edition: &Edition) -> Option<String> {
        match edition {
            Edition::Original { .. } => None,
            Edition::Current { .. } => {
                stale::decision(self.state, self.items, self.shelf, self.spec, decision)
            }
        }
    }

    /// What the learner was told with a decision. The signed original says it with the reason alone.
    fn told(&self, decision: &DecisionRow, edition: &Edition) -> Option<matrix::Told> {
        match edition {
            Edition::Original { .. } => None,
            Edition::Current { .. } => self.told_of(decision),
        }
    }

    /// What the learner was told with a decision.
    pub(super) fn told_of(&self, decision: &DecisionRow) -> Option<matrix::Told> {
        self.state.tellings.get(&decision.hash).map(|told| matrix::Told {
            feedback: told.feedback.clone(),
            needed: told.needed.clone(),
            due: told.due.clone(),
        })
    }

    /// Who confirmed a decision that was made under another issue, and when.
    fn confirmed(&self, decision: &DecisionRow) -> Option<matrix::Confirmed> {
        if decision.spec == self.spec.sha256 {
            return None;
        }
        let carry = stale::carry(self.state, decision, self.spec.sha256)?;
        let made_under = self.shelf.get(decision.spec);
        Some(matrix::Confirmed {
            by: self.state.person_of(carry.chain).map_or_else(|| "somebody".into(), |p| p.name),
            role: carry.role.word().to_owned(),
            on: Moment { at: carry.at, offset: carry.offset }.date(),
            made_under: made_under.map_or_else(|| "another issue".into(), |s| s.issue_words()),
            under: self.spec.issue_words(),
        })
    }

    /// A row whose only decision was made under another text of the unit.
    fn undecided(&self, row: &SpecRow, edition: &Edition, earlier: &DecisionRow, why: &str) -> Row {
        let reason = format!(
            "Earlier decision: {} on {}; {why}.",
            earlier.outcome.word(),
            dates::short(&earlier.date)
        );
        Row { reason: Some(reason), ..of_text(row, self.mappings(row, None, edition)) }
    }

    fn mappings(&self, row: &SpecRow, decision: Option<&DecisionRow>, edition: &Edition) -> Vec<MappingLine> {
        let mut lines: Vec<(&MappingRow, MappingLine)> =
            self.links(row).into_iter().map(|m| (m, self.mapping(m, decision, edition))).collect();
        lines.sort_by(|(a, x), (b, y)| {
            (&x.reference, &x.place, a.hash).cmp(&(&y.reference, &y.place, b.hash))
        });
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// The links that stand on a row.
    pub(super) fn links(&self, row: &SpecRow) -> Vec<&MappingRow> {
        let links = self.state.links_of_row.get(&row.id).into_iter().flatten();
        links.filter_map(|h| self.state.mappings.get(h)).collect()
    }

    /// Links as the learner knows them, by number and place.
    pub(super) fn handed_lines(&self, links: Vec<&MappingRow>) -> Vec<MappingLine> {
        let mut lines: Vec<(Hash, MappingLine)> =
            links.into_iter().map(|link| (link.hash, self.handed_in(link))).collect();
        lines.sort_by(|(a, x), (b, y)| (&x.reference, &x.place, a).cmp(&(&y.reference, &y.place, b)));
        lines.into_iter().map(|(_, line)| line).collect()
    }

    /// A link as the learner knows it.
    pub(super) fn handed_in(&self, link: &MappingRow) -> MappingLine {
        let item = self.items.get(&link.evidence);
        MappingLine {
            reference: item.and_then(|i| i.reference.clone()).unwrap_or_else(|| "–".into()),
            title: item.map_or_else(|| "not on record".into(), |i| i.title.clone()),
            place: link.place.as_ref().map(|p| p.text().to_owned()),
            method: link.method.code().to_owned(),
            note: None,
        }
    }

    /// Whether a decision rests on a link, or on one in whose place it stands.
    pub(super) fn relied_on(&self, decision: &DecisionRow, link: &MappingRow) -> bool {
        decision.relied_on.iter().any(|relied| self.same_link(relied.mapping, link))
    }

    pub(super) fn mapping(
        &self,
        link: &MappingRow,
        decision: Option<&DecisionRow>,
        edition: &Edition,
    ) -> MappingLine {
        // A decision that relies on some links leaves the others put forward, and the paper says which.
        let left_out = |d: &DecisionRow| !d.relied_on.is_empty() && !self.relied_on(d, link);
        let item = self.items.get(&link.evidence);
        let of_folder = match (edition, item.map(|i| self.standings.worst(&i.files))) {
            (Edition::Current { .. }, Some(FileStanding::Changed)) => Some(OF_FOLDER[0]),
            (Edition::Current { .. }, Some(FileStanding::Missing)) => Some(OF_FOLDER[1]),
            (Edition::Original { .. } | Edition::Current { .. }, _) => None,
        };
        // How the file lies in the folder says nothing of what was judged: both stand there.
        let not_relied = decision.is_some_and(left_out).then_some("not relied on");
        let notes: Vec<&str> = of_folder.into_iter().chain(not_relied).collect();
        MappingLine { note: some(&notes.join(NOTES)), ..self.handed_in(link) }
    }

    /// The very link, or the one that stands in its place since the place was corrected.
    fn same_link(&self, relied: Hash, link: &MappingRow) -> bool {
        let gone = self.state.mappings.get(&relied).filter(|m| !m.standing && m.evidence == link.evidence);
        relied == link.hash || gone.is_some_and(|m| stale::in_its_place(self.state, m).contains(&link.hash))
    }

    /// Items used in this unit, by number.
    fn used(&self) -> Vec<(&Item, BTreeSet<Method>)> {
        let mut used: BTreeMap<&str, BTreeSet<Method>> = BTreeMap::new();
        let links = self.spec.rows.iter().filter_map(|r| self.state.links_of_row.get(&r.id)).flatten();
        for link in links.filter_map(|h| self.state.mappings.get(h)) {
            used.entry(&link.evidence).or_default().insert(link.method);
        }
        let mut items: Vec<(&Item, BTreeSet<Method>)> =
            used.into_iter().filter_map(|(id, methods)| Some((self.items.get(id)?, methods))).collect();
        items.sort_by_key(|(item, _)| (item.number, item.id.clone()));
        items
    }

    pub(super) fn evidence(&self) -> Vec<EvidenceLine> {
        let line = |(item, methods): (&Item, BTreeSet<Method>)| EvidenceLine {
            number: item.reference.clone().unwrap_or_default(),
            title: item.title.clone(),
            kind: methods.iter().map(|m| m.word()).collect::<Vec<_>>().join(", "),
            produced_on: some(&item.details.words(Field::Produced)),
            added_on: Some(item.added.date()),
            author: some(&item.details.words(Field::Author)),
            kept: item.details.kept().or_else(|| {
                item.files.first().and_then(|f| self.state.files.get(f)).map(|f| {
                    let more = item.files.len().saturating_sub(1);
                    let name = f.path.shown();
                    if more == 0 { name } else { format!("{name} and {more} more") }
                })
            }),
        };
        self.used().into_iter().map(line).collect()
    }

    pub(super) fn annex(&self) -> Vec<AnnexLine> {
        let mut lines = Vec::new();
        for (item, _) in self.used() {
            for file in &item.files {
                let row = self.state.files.get(file);
                lines.push(AnnexLine {
                    number: item.reference.clone().unwrap_or_default(),
                    file_name: row.map_or_else(|| "not on record".into(), |f| f.path.shown()),
                    size: row.map_or(0, |f| f.size.cast_unsigned()),
                    sha256: file.to_string(),
                });
            }
        }
        lines
    }
}

/// A row as its text has it, with what is mapped to it and nothing decided.
fn of_text(row: &SpecRow, mappings: Vec<MappingLine>) -> Row {
    Row {
        code: row.code.clone(),
        code_generated: row.code_generated,
        place_proposed: row.proposed,
        outcome_level: row.outcome_level,
        text: row.text.clone(),
        mappings,
        decision: matrix::Outcome::Undecided,
        reason: None,
        decided_on: None,
        recorded_on: None,
        confirmed: None,
        again: None,
        told: None,
        assessor_initials: None,
        iv_mark: None,
    }
}
