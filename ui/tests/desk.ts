/** A desk for component tests: answers `call` from the views in tests/fixtures and notes what was asked. */
import { LOOK } from "../dev/look";
import { readFileSync } from "node:fs";

export const view = (name: string) => JSON.parse(readFileSync(`tests/fixtures/${name}.json`, "utf8"));
export const asked: { name: string; request: Record<string, unknown> }[] = [];
const LIBRARY = new Set(["criterion.history", "work.list", "declaration.list", "phrase.list", "unit.read", "unit.check", "unit.revisions", "unit.diff", "qualification.list", "qualification.check", "unitSet.list", "links.list", "links.propose", "links.sideBySide"]);
const changed = new Map<string, unknown>();

/** Makes a command answer something else until `plain`. */
export const answer = (name: string, value: unknown) => void changed.set(name, value);
export const plain = () => {
  changed.clear();
  asked.length = 0;
};

/** Stands in for the host's `call`. */
export async function call(name: string, request: Record<string, unknown>) {
  asked.push({ name, request });
  if (changed.has(name)) {
    const value = changed.get(name);
    if (value instanceof Error) throw { code: "refused", message: value.message, hint: null };
    return value;
  }
  if (name === "unit.show") return Object.values(view(name) as Record<string, { summary: { unit: string; handle: string } }>).find((u) => [u.summary.unit, u.summary.handle].includes(request.unit as string));
  if (name === "signOff.show" || name === "unit.draft") return view(name)[request.unit as string];
  if (name === "unit.match") return request.draft;
  if (name === "unit.save") return { ...view("unit.list")[0], revision: "4" };
  if (name === "preview.kind") return null;
  if (name === "links.offers") return [];
  if (name === "suggest.forItem") return request.evidence === "ev-3" ? view(name) : { standing: "ready", why: null, suggestions: [], putAway: 0 };
  if (name === "suggest.forGap") return view(name);
  if (name === "suggest.switch") return { on: request.on ?? true };
  if (name === "text.status" || name === "text.stop") return { read: 3, without: 1, waiting: 0, left: 0, stopped: false, items: [] };
  if (name === "evidence.replacement") return { item: { evidence: request.evidence, reference: "E001", title: "Plan" }, replaces: [], replacedBy: [], replacementDisputed: false, offers: [], links: [], others: [] };
  if (name === "learner.erased") return [];
  if (name === "evidence.same" || name === "criterion.attempts") return [];
  if (name === "witness.list" || name === "centre.currency") return { witnesses: [], currencyMonths: null, currencyDisputed: "" };
  if (name === "root.list") return [{ fingerprint: "a".repeat(64), centre: "Northgate College", by: "Carys Hughes", since: "2026-03-01T09:00:00+00:00", inForce: true, here: true, issued: 2 }];
  if (name === "centre.look") return LOOK;
  if (LIBRARY.has(name)) return view(name);
  if (["workspace.show", "learner.list", "learner.show", "unit.list", "sampling.show", "history.show", "status.show", "claim.list"].includes(name)) return view(name);
  return { deed: "x", learner: request.learner ?? "centre", label: name, undoable: true, warnings: [] };
}

/** The whole of `shared/host`, without a window. */
export const host = {
  call,
  isFailure: (e: unknown) => typeof e === "object" && e !== null && "code" in e && "message" in e,
  evidenceUrl: () => "about:blank",
  versionUrl: () => "about:blank",
  onChanged: () => () => undefined,
  stopReading: async (ticket: string) => void asked.push({ name: "stopReading", request: { ticket } }),
  windowReady: async () => undefined,
  zoom: async (percent: number) => void asked.push({ name: "zoom", request: { percent } }),
  pickFolder: async () => ({ token: "tok-1", label: "Evidence/New" }),
  pickFile: async () => ({ token: "file-1", label: "units.xlsx" }),
  pickSave: async () => ({ token: "save-1", label: "saved.json" }),
  openEvidence: async () => undefined,
  revealEvidence: async () => undefined,
  openPaper: async () => undefined,
  revealPaper: async () => undefined,
};
