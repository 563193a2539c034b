//! The gates of sign-off: what must be so before a unit is signed, each in words that name what fails and with the place to
//! go to. Pure but for what `Standings` already knows of the folder; refuses to know who signs.

use std::collections::{BTreeMap, BTreeSet};

use crate::countersign;
use crate::coverage::{self, Under};
use crate::decision::Outcome;
use crate::declared;
use crate::evidence::detail::Field;
use crate::evidence::folder::Standings;
use crate::evidence::item::{self, Item};
use crate::journal::id::Hash;
use crate::journal::rows::{DecisionRow, UnitRow};
use crate::journal::state::BookState;
use crate::learner::disputed;
use crate::matrix::{LearnerWord, dates};
use crate::stale;
use crate::unit::spec::{Shelf, SpecRow, UnitSpec};
use crate::view::details::{self, Currency};
use crate::view::portfolio::{FileStanding, RowState};
use crate::view::signoff::{GatePlace, GateView};

/// Every gate. `tests/refusals.rs` holds a test for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Every criterion is met, by RPL or by credit transfer.
    EveryCriterionMet,
    /// So is every outcome that has no criterion.
    EveryOutcomeMet,
    /// One decision stands on each row.
    NothingInDispute,
    /// What decisions rest on still stands.
    DecisionsRest,
    /// Links were made for the words in force.
    LinksConfirmed,
    /// Every credit transfer names its certificate.
    CertificatesNamed,
    /// Desks agree on what is printed of the items.
    ItemsNotInDispute,
    /// Desks agree on what is printed of the learner.
    FactsNotInDispute,
    /// Files are in the folder as recorded.
    FilesAsRecorded,
    /// What a trainee decided is countersigned.
    Countersigned,
    /// The learner has declared that the work is their own.
    LearnerDeclared,
    /// Links say the place.
    PlacesGiven,
    /// Evidence is within the centre's limit of age.
    EvidenceCurrent,
    /// No action that an IV asked for is open.
    ActionsClosed,
    /// Nothing was recorded by a newer program.
    NothingNewer,
    /// Desks agree on which text the learner takes.
    UnitNotInDispute,
    /// The unit is not withdrawn.
    NotWithdrawn,
}

impl Gate {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 17] = [
        Self::EveryCriterionMet,
        Self::EveryOutcomeMet,
        Self::NothingInDispute,
        Self::DecisionsRest,
        Self::LinksConfirmed,
        Self::CertificatesNamed,
        Self::ItemsNotInDispute,
        Self::FactsNotInDispute,
        Self::FilesAsRecorded,
        Self::Countersigned,
        Self::LearnerDeclared,
        Self::PlacesGiven,
        Self::EvidenceCurrent,
        Self::ActionsClosed,
        Self::NothingNewer,
        Self::UnitNotInDispute,
        Self::NotWithdrawn,
    ];

    /// Stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::EveryCriterionMet => "everyCriterionMet",
            Self::EveryOutcomeMet => "everyOutcomeMet",
            Self::NothingInDispute => "nothingInDispute",
            Self::DecisionsRest => "decisionsRest",
            Self::LinksConfirmed => "linksConfirmed",
            Self::CertificatesNamed => "certificatesNamed",
            Self::ItemsNotInDispute => "itemsNotInDispute",
            Self::FactsNotInDispute => "factsNotInDispute",
            Self::FilesAsRecorded => "filesAsRecorded",
            Self::Countersigned => "countersigned",
            Self::LearnerDeclared => "learnerDeclared",
            Self::PlacesGiven => "placesGiven",
            Self::EvidenceCurrent => "evidenceCurrent",
            Self::ActionsClosed => "actionsClosed",
            Self::NothingNewer => "nothingNewer",
            Self::UnitNotInDispute => "unitNotInDispute",
            Self::NotWithdrawn => "notWithdrawn",
        }
    }

    /// Passed, in words.
    fn passed(self, text: &str) -> GateView {
        self.view(true, true, text.to_owned())
    }

    /// Shut, in words.
    fn shut(self, text: String) -> GateView {
        self.view(false, true, text)
    }

    fn view(self, passed: bool, blocks: bool, text: String) -> GateView {
        let gate = self.name().to_owned();
        GateView { gate, passed, blocks, text, rows: Vec::new(), evidence: Vec::new(), place: None }
    }
}

/// What the gates are asked about.
pub struct Asked<'a> {
    /// The learner's book.
    pub state: &'a BookState,
    /// Unit texts.
    pub shelf: &'a Shelf,
    /// The unit.
    pub unit: &'a UnitRow,
    /// Its text in force.
    pub spec: &'a UnitSpec,
    /// Items.
    pub items: &'a BTreeMap<String, Item>,
    /// How files stand.
    pub standings: &'a Standings,
    /// How old evidence may be, and today.
    pub currency: &'a Currency,
    /// What the board calls whoever is assessed.
    pub word: LearnerWord,
}

/// The gates of a unit, in order. Those that are about rare things are there only when they are shut.
#[must_use]
pub fn gates(asked: &Asked<'_>) -> Vec<GateView> {
    let mut gates = vec![
        asked.decided(
            Gate::EveryCriterionMet,
            "Every criterion is met, by RPL or by credit transfer.",
            RowSort::Criterion,
        ),
        asked.decided(
            Gate::EveryOutcomeMet,
            "Every outcome without a criterion is decided in its own row.",
            RowSort::Outcome,
        ),
        asked.disputes(),
        asked.decisions_rest(),
        asked.links_confirmed(),
        asked.files(),
        asked.countersigned(),
        asked.learner_declared(),
        asked.places(),
    ];
    gates.extend(asked.current());
    gates.extend(asked.certificates());
    gates.extend(asked.items_in_dispute());
    gates.extend(asked.facts_in_dispute());
    gates.extend(asked.actions());
    gates.extend(asked.rare());
    let order = |g: &GateView| Gate::ALL.iter().position(|gate| gate.name() == g.gate);
    gates.sort_by_key(order);
    gates
}

/// Which rows a gate is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowSort {
    /// Criteria.
    Criterion,
    /// Outcomes without a criterion.
    Outcome,
}

impl<'a> Asked<'a> {
    const fn under(&self) -> Under<'a> {
        Under { state: self.state, shelf: self.shelf, spec: self.spec }
    }

    fn decisions(&self, row: &SpecRow) -> impl Iterator<Item = &'a DecisionRow> + use<'a> {
        let state = self.state;
        let hashes = state.decisions_of_row.get(&row.id).into_iter().flatten();
        hashes.filter_map(|hash| state.decisions.get(hash))
    }

    fn decided(&self, gate: Gate, passed: &str, sort: RowSort) -> GateView {
        let open: Vec<&SpecRow> = self
            .spec
            .rows
            .iter()
            .filter(|r| r.outcome_level == (sort == RowSort::Outcome))
            .filter(|r| {
                let state = self.under().row_state(&r.id);
                !state.achieved() && state != RowState::InDispute
            })
            .collect();
        if open.is_empty() {
            return gate.passed(passed);
        }
        let mut by_state: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for row in &open {
            let word = match self.under().row_state(&row.id) {
                RowState::Gap => "no evidence and not decided",
                RowState::Mapped => "not decided",
                state @ (RowState::Met
                | RowState::PartiallyMet
                | RowState::NotYetMet
                | RowState::Rpl
                | RowState::CreditTransfer
                | RowState::InDispute) => state.word(),
            };
            by_state.entry(word).or_default().push(&row.code);
        }
        let parts: Vec<String> =
            by_state.iter().map(|(word, codes)| format!("{} {word}", codes.join(", "))).collect();
        at_rows(gate.shut(format!("{}.", parts.join("; "))), &open)
    }

    fn disputes(&self) -> GateView {
        let disputed = |r: &&SpecRow| self.under().row_state(&r.id) == RowState::InDispute;
        let open: Vec<&SpecRow> = self.spec.rows.iter().filter(disputed).collect();
        if open.is_empty() {
            return Gate::NothingInDispute.passed("Nothing is in dispute.");
        }
        let codes = codes(&open);
        let text = format!("{codes} in dispute: more than one decision stands. Decide again to settle it.");
        at_rows(Gate::NothingInDispute.shut(text), &open)
    }

    fn decisions_rest(&self) -> GateView {
        let mut texts = Vec::new();
        let mut open = Vec::new();
        for row in &self.spec.rows {
            let why = |d| stale::decision(self.state, self.items, self.shelf, self.spec, d);
            if let Some(why) = self.decisions(row).find_map(why) {
                texts.push(format!("{}: {why}", row.code));
                open.push(row);
            }
        }
        if open.is_empty() {
            return Gate::DecisionsRest.passed("Every decision rests on links and versions that stand.");
        }
        at_rows(Gate::DecisionsRest.shut(format!("{}. Decide again.", texts.join("; "))), &open)
    }

    /// Links that a decision relies on and that were put forward for other words than those in force.
    fn links_confirmed(&self) -> GateView {
        let open: Vec<&SpecRow> =
            self.spec.rows.iter().filter(|row| self.relies_on_unconfirmed(row)).collect();
        if open.is_empty() {
            return Gate::LinksConfirmed.passed("Every link was made for the words in force.");
        }
        let codes = codes(&open);
        let text = format!(
            "{codes}: worded differently since the evidence was mapped. Look again and confirm the links."
        );
        at_rows(Gate::LinksConfirmed.shut(text), &open)
    }

    fn relies_on_unconfirmed(&self, row: &SpecRow) -> bool {
        let relied: BTreeSet<Hash> =
            self.decisions(row).flat_map(|d| d.relied_on.iter().map(|r| r.mapping)).collect();
        let links = self.state.links_of_row.get(&row.id).into_iter().flatten();
        links
            .filter(|link| relied.contains(link))
            .filter_map(|link| self.state.mappings.get(link))
            .any(|link| stale::link(self.shelf, self.spec, link).is_some())
    }

    /// A credit transfer that names no certificate was recorded before it had to, or elsewhere.
    fn certificates(&self) -> Option<GateView> {
        let bare = |d: &DecisionRow| {
            d.outcome == Outcome::CreditTransfer && self.state.certificates.get(&d.hash).is_none()
        };
        let open: Vec<&SpecRow> = self.spec.rows.iter().filter(|row| self.decisions(row).any(bare)).collect();
        let codes = codes(&open);
        let text = format!("{codes}: credit transfer without its certificate. Decide again and name it.");
        (!open.is_empty()).then(|| at_rows(Gate::CertificatesNamed.shut(text), &open))
    }

    /// Title, date, author and place of the items that the paper lists, also of those that no decision relies on.
    fn items_in_dispute(&self) -> Option<GateView> {
        let links = self.spec.rows.iter().filter_map(|r| self.state.links_of_row.get(&r.id)).flatten();
        let printed: BTreeSet<&str> =
            links.filter_map(|l| self.state.mappings.get(l)).map(|m| m.evidence.as_str()).collect();
        let (mut texts, mut evidence) = (Vec::new(), Vec::new());
        for item in printed.into_iter().filter_map(|id| self.items.get(id)) {
            let disputed = item::disputed_in_print(self.state, item);
            if !disputed.is_empty() {
                let name = item.reference.as_deref().unwrap_or(&item.title);
                texts.push(format!("{name}: {}", disputed.join(", ")));
                evidence.push(item.id.clone());
            }
        }
        let text = format!("{}: in dispute between two desks. Say it again to settle it.", texts.join("; "));
        let view = || GateView { evidence, ..Gate::ItemsNotInDispute.shut(text) };
        (!texts.is_empty()).then(view)
    }

    /// What two desks recorded differently of the learner stands on the first page, both ways; nobody signs that.
    fn facts_in_dispute(&self) -> Option<GateView> {
        let disputed = disputed::printed(self.state);
        let text = format!(
            "Two desks recorded different details of the {}: {}. Say which holds.",
            self.word.own(),
            disputed::in_words(&disputed)
        );
        (!disputed.is_empty()).then(|| shut_at(Gate::FactsNotInDispute, &text, GatePlace::Learner))
    }

    fn files(&self) -> GateView {
        let mut texts = Vec::new();
        let mut evidence = Vec::new();
        for item in relied_items(self.state, self.spec, self.items) {
            let word = match self.standings.worst(&item.files) {
                FileStanding::Present => continue,
                FileStanding::Changed => "changed after it was recorded",
                FileStanding::Missing => "is not in the folder",
                FileStanding::Unknown => "cannot be checked: the folder is not reachable",
            };
            texts.push(format!("{} {word}", item.named()));
            evidence.push(item.id.clone());
        }
        if texts.is_empty() {
            return Gate::FilesAsRecorded.passed("Every file relied on is in the folder as recorded.");
        }
        GateView { evidence, ..Gate::FilesAsRecorded.shut(format!("{}.", texts.join("; "))) }
    }

    /// Of an indicative unit, which is never claimed, it is only a warning.
    fn learner_declared(&self) -> GateView {
        let gate = Gate::LearnerDeclared;
        let place = Some(GatePlace::Declaration);
        let Some(row) = declared::for_unit(self.state, &self.unit.unit) else {
            let text = format!(
                "The {} has not declared that the work is their own. One declaration for the whole portfolio will do; say \
                 by which route it came.",
                self.word.own()
            );
            return GateView { place, ..gate.view(false, !self.spec.indicative(), text) };
        };
        let what = if row.unit.is_some() { "this unit" } else { "the whole portfolio" };
        let (who, route) = (self.word.own(), row.route.words());
        let text = format!("The {who} declared for {what} {route}, on {}.", dates::short(&row.date));
        GateView { place, ..gate.passed(&text) }
    }

    /// What a trainee decided counts only with the signature of somebody qualified.
    fn countersigned(&self) -> GateView {
        let waits = countersign::open(self.state, self.spec);
        if waits.is_empty() {
            return Gate::Countersigned.passed("Every decision is by somebody qualified, or countersigned.");
        }
        let trainees: Vec<String> = countersign::trainees(self.state, &waits).into_iter().collect();
        let open: Vec<&SpecRow> = waits.iter().filter_map(|j| self.spec.row(&j.row)).collect();
        let text = format!(
            "{}: decided by {}, a trainee, and not countersigned. Somebody qualified has to look at them and countersign.",
            codes(&open),
            trainees.join(" and ")
        );
        at_rows(Gate::Countersigned.shut(text), &open)
    }

    fn places(&self) -> GateView {
        let without = |r: &&SpecRow| {
            let links = self.state.links_of_row.get(&r.id).into_iter().flatten();
            links.filter_map(|h| self.state.mappings.get(h)).any(|m| m.place.is_none())
        };
        let open: Vec<&SpecRow> = self.spec.rows.iter().filter(without).collect();
        if open.is_empty() {
            return Gate::PlacesGiven.view(true, false, "Every link says the place.".into());
        }
        let text = format!("{}: a link without a place. An IV cannot follow it to the page.", codes(&open));
        at_rows(Gate::PlacesGiven.view(false, false, text), &open)
    }

    /// How old the evidence is that decisions rely on: counted from the day on which it was produced to the decision. Only where the
    /// centre has a limit, and only ever a warning: the assessor says in the decision why older work still counts.
    fn current(&self) -> Option<GateView> {
        let limit = self.currency.limit?;
        let gate = Gate::EvidenceCurrent;
        let (mut old, mut undated, mut evidence) = (Vec::new(), Vec::new(), Vec::new());
        let mut items = relied_items(self.state, self.spec, self.items);
        items.sort_by_key(|item| (item.number, item.id.clone()));
        for item in items {
            if let Some(why) = details::not_current(self.state, item, self.currency) {
                old.push(format!("{}: {why}", item.named()));
            } else if item.details.words(Field::Produced).is_empty() {
                undated.push(item.reference.clone().unwrap_or_else(|| item.title.clone()));
            } else {
                continue;
            }
            evidence.push(item.id.clone());
        }
        if !undated.is_empty() {
            old.push(format!(
                "{}: no date produced is recorded, so the age is not known",
                undated.join(", ")
            ));
        }
        if old.is_empty() {
            let text = format!("All evidence is within the centre's limit of {limit} months.");
            return Some(gate.view(true, false, text));
        }
        Some(GateView { evidence, ..gate.view(false, false, format!("{}.", old.join("; "))) })
    }

    /// What an IV asked for while the unit was in progress. It blocks the claim, not the assessor's signature.
    fn actions(&self) -> Option<GateView> {
        let asked: BTreeSet<&str> = coverage::open_actions(self.state).map(|f| f.row.as_str()).collect();
        let open: Vec<&SpecRow> =
            self.spec.rows.iter().filter(|row| asked.contains(row.id.as_str())).collect();
        let text = format!("{}: an IV has asked for action, and it is still open.", codes(&open));
        let view = || GateView {
            place: Some(GatePlace::Sampling),
            ..at_rows(Gate::ActionsClosed.view(false, false, text), &open)
        };
        (!open.is_empty()).then(view)
    }

    fn rare(&self) -> Vec<GateView> {
        let mut gates = Vec::new();
        if !self.state.newer.is_empty() {
            let text = "This portfolio holds entries made by a newer program.";
            gates.push(shut_at(Gate::NothingNewer, text, GatePlace::History));
        }
        if coverage::unit_disputed(self.state, &self.unit.unit) {
            let text = "Two desks said different things about this unit (taken, withdrawn, moved to another issue of its \
                        text). Move the learner to the text in force, withdraw the unit, or add it again.";
            gates.push(shut_at(Gate::UnitNotInDispute, text, GatePlace::Unit));
        }
        if self.unit.withdrawn_reason.is_some() {
            gates.push(shut_at(Gate::NotWithdrawn, "The unit was withdrawn.", GatePlace::Unit));
        }
        gates
    }
}

fn shut_at(gate: Gate, text: &str, place: GatePlace) -> GateView {
    GateView { place: Some(place), ..gate.shut(text.to_owned()) }
}

fn at_rows(view: GateView, rows: &[&SpecRow]) -> GateView {
    GateView { rows: rows.iter().map(|row| row.id.clone()).collect(), ..view }
}

fn codes(rows: &[&SpecRow]) -> String {
    rows.iter().map(|row| row.code.as_str()).collect::<Vec<_>>().join(", ")
}

/// Items that decisions on the rows of a unit rely on.
pub fn relied_items<'a>(
    state: &BookState,
    spec: &UnitSpec,
    items: &'a BTreeMap<String, Item>,
) -> Vec<&'a Item> {
    let decisions = spec.rows.iter().filter_map(|r| state.decisions_of_row.get(&r.id)).flatten();
    let links = decisions.filter_map(|h| state.decisions.get(h)).flat_map(|d| &d.relied_on);
    let ids: BTreeSet<&str> =
        links.filter_map(|r| state.mappings.get(&r.mapping)).map(|m| m.evidence.as_str()).collect();
    ids.into_iter().filter_map(|id| items.get(id)).collect()
}
