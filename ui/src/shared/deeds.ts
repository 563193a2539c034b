/** Does a deed: one command, then fresh views, then a line that says what was done and can take it back. */
import type { Commands } from "./api";
import type { DeedView } from "./bindings/bindings";
import { desk } from "./desk.svelte";
import { call, isFailure, type Failure } from "./host";
import { t } from "./i18n";
import { offers, type Mapped } from "./offers.svelte";
import { toasts } from "./toasts.svelte";

type DeedName = { [K in keyof Commands]: Commands[K]["gives"] extends DeedView ? K : never }[keyof Commands];

/** What went wrong, as the core says it. */
export function asFailure(error: unknown): Failure {
  return isFailure(error) ? error : { code: "unexpected", message: error instanceof Error ? error.message : String(error) };
}

/** Shows a failure where nothing on screen is nearer to it. */
export function complain(error: unknown) {
  const failure = asFailure(error);
  toasts.say(failure.message, { tone: "bad", hint: failure.hint ?? undefined, small: true });
}

/** Runs anything against the core, then fetches again. Null when it failed; the failure is shown. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    const value = await work();
    desk.savedAt = new Date().toISOString();
    await desk.refresh();
    return value;
  } catch (error) {
    complain(error);
    return null;
  }
}

/** "map E007 → 2.3", also where the record says "redo: map E007 → 2.3". */
export const plainLabel = (label: string) => label.replace(/^((undo|redo): )+/, "");

/** Says what was done, with the way back where there is one: of this deed in its own portfolio, whatever is on screen by then. */
export function report(name: string, done: DeedView) {
  const what = plainLabel(done.label);
  const text = name === "undo" ? t("deed.undone", { what }) : name === "redo" ? t("deed.redone", { what }) : done.label;
  const back = () => void deed("undo", { learner: done.learner, deed: done.deed });
  toasts.say(text, { small: true, hint: done.warnings.join(" · ") || undefined, action: done.undoable ? { label: t("deed.undo"), run: back } : undefined });
}

/** What one mapping put forward, unit by unit. */
const mappedBy = ({ learner, unit, codes, evidence, also }: Commands["map"]["takes"]): Mapped[] => [{ unit, codes }, ...(also ?? [])].map((of) => ({ learner, evidence, ...of }));

/** After a mapping: what it could also count for with another board. */
export const lookAcross = (mapped: Mapped[]) => offers.ask(mapped).catch(complain);

/** Does a deed and reports it. Null when it was refused. */
export async function deed<K extends DeedName>(name: K, request: Commands[K]["takes"]): Promise<DeedView | null> {
  const done = (await attempt(() => call(name, request))) as DeedView | null;
  if (!done) return null;
  report(name, done);
  if (name === "map") void lookAcross(mappedBy(request as Commands["map"]["takes"]));
  else offers.dismiss();
  return done;
}

export const undo = () => (desk.learner ? deed("undo", { learner: desk.learner }) : Promise.resolve(null));
export const redo = () => (desk.learner ? deed("redo", { learner: desk.learner }) : Promise.resolve(null));
