/**
 * Where an IV is among the samples of each learner: which one is open, what is ticked for a new one, which word is being said.
 * Kept while they look at the evidence on another screen. Refuses to know what a sample holds.
 */
import type { Judgement } from "../shared/bindings/bindings";
import { desk } from "../shared/desk.svelte";

/** A word that is being said or changed. */
export interface Asking {
  sample: string;
  row: string;
  /** Null = it is to be changed, and which one it will be is not chosen yet. */
  judgement: Judgement | null;
}

export class Place {
  /** The sample looked at; null = whichever comes first. */
  open = $state<string | null>(null);
  /** A new one is being picked. */
  fresh = $state(false);
  /** Rows ticked for a new sample, by unit. */
  picked = $state<Record<string, string[]>>({});
  asking = $state.raw<Asking | null>(null);
  /** The row whose evidence was followed: the way back leads to it. */
  left: string | null = null;

  show(sample: string) {
    this.open = sample;
    this.fresh = false;
  }
}

const places = new Map<string, Place>();

/** The place of whoever is at the desk. */
export function placeOf(learner: string): Place {
  const key = `${learner}\n${desk.person?.id ?? ""}`;
  const known = places.get(key) ?? new Place();
  places.set(key, known);
  return known;
}
