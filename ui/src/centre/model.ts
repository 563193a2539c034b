/** The words of one board while somebody writes them: what stands in the form, and what of it is to be said. Pure. */
import type { Commands, Declares, Keeping, ProfileView } from "../shared/bindings/bindings";

export interface Written {
  learner: string;
  matrix: string;
  declarations: Record<string, string>;
  evidenceWeeks: string;
  recordsMonths: string;
  source: string;
}

/** A form with what stands. */
export const written = (of: ProfileView): Written => ({
  learner: of.learner, matrix: of.matrix,
  declarations: Object.fromEntries(of.declarations.map((d) => [d.who, d.text])),
  ...keeping(of.keeping),
});

/** The fields of a rule of how long records are kept. */
export const keeping = (of: Keeping) => ({
  evidenceWeeks: of.evidenceWeeks === null ? "" : String(of.evidenceWeeks),
  recordsMonths: of.recordsMonths === null ? "" : String(of.recordsMonths),
  source: of.source,
});

const number = (text: string) => (text.trim() === "" ? null : Number(text));
const rule = (form: Written): Keeping => ({ evidenceWeeks: number(form.evidenceWeeks), recordsMonths: number(form.recordsMonths), source: form.source.trim() });

/** What the form changes of what stands; null where it changes nothing. */
export function change(of: ProfileView, form: Written): Commands["centre.profile"]["request"] | null {
  const before = written(of);
  const texts = of.declarations.filter((d) => form.declarations[d.who]?.trim() !== d.text);
  const kept = JSON.stringify(rule(form)) !== JSON.stringify(rule(before));
  if (form.learner === before.learner && form.matrix.trim() === before.matrix && texts.length === 0 && !kept && !of.disputed) return null;
  return {
    profile: of.profile, learner: form.learner, matrix: form.matrix,
    declarations: Object.fromEntries(texts.map((d) => [d.who, form.declarations[d.who] ?? ""])) as Record<Declares, string>,
    keeping: kept ? rule(form) : undefined,
  };
}

/** What is empty that must not be: going back to the shipped text is a button of its own. */
export const lacks = (form: Written) => form.matrix.trim() === "" || Object.values(form.declarations).some((text) => text.trim() === "");
