/** The one registry: keyboard, palette, buttons, help and tests all read it. Refuses to know what a command does. */
import type { Key } from "./i18n";

/** True = now; false = not here, not shown; text = refused, and why. */
export type Availability = boolean | string;
export type Where = "*" | "caseload" | "portfolio" | "matrix" | "signoff" | "sampling" | "learner";
export type Group = "go" | "map" | "decide" | "files" | "desk" | "view";

export interface Command {
  id: string;
  label: Key;
  group: Group;
  where: Where;
  keys: readonly string[];
  /** Its keys also fire while a dialog is open. */
  overDialogs?: true;
  when: () => Availability;
  run: () => unknown;
}

const list: Command[] = [];

/** Puts commands into the registry, once. */
export function register(commands: Command[]) {
  for (const command of commands) {
    if (!list.some((c) => c.id === command.id)) list.push(command);
  }
}

/** Every command, in the order they were put in. */
export const commands = (): readonly Command[] => list;

/** One command by its id. */
export function command(id: string): Command {
  const found = list.find((c) => c.id === id);
  if (!found) throw new Error(`no command ${id}`);
  return found;
}

/** Runs a command where it is available; else gives back the reason, or null. */
export function run(id: string): string | null {
  const it = command(id);
  const can = it.when();
  if (can === true) void it.run();
  return typeof can === "string" ? can : null;
}
