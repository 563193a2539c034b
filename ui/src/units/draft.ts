/**
 * A unit text while it is edited: one flat list of outcomes and criteria in order, and what a person can do to it. Every
 * function gives back a new list. Pure. Refuses to know where the text came from and how it is saved.
 */
import type { DraftCriterion, DraftOutcome, Proposal, UnitDraft } from "../shared/library";

/** A line of the editor. A criterion belongs to the nearest outcome above it; before the first, or `unplaced`, to none. */
export interface Line {
  key: string;
  kind: "outcome" | "criterion" | "unplaced";
  id: string | null;
  code: string;
  published: boolean;
  text: string;
  inferred: boolean;
  assignment: string;
  amplification: string;
  /** Where the source would have an unplaced criterion. */
  proposedOutcome: string | null;
  proposedCode: string | null;
  /** As the recogniser saw it: how sure, where in the source, under which code. */
  confidence: number | null;
  place: string;
  origin: string | null;
}

let next = 1;
const fresh = () => `line-${next++}`;

/** An empty line of a sort. */
export function blank(kind: Line["kind"], code = ""): Line {
  return { key: fresh(), kind, id: null, code, published: false, text: "", inferred: false, assignment: "published", amplification: "", proposedOutcome: null, proposedCode: null, confidence: null, place: "", origin: null };
}

/** The lines of a draft; what the recogniser said of each is found again by its words. */
export function linesOf(draft: UnitDraft, proposal?: Proposal): Line[] {
  const seen = new Map<string, { confidence: number; place: string }>();
  const note = (x: { text: string; confidence: number; place: string }) => seen.set(x.text, x);
  proposal?.outcomes.forEach((o) => (note(o), o.criteria.forEach(note)));
  proposal?.unassignedCriteria.forEach(note);
  const as = (kind: Line["kind"], x: Partial<DraftOutcome & DraftCriterion> & { text: string }): Line => ({
    ...blank(kind, x.code),
    id: x.id ?? null,
    published: x.codeOrigin === "published",
    text: x.text,
    inferred: x.inferred ?? false,
    assignment: x.assignment ?? "published",
    amplification: x.amplification ?? "",
    confidence: seen.get(x.text)?.confidence ?? null,
    place: seen.get(x.text)?.place ?? "",
    origin: x.code ?? null,
  });
  return [
    ...draft.outcomes.flatMap((o) => [as("outcome", o), ...o.criteria.map((c) => as("criterion", c))]),
    ...draft.unassigned.map((u) => ({ ...as("unplaced", u), code: "", proposedOutcome: u.proposedOutcome ?? null, proposedCode: u.proposedCode ?? null })),
  ];
}

/** The draft with these lines; criteria above the first outcome become unplaced, so that none is lost. */
export function withLines(draft: UnitDraft, lines: Line[]): UnitDraft {
  const outcomes: DraftOutcome[] = [];
  const unassigned: UnitDraft["unassigned"] = [];
  for (const l of lines) {
    const last = outcomes.at(-1);
    const codeOrigin = l.published ? "published" : "generated";
    if (l.kind === "outcome") outcomes.push({ id: l.id, code: l.code, codeOrigin, text: l.text, inferred: l.inferred, criteria: [] });
    else if (l.kind === "criterion" && last) last.criteria.push({ id: l.id, code: l.code, codeOrigin, assignment: l.assignment, text: l.text, amplification: l.amplification.trim() || null });
    else unassigned.push({ id: l.id, text: l.text, proposedOutcome: l.proposedOutcome, proposedCode: l.proposedCode });
  }
  return { ...draft, outcomes, unassigned };
}

const find = (lines: Line[], key: string) => lines.findIndex((l) => l.key === key);

/** End of the group that begins with the outcome at `at`: the next outcome, the unplaced, or the end. */
function groupEnd(lines: Line[], at: number): number {
  const end = lines.findIndex((l, i) => i > at && l.kind !== "criterion");
  return end < 0 ? lines.length : end;
}

/** Position of the outcome above; -1 = none. */
const outcomeAbove = (lines: Line[], at: number) => lines.findLastIndex((l, i) => i <= at && l.kind === "outcome");

/** Gives every line a code in order: 1, 1.1, 1.2, 2 … A code that changes is one of ours. */
export function renumber(lines: Line[]): Line[] {
  let outcome = 0;
  let criterion = 0;
  return lines.map((l) => {
    if (l.kind === "unplaced") return l;
    if (l.kind === "outcome") [outcome, criterion] = [outcome + 1, 0];
    else criterion += 1;
    const code = l.kind === "outcome" ? `${outcome}` : `${outcome}.${criterion}`;
    return code === l.code ? l : { ...l, code, published: false };
  });
}

/** Codes that are all our own follow the order by themselves; published ones stay, and new lines get a free one. */
export function settle(lines: Line[]): Line[] {
  const placed = lines.filter((l) => l.kind !== "unplaced");
  if (!placed.some((l) => l.published)) return renumber(lines);
  const taken = new Set(placed.map((l) => l.code).filter(Boolean));
  let outcome = "0";
  return lines.map((l) => {
    if (l.kind === "unplaced") return l;
    const wanted = l.code || freeCode(l.kind === "outcome" ? "" : `${outcome}.`, taken);
    taken.add(wanted);
    if (l.kind === "outcome") outcome = wanted;
    return wanted === l.code ? l : { ...l, code: wanted };
  });
}

function freeCode(prefix: string, taken: Set<string>): string {
  const below = [...taken].filter((c) => c.startsWith(prefix)).map((c) => Number(c.slice(prefix.length))).filter(Number.isInteger);
  return `${prefix}${Math.max(0, ...below) + 1}`;
}

/** What an act leaves: the lines, and the line that should have the focus. */
export interface Done {
  lines: Line[];
  focus: string;
}

/** A new criterion below a line. */
export function addBelow(lines: Line[], key: string): Done | null {
  const at = find(lines, key);
  if (at < 0 || lines[at]!.kind === "unplaced") return null;
  const line = blank("criterion");
  return { lines: settle(lines.toSpliced(at + 1, 0, line)), focus: line.key };
}

/** A new outcome after the last. */
export function addOutcome(lines: Line[]): Done {
  const line = blank("outcome");
  const unplaced = lines.findIndex((l) => l.kind === "unplaced");
  return { lines: settle(lines.toSpliced(unplaced < 0 ? lines.length : unplaced, 0, line)), focus: line.key };
}

const glue = (first: string, second: string, mark: string) => {
  const [a, b] = [first.trimEnd(), second.trimStart()];
  if (a === "" || b === "") return a + b;
  return /[,;:.–-]$/.test(a) || mark === "" ? `${a} ${b}` : `${a}${mark} ${b}`;
};

/** Joins a line with the one before: an outcome with the outcome before (its criteria follow), a criterion with the line above. */
export function join(lines: Line[], key: string): Done | null {
  const at = find(lines, key);
  const line = lines[at];
  if (!line) return null;
  const to = line.kind === "outcome" ? outcomeAbove(lines, at - 1) : at - 1;
  const before = lines[to];
  if (!before || (line.kind === "unplaced") !== (before.kind === "unplaced")) return null;
  const text = glue(before.text, line.text, line.kind === "outcome" ? "," : "");
  const amplification = [before.amplification, line.amplification].filter(Boolean).join("\n");
  const moved = line.kind === "outcome" ? regroup(lines, at, to) : lines;
  return { lines: settle(moved.filter((l) => l.key !== key).map((l) => (l.key === before.key ? { ...l, text, amplification } : l))), focus: before.key };
}

/** Puts the criteria of the outcome at `at` after those of the outcome at `to`. */
function regroup(lines: Line[], at: number, to: number): Line[] {
  const group = lines.slice(at + 1, groupEnd(lines, at));
  const without = lines.filter((l) => !group.includes(l));
  return without.toSpliced(groupEnd(without, to), 0, ...group);
}

/** Splits a line at a position of its text. The criteria stay with the first part of an outcome. */
export function split(lines: Line[], key: string, position: number): Done | null {
  const at = find(lines, key);
  const line = lines[at];
  if (!line) return null;
  const first = line.text.slice(0, position).replace(/[\s,;]+$/, "");
  const second = line.text.slice(position).replace(/^[\s,;]*(and\s+)?/, "");
  if (first === "" || second === "") return null;
  const part: Line = { ...line, key: fresh(), id: null, code: "", published: false, text: second[0]!.toUpperCase() + second.slice(1), amplification: "", confidence: null, origin: null };
  const to = line.kind === "outcome" ? groupEnd(lines, at) : at + 1;
  return { lines: settle(lines.with(at, { ...line, text: first }).toSpliced(to, 0, part)), focus: part.key };
}

/** Moves a criterion one line, across outcomes, or an outcome with its criteria past the next one. */
export function move(lines: Line[], key: string, by: 1 | -1): Done | null {
  const at = find(lines, key);
  const line = lines[at];
  if (!line) return null;
  if (line.kind !== "outcome") {
    const other = lines[at + by];
    // Above the first outcome nothing can be placed, and the unplaced keep to themselves.
    if (!other || (line.kind === "unplaced") !== (other.kind === "unplaced") || (by < 0 && at + by === 0)) return null;
    return { lines: settle(lines.with(at, other).with(at + by, line)), focus: key };
  }
  const end = groupEnd(lines, at);
  const group = lines.slice(at, end);
  const rest = lines.toSpliced(at, group.length);
  const above = outcomeAbove(lines, at - 1);
  if (by < 0 ? above < 0 : lines[end]?.kind !== "outcome") return null;
  const to = by < 0 ? above : groupEnd(rest, at);
  return { lines: settle(rest.toSpliced(to, 0, ...group)), focus: key };
}

/** Makes an outcome a criterion of the one above, or a criterion an outcome of its own. */
export function turn(lines: Line[], key: string, kind: "outcome" | "criterion"): Done | null {
  const at = find(lines, key);
  const line = lines[at];
  if (!line || line.kind === kind || line.kind === "unplaced") return null;
  if (kind === "criterion" && outcomeAbove(lines, at - 1) < 0) return null;
  return { lines: settle(lines.with(at, { ...line, kind, code: "", published: false, inferred: false })), focus: key };
}

/** Puts a criterion last under an outcome. `proposed` says that the place is not the source's own. */
export function place(lines: Line[], key: string, outcome: string, code = "", proposed = false): Done | null {
  const line = lines[find(lines, key)];
  if (!line || line.kind === "outcome") return null;
  const rest = lines.filter((l) => l.key !== key);
  const to = rest.findIndex((l) => l.kind === "outcome" && l.key === outcome);
  if (to < 0) return null;
  const taken = rest.some((l) => l.code === code && l.kind !== "unplaced");
  const put: Line = { ...line, kind: "criterion", code: taken ? "" : code, published: false, assignment: proposed ? "proposed" : "published" };
  return { lines: settle(rest.toSpliced(inOrder(rest, to, put.code), 0, put)), focus: key };
}

/** Where a code belongs among the criteria of the outcome at `at`. */
function inOrder(lines: Line[], at: number, code: string): number {
  const end = groupEnd(lines, at);
  const number = Number(code.split(".").at(-1));
  const after = code === "" ? -1 : lines.findIndex((l, i) => i > at && i < end && Number(l.code.split(".").at(-1)) > number);
  return after < 0 ? end : after;
}

/** Accepts the place that is proposed for an unplaced criterion; null = none is. */
export function accept(lines: Line[], key: string): Done | null {
  const line = lines[find(lines, key)];
  const outcome = lines.find((l) => l.kind === "outcome" && l.origin !== null && l.origin === line?.proposedOutcome);
  return line && outcome ? place(lines, key, outcome.key, line.proposedCode ?? "", true) : null;
}

/** Accepts every place that is proposed. */
export function acceptAll(lines: Line[]): Line[] {
  return lines.filter((l) => l.kind === "unplaced" && l.proposedOutcome).reduce((now, l) => accept(now, l.key)?.lines ?? now, lines);
}

/** Takes a line away. The criteria of an outcome fall to the outcome above, or become unplaced. */
export function remove(lines: Line[], key: string): Done | null {
  const at = find(lines, key);
  if (at < 0) return null;
  const orphans = lines[at]!.kind === "outcome" && outcomeAbove(lines, at - 1) < 0 ? lines.slice(at + 1, groupEnd(lines, at)) : [];
  const rest = lines.filter((l) => l.key !== key && !orphans.includes(l));
  const all = [...rest, ...orphans.map((l): Line => ({ ...l, kind: "unplaced", code: "", proposedOutcome: null, proposedCode: null }))];
  return { lines: settle(all), focus: (all[at - 1] ?? all[0])?.key ?? "" };
}

/** Changes fields of one line. */
export const change = (lines: Line[], key: string, fields: Partial<Line>) => lines.map((l) => (l.key === key ? { ...l, ...fields } : l));

/** The line that a code of the source stands for now: by the code it came with, else by the code it has. */
export const lineOf = (lines: Line[], code: string | null | undefined) => lines.find((l) => l.origin === code) ?? lines.find((l) => l.code === code) ?? null;
