//! The table of commands: name, request, answer, and what each does. It feeds the hosts, the tests and the TypeScript.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use ts_rs::TS;

use super::Session;
use super::assess::{
    criterion_history, decide, declaration_list, declare, phrase_drop, phrase_list, phrase_save,
    sign_off_sign, undeclare, work_list,
};
use super::details::{
    self as d, currency as centre_currency, describe as evidence_describe, in_situ as evidence_in_situ,
    replace as evidence_replace, replacement as evidence_replacement, take_back as evidence_unreplace,
    witness_list, witness_save,
};
use super::erasure::{self as z, asked as learner_erasure, erase as learner_erase, erased as learner_erased};
use super::house::{
    self as h, partially_met as house_partially_met, profile as house_profile, redo as house_redo,
    show as house_show, undo as house_undo,
};
use super::inked::{
    self as k, attach as inked_attach, list as inked_list, save as inked_save, withdraw as inked_withdraw,
};
use super::library::{
    learner_unit_add, link_confirm, qualification_check, qualification_list, qualification_save,
    qualification_show, unit_check, unit_confirm, unit_diff, unit_draft, unit_export, unit_import, unit_list,
    unit_match, unit_read, unit_reissue, unit_revisions, unit_save, unit_set_drop, unit_set_list,
    unit_set_save, unit_show, unit_unconfirm,
};
use super::links::{
    self as l, drop as links_drop, export as links_export, import as links_import, list as links_list,
    offers as links_offers, propose as links_propose, save as links_save, side_by_side as links_side_by_side,
};
use super::papers::{self as p, matrix_export, matrix_paper, paper_path, paper_print};
use super::people::{
    self as e, add as person_add, change as person_change, end_key as person_end_key,
    history as person_history, import_key as person_import_key, list as person_list,
    password as person_password, root_issue, root_list, root_make, root_save,
};
use super::pictures::{
    self as q, logo as house_logo, logo_remove as house_logo_remove, specimen as person_specimen,
    specimen_save as person_specimen_save,
};
use super::request as r;
use super::request::library as u;
use super::search::{self as t, search, text_read, text_show, text_status, text_stop};
use super::standards::{
    self as s, coverage as standard_coverage, import as standard_import, list as standard_list,
};
use super::standing::{
    self as c, certify as certificate_record, claim as claim_make, countersign_decisions, countersign_sample,
    direct_claim as direct_claim_state, list as claim_list, release as unit_release, show as status_show,
    take_back as status_take_back,
};
use super::suggest::{
    self as g, bring_back as suggest_bring_back, for_gap as suggest_for_gap, for_item as suggest_for_item,
    put_away as suggest_put_away, switch as suggest_switch,
};
use super::versions::{
    self as v, attempts_at as criterion_attempts, compare as evidence_compare, list as evidence_versions,
    same_bytes as evidence_same, settle as evidence_settle_version,
};
use crate::check;
use crate::disk;
use crate::error::{Error, Result};
use crate::evidence::folder::Standings;
use crate::evidence::item;
use crate::evidence::preview::PreviewView;
use crate::evidence::reconcile::Finding;
use crate::evidence::verbs::{self as evidence, Grouping, Wanted};
use crate::exchange;
use crate::history::{self, Words};
use crate::journal::act::LearnerFacts;
use crate::journal::id::{Hash, Id};
use crate::sampling::verbs as sampling;
use crate::undo::{self, Way};
use crate::unit::draft::UnitDraft;
use crate::unit::import::proposal::Defect;
use crate::view::attempts::CriterionHistoryView;
use crate::view::caseload::{self, CaseloadView};
use crate::view::erasure::{ErasedView, ErasureView};
use crate::view::house::{HouseView, SpecimenView};
use crate::view::inked::InkedPageView;
use crate::view::kind::KindView;
use crate::view::library::{
    CombinationView, DiffView, ExportView, QualificationView, ReadingView, ReissueView, RevisionView,
    UnitSetView,
};
use crate::view::links::{
    BoardLinkView, LinkDroppedView, LinkProposalView, LinksTakenView, LinksWrittenView, OfferView,
    SideBySideView,
};
use crate::view::matrix as fill;
use crate::view::paper::{CheckView, JournalView, PaperView, ScanView, VerifyView};
use crate::view::people::{PersonView, RootView};
use crate::view::phrases::PhraseView;
use crate::view::point_coverage::StandardCoverageView;
use crate::view::portfolio::{
    EvidenceView, FileStanding, FolderView, LearnerView, PortfolioView, SignedView,
};
use crate::view::resubmission::ReplacementView;
use crate::view::same::{self, SameView};
use crate::view::sampling::{SampleView, SamplingView, VerifiedView};
use crate::view::search::{FileTextView, SearchView, TextStatusView};
use crate::view::signoff::{DeclarationView, SignOffView};
use crate::view::standards::{StandardsTakenView, StandardsView};
use crate::view::status::{ClaimLineView, StatusView};
use crate::view::submissions::AttemptView;
use crate::view::suggestions::{GapSuggestionsView, ItemSuggestionsView, SuggestionsSwitchView};
use crate::view::units::{UnitSummary, UnitTextView};
use crate::view::versions::{CompareView, VersionsView};
use crate::view::witnesses::{WitnessListView, WitnessView};
use crate::view::work::WorkView;
use crate::view::workspace::{CentreView, DeedView, HistoryLine, WorkspaceView};
use crate::view::{people as people_view, sampling as sampling_view, shown, signoff as signoff_view};
use crate::{learner, mapping, papers, qualifications, signoff};

macro_rules! commands {
    ($( $name:literal => $function:ident($request:ty) -> $answer:ty; )*) => {
        /// Every command's name.
        pub const NAMES: &[&str] = &[$($name),*];

        /// Runs a command by name.
        pub fn dispatch(session: &mut Session, name: &str, request: Value) -> Result<Value> {
            match name {
                $( $name => {
                    let request: $request = serde_json::from_value(request)
                        .map_err(|e| Error::Usage(format!("{name}: {e}")))?;
                    let answer: $answer = $function(session, request)?;
                    Ok(serde_json::to_value(answer)?)
                } )*
                _unknown => Err(Error::NotFound { what: "command", name: name.to_owned() }),
            }
        }

        /// The TypeScript of every request and answer, and the table of commands.
        #[must_use]
        pub fn typescript() -> String {
            let config = ts_rs::Config::new().with_large_int("number");
            let mut types = Types { config: &config, seen: BTreeSet::new(), text: std::collections::BTreeMap::new() };
            let mut table = String::new();
            $(
                types.visit_all::<$request>();
                types.visit_all::<$answer>();
                table.push_str(&format!(
                    "  {:?}: {{ request: {}; answer: {} }};\n", $name,
                    <$request as TS>::name(&config), <$answer as TS>::name(&config),
                ));
            )*
            types.finish(&table)
        }
    };
}

commands! {
    "workspace.show" => workspace_show(r::Nothing) -> WorkspaceView;
    "centre.init" => centre_init(r::CentreInit) -> WorkspaceView;
    "desk.sit" => desk_sit(r::DeskSit) -> WorkspaceView;
    "person.add" => person_add(e::PersonAdd) -> PersonView;
    "person.change" => person_change(e::PersonChange) -> PersonView;
    "person.list" => person_list(r::Nothing) -> Vec<PersonView>;
    "person.password" => person_password(e::PersonPassword) -> PersonView;
    "person.importKey" => person_import_key(e::PersonImportKey) -> PersonView;
    "root.list" => root_list(r::Nothing) -> Vec<RootView>;
    "root.make" => root_make(e::RootMake) -> Vec<RootView>;
    "root.issue" => root_issue(e::RootIssue) -> Vec<PersonView>;
    "root.save" => root_save(e::RootSave) -> ExportView;
    "person.endKey" => person_end_key(e::PersonEndKey) -> PersonView;
    "centre.look" => house_show(r::Nothing) -> HouseView;
    "centre.profile" => house_profile(h::ProfileSave) -> HouseView;
    "centre.partiallyMet" => house_partially_met(h::PartiallyMet) -> HouseView;
    "centre.logo" => house_logo(q::LogoChoose) -> HouseView;
    "centre.logoRemove" => house_logo_remove(r::Nothing) -> HouseView;
    "person.specimen" => person_specimen(q::SpecimenShow) -> SpecimenView;
    "person.specimenSave" => person_specimen_save(q::SpecimenSave) -> SpecimenView;
    "centre.undo" => house_undo(h::HouseUndo) -> HouseView;
    "centre.redo" => house_redo(h::HouseUndo) -> HouseView;
    "person.history" => person_history(r::Nothing) -> Vec<HistoryLine>;
    "unit.list" => unit_list(r::Nothing) -> Vec<UnitSummary>;
    "unit.show" => unit_show(r::UnitShow) -> UnitTextView;
    "unit.import" => unit_import(r::UnitImport) -> UnitSummary;
    "unit.read" => unit_read(u::UnitRead) -> ReadingView;
    "unit.check" => unit_check(u::UnitCheck) -> Vec<Defect>;
    "unit.save" => unit_save(u::UnitSave) -> UnitSummary;
    "unit.confirm" => unit_confirm(u::UnitConfirm) -> UnitTextView;
    "unit.unconfirm" => unit_unconfirm(u::UnitUnconfirm) -> UnitTextView;
    "unit.draft" => unit_draft(u::UnitDraftOf) -> UnitDraft;
    "unit.match" => unit_match(u::UnitMatch) -> UnitDraft;
    "unit.revisions" => unit_revisions(r::UnitShow) -> Vec<RevisionView>;
    "unit.diff" => unit_diff(u::UnitDiff) -> DiffView;
    "unit.reissue" => unit_reissue(u::UnitReissue) -> ReissueView;
    "unit.export" => unit_export(u::UnitExport) -> ExportView;
    "link.confirm" => link_confirm(u::LinkConfirm) -> DeedView;
    "qualification.list" => qualification_list(r::Nothing) -> Vec<QualificationView>;
    "qualification.show" => qualification_show(u::QualificationOnly) -> QualificationView;
    "qualification.save" => qualification_save(u::QualificationSave) -> QualificationView;
    "qualification.check" => qualification_check(u::QualificationCheck) -> CombinationView;
    "unitSet.list" => unit_set_list(r::Nothing) -> Vec<UnitSetView>;
    "unitSet.save" => unit_set_save(u::UnitSetSave) -> UnitSetView;
    "unitSet.drop" => unit_set_drop(u::UnitSetOnly) -> Vec<UnitSetView>;
    "learner.list" => learner_list(r::Nothing) -> CaseloadView;
    "learner.add" => learner_add(r::LearnerAdd) -> LearnerView;
    "learner.change" => learner_change(r::LearnerChange) -> LearnerView;
    "learner.erasure" => learner_erasure(r::LearnerOnly) -> ErasureView;
    "learner.erase" => learner_erase(z::LearnerErase) -> DeedView;
    "learner.erased" => learner_erased(r::Nothing) -> Vec<ErasedView>;
    "learner.show" => learner_show(r::LearnerOnly) -> PortfolioView;
    "learner.folder" => learner_folder(r::LearnerFolder) -> FolderView;
    "learner.unitAdd" => learner_unit_add(u::LearnerUnitAdd) -> DeedView;
    "learner.unitWithdraw" => learner_unit_withdraw(r::UnitWithdraw) -> DeedView;
    "scan" => scan(r::Scan) -> ScanView;
    "scan.stop" => scan_stop(r::Nothing) -> bool;
    "scan.goOn" => scan_go_on(r::Nothing) -> bool;
    "evidence.list" => evidence_list(r::LearnerOnly) -> Vec<EvidenceView>;
    "evidence.accept" => evidence_accept(r::EvidenceAccept) -> DeedView;
    "evidence.setAside" => evidence_set_aside(r::EvidenceSetAside) -> DeedView;
    "evidence.describe" => evidence_describe(d::EvidenceDescribe) -> DeedView;
    "evidence.inSitu" => evidence_in_situ(d::EvidenceInSitu) -> DeedView;
    "evidence.replace" => evidence_replace(d::EvidenceReplace) -> DeedView;
    "evidence.unreplace" => evidence_unreplace(d::EvidenceOnly) -> DeedView;
    "evidence.replacement" => evidence_replacement(d::EvidenceReplacement) -> ReplacementView;
    "evidence.versions" => evidence_versions(d::EvidenceOnly) -> VersionsView;
    "evidence.settleVersion" => evidence_settle_version(v::EvidenceSettleVersion) -> DeedView;
    "evidence.compare" => evidence_compare(v::EvidenceCompare) -> CompareView;
    "evidence.same" => evidence_same(r::LearnerOnly) -> Vec<SameView>;
    "criterion.attempts" => criterion_attempts(v::CriterionOnly) -> Vec<AttemptView>;
    "witness.list" => witness_list(r::Nothing) -> WitnessListView;
    "witness.save" => witness_save(d::WitnessSave) -> WitnessView;
    "centre.currency" => centre_currency(d::CurrencyLimit) -> WitnessListView;
    "preview.show" => preview_show(r::Preview) -> PreviewView;
    "preview.kind" => preview_kind(r::Preview) -> KindView;
    "map" => map(r::Map) -> DeedView;
    "unmap" => unmap(r::Unmap) -> DeedView;
    "place" => place(r::Place) -> DeedView;
    "decide" => decide(r::Decide) -> DeedView;
    "criterion.history" => criterion_history(r::LearnerCriterion) -> CriterionHistoryView;
    "work.list" => work_list(r::WorkLists) -> WorkView;
    "declaration.record" => declare(r::Declare) -> DeedView;
    "declaration.withdraw" => undeclare(r::Undeclare) -> DeedView;
    "declaration.list" => declaration_list(r::LearnerOnly) -> Vec<DeclarationView>;
    "phrase.list" => phrase_list(r::Nothing) -> Vec<PhraseView>;
    "phrase.save" => phrase_save(r::PhraseSave) -> Vec<PhraseView>;
    "phrase.drop" => phrase_drop(r::PhraseOnly) -> Vec<PhraseView>;
    "signOff.show" => sign_off_show(r::LearnerUnit) -> SignOffView;
    "signOff.sign" => sign_off_sign(r::SignOff) -> SignedView;
    "paper.sign" => paper_sign(r::PaperSign) -> SignOffView;
    "signOff.reopen" => sign_off_reopen(r::Reopen) -> DeedView;
    "inkedPage.attach" => inked_attach(k::InkedAttach) -> DeedView;
    "inkedPage.withdraw" => inked_withdraw(k::InkedWithdraw) -> DeedView;
    "inkedPage.list" => inked_list(r::LearnerUnit) -> Vec<InkedPageView>;
    "inkedPage.save" => inked_save(k::InkedSave) -> ExportView;
    "countersign" => countersign_decisions(c::Countersign) -> SignOffView;
    "sampling.show" => sampling_show(r::LearnerOnly) -> SamplingView;
    "sample.make" => sample_make(r::SampleMake) -> SampleView;
    "finding.make" => finding_make(r::FindingMake) -> DeedView;
    "finding.withdraw" => finding_withdraw(r::FindingWithdraw) -> DeedView;
    "action.answer" => action_answer(r::ActionNote) -> DeedView;
    "action.close" => action_close(r::ActionNote) -> DeedView;
    "sample.verify" => sample_verify(r::SampleVerify) -> VerifiedView;
    "sample.countersign" => countersign_sample(c::SampleCountersign) -> DeedView;
    "status.show" => status_show(c::StatusShow) -> StatusView;
    "status.takeBack" => status_take_back(c::StatusTakeBack) -> DeedView;
    "unit.release" => unit_release(c::UnitRelease) -> DeedView;
    "claim.list" => claim_list(r::Nothing) -> Vec<ClaimLineView>;
    "claim.make" => claim_make(c::ClaimMake) -> DeedView;
    "certificate.record" => certificate_record(c::CertificateRecord) -> DeedView;
    "directClaim.state" => direct_claim_state(c::DirectClaim) -> DeedView;
    "suggest.forItem" => suggest_for_item(g::SuggestForItem) -> ItemSuggestionsView;
    "suggest.forGap" => suggest_for_gap(g::SuggestForGap) -> GapSuggestionsView;
    "suggest.putAway" => suggest_put_away(g::SuggestPutAway) -> SuggestionsSwitchView;
    "suggest.bringBack" => suggest_bring_back(g::SuggestBringBack) -> SuggestionsSwitchView;
    "suggest.switch" => suggest_switch(g::SuggestSwitch) -> SuggestionsSwitchView;
    "undo" => undo(r::Undo) -> DeedView;
    "redo" => redo(r::Undo) -> DeedView;
    "history.show" => history_show(r::LearnerOnly) -> Vec<HistoryLine>;
    "matrix.paper" => matrix_paper(r::MatrixPaper) -> PaperView;
    "paper.print" => paper_print(p::PaperPrint) -> PaperView;
    "matrix.export" => matrix_export(p::MatrixExport) -> ExportView;
    "paper.path" => paper_path(r::PaperPath) -> String;
    "journal.export" => journal_export(r::JournalFile) -> JournalView;
    "journal.admit" => journal_admit(r::JournalFile) -> JournalView;
    "links.list" => links_list(l::LinksList) -> Vec<BoardLinkView>;
    "links.propose" => links_propose(l::LinksPropose) -> Vec<LinkProposalView>;
    "links.save" => links_save(l::LinkSave) -> BoardLinkView;
    "links.drop" => links_drop(l::LinkDrop) -> LinkDroppedView;
    "links.export" => links_export(l::LinksExport) -> LinksWrittenView;
    "links.import" => links_import(l::LinksImport) -> LinksTakenView;
    "links.offers" => links_offers(l::LinksOffers) -> Vec<OfferView>;
    "links.sideBySide" => links_side_by_side(l::LinksSideBySide) -> SideBySideView;
    "standard.list" => standard_list(r::Nothing) -> StandardsView;
    "standard.import" => standard_import(s::StandardImport) -> StandardsTakenView;
    "standard.coverage" => standard_coverage(s::StandardCoverage) -> StandardCoverageView;
    "search" => search(t::Search) -> SearchView;
    "text.status" => text_status(t::TextStatus) -> TextStatusView;
    "text.read" => text_read(t::TextRead) -> TextStatusView;
    "text.stop" => text_stop(t::TextStop) -> TextStatusView;
    "text.show" => text_show(t::TextShow) -> Vec<FileTextView>;
    "check" => check_all(r::Nothing) -> CheckView;
    "verify" => verify(r::JournalFile) -> VerifyView;
}

fn workspace_show(session: &mut Session, _request: r::Nothing) -> Result<WorkspaceView> {
    let (watching, folder) = (session.watching_view(), session.folder().display().to_string());
    let at_desk = session.author.person.as_ref().map(|p| p.id.to_string());
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let Some(workspace) = &mut session.workspace else {
        return Ok(WorkspaceView {
            centre: None,
            people: Vec::new(),
            at_desk: None,
            folder,
            version,
            watching,
        });
    };
    let centre = fill::centre(workspace)?;
    let people = people_view::all(workspace)?;
    Ok(WorkspaceView {
        centre: Some(CentreView {
            name: centre.name,
            number: centre.number,
            partially_met: centre.house.partially_met,
        }),
        people,
        at_desk,
        folder,
        version,
        watching,
    })
}

fn centre_init(session: &mut Session, request: r::CentreInit) -> Result<WorkspaceView> {
    session.make_centre(&request.name, request.number.as_deref().unwrap_or_default())?;
    workspace_show(session, r::Nothing {})
}

fn desk_sit(session: &mut Session, request: r::DeskSit) -> Result<WorkspaceView> {
    session.sit(request.person.as_deref())?;
    workspace_show(session, r::Nothing {})
}

fn learner_list(session: &mut Session, _request: r::Nothing) -> Result<CaseloadView> {
    caseload::caseload(session.workspace()?)
}

fn learner_add(session: &mut Session, request: r::LearnerAdd) -> Result<LearnerView> {
    let author = session.author.clone();
    let text = Option::unwrap_or_default;
    let facts = LearnerFacts {
        name: request.name,
        uln: text(request.uln),
        registration_number: text(request.registration_number),
        registration_date: text(request.registration_date),
        start: text(request.start),
        planned_end: text(request.planned_end),
        employer: text(request.employer),
        site: text(request.site),
        assessor: text(request.assessor),
        iv: text(request.iv),
    };
    let workspace = session.workspace()?;
    let folder = request.folder.as_deref().map(Path::new);
    let mut units = request.units.unwrap_or_default();
    if let Some(set) = &request.unit_set {
        units.extend(qualifications::units_of(workspace.centre_book()?, set)?);
    }
    let book = learner::add(workspace, &author, facts, &units, folder)?;
    shown::learner_view(workspace, book)
}

fn learner_change(session: &mut Session, request: r::LearnerChange) -> Result<LearnerView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let said = |now: LearnerFacts| LearnerFacts {
        name: request.name.unwrap_or(now.name),
        uln: request.uln.unwrap_or(now.uln),
        registration_number: request.registration_number.unwrap_or(now.registration_number),
        registration_date: request.registration_date.unwrap_or(now.registration_date),
        start: request.start.unwrap_or(now.start),
        planned_end: request.planned_end.unwrap_or(now.planned_end),
        employer: request.employer.unwrap_or(now.employer),
        site: request.site.unwrap_or(now.site),
        assessor: request.assessor.unwrap_or(now.assessor),
        iv: request.iv.unwrap_or(now.iv),
    };
    learner::change(workspace, &author, book, said)?;
    shown::learner_view(workspace, book)
}

fn learner_show(session: &mut Session, request: r::LearnerOnly) -> Result<PortfolioView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    shown::portfolio(workspace, &author, book)
}

fn preview_show(session: &mut Session, request: r::Preview) -> Result<PreviewView> {
    let part = usize::try_from(request.part).unwrap_or(usize::MAX);
    session.find_evidence(&request.learner, &request.evidence, part, request.version.as_deref())?.read()
}

fn preview_kind(session: &mut Session, request: r::Preview) -> Result<KindView> {
    let part = usize::try_from(request.part).unwrap_or(usize::MAX);
    session.find_evidence(&request.learner, &request.evidence, part, request.version.as_deref())?.told()
}

fn learner_folder(session: &mut Session, request: r::LearnerFolder) -> Result<FolderView> {
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    learner::bind(workspace, book, Path::new(&request.folder))?;
    shown::folder(workspace, book)
}

fn learner_unit_withdraw(session: &mut Session, request: r::UnitWithdraw) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let date = request.date.as_deref();
    let deed = learner::withdraw_unit(workspace, &author, book, &request.unit, &request.reason, date)?;
    deed_view(session, book, deed, Vec::new())
}

/// What is said of a deed that wrote nothing, because everything stood already.
const NOTHING_CHANGED: &str = "nothing was changed";

pub(super) fn deed_view(
    session: &mut Session,
    book: Id,
    deed: Id,
    warnings: Vec<String>,
) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let (shelf, installation) = (workspace.shelf().clone(), workspace.installation());
    let state = workspace.book(book)?;
    let items = item::items(state);
    // Where everything stood already nothing was written, and a deed that nobody finds has no name.
    let label = if state.deeds.get(&deed).is_some() {
        history::deed_name(&Words { state, shelf: &shelf, items: &items }, deed)
    } else {
        NOTHING_CHANGED.into()
    };
    let undoable = undo::next(state, installation, &author).undo == Some(deed);
    Ok(DeedView { deed: deed.to_string(), learner: book.to_string(), label, undoable, warnings })
}

fn scan(session: &mut Session, request: r::Scan) -> Result<ScanView> {
    let author = session.author.clone();
    let book = learner::find(session.workspace()?, &request.learner)?;
    let Some(done) = session.read_folder(book, request.number == Some(true))? else {
        return Ok(ScanView { goes_on: true, ..ScanView::default() });
    };
    let workspace = session.workspace()?;
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (unchanged, stopped) = (number(done.unchanged), done.stopped);
    let mut view = ScanView { unchanged, stopped, ..ScanView::default() };
    for finding in &done.findings {
        let (count, line) = match finding {
            Finding::New { path, .. } => (&mut view.new, format!("new: {}", path.shown())),
            Finding::Moved { from, to } => {
                (&mut view.moved, format!("moved: {} → {}", from.shown(), to.shown()))
            }
            Finding::Changed { path, .. } => (&mut view.changed, format!("changed: {}", path.shown())),
            Finding::Missing { path } => (&mut view.missing, format!("missing: {}", path.shown())),
            Finding::SameContent { path, of } => {
                (&mut view.same, format!("same content as {}: {}", of.shown(), path.shown()))
            }
        };
        *count += 1;
        view.lines.push(line);
    }
    view.lines.extend(done.problem.iter().map(|p| format!("folder not reachable: {p}")));
    view.lines.extend(done.ignored.into_iter().chain(done.refused).chain(done.unread));
    if request.number == Some(true) && !done.stopped {
        view.numbered = number(evidence::accept_all_new(workspace, &author, book)?);
    }
    Ok(view)
}

/// Stops the reading that goes on in the background; whether there was one.
fn scan_stop(session: &mut Session, _request: r::Nothing) -> Result<bool> {
    Ok(session.stop_reading())
}

/// Goes on with every reading that was stopped; whether this window is the one that reads.
fn scan_go_on(session: &mut Session, _request: r::Nothing) -> Result<bool> {
    Ok(session.go_on_reading())
}

fn evidence_list(session: &mut Session, request: r::LearnerOnly) -> Result<Vec<EvidenceView>> {
    Ok(learner_show(session, request)?.evidence)
}

fn evidence_accept(session: &mut Session, request: r::EvidenceAccept) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let grouping = if request.together == Some(true) { Grouping::Together } else { Grouping::Each };
    let hashes = |files: &Vec<String>| files.iter().map(|f| hash(f, "file")).collect::<Result<Vec<Hash>>>();
    let shown = request.shown.as_ref().map(hashes).transpose()?;
    let wanted = Wanted {
        names: &request.evidence,
        grouping,
        title: request.title.as_deref(),
        method: request.method,
        shown: shown.as_deref(),
    };
    let (references, deed) = evidence::accept(workspace, &author, book, &wanted)?;
    let mut view = deed_view(session, book, deed, Vec::new())?;
    view.label = format!("accept {}", references.join(", "));
    Ok(view)
}

fn evidence_set_aside(session: &mut Session, request: r::EvidenceSetAside) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let deed = evidence::set_aside(workspace, &author, book, &request.evidence, &request.reason)?;
    deed_view(session, book, deed, Vec::new())
}

fn map(session: &mut Session, request: r::Map) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let also = request.also.unwrap_or_default();
    let mut criteria = vec![mapping::Criteria { unit: &request.unit, codes: &request.codes }];
    criteria.extend(also.iter().map(|more| mapping::Criteria { unit: &more.unit, codes: &more.codes }));
    let wanted = mapping::Request {
        criteria: &criteria,
        evidence: &request.evidence,
        place: request.place.as_deref(),
        place_of: request.place_of.as_deref(),
        method: request.method,
    };
    let (mut warnings, deed) = mapping::map(workspace, &author, book, &wanted)?;
    warnings.extend(same::warnings(workspace, &author, book, &request.evidence)?);
    deed_view(session, book, deed, warnings)
}

fn unmap(session: &mut Session, request: r::Unmap) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let links: Vec<Hash> = request.mappings.iter().map(|m| hash(m, "link")).collect::<Result<_>>()?;
    let deed = mapping::unmap(workspace, &author, book, &links)?;
    deed_view(session, book, deed, Vec::new())
}

fn place(session: &mut Session, request: r::Place) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let deed = mapping::place(workspace, &author, book, hash(&request.mapping, "link")?, &request.place)?;
    deed_view(session, book, deed, Vec::new())
}

/// A full hash, or the beginning of one is not enough: links and actions are picked by a program.
pub(super) fn hash(text: &str, what: &'static str) -> Result<Hash> {
    text.parse().map_err(|_| Error::NotFound { what, name: text.to_owned() })
}

fn sign_off_show(session: &mut Session, request: r::LearnerUnit) -> Result<SignOffView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    signoff_view::sign_off(workspace, &author, book, &request.unit)
}

fn paper_sign(session: &mut Session, request: r::PaperSign) -> Result<SignOffView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    papers::sign_again(workspace, &author, book, &request.unit, &request.password)?;
    signoff_view::sign_off(workspace, &author, book, &request.unit)
}

fn sign_off_reopen(session: &mut Session, request: r::Reopen) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let deed = signoff::reopen(workspace, &author, book, &request.unit, &request.reason)?;
    deed_view(session, book, deed, Vec::new())
}

fn sampling_show(session: &mut Session, request: r::LearnerOnly) -> Result<SamplingView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    sampling_view::sampling(workspace, &author, book)
}

fn sample_make(session: &mut Session, request: r::SampleMake) -> Result<SampleView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let sample = sampling::make(workspace, &author, book, &request.unit, request.codes.as_deref())?;
    let view = sampling_view::sampling(workspace, &author, book)?;
    let id = sample.to_string();
    let made = view.samples.into_iter().find(|s| s.sample == id);
    made.ok_or_else(|| Error::Broken("the sample is not there after making it".into()))
}

/// Finds a sample by id, or by number within a named learner. Without a learner every book is looked through.
pub(super) fn find_sample(
    session: &mut Session,
    learner_name: Option<&str>,
    sample: &str,
) -> Result<(Id, Id)> {
    let workspace = session.workspace()?;
    let books = match learner_name {
        Some(name) => vec![learner::find(workspace, name)?],
        None => crate::store::journal::books_where(&workspace.db, "sample", "sample", "%")?,
    };
    let mut found = Vec::new();
    for book in books {
        let state = workspace.book(book)?;
        let rows = state.samples.iter();
        let matches = rows
            .filter(|s| s.sample.to_string() == sample || sampling::number(s).eq_ignore_ascii_case(sample));
        found.extend(matches.map(|s| (book, s.sample)));
    }
    one(found, "sample", sample, |(_, id)| id.to_string())
}

fn find_action(session: &mut Session, learner_name: Option<&str>, action: &str) -> Result<(Id, Hash)> {
    let workspace = session.workspace()?;
    let books = match learner_name {
        Some(name) => vec![learner::find(workspace, name)?],
        None => crate::store::journal::books_where(&workspace.db, "finding", "hash", "%")?,
    };
    let mut found = Vec::new();
    for book in books {
        let findings = workspace.book(book)?.findings.iter();
        // The beginning of an id is enough for a person at a terminal, where it names one action only.
        let matches = findings.filter(|f| action.len() >= 8 && f.hash.to_string().starts_with(action));
        found.extend(matches.map(|f| (book, f.hash)));
    }
    one(found, "action", action, |(_, id)| id.to_string())
}

fn one<T: Clone>(found: Vec<T>, what: &'static str, name: &str, id: impl Fn(&T) -> String) -> Result<T> {
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(Error::NotFound { what, name: name.to_owned() }),
        many => Err(Error::Ambiguous { what, name: name.to_owned(), ids: many.iter().map(id).collect() }),
    }
}

fn finding_make(session: &mut Session, request: r::FindingMake) -> Result<DeedView> {
    let (book, sample) = find_sample(session, request.learner.as_deref(), &request.sample)?;
    let author = session.author.clone();
    let word = sampling::Word {
        judgement: request.judgement,
        reason: request.reason.as_deref().unwrap_or_default(),
        due: request.due.as_deref(),
    };
    let deed = sampling::find_on(session.workspace()?, &author, book, sample, &request.code, &word)?;
    deed_view(session, book, deed, Vec::new())
}

fn finding_withdraw(session: &mut Session, request: r::FindingWithdraw) -> Result<DeedView> {
    let (book, finding) = find_action(session, request.learner.as_deref(), &request.finding)?;
    let author = session.author.clone();
    let deed = sampling::withdraw(session.workspace()?, &author, book, finding, &request.reason)?;
    deed_view(session, book, deed, Vec::new())
}

fn action_answer(session: &mut Session, request: r::ActionNote) -> Result<DeedView> {
    let (book, action) = find_action(session, request.learner.as_deref(), &request.action)?;
    let author = session.author.clone();
    let deed = sampling::answer(session.workspace()?, &author, book, action, &request.note)?;
    deed_view(session, book, deed, Vec::new())
}

fn action_close(session: &mut Session, request: r::ActionNote) -> Result<DeedView> {
    let (book, action) = find_action(session, request.learner.as_deref(), &request.action)?;
    let author = session.author.clone();
    let deed = sampling::close(session.workspace()?, &author, book, action, &request.note)?;
    deed_view(session, book, deed, Vec::new())
}

fn sample_verify(session: &mut Session, request: r::SampleVerify) -> Result<VerifiedView> {
    let (book, sample) = find_sample(session, request.learner.as_deref(), &request.sample)?;
    let author = session.author.clone();
    let workspace = session.workspace()?;
    sampling::verify(workspace, &author, book, sample, &request.password)?;
    let id = sample.to_string();
    let view = sampling_view::sampling(workspace, &author, book)?;
    let verified = view.samples.into_iter().find(|s| s.sample == id).and_then(|s| s.verified);
    verified.ok_or_else(|| Error::Broken("the sample is not signed after signing it".into()))
}

fn undo(session: &mut Session, request: r::Undo) -> Result<DeedView> {
    step(session, &request, Way::Undo)
}

fn redo(session: &mut Session, request: r::Undo) -> Result<DeedView> {
    step(session, &request, Way::Redo)
}

fn step(session: &mut Session, request: &r::Undo, way: Way) -> Result<DeedView> {
    let author = session.author.clone();
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let only = request.deed.as_deref().map(super::deed_of).transpose()?;
    let (_, deed) = undo::step(workspace, &author, book, way, only)?;
    deed_view(session, book, deed, Vec::new())
}

fn history_show(session: &mut Session, request: r::LearnerOnly) -> Result<Vec<HistoryLine>> {
    let workspace = session.workspace()?;
    let book = learner::find(workspace, &request.learner)?;
    let shelf = workspace.shelf().clone();
    let state = workspace.book(book)?;
    let items = item::items(state);
    Ok(history::lines(&Words { state, shelf: &shelf, items: &items }))
}

fn journal_export(session: &mut Session, request: r::JournalFile) -> Result<JournalView> {
    let workspace = session.workspace()?;
    let book = request.learner.as_deref().map(|name| learner::find(workspace, name)).transpose()?;
    Ok(journal_view(exchange::export(workspace, book, Path::new(&request.file))?))
}

fn journal_admit(session: &mut Session, request: r::JournalFile) -> Result<JournalView> {
    Ok(journal_view(exchange::admit(session.workspace()?, Path::new(&request.file))?))
}

fn journal_view(tally: exchange::Tally) -> JournalView {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    JournalView {
        books: number(tally.books),
        entries: number(tally.entries),
        known: number(tally.known),
        erased: number(tally.erased),
        new_keys: tally.keys,
    }
}

fn check_all(session: &mut Session, _request: r::Nothing) -> Result<CheckView> {
    let workspace = session.workspace()?;
    let report = check::check(workspace)?;
    if !report.faults.is_empty() {
        return Err(Error::Integrity(report.faults.join("\n")));
    }
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (books, entries, files) = (number(report.books), number(report.entries), number(report.files));
    Ok(CheckView { books, entries, files, evidence: evidence_faults(session)? })
}

/// Evidence whose files are not as recorded. Folders are not read again here: what the last reading saw is said.
fn evidence_faults(session: &mut Session) -> Result<Vec<String>> {
    let workspace = session.workspace()?;
    let mut faults = Vec::new();
    for book in learner::books(workspace)? {
        let standings = Standings::of(workspace, book)?;
        let state = workspace.book(book)?;
        let name = learner::facts(state).name;
        for item in item::items(state).values().filter(|i| i.number.is_some()) {
            match standings.worst(&item.files) {
                FileStanding::Changed => faults.push(format!("{name}: {} has changed", item.named())),
                FileStanding::Missing => {
                    faults.push(format!("{name}: {} is not in the folder", item.named()))
                }
                FileStanding::Present | FileStanding::Unknown => {}
            }
        }
    }
    Ok(faults)
}

fn verify(session: &mut Session, request: r::JournalFile) -> Result<VerifyView> {
    let bytes = disk::read_small(Path::new(&request.file), papers::LARGEST)?;
    crate::view::verify::paper(session.workspace.as_mut(), &bytes)
}

/// Collects the TypeScript declarations of types and of all they are made of.
struct Types<'c> {
    config: &'c ts_rs::Config,
    seen: BTreeSet<std::any::TypeId>,
    text: std::collections::BTreeMap<String, String>,
}

impl Types<'_> {
    fn visit_all<T: TS + 'static + ?Sized>(&mut self) {
        ts_rs::TypeVisitor::visit::<T>(self);
        T::visit_generics(self);
    }

    fn finish(self, table: &str) -> String {
        let mut out = String::from(
            "// Made by the core's tests from its Rust types. Do not edit: UPDATE_BINDINGS=1 cargo test writes it.\n\n",
        );
        for text in self.text.values() {
            out.push_str("export ");
            out.push_str(text);
            out.push_str("\n\n");
        }
        out.push_str(
            "/** Every command: what it takes and what it answers. */\nexport interface Commands {\n",
        );
        out.push_str(table);
        out.push_str("}\n");
        out
    }
}

impl ts_rs::TypeVisitor for Types<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if !self.seen.insert(std::any::TypeId::of::<T>()) {
            return;
        }
        if T::output_path().is_some() {
            self.text.insert(T::ident(self.config), T::decl(self.config));
        }
        T::visit_dependencies(self);
        T::visit_generics(self);
    }
}

/// Where the TypeScript lies in the repository, from the core's own folder.
pub const BINDINGS: &str = "../../ui/src/shared/bindings/bindings.ts";
