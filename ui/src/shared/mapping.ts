/**
 * What a mapping asks the core for, worked out from what stands linked and what is on screen. Pure. Refuses to know whether it may be done.
 */
import type { RowView } from "./bindings/bindings";

export interface Placed {
  place?: string;
  placeOf?: string;
}
/** Links to make, or links to withdraw. */
export type Turn = { kind: "link"; rows: string[]; evidence: string[] } | { kind: "unlink"; mappings: string[] };

/** The place on screen is in the file on screen, and goes with it alone; one that a person wrote goes with every file. */
export function placed(place: string, shown: string | undefined, files: readonly string[], written = false): Placed {
  const text = place.trim();
  if (text === "") return {};
  if (written || files.every((id) => id === shown)) return { place: text };
  return shown !== undefined && files.includes(shown) ? { place: text, placeOf: shown } : {};
}

/** What one key does to one item over several rows, or to several items at one row: where any link lacks, those are made; where none lacks, all are withdrawn. */
export function turn(rows: readonly RowView[], files: readonly string[]): Turn {
  const lacks = (row: RowView, id: string) => !row.links.some((l) => l.evidence === id);
  const open = rows.filter((row) => files.some((id) => lacks(row, id)));
  if (open.length > 0) return { kind: "link", rows: open.map((r) => r.row), evidence: files.filter((id) => open.some((row) => lacks(row, id))) };
  return { kind: "unlink", mappings: rows.flatMap((r) => r.links).filter((l) => files.includes(l.evidence)).map((l) => l.mapping) };
}
