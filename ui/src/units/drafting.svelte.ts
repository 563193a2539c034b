/**
 * One unit text on the desk of an editor: lines and facts, every state before, and what the core says of it. Refuses to
 * know how it is drawn and when it is saved.
 */
import type { Defect, Proposal, UnitDraft } from "../shared/library";
import { call } from "../shared/host";
import { asFailure } from "../shared/deeds";
import { change, linesOf, withLines, type Done, type Line } from "./draft";

interface State {
  lines: Line[];
  rest: UnitDraft;
}

export class Drafting {
  lines = $state.raw<Line[]>([]);
  /** All but the lines: facts, board, source, guidance, key terms. */
  rest = $state.raw<UnitDraft>()!;
  defects = $state.raw<Defect[]>([]);
  checking = $state<string | null>(null);
  /** The line that should have the focus next. */
  focus = $state<string | null>(null);
  #past = $state.raw<State[]>([]);
  #future = $state.raw<State[]>([]);
  #typing: string | null = null;
  #saved = $state("");

  readonly draft: UnitDraft = $derived(withLines(this.rest, this.lines));
  readonly changed = $derived(JSON.stringify(this.draft) !== this.#saved);
  readonly canUndo = $derived(this.#past.length > 0);
  readonly canRedo = $derived(this.#future.length > 0);

  constructor(draft: UnitDraft, proposal?: Proposal) {
    this.rest = draft;
    this.lines = linesOf(draft, proposal);
    this.#saved = JSON.stringify(this.draft);
  }

  /** Remembers the state before. `typing` names the field: further letters in it are the same step. */
  #step(typing: string | null = null) {
    if (typing !== null && typing === this.#typing) return;
    this.#typing = typing;
    this.#past = [...this.#past, { lines: this.lines, rest: this.rest }].slice(-200);
    this.#future = [];
  }

  /** Does something to the lines. False = there was nothing to do. */
  act(done: Done | Line[] | null): boolean {
    if (!done) return false;
    this.#step();
    this.lines = Array.isArray(done) ? done : done.lines;
    if (!Array.isArray(done)) this.focus = done.focus;
    return true;
  }

  /** Types into a line. */
  type(key: string, fields: Partial<Line>) {
    this.#step(`${key} ${Object.keys(fields).join()}`);
    this.lines = change(this.lines, key, fields);
  }

  /** Changes a fact. */
  state(fields: Partial<UnitDraft>, field = Object.keys(fields).join()) {
    this.#step(field);
    this.rest = { ...this.rest, ...fields };
  }

  undo() {
    this.#back("past");
  }

  redo() {
    this.#back("future");
  }

  #back(from: "past" | "future") {
    const list = from === "past" ? this.#past : this.#future;
    const last = list.at(-1);
    if (!last) return;
    const now = { lines: this.lines, rest: this.rest };
    this.#past = from === "past" ? list.slice(0, -1) : [...this.#past, now];
    this.#future = from === "past" ? [...this.#future, now] : list.slice(0, -1);
    this.#typing = null;
    [this.lines, this.rest] = [last.lines, last.rest];
    // The line with the cursor may be gone: the cursor goes to what was changed, so that the keys still work.
    const at = last.lines.findIndex((l, i) => l !== now.lines[i]);
    if (last.lines !== now.lines) this.focus = (last.lines[at] ?? last.lines.at(-1))?.key ?? null;
  }

  /** Asks the core what is wrong with the draft as it stands. */
  async check() {
    const asked = this.draft;
    try {
      const defects = await call("unit.check", { draft: asked });
      if (asked === this.draft) [this.defects, this.checking] = [defects, null];
    } catch (error) {
      this.checking = asFailure(error).message;
    }
  }

  /** Nothing is unsaved any more. */
  settled() {
    this.#saved = JSON.stringify(this.draft);
  }
}
