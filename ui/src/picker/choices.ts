/** What the picker offers for what was typed, and what Enter would map. Pure. */
import type { RowView, UnitView } from "../shared/bindings/bindings";
import { parseCodes, search } from "../shared/codes";
import { rowsOf } from "../shared/gaps";

export interface Choice {
  key: string;
  unit: UnitView;
  row: RowView;
  code: string;
  text: string;
  group: "typed" | "recent" | "unit" | "others";
}

const LIMIT = 60;
const choice = (unit: UnitView, row: RowView, group: Choice["group"]): Choice => ({ key: `${unit.unit}/${row.row}`, unit, row, code: row.code, text: row.text, group });

/** Rows to offer, best first: those typed as codes, else recent ones, this unit, other units. */
export function choices(typed: string, units: UnitView[], current: UnitView, recent: string[]): Choice[] {
  const here = rowsOf(current).map((r) => choice(current, r, "unit"));
  const codes = parseCodes(typed, rowsOf(current));
  if (codes && codes.rows.length > 1) return codes.rows.map((r) => choice(current, r, "typed"));
  const there = units.filter((u) => u.unit !== current.unit && u.status === "inProgress").flatMap((u) => rowsOf(u).map((r) => choice(u, r, "others")));
  if (typed.trim() === "") {
    const again = recent.flatMap((key) => here.filter((c) => c.key === key).map((c) => ({ ...c, group: "recent" as const })));
    const keys = new Set(again.map((c) => c.key));
    return [...again, ...here.filter((c) => !keys.has(c.key)), ...there].slice(0, LIMIT);
  }
  return [...search(typed, here), ...search(typed, there)].slice(0, LIMIT);
}

/**
 * What Enter maps: what Tab has added, and what is typed or, failing that, the row that is lit. Nothing typed and nothing moved maps nothing. A
 * row of another unit is meant only where somebody moved to it; a code that this unit lacks is said.
 */
export function wanted(typed: string, current: UnitView, added: Choice[], lit: Choice | undefined, moved: boolean): { choices: Choice[]; unknown: string[] } {
  const codes = parseCodes(typed, rowsOf(current));
  const known = codes !== null && codes.rows.length > 0;
  const found = lit && typed.trim() !== "" && lit.unit.unit === current.unit && (codes === null || begins(lit.code, typed)) ? [lit] : [];
  const meant = moved ? (lit ? [lit] : []) : known ? codes.rows.map((r) => choice(current, r, "typed")) : found;
  const all = new Map([...added, ...meant].map((c) => [c.key, c]));
  return { choices: [...all.values()], unknown: codes && (known || meant.length === 0) ? codes.unknown : [] };
}

/** Somebody is still typing this code: `2` before `2.3`. */
function begins(code: string, typed: string): boolean {
  const [whole, begun] = [code.toLowerCase(), typed.trim().toLowerCase()];
  return whole.startsWith(begun) || whole.replaceAll(".", "").startsWith(begun);
}

/** Codes together by unit, in order. */
export function byUnit(list: Choice[]): { unit: string; codes: string; rows: Choice[] }[] {
  const groups = new Map<string, Choice[]>();
  for (const c of list) groups.set(c.unit.unit, [...(groups.get(c.unit.unit) ?? []), c]);
  return [...groups].map(([unit, rows]) => ({ unit, codes: rows.map((r) => r.row.row).join(","), rows }));
}
