/** What a person should look at in a reading, in order, and how each defect can be mended. Pure. */
import type { Defect, RawLine } from "../shared/library";
import { acceptAll, addBelow, join, lineOf, renumber, type Done, type Line } from "./draft";

/** sure from 0.9, look from 0.6, below that doubt. */
export const sureness = (confidence: number): "sure" | "look" | "doubt" => (confidence >= 0.9 ? "sure" : confidence >= 0.6 ? "look" : "doubt");

/** Something to look at: a line of the raw text, or a line of the proposal. */
export type Doubt = { raw: number } | { key: string };

/** Every doubt: left-over lines of the source, then lines that the reading is not sure of, then what has no place. */
export function doubts(raw: RawLine[], unit: number, lines: Line[]): Doubt[] {
  const leftOver = raw.flatMap((l, i) => (l.used === "leftOver" && (l.unit ?? unit) === unit && l.text.trim() !== "" ? [{ raw: i }] : []));
  const unsure = lines.flatMap((l) => (l.kind === "unplaced" || (l.confidence !== null && sureness(l.confidence) !== "sure") ? [{ key: l.key }] : []));
  return [...leftOver, ...unsure];
}

/** The code that a defect speaks of: in its place, else in its words. */
export function codeOf(defect: Defect): string | null {
  const found = (text: string) => /(?<![\d.])\d{1,2}(?:\.\d{1,2})?(?![\d.]*\d)/.exec(text)?.[0] ?? null;
  return /^((outcome|criterion)\b|\d{1,2}(\.\d{1,2})?$)/i.test(defect.where) ? found(defect.where) : /\b(outcome|criterion|code|number)s? "?(\d{1,2}(?:\.\d{1,2})?)/i.exec(defect.message)?.[2] ?? null;
}

/** The line that a defect is about; null = the whole text. */
export function lineAbout(defect: Defect, lines: Line[]): Line | null {
  const code = codeOf(defect);
  return (code && lineOf(lines, code)) || lines.find((l) => l.place !== "" && l.place === defect.where) || null;
}

export type Remedy = "join" | "place" | "renumber" | "add" | "title" | "board";

/** The one click that mends a defect, where there is one. */
export function remedy(defect: Defect, lines: Line[]): Remedy | null {
  switch (defect.kind) {
    case "joinedOutcomes": return joined(defect, lines).length > 1 ? "join" : null;
    case "criterionWithoutOutcome": return lines.some((l) => l.kind === "unplaced" && l.proposedOutcome) ? "place" : null;
    case "gapInNumbering": case "duplicateCode": return "renumber";
    // Where the reading has given numbers already there is nothing to mend.
    case "noNumbering": return lines.some((l) => l.kind !== "unplaced" && l.code === "") ? "renumber" : null;
    case "outcomeWithoutCriterion": return lineAbout(defect, lines)?.kind === "outcome" ? "add" : null;
    case "missingTitle": return "title";
    case "missingBoard": return "board";
    default: return null;
  }
}

/** The outcomes that stood in one sentence. */
const joined = (defect: Defect, lines: Line[]) => lines.filter((l) => l.kind === "outcome" && l.place !== "" && l.place === defect.where);

/** Mends a defect; null = that is not done to the lines. */
export function mend(how: Remedy, defect: Defect, lines: Line[]): Done | Line[] | null {
  const about = lineAbout(defect, lines);
  if (how === "renumber") return renumber(lines);
  if (how === "place") return acceptAll(lines);
  if (how === "add") return about && addBelow(lines, about.key);
  if (how !== "join") return null;
  const [first, ...others] = joined(defect, lines);
  if (!first) return null;
  return others.reduceRight((now: Done, l) => join(now.lines, l.key) ?? now, { lines, focus: first.key });
}
