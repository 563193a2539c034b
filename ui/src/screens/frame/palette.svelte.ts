/** What the palette finds. Prefixes: `>` commands, `@` learners, `#` criteria, `e` and a digit: evidence. */
import { commands } from "../../shared/commands";
import { search } from "../../shared/codes";
import { desk } from "../../shared/desk.svelte";
import { called } from "../../shared/format";
import { rowsOf } from "../../shared/gaps";
import { t } from "../../shared/i18n";
import { work } from "../../shared/work.svelte";
import { isHere } from "../commands/keyboard";

export type Kind = "command" | "learner" | "unit" | "criterion" | "evidence";
export interface Entry {
  id: string;
  kind: Kind;
  code: string;
  text: string;
  key?: string;
  why: string;
  run: () => unknown;
}

const COMMANDS = () =>
  commands().flatMap((c): Entry[] => {
    const can = isHere(c) ? c.when() : false;
    return can === false || c.id === "palette" ? [] : [{ id: c.id, kind: "command", code: "", text: t(c.label), key: c.keys[0], why: can === true ? "" : can, run: c.run }];
  });
const LEARNERS = () =>
  (desk.caseload?.learners ?? []).map((l): Entry => ({ id: `l/${l.learner}`, kind: "learner", code: "", text: called(l), why: "", run: () => desk.go("portfolio", l.learner, null) }));
const UNITS = () =>
  desk.units.map((u): Entry => ({ id: `u/${u.unit}`, kind: "unit", code: u.number, text: `${u.title} · ${u.board}`, why: "", run: () => desk.go("portfolio", desk.learner, u.unit) }));
const CRITERIA = () =>
  desk.units.flatMap((u) =>
    rowsOf(u).map((r): Entry => ({
      id: `c/${u.unit}/${r.row}`, kind: "criterion", code: r.code, text: r.text, why: "",
      run: async () => {
        await desk.go("portfolio", desk.learner, u.unit);
        work.criteria = "all";
        work.focus(r.row);
      },
    })),
  );
const EVIDENCE = () =>
  (desk.portfolio?.evidence ?? []).map((e): Entry => ({
    id: `e/${e.id}`, kind: "evidence", code: e.reference ?? "", text: e.title, why: "",
    run: async () => {
      await desk.go("portfolio");
      work.filter = "all";
      work.show(e.id);
    },
  }));

/** Everything that can be found now. */
export const entries = (): Entry[] => [...COMMANDS(), ...LEARNERS(), ...UNITS(), ...CRITERIA(), ...EVIDENCE()];

const PREFIXES: Record<string, Kind> = { ">": "command", "@": "learner", "#": "criterion" };

/** The best matches for what was typed. */
export function found(all: Entry[], typed: string): Entry[] {
  const kind = PREFIXES[typed[0] ?? ""];
  const some = kind ? all.filter((e) => e.kind === kind) : typed.trim() === "" ? all.filter((e) => e.kind === "command" || e.kind === "learner") : all;
  return search(kind ? typed.slice(1) : typed, some).slice(0, 40);
}
