/** Choosing several with Shift in a list whose order may change. Pure: it works on ids, never on where they stand. */
export interface Held {
  /** Where Shift was pressed. */
  anchor: string;
  /** Where the stretch ended last. */
  end: string;
}

/**
 * From the one that had the focus when Shift was pressed to `to`. The stretch goes on from its anchor only while the focus stands where it
 * ended and it is still chosen; after any other step it begins anew at the focus.
 */
export function stretch(ids: readonly string[], held: Held | null, focus: string | null, to: string, chosen: ReadonlySet<string>): { held: Held; chosen: Set<string> } {
  const goesOn = held !== null && held.end === focus && chosen.has(held.anchor) && ids.includes(held.anchor);
  const anchor = goesOn ? held.anchor : focus !== null && ids.includes(focus) ? focus : to;
  const [a, b] = [ids.indexOf(anchor), ids.indexOf(to)];
  return { held: { anchor, end: to }, chosen: new Set(ids.slice(Math.min(a, b), Math.max(a, b) + 1)) };
}
