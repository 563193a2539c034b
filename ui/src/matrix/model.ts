/** The matrix of one unit as lines and columns, composed from the portfolio view. Pure. */
import type { EvidenceView, LinkView, OutcomeView, RowView, UnitView } from "../shared/bindings/bindings";
import { isDone } from "../shared/gaps";
import type { Cell } from "../shared/grid";

export type Line = { kind: "outcome"; outcome: OutcomeView } | { kind: "row"; row: RowView };
export type RowsShown = "all" | "gaps" | "undecided" | "noPlace";
export type ColumnsShown = "mapped" | "all";
export interface Matrix {
  lines: Line[];
  columns: EvidenceView[];
  /** Criteria of this unit that each item is put forward for. */
  used: Map<string, number>;
}

const wanted = (row: RowView, shown: RowsShown) => {
  switch (shown) {
    case "all": return true;
    case "gaps": return !isDone(row.state);
    case "undecided": return row.state === "mapped";
    case "noPlace": return row.links.some((l) => l.place === null);
  }
};

/** Where the focus is, by name: rows and columns come and go around it. `col` is an item, or one of the two at the ends. */
export interface Spot {
  line: string;
  col: string;
}
export const CRITERION = "criterion";
export const DECISION = "decision";
export const lineKey = (line: Line) => (line.kind === "row" ? line.row.row : `outcome ${line.outcome.id}`);

/** The names of a cell. */
export function spotOf(model: Matrix, at: Cell): Spot {
  const line = model.lines[at.row];
  const col = at.col === 0 ? CRITERION : (model.columns[at.col - 1]?.id ?? DECISION);
  return { line: line ? lineKey(line) : "", col };
}

/** Whether the line of a cell is drawn. */
export const stands = (model: Matrix, spot: Spot): boolean => model.lines.some((l) => lineKey(l) === spot.line);

/** Where a cell stands now; what is gone leaves the focus where it was, inside. */
export function cellOf(model: Matrix, spot: Spot, was: Cell): Cell {
  const within = (n: number, last: number) => Math.max(0, Math.min(n, last));
  const row = model.lines.findIndex((l) => lineKey(l) === spot.line);
  const col = spot.col === CRITERION ? 0 : spot.col === DECISION ? model.columns.length + 1 : model.columns.findIndex((e) => e.id === spot.col) + 1 || null;
  return { row: row < 0 ? within(was.row, model.lines.length - 1) : row, col: col ?? within(was.col, model.columns.length + 1) };
}

/** Lines and columns to draw. What has the focus stays, even where it would be left out by now. */
export function matrix(unit: UnitView, evidence: EvidenceView[], rows: RowsShown, columns: ColumnsShown, kept: Spot | null = null): Matrix {
  const used = new Map<string, number>();
  for (const row of unit.outcomes.flatMap((o) => o.rows)) {
    for (const id of new Set(row.links.map((l) => l.evidence))) used.set(id, (used.get(id) ?? 0) + 1);
  }
  const lines: Line[] = unit.outcomes.flatMap((outcome) => {
    const some = outcome.rows.filter((r) => wanted(r, rows) || r.row === kept?.line);
    return some.length === 0 ? [] : [{ kind: "outcome" as const, outcome }, ...some.map((row) => ({ kind: "row" as const, row }))];
  });
  const items = evidence.filter((e) => e.standing === "accepted" && (columns === "all" || used.has(e.id) || e.id === kept?.col));
  return { lines, columns: items, used };
}

/** The links that stand in one cell. */
export const cellLinks = (row: RowView, evidence: string): LinkView[] => row.links.filter((l) => l.evidence === evidence);
