/** What a form says of an item's details, and what of it was changed. Pure; refuses to know what a detail means. */
import type { DetailChoice, EvidenceView, Field } from "../shared/bindings/bindings";

/** Every detail as a form holds it: text, or yes and no. */
export interface Said {
  produced: string;
  author: string;
  route: string;
  witness: string;
  aiUse: string;
  pages: string;
  duration: string;
  thirdParty: boolean;
  redacted: string;
  kept: string;
  seenBy: string;
  seenOn: string;
}

/** Where a form holds each detail. */
const HOLDS: Record<Field, (keyof Said)[]> = {
  produced: ["produced"],
  author: ["author"],
  route: ["route"],
  witness: ["witness"],
  inSitu: ["kept", "seenBy", "seenOn"],
  thirdParty: ["thirdParty"],
  redacted: ["redacted"],
  aiUse: ["aiUse"],
  pages: ["pages"],
  duration: ["duration"],
};

/** What stands of an item. Of a detail in dispute nothing does, until one of the things said is chosen or another is typed. */
export function said(item: EvidenceView | undefined): Said {
  const d = item?.details;
  const all: Said = {
    produced: d?.produced ?? "",
    author: d?.author ?? "",
    route: d?.route ?? "",
    witness: d?.witness ?? "",
    aiUse: d?.aiUse ?? "",
    pages: d?.pages == null ? "" : String(d.pages),
    duration: d?.duration ?? "",
    thirdParty: d?.thirdParty ?? false,
    redacted: d?.redacted?.evidence ?? "",
    kept: d?.inSitu?.place ?? "",
    seenBy: d?.inSitu?.seenBy ?? "",
    seenOn: d?.inSitu?.seenOn ?? "",
  };
  const open = (d?.disputed ?? []).flatMap(({ field }) => HOLDS[field]).filter((key) => key !== "thirdParty");
  return { ...all, ...Object.fromEntries(open.map((key) => [key, ""])) };
}

/** The form with one of the things chosen that two desks say of a detail. */
export function chosen(now: Said, field: Field, choice: DetailChoice): Said {
  if (field === "inSitu") return { ...now, kept: choice.inSitu?.place ?? "", seenBy: choice.inSitu?.seenBy ?? "", seenOn: choice.inSitu?.seenOn ?? "" };
  return { ...now, [field]: field === "thirdParty" ? choice.value === "true" : choice.value };
}

/** Whether the form says just that. */
export function isChosen(now: Said, field: Field, choice: DetailChoice): boolean {
  const then = chosen(now, field, choice);
  return HOLDS[field].every((key) => then[key] === now[key]);
}

/** What was changed, as `evidence.describe` takes it; a detail that was settled is said whatever stood in the form before. */
export function changes(before: Said, now: Said, settled: readonly Field[] = []): Partial<Omit<Said, "pages">> & { pages?: number } {
  const out: Record<string, string | boolean | number> = {};
  const told = new Set(settled.flatMap((field) => HOLDS[field]));
  for (const key of Object.keys(before) as (keyof Said)[]) {
    const value = now[key];
    const same = typeof value === "boolean" ? value === before[key] : value.trim() === String(before[key]).trim();
    if (same && !told.has(key)) continue;
    out[key] = key === "pages" ? Number(value) || 0 : typeof value === "string" ? value.trim() : value;
  }
  return out;
}
