//! What each kind of act does to the tables. Total: an act that names what is not there changes nothing.
//! Refuses to refuse: rules are asked before an act is recorded, never while it is replayed.

mod details;
mod house;

use super::act::{
    Act, ActionAnswered, ActionClosed, BoardConfirmed, CentreOpened, CertificateChecked,
    ConfirmationWithdrawn, DecisionCarried, DecisionMade, DecisionRestored, DecisionTold,
    DeclarationWithdrawn, EvidenceAccepted, EvidenceRestored, EvidenceSetAside, FileTakenIn, FindingMade,
    FindingWithdrawn, KeyMade, LearnerDeclared, LearnerEnrolled, LearnerErased, LearnerStated, LinkDropped,
    LinkStated, MappingMade, MappingRestored, MappingWithdrawn, PaperIssued, PaperSigned, PersonAdded,
    PhraseSaved, QualificationStated, Reopened, SampleMade, SignedOff, UnitSetSaved, UnitTaken,
    UnitTextAdded, UnitWithdrawn, Verified,
};

use super::id::{Hash, Id};
use super::rows::{
    BoardRow, CarryRow, CentreRow, CertificateRow, DecisionRow, DeclarationRow, EnrolmentRow, ErasureRow,
    EvidenceRow, FileRow, FindingRow, KeyRow, LearnerRow, MappingRow, NewerRow, NoteRow, PaperRow, PersonRow,
    PhraseRow, QualificationRow, SampleRow, SignOffRow, SignedPaperRow, TellingRow, UnitLinkRow, UnitRow,
    UnitSetRow, UnitTextRow, VerificationRow,
};
use super::standing;
use super::state::{BookState, Logged};
use crate::evidence::method::Method;

#[allow(
    clippy::too_many_lines,
    reason = "one line for each kind of act, so that a new one cannot be forgotten"
)]
pub fn act(state: &mut BookState, entry: &Logged) {
    match &entry.act {
        Act::ChainOpened(_) | Act::DeedUndone(_) => {}
        Act::CentreOpened(a) => centre_opened(state, entry, a),
        Act::PersonAdded(a) => person_added(state, entry, a),
        Act::PersonStated(a) => standing::person_stated(state, entry, a),
        Act::KeyMade(a) => key_made(state, entry, a),
        Act::KeyEnded(a) => standing::key_ended(state, a),
        Act::DirectClaimStated(a) => standing::direct_claim_stated(state, entry, a),
        Act::RootMade(a) => standing::root_made(state, entry, a),
        Act::CertificateIssued(a) => standing::certificate_issued(state, entry, a),
        Act::CertificateImported(a) => standing::certificate_imported(state, entry, a),
        Act::UnitTextAdded(a) => unit_text_added(state, entry, a),
        Act::BoardConfirmed(a) => board_confirmed(state, entry, a),
        Act::ConfirmationWithdrawn(a) => confirmation_withdrawn(state, entry, a),
        Act::QualificationStated(a) => qualification_stated(state, entry, a),
        Act::UnitSetSaved(a) => unit_set_saved(state, entry, a),
        Act::PhraseSaved(a) => phrase_saved(state, entry, a),
        Act::LinkStated(a) => link_stated(state, entry, a),
        Act::LinkDropped(a) => drop_links(state, a),
        Act::WitnessStated(a) => details::witness_stated(state, entry, a),
        Act::CurrencyStated(a) => details::currency_stated(state, entry, a),
        Act::BoardProfileStated(a) => house::board_profile_stated(state, entry, a),
        Act::PartiallyMetStated(a) => house::partially_met_stated(state, entry, a),
        Act::LogoStated(a) => house::logo_stated(state, entry, a),
        Act::SpecimenStated(a) => house::specimen_stated(state, entry, a),
        Act::LearnerEnrolled(a) => learner_enrolled(state, entry, a),
        Act::LearnerErased(a) => learner_erased(state, entry, a),
        Act::LearnerStated(a) => learner_stated(state, entry, a),
        Act::LearnerDeclared(a) => learner_declared(state, entry, a),
        Act::DeclarationWithdrawn(a) => declaration_withdrawn(state, a),
        Act::UnitTaken(a) => unit_taken(state, entry, a),
        Act::UnitWithdrawn(a) => unit_withdrawn(state, entry, a),
        Act::FileTakenIn(a) => file_taken_in(state, entry, a),
        Act::EvidenceAccepted(a) => evidence_accepted(state, entry, a),
        Act::EvidenceSetAside(a) => evidence_set_aside(state, entry, a),
        Act::EvidenceRestored(a) => evidence_restored(state, entry, a),
        Act::DetailStated(a) => details::detail_stated(state, entry, a),
        Act::EvidenceReplaced(a) => details::evidence_replaced(state, entry, a),
        Act::MappingMade(a) => mapping_made(state, entry, a),
        Act::MappingWithdrawn(a) => mapping_withdrawn(state, entry, a),
        Act::DecisionMade(a) => decision_made(state, entry, a),
        Act::DecisionTold(a) => decision_told(state, entry, a),
        Act::CertificateChecked(a) => certificate_checked(state, entry, a),
        Act::DecisionCarried(a) => decision_carried(state, entry, a),
        Act::DecisionCleared(a) => supersede_decisions(state, entry, &a.row, &a.supersedes),
        Act::DecisionRestored(a) => decision_restored(state, entry, a),
        Act::MappingRestored(a) => mapping_restored(state, entry, a),
        Act::SignedOff(a) => signed_off(state, entry, a),
        Act::Reopened(a) => reopened(state, a),
        Act::PaperIssued(a) => paper_issued(state, entry, a),
        Act::PaperSigned(a) => paper_signed(state, entry, a),
        Act::SampleMade(a) => sample_made(state, entry, a),
        Act::FindingMade(a) => finding_made(state, entry, a),
        Act::ActionAnswered(a) => action_answered(state, entry, a),
        Act::FindingWithdrawn(a) => finding_withdrawn(state, entry, a),
        Act::ActionClosed(a) => action_closed(state, entry, a),
        Act::Verified(a) => verified(state, entry, a),
        Act::TraineeDecided(a) => standing::trainee_decided(state, entry, a),
        Act::Countersigned(a) => standing::countersigned(state, entry, a),
        Act::SampleCountersigned(a) => standing::sample_countersigned(state, entry, a),
        Act::PaperCountersigned(a) => standing::paper_countersigned(state, entry, a),
        Act::InkedPageReceived(a) => standing::inked_page_received(state, entry, a),
        Act::InkedPageWithdrawn(a) => standing::inked_page_withdrawn(state, a),
        Act::UnitReleased(a) => standing::unit_released(state, entry, a),
        Act::UnitClaimed(a) => standing::unit_claimed(state, entry, a),
        Act::UnitCertificated(a) => standing::unit_certificated(state, entry, a),
        Act::StatusWithdrawn(a) => standing::status_withdrawn(state, a),
        Act::Newer { kind, .. } => {
            state.newer.put(NewerRow { hash: entry.hash, kind: kind.clone(), chain: entry.chain });
        }
    }
}

fn centre_opened(state: &mut BookState, entry: &Logged, a: &CentreOpened) {
    state.centres.put(CentreRow { hash: entry.hash, name: a.name.clone(), number: a.number.clone() });
}

fn person_added(state: &mut BookState, entry: &Logged, a: &PersonAdded) {
    for old in &a.supersedes {
        state.people.change(old, |row| row.standing &= row.person != a.person);
    }
    state.people.put(PersonRow {
        hash: entry.hash,
        person: a.person,
        name: a.name.clone(),
        initials: a.initials.clone(),
        roles: a.roles.clone(),
        qualification: String::new(),
        competence: String::new(),
        cpd: String::new(),
        countersigner: None,
        active: true,
        standing: true,
    });
}

fn key_made(state: &mut BookState, entry: &Logged, a: &KeyMade) {
    for old in &a.supersedes {
        state.keys.change(old, |row| row.standing &= row.person != a.person);
    }
    state.keys.put(KeyRow { hash: entry.hash, person: a.person, key: a.key.clone(), standing: true });
}

fn unit_text_added(state: &mut BookState, entry: &Logged, a: &UnitTextAdded) {
    state.unit_texts.put(UnitTextRow {
        hash: entry.hash,
        unit: a.unit.clone(),
        spec: a.spec,
        handle: a.handle.clone(),
        title: a.title.clone(),
    });
}

fn board_confirmed(state: &mut BookState, entry: &Logged, a: &BoardConfirmed) {
    supersede_boards(state, a.spec, &a.supersedes);
    state.board_statements.put(BoardRow {
        hash: entry.hash,
        unit: a.unit.clone(),
        spec: a.spec,
        confirms: true,
        words: a.source.clone(),
        date: Some(a.date.clone()),
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
        standing: true,
    });
}

fn confirmation_withdrawn(state: &mut BookState, entry: &Logged, a: &ConfirmationWithdrawn) {
    supersede_boards(state, a.spec, &a.supersedes);
    state.board_statements.put(BoardRow {
        hash: entry.hash,
        unit: a.unit.clone(),
        spec: a.spec,
        confirms: false,
        words: a.reason.clone(),
        date: None,
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
        standing: true,
    });
}

fn supersede_boards(state: &mut BookState, spec: Hash, supersedes: &[Hash]) {
    for old in supersedes {
        state.board_statements.change(old, |row| row.standing &= row.spec != spec);
    }
}

fn qualification_stated(state: &mut BookState, entry: &Logged, a: &QualificationStated) {
    for old in &a.supersedes {
        state.qualifications.change(old, |row| row.standing &= row.qualification != a.qualification);
    }
    state.qualifications.put(QualificationRow {
        hash: entry.hash,
        qualification: a.qualification,
        says: a.says.clone(),
        standing: true,
    });
}

fn unit_set_saved(state: &mut BookState, entry: &Logged, a: &UnitSetSaved) {
    for old in &a.supersedes {
        state.unit_sets.change(old, |row| row.standing &= row.set != a.set);
    }
    state.unit_sets.put(UnitSetRow {
        hash: entry.hash,
        set: a.set,
        name: a.name.clone(),
        qualification: a.qualification,
        units: a.units.clone(),
        standing: true,
    });
}

fn phrase_saved(state: &mut BookState, entry: &Logged, a: &PhraseSaved) {
    for old in &a.supersedes {
        state.phrases.change(old, |row| row.standing &= row.phrase != a.phrase);
    }
    let text = a.text.clone();
    state.phrases.put(PhraseRow { hash: entry.hash, phrase: a.phrase, text, standing: true });
}

fn link_stated(state: &mut BookState, entry: &Logged, a: &LinkStated) {
    supersede_unit_links(state, &a.link, &a.supersedes);
    state.unit_links.put(UnitLinkRow {
        hash: entry.hash,
        link: a.link,
        from: a.from.clone(),
        to: a.to.clone(),
        relation: a.relation,
        beyond_from: a.beyond_from.clone(),
        beyond_to: a.beyond_to.clone(),
        source: a.source.clone(),
        chain: entry.chain,
        at: entry.moment.at,
        standing: true,
    });
}

fn drop_links(state: &mut BookState, a: &LinkDropped) {
    supersede_unit_links(state, &a.link, &a.supersedes);
}

fn supersede_unit_links(state: &mut BookState, link: &Id, supersedes: &[Hash]) {
    for old in supersedes {
        state.unit_links.change(old, |row| row.standing &= row.link != *link);
    }
}

fn learner_enrolled(state: &mut BookState, entry: &Logged, a: &LearnerEnrolled) {
    state.enrolments.put_new(EnrolmentRow { learner: a.learner, hash: entry.hash });
}

fn learner_erased(state: &mut BookState, entry: &Logged, a: &LearnerErased) {
    state.erasures.put_new(ErasureRow {
        learner: a.learner,
        hash: entry.hash,
        heads: a.heads.clone(),
        ground: a.ground,
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
    });
}

fn learner_stated(state: &mut BookState, entry: &Logged, a: &LearnerStated) {
    for old in &a.supersedes {
        state.learners.change(old, |row| row.standing = false);
    }
    let f = a.facts.clone();
    state.learners.put(LearnerRow {
        hash: entry.hash,
        name: f.name,
        uln: f.uln,
        registration_number: f.registration_number,
        registration_date: f.registration_date,
        start: f.start,
        planned_end: f.planned_end,
        employer: f.employer,
        site: f.site,
        assessor: f.assessor,
        iv: f.iv,
        standing: true,
    });
}

fn learner_declared(state: &mut BookState, entry: &Logged, a: &LearnerDeclared) {
    state.declarations.put(DeclarationRow {
        hash: entry.hash,
        unit: a.unit.clone(),
        route: a.route,
        date: a.date.clone(),
        words: a.words.clone(),
        acknowledged: a.acknowledged.clone(),
        evidence: a.evidence.clone(),
        role: a.role,
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
        withdrawn: None,
        standing: true,
    });
}

fn declaration_withdrawn(state: &mut BookState, a: &DeclarationWithdrawn) {
    state.declarations.change(&a.declaration, |row| {
        row.standing = false;
        // Two people may withdraw it at once; both reasons are kept in an order that no clock decides.
        row.withdrawn = Some(match row.withdrawn.take() {
            Some(before) => format!("{before}; {}", a.reason),
            None => a.reason.clone(),
        });
    });
}

fn unit_taken(state: &mut BookState, entry: &Logged, a: &UnitTaken) {
    state.touch(&a.unit);
    supersede_units(state, &a.unit, &a.supersedes);
    state.units.put(UnitRow {
        hash: entry.hash,
        unit: a.unit.clone(),
        spec: a.spec,
        withdrawn_reason: None,
        withdrawn_date: None,
        at: entry.moment.at,
        standing: true,
    });
}

fn unit_withdrawn(state: &mut BookState, entry: &Logged, a: &UnitWithdrawn) {
    state.touch(&a.unit);
    supersede_units(state, &a.unit, &a.supersedes);
    state.units.put(UnitRow {
        hash: entry.hash,
        unit: a.unit.clone(),
        spec: a.spec,
        withdrawn_reason: Some(a.reason.clone()),
        withdrawn_date: Some(a.date.clone()),
        at: entry.moment.at,
        standing: true,
    });
}

fn supersede_units(state: &mut BookState, unit: &str, supersedes: &[Hash]) {
    for old in supersedes {
        state.units.change(old, |row| row.standing &= row.unit != unit);
    }
}

fn file_taken_in(state: &mut BookState, entry: &Logged, a: &FileTakenIn) {
    state.items.take();
    state.files.put_new(FileRow {
        file: a.file,
        size: a.size,
        path: a.path.clone(),
        replaces: a.replaces,
        hash: entry.hash,
        at: entry.moment.at,
        offset: entry.moment.offset,
    });
}

fn evidence_accepted(state: &mut BookState, entry: &Logged, a: &EvidenceAccepted) {
    state.items.take();
    touch_item(state, &a.evidence);
    supersede_item(state, entry, &a.evidence, &a.supersedes);
    state_item(
        state,
        EvidenceRow {
            hash: entry.hash,
            evidence: a.evidence.clone(),
            number: Some(a.number),
            title: a.title.clone(),
            method: a.method,
            files: a.files.clone(),
            set_aside_reason: None,
            chain: entry.chain,
            standing: true,
        },
    );
}

fn evidence_set_aside(state: &mut BookState, entry: &Logged, a: &EvidenceSetAside) {
    state.items.take();
    touch_item(state, &a.evidence);
    // An item of several files is called by a random id, so its files are those of the statement before.
    let before = a.supersedes.iter().filter_map(|h| state.evidence.get(h)).find(|row| !row.files.is_empty());
    let files = before.map_or_else(|| a.evidence.parse().into_iter().collect(), |row| row.files.clone());
    supersede_item(state, entry, &a.evidence, &a.supersedes);
    state_item(
        state,
        EvidenceRow {
            hash: entry.hash,
            evidence: a.evidence.clone(),
            number: None,
            title: String::new(),
            method: Method::Wp,
            files,
            set_aside_reason: Some(a.reason.clone()),
            chain: entry.chain,
            standing: true,
        },
    );
}

fn evidence_restored(state: &mut BookState, entry: &Logged, a: &EvidenceRestored) {
    state.items.take();
    touch_item(state, &a.evidence);
    supersede_item(state, entry, &a.evidence, &a.supersedes);
    for hash in &a.restores {
        let of_item = state.evidence.get(hash).is_some_and(|row| row.evidence == a.evidence);
        if of_item && stands_again(state, entry, *hash) {
            state.evidence.change(hash, |row| row.standing = true);
            state.statements_of_item.entry(a.evidence.clone()).or_default().insert(*hash);
        }
    }
}

fn state_item(state: &mut BookState, row: EvidenceRow) {
    state.statements_of_item.entry(row.evidence.clone()).or_default().insert(row.hash);
    state.evidence.put(row);
}

/// Whether a thing stands once an act has taken back what it had seen of what closed it.
fn stands_again(state: &mut BookState, entry: &Logged, thing: Hash) -> bool {
    let mut closings = std::mem::take(&mut state.closings);
    let stands = closings.restore(thing, entry.hash, |closing| state.had_seen_by_now(entry, closing));
    state.closings = closings;
    stands
}

fn supersede_item(state: &mut BookState, entry: &Logged, item: &str, supersedes: &[Hash]) {
    for old in supersedes {
        if state.evidence.get(old).is_some_and(|row| row.evidence == item) {
            state.closings.close(*old, entry.hash);
            state.evidence.change(old, |row| row.standing = false);
            if let Some(statements) = state.statements_of_item.get_mut(item) {
                statements.remove(old);
            }
        }
    }
}

fn mapping_made(state: &mut BookState, entry: &Logged, a: &MappingMade) {
    state.touch(&a.unit);
    state.mappings.put(MappingRow {
        hash: entry.hash,
        unit: a.unit.clone(),
        spec: a.spec,
        row: a.row.clone(),
        evidence: a.evidence.clone(),
        files: a.files.clone(),
        place: a.place.clone(),
        method: a.method,
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
        standing: true,
    });
    state.links_of_row.entry(a.row.clone()).or_default().insert(entry.hash);
}

fn mapping_withdrawn(state: &mut BookState, entry: &Logged, a: &MappingWithdrawn) {
    let Some(row) = state.mappings.get(&a.mapping).map(|m| m.row.clone()) else { return };
    touch_link(state, a.mapping);
    state.closings.close(a.mapping, entry.hash);
    state.mappings.change(&a.mapping, |m| m.standing = false);
    if let Some(links) = state.links_of_row.get_mut(&row) {
        links.remove(&a.mapping);
    }
}

fn decision_made(state: &mut BookState, entry: &Logged, a: &DecisionMade) {
    state.touch(&a.unit);
    supersede_decisions(state, entry, &a.row, &a.supersedes);
    state.decisions.put(DecisionRow {
        hash: entry.hash,
        unit: a.unit.clone(),
        spec: a.spec,
        row: a.row.clone(),
        text: a.text,
        outcome: a.outcome,
        reason: a.reason.clone(),
        date: a.date.clone(),
        relied_on: a.relied_on.clone(),
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
        standing: true,
    });
    state.decisions_of_row.entry(a.row.clone()).or_default().insert(entry.hash);
}

/// Decisions of this very chain: what one assessor tells never stands beside another's judgement.
fn own_decisions(state: &BookState, entry: &Logged, decisions: &[Hash]) -> Vec<Hash> {
    let own = |hash: &&Hash| state.decisions.get(hash).is_some_and(|d| d.chain == entry.chain);
    decisions.iter().filter(own).copied().collect()
}

fn decision_told(state: &mut BookState, entry: &Logged, a: &DecisionTold) {
    for decision in own_decisions(state, entry, &a.decisions) {
        // The day by which something is due stands in the roll-up of the unit.
        if let Some(unit) = state.decisions.get(&decision).map(|d| d.unit.clone()) {
            state.touch(&unit);
        }
        state.tellings.put_new(TellingRow {
            decision,
            hash: entry.hash,
            feedback: a.feedback.clone(),
            needed: a.needed.clone(),
            due: a.due.clone(),
        });
    }
}

fn certificate_checked(state: &mut BookState, entry: &Logged, a: &CertificateChecked) {
    for decision in own_decisions(state, entry, &a.decisions) {
        state.certificates.put_new(CertificateRow {
            decision,
            hash: entry.hash,
            number: a.number.clone(),
            awarding_organisation: a.awarding_organisation.clone(),
            urn: a.urn.clone(),
            date: a.date.clone(),
            checked_by: a.checked_by.clone(),
        });
    }
}

fn decision_carried(state: &mut BookState, entry: &Logged, a: &DecisionCarried) {
    state.touch(&a.unit);
    state.carries.put(CarryRow {
        hash: entry.hash,
        unit: a.unit.clone(),
        spec: a.spec,
        row: a.row.clone(),
        text: a.text,
        decision: a.decision,
        role: a.role,
        deed: entry.deed,
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
    });
}

fn decision_restored(state: &mut BookState, entry: &Logged, a: &DecisionRestored) {
    supersede_decisions(state, entry, &a.row, &a.supersedes);
    for hash in &a.decisions {
        let of_row = state.decisions.get(hash).is_some_and(|d| d.row == a.row);
        if of_row && stands_again(state, entry, *hash) {
            touch_decision(state, *hash);
            state.decisions.change(hash, |d| d.standing = true);
            state.decisions_of_row.entry(a.row.clone()).or_default().insert(*hash);
        }
    }
}

fn mapping_restored(state: &mut BookState, entry: &Logged, a: &MappingRestored) {
    let Some(row) = state.mappings.get(&a.mapping).map(|m| m.row.clone()) else { return };
    if !stands_again(state, entry, a.mapping) {
        return;
    }
    touch_link(state, a.mapping);
    state.mappings.change(&a.mapping, |m| m.standing = true);
    state.links_of_row.entry(row).or_default().insert(a.mapping);
}

/// Whether a resubmission is still waited for hangs on the versions of items.
fn touch_item(state: &mut BookState, item: &str) {
    if state.tellings.is_empty() {
        return;
    }
    let links = state.mappings.iter().filter(|m| m.standing && m.evidence == item);
    let units: Vec<String> = links.map(|m| m.unit.clone()).collect();
    units.iter().for_each(|unit| state.touch(unit));
}

fn touch_link(state: &mut BookState, link: Hash) {
    if let Some(unit) = state.mappings.get(&link).map(|m| m.unit.clone()) {
        state.touch(&unit);
    }
}

fn touch_decision(state: &mut BookState, decision: Hash) {
    if let Some(unit) = state.decisions.get(&decision).map(|d| d.unit.clone()) {
        state.touch(&unit);
    }
}

fn supersede_decisions(state: &mut BookState, entry: &Logged, row: &str, supersedes: &[Hash]) {
    for old in supersedes {
        if state.decisions.get(old).is_some_and(|d| d.row == row) {
            state.closings.close(*old, entry.hash);
            touch_decision(state, *old);
            state.decisions.change(old, |d| d.standing = false);
            if let Some(standing) = state.decisions_of_row.get_mut(row) {
                standing.remove(old);
            }
        }
    }
}

fn signed_off(state: &mut BookState, entry: &Logged, a: &SignedOff) {
    state.touch(&a.unit);
    state.sign_offs.put(SignOffRow {
        hash: entry.hash,
        unit: a.unit.clone(),
        spec: a.spec,
        rows: a.rows.clone(),
        files: a.files.clone(),
        matrix: a.matrix,
        declaration: a.declaration.clone(),
        feedback: a.feedback.clone(),
        indicative: a.indicative,
        role: a.role,
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
        reopened: None,
        standing: true,
        form: a.form.clone(),
    });
}

fn reopened(state: &mut BookState, a: &Reopened) {
    if let Some(unit) = state.sign_offs.get(&a.sign_off).map(|s| s.unit.clone()) {
        state.touch(&unit);
    }
    state.sign_offs.change(&a.sign_off, |row| {
        row.standing = false;
        // Two people may reopen at once; both reasons are kept in an order that no clock decides.
        row.reopened = Some(match row.reopened.take() {
            Some(before) => format!("{before}; {}", a.reason),
            None => a.reason.clone(),
        });
    });
}

fn paper_signed(state: &mut BookState, entry: &Logged, a: &PaperSigned) {
    let (verification, paper) = (a.verification, a.paper);
    state.signed_papers.put(SignedPaperRow { hash: entry.hash, verification, paper });
}

fn paper_issued(state: &mut BookState, entry: &Logged, a: &PaperIssued) {
    state.papers.put(PaperRow { hash: entry.hash, paper: a.paper, sign_off: a.sign_off, signed: a.signed });
}

fn sample_made(state: &mut BookState, entry: &Logged, a: &SampleMade) {
    state.samples.put_new(SampleRow {
        sample: a.sample,
        number: a.number,
        unit: a.unit.clone(),
        spec: a.spec,
        rows: a.rows.clone(),
        summative: a.summative,
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
    });
}

fn finding_made(state: &mut BookState, entry: &Logged, a: &FindingMade) {
    for old in &a.supersedes {
        state.findings.change(old, |f| f.standing &= f.sample != a.sample || f.row != a.row);
    }
    state.findings.put(FindingRow {
        hash: entry.hash,
        sample: a.sample,
        row: a.row.clone(),
        decision: a.decision,
        judgement: a.judgement,
        reason: a.reason.clone(),
        due: a.due.clone(),
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
        standing: true,
        withdrawn: None,
    });
}

/// Only its author takes a comment back; anything else is a crafted entry and changes nothing.
fn finding_withdrawn(state: &mut BookState, entry: &Logged, a: &FindingWithdrawn) {
    let person = |chain: Id| state.person_of(chain).map(|p| p.id);
    let author = state.findings.get(&a.finding).and_then(|f| person(f.chain));
    if author.is_none() || author != person(entry.chain) {
        return;
    }
    state.findings.change(&a.finding, |f| {
        f.standing = false;
        // Taken back at two machines of theirs: both reasons are kept in an order that no clock decides.
        f.withdrawn = Some(match f.withdrawn.take() {
            Some(before) => format!("{before}; {}", a.reason),
            None => a.reason.clone(),
        });
    });
}

fn action_answered(state: &mut BookState, entry: &Logged, a: &ActionAnswered) {
    state.notes.put(note(entry, a.finding, &a.note, false));
}

fn action_closed(state: &mut BookState, entry: &Logged, a: &ActionClosed) {
    state.notes.put(note(entry, a.finding, &a.note, true));
}

fn note(entry: &Logged, finding: Hash, note: &str, closes: bool) -> NoteRow {
    NoteRow {
        hash: entry.hash,
        finding,
        closes,
        note: note.to_owned(),
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
    }
}

fn verified(state: &mut BookState, entry: &Logged, a: &Verified) {
    state.verifications.put(VerificationRow {
        hash: entry.hash,
        sample: a.sample,
        findings: a.findings.clone(),
        declaration: a.declaration.clone(),
        role: a.role,
        chain: entry.chain,
        at: entry.moment.at,
        offset: entry.moment.offset,
    });
}
