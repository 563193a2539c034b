/** Every command of the core as the page may call it: where the core takes a path, the page puts a token of the host. */
import type { Commands as Core } from "./bindings/bindings";
import type * as L from "./library";

interface Tokens {
  folder: "folderToken";
  file: "fileToken";
  out: "saveToken";
}
type Hosted<R> = Extract<keyof R, keyof Tokens> extends never
  ? R
  : Omit<R, keyof Tokens> & { [P in Extract<keyof R, keyof Tokens> as Tokens[P]]?: string };
/** What an export writes to, a person has chosen to save. */
type Exported<R> = Omit<R, "file"> & { saveToken: string };

interface Library {
  "unit.read": { request: { text?: string; file?: string; name?: string; sheet?: string; columns?: Record<string, number>; number?: string }; answer: L.ReadingView };
  "unit.check": { request: { draft: L.UnitDraft }; answer: L.Defect[] };
  "unit.save": { request: { draft: L.UnitDraft }; answer: import("./bindings/bindings").UnitSummary };
  "unit.draft": { request: { unit: string; revision?: string }; answer: L.UnitDraft };
  "unit.revisions": { request: { unit: string }; answer: L.RevisionView[] };
  "unit.match": { request: { unit: string; draft: L.UnitDraft }; answer: L.UnitDraft };
  "unit.diff": { request: { unit: string; from?: string; to?: string; draft?: L.UnitDraft }; answer: L.DiffView };
  "unit.reissue": { request: { unit: string; learners: string[]; keepDecisions: boolean }; answer: L.ReissueView };
  "link.confirm": { request: { learner: string; mappings: string[] }; answer: import("./bindings/bindings").DeedView };
  "unit.export": { request: { units: string[]; qualification?: string; format: L.ExportFormat; file: string }; answer: L.ExportView };
  "qualification.list": { request: Record<never, never>; answer: L.QualificationView[] };
  "qualification.save": { request: { qualification?: string; says: L.Qualification }; answer: L.QualificationView };
  "qualification.check": { request: { qualification: string; units: string[] }; answer: L.CombinationView };
  "unitSet.list": { request: Record<never, never>; answer: L.UnitSetView[] };
  "unitSet.save": { request: { set?: string; name: string; qualification?: string; units: string[] }; answer: L.UnitSetView };
  "unitSet.drop": { request: { set: string }; answer: unknown };
  "links.list": { request: { unit?: string; other?: string }; answer: L.BoardLinkView[] };
  "links.propose": { request: { from: string; to: string }; answer: L.LinkProposalView[] };
  "links.save": { request: { link?: string; from: { unit: string; row: string }; to: { unit: string; row: string }; relation: L.Relation; beyondFrom?: string; beyondTo?: string; source?: string }; answer: L.BoardLinkView };
  "links.drop": { request: { link: string; reason: string }; answer: unknown };
  "links.export": { request: { file: string }; answer: unknown };
  "links.import": { request: { file: string }; answer: L.LinksImportView };
  "links.offers": { request: { learner: string; unit: string; codes: string; evidence: string[] }; answer: L.OfferView[] };
  "links.sideBySide": { request: { learner: string; left: string; right: string }; answer: L.SideBySideView };
}
type All = Omit<Core, keyof Library> & Library;

export type Commands = {
  [K in keyof All]: { takes: K extends `${string}.export` ? Exported<All[K]["request"]> : Hosted<All[K]["request"]>; gives: All[K]["answer"] };
};
