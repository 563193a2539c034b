/**
 * An import under way: where it comes from, what was read, what a person has made of each unit so far. Nothing is saved
 * until `save`. Refuses to know how it is drawn.
 */
import type { UnitSummary } from "../shared/bindings/bindings";
import { asFailure } from "../shared/deeds";
import { call, stopReading, type Failure } from "../shared/host";
import type { DiffView, KnownUnit, Proposal, ReadingView, UnitDraft } from "../shared/library";
import { Drafting } from "./drafting.svelte";

export const STEPS = ["source", "sheet", "review", "save"] as const;
export type Step = (typeof STEPS)[number];
export interface Source {
  text?: string;
  fileToken?: string;
  name?: string;
}

/** Readings are told apart in the whole window: a wizard that was closed and opened again has further ones. */
let tickets = 0;

/** The same words as a unit of its own: no id and no short name of the unit that it looks like. */
const anew = (draft: UnitDraft): UnitDraft => ({
  ...draft, unit: null, base: null, raw: null, handle: "",
  outcomes: draft.outcomes.map((o) => ({ ...o, id: null, criteria: o.criteria.map((c) => ({ ...c, id: null })) })),
  unassigned: draft.unassigned.map((c) => ({ ...c, id: null })),
});

/** One unit of the reading. */
export class Item {
  readonly proposal: Proposal;
  readonly known: KnownUnit | null;
  drafting: Drafting;
  ticked = $state(true);
  /** A new issue of the unit that is known, or another unit; null = not said yet. */
  as = $state<"issue" | "other" | null>(null);
  diff = $state.raw<DiffView | null>(null);
  failure = $state.raw<Failure | null>(null);
  saved = $state.raw<UnitSummary | null>(null);

  constructor(proposal: Proposal, draft: UnitDraft, known: KnownUnit | null) {
    this.proposal = proposal;
    this.known = known;
    this.drafting = new Drafting(draft, proposal);
    this.as = known ? null : "other";
  }

  /** Why this one cannot be saved yet, as a word; null = it can. */
  get waits(): "title" | "board" | "known" | "text" | null {
    const d = this.drafting.rest;
    if (d.facts.title.trim() === "") return "title";
    if (d.board.name.trim() === "" && !d.board.brand?.trim()) return "board";
    if (this.drafting.draft.outcomes.length === 0) return "text";
    return this.as === null ? "known" : null;
  }

  /** What would be saved: for a new issue, with the ids of the rows that it goes on. */
  async ready(): Promise<UnitDraft> {
    const draft = this.drafting.draft;
    if (!this.known) return draft;
    return this.as === "issue" ? call("unit.match", { unit: this.known.unit, draft }) : anew(draft);
  }

  /** Fetches the difference to the text in force. */
  async compare() {
    if (this.as !== "issue" || !this.known) return;
    try {
      this.diff = await call("unit.diff", { unit: this.known.unit, draft: await this.ready() });
    } catch (error) {
      this.failure = asFailure(error);
    }
  }

  /** Saves it, once. False = refused; the failure stands beside it. */
  async save(): Promise<boolean> {
    if (this.saved) return true;
    this.failure = null;
    try {
      this.saved = await call("unit.save", { draft: await this.ready() });
      return true;
    } catch (error) {
      this.failure = asFailure(error);
      return false;
    }
  }
}

export class Intake {
  step = $state<Step>("source");
  source = $state.raw<Source | null>(null);
  reading = $state.raw<ReadingView | null>(null);
  items = $state.raw<Item[]>([]);
  at = $state(0);
  busy = $state(false);
  failure = $state.raw<Failure | null>(null);
  #asked = 0;
  #ticket = "";

  readonly item: Item | null = $derived(this.items[this.at] ?? null);
  readonly ticked: Item[] = $derived(this.items.filter((i) => i.ticked));
  readonly hasSheets = $derived((this.reading?.sheets.length ?? 0) > 0);
  /** Something would be lost by leaving. */
  readonly unsaved = $derived(this.items.some((i) => !i.saved) && this.step !== "source");

  /** Reads a source; a later call, or `cancel`, stops the reading of this one, and its answer is ignored. */
  async read(source: Source, more: { sheet?: string; columns?: Record<string, number> } = {}) {
    if (this.busy) this.cancel();
    const asked = ++this.#asked;
    const ticket = (this.#ticket = `reading-${Date.now().toString(36)}-${++tickets}`);
    this.busy = true;
    this.failure = null;
    try {
      const reading = await call("unit.read", { ...source, ...more, ticket });
      if (asked !== this.#asked) return;
      this.source = source;
      this.reading = reading;
      this.items = reading.reading.units.map((p, i) => new Item(p, reading.drafts[i]!, reading.known[i] ?? null));
      this.at = 0;
      this.step = reading.sheets.length > 0 && !more.columns ? "sheet" : "review";
    } catch (error) {
      if (asked === this.#asked) this.failure = asFailure(error);
    }
    if (asked === this.#asked) this.busy = false;
  }

  /** Stops the reading: the process that reads the file ends, and what it says late is ignored. */
  cancel() {
    if (this.busy && this.#ticket) void stopReading(this.#ticket);
    this.#asked += 1;
    this.busy = false;
  }

  /** Saves every ticked unit, one after the other; what is saved stays saved. */
  async save() {
    if (this.busy) return;
    this.busy = true;
    for (const item of this.ticked) await item.save();
    this.busy = false;
  }
}
