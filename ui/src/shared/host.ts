/**
 * The one door to whatever the page stands in: the Tauri window, or in development a Vite server that speaks for
 * the command line. Refuses to know what the commands mean. The page sees tokens and ids, never a path.
 */
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Commands } from "./api";

/** What the core says when it refuses or cannot: `message` names the thing, `hint` the way out. */
export interface Failure {
  code: string;
  message: string;
  hint?: string | null;
}

/** A folder or file that a person picked: `token` goes into a request, `label` is for eyes only. */
export interface Picked {
  token: string;
  label: string;
}

const inWindow = "__TAURI_INTERNALS__" in globalThis;
const onWindows = /Windows/.test(globalThis.navigator?.userAgent ?? "");

/** True for what `call` throws. */
export function isFailure(error: unknown): error is Failure {
  return typeof error === "object" && error !== null && "code" in error && "message" in error;
}

async function ask<T>(command: string, payload: Record<string, unknown>): Promise<T> {
  if (inWindow) return invoke<T>(command, payload);
  if (!import.meta.env.DEV) throw { code: "noWindow", message: "This page only works inside the program's own window." };
  const answer = await fetch(`/desk/${command}${location.search}`, { method: "POST", body: JSON.stringify(payload) });
  const body = (await answer.json()) as { ok: true; data: T } | { ok: false; error: Failure };
  if (body.ok) return body.data;
  throw body.error;
}

/** Runs one command of the core. Throws a `Failure`. */
export async function call<K extends keyof Commands>(name: K, request: Commands[K]["takes"]): Promise<Commands[K]["gives"]> {
  return ask("call", { name, request });
}

/** Asks for a folder in the system's own dialog; null = the person closed it. */
export const pickFolder = (title: string) => ask<Picked | null>("pick_folder", { title });

/** Asks for a file. `kind` names what is looked for: "unit", "links", "standard", "register", "page", "history". */
export const pickFile = (title: string, kind: string) => ask<Picked | null>("pick_file", { title, kind });

/** Asks where to save. */
export const pickSave = (title: string, suggested: string) => ask<Picked | null>("pick_save", { title, suggested });

/** Opens one file of an item, or one of its versions, in the program that the system has for it. */
export const openEvidence = (learner: string, evidence: string, part: number, version?: string) =>
  ask<void>("open_evidence", { learner, evidence, part, version });

/** Shows one file of an item in its folder. */
export const revealEvidence = (learner: string, evidence: string, part: number) =>
  ask<void>("reveal_evidence", { learner, evidence, part });

/** Opens an issued paper. */
export const openPaper = (paper: string) => ask<void>("open_paper", { paper });

/** Shows an issued paper in its folder. */
export const revealPaper = (paper: string) => ask<void>("reveal_paper", { paper });

/** Stops the reading of a file that nobody waits for any more, by the ticket that `unit.read` was given. */
export const stopReading = (ticket: string) => ask<void>("stop_reading", { ticket }).catch(() => undefined);

/** Stops the drawing of a paper, by the ticket that `paper.print` was given. */
export const stopPrinting = (ticket: string) => ask<void>("stop_printing", { ticket }).catch(() => undefined);

/** How many hundredths of a paper are drawn; null where none is being drawn under this ticket. */
export const printing = (ticket: string) => ask<number | null>("printing", { ticket }).catch(() => null);

/** Tells the host that something is drawn, so that the window may be shown. */
export const windowReady = () => ask<void>("window_ready", {}).catch(() => undefined);

/** Draws the window at another size, in hundredths. */
export const zoom = (percent: number) => (inWindow ? ask<void>("zoom", { percent }).catch(() => undefined) : Promise.resolve());

/** Calls back whenever the workspace changed, by whomever. Gives back how to stop. */
export function onChanged(again: () => void): () => void {
  if (!inWindow) return () => undefined;
  const off = listen("changed", again);
  return () => void off.then((stop) => stop());
}

/** Address of the bytes of one file of an item. */
export function evidenceUrl(learner: string, evidence: string, part: number): string {
  return address([learner, evidence, String(part)]);
}

/** Address of the bytes of one version of a file of an item, by its SHA-256. */
export function versionUrl(learner: string, evidence: string, part: number, version: string): string {
  return address([learner, evidence, String(part), version]);
}

function address(ids: string[]): string {
  const path = ids.map(encodeURIComponent).join("/");
  if (!inWindow) return `/desk/evidence/${path}${location.search}`;
  return onWindows ? `http://evidence.localhost/${path}` : `evidence://localhost/${path}`;
}
