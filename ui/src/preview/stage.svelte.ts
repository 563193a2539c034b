/**
 * What the preview shows now and what a person picked out in it: the place on screen, the words, cells or area chosen, where
 * to go next, how large. Refuses to know which kind of file it is.
 */
import type { Media } from "../shared/bindings/bindings";
import { readPlace, type Spot } from "./place";

export interface Scale {
  fit: "width" | "page";
  times: number;
}
/** A stretch of a recording that is being marked; without an end it goes on. */
export interface Stretch {
  from: number;
  to: number | null;
}
const PLAIN: Scale = { fit: "width", times: 1 };
export const SMALLEST = 0.5;
export const LARGEST = 4;

class Stage {
  /** Place of what is on screen: the page, the time. */
  seen = $state("");
  /** Place that a person picked out: it goes before what is on screen. */
  chosen = $state<string | null>(null);
  /** Where the viewer is to go as soon as it can; it takes this away when it is there. */
  target = $state.raw<Spot | null>(null);
  /** Words that were looked for, lit until something else is. */
  found = $state.raw<Spot | null>(null);
  scale = $state.raw<Scale>(PLAIN);
  /** How the file on screen is shown, by what it is; null where none is. */
  media = $state<Media | null>(null);
  /** Seconds into the recording that plays; null where the times are to be typed. */
  clock = $state<number | null>(null);
  mark = $state.raw<Stretch | null>(null);
  readonly place: string = $derived(this.chosen ?? this.seen);

  /** Another file. */
  begin() {
    this.seen = "";
    this.chosen = this.target = this.found = null;
    this.clock = this.mark = null;
    this.scale = PLAIN;
  }

  /** The same file, shown in another way: what it was sent to is not reached yet. */
  again() {
    this.seen = "";
    this.chosen = this.clock = this.mark = null;
    this.target = this.found;
  }

  go(place: string) {
    this.target = readPlace(place);
    this.found = this.target;
    this.chosen = null;
  }

  /** What was picked out has become the place of a mapping, and the next one begins where the eye is; what was picked out since stays. */
  spend(picked: string | null) {
    if (this.chosen === picked) this.chosen = null;
  }

  /** One key: the first press begins a mark where the recording is, the second ends it. */
  drop() {
    const now = Math.floor(this.clock ?? 0);
    this.mark = this.mark ? { ...this.mark, to: Math.max(this.mark.from, now) } : { from: now, to: this.clock === null ? now : null };
  }

  /** Smaller or larger, by quarters. */
  zoom(by: number) {
    const times = Math.min(LARGEST, Math.max(SMALLEST, Math.round((this.scale.times + by) * 4) / 4));
    this.scale = { ...this.scale, times };
  }

  /** The width of the pane, or the whole page in it. */
  fit() {
    this.scale = { fit: this.scale.times === 1 && this.scale.fit === "width" ? "page" : "width", times: 1 };
  }
}

export const stage = new Stage();
