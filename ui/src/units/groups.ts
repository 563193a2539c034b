/** The library in order: by board, then qualification, then unit. Pure. */
import { search } from "../shared/codes";
import { natural } from "../shared/format";
import type { LibraryUnit } from "../shared/library";

export interface Group {
  board: string;
  qualification: string;
  units: LibraryUnit[];
}

/** The first `most` units of the groups. */
export function firstOf(all: Group[], most: number): Group[] {
  const some: Group[] = [];
  for (let left = most, i = 0; left > 0 && i < all.length; i += 1) {
    some.push({ ...all[i]!, units: all[i]!.units.slice(0, left) });
    left -= all[i]!.units.length;
  }
  return some;
}

/** Units that hold every word typed, in groups. */
export function groups(units: LibraryUnit[], words: string): Group[] {
  const found = search(words, units.map((u) => ({ u, code: u.number || u.handle, text: `${u.title} ${u.board} ${u.qualification} ${u.urn ?? ""} ${u.handle}` }))).map((c) => c.u);
  const by = new Map<string, Group>();
  for (const u of found) {
    const key = `${u.board}\n${u.qualification}`;
    if (!by.has(key)) by.set(key, { board: u.board, qualification: u.qualification, units: [] });
    by.get(key)!.units.push(u);
  }
  // "board not stated" is no name and comes last.
  const named = (g: Group) => Number(/^\p{Ll}/u.test(g.board));
  const all = [...by.values()].sort((a, b) => named(a) - named(b) || natural(a.board, b.board) || natural(a.qualification, b.qualification));
  for (const g of all) g.units.sort((a, b) => natural(a.number ?? "", b.number ?? "") || natural(a.title, b.title));
  return all;
}
