/** The work lists in their order, and how long something waits. Pure; what belongs on a list, the core says. */
import type { WorkView } from "../shared/bindings/bindings";
import { t } from "../shared/i18n";

export const LISTS = ["overdue", "due", "undecided", "gaps", "noPlace"] as const;
export type List = (typeof LISTS)[number];

/** The list that was open while it has anything, else the first that has. */
export const first = (view: WorkView, open: List): List => (view[open].length > 0 ? open : (LISTS.find((list) => view[list].length > 0) ?? open));

/** "4 days late", "in 6 days", "10 days". */
export function when(list: List, n: number): string {
  if (list === "overdue") return t("work.late", { n });
  if (list === "due") return n === 0 ? t("work.today") : t("work.in", { n });
  return n === 0 ? t("work.sinceToday") : t("work.waits", { n });
}
