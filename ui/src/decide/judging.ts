/** What a decision is about and what it says, made from what stands in the dialog. Pure; whether it may be, the core says. */
import type { Certificate, Commands, EvidenceView, Outcome, RowView, UnitView } from "../shared/bindings/bindings";
import { parseCodes } from "../shared/codes";
import { rowsOf } from "../shared/gaps";

/** The rows chosen, all of this unit that wait with evidence, or all that wait with the file on screen, over all units. */
export type Scope = "chosen" | "mapped" | "thisFile";
export interface InUnit {
  unit: string;
  title: string;
  rows: RowView[];
}
export interface Found {
  units: InUnit[];
  unknown: string[];
}
export interface Said {
  reason: string;
  feedback: string;
  needed: string;
  due: string;
  date: string;
}

const waits = (r: RowView) => r.state === "mapped" && r.links.length > 0;
const inUnit = (unit: UnitView, rows: RowView[]): InUnit => ({ unit: unit.unit, title: unit.title, rows });

/** The rows that a scope names: those chosen by their ids, or as somebody typed their codes. A row without evidence is never among those that wait. */
export function scopeOf(scope: Scope, chosen: string | ReadonlySet<string>, units: UnitView[], unit: UnitView | null, file: EvidenceView | null): Found {
  if (scope === "thisFile") {
    const here = (r: RowView) => waits(r) && r.links.some((l) => l.evidence === file?.id);
    return { units: units.filter((u) => !u.closed).map((u) => inUnit(u, rowsOf(u).filter(here))).filter((u) => u.rows.length > 0), unknown: [] };
  }
  if (!unit) return { units: [], unknown: [] };
  const found = scope === "mapped" ? { rows: rowsOf(unit).filter(waits), unknown: [] } : meant(chosen, rowsOf(unit));
  return { units: found.rows.length > 0 ? [inUnit(unit, found.rows)] : [], unknown: found.unknown };
}

function meant(chosen: string | ReadonlySet<string>, rows: RowView[]): { rows: RowView[]; unknown: string[] } {
  if (typeof chosen !== "string") return { rows: rows.filter((r) => chosen.has(r.row)), unknown: [] };
  const typed = chosen.trim();
  return parseCodes(typed, rows) ?? { rows: [], unknown: typed === "" ? [] : [typed] };
}

/** The rows of which no link is relied on: there is none, or each was left out. */
export const bare = (units: InUnit[], left: ReadonlySet<string>): RowView[] =>
  units.flatMap((u) => u.rows).filter((r) => r.links.every((link) => left.has(link.mapping)));

/** A certificate to begin with: the board of the unit is as likely as any. */
export const certificate = (unit: UnitView | null): Required<Certificate> => ({
  number: "", awardingOrganisation: unit && unit.board !== "board not stated" ? unit.board : "", date: "", urn: "", checkedBy: "",
});
export const complete = (c: Certificate) => c.number.trim() !== "" && c.awardingOrganisation.trim() !== "" && c.date !== "";

const some = (text: string) => text.trim() || undefined;

/** The request. Links are named only where one was left out: the core relies on every link that stands when it decides. */
export function request(learner: string, units: InUnit[], outcome: Outcome, said: Said, typed: Required<Certificate>, left: ReadonlySet<string>): Commands["decide"]["request"] {
  const named = units.map((u) => ({ unit: u.unit, codes: u.rows.map((r) => r.row).join(",") }));
  const links = units.flatMap((u) => u.rows.flatMap((r) => r.links.map((l) => l.mapping)));
  const lacks = outcome === "partiallyMet" || outcome === "notYetMet";
  const certified: Certificate = { number: typed.number.trim(), awardingOrganisation: typed.awardingOrganisation.trim(), date: typed.date, urn: some(typed.urn ?? ""), checkedBy: some(typed.checkedBy ?? "") };
  return {
    learner, ...named[0]!, outcome, date: said.date,
    also: named.length > 1 ? named.slice(1) : undefined,
    reliedOn: links.some((l) => left.has(l)) ? links.filter((l) => !left.has(l)) : undefined,
    reason: some(said.reason), feedback: some(said.feedback),
    needed: lacks ? some(said.needed) : undefined, due: lacks ? some(said.due) : undefined,
    certificate: outcome === "creditTransfer" ? certified : undefined,
  };
}
