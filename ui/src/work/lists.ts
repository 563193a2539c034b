/** The work lists in their order, and how long something waits. Pure; what belongs on a list, the core says. */
import type { WorkRow, WorkView } from "../shared/bindings/bindings";
import { t } from "../shared/i18n";

export const LISTS = ["overdue", "due", "undecided", "gaps", "noPlace", "actions"] as const;
export type List = (typeof LISTS)[number];

/** The list that was open while it has anything, else the first that has. */
export const first = (view: WorkView, open: List): List => (view[open].length > 0 ? open : (LISTS.find((list) => view[list].length > 0) ?? open));

/** Whether a line's day is past. */
export const late = (list: List, row: WorkRow, today: string) => list === "overdue" || (list === "actions" && row.day !== null && row.day < today);

/** "4 days late", "in 6 days", "10 days". */
export function when(list: List, row: WorkRow, today: string): string {
  const n = row.days;
  if (late(list, row, today)) return t("work.late", { n });
  if (list === "due" || list === "actions") return n === 0 ? t("work.today") : t("work.in", { n });
  return n === 0 ? t("work.sinceToday") : t("work.waits", { n });
}
