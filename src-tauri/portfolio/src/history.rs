//! The history of a portfolio in words: what was done, by whom, when. Names of deeds for undo, toasts and lists. Pure.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "each phrase names the few kinds of act that it speaks of"
)]

use std::collections::{BTreeMap, BTreeSet};

use crate::evidence::item::Item;
use crate::evidence::versions;
use crate::inked::page;
use crate::journal::act::{Act, EvidenceAccepted, UnitTaken};
use crate::journal::entry::Moment;
use crate::journal::id::{Hash, Id};
use crate::journal::state::{BookState, Logged};
use crate::signoff;
use crate::undo;
use crate::unit::spec::{Shelf, UnitSpec};
use crate::view::workspace::HistoryLine;

#[path = "history/house.rs"]
mod house_words;
#[path = "history/standing.rs"]
mod standing_words;

/// What names are made from.
pub struct Words<'a> {
    /// The book.
    pub state: &'a BookState,
    /// Unit texts.
    pub shelf: &'a Shelf,
    /// Items.
    pub items: &'a BTreeMap<String, Item>,
}

/// Every deed of a book, newest first.
#[must_use]
pub fn lines(words: &Words<'_>) -> Vec<HistoryLine> {
    let mut order: Vec<Id> = Vec::new();
    let mut acts: BTreeMap<Id, Vec<&Logged>> = BTreeMap::new();
    for logged in &words.state.log {
        if !acts.contains_key(&logged.deed) {
            order.push(logged.deed);
        }
        acts.entry(logged.deed).or_default().push(logged);
    }
    let back = undo::taken_back(words.state);
    let line = |deed: &Id| line(words, *deed, acts.get(deed)?, back.contains(deed));
    order.iter().rev().filter_map(line).collect()
}

fn line(words: &Words<'_>, deed: Id, acts: &[&Logged], undone: bool) -> Option<HistoryLine> {
    let row = words.state.deeds.get(&deed)?;
    let by = words.state.person_of(row.chain).map_or_else(|| "set-up".into(), |p| p.name);
    Some(HistoryLine {
        deed: deed.to_string(),
        what: name(words, acts),
        by,
        at: Moment { at: row.at, offset: row.offset }.iso(),
        undone,
        rows: acts
            .iter()
            .flat_map(|l| rows_of(words.state, &l.act))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
    })
}

/// The rows that an act speaks of.
fn rows_of(state: &BookState, act: &Act) -> Vec<String> {
    let of_finding = |hash: &Hash| state.findings.get(hash).map(|f| f.row.clone()).into_iter().collect();
    match act {
        Act::MappingMade(a) => vec![a.row.clone()],
        Act::MappingRestored(a) => {
            state.mappings.get(&a.mapping).map(|m| m.row.clone()).into_iter().collect()
        }
        Act::DecisionRestored(a) => vec![a.row.clone()],
        Act::MappingWithdrawn(a) => {
            state.mappings.get(&a.mapping).map(|m| m.row.clone()).into_iter().collect()
        }
        Act::DecisionMade(a) => vec![a.row.clone()],
        Act::DecisionCarried(a) => vec![a.row.clone()],
        Act::DecisionCleared(a) => vec![a.row.clone()],
        Act::FindingMade(a) => vec![a.row.clone()],
        Act::SampleMade(a) => a.rows.iter().map(|j| j.row.clone()).collect(),
        Act::Countersigned(a) => a.rows.iter().map(|j| j.row.clone()).collect(),
        Act::FindingWithdrawn(a) => of_finding(&a.finding),
        Act::ActionAnswered(a) => of_finding(&a.finding),
        Act::ActionClosed(a) => of_finding(&a.finding),
        _of_no_row => Vec::new(),
    }
}

/// The name of a deed that did nothing by itself. `tests/merge.rs` holds which kinds of act may be called so.
pub const NAMELESS: &str = "opened a chain";

/// Name of one deed: "map E007 → 2.3".
#[must_use]
pub fn deed_name(words: &Words<'_>, deed: Id) -> String {
    let acts: Vec<&Logged> = words.state.log.iter().filter(|l| l.deed == deed).collect();
    name(words, &acts)
}

fn name(words: &Words<'_>, acts: &[&Logged]) -> String {
    if let Some(target) = acts.iter().find_map(|l| undone(&l.act)) {
        let (root, taken_back) = root(words.state, target);
        return format!("{}: {}", if taken_back { "undo" } else { "redo" }, first_name(words, root));
    }
    let phrases: Vec<String> = [
        replaced(words, acts),
        mapped(words, acts),
        placed(words, acts),
        unmapped(words, acts),
        moved(words, acts),
        decided(words, acts),
        evidence(words, acts),
        detailed(words, acts),
        set_up(words, acts),
        signed(words, acts),
        sampled(words, acts),
        standing_words::status(words, acts),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !phrases.is_empty() {
        return phrases.join("; ");
    }
    let newer = acts.iter().any(|l| matches!(l.act, Act::Newer { .. }));
    if newer { "something that a newer program did".into() } else { NAMELESS.into() }
}

/// The deed that a chain of undo and redo is about, seen from the deed that the last one takes back, and whether that last
/// one takes it back or does it again.
fn root(state: &BookState, mut target: Id) -> (Id, bool) {
    let (mut taken_back, mut met) = (true, BTreeSet::new());
    // An entry that was made up may say that it undoes itself.
    while let Some(inner) = state.deeds.get(&target).and_then(|d| d.undoes).filter(|_| met.insert(target)) {
        target = inner;
        taken_back = !taken_back;
    }
    (target, taken_back)
}

/// Name of what undo or redo would be about: the deed itself, however often it went back and forth.
#[must_use]
pub fn root_name(words: &Words<'_>, deed: Id) -> String {
    first_name(words, root(words.state, deed).0)
}

/// Name of a deed that undoes none. Made-up entries may undo each other round and round: those have no name.
fn first_name(words: &Words<'_>, root: Id) -> String {
    let is_round = words.state.deeds.get(&root).is_some_and(|d| d.undoes.is_some());
    if is_round { NAMELESS.into() } else { deed_name(words, root) }
}

fn undone(act: &Act) -> Option<Id> {
    if let Act::DeedUndone(undone) = act { Some(undone.undoes) } else { None }
}

fn withdrawals<'a>(acts: &'a [&Logged]) -> Vec<&'a Hash> {
    acts.iter()
        .filter_map(|l| if let Act::MappingWithdrawn(a) = &l.act { Some(&a.mapping) } else { None })
        .collect()
}

fn mapped(words: &Words<'_>, acts: &[&Logged]) -> Option<String> {
    if !withdrawals(acts).is_empty() {
        return None;
    }
    let mut targets = BTreeSet::new();
    let mut sources = BTreeSet::new();
    for logged in acts {
        if let Act::MappingMade(a) = &logged.act {
            sources.insert(words.reference(&a.evidence));
            targets.insert(words.code(a.spec, &a.row));
        }
    }
    (!targets.is_empty()).then(|| format!("map {} → {}", list(sources), list(targets)))
}

/// A learner moved to another issue of a unit text, or decisions confirmed under it.
fn moved(words: &Words<'_>, acts: &[&Logged]) -> Option<String> {
    let mut confirmed = BTreeSet::new();
    let mut under = None;
    let mut phrase = None;
    for logged in acts {
        match &logged.act {
            Act::UnitTaken(a) if words.moved_from(a).is_some() => {
                phrase = Some(format!("move {} to {}", words.title(a.spec), words.issue(a.spec)));
            }
            Act::DecisionCarried(a) => {
                confirmed.insert(words.code(a.spec, &a.row));
                under = Some(a.spec);
            }
            _other => {}
        }
    }
    match (phrase, under) {
        (Some(phrase), Some(_)) => Some(format!("{phrase}, decisions confirmed: {}", list(confirmed))),
        (Some(phrase), None) => Some(phrase),
        (None, Some(spec)) => {
            Some(format!("confirm the decisions on {} under {}", list(confirmed), words.issue(spec)))
        }
        (None, None) => None,
    }
}

/// Links made again for other words in the text in force.
fn reconfirmed(words: &Words<'_>, acts: &[&Logged]) -> Option<String> {
    let mut links = BTreeSet::new();
    let mut under = None;
    for logged in acts {
        if let Act::MappingMade(a) = &logged.act {
            links.insert(format!("{} → {}", words.reference(&a.evidence), words.code(a.spec, &a.row)));
            under = Some(a.spec);
        }
    }
    let before = withdrawals(acts).into_iter().filter_map(|h| words.state.mappings.get(h));
    let before: Vec<_> = before.collect();
    if before.iter().any(|m| under.is_some_and(|spec| spec != m.spec)) {
        return under.map(|spec| format!("confirm {} under {}", list(links), words.issue(spec)));
    }
    let newer = acts.iter().any(|l| match &l.act {
        Act::MappingMade(a) => {
            let same = |m: &&&crate::journal::rows::MappingRow| m.evidence == a.evidence && m.row == a.row;
            before.iter().find(same).is_some_and(|m| m.files != a.files && m.place == a.place)
        }
        _other => false,
    });
    newer.then(|| format!("confirm {} in its newer version", list(links)))
}

/// Links withdrawn from one item and made anew of another, in one deed: of which item, the codes.
fn taken_over(words: &Words<'_>, acts: &[&Logged]) -> BTreeMap<String, BTreeSet<String>> {
    let former: Vec<_> = withdrawals(acts).into_iter().filter_map(|h| words.state.mappings.get(h)).collect();
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for logged in acts {
        if let Act::MappingMade(a) = &logged.act
            && former.iter().any(|m| m.row == a.row)
            && former.iter().all(|m| m.evidence != a.evidence)
        {
            out.entry(words.reference(&a.evidence)).or_default().insert(words.code(a.spec, &a.row));
        }
    }
    out
}

/// A resubmission that takes an item's place, with the links that it takes over.
fn replaced(words: &Words<'_>, acts: &[&Logged]) -> Option<String> {
    let over = taken_over(words, acts);
    let said = acts.iter().find_map(|l| if let Act::EvidenceReplaced(a) = &l.act { Some(a) } else { None });
    let codes = |over: BTreeMap<String, BTreeSet<String>>| list(over.into_values().flatten().collect());
    match said {
        Some(a) => {
            let old = words.reference(&a.evidence);
            let Some(by) = &a.by else { return Some(format!("nothing replaces {old} any more")) };
            let phrase = format!("{} replaces {old}", words.reference(by));
            Some(if over.is_empty() { phrase } else { format!("{phrase}; it takes over {}", codes(over)) })
        }
        None if over.is_empty() => None,
        None => {
            let by = list(over.keys().cloned().collect());
            Some(format!("{by} takes over {}", codes(over)))
        }
    }
}

/// Details of items.
fn detailed(words: &Words<'_>, acts: &[&Logged]) -> Option<String> {
    let mut items = BTreeSet::new();
    let mut fields = BTreeSet::new();
    for logged in acts {
        if let Act::DetailStated(a) = &logged.act {
            items.insert(words.reference(&a.evidence));
            fields.insert(a.detail.field().word().to_owned());
        }
    }
    (!items.is_empty()).then(|| format!("{} of {}", list(fields), list(items)))
}

/// A link withdrawn and made again in one deed: its place was corrected, or it was confirmed for other words.
fn placed(words: &Words<'_>, acts: &[&Logged]) -> Option<String> {
    if withdrawals(acts).is_empty() {
        return None;
    }
    if !taken_over(words, acts).is_empty() {
        return None;
    }
    if let Some(phrase) = reconfirmed(words, acts) {
        return Some(phrase);
    }
    acts.iter().find_map(|l| match &l.act {
        Act::MappingMade(a) => {
            let place = a.place.as_ref().map_or("no place", |p| p.text());
            Some(format!(
                "place of {} → {}: {place}",
                words.reference(&a.evidence),
                words.code(a.spec, &a.row)
            ))
        }
        _other => None,
    })
}

fn unmapped(words: &Words<'_>, acts: &[&Logged]) -> Option<String> {
    if acts.iter().any(|l| matches!(l.act, Act::MappingMade(_))) {
        return None;
    }
    let links: BTreeSet<String> = withdrawals(acts)
        .into_iter()
        .filter_map(|h| words.state.mappings.get(h))
        .map(|m| format!("{} → {}", words.reference(&m.evidence), words.code(m.spec, &m.row)))
        .collect();
    (!links.is_empty()).then(|| format!("unlink {}", list(links)))
}

fn decided(words: &Words<'_>, acts: &[&Logged]) -> Option<String> {
    let mut codes = BTreeSet::new();
    let mut outcome = None;
    let mut cleared = BTreeSet::new();
    for logged in acts {
        match &logged.act {
            Act::DecisionMade(a) => {
                codes.insert(words.code(a.spec, &a.row));
                outcome = Some(a.outcome.word());
            }
            Act::DecisionCleared(a) => {
                let spec = a.supersedes.first().and_then(|h| words.state.decisions.get(h)).map(|d| d.spec);
                cleared.insert(spec.map_or_else(|| a.row.clone(), |s| words.code(s, &a.row)));
            }
            _other => {}
        }
    }
    match (outcome, cleared.is_empty()) {
        (Some(outcome), _) => Some(format!("decide {} {outcome}", list(codes))),
        (None, false) => Some(format!("take back the decision on {}", list(cleared))),
        (None, true) => None,
    }
}

fn evidence(words: &Words<'_>, acts: &[&Logged]) -> Option<String> {
    let mut accepted = BTreeSet::new();
    let mut set_aside = BTreeSet::new();
    let mut restored = BTreeSet::new();
    let mut files = 0;
    for logged in acts {
        match &logged.act {
            Act::EvidenceAccepted(a) if words.settles(a).is_some() => return words.settles(a),
            Act::EvidenceAccepted(a) => {
                accepted.insert(format!("E{:03}", a.number));
            }
            Act::EvidenceSetAside(a) => {
                set_aside.insert(words.reference(&a.evidence));
            }
            Act::EvidenceRestored(a) => {
                restored.insert(words.reference(&a.evidence));
            }
            Act::FileTakenIn(_) => files += 1,
            _other => {}
        }
    }
    let mapping = acts.iter().any(|l| matches!(l.act, Act::MappingMade(_)));
    if !set_aside.is_empty() {
        Some(format!("set aside {}", list(set_aside)))
    } else if !accepted.is_empty() {
        (!mapping).then(|| format!("accept {}", list(accepted)))
    } else if !restored.is_empty() {
        Some(format!("take up again {}", list(restored)))
    } else {
        (files > 0).then(|| if files == 1 { "1 file seen".into() } else { format!("{files} files seen") })
    }
}

fn set_up(words: &Words<'_>, acts: &[&Logged]) -> Option<String> {
    acts.iter().find_map(|l| match &l.act {
        Act::CentreOpened(a) => Some(format!("centre file of {}", a.name)),
        Act::PersonAdded(a) => Some(format!("add {}", a.name)),
        Act::PersonStated(a) => Some(standing_words::person(words.state, a)),
        Act::RootMade(_) => Some("make the centre's root".into()),
        Act::CertificateIssued(a) => Some(format!(
            "issue a certificate for {} under the centre's root",
            standing_words::name(words.state, a.person)
        )),
        Act::KeyEnded(a) => Some(format!(
            "end the signing password of {}: {}",
            standing_words::name(words.state, a.person),
            a.reason
        )),
        Act::DirectClaimStated(a) => Some(standing_words::direct_claim(a)),
        Act::KeyMade(_) => Some("signing password set".into()),
        Act::CertificateImported(_) => Some("certificate of another issuer brought along".into()),
        Act::UnitTextAdded(a) => Some(format!("unit text {}", a.title)),
        Act::BoardConfirmed(a) => {
            Some(format!("confirm {} as the board's own text, against {}", words.title(a.spec), a.source))
        }
        Act::ConfirmationWithdrawn(a) => {
            Some(format!("take back the confirmation of {}: {}", words.title(a.spec), a.reason))
        }
        Act::PhraseSaved(a) if a.text.is_empty() => Some("give up a phrase".into()),
        Act::PhraseSaved(a) => Some(format!("phrase \"{}\"", a.text)),
        Act::LearnerDeclared(a) => {
            let of = a.unit.as_deref().map_or_else(|| "the portfolio".into(), |unit| words.unit(unit));
            Some(format!("declaration of own work for {of} {}", a.route.words()))
        }
        Act::DeclarationWithdrawn(a) => Some(format!("withdraw the declaration of own work: {}", a.reason)),
        Act::QualificationStated(a) => Some(format!("qualification {}", a.says.title)),
        Act::UnitSetSaved(a) if a.units.is_empty() => Some(format!("give up the unit set {}", a.name)),
        Act::UnitSetSaved(a) => Some(format!("unit set {}", a.name)),
        Act::LinkStated(a) => Some(format!(
            "link {} to {} ({})",
            words.code(a.from.spec, &a.from.row),
            words.code(a.to.spec, &a.to.row),
            a.relation.word()
        )),
        Act::LinkDropped(a) => Some(format!("give up a link between boards: {}", a.reason)),
        Act::WitnessStated(a) => Some(format!("witness {}", a.says.name)),
        Act::CurrencyStated(a) => Some(match a.months {
            Some(months) => format!("evidence may be {months} months old"),
            None => "evidence may be of any age".into(),
        }),
        Act::BoardProfileStated(_)
        | Act::PartiallyMetStated(_)
        | Act::LogoStated(_)
        | Act::SpecimenStated(_) => house_words::said(words.state, &l.act),
        Act::LearnerEnrolled(_) => Some("learner enrolled".into()),
        Act::LearnerErased(a) => Some(format!("erase a learner: {}", a.ground.words())),
        Act::LearnerStated(a) if a.supersedes.is_empty() => Some(format!("register {}", a.facts.name)),
        Act::LearnerStated(a) => Some(format!("change the details of {}", a.facts.name)),
        Act::UnitTaken(a) if words.moved_from(a).is_none() => {
            Some(format!("add unit {}", words.title(a.spec)))
        }
        Act::UnitWithdrawn(a) => Some(format!("withdraw unit {}: {}", words.title(a.spec), a.reason)),
        _other => None,
    })
}

fn signed(words: &Words<'_>, acts: &[&Logged]) -> Option<String> {
    acts.iter().find_map(|l| match &l.act {
        Act::SignedOff(a) => Some(format!("sign off {}", words.title(a.spec))),
        Act::Reopened(a) => {
            let spec = words.state.sign_offs.get(&a.sign_off).map(|s| s.spec);
            Some(format!("reopen {}: {}", spec.map_or_else(|| "a unit".into(), |s| words.title(s)), a.reason))
        }
        Act::PaperIssued(a) => Some(format!("{} issued", words.paper(a.sign_off))),
        Act::PaperSigned(a) => {
            let verified = words.state.verifications.get(&a.verification);
            let sampled = verified.and_then(|v| words.state.samples.get(&v.sample));
            let of_unit = words.state.sign_offs.iter().filter(|s| sampled.is_some_and(|m| m.unit == s.unit));
            let signed = of_unit.max_by_key(|s| s.at).map_or(a.verification, |s| s.hash);
            let paper = words.paper(signed);
            Some(format!("{paper} issued with the IV's signature in it"))
        }
        Act::InkedPageReceived(a) => {
            let spec = words.state.sign_offs.get(&a.sign_off).map(|s| s.spec);
            let unit = spec.map_or_else(|| "a unit".into(), |s| words.title(s));
            let hands = page::hands(&a.carries, signoff::spoken(words.state, a.sign_off).1);
            Some(format!("inked page of {unit} with the signatures of {hands}"))
        }
        Act::InkedPageWithdrawn(a) => Some(format!("withdraw an inked page: {}", a.reason)),
        Act::Newer { kind, .. } => Some(format!("made by a newer program ({kind})")),
        _other => None,
    })
}

fn sampled(words: &Words<'_>, acts: &[&Logged]) -> Option<String> {
    let code_of = |finding: &Hash| {
        let row = words.state.findings.get(finding)?;
        let spec = words.state.samples.get(&row.sample)?.spec;
        Some(words.code(spec, &row.row))
    };
    acts.iter().find_map(|l| match &l.act {
        Act::SampleMade(a) => {
            let codes: BTreeSet<String> = a.rows.iter().map(|j| words.code(a.spec, &j.row)).collect();
            Some(format!("sample S{:03}: {}", a.number, list(codes)))
        }
        Act::FindingMade(a) => {
            let code = words.state.samples.get(&a.sample).map(|s| words.code(s.spec, &a.row));
            Some(format!("{} {}", a.judgement.word(), code.unwrap_or_default()))
        }
        Act::FindingWithdrawn(a) => {
            let code = code_of(&a.finding).unwrap_or_default();
            Some(format!("take back the comment on {code}: {}", a.reason))
        }
        Act::ActionAnswered(a) => {
            Some(format!("answer the action on {}", code_of(&a.finding).unwrap_or_default()))
        }
        Act::ActionClosed(a) => {
            Some(format!("close the action on {}", code_of(&a.finding).unwrap_or_default()))
        }
        Act::Verified(_) => Some("sign the sampling record".into()),
        _other => None,
    })
}

/// At most six, then how many more.
#[must_use]
pub fn list(words: BTreeSet<String>) -> String {
    let count = words.len();
    let shown: Vec<String> = words.into_iter().take(6).collect();
    if count > shown.len() {
        format!("{} and {} more", shown.join(", "), count - shown.len())
    } else {
        shown.join(", ")
    }
}

impl Words<'_> {
    fn reference(&self, evidence: &str) -> String {
        let item = self.items.get(evidence);
        item.map_or_else(|| "an item".into(), |i| i.reference.clone().unwrap_or_else(|| i.title.clone()))
    }

    /// Code of a row under a text.
    #[must_use]
    pub fn code(&self, spec: Hash, row: &str) -> String {
        let spec: Option<&UnitSpec> = self.shelf.get(spec).map(AsRef::as_ref);
        spec.and_then(|s| s.row(row)).map_or_else(|| "?".into(), |r| r.code.clone())
    }

    /// "version 2 of E001 holds", where desks had accepted different ones.
    fn settles(&self, accepted: &EvidenceAccepted) -> Option<String> {
        let before = accepted.supersedes.iter().filter_map(|hash| self.state.evidence.get(hash));
        let before: BTreeSet<_> =
            before.filter(|row| row.number.is_some()).map(|row| row.files.as_slice()).collect();
        if before.len() < 2 {
            return None;
        }
        let all = versions::of(self.state, &accepted.evidence);
        let number = 1 + all.iter().position(|version| version.files == accepted.files)?;
        Some(format!("version {number} of {} holds", self.reference(&accepted.evidence)))
    }

    /// What the paper of a sign-off is called.
    #[must_use]
    pub fn paper(&self, sign_off: Hash) -> String {
        signoff::spoken(self.state, sign_off).0
    }

    fn issue(&self, spec: Hash) -> String {
        self.shelf.get(spec).map_or_else(|| "another issue".into(), |s| s.issue_words())
    }

    /// The text that a learner was on before, where taking a unit moved them to another.
    fn moved_from(&self, taken: &UnitTaken) -> Option<Hash> {
        let before = taken.supersedes.iter().filter_map(|h| self.state.units.get(h));
        before.filter(|u| u.withdrawn_reason.is_none()).map(|u| u.spec).find(|spec| *spec != taken.spec)
    }

    fn unit(&self, unit: &str) -> String {
        let row = crate::coverage::unit_in_force(self.state, unit);
        row.map_or_else(|| "a unit".into(), |u| self.title(u.spec))
    }

    /// Title of the unit that a text is of.
    #[must_use]
    pub fn title(&self, spec: Hash) -> String {
        self.shelf.get(spec).map_or_else(|| "a unit".into(), |s| s.text.unit.title.clone())
    }
}
