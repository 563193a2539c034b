/** The views of the unit library and of the links between boards, as the screens use them. Refuses to know what they mean. */

export type Maybe<T> = T | null | undefined;

export interface UnitFacts {
  title: string;
  titleInferred: boolean;
  number: Maybe<string>;
  urn: Maybe<string>;
  level: Maybe<string>;
  credit: Maybe<number>;
  glh: Maybe<number>;
  tqt: Maybe<number>;
  aim: Maybe<string>;
  assessmentRequirements: Maybe<string>;
  nos: string[];
}
export interface BoardFacts { name: string; brand: Maybe<string>; recognitionNumber: Maybe<string> }
export interface QualificationFacts {
  number: Maybe<string>;
  title: Maybe<string>;
  level: Maybe<string>;
  framework: Maybe<string>;
  group: Maybe<string>;
  owner: Maybe<string>;
  status: Maybe<string>;
  credits: Maybe<number>;
  glh: Maybe<number>;
  tqt: Maybe<number>;
  regulationStartDate: Maybe<string>;
  operationalStartDate: Maybe<string>;
  operationalEndDate: Maybe<string>;
  certificationEndDate: Maybe<string>;
}
export interface SourceFacts { kind: string; title: Maybe<string>; issue: Maybe<string>; publishedOn: Maybe<string>; notes: Maybe<string> }
export interface GuidanceText { kind: string; text: string }
export interface TermText { term: string; definition: Maybe<string> }
export interface Defect { kind: string; message: string; where: string }
export interface RawLine { place: string; text: string; used: string; unit: Maybe<number>; code: Maybe<string> }
export interface ProposedCriterion { code: string; codeOrigin: string; text: string; assignment: string; confidence: number; place: string; amplification: Maybe<string>; id: Maybe<string> }
export interface ProposedOutcome { code: string; codeOrigin: string; text: string; inferred: boolean; confidence: number; place: string; criteria: ProposedCriterion[]; id: Maybe<string> }
export interface UnassignedCriterion { text: string; proposedOutcome: Maybe<string>; proposedCode: Maybe<string>; confidence: number; place: string }
export interface Proposal {
  unit: UnitFacts;
  awardingOrganisation: BoardFacts;
  qualification: QualificationFacts;
  source: SourceFacts;
  outcomes: ProposedOutcome[];
  unassignedCriteria: UnassignedCriterion[];
  guidance: GuidanceText[];
  keyTerms: TermText[];
  defects: Defect[];
  leftOver: { text: string; where: string }[];
}
export interface Reading {
  format: string;
  lines: RawLine[];
  units: Proposal[];
  qualifications: QualificationFacts[];
  links: unknown[];
  defects: Defect[];
}
export interface SheetView { name: string; rows: string[][]; columns: Record<string, number> }
export interface KnownUnit { unit: string; handle: string; title: string; learners: number }
export interface ReadingView { name: string; reading: Reading; sheets: SheetView[]; drafts: UnitDraft[]; known: (KnownUnit | null)[] }

export interface DraftCriterion { id?: Maybe<string>; code: string; codeOrigin: string; assignment: string; text: string; amplification?: Maybe<string> }
export interface DraftOutcome { id?: Maybe<string>; code: string; codeOrigin: string; text: string; inferred: boolean; criteria: DraftCriterion[] }
export interface DraftUnassigned { id?: Maybe<string>; text: string; proposedOutcome?: Maybe<string>; proposedCode?: Maybe<string> }
export interface UnitDraft {
  unit?: Maybe<string>;
  base?: Maybe<string>;
  handle: string;
  revision: string;
  language: string;
  facts: UnitFacts;
  board: BoardFacts;
  boardConfirmed: boolean;
  qualification: QualificationFacts;
  source: SourceFacts;
  outcomes: DraftOutcome[];
  unassigned: DraftUnassigned[];
  guidance: GuidanceText[];
  keyTerms: TermText[];
}
export interface RevisionView { sha256: string; revision: string; issue: Maybe<string>; source: string; addedAt: string; by: string; inForce: boolean; inDispute: boolean; learners: number; signedOff: number }
export interface DiffWord { text: string; change: "same" | "added" | "removed" }
export interface DiffRow {
  change: "unchanged" | "reworded" | "moved" | "movedAndReworded" | "new" | "withdrawn";
  fromCode: Maybe<string>;
  toCode: Maybe<string>;
  fromText: Maybe<string>;
  toText: Maybe<string>;
  outcome: boolean;
  words: DiffWord[];
  links: number;
  decisions: number;
}
export interface DiffLearner { learner: string; name: string; nowOn: string; linksKept: number; linksToConfirm: number; decisionsKept: number; decisionsAgain: number; refused: Maybe<string> }
export interface DiffView { title: string; fromLabel: string; toLabel: string; summary: string; rows: DiffRow[]; indicativeReplaced: boolean; learners: DiffLearner[] }
export interface ReissueView { done: DiffLearner[]; refused: { name: string; why: string }[] }
export interface ExportView { label: string; bytes: number; losses: string[] }
export type ExportFormat = "json" | "csv" | "xlsx" | "case" | "matrix" | "moodle";

export interface UnitGroup { name: string; mandatory: boolean; minimumCredits?: number; maximumCredits?: number; minimumUnits?: number; units: string[] }
export interface Qualification {
  number: string;
  title: string;
  level: string;
  awardingOrganisation: string;
  framework: string;
  status: string;
  credits?: number;
  glh?: number;
  tqt?: number;
  operationalStartDate: string;
  operationalEndDate: string;
  certificationEndDate: string;
  groups: UnitGroup[];
  levelRules: { level: string; minimumCredits: number }[];
  minimumCredits?: number;
  source: string;
}
export interface GroupUnit { unit: string; handle: string; title: string; board?: string; level?: string; credit?: Maybe<number>; missing?: boolean }
export interface QualificationView { id: string; says: Qualification; groups: { name: string; mandatory: boolean; rule: string; units: GroupUnit[] }[]; warnings: string[]; disputed: boolean }
export interface CombinationView { ok: boolean; lines: { rule: string; need: string; have: string; met: boolean }[]; remarks: string[] }
export interface UnitSetView { id: string; name: string; qualification: Maybe<string>; units: { unit: string; handle: string; title: string }[]; missing: number }

export type Relation = "exact" | "close" | "broader" | "narrower" | "related";
export interface LinkSideView { unit: string; handle: string; title: string; board: string; boardConfirmed: boolean; level: string; source: string; row: string; code: string; text: string; textChanged: boolean }
export interface BoardLinkView { link: string; from: LinkSideView; to: LinkSideView; relation: Relation; beyondFrom: string; beyondTo: string; source: string; by: string; oneKey: boolean; whyNotOneKey: Maybe<string>; disputed: boolean }
export interface LinkProposalView { from: LinkSideView; to: LinkSideView; relation: Relation; score: number; why: string[]; beyondFrom: string; beyondTo: string; existing: Maybe<string> }
export interface LinksImportView { taken: number; known: number; problems: string[] }
export interface OfferView {
  link: string;
  relation: Relation;
  unit: string;
  handle: string;
  unitTitle: string;
  board: string;
  boardConfirmed: boolean;
  level: string;
  source: string;
  row: string;
  code: string;
  text: string;
  here: { board: string; level: string; source: string; code: string; text: string };
  otherAsks: string;
  thisAsks: string;
  oneKey: boolean;
  whyNotOneKey: Maybe<string>;
  evidence: string;
  reference: string;
  place: Maybe<string>;
  method: Maybe<string>;
  mapped: boolean;
}
export interface SideCell { row: string; code: string; text: string; state: import("./bindings/bindings").RowState; links: import("./bindings/bindings").LinkView[] }
export interface SideHead { unit: string; title: string; board: string; boardConfirmed: boolean; level: string; source: string }
export interface SideBySideView { left: SideHead; right: SideHead; rows: { left: SideCell | null; right: SideCell | null; relation: Relation | null; beyondLeft: Maybe<string>; beyondRight: Maybe<string> }[]; summary: string }
type Summary = import("./bindings/bindings").UnitSummary;
/** A unit of the library with what the list says of it. */
export type LibraryUnit = Summary & { number?: string; urn?: string; credit?: Maybe<number>; revision?: string; revisions?: number; inDispute?: boolean; statusWarning?: Maybe<string>; qualifications?: string[] };
