/**
 * Which file of an item a place is in, in the words that the core reads: "part 4, p. 2". Pure. Refuses to know what the rest of
 * a place says.
 */
import type { EvidenceView } from "./bindings/bindings";

/** A place in one file of an item, `part` counted from 0; where the item has one file there is nothing to say. */
export function inPart(item: Pick<EvidenceView, "parts">, part: number, place: string): string {
  return place === "" || item.parts.length < 2 ? place : `part ${part + 1}, ${place}`;
}

/** The place without the file that it is in. */
export const withoutPart = (place: string): string => place.replace(/^part \d+, /, "");
