/**
 * Looking for words in the text of evidence: what was typed, where it is looked for, what was found, and which hit is shown.
 * Kept while the dialog comes and goes, so that the next hit is one key away. Refuses to know how it is drawn.
 */
import { tick } from "svelte";
import type { HitView, SearchView } from "../shared/bindings/bindings";
import { asFailure } from "../shared/deeds";
import { desk } from "../shared/desk.svelte";
import { call, type Failure } from "../shared/host";
import { t } from "../shared/i18n";
import { toasts } from "../shared/toasts.svelte";
import { work } from "../shared/work.svelte";

/** Hits fetched at a time. */
const PAGE = 20;

class Search {
  query = $state("");
  /** Across all learners. */
  all = $state(false);
  view = $state.raw<SearchView | null>(null);
  hits = $state.raw<HitView[]>([]);
  lit = $state(0);
  failure = $state.raw<Failure | null>(null);
  /** Nothing more to fetch. */
  ended = $state(true);
  #turn = 0;
  /** The words that were asked for last. */
  #asked = "";
  /** The words that the hits on show answer, and where they were looked for. */
  #answered = "";
  #answeredIn: string | null = null;
  #learner: string | null = null;

  /** Opens with a scope. What was found elsewhere is looked for anew. */
  async begin(all: boolean) {
    const scope = all || !desk.learner;
    const moved = scope !== this.all || (!scope && desk.learner !== this.#learner);
    this.all = scope;
    // Also where the search was left before what had just been typed was asked.
    if (moved || this.view === null || this.query !== this.#asked) await this.ask();
  }

  /** Whether the hits on show answer what stands in the field. */
  get answers() {
    return this.view !== null && this.query === this.#answered && this.#scope === this.#answeredIn;
  }

  /** Whose portfolio is looked through; null = all. */
  get #scope() {
    return this.all ? null : this.#learner;
  }

  /** Asks for what is typed. An answer that comes after the next question is dropped. */
  async ask() {
    this.#learner = desk.learner;
    this.lit = 0;
    await this.#fetch([]);
  }

  /** Fetches the hits that follow: of other words there are none yet, and those are asked for. */
  async more() {
    if (!this.answers) return this.ask();
    if (!this.ended) await this.#fetch(this.hits);
  }

  async #fetch(before: HitView[]) {
    const turn = (this.#turn += 1);
    const words = (this.#asked = this.query);
    if (this.query.trim() === "") {
      [this.view, this.hits, this.failure, this.ended] = [null, [], null, true];
      return;
    }
    const scope = this.#scope;
    try {
      const view = await call("search", { learner: scope ?? undefined, query: words, from: before.length, most: PAGE });
      if (turn !== this.#turn) return;
      this.view = view;
      [this.#answered, this.#answeredIn] = [words, scope];
      this.hits = [...before, ...view.hits];
      this.ended = view.hits.length < PAGE;
      this.failure = null;
    } catch (error) {
      if (turn === this.#turn) this.failure = asFailure(error);
    }
  }

  /** Shows a hit in its learner's portfolio, at its place. */
  async open(at: number) {
    const hit = this.hits[at];
    if (!hit) return;
    this.lit = at;
    if (desk.screen !== "portfolio" || desk.learner !== hit.learner) {
      await desk.go("portfolio", hit.learner, hit.learner === desk.learner ? undefined : null);
      await tick();
    }
    work.filter = hit.standing === "setAside" ? "setAside" : "all";
    work.query = "";
    work.open(hit.evidence, quoted(hit), hit.part);
  }

  /** Shows the next or previous hit, and says which. */
  async step(by: 1 | -1) {
    // What was typed last and not answered is asked for first: the next hit is one of those.
    const anew = !this.answers;
    if (anew) await this.ask();
    if (!this.answers || this.hits.length === 0) return void toasts.say(t("search.nothingYet"));
    if (by === 1 && !anew && this.lit === this.hits.length - 1) await this.more();
    const at = anew && by === 1 ? 0 : (this.lit + by + this.hits.length) % this.hits.length;
    await this.open(at);
    const hit = this.hits[at]!;
    toasts.say(t("search.step", { at: at + 1, all: this.hits.length, name: hit.reference ?? hit.title, place: hit.place ?? "" }));
  }
}

/** The hit's place with the first words found there, as the preview looks for them: `p. 3: “closed the till”`. */
export function quoted(hit: HitView): string | null {
  const words = hit.snippet.find((piece) => piece.hit)?.text;
  if (hit.place === null) return null;
  return words === undefined || hit.place.includes("!") ? hit.place : `${hit.place}: “${words}”`;
}

export const search = new Search();
