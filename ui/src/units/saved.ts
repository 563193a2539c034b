/** What is said after a unit text was saved: which revision it is, and who is still on an older one. */
import type { UnitSummary } from "../shared/bindings/bindings";
import { call } from "../shared/host";
import { t } from "../shared/i18n";

/** The words, and how many learners are not on the text in force. */
export async function savedWords(unit: UnitSummary): Promise<{ words: string; others: number }> {
  const all = await call("unit.revisions", { unit: unit.unit }).catch(() => []);
  const now = all.find((r) => r.inForce);
  const older = all.filter((r) => !r.inForce && r.learners > 0);
  const others = older.reduce((n, r) => n + r.learners, 0);
  const words = [t("saved.as", { revision: now?.revision ?? "" })];
  if (others > 0) words.push(t("saved.others", { n: others, revision: older.map((r) => r.revision).join(", ") }));
  return { words: words.join(" "), others };
}
