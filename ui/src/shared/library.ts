/** The views of the unit library and of the links between boards under the names that the screens use. Types only. */
import type { Commands, DiffLearnerView, DiffRowView, GroupUnitView, SideCellView, Words } from "./bindings/bindings";

export type {
  BoardFacts, BoardLinkView, CombinationView, Defect, DiffView, DraftCriterion, DraftOutcome, KnownUnit, LinkProposalView, LinkSideView,
  OfferView, Proposal, Qualification, QualificationFacts, QualificationView, RawLine, ReadingView, ReissueView, Relation, RevisionView,
  SideBySideView, StandardCoverageView, StandardsView, StandardView, UnitDraft, UnitGroup, UnitSetView, UnitSummary as LibraryUnit, Format as ExportFormat,
} from "./bindings/bindings";

export type DiffRow = DiffRowView;
export type DiffLearner = DiffLearnerView;
export type DiffWord = Words;
export type GroupUnit = GroupUnitView;
export type SideCell = SideCellView;
/** What the core answers to a command. */
export type Answer<K extends keyof Commands> = Commands[K]["answer"];
