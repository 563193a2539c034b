import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { byUnit, choices, wanted } from "../src/picker/choices";
import { shownRows } from "../src/caseload/filter";
import { asksBeyondThat, asksFurther } from "../src/links/words";
import { cellOf, matrix, spotOf } from "../src/matrix/model";
import { placed, turn } from "../src/shared/mapping";
import { stretch } from "../src/shared/stretch";
import type { CaseloadView, PortfolioView } from "../src/shared/bindings/bindings";
import en from "../src/shared/en-GB.json";
import { called, day, fileOf, natural, playTime, readDay, size } from "../src/shared/format";
import { gapPosition, gaps, nextGap, rowsOf } from "../src/shared/gaps";
import { lines, move, reveal, visible } from "../src/shared/grid";
import { t } from "../src/shared/i18n";
import { clashes, isBare, shown } from "../src/shared/keymap";
import { commands } from "../src/shared/commands";
import { registerAll } from "../src/screens/commands";
import { TEST_IDS } from "../src/shared/testids";
import { view } from "./desk";

const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((f) => /\.(svelte|ts)$/.test(f));

const portfolio: PortfolioView = view("learner.show");
const [team, ocr, edi] = portfolio.units as [PortfolioView["units"][0], PortfolioView["units"][0], PortfolioView["units"][0]];
const code = (spot: { unit: string; row: string } | null) => portfolio.units.flatMap(rowsOf).find((r) => r.row === spot?.row)?.code;

describe("who asks further", () => {
  test("the board by its name, and no name where none is stated", () => {
    expect(asksFurther("OCR")).toBe("OCR asks further:");
    expect(asksFurther("board not stated")).toBe("The unit without a board asks further:");
    expect(asksFurther("")).toBe("The unit without a board asks further:");
    expect(asksBeyondThat("board not stated")).toBe("Beyond that, the unit without a board asks:");
  });
});

describe("next gap", () => {
  test("goes on from the row, skips what is met, RPL and transfer", () => {
    const at = (c: string) => ({ unit: team.unit, row: rowsOf(team).find((r) => r.code === c)!.row });
    expect(code(nextGap(portfolio.units, at("1.1"), 1))).toBe("1.3");
    expect(code(nextGap(portfolio.units, at("2.4"), 1))).toBe("3.2");
    expect(code(nextGap(portfolio.units, at("1.3"), -1))).toBe("4");
  });
  test("wraps into the next unit and skips a unit that is met", () => {
    const last = rowsOf(team).at(-1)!;
    expect(nextGap(portfolio.units, { unit: team.unit, row: last.row }, 1)?.unit).toBe(edi.unit);
    expect(gaps([ocr])).toEqual([]);
    expect(nextGap([ocr], { unit: ocr.unit, row: null }, 1)).toBeNull();
  });
  test("starts at the first gap of the unit on screen", () => expect(code(nextGap(portfolio.units, { unit: team.unit, row: null }, 1))).toBe("1.3"));
  test("says which one of how many", () => expect(gapPosition(team, rowsOf(team)[2]!.row)).toEqual({ at: 1, of: 27 }));
});

describe("grid geometry", () => {
  test("only what shows, and three more at each end", () => {
    expect(visible(0, 280, 28, 500)).toEqual({ from: 0, to: 13 });
    expect(visible(2800, 280, 28, 500)).toEqual({ from: 97, to: 113 });
    expect(visible(99999, 280, 28, 10)).toEqual({ from: 10, to: 10 });
    expect(visible(0, 280, 28, 0)).toEqual({ from: 0, to: 0 });
  });
  test("the line with the focus stays in the page", () => {
    expect(lines({ from: 10, to: 13 }, 3, 50)).toEqual([3, 10, 11, 12]);
    expect(lines({ from: 10, to: 13 }, 11, 50)).toEqual([10, 11, 12]);
    expect(lines({ from: 10, to: 13 }, -1, 50)).toEqual([10, 11, 12]);
  });
  test("scrolls no further than needed", () => {
    expect(reveal(100, 280, 28, 2)).toBe(56);
    expect(reveal(0, 280, 28, 20)).toBe(308);
    expect(reveal(100, 280, 28, 6)).toBe(100);
  });
  test("moves as the grid pattern says and stays inside", () => {
    const extent = { rows: 10, cols: 5, page: 4 };
    expect(move({ row: 0, col: 0 }, "ArrowUp", false, extent)).toEqual({ row: 0, col: 0 });
    expect(move({ row: 2, col: 3 }, "End", false, extent)).toEqual({ row: 2, col: 4 });
    expect(move({ row: 2, col: 3 }, "Home", true, extent)).toEqual({ row: 0, col: 0 });
    expect(move({ row: 8, col: 3 }, "PageDown", false, extent)).toEqual({ row: 9, col: 3 });
    expect(move({ row: 8, col: 3 }, "x", false, extent)).toBeNull();
  });
});

describe("keys", () => {
  registerAll();
  test("no two commands of one screen share a key", () => expect(clashes(commands().map((c) => ({ id: c.id, keys: c.keys, where: c.where })))).toEqual([]));
  test("every command has words", () => expect(commands().filter((c) => t(c.label) === c.label).map((c) => c.id)).toEqual([]));
  test("a bare key is one that would be a letter", () => {
    expect([isBare("m"), isBare("Shift+n"), isBare("$mod+k"), isBare("F6"), isBare("Control+Alt+1")]).toEqual([true, true, false, false, false]);
  });
  test("reads as on a keyboard", () => expect([shown("$mod+Shift+z"), shown("[Shift]+?"), shown("m"), shown("$mod+[Shift]++"), shown("$mod+-")]).toEqual(["Ctrl+Shift+Z", "?", "M", "Ctrl++", "Ctrl+−"]));
});

describe("what one key links", () => {
  const row = (id: string, ...items: string[]) => ({ row: id, links: items.map((evidence, i) => ({ evidence, mapping: `${id}-${evidence}-${i}` })) }) as unknown as PortfolioView["units"][0]["outcomes"][0]["rows"][0];
  test.each([
    ["one link that is there", [row("a", "x")], ["x"], { kind: "unlink", mappings: ["a-x-0"] }],
    ["one that is not", [row("a")], ["x"], { kind: "link", rows: ["a"], evidence: ["x"] }],
    ["criteria of which the first is linked", [row("a", "x"), row("b"), row("c", "y")], ["x"], { kind: "link", rows: ["b", "c"], evidence: ["x"] }],
    ["files of which one is linked", [row("a", "x")], ["w", "x", "y"], { kind: "link", rows: ["a"], evidence: ["w", "y"] }],
    ["all of them, twice and with others beside", [row("a", "x", "x", "y"), row("b", "x")], ["x"], { kind: "unlink", mappings: ["a-x-0", "a-x-1", "b-x-0"] }],
  ])("%s", (_, rows, items, does) => expect(turn(rows, items)).toEqual(does));
  test.each([
    ["p. 3", "x", ["x"], false, { place: "p. 3" }],
    ["p. 3", "x", ["w", "x"], false, { place: "p. 3", placeOf: "x" }],
    ["p. 3", "x", ["w", "y"], false, {}],
    ["p. 3", "x", ["w", "x"], true, { place: "p. 3" }],
    ["  ", "x", ["x"], true, {}],
  ])("the place %s of %s with %s", (place, shown, items, written, wanted) => expect(placed(place, shown, items, written)).toEqual(wanted));
});

describe("choosing several with Shift", () => {
  const ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const chosen = (...some: string[]) => new Set(some);
  test("begins where the focus is, goes on from there, and back", () => {
    const one = stretch(ids, null, "g", "h", chosen());
    expect([...one.chosen]).toEqual(["g", "h"]);
    const two = stretch(ids, one.held, "h", "f", one.chosen);
    expect([...two.chosen]).toEqual(["f", "g"]);
  });
  test("after another step it begins anew, whatever was chosen before", () => {
    const one = stretch(ids, null, "a", "b", chosen());
    expect([...stretch(ids, one.held, "g", "h", one.chosen).chosen]).toEqual(["g", "h"]);
    expect([...stretch(ids, one.held, "b", "c", chosen()).chosen]).toEqual(["b", "c"]);
  });
  test("keeps to the item when the list is sorted anew, and to what is there", () => {
    const one = stretch(ids, null, "a", "b", chosen());
    expect([...stretch(["h", "b", "x", "a", "c"], one.held, "b", "x", one.chosen).chosen]).toEqual(["x", "a"]);
    expect([...stretch(["b", "c"], one.held, "b", "c", one.chosen).chosen]).toEqual(["b", "c"]);
    expect([...stretch(ids, null, null, "c", chosen()).chosen]).toEqual(["c"]);
  });
});

describe("the picker", () => {
  test("a range is offered and meant as a whole", () => {
    const offered = choices("1.1-1.3", portfolio.units, team, []);
    expect(offered.map((c) => c.code)).toEqual(["1.1", "1.2", "1.3"]);
    expect(wanted("1.1-1.3", team, [], offered[0], false).choices).toHaveLength(3);
  });
  test("words find this unit first, then others; a moved light is meant alone", () => {
    const offered = choices("plan", portfolio.units, team, []);
    expect(offered[0]!.unit.unit).toBe(team.unit);
    expect(wanted("plan", team, [], offered[1], true).choices.map((c) => c.key)).toEqual([offered[1]!.key]);
  });
  test("what Tab added stays, each once, one deed a unit", () => {
    const [a] = choices("1.1", portfolio.units, team, []);
    const meant = wanted("1.1, 2.3", team, [a!], undefined, false).choices;
    expect(byUnit(meant).map((g) => g.rows.map((r) => r.code))).toEqual([["1.1", "2.3"]]);
  });
  const there = rowsOf(team).find((r) => !rowsOf(edi).some((e) => e.code === r.code))!.code;
  test("a code that only another unit has is said, and mapped there only where somebody moved to it", () => {
    const offered = choices(there, portfolio.units, edi, []);
    expect(offered[0]!.unit.unit).toBe(team.unit);
    expect(wanted(there, edi, [], offered[0], false)).toEqual({ choices: [], unknown: [there] });
    expect(wanted(there, edi, [], offered[0], true)).toEqual({ choices: [offered[0]], unknown: [] });
  });
  test("words that only another unit has map nothing until somebody moves to it", () => {
    const far = choices("x", portfolio.units, edi, []).find((c) => c.unit.unit === team.unit) ?? choices(there, portfolio.units, edi, [])[0]!;
    expect(wanted("team", edi, [], far, false).choices).toEqual([]);
  });
  test("the beginning of a code is still the first row of this unit that it begins", () => expect(wanted("2", edi, [], choices("2", portfolio.units, edi, [])[0], false).choices.map((c) => c.code)).toEqual(["2.1"]));
  test("a code that is not in the unit maps nothing silently", () => expect(wanted("1.1,99.9", team, [], undefined, false).unknown).toEqual(["99.9"]));
});

describe("lists", () => {
  const { learners }: CaseloadView = view("learner.list");
  test("a number on top filters, words narrow, a column sorts", () => {
    expect(shownRows(learners, "ivActions", "", "name", false).map((r) => r.name)).toEqual(["Jay Smith"]);
    expect(shownRows(learners, "all", "pearson dyl", "name", false).map((r) => r.name)).toEqual(["Dylan Price"]);
    expect(shownRows(learners, "all", "", "newFiles", true)[0]!.name).toBe("Jay Smith");
  });
  test("the matrix shows items used in the unit, or all", () => {
    expect(matrix(ocr, portfolio.evidence, "all", "mapped").columns.map((c) => c.reference)).toEqual(["E001", "E003", "E005", "E006", "E008"]);
    expect(matrix(ocr, portfolio.evidence, "all", "all").columns).toHaveLength(10);
    expect(matrix(ocr, portfolio.evidence, "gaps", "all").lines).toHaveLength(0);
  });
  test("what has the focus stays in the matrix, and the focus stays on it", () => {
    const item = portfolio.evidence.find((e) => e.reference === "E010")!;
    const row = rowsOf(ocr)[1]!.row;
    const all = matrix(ocr, portfolio.evidence, "all", "all");
    const at = cellOf(all, { line: row, col: item.id }, { row: 0, col: 0 });
    const spot = spotOf(all, at);
    expect(spot).toEqual({ line: row, col: item.id });
    const kept = matrix(ocr, portfolio.evidence, "gaps", "mapped", spot);
    expect([kept.lines.map((l) => l.kind), kept.columns.some((c) => c.id === item.id)]).toEqual([["outcome", "row"], true]);
    const now = cellOf(kept, spot, at);
    expect(now).not.toEqual(at);
    expect(spotOf(kept, now)).toEqual(spot);
    expect(spotOf(kept, { row: now.row, col: kept.columns.length + 1 }).col).toBe("decision");
    expect(cellOf(matrix(ocr, portfolio.evidence, "all", "mapped"), spot, { row: 99, col: 99 })).toEqual({ row: 3, col: 6 });
  });
});

describe("words", () => {
  test("a learner of a name that another has is told apart in words and in the names of files", () => {
    const one = { name: "Sam Vale", apart: null };
    const two = { name: "Sam Vale", apart: "folder 2026/Vale" };
    expect([one, two].map(called)).toEqual(["Sam Vale", "Sam Vale · folder 2026/Vale"]);
    expect([one, two].map(fileOf)).toEqual(["Sam Vale", "Sam Vale folder 2026 Vale"]);
  });
  test("days, sizes, times and order are British", () => {
    expect([day("2026-11-14"), size(214003), size(999), playTime(252)]).toEqual(["14/11/2026", "214 KB", "999 B", "00:04:12"]);
    expect(["E10", "E2"].sort(natural)).toEqual(["E2", "E10"]);
  });
  test.each([["14/11/2026", "2026-11-14"], ["14.11.26", "2026-11-14"], ["2026-11-14", "2026-11-14"], ["14-11", "2026-11-14"], ["31/02/2026", null], ["soon", null]])("the day %s", (typed, iso) =>
    expect(readDay(typed, new Date(2026, 10, 22))).toBe(iso));
  test("one and many", () => expect([t("evidence.parts", { n: 1 }), t("evidence.parts", { n: 3 })]).toEqual(["1 part", "3 parts"]));
  test("words that the trade does not use stand nowhere", () => {
    const bad = Object.entries(en).filter(([, words]) => /\bnot met\b|\bfail|\brefer(red|ral)?\b|upload|locator|passphrase|workspace/i.test(words));
    expect(bad).toEqual([]);
  });
  test("no key of the catalogue stands twice, for the second would silently speak for both", () => {
    const keys = [...readFileSync("src/shared/en-GB.json", "utf8").matchAll(/^ +"([^"]+)":/gm)].map((m) => m[1]!);
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
    expect(keys.length).toBe(Object.keys(en).length);
  });
  test("every key of the catalogue is used", () => {
    const source = files.map((f) => readFileSync(`src/${f}`, "utf8")).join("\n");
    const built = [...source.matchAll(/`([a-zA-Z.]+)\$\{/g)].map((m) => m[1]!);
    const unused = Object.keys(en).filter((key) => {
      const plain = key.replace(/_(one|other)$/, "");
      return !source.includes(`"${plain}"`) && !built.some((prefix) => plain.startsWith(prefix));
    });
    expect(unused).toEqual([]);
  });
});

describe("the shape of the source", () => {
  const text = (f: string) => readFileSync(`src/${f}`, "utf8");
  test("concept folders know shared and themselves, never each other", () => {
    const strays = files.flatMap((f) => {
      const folder = f.split("/")[0]!;
      if (["shared", "screens", "App.svelte", "main.ts"].includes(folder)) return [];
      return [...text(f).matchAll(/from "\.\.\/(\w+)\//g)].filter((m) => m[1] !== "shared").map((m) => `${f} imports ${m[1]}`);
    });
    expect(strays).toEqual([]);
    expect(files.filter((f) => f.startsWith("shared/") && /from "\.\.\/(\.\.\/)?(screens|caseload|evidence|preview|criteria|picker|decide|matrix|signoff|sampling|units|people|history)\//.test(text(f)))).toEqual([]);
  });
  test("one door to Tauri, no HTML from strings", () => {
    expect(files.filter((f) => text(f).includes("@tauri-apps/"))).toEqual(["shared/host.ts"]);
    expect(files.filter((f) => /\{@html|innerHTML/.test(text(f)))).toEqual([]);
  });
  test("every name that window tests look for is listed", () => {
    const used = files.flatMap((f) => [...text(f).matchAll(/data-test="([a-zA-Z-]+)"/g)].map((m) => m[1]!));
    expect(used.filter((id) => !(TEST_IDS as readonly string[]).includes(id))).toEqual([]);
  });
});
