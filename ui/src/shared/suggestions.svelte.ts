/**
 * What the file on screen may speak to, as the core worked it out from the words of both. A suggestion is looked at first and mapped
 * by a person; nothing maps itself. Refuses to know how it is drawn.
 */
import type { ItemSuggestionsView, SuggestionView } from "./bindings/bindings";
import { complain, deed } from "./deeds";
import { desk } from "./desk.svelte";
import { call } from "./host";
import { t } from "./i18n";
import { toasts } from "./toasts.svelte";
import { work } from "./work.svelte";

class Suggestions {
  #view = $state.raw<ItemSuggestionsView | null>(null);
  #of = $state<string | null>(null);
  /** The criterion whose reason is shown. */
  row = $state<string | null>(null);
  #asked = 0;

  /** Suggestions for the file on screen. */
  get list(): SuggestionView[] {
    return this.#of !== null && this.#of === work.current?.id && !desk.portfolio?.may.map ? (this.#view?.suggestions ?? []) : [];
  }

  /** How many of this file were put away. */
  get putAway(): number {
    return this.#of === work.current?.id ? (this.#view?.putAway ?? 0) : 0;
  }

  /** The one whose reason is shown. */
  get chosen(): SuggestionView | null {
    return this.list.find((s) => s.row === this.row) ?? null;
  }

  /** Asks what a file may speak to. An answer that comes late is dropped; one that fails is no reason to disturb. */
  async ask(learner: string, evidence: string) {
    const asked = ++this.#asked;
    try {
      const view = await call("suggest.forItem", { learner, evidence });
      if (asked !== this.#asked) return;
      if (this.#of !== evidence && !view.suggestions.some((s) => s.row === this.row)) this.row = null;
      this.#of = evidence;
      this.#view = view;
    } catch {
      if (asked === this.#asked) this.#view = null;
    }
  }

  /** Shows the passage of a suggestion, and why. */
  look(suggestion: SuggestionView) {
    this.row = suggestion.row;
    work.open(suggestion.evidence, suggestion.place, suggestion.part);
  }

  /** The next one, the first after the last. */
  next() {
    const at = this.list.findIndex((s) => s.row === this.row);
    const next = this.list[(at + 1) % this.list.length];
    if (next) this.look(next);
  }

  close() {
    this.row = null;
  }

  /** Puts one away on this machine, and can bring it back. */
  async putOff(suggestion: SuggestionView) {
    const learner = desk.learner;
    if (!learner) return;
    try {
      await call("suggest.putAway", { learner, evidence: suggestion.evidence, row: suggestion.row });
      this.close();
      await this.ask(learner, suggestion.evidence);
      const back = () => void this.bringBack(suggestion.evidence, suggestion.row);
      toasts.say(t("suggest.away", { code: suggestion.code }), { action: { label: t("suggest.back"), run: back } });
    } catch (error) {
      complain(error);
    }
  }

  /** Brings back what was put away of a file. */
  async bringBack(evidence: string, row?: string) {
    const learner = desk.learner;
    if (!learner) return;
    try {
      await call("suggest.bringBack", { learner, evidence, row });
      await this.ask(learner, evidence);
    } catch (error) {
      complain(error);
    }
  }
}

export const suggestions = new Suggestions();

/** Maps a suggestion with its place: an ordinary mapping, done by the person who pressed the key. */
export async function take(suggestion: SuggestionView) {
  const { unit, row, evidence, place } = suggestion;
  const done = await deed("map", { learner: desk.learner!, unit, evidence: [evidence], codes: row, place: place ?? undefined });
  if (!done) return false;
  work.last = { unit, codes: suggestion.code, method: null };
  suggestions.close();
  return true;
}

/** "Both have: volume · forecasting (reckon, last year)". */
export function why(suggestion: SuggestionView): string {
  const ideas = suggestion.ideas.map((i) => t("suggest.idea", { idea: i.idea, words: i.words.join(", ") }));
  return t("suggest.why", { what: [...suggestion.words, ...ideas].join(" · ") });
}
