/** The saved filters of the caseload and the order of its rows. Pure. */
import type { CaseloadRow } from "../shared/bindings/bindings";
import { called, natural } from "../shared/format";

export const FILTERS = ["all", "overdue", "due", "newFiles", "undecided", "readyToSign", "overtaken", "ivActions"] as const;
export type CaseFilter = (typeof FILTERS)[number];
export const COLUMNS = ["name", "qualification", "board", "progress", "due", "newFiles", "nextAction", "lastActivity"] as const;
export type Column = (typeof COLUMNS)[number];

const keys: Record<Column, (r: CaseloadRow) => string | number> = {
  name: (r) => r.name,
  qualification: (r) => r.qualifications.join(", "),
  board: (r) => r.boards.join(", "),
  progress: (r) => (r.criteria === 0 ? 0 : r.met / r.criteria),
  // Whoever waits longest comes first; who waits for nothing, last.
  due: (r) => r.nextDue ?? "9999",
  newFiles: (r) => r.newFiles,
  nextAction: (r) => r.nextAction,
  lastActivity: (r) => r.lastActivity ?? "",
};

/** Rows of a filter that hold every word, sorted by a column. */
export function shownRows(rows: CaseloadRow[], filter: CaseFilter, words: string, by: Column, down: boolean): CaseloadRow[] {
  const typed = words.toLowerCase().split(/\s+/).filter(Boolean);
  return rows
    .filter((r) => filter === "all" || r[filter] > 0)
    .filter((r) => {
      const text = [r.name, r.apart ?? "", ...r.qualifications, ...r.boards, r.nextAction].join(" ").toLowerCase();
      return typed.every((w) => text.includes(w));
    })
    .sort((a, b) => {
      const [x, y] = [keys[by](a), keys[by](b)];
      const order = typeof x === "number" && typeof y === "number" ? x - y : natural(String(x), String(y));
      return (down ? -order : order) || natural(called(a), called(b));
    });
}
