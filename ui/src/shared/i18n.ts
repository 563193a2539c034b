/**
 * Words on the screen, by key, from one catalogue. `{name}` is filled from the variables, else in the words of the board
 * whose unit is on screen; a key that exists as
 * `key_one` and `key_other` is chosen by `n`. Refuses to know which screen asks.
 */
import { inBoardWords } from "./boardwords.svelte";
import en from "./en-GB.json";

type Raw = keyof typeof en;
type Plain<K> = K extends `${infer Base}_one` ? Base : K extends `${string}_other` ? never : K;
/** A key of the catalogue, plural endings left off. */
export type Key = Plain<Raw>;
export type Vars = Record<string, string | number>;

const words: Record<string, string> = en;
const plural = new Intl.PluralRules("en-GB");

/** The words for a key, filled in. */
export function t(key: Key, vars: Vars = {}): string {
  const form = typeof vars.n === "number" ? words[`${key}_${plural.select(vars.n)}`] : undefined;
  const text = form ?? words[key] ?? words[`${key}_other`] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in vars ? String(vars[name]) : (inBoardWords(name) ?? whole)));
}

/** "4 outcomes, 3 criteria" */
export const sizeWords = (of: { outcomes: number; criteria: number }) => `${t("unit.outcomes", { n: of.outcomes })}, ${t("unit.criteria", { n: of.criteria })}`;
