/** Where the next gap is: the next row not yet met, wrapping through all units. Pure; a row's state comes from the core. */
import type { RowState, RowView, UnitView } from "./bindings/bindings";

export interface Spot {
  unit: string;
  row: string;
}

const DONE: ReadonlySet<RowState> = new Set<RowState>(["met", "rpl", "creditTransfer"]);

/** Met, RPL or credit transfer. */
export const isDone = (state: RowState) => DONE.has(state);

/** Rows of a unit in order. */
export const rowsOf = (unit: UnitView): RowView[] => unit.outcomes.flatMap((o) => o.rows);

const open = (unit: UnitView) => unit.status !== "withdrawn";

/** Every row still to be met, unit by unit. */
export function gaps(units: UnitView[]): Spot[] {
  return units.filter(open).flatMap((u) => rowsOf(u).filter((r) => !isDone(r.state)).map((r) => ({ unit: u.unit, row: r.row })));
}

/** The gap after (or before) a spot, wrapping round; null = none is left. */
export function nextGap(units: UnitView[], at: { unit: string; row: string | null }, step: 1 | -1): Spot | null {
  const all = units.filter(open).flatMap((u) => rowsOf(u).map((r) => ({ unit: u.unit, row: r.row, done: isDone(r.state) })));
  const inUnit = all.findIndex((s) => s.unit === at.unit);
  const exact = at.row === null ? -1 : all.findIndex((s) => s.unit === at.unit && s.row === at.row);
  const start = exact >= 0 ? exact : inUnit - (step === 1 ? 1 : 0);
  for (let i = 1; i <= all.length; i += 1) {
    const spot = all[(start + step * i + all.length * 2) % all.length]!;
    if (!spot.done) return { unit: spot.unit, row: spot.row };
  }
  return null;
}

/** "Gap 3 of 7" within one unit; null when the row is not a gap. */
export function gapPosition(unit: UnitView, row: string | null): { at: number; of: number } | null {
  const left = rowsOf(unit).filter((r) => !isDone(r.state));
  const at = left.findIndex((r) => r.row === row);
  return at < 0 ? null : { at: at + 1, of: left.length };
}
