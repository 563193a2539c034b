/**
 * Places in the words that the core prints and reads back: "p. 3", "para 7–9", "'My sheet'!B2:C9", "00:04:12–00:05:00",
 * "area 10–50% across, 20–40% down", each with ": “words of the file”" or ": a note" after it. Pure. Refuses to decide
 * what a place means: what it cannot read is left as it stands, as the core does.
 */
import { playTime } from "../shared/format";

export interface Cells {
  /** Columns and rows, counted from 0; the ends belong to it. */
  left: number;
  right: number;
  top: number;
  bottom: number;
}
export interface Box {
  /** Whole per cent from the left and the top edge. */
  left: number;
  right: number;
  top: number;
  bottom: number;
}
export type Spot = { words: string; part?: number } & (
  | { kind: "page" | "slide"; runs: [number, number][] }
  | { kind: "paragraph"; runs: [string, string][] }
  | { kind: "sheet"; sheet: string; cells: Cells | null }
  | { kind: "time"; from: number; to: number }
  | { kind: "area"; box: Box }
  | { kind: "whole" }
  | { kind: "other"; text: string }
);

const LAST_ROW = 9_999_999;
const LAST_COLUMN = 18_277;
const runsOf = (text: string) => text.split(/, ?/).map((run) => run.split("–") as [string, string?]).map(([a, b]): [string, string] => [a, b ?? a]);
const numbers = (text: string) => runsOf(text).map(([a, b]): [number, number] => [Number(a), Number(b)]);
const time = (text: string) => text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);

function readHead(text: string): Omit<Spot, "words"> | null {
  let m = /^(p\.|slides?) (\d+(?:–\d+)?(?:, \d+(?:–\d+)?)*)$/.exec(text);
  if (m) return { kind: m[1] === "p." ? "page" : "slide", runs: numbers(m[2]!) } as Omit<Spot, "words">;
  m = /^para (\d[\d.]*(?:–[\d.]+)?(?:, \d[\d.]*(?:–[\d.]+)?)*)$/.exec(text);
  if (m) return { kind: "paragraph", runs: runsOf(m[1]!) } as Omit<Spot, "words">;
  m = /^(\d\d:\d\d:\d\d)(?:–(\d\d:\d\d:\d\d))?$/.exec(text);
  if (m) return { kind: "time", from: time(m[1]!), to: time(m[2] ?? m[1]!) } as Omit<Spot, "words">;
  m = /^area (\d+)–(\d+)% across, (\d+)–(\d+)% down$/.exec(text);
  if (m) return { kind: "area", box: { left: Number(m[1]), right: Number(m[2]), top: Number(m[3]), bottom: Number(m[4]) } } as Omit<Spot, "words">;
  m = /^(?:'(.+)'|(.+))!([A-Z]{0,3}\d{0,7}(?::[A-Z]{0,3}\d{0,7})?)$/.exec(text);
  if (m && m[3]) return { kind: "sheet", sheet: m[1] ?? m[2], cells: readCells(m[3]) } as Omit<Spot, "words">;
  m = /^sheet (.+)$/.exec(text);
  if (m) return { kind: "sheet", sheet: m[1], cells: null } as Omit<Spot, "words">;
  return text === "whole item" ? ({ kind: "whole" } as Omit<Spot, "words">) : null;
}

/** What a place says, as far as its words are those that the core prints; of several files, counted from 1, also which. */
export function readPlace(text: string): Spot {
  const m = /^part (\d+)(?:, (.*))?$/.exec(text);
  if (m) return { ...(m[2] === undefined ? ({ kind: "whole", words: "" } as Spot) : readPlace(m[2])), part: Number(m[1]) };
  const whole = readHead(text);
  if (whole) return { ...whole, words: "" } as Spot;
  for (let at = text.indexOf(": "); at > 0; at = text.indexOf(": ", at + 1)) {
    const head = readHead(text.slice(0, at));
    if (head) return { ...head, words: text.slice(at + 2) } as Spot;
  }
  return { kind: "other", text, words: "" };
}

/** The words of the file that a place quotes; none where there are none, or a note in their stead. */
export const quoted = (spot: Spot): string | null => /^“(.*)”$/.exec(spot.words)?.[1] ?? null;

const letters = (column: string) => [...column].reduce((sum, c) => sum * 26 + c.charCodeAt(0) - 64, 0) - 1;

/** Cells as `A1`, `A1:C9`, `A:C` or `1:9`. */
export function readCells(range: string): Cells | null {
  const ends = range.split(":").map((end) => /^([A-Z]*)(\d*)$/.exec(end));
  const [a, b = a] = ends;
  if (!a || !b) return null;
  const columns = [a[1], b[1]].map((c, i) => (c ? letters(c) : i * LAST_COLUMN));
  const rows = [a[2], b[2]].map((r, i) => (r ? Number(r) - 1 : i * LAST_ROW));
  return { left: Math.min(...columns), right: Math.max(...columns), top: Math.min(...rows), bottom: Math.max(...rows) };
}

/** "A", "Z", "AA": a column counted from 0. */
export function columnName(column: number): string {
  let name = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

/** "Hours!B2:C9", the name between marks where it holds a space. */
export function sheetPlace(sheet: string, { left, right, top, bottom }: Cells): string {
  const corner = (column: number, row: number) => `${columnName(column)}${row + 1}`;
  const [from, to] = [corner(left, top), corner(right, bottom)];
  return `${sheet.includes(" ") ? `'${sheet}'` : sheet}!${from === to ? from : `${from}:${to}`}`;
}

const run = (from: number | string, to: number | string) => (from === to ? `${from}` : `${from}–${to}`);
export const pagePlace = (from: number, to = from) => `p. ${run(from, to)}`;
export const timePlace = (from: number, to = from) => run(playTime(from), playTime(Math.max(from, to)));
export const areaPlace = (box: Box) => `area ${box.left}–${box.right}% across, ${box.top}–${box.bottom}% down`;

/** Most characters of a quotation: it is printed in a cell of the matrix. */
const QUOTE = 80;
const single = (text: string) => text.replace(/\s+/g, " ").trim();

/** A place with the words that stand there; long ones by their beginning and end. */
export function withQuote(place: string, text: string): string {
  const words = single(text).replaceAll("“", "‘").replaceAll("”", "’");
  if (words === "") return place;
  return `${place}: “${shorten(words)}”`;
}

/** A place with a one-line note. */
export const withNote = (place: string, note: string) => (single(note) === "" ? place : `${place}: ${single(note)}`);

function shorten(words: string): string {
  const all = [...words];
  if (all.length <= QUOTE) return words;
  const head = all.slice(0, 44).join("").replace(/\s\S*$/, "");
  const tail = all.slice(-32).join("").replace(/^\S*\s/, "");
  return `${head} … ${tail}`;
}

/** Hyphens count as little as white space: a line that ends inside a word has one. */
const bare = (char: string) => (char === "-" ? "" : char > " " && char < "\x7f" ? char.toLowerCase() : odd(char));
const odd = (char: string) => char.normalize("NFKC").toLowerCase().replace(/[\s\u00ad]/g, "").replaceAll("“", "‘").replaceAll("”", "’");

/** The letters of a text without white space, and where each stands in it. */
function lettersOf(text: string): { letters: string; at: number[] } {
  let letters = "";
  const at: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    for (const char of bare(text[i]!)) {
      letters += char;
      at.push(i);
    }
  }
  return { letters, at };
}

/**
 * Parts a text as it is written into the passages that were read out of it, which have the same letters but other white
 * space. Every character is in exactly one part; a passage that cannot be found again belongs to the one before it.
 */
export function parted<P extends { text: string }>(text: string, passages: readonly P[]): { text: string; passage: P | null }[] {
  const { letters, at } = lettersOf(text);
  const starts: { from: number; passage: P }[] = [];
  let cursor = 0;
  for (const passage of passages) {
    const wanted = [...passage.text].map(bare).join("");
    // A word parted at a line's end lost its hyphen, so the beginning must do where the whole is not there.
    const whole = letters.indexOf(wanted, cursor);
    const from = whole >= 0 && whole - cursor < 4000 ? whole : letters.indexOf(wanted.slice(0, 24), cursor);
    if (wanted === "" || from < 0 || from - cursor > 4000) continue;
    starts.push({ from: at[from]!, passage });
    cursor = from + (from === whole ? wanted.length : Math.min(24, wanted.length));
  }
  if (starts.length === 0) return [{ text, passage: null }];
  const parts = starts.map(({ from, passage }, i) => ({ text: text.slice(i === 0 ? 0 : from, starts[i + 1]?.from ?? text.length), passage }));
  return parts;
}

/**
 * Where quoted words stand in a text: first and last character, the last not included. White space, case and joined
 * letters do not count; words left out ("…") may be anything. Null = they are not there.
 */
export function findQuote(text: string, quote: string): [number, number] | null {
  const { letters, at } = lettersOf(text);
  const [head = "", ...rest] = quote.split(" … ").map((piece) => [...piece].map(bare).join(""));
  const tail = rest.at(-1) ?? "";
  if (head === "") return null;
  for (let from = letters.indexOf(head); from >= 0; from = letters.indexOf(head, from + 1)) {
    const end = tail === "" ? from + head.length : letters.indexOf(tail, from + head.length);
    if (end < 0) return null;
    return [at[from]!, at[(tail === "" ? end : end + tail.length) - 1]! + 1];
  }
  return null;
}
