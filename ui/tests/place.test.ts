import { describe, expect, test } from "vitest";
import type { EvidenceView } from "../src/shared/bindings/bindings";
import { isSheet } from "../src/preview/sheet";
import { canBeIn, inPart, withoutPart } from "../src/shared/parts";
import { readTime } from "../src/preview/times";
import { areaPlace, columnName, findQuote, pagePlace, parted, quoted, readCells, readPlace, sheetPlace, timePlace, withNote, withQuote } from "../src/preview/place";

describe("places are read as the core prints them", () => {
  test.each([
    ["p. 3", { kind: "page", runs: [[3, 3]], words: "" }],
    ["p. 1, 3–4", { kind: "page", runs: [[1, 1], [3, 4]], words: "" }],
    ["p. 3: “checked the float”", { kind: "page", runs: [[3, 3]], words: "“checked the float”" }],
    ["slides 5–7", { kind: "slide", runs: [[5, 7]], words: "" }],
    ["para 3.2–3.4", { kind: "paragraph", runs: [["3.2", "3.4"]], words: "" }],
    ["Costs!A1:C9", { kind: "sheet", sheet: "Costs", cells: { left: 0, right: 2, top: 0, bottom: 8 }, words: "" }],
    ["'My sheet'!AA10", { kind: "sheet", sheet: "My sheet", cells: { left: 26, right: 26, top: 9, bottom: 9 }, words: "" }],
    ["sheet Budget", { kind: "sheet", sheet: "Budget", cells: null, words: "" }],
    ["00:04:12–00:05:00: offers the form", { kind: "time", from: 252, to: 300, words: "offers the form" }],
    ["area 10–52% across, 20–40% down", { kind: "area", box: { left: 10, right: 52, top: 20, bottom: 40 }, words: "" }],
    ["whole item", { kind: "whole", words: "" }],
    ["part 4, p. 3: “seen”", { kind: "page", runs: [[3, 3]], words: "“seen”", part: 4 }],
    ["part 2", { kind: "whole", words: "", part: 2 }],
    ["part 2 of 3", { kind: "other", text: "part 2 of 3", words: "" }],
    ["the photo on the left", { kind: "other", text: "the photo on the left", words: "" }],
  ])("%s", (text, spot) => expect(readPlace(text)).toEqual(spot));

  test("what is written is read back", () => {
    expect(readPlace(pagePlace(2, 5))).toMatchObject({ kind: "page", runs: [[2, 5]] });
    expect(readPlace(timePlace(5))).toMatchObject({ kind: "time", from: 5, to: 5 });
    expect(timePlace(5, 3)).toBe("00:00:05");
    expect(readPlace(areaPlace({ left: 0, right: 100, top: 1, bottom: 2 }))).toMatchObject({ kind: "area" });
    const cells = { left: 1, right: 27, top: 0, bottom: 11 };
    expect(readPlace(sheetPlace("My sheet", cells))).toMatchObject({ kind: "sheet", sheet: "My sheet", cells });
    expect(withNote("00:00:05", "  ")).toBe("00:00:05");
  });

  test("of several files a place says which, and without it is what a viewer gave", () => {
    const [one, two] = [{ parts: [{}] }, { parts: [{}, {}] }] as unknown as EvidenceView[];
    expect(inPart(one!, 0, "p. 2")).toBe("p. 2");
    expect(inPart(two!, 1, "p. 2")).toBe("part 2, p. 2");
    expect(inPart(one!, 0, "")).toBe("");
    expect(inPart(two!, 1, "")).toBe("part 2");
    expect(withoutPart("part 2, p. 2")).toBe("p. 2");
    expect(withoutPart("p. 2")).toBe("p. 2");
    for (const [item, part, place, can] of [
      [two!, 1, "part 2, p. 2", true], [two!, 0, "part 2, p. 2", false], [two!, 1, "part 2", true], [two!, 0, "p. 2", true],
      [two!, 1, "part 22, p. 2", false], [one!, 0, "part 2, p. 2", false], [one!, 0, "part 1, p. 2", false], [one!, 0, "partly p. 2", true],
    ] as const) expect([place, part, canBeIn(item, part, place)]).toEqual([place, part, can]);
  });

  test("a sheet is found by its name in a place, however many spaces its own name has", () => {
    const sheet = (name: string) => ({ name, rows: [], notes: [] });
    for (const [own, named, is] of [["Log ", "Log", true], ["My  sheet", "My sheet", true], ["Log", "Log", true], ["Log 2", "Log", false], ["log", "Log", false]] as const)
      expect([own, named, isSheet(sheet(own), named)]).toEqual([own, named, is]);
  });

  test("columns count as a sheet counts them", () => {
    expect([0, 25, 26, 701, 702].map(columnName)).toEqual(["A", "Z", "AA", "ZZ", "AAA"]);
    expect(readCells("A:C")).toMatchObject({ left: 0, right: 2, top: 0 });
    expect(readCells("2:3")).toMatchObject({ left: 0, top: 1, bottom: 2 });
  });
});

describe("quotations", () => {
  const text = "The learner  checked\nthe ﬂoat before\u00a0opening. She said “good morning” to everybody who came in and wrote each sum into the book before the end of the shift.";
  test("short words stand whole and are found again", () => {
    const spot = readPlace(withQuote("p. 1", "checked\n the ﬂoat"));
    expect(quoted(spot)).toBe("checked the ﬂoat");
    const [from, to] = findQuote(text, quoted(spot)!)!;
    expect(text.slice(from, to)).toBe("checked\nthe ﬂoat");
  });
  test("long words by their beginning and end, and are found whole", () => {
    const place = withQuote("p. 1", text);
    expect([...place].length).toBeLessThanOrEqual(100);
    const [from, to] = findQuote(text, quoted(readPlace(place))!)!;
    expect(text.slice(from, to)).toBe(text);
  });
  test("what is not there is not found", () => {
    expect(findQuote(text, "till")).toBeNull();
    expect(findQuote(text, "checked … till")).toBeNull();
    expect(findQuote("", "")).toBeNull();
    expect(quoted(readPlace("p. 1: a note"))).toBeNull();
  });
});

test("a text is parted where its passages begin, and nothing of it is lost", () => {
  const raw = "\nVisit  notes\n\nThe learner opened the re-\nception desk.\n- till\n- keys\n\nEnd.\n";
  const passages = ["Visit notes", "The learner opened the reception desk.", "- till", "never there", "- keys", "End."].map((text, n) => ({ text, n }));
  const parts = parted(raw, passages);
  expect(parts.map((p) => p.text).join("")).toBe(raw);
  expect(parts.map((p) => p.passage?.n)).toEqual([0, 1, 2, 4, 5]);
  expect(parts[1]!.text).toContain("re-\nception desk.");
  expect(parted("abc", [])).toEqual([{ text: "abc", passage: null }]);
});

test("times are read as they are typed", () => {
  expect(["4:12", "00:04:12", "1:04:12", "75", "75 s", "90:00"].map(readTime)).toEqual([252, 252, 3852, 75, 75, 5400]);
  expect(["", "4:60", "1:60:00", "4.12", "-3", "x"].map(readTime)).toEqual([null, null, null, null, null, null]);
});
