/**
 * Reads what a person types for criteria: `2.3`, `23`, `2.`, `A.P1`, `1a`, `1.1-1.4`, `1.1,1.3,2.2`, or words, and ranks rows by it.
 * Pure. Refuses to know units, mappings and decisions: it works on codes and texts in their order.
 */
export interface Coded {
  row: string;
  code: string;
  text: string;
}

/** What was typed, understood as codes; null = these are words. `unknown` lists codes that no row has. */
export interface Codes<T extends Coded> {
  rows: T[];
  unknown: string[];
}

/** What looks like a code, even where no row has it: parts of few letters around a number, with at least one number. */
const CODE = /^(?=.*\d)(?:\p{L}{0,3}\d+\p{L}?|\p{L})(?:\.(?:\p{L}{0,3}\d+\p{L}?|\p{L}))*\.?$/u;
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function exact<T extends Coded>(rows: T[], typed: string): T | undefined {
  return rows.find((r) => same(r.code, typed));
}

/** `23` is 2.3 only where no row is called 23; `112` may be 1.12 or 11.2, the first that exists. */
function dotted<T extends Coded>(rows: T[], typed: string): T | undefined {
  if (!/^\d{2,}$/.test(typed)) return undefined;
  for (let at = 1; at < typed.length; at += 1) {
    const found = exact(rows, `${typed.slice(0, at)}.${typed.slice(at)}`);
    if (found) return found;
  }
  return undefined;
}

function one<T extends Coded>(rows: T[], typed: string): T[] {
  const plain = typed.replace(/\.$/, "");
  if (typed.endsWith(".")) {
    const below = rows.filter((r) => r.code.toLowerCase().startsWith(typed.toLowerCase()));
    if (below.length > 0) return below;
  }
  const found = exact(rows, plain) ?? dotted(rows, plain);
  return found ? [found] : [];
}

function range<T extends Coded>(rows: T[], from: string, to: string): T[] {
  const [a] = one(rows, from);
  const [b] = one(rows, to);
  if (!a || !b) return [];
  const [i, j] = [rows.indexOf(a), rows.indexOf(b)].sort((x, y) => x - y) as [number, number];
  return rows.slice(i, j + 1);
}

/** Codes may hold hyphens and blanks of their own: what is a code as it stands is not taken apart. */
function pieces<T extends Coded>(typed: string, rows: T[]): string[] {
  const listed = typed.split(/[,;]+/).map((p) => p.trim()).filter(Boolean);
  return listed.flatMap((p) => (exact(rows, p) ? [p] : p.replace(/\s*[-–—]\s*/g, "-").split(/\s+/)));
}

/** The rows of one piece; null = these are words. */
function hits<T extends Coded>(rows: T[], piece: string): T[] | null {
  const found = one(rows, piece);
  if (found.length > 0) return found;
  const ends = piece.split("-");
  const between = ends.length === 2 ? range(rows, ends[0]!, ends[1]!) : [];
  if (between.length > 0) return between;
  return ends.length <= 2 && ends.every((e) => CODE.test(e)) ? [] : null;
}

/** Understands `typed` as a list of codes and ranges over `rows`. */
export function parseCodes<T extends Coded>(typed: string, rows: T[]): Codes<T> | null {
  const parts = pieces(typed, rows);
  if (parts.length === 0) return null;
  const found = new Set<T>();
  const unknown: string[] = [];
  for (const part of parts) {
    const those = hits(rows, part);
    if (those === null) return null;
    if (those.length === 0) unknown.push(part);
    for (const hit of those) found.add(hit);
  }
  return { rows: rows.filter((r) => found.has(r)), unknown };
}

/** Letters of `typed` in order and close together somewhere in `text`. */
function fuzzy(typed: string, text: string): boolean {
  for (let start = text.indexOf(typed[0]!); start >= 0; start = text.indexOf(typed[0]!, start + 1)) {
    let at = start;
    for (const letter of typed.slice(1)) {
      at = text.indexOf(letter, at + 1);
      if (at < 0) return false;
    }
    if (at - start <= typed.length * 2) return true;
  }
  return false;
}

/** 0 is best: exact code, code prefix, word prefix, substring, fuzzy; null = no match. */
export function rank(typed: string, candidate: { code: string; text: string }): number | null {
  const q = typed.trim().toLowerCase();
  const code = candidate.code.toLowerCase();
  const text = candidate.text.toLowerCase();
  if (q === "") return 9;
  const bare = code.replaceAll(".", "");
  if (code === q || (/^\d+$/.test(q) && bare === q)) return 0;
  if (code.startsWith(q) || (/^\d+$/.test(q) && bare.startsWith(q))) return 1;
  const words = q.split(/\s+/);
  const starts = text.split(/[^\p{L}\p{N}]+/u);
  if (words.every((w) => starts.some((s) => s.startsWith(w)))) return 2;
  if (text.includes(q)) return 3;
  return q.length >= 3 && !/\d/.test(q) && fuzzy(q.replaceAll(" ", ""), text) ? 4 : null;
}

/** Candidates that match, best first, ties in their own order. */
export function search<T extends { code: string; text: string }>(typed: string, candidates: T[]): T[] {
  return candidates
    .map((candidate, at) => ({ candidate, at, rank: rank(typed, candidate) }))
    .filter((c) => c.rank !== null)
    .sort((a, b) => a.rank! - b.rank! || a.at - b.at)
    .map((c) => c.candidate);
}
