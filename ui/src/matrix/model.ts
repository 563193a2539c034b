/** The matrix of one unit as lines and columns, composed from the portfolio view. Pure. */
import type { EvidenceView, LinkView, OutcomeView, RowView, UnitView } from "../shared/bindings/bindings";
import { isDone } from "../shared/gaps";

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

/** Lines and columns to draw. */
export function matrix(unit: UnitView, evidence: EvidenceView[], rows: RowsShown, columns: ColumnsShown): Matrix {
  const used = new Map<string, number>();
  for (const row of unit.outcomes.flatMap((o) => o.rows)) {
    for (const id of new Set(row.links.map((l) => l.evidence))) used.set(id, (used.get(id) ?? 0) + 1);
  }
  const lines: Line[] = unit.outcomes.flatMap((outcome) => {
    const some = outcome.rows.filter((r) => wanted(r, rows));
    return some.length === 0 ? [] : [{ kind: "outcome" as const, outcome }, ...some.map((row) => ({ kind: "row" as const, row }))];
  });
  const items = evidence.filter((e) => e.standing === "accepted" && (columns === "all" || used.has(e.id)));
  return { lines, columns: items, used };
}

/** The links that stand in one cell. */
export const cellLinks = (row: RowView, evidence: string): LinkView[] => row.links.filter((l) => l.evidence === evidence);
