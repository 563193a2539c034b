/** Every command of the core as the page may call it: where the core takes a path, the page puts a token of the host. */
import type { Commands as Core } from "./bindings/bindings";

interface Tokens {
  folder: "folderToken";
  file: "fileToken";
  out: "saveToken";
}
type Hosted<R> = Extract<keyof R, keyof Tokens> extends never
  ? R
  : Omit<R, keyof Tokens> & { [P in Extract<keyof R, keyof Tokens> as Tokens[P]]?: string };
/** What an export writes to, a person has chosen to save. */
type Exported<R> = Omit<R, "file"> & { saveToken: string };

export type Commands = {
  [K in keyof Core]: { takes: K extends "unit.export" | "journal.export" ? Exported<Core[K]["request"]> : Hosted<Core[K]["request"]>; gives: Core[K]["answer"] };
};
