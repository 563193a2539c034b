/** A desk for component tests: answers `call` from the views in tests/fixtures and notes what was asked. */
import { readFileSync } from "node:fs";

export const view = (name: string) => JSON.parse(readFileSync(`tests/fixtures/${name}.json`, "utf8"));
export const asked: { name: string; request: Record<string, unknown> }[] = [];
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
  if (name === "unit.show" || name === "signOff.show") return view(name)[request.unit as string];
  if (["workspace.show", "learner.list", "learner.show", "unit.list", "sampling.show", "history.show"].includes(name)) return view(name);
  return { deed: "x", label: name, warnings: [] };
}

/** The whole of `shared/host`, without a window. */
export const host = {
  call,
  isFailure: (e: unknown) => typeof e === "object" && e !== null && "code" in e && "message" in e,
  evidenceUrl: () => "about:blank",
  onChanged: () => () => undefined,
  windowReady: async () => undefined,
  pickFolder: async () => ({ token: "tok-1", label: "Evidence/New" }),
  pickFile: async () => null,
  pickSave: async () => null,
  readUnitFile: async () => "{}",
  openEvidence: async () => undefined,
  revealEvidence: async () => undefined,
  openPaper: async () => undefined,
  revealPaper: async () => undefined,
};
