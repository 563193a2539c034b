/** What a form says of an item's details, and what of it was changed. Pure; refuses to know what a detail means. */
import type { EvidenceView } from "../shared/bindings/bindings";

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

/** What stands of an item. */
export function said(item: EvidenceView | undefined): Said {
  const d = item?.details;
  return {
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
}

/** What was changed, as `evidence.describe` takes it. */
export function changes(before: Said, now: Said): Partial<Omit<Said, "pages">> & { pages?: number } {
  const out: Record<string, string | boolean | number> = {};
  for (const key of Object.keys(before) as (keyof Said)[]) {
    const value = now[key];
    if (typeof value === "boolean" ? value === before[key] : value.trim() === String(before[key]).trim()) continue;
    out[key] = key === "pages" ? Number(value) || 0 : typeof value === "string" ? value.trim() : value;
  }
  return out;
}
