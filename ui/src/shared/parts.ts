/**
 * Which file of an item a place is in, in the words that the core reads: "part 4, p. 2". Pure. Refuses to know what the rest of
 * a place says.
 */
import type { EvidenceView } from "./bindings/bindings";

/** A place in one file of an item, `part` counted from 0: of several files it says which, also where nothing in the file is picked out. */
export function inPart(item: Pick<EvidenceView, "parts">, part: number, place: string): string {
  if (item.parts.length < 2) return place;
  return place === "" ? `part ${part + 1}` : `part ${part + 1}, ${place}`;
}

/** Whether a place can be in this file of an item: one that says of no file does, and a file that the item does not have is a person's own words. */
export function canBeIn(item: Pick<EvidenceView, "parts">, part: number, place: string): boolean {
  const of = /^part (\d+)(?:, |$)/.exec(place)?.[1];
  return of === undefined || (item.parts.length > 1 && Number(of) === part + 1);
}

/** The place without the file that it is in. */
export const withoutPart = (place: string): string => place.replace(/^part \d+, /, "");
